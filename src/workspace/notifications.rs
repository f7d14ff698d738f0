//! What agents are told of, and how, unless they choose otherwise.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How an agent is told of one kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Ways {
    /// By a toast in the toolbar.
    pub toast: bool,
    /// By a notice of the desktop.
    pub desktop: bool,
    /// By the terminal's bell.
    pub sound: bool,
}

impl Ways {
    /// Not at all.
    pub const NONE: Ways = Ways { toast: false, desktop: false, sound: false };
}

impl Default for Ways {
    fn default() -> Self {
        Ways { toast: true, desktop: false, sound: false }
    }
}

/// What an agent wants to be told of (platform: §4, notification types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct NotificationPreferences {
    /// A conversation waits for one of the chosen campaigns.
    pub conversation_creation: Ways,
    /// An interaction is offered to the agent.
    pub conversation_assignment: Ways,
    /// A customer wrote in one of the agent's conversations.
    pub assigned_conversation_new_message: Ways,
    /// A call or chat was missed.
    pub missed: Ways,
    /// A promised callback is due.
    pub callback_due: Ways,
    /// A supervisor changed the agent's status.
    pub supervision: Ways,
}

impl Default for NotificationPreferences {
    /// What rings is on the screen and makes a sound; that somebody waits is counted on the screen already.
    fn default() -> Self {
        let toast = Ways::default();
        NotificationPreferences {
            conversation_creation: Ways::NONE,
            conversation_assignment: Ways { sound: true, ..Ways::NONE },
            assigned_conversation_new_message: toast,
            missed: toast,
            callback_due: toast,
            supervision: toast,
        }
    }
}

impl NotificationPreferences {
    /// The kinds, as they are named on the wire.
    pub const KINDS: [&str; 6] = [
        "conversationCreation",
        "conversationAssignment",
        "assignedConversationNewMessage",
        "missed",
        "callbackDue",
        "supervision",
    ];

    /// How the agent is told of a kind; `None` where there is no such kind.
    pub fn ways(mut self, kind: &str) -> Option<Ways> {
        self.ways_mut(kind).copied()
    }

    /// The same, to be changed.
    pub fn ways_mut(&mut self, kind: &str) -> Option<&mut Ways> {
        match kind {
            "conversationCreation" => Some(&mut self.conversation_creation),
            "conversationAssignment" => Some(&mut self.conversation_assignment),
            "assignedConversationNewMessage" => Some(&mut self.assigned_conversation_new_message),
            "missed" => Some(&mut self.missed),
            "callbackDue" => Some(&mut self.callback_due),
            "supervision" => Some(&mut self.supervision),
            _ => None,
        }
    }
}
