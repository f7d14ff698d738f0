//! A chat: opened by a customer or an agent, written in by both.

use super::Ecc;
use super::dispatch::{Answer, not_there};
use super::params::Params;
use crate::contract::ids::{CampaignId, DeskId, InteractionId};

impl Ecc {
    pub(super) fn agent_writes(&mut self, _desk: &DeskId, _params: &Params) -> Answer {
        Err(not_there())
    }

    pub(super) fn customer_chats(
        &mut self,
        _phone: Option<String>,
        _name: Option<String>,
        _campaign: Option<CampaignId>,
        _sub_channel: String,
    ) -> Answer {
        Err(not_there())
    }

    pub(super) fn customer_writes(&mut self, _id: &InteractionId, _text: String) -> Answer {
        Err(not_there())
    }
}
