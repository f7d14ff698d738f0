//! The same facts for programs.

use serde_json::{Map, Value, json};

use super::facts::{in_a_shell, meaning};
use crate::cli::names::Found;
use crate::contract::spec::{Evidence, Level, Method};
use crate::contract::{Contract, EventSpec};
use crate::schema;

/// All that was found: `{methods, events, errors}`, each a list.
pub(super) fn of(found: &Found) -> Value {
    json!({
        "methods": found.methods.iter().map(|one| method(one)).collect::<Vec<_>>(),
        "events": found.events.iter().map(|one| event(one)).collect::<Vec<_>>(),
        "errors": found.errors.iter().map(|one| {
            let methods = Contract::get().methods().iter().filter(|method| method.errors.contains(&one.code));
            let mut facts = plain(one);
            facts.insert("methods".to_owned(), methods.map(|method| json!(method.id)).collect());
            Value::Object(facts)
        }).collect::<Vec<_>>(),
    })
}

fn method(method: &Method) -> Value {
    let fires = Contract::get().events().iter().filter(|event| event.provoked_by.contains(&method.id));
    let mut facts = plain(method);
    facts.insert("fires".to_owned(), fires.map(|event| json!(event.id)).collect());
    facts.insert("aliases".to_owned(), json!(method.aliases()));
    facts.insert("command".to_owned(), json!(in_a_shell(method)));
    facts.insert("paramsSchema".to_owned(), schema::by_name(method));
    facts.insert("answerSchema".to_owned(), schema::of_payload(&method.answer));
    facts.insert("evidence".to_owned(), evidence(method.evidence.as_ref()));
    Value::Object(facts)
}

fn event(event: &EventSpec) -> Value {
    let mut facts = plain(event);
    facts.insert("aliases".to_owned(), json!(event.aliases()));
    facts.insert("payloadSchema".to_owned(), schema::of_payload(&event.payload));
    facts.insert("evidence".to_owned(), evidence(event.evidence.as_ref()));
    Value::Object(facts)
}

/// A contract's entry as it stands there, without what is not said; samples are kept whole.
fn plain(entry: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(entry) {
        Ok(Value::Object(map)) => {
            map.into_iter().map(|(key, value)| (key.clone(), said(&key, value))).collect()
        }
        _ => Map::new(),
    }
}

fn said(key: &str, value: Value) -> Value {
    match value {
        Value::Object(map) if !["sample", "example", "default"].contains(&key) => {
            let is_said = |key: &str, value: &Value| key == "sample" || !value.is_null();
            let kept = map.into_iter().filter(|(key, value)| is_said(key, value));
            Value::Object(kept.map(|(key, value)| (key.clone(), said(&key, value))).collect())
        }
        Value::Array(list) if key == "params" || key == "fields" => {
            Value::Array(list.into_iter().map(|one| said("", one)).collect())
        }
        other => other,
    }
}

fn evidence(evidence: Option<&Evidence>) -> Value {
    let Some(evidence) = evidence else { return json!({"level": "ours", "means": meaning("ours")}) };
    let judged = |level: &Level| {
        let source = |key: &String| {
            let source = Contract::get().source(key);
            json!({
                "key": key,
                "what": source.map(|source| &source.what),
                "address": source.and_then(|source| source.address.as_ref()),
            })
        };
        json!({
            "level": level.level,
            "means": meaning(&level.level),
            "note": level.note,
            "sources": level.sources.iter().map(source).collect::<Vec<_>>(),
        })
    };
    json!({"name": judged(&evidence.name), "namespace": judged(&evidence.namespace)})
}
