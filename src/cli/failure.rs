//! What went wrong, for a person, and the exit code that says so to a program.

use std::io::{self, Write};

use crate::wire::text::visible;

/// The exit codes, documented in `offhook --help`, the README and the man page.
pub mod code {
    /// Done.
    pub const DONE: u8 = 0;
    /// The answer is no.
    pub const NO: u8 = 1;
    /// Usage, or an input file with an error.
    pub const USAGE: u8 = 2;
    /// No hub, or the connection failed.
    pub const NO_HUB: u8 = 3;
    /// The SDK answered with an error.
    pub const SDK_ERROR: u8 = 4;
    /// Timed out.
    pub const TIMED_OUT: u8 = 5;
    /// Can't read or write a file, or bind a port.
    pub const IO: u8 = 6;
    /// Interrupted.
    pub const INTERRUPTED: u8 = 130;
}

/// A command that failed.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub code: u8,
    /// What happened.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Failure {
    /// With one of [`code`].
    pub fn new(code: u8, message: impl Into<String>) -> Failure {
        Failure { code, message: message.into(), hint: None }
    }

    /// The same with what to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    /// Says it on stderr. Text from a hub or a file is made harmless. Where stderr takes nothing the
    /// exit code says it alone.
    pub fn print(&self) {
        let _ = self.write(io::stderr());
    }

    fn write(&self, mut to: impl Write) -> io::Result<()> {
        for line in self.message.lines() {
            writeln!(to, "offhook: {}", visible(line))?;
        }
        match &self.hint {
            Some(hint) => writeln!(to, "  hint: {}", visible(hint)),
            None => Ok(()),
        }
    }
}
