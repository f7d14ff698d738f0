//! Replay of a recording of a million frames: opening it, going to random moments of it, and the memory
//! that it takes; beside a mere scan of the file for line breaks.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use divan::{AllocProfiler, Bencher, black_box};
use serde_json::value::RawValue;

use offhook::contract::Contract;
use offhook::contract::ids::{DeskId, InteractionId};
use offhook::desk::interaction::Draft;
use offhook::desk::{Change, DeskState};
use offhook::recording::record::{FORMAT, KIND};
use offhook::recording::{Header, Player, Record, SnapshotOf, SnapshotPace};
use offhook::wire::push::Body;
use offhook::wire::{Dir, Micros, Moment, Push};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

const FRAMES: u64 = 1_000_000;
const STARTED: Moment = Moment(1_752_481_908_000_000);

/// The recording, made on first use.
static RECORDING: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("million.jsonl");
    write_recording(&path);
    path
});

fn main() {
    let path = &*RECORDING;
    let size = fs::metadata(path).map_or(0, |about| about.len());
    let player = Player::open(path).expect("it was written just now");
    println!(
        "{FRAMES} frames, {:.0} MB, {} bytes a frame, {} hours",
        size as f64 / 1e6,
        size / FRAMES,
        player.end().secs() / 3600
    );
    drop(player);
    divan::main();
    // A file of this size is not left lying about.
    let _ = fs::remove_file(path);
}

/// From nothing to the state at the start, as for the first paint.
#[divan::bench]
fn open_at_start() -> usize {
    let player = Player::open(&RECORDING).expect("it was written just now");
    player.state().interactions.len()
}

/// From nothing to the state at the end.
#[divan::bench]
fn open_at_end() -> u64 {
    let mut player = Player::open(&RECORDING).expect("it was written just now");
    player.seek_end().expect("it can be read");
    player.state().seq
}

/// 100 random moments, a sample each: the slowest bounds the 99th percentile.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn seek(bencher: Bencher<'_, '_>) {
    let mut player = Player::open(&RECORDING).expect("it was written just now");
    let mut moments = Chance(7);
    let end = player.end().0;
    bencher.with_inputs(|| Micros(moments.next() % end)).bench_local_values(|at| {
        player.seek(at).expect("it can be read");
        player.state().seq
    });
}

/// A random moment, one frame forward, one back.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn seek_step_and_back(bencher: Bencher<'_, '_>) {
    let mut player = Player::open(&RECORDING).expect("it was written just now");
    let mut moments = Chance(8);
    let end = player.end().0;
    bencher.with_inputs(|| Micros(moments.next() % end)).bench_local_values(|at| {
        player.seek(at).expect("it can be read");
        player.step().expect("it can be read");
        player.step_back().expect("it can be read")
    });
}

/// The last 50 frames for the live list.
#[divan::bench]
fn list_50_frames(bencher: Bencher<'_, '_>) {
    let mut player = Player::open(&RECORDING).expect("it was written just now");
    player.seek_end().expect("it can be read");
    bencher.bench_local(|| player.frames(50).expect("it can be read").len());
}

/// All at once; its `max alloc` is the memory that a replay takes.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn memory_of_opening_seeking_and_listing() -> usize {
    let mut player = Player::open(&RECORDING).expect("it was written just now");
    let mut moments = Chance(9);
    let end = player.end().0;
    let mut seen = 0;
    for _ in 0..100 {
        player.seek(Micros(moments.next() % end)).expect("it can be read");
        seen += player.frames(100).expect("it can be read").len();
    }
    seen
}

/// The yardstick: what anything that passes over the whole file must cost.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn yardstick_newline_scan() -> u64 {
    let file = File::open(&*RECORDING).expect("it was written just now");
    let mut lines = BufReader::with_capacity(1 << 20, file);
    let mut count = 0;
    while lines.skip_until(b'\n').expect("it can be read") > 0 {
        count += 1;
    }
    black_box(count)
}

/// A plain generator (xorshift): the same moments in each run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 1
    }
}

fn write_recording(path: &Path) {
    let file = File::create(path).expect("the target folder can be written");
    let mut writer = Desk {
        out: BufWriter::with_capacity(1 << 20, file),
        line: String::new(),
        state: DeskState::new(DeskId::default_desk()),
        pace: SnapshotPace::new(),
        at: Micros(0),
        frames: 0,
    };
    let header = header().to_line().expect("a header is plain data");
    writer.out.write_all(header.as_bytes()).expect("the target folder can be written");
    let mut call = 0;
    while writer.frames < FRAMES {
        call += 1;
        writer.call(call);
    }
    writer.out.flush().expect("the target folder can be written");
}

