//! How a toolbar looks and listens: what goes before the file of settings.

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::toolbar::settings::Setting;

/// How the toolbar is to be; what is not said is as in the file of settings.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Looks and keys, before those of settings.toml")]
pub(in crate::cli) struct LookArgs {
    /// Theme: a built-in one, or a file in the themes folder.
    #[arg(long, value_name = "NAME", env = "OFFHOOK_THEME")]
    pub theme: Option<String>,
    /// How many colours.
    #[arg(long, value_name = "N", value_parser = PossibleValuesParser::new(Setting::Color.words()))]
    pub color: Option<String>,
    /// Which shapes are drawn.
    #[arg(long, value_name = "SET", value_parser = PossibleValuesParser::new(Setting::Icons.words()))]
    pub icons: Option<String>,
    /// Which keys.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Setting::Keymap.words()))]
    pub keymap: Option<String>,
    /// Nothing moves by itself.
    #[arg(long)]
    pub no_motion: bool,
    /// The mouse is the terminal's own.
    #[arg(long)]
    pub no_mouse: bool,
}

impl LookArgs {
    /// The settings that are said, with their words.
    pub(in crate::cli) fn words(&self) -> impl Iterator<Item = (Setting, &str)> {
        let off = |is_off: bool| is_off.then_some("false");
        [
            (Setting::Theme, self.theme.as_deref()),
            (Setting::Color, self.color.as_deref()),
            (Setting::Icons, self.icons.as_deref()),
            (Setting::Keymap, self.keymap.as_deref()),
            (Setting::Motion, off(self.no_motion)),
            (Setting::Mouse, off(self.no_mouse)),
        ]
        .into_iter()
        .filter_map(|(setting, word)| Some((setting, word?)))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        look: LookArgs,
    }

    #[test]
    fn what_is_said_goes_before_the_file() {
        let words = |line: &str| {
            let line = Line::try_parse_from(line.split(' ')).unwrap();
            line.look.words().map(|(setting, word)| format!("{} {word}", setting.word())).collect::<Vec<_>>()
        };
        assert_eq!(words("offhook --theme light --no-mouse"), ["theme light", "mouse false"]);
        assert_eq!(words("offhook --color 16 --keymap vi"), ["color 16", "keymap vi"]);
        assert!(Line::try_parse_from(["offhook", "--color", "many"]).is_err());
    }
}
