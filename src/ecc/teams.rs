//! Teams: which one an interaction goes to, who of it is offered the next one, and what waits for whom to be
//! taken.

use std::collections::BTreeMap;

use serde_json::json;

use super::Ecc;
use super::agent::Agent;
use super::dispatch::{Answer, ok};
use super::interaction::{Interaction, Line};
use super::params::Params;
use super::sorting::unknown;
use super::timers::Timer;
use crate::contract::SdkError;
use crate::contract::ids::{DeskId, InteractionId, UserId};
use crate::wire::Moment;
use crate::workspace::{AssignmentRule, Strategy, Team};

/// The most waiting interactions that an answer lists.
const MAX_LISTED: usize = 200;

/// Whom each team's interactions were offered to last, for those that go round.
pub(super) type Rounds = BTreeMap<String, UserId>;

/// Whose turn it is without a team: the least comes first. `more` are about to be offered to them.
pub(super) fn turn<'a>(desk: &'a DeskId, agent: &Agent, more: usize) -> (usize, Moment, &'a DeskId) {
    (agent.legs.len() + more, agent.free_since, desk)
}

/// Whose turn it is, beside what the site's state says of it: offers that are about to be made count already.
#[derive(Default)]
pub(super) struct Turns<'a> {
    rounds: BTreeMap<&'a str, &'a UserId>,
    given: BTreeMap<&'a DeskId, usize>,
}

impl<'a> Turns<'a> {
    /// Notes that an agent is offered an interaction of a team.
    pub(super) fn gives(&mut self, team: Option<&'a Team>, desk: &'a DeskId, agent: &'a Agent) {
        if let Some(team) = team {
            self.rounds.insert(&team.name, &agent.user);
        }
        *self.given.entry(desk).or_default() += 1;
    }

    /// The next one of `agents`, by the team's strategy.
    pub(super) fn next(
        &self,
        rounds: &'a Rounds,
        team: Option<&Team>,
        agents: impl Iterator<Item = (&'a DeskId, &'a Agent)>,
    ) -> Option<(&'a DeskId, &'a Agent)> {
        let more = |desk: &DeskId| self.given.get(desk).copied().unwrap_or(0);
        match team.map(|team| (team, team.strategy)) {
            None | Some((_, Strategy::LeastBusy)) => {
                agents.min_by_key(|(desk, agent)| turn(desk, agent, more(desk)))
            }
            Some((_, Strategy::LongestIdle)) => {
                agents.min_by_key(|(desk, agent)| (more(desk), agent.free_since, *desk))
            }
            Some((team, Strategy::RoundRobin)) => {
                let last = self.rounds.get(team.name.as_str()).copied().or_else(|| rounds.get(&team.name));
                let place = |user: &UserId| team.members.iter().position(|one| one == user);
                let after = last.and_then(place).map_or(0, |at| at + 1);
                let many = team.members.len().max(1);
                // How many steps it is from who comes after the last one.
                let steps = |user: &UserId| place(user).map_or(many, |at| (at + many - after % many) % many);
                agents.min_by_key(|(desk, agent)| (steps(&agent.user), *desk))
            }
        }
    }
}

impl Team {
    /// Whether its interactions are offered to a user by themselves.
    pub(super) fn offers_to(&self, user: &UserId) -> bool {
        self.allow_auto_assign && self.members.contains(user)
    }
}

impl AssignmentRule {
    fn is_for(&self, one: &Interaction) -> bool {
        let sub_channel = &one.conversation.sub_channel;
        self.channel_type.is_none_or(|channel| channel == one.channel)
            && self.channel_sub_type.as_ref().is_none_or(|channel| channel == sub_channel)
            && self.campaign_id.is_none_or(|campaign| campaign == one.campaign)
    }
}

impl Ecc {
    /// An interaction that nobody has given to a team goes to that of the first rule that fits it.
    pub(super) fn assign_by_rule(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let rule = self.workspace.assignment_rules.iter().find(|rule| rule.is_for(one));
        if let (Some(rule), None) = (rule, &one.conversation.team) {
            one.conversation.team = Some(rule.team.clone());
        }
    }

    /// 4000 where the workspace has no such team; `None` takes the team away.
    pub(super) fn assign_team(&mut self, id: &InteractionId, team: Option<&str>) -> Result<(), SdkError> {
        if let Some(name) = team
            && self.workspace.team(name).is_none()
        {
            let known = self.workspace.teams.iter().map(|team| team.name.as_str());
            return Err(unknown("team", name, known, "[[teams]]"));
        }
        self.sort(id, |conversation| conversation.team = team.map(str::to_owned));
        Ok(())
    }

