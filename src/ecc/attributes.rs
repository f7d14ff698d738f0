//! Custom attributes: found by their keys, and their values checked.

use serde_json::Value;

use super::Ecc;
use crate::contract::{SdkError, nearest};
use crate::workspace::{Attribute, AttributeModel};

impl Ecc {
    /// The attribute with this key; 4000 where the workspace has none.
    pub(super) fn attribute(&self, model: AttributeModel, key: &str) -> Result<&Attribute, SdkError> {
        let known = || self.workspace.attributes.iter().filter(|one| one.model == model);
        known().find(|one| one.key == key).ok_or_else(|| {
            let what = match model {
                AttributeModel::Conversation => "conversations",
                AttributeModel::Contact => "contacts",
            };
            let error = SdkError::not_found(format!("{what} have no attribute {key:?}"));
            match nearest(key, known().map(|one| one.key.as_str())) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error.hint("the workspace lists them: [[attributes]]"),
            }
        })
    }
}

/// A value as the attribute keeps it; 2001 where it is not one of its values.
pub(super) fn check_attribute(def: &Attribute, value: &Value) -> Result<Value, SdkError> {
    match def.check(value) {
        Ok(()) => Ok(value.clone()),
        Err(expected) => {
            Err(SdkError::field("value", expected).hint(format!("{} is of this type", def.name)))
        }
    }
}
