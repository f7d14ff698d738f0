//! `--set path=value`: one parameter of a method, by its path.

use serde_json::{Map, Value};

use super::failure::{Failure, code};
use super::names::like;
use crate::contract::Param;
use crate::contract::spec::{Kind, Method};

/// Puts what one `--set` says into the parameters.
pub(super) fn apply(method: &Method, params: &mut Map<String, Value>, set: &str) -> Result<(), Failure> {
    let Some((path, text)) = set.split_once('=') else {
        let failure = Failure::new(code::USAGE, format!("--set {set}: there is no value"));
        return Err(failure.hint("--set takes PATH=VALUE, as in --set phone=5550100"));
    };
    let steps: Vec<&str> = path.split('.').collect();
    let param = lookup(method, path, &steps)?;
    let value = read(param, path, text)?;
    put(params, &steps, value);
    Ok(())
}

/// The parameter at a path; `None` for a place inside one that takes any fields.
fn lookup<'a>(method: &'a Method, path: &str, steps: &[&str]) -> Result<Option<&'a Param>, Failure> {
    let mut level: &'a [Param] = &method.params;
    let mut found: Option<&'a Param> = None;
    for (at, step) in steps.iter().enumerate() {
        if step.is_empty() {
            return Err(Failure::new(code::USAGE, format!("--set {path}: a part of the path is empty")));
        }
        match found {
            Some(Param { kind: Kind::Any, .. }) => return Ok(None),
            Some(Param { kind: Kind::Map, items, .. }) => {
                found = items.as_deref();
                level = found.map_or(&[], |items| &items.fields);
                if found.is_none() {
                    return Ok(None);
                }
                continue;
            }
            Some(param) if param.kind != Kind::Object => {
                let inside = steps[..at].join(".");
                let message = format!("--set {path}: {inside} is {}, which has no fields", kind_of(param));
                return Err(Failure::new(code::USAGE, message));
            }
            Some(param) if param.fields.is_empty() => return Ok(None),
            _ => {}
        }
        let param = level.iter().find(|param| param.name == *step);
        let Some(param) = param else { return Err(unknown(method, path, &steps[..at], step, level)) };
        level = &param.fields;
        found = Some(param);
    }
    Ok(found)
}

fn unknown(method: &Method, path: &str, before: &[&str], step: &str, level: &[Param]) -> Failure {
    let whole = |name: &str| before.iter().copied().chain([name]).collect::<Vec<_>>().join(".");
    let near = like(step, level.iter().map(|param| param.name.as_str()));
    let failure = Failure::new(code::USAGE, format!("--set {path}: {} has no such parameter", method.id));
    failure.hint(match near.first() {
        Some(name) => format!("did you mean {}?", whole(name)),
        None if level.is_empty() => format!("{} takes no parameters", method.id),
        None => {
            let names: Vec<String> = level.iter().map(|param| whole(&param.name)).collect();
            format!("there is {}", names.join(", "))
        }
    })
}

/// A value for a place of that kind: a text as it stands or in quotes, everything else as JSON.
fn read(param: Option<&Param>, path: &str, text: &str) -> Result<Value, Failure> {
    let json: Option<Value> = serde_json::from_str(text).ok();
    let Some(param) = param else { return Ok(json.unwrap_or_else(|| Value::String(text.to_owned()))) };
    let fits = |value: &Value| match param.kind {
        Kind::String => value.is_string(),
        Kind::Number => value.is_number(),
        Kind::Boolean => value.is_boolean(),
        Kind::Object | Kind::Map => value.is_object(),
        Kind::Array => value.is_array(),
        Kind::Any => true,
    };
    match json {
        // As everywhere: null is nothing.
        Some(Value::Null) => Ok(Value::Null),
        Some(value) if fits(&value) => Ok(value),
        _ if matches!(param.kind, Kind::String | Kind::Any) => Ok(Value::String(text.to_owned())),
        _ => {
            let message = format!("--set {path}: expected {}, found {text:?}", kind_of(param));
            Err(Failure::new(code::USAGE, message)
                .hint(format!("an example: --set {path}={}", crate::schema::example(param))))
        }
    }
}

fn kind_of(param: &Param) -> String {
    match param.kind {
        Kind::Any => "any value".to_owned(),
        Kind::Array | Kind::Object => format!("an {}", param.kind.name()),
        Kind::Map => "an object".to_owned(),
        _ => format!("a {}", param.kind.name()),
    }
}

fn put(params: &mut Map<String, Value>, steps: &[&str], value: Value) {
    let [step, rest @ ..] = steps else { return };
    if rest.is_empty() {
        params.insert((*step).to_owned(), value);
        return;
    }
    let inner = params.entry((*step).to_owned()).or_insert_with(|| Value::Object(Map::new()));
    if !inner.is_object() {
        *inner = Value::Object(Map::new());
    }
    if let Some(inner) = inner.as_object_mut() {
        put(inner, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::contract::Contract;

    fn set(method: &str, sets: &[&str]) -> Result<Value, Failure> {
        let method = Contract::get().method(method).unwrap();
        let mut params = Map::new();
        for set in sets {
            apply(method, &mut params, set)?;
        }
        Ok(Value::Object(params))
    }

    #[rstest]
    #[case("control.customerCall", &["phone=5550100", "campaignId=172"], json!({"phone": "5550100", "campaignId": 172}))]
    #[case("control.customerCall", &["phone=\"12\"", "name=a=b", "name=null"], json!({"phone": "12", "name": null}))]
    #[case("interaction.initiateInteraction", &["channelDetails.phone=1", "channelDetails.name=A B"], json!({"channelDetails": {"phone": "1", "name": "A B"}}))]
    #[case("http.invokeECCApi", &["queryParams.a=b", "data.x.y=[1]"], json!({"queryParams": {"a": "b"}, "data": {"x": {"y": [1]}}}))]
    #[case("crm.sendDataToApp", &["contextData=plain"], json!({"contextData": "plain"}))]
    #[case("crm.sendDataToApp", &["contextData=1", "contextData.deep.er=2"], json!({"contextData": {"deep": {"er": 2}}}))]
    fn a_path_leads_to_its_place(#[case] method: &str, #[case] sets: &[&str], #[case] params: Value) {
        assert_eq!(set(method, sets).unwrap(), params);
    }

    #[rstest]
    #[case("control.customerCall", "phone", "no value", "PATH=VALUE")]
    #[case("control.customerCall", "phon=1", "no such parameter", "did you mean phone?")]
    #[case("control.customerCall", "zzz=1", "no such parameter", "there is phone, name, campaignId")]
    #[case("control.customerCall", "campaignId=many", "expected a number", "campaignId=172")]
    #[case("control.customerCall", "phone.area=1", "which has no fields", "")]
    #[case("control.customerCall", "=1", "is empty", "")]
    #[case("control.customerCall", "phone.=1", "is empty", "")]
    #[case(
        "interaction.disposeInteraction",
        "additionalParams.phon=1",
        "no such parameter",
        "additionalParams.phone"
    )]
    #[case("session.logout", "a=1", "no such parameter", "takes no parameters")]
    fn a_wrong_set_says_what_would_be_right(
        #[case] method: &str,
        #[case] given: &str,
        #[case] message: &str,
        #[case] hint: &str,
    ) {
        let failure = set(method, &[given]).unwrap_err();
        assert_eq!(failure.code, code::USAGE);
        assert!(failure.message.contains(message), "{}", failure.message);
        assert!(failure.hint.as_deref().unwrap_or_default().contains(hint), "{:?}", failure.hint);
    }
}
