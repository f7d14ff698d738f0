//! A customer's record and the interaction: offered, linked, opened, created.

use super::Ecc;
use super::dispatch::{Answer, not_there};
use super::params::Params;
use crate::contract::ids::DeskId;

impl Ecc {
    pub(super) fn preview(&mut self, _desk: &DeskId, _params: &Params) -> Answer {
        Err(not_there())
    }

    pub(super) fn attach_record(&mut self, _desk: &DeskId, _params: &Params) -> Answer {
        Err(not_there())
    }

    pub(super) fn unattach_record(&mut self, _desk: &DeskId, _params: &Params) -> Answer {
        Err(not_there())
    }

    pub(super) fn open_record(&mut self, _desk: &DeskId, _params: &Params) -> Answer {
        Err(not_there())
    }

    pub(super) fn create_record(&mut self, _desk: &DeskId, _params: &Params) -> Answer {
        Err(not_there())
    }

    pub(super) fn ask_current_record(&mut self, _desk: &DeskId) -> Answer {
        Err(not_there())
    }
}
