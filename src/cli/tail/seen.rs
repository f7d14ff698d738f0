//! A frame as `offhook tail` shows it: one line of JSON, or one for people.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use unicode_width::UnicodeWidthChar;

use crate::wire::text::{escape_json, visible};
use crate::wire::{Body, Moment, Push};

/// The widest that a line for people is cut to, in columns; narrower where the terminal is.
pub(super) const WIDEST: usize = 400;
/// How much of a payload is looked at for such a line, in bytes.
const LOOKED_AT: usize = 4 * WIDEST;

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// An event of the SDK.
    Event,
    /// What the SDK does not say.
    Change,
    /// A call that another peer made, with its answer.
    Trace,
}

/// A frame, read as far as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct Seen {
    pub at: Moment,
    pub seq: u64,
    pub kind: Kind,
    /// The event's or method's wire name, or the change's kind.
    pub name: String,
    /// Who called, or the one peer that an event goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer: Option<String>,
    pub payload: Box<RawValue>,
}

#[derive(Deserialize)]
struct ChangeSketch<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    call: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct CallSketch<'a> {
    #[serde(borrow)]
    peer: Cow<'a, str>,
    #[serde(borrow)]
    method: Cow<'a, str>,
    #[serde(borrow)]
    params: Option<&'a RawValue>,
    #[serde(borrow)]
    answer: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<(i64, Cow<'a, str>)>,
    #[serde(borrow)]
    note: Option<Cow<'a, str>>,
    took: u64,
}

impl Seen {
    /// From a pushed frame. A change that can't be read is shown as it came, under the name `?`.
    pub(super) fn new(push: Push) -> Seen {
        let Push { seq, at, body, .. } = push;
        let change = match body {
            Body::Event { name, payload, to } => {
                let peer = to.map(|to| to.as_ref().to_owned());
                return Seen { at, seq, kind: Kind::Event, name, peer, payload };
            }
            Body::Change(change) => change,
        };
        let sketch = serde_json::from_str::<ChangeSketch<'_>>(change.get()).ok();
        let traced = sketch.as_ref().filter(|sketch| sketch.kind == "trace").and_then(|sketch| {
            let raw = sketch.call?;
            let call: CallSketch<'_> = serde_json::from_str(raw.get()).ok()?;
            Some((call.method.into_owned(), call.peer.into_owned(), raw.to_owned()))
        });
        match traced {
            Some((name, peer, payload)) => {
                Seen { at, seq, kind: Kind::Trace, name, peer: Some(peer), payload }
            }
            None => {
                let name = sketch.map_or_else(|| "?".to_owned(), |sketch| sketch.kind.into_owned());
                Seen { at, seq, kind: Kind::Change, name, peer: None, payload: change }
            }
        }
    }

    /// One line of JSON that no terminal is harmed by.
    pub(super) fn to_json(&self) -> String {
        let line = serde_json::to_string(self).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"));
        escape_json(&line).into_owned()
    }

    /// One line for people, at most `width` columns.
    pub(super) fn to_line(&self, width: usize) -> String {
        let at = self.at.iso_zulu();
        let time = at.split_once('T').map_or(at.as_str(), |(_, time)| time);
        let way = if self.kind == Kind::Trace { "<-" } else { "->" };
        let peer = self.peer.as_deref().unwrap_or("*");
        let line = format!("{time} {way} {peer:<4} {} {}", self.name, self.short());
        cut(&visible(&line), width)
    }

    fn short(&self) -> String {
        let start = |raw: &RawValue| {
            let text = raw.get();
            text[..text.floor_char_boundary(LOOKED_AT)].to_owned()
        };
        if self.kind != Kind::Trace {
            return start(&self.payload);
        }
        let Ok(call) = serde_json::from_str::<CallSketch<'_>>(self.payload.get()) else {
            return start(&self.payload);
        };
        let params = call.params.map_or_else(|| "…".to_owned(), start);
        let outcome = match (call.error, call.answer) {
            (Some((code, message)), _) => format!("{code} {message}"),
            (None, Some(answer)) => start(answer),
            (None, None) => "…".to_owned(),
        };
        let note = call.note.map(|note| format!("; {note}")).unwrap_or_default();
        format!("{params} => {outcome} ({:.1} ms{note})", call.took as f64 / 1_000.0)
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

    pub(in crate::cli::tail) fn event(name: &str, to: Option<&str>) -> Seen {
        let body =
            Body::Event { name: name.to_owned(), payload: raw(&json!({"a": 1})), to: to.map(Into::into) };
        Seen::new(Push { seq: 7, prev: 6, at: Moment(1_752_481_908_925_000), body })
    }

    pub(in crate::cli::tail) fn trace(method: &str, peer: &str) -> Seen {
        let call = json!({"peer": peer, "role": "crm", "method": method, "params": ["x\u{1b}[31m"], "answer": "ok", "took": 412});
        let body = Body::Change(raw(&json!({"kind": "trace", "call": call})));
        Seen::new(Push { seq: 8, prev: 7, at: Moment(1_752_481_908_925_000), body })
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
        let odd = Push { seq: 1, prev: 0, at: Moment(0), body: Body::Change(raw(&json!(5))) };
        assert_eq!(Seen::new(odd).name, "?");
    }

    #[test]
    fn frames_are_one_harmless_line_for_people() {
        assert_eq!(
            event("ui.receiveData", Some("p3")).to_line(80),
            r#"08:31:48.925Z -> p3   ui.receiveData {"a":1}"#
        );
        let line = trace("store.get", "p3").to_line(200);
        assert!(line.starts_with("08:31:48.925Z <- p3   store.get ["), "{line}");
        assert!(line.ends_with("=> \"ok\" (0.4 ms)"), "{line}");
        assert!(!line.contains('\u{1b}'), "{line:?}");
        let line = event("ui.receiveData", None).to_line(20);
        assert_eq!((line.chars().count(), line.ends_with('…')), (20, true), "{line}");
    }
}
