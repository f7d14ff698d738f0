//! What is told when it is asked for.

use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use super::commands::{at_desk, come_to};
use crate::toolbar::message::Intent;
use crate::toolbar::plain::command::{Tell, Todo};
use crate::toolbar::testing::conversation::{anshika, on_whatsapp, supervising, waits};
use crate::toolbar::testing::figures::a_day;
use crate::toolbar::testing::session::{NOW, Script};
use crate::toolbar::testing::several::side_by_side;
use crate::toolbar::testing::voice::{conference, promised, wrap_up};
use crate::toolbar::{App, Message};
use crate::wire::{Dir, Frame};

fn told(app: &mut App, line: &str) -> Vec<String> {
    match come_to(app, line).unwrap_or_else(|error| panic!("{line}: {error}")) {
        Todo::Say(said) => said,
        Todo::Both(mut all) => match all.remove(0) {
            Todo::Say(said) => said,
            other => panic!("{line} comes to {other:?}"),
        },
        other => panic!("{line} comes to {other:?}"),
    }
}

fn answered(app: &mut App, line: &str, answer: &RawValue) -> Vec<String> {
    match come_to(app, line).unwrap() {
        Todo::Call(_, Tell::Made(make)) => make(app, answer),
        other => panic!("{line} comes to {other:?}"),
    }
}

#[test]
fn figures_are_those_of_the_dialog() {
    let mut app = at_desk(|_| {});
    assert_eq!(told(&mut app, "figures"), ["Nothing is counted yet: sign in and take a call."]);
    let mut app = at_desk(a_day);
    let said = told(&mut app, "figures");
    assert!(said[0].starts_with("Since 11:12, signed in for 3 h "), "{said:#?}");
    assert!(said[1].starts_with("27 handled, 6 min on average; 3 missed; ") && said[1].ends_with(" % busy."));
    assert!(said.contains(&"Wrap-up: 27 min, 12 %.".to_owned()), "{said:#?}");
    let hours = said.iter().filter(|line| line.starts_with("From ")).count();
    assert!(hours > 3 && said.last().is_some_and(|last| last.ends_with(" % busy.")), "{said:#?}");
}

#[test]
fn status_tells_where_one_is() {
    let mut app = at_desk(|_| {});
    assert_eq!(told(&mut app, "status"), ["Nobody is signed in; type login and a user."]);
    let mut app = at_desk(|script| {
        script.working().waiting(172, 2);
    });
    assert_eq!(
        told(&mut app, "status"),
        [
            "You are executive, on 1234567890, for WhatsApp Chat and Mohit Omni Camp.",
            "Available for 1 min 1 s; it is 11:13:43.",
            "2 customers wait for Mohit Omni Camp.",
        ]
    );
}

#[test]
fn interactions_are_told_with_their_numbers() {
    let mut app = at_desk(side_by_side);
    let all = told(&mut app, "interactions");
    assert_eq!(
        all[0],
        "1: call with Anshika, 1234567890, connected, inbound, Mohit Omni Camp, for 2 min 17 s; commands are for it."
    );
    assert!(all[1].starts_with("2: chat with Jack Rogers") && all[1].contains("2 new lines"), "{all:#?}");
    assert!(all[2].contains("the customer waits for 2 min 13 s, late"), "{all:#?}");
    assert!(all[3].starts_with("4: chat with Tim Tay") && all[3].contains("offered"), "{all:#?}");
    let one = told(&mut app, "look 3");
    assert!(one[0].starts_with("Chat with Rose Barr"), "{one:#?}");
}

