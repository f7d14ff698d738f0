//! An interaction given away without asking first: to another agent, a number, a campaign or queue, an IVR.

use super::Ecc;
use super::agent::Presence;
use super::dispatch::{Answer, ok};
use super::emit::both_sides;
use super::inbound::no_call;
use super::interaction::{Line, Phase};
use super::output::CustomerSees;
use super::params::Params;
use crate::contract::ids::{CampaignId, CrtId, DeskId, InteractionId, UserId};
use crate::contract::payload::{AssociationType, Transferred};
use crate::contract::{Event, SdkError, nearest};
use crate::desk::interaction::Cleared;
use crate::workspace::{Campaign, Ivr};

impl Ecc {
    /// The giver's part is over, and the customer goes where the agent sends them (ARCHITECTURE.md: the
    /// customer's line).
    pub(super) fn transfer(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.chosen_leg(desk, params, "is connected", |leg| leg.phase == Phase::Connected)?;
        if self.is_guest(&id, desk) {
            return Err(SdkError::forbidden("the call is another agent's, who asked this one in")
                .hint("toolbar.hangup leaves it"));
        }
        if self.is_internal(&id) {
            return Err(SdkError::conflict("the call is between two agents alone")
                .hint("a customer's call can be given away"));
        }
        self.not_asking(
            &id,
            "toolbar.completeTransfer gives them the call, toolbar.cancelConsult sends them away",
        )?;
        if self.has_company(&id, desk) {
            return Err(SdkError::conflict("others were asked into the call")
                .hint("it can be transferred when they have left"));
        }
        let (kind, target) = (params.text("transferType"), params.text("target").trim());
        match kind {
            "transferToPhone" => self.transfer_to_phone(&id, desk, kind, target),
            "transferToCampaign" => {
                let campaign = self.campaign_to_give_to(target)?;
                self.transfer_to_campaign(&id, desk, kind, campaign, campaign.to_string())
            }
            "transferToAQ" => {
                let campaign = self.queue_to_give_to(target)?;
                let (campaign, queue) = (campaign.id, campaign.queue.id);
                self.transfer_to_campaign(&id, desk, kind, campaign, queue.to_string())
            }
            "transferToIVR" => self.transfer_to_ivr(&id, desk, kind, target),
            _ => self.transfer_to_user(&id, desk, kind, target),
        }
    }

    fn transfer_to_user(&mut self, id: &InteractionId, desk: &DeskId, kind: &str, target: &str) -> Answer {
        let (user, taker) = self.ready_colleague(desk, target, id)?;
        let Some(one) = self.state.interactions.get(id) else { return ok() };
        self.may_be_given(&user, one.campaign)?;
        self.give(id, desk, kind, &user, &taker);
        ok()
    }

    /// It rings at the taker while the customer waits. Where the taker misses it, it is the queue's.
    pub(super) fn give(
        &mut self,
        id: &InteractionId,
        desk: &DeskId,
        kind: &str,
        user: &UserId,
        taker: &DeskId,
    ) {
        let line = self.state.agents.get(taker).and_then(|agent| agent.line.as_ref());
        let Some(crt) = line.map(|line| line.crt.clone()) else { return };
        self.leave_line(id, Line::Offered);
        self.give_away(id, desk, kind, user.to_string(), &crt);
        self.ring_at(id, taker, AssociationType::Transfer);
    }

    /// It rings at a number, and no agent is on the line any more. Where nobody answers, it is the queue's.
    fn transfer_to_phone(&mut self, id: &InteractionId, desk: &DeskId, kind: &str, target: &str) -> Answer {
        self.only_calls(id, "be put through to a number")?;
        let phone = self.number_to_ask(id, target)?;
        let Some(member) = self.add_number(id, desk, phone) else { return ok() };
        self.leave_line(id, Line::Through);
        self.give_away(id, desk, kind, member.phone.clone(), &member.crt);
        self.tell_member(id, member.phone, CustomerSees::MemberDialled);
        ok()
    }

