//! A desk's state: what its toolbar shows and what a snapshot holds. It is a fold over the desk's
//! pushed frames; the hub, the live toolbar and the player all use this one.

pub mod change;
pub mod conversation;
mod fold;
pub mod integration;
pub mod interaction;
pub mod masks;
pub mod session;
pub mod setup;
pub mod shift;
mod thin;
pub mod watch;

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

pub use change::{Change, Toast, ToastVariant};
pub use conversation::{Consult, Contact, Conversation, PromisedCallback};
pub use integration::{DesktopNotification, Filled, Integration, NewInteraction, PreviewRecords};
pub use interaction::{Interaction, PastInteraction, Phase};
pub use masks::Masks;
pub use session::{AssignedCampaign, Extension, Presence, Session, SignOutReason};
pub use setup::{NotificationPreferences, Setup};
pub use shift::Shift;
pub use watch::{DeskSummary, Watched};

use crate::contract::ids::{CampaignId, DeskId, InteractionId, UserId};
use crate::contract::payload::Notification;
use crate::wire::{Micros, Moment};

/// How many ended interactions a desk remembers.
pub const MAX_PAST: usize = 20;
/// How many notifications a desk keeps behind the bell.
pub const MAX_NOTIFICATIONS: usize = 50;
/// How many toasts a desk keeps; each is shown for a few seconds only.
pub const MAX_TOASTS: usize = 8;

/// Everything that a toolbar shows of its desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeskState {
    /// Which desk.
    pub desk: DeskId,
    /// The last frame that was folded in.
    pub seq: u64,
    /// When that was.
    pub at: Moment,
    /// Who is signed in.
    pub session: Option<Session>,
    /// Who signed in last: what ended interactions and notifications are about.
    pub last_user: Option<UserId>,
    /// Why the last session ended, until the next begins.
    pub signed_out: Option<SignOutReason>,
    /// The live interactions, oldest first.
    pub interactions: Vec<Interaction>,
    /// The one that the agent looks at.
    pub focus: Option<InteractionId>,
    /// Interactions that have ended, newest last; at most [`MAX_PAST`].
    pub past: VecDeque<PastInteraction>,
    /// Behind the bell, newest last; at most [`MAX_NOTIFICATIONS`].
    pub notifications: VecDeque<Notification>,
    /// How many of them were not looked at.
    pub unread: usize,
    /// Newest last; at most [`MAX_TOASTS`].
    pub toasts: VecDeque<Toast>,
    /// How many callers wait in the queues of the selected campaigns.
    pub waiting: BTreeMap<CampaignId, u32>,
    /// The integrations that are connected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub integrations: Vec<Integration>,
    /// What they have put on the screens.
    #[serde(default, skip_serializing_if = "Filled::is_empty")]
    pub filled: Filled,
    /// What the site offers the signed-in user.
    #[serde(default)]
    pub setup: Setup,
    /// What they want to be told of.
    #[serde(default)]
    pub preferences: NotificationPreferences,
    /// Promised callbacks, the next one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub callbacks: Vec<PromisedCallback>,
    /// The other desks, while the user watches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watched: Option<Watched>,
    /// What the user has done since they began.
    #[serde(default)]
    pub shift: Shift,
}

/// How far a desk is on its way to work; each stage has a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody is signed in.
    SignedOut,
    /// Campaigns are to be chosen.
    Campaigns,
    /// The extension is to be chosen.
    Extension,
    /// Calls can come.
    Working,
}

/// What the agent is doing, most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// A call rings at the desk.
    Ringing,
    /// A customer is being dialled.
    Dialling,
    /// In a talk.
    OnCall,
    /// In a talk that is on hold.
    OnHold,
    /// After-call work.
    WrapUp,
    /// Waiting for calls.
    Available,
    /// On a break, or not available yet.
    Away,
}

