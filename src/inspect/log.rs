//! The newest frames, as rows, within bounds of number and size.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::row::{Reading, Row, Word};
use crate::wire::{Frame, Micros, Moment, Role};

/// How many rows are kept; the oldest go first.
pub const MAX_ROWS: usize = 100_000;
/// How many bytes rows and their text may take; the oldest go first.
pub const MAX_BYTES: usize = 48 << 20;
/// How many different values of a kind are remembered, for those who type a filter.
const MAX_SEEN: usize = 256;
/// How many interactions are remembered; the newest.
const MAX_INTERACTIONS: usize = 64;
/// By how much two clocks that agree may differ.
const SKEW: Micros = Micros::from_secs(1);

/// What stood in the rows so far.
#[derive(Debug, Default)]
pub struct Seen {
    /// Names of events.
    pub events: BTreeSet<Arc<str>>,
    /// Names of methods.
    pub methods: BTreeSet<Arc<str>>,
    /// Kinds of changes.
    pub changes: BTreeSet<Arc<str>>,
    /// Peers' names.
    pub peers: BTreeSet<Arc<str>>,
    /// Codes of errors.
    pub errors: BTreeSet<i64>,
    /// Campaigns' ids.
    pub campaigns: BTreeSet<u64>,
    /// Interactions, newest last.
    pub interactions: VecDeque<Arc<str>>,
}

impl Seen {
    fn note(&mut self, row: &Row) {
        let add = |set: &mut BTreeSet<Arc<str>>, name: &Arc<str>| {
            if set.len() < MAX_SEEN && !set.contains(name) {
                set.insert(Arc::clone(name));
            }
        };
        match row.word {
            Word::Event => add(&mut self.events, &row.name),
            Word::Call | Word::Trace => add(&mut self.methods, &row.name),
            Word::Change => add(&mut self.changes, &row.name),
            Word::Ok | Word::Error | Word::Raw => {}
        }
        add(&mut self.peers, &row.peer);
        if let Some(fault) = &row.fault
            && self.errors.len() < MAX_SEEN
        {
            self.errors.insert(fault.code);
        }
        if let Some(campaign) = row.campaign
            && self.campaigns.len() < MAX_SEEN
        {
            self.campaigns.insert(campaign);
        }
        if let Some(id) = &row.interaction
            && !self.interactions.contains(id)
        {
            if self.interactions.len() >= MAX_INTERACTIONS {
                self.interactions.pop_front();
            }
            self.interactions.push_back(Arc::clone(id));
        }
    }
}

/// The newest rows.
#[derive(Debug)]
pub struct Log {
    rows: VecDeque<Row>,
    most: (usize, usize),
    bytes: usize,
    gone: u64,
    reading: Reading,
    seen: Seen,
}

impl Default for Log {
    fn default() -> Log {
        Log::bounded(MAX_ROWS, MAX_BYTES)
    }
}

impl Log {
    /// With bounds of its own: rows, and bytes.
    pub fn bounded(rows: usize, bytes: usize) -> Log {
        Log {
            rows: VecDeque::new(),
            most: (rows.max(1), bytes),
            bytes: 0,
            gone: 0,
            reading: Reading::default(),
            seen: Seen::default(),
        }
    }

    /// What a peer is, where somebody knows it.
    pub fn know(&mut self, peer: &str, role: Role) {
        self.reading.know(peer, role);
    }

    /// Appends a frame. Calls and answers have the time of our own clock and pushes the hub's: where
    /// the two differ a little, a frame is as late as the one before it.
    pub fn push(&mut self, mut frame: Frame) {
        if let Some(last) = self.rows.back().map(|row| row.at)
            && last.since(frame.at) < SKEW
        {
            frame.at = frame.at.max(last);
        }
        let number = self.rows.back().map_or(self.gone, |row| row.number + 1);
        self.append(number, frame);
    }

    /// Appends a frame with a number of its own, greater than those before.
    pub fn append(&mut self, number: u64, frame: Frame) {
        let row = self.reading.row(number, frame);
        self.seen.note(&row);
        self.bytes += row.bytes();
        self.rows.push_back(row);
        while self.is_full() {
            self.bytes -= self.rows.pop_front().map_or(0, |row| row.bytes());
            self.gone += 1;
        }
    }

