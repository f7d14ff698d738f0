//! `offhook call`: any method of the wire, its answer as JSON.

use std::io::{self, Read};
use std::time::Duration;

use serde_json::Value;
use serde_json::value::RawValue;

use super::args::{CallArgs, HubArgs};
use super::failure::{Failure, code};
use super::find::{self, Caller};
use super::{names, out};
use crate::client::{self, CallError};
use crate::contract;
use crate::contract::spec::Method;
use crate::wire::text::escape_json;
use crate::wire::{Role, RpcError};

/// The most that is read from stdin, in bytes: as much as a message may have.
const MAX_STDIN: u64 = crate::wire::MAX_MESSAGE as u64;

/// What a connection error of the system begins with.
const NOBODY: &str = "IO error";

pub(super) fn run(args: &CallArgs) -> Result<u8, Failure> {
    let method = names::method(&args.method)?;
    let params = match &args.json {
        Some(text) => whole(text)?,
        None => Value::Array(positional(method, &args.params)?),
    };
    let role = args.who.role();
    if args.origin.is_some() && role == Role::Control {
        return Err(Failure::new(code::USAGE, "--origin is a page's, and control is no page")
            .hint("--as crm or --as app calls as a page does"));
    }
    let caller = Caller { role, origin: args.origin.clone(), app: Some(args.app.clone()) };
    call(&args.hub, caller, method, params, args.timeout)
}

/// Calls a method at a desk and prints the answer.
pub(super) fn call(
    hub: &HubArgs,
    caller: Caller,
    method: &Method,
    params: Value,
    seconds: u64,
) -> Result<u8, Failure> {
    let timeout = Duration::from_secs(seconds);
    let answer = super::runtime()?.block_on(async {
        let (ws, hello) = find::as_caller(hub, &caller).await?;
        let called = client::call_once(&ws, &hello, &method.id, &params, timeout).await;
        called.map_err(|error| failed(&error, &method.id))
    })?;
    print(&answer)
}

fn failed(error: &CallError, method: &str) -> Failure {
    match error {
        CallError::Rpc(error) => refused(error, method),
        CallError::Timeout(_) => {
            Failure::new(code::TIMED_OUT, format!("{method}: {error}")).hint("--timeout SECONDS waits longer")
        }
        CallError::Refused(reason) => {
            let failure = Failure::new(code::NO_HUB, error.to_string());
            match refusal_hint(reason) {
                Some(hint) => failure.hint(hint),
                None => failure,
            }
        }
        CallError::WrongToken(_) => Failure::new(code::NO_HUB, error.to_string())
            .hint("--token, or OFFHOOK_TOKEN, gives the token of a hub of another user or machine"),
        // Only where nobody answered is it a question whether a hub runs.
        CallError::NoConnection(reason) if reason.starts_with(NOBODY) => {
            Failure::new(code::NO_HUB, error.to_string())
        }
        CallError::NoConnection(reason) => {
            Failure::new(code::NO_HUB, format!("the connection to the hub ended: {reason}"))
        }
    }
}

/// There was no connection from the start.
pub(super) fn unreached(reason: &str) -> Failure {
    Failure::new(code::NO_HUB, format!("no connection to the hub: {reason}"))
        .hint("is one running? start it with: offhook serve")
}

/// What to do about a hub that does not want this client, as far as its reason says.
pub(super) fn refusal_hint(reason: &str) -> Option<&'static str> {
    if reason.starts_with("404") {
        return Some(
            "--url is the hub's base address, http://127.0.0.1:4650; /s/NAME behind it names a site",
        );
    }
    if reason.starts_with("this origin may not connect") {
        return Some("--origin is one that the workspace lists; without it the hub's own is taken");
    }
    if reason.starts_with("desk:") {
        return Some("--desk takes a name of 1 to 128 bytes; leave it out for the desk \"default\"");
    }
    None
}

