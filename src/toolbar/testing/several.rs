//! Several interactions at one toolbar, and what is shown of each.

use serde_json::json;

use super::harness::Harness;
use super::session::Script;
use crate::contract::Event;
use crate::contract::payload::{CallEvent, ChannelType};
use crate::desk::interaction::{ChatLine, ChatSide, Cleared};
use crate::desk::setup::{Availability, Channel, Permission, Thresholds};
use crate::desk::{Change, Contact, Conversation, Setup};
use crate::toolbar::Message;
use crate::toolbar::action::Context;

#[test]
fn of_a_masked_number_only_the_end_is_shown() {
    let call = Script::call(31, None, "4155550147", false);
    let mut at = Harness::after(120, 40, |script| {
        script.working().rings(&call);
        let contact = Box::new(Contact { masked: true, ..Contact::default() });
        script.change(&Change::Contact { interaction_id: call.interaction_id.clone(), contact });
    });
    at.shows("******0147").shows_no("4155550147");
    at.keys("q").shows("with ******0147").shows_no("4155550147").keys("n");
    at.then(|script| {
        script.connects(&call).hangs_up(&call, Cleared::Customer);
    });
    at.keys("d").shows("******0147").keys("esc M initiateInteraction enter").shows_no("4155550147");
    at.keys("esc esc").then(|script| {
        script.disposes(&call);
    });
    at.shows("Recent").shows("******0147").shows_no("4155550147");
}

#[test]
fn frames_and_calls_show_no_masked_number() {
    let call = Script::call(31, None, "4155550147", false);
    let mut at = Harness::after(120, 40, |script| {
        let setup = Setup { masked: vec![call.campaign_id], ..Setup::default() };
        script.change(&Change::Setup { setup: Box::new(setup) });
        script.working().rings(&call);
        let traced = json!({"kind": "trace", "call": {
            "peer": "p7", "role": "crm", "method": "interaction.initiateInteraction", "took": 12,
            "params": ["voice", {"phone": "4155550147"}, call.campaign_id], "answer": {"phone": "4155550147"},
        }});
        script.change(&serde_json::from_value(traced).unwrap());
    });
    at.shows_no("4155550147").keys("f").shows("******0147").shows_no("4155550147");
    for _ in 0..4 {
        at.keys("up").shows_no("4155550147");
    }
    at.keys("esc T enter").shows("call and answer").shows("******0147").shows_no("4155550147");
}

/// What is offered is shown because it presses. Once it was taken, the call that goes on would press more.
#[test]
fn a_chat_that_is_answered_during_a_call_stays_in_sight() {
    let (call, chat) = (Script::anshika(), whatsapp(32, "Rose"));
    let mut at = Harness::after(120, 40, |script| {
        script.working().rings(&call).wait(1).connects(&call).wait(5).rings(&chat);
    });
    at.shows("OFFERED").keys("a");
    let of_chat = json!({"interactionId": chat.interaction_id});
    assert_eq!(at.sent(), [("toolbar.answer", of_chat.clone()), ("toolbar.focus", of_chat)]);
    at.then(|script| {
        script.connects(&chat).wait(1);
    });
    at.shows("Current chat").shows("i writes to the customer");
}

/// A chat of the site's WhatsApp.
fn whatsapp(number: u32, name: &str) -> CallEvent {
    let mut chat = Script::call(number, Some(name), "4155550100", false);
    chat.channel_details.channel_type = ChannelType::Chat;
    chat
}

fn offers(script: &mut Script, chat: &CallEvent) {
    script.event(&Event::InteractionInitiated(chat.clone())).event(&Event::ShowCrm(chat.clone()));
    sorted(script, chat, |_| {});
}

fn sorted(script: &mut Script, chat: &CallEvent, change: impl FnOnce(&mut Conversation)) {
    let mut conversation = Conversation { sub_channel: "whatsapp".to_owned(), ..Conversation::default() };
    change(&mut conversation);
    let interaction_id = chat.interaction_id.clone();
    script.change(&Change::Conversation { interaction_id, conversation: Box::new(conversation) });
}

#[test]
fn what_an_email_is_about_stands_above_it() {
    let letter = whatsapp(41, "Rose Gonzalez");
    let mut at = Harness::after(120, 40, |script| {
        script.working();
        offers(script, &letter);
        sorted(script, &letter, |one| one.subject = "Order LH-20418".to_owned());
        script.connects(&letter);
    });
    at.shows("Order LH-20418");
}

fn writes(script: &mut Script, chat: &CallEvent, number: u64, text: &str) {
    let line = ChatLine { number, ..ChatLine::new(ChatSide::Customer, script.at, text.to_owned()) };
    script.change(&Change::ChatLine { interaction_id: chat.interaction_id.clone(), line });
    let since = script.at;
    sorted(script, chat, |conversation| conversation.waits_since = Some(since));
}

