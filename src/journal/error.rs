//! Why a journal can't be used.

use std::io;
use std::path::PathBuf;

use super::line::VERSION;

/// Why a journal can't be used, in one line for a person.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another hub keeps its journal there.
    #[error(
        "{} is in use by another hub{}; stop that, or choose another folder",
        path.display(),
        pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
    )]
    InUse {
        /// The site's folder.
        path: PathBuf,
        /// The other hub's process, where it says so.
        pid: Option<u32>,
    },
    /// The system said no.
    #[error("{}: {source}; choose a folder that can be read and written", path.display())]
    Io {
        /// Which folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A later version of this program wrote it.
    #[error(
        "{file} is a journal of version {version}, this program reads up to {VERSION}: update offhook, or \
         choose another folder"
    )]
    Newer {
        /// The file.
        file: String,
        /// Its version.
        version: u64,
    },
    /// Something is wrong in the midst of what was acknowledged: no crash does that.
    #[error(
        "{file} is damaged at byte {offset}, and what follows there was acknowledged: put the file back from a \
         copy, or choose another folder"
    )]
    Damaged {
        /// The file.
        file: String,
        /// Where the line begins that can't be read.
        offset: u64,
    },
}
