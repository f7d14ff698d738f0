//! A recording, run again: the engine restored where it began, and fed with what it was fed with.

use std::collections::HashMap;
use std::sync::Arc;

use offhook::contract::check::{Args, check};
use offhook::contract::ids::DeskId;
use offhook::contract::{Contract, Event};
use offhook::desk::Change;
use offhook::ecc::{Ecc, Input, Output, Request, Ticket, What};
use offhook::recording::{Record, SnapshotOf};
use offhook::wire::rpc::{self, Message};
use offhook::wire::{Body, Dir, Moment, Push, Role};
use offhook::workspace::Workspace;
use serde_json::Value;

/// What is told at the desk: when, which event or `desk`, and its payload or change.
pub type Told = (Moment, String, Value);

fn told(at: Moment, name: &str, json: &str) -> Told {
    (at, name.to_owned(), serde_json::from_str(json).expect("JSON"))
}

/// The pushed frame in a record, if it is one.
pub fn push(record: &Record) -> Option<Push> {
    let Record::Frame { peer, text, .. } = record else { return None };
    if peer.as_ref() != "*" {
        return None;
    }
    Some(Push::from_message(&rpc::parse(text).expect("JSON-RPC")).expect("a push").expect("well-formed"))
}

/// What was told, but for the calls that the hub mirrors, of which the engine knows nothing.
pub fn recorded(records: &[Record]) -> Vec<Told> {
    let all = records.iter().filter_map(push).map(|push| match &push.body {
        Body::Event { name, payload, .. } => told(push.at, name, payload.get()),
        Body::Change(change) => told(push.at, "desk", change.get()),
    });
    all.filter(|(_, name, payload)| name != "desk" || payload["kind"] != "trace").collect()
}

/// What the engine tells when it is run again.
pub fn rerun(workspace: Arc<Workspace>, desk: &DeskId, started: Moment, records: &[Record]) -> Vec<Told> {
    let snapshot = records.iter().find_map(|record| match record {
        Record::Snapshot { of: SnapshotOf::Ecc, state, .. } => Some(state),
        _ => None,
    });
    let mut ecc =
        Ecc::restore(workspace, snapshot.expect("the engine's state")).expect("this engine's state");
    let (mut again, mut tickets, mut roles) = (Vec::new(), 0, HashMap::new());
    for record in records {
        let at = started + record.at();
        let mut outputs = ecc.advance(at);
        if let Some(input) = input(record, desk, &mut tickets, &mut roles) {
            outputs.extend(ecc.handle(at, input));
        }
        again.extend(outputs.into_iter().filter_map(|Output { at, what }| match what {
            What::Event { event, .. } => Some(told(at, Event::id(&event), &event.payload_json())),
            What::Change { change, .. } => Some(told(at, "desk", &Change::to_json(&change))),
            What::Answer { .. } | What::Customer { .. } | What::Http { .. } => None,
        }));
    }
    again
}

/// What a record means to the engine; `None` for what the hub answers itself.
pub fn input(
    record: &Record,
    desk: &DeskId,
    tickets: &mut u64,
    roles: &mut HashMap<Arc<str>, Role>,
) -> Option<Input> {
    match record {
        Record::Peer { peer, role, .. } => {
            roles.insert(Arc::clone(peer), *role);
            None
        }
        Record::Input { input, .. } => Some(serde_json::from_str(input).expect("an input")),
        Record::Frame { peer, dir: Dir::In, text, auth, .. } => {
            let Ok(Message::Request { method, params, .. }) = rpc::parse(text) else { return None };
            let spec = Contract::get().method(&method)?;
            let params: Option<Value> = params.map(|raw| serde_json::from_str(raw.get()).expect("JSON"));
            let mut params =
                check(spec, Args::from_json(params).expect("parameters")).expect("as the contract says");
            // Blanked, and not for the engine: what came of them stands beside the frame.
            if auth.is_some() {
                params.retain(|name, _| name != "password" && name != "token");
            }
            *tickets += 1;
            Some(Input::Request(Request {
                ticket: Ticket(*tickets),
                desk: desk.clone(),
                peer: Arc::clone(peer),
                role: *roles.get(peer).expect("a peer that came"),
                method: spec.id.clone(),
                params,
                credential: *auth,
            }))
        }
        _ => None,
    }
}
