//! A chat beyond its lines: typing, ticks, templates, files, transcripts.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};

impl Ecc {
    /// A method of this room.
    pub(super) fn on_conversation(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }
}
