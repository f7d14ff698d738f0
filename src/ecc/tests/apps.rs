//! Integrations of a desk: who is listed, what they are told, and what they send each other.

use std::sync::Arc;

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use crate::contract::check::{Args, check};
use crate::contract::ids::DeskId;
use crate::contract::{Contract, ErrorCode, Event, SdkError};
use crate::desk::Integration;
use crate::desk::integration::MAX_INTEGRATIONS;
use crate::ecc::dispatch::Call;
use crate::ecc::params::Params;
use crate::ecc::{Ecc, Input, PeerInput, Request, Ticket, What};
use crate::wire::Role;
use crate::wire::depth::MAX_DEPTH;

fn desk() -> DeskId {
    DeskId::from("a")
}

fn integration(peer: &str, role: Role, instance: Option<&str>, app: Option<&str>) -> Integration {
    Integration {
        peer: peer.to_owned(),
        role,
        instance_id: instance.map(str::to_owned),
        app_id: app.map(str::to_owned),
        origin: Some("https://crm.example.com".to_owned()),
        loaded: false,
    }
}

/// A site, and who calls.
trait Peers {
    fn comes(&mut self, integration: Integration);
    fn goes(&mut self, peer: &str);
    fn by(&mut self, peer: &str, role: Role, method: &str, params: Value) -> Result<Value, SdkError>;
    fn app_told(&self, peer: &str) -> Vec<Event>;
}

impl Peers for Site {
    fn comes(&mut self, integration: Integration) {
        self.input(Input::Peer(PeerInput::Came { desk: desk(), integration }));
    }

    fn goes(&mut self, peer: &str) {
        self.input(Input::Peer(PeerInput::Gone { desk: desk(), name: peer.into() }));
    }

    fn by(&mut self, peer: &str, role: Role, method: &str, params: Value) -> Result<Value, SdkError> {
        let spec = Contract::get().require_method(method)?;
        let params = check(spec, Args::from_json(Some(params))?)?;
        let (ticket, peer) = (Ticket(1_000), peer.into());
        let (method, credential) = (spec.id.clone(), None);
        let outputs = self.input(Input::Request(Request {
            ticket,
            desk: desk(),
            peer,
            role,
            method,
            params,
            credential,
        }));
        let What::Answer { result, .. } = &outputs[0].what else { panic!("the answer comes first") };
        result.clone()
    }

    /// What only this integration was told.
    fn app_told(&self, peer: &str) -> Vec<Event> {
        let to_it = |to: &Option<Arc<str>>| to.as_deref() == Some(peer);
        let events = self.log.iter().filter_map(|output| match &output.what {
            What::Event { event, to, .. } if to_it(to) => Some(Event::clone(event)),
            _ => None,
        });
        events.collect()
    }
}

fn lifecycle(words: &[&str]) -> Vec<Event> {
    words.iter().map(|word| Event::Lifecycle((*word).to_owned())).collect()
}

/// Two instances of an app, one of another, and a page.
fn busy() -> Site {
    let mut site = Site::new();
    site.comes(integration("p1", Role::Crm, None, None));
    site.comes(integration("p2", Role::App, Some("notes-1"), Some("app-crm-notes")));
    site.comes(integration("p3", Role::App, Some("notes-2"), Some("app-crm-notes")));
    site.comes(integration("p4", Role::App, None, None));
    site
}

fn listed(site: &Site) -> Vec<(&str, bool)> {
    site.desk("a").integrations.iter().map(|one| (one.peer.as_str(), one.loaded)).collect()
}

#[test]
fn who_comes_is_listed_and_an_app_is_told_that_it_is_registered() {
    let mut site = busy();
    assert_eq!(listed(&site), [("p1", false), ("p2", false), ("p3", false), ("p4", false)]);
    assert_eq!(site.app_told("p2"), lifecycle(&["registered"]));
    assert_eq!(site.app_told("p1"), [], "a page is no app");
    site.goes("p3");
    site.goes("nobody");
    assert_eq!(listed(&site), [("p1", false), ("p2", false), ("p4", false)]);
}

#[test]
fn who_comes_back_is_the_same_and_not_registered_again() {
    let mut site = busy();
    site.by("p2", Role::App, "onLoadHandler", json!([true])).unwrap();
    site.goes("p2");
    site.comes(integration("p2", Role::App, Some("notes-1"), Some("app-crm-notes")));
    assert_eq!(listed(&site), [("p1", false), ("p3", false), ("p4", false), ("p2", true)]);
    // Its older connection still stood: no one saw it go.
    site.comes(integration("p3", Role::App, Some("notes-2"), Some("app-crm-notes")));
    assert_eq!(listed(&site)[1], ("p3", false));
    assert_eq!(site.app_told("p2"), lifecycle(&["registered", "loaded"]));
    assert_eq!(site.app_told("p3"), lifecycle(&["registered"]));
}

