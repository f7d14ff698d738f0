//! What is said of each frame.

use rstest::rstest;
use serde_json::{Value, json};

use crate::contract::ids::DeskId;
use crate::desk::interaction::{ChatSide, Cleared};
use crate::desk::{Change, DeskState};
use crate::toolbar::plain::announce::{Heard, Told, announce, due, why_quiet};
use crate::toolbar::testing::chat::{chat, chatting, offered, says};
use crate::toolbar::testing::integrations::{integration, offers, record};
use crate::toolbar::testing::session::Script;
use crate::toolbar::testing::voice::{asks, conference, on_call};
use crate::toolbar::testing::{conversation, several};
use crate::wire::Role;

/// What is said of what comes after a desk was brought somewhere.
fn said(before: impl FnOnce(&mut Script), then: impl FnOnce(&mut Script)) -> Vec<String> {
    let mut script = Script::new();
    before(&mut script);
    let begun = script.pushes.len();
    then(&mut script);
    let mut desk = DeskState::new(DeskId::default_desk());
    let mut sentences = Vec::new();
    for (at, push) in script.pushes.iter().enumerate() {
        let was = desk.clone();
        desk.apply(push).unwrap();
        if let Some(heard) = Heard::of(push).filter(|_| at >= begun) {
            sentences.extend(announce(&was, &desk, &heard));
        }
    }
    sentences
}

fn working(script: &mut Script) {
    script.working();
}

#[test]
fn a_day_from_sign_in_to_disposition_is_told() {
    let told = said(
        |_| {},
        |script| {
            let call = Script::anshika();
            script.working().rings(&call).wait(4).connects(&call).hold(&call, true).hold(&call, false);
            script.mute(&call, true).hangs_up(&call, Cleared::Customer).disposes(&call);
        },
    );
    assert_eq!(
        told,
        [
            "You are signed in as executive.",
            "Which campaigns do you work for? Type campaigns and one or several of WhatsApp Chat and Mohit Omni Camp.",
            "You work for WhatsApp Chat and Mohit Omni Camp.",
            "Where do calls reach you? Type extension and 1234567890 (Softphone) or 1234567891 (Desk phone).",
            "Calls reach you on 1234567890.",
            "You are not ready; type ready to become available.",
            "You are available.",
            "Anshika calls on the campaign Mohit Omni Camp, 1234567890. Type answer or reject.",
            "You are connected with Anshika.",
            "The call with Anshika is on hold.",
            "The call with Anshika is off hold.",
            "Your microphone is off.",
            "The call with Anshika is over: customer hung up.",
            "Dispose it within 2 min: type dispose and a code.",
            "The call with Anshika is disposed as Closed; notes: all well.",
        ]
    );
}

#[test]
fn a_missed_call_and_a_dialled_one_are_told_once() {
    let told = said(working, |script| {
        script.rings(&Script::anshika()).missed(&Script::anshika());
        script.dials(&Script::call(22, None, "7654321", true));
    });
    assert_eq!(
        told,
        [
            "Anshika calls on the campaign Mohit Omni Camp, 1234567890. Type answer or reject.",
            "You missed the call from Anshika, 1234567890.",
            "It rings at 7654321, dialled for Mohit Omni Camp; hangup stops it.",
        ]
    );
}

#[test]
fn of_several_each_is_named_by_its_number() {
    let told = said(on_call, |script| {
        script.rings(&Script::call(21, Some("Jack Rogers"), "336", false));
    });
    assert_eq!(told, ["Jack Rogers calls on the campaign Mohit Omni Camp, 336. Type answer 2 or reject 2."]);
    let told = said(several::side_by_side, |script| {
        script.change(&Change::Focus { interaction_id: Some("cd787e9a-fac0-4f1e-b823-a998530033".into()) });
    });
    assert_eq!(told, ["Commands are for the chat with Rose Barr now."]);
}

