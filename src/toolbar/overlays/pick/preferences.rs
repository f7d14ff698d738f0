//! What the user is told of, and how: each kind by each way, on or off.

use serde_json::{Value, json};

use super::{Choice, Then};
use crate::desk::DeskState;
use crate::desk::setup::{NotificationPreferences, Ways};

/// What people call the kinds ([`NotificationPreferences::KINDS`], in that order).
const WORDS: [&str; 6] = [
    "A conversation waits",
    "Something is offered to me",
    "A customer writes to me",
    "I missed a call or chat",
    "A callback is due",
    "A supervisor does something",
];

/// The ways, as they are named on the wire, and what people call them.
const WAYS: [(&str, &str); 3] = [("toast", "toast"), ("desktop", "desktop notice"), ("sound", "sound")];

pub(super) fn rows(desk: &DeskState) -> Vec<Choice> {
    let mut preferences = desk.preferences;
    let kinds = NotificationPreferences::KINDS.into_iter().zip(WORDS);
    let row = |kind: &str, words: &str, ways: Ways, (way, name): (&str, &str)| {
        let is_set = match way {
            "toast" => ways.toast,
            "desktop" => ways.desktop,
            _ => ways.sound,
        };
        let params = Value::Object(
            [("notice".to_owned(), json!(kind)), (way.to_owned(), json!(!is_set))].into_iter().collect(),
        );
        Choice {
            text: words.to_owned(),
            note: name.to_owned(),
            is_set,
            then: Ok(Then::Call { method: "toolbar.setPreference", params }),
        }
    };
    kinds
        .flat_map(|(kind, words)| {
            let ways = preferences.ways_mut(kind).map(|ways| *ways).unwrap_or_default();
            WAYS.map(|way| row(kind, words, ways, way))
        })
        .collect()
}
