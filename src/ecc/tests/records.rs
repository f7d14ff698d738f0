//! The record of an interaction: what integrations and the agent's gestures do with it, who is told.

use rstest::rstest;
use serde_json::{Value, json};

use super::crm::{is_like, sample, signed_in};
use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::ids::{CustomerId, DeskId, InteractionId};
use crate::contract::payload::CrmRecordInfo;
use crate::contract::{Contract, Event};
use crate::desk::integration::MAX_RECORDS;
use crate::desk::{Change, ToastVariant};
use crate::ecc::interaction::Phase;
use crate::ecc::{Ecc, What};

const SET: &str = "crm.setRecordInfoForInteraction";
const SHOW: &str = "crm.showMultipleRecordsForInteraction";
const PREVIEW: &str = "crm.showMultipleRecordsForPreview";
const CURRENT: &str = "crm.sendCurrentCRMRecordOpened";
const UPDATE: &str = "crm.updateObject";

const KNOWN: &str = "1234567890";
const UNKNOWN: &str = "5550100";

/// An agent in a talk with this number.
fn in_talk(phone: &str) -> (Site, InteractionId) {
    let mut site = Site::with_agent();
    let id = site.customer_calls(phone);
    site.ok("a", "toolbar.answer", json!([]));
    (site, id)
}

fn jack() -> CrmRecordInfo {
    CrmRecordInfo {
        record_id: "003dL000000Pun1QAC".to_owned(),
        record_type: "Contact".to_owned(),
        record_name: "Jack Rogers".to_owned(),
        additional_info: None,
    }
}

fn jack_params() -> Value {
    json!(["003dL000000Pun1QAC", "Contact", "Jack Rogers"])
}

fn set_params(id: &InteractionId) -> Value {
    json!([id, "003dL000000Pun1QAC", "Contact", "Jack Rogers"])
}

/// The bare names of the events and changes that came to a desk since `from`, in order.
fn told(site: &Site, desk: &str, from: usize) -> Vec<String> {
    let name = |what: &What| match what {
        What::Event { desk: at, event, .. } if at.as_str() == desk => {
            event.id().rsplit('.').next().map(str::to_owned)
        }
        What::Change { desk: at, change } if at.as_str() == desk => {
            let change: Value = serde_json::from_str(&change.to_json()).unwrap();
            Some(format!("change {}", change["kind"].as_str().unwrap()))
        }
        _ => None,
    };
    site.log[from..].iter().filter_map(|output| name(&output.what)).collect()
}

#[track_caller]
fn last_event(site: &Site, desk: &str, id: &str) -> Value {
    let event = site.events(desk).filter(|event| event.id() == id).last().expect(id);
    let payload: Value = serde_json::from_str(&event.payload_json()).unwrap();
    is_like(&payload, &Contract::get().event(id).unwrap().payload.sample);
    payload
}

/// What a desk is shown of its only interaction.
fn shown<'a>(site: &'a Site, desk: &str) -> &'a crate::desk::Interaction {
    let [one] = &site.desk(desk).interactions[..] else { panic!("not one interaction") };
    one
}

