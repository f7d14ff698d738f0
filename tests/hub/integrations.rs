//! CRM pages and apps as peers: who is there, what they are told, and what they send each other.

use std::sync::Arc;

use offhook::contract::ids::DeskId;
use offhook::desk::{Change, DeskState, Integration};
use offhook::hub::{HubHandle, Recording, SiteOptions};
use offhook::wire::{Body, Hello, Role};
use offhook::workspace::Workspace;
use serde_json::{Value, json};

use crate::rerun::{recorded, rerun};
use crate::support::{PAGE, Peer, Records, START, hello, open, plain, site, site_with, start, start_with};

const HOUR: u64 = 3_600_000;

/// A greeting of an app.
fn app(instance: &str, app_id: Option<&str>) -> Hello {
    let (instance_id, app_id) = (Some(instance.to_owned()), app_id.map(str::to_owned));
    Hello { instance_id, app_id, ..hello(Role::App) }
}

/// What the toolbars of the desk are shown of an integration, in the order of the list.
async fn listed(control: &mut Peer) -> Vec<(String, bool)> {
    let list = control.desk().await.integrations;
    list.into_iter().map(|one| (one.instance_id.unwrap_or_default(), one.loaded)).collect()
}

/// Waits until the hub has seen that someone went.
async fn until_listed(control: &mut Peer, count: usize) {
    crate::support::within(async { while listed(control).await.len() != count {} }).await;
}

#[tokio::test]
async fn an_app_is_greeted_and_then_told_that_it_is_registered() {
    let hub = start(site()).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    let mut notes = Peer::with(&hub, &app("notes-1", Some("app-crm-notes"))).await;
    assert_eq!(notes.event().await, ("ui.sendLifecycleEvent".to_owned(), json!("registered")));
    assert_eq!(notes.ok("onLoadHandler", json!([true])).await, Value::Null);
    assert_eq!(notes.event().await, ("ui.sendLifecycleEvent".to_owned(), json!("loaded")));
    let mut crm = Peer::join(&hub, Role::Crm).await;
    crm.ok("onLoadHandler", json!([true])).await;

    let expected = |peer: &Peer, role, names: [Option<&str>; 2]| Integration {
        peer: peer.answer.peer.clone(),
        role,
        instance_id: names[0].map(str::to_owned),
        app_id: names[1].map(str::to_owned),
        origin: Some(PAGE.to_owned()),
        loaded: true,
    };
    let desk = crm_desk(&hub).await;
    assert_eq!(
        desk.integrations,
        [
            expected(&notes, Role::App, [Some("notes-1"), Some("app-crm-notes")]),
            expected(&crm, Role::Crm, [None, None])
        ]
    );
    let snapshot = toolbar.answer.snapshot.take().unwrap();
    let mut state: DeskState = serde_json::from_str(snapshot.get()).unwrap();
    toolbar.fold_until(&mut state, desk.seq).await;
    assert_eq!(state, desk, "the toolbar knows it too");
    assert_eq!(Peer::join(&hub, Role::Control).await.answer.seq, desk.seq, "others are no integrations");
}

async fn crm_desk(hub: &HubHandle) -> DeskState {
    Peer::join(hub, Role::Control).await.desk().await
}

