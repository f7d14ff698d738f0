//! Themes: what each role of text looks like. No colour is named anywhere else in the toolbar.

mod load;
mod parse;
mod role;

use ratatui::style::{Color, Style};

pub use load::{BUILT_IN, Warning};
pub use role::Role;

/// How many colours a terminal can show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Depth {
    /// All of them.
    #[default]
    Full,
    /// The 256 of xterm's palette.
    Palette,
    /// None (`NO_COLOR`): states are told apart by weight, words and shapes.
    None,
}

/// A style for each role.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    name: String,
    styles: Vec<Style>,
}

impl Theme {
    /// What the theme calls itself.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How text of this role looks. What a role leaves open (what is behind it, mostly) stays as it is.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The same theme for a terminal that can't show all colours.
    pub fn at_depth(mut self, depth: Depth) -> Theme {
        for (&role, style) in Role::ALL.iter().zip(&mut self.styles) {
            match depth {
                Depth::Full => {}
                Depth::Palette => {
                    style.fg = style.fg.map(nearest_in_palette);
                    style.bg = style.bg.map(nearest_in_palette);
                }
                Depth::None => *style = Style::new().add_modifier(role.without_colour()),
            }
        }
        self
    }
}

/// The nearest of the palette's 6×6×6 cube and its 24 greys; the first 16 are the user's own.
fn nearest_in_palette(color: Color) -> Color {
    let Color::Rgb(r, g, b) = color else { return color };
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let step = |value: u8| (0..6u8).min_by_key(|&at| STEPS[usize::from(at)].abs_diff(value)).unwrap_or(0);
    let (sr, sg, sb) = (step(r), step(g), step(b));
    let distance = |to: [u8; 3]| -> u32 {
        [r, g, b].iter().zip(to).map(|(&from, to)| u32::from(from.abs_diff(to)).pow(2)).sum()
    };
    let cube = [sr, sg, sb].map(|at| STEPS[usize::from(at)]);
    let average = (u32::from(r) + u32::from(g) + u32::from(b)) / 3;
    let grey_at = u8::try_from(average.saturating_sub(3) / 10).unwrap_or(23).min(23);
    let grey = [8 + 10 * grey_at; 3];
    if distance(grey) < distance(cube) {
        Color::Indexed(232 + grey_at)
    } else {
        Color::Indexed(16 + 36 * sr + 6 * sg + sb)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Color::Rgb(0, 0, 0), 16)]
    #[case(Color::Rgb(255, 255, 255), 231)]
    #[case(Color::Rgb(16, 20, 27), 233)]
    #[case(Color::Rgb(134, 177, 255), 111)]
    #[case(Color::Rgb(255, 133, 133), 210)]
    fn colours_come_to_the_nearest_of_the_palette(#[case] color: Color, #[case] index: u8) {
        assert_eq!(nearest_in_palette(color), Color::Indexed(index));
    }

    #[test]
    fn without_colours_states_still_differ() {
        let (theme, _) = Theme::load("dark", None);
        let plain = theme.at_depth(Depth::None);
        assert!(Role::ALL.iter().all(|&role| {
            let style = plain.style(role);
            style.fg.is_none() && style.bg.is_none()
        }));
        let ringing = plain.style(Role::InteractionRinging);
        assert_ne!(ringing, plain.style(Role::InteractionConnected));
        assert_ne!(plain.style(Role::Selection), plain.style(Role::Text));
        assert_ne!(plain.style(Role::Error), plain.style(Role::Text));
    }

    /// The law of the house: no colour literal outside the theme.
    #[test]
    fn no_other_file_of_the_toolbar_names_a_colour() {
        fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if path.is_dir() && !path.ends_with("theme") {
                    walk(&path, found);
                } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("theme.rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let named = text.contains("Color::") || text.contains(".fg(") || text.contains(".bg(");
                    if named {
                        found.push(path.display().to_string());
                    }
                }
            }
        }
        let mut found = Vec::new();
        walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/toolbar"), &mut found);
        assert!(found.is_empty(), "{found:?}");
    }
}
