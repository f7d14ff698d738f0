//! Serves files: the SDK in two forms, with the address that it was asked for under written in, its types,
//! and the schema of workspace files.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, OriginalUri};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::server::Entry;
use crate::sdk::{self, Form};
use crate::workspace;

const FOLDER: &str = "/omniapp/sdk/";
/// What a browser says of how it means to use an answer: `no-cors` for a classic script.
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
/// What the answer depends on, besides the address; the origin is added for all answers of the hub.
const VARY: &str = "sec-fetch-mode, accept-encoding, x-forwarded-proto";
/// How many files are kept as they are served, some 50 KiB each; there is one for each base and form.
const MAX_KEPT: usize = 16;

/// A file that is served.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Which {
    /// The SDK that was asked for below this base.
    Sdk(Form, String),
    Types,
    /// The schema of workspace files.
    Workspace,
}

impl Which {
    fn kind(&self) -> &'static str {
        match self {
            Which::Sdk(..) => "text/javascript; charset=utf-8",
            Which::Types => "text/plain; charset=utf-8",
            Which::Workspace => "application/schema+json",
        }
    }

    fn text(&self) -> String {
        match self {
            Which::Sdk(form, base) => sdk::file(*form, Some(base)),
            Which::Types => sdk::types(),
            Which::Workspace => format!("{:#}\n", workspace::schema()),
        }
    }
}

/// A file as it is served.
#[derive(Debug)]
struct Served {
    tag: String,
    plain: Bytes,
    packed: Bytes,
}

impl Served {
    fn new(text: String) -> Served {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        // Weak: packed or not, it is the same.
        let tag = format!("W/\"{:016x}\"", hasher.finish());
        Served { tag, packed: pack(&text).into(), plain: text.into() }
    }
}

/// The files that were served last, so that packing one, which takes longer than all else about it, is done
/// once.
#[derive(Debug, Default)]
pub(super) struct Shelf(Mutex<VecDeque<(Which, Arc<Served>)>>);

impl Shelf {
    /// A file, from the shelf where it stands there. Where the shelf is full, the one goes that was asked for
    /// the longest ago.
    fn get(&self, which: Which) -> Arc<Served> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kept = lock();
        if let Some(known) = kept.iter().position(|(one, _)| *one == which).and_then(|at| kept.remove(at)) {
            let served = Arc::clone(&known.1);
            kept.push_back(known);
            return served;
        }
        // Whoever asks for another meanwhile need not wait.
        drop(kept);
        let served = Arc::new(Served::new(which.text()));
        let mut kept = lock();
        kept.push_back((which, Arc::clone(&served)));
        while kept.len() > MAX_KEPT {
            kept.pop_front();
        }
        served
    }
}

/// The SDK's paths.
pub(super) fn routes() -> Router {
    Router::new()
        .route("/omniapp/sdk/ameyo.sdk.js", get(either))
        .route("/omniapp/sdk/ameyo.sdk.classic.js", get(classic))
        .route("/omniapp/sdk/ameyo.sdk.d.ts", get(types))
        .route("/workspace.schema.json", get(workspace_schema))
}

/// A page with `<script type="module">`, an `import()` or a program gets the module, an old
/// `<script src>` the classic form.
async fn either(entry: Extension<Entry>, uri: OriginalUri, headers: HeaderMap) -> Response {
    let is_classic = headers.get(FETCH_MODE).is_some_and(|mode| mode == "no-cors");
    let form = if is_classic { Form::Classic } else { Form::Module };
    answer(&entry, &headers, Which::Sdk(form, base(&entry, &uri)))
}

async fn classic(entry: Extension<Entry>, uri: OriginalUri, headers: HeaderMap) -> Response {
    answer(&entry, &headers, Which::Sdk(Form::Classic, base(&entry, &uri)))
}

async fn types(entry: Extension<Entry>, headers: HeaderMap) -> Response {
    answer(&entry, &headers, Which::Types)
}

/// For editors; there is no secret in it, and the guards are the same as for all else.
async fn workspace_schema(entry: Extension<Entry>, headers: HeaderMap) -> Response {
    answer(&entry, &headers, Which::Workspace)
}

/// The address below which the hub was asked, its path prefix included.
fn base(entry: &Entry, uri: &OriginalUri) -> String {
    let prefix = uri.path().rsplit_once(FOLDER).map_or("", |(prefix, _)| prefix);
    format!("{}{prefix}", entry.own)
}

fn answer(entry: &Entry, asked: &HeaderMap, which: Which) -> Response {
    let kind = which.kind();
    let served = entry.sdk_files().get(which);
    let known = asked.get_all(header::IF_NONE_MATCH).iter().any(|tags| matches(tags, &served.tag));
    let mut response = match (known, takes_gzip(asked)) {
        (true, _) => StatusCode::NOT_MODIFIED.into_response(),
        (false, false) => Body::from(served.plain.clone()).into_response(),
        (false, true) => {
            let mut response = Body::from(served.packed.clone()).into_response();
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            response
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static(VARY));
    if let Ok(tag) = HeaderValue::from_str(&served.tag) {
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

fn pack(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer
        .write_all(text.as_bytes())
        .and_then(|()| packer.finish())
        .expect("a list of bytes takes all that is written to it")
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

    fn below(base: &str) -> Which {
        Which::Sdk(Form::Module, base.to_owned())
    }

    #[test]
    fn a_file_is_packed_once_for_each_base() {
        let shelf = Shelf::default();
        let first = shelf.get(below("http://a"));
        let again = shelf.get(below("http://a"));
        assert!(Arc::ptr_eq(&first, &again));
        let other = shelf.get(Which::Sdk(Form::Classic, "http://a".to_owned()));
        assert!(other.tag != first.tag && shelf.get(below("http://b")).tag != first.tag);
        assert_eq!(first.plain, sdk::file(Form::Module, Some("http://a")));
    }

    #[test]
    fn the_shelf_keeps_those_that_are_asked_for() {
        let shelf = Shelf::default();
        let first = shelf.get(below("http://a"));
        for number in 0..MAX_KEPT {
            shelf.get(below(&format!("http://{number}")));
            assert!(Arc::ptr_eq(&first, &shelf.get(below("http://a"))));
        }
        let second = shelf.get(below("http://0"));
        assert_eq!(shelf.0.lock().unwrap().len(), MAX_KEPT);
        assert_eq!(second.plain, sdk::file(Form::Module, Some("http://0")), "made anew");
    }
}
