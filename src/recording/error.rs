//! What can be wrong with a recording that is read.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::format::MAX_LINE;
use super::record::FORMAT;
use crate::wire::text::visible;

/// Why a recording can't be read, in one line for a person.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file can't be opened.
    #[error("{}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Its first line is not ours.
    #[error("{} is not a recording: {why}", path.display())]
    NotARecording {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        why: String,
    },
    /// A packed recording.
    #[error("{} is packed: unpack it first, with `zstd -d`", path.display())]
    Packed {
        /// The file.
        path: PathBuf,
    },
    /// A later version of this program wrote it.
    #[error(
        "{} is a recording of version {version}, this program reads up to {FORMAT}: update offhook",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u64,
    },
    /// A line that no writer of ours makes.
    #[error("{}: the line at byte {offset} is longer than {} MiB", path.display(), MAX_LINE >> 20)]
    LineTooLong {
        /// The file.
        path: PathBuf,
        /// Where the line begins, or, where that is not known, a byte in it.
        offset: u64,
    },
    /// A line that can't be read, for those who need them all.
    #[error("{}: the line at byte {offset} can't be read: {why}", path.display())]
    BadLine {
        /// The file.
        path: PathBuf,
        /// Where the line begins.
        offset: u64,
        /// Why.
        why: String,
    },
    /// The disk, or the file became shorter while it was read.
    #[error("{}: reading at byte {offset} failed: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Where.
        offset: u64,
        /// Why.
        source: io::Error,
    },
}

/// Something wrong in a recording that does not stop its player.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Where the line begins, in bytes from the start of the file.
    pub offset: u64,
    /// What is wrong, for a person.
    pub what: String,
}

impl Trouble {
    /// How many of them a player keeps: enough to see what is wrong with a file.
    pub const MAX: usize = 32;
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {}: {}", self.offset, self.what)
    }
}

/// The most characters of an error's text that are passed on.
const MAX_SAID: usize = 200;

/// What an error says, harmless and short: it can repeat what stands in the file.
pub(super) fn said(error: impl fmt::Display) -> String {
    let text = error.to_string();
    let text = visible(&text);
    match text.char_indices().nth(MAX_SAID) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_repeats_the_file_is_short_and_harmless() {
        assert_eq!(said("unknown variant `\u{1b}[31m`"), "unknown variant `␛[31m`");
        assert_eq!(said("é".repeat(5000)).chars().count(), MAX_SAID + 2);
    }
}
