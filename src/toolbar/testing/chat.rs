//! Chats at the toolbar.

use serde_json::json;

use super::harness::{Harness, hello};
use super::session::Script;
use crate::contract::Event;
use crate::contract::payload::{CallEvent, ChannelType};
use crate::desk::Change;
use crate::desk::interaction::{ChatLine, ChatSide, Cleared};
use crate::toolbar::{Effect, Message};
use crate::wire::{ClientEvent, Joined};

pub fn chat() -> CallEvent {
    let mut chat = Script::call(30, Some("Test"), "9876543210", false);
    chat.channel_details.channel_type = ChannelType::Chat;
    chat
}

pub fn offered(script: &mut Script) {
    script.event(&Event::InteractionInitiated(chat()));
    script.event(&Event::ShowCrm(chat()));
}

pub fn says(script: &mut Script, from: ChatSide, text: &str) {
    let line = ChatLine::new(from, script.at, text.to_owned());
    script.change(&Change::ChatLine { interaction_id: chat().interaction_id, line });
}

pub fn chatting(script: &mut Script) {
    script.working();
    offered(script);
    says(script, ChatSide::Customer, "Hello?");
    script.wait(9).connects(&chat());
    says(script, ChatSide::Agent, "Hello, how can I help?");
    script.wait(70);
    says(
        script,
        ChatSide::Customer,
        "My order of last week has not come yet, and the page says that it was delivered on Tuesday.",
    );
    script.wait(5);
}

#[test]
fn a_chat_is_accepted_written_in_and_disposed() {
    let id = json!(chat().interaction_id);
    let mut at = Harness::after(80, 24, |script| {
        script.working();
        offered(script);
        says(script, ChatSide::Customer, "Hello?");
    });
    assert_eq!(at.others, [Effect::Bell]);
    at.shows("Current chat")
        .shows("OFFERED")
        .shows("Hello?")
        .shows("a Accept")
        .keys("i")
        .shows_no("esc Back");
    at.keys("a");
    assert_eq!(at.sent(), [("toolbar.answer", json!({"interactionId": id}))]);
    at.then(|script| {
        script.connects(&chat());
    });
    at.shows("i writes to the customer").shows_no("Hold").keys("h").shows("No call to hold");
    at.keys("i");
    assert_eq!(at.sent(), [("toolbar.focus", json!({"interactionId": id}))]);
    at.keys("enter hi there").keys("enter enter");
    let message = json!({"interactionId": id, "text": "hithere"});
    assert_eq!(at.sent(), [("toolbar.sendMessage", message)], "nothing empty is sent, nor twice");
    at.then(|script| {
        says(script, ChatSide::Agent, "hithere");
        script.hangs_up(&chat(), Cleared::Customer);
    });
    at.shows("WRAP-UP").shows("The customer has left").keys("o d enter").shows_no("Sign out?");
    at.keys("d").shows("Class").keys("ctrl-s");
    let sent = at.sent();
    assert_eq!(sent[0].1["channelType"], json!("chat"));
}

#[test]
fn what_is_refused_stands_in_the_line_again() {
    let mut at = Harness::after(80, 24, chatting);
    at.keys("i one enter").refuses(3000, "the customer has left", json!({"http": 409}));
    at.shows("the customer has left").keys("x enter").answers(json!("ok"));
    at.keys("esc").wait(5_001).shows("i writes to the customer");
    at.keys("i two esc").shows("two").keys("enter x enter");
    assert_eq!(at.sent().pop().unwrap().1["text"], json!("twox"), "what is written stays");
}

#[test]
fn nothing_is_lost_while_the_hub_is_away() {
    let mut at = Harness::after(80, 24, chatting);
    at.keys("i one").lost(4, 1).keys("enter").shows("not connected to the hub").shows("one");
    assert_eq!(at.sent().len(), 1, "only where the agent looks was told");
    at.hub(ClientEvent::Connected { answer: hello(json!({})), how: Joined::Resumed }).keys("enter");
    assert_eq!(at.sent().pop().unwrap().1["text"], json!("one"));
}

#[test]
fn another_call_takes_no_keys_from_whoever_writes() {
    let mut at = Harness::after(80, 24, chatting);
    at.keys("enter answer").then(|script| {
        script.rings(&Script::anshika());
        script.change(&Change::Focus { interaction_id: Some(Script::anshika().interaction_id) });
    });
    at.keys("aaa").shows("answeraaa").shows("Current chat").keys("esc k");
    at.sent();
    at.keys("a");
    assert_eq!(at.sent()[0].0, "toolbar.answer");
}