#[test]
fn loading_is_told_to_the_toolbar_and_to_the_app_itself() {
    let mut site = busy();
    for (peer, role) in [("p1", Role::Crm), ("p2", Role::App), ("toolbar", Role::Toolbar)] {
        assert_eq!(site.by(peer, role, "onLoadHandler", json!([true])).unwrap(), Value::Null);
    }
    assert_eq!(listed(&site), [("p1", true), ("p2", true), ("p3", false), ("p4", false)]);
    site.by("p2", Role::App, "onLoadHandler", json!([false])).unwrap();
    assert_eq!(listed(&site)[1], ("p2", false));
    assert_eq!(site.app_told("p2"), lifecycle(&["registered", "loaded", "unloaded"]));
    assert_eq!(site.app_told("p1"), []);
}

#[rstest]
#[case("appInstance.getAllInfo", "app-crm-notes", &["notes-1", "notes-2"])]
#[case("appInstance.getAllInfo", "notes-2", &["notes-2"])]
#[case("appInstance.getAllInfo", "ameyoIframe", &["ameyoIframe"])]
#[case("instance.getInfo", "notes-1", &["notes-1"])]
#[case("appInstance.getInfo", "ameyoIframe", &["ameyoIframe"])]
fn apps_are_found_by_their_names(#[case] method: &str, #[case] id: &str, #[case] instances: &[&str]) {
    let mut site = busy();
    site.by("p2", Role::App, "onLoadHandler", json!([true])).unwrap();
    let answer = site.by("p4", Role::App, method, json!([id])).unwrap();
    let infos = answer.as_array().cloned().unwrap_or_else(|| vec![answer]);
    let sample = &Contract::get().method("appInstance.getInfo").unwrap().answer.sample;
    let keys = |info: &Value| info.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert!(infos.iter().all(|info| keys(info) == keys(sample)), "{infos:?}");
    assert_eq!(infos.iter().map(|info| info["instanceId"].as_str().unwrap()).collect::<Vec<_>>(), instances);
    assert!(infos.iter().all(|info| info["isLoaded"] == (info["instanceId"] == "notes-1")), "{infos:?}");
}

#[rstest]
#[case("appInstance.getAllInfo", json!(["app-crm-note"]), "did you mean app-crm-notes?")]
#[case("appInstance.getInfo", json!(["notes-3"]), "did you mean notes-2?")]
#[case("appInstance.getInfo", json!(["xyz"]), "3 are connected, ameyoIframe among them")]
#[case("appInstance.sendDataToApp", json!(["xyz", 1]), "3 are connected, ameyoIframe among them")]
fn an_unknown_app_names_the_nearest(#[case] method: &str, #[case] params: Value, #[case] hint: &str) {
    let error = busy().by("p4", Role::App, method, params.clone()).unwrap_err();
    assert_eq!((error.code, error.data.hint.as_deref()), (ErrorCode::DataNotFound, Some(hint)));
    let error = Site::new().by("p4", Role::App, method, params).unwrap_err();
    assert!(error.data.hint.unwrap().starts_with("no app is connected"));
}

#[test]
fn data_goes_to_an_instance_the_page_and_the_apps() {
    let mut site = busy();
    let data = json!({"orderId": "ORD-77"});
    let sent = site.by("p4", Role::App, "instance.sendData", json!(["notes-1", data])).unwrap();
    assert_eq!(sent, Value::Null);
    assert_eq!(site.app_told("p2")[1..], [Event::UiData(data.clone()), Event::AppData(data.clone())]);
    assert_eq!(site.app_told("p3"), lifecycle(&["registered"]));
    // Which method calls these is the CRM's matter.
    let call = |data: &Value| Call {
        ticket: Ticket(1),
        desk: desk(),
        peer: "p1".into(),
        role: Role::Crm,
        params: Params(json!({"contextData": data}).as_object().cloned().unwrap_or_default()),
        credential: None,
    };
    assert_eq!(site.ecc.send_data_to_crm(&call(&data)), Ok(Value::Null));
    assert_eq!(site.ecc.send_data_to_app(&call(&data)), Ok(Value::Null));
    let large = json!("x".repeat(256 << 10));
    assert!(
        site.ecc.send_data_to_crm(&call(&large)).is_err()
            && site.ecc.send_data_to_app(&call(&large)).is_err()
    );
    site.wait(0);
    let told: Vec<&Event> = site.events("a").collect();
    assert_eq!(told[told.len() - 2..], [&Event::DataFromApp(data.clone()), &Event::DataFromCrm(data)]);
}

#[test]
fn too_much_data_is_refused() {
    let mut site = busy();
    let fits = "x".repeat((256 << 10) - 2);
    site.by("p4", Role::App, "appInstance.sendDataToApp", json!(["notes-1", fits])).unwrap();
    let error = site.by("p4", Role::App, "appInstance.sendDataToApp", json!(["notes-1", fits + "x"]));
    let error = error.unwrap_err();
    assert_eq!(
        (error.code, error.data.field.as_deref()),
        (ErrorCode::RequiredFieldMissing, Some("contextData"))
    );
}

