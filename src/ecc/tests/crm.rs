//! The CRM's objects and records: read, searched, created, changed, within bounds.

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::{Contract, SdkError};
use crate::ecc::Ecc;
use crate::workspace::crm::{MAX_CRM, MAX_OBJECT_RECORDS, MAX_RECORD, MAX_VALUE};
use crate::workspace::{CrmField, CrmObject, Workspace};

const CREATE: &str = "crm.createCase";
const UPDATE: &str = "crm.updateObject";
const SEARCH: &str = "crm.searchCase";
const CASES: &str = "crm.getAllCases";
const CONTACTS: &str = "crm.getAllContacts";

/// The vendor's sample of a method's answer.
pub fn sample(method: &str) -> Value {
    Contract::get().method(method).unwrap().answer.sample.clone()
}

/// The same keys in the same order, and the same types; what is null in either may be a text
/// or a number. The entries of a list are all like the sample's first.
#[track_caller]
pub fn is_like(got: &Value, sample: &Value) {
    match (got, sample) {
        (Value::Object(got), Value::Object(sample)) => {
            assert_eq!(got.keys().collect::<Vec<_>>(), sample.keys().collect::<Vec<_>>());
            got.iter().for_each(|(key, value)| is_like(value, &sample[key]));
        }
        (Value::Array(got), Value::Array(sample)) => {
            got.iter().for_each(|one| is_like(one, &sample[0]));
        }
        (Value::Number(got), Value::Number(sample)) => assert_eq!(got.is_u64(), sample.is_u64()),
        (Value::String(_), Value::String(_)) | (Value::Bool(_), Value::Bool(_)) => {}
        (Value::Null, Value::String(_) | Value::Number(_) | Value::Null) => {}
        (Value::String(_) | Value::Number(_), Value::Null) => {}
        _ => panic!("{got} is not like {sample}"),
    }
}

pub fn signed_in() -> Site {
    let mut site = Site::new();
    site.ok("a", "session.login", json!(["executive", ""]));
    site
}

fn signed_in_with(change: impl FnOnce(&mut Workspace)) -> Site {
    let mut site = Site::with(change);
    site.ok("a", "session.login", json!(["executive", ""]));
    site
}

/// The value of a field of a record in an answer.
pub fn value<'a>(record: &'a Value, field: &str) -> &'a Value {
    let fields = record.as_array().unwrap();
    &fields.iter().find(|one| one["field"] == field).unwrap_or_else(|| panic!("no {field}"))["value"]
}

#[track_caller]
fn subjects(answer: &Value) -> Vec<&str> {
    answer.as_array().unwrap().iter().map(|record| value(record, "Subject").as_str().unwrap()).collect()
}

#[track_caller]
fn count(answer: &Value) -> usize {
    answer.as_array().unwrap().len()
}

#[rstest]
#[case(CONTACTS, json!(["23", "32"]))]
#[case(CONTACTS, json!(["23", "Contact"]))]
#[case(CASES, json!(["23", "33"]))]
#[case(CASES, json!(["23", "case"]))]
#[case(SEARCH, json!(["23", "Case", "week", "Subject", 10, 0]))]
#[case(CREATE, json!(["Case", {"Subject": "Printer"}, "23"]))]
#[case(UPDATE, json!(["Case", {"Description": "Again"}, "23", "500dL000001oNEhQAM"]))]
#[case("configuration.getOmniCRMConfiguration", json!([]))]
#[case("configuration.getPrimaryColumnName", json!([]))]
fn answers_are_like_the_samples(#[case] method: &str, #[case] params: Value) {
    let answer = signed_in().ok("a", method, params);
    is_like(&answer, &sample(method));
    assert!(!answer.as_array().is_some_and(Vec::is_empty), "an empty list is like any");
}

