//! The lines of a recording as text: one JSON object each, `kind` and `at` first, so that a reader can
//! tell lines by looking at their start.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::record::{Header, KIND, Record, SnapshotOf};
use crate::wire::text::escape_json;
use crate::wire::{Credential, Dir, Micros, Role};

/// The longest line, in bytes with its line break. A writer leaves out what is longer (it counts into
/// the next gap), a reader stops at one. A message of [`crate::wire::MAX_MESSAGE`] in which each
/// character needs an escape still fits.
pub const MAX_LINE: usize = 8 << 20;

/// What a line is, seen from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glance {
    /// Its kind.
    pub kind: Kind,
    /// Its time; only headers and unknown kinds may have none.
    pub at: Option<Micros>,
}

/// The kinds of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The first line.
    Header,
    /// [`Record::Frame`].
    Frame,
    /// [`Record::Input`].
    Input,
    /// [`Record::Snapshot`].
    Snapshot(SnapshotOf),
    /// [`Record::Peer`].
    Peer,
    /// [`Record::Marker`].
    Marker,
    /// [`Record::Gap`].
    Gap,
    /// One of a later version, or a blank line; passed over.
    Unknown,
}

/// A frame as it stands in its line.
#[derive(Debug, Deserialize)]
pub struct FrameLine<'a> {
    /// When.
    pub at: Micros,
    /// Its number, for pushed frames.
    #[serde(default)]
    pub seq: Option<u64>,
    /// Who sent it, or whom it went to.
    #[serde(borrow)]
    pub peer: Cow<'a, str>,
    /// Which way.
    pub dir: Dir,
    /// What came of the password that stood in it.
    #[serde(default)]
    pub auth: Option<Credential>,
    /// The message, where it is JSON.
    #[serde(borrow, default)]
    pub msg: Option<&'a RawValue>,
    /// The message, where it is not.
    #[serde(borrow, default)]
    pub raw: Option<Cow<'a, str>>,
}

impl FrameLine<'_> {
    /// The message as text.
    pub fn text(&self) -> &str {
        match (self.msg, &self.raw) {
            (Some(msg), _) => msg.get(),
            (None, Some(raw)) => raw,
            (None, None) => "null",
        }
    }
}

#[derive(Deserialize)]
struct InputLine<'a> {
    at: Micros,
    #[serde(borrow)]
    input: &'a RawValue,
}

#[derive(Deserialize)]
struct SnapshotLine<'a> {
    at: Micros,
    of: SnapshotOf,
    #[serde(default)]
    seq: u64,
    #[serde(borrow)]
    state: &'a RawValue,
}

#[derive(Serialize, Deserialize)]
struct PeerLine<'a> {
    at: Micros,
    #[serde(borrow)]
    peer: Cow<'a, str>,
    role: Role,
    open: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Deserialize)]
struct MarkerLine {
    at: Micros,
    label: String,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize)]
struct GapLine {
    at: Micros,
    records: u64,
}

impl Header {
    /// The first line, with its line break.
    pub fn to_line(&self) -> Result<String, serde_json::Error> {
        let line = serde_json::to_string(self)?;
        let mut line = escape_json(&one_line(&line)).into_owned();
        line.push('\n');
        Ok(line)
    }
}

impl Record {
    /// Appends it as a line, with its line break.
    pub fn write_line(&self, out: &mut String) {
        let start = out.len();
        self.write_fields(out);
        out.push('}');
        if let Cow::Owned(safe) = escape_json(&out[start..]) {
            out.truncate(start);
            out.push_str(&safe);
        }
        out.push('\n');
    }

