//! Tones in the 16 colours that a terminal's user chooses. Nobody knows what those look like, so nothing is
//! mixed or measured: each tone has its own, and weight says what a shade would say elsewhere.

use ratatui::style::{Color, Modifier, Style};

use super::tone::Tone;

/// What text and ground are where there are 16 colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// The terminal's own, which is dark.
    OwnDark,
    /// The terminal's own, which is light.
    OwnLight,
    /// Light on black.
    Dark,
    /// Black on white.
    Light,
}

impl Ground {
    fn is_light(self) -> bool {
        matches!(self, Ground::OwnLight | Ground::Light)
    }

    /// Text, what is behind it, and text that is read first.
    fn colours(self) -> (Color, Color, Color) {
        match self {
            Ground::OwnDark | Ground::OwnLight => (Color::Reset, Color::Reset, Color::Reset),
            Ground::Dark => (Color::Gray, Color::Black, Color::White),
            Ground::Light => (Color::Black, Color::White, Color::Black),
        }
    }

    /// Text of a tone. `own` is the colour that the theme names for it.
    pub fn text(self, tone: Tone, own: Option<Color>) -> Style {
        let (text, ground, strong) = self.colours();
        if let Some(own) = own.filter(|_| tone.is_hue()) {
            return Style::new().fg(own);
        }
        match tone {
            Tone::Open => Style::new(),
            Tone::Strong => Style::new().fg(strong).add_modifier(Modifier::BOLD),
            Tone::Muted | Tone::Line | Tone::Faint => Style::new().fg(text).add_modifier(Modifier::DIM),
            Tone::Ground => Style::new().fg(ground),
            // On a light ground the light hues can't be read. What is calm does without one; what is not becomes
            // ground, with black on it.
            Tone::Ok if self.is_light() => Style::new().fg(text).add_modifier(Modifier::BOLD),
            Tone::Warn | Tone::Hold if self.is_light() => self.filled(tone, None),
            hue if hue.is_hue() => Style::new().fg(self.hue(hue)),
            _ => Style::new().fg(text),
        }
    }

    /// What is behind text, for the tones that are that.
    pub fn behind(self, tone: Tone) -> Style {
        let (text, ground, _) = self.colours();
        match tone {
            Tone::Ground | Tone::Surface => Style::new().bg(ground),
            // A bar that any text can be read on, whatever it was before.
            Tone::Selected => Style::new().fg(Color::Black).bg(Color::Gray).remove_modifier(Modifier::DIM),
            Tone::Field => Style::new().fg(text).add_modifier(Modifier::UNDERLINED),
            Tone::Focused => Style::new().fg(text).add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
            _ => Style::new(),
        }
    }

    /// Text on a hue.
    pub fn filled(self, hue: Tone, own: Option<Color>) -> Style {
        let white = matches!(hue, Tone::Accent | Tone::Bad | Tone::Info | Tone::Wrap) && self.is_light();
        let text = if white { Color::White } else { Color::Black };
        Style::new().fg(text).bg(own.unwrap_or_else(|| self.hue(hue)))
    }

    fn hue(self, tone: Tone) -> Color {
        match (tone, self.is_light()) {
            (Tone::Ok, false) => Color::LightGreen,
            (Tone::Ok, true) => Color::Green,
            (Tone::Warn, false) => Color::LightYellow,
            (Tone::Warn, true) => Color::LightYellow,
            (Tone::Bad, false) => Color::LightRed,
            (Tone::Bad, true) => Color::Red,
            (Tone::Hold, _) => Color::Cyan,
            (Tone::Wrap, false) => Color::LightMagenta,
            (Tone::Wrap, true) => Color::Magenta,
            (_, false) => Color::LightCyan,
            (_, true) => Color::Blue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolbar::theme::Role;
    use crate::toolbar::theme::terminals::{PC, XTERM, in_terminal};

    #[test]
    fn every_text_can_be_read_on_terminals_as_they_come() {
        for (terminal, name) in [(XTERM, "xterm"), (PC, "PC")] {
            for ground in [Ground::Dark, Ground::Light] {
                let (_, behind, _) = ground.colours();
                for role in Role::ALL.iter().filter(|role| role.is_text()) {
                    let (fg, bg) = role.tones();
                    let style = match bg.is_hue() {
                        true => ground.filled(bg, None),
                        false => ground.text(fg, None).patch(ground.behind(bg)),
                    };
                    let bg = style.bg.unwrap_or(behind);
                    let contrast =
                        in_terminal(&terminal, style.fg.unwrap()).contrast(in_terminal(&terminal, bg));
                    assert!(contrast >= 4.5, "{name} {ground:?} {role:?}: {contrast:.2}");
                }
                let chosen = ground.behind(Tone::Selected);
                let (fg, bg) = (chosen.fg.unwrap(), chosen.bg.unwrap());
                assert!(in_terminal(&terminal, fg).contrast(in_terminal(&terminal, bg)) >= 4.5);
            }
        }
    }

    #[test]
    fn hues_differ() {
        let hues = || Tone::ALL.iter().copied().filter(|tone| tone.is_hue() && *tone != Tone::Info);
        for ground in [Ground::OwnDark, Ground::OwnLight] {
            for one in hues() {
                for other in hues().filter(|other| *other != one) {
                    assert_ne!(ground.hue(one), ground.hue(other), "{one:?} {other:?}");
                }
            }
        }
    }
}
