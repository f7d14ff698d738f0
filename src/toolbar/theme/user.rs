//! A user's themes on their terminal: loaded by name for as many colours as there are, and looked at again when
//! their files change.

use std::path::{Path, PathBuf};

use super::{Depth, Theme, Warning};
use crate::config::watched::{Stamp, Watched};
use crate::toolbar::settings::Colors;

/// A theme that was asked for, or that has changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The theme; the default, or the built-in one of its name, where it can't be used.
    pub theme: Theme,
    /// What was wrong with it.
    pub warnings: Vec<Warning>,
    /// Whether it could be used.
    pub usable: bool,
}

/// Where a user's themes are, and which one is worn.
#[derive(Debug)]
pub struct UserThemes {
    folder: Option<PathBuf>,
    worn: String,
    colors: Colors,
    files: Vec<(PathBuf, Watched)>,
}

impl UserThemes {
    /// Themes of the user's folder of settings, where they have one.
    pub fn of(folder: Option<&Path>) -> UserThemes {
        UserThemes {
            folder: folder.map(|folder| folder.join("themes")),
            worn: String::new(),
            colors: Colors::Auto,
            files: Vec::new(),
        }
    }

    /// All names.
    pub fn names(&self) -> Vec<String> {
        Theme::names(self.folder.as_deref())
    }

    /// Loads a theme; its files are watched from now on, and no other's.
    pub fn load(&mut self, name: &str, colors: Colors) -> Loaded {
        name.clone_into(&mut self.worn);
        self.colors = colors;
        self.files.clear();
        self.load_again()
    }

    /// Whether there is a file to be watched.
    pub fn are_watched(&self) -> bool {
        !self.files.is_empty()
    }

    /// Looks at the files of the theme that is worn: the theme anew where one of them was edited.
    pub fn look(&mut self) -> Option<Loaded> {
        // Each is looked at, so that two that were written together are read once.
        let changed = self.files.iter_mut().filter_map(|(path, watched)| {
            let now = Stamp::of(path);
            watched.look(now).then_some(())
        });
        (changed.count() > 0).then(|| self.load_again())
    }

    /// Where it can't be used, the files that could are watched on.
    fn load_again(&mut self) -> Loaded {
        let (theme, warnings, usable) = Theme::try_load(&self.worn, self.folder.as_deref());
        if usable || self.files.is_empty() {
            let watched = |path: &PathBuf| (path.clone(), Watched::read(Stamp::of(path)));
            self.files = theme.files().iter().map(watched).collect();
        }
        let depth = Depth::of(self.colors, |name| std::env::var(name).ok());
        Loaded { theme: theme.at_depth(depth), warnings, usable }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::toolbar::theme::Role;

    fn with(text: &str) -> (tempfile::TempDir, UserThemes) {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("themes")).unwrap();
        fs::write(home.path().join("themes/mine.toml"), text).unwrap();
        let mut themes = UserThemes::of(Some(home.path()));
        let loaded = themes.load("mine", Colors::Truecolor);
        assert!(loaded.usable && loaded.warnings.is_empty(), "{loaded:?}");
        (home, themes)
    }

    fn edit(home: &tempfile::TempDir, text: &str) {
        fs::write(home.path().join("themes/mine.toml"), text).unwrap();
    }

    #[test]
    fn an_edit_is_taken_once_it_stands_still() {
        let (home, mut themes) = with("inherits = \"light\"\n");
        assert_eq!(themes.look(), None);
        edit(&home, "inherits = \"light\"\n[palette]\naccent = \"#7a1f5c\"\n");
        assert_eq!(themes.look(), None);
        let loaded = themes.look().expect("it was edited");
        let light = Theme::load("light", None).0;
        assert_ne!(loaded.theme.style(Role::Accent), light.style(Role::Accent));
        assert_eq!((themes.look(), themes.look()), (None, None));
    }

    #[test]
    fn a_broken_edit_can_not_be_used_and_says_its_line_and_the_next_one_is_seen_too() {
        let (home, mut themes) = with("inherits = \"light\"\n");
        edit(&home, "inherits = \"light\"\n[palette\n");
        let broken = [themes.look(), themes.look()].into_iter().flatten().next().expect("it was edited");
        assert!(!broken.usable && broken.warnings[0].0.contains("mine.toml, line 2"), "{broken:?}");
        edit(&home, "inherits = \"light\"\ncontrast = 7\n");
        let mended = [themes.look(), themes.look()].into_iter().flatten().next().expect("it was mended");
        assert!(mended.usable && mended.warnings.is_empty());
    }

    #[test]
    fn what_is_inherited_is_watched_and_a_built_in_theme_is_not() {
        let (home, mut themes) = with("inherits = \"light\"\n");
        edit(&home, "inherits = \"parent\"\n");
        fs::write(home.path().join("themes/parent.toml"), "contrast = 5\n").unwrap();
        themes.load("mine", Colors::Truecolor);
        fs::write(home.path().join("themes/parent.toml"), "contrast = 12.5\n").unwrap();
        assert!(themes.look().is_none() && themes.look().is_some());
        themes.load("dusk", Colors::Truecolor);
        assert!(!themes.are_watched() && themes.look().is_none());
        assert!(themes.names().contains(&"parent".to_owned()));
    }
}
