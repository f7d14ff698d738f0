//! Actions one by one: what a key of the workbench comes to at the hub and on the screen, where no session elsewhere
//! shows it.

use serde_json::{Value, json};

use serde_json::value::RawValue;

use super::harness::Harness;
use super::session::Script;
use super::voice;
use crate::desk::interaction::Cleared;
use crate::toolbar::action::Context;
use crate::toolbar::runs::Answered;
use crate::toolbar::{Effect, Message};
use crate::wire::Micros;

fn id() -> Value {
    json!({"interactionId": Script::anshika().interaction_id})
}

fn on_call() -> Harness {
    Harness::after(120, 40, |script| {
        script.working().rings(&Script::anshika()).wait(4).connects(&Script::anshika()).wait(30);
    })
}

#[test]
fn what_rings_is_refused_and_the_call_goes_on() {
    let mut at = on_call();
    let other = Script::call(21, Some("Rose"), "5124576870", false);
    at.then(|script| {
        script.rings(&other).wait(1);
    });
    at.shows("◉ RINGING").keys("r");
    assert_eq!(at.sent(), [("toolbar.reject", json!({"interactionId": other.interaction_id}))]);
    at.then(|script| {
        script.missed(&other);
    });
    at.shows_no("RINGING").shows("● CONNECTED").shows("▲ 1 notice  b");
}

#[test]
fn a_call_is_held_and_taken_off_hold() {
    let mut at = on_call();
    at.shows("h Hold").keys("h");
    assert_eq!(at.sent(), [("toolbar.hold", id())]);
    at.then(|script| {
        script.hold(&Script::anshika(), true);
    });
    at.shows("ON HOLD").shows("h Unhold").keys("h");
    assert_eq!(at.sent(), [("toolbar.unhold", id())]);
    at.then(|script| {
        script.hold(&Script::anshika(), false);
    });
    at.shows("● CONNECTED").shows("h Hold");
}

#[test]
fn the_microphone_is_switched_off_and_on() {
    let mut at = on_call();
    at.shows("m Mute").keys("m");
    assert_eq!(at.sent(), [("toolbar.mute", id())]);
    at.then(|script| {
        script.mute(&Script::anshika(), true);
    });
    at.shows("MUTED").shows("m Unmute").keys("m");
    assert_eq!(at.sent(), [("toolbar.unmute", id())]);
    at.then(|script| {
        script.mute(&Script::anshika(), false);
    });
    at.shows_no("MUTED").shows("m Mute");
}

#[test]
fn campaigns_and_extension_are_changed_at_work() {
    let mut at = on_call();
    at.shows("WhatsApp Chat").keys("G").shows("Campaigns").keys("up up space enter");
    assert_eq!(at.sent(), [("toolbar.selectCampaigns", json!({"campaignIds": [172]}))]);
    at.answers(json!("ok")).then(|script| {
        script.campaigns(&[172]);
    });
    at.shows_no("WhatsApp Chat").keys("x").shows("Extension").keys("down enter");
    let (method, params) = at.sent().pop().expect("an extension is chosen");
    assert_eq!(method, "toolbar.selectExtension");
    assert_ne!(params["phone"], json!("1234567890"), "another one");
}

#[test]
fn a_customer_is_made_to_call() {
    let mut at = on_call();
    at.keys("c").shows("A customer calls").keys("ctrl-u 5550100 enter enter enter");
    let (method, params) = at.sent().pop().expect("somebody calls");
    assert_eq!((method, &params["phone"]), ("control.customerCall", &json!("5550100")));
    at.answers(json!({"interactionId": "x"})).shows_no("A customer calls");
}

#[test]
fn a_status_is_chosen() {
    let mut at = Harness::after(120, 40, |script| {
        script.working();
    });
    at.keys("s").shows("›   Lunch").keys("j").shows("›   Tea").keys("k").shows("›   Lunch").keys("enter");
    assert_eq!(at.sent(), [("toolbar.setAvailability", json!({"status": "Lunch"}))]);
    at.answers(json!("ok")).then(|script| {
        script.status(false, "Lunch");
    });
    at.shows("◇ Lunch").shows_no("›");
}

#[test]
fn an_interaction_is_gone_to_by_its_number() {
    let mut at = on_call();
    let other = Script::call(21, Some("Rose"), "5124576870", false);
    at.then(|script| {
        script.rings(&other).wait(1);
    });
    at.keys("1").shows("● CONNECTED").keys("2").shows("◉ RINGING");
    let to = |call: Value| ("toolbar.focus", json!({"interactionId": call}));
    assert_eq!(at.sent(), [to(id()["interactionId"].clone()), to(json!(other.interaction_id))]);
    at.keys("7").shows("There is no interaction 7").shows("◉ RINGING");
}

