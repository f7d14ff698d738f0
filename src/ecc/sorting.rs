//! How conversations are sorted and given out: labels, priority, status, teams, quick replies, macros.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};

impl Ecc {
    /// A method of this room.
    pub(super) fn on_sorting(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }
}
