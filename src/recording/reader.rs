//! A recording opened: its header, how far it goes, and its records in order.

use std::path::Path;

use serde::Deserialize;

use super::error::{ReadError, said};
use super::format::{Glance, glance};
use super::lines::{Line, Lines};
use super::record::{FORMAT, Header, KIND, Record};
use crate::wire::Micros;

/// What packed files begin with.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// How many of the last lines are looked at for the recording's end; others are of a kind without a time.
const LAST_LINES: usize = 64;

/// An open recording. Opening looks at the first and the last lines only, whatever the file's size.
#[derive(Debug)]
pub struct Reader {
    pub(super) lines: Lines,
    header: Header,
    /// Where the first line after the header begins.
    body: u64,
    end: Micros,
}

impl Reader {
    /// Opens a recording.
    pub fn open(path: &Path) -> Result<Reader, ReadError> {
        let mut lines = Lines::open(path)?;
        let (header, body) = read_header(&mut lines)?;
        let mut reader = Reader { lines, header, body, end: Micros(0) };
        reader.refresh()?;
        Ok(reader)
    }

    /// The file's name.
    pub fn path(&self) -> &Path {
        self.lines.path()
    }

    /// The first line.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The last record's time, in µs since the start.
    pub fn end(&self) -> Micros {
        self.end
    }

    /// Whether the last line was left out because it is not whole: a crash tore it, or it is being written
    /// just now.
    pub fn torn(&self) -> bool {
        self.lines.torn()
    }

    /// Where the first line after the header begins, in bytes.
    pub fn body(&self) -> u64 {
        self.body
    }

    /// Looks how far the recording goes now; `true` where lines were added.
    pub fn refresh(&mut self) -> Result<bool, ReadError> {
        let grown = self.lines.refresh()?;
        let mut offset = self.lines.len();
        for _ in 0..LAST_LINES {
            if offset <= self.body {
                break;
            }
            let Some(line) = self.lines.ending(offset)? else { break };
            if let Ok(Glance { at: Some(at), .. }) = glance(line.bytes) {
                self.end = self.end.max(at);
                break;
            }
            offset = line.start;
        }
        Ok(grown)
    }

    /// All records from the start, each with the byte at which its line begins. A line that can't be read
    /// is an error in its place, and the next one follows.
    pub fn records(&mut self) -> Records<'_> {
        Records { offset: self.body, reader: self }
    }
}

/// A recording's records in order.
#[derive(Debug)]
pub struct Records<'a> {
    reader: &'a mut Reader,
    offset: u64,
}

impl Iterator for Records<'_> {
    type Item = Result<(u64, Record), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = match self.reader.lines.starting(self.offset) {
                Ok(line) => line?,
                Err(error) => {
                    // There is no way to go on past what can't be read.
                    self.offset = u64::MAX;
                    return Some(Err(error));
                }
            };
            let start = line.start;
            self.offset = line.end;
            match read(&line) {
                Ok(Some(record)) => return Some(Ok((start, record))),
                Ok(None) => {}
                Err(why) => {
                    let path = self.reader.lines.path().to_owned();
                    return Some(Err(ReadError::BadLine { path, offset: start, why }));
                }
            }
        }
    }
}

/// The record that a line holds; `None` for a line that is none.
pub(super) fn read(line: &Line<'_>) -> Result<Option<Record>, String> {
    let text = std::str::from_utf8(line.bytes).map_err(said)?;
    Record::parse(text).map_err(said)
}

