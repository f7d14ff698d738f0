//! Asking someone before giving them a call: the customer waits on hold, or talks while the other one does.

use super::Ecc;
use super::conference::Asked;
use super::dispatch::{Answer, ok};
use super::interaction::{Consulted, Consulting, Interaction, Line, Phase};
use super::output::CustomerSees;
use super::params::Params;
use crate::contract::SdkError;
use crate::contract::ids::{DeskId, InteractionId};
use crate::contract::payload::AssociationType;
use crate::desk::interaction::Cleared;
use crate::desk::{self, Change};

impl Ecc {
    /// The customer goes on hold, and it rings at the one who is asked, as if they were asked into the call.
    pub(super) fn consult(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.own_call(desk, params)?;
        if self.has_company(&id, desk) {
            return Err(SdkError::conflict("others were asked into the call, or are asked about it")
                .hint("one can be asked when they have left: toolbar.dropMember, toolbar.cancelConsult"));
        }
        let target = params.text("target");
        if params.text("consultType") == "phone" {
            let phone = self.number_to_ask(&id, target)?;
            let Some(member) = self.add_number(&id, desk, phone) else { return ok() };
            self.begin_consult(&id, desk, Consulted::Phone(member.crt));
            self.tell_consult(&id);
            self.tell_member(&id, member.phone, CustomerSees::MemberDialled);
        } else {
            let (_, other) = self.ready_colleague(desk, target, &id)?;
            self.begin_consult(&id, desk, Consulted::User(other.clone()));
            self.ring_at(&id, &other, AssociationType::Confer);
            self.tell_consult(&id);
            self.company_changed(&id);
        }
        ok()
    }

    fn begin_consult(&mut self, id: &InteractionId, desk: &DeskId, with: Consulted) {
        if let Some(one) = self.state.interactions.get_mut(id) {
            one.consult = Some(Consulting { with, talks: false });
            one.held_to_confer = false;
        }
        self.set_hold(id, desk, true);
    }

    /// Talks with the other one of customer and consulted; who was talked with is on hold.
    pub(super) fn swap(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let (id, consult) = self.answered_consult(desk, params)?;
        let talks = !consult.talks;
        self.set_hold(&id, desk, talks);
        self.hold_consulted(&id, &consult.with, !talks);
        self.set_talks(&id, talks);
        self.company_changed(&id);
        ok()
    }

    /// The call is the consulted one's; this agent is out of it.
    pub(super) fn complete_transfer(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let (id, consult) = self.answered_consult(desk, params)?;
        let campaign = self.state.interactions.get(&id).map(|one| one.campaign);
        let taker = match &consult.with {
            Consulted::User(other) => {
                let user = self.agent(other)?.user.clone();
                if let Some(campaign) = campaign {
                    self.may_be_given(&user, campaign)?;
                }
                Some(other.clone())
            }
            Consulted::Phone(_) => None,
        };
        let Some(one) = self.state.interactions.get_mut(&id) else { return ok() };
        one.consult = None;
        one.modified = self.state.now;
        self.hold_consulted(&id, &consult.with, false);
        self.give_consulted(&id, desk, &consult.with);
        match taker {
            Some(other) => self.becomes_owner(&id, &other),
            None => self.put_through(&id),
        }
        ok()
    }

    /// The events with which the giver's part ends.
    fn give_consulted(&mut self, id: &InteractionId, desk: &DeskId, with: &Consulted) {
        let Some(one) = self.state.interactions.get(id) else { return };
        let given = match with {
            Consulted::User(other) => self.state.agents.get(other).and_then(|agent| {
                let line = agent.line.as_ref()?;
                Some(("transferToUser", agent.user.to_string(), line.crt.clone()))
            }),
            Consulted::Phone(crt) => one
                .members
                .iter()
                .find(|member| &member.crt == crt)
                .map(|member| ("transferToPhone", member.phone.clone(), crt.clone())),
        };
        if let Some((kind, whom, crt)) = given {
            self.give_away(id, desk, kind, whom, &crt);
        }
    }

    /// Sends the consulted one away, and talks with the customer again.
    pub(super) fn cancel_consult(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let (id, consult) = self.own_consult(desk, params)?;
        match consult.with {
            Consulted::User(other) => self.leave(&id, &other, Cleared::Owner),
            Consulted::Phone(crt) => drop(self.drop_number(&id, &crt)),
        }
        ok()
    }