    fn write_fields(&self, out: &mut String) {
        match self {
            Record::Frame { at, seq, peer, dir, text, auth } => {
                open(out, "frame", *at);
                if let Some(seq) = seq {
                    number(out, "seq", *seq);
                }
                string(out, "peer", peer);
                string(out, "dir", if *dir == Dir::In { "in" } else { "out" });
                match auth {
                    Some(Credential::Ok) => string(out, "auth", "ok"),
                    Some(Credential::Bad) => string(out, "auth", "bad"),
                    None => {}
                }
                match as_json(text) {
                    Some(json) => verbatim(out, "msg", &json),
                    None => string(out, "raw", text),
                }
            }
            Record::Input { at, input } => {
                open(out, "input", *at);
                verbatim(out, "input", &json_or_text(input));
            }
            Record::Snapshot { at, of, seq, state } => {
                open(out, "snapshot", *at);
                string(out, "of", if *of == SnapshotOf::Desk { "desk" } else { "ecc" });
                number(out, "seq", *seq);
                verbatim(out, "state", &json_or_text(state));
            }
            Record::Peer { at, peer, role, open: came, reason } => {
                open(out, "peer", *at);
                string(out, "peer", peer);
                string(out, "role", role.as_str());
                verbatim(out, "open", if *came { "true" } else { "false" });
                if let Some(reason) = reason {
                    string(out, "reason", reason);
                }
            }
            Record::Marker { at, label, note } => {
                open(out, "marker", *at);
                string(out, "label", label);
                if let Some(note) = note {
                    string(out, "note", note);
                }
            }
            Record::Gap { at, records } => {
                open(out, "gap", *at);
                number(out, "records", *records);
            }
        }
    }

    /// Reads a line. `None` for a line of a later version's kind, a header or a blank line.
    pub fn parse(line: &str) -> Result<Option<Record>, serde_json::Error> {
        Ok(Some(match glance(line.as_bytes())?.kind {
            Kind::Header | Kind::Unknown => return Ok(None),
            Kind::Frame => {
                let frame: FrameLine<'_> = serde_json::from_str(line)?;
                Record::Frame {
                    at: frame.at,
                    seq: frame.seq,
                    text: Arc::from(frame.text()),
                    peer: Arc::from(&*frame.peer),
                    dir: frame.dir,
                    auth: frame.auth,
                }
            }
            Kind::Input => {
                let InputLine { at, input } = serde_json::from_str(line)?;
                Record::Input { at, input: Arc::from(input.get()) }
            }
            Kind::Snapshot(_) => {
                let SnapshotLine { at, of, seq, state } = serde_json::from_str(line)?;
                Record::Snapshot { at, of, seq, state: Arc::from(state.get()) }
            }
            Kind::Peer => {
                let PeerLine { at, peer, role, open, reason } = serde_json::from_str(line)?;
                Record::Peer { at, peer: Arc::from(&*peer), role, open, reason }
            }
            Kind::Marker => {
                let MarkerLine { at, label, note } = serde_json::from_str(line)?;
                Record::Marker { at, label, note }
            }
            Kind::Gap => {
                let GapLine { at, records } = serde_json::from_str(line)?;
                Record::Gap { at, records }
            }
        }))
    }
}

