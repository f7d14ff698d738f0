//! The writer: a thread that commits what waits in groups, and says how far all is safe.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tracing::{info, warn};

use super::disk::{Disk, Sink};
use super::line::seal;
use super::{draft_name, file_name, is_draft, number_of};

/// The longest line of an input, in bytes: the largest message, each character of it as an escape, twice.
pub const MAX_LINE: usize = 16 << 20;
/// The longest line of a snapshot, in bytes. Where a site has grown larger, no new file is begun.
pub const MAX_SNAPSHOT: usize = 256 << 20;

/// How many bytes may wait for the disk before the site takes nothing more.
const MAX_WAITING: usize = 16 << 20;

/// How long the thread waits before it tries again on a disk that refused.
const RETRY: Duration = Duration::from_millis(250);

/// Who is told how it goes; on the writer's thread, so it must not wait.
pub trait Heard: Send {
    /// All inputs up to this one are safe, and the file that they are in.
    fn safe(&self, n: u64);
    /// [`Journal::trouble`] or [`Journal::has_room`] says something else than before.
    fn news(&self);
}

/// A journal that is written.
#[derive(Debug)]
pub struct Journal {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Tells the thread that something waits, or that it must end.
    work: Condvar,
}

#[derive(Debug, Default)]
struct State {
    queue: VecDeque<Item>,
    /// Bytes of inputs that wait or are being written.
    waiting: usize,
    closing: bool,
    trouble: Option<String>,
}

#[derive(Debug)]
enum Item {
    Input {
        n: u64,
        json: String,
    },
    /// The beginning of a new file.
    Beginning(Vec<String>),
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can leave the queue half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Journal {
    /// Starts the writer. The first thing that it is given must be a file's beginning, which goes by the number
    /// after the newest that is there; those before it are removed when it is safe. `n` inputs were before it.
    pub fn start(disk: Box<dyn Disk>, n: u64, heard: impl Heard + 'static) -> io::Result<Journal> {
        let old = disk.names()?.into_iter().filter(|name| number_of(name).is_some()).collect::<Vec<_>>();
        let number = old.iter().filter_map(|name| number_of(name)).max().unwrap_or(0);
        let shared = Arc::new(Shared { state: Mutex::default(), work: Condvar::new() });
        let mut writer = Writer {
            disk,
            heard,
            shared: Arc::clone(&shared),
            number,
            file: None,
            old,
            names_unsafe: false,
            safe: n,
        };
        let thread = thread::Builder::new().name("offhook-journal".to_owned()).spawn(move || writer.run())?;
        Ok(Journal { shared, thread: Some(thread) })
    }

    /// Adds an input, a JSON object with `kind`, `n` and `at`. Never waits for the disk. `n` goes up by one.
    pub fn input(&self, n: u64, json: String) {
        let mut state = self.shared.lock();
        state.waiting += json.len();
        state.queue.push_back(Item::Input { n, json });
        drop(state);
        self.shared.work.notify_one();
    }

    /// Begins a new file with these lines, its header and its snapshots, after what was added before. Where that
    /// can't be done the old one goes on.
    pub fn begin(&self, lines: Vec<String>) {
        self.shared.lock().queue.push_back(Item::Beginning(lines));
        self.shared.work.notify_one();
    }

    /// What the disk says while it refuses. What was added meanwhile waits, and is kept when it no longer does.
    pub fn trouble(&self) -> Option<String> {
        self.shared.lock().trouble.clone()
    }

    /// Whether more should be added before what waits is safe.
    pub fn has_room(&self) -> bool {
        self.shared.lock().waiting < MAX_WAITING
    }

    /// Writes what waits and ends. A disk that refuses is asked once more.
    pub fn finish(mut self) -> io::Result<()> {
        self.close()
    }

    fn close(&mut self) -> io::Result<()> {
        let Some(thread) = self.thread.take() else { return Ok(()) };
        self.shared.lock().closing = true;
        self.shared.work.notify_one();
        thread.join().unwrap_or_else(|_| Err(io::Error::other("the journal's thread panicked")))
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = self.close();
    }
}

/// A file that is written.
struct Open {
    sink: Box<dyn Sink>,
    /// How much of it is safe, in bytes.
    length: u64,
    /// Whether something may stand after that.
    has_tail: bool,
}

/// The thread's side.
struct Writer<H> {
    disk: Box<dyn Disk>,
    heard: H,
    shared: Arc<Shared>,
    /// Of the newest file.
    number: u64,
    file: Option<Open>,
    /// Files that are not needed once it is safe that the newest one is there.
    old: Vec<String>,
    /// Whether it is not.
    names_unsafe: bool,
    /// The last input that is.
    safe: u64,
}

impl<H: Heard> Writer<H> {
    fn run(&mut self) -> io::Result<()> {
        loop {
            let (batch, closing) = self.wait();
            let mut batch = batch.into_iter().peekable();
            while let Some(item) = batch.next() {
                match item {
                    Item::Beginning(lines) => self.begin_patiently(&lines)?,
                    Item::Input { n, json } => {
                        let (mut lines, mut last, mut bytes) = (String::new(), n, json.len());
                        seal(&mut lines, &json, Some(self.safe));
                        while let Some(Item::Input { n, json }) =
                            batch.next_if(|item| matches!(item, Item::Input { .. }))
                        {
                            seal(&mut lines, &json, Some(self.safe));
                            last = n;
                            bytes += json.len();
                        }
                        self.patiently(|writer| writer.commit(lines.as_bytes()))?;
                        self.done(last, bytes);
                    }
                }
            }
            if closing && self.shared.lock().queue.is_empty() {
                return Ok(());
            }
        }
    }

