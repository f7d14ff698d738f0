//! An integration's calls and events through the hub, beside the same on a bare websocket server of the same
//! library, in turns in the same run; and the memory that an idle peer takes.
//!
//! A toolbar is attached, so that every call is mirrored to it, and the desk is recorded.

#[path = "../tests/common/mod.rs"]
mod built;
mod common;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message as Frame, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use built::program::{Home, Server};
use common::memory::resident;
use common::peer::{Socket, answer, ask, join, open, say_hello};
use common::recorded;
use futures_util::{SinkExt, StreamExt};
use offhook::clock::real_now;
use offhook::hub::{Hub, HubHandle, HubOptions, SiteOptions};
use offhook::wire::rpc;
use offhook::wire::{Hello, RequestId, Role, SUBPROTOCOL};
use offhook::workspace::Workspace;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::{broadcast, mpsc};
use tokio_tungstenite::tungstenite::Message;

/// Turns of each kind; the middle one counts.
const TURNS: usize = 15;
/// Round trips in a turn.
const CALLS: usize = 2_000;
/// Events in a turn.
const EVENTS: usize = 20;
/// Idle peers whose memory is taken.
const IDLE: usize = 1_000;

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    // An integration is never in the hub's process: servers run on threads of their own.
    let servers = Runtime::new().expect("a runtime");
    let here = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // `cargo bench --bench sdk -- trips`: one part alone.
    let parts: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is_asked = |part: &str| parts.is_empty() || parts.iter().any(|one| one == part);
    here.block_on(speed(&servers, is_asked("trips"), is_asked("events")));
    if is_asked("memory") {
        here.block_on(idle_memory());
    }
}

async fn speed(servers: &Runtime, trips: bool, events: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.jsonl");
    let hub = servers.spawn(async move { hub(&path).await }).await.expect("a hub");
    let (echo, _) = servers.spawn(bare()).await.expect("a server");
    for under_way in [1, 32].into_iter().filter(|_| trips) {
        round_trips(&hub, echo, under_way).await;
    }
    for peers in [1, 100, 1_000].into_iter().filter(|_| events) {
        fan_out(&hub, servers, peers).await;
    }
    hub.stop().await;
}

/// A hub whose default desk is recorded and has a toolbar, with an agent who is signed in.
async fn hub(path: &std::path::Path) -> HubHandle {
    let mut site = SiteOptions::new(Arc::new(Workspace::demo()));
    site.recording = Some(recorded::to(path, real_now()));
    let hub = Hub::start(HubOptions::new(site)).await.expect("a hub");
    let mut toolbar = join(&hub, Role::Toolbar).await;
    tokio::spawn(async move { while let Some(Ok(_)) = toolbar.next().await {} });
    let mut agent = join(&hub, Role::Control).await;
    let steps = [
        ("session.login", json!(["executive", "executive"])),
        ("toolbar.selectCampaigns", json!([[172]])),
        ("toolbar.selectExtension", json!(["1234567890"])),
        ("toolbar.setAvailability", json!(["Available"])),
    ];
    for (at, (method, params)) in steps.iter().enumerate() {
        ask(&mut agent, at as i64, method, params).await;
        answer(&mut agent).await;
    }
    hub
}

/// A websocket server that sends back what it gets; a text that begins with `!` goes to everyone.
async fn bare() -> (SocketAddr, broadcast::Sender<String>) {
    async fn serve(mut socket: WebSocket, all: broadcast::Sender<String>) {
        let mut heard = all.subscribe();
        loop {
            let frame = tokio::select! {
                frame = socket.recv() => match frame {
                    Some(Ok(Frame::Text(text))) if text.starts_with('!') => {
                        let _ = all.send(text.as_str().to_owned());
                        continue;
                    }
                    Some(Ok(frame)) => frame,
                    _ => return,
                },
                Ok(text) = heard.recv() => Frame::text(text),
            };
            if socket.send(frame).await.is_err() {
                return;
            }
        }
    }
    async fn upgrade(State(all): State<broadcast::Sender<String>>, up: WebSocketUpgrade) -> Response {
        up.protocols([SUBPROTOCOL])
            .read_buffer_size(4096)
            .write_buffer_size(0)
            .on_upgrade(|socket| serve(socket, all))
    }
    let (all, _) = broadcast::channel(1_024);
    let app = Router::new().route("/ws", get(upgrade)).with_state(all.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let addr = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    (addr, all)
}

/// The time that so many requests and answers take, with this many under way.
#[allow(clippy::disallowed_methods, reason = "a bench looks at the machine's clock")]
async fn trip(socket: &mut Socket, texts: &[String], under_way: usize) -> Duration {
    let start = Instant::now();
    let mut sent = 0;
    let mut read = 0;
    while read < texts.len() {
        while sent < texts.len() && sent - read < under_way {
            socket.feed(Message::text(texts[sent].as_str())).await.expect("sent");
            sent += 1;
        }
        socket.flush().await.expect("sent");
        socket.next().await.expect("an answer").expect("an answer");
        read += 1;
    }
    start.elapsed()
}

/// SDK calls of a CRM page, beside echoes of the same texts.
async fn round_trips(hub: &HubHandle, echo: SocketAddr, under_way: usize) {
    let mut crm = join(hub, Role::Crm).await;
    let mut bare = open(echo).await;
    let mut times = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        let texts: Vec<String> = (0..CALLS)
            .map(|at| {
                let id = RequestId::Number((turn * CALLS + at) as i64 + 1);
                rpc::request(&id, "session.getCurrentUser", &json!([]))
            })
            .collect();
        times.0.push(trip(&mut crm, &texts, under_way).await);
        times.1.push(trip(&mut bare, &texts, under_way).await);
    }
    let rate = |times: Vec<Duration>| CALLS as f64 / middle(times).as_secs_f64();
    let (calls, echoes) = (rate(times.0), rate(times.1));
    println!(
        "round trips, {under_way:>2} under way   hub {calls:>9.0}/s   bare echo {echoes:>9.0}/s   {:.0} %",
        100.0 * calls / echoes
    );
}

