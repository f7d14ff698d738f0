//! The workspace file read, and the seed chosen.

use std::path::Path;
use std::sync::Arc;

use super::failure::{Failure, code};
use crate::clock;
use crate::workspace::Workspace;
use crate::workspace::file::FileError;

/// The workspace of a file, or the built-in demo.
pub(super) fn workspace(path: Option<&Path>) -> Result<Arc<Workspace>, Failure> {
    let Some(path) = path else { return Ok(Arc::new(Workspace::demo())) };
    Workspace::read(path).map(Arc::new).map_err(|error| match &error {
        FileError::Wrong(_) => failure(&error).hint("nothing was started"),
        FileError::Unreadable { .. } | FileError::NotRegular(_) => {
            failure(&error).hint("leave --workspace out for the built-in demo")
        }
        _ => failure(&error),
    })
}

/// Why a file gives no workspace, as exit code.
pub(super) fn failure(error: &FileError) -> Failure {
    let code = if matches!(error, FileError::Unreadable { .. }) { code::IO } else { code::USAGE };
    Failure::new(code, error.to_string())
}

/// The given seed, or a new one.
pub(super) fn seed(given: Option<u64>) -> Result<u64, Failure> {
    if let Some(seed) = given {
        return Ok(seed);
    }
    let bytes = clock::random_bytes::<8>()
        .map_err(|error| Failure::new(code::IO, format!("the machine gives no random bytes: {error}")))?;
    Ok(u64::from_le_bytes(bytes))
}
