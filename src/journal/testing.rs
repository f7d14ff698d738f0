//! A disk in memory, of which a test says what goes wrong and what a crash leaves.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::value::RawValue;

use super::disk::{Disk, Shelf, Sink};
use super::error::JournalError;
use super::line::{Header, KIND, VERSION, seal};
use crate::wire::Moment;

pub(crate) fn header(n: u64) -> Header {
    Header {
        kind: KIND.to_owned(),
        version: VERSION,
        n,
        at: Moment(5),
        snapshots: 1,
        site: "default".to_owned(),
        seed: 7,
        engine: 1,
        tool: "test".to_owned(),
        virtual_clock: true,
        workspace: RawValue::from_string("{}".to_owned()).unwrap(),
    }
}

/// The lines that a file begins with, unsealed.
pub(crate) fn beginning(header: &Header) -> Vec<String> {
    let snapshot = format!(r#"{{"kind":"snapshot","n":{},"at":5,"state":{{}}}}"#, header.n);
    vec![serde_json::to_string(header).unwrap(), snapshot]
}

/// A file's beginning.
pub(crate) fn begun(header: &Header) -> String {
    let mut text = String::new();
    beginning(header).iter().for_each(|line| seal(&mut text, line, None));
    text
}

pub(crate) fn input(n: u64) -> String {
    format!(r#"{{"kind":"input","n":{n},"at":{}}}"#, n + 5)
}

/// A file of which each line is changed.
pub(crate) fn resealed(bytes: &[u8], change: impl Fn(&mut serde_json::Value)) -> String {
    let mut text = String::new();
    for line in std::str::from_utf8(bytes).unwrap().lines() {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        line.as_object_mut().unwrap().remove("crc");
        change(&mut line);
        seal(&mut text, &line.to_string(), None);
    }
    text
}

#[derive(Debug, Clone, Default)]
struct Stored {
    bytes: Vec<u8>,
    /// How many of them are safe.
    safe: usize,
}

#[derive(Debug, Default)]
struct State {
    files: Vec<Stored>,
    names: BTreeMap<String, usize>,
    safe_names: BTreeMap<String, usize>,
    /// How many more operations go well; then all fail until it is set anew.
    good: Option<usize>,
    /// How many bytes still fit.
    room: Option<usize>,
    /// Operations so far.
    asked: usize,
    syncs: usize,
}

impl State {
    fn operation(&mut self) -> io::Result<()> {
        self.asked += 1;
        match &mut self.good {
            Some(0) => Err(io::ErrorKind::StorageFull.into()),
            Some(good) => {
                *good -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

/// A disk in memory. Clones are the same disk.
#[derive(Clone, Default)]
pub(crate) struct MemoryDisk(Arc<(Mutex<State>, Condvar)>);

impl MemoryDisk {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.1.notify_all();
        self.0.0.lock().unwrap()
    }

    /// Puts a safe file there.
    pub(crate) fn put(&self, name: &str, bytes: &[u8]) {
        let mut state = self.lock();
        state.files.push(Stored { bytes: bytes.to_vec(), safe: bytes.len() });
        let file = state.files.len() - 1;
        state.names.insert(name.to_owned(), file);
        state.safe_names.insert(name.to_owned(), file);
    }

    /// What a file holds at present.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        let state = self.lock();
        state.files[state.names[name]].bytes.clone()
    }

    /// After so many more operations all fail; `None`: none does.
    pub(crate) fn fail_after(&self, good: Option<usize>) {
        self.lock().good = good;
    }

    /// So many more bytes fit; `None`: all.
    pub(crate) fn leave_room(&self, room: Option<usize>) {
        self.lock().room = room;
    }

    /// The names of the journal's files, oldest first.
    pub(crate) fn names_of_files(&self) -> Vec<String> {
        let mut names: Vec<String> = self.lock().names.keys().cloned().collect();
        names.retain(|name| super::number_of(name).is_some());
        names.sort_by_key(|name| super::number_of(name));
        names
    }

    /// How many syncs of files there were.
    pub(crate) fn syncs(&self) -> usize {
        self.lock().syncs
    }

    pub(crate) fn asked(&self) -> usize {
        self.lock().asked
    }

    /// Waits until something is so.
    pub(crate) fn wait(&self, until: impl Fn(&MemoryDisk) -> bool) {
        for _ in 0..20_000 {
            if until(self) {
                return;
            }
            let state = self.0.0.lock().unwrap();
            drop(self.0.1.wait_timeout(state, Duration::from_millis(1)));
        }
        panic!("it never came to it");
    }

    /// What the machine finds after its power failed: what was synced, and of each file so many bytes of what
    /// was not.
    pub(crate) fn after_a_crash(&self, extra: usize) -> MemoryDisk {
        let state = self.lock();
        let left = MemoryDisk::default();
        for (name, file) in &state.safe_names {
            let file = &state.files[*file];
            left.put(name, &file.bytes[..file.safe.saturating_add(extra).min(file.bytes.len())]);
        }
        left
    }
}

impl Disk for MemoryDisk {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.lock().names.keys().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(Cursor::new(self.bytes(name))))
    }

    fn create(&mut self, name: &str) -> io::Result<Box<dyn Sink>> {
        let mut state = self.lock();
        state.operation()?;
        state.files.push(Stored::default());
        let file = state.files.len() - 1;
        state.names.insert(name.to_owned(), file);
        Ok(Box::new(MemorySink { disk: self.clone(), file }))
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.lock();
        state.operation()?;
        let file = state.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
        state.names.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove(&mut self, name: &str) -> io::Result<()> {
        let mut state = self.lock();
        state.operation()?;
        state.names.remove(name).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.lock();
        state.operation()?;
        state.safe_names = state.names.clone();
        Ok(())
    }

    fn label(&self) -> String {
        "memory".to_owned()
    }
}

struct MemorySink {
    disk: MemoryDisk,
    file: usize,
}

impl Sink for MemorySink {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.operation()?;
        let taken = state.room.unwrap_or(usize::MAX).min(bytes.len());
        state.room = state.room.map(|room| room - taken);
        state.files[self.file].bytes.extend_from_slice(&bytes[..taken]);
        if taken < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.operation()?;
        state.syncs += 1;
        let file = &mut state.files[self.file];
        file.safe = file.bytes.len();
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.operation()?;
        let file = &mut state.files[self.file];
        let freed = file.bytes.len().saturating_sub(length as usize);
        file.bytes.truncate(length as usize);
        file.safe = file.safe.min(length as usize);
        state.room = state.room.map(|room| room + freed);
        Ok(())
    }
}

/// One disk for one site.
impl Shelf for MemoryDisk {
    fn sites(&self) -> Result<Vec<String>, JournalError> {
        Ok(vec!["default".to_owned()])
    }

    fn disk(&self, _site: &str) -> Result<Box<dyn Disk>, JournalError> {
        Ok(Box::new(self.clone()))
    }
}
