//! The toolbar beside integrations: what they fill in and offer, what they call, and what is run as one.

use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use super::harness::Harness;
use super::session::Script;
use crate::contract::ids::CallContextId;
use crate::contract::payload::CrmRecordInfo;
use crate::contract::session::SelectedExtension;
use crate::desk::change::TracedCall;
use crate::desk::interaction::{Cleared, Member};
use crate::desk::{Change, Integration, NewInteraction};
use crate::toolbar::runs::Answered;
use crate::toolbar::{Effect, Message};
use crate::wire::{ClientEvent, Joined, Micros, Role, RpcError};

pub fn record(id: u32, name: &str) -> CrmRecordInfo {
    CrmRecordInfo {
        record_id: format!("003dL000000Pun{id}QAC"),
        record_type: "Contact".to_owned(),
        record_name: name.to_owned(),
        additional_info: None,
    }
}

pub fn on_call(script: &mut Script) {
    script.working().rings(&Script::anshika()).wait(4).connects(&Script::anshika()).wait(30);
}

pub fn integration(peer: &str, role: Role) -> Integration {
    Integration {
        peer: peer.to_owned(),
        role,
        instance_id: None,
        app_id: None,
        origin: Some("https://crm.example.com".to_owned()),
        loaded: true,
    }
}

pub fn offers(script: &mut Script, records: &[CrmRecordInfo]) {
    let interaction_id = Script::anshika().interaction_id;
    script.change(&Change::Records { interaction_id, records: records.to_vec() });
}

pub fn traced(method: &str, error: Option<(i64, &str)>) -> Change {
    let answer = to_raw_value(&json!({"interactions": [{"id": "cd787e9a"}], "total": 1})).unwrap();
    Change::Trace {
        call: Box::new(TracedCall {
            peer: "crm-1".to_owned(),
            role: Role::Crm,
            method: method.to_owned(),
            params: Some(to_raw_value(&json!(["cd787e9a-fac0", 820, "said hello"])).unwrap()),
            answer: error.is_none().then_some(answer),
            error: error.map(|(code, message)| (code, message.to_owned())),
            note: None,
            took: Micros(1_234),
        }),
    }
}

fn id() -> serde_json::Value {
    json!(Script::anshika().interaction_id)
}

#[test]
fn a_talk_is_given_away_and_errors_stand_at_the_field() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("t").shows("Transfer").keys("enter").shows("! enter a colleague's name or id");
    at.keys("moh6 enter");
    let call = json!({"interactionId": id(), "transferType": "transferToUser", "target": "moh6"});
    assert_eq!(at.sent(), [("toolbar.transfer", call)]);
    at.refuses(4000, "there is no user \"moh6\"", json!({"hint": "did you mean moh5?"}));
    at.shows("! there is no user").keys("enter").answers(json!("ok"));
    at.shows("The call was given away").shows_no("To a");
}

#[test]
fn a_number_is_asked_in_and_who_is_in_is_seen() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("v 8368941654 enter");
    let call = json!({"interactionId": id(), "conferedType": "conferToPhone", "target": "8368941654"});
    assert_eq!(at.sent(), [("toolbar.confer", call)]);
    at.then(|script| {
        let member =
            |who: &str, is_user, joined| Member { who: who.to_owned(), is_user, joined, held: false };
        let members = vec![member("8368941654", false, false), member("moh5", true, true)];
        let interaction_id = Script::anshika().interaction_id;
        script.change(&Change::Members { interaction_id: interaction_id.clone(), members });
        script.change(&Change::Owner { interaction_id, is_owner: false });
    });
    at.keys("esc").shows("with 8368941654 ringing, moh5 in").shows("asked in by another");
    at.keys("C").shows("The number asked in answers").keys("down down down down enter");
    assert_eq!(at.sent(), [("control.memberAnswer", json!({}))]);
}

#[test]
fn the_form_of_a_talk_that_is_over_is_closed() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("t").then(|script| {
        script.hangs_up(&Script::anshika(), Cleared::Customer);
    });
    at.shows_no("To a")
        .shows("The interaction is over; its dialog was")
        .keys("t")
        .shows("No call to transfer");
}

#[test]
fn records_come_up_by_themselves_and_one_is_attached() {
    let mut at = Harness::after(80, 24, on_call);
    at.then(|script| offers(script, &[record(1, "Jack Rogers"), record(2, "Anshika S")]));
    at.shows(" for Anshika").shows("Jack Rogers").keys("down o");
    let wanted = json!({
        "recordId": "003dL000000Pun2QAC", "recordType": "Contact", "recordName": "Anshika S",
    });
    assert_eq!(at.sent(), [("toolbar.openRecord", wanted.clone())]);
    at.keys("enter");
    let mut attached = wanted;
    attached["interactionId"] = id();
    assert_eq!(at.sent(), [("toolbar.attachRecord", attached)]);
    at.refuses(3000, "linked already", json!({"http": 409}));
    at.shows("linked already").keys("enter").answers(json!("ok"));
    at.shows_no("records for Anshika").then(|script| {
        let interaction_id = Script::anshika().interaction_id;
        script.change(&Change::Record { interaction_id, record: Some(record(2, "Anshika S")) });
    });
    at.shows("Record       Anshika S ");
}

