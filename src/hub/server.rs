//! The hub's HTTP side: where things are, and the checks that every request passes first.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Router;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, Extension, FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::info;

use super::connection;
use super::guard::{Host, Origin, host_is_ours, same_secret, scheme};
use super::listener::Visitor;
use super::sdk_file::Shelf;
use super::site::SiteHandle;
use super::sites::Sites;
use super::{page, sdk_file};
use crate::contract::SdkError;
use crate::wire::text::visible;
use crate::wire::{Hello, MAX_MESSAGE, SUBPROTOCOL};
use crate::workspace::Workspace;

/// Bytes of a connection's buffers; the defaults of 128 KiB are for few, large messages. Several calls of an
/// integration fit into what is read at once, and an idle peer holds it all the time.
const READ_BUFFER: usize = 1536;
const WRITE_BUFFER: usize = 16 << 10;
/// The most that is held back for a peer below the outbox: the buffer, and the largest message.
const MAX_WRITE_BUFFER: usize = 16 * MAX_MESSAGE;

/// What a browser says of whose page a request is from, in its own words.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// What a proxy says of how it was asked.
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// What all requests share.
#[derive(Debug)]
pub(super) struct House {
    pub(super) sites: Sites,
    pub(super) sdk_files: Shelf,
    pub(super) token: String,
    pub(super) hosts: Vec<Host>,
    /// Whether others than this machine can come.
    pub(super) is_open: bool,
    pub(super) stop: CancellationToken,
    pub(super) tracker: TaskTracker,
}

/// A request that has passed the checks.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// What its site is configured with.
    pub(super) workspace: Arc<Workspace>,
    house: Arc<House>,
    /// Its site's name; the site may not have been used yet.
    name: String,
    /// The origin of the hub's own pages, as this peer calls it.
    pub(super) own: Origin,
    /// The `Origin` header, where there is one; it is an allowed one.
    origin: Option<Origin>,
    /// Whether the path carried the token.
    has_token: bool,
}

impl Entry {
    /// The site, made now where it has not been used before.
    pub(super) fn site(&self) -> Result<SiteHandle, SdkError> {
        self.house.sites.enter(&self.name)
    }

    /// The site, where it has been used.
    pub(super) fn site_in_use(&self) -> Option<SiteHandle> {
        self.house.sites.get(&self.name)
    }

    /// The SDK's files that were asked for.
    pub(super) fn sdk_files(&self) -> &Shelf {
        &self.house.sdk_files
    }

    /// The base under which this peer reaches the site, without the token.
    pub(super) fn base(&self) -> String {
        match self.name.as_str() {
            super::DEFAULT_SITE => self.own.to_string(),
            name => format!("{}/s/{name}", self.own),
        }
    }

    /// Whether the request's page is one of the hub's own, as far as it says where it comes from.
    pub(super) fn is_own_page(&self) -> bool {
        self.origin.as_ref().is_none_or(|origin| origin == &self.own)
    }

    /// Whether the path must carry the token and does not.
    pub(super) fn lacks_token(&self) -> bool {
        self.house.is_open && !self.has_token
    }

    /// Where a peer's page comes from: the `Origin` header goes before what it says itself.
    pub(super) fn origin_of(&self, hello: &Hello) -> Option<Origin> {
        let given = || Origin::given(hello.origin.as_deref()).and_then(Origin::parse);
        self.origin.clone().or_else(given)
    }

    /// Whether a peer knows the hub's token.
    pub(super) fn trusts(&self, hello: &Hello) -> bool {
        self.has_token || hello.token.as_deref().is_some_and(|token| same_secret(token, &self.house.token))
    }

    /// Whether a peer may be what it says it is.
    pub(super) fn may_join(&self, hello: &Hello) -> Result<(), SdkError> {
        if hello.role.needs_token() {
            if self.origin.as_ref().is_some_and(|origin| origin != &self.own) {
                return Err(SdkError::forbidden(format!("a page may not be a peer of role {}", hello.role))
                    .hint("pages connect with role crm or app"));
            }
            return if self.trusts(hello) { Ok(()) } else { Err(wrong_token()) };
        }
        let is_given = self.origin.is_some() || Origin::given(hello.origin.as_deref()).is_some();
        let allowed = &self.workspace.security.allowed_origins;
        match self.origin_of(hello) {
            Some(origin) if origin == self.own || origin.is_allowed(allowed) => {}
            _ if is_given => return Err(wrong_origin()),
            _ => {
                return Err(
                    SdkError::invalid_origin("no origin was given").hint("give config.origin to initialize")
                );
            }
        }
        if self.lacks_token() {
            return Err(SdkError::unauthorized("this hub is open to other machines, so the token is needed")
                .hint("use a base path with the token: /t/TOKEN"));
        }
        Ok(())
    }
}

