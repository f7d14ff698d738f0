//! The host page: what a CRM page finds that embeds the toolbar, which here runs in a terminal.

use std::fmt::Write;

use axum::extract::{Extension, RawQuery};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, body::Body};
use serde_json::json;
use tokio::sync::oneshot;
use tracing::error;

use super::guard::Origin;
use super::join::MAX_DESK_NAME;
use super::server::{Entry, is_of_another_page};
use super::site::{Glance, Post};
use super::{hex, random};
use crate::contract::ids::DeskId;

/// `NONCE` in it stands for the response's own, by which its script and its style may run.
const PAGE: &str = include_str!("page.html");
const POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Below a site's base.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/omniapp/toolbar/index.html", get(page))
        .route("/omniapp/toolbar/state.json", get(state))
}

/// The page. Who it is about stands in its address and is read there.
async fn page(Extension(entry): Extension<Entry>) -> Response {
    if entry.lacks_token() {
        return no_token();
    }
    let Ok(nonce) = random::<16>().map(|bytes| hex(&bytes)).inspect_err(|error| error!(%error, "no page"))
    else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let policy = policy(&nonce, &entry.workspace.security.allowed_origins);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, policy.as_str()),
        // The address may hold the token.
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, PAGE.replace("NONCE", &nonce)).into_response()
}

/// What the page may do, and whose pages may hold it in a frame: those that may connect.
fn policy(nonce: &str, allowed: &[String]) -> String {
    let mut policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    );
    for source in allowed.iter().filter_map(|pattern| Origin::source(pattern)) {
        // Writing to a string does not fail.
        let _ = write!(policy, " {source}");
    }
    policy
}

/// How a desk is, for the page alone: also a page that may connect has no business to read this.
async fn state(
    Extension(entry): Extension<Entry>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    if !entry.is_own_page() || is_of_another_page(&headers) {
        return (StatusCode::FORBIDDEN, "this is for the hub's own page\n").into_response();
    }
    if entry.lacks_token() {
        return no_token();
    }
    let Some(desk) = desk(query.as_deref().unwrap_or_default()) else {
        let why = format!("desk: expected a name of 1 to {MAX_DESK_NAME} bytes\n");
        return (StatusCode::BAD_REQUEST, why).into_response();
    };
    let Some(glance) = glance(&entry, &desk).await else {
        return (StatusCode::SERVICE_UNAVAILABLE, "the hub stops\n").into_response();
    };
    let Glance { toolbar, signed_in, integrations } = glance;
    let state = json!({
        "desk": desk, "toolbar": toolbar, "signedIn": signed_in, "integrations": integrations,
    });
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
        (POLICY, "same-origin"),
    ];
    (headers, Body::from(state.to_string())).into_response()
}

/// A site that has not been used is not made for this, nor is a desk; `None` where the site has stopped.
async fn glance(entry: &Entry, desk: &DeskId) -> Option<Glance> {
    let Some(site) = entry.site_in_use() else { return Some(Glance::default()) };
    let (reply, glance) = oneshot::channel();
    site.mailbox.send(Post::Glance(desk.clone(), reply)).await.ok()?;
    glance.await.ok()
}

fn no_token() -> Response {
    let why = "this hub is open to other machines, so the path must carry its token: /t/TOKEN\n";
    (StatusCode::UNAUTHORIZED, why).into_response()
}

/// The desk that a query names, else the default one; `None` for a name that no desk can have.
fn desk(query: &str) -> Option<DeskId> {
    let name = query.split('&').find_map(|pair| pair.strip_prefix("desk="));
    let Some(name) = name else { return Some(DeskId::default_desk()) };
    let name = unescaped(name)?;
    (1..=MAX_DESK_NAME).contains(&name.len()).then(|| DeskId::new(name))
}

/// A value of a query without its escapes; `None` where it is no text.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", Some("default"))]
    #[case("desk=second", Some("second"))]
    #[case("origin=x&desk=a+b%20%C3%A4", Some("a b \u{e4}"))]
    #[case("mydesk=second", Some("default"))]
    #[case("desk=", None)]
    #[case("desk=%4", None)]
    #[case("desk=%+1", None)]
    #[case("desk=%FF", None)]
    fn a_query_names_a_desk(#[case] query: &str, #[case] name: Option<&str>) {
        assert_eq!(desk(query).as_ref().map(DeskId::as_str), name);
    }

    #[test]
    fn a_name_that_is_too_long_names_no_desk() {
        assert!(desk(&format!("desk={}", "x".repeat(MAX_DESK_NAME))).is_some());
        assert!(desk(&format!("desk={}", "x".repeat(MAX_DESK_NAME + 1))).is_none());
    }

    #[test]
    fn who_may_connect_may_hold_the_page_in_a_frame() {
        let allowed = ["https://crm.example.com".to_owned(), "http://localhost:*".to_owned(), "x".to_owned()];
        let policy = policy("n", &allowed);
        assert!(policy.ends_with("; frame-ancestors 'self' https://crm.example.com http://localhost:*"));
    }
}
