//! The drop-in SDK: the JavaScript file that integrations load, and its TypeScript types, made from the
//! contract.
//!
//! `sdk/runtime.js` is the code, written by hand. What it knows of methods, events and errors is put in
//! here, with the address that it is served from and the way in which it is exported. The files without
//! an address, as the npm package has them, stand in `sdk/` and are checked fresh by `tests/sdk.rs`.

mod shape;
mod types;

use serde_json::{Map, Value, json};

use crate::contract::spec::{EventSpec, Method, Param};
use crate::contract::{Contract, ErrorCode};

pub use types::types;

const RUNTIME: &str = include_str!("../sdk/runtime.js");
/// The line of the runtime that what is generated takes the place of.
const MARK: &str = "//@generated\n";

/// How a page takes the SDK in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// As an ES module, with the exports `default`, `sdk` and `initialize`.
    Module,
    /// As a classic script, which sets the global `sdk`.
    Classic,
}

/// The SDK's file. `base` is the address that it is served from, without a slash at the end; without
/// one the SDK finds the hub by itself.
pub fn file(form: Form, base: Option<&str>) -> String {
    let known = format!(
        "// Put in by offhook: the contract, and the address that this was served from.\n\
         const CONTRACT = {};\nconst SERVED_FROM = {};\n",
        literal(&contract()),
        literal(&json!(base)),
    );
    let code = RUNTIME.replacen(MARK, &known, 1);
    match form {
        Form::Module => {
            format!(
                "{code}const {{ initialize }} = sdk;\nexport default sdk;\nexport {{ sdk, initialize }};\n"
            )
        }
        Form::Classic => format!("(() => {{\n\"use strict\";\n{code}globalThis.sdk = sdk;\n}})();\n"),
    }
}

/// A value as JavaScript, also where the script stands in a page. Short: keys are without quotes.
fn literal(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(",")),
        Value::Object(map) => {
            let field = |(key, value): (&String, &Value)| format!("{}:{}", shape::key(key), literal(value));
            format!("{{{}}}", map.iter().map(field).collect::<Vec<_>>().join(","))
        }
        scalar => escape(&scalar.to_string()),
    }
}

/// JSON without what a page or an old engine would stumble over.
fn escape(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Whether an integration sees a method; the others are ours.
fn is_vendors(method: &&Method) -> bool {
    !method.contexts.is_empty()
}

/// What the runtime needs of the contract.
fn contract() -> Value {
    let contract = Contract::get();
    let errors: Map<String, Value> = contract
        .errors()
        .iter()
        .filter_map(|error| ErrorCode::from_number(error.code))
        .map(|code| (code.number().to_string(), json!(code.name())))
        .collect();
    json!({
        "errors": errors,
        "methods": contract.methods().iter().filter(is_vendors).map(method).collect::<Vec<_>>(),
        "events": contract.events().iter().map(event).collect::<Vec<_>>(),
    })
}

fn method(method: &Method) -> Value {
    let mut map = Map::new();
    names(&mut map, &method.id, &method.also_in, &method.also_named);
    map.insert("params".to_owned(), method.params.iter().map(param).collect());
    Value::Object(map)
}

fn event(event: &EventSpec) -> Value {
    let mut map = Map::new();
    names(&mut map, &event.id, &event.also_in, &event.also_named);
    Value::Object(map)
}

fn names(map: &mut Map<String, Value>, id: &str, also_in: &[String], also_named: &[String]) {
    map.insert("id".to_owned(), json!(id));
    for (key, others) in [("alsoIn", also_in), ("alsoNamed", also_named)] {
        if !others.is_empty() {
            map.insert(key.to_owned(), json!(others));
        }
    }
}

fn param(one: &Param) -> Value {
    let mut map = Map::new();
    if !one.name.is_empty() {
        map.insert("name".to_owned(), json!(one.name));
    }
    map.insert("type".to_owned(), json!(one.kind));
    // Most are required: saying which are not is shorter. What has no name is an array's item.
    if !one.required && !one.name.is_empty() {
        map.insert("optional".to_owned(), json!(true));
    }
    if let Some(when) = &one.required_when {
        map.insert("requiredWhen".to_owned(), json!({"param": when.param, "is": when.is}));
    }
    if let Some(allowed) = &one.allowed {
        map.insert("enum".to_owned(), json!(allowed));
    }
    if !one.fields.is_empty() {
        map.insert("fields".to_owned(), one.fields.iter().map(param).collect());
    }
    if let Some(items) = &one.items {
        map.insert("items".to_owned(), param(items));
    }
    if let Some(default) = &one.default {
        map.insert("default".to_owned(), default.clone());
    }
    Value::Object(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_generated_stands_once_at_the_mark() {
        assert_eq!(RUNTIME.matches(MARK).count(), 1);
        let module = file(Form::Module, None);
        assert!(module.contains("\nconst SERVED_FROM = null;\n"));
        assert!(!module.contains(MARK));
    }

    #[test]
    fn a_base_can_not_break_out() {
        let hostile = "http://a\"</script>\u{2028}\\";
        for form in [Form::Module, Form::Classic] {
            let text = file(form, Some(hostile));
            let line = text.lines().find(|line| line.starts_with("const SERVED_FROM")).unwrap();
            assert_eq!(
                line, r#"const SERVED_FROM = "http://a\"\u003c/script>\u2028\\";"#,
                "the same line goes on"
            );
        }
    }

    #[test]
    fn our_own_methods_are_not_an_integrations() {
        let contract = contract();
        let methods = contract["methods"].as_array().unwrap();
        assert_eq!(methods.len(), 46);
        let ours = |id: &str| ["toolbar.", "control.", "sdk."].iter().any(|start| id.starts_with(start));
        assert!(!methods.iter().any(|method| ours(method["id"].as_str().unwrap())));
    }
}
