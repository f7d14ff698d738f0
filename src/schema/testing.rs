//! Whether a value fulfils a schema, for tests.

use serde_json::{Value, json};

/// What a value does not fulfil, by its path. Knows the keywords that our schemas use, and panics at any
/// other, so that none is passed over.
pub(crate) fn faults(schema: &Value, value: &Value, path: &str, root: &Value) -> Vec<String> {
    if let Some(anything) = schema.as_bool() {
        return if anything { Vec::new() } else { vec![path.to_owned()] };
    }
    let schema = schema.as_object().unwrap_or_else(|| panic!("{path}: no schema: {schema}"));
    let mut found = Vec::new();
    for (keyword, said) in schema {
        let list = || said.as_array().unwrap();
        let object = value.as_object();
        let holds = |schema: &Value| faults(schema, value, path, root).is_empty();
        let holds_all = match keyword.as_str() {
            "title" | "description" | "default" | "examples" | "format" | "then" | "$schema" | "$defs" => {
                true
            }
            "anyOf" => list().iter().any(holds),
            "$ref" => {
                found.extend(faults(resolve(root, said), value, path, root));
                true
            }
            "type" => match said {
                Value::String(name) => is_of(value, name),
                _ => list().iter().any(|name| is_of(value, name.as_str().unwrap())),
            },
            "enum" => list().contains(value),
            "const" => said == value,
            "minimum" => value.as_f64().is_none_or(|number| number >= said.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= said.as_f64().unwrap()),
            "minItems" => value.as_array().is_none_or(|all| all.len() as u64 >= said.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|all| all.len() as u64 <= said.as_u64().unwrap()),
            "not" => !holds(said),
            "oneOf" => list().iter().filter(|one| holds(one)).count() == 1,
            "allOf" => {
                list().iter().for_each(|one| found.extend(faults(one, value, path, root)));
                true
            }
            "if" => {
                if holds(said) {
                    found.extend(faults(&schema["then"], value, path, root));
                }
                true
            }
            "required" => object
                .is_none_or(|object| list().iter().all(|key| object.contains_key(key.as_str().unwrap()))),
            "properties" => {
                for (key, inner) in said.as_object().unwrap() {
                    if let Some(value) = object.and_then(|object| object.get(key)) {
                        found.extend(faults(inner, value, &format!("{path}.{key}"), root));
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (key, value) in object.into_iter().flatten() {
                    if known.is_some_and(|known| known.contains_key(key)) || said == &json!(true) {
                        continue;
                    }
                    let path = format!("{path}.{key}");
                    match said {
                        Value::Bool(_) => found.push(format!("{path}: is too much")),
                        inner => found.extend(faults(inner, value, &path, root)),
                    }
                }
                true
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(faults(said, item, &format!("{path}[{at}]"), root));
                }
                true
            }
            other => panic!("{path}: the keyword {other} is not known here"),
        };
        if !holds_all {
            found.push(format!("{path}: {keyword} {said} does not hold for {value}"));
        }
    }
    found
}

pub(crate) fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    }
}

#[track_caller]
pub(crate) fn resolve<'a>(root: &'a Value, reference: &Value) -> &'a Value {
    let pointer = reference.as_str().and_then(|text| text.strip_prefix('#')).expect("a local reference");
    root.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}
