//! Integrations of a desk: who is there, and what they send each other.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};
use super::input::PeerInput;

impl Ecc {
    pub(super) fn on_module(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }

    pub(super) fn on_app_instance(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }

    pub(super) fn send_data_to_crm(&mut self, _call: &Call) -> Answer {
        Err(not_there())
    }

    pub(super) fn send_data_to_app(&mut self, _call: &Call) -> Answer {
        Err(not_there())
    }

    pub(super) fn on_peer(&mut self, _input: PeerInput) {}
}
