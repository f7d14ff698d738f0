//! Frames that the hub pushes: `event` and `desk` notifications, numbered for each desk.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::moment::Moment;
use super::rpc::Message;

/// A pushed frame.
#[derive(Debug, Clone)]
pub struct Push {
    /// Its number at the desk, from 1.
    pub seq: u64,
    /// The last frame that went to this peer before it, or the `seq` that its hello was answered with
    /// (that of its `resume` where it resumed). A gap shows here.
    pub prev: u64,
    /// When it happened.
    pub at: Moment,
    /// What it says.
    pub body: Body,
}

/// What a pushed frame says.
#[derive(Debug, Clone)]
pub enum Body {
    /// An event of the SDK.
    Event {
        /// The wire name.
        name: String,
        /// As in the contract.
        payload: Box<RawValue>,
        /// The one peer that it goes to; absent for all whom it concerns.
        to: Option<Arc<str>>,
    },
    /// What the screen needs and the SDK does not say.
    Change(Box<RawValue>),
}

#[derive(Deserialize)]
struct EventParams {
    seq: u64,
    prev: u64,
    at: Moment,
    name: String,
    payload: Box<RawValue>,
    #[serde(default)]
    to: Option<Arc<str>>,
}

#[derive(Deserialize)]
struct DeskParams {
    seq: u64,
    prev: u64,
    at: Moment,
    change: Box<RawValue>,
}

#[derive(Serialize)]
struct Notification<'a, P> {
    jsonrpc: &'static str,
    method: &'a str,
    params: P,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Params<'a> {
    Event {
        seq: u64,
        prev: u64,
        at: Moment,
        name: &'a str,
        payload: &'a RawValue,
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<&'a str>,
    },
    Desk {
        seq: u64,
        prev: u64,
        at: Moment,
        change: &'a RawValue,
    },
}

impl Push {
    /// From a notification; `None` where it is none of the two kinds.
    pub fn from_message(message: &Message) -> Option<Result<Push, serde_json::Error>> {
        let Message::Notification { method, params: Some(params) } = message else { return None };
        Push::from_params(method, params.get())
    }

    /// From a notification's method and params.
    pub fn from_params(method: &str, params: &str) -> Option<Result<Push, serde_json::Error>> {
        match method {
            "event" => Some(serde_json::from_str(params).map(|p: EventParams| Push {
                seq: p.seq,
                prev: p.prev,
                at: p.at,
                body: Body::Event { name: p.name, payload: p.payload, to: p.to },
            })),
            "desk" => Some(serde_json::from_str(params).map(|p: DeskParams| Push {
                seq: p.seq,
                prev: p.prev,
                at: p.at,
                body: Body::Change(p.change),
            })),
            _ => None,
        }
    }

    /// The notification as text.
    pub fn to_text(&self) -> String {
        let Push { seq, prev, at, .. } = *self;
        let (method, params) = match &self.body {
            Body::Event { name, payload, to } => {
                ("event", Params::Event { seq, prev, at, name, payload, to: to.as_deref() })
            }
            Body::Change(change) => ("desk", Params::Desk { seq, prev, at, change }),
        };
        serde_json::to_string(&Notification { jsonrpc: "2.0", method, params })
            .expect("a push is plain data with text keys")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::rpc;

    #[test]
    fn a_push_survives_the_wire() {
        let raw = |text: &str| RawValue::from_string(text.to_owned()).unwrap();
        let event = Body::Event {
            name: "session.loginStatus".to_owned(),
            payload: raw("\"hi\""),
            to: Some("p7".into()),
        };
        for body in [event, Body::Change(raw(r#"{"kind":"notificationsRead"}"#))] {
            let text = Push { seq: 7, prev: 5, at: Moment(9), body }.to_text();
            let back = Push::from_message(&rpc::parse(&text).unwrap()).unwrap().unwrap();
            assert_eq!(back.to_text(), text);
        }
        assert!(Push::from_params("other", "{}").is_none());
        assert!(Push::from_params("event", "{}").unwrap().is_err());
    }
}
