//! The inspector: followed, read, filtered, compared, copied, read back from a recording.

use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use super::harness::Harness;
use super::session::Script;
use crate::contract::ids::InteractionId;
use crate::desk::Change;
use crate::desk::change::TracedCall;
use crate::recording::Player;
use crate::recording::player::{Edge, Page, Wanted};
use crate::toolbar::{Effect, Message, render};
use crate::wire::text::is_safe;
use crate::wire::{Body, ClientEvent, Dir, Frame, Micros, Moment, Push, Role};

/// A call of an integration that went well.
pub(super) fn traced(
    peer: &str,
    role: Role,
    method: &str,
    params: serde_json::Value,
    took: u64,
) -> TracedCall {
    TracedCall {
        peer: peer.to_owned(),
        role,
        method: method.to_owned(),
        params: Some(to_raw_value(&params).unwrap()),
        error: None,
        answer: Some(to_raw_value(&json!("ok")).unwrap()),
        note: None,
        took: Micros(took),
    }
}

/// Calls of a CRM page and an app, one of them refused.
pub fn calls(script: &mut Script) {
    let id = Script::anshika().interaction_id;
    let refused = TracedCall {
        error: Some((3000, "the call is still on".to_owned())),
        answer: None,
        ..traced("p2", Role::Crm, "interaction.disposeInteraction", json!(["voice", id, 820]), 1_234)
    };
    let slow = traced("p3", Role::App, "store.set", json!(["note", "{\"a\": 1}"]), 412_345);
    for call in [refused, slow] {
        script.wait(1).change(&Change::Trace { call: Box::new(call) });
    }
}

pub(super) fn on_call() -> Harness {
    Harness::after(80, 24, |script| {
        let call = Script::anshika();
        script.working().rings(&call).wait(4).connects(&call).wait(9);
        calls(script);
    })
}

#[test]
fn a_filter_is_there_again_and_those_before_it_too() {
    let mut at = on_call();
    at.keys("f")
        .shows_no("All frames")
        .keys("/ is:event enter / ctrl-u is:trace enter")
        .shows("is:trace 2 of 12");
    at.keys("esc f").shows("is:trace 2 of 12").shows("x All frames").keys("esc T esc f").shows("is:trace");
    // Up goes back over what was set, down comes back to what was typed.
    at.keys("/ ctrl-u peer: up").shows("▏is:trace").keys("up").shows("▏is:event").shows("7 of 12");
    at.keys("up up").shows("▏is:event").keys("down down").shows("▏peer:").keys("esc");
    at.shows("is:trace 2 of 12").keys("/ up").shows("▏is:event").keys("enter").shows("is:event 7 of 12");
    at.keys("x").shows_no("of 12").shows_no("All frames").keys("esc f").shows_no("of 12").keys("/ up");
    at.shows("▏is:event").keys("ctrl-u peer: down").shows("▏peer:").keys("esc esc");
}

#[test]
fn a_name_that_nothing_has_is_doubted_where_nothing_is_found() {
    let mut at = on_call();
    at.keys("f / event:callRining enter").shows("No frame fits the filter.");
    at.shows("interaction.callRinging?");
}

/// The line of the screen that has a text in it.
fn line_of(at: &Harness, text: &str) -> usize {
    let screen = at.screen();
    screen.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("no {text:?}:\n{screen}"))
}

/// How many rows follow the one that is read, by what the list says.
fn rows_below(at: &Harness) -> usize {
    let screen = at.screen();
    let place = screen.split("row ").nth(1).and_then(|rest| rest.split(" ─").next());
    let place = place.and_then(|place| place.split_once(" of ")).unwrap_or_else(|| panic!("{screen}"));
    place.1.parse::<usize>().unwrap() - place.0.parse::<usize>().unwrap()
}

fn toasts(script: &mut Script, count: usize) {
    for number in 0..count {
        script.toast(crate::desk::ToastVariant::Info, &format!("toast {number}"));
    }
}

