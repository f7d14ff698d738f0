//! Parameters checked against the contract, before anything acts on them.

use serde_json::{Map, Value};

use super::error::SdkError;
use super::spec::{Kind, Method, Param};

/// Parameters as a peer sent them.
#[derive(Debug, Clone, PartialEq)]
pub enum Args {
    /// In the SDK's order. A `null` and what is left out at the end count as absent.
    Positional(Vec<Value>),
    /// By name.
    Named(Map<String, Value>),
}

impl Args {
    /// From the `params` of a request; absent params are no parameters.
    pub fn from_json(params: Option<Value>) -> Result<Args, SdkError> {
        match params {
            None | Some(Value::Null) => Ok(Args::Positional(Vec::new())),
            Some(Value::Array(list)) => Ok(Args::Positional(list)),
            Some(Value::Object(map)) => Ok(Args::Named(map)),
            Some(_) => Err(SdkError::field("params", "an array or an object")),
        }
    }
}

/// The parameters of a call by name, checked: what is required is there, everything has its type,
/// absent ones have their defaults. Whole numbers come as integers.
pub fn check(method: &Method, args: Args) -> Result<Map<String, Value>, SdkError> {
    let mut named = by_name(method, args)?;
    named.retain(|_, value| !value.is_null());
    let mut checked = Map::with_capacity(method.params.len());
    for param in &method.params {
        let given = named.remove(&param.name).or_else(|| param.default.clone());
        match given {
            Some(mut value) => {
                check_value(param, &param.name, &mut value)?;
                checked.insert(param.name.clone(), value);
            }
            None if param.required => return Err(SdkError::field(&param.name, expected(param))),
            None => {}
        }
    }
    if let Some(name) = named.keys().next() {
        let error = SdkError::field(name.clone(), format!("no such parameter of {}", method.id));
        return Err(match super::nearest(name, method.params.iter().map(|p| p.name.as_str())) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error,
        });
    }
    check_conditions(method, &checked)?;
    Ok(checked)
}

fn by_name(method: &Method, args: Args) -> Result<Map<String, Value>, SdkError> {
    let list = match args {
        Args::Named(map) => return Ok(map),
        Args::Positional(list) => list,
    };
    if let Some(extra) = list.iter().skip(method.params.len()).position(|value| !value.is_null()) {
        let place = method.params.len() + extra;
        let expected = format!("at most {} parameters", method.params.len());
        return Err(SdkError::field(format!("[{place}]"), expected));
    }
    Ok(method.params.iter().zip(list).map(|(param, value)| (param.name.clone(), value)).collect())
}

/// Fields that another parameter's value makes mandatory (a voice interaction needs a phone).
fn check_conditions(method: &Method, checked: &Map<String, Value>) -> Result<(), SdkError> {
    for param in &method.params {
        for field in &param.fields {
            let Some(condition) = &field.required_when else { continue };
            let applies = checked.get(&condition.param).and_then(Value::as_str) == Some(&condition.is);
            let given = checked.get(&param.name).and_then(|value| value.get(&field.name));
            if applies && given.is_none() {
                return Err(SdkError::field(format!("{}.{}", param.name, field.name), expected(field)));
            }
        }
    }
    Ok(())
}

fn check_value(param: &Param, path: &str, value: &mut Value) -> Result<(), SdkError> {
    let wrong = || SdkError::field(path, expected(param));
    match param.kind {
        Kind::String if !value.is_string() => return Err(wrong()),
        Kind::Number => whole(value).ok_or_else(wrong)?,
        Kind::Boolean if !value.is_boolean() => return Err(wrong()),
        Kind::Any if value.is_null() => return Err(wrong()),
        Kind::Array => {
            let list = value.as_array_mut().ok_or_else(wrong)?;
            if let Some(items) = &param.items {
                for (at, item) in list.iter_mut().enumerate() {
                    check_value(items, &format!("{path}[{at}]"), item)?;
                }
            }
        }
        Kind::Map => {
            let map = value.as_object_mut().ok_or_else(wrong)?;
            if let Some(items) = &param.items {
                for (key, item) in map.iter_mut() {
                    check_value(items, &format!("{path}.{key}"), item)?;
                }
            }
        }
        Kind::Object => check_object(param, path, value)?,
        _ => {}
    }
    if let (Some(allowed), Some(text)) = (&param.allowed, value.as_str())
        && !allowed.iter().any(|one| one == text)
    {
        let error = wrong();
        return Err(match super::nearest(text, allowed.iter().map(String::as_str)) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error,
        });
    }
    Ok(())
}

