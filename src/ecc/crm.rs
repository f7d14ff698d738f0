//! The CRM behind the site: its objects and records, searched, created and changed.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};
use crate::contract::ids::DeskId;

impl Ecc {
    pub(super) fn on_crm(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }

    pub(super) fn crm_objects(&mut self, _desk: &DeskId) -> Answer {
        Err(not_there())
    }

    pub(super) fn crm_configuration(&mut self, _desk: &DeskId) -> Answer {
        Err(not_there())
    }

    pub(super) fn primary_column(&mut self, _desk: &DeskId) -> Answer {
        Err(not_there())
    }
}