fn read_header(lines: &mut Lines) -> Result<(Header, u64), ReadError> {
    #[derive(Deserialize)]
    struct Sketch {
        kind: String,
        version: u64,
    }
    let path = lines.path().to_owned();
    let not = |why: String| ReadError::NotARecording { path: path.clone(), why };
    let line = match lines.starting(0) {
        Ok(Some(line)) => line,
        Ok(None) => return Err(not("it is empty".to_owned())),
        Err(ReadError::LineTooLong { .. }) => return Err(not("line 1 has no end".to_owned())),
        Err(error) => return Err(error),
    };
    if line.bytes.starts_with(&ZSTD) {
        return Err(ReadError::Packed { path });
    }
    let sketch = match serde_json::from_slice::<Sketch>(line.bytes) {
        Ok(sketch) if sketch.kind == KIND => sketch,
        _ => return Err(not(format!("line 1 is not an {KIND} header"))),
    };
    if sketch.version > u64::from(FORMAT) {
        return Err(ReadError::Newer { path, version: sketch.version });
    }
    let header = serde_json::from_slice(line.bytes)
        .map_err(|error| not(format!("its header, line 1, can't be read: {}", said(error))))?;
    Ok((header, line.end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::recording::format::MAX_LINE;
    use crate::recording::recorder::Recorder;
    use crate::recording::sample::{self, Story, doing, marker};

    fn open(bytes: impl AsRef<[u8]>) -> Result<Reader, ReadError> {
        Reader::open(&sample::file(bytes).path)
    }

    fn lines_of(records: impl IntoIterator<Item = Record>) -> Vec<String> {
        let line = |record: Record| {
            let mut line = String::new();
            record.write_line(&mut line);
            line
        };
        records.into_iter().map(line).collect()
    }

    fn all(reader: &mut Reader) -> Vec<String> {
        lines_of(reader.records().map(|record| record.unwrap().1))
    }

    #[rstest]
    #[case::empty("", "x.jsonl is not a recording: it is empty")]
    #[case::other("hello\nworld\n", "x.jsonl is not a recording: line 1 is not an offhook-recording header")]
    #[case::other_json("{\"kind\":\"x\",\"version\":1}\n", "line 1 is not an offhook-recording header")]
    #[case::torn_header("{\"kind\":\"offhook-recording\",\"ver", "line 1 is not an offhook-recording header")]
    #[case::poor_header(
        "{\"kind\":\"offhook-recording\",\"version\":1}\n",
        "line 1, can't be read: missing field"
    )]
    #[case::later(
        "{\"kind\":\"offhook-recording\",\"version\":2}\n",
        "x.jsonl is a recording of version 2, this program reads up to 1: update offhook"
    )]
    fn what_is_no_recording_is_told_in_a_line(#[case] text: &str, #[case] expected: &str) {
        let error = open(text).unwrap_err().to_string();
        assert!(error.contains(expected) && !error.contains('\n'), "{error}");
    }

    #[test]
    fn rubbish_folders_and_packed_files_are_told_too() {
        let mut rubbish: Vec<u8> = (0..100_000_u32).map(|at| (at.wrapping_mul(at) >> 3) as u8).collect();
        assert!(matches!(open(&rubbish), Err(ReadError::NotARecording { .. })));
        rubbish.retain(|byte| *byte != b'\n');
        assert!(matches!(open(&rubbish), Err(ReadError::NotARecording { .. })));
        assert!(matches!(open([&ZSTD[..], b"xyz"].concat()), Err(ReadError::Packed { .. })));
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Reader::open(dir.path()), Err(ReadError::NotARecording { .. })));
        assert!(matches!(Reader::open(&dir.path().join("none")), Err(ReadError::Open { .. })));
    }

    #[test]
    fn a_line_without_end_is_an_error_that_names_the_place() {
        let endless = "x".repeat(10 << 20);
        let error = open(&endless).unwrap_err().to_string();
        assert!(error.ends_with("is not a recording: line 1 has no end"), "{error}");
        let start = sample::text(&[marker(1)]);
        // The last line counts as torn.
        for end in ["", "\n"] {
            let mut reader = open(format!("{start}{endless}{end}")).unwrap();
            assert_eq!((reader.torn(), all(&mut reader).len()), (true, 1));
        }
        // One in the middle.
        let file = sample::file(format!("{start}{endless}\n{}", lines_of([marker(2)])[0]));
        let mut reader = Reader::open(&file.path).unwrap();
        let read: Vec<_> = reader.records().collect();
        assert_eq!(read.len(), 2);
        let offset = start.len() as u64;
        assert!(matches!(&read[1], Err(ReadError::LineTooLong { offset: at, .. }) if *at == offset));
    }

    #[test]
    fn zeros_at_the_end_of_a_file_are_torn_off() {
        let start = sample::text(&[marker(1), marker(2)]);
        let file = sample::file(&start);
        let zeros = |size: u64| {
            let file = std::fs::OpenOptions::new().write(true).open(&file.path).unwrap();
            file.set_len(size).unwrap();
        };
        zeros(start.len() as u64 + (20 << 20));
        let mut reader = Reader::open(&file.path).unwrap();
        assert_eq!((reader.torn(), reader.end(), all(&mut reader).len()), (true, Micros(2), 2));
        assert!(!reader.refresh().unwrap());
        zeros(1 << 40);
        assert!(matches!(Reader::open(&file.path), Err(ReadError::LineTooLong { .. })));
    }

    #[test]
    fn the_longest_line_is_read() {
        let header = sample::text(&[]);
        let around = lines_of([Record::Marker { at: Micros(1), label: String::new(), note: None }])[0].len();
        let label = "x".repeat(MAX_LINE - around);
        let record = Record::Marker { at: Micros(1), label, note: None };
        let text = format!("{header}{}{}", lines_of([record])[0], lines_of([marker(2)])[0]);
        let mut reader = open(&text).unwrap();
        assert_eq!(reader.end(), Micros(2));
        let lengths: Vec<usize> = all(&mut reader).iter().map(String::len).collect();
        assert_eq!(lengths[0], MAX_LINE);
        let (start, end) = (header.len() as u64, (header.len() + MAX_LINE) as u64);
        assert_eq!(reader.lines.ending(end).unwrap().unwrap().start, start);
        assert_eq!(reader.lines.next_start(start + 5).unwrap(), end);
    }

    #[test]
    fn a_header_alone_is_a_recording() {
        let header = sample::header().to_line().unwrap();
        for text in [&*header, header.trim_end()] {
            let mut reader = open(text).unwrap();
            assert_eq!((reader.end(), reader.torn()), (Micros(0), false));
            assert_eq!(reader.header().id, "r-1");
            assert_eq!(all(&mut reader).len(), 0);
        }
    }

    #[test]
    fn a_torn_last_line_is_left_out_wherever_it_tore() {
        let records = [marker(1), marker(2), Record::Gap { at: Micros(9), records: 12 }];
        let text = sample::text(&records);
        let last = text.len() - lines_of(records.clone())[2].len();
        for cut in last..=text.len() {
            let mut reader = open(&text[..cut]).unwrap();
            // Only the line break is missing: the line is whole all the same.
            let whole = cut >= text.len() - 1;
            assert_eq!(reader.torn(), !whole && cut > last, "cut at {cut}");
            assert_eq!(reader.end(), Micros(if whole { 9 } else { 2 }));
            assert_eq!(all(&mut reader).len(), if whole { 3 } else { 2 });
        }
    }

    #[test]
    fn a_bad_line_is_told_and_the_next_one_read() {
        let start = sample::text(&[marker(1)]);
        let bad = b"{\"kind\":\"gap\"}\n\xff\xfe\n\r\n";
        let file = sample::file([start.as_bytes(), bad, lines_of([marker(2)])[0].as_bytes()].concat());
        let mut reader = Reader::open(&file.path).unwrap();
        let read: Vec<_> = reader.records().collect();
        assert_eq!(read.len(), 4);
        assert!(matches!(&read[1], Err(ReadError::BadLine { offset, .. }) if *offset == start.len() as u64));
        assert!(matches!(&read[2], Err(ReadError::BadLine { .. })));
        assert_eq!(read[3].as_ref().unwrap().1, marker(2));
    }

    #[test]
    fn a_growing_file_is_followed() {
        use std::io::Write;
        let file = sample::file(sample::text(&[marker(1)]));
        let mut reader = Reader::open(&file.path).unwrap();
        let mut growing = std::fs::OpenOptions::new().append(true).open(&file.path).unwrap();
        assert!(!reader.refresh().unwrap());
        let line = &lines_of([marker(5)])[0];
        growing.write_all(&line.as_bytes()[..10]).unwrap();
        assert!(!reader.refresh().unwrap());
        assert!(reader.torn());
        growing.write_all(&line.as_bytes()[10..]).unwrap();
        assert!(reader.refresh().unwrap());
        assert_eq!((reader.torn(), reader.end()), (false, Micros(5)));
        assert_eq!(all(&mut reader).len(), 2);
        growing.set_len(20).unwrap();
        assert!(matches!(reader.refresh(), Err(ReadError::Io { .. })), "it became shorter");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn what_the_recorder_writes_the_reader_reads(doings in prop::collection::vec(doing(), 0..60)) {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("r.jsonl");
            let story = Story::of(&doings);
            let recorder = Recorder::create(&path, &sample::header()).unwrap();
            for record in &story.records {
                prop_assert!(recorder.record(record.clone()));
            }
            recorder.finish().unwrap();
            let mut reader = Reader::open(&path).unwrap();
            prop_assert_eq!(all(&mut reader), lines_of(story.records.clone()));
            prop_assert_eq!(reader.end(), story.records.last().map_or(Micros(0), Record::at));
            prop_assert!(!reader.torn());
        }
    }
}
