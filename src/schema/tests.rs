//! The documents hold together, and say what the contract says.

use serde_json::{Map, Value, json};

use super::testing::{faults, resolve};
use super::*;
use crate::contract::Contract;
use crate::contract::check::{Args, check};
use crate::contract::spec::Method;

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
