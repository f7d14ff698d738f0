//! The shape of the contract files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One contract file, as far as the program reads it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// What each judgement of a spelling means, in words.
    #[serde(default)]
    pub evidence_levels: BTreeMap<String, String>,
    /// The pages and programs that the facts are from.
    #[serde(default)]
    pub sources: BTreeMap<String, Source>,
    /// The methods in the order of the vendor's page.
    pub methods: Vec<Method>,
    /// The events in the order of the vendor's page.
    #[serde(default)]
    pub events: Vec<EventSpec>,
    /// The errors in the order of the vendor's page.
    #[serde(default)]
    pub errors: Vec<ErrorSpec>,
}

/// Where facts are from.
#[derive(Debug, Deserialize, Serialize)]
pub struct Source {
    /// What it is.
    pub what: String,
    /// Where it can be read, where that is public.
    pub address: Option<String>,
}

/// An error of the SDK.
#[derive(Debug, Deserialize, Serialize)]
pub struct ErrorSpec {
    /// The number.
    pub code: i64,
    /// The vendor's name of it.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name in upper case: `TIMEOUT`.
    pub key: String,
    /// When it comes, in a sentence.
    pub description: String,
    /// Where we know it from.
    pub evidence: Option<String>,
}

/// A method that a peer may call.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Method {
    /// The wire name: `session.login`.
    pub id: String,
    /// The part before the dot; empty for the SDK module's own methods.
    pub namespace: String,
    /// The part after the dot.
    pub name: String,
    /// What it does, in a sentence.
    pub summary: String,
    /// `crm`, `app`: which pages the SDK offers it to. Empty for our own methods.
    #[serde(default)]
    pub contexts: Vec<String>,
    /// Our own methods: the roles that may call it.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Positional parameters, in order.
    pub params: Vec<Param>,
    /// What it answers.
    pub answer: Payload,
    /// The SDK error codes that it can answer with.
    pub errors: Vec<i64>,
    /// Other namespaces under which an integration may look for it.
    #[serde(default)]
    pub also_in: Vec<String>,
    /// Other spellings of the name that an integration may use.
    #[serde(default)]
    pub also_named: Vec<String>,
    /// What it causes, in words.
    #[serde(default)]
    pub effects: Vec<String>,
    /// What else holds of it, in words.
    #[serde(default)]
    pub rules: Vec<String>,
    /// What is odd about it and kept.
    #[serde(default)]
    pub quirks: Vec<String>,
    /// How sure we are of name and namespace; `None` for our own methods.
    pub evidence: Option<Evidence>,
}

/// How sure we are of a spelling (contract: evidenceLevels).
#[derive(Debug, Deserialize, Serialize)]
pub struct Evidence {
    /// Of the bare name.
    pub name: Level,
    /// Of the namespace.
    pub namespace: Level,
}

/// One judgement.
#[derive(Debug, Deserialize, Serialize)]
pub struct Level {
    /// `verbatim`, `precedent`, `page` or `reconstruction`.
    pub level: String,
    /// Why, in words.
    pub note: Option<String>,
    /// Where it was seen: keys of the contract's sources.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// A parameter, a field of one, or an item of a list.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Param {
    /// The name; empty for items of a list.
    #[serde(default)]
    pub name: String,
    /// What values it takes.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Whether it must be given.
    #[serde(default)]
    pub required: bool,
    /// Required only when another parameter has a value.
    pub required_when: Option<RequiredWhen>,
    /// The only values allowed.
    #[serde(rename = "enum")]
    pub allowed: Option<Vec<String>>,
    /// The fields of an object that has named ones.
    #[serde(default)]
    pub fields: Vec<Param>,
    /// Whether an object takes other fields too, by what the vendor says. The check always lets them pass.
    #[serde(default)]
    pub open: bool,
    /// What an array or a map holds.
    pub items: Option<Box<Param>>,
    /// What is taken where nothing is given.
    pub default: Option<Value>,
    /// For people.
    pub description: Option<String>,
    /// A value that it may have.
    pub example: Option<Value>,
    /// Values that are known; others pass.
    #[serde(default)]
    pub known: Vec<String>,
    /// `origin`, `url` or `iso8601`.
    pub format: Option<String>,
    /// What there is to know of it, in words.
    pub note: Option<String>,
    /// Whether a browser's `FormData` may stand for it.
    #[serde(default)]
    pub form_data: bool,
}