    /// Waits for work, or for the end.
    fn wait(&self) -> (VecDeque<Item>, bool) {
        let state = self.shared.lock();
        let idle = |state: &mut State| state.queue.is_empty() && !state.closing;
        let mut state = self.shared.work.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
        (std::mem::take(&mut state.queue), state.closing)
    }

    /// A group is safe.
    fn done(&mut self, last: u64, bytes: usize) {
        self.safe = last;
        self.heard.safe(last);
        let mut state = self.shared.lock();
        let had_room = state.waiting < MAX_WAITING;
        state.waiting -= bytes;
        let has_room = state.waiting < MAX_WAITING;
        drop(state);
        if has_room && !had_room {
            self.heard.news();
        }
    }

    /// Does something again and again until the disk lets it; when the journal is closed meanwhile, once more.
    fn patiently(&mut self, mut what: impl FnMut(&mut Self) -> io::Result<()>) -> io::Result<()> {
        loop {
            let last_try = self.shared.lock().closing;
            match what(self) {
                Ok(()) => {
                    if self.shared.lock().trouble.take().is_some() {
                        self.heard.news();
                    }
                    return Ok(());
                }
                Err(error) if last_try => return Err(error),
                Err(error) => {
                    let mut state = self.shared.lock();
                    let is_new = state.trouble.replace(error.to_string()).is_none();
                    drop(state);
                    if is_new {
                        self.heard.news();
                    }
                    let waiting = |state: &mut State| !state.closing;
                    drop(self.shared.work.wait_timeout_while(self.shared.lock(), RETRY, waiting));
                }
            }
        }
    }

    /// Makes a group safe.
    fn commit(&mut self, lines: &[u8]) -> io::Result<()> {
        let file = self.file.as_mut().ok_or_else(|| io::Error::other("the journal was not begun"))?;
        if file.has_tail {
            file.sink.cut(file.length)?;
        }
        file.has_tail = true;
        file.sink.write_all(lines)?;
        file.sink.sync()?;
        self.make_names_safe()?;
        if let Some(file) = &mut self.file {
            file.length += lines.len() as u64;
            file.has_tail = false;
        }
        Ok(())
    }

    fn make_names_safe(&mut self) -> io::Result<()> {
        if self.names_unsafe {
            self.disk.sync()?;
            self.names_unsafe = false;
        }
        // One that stays is removed with the next file, or by the next hub.
        self.old.retain(|name| self.disk.remove(name).is_err());
        Ok(())
    }

    fn begin_patiently(&mut self, lines: &[String]) -> io::Result<()> {
        if self.file.is_none() {
            // Nothing can be kept before there is one.
            self.patiently(|writer| match writer.file {
                None => writer.begin(lines).and_then(|()| writer.make_names_safe()),
                Some(_) => writer.make_names_safe(),
            })?;
            self.heard.safe(self.safe);
            return Ok(());
        }
        match self.begin(lines) {
            Ok(()) => {
                // What is not safe yet is so with the next group.
                let _ = self.make_names_safe();
            }
            Err(error) => warn!(%error, "the journal's next file could not be begun; the old one goes on"),
        }
        Ok(())
    }