#[test]
fn an_integration_says_who_the_customer_is() {
    let (mut site, id) = in_talk(UNKNOWN);
    let from = site.log.len();
    let answer = site.ok("a", SET, set_params(&id));
    is_like(&answer, &sample(SET));
    let data: Value = serde_json::from_str(answer["data"].as_str().unwrap()).unwrap();
    let wanted: Value = serde_json::from_str(sample(SET)["data"].as_str().unwrap()).unwrap();
    is_like(&data, &wanted);
    assert_eq!(data["crtObjectId"], json!(shown(&site, "a").customer_crt));
    assert_eq!(
        data["info"],
        json!({"recordId": "003dL000000Pun1QAC", "recordName": "Jack Rogers", "recordType": "Contact"})
    );
    assert_eq!((&data["campaignContextId"], &data["actionType"]), (&json!(172), &json!("ADD_OR_UPDATE")));

    assert_eq!(told(&site, "a", from), ["customerLinkedToInteraction", "change record"]);
    let linked = last_event(&site, "a", "interaction.customerLinkedToInteraction");
    let new = 735_076_692_678_913u64;
    let wanted = json!({"customerId": new, "name": "Jack Rogers", "phone": UNKNOWN});
    assert_eq!(linked["customerDetails"], wanted, "the next number after the workspace's customers");
    assert_eq!(shown(&site, "a").record, Some(jack()));
    assert_eq!(shown(&site, "a").customer_label(), "Jack Rogers");

    let current = site.ok("a", "interaction.getCurrentInteraction", json!([]));
    let object =
        json!({"record_id": "003dL000000Pun1QAC", "record_type": "Contact", "record_name": "Jack Rogers"});
    assert_eq!(current["data"]["linked_objects"], json!([object]));
    assert_eq!(current["data"]["customer_id"], json!(new));
    // Whoever dials the number now has the same customer.
    assert_eq!(site.ecc.state.added[UNKNOWN], CustomerId(new));
}

