//! What of a recording can't be read, told before it is played: its lines looked through once.

use std::fmt;
use std::path::Path;

use super::error::ReadError;
use super::format::{Kind, glance};
use super::lines::Line;
use super::reader::{self, Reader};
use super::record::Record;
use crate::wire::{Dir, Push, rpc};

/// How much of a file is looked through, in bytes: what lies behind it is told when it is come to, or a long
/// recording would be waited for.
const LOOKED_THROUGH: u64 = 64 << 20;

/// Lines that can't be read, and records that are missing between those that can.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Damage {
    unreadable: Count,
    missing: Count,
}

/// How many, and the number of the first one's line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    many: u64,
    line: u64,
}

impl Count {
    fn add(&mut self, many: u64, line: u64) {
        if self.many == 0 {
            self.line = line;
        }
        self.many += many;
    }
}

/// Pushed frames follow one another: what is counted between two of them.
#[derive(Debug, Default)]
struct Pushes {
    last: Option<u64>,
    /// What may have been one, or is told as missing already.
    told: u64,
}

impl Pushes {
    /// How many are missing before this one.
    fn missing_before(&mut self, push: &Push) -> u64 {
        let last = self.last.replace(push.seq);
        let told = std::mem::take(&mut self.told);
        last.map_or(0, |last| push.prev.saturating_sub(last).saturating_sub(told))
    }
}

impl Damage {
    /// That of a recording, as far as it is looked through; `None` where nothing is wrong.
    pub fn of(path: &Path) -> Result<Option<Damage>, ReadError> {
        let mut reader = Reader::open(path)?;
        let (mut damage, mut pushes) = (Damage::default(), Pushes::default());
        let (mut offset, mut number) = (reader.body(), 1);
        while offset < LOOKED_THROUGH
            && let Some(line) = reader.lines.starting(offset)?
        {
            (offset, number) = (line.end, number + 1);
            damage.see(&line, number, &mut pushes);
        }
        Ok((damage != Damage::default()).then_some(damage))
    }

    fn see(&mut self, line: &Line<'_>, number: u64, pushes: &mut Pushes) {
        match reader::read(line) {
            Ok(Some(Record::Frame { peer, dir: Dir::Out, text, seq: Some(_), .. })) if &*peer == "*" => {
                let message = rpc::parse(&text).ok();
                if let Some(Ok(push)) = message.as_ref().and_then(Push::from_message) {
                    let missing = pushes.missing_before(&push);
                    if missing > 0 {
                        self.missing.add(missing, number);
                    }
                    return;
                }
            }
            Ok(Some(Record::Gap { records, .. })) => {
                pushes.told += records;
                self.missing.add(records, number);
                return;
            }
            Ok(Some(_)) => return,
            // Blank lines are nothing; this version's recordings have no lines of other kinds.
            Ok(None) if line.bytes.trim_ascii().is_empty() => return,
            Ok(None) if glance(line.bytes).is_ok_and(|seen| seen.kind == Kind::Header) => return,
            Ok(None) | Err(_) => {}
        }
        pushes.told += 1;
        self.unreadable.add(1, number);
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.unreadable.line;
        match self.unreadable.many {
            0 => {}
            1 => write!(f, "1 line can't be read and is left out: line {line}")?,
            many => write!(f, "{many} lines can't be read and are left out, the first is line {line}")?,
        }
        if self.unreadable.many > 0 && self.missing.many > 0 {
            f.write_str("; ")?;
        }
        let line = self.missing.line;
        match self.missing.many {
            0 => Ok(()),
            1 => write!(f, "1 record is missing before line {line}"),
            many => write!(f, "{many} records are missing, the first before line {line}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::recording::sample::{self, Doing, Story, doing, file, text};

    fn told(bytes: impl AsRef<[u8]>) -> Option<String> {
        Damage::of(&file(bytes).path).unwrap().map(|damage| damage.to_string())
    }

    /// Line 1 is the header, 2 to 7 are pushed frames.
    fn lines() -> Vec<Vec<u8>> {
        let doings: Vec<_> = (0..6).map(|at| (1, Doing::Change(5, at))).collect();
        let text = text(&Story::of(&doings).records);
        text.lines().map(|line| line.as_bytes().to_vec()).collect()
    }

    #[rstest]
    #[case::broken_json(br#"{"kind":"frame","at":1,"peer":"*","dir"#)]
    #[case::no_json(b"rubbish")]
    #[case::binary(b"\x00\xff\xfe\x1b[31m")]
    #[case::binary_in_text(b"{\"kind\":\"marker\",\"at\":1,\"label\":\"\xff\"}")]
    #[case::unknown_kind(br#"{"kind":"hologram","at":1}"#)]
    #[case::negative_time(br#"{"kind":"frame","at":-1,"peer":"*","dir":"out","msg":{}}"#)]
    #[case::no_fields(br#"{"kind":"frame","at":1}"#)]
    #[case::no_push(br#"{"kind":"frame","at":1,"seq":3,"peer":"*","dir":"out","msg":{}}"#)]
    fn each_kind_of_line_that_cannot_be_read_is_counted(#[case] bad: &[u8]) {
        let mut lines = lines();
        lines[3] = bad.to_vec();
        let said = "1 line can't be read and is left out: line 4";
        assert_eq!(told(lines.join(&b'\n')).as_deref(), Some(said));
        lines[5] = bad.to_vec();
        let said = "2 lines can't be read and are left out, the first is line 4";
        assert_eq!(told(lines.join(&b'\n')).as_deref(), Some(said));
    }

    #[test]
    fn missing_pushes_are_told_with_their_place() {
        let mut lines = lines();
        lines.remove(3);
        assert_eq!(told(lines.join(&b'\n')).as_deref(), Some("1 record is missing before line 4"));
        lines.insert(3, br#"{"kind":"gap","at":2,"records":4}"#.to_vec());
        let said = "4 records are missing, the first before line 4";
        assert_eq!(told(lines.join(&b'\n')).as_deref(), Some(said), "a gap says so itself");
        lines[3] = b"rubbish".to_vec();
        lines.remove(5);
        let said = "1 line can't be read and is left out: line 4; 1 record is missing before line 6";
        assert_eq!(told(lines.join(&b'\n')).as_deref(), Some(said));
    }

    #[test]
    fn blank_lines_and_the_recordings_of_this_repository_are_whole() {
        let mut lines = lines();
        lines.insert(3, b"  ".to_vec());
        lines.push(br#"{"kind":"frame","at":9,"#.to_vec());
        assert_eq!(told(lines.join(&b'\n')), None, "a torn last line is told as that");
        for name in ["inbound", "missed", "outbound", "screen-pop"] {
            let path = format!("recordings/{name}.jsonl");
            assert_eq!(Damage::of(Path::new(&path)).unwrap(), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn what_a_recorder_writes_is_whole(doings in prop::collection::vec(doing(), 0..40)) {
            prop_assert_eq!(told(text(&Story::of(&doings).records)), None);
        }

        #[test]
        fn any_bytes_are_looked_through(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let mut all = sample::header().to_line().unwrap().into_bytes();
            all.extend(bytes);
            let _ = Damage::of(&file(all).path);
        }
    }
}
