//! Themes found: the built-in ones, and files in the user's folder, which go before them.

use std::path::{Path, PathBuf};

use super::Theme;
use super::parse::Written;
use super::source::Source;
use crate::contract::nearest;
use crate::toolbar::user_file::{self, Warning};

macro_rules! built_in {
    ($( $name:literal: $about:literal, )*) => {
        /// The themes that are part of the program, each with a word on its character; the first is taken
        /// where nothing else is said.
        pub const BUILT_IN: &[(&str, &str)] = &[$( ($name, $about), )*];

        fn text_of(name: &str) -> Option<&'static str> {
            match name {
                $( $name => Some(include_str!(concat!("../../../themes/", $name, ".toml"))), )*
                _ => None,
            }
        }
    };
}

built_in! {
    "dark": "Blue-grey night; the default",
    "light": "Warm paper by daylight",
    "ember": "Dark and warm, by lamplight",
    "dusk": "Dark violet, soft",
    "mist": "Light and cool",
    "safe-dark": "Dark; states differ for colour-blind eyes",
    "safe-light": "Light; states differ for colour-blind eyes",
    "high-contrast": "Black and white, at least 7 to 1",
    "high-contrast-light": "White and black, at least 7 to 1",
    "sixteen": "The terminal's own 16 colours, dark",
    "sixteen-light": "The terminal's own 16 colours, light",
    "mono": "No hues: weight and shape tell states apart",
}

/// The longest line of themes that inherit from one another.
const MAX_CHAIN: usize = 8;
/// The most themes of the user's folder that are listed.
const MAX_LISTED: usize = 200;

impl Theme {
    /// The theme with this name: `NAME.toml` in the user's folder, else the built-in one. A theme that
    /// can't be found or read falls back to the default; what was wrong comes beside it.
    pub fn load(name: &str, folder: Option<&Path>) -> (Theme, Vec<Warning>) {
        let (theme, warnings, _) = Theme::try_load(name, folder);
        (theme, warnings)
    }

    /// The same, and whether it could be found and read.
    pub(super) fn try_load(name: &str, folder: Option<&Path>) -> (Theme, Vec<Warning>, bool) {
        let mut warnings = Vec::new();
        let mut files = Vec::new();
        let source = find(name, folder, &mut warnings, &mut files);
        if source.is_none() && warnings.is_empty() {
            warnings.push(Warning(no_theme(name, folder)));
        }
        let usable = source.is_some();
        let mut theme = match source.or_else(|| built_in(name)) {
            Some(source) => Theme::of(name, source),
            None => Theme::default(),
        };
        theme.files = files;
        (theme, user_file::few(warnings, &format!("{name}.toml")), usable)
    }

    /// The names of all themes: the built-in ones, then those of the user's folder, in order.
    pub fn names(folder: Option<&Path>) -> Vec<String> {
        let mut names: Vec<String> = BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
        let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
        let mut own: Vec<String> = entries
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
            .filter(|name| is_plain(name) && !names.contains(name))
            .take(MAX_LISTED)
            .collect();
        own.sort();
        names.extend(own);
        names
    }
}

