//! A frame: one JSON-RPC message with who sent it and when. An agent's session is a log of these.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::moment::Moment;

/// Which way a frame went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dir {
    /// To the ECC.
    In,
    /// From the ECC.
    Out,
}

/// Whether the hub found a password right. The password itself goes no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Credential {
    /// The user exists and the password is theirs.
    Ok,
    /// It is not.
    Bad,
}

/// A message as it went over a desk's connections.
#[derive(Debug, Clone)]
pub struct Frame {
    /// When.
    pub at: Moment,
    /// Its number, for pushed frames.
    pub seq: Option<u64>,
    /// Who sent it, or whom it went to; `*` for a push to all peers of the desk.
    pub peer: Arc<str>,
    /// Which way.
    pub dir: Dir,
    /// The message as text; JSON unless the peer sent something else.
    pub text: Arc<str>,
}

/// What kind of message a frame is, and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A request or notification by a peer: the method.
    Call(Cow<'a, str>),
    /// A good answer.
    Answer,
    /// An error as answer: its code and message.
    Error(i64, Cow<'a, str>),
    /// An event of the SDK: its wire name.
    Event(Cow<'a, str>),
    /// A change of the desk: its kind.
    Change(Cow<'a, str>),
    /// Not a JSON-RPC message.
    Raw,
}

#[derive(Deserialize)]
struct Sketch<'a> {
    #[serde(borrow)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow)]
    params: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<ErrorSketch<'a>>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct ErrorSketch<'a> {
    code: i64,
    #[serde(borrow)]
    message: Cow<'a, str>,
}

#[derive(Deserialize)]
struct NameSketch<'a> {
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    change: Option<KindSketch<'a>>,
}

#[derive(Deserialize)]
struct KindSketch<'a> {
    #[serde(borrow)]
    kind: Option<Cow<'a, str>>,
}

impl Frame {
    /// What the message is, read as far as its name.
    pub fn kind(&self) -> Kind<'_> {
        let Ok(sketch) = serde_json::from_str::<Sketch<'_>>(&self.text) else { return Kind::Raw };
        if let Some(error) = sketch.error {
            return Kind::Error(error.code, error.message);
        }
        match sketch.method {
            Some(method) if self.dir == Dir::Out => {
                let names = sketch.params.and_then(|p| serde_json::from_str::<NameSketch<'_>>(p.get()).ok());
                let name = names.and_then(|names| match method.as_ref() {
                    "event" => names.name.map(Kind::Event),
                    "desk" => names.change.and_then(|change| change.kind).map(Kind::Change),
                    _ => None,
                });
                name.unwrap_or(Kind::Call(method))
            }
            Some(method) => Kind::Call(method),
            None if sketch.result.is_some() => Kind::Answer,
            None => Kind::Raw,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Dir::In, r#"{"jsonrpc":"2.0","id":1,"method":"session.login","params":["a"]}"#, Kind::Call("session.login".into()))]
    #[case(Dir::Out, r#"{"jsonrpc":"2.0","method":"event","params":{"seq":1,"name":"session.loginStatus","payload":""}}"#, Kind::Event("session.loginStatus".into()))]
    #[case(Dir::Out, r#"{"jsonrpc":"2.0","method":"desk","params":{"seq":1,"change":{"kind":"toast"}}}"#, Kind::Change("toast".into()))]
    #[case(Dir::Out, r#"{"jsonrpc":"2.0","id":1,"result":"ok"}"#, Kind::Answer)]
    #[case(Dir::Out, r#"{"jsonrpc":"2.0","id":1,"error":{"code":4000,"message":"gone"}}"#, Kind::Error(4000, "gone".into()))]
    #[case(Dir::In, "rubbish", Kind::Raw)]
    #[case(Dir::In, "[1]", Kind::Raw)]
    fn a_frame_says_what_it_is(#[case] dir: Dir, #[case] text: &str, #[case] kind: Kind<'_>) {
        let frame = Frame { at: Moment(0), seq: None, peer: "p1".into(), dir, text: text.into() };
        assert_eq!(frame.kind(), kind);
    }
}
