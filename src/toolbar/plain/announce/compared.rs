//! What is told whole each time: only what is other than before is said.

use crate::desk::interaction::Member;
use crate::desk::{Change, DeskState, Integration, Interaction, PromisedCallback};
use crate::toolbar::attention::is_offered;
use crate::toolbar::overlays::members::name;
use crate::toolbar::overlays::pick::conversation::{priority_word, status_word};
use crate::toolbar::plain::words::{all, kind, the};
use crate::wire::Role;

/// What is new in a change that tells all of something.
pub(super) fn compared(before: &DeskState, after: &DeskState, change: &Change) -> Vec<String> {
    match change {
        Change::Members { interaction_id, members } => {
            let was = before.interaction(interaction_id).map(|one| one.members.as_slice());
            people(after, was.unwrap_or_default(), members)
        }
        Change::Integrations { list } => integrations(&before.integrations, list),
        Change::Preferences { preferences } => {
            let changed = before.session.is_some() && before.preferences != **preferences;
            let says = "what you are told of was changed; type notify to hear how";
            changed.then(|| says.to_owned()).into_iter().collect()
        }
        Change::Callbacks { list } => callbacks(after, &before.callbacks, list).into_iter().collect(),
        Change::Conversation { interaction_id, .. } => {
            match (before.interaction(interaction_id), after.interaction(interaction_id)) {
                (Some(was), Some(one)) if !is_offered(was) => sorted(after, was, one),
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// Who came, went, or is held of those in a call.
fn people(desk: &DeskState, was: &[Member], is: &[Member]) -> Vec<String> {
    let name = |one: &Member| name(desk, &one.who, one.is_user).to_owned();
    let find = |list: &[Member], one: &Member| list.iter().find(|other| other.who == one.who).cloned();
    let news = |one: &Member| {
        let old = find(was, one);
        let (had_joined, was_held) = old.as_ref().map_or((false, false), |old| (old.joined, old.held));
        Some(match one {
            Member { joined: false, .. } if old.is_none() => {
                format!("it rings at {}, who is asked into the call", name(one))
            }
            Member { joined: true, .. } if !had_joined => format!("{} is in the call", name(one)),
            Member { held: true, .. } if !was_held => format!("{} is on hold", name(one)),
            Member { held: false, .. } if was_held => format!("{} is off hold", name(one)),
            _ => return None,
        })
    };
    let gone = was.iter().filter(|one| find(is, one).is_none());
    let gone = gone.map(|one| format!("{} is not in the call any more", name(one)));
    is.iter().filter_map(news).chain(gone).collect()
}

fn integrations(was: &[Integration], is: &[Integration]) -> Vec<String> {
    let name = |one: &Integration| match (one.role, &one.app_id) {
        (Role::App, Some(app)) => format!("the app {app}"),
        (Role::App, None) => "an app".to_owned(),
        _ => "a CRM".to_owned(),
    };
    let lacks = |list: &[Integration], one: &Integration| list.iter().all(|other| other.peer != one.peer);
    let came = is.iter().filter(|one| lacks(was, one)).map(|one| format!("{} is connected", name(one)));
    let went = was.iter().filter(|one| lacks(is, one));
    came.chain(went.map(|one| format!("{} is not connected any more", name(one)))).collect()
}

/// How many callbacks are new; that one is due is a notice.
fn callbacks(desk: &DeskState, was: &[PromisedCallback], is: &[PromisedCallback]) -> Option<String> {
    desk.session.as_ref()?;
    let promised = match is.iter().filter(|one| was.iter().all(|other| other.id != one.id)).count() {
        0 => return None,
        1 => "1 callback is promised".to_owned(),
        new => format!("{new} callbacks are promised"),
    };
    Some(format!("{promised}; type callbacks to hear of them"))
}

/// How a conversation is sorted now, as far as that is new.
fn sorted(desk: &DeskState, was: &Interaction, one: &Interaction) -> Vec<String> {
    let (old, new) = (&was.conversation, &one.conversation);
    let about = if desk.interactions.len() > 1 { format!("{}: ", the(one)) } else { String::new() };
    let mut said = Vec::new();
    if old.labels != new.labels {
        said.push(format!("labels: {}", all(&new.labels)));
    }
    if old.priority != new.priority {
        said.push(format!("priority: {}", new.priority.map_or("none", priority_word)));
    }
    if old.status != new.status {
        said.push(format!("status: {}", status_word(new.status)));
    }
    if old.team != new.team {
        said.push(format!("team: {}", new.team.as_deref().unwrap_or("none")));
    }
    if old.muted != new.muted {
        let call = if new.muted { "no longer call" } else { "call again" };
        said.push(format!("the customer's lines {call} for attention"));
    }
    if old.attributes != new.attributes {
        said.push(format!("the attributes of the {} are other ones", kind(one)));
    }
    said.into_iter().map(|text| format!("{about}{text}")).collect()
}
