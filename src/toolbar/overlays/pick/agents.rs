//! Other agents: what a supervisor does with one, and how anybody reaches them.

use serde_json::json;

use super::{Choice, Then};
use crate::contract::ids::UserId;
use crate::contract::payload::ChannelType;
use crate::desk::DeskState;
use crate::desk::setup::Permission;

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
            note: status(desk, &one.user_id).unwrap_or(one.user_id.as_str()).to_owned(),
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

/// A colleague's status in a word, where this desk watches theirs.
pub(in crate::toolbar::overlays) fn status<'a>(desk: &'a DeskState, user: &UserId) -> Option<&'a str> {
    let seen = desk.watched.as_ref()?.values().find(|seen| &seen.user_id == user);
    Some(match seen {
        None => "signed out",
        Some(seen) if !seen.interactions.is_empty() => "busy",
        Some(seen) => seen.status.as_str(),
    })
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
