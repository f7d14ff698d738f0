//! The writer: a thread behind a bounded queue, so that a slow disk never holds up the hub.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::format::MAX_LINE;
use super::queue::{LIMITS, Limits, Queue};
use super::record::{Header, Record};
use super::redact;

/// How long the thread waits before it tries again on a disk that refused.
const RETRY: Duration = Duration::from_millis(250);

/// How long the thread rests after it has written, so that a busy desk's records are written many at a time
/// and waking the thread for each does not cost the hub more than the call that it tells of.
const REST: Duration = Duration::from_millis(2);

/// How many bytes of lines are given to the disk at once, about.
const PIECE: usize = 256 << 10;

/// Writes a recording. What is recorded is in the file (in the system's hands, not synced to the disk)
/// as soon as the thread has come to it, at most some milliseconds later, so a killed process loses next to
/// nothing.
///
/// Secrets are blanked on the way ([`redact::record`]), for those who have not done so yet.
///
/// Every method takes `&self`; share it in an [`Arc`] where several need it.
#[derive(Debug)]
pub struct Recorder {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Tells the thread that something waits, or that it must end.
    news: Condvar,
}

#[derive(Debug)]
struct State {
    queue: Queue,
    /// Whether the thread waits for records, so that the next one must wake it.
    waits: bool,
    closing: bool,
    dropped: u64,
    problem: Option<String>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock, and if something did the counts would still be counts.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorder {
    /// Starts a recording in a new file that only its user may read: it holds customers' data. The header
    /// is written before this returns. Fails where a file of that name exists: no recording is ever
    /// written over.
    pub fn create(path: &Path, header: &Header) -> io::Result<Recorder> {
        Recorder::start(create_private(path)?, header, LIMITS, REST)
    }

    /// Starts a recording in anything that takes bytes.
    pub fn to_sink(sink: impl Write + Send + 'static, header: &Header) -> io::Result<Recorder> {
        Recorder::start(sink, header, LIMITS, REST)
    }

    fn start(
        mut sink: impl Write + Send + 'static,
        header: &Header,
        limits: Limits,
        rest: Duration,
    ) -> io::Result<Recorder> {
        let line = header.to_line().map_err(io::Error::other)?;
        sink.write_all(line.as_bytes())?;
        sink.flush()?;
        let state =
            State { queue: Queue::new(limits), waits: false, closing: false, dropped: 0, problem: None };
        let shared = Arc::new(Shared { state: Mutex::new(state), news: Condvar::new() });
        let mut writer = Writer { sink, shared: Arc::clone(&shared), rest, lines: String::new(), written: 0 };
        let thread =
            thread::Builder::new().name("offhook-recorder".to_owned()).spawn(move || writer.run())?;
        Ok(Recorder { shared, thread: Some(thread) })
    }

    /// Records, or drops: `false` says that the queue is full because the disk is slow or refuses. A gap
    /// then stands in the recording. Never waits for the disk. Records must come in the order of `at`.
    pub fn record(&self, record: Record) -> bool {
        let mut state = self.shared.lock();
        let taken = state.queue.push(record);
        if !taken {
            state.dropped += 1;
        }
        let wakes = state.waits || state.queue.is_half_full();
        state.waits = false;
        drop(state);
        if wakes {
            self.shared.news.notify_one();
        }
        taken
    }

    /// What the disk says, for a person, while it refuses; the recording goes on when it no longer does.
    pub fn problem(&self) -> Option<String> {
        self.shared.lock().problem.clone()
    }

    /// How many records were dropped so far.
    pub fn dropped(&self) -> u64 {
        self.shared.lock().dropped
    }

    /// Writes what waits and ends; says how many records are missing. Waits for the disk; one that refuses
    /// is asked once more, and where it still does the recording's end is missing too.
    pub fn finish(mut self) -> io::Result<u64> {
        self.close()?;
        Ok(self.dropped())
    }

    fn close(&mut self) -> io::Result<()> {
        let Some(thread) = self.thread.take() else { return Ok(()) };
        self.shared.lock().closing = true;
        self.shared.news.notify_one();
        thread.join().unwrap_or_else(|_| Err(io::Error::other("the recorder's thread panicked")))
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        // Nobody is left to tell; `finish` is for those who want to know.
        let _ = self.close();
    }
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The thread's side.
struct Writer<W> {
    sink: W,
    shared: Arc<Shared>,
    /// How long it rests after each piece.
    rest: Duration,
    /// Lines on their way to the sink; at most [`PIECE`] and one line.
    lines: String,
    /// How many bytes of them the sink has taken. A disk that is full in the middle of a line gets the
    /// rest of it, and nothing else, when it has room again: only the last line can ever be torn.
    written: usize,
}

impl<W: Write> Writer<W> {
    fn run(&mut self) -> io::Result<()> {
        loop {
            let (batch, closing) = self.wait();
            for record in batch {
                // Whoever forgot to blank a secret did not mean to write it down.
                self.line(&redact::record(record));
                if self.lines.len() >= PIECE {
                    self.write_patiently()?;
                }
            }
            self.write_patiently()?;
            if closing && self.shared.lock().queue.is_empty() {
                return Ok(());
            }
            self.rest();
        }
    }

    /// Waits for records, or for the end.
    fn wait(&self) -> (VecDeque<Record>, bool) {
        let state = self.shared.lock();
        let idle = |state: &mut State| {
            state.waits = state.queue.is_empty() && !state.closing;
            state.waits
        };
        let mut state = self.shared.news.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
        (state.queue.take(), state.closing)
    }

    /// Lets more records come, unless they are many already or there will be none.
    fn rest(&self) {
        let state = self.shared.lock();
        let few = |state: &mut State| !state.queue.is_half_full() && !state.closing;
        drop(self.shared.news.wait_timeout_while(state, self.rest, few));
    }

    fn line(&mut self, record: &Record) {
        let start = self.lines.len();
        record.write_line(&mut self.lines);
        if self.lines.len() - start > MAX_LINE {
            // No reader would take it.
            self.lines.truncate(start);
            Record::Gap { at: record.at(), records: 1 }.write_line(&mut self.lines);
            self.shared.lock().dropped += 1;
        }
    }

    /// Gives the lines to the sink. While it refuses, waits and tries again, and the queue fills; only
    /// when the recording ends meanwhile does it give up.
    fn write_patiently(&mut self) -> io::Result<()> {
        loop {
            // Asked before the disk is: one that refused before the end began is asked once more.
            let last_try = self.shared.lock().closing;
            let Err(error) = self.write() else { break };
            if last_try {
                return Err(error);
            }
            let mut state = self.shared.lock();
            state.problem = Some(error.to_string());
            let waiting = |state: &mut State| !state.closing;
            drop(self.shared.news.wait_timeout_while(state, RETRY, waiting));
        }
        self.lines.clear();
        self.written = 0;
        self.lines.shrink_to(2 * PIECE);
        let mut state = self.shared.lock();
        if state.problem.is_some() {
            state.problem = None;
        }
        Ok(())
    }

    fn write(&mut self) -> io::Result<()> {
        while self.written < self.lines.len() {
            match self.sink.write(&self.lines.as_bytes()[self.written..]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(taken) => self.written += taken,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.sink.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::sample::{self, marker};

    /// A disk of which a test decides what it does.
    #[derive(Clone, Default)]
    struct Disk(Arc<(Mutex<DiskState>, Condvar)>);

    #[derive(Default)]
    struct DiskState {
        bytes: Vec<u8>,
        /// Writing waits while this is set.
        stalled: bool,
        /// How many more bytes fit.
        room: Option<usize>,
        /// How often it was asked.
        asked: usize,
    }

    impl Disk {
        fn change(&self, change: impl FnOnce(&mut DiskState)) {
            change(&mut self.0.0.lock().unwrap());
            self.0.1.notify_all();
        }

        fn wait(&self, until: impl Fn(&DiskState) -> bool) {
            let state = self.0.0.lock().unwrap();
            let deadline = Duration::from_secs(20);
            let (_state, timeout) = self.0.1.wait_timeout_while(state, deadline, |s| !until(s)).unwrap();
            assert!(!timeout.timed_out(), "the disk never came to it");
        }

        fn lines(&self) -> Vec<String> {
            let text = String::from_utf8(self.0.0.lock().unwrap().bytes.clone()).unwrap();
            assert!(text.ends_with('\n'), "torn: {text}");
            text.lines().skip(1).map(str::to_owned).collect()
        }
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut state = self.0.0.lock().unwrap();
            state.asked += 1;
            self.0.1.notify_all();
            let mut state = self.0.1.wait_while(state, |state| state.stalled).unwrap();
            let taken = state.room.unwrap_or(usize::MAX).min(bytes.len());
            if taken == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            state.room = state.room.map(|room| room - taken);
            state.bytes.extend_from_slice(&bytes[..taken]);
            self.0.1.notify_all();
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    const FEW: Limits = Limits { records: 10, bytes: 1 << 20 };

    fn line(record: &Record) -> String {
        let mut line = String::new();
        record.write_line(&mut line);
        line.trim_end().to_owned()
    }

    #[test]
    fn records_come_out_in_order_and_finish_waits_for_them() {
        let disk = Disk::default();
        let recorder = Recorder::to_sink(disk.clone(), &sample::header()).unwrap();
        for at in 0..1000 {
            assert!(recorder.record(marker(at)));
        }
        recorder.finish().unwrap();
        let expected: Vec<String> = (0..1000).map(|at| line(&marker(at))).collect();
        assert_eq!(disk.lines(), expected);
    }

    #[test]
    fn an_idle_recorder_has_written_everything() {
        let disk = Disk::default();
        let recorder = Recorder::to_sink(disk.clone(), &sample::header()).unwrap();
        recorder.record(marker(7));
        let end = format!("{}\n", line(&marker(7)));
        disk.wait(|state| state.bytes.ends_with(end.as_bytes()));
        assert_eq!(recorder.problem(), None);
    }

    /// A recorder that rests for so long that only news can end it, in its rest.
    fn at_rest() -> (Disk, Recorder) {
        let disk = Disk::default();
        let long = Duration::from_secs(60 * 60);
        let recorder = Recorder::start(disk.clone(), &sample::header(), FEW, long).unwrap();
        recorder.record(marker(0));
        let end = format!("{}\n", line(&marker(0)));
        disk.wait(|state| state.bytes.ends_with(end.as_bytes()));
        disk.change(|state| state.asked = 0);
        (disk, recorder)
    }

    fn lets_the_thread_run() {
        (0..10_000).for_each(|_| thread::yield_now());
    }

    #[test]
    fn what_comes_in_its_rest_is_written_at_once_when_it_is_much() {
        let (disk, recorder) = at_rest();
        for at in 1..=6 {
            lets_the_thread_run();
            assert_eq!(disk.0.0.lock().unwrap().asked, 0, "{at} are few");
            recorder.record(marker(at));
        }
        let end = format!("{}\n", line(&marker(6)));
        disk.wait(|state| state.bytes.ends_with(end.as_bytes()));
        assert_eq!(disk.0.0.lock().unwrap().asked, 1, "six in one piece");
    }

    #[test]
    fn the_end_does_not_wait_for_its_rest() {
        let (disk, recorder) = at_rest();
        recorder.record(marker(1));
        lets_the_thread_run();
        assert_eq!(disk.lines(), [line(&marker(0))]);
        assert_eq!(recorder.finish().unwrap(), 0);
        assert_eq!(disk.lines(), [line(&marker(0)), line(&marker(1))]);
    }

    #[test]
    fn a_stalled_disk_blocks_nobody_and_leaves_a_gap() {
        let disk = Disk::default();
        let recorder = Recorder::start(disk.clone(), &sample::header(), FEW, REST).unwrap();
        disk.change(|state| {
            state.stalled = true;
            state.asked = 0;
        });
        recorder.record(marker(0));
        disk.wait(|state| state.asked == 1);
        // The thread hangs in the disk with the first; ten wait, the others are dropped.
        let taken = (1..=30).filter(|at| recorder.record(marker(*at))).count();
        assert_eq!((taken, recorder.dropped()), (10, 20));
        disk.change(|state| state.stalled = false);
        disk.wait(|state| state.bytes.windows(5).any(|w| w == b"\"gap\""));
        assert!(recorder.record(marker(31)));
        recorder.finish().unwrap();
        let mut expected: Vec<String> = (0..=10).map(|at| line(&marker(at))).collect();
        expected.push(r#"{"kind":"gap","at":11,"records":20}"#.to_owned());
        expected.push(line(&marker(31)));
        assert_eq!(disk.lines(), expected);
    }

    #[test]
    fn a_full_disk_is_told_and_the_recording_goes_on_when_there_is_room() {
        let disk = Disk::default();
        let recorder = Recorder::start(disk.clone(), &sample::header(), FEW, REST).unwrap();
        disk.change(|state| {
            state.room = Some(9);
            state.asked = 0;
        });
        recorder.record(marker(1));
        // It took the beginning of the line, then refused twice: a problem is kept by then.
        disk.wait(|state| state.asked >= 3);
        assert_eq!(recorder.problem().as_deref(), Some(&*io::ErrorKind::StorageFull.to_string()));
        disk.change(|state| state.room = None);
        recorder.record(marker(2));
        recorder.finish().unwrap();
        assert_eq!(disk.lines(), [line(&marker(1)), line(&marker(2))]);
    }

    #[test]
    fn finish_says_that_the_disk_refused() {
        let disk = Disk::default();
        let recorder = Recorder::start(disk.clone(), &sample::header(), FEW, REST).unwrap();
        disk.change(|state| state.room = Some(0));
        recorder.record(marker(1));
        assert_eq!(recorder.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert!(Recorder::start(disk, &sample::header(), FEW, REST).is_err(), "no room for the header");
    }

    #[test]
    fn a_line_that_no_reader_would_take_is_a_gap() {
        let disk = Disk::default();
        let recorder = Recorder::to_sink(disk.clone(), &sample::header()).unwrap();
        let label = "x".repeat(MAX_LINE);
        recorder.record(Record::Marker { at: crate::wire::Micros(1), label, note: None });
        recorder.record(marker(2));
        let shared = Arc::clone(&recorder.shared);
        recorder.finish().unwrap();
        assert_eq!(disk.lines(), [r#"{"kind":"gap","at":1,"records":1}"#.to_owned(), line(&marker(2))]);
        assert_eq!(shared.lock().dropped, 1);
    }

    #[test]
    fn no_secret_is_written_even_if_nobody_blanked_it() {
        let disk = Disk::default();
        let recorder = Recorder::to_sink(disk.clone(), &sample::header()).unwrap();
        let login = r#"{"jsonrpc":"2.0","id":1,"method":"session.login","params":["a","S3"]}"#;
        for text in [login, "token=S3", "nothing"] {
            let (at, peer) = (crate::wire::Micros(1), Arc::from("p1"));
            let dir = crate::wire::Dir::In;
            recorder.record(Record::Frame { at, seq: None, peer, dir, text: Arc::from(text), auth: None });
        }
        recorder.finish().unwrap();
        let lines = disk.lines();
        assert!(
            lines[0].contains(r#""params":["a","***"]"#) && lines[1].contains(r#""raw":"***""#),
            "{lines:?}"
        );
        assert!(lines[2].contains("nothing"));
    }

    #[test]
    fn a_file_is_never_written_over_and_nobody_else_may_read_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.jsonl");
        Recorder::create(&path, &sample::header()).unwrap().finish().unwrap();
        let again = Recorder::create(&path, &sample::header()).unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
