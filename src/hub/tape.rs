//! What a site writes down about its recorded desk, in the order in which it happened.

use std::fmt;
use std::sync::Arc;

use tracing::error;

use crate::contract::ids::DeskId;
use crate::desk::{Change, DeskState, ToastVariant};
use crate::ecc::{Ecc, Input};
use crate::recording::{Record, Recorder, SnapshotOf, SnapshotPace};
use crate::wire::{Credential, Dir, MAX_SNAPSHOT, Micros, Moment, Role};

/// A snapshot of the engine comes after so many inputs.
const ECC_INPUTS: u32 = 2_000;

/// How long after a record it is looked whether it could be written, and how often while it can't.
const LOOK: Micros = Micros::from_secs(1);

/// For how long all must be well before it is said so: a disk that comes and goes is one trouble.
const STEADY: Micros = Micros::from_secs(5);

/// Takes records; must not block.
pub trait FrameSink: Send {
    /// Takes one record. Records come in the order in which they are to stand in the file. `false`
    /// says that it was dropped, because there is no room.
    fn record(&self, record: Record) -> bool;

    /// Why nothing can be written at present, for a person.
    fn problem(&self) -> Option<String> {
        None
    }

    /// How many records are missing so far.
    fn dropped(&self) -> u64 {
        0
    }
}

impl FrameSink for Arc<Recorder> {
    fn record(&self, record: Record) -> bool {
        Recorder::record(self, record)
    }

    fn problem(&self) -> Option<String> {
        Recorder::problem(self)
    }

    fn dropped(&self) -> u64 {
        Recorder::dropped(self)
    }
}

/// A recording under way of the desk `default` of a site.
pub struct Recording {
    /// Where records go.
    pub sink: Box<dyn FrameSink>,
    /// The point in time that records count from; not later than the site's start.
    pub started: Moment,
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").field("started", &self.started).finish_non_exhaustive()
    }
}

/// The site's end of a recording.
#[derive(Debug)]
pub(super) struct Tape {
    recording: Recording,
    desk: DeskId,
    /// Never falls.
    at: Micros,
    pace: SnapshotPace,
    due: bool,
    inputs: u32,
    /// When to look next whether all is well.
    look: Option<Moment>,
    /// How many records were missing when it was looked last.
    dropped: u64,
    failing: Option<Failing>,
}

/// Something is wrong, and the agent has been told.
#[derive(Debug)]
struct Failing {
    /// When it was seen last.
    last: Moment,
    /// How many records were missing before.
    dropped: u64,
}

impl Tape {
    /// Begins with a snapshot of the desk and of the engine.
    pub(super) fn begin(recording: Recording, at: Moment, state: &DeskState, ecc: &Ecc) -> Tape {
        let desk = state.desk.clone();
        let mut tape = Tape {
            recording,
            desk,
            at: Micros(0),
            pace: SnapshotPace::new(),
            due: false,
            inputs: 0,
            look: None,
            dropped: 0,
            failing: None,
        };
        tape.at(at);
        tape.desk_snapshot(state);
        tape.ecc_snapshot(state.seq, ecc);
        tape
    }

    /// Which desk is recorded.
    pub(super) fn desk(&self) -> &DeskId {
        &self.desk
    }

    fn at(&mut self, at: Moment) -> Micros {
        self.at = self.at.max(at.since(self.recording.started));
        self.at
    }

    fn frame(
        &mut self,
        at: Moment,
        seq: Option<u64>,
        peer: Arc<str>,
        dir: Dir,
        text: Arc<str>,
        auth: Option<Credential>,
    ) {
        let at = self.at(at);
        self.due |= self.pace.frame(text.len());
        self.write(Record::Frame { at, seq, peer, dir, text, auth });
    }

    fn write(&mut self, record: Record) {
        if !self.recording.sink.record(record) {
            self.pace.lost();
        }
        // The disk says what it thinks of it a little later.
        self.look.get_or_insert(self.recording.started + self.at + LOOK);
    }

    /// When to ask for [`Tape::news`] again although nothing happens.
    pub(super) fn next_look(&self) -> Option<Moment> {
        self.look
    }

    /// What the agent must know of the recording: that it has begun to miss something, or no longer does.
    pub(super) fn news(&mut self, at: Moment) -> Option<Change> {
        self.look = self.look.filter(|look| *look > at);
        let (problem, dropped) = (self.recording.sink.problem(), self.recording.sink.dropped());
        let before = std::mem::replace(&mut self.dropped, dropped);
        let is_bad = problem.is_some() || dropped > before;
        if is_bad || self.failing.is_some() {
            self.look.get_or_insert(at + LOOK);
        }
        let toast = |variant, text| Some(Change::Toast { variant, text });
        match &mut self.failing {
            None if is_bad => {
                self.failing = Some(Failing { last: at, dropped: before });
                let text = match problem {
                    // There is room for some seconds yet; if it is over by then, nothing is missing.
                    Some(why) if dropped == before => format!("The recording can't be written: {why}"),
                    Some(why) => format!("The recording has a gap: {why}"),
                    None => "The recording has a gap: the disk is too slow".to_owned(),
                };
                toast(ToastVariant::Warning, text)
            }
            Some(failing) if is_bad => {
                failing.last = at;
                None
            }
            Some(failing) if at >= failing.last + STEADY => {
                let text = match dropped - failing.dropped {
                    0 => "The recording goes on, and nothing is missing".to_owned(),
                    1 => "The recording goes on; one record is missing".to_owned(),
                    lost => format!("The recording goes on; {lost} records are missing"),
                };
                self.failing = None;
                toast(ToastVariant::Info, text)
            }
            Some(_) | None => None,
        }
    }

