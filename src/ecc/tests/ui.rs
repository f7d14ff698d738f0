//! What integrations fill in, show and keep at a desk.

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::Event;
use crate::contract::ids::{CallContextId, DeskId};
use crate::contract::session::SelectedExtension;
use crate::desk::{Change, Integration, NewInteraction, ToastVariant};
use crate::ecc::memory::{MAX_KEY, MAX_KEYS, MAX_STORE, MAX_VALUE};
use crate::ecc::{Ecc, Input, Request, Ticket, What};
use crate::wire::{Credential, Role};

const POPULATE: &str = "ui.populateChannelDetailsForNewInteraction";
const TYPED: &str = "toolbar.setNewInteraction";
const SEARCHED: &str = "configuration.getPhoneNumberForSearch";
const VISIBLE: &str = "toolbar.setWindowVisible";

fn details(phone: &str) -> Value {
    json!(["chat", "webchat", {"campaignId": "172", "appName": "web", "phone": phone, "name": "Ann"}])
}

/// `ui.setLoginInfo` as the hub hands it on: the token is taken out and compared.
fn fill_login(site: &mut Site, username: &str, credential: Credential) {
    let outputs = site.input(Input::Request(Request {
        ticket: Ticket(0),
        desk: DeskId::from("a"),
        peer: "p1".into(),
        role: Role::Crm,
        method: "ui.setLoginInfo".to_owned(),
        params: json!({"username": username}).as_object().unwrap().clone(),
        credential: Some(credential),
    }));
    assert!(matches!(&outputs[0].what, What::Answer { result: Ok(Value::Null), .. }), "{outputs:?}");
}

fn changes(site: &Site, wanted: impl Fn(&Change) -> bool) -> usize {
    let told =
        |output: &&crate::ecc::Output| matches!(&output.what, What::Change { change, .. } if wanted(change));
    site.log.iter().filter(told).count()
}

#[test]
fn an_agent_signs_in_as_an_integration_filled_in() {
    let mut site = Site::new();
    fill_login(&mut site, "executive", Credential::Ok);
    assert_eq!(site.desk("a").filled.username.as_deref(), Some("executive"));
    assert_eq!(site.ok("a", "toolbar.signIn", json!([])), json!("ok"));
    assert_eq!(site.desk("a").session.as_ref().unwrap().user_id.as_str(), "executive");
    assert_eq!(site.desk("a").filled.username, None);
    site.ok("a", "session.logout", json!([]));
    let again = site.call("a", "toolbar.signIn", json!([])).unwrap_err();
    assert_eq!(again.code, DataNotFound, "it is forgotten");
}

#[test]
fn a_wrong_token_does_not_sign_in_and_stays_to_be_replaced() {
    let mut site = Site::new();
    fill_login(&mut site, "executive", Credential::Bad);
    for _ in 0..2 {
        let refused = site.call("a", "toolbar.signIn", json!([])).unwrap_err();
        assert_eq!(refused.data.http, Some(401));
    }
    fill_login(&mut site, "executive", Credential::Ok);
    site.ok("a", "toolbar.signIn", json!([]));
}

#[test]
fn what_was_filled_in_is_not_for_the_next_session() {
    let mut site = Site::new();
    fill_login(&mut site, "moh5", Credential::Ok);
    site.ok("a", "session.login", json!(["executive", ""]));
    assert_eq!(site.call("a", "toolbar.signIn", json!([])).unwrap_err().code, DataNotFound);
    site.ok("a", POPULATE, details("5550100"));
    site.ok("a", "ui.setExtensionInfo", json!([16, "1234567890"]));
    site.ok("a", "store.set", json!(["k", "v"]));
    site.ok("a", "session.logout", json!([]));
    assert!(site.desk("a").filled.is_empty());
    assert_eq!(site.call("a", SEARCHED, json!([])).unwrap_err().code, DataNotFound);
    let memory = &site.ecc.state.memories[&DeskId::from("a")];
    assert_eq!((&memory.extension, &memory.login), (&None, &None));
    assert_eq!(site.ok("a", "store.get", json!(["k"])), json!("v"), "the store is the desk's");
}