#[test]
fn the_demo_holds_the_samples_records() {
    let mut site = signed_in();
    for (method, object) in [(CONTACTS, "32"), (CASES, "33")] {
        let answer = site.ok("a", method, json!(["23", object]));
        assert_eq!(answer.as_array().unwrap()[..2], sample(method).as_array().unwrap()[..]);
    }
    let found = site.ok("a", SEARCH, json!(["23", "Case", "consecutive", "Subject", 10, 0]));
    assert_eq!(found, sample(SEARCH));
}

#[test]
fn the_configuration_of_cases_is_the_samples() {
    let mut site = signed_in();
    let method = "configuration.getOmniCRMObjectConfiguration";
    let (mut got, mut wanted) = (site.ok("a", method, json!([]))[1].take(), sample(method)[0].take());
    assert_eq!(got["date_added"], "2025-07-14T07:23:16.000+00:00", "when the site began");
    for key in ["date_added", "date_modified"] {
        got[key].take();
        wanted[key].take();
    }
    assert_eq!(got.to_string(), wanted.to_string(), "key by key, in order");
}

#[test]
fn the_configuration_is_the_workspaces() {
    let mut site = signed_in_with(|w| {
        w.site.connector_id = 7;
        w.crm.crm_type = "Zoho".to_owned();
        w.crm.domain = "https://zoho.example.com".to_owned();
        w.crm.version = "2".to_owned();
        w.crm.primary_column = "phone1".to_owned();
        w.crm.objects[0].fields[1].preview = false;
        w.crm.objects[0].fields[1].label = None;
    });
    let crm = site.ok("a", "configuration.getOmniCRMConfiguration", json!([]));
    let told =
        ["crm_connector_id", "process_id", "crm_type", "crm_domain", "crm_version"].map(|key| &crm[key]);
    assert_eq!(told, [&json!(7), &json!(5), &json!("Zoho"), &json!("https://zoho.example.com"), &json!("2")]);
    assert_eq!(site.ok("a", "configuration.getPrimaryColumnName", json!([])), json!("phone1"));
    let objects = site.ok("a", "configuration.getOmniCRMObjectConfiguration", json!([]));
    let field = &objects[0]["objects_metadata"]["Contact"]["field_metadata"][1];
    assert_eq!((&field["label"], &field["should_show_on_preview"]), (&json!("FirstName"), &json!(false)));
    site.ok("a", "toolbar.selectCampaigns", json!([[172]]));
    let crm = site.ok("a", "configuration.getOmniCRMConfiguration", json!([]));
    assert_eq!(crm["process_id"], 78, "the chosen campaign's process goes before the assigned ones'");
}

#[test]
fn a_site_without_objects_has_a_configuration_still() {
    let mut site = signed_in_with(|w| w.crm.objects.clear());
    for (method, params) in [
        ("configuration.getOmniCRMObjectConfiguration", json!([])),
        (CONTACTS, json!(["23", "32"])),
        (CREATE, json!(["Case", {}, "23"])),
    ] {
        let error = site.call("a", method, params).unwrap_err();
        assert_eq!(error.code, DataNotFound);
        assert_eq!(error.data.hint.as_deref(), Some("add [[crm.objects]] to the workspace file"));
    }
    is_like(
        &site.ok("a", "configuration.getOmniCRMConfiguration", json!([])),
        &sample("configuration.getOmniCRMConfiguration"),
    );
    assert_eq!(site.ok("a", "configuration.getPrimaryColumnName", json!([])), "id");
}

