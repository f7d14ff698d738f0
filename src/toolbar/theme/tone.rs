//! Tones: the few colours that all roles are made of. A theme names some; the others follow from those.

use super::colour::{Rgb, nearest_indexed};

macro_rules! tones {
    ($( $(#[doc = $doc:literal])* $variant:ident = $name:literal; )*) => {
        /// One of the colours that roles are made of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Tone {
            /// Left as it is.
            Open,
            $( $(#[doc = $doc])* $variant, )*
        }

        impl Tone {
            /// All that a theme can name, in order.
            pub const ALL: &'static [Tone] = &[$( Tone::$variant, )*];

            /// The name in a theme file.
            pub fn name(self) -> &'static str {
                match self { Tone::Open => "", $( Tone::$variant => $name, )* }
            }

            /// What it is for.
            pub fn about(self) -> &'static str {
                match self { Tone::Open => "", $( Tone::$variant => concat!($($doc),*).trim_ascii(), )* }
            }
        }
    };
}

tones! {
    /// behind everything
    Ground = "ground";
    /// plain text
    Text = "text";
    /// what draws the eye: focus, keys, what is new
    Accent = "accent";
    /// good: available, in a talk, done
    Ok = "ok";
    /// soon: ringing, dialled, waiting, a warning
    Warn = "warn";
    /// wrong: an error, too late, lost
    Bad = "bad";
    /// neutral news
    Info = "info";
    /// on hold
    Hold = "hold";
    /// after-call work
    Wrap = "wrap";
    /// behind dialogs and toasts
    Surface = "surface";
    /// behind a field
    Field = "field";
    /// behind the chosen row
    Selected = "selected";
    /// behind the field that is typed into
    Focused = "focused";
    /// what is read first
    Strong = "strong";
    /// titles, and what is between plain and muted
    Title = "title";
    /// labels and hints
    Muted = "muted";
    /// frames of panels
    Line = "line";
    /// what is left of a bar
    Faint = "faint";
}

/// How many a theme must come to for all to be known; the others are derived.
pub(super) const NAMED: usize = 9;
/// How many there are.
pub(super) const COUNT: usize = Tone::ALL.len();

/// How much a ground may stand out from the first one in a palette: beyond that, few hues can be read on both.
const NEAR: f64 = 1.45;
/// Where text can stand.
const GROUNDS: [Tone; 5] = [Tone::Ground, Tone::Surface, Tone::Field, Tone::Selected, Tone::Focused];

impl Tone {
    /// Its place in [`Tone::ALL`]; none for what is left open.
    pub(super) fn place(self) -> Option<usize> {
        (self as usize).checked_sub(1)
    }

    /// Whether it is the look of a state rather than of plain text.
    pub(super) fn is_hue(self) -> bool {
        use Tone::{Accent, Bad, Hold, Info, Ok, Warn, Wrap};
        matches!(self, Accent | Ok | Warn | Bad | Info | Hold | Wrap)
    }
}

/// What every tone looks like, on a terminal that shows all colours.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tones([Rgb; COUNT]);

impl Tones {
    /// Derives those that are not named. Text of every tone has at least this contrast with every ground: what
    /// has less is made lighter or darker until it does. `named` holds the first [`NAMED`] at least.
    pub fn derive(named: &[Option<Rgb>; COUNT], contrast: f64) -> Tones {
        let mut tones = Tones([Rgb::BLACK; COUNT]);
        let given = |tone: Tone| tone.place().and_then(|at| named[at]);
        let [ground, text, accent] =
            [Tone::Ground, Tone::Text, Tone::Accent].map(|tone| given(tone).unwrap_or(Rgb::BLACK));
        let pole = if ground.luminance() < text.luminance() { Rgb::WHITE } else { Rgb::BLACK };
        for (tone, derived) in [
            (Tone::Ground, ground),
            (Tone::Surface, ground.mix(text, 0.05)),
            (Tone::Field, ground.mix(text, 0.09)),
            (Tone::Selected, ground.mix(accent, 0.17)),
            (Tone::Focused, ground.mix(accent, 0.24)),
            (Tone::Line, ground.mix(text, 0.22)),
            (Tone::Faint, ground.mix(text, 0.27)),
        ] {
            tones.set(tone, given(tone).unwrap_or(derived));
        }
        let grounds = tones.grounds();
        for (tone, derived) in [
            (Tone::Text, text),
            (Tone::Strong, text.mix(pole, 0.7)),
            (Tone::Title, text.mix(ground, 0.2)),
            (Tone::Muted, text.mix(ground, 0.4)),
            (Tone::Accent, accent),
            (Tone::Ok, text),
            (Tone::Warn, text),
            (Tone::Bad, text),
            (Tone::Info, accent),
            (Tone::Hold, text),
            (Tone::Wrap, text),
        ] {
            tones.set(tone, given(tone).unwrap_or(derived).legible(&grounds, contrast));
        }
        tones
    }

    /// The same in the 256 colours of a palette: each comes to the nearest that can be read as well and that
    /// is none of the grounds taken before.
    pub fn in_palette(&self, contrast: f64) -> [u8; COUNT] {
        let (mut numbers, mut looks) = ([16; COUNT], self.clone());
        let mut set = |tone: Tone, looks: &mut Tones, fits: &dyn Fn(Rgb) -> bool| {
            let apart = if tone.is_hue() { Rgb::hue_distance } else { Rgb::distance };
            let (at, look) = nearest_indexed(looks.of(tone), apart, fits);
            if let Some(place) = tone.place() {
                numbers[place] = at;
            }
            looks.set(tone, look);
        };
        let mut taken: Vec<Rgb> = Vec::new();
        for tone in GROUNDS {
            let near = |look: Rgb| taken.first().is_none_or(|ground| look.contrast(*ground) <= NEAR);
            set(tone, &mut looks, &|look| near(look) && !taken.contains(&look));
            taken.push(looks.of(tone));
        }
        for &tone in Tone::ALL {
            match tone {
                Tone::Line | Tone::Faint => set(tone, &mut looks, &|look| !taken.contains(&look)),
                _ if GROUNDS.contains(&tone) => {}
                _ => set(tone, &mut looks, &|look| look.contrast_on(&taken) >= contrast),
            }
        }
        numbers
    }

    /// What one looks like.
    pub fn of(&self, tone: Tone) -> Rgb {
        tone.place().map_or(Rgb::BLACK, |at| self.0[at])
    }

    /// What text can stand on.
    pub fn grounds(&self) -> [Rgb; 5] {
        GROUNDS.map(|tone| self.of(tone))
    }

    /// Whether the ground is lighter than the text.
    pub fn is_light(&self) -> bool {
        self.of(Tone::Ground).luminance() > self.of(Tone::Text).luminance()
    }

    fn set(&mut self, tone: Tone, to: Rgb) {
        if let Some(at) = tone.place() {
            self.0[at] = to;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolbar::theme::colour::indexed;

    fn named(colours: &[(Tone, Rgb)]) -> [Option<Rgb>; COUNT] {
        let mut named = [None; COUNT];
        for (tone, colour) in colours {
            named[tone.place().unwrap()] = Some(*colour);
        }
        named
    }

    fn three(ground: u8, text: u8) -> Tones {
        let [ground, text] = [ground, text].map(|value| Rgb([value; 3]));
        let named =
            named(&[(Tone::Ground, ground), (Tone::Text, text), (Tone::Accent, Rgb([120, 120, 200]))]);
        Tones::derive(&named, 4.5)
    }

    #[test]
    fn three_colours_make_a_theme_that_can_be_read() {
        for (ground, text) in [(0, 255), (20, 210), (40, 190), (255, 0), (250, 40), (230, 60)] {
            let tones = three(ground, text);
            for &tone in Tone::ALL {
                let line = matches!(tone, Tone::Line | Tone::Faint) || GROUNDS.contains(&tone);
                let least = tones.of(tone).contrast_on(&tones.grounds());
                assert!(line || least >= 4.5, "{ground} {text} {tone:?} {least}");
            }
            assert_eq!(tones.is_light(), ground > text);
        }
    }

    #[test]
    fn what_is_named_is_taken_as_far_as_it_can_be_read() {
        let bright = Rgb([255, 240, 120]);
        let base = [(Tone::Ground, Rgb([16; 3])), (Tone::Text, Rgb([220; 3])), (Tone::Accent, bright)];
        let mut colours = base.to_vec();
        colours.extend([(Tone::Muted, Rgb([60; 3])), (Tone::Line, Rgb([1, 2, 3]))]);
        let tones = Tones::derive(&named(&colours), 4.5);
        assert_eq!((tones.of(Tone::Accent), tones.of(Tone::Line)), (bright, Rgb([1, 2, 3])));
        assert!(tones.of(Tone::Muted).luminance() > Rgb([60; 3]).luminance());
    }

    #[test]
    fn in_a_palette_grounds_stay_apart_and_text_can_still_be_read() {
        for (ground, text) in [(0, 255), (16, 210), (250, 40)] {
            let numbers = three(ground, text).in_palette(4.5);
            let look = |tone: Tone| indexed(numbers[tone.place().unwrap()]).unwrap();
            let grounds = GROUNDS.map(look);
            for (at, one) in grounds.iter().enumerate() {
                assert!(!grounds[..at].contains(one), "{ground} {text}: {grounds:?}");
            }
            for tone in [Tone::Text, Tone::Muted, Tone::Accent, Tone::Warn] {
                assert!(look(tone).contrast_on(&grounds) >= 4.5, "{ground} {text} {tone:?}");
            }
        }
    }
}