    /// Puts older frames, with numbers of their own, before those that are there; where it becomes too
    /// much, the newest go. Returns how many went.
    pub fn prepend(&mut self, frames: Vec<(u64, Frame)>) -> usize {
        let rows: Vec<Row> =
            frames.into_iter().map(|(number, frame)| self.reading.row(number, frame)).collect();
        for row in rows.into_iter().rev() {
            self.seen.note(&row);
            self.bytes += row.bytes();
            self.rows.push_front(row);
        }
        let mut went = 0;
        while self.is_full() {
            self.bytes -= self.rows.pop_back().map_or(0, |row| row.bytes());
            went += 1;
        }
        went
    }

    /// Shows frames with numbers of their own, as a player gives them: what is there already stays, what
    /// comes after them goes.
    pub fn show(&mut self, frames: &[(u64, Frame)]) {
        let (Some((first, _)), Some((last, _))) = (frames.first(), frames.last()) else {
            self.clear();
            return;
        };
        while self.rows.back().is_some_and(|row| row.number > *last) {
            self.bytes -= self.rows.pop_back().map_or(0, |row| row.bytes());
        }
        let known = self.rows.back().map(|row| row.number);
        if known.is_none_or(|known| known < *first) {
            self.clear();
        }
        for (number, frame) in frames {
            if known.is_none_or(|known| *number > known) || self.rows.is_empty() {
                self.append(*number, frame.clone());
            }
        }
    }

    /// Forgets all rows, and not what peers are.
    pub fn clear(&mut self) {
        self.gone += self.rows.len() as u64;
        self.rows.clear();
        self.bytes = 0;
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many bytes the rows take.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many rows have left.
    pub fn gone(&self) -> u64 {
        self.gone
    }

    /// What stood in the rows so far.
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// The rows, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Row> + ExactSizeIterator {
        self.rows.iter()
    }

    /// The rows with a number greater than this.
    pub fn after(&self, number: u64) -> impl ExactSizeIterator<Item = &Row> {
        self.rows.range(self.rows.partition_point(|row| row.number <= number)..)
    }

    /// The row at a place.
    pub fn at(&self, place: usize) -> Option<&Row> {
        self.rows.get(place)
    }

    /// The row with a number, where it is still there.
    pub fn get(&self, number: u64) -> Option<&Row> {
        let place = self.rows.partition_point(|row| row.number < number);
        self.rows.get(place).filter(|row| row.number == number)
    }

    /// The oldest row that has a number at the desk: what was before it stands before it in a recording.
    pub fn oldest_pushed(&self) -> Option<(Moment, u64)> {
        self.rows.iter().find_map(|row| Some((row.at, row.seq?)))
    }

