//! How the toolbar stands with its hub.

use std::time::Duration;

use crate::wire::Moment;

/// The state of the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Connection {
    /// The first connection is being made.
    Connecting,
    /// The hub is there.
    Up,
    /// The connection dropped; the client tries again by itself.
    Lost {
        /// Why.
        reason: String,
        /// When it tries next, by the local clock.
        retry_at: Moment,
        /// How often it has tried.
        attempt: u32,
    },
    /// The hub does not want this toolbar.
    Refused {
        /// Why.
        reason: String,
    },
}

impl Connection {
    /// From what the client tells when it lost its connection.
    pub fn lost(reason: String, now: Moment, retry_in: Duration, attempt: u32) -> Connection {
        Connection::Lost { reason, retry_at: now + retry_in.into(), attempt }
    }
}