#[test]
fn rows_keep_their_places_while_one_reads() {
    let mut at = on_call();
    at.keys("f").shows("following").keys("up up up");
    let before = line_of(&at, "interactionConnected");
    for count in [1, 3, 40, 400] {
        at.then(|script| toasts(script, count));
        assert_eq!(line_of(&at, "interactionConnected"), before, "after {count} more");
    }
    assert_eq!(rows_below(&at), 447);
    at.shows(" more ─").keys("end").shows("following").shows_no("interactionConnected");
    at.then(|script| {
        script.wait(9);
        toasts(script, 1);
    });
    at.shows("following").shows("toast 0");
    at.keys("enter").then(|script| toasts(script, 50)).shows("↓ 50 more").shows("text: \"toast 0\"");
    assert_eq!(rows_below(&at), 50);
    assert_eq!(rows_below(at.keys("esc down down")), 48);
    assert_eq!(rows_below(at.keys("end up down")), 0);
    at.keys("down").shows("following");
}

/// How many there are changes with every frame, which would be unrest.
#[test]
fn a_list_that_follows_says_that_there_are_older_rows_and_not_how_many() {
    let mut at = on_call();
    at.then(|script| {
        toasts(script, 60);
        script.wait(60);
    });
    at.keys("f").shows("following").shows("↑ older");
    at.keys("pgup").shows_no("↑ older").shows("─ ↑ ").keys("home").shows(" more ─");
}

#[test]
fn the_list_is_gone_through_by_pages_and_to_its_ends() {
    let mut at = on_call();
    at.then(|script| toasts(script, 60));
    for (keys, below) in [("f pgup", 10), ("pgup", 20), ("pgdn", 10)] {
        assert_eq!(rows_below(at.keys(keys)), below, "{keys}");
    }
    at.keys("home").shows("session.loginStatus").shows_no("following").keys("end").shows("following");
    at.shows_no("session.loginStatus");
}

#[test]
fn frames_are_chosen_while_one_types() {
    let mut at = on_call();
    at.keys("f / peer:crm").shows("1 of").shows("disposeInteraction").shows_no("store.set");
    at.keys("backspace backspace backspace ap").shows("app").shows("all of this role").keys("tab");
    at.shows("store.set").shows_no("disposeInteraction").keys("enter").shows("peer:app").shows("1 of");
    at.keys("/ space dur:5").shows("^ dur: can't be").shows("dur:>5ms").keys("enter").shows("Filter");
    at.keys("backspace >400ms").shows("1 of").keys("esc").shows("peer:app");
    at.keys("/ ctrl-u")
        .shows("event:")
        .keys("down down up tab")
        .shows("method:")
        .keys("ctrl-u enter")
        .shows_no("of 1");
    at.keys("/ nothing enter")
        .shows("No frame fits the filter")
        .keys("up down enter y esc m p l")
        .shows("Frames");
}

#[test]
fn a_filter_that_is_typed_covers_nothing_and_moves_nothing() {
    let mut at = on_call();
    let list = line_of(at.keys("f /"), "Frames");
    assert!(list > line_of(&at, "event:") && line_of(&at, "Filter") == 2);
    for typed in ["event:", "interaction.", "callRinging", "space evnt:", "ctrl-u"] {
        assert_eq!(line_of(at.keys(typed), "Frames"), list, "after {typed}");
    }
    at.keys("enter");
    assert_eq!(line_of(&at, "Frames"), 2);
}

#[test]
fn what_a_frame_carries_ends_where_columns_have_names() {
    let mut at = on_call();
    let line = |at: &Harness, text: &str| at.screen().lines().nth(line_of(at, text)).unwrap().to_owned();
    at.keys("f home");
    assert!(line(&at, "loginStatus \"").ends_with("… │") || line(&at, "signedIn {").ends_with("… │"));
    let mut wide = Harness::after(120, 36, |script| {
        script.working().rings(&Script::anshika());
        calls(script);
    });
    wide.keys("f");
    let column = |line: &str, text: &str| line.find(text).map(|at| line[..at].chars().count());
    let took = column(&line(&wide, "took"), "took").unwrap();
    assert!(column(&line(&wide, "signedIn {"), "…").unwrap() < took, "{}", wide.screen());
    assert!(line(&wide, "interaction.callRinging {").contains("{\"campaignId\":"), "the column has the id");
    assert!(line(&wide, "the call is still on").contains(".disposeInteraction 3000 the call is still on  "));
}