#[test]
fn a_chat_is_offered_with_its_first_line_and_then_read_out() {
    let offer = |script: &mut Script| {
        offered(script);
        says(script, ChatSide::Customer, "Hi,\nwhere is my order?");
        let until = script.at + crate::wire::Micros::from_secs(20);
        script.change(&Change::Deadline { interaction_id: chat().interaction_id, until });
    };
    assert_eq!(
        said(working, offer),
        ["Test, 9876543210 wants to chat by the web on the campaign Mohit Omni Camp, and writes: \
             Hi, where is my order?\nType answer or reject."]
    );
    let told = said(
        |script| {
            script.working();
            offer(script);
        },
        |script| {
            script.connects(&chat());
        },
    );
    assert_eq!(told, ["You are in the chat with Test; 1 line is written, type read."]);
    let told = said(chatting, |script| {
        says(script, ChatSide::Customer, "Is anybody there?");
        says(script, ChatSide::Agent, "Yes.\nOne moment.");
        says(script, ChatSide::System, "The window is open");
        script.hangs_up(&chat(), Cleared::Customer);
    });
    assert_eq!(
        told,
        [
            "Test: Is anybody there?",
            "You: Yes.\nOne moment.",
            "The site: The window is open.",
            "The chat with Test is over: customer left.",
            "Dispose it within 2 min: type dispose and a code.",
        ]
    );
}

#[test]
fn who_is_asked_and_who_comes_into_a_call_is_told() {
    let told = said(on_call, |script| asks(script, false, false));
    assert!(
        told.contains(
            &"It rings at Asha Rao; Anshika waits on hold. Type cancel to take it back.".to_owned()
        ),
        "{told:#?}"
    );
    let told = said(
        |script| {
            on_call(script);
            asks(script, false, false)
        },
        |script| asks(script, true, true),
    );
    assert_eq!(
        told[0],
        "You talk with Asha Rao; Anshika waits on hold. Type complete, merge, swap or cancel."
    );
    let told = said(
        |script| {
            on_call(script);
            asks(script, true, true);
        },
        |script| {
            asks(script, true, false);
            script
                .change(&Change::Consult { interaction_id: Script::anshika().interaction_id, consult: None });
        },
    );
    assert_eq!(told[0], "You talk with Anshika; Asha Rao waits on hold.");
    assert!(told.contains(&"Asha Rao is not asked any more.".to_owned()), "{told:#?}");
    let told = said(conference, |script| {
        let id = Script::anshika().interaction_id;
        script.change(&change(json!({"kind": "members", "interactionId": id, "members": [
            {"who": "8368941654", "isUser": false, "joined": true, "held": false},
        ]})));
        script.change(&Change::Members { interaction_id: id, members: Vec::new() });
    });
    assert_eq!(
        told,
        [
            "8368941654 is in the call.",
            "Asha Rao is not in the call any more.",
            "8368941654 is not in the call any more.",
        ]
    );
}

#[test]
fn what_time_brings_is_said_once() {
    let mut app = super::commands::at_desk(crate::toolbar::testing::voice::wrap_up);
    let mut told = Told::default();
    let ends = app.desk.interactions[0].deadline.unwrap();
    let before = |seconds| ends - crate::wire::Micros::from_secs(seconds);
    assert_eq!(due(&app.desk, before(60), &mut told), [""; 0]);
    let says = ["25 s are left to dispose the call with Anshika: type dispose and a code."];
    assert_eq!(due(&app.desk, before(25), &mut told), says);
    assert_eq!(due(&app.desk, before(20), &mut told), [""; 0]);
    app = super::commands::at_desk(several::side_by_side);
    assert_eq!(
        due(&app.desk, app.now(), &mut told),
        ["The customer of the chat with Rose Barr waits too long: 2 min 13 s."]
    );
    assert_eq!(due(&app.desk, app.now(), &mut told), [""; 0]);
    let mut app = super::commands::at_desk(|script| {
        script.working().status(false, "Lunch");
    });
    app.desk.session.as_mut().unwrap().longest_break = Some(5);
    let later = |seconds| app.desk.at + crate::wire::Micros::from_secs(seconds);
    assert_eq!(due(&app.desk, later(299), &mut told), [""; 0]);
    assert_eq!(due(&app.desk, later(301), &mut told), ["Your break is too long: 5 min 1 s."]);
    assert_eq!(due(&app.desk, later(302), &mut told), [""; 0]);
}

