//! What an agent does with a call that is there: answer, refuse, hold, mute, hang up, look at it.

use serde_json::Value;

use super::Ecc;
use super::dispatch::{Answer, ok};
use super::emit::call_event;
use super::interaction::{Interaction, Leg, Line, Phase};
use super::output::CustomerSees;
use super::params::{Params, bounded};
use super::timers::Timer;
use crate::contract::ids::{CodeId, DeskId, InteractionId};
use crate::contract::{Event, SdkError};
use crate::desk::Change;
use crate::desk::interaction::{Cleared, Draft, DraftCallback};
use crate::wire::Micros;

const LISTED: &str = "interaction.getAllLiveInteractionsForAgent lists them";

/// The longest notes that a disposition takes, in characters.
pub(super) const MAX_NOTES: usize = 10_000;
/// The most that is typed at a desk's interactions and not sent, in bytes of JSON.
const MAX_DRAFTS: usize = 256 << 10;
/// The longest time or number of a callback that is being typed, in characters.
const MAX_DRAFTED: usize = 64;

impl Ecc {
    pub(super) fn answer_call(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.chosen_leg(desk, params, "rings", |leg| leg.phase == Phase::Ringing)?;
        self.state.timers.cancel(&Timer::Ring(id.clone(), desk.clone()));
        if self.is_guest(&id, desk) {
            self.join(&id, desk);
        } else if self.is_internal(&id) {
            self.colleague_answers(&id, desk);
        } else {
            self.state.timers.cancel(&Timer::Wait(id.clone()));
            self.connect(&id, desk);
        }
        ok()
    }

    /// Both sides can talk now.
    pub(super) fn connect(&mut self, id: &InteractionId, desk: &DeskId) {
        let now = self.state.now;
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        one.line = Line::Talking;
        one.modified = now;
        let Some(leg) = one.leg_mut(desk) else { return };
        leg.phase = Phase::Connected;
        // A call that was transferred is no new one.
        let too_long = Timer::TooLong(id.clone());
        if !self.state.timers.is_set(&too_long) {
            let longest = Micros::from_secs(self.longest(id));
            self.state.timers.set(too_long, now + longest);
        }
        let Some((one, leg)) = self.leg(id, desk) else { return };
        let event = Event::InteractionConnected(call_event(one, leg));
        self.out.event(desk, event);
        self.wake_snoozed(id);
        self.tell_customer(id, CustomerSees::Connected);
    }

    pub(super) fn reject_call(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.chosen_leg(desk, params, "rings", |leg| leg.phase == Phase::Ringing)?;
        self.miss(&id, desk, Cleared::Rejected);
        ok()
    }

    pub(super) fn hold(&mut self, desk: &DeskId, params: &Params, on: bool) -> Answer {
        let id = self.spoken_leg(desk, params)?;
        self.not_asking(&id, "toolbar.swap talks with the other one of the two")?;
        if let Some(one) =
            self.state.interactions.get_mut(&id).filter(|one| one.leg(desk).is_some_and(|leg| leg.owner))
        {
            one.held_to_confer = false;
        }
        if self.set_hold(&id, desk, on) && self.has_company(&id, desk) {
            self.company_changed(&id);
        }
        ok()
    }

    /// Puts a leg on hold or takes it off; whether it was otherwise before.
    pub(super) fn set_hold(&mut self, id: &InteractionId, desk: &DeskId, on: bool) -> bool {
        let change = |interaction_id, on| Change::Hold { interaction_id, on };
        self.switch(desk, id, on, |leg| &mut leg.held, change)
    }

    pub(super) fn mute(&mut self, desk: &DeskId, params: &Params, on: bool) -> Answer {
        let id = self.spoken_leg(desk, params)?;
        let change = |interaction_id, on| Change::Mute { interaction_id, on };
        self.switch(desk, &id, on, |leg| &mut leg.muted, change);
        ok()
    }

