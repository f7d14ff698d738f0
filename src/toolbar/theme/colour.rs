//! Colours as numbers: how light one is, how well two are told apart when one is read on the other, what lies
//! between them, and which of a terminal's 256 comes nearest.
//!
//! Contrast is WCAG 2.2's; mixing and nearness are Oklab's (Björn Ottosson), where a step looks as large as
//! it is.

use ratatui::style::Color;

/// A colour of the sRGB space, 0 to 255 a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

/// The steps of one channel in the 6×6×6 cube of xterm's palette.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
/// What a step of lightness counts beside one of hue, where the hue matters.
const LIGHTNESS: f64 = 0.35;
/// How far lightness moves at a time until a colour can be read.
const STEP: f64 = 0.004;

impl Rgb {
    pub const BLACK: Rgb = Rgb([0; 3]);
    pub const WHITE: Rgb = Rgb([255; 3]);

    /// The channels as amounts of light, 0 to 1.
    pub fn linear(self) -> [f64; 3] {
        self.0.map(|channel| match f64::from(channel) / 255.0 {
            value if value <= 0.040_45 => value / 12.92,
            value => ((value + 0.055) / 1.055).powf(2.4),
        })
    }

    /// The nearest colour to amounts of light.
    pub fn from_linear(light: [f64; 3]) -> Rgb {
        Rgb(light.map(|value| {
            let value = value.clamp(0.0, 1.0);
            let coded =
                if value <= 0.003_130_8 { 12.92 * value } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
            channel(coded * 255.0)
        }))
    }

    /// The relative luminance, 0 to 1.
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// How much one stands out from the other, 1 to 21.
    pub fn contrast(self, other: Rgb) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(two) / one.min(two)
    }

    /// The least contrast with any of these grounds.
    pub fn contrast_on(self, grounds: &[Rgb]) -> f64 {
        grounds.iter().map(|ground| self.contrast(*ground)).fold(21.0, f64::min)
    }

    /// `part` of the way to another colour, 0 to 1.
    pub fn mix(self, other: Rgb, part: f64) -> Rgb {
        let (from, to) = (self.oklab(), other.oklab());
        from_oklab([0, 1, 2].map(|at| from[at] + (to[at] - from[at]) * part))
    }

    /// Itself where it has this contrast with each of the grounds; else as much lighter or darker as it takes,
    /// and at the most black or white.
    pub fn legible(self, grounds: &[Rgb], least: f64) -> Rgb {
        let pole = match Rgb::WHITE.contrast_on(grounds) >= Rgb::BLACK.contrast_on(grounds) {
            true => Rgb::WHITE,
            false => Rgb::BLACK,
        };
        let up = pole == Rgb::WHITE;
        let [mut lightness, a, b] = self.oklab();
        let mut now = self;
        while now.contrast_on(grounds) < least {
            lightness += if up { STEP } else { -STEP };
            if !(0.0..=1.0).contains(&lightness) {
                return pole;
            }
            now = from_oklab([lightness, a, b]);
        }
        now
    }

    /// How far apart two colours look, in Oklab.
    pub fn distance(self, other: Rgb) -> f64 {
        let (one, two) = (self.oklab(), other.oklab());
        one.iter().zip(two).map(|(one, two)| (one - two).powi(2)).sum::<f64>().sqrt()
    }

    /// The same where the hue matters more than how light it is: a grey is no stand-in for a dark yellow.
    pub fn hue_distance(self, other: Rgb) -> f64 {
        let (one, two) = (self.oklab(), other.oklab());
        let [lightness, a, b] = [0, 1, 2].map(|at: usize| one[at] - two[at]);
        ((lightness * LIGHTNESS).powi(2) + a * a + b * b).sqrt()
    }

    fn oklab(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }
}

fn from_oklab([lightness, a, b]: [f64; 3]) -> Rgb {
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    Rgb::from_linear([
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ])
}

