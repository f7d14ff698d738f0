//! The lines of a recording.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::contract::ids::DeskId;
use crate::wire::{Credential, Dir, Micros, Moment, Role};

/// The format's version; a reader takes this and what is lower.
pub const FORMAT: u32 = 1;

/// What `kind` says in the first line.
pub const KIND: &str = "offhook-recording";

/// The first line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// [`KIND`].
    pub kind: String,
    /// [`FORMAT`].
    pub version: u32,
    /// The recording's own id.
    pub id: String,
    /// The point in time that `at` counts from.
    pub started: Moment,
    /// The site.
    pub site: String,
    /// The desk.
    pub desk: DeskId,
    /// Where it comes from: `offhook` for a session of our own.
    pub source: String,
    /// What was replaced while writing: `secrets` for passwords and tokens only.
    pub redaction: String,
    /// The engine's seed.
    pub seed: u64,
    /// The workspace, passwords blanked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<Box<RawValue>>,
    /// The version of the program that wrote it.
    pub tool: String,
    /// Whether the engine can run it again.
    pub runnable: bool,
}

/// Every further line. `at` is in µs since [`Header::started`] and never falls.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A message between a peer and the ECC.
    Frame {
        /// When.
        at: Micros,
        /// Its number, for pushed frames.
        seq: Option<u64>,
        /// Who sent it, or whom it went to; `*` for a push to all peers of the desk.
        peer: Arc<str>,
        /// Which way.
        dir: Dir,
        /// The message, secrets blanked; JSON unless the peer sent something else.
        text: Arc<str>,
        /// What came of the password that stood in it.
        auth: Option<Credential>,
    },
    /// What reached the engine by another way: an `ecc::Input` as JSON.
    Input {
        /// When.
        at: Micros,
        /// JSON.
        input: Arc<str>,
    },
    /// A state to start from.
    Snapshot {
        /// When.
        at: Micros,
        /// Of what.
        of: SnapshotOf,
        /// The last pushed frame that is in it.
        seq: u64,
        /// JSON.
        state: Arc<str>,
    },
    /// A peer came or went.
    Peer {
        /// When.
        at: Micros,
        /// Who.
        peer: Arc<str>,
        /// As what.
        role: Role,
        /// Whether it came.
        open: bool,
        /// Why it went.
        reason: Option<String>,
    },
    /// A named moment.
    Marker {
        /// When.
        at: Micros,
        /// Its name.
        label: String,
        /// More about it.
        note: Option<String>,
    },
    /// Frames that were dropped because the disk was slow.
    Gap {
        /// When.
        at: Micros,
        /// How many records.
        records: u64,
    },
}

/// What a snapshot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SnapshotOf {
    /// The desk's state, as `hello` gives it.
    Desk,
    /// The engine's whole state.
    Ecc,
}

impl Record {
    /// When it happened, in µs since the start.
    pub fn at(&self) -> Micros {
        match self {
            Record::Frame { at, .. }
            | Record::Input { at, .. }
            | Record::Snapshot { at, .. }
            | Record::Peer { at, .. }
            | Record::Marker { at, .. }
            | Record::Gap { at, .. } => *at,
        }
    }

    /// About how many bytes it takes in memory and in the file: its long text and some for the rest.
    pub fn weight(&self) -> usize {
        let long = match self {
            Record::Frame { text, .. } => text.len(),
            Record::Input { input, .. } => input.len(),
            Record::Snapshot { state, .. } => state.len(),
            Record::Peer { reason, .. } => reason.as_ref().map_or(0, String::len),
            Record::Marker { label, note, .. } => label.len() + note.as_ref().map_or(0, String::len),
            Record::Gap { .. } => 0,
        };
        long + 96
    }
}