#[test]
fn the_list_is_bounded_and_whoever_is_not_in_it_works() {
    let mut site = Site::new();
    for number in 0..MAX_INTEGRATIONS + 10 {
        site.comes(integration(&format!("p{number}"), Role::App, Some(&format!("i{number}")), None));
    }
    assert_eq!(site.desk("a").integrations.len(), MAX_INTEGRATIONS);
    let last = format!("p{}", MAX_INTEGRATIONS + 9);
    site.by(&last, Role::App, "onLoadHandler", json!([true])).unwrap();
    assert_eq!(site.app_told(&last), lifecycle(&["registered", "loaded"]));
    site.goes(&last);
    site.comes(integration(&last, Role::App, None, None));
    assert_eq!(site.app_told(&last).len(), 2, "not registered again");
    // Dropped connections are remembered, but not all of them.
    for number in 0..1_000 {
        site.comes(integration(&format!("q{number}"), Role::App, None, None));
        site.goes(&format!("q{number}"));
    }
    assert_eq!(site.ecc.state.memories[&desk()].away.len(), 256);
}

#[test]
fn a_call_of_initialize_says_who_calls_and_names_the_instance() {
    let mut site = busy();
    let config =
        |instance: Value| json!([{"context": "app", "origin": "https://x.example", "instanceId": instance}]);
    let answer = site.by("p4", Role::App, "initialize", config(json!("tickets"))).unwrap();
    assert_eq!(answer, json!({"context": "app", "origin": "https://x.example", "instanceId": "tickets"}));
    assert_eq!(site.desk("a").integrations[3].instance_id.as_deref(), Some("tickets"));
    let long = |bytes: usize| config(json!("x".repeat(bytes)));
    assert!(site.by("p4", Role::App, "initialize", long(256)).is_ok());
    let error = site.by("p4", Role::App, "initialize", long(257)).unwrap_err();
    assert_eq!(error.data.field.as_deref(), Some("config.instanceId"));
    assert_eq!(site.desk("a").integrations[3].instance_id.as_ref().map(String::len), Some(256));
    let answer = site.by("nobody", Role::App, "initialize", config(Value::Null)).unwrap();
    assert_eq!(answer["instanceId"], "ameyoIframe");
    let error =
        site.by("p4", Role::App, "initialize", json!([{"context": "ap", "origin": "x"}])).unwrap_err();
    assert_eq!(error.data.field.as_deref(), Some("config.context"));
}

#[test]
fn a_base_is_kept_for_the_desk_without_its_slash() {
    let mut site = Site::new();
    let error = site.by("p1", Role::Crm, "getBaseUrl", json!([])).unwrap_err();
    assert_eq!(error.code, ErrorCode::DataNotFound);
    for url in
        ["ecc.example.com", "ftp://ecc.example.com", "https://", "http:///x", "http://a b", "http://:80"]
    {
        let error = site.by("p1", Role::Crm, "setBaseUrl", json!([url])).unwrap_err();
        assert_eq!((error.code, error.data.field.as_deref()), (ErrorCode::RequiredFieldMissing, Some("url")));
    }
    let long = format!("https://ecc.example.com/{}", "x".repeat(2_048));
    assert!(site.by("p1", Role::Crm, "setBaseUrl", json!([long])).is_err());
    assert_eq!(
        site.by("p1", Role::Crm, "setBaseUrl", json!(["HTTPS://ecc.example.com/s/one//"])).unwrap(),
        Value::Null
    );
    let base = site.by("p2", Role::App, "getBaseUrl", json!([])).unwrap();
    assert_eq!(base, "HTTPS://ecc.example.com/s/one");
    site.input(Input::DeskOver { desk: desk() });
    assert!(site.by("p2", Role::App, "getBaseUrl", json!([])).is_err());
}

#[test]
fn who_is_there_survives_a_snapshot() {
    let mut site = busy();
    site.goes("p3");
    let restored = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    assert_eq!(restored.state, site.ecc.state);
}

#[test]
fn a_record_as_deep_as_a_message_may_be_is_restored() {
    let mut site = busy();
    // The parameters and the record are two levels more.
    let deep = (2..MAX_DEPTH).fold(json!(1), |inner, _| json!([inner]));
    let record = json!({"recordId": "1", "recordType": "Contact", "recordName": "x", "additionalInfo": deep});
    site.by("p1", Role::Crm, "crm.sendCurrentCRMRecordOpened", json!([record])).unwrap();
    let state = serde_json::to_string(&site.desk("a")).unwrap();
    let read: crate::desk::DeskState = serde_json::from_str(&state).unwrap();
    assert_eq!(read.filled.current_record.unwrap().additional_info, Some(deep));
    let restored = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    assert_eq!(restored.snapshot(), site.ecc.snapshot());
}
