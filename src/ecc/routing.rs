//! Which campaign a call goes to, and which agent is offered it. The one seam through which calls
//! reach agents.

use std::collections::{BTreeMap, BTreeSet};

use super::Ecc;
use super::agent::Agent;
use crate::contract::SdkError;
use crate::contract::ids::{CampaignId, DeskId, InteractionId};

impl Ecc {
    /// The campaign in whose queue a call waits: the one that was called, else that of the agent who
    /// has waited longest, else one whose agents are only busy, else one that somebody works for, else
    /// the first.
    pub(super) fn route(&self, called: Option<CampaignId>) -> Result<CampaignId, SdkError> {
        if let Some(id) = called {
            return self.campaign(id).map(|campaign| campaign.id);
        }
        let agents = || self.state.agents.values();
        let free =
            self.free_agents().min_by_key(|(desk, agent)| (agent.free_since, *desk)).map(|(_, agent)| agent);
        let at_work = || agents().find(|agent| agent.selected.iter().any(|id| agent.takes(*id)));
        let somebody = || agents().find(|agent| !agent.selected.is_empty());
        free.or_else(at_work)
            .or_else(somebody)
            .and_then(|agent| agent.selected.first().copied())
            .or_else(|| self.workspace.campaigns.first().map(|campaign| campaign.id))
            .ok_or_else(|| SdkError::not_found("the workspace has no campaign"))
    }

    /// Offers waiting calls, first come first, each to the agent who has waited longest.
    pub(super) fn offer_calls(&mut self) {
        if self.state.queues.is_empty() {
            return;
        }
        let mut changed: Vec<CampaignId> = Vec::new();
        for (campaign, id, desk) in self.offers() {
            if let Some(order) = self.state.interactions.get(&id).map(|one| one.order) {
                self.state.queues.take(campaign, order);
            }
            self.offer(&id, &desk);
            if !changed.contains(&campaign) {
                changed.push(campaign);
            }
        }
        for campaign in changed {
            self.tell_waiting(campaign);
        }
    }

    /// Who is offered what. Costs nothing while nobody is free, and looks only at calls that someone
    /// free takes.
    fn offers(&self) -> Vec<(CampaignId, InteractionId, DeskId)> {
        let mut free: BTreeMap<&DeskId, &Agent> = self.free_agents().collect();
        let taken: BTreeSet<CampaignId> = free
            .values()
            .flat_map(|agent| agent.selected.iter().copied().filter(|id| agent.takes(*id)))
            .collect();
        let mut offers = Vec::new();
        let mut waiting = self.state.queues.in_order(|campaign| taken.contains(&campaign));
        while !free.is_empty()
            && let Some((campaign, id)) = waiting.next()
        {
            let Some(one) = self.state.interactions.get(id) else { continue };
            let fits =
                |(desk, agent): &(&&DeskId, &&Agent)| agent.takes(campaign) && !one.resting.contains(**desk);
            let best = free.iter().filter(fits).min_by_key(|(desk, agent)| (agent.free_since, **desk));
            let Some(desk) = best.map(|(desk, _)| *desk) else { continue };
            free.remove(desk);
            offers.push((campaign, id.clone(), desk.clone()));
        }
        offers
    }

    /// Agents who wait for a call: any leg keeps from it, one in wrap-up too.
    pub(super) fn free_agents(&self) -> impl Iterator<Item = (&DeskId, &Agent)> {
        let waits = |agent: &Agent| agent.legs.is_empty() && agent.selected.iter().any(|id| agent.takes(*id));
        self.state.agents.iter().filter(move |(_, agent)| waits(agent))
    }
}
