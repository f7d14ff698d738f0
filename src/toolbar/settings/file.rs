//! The file of settings: read, and written back with the user's own words around what changed.

use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{FILE, Setting, Settings};
use crate::config;
use crate::contract::nearest;
use crate::toolbar::user_file::{self, Warning};

/// The settings that a file's text makes of others. What is wrong in it is left as it was.
pub fn parse(text: &str, mut settings: Settings) -> (Settings, Vec<Warning>) {
    let mut warnings = Vec::new();
    let (document, errors) = DeTable::parse_recoverable(text);
    // What stands behind a broken line may be read as something else than was meant.
    let end = errors.iter().filter_map(|error| error.span()).map(|span| span.start).min();
    for (key, value) in document.get_ref() {
        if end.is_some_and(|end| value.span().end > end) {
            continue;
        }
        let name = key.get_ref().as_ref();
        let warning = match Setting::of(name) {
            None => {
                let near = nearest(name, Setting::WORDS.iter().copied());
                let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
                let shown: String = name.chars().take(40).collect();
                Some((key.span(), format!("there is no setting {shown:?}{hint}")))
            }
            Some(setting) => {
                settings.set(setting, &word(value.get_ref())).err().map(|why| (value.span(), why))
            }
        };
        warnings.extend(warning.map(|(at, why)| (at.start, why)));
    }
    warnings.extend(errors.first().map(|error| (end.unwrap_or(text.len()), error.message().to_owned())));
    warnings.sort();
    let warnings = warnings.into_iter().map(|(at, why)| Warning::at(FILE, text, at, why)).collect();
    (settings, warnings)
}

/// A value as the word that it stands for: `true`, `256` and `"256"` are words, tables are none.
fn word(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Boolean(on) => on.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        _ => String::new(),
    }
}

/// Writes a setting's word into the file in the user's folder, and leaves all else in it as it stands. The
/// file is made where there is none, and written in one step.
pub fn keep(folder: &Path, setting: Setting, word: &str) -> io::Result<()> {
    let path = folder.join(FILE);
    let mut warnings = Vec::new();
    let text = user_file::read(&path, &mut warnings);
    if let Some(Warning(why)) = warnings.pop() {
        return Err(io::Error::other(why));
    }
    let changed = changed(&text.unwrap_or_default(), setting, word).map_err(io::Error::other)?;
    config::create_private(folder)?;
    // Where the file is a link to one that is kept elsewhere, that one is written.
    let path = path.canonicalize().unwrap_or(path);
    let draft = path.with_extension(format!("{}.tmp", std::process::id()));
    let mut file = fs::File::create(&draft)?;
    file.write_all(changed.as_bytes())?;
    fs::rename(&draft, &path)
}

/// The file's text with another word for a setting. A text that is no TOML is not touched.
fn changed(text: &str, setting: Setting, word: &str) -> Result<String, String> {
    let document = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        Warning::at(FILE, text, at, error.message()).0
    })?;
    let value = match word {
        "true" | "false" => word.to_owned(),
        word => toml::Value::from(word).to_string(),
    };
    let found = document.get_ref().iter().find(|(key, _)| key.get_ref().as_ref() == setting.word());
    if let Some(Range { start, end }) = found.map(|(_, value)| value.span()) {
        return Ok(format!("{}{value}{}", &text[..start], &text[end..]));
    }
    let line = format!("{} = {value}\n", setting.word());
    // Behind a table's head it would belong to that.
    let table = document.get_ref().values().filter(|value| is_table(value)).map(|value| value.span().start);
    let at = table.min().map_or(text.len(), |at| text[..at].rfind('\n').map_or(0, |line| line + 1));
    let gap = if text[..at].is_empty() || text[..at].ends_with('\n') { "" } else { "\n" };
    Ok(format!("{}{gap}{line}{}", &text[..at], &text[at..]))
}