#[test]
fn who_waits_is_said_to_those_who_are_busy() {
    let one = |script: &mut Script| {
        script.waiting(172, 1);
    };
    assert!(said(working, one).is_empty(), "it rings here next");
    assert_eq!(said(on_call, one), ["1 customer waits for Mohit Omni Camp."]);
    let two = |script: &mut Script| {
        script.waiting(172, 2);
    };
    assert_eq!(said(working, two), ["2 customers wait for Mohit Omni Camp."]);
}

fn change(value: Value) -> Change {
    serde_json::from_value(value).unwrap()
}

const CALL: &str = "cd787e9a-fac0-4f1e-b823-a998530020";

#[rstest]
#[case(json!({"kind": "signedOut", "reason": "bySupervisor"}), &["Signed out by a supervisor.", "Nobody is signed in; type login and a user."])]
#[case(json!({"kind": "toast", "variant": "success", "text": "saved"}), &["Saved."])]
#[case(json!({"kind": "toast", "variant": "error", "text": "the CRM is gone"}), &["Error: the CRM is gone."])]
#[case(json!({"kind": "waiting", "campaignId": 172, "count": 1}), &["1 customer waits for Mohit Omni Camp."])]
#[case(json!({"kind": "waiting", "campaignId": 172, "count": 0}), &[])]
#[case(json!({"kind": "extensionInfo", "extension": {"phone": "99"}}), &["The CRM filled in the extension 99: type extension 99."])]
#[case(json!({"kind": "newInteraction", "byIntegration": true, "form": {"channelType": "voice", "phone": "336", "campaignId": "172"}}), &["The CRM filled in a call to 336 for Mohit Omni Camp: type dial to call."])]
#[case(json!({"kind": "newInteraction", "byIntegration": true, "form": {"channelType": "chat", "name": "Jack"}}), &["The CRM filled in a chat with Jack: type write to open it."])]
#[case(json!({"kind": "newInteraction", "byIntegration": false, "form": {"phone": "336"}}), &[])]
#[case(json!({"kind": "desktopNotification", "notification": {"notificationType": "", "notificationSubType": "", "subject": "Lunch", "message": "at noon"}}), &["Lunch: at noon."])]
#[case(json!({"kind": "previewRecords", "phone": "336", "records": []}), &["The CRM knows nobody with the number 336."])]
#[case(json!({"kind": "previewRecords", "phone": "336", "records": [{"recordId": "1", "recordType": "Contact", "recordName": "Jack"}]}), &["The CRM knows 336 as 1: Jack, Contact."])]
#[case(json!({"kind": "record", "interactionId": CALL, "record": {"recordId": "1", "recordType": "Contact", "recordName": "Jack"}}), &["The call with Anshika is linked with the record Jack, Contact."])]
#[case(json!({"kind": "record", "interactionId": CALL}), &[])]
#[case(json!({"kind": "currentRecord", "record": {"recordId": "1", "recordType": "Case", "recordName": "Jack"}}), &["The CRM shows Jack, Case."])]
#[case(json!({"kind": "owner", "interactionId": CALL, "isOwner": false}), &["The call with Anshika is another agent's."])]
#[case(json!({"kind": "tones", "interactionId": CALL, "digits": "12#"}), &["Key tones sent: 1 2 #."])]
#[case(json!({"kind": "notice", "notice": "supervision", "text": "a supervisor set you to Tea", "ways": {"toast": true, "desktop": false, "sound": false}}), &["A supervisor set you to Tea."])]
#[case(json!({"kind": "notice", "notice": "missed", "text": "You missed a call", "ways": {"toast": true, "desktop": false, "sound": false}}), &[])]
#[case(json!({"kind": "mute", "interactionId": CALL, "on": false}), &["Your microphone is on."])]
#[case(json!({"kind": "focus"}), &[])]
#[case(json!({"kind": "conversation", "interactionId": CALL, "conversation": {"labels": ["vip", "refund"], "priority": "high", "status": "pending", "team": "support", "muted": true}}), &["Labels: vip and refund.", "Priority: high.", "Status: pending.", "Team: support.", "The customer's lines no longer call for attention."])]
#[case(json!({"kind": "notificationsRead"}), &[])]
#[case(json!({"kind": "clock"}), &[])]
#[case(json!({"kind": "ofALaterVersion"}), &[])]
fn a_change_is_said(#[case] value: Value, #[case] says: &[&str]) {
    assert_eq!(
        said(on_call, |script| {
            script.change(&change(value));
        }),
        says
    );
}

