//! What integrations called at this desk, as the hub mirrors it: bounded, newest last.

use std::collections::VecDeque;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::widgets::text::{head, width, wrap};
use crate::desk::change::TracedCall;
use crate::desk::{Change, Masks};
use crate::wire::push::Body;
use crate::wire::{Frame, Moment, Push, rpc};

/// How many calls are kept; the oldest go first.
pub const MAX_TRACED: usize = 500;
/// How many bytes of arguments and answers are kept with them; the oldest go first.
pub const MAX_BYTES: usize = 8 << 20;
/// The longest text that is laid out, in bytes; of a longer one the first part is shown as it is.
const MAX_LAID_OUT: usize = 64 << 10;
/// Longer lines are broken, in columns: what a terminal of 80 has room for.
const LONGEST_LINE: u16 = 72;

/// A call and when it was mirrored.
#[derive(Debug, Clone)]
pub struct Traced {
    /// When.
    pub at: Moment,
    /// What was called, and what came of it.
    pub call: Box<TracedCall>,
}

impl Traced {
    fn bytes(&self) -> usize {
        let raw = |raw: &Option<Box<RawValue>>| raw.as_ref().map_or(0, |raw| raw.get().len());
        raw(&self.call.params) + raw(&self.call.answer)
    }
}

/// The newest calls.
#[derive(Debug, Default)]
pub struct TraceLog {
    calls: VecDeque<Traced>,
    bytes: usize,
    first: u64,
}

/// Only what tells a change from another, so that the others need not be read twice.
#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow)]
    kind: std::borrow::Cow<'a, str>,
}

/// The change of a push, where it is of one of these kinds.
pub fn change_of(push: &Push, kinds: &[&str]) -> Option<Change> {
    let Body::Change(raw) = &push.body else { return None };
    let Kind { kind } = serde_json::from_str(raw.get()).ok()?;
    if !kinds.contains(&&*kind) {
        return None;
    }
    serde_json::from_str(raw.get()).ok()
}

impl TraceLog {
    /// Takes in a pushed frame, if it is one, as it may be shown.
    pub fn push(&mut self, push: &Push, masks: &Masks) {
        if let Some(Change::Trace { call }) = change_of(push, &["trace"]) {
            self.add(Traced { at: push.at, call: Box::new(masks.call(*call)) });
        }
    }

    /// Takes other frames, masked where they are to be, in the place of what is there, as a player shows them.
    pub fn replace(&mut self, frames: &[Frame]) {
        *self = TraceLog::default();
        for frame in frames.iter().filter(|frame| frame.seq.is_some()) {
            let push = rpc::parse(&frame.text).ok().and_then(|message| Push::from_message(&message)?.ok());
            if let Some(push) = push {
                self.push(&push, &Masks::default());
            }
        }
    }

    fn add(&mut self, call: Traced) {
        self.bytes += call.bytes();
        self.calls.push_back(call);
        while self.calls.len() > MAX_TRACED || (self.bytes > MAX_BYTES && self.calls.len() > 1) {
            if let Some(gone) = self.calls.pop_front() {
                self.bytes -= gone.bytes();
                self.first += 1;
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// The call at a place, oldest first.
    pub fn get(&self, at: usize) -> Option<&Traced> {
        self.calls.get(at)
    }

    /// The running number of the call at a place; it stays the same when older ones go.
    pub fn number(&self, at: usize) -> u64 {
        self.first + at as u64
    }

    /// The place of the call with a running number: the oldest where that one is gone.
    pub fn place(&self, number: u64) -> usize {
        let at = usize::try_from(number.saturating_sub(self.first)).unwrap_or(usize::MAX);
        at.min(self.len().saturating_sub(1))
    }
}

/// JSON in lines, indented.
pub fn laid_out(text: &str) -> Vec<String> {
    if text.len() > MAX_LAID_OUT {
        return vec![format!("{} bytes, too long to lay out:", text.len()), head(text, 4096).to_owned()];
    }
    let value = serde_json::from_str::<Value>(text);
    let laid_out = value.and_then(|value| serde_json::to_string_pretty(&value));
    laid_out.unwrap_or_else(|_| text.to_owned()).lines().flat_map(broken).collect()
}

/// A line in several where it is long, each as far in as the first.
pub fn broken(line: &str) -> Vec<String> {
    if width(line) <= LONGEST_LINE {
        return vec![line.to_owned()];
    }
    let text = line.trim_start_matches(' ');
    let indent = &line[..line.len() - text.len()];
    let indent = &indent[..indent.len().min(usize::from(LONGEST_LINE) / 2)];
    let room = LONGEST_LINE - u16::try_from(indent.len()).unwrap_or(0);
    wrap(text, room, MAX_LAID_OUT).into_iter().map(|part| format!("{indent}{part}")).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::value::to_raw_value;

    use super::*;
    use crate::toolbar::testing::session::Script;
    use crate::wire::{Micros, Role};

    fn pushes(count: usize, bytes: usize) -> Vec<Push> {
        let mut script = Script::new();
        for number in 0..count {
            let call = Box::new(TracedCall {
                peer: "crm-1".to_owned(),
                role: Role::Crm,
                method: format!("store.m{number}"),
                params: Some(to_raw_value(&"x".repeat(bytes)).unwrap()),
                error: None,
                answer: None,
                note: None,
                took: Micros(7),
            });
            script.change(&Change::Trace { call });
        }
        script.pushes
    }

    #[test]
    fn the_oldest_go_first_by_count_and_by_size() {
        let mut log = TraceLog::default();
        pushes(MAX_TRACED + 3, 1).iter().for_each(|push| log.push(push, &Masks::default()));
        assert_eq!((log.len(), log.number(0), log.place(1), log.place(9)), (MAX_TRACED, 3, 0, 6));
        let mut log = TraceLog::default();
        pushes(10, MAX_BYTES / 4).iter().for_each(|push| log.push(push, &Masks::default()));
        assert_eq!((log.len(), log.get(0).unwrap().call.method.as_str()), (3, "store.m7"));
    }

    #[test]
    fn a_players_frames_take_the_place_of_what_was_there() {
        let mut log = TraceLog::default();
        let frames: Vec<Frame> = pushes(3, 1)
            .iter()
            .map(|push| Frame {
                at: push.at,
                seq: Some(push.seq),
                peer: "*".into(),
                dir: crate::wire::Dir::Out,
                text: push.to_text().into(),
            })
            .collect();
        log.replace(&frames);
        log.replace(&frames[..2]);
        assert_eq!((log.len(), log.get(1).unwrap().call.method.as_str()), (2, "store.m1"));
    }
}
