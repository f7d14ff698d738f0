//! How conversations are sorted: labels, priority, status, team. What each status means for the agent and the
//! customer stands in ARCHITECTURE.md.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Ecc;
use super::channels::counts;
use super::dispatch::{Answer, Call, not_there, ok};
use super::inbound::no_call;
use super::interaction::{Interaction, Line, Phase};
use super::params::Params;
use super::timers::Timer;
use crate::contract::ids::{DeskId, InteractionId};
use crate::contract::{SdkError, nearest};
use crate::desk::ToastVariant;
use crate::desk::conversation::{Conversation, Priority, Status};
use crate::desk::interaction::Cleared;
use crate::wire::Micros;
use crate::workspace::AutomationEvent;

/// The most labels of a conversation.
pub(super) const MAX_LABELS: usize = 20;
/// The most chats that an agent puts off: those count for no channel's limit, but their desk shows them.
pub(super) const MAX_SNOOZED: usize = 100;
/// The longest that a conversation is put off, in minutes; as far ahead as a callback may be.
pub(super) const LONGEST_SNOOZE: u64 = 366 * 24 * 60;

/// Who sorts a conversation.
#[derive(Debug, Clone, Copy)]
pub(super) enum By<'a> {
    /// The agent at this desk.
    Agent(&'a DeskId),
    /// The automation of this name.
    Automation(&'a str),
}

impl By<'_> {
    /// The agent's desk, where it is one.
    pub(super) fn desk(&self) -> Option<&DeskId> {
        match self {
            By::Agent(desk) => Some(desk),
            By::Automation(_) => None,
        }
    }
}

impl Ecc {
    /// A method of this room.
    pub(super) fn on_sorting(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        match name {
            "expandReply" => self.expand_reply(desk, params),
            "runMacro" => self.run_macro(desk, params),
            "getWaiting" => self.waiting_for(desk),
            "take" => self.take(desk, params),
            _ => {
                let id = self.sorted_leg(desk, params)?;
                self.sort_by_method(name, desk, &id, params)?;
                ok()
            }
        }
    }

    fn sort_by_method(
        &mut self,
        name: &str,
        desk: &DeskId,
        id: &InteractionId,
        params: &Params,
    ) -> Result<(), SdkError> {
        match name {
            "addLabel" => self.add_label(id, params.text("label")),
            "removeLabel" => self.remove_label(id, params.text("label")),
            "setPriority" => {
                self.set_priority(id, word(params, "priority")?);
                Ok(())
            }
            "setStatus" => {
                let minutes = params.id("minutes")?.unwrap_or(60);
                let status = word(params, "status")?.unwrap_or_default();
                self.change_status(id, status, minutes.into(), By::Agent(desk))
            }
            "assignTeam" => self.assign_team(id, params.optional_text("team")),
            "muteConversation" => {
                let on = params.0.get("on").and_then(Value::as_bool).unwrap_or(true);
                self.sort(id, |conversation| conversation.muted = on);
                Ok(())
            }
            _ => Err(not_there()),
        }
    }

    /// The leg whose conversation an agent sorts: one that they have taken.
    pub(super) fn sorted_leg(&self, desk: &DeskId, params: &Params) -> Result<InteractionId, SdkError> {
        self.chosen_leg(desk, params, "is this agent's", |leg| leg.phase != Phase::Ringing)
    }

