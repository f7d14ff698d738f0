//! Sites that are made when they are first used.

use offhook::wire::Role;
use rstest::rstest;
use serde_json::json;

use crate::support::{Peer, TOKEN, hello, http, open, site, start, start_with, within};

const MADE: usize = 64;

async fn on_use() -> offhook::hub::HubHandle {
    start_with(site(), |options| options.sites_on_use = true).await
}

#[tokio::test]
async fn a_site_is_made_on_its_first_use_and_is_apart_from_the_others() {
    let hub = on_use().await;
    let one = open(hub.addr, "/s/one/ws", false).await.unwrap();
    let mut one = Peer::on(one, &hello(Role::Control)).await.unwrap();
    let two = open(hub.addr, &format!("/t/{TOKEN}/s/two/ws"), false).await.unwrap();
    let mut two = Peer::on(two, &hello(Role::Control)).await.unwrap();
    let mut default = Peer::join(&hub, Role::Control).await;
    one.sign_in().await;
    one.ok("control.advanceTime", json!([60_000])).await;
    let mut glances = Vec::new();
    for peer in [&mut one, &mut two, &mut default] {
        let glance = peer.ok("control.getSite", json!([])).await;
        glances.push((glance["site"].clone(), glance["desks"][0]["user"].clone(), glance["now"].clone()));
    }
    let start = json!("2025-07-14T07:23:16.000Z");
    assert_eq!(
        glances,
        [
            (json!("one"), json!("executive"), json!("2025-07-14T07:24:16.000Z")),
            (json!("two"), json!(null), start.clone()),
            (json!("default"), json!(null), start)
        ]
    );
    let again = open(hub.addr, "/s/one/ws", false).await.unwrap();
    let again = Peer::on(again, &hello(Role::Crm)).await.unwrap();
    assert_eq!(again.answer.epoch, one.answer.epoch);
    assert_ne!(one.answer.epoch, two.answer.epoch);
    // The same user in all of them, since each has its own contact centre.
    two.sign_in().await;
}

async fn enter(hub: &offhook::hub::HubHandle, name: &str) -> Result<Peer, offhook::wire::RpcError> {
    let socket = open(hub.addr, &format!("/s/{name}/ws"), false).await.unwrap();
    Peer::on(socket, &hello(Role::Crm)).await
}

#[tokio::test]
async fn there_are_only_so_many_at_a_time() {
    let hub = on_use().await;
    let mut peers = Vec::new();
    for number in 0..MADE {
        peers.push(enter(&hub, &format!("test-{number}")).await.unwrap());
    }
    let error = enter(&hub, "one-more").await.err().unwrap();
    assert_eq!((error.code, error.http()), (3000, Some(503)));
    let again = enter(&hub, "test-0").await.unwrap();
    assert_eq!(again.answer.epoch, peers[0].answer.epoch, "those that are there stay open");
    // With one that nobody is connected to there is room, as soon as the hub has seen that they went.
    let gone = peers.remove(7);
    let epoch = gone.answer.epoch.clone();
    drop(gone);
    let one_more = within(async {
        loop {
            match enter(&hub, "one-more").await {
                Ok(peer) => break peer,
                Err(error) => assert_eq!(error.http(), Some(503)),
            }
        }
    })
    .await;
    assert_eq!(enter(&hub, "test-7").await.err().and_then(|error| error.http()), Some(503), "it has ended");
    drop(one_more);
    let afresh = within(async {
        loop {
            if let Ok(peer) = enter(&hub, "test-7").await {
                break peer;
            }
        }
    })
    .await;
    assert_ne!(afresh.answer.epoch, epoch);
    assert!(!hub.has_failed());
    Peer::join(&hub, Role::Control).await;
}

#[tokio::test]
async fn of_those_that_nobody_uses_the_one_ends_that_was_used_the_longest_ago() {
    let hub = on_use().await;
    let mut epochs = Vec::new();
    for number in 0..MADE {
        epochs.push(enter(&hub, &format!("test-{number}")).await.unwrap().answer.epoch.clone());
    }
    let first = enter(&hub, "test-0").await.unwrap();
    assert_eq!(first.answer.epoch, epochs[0]);
    drop(first);
    // Many more tests than there can be sites at a time, one after the other.
    for number in MADE..2 * MADE - 1 {
        within(async { while enter(&hub, &format!("test-{number}")).await.is_err() {} }).await;
    }
    assert_eq!(enter(&hub, "test-0").await.unwrap().answer.epoch, epochs[0], "used again since");
    assert_ne!(enter(&hub, "test-1").await.unwrap().answer.epoch, epochs[1]);
}

#[tokio::test]
async fn whoever_is_not_let_in_makes_none() {
    let hub = on_use().await;
    for number in 0..MADE {
        let path = format!("/s/test-{number}/ws");
        let stranger = open(hub.addr, &path, false).await.unwrap();
        let mut hello = hello(Role::Crm);
        hello.origin = Some("https://evil.example".to_owned());
        assert_eq!(Peer::on(stranger, &hello).await.err().map(|error| error.code), Some(1003));
        let page = format!("GET /s/page-{number}/omniapp/toolbar/state.json HTTP/1.1");
        let answer = http(hub.addr, &[&page, &format!("Host: {}", hub.addr), "Connection: close"]).await;
        assert!(answer.starts_with("http/1.1 200"), "{answer}");
    }
    let peer = open(hub.addr, "/s/one/ws", false).await.unwrap();
    assert!(Peer::on(peer, &hello(Role::Crm)).await.is_ok(), "there is room");
}

#[rstest]
#[case("/s/one/healthz", true)]
#[case("/s/one/omniapp/toolbar/index.html", true)]
#[case("/s/UPPER_and-9/healthz", true)]
#[case("/s/a.b/healthz", false)]
#[case("/s/%41/healthz", false)]
#[case("/s//healthz", false)]
#[tokio::test]
async fn a_name_is_good_for_a_site_or_not(#[case] path: &str, #[case] good: bool) {
    let (auto, fixed) = (on_use().await, start(site()).await);
    for (hub, good) in [(auto, good), (fixed, false)] {
        let host = format!("Host: {}", hub.addr);
        let answer = http(hub.addr, &[&format!("GET {path} HTTP/1.1"), &host, "Connection: close"]).await;
        let status = if good { "http/1.1 200" } else { "http/1.1 404" };
        assert!(answer.starts_with(status), "{answer}");
    }
}

#[tokio::test]
async fn a_name_has_a_longest_length() {
    let hub = on_use().await;
    let host = format!("Host: {}", hub.addr);
    for (length, status) in [(64, "http/1.1 200"), (65, "http/1.1 404")] {
        let first = format!("GET /s/{}/healthz HTTP/1.1", "x".repeat(length));
        assert!(http(hub.addr, &[&first, &host, "Connection: close"]).await.starts_with(status));
    }
}
