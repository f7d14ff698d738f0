//! The recordings that are kept here: what they promise holds.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use offhook::contract::check::{Args, check};
use offhook::contract::{Contract, Event};
use offhook::desk::{Change, DeskState};
use offhook::ecc::{Ecc, Input, Output, Request, Ticket, What};
use offhook::recording::{Header, Reader, Record, SnapshotOf};
use offhook::wire::rpc::{self, Message};
use offhook::wire::{Body, Dir, Moment, Push, Role};
use offhook::workspace::Workspace;
use serde_json::Value;

fn recordings() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "jsonl"));
    files.sort();
    assert!(files.len() >= 3, "{files:?}");
    files
}

fn read(path: &Path) -> (Header, Vec<Record>) {
    let mut reader = Reader::open(path).expect("a recording");
    assert!(!reader.torn());
    let header = reader.header().clone();
    let records = reader.records().map(|line| line.expect("a readable line").1).collect();
    (header, records)
}

/// The pushed frame in a record, if it is one.
fn push(record: &Record) -> Option<Push> {
    let Record::Frame { peer, text, .. } = record else { return None };
    if peer.as_ref() != "*" {
        return None;
    }
    Some(Push::from_message(&rpc::parse(text).expect("JSON-RPC")).expect("a push").expect("well-formed"))
}

#[test]
fn every_snapshot_is_the_fold_of_what_was_before() {
    for path in recordings() {
        let (header, records) = read(&path);
        let mut state = DeskState::new(header.desk.clone());
        let mut snapshots = 0;
        for record in &records {
            if let Some(push) = push(record) {
                state.apply(&push).expect("a known payload");
            }
            if let Record::Snapshot { of: SnapshotOf::Desk, state: kept, .. } = record {
                let kept: DeskState = serde_json::from_str(kept).expect("a desk's state");
                assert_eq!(kept, state, "{}", path.display());
                snapshots += 1;
            }
        }
        assert!(snapshots > 0, "{}", path.display());
        assert!(!state.past.is_empty(), "{} shows nothing", path.display());
    }
}

/// The engine, started where the recording began.
fn restore(header: &Header, records: &[Record]) -> Ecc {
    let workspace = header.workspace.as_ref().expect("a workspace");
    let workspace: Workspace = serde_json::from_str(workspace.get()).expect("a workspace");
    let snapshot = records.iter().find_map(|record| match record {
        Record::Snapshot { of: SnapshotOf::Ecc, state, .. } => Some(state),
        _ => None,
    });
    Ecc::restore(Arc::new(workspace), snapshot.expect("the engine's state")).expect("this engine's state")
}

/// What an in-frame means to the engine; `None` for what the hub answers itself.
fn input(record: &Record, header: &Header, tickets: &mut u64) -> Option<Input> {
    match record {
        Record::Input { input, .. } => Some(serde_json::from_str(input).expect("an input")),
        Record::Frame { dir: Dir::In, text, auth, .. } => {
            let Ok(Message::Request { method, params, .. }) = rpc::parse(text) else { return None };
            let spec = Contract::get().method(&method)?;
            let params: Option<Value> = params.map(|raw| serde_json::from_str(raw.get()).expect("JSON"));
            let mut params =
                check(spec, Args::from_json(params).expect("parameters")).expect("as the contract says");
            params.remove("password");
            *tickets += 1;
            Some(Input::Request(Request {
                ticket: Ticket(*tickets),
                desk: header.desk.clone(),
                peer: "p1".into(),
                role: Role::Toolbar,
                method,
                params,
                credential: *auth,
            }))
        }
        _ => None,
    }
}

/// What was, or is, told at the desk: when, and what.
fn told(at: Moment, name: &str, json: &str) -> (Moment, String, Value) {
    (at, name.to_owned(), serde_json::from_str(json).expect("JSON"))
}

#[test]
fn the_engine_runs_a_recording_again_with_the_same_outcome() {
    for path in recordings() {
        let (header, records) = read(&path);
        assert!(header.runnable);
        let mut ecc = restore(&header, &records);
        let (mut before, mut again, mut tickets) = (Vec::new(), Vec::new(), 0);
        for record in &records {
            let at = header.started + record.at();
            let mut outputs = ecc.advance(at);
            if let Some(push) = push(record) {
                before.push(match &push.body {
                    Body::Event { name, payload, .. } => told(push.at, name, payload.get()),
                    Body::Change(change) => told(push.at, "desk", change.get()),
                });
            }
            if let Some(input) = input(record, &header, &mut tickets) {
                outputs.extend(ecc.handle(at, input));
            }
            again.extend(outputs.into_iter().filter_map(|Output { at, what }| match what {
                What::Event { event, .. } => Some(told(at, Event::id(&event), &event.payload_json())),
                What::Change { change, .. } => Some(told(at, "desk", &Change::to_json(&change))),
                What::Answer { .. } | What::Customer { .. } | What::Http { .. } => None,
            }));
        }
        assert!(before.len() > 10, "{}", path.display());
        assert_eq!(again, before, "{}", path.display());
    }
}

#[test]
fn nothing_in_them_is_secret_or_of_this_machine() {
    for path in recordings() {
        let text = std::fs::read_to_string(&path).expect("text");
        let here = env!("CARGO_MANIFEST_DIR");
        for bad in ["\"executive\",\"executive\"", "\"password\":\"e", "/home/", "/Users/", here] {
            assert!(!text.contains(bad), "{} holds {bad}", path.display());
        }
    }
}