    /// A message of a peer, secrets blanked.
    pub(super) fn incoming(&mut self, at: Moment, peer: &Arc<str>, text: Arc<str>, auth: Option<Credential>) {
        self.frame(at, None, Arc::clone(peer), Dir::In, text, auth);
    }

    /// An answer to a peer.
    pub(super) fn answer(&mut self, at: Moment, peer: &Arc<str>, text: &str) {
        self.frame(at, None, Arc::clone(peer), Dir::Out, text.into(), None);
    }

    /// A frame pushed to all peers of the desk, as one sees it who is sent them all.
    pub(super) fn push(&mut self, at: Moment, seq: u64, text: &str) {
        self.frame(at, Some(seq), "*".into(), Dir::Out, text.into(), None);
    }

    /// A peer came (`gone: None`) or went, with the reason.
    pub(super) fn peer(&mut self, at: Moment, peer: &Arc<str>, role: Role, gone: Option<&str>) {
        let at = self.at(at);
        let (open, reason) = (gone.is_none(), gone.map(str::to_owned));
        self.write(Record::Peer { at, peer: Arc::clone(peer), role, open, reason });
    }

    /// What reached the engine by another way than a peer's request.
    pub(super) fn input(&mut self, at: Moment, input: &Input) {
        let at = self.at(at);
        match serde_json::to_string(input) {
            Ok(json) => self.write(Record::Input { at, input: json.into() }),
            Err(error) => error!(%error, "an input could not be recorded"),
        }
    }

    /// Counts an input of the engine.
    pub(super) fn count_input(&mut self) {
        self.inputs += 1;
    }

    /// Writes the snapshots that are due. Only between inputs, when the state is whole.
    pub(super) fn pace(&mut self, at: Moment, state: &DeskState, ecc: &Ecc) {
        self.at(at);
        if self.due {
            self.desk_snapshot(state);
        }
        if self.inputs >= ECC_INPUTS {
            self.ecc_snapshot(state.seq, ecc);
        }
    }

    fn desk_snapshot(&mut self, state: &DeskState) {
        self.due = false;
        let thinned = state.thinned(MAX_SNAPSHOT);
        match serde_json::to_string(thinned.as_deref().unwrap_or(state)) {
            Ok(json) => self.snapshot(SnapshotOf::Desk, state.seq, json),
            Err(error) => error!(%error, "a desk could not be recorded"),
        }
    }

    fn ecc_snapshot(&mut self, seq: u64, ecc: &Ecc) {
        self.inputs = 0;
        self.snapshot(SnapshotOf::Ecc, seq, ecc.snapshot());
    }

    fn snapshot(&mut self, of: SnapshotOf, seq: u64, state: String) {
        if of == SnapshotOf::Desk {
            self.pace.snapshot(state.len());
        }
        self.write(Record::Snapshot { at: self.at, of, seq, state: state.into() });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::workspace::Workspace;

    /// A disk of which a test decides what it says.
    #[derive(Clone, Default)]
    struct Disk(Arc<Mutex<(Option<String>, u64)>>);

    impl Disk {
        fn says(&self, problem: Option<&str>, dropped: u64) {
            *self.0.lock().unwrap() = (problem.map(str::to_owned), dropped);
        }
    }

    impl FrameSink for Disk {
        fn record(&self, _: Record) -> bool {
            true
        }

        fn problem(&self) -> Option<String> {
            self.0.lock().unwrap().0.clone()
        }

        fn dropped(&self) -> u64 {
            self.0.lock().unwrap().1
        }
    }

    const START: Moment = Moment(1_752_481_908_000_000);

    fn after(seconds: u64) -> Moment {
        START + Micros::from_secs(seconds)
    }

    fn tape(disk: &Disk) -> Tape {
        let recording = Recording { sink: Box::new(disk.clone()), started: START };
        let ecc = Ecc::new(Arc::new(Workspace::demo()), 1, START);
        Tape::begin(recording, START, &DeskState::new(DeskId::default_desk()), &ecc)
    }

    fn told(tape: &mut Tape, seconds: u64) -> String {
        match tape.news(after(seconds)) {
            Some(Change::Toast { text, .. }) => text,
            None => String::new(),
            Some(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_full_disk_is_told_once_and_so_is_its_end() {
        let disk = Disk::default();
        let mut tape = tape(&disk);
        assert_eq!(tape.next_look(), Some(after(1)), "what was written is looked after");
        assert_eq!((told(&mut tape, 1), tape.next_look()), (String::new(), None));
        disk.says(Some("no space left"), 0);
        assert_eq!(told(&mut tape, 2), "The recording can't be written: no space left");
        assert_eq!((told(&mut tape, 3), tape.next_look()), (String::new(), Some(after(4))));
        disk.says(Some("no space left"), 7);
        assert_eq!(told(&mut tape, 4), "");
        disk.says(None, 7);
        assert_eq!((told(&mut tape, 5), told(&mut tape, 8)), (String::new(), String::new()));
        assert_eq!(told(&mut tape, 9), "The recording goes on; 7 records are missing");
        assert_eq!((told(&mut tape, 20), tape.next_look()), (String::new(), None));
    }

    #[test]
    fn a_disk_that_is_too_slow_is_told_too() {
        let disk = Disk::default();
        let mut tape = tape(&disk);
        disk.says(None, 1);
        assert_eq!(told(&mut tape, 1), "The recording has a gap: the disk is too slow");
        disk.says(Some("no space left"), 1);
        assert_eq!(told(&mut tape, 2), "");
        disk.says(None, 1);
        assert_eq!(told(&mut tape, 7), "The recording goes on; one record is missing");
    }
}
