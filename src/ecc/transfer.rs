//! A call given to another agent without asking them first.

use super::Ecc;
use super::dispatch::{Answer, not_there};
use super::params::Params;
use crate::contract::ids::DeskId;

impl Ecc {
    pub(super) fn transfer(&mut self, _desk: &DeskId, _params: &Params) -> Answer {
        Err(not_there())
    }
}
