//! The desks of the site as supervisors watch them: a summary of each when they begin, then of each that
//! changed, told at the end of the input that changed it. Nothing is done while nobody watches.

use std::collections::BTreeSet;

use super::Ecc;
use super::agent::Agent;
use super::dispatch::{Answer, ok};
use super::interaction::{Interaction, Leg, Phase};
use super::params::Params;
use crate::contract::ids::DeskId;
use crate::desk::Change;
use crate::desk::watch::{DeskSummary, InteractionSummary, MAX_NAMED, MAX_SUMMARY, MAX_WATCHED};

impl Ecc {
    pub(super) fn watch_desks(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let on = params.0.get("on").and_then(serde_json::Value::as_bool).unwrap_or_default();
        if on {
            self.begin_watching(desk);
        } else {
            self.end_watching(desk);
        }
        ok()
    }

    /// What is on the way is told first: what the new watcher sees is what all others see.
    fn begin_watching(&mut self, desk: &DeskId) {
        self.tell_watchers();
        let Some(agent) = self.state.agents.get_mut(desk) else { return };
        agent.watches = true;
        if !self.state.agents.iter().any(|(other, agent)| other != desk && agent.watches) {
            self.see_all();
        }
        // Begun anew it is told anew, so that a toolbar which lost sight gets it back.
        self.out.change(desk, Change::Watching { on: true });
        let seen = self.state.seen.iter().filter(|(other, _)| *other != desk);
        for (other, summary) in seen {
            let (other, summary) = (other.clone(), Some(Box::new(summary.clone())));
            self.out.change(desk, Change::DeskSeen { desk: other, summary });
        }
    }

    /// The user sees no other desks any more.
    pub(super) fn end_watching(&mut self, desk: &DeskId) {
        let Some(agent) = self.state.agents.get_mut(desk) else { return };
        if std::mem::take(&mut agent.watches) {
            self.out.change(desk, Change::Watching { on: false });
        }
        if !self.is_watched() {
            self.state.seen.clear();
        }
    }

    fn is_watched(&self) -> bool {
        self.state.agents.values().any(|agent| agent.watches)
    }

    fn see_all(&mut self) {
        let agents = self.state.agents.iter().take(MAX_WATCHED);
        self.state.seen =
            agents.filter_map(|(desk, agent)| Some((desk.clone(), self.summary(desk, agent)?))).collect();
    }

    /// Tells those who watch of the desks that were told something since they were last looked at: nothing
    /// changes at a desk without that.
    pub(super) fn tell_watchers(&mut self) {
        let touched: BTreeSet<DeskId> = self.out.untold().cloned().collect();
        if touched.is_empty() || !self.is_watched() {
            return;
        }
        let watchers: Vec<DeskId> = self
            .state
            .agents
            .iter()
            .filter(|(_, agent)| agent.watches)
            .map(|(desk, _)| desk.clone())
            .collect();
        for desk in touched {
            let now = self.state.agents.get(&desk).and_then(|agent| self.summary(&desk, agent));
            let seen = &mut self.state.seen;
            match &now {
                Some(now) if seen.get(&desk) == Some(now) => continue,
                Some(_) if seen.len() >= MAX_WATCHED && !seen.contains_key(&desk) => continue,
                Some(now) => drop(seen.insert(desk.clone(), now.clone())),
                None if seen.remove(&desk).is_none() => continue,
                None => {}
            }
            for watcher in watchers.iter().filter(|watcher| **watcher != desk) {
                let summary = now.clone().map(Box::new);
                self.out.change(watcher, Change::DeskSeen { desk: desk.clone(), summary });
            }
        }
    }

    fn summary(&self, desk: &DeskId, agent: &Agent) -> Option<DeskSummary> {
        let user = self.workspace.user(agent.user.as_str())?;
        let (available, status) = agent.presence.told();
        let legs = agent.legs.iter().filter_map(|id| self.leg(id, desk));
        Some(DeskSummary {
            user_id: user.id.clone(),
            user_name: short(user.name()),
            user_type: user.user_type.clone(),
            status: short(&status),
            available,
            since: agent.status_since,
            campaigns: agent.selected.iter().copied().take(MAX_NAMED).collect(),
            interactions: legs
                .take(MAX_SUMMARY)
                .map(|(one, leg)| self.interaction_summary(one, leg))
                .collect(),
        })
    }

    fn interaction_summary(&self, one: &Interaction, leg: &Leg) -> InteractionSummary {
        let phase = match leg.phase {
            Phase::Ringing => "ringing",
            Phase::Dialling => "dialling",
            Phase::Connected if leg.held => "held",
            Phase::Connected => "connected",
            Phase::WrapUp => "wrapUp",
        };
        InteractionSummary {
            interaction_id: one.id.clone(),
            channel_type: one.channel,
            sub_channel: short(&one.conversation.sub_channel),
            phase: phase.to_owned(),
            since: leg.assigned,
            customer: short(&self.shown_customer(one)),
        }
    }
}

/// A name as far as a summary holds it.
fn short(name: &str) -> String {
    name.chars().take(MAX_NAMED).collect()
}
