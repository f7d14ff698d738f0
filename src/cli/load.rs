//! The workspace file read, and the seed chosen.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::failure::{Failure, code};
use crate::clock;
use crate::workspace::Workspace;

/// The largest workspace file, in bytes.
const MAX_WORKSPACE: u64 = 4 << 20;

/// The workspace of a file, or the built-in demo.
pub(super) fn workspace(path: Option<&Path>) -> Result<Arc<Workspace>, Failure> {
    let Some(path) = path else { return Ok(Arc::new(Workspace::demo())) };
    let name = path.display().to_string();
    let unreadable = |error: std::io::Error| {
        Failure::new(code::IO, format!("can't read the workspace file {name}: {error}"))
            .hint("leave --workspace out for the built-in demo")
    };
    // A FIFO would be waited for, and a device may never end.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        let failure = Failure::new(code::USAGE, format!("the workspace file {name} is not a regular file"));
        return Err(failure.hint("leave --workspace out for the built-in demo"));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MAX_WORKSPACE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_WORKSPACE {
        let message =
            format!("{name}: too large for a workspace file, which has at most {MAX_WORKSPACE} bytes");
        return Err(Failure::new(code::USAGE, message));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::new(
            code::USAGE,
            format!("{name}: byte {at} is not UTF-8; a workspace file is TOML, in UTF-8"),
        )
    })?;
    let workspace = Workspace::parse(&text, &name)
        .map_err(|error| Failure::new(code::USAGE, error.to_string()).hint("nothing was started"))?;
    Ok(Arc::new(workspace))
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
