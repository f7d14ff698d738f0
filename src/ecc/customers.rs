//! Who customers are: searched, looked at, their attributes and records changed.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};

impl Ecc {
    /// A method of this room.
    pub(super) fn on_customers(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }
}
