//! A chat beside its lines: who types, what was seen and read, how it is sorted.

use super::Ecc;
use super::channels::capabilities;
use super::dispatch::{Answer, Call, not_there, ok};
use super::input::CustomerDoing;
use super::interaction::{Interaction, Leg, Phase};
use super::lines::{attachment, can_not, no_chat};
use super::output::CustomerSees;
use super::params::Params;
use super::timers::Timer;
use crate::contract::SdkError;
use crate::contract::ids::{CampaignId, DeskId, InteractionId};
use crate::desk::interaction::{Tick, raise_ticks};
use crate::desk::{Change, Conversation};
use crate::wire::Micros;

/// How long it shows that somebody types who says no more of it.
pub(super) const TYPING_LASTS: Micros = Micros::from_secs(6);
/// What makes the chat that a customer's doing is about.
pub(super) const CHATS: &str = "control.customerChat";
const NO_TYPING: &str = "does not tell who types";

impl Ecc {
    /// A method of this room.
    pub(super) fn on_conversation(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        match name {
            "typing" => self.agent_typing(desk, params),
            "seen" => self.seen(desk, params),
            "sendTemplate" => self.send_template(desk, params),
            "sendAttachment" => self.send_attachment(desk, params),
            "sendTranscript" => self.send_transcript(desk, params),
            "getTranscript" => self.transcript_request(desk, params),
            _ => Err(not_there()),
        }
    }

    /// What a customer does in a chat, as the control methods say it.
    pub(super) fn chatting(
        &self,
        name: &str,
        desk: &DeskId,
        params: &Params,
    ) -> Result<CustomerDoing, SdkError> {
        let newest = || self.newest_call(desk, params, CHATS, |one| one.is_chat() && !one.line.is_cleared());
        Ok(match name {
            "customerChat" => CustomerDoing::Chat {
                phone: params.optional_text("phone").map(str::to_owned),
                name: params.optional_text("name").map(str::to_owned),
                campaign_id: params.id("campaignId")?.map(CampaignId),
                channel_sub_type: params.short_text("channelSubType", 64)?.to_owned(),
                subject: params.text("subject").to_owned(),
            },
            "customerMessage" => {
                CustomerDoing::Write { interaction_id: newest()?, text: params.text("text").to_owned() }
            }
            "customerTyping" => {
                CustomerDoing::Type { interaction_id: newest()?, on: params.flag("on", true) }
            }
            "customerAttachment" => {
                CustomerDoing::Attach { file: attachment(params)?, interaction_id: newest()? }
            }
            "customerReads" => {
                CustomerDoing::Read { interaction_id: newest()?, read: params.flag("read", true) }
            }
            _ => return Err(not_there()),
        })
    }

    /// The chat that a gesture is for: as [`Ecc::chosen_leg`], but passing over calls.
    pub(super) fn chosen_chat(
        &self,
        desk: &DeskId,
        params: &Params,
        wanted: &str,
        fits: impl Fn(&Leg) -> bool,
    ) -> Result<InteractionId, SdkError> {
        if let Some(id) = params.interaction() {
            let chosen = self.chosen_leg(desk, params, wanted, fits)?;
            let is_chat = self.state.interactions.get(&chosen).is_some_and(Interaction::is_chat);
            return if is_chat { Ok(chosen) } else { Err(no_chat(&id)) };
        }
        let agent = self.agent(desk)?;
        let fitting =
            |id: &&InteractionId| self.leg(id, desk).is_some_and(|(one, leg)| one.is_chat() && fits(leg));
        agent.focus.iter().chain(&agent.legs).find(fitting).cloned().ok_or_else(|| {
            SdkError::conflict(format!("there is no chat that {wanted}"))
                .hint("interaction.getAllLiveInteractionsForAgent lists them")
        })
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
        if one.other_types(desk) {
            self.out.change(desk, Change::CustomerTypes { interaction_id: id.clone(), on: true });
        }
    }

    /// The customer, or the colleague, is told that the agent types, or has stopped.
    fn agent_typing(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.connected_chat(desk, params)?;
        let one = self.live_chat(&id)?;
        if !capabilities(one).typing {
            return Err(can_not(one, NO_TYPING));
        }
        self.set_types_at(&id, desk, params.flag("on", true));
        ok()
    }

    /// The agent at a desk types, or has stopped.
    fn set_types_at(&mut self, id: &InteractionId, desk: &DeskId, on: bool) {
        let Some(one) = self.state.interactions.get(id) else { return };
        if one.internal && !one.is_begun_by(desk) {
            self.set_customer_types(id, on);
        } else {
            self.set_agent_types(id, on);
        }
    }

