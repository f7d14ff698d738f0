//! Recordings made up for tests: any mix of records, with snapshots that are true.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::record::{FORMAT, Header, KIND, Record, SnapshotOf};
use crate::contract::ids::{CampaignId, DeskId, InteractionId};
use crate::contract::{Contract, Event};
use crate::desk::{Change, DeskState, ToastVariant};
use crate::wire::push::Body;
use crate::wire::{Credential, Dir, Micros, Moment, Push, Role};

/// When all sample recordings started.
pub(super) const STARTED: Moment = Moment(1_752_481_908_000_000);

pub(super) fn header() -> Header {
    Header {
        kind: KIND.to_owned(),
        version: FORMAT,
        id: "r-1".to_owned(),
        started: STARTED,
        site: "default".to_owned(),
        desk: DeskId::default_desk(),
        source: "offhook".to_owned(),
        redaction: "secrets".to_owned(),
        seed: 7,
        workspace: Some(RawValue::from_string("{\n  \"users\": []\n}".to_owned()).unwrap()),
        tool: "0.0.0".to_owned(),
        runnable: true,
    }
}

pub(super) fn marker(at: u64) -> Record {
    Record::Marker { at: Micros(at), label: "m".to_owned(), note: None }
}

/// A recording's text.
pub(super) fn text(records: &[Record]) -> String {
    let mut text = header().to_line().unwrap();
    records.iter().for_each(|record| record.write_line(&mut text));
    text
}

/// A file for one test.
pub(super) struct TestFile {
    pub(super) path: PathBuf,
    _dir: tempfile::TempDir,
}

pub(super) fn file(bytes: impl AsRef<[u8]>) -> TestFile {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.jsonl");
    fs::write(&path, bytes).unwrap();
    TestFile { path, _dir: dir }
}

/// What happens next at a made-up desk.
#[derive(Debug, Clone)]
pub(super) enum Doing {
    /// A pushed event: which sample, about which interaction.
    Event(usize, u8),
    /// A pushed change.
    Change(u8, u8),
    /// A call of a peer and its answer.
    Call,
    /// Something that changes no desk.
    Other(u8),
    /// A snapshot of the desk.
    Snapshot,
}

pub(super) fn doing() -> impl Strategy<Value = (u64, Doing)> {
    let doing = prop_oneof![
        6 => (any::<usize>(), 0..3_u8).prop_map(|(which, about)| Doing::Event(which, about)),
        4 => (any::<u8>(), 0..3_u8).prop_map(|(which, about)| Doing::Change(which, about)),
        2 => Just(Doing::Call),
        2 => any::<u8>().prop_map(Doing::Other),
        1 => Just(Doing::Snapshot),
    ];
    // Many frames share a moment.
    (prop_oneof![Just(0), 0..5_u64, 0..2_000_000_u64], doing)
}

/// A recording, and what a reader must make of it.
pub(super) struct Story {
    pub(super) records: Vec<Record>,
    /// The desk's state before the first frame and after each.
    pub(super) states: Vec<DeskState>,
    /// Each frame's time.
    pub(super) times: Vec<Micros>,
    at: Micros,
}

impl Story {
    pub(super) fn new() -> Story {
        let states = vec![DeskState::new(DeskId::default_desk())];
        Story { records: Vec::new(), states, times: Vec::new(), at: Micros(0) }
    }

    pub(super) fn of(doings: &[(u64, Doing)]) -> Story {
        let mut story = Story::new();
        for (wait, doing) in doings {
            story.at.0 += wait;
            story.tell(doing);
        }
        story
    }

