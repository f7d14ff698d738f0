//! A virtual clock that is moved far: everybody is heard meanwhile, and whoever reads loses nothing.

use offhook::hub::SiteOptions;
use offhook::wire::{Message, Push, Role, close};
use serde_json::json;

use crate::support::{Peer, hello, open, site_with, start, within};

const SHIFT: u64 = 8 * 60 * 60 * 1_000;

/// Customers wait all day, and a call rings for a moment only.
fn patient() -> SiteOptions {
    site_with(|workspace| {
        for campaign in &mut workspace.campaigns {
            (campaign.queue.max_wait, campaign.ring_timeout) = (86_400, 5);
        }
    })
}

/// So many customers call at once that more frames come of a shift than a peer may leave unread.
async fn busy_shift(control: &mut Peer, customers: u32) {
    control.sign_in().await;
    for number in 0..customers {
        control.ok("control.customerCall", json!([format!("555{number}"), null, 172])).await;
    }
}

#[tokio::test]
async fn whoever_reads_gets_all_of_a_long_shift_and_then_the_answer() {
    let hub = start(patient()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    busy_shift(&mut control, 1_500).await;
    let id = control.ask("control.advanceTime", json!([SHIFT])).await;
    let mut pushes = 0;
    control.take_kept().await;
    let answered = loop {
        match control.next().await {
            Message::Response { id, result } => break (id, result),
            message => {
                let push = Push::from_message(&message).unwrap().unwrap();
                assert_eq!(push.prev, control.seq, "a frame is missing");
                control.seq = push.seq;
                pushes += 1;
            }
        }
    };
    assert_eq!(answered.0, Some(offhook::wire::RequestId::Number(id)));
    assert_eq!(answered.1.unwrap().get(), r#"{"now":"2025-07-14T15:23:16.000Z"}"#);
    assert!(pushes > 8_192, "only {pushes} frames: no outbox could have been full");
}

#[tokio::test]
async fn others_are_heard_while_the_clock_waits_for_its_caller_to_read() {
    let hub = start(patient()).await;
    let mut other = Peer::join(&hub, Role::Control).await;
    let mut elsewhere = hello(Role::Crm);
    elsewhere.desk = Some("elsewhere".into());
    let mut crm = Peer::with(&hub, &elsewhere).await;
    let socket = open(hub.addr, "/ws", true).await.unwrap();
    let mut caller = Peer::on(socket, &hello(Role::Control)).await.unwrap();
    busy_shift(&mut caller, 1_500).await;
    let before = other.ok("control.getSite", json!([])).await["now"].clone();
    let ids = [
        caller.ask("control.advanceTime", json!([SHIFT])).await,
        caller.ask("control.getSite", json!([])).await,
    ];
    // It does not read, so time comes to a halt on the way.
    let mut at = before.clone();
    within(async {
        while at == before {
            at = other.ok("control.getSite", json!([])).await["now"].clone();
        }
    })
    .await;
    let _ = crm.call("session.getCurrentUser", json!([])).await;
    assert_ne!(at, json!("2025-07-14T15:23:16.000Z"));
    let site = caller.answered(ids[1]).await.unwrap();
    assert_ne!(site["now"], json!("2025-07-14T15:23:16.000Z"), "asked while time was moving");
    let answer = caller.answered(ids[0]).await.unwrap();
    assert_eq!(answer["now"], "2025-07-14T15:23:16.000Z");
}

#[tokio::test]
async fn a_peer_that_never_reads_is_closed_and_time_goes_on() {
    let hub = start(patient()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut deaf =
        Peer::on(open(hub.addr, "/ws", true).await.unwrap(), &hello(Role::Observer)).await.unwrap();
    let mut slow = Peer::on(open(hub.addr, "/ws", true).await.unwrap(), &hello(Role::Control)).await.unwrap();
    busy_shift(&mut control, 4_000).await;
    let answer = control.ok("control.advanceTime", json!([SHIFT])).await;
    assert_eq!(answer["now"], "2025-07-14T15:23:16.000Z");
    assert_eq!(control.peers("default").await, ["control", "observer"]);
    // It reads too late for the code where the advance took longer than the hub waits with it.
    assert!(slow.closed_or_cut_off().await.is_none_or(|code| code == close::TOO_SLOW));
    let newest = control.desk().await.seq;
    while deaf.seq < newest {
        deaf.push().await;
    }
}

#[tokio::test]
async fn calls_that_move_the_clock_are_done_one_after_the_other() {
    let hub = start(patient()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    busy_shift(&mut control, 1_500).await;
    let mut ids = Vec::new();
    for _ in 0..256 {
        ids.push(control.ask("control.advanceTime", json!([60_000])).await);
    }
    let mut answers = Vec::new();
    for id in ids {
        answers.push(control.answered(id).await.unwrap()["now"].as_str().unwrap().to_owned());
    }
    assert!(answers.is_sorted());
    assert_eq!(answers.last().unwrap(), "2025-07-14T11:39:16.000Z");
}
