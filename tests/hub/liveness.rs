//! Peers that are slow or silent, and a hub that stops.

use offhook::desk::DeskState;
use offhook::hub::{FrameSink, Recording, SiteOptions};
use offhook::recording::Record;
use offhook::wire::push::Body;
use offhook::wire::{Dir, Role, close};
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Peer, START, hello, open, site_with, start, start_with, within};

/// A site where choosing campaigns is an event of some 100 KB, so that a peer is soon slow.
fn wordy() -> offhook::hub::SiteOptions {
    site_with(|workspace| workspace.campaigns[1].name = "long ".repeat(20_000))
}

#[tokio::test]
async fn a_slow_page_is_closed_with_1013() {
    let hub = start(wordy()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut slow = Peer::on(open(hub.addr, "/ws", true).await.unwrap(), &hello(Role::Crm)).await.unwrap();
    control.sign_in().await;
    within(async {
        while control.peers("default").await.contains(&"crm".to_owned()) {
            control.ok("toolbar.selectCampaigns", json!([[172]])).await;
        }
    })
    .await;
    assert_eq!(slow.closed().await, close::TOO_SLOW);
}

#[tokio::test]
async fn a_slow_toolbar_gets_a_snapshot_that_is_the_fold() {
    let hub = start(wordy()).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut slow = Peer::on(open(hub.addr, "/ws", true).await.unwrap(), &hello(Role::Toolbar)).await.unwrap();
    control.sign_in().await;
    for _ in 0..200 {
        control.ok("toolbar.selectCampaigns", json!([[172]])).await;
    }
    let desk = control.desk().await;
    assert_eq!(control.peers("default").await, ["control", "toolbar"]);
    let mut state: DeskState = serde_json::from_str(slow.answer.snapshot.take().unwrap().get()).unwrap();
    let (mut snapshots, mut frames) = (0, 0);
    while state.seq < desk.seq {
        let push = slow.push().await;
        if let Body::Change(change) = &push.body {
            snapshots += u32::from(change.get().starts_with(r#"{"kind":"snapshot""#));
        }
        frames += 1;
        state.apply(&push).unwrap();
    }
    assert_eq!(state, desk);
    assert!(snapshots > 0 && frames < desk.seq, "{snapshots} snapshots among {frames} frames");
    control.ok("toolbar.setAvailability", json!(["Coffee Break"])).await;
    assert_eq!(slow.event().await.0, "session.userAvailabilityStatusChanged", "and goes on");
}

#[tokio::test]
async fn the_hub_pings_and_closes_the_silent() {
    let hub = start(site_with(|workspace| {
        workspace.session.ping_interval = 20;
        workspace.session.ping_notification_timeout = 200;
    }))
    .await;
    // One that reads, and so answers pings, stays for many times the limit.
    let mut lively = Peer::join(&hub, Role::Observer).await;
    let mut pings = 0;
    while pings < 30 {
        pings += u32::from(matches!(lively.message().await, Message::Ping(_)));
    }
    // One that does not read does not answer.
    let mut silent = Peer::join(&hub, Role::Crm).await;
    while lively.peers("default").await.contains(&"crm".to_owned()) {
        lively.message().await;
    }
    assert_eq!(silent.closed().await, close::TOO_SLOW);
    assert_eq!(lively.peers("default").await, ["observer"]);
}

/// A recording that breaks, and the site with it, at the first request.
#[derive(Debug)]
struct Breaks;

impl FrameSink for Breaks {
    fn record(&self, record: Record) -> bool {
        assert!(!matches!(record, Record::Frame { dir: Dir::In, .. }), "broken for the test");
        true
    }
}

#[tokio::test]
async fn a_site_that_fails_stops_the_hub_and_says_so() {
    let mut options = site_with(|_| {});
    options.recording = Some(Recording { sink: Box::new(Breaks), started: START });
    let whole = SiteOptions { name: "whole".to_owned(), ..site_with(|_| {}) };
    let hub = start_with(options, |options| options.sites.push(whole)).await;
    let there = open(hub.addr, "/s/whole/ws", false).await.unwrap();
    let mut peer = Peer::on(there, &hello(Role::Toolbar)).await.unwrap();
    assert!(!hub.has_failed());
    let mut socket = open(hub.addr, "/ws", false).await.unwrap();
    let request = json!({"jsonrpc": "2.0", "id": 1, "method": "hello", "params": hello(Role::Control)});
    futures_util::SinkExt::send(&mut socket, Message::text(request.to_string())).await.unwrap();
    within(hub.failed()).await;
    assert!(hub.has_failed());
    assert_eq!(peer.closed().await, close::STOPPING);
    within(hub.finished()).await;
}

#[tokio::test]
async fn a_stop_is_clean_and_ends_in_time_whatever_peers_do() {
    let hub = start(wordy()).await;
    let mut peers = Vec::new();
    for role in [Role::Toolbar, Role::Crm, Role::App, Role::Observer] {
        peers.push(Peer::join(&hub, role).await);
    }
    let mut control = Peer::join(&hub, Role::Control).await;
    // One that reads nothing, one that says nothing, one that has not even asked for a websocket.
    let mut deaf = Peer::on(open(hub.addr, "/ws", true).await.unwrap(), &hello(Role::Toolbar)).await.unwrap();
    let mut dumb = open(hub.addr, "/ws", false).await.unwrap();
    let mut idle = TcpStream::connect(hub.addr).await.unwrap();
    let addr = hub.addr;
    let codes = futures_util::future::join_all(peers.iter_mut().map(Peer::closed));
    let stopping = async {
        control.sign_in().await;
        for _ in 0..100 {
            control.ok("toolbar.selectCampaigns", json!([[172]])).await;
        }
        let ((), code) = tokio::join!(within(hub.stop()), control.closed());
        code
    };
    let (codes, code) = tokio::join!(codes, stopping);
    assert_eq!((codes, code), (vec![close::STOPPING; 4], close::STOPPING));
    let greeting = within(futures_util::StreamExt::next(&mut dumb)).await.unwrap().unwrap();
    assert!(matches!(greeting, Message::Close(Some(frame)) if u16::from(frame.code) == close::STOPPING));
    assert_eq!(within(idle.read(&mut [0; 8])).await.unwrap_or(0), 0);
    assert!(TcpStream::connect(addr).await.is_err());
    let _ = within(deaf.send(Message::text("x"))).await;
}
