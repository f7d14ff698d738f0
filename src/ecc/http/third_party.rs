//! A request to a third party, checked as far as that goes without a network.

use serde_json::{Map, Value};
use url::Url;

use super::super::output::HttpRequest;
use super::super::params::Params;
use super::asked::pairs;
use crate::contract::SdkError;
use crate::wire::Form;

/// The longest URL, its query included, in bytes.
const MAX_URL: usize = 16 << 10;
/// The most headers.
const MAX_HEADERS: usize = 64;
/// The most bytes of headers.
const MAX_HEADER_BYTES: usize = 32 << 10;

/// Headers that are made from the request, or are about the connection: setting one would say what is not
/// so.
const NOT_SETTABLE: [&str; 11] = [
    "host",
    "content-length",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "proxy-authenticate",
    "proxy-authorization",
    "cookie2",
    "http2-settings",
];

/// Headers that a browser would set itself and leaves out without a word; so does the hub, for the
/// integration sees no difference.
const LEFT_OUT: [&str; 4] = ["accept-encoding", "connection", "keep-alive", "proxy-connection"];

/// What is to be sent; 2001 where it can't be.
pub(super) fn request(params: &Params) -> Result<HttpRequest, SdkError> {
    let url = url(params.text("url"))?;
    let query = pairs(params.object("queryParams"));
    let length = query.iter().map(|(name, value)| name.len() + value.len() + 2).sum::<usize>();
    if url.as_str().len() + length > MAX_URL {
        return Err(SdkError::field("url", format!("at most {} KiB with its query", MAX_URL >> 10)));
    }
    let method = params.text("method").to_owned();
    let data = params.0.get("data");
    if let Some(data) = data {
        // The hub reads it again; what is wrong is said here, where there is a way to say it.
        Form::read("data", data)?;
    }
    let empty = data.and_then(Value::as_object).is_some_and(Map::is_empty);
    Ok(HttpRequest {
        url: url.into(),
        headers: headers(params.object("headers"))?,
        query,
        // What an integration gives in the place of a body where there is none.
        data: data.filter(|_| !(empty && method == "GET")).cloned(),
        is_multipart: params.0.get("isMultipart").and_then(Value::as_bool).unwrap_or_default(),
        method,
    })
}

fn url(text: &str) -> Result<Url, SdkError> {
    let wrong = |expected: &str| SdkError::field("url", expected);
    let url = Url::parse(text).map_err(|_| wrong("a whole URL, https://host/path"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("a URL of the scheme http or https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("a URL without user and password; put them into the header Authorization"));
    }
    Ok(url)
}

fn headers(map: Option<&Map<String, Value>>) -> Result<Vec<(String, String)>, SdkError> {
    let mut headers = Vec::new();
    let mut bytes = 0;
    for (name, value) in map.into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        let wrong = |expected: &str| Err(SdkError::field(format!("headers.{name}"), expected));
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if name.is_empty() || !name.chars().all(is_token) {
            return wrong("a header's name: letters, digits and -");
        }
        if value.chars().any(|c| c != '\t' && c.is_control()) {
            return wrong("a value of one line, without control characters");
        }
        let plain = name.to_ascii_lowercase();
        if NOT_SETTABLE.contains(&plain.as_str()) {
            return wrong("no such header: it is made from the request");
        }
        bytes += name.len() + value.len();
        if !LEFT_OUT.contains(&plain.as_str()) {
            headers.push((name.clone(), value.to_owned()));
        }
    }
    if headers.len() > MAX_HEADERS || bytes > MAX_HEADER_BYTES {
        let expected = format!("at most {MAX_HEADERS} headers of {} KiB together", MAX_HEADER_BYTES >> 10);
        return Err(SdkError::field("headers", expected));
    }
    Ok(headers)
}