    /// Begins a new file. Unless this goes well the old one is as it was.
    fn begin(&mut self, lines: &[String]) -> io::Result<()> {
        let number = self.number + 1;
        let (draft, name) = (draft_name(number), file_name(number));
        debug_assert!(is_draft(&draft));
        match self.write_beginning(lines, &draft, &name) {
            Ok(file) => {
                if self.file.is_some() {
                    self.old.push(file_name(self.number));
                }
                info!(number, bytes = file.length, "began a file of the journal");
                (self.file, self.number, self.names_unsafe) = (Some(file), number, true);
                Ok(())
            }
            Err(error) => {
                // Whichever is there would take the place of the old one.
                let _ = self.disk.remove(&draft);
                let _ = self.disk.remove(&name);
                Err(error)
            }
        }
    }

    fn write_beginning(&mut self, lines: &[String], draft: &str, name: &str) -> io::Result<Open> {
        if lines.iter().any(|line| line.len() > MAX_SNAPSHOT / 2) {
            return Err(io::Error::other("a snapshot is too large to be read back"));
        }
        let mut sink = self.disk.create(draft)?;
        let mut length = 0;
        for line in lines {
            let mut text = String::with_capacity(line.len() + 64);
            seal(&mut text, line, None);
            sink.write_all(text.as_bytes())?;
            length += text.len() as u64;
        }
        sink.sync()?;
        self.disk.rename(draft, name)?;
        Ok(Open { sink, length, has_tail: false })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use proptest::prelude::*;

    use super::super::reader::read;
    use super::super::testing::{MemoryDisk, beginning, header, input};
    use super::*;

    #[derive(Clone, Default)]
    struct Told {
        safe: Arc<AtomicU64>,
        news: Arc<AtomicU64>,
    }

    impl Heard for Told {
        fn safe(&self, n: u64) {
            assert!(self.safe.swap(n, Ordering::SeqCst) <= n);
        }

        fn news(&self) {
            self.news.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn started(disk: &MemoryDisk) -> (Journal, Told) {
        let told = Told::default();
        let journal = Journal::start(Box::new(disk.clone()), 0, told.clone()).unwrap();
        journal.begin(beginning(&header(0)));
        (journal, told)
    }

    fn kept(disk: &MemoryDisk) -> Vec<u64> {
        let found = read(&mut disk.clone()).unwrap().unwrap();
        found.inputs.iter().map(|line| line.n).collect()
    }

    #[test]
    fn what_is_told_to_be_safe_is_there_after_a_crash() {
        let disk = MemoryDisk::default();
        let (journal, told) = started(&disk);
        for n in 1..=100 {
            journal.input(n, input(n));
        }
        disk.wait(|_| told.safe.load(Ordering::SeqCst) == 100);
        assert_eq!(kept(&disk.after_a_crash(0)), (1..=100).collect::<Vec<_>>());
        assert!(disk.syncs() < 100, "no group was made");
        journal.finish().unwrap();
        assert_eq!(told.news.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn a_new_file_takes_the_place_of_the_old_one() {
        let disk = MemoryDisk::default();
        let (journal, _) = started(&disk);
        journal.input(1, input(1));
        journal.begin(beginning(&header(1)));
        journal.input(2, input(2));
        journal.finish().unwrap();
        assert_eq!(disk.names().unwrap(), ["journal-2.jsonl"]);
        let found = read(&mut disk.after_a_crash(0)).unwrap().unwrap();
        assert_eq!((found.number, found.header.n, found.inputs.len()), (2, 1, 1));
    }

    #[test]
    fn a_full_disk_is_told_and_all_is_kept_when_there_is_room() {
        let disk = MemoryDisk::default();
        let (journal, told) = started(&disk);
        journal.input(1, input(1));
        disk.wait(|_| told.safe.load(Ordering::SeqCst) == 1);
        disk.leave_room(Some(30));
        journal.input(2, input(2));
        disk.wait(|_| journal.trouble().is_some());
        journal.input(3, input(3));
        assert_eq!(told.safe.load(Ordering::SeqCst), 1);
        assert_eq!(kept(&disk.after_a_crash(usize::MAX)), [1], "a torn line is none");
        disk.leave_room(None);
        disk.wait(|_| told.safe.load(Ordering::SeqCst) == 3);
        disk.wait(|_| journal.trouble().is_none());
        assert_eq!(kept(&disk.after_a_crash(0)), [1, 2, 3]);
        assert_eq!(told.news.load(Ordering::SeqCst), 2);
        disk.leave_room(Some(0));
        journal.input(4, input(4));
        assert_eq!(journal.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
    }

    #[test]
    fn a_site_that_adds_too_much_is_told_to_wait() {
        let disk = MemoryDisk::default();
        let (journal, told) = started(&disk);
        disk.fail_after(Some(0));
        let large = format!(r#"{{"kind":"input","n":1,"at":1,"x":"{}"}}"#, "x".repeat(MAX_WAITING));
        assert!(journal.has_room());
        journal.input(1, large);
        assert!(!journal.has_room());
        disk.fail_after(None);
        disk.wait(|_| told.safe.load(Ordering::SeqCst) == 1);
        disk.wait(|_| journal.has_room());
    }

    /// Where an operation fails, whichever it is, and the power with it, nothing that was told to be safe is
    /// missing, nothing stands there twice or out of order; and when the disk goes on, so does the journal.
    #[test]
    fn any_operation_may_fail_and_nothing_safe_is_lost() {
        let all = |disk: &MemoryDisk, good: Option<usize>| {
            disk.fail_after(good);
            let (journal, told) = started(disk);
            let mut file = 0;
            for n in 1..=12 {
                if n % 4 == 0 {
                    journal.begin(beginning(&header(n - 1)));
                    file += 1;
                }
                journal.input(n, input(n));
                // One after the other, so that operations always come in the same order.
                disk.wait(|_| told.safe.load(Ordering::SeqCst) == n || journal.trouble().is_some());
                if journal.trouble().is_some() {
                    break;
                }
            }
            let safe = told.safe.load(Ordering::SeqCst);
            let left = [0, 40, usize::MAX].map(|extra| disk.after_a_crash(extra));
            disk.fail_after(None);
            journal.finish().unwrap();
            (safe, left, file)
        };
        let whole = MemoryDisk::default();
        let (safe, _, files) = all(&whole, None);
        assert_eq!((safe, files), (12, 3));
        for good in 0..whole.asked() {
            let disk = MemoryDisk::default();
            let (safe, left, _) = all(&disk, Some(good));
            for left in left {
                let found = read(&mut left.clone()).unwrap();
                let last = found.map_or(0, |found| {
                    let inputs: Vec<u64> = found.inputs.iter().map(|line| line.n).collect();
                    let from = found.header.n;
                    assert_eq!(inputs, (from + 1..=from + inputs.len() as u64).collect::<Vec<_>>());
                    from + inputs.len() as u64
                });
                assert!(last >= safe, "after {good} operations {safe} inputs were safe and {last} are left");
            }
            let found = read(&mut disk.clone()).unwrap().unwrap();
            assert!(found.header.n + found.inputs.len() as u64 >= safe, "after {good} operations");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// A file that is cut at any byte holds the inputs before, and those that were safe by then.
        #[test]
        fn cut_anywhere(groups in proptest::collection::vec(1_u64..6, 1..6), cut in 0.0_f64..=1.0) {
            let disk = MemoryDisk::default();
            let (journal, told) = started(&disk);
            disk.wait(|disk| disk.names().unwrap() == ["journal-1.jsonl"]);
            let beginning = disk.bytes("journal-1.jsonl").len();
            let mut safe = vec![(beginning, 0)];
            let mut n = 0;
            for group in groups {
                for _ in 0..group {
                    n += 1;
                    journal.input(n, input(n));
                }
                disk.wait(|_| told.safe.load(Ordering::SeqCst) == n);
                safe.push((disk.bytes("journal-1.jsonl").len(), n));
            }
            let bytes = disk.bytes("journal-1.jsonl");
            let length = beginning + ((bytes.len() - beginning) as f64 * cut) as usize;
            let left = MemoryDisk::default();
            left.put("journal-1.jsonl", &bytes[..length]);
            let promised = safe.iter().filter(|(end, _)| *end <= length).map(|(_, n)| *n).max().unwrap();
            let kept = kept(&left);
            prop_assert!(kept.len() as u64 >= promised);
            prop_assert_eq!(kept.clone(), (1..=kept.len() as u64).collect::<Vec<_>>());
        }
    }
}