#[test]
fn a_long_chat_is_scrolled_and_pasted_lines_are_kept() {
    let mut at = Harness::after(80, 24, |script| {
        chatting(script);
        for number in 0..40 {
            says(script, ChatSide::Customer, &format!("line number {number}"));
        }
    });
    at.shows("line number 39").keys("pgup pgup").shows_no("line number 39").shows("newer");
    at.keys("pgdn pgdn").shows("line number 39").keys("i").tell(Message::Paste("a\n b\r\nc".to_owned()));
    at.keys("enter");
    assert_eq!(at.sent().pop().unwrap().1["text"], json!("a\n b\nc"));
}

#[test]
fn the_topmost_text_has_its_name_and_what_is_above_is_counted() {
    let mut at = Harness::after(60, 18, |script| {
        chatting(script);
        for number in 0..4 {
            says(script, ChatSide::Agent, &format!("Answer {number}"));
        }
    });
    let upper = |at: &Harness| -> Vec<String> {
        let screen = at.screen();
        let text = screen.lines().skip(5).take(3).map(|line| line.trim_matches(['│', ' ']).to_owned());
        text.collect()
    };
    let [name, first, _] = &upper(&at)[..] else { panic!() };
    assert!(name.starts_with("Test  ") && name.ends_with("↑ 3 earlier  pgup"), "{name}");
    assert!(first.starts_with("… "), "{first}");
    at.keys("pgup").shows("↓ newer  pgdn").keys("pgup pgup").shows("Hello?").shows_no("earlier");
    at.keys("pgdn pgdn pgdn").shows("Answer 3").shows_no("newer");
}

#[test]
fn a_row_stands_free_where_another_speaks_unless_rows_are_few() {
    for (size, apart) in [((60, 18), false), ((80, 24), true), ((200, 60), true)] {
        let mut at = Harness::after(size.0, size.1, chatting);
        let screen = at.shows("Tuesday.").screen();
        let lines: Vec<&str> = screen.lines().collect();
        let names = lines.windows(2).filter(|two| two[1].contains("│ you  ") || two[1].contains("│ Test  1"));
        // What stands left of the first panel's end.
        let is_free = |line: &str| line.split('│').any(|part| part.len() > 30 && part.trim().is_empty());
        let names: Vec<bool> = names.map(|two| is_free(two[0])).collect();
        assert_eq!(names, vec![apart; names.len()], "{size:?}:\n{screen}");
        assert!(names.len() > 1);
    }
}

#[test]
fn a_large_enough_panel_shows_a_chat_whole() {
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let mut at = Harness::after(width, height, chatting);
        at.shows("Hello?").shows("Tuesday.").shows_no("earlier");
    }
}

#[test]
fn a_customer_opens_a_chat_and_writes() {
    let mut at = Harness::after(80, 24, |script| {
        script.working();
    });
    at.keys("C")
        .shows("› A customer opens a chat")
        .keys("enter")
        .shows("Anshika")
        .keys("enter enter right enter");
    let opened = json!({"name": "Anshika", "phone": "1234567890", "campaignId": 172});
    assert_eq!(at.sent(), [("control.customerChat", opened)]);
    at.answers(json!("ok")).then(|script| {
        offered(script);
    });
    at.keys("C down down down enter").shows("The customer writes").keys("Hello enter");
    let wrote = json!({"interactionId": chat().interaction_id, "text": "Hello"});
    assert_eq!(at.sent(), [("control.customerMessage", wrote)]);
}

#[test]
fn a_chat_that_was_left_is_told_from_a_call_and_a_missed_one_is_no_call() {
    let mut at = Harness::after(120, 40, |script| {
        script.working();
        offered(script);
        let left = Change::Cleared { interaction_id: chat().interaction_id, by: Cleared::Customer };
        script.wait(3).change(&left);
        script.ends(&chat()).missed(&Script::anshika());
        let Event::Notification(mut notice) = Script::missed_notice(&Script::anshika(), script.at) else {
            return;
        };
        notice.display_message = "Chat Missed!! Customer Name: Anshika".to_owned();
        script.event(&Event::Notification(notice));
    });
    at.shows("chat      Test").shows("customer left").shows_no("customer hung up");
    at.keys("b").shows("! Missed chat  Anshika").shows("! Missed call  Anshika");
}
