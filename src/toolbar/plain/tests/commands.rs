//! What commands come to: the calls of the toolbar, checked by the contract.

use rstest::rstest;
use serde_json::{Value, json};

use crate::contract::Contract;
use crate::contract::check::{Args, check};
use crate::toolbar::action::{self, Action};
use crate::toolbar::message::Intent;
use crate::toolbar::plain::command::{Given, Todo, find, parse, table};
use crate::toolbar::testing::chat::{chatting, offered};
use crate::toolbar::testing::conversation::{on_whatsapp, supervising};
use crate::toolbar::testing::integrations::{offers, record};
use crate::toolbar::testing::session::{NOW, Script};
use crate::toolbar::testing::several::side_by_side;
use crate::toolbar::testing::voice::{asks, conference, on_call, promised, wrap_up};
use crate::toolbar::{App, Effect, Message, Setup, Theme};
use crate::wire::{ClientEvent, Joined};

/// A toolbar at a desk that was brought somewhere.
pub fn at_desk(write: impl FnOnce(&mut Script)) -> App {
    let (theme, _) = Theme::load("dark", None);
    let mut app = App::live(Setup::plain(theme, NOW)).plainly();
    let answer = crate::toolbar::testing::harness::hello(json!({}));
    app.update(Message::Hub(ClientEvent::Connected { answer, how: Joined::First }));
    let mut script = Script::new();
    write(&mut script);
    for push in script.pushes {
        app.update(Message::Tick(push.at));
        app.update(Message::Hub(ClientEvent::Push(push)));
    }
    app.update(Message::Tick(script.at));
    app
}

/// What a line comes to; an error is what is said against it.
pub fn come_to(app: &mut App, line: &str) -> Result<Todo, String> {
    let line = parse(line, false)?.ok_or("nothing was typed")?;
    let on = line.on.map(|number| app.desk.interactions[number - 1].id.clone());
    if let Some(on) = &on {
        app.update(Message::Intent(Intent::Look(on.clone())));
    }
    let spec = find(line.name, false)?;
    (spec.run)(&Given { app, text: line.text, on })
}

/// The call that a line makes at last, whatever is said or asked before.
fn call_of(app: &mut App, todo: Todo) -> Option<(&'static str, Value)> {
    match todo {
        Todo::Call(call, _) => Some((call.method, call.params)),
        Todo::Act(action) => {
            app.update(Message::Intent(Intent::Act(action))).into_iter().find_map(|effect| match effect {
                Effect::Send { method, params, .. } => Some((method, params)),
                _ => None,
            })
        }
        Todo::Run(run) => Some((run.method.id.as_str(), run.params)),
        Todo::Sure(_, todo) => call_of(app, *todo),
        Todo::Both(all) => all.into_iter().find_map(|todo| call_of(app, todo)),
        _ => None,
    }
}

