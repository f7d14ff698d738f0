//! Each method called with each required parameter missing, and with each parameter of the wrong type.

use offhook::contract::Contract;
use offhook::contract::spec::{Kind, Method, Param};
use offhook::wire::{Role, RpcError};
use serde_json::{Map, Value, json};

use crate::support::{Peer, site, start};

/// A value of the right type.
fn some(param: &Param) -> Value {
    if let Some(allowed) = &param.allowed {
        return json!(allowed[0]);
    }
    match param.kind {
        Kind::String => json!("https://a.example"),
        Kind::Number => json!(1),
        Kind::Boolean => json!(true),
        Kind::Any => json!("anything"),
        Kind::Map => json!({}),
        Kind::Array => json!([param.items.as_deref().map_or(Value::Null, some)]),
        Kind::Object => Value::Object(
            param.fields.iter().map(|field| (field.name.clone(), some(field))).collect::<Map<_, _>>(),
        ),
    }
}

/// A value of another type; `None` where there is none.
fn other(param: &Param) -> Option<Value> {
    match param.kind {
        Kind::Any => None,
        Kind::String => Some(json!(5)),
        Kind::Number | Kind::Boolean | Kind::Array | Kind::Object | Kind::Map => Some(json!("x")),
    }
}

/// Every wrong set of parameters, with the field that must be blamed.
fn wrong(method: &Method) -> Vec<(String, Value)> {
    let right: Map<String, Value> =
        method.params.iter().map(|param| (param.name.clone(), some(param))).collect();
    let mut list = Vec::new();
    let mut with = |name: &str, field: String, value: Option<Value>| {
        let mut params = right.clone();
        match value {
            Some(value) => params.insert(name.to_owned(), value),
            None => params.remove(name),
        };
        list.push((field, Value::Object(params)));
    };
    for param in &method.params {
        if param.required {
            with(&param.name, param.name.clone(), None);
            with(&param.name, param.name.clone(), Some(Value::Null));
        }
        if let Some(value) = other(param) {
            with(&param.name, param.name.clone(), Some(value));
        }
        for field in &param.fields {
            let path = format!("{}.{}", param.name, field.name);
            let mut object = right[&param.name].clone();
            let fields = object.as_object_mut().expect("an object");
            if field.required {
                fields.remove(&field.name);
                with(&param.name, path.clone(), Some(object.clone()));
            }
            if let Some(value) = other(field) {
                object[&field.name] = value;
                with(&param.name, path, Some(object));
            }
        }
        for field in param.items.iter().flat_map(|items| &items.fields).filter(|field| field.required) {
            let mut list = right[&param.name].clone();
            list[0].as_object_mut().expect("an object").remove(&field.name);
            with(&param.name, format!("{}[0].{}", param.name, field.name), Some(list));
        }
    }
    list
}

#[tokio::test]
async fn every_wrong_parameter_is_blamed() {
    let hub = start(site()).await;
    let mut peer = Peer::join(&hub, Role::Control).await;
    let mut tried = 0;
    for method in Contract::get().methods() {
        // Nothing that may be right is called: what it takes is checked before who calls.
        for (field, params) in wrong(method) {
            let error: RpcError = match peer.call(&method.id, params.clone()).await {
                Err(error) => error,
                Ok(answer) => panic!("{} took {params} and answered {answer}", method.id),
            };
            let data = error.data.unwrap_or_default();
            assert_eq!((error.code, data["field"].as_str()), (2001, Some(&*field)), "{} {params}", method.id);
            assert!(data["expected"].is_string() && data["type"] == "Required field missing", "{data}");
            tried += 1;
        }
    }
    assert!(tried > 200, "only {tried} were tried");
    hub.stop().await;
}

#[tokio::test]
async fn unknown_names_are_told_the_nearest() {
    let hub = start(site()).await;
    let mut peer = Peer::join(&hub, Role::Crm).await;
    let hint = |error: RpcError| (error.code, error.data.unwrap_or_default()["hint"].clone());
    let error = peer.call("session.logon", json!([])).await.unwrap_err();
    assert_eq!(hint(error), (4000, json!("did you mean session.login?")));
    let error = peer.call("sdk.register", json!(["interaction.callRinging2"])).await.unwrap_err();
    assert_eq!(hint(error), (4000, json!("did you mean interaction.callRinging?")));
    hub.stop().await;
}
