//! A journal read back: its newest file, up to where a crash tore it.

use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;

use serde::Deserialize;

use super::disk::Disk;
use super::error::JournalError;
use super::line::{Header, KIND, VERSION, whole};
use super::writer::{MAX_LINE, MAX_SNAPSHOT};
use super::{is_draft, number_of};
use crate::wire::Moment;

/// What a journal's newest file says.
#[derive(Debug)]
pub struct Found {
    /// Its number.
    pub number: u64,
    /// Its first line.
    pub header: Header,
    /// The snapshots that it begins with.
    pub snapshots: Vec<Line>,
    /// What came after them, in order, without a gap.
    pub inputs: Vec<Line>,
    /// Where it was torn, in bytes; nothing that was acknowledged stands there.
    pub torn: Option<u64>,
}

/// A line that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How many inputs there were with it.
    pub n: u64,
    /// When it happened.
    pub at: Moment,
    /// All of it, as JSON.
    pub json: String,
}

#[derive(Deserialize)]
struct Head {
    kind: String,
    n: u64,
    at: Moment,
    #[serde(default)]
    synced: u64,
}

/// Reads what is kept on a disk; `None` where nothing is. Files that were begun and not finished go.
pub fn read(disk: &mut dyn Disk) -> Result<Option<Found>, JournalError> {
    let label = disk.label();
    let io = |source: io::Error| JournalError::Io { path: PathBuf::from(&label), source };
    let names = disk.names().map_err(io)?;
    for draft in names.iter().filter(|name| is_draft(name)) {
        disk.remove(draft).map_err(io)?;
    }
    let Some((number, name)) = names.iter().filter_map(|name| Some((number_of(name)?, name))).max() else {
        return Ok(None);
    };
    let mut lines = Lines::new(disk.open(name).map_err(io)?);
    let damaged = |offset| JournalError::Damaged { file: format!("{label}/{name}"), offset };
    // The name was given when the beginning was safe: it can't be torn.
    let header = lines.next(MAX_SNAPSHOT).map_err(io)?.ok_or_else(|| damaged(0))?;
    let header: Header = header.whole().and_then(header_of).ok_or_else(|| damaged(0))?;
    if header.version > VERSION {
        let version = header.version.into();
        return Err(JournalError::Newer { file: format!("{label}/{name}"), version });
    }
    let mut snapshots = Vec::new();
    while snapshots.len() < header.snapshots {
        let start = lines.offset;
        let line = lines.next(MAX_SNAPSHOT).map_err(io)?;
        let line = line.and_then(|line| line.parse()).filter(|(head, _)| head.kind == "snapshot");
        snapshots.push(line.ok_or_else(|| damaged(start))?.1);
    }
    let mut inputs: Vec<Line> = Vec::new();
    let mut torn = None;
    let mut last = header.n;
    loop {
        let start = lines.offset;
        let Some(line) = lines.next(MAX_LINE).map_err(io)? else { break };
        match line.parse() {
            Some((head, line)) if torn.is_none() && head.n == last + 1 => {
                last = head.n;
                inputs.push(line);
            }
            // What was written later knew that the missing line was safe.
            Some((head, _)) if head.synced > last => return Err(damaged(torn.unwrap_or(start))),
            _ => {
                torn.get_or_insert(start);
            }
        }
    }
    Ok(Some(Found { number, header, snapshots, inputs, torn }))
}

fn header_of(line: &str) -> Option<Header> {
    #[derive(Deserialize)]
    struct Versioned {
        kind: String,
        version: u32,
    }
    let versioned: Versioned = serde_json::from_str(line).ok()?;
    if versioned.kind != KIND {
        return None;
    }
    match serde_json::from_str(line) {
        Ok(header) => Some(header),
        // A later one may lack what this program looks for; that it is later says enough.
        Err(_) if versioned.version > VERSION => Some(Header {
            version: versioned.version,
            kind: versioned.kind,
            n: 0,
            at: Moment(0),
            snapshots: 0,
            site: String::new(),
            seed: 0,
            engine: 0,
            tool: String::new(),
            virtual_clock: false,
            workspace: Box::default(),
        }),
        Err(_) => None,
    }
}

/// A line as it stands in the file.
struct Bytes {
    bytes: Vec<u8>,
    /// Whether its line break is there and it is not too long.
    ended: bool,
}

impl Bytes {
    fn whole(&self) -> Option<&str> {
        if self.ended { whole(&self.bytes) } else { None }
    }

    fn parse(&self) -> Option<(Head, Line)> {
        let json = self.whole()?;
        let head: Head = serde_json::from_str(json).ok()?;
        let line = Line { n: head.n, at: head.at, json: json.to_owned() };
        Some((head, line))
    }
}

struct Lines {
    file: BufReader<Box<dyn Read>>,
    /// Where the next line begins.
    offset: u64,
}

impl Lines {
    fn new(file: Box<dyn Read>) -> Lines {
        Lines { file: BufReader::with_capacity(64 << 10, file), offset: 0 }
    }

