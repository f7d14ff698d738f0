//! The JSON-RPC 2.0 envelope.

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::contract::SdkError;

/// Not JSON.
pub const PARSE_ERROR: i64 = -32700;
/// JSON, but no request.
pub const INVALID_REQUEST: i64 = -32600;
/// The method exists in the contract and is not there yet, or may not be called by this role.
pub const METHOD_NOT_FOUND: i64 = -32601;
/// Parameters of `hello` that can't be read.
pub const INVALID_PARAMS: i64 = -32602;

/// The longest text that is an id, in bytes. Ids are kept with answers, so they are small.
pub const MAX_ID: usize = 128;

/// A request's id: what the peer chose, given back in the answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RequestId {
    /// A number.
    Number(i64),
    /// A text.
    Text(Arc<str>),
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RequestId::Number(number) => number.fmt(f),
            RequestId::Text(text) => text.fmt(f),
        }
    }
}

/// A message, taken apart as far as the envelope goes.
#[derive(Debug, Clone)]
pub enum Message {
    /// Wants an answer.
    Request {
        /// To be given back.
        id: RequestId,
        /// The wire name.
        method: String,
        /// As sent.
        params: Option<Box<RawValue>>,
    },
    /// Wants none.
    Notification {
        /// The wire name.
        method: String,
        /// As sent.
        params: Option<Box<RawValue>>,
    },
    /// An answer.
    Response {
        /// Of the request that it answers; `None` where the other side could not read that.
        id: Option<RequestId>,
        /// What came of it.
        result: Result<Box<RawValue>, RpcError>,
    },
}

/// The `error` of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{message} ({code})")]
pub struct RpcError {
    /// An SDK code, or one of JSON-RPC's own.
    pub code: i64,
    /// For a person.
    pub message: String,
    /// For a program: `{type, method, field?, expected?, http?, hint?}` with an SDK code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

impl RpcError {
    /// One of JSON-RPC's own errors.
    pub fn new(code: i64, message: impl Into<String>) -> RpcError {
        RpcError { code, message: message.into(), data: None }
    }

    /// An SDK error as the answer to `method`.
    pub fn from_sdk(error: SdkError, method: &str) -> RpcError {
        let mut data = *error.data;
        data.method = method.to_owned();
        RpcError { code: error.code.number(), message: error.message, data: serde_json::to_value(data).ok() }
    }

    /// `data.hint`, where there is one.
    pub fn hint(&self) -> Option<&str> {
        self.data.as_ref()?.get("hint")?.as_str()
    }

    /// `data.http`, where there is one.
    pub fn http(&self) -> Option<u64> {
        self.data.as_ref()?.get("http")?.as_u64()
    }
}

#[derive(Deserialize)]
struct Envelope {
    jsonrpc: Option<String>,
    #[serde(default, deserialize_with = "given")]
    id: Option<Value>,
    method: Option<String>,
    params: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "given")]
    result: Option<Box<RawValue>>,
    error: Option<RpcError>,
}

/// Tells a `null` from an absent field.
fn given<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(from).map(Some)
}

/// Reads a JSON object. By itself serde would take an array for any of our types, its elements for the
/// fields in their order.
pub fn object<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    if text.trim_start().starts_with('[') {
        serde_json::from_str::<IgnoredAny>(text)?;
        return Err(serde::de::Error::custom("an array, where an object is expected"));
    }
    serde_json::from_str(text)
}

/// What was wrong with a message, with the id to answer to where it could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    /// `None` is answered with `"id": null`.
    pub id: Option<RequestId>,
    /// The answer.
    pub error: RpcError,
}

/// Takes a text message apart.
pub fn parse(text: &str) -> Result<Message, Box<Broken>> {
    let envelope = object::<Envelope>(text).map_err(|error| {
        let code = if error.is_data() { INVALID_REQUEST } else { PARSE_ERROR };
        Box::new(Broken { id: None, error: RpcError::new(code, error.to_string()) })
    })?;
    let invalid = |id: Option<RequestId>, what: &str| {
        Box::new(Broken { id, error: RpcError::new(INVALID_REQUEST, what) })
    };
    let id = match envelope.id {
        None => None,
        Some(Value::Null) if envelope.error.is_some() => None,
        Some(value) => Some(
            serde_json::from_value::<RequestId>(value)
                .map_err(|_| invalid(None, "id must be a whole number or a string"))?,
        ),
    };
    if matches!(&id, Some(RequestId::Text(text)) if text.len() > MAX_ID) {
        return Err(invalid(None, "id must have at most 128 bytes"));
    }
    if envelope.jsonrpc.as_deref() != Some("2.0") {
        return Err(invalid(id, "jsonrpc must be \"2.0\""));
    }
    match (envelope.method, id, envelope.result, envelope.error) {
        (Some(method), Some(id), None, None) => Ok(Message::Request { id, method, params: envelope.params }),
        (Some(method), None, None, None) => Ok(Message::Notification { method, params: envelope.params }),
        (None, Some(id), Some(result), None) => Ok(Message::Response { id: Some(id), result: Ok(result) }),
        (None, id, None, Some(error)) => Ok(Message::Response { id, result: Err(error) }),
        (_, id, ..) => Err(invalid(id, "neither a request nor an answer")),
    }
}