#[test]
fn records_take_no_keys_from_a_dialog() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("n 55").then(|script| offers(script, &[record(1, "Jack Rogers"), record(2, "Jill")]));
    at.shows("The CRM offers 2 records: press R").shows_no("records for Anshika");
    at.keys("esc R").shows("Attach one that the CRM offers").keys("enter").shows(" for Anshika");
}

#[test]
fn the_menu_of_a_record_does_what_can_be_done() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("R up up up enter").shows("none offered");
    assert_eq!(at.sent(), []);
    at.keys("down down enter").shows("Record id").keys("enter enter enter").shows("! enter the CRM's id");
    at.keys("77 enter enter enter");
    let typed = json!({
        "interactionId": id(), "recordId": "77", "recordType": "Contact", "recordName": "Anshika",
    });
    assert_eq!(at.sent(), [("toolbar.attachRecord", typed)]);
    at.answers(json!("ok")).keys("R down enter");
    assert_eq!(at.sent(), [("toolbar.unattachRecord", json!({"interactionId": id()}))]);
    at.keys("R down down down enter").shows("Object type").keys("enter");
    let create = json!({"interactionId": id(), "objectType": "Contact"});
    assert_eq!(at.sent(), [("toolbar.createRecord", create)]);
    at.answers(json!("ok")).keys("R down down down down enter").answers(json!("ok"));
    at.shows("No CRM is connected: nobody heard it").then(|script| {
        script.change(&Change::CurrentRecord { record: record(3, "Jill Shaw") });
    });
    at.keys("R").shows("last: Jill Shaw, Contact").keys("enter");
    assert_eq!(at.sent()[0].1["recordName"], json!("Jill Shaw"));
}

#[test]
fn what_is_typed_to_dial_is_told_when_it_rests() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("n 512").wait(299);
    assert_eq!(at.sent(), []);
    assert!(at.app.wake_at().is_some());
    at.wait(2);
    let typed = json!({"channelType": "voice", "phone": "512", "name": "", "campaignId": 47});
    assert_eq!(at.sent(), [("toolbar.setNewInteraction", typed)]);
    at.wait(400).keys("esc");
    assert_eq!(at.sent(), [("toolbar.setNewInteraction", json!({}))], "a screen that is closed is empty");
    at.keys("n esc");
    assert_eq!(at.sent(), [], "nothing was typed");
}

#[test]
fn whose_number_it_is_stands_below_it() {
    let mut at = Harness::after(80, 24, |script| {
        script.working();
    });
    at.keys("n ctrl-l").shows("! enter a number").keys("5124576870 ctrl-l");
    assert_eq!(at.sent(), [("toolbar.preview", json!({"phone": "5124576870"}))]);
    at.shows("No CRM is connected").then(|script| {
        script.change(&Change::Integrations { list: vec![integration("crm-1", Role::Crm)] });
    });
    at.shows("Asked the CRM whose number it is").then(|script| {
        let records = (1..7).map(|number| record(number, &format!("Jack {number}"))).collect();
        script.change(&Change::PreviewRecords { phone: "5124576870".to_owned(), records });
    });
    at.shows("Jack 4").shows_no("Jack 5").shows("and 2 more").keys("1").shows_no("Jack 4");
    at.keys("ctrl-l").refuses(2001, "phone: too long", json!({"field": "phone"}));
    at.shows("! too long").shows("Channel");
}

#[test]
fn an_integration_fills_in_whom_to_call() {
    let form = NewInteraction {
        channel_type: "chat".to_owned(),
        channel_sub_type: "webchat".to_owned(),
        campaign_id: "172".to_owned(),
        phone: "7852416200".to_owned(),
        name: "Jack Rogers".to_owned(),
        ..NewInteraction::default()
    };
    let fills = |script: &mut Script| {
        script.change(&Change::NewInteraction { form: form.clone(), by_integration: true });
    };
    let mut at = Harness::after(80, 24, |script| {
        script.working();
    });
    at.then(fills).shows("Channel   ▏chat").shows("7852416200").shows("Mohit Omni Camp").keys("enter");
    let details = json!({"phone": "7852416200", "name": "Jack Rogers"});
    let call = json!({
        "channelType": "chat", "channelDetails": details, "campaignId": 172, "channelSubType": "webchat",
    });
    assert_eq!(at.sent(), [("interaction.initiateInteraction", call)]);
    at.answers(json!({})).shows_no("Channel");
    assert_eq!(at.sent().last().unwrap(), &("toolbar.setNewInteraction", json!({})));
    at.keys("s")
        .then(fills)
        .shows("The CRM filled in a call: press n")
        .shows_no("Channel")
        .keys("esc n")
        .shows("7852416200");
}

