//! Calls that the SDK refused before they were sent: what it tells of them, as the trace shows it.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::call::{MAX_TRACED_METHOD, Traced, traced};
use crate::contract::ErrorCode;
use crate::desk::change::TracedCall;
use crate::recording::redact::secrets;
use crate::wire::rpc::{self, Message};
use crate::wire::{Micros, Role, RpcError};

/// The notification's name. It is no method of the contract: nothing is asked, nothing is answered.
pub(super) const METHOD: &str = "sdk.refused";

/// The longest message that is taken, in characters.
const MAX_MESSAGE: usize = 1_000;

const NOTE: &str = "refused by the SDK before it was sent";

/// A call that the SDK refused.
#[derive(Debug)]
pub(super) struct Refused {
    traced: Traced,
    /// One of the SDK's codes, and its message without secrets.
    error: (i64, String),
}

#[derive(Deserialize)]
struct Told {
    method: String,
    params: Option<Box<RawValue>>,
    code: i64,
    message: String,
}

/// Reads the notification's parameters; `None` where they are none of the SDK's, or too long.
pub(super) fn read(role: Role, params: &RawValue) -> Option<Refused> {
    if !matches!(role, Role::Crm | Role::App) {
        return None;
    }
    let Told { method, params, code, message } = rpc::object(params.get()).ok()?;
    let fits = |text: &str, most| !text.is_empty() && text.chars().nth(most).is_none();
    if !fits(&method, MAX_TRACED_METHOD) || !fits(&message, MAX_MESSAGE) {
        return None;
    }
    if params.as_ref().is_some_and(|params| !params.get().starts_with(['[', '{'])) {
        return None;
    }
    let code = ErrorCode::from_number(code)?.number();
    // Had it been sent, these would have been the request and its answer: secrets stand in the same places.
    let given = params.as_deref().map_or("[]", RawValue::get);
    let name = Value::from(method.as_str());
    // As text, since a value can't hold what is nested deeply.
    let request = format!(r#"{{"jsonrpc":"2.0","id":0,"method":{name},"params":{given}}}"#);
    let answer = rpc::refusal(None, &RpcError::new(code, message));
    let mut traced = traced(role, &method, &secrets(&request))?;
    let Ok(Message::Response { result: Err(error), .. }) = rpc::parse(&secrets(&answer)) else {
        return None;
    };
    if params.is_none() {
        traced.params = None;
    }
    traced.note = Some(match traced.note {
        Some(note) => format!("{NOTE}; {note}"),
        None => NOTE.to_owned(),
    });
    Some(Refused { traced, error: (code, error.message) })
}

impl Refused {
    /// As toolbars are shown it. It took nothing, for nothing was done.
    pub(super) fn trace(self, peer: String, role: Role) -> TracedCall {
        let Traced { method, params, note } = self.traced;
        let error = Some(self.error);
        TracedCall { peer, role, method, params, error, answer: None, note, took: Micros(0) }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn told(params: &str) -> Option<TracedCall> {
        let raw: Box<RawValue> = serde_json::from_str(params).unwrap();
        read(Role::Crm, &raw).map(|refused| refused.trace("crm".to_owned(), Role::Crm))
    }

    fn of(method: &str, params: &Value, code: i64, message: &str) -> Option<TracedCall> {
        told(&json!({"method": method, "params": params, "code": code, "message": message}).to_string())
    }

    fn params(call: &TracedCall) -> Option<&str> {
        call.params.as_deref().map(RawValue::get)
    }

    #[test]
    fn it_is_shown_as_a_call_that_took_nothing() {
        let call = of("store.set", &json!(["k", 5]), 2001, "value: expected string").unwrap();
        assert_eq!((call.method.as_str(), params(&call)), ("store.set", Some(r#"["k",5]"#)));
        assert_eq!(call.error, Some((2001, "value: expected string".to_owned())));
        assert_eq!((call.answer.is_none(), call.took, call.note.as_deref()), (true, Micros(0), Some(NOTE)));
        let call = of("sdk.register", &json!(["crm.showCRM"]), 2001, "callback: expected function").unwrap();
        let note = format!("{NOTE}; the documented name is interaction.showCrm");
        assert_eq!(call.note, Some(note));
        let call = told(r#"{"method":"session.login","code":2001,"message":"password: expected string"}"#);
        let call = call.unwrap();
        assert_eq!((params(&call), call.note.as_deref()), (None, Some(NOTE)));
        assert_eq!(call.error.unwrap().1, "password: expected string");
    }

    #[test]
    fn secrets_are_blanked_as_in_a_call() {
        for (method, given) in [
            ("session.login", json!(["executive", "hunter2"])),
            ("interface.setLoginInfo", json!({"username": "executive", "token": "hunter2"})),
            ("session.logon", json!(["hunter2"])),
            ("store.set", json!(["password", "hunter2"])),
            ("crm.sendDataToApp", json!([{"a": {"apiKey": "hunter2"}}])),
        ] {
            let call = of(method, &given, 2001, r#"{"token":"hunter2"}"#).unwrap();
            assert!(!format!("{call:?}").contains("hunter2"), "{call:?}");
            assert!(params(&call).unwrap().contains("***"), "{call:?}");
        }
    }

    #[test]
    fn what_is_too_long_is_passed_over_and_large_parameters_are_left_out() {
        let long = |method: usize, message: usize| {
            of(&"\u{e9}".repeat(method), &json!([]), 2001, &"\u{e9}".repeat(message)).is_some()
        };
        assert!(long(MAX_TRACED_METHOD, MAX_MESSAGE));
        let wrong = [(MAX_TRACED_METHOD + 1, 1), (1, MAX_MESSAGE + 1), (0, 1), (1, 0)];
        assert!(wrong.iter().all(|(method, message)| !long(*method, *message)));
        let large = |length: usize| {
            let call = of("store.set", &json!(["x".repeat(length - 4)]), 2001, "value: expected string");
            call.unwrap().params.is_some()
        };
        assert_eq!([4_096, 4_097].map(large), [true, false]);
        let nested = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
        for nested in [&nested, &format!("{}{}", "[".repeat(1_000), "]".repeat(1_000))] {
            let text = format!(r#"{{"method":"store.set","params":{nested},"code":2001,"message":"x"}}"#);
            assert!(told(&text).unwrap().params.is_none());
        }
    }

    #[rstest]
    #[case("[]")]
    #[case("5")]
    #[case("{}")]
    #[case(r#"["store.set",[],2001,"x"]"#)]
    #[case(r#"{"method":"store.set","params":[],"code":2002,"message":"x"}"#)]
    #[case(r#"{"method":"store.set","params":[],"code":"2001","message":"x"}"#)]
    #[case(r#"{"method":"store.set","params":5,"code":2001,"message":"x"}"#)]
    #[case(r#"{"method":"store.set","params":[],"code":2001}"#)]
    #[case(r#"{"method":["store.set"],"params":[],"code":2001,"message":"x"}"#)]
    #[case(r#"{"method":"store.set","method":"store.get","code":2001,"message":"x"}"#)]
    #[case(r#"{"method":"toolbar.answer","params":[],"code":2001,"message":"x"}"#)]
    #[case(r#"{"method":"\ud800","params":[],"code":2001,"message":"x"}"#)]
    fn anything_else_is_passed_over(#[case] params: &str) {
        assert!(told(params).is_none());
    }

    #[rstest]
    #[case(Role::App, true)]
    #[case(Role::Control, false)]
    #[case(Role::Toolbar, false)]
    #[case(Role::Observer, false)]
    fn it_is_for_integrations(#[case] role: Role, #[case] may: bool) {
        let raw = r#"{"method":"store.set","code":2001,"message":"x"}"#;
        assert_eq!(read(role, &serde_json::from_str::<Box<RawValue>>(raw).unwrap()).is_some(), may);
    }
}
