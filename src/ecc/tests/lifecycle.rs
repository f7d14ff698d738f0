//! The order of events of each case (behaviour: order of events), and who gets a call.

use serde_json::{Value, json};

use super::site::{START, Site};
use crate::contract::Event;
use crate::contract::ids::InteractionId;
use crate::contract::payload::AssociationType;
use crate::desk::interaction::Cleared;
use crate::desk::{Activity, Phase};
use crate::ecc::{CustomerDoing, CustomerSees, Input};
use crate::wire::Micros;

pub const BEGIN_IN: [&str; 4] =
    ["interactionInitiated", "callRinging", "showCrm", "customerLinkedToInteraction"];
pub const BEGIN_OUT: [&str; 4] =
    ["interactionInitiated", "showCrm", "customerLinkedToInteraction", "callRinging"];
pub const END: [&str; 3] = ["interactionDisposed", "handleInteractionDisposed", "interactionEnded"];

pub fn story(begin: [&'static str; 4], middle: &[&'static str], end: &[&'static str]) -> Vec<&'static str> {
    [&begin[..], middle, end].concat()
}

pub const KNOWN: &str = "1234567890";

#[test]
fn inbound_answered() {
    let mut site = Site::with_agent();
    let id = site.customer_calls(KNOWN);
    assert_eq!(site.desk("a").activity().unwrap().0, Activity::Ringing);
    site.ok("a", "toolbar.answer", json!([]));
    assert_eq!(site.desk("a").activity().unwrap().0, Activity::OnCall);
    site.wait(30);
    site.ok("a", "toolbar.hangup", json!([id]));
    assert_eq!(site.desk("a").activity().unwrap().0, Activity::WrapUp);
    site.dispose("a", &id);
    assert_eq!(site.story("a"), story(BEGIN_IN, &["interactionConnected", "interactionDisconnected"], &END));
    let past = &site.desk("a").past[0];
    assert_eq!((past.talk, past.cleared), (Some(Micros::from_secs(30)), Some(Cleared::Agent)));
    use CustomerSees::{Cleared as Gone, Connected, Queued};
    assert_eq!(site.customers_see(), [Queued, Connected, Gone]);
    assert_eq!(site.desk("a").activity().unwrap().0, Activity::Available);
}

#[test]
fn outbound_answered() {
    let mut site = Site::with_agent();
    let id = site.dial("a", KNOWN);
    assert_eq!(site.desk("a").activity().unwrap().0, Activity::Dialling);
    site.ok("a", "control.customerAnswer", json!([]));
    site.customer(CustomerDoing::Hangup { interaction_id: id.clone() });
    site.dispose("a", &id);
    assert_eq!(site.story("a"), story(BEGIN_OUT, &["interactionConnected", "interactionDisconnected"], &END));
    assert_eq!(site.desk("a").past[0].cleared, Some(Cleared::Customer));
}

#[test]
fn outbound_busy_and_no_answer_and_given_up() {
    for (how, cleared) in
        [(0, Cleared::Busy), (1, Cleared::NoAnswer), (2, Cleared::Agent), (3, Cleared::Customer)]
    {
        let mut site = Site::with_agent();
        let id = site.dial("a", KNOWN);
        match how {
            0 => drop(site.ok("a", "control.customerRefuse", json!([]))),
            1 => site.wait(30),
            2 => drop(site.ok("a", "toolbar.hangup", json!([]))),
            _ => drop(site.ok("a", "control.customerHangup", json!([]))),
        }
        assert_eq!(site.desk("a").interactions[0].phase, Phase::WrapUp);
        site.dispose("a", &id);
        assert_eq!(site.story("a"), story(BEGIN_OUT, &["interactionDisconnected"], &END));
        assert_eq!(site.desk("a").past[0].cleared, Some(cleared));
        assert_eq!(site.desk("a").past[0].talk, None);
    }
}

#[test]
fn inbound_missed_goes_to_the_next_agent() {
    let mut site = Site::with_agent();
    site.wait(1);
    site.agent("b", "moh5", "1234567891");
    let id = site.customer_calls(KNOWN);
    assert_eq!(site.desk("b").interactions.len(), 0, "the longest-available agent is first");
    site.wait(20);
    assert_eq!(site.story("a"), story(BEGIN_IN, &["notification"], &["interactionEnded"]));
    assert_eq!((site.desk("a").unread, site.desk("a").past[0].cleared), (1, Some(Cleared::Missed)));
    assert_eq!(site.story("b"), BEGIN_IN);
    site.ok("b", "toolbar.reject", json!([id]));
    assert_eq!(site.story("b"), story(BEGIN_IN, &["notification"], &["interactionEnded"]));
    assert_eq!(site.desk("a").interactions.len(), 0, "not at once to who missed it");
    site.wait(5);
    let rings = &site.desk("a").interactions[0];
    assert_eq!((&rings.id, rings.phase), (&id, Phase::Ringing), "rested, it is offered again");
}

#[test]
fn inbound_abandoned_while_ringing_and_in_the_queue() {
    let mut site = Site::with_agent();
    site.customer_calls(KNOWN);
    site.ok("x", "control.customerHangup", json!([]));
    assert_eq!(
        site.story("a"),
        story(BEGIN_IN, &["interactionDisconnected", "notification"], &["interactionEnded"])
    );
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    site.customer_calls(KNOWN);
    assert_eq!(site.desk("a").waiting.values().sum::<u32>(), 1);
    let told = site.story("a").len();
    site.ok("x", "control.customerHangup", json!([]));
    assert_eq!(site.desk("a").waiting.len(), 0);
    assert_eq!(site.story("a").len(), told, "nobody was told of a call that never rang");
}

#[test]
fn an_unknown_caller_is_not_linked() {
    let mut site = Site::with_agent();
    site.customer_calls("5550100");
    assert_eq!(site.story("a"), ["interactionInitiated", "callRinging", "showCrm"]);
    let Some(Event::ShowCrm(event)) = site.events("a").last() else { panic!("no screen pop") };
    assert_eq!((event.customer_details.customer_id, &event.customer_details.name), (None, &None));
}

#[test]
fn wrap_up_runs_out_with_the_default_code_and_the_draft() {
    let mut site = Site::with_agent();
    let id = site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    site.ok(
        "a",
        "toolbar.setDraft",
        json!({"interactionId": id, "dispositionCodeId": 1345, "notes": "half"}),
    );
    site.ok("a", "toolbar.hangup", json!([]));
    site.wait(119);
    assert_eq!(site.desk("a").interactions[0].phase, Phase::WrapUp);
    site.wait(1);
    assert!(site.story("a").ends_with(&END));
    let Some(Event::InteractionDisposed(event)) =
        site.events("a").find(|e| matches!(e, Event::InteractionDisposed(_)))
    else {
        panic!("not disposed")
    };
    let details = &event.disposition_details;
    // The vendor's quirk: the class holds the code's name, the code holds the class's id.
    assert_eq!((details.disposition_class.as_str(), details.disposition_code.0), ("New", 588));
    assert_eq!(details.call_notes, "half");
}

#[test]
fn wrap_up_lasts_as_the_campaign_says() {
    for (enabled, answered, seconds) in
        [(true, true, 120), (true, false, 60), (false, true, 77), (false, false, 77)]
    {
        let mut site = Site::with(|workspace| {
            workspace.campaigns[1].is_acw_connected_enabled = enabled;
            workspace.campaigns[1].wrap_timeout = 77;
        });
        site.agent("a", "executive", "1234567890");
        site.dial("a", KNOWN);
        if answered {
            site.ok("a", "control.customerAnswer", json!([]));
        }
        site.ok("a", "toolbar.hangup", json!([]));
        site.wait(seconds - 1);
        assert_eq!(site.desk("a").interactions.len(), 1);
        site.wait(1);
        assert_eq!(site.desk("a").interactions.len(), 0);
    }
}

#[test]
fn hold_and_mute_are_told_once() {
    let mut site = Site::with_agent();
    site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    for _ in 0..2 {
        site.ok("a", "toolbar.hold", json!([]));
        site.ok("a", "toolbar.mute", json!([]));
    }
    let seq = site.desk("a").seq;
    assert!(site.desk("a").interactions[0].muted);
    assert_eq!(site.desk("a").activity().unwrap().0, Activity::OnHold);
    site.wait(5);
    site.ok("a", "toolbar.unhold", json!([]));
    site.ok("a", "toolbar.unmute", json!([]));
    site.ok("a", "toolbar.unmute", json!([]));
    assert_eq!(site.desk("a").seq, seq + 2);
    assert_eq!(site.desk("a").interactions[0].held, Micros::from_secs(5));
}

#[test]
fn a_call_lasts_no_longer_than_the_site_allows_and_waits_no_longer_than_the_queue() {
    let mut site = Site::with_agent();
    site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    site.customer_calls("5550100");
    site.wait(599);
    assert_eq!(site.desk("a").waiting.values().sum::<u32>(), 1);
    site.wait(1);
    assert_eq!(site.desk("a").waiting.len(), 0);
    site.wait(3000);
    assert_eq!(site.desk("a").interactions[0].cleared, Some(Cleared::TooLong));
}

#[test]
fn the_longest_available_agent_is_offered_the_call() {
    let mut site = Site::with_agent();
    site.wait(1);
    site.agent("b", "moh5", "1234567891");
    let first = site.customer_calls(KNOWN);
    let second = site.customer_calls("5550100");
    assert_eq!(site.desk("a").interactions[0].id, first);
    assert_eq!(site.desk("b").interactions[0].id, second);
    // b is done first, so b has waited longer when the next call comes.
    for desk in ["b", "a"] {
        site.wait(1);
        site.ok(desk, "toolbar.answer", json!([]));
        site.ok(desk, "toolbar.hangup", json!([]));
        let id = site.desk(desk).interactions[0].id.clone();
        site.dispose(desk, &id);
    }
    let third = site.customer_calls("5550101");
    assert_eq!(site.desk("b").interactions[0].id, third);
    assert_eq!(site.desk("a").interactions.len(), 0);
}

#[test]
fn time_in_state_begins_when_the_last_interaction_ends() {
    let mut site = Site::with_agent();
    site.wait(100);
    let id = site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    site.wait(600);
    site.ok("a", "toolbar.hangup", json!([]));
    assert!(!site.desk("a").interactions[0].muted);
    site.dispose("a", &id);
    assert_eq!(site.desk("a").activity(), Some((Activity::Available, site.now)));
}

#[test]
fn the_newest_call_is_the_newest_also_within_a_moment() {
    let mut site = Site::new();
    let call = |n: u32| site.ok("x", "control.customerCall", json!([n.to_string(), null, 172]));
    let calls: Vec<InteractionId> =
        (0..12).map(call).map(|made| InteractionId::from(made["interactionId"].as_str().unwrap())).collect();
    site.ok("x", "control.customerHangup", json!([]));
    site.agent("a", "moh5", "1234567890");
    site.ok("a", "toolbar.answer", json!([]));
    let gone = site.call("x", "control.customerHangup", json!([calls[11]])).unwrap_err();
    assert_eq!(gone.data.http, None, "it was the twelfth that hung up: {gone:?}");
    assert_eq!(site.desk("a").interactions[0].id, calls[0], "first come, first served");
}

#[test]
fn a_caller_who_waits_too_long_is_sent_away_while_it_rings_too() {
    let mut site = Site::with(|w| w.campaigns[1].queue.max_wait = 10);
    site.agent("a", "executive", "1234567890");
    site.customer_calls(KNOWN);
    site.wait(10);
    assert_eq!(site.desk("a").past[0].cleared, Some(Cleared::WaitedTooLong));
    let end = ["interactionDisconnected", "notification", "interactionEnded"];
    assert_eq!(site.story("a"), story(BEGIN_IN, &end, &[]));
}

#[test]
fn a_forced_sign_out_ends_what_is_being_dialled() {
    let mut site = Site::with_agent();
    site.dial("a", KNOWN);
    site.ok("b", "session.forceLogin", json!(["executive", ""]));
    assert_eq!(site.desk("a").past[0].cleared, Some(Cleared::SignedOut));
    assert_eq!(site.customers_see(), [CustomerSees::Dialled, CustomerSees::Cleared]);
}

#[test]
fn a_call_to_the_site_goes_to_a_campaign_whose_agents_can_take_it() {
    let mut site = Site::new();
    site.ok("a", "session.login", json!(["executive", ""]));
    site.ok("a", "toolbar.selectCampaigns", json!([[47]]));
    site.agent("b", "moh5", "1234567891");
    site.customer_calls(KNOWN);
    site.ok("b", "toolbar.answer", json!([]));
    site.customer_calls("5550100");
    assert_eq!(site.desk("b").waiting.values().sum::<u32>(), 1, "b is only busy; a has no extension");
}

#[test]
fn dialling_an_unknown_number_makes_a_customer_where_the_site_wants_it() {
    for wanted in [true, false] {
        let mut site = Site::with(|w| w.session.add_customer_to_dial = wanted);
        site.agent("a", "executive", "1234567890");
        for _ in 0..2 {
            let id = site.dial("a", "5550100");
            site.ok("a", "toolbar.hangup", json!([]));
            site.dispose("a", &id);
        }
        let ids: Vec<_> = site.desk("a").past.iter().map(|past| past.customer.customer_id).collect();
        assert_eq!(ids[0].is_some(), wanted);
        assert_eq!(ids[0], ids[1], "once made, it is the same one");
        site.customer_calls("5550100");
        assert_eq!(site.desk("a").interactions[0].customer.customer_id, ids[0], "and known when they call");
    }
}

#[test]
fn a_dialled_customer_can_be_named_by_id() {
    let mut site = Site::with_agent();
    let params = json!(["voice", {"phone": "5550100"}, 172, 735076692678910u64]);
    site.ok("a", "interaction.initiateInteraction", params);
    let customer = &site.desk("a").interactions[0].customer;
    assert_eq!((customer.name.as_deref(), customer.phone.as_str()), (Some("Jack Rogers"), "5550100"));
}

#[test]
fn an_empty_name_is_none() {
    let mut site = Site::with_agent();
    site.ok("x", "control.customerCall", json!([KNOWN, "  "]));
    assert_eq!(site.desk("a").interactions[0].customer.name.as_deref(), Some("Anshika"));
}

#[test]
fn a_waiting_call_reaches_an_agent_who_comes_back() {
    let mut site = Site::with_agent();
    site.ok("a", "toolbar.setAvailability", json!(["Coffee Break"]));
    let id = site.customer_calls(KNOWN);
    site.ok("a", "toolbar.setAvailability", json!(["Available"]));
    assert_eq!(site.desk("a").interactions[0].id, id);
    assert_eq!(site.desk("a").waiting.len(), 0);
}

#[test]
fn payloads_are_the_contracts() {
    let mut site = Site::with_agent();
    let id = site.customer_calls(KNOWN);
    site.wait(20);
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    site.ok("a", "toolbar.setAvailability", json!(["Available"]));
    site.wait(5);
    site.ok("a", "toolbar.answer", json!([id]));
    site.ok("a", "toolbar.hangup", json!([id]));
    site.dispose("a", &id);
    let mut seen = std::collections::BTreeSet::new();
    for event in site.events("a") {
        let spec = crate::contract::Contract::get().event(event.id()).unwrap();
        let payload: Value = serde_json::from_str(&event.payload_json()).unwrap();
        same_keys(event.id(), &payload, &spec.payload.sample);
        seen.insert(event.id());
    }
    assert_eq!(seen.len(), 14, "{seen:?}");
}

/// Keys and types of a payload are the sample's; a null stands for any type.
pub fn same_keys(path: &str, got: &Value, sample: &Value) {
    match (got, sample) {
        (Value::Object(got), Value::Object(sample)) => {
            let keys = |map: &serde_json::Map<String, Value>| map.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(got), keys(sample), "{path}");
            for (key, value) in got {
                same_keys(&format!("{path}.{key}"), value, &sample[key]);
            }
        }
        (Value::Array(got), Value::Array(sample)) => {
            got.iter().for_each(|one| same_keys(path, one, &sample[0]));
        }
        (Value::Null, _) | (_, Value::Null) => {}
        _ => assert_eq!(std::mem::discriminant(got), std::mem::discriminant(sample), "{path}"),
    }
}

#[test]
fn the_current_interaction_is_told_as_the_vendor_does() {
    let mut site = Site::with_agent();
    site.dial("a", KNOWN);
    let contract = crate::contract::Contract::get();
    let sample = &contract.method("interaction.getCurrentInteraction").unwrap().answer.sample;
    let got = site.ok("a", "interaction.getCurrentInteraction", json!([]));
    same_keys("current", &got, sample);
    assert_eq!((&got["data"]["direction"], &got["data"]["last_queue_id"]), (&json!("outgoing"), &json!(0)));
    let list = site.ok("a", "interaction.getAllLiveInteractionsForAgent", json!([]));
    assert_eq!(list[0]["data"]["id"], got["data"]["id"]);
    assert_eq!(site.ok("a", "interaction.getIsInteractionOwnedByUser", json!([])), json!(true));
    let Some(Event::InteractionInitiated(event)) = site.events("a").nth(4) else { panic!("not initiated") };
    assert_eq!(event.channel_details.association_type, AssociationType::ManualDial);
}

#[test]
fn time_that_goes_back_is_time_that_stands() {
    let mut site = Site::with_agent();
    site.wait(10);
    assert!(site.ecc.advance(START).is_empty());
    let doing = CustomerDoing::Call { phone: "2".to_owned(), name: None, campaign_id: None };
    let outputs = site.ecc.handle(START + Micros::from_secs(5), Input::Customer(doing));
    assert!(!outputs.is_empty(), "the customer is heard");
    assert!(outputs.iter().all(|output| output.at == START + Micros::from_secs(10)));
}
