//! Others asked into a call: users, each with a leg at their own desk, and numbers.

use super::Ecc;
use super::dispatch::{Answer, ok};
use super::emit::{both_sides, call_event};
use super::inbound::no_call;
use super::interaction::{Interaction, Leg, Phase, PhoneMember};
use super::output::CustomerSees;
use super::params::Params;
use super::timers::Timer;
use crate::contract::ids::{CrtId, DeskId, InteractionId};
use crate::contract::payload::{AssociationType, Conferred};
use crate::contract::{Event, SdkError};
use crate::desk::interaction::{Cleared, Member};
use crate::desk::{Change, ToastVariant};
use crate::wire::Micros;

/// How many may be asked into a call, those included at whom it only rings; one more is refused.
const MAX_MEMBERS: usize = 8;

const TO_USER: &str = "conferToUser";
const TO_PHONE: &str = "conferToPhone";

impl Ecc {
    pub(super) fn confer(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.chosen_leg(desk, params, "is connected", |leg| leg.phase == Phase::Connected)?;
        let Some((one, leg)) = self.leg(&id, desk) else { return ok() };
        if one.is_chat() {
            return Err(SdkError::conflict("nobody can be asked into a chat").hint("transfer it"));
        }
        if leg.is_guest() {
            return Err(SdkError::forbidden("the call is another agent's, who alone may ask others in")
                .hint("let the agent whose call it is do it"));
        }
        if one.company(desk) >= MAX_MEMBERS {
            return Err(SdkError::conflict(format!(
                "{MAX_MEMBERS} were asked into the call, the most there may be"
            ))
            .hint("another one can be asked when one has left"));
        }
        match params.text("conferedType") {
            TO_USER => self.confer_user(&id, desk, params.text("target")),
            _ => self.confer_phone(&id, desk, params.text("target")),
        }
    }

    fn confer_user(&mut self, id: &InteractionId, desk: &DeskId, target: &str) -> Answer {
        let (_, guest) = self.ready_colleague(desk, target, id)?;
        self.tell_conferred(id, &Asked::User(&guest), "initialized");
        self.ring_at(id, &guest, AssociationType::Confer);
        self.tell_members(id);
        ok()
    }

    fn confer_phone(&mut self, id: &InteractionId, desk: &DeskId, target: &str) -> Answer {
        let phone = self.phone_number("target", target)?;
        if !self.workspace.session.dial_phone_enable {
            return Err(SdkError::forbidden("agents of this site may not dial (dialPhoneEnable)"));
        }
        let Some(one) = self.state.interactions.get_mut(id) else { return ok() };
        if one.customer.phone == phone || one.members.iter().any(|member| member.phone == phone) {
            return Err(
                SdkError::conflict(format!("{phone} is in the call already")).hint("ask another one in")
            );
        }
        // Who answers is told by the call alone, so that only one may be meant.
        if let Some(other) = one.members.iter().find(|member| !member.joined) {
            return Err(SdkError::conflict(format!("it rings at {} still", other.phone))
                .hint("wait until they answer, or do not"));
        }
        let crt = self.state.ids.member();
        let member = PhoneMember {
            phone: phone.clone(),
            crt: crt.clone(),
            by: desk.clone(),
            joined: false,
            held: false,
        };
        let seconds = self.workspace.campaign(one.campaign).map_or(0, |one| one.dial_timeout);
        one.members.push(member.clone());
        let until = self.state.now + Micros::from_secs(seconds);
        self.state.timers.set(Timer::Member(id.clone(), crt), until);
        self.tell_conferred(id, &Asked::Phone(&member), "initialized");
        self.tell_members(id);
        self.tell_member(id, phone, CustomerSees::MemberDialled);
        ok()
    }

    /// An agent who was asked in has answered.
    pub(super) fn join(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some(leg) = self.state.interactions.get_mut(id).and_then(|one| one.leg_mut(desk)) else { return };
        leg.phase = Phase::Connected;
        let owned = leg.owner;
        let Some((one, leg)) = self.leg(id, desk) else { return };
        let event = Event::InteractionConnected(call_event(one, leg));
        self.out.event(desk, event);
        self.out.event(desk, Event::InteractionOwned(owned));
        self.tell_conferred(id, &Asked::User(desk), "connected");
        self.tell_members(id);
    }

    /// An agent who was asked in goes; the others go on.
    pub(super) fn leave(&mut self, id: &InteractionId, desk: &DeskId, by: Cleared) {
        self.disconnect_leg(id, desk, by);
        self.tell_members(id);
    }

    /// An agent who was asked in has not come; their leg has ended.
    pub(super) fn did_not_join(&mut self, id: &InteractionId, desk: &DeskId) {
        self.tell_members(id);
        let who = self.state.agents.get(desk).map(|agent| agent.user.to_string());
        self.tell_owner(id, format!("{} did not join the call", who.unwrap_or_default()));
    }

    pub(super) fn member_answers(&mut self, id: &InteractionId) -> Answer {
        let one = self.state.interactions.get_mut(id).ok_or_else(|| no_call(id))?;
        let Some(member) = one.members.iter_mut().find(|member| !member.joined) else {
            return Err(nobody_asked("rings"));
        };
        member.joined = true;
        let member = member.clone();
        self.state.timers.cancel(&Timer::Member(id.clone(), member.crt.clone()));
        self.tell_member(id, member.phone.clone(), CustomerSees::MemberConnected);
        self.tell_conferred(id, &Asked::Phone(&member), "connected");
        self.tell_members(id);
        ok()
    }

