//! The user's settings: what the toolbar does their way. They stand in `settings.toml`; a flag of the
//! command line goes before the file, and what is wrong in it is a warning.

mod file;

use std::path::Path;

pub use file::{keep, parse};

use super::user_file::{self, Warning};
use crate::contract::nearest;

/// What the file is called in the user's folder.
pub const FILE: &str = "settings.toml";
/// The longest word of a setting, in bytes.
const MAX_WORD: usize = 100;

/// Choices with a word each, as it stands in the file and on the command line.
macro_rules! words {
    ($( $(#[$about:meta])* $name:ident { $( $(#[$doc:meta])* $variant:ident = $word:literal, )* } )*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $( $(#[$doc])* $variant, )* }

        impl $name {
            /// All words.
            pub const WORDS: &'static [&'static str] = &[$( $word, )*];

            /// Its word.
            pub fn word(self) -> &'static str {
                match self { $( $name::$variant => $word, )* }
            }

            /// The choice with this word.
            pub fn of(word: &str) -> Option<$name> {
                match word { $( $word => Some($name::$variant), )* _ => None }
            }
        }
    )*};
}

words! {
    /// Which shapes are drawn.
    Icons {
        /// Those of Unicode.
        Unicode = "unicode",
        /// Letters and signs that every terminal has.
        Plain = "plain",
    }
    /// How many colours.
    Colors {
        /// As many as the terminal seems to have.
        Auto = "auto",
        /// All of them.
        Truecolor = "truecolor",
        /// The palette of xterm.
        Palette = "256",
        /// The terminal's own.
        Sixteen = "16",
        /// None.
        None = "none",
    }
    /// Which keys.
    Layout {
        /// Our own.
        Default = "default",
        /// For hands that know vi.
        Vi = "vi",
    }
    /// How the desktop is told.
    Notify {
        /// As the terminal seems to understand it.
        Auto = "auto",
        /// By OSC 9.
        Osc9 = "osc9",
        /// By OSC 777.
        Osc777 = "osc777",
        /// Not at all.
        Off = "off",
    }
    /// The settings themselves.
    Setting {
        /// The theme.
        Theme = "theme",
        /// Shapes.
        Icons = "icons",
        /// Whether anything moves.
        Motion = "motion",
        /// Colours.
        Color = "color",
        /// Whether the mouse does something.
        Mouse = "mouse",
        /// Keys.
        Keymap = "keymap",
        /// Notices of the desktop.
        Notify = "notify",
        /// Whether the window has a title of ours.
        Title = "title",
        /// Whether a newcomer is shown around.
        Tour = "tour",
    }
}

/// The words of what is on or off.
const ON_OR_OFF: &[&str] = &["true", "false"];

impl Setting {
    /// All settings, in the order in which people are told of them.
    pub const ALL: [Setting; 9] = [
        Setting::Theme,
        Setting::Icons,
        Setting::Motion,
        Setting::Color,
        Setting::Mouse,
        Setting::Keymap,
        Setting::Notify,
        Setting::Title,
        Setting::Tour,
    ];

    /// What it is about, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Setting::Theme => "Theme",
            Setting::Icons => "Shapes",
            Setting::Motion => "Motion",
            Setting::Color => "Colours",
            Setting::Mouse => "Mouse",
            Setting::Keymap => "Keys",
            Setting::Notify => "Desktop notices",
            Setting::Title => "Window title",
            Setting::Tour => "Tour at the first start",
        }
    }

    /// The words that it can have; none where any name will do.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Setting::Theme => &[],
            Setting::Icons => Icons::WORDS,
            Setting::Color => Colors::WORDS,
            Setting::Keymap => Layout::WORDS,
            Setting::Notify => Notify::WORDS,
            Setting::Motion | Setting::Mouse | Setting::Title | Setting::Tour => ON_OR_OFF,
        }
    }

    /// Whether it only takes effect at the next start.
    pub fn waits_for_start(self) -> bool {
        matches!(self, Setting::Tour)
    }
}

