//! Conversations at the toolbar: what is seen, typed and filled in, and how they are sorted.

use serde_json::{Value, json};

use super::chat::{chat, chatting};
use super::harness::Harness;
use super::session::Script;
use crate::contract::payload::ChannelType;
use crate::desk::conversation::{Contact, Conversation, Priority};
use crate::desk::interaction::{Attachment, ChatLine, ChatSide, Tick};
use crate::desk::setup::{
    Attribute, AttributeModel, AttributeType, Channel, FormField, Label, MacroName, Permission, RecordForm,
    Reply, Setup, Template,
};
use crate::desk::{Change, DeskSummary};
use crate::toolbar::{Effect, Message};
use crate::wire::Micros;

/// What a site offers that has something of everything.
pub fn setup() -> Setup {
    let mut whatsapp = Channel::web_chat();
    whatsapp.sub_type = "whatsapp".to_owned();
    whatsapp.name = "WhatsApp".to_owned();
    whatsapp.templates = vec![Template {
        name: "order_update".to_owned(),
        content: "Your order {{ args[0] }} is on its way".to_owned(),
    }];
    let attribute = |key: &str, name: &str, kind, model, values: &[&str]| Attribute {
        key: key.to_owned(),
        name: name.to_owned(),
        kind,
        model,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        pattern: None,
    };
    let field = |name: &str, label: &str, required| FormField {
        name: name.to_owned(),
        label: label.to_owned(),
        kind: "string".to_owned(),
        required,
    };
    let label = |title: &str, description: &str| Label {
        title: title.to_owned(),
        color: "#1f93ff".to_owned(),
        description: description.to_owned(),
    };
    let reply =
        |code: &str, content: &str| Reply { short_code: code.to_owned(), content: content.to_owned() };
    Setup {
        permissions: Some(Permission::ALL.to_vec()),
        channels: vec![Channel::voice(), Channel::web_chat(), whatsapp],
        labels: vec![label("vip", "handle with care"), label("refund", "wants money back")],
        replies: vec![
            reply("hello", "Hello {{ customer.name }}"),
            reply("thanks", "Thank you for your patience"),
        ],
        macros: vec![MacroName { name: "Close politely".to_owned(), campaigns: None }],
        attributes: vec![
            attribute("plan", "Plan", AttributeType::List, AttributeModel::Contact, &["basic", "gold"]),
            attribute("order", "Order value", AttributeType::Currency, AttributeModel::Conversation, &[]),
        ],
        teams: vec!["support".to_owned(), "sales".to_owned()],
        objects: vec![RecordForm {
            object_type: "Contact".to_owned(),
            fields: vec![field("FirstName", "First name", false), field("LastName", "Last name", true)],
        }],
        ..Setup::default()
    }
}

fn sorted() -> Conversation {
    Conversation {
        sub_channel: "whatsapp".to_owned(),
        labels: vec!["vip".to_owned()],
        priority: Some(Priority::High),
        ..Conversation::default()
    }
}

/// A WhatsApp conversation with ticks, a file and a customer who types.
pub fn on_whatsapp(script: &mut Script) {
    script.working();
    script.change(&Change::Setup { setup: Box::new(setup()) });
    let id = chat().interaction_id;
    super::chat::offered(script);
    script.wait(5).connects(&chat());
    let conversation =
        Box::new(Conversation { window_until: Some(script.at + Micros::from_secs(82_800)), ..sorted() });
    script.change(&Change::Conversation { interaction_id: id.clone(), conversation });
    let contact = Contact { email: "test@example.com".to_owned(), ..Contact::default() };
    script.change(&Change::Contact { interaction_id: id.clone(), contact: Box::new(contact) });
    let mut number = 0;
    let mut line = |script: &mut Script, from, text: &str, tick, file: Option<(&str, u64)>| {
        number += 1;
        let attachment = file.map(|(media_type, size)| Attachment {
            name: text.to_owned(),
            media_type: media_type.to_owned(),
            size,
        });
        let line = ChatLine { number, tick, attachment, ..ChatLine::new(from, script.at, text.to_owned()) };
        script.wait(20).change(&Change::ChatLine { interaction_id: id.clone(), line });
    };
    line(script, ChatSide::Customer, "Where is my order?", None, None);
    line(script, ChatSide::Agent, "I am looking for it.\nOne moment, please.", Some(Tick::Read), None);
    line(script, ChatSide::Customer, "receipt.jpg", None, Some(("image/jpeg", 52_100)));
    line(script, ChatSide::Agent, "It left us on Tuesday.", Some(Tick::Delivered), None);
    script.change(&Change::CustomerTypes { interaction_id: id, on: true });
}

