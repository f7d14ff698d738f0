//! A custom attribute: shown, and changed in a form with one field of its type.

use serde_json::{Value, json};

use super::ask::{AskForm, Typed};
use crate::desk::Interaction;
use crate::desk::setup::{Attribute, AttributeType};

/// A value in a row.
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

/// The form that changes it; what is left empty is taken away.
pub fn form(one: &Interaction, attribute: &Attribute, value: Option<&Value>) -> AskForm {
    let present = value.map(shown).unwrap_or_default();
    let form = AskForm::new(attribute.name.clone(), "toolbar.setAttribute", "Keep")
        .noted("Left empty, it is taken away.")
        .about(one)
        .with("model", json!(attribute.model))
        .with("key", attribute.key.as_str());
    match attribute.kind {
        AttributeType::List => {
            let options = attribute.values.iter().map(|value| (value.clone(), json!(value))).collect();
            let at = attribute.values.iter().position(|value| *value == present).unwrap_or(0);
            form.choice("Value", "value", options).chosen(at)
        }
        AttributeType::Checkbox => {
            let options = vec![("no".to_owned(), json!(false)), ("yes".to_owned(), json!(true))];
            form.choice("Value", "value", options).chosen(usize::from(value == Some(&Value::Bool(true))))
        }
        AttributeType::Number | AttributeType::Currency | AttributeType::Percent => {
            form.optional(unit(attribute.kind), "value", &present).typed(Typed::Number)
        }
        AttributeType::Text | AttributeType::Link | AttributeType::Date => {
            form.optional(unit(attribute.kind), "value", &present)
        }
    }
}

/// What stands beside the field: what it expects.
fn unit(kind: AttributeType) -> &'static str {
    match kind {
        AttributeType::Number => "Number",
        AttributeType::Currency => "Amount",
        AttributeType::Percent => "Percent",
        AttributeType::Link => "https://…",
        AttributeType::Date => "YYYY-MM-DD",
        AttributeType::Text | AttributeType::List | AttributeType::Checkbox => "Value",
    }
}
