//! A hub that is killed: what its peers find when it is there again.

use serde_json::json;

use super::bench::{Peer, Running, restored, site, within};
use crate::hub::HubError;
use crate::journal::testing::MemoryDisk;
use crate::wire::Role;
use crate::workspace::Workspace;

fn dial(phone: &str) -> serde_json::Value {
    json!(["voice", {"phone": phone}, 172])
}

/// A toolbar and a CRM page at work, a call dialled.
async fn at_work(disk: &MemoryDisk) -> (Running, Peer, Peer) {
    let (site, from) = site(disk);
    assert_eq!(from, None);
    let running = Running::start(site);
    let mut toolbar = running.join(Role::Toolbar, None).await.unwrap();
    toolbar.sign_in().await;
    let mut crm = running.join(Role::Crm, None).await.unwrap();
    crm.ok("interaction.initiateInteraction", dial("5124576870")).await;
    (running, toolbar, crm)
}

#[tokio::test]
async fn peers_go_on_where_they_were_and_nothing_is_done_twice() {
    let disk = MemoryDisk::default();
    let (_running, mut toolbar, mut crm) = at_work(&disk).await;
    let store = crm.ok("store.set", json!(["k", "v"])).await;
    // Its last frames are read, so that it is known what it saw.
    toolbar.push_with("store.set").await;
    let seen = toolbar.resume();
    let (last, key) = (crm.last_id, crm.resume());
    let left = disk.after_a_crash(0);

    let (site, from) = site(&left);
    let from = from.unwrap();
    assert_eq!((from.torn, from.missing.len()), (false, 0));
    let running = Running::start(site);
    let toolbar = running.join(Role::Toolbar, Some(seen.clone())).await.unwrap();
    assert_eq!((toolbar.hello().resumed, &toolbar.hello().epoch), (true, &seen.epoch));
    let mut crm = running.join(Role::Crm, Some(key)).await.unwrap();
    assert!(crm.hello().resumed);
    // Sent again, as by a client that never got its answer.
    crm.ask_as(last, "store.set", json!(["k", "v"])).await;
    assert_eq!(crm.answered(last).await, Ok(store));
    crm.ask_as(last - 1, "interaction.initiateInteraction", dial("5124576870")).await;
    crm.answered(last - 1).await.unwrap();
    crm.last_id = last;
    let live = crm.ok("interaction.getAllLiveInteractionsForAgent", json!([])).await;
    assert_eq!(live.as_array().unwrap().len(), 1, "it was dialled twice: {live}");
    assert_eq!(crm.ok("store.get", json!(["k"])).await, json!("v"));
}

#[tokio::test]
async fn a_toolbar_sees_the_same_as_before() {
    let disk = MemoryDisk::default();
    let (running, mut toolbar, _crm) = at_work(&disk).await;
    let id = {
        let mut control = running.join(Role::Control, None).await.unwrap();
        let desk = control.ok("control.getDesk", json!([])).await;
        desk["interactions"][0]["id"].clone()
    };
    toolbar.ok("toolbar.setDraft", json!([id, null, "half a sentence"])).await;
    let mut control = running.join(Role::Control, None).await.unwrap();
    let before = control.ok("control.getDesk", json!([])).await;
    let running = Running::start(site(&disk.after_a_crash(0)).0);
    let mut control = running.join(Role::Control, None).await.unwrap();
    let after = control.ok("control.getDesk", json!([])).await;
    for part in ["session", "interactions", "past", "notifications", "focus"] {
        assert_eq!(after[part], before[part], "{part}");
    }
    assert_eq!(after["interactions"][0]["draft"]["notes"], "half a sentence");
    assert_eq!(after["integrations"], serde_json::Value::Null, "nobody is connected any more");
}

#[tokio::test]
async fn a_call_that_waits_for_a_third_party_fails_cleanly_and_once() {
    let mut workspace = Workspace::demo();
    workspace.security.third_party_hosts = vec!["127.0.0.1:9".to_owned()];
    let disk = MemoryDisk::default();
    let (mut site, _) = restored(&disk, workspace.clone()).unwrap();
    // Its requests never leave, so that this one waits for ever.
    site.is_rerun = true;
    let running = Running::start(site);
    let mut toolbar = running.join(Role::Toolbar, None).await.unwrap();
    toolbar.sign_in().await;
    let mut crm = running.join(Role::Crm, None).await.unwrap();
    let request = json!(["http://127.0.0.1:9/", "GET"]);
    let id = crm.ask("http.invokeThirdPartyApi", request).await;
    // An answer that comes after it shows that it is safe.
    crm.ok("store.set", json!(["k", "v"])).await;
    let key = crm.resume();
    let running = Running::start(restored(&disk.after_a_crash(0), workspace).unwrap().0);
    let mut crm = running.join(Role::Crm, Some(key)).await.unwrap();
    assert!(crm.hello().resumed);
    // It was away before it could say that it had heard this.
    crm.answered(id + 1).await.unwrap();
    let error = crm.answered(id).await.unwrap_err();
    assert_eq!((error.code, error.http()), (3000, Some(503)));
    assert!(error.message.contains("restarted"), "{error:?}");
}

