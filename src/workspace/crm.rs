//! The CRM behind a site: its objects with their fields, and the records that are there at the start.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The most objects of a CRM; a workspace with more is refused.
pub const MAX_OBJECTS: usize = 100;
/// The most records of an object, of the workspace and made since; no more can be made then.
pub const MAX_OBJECT_RECORDS: usize = 10_000;
/// The most fields of an object; a workspace with more is refused.
pub const MAX_FIELDS: usize = 200;
/// The longest text of a field, in bytes; a longer one is refused.
pub const MAX_VALUE: usize = 32 << 10;
/// The most that a record takes, by [`text_size`]; a larger one is refused.
pub const MAX_RECORD: usize = 256 << 10;
/// The most that all records take, so that a snapshot of them stays a line of a recording; nothing can be
/// added then.
pub const MAX_CRM: usize = 2 << 20;

/// The field types that the contract knows (contract: enum CrmFieldType).
pub(super) const FIELD_TYPES: [&str; 4] = ["id", "string", "phone", "textarea"];

/// The CRM. Without objects, methods that want one find nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Crm {
    /// What kind of CRM it is (contract: `configuration.getOmniCRMConfiguration`, `crm_type`).
    pub crm_type: String,
    /// Its address.
    pub domain: String,
    /// Its version; empty where none is known.
    pub version: String,
    /// The name of the column that identifies a record (contract: `configuration.getPrimaryColumnName`).
    pub primary_column: String,
    /// What it holds.
    pub objects: Vec<CrmObject>,
}

impl Default for Crm {
    fn default() -> Self {
        Crm {
            crm_type: "Salesforce".to_owned(),
            domain: "https://crm.example.com".to_owned(),
            version: String::new(),
            primary_column: "id".to_owned(),
            objects: Vec::new(),
        }
    }
}

/// A kind of record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CrmObject {
    /// The id of its configuration; integrations name it as `objectId`.
    pub id: u32,
    /// `Contact`, `Case`, …
    pub object_type: String,
    /// Its fields, in order.
    pub fields: Vec<CrmField>,
    /// The records that are there at the start: field names and values.
    #[serde(default)]
    pub records: Vec<Map<String, Value>>,
}

/// A field of a kind of record (contract: `configuration.getOmniCRMObjectConfiguration`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CrmField {
    /// Its name: `FirstName`.
    pub name: String,
    /// What a person reads; the name where absent.
    #[serde(default)]
    pub label: Option<String>,
    /// `id`, `string`, `phone` or `textarea` (contract: enum CrmFieldType). One field is the `id`.
    #[serde(rename = "type", default = "string")]
    #[schemars(extend("enum" = FIELD_TYPES))]
    pub kind: String,
    /// Whether a record can't be made without it.
    #[serde(default)]
    pub required: bool,
    /// Whether records can be searched by it.
    #[serde(default)]
    pub searchable: bool,
    /// Whether a preview shows it.
    #[serde(default = "yes")]
    pub preview: bool,
}

fn string() -> String {
    "string".to_owned()
}

fn yes() -> bool {
    true
}

impl CrmObject {
    /// The field that identifies a record.
    pub fn id_field(&self) -> Option<&CrmField> {
        self.fields.iter().find(|field| field.kind == "id")
    }
}

/// How much room a text takes as JSON, in bytes, with what stands around it.
pub fn text_size(text: &str) -> usize {
    let escaped = |byte: u8| match byte {
        b'"' | b'\\' => 2,
        0..=0x1f => 6,
        _ => 1,
    };
    text.bytes().map(escaped).sum::<usize>() + 3
}