/// A condition on another parameter of the same call.
#[derive(Debug, Deserialize, Serialize)]
pub struct RequiredWhen {
    /// The other parameter.
    pub param: String,
    /// Its value that makes this one required.
    pub is: String,
}

/// The kinds of value that parameters have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text.
    String,
    /// A finite number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object with known fields (others pass).
    Object,
    /// A list.
    Array,
    /// An object with any keys.
    Map,
    /// Anything but null.
    Any,
}

impl Kind {
    /// How an error names it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::String => "string",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
            Kind::Object | Kind::Map => "object",
            Kind::Array => "array",
            Kind::Any => "any value",
        }
    }
}

/// An event that the toolbar emits.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventSpec {
    /// The wire name: `interaction.callRinging`.
    pub id: String,
    /// The namespace on which an integration registers.
    pub namespace: String,
    /// The bare name.
    pub name: String,
    /// When it fires, in a sentence.
    pub summary: String,
    /// `crm`, `app`: which pages get it.
    #[serde(default)]
    pub contexts: Vec<String>,
    /// What it carries.
    pub payload: Payload,
    /// Other namespaces on which an integration may register.
    #[serde(default)]
    pub also_in: Vec<String>,
    /// Other spellings of the name that an integration may use.
    #[serde(default)]
    pub also_named: Vec<String>,
    /// Methods whose calls make it fire.
    #[serde(default)]
    pub provoked_by: Vec<String>,
    /// What is odd about it and kept.
    #[serde(default)]
    pub quirks: Vec<String>,
    /// How sure we are of name and namespace.
    pub evidence: Option<Evidence>,
}

/// The full names, namespace included, under which something may be called besides its own.
fn aliases<'a>(
    id: &'a str,
    namespaces: impl Iterator<Item = &'a str> + Clone,
    names: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let full = |namespace: &str, name: &str| match namespace {
        "" => name.to_owned(),
        namespace => format!("{namespace}.{name}"),
    };
    names
        .flat_map(|name| namespaces.clone().map(move |namespace| full(namespace, name)))
        .filter(|alias| alias != id)
        .collect()
}

impl Method {
    /// The other wire names that are taken for it: each namespace with each spelling.
    pub fn aliases(&self) -> Vec<String> {
        let namespaces = std::iter::once(&self.namespace).chain(&self.also_in).map(String::as_str);
        let names = std::iter::once(&self.name).chain(&self.also_named).map(String::as_str);
        aliases(&self.id, namespaces, names)
    }
}

impl EventSpec {
    /// The other names that are taken for it: each namespace with each spelling.
    pub fn aliases(&self) -> Vec<String> {
        let namespaces = std::iter::once(&self.namespace).chain(&self.also_in).map(String::as_str);
        let names = std::iter::once(&self.name).chain(&self.also_named).map(String::as_str);
        aliases(&self.id, namespaces, names)
    }
}

/// What an answer or an event carries.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Payload {
    /// The JSON type, or `void`, `any`, `SdkInstance`.
    #[serde(rename = "type")]
    pub type_name: String,
    /// `payload`, `text`, `ui-effect`, `any`, `instance` or `none`.
    pub kind: String,
    /// An example, null where the vendor gives none.
    pub sample: Value,
    /// How sure we are of it.
    pub evidence: String,
    /// What there is to know of it, in words.
    pub note: Option<String>,
    /// What is not sure, by the JSON path in the sample (`$.userType`).
    #[serde(default)]
    pub uncertain: BTreeMap<String, String>,
    /// Values that the vendor shows.
    #[serde(default)]
    pub known_values: Vec<String>,
    /// Values that are likely too.
    #[serde(default)]
    pub suggested_values: Vec<String>,
}
