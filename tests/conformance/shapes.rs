//! Two JSON values compared by keys and types.

use serde_json::Value;

/// What differs in shape between the vendor's sample and what was found; empty where nothing does. A null on
/// either side stands for any type, an empty object or list of the sample for any contents, and a list's
/// entries are like the sample's first.
pub fn differences(sample: &Value, found: &Value) -> Vec<String> {
    let mut list = Vec::new();
    compare("$", sample, found, &mut list);
    list
}

fn compare(path: &str, sample: &Value, found: &Value, list: &mut Vec<String>) {
    match (sample, found) {
        (Value::Null, _) | (_, Value::Null) => {}
        (Value::Object(sample), Value::Object(found)) if !sample.is_empty() => {
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
    assert!(differences(&sample, &json!({"a": [{"b": 2}, {"b": null}], "c": "x"})).is_empty());
    assert_eq!(differences(&sample, &json!({"a": [{"b": "2"}]})).len(), 2);
    assert_eq!(differences(&sample, &json!({"a": {}, "c": 1, "d": 1})).len(), 2);
}