fn refused(error: &RpcError, method: &str) -> Failure {
    let status = error.http().map(|status| format!(", HTTP {status}")).unwrap_or_default();
    let message = format!("{method}: {} ({}{status})", error.message, error.code);
    let failure = Failure::new(code::SDK_ERROR, message);
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// Parameters in order, each read as its kind wants.
fn positional(method: &Method, words: &[String]) -> Result<Vec<Value>, Failure> {
    contract::positional(method, words).map_err(|error| {
        let failure = Failure::new(code::USAGE, error);
        match words.len() > method.params.len() {
            true => failure.hint(format!("offhook explain {} describes them", method.id)),
            false => failure,
        }
    })
}

fn whole(text: &str) -> Result<Value, Failure> {
    let json = if text == "-" { stdin()? } else { text.as_bytes().to_vec() };
    serde_json::from_slice(&json).map_err(|error| Failure::new(code::USAGE, format!("--json: {error}")))
}

fn stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MAX_STDIN + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::new(code::IO, format!("can't read stdin: {error}")))?;
    if bytes.len() as u64 > MAX_STDIN {
        let message = format!("--json: stdin holds more than {MAX_STDIN} bytes, too much for a message");
        return Err(Failure::new(code::USAGE, message));
    }
    Ok(bytes)
}

fn print(answer: &RawValue) -> Result<u8, Failure> {
    // An answer that is nested too deeply to be read is passed on as it came.
    match serde_json::from_str::<Value>(answer.get()) {
        Ok(value) => out::json(&value),
        Err(_) => out::text(format!("{}\n", escape_json(answer.get())).as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::contract::Contract;

    fn words(method: &str, words: &[&str]) -> Result<Vec<Value>, Failure> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        positional(Contract::get().method(method).unwrap(), &words)
    }

    #[test]
    fn texts_need_no_quotes_and_everything_else_is_json() {
        let dial = "interaction.initiateInteraction";
        assert_eq!(
            words(dial, &["voice", r#"{"phone":"1"}"#, "172"]).unwrap(),
            [json!("voice"), json!({"phone": "1"}), json!(172)]
        );
        assert_eq!(
            words("session.login", &["12", "true", "null"]).unwrap(),
            [json!("12"), json!("true"), json!(null)]
        );
        assert_eq!(words("crm.sendDataToApp", &["plain text"]).unwrap(), [json!("plain text")]);
    }

    #[rstest]
    #[case(CallError::Refused("404 Not Found: there is no such site".into()), "/s/NAME")]
    #[case(CallError::Refused("404 Not Found: ".into()), "/s/NAME")]
    #[case(CallError::Refused("desk: expected a name of 1 to 128 bytes".into()), "--desk")]
    #[case(CallError::WrongToken("401 Unauthorized: no".into()), "--token")]
    #[case(CallError::WrongToken("the hub's token is missing or wrong".into()), "--token")]
    #[case(CallError::Refused("this is not a hub of this version".into()), "")]
    #[case(CallError::NoConnection("the message is too large".into()), "")]
    fn a_hint_is_of_its_own_reason(#[case] error: CallError, #[case] hint: &str) {
        let failure = failed(&error, "store.set");
        assert_eq!(failure.code, code::NO_HUB);
        assert_eq!(failure.hint.as_deref().is_some(), !hint.is_empty());
        assert!(failure.hint.unwrap_or_default().contains(hint));
    }

    #[rstest]
    #[case("IO error: Connection refused (os error 111)", true)]
    #[case("the message is too large", false)]
    #[case("too slow: messages were waiting for too long", false)]
    #[case("the hub did not answer in time", false)]
    fn whether_a_hub_runs_is_asked_where_nobody_answered(#[case] reason: &str, #[case] asked: bool) {
        let failure = failed(&CallError::NoConnection(reason.to_owned()), "store.set");
        assert_eq!(failure.message.contains("offhook serve"), asked, "{}", failure.message);
    }

    #[rstest]
    #[case("session.logout", &["x"], "takes no parameters")]
    #[case("toolbar.selectCampaigns", &["[172"], "campaignIds: expected array as JSON")]
    fn a_wrong_word_is_a_usage_error(#[case] method: &str, #[case] given: &[&str], #[case] message: &str) {
        let failure = words(method, given).unwrap_err();
        assert_eq!(failure.code, code::USAGE);
        assert!(failure.message.contains(message), "{}", failure.message);
    }
}
