//! The log of frames that the toolbar lists: bounded, each read once as far as its row needs.

use std::collections::VecDeque;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::theme::Role;
use super::widgets::text::head;
use crate::wire::frame::Kind;
use crate::wire::{Dir, Frame, Micros, Moment};

/// How many frames are kept; the oldest go first. The recording has them all.
pub const MAX_FRAMES: usize = 500;

/// How far back the request is looked for that an answer belongs to, in frames.
const LOOK_BACK: usize = 64;

/// The longest frame whose text is laid out, in bytes; of a longer one the first part is shown as is.
const MAX_LAID_OUT: usize = 64 << 10;

/// By how much two clocks that agree may differ.
const SKEW: Micros = Micros::from_secs(1);

/// A frame with what its row shows.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The frame itself.
    pub frame: Frame,
    /// What it is, in a word: `call`, `ok`, `error`, `event`, `desk`.
    pub word: &'static str,
    /// The method, event, kind of change or error.
    pub name: String,
    /// How it looks.
    pub role: Role,
    id: Option<Value>,
}

/// The newest frames.
#[derive(Debug, Default)]
pub struct FrameLog {
    entries: VecDeque<Entry>,
    first: u64,
}

impl Entry {
    /// The frame's text in lines, laid out where it is JSON.
    pub fn laid_out(&self) -> Vec<String> {
        let text: &str = &self.frame.text;
        if text.len() > MAX_LAID_OUT {
            let start = head(text, 4096);
            return vec![format!("{} bytes, too long to lay out:", text.len()), start.to_owned()];
        }
        let value = serde_json::from_str::<Value>(text);
        let laid_out = value.and_then(|value| serde_json::to_string_pretty(&value));
        laid_out.unwrap_or_else(|_| text.to_owned()).lines().map(str::to_owned).collect()
    }
}

#[derive(Deserialize)]
struct Id {
    id: Option<Value>,
}

impl FrameLog {
    /// Appends a frame. Calls and answers have the time of our own clock and pushes the hub's: where
    /// the two differ a little, a frame is as late as the one before it.
    pub fn push(&mut self, mut frame: Frame) {
        if let Some(last) = self.entries.back().map(|entry| entry.frame.at)
            && last.since(frame.at) < SKEW
        {
            frame.at = frame.at.max(last);
        }
        let entry = self.entry(frame);
        if self.entries.len() >= MAX_FRAMES {
            self.entries.pop_front();
            self.first += 1;
        }
        self.entries.push_back(entry);
    }

