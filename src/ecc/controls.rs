//! What an agent does with calls beyond answering and hanging up: key tones, consultation, conferences, callbacks.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};

impl Ecc {
    /// A method of this room.
    pub(super) fn on_controls(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }
}
