//! A call given to another agent without asking them first.

use super::Ecc;
use super::agent::Presence;
use super::dispatch::{Answer, ok};
use super::emit::both_sides;
use super::inbound::no_call;
use super::interaction::{Line, Phase};
use super::params::Params;
use crate::contract::ids::{CampaignId, DeskId, InteractionId, UserId};
use crate::contract::payload::{AssociationType, Transferred};
use crate::contract::{Event, SdkError, nearest};
use crate::desk::interaction::Cleared;

impl Ecc {
    /// The giver's part is over, and it rings at the taker while the customer waits. Where the taker
    /// misses it, it is the queue's (ARCHITECTURE.md: the customer's line).
    pub(super) fn transfer(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.chosen_leg(desk, params, "is connected", |leg| leg.phase == Phase::Connected)?;
        if self.is_guest(&id, desk) {
            return Err(SdkError::forbidden("the call is another agent's, who asked this one in")
                .hint("toolbar.hangup leaves it"));
        }
        if self.has_company(&id, desk) {
            return Err(SdkError::conflict("others were asked into the call")
                .hint("it can be transferred when they have left"));
        }
        let (user, taker) = self.ready_colleague(desk, params.text("target"), &id)?;
        let Some((one, giver)) = self.leg(&id, desk) else { return ok() };
        self.may_be_given(&user, one.campaign)?;
        let Some(line) = self.state.agents.get(&taker).and_then(|agent| agent.line.as_ref()) else {
            return ok();
        };
        let event = Transferred {
            interaction_id: id.clone(),
            transfer_type: params.text("transferType").to_owned(),
            transfer_context_id: user.to_string(),
            channel_type: one.channel,
            channel_details: both_sides(one, &line.crt, &giver.crt),
            campaign_id: one.campaign,
        };
        if let Some(one) = self.state.interactions.get_mut(&id) {
            one.line = Line::Offered;
            one.modified = self.state.now;
        }
        self.out.event(desk, Event::InteractionTransferred(event));
        self.disconnect_leg(&id, desk, Cleared::Transferred);
        self.ring_at(&id, &taker, AssociationType::Transfer);
        ok()
    }

    /// Whether a setting keeps a campaign's calls from a user (contract:
    /// `shouldAllowTransferToAssignedCampaignsOnly`).
    fn may_be_given(&self, user: &UserId, campaign: CampaignId) -> Result<(), SdkError> {
        let only_assigned = self.workspace.session.should_allow_transfer_to_assigned_campaigns_only;
        let assigned =
            self.workspace.user(user.as_str()).is_some_and(|user| user.campaigns.contains(&campaign));
        if only_assigned && !assigned {
            return Err(SdkError::forbidden(format!(
                "{user} is not assigned to campaign {campaign} (shouldAllowTransferToAssignedCampaignsOnly)"
            ))
            .hint("choose a user of the campaign"));
        }
        Ok(())
    }

    /// Another user, who could take an interaction now, and their desk.
    pub(super) fn ready_colleague(
        &self,
        desk: &DeskId,
        name: &str,
        id: &InteractionId,
    ) -> Result<(UserId, DeskId), SdkError> {
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
        let Some(one) = self.state.interactions.get(id) else { return Err(no_call(id)) };
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
        self.has_room(other, one)?;
        Ok((user.clone(), other.clone()))
    }
}
