//! Text from outside can't reach the terminal as anything but text.

use std::rc::Rc;

use serde_json::json;
use serde_json::value::to_raw_value;

use super::harness::{Harness, hello, text};
use super::session::Script;
use super::states;
use super::words::Words;
use crate::contract::Event;
use crate::contract::payload::{ChannelType, CrmRecordInfo};
use crate::desk::change::TracedCall;
use crate::desk::interaction::{ChatLine, ChatSide, Cleared, DraftCallback, Member};
use crate::desk::{Change, ToastVariant};
use crate::toolbar::{Message, render};
use crate::wire::text::is_safe;
use crate::wire::{ClientEvent, Joined, Micros, Role};

const EVIL: &str = "A\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{90}\u{202e}B\u{2066}\u{200b}\u{feff}\u{ad}\u{e0041}\u{2028}\r\n\t\u{7f}C";

#[track_caller]
fn is_clean(at: &Harness) {
    for cell in &at.buffer().content {
        assert!(cell.symbol().chars().all(is_safe), "{:?}", cell.symbol());
    }
}

#[test]
fn no_text_from_outside_carries_controls_into_a_cell() {
    let mut at = Harness::connected(120, 40);
    at.hub(ClientEvent::Connected {
        answer: hello(json!({"greeting": EVIL, "peer": EVIL})),
        how: Joined::First,
    });
    is_clean(&at);
    at.tell(Message::Paste(EVIL.to_owned()));
    at.keys("enter x enter").refuses(4000, EVIL, json!({"hint": EVIL}));
    is_clean(&at);
    let call = Script::call(20, Some(EVIL), EVIL, false);
    at.then(|script| {
        script.working().rings(&call).wait(3).missed(&call).rings(&call).connects(&call);
        script.toast(ToastVariant::Error, EVIL).status(false, EVIL);
        script.hangs_up(&call, Cleared::Customer);
        let draft = crate::desk::interaction::Draft {
            code: None,
            notes: EVIL.to_owned(),
            callback: Some(DraftCallback { own: true, when: EVIL.to_owned(), phone: EVIL.to_owned() }),
        };
        script.change(&Change::Draft { interaction_id: call.interaction_id.clone(), draft });
    });
    at.shows("A␛[2J");
    is_clean(&at);
    for keys in ["d tab tab", "f up", "b", "q", "n", "c", "s"] {
        at.keys(keys).tell(Message::Paste(EVIL.to_owned()));
        is_clean(&at);
        at.keys("esc");
    }
    let evil = CrmRecordInfo {
        record_id: EVIL.to_owned(),
        record_type: EVIL.to_owned(),
        record_name: EVIL.to_owned(),
        additional_info: None,
    };
    let mut chat = Script::call(40, Some(EVIL), EVIL, false);
    chat.channel_details.channel_type = ChannelType::Chat;
    at.then(|script| {
        let id = chat.interaction_id.clone();
        script.event(&Event::InteractionInitiated(chat.clone())).connects(&chat);
        script.change(&Change::Focus { interaction_id: Some(id.clone()) });
        let line = ChatLine::new(ChatSide::Customer, script.at, EVIL.to_owned());
        script.change(&Change::ChatLine { interaction_id: id.clone(), line });
        let member = Member { who: EVIL.to_owned(), is_user: false, joined: true, held: false };
        script.change(&Change::Members { interaction_id: id.clone(), members: vec![member] });
        script.change(&Change::Record { interaction_id: id.clone(), record: Some(evil.clone()) });
        script.change(&Change::Records { interaction_id: id, records: vec![evil.clone()] });
        script.change(&Change::PreviewRecords { phone: "5".to_owned(), records: vec![evil.clone()] });
        script.change(&Change::CurrentRecord { record: evil });
        let call = TracedCall {
            peer: EVIL.to_owned(),
            role: Role::Crm,
            method: EVIL.to_owned(),
            params: Some(to_raw_value(EVIL).unwrap()),
            error: Some((3000, EVIL.to_owned())),
            answer: None,
            note: Some(EVIL.to_owned()),
            took: Micros(1),
        };
        script.change(&Change::Trace { call: Box::new(call) });
    });
    is_clean(&at);
    for keys in [
        "",
        "esc",
        "i",
        "R",
        "n ctrl-u 5 ctrl-l",
        "T",
        "T enter",
        "M",
        "M initiateI enter",
        "t",
        "v",
        "B",
        "B m",
    ] {
        at.keys(keys).tell(Message::Paste(EVIL.to_owned()));
        is_clean(&at);
        at.keys("esc esc");
    }
    at.keys("M toolbar.hold enter ctrl-r").refuses(3000, EVIL, json!({"hint": EVIL}));
    is_clean(&at);
    at.hub(ClientEvent::Lost {
        reason: EVIL.to_owned(),
        retry_in: std::time::Duration::from_secs(3),
        attempt: 1,
    });
    is_clean(&at);
    at.hub(ClientEvent::Refused { reason: EVIL.to_owned() });
    is_clean(&at);
}

