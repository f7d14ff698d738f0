//! A frame in one row: its kind, its name, who called, how long it took, what went wrong.

use serde_json::json;

use super::harness::text;
use super::inspector::{on_call, traced};
use super::session::Script;
use crate::desk::Change;
use crate::desk::change::TracedCall;
use crate::toolbar::render;
use crate::wire::Role;

/// What kind of frame it is, is not told by colour alone.
#[test]
fn a_kind_has_a_word_at_every_width_below_its_head() {
    let mut at = on_call();
    at.keys("f home");
    for (width, word) in [(60, "evt  "), (61, "evt  "), (62, "event  "), (120, "event  ")] {
        let screen = text(&render(&at.app, width, 40));
        let place = |line: &str, text: &str| line.find(text).map(|at| line[..at].chars().count());
        let heads = screen.lines().find_map(|line| place(line, "kind ")).unwrap();
        let row = screen.lines().find(|line| line.contains("callRinging")).unwrap();
        assert_eq!(place(row, word), Some(heads), "{width}:\n{screen}");
    }
}

#[test]
fn a_name_has_what_is_free_in_its_row_and_who_else_called_stands_apart() {
    let mut at = on_call();
    at.then(|script| {
        let name = "crm.showMultipleRecordsForTheInteraction";
        for took in [85, 412_345] {
            let call = TracedCall { params: None, ..traced("p3", Role::App, name, json!([]), took) };
            script.change(&Change::Trace { call: Box::new(call) });
        }
    });
    let screen = at.keys("f").screen();
    assert!(screen.contains("app p3: crm.showMultipleRecordsForTheInterac… 85 µs │"), "{screen}");
    assert!(screen.contains("app p3: crm.showMultipleRecordsForTheInte… 412.3 ms │"), "{screen}");
}

#[test]
fn what_took_nothing_measurable_says_nothing_of_it() {
    for (took, says) in [(0, false), (85, true)] {
        let mut at = on_call();
        at.then(|script| {
            let id = Script::anshika().interaction_id;
            let call = traced("p2", Role::Crm, "interaction.endCall", json!({"interactionId": id}), took);
            script.change(&Change::Trace { call: Box::new(call) });
        });
        at.keys("f");
        assert_eq!(at.screen().contains("took 85 µs"), says);
        at.shows_no(" 0 µs").keys("l").shows("Ladder").shows_no(" 0 µs").keys("enter").shows_no(" 0 µs");
    }
}

/// Not by colour alone: there is no room for the word `error` in a narrow list.
#[test]
fn what_went_wrong_has_its_code_beside_it_at_every_width() {
    let mut at = on_call();
    at.keys("f / disposeInteraction enter");
    for width in 60..=200 {
        let screen = text(&render(&at.app, width, 18));
        assert!(screen.contains(" 3000"), "{width}:\n{screen}");
    }
}