#[test]
fn lists_are_told_as_the_screens_have_them() {
    let mut app = at_desk(wrap_up);
    assert_eq!(
        told(&mut app, "dispose"),
        [
            "Status: Open, Closed, New.",
            "Sale: Order placed, Not interested.",
            "Type dispose, a code, and notes, to dispose the call with Anshika.",
        ]
    );
    let mut app = at_desk(conference);
    assert_eq!(
        told(&mut app, "members"),
        ["You and Anshika, 1234567890.", "Asha Rao, agent: on hold.", "8368941654, number: it rings there."]
    );
    let mut app = at_desk(promised);
    let callbacks = told(&mut app, "callbacks");
    assert_eq!(callbacks[0], "1: today 11:13, due, Jack Rogers, 3362227000, Mohit Omni Camp.");
    assert_eq!(callbacks[1], "2: today 12:13, Rose Gonzalez, 5124576870, yours.");
    let mut app = at_desk(on_whatsapp);
    let chat = told(&mut app, "read");
    assert_eq!(chat[0], "11:13 Test: Where is my order?");
    assert_eq!(chat[1], "11:14 you: I am looking for it.\nOne moment, please. (read)");
    assert_eq!(chat[2], "11:14 Test: the file receipt.jpg, image/jpeg, 52 kB");
    assert_eq!(chat.last().unwrap(), "Test is typing.");
    assert_eq!(told(&mut app, "label")[0], "1: vip, handle with care, now.");
    assert_eq!(told(&mut app, "template"), ["order_update: Your order {{ args[0] }} is on its way"]);
    let mut app = at_desk(|script| {
        on_whatsapp(script);
        supervising(script);
    });
    let desks = told(&mut app, "desks");
    assert!(
        desks[0].starts_with("Moh5 (moh5), desk b: Available for 0 s; voice connected Jack Rogers"),
        "{desks:#?}"
    );
    let mut app = at_desk(|script| {
        script.working().rings(&Script::anshika()).missed(&Script::anshika());
    });
    assert_eq!(told(&mut app, "recent"), ["11:13: Anshika, missed."]);
    assert_eq!(told(&mut app, "notices"), ["11:13: Missed call from 1234567890."]);
}

#[test]
fn answers_of_the_hub_are_told() {
    let raw = |value: serde_json::Value| to_raw_value(&value).unwrap();
    let mut app = at_desk(on_whatsapp);
    assert_eq!(answered(&mut app, "find x", &raw(json!([]))), ["Nobody was found."]);
    let found = json!([{"customerId": 17, "name": "Anshika", "phone": "1234567890"}]);
    assert_eq!(answered(&mut app, "find x", &raw(found))[0], "17: Anshika, 1234567890.");
    let card = answered(&mut app, "customer", &raw(anshika()));
    assert_eq!(card[0], "Anshika");
    assert!(card.iter().any(|line| line.contains("Plan") && line.contains("gold")), "{card:#?}");
    assert!(card.iter().any(|line| line.contains("Asked for an invoice.")), "{card:#?}");
    let waiting = answered(&mut app, "waiting", &raw(json!([waits()])));
    assert!(waiting[0].starts_with("Priya, by whatsapp, for support, waits for"), "{waiting:#?}");
    assert!(waiting[0].ends_with("; take i-1."), "{waiting:#?}");
    assert_eq!(answered(&mut app, "waiting", &raw(json!([]))), ["Nobody waits for you."]);
    assert!(answered(&mut app, "waiting", &raw(json!("x")))[0].contains("can't be read"));
}

#[test]
fn frames_are_told_and_read() {
    let mut app = at_desk(|script| {
        script.working();
    });
    let frames = told(&mut app, "frames 2");
    assert_eq!(frames.len(), 2);
    let number = frames[1].split(':').next().unwrap().to_owned();
    let frame = told(&mut app, &format!("frame {number}"));
    assert!(frame.iter().any(|line| line.contains("session.userAvailabilityStatusChanged")), "{frame:#?}");
    assert!(come_to(&mut app, "frame 999").unwrap_err().contains("is not there"));
    let filtered = told(&mut app, "frames 50 event:campaignSelected");
    assert!(filtered.len() == 1 && filtered[0].contains("event session.campaignSelected"), "{filtered:#?}");
    let command = told(&mut app, &format!("frame {number} as command"));
    assert_eq!(command, ["offhook tail --count 1 event=session.userAvailabilityStatusChanged"]);
    assert!(come_to(&mut app, "frames nonsense:x").is_err());
    assert_eq!(told(&mut app, "trace"), ["No frame is like that."]);
}

/// The number in front of the line that has a text in it.
fn number_of(lines: &[String], text: &str) -> String {
    let line =
        lines.iter().find(|line| line.contains(text)).unwrap_or_else(|| panic!("{text} in {lines:#?}"));
    line.split(':').next().unwrap().to_owned()
}

