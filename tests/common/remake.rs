//! A recording made anew: the same doings at the same moments, and what the engine tells of them now.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use offhook::contract::Event;
use offhook::desk::{Change, DeskState};
use offhook::ecc::{Ecc, Output, What};
use offhook::recording::{Header, Reader, Record, SnapshotOf};
use offhook::wire::rpc::{self, Message};
use offhook::wire::{Body, Dir, Moment, Push};
use serde_json::Value;
use serde_json::value::RawValue;

use super::rerun::{input, push};

/// Writes the recording again.
pub fn remake(path: &Path) {
    let mut reader = Reader::open(path).expect("a recording");
    let header = reader.header().clone();
    let records: Vec<Record> = reader.records().map(|line| line.expect("a readable line").1).collect();
    let began = header.started + records.first().expect("records").at();
    let workspace = serde_json::from_str(header.workspace.as_ref().expect("a workspace").get());
    let ecc = Ecc::new(Arc::new(workspace.expect("a workspace")), header.seed, began);
    let mut made = Made {
        state: DeskState::new(header.desk.clone()),
        answer: None,
        ecc,
        header,
        waiting: Vec::new(),
        lines: Vec::new(),
    };
    let (mut tickets, mut roles) = (0, HashMap::new());
    for record in records {
        let at = made.header.started + record.at();
        let outputs = made.ecc.advance(at);
        made.tell(outputs);
        let desk = made.header.desk.clone();
        match input(&record, &desk, &mut tickets, &mut roles) {
            Some(input) => {
                made.push_waiting();
                made.lines.push(record);
                let outputs = made.ecc.handle(at, input);
                made.tell(outputs);
            }
            None => made.keep(record),
        }
    }
    made.push_waiting();
    let mut text = made.header.to_line().expect("plain data");
    for line in &made.lines {
        line.write_line(&mut text);
    }
    std::fs::write(path, text).expect("the recording is written");
}

struct Made {
    header: Header,
    ecc: Ecc,
    /// The fold of what was told.
    state: DeskState,
    /// What the engine answers to the last request, where it does.
    answer: Option<Value>,
    /// What it tells: comes after the answer, and after the hub's mirror of the call.
    waiting: Vec<(Moment, Body)>,
    lines: Vec<Record>,
}

impl Made {
    /// A record that is no input: what was told before is told anew by the engine.
    fn keep(&mut self, record: Record) {
        match record {
            Record::Frame { dir: Dir::Out, ref peer, .. } if peer.as_ref() == "*" => {
                // The hub's own mirror of a call is all that the engine does not tell.
                let Some(Push { at, body: Body::Change(change), .. }) = push(&record) else { return };
                if matches!(serde_json::from_str(change.get()), Ok(Change::Trace { .. })) {
                    self.push(at, Body::Change(change));
                }
            }
            Record::Frame { at, seq, peer, dir: Dir::Out, text, auth } => {
                let text = self.answered(&text).unwrap_or(text);
                self.lines.push(Record::Frame { at, seq, peer, dir: Dir::Out, text, auth });
            }
            Record::Snapshot { at, of, .. } => {
                self.push_waiting();
                let state = match of {
                    SnapshotOf::Desk => serde_json::to_string(&self.state).expect("plain data"),
                    SnapshotOf::Ecc => self.ecc.snapshot(),
                };
                self.lines.push(Record::Snapshot { at, of, seq: self.state.seq, state: state.into() });
            }
            other => {
                self.push_waiting();
                self.lines.push(other);
            }
        }
    }

    /// The answer with what the engine says now, where it answers; else the hub's own.
    fn answered(&mut self, text: &str) -> Option<Arc<str>> {
        let value = self.answer.take()?;
        let Ok(Message::Response { id: Some(id), result: Ok(_) }) = rpc::parse(text) else { return None };
        Some(rpc::answer(&id, &value).into())
    }

    fn tell(&mut self, outputs: Vec<Output>) {
        for Output { at, what } in outputs {
            match what {
                What::Event { event, to, .. } => {
                    let payload = RawValue::from_string(event.payload_json()).expect("JSON");
                    self.waiting.push((at, Body::Event { name: Event::id(&event).to_owned(), payload, to }));
                }
                What::Change { change, .. } => {
                    let change = RawValue::from_string(change.to_json()).expect("JSON");
                    self.waiting.push((at, Body::Change(change)));
                }
                What::Answer { result, .. } => self.answer = result.ok(),
                What::Customer { .. } | What::Http { .. } => {}
            }
        }
    }

    fn push_waiting(&mut self) {
        for (at, body) in std::mem::take(&mut self.waiting) {
            self.push(at, body);
        }
    }

    fn push(&mut self, at: Moment, body: Body) {
        let seq = self.state.seq + 1;
        let push = Push { seq, prev: seq - 1, at, body };
        self.state.apply(&push).expect("a known payload");
        let (at, text) = (at.since(self.header.started), push.to_text().into());
        self.lines.push(Record::Frame {
            at,
            seq: Some(seq),
            peer: "*".into(),
            dir: Dir::Out,
            text,
            auth: None,
        });
    }
}