#[test]
fn a_login_that_was_filled_in_needs_one_key() {
    let fills = |script: &mut Script| {
        script.change(&Change::LoginInfo { username: "executive".to_owned() });
    };
    let mut at = Harness::after(80, 24, fills);
    at.shows("executive").shows("token from the CRM").keys("enter");
    assert_eq!(at.sent(), [("toolbar.signIn", json!({}))]);
    at.refuses(3000, "the token is too old", json!({"http": 401}));
    at.shows("! the token is too old").keys("shift-tab moh5 enter").shows_no("token from the CRM");
    at.keys("moh5 enter");
    let policy = "auth.type.passwd";
    let who = json!({"username": "moh5", "password": "moh5", "authPolicy": policy});
    assert_eq!(at.sent(), [("session.login", who)]);
    at.then(fills);
    at.shows("moh5").shows_no("token from the CRM");
    let mut typed = Harness::connected(80, 24);
    typed.keys("moh").then(fills).shows("have typed was kept").shows("moh");
}

#[test]
fn an_extension_that_was_filled_in_is_chosen() {
    let fill = |phone: &str| {
        let extension =
            SelectedExtension { call_context_id: Some(CallContextId(16)), phone: phone.to_owned() };
        Change::ExtensionInfo { extension }
    };
    let mut at = Harness::after(80, 24, |script| {
        script.signed_in().campaigns(&[172]);
    });
    at.then(|script| {
        script.change(&fill("1234567891"));
    });
    at.shows("› 1234567891").shows("Desk phone  from the CRM").then(|script| {
        script.change(&fill("777"));
    });
    at.shows("› 777          not in your list  from the CRM").keys("enter");
    let chosen = json!({"phone": "777", "callContextId": 16});
    assert_eq!(at.sent(), [("toolbar.selectExtension", chosen)]);
}

#[test]
fn connected_integrations_are_counted_in_words() {
    let mut at = Harness::after(80, 24, on_call);
    at.shows_no("crm").then(|script| {
        let list = [("crm-1", Role::Crm), ("app-1", Role::App), ("app-2", Role::App)];
        let list = list.into_iter().map(|(peer, role)| integration(peer, role)).collect();
        script.change(&Change::Integrations { list });
    });
    at.shows("■ hub  ■ crm  ■ 2 apps  ").lost(9, 1).shows_no("■ crm");
}

#[test]
fn the_terminals_focus_is_told_while_there_is_a_hub() {
    let mut at = Harness::new(80, 24);
    at.tell(Message::Focus(false));
    assert_eq!(at.sent(), [], "nobody is there yet");
    at.hub(ClientEvent::Connected { answer: super::harness::hello(json!({})), how: Joined::First });
    at.tell(Message::Focus(true));
    let told = |visible: bool| ("toolbar.setWindowVisible", json!({"visible": visible}));
    assert_eq!(at.sent(), [told(false), told(true)]);
    at.lost(4, 1).tell(Message::Focus(false));
    assert_eq!(at.sent(), []);
}

#[test]
fn the_trace_follows_and_one_call_is_opened() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("T").shows("Nothing yet").shows("following").then(|script| {
        script.change(&traced("interaction.getCurrentInteraction", None));
        script.change(&traced("interaction.disposeInteraction", Some((3000, "the call is on"))));
    });
    at.shows(" 3000 the call is on").shows("  1.2 ms │").keys("up enter").shows("call and answer");
    at.shows("crm crm-1").shows("took 1.2 ms").shows("\"said hello\"");
    at.then(|script| {
        script.change(&traced("store.get", None));
    });
    at.shows("getCurrentInteraction  crm")
        .keys("esc")
        .shows("store.get")
        .keys("end enter")
        .shows("store.get  crm");
    at.keys("esc esc").shows_no("following");
}

