//! Which campaign an interaction goes to, and which agent is offered it. The one seam through which calls and
//! chats reach agents.

use super::Ecc;
use super::agent::Agent;
use super::queues::Lane;
use super::teams::{Turns, turn};
use crate::contract::SdkError;
use crate::contract::ids::{CampaignId, DeskId, InteractionId};
use crate::contract::payload::ChannelType;

impl Ecc {
    /// The campaign in whose queue an interaction of a channel waits: the one that was asked for, else that of
    /// the agent who would be offered it, else one whose agents are only busy, else one that somebody works for,
    /// else the first.
    pub(super) fn route(
        &self,
        called: Option<CampaignId>,
        channel: ChannelType,
        sub_channel: &str,
    ) -> Result<CampaignId, SdkError> {
        if let Some(id) = called {
            return self.campaign(id).map(|campaign| campaign.id);
        }
        let agents = || self.state.agents.values();
        let free = self.free_agents(channel, sub_channel).min_by_key(|(desk, agent)| turn(desk, agent, 0));
        let at_work = || agents().find(|agent| agent.selected.iter().any(|id| agent.takes(*id)));
        let somebody = || agents().find(|agent| !agent.selected.is_empty());
        free.map(|(_, agent)| agent)
            .or_else(at_work)
            .or_else(somebody)
            .and_then(|agent| agent.selected.first().copied())
            .or_else(|| self.workspace.campaigns.first().map(|campaign| campaign.id))
            .ok_or_else(|| SdkError::not_found("the workspace has no campaign"))
    }

    /// Puts an interaction into the queue of its campaign, at its own place.
    pub(super) fn wait_in_queue(&mut self, id: &InteractionId) {
        if let Some(one) = self.state.interactions.get(id) {
            self.state.queues.put(one.lane(), one.order, id.clone());
        }
    }

    /// Offers what waits, the pressing first, then first come first: each to who is next by its team's strategy,
    /// without a team to the agent with the fewest interactions, and among those to the one who has waited longest.
    pub(super) fn offer_calls(&mut self) {
        if self.state.queues.is_empty() {
            return;
        }
        let mut changed: Vec<CampaignId> = Vec::new();
        for (campaign, id, desk) in self.offers() {
            if let Some(order) = self.state.interactions.get(&id).map(|one| one.order) {
                self.state.queues.take(order);
            }
            self.went_round(&id, &desk);
            self.offer(&id, &desk);
            if !changed.contains(&campaign) {
                changed.push(campaign);
            }
        }
        for campaign in changed {
            self.tell_waiting(campaign);
        }
    }

    /// Who is offered what. Costs nothing while nobody is free, and looks only at what someone free takes.
    fn offers(&self) -> Vec<(CampaignId, InteractionId, DeskId)> {
        let at_work: Vec<(&DeskId, &Agent)> = self.at_work().collect();
        // What is about to be offered counts already.
        let mut given: Vec<(&DeskId, &Lane)> = Vec::new();
        let takers = |lane: &Lane, given: &[(&DeskId, &Lane)]| {
            let same =
                |other: &Lane| (other.channel, &other.sub_channel) == (lane.channel, &lane.sub_channel);
            let takes = |(desk, agent): &(&DeskId, &Agent)| {
                let more = given.iter().filter(|(other, of)| other == desk && same(of)).count();
                agent.takes(lane.campaign) && self.has_seats(agent, lane.channel, &lane.sub_channel, more)
            };
            let team = lane.team.as_deref().and_then(|team| self.workspace.team(team));
            let of_team =
                |(_, agent): &(&DeskId, &Agent)| team.is_none_or(|team| team.offers_to(&agent.user));
            at_work.iter().copied().filter(of_team).filter(takes).collect::<Vec<_>>()
        };
        let mut offers = Vec::new();
        let mut turns = Turns::default();
        let mut waiting = self.state.queues.in_order(|lane| !takers(lane, &[]).is_empty());
        while let Some((lane, id)) = waiting.next() {
            let free = takers(lane, &given);
            if free.is_empty() {
                waiting.close(lane);
                continue;
            }
            let Some(one) = self.state.interactions.get(id) else { continue };
            // Who still wraps it up has it.
            let may = |desk: &DeskId| !one.resting.contains(desk) && one.leg(desk).is_none();
            let rested = free.into_iter().filter(|(desk, _)| may(desk));
            let Some((desk, agent)) = turns.next(&self.state.rounds, self.team_of(one), rested) else {
                continue;
            };
            turns.gives(self.team_of(one), desk, agent);
            given.push((desk, lane));
            offers.push((lane.campaign, id.clone(), desk.clone()));
        }
        offers
    }

    /// Agents who wait for something to do.
    fn at_work(&self) -> impl Iterator<Item = (&DeskId, &Agent)> {
        let waits = |agent: &Agent| agent.selected.iter().any(|id| agent.takes(*id));
        self.state.agents.iter().filter(move |(_, agent)| waits(agent))
    }

    /// Agents who could be offered one more interaction of a channel: each leg of it counts, one in wrap-up too.
    pub(super) fn free_agents<'a>(
        &'a self,
        channel: ChannelType,
        sub_channel: &'a str,
    ) -> impl Iterator<Item = (&'a DeskId, &'a Agent)> {
        self.at_work().filter(move |(_, agent)| self.has_seats(agent, channel, sub_channel, 0))
    }
}