#[test]
fn what_integrations_bring_is_told() {
    let told = said(on_call, |script| {
        let app =
            crate::desk::Integration { app_id: Some("notes".to_owned()), ..integration("a", Role::App) };
        let crm = integration("crm-1", Role::Crm);
        script.change(&Change::Integrations { list: vec![crm.clone(), app.clone()] });
        script.change(&Change::Integrations { list: vec![crm] });
        offers(script, &[]);
        offers(script, &[record(1, "Anshika")]);
        offers(script, &[record(1, "Anshika"), record(2, "Jack")]);
        script.change(&Change::LoginInfo { username: "x".to_owned() });
    });
    assert_eq!(
        told,
        [
            "A CRM is connected.",
            "The app notes is connected.",
            "The app notes is not connected any more.",
            "The CRM has no record for the call with Anshika.",
            "The CRM offers the record Anshika, Contact for the call with Anshika: type record attach 1.",
            "The CRM offers 2 records for the call with Anshika: 1: Anshika, Contact and 2: Jack, Contact. \
             Type record attach and a number.",
        ]
    );
    let told = said(
        |_| {},
        |script| {
            script.change(&Change::LoginInfo { username: "moh5".to_owned() });
        },
    );
    assert_eq!(told, ["The CRM filled in moh5: type login to sign in."]);
}

#[test]
fn what_is_quiet_says_nothing_and_has_a_reason() {
    let quiet = [
        json!({"kind": "cleared", "interactionId": CALL, "by": "customer"}),
        json!({"kind": "draft", "interactionId": CALL, "draft": {"code": 820, "notes": "x"}}),
        json!({"kind": "notificationsRead"}),
        json!({"kind": "setup", "setup": {}}),
        json!({"kind": "customerTypes", "interactionId": CALL, "on": true}),
        json!({"kind": "tick", "interactionId": CALL, "number": 1, "tick": "read"}),
        json!({"kind": "seen", "interactionId": CALL, "number": 1}),
        json!({"kind": "contact", "interactionId": CALL, "contact": {}}),
        json!({"kind": "watching", "on": true}),
        json!({"kind": "deskSeen", "desk": "b"}),
        json!({"kind": "clock"}),
        json!({"kind": "unheardOf"}),
    ];
    for value in quiet {
        let change = change(value.clone());
        assert!(why_quiet(&change).is_some_and(|why| why.len() > 10), "{value}");
        let told = said(on_call, |script| {
            script.change(&change);
        });
        assert!(told.is_empty(), "{value}: {told:?}");
    }
    let told = said(conversation::on_whatsapp, |script| {
        script.change(&crate::toolbar::testing::integrations::traced("store.get", None));
    });
    assert!(told.is_empty(), "{told:?}");
}
