//! The inspector's log and filters over 100,000 frames: those of the committed recordings, over and over.
//!
//! Yardstick in the same run: a plain search for a text in the same frames.

use std::path::Path;
use std::sync::LazyLock;

use divan::{Bencher, black_box};

use offhook::inspect::{Filter, Log};
use offhook::recording::{Reader, Record};
use offhook::wire::{Frame, Micros, Moment};

const FRAMES: usize = 100_000;
const STARTED: Moment = Moment(1_752_481_908_000_000);

/// The frames, each with a text of its own in memory, a millisecond apart.
static ALL: LazyLock<Vec<Frame>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings");
    let mut frames = Vec::new();
    for name in ["inbound", "missed", "outbound", "screen-pop"] {
        let path = folder.join(format!("{name}.jsonl"));
        let mut reader = Reader::open(&path).expect("a committed recording");
        for record in reader.records() {
            if let Record::Frame { seq, peer, dir, text, .. } = record.expect("it can be read").1 {
                frames.push(Frame { at: STARTED, seq, peer, dir, text });
            }
        }
    }
    let one = |at: usize| {
        let frame = &frames[at % frames.len()];
        let at = STARTED + Micros(at as u64 * 1_000);
        Frame { at, text: frame.text.to_string().into(), ..frame.clone() }
    };
    (0..FRAMES).map(one).collect()
});

static LOG: LazyLock<Log> = LazyLock::new(|| {
    let mut log = Log::default();
    ALL.iter().for_each(|frame| log.push(frame.clone()));
    log
});

const FILTERS: &[&str] = &[
    "event:callRinging",
    "peer:crm error:*",
    "dur:>200ms",
    "campaign:172 -peer:toolbar is:event",
    "anshika",
    "/d279-[0-9a-f]+-vce/",
    "/\\d{3}-\\w+.*Closed/i",
    "event:callRinging peer:crm | error:* dur:>200ms | campaign:172 /ring[a-z]+/i",
];

fn main() {
    let log = &*LOG;
    println!("{} rows, {:.1} MB with their text", log.len(), log.bytes() as f64 / 1e6);
    for text in FILTERS {
        let filter = Filter::parse(text, 0).expect("a filter");
        println!("{:>7} found by {text}", log.iter().filter(|row| filter.wants(row)).count());
    }
    divan::main();
}

/// All frames asked.
#[divan::bench(args = FILTERS, sample_count = 20, sample_size = 1)]
fn filter(bencher: Bencher<'_, '_>, text: &str) {
    let filter = Filter::parse(text, 0).expect("a filter");
    bencher.bench_local(|| LOG.iter().filter(|row| filter.wants(row)).count());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn yardstick_plain_search() -> usize {
    LOG.iter().filter(|row| row.text.contains(black_box("callRinging"))).count()
}

/// All frames taken in, from nothing.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn take_in(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| ALL.clone()).bench_local_values(|frames| {
        let mut log = Log::default();
        frames.into_iter().for_each(|frame| log.push(frame));
        log
    });
}
