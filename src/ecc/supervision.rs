//! What supervisors do, and what users choose for themselves: other desks watched, their agents managed, notices.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};

impl Ecc {
    /// A method of this room.
    pub(super) fn on_supervision(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }
}
