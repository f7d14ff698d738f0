//! A customer's call: taken, queued, offered, missed; and the end of a line by either side.

use serde_json::json;

use super::conversation::CHATS;
use super::dispatch::{Answer, ok};
use super::emit::{call_event, call_event_with_queue, ended};
use super::interaction::{Interaction, Leg, Line, Phase};
use super::notices::Notice;
use super::output::CustomerSees;
use super::params::Params;
use super::timers::Timer;
use super::{Ecc, MAX_CALLS};
use crate::contract::ids::{CallId, CampaignId, CrtId, DeskId, InteractionId};
use crate::contract::payload::{AssociationType, ChannelType, CustomerDetails};
use crate::contract::{Event, SdkError};
use crate::desk::interaction::Cleared;
use crate::desk::{Change, ToastVariant};
use crate::wire::Micros;
use crate::workspace::AutomationEvent;

/// The longest name that a caller is shown with, in characters.
pub(super) const MAX_NAME: usize = 200;

impl Ecc {
    /// A customer calls: the call is taken and waits for an agent.
    pub(super) fn customer_calls(
        &mut self,
        phone: String,
        name: Option<String>,
        campaign: Option<CampaignId>,
    ) -> Answer {
        if phone.is_empty() {
            return Err(SdkError::field("phone", "a phone number"));
        }
        self.channel_in_use(ChannelType::Voice, "")?;
        self.free_line()?;
        let campaign = self.route(campaign, ChannelType::Voice, "")?;
        let customer = self.customer_details(phone, name);
        let id = self.new_interaction(campaign, customer, Line::Queued);
        self.queue_up(&id);
        let call_id = self.state.interactions.get(&id).map(|one| one.call_id.clone());
        Ok(json!({"interactionId": id, "callId": call_id}))
    }

    /// Whether the site carries one more call.
    pub(super) fn free_line(&self) -> Result<(), SdkError> {
        if self.state.interactions.len() >= MAX_CALLS {
            return Err(SdkError::http(503, format!("all {MAX_CALLS} lines are busy")).hint("end some calls"));
        }
        Ok(())
    }

    /// A customer who has just come waits for an agent of the campaign.
    pub(super) fn queue_up(&mut self, id: &InteractionId) {
        self.tell_customer(id, CustomerSees::Queued);
        self.begin_to_wait(id);
    }

    /// A customer waits for an agent of the campaign from now on.
    pub(super) fn begin_to_wait(&mut self, id: &InteractionId) {
        self.assign_by_rule(id);
        let Some(campaign) = self.enter_queue(id) else { return };
        self.tell_waiting(campaign);
        self.notify_waiting(id);
    }

    /// The customer waits in the queue of the interaction's campaign, at the interaction's place, for as
    /// long as the channel or that queue lets them.
    fn enter_queue(&mut self, id: &InteractionId) -> Option<CampaignId> {
        let until = self.longest_wait(self.state.interactions.get(id)?).map(|wait| self.state.now + wait);
        let one = self.state.interactions.get_mut(id)?;
        let campaign = one.campaign;
        let queue = self.workspace.campaign(campaign).map(|one| &one.queue);
        one.line = Line::Queued;
        one.queue = queue.map(|queue| queue.id);
        self.wait_in_queue(id);
        let timer = Timer::Wait(id.clone());
        match until {
            Some(until) => self.state.timers.set(timer, until),
            None => self.state.timers.cancel(&timer),
        }
        Some(campaign)
    }

    /// How long a customer waits for an agent; `None` for as long as it takes.
    pub(super) fn longest_wait(&self, one: &Interaction) -> Option<Micros> {
        let of_queue = self.workspace.campaign(one.campaign).map_or(0, |one| one.queue.max_wait);
        let channel = self.channel_of(one);
        channel.map_or_else(|| Some(Micros::from_secs(of_queue)), |channel| channel.max_wait(of_queue))
    }

