//! Integrations and customers that keep a hub busy: ten thousand frames a second for one desk.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use futures_util::stream::SplitStream;
use futures_util::{SinkExt, StreamExt};
use offhook::hub::HubHandle;
use offhook::wire::rpc;
use offhook::wire::{RequestId, Role};
use serde_json::json;
use tokio::time::{MissedTickBehavior, interval};
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

use super::peer::{Socket, join_at};
use super::times::now;

/// Integrations that call at once.
const CRMS: usize = 4;
/// One in so many calls is a customer's line in a chat instead.
const LINES: u64 = 20;
/// How many calls of a peer have no answer yet, at most: a hub refuses the 257th.
const UNDER_WAY: u64 = 200;
/// How often what is due is sent.
const TICK: Duration = Duration::from_millis(2);

/// Goes on, on a thread of its own, until it is dropped.
pub struct Flood {
    stop: CancellationToken,
    thread: Option<JoinHandle<()>>,
}

impl Flood {
    /// So many calls a second at the default desk, each of which its toolbar is told; in between, customers write
    /// in these chats.
    pub fn start(hub: &HubHandle, rate: u64, chats: Vec<String>) -> Flood {
        let (addr, token, stop) = (hub.addr, hub.token.clone(), CancellationToken::new());
        let until = stop.clone();
        let thread = spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                tokio::select! {
                    () = flood(addr, &token, rate, &chats) => {}
                    () = until.cancelled() => {}
                }
            });
        });
        Flood { stop, thread: Some(thread) }
    }
}

impl Drop for Flood {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn flood(addr: SocketAddr, token: &str, rate: u64, chats: &[String]) {
    let mut peers = Vec::new();
    for at in 0..=CRMS {
        let role = if at < CRMS { Role::Crm } else { Role::Control };
        let (out, answers) = join_at(addr, role, token).await.split();
        let answered = Arc::new(AtomicU64::new(0));
        tokio::spawn(count(answers, Arc::clone(&answered)));
        peers.push((out, answered, 0u64));
    }
    let start = now();
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut sent = 0;
    loop {
        ticks.tick().await;
        let due = start.elapsed().as_micros() as u64 * rate / 1_000_000;
        while sent < due {
            sent += 1;
            let (method, params, at) = match sent % LINES {
                0 => {
                    let chat = &chats[(sent / LINES) as usize % chats.len()];
                    let line = json!([format!("Is there any news about {sent}?"), chat]);
                    ("control.customerMessage", line, CRMS)
                }
                _ => ("session.getCurrentUser", json!([]), sent as usize % CRMS),
            };
            let (out, answered, asked) = &mut peers[at];
            // What a hub that is late has no room for is left out: the bench says how many came.
            if *asked - answered.load(Ordering::Relaxed) < UNDER_WAY {
                *asked += 1;
                let text = rpc::request(&RequestId::Number(*asked as i64), method, &params);
                out.feed(Message::text(text)).await.expect("the hub reads");
            }
        }
        for (out, ..) in &mut peers {
            out.flush().await.expect("the hub reads");
        }
    }
}

async fn count(mut answers: SplitStream<Socket>, answered: Arc<AtomicU64>) {
    while let Some(Ok(message)) = answers.next().await {
        if let Message::Text(text) = message
            && matches!(rpc::parse(&text), Ok(rpc::Message::Response { .. }))
        {
            answered.fetch_add(1, Ordering::Relaxed);
        }
    }
}