fn makes(write: impl FnOnce(&mut Script), line: &str) -> (&'static str, Value) {
    let mut app = at_desk(write);
    let todo = come_to(&mut app, line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let (method, params) = call_of(&mut app, todo).unwrap_or_else(|| panic!("{line} calls nothing"));
    let spec = Contract::get().method(method).expect("a method of the contract");
    let checked = check(spec, Args::Named(params.as_object().unwrap().clone()));
    assert!(checked.is_ok(), "{line}: {method} {params}: {checked:?}");
    (method, params)
}

fn refused(write: impl FnOnce(&mut Script), line: &str) -> String {
    let mut app = at_desk(write);
    match come_to(&mut app, line) {
        Ok(todo) => panic!("{line} comes to {todo:?}"),
        Err(error) => error,
    }
}

type Write = fn(&mut Script);

const CALL: &str = "cd787e9a-fac0-4f1e-b823-a998530020";
const CHAT: &str = "cd787e9a-fac0-4f1e-b823-a998530030";

fn signed_in(script: &mut Script) {
    script.signed_in();
}

fn working(script: &mut Script) {
    script.working();
}

fn rings(script: &mut Script) {
    script.working().rings(&Script::anshika());
}

fn asked(script: &mut Script) {
    on_call(script);
    asks(script, true, true);
}

fn own_status(script: &mut Script) {
    let name = "Back office".to_owned();
    let own = crate::desk::setup::Availability { name, available: false, description: String::new() };
    let setup = crate::desk::Setup { statuses: vec![own], ..Default::default() };
    script.working().change(&crate::desk::Change::Setup { setup: Box::new(setup) });
}

fn promising(script: &mut Script) {
    on_call(script);
    let interaction_id = Script::anshika().interaction_id;
    let callback =
        crate::desk::interaction::DraftCallback { own: true, when: "+2h".to_owned(), phone: String::new() };
    let draft = crate::desk::interaction::Draft { callback: Some(callback), ..Default::default() };
    script.change(&crate::desk::Change::Draft { interaction_id, draft });
}

fn with_records(script: &mut Script) {
    on_whatsapp(script);
    on_call_too(script);
}

fn on_call_too(script: &mut Script) {
    let call = Script::anshika();
    script.rings(&call).connects(&call);
    script.change(&crate::desk::Change::Focus { interaction_id: Some(call.interaction_id.clone()) });
    offers(script, &[record(1, "Anshika"), record(2, "Jack")]);
}

fn watching(script: &mut Script) {
    on_whatsapp(script);
    supervising(script);
}

fn chat_offered(script: &mut Script) {
    script.working();
    offered(script);
}

#[rstest]
#[case(signed_in, "campaigns mohit", "toolbar.selectCampaigns", json!({"campaignIds": [172]}))]
#[case(signed_in, "campaigns whatsapp chat, 172", "toolbar.selectCampaigns", json!({"campaignIds": [47, 172]}))]
#[case(signed_in, "campaigns all", "toolbar.selectCampaigns", json!({"campaignIds": [47, 172]}))]
#[case(signed_in, "extension softphone", "toolbar.selectExtension", json!({"phone": "1234567890"}))]
#[case(signed_in, "ext 1234567891", "toolbar.selectExtension", json!({"phone": "1234567891", "callContextId": 16}))]
#[case(working, "ready", "toolbar.setAvailability", json!({"status": "Available"}))]
#[case(working, "break lun", "toolbar.setAvailability", json!({"status": "Lunch"}))]
#[case(own_status, "break office", "toolbar.setAvailability", json!({"status": "Back office"}))]
#[case(working, "logout", "session.logout", json!({}))]
#[case(rings, "answer", "toolbar.answer", json!({"interactionId": CALL}))]
#[case(rings, "answer 1", "toolbar.answer", json!({"interactionId": CALL}))]
#[case(rings, "1 answer", "toolbar.answer", json!({"interactionId": CALL}))]
#[case(chat_offered, "answer", "toolbar.answer", json!({"interactionId": CHAT}))]
#[case(rings, "reject", "toolbar.reject", json!({"interactionId": CALL}))]
#[case(on_call, "hold", "toolbar.hold", json!({"interactionId": CALL}))]
#[case(asked, "unhold", "toolbar.unhold", json!({"interactionId": CALL}))]
#[case(on_call, "mute", "toolbar.mute", json!({"interactionId": CALL}))]
#[case(on_call, "hangup", "toolbar.hangup", json!({"interactionId": CALL}))]
#[case(on_call, "keys 12 ab #", "toolbar.dtmf", json!({"interactionId": CALL, "digits": "12AB#"}))]
#[case(on_call, "notes he is glad", "toolbar.setDraft", json!({"interactionId": CALL, "notes": "he is glad"}))]
#[case(on_call, "dispose closed", "toolbar.setDraft", json!({"interactionId": CALL, "dispositionCodeId": 1345, "notes": ""}))]
#[case(wrap_up, "dispose Order placed two of them", "interaction.disposeInteraction", json!({"channelType": "voice", "interactionId": CALL, "dispositionCodeId": 1401, "notes": "two of them"}))]
#[case(wrap_up, "dispose sale order PLACED", "interaction.disposeInteraction", json!({"channelType": "voice", "interactionId": CALL, "dispositionCodeId": 1401, "notes": ""}))]
#[case(on_call, "promise +2h", "toolbar.setDraft", json!({"interactionId": CALL, "notes": "", "callback": {"own": true, "when": "+2h", "phone": ""}}))]
#[case(on_call, "promise 23:59 for anyone", "toolbar.setDraft", json!({"interactionId": CALL, "notes": "", "callback": {"own": false, "when": "23:59", "phone": ""}}))]
#[case(on_call, "promise none", "toolbar.setDraft", json!({"interactionId": CALL, "notes": ""}))]
#[case(promising, "notes later", "toolbar.setDraft", json!({"interactionId": CALL, "notes": "later", "callback": {"own": true, "when": "+2h", "phone": ""}}))]
#[case(wrap_up, "dispose 1344 x", "interaction.disposeInteraction", json!({"channelType": "voice", "interactionId": CALL, "dispositionCodeId": 1344, "notes": "x"}))]
#[case(working, "dial 3362227000", "interaction.initiateInteraction", json!({"channelType": "voice", "channelDetails": {"phone": "3362227000"}, "campaignId": 47}))]
#[case(working, "dial 336 Jack Rogers on mohit", "interaction.initiateInteraction", json!({"channelType": "voice", "channelDetails": {"phone": "336", "name": "Jack Rogers"}, "campaignId": 172}))]
#[case(working, "write Jack Rogers on mohit", "interaction.initiateInteraction", json!({"channelType": "chat", "channelDetails": {"name": "Jack Rogers"}, "campaignId": 172}))]
#[case(working, "preview 336", "toolbar.preview", json!({"phone": "336"}))]
#[case(working, "redial", "toolbar.redial", json!({}))]
#[case(on_call, "transfer asha", "toolbar.transfer", json!({"interactionId": CALL, "transferType": "transferToUser", "target": "asha"}))]
#[case(on_call, "transfer campaign mohit", "toolbar.transfer", json!({"interactionId": CALL, "transferType": "transferToCampaign", "target": "172"}))]
#[case(on_call, "transfer sales_aq", "toolbar.transfer", json!({"interactionId": CALL, "transferType": "transferToAQ", "target": "sales_aq"}))]
#[case(on_call, "transfer ivr survey", "toolbar.transfer", json!({"interactionId": CALL, "transferType": "transferToIVR", "target": "Survey"}))]
#[case(on_call, "transfer 8368941654", "toolbar.transfer", json!({"interactionId": CALL, "transferType": "transferToPhone", "target": "8368941654"}))]
#[case(on_call, "consult Asha Rao", "toolbar.consult", json!({"interactionId": CALL, "consultType": "user", "target": "asha"}))]
#[case(on_call, "consult number 12", "toolbar.consult", json!({"interactionId": CALL, "consultType": "phone", "target": "12"}))]
#[case(on_call, "confer asha", "toolbar.confer", json!({"interactionId": CALL, "conferedType": "conferToUser", "target": "asha"}))]
#[case(asked, "complete", "toolbar.completeTransfer", json!({"interactionId": CALL}))]
#[case(asked, "merge", "toolbar.mergeConsult", json!({"interactionId": CALL}))]
#[case(asked, "swap", "toolbar.swap", json!({"interactionId": CALL}))]
#[case(asked, "cancel", "toolbar.cancelConsult", json!({"interactionId": CALL}))]
#[case(conference, "hold-all", "toolbar.holdAll", json!({"interactionId": CALL}))]
#[case(conference, "leave", "toolbar.leave", json!({"interactionId": CALL}))]
#[case(conference, "drop asha", "toolbar.dropMember", json!({"interactionId": CALL, "who": "asha"}))]
#[case(on_call, "colleagues call asha rao", "interaction.initiateInteraction", json!({"channelType": "voice", "channelDetails": {"phone": "", "userId": "asha"}, "campaignId": 47}))]
#[case(chatting, "say Hello, \"you\"", "toolbar.sendMessage", json!({"interactionId": CHAT, "text": "Hello, \"you\""}))]
#[case(chatting, "say one\\ntwo", "toolbar.sendMessage", json!({"interactionId": CHAT, "text": "one\ntwo"}))]
#[case(on_whatsapp, "reply tha a b", "toolbar.expandReply", json!({"interactionId": CHAT, "shortCode": "thanks", "args": ["a", "b"]}))]
#[case(on_whatsapp, "template order_update 7 8", "toolbar.sendTemplate", json!({"interactionId": CHAT, "template": "order_update", "args": ["7", "8"]}))]
#[case(on_whatsapp, "file \"a b.pdf\" application/pdf 12", "toolbar.sendAttachment", json!({"interactionId": CHAT, "name": "a b.pdf", "mediaType": "application/pdf", "size": 12}))]
#[case(on_whatsapp, "transcript a@example.com", "toolbar.sendTranscript", json!({"interactionId": CHAT, "to": "a@example.com"}))]
#[case(on_whatsapp, "label refund", "toolbar.addLabel", json!({"interactionId": CHAT, "label": "refund"}))]
#[case(on_whatsapp, "label vip", "toolbar.removeLabel", json!({"interactionId": CHAT, "label": "vip"}))]
#[case(on_whatsapp, "priority urgent", "toolbar.setPriority", json!({"interactionId": CHAT, "priority": "urgent"}))]
#[case(on_whatsapp, "mark snoozed for an hour", "toolbar.setStatus", json!({"interactionId": CHAT, "status": "snoozed", "minutes": 60}))]
#[case(on_whatsapp, "team support", "toolbar.assignTeam", json!({"interactionId": CHAT, "team": "support"}))]
#[case(on_whatsapp, "team none", "toolbar.assignTeam", json!({"interactionId": CHAT}))]
#[case(on_whatsapp, "macro close", "toolbar.runMacro", json!({"interactionId": CHAT, "macro": "Close politely"}))]
#[case(on_whatsapp, "attribute plan Gold", "toolbar.setAttribute", json!({"interactionId": CHAT, "model": "contact", "key": "plan", "value": "gold"}))]
#[case(on_whatsapp, "attribute order value 12.5", "toolbar.setAttribute", json!({"interactionId": CHAT, "model": "conversation", "key": "order", "value": 12.5}))]
#[case(on_whatsapp, "attribute order value", "toolbar.setAttribute", json!({"interactionId": CHAT, "model": "conversation", "key": "order"}))]
#[case(on_call, "customer", "toolbar.getCustomer", json!({"interactionId": CALL}))]
#[case(on_call, "customer 17", "toolbar.getCustomer", json!({"customerId": 17}))]
#[case(on_call, "find ansh", "toolbar.searchCustomers", json!({"text": "ansh", "limit": 50}))]
#[case(promised, "callbacks call 1", "toolbar.startCallback", json!({"callbackId": 4}))]
#[case(promised, "callbacks cancel 3", "toolbar.cancelCallback", json!({"callbackId": 9}))]
#[case(promised, "callbacks give 2 to anyone", "toolbar.moveCallback", json!({"callbackId": 7, "isSelfCallback": false}))]
#[case(with_records, "record attach 2", "toolbar.attachRecord", json!({"recordId": "003dL000000Pun2QAC", "recordType": "Contact", "recordName": "Jack", "interactionId": CALL}))]
#[case(with_records, "record open 1", "toolbar.openRecord", json!({"recordId": "003dL000000Pun1QAC", "recordType": "Contact", "recordName": "Anshika"}))]
#[case(with_records, "record attach 003 Case Broken", "toolbar.attachRecord", json!({"interactionId": CALL, "recordId": "003", "recordType": "Case", "recordName": "Broken"}))]
#[case(with_records, "record unattach", "toolbar.unattachRecord", json!({"interactionId": CALL}))]
#[case(with_records, "record ask", "toolbar.askCurrentRecord", json!({}))]
#[case(with_records, "record create Case", "toolbar.createRecord", json!({"interactionId": CALL, "objectType": "Case"}))]
#[case(with_records, "record new contact FirstName=An lastname=Shika", "toolbar.saveRecord", json!({"interactionId": CALL, "objectType": "Contact", "data": {"LastName": "Shika", "FirstName": "An"}}))]
#[case(working, "waiting", "toolbar.getWaiting", json!({}))]
#[case(working, "take i-1", "toolbar.take", json!({"interactionId": "i-1"}))]
#[case(on_whatsapp, "desks", "toolbar.watchDesks", json!({"on": true}))]
#[case(watching, "desks off", "toolbar.watchDesks", json!({"on": false}))]
#[case(watching, "agent moh5 tea", "toolbar.setAgentStatus", json!({"userId": "moh5", "status": "Tea"}))]
#[case(watching, "agent moh5 signout", "toolbar.signOutAgent", json!({"userId": "moh5"}))]
#[case(watching, "listen anshika", "toolbar.listen", json!({"desk": "c"}))]
#[case(working, "trigger call", "control.customerCall", json!({"phone": "1234567890", "name": "Anshika", "campaignId": 47}))]
#[case(working, "trigger call 99 Rose Barr", "control.customerCall", json!({"phone": "99", "name": "Rose Barr", "campaignId": 47}))]
#[case(working, "trigger chat Rose 99", "control.customerChat", json!({"name": "Rose", "phone": "99", "campaignId": 47}))]
#[case(chatting, "trigger message Hello there", "control.customerMessage", json!({"interactionId": CHAT, "text": "Hello there"}))]
#[case(working, "trigger hangup", "control.customerHangup", json!({}))]
#[case(working, "call as crm store.get key", "store.get", json!({"key": "key"}))]
#[case(working, "call toolbar.setAvailability {\"status\": \"Tea\"}", "toolbar.setAvailability", json!({"status": "Tea"}))]
#[case(on_whatsapp, "notify 1", "toolbar.setPreference", json!({"notice": "conversationCreation", "toast": true}))]
fn a_command_makes_the_toolbars_call(
    #[case] at: Write,
    #[case] line: &str,
    #[case] method: &str,
    #[case] params: Value,
) {
    assert_eq!(makes(at, line), (method, params), "{line}");
}

#[rstest]
#[case(working, "anser", "did you mean answer?")]
#[case(working, "h", "can be help, hold, hangup or hold-all")]
#[case(working, "next", "for a recording")]
#[case(working, "answer", "No call to answer")]
#[case(working, "hold", "No call to hold")]
#[case(asked, "hold", "on hold already")]
#[case(on_call, "unhold", "is not on hold")]
#[case(on_call, "unmute", "on already")]
#[case(on_call, "complete", "nobody is asked")]
#[case(on_call, "transfer nobody", "there is no such target")]
#[case(on_call, "consult campaign mohit", "not to a campaign")]
#[case(on_call, "drop x", "there is no one in the call")]
#[case(wrap_up, "dispose clsed", "did you mean Closed?")]
#[case(wrap_up, "dispose nonsense", "there is Open, Closed, New")]
#[case(on_call, "promise soon", "a time, like 14:30")]
#[case(working, "break", "Lunch, Tea or Meeting")]
#[case(working, "break tee", "did you mean Tea?")]
#[case(working, "ready x", "there is no status")]
#[case(working, "campaigns x", "there is WhatsApp Chat and Mohit Omni Camp")]
#[case(working, "extension 88", "there is 1234567890 and 1234567891")]
#[case(working, "login x", "type logout first")]
#[case(on_call, "say hello", "")]
#[case(on_call, "read", "that is a call")]
#[case(on_whatsapp, "label refnd", "did you mean refund?")]
#[case(on_whatsapp, "attribute plan silver", "basic, gold")]
#[case(on_whatsapp, "attribute plan", "is missing")]
#[case(with_records, "record atach 1", "did you mean attach?")]
#[case(with_records, "record attach 7", "offers 2 records")]
#[case(with_records, "record new Contact LastName=", "must be filled in; the fields are FirstName, LastName")]
#[case(promised, "callbacks call 9", "there is no callback 9")]
#[case(promised, "callbacks call", "which callback?")]
#[case(working, "call sesion.login", "did you mean session.login?")]
#[case(working, "call toolbar.selectCampaigns x", "expected array as JSON")]
#[case(working, "trigger", "type trigger and call, chat")]
#[case(working, "agent moh5 tea", "forbids that")]
#[case(working, "look 7 x", "")]
#[case(
    on_whatsapp,
    "notify 99",
    "there is no number 99: there is 1 to 3 for A conversation waits, 4 to 6 for Something is offered to me, 7 to 9 for A customer"
)]
#[case(
    on_whatsapp,
    "notify callback",
    "type its number: 13 for toast, 14 for desktop notice or 15 for sound"
)]
#[case(on_whatsapp, "label 99", "there is no number 99: there is 1 for vip")]
fn what_can_not_be_done_says_what_would_be_right(#[case] at: Write, #[case] line: &str, #[case] says: &str) {
    let error = refused(at, line);
    assert!(error.contains(says) && !error.is_empty(), "{line}: {error}");
}