    /// The connected leg that a gesture is for which makes sense in a talk only.
    pub(super) fn spoken_leg(&self, desk: &DeskId, params: &Params) -> Result<InteractionId, SdkError> {
        let is_talk = |id: &&InteractionId| {
            let talks = |(one, leg): (&Interaction, &Leg)| !one.is_chat() && leg.phase == Phase::Connected;
            self.leg(id, desk).is_some_and(talks)
        };
        if params.interaction().is_none() {
            let agent = self.agent(desk)?;
            return (agent.focus.iter().chain(&agent.legs).find(is_talk).cloned())
                .ok_or_else(|| SdkError::conflict("there is no call that is connected").hint(LISTED));
        }
        let id = self.chosen_leg(desk, params, "is connected", |leg| leg.phase == Phase::Connected)?;
        match self.leg(&id, desk) {
            Some((one, _)) if one.is_chat() => {
                Err(SdkError::conflict(format!("interaction {id} is a chat: there is nothing to hear")))
            }
            _ => Ok(id),
        }
    }

    /// Sets a switch of a leg; setting it as it is changes nothing, and says so.
    fn switch(
        &mut self,
        desk: &DeskId,
        id: &InteractionId,
        on: bool,
        switch: impl Fn(&mut Leg) -> &mut bool,
        change: impl Fn(InteractionId, bool) -> Change,
    ) -> bool {
        let leg = self.state.interactions.get_mut(id).and_then(|one| one.leg_mut(desk));
        let Some(switch) = leg.map(switch).filter(|switch| **switch != on) else { return false };
        *switch = on;
        self.out.change(desk, change(id.clone(), on));
        true
    }

    pub(super) fn hang_up(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.chosen_leg(desk, params, "is connected or dialled", |leg| {
            matches!(leg.phase, Phase::Connected | Phase::Dialling)
        })?;
        self.end_part(&id, desk, Cleared::Agent);
        ok()
    }

    /// An agent is out of a call: one who was asked in leaves it, else it is over for all.
    pub(super) fn end_part(&mut self, id: &InteractionId, desk: &DeskId, by: Cleared) {
        if self.is_guest(id, desk) {
            self.leave(id, desk, by);
        } else if self.is_internal(id) {
            self.disconnect_leg(id, desk, by);
            self.clear_line(id, Cleared::Customer);
        } else {
            self.clear_line(id, by);
        }
    }

    pub(super) fn focus(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let interaction_id = params.interaction();
        let agent = self.agent(desk)?;
        if let Some(id) = &interaction_id
            && !agent.legs.contains(id)
        {
            return Err(no_interaction(id));
        }
        let looks_at = interaction_id.clone();
        if agent.focus != interaction_id {
            if let Some(agent) = self.state.agents.get_mut(desk) {
                agent.focus.clone_from(&interaction_id);
            }
            let owned = interaction_id.as_ref().and_then(|id| self.leg(id, desk)).map(|(_, leg)| leg.owner);
            self.out.change(desk, Change::Focus { interaction_id });
            if let Some(owned) = owned {
                self.out.event(desk, Event::InteractionOwned(owned));
            }
        }
        // Who looks at a chat sees its lines.
        if let Some(id) = looks_at {
            self.has_seen(&id, desk);
        }
        ok()
    }

    pub(super) fn set_draft(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let id = InteractionId::from(params.text("interactionId"));
        let Some((one, leg)) = self.leg(&id, desk) else { return Err(no_interaction(&id)) };
        let campaign = leg.campaign(one);
        let code = params.id("dispositionCodeId")?.map(CodeId);
        if let Some(code) = code {
            self.disposition_of(campaign, code)?;
        }
        let notes = params.short_text("notes", MAX_NOTES)?.to_owned();
        let draft = Draft { code, notes, callback: drafted_callback(params)? };
        self.room_for_draft(desk, &id, &draft)?;
        if let Some(agent) = self.state.agents.get_mut(desk) {
            agent.drafts.insert(id.clone(), draft.clone());
        }
        self.out.change(desk, Change::Draft { interaction_id: id, draft });
        ok()
    }

