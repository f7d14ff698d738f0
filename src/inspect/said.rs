//! What a frame says, in a few words.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::row::{Row, Word, traced};
use crate::wire::{Dir, Micros};

/// How much of a payload is looked at, in bytes.
const LOOKED_AT: usize = 1_600;
/// Of a longer message only its length is said, in bytes.
const LONG: usize = 64 << 10;

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    params: Option<&'a RawValue>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Pushed<'a> {
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
    #[serde(borrow)]
    change: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Mirrored<'a> {
    #[serde(borrow)]
    call: Option<&'a RawValue>,
}

/// What a message carries, without what it is wrapped in, and which part of it that is; `None` where it carries
/// nothing.
pub fn core(row: &Row) -> Option<(&'static str, &str)> {
    let message = serde_json::from_str::<Message<'_>>(&row.text).ok()?;
    let pushed = || serde_json::from_str::<Pushed<'_>>(message.params?.get()).ok();
    let (part, raw) = match row.word {
        Word::Call => ("arguments", message.params),
        Word::Ok => ("answer", message.result),
        Word::Error => ("error", message.error),
        Word::Event => ("payload", pushed()?.payload),
        Word::Change => ("change", pushed()?.change),
        Word::Trace => {
            let change = pushed()?.change?;
            ("call and answer", serde_json::from_str::<Mirrored<'_>>(change.get()).ok()?.call)
        }
        Word::Raw => return None,
    };
    raw.map(|raw| (part, raw.get()))
}

/// `→` to the peer that is named beside it, `←` from it.
pub fn arrow(row: &Row) -> &'static str {
    match row.dir {
        Dir::In => "←",
        Dir::Out => "→",
    }
}

/// The beginning of what it carries: parameters, an answer, a payload; of an error its code and message, of
/// a mirrored call what came of it too.
pub fn said(row: &Row) -> String {
    if let (Word::Error, Some(fault)) = (row.word, &row.fault) {
        return format!("{} {}", fault.code, fault.message);
    }
    if row.text.len() > LONG {
        return format!("{} bytes", row.text.len());
    }
    if row.word == Word::Trace
        && let Some(call) = traced(&row.text)
    {
        let params = call.params.map_or("…", start);
        let outcome = match (call.error, call.answer) {
            (Some((code, message)), _) => format!("{code} {message}"),
            (None, answer) => answer.map_or("…", start).to_owned(),
        };
        let note = call.note.map(|note| format!(" ({note})")).unwrap_or_default();
        return format!("{params} => {outcome}{note}");
    }
    let Some((_, text)) = core(row) else { return String::new() };
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    // The kind of a change is its name already.
    let rest =
        text.strip_prefix("{\"kind\":\"").and_then(|rest| rest.strip_prefix(&*row.name)?.strip_prefix('"'));
    match rest.filter(|_| row.word == Word::Change) {
        Some("}") => String::new(),
        Some(rest) => format!("{{{}", rest.trim_start_matches(',')),
        None => text.to_owned(),
    }
}

fn start(raw: &RawValue) -> &str {
    let text = raw.get();
    &text[..text.floor_char_boundary(LOOKED_AT)]
}

/// `85 µs`, `1.2 ms`, `3.45 s`.
pub fn duration(took: Micros) -> String {
    match took.0 {
        0..1_000 => format!("{} µs", took.0),
        1_000..1_000_000 => format!("{}.{} ms", took.0 / 1_000, took.0 / 100 % 10),
        _ => format!("{}.{:02} s", took.0 / 1_000_000, took.0 / 10_000 % 100),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::log::tests::{call, change, event, frame, log};
    use super::*;

    #[test]
    fn a_frame_says_what_it_carries() {
        let trace = json!({"peer": "p2", "role": "crm", "method": "store.get", "params": ["x"], "answer": "y",
            "took": 412});
        let failed = json!({"peer": "p2", "role": "crm", "method": "store.get", "error": [4000, "gone"],
            "note": "never sent", "took": 3_450_000});
        let log = log([
            call(0, "p1", 1, "store.get", json!(["a"])),
            frame(1, "p1", Dir::Out, &json!({"id": 1, "result": {"b": 1}})),
            frame(1, "p1", Dir::Out, &json!({"id": 2, "error": {"code": 4000, "message": "gone"}})),
            event(2, "ui.receiveData", json!({"a": 1})),
            change(3, json!({"kind": "hold"})),
            change(3, json!({"kind": "mute", "on": true})),
            change(4, json!({"kind": "trace", "call": trace})),
            change(5, json!({"kind": "trace", "call": failed})),
        ]);
        let says: Vec<String> = log.iter().map(said).collect();
        let cores: Vec<&str> = log.iter().filter_map(|row| core(row).map(|core| core.0)).collect();
        let parts = [
            "arguments",
            "answer",
            "error",
            "payload",
            "change",
            "change",
            "call and answer",
            "call and answer",
        ];
        assert_eq!(cores, parts);
        let wanted = [
            r#"["a"]"#,
            r#"{"b":1}"#,
            "4000 gone",
            r#"{"a":1}"#,
            "",
            r#"{"on":true}"#,
            r#"["x"] => "y""#,
            "… => 4000 gone (never sent)",
        ];
        assert_eq!(says, wanted);
    }
}
