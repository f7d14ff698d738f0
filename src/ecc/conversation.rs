//! A chat beyond its lines: typing, ticks, templates, files, transcripts.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};
use crate::contract::ids::{DeskId, InteractionId};
use crate::desk::{Change, Conversation};

impl Ecc {
    /// A method of this room.
    pub(super) fn on_conversation(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }

    /// Tells every desk that has a leg of it how a conversation is sorted now.
    pub(super) fn tell_conversation(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get(id) else { return };
        for leg in &one.legs {
            let conversation = Box::new(one.conversation.clone());
            self.out.change(&leg.desk, Change::Conversation { interaction_id: id.clone(), conversation });
        }
    }

    /// Tells a desk to which an interaction comes what was before: how it is sorted, what was written.
    pub(super) fn tell_so_far(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some(one) = self.state.interactions.get(id) else { return };
        if one.conversation != Conversation::default() {
            let conversation = Box::new(one.conversation.clone());
            self.out.change(desk, Change::Conversation { interaction_id: id.clone(), conversation });
        }
        for line in &one.lines {
            self.out.change(desk, Change::ChatLine { interaction_id: id.clone(), line: line.clone() });
        }
    }
}