    /// Takes other frames in their place, as a player shows them.
    pub fn replace(&mut self, frames: &[Frame]) {
        self.entries.clear();
        self.first = 0;
        for frame in &frames[frames.len().saturating_sub(MAX_FRAMES)..] {
            self.push(frame.clone());
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The frames, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// The frame at a place.
    pub fn get(&self, at: usize) -> Option<&Entry> {
        self.entries.get(at)
    }

    /// The running number of the frame at a place; it stays the same when older frames go.
    pub fn number(&self, at: usize) -> u64 {
        self.first + at as u64
    }

    /// The place of the frame with a running number: the oldest where that one is gone.
    pub fn place(&self, number: u64) -> usize {
        let at = usize::try_from(number.saturating_sub(self.first)).unwrap_or(usize::MAX);
        at.min(self.len().saturating_sub(1))
    }

    fn entry(&self, frame: Frame) -> Entry {
        let id = match frame.seq {
            Some(_) => None,
            None => serde_json::from_str::<Id>(&frame.text).ok().and_then(|one| one.id),
        };
        let (word, name, role) = match frame.kind() {
            Kind::Call(method) => ("call", method.into_owned(), Role::FrameCall),
            Kind::Answer => ("ok", self.asked(&frame, id.as_ref()), Role::FrameAnswer),
            Kind::Error(code, message) => {
                let asked = self.asked(&frame, id.as_ref());
                ("error", format!("{asked} {code} {message}").trim_start().to_owned(), Role::FrameError)
            }
            Kind::Event(name) => ("event", name.into_owned(), Role::FrameEvent),
            Kind::Change(kind) if kind == "trace" => traced(&frame),
            Kind::Change(kind) => ("desk", kind.into_owned(), Role::FrameChange),
            Kind::Raw => ("raw", frame.text.chars().take(80).collect(), Role::FrameError),
        };
        Entry { frame, word, name, role, id }
    }

    /// The method of the request that an answer belongs to, where it is not long ago.
    fn asked(&self, answer: &Frame, id: Option<&Value>) -> String {
        let mut earlier = self.entries.iter().rev().take(LOOK_BACK);
        let asked = earlier.find(|one| {
            one.frame.dir == Dir::In && one.frame.peer == answer.peer && id.is_some() && one.id.as_ref() == id
        });
        asked.map(|one| one.name.clone()).unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct Traced {
    params: TracedParams,
}

#[derive(Deserialize)]
struct TracedParams {
    change: TracedChange,
}

#[derive(Deserialize)]
struct TracedChange {
    call: TracedCall,
}

#[derive(Deserialize)]
struct TracedCall {
    peer: String,
    method: String,
    #[serde(default)]
    error: Option<(i64, String)>,
}

/// What another peer of the desk did, mirrored to the toolbar.
fn traced(frame: &Frame) -> (&'static str, String, Role) {
    let Ok(Traced { params: TracedParams { change: TracedChange { call } } }) =
        serde_json::from_str(&frame.text)
    else {
        return ("desk", "trace".to_owned(), Role::FrameChange);
    };
    match call.error {
        None => ("trace", format!("{} {}", call.peer, call.method), Role::FrameCall),
        Some((code, message)) => {
            ("trace", format!("{} {} {code} {message}", call.peer, call.method), Role::FrameError)
        }
    }
}

/// A request as a frame of ours, what is secret blanked.
pub fn request(at: Moment, peer: Arc<str>, tag: u64, method: &str, params: &Value) -> Frame {
    let mut params = params.clone();
    for secret in ["password", "token"] {
        if let Some(secret) = params.get_mut(secret) {
            *secret = Value::from("***");
        }
    }
    let text = crate::wire::rpc::request(&crate::wire::RequestId::Number(number(tag)), method, &params);
    Frame { at, seq: None, peer, dir: Dir::In, text: text.into() }
}

/// A tag as the id of a request.
pub fn number(tag: u64) -> i64 {
    i64::try_from(tag).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn frame(dir: Dir, text: String) -> Frame {
        Frame { at: Moment(0), seq: None, peer: "toolbar-1".into(), dir, text: text.into() }
    }

    #[test]
    fn an_answer_is_named_after_its_request() {
        let mut log = FrameLog::default();
        log.push(request(Moment(0), "toolbar-1".into(), 7, "toolbar.answer", &json!({})));
        log.push(frame(Dir::Out, json!({"jsonrpc": "2.0", "id": 7, "result": "ok"}).to_string()));
        let error = json!({"jsonrpc": "2.0", "id": 8, "error": {"code": 4000, "message": "gone"}});
        log.push(frame(Dir::Out, error.to_string()));
        let names: Vec<_> = log.iter().map(|entry| (entry.word, entry.name.as_str())).collect();
        assert_eq!(names, [("call", "toolbar.answer"), ("ok", "toolbar.answer"), ("error", "4000 gone")]);
    }

    #[test]
    fn times_do_not_fall_where_two_clocks_differ_a_little() {
        let mut log = FrameLog::default();
        for millis in [500_000, 499_998, 500_001, 400_000] {
            let at = Moment(millis * 1_000);
            log.push(Frame { at, ..frame(Dir::In, json!({"method": "m"}).to_string()) });
        }
        let times: Vec<u64> = log.iter().map(|entry| entry.frame.at.0 / 1_000).collect();
        assert_eq!(times, [500_000, 500_000, 500_001, 400_000], "a hub's own new time is left as it is");
    }

    #[test]
    fn a_password_is_not_kept() {
        let params = json!({"username": "executive", "password": "secret"});
        let frame = request(Moment(0), "toolbar-1".into(), 1, "session.login", &params);
        assert!(!frame.text.contains("secret") && frame.text.contains("executive"));
    }

    #[test]
    fn the_oldest_go_first_and_numbers_stay() {
        let mut log = FrameLog::default();
        for at in 0..MAX_FRAMES + 10 {
            log.push(frame(Dir::In, json!({"jsonrpc": "2.0", "id": at, "method": "m"}).to_string()));
        }
        assert_eq!((log.len(), log.number(0)), (MAX_FRAMES, 10));
        assert_eq!((log.place(3), log.place(12), log.place(u64::MAX)), (0, 2, MAX_FRAMES - 1));
    }

    #[test]
    fn a_mirrored_call_shows_who_made_it() {
        let mut log = FrameLog::default();
        let call = json!({"peer": "crm-1", "role": "crm", "method": "session.logout", "took": 5});
        let change = json!({"kind": "trace", "call": call});
        let push = json!({"jsonrpc": "2.0", "method": "desk", "params": {"seq": 1, "change": change}});
        log.push(frame(Dir::Out, push.to_string()));
        let entry = log.get(0).unwrap();
        assert_eq!((entry.word, entry.name.as_str()), ("trace", "crm-1 session.logout"));
    }
}
