//! What an action of the workbench is about: the parts of a long list of keys.

use super::{Action, Row};

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A call, from its beginning to its disposition.
    Call,
    /// What is written.
    Chat,
    /// Whom the agent talks with, and talks with again.
    Customer,
    /// The agent's own work and screen.
    Desk,
    /// What goes on between the toolbar, the hub and integrations.
    Inside,
}

impl Subject {
    /// All of them, in the help's order.
    pub const ALL: [Subject; 5] =
        [Subject::Call, Subject::Chat, Subject::Customer, Subject::Desk, Subject::Inside];

    /// What the help calls it.
    pub fn title(self) -> &'static str {
        match self {
            Subject::Call => "Call",
            Subject::Chat => "Chat",
            Subject::Customer => "Customer",
            Subject::Desk => "Desk",
            Subject::Inside => "Look inside",
        }
    }
}

impl Row {
    /// What it is about, where it is done on the workbench.
    pub fn subject(&self) -> Subject {
        use Action::*;
        match self.action {
            Answer | Reject | Hold | Mute | Hangup | Dispose | Transfer | Confer | Swap | StopAsking
            | HoldAll | Leave | Members | Keypad | Dial | Redial => Subject::Call,
            Write | PageUp | PageDown | Conversation => Subject::Chat,
            Find | Record | Callbacks | CustomerCall | CustomerMenu => Subject::Customer,
            Frames | Trace | Methods => Subject::Inside,
            _ => Subject::Desk,
        }
    }
}
