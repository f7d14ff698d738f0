//! The folder of recent recordings: the newest stay, older ones go.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many recordings of embedded sessions are kept.
pub const KEPT: usize = 20;

/// Where they stand, below the state folder.
pub const FOLDER: &str = "recordings";

/// The newest recording of a folder, if there is one.
pub fn latest(folder: &Path) -> io::Result<Option<PathBuf>> {
    Ok(dated(folder)?.pop())
}

/// Removes all recordings of a folder but the newest `most`. Their names begin with when they began,
/// so that they sort by age; other files are left alone.
pub fn newest(folder: &Path, most: usize) -> io::Result<()> {
    let recordings = dated(folder)?;
    let old = recordings.len().saturating_sub(most);
    for path in &recordings[..old] {
        match fs::remove_file(path) {
            // Two programs may tidy at once.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The recordings of our sessions in a folder, oldest first.
fn dated(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut recordings: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl") && is_dated(path))
        .collect();
    recordings.sort();
    Ok(recordings)
}

/// Whether a file's name begins with a date, as those of our sessions do.
fn is_dated(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let date = name.as_bytes().get(..10).unwrap_or_default();
    date.len() == 10
        && date
            .iter()
            .enumerate()
            .all(|(at, c)| if at == 4 || at == 7 { *c == b'-' } else { c.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stay_and_other_files_too() {
        let folder = tempfile::tempdir().unwrap();
        let mut names: Vec<String> =
            (10..30).map(|day| format!("2026-11-{day}T07-00-00-000.jsonl")).collect();
        names.extend(["mine.jsonl".to_owned(), "2026-11-01-notes.txt".to_owned()]);
        for name in &names {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        newest(folder.path(), 19).unwrap();
        let left: Vec<&String> = names.iter().filter(|name| folder.path().join(name).exists()).collect();
        assert_eq!(left.len(), 21);
        assert!(!folder.path().join(&names[0]).exists(), "the oldest goes");
        assert_eq!(latest(folder.path()).unwrap(), Some(folder.path().join(&names[19])));
        newest(folder.path(), 0).unwrap();
        assert_eq!(latest(folder.path()).unwrap(), None);
        assert!(folder.path().join("mine.jsonl").exists());
    }
}
