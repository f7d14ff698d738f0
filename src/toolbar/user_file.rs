//! The user's own files: read with a bound, and what is wrong in them as warnings that name the line.

use std::fmt;
use std::io::Read;
use std::path::Path;

use crate::wire::text::visible;

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 256 << 10;
/// How many warnings one file comes to; the rest is counted.
const MAX_WARNINGS: usize = 64;

/// What was wrong with a theme, the settings or the keys; the toolbar starts all the same and says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning(pub String);

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Warning {
    /// About the line in which a byte of the file's text stands.
    pub fn at(file: &str, text: &str, offset: usize, what: impl fmt::Display) -> Warning {
        let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Warning(format!("{file}, line {line}: {what}"))
    }
}

/// A file's text; `None` where there is no file. What can't be read is a warning.
pub fn read(path: &Path, warnings: &mut Vec<Warning>) -> Option<String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut warn = |why: String| {
        warnings.push(Warning(format!("{name}: {why}")));
        None
    };
    let about = match std::fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => return warn(error.to_string()),
    };
    // A pipe would be waited for, and a device never ends.
    if !about.is_file() || about.len() > MAX_FILE {
        return warn(format!("not a file of at most {MAX_FILE} bytes"));
    }
    let mut text = String::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MAX_FILE).read_to_string(&mut text));
    match read {
        Ok(_) => Some(text),
        Err(error) => warn(error.to_string()),
    }
}

/// The first of a file's warnings, and how many more there are.
pub fn few(mut warnings: Vec<Warning>, file: &str) -> Vec<Warning> {
    if warnings.len() > MAX_WARNINGS {
        let more = warnings.len() - (MAX_WARNINGS - 1);
        warnings.truncate(MAX_WARNINGS - 1);
        warnings.push(Warning(format!("{file}: {more} more things are wrong")));
    }
    warnings
}

/// Keeps them where all of them can be read later.
pub fn log(warnings: &[Warning]) {
    for Warning(text) in warnings {
        tracing::warn!("{}", visible(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_names_the_line_that_it_is_about() {
        let text = "a\nb\nc";
        for (offset, line) in [(0, 1), (1, 1), (2, 2), (4, 3), (99, 3)] {
            assert_eq!(Warning::at("f", text, offset, "x").0, format!("f, line {line}: x"));
        }
    }

    #[test]
    fn what_is_no_small_text_file_is_a_warning() {
        let folder = tempfile::tempdir().unwrap();
        let mut warnings = Vec::new();
        assert_eq!(read(&folder.path().join("none"), &mut warnings), None);
        assert_eq!(warnings, []);
        let large = folder.path().join("large");
        std::fs::write(&large, vec![b' '; 300 << 10]).unwrap();
        let bytes = folder.path().join("bytes");
        std::fs::write(&bytes, [0xff, 0xfe]).unwrap();
        for path in [folder.path(), &large, &bytes] {
            assert_eq!(read(path, &mut warnings), None);
        }
        assert_eq!(warnings.len(), 3, "{warnings:?}");
    }

    #[test]
    fn many_warnings_are_told_as_a_few_and_a_number() {
        let many = (0..90).map(|at| Warning(at.to_string())).collect();
        let told = few(many, "keymap.toml");
        assert_eq!((told.len(), told[63].0.as_str()), (64, "keymap.toml: 27 more things are wrong"));
    }
}