    /// Changes how a conversation is sorted, and tells of it where it is another way now.
    pub(super) fn sort(&mut self, id: &InteractionId, change: impl FnOnce(&mut Conversation)) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let before = one.conversation.clone();
        change(&mut one.conversation);
        if one.conversation == before {
            return;
        }
        one.modified = self.state.now;
        let (was, is) = (before.status, one.conversation.status);
        if self.state.queues.has(one.order) {
            // It may wait for others now, or in another turn.
            self.wait_in_queue(id);
        }
        self.tell_conversation(id);
        self.happened(id, AutomationEvent::ConversationUpdated);
        match is {
            Status::Open if was != is => self.happened(id, AutomationEvent::ConversationOpened),
            Status::Resolved if was != is => self.happened(id, AutomationEvent::ConversationResolved),
            _ => {}
        }
    }

    /// 4000 where the workspace has no such label, 3000 with 409 where there are too many.
    pub(super) fn add_label(&mut self, id: &InteractionId, label: &str) -> Result<(), SdkError> {
        self.known_label(label)?;
        let has = self
            .state
            .interactions
            .get(id)
            .map_or(0, |one| one.conversation.labels.iter().filter(|one| *one != label).count());
        if has >= MAX_LABELS {
            return Err(SdkError::conflict(format!("a conversation has at most {MAX_LABELS} labels"))
                .hint("take one off: toolbar.removeLabel"));
        }
        self.sort(id, |conversation| {
            if !conversation.labels.iter().any(|one| one == label) {
                conversation.labels.push(label.to_owned());
            }
        });
        Ok(())
    }

    /// One that it does not have is taken off already. 4000 for a label that nothing knows; one that the
    /// workspace has lost since can be taken off.
    pub(super) fn remove_label(&mut self, id: &InteractionId, label: &str) -> Result<(), SdkError> {
        let has = |one: &Conversation| one.labels.iter().any(|one| one == label);
        if !self.state.interactions.get(id).is_some_and(|one| has(&one.conversation)) {
            self.known_label(label)?;
        }
        self.sort(id, |conversation| conversation.labels.retain(|one| one != label));
        Ok(())
    }

    fn known_label(&self, label: &str) -> Result<(), SdkError> {
        let known = || self.workspace.labels.iter().map(|one| one.title.as_str());
        if known().any(|one| one == label) {
            return Ok(());
        }
        Err(unknown("label", label, known(), "[[labels]]"))
    }

    /// How pressing it is; what waits is offered in this order.
    pub(super) fn set_priority(&mut self, id: &InteractionId, priority: Option<Priority>) {
        self.sort(id, |conversation| conversation.priority = priority);
    }

    /// How far it is. `minutes` is for how long a snoozed one is put off.
    pub(super) fn change_status(
        &mut self,
        id: &InteractionId,
        status: Status,
        minutes: u64,
        by: By,
    ) -> Result<(), SdkError> {
        if self.state.interactions.get(id).is_some_and(Interaction::is_chat) {
            self.still_theirs(id, by)?;
        }
        let until = match status {
            Status::Snoozed => {
                self.may_be_snoozed(id)?;
                if !(1..=LONGEST_SNOOZE).contains(&minutes) {
                    return Err(SdkError::field("minutes", format!("1 to {LONGEST_SNOOZE}")));
                }
                Some(self.state.now + Micros::from_secs(minutes * 60))
            }
            _ => None,
        };
        let timer = Timer::Snooze(id.clone());
        match until {
            Some(until) => self.state.timers.set(timer, until),
            None => self.state.timers.cancel(&timer),
        }
        self.sort(id, |conversation| {
            conversation.status = status;
            conversation.snoozed_until = until;
        });
        match status {
            Status::Resolved => self.end_resolved(id, by),
            Status::Open => self.bot_is_done(id),
            Status::Pending | Status::Snoozed => {}
        }
        Ok(())
    }

    /// Refused to an agent who still wraps up what is somebody else's by now, or waits for somebody: what goes on in
    /// it is not theirs.
    pub(super) fn still_theirs(&self, id: &InteractionId, by: By) -> Result<(), SdkError> {
        let theirs = by.desk().and_then(|desk| self.leg(id, desk));
        match theirs {
            Some((one, leg)) if leg.phase == Phase::WrapUp && !one.line.is_cleared() => Err(
                SdkError::conflict(format!("interaction {id} was given away: it goes on without this agent"))
                    .hint("interaction.disposeInteraction ends this part of it"),
            ),
            _ => Ok(()),
        }
    }

    /// Only a chat that an agent is on can be put off: what rings, waits or is spoken goes on by itself.
    fn may_be_snoozed(&self, id: &InteractionId) -> Result<(), SdkError> {
        let one = self.state.interactions.get(id).ok_or_else(|| no_call(id))?;
        if !one.is_chat() {
            return Err(SdkError::conflict(format!("interaction {id} is a call: it can't be put off"))
                .hint("toolbar.hold, or a callback with the disposition"));
        }
        match one.line {
            Line::Talking => self.room_to_snooze(one),
            Line::Cleared => Err(SdkError::conflict("the customer is gone already")),
            _ => Err(SdkError::conflict("no agent has the chat yet").hint("answer it first: toolbar.answer")),
        }
    }

    /// Whether the agent who has a chat has put off fewer others than they may.
    fn room_to_snooze(&self, one: &Interaction) -> Result<(), SdkError> {
        let agent = one.owner().and_then(|leg| self.state.agents.get(&leg.desk));
        let others = agent.into_iter().flat_map(|agent| &agent.legs).filter(|id| **id != one.id);
        let snoozed = others.filter_map(|id| self.state.interactions.get(id)).filter(|one| !counts(one));
        if snoozed.count() >= MAX_SNOOZED {
            return Err(SdkError::conflict(format!(
                "{MAX_SNOOZED} chats are put off, the most an agent may"
            ))
            .hint("go on with one of them, or resolve it"));
        }
        Ok(())
    }

    /// A chat that is done is over; a call goes on until somebody hangs up.
    fn end_resolved(&mut self, id: &InteractionId, by: By) {
        let Some(one) = self.state.interactions.get(id) else { return };
        if !one.is_chat() || one.line.is_cleared() {
            return;
        }
        match by {
            By::Agent(desk) => self.end_part(id, desk, Cleared::Agent),
            By::Automation(_) => self.clear_line(id, Cleared::Resolved),
        }
    }

    /// The time for which a chat was put off is over: it calls for attention again.
    pub(super) fn snooze_is_over(&mut self, id: &InteractionId) {
        self.wake(id);
        let Some(one) = self.state.interactions.get(id) else { return };
        let desks = one.legs.iter().filter(|leg| leg.phase == Phase::Connected);
        for desk in desks.map(|leg| leg.desk.clone()).collect::<Vec<_>>() {
            self.toast_about(id, &desk, ToastVariant::Info, "The {what} with {} was put off until now");
        }
    }

    /// A chat that was put off, or that waits for somebody else at an agent, is open again.
    pub(super) fn wake(&mut self, id: &InteractionId) {
        self.state.timers.cancel(&Timer::Snooze(id.clone()));
        self.sort(id, |conversation| {
            conversation.status = Status::Open;
            conversation.snoozed_until = None;
        });
    }

    /// A customer wrote: what was put off or waited for them is open again, and a bot that has the chat
    /// hears it.
    pub(super) fn customer_wrote(&mut self, id: &InteractionId, text: &str) {
        match self.state.interactions.get(id).map(|one| one.line) {
            Some(Line::WithBot) => self.bot_hears(id, text),
            Some(Line::Talking) => self.wake(id),
            _ => {}
        }
    }

    /// The customer's line is over: what was to happen in it does not.
    pub(super) fn nothing_more_to_come(&mut self, id: &InteractionId) {
        self.state.timers.cancel(&Timer::Snooze(id.clone()));
        self.state.timers.cancel(&Timer::Bot(id.clone()));
        if let Some(one) = self.state.interactions.get_mut(id) {
            one.bot = None;
        }
        self.wake_snoozed(id);
    }

    /// A chat that was put off comes to somebody, or is over.
    pub(super) fn wake_snoozed(&mut self, id: &InteractionId) {
        let status = self.state.interactions.get(id).map(|one| one.conversation.status);
        if status == Some(Status::Snoozed) {
            self.wake(id);
        }
    }
}

/// 4000 for a name that the workspace does not have, with the nearest one.
pub(super) fn unknown<'a>(
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
    section: &str,
) -> SdkError {
    let error = SdkError::not_found(format!("there is no {what} {name:?}"));
    match nearest(name, known) {
        Some(near) => error.hint(format!("did you mean {near:?}?")),
        None => error.hint(format!("the workspace lists them: {section}")),
    }
}

/// One of a few words; the contract's check has refused all others.
fn word<T: DeserializeOwned>(params: &Params, name: &str) -> Result<Option<T>, SdkError> {
    let Some(text) = params.optional_text(name) else { return Ok(None) };
    let read = serde_json::from_value(json!(text));
    read.map(Some).map_err(|_| SdkError::field(name, "one of the words that the contract lists"))
}
