//! Whole sessions: calls, events, time, the trace, the recording.

use std::sync::Arc;

use offhook::clock::Clock;
use offhook::contract::ids::DeskId;
use offhook::desk::{Change, DeskState};
use offhook::hub::{ByThemselves, Recording, SiteOptions};
use offhook::recording::Record;
use offhook::recording::record::SnapshotOf;
use offhook::wire::push::Body;
use offhook::wire::{Dir, Push, Role, rpc};
use offhook::workspace::Workspace;
use serde_json::json;

use crate::support::{Peer, Records, START, hello, site, site_with, start};

const MINUTE: u64 = 60_000;

#[tokio::test]
async fn a_whole_session_without_a_screen() {
    let hub = start(site()).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    control.sign_in().await;
    assert_eq!(
        crm.events_until("session.userAvailabilityStatusChanged").await,
        [
            "session.loginStatus",
            "session.campaignSelected",
            "session.extensionSelected",
            "session.userAvailabilityStatusChanged"
        ]
    );
    let call = control.ok("control.customerCall", json!(["1234567890"])).await;
    control.ok("toolbar.answer", json!([])).await;
    control.ok("toolbar.hold", json!([])).await;
    control.ok("toolbar.unhold", json!([])).await;
    control.ok("toolbar.hangup", json!([])).await;
    control.ok("interaction.disposeInteraction", json!(["voice", call["interactionId"], 1401, "done"])).await;
    let events = crm.events_until("interaction.interactionEnded").await;
    assert_eq!(events[..2], ["interaction.interactionInitiated", "interaction.callRinging"]);
    assert!(events.contains(&"interaction.handleInteractionDisposed".to_owned()), "{events:?}");
    let desk = control.desk().await;
    assert_eq!((desk.interactions.len(), desk.past.len()), (0, 1));
}

#[tokio::test]
async fn an_answer_comes_before_its_events_and_a_fold_is_the_state() {
    let hub = start(site()).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    let snapshot = toolbar.answer.snapshot.take().unwrap();
    let mut state: DeskState = serde_json::from_str(snapshot.get()).unwrap();
    let id = toolbar.ask("session.login", json!(["executive", "executive"])).await;
    let offhook::wire::Message::Response { id: Some(first), .. } = toolbar.next().await else {
        panic!("an event before its answer")
    };
    assert_eq!(first, offhook::wire::RequestId::Number(id));
    let mut control = Peer::join(&hub, Role::Control).await;
    control.ok("toolbar.selectCampaigns", json!([[47, 172]])).await;
    control.ok("toolbar.selectExtension", json!(["1234567890"])).await;
    control.ok("control.customerCall", json!(["5550100", "\u{1b}[31mEve\u{202e}"])).await;
    control.ok("control.advanceTime", json!([30 * MINUTE])).await;
    let desk = control.desk().await;
    toolbar.fold_until(&mut state, desk.seq).await;
    assert_eq!(state, desk);
    let late = Peer::join(&hub, Role::Observer).await;
    let late: DeskState = serde_json::from_str(late.answer.snapshot.unwrap().get()).unwrap();
    assert_eq!(late, desk);
}

#[tokio::test]
async fn who_is_dialled_acts_and_deadlines_fire_in_order_on_virtual_time() {
    let hub = start(site()).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    control.sign_in().await;
    for (phone, connects) in [("3362227000", true), ("7852416200", false), ("5124576870", false)] {
        crm.ok("interaction.initiateInteraction", json!(["voice", {"phone": phone}, 172])).await;
        control.ok("control.advanceTime", json!([2_000])).await;
        assert_eq!(control.desk().await.interactions[0].connected_at, None, "nobody is that quick");
        control.ok("control.advanceTime", json!([10 * MINUTE])).await;
        if connects {
            control.ok("toolbar.hangup", json!([])).await;
            control.ok("control.advanceTime", json!([10 * MINUTE])).await;
        }
        let mut last = START;
        let mut events = Vec::new();
        while events.last().is_none_or(|name| name != "interaction.interactionEnded") {
            let push = crm.push().await;
            assert!(push.at >= last, "time fell");
            last = push.at;
            if let Body::Event { name, .. } = push.body {
                events.push(name);
            }
        }
        assert_eq!(events.contains(&"interaction.interactionConnected".to_owned()), connects, "{phone}");
    }
}

#[tokio::test]
async fn a_puppet_waits_and_talks_until_it_is_told_otherwise() {
    let hub = start(site_with(|workspace| workspace.campaigns[1].queue.max_wait = 86_400)).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    control.ok("control.customerCall", json!(["1234567890", null, 172])).await;
    control.ok("control.advanceTime", json!([60 * MINUTE])).await;
    control.sign_in().await;
    control.ok("toolbar.answer", json!([])).await;
    control.ok("control.advanceTime", json!([30 * MINUTE])).await;
    assert!(control.desk().await.interactions[0].disconnected_at.is_none());
    control.ok("control.customerHangup", json!([])).await;
    assert!(control.desk().await.interactions[0].disconnected_at.is_some());
}

