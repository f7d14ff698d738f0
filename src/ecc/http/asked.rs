//! A request to one of the ECC's microservices, taken apart.

use std::fmt;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::super::params::Params;
use super::shortened;
use crate::contract::SdkError;
use crate::wire::Form;

/// The longest path that a message shows, in characters.
const SHOWN_PATH: usize = 200;

/// What is asked of a microservice.
pub(super) struct Asked {
    pub(super) microservice: String,
    pub(super) method: String,
    /// As it came, with a slash at the start and without a query.
    pub(super) path: String,
    /// The path's parts, decoded.
    pub(super) parts: Vec<String>,
    /// Of the path, then of `queryParams`.
    pub(super) query: Vec<(String, String)>,
    /// What was sent, where it is no form.
    pub(super) data: Option<Value>,
    pub(super) form: Option<Form>,
}

impl Asked {
    /// Reads the parameters of `http.invokeECCApi`.
    pub(super) fn read(params: &Params) -> Result<Asked, SdkError> {
        let url = params.text("url");
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        let (path, in_path) = url.split_once('?').unwrap_or((url, ""));
        if path.contains("://") {
            return Err(SdkError::field("url", "a path such as /users/5, without scheme and host"));
        }
        let parts = path.split('/').filter(|part| !part.is_empty());
        let parts = parts.map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned()).collect();
        let mut query: Vec<(String, String)> =
            form_urlencoded::parse(in_path.as_bytes()).into_owned().collect();
        query.extend(pairs(params.object("queryParams")));
        let data = params.0.get("data");
        let form = data.map(|data| Form::read("data", data)).transpose()?.flatten();
        Ok(Asked {
            microservice: params.text("microservice").to_owned(),
            method: params.text("method").to_owned(),
            path: format!("/{}", path.trim_start_matches('/')),
            parts,
            query,
            data: data.filter(|_| form.is_none()).cloned(),
            form,
        })
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} of {}", self.method, shortened(&self.path, SHOWN_PATH), self.microservice)
    }
}

/// An object as the names and values of a query: a list is its items, one after the other, what is null is
/// left out, and an object is JSON.
pub(super) fn pairs(map: Option<&Map<String, Value>>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in map.into_iter().flatten() {
        let values = match value {
            Value::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        for value in values {
            match value {
                Value::Null => {}
                Value::String(text) => pairs.push((name.clone(), text.clone())),
                other => pairs.push((name.clone(), other.to_string())),
            }
        }
    }
    pairs
}