#[test]
fn a_list_that_narrows_down_is_gone_through() {
    let mut at = on_call();
    at.keys("y").shows("›   Interaction id").keys("down").shows("›   Number").keys("down").shows("›   Name");
    at.keys("up").shows("›   Number").keys("enter").shows_no("›   Number");
    let copied = Effect::Copy { text: "1234567890".to_owned(), what: "the number" };
    assert_eq!(at.others.last(), Some(&copied));
}

#[test]
fn fields_are_gone_through_and_a_form_is_sent_from_any_of_them() {
    let mut at = on_call();
    // Channel, number, name, campaign: it begins with the number.
    at.keys("n 5550100 down Rose").shows("Rose").keys("up 9").shows("55501009").keys("shift-tab right");
    at.shows("Channel   ▏chat").keys("left tab backspace").shows_no("55501009").keys("ctrl-s");
    let (method, params) = at.sent().pop().expect("it is sent");
    let to = json!({"phone": "5550100", "name": "Rose"});
    assert_eq!((method, &params["channelDetails"]), ("interaction.initiateInteraction", &to));
    at.answers(json!({})).shows_no("Channel");
}

#[test]
fn whom_a_call_is_given_to_is_gone_to_and_it_is_given_from_any_field() {
    let mut at = Harness::after(120, 40, voice::on_call);
    at.keys("t down down").shows("› Lena Lead").keys("up").shows("› Asha Rao").keys("tab ctrl-s");
    let (method, params) = at.sent().pop().expect("it is sent");
    assert_eq!((method, &params["target"]), ("toolbar.transfer", &json!("asha")));
    at.answers(json!("ok")).shows("The call was given away");
}

#[test]
fn a_disposition_is_gone_through_and_sent_from_any_field() {
    let mut at = on_call();
    at.then(|script| {
        script.hangs_up(&Script::anshika(), Cleared::Agent);
    });
    at.keys("d tab")
        .shows("› 3 New")
        .keys("up")
        .shows("› 2 Closed")
        .keys("down")
        .shows("› 3 New")
        .keys("ctrl-s");
    let (method, params) = at.sent().pop().expect("it is sent");
    assert_eq!((method, &params["dispositionCodeId"]), ("interaction.disposeInteraction", &json!(820)));
    at.then(|script| {
        script.disposes(&Script::anshika());
    });
    at.shows("Disposed: New");
}

#[test]
fn a_disposition_is_chosen_by_numbers() {
    let mut at = Harness::after(120, 40, voice::wrap_up);
    at.keys("d").shows("› 1 Status").shows("2 Sale").shows("a number chooses").keys("9").shows("› 1 Status");
    at.keys("2").shows("• 2 Sale").shows("› 1 Order placed").keys("2").shows("• 2 Not interested");
    // In the notes a number is a number.
    at.keys("42 enter");
    let (method, params) = at.sent().pop().expect("it is sent");
    assert_eq!(method, "interaction.disposeInteraction");
    assert_eq!(params["notes"], json!("42"));
    at.then(|script| {
        script.disposes(&Script::anshika());
    });
    at.shows("Disposed: Not interested");
}

#[test]
fn what_is_long_is_read_by_rows_and_by_pages() {
    let mut at = on_call();
    at.keys("?").shows("Answer the ringing call").keys("down").shows("Answer the ringing call");
    let first = at.screen();
    at.keys("down down down").shows_no("Answer the ringing call").keys("up up up");
    assert_eq!(at.screen(), first);
    at.keys("pgdn").shows_no("Reject  Refuse it").keys("pgup").shows("Reject  Refuse it");
    let end = at.keys("end").shows(" ↑ more ").screen();
    at.keys("pgdn down");
    assert_eq!(at.screen(), end, "there is nothing further");
    at.keys("home").shows("Answer the ringing call");
    // Where letters are text, the help has a key of its own.
    at.keys("esc n 12 f1").shows("─ Help ─").shows("Dialling").keys("esc").shows("12");
    assert_eq!(at.app.context(), Context::Dial);
}

#[test]
fn an_answer_is_folded_and_unfolded() {
    let mut at = on_call();
    at.keys("M getcurrentinteraction enter enter");
    let Some(Effect::Run { number, .. }) = at.others.pop() else { panic!("{:?}", at.others) };
    let result = Ok(RawValue::from_string(r#"{"customer": {"name": "Rose"}}"#.to_owned()).unwrap());
    at.tell(Message::Ran { number, answered: Answered { result, took: Micros(10) } });
    at.shows("name: \"Rose\"").keys("down enter").shows("▸ customer").shows_no("name: \"Rose\"");
    at.keys("space").shows("▾ customer").shows("name: \"Rose\"");
}

#[test]
fn methods_are_gone_through() {
    let mut at = on_call();
    let first = at.keys("M").shows("─ Methods ─").screen();
    let second = at.keys("down").screen();
    assert_ne!(second, first);
    at.keys("down up");
    assert_eq!(at.screen(), second);
    at.keys("up");
    assert_eq!(at.screen(), first);
    at.keys("esc").shows("● CONNECTED");
}
