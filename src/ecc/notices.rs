//! What users are told of, and the ways that they chose. A choice is the user's: it outlives their session.

use serde_json::Value;

use super::Ecc;
use super::dispatch::{Answer, ok};
use super::interaction::Phase;
use super::params::Params;
use crate::contract::SdkError;
use crate::contract::ids::{DeskId, InteractionId, UserId};
use crate::desk::setup::Ways;
use crate::desk::{Change, NotificationPreferences};

/// Something that a user may want to be told of (platform: §4, notification types).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    /// A conversation waits for one of the chosen campaigns.
    ConversationCreation,
    /// An interaction is offered to them.
    ConversationAssignment,
    /// A customer wrote in a chat that they do not look at.
    NewMessage,
    /// They missed a call or a chat.
    Missed,
    /// A promised callback is due.
    CallbackDue,
    /// A supervisor did something about them.
    Supervision,
}

impl Notice {
    /// The kind, as it is named on the wire.
    fn as_str(self) -> &'static str {
        let [creation, assignment, message, missed, callback, supervision] = NotificationPreferences::KINDS;
        match self {
            Notice::ConversationCreation => creation,
            Notice::ConversationAssignment => assignment,
            Notice::NewMessage => message,
            Notice::Missed => missed,
            Notice::CallbackDue => callback,
            Notice::Supervision => supervision,
        }
    }
}

impl Ecc {
    /// Tells who is signed in at a desk of something, in the ways that they chose; not at all where those
    /// are none. Numbers in `text` are masked by the caller.
    pub(super) fn notify(&mut self, desk: &DeskId, notice: Notice, text: impl Into<String>) {
        let Some(agent) = self.state.agents.get(desk) else { return };
        let ways = self.preferences(&agent.user).ways(notice.as_str());
        if let Some(ways) = ways.filter(|ways| *ways != Ways::NONE) {
            let (notice, text) = (notice.as_str().to_owned(), text.into());
            self.out.change(desk, Change::Notice { notice, text, ways });
        }
    }

    /// Tells of an interaction by a text in which `{}` stands for the customer and `{what}` for call or chat.
    pub(super) fn notify_about(&mut self, id: &InteractionId, desk: &DeskId, notice: Notice, text: &str) {
        if let Some(text) = self.words_about(id, desk, text) {
            self.notify(desk, notice, text);
        }
    }

    /// A customer waits: those who chose its campaign may want to know.
    pub(super) fn notify_waiting(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get(id) else { return };
        let concerned = |agent: &&DeskId| {
            self.state.agents.get(*agent).is_some_and(|agent| agent.selected.contains(&one.campaign))
        };
        for desk in self.state.agents.keys().filter(concerned).cloned().collect::<Vec<_>>() {
            self.notify_about(id, &desk, Notice::ConversationCreation, "{} waits in a {what}");
        }
    }

    /// A customer wrote: those who talk with them and look elsewhere may want to know.
    pub(super) fn notify_new_message(&mut self, id: &InteractionId) {
        let Some(one) = self.state.interactions.get(id) else { return };
        let looks_elsewhere =
            |desk: &DeskId| self.state.agents.get(desk).is_some_and(|agent| agent.focus.as_ref() != Some(id));
        let legs = one.legs.iter().filter(|leg| leg.phase == Phase::Connected);
        let desks: Vec<DeskId> =
            legs.map(|leg| leg.desk.clone()).filter(|desk| looks_elsewhere(desk)).collect();
        for desk in desks {
            self.notify_about(id, &desk, Notice::NewMessage, "{} wrote in a {what}");
        }
    }

    /// What a user chose, else what the workspace says.
    pub(super) fn preferences(&self, user: &UserId) -> NotificationPreferences {
        self.state.preferences.get(user).copied().unwrap_or(self.workspace.notifications)
    }

    pub(super) fn set_preference(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let user = self.agent(desk)?.user.clone();
        let mut preferences = self.preferences(&user);
        let notice = params.text("notice");
        let Some(ways) = preferences.ways_mut(notice) else {
            return Err(SdkError::field("notice", NotificationPreferences::KINDS.join(", ")));
        };
        let given = |name: &str| params.0.get(name).and_then(Value::as_bool);
        if [given("toast"), given("desktop"), given("sound")] == [None; 3] {
            return Err(SdkError::field("toast", "true or false; or desktop, or sound"));
        }
        *ways = Ways {
            toast: given("toast").unwrap_or(ways.toast),
            desktop: given("desktop").unwrap_or(ways.desktop),
            sound: given("sound").unwrap_or(ways.sound),
        };
        self.state.preferences.insert(user, preferences);
        self.tell_preferences(desk);
        ok()
    }

    pub(super) fn tell_preferences(&mut self, desk: &DeskId) {
        let Some(agent) = self.state.agents.get(desk) else { return };
        let preferences = Box::new(self.preferences(&agent.user));
        self.out.change(desk, Change::Preferences { preferences });
    }
}