#[test]
fn what_cannot_be_read_changes_nothing() {
    let mut at = on_call();
    at.keys("f / peer:app space xyz").shows("0 of").keys("backspace backspace backspace").shows("app p3");
    at.keys("| evnt:").shows("did you mean event:?").shows("app p3").keys("esc").shows_no("1 of");
}

#[test]
fn a_message_folds_and_is_searched() {
    let mut at = on_call();
    at.keys("f / event:callRinging enter enter").shows("channelDetails: {").shows("▾");
    at.keys("z").shows("channelDetails: { ").shows("fields }").shows_no("channelType");
    at.keys("/ VOICE").shows("Find").shows("channelType: \"voice\"").keys("enter").shows("VOICE: 1 of 1");
    at.keys("/ ctrl-u Channel enter").shows("Channel: 2 of 2");
    at.keys("n")
        .shows("Channel: 1 of 2")
        .keys("n")
        .shows("Channel: 2 of 2")
        .keys("N")
        .shows("Channel: 1 of 2");
    at.keys("/ ctrl-u zebra enter").shows("zebra: 0 of 0").keys("/ esc");
    at.keys("home space").shows(" fields }").keys("space w").shows("jsonrpc: \"2.0\"").keys("w");
    at.keys("tab").shows("1 of 12 row 1");
}

#[test]
fn two_frames_are_compared() {
    let mut at = on_call();
    at.keys("f c").shows("Mark one frame with m").wait(9_000);
    at.keys("/ is:trace enter up m up c").shows("Mark one frame").wait(9_000).keys("down c");
    at.shows("Compare").shows("lines differ").shows("≠").shows("peer: \"p3\"").shows("peer: \"p2\"");
    at.shows("n/N Differences").keys("n n N home end esc").shows("Frames");
}

#[test]
fn a_frame_is_copied_as_what_can_be_run_again() {
    let mut at = on_call();
    let mut copied = |keys: &str| {
        at.keys(keys);
        match at.others.pop() {
            Some(Effect::Copy { text, .. }) => text,
            other => panic!("{other:?}"),
        }
    };
    let command = copied("f / disposeInteraction enter y c");
    let id = Script::anshika().interaction_id;
    let id = id.as_str();
    assert_eq!(
        command,
        format!("offhook call interaction.disposeInteraction --as crm --json '[\"voice\",\"{id}\",820]'")
    );
    let code = copied("y s");
    assert_eq!(code, format!("await sdk.interaction.disposeInteraction(\"voice\", \"{id}\", 820);"));
    assert!(copied("y j").starts_with("{\"jsonrpc\":\"2.0\",\"method\":\"desk\""));
    assert_eq!(copied("enter / method enter y j"), "\"interaction.disposeInteraction\"");
    at.tell(Message::Copied { what: "as JSON", characters: 3, copied: true })
        .shows("Copied as JSON: 3 characters");
    at.keys("esc / ctrl-u change:hold,deadline enter y c").shows("Not copied: only calls and events");
    at.keys("y").shows("a command for the shell").keys("esc").shows_no("a command for the shell");
    assert!(at.others.iter().all(|effect| !matches!(effect, Effect::Copy { .. })));
}

#[test]
fn an_interaction_is_a_ladder() {
    let mut at = on_call();
    at.keys("f / event:callRinging enter l").shows("Ladder").keys("l").shows_no("Ladder ─").shows(" 1 of ");
    at.keys("l").shows("Ladder").shows("Customer").shows("ECC").shows("CRM");
    at.shows("├───────▶").shows("callRinging").shows("disposeInteraction 3000");
    at.then(|script| {
        script.hold(&Script::anshika(), true);
    });
    at.keys("end")
        .shows("hold")
        .keys("up enter")
        .shows("call and answer")
        .keys("esc / ctrl-u waiting enter l");
    at.shows("No frame fits").keys("/ ctrl-u change:extension enter");
    at.shows_no("l Ladder").shows_no("i This interaction").keys("l").shows("about no interaction");
}

