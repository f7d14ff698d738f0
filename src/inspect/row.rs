//! One frame as a row: what it is, whose, about which interaction, how long it took, what went wrong.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::links::{Asked, Links};
use super::names::Names;
use super::scan::scalar;
use crate::contract::Contract;
use crate::wire::frame::Kind;
use crate::wire::{Dir, Frame, Micros, Moment, Role};

/// The most of an error's message that a row keeps, in bytes. The frame's text has all of it.
const MESSAGE: usize = 200;
/// The most of what is not JSON that stands in the place of a name, in bytes.
const RAW_NAME: usize = 80;

/// What a frame is, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    /// A request.
    Call,
    /// A good answer.
    Ok,
    /// An error as answer.
    Error,
    /// An event of the SDK.
    Event,
    /// A change of the desk.
    Change,
    /// The mirror of a call that an integration made, with what came of it.
    Trace,
    /// No message of JSON-RPC.
    Raw,
}

impl Word {
    /// All of them.
    pub const ALL: [Word; 7] =
        [Word::Call, Word::Ok, Word::Error, Word::Event, Word::Change, Word::Trace, Word::Raw];

    /// As it is shown and typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Word::Call => "call",
            Word::Ok => "ok",
            Word::Error => "error",
            Word::Event => "event",
            Word::Change => "change",
            Word::Trace => "trace",
            Word::Raw => "raw",
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The SDK's code, or one of JSON-RPC's.
    pub code: i64,
    /// The message's beginning.
    pub message: Box<str>,
}

/// A frame, read as far as a row of it needs.
#[derive(Debug, Clone)]
pub struct Row {
    /// Grows from row to row, and stays with the frame.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// Its number at the desk, for pushed frames.
    pub seq: Option<u64>,
    /// Which way; a mirrored call went in.
    pub dir: Dir,
    /// Who sent it, or whom it went to: of a mirrored call the caller, of an event for one peer that one,
    /// `*` of what goes to all.
    pub peer: Arc<str>,
    /// What the peer is, where that is known.
    pub role: Option<Role>,
    /// What it is.
    pub word: Word,
    /// The method, the event, the kind of change; of an answer the method that was asked.
    pub name: Arc<str>,
    /// The interaction that it names first.
    pub interaction: Option<Arc<str>>,
    /// The campaign that it names first.
    pub campaign: Option<u64>,
    /// From the request to this answer.
    pub took: Option<Micros>,
    /// Of an answer the number of its request.
    pub asked: Option<u64>,
    /// What went wrong.
    pub fault: Option<Box<Fault>>,
    /// The message as it is.
    pub text: Arc<str>,
}

impl Row {
    /// How much memory it takes, in bytes, as far as it is its own.
    pub fn bytes(&self) -> usize {
        size_of::<Row>() + self.text.len()
    }

    /// How long it took, where a clock went on meanwhile: one that stands still measures nothing.
    pub fn lasted(&self) -> Option<Micros> {
        self.took.filter(|took| *took > Micros(0))
    }
}

#[derive(Deserialize)]
struct Ids<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    params: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Traced<'a> {
    #[serde(borrow)]
    params: TracedParams<'a>,
}

#[derive(Deserialize)]
struct TracedParams<'a> {
    #[serde(borrow)]
    change: TracedChange<'a>,
}

#[derive(Deserialize)]
struct TracedChange<'a> {
    #[serde(borrow)]
    call: TracedCall<'a>,
}

/// A mirrored call in a frame's text.
#[derive(Deserialize)]
pub(super) struct TracedCall<'a> {
    #[serde(borrow)]
    pub peer: Cow<'a, str>,
    pub role: Role,
    #[serde(borrow)]
    pub method: Cow<'a, str>,
    #[serde(borrow)]
    pub params: Option<&'a RawValue>,
    #[serde(borrow)]
    pub answer: Option<&'a RawValue>,
    #[serde(borrow)]
    pub error: Option<(i64, Cow<'a, str>)>,
    #[serde(borrow)]
    pub note: Option<Cow<'a, str>>,
    pub took: Micros,
}

#[derive(Deserialize)]
struct HelloParams {
    role: Role,
}

#[derive(Deserialize)]
struct Pushed<'a> {
    #[serde(borrow)]
    params: PushedParams<'a>,
}

#[derive(Deserialize)]
struct PushedParams<'a> {
    #[serde(borrow)]
    to: Option<Cow<'a, str>>,
}

/// The mirrored call in a push of one; `None` in any other text.
pub(super) fn traced(text: &str) -> Option<TracedCall<'_>> {
    serde_json::from_str::<Traced<'_>>(text).ok().map(|traced| traced.params.change.call)
}

/// Reads frames in their order.
#[derive(Debug, Default)]
pub(super) struct Reading {
    names: Names,
    links: Links,
}