fn check_object(param: &Param, path: &str, value: &mut Value) -> Result<(), SdkError> {
    let map = value.as_object_mut().ok_or_else(|| SdkError::field(path, expected(param)))?;
    map.retain(|_, value| !value.is_null());
    for field in &param.fields {
        let path = format!("{path}.{}", field.name);
        match map.get_mut(&field.name) {
            Some(value) => check_value(field, &path, value)?,
            None if field.required => return Err(SdkError::field(path, expected(field))),
            None => {}
        }
    }
    Ok(())
}

/// A number stays one; `172.0`, which JavaScript does not tell from 172, becomes an integer.
fn whole(value: &mut Value) -> Option<()> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = value.as_number()?;
    if !number.is_i64() && !number.is_u64() {
        let float = number.as_f64()?;
        if float.fract() == 0.0 && float.abs() <= EXACT {
            *value = Value::from(float as i64);
        }
    }
    Some(())
}

fn expected(param: &Param) -> String {
    match (&param.allowed, &param.items) {
        (Some(allowed), _) => format!("one of {}", allowed.join(", ")),
        (None, Some(items)) if param.kind == Kind::Array => format!("array of {}", items.kind.name()),
        _ => param.kind.name().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::contract::{Contract, ErrorCode};

    fn call(method: &str, params: Value) -> Result<Map<String, Value>, SdkError> {
        let method = Contract::get().method(method).unwrap();
        check(method, Args::from_json(Some(params))?)
    }

    #[test]
    fn positional_and_named_parameters_are_the_same() {
        let positional = call("session.login", json!(["executive", "secret"])).unwrap();
        let named = call("session.login", json!({"username": "executive", "password": "secret"}));
        assert_eq!(positional, named.unwrap());
        assert_eq!(positional["authPolicy"], "auth.type.crm.http", "the default is filled in");
    }

    #[test]
    fn null_and_trailing_absence_count_as_absent() {
        let params = json!(["voice", {"phone": "1", "name": null}, 172.0, null, null, null, null, null]);
        let checked = call("interaction.initiateInteraction", params).unwrap();
        assert_eq!(checked["campaignId"], json!(172), "a whole float becomes an integer");
        assert_eq!(checked["channelDetails"], json!({"phone": "1"}));
        assert!(!checked.contains_key("customerId"));
    }

    #[rstest]
    #[case("session.login", json!(["executive"]), "password", "string")]
    #[case("session.login", json!(["executive", null]), "password", "string")]
    #[case("session.login", json!([5, "x"]), "username", "string")]
    #[case("session.login", json!(["a", "b", "c", "d"]), "[3]", "at most 3 parameters")]
    #[case("session.login", json!({"username": "a", "password": "b", "pasword": "c"}), "pasword", "no such parameter of session.login")]
    #[case("interaction.initiateInteraction", json!(["fax", {}, 1]), "channelType", "one of voice, chat")]
    #[case("interaction.initiateInteraction", json!(["voice", {}, 1]), "channelDetails.phone", "string")]
    #[case("interaction.initiateInteraction", json!(["voice", {"phone": 5}, 1]), "channelDetails.phone", "string")]
    #[case("interaction.initiateInteraction", json!(["voice", {"phone": "5"}, "1"]), "campaignId", "number")]
    #[case("interaction.disposeInteraction", json!(["voice", "i", 1, "", {"callbackTime": "x"}]), "additionalParams.phone", "string")]
    #[case("toolbar.selectCampaigns", json!([[1, "two"]]), "campaignIds[1]", "number")]
    #[case("toolbar.selectCampaigns", json!([5]), "campaignIds", "array of number")]
    #[case("http.invokeThirdPartyApi", json!(["u", "GET", {"a": 5}]), "headers.a", "string")]
    #[case("crm.showMultipleRecordsForPreview", json!(["1", [{"recordId": "1"}]]), "recordsInfo[0].recordType", "string")]
    #[case("session.logout", json!("text"), "params", "an array or an object")]
    fn a_wrong_parameter_is_named(
        #[case] method: &str,
        #[case] params: Value,
        #[case] field: &str,
        #[case] expected: &str,
    ) {
        let error = call(method, params).unwrap_err();
        assert_eq!(error.code, ErrorCode::RequiredFieldMissing);
        assert_eq!(error.data.field.as_deref(), Some(field));
        assert_eq!(error.data.expected.as_deref(), Some(expected));
    }

    #[test]
    fn a_misspelt_value_hints_at_the_right_one() {
        let error = call("interaction.initiateInteraction", json!(["voic", {}, 1])).unwrap_err();
        assert_eq!(error.data.hint.as_deref(), Some("did you mean voice?"));
    }
}
