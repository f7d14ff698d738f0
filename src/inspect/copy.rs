//! A frame as what can be run again: JSON, a command for a shell, JavaScript.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::row::{Row, Word, traced};
use crate::contract::Contract;
use crate::contract::spec::Method;
use crate::wire::Role;
use crate::wire::text::escape_json;

/// As what it is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum As {
    /// The message.
    Json,
    /// `offhook call …`, or of an event what waits for it.
    Command,
    /// A call of the SDK, or of an event what hears it.
    JavaScript,
}

#[derive(Deserialize)]
struct Called<'a> {
    #[serde(borrow)]
    params: Option<&'a RawValue>,
}

/// The text; an error says why there is none.
pub fn copy(row: &Row, how: As) -> Result<String, &'static str> {
    match how {
        As::Json => Ok(escape_json(&row.text).into_owned()),
        As::Command => command(row),
        As::JavaScript => javascript(row),
    }
}

/// What a call was made with: the parameters' JSON as it was sent.
pub fn params(row: &Row) -> Option<&str> {
    match row.word {
        Word::Call => serde_json::from_str::<Called<'_>>(&row.text).ok()?.params.map(RawValue::get),
        Word::Trace => traced(&row.text)?.params.map(RawValue::get),
        _ => None,
    }
}

/// Why an answer or a change is no call.
const NO_CALL: &str = "only calls and events can be copied so; of an answer copy its request";
/// Why a mirrored call with large arguments can't be made again.
const NO_PARAMS: &str = "its arguments were too large to be mirrored";

fn command(row: &Row) -> Result<String, &'static str> {
    match row.word {
        Word::Event => Ok(format!("offhook tail --count 1 {}", quoted(&format!("event={}", row.name)))),
        Word::Call | Word::Trace => {
            let role = row.role.unwrap_or(Role::Toolbar);
            let mut line = format!("offhook call {} --as {role}", quoted(&row.name));
            match params(row) {
                Some(params) => line += &format!(" --json {}", quoted(&escape_json(params))),
                None if row.word == Word::Trace => return Err(NO_PARAMS),
                None => {}
            }
            Ok(line)
        }
        _ => Err(NO_CALL),
    }
}

/// A word of a shell, whatever is in it.
fn quoted(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ':' | '=' | '@');
    if !text.is_empty() && text.chars().all(plain) {
        return text.into();
    }
    format!("'{}'", text.replace('\'', r"'\''")).into()
}

fn javascript(row: &Row) -> Result<String, &'static str> {
    match row.word {
        Word::Event => {
            let (namespace, name) = row.name.split_once('.').ok_or("this event has no namespace")?;
            if !is_name(namespace) || !is_name(name) {
                return Err("this is no event of the SDK");
            }
            Ok(format!("sdk.{namespace}.register({name:?}, (payload) => console.log(payload));"))
        }
        Word::Call | Word::Trace => {
            let method = Contract::get().method(&row.name).filter(|method| !method.contexts.is_empty());
            let method = method.ok_or("the SDK has no such method: it is one of offhook's own")?;
            let params = params(row);
            if params.is_none() && row.word == Word::Trace {
                return Err(NO_PARAMS);
            }
            let arguments = arguments(method, params.unwrap_or("[]")).ok_or("its arguments can't be read")?;
            Ok(format!("await sdk.{}({});", method.id, arguments.join(", ")))
        }
        _ => Err(NO_CALL),
    }
}

/// Letters, digits and `_`: what may stand in code as it is.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The arguments in their order; what is left out in the middle is `undefined`. JSON is JavaScript, with
/// the line separators that it must escape already escaped.
fn arguments(method: &Method, params: &str) -> Option<Vec<String>> {
    let text = |raw: &&RawValue| escape_json(raw.get()).into_owned();
    if params.starts_with('[') {
        return Some(serde_json::from_str::<Vec<&RawValue>>(params).ok()?.iter().map(text).collect());
    }
    let named: std::collections::HashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(params).ok()?;
    let given = |name: &str| named.get(name).map(text);
    let mut arguments: Vec<Option<String>> = method.params.iter().map(|param| given(&param.name)).collect();
    while matches!(arguments.last(), Some(None)) {
        arguments.pop();
    }
    Some(arguments.into_iter().map(|one| one.unwrap_or_else(|| "undefined".to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::log::tests::{call, change, event, frame, log};
    use super::*;
    use crate::wire::{Dir, Frame};

    fn copied(frame: Frame, how: As) -> Result<String, &'static str> {
        let log = log([frame]);
        copy(log.at(0).unwrap(), how)
    }

    fn mirrored(params: serde_json::Value) -> Frame {
        let call = json!({"peer": "p2", "role": "crm", "method": "interaction.disposeInteraction",
            "params": params, "answer": "ok", "took": 1});
        change(1, json!({"kind": "trace", "call": call}))
    }

    #[test]
    fn a_mirrored_call_is_a_command_and_javascript() {
        let params = json!(["voice", "d1", 820, "it's\u{202e} fine"]);
        let line = copied(mirrored(params.clone()), As::Command).unwrap();
        let wanted = r#"offhook call interaction.disposeInteraction --as crm --json '["voice","d1",820,"it'\''s\u202e fine"]'"#;
        assert_eq!(line, wanted);
        let code = copied(mirrored(params), As::JavaScript).unwrap();
        let wanted = r#"await sdk.interaction.disposeInteraction("voice", "d1", 820, "it's\u202e fine");"#;
        assert_eq!(code, wanted);
    }

    #[test]
    fn named_parameters_become_arguments_in_their_order() {
        let params =
            json!({"dispositionCodeId": 820, "channelType": "voice", "additionalParams": {"phone": "1"}});
        let code = copied(call(0, "p1", 1, "interaction.disposeInteraction", params), As::JavaScript);
        let wanted =
            r#"await sdk.interaction.disposeInteraction("voice", undefined, 820, undefined, {"phone":"1"});"#;
        assert_eq!(code.unwrap(), wanted);
    }

    #[rstest]
    #[case(As::Command, "offhook tail --count 1 event=interaction.callRinging")]
    #[case(As::JavaScript, r#"sdk.interaction.register("callRinging", (payload) => console.log(payload));"#)]
    fn an_event_is_waited_for(#[case] how: As, #[case] wanted: &str) {
        assert_eq!(copied(event(1, "interaction.callRinging", json!({})), how).unwrap(), wanted);
    }

    #[test]
    fn what_is_no_call_says_so() {
        let answer = frame(0, "p1", Dir::Out, &json!({"id": 1, "result": "ok"}));
        assert_eq!(copied(answer.clone(), As::Command), Err(NO_CALL));
        assert!(copied(answer, As::Json).unwrap().contains("result"));
        let own = call(0, "p1", 1, "toolbar.answer", json!({}));
        assert!(copied(own, As::JavaScript).unwrap_err().contains("offhook's own"));
        assert_eq!(copied(mirrored(serde_json::Value::Null), As::Command), Err(NO_PARAMS));
        let evil = call(0, "p1", 1, "a'; rm -rf /; '", json!({}));
        assert!(copied(evil, As::Command).unwrap().starts_with(r"offhook call 'a'\''; rm -rf /; '\''' --as"));
    }
}