#[test]
fn a_number_names_the_interaction_and_no_other_is_taken_instead() {
    let mut app = at_desk(side_by_side);
    let todo = come_to(&mut app, "answer 4").unwrap();
    let (method, params) = call_of(&mut app, todo).unwrap();
    assert_eq!((method, &params["interactionId"]), ("toolbar.answer", &json!(app.desk.interactions[3].id)));
    let error = come_to(&mut app, "answer 2").unwrap_err();
    assert!(error.contains("can't be done with the chat with Jack Rogers"), "{error}");
}

#[test]
fn a_line_is_read() {
    let read = |line| parse(line, false).unwrap().map(|line| (line.on, line.name, line.text));
    assert_eq!(read(""), None);
    assert_eq!(read("  ANSWER "), Some((None, "answer", "")));
    assert_eq!(read("2"), Some((Some(2), "look", "")));
    assert_eq!(read("2 say 3 of them"), Some((Some(2), "say", "3 of them")));
    assert_eq!(read("say 3 of them"), Some((None, "say", "3 of them")));
    assert_eq!(read("hold 3"), Some((Some(3), "hold", "")));
    assert_eq!(read("dispose 1345"), Some((None, "dispose", "1345")));
}

/// What is done by no command, and why.
const NOT_HERE: [(Action, &str); 0] = [];

#[test]
fn every_action_on_a_desk_has_a_command() {
    let acting = action::table().map(|row| row.action).filter(|action| action.acts_on_desk());
    let mut seen = 0;
    for action in acting {
        let done = table().any(|spec| spec.does.contains(&action));
        let not = NOT_HERE.iter().any(|(one, why)| *one == action && !why.is_empty());
        assert!(done != not, "{action:?} has no command, or one too many reasons");
        seen += 1;
    }
    assert!(seen > 30, "only {seen} actions act on a desk");
}

#[test]
fn names_are_unique_and_every_command_says_what_it_does() {
    let mut names: Vec<&str> = table().map(|spec| spec.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    for spec in table() {
        assert!(!spec.about.is_empty() && !spec.about.ends_with('.'), "{}", spec.name);
        assert!(spec.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", spec.name);
    }
}