#[rstest]
#[case::any_case(json!(["23", "Case", "INVOICE", "Subject", 10, 0]), &["Invoice shows last month's amount twice"])]
#[case::in_the_middle(json!(["23", "Case", "or", "Subject", 2, 0]), &["Performance inadequate for second consecutive week", "Starting generator after electrical failure"])]
#[case::offset(json!(["23", "Case", "or", "Subject", 2, 1]), &["Starting generator after electrical failure", "Portal rejects the new password"])]
#[case::beyond(json!(["23", "Case", "or", "Subject", 2, 3]), &[])]
#[case::far_beyond(json!(["23", "Case", "or", "Subject", 2, 9007199254740991u64]), &[])]
#[case::limit(json!(["23", "Case", "", "Subject", 1, 0]), &["Performance inadequate for second consecutive week"])]
#[case::whole_float(json!(["23", "Case", "portal", "Subject", 1.0, 0.0]), &["Portal rejects the new password"])]
#[case::by_id(json!(["23", "Case", "nel", "Id", 1, 0]), &["Delivery went to the old address"])]
#[case::nothing(json!(["23", "Case", "zebra", "Subject", 10, 0]), &[])]
fn cases_are_found(#[case] params: Value, #[case] wanted: &[&str]) {
    assert_eq!(subjects(&signed_in().ok("a", SEARCH, params)), wanted);
}

#[test]
fn any_object_can_be_searched_and_an_empty_field_is_no_text() {
    let mut site = signed_in();
    let found = site.ok("a", SEARCH, json!(["23", "Contact", "555", "OtherPhone", 10, 0]));
    assert_eq!(count(&found), 1);
    assert_eq!(value(&found[0], "LastName"), "Okafor");
    assert_eq!(count(&site.ok("a", SEARCH, json!(["23", "Contact", "", "OtherPhone", 100, 0]))), 44);
}

#[test]
fn a_case_is_made_read_changed_and_kept() {
    let mut site = signed_in();
    let made = site.ok("a", CREATE, json!(["Case", {"Subject": "Printer", "Description": null}, "23"]));
    let id = value(&made, "Id").as_str().unwrap().to_owned();
    assert!(id.len() == 18 && id.starts_with("500dL0"), "{id}");
    assert_eq!((value(&made, "Subject"), value(&made, "Description")), (&json!("Printer"), &Value::Null));
    assert_eq!(site.ok("a", CASES, json!(["23", "33"])).as_array().unwrap().last(), Some(&made));

    let changed = site.ok("a", UPDATE, json!(["Case", {"Description": "Jammed"}, "23", id]));
    assert_eq!(
        (value(&changed, "Subject"), value(&changed, "Description")),
        (&json!("Printer"), &json!("Jammed"))
    );
    // What was answered can come back whole, and an id without its suffix is the same one.
    assert_eq!(site.ok("a", UPDATE, json!(["Case", changed, "23", &id[..15]])), changed);
    let emptied = site.ok("a", UPDATE, json!(["Case", {"Description": ""}, "23", id]));
    assert_eq!(value(&emptied, "Description"), &Value::Null);
    assert_eq!(site.ok("a", UPDATE, json!(["Case", {}, "23", id])), emptied, "nothing to change");

    site.ecc = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    let found = site.ok("a", SEARCH, json!(["23", "Case", "printer", "Subject", 10, 0]));
    assert_eq!(found, json!([emptied]), "a snapshot keeps it");
    assert_eq!(count(&site.ok("a", CASES, json!(["23", "33"]))), 6, "and there is one of it");
}

#[test]
fn records_of_every_type_are_made_from_lists_of_fields_too() {
    let mut site = signed_in();
    let data = json!([{"field": "Id", "value": null, "type": "id"}, {"field": "LastName", "value": "Moss"}, {"field": "Phone"}]);
    let made = site.ok("a", CREATE, json!(["contact", data, "23"]));
    is_like(&made, &sample(CONTACTS)[0]);
    assert!(value(&made, "Id").as_str().unwrap().starts_with("003dL0"));
    assert_eq!(value(&made, "LastName"), "Moss");
    let again = signed_in().ok("a", CREATE, json!(["Contact", {"LastName": "Moss"}, "23"]));
    assert_eq!(again, made, "the same seed and inputs, the same id");
    let next = site.ok("a", CREATE, json!(["Contact", {"LastName": "Moss"}, "23"]));
    assert_ne!(value(&next, "Id"), value(&made, "Id"));
}

