//! Others asked into a call: users and numbers.

use super::Ecc;
use super::dispatch::{Answer, not_there};
use super::params::Params;
use crate::contract::ids::{DeskId, InteractionId};

impl Ecc {
    pub(super) fn confer(&mut self, _desk: &DeskId, _params: &Params) -> Answer {
        Err(not_there())
    }

    pub(super) fn member_answers(&mut self, _id: &InteractionId) -> Answer {
        Err(not_there())
    }

    pub(super) fn member_hangs_up(&mut self, _id: &InteractionId) -> Answer {
        Err(not_there())
    }
}
