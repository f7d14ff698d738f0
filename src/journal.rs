//! The journal: everything that reached a site, on the disk before anybody hears what came of it.
//!
//! Here is how lines are written, committed, begun afresh and read back; what they say is the hub's affair.

mod disk;
mod error;
mod line;
mod reader;
#[cfg(test)]
pub(crate) mod testing;
mod writer;

pub use disk::{Disk, Folder, Shelf, Sink};
pub use error::JournalError;
pub use line::{Header, KIND, VERSION};
pub use reader::{Found, Line, read};
pub use writer::{Heard, Journal, MAX_LINE, MAX_SNAPSHOT};

/// The name of the journal's file with this number. Each begins with a snapshot, so that those before it
/// are not needed any more.
fn file_name(number: u64) -> String {
    format!("journal-{number}.jsonl")
}

/// What a file is called while its beginning is written.
fn draft_name(number: u64) -> String {
    format!("journal-{number}.new")
}

/// The number in a file's name; `None` where it is no whole file of a journal.
fn number_of(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("journal-")?.strip_suffix(".jsonl")?;
    let number = digits.parse().ok()?;
    (file_name(number) == name).then_some(number)
}

/// Whether a file is the beginning of one that never became whole.
fn is_draft(name: &str) -> bool {
    name.starts_with("journal-") && name.ends_with(".new")
}