/// An older snapshot knows no CRM; one of a smaller workspace knows fewer objects.
#[test]
fn what_a_snapshot_lacks_comes_from_the_workspace() {
    let mut site = signed_in();
    site.ok("a", UPDATE, json!(["Contact", {"LastName": "Moss"}, "23", "003dL000000Pun1QAC"]));
    let mut snapshot: Value = serde_json::from_str(&site.ecc.snapshot()).unwrap();
    snapshot["crm"]["objects"].as_object_mut().unwrap().remove("33").unwrap();
    site.ecc = Ecc::restore(site.workspace.clone(), &snapshot.to_string()).unwrap();
    assert_eq!(count(&site.ok("a", CASES, json!(["23", "33"]))), 5);
    assert_eq!(value(&site.ok("a", CONTACTS, json!(["23", "32"]))[0], "LastName"), "Moss");
    snapshot.as_object_mut().unwrap().remove("crm").unwrap();
    site.ecc = Ecc::restore(site.workspace.clone(), &snapshot.to_string()).unwrap();
    assert_eq!(value(&site.ok("a", CONTACTS, json!(["23", "32"]))[0], "LastName"), "Rogers");
}

#[rstest]
#[case::connector(CONTACTS, json!(["24", "32"]), "there is no CRM connector \"24\"", "this site's connector is \"23\"")]
#[case::connector_of_cases(CASES, json!(["", "33"]), "there is no CRM connector \"\"", "this site's connector is \"23\"")]
#[case::connector_of_create(CREATE, json!(["Case", {"Subject": "x"}, "x"]), "there is no CRM connector", "\"23\"")]
#[case::connector_of_update(UPDATE, json!(["Case", {}, "x", "500dL000001oNEhQAM"]), "there is no CRM connector", "\"23\"")]
#[case::connector_of_search(SEARCH, json!(["x", "Case", "", "Subject", 1, 0]), "there is no CRM connector", "\"23\"")]
#[case::object(CONTACTS, json!(["23", "Contract"]), "the CRM has no object \"Contract\"", "did you mean Contact?")]
#[case::object_id(CASES, json!(["23", "34"]), "the CRM has no object \"34\"", "the objects are: Contact, Case")]
#[case::contacts_as_cases(CASES, json!(["23", "32"]), "object 32 holds Contact", "crm.getAllContacts lists them")]
#[case::type_to_create(CREATE, json!(["Cose", {}, "23"]), "the CRM has no object \"Cose\"", "did you mean Case?")]
#[case::id_is_no_type(CREATE, json!(["33", {}, "23"]), "the CRM has no object \"33\"", "the objects are")]
#[case::type_to_update(UPDATE, json!(["Lead", {}, "23", "x"]), "the CRM has no object \"Lead\"", "the objects are: Contact, Case")]
#[case::type_to_search(SEARCH, json!(["23", "Lead", "", "Subject", 1, 0]), "the CRM has no object \"Lead\"", "the objects are")]
#[case::field(CREATE, json!(["Case", {"Subjct": "x"}, "23"]), "Case has no field \"Subjct\"", "did you mean Subject?")]
#[case::field_in_list(UPDATE, json!(["Case", [{"field": "Status", "value": "x"}], "23", "500dL000001oNEhQAM"]), "Case has no field \"Status\"", "the fields are: Id, Subject, Description")]
#[case::record(UPDATE, json!(["Case", {}, "23", "500dL000001oNEhQAX"]), "there is no Case \"500dL000001oNEhQAX\"", "did you mean 500dL000001oNEhQAM?")]
#[case::record_of_another_object(UPDATE, json!(["Case", {}, "23", "1"]), "there is no Case \"1\"", "crm.searchCase finds records")]
#[case::search_field(SEARCH, json!(["23", "Case", "", "Subjekt", 1, 0]), "Case can't be searched by \"Subjekt\"", "did you mean Subject?")]
#[case::not_searchable(SEARCH, json!(["23", "Case", "", "Description", 1, 0]), "Case can't be searched by \"Description\"", "it can be by: Id, Subject")]
fn what_does_not_exist_is_named_with_the_nearest(
    #[case] method: &str,
    #[case] params: Value,
    #[case] message: &str,
    #[case] hint: &str,
) {
    let mut site = signed_in();
    let before = site.ecc.snapshot();
    let error = site.call("a", method, params).unwrap_err();
    assert_eq!(error.code, DataNotFound);
    assert!(error.message.contains(message), "{}", error.message);
    assert!(error.data.hint.as_deref().unwrap_or_default().contains(hint), "{:?}", error.data.hint);
    assert_eq!(site.ecc.snapshot(), before, "a refusal changes nothing");
}

