//! HTTP for integrations: stubs of the ECC's microservices, and requests to others.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};
use super::input::HttpAnswer;

impl Ecc {
    pub(super) fn on_http(&mut self, _name: &str, _call: &Call) -> Option<Answer> {
        Some(Err(not_there()))
    }

    pub(super) fn on_http_answer(&mut self, _answer: HttpAnswer) {}
}