    /// The team that an interaction waits for. One that the workspace has lost since is none.
    pub(super) fn team_of(&self, one: &Interaction) -> Option<&Team> {
        one.conversation.team.as_deref().and_then(|team| self.workspace.team(team))
    }

    /// Who would be offered an interaction next, `giver` left aside.
    pub(super) fn best_agent<'a>(&'a self, one: &'a Interaction, giver: &DeskId) -> Option<&'a UserId> {
        let team = self.team_of(one);
        let free = self.free_agents(one.channel, &one.conversation.sub_channel);
        let agents = free.filter(|(desk, agent)| {
            let is_of_team = team.is_none_or(|team| team.members.contains(&agent.user));
            *desk != giver && one.leg(desk).is_none() && agent.takes(one.campaign) && is_of_team
        });
        Turns::default().next(&self.state.rounds, team, agents).map(|(_, agent)| &agent.user)
    }

    /// Notes whom a team's interaction was offered to.
    pub(super) fn went_round(&mut self, id: &InteractionId, desk: &DeskId) {
        let team = self.state.interactions.get(id).and_then(|one| self.team_of(one));
        let user = self.state.agents.get(desk).map(|agent| agent.user.clone());
        if let (Some(team), Some(user)) = (team.map(|team| team.name.clone()), user) {
            self.state.rounds.insert(team, user);
        }
    }

    /// What waits for the agent's campaigns, in the order in which it is offered.
    pub(super) fn waiting_for(&self, desk: &DeskId) -> Answer {
        let agent = self.agent(desk)?;
        let waiting = self.state.queues.in_order(|lane| agent.selected.contains(&lane.campaign));
        let listed = waiting.filter_map(|(_, id)| self.state.interactions.get(id)).take(MAX_LISTED);
        let listed = listed.map(|one| {
            json!({
                "interactionId": one.id,
                "campaignId": one.campaign,
                "channelType": one.channel,
                "subChannel": one.conversation.sub_channel,
                "customer": self.shown_customer(one),
                "team": one.conversation.team,
                "priority": one.conversation.priority,
                "labels": one.conversation.labels,
                "since": one.added,
            })
        });
        Ok(listed.collect())
    }

    /// An agent takes what waits, out of its turn: it is offered to them at once.
    pub(super) fn take(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = InteractionId::from(params.text("interactionId"));
        self.can_take(desk, &id)?;
        let Some(one) = self.state.interactions.get_mut(&id) else { return ok() };
        let (campaign, order) = (one.campaign, one.order);
        one.resting.remove(desk);
        self.state.timers.cancel(&Timer::Retry(id.clone(), desk.clone()));
        self.state.queues.take(order);
        self.offer(&id, desk);
        self.tell_waiting(campaign);
        ok()
    }

    /// Whether an agent may have an interaction: it waits for their campaign, they have room for it, and it is
    /// no other team's that has somebody there.
    fn can_take(&self, desk: &DeskId, id: &InteractionId) -> Result<(), SdkError> {
        const LISTED: &str = "toolbar.getWaiting lists what waits";
        let agent = self.agent(desk)?;
        let Some(one) = self.state.interactions.get(id) else {
            return Err(SdkError::not_found(format!(
                "no interaction {id} waits: it was taken, or the customer left"
            ))
            .hint(LISTED));
        };
        let gone = |why: &str| {
            Err(SdkError::conflict(format!("interaction {id} does not wait: {why}")).hint(LISTED))
        };
        match one.line {
            Line::Queued => {}
            Line::Cleared => return gone("the customer left"),
            Line::WithBot => return gone("a bot has it"),
            Line::Offered => return gone("it is offered to somebody"),
            Line::Through | Line::Listening => return gone("it was put through"),
            Line::Dialling | Line::Talking => return gone("somebody has it"),
        }
        if !agent.selected.contains(&one.campaign) {
            return Err(SdkError::conflict(format!("campaign {} is not selected", one.campaign))
                .hint("call toolbar.selectCampaigns with it"));
        }
        if !agent.takes(one.campaign) {
            return Err(SdkError::conflict("the agent is not available")
                .hint("call toolbar.setAvailability with \"Available\""));
        }
        self.has_room(desk, one)?;
        let Some(team) = self.team_of(one) else { return Ok(()) };
        let is_there = |user: &UserId| self.state.agents.values().any(|agent| &agent.user == user);
        if team.members.contains(&agent.user) || !team.members.iter().any(is_there) {
            return Ok(());
        }
        Err(SdkError::forbidden(format!("interaction {id} waits for team {}", team.name))
            .hint("its members take it; anybody of the campaign may while none of them is signed in"))
    }
}