/// What a peer of an origin is told that is not allowed, and all that it is told.
pub(super) fn wrong_origin() -> SdkError {
    SdkError::invalid_origin("this origin may not connect")
        .hint("list it in the workspace: security.allowedOrigins")
}

fn wrong_token() -> SdkError {
    SdkError::unauthorized("the hub's token is missing or wrong")
        .hint("it stands in the hub's ready line and in a file of the runtime folder")
}

/// Everything that the hub answers to.
pub(super) fn router(house: Arc<House>) -> Router {
    let paths = || {
        Router::new()
            .route("/ws", get(websocket))
            .route("/healthz", get(health))
            .merge(page::routes())
            .merge(sdk_file::routes())
    };
    let sites = || paths().nest("/s/{site}", paths());
    sites().nest("/t/{token}", sites()).layer(from_fn_with_state(house, check))
}

async fn health() -> &'static str {
    "ok\n"
}

async fn websocket(
    Extension(entry): Extension<Entry>,
    ConnectInfo(visitor): ConnectInfo<Visitor>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let house = Arc::clone(&entry.house);
    upgraded(&house, upgrade, async move |socket, stop| {
        visitor.becomes_websocket();
        connection::serve(socket, entry, visitor, stop).await;
    })
}

fn upgraded<F: Future<Output = ()> + Send + 'static>(
    house: &House,
    upgrade: WebSocketUpgrade,
    serve: impl FnOnce(WebSocket, CancellationToken) -> F + Send + 'static,
) -> Response {
    let token = house.tracker.token();
    let stop = house.stop.clone();
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(MAX_WRITE_BUFFER)
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .on_upgrade(move |socket| async move {
            serve(socket, stop).await;
            drop(token);
        })
}

/// A page of an origin that is not allowed: its websocket is told so (1003), since a browser shows a page
/// nothing of a refused handshake; all else is forbidden. It learns neither what sites there are nor
/// whether a token is right.
async fn turn_away(house: &House, visitor: Visitor, request: Request) -> Response {
    let is_endpoint = Place::of(request.uri().path()).rest == "/ws";
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        // It stays among those that are no websockets yet, of which there are few.
        Ok(upgrade) if is_endpoint => upgraded(house, upgrade, async move |socket, stop| {
            connection::turn_away(socket, visitor, stop).await;
        }),
        _ => (StatusCode::FORBIDDEN, "this origin is not allowed\n").into_response(),
    }
}

/// A path taken apart: `[/t/TOKEN][/s/SITE]/…`.
#[derive(Debug, PartialEq, Eq)]
struct Place<'a> {
    token: Option<&'a str>,
    site: Option<&'a str>,
    rest: &'a str,
}

impl<'a> Place<'a> {
    fn of(path: &'a str) -> Place<'a> {
        let (token, path) = Place::segment(path, "/t/");
        let (site, rest) = Place::segment(path, "/s/");
        Place { token, site, rest }
    }

    /// The path as it may be logged.
    fn without_token(path: &str) -> Cow<'_, str> {
        match Place::segment(path, "/t/") {
            (Some(_), rest) => Cow::Owned(format!("/t/***{rest}")),
            (None, path) => Cow::Borrowed(path),
        }
    }

    fn segment(path: &'a str, prefix: &str) -> (Option<&'a str>, &'a str) {
        match path.strip_prefix(prefix) {
            Some(rest) => {
                let end = rest.find('/').unwrap_or(rest.len());
                (Some(&rest[..end]), &rest[end..])
            }
            None => (None, path),
        }
    }
}

