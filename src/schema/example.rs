//! A value for each parameter, as documents and commands show it.

use serde_json::{Map, Value, json};

use crate::contract::spec::{Kind, Param};

/// A value that the parameter may have: what the contract gives, else one made from its name and type.
pub fn example(param: &Param) -> Value {
    let given = param.example.clone().or_else(|| param.default.clone());
    let listed = || {
        let first = param.allowed.as_ref().and_then(|allowed| allowed.first()).or(param.known.first());
        first.map(|value| json!(value))
    };
    given.or_else(listed).unwrap_or_else(|| match param.kind {
        Kind::String => json!(text(param)),
        Kind::Number => json!(number(&param.name)),
        Kind::Boolean => json!(true),
        Kind::Array => json!([param.items.as_deref().map_or_else(|| json!("…"), example)]),
        Kind::Map => json!({}),
        Kind::Any => json!({"note": "anything"}),
        Kind::Object => {
            let fields = param.fields.iter().filter(|field| field.required || field.required_when.is_some());
            Value::Object(fields.map(|field| (field.name.clone(), example(field))).collect::<Map<_, _>>())
        }
    })
}

/// What the vendor's samples and the demo workspace have under such a name.
fn text(param: &Param) -> &str {
    match param.name.as_str() {
        "username" | "password" => "executive",
        "token" => "sso-token",
        "phone" => "1234567890",
        "interactionId" | "interactionRelationId" => "f57fe43b-bd7a-4c31-8498-5724ee2507",
        "recordId" => "003dL000000Pun1QAC",
        "recordType" | "objectType" => "Contact",
        "recordName" => "Jack Rogers",
        "connectorId" => "23",
        "objectId" => "33",
        "search" => "Jack",
        "searchField" => "FirstName",
        "key" => "theme",
        "value" => "dark",
        "instanceId" => "ameyoIframe",
        "appId" => "app-crm-notes",
        "origin" | "url" if param.format.is_some() => "https://crm.example.com",
        "url" => "customers/1",
        "message" => "Saved",
        "subject" => "A reminder",
        "notes" => "will call back",
        "channelSubType" => "webchat",
        _ => "text",
    }
}

fn number(name: &str) -> u64 {
    match name {
        "campaignId" | "" => 172,
        "dispositionCodeId" => 1345,
        "customerId" => 1,
        "limit" => 10,
        "offset" => 0,
        "ms" => 5_000,
        _ => 1,
    }
}
