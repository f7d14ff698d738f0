//! The SDK's check of parameters and the hub's say the same.

use offhook::contract::check::{Args, check};
use offhook::contract::spec::{Kind, Method, Param};
use offhook::contract::{Contract, SdkError};
use serde_json::{Map, Value, json};

use crate::node::{Script, is_there};
use crate::silent::{Reply, Silent, greeting};

/// One value of each type, and some that look like another.
fn values() -> Vec<Value> {
    vec![
        json!(null),
        json!("voice"),
        json!(""),
        json!(172.0),
        json!(-0.5),
        json!(true),
        json!([]),
        json!(["a", 1, null]),
        json!([{"recordId": "1", "recordType": "Contact"}]),
        json!({}),
        json!({"a": null}),
        json!({"phone": null, "name": 5, "campaignId": "1"}),
        json!({"recordId": "1", "recordType": "Contact", "recordName": "Jack", "other": [1]}),
    ]
}

/// A value that is right.
fn good(param: &Param) -> Value {
    if let Some(allowed) = &param.allowed {
        return json!(allowed[0]);
    }
    match param.kind {
        Kind::String => json!("text"),
        Kind::Number => json!(1),
        Kind::Boolean => json!(false),
        Kind::Any => json!({"any": [null]}),
        Kind::Array => json!([param.items.as_ref().map_or(json!(1), |items| good(items))]),
        Kind::Map => json!({"a": param.items.as_ref().map_or(json!(1), |items| good(items))}),
        Kind::Object => {
            let fields = param.fields.iter().map(|field| (field.name.clone(), good(field)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}

/// Calls of a method: right ones, and each parameter and field wrong in each way.
fn calls(method: &Method) -> Vec<Vec<Value>> {
    let right: Vec<Value> = method.params.iter().map(good).collect();
    let mut calls = vec![right.clone(), Vec::new()];
    for extra in values() {
        calls.push(right.iter().cloned().chain([json!(null), extra]).collect());
    }
    for at in 0..right.len() {
        calls.push(right[..at].to_vec());
        for value in values() {
            let mut call = right.clone();
            call[at] = value;
            calls.push(call);
        }
        for field in &method.params[at].fields {
            for value in values() {
                let mut call = right.clone();
                call[at][&field.name] = value;
                calls.push(call);
            }
            let mut call = right.clone();
            call[at].as_object_mut().unwrap().remove(&field.name);
            calls.push(call);
        }
    }
    calls
}

fn verdict(method: &Method, call: &[Value]) -> Value {
    match check(method, Args::Positional(call.to_vec())) {
        Ok(_) => json!("fine"),
        Err(SdkError { code, data, .. }) => {
            json!({"code": code.number(), "field": data.field, "expected": data.expected})
        }
    }
}

#[tokio::test]
async fn both_checks_say_the_same() {
    if !is_there("checks.mjs") {
        return;
    }
    let remote = |method: &&Method| {
        !method.contexts.is_empty()
            && !["initialize", "setBaseUrl", "getBaseUrl"].contains(&method.name.as_str())
    };
    let mut cases = Vec::new();
    for method in Contract::get().methods().iter().filter(remote) {
        for call in calls(method) {
            // What is more than a method takes the SDK passes over, as JavaScript does; the hub refuses it.
            let taken = &call[..call.len().min(method.params.len())];
            let verdict = verdict(method, taken);
            cases.push(json!({"id": method.id, "params": call, "verdict": verdict}));
        }
    }
    assert!(cases.len() > 1_500, "{} cases", cases.len());
    let wrong = cases.iter().filter(|case| case["verdict"] != "fine").count();
    assert!(wrong > 1_000 && cases.len() - wrong > 300, "{wrong} of {} are wrong", cases.len());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cases.json");
    std::fs::write(&file, Value::from(cases).to_string()).unwrap();
    let hub = Silent::start(|asked| match asked.method.as_str() {
        "hello" => vec![greeting("e", 0, 20_000, false)],
        _ => vec![Reply::Answer(json!("fine"))],
    })
    .await;
    let environment = [("OFFHOOK_URL", hub.base()), ("CASES", file.to_str().unwrap().to_owned())];
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Script::start("checks.mjs", &environment).finished().await;
    // What was sent is what the hub's check took, absent ones at the end left out.
    for call in hub.calls() {
        let method = Contract::get().method(&call.method).unwrap();
        let sent = call.params.as_array().unwrap();
        assert_eq!(verdict(method, sent), json!("fine"), "{call:?}");
        assert!(sent.last().is_none_or(|last| !last.is_null()), "{call:?}");
    }
}