    fn tell(&mut self, doing: &Doing) {
        let at = self.at;
        match doing {
            Doing::Event(which, about) => {
                let (name, sample) = &SAMPLES[which % SAMPLES.len()];
                let payload = sample.replace(SAMPLE_ID, &format!("call-{about}"));
                let payload = RawValue::from_string(payload).unwrap();
                self.push(Body::Event { name: name.clone(), payload, to: None });
            }
            Doing::Change(which, about) => {
                let change = change(*which, *about, at).to_json();
                self.push(Body::Change(RawValue::from_string(change).unwrap()));
            }
            Doing::Call => {
                let call = r#"{"jsonrpc":"2.0","id":1,"method":"toolbar.answer","params":[]}"#;
                self.frame("p1", Dir::In, call);
                self.frame("p1", Dir::Out, r#"{"jsonrpc":"2.0","id":1,"result":"ok"}"#);
            }
            Doing::Other(which) => match which % 7 {
                0 => self.records.push(marker(at.0)),
                1 => self.records.push(Record::Input { at, input: r#"{"kind":"frame"}"#.into() }),
                2 => self.frame("p2", Dir::In, "rubbish\n\u{9b}31m"),
                3 => {
                    let state = Arc::from(r#"{"at":1}"#);
                    self.records.push(Record::Snapshot { at, of: SnapshotOf::Ecc, seq: 1, state });
                }
                // What a peer alone is sent, or sends, is no change of the desk.
                4 => self.frame("p1", Dir::Out, &self.toast()),
                5 => self.frame("*", Dir::In, &self.toast()),
                _ => {
                    let (peer, reason) = (Arc::from("p1"), Some("gone".to_owned()));
                    self.records.push(Record::Peer { at, peer, role: Role::Crm, open: false, reason });
                }
            },
            Doing::Snapshot => {
                let state = self.state();
                let (seq, json) = (state.seq, serde_json::to_string(state).unwrap());
                let of = SnapshotOf::Desk;
                self.records.push(Record::Snapshot { at, of, seq, state: Arc::from(json) });
            }
        }
    }

    pub(super) fn state(&self) -> &DeskState {
        self.states.last().unwrap()
    }

    fn toast(&self) -> String {
        let change = change(5, 0, self.at).to_json();
        let body = Body::Change(RawValue::from_string(change).unwrap());
        Push { seq: 1, prev: 0, at: STARTED, body }.to_text()
    }

    fn push(&mut self, body: Body) {
        let mut state = self.state().clone();
        let (seq, prev) = (state.seq + 1, state.seq);
        let push = Push { seq, prev, at: STARTED + self.at, body };
        state.apply(&push).unwrap();
        let (peer, text) = (Arc::from("*"), Arc::from(push.to_text()));
        self.records.push(Record::Frame {
            at: self.at,
            seq: Some(seq),
            peer,
            dir: Dir::Out,
            text,
            auth: None,
        });
        self.states.push(state);
        self.times.push(self.at);
    }

    fn frame(&mut self, peer: &str, dir: Dir, text: &str) {
        let (peer, text) = (Arc::from(peer), Arc::from(text));
        let auth = (dir == Dir::In).then_some(Credential::Ok);
        self.records.push(Record::Frame { at: self.at, seq: None, peer, dir, text, auth });
        self.states.push(self.state().clone());
        self.times.push(self.at);
    }

    /// How many frames there are up to a moment.
    pub(super) fn frames_until(&self, at: Micros) -> usize {
        self.times.partition_point(|time| *time <= at)
    }
}

const SAMPLE_ID: &str = "call-x";

/// The contract's sample of each typed event, about the interaction [`SAMPLE_ID`].
static SAMPLES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut samples = Vec::new();
    for spec in Contract::get().events() {
        let mut sample = spec.payload.sample.clone();
        for (name, value) in [("interactionId", SAMPLE_ID), ("customerCRTObjectId", SAMPLE_ID)] {
            if let Some(field) = sample.get_mut(name) {
                *field = Value::from(value);
            }
        }
        let raw = RawValue::from_string(sample.to_string()).unwrap();
        if Event::parse(&spec.id, &raw).is_some() {
            samples.push((spec.id.clone(), sample.to_string()));
        }
    }
    assert!(samples.len() > 10);
    samples
});

fn change(which: u8, about: u8, at: Micros) -> Change {
    let interaction_id = InteractionId::new(format!("call-{about}"));
    match which % 8 {
        0 => serde_json::from_value(json!({"kind": "signedIn", "session": {
            "userId": "executive", "userName": "Executive", "userType": "Executive",
            "since": STARTED, "campaigns": [], "extensions": [], "readyStatuses": ["Available"],
            "breakStatuses": ["Tea"], "maxPhoneLength": 15, "maxCampaignName": 20, "mayDial": true, "selected": [],
            "extension": null,
            "presence": {"available": false, "status": "Not ready", "since": STARTED},
        }}))
        .unwrap(),
        1 => Change::Hold { interaction_id, on: about == 0 },
        2 => Change::Mute { interaction_id, on: true },
        3 => Change::Deadline { interaction_id, until: STARTED + at },
        4 => Change::Focus { interaction_id: Some(interaction_id) },
        5 => {
            let mut text = String::new();
            let _ = write!(text, "अंशिका \u{202e}{about}\u{1b}");
            Change::Toast { variant: ToastVariant::Info, text }
        }
        6 => Change::Waiting { campaign_id: CampaignId(47), count: about.into() },
        _ => Change::NotificationsRead,
    }
}
