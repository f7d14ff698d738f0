//! What integrations put on the toolbar's screens, and what is typed there.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};
use super::params::Params;
use crate::contract::ids::DeskId;

impl Ecc {
    pub(super) fn on_ui(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }

    pub(super) fn sign_in_as_filled(&mut self, _desk: &DeskId) -> Answer {
        Err(not_there())
    }

    pub(super) fn set_new_interaction(&mut self, _desk: &DeskId, _params: &Params) -> Answer {
        Err(not_there())
    }

    pub(super) fn phone_for_search(&mut self, _desk: &DeskId) -> Answer {
        Err(not_there())
    }

    pub(super) fn set_window_visible(&mut self, _desk: &DeskId, _params: &Params) -> Answer {
        Err(not_there())
    }
}