#[tokio::test]
async fn an_app_that_comes_back_is_the_same_one() {
    let hub = start(site()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut notes = Peer::with(&hub, &app("notes-1", None)).await;
    notes.ok("onLoadHandler", json!([true])).await;
    assert_eq!(notes.event().await.1, json!("registered"));
    assert_eq!(notes.event().await.1, json!("loaded"));
    let name = notes.answer.peer.clone();
    let resume = notes.abort();
    until_listed(&mut control, 0).await;
    control.sign_in().await;

    let back = Hello { resume: Some(resume), ..app("notes-1", None) };
    let mut notes = Peer::with(&hub, &back).await;
    assert!(notes.answer.resumed && notes.answer.peer == name);
    assert_eq!(notes.event().await.0, "session.loginStatus", "it is not registered again");
    assert_eq!(listed(&mut control).await, [("notes-1".to_owned(), true)]);

    // Its older connection still stands: nobody goes, and nobody comes.
    notes.events_until("session.userAvailabilityStatusChanged").await;
    let resume = offhook::wire::Resume {
        epoch: notes.answer.epoch.clone(),
        key: notes.answer.key.clone(),
        seq: notes.seq,
    };
    let mut watcher = Peer::join(&hub, Role::Observer).await;
    let mut newer = Peer::with(&hub, &Hello { resume: Some(resume), ..app("notes-1", None) }).await;
    assert!(newer.answer.resumed);
    control.ok("toolbar.setAvailability", json!(["Lunch Break"])).await;
    assert_eq!(newer.event().await.0, "session.userAvailabilityStatusChanged");
    loop {
        match watcher.push().await.body {
            Body::Event { name, .. } if name == "session.userAvailabilityStatusChanged" => break,
            Body::Event { name, .. } => panic!("{name}"),
            Body::Change(raw) => {
                let change: Change = serde_json::from_str(raw.get()).unwrap();
                let gone = matches!(&change, Change::Integrations { list } if list.is_empty());
                assert!(!gone, "it was seen to go");
            }
        }
    }
    assert_eq!(listed(&mut control).await, [("notes-1".to_owned(), true)]);

    // One that is forgotten comes as a new one.
    drop(newer);
    until_listed(&mut control, 0).await;
    let stranger = offhook::wire::Resume { key: "unknown".to_owned(), ..notes.abort() };
    let mut notes = Peer::with(&hub, &Hello { resume: Some(stranger), ..app("notes-1", None) }).await;
    assert_ne!(notes.answer.peer, name);
    assert_eq!(notes.event().await.1, json!("registered"));
    assert_eq!(listed(&mut control).await, [("notes-1".to_owned(), false)]);
}

#[tokio::test]
async fn apps_find_each_other_and_send_data_to_one_instance() {
    let hub = start(site()).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let mut one = Peer::with(&hub, &app("notes-1", Some("app-crm-notes"))).await;
    let mut two = Peer::with(&hub, &app("notes-2", Some("app-crm-notes"))).await;
    for app in [&mut one, &mut two] {
        assert_eq!(app.event().await.1, json!("registered"));
    }
    let info = one.ok("appInstance.getInfo", json!(["notes-2"])).await;
    let expected = json!({"appId": "app-crm-notes", "instanceId": "notes-2", "origin": PAGE, "isLoaded": false, "isFocused": false});
    assert_eq!(info, expected);
    let all = one.ok("appInstance.getAllInfo", json!(["app-crm-notes"])).await;
    assert_eq!(all.as_array().map(Vec::len), Some(2));
    let error = one.call("appInstance.getInfo", json!(["notes-3"])).await.unwrap_err();
    assert_eq!((error.code, error.hint()), (4000, Some("did you mean notes-2?")));

    let data = json!({"orderId": "ORD-77", "lines": [1, null]});
    one.ok("appInstance.sendDataToApp", json!(["notes-2", data])).await;
    assert_eq!(two.event().await, ("ui.receiveData".to_owned(), data.clone()));
    assert_eq!(two.event().await, ("appInstance.receiveData".to_owned(), data));
    Peer::join(&hub, Role::Control).await.ok("session.login", json!(["executive", "executive"])).await;
    for other in [&mut one, &mut crm] {
        assert_eq!(other.event().await.0, "session.loginStatus", "that was not for it");
    }
    let large = "x".repeat(256 << 10);
    let error = one.call("appInstance.sendDataToApp", json!(["notes-2", large])).await.unwrap_err();
    assert_eq!((error.code, error.data.unwrap()["field"].clone()), (2001, json!("contextData")));
    drop(two);
    let mut control = Peer::join(&hub, Role::Control).await;
    until_listed(&mut control, 2).await;
    let error = one.call("appInstance.sendDataToApp", json!(["notes-2", 1])).await.unwrap_err();
    assert_eq!(error.code, 4000);
}

#[tokio::test]
async fn names_have_a_longest_length() {
    let hub = start(site()).await;
    for (field, greeting) in
        [("instanceId", app(&"x".repeat(257), None)), ("appId", app("notes-1", Some(&"x".repeat(257))))]
    {
        let socket = open(hub.addr, "/ws", false).await.unwrap();
        let error = Peer::on(socket, &greeting).await.err().unwrap();
        assert_eq!((error.code, error.data.unwrap()["field"].clone()), (2001, json!(field)));
    }
    Peer::with(&hub, &app(&"x".repeat(256), None)).await;
}

#[tokio::test]
async fn a_base_is_the_hubs_own_until_one_is_set_and_ends_with_the_desk() {
    let hub = start_with(site(), |options| {
        options.sites.push(SiteOptions { name: "other".to_owned(), ..site() });
    })
    .await;
    let away = |role| Hello { desk: Some(DeskId::from("away")), ..hello(role) };
    let mut crm = Peer::with(&hub, &away(Role::Crm)).await;
    assert_eq!(crm.ok("getBaseUrl", json!([])).await, json!(hub.http_url));
    let other = open(hub.addr, "/t/token-of-the-tests/s/other/ws", false).await.unwrap();
    let mut other = Peer::on(other, &hello(Role::App)).await.unwrap();
    assert_eq!(other.ok("getBaseUrl", json!([])).await, json!(format!("{}/s/other", hub.http_url)));

    crm.ok("setBaseUrl", json!(["https://ecc.example.com/"])).await;
    assert_eq!(crm.call("setBaseUrl", json!(["ecc"])).await.unwrap_err().code, 2001);
    let mut control = Peer::join(&hub, Role::Control).await;
    drop(crm);
    crate::support::within(async { while !control.peers("away").await.is_empty() {} }).await;
    let mut crm = Peer::with(&hub, &away(Role::Crm)).await;
    assert_eq!(crm.ok("getBaseUrl", json!([])).await, "https://ecc.example.com", "a reload changes nothing");
    drop(crm);
    crate::support::within(async { while !control.peers("away").await.is_empty() {} }).await;
    control.ok("control.advanceTime", json!([48 * HOUR])).await;
    let mut crm = Peer::with(&hub, &away(Role::Crm)).await;
    assert_eq!(crm.answer.seq, 0, "it is a new desk");
    assert_eq!(crm.ok("getBaseUrl", json!([])).await, json!(hub.http_url));
}

#[tokio::test]
async fn initialize_on_the_wire_says_who_calls() {
    let hub = start(site()).await;
    let mut notes = Peer::join(&hub, Role::App).await;
    let config = json!({"context": "app", "origin": PAGE, "instanceId": "notes-1"});
    assert_eq!(notes.ok("initialize", json!([config])).await, config);
    assert_eq!(notes.ok("appInstance.getInfo", json!(["notes-1"])).await["appId"], "notes-1");
    let evil = json!({"context": "app", "origin": "https://evil.example"});
    assert_eq!(notes.call("initialize", json!([evil])).await.unwrap_err().code, 1003);
    let error = notes.call("initialize", json!([{"context": "app"}])).await.unwrap_err();
    assert_eq!((error.code, error.data.unwrap()["field"].clone()), (2001, json!("config.origin")));
}

#[tokio::test]
async fn the_crm_signs_its_user_in_with_their_token() {
    let with_token = |workspace: &mut Workspace| {
        let user = workspace.users.iter_mut().find(|user| user.id.as_str() == "executive").unwrap();
        user.sso_token = Some("sesame-of-the-crm".into());
    };
    let records = Records::default();
    let recording = Some(Recording { sink: Box::new(records.clone()), started: START });
    let hub = start(SiteOptions { recording, ..site_with(with_token) }).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let error = crm.call("session.login", json!(["executive", "executive"])).await.unwrap_err();
    assert_eq!((error.code, error.http()), (3000, Some(401)), "the default policy is the CRM's");
    let policy = json!(["executive", "executive", "auth.type.kerberos"]);
    let error = crm.call("session.login", policy).await.unwrap_err();
    let data = error.data.unwrap();
    assert_eq!((error.code, data["field"].clone()), (2001, json!("authPolicy")));
    assert!(data["expected"].as_str().is_some_and(|text| text.starts_with("one of auth.type.")));
    crm.ok("session.login", json!(["executive", "sesame-of-the-crm"])).await;
    crm.ok("session.logout", json!([])).await;
    crm.ok("session.login", json!(["executive", "executive", "auth.type.passwd"])).await;
    crm.ok("session.logout", json!([])).await;
    crm.ok("ui.setLoginInfo", json!(["executive", "sesame-of-the-crm"])).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    toolbar.ok("toolbar.signIn", json!([])).await;
    let kept = records.all().iter().map(|record| format!("{record:?}")).collect::<String>();
    assert!(kept.contains("setLoginInfo") && !kept.contains("sesame"), "a token was recorded");
}

#[tokio::test]
async fn a_recording_with_integrations_can_be_run_again() {
    let records = Records::default();
    let recording = Some(Recording { sink: Box::new(records.clone()), started: START });
    let hub = start(SiteOptions { recording, ..site() }).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    let mut notes = Peer::with(&hub, &app("notes-1", None)).await;
    // What happens at another desk is not of this recording.
    let elsewhere = Hello { desk: Some(DeskId::from("elsewhere")), ..app("stranger", None) };
    let _stranger = Peer::with(&hub, &elsewhere).await;
    toolbar.sign_in().await;
    notes.ok("ui.setLoginInfo", json!(["executive", "executive"])).await;
    notes.ok("onLoadHandler", json!([true])).await;
    notes.ok("appInstance.sendDataToApp", json!(["notes-1", {"a": 1}])).await;
    let resume = notes.abort();
    let mut control = Peer::join(&hub, Role::Observer).await;
    until_listed(&mut control, 0).await;
    Peer::with(&hub, &Hello { resume: Some(resume), ..app("notes-1", None) }).await.abort();
    until_listed(&mut control, 0).await;
    drop((control, toolbar));
    hub.stop().await;

    let records = records.all();
    let before = recorded(&records);
    assert!(before.iter().filter(|(_, name, _)| name == "ui.sendLifecycleEvent").count() >= 2, "{before:?}");
    let kept = records.iter().map(|record| format!("{record:?}")).collect::<String>();
    assert!(!kept.contains("stranger"), "another desk's integration was recorded");
    let workspace = Arc::new(plain().without_secrets());
    assert_eq!(rerun(workspace, &DeskId::default_desk(), START, &records), before);
}