impl DeskState {
    /// A desk at which nothing has happened yet.
    pub fn new(desk: DeskId) -> DeskState {
        DeskState {
            desk,
            seq: 0,
            at: Moment(0),
            session: None,
            last_user: None,
            signed_out: None,
            interactions: Vec::new(),
            focus: None,
            past: VecDeque::new(),
            notifications: VecDeque::new(),
            unread: 0,
            toasts: VecDeque::new(),
            waiting: BTreeMap::new(),
            integrations: Vec::new(),
            filled: Filled::default(),
            setup: Setup::default(),
            preferences: NotificationPreferences::default(),
            callbacks: Vec::new(),
            watched: None,
            shift: Shift::default(),
        }
    }

    /// Nobody is signed in any more and nothing is live, without a word why: what it knew of that is lost.
    pub fn end_of_session(&mut self) {
        self.session = None;
        self.interactions.clear();
        self.focus = None;
        self.waiting.clear();
        self.integrations.clear();
        self.filled = Filled::default();
    }

    /// How far the desk is on its way to work.
    pub fn stage(&self) -> Stage {
        match &self.session {
            None => Stage::SignedOut,
            // A supervisor need not take calls: there is nothing to choose from.
            Some(session) if session.campaigns.is_empty() => Stage::Working,
            Some(session) if session.selected.is_empty() => Stage::Campaigns,
            Some(session) if session.extension.is_none() => Stage::Extension,
            Some(_) => Stage::Working,
        }
    }

    /// What to call a campaign: also one that is not assigned to the user, from where a call came to them.
    pub fn campaign_name(&self, id: CampaignId) -> String {
        let session = self.session.as_ref().filter(|session| session.campaign(id).is_some());
        let known = || self.setup.destinations.iter().find(|one| one.campaign_id == id);
        match (session, known()) {
            (Some(session), _) => session.campaign_name(id),
            (None, Some(known)) => known.name.clone(),
            (None, None) => format!("campaign {id}"),
        }
    }

    /// The interaction with this id.
    pub fn interaction(&self, id: &InteractionId) -> Option<&Interaction> {
        self.interactions.iter().find(|one| &one.id == id)
    }

    /// The interaction that the agent looks at, else the one that needs them most.
    pub fn current(&self) -> Option<&Interaction> {
        let focused = self.focus.as_ref().and_then(|id| self.interaction(id));
        focused.or_else(|| self.interactions.iter().min_by_key(|one| one.phase.urgency()))
    }

    /// Whether the present break has lasted longer than the site wants breaks to be
    /// (`agentBreakTimeThreshold`).
    pub fn is_break_overdue(&self, now: Moment) -> bool {
        let (Some((Activity::Away, since)), Some(session)) = (self.activity(), &self.session) else {
            return false;
        };
        let longest = session.longest_break.map(|minutes| Micros::from_secs(minutes.saturating_mul(60)));
        let on_break = session.break_statuses.contains(&session.presence.status);
        on_break && longest.is_some_and(|longest| now.since(since) > longest)
    }

    /// What the agent is doing, and since when. `None` while nobody works.
    pub fn activity(&self) -> Option<(Activity, Moment)> {
        let session = self.session.as_ref().filter(|_| self.stage() == Stage::Working)?;
        let busiest = self.interactions.iter().min_by_key(|one| one.phase.urgency());
        let Some(one) = busiest else {
            let presence = &session.presence;
            let activity = if presence.available { Activity::Available } else { Activity::Away };
            // The state begins when the last interaction ends, where the status was chosen before.
            let since = self.past.back().map_or(presence.since, |past| presence.since.max(past.ended));
            return Some((activity, since));
        };
        Some(match one.phase {
            // A chat does not ring: it is offered from its first event on.
            Phase::Initiated if one.is_chat() && !one.is_outbound() => (Activity::Ringing, one.phase_since),
            Phase::Initiated | Phase::Ringing if one.is_outbound() => (Activity::Dialling, one.phase_since),
            Phase::Initiated | Phase::Ringing => (Activity::Ringing, one.phase_since),
            Phase::Connected => match one.held_since {
                Some(since) => (Activity::OnHold, since),
                None => (Activity::OnCall, one.phase_since),
            },
            Phase::WrapUp | Phase::Disposed => (Activity::WrapUp, one.phase_since),
        })
    }
}
