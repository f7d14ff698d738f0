//! A request's parameters, read after the contract's check.

use serde_json::{Map, Value};

use crate::contract::SdkError;
use crate::contract::ids::{CustomerId, InteractionId};

/// Checked parameters by name: what is read here has the type that the contract gives it.
pub(super) struct Params(pub Map<String, Value>);

impl Params {
    /// A text; empty where it is absent.
    pub(super) fn text(&self, name: &str) -> &str {
        self.optional_text(name).unwrap_or_default()
    }

    pub(super) fn optional_text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// A text no longer than `most` characters.
    pub(super) fn short_text(&self, name: &str, most: usize) -> Result<&str, SdkError> {
        bounded(name, self.text(name), most)
    }

    /// An id; `None` where it is absent, and 4000 for a number that can be none.
    pub(super) fn id(&self, name: &str) -> Result<Option<u32>, SdkError> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        number(value).map(Some).ok_or_else(|| SdkError::not_found(format!("{name} {value} is no id")))
    }

    /// A customer's id; `None` where it is absent, and 4000 for a number that can be none.
    pub(super) fn customer(&self) -> Result<Option<CustomerId>, SdkError> {
        let Some(value) = self.0.get("customerId") else { return Ok(None) };
        let id = value.as_u64().ok_or_else(|| SdkError::not_found(format!("customerId {value} is no id")))?;
        Ok(Some(CustomerId(id)))
    }

    /// A list of ids.
    pub(super) fn ids(&self, name: &str) -> Result<Vec<u32>, SdkError> {
        self.list(name)
            .iter()
            .map(|value| {
                number(value).ok_or_else(|| SdkError::not_found(format!("{name}: {value} is no id")))
            })
            .collect()
    }

    /// A list; empty where it is absent.
    pub(super) fn list(&self, name: &str) -> &[Value] {
        self.0.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a switch is on; `otherwise` where it is absent.
    pub(super) fn flag(&self, name: &str, otherwise: bool) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(otherwise)
    }

    /// A whole number; `None` where it is absent, or none.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.0.get(name).and_then(Value::as_u64)
    }

    /// Yes or no; `None` where it is absent.
    pub(super) fn choice(&self, name: &str) -> Option<bool> {
        self.0.get(name).and_then(Value::as_bool)
    }

    pub(super) fn interaction(&self) -> Option<InteractionId> {
        self.optional_text("interactionId").map(InteractionId::from)
    }

    /// A field of an object.
    pub(super) fn in_object(&self, object: &str, field: &str) -> &str {
        self.0.get(object).and_then(|object| object.get(field)).and_then(Value::as_str).unwrap_or_default()
    }

    /// An object; `None` where it is absent.
    pub(super) fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.0.get(name).and_then(Value::as_object)
    }
}

/// A text, refused where it is longer than `most` characters.
pub(super) fn bounded<'a>(field: &str, text: &'a str, most: usize) -> Result<&'a str, SdkError> {
    match text.chars().nth(most) {
        Some(_) => Err(SdkError::field(field, format!("at most {most} characters"))),
        None => Ok(text),
    }
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}