#[rstest]
#[case::nothing(CREATE, json!(["Case", {}, "23"]), "data.Subject", "string")]
#[case::empty(CREATE, json!(["Case", {"Subject": ""}, "23"]), "data.Subject", "string")]
#[case::null(CREATE, json!(["Case", {"Subject": null}, "23"]), "data.Subject", "string")]
#[case::no_data(CREATE, json!({"objectType": "Case", "connectorId": "23"}), "data", "any value")]
#[case::emptied(UPDATE, json!(["Case", {"Subject": null}, "23", "500dL000001oNEhQAM"]), "data.Subject", "string")]
#[case::number(CREATE, json!(["Case", {"Subject": 5}, "23"]), "data.Subject", "string or null")]
#[case::object(UPDATE, json!(["Case", {"Subject": {}}, "23", "500dL000001oNEhQAM"]), "data.Subject", "string or null")]
#[case::text(CREATE, json!(["Case", "Subject", "23"]), "data", "an object of field names and values, or a list of {field, value}")]
#[case::entry_without_a_name(CREATE, json!(["Case", [{"field": "Subject", "value": "x"}, {"value": "x"}], "23"]), "data[1].field", "string")]
#[case::entry_of_another_type(CREATE, json!(["Case", ["Subject"], "23"]), "data[0].field", "string")]
#[case::own_id(CREATE, json!(["Case", {"Subject": "x", "Id": "500"}, "23"]), "data.Id", "no value: the CRM gives the id")]
#[case::another_id(UPDATE, json!(["Case", {"Id": "500"}, "23", "500dL000001oNEhQAM"]), "data.Id", "the record's own id, or no value")]
#[case::limit_0(SEARCH, json!(["23", "Case", "", "Subject", 0, 0]), "limit", "a whole number, 1 to 1000")]
#[case::limit_1001(SEARCH, json!(["23", "Case", "", "Subject", 1001, 0]), "limit", "a whole number, 1 to 1000")]
#[case::limit_half(SEARCH, json!(["23", "Case", "", "Subject", 0.5, 0]), "limit", "a whole number, 1 to 1000")]
#[case::offset_negative(SEARCH, json!(["23", "Case", "", "Subject", 1, -1]), "offset", "a whole number from 0")]
#[case::offset_half(SEARCH, json!(["23", "Case", "", "Subject", 1, 1.5]), "offset", "a whole number from 0")]
#[case::offset_text(SEARCH, json!(["23", "Case", "", "Subject", 1, "0"]), "offset", "number")]
fn what_does_not_fit_is_named_with_what_was_expected(
    #[case] method: &str,
    #[case] params: Value,
    #[case] field: &str,
    #[case] expected: &str,
) {
    let mut site = signed_in();
    let before = site.ecc.snapshot();
    let error = site.call("a", method, params).unwrap_err();
    assert_eq!(error.code, RequiredFieldMissing);
    let (at, wanted) = (error.data.field.as_deref(), error.data.expected.as_deref());
    assert_eq!((at, wanted), (Some(field), Some(expected)));
    assert_eq!(site.ecc.snapshot(), before, "a refusal changes nothing");
}