    /// The next line, of which at most `most` bytes are kept.
    fn next(&mut self, most: usize) -> io::Result<Option<Bytes>> {
        let mut bytes = Vec::new();
        let read = self.file.by_ref().take(most as u64 + 1).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        self.offset += read as u64;
        let ended = bytes.pop_if(|last| *last == b'\n').is_some();
        if !ended && read > most {
            self.skip_line()?;
        }
        Ok(Some(Bytes { bytes, ended }))
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let held = self.file.fill_buf()?;
            let (length, found) = match held.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (held.len(), held.is_empty()),
            };
            self.file.consume(length);
            self.offset += length as u64;
            if found {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{MemoryDisk, begun, header, input};
    use super::*;

    /// A file as the writer makes it: `groups` of so many inputs.
    fn file(groups: &[u64]) -> Vec<u8> {
        let mut text = begun(&header(0));
        let mut n = 0;
        for size in groups {
            let synced = n;
            for _ in 0..*size {
                n += 1;
                super::super::line::seal(&mut text, &input(n), Some(synced));
            }
        }
        text.into_bytes()
    }

    fn read_file(bytes: &[u8]) -> Result<Option<Found>, JournalError> {
        let mut disk = MemoryDisk::default();
        disk.put("journal-1.jsonl", bytes);
        read(&mut disk)
    }

    #[test]
    fn nothing_is_nothing_and_drafts_go() {
        let mut disk = MemoryDisk::default();
        disk.put("journal-4.new", b"rubbish");
        disk.put("lock", b"7");
        assert!(read(&mut disk).unwrap().is_none());
        assert_eq!(disk.names().unwrap(), ["lock"]);
    }

    #[test]
    fn the_newest_file_counts() {
        let mut disk = MemoryDisk::default();
        disk.put("journal-9.jsonl", &file(&[1]));
        disk.put("journal-10.jsonl", &file(&[2]));
        disk.put("journal-011.jsonl", b"not ours");
        let found = read(&mut disk).unwrap().unwrap();
        assert_eq!((found.number, found.inputs.len(), found.torn), (10, 2, None));
        assert_eq!(found.snapshots.len(), 1);
    }

    #[test]
    fn a_file_that_is_cut_anywhere_gives_the_inputs_before() {
        let (beginning, all) = (file(&[]).len(), file(&[3, 1, 2]));
        let ends: Vec<usize> =
            all.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
        for length in beginning..=all.len() {
            let found = read_file(&all[..length]).unwrap().unwrap();
            let before = ends.iter().filter(|end| **end <= length && **end > beginning).count();
            assert_eq!(found.inputs.len(), before, "{length} bytes");
            let torn = !ends.contains(&length);
            let start = ends.iter().copied().filter(|end| *end <= length).max().unwrap() as u64;
            assert_eq!(found.torn, torn.then_some(start), "{length} bytes");
        }
    }

    #[test]
    fn a_hole_in_the_last_group_is_a_tear_and_one_before_it_is_damage() {
        let beginning = file(&[]).len();
        let end_of = |groups: &[u64]| file(groups).len();
        let all = file(&[2, 3]);
        for at in beginning..all.len() {
            let mut bytes = all.clone();
            bytes[at] ^= 0x55;
            match read_file(&bytes) {
                Ok(found) => {
                    let found = found.unwrap();
                    assert!(at >= end_of(&[2]), "byte {at} was acknowledged");
                    assert!(found.inputs.len() >= 2 && found.torn.is_some(), "byte {at}");
                }
                Err(JournalError::Damaged { offset, .. }) => {
                    // The end of a group is known to be safe only once the next one begins.
                    assert!(at < end_of(&[2]) && offset <= at as u64, "byte {at}");
                }
                Err(error) => panic!("byte {at}: {error}"),
            }
        }
    }

    #[test]
    fn zeros_and_long_rubbish_at_the_end_are_a_tear() {
        for tail in [vec![0; 100_000], vec![b'x'; MAX_LINE + 70_000], b"\n\n{}\n".to_vec()] {
            let mut bytes = file(&[2]);
            let length = bytes.len() as u64;
            bytes.extend_from_slice(&tail);
            let found = read_file(&bytes).unwrap().unwrap();
            assert_eq!((found.inputs.len(), found.torn), (2, Some(length)));
        }
    }

    #[test]
    fn a_beginning_that_is_not_whole_is_damage_and_a_later_version_is_named() {
        let error = read_file(b"rubbish\n").unwrap_err().to_string();
        assert!(error.contains("journal-1.jsonl is damaged at byte 0"), "{error}");
        let all = file(&[]);
        assert!(matches!(read_file(&all[..all.len() - 5]), Err(JournalError::Damaged { .. })));
        let mut text = String::new();
        super::super::line::seal(&mut text, r#"{"kind":"offhook-journal","version":7,"new":1}"#, None);
        let error = read_file(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("a journal of version 7") && error.contains("update offhook"), "{error}");
    }
}