#[test]
fn no_text_about_calls_does_either() {
    let talk = Script::call(41, Some(EVIL), EVIL, false);
    let mut at = Harness::after(120, 40, |script| {
        script.working().rings(&talk).connects(&talk);
        super::voice::hostile(script, &talk, EVIL);
    });
    is_clean(&at);
    for keys in
        ["", "t", "t tab right right", "t tab right right right right", "p", "K", "B", "B m", "v", "d"]
    {
        at.keys(keys).tell(Message::Paste(EVIL.to_owned()));
        is_clean(&at);
        at.keys("enter").refuses_if_sent(EVIL);
        is_clean(&at);
        at.keys("esc esc");
    }
    at.then(|script| {
        script.hangs_up(&Script::call(41, Some(EVIL), EVIL, false), Cleared::Customer);
    });
    at.keys("d tab tab tab right tab").tell(Message::Paste(EVIL.to_owned())).keys("ctrl-s");
    is_clean(&at);
}

/// Of every class that a terminal or a layout could stumble over: controls, escape sequences, direction, no
/// width, tags, marks upon marks, sequences of emoji, wide ones, separators.
const EVERY_CLASS: &str = "\u{1b}[2J\u{1b}]52;c;x\u{7}\u{9b}31m\u{90}\u{85}\u{7f}\r\n\t\u{202e}\u{2066}\u{200f}مرحبا\u{200b}\u{200d}\
    \u{feff}\u{ad}\u{e0041}\u{e007f}e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}👩\u{200d}👩\u{200d}👧\u{fe0f}🇮🇳日本\u{2028}\u{2029}\u{fff9}\u{3164}Z";

/// In every state each text from outside ends in it, and whatever can be typed into is given it. That changes
/// nothing else: the same overlays lie there.
#[test]
fn in_no_state_does_a_cell_hold_what_could_do_harm() {
    let words = Rc::new(Words::ending_in(EVERY_CLASS));
    let mut reached = 0;
    for state in states::all() {
        let mut at = state.in_words(Some(&words));
        let looked_at = |at: &Harness, width, height| {
            let screen = render(&at.app, width, height);
            for cell in &screen.content {
                let symbol = cell.symbol();
                assert!(symbol.chars().all(is_safe), "{} {width}x{height}: {symbol:?}", state.name);
                assert!(symbol.chars().count() <= 8, "{}: {symbol:?} in a cell", state.name);
            }
            text(&screen)
        };
        looked_at(&at, 60, 18);
        let screen = looked_at(&at, 160, 50);
        reached += usize::from(screen.contains("␛[2J"));
        assert_eq!(states::shown(&state.at().app), states::shown(&at.app), "{}:\n{screen}", state.name);
        at.tell(Message::Paste(EVERY_CLASS.to_owned()));
        looked_at(&at, 80, 24);
    }
    assert!(reached > 100, "the words are seen in {reached} states");
}