#[test]
fn only_one_interaction_is_left_and_all_come_back() {
    let mut at = on_call();
    at.keys("f / event:callRinging enter i").shows("interaction:").shows("disposeInteraction");
    at.keys("i end").shows_no("interaction:cd").shows("store.set");
}

#[test]
fn pinned_frames_stay_in_sight() {
    let mut at = on_call();
    at.keys("f / event:callRinging enter p / ctrl-u enter end").shows("↑ ").shows("callRinging");
    at.then(|script| toasts(script, 60))
        .shows("callRinging")
        .keys("/ event:callRinging enter p")
        .shows_no("↑ ");
    for _ in 0..9 {
        at.keys("p up");
    }
    at.shows("↑ ");
}

#[test]
fn what_is_pinned_and_marked_stays_when_the_inspector_is_closed() {
    let mut at = on_call();
    at.keys("f / event:callRinging enter p m esc").shows_no("Frames");
    at.keys("f / ctrl-u enter end").shows("↑ ").keys("c").shows("Compare");
}

#[test]
fn a_call_is_made_again_as_it_was_or_edited() {
    let mut at = on_call();
    at.keys("f / disposeInteraction enter r");
    let Some(Effect::Run { number: _, role, method, params }) = at.others.pop() else {
        panic!("{:?}", at.others)
    };
    let id = Script::anshika().interaction_id;
    assert_eq!((role, method), (Role::Crm, "interaction.disposeInteraction"));
    assert_eq!(params, json!({"channelType": "voice", "interactionId": id, "dispositionCodeId": 820}));
    at.shows("Waiting for the answer").keys("esc").shows("Frames");
    at.keys("e").shows("dispositionCodeId").shows("820").keys("ctrl-r").shows("Waiting for the answer");
    at.keys("e").shows("dispositionCodeId").keys("esc / ctrl-u change:deadline enter");
    at.shows_no("Edit and run").shows_no("r Run").keys("e").shows("Only a call or its answer");
}

#[test]
fn at_an_answer_the_call_that_it_answers_is_made_again() {
    for ok in [true, false] {
        let mut at = on_call();
        at.keys("h");
        match ok {
            true => at.answers(json!("ok")),
            false => at.refuses(3000, "the call is not connected", json!({})),
        };
        at.keys("f e").shows("toolbar.hold").shows("ctrl-r Run").keys("esc r");
        assert_eq!(at.sent().last().map(|(method, _)| *method), Some("toolbar.hold"));
    }
    let mut at = on_call();
    at.keys("h");
    at.app.frames = crate::inspect::Log::default();
    at.answers(json!("ok")).keys("f");
    for key in ["r", "e"] {
        at.keys(key).shows("The call it answers has left memory");
    }
    assert_eq!(at.sent(), []);
}

#[test]
fn nothing_is_run_at_another_desk() {
    let mut at = Harness::looking_on(80, 24);
    at.then(|script| {
        script.working();
        calls(script);
    });
    at.keys("f e").shows("can be looked at, not made").keys("r");
    assert_eq!((at.sent(), at.others.len()), (vec![], 0));
}

/// Frames of a recording, ten bytes apart.
pub fn page(places: std::ops::Range<u64>, is_last: bool) -> Message {
    let frame = |at: u64| {
        let name = if at.is_multiple_of(10) { "ui.receiveData" } else { "interaction.showCrm" };
        let text = json!({"jsonrpc": "2.0", "method": "event",
            "params": {"seq": at, "prev": at - 1, "at": at, "name": name, "payload": {"number": at}}});
        let text = text.to_string().into();
        (at * 10, Frame { at: Moment(at), seq: Some(at), peer: "*".into(), dir: Dir::Out, text })
    };
    Message::ReadBack(Ok(Page { frames: places.map(frame).collect(), is_last }))
}

fn wanted(at: &mut Harness) -> Option<Wanted> {
    let mut asked = at.others.drain(..).filter_map(|effect| match effect {
        Effect::ReadBack { wanted } => Some(wanted),
        _ => None,
    });
    asked.next_back()
}

fn recorded() -> Harness {
    let mut at = on_call();
    at.recorded();
    at
}