#[test]
fn a_method_is_run_as_the_crm() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("M").shows("Methods").keys("dispose inter").shows("for crm, app").keys("up enter");
    at.shows("dispositionCodeId").shows("820").shows("required").keys("ctrl-r");
    let Some(Effect::Run { number, role, method, params }) = at.others.pop() else {
        panic!("{:?}", at.others)
    };
    assert_eq!((role, method), (Role::Crm, "interaction.disposeInteraction"));
    let wanted = json!({"channelType": "voice", "interactionId": id(), "dispositionCodeId": 820});
    assert_eq!(params, wanted);
    at.shows("Waiting for the answer");
    let data = Some(json!({"http": 409}));
    let result = Err(RpcError { code: 3000, message: "the call is still on".to_owned(), data });
    at.tell(Message::Ran { number, answered: Answered { result, took: Micros(2_345) } });
    at.shows("error 3000  2.3 ms").shows("the call is still on").shows("http: 409").keys("r");
    let Some(Effect::Run { number: again, .. }) = at.others.pop() else { panic!("not run again") };
    let result = Ok(RawValue::from_string("[]".to_owned()).unwrap());
    at.tell(Message::Ran { number: again, answered: Answered { result, took: Micros(10) } });
    at.shows("ok  10 µs").keys("esc esc tab").shows("What was run before").shows("error 3000");
    at.keys("down enter").shows("820").keys("esc ctrl-r");
    assert!(matches!(at.others.pop(), Some(Effect::Run { number: 3, .. })));
    at.keys("esc esc").shows_no("What was run before");
}

#[test]
fn our_own_methods_go_over_our_own_connection() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("M toolbar.hold enter").shows("toolbar.hold").shows("toolbar").keys("ctrl-r");
    at.shows("Waiting").wait(3);
    assert!(!at.others.iter().any(|effect| matches!(effect, Effect::Run { .. })));
    at.answers(json!("ok")).shows("\"ok\"").shows("ok  3.0 ms").keys("esc esc");
    at.lost(4, 1).keys("enter ctrl-r").shows("not connected");
}

#[test]
fn a_form_says_what_will_be_sent_and_where_the_answer_comes() {
    let mut at = Harness::after(120, 36, on_call);
    at.keys("M disposeinteraction enter")
        .shows("Methods › interaction.disposeInteraction")
        .shows("Will be sent");
    at.shows("dispositionCodeId  ▏820   New").shows("ctrl-r runs it; the answer appears here");
    at.keys("tab tab tab nearly").shows("notes: \"nearly\"").keys("ctrl-r").shows("Waiting for the answer");
    let Some(Effect::Run { number, .. }) = at.others.pop() else { panic!("{}", at.screen()) };
    let result = Ok(RawValue::from_string("\"done\"".to_owned()).unwrap());
    at.tell(Message::Ran { number, answered: Answered { result, took: Micros(10) } });
    at.shows("ok  10 µs")
        .shows("\"done\"")
        .shows("notes: \"nearly\"")
        .keys("esc")
        .shows("the answer appears here");
    let mut narrow = Harness::after(80, 24, on_call);
    narrow
        .keys("M session.login enter tab secret")
        .shows("password: \"***\"")
        .shows("ctrl-r shows the answer");
}

#[test]
fn parameters_are_read_as_their_kinds_want() {
    let mut at = Harness::after(120, 40, on_call);
    at.keys("M initiate up up up enter").shows("channelDetails");
    at.keys("tab ctrl-u nonsense ctrl-r").shows("! a JSON object is needed");
    at.keys("ctrl-u").tell(Message::Paste("{\n \"phone\":\n \"12\"}".to_owned()));
    at.keys("tab ctrl-u twelve ctrl-r").shows("! this is no number").keys("ctrl-u ctrl-r");
    let Some(Effect::Run { params, .. }) = at.others.pop() else { panic!("{}", at.screen()) };
    assert_eq!(
        params,
        json!({"channelType": "voice", "channelDetails": {"phone": "12"}}),
        "what is empty is left out"
    );
}

#[test]
fn secrets_are_not_shown_in_the_runner() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("M session.login enter tab secret").shows("••••••").shows_no("secret");
    at.keys("ctrl-r esc esc tab enter").shows("••••••").shows_no("secret");
    at.keys("esc tab")
        .keys("ctrl-u setlogin enter")
        .shows("setLoginInfo")
        .keys("tab hidden")
        .shows_no("hidden");
}

#[test]
fn an_integration_can_be_played_before_anybody_signs_in() {
    let mut at = Harness::connected(80, 24);
    at.keys("f2 session.login enter").shows("username").keys("tab x ctrl-r esc");
    assert!(matches!(at.others.pop(), Some(Effect::Run { role: Role::Crm, method: "session.login", .. })));
    at.then(|script| {
        script.signed_in().change(&traced("session.login", None));
    });
    at.shows("username").keys("esc esc").shows("Which campaigns").keys("f3").shows("session.login");
}

#[test]
fn what_is_for_apps_only_is_said_so() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("M appInstance.getInfo enter shift-tab").shows("as any app would").keys("right");
    at.shows("The SDK offers it to app only: it will be refused");
}
