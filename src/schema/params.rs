//! Parameters as JSON Schema.

use serde_json::{Map, Value, json};

use crate::contract::spec::{Kind, Method, Param};

/// A method's parameters by name, as a schema of one object.
pub fn by_name(method: &Method) -> Value {
    let mut schema = object(&method.params, false);
    let conditions: Vec<Value> = method.params.iter().flat_map(conditions).collect();
    if !conditions.is_empty() {
        schema["allOf"] = json!(conditions);
    }
    schema
}

/// A parameter. Null counts as absent, so what may be left out may be null.
pub(super) fn of(param: &Param) -> Value {
    let mut schema = match param.kind {
        Kind::String => json!({"type": "string"}),
        Kind::Number => json!({"type": "number"}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Object => object(&param.fields, true),
        Kind::Array => {
            json!({"type": "array", "items": param.items.as_deref().map_or_else(|| json!({}), items)})
        }
        Kind::Map => {
            let values = param.items.as_deref().map_or_else(|| json!({}), items);
            json!({"type": "object", "additionalProperties": values})
        }
        Kind::Any if param.required => json!({"not": {"type": "null"}}),
        Kind::Any => json!({}),
    };
    if let Some(allowed) = &param.allowed {
        schema["enum"] = json!(allowed);
    }
    if !param.required {
        or_null(&mut schema);
    }
    if let Some(text) = described(param) {
        schema["description"] = json!(text);
    }
    if let Some(default) = &param.default {
        schema["default"] = default.clone();
    }
    let examples: Vec<Value> =
        param.example.iter().cloned().chain(param.known.iter().map(|known| json!(known))).collect();
    if !examples.is_empty() {
        schema["examples"] = json!(examples);
    }
    if matches!(param.format.as_deref(), Some("origin" | "url")) {
        schema["format"] = json!("uri");
    }
    schema
}

/// Items of a list are no parameters: null is no absence there.
fn items(param: &Param) -> Value {
    let mut schema = of(param);
    if !param.required
        && let Some([kind, _]) = schema["type"].as_array().map(Vec::as_slice)
    {
        schema["type"] = kind.clone();
    }
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| !value.is_null());
    }
    schema
}

fn or_null(schema: &mut Value) {
    if let Some(kind) = schema.get("type").cloned() {
        schema["type"] = json!([kind, "null"]);
    }
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.push(Value::Null);
    }
}

/// Named values; fields of an object that are not known pass, parameters that are not do not.
fn object(fields: &[Param], open: bool) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|field| (field.name.clone(), of(field))).collect();
    let required: Vec<&str> = fields
        .iter()
        .filter(|field| field.required && field.default.is_none())
        .map(|field| field.name.as_str())
        .collect();
    json!({"type": "object", "required": required, "properties": properties, "additionalProperties": open})
}

/// The fields of a parameter that another parameter's value makes mandatory.
fn conditions(param: &Param) -> Vec<Value> {
    let condition = |field: &Param| {
        let when = field.required_when.as_ref()?;
        let has_field =
            json!({"required": [field.name], "properties": {field.name.clone(): {"not": {"type": "null"}}}});
        Some(json!({
            "if": {"required": [when.param], "properties": {when.param.clone(): {"const": when.is}}},
            "then": {"required": [param.name], "properties": {param.name.clone(): has_field}},
        }))
    };
    param.fields.iter().filter_map(condition).collect()
}

/// What there is to say of a parameter that its schema does not say.
fn described(param: &Param) -> Option<String> {
    let mut parts: Vec<String> = param.description.iter().chain(&param.note).cloned().collect();
    if let Some(when) = &param.required_when {
        parts.push(format!("needed where {} is {}", when.param, when.is));
    }
    if param.format.as_deref() == Some("iso8601") {
        parts.push("a date and time by ISO 8601".to_owned());
    }
    if param.form_data {
        parts.push("FormData crosses as {\"$form\": [[name, value], …]}".to_owned());
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}
