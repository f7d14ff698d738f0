//! Two JSON values compared by keys and types.

use serde_json::Value;

/// Where the keys are data (a map by campaign): only the type counts.
const MAPS: [&str; 1] = ["$.campaignMaskedPrivilegeMap"];

/// A field of a record, which may be empty in any.
const MAY_BE_NULL: &str = "].value";

/// What differs in shape between the vendor's sample and what was found; empty where nothing does. A null of
/// the sample stands for any type, an empty object or list of it for any contents, and a list's entries are
/// like the sample's first, of which there has to be one.
pub fn differences(sample: &Value, found: &Value) -> Vec<String> {
    let mut list = Vec::new();
    compare("$", sample, found, &mut list);
    list
}

fn compare(path: &str, sample: &Value, found: &Value, list: &mut Vec<String>) {
    match (sample, found) {
        (Value::Null, _) => {}
        (_, Value::Null) if path.ends_with(MAY_BE_NULL) => {}
        (Value::Object(sample), Value::Object(found)) if !sample.is_empty() && !MAPS.contains(&path) => {
            for (key, value) in sample {
                match found.get(key) {
                    Some(other) => compare(&format!("{path}.{key}"), value, other, list),
                    None => list.push(format!("{path}.{key} is missing")),
                }
            }
            let more = found.keys().filter(|key| !sample.contains_key(*key));
            list.extend(more.map(|key| format!("{path}.{key} is not in the sample")));
        }
        (Value::Array(sample), Value::Array(found)) => {
            let Some(first) = sample.first() else { return };
            if found.is_empty() {
                list.push(format!("{path} is empty, in the sample it is not"));
            }
            for (at, value) in found.iter().enumerate() {
                compare(&format!("{path}[{at}]"), first, value, list);
            }
        }
        _ if kind(sample) != kind(found) => {
            list.push(format!("{path} is {}, in the sample {}", kind(found), kind(sample)));
        }
        _ => {}
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn a_different_shape_is_seen() {
    use serde_json::json;
    let sample = json!({"a": [{"b": 1}], "c": null});
    assert!(differences(&sample, &json!({"a": [{"b": 2}, {"b": 3}], "c": "x"})).is_empty());
    assert_eq!(differences(&sample, &json!({"a": [{"b": 2}, {"b": null}], "c": "x"})).len(), 1);
    assert_eq!(differences(&sample, &json!({"a": [], "c": "x"})).len(), 1);
    let record = json!([{"field": "Id", "value": "1"}]);
    assert!(differences(&record, &json!([{"field": "Name", "value": null}])).is_empty());
    assert_eq!(differences(&sample, &json!({"a": [{"b": "2"}]})).len(), 2);
    assert_eq!(differences(&sample, &json!({"a": {}, "c": 1, "d": 1})).len(), 2);
}