#[test]
fn the_record_that_is_linked_already_is_no_news() {
    let (mut site, id) = in_talk(KNOWN);
    site.ok("a", SET, set_params(&id));
    let linked = last_event(&site, "a", "interaction.customerLinkedToInteraction");
    assert_eq!(linked["customerDetails"]["customerId"], 735_076_692_678_909u64, "the known customer's");
    let from = site.log.len();
    assert!(site.ok("a", SET, set_params(&id))["data"].is_string(), "it is answered as the first time");
    assert_eq!(told(&site, "a", from), [""; 0]);
    let mut params = set_params(&id);
    params.as_array_mut().unwrap().push(json!({"tier": "gold"}));
    let answer = site.ok("a", SET, params);
    assert!(
        answer["data"]
            .as_str()
            .unwrap()
            .contains(r#""recordType":"Contact","additionalInfo":{"tier":"gold"}"#)
    );
    assert_eq!(told(&site, "a", from), ["change record"], "the customer is the same");
    let mut other = set_params(&id);
    other[1] = json!("003dL000000Pun3QAC");
    site.ok("a", SET, other);
    let all = ["change record", "customerLinkedToInteraction", "change record"];
    assert_eq!(told(&site, "a", from), all, "another record with the same name is news");
}

#[test]
fn a_record_without_a_name_leaves_the_number() {
    let (mut site, id) = in_talk(UNKNOWN);
    site.ok("a", SET, json!([id, "1", "contact", ""]));
    assert_eq!(shown(&site, "a").customer.name, None);
    assert_eq!(shown(&site, "a").customer_label(), UNKNOWN);
}

#[test]
fn attach_and_unattach_tell_the_crm_first() {
    let (mut site, id) = in_talk(UNKNOWN);
    let from = site.log.len();
    assert_eq!(site.ok("a", "toolbar.attachRecord", jack_params()), "ok");
    assert_eq!(
        told(&site, "a", from),
        ["onAttachButtonClick", "customerLinkedToInteraction", "change record"]
    );
    let click = last_event(&site, "a", "interaction.onAttachButtonClick");
    assert_eq!((&click["interactionId"], &click["recordName"]), (&json!(id), &json!("Jack Rogers")));
    assert_eq!(shown(&site, "a").record, Some(jack()));

    // The button can be pressed again; the link is no news.
    let from = site.log.len();
    site.ok("a", "toolbar.attachRecord", jack_params());
    assert_eq!(told(&site, "a", from), ["onAttachButtonClick"]);

    let from = site.log.len();
    assert_eq!(site.ok("a", "toolbar.unattachRecord", json!([])), "ok");
    assert_eq!(
        told(&site, "a", from),
        ["onUnattachButtonClick", "customerUnlinkedToInteraction", "change record"]
    );
    let click = last_event(&site, "a", "interaction.onUnattachButtonClick");
    assert_eq!(click["recordId"], "003dL000000Pun1QAC");
    let unlinked = last_event(&site, "a", "interaction.customerUnlinkedToInteraction");
    assert_eq!(unlinked["customerDetails"], json!({"customerId": null, "name": null, "phone": UNKNOWN}));
    assert_eq!((&shown(&site, "a").record, &shown(&site, "a").customer.name), (&None, &None));

    let error = site.call("a", "toolbar.unattachRecord", json!([])).unwrap_err();
    assert_eq!((error.code, error.data.http), (HttpError, Some(409)));
    let from = site.log.len();
    site.ok("a", "toolbar.attachRecord", jack_params());
    assert_eq!(told(&site, "a", from).len(), 3, "linked again it is news");
}

#[test]
fn a_known_customer_without_a_record_is_unattached_as_a_contact() {
    let (mut site, _) = in_talk(KNOWN);
    site.ok("a", "toolbar.unattachRecord", json!([]));
    let click = last_event(&site, "a", "interaction.onUnattachButtonClick");
    assert_eq!(click["recordId"], "735076692678909");
    assert_eq!((&click["recordType"], &click["recordName"]), (&json!("Contact"), &json!("Anshika")));
    assert_eq!(shown(&site, "a").customer.customer_id, None);
}

#[test]
fn gestures_tell_the_crm() {
    let (mut site, id) = in_talk(UNKNOWN);
    for (method, params, event, wanted) in [
        ("toolbar.preview", json!(["5550199"]), "handlePreview", json!({"phone": "5550199"})),
        (
            "toolbar.openRecord",
            jack_params(),
            "openRecord",
            json!({"recordId": "003dL000000Pun1QAC", "recordType": "Contact", "recordName": "Jack Rogers"}),
        ),
        (
            "toolbar.createRecord",
            json!(["contact"]),
            "onCreateButtonClick",
            json!({"interactionId": id, "objectType": "Contact", "phone": UNKNOWN}),
        ),
        ("toolbar.askCurrentRecord", json!([]), "getCurrentCRMRecordOpened", Value::Null),
    ] {
        let from = site.log.len();
        assert_eq!(site.ok("a", method, params), "ok");
        assert_eq!(told(&site, "a", from), [event]);
        assert_eq!(last_event(&site, "a", &format!("interaction.{event}")), wanted);
    }
}

#[test]
fn any_type_is_created_where_the_site_has_no_objects() {
    let mut site = Site::with(|w| w.crm.objects.clear());
    site.agent("a", "executive", KNOWN);
    let id = site.customer_calls(UNKNOWN);
    site.ok("a", "toolbar.createRecord", json!(["Lead", id]));
    assert_eq!(last_event(&site, "a", "interaction.onCreateButtonClick")["objectType"], "Lead");
}

#[test]
fn gestures_are_for_the_interaction_that_the_agent_is_on() {
    let mut site = Site::with_agent();
    let first = site.dial("a", UNKNOWN);
    site.ok("a", "toolbar.hangup", json!([]));
    let second = site.dial("a", KNOWN);
    for (focus, wanted) in [(None, &second), (Some(&first), &first), (Some(&second), &second)] {
        site.ok("a", "toolbar.focus", json!([focus]));
        site.ok("a", "toolbar.attachRecord", jack_params());
        assert_eq!(
            &last_event(&site, "a", "interaction.onAttachButtonClick")["interactionId"],
            &json!(wanted)
        );
    }
    site.ok("a", "toolbar.unattachRecord", json!([first]));
    let records: Vec<bool> = site.desk("a").interactions.iter().map(|one| one.record.is_some()).collect();
    assert_eq!(records, [false, true]);
}

fn working(site: &mut Site) {
    site.agent("a", "executive", KNOWN);
}

fn ringing(site: &mut Site) {
    working(site);
    site.customer_calls(UNKNOWN);
}

#[rstest]
#[case::attach_nothing(working, "toolbar.attachRecord", jack_params(), DataNotFound, None)]
#[case::unattach_nothing(working, "toolbar.unattachRecord", json!([]), DataNotFound, None)]
#[case::create_for_nothing(working, "toolbar.createRecord", json!(["Contact"]), DataNotFound, None)]
#[case::attach_unknown(ringing, "toolbar.attachRecord", json!(["1", "Contact", "x", "nope"]), DataNotFound, None)]
#[case::unattach_unknown(ringing, "toolbar.unattachRecord", json!(["nope"]), DataNotFound, None)]
#[case::create_for_unknown(ringing, "toolbar.createRecord", json!(["Contact", "nope"]), DataNotFound, None)]
#[case::set_unknown(ringing, SET, json!(["nope", "1", "Contact", "x"]), DataNotFound, None)]
#[case::show_unknown(ringing, SHOW, json!(["nope", []]), DataNotFound, None)]
#[case::unattach_not_linked(ringing, "toolbar.unattachRecord", json!([]), HttpError, Some(409))]
#[case::create_unknown_type(ringing, "toolbar.createRecord", json!(["Contract"]), DataNotFound, None)]
#[case::create_no_type(ringing, "toolbar.createRecord", json!([""]), RequiredFieldMissing, None)]
#[case::create_long_type(ringing, "toolbar.createRecord", json!(["x".repeat(256)]), RequiredFieldMissing, None)]
#[case::attach_no_id(ringing, "toolbar.attachRecord", json!(["", "Contact", "x"]), RequiredFieldMissing, None)]
#[case::open_no_type(working, "toolbar.openRecord", json!(["1", "", "x"]), RequiredFieldMissing, None)]
#[case::open_long_name(working, "toolbar.openRecord", json!(["1", "Contact", "x".repeat(256)]), RequiredFieldMissing, None)]
#[case::preview_nothing(working, "toolbar.preview", json!([""]), RequiredFieldMissing, None)]
#[case::preview_long(working, "toolbar.preview", json!(["1".repeat(65)]), RequiredFieldMissing, None)]
#[case::show_preview_of_nothing(working, PREVIEW, json!(["", []]), RequiredFieldMissing, None)]
fn is_refused(
    #[case] before: fn(&mut Site),
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] http: Option<u16>,
) {
    let mut site = Site::new();
    before(&mut site);
    let from = site.log.len();
    let error = site.call("a", method, params).expect_err("must be refused");
    assert_eq!((error.code, error.data.http), (code, http), "{error:?}");
    assert_eq!(site.log.len(), from + 1, "a refusal changes nothing: only the answer goes out");
}