/// A toolbar on it.
fn whatsapp(width: u16, height: u16) -> Harness {
    let mut at = Harness::after(width, height, on_whatsapp);
    at.sent();
    at
}

#[test]
fn ticks_files_and_who_types_are_seen() {
    let mut at = whatsapp(120, 40);
    at.shows("WhatsApp").shows("▲ high").shows("#vip").shows("reply within 22 h");
    at.shows("▤ receipt.jpg").shows("52 kB").shows("✓✓ read").shows("✓✓ delivered").shows("Test is typing");
    at.tell(Message::Focus(false)).then(|script| {
        script.change(&Change::Seen { interaction_id: chat().interaction_id, number: 4 });
        let line = ChatLine { number: 9, ..ChatLine::new(ChatSide::Customer, script.at, "Hm".to_owned()) };
        script.change(&Change::ChatLine { interaction_id: chat().interaction_id, line });
    });
    at.shows("── new ──");
}

#[test]
fn the_customer_is_told_that_the_agent_types_and_no_more_than_that() {
    let mut at = Harness::after(80, 24, chatting);
    let on = |on: bool| ("toolbar.typing", json!({"on": on, "interactionId": chat().interaction_id}));
    at.keys("i hello");
    assert_eq!(at.told(), [on(true)]);
    at.wait(4_000).keys("x y");
    assert_eq!(at.told(), [on(true)], "told again while it goes on");
    at.keys("ctrl-u");
    assert_eq!(at.told(), [on(false)]);
    at.keys("/hello");
    assert!(at.told().is_empty(), "a reply's code is not for the customer");
}

#[test]
fn quick_replies_are_offered_and_filled_in() {
    let mut at = whatsapp(80, 24);
    at.keys("i /").shows("› /hello").shows("/thanks").keys("down").shows("› /thanks").keys("up he");
    at.shows_no("/thanks").keys("tab");
    let id = json!(chat().interaction_id);
    let asked = json!({"shortCode": "hello", "args": [], "interactionId": id});
    assert_eq!(at.sent().pop(), Some(("toolbar.expandReply", asked)));
    at.keys("x");
    at.answers(json!({"text": "Hello Test"})).shows("Hello Test").keys("enter");
    assert_eq!(at.sent().pop().unwrap().1["text"], json!("Hello Test"));
    at.answers(json!("ok")).keys("/hello space one space two enter");
    assert_eq!(at.sent().pop().unwrap().1["args"], json!(["one", "two"]));
    at.refuses(4000, "there is no quick reply \"x\"", Value::Null).shows("there is no quick reply");
    at.keys("ctrl-u //x enter");
    assert_eq!(at.sent().pop().unwrap().1["text"], json!("/x"), "two of them are one that is meant");
}

#[test]
fn a_message_has_lines() {
    let mut at = Harness::after(80, 24, chatting);
    at.keys("i one ctrl-j two").shows("one").shows("two").keys("enter");
    assert_eq!(at.sent().pop().unwrap().1["text"], json!("one\ntwo"));
}

