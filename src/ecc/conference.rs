//! Others asked into a call: users, each with a leg at their own desk, and numbers.

use super::Ecc;
use super::dispatch::{Answer, ok};
use super::emit::{both_sides, call_event};
use super::inbound::no_call;
use super::interaction::{Consulted, Interaction, Leg, Line, Phase, PhoneMember};
use super::output::CustomerSees;
use super::params::Params;
use super::timers::Timer;
use crate::contract::ids::{CrtId, DeskId, InteractionId};
use crate::contract::payload::{AssociationType, Conferred};
use crate::contract::{Event, SdkError, nearest};
use crate::desk::interaction::{Cleared, Member};
use crate::desk::{Change, ToastVariant};
use crate::wire::Micros;

/// How many may be asked into a call, those included at whom it only rings; one more is refused.
pub(super) const MAX_MEMBERS: usize = 8;

const TO_USER: &str = "conferToUser";
const TO_PHONE: &str = "conferToPhone";

impl Ecc {
    pub(super) fn confer(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.own_call(desk, params)?;
        self.not_asking(
            &id,
            "toolbar.mergeConsult makes it a conference, toolbar.cancelConsult sends them away",
        )?;
        let company = self.state.interactions.get(&id).map_or(0, |one| one.company(desk));
        if company >= MAX_MEMBERS {
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

    /// The agent's own call in which they talk: what others can be asked into, or about.
    pub(super) fn own_call(&self, desk: &DeskId, params: &Params) -> Result<InteractionId, SdkError> {
        let id = self.chosen_leg(desk, params, "is connected", |leg| leg.phase == Phase::Connected)?;
        let Some((one, leg)) = self.leg(&id, desk) else { return Ok(id) };
        if one.is_chat() {
            return Err(SdkError::conflict("nobody can be asked into a chat").hint("transfer it"));
        }
        if one.internal {
            return Err(SdkError::conflict("the call is between two agents alone")
                .hint("a customer's call can be given away and others asked into it"));
        }
        if leg.is_guest() {
            return Err(SdkError::forbidden("the call is another agent's, who alone may ask others in")
                .hint("let the agent whose call it is do it"));
        }
        Ok(id)
    }

    fn confer_user(&mut self, id: &InteractionId, desk: &DeskId, target: &str) -> Answer {
        let (_, guest) = self.ready_colleague(desk, target, id)?;
        self.hold_to_confer(id, desk);
        self.tell_conferred(id, &Asked::User(guest.clone()), "initialized");
        self.ring_at(id, &guest, AssociationType::Confer);
        self.company_changed(id);
        ok()
    }

    fn confer_phone(&mut self, id: &InteractionId, desk: &DeskId, target: &str) -> Answer {
        let phone = self.number_to_ask(id, target)?;
        self.hold_to_confer(id, desk);
        let Some(member) = self.add_number(id, desk, phone) else { return ok() };
        self.tell_conferred(id, &Asked::Phone(member.clone()), "initialized");
        self.company_changed(id);
        self.tell_member(id, member.phone, CustomerSees::MemberDialled);
        ok()
    }

    /// A number that may be asked into a call, or about it.
    pub(super) fn number_to_ask(&self, id: &InteractionId, target: &str) -> Result<String, SdkError> {
        let phone = self.phone_number("target", target)?;
        if !self.workspace.session.dial_phone_enable {
            return Err(SdkError::forbidden("agents of this site may not dial (dialPhoneEnable)")
                .hint("a colleague can be reached by their user id"));
        }
        let Some(one) = self.state.interactions.get(id) else { return Ok(phone) };
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
        Ok(phone)
    }

    /// It rings at a number, for so long as the campaign lets it; the public is to be told.
    pub(super) fn add_number(
        &mut self,
        id: &InteractionId,
        desk: &DeskId,
        phone: String,
    ) -> Option<PhoneMember> {
        let one = self.state.interactions.get_mut(id)?;
        let crt = self.state.ids.member();
        let member = PhoneMember { phone, crt: crt.clone(), by: desk.clone(), joined: false, held: false };
        let seconds = self.workspace.campaign(one.campaign).map_or(0, |one| one.dial_timeout);
        one.members.push(member.clone());
        let until = self.state.now + Micros::from_secs(seconds);
        self.state.timers.set(Timer::Member(id.clone(), crt), until);
        Some(member)
    }

    /// Holds the customer, or everybody, until who is asked in has come or has not, where the site wants that
    /// (contract: `shouldHoldBeforeConfer`, `holdAllOnConferEnable`). What the agent holds already stays so.
    fn hold_to_confer(&mut self, id: &InteractionId, desk: &DeskId) {
        let settings = &self.workspace.session;
        let (alone, all) = (settings.should_hold_before_confer, settings.hold_all_on_confer_enable);
        let by_hand = self
            .state
            .interactions
            .get(id)
            .is_some_and(|one| !one.held_to_confer && one.leg(desk).is_some_and(|leg| leg.held));
        if all {
            self.hold_all(id, true);
        } else if alone {
            self.set_hold(id, desk, true);
        }
        if let Some(one) = self.state.interactions.get_mut(id) {
            one.held_to_confer = (all || alone) && !by_hand;
        }
    }

    /// An agent who was asked in has answered.
    pub(super) fn join(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some(leg) = self.state.interactions.get_mut(id).and_then(|one| one.leg_mut(desk)) else { return };
        leg.phase = Phase::Connected;
        let owned = leg.owner;
        let Some((one, leg)) = self.leg(id, desk) else { return };
        let asked_about = one.is_consulted(&Consulted::User(desk.clone()));
        let event = Event::InteractionConnected(call_event(one, leg));
        self.out.event(desk, event);
        self.out.event(desk, Event::InteractionOwned(owned));
        if asked_about {
            self.consulted_answers(id);
        } else {
            self.tell_conferred(id, &Asked::User(desk.clone()), "connected");
        }
        self.company_changed(id);
    }

    /// An agent who was asked in goes; the others go on.
    pub(super) fn leave(&mut self, id: &InteractionId, desk: &DeskId, by: Cleared) {
        self.disconnect_leg(id, desk, by);
        self.company_changed(id);
    }

    /// An agent goes and leaves the call to the others in it: it is that of the agent who was asked in first,
    /// else the numbers' alone.
    pub(super) fn leave_to_others(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.spoken_leg(desk, params)?;
        if self.is_guest(&id, desk) {
            self.leave(&id, desk, Cleared::Left);
            return ok();
        }
        self.not_asking(
            &id,
            "toolbar.completeTransfer gives them the call, toolbar.cancelConsult sends them away",
        )?;
        let Some(one) = self.state.interactions.get_mut(&id) else { return ok() };
        let heir = one.others(desk).find(|leg| leg.is_guest() && leg.phase == Phase::Connected);
        let heir = heir.map(|leg| leg.desk.clone());
        let numbers = one.members.iter().any(|member| member.joined);
        if heir.is_none() && !numbers {
            return Err(SdkError::conflict("nobody else is in the call").hint("toolbar.hangup ends it"));
        }
        // Where only the customer was held, that ends with whose hold it was.
        one.held_to_confer &= self.workspace.session.hold_all_on_confer_enable;
        self.disconnect_leg(&id, desk, Cleared::Left);
        match heir {
            Some(heir) => self.becomes_owner(&id, &heir),
            None => {
                self.send_ringing_away(&id);
                self.put_through(&id);
            }
        }
        ok()
    }

    /// The call is this agent's from now on.
    pub(super) fn becomes_owner(&mut self, id: &InteractionId, desk: &DeskId) {
        if let Some(leg) = self.state.interactions.get_mut(id).and_then(|one| one.leg_mut(desk)) {
            leg.owner = true;
        }
        self.out.change(desk, Change::Owner { interaction_id: id.clone(), is_owner: true });
        self.out.event(desk, Event::InteractionOwned(true));
        self.company_changed(id);
    }

    /// Who has not answered yet need not any more.
    fn send_ringing_away(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get(id) else { return };
        let desks = one.legs.iter().filter(|leg| leg.phase == Phase::Ringing).map(|leg| leg.desk.clone());
        let numbers = one.members.iter().filter(|member| !member.joined).map(|member| member.crt.clone());
        let (desks, numbers): (Vec<_>, Vec<_>) = (desks.collect(), numbers.collect());
        for desk in desks {
            self.disconnect_leg(id, &desk, Cleared::Owner);
        }
        for crt in numbers {
            self.drop_number(id, &crt);
        }
    }

    /// Takes someone who was asked in out of the call again.
    pub(super) fn drop_member(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.own_call(desk, params)?;
        self.not_asking(&id, "toolbar.cancelConsult sends them away")?;
        let who = params.text("who");
        let Some(one) = self.state.interactions.get(&id) else { return ok() };
        if let Some(crt) = one.members.iter().find(|member| member.phone == who).map(|member| &member.crt) {
            let crt = crt.clone();
            self.drop_number(&id, &crt);
            return ok();
        }
        let is_user =
            |leg: &&Leg| self.state.agents.get(&leg.desk).is_some_and(|agent| agent.user.as_str() == who);
        let Some(other) = one.others(desk).find(is_user).map(|leg| leg.desk.clone()) else {
            let there = self.members(one, desk);
            let error = SdkError::not_found(format!("{who:?} is not in the call"));
            return Err(match nearest(who, there.iter().map(|member| member.who.as_str())) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error.hint("toolbar.confer asks others in"),
            });
        };
        self.leave(&id, &other, Cleared::Owner);
        ok()
    }

    /// An agent who was asked in has not come; their leg has ended.
    pub(super) fn did_not_join(&mut self, id: &InteractionId, desk: &DeskId) {
        self.company_changed(id);
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
        let (line, asked_about) = (one.line, one.is_consulted(&Consulted::Phone(member.crt.clone())));
        self.state.timers.cancel(&Timer::Member(id.clone(), member.crt.clone()));
        self.tell_member(id, member.phone.clone(), CustomerSees::MemberConnected);
        if line == Line::Through {
            self.tell_customer(id, CustomerSees::PutThrough);
        } else if asked_about {
            self.consulted_answers(id);
        } else {
            self.tell_conferred(id, &Asked::Phone(member), "connected");
        }
        self.company_changed(id);
        ok()
    }

    /// The number that rings refuses, else the one that joined last leaves.
    pub(super) fn member_hangs_up(&mut self, id: &InteractionId) -> Answer {
        let one = self.state.interactions.get(id).ok_or_else(|| no_call(id))?;
        let rings = one.members.iter().find(|member| !member.joined);
        let Some(member) = rings.or(one.members.last()).cloned() else {
            return Err(nobody_asked("is in it"));
        };
        self.drop_number(id, &member.crt);
        let did = if member.joined { "left the call" } else { "is busy" };
        self.tell_owner(id, format!("{} {did}", member.phone));
        self.number_is_gone(id, member.joined);
        ok()
    }

    pub(super) fn member_does_not_answer(&mut self, id: &InteractionId, crt: &CrtId) {
        if let Some(phone) = self.drop_number(id, crt) {
            self.tell_owner(id, format!("{phone} does not answer"));
            self.number_is_gone(id, false);
        }
    }

    pub(super) fn drop_number(&mut self, id: &InteractionId, crt: &CrtId) -> Option<String> {
        let one = self.state.interactions.get_mut(id)?;
        let place = one.members.iter().position(|member| &member.crt == crt)?;
        let PhoneMember { phone, crt, .. } = one.members.remove(place);
        self.state.timers.cancel(&Timer::Member(id.clone(), crt));
        self.tell_member(id, phone.clone(), CustomerSees::MemberCleared);
        self.company_changed(id);
        Some(phone)
    }

    /// Somebody was asked into a call or about it, has come, has gone, or is on hold: what depends on that, and
    /// the desks that show it.
    pub(super) fn company_changed(&mut self, id: &InteractionId) {
        self.consult_settled(id);
        self.hold_settled(id);
        self.tell_members(id);
    }

    /// Where nobody rings any more, what was held to make a conference is so no longer.
    fn hold_settled(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get_mut(id).filter(|one| one.held_to_confer) else { return };
        let rings = one.legs.iter().any(|leg| leg.phase == Phase::Ringing)
            || one.members.iter().any(|member| !member.joined);
        if rings {
            return;
        }
        one.held_to_confer = false;
        let Some(owner) = one.owner().map(|leg| leg.desk.clone()) else { return };
        if self.workspace.session.hold_all_on_confer_enable {
            self.hold_all(id, false);
        } else {
            self.set_hold(id, &owner, false);
        }
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
        if one.internal {
            return Vec::new();
        }
        // Whom the agent only asks is not in the call; for them, the agent is.
        let asked = |leg: &&Leg| one.is_consulted(&Consulted::User(leg.desk.clone()));
        let users = one.others(desk).filter(|leg| !asked(leg)).filter_map(|leg| {
            let user = &self.state.agents.get(&leg.desk)?.user;
            Some(Member {
                who: user.to_string(),
                is_user: true,
                joined: leg.phase == Phase::Connected,
                held: leg.held && one.consult.is_none(),
            })
        });
        let asked = |member: &&PhoneMember| one.is_consulted(&Consulted::Phone(member.crt.clone()));
        let phones = one.members.iter().filter(|member| !asked(member)).map(|member| Member {
            who: member.phone.clone(),
            is_user: false,
            joined: member.joined,
            held: member.held,
        });
        users.chain(phones).collect()
    }

    /// Tells the desks who are in a call with whom, where anyone is.
    fn tell_members(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get(id) else { return };
        for leg in one.legs.iter().filter(|leg| leg.phase != Phase::WrapUp) {
            let members = self.members(one, &leg.desk);
            self.out.change(&leg.desk, Change::Members { interaction_id: id.clone(), members });
        }
    }

    pub(super) fn tell_member(&mut self, id: &InteractionId, phone: String, sees: CustomerSees) {
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
    pub(super) fn tell_conferred(&mut self, id: &InteractionId, asked: &Asked, status: &str) {
        let Some(one) = self.state.interactions.get(id) else { return };
        let (kind, who, crt) = match asked {
            Asked::Phone(member) => (TO_PHONE, member.phone.clone(), member.crt.clone()),
            Asked::User(desk) => {
                let Some(agent) = self.state.agents.get(desk) else { return };
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
pub(super) enum Asked {
    /// The user at this desk.
    User(DeskId),
    Phone(PhoneMember),
}

impl Interaction {
    /// The leg of the agent whose call it is, while they talk.
    pub(super) fn owner(&self) -> Option<&Leg> {
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