    fn is_full(&self) -> bool {
        self.rows.len() > self.most.0 || (self.bytes > self.most.1 && self.rows.len() > 1)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::wire::Dir;

    /// A frame of a message at a millisecond.
    pub(in crate::inspect) fn frame(millis: u64, peer: &str, dir: Dir, message: &Value) -> Frame {
        let at = Moment(millis * 1_000);
        Frame {
            at,
            seq: message["params"]["seq"].as_u64(),
            peer: peer.into(),
            dir,
            text: message.to_string().into(),
        }
    }

    pub(in crate::inspect) fn call(millis: u64, peer: &str, id: i64, method: &str, params: Value) -> Frame {
        let message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        frame(millis, peer, Dir::In, &message)
    }

    pub(in crate::inspect) fn event(seq: u64, name: &str, payload: Value) -> Frame {
        let params = json!({"seq": seq, "prev": seq - 1, "at": 0, "name": name, "payload": payload});
        frame(seq, "*", Dir::Out, &json!({"jsonrpc": "2.0", "method": "event", "params": params}))
    }

    pub(in crate::inspect) fn change(seq: u64, change: Value) -> Frame {
        let params = json!({"seq": seq, "prev": seq - 1, "at": 0, "change": change});
        frame(seq, "*", Dir::Out, &json!({"jsonrpc": "2.0", "method": "desk", "params": params}))
    }

    pub(in crate::inspect) fn log(frames: impl IntoIterator<Item = Frame>) -> Log {
        let mut log = Log::default();
        frames.into_iter().for_each(|frame| log.push(frame));
        log
    }

    #[test]
    fn an_answer_is_named_after_its_request_and_says_how_long_it_took() {
        let log = log([
            call(0, "p1", 7, "toolbar.answer", json!({"interactionId": "d1"})),
            call(1, "p2", 7, "store.get", json!(["a"])),
            frame(12, "p1", Dir::Out, &json!({"jsonrpc": "2.0", "id": 7, "result": "ok"})),
            frame(13, "p1", Dir::Out, &json!({"id": 8, "error": {"code": 4000, "message": "gone"}})),
        ]);
        let rows: Vec<_> = log.iter().map(|row| (row.word, &*row.name, row.took)).collect();
        assert_eq!(rows[2], (Word::Ok, "toolbar.answer", Some(Micros::from_millis(12))));
        assert_eq!(log.at(2).unwrap().interaction.as_deref(), Some("d1"));
        assert_eq!(rows[3], (Word::Error, "", None));
        assert_eq!(log.at(3).unwrap().fault.as_ref().unwrap().code, 4000);
    }

    #[test]
    fn a_mirrored_call_says_who_made_it_and_what_came_of_it() {
        let call = json!({"peer": "p2", "role": "crm", "method": "interaction.disposeInteraction",
            "params": ["voice", "d9", 820], "error": [3000, "the call is on"], "took": 1200});
        let log = log([
            change(1, json!({"kind": "trace", "call": call})),
            event(2, "interaction.openRecord", json!({})),
        ]);
        let row = log.at(0).unwrap();
        assert_eq!((row.word, &*row.peer, row.role, row.dir), (Word::Trace, "p2", Some(Role::Crm), Dir::In));
        assert_eq!((row.interaction.as_deref(), row.took), (Some("d9"), Some(Micros(1_200))));
        assert_eq!(row.fault.as_ref().map(|fault| fault.code), Some(3000));
        assert_eq!(&*log.at(1).unwrap().peer, "*");
    }

    #[test]
    fn what_a_peer_is_comes_from_its_greeting() {
        let log = log([
            call(0, "p3", 1, "hello", json!({"role": "app"})),
            call(1, "p3", 2, "store.get", json!(["k"])),
        ]);
        assert_eq!(log.at(1).unwrap().role, Some(Role::App));
    }

    #[test]
    fn times_do_not_fall_where_two_clocks_differ_a_little() {
        let frames = [500_000, 499_998, 500_001, 400_000].map(|at| call(at, "p1", 1, "m", json!({})));
        let times: Vec<u64> = log(frames).iter().map(|row| row.at.0 / 1_000).collect();
        assert_eq!(times, [500_000, 500_000, 500_001, 400_000], "a hub's own new time is left as it is");
    }

    #[test]
    fn the_oldest_go_first_by_number_and_by_size_and_numbers_stay() {
        let mut log = Log::bounded(10, usize::MAX);
        (1..=25).for_each(|seq| log.push(event(seq, "e", json!({}))));
        assert_eq!((log.len(), log.at(0).unwrap().number, log.gone()), (10, 15, 15));
        assert_eq!((log.get(3).map(|row| row.seq), log.get(20).unwrap().seq), (None, Some(21)));
        assert_eq!(log.oldest_pushed().unwrap().1, 16);
        let mut log = Log::bounded(1_000, 3_000);
        (1..=9).for_each(|seq| log.push(event(seq, "e", json!("x".repeat(700)))));
        assert!(log.bytes() <= 3_000 && log.len() == 3, "{} rows, {} bytes", log.len(), log.bytes());
        log.push(event(10, "e", json!("x".repeat(9_000))));
        assert_eq!(log.len(), 1, "the newest stays, however large it is");
    }

    #[test]
    fn a_players_frames_join_what_is_there() {
        let all: Vec<(u64, Frame)> = (1..=20).map(|seq| (seq * 100, event(seq, "e", json!({})))).collect();
        let numbers = |log: &Log| log.iter().map(|row| row.number / 100).collect::<Vec<_>>();
        let mut log = Log::default();
        log.show(&all[..5]);
        log.show(&all[3..7]);
        assert_eq!(numbers(&log), (1..=7).collect::<Vec<_>>(), "forward: what is new is added");
        log.show(&all[1..4]);
        assert_eq!(numbers(&log), [1, 2, 3, 4], "back: what comes later goes");
        log.show(&all[10..12]);
        assert_eq!(numbers(&log), [11, 12], "a jump begins anew");
        log.show(&[]);
        assert!(log.is_empty());
    }

    #[test]
    fn older_frames_go_before_and_the_newest_make_room() {
        let all: Vec<(u64, Frame)> = (1..=20).map(|seq| (seq * 100, event(seq, "e", json!({})))).collect();
        let mut log = Log::bounded(8, usize::MAX);
        assert_eq!(log.prepend(all[10..15].to_vec()), 0);
        assert_eq!(log.prepend(all[5..10].to_vec()), 2);
        let numbers: Vec<u64> = log.iter().map(|row| row.number / 100).collect();
        assert_eq!(numbers, (6..=13).collect::<Vec<_>>());
        assert_eq!(log.after(1_100).map(|row| row.number).collect::<Vec<_>>(), [1_200, 1_300]);
    }
}
