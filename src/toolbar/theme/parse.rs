//! A theme file read: TOML with a style for each role.

use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use toml::Table;

use super::load::Warning;
use super::{Role, Theme};
use crate::contract::nearest;

#[derive(Deserialize)]
pub(super) struct File {
    pub name: String,
    #[serde(default)]
    pub base: Option<String>,
    #[serde(default)]
    pub roles: Table,
}

/// Lays a file's roles over `base`. What can't be read keeps the base's look, with a warning.
pub(super) fn over(base: Theme, file: &File, warnings: &mut Vec<Warning>) -> Theme {
    let mut theme = Theme { name: file.name.clone(), styles: base.styles };
    for (name, value) in &file.roles {
        let Some(role) = Role::ALL.iter().copied().find(|role| role.name() == name) else {
            let near = nearest(name, Role::ALL.iter().map(|role| role.name()));
            let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            warnings.push(Warning(format!("theme {}: there is no role {name:?}{hint}", file.name)));
            continue;
        };
        match value.as_str().ok_or_else(|| "a text is expected".to_owned()).and_then(style) {
            Ok(style) => theme.styles[role as usize] = style,
            Err(why) => warnings.push(Warning(format!("theme {}: {name}: {why}", file.name))),
        }
    }
    theme
}

/// `#rrggbb on #rrggbb bold`, each part optional.
fn style(text: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut behind = false;
    for word in text.split_whitespace() {
        let modifier = match word {
            "on" => {
                behind = true;
                continue;
            }
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underline" => Modifier::UNDERLINED,
            "reversed" => Modifier::REVERSED,
            word => {
                let color = color(word)?;
                style = if behind { style.bg(color) } else { style.fg(color) };
                behind = false;
                continue;
            }
        };
        style = style.add_modifier(modifier);
    }
    if behind { Err("a colour is expected after \"on\"".to_owned()) } else { Ok(style) }
}

fn color(word: &str) -> Result<Color, String> {
    if word == "terminal" {
        return Ok(Color::Reset);
    }
    Color::from_str(word).map_err(|_| {
        format!("{word:?} is no colour; expected \"#rrggbb\", \"terminal\" or a name such as \"green\"")
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("#102030", Style::new().fg(Color::Rgb(16, 32, 48)))]
    #[case("green on terminal bold", Style::new().fg(Color::Green).bg(Color::Reset).add_modifier(Modifier::BOLD))]
    #[case("on #ffffff", Style::new().bg(Color::Rgb(255, 255, 255)))]
    #[case("", Style::new())]
    fn styles_are_read(#[case] text: &str, #[case] expected: Style) {
        assert_eq!(style(text), Ok(expected));
    }

    #[rstest]
    #[case("#12345")]
    #[case("bolder")]
    #[case("red on")]
    #[case("\u{1b}[31m")]
    fn bad_styles_are_refused(#[case] text: &str) {
        assert!(style(text).is_err());
    }
}