#[tokio::test]
async fn a_hub_that_was_asked_to_stop_leaves_nothing_to_be_done_again() {
    let disk = MemoryDisk::default();
    let (running, mut toolbar, crm) = at_work(&disk).await;
    drop(crm);
    toolbar.ok("toolbar.readNotifications", json!([])).await;
    let seen = toolbar.resume();
    running.stop().await;
    let (site, from) = site(&disk.after_a_crash(0));
    assert_eq!(from.unwrap().replayed, 0);
    let running = Running::start(site);
    assert!(running.join(Role::Toolbar, Some(seen)).await.unwrap().hello().resumed);
}

#[tokio::test]
async fn no_secret_stands_in_the_journal() {
    let mut workspace = Workspace::demo();
    for user in &mut workspace.users {
        user.password = "hunter2".into();
        user.sso_token = Some("sesame-open".into());
    }
    let disk = MemoryDisk::default();
    let (site, _) = restored(&disk, workspace.clone()).unwrap();
    let running = Running::start(site);
    let mut toolbar = running.join(Role::Toolbar, None).await.unwrap();
    let mut keys = vec![toolbar.resume().key];
    let _ = toolbar.call("session.login", json!(["executive", "hunter2"])).await;
    let mut crm = running.join(Role::Crm, None).await.unwrap();
    keys.push(crm.resume().key);
    let _ = crm.call("session.login", json!(["executive", "sesame-open"])).await;
    let _ = crm.call("ui.setLoginInfo", json!(["executive", "sesame-open"])).await;
    let headers = json!({"Authorization": "Bearer hidden-1", "X-Api-Key": "hidden-2"});
    let request =
        json!(["https://example.org/?key=hidden-3", "POST", headers, {}, {"client_secret": "hidden-4"}]);
    let error = crm.call("http.invokeThirdPartyApi", request).await.unwrap_err();
    assert_eq!((error.code, error.http()), (3000, Some(403)), "{error:?}");
    let mut edited = workspace.clone();
    edited.session.command_timeout += 1_000;
    running.edit(edited).await;
    let crm = running.join(Role::Crm, Some(crm.resume())).await.unwrap();
    assert!(crm.hello().resumed && crm.hello().command_timeout == workspace.session.command_timeout + 1_000);
    // The file with the inputs, and the last one.
    let before = disk.after_a_crash(0);
    within(running.stop()).await;
    for (disk, holds) in [(&before, [r#""edited""#, "session.login"]), (&disk, [r#""ecc""#, r#""keys""#])] {
        let name = disk.names_of_files().pop().unwrap();
        let text = String::from_utf8(disk.bytes(&name)).unwrap();
        assert!(holds.iter().all(|part| text.contains(part)), "{name}");
        for secret in ["hunter2", "sesame-open", "hidden-", keys[0].as_str(), keys[1].as_str()] {
            assert!(!text.contains(secret), "{name} holds {secret}");
        }
    }
}

#[tokio::test]
async fn a_folder_in_use_and_another_clock_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let start = async |virtual_clock: bool| {
        let mut options = crate::hub::HubOptions::for_workspace(Workspace::demo());
        if virtual_clock {
            options.sites[0].clock = crate::clock::Clock::virtual_at(super::bench::START);
        }
        options.data = Some(std::sync::Arc::new(home.path().to_owned()));
        crate::hub::Hub::start(options).await
    };
    let hub = start(true).await.unwrap();
    assert_eq!(hub.restored, []);
    let error = start(true).await.unwrap_err();
    assert!(matches!(error, HubError::Journal { .. }) && error.to_string().contains("in use"), "{error}");
    hub.stop().await;
    let error = start(false).await.unwrap_err();
    assert!(matches!(error, HubError::KeptClock { .. }), "{error}");
    assert!(error.to_string().contains("a virtual clock"), "{error}");
    let hub = start(true).await.unwrap();
    assert_eq!(hub.restored.len(), 1);
    hub.stop().await;
}
