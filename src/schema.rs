//! Documents for other tools, made from the contract: OpenRPC, AsyncAPI and JSON Schema.

mod asyncapi;
mod example;
pub mod infer;
mod json_schema;
mod openrpc;
mod params;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use asyncapi::asyncapi;
pub use example::example;
pub use json_schema::json_schema;
pub use openrpc::openrpc;
pub use params::by_name;

use serde_json::{Value, json};

use crate::contract::spec::Payload;
use infer::Shape;

/// What a document says of where it comes from.
const ABOUT: &str = "Made from the contract of offhook. What the vendor's pages leave open is told by \
                     `offhook explain NAME`, with how sure it is.";

/// What an answer or an event carries, as JSON Schema: inferred from the sample, as there is no other
/// description of it.
pub fn of_payload(payload: &Payload) -> Value {
    let mut schema = match payload.kind.as_str() {
        "any" => json!({}),
        "ui-effect" => json!({"type": "null"}),
        "instance" => json!({"description": "The SDK itself; nothing of it goes over the wire."}),
        _ if !payload.sample.is_null() => Shape::of(&payload.sample).to_schema(&payload.uncertain),
        _ => match payload.type_name.as_str() {
            "null" => json!({"type": "null"}),
            "object" => json!({"type": "object"}),
            _ => json!({}),
        },
    };
    let values: Vec<&String> = payload.known_values.iter().chain(&payload.suggested_values).collect();
    let mut distinct: Vec<&String> = Vec::with_capacity(values.len());
    for value in values {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    if !distinct.is_empty() {
        schema["examples"] = json!(distinct);
    }
    schema
}

/// Where schemas by name stand in a document: `#/$defs/…`.
fn reference(folder: &str, name: &str) -> Value {
    json!({"$ref": format!("#/{folder}/{name}")})
}

/// The `data` of an SDK error.
fn error_data() -> Value {
    json!({
        "type": "object",
        "required": ["type"],
        "properties": {
            "type": {"type": "string", "description": "The vendor's name of the code."},
            "method": {"type": "string"},
            "field": {"type": "string", "description": "The path of the parameter."},
            "expected": {"type": "string", "description": "What the parameter should have been."},
            "http": {"type": "number", "description": "The HTTP status that this would be."},
            "hint": {"type": "string", "description": "What to do next."},
        },
    })
}