#[test]
fn a_ladder_tells_who_said_what_to_whom() {
    let mut app = at_desk(|script| {
        let call = Script::anshika();
        script.working().rings(&call).connects(&call);
    });
    let ladder = told(&mut app, "ladder");
    assert!(ladder[0].ends_with("frames are about the call with Anshika:"), "{ladder:#?}");
    let rings = ladder.iter().find(|line| line.contains("interaction.callRinging")).unwrap();
    assert!(rings.contains(", ECC to toolbar, event interaction.callRinging"), "{rings}");
    let number = number_of(&ladder, "interaction.callRinging");
    assert_eq!(told(&mut app, &format!("ladder of {number}")), ladder);
    assert_eq!(told(&mut app, "1 ladder"), ladder);
    let frames = told(&mut app, "frames 100");
    let other = number_of(&frames, "session.campaignSelected");
    let error = come_to(&mut app, &format!("ladder of {other}")).unwrap_err();
    assert_eq!(error, format!("frame {other} is about no interaction"));
    for wrong in ["ladder of", "ladder of x", "ladder of 999", "ladder for 3"] {
        assert!(come_to(&mut app, wrong).is_err(), "{wrong}");
    }
    let mut app = at_desk(|_| {});
    assert!(come_to(&mut app, "ladder").unwrap_err().contains("ladder of and a frame's number"));
}

#[test]
fn two_frames_are_compared_field_by_field() {
    let mut app = at_desk(|_| {});
    for payload in
        [json!({"status": "Tea", "at": {"since": 1}}), json!({"status": "Lunch", "list": [{"a": 1}]})]
    {
        let params = json!({"name": "ui.receiveData", "payload": payload});
        let text = json!({"method": "event", "params": params}).to_string().into();
        app.frames.push(Frame { at: NOW, seq: None, peer: "*".into(), dir: Dir::Out, text });
    }
    let frames = told(&mut app, "frames 2");
    let numbers: Vec<&str> = frames.iter().map(|line| line.split(':').next().unwrap()).collect();
    let [a, b] = numbers[..] else { panic!("{frames:#?}") };
    let name = "event ui.receiveData";
    assert_eq!(
        told(&mut app, &format!("compare {a} {b}")),
        [
            format!("There are 3 differences between frame {a}, {name}, and frame {b}, {name}:"),
            format!("status is \"Tea\" in {a} and \"Lunch\" in {b}"),
            format!("at is in {a} only: {{\"since\":1}}"),
            format!("list is in {b} only: [{{\"a\":1}}]"),
        ]
    );
    let same = told(&mut app, &format!("compare {a} {a}"));
    assert_eq!(same, [format!("There is no difference between frame {a}, {name}, and frame {a}, {name}.")]);
    for wrong in ["compare".to_owned(), format!("compare {a}"), format!("compare {a} 999")] {
        assert!(come_to(&mut app, &wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_pinned_frame_is_told_when_it_has_left_memory() {
    let mut app = at_desk(|script| {
        script.working();
    });
    let number = number_of(&told(&mut app, "frames 100"), "session.campaignSelected");
    assert_eq!(told(&mut app, "pin"), ["No frame is kept; type pin and the number of one."]);
    let pin = |app: &mut App| match come_to(app, &format!("pin {number}")).unwrap() {
        Todo::Both(all) => match <[Todo; 2]>::try_from(all).unwrap() {
            [Todo::Pin(row), Todo::Say(said)] => {
                app.update(Message::Intent(Intent::Pin(row)));
                said
            }
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(pin(&mut app), [format!("Frame {number}, event session.campaignSelected is kept.")]);
    app.frames.clear();
    assert_eq!(told(&mut app, "frames"), ["No frames yet."]);
    assert!(told(&mut app, "pin")[0].contains("session.campaignSelected"));
    assert!(told(&mut app, &format!("frame {number}")).len() > 3);
    assert_eq!(pin(&mut app), [format!("Frame {number} is not kept any more.")]);
    assert!(come_to(&mut app, &format!("frame {number}")).is_err());
}

#[test]
fn help_names_every_command_of_the_place() {
    let mut app = at_desk(|_| {});
    let help = told(&mut app, "help").join("\n");
    for spec in crate::toolbar::plain::command::here(false) {
        assert!(help.contains(spec.name), "{}", spec.name);
    }
    assert_eq!(told(&mut app, "help dispose")[0].split(':').next(), Some("dispose [CODE] [NOTES]"));
}
