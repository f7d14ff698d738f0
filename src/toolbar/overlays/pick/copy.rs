//! What can be copied of a call or chat: as it may be seen, never more.

use super::{Choice, Then};
use crate::desk::Interaction;

/// How many of a chat's newest lines are offered.
const MAX_LINES: usize = 30;

pub(super) fn rows(one: &Interaction) -> Vec<Choice> {
    let of = |name: &str, what: &'static str, text: &str| Choice {
        text: name.to_owned(),
        note: text.to_owned(),
        is_set: false,
        then: Ok(Then::Copy { what, text: text.to_owned() }),
    };
    let mut rows = vec![of("Interaction id", "the interaction id", one.id.as_str())];
    if !one.customer.phone.is_empty() {
        rows.push(of("Number", "the number", &one.shown_phone()));
    }
    if let Some(name) = one.customer.name.as_deref().filter(|name| !name.is_empty()) {
        rows.push(of("Name", "the name", name));
    }
    if let Some(contact) = one.contact.as_ref().filter(|contact| !contact.email.is_empty()) {
        rows.push(of("Address for letters", "the address", &contact.email));
    }
    if let Some(record) = &one.record {
        rows.push(of("Record id", "the record's id", &record.record_id));
        rows.push(of("Record name", "the record's name", &record.record_name));
    }
    if !one.draft.notes.is_empty() {
        rows.push(of("Notes", "the notes", &one.draft.notes));
    }
    let lines = one.chat.iter().rev().take(MAX_LINES).filter(|line| !line.text.is_empty());
    rows.extend(lines.map(|line| of("Line", "a line of the chat", &line.text)));
    rows
}