#[rstest]
#[case(CONTACTS, json!(["23", "32"]))]
#[case(CASES, json!(["23", "33"]))]
#[case(SEARCH, json!(["23", "Case", "", "Subject", 1, 0]))]
#[case(CREATE, json!(["Case", {"Subject": "x"}, "23"]))]
#[case(UPDATE, json!(["Case", {}, "23", "500dL000001oNEhQAM"]))]
#[case("configuration.getOmniCRMObjectConfiguration", json!([]))]
#[case("configuration.getOmniCRMConfiguration", json!([]))]
#[case("configuration.getPrimaryColumnName", json!([]))]
#[case("crm.setRecordInfoForInteraction", json!(["x", "1", "Contact", "Jack"]))]
#[case("crm.showMultipleRecordsForInteraction", json!(["x", []]))]
#[case("crm.showMultipleRecordsForPreview", json!(["1", []]))]
#[case("toolbar.preview", json!(["1"]))]
#[case("toolbar.attachRecord", json!(["1", "Contact", "Jack"]))]
#[case("toolbar.unattachRecord", json!([]))]
#[case("toolbar.openRecord", json!(["1", "Contact", "Jack"]))]
#[case("toolbar.createRecord", json!(["Contact"]))]
#[case("toolbar.askCurrentRecord", json!([]))]
fn nobody_who_is_signed_out_is_served(#[case] method: &str, #[case] params: Value) {
    let mut site = Site::new();
    refused(site.call("a", method, params), HttpError, 403);
    assert_eq!(site.log.len(), 1, "only the answer goes out");
}

#[track_caller]
fn refused(result: Result<Value, SdkError>, code: ErrorCode, http: u16) {
    let error = result.expect_err("must be refused");
    assert_eq!((error.code, error.data.http), (code, Some(http)), "{error:?}");
}

/// A CRM of one object `Note`, with so many texts beside the id.
fn notes(texts: usize, records: impl Iterator<Item = Value>) -> impl FnOnce(&mut Workspace) {
    let field = |name: String, kind: &str| CrmField {
        name,
        label: None,
        kind: kind.to_owned(),
        required: false,
        searchable: true,
        preview: true,
    };
    let mut fields = vec![field("Id".to_owned(), "id")];
    fields.extend((0..texts).map(|n| field(format!("t{n}"), "string")));
    let records = records.map(|record| record.as_object().unwrap().clone()).collect();
    let object = CrmObject { id: 1, object_type: "Note".to_owned(), fields, records };
    move |workspace| workspace.crm.objects = vec![object]
}

#[test]
fn an_object_holds_so_many_records_and_no_more() {
    let records = (1..MAX_OBJECT_RECORDS).map(|n| json!({"Id": n.to_string()}));
    let mut site = signed_in_with(notes(1, records));
    site.ok("a", CREATE, json!(["Note", {}, "23"]));
    refused(site.call("a", CREATE, json!(["Note", {}, "23"])), HttpError, 507);
    site.ok("a", UPDATE, json!(["Note", {"t0": "x"}, "23", "1"]));
    // An answer holds the first thousand; the rest is reached by an offset.
    let all = site.ok("a", CONTACTS, json!(["23", "1"]));
    assert_eq!((count(&all), value(&all[999], "Id")), (1000, &json!("1000")));
    let last = site.ok("a", SEARCH, json!(["23", "Note", "", "Id", 1000, 9_999]));
    assert_eq!(count(&last), 1);
}

