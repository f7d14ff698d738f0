//! A frame as `offhook tail` shows it: one line of JSON, or one for people.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use unicode_width::UnicodeWidthChar;

use crate::inspect::said::{duration, said};
use crate::inspect::{Log, Row, Word};
use crate::wire::text::{escape_json, visible};
use crate::wire::{Body, Dir, Frame, Moment, Push};

/// The widest that a line for people is cut to, in columns; narrower where the terminal is.
pub(super) const WIDEST: usize = 400;

/// A frame, read as far as it is shown.
#[derive(Debug)]
pub(super) struct Seen {
    pub row: Row,
    /// What it carries: of a mirrored call the call.
    payload: Box<RawValue>,
}

/// A frame as it is printed.
#[derive(Debug, Serialize)]
struct Printed<'a> {
    at: Moment,
    seq: Option<u64>,
    kind: Word,
    /// The event's or method's wire name, or the change's kind.
    name: &'a str,
    /// Who called, or the one peer that an event goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    peer: Option<&'a str>,
    payload: &'a RawValue,
}

#[derive(Deserialize)]
struct Change<'a> {
    #[serde(borrow)]
    call: Option<&'a RawValue>,
}

impl Seen {
    /// From a pushed frame, read in the light of those before. A change that can't be read is shown as it
    /// came, under the name `?`.
    pub(super) fn new(push: Push, log: &mut Log) -> Option<Seen> {
        let text = push.to_text().into();
        log.push(Frame { at: push.at, seq: Some(push.seq), peer: "*".into(), dir: Dir::Out, text });
        let mut row = log.iter().next_back()?.clone();
        let payload = match push.body {
            Body::Event { payload, .. } => payload,
            Body::Change(change) => {
                if !matches!(row.word, Word::Change | Word::Trace) {
                    (row.word, row.name) = (Word::Change, "?".into());
                }
                let call =
                    serde_json::from_str::<Change<'_>>(change.get()).ok().and_then(|change| change.call);
                call.filter(|_| row.word == Word::Trace).map(ToOwned::to_owned).unwrap_or(change)
            }
        };
        Some(Seen { row, payload })
    }

    /// One line of JSON that no terminal is harmed by.
    pub(super) fn to_json(&self) -> String {
        let Row { at, seq, word, name, peer, .. } = &self.row;
        let printed = Printed {
            at: *at,
            seq: *seq,
            kind: *word,
            name,
            peer: Some(&**peer).filter(|peer| *peer != "*"),
            payload: &self.payload,
        };
        let line =
            serde_json::to_string(&printed).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"));
        escape_json(&line).into_owned()
    }

    /// One line for people, at most `width` columns.
    pub(super) fn to_line(&self, width: usize) -> String {
        let at = self.row.at.iso_zulu();
        let time = at.split_once('T').map_or(at.as_str(), |(_, time)| time);
        let way = if self.row.dir == Dir::In { "<-" } else { "->" };
        let took = self.row.took.map(|took| format!(" ({})", duration(took))).unwrap_or_default();
        let (peer, name) = (&self.row.peer, &self.row.name);
        let line = format!("{time} {way} {peer:<4} {name} {}{took}", said(&self.row));
        cut(&visible(&line), width)
    }
}

/// As much of harmless text as fits, with `…` where something is left out.
fn cut(text: &str, width: usize) -> String {
    let wide = |c: char| c.width().unwrap_or(0);
    if text.chars().map(wide).sum::<usize>() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += wide(*c);
        used <= width
    };
    let mut shown: String = text.chars().take_while(fits).collect();
    shown.push('…');
    shown
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn raw(value: &Value) -> Box<RawValue> {
        RawValue::from_string(value.to_string()).unwrap()
    }

    fn seen(body: Body) -> Seen {
        let push = Push { seq: 7, prev: 6, at: Moment(1_752_481_908_925_000), body };
        Seen::new(push, &mut Log::bounded(1, 0)).unwrap()
    }

    pub(in crate::cli::tail) fn event(name: &str, to: Option<&str>) -> Seen {
        seen(Body::Event { name: name.to_owned(), payload: raw(&json!({"a": 1})), to: to.map(Into::into) })
    }

    pub(in crate::cli::tail) fn trace(method: &str, peer: &str) -> Seen {
        let call = json!({"peer": peer, "role": "crm", "method": method, "params": ["x\u{1b}[31m"], "answer": "ok", "took": 412});
        seen(Body::Change(raw(&json!({"kind": "trace", "call": call}))))
    }

    #[test]
    fn frames_are_one_line_of_json() {
        let shown: Value = serde_json::from_str(&event("ui.receiveData", None).to_json()).unwrap();
        let at = 1_752_481_908_925_000_u64;
        assert_eq!(
            shown,
            json!({"at": at, "seq": 7, "kind": "event", "name": "ui.receiveData", "payload": {"a": 1}})
        );
        let shown: Value = serde_json::from_str(&trace("store.get", "p3").to_json()).unwrap();
        assert_eq!(
            (&shown["kind"], &shown["name"], &shown["peer"]),
            (&json!("trace"), &json!("store.get"), &json!("p3"))
        );
        assert_eq!(shown["payload"]["answer"], "ok");
        let odd: Value = serde_json::from_str(&seen(Body::Change(raw(&json!(5)))).to_json()).unwrap();
        assert_eq!((&odd["kind"], &odd["name"], &odd["payload"]), (&json!("change"), &json!("?"), &json!(5)));
    }

    #[test]
    fn frames_are_one_harmless_line_for_people() {
        assert_eq!(
            event("ui.receiveData", Some("p3")).to_line(80),
            r#"08:31:48.925Z -> p3   ui.receiveData {"a":1}"#
        );
        let line = trace("store.get", "p3").to_line(200);
        assert!(line.starts_with("08:31:48.925Z <- p3   store.get ["), "{line}");
        assert!(line.ends_with("=> \"ok\" (412 µs)"), "{line}");
        assert!(!line.contains('\u{1b}'), "{line:?}");
        let line = event("ui.receiveData", None).to_line(20);
        assert_eq!((line.chars().count(), line.ends_with('…')), (20, true), "{line}");
    }
}