/// How the toolbar is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The theme's name.
    pub theme: String,
    /// Which shapes are drawn.
    pub icons: Icons,
    /// Whether anything moves.
    pub motion: bool,
    /// How many colours.
    pub color: Colors,
    /// Whether the mouse does something.
    pub mouse: bool,
    /// Which keys.
    pub keymap: Layout,
    /// How the desktop is told.
    pub notify: Notify,
    /// Whether the window gets a title.
    pub title: bool,
    /// Whether a newcomer is shown around.
    pub tour: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            theme: "dark".to_owned(),
            icons: Icons::Unicode,
            motion: true,
            color: Colors::Auto,
            mouse: true,
            keymap: Layout::Default,
            notify: Notify::Auto,
            title: true,
            tour: true,
        }
    }
}

impl Settings {
    /// What holds on a terminal of this name (`TERM`) where the user says nothing: the console of Linux has no
    /// font for most shapes.
    pub fn on(term: Option<&str>) -> Settings {
        let is_console = term.is_some_and(|term| term == "linux" || term.starts_with("linux-"));
        let icons = if is_console { Icons::Plain } else { Icons::Unicode };
        Settings { icons, ..Settings::default() }
    }

    /// These, changed by the file in the user's folder where there is one; what was wrong comes beside them.
    pub fn load(self, folder: &Path) -> (Settings, Vec<Warning>) {
        let mut warnings = Vec::new();
        let text = user_file::read(&folder.join(FILE), &mut warnings).unwrap_or_default();
        let (settings, wrong) = parse(&text, self);
        warnings.extend(wrong);
        (settings, user_file::few(warnings, FILE))
    }

    /// The word that a setting has.
    pub fn get(&self, setting: Setting) -> &str {
        let on = |on: bool| if on { "true" } else { "false" };
        match setting {
            Setting::Theme => &self.theme,
            Setting::Icons => self.icons.word(),
            Setting::Motion => on(self.motion),
            Setting::Color => self.color.word(),
            Setting::Mouse => on(self.mouse),
            Setting::Keymap => self.keymap.word(),
            Setting::Notify => self.notify.word(),
            Setting::Title => on(self.title),
            Setting::Tour => on(self.tour),
        }
    }

    /// Gives a setting a word; an error says which words it takes. Whether there is such a theme is seen
    /// when it is loaded.
    pub fn set(&mut self, setting: Setting, word: &str) -> Result<(), String> {
        let wrong = || {
            let near = nearest(word, setting.words().iter().copied());
            let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            let shown: String = word.chars().take(40).collect();
            format!("{} is {}, not {shown:?}{hint}", setting.word(), one_of(setting.words()))
        };
        let on = || word.parse::<bool>().map_err(|_| wrong());
        match setting {
            Setting::Theme if word.is_empty() || word.len() > MAX_WORD => {
                return Err(format!("theme is a name of at most {MAX_WORD} bytes"));
            }
            Setting::Theme => word.clone_into(&mut self.theme),
            Setting::Icons => self.icons = Icons::of(word).ok_or_else(wrong)?,
            Setting::Motion => self.motion = on()?,
            Setting::Color => self.color = Colors::of(word).ok_or_else(wrong)?,
            Setting::Mouse => self.mouse = on()?,
            Setting::Keymap => self.keymap = Layout::of(word).ok_or_else(wrong)?,
            Setting::Notify => self.notify = Notify::of(word).ok_or_else(wrong)?,
            Setting::Title => self.title = on()?,
            Setting::Tour => self.tour = on()?,
        }
        Ok(())
    }
}

/// `a, b or c`.
fn one_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_takes_each_of_its_words_and_no_other() {
        assert_eq!(Setting::ALL.map(Setting::word).as_slice(), Setting::WORDS);
        for setting in Setting::ALL {
            let mut settings = Settings::default();
            for word in setting.words() {
                settings.set(setting, word).unwrap();
                assert_eq!(settings.get(setting), *word);
            }
            let before = settings.clone();
            let wrong = settings.set(setting, "").unwrap_err();
            assert!(wrong.starts_with(setting.word()), "{wrong}");
            assert_eq!(settings, before);
        }
    }

    #[test]
    fn a_word_that_is_nearly_right_is_answered_with_the_right_one() {
        let wrong = Settings::default().set(Setting::Color, "truecolour").unwrap_err();
        assert_eq!(
            wrong,
            "color is auto, truecolor, 256, 16 or none, not \"truecolour\"; did you mean truecolor?"
        );
    }
}