/// Runs before everything: a request with a wrong host, origin or token gets nothing, not even to
/// know what there is.
async fn check(
    State(house): State<Arc<House>>,
    ConnectInfo(visitor): ConnectInfo<Visitor>,
    mut request: Request,
    next: Next,
) -> Response {
    let entry = match admit(&house, &visitor, &request) {
        Ok(Some(entry)) => entry,
        Ok(None) => {
            info!(path = %visible(&Place::without_token(request.uri().path())), "an origin is not allowed");
            return turn_away(&house, visitor, request).await;
        }
        Err((status, why)) => {
            info!(path = %visible(&Place::without_token(request.uri().path())), %status, why, "refused a request");
            return (status, why).into_response();
        }
    };
    let page = entry.origin.as_ref().and_then(|_| request.headers().get(header::ORIGIN).cloned());
    request.extensions_mut().insert(entry);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(page) = page {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, page);
    }
    response
}

/// The checks; `None` for a page of an origin that is not allowed.
fn admit(
    house: &Arc<House>,
    visitor: &Visitor,
    request: &Request,
) -> Result<Option<Entry>, (StatusCode, &'static str)> {
    let headers = request.headers();
    let host = one(headers, &header::HOST).and_then(|host| host.and_then(Host::parse));
    let host = host.filter(|host| host_is_ours(host, visitor.local, &house.hosts));
    let host = host.ok_or((StatusCode::FORBIDDEN, "this hub does not go by that name\n"))?;
    let forwarded = one(headers, &FORWARDED_PROTO).flatten();
    let own = Origin::own(scheme(&host, &house.hosts, forwarded), &host);
    let place = Place::of(request.uri().path());
    let name = place.site.unwrap_or(super::DEFAULT_SITE);
    let workspace = house.sites.workspace(name);
    let judge = workspace.clone().unwrap_or_else(|| house.sites.default_workspace());
    let allowed = &judge.security.allowed_origins;
    let origin = match one(headers, &header::ORIGIN) {
        Some(None) => None,
        Some(Some(text)) => match Origin::parse(text).filter(|one| one == &own || one.is_allowed(allowed)) {
            Some(origin) => Some(origin),
            None => return Ok(None),
        },
        None => return Ok(None),
    };
    let has_token = match place.token {
        Some(token) if same_secret(token, &house.token) => true,
        Some(_) => return Err((StatusCode::UNAUTHORIZED, "the token in the path is wrong\n")),
        None => false,
    };
    // Whose page it is that loads something without asking as itself, by a script tag or a frame, is not known:
    // it finds the same at every name, and so does not learn which sites there are.
    let unknown_page = origin.is_none() && is_of_another_page(headers);
    let workspace = workspace.or_else(|| unknown_page.then(|| house.sites.default_workspace()));
    let workspace = workspace.ok_or((StatusCode::NOT_FOUND, "there is no such site\n"))?;
    let (name, house) = (name.to_owned(), Arc::clone(house));
    Ok(Some(Entry { workspace, house, name, own, origin, has_token }))
}

/// Whether a browser says that a page of another origin than the hub's wants this.
pub(super) fn is_of_another_page(headers: &HeaderMap) -> bool {
    headers.get(FETCH_SITE).is_some_and(|site| site != "same-origin" && site != "none")
}

/// A header that may stand once: `None` where it stands twice or is no text.
fn one<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<Option<&'a str>> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (None, _) => Some(None),
        (Some(value), None) => value.to_str().ok().map(Some),
        (Some(_), Some(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/t/secret/s/one/ws", "/t/***/s/one/ws")]
    #[case("/t/secret", "/t/***")]
    #[case("/s/one/ws", "/s/one/ws")]
    fn a_token_is_not_logged(#[case] path: &str, #[case] logged: &str) {
        assert_eq!(Place::without_token(path), logged);
    }

    #[rstest]
    #[case("/ws", None, None, "/ws")]
    #[case("/s/one/ws", None, Some("one"), "/ws")]
    #[case("/t/abc/ws", Some("abc"), None, "/ws")]
    #[case("/t/abc/s/one/ws", Some("abc"), Some("one"), "/ws")]
    #[case("/s/one/t/abc/ws", None, Some("one"), "/t/abc/ws")]
    #[case("/t/", Some(""), None, "")]
    #[case("/t", None, None, "/t")]
    fn a_path_is_taken_apart(
        #[case] path: &str,
        #[case] token: Option<&str>,
        #[case] site: Option<&str>,
        #[case] rest: &str,
    ) {
        assert_eq!(Place::of(path), Place { token, site, rest });
    }
}
