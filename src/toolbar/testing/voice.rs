//! What an agent does with calls beyond answering and hanging up.

use serde_json::{Value, json};

use super::harness::Harness;
use super::session::Script;
use crate::contract::ids::CampaignId;
use crate::contract::payload::CallEvent;
use crate::desk::interaction::{Cleared, Draft, Member};
use crate::desk::setup::{Colleague, Destination, Permission};
use crate::desk::{Change, Consult, DeskSummary, PromisedCallback, Setup};
use crate::toolbar::Message;
use crate::wire::{Micros, Moment};

fn colleagues() -> Setup {
    let colleague = |id: &str, name: &str| Colleague { user_id: id.into(), name: name.to_owned() };
    let to = |id, name: &str, queue: &str, ivrs: &[&str]| Destination {
        campaign_id: CampaignId(id),
        name: name.to_owned(),
        queue: queue.to_owned(),
        ivrs: ivrs.iter().map(|name| (*name).to_owned()).collect(),
    };
    Setup {
        colleagues: vec![
            colleague("moh5", "Mohit"),
            colleague("asha", "Asha Rao"),
            colleague("lead", "Lena Lead"),
        ],
        destinations: vec![
            to(172, "Mohit Omni Camp", "sales_aq", &["Survey", "Opening hours"]),
            to(47, "WhatsApp Chat", "chat_aq", &["Of the other campaign"]),
        ],
        ..super::several::setup(&Permission::ALL)
    }
}

/// A call is on, and the site has colleagues and destinations.
pub fn on_call(script: &mut Script) {
    script.working().change(&Change::Setup { setup: Box::new(colleagues()) });
    script.rings(&Script::anshika()).wait(4).connects(&Script::anshika()).wait(30);
}

pub fn asks(script: &mut Script, joined: bool, talks: bool) {
    let interaction_id = Script::anshika().interaction_id;
    let consult = Consult { with: "asha".to_owned(), is_user: true, joined, talks };
    script.change(&Change::Consult { interaction_id: interaction_id.clone(), consult: Some(consult) });
    let members = vec![Member { who: "asha".to_owned(), is_user: true, joined, held: joined && !talks }];
    script.change(&Change::Members { interaction_id, members });
    script.hold(&Script::anshika(), talks || !joined);
}

pub fn conference(script: &mut Script) {
    on_call(script);
    let member = |who: &str, is_user, joined, held| Member { who: who.to_owned(), is_user, joined, held };
    let members = vec![member("asha", true, true, true), member("8368941654", false, false, false)];
    script.change(&Change::Members { interaction_id: Script::anshika().interaction_id, members });
}

/// Callbacks: one due, one of the agent's own, one of the campaign's.
pub fn promised(script: &mut Script) {
    script.working().change(&Change::Setup { setup: Box::new(colleagues()) });
    let now = script.at;
    let one = |id, name: Option<&str>, phone: &str, at: Moment, own: Option<&str>, due| PromisedCallback {
        id,
        campaign_id: CampaignId(172),
        phone: phone.to_owned(),
        name: name.map(str::to_owned),
        at,
        own: own.map(Into::into),
        due,
    };
    let list = vec![
        one(4, Some("Jack Rogers"), "3362227000", now, None, true),
        one(7, Some("Rose Gonzalez"), "5124576870", now + Micros::from_secs(3_600), Some("executive"), false),
        one(9, None, "4155550199", now + Micros::from_secs(90_000), None, false),
    ];
    script.change(&Change::Callbacks { list });
}

fn id() -> Value {
    json!({"interactionId": Script::anshika().interaction_id})
}

fn with(mut more: Value) -> Value {
    more["interactionId"] = json!(Script::anshika().interaction_id);
    more
}