#[test]
fn a_conversation_is_sorted_from_one_menu() {
    let mut at = whatsapp(80, 24);
    let id = json!(chat().interaction_id);
    at.keys("l").shows("Labels …").shows("vip").keys("labels enter").shows("✓ vip").keys("refund enter");
    assert_eq!(at.sent(), [("toolbar.addLabel", json!({"label": "refund", "interactionId": id}))]);
    at.answers(json!("ok")).shows("Labels").keys("esc l priority enter urgent enter");
    assert_eq!(at.sent(), [("toolbar.setPriority", json!({"priority": "urgent", "interactionId": id}))]);
    at.answers(json!("ok")).shows_no("Priority").keys("l status enter down down down enter");
    let snoozed = json!({"status": "snoozed", "minutes": 60, "interactionId": id});
    assert_eq!(at.sent(), [("toolbar.setStatus", snoozed)]);
    at.answers(json!("ok")).keys("l macro enter enter");
    assert_eq!(at.sent()[0].0, "toolbar.runMacro");
    at.refuses(3000, "its label is gone", Value::Null)
        .shows("its label is gone")
        .keys("esc l xyz")
        .shows("Nothing fits.");
}

#[test]
fn what_the_role_does_not_allow_is_not_shown() {
    let mut at = Harness::after(80, 24, |script| {
        on_whatsapp(script);
        let permissions = Some(vec![Permission::Chat]);
        script.change(&Change::Setup { setup: Box::new(Setup { permissions, ..setup() }) });
    });
    at.keys("l").shows("Send a file").shows_no("Labels").shows_no("macro").shows_no("record").keys("esc S");
    at.shows("Your role or this site forbids that").keys("F").shows_no("Find a customer");
}

#[test]
fn attributes_templates_and_records_are_filled_in() {
    let mut at = whatsapp(80, 24);
    let id = json!(chat().interaction_id);
    at.keys("l attributes enter").shows("Plan (customer)").keys("enter right enter");
    let plan = json!({"model": "contact", "key": "plan", "value": "gold", "interactionId": id});
    assert_eq!(at.sent(), [("toolbar.setAttribute", plan)]);
    at.answers(json!("ok")).keys("l attributes enter order enter 12.5 enter");
    assert_eq!(at.sent()[0].1["value"], json!(12.5));
    at.refuses(2001, "is too much", json!({"field": "value"})).shows("is too much").keys("esc");
    at.keys("l template enter enter 4711 enter");
    let template = json!({"template": "order_update", "args": ["4711"], "interactionId": id});
    assert_eq!(at.sent(), [("toolbar.sendTemplate", template)]);
    at.answers(json!("ok"))
        .keys("l new enter enter")
        .shows("Last name *")
        .shows("New Contact")
        .keys("tab ctrl-u ctrl-s");
    at.shows("must be filled in").keys("Rogers ctrl-s");
    let record = json!({"objectType": "Contact", "data": {"LastName": "Rogers"}, "interactionId": id});
    assert_eq!(at.sent(), [("toolbar.saveRecord", record)]);
    at.refuses(2001, "at most 5 bytes", json!({"field": "data.LastName"})).shows("at most 5 bytes");
}

/// What the hub tells of a customer.
pub fn anshika() -> Value {
    json!({
        "customerId": 735076692678909u64, "name": "Anshika", "phone": "1234567890", "email": "a@example.com",
        "attributes": {"plan": "gold"},
        "history": [{"at": "2025-07-01T10:00:00Z", "channelType": "voice", "agent": "moh5", "campaign": "Care",
            "disposition": "Closed", "notes": "Asked for an invoice."}],
    })
}

/// A conversation that waits.
pub fn waits() -> Value {
    json!({"interactionId": "i-1", "campaignId": 172, "channelType": "chat", "subChannel": "whatsapp",
        "customer": "Priya", "team": "support", "since": 1_752_837_100_000_000u64})
}

#[test]
fn customers_are_found_and_looked_at() {
    let mut at = whatsapp(80, 24);
    at.keys("F enter").shows("type a part").keys("ansh enter");
    assert_eq!(at.sent(), [("toolbar.searchCustomers", json!({"text": "ansh", "limit": 50}))]);
    at.answers(json!([])).shows("Nobody is known by that.").keys("ika enter");
    at.answers(json!([{"customerId": 735076692678909u64, "name": "Anshika", "phone": "1234567890"}]));
    at.shows("1234567890").keys("enter");
    assert_eq!(at.sent(), [("toolbar.getCustomer", json!({"customerId": 735076692678909u64}))]);
    at.answers(anshika());
    at.shows("Plan")
        .shows("gold")
        .shows("2025-07-01 10:00")
        .shows("Care, moh5, Closed")
        .shows("Asked for an invoice.");
    // All times on a screen are of one zone, whatever the site's is.
    at.app.zone = 330;
    at.shows("2025-07-01 15:30").shows_no("2025-07-01 10:00");
}

