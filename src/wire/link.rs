//! What a connection to a hub tells whoever lives by it: the client says it, the toolbar hears it.

use std::time::Duration;

use serde_json::value::RawValue;

use super::hello::HelloAnswer;
use super::push::Push;
use super::rpc::RpcError;

/// What a client tells its owner, in order.
#[derive(Debug)]
pub enum ClientEvent {
    /// The hub greeted back.
    Connected {
        /// What it said.
        answer: Box<HelloAnswer>,
        /// How this connection follows on the last one.
        how: Joined,
    },
    /// A pushed frame. None is repeated, and none is missing without a [`Joined`] that says so.
    Push(Push),
    /// The answer to a call.
    Answer {
        /// As given with the call.
        tag: u64,
        /// What came of it; a call that was lost with its connection is a 1000.
        result: Result<Box<RawValue>, RpcError>,
    },
    /// The connection dropped; the client tries again by itself.
    Lost {
        /// Why, for a person.
        reason: String,
        /// When it tries next.
        retry_in: Duration,
        /// How often it has tried.
        attempt: u32,
    },
    /// The hub does not want this client; it has given up.
    Refused {
        /// Why, for a person.
        reason: String,
    },
}

/// How a connection follows on the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// It is the first.
    First,
    /// All frames since the last one follow.
    Resumed,
    /// The hub no longer has all frames; the snapshot stands for them.
    Lost {
        /// How many frames this client will never see.
        frames: u64,
    },
    /// The hub has started afresh; everything is new.
    NewEpoch,
}
