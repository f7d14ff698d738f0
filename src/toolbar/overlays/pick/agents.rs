//! Other agents: what a supervisor does with one, and how anybody reaches them.

use serde_json::json;

use super::{Choice, Then};
use crate::contract::ids::UserId;
use crate::contract::payload::ChannelType;
use crate::desk::DeskState;
use crate::desk::setup::{Colleague, Permission};
use crate::toolbar::theme::{Role, state};
use crate::toolbar::widgets::canvas::{Piece, piece};

/// The statuses that the site has.
pub(super) fn statuses(user: &UserId, desk: &DeskState) -> Vec<Choice> {
    let Some(session) = &desk.session else { return Vec::new() };
    let present = desk.watched.iter().flat_map(|watched| watched.values()).find(|one| &one.user_id == user);
    let ready = session.ready_statuses.iter().map(|name| (name, ""));
    let breaks = session.break_statuses.iter().map(|name| (name, "break"));
    let others = desk.setup.statuses.iter().map(|one| (&one.name, if one.available { "" } else { "away" }));
    ready
        .chain(breaks)
        .chain(others)
        .map(|(name, note)| Choice {
            text: name.clone(),
            note: note.to_owned(),
            is_set: present.is_some_and(|one| one.status == *name),
            then: Ok(Then::Call {
                method: "toolbar.setAgentStatus",
                params: json!({"userId": user, "status": name}),
            }),
        })
        .collect()
}

/// Calls to colleagues, and chats with them, as far as the user may begin any.
pub(super) fn colleagues(desk: &DeskState) -> Vec<Choice> {
    let Some(campaign) = desk.session.as_ref().and_then(|session| session.selected.first()) else {
        return Vec::new();
    };
    let ways = [
        (ChannelType::Voice, Permission::Dial, "Call"),
        (ChannelType::Chat, Permission::OpenChat, "Write to"),
    ];
    let setup = &desk.setup;
    let has = |kind| setup.channels.is_empty() || setup.channels.iter().any(|one| one.channel_type == kind);
    let reach = |(kind, permission, verb)| {
        let allowed = has(kind) && setup.may(permission);
        setup.colleagues.iter().filter(move |_| allowed).map(move |one| Choice {
            text: format!("{verb} {}", one.name),
            note: note(desk, one).1.into_owned(),
            is_set: false,
            then: Ok(Then::Call {
                method: "interaction.initiateInteraction",
                params: json!({
                    "channelType": kind,
                    // Of a voice call the contract wants a number, which may be empty.
                    "channelDetails": {"phone": "", "userId": one.user_id},
                    "campaignId": campaign,
                }),
            }),
        })
    };
    ways.into_iter().flat_map(reach).collect()
}

/// A colleague at a glance, where this desk watches theirs: what they do, in a word.
fn seen<'a>(desk: &'a DeskState, user: &UserId) -> Option<(Role, &'static str, &'a str)> {
    let watched = desk.watched.as_ref()?;
    Some(match watched.values().find(|seen| &seen.user_id == user) {
        None => (Role::Muted, state::DISPOSED.shape, "signed out"),
        Some(seen) if !seen.interactions.is_empty() => {
            (state::CONNECTED.role, state::CONNECTED.shape, "busy")
        }
        Some(seen) => {
            let state = if seen.available { state::AVAILABLE } else { state::AWAY };
            (state.role, state.shape, seen.status.as_str())
        }
    })
}

/// What there is to say of a colleague: what they do, else the id by which they can be found too, unless that is
/// their name.
pub(in crate::toolbar::overlays) fn note<'a>(desk: &'a DeskState, one: &'a Colleague) -> Piece<'a> {
    match seen(desk, &one.user_id) {
        Some((role, shape, word)) => piece(role, format!("{shape} {word}")),
        None if one.user_id.as_str() == one.name => piece(Role::Muted, ""),
        None => piece(Role::Muted, one.user_id.as_str()),
    }
}

/// Whether they are known to have nothing to do.
pub(in crate::toolbar::overlays) fn is_free(desk: &DeskState, user: &UserId) -> bool {
    let mut watched = desk.watched.iter().flat_map(|watched| watched.values());
    watched.any(|seen| &seen.user_id == user && seen.available && seen.interactions.is_empty())
}

/// A question with one way on; closing is the other.
pub(super) fn sign_out(user: &UserId) -> Vec<Choice> {
    vec![Choice {
        text: format!("Sign {user} out"),
        note: "what they are on ends".to_owned(),
        is_set: false,
        then: Ok(Then::Call { method: "toolbar.signOutAgent", params: json!({"userId": user}) }),
    }]
}
