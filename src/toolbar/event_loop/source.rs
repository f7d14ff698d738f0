//! What the desk's state comes from: a hub or a recording, and what they tell.

use std::future::pending;

use serde_json::Value;
use serde_json::value::RawValue;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::recording::player::Page;
use crate::toolbar::message::Message;
use crate::toolbar::replay::Playback;
use crate::toolbar::runs::Answered;
use crate::wire::{ClientEvent, Micros, Role, RpcError};

/// How many events of the client are taken in before something else has its turn.
const MAX_BATCH: usize = 256;

/// A call to be made as another peer than the toolbar.
#[derive(Debug)]
pub struct OtherCall {
    /// Comes back with the answer.
    pub number: u64,
    /// As whom.
    pub role: Role,
    /// The wire name.
    pub method: &'static str,
    /// By name.
    pub params: Value,
}

/// What came of it.
#[derive(Debug)]
pub struct OtherAnswer {
    /// As given with the call.
    pub number: u64,
    /// The answer, or the error; also where there was no connection.
    pub result: Result<Box<RawValue>, RpcError>,
    /// From the request to its answer.
    pub took: Micros,
}

/// Makes calls as an integration would, each on a connection of its own. Whoever has the hub's address
/// gives one to the toolbar.
pub struct AsOthers {
    /// Starts a call; an error says that it can't take more now.
    pub call: Box<dyn Fn(OtherCall) -> Result<(), String> + Send>,
    /// What comes of them.
    pub answers: mpsc::Receiver<OtherAnswer>,
}

/// What the desk's state comes from.
pub enum Source<S> {
    /// A hub: what its client tells, and how calls are sent to it.
    Hub {
        /// Bounded by the client; while it is full, the client reads no further.
        events: mpsc::Receiver<ClientEvent>,
        /// Takes a tag, a method and its parameters; an error says that it can't take more now.
        send: S,
        /// Makes calls as other peers; without it, none are made.
        others: Option<AsOthers>,
    },
    /// A recording.
    Recording(Playback),
}

/// What a source tells.
pub(in crate::toolbar) enum News {
    Page(Result<Page, String>),
    Hub(Option<ClientEvent>),
    Other(OtherAnswer),
}

impl<S> Source<S> {
    /// The next event of the client, or what came of a call made as somebody else. A recording has none, and
    /// neither has a client that ended.
    pub(in crate::toolbar) async fn next(
        &mut self,
        ended: bool,
        reading: &mut Option<JoinHandle<Result<Page, String>>>,
    ) -> News {
        let Source::Hub { events, others, .. } = self else { return News::Page(page(reading).await) };
        tokio::select! {
            biased;
            page = page(reading) => News::Page(page),
            event = events.recv(), if !ended => News::Hub(event),
            answer = other(others) => News::Other(answer),
        }
    }

    /// What has piled up behind so many events that were taken in at once.
    pub(in crate::toolbar) fn more(&mut self, taken: usize) -> Option<ClientEvent> {
        match self {
            Source::Hub { events, .. } if taken < MAX_BATCH => events.try_recv().ok(),
            _ => None,
        }
    }

    /// Calls a method of the hub; gives what there is to say where it can't take more now.
    pub(in crate::toolbar) fn send<E>(&self, tag: u64, method: &str, params: Value) -> Option<Message>
    where
        S: Fn(u64, &str, Value) -> Result<(), E>,
    {
        let Source::Hub { send, .. } = self else { return None };
        send(tag, method, params).err().map(|_| Message::NotSent { tag })
    }

    /// Makes a call as another peer; gives its answer where none will come.
    pub(in crate::toolbar) fn call_as(&self, call: OtherCall) -> Option<Message> {
        let number = call.number;
        let started = match self {
            Source::Hub { others: Some(others), .. } => (others.call)(call),
            _ => Err("this toolbar has no other connection to make the call on".to_owned()),
        };
        started.err().map(|why| {
            let answered = Answered { result: Err(RpcError::new(0, why)), took: Micros(0) };
            Message::Ran { number, answered }
        })
    }

    /// Whether a recording plays.
    pub(in crate::toolbar) fn is_playing(&self) -> bool {
        matches!(self, Source::Recording(playback) if playback.is_playing())
    }

    /// Whether a recording may grow behind what is shown.
    pub(in crate::toolbar) fn is_following(&self) -> bool {
        matches!(self, Source::Recording(playback) if playback.is_following())
    }
}

/// What is said when the client will tell no more.
pub(in crate::toolbar) fn closed_for_good() -> ClientEvent {
    ClientEvent::Refused { reason: "the connection to the hub was closed for good".to_owned() }
}

async fn page(reading: &mut Option<JoinHandle<Result<Page, String>>>) -> Result<Page, String> {
    match reading {
        Some(reading) => reading.await.unwrap_or_else(|error| Err(error.to_string())),
        None => pending().await,
    }
}

async fn other(others: &mut Option<AsOthers>) -> OtherAnswer {
    let answer = match others {
        Some(others) => others.answers.recv().await,
        None => None,
    };
    match answer {
        Some(answer) => answer,
        None => pending().await,
    }
}
