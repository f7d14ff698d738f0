//! Chats, what sorts them, customers, what waits, and the other desks.

use serde_json::json;

use super::{State, by, keys};
use crate::desk::Change;
use crate::desk::conversation::{Conversation, Priority, Status};
use crate::desk::interaction::{ChatSide, Cleared};
use crate::toolbar::testing::conversation::{anshika, on_whatsapp, supervising, waits};
use crate::toolbar::testing::session::Script;
use crate::toolbar::testing::{chat, harness::Harness};

pub(super) fn states() -> Vec<State> {
    let mut states = chats();
    states.extend(sorted());
    states.extend(customers());
    states.extend(desks());
    states
}

fn chats() -> Vec<State> {
    vec![
        keys(
            "chat_offered",
            |script| {
                script.working();
                chat::offered(script);
                chat::says(script, ChatSide::Customer, "Hello?");
                script.wait(4);
            },
            "",
        ),
        keys("chat_writing", chat::chatting, "i That should not be."),
        keys("chat_read_back", long, "pgup"),
        by("chat_refused", chat::chatting, |at| {
            at.keys("i one enter").refuses(3000, "the customer has left", json!({"http": 409}));
        }),
        keys(
            "chat_left",
            |script| {
                chat::chatting(script);
                script.hangs_up(&chat::chat(), Cleared::Customer).wait(9);
            },
            "",
        ),
        keys("chat_whatsapp", on_whatsapp, ""),
        keys("chat_replies", on_whatsapp, "i /"),
        keys("chat_new_lines", new_lines, ""),
        keys("chat_closed_window", closed_window, ""),
    ]
}

fn long(script: &mut Script) {
    chat::chatting(script);
    for number in 0..60 {
        chat::says(script, ChatSide::Customer, &format!("This is line {number} of what I want to say."));
    }
}

/// Lines of all sides that nobody has looked at.
fn new_lines(script: &mut Script) {
    on_whatsapp(script);
    for side in [ChatSide::Bot, ChatSide::System, ChatSide::Customer] {
        chat::says(script, side, "Anybody there?");
    }
}

/// Urgent, put off, and too late to write freely.
fn closed_window(script: &mut Script) {
    on_whatsapp(script);
    let conversation = Box::new(Conversation {
        sub_channel: "whatsapp".to_owned(),
        labels: vec!["vip".to_owned(), "refund".to_owned()],
        priority: Some(Priority::Urgent),
        status: Status::Snoozed,
        team: Some("support".to_owned()),
        window_until: Some(script.at),
        ..Conversation::default()
    });
    script
        .change(&Change::Conversation { interaction_id: chat::chat().interaction_id, conversation })
        .wait(4);
}

fn sorted() -> Vec<State> {
    vec![
        keys("dialog_conversation", on_whatsapp, "l"),
        keys("dialog_conversation_nothing_fits", on_whatsapp, "l xyz"),
        keys("dialog_labels", on_whatsapp, "l labels enter"),
        by("dialog_labels_refused", on_whatsapp, |at| {
            at.keys("l labels enter enter").refuses(3000, "the label is gone", json!({"http": 409}));
        }),
        keys("dialog_priority", on_whatsapp, "l priority enter"),
        keys("dialog_conversation_status", on_whatsapp, "l status enter"),
        keys("dialog_team", on_whatsapp, "l team enter"),
        keys("dialog_macros", on_whatsapp, "l macro enter"),
        keys("dialog_attributes", on_whatsapp, "l attributes enter"),
        keys("dialog_attribute", on_whatsapp, "l attributes enter enter"),
        keys("dialog_templates", on_whatsapp, "l template enter"),
        keys("dialog_template", on_whatsapp, "l template enter enter"),
        keys("dialog_file", on_whatsapp, "l file enter enter"),
        keys("dialog_transcript", on_whatsapp, "l transcript enter"),
        keys("dialog_objects", on_whatsapp, "l new enter"),
        keys("dialog_record_form", on_whatsapp, "l new enter enter tab ctrl-u ctrl-s"),
        keys("dialog_preferences", on_whatsapp, "N"),
    ]
}

fn found(at: &mut Harness) -> &mut Harness {
    let found = |id: u64, name: &str| json!({"customerId": id, "name": name, "phone": "1234567890"});
    at.keys("F an enter").answers(json!([found(1, "Anshika"), found(2, "Andy Young")]))
}

fn customers() -> Vec<State> {
    vec![
        keys("dialog_find_empty", on_whatsapp, "F enter"),
        keys("dialog_find_under_way", on_whatsapp, "F an enter"),
        by("dialog_find", on_whatsapp, |at| {
            found(at);
        }),
        by("dialog_find_nobody", on_whatsapp, |at| {
            at.keys("F an enter").answers(json!([]));
        }),
        by("dialog_card", on_whatsapp, |at| {
            at.keys("F an enter").answers(json!([{"customerId": 1, "name": "Anshika"}])).keys("enter");
            at.answers(anshika());
        }),
        keys("dialog_waiting_asked", on_whatsapp, "w"),
        by("dialog_waiting", on_whatsapp, |at| {
            at.keys("w").answers(json!([waits()]));
        }),
        by("dialog_waiting_nothing", on_whatsapp, |at| {
            at.keys("w").answers(json!([]));
        }),
        by("dialog_waiting_refused", on_whatsapp, |at| {
            at.keys("w").answers(json!([waits()])).keys("enter");
            at.refuses(4000, "it waits no more", json!({}));
        }),
    ]
}

fn watching(at: &mut Harness) -> &mut Harness {
    at.keys("S").answers(json!("ok")).then(supervising)
}

fn desks() -> Vec<State> {
    vec![
        keys("desks_asked", on_whatsapp, "S"),
        by("desks_none", on_whatsapp, |at| {
            at.keys("S").answers(json!("ok")).then(|script| {
                script.change(&Change::Watching { on: true });
            });
        }),
        by("desks", on_whatsapp, |at| {
            watching(at);
        }),
        by("desks_refused", on_whatsapp, |at| {
            watching(at).keys("enter").refuses(3000, "they have signed out", json!({"http": 409}));
        }),
        by("desks_status", on_whatsapp, |at| {
            watching(at).keys("down s");
        }),
        by("desks_sign_out", on_whatsapp, |at| {
            watching(at).keys("down o");
        }),
    ]
}
