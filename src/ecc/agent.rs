//! An agent: who sits at a desk, and whether calls may be offered to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::contract::ids::{CampaignId, CrtId, InteractionId, UserId};
use crate::contract::session::SelectedExtension;
use crate::desk::interaction::Draft;
use crate::wire::Moment;

/// A signed-in user at a desk (ARCHITECTURE.md: the agent's states).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Agent {
    pub user: UserId,
    pub since: Moment,
    /// The start of the ids of the agent's side of calls.
    pub session: Arc<str>,
    pub selected: Vec<CampaignId>,
    pub line: Option<Line>,
    pub presence: Presence,
    /// Since when they wait for a call; the longest-waiting agent is offered the next one.
    pub free_since: Moment,
    pub focus: Option<InteractionId>,
    /// The interactions in which they have a leg.
    pub legs: Vec<InteractionId>,
    /// Dispositions typed and not sent, for live legs.
    pub drafts: BTreeMap<InteractionId, Draft>,
    /// Since when their status is what it is.
    #[serde(default)]
    pub status_since: Moment,
    /// Whether they watch the desks of the site.
    #[serde(default)]
    pub watches: bool,
    /// What they dialled last.
    #[serde(default)]
    pub last_dialled: Option<Dialled>,
}

/// What an agent dialled, and for which campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Dialled {
    /// A number.
    Phone(CampaignId, String),
    /// A colleague.
    User(CampaignId, UserId),
}

/// The chosen extension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    pub extension: SelectedExtension,
    /// The agent's side of every call on it.
    pub crt: CrtId,
}

/// Whether calls may be offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Presence {
    /// Not chosen yet.
    Unready,
    /// Waits for calls, in the status of this name.
    Available(String),
    /// On the break of this name.
    Away(String),
}

/// What an agent's status is called who has chosen none yet.
const UNREADY: &str = "Not ready";

impl Presence {
    /// Whether interactions are offered, and what the status is called.
    pub(super) fn told(&self) -> (bool, String) {
        match self {
            Presence::Away(name) => (false, name.clone()),
            Presence::Available(name) => (true, name.clone()),
            Presence::Unready => (false, UNREADY.to_owned()),
        }
    }
}

impl Agent {
    pub(super) fn new(user: UserId, session: Arc<str>, at: Moment) -> Agent {
        Agent {
            user,
            since: at,
            session,
            selected: Vec::new(),
            line: None,
            presence: Presence::Unready,
            free_since: at,
            focus: None,
            legs: Vec::new(),
            drafts: BTreeMap::new(),
            status_since: at,
            watches: false,
            last_dialled: None,
        }
    }

    pub(super) fn is_available(&self) -> bool {
        matches!(self.presence, Presence::Available(_))
    }

    /// Whether calls of this campaign may be offered, as far as the agent's own state goes.
    pub(super) fn takes(&self, campaign: CampaignId) -> bool {
        self.is_available() && self.line.is_some() && self.selected.contains(&campaign)
    }
}