#[test]
fn screens_are_filled_in_whoever_is_signed_in() {
    let mut site = Site::new();
    assert_eq!(site.ok("a", "ui.setExtensionInfo", json!([16, "1234567890"])), Value::Null);
    let extension =
        SelectedExtension { call_context_id: Some(CallContextId(16)), phone: "1234567890".to_owned() };
    assert_eq!(site.desk("a").filled.extension, Some(extension));
    assert_eq!(site.ok("a", POPULATE, details("5550100")), Value::Null);
    let form = site.desk("a").filled.new_interaction.clone().unwrap();
    assert_eq!((form.channel_sub_type.as_str(), form.app_name.as_str()), ("webchat", "web"));
    assert_eq!(site.ok("a", SEARCHED, json!([])), json!("5550100"));
}

#[test]
fn what_is_typed_is_told_when_it_changes() {
    let mut site = Site::with_agent();
    site.ok("a", POPULATE, details("5550100"));
    let typed = json!({"phone": "777", "channelType": "chat", "campaignId": 172});
    for _ in 0..3 {
        site.ok("a", TYPED, typed.clone());
    }
    assert_eq!(site.ok("a", SEARCHED, json!([])), json!("777"));
    let by_hand = |change: &Change| matches!(change, Change::NewInteraction { by_integration: false, .. });
    assert_eq!(changes(&site, by_hand), 1);
    let form = site.desk("a").filled.new_interaction.clone().unwrap();
    let expected = NewInteraction {
        channel_type: "chat".to_owned(),
        channel_sub_type: "webchat".to_owned(),
        campaign_id: "172".to_owned(),
        app_name: "web".to_owned(),
        phone: "777".to_owned(),
        name: String::new(),
    };
    assert_eq!(form, expected, "what is left out is empty, what has no field stays");
    site.ok("a", TYPED, json!({}));
    let form = site.desk("a").filled.new_interaction.clone().unwrap();
    assert_eq!(form, NewInteraction { channel_type: "voice".to_owned(), ..NewInteraction::default() });
    assert_eq!(site.call("a", SEARCHED, json!([])).unwrap_err().code, DataNotFound);
}

#[test]
fn notices_are_shown() {
    let mut site = Site::new();
    assert_eq!(site.ok("a", "ui.triggerToastNotification", json!(["Saved", "success"])), Value::Null);
    let toast = site.desk("a").toasts.back().unwrap();
    assert_eq!((toast.variant, toast.text.as_str()), (ToastVariant::Success, "Saved"));
    let notice = json!(["reminder", "callback", "Call Ann", "She waits"]);
    assert_eq!(site.ok("a", "ui.triggerDesktopNotification", notice), Value::Null);
    assert_eq!(site.desk("a").toasts.back().unwrap().text, "Call Ann: She waits");
    let told = |change: &Change| matches!(change, Change::DesktopNotification { notification } if notification.notification_sub_type == "callback");
    assert_eq!(changes(&site, told), 1);
}