#[test]
fn a_colleague_is_found_while_one_types() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("t").shows("Mohit").shows("Asha Rao").shows("Lena Lead");
    at.keys("rao").shows("› Asha Rao").shows_no("Lena").keys("enter");
    let sent = with(json!({"transferType": "transferToUser", "target": "asha"}));
    assert_eq!(at.sent(), [("toolbar.transfer", sent)]);
    at.refuses(3000, "asha is on another call", json!({"http": 409, "hint": "wait"}));
    at.shows("! asha is on another call").keys("ctrl-u down down enter");
    assert_eq!(at.sent()[0].1["target"], json!("lead"));
    at.answers(json!("ok")).shows("The call was given away").shows_no("Give the call with");
}

#[test]
fn a_call_goes_to_a_number_a_campaign_a_queue_or_an_ivr() {
    let cases = [
        ("right", "8368941654", "transferToPhone", "8368941654"),
        ("right right", "whatsapp", "transferToCampaign", "47"),
        ("right right right", "sales", "transferToAQ", "sales_aq"),
        ("right right right right", "opening", "transferToIVR", "Opening hours"),
    ];
    for (kind, typed, transfer_type, target) in cases {
        let mut at = Harness::after(80, 24, on_call);
        at.keys(&format!("t tab {kind} tab tab {typed} enter"));
        let sent = with(json!({"transferType": transfer_type, "target": target}));
        assert_eq!(at.sent(), [("toolbar.transfer", sent)]);
    }
    let mut at = Harness::after(80, 24, on_call);
    at.keys("t tab left").shows("IVR").shows("Survey").shows_no("Of the other campaign");
}

#[test]
fn a_number_need_not_be_called_one() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("t +918368941654").shows("takes it as a number").keys("enter");
    let sent = with(json!({"transferType": "transferToPhone", "target": "+918368941654"}));
    assert_eq!(at.sent(), [("toolbar.transfer", sent)]);
}

#[test]
fn a_colleagues_status_is_shown_where_it_is_known() {
    let mut at = Harness::after(80, 24, on_call);
    at.then(|script| {
        script.change(&Change::Watching { on: true });
        let summary = DeskSummary {
            user_id: "asha".into(),
            user_name: "Asha Rao".to_owned(),
            user_type: "Executive".to_owned(),
            status: "Lunch".to_owned(),
            available: false,
            since: script.at,
            campaigns: Vec::new(),
            interactions: Vec::new(),
        };
        script.change(&Change::DeskSeen { desk: "two".into(), summary: Some(Box::new(summary)) });
    });
    at.keys("t").shows("◇ Lunch").shows("○ signed out").keys("lunch").shows("› Asha Rao").shows_no("Mohit │");
}

#[test]
fn a_colleague_is_asked_before_they_are_given_the_call() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("t tab tab right tab asha").shows("the customer waits on hold").keys("enter");
    assert_eq!(at.sent(), [("toolbar.consult", with(json!({"consultType": "user", "target": "asha"})))]);
    at.answers(json!("ok")).then(|script| asks(script, false, false));
    at.shows("asking Asha Rao").shows("ringing; customer waits").shows("ON HOLD");
    at.shows_no("Complete").keys("t v z").shows("They have not answered yet").shows("u Cancel");
    assert!(at.sent().is_empty());
    at.then(|script| asks(script, true, true));
    at.shows("talking; customer waits").shows("t Complete").shows("v Merge").shows("z Swap").keys("z");
    assert_eq!(at.sent(), [("toolbar.swap", id())]);
    at.then(|script| asks(script, true, false)).shows("waiting; customer talks");
    at.keys("t v u");
    let gestures = ["toolbar.completeTransfer", "toolbar.mergeConsult", "toolbar.cancelConsult"];
    assert_eq!(at.sent(), gestures.map(|method| (method, id())));
    at.then(|script| {
        script.change(&Change::Consult { interaction_id: Script::anshika().interaction_id, consult: None });
    });
    at.shows_no("asking Asha").shows_no("Swap");
}