fn open(out: &mut String, kind: &str, at: Micros) {
    let _ = write!(out, r#"{{"kind":"{kind}","at":{}"#, at.0);
}

fn number(out: &mut String, name: &str, value: u64) {
    let _ = write!(out, r#","{name}":{value}"#);
}

fn string(out: &mut String, name: &str, value: &str) {
    // A `&str` always has a JSON form; the empty text stands in for the error that can't be.
    verbatim(out, name, &serde_json::to_string(value).unwrap_or_else(|_| r#""""#.to_owned()));
}

fn verbatim(out: &mut String, name: &str, json: &str) {
    let _ = write!(out, r#","{name}":{json}"#);
}

/// A message that is JSON, as one line. `null` is none: as a field it would mean that there is none.
fn as_json(text: &str) -> Option<Cow<'_, str>> {
    let raw: &RawValue = serde_json::from_str(text).ok()?;
    (raw.get() != "null").then(|| one_line(raw.get()))
}

/// JSON as one line; what is not JSON becomes a JSON text rather than a broken line.
fn json_or_text(text: &str) -> Cow<'_, str> {
    as_json(text).unwrap_or_else(|| Cow::Owned(serde_json::Value::from(text).to_string()))
}

/// JSON without line breaks and tabs. Those that stand in strings are written as escapes already, so
/// all that are left are between tokens; nothing else changes, not even a number's digits.
pub(crate) fn one_line(json: &str) -> Cow<'_, str> {
    let control = |byte: u8| byte < 0x20;
    if json.bytes().any(control) {
        Cow::Owned(json.chars().filter(|c| *c >= ' ').collect())
    } else {
        Cow::Borrowed(json)
    }
}

/// What a line is. Lines as this program writes them are told by their first bytes; others (edited by
/// hand, with spaces or in another order) are read as JSON.
pub fn glance(line: &[u8]) -> Result<Glance, serde_json::Error> {
    #[derive(Deserialize)]
    struct Sketch {
        #[serde(default)]
        kind: Option<String>,
        #[serde(default)]
        at: Option<serde_json::Value>,
        #[serde(default)]
        of: Option<serde_json::Value>,
    }
    if let Some(seen) = glance_at_start(line) {
        return Ok(seen);
    }
    if line.trim_ascii().is_empty() {
        return Ok(Glance { kind: Kind::Unknown, at: None });
    }
    // A list of three would pass for the fields in their order.
    if line.trim_ascii_start().first() != Some(&b'{') {
        return Err(serde::de::Error::custom("a line is a JSON object"));
    }
    let sketch: Sketch = serde_json::from_slice(line)?;
    let of = sketch.of.as_ref().and_then(|of| of.as_str()).unwrap_or_default();
    let kind = kind_of(sketch.kind.as_deref().unwrap_or_default().as_bytes(), of.as_bytes());
    let at = sketch.at.and_then(|at| at.as_u64()).map(Micros);
    if at.is_none() && !matches!(kind, Kind::Header | Kind::Unknown) {
        return Err(serde::de::Error::missing_field("at"));
    }
    Ok(Glance { kind, at })
}

fn glance_at_start(line: &[u8]) -> Option<Glance> {
    let rest = line.strip_prefix(br#"{"kind":""#)?;
    let (kind, rest) = split_at_quote(rest)?;
    let rest = rest.strip_prefix(br#","at":"#)?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = rest.split_at(digits);
    // A fraction or an exponent is for the slow way to refuse.
    if !matches!(rest.first(), Some(b',' | b'}')) {
        return None;
    }
    let at = std::str::from_utf8(number).ok()?.parse().ok()?;
    let of = match kind {
        b"snapshot" => split_at_quote(rest.strip_prefix(br#","of":""#)?)?.0,
        _ => b"",
    };
    Some(Glance { kind: kind_of(kind, of), at: Some(Micros(at)) })
}

/// What stands before a quote near by, and after it.
fn split_at_quote(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text.iter().take(40).position(|byte| *byte == b'"')?;
    // An escape may spell a name that we know; the slow way reads it.
    let word = &text[..end];
    (!word.contains(&b'\\')).then_some((word, &text[end + 1..]))
}

fn kind_of(kind: &[u8], of: &[u8]) -> Kind {
    match (kind, of) {
        (b"frame", _) => Kind::Frame,
        (b"input", _) => Kind::Input,
        (b"snapshot", b"desk") => Kind::Snapshot(SnapshotOf::Desk),
        (b"snapshot", b"ecc") => Kind::Snapshot(SnapshotOf::Ecc),
        (b"peer", _) => Kind::Peer,
        (b"marker", _) => Kind::Marker,
        (b"gap", _) => Kind::Gap,
        (kind, _) if kind == KIND.as_bytes() => Kind::Header,
        _ => Kind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::Value;

    use super::*;
    use crate::recording::sample;
    use crate::wire::text::is_safe;

    fn line(record: &Record) -> String {
        let mut line = String::new();
        record.write_line(&mut line);
        line
    }

    fn frame(text: &str) -> Record {
        let (peer, text) = (Arc::from("p1"), Arc::from(text));
        Record::Frame { at: Micros(5), seq: None, peer, dir: Dir::In, text, auth: None }
    }

    fn text_of(record: &Record) -> &str {
        let Record::Frame { text, .. } = record else { panic!("no frame: {record:?}") };
        text
    }

    #[rstest]
    #[case::as_it_is(r#"{"b":1,"a":[1.50,1e400],"b":2}"#, r#""msg":{"b":1,"a":[1.50,1e400],"b":2}"#)]
    #[case::on_one_line("{\r\n\t\"a\" : \"x y\"\n}\n", r#""msg":{"a" : "x y"}"#)]
    #[case::no_json("not\nJSON\u{1b}", r#""raw":"not\nJSON\u001b""#)]
    #[case::torn(r#"{"a":"#, r#""raw":"{\"a\":""#)]
    #[case::null(" null", r#""raw":" null""#)]
    #[case::harmful("{\"a\":\"x\u{202e}\u{9b}\u{7f}y\"}", r#""msg":{"a":"x\u202e\u009b\u007fy"}"#)]
    fn a_message_is_embedded_in_its_line(#[case] text: &str, #[case] field: &str) {
        let start = r#"{"kind":"frame","at":5,"peer":"p1","dir":"in","#;
        assert_eq!(line(&frame(text)), format!("{start}{field}}}\n"));
    }

    #[test]
    fn lines_are_as_the_design_says() {
        let at = Micros(7);
        let push = Record::Frame {
            at,
            seq: Some(3),
            peer: "*".into(),
            dir: Dir::Out,
            text: "{}".into(),
            auth: Some(Credential::Bad),
        };
        let reason = Some("slow".to_owned());
        let state: Arc<str> = "{\n}".into();
        for (record, expected) in [
            (push, r#""frame","at":7,"seq":3,"peer":"*","dir":"out","auth":"bad","msg":{}"#),
            (Record::Input { at, input: "[1]".into() }, r#""input","at":7,"input":[1]"#),
            (Record::Input { at, input: "x".into() }, r#""input","at":7,"input":"x""#),
            (
                Record::Snapshot { at, of: SnapshotOf::Desk, seq: 4, state },
                r#""snapshot","at":7,"of":"desk","seq":4,"state":{}"#,
            ),
            (
                Record::Peer { at, peer: "p1".into(), role: Role::Crm, open: false, reason },
                r#""peer","at":7,"peer":"p1","role":"crm","open":false,"reason":"slow""#,
            ),
            (
                Record::Marker { at, label: "a\"b".to_owned(), note: None },
                r#""marker","at":7,"label":"a\"b""#,
            ),
            (Record::Gap { at, records: 9 }, r#""gap","at":7,"records":9"#),
        ] {
            assert_eq!(line(&record), format!("{{\"kind\":{expected}}}\n"));
        }
    }

    #[rstest]
    #[case::other_order(r#"{"records":9,"at":7,"kind":"gap"}"#)]
    #[case::spaces(r#" { "kind" : "gap" , "at" : 7 , "records" : 9 } "#)]
    #[case::new_fields(r#"{"kind":"gap","at":7,"why":{"disk":[1]},"records":9}"#)]
    #[case::escaped(r#"{"kind":"g\u0061p","at":7,"records":9}"#)]
    #[case::windows("{\"kind\":\"gap\",\"at\":7,\"records\":9}\r")]
    fn lines_of_others_are_read_too(#[case] line: &str) {
        assert_eq!(Record::parse(line).unwrap(), Some(Record::Gap { at: Micros(7), records: 9 }));
    }

    #[rstest]
    #[case::later_kind(r#"{"kind":"hologram","at":7,"dir":"sideways"}"#)]
    #[case::later_kind_without_time(r#"{"kind":"hologram"}"#)]
    #[case::snapshot_of_something_else(r#"{"kind":"snapshot","at":7,"of":"site","state":0}"#)]
    #[case::no_kind("{}")]
    #[case::blank("  ")]
    #[case::header(r#"{"kind":"offhook-recording","version":1}"#)]
    fn what_is_unknown_is_passed_over(#[case] line: &str) {
        assert_eq!(Record::parse(line).unwrap(), None);
    }

    #[rstest]
    #[case(r#"{"kind":"gap","records":9}"#)]
    #[case(r#"{"kind":"gap","at":-7,"records":9}"#)]
    #[case(r#"{"kind":"gap","at":1.5,"records":9}"#)]
    #[case(r#"{"kind":"gap","at":99999999999999999999,"records":9}"#)]
    #[case(r#"{"kind":"gap","at":7}"#)]
    #[case(r#"{"kind":"gap","at":7,"records":9"#)]
    #[case(r#"{"kind":"frame","at":7,"peer":"p1","dir":"sideways","msg":{}}"#)]
    #[case("[]")]
    #[case("rubbish")]
    fn what_is_broken_is_an_error(#[case] line: &str) {
        assert!(Record::parse(line).is_err());
    }

    #[test]
    fn the_header_is_one_line_and_begins_with_its_kind() {
        let line = sample::header().to_line().unwrap();
        assert!(line.starts_with(r#"{"kind":"offhook-recording","version":1,"id":"r-1""#), "{line}");
        assert_eq!(line.matches('\n').count(), 1);
        let back: Header = serde_json::from_str(&line).unwrap();
        assert_eq!(back.to_line().unwrap(), line);
        assert_eq!(glance(line.as_bytes()).unwrap(), Glance { kind: Kind::Header, at: None });
    }

    #[test]
    fn the_longest_message_fits_a_line() {
        let worst = "\u{1}".repeat(crate::wire::MAX_MESSAGE);
        assert!(line(&frame(&worst)).len() < MAX_LINE);
    }

    fn json() -> impl Strategy<Value = Arc<str>> {
        let leaf = prop_oneof![any::<String>().prop_map(Value::from), any::<i64>().prop_map(Value::from)];
        let value = leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((any::<String>(), inner), 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        });
        (value, any::<bool>()).prop_map(|(value, pretty)| {
            let text =
                if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            Arc::from(text.unwrap())
        })
    }

    fn record() -> impl Strategy<Value = Record> {
        let dir = prop_oneof![Just(Dir::In), Just(Dir::Out)];
        let auth = prop_oneof![Just(None), Just(Some(Credential::Ok)), Just(Some(Credential::Bad))];
        let role = prop_oneof![Just(Role::Toolbar), Just(Role::Crm), Just(Role::Control), Just(Role::App)];
        let of = prop_oneof![Just(SnapshotOf::Desk), Just(SnapshotOf::Ecc)];
        let text = prop_oneof![json(), any::<String>().prop_map(Arc::from)];
        let peer = any::<String>().prop_map(Arc::from);
        prop_oneof![
            (any::<Option<u64>>(), peer, dir, text, auth).prop_map(|(seq, peer, dir, text, auth)| {
                Record::Frame { at: Micros(0), seq, peer, dir, text, auth }
            }),
            json().prop_map(|input| Record::Input { at: Micros(0), input }),
            (of, any::<u64>(), json()).prop_map(|(of, seq, state)| Record::Snapshot {
                at: Micros(0),
                of,
                seq,
                state
            }),
            (any::<String>(), role, any::<bool>(), any::<Option<String>>()).prop_map(
                |(peer, role, open, reason)| {
                    Record::Peer { at: Micros(0), peer: peer.into(), role, open, reason }
                }
            ),
            (any::<String>(), any::<Option<String>>()).prop_map(|(label, note)| Record::Marker {
                at: Micros(0),
                label,
                note
            }),
            any::<u64>().prop_map(|records| Record::Gap { at: Micros(0), records }),
        ]
    }

    fn at(mut record: Record, to: u64) -> Record {
        match &mut record {
            Record::Frame { at, .. }
            | Record::Input { at, .. }
            | Record::Snapshot { at, .. }
            | Record::Peer { at, .. }
            | Record::Marker { at, .. }
            | Record::Gap { at, .. } => *at = Micros(to),
        }
        record
    }

    /// What a message comes back as: on one line, harmful characters escaped.
    fn meaning(text: &str) -> Value {
        serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
    }

    proptest! {
        #[test]
        fn every_record_survives_its_line(record in record(), time in any::<u64>()) {
            let record = at(record, time);
            let text = line(&record);
            let inside = text.strip_suffix('\n').unwrap();
            prop_assert!(inside.chars().all(|c| is_safe(c) || !c.is_control()), "{inside}");
            let harmful = inside.contains(['\n', '\r', '\u{202e}', '\u{9b}']);
            prop_assert!(!harmful, "{inside}");
            // The quick look at a line's start and the reading of it agree.
            let seen = glance_at_start(inside.as_bytes()).expect("our own lines are told by their start");
            prop_assert_eq!(seen.at, Some(Micros(time)));
            let back = Record::parse(inside).unwrap().unwrap();
            match (&back, &record) {
                (Record::Frame { .. }, Record::Frame { text, .. }) => {
                    prop_assert_eq!(meaning(text_of(&back)), meaning(text));
                }
                (Record::Input { input: a, .. }, Record::Input { input: b, .. })
                | (Record::Snapshot { state: a, .. }, Record::Snapshot { state: b, .. }) => {
                    prop_assert_eq!(meaning(a), meaning(b));
                }
                _ => prop_assert_eq!(&back, &record),
            }
            prop_assert_eq!(line(&back), text, "written again it is the same line");
        }

        #[test]
        fn any_bytes_can_be_glanced_at(bytes in any::<Vec<u8>>(), tail in any::<Vec<u8>>()) {
            let _ = glance(&bytes);
            let _ = glance(&[br#"{"kind":"frame","at":"#.as_slice(), &tail].concat());
        }
    }
}