#[test]
fn the_window_is_told_when_it_changes_and_each_app_of_its_focus() {
    let mut site = Site::new();
    let integration = |peer: &str, role| Integration {
        peer: peer.to_owned(),
        role,
        instance_id: None,
        app_id: None,
        origin: None,
        loaded: true,
    };
    let desk = DeskId::from("a");
    site.ecc.memory(&desk).integrations =
        vec![integration("app1", Role::App), integration("crm1", Role::Crm), integration("app2", Role::App)];
    for visible in [true, true, false, false, true] {
        site.ok("a", VISIBLE, json!([visible]));
    }
    let told: Vec<(Option<&str>, String)> = site
        .log
        .iter()
        .filter_map(|output| match &output.what {
            What::Event { event, to, .. } => Some((to.as_deref(), event.payload_json())),
            _ => None,
        })
        .collect();
    let mut expected = Vec::new();
    for (visible, became) in [(true, "focused"), (false, "blurred"), (true, "focused")] {
        expected.push((None, format!(r#"{{"isWindowVisible":{visible}}}"#)));
        expected.extend(["app1", "app2"].map(|app| (Some(app), format!("{became:?}"))));
    }
    assert_eq!(told, expected);
    assert!(
        site.events("a")
            .all(|event| matches!(event, Event::WindowVisibilityChanged(_) | Event::Lifecycle(_)))
    );
}

#[test]
fn the_store_keeps_for_a_desk_what_integrations_set() {
    let mut site = Site::new();
    assert_eq!(site.ok("a", "store.set", json!(["theme", "dark"])), json!("Successfully set store item"));
    site.ok("a", "store.set", json!(["theme", "light"]));
    assert_eq!(site.ok("a", "store.get", json!(["theme"])), json!("light"));
    assert_eq!(site.call("b", "store.get", json!(["theme"])).unwrap_err().code, DataNotFound);
    let near = site.call("a", "store.get", json!(["thema"])).unwrap_err();
    assert_eq!(near.data.hint.as_deref(), Some("did you mean theme?"));
    let restored = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    site.ecc = restored;
    assert_eq!(site.ok("a", "store.get", json!(["theme"])), json!("light"), "it outlives a restart");
    let deleted = site.ok("a", "store.delete", json!(["theme"]));
    assert_eq!(deleted, json!("Successfully deleted store item"));
    for method in ["store.get", "store.delete"] {
        assert_eq!(site.call("a", method, json!(["theme"])).unwrap_err().code, DataNotFound);
    }
}

#[test]
fn a_desk_that_is_over_is_forgotten_and_asking_makes_no_memory() {
    let mut site = Site::new();
    site.ok("a", "store.set", json!(["k", "v"]));
    site.input(Input::DeskOver { desk: DeskId::from("a") });
    assert_eq!(site.call("a", "store.get", json!(["k"])).unwrap_err().code, DataNotFound);
    for (method, params) in [
        ("store.get", json!(["k"])),
        ("store.delete", json!(["k"])),
        ("store.set", json!(["x".repeat(MAX_KEY + 1), ""])),
        (SEARCHED, json!([])),
        ("toolbar.signIn", json!([])),
        (TYPED, json!({})),
    ] {
        site.call("a", method, params).unwrap_err();
    }
    assert!(site.ecc.state.memories.is_empty());
}

/// What is too large is refused, and what stands stays.
#[track_caller]
fn too_large(site: &mut Site, key: &str, value: &str) {
    let before = site.ecc.snapshot();
    let error = site.call("a", "store.set", json!([key, value])).expect_err("must be refused");
    assert_eq!((error.code, error.data.http), (HttpError, Some(413)));
    assert!(error.data.hint.is_some());
    assert_eq!(site.ecc.snapshot(), before);
}

#[test]
fn the_store_is_bounded() {
    let mut site = Site::new();
    let (key, value) = ("k".repeat(MAX_KEY), "v".repeat(MAX_VALUE));
    too_large(&mut site, &format!("{key}k"), "");
    too_large(&mut site, "k", &format!("{value}v"));
    site.ok("a", "store.set", json!([key, value]));
    site.ok("a", "store.delete", json!([key]));
    for n in 0..MAX_KEYS {
        site.ok("a", "store.set", json!([n.to_string(), ""]));
    }
    too_large(&mut site, "one more", "");
    site.ok("a", "store.set", json!(["7", "a key that is there"]));
    site.ok("b", "store.set", json!(["one more", "at another desk"]));
}

#[test]
fn the_store_is_bounded_in_all() {
    let mut site = Site::new();
    let whole = MAX_STORE / MAX_VALUE;
    let value = "v".repeat(MAX_VALUE - 1);
    for n in 0..whole {
        let key = char::from(b'a' + u8::try_from(n).unwrap()).to_string();
        site.ok("a", "store.set", json!([key, value]));
    }
    too_large(&mut site, "", "x");
    too_large(&mut site, "a", &"v".repeat(MAX_VALUE));
    site.ok("a", "store.set", json!(["a", "w".repeat(MAX_VALUE - 1)]));
    site.ok("a", "store.delete", json!(["b"]));
    site.ok("a", "store.set", json!(["", "x"]));
}

fn nobody(_: &mut Site) {}

fn working(site: &mut Site) {
    site.agent("a", "executive", "1234567890");
}

#[rstest]
#[case::login(nobody, "ui.setLoginInfo", json!(["u".repeat(201), "t"]), RequiredFieldMissing, Some("username"))]
#[case::extension(nobody, "ui.setExtensionInfo", json!([16, "1".repeat(65)]), RequiredFieldMissing, Some("phone"))]
#[case::context(nobody, "ui.setExtensionInfo", json!([0.5, "1"]), DataNotFound, None)]
#[case::phone(nobody, POPULATE, details(&"1".repeat(65)), RequiredFieldMissing, Some("channelDetails.phone"))]
#[case::sub_type(nobody, POPULATE, json!(["chat", "x".repeat(65), {"campaignId": "", "appName": "", "phone": "", "name": ""}]), RequiredFieldMissing, Some("channelSubType"))]
#[case::name(nobody, POPULATE, json!(["chat", "", {"campaignId": "", "appName": "", "phone": "", "name": "x".repeat(201)}]), RequiredFieldMissing, Some("channelDetails.name"))]
#[case::app(nobody, POPULATE, json!(["chat", "", {"campaignId": "", "appName": "x".repeat(201), "phone": "", "name": ""}]), RequiredFieldMissing, Some("channelDetails.appName"))]
#[case::campaign(nobody, POPULATE, json!(["chat", "", {"campaignId": "1".repeat(65), "appName": "", "phone": "", "name": ""}]), RequiredFieldMissing, Some("channelDetails.campaignId"))]
#[case::toast(nobody, "ui.triggerToastNotification", json!(["x".repeat(1001), "info"]), RequiredFieldMissing, Some("message"))]
#[case::variant(nobody, "ui.triggerToastNotification", json!(["x", "loud"]), RequiredFieldMissing, Some("variant"))]
#[case::notice(nobody, "ui.triggerDesktopNotification", json!(["", "", "", "x".repeat(1001)]), RequiredFieldMissing, Some("message"))]
#[case::subject(nobody, "ui.triggerDesktopNotification", json!(["", "", "x".repeat(201), ""]), RequiredFieldMissing, Some("subject"))]
#[case::kind(nobody, "ui.triggerDesktopNotification", json!(["x".repeat(201), "", "", ""]), RequiredFieldMissing, Some("notificationType"))]
#[case::sub_kind(nobody, "ui.triggerDesktopNotification", json!(["", "x".repeat(201), "", ""]), RequiredFieldMissing, Some("notificationSubType"))]
#[case::typed_by_nobody(nobody, TYPED, json!({}), HttpError, None)]
#[case::typed_phone(working, TYPED, json!(["1".repeat(65)]), RequiredFieldMissing, Some("phone"))]
#[case::typed_name(working, TYPED, json!(["", "x".repeat(201)]), RequiredFieldMissing, Some("name"))]
#[case::nothing_typed(working, SEARCHED, json!([]), DataNotFound, None)]
#[case::nothing_filled_in(nobody, "toolbar.signIn", json!([]), DataNotFound, None)]
fn is_refused(
    #[case] before: fn(&mut Site),
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] field: Option<&str>,
) {
    let mut site = Site::new();
    before(&mut site);
    let (told, state) = (site.log.len(), site.ecc.snapshot());
    let error = site.call("a", method, params).expect_err("must be refused");
    assert_eq!((error.code, error.data.field.as_deref()), (code, field), "{error:?}");
    assert_eq!(site.ecc.snapshot(), state, "a refusal changes nothing");
    assert!(site.log.len() <= told + 1);
}