#[test]
fn what_has_left_memory_is_read_back() {
    let mut at = recorded();
    at.keys("f home");
    assert_eq!(wanted(&mut at), None, "the first in memory is not yet beyond it");
    at.keys("up").shows("reading back");
    let first = at.app.frames.oldest_pushed().unwrap();
    let edge = Edge::Push { at: first.0, seq: first.1 };
    assert_eq!(wanted(&mut at), Some(Wanted::Before(edge)));
    at.keys("up");
    assert_eq!(wanted(&mut at), None, "one page at a time");
    at.tell(page(50..100, false)).shows("from the recording").shows("number: 99");
    at.then(|script| toasts(script, 5)).shows("number: 99");
    at.keys("home up").tell(page(20..50, true)).shows("number: 49");
    assert_eq!(wanted(&mut at), Some(Wanted::Before(Edge::Place(500))));
    at.keys("home").shows("number: 20").keys("up");
    assert_eq!(wanted(&mut at), None, "that is the start of the recording");
    at.keys("pgdn pgdn pgdn pgdn pgdn pgdn pgdn pgdn").shows("number: 99").keys("down");
    assert_eq!(wanted(&mut at), Some(Wanted::After { place: 990, until: edge }));
    at.tell(page(100..100, true))
        .shows_no("from the recording")
        .keys("end")
        .shows("toast 4")
        .shows("following");
}

#[test]
fn a_filter_searches_on_in_the_recording() {
    let mut at = recorded();
    at.keys("f / event:receiveData enter").shows("No frame fits").keys("up");
    assert!(wanted(&mut at).is_some());
    at.tell(page(91..99, false)).shows("reading back … 8");
    assert_eq!(
        wanted(&mut at),
        Some(Wanted::Before(Edge::Place(910))),
        "nothing fits, and more is asked for"
    );
    at.tell(page(80..91, false)).shows("number: 90").keys("up").shows("number: 80").keys("up");
    assert_eq!(wanted(&mut at), Some(Wanted::Before(Edge::Place(800))));
    at.tell(page(71..80, true)).shows("Nothing further back fits");
    assert_eq!(wanted(&mut at), None);
}

#[test]
fn a_recording_that_cannot_be_read_says_so() {
    let mut at = recorded();
    at.keys("f home up").tell(Message::ReadBack(Err("it is gone".to_owned()))).shows("can't be read back");
    at.keys("up")
        .tell(page(5..5, true))
        .shows("the first frame of the recording")
        .keys("end")
        .shows("following");
    let mut none = on_call();
    none.keys("f home up up");
    assert_eq!(wanted(&mut none), None, "there is no recording");
    none.tell(page(5..9, true)).shows("Frames");
}

/// A recording in the toolbar has its frames in memory as far as a list of them goes, and the rest in the file.
#[test]
fn a_recording_is_read_back_to_its_first_frame() {
    let path = std::path::Path::new("recordings/screen-pop.jsonl");
    let mut player = Player::open(path).unwrap();
    player.seek_end().unwrap();
    let frames = player.frames(5).unwrap();
    let mut at = Harness::replay(80, 24);
    at.app = at.app.recorded_in(Some(path.into()));
    let view = crate::toolbar::replay::ReplayView {
        state: player.state().clone(),
        frames: frames.into(),
        at: player.at(),
        end: player.end(),
        started: player.header().started,
        playing: false,
        speed: crate::toolbar::replay::Speed::NORMAL,
        marks: [].into(),
        note: None,
    };
    at.tell(Message::Replay(Box::new(view))).keys("f home up");
    let asked = wanted(&mut at).unwrap();
    let page = player.page(asked, 1_000).map_err(|error| error.to_string());
    at.tell(Message::ReadBack(page)).shows("from the recording").keys("home").shows("hello");
}

