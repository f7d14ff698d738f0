//! The documents hold together, and say what the contract says.

use serde_json::{Map, Value, json};

use super::*;
use crate::contract::Contract;
use crate::contract::check::{Args, check};
use crate::contract::spec::Method;

/// What a value does not fulfil, by its path. Knows the keywords that our schemas use, and panics at any
/// other, so that none is passed over.
fn faults(schema: &Value, value: &Value, path: &str, root: &Value) -> Vec<String> {
    let schema = schema.as_object().unwrap_or_else(|| panic!("{path}: no schema: {schema}"));
    let mut found = Vec::new();
    for (keyword, said) in schema {
        let list = || said.as_array().unwrap();
        let object = value.as_object();
        let holds = |schema: &Value| faults(schema, value, path, root).is_empty();
        let holds_all = match keyword.as_str() {
            "title" | "description" | "default" | "examples" | "format" | "then" => true,
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

fn is_of(value: &Value, name: &str) -> bool {
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
fn resolve<'a>(root: &'a Value, reference: &Value) -> &'a Value {
    let pointer = reference.as_str().and_then(|text| text.strip_prefix('#')).expect("a local reference");
    root.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

/// How many references a document has; each must lead somewhere.
fn references(value: &Value, root: &Value) -> usize {
    match value {
        Value::Object(map) => {
            let own = map.get("$ref").map_or(0, |reference| usize::from(!resolve(root, reference).is_null()));
            own + map.values().map(|one| references(one, root)).sum::<usize>()
        }
        Value::Array(list) => list.iter().map(|one| references(one, root)).sum(),
        _ => 0,
    }
}

fn given(method: &Method) -> Map<String, Value> {
    method.params.iter().map(|param| (param.name.clone(), example(param))).collect()
}

#[test]
fn example_parameters_are_taken_by_the_schema_and_by_the_check() {
    let document = json_schema();
    for method in Contract::get().methods() {
        let schema = &document["$defs"][format!("{}.params", method.id)];
        let whole = given(method);
        assert_eq!(faults(schema, &json!(whole), "$", &document), Vec::<String>::new(), "{}", method.id);
        assert!(check(method, Args::Named(whole.clone())).is_ok(), "{}: {whole:?}", method.id);
        for param in &method.params {
            let mut without = whole.clone();
            without.insert(param.name.clone(), Value::Null);
            let by_schema = faults(schema, &json!(without), "$", &document).is_empty();
            let by_check = check(method, Args::Named(without)).is_ok();
            assert_eq!(by_schema, by_check, "{} without {}", method.id, param.name);
            let mut wrong = whole.clone();
            wrong.insert(param.name.clone(), json!([[["wrong"]]]));
            let by_schema = faults(schema, &json!(wrong), "$", &document).is_empty();
            let by_check = check(method, Args::Named(wrong)).is_ok();
            assert_eq!(by_schema, by_check, "{} with a wrong {}", method.id, param.name);
        }
    }
}

#[test]
fn a_field_that_another_parameter_makes_mandatory_is_missed() {
    let method = Contract::get().method("interaction.initiateInteraction").unwrap();
    let schema = by_name(method);
    let voice = json!({"channelType": "voice", "channelDetails": {"name": "A"}, "campaignId": 172});
    assert!(!faults(&schema, &voice, "$", &schema).is_empty());
    let chat = json!({"channelType": "chat", "channelDetails": {"name": "A"}, "campaignId": 172});
    assert_eq!(faults(&schema, &chat, "$", &schema), Vec::<String>::new());
}

#[test]
fn samples_are_of_the_shape_that_was_inferred_from_them() {
    let document = json_schema();
    let defs = document["$defs"].as_object().unwrap();
    let contract = Contract::get();
    for method in contract.methods() {
        let schema = &defs[&format!("{}.answer", method.id)];
        let sample = &method.answer.sample;
        if !sample.is_null() || schema["type"] == "null" {
            assert_eq!(faults(schema, sample, "$", &document), Vec::<String>::new(), "{}", method.id);
        }
    }
    for event in contract.events() {
        let schema = &defs[&format!("{}.payload", event.id)];
        assert_eq!(
            faults(schema, &event.payload.sample, "$", &document),
            Vec::<String>::new(),
            "{}",
            event.id
        );
    }
    assert_eq!(defs.len(), 2 * contract.methods().len() + contract.events().len() + 1);
    let ringing = &defs["interaction.callRinging.payload"];
    assert!(!faults(ringing, &json!({}), "$", &document).is_empty(), "an empty payload is none");
    let error = json!({"code": 2001, "message": "phone: expected string", "data": {"type": "Required field missing"}});
    assert_eq!(faults(&defs["error"], &error, "$", &document), Vec::<String>::new());
    assert!(
        !faults(&defs["error"], &json!({"code": 5, "message": "", "data": {"type": ""}}), "$", &document)
            .is_empty()
    );
}

#[test]
fn the_openrpc_document_has_every_method() {
    let document = openrpc();
    assert!(document["openrpc"].as_str().unwrap().starts_with("1.3."));
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let methods = document["methods"].as_array().unwrap();
    assert_eq!(methods.len(), Contract::get().methods().len());
    for method in methods {
        let name = method["name"].as_str().unwrap();
        let spec = Contract::get().method(name).unwrap();
        let params = method["params"].as_array().unwrap();
        assert_eq!(params.len(), spec.params.len(), "{name}");
        let needed: Vec<bool> = params.iter().map(|param| param["required"] == true).collect();
        assert!(needed.is_sorted_by_key(|needed| !needed), "{name}: what is needed comes first");
        for param in params {
            assert!(param["name"].is_string() && param["schema"].is_object(), "{name}");
        }
        if method["paramStructure"] == "either" {
            let in_order = params.iter().zip(&spec.params).all(|(one, other)| one["name"] == other.name);
            assert!(in_order, "{name}");
        }
        assert!(method["result"]["name"].is_string() && method["result"]["schema"].is_object(), "{name}");
        for pair in method["examples"].as_array().unwrap() {
            for param in pair["params"].as_array().unwrap() {
                let descriptor = params.iter().find(|one| one["name"] == param["name"]).unwrap();
                let faults = faults(&descriptor["schema"], &param["value"], name, &document);
                assert_eq!(faults, Vec::<String>::new());
            }
        }
    }
    let codes = document["components"]["errors"].as_object().unwrap();
    assert_eq!(codes.len(), 5);
    assert!(codes.values().all(|error| error["code"].is_i64() && error["message"].is_string()));
    assert!(references(&document, &document) > 100);
}

#[test]
fn the_asyncapi_document_has_every_event_in_its_envelope() {
    let document = asyncapi();
    assert_eq!(document["asyncapi"], "3.0.0");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let messages = document["components"]["messages"].as_object().unwrap();
    let sent = document["operations"]["event"]["messages"].as_array().unwrap();
    assert_eq!(sent.len(), Contract::get().events().len());
    for event in Contract::get().events() {
        let message = &messages[&event.id];
        let reference = json!({"$ref": format!("#/channels/desk/messages/{}", event.id)});
        assert!(sent.contains(&reference), "{}", event.id);
        let example = &message["examples"][0]["payload"];
        assert_eq!(
            faults(&message["payload"], example, "$", &document),
            Vec::<String>::new(),
            "{}",
            event.id
        );
        let mut other = example.clone();
        other["params"]["name"] = json!("session.other");
        assert!(!faults(&message["payload"], &other, "$", &document).is_empty(), "{}", event.id);
    }
    let answer = &messages["answer"]["payload"];
    let good = json!({"jsonrpc": "2.0", "id": 1, "result": "ok"});
    assert_eq!(faults(answer, &good, "$", &document), Vec::<String>::new());
    let both = json!({"jsonrpc": "2.0", "id": 1, "result": "ok", "error": {"code": 1, "message": ""}});
    assert!(!faults(answer, &both, "$", &document).is_empty());
    // Names in components are letters, digits, dots, hyphens and underscores.
    let plain = |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    assert!(messages.keys().all(plain));
    for operation in document["operations"].as_object().unwrap().values() {
        assert!(["send", "receive"].contains(&operation["action"].as_str().unwrap()));
    }
    assert!(references(&document, &document) > 90);
}
