//! A file that is watched: looked at by its path, now and then, so that editors which replace a file are
//! understood; and taken as changed only once it stands still, since who writes it may not be done.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// By what a file is known to have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// Which file it is, where a path can name another one later.
    number: u64,
}

impl Stamp {
    /// That of the file which a path names now.
    pub fn of(path: &Path) -> Option<Stamp> {
        use std::os::unix::fs::MetadataExt;
        let about = fs::metadata(path).ok()?;
        Some(Stamp { modified: about.modified().ok(), length: about.len(), number: about.ino() })
    }
}

/// What was seen of a file.
#[derive(Debug, Clone, Default)]
pub struct Watched {
    /// How it was when it was read.
    read: Option<Stamp>,
    /// How it was at the last look, where that was another.
    changing: Option<Stamp>,
}

impl Watched {
    /// A file that was read when it was like this.
    pub fn read(stamp: Option<Stamp>) -> Watched {
        Watched { read: stamp, changing: None }
    }

    /// Takes a look in; whether the file is another one than was read, and stood still since the last look. It
    /// counts as read from then on. One that is gone may be about to be replaced: what was read of it holds on.
    pub fn look(&mut self, now: Option<Stamp>) -> bool {
        let Some(now) = now.filter(|now| Some(*now) != self.read) else {
            self.changing = None;
            return false;
        };
        if self.changing.replace(now) != Some(now) {
            return false;
        }
        *self = Watched::read(Some(now));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_counts_once_it_stands_still() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let write = |text: &str| {
            fs::write(&path, text).unwrap();
            Stamp::of(&path)
        };
        let (one, longer, longest) = (write("1"), write("12"), write("123"));
        let mut watched = Watched::read(one);
        let looks = [one, longer, longest, None, longest, longest, longest, None, longest];
        let changed: Vec<bool> = looks.into_iter().map(|look| watched.look(look)).collect();
        assert_eq!(changed, [false, false, false, false, false, true, false, false, false]);
    }
}