#[test]
fn who_is_in_a_conference_is_seen_held_dropped_and_left() {
    let mut at = Harness::after(80, 24, conference);
    at.shows("with Asha Rao on hold, 8368941654 ringing").keys("t").shows("Others are in the call");
    at.keys("p").shows("In the call").shows("the call is yours").shows("number, ringing").keys("down x");
    assert_eq!(at.sent(), [("toolbar.dropMember", with(json!({"who": "8368941654"})))]);
    at.refuses(4000, "8368941654 is in no call", json!({})).shows("is in no call").keys("h L");
    assert_eq!(at.sent(), [("toolbar.holdAll", id()), ("toolbar.leave", id())]);
    at.then(|script| {
        script.hold(&Script::anshika(), true);
    });
    at.answers(json!("ok")).shows("customer, on hold").shows("Unhold all").keys("h");
    assert_eq!(at.sent(), [("toolbar.unholdAll", id())]);
    at.answers(json!("ok"));
    at.keys("v").shows("Ask someone into").keys("mohit enter");
    assert_eq!(
        at.sent(),
        [("toolbar.confer", with(json!({"conferedType": "conferToUser", "target": "moh5"})))]
    );
    at.keys("esc H L");
    assert_eq!(at.sent(), [("toolbar.unholdAll", id()), ("toolbar.leave", id())]);
    at.keys("p").then(|script| {
        script.hangs_up(&Script::anshika(), Cleared::Customer);
    });
    at.shows_no("In the call");
}

#[test]
fn a_guest_may_leave_and_nothing_more() {
    let mut at = Harness::after(80, 24, |script| {
        conference(script);
        let interaction_id = Script::anshika().interaction_id;
        script.change(&Change::Owner { interaction_id, is_owner: false });
    });
    at.keys("v H t");
    assert!(at.sent().is_empty());
    at.keys("p").shows("asked in by another agent").keys("x h");
    assert!(at.sent().is_empty(), "the owner drops and holds");
    at.keys("L");
    assert_eq!(at.sent(), [("toolbar.leave", id())]);
}

#[test]
fn a_campaign_of_others_has_its_name_too() {
    let mut call = Script::anshika();
    call.campaign_id = CampaignId(47);
    let mut at = Harness::after(80, 24, |script| {
        let mut session = super::session::agent(script.at);
        session.campaigns.remove(0);
        script.working().change(&Change::SignedIn { session: Box::new(session) });
        script.change(&Change::Setup { setup: Box::new(colleagues()) });
        script.campaigns(&[172]).extension().rings(&call);
    });
    at.shows("inbound · WhatsApp Chat").then(|script| {
        script.change(&Change::Setup { setup: Box::new(Setup::default()) });
    });
    at.shows("inbound · campaign 47");
}

#[test]
fn every_key_of_the_keypad_is_a_tone() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("K").shows("Keypad").shows("nothing yet").keys("1#z");
    let tone = |digits: &str| ("toolbar.dtmf", with(json!({"digits": digits})));
    assert_eq!(at.sent(), [tone("1"), tone("#")]);
    at.answers(json!("ok")).answers(json!("ok")).then(|script| {
        let interaction_id = Script::anshika().interaction_id;
        script.change(&Change::Tones { interaction_id, digits: "1#".to_owned() });
    });
    at.shows("Sent  1#").keys("a").tell(Message::Paste("4155-5501 x 47".to_owned()));
    assert_eq!(at.sent(), [tone("A"), tone("4155550147")]);
    at.refuses(3000, "the call is on hold", json!({"http": 409})).shows("the call is on hold").keys("esc h");
    assert_eq!(at.sent()[0].0, "toolbar.hold", "after it, letters are keys again");
}

#[test]
fn the_last_number_is_called_again() {
    let mut at = Harness::after(80, 24, |script| {
        script.working();
    });
    at.keys("D");
    assert_eq!(at.sent(), [("toolbar.redial", json!({}))]);
    at.refuses(3000, "nothing was dialled at this desk", json!({"http": 409})).shows("nothing was dialled");
    let mut at = Harness::after(80, 24, on_call);
    at.keys("D").shows("End the call on the line first");
    assert!(at.sent().is_empty());
}