    /// Who a number belongs to, as far as the site knows. A given name goes first.
    pub(super) fn customer_details(&self, phone: String, name: Option<String>) -> CustomerDetails {
        let listed = self.workspace.customer(&phone).map(|one| one.id);
        let known = listed.or_else(|| self.state.added.get(&phone).copied());
        let name = name.filter(|name| !name.trim().is_empty());
        let name = name.map(|name| name.chars().take(MAX_NAME).collect());
        CustomerDetails {
            customer_id: known,
            name: name.or_else(|| known.and_then(|id| self.name_of(id)).map(str::to_owned)),
            phone,
        }
    }

    pub(super) fn new_interaction(
        &mut self,
        campaign: CampaignId,
        customer: CustomerDetails,
        line: Line,
    ) -> InteractionId {
        let ids = self.state.ids.call();
        self.insert_interaction(campaign, customer, line, ids)
    }

    /// `ids` are the medium's and the customer's side.
    pub(super) fn insert_interaction(
        &mut self,
        campaign: CampaignId,
        customer: CustomerDetails,
        line: Line,
        (call_id, customer_crt): (CallId, CrtId),
    ) -> InteractionId {
        let now = self.state.now;
        let id = self.state.ids.interaction(now);
        self.state.calls.0 += 1;
        let one = Interaction {
            id: id.clone(),
            channel: ChannelType::Voice,
            order: self.state.calls,
            call_id,
            customer_crt,
            campaign,
            queue: None,
            customer,
            line,
            legs: Vec::new(),
            added: now,
            modified: now,
            first_assigned: None,
            resting: Default::default(),
            record: None,
            members: Vec::new(),
            consult: None,
            held_to_confer: false,
            then: None,
            comes_as: AssociationType::InboundDial,
            internal: false,
            dialled: line.is_dialled(),
            lines: Default::default(),
            remembered: false,
            written: 0,
            customer_types: false,
            agent_types: false,
            bot: None,
            automatic: Default::default(),
            conversation: Default::default(),
        };
        self.state.interactions.insert(id.clone(), one);
        self.happened(&id, AutomationEvent::ConversationCreated);
        id
    }

    /// A leg begins at a desk; its first event.
    pub(super) fn begin_leg(
        &mut self,
        id: &InteractionId,
        desk: &DeskId,
        association: AssociationType,
        phase: Phase,
    ) {
        let now = self.state.now;
        let party = self.caller(id);
        let (Some(one), Some(agent)) = (self.state.interactions.get_mut(id), self.state.agents.get_mut(desk))
        else {
            return;
        };
        let Some(crt) = agent.line.as_ref().map(|line| line.crt.clone()) else { return };
        agent.legs.push(id.clone());
        one.modified = now;
        one.first_assigned.get_or_insert(now);
        one.legs.push(Leg {
            desk: desk.clone(),
            crt,
            association,
            phase,
            assigned: now,
            held: false,
            muted: false,
            owner: association != AssociationType::Confer,
            seen: 0,
            campaign: Some(one.campaign),
            party,
            left_at: None,
        });
        let Some((one, leg)) = self.leg(id, desk) else { return };
        let (event, is_guest) = (Event::InteractionInitiated(call_event(one, leg)), leg.is_guest());
        let record = one.record.clone();
        self.out.event(desk, event);
        if record.is_some() {
            self.out.change(desk, Change::Record { interaction_id: id.clone(), record });
        }
        self.tell_contact(id, desk);
        if is_guest {
            self.out.change(desk, Change::Owner { interaction_id: id.clone(), is_owner: false });
        }
        self.tell_so_far(id, desk);
    }

    /// It rings, here or at the customer's, for so many seconds at the most. A chat is offered without.
    pub(super) fn ring(&mut self, id: &InteractionId, desk: &DeskId, timer: Timer, seconds: u64) {
        let Some((one, leg)) = self.leg(id, desk) else { return };
        // A chat makes no sound (behaviour: order of events).
        let event = (!one.is_chat()).then(|| Event::CallRinging(call_event_with_queue(one, leg)));
        if let Some(event) = event {
            self.out.event(desk, event);
        }
        let until = self.state.now + Micros::from_secs(seconds);
        self.state.timers.set(timer, until);
        self.out.change(desk, Change::Deadline { interaction_id: id.clone(), until });
    }

    /// A waiting call is offered to an agent.
    pub(super) fn offer(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        one.line = Line::Offered;
        let association = one.comes_as;
        self.ring_at(id, desk, association);
    }

