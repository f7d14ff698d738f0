//! A theme as it is written, without a terminal: what it names, and what its roles come to at each depth.

use ratatui::style::{Color, Modifier, Style};

use super::Role;
use super::colour::{Rgb, nearest_indexed};
use super::depth::Depth;
use super::sixteen::Ground;
use super::tone::{COUNT, NAMED, Tone, Tones};

/// The least contrast of text where a theme says nothing else: WCAG's AA.
pub(super) const CONTRAST: f64 = 4.5;

/// A colour that a theme names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Paint {
    /// Of all colours.
    Rgb(Rgb),
    /// One of the terminal's 16, or its own ([`Color::Reset`]).
    Terminal(Color),
    /// A tone of the theme.
    Tone(Tone),
}

/// A role's look where a theme gives it one of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Look {
    pub fg: Option<Paint>,
    pub bg: Option<Paint>,
    pub weight: Modifier,
}

/// What a theme names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    pub paints: [Option<Paint>; COUNT],
    /// The least contrast of text with what it stands on.
    pub contrast: f64,
    /// Whether the terminal's own ground is light, for a theme that takes that.
    pub light: bool,
    /// Whether roles have the weight too that they have without colours.
    pub weights: bool,
    /// Later ones go over earlier ones.
    pub looks: Vec<(Role, Look)>,
}

impl Default for Source {
    fn default() -> Source {
        Source { paints: [None; COUNT], contrast: CONTRAST, light: false, weights: false, looks: Vec::new() }
    }
}

impl Source {
    /// The style of each role, in order.
    pub fn styles(&self, depth: Depth) -> Vec<Style> {
        let own = self.paint(Tone::Ground).is_none_or(|paint| !matches!(paint, Paint::Rgb(_)));
        let painter = match (depth, own) {
            (Depth::None, _) => Painter::None,
            (_, true) => Painter::Sixteen(if self.light { Ground::OwnLight } else { Ground::OwnDark }),
            (Depth::Sixteen, _) => {
                Painter::Sixteen(if self.tones().is_light() { Ground::Light } else { Ground::Dark })
            }
            (Depth::Palette, _) => Painter::Palette(self.tones().in_palette(self.contrast)),
            (Depth::Full, _) => Painter::Full(self.tones()),
        };
        Role::ALL.iter().map(|role| self.style(*role, &painter)).collect()
    }

    /// The tones, for a theme whose ground is a colour of its own.
    pub fn tones(&self) -> Tones {
        let named = self.paints.map(|paint| match paint {
            Some(Paint::Rgb(colour)) => Some(colour),
            _ => None,
        });
        Tones::derive(&named, self.contrast)
    }

    /// Forgets the colours that follow from others.
    pub fn forget_derived(&mut self) {
        self.paints[NAMED..].fill(None);
    }

    fn paint(&self, tone: Tone) -> Option<Paint> {
        tone.place().and_then(|at| self.paints[at])
    }

    fn style(&self, role: Role, painter: &Painter) -> Style {
        let plain = role.without_colour();
        if matches!(painter, Painter::None) {
            let style = Style::new().add_modifier(plain);
            return match role {
                Role::Behind => style.remove_modifier(LOUD),
                // On light cells what is dim can hardly be read.
                Role::Selection => style.remove_modifier(Modifier::DIM),
                _ => style,
            };
        }
        let look = self.looks.iter().rev().find(|(of, _)| *of == role).map(|(_, look)| *look);
        let look = look.filter(|look| painter.knows(look)).unwrap_or_else(|| {
            let (fg, bg) = role.tones();
            let paint = |tone: Tone| (tone != Tone::Open).then_some(Paint::Tone(tone));
            Look { fg: paint(fg), bg: paint(bg), weight: role.weight() }
        });
        let mut style = painter.style(self, &look);
        style = style.add_modifier(look.weight);
        if self.weights {
            // What is muted has its shade, and would be too faint dimmed.
            style = style.add_modifier(plain.difference(Modifier::DIM));
        }
        if role == Role::Behind { style.remove_modifier(LOUD) } else { style }
    }
}

/// What would draw the eye away from a dialog.
const LOUD: Modifier = Modifier::BOLD.union(Modifier::REVERSED).union(Modifier::UNDERLINED);

/// How paints become colours at a depth.
enum Painter {
    None,
    Sixteen(Ground),
    Palette([u8; COUNT]),
    Full(Tones),
}

impl Painter {
    /// Whether a look can be had: a colour that is none of the terminal's 16 can't be had there.
    fn knows(&self, look: &Look) -> bool {
        let rgb = [look.fg, look.bg].iter().any(|paint| matches!(paint, Some(Paint::Rgb(_))));
        !(rgb && matches!(self, Painter::Sixteen(_)))
    }

    fn style(&self, source: &Source, look: &Look) -> Style {
        if let Painter::Sixteen(ground) = self {
            return sixteen(source, *ground, look);
        }
        let mut style = Style::new();
        style.fg = look.fg.map(|paint| self.colour(source, paint));
        style.bg = look.bg.map(|paint| self.colour(source, paint));
        style
    }

    fn colour(&self, source: &Source, paint: Paint) -> Color {
        match (paint, self) {
            (Paint::Terminal(colour), _) => colour,
            (Paint::Rgb(colour), Painter::Palette(_)) => {
                Color::Indexed(nearest_indexed(colour, Rgb::distance, |_| true).0)
            }
            (Paint::Rgb(colour), _) => colour.into(),
            (Paint::Tone(tone), painter) => match (source.paint(tone), painter) {
                (Some(Paint::Terminal(colour)), _) => colour,
                (_, Painter::Palette(numbers)) => {
                    tone.place().map_or(Color::Reset, |at| Color::Indexed(numbers[at]))
                }
                (_, Painter::Full(tones)) => tones.of(tone).into(),
                _ => Color::Reset,
            },
        }
    }
}

fn sixteen(source: &Source, ground: Ground, look: &Look) -> Style {
    let own = |tone: Tone| match source.paint(tone) {
        Some(Paint::Terminal(colour)) => Some(colour),
        _ => None,
    };
    let over = match look.fg {
        Some(Paint::Tone(tone)) => ground.text(tone, own(tone)),
        Some(Paint::Terminal(colour)) => Style::new().fg(colour),
        _ => Style::new(),
    };
    match look.bg {
        Some(Paint::Tone(hue)) if hue.is_hue() => over.patch(ground.filled(hue, own(hue))),
        Some(Paint::Tone(tone)) => over.patch(ground.behind(tone)),
        Some(Paint::Terminal(colour)) => over.bg(colour),
        _ => over,
    }
}