fn is_table(value: &Spanned<DeValue<'_>>) -> bool {
    value.get_ref().is_table() || value.get_ref().is_array()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::{Colors, Icons, Layout, Notify};
    use super::*;

    #[test]
    fn a_file_is_read() {
        let text = "theme = \"light\"\nmouse = false\ncolor = 256\nkeymap = \"vi\"\nnotify = 'osc777'\n";
        let (settings, warnings) = parse(text, Settings::default());
        assert_eq!(warnings, []);
        let expected = Settings {
            theme: "light".to_owned(),
            mouse: false,
            color: Colors::Palette,
            keymap: Layout::Vi,
            notify: Notify::Osc777,
            ..Settings::default()
        };
        assert_eq!(settings, expected);
        assert_eq!(parse("", Settings::default()), (Settings::default(), vec![]));
    }

    #[rstest]
    #[case("thme = \"light\"", "line 1: there is no setting \"thme\"; did you mean theme?")]
    #[case("\n# x\nmouse = 1", "line 3: mouse is true or false, not \"1\"")]
    #[case("icons = \"plian\"", "line 1: icons is unicode or plain, not \"plian\"; did you mean plain?")]
    #[case("theme = []", "line 1: theme is a name of at most 100 bytes")]
    #[case("title = { a = 1 }", "line 1: title is true or false, not \"\"")]
    #[case("motion = true\nmotion = false", "line 2: duplicate key")]
    #[case("theme = ", "line 1: ")]
    #[case("[theme", "line 1: ")]
    #[case("\u{0}", "line 1: ")]
    fn what_is_wrong_is_a_warning_with_its_line(#[case] text: &str, #[case] expected: &str) {
        let (settings, warnings) = parse(text, Settings::default());
        assert!(warnings[0].0.starts_with(&format!("settings.toml, {expected}")), "{warnings:?}");
        assert_eq!(settings, Settings::default());
    }

    #[rstest]
    #[case(Some("linux"), "", Icons::Plain)]
    #[case(Some("linux-16color"), "icons = 'round'", Icons::Plain)]
    #[case(Some("linux"), "icons = 'unicode'", Icons::Unicode)]
    #[case(Some("xterm-256color"), "", Icons::Unicode)]
    #[case(Some("linuxish"), "", Icons::Unicode)]
    #[case(None, "", Icons::Unicode)]
    fn the_console_of_linux_has_plain_shapes_unless_the_user_says_otherwise(
        #[case] term: Option<&str>,
        #[case] text: &str,
        #[case] icons: Icons,
    ) {
        assert_eq!(parse(text, Settings::on(term)).0.icons, icons);
    }

    #[test]
    fn what_stands_before_a_broken_line_counts() {
        let (settings, warnings) =
            parse("keymap = \"vi\"\ntitle = fals\nmouse = false\n", Settings::default());
        assert_eq!((settings.keymap, settings.title, settings.mouse), (Layout::Vi, true, true));
        assert_eq!(warnings.len(), 1, "{warnings:?}");
    }

    #[rstest]
    #[case("", "theme = \"light\"\n")]
    #[case("# mine\ntheme = 'dark' # at night\n", "# mine\ntheme = \"light\" # at night\n")]
    #[case("mouse = false", "mouse = false\ntheme = \"light\"\n")]
    #[case("mouse = false\n\n[other]\nx = 1\n", "mouse = false\n\ntheme = \"light\"\n[other]\nx = 1\n")]
    #[case("[other]\ntheme = 1\n", "theme = \"light\"\n[other]\ntheme = 1\n")]
    fn a_change_leaves_the_users_words(#[case] before: &str, #[case] after: &str) {
        assert_eq!(changed(before, Setting::Theme, "light").unwrap(), after);
        let read = toml::from_str::<toml::Table>(after).unwrap();
        assert_eq!(read["theme"].as_str(), Some("light"));
    }

    #[test]
    fn a_broken_file_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        fs::write(&path, "theme = ").unwrap();
        let error = keep(folder.path(), Setting::Theme, "light").unwrap_err();
        assert!(error.to_string().starts_with("settings.toml, line 1"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "theme = ");
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("not/there/yet");
        keep(&folder, Setting::Theme, "a \"b\" \\ c").unwrap();
        keep(&folder, Setting::Mouse, "false").unwrap();
        keep(&folder, Setting::Color, "256").unwrap();
        let (settings, warnings) = Settings::default().load(&folder);
        assert_eq!(warnings, []);
        assert_eq!((settings.theme.as_str(), settings.mouse), ("a \"b\" \\ c", false));
        assert_eq!(settings.color, Colors::Palette);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }
}
