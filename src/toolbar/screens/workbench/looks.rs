//! Which state something is in, and the words for what else is said of it.

use crate::desk::conversation::{Priority, Status};
use crate::desk::interaction::Cleared;
use crate::desk::{Activity, DeskState, Interaction, Phase};
use crate::toolbar::attention::Level;
use crate::toolbar::theme::Role;
use crate::toolbar::theme::state::{self, State};

pub(in crate::toolbar) fn interaction(one: &Interaction) -> State {
    match one.phase {
        Phase::Initiated | Phase::Ringing if one.is_outbound() => state::DIALLING,
        Phase::Initiated | Phase::Ringing if one.is_chat() => state::OFFERED,
        Phase::Initiated => state::ARRIVING,
        Phase::Ringing => state::RINGING,
        Phase::Connected if one.held_since.is_some() => state::ON_HOLD,
        Phase::Connected => state::CONNECTED,
        Phase::WrapUp => state::WRAP_UP,
        Phase::Disposed => state::DISPOSED,
    }
}

/// How a time looks: its role and the mark before it, so that colour is not the only sign. A calm one has
/// the role of what it belongs to.
pub(super) fn level(level: Level, calm: Role) -> (Role, &'static str) {
    match level {
        Level::Calm => (calm, ""),
        Level::Warn => (state::WARN.role, "▵ "),
        Level::Late => (state::LATE.role, "▲ late "),
    }
}

/// The channel in a word or two: of a call its direction, of a chat what the site calls the channel.
pub(in crate::toolbar) fn way<'a>(desk: &'a DeskState, one: &Interaction) -> &'a str {
    if !one.is_chat() {
        return direction(one.is_outbound());
    }
    let channel = desk.setup.channel(one.channel, &one.conversation.sub_channel);
    channel.map_or("chat", |channel| channel.name.as_str())
}

/// Which way a call goes.
pub(super) fn direction(outbound: bool) -> &'static str {
    if outbound { "outbound" } else { "inbound" }
}

/// What an agent does, and the word for it where the site has none of its own.
pub(in crate::toolbar) fn activity(activity: Activity) -> (State, Option<&'static str>) {
    match activity {
        Activity::Ringing => (state::RINGING, Some("Ringing")),
        Activity::Dialling => (state::DIALLING, Some("Dialling")),
        Activity::OnCall => (state::CONNECTED, Some("On call")),
        Activity::OnHold => (state::ON_HOLD, Some("On hold")),
        Activity::WrapUp => (state::WRAP_UP, Some("Wrap-up")),
        Activity::Available => (state::AVAILABLE, None),
        Activity::Away => (state::AWAY, None),
    }
}

/// The word for it where what presses most is a chat, if that is another one.
pub(in crate::toolbar) fn of_chat(activity: Activity) -> Option<&'static str> {
    match activity {
        Activity::OnCall => Some("In a chat"),
        Activity::Ringing => Some("Chat offered"),
        _ => None,
    }
}

pub(in crate::toolbar) fn cleared(by: Cleared, chat: bool) -> &'static str {
    match by {
        Cleared::Agent if chat => "you ended it",
        Cleared::Customer if chat => "customer left",
        Cleared::Agent => "you hung up",
        Cleared::Customer => "customer hung up",
        Cleared::Busy => "customer was busy",
        Cleared::NoAnswer => "no answer",
        Cleared::Missed => "missed",
        Cleared::Rejected => "rejected",
        Cleared::WaitedTooLong => "waited too long",
        Cleared::TooLong => "longest call reached",
        Cleared::SignedOut => "signed out",
        Cleared::Transferred => "you transferred it",
        Cleared::Resolved => "the site resolved it",
        Cleared::Owner => "the owner ended it",
        Cleared::Left => "you left it to the others",
    }
}

/// What people call a priority; the shape says how much of it there is.
pub(super) fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Urgent => "▲▲ urgent",
        Priority::High => "▲ high",
        Priority::Medium => "● medium",
        Priority::Low => "▼ low",
    }
}

/// What people call a conversation's status.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Pending => "◔ pending",
        Status::Snoozed => "z snoozed",
        Status::Resolved => "✓ resolved",
    }
}

/// A file's size as people say it.
pub(in crate::toolbar) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", bytes / 1_000_000_000),
    }
}