    /// The number that rings refuses, else the one that joined last leaves.
    pub(super) fn member_hangs_up(&mut self, id: &InteractionId) -> Answer {
        let one = self.state.interactions.get(id).ok_or_else(|| no_call(id))?;
        let rings = one.members.iter().find(|member| !member.joined);
        let Some(member) = rings.or(one.members.last()).cloned() else {
            return Err(nobody_asked("is in it"));
        };
        self.drop_member(id, &member.crt);
        let did = if member.joined { "left the call" } else { "is busy" };
        self.tell_owner(id, format!("{} {did}", member.phone));
        ok()
    }

    pub(super) fn member_does_not_answer(&mut self, id: &InteractionId, crt: &CrtId) {
        if let Some(phone) = self.drop_member(id, crt) {
            self.tell_owner(id, format!("{phone} does not answer"));
        }
    }

    fn drop_member(&mut self, id: &InteractionId, crt: &CrtId) -> Option<String> {
        let one = self.state.interactions.get_mut(id)?;
        let place = one.members.iter().position(|member| &member.crt == crt)?;
        let PhoneMember { phone, crt, .. } = one.members.remove(place);
        self.state.timers.cancel(&Timer::Member(id.clone(), crt));
        self.tell_member(id, phone.clone(), CustomerSees::MemberCleared);
        self.tell_members(id);
        Some(phone)
    }

    /// The call is over for all numbers that were asked into it. Desks see it by its end.
    pub(super) fn clear_members(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        for PhoneMember { phone, crt, .. } in std::mem::take(&mut one.members) {
            self.state.timers.cancel(&Timer::Member(id.clone(), crt));
            self.tell_member(id, phone, CustomerSees::MemberCleared);
        }
    }

    /// Whether an agent has a part that another one asked them into.
    pub(super) fn is_guest(&self, id: &InteractionId, desk: &DeskId) -> bool {
        self.leg(id, desk).is_some_and(|(_, leg)| leg.is_guest())
    }

    /// Whether somebody else was asked into a call.
    pub(super) fn has_company(&self, id: &InteractionId, desk: &DeskId) -> bool {
        self.state.interactions.get(id).is_some_and(|one| one.company(desk) > 0)
    }

    /// Who is in a call, or was asked into it, for the desk of one of them.
    pub(super) fn members(&self, one: &Interaction, desk: &DeskId) -> Vec<Member> {
        let users = one.others(desk).filter_map(|leg| {
            let user = &self.state.agents.get(&leg.desk)?.user;
            Some(Member {
                who: user.to_string(),
                is_user: true,
                joined: leg.phase == Phase::Connected,
                held: leg.held,
            })
        });
        let phones = one.members.iter().map(|member| Member {
            who: member.phone.clone(),
            is_user: false,
            joined: member.joined,
            held: member.held,
        });
        users.chain(phones).collect()
    }

    fn tell_members(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get(id) else { return };
        for leg in one.legs.iter().filter(|leg| leg.phase != Phase::WrapUp) {
            let members = self.members(one, &leg.desk);
            self.out.change(&leg.desk, Change::Members { interaction_id: id.clone(), members });
        }
    }

    fn tell_member(&mut self, id: &InteractionId, phone: String, sees: CustomerSees) {
        if let Some(one) = self.state.interactions.get(id) {
            self.out.member(one, phone, sees);
        }
    }

    fn tell_owner(&mut self, id: &InteractionId, text: String) {
        let owner = self.state.interactions.get(id).and_then(Interaction::owner);
        if let Some(desk) = owner.map(|leg| leg.desk.clone()) {
            self.out.change(&desk, Change::Toast { variant: ToastVariant::Info, text });
        }
    }

    /// Tells the agent whose call it is how far it has come with someone whom they asked in.
    fn tell_conferred(&mut self, id: &InteractionId, asked: &Asked, status: &str) {
        let Some(one) = self.state.interactions.get(id) else { return };
        let (kind, who, crt) = match asked {
            Asked::Phone(member) => (TO_PHONE, member.phone.clone(), member.crt.clone()),
            Asked::User(desk) => {
                let Some(agent) = self.state.agents.get(*desk) else { return };
                let Some(line) = &agent.line else { return };
                (TO_USER, agent.user.to_string(), line.crt.clone())
            }
        };
        let Some(owner) = one.owner() else { return };
        let event = Conferred {
            interaction_id: id.clone(),
            confered_type: kind.to_owned(),
            status: status.to_owned(),
            confered_context_id: who,
            channel_type: one.channel,
            channel_details: both_sides(one, &crt, &owner.crt),
            campaign_id: one.campaign,
        };
        self.out.event(&owner.desk, Event::InteractionConferred(event));
    }
}

/// Someone who was asked in.
enum Asked<'a> {
    /// The user at this desk.
    User(&'a DeskId),
    Phone(&'a PhoneMember),
}

impl Interaction {
    /// The leg of the agent whose call it is, while they talk.
    fn owner(&self) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.owner && leg.phase == Phase::Connected)
    }

    /// The other desks' parts that are not over. A desk whose own part is over sees none of them.
    fn others<'a>(&'a self, desk: &'a DeskId) -> impl Iterator<Item = &'a Leg> + 'a {
        self.legs.iter().filter(move |leg| &leg.desk != desk && leg.phase != Phase::WrapUp)
    }

    /// How many others there are besides a desk's agent and the customer.
    fn company(&self, desk: &DeskId) -> usize {
        self.others(desk).count() + self.members.len()
    }
}

fn nobody_asked(what: &str) -> SdkError {
    SdkError::conflict(format!("no number was asked into the call that {what}"))
        .hint("toolbar.confer asks one in")
}