#[test]
fn an_answer_fits_into_a_message() {
    let text = "\u{1}".repeat(900);
    let mut site = signed_in_with(notes(1, (0..400).map(|n| json!({"Id": n.to_string(), "t0": text}))));
    let (mut got, mut answers) = (Vec::new(), 0);
    loop {
        let answer = site.ok("a", SEARCH, json!(["23", "Note", "", "Id", 1000, got.len()]));
        assert!(answer.to_string().len() < 1_000_000, "it is a part of a message of 1 MiB");
        let Value::Array(records) = answer else { panic!("no list") };
        if records.is_empty() {
            break;
        }
        answers += 1;
        got.extend(records.iter().map(|record| value(record, "Id").as_str().unwrap().to_owned()));
    }
    assert_eq!(got, (0..400).map(|n| n.to_string()).collect::<Vec<_>>(), "none is lost, none comes twice");
    assert_eq!(answers, 3);
    assert!(count(&site.ok("a", CONTACTS, json!(["23", "1"]))) < 200);
}

#[test]
fn texts_and_records_have_a_longest() {
    let mut site = signed_in_with(notes(10, [json!({"Id": "1"})].into_iter()));
    let data = |texts: usize, long: usize| -> Value {
        (0..texts)
            .map(|n| (format!("t{n}"), json!("x".repeat(long))))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    for (method, rest) in [(CREATE, vec![]), (UPDATE, vec![json!("1")])] {
        let mut call = |data: Value| {
            let mut params = vec![json!("Note"), data, json!("23")];
            params.extend(rest.clone());
            site.call("a", method, params.into())
        };
        call(data(1, MAX_VALUE)).unwrap();
        let error = call(data(1, MAX_VALUE + 1)).unwrap_err();
        assert_eq!((error.code, error.data.field.as_deref()), (RequiredFieldMissing, Some("data.t0")));
        assert_eq!(error.data.expected.as_deref(), Some("at most 32768 bytes"));
        let error = call(data(9, MAX_RECORD / 9)).unwrap_err();
        assert_eq!((error.code, error.data.field.as_deref()), (RequiredFieldMissing, Some("data")));
        let entries: Vec<Value> = (0..201).map(|_| json!({"field": "t0"})).collect();
        let error = call(entries.into()).unwrap_err();
        assert_eq!(error.data.expected.as_deref(), Some("at most 200 fields"));
    }
}

#[test]
fn the_whole_crm_has_a_size_and_no_more() {
    let text = "x".repeat(MAX_VALUE);
    let per_record = MAX_VALUE + 40;
    let records = (0..MAX_CRM / per_record).map(|n| json!({"Id": n.to_string(), "t0": text}));
    let mut site = signed_in_with(notes(1, records));
    refused(site.call("a", CREATE, json!(["Note", {"t0": text}, "23"])), HttpError, 507);
    let made = site.ok("a", CREATE, json!(["Note", {"t0": "short"}, "23"]));
    let id = value(&made, "Id");
    refused(site.call("a", UPDATE, json!(["Note", {"t0": text}, "23", id])), HttpError, 507);
    site.ok("a", UPDATE, json!(["Note", {"t0": ""}, "23", "0"]));
    site.ok("a", UPDATE, json!(["Note", {"t0": text}, "23", id]));
    assert!(site.ecc.snapshot().len() < 4 << 20, "a snapshot of it is a line of a recording");
}

#[test]
fn a_word_that_does_not_end_is_named_by_its_beginning() {
    let mut site = signed_in();
    let long = "\u{1b}".repeat(500_000);
    for (method, params) in [
        (CONTACTS, json!([long, "32"])),
        (CONTACTS, json!(["23", long])),
        (CREATE, json!(["Case", {long.clone(): "x"}, "23"])),
        (UPDATE, json!(["Case", {}, "23", long])),
        (SEARCH, json!(["23", "Case", "", long, 1, 0])),
    ] {
        let error = site.call("a", method, params).unwrap_err();
        assert_eq!(error.code, DataNotFound);
        assert!(error.message.len() < 1000 && error.message.ends_with('…'), "{}", error.message.len());
    }
}