/// A site with voice and WhatsApp, and what it lets an agent do.
pub fn setup(permissions: &[Permission]) -> Setup {
    let limits = Thresholds { warn: 60, late: 120 };
    let voice = Channel { thresholds: Some(Thresholds { warn: 300, late: 600 }), ..Channel::voice() };
    let whatsapp = Channel {
        sub_type: "whatsapp".to_owned(),
        name: "WhatsApp".to_owned(),
        thresholds: Some(limits),
        ..Channel::web_chat()
    };
    Setup { permissions: Some(permissions.to_vec()), channels: vec![voice, whatsapp], ..Setup::default() }
}

/// A call, a chat that is answered, one in which the customer waits, one that is offered.
pub fn side_by_side(script: &mut Script) {
    let call = Script::anshika();
    let (calm, waits, offered) =
        (whatsapp(32, "Jack Rogers"), whatsapp(33, "Rose Barr"), whatsapp(34, "Tim Tay"));
    script.working().change(&Change::Setup { setup: Box::new(setup(&Permission::ALL)) });
    script.rings(&call).wait(3).connects(&call);
    script.change(&Change::Focus { interaction_id: Some(call.interaction_id.clone()) });
    for chat in [&calm, &waits] {
        offers(script, chat);
        script.wait(2).connects(chat);
    }
    writes(script, &waits, 1, "Is anybody there?");
    script.wait(61);
    writes(script, &calm, 1, "Thanks");
    writes(script, &calm, 2, "That is all");
    script.wait(70);
    offers(script, &offered);
    script.wait(2);
}

#[test]
fn each_interaction_shows_channel_state_timer_and_what_is_unread() {
    let mut at = Harness::after(80, 24, side_by_side);
    at.shows("1 ● Anshika").shows("2 ● Jack Rogers").shows("3 ● Rose Barr").shows("4 ◉ Tim Tay");
    at.shows("2 new").shows("▵ 1:12").shows("▲ late").shows("WhatsApp");
    let mut at = Harness::after(120, 40, side_by_side);
    at.shows("2 ● Jack Rogers").shows("▵ waits 1:12").shows("│ ›1 ● Anshika").shows("│  2 ● Jack");
}

#[test]
fn one_key_leads_to_what_needs_the_agent_next() {
    let mut at = Harness::after(120, 40, side_by_side);
    at.shows("tab Needs you").keys("tab").shows("OFFERED");
    let id = |number: u32| json!({"interactionId": whatsapp(number, "").interaction_id});
    assert_eq!(at.sent(), [("toolbar.focus", id(34))], "what is offered goes before all");
    at.keys("tab");
    assert_eq!(at.sent(), [("toolbar.focus", id(33)), ("toolbar.seen", id(33))], "then who waits too long");
    at.keys("tab");
    assert_eq!(at.sent()[0], ("toolbar.focus", id(34)), "and back, as long as it is offered");
    at.then(|script| {
        script.change(&Change::Seen { interaction_id: whatsapp(33, "").interaction_id, number: 1 });
        script.connects(&whatsapp(34, ""));
    });
    at.keys("tab tab");
    let sent: Vec<_> = at.sent().into_iter().filter(|(method, _)| *method == "toolbar.focus").collect();
    assert_eq!(sent, [("toolbar.focus", id(33)), ("toolbar.focus", id(32))]);
    at.keys("1").shows("Current call").keys("9").shows("There is no interaction 9");
}

#[test]
fn nothing_needs_an_agent_who_has_answered_all() {
    let mut at = Harness::after(80, 24, |script| {
        script.working().rings(&Script::anshika()).connects(&Script::anshika());
    });
    at.shows_no("Needs you").keys("tab").shows("Nothing else needs you now");
    assert!(at.sent().is_empty());
}

#[test]
fn a_muted_conversation_calls_for_no_attention() {
    let mut at = Harness::after(80, 24, |script| {
        side_by_side(script);
        for chat in [32, 33] {
            sorted(script, &whatsapp(chat, ""), |one| one.muted = true);
        }
    });
    at.keys("tab 1");
    at.sent();
    at.then(|script| {
        script.connects(&whatsapp(34, ""));
    });
    at.keys("tab").shows("Nothing else needs you now");
}

#[test]
fn whoever_writes_gets_to_what_is_pressing_with_one_key_and_finds_the_line_again() {
    let mut at = Harness::after(80, 24, side_by_side);
    at.keys("2 i half ctrl-n").shows("OFFERED").keys("2").shows("half");
}

#[test]
fn lines_are_seen_when_they_are_looked_at() {
    let chat = whatsapp(35, "Jack");
    let seen = json!({"interactionId": chat.interaction_id});
    let mut at = Harness::after(80, 24, |script| {
        script.working();
        offers(script, &chat);
        writes(script, &chat, 1, "Hello?");
    });
    assert!(at.sent().is_empty(), "who has not taken it does not tell that it was read");
    at.then(|script| {
        script.connects(&chat);
    });
    assert_eq!(at.sent(), [("toolbar.seen", seen.clone())]);
    at.tell(Message::Focus(false)).then(|script| writes(script, &chat, 2, "Hello?"));
    assert!(at.sent().iter().all(|(method, _)| *method != "toolbar.seen"), "nor who is in another window");
    at.tell(Message::Focus(true));
    assert!(at.sent().contains(&("toolbar.seen", seen.clone())));
    at.keys("?").then(|script| writes(script, &chat, 3, "Hello?"));
    assert!(at.sent().is_empty(), "nor who reads something else");
    at.keys("esc");
    assert_eq!(at.sent(), [("toolbar.seen", seen)]);
}

