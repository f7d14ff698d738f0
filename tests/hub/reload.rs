//! The workspace file is edited while a hub runs.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use offhook::contract::ids::DeskId;
use offhook::desk::{Change, ToastVariant};
use offhook::hub::{ByThemselves, HubHandle, HubOptions, Recording, SiteOptions, WorkspaceFile};
use offhook::recording::Record;
use offhook::wire::{Body, Role};
use offhook::workspace::DEMO;
use serde_json::json;

use crate::rerun::{recorded, rerun};
use crate::support::{PAGE, Peer, Records, START, TOKEN, http, plain, site, start_with, within};

/// A hub with a workspace file that is looked at often.
struct Edited {
    hub: HubHandle,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Edited {
    async fn start(change: impl FnOnce(&mut SiteOptions)) -> Edited {
        Edited::start_with(change, |_| {}).await
    }

    async fn start_with(
        change: impl FnOnce(&mut SiteOptions),
        options: impl FnOnce(&mut HubOptions),
    ) -> Edited {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("site.toml");
        std::fs::write(&path, DEMO).unwrap();
        let mut site = site();
        change(&mut site);
        let file = WorkspaceFile::at(&path).looked_at_every(Duration::from_millis(20));
        let hub = start_with(site, |all| {
            all.workspace_file = Some(file);
            options(all);
        })
        .await;
        Edited { hub, path, _folder: folder }
    }

    /// As an editor saves: another file takes the place of the old one.
    fn replace(&self, text: &str) {
        let other = self.path.with_extension("new");
        std::fs::write(&other, text).unwrap();
        std::fs::rename(&other, &self.path).unwrap();
    }

    /// Edits the file where it is.
    fn write(&self, text: &str) {
        std::fs::write(&self.path, text).unwrap();
    }
}

fn edit(right: &str, wrong: &str) -> String {
    assert!(DEMO.contains(right), "the demo does not hold {right:?}");
    DEMO.replacen(right, wrong, 1)
}

/// The next toast at a toolbar.
async fn toast(peer: &mut Peer) -> (ToastVariant, String) {
    loop {
        if let Body::Change(change) = peer.push().await.body
            && let Ok(Change::Toast { variant, text }) = serde_json::from_str(change.get())
        {
            return (variant, text);
        }
    }
}

#[tokio::test]
async fn an_edit_is_taken_without_dropping_anyone() {
    let edited = Edited::start(|_| {}).await;
    let mut toolbar = Peer::join(&edited.hub, Role::Toolbar).await;
    toolbar.sign_in().await;
    let made = toolbar.ok("control.customerCall", json!(["1234567890"])).await;
    toolbar.ok("toolbar.answer", json!([])).await;
    edited.replace(&edit("id = \"moh5\"\npassword = \"moh5\"", "id = \"newcomer\"\npassword = \"sesame\""));
    assert_eq!(within(toast(&mut toolbar)).await.1, "The workspace was edited and is in use");
    let desk = Peer::join(&edited.hub, Role::Control).await.desk().await;
    assert_eq!(json!(desk.interactions[0].id), made["interactionId"]);

    let mut hello = crate::support::hello(Role::Toolbar);
    hello.desk = Some(DeskId::from("second"));
    let mut second = Peer::with(&edited.hub, &hello).await;
    assert!(second.call("session.login", json!(["moh5", "moh5"])).await.is_err());
    assert!(second.call("session.login", json!(["newcomer", "wrong"])).await.is_err());
    second.ok("session.login", json!(["newcomer", "sesame"])).await;
    toolbar.ok("toolbar.hangup", json!([])).await;
    edited.hub.stop().await;
}

#[tokio::test]
async fn customers_come_when_an_edit_says_so_and_new_connections_have_its_ping_times() {
    let edited = Edited::start(|site| {
        let mut workspace = plain();
        (workspace.public.calls, workspace.public.chats) = (false, false);
        site.workspace = Arc::new(workspace);
        site.public = ByThemselves::AsConfigured;
    })
    .await;
    let mut toolbar = Peer::join(&edited.hub, Role::Toolbar).await;
    toolbar.sign_in().await;
    let mut control = Peer::join(&edited.hub, Role::Control).await;
    control.ok("control.advanceTime", json!([600_000])).await;
    assert!(control.desk().await.notifications.is_empty());
    let before = control.answer.ping_interval;
    edited.replace(&edit("[session]\n", "[session]\npingInterval = 7000\npingNotificationTimeout = 9000\n"));
    assert_eq!(within(toast(&mut toolbar)).await.1, "The workspace was edited and is in use");
    control.ok("control.advanceTime", json!([600_000])).await;
    assert!(!control.desk().await.notifications.is_empty(), "nobody answered, so calls were missed");
    let later = Peer::join(&edited.hub, Role::Control).await.answer;
    assert_eq!((later.ping_interval, later.ping_notification_timeout), (7_000, 9_000));
    assert_ne!(before, 7_000);
    edited.hub.stop().await;
}

#[tokio::test]
async fn an_edit_with_an_error_changes_nothing_and_its_mending_is_told() {
    let edited = Edited::start(|_| {}).await;
    // Nobody is signed in, and the toolbar hears of it all the same.
    let mut toolbar = Peer::join(&edited.hub, Role::Toolbar).await;
    let name = edited.path.display().to_string();
    let line = DEMO.lines().position(|line| line == "campaigns = [47, 172]").unwrap() + 1;
    edited.write(&edit("campaigns = [47, 172]", "campaigns = [48, 172]"));
    let (variant, text) = within(toast(&mut toolbar)).await;
    let expected = format!(
        "The edited workspace is not taken: {name}:{line}:14: users[0].campaigns[0]: there is no campaign 48"
    );
    assert_eq!(variant, ToastVariant::Error);
    assert!(text.starts_with(&expected), "{text}");
    toolbar.ok("session.login", json!(["executive", "executive"])).await;
    edited.write(DEMO);
    assert_eq!(within(toast(&mut toolbar)).await.1, "The workspace was edited and is in use");
    edited.hub.stop().await;
}

#[tokio::test]
async fn an_edit_that_takes_away_who_is_signed_in_is_refused() {
    let edited = Edited::start(|_| {}).await;
    let mut toolbar = Peer::join(&edited.hub, Role::Toolbar).await;
    toolbar.sign_in().await;
    edited.replace(&edit("id = \"executive\"\npassword", "id = \"director\"\npassword"));
    let (_, text) = within(toast(&mut toolbar)).await;
    assert_eq!(
        text,
        "The edited workspace is not taken: it has no user executive, who is signed in at desk default"
    );
    let mut hello = crate::support::hello(Role::Toolbar);
    hello.desk = Some(DeskId::from("second"));
    let mut second = Peer::with(&edited.hub, &hello).await;
    assert!(second.call("session.login", json!(["director", "executive"])).await.is_err(), "nothing of it");
    edited.hub.stop().await;
}

#[tokio::test]
async fn an_origin_that_an_edit_allows_may_come_and_each_site_has_the_edit() {
    let edited = Edited::start_with(|_| {}, |options| options.sites_on_use = true).await;
    let mut toolbar = Peer::join(&edited.hub, Role::Toolbar).await;
    let other = "https://other.example.com";
    let origin = format!("origin: {other}");
    let host = format!("host: {}", edited.hub.addr);
    let ask = ["GET /healthz HTTP/1.1", &host, &origin];
    assert!(http(edited.hub.addr, &ask).await.starts_with("http/1.1 403"));
    edited.replace(&edit(PAGE, other));
    within(toast(&mut toolbar)).await;
    assert!(http(edited.hub.addr, &ask).await.starts_with("http/1.1 200"));
    let ask = ["GET /s/made-later/healthz HTTP/1.1", &host, &origin];
    assert!(http(edited.hub.addr, &ask).await.starts_with("http/1.1 200"));
    edited.hub.stop().await;
}

#[tokio::test]
async fn a_file_that_is_gone_or_only_touched_changes_nothing() {
    let edited = Edited::start(|_| {}).await;
    let mut toolbar = Peer::join(&edited.hub, Role::Toolbar).await;
    edited.replace(DEMO);
    std::fs::remove_file(&edited.path).unwrap();
    edited.replace(DEMO);
    // The first toast is of the first edit that changes something.
    edited.replace(&edit("name = \"Demo\"", "name = \"Edited\""));
    assert_eq!(within(toast(&mut toolbar)).await.1, "The workspace was edited and is in use");
    edited.hub.stop().await;
}

#[tokio::test]
async fn a_recording_with_an_edit_runs_again() {
    let records = Records::default();
    let sink = Box::new(records.clone());
    let edited = Edited::start(|site| site.recording = Some(Recording { sink, started: START })).await;
    let mut toolbar = Peer::join(&edited.hub, Role::Toolbar).await;
    toolbar.sign_in().await;
    edited.replace(&edit("wrapTimeout = 60\nacwConnected = 120", "wrapTimeout = 60\nacwConnected = 5"));
    within(toast(&mut toolbar)).await;
    edited.write("x");
    within(toast(&mut toolbar)).await;
    toolbar.ok("control.customerCall", json!(["1234567890"])).await;
    toolbar.ok("toolbar.answer", json!([])).await;
    toolbar.ok("toolbar.hangup", json!([])).await;
    let mut control = Peer::join(&edited.hub, Role::Control).await;
    control.ok("control.advanceTime", json!([5_000])).await;
    assert!(control.desk().await.interactions.is_empty(), "the edited wrap-up is over");
    edited.hub.stop().await;
    let records = records.all();
    let inputs = records.iter().filter(|one| matches!(one, Record::Input { .. })).count();
    assert_eq!(inputs, 2);
    for record in &records {
        if let Record::Input { input, .. } = record {
            assert!(!input.contains("anshika\",\"") || !input.contains("\"password\":\"anshika\""));
            assert!(!input.contains(TOKEN));
        }
    }
    let workspace = Arc::new(plain().without_secrets());
    let again = rerun(workspace, &DeskId::default_desk(), START, &records);
    let clocks = |told: &(_, String, serde_json::Value)| told.2["kind"] != "clock";
    let before: Vec<_> = recorded(&records).into_iter().filter(clocks).collect();
    assert_eq!(again, before);
}

#[tokio::test]
async fn editors_are_served_the_schema_and_strangers_nothing() {
    let hub = start_with(site(), |_| {}).await;
    let host = format!("host: {}", hub.addr);
    for path in ["/workspace.schema.json", "/s/default/workspace.schema.json"] {
        let ask = [&format!("GET {path} HTTP/1.1") as &str, &host];
        let answer = http(hub.addr, &ask).await;
        assert!(answer.starts_with("http/1.1 200"), "{answer}");
        assert!(answer.contains("content-type: application/schema+json"), "{answer}");
        let answer = http(hub.addr, &[ask[0], ask[1], "origin: https://evil.example"]).await;
        assert!(answer.starts_with("http/1.1 403"), "{answer}");
    }
    hub.stop().await;
}