/// A request as text.
pub fn request(id: &RequestId, method: &str, params: &Value) -> String {
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
}

/// A good answer as text.
pub fn answer(id: &RequestId, result: &impl Serialize) -> String {
    #[derive(Serialize)]
    struct Answer<'a, T> {
        jsonrpc: &'static str,
        id: &'a RequestId,
        result: &'a T,
    }
    serde_json::to_string(&Answer { jsonrpc: "2.0", id, result })
        .unwrap_or_else(|error| refusal(Some(id), &RpcError::new(-32603, error.to_string())))
}

/// An error as text.
pub fn refusal(id: Option<&RequestId>, error: &RpcError) -> String {
    let mut message = Map::new();
    message.insert("jsonrpc".to_owned(), json!("2.0"));
    message.insert("id".to_owned(), json!(id));
    message.insert("error".to_owned(), json!(error));
    Value::Object(message).to_string()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn requests_and_answers_are_told_apart() {
        let Ok(Message::Request { id, method, params }) =
            parse(r#"{"jsonrpc":"2.0","id":"a","method":"session.login","params":["x"]}"#)
        else {
            panic!("no request")
        };
        assert_eq!((id, method.as_str()), (RequestId::Text("a".into()), "session.login"));
        assert_eq!(params.unwrap().get(), r#"["x"]"#);
        assert!(matches!(
            parse(r#"{"jsonrpc":"2.0","id":1,"result":null}"#),
            Ok(Message::Response { id: Some(RequestId::Number(1)), result: Ok(raw) }) if raw.get() == "null"
        ));
        let error = refusal(Some(&RequestId::Number(7)), &RpcError::new(4000, "gone"));
        assert!(matches!(parse(&error), Ok(Message::Response { result: Err(e), .. }) if e.code == 4000));
        assert!(matches!(
            parse(&refusal(None, &RpcError::new(-32700, "bad"))),
            Ok(Message::Response { id: None, .. })
        ));
    }

    #[rstest]
    #[case("not json", PARSE_ERROR, None)]
    #[case("", PARSE_ERROR, None)]
    #[case("[1,", PARSE_ERROR, None)]
    #[case("[]", INVALID_REQUEST, None)]
    #[case(r#"["2.0", 1, "session.logout", null, null, null]"#, INVALID_REQUEST, None)]
    #[case(r#" ["2.0", 1, "session.logout"]"#, INVALID_REQUEST, None)]
    #[case("5", INVALID_REQUEST, None)]
    #[case(r#"{"id":5,"method":"x"}"#, INVALID_REQUEST, Some(5))]
    #[case(r#"{"jsonrpc":"2.0","id":5}"#, INVALID_REQUEST, Some(5))]
    #[case(r#"{"jsonrpc":"2.0","id":[],"method":"x"}"#, INVALID_REQUEST, None)]
    #[case(r#"{"jsonrpc":"2.0","id":null,"method":"x"}"#, INVALID_REQUEST, None)]
    #[case(r#"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#, INVALID_REQUEST, None)]
    fn broken_envelopes_are_refused(#[case] text: &str, #[case] code: i64, #[case] id: Option<i64>) {
        let broken = parse(text).unwrap_err();
        assert_eq!(broken.error.code, code);
        assert_eq!(broken.id, id.map(RequestId::Number));
    }

    #[test]
    fn an_id_is_small() {
        let text = |length| format!(r#"{{"jsonrpc":"2.0","id":"{}","method":"x"}}"#, "i".repeat(length));
        assert!(parse(&text(MAX_ID)).is_ok());
        let broken = parse(&text(MAX_ID + 1)).unwrap_err();
        assert_eq!((broken.id, broken.error.code), (None, INVALID_REQUEST));
    }

    #[test]
    fn deep_nesting_is_no_overflow() {
        let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        let deep = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"x","params":{nested}}}"#);
        let Ok(Message::Request { params: Some(params), .. }) = parse(&deep) else { panic!("no request") };
        assert!(serde_json::from_str::<Value>(params.get()).is_err(), "read only by those who can");
    }
}