#[tokio::test]
async fn the_public_calls_by_itself_where_it_may() {
    let hub = start(SiteOptions { public: ByThemselves::Callers, ..site() }).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    control.sign_in().await;
    control.ok("control.advanceTime", json!([10 * MINUTE])).await;
    let desk = control.desk().await;
    assert!(!desk.notifications.is_empty(), "nobody answered, so calls were missed");
    let quiet = start(site()).await;
    let mut control = Peer::join(&quiet, Role::Control).await;
    control.sign_in().await;
    control.ok("control.advanceTime", json!([10 * MINUTE])).await;
    assert!(control.desk().await.notifications.is_empty());
}

#[tokio::test]
async fn customers_chat_by_themselves_where_they_may_and_answer_when_they_are_answered() {
    let options = site_with(|workspace| {
        let scripts = json!([{"name": "talk", "lines": ["Hello?", "Where is my order?"]}]);
        workspace.public.scripts = serde_json::from_value(scripts).unwrap();
        workspace.public.chat_every = [60, 60];
        (workspace.public.calls, workspace.public.chats) = (false, true);
    });
    let hub = start(SiteOptions { public: ByThemselves::AsConfigured, ..options }).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    control.sign_in().await;
    control.ok("control.advanceTime", json!([61_000])).await;
    control.ok("toolbar.answer", json!([])).await;
    control.ok("control.advanceTime", json!([10_000])).await;
    control.ok("toolbar.sendMessage", json!(["Good morning"])).await;
    control.ok("control.advanceTime", json!([20_000])).await;
    let chat = &control.desk().await.interactions[0];
    let texts: Vec<&str> = chat.chat.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["Hello?", "Good morning", "Where is my order?"]);
    assert!(chat.customer.customer_id.is_some(), "somebody of the workspace");
}