/// The user's file for a theme of this name, whether there is one or not. A name is a plain one: it is no
/// path.
pub fn file_of(name: &str, folder: &Path) -> Option<PathBuf> {
    is_plain(name).then(|| folder.join(format!("{name}.toml")))
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

fn no_theme(name: &str, folder: Option<&Path>) -> String {
    let names = Theme::names(folder);
    let near = nearest(name, names.iter().map(String::as_str));
    let hint = near.map_or_else(
        || format!("; there are {}", names.join(", ")),
        |near| format!("; did you mean {near}?"),
    );
    let shown: String = name.chars().take(40).collect();
    format!("there is no theme {shown:?}{hint}")
}

/// What a theme and those that it inherits come to, and which files of the user's that took. `None`: there is
/// none, or its file is no theme.
fn find(
    name: &str,
    folder: Option<&Path>,
    warnings: &mut Vec<Warning>,
    files: &mut Vec<PathBuf>,
) -> Option<Source> {
    let mut layers: Vec<Written> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let mut next = name.to_owned();
    let base = loop {
        // A file that inherits its own name goes over the built-in theme that it hides.
        let own = folder.filter(|_| !seen.contains(&next)).and_then(|folder| file_of(&next, folder));
        let text = own.as_deref().and_then(|path| user_file::read(path, warnings));
        let Some(text) = text else { break built_in(&next) };
        files.extend(own);
        let file = format!("{next}.toml");
        let Some(written) = Written::read(&file, &text, warnings) else { break None };
        seen.push(next);
        let inherits = written.inherits.clone();
        layers.push(written);
        let Some((name, at)) = inherits else { break Some(default_source()) };
        if layers.len() >= MAX_CHAIN {
            warnings.push(Warning::at(
                &file,
                &text,
                at,
                format!("more than {MAX_CHAIN} themes inherit from one another"),
            ));
            break Some(default_source());
        }
        let known = built_in(&name).is_some();
        let there = folder.and_then(|folder| file_of(&name, folder)).is_some_and(|path| path.is_file());
        if !known && (!there || seen.contains(&name)) {
            let what = if there { format!("{name} inherits from itself") } else { no_theme(&name, folder) };
            warnings.push(Warning::at(&file, &text, at, what));
            break Some(default_source());
        }
        next = name;
    };
    let base = if layers.is_empty() { base? } else { base.unwrap_or_else(default_source) };
    Some(layers.iter().rev().fold(base, |base, layer| layer.over(base)))
}

pub(super) fn default_source() -> Source {
    built_in(BUILT_IN[0].0).unwrap_or_default()
}

/// A built-in theme, with those built-in ones that it inherits.
pub(super) fn built_in(name: &str) -> Option<Source> {
    let mut layers: Vec<Written> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take() {
        let written = Written::read(&name, text_of(&name)?, &mut Vec::new())?;
        next = written.inherits.as_ref().map(|(name, _)| name.clone()).filter(|_| layers.len() < MAX_CHAIN);
        layers.push(written);
    }
    Some(layers.iter().rev().fold(Source::default(), |base, layer| layer.over(base)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolbar::theme::{Depth, Role};

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
        }
        folder
    }

    #[test]
    fn the_built_in_themes_are_without_fault_and_name_few_colours() {
        for (name, _) in BUILT_IN {
            let mut warnings = Vec::new();
            let text = text_of(name).unwrap();
            Written::read(name, text, &mut warnings).unwrap();
            assert_eq!(warnings, [], "{name}");
            let colours =
                text.lines().filter(|line| !line.starts_with('#') && line.contains(" = \"#")).count();
            assert!(colours <= 12, "{name} names {colours} colours");
            assert!(built_in(name).is_some(), "{name}");
        }
        let (theme, warnings) = Theme::load("dark", None);
        assert_eq!((&theme, warnings), (&Theme::default(), vec![]));
    }

    #[test]
    fn a_users_theme_goes_over_what_it_inherits() {
        let text = "inherits = \"light\"\n[roles]\n\"timer.late\" = \"warn underline\"\n";
        let folder = folder(&[("mine", text)]);
        let (theme, warnings) = Theme::load("mine", Some(folder.path()));
        let (light, _) = Theme::load("light", None);
        assert_eq!((theme.name(), warnings), ("mine", vec![]));
        assert_eq!(theme.style(Role::Muted), light.style(Role::Muted));
        assert_eq!(theme.style(Role::TimerLate).fg, light.style(Role::Waiting).fg);
        assert_eq!(theme.files(), [folder.path().join("mine.toml")]);
    }

    #[test]
    fn a_theme_that_hides_a_built_in_one_can_go_over_it() {
        let text = "inherits = \"light\"\n[palette]\naccent = \"#7a1f5c\"\n";
        let folder = folder(&[("light", text)]);
        let (theme, warnings) = Theme::load("light", Some(folder.path()));
        let (light, _) = Theme::load("light", None);
        assert_eq!(warnings, []);
        assert_eq!(theme.style(Role::Background), light.style(Role::Background));
        assert_ne!(theme.style(Role::Accent), light.style(Role::Accent));
    }

    #[test]
    fn three_colours_are_a_theme() {
        let text = "[palette]\nground = \"#f4f0ff\"\ntext = \"#30303a\"\naccent = \"#8a2be2\"\n";
        let folder = folder(&[("three", text)]);
        let (theme, warnings) = Theme::load("three", Some(folder.path()));
        assert_eq!(warnings, []);
        let dark = Theme::default();
        // Nothing that was made for a dark ground is left, though the hues are the default's.
        for &role in Role::ALL {
            assert_ne!(theme.style(role), dark.style(role), "{role:?}");
        }
    }

    #[test]
    fn a_bad_theme_is_a_warning_and_never_a_failed_start() {
        let long: Vec<(String, String)> =
            (0..12).map(|at| (format!("t{at}"), format!("inherits = \"t{}\"", at + 1))).collect();
        let mut files: Vec<(&str, &str)> =
            long.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        files.extend([
            ("broken", "[palette]\nground = "),
            ("parent", "inherits = \"drak\""),
            ("one", "inherits = \"two\""),
            ("two", "inherits = \"one\""),
        ]);
        let folder = folder(&files);
        for (name, expected) in [
            ("broken", "broken.toml, line 2"),
            ("parent", "parent.toml, line 1: there is no theme \"drak\"; did you mean dark?"),
            ("one", "two.toml, line 1: one inherits from itself"),
            ("t0", "more than 8 themes"),
            ("nowhere", "there is no theme \"nowhere\""),
            ("drak", "did you mean dark?"),
            ("../../etc/passwd", "there is no theme"),
            ("", "there is no theme"),
        ] {
            let (theme, warnings) = Theme::load(name, Some(folder.path()));
            assert!(warnings.iter().any(|one| one.0.contains(expected)), "{name}: {warnings:?}");
            assert_eq!(theme.style(Role::Muted), Theme::default().style(Role::Muted), "{name}");
        }
    }

    #[test]
    fn all_names_are_listed_once() {
        let folder = folder(&[("mine", ""), ("dark", ""), ("a b", "")]);
        let names = Theme::names(Some(folder.path()));
        assert_eq!(names.len(), BUILT_IN.len() + 1);
        assert_eq!(names.last().map(String::as_str), Some("mine"));
        for name in names {
            let (theme, warnings) = Theme::load(&name, Some(folder.path()));
            assert_eq!(warnings, [], "{name}");
            let _ = theme.at_depth(Depth::Sixteen);
        }
    }
}
