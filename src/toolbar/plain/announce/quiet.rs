//! The changes of a desk of which nothing is said, each with the reason.

use crate::desk::Change;

/// Why nothing is said of a change; `None` for one that is said. There is no wildcard here: whoever adds a
/// kind of change decides.
pub fn why_quiet(change: &Change) -> Option<&'static str> {
    Some(match change {
        Change::Cleared { .. } => "the event that follows says why the talk was over",
        Change::Draft { .. } => "whoever typed it knows",
        Change::NotificationsRead => "whoever reads them knows",
        Change::Setup { .. } => "it comes with the sign-in, or with the session's other settings",
        Change::CustomerTypes { .. } => "it would be said before each line",
        Change::Tick { .. } => "it would be said three times for each line; read tells it",
        Change::Seen { .. } => "the agent has just heard the lines",
        Change::Contact { .. } => "customer tells who it is",
        Change::Watching { .. } | Change::DeskSeen { .. } => {
            "what others do would drown all else; desks tells it"
        }
        Change::Clock => "status tells the time",
        Change::Trace { .. } => "trace tells what integrations called",
        Change::Unknown => "it is of a later version",
        Change::SignedIn { .. }
        | Change::Session { .. }
        | Change::SignedOut { .. }
        | Change::Extension { .. }
        | Change::Deadline { .. }
        | Change::Hold { .. }
        | Change::Mute { .. }
        | Change::Focus { .. }
        | Change::Toast { .. }
        | Change::Waiting { .. }
        | Change::LoginInfo { .. }
        | Change::ExtensionInfo { .. }
        | Change::NewInteraction { .. }
        | Change::DesktopNotification { .. }
        | Change::ChatLine { .. }
        | Change::Records { .. }
        | Change::PreviewRecords { .. }
        | Change::Record { .. }
        | Change::CurrentRecord { .. }
        | Change::Members { .. }
        | Change::Owner { .. }
        | Change::Integrations { .. }
        | Change::Preferences { .. }
        | Change::Notice { .. }
        | Change::Callbacks { .. }
        | Change::Tones { .. }
        | Change::Consult { .. }
        | Change::Conversation { .. }
        | Change::Snapshot { .. } => return None,
    })
}