    /// It waits for the campaign's agents, behind those who wait there.
    fn transfer_to_campaign(
        &mut self,
        id: &InteractionId,
        desk: &DeskId,
        kind: &str,
        campaign: CampaignId,
        whom: String,
    ) -> Answer {
        let user = self.agent(desk)?.user.clone();
        self.may_be_given(&user, campaign)?;
        let Some(one) = self.state.interactions.get(id) else { return ok() };
        let crt = one.customer_crt.clone();
        self.leave_line(id, Line::Queued);
        self.give_away(id, desk, kind, whom, &crt);
        self.queue_for(id, campaign);
        ok()
    }

    fn transfer_to_ivr(&mut self, id: &InteractionId, desk: &DeskId, kind: &str, target: &str) -> Answer {
        self.only_calls(id, "listen to an IVR")?;
        if !self.workspace.session.allow_local_ivr {
            return Err(SdkError::forbidden("agents of this site may not use IVRs (allowLocalIVR)")
                .hint("transfer to a user, a number or a campaign"));
        }
        let Some(one) = self.state.interactions.get(id) else { return ok() };
        let ivr = self.ivr_to_give_to(one.campaign, target)?.clone();
        let crt = one.customer_crt.clone();
        self.leave_line(id, Line::Listening);
        self.give_away(id, desk, kind, ivr.name.clone(), &crt);
        self.listen_to_ivr(id, &ivr);
        ok()
    }

    /// The customer is not this agent's any more.
    fn leave_line(&mut self, id: &InteractionId, line: Line) {
        if let Some(one) = self.state.interactions.get_mut(id) {
            one.line = line;
            one.modified = self.state.now;
            one.held_to_confer = false;
        }
    }

    /// The events with which the giver's part ends. Off hold before, where the site wants that (contract:
    /// `shouldUnholdBeforeTransfer`).
    pub(super) fn give_away(
        &mut self,
        id: &InteractionId,
        desk: &DeskId,
        kind: &str,
        whom: String,
        taker: &CrtId,
    ) {
        if self.workspace.session.should_unhold_before_transfer {
            self.set_hold(id, desk, false);
        }
        // Put off it was by who had it.
        self.wake_snoozed(id);
        let Some((one, giver)) = self.leg(id, desk) else { return };
        let event = Transferred {
            interaction_id: id.clone(),
            transfer_type: kind.to_owned(),
            transfer_context_id: whom,
            channel_type: one.channel,
            channel_details: both_sides(one, taker, &giver.crt),
            campaign_id: giver.campaign(one),
        };
        self.out.event(desk, Event::InteractionTransferred(event));
        self.disconnect_leg(id, desk, Cleared::Transferred);
    }

    fn only_calls(&self, id: &InteractionId, what: &str) -> Result<(), SdkError> {
        match self.state.interactions.get(id) {
            Some(one) if one.is_chat() => Err(SdkError::conflict(format!("a chat can't {what}"))
                .hint("transferToUser, transferToCampaign and transferToAQ give chats away")),
            _ => Ok(()),
        }
    }

    /// Whether a setting keeps a campaign's calls from a user (contract:
    /// `shouldAllowTransferToAssignedCampaignsOnly`).
    pub(super) fn may_be_given(&self, user: &UserId, campaign: CampaignId) -> Result<(), SdkError> {
        let only_assigned = self.workspace.session.should_allow_transfer_to_assigned_campaigns_only;
        let assigned =
            self.workspace.user(user.as_str()).is_some_and(|user| user.campaigns.contains(&campaign));
        if only_assigned && !assigned {
            return Err(SdkError::forbidden(format!(
                "{user} is not assigned to campaign {campaign} (shouldAllowTransferToAssignedCampaignsOnly)"
            ))
            .hint("choose a user of the campaign, or a campaign of this user"));
        }
        Ok(())
    }

