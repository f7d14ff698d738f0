//! A peer's side of the wire: connect, call, resume after a dropped connection, back off.

mod backoff;
mod calls;
pub mod discover;
mod link;
mod once;
mod run;

use std::fmt;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use once::{CallError, call_once, call_timed};

pub use crate::wire::link::{ClientEvent, Joined};

use crate::wire::Hello;

/// The most calls that a client has under way; one more is [`Busy`].
pub const MAX_CALLS: usize = 256;
/// How many events wait for the client's owner; then the client stops reading, and the hub drops
/// frames or closes the connection as its rules for the role are.
pub const EVENTS: usize = 1_024;

/// Where a client gets the hub's token from. It is asked before each connection, since a hub that
/// was started again may have another.
#[derive(Clone)]
pub struct TokenSource(Arc<dyn Fn() -> Option<String> + Send + Sync>);

impl TokenSource {
    /// By a function that does not wait for long; `None` where it knows of no token.
    pub fn new(ask: impl Fn() -> Option<String> + Send + Sync + 'static) -> TokenSource {
        TokenSource(Arc::new(ask))
    }

    /// The token as it is now.
    pub fn ask(&self) -> Option<String> {
        (self.0)()
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSource")
    }
}

/// What a client is started with.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// The hub's websocket, `ws://127.0.0.1:4650/ws`.
    pub url: String,
    /// Who the client is. `resume` is filled in by the client itself.
    pub hello: Hello,
    /// Goes before the token of `hello` where it knows one.
    pub token: Option<TokenSource>,
    /// How many events may wait for the owner, at least 2.
    pub events: usize,
}

impl ClientConfig {
    /// With the usual bounds.
    pub fn new(url: impl Into<String>, hello: Hello) -> ClientConfig {
        ClientConfig { url: url.into(), hello, token: None, events: EVENTS }
    }
}

/// Too many calls are under way, or the client has stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many calls are under way")]
pub struct Busy;

/// A connection to a hub that comes back by itself. Stops when dropped.
#[derive(Debug)]
pub struct Client {
    commands: mpsc::Sender<run::Command>,
    room: Arc<Semaphore>,
    stop: CancellationToken,
    task: Option<JoinHandle<()>>,
}

impl Client {
    /// Starts one. It tells what happens by the receiver, until it is stopped or refused; then the
    /// receiver ends.
    pub fn start(config: ClientConfig) -> (Client, mpsc::Receiver<ClientEvent>) {
        let (events, told) = mpsc::channel(config.events.max(2));
        let (commands, asked) = mpsc::channel(MAX_CALLS);
        let stop = CancellationToken::new();
        let task = tokio::spawn(run::run(config, asked, events, stop.clone()));
        let room = Arc::new(Semaphore::new(MAX_CALLS));
        (Client { commands, room, stop, task: Some(task) }, told)
    }

    /// Calls a method; the answer comes as [`ClientEvent::Answer`] with `tag`, and comes once. While
    /// the connection is down a call waits for the next one, for no longer than a call may take.
    pub fn send(&self, tag: u64, method: &str, params: Value) -> Result<(), Busy> {
        let room = Arc::clone(&self.room).try_acquire_owned().map_err(|_| Busy)?;
        let command = run::Command { tag, method: method.to_owned(), params, room };
        self.commands.try_send(command).map_err(|_| Busy)
    }

    /// Says goodbye to the hub; done when the connection is closed.
    pub async fn stop(mut self) {
        self.stop.cancel();
        if let Some(task) = self.task.take() {
            let _ = task.await;
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