    /// A leg begins by ringing at a desk.
    pub(super) fn ring_at(&mut self, id: &InteractionId, desk: &DeskId, association: AssociationType) {
        let Some(one) = self.state.interactions.get(id) else { return };
        let seconds = self.workspace.campaign(one.campaign).map_or(0, |one| one.ring_timeout);
        self.begin_leg(id, desk, association, Phase::Ringing);
        self.ring(id, desk, Timer::Ring(id.clone(), desk.clone()), seconds);
        self.pop_screen(id, desk);
        self.notify_about(id, desk, Notice::ConversationAssignment, "A {what} from {} is offered to you");
    }

    /// An agent did not take an offered call: their leg ends, and the caller has the old place in the
    /// queue again. This agent is not offered it for a while. Where they were only asked in, the
    /// others go on without them.
    pub(super) fn miss(&mut self, id: &InteractionId, desk: &DeskId, by: Cleared) {
        let was_guest = self.is_guest(id, desk);
        self.out.change(desk, Change::Cleared { interaction_id: id.clone(), by });
        self.notify_missed(id, desk);
        self.end_leg(id, desk);
        if by == Cleared::Missed {
            self.notify_about(id, desk, Notice::Missed, "You missed a {what} from {}");
        }
        if was_guest {
            self.did_not_join(id, desk);
        } else if self.is_internal(id) {
            let refused = by == Cleared::Rejected;
            self.clear_line(id, if refused { Cleared::Busy } else { Cleared::NoAnswer });
        } else {
            self.rest(id, desk);
            self.back_into_queue(id);
        }
    }

    /// An agent is not offered the interaction for a while.
    fn rest(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let Some(campaign) = self.workspace.campaign(one.campaign) else { return };
        one.resting.insert(desk.clone());
        let again = self.state.now + Micros::from_secs(campaign.queue.retry_after);
        self.state.timers.set(Timer::Retry(id.clone(), desk.clone()), again);
    }

    /// A customer whom nobody took waits at the old place; the longest wait is the one that has begun.
    pub(super) fn back_into_queue(&mut self, id: &InteractionId) {
        let wait = Timer::Wait(id.clone());
        let until = self.state.timers.at(&wait);
        let Some(campaign) = self.enter_queue(id) else { return };
        // A transferred call comes there for the first time.
        if let Some(until) = until {
            self.state.timers.set(wait, until);
        }
        self.tell_waiting(campaign);
    }

    pub(super) fn customer_hangs_up(&mut self, id: &InteractionId) -> Answer {
        match self.state.interactions.get(id).map(|one| one.line) {
            None => Err(no_call(id)),
            Some(Line::Cleared) => Err(SdkError::conflict("the customer is gone already")),
            Some(_) => {
                self.clear_line(id, Cleared::Customer);
                ok()
            }
        }
    }

    /// The customer's line ends, whoever ended it; every leg with it.
    pub(super) fn clear_line(&mut self, id: &InteractionId, by: Cleared) {
        let now = self.state.now;
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let was_queued = one.line == Line::Queued;
        one.line = Line::Cleared;
        one.modified = now;
        (one.consult, one.held_to_confer) = (None, false);
        let (campaign, order) = (one.campaign, one.order);
        let desks: Vec<DeskId> = one.legs.iter().map(|leg| leg.desk.clone()).collect();
        for timer in [Timer::Wait, Timer::Dial, Timer::TooLong, Timer::Ivr] {
            self.state.timers.cancel(&timer(id.clone()));
        }
        self.clear_members(id);
        self.nobody_types(id);
        self.nothing_more_to_come(id);
        self.tell_customer(id, CustomerSees::Cleared);
        if was_queued {
            self.state.queues.take(order);
            self.tell_waiting(campaign);
        }
        for desk in desks {
            let by_owner = matches!(by, Cleared::Agent | Cleared::SignedOut) && self.is_guest(id, &desk);
            self.disconnect_leg(id, &desk, if by_owner { Cleared::Owner } else { by });
        }
        self.forget_if_over(id);
    }