#[test]
fn an_interaction_of_another_desk_is_none() {
    let (mut site, id) = in_talk(UNKNOWN);
    site.ok("b", "session.login", json!(["moh5", ""]));
    for (method, params) in [
        (SET, set_params(&id)),
        (SHOW, json!([id, []])),
        ("toolbar.attachRecord", json!(["1", "Contact", "x", id])),
        ("toolbar.unattachRecord", json!([id])),
        ("toolbar.createRecord", json!(["Contact", id])),
    ] {
        let error = site.call("b", method, params).unwrap_err();
        assert_eq!(error.code, DataNotFound, "{method}");
        assert_eq!(error.data.hint.as_deref(), Some("interaction.getAllLiveInteractionsForAgent lists them"));
    }
}

fn infos(count: usize, name: &str) -> Value {
    (0..count)
        .map(|n| json!({"recordId": n.to_string(), "recordType": "Contact", "recordName": name}))
        .collect()
}

fn last_toast(site: &Site) -> Option<(ToastVariant, String)> {
    site.desk("a").toasts.back().map(|toast| (toast.variant, toast.text.clone()))
}

#[test]
fn several_records_are_shown_to_choose_from() {
    let (mut site, id) = in_talk(UNKNOWN);
    assert_eq!(site.ok("a", SHOW, json!([id, infos(2, "Jack")])), Value::Null);
    let ids = |records: &[CrmRecordInfo]| records.iter().map(|one| one.record_id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&shown(&site, "a").records), ["0", "1"]);
    site.ok("a", SHOW, json!([id, []]));
    assert_eq!(shown(&site, "a").records, [], "an empty list clears the screen");

    assert_eq!(site.ok("a", PREVIEW, json!(["5550199", infos(3, "Jack")])), Value::Null);
    let preview = site.desk("a").filled.preview.as_ref().unwrap();
    assert_eq!(
        (preview.phone.as_str(), ids(&preview.records)),
        ("5550199", vec!["0".into(), "1".into(), "2".into()])
    );
    assert_eq!(last_toast(&site), None);
}

