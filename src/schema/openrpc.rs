//! The OpenRPC document: all methods, what they take and answer.

use serde_json::{Map, Value, json};

use super::{ABOUT, error_data, example, of_payload, params, reference};
use crate::contract::Contract;
use crate::contract::spec::{Method, Param};

/// All methods as an OpenRPC 1.3 document.
pub fn openrpc() -> Value {
    let contract = Contract::get();
    let methods: Vec<Value> = contract.methods().iter().map(method).collect();
    let errors: Map<String, Value> = contract
        .errors()
        .iter()
        .map(|error| {
            let data = json!({"type": error.kind});
            (error.key.clone(), json!({"code": error.code, "message": error.description, "data": data}))
        })
        .collect();
    json!({
        "openrpc": "1.3.2",
        "info": {
            "title": "The Omni SDK as offhook has it",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
        },
        "servers": [{
            "name": "hub",
            "summary": "A websocket with the subprotocol offhook.v1; hello comes first.",
            "url": "ws://127.0.0.1:4650/ws",
        }],
        "methods": methods,
        "components": {"errors": errors, "schemas": {"ErrorData": error_data()}},
    })
}

fn method(method: &Method) -> Value {
    // By position an optional parameter must not come before one that is needed; by name there is no order.
    let needed_first = method.params.is_sorted_by_key(|param| !param.required);
    let mut ordered: Vec<&Param> = method.params.iter().collect();
    ordered.sort_by_key(|param| !param.required);
    let namespace = if method.namespace.is_empty() { "the SDK module" } else { &method.namespace };
    let errors: Vec<Value> = Contract::get()
        .errors()
        .iter()
        .filter(|error| method.errors.contains(&error.code))
        .map(|error| reference("components/errors", &error.key))
        .collect();
    let mut document = json!({
        "name": method.id,
        "summary": method.summary,
        "tags": [{"name": namespace}],
        "paramStructure": if needed_first { "either" } else { "by-name" },
        "params": ordered.iter().map(|param| descriptor(param)).collect::<Vec<_>>(),
        "result": {"name": "answer", "schema": of_payload(&method.answer)},
        "errors": errors,
        "examples": [pairing(method)],
    });
    let said: Vec<&str> =
        method.effects.iter().chain(&method.rules).chain(&method.quirks).map(String::as_str).collect();
    if !said.is_empty() {
        document["description"] = json!(said.join("\n\n"));
    }
    document
}

fn descriptor(param: &Param) -> Value {
    let mut descriptor = json!({"name": param.name, "required": param.required, "schema": params::of(param)});
    if let Some(description) = &param.description {
        descriptor["summary"] = json!(description);
    }
    descriptor
}

fn pairing(method: &Method) -> Value {
    let given = method.params.iter().filter(|param| param.required);
    let params: Vec<Value> =
        given.map(|param| json!({"name": param.name, "value": example(param)})).collect();
    json!({
        "name": method.name,
        "params": params,
        "result": {"name": "answer", "value": method.answer.sample},
    })
}