    /// Customer and consulted hear each other: a conference.
    pub(super) fn merge_consult(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let (id, consult) = self.answered_consult(desk, params)?;
        if let Some(one) = self.state.interactions.get_mut(&id) {
            one.consult = None;
        }
        self.set_hold(&id, desk, false);
        self.hold_consulted(&id, &consult.with, false);
        self.tell_consult(&id);
        let joined = match &consult.with {
            Consulted::User(other) => Some(Asked::User(other.clone())),
            Consulted::Phone(crt) => self.state.interactions.get(&id).and_then(|one| {
                one.members.iter().find(|member| &member.crt == crt).cloned().map(Asked::Phone)
            }),
        };
        if let Some(joined) = joined {
            self.tell_conferred(&id, &joined, "connected");
        }
        self.company_changed(&id);
        ok()
    }

    /// The consulted one has answered: the agent talks with them.
    pub(super) fn consulted_answers(&mut self, id: &InteractionId) {
        self.set_talks(id, true);
    }

    /// Where the consulted one is gone, the agent talks with the customer again.
    pub(super) fn consult_settled(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let Some(consult) = &one.consult else { return };
        if one.state_of(&consult.with).is_some() {
            return;
        }
        one.consult = None;
        let owner = one.owner().map(|leg| leg.desk.clone());
        self.tell_consult(id);
        if let Some(desk) = owner {
            self.set_hold(id, &desk, false);
        }
    }

    /// Refused while somebody is asked about the call.
    pub(super) fn not_asking(&self, id: &InteractionId, hint: &str) -> Result<(), SdkError> {
        match self.state.interactions.get(id).and_then(|one| one.consult.as_ref()) {
            Some(_) => Err(SdkError::conflict("somebody is asked about the call").hint(hint)),
            None => Ok(()),
        }
    }

    fn own_consult(&self, desk: &DeskId, params: &Params) -> Result<(InteractionId, Consulting), SdkError> {
        let id = self.own_call(desk, params)?;
        let consult = self.state.interactions.get(&id).and_then(|one| one.consult.clone());
        let consult = consult.ok_or_else(|| {
            SdkError::conflict("nobody is asked about the call").hint("toolbar.consult asks somebody")
        })?;
        Ok((id, consult))
    }

    fn answered_consult(
        &self,
        desk: &DeskId,
        params: &Params,
    ) -> Result<(InteractionId, Consulting), SdkError> {
        let (id, consult) = self.own_consult(desk, params)?;
        let answered = self.state.interactions.get(&id).and_then(|one| one.state_of(&consult.with));
        if answered != Some(true) {
            return Err(SdkError::conflict("who is asked has not answered yet")
                .hint("wait until they do, or call toolbar.cancelConsult"));
        }
        Ok((id, consult))
    }

    fn set_talks(&mut self, id: &InteractionId, talks: bool) {
        if let Some(consult) = self.state.interactions.get_mut(id).and_then(|one| one.consult.as_mut()) {
            consult.talks = talks;
        }
        self.tell_consult(id);
    }

    fn hold_consulted(&mut self, id: &InteractionId, with: &Consulted, on: bool) {
        match with {
            Consulted::User(other) => drop(self.set_hold(id, other, on)),
            Consulted::Phone(crt) => {
                let one = self.state.interactions.get_mut(id);
                let member = one.and_then(|one| one.members.iter_mut().find(|member| &member.crt == crt));
                if let Some(member) = member {
                    member.held = on;
                }
            }
        }
    }

    /// Whom the owner of a call asks, as their desk shows it.
    pub(super) fn shown_consult(&self, one: &Interaction) -> Option<desk::Consult> {
        let consult = one.consult.as_ref()?;
        let (with, is_user) = match &consult.with {
            Consulted::User(other) => (self.state.agents.get(other)?.user.to_string(), true),
            Consulted::Phone(crt) => {
                (one.members.iter().find(|member| &member.crt == crt)?.phone.clone(), false)
            }
        };
        let joined = one.state_of(&consult.with)?;
        Some(desk::Consult { with, is_user, joined, talks: consult.talks })
    }

    pub(super) fn tell_consult(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get(id) else { return };
        let Some(owner) = one.owner() else { return };
        let change = Change::Consult { interaction_id: id.clone(), consult: self.shown_consult(one) };
        self.out.change(&owner.desk, change);
    }
}

impl Interaction {
    /// Whether a consulted one has answered; `None` where they are gone.
    fn state_of(&self, with: &Consulted) -> Option<bool> {
        match with {
            Consulted::User(other) => self
                .leg(other)
                .filter(|leg| leg.phase != Phase::WrapUp)
                .map(|leg| leg.phase == Phase::Connected),
            Consulted::Phone(crt) => {
                self.members.iter().find(|member| &member.crt == crt).map(|member| member.joined)
            }
        }
    }

    /// Whether this is the one who is asked about the call, and not in it.
    pub(super) fn is_consulted(&self, whom: &Consulted) -> bool {
        self.line == Line::Talking && self.consult.as_ref().is_some_and(|consult| &consult.with == whom)
    }
}
