//! What dialogs and their fields say: hints, footers, what had no room, what is out of sight.

use serde_json::json;

use super::chat::chatting;
use super::conversation::on_whatsapp;
use super::figures::a_day;
use super::harness::Harness;
use super::session::Script;
use crate::desk::interaction::Cleared;
use crate::desk::setup::{FormField, Reply};
use crate::toolbar::Message;

fn on_call(script: &mut Script) {
    script.working().rings(&Script::anshika()).connects(&Script::anshika());
}

#[test]
fn figures_keep_their_times_on_low_terminals() {
    for (width, height) in [(60, 18), (72, 18), (100, 18), (160, 18), (80, 20)] {
        let mut at = Harness::after(width, height, a_day);
        at.keys("A");
        for name in ["handled", "Talk", "Hold", "Wrap-up", "Ringing", "Ready", "Away"] {
            at.shows(name);
        }
    }
}

#[test]
fn a_long_name_of_an_attribute_stands_apart_from_its_value() {
    let mut at = Harness::after(80, 24, on_whatsapp);
    at.keys("F an enter").answers(json!([{"customerId": 1, "name": "Anshika"}])).keys("enter");
    let long = "x".repeat(50);
    let attributes = json!({"Spent, in rupees": 56284.5, &long: "there"});
    at.answers(json!({"customerId": 1, "name": "Anshika", "phone": "12345", "attributes": attributes}));
    at.shows("Spent, in rupees").shows_no("rupees56284").shows("56284.5").shows("xxx…  there");
}

#[test]
fn campaigns_are_named_whole_where_there_is_room() {
    let mut at = Harness::after(120, 40, on_call);
    let name = "A campaign with a name of some more than sixty characters in all";
    if let Some(session) = &mut at.app.desk.session {
        session.campaigns[0].about.campaign_name = name.to_owned();
        session.max_campaign_name = 100;
    }
    at.keys("G").shows(name);
}

#[test]
fn a_transfer_says_what_to_type_and_what_comes_of_it() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("t").shows("type to find").shows("It is offered to them, and your wrap-up begins");
    at.keys("shift-tab").shows("←/→ Change").keys("shift-tab right");
    at.shows("type the number").shows_no("type to find").shows("The customer is put through");
    at.keys("right").shows("type to find").shows("The customer waits there");
}

#[test]
fn what_a_customer_cannot_do_now_is_told() {
    let mut at = Harness::after(80, 24, |script| {
        script.working();
    });
    at.keys("C up enter").shows("Not now: ").shows("What the customer does");
    assert!(at.sent().is_empty());
}

#[test]
fn a_customer_opens_a_chat_on_a_channel_of_the_site() {
    let mut at = Harness::after(80, 24, on_whatsapp);
    at.sent();
    at.keys("C down down enter").shows("A customer opens a chat").shows("Channel");
    at.keys("tab tab tab right ctrl-s");
    let (method, params) = at.sent().pop().unwrap();
    assert_eq!((method, &params["channelSubType"]), ("control.customerChat", &json!("whatsapp")));
    let mut at = Harness::after(80, 24, |script| {
        script.working();
    });
    at.keys("C enter").shows("A customer opens a chat").shows_no("Channel");
}

#[test]
fn a_reply_that_takes_words_has_its_code_completed_first() {
    let mut at = Harness::after(200, 60, on_whatsapp);
    let content = "Order {{ args[0] }} comes {{ args[1] }}".to_owned();
    at.app.desk.setup.replies.push(Reply { short_code: "order".to_owned(), content });
    at.sent();
    for key in ["tab", "enter"] {
        at.keys("i / o r").shows("/order  Order [word 1] comes [word 2]").shows("2 words");
        at.shows("tab Fill in").shows_no("enter Send").keys(key);
        assert!(at.sent().iter().all(|(method, _)| *method != "toolbar.expandReply"));
        at.shows("/order  Order [word 1]").keys("17").keys(key).shows("/order takes 2 words");
        at.keys("space today").keys(key);
        let (method, params) = at.sent().pop().unwrap();
        assert_eq!((method, &params["args"]), ("toolbar.expandReply", &json!(["17", "today"])));
        at.answers(json!({"text": "Order 17 comes today"})).shows("enter Send").keys("ctrl-u esc");
    }
    at.keys("i /").shows("↑/↓ Choose");
}

#[test]
fn a_template_shows_its_text_and_asks_for_its_words() {
    let mut at = Harness::after(80, 24, on_whatsapp);
    at.sent();
    at.keys("l template enter enter").shows("Your order [word 1] is on its way").shows("Word to fill in");
    at.shows_no("Next field").keys("enter").shows("type the word");
    for channel in &mut at.app.desk.setup.channels {
        for template in &mut channel.templates {
            template.content = "{{ args[0] }}, {{ args[1] }}".to_owned();
        }
    }
    at.keys("esc l template enter enter")
        .shows("2 words to fill in")
        .keys("one enter")
        .shows("it takes 2 words");
    assert!(at.sent().is_empty());
    at.keys("space two enter");
    assert_eq!(at.sent().pop().unwrap().1["args"], json!(["one", "two"]));
}

#[test]
fn what_is_pasted_beyond_a_bound_is_told() {
    let paste = |count: usize| Message::Paste("x".repeat(count));
    let mut at = Harness::after(120, 40, chatting);
    at.keys("i").tell(paste(4_096)).shows_no("not all of it").keys("ctrl-u");
    at.tell(paste(4_097)).shows("not all of it was taken:").shows("4,096 characters at most");
    let mut at = Harness::after(120, 40, |script| {
        on_call(script);
        script.hangs_up(&Script::anshika(), Cleared::Customer);
    });
    at.keys("n").tell(paste(300)).shows("! not all of it was taken").keys("x").shows("! not all of it");
    at.keys("backspace").shows_no("not all of it").keys("esc d").tell(paste(1_001));
    at.shows("! not all of it was taken: 1,000 characters at most")
        .keys("backspace")
        .shows_no("not all of it");
}

#[test]
fn fields_out_of_sight_are_counted() {
    let mut at = Harness::after(80, 24, on_whatsapp);
    let field = |number: usize| FormField {
        name: format!("field{number}"),
        label: format!("Field {number}"),
        kind: "string".to_owned(),
        required: false,
    };
    at.app.desk.setup.objects[0].fields = (0..20).map(field).collect();
    at.keys("l new enter enter").shows("Field 0").shows_no("Field 19").shows(" more ─").keys("shift-tab");
    at.shows("Field 19").shows("↑ ");
}

#[test]
fn a_disposition_names_what_its_keys_do() {
    let mut at = Harness::after(80, 24, |script| {
        on_call(script);
        script.hangs_up(&Script::anshika(), Cleared::Customer);
    });
    at.keys("d").shows("ctrl-s Dispose").shows("esc Close").keys("tab tab x").shows("enter Dispose");
    at.shows("esc Keep draft").wait(1_000).shows("esc Keep draft").keys("tab").shows("←/→ Change");
}

#[test]
fn footers_say_nothing_twice() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("M toolbar.hold").shows("Methods").keys("enter shift-tab").shows("enter Next");
    at.shows_no("Next field").shows("←/→ Change").keys("esc");
    at.keys("ctrl-u toolbar.answer").shows("1 method ").keys("esc B").shows_no("↑/↓ Move");
}

#[test]
fn what_a_method_does_is_wrapped_and_whole_where_there_is_room() {
    let mut at = Harness::after(120, 40, on_call);
    at.keys("M http.invokeECCApi enter").shows("Methods › http.invokeECCApi");
    at.shows_no("…");
}