#[test]
fn what_waits_is_taken_out_of_its_turn() {
    let mut at = whatsapp(80, 24);
    at.keys("w").shows("Asking …");
    at.answers(json!([waits()])).shows("whatsapp").shows("Priya").shows("support").keys("enter");
    assert_eq!(at.sent(), [("toolbar.take", json!({"interactionId": "i-1"}))]);
    at.refuses(4000, "it waits no more", Value::Null)
        .shows("it waits no more")
        .keys("enter")
        .answers(json!("ok"));
    at.shows_no("Waiting  ");
}

/// A supervisor's desk sees two others.
pub fn supervising(script: &mut Script) {
    script.change(&Change::Watching { on: true });
    for (desk, user, status, available) in
        [("b", "moh5", "Available", true), ("c", "anshika_agent", "Lunch", false)]
    {
        let interactions = match available {
            true => vec![crate::desk::watch::InteractionSummary {
                interaction_id: "i-9".into(),
                channel_type: ChannelType::Voice,
                sub_channel: String::new(),
                phase: "connected".to_owned(),
                since: script.at,
                customer: "Jack Rogers".to_owned(),
            }],
            false => Vec::new(),
        };
        let summary = DeskSummary {
            user_id: user.into(),
            user_name: user.to_owned(),
            user_type: "Executive".to_owned(),
            status: status.to_owned(),
            available,
            since: script.at,
            campaigns: Vec::new(),
            interactions,
        };
        script.change(&Change::DeskSeen { desk: desk.into(), summary: Some(Box::new(summary)) });
    }
}

#[test]
fn a_supervisor_sees_and_manages_other_desks() {
    let mut at = whatsapp(100, 30);
    at.keys("S").shows("Asking …");
    assert_eq!(at.sent(), [("toolbar.watchDesks", json!({"on": true}))]);
    at.answers(json!("ok")).then(supervising);
    at.shows("2 signed in").shows("› moh5").shows("● On call").shows("Jack Rogers  voice").shows("◇ Lunch");
    at.keys("down s").shows("Set status").keys("avail enter");
    let set = json!({"userId": "anshika_agent", "status": "Available"});
    assert_eq!(at.sent(), [("toolbar.setAgentStatus", set)]);
    at.answers(json!("ok")).shows("Their status was set").keys("o enter");
    assert_eq!(at.sent(), [("toolbar.signOutAgent", json!({"userId": "anshika_agent"}))]);
    at.answers(json!("ok")).keys("up enter");
    assert_eq!(at.sent(), [("toolbar.listen", json!({"desk": "b"}))]);
    at.answers(json!({"desk": "b"}));
    assert!(at.others.contains(&Effect::Listen { desk: "b".into() }));
    at.keys("esc");
    assert_eq!(at.sent(), [("toolbar.watchDesks", json!({"on": false}))]);
}

#[test]
fn preferences_are_switched_one_by_one() {
    let mut at = whatsapp(80, 24);
    at.keys("N").shows("✓ I missed a call or chat").keys("missed space sound enter");
    assert_eq!(at.sent(), [("toolbar.setPreference", json!({"notice": "missed", "sound": true}))]);
    at.answers(json!("ok")).shows("What you are told of");
    at.others.clear();
    at.keys("esc").then(|script| {
        let ways = crate::desk::setup::Ways { toast: true, desktop: true, sound: true };
        let text = "You missed a call".to_owned();
        script.change(&Change::Notice { notice: "missed".to_owned(), text, ways });
    });
    assert_eq!(
        at.shows("You missed a call").others,
        [Effect::Bell, Effect::Notify { text: "You missed a call".to_owned() }]
    );
}