#[tokio::test]
async fn time_is_moved_only_where_it_stands_still_and_not_too_far() {
    let hub = start(site()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    for ms in [json!(-1), json!(0.5), json!(30 * 24 * 60 * MINUTE + 1)] {
        let error = control.call("control.advanceTime", json!([ms])).await.unwrap_err();
        assert_eq!((error.code, &error.data.unwrap()["field"]), (2001, &json!("ms")));
    }
    let answer = control.ok("control.advanceTime", json!({"ms": 30 * 24 * 60 * MINUTE})).await;
    assert_eq!(answer["now"], "2025-08-13T07:23:16.000Z");
    let push = toolbar.push().await;
    assert_eq!(push.at.iso_zulu(), "2025-08-13T07:23:16.000Z");
    let Body::Change(change) = push.body else { panic!("an event") };
    assert_eq!(change.get(), r#"{"kind":"clock"}"#);

    let real = start(SiteOptions::new(Arc::new(Workspace::demo()))).await;
    let mut control = Peer::join(&real, Role::Control).await;
    assert!(!control.answer.virtual_clock);
    let error = control.call("control.advanceTime", json!([1])).await.unwrap_err();
    assert_eq!((error.code, error.http()), (3000, Some(409)));
    assert!(error.hint().is_some());
}

#[tokio::test]
async fn deadlines_fire_on_the_machines_time_too() {
    let mut workspace = Workspace::demo();
    workspace.campaigns[1].ring_timeout = 1;
    let hub = start(SiteOptions::new(Arc::new(workspace))).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    control.sign_in().await;
    control.ok("control.customerCall", json!(["1234567890", null, 172])).await;
    let events = control.events_until("interaction.interactionEnded").await;
    assert!(events.contains(&"notification.notification".to_owned()), "{events:?}");
}

#[tokio::test]
async fn a_desk_ends_when_nobody_has_been_there_for_a_while() {
    let hub = start(site()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut away = hello(Role::Crm);
    away.desk = Some("away".into());
    let mut crm = Peer::with(&hub, &away).await;
    let _ = crm.call("store.nothing", json!([])).await;
    drop(crm);
    while !control.peers("away").await.is_empty() {}
    let desks = |site: &serde_json::Value| site["desks"].as_array().unwrap().len();
    control.ok("control.advanceTime", json!([179_999])).await;
    assert_eq!(desks(&control.ok("control.getSite", json!([])).await), 2);
    control.ok("control.advanceTime", json!([1])).await;
    assert_eq!(desks(&control.ok("control.getSite", json!([])).await), 1);
}

#[tokio::test]
async fn a_toolbar_sees_what_an_integration_does() {
    let hub = start(site()).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let _ = crm.call("session.login", json!(["executive", "wrong"])).await;
    let _ = crm.call("store.sett", json!({"x": "y".repeat(5_000)})).await;
    crm.ok("session.login", json!({"username": "executive", "password": "executive"})).await;
    let mut traced = Vec::new();
    let mut logged_in_before = false;
    while traced.len() < 3 {
        match toolbar.push().await.body {
            Body::Event { .. } => logged_in_before = traced.len() < 3,
            Body::Change(change) => {
                if let Change::Trace { call } = serde_json::from_str(change.get()).unwrap() {
                    traced.push((
                        call.method,
                        call.params.map(|raw| raw.get().to_owned()),
                        call.error.map(|e| e.0),
                    ));
                }
            }
        }
    }
    assert!(!logged_in_before, "the call comes before its events");
    let blank = |text: &str| Some(text.to_owned());
    assert_eq!(traced[0], ("session.login".to_owned(), blank(r#"["executive","***"]"#), Some(3000)));
    assert_eq!(traced[1], ("store.sett".to_owned(), blank(r#"{"x":"***"}"#), Some(4000)));
    assert_eq!(traced[2].1, blank(r#"{"username":"executive","password":"***"}"#));
    assert_eq!(traced[2].2, None);
}

#[tokio::test]
async fn a_recording_holds_what_happened_in_order_and_no_secret() {
    let records = Records::default();
    let recording = Recording { sink: Box::new(records.clone()), started: START };
    let mut workspace = Workspace::demo();
    workspace.users[0].password = "hunter2".into();
    let site = SiteOptions {
        recording: Some(recording),
        clock: Clock::virtual_at(START),
        seed: 7,
        ..SiteOptions::new(Arc::new(workspace))
    };
    let hub = start(site).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let (key, peer) = (control.answer.key.clone(), control.answer.peer.clone());
    control.call("session.login", json!(["executive", "hunter3"])).await.unwrap_err();
    control.ok("session.login", json!(["executive", "hunter2"])).await;
    control.send_text("rubbish").await;
    control.complaint().await;
    control.ok("toolbar.selectCampaigns", json!([[172]])).await;
    control.ok("toolbar.selectExtension", json!(["1234567890"])).await;
    control.ok("interaction.initiateInteraction", json!(["voice", {"phone": "3362227000"}, 172])).await;
    control.ok("control.advanceTime", json!([10_000])).await;
    for _ in 0..600 {
        control.ok("toolbar.mute", json!([])).await;
        control.ok("toolbar.unmute", json!([])).await;
    }
    let desk = control.desk().await;
    let mut mirrored = DeskState::new(DeskId::default_desk());
    toolbar.fold_until(&mut mirrored, desk.seq).await;
    hub.stop().await;

    let all = records.all();
    let text = format!("{all:?}");
    for secret in ["hunter2", "hunter3", crate::support::TOKEN, key.as_str()] {
        assert!(!text.contains(secret), "{secret} was written down");
    }
    assert!(all.windows(2).all(|pair| pair[0].at() <= pair[1].at()), "time falls");
    let kinds = all.iter().take(2).filter_map(|one| match one {
        Record::Snapshot { of, .. } => Some(*of),
        _ => None,
    });
    assert_eq!(kinds.collect::<Vec<_>>(), [SnapshotOf::Desk, SnapshotOf::Ecc]);

    let mut folded = DeskState::new(DeskId::default_desk());
    let (mut desks, mut inputs, mut auths, mut raws, mut seqs, mut engines) = (0, 0, Vec::new(), 0, 0, 0);
    for record in &all {
        match record {
            Record::Frame { seq: Some(seq), peer, dir, text, .. } => {
                assert_eq!((&**peer, *dir, *seq), ("*", Dir::Out, seqs + 1));
                seqs = *seq;
                let push = Push::from_message(&rpc::parse(text).unwrap()).unwrap().unwrap();
                assert_eq!((push.seq, push.prev), (*seq, seq - 1));
                folded.apply(&push).unwrap();
            }
            Record::Frame { auth: Some(auth), .. } => auths.push(*auth),
            Record::Frame { text, .. } if &**text == "rubbish" => raws += 1,
            Record::Snapshot { of: SnapshotOf::Desk, seq, state, .. } => {
                desks += 1;
                let state: DeskState = serde_json::from_str(state).unwrap();
                assert_eq!((&state, state.seq), (&folded, *seq), "a snapshot is the fold up to it");
            }
            Record::Snapshot { of: SnapshotOf::Ecc, state, .. } => {
                engines += 1;
                offhook::ecc::Ecc::restore(Arc::new(Workspace::demo()), state).unwrap();
            }
            Record::Input { .. } => inputs += 1,
            _ => {}
        }
    }
    assert_eq!(folded, desk);
    assert_eq!(auths, [offhook::wire::Credential::Bad, offhook::wire::Credential::Ok]);
    assert_eq!((inputs, raws, engines), (1, 1, 1), "the customer picked up, once");
    assert!(desks > 5, "{desks} snapshots of the desk");
    let gone = |one: &Record| matches!(one, Record::Peer { open: false, peer: who, .. } if **who == *peer);
    assert!(all.iter().any(gone), "the hub's end is everyone's");
}
