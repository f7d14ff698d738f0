//! A customer without an agent: put through to a number, or listening to an IVR.

use super::Ecc;
use super::interaction::Line;
use super::output::CustomerSees;
use super::queues::Order;
use super::timers::Timer;
use crate::contract::ids::{CampaignId, InteractionId};
use crate::contract::payload::AssociationType;
use crate::desk::interaction::Cleared;
use crate::wire::Micros;
use crate::workspace::Ivr;

impl Ecc {
    /// The call goes on with the numbers that were asked in, without any agent: until the customer or the last
    /// number hangs up, or the longest time of a call is over.
    pub(super) fn put_through(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        one.line = Line::Through;
        one.modified = self.state.now;
        one.members.iter_mut().for_each(|member| member.held = false);
        if one.members.iter().any(|member| member.joined) {
            self.tell_customer(id, CustomerSees::PutThrough);
        }
    }

    /// A number of a call that has no agent is gone. Where it was the last one, its having talked decides:
    /// the call is over, or it is the campaign's queue's.
    pub(super) fn number_is_gone(&mut self, id: &InteractionId, had_joined: bool) {
        let Some(one) = self.state.interactions.get(id) else { return };
        if one.line != Line::Through || !one.members.is_empty() {
            return;
        }
        if had_joined {
            self.clear_line(id, Cleared::Customer);
        } else {
            self.back_into_queue(id);
        }
    }

    /// The customer listens to an IVR, and waits in a queue then, or is sent away.
    pub(super) fn listen_to_ivr(&mut self, id: &InteractionId, ivr: &Ivr) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        one.line = Line::Listening;
        one.then = ivr.then;
        let until = self.state.now + Micros::from_secs(ivr.seconds);
        self.state.timers.set(Timer::Ivr(id.clone()), until);
    }

    pub(super) fn ivr_is_over(&mut self, id: &InteractionId) {
        let then = self.state.interactions.get_mut(id).and_then(|one| one.then.take());
        match then.filter(|campaign| self.workspace.campaign(*campaign).is_some()) {
            Some(campaign) => self.queue_for(id, campaign),
            // The IVR has said all that there is to say.
            None => self.clear_line(id, Cleared::TooLong),
        }
    }

    /// The customer waits for agents of a campaign, behind those who wait there.
    pub(super) fn queue_for(&mut self, id: &InteractionId, campaign: CampaignId) {
        let newest = Order(self.state.calls.0 + 1);
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        self.state.calls = newest;
        let is_other = one.campaign != campaign;
        one.order = newest;
        one.campaign = campaign;
        one.comes_as = AssociationType::TransferToCampaign;
        for desk in std::mem::take(&mut one.resting) {
            self.state.timers.cancel(&Timer::Retry(id.clone(), desk));
        }
        // A team is one of the campaign's; the other one's rules say who it is for there.
        let before = one.conversation.team.clone();
        if is_other {
            one.conversation.team = None;
        }
        self.begin_to_wait(id);
        if self.state.interactions.get(id).is_some_and(|one| one.conversation.team != before) {
            self.tell_conversation(id);
        }
    }
}
