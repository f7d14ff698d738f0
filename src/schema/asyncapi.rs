//! The AsyncAPI document: the websocket, and the events that come by it.

use serde_json::{Map, Value, json};

use super::{ABOUT, error_data, of_payload, reference};
use crate::contract::{Contract, EventSpec};
use crate::wire::SUBPROTOCOL;

/// The hub's websocket as an AsyncAPI 3.0 document: what the hub sends by itself, and how it is called.
pub fn asyncapi() -> Value {
    let events = Contract::get().events();
    let mut messages = Map::new();
    let mut schemas = Map::new();
    for event in events {
        messages.insert(event.id.clone(), message(event));
        let mut payload = of_payload(&event.payload);
        payload["description"] = json!(event.summary);
        schemas.insert(event.id.clone(), payload);
    }
    messages.insert("desk".to_owned(), desk());
    messages.insert("request".to_owned(), request());
    messages.insert("answer".to_owned(), answer());
    schemas.insert("ErrorData".to_owned(), error_data());
    let all: Map<String, Value> =
        messages.keys().map(|name| (name.clone(), reference("components/messages", name))).collect();
    let in_channel = |name: &str| reference("channels/desk/messages", name);
    let pushed: Vec<Value> = events.iter().map(|event| in_channel(&event.id)).collect();
    let channel = json!({"$ref": "#/channels/desk"});
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "The events of the Omni SDK as offhook sends them",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
        },
        "defaultContentType": "application/json",
        "servers": {"hub": {
            "host": "127.0.0.1:4650",
            "protocol": "ws",
            "description": "offhook serve, or the hub of a running toolbar.",
        }},
        "channels": {"desk": {
            "address": "/ws",
            "title": "A desk",
            "description": format!(
                "JSON-RPC 2.0 in text messages, subprotocol {SUBPROTOCOL}. The first message is the request \
                 hello. Another site than the default has /s/NAME before the address."
            ),
            "messages": all,
        }},
        "operations": {
            "event": {
                "action": "send",
                "channel": channel,
                "summary": "What the SDK tells an integration.",
                "messages": pushed,
            },
            "desk": {
                "action": "send",
                "channel": channel,
                "summary": "What toolbars and observers are told besides.",
                "messages": [in_channel("desk")],
            },
            "call": {
                "action": "receive",
                "channel": channel,
                "summary": "A method is called; offhook schema openrpc has them.",
                "messages": [in_channel("request")],
                "reply": {"channel": channel, "messages": [in_channel("answer")]},
            },
        },
        "components": {"messages": messages, "schemas": schemas},
    })
}

fn message(event: &EventSpec) -> Value {
    let params = json!({
        "name": {"const": event.id},
        "payload": reference("components/schemas", &event.id),
        "to": {"type": "string", "description": "The one peer that it goes to."},
    });
    let example = json!({
        "jsonrpc": "2.0",
        "method": "event",
        "params": {"seq": 2, "prev": 1, "at": 0, "name": event.id, "payload": event.payload.sample},
    });
    json!({
        "name": event.id,
        "title": event.name,
        "summary": event.summary,
        "payload": pushed("event", params, &["name", "payload"]),
        "examples": [{"name": "sample", "payload": example}],
    })
}

fn desk() -> Value {
    let change = json!({
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
    });
    json!({
        "name": "desk",
        "title": "A change of the desk",
        "summary": "What a screen needs and the SDK does not say.",
        "payload": pushed("desk", json!({"change": change}), &["change"]),
    })
}

/// A numbered notification.
fn pushed(method: &str, own: Value, needed: &[&str]) -> Value {
    let mut properties = json!({
        "seq": {"type": "integer", "description": "Its number at the desk, from 1."},
        "prev": {"type": "integer", "description": "The number of the last frame that went to this peer."},
        "at": {"type": "integer", "description": "When, in µs since the Unix epoch."},
    });
    if let (Some(all), Value::Object(own)) = (properties.as_object_mut(), own) {
        all.extend(own);
    }
    let required: Vec<&str> = ["seq", "prev", "at"].iter().chain(needed).copied().collect();
    envelope(
        json!({
            "method": {"const": method},
            "params": {"type": "object", "required": required, "properties": properties},
        }),
        &["method", "params"],
    )
}

fn request() -> Value {
    let properties = json!({
        "id": {"type": ["integer", "string"]},
        "method": {"type": "string"},
        "params": {"type": ["array", "object"], "description": "By position or by name."},
    });
    json!({"name": "request", "title": "A call", "payload": envelope(properties, &["id", "method"])})
}

fn answer() -> Value {
    let error = json!({
        "type": "object",
        "required": ["code", "message"],
        "properties": {
            "code": {"type": "integer"},
            "message": {"type": "string"},
            "data": reference("components/schemas", "ErrorData"),
        },
    });
    let properties = json!({"id": {"type": ["integer", "string", "null"]}, "result": {}, "error": error});
    let mut payload = envelope(properties, &["id"]);
    payload["oneOf"] = json!([{"required": ["result"]}, {"required": ["error"]}]);
    json!({"name": "answer", "title": "The answer to a call", "payload": payload})
}

fn envelope(own: Value, needed: &[&str]) -> Value {
    let mut properties = json!({"jsonrpc": {"const": "2.0"}});
    if let (Some(all), Value::Object(own)) = (properties.as_object_mut(), own) {
        all.extend(own);
    }
    let required: Vec<&str> = ["jsonrpc"].iter().chain(needed).copied().collect();
    json!({"type": "object", "required": required, "properties": properties})
}
