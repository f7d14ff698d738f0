//! The program's own screens without a terminal. A named screen is a short session: it is played against a
//! hub of its own, on a clock that stands still, so that it comes out the same each time. A moment of a
//! recording is shown as `offhook replay` shows it.

mod moment;
mod screens;
mod session;

use std::path::Path;

pub use moment::{At, replay};
pub use screens::{SCREENS, Screen, find};
pub use session::play;

use crate::recording::ReadError;
use crate::wire::Moment;

/// When all named screens are played: 2025-07-18, 09:40 UTC.
pub const START: Moment = Moment(1_752_831_600_000_000);

/// A picture that can't be made.
#[derive(Debug, thiserror::Error)]
pub enum ScreenshotError {
    /// No screen has this name.
    #[error("there is no screen {name:?}")]
    NoScreen {
        /// As it was given.
        name: String,
        /// The one that is spelt most like it.
        nearest: Option<&'static str>,
    },
    /// A session could not be played.
    #[error("the session behind the screen {screen} could not be played: {why}")]
    Session {
        /// Which screen.
        screen: &'static str,
        /// What went wrong.
        why: String,
    },
    /// It is no recording, or can't be read.
    #[error(transparent)]
    Recording(#[from] ReadError),
    /// It could not be read on.
    #[error("{}: {source}", .path.display())]
    Io {
        /// Which file.
        path: Box<Path>,
        /// What the system said.
        source: std::io::Error,
    },
}