    /// A leg loses its line: a talk or a try goes on to wrap-up, a call that only rang ends.
    pub(super) fn disconnect_leg(&mut self, id: &InteractionId, desk: &DeskId, by: Cleared) {
        let Some((one, leg)) = self.leg(id, desk) else { return };
        let phase = leg.phase;
        if phase == Phase::WrapUp {
            return;
        }
        let event = Event::InteractionDisconnected(call_event(one, leg));
        self.out.change(desk, Change::Cleared { interaction_id: id.clone(), by });
        self.out.event(desk, event);
        self.nobody_types(id);
        match phase {
            Phase::Ringing => {
                self.notify_missed(id, desk);
                self.end_leg(id, desk);
            }
            // Colleagues owe each other no disposition.
            Phase::Dialling | Phase::Connected if self.is_internal(id) => {
                self.toast_why(id, desk, by);
                self.end_leg(id, desk);
            }
            Phase::Dialling | Phase::Connected => {
                self.begin_wrap_up(id, desk, phase == Phase::Connected);
                self.toast_why(id, desk, by);
            }
            Phase::WrapUp => {}
        }
    }

    /// Tells the agent why a talk or a try is over, where that is news to them.
    fn toast_why(&mut self, id: &InteractionId, desk: &DeskId, by: Cleared) {
        let text = match by {
            Cleared::Busy => "{} is busy",
            Cleared::NoAnswer => "{} does not answer",
            Cleared::TooLong => "The {what} with {} reached the site's limit",
            _ => return,
        };
        self.toast_about(id, desk, ToastVariant::Warning, text);
    }

    /// The last event of a leg. The agent waits for the next call from now on.
    pub(super) fn end_leg(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some((one, leg)) = self.leg(id, desk) else { return };
        let event = Event::InteractionEnded(ended(one, leg));
        self.out.event(desk, event);
        self.state.timers.cancel(&Timer::Ring(id.clone(), desk.clone()));
        self.state.timers.cancel(&Timer::WrapUp(id.clone(), desk.clone()));
        if let Some(one) = self.state.interactions.get_mut(id) {
            one.legs.retain(|leg| &leg.desk != desk);
        }
        if let Some(agent) = self.state.agents.get_mut(desk) {
            agent.legs.retain(|leg| leg != id);
            agent.drafts.remove(id);
            if agent.focus.as_ref() == Some(id) {
                agent.focus = None;
            }
            agent.free_since = self.state.now;
        }
        self.forget_if_over(id);
    }

    fn forget_if_over(&mut self, id: &InteractionId) {
        if let Some(one) = self.state.interactions.get(id)
            && one.is_over()
        {
            for desk in one.resting.clone() {
                self.state.timers.cancel(&Timer::Retry(id.clone(), desk));
            }
            if let Some(one) = self.state.interactions.remove(id) {
                self.remember_over(&one);
            }
        }
    }

    /// The call that a customer's doing is for: the named one, else the newest of the desk, else of
    /// the site.
    pub(super) fn newest_call(
        &self,
        desk: &DeskId,
        params: &Params,
        made_by: &str,
        fits: impl Fn(&Interaction) -> bool,
    ) -> Result<InteractionId, SdkError> {
        if let Some(id) = params.interaction() {
            return match self.state.interactions.get(&id) {
                None => Err(no_call(&id)),
                Some(one) if one.internal => Err(SdkError::conflict(format!(
                    "interaction {id} is between two agents: no customer is in it"
                ))
                .hint("the agents' own methods end it: toolbar.hangup, toolbar.reject")),
                Some(_) => Ok(id),
            };
        }
        let fitting = |one: &&Interaction| !one.internal && fits(one);
        let calls = || self.state.interactions.values().filter(fitting);
        let here = calls().filter(|one| one.leg(desk).is_some()).max_by_key(|one| one.order);
        here.or_else(|| calls().max_by_key(|one| one.order)).map(|one| one.id.clone()).ok_or_else(|| {
            let what = if made_by == CHATS { "chat" } else { "call" };
            SdkError::conflict(format!("there is no such {what}")).hint(format!("{made_by} makes one"))
        })
    }
}

pub(super) fn no_call(id: &InteractionId) -> SdkError {
    SdkError::not_found(format!("there is no call {id}")).hint("control.getSite lists them")
}
