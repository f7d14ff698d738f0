//! The workspace file was edited while the site runs: taken as a whole, or not at all.

use std::sync::Arc;

use super::channels::limit;
use super::input::WorkspaceEdit;
use super::privileges::Takers;
use super::{Ecc, State};
use crate::contract::ids::DeskId;
use crate::desk::{Change, ToastVariant};
use crate::workspace::Workspace;

/// The longest reason that a toast gives, in characters; the log has all of it.
const MAX_REASON: usize = 400;

impl Ecc {
    /// What the site is configured with now.
    pub fn workspace(&self) -> &Arc<Workspace> {
        &self.workspace
    }

    /// What a workspace lacks without which the site could not go on with it.
    pub fn lacks(&self, workspace: &Workspace) -> Option<String> {
        self.state.lacks(workspace)
    }

    /// Takes an edited workspace where it can be used and has what the site's doings refer to. Either way
    /// those at the desks are told.
    pub(super) fn on_workspace(&mut self, edit: WorkspaceEdit) {
        let refusal = match &edit.result {
            Ok(workspace) => self.state.lacks(workspace).map(|what| format!("it has no {what}")),
            Err(why) => Some(why.clone()),
        };
        let (variant, text) = match (refusal, edit.result) {
            (None, Ok(workspace)) => {
                self.take_workspace(workspace);
                (ToastVariant::Info, "The workspace was edited and is in use".to_owned())
            }
            (refusal, _) => {
                let why: String = refusal.unwrap_or_default().chars().take(MAX_REASON).collect();
                (ToastVariant::Error, format!("The edited workspace is not taken: {why}"))
            }
        };
        for desk in edit.desks {
            self.out.change(&desk, Change::Toast { variant, text: text.clone() });
        }
    }

    fn take_workspace(&mut self, workspace: Arc<Workspace>) {
        let here = self.state.interactions.values().filter(|one| !one.legs.is_empty());
        let contacts: Vec<_> = here.map(|one| (one.id.clone(), self.contact_of(&one.id))).collect();
        let agents = self.state.agents.iter();
        let callbacks: Vec<_> =
            agents.map(|(desk, agent)| (desk.clone(), self.shown_callbacks(agent))).collect();
        self.workspace = Arc::clone(&workspace);
        self.takers = Takers::of(&workspace);
        self.state.crm.fill(&workspace.crm, self.state.now);
        self.state.edited = Some(workspace);
        let desks: Vec<DeskId> = self.state.agents.keys().cloned().collect();
        for desk in desks {
            if let Ok(user) = self.user(&desk) {
                let (session, left_out) = self.desk_session(user);
                self.out.change(&desk, Change::Session { session: Box::new(session) });
                self.tell_setup(&desk, left_out);
            }
        }
        // Numbers may be masked now that were not, or attributes of customers be others.
        for (id, before) in &contacts {
            self.tell_contacts(id, before);
        }
        for (desk, before) in &callbacks {
            self.tell_callbacks_to(desk, before);
        }
    }
}

impl State {
    /// What a workspace lacks that the site's doings refer to: without it they could not go on.
    pub(super) fn lacks(&self, workspace: &Workspace) -> Option<String> {
        for (desk, agent) in &self.agents {
            if workspace.user(agent.user.as_str()).is_none() {
                return Some(format!("user {}, who is signed in at desk {desk}", agent.user));
            }
            if let Some(id) = agent.selected.iter().find(|id| workspace.campaign(**id).is_none()) {
                return Some(format!("campaign {id}, which {} has chosen at desk {desk}", agent.user));
            }
        }
        for (id, one) in &self.interactions {
            let of_legs = one.legs.iter().map(|leg| leg.campaign(one)).chain(one.then);
            let mut needed = of_legs.chain([one.campaign]);
            if let Some(gone) = needed.find(|campaign| workspace.campaign(*campaign).is_none()) {
                return Some(format!("campaign {gone}, to which interaction {id} belongs"));
            }
            let sub = &one.conversation.sub_channel;
            if !one.internal && limit(workspace, one.channel, sub) == 0 {
                let channel = if sub.is_empty() { one.channel.as_str() } else { sub };
                return Some(format!("channel {channel} in use, by which interaction {id} came"));
            }
            if let Some(team) = one.conversation.team.as_ref().filter(|team| workspace.team(team).is_none()) {
                return Some(format!("team {team:?}, which has interaction {id}"));
            }
        }
        None
    }
}