    fn campaign_to_give_to(&self, target: &str) -> Result<CampaignId, SdkError> {
        let found = target.parse().ok().map(CampaignId).and_then(|id| self.workspace.campaign(id));
        found.map(|campaign| campaign.id).ok_or_else(|| {
            let known: Vec<String> = self.workspace.campaigns.iter().map(|one| one.id.to_string()).collect();
            SdkError::not_found(format!("there is no campaign {target:?}"))
                .hint(format!("the campaigns are: {}", known.join(", ")))
        })
    }

    /// The campaign with the queue of this name or id.
    fn queue_to_give_to(&self, target: &str) -> Result<&Campaign, SdkError> {
        let queues = || self.workspace.campaigns.iter().map(|one| (one, &one.queue));
        let found = queues().find(|(_, queue)| queue.name == target || queue.id.to_string() == target);
        found.map(|(campaign, _)| campaign).ok_or_else(|| {
            let near = nearest(target, queues().map(|(_, queue)| queue.name.as_str()));
            unknown("queue", target, near, queues().map(|(_, queue)| queue.name.as_str()))
        })
    }

    /// The IVR of this name: the call's campaign's own, else another one's.
    fn ivr_to_give_to(&self, campaign: CampaignId, target: &str) -> Result<&Ivr, SdkError> {
        let own = self.workspace.campaign(campaign).into_iter().flat_map(|one| &one.ivrs);
        let ivrs = || self.workspace.campaigns.iter().flat_map(|one| &one.ivrs);
        own.chain(ivrs()).find(|ivr| ivr.name == target).ok_or_else(|| {
            let near = nearest(target, ivrs().map(|ivr| ivr.name.as_str()));
            unknown("IVR", target, near, ivrs().map(|ivr| ivr.name.as_str()))
        })
    }

    /// Another user, who could take an interaction now, and their desk.
    pub(super) fn ready_colleague(
        &self,
        desk: &DeskId,
        name: &str,
        id: &InteractionId,
    ) -> Result<(UserId, DeskId), SdkError> {
        let Some(one) = self.state.interactions.get(id) else { return Err(no_call(id)) };
        let (user, other) = self.colleague_at_work(desk, name)?;
        self.has_room(&other, one)?;
        Ok((user, other))
    }

    /// Another user who waits for something to do, whether or not they have room for it, and their desk.
    pub(super) fn colleague_at_work(&self, desk: &DeskId, name: &str) -> Result<(UserId, DeskId), SdkError> {
        let Some(user) = self.workspace.user(name).map(|user| &user.id) else {
            let known = self.workspace.users.iter().map(|user| user.id.as_str());
            let error = SdkError::not_found(format!("there is no user {name:?}"));
            return Err(match nearest(name, known) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error.hint("the workspace's users have ids such as they sign in with"),
            });
        };
        if &self.agent(desk)?.user == user {
            return Err(
                SdkError::conflict(format!("{user} is the agent of this desk")).hint("choose another user")
            );
        }
        let found = self.state.agents.iter().find(|(_, agent)| &agent.user == user);
        let busy = |why: String| SdkError::conflict(why).hint("choose another user, or try later");
        let Some((other, agent)) = found else { return Err(busy(format!("{user} is not signed in"))) };
        if agent.line.is_none() {
            return Err(busy(format!("{user} has not chosen an extension")));
        }
        match &agent.presence {
            Presence::Available(_) => {}
            Presence::Away(status) => return Err(busy(format!("{user} is on a break: {status}"))),
            Presence::Unready => return Err(busy(format!("{user} is not ready"))),
        }
        Ok((user.clone(), other.clone()))
    }
}

/// Nothing has this name: the nearest one, else all that there are.
fn unknown<'a>(what: &str, name: &str, near: Option<&str>, all: impl Iterator<Item = &'a str>) -> SdkError {
    let all: Vec<&str> = all.collect();
    SdkError::not_found(format!("there is no {what} {name:?}")).hint(match near {
        Some(near) => format!("did you mean {near}?"),
        None if all.is_empty() => format!("the workspace has no {what}"),
        None => format!("there are: {}", all.join(", ")),
    })
}