impl Reading {
    pub(super) fn know(&mut self, peer: &str, role: Role) {
        let peer = self.names.of(peer);
        self.links.know(&peer, role);
    }

    pub(super) fn row(&mut self, number: u64, frame: Frame) -> Row {
        let peer = self.names.of(&frame.peer);
        let mut row = Row {
            number,
            at: frame.at,
            seq: frame.seq,
            dir: frame.dir,
            role: None,
            word: Word::Raw,
            name: Arc::clone(&peer),
            interaction: scalar(&frame.text, "interactionId").map(|id| self.names.of(id)),
            campaign: scalar(&frame.text, "campaignId").and_then(|id| id.parse().ok()),
            took: None,
            asked: None,
            fault: None,
            text: Arc::clone(&frame.text),
            peer,
        };
        match frame.kind() {
            Kind::Call(method) => self.call(&mut row, &method),
            Kind::Answer => self.answer(&mut row, Word::Ok),
            Kind::Error(code, message) => {
                row.fault = Some(fault(code, &message));
                self.answer(&mut row, Word::Error);
            }
            Kind::Event(name) => {
                (row.word, row.name) = (Word::Event, self.names.of(&name));
                if frame.text.contains("\"to\":")
                    && let Ok(Pushed { params: PushedParams { to: Some(to) } }) =
                        serde_json::from_str(&frame.text)
                {
                    row.peer = self.names.of(&to);
                }
            }
            Kind::Change(kind) if kind == "trace" => self.trace(&mut row),
            Kind::Change(kind) => (row.word, row.name) = (Word::Change, self.names.of(&kind)),
            Kind::Raw => row.name = head(&frame.text, RAW_NAME).into(),
        }
        if row.role.is_none() {
            row.role = self.links.role(&row.peer);
        }
        row
    }

    fn call(&mut self, row: &mut Row, method: &str) {
        (row.word, row.name) = (Word::Call, self.names.of(method));
        let text = Arc::clone(&row.text);
        let Ok(Ids { id, params }) = serde_json::from_str::<Ids<'_>>(&text) else { return };
        if let Some(params) = params {
            self.positional(row, method, params.get());
            if method == "hello"
                && let Ok(HelloParams { role }) = serde_json::from_str(params.get())
            {
                self.links.know(&row.peer, role);
            }
        }
        if let Some(id) = id {
            self.links.ask(Asked {
                peer: Arc::clone(&row.peer),
                id: id.get().into(),
                number: row.number,
                at: row.at,
                name: Arc::clone(&row.name),
                interaction: row.interaction.clone(),
                campaign: row.campaign,
            });
        }
    }

    fn answer(&mut self, row: &mut Row, word: Word) {
        row.word = word;
        row.name = self.names.of("");
        let id = serde_json::from_str::<Ids<'_>>(&row.text).ok().and_then(|ids| ids.id);
        if let Some(asked) = id.and_then(|id| self.links.answered(&row.peer, id.get())) {
            row.name = asked.name;
            row.took = Some(row.at.since(asked.at));
            row.asked = Some(asked.number);
            row.interaction = asked.interaction.or(row.interaction.take());
            row.campaign = asked.campaign.or(row.campaign);
        }
    }

    fn trace(&mut self, row: &mut Row) {
        let text = Arc::clone(&row.text);
        let Some(call) = traced(&text) else {
            (row.word, row.name) = (Word::Change, self.names.of("trace"));
            return;
        };
        (row.word, row.dir, row.took) = (Word::Trace, Dir::In, Some(call.took));
        (row.name, row.peer, row.role) =
            (self.names.of(&call.method), self.names.of(&call.peer), Some(call.role));
        row.fault = call.error.map(|(code, message)| fault(code, &message));
        self.links.know(&row.peer, call.role);
        if let Some(params) = call.params {
            self.positional(row, &call.method, params.get());
        }
    }

    /// Parameters in their order say by the contract alone which of them is the interaction.
    fn positional(&mut self, row: &mut Row, method: &str, params: &str) {
        let Some(method) = Contract::get().method(method).filter(|_| params.starts_with('[')) else { return };
        let place = |name: &str| method.params.iter().position(|param| param.name == name);
        let places = (place("interactionId"), place("campaignId"));
        if places == (None, None) {
            return;
        }
        let Ok(given) = serde_json::from_str::<Vec<&RawValue>>(params) else { return };
        let text = |at: Option<usize>| given.get(at?).map(|raw| raw.get().trim_matches('"'));
        if let Some(id) = text(places.0).filter(|id| !id.is_empty() && *id != "null" && id.len() <= MESSAGE) {
            row.interaction = Some(self.names.of(id));
        }
        if let Some(id) = text(places.1).and_then(|id| id.parse().ok()) {
            row.campaign = Some(id);
        }
    }
}

fn fault(code: i64, message: &str) -> Box<Fault> {
    Box::new(Fault { code, message: head(message, MESSAGE).into() })
}

fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