#[test]
fn a_call_that_the_agent_begins_is_looked_at() {
    let own = Script::call(36, Some("Own"), "4155550111", true);
    let mut at = Harness::after(80, 24, |script| {
        side_by_side(script);
        script.hangs_up(&Script::anshika(), Cleared::Customer).disposes(&Script::anshika());
    });
    at.keys("2").sent();
    at.then(|script| {
        script.dials(&own);
    });
    assert_eq!(at.sent(), [("toolbar.focus", json!({"interactionId": own.interaction_id}))]);
    at.shows("DIALLING").keys("1 i text").then(|script| {
        script.ends(&own).dials(&own);
    });
    at.shows("text").shows_no("DIALLING");
}

#[test]
fn a_chat_that_nobody_looks_at_is_not_ended() {
    let mut at = Harness::after(80, 24, |script| {
        side_by_side(script);
        script.hangs_up(&Script::anshika(), Cleared::Customer);
    });
    at.keys("1 e").shows("No call to end");
    assert!(at.sent().iter().all(|(method, _)| *method != "toolbar.hangup"));
}

#[test]
fn keys_are_for_the_interaction_that_is_looked_at_and_name_another_one() {
    let mut at = Harness::after(120, 40, side_by_side);
    let footer = |at: &Harness| at.screen().lines().last().unwrap_or_default().to_owned();
    at.keys("4");
    let keys = footer(&at);
    assert!(
        keys.starts_with(" a Accept  r Reject  tab Needs you  1-9 Switch  h Hold Anshika  m Mute Anshika  ")
    );
    assert!(["End", "Dispose", "Transfer"].iter().all(|word| !keys.contains(word)), "{keys}");
    at.sent();
    for key in ["e", "d", "t"] {
        at.keys(key).shows("Not with this one");
        assert_eq!((at.sent(), at.app.context()), (Vec::new(), Context::Workbench), "{key}");
    }
    let call = json!({"interactionId": Script::anshika().interaction_id});
    at.keys("h");
    assert_eq!(at.sent(), [("toolbar.hold", call.clone())], "the microphone is that of the talk");
    at.keys("p")
        .shows("v Ask someone into the call with Anshika")
        .keys("esc v")
        .shows("Ask someone into the call");
    at.shows("Anshika").keys("esc").sent();
    at.keys("1");
    let keys = footer(&at);
    assert!(keys.starts_with(" a Accept Tim Tay  tab Needs you  1-9 Switch  h Hold  m Mute"));
    assert!(keys.contains("e End"), "{keys}");
    at.sent();
    at.keys("e");
    assert_eq!(at.sent(), [("toolbar.hangup", call)]);
}

#[test]
fn what_the_role_does_not_allow_is_not_shown() {
    let all = |at: &mut Harness| {
        at.keys("?");
        let mut text = at.screen();
        for _ in 0..9 {
            at.keys("pgdn");
            text.push_str(&at.screen());
        }
        at.keys("esc");
        text
    };
    let about = "Transfer  Hand the call";
    let on_call = |script: &mut Script, may: &[Permission]| {
        script.working().change(&Change::Setup { setup: Box::new(setup(may)) });
        script.rings(&Script::anshika()).connects(&Script::anshika());
    };
    let mut at =
        Harness::after(120, 40, |script| on_call(script, &[Permission::Voice, Permission::Transfer]));
    at.shows("t Transfer").shows_no("Confer").shows_no("n Dial");
    assert!(all(&mut at).contains(about) && !all(&mut at).contains("Confer  Add someone"));
    let mut at = Harness::after(120, 40, |script| on_call(script, &[Permission::Voice]));
    at.shows_no("Transfer").shows("h Hold").keys("t").shows("forbids that");
    assert!(!all(&mut at).contains(about));
    let mut at = Harness::after(120, 40, |script| {
        let mut setup = setup(&[Permission::Chat]);
        setup.channels.remove(0);
        script.working().change(&Change::Setup { setup: Box::new(setup) });
    });
    assert!(!all(&mut at).contains("Hold  Put the call"), "a site without voice has no calls to hold");
}

#[test]
fn the_sites_own_statuses_can_be_chosen_too() {
    let own =
        |name: &str, available| Availability { name: name.to_owned(), available, description: String::new() };
    let statuses = vec![own("Back office", false), own("Chats only", true)];
    let setup = Setup { statuses, ..Setup::default() };
    let mut at = Harness::after(100, 30, |script| {
        script.working().change(&Change::Setup { setup: Box::new(setup) });
    });
    at.keys("s").shows("Lunch").shows("Back office").shows("away").shows("Chats only");
    at.keys("down down down enter");
    assert_eq!(at.sent(), [("toolbar.setAvailability", json!({"status": "Back office"}))]);
    at.answers(json!("ok")).then(|script| {
        script.status(false, "Back office");
    });
    at.keys("s").shows("✓ Back office");
}
