//! Themes found: the built-in ones, and files in the user's folder, which go before them.

use std::path::Path;

use super::parse::{File, over};
use super::{Role, Theme};
pub use crate::toolbar::user_file::Warning;

/// The themes that are part of the program; the first is taken where nothing else is said.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("dark", include_str!("../../../themes/dark.toml")),
    ("light", include_str!("../../../themes/light.toml")),
    ("high-contrast", include_str!("../../../themes/high-contrast.toml")),
];

/// The largest theme file that is read, in bytes; a larger one is no theme.
const MAX_FILE: u64 = 256 << 10;

impl Theme {
    /// The theme with this name: `NAME.toml` in the user's folder, else the built-in one. A theme that
    /// can't be found or read falls back to the default; what was wrong comes beside it.
    pub fn load(name: &str, folder: Option<&Path>) -> (Theme, Vec<Warning>) {
        let mut warnings = Vec::new();
        if let Some(text) = folder.and_then(|folder| read(name, folder, &mut warnings)) {
            match toml::from_str::<File>(&text) {
                Ok(file) => {
                    let base = base_of(&file, &mut warnings);
                    let theme = over(base, &file, &mut warnings);
                    return (theme, warnings);
                }
                Err(error) => {
                    let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
                    warnings.push(Warning(format!("theme {name}: line {line}: {}", error.message())));
                }
            }
        } else if warnings.is_empty()
            && let Some(theme) = built_in(name)
        {
            return (theme, warnings);
        }
        if warnings.is_empty() {
            let names = BUILT_IN.map(|(name, _)| name).join(", ");
            warnings.push(Warning(format!("there is no theme {name:?}; built in are {names}")));
        }
        (built_in(name).unwrap_or_else(fallback), warnings)
    }
}

/// `NAME.toml` in the folder, where there is one. Its name must be a plain one: it is no path.
fn read(name: &str, folder: &Path, warnings: &mut Vec<Warning>) -> Option<String> {
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let path = folder.join(format!("{name}.toml"));
    let about = std::fs::metadata(&path).ok().filter(|_| plain)?;
    if about.len() > MAX_FILE || !about.is_file() {
        warnings.push(Warning(format!("theme {name}: not a file of at most {MAX_FILE} bytes")));
        return None;
    }
    std::fs::read_to_string(&path)
        .map_err(|error| warnings.push(Warning(format!("theme {name}: {error}"))))
        .ok()
}

fn base_of(file: &File, warnings: &mut Vec<Warning>) -> Theme {
    let Some(name) = &file.base else { return fallback() };
    built_in(name).unwrap_or_else(|| {
        warnings.push(Warning(format!("theme {}: there is no built-in theme {name:?}", file.name)));
        fallback()
    })
}

fn fallback() -> Theme {
    built_in(BUILT_IN[0].0).unwrap_or_else(empty)
}

fn empty() -> Theme {
    Theme { name: String::new(), styles: vec![Default::default(); Role::ALL.len()] }
}

fn built_in(name: &str) -> Option<Theme> {
    let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    let file: File = toml::from_str(text).ok()?;
    Some(over(empty(), &file, &mut Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_themes_have_every_role_and_no_other() {
        for (name, text) in BUILT_IN {
            let file: File = toml::from_str(text).unwrap();
            assert_eq!(file.name, name);
            let mut names: Vec<&str> = file.roles.keys().map(String::as_str).collect();
            let mut expected: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
            names.sort_unstable();
            expected.sort_unstable();
            assert_eq!(names, expected, "{name}");
            let mut warnings = Vec::new();
            over(empty(), &file, &mut warnings);
            assert_eq!(warnings, []);
        }
    }

    #[test]
    fn a_users_theme_goes_over_its_base() {
        let folder = tempfile::tempdir().unwrap();
        let text = "name = \"mine\"\nbase = \"light\"\n[roles]\n\"accent\" = \"#010203\"\n";
        std::fs::write(folder.path().join("mine.toml"), text).unwrap();
        let (theme, warnings) = Theme::load("mine", Some(folder.path()));
        let light = built_in("light").unwrap();
        assert_eq!((theme.name(), warnings), ("mine", vec![]));
        assert_eq!(theme.style(Role::Muted), light.style(Role::Muted));
        assert_ne!(theme.style(Role::Accent), light.style(Role::Accent));
    }

    #[test]
    fn a_bad_theme_is_a_warning_and_never_a_failed_start() {
        let folder = tempfile::tempdir().unwrap();
        let bad = [
            ("broken", "name = ", "line 1"),
            ("typo", "name = \"typo\"\n[roles]\n\"acent\" = \"#010203\"", "did you mean accent?"),
            ("hue", "name = \"hue\"\n[roles]\n\"accent\" = \"#01020\"", "no colour"),
            ("shape", "name = \"shape\"\n[roles]\n\"accent\" = 5", "a text is expected"),
            ("base", "name = \"base\"\nbase = \"nope\"", "no built-in theme"),
        ];
        for (name, text, expected) in bad {
            std::fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
            let (theme, warnings) = Theme::load(name, Some(folder.path()));
            assert!(warnings.iter().any(|one| one.0.contains(expected)), "{name}: {warnings:?}");
            assert_eq!(theme.style(Role::Muted), fallback().style(Role::Muted));
        }
        for name in ["nowhere", "../../etc/passwd", ""] {
            let (theme, warnings) = Theme::load(name, Some(folder.path()));
            assert_eq!(theme, fallback());
            assert!(warnings[0].0.contains("there is no theme"), "{warnings:?}");
        }
    }
}