/// A channel's value rounded; it is within bounds already.
fn channel(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

/// What a number of xterm's palette looks like; the first 16 are the user's own and have no fixed look.
pub fn indexed(at: u8) -> Option<Rgb> {
    let step = |at: u8| STEPS[usize::from(at % 6)];
    match at {
        0..16 => None,
        16..232 => Some(Rgb([step((at - 16) / 36), step((at - 16) / 6), step(at - 16)])),
        232.. => Some(Rgb([8 + 10 * (at - 232); 3])),
    }
}

/// The nearest of the palette's cube and greys that `fits`, with its look; where none does, the nearest of all.
/// `apart` says how far two colours are from each other.
pub fn nearest_indexed(to: Rgb, apart: impl Fn(Rgb, Rgb) -> f64, fits: impl Fn(Rgb) -> bool) -> (u8, Rgb) {
    let nearest = |fits: &dyn Fn(Rgb) -> bool| {
        (16..=255)
            .filter_map(|at| indexed(at).filter(|look| fits(*look)).map(|look| (at, look)))
            .min_by(|(_, one), (_, two)| apart(to, *one).total_cmp(&apart(to, *two)))
    };
    nearest(&fits).or_else(|| nearest(&|_| true)).unwrap_or((16, Rgb::BLACK))
}

impl From<Rgb> for Color {
    fn from(Rgb([r, g, b]): Rgb) -> Color {
        Color::Rgb(r, g, b)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Rgb::BLACK, Rgb::WHITE, 21.0)]
    #[case(Rgb::WHITE, Rgb::WHITE, 1.0)]
    // The figure that WCAG's own techniques give for #777 on white.
    #[case(Rgb([0x77; 3]), Rgb::WHITE, 4.48)]
    #[case(Rgb([0xff, 0, 0]), Rgb::WHITE, 4.0)]
    fn contrast_is_wcags(#[case] one: Rgb, #[case] two: Rgb, #[case] expected: f64) {
        assert!((one.contrast(two) - expected).abs() < 0.01, "{}", one.contrast(two));
        assert_eq!(one.contrast(two).to_bits(), two.contrast(one).to_bits());
    }

    #[test]
    fn oklab_goes_there_and_back() {
        for at in 16..=255 {
            let colour = indexed(at).unwrap();
            assert_eq!(from_oklab(colour.oklab()), colour);
        }
        let [l, a, b] = Rgb([255, 0, 0]).oklab();
        assert!((l - 0.628).abs() < 0.001 && (a - 0.225).abs() < 0.001 && (b - 0.126).abs() < 0.001);
    }

    #[test]
    fn a_mix_lies_between() {
        let (one, two) = (Rgb([16, 20, 27]), Rgb([211, 217, 228]));
        assert_eq!((one.mix(two, 0.0), one.mix(two, 1.0)), (one, two));
        let half = one.mix(two, 0.5).luminance();
        assert!(one.luminance() < half && half < two.luminance());
    }

    #[test]
    fn what_can_be_read_stays_and_what_cannot_is_moved_as_far_as_it_takes() {
        let ground = Rgb([16, 20, 27]);
        assert_eq!(Rgb::WHITE.legible(&[ground], 4.5), Rgb::WHITE);
        let moved = Rgb([60, 60, 120]).legible(&[ground], 4.5);
        assert!((4.5..4.8).contains(&moved.contrast(ground)), "{moved:?} {}", moved.contrast(ground));
        let dark = Rgb([200, 200, 90]).legible(&[Rgb::WHITE], 7.0);
        assert!(dark.contrast(Rgb::WHITE) >= 7.0);
        // On a middling ground nothing has 12: it ends at the better pole.
        assert_eq!(Rgb([120; 3]).legible(&[Rgb([118; 3])], 12.0), Rgb::BLACK);
    }

    #[test]
    fn a_hue_stays_one_where_only_dark_colours_fit() {
        let (brown, white) = (Rgb([0x94, 0x57, 0]), Rgb([0xee; 3]));
        let fits = |look: Rgb| look.contrast(white) >= 5.5;
        let Rgb([r, g, b]) = nearest_indexed(brown, Rgb::hue_distance, fits).1;
        assert!(r >= g && g > b, "{r} {g} {b}");
    }

    #[rstest]
    #[case(Rgb([0, 0, 0]), 16)]
    #[case(Rgb([255, 255, 255]), 231)]
    #[case(Rgb([134, 177, 255]), 111)]
    #[case(Rgb([255, 133, 133]), 210)]
    fn colours_come_to_the_nearest_of_the_palette(#[case] colour: Rgb, #[case] at: u8) {
        assert_eq!(nearest_indexed(colour, Rgb::distance, |_| true).0, at);
        let other = nearest_indexed(colour, Rgb::distance, |look| look != indexed(at).unwrap());
        assert_ne!(other.0, at);
    }
}