#[test]
fn a_colleague_is_called_or_written_to() {
    let mut at = Harness::after(80, 24, |script| {
        script.working().change(&Change::Setup { setup: Box::new(colleagues()) });
    });
    at.keys("I").shows("Call Mohit").tell(Message::Paste("call rao".to_owned()));
    at.shows("› ").shows("Call Asha Rao").shows_no("Mohit  ").keys("enter");
    let call = |kind: &str| {
        let details = json!({"phone": "", "userId": "asha"});
        json!({"channelType": kind, "channelDetails": details, "campaignId": 47})
    };
    assert_eq!(at.sent(), [("interaction.initiateInteraction", call("voice"))]);
    at.refuses(3000, "asha is on a break", json!({"http": 409})).shows("asha is on a break");
    at.keys("ctrl-u").tell(Message::Paste("write rao".to_owned())).keys("enter");
    assert_eq!(at.sent(), [("interaction.initiateInteraction", call("chat"))]);
    at.answers(json!("began")).shows_no("Colleagues ─");
}

#[test]
fn promised_callbacks_are_called_moved_and_taken_back() {
    let mut at = Harness::after(80, 24, promised);
    at.keys("B").shows("▲ due").shows("Jack Rogers").shows("yours").keys("x").shows("x once more");
    at.keys("down x down up x").shows("x once more");
    assert!(at.sent().is_empty(), "another key in between starts anew");
    at.keys("x");
    assert_eq!(at.sent(), [("toolbar.cancelCallback", json!({"callbackId": 7}))]);
    at.answers(json!("ok")).shows("taken back").keys("up enter");
    assert_eq!(at.sent(), [("toolbar.startCallback", json!({"callbackId": 4}))]);
    at.keys("down m").shows("Move the callback").shows("2025-07-18 12:13").keys("ctrl-u mon enter");
    at.shows("! enter a time, like");
    at.keys("ctrl-u").tell(Message::Paste("mon 10:00".to_owned())).shows("Mon 21 Jul 10:00, in 2 days");
    at.keys("tab left enter");
    let moved = json!({"callbackId": 7, "callbackTime": "2025-07-21T10:00:00+0000", "isSelfCallback": false});
    assert_eq!(at.sent(), [("toolbar.moveCallback", moved)]);
    at.refuses(2001, "callbackTime: too far", json!({"field": "callbackTime"})).shows("! too far");
    at.keys("enter").answers(json!("ok")).shows("Callbacks").shows_no("Move the callback");
    at.keys("m").then(|script| {
        script.change(&Change::Callbacks { list: Vec::new() });
    });
    at.shows_no("Move the callback").shows("Nobody was promised a call").keys("enter m x");
    assert!(at.sent().is_empty());
}

#[test]
fn whoever_may_not_see_callbacks_has_none() {
    let mut at = Harness::after(80, 24, |script| {
        let setup = super::several::setup(&[Permission::Voice]);
        script.working().change(&Change::Setup { setup: Box::new(setup) });
    });
    at.keys("B").shows("forbids that").keys("D");
    assert!(at.sent().is_empty());
}

/// In wrap-up, with the disposition's dialog open.
pub fn wrap_up(script: &mut Script) {
    on_call(script);
    script.hangs_up(&Script::anshika(), Cleared::Customer).wait(3);
}

#[test]
fn a_callback_is_promised_with_the_disposition() {
    let mut at = Harness::after(80, 24, wrap_up);
    at.keys("d tab tab").shows("Callback").shows("none").keys("later tab right").shows("by any agent");
    at.keys("right enter +2h").shows("today 13:14, in 2 h").keys("enter").shows("1234567890");
    at.keys("enter");
    let callback = json!({
        "callbackTime": "2025-07-18T13:14:20+0000", "phone": "1234567890", "isSelfCallback": true,
    });
    let disposed = with(json!({
        "channelType": "voice", "dispositionCodeId": 820, "notes": "later", "additionalParams": callback,
    }));
    assert_eq!(
        at.sent(),
        [("toolbar.setDraft", json!({})), ("interaction.disposeInteraction", disposed)][1..]
    );
    at.refuses(2001, "additionalParams.phone: a number", json!({"field": "additionalParams.phone"}));
    at.shows("! a number");
}