fn header() -> Header {
    Header {
        kind: KIND.to_owned(),
        version: FORMAT,
        id: "bench".to_owned(),
        started: STARTED,
        site: "default".to_owned(),
        desk: DeskId::default_desk(),
        source: "offhook".to_owned(),
        redaction: "secrets".to_owned(),
        seed: 7,
        workspace: None,
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        runnable: false,
    }
}

/// A desk at which one call comes after the other.
struct Desk {
    out: BufWriter<File>,
    line: String,
    state: DeskState,
    pace: SnapshotPace,
    at: Micros,
    frames: u64,
}

impl Desk {
    /// An inbound call from its first ring to its end, in the contract's order.
    fn call(&mut self, call: u64) {
        let id = InteractionId::new(format!("d0f2c3a4-8b17-4e55-9c02-{call:012x}"));
        let interaction_id = || id.clone();
        self.at.0 += 2_000_000;
        self.event("interaction.interactionInitiated", &id);
        let until = STARTED + self.at + Micros::from_secs(20);
        self.change(&Change::Deadline { interaction_id: interaction_id(), until });
        self.event("interaction.callRinging", &id);
        self.event("interaction.showCrm", &id);
        if call.is_multiple_of(5) {
            self.event("notification.notification", &id);
            self.event("interaction.interactionEnded", &id);
            return;
        }
        self.request(call, "toolbar.answer", &id);
        self.event("interaction.interactionConnected", &id);
        self.request(call, "toolbar.hold", &id);
        self.change(&Change::Hold { interaction_id: interaction_id(), on: true });
        self.request(call, "toolbar.unhold", &id);
        self.change(&Change::Hold { interaction_id: interaction_id(), on: false });
        self.event("interaction.interactionDisconnected", &id);
        for typed in 1..4 {
            let notes = "asked about the invoice"[..7 * typed].to_owned();
            let draft = Draft { notes, ..Draft::default() };
            self.change(&Change::Draft { interaction_id: interaction_id(), draft });
        }
        self.request(call, "interaction.disposeInteraction", &id);
        self.event("interaction.interactionDisposed", &id);
        self.event("interaction.handleInteractionDisposed", &id);
        self.event("interaction.interactionEnded", &id);
    }

    /// The contract's sample of an event, about this call.
    fn event(&mut self, name: &str, id: &InteractionId) {
        let mut payload = Contract::get().event(name).expect("a name of the contract").payload.sample.clone();
        for field in ["interactionId", "customerCRTObjectId"] {
            if let Some(field) = payload.get_mut(field) {
                *field = id.as_str().into();
            }
        }
        let payload = RawValue::from_string(payload.to_string()).expect("it was JSON");
        self.push(Body::Event { name: name.to_owned(), payload, to: None });
    }

    fn change(&mut self, change: &Change) {
        self.push(Body::Change(RawValue::from_string(change.to_json()).expect("it was JSON")));
    }

    fn push(&mut self, body: Body) {
        let (seq, prev) = (self.state.seq + 1, self.state.seq);
        let push = Push { seq, prev, at: STARTED + self.at, body };
        self.state.apply(&push).expect("the contract's own samples can be read");
        self.frame(Some(seq), "*", Dir::Out, push.to_text());
    }

    /// A request and its answer.
    fn request(&mut self, number: u64, method: &str, id: &InteractionId) {
        self.at.0 += 700_000;
        let call = format!(
            r#"{{"jsonrpc":"2.0","id":{number},"method":"{method}","params":{{"interactionId":"{id}"}}}}"#
        );
        self.frame(None, "p1", Dir::In, call);
        self.frame(None, "p1", Dir::Out, format!(r#"{{"jsonrpc":"2.0","id":{number},"result":"ok"}}"#));
    }

    fn frame(&mut self, seq: Option<u64>, peer: &str, dir: Dir, text: String) {
        self.at.0 += 150;
        self.frames += 1;
        let due = self.pace.frame(text.len());
        let (at, peer, text) = (self.at, Arc::from(peer), Arc::from(text));
        self.write(&Record::Frame { at, seq, peer, dir, text, auth: None });
        if due {
            let state = serde_json::to_string(&self.state).expect("a state is plain data");
            self.pace.snapshot(state.len());
            let (of, seq, state) = (SnapshotOf::Desk, self.state.seq, Arc::from(state));
            self.write(&Record::Snapshot { at, of, seq, state });
        }
    }

    fn write(&mut self, record: &Record) {
        self.line.clear();
        record.write_line(&mut self.line);
        self.out.write_all(self.line.as_bytes()).expect("the target folder can be written");
    }
}
