//! Serves the SDK: its file in two forms, with the address that it was asked for under written in, and its
//! types.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;

use axum::Router;
use axum::body::Body;
use axum::extract::OriginalUri;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::sdk::{self, Form};

const FOLDER: &str = "/omniapp/sdk/";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
/// What a browser says of how it means to use an answer: `no-cors` for a classic script.
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
/// What the answer depends on, besides the address; the origin is added for all answers of the hub.
const VARY: &str = "sec-fetch-mode, accept-encoding";

/// The SDK's paths.
pub(super) fn routes() -> Router {
    Router::new()
        .route("/omniapp/sdk/ameyo.sdk.js", get(either))
        .route("/omniapp/sdk/ameyo.sdk.classic.js", get(classic))
        .route("/omniapp/sdk/ameyo.sdk.d.ts", get(types))
}

/// A page with `<script type="module">`, an `import()` or a program gets the module, an old
/// `<script src>` the classic form.
async fn either(uri: OriginalUri, headers: HeaderMap) -> Response {
    let is_classic = headers.get(FETCH_MODE).is_some_and(|mode| mode == "no-cors");
    let form = if is_classic { Form::Classic } else { Form::Module };
    answer(&headers, JAVASCRIPT, sdk::file(form, base(&uri, &headers).as_deref()))
}

async fn classic(uri: OriginalUri, headers: HeaderMap) -> Response {
    answer(&headers, JAVASCRIPT, sdk::file(Form::Classic, base(&uri, &headers).as_deref()))
}

async fn types(headers: HeaderMap) -> Response {
    answer(&headers, "text/plain; charset=utf-8", sdk::types())
}

/// The address below which the hub was asked, its path prefix included. `Host` was checked before.
fn base(uri: &OriginalUri, headers: &HeaderMap) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let prefix = uri.path().rsplit_once(FOLDER)?.0;
    Some(format!("http://{host}{prefix}"))
}

fn answer(asked: &HeaderMap, kind: &'static str, text: String) -> Response {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    // Weak: packed or not, it is the same.
    let tag = format!("W/\"{:016x}\"", hasher.finish());
    let known = asked.get_all(header::IF_NONE_MATCH).iter().any(|tags| matches(tags, &tag));
    let packed = if known || !takes_gzip(asked) { None } else { pack(&text) };
    let mut response = match (known, packed) {
        (true, _) => StatusCode::NOT_MODIFIED.into_response(),
        (false, None) => Body::from(text).into_response(),
        (false, Some(packed)) => {
            let mut response = Body::from(packed).into_response();
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            response
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static(VARY));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Whether a list of tags, as `If-None-Match` has it, holds this one.
fn matches(tags: &HeaderValue, tag: &str) -> bool {
    let Ok(tags) = tags.to_str() else { return false };
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    tags.split(',').any(|one| one.trim() == "*" || bare(one) == bare(tag))
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
        name.eq_ignore_ascii_case("gzip") && weight.is_ok_and(|weight| weight > 0.0)
    })
}

fn pack(text: &str) -> Option<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(text.as_bytes()).ok()?;
    packer.finish().ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("gzip", true)]
    #[case("gzip, deflate, br, zstd", true)]
    #[case("br;q=1.0, GZIP;q=0.8", true)]
    #[case("gzip;q=0", false)]
    #[case("gzip;q=none", false)]
    #[case("identity", false)]
    #[case("", false)]
    fn gzip_is_for_those_who_take_it(#[case] accepted: &str, #[case] takes: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(accepted).unwrap());
        assert_eq!(takes_gzip(&headers), takes);
    }

    #[rstest]
    #[case("W/\"1\"", true)]
    #[case("\"1\"", true)]
    #[case("\"2\", W/\"1\"", true)]
    #[case("*", true)]
    #[case("\"2\"", false)]
    #[case("", false)]
    fn a_tag_is_known_or_not(#[case] tags: &'static str, #[case] known: bool) {
        assert_eq!(matches(&HeaderValue::from_static(tags), "W/\"1\""), known);
    }
}
