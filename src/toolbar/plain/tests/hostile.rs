//! Text from outside, wherever plain mode says it: names, lines, records, labels, answers.

use super::commands::{at_desk, come_to};
use crate::contract::ids::DeskId;
use crate::desk::DeskState;
use crate::desk::interaction::ChatSide;
use crate::toolbar::plain::announce::{Heard, announce};
use crate::toolbar::plain::command::{Todo, here};
use crate::toolbar::plain::complete::complete;
use crate::toolbar::plain::output::{MAX_SAID, harmless};
use crate::toolbar::testing::chat::{chatting, says};
use crate::toolbar::testing::integrations::{offers, record};
use crate::toolbar::testing::session::Script;
use crate::toolbar::testing::voice::{everything, hostile};
use crate::wire::text::is_safe;

/// One of each class that could do harm.
const BAD: &str = "\u{1b}[2J\u{7}\u{9b}31m\u{202e}abc\u{2028}\u{200b}\u{e0041}\r\ne\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}";

fn write(script: &mut Script) {
    everything(script);
    let mut call = Script::call(41, Some(BAD), "1\u{1b}2", false);
    call.customer_details.name = Some(BAD.repeat(400));
    script.rings(&call).connects(&call);
    hostile(script, &call, BAD);
    offers(script, &[record(1, BAD)]);
    script.toast(crate::desk::ToastVariant::Error, BAD);
}

fn hold_still(said: &[String]) {
    for text in said {
        for line in harmless(text) {
            assert!(line.chars().all(is_safe), "{line:?}");
            assert!(line.chars().count() <= MAX_SAID + 1);
        }
    }
}

#[test]
fn nothing_that_is_said_or_completed_can_do_harm() {
    let mut script = Script::new();
    write(&mut script);
    let mut desk = DeskState::new(DeskId::default_desk());
    let mut all = 0;
    for push in &script.pushes {
        let was = desk.clone();
        desk.apply(push).unwrap();
        if let Some(heard) = Heard::of(push) {
            let said = announce(&was, &desk, &heard);
            all += said.len();
            hold_still(&said);
        }
    }
    assert!(all > 6, "only {all} sentences");
    let mut app = at_desk(write);
    let mut said = 0;
    for spec in here(false) {
        if let Ok(Todo::Say(lines)) = come_to(&mut app, spec.name) {
            said += lines.len();
            hold_still(&lines);
        }
        if let Err(error) = come_to(&mut app, &format!("{} {BAD}", spec.name)) {
            hold_still(&[error]);
        }
        let offered = complete(&format!("{} ", spec.name), &desk, false).1;
        assert!(offered.iter().all(|one| one.chars().all(is_safe)), "{offered:?}");
    }
    assert!(said > 10, "only {said} lines");
    let mut app = at_desk(|script| {
        chatting(script);
        says(script, ChatSide::Customer, BAD);
    });
    match come_to(&mut app, "read").unwrap() {
        Todo::Say(lines) => hold_still(&lines),
        other => panic!("{other:?}"),
    }
}
