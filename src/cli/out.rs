//! What commands print: data on stdout, notes on stderr.

use std::io::{self, IsTerminal, Write};

use serde_json::Value;

use super::failure::{Failure, code};
use crate::wire::text::{escape_json, visible};

/// Prints text as it stands. It must be harmless already.
pub(super) fn text(text: &[u8]) -> Result<u8, Failure> {
    match io::stdout().lock().write_all(text) {
        // `offhook man | head` closes the pipe early; that is its reader's wish.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unwritable(&error)),
        _ => Ok(code::DONE),
    }
}

/// Prints JSON: on a terminal over several lines, in a pipe on one; harmless in both.
pub(super) fn json(value: &Value) -> Result<u8, Failure> {
    let shown = if io::stdout().is_terminal() { format!("{value:#}\n") } else { format!("{value}\n") };
    text(escape_json(&shown).as_bytes())
}

/// Says something on stderr that is no data. Where stderr takes nothing it stays unsaid.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "offhook: {}", visible(text));
}

/// Stdout takes nothing.
pub(super) fn unwritable(error: &io::Error) -> Failure {
    Failure::new(code::IO, format!("can't write to stdout: {error}"))
}
