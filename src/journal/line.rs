//! The lines of a journal: JSON objects, each with a checksum by which a torn or garbled one is told.

use std::fmt::Write;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::recording::one_line;
use crate::wire::Moment;
use crate::wire::text::escape_json;

/// What `kind` says in the first line.
pub const KIND: &str = "offhook-journal";

/// The format's version; a reader takes this and what is lower.
pub const VERSION: u32 = 1;

/// What stands before the checksum, and how long the end of a line is from there.
const SUM: &str = r#","crc":""#;
const END: usize = SUM.len() + 8 + 2;

/// The first line of each of a journal's files.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// [`KIND`].
    pub kind: String,
    /// [`VERSION`].
    pub version: u32,
    /// How many inputs there were before this file.
    pub n: u64,
    /// The site's time then.
    pub at: Moment,
    /// How many lines of snapshots follow, before the first input.
    pub snapshots: usize,
    /// The site.
    pub site: String,
    /// The engine's seed.
    pub seed: u64,
    /// The version of the engine's state.
    pub engine: u32,
    /// The version of the program that wrote it.
    pub tool: String,
    /// Whether the site's time stands still until it is advanced.
    pub virtual_clock: bool,
    /// The workspace, passwords blanked.
    pub workspace: Box<RawValue>,
}

/// Appends a JSON object as a line, with its checksum and its line break. `synced` says how many inputs were
/// safe on the disk before.
pub(super) fn seal(out: &mut String, json: &str, synced: Option<u64>) {
    let start = out.len();
    let json = one_line(json);
    let json = escape_json(&json);
    out.push_str(json.strip_suffix('}').unwrap_or(&json));
    if let Some(synced) = synced {
        let _ = write!(out, r#","synced":{synced}"#);
    }
    let sum = crc32fast::hash(&out.as_bytes()[start..]);
    let _ = writeln!(out, r#"{SUM}{sum:08x}"}}"#);
}

/// The line as text, where it is whole: `line` without its line break.
pub(super) fn whole(line: &[u8]) -> Option<&str> {
    let body = line.len().checked_sub(END)?;
    let (body, end) = line.split_at(body);
    let sum = end.strip_prefix(SUM.as_bytes())?.strip_suffix(br#""}"#)?;
    let sum = std::str::from_utf8(sum).ok()?;
    (format!("{:08x}", crc32fast::hash(body)) == sum).then_some(())?;
    std::str::from_utf8(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_whole_as_written_and_not_with_any_bit_turned() {
        let mut line = String::new();
        seal(&mut line, r#"{"kind":"input","n":1,"text":"é"}"#, Some(0));
        assert!(line.starts_with(r#"{"kind":"input","n":1,"text":"é","synced":0,"crc":""#), "{line}");
        let line = line.trim_end_matches('\n');
        assert_eq!(whole(line.as_bytes()), Some(line));
        for bit in 0..line.len() * 8 {
            let mut turned = line.as_bytes().to_vec();
            turned[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(whole(&turned), None, "bit {bit}");
        }
        for length in 0..line.len() {
            assert_eq!(whole(&line.as_bytes()[..length]), None, "{length} bytes");
        }
        assert_eq!(whole(&[0; 4096]), None);
    }

    #[test]
    fn what_could_harm_a_terminal_or_break_the_line_is_escaped() {
        let mut line = String::new();
        seal(&mut line, "{\"a\":\"\u{202e}\u{9b}\",\n\t\"b\":1}", None);
        assert_eq!(line.matches('\n').count(), 1);
        assert!(line.starts_with(r#"{"a":"\u202e\u009b","b":1,"crc":""#), "{line}");
        assert!(whole(line.trim_end().as_bytes()).is_some());
    }
}