/// From the call that causes an event to the last of so many peers that hears it.
#[allow(clippy::disallowed_methods, reason = "a bench looks at the machine's clock")]
async fn fan_out(hub: &HubHandle, servers: &Runtime, peers: usize) {
    let (bare, _) = servers.spawn(bare()).await.expect("a server");
    let mut hub_peers = Vec::new();
    let mut bare_peers = Vec::new();
    for _ in 0..peers {
        hub_peers.push(join(hub, Role::Crm).await);
        bare_peers.push(open(bare).await);
    }
    let mut agent = join(hub, Role::Control).await;
    let mut speaker = open(bare).await;
    let (heard, mut hearers) = mpsc::channel(peers * 2);
    for socket in hub_peers {
        listen(socket, heard.clone());
    }
    let (bare_heard, mut bare_hearers) = mpsc::channel(peers * 2);
    for socket in bare_peers {
        listen(socket, bare_heard.clone());
    }
    let mut times = (Vec::new(), Vec::new());
    for turn in 0..EVENTS {
        let visible = turn % 2 == 0;
        let start = Instant::now();
        ask(&mut agent, turn as i64 + 1, "toolbar.setWindowVisible", &json!([visible])).await;
        all(&mut hearers, peers).await;
        times.0.push(start.elapsed());
        answer(&mut agent).await;
        let text = format!("!{}", "x".repeat(180));
        let start = Instant::now();
        speaker.send(Message::text(text)).await.expect("sent");
        all(&mut bare_hearers, peers).await;
        times.1.push(start.elapsed());
    }
    let (event, echo) = (middle(times.0), middle(times.1));
    println!(
        "one event to {peers:>5} peers      hub {:>9.0} µs  bare one  {:>9.0} µs  {:.0} %",
        event.as_secs_f64() * 1e6,
        echo.as_secs_f64() * 1e6,
        100.0 * event.as_secs_f64() / echo.as_secs_f64()
    );
}

/// Tells of each message.
fn listen(mut socket: Socket, heard: mpsc::Sender<()>) {
    tokio::spawn(async move {
        while let Some(Ok(message)) = socket.next().await {
            if message.is_text() && heard.send(()).await.is_err() {
                return;
            }
        }
    });
}

async fn all(hearers: &mut mpsc::Receiver<()>, peers: usize) {
    for _ in 0..peers {
        hearers.recv().await.expect("a hearer");
    }
}

/// What the process of a hub grows by for each idle peer.
async fn idle_memory() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let addr = server.url.trim_start_matches("http://").parse().expect("an address");
    let crm = |at: usize| {
        let mut hello = Hello::new(Role::Crm);
        hello.origin = Some("https://crm.example.com".to_owned());
        hello.instance_id = Some(format!("instance-{at}"));
        hello
    };
    // The first ones make what all share.
    let mut peers = Vec::new();
    for at in 0..100 {
        peers.push(say_hello(addr, &crm(at)).await);
    }
    let before = resident(server.child.id()).0;
    for at in 0..IDLE {
        peers.push(say_hello(addr, &crm(at)).await);
    }
    let after = resident(server.child.id()).0;
    println!(
        "an idle peer              {:.1} KB of the hub's memory ({IDLE} peers)",
        (after - before) as f64 / IDLE as f64
    );
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
