//! A workspace file read from disk, within bounds.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::{Workspace, WorkspaceError};

/// The largest workspace file, in bytes.
pub const MAX_FILE: u64 = 4 << 20;

/// Why a file gives no workspace.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It can't be read.
    #[error("can't read the workspace file {name}: {source}")]
    Unreadable {
        /// The file.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// It is a folder, a pipe or a device.
    #[error("the workspace file {0} is not a regular file")]
    NotRegular(String),
    /// It is too large.
    #[error("{0}: too large for a workspace file, which has at most {MAX_FILE} bytes")]
    TooLarge(String),
    /// It is no text.
    #[error("{name}: byte {at} is not UTF-8; a workspace file is TOML, in UTF-8")]
    NotText {
        /// The file.
        name: String,
        /// The first byte that is none.
        at: usize,
    },
    /// What stands in it is wrong.
    #[error(transparent)]
    Wrong(#[from] WorkspaceError),
}

impl Workspace {
    /// Reads, parses and checks a workspace file.
    pub fn read(path: &Path) -> Result<Workspace, FileError> {
        Ok(Workspace::parse(&text(path)?, &path.display().to_string())?)
    }
}

/// The text of a workspace file.
fn text(path: &Path) -> Result<String, FileError> {
    let name = || path.display().to_string();
    let unreadable = |source| FileError::Unreadable { name: name(), source };
    // A FIFO would be waited for, and a device may never end.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(FileError::NotRegular(name()));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(FileError::TooLarge(name()));
    }
    String::from_utf8(bytes)
        .map_err(|error| FileError::NotText { name: name(), at: error.utf8_error().valid_up_to() })
}