/// What no honest peer sends.
#[rstest]
#[case::deep(format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000)))]
#[case::numbers(format!("{{\"a\":{}, \"b\":-0e99999999, \"c\":1.{}}}", "9".repeat(5_000), "0".repeat(5_000)))]
#[case::twice("{\"a\":1,\"a\":2,\"\":{\"\":{\"\":[]}},\"a\":{\"a\":3}}".to_owned())]
#[case::long(format!("{{\"a\":\"{}\",\"b\":1}}", "x".repeat(1 << 20)))]
#[case::wide(format!("[{}]", vec!["{\"k\":1}"; 60_000].join(",")))]
#[case::keys(format!("{{\"{}\":1}}", "key \\u202e".repeat(3_000)))]
#[case::signs("{\"\u{202e}\\u001b[2J\":\"\u{9b}31m\u{200b}\u{e0041}日本語\u{301}\u{301}\u{301}\u{301}\u{301}\"}".to_owned())]
fn hostile_messages_are_shown_within_bounds(#[case] payload: String) {
    let payload = RawValue::from_string(payload).unwrap();
    let mut at = on_call();
    let push = |seq: u64, payload: Box<RawValue>| {
        let name = "ui.receiveData\u{1b}[31m".to_owned();
        ClientEvent::Push(Push {
            seq,
            prev: seq - 1,
            at: Moment(1),
            body: Body::Event { name, payload, to: None },
        })
    };
    at.hub(push(900, payload)).hub(push(901, RawValue::from_string("{\"a\":1}".to_owned()).unwrap()));
    for keys in [
        "f",
        "up",
        "enter",
        "z",
        "z",
        "/ key enter n N",
        "end home pgdn",
        "w",
        "tab m down c",
        "n end esc l esc y j",
    ] {
        at.keys(keys);
        for (width, height) in [(60, 18), (80, 24), (200, 60)] {
            let screen = render(&at.app, width, height);
            let clean = screen.content.iter().all(|cell| cell.symbol().chars().all(is_safe));
            assert!(clean, "after {keys}");
        }
    }
    for _ in 0..3 {
        at.keys("up down");
    }
}

#[test]
fn text_from_outside_is_text_in_the_inspector() {
    let evil = "A\u{1b}[2J\u{1b}]52;c;x\u{7}\u{9b}31m\u{202e}\u{2028}B";
    let mut at = on_call();
    let id: InteractionId = serde_json::from_value(json!(evil)).unwrap();
    at.then(|script| {
        let call = TracedCall {
            peer: evil.to_owned(),
            role: Role::Crm,
            method: evil.to_owned(),
            params: Some(to_raw_value(evil).unwrap()),
            error: Some((3000, evil.to_owned())),
            answer: None,
            note: Some(evil.to_owned()),
            took: Micros(1),
        };
        script.change(&Change::Trace { call: Box::new(call) }).change(&Change::Draft {
            interaction_id: id,
            draft: crate::desk::interaction::Draft { notes: evil.to_owned(), ..Default::default() },
        });
    });
    for keys in [
        "f",
        "up",
        "enter",
        "/ A enter",
        "esc l",
        "esc",
        "m down c",
        "esc i",
        "/ ctrl-u peer:",
        "down tab",
        "esc",
        "p y",
        "esc",
    ] {
        at.keys(keys).tell(Message::Paste(evil.to_owned()));
        for (width, height) in [(80, 24), (200, 60)] {
            let screen = render(&at.app, width, height);
            for cell in &screen.content {
                assert!(cell.symbol().chars().all(is_safe), "{:?} after {keys}", cell.symbol());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever keys are pressed while frames come, nothing breaks.
    #[test]
    fn no_keys_are_a_panic(
        keys in prop::collection::vec(
            prop::sample::select(vec![
                "up", "down", "pgup", "pgdn", "home", "end", "enter", "esc", "tab", "/", "x", ":", "peer:", "n",
                "N", "z", "w", "m", "c", "p", "l", "i", "y", "j", "s", "e", "backspace", "space", "event:*", "|",
            ]),
            0..60,
        )
    ) {
        let mut at = recorded();
        at.keys("f");
        for (number, key) in keys.iter().enumerate() {
            at.keys(key);
            if number % 3 == 0 {
                at.then(|script| toasts(script, 2));
            }
            if wanted(&mut at).is_some() {
                at.tell(page(number as u64 * 7 + 10..number as u64 * 7 + 20, number % 5 == 0));
            }
            if at.app.overlays.is_empty() {
                at.keys("f");
            }
            at.screen();
        }
    }
}