#[test]
fn a_list_keeps_so_many_records_and_says_what_it_leaves_out() {
    let (mut site, id) = in_talk(UNKNOWN);
    for (method, first) in [(SHOW, json!(id)), (PREVIEW, json!("5550199"))] {
        site.ok("a", method, json!([first, infos(MAX_RECORDS + 7, "Jack")]));
        let text = "The CRM found more records than a list holds: 7 are left out".to_owned();
        assert_eq!(last_toast(&site), Some((ToastVariant::Warning, text)));
        // Long names are kept whole, but fewer of them.
        site.ok("a", method, json!([first, infos(MAX_RECORDS, &"\u{1b}".repeat(255))]));
        let kept = match method {
            SHOW => shown(&site, "a").records.len(),
            _ => site.desk("a").filled.preview.as_ref().unwrap().records.len(),
        };
        assert_eq!(kept, 41, "64 KiB of JSON");
    }
}

#[rstest]
#[case("recordId", json!("x".repeat(256)), "at most 255 characters")]
#[case("recordType", json!("x".repeat(256)), "at most 255 characters")]
#[case("recordName", json!("x".repeat(256)), "at most 255 characters")]
#[case("recordId", json!(""), "a text that is not empty")]
#[case("recordType", json!(""), "a text that is not empty")]
#[case("recordName", json!(5), "string")]
#[case("additionalInfo", json!("x".repeat(4 << 10)), "at most 4096 bytes as JSON")]
fn a_record_that_does_not_fit_is_refused_by_its_path(
    #[case] field: &str,
    #[case] wrong: Value,
    #[case] expected: &str,
) {
    let (mut site, id) = in_talk(UNKNOWN);
    let mut record = infos(1, "Jack")[0].take();
    record[field] = wrong;
    let mut named = record.clone();
    named["interactionId"] = json!(id);
    for (method, params, path) in [
        (SET, named, ""),
        (SHOW, json!([id, [infos(1, "x")[0], record]]), "recordsInfo[1]."),
        (PREVIEW, json!(["1", [record]]), "recordsInfo[0]."),
        (CURRENT, json!([record]), "crmRecordInfo."),
    ] {
        let error = site.call("a", method, params).expect_err("must be refused");
        assert_eq!(error.code, RequiredFieldMissing);
        assert_eq!(error.data.field.as_deref(), Some(&format!("{path}{field}")[..]), "{method}");
        assert_eq!(error.data.expected.as_deref(), Some(expected));
    }
    assert_eq!(shown(&site, "a").record, None);
}

#[test]
fn the_crm_says_what_it_shows_at_any_time() {
    let mut site = Site::new();
    let record = json!({"recordId": "003dL000000Pun1QAC", "recordType": "Contact", "recordName": "Jack Rogers", "additionalInfo": null});
    assert_eq!(site.ok("a", CURRENT, json!([record])), Value::Null);
    assert_eq!(site.desk("a").filled.current_record, Some(jack()));
    assert_eq!(site.ecc.state.memories[&DeskId::from("a")].current_record, Some(jack()));
    site.ecc = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    assert_eq!(site.ecc.state.memories[&DeskId::from("a")].current_record, Some(jack()));
}