#[test]
fn a_callback_that_is_typed_is_there_again_when_the_dialog_is() {
    let mut at = Harness::after(80, 24, wrap_up);
    at.keys("d tab tab tab right right tab +2h esc");
    let callback = json!({"own": true, "when": "+2h", "phone": "1234567890"});
    assert_eq!(at.sent()[0].1["callback"], callback);
    let kept = |callback: Option<serde_json::Value>| Draft {
        callback: callback.map(|one| serde_json::from_value(one).unwrap()),
        ..Draft::default()
    };
    let draft = |script: &mut Script, draft: Draft| {
        script.change(&Change::Draft { interaction_id: Script::anshika().interaction_id, draft });
    };
    at.then(|script| draft(script, kept(Some(callback.clone()))));
    at.keys("d").shows("by me").shows("+2h").keys("tab tab tab left left").wait(500);
    assert!(at.sent()[0].1.get("callback").is_none(), "taken back");
    at.keys("esc").then(|script| draft(script, kept(None)));
    at.keys("d").shows("none").shows_no("+2h");
}

#[test]
fn a_time_that_is_none_stands_at_its_field_and_sends_nothing() {
    let mut at = Harness::after(80, 24, wrap_up);
    at.keys("d tab tab tab right tab later ctrl-s").shows("! enter a time, like 14:30");
    at.keys("ctrl-u 9:00 ctrl-s");
    assert_eq!(at.sent()[0].1["additionalParams"]["callbackTime"], json!("2025-07-19T09:00:00+0000"));
    let mut at = Harness::after(80, 24, wrap_up);
    at.keys("d tab tab tab right left ctrl-s");
    assert!(at.sent()[0].1.get("additionalParams").is_none(), "none is none");
}

#[test]
fn a_masked_number_is_called_back_and_not_shown() {
    let mut at = Harness::after(80, 24, |script| {
        wrap_up(script);
        let contact = Box::new(crate::desk::Contact { masked: true, ..Default::default() });
        script.change(&Change::Contact { interaction_id: Script::anshika().interaction_id, contact });
    });
    at.keys("d tab tab tab right tab +1d").shows_no("Number").keys("ctrl-s");
    assert_eq!(at.sent()[0].1["additionalParams"]["phone"], json!("1234567890"));
}

/// All that a site and its hub can say about calls, at length.
pub fn everything(script: &mut Script) {
    let long = "name ".repeat(40);
    let call = Script::call(4, None, "1", true);
    hostile(script, &call, &long);
}

/// Every text about a call from outside.
pub fn hostile(script: &mut Script, call: &CallEvent, text: &str) {
    let colleague = |id: &str| Colleague { user_id: id.into(), name: text.to_owned() };
    let destination = Destination {
        campaign_id: call.campaign_id,
        name: text.to_owned(),
        queue: text.to_owned(),
        ivrs: vec![text.to_owned()],
    };
    let mut setup = super::several::setup(&Permission::ALL);
    setup.colleagues = vec![colleague("a"), colleague(text)];
    setup.destinations = vec![destination];
    script.change(&Change::Setup { setup: Box::new(setup) });
    let interaction_id = call.interaction_id.clone();
    script.change(&Change::Focus { interaction_id: Some(interaction_id.clone()) });
    let consult = Consult { with: text.to_owned(), is_user: true, joined: true, talks: true };
    script.change(&Change::Consult { interaction_id: interaction_id.clone(), consult: Some(consult) });
    let members = vec![Member { who: text.to_owned(), is_user: true, joined: true, held: true }];
    script.change(&Change::Members { interaction_id: interaction_id.clone(), members });
    script.change(&Change::Tones { interaction_id, digits: text.to_owned() });
    let list = vec![PromisedCallback {
        id: 1,
        campaign_id: call.campaign_id,
        phone: text.to_owned(),
        name: Some(text.to_owned()),
        at: script.at,
        own: Some(text.into()),
        due: true,
    }];
    script.change(&Change::Callbacks { list });
}