    /// The agent at a desk has written: they type no more, and have seen what was before.
    pub(super) fn has_written(&mut self, id: &InteractionId, desk: &DeskId) {
        if self.is_internal(id) {
            self.set_types_at(id, desk, false);
        }
        self.has_seen(id, desk);
    }

    pub(super) fn set_agent_types(&mut self, id: &InteractionId, on: bool) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let changed = std::mem::replace(&mut one.agent_types, on) != on;
        self.types_until(Timer::AgentTypes(id.clone()), on);
        if changed && self.is_internal(id) {
            self.tell_colleague_types(id, false, on);
        } else if changed {
            self.tell_customer(id, if on { CustomerSees::AgentTypes } else { CustomerSees::AgentStops });
        }
    }

    pub(super) fn customer_typing(&mut self, id: &InteractionId, on: bool) -> Answer {
        let one = self.live_chat(id)?;
        if !capabilities(one).typing {
            return Err(can_not(one, NO_TYPING));
        }
        self.set_customer_types(id, on);
        ok()
    }

    /// Every desk with a live leg is told that the customer types, or has stopped.
    pub(super) fn set_customer_types(&mut self, id: &InteractionId, on: bool) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let changed = std::mem::replace(&mut one.customer_types, on) != on;
        if changed && self.is_internal(id) {
            self.tell_colleague_types(id, true, on);
        } else if changed {
            self.tell_live(id, |interaction_id| Change::CustomerTypes { interaction_id, on });
        }
        self.types_until(Timer::CustomerTypes(id.clone()), on);
    }

    /// Of two agents who write to each other, the one who began it, or the other one, is told whether the other types.
    fn tell_colleague_types(&mut self, id: &InteractionId, who_began: bool, on: bool) {
        let Some(one) = self.state.interactions.get(id) else { return };
        for leg in one.legs.iter().filter(|leg| one.is_begun_by(&leg.desk) == who_began) {
            self.out.change(&leg.desk, Change::CustomerTypes { interaction_id: id.clone(), on });
        }
    }

    fn types_until(&mut self, timer: Timer, on: bool) {
        if on {
            self.state.timers.set(timer, self.state.now + TYPING_LASTS);
        } else {
            self.state.timers.cancel(&timer);
        }
    }

    /// Nobody types in a chat whose customer is gone, or that goes to another agent.
    pub(super) fn nobody_types(&mut self, id: &InteractionId) {
        for timer in [Timer::AgentTypes(id.clone()), Timer::CustomerTypes(id.clone())] {
            self.state.timers.cancel(&timer);
        }
        if let Some(one) = self.state.interactions.get_mut(id) {
            (one.agent_types, one.customer_types) = (false, false);
        }
    }

    fn seen(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.chosen_chat(desk, params, "is here", |_| true)?;
        self.has_seen(&id, desk);
        ok()
    }

    /// The agent at a desk has seen the lines so far. The customer of a channel with ticks is told, once for
    /// the lines that are theirs.
    pub(super) fn has_seen(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let (number, ticks, cleared) = (one.written, capabilities(one).ticks, one.line.is_cleared());
        let Some(leg) = one.leg_mut(desk) else { return };
        let before = std::mem::replace(&mut leg.seen, number);
        let answers = leg.phase == Phase::Connected && !cleared;
        if !one.lines.iter().any(|line| line.number > before && line.is_customers()) {
            return;
        }
        self.out.change(desk, Change::Seen { interaction_id: id.clone(), number });
        if ticks && answers {
            self.tell_customer(id, CustomerSees::Seen);
        }
    }

    /// Our lines so far are on the customer's device, and read where `read`.
    pub(super) fn customer_reads(&mut self, id: &InteractionId, read: bool) -> Answer {
        let one = self.live_chat(id)?;
        if !capabilities(one).ticks {
            return Err(can_not(one, "does not tell what was delivered or read"));
        }
        let Some(one) = self.state.interactions.get_mut(id) else { return ok() };
        let (number, tick) = (one.written, if read { Tick::Read } else { Tick::Delivered });
        if one.lines.iter().any(|line| line.tick.is_some_and(|before| before < tick)) {
            raise_ticks(&mut one.lines, number, tick);
            self.tell_live(id, |interaction_id| Change::Tick { interaction_id, number, tick });
        }
        ok()
    }

    /// Tells every desk that has a live leg.
    fn tell_live(&mut self, id: &InteractionId, change: impl Fn(InteractionId) -> Change) {
        let Some(one) = self.state.interactions.get(id) else { return };
        for leg in one.legs.iter().filter(|leg| leg.phase != Phase::WrapUp) {
            self.out.change(&leg.desk, change(id.clone()));
        }
    }
}