#[test]
fn a_records_new_name_is_the_customers() {
    let (mut site, id) = in_talk(UNKNOWN);
    site.ok("a", SET, set_params(&id));
    let from = site.log.len();
    site.ok("a", UPDATE, json!(["Contact", {"Phone": UNKNOWN}, "23", "003dL000000Pun1QAC"]));
    assert_eq!(told(&site, "a", from), [""; 0], "the name is the same");
    site.ok("a", UPDATE, json!(["Contact", {"FirstName": "Jacqueline"}, "23", "003dL000000Pun1QAC"]));
    assert_eq!(told(&site, "a", from), ["customerLinkedToInteraction", "change record"]);
    assert_eq!(shown(&site, "a").record.as_ref().unwrap().record_name, "Jacqueline Rogers");
    assert_eq!(shown(&site, "a").customer_label(), "Jacqueline Rogers");
    site.ok(
        "a",
        UPDATE,
        json!(["Contact", {"FirstName": null, "LastName": "x".repeat(9000)}, "23", "003dL000000Pun1QAC"]),
    );
    assert_eq!(shown(&site, "a").customer_label(), "x".repeat(255), "a name has a longest");
    let from = site.log.len();
    site.ok("a", UPDATE, json!(["Contact", {"LastName": "Old"}, "23", "003dL000000Pun3QAC"]));
    assert_eq!(told(&site, "a", from), [""; 0], "another record");
}

#[test]
fn every_desk_of_an_interaction_is_told() {
    let (mut site, id) = in_talk(UNKNOWN);
    site.agent("b", "moh5", "1234567891");
    // The other agent's leg of the same call, as a conference or a transfer leaves it.
    let b = DeskId::from("b");
    site.ecc.begin_leg(&id, &b, crate::contract::payload::AssociationType::Confer, Phase::Connected);
    let from = site.log.len();
    site.ok("a", "toolbar.attachRecord", jack_params());
    assert_eq!(
        told(&site, "b", from),
        ["interactionInitiated", "change owner", "customerLinkedToInteraction", "change record"]
    );
    site.ok("b", "toolbar.unattachRecord", json!([]));
    assert_eq!(shown(&site, "a").record, None);
    assert_eq!(shown(&site, "a").customer, shown(&site, "b").customer);
    let clicks = |desk| site.events(desk).filter(|event| matches!(event, Event::UnattachClicked(_))).count();
    assert_eq!((clicks("a"), clicks("b")), (0, 1), "the click is the agent's own");
}

#[test]
fn who_is_offered_the_call_next_sees_its_record() {
    let mut site = Site::with_agent();
    let id = site.customer_calls(UNKNOWN);
    site.ok("a", SET, set_params(&id));
    site.agent("b", "moh5", "1234567891");
    site.ok("a", "toolbar.reject", json!([]));
    assert_eq!(shown(&site, "b").record, Some(jack()));
    assert!(site.story("b").contains(&"customerLinkedToInteraction"));
    assert!(site.desk("a").interactions.is_empty());
}

#[test]
fn past_the_last_new_customer_the_name_is_linked_without_a_number() {
    let (mut site, id) = in_talk(UNKNOWN);
    let full = (0..10_000u64).map(|n| (format!("9{n}"), CustomerId(n)));
    site.ecc.state.added = full.collect();
    site.ok("a", SET, set_params(&id));
    let customer = &shown(&site, "a").customer;
    assert_eq!((customer.customer_id, customer.name.as_deref()), (None, Some("Jack Rogers")));
    site.ok("a", "toolbar.unattachRecord", json!([]));
}

#[test]
fn hostile_text_stays_data() {
    let (mut site, id) = in_talk(UNKNOWN);
    let name = "\u{1b}[31m\u{202e}\"}{\u{0}";
    let answer = site.ok("a", SET, json!([id, "1", "Contact", name]));
    let data: Value = serde_json::from_str(answer["data"].as_str().unwrap()).unwrap();
    assert_eq!(data["info"]["recordName"], name);
    let kept = site.log.iter().any(|output| {
        matches!(&output.what, What::Change { change: Change::Record { record: Some(record), .. }, .. } if record.record_name == name)
    });
    assert!(kept, "the screen makes it visible, the wire carries it");
}

#[test]
fn a_preview_needs_no_interaction() {
    let mut site = signed_in();
    assert_eq!(site.ok("a", "toolbar.preview", json!(["1"])), "ok");
    assert_eq!(site.ok("a", PREVIEW, json!(["1", []])), Value::Null);
    assert_eq!(site.ok("a", "toolbar.openRecord", jack_params()), "ok");
}
