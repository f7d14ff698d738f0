//! The JSON Schema document: each method's parameters and answer, each event's payload.

use serde_json::{Map, Value, json};

use super::{ABOUT, by_name, error_data, of_payload};
use crate::contract::Contract;

/// One schema by 2020-12; what it describes stands under `$defs`, as `NAME.params`, `NAME.answer` and
/// `NAME.payload`.
pub fn json_schema() -> Value {
    let contract = Contract::get();
    let mut defs = Map::new();
    for method in contract.methods() {
        let mut params = by_name(method);
        params["title"] = json!(format!("The parameters of {} by name", method.id));
        params["description"] = json!(method.summary);
        defs.insert(format!("{}.params", method.id), params);
        let mut answer = of_payload(&method.answer);
        answer["title"] = json!(format!("The answer of {}", method.id));
        defs.insert(format!("{}.answer", method.id), answer);
    }
    for event in contract.events() {
        let mut payload = of_payload(&event.payload);
        payload["title"] = json!(format!("What {} carries", event.id));
        payload["description"] = json!(event.summary);
        defs.insert(format!("{}.payload", event.id), payload);
    }
    defs.insert("error".to_owned(), error(contract));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The Omni SDK as offhook has it",
        "description": ABOUT,
        "$comment": "This says nothing of a document by itself; refer to what stands under $defs.",
        "$defs": defs,
    })
}

/// What a call is refused with.
fn error(contract: &Contract) -> Value {
    let codes: Vec<Value> = contract
        .errors()
        .iter()
        .map(|error| json!({"const": error.code, "title": error.kind, "description": error.description}))
        .collect();
    json!({
        "title": "An error of the SDK",
        "type": "object",
        "required": ["code", "message", "data"],
        "properties": {"code": {"oneOf": codes}, "message": {"type": "string"}, "data": error_data()},
    })
}