    /// Whether what is typed at all interactions of a desk leaves room for this: a toolbar is told all of it at once.
    fn room_for_draft(&self, desk: &DeskId, id: &InteractionId, draft: &Draft) -> Result<(), SdkError> {
        let size = |draft: &Draft| serde_json::to_string(draft).map_or(usize::MAX, |text| text.len());
        let others = self.agent(desk)?.drafts.iter().filter(|(other, _)| *other != id);
        if others.map(|(_, other)| size(other)).sum::<usize>() + size(draft) <= MAX_DRAFTS {
            return Ok(());
        }
        let message = format!("what is typed at this desk and not sent takes more than {MAX_DRAFTS} bytes");
        Err(SdkError::http(413, message).hint("dispose some of the interactions in wrap-up"))
    }

    pub(super) fn read_notifications(&mut self, desk: &DeskId) -> Answer {
        self.agent(desk)?;
        self.out.change(desk, Change::NotificationsRead);
        ok()
    }

    /// The leg that a gesture is for: the named one, else the one in focus, else the first for which
    /// the gesture makes sense. Unknown is 4000, in another phase 3000 with 409.
    pub(super) fn chosen_leg(
        &self,
        desk: &DeskId,
        params: &Params,
        wanted: &str,
        fits: impl Fn(&Leg) -> bool,
    ) -> Result<InteractionId, SdkError> {
        let agent = self.agent(desk)?;
        let fitting = |id: &InteractionId| self.leg(id, desk).is_some_and(|(_, leg)| fits(leg));
        match params.interaction() {
            Some(id) if fitting(&id) => Ok(id),
            Some(id) if agent.legs.contains(&id) => {
                Err(SdkError::conflict(format!("interaction {id} is not one that {wanted}")).hint(LISTED))
            }
            Some(id) => Err(no_interaction(&id)),
            None => (agent.focus.iter().chain(&agent.legs).find(|id| fitting(id)).cloned())
                .ok_or_else(|| SdkError::conflict(format!("there is no call that {wanted}")).hint(LISTED)),
        }
    }

    /// Whether a call rings, is dialled or is talked on at a desk.
    pub(super) fn on_the_line(&self, desk: &DeskId) -> bool {
        self.has_leg(desk, |phase| phase != Phase::WrapUp)
    }

    pub(super) fn has_leg(&self, desk: &DeskId, fits: impl Fn(Phase) -> bool) -> bool {
        let legs = self.state.agents.get(desk).map(|agent| agent.legs.as_slice()).unwrap_or_default();
        legs.iter().any(|id| self.leg(id, desk).is_some_and(|(_, leg)| fits(leg.phase)))
    }

    pub(super) fn tell_customer(&mut self, id: &InteractionId, sees: CustomerSees) {
        if let Some(one) = self.state.interactions.get(id).filter(|one| !one.internal) {
            self.out.customer(one, sees);
        }
    }
}

pub(super) fn no_interaction(id: &InteractionId) -> SdkError {
    SdkError::not_found(format!("there is no interaction {id} at this desk")).hint(LISTED)
}

/// The callback of a draft, as it was typed.
fn drafted_callback(params: &Params) -> Result<Option<DraftCallback>, SdkError> {
    let Some(given) = params.0.get("callback").and_then(Value::as_object) else { return Ok(None) };
    let text = |name: &str| {
        let text = params.in_object("callback", name);
        bounded(&format!("callback.{name}"), text, MAX_DRAFTED).map(str::to_owned)
    };
    let own = given.get("own").and_then(Value::as_bool).unwrap_or_default();
    Ok(Some(DraftCallback { own, when: text("when")?, phone: text("phone")? }))
}
