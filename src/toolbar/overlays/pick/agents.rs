//! What a supervisor does with another agent.

use serde_json::json;

use super::{Choice, Then};
use crate::contract::ids::UserId;
use crate::desk::DeskState;

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

/// A question with one way on; closing is the other.
pub(super) fn sign_out(user: &UserId) -> Vec<Choice> {
    vec![Choice {
        text: format!("Sign {user} out"),
        note: "what they are on ends".to_owned(),
        is_set: false,
        then: Ok(Then::Call { method: "toolbar.signOutAgent", params: json!({"userId": user}) }),
    }]
}
