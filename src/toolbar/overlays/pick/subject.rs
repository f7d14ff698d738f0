//! What a list is of.

use super::{Choice, agents, conversation, copy, preferences};
use crate::contract::ids::{InteractionId, UserId};
use crate::desk::{DeskState, Phase};

/// What a list is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// What can be done with a conversation.
    Conversation(InteractionId),
    /// Its labels.
    Labels(InteractionId),
    /// Its priority.
    Priority(InteractionId),
    /// Its status.
    Status(InteractionId),
    /// Whose it is.
    Team(InteractionId),
    /// Macros that can be run in it.
    Macros(InteractionId),
    /// The channel's approved messages.
    Templates(InteractionId),
    /// The custom attributes of it and of its customer.
    Attributes(InteractionId),
    /// The kinds of records that can be made.
    Objects(InteractionId),
    /// What can be copied of it.
    Copy(InteractionId),
    /// What the user is told of, and how.
    Preferences,
    /// The colleagues who can be called, or written to.
    Colleagues,
    /// The statuses that another agent can be set to.
    StatusOf(UserId),
    /// Whether another agent is to be signed out.
    SignOut(UserId),
}

impl Subject {
    pub(super) fn title(&self) -> &'static str {
        match self {
            Subject::Conversation(_) => "Conversation",
            Subject::Labels(_) => "Labels",
            Subject::Priority(_) => "Priority",
            Subject::Status(_) => "Status",
            Subject::Team(_) => "Team",
            Subject::Macros(_) => "Macros",
            Subject::Templates(_) => "Templates",
            Subject::Attributes(_) => "Attributes",
            Subject::Objects(_) => "New record",
            Subject::Copy(_) => "Copy",
            Subject::Preferences => "What you are told of",
            Subject::Colleagues => "Colleagues",
            Subject::StatusOf(_) => "Set status",
            Subject::SignOut(_) => "Sign out",
        }
    }

    /// What choosing a row does, in a word or two.
    pub(super) fn verb(&self) -> &'static str {
        match self {
            Subject::Labels(_) => "On/off",
            Subject::Preferences => "Switch",
            Subject::Copy(_) => "Copy",
            Subject::Macros(_) => "Run",
            Subject::Templates(_) => "Fill in",
            Subject::Colleagues => "Call or write",
            _ => "Choose",
        }
    }

    /// What is said where there is nothing to choose.
    pub(in crate::toolbar) fn empty(&self) -> &'static str {
        match self {
            Subject::Labels(_) => "The workspace has no labels.",
            Subject::Team(_) => "The workspace has no teams.",
            Subject::Macros(_) => "No macro is there for this campaign.",
            Subject::Templates(_) => "This channel has no templates.",
            Subject::Attributes(_) => "The workspace has no custom attributes.",
            Subject::Objects(_) => "The CRM has no objects.",
            Subject::Colleagues => "The site has no other users.",
            _ => "There is nothing to choose.",
        }
    }

    pub(super) fn stays(&self) -> bool {
        matches!(self, Subject::Labels(_) | Subject::Preferences)
    }

    fn interaction(&self) -> Option<&InteractionId> {
        match self {
            Subject::Conversation(id)
            | Subject::Labels(id)
            | Subject::Priority(id)
            | Subject::Status(id)
            | Subject::Team(id)
            | Subject::Macros(id)
            | Subject::Templates(id)
            | Subject::Attributes(id)
            | Subject::Objects(id)
            | Subject::Copy(id) => Some(id),
            Subject::Preferences | Subject::Colleagues | Subject::StatusOf(_) | Subject::SignOut(_) => None,
        }
    }

    pub(super) fn is_over(&self, desk: &DeskState) -> bool {
        if let Subject::Copy(id) = self {
            return desk.interaction(id).is_none();
        }
        let gone = |id| desk.interaction(id).is_none_or(|one| one.phase == Phase::Disposed);
        self.interaction().is_some_and(gone)
    }

    pub(in crate::toolbar) fn rows(&self, desk: &DeskState) -> Vec<Choice> {
        let one = self.interaction().and_then(|id| desk.interaction(id));
        match (self, one) {
            (Subject::Preferences, _) => preferences::rows(desk),
            (Subject::Colleagues, _) => agents::colleagues(desk),
            (Subject::StatusOf(user), _) => agents::statuses(user, desk),
            (Subject::SignOut(user), _) => agents::sign_out(user),
            (_, None) => Vec::new(),
            (Subject::Conversation(_), Some(one)) => conversation::doings(one, desk),
            (Subject::Labels(_), Some(one)) => conversation::labels(one, desk),
            (Subject::Priority(_), Some(one)) => conversation::priorities(one),
            (Subject::Status(_), Some(one)) => conversation::statuses(one),
            (Subject::Team(_), Some(one)) => conversation::teams(one, desk),
            (Subject::Macros(_), Some(one)) => conversation::macros(one, desk),
            (Subject::Templates(_), Some(one)) => conversation::templates(one, desk),
            (Subject::Attributes(_), Some(one)) => conversation::attributes(one, desk),
            (Subject::Copy(_), Some(one)) => copy::rows(one),
            (Subject::Objects(_), Some(one)) => conversation::objects(one, desk),
        }
    }
}
