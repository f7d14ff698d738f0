//! Dropped connections: nothing is lost, nothing comes twice, nothing is done twice.

use offhook::wire::{Body, Hello, Message, Push, RequestId, Resume, Role, close};
use serde_json::json;

use crate::support::{Peer, hello, site, start, within};

fn resuming(role: Role, resume: Resume) -> Hello {
    Hello { resume: Some(resume), ..hello(role) }
}

#[tokio::test]
async fn a_resumed_peer_gets_what_it_missed_and_no_more() {
    let hub = start(site()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    control.ok("session.login", json!(["executive", "executive"])).await;
    assert_eq!(crm.event().await.0, "session.loginStatus");
    toolbar.push().await;
    let (name, key) = (crm.answer.peer.clone(), crm.answer.key.clone());
    let (crm_seen, toolbar_seen) = (crm.abort(), toolbar.abort());
    control.ok("toolbar.selectCampaigns", json!([[172]])).await;
    control.ok("toolbar.selectExtension", json!(["1234567890"])).await;

    let mut crm = Peer::with(&hub, &resuming(Role::Crm, crm_seen)).await;
    assert!(crm.answer.resumed && crm.answer.lost.is_none());
    assert_eq!((&crm.answer.peer, &crm.answer.key), (&name, &key), "it is still the same");
    assert_eq!(
        crm.events_until("session.extensionSelected").await,
        ["session.campaignSelected", "session.extensionSelected"]
    );

    let seen = toolbar_seen.seq;
    let mut toolbar = Peer::with(&hub, &resuming(Role::Toolbar, toolbar_seen)).await;
    assert!(toolbar.answer.resumed && toolbar.answer.snapshot.is_none());
    let newest = control.desk().await.seq;
    for seq in seen + 1..=newest {
        assert_eq!(toolbar.push().await.seq, seq);
    }
    control.ok("toolbar.setAvailability", json!(["Available"])).await;
    assert_eq!(crm.event().await.0, "session.userAvailabilityStatusChanged");
    assert_eq!(toolbar.event().await.0, "session.userAvailabilityStatusChanged");
}

#[tokio::test]
async fn a_call_that_is_sent_again_is_done_and_answered_once() {
    let hub = start(site()).await;
    for read_the_answer in [true, false] {
        let mut control = Peer::join(&hub, Role::Control).await;
        let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
        let id = control.ask("control.advanceTime", json!([1_000])).await;
        let answer = if read_the_answer { Some(control.answered(id).await) } else { None };
        // The clock has moved: the call is done.
        toolbar.push().await;
        let seen = control.abort();
        let mut control = Peer::with(&hub, &resuming(Role::Control, seen)).await;
        assert!(control.answer.resumed);
        // The answer comes by itself, in its place, and not again for the call that is sent again.
        let again = control.answered(id).await;
        assert!(answer.is_none_or(|answer| answer == again));
        control.go_on_after(id - 1);
        assert_eq!(control.ask("control.advanceTime", json!([1_000])).await, id);
        let after = control.ok("control.getSite", json!([])).await["now"].clone();
        assert_eq!(after, again.unwrap()["now"], "time moved once");
    }
}

#[tokio::test]
async fn after_a_resume_too_an_answer_comes_before_its_events() {
    let hub = start(site()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    let login = ("session.login", json!(["executive", "executive"]));
    let campaigns = ("toolbar.selectCampaigns", json!([[172]]));
    for (method, params) in [login.clone(), campaigns.clone()] {
        toolbar.ask(method, params).await;
    }
    // Another sees that both are done; the toolbar reads nothing of it.
    control.events_until("session.campaignSelected").await;
    let seen = toolbar.abort();
    let mut toolbar = Peer::with(&hub, &resuming(Role::Toolbar, seen)).await;
    for (method, params) in [login, campaigns] {
        toolbar.ask(method, params).await;
    }
    let mut came = Vec::new();
    while came.last().is_none_or(|last| last != "session.campaignSelected") {
        came.push(match toolbar.next().await {
            Message::Response { id: Some(id), result } => {
                result.unwrap();
                format!("answer {id}")
            }
            message => match Push::from_message(&message).unwrap().unwrap().body {
                Body::Event { name, .. } => name,
                Body::Change(_) => continue,
            },
        });
    }
    assert_eq!(came, ["answer 1", "session.loginStatus", "answer 2", "session.campaignSelected"]);
    let id = toolbar.ask("toolbar.selectExtension", json!(["1234567890"])).await;
    toolbar_answered(&mut toolbar, id).await;
}

/// The next answer is to this request.
async fn toolbar_answered(toolbar: &mut Peer, id: i64) {
    loop {
        if let Message::Response { id: answered, .. } = toolbar.next().await {
            return assert_eq!(answered, Some(RequestId::Number(id)), "answered twice");
        }
    }
}

#[tokio::test]
async fn what_can_no_longer_be_resumed_is_said() {
    let hub = start(site()).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let _ = crm.call("store.nothing", json!([])).await;
        toolbar.push().await;
    }
    seen.push(toolbar.abort());
    for _ in 0..50 {
        let mut last = 0;
        for _ in 0..100 {
            last = crm.ask("store.nothing", json!([])).await;
        }
        for id in last - 99..=last {
            crm.answered(id).await.unwrap_err();
        }
    }
    let far = seen.pop().unwrap();
    let unknown_key = Resume { key: "unknown".to_owned(), seq: 5_000, ..far.clone() };
    let toolbar = Peer::with(&hub, &resuming(Role::Toolbar, far.clone())).await;
    let answer = &toolbar.answer;
    assert_eq!((answer.resumed, answer.lost, answer.seq), (false, Some(5_000), 5_003));
    assert!(answer.snapshot.is_some());
    assert_eq!(answer.key, far.key, "its answers are still its own");

    let stranger = Peer::with(&hub, &resuming(Role::Toolbar, unknown_key)).await;
    assert_eq!((stranger.answer.resumed, stranger.answer.lost), (false, Some(3)));
    assert_ne!(stranger.answer.key, "unknown");

    let other_epoch = Resume { epoch: "another".to_owned(), ..far };
    let afresh = Peer::with(&hub, &resuming(Role::Toolbar, other_epoch)).await;
    assert_eq!((afresh.answer.resumed, afresh.answer.lost), (false, None));
}

#[tokio::test]
async fn a_key_has_one_connection_and_one_role() {
    let hub = start(site()).await;
    let mut older = Peer::join(&hub, Role::Observer).await;
    let resume = Resume { epoch: older.answer.epoch.clone(), key: older.answer.key.clone(), seq: older.seq };
    let stranger = Peer::with(&hub, &resuming(Role::Toolbar, resume.clone())).await;
    assert_ne!(stranger.answer.key, resume.key);
    let mut newer = Peer::with(&hub, &resuming(Role::Observer, resume)).await;
    assert_eq!(older.closed().await, close::REFUSED);
    assert_eq!(newer.peers("default").await, ["toolbar", "observer"]);
}

/// More than the desk keeps for those who dropped, sent by a method that takes `contextData`.
async fn flood(peer: &mut Peer, method: &str) {
    let data = "x".repeat(250_000);
    for _ in 0..12 {
        peer.ok(method, json!([data])).await;
    }
}

/// Waits until no more than so many peers of a role sit at the desk.
async fn until_peers(control: &mut Peer, role: &str, most: usize) {
    within(async {
        while control.peers("default").await.iter().filter(|one| *one == role).count() > most {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn frames_for_others_are_no_loss_to_a_quiet_peer() {
    let hub = start(site()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let mut other = Peer::join(&hub, Role::Crm).await;
    control.ok("session.login", json!(["executive", "executive"])).await;
    assert_eq!(crm.event().await.0, "session.loginStatus");
    flood(&mut other, "crm.sendDataToApp").await;
    let seen = crm.abort();
    until_peers(&mut control, "crm", 1).await;
    // It is as good after the drop as before it.
    flood(&mut other, "crm.sendDataToApp").await;
    control.ok("toolbar.selectCampaigns", json!([[172]])).await;

    let mut crm = Peer::with(&hub, &resuming(Role::Crm, seen)).await;
    assert_eq!((crm.answer.resumed, crm.answer.lost), (true, None));
    assert_eq!(crm.event().await.0, "session.campaignSelected", "what was for it comes");
    flood(&mut other, "crm.sendDataToApp").await;
    let seen = crm.abort();
    let mut crm = Peer::with(&hub, &resuming(Role::Crm, seen)).await;
    assert!(crm.answer.resumed);
    control.ok("toolbar.selectExtension", json!(["1234567890"])).await;
    assert_eq!(crm.event().await.0, "session.extensionSelected");
}

#[tokio::test]
async fn one_apps_data_is_no_loss_to_another() {
    let hub = start(site()).await;
    let app = |name: &str| Hello { instance_id: Some(name.to_owned()), ..hello(Role::App) };
    let mut one = Peer::with(&hub, &app("notes-1")).await;
    let mut two = Peer::with(&hub, &app("notes-2")).await;
    for app in [&mut one, &mut two] {
        assert_eq!(app.event().await.0, "ui.sendLifecycleEvent");
    }
    let data = "x".repeat(250_000);
    for _ in 0..12 {
        one.ok("appInstance.sendDataToApp", json!(["notes-1", data])).await;
    }
    // Both connections still stand when they are replaced.
    for (app, resumed) in [(&two, true), (&one, false)] {
        let resume = Resume { epoch: app.answer.epoch.clone(), key: app.answer.key.clone(), seq: app.seq };
        let back = Peer::with(&hub, &resuming(Role::App, resume)).await;
        assert_eq!((back.answer.resumed, back.answer.lost.is_none()), (resumed, resumed));
        assert_eq!(back.answer.peer, app.answer.peer);
    }
}

#[tokio::test]
async fn a_frame_for_the_peer_itself_that_is_gone_is_lost() {
    let hub = start(site()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let mut other = Peer::join(&hub, Role::Crm).await;
    let seen = crm.abort();
    until_peers(&mut control, "crm", 1).await;
    control.ok("session.login", json!(["executive", "executive"])).await;
    flood(&mut other, "crm.sendDataToApp").await;

    crm = Peer::with(&hub, &resuming(Role::Crm, seen.clone())).await;
    assert!(!crm.answer.resumed);
    assert_eq!(crm.answer.lost, Some(crm.answer.seq - seen.seq));
    // From here it goes on.
    control.ok("toolbar.selectCampaigns", json!([[172]])).await;
    assert_eq!(crm.event().await.0, "session.campaignSelected");
}

#[tokio::test]
async fn a_quiet_peer_resumes_in_place_of_its_older_connection() {
    let hub = start(site()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut older = Peer::join(&hub, Role::Crm).await;
    let mut other = Peer::join(&hub, Role::Crm).await;
    flood(&mut other, "crm.sendDataToApp").await;
    let resume = Resume { epoch: older.answer.epoch.clone(), key: older.answer.key.clone(), seq: older.seq };
    let mut newer = Peer::with(&hub, &resuming(Role::Crm, resume)).await;
    assert_eq!((newer.answer.resumed, newer.answer.lost), (true, None));
    assert_eq!(older.closed().await, close::REFUSED);
    control.ok("session.login", json!(["executive", "executive"])).await;
    assert_eq!(newer.event().await.0, "session.loginStatus");
}
