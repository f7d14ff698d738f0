//! Themes: what each role of text looks like. No colour is named anywhere else in the toolbar.

pub mod colour;
mod depth;
pub mod icon;
#[cfg(test)]
mod legibility;
mod load;
mod parse;
mod role;
#[cfg(test)]
mod sight;
mod sixteen;
mod source;
pub mod state;
#[cfg(test)]
pub mod terminals;
mod tone;
mod user;

use std::path::PathBuf;

use ratatui::style::Style;

use crate::toolbar::user_file;
pub use depth::Depth;
pub use load::BUILT_IN;
pub use role::Role;
pub use tone::Tone;
pub use user::{Loaded, UserThemes};
pub use user_file::Warning;

/// A style for each role.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    name: String,
    source: source::Source,
    styles: Vec<Style>,
    /// The user's files that it was read from.
    files: Vec<PathBuf>,
}

impl Default for Theme {
    fn default() -> Theme {
        Theme::of(BUILT_IN[0].0, load::default_source())
    }
}

impl Theme {
    fn of(name: &str, source: source::Source) -> Theme {
        let styles = source.styles(Depth::Full);
        Theme { name: name.to_owned(), source, styles, files: Vec::new() }
    }

    /// The name that it was asked for by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How text of this role looks. What a role leaves open (what is behind it, mostly) stays as it is.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The same theme for a terminal that can't show all colours.
    pub fn at_depth(mut self, depth: Depth) -> Theme {
        self.styles = self.source.styles(depth);
        self
    }

    /// One in which colours say in which role a cell was drawn: its text, and what is behind.
    #[cfg(test)]
    pub fn of_roles() -> Theme {
        use ratatui::style::Color;

        let style = |(at, role): (usize, &Role)| {
            let number = Some(Color::Rgb(0, 0, u8::try_from(at).expect("there are fewer than 256 roles")));
            let (fg, bg) = role.tones();
            let mut style = Style::new();
            style.fg = number.filter(|_| fg != Tone::Open);
            style.bg = number.filter(|_| bg != Tone::Open);
            style
        };
        Theme { styles: Role::ALL.iter().enumerate().map(style).collect(), ..Theme::default() }
    }

    /// All roles, each with its look in the words of a theme file where no theme says otherwise.
    pub fn roles() -> impl Iterator<Item = (Role, String)> {
        Role::ALL.iter().map(|role| (*role, role.look()))
    }

    /// The user's files that it was read from, those that it inherits among them.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colours_states_still_differ() {
        let plain = Theme::default().at_depth(Depth::None);
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
                if path.is_dir() && !path.ends_with("theme") && !path.ends_with("testing") {
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
