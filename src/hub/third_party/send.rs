//! A request sent to a third party, from redirect to redirect, each checked like the first.

use std::net::SocketAddr;

use reqwest::dns::{Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, USER_AGENT};
use reqwest::redirect;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::Value;
use tokio::net::lookup_host;
use tokio::task::spawn_blocking;
use url::Url;

use super::address::Policy;
use super::body::{Body, body};
use super::{MAX_BODY, failure};
use crate::ecc::{HttpFailure, HttpReply, HttpRequest};
use crate::recording::redact::is_secret;
use crate::wire::depth::is_too_deep;
use crate::workspace::NetHost;

/// The most redirects that are followed.
const MAX_REDIRECTS: usize = 5;
/// What a request says that it comes from, unless the integration says something else.
const AGENT: &str = concat!("offhook/", env!("CARGO_PKG_VERSION"));

/// A request as it is at a stage of its way.
struct Stage {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Option<Body>,
}

/// Makes a request and follows redirects.
pub(super) async fn send(policy: &Policy, request: &HttpRequest) -> Result<HttpReply, HttpFailure> {
    let mut stage = Stage::first(request)?;
    for _ in 0..=MAX_REDIRECTS {
        let response = stage.send(policy).await?;
        match stage.next(&response)? {
            Some(next) => stage = next,
            None => return reply(response).await,
        }
    }
    Err(failure(502, format!("the other side redirected more than {MAX_REDIRECTS} times")))
}

impl Stage {
    fn first(request: &HttpRequest) -> Result<Stage, HttpFailure> {
        // The engine has checked these; the two differ at most in what they take for a character.
        let wrong = |what: &str| failure(400, format!("{what} can't be sent"));
        let mut url = Url::parse(&request.url).map_err(|_| wrong("the URL"))?;
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| wrong("the method"))?;
        let body = body(request)?;
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        if let Some(body) = &body {
            let content_type = HeaderValue::from_str(&body.content_type);
            headers.insert(CONTENT_TYPE, content_type.map_err(|_| wrong("the body's type"))?);
        }
        for (name, value) in &request.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong(name))?;
            let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| wrong(name.as_str()))?;
            // Parts have a boundary that nobody else knows.
            if name != CONTENT_TYPE || body.as_ref().is_none_or(|body| body.is_plain) {
                headers.insert(name, value);
            }
        }
        Ok(Stage { method, url, headers, body })
    }

    /// Sends it to an address of its host that may be reached.
    async fn send(&self, policy: &Policy) -> Result<Response, HttpFailure> {
        let (host, port) = policy.host(&self.url)?;
        let found = match host {
            NetHost::Addr(addr) => vec![SocketAddr::new(addr, port)],
            NetHost::Name(ref name) => {
                let found = lookup_host((name.as_str(), port)).await;
                found.map_err(|error| failure(502, format!("{host} can't be found: {error}")))?.collect()
            }
        };
        let addresses = policy.reachable(&self.url, &host, found.into_iter())?;
        let client = client(&self.url, addresses).await?;
        let mut request = client.request(self.method.clone(), self.url.clone()).headers(self.headers.clone());
        if let Some(body) = &self.body {
            request = request.body(body.bytes.clone());
        }
        request.send().await.map_err(|error| failed(&host, error))
    }

    /// Where a redirect leads to; `None` for an answer that is none.
    fn next(&self, response: &Response) -> Result<Option<Stage>, HttpFailure> {
        let status = response.status();
        let follows = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
        let Some(location) = response.headers().get(LOCATION).filter(|_| follows) else { return Ok(None) };
        let url = location.to_str().ok().and_then(|location| self.url.join(location).ok());
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.username().is_empty());
        let Some(url) = url.filter(|url| url.password().is_none()) else {
            return Err(failure(502, "the other side redirected to what is no http or https URL"));
        };
        let mut headers = self.headers.clone();
        if url.origin() != self.url.origin() {
            let secret: Vec<HeaderName> =
                headers.keys().filter(|name| is_secret(name.as_str())).cloned().collect();
            for name in secret {
                headers.remove(name);
            }
        }
        let reads = matches!(self.method, Method::GET | Method::HEAD);
        let becomes_get = match status {
            StatusCode::SEE_OTHER => !reads,
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => self.method == Method::POST,
            _ => false,
        };
        if becomes_get {
            headers.remove(CONTENT_TYPE);
            return Ok(Some(Stage { method: Method::GET, url, headers, body: None }));
        }
        Ok(Some(Stage { method: self.method.clone(), url, headers, body: self.body.clone() }))
    }
}

/// Finds nothing: a client knows the addresses that were checked, and is not to look for others.
struct Nowhere;

impl Resolve for Nowhere {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(std::future::ready(Err("the host was not checked".into())))
    }
}

/// A client that connects to these addresses and to nothing else.
async fn client(url: &Url, addresses: Vec<SocketAddr>) -> Result<Client, HttpFailure> {
    let is_tls = url.scheme() == "https";
    let name = url.host_str().unwrap_or_default().to_owned();
    // Reading the machine's certificates takes a while.
    let built = spawn_blocking(move || {
        // The one who installs it first wins, with the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut client = Client::builder()
            .dns_resolver(Nowhere)
            .resolve_to_addrs(&name, &addresses)
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .http1_only()
            .pool_max_idle_per_host(0);
        if !is_tls {
            client = client.tls_certs_only([]);
        }
        client.build()
    });
    let built = built.await.map_err(|error| failure(502, format!("no connection can be made: {error}")))?;
    built.map_err(|error| failure(502, format!("no connection can be made: {}", causes(&error))))
}

/// What is told of a request that failed: its URL can hold a secret and is left out.
fn failed(host: &NetHost, error: reqwest::Error) -> HttpFailure {
    let error = error.without_url();
    let what = if error.is_connect() { "can't be reached" } else { "did not answer" };
    failure(502, format!("{host} {what}: {}", causes(&error)))
}

/// An error's last cause, which says most.
fn causes(error: &reqwest::Error) -> String {
    let mut last: &dyn std::error::Error = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}

async fn reply(mut response: Response) -> Result<HttpReply, HttpFailure> {
    let too_large = || failure(502, format!("the answer is larger than {} KiB", MAX_BODY >> 10));
    let status = response.status();
    if response.content_length().is_some_and(|length| length > MAX_BODY as u64) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    loop {
        let chunk = response.chunk().await.map_err(|error| {
            failure(502, format!("the answer broke off: {}", causes(&error.without_url())))
        })?;
        let Some(chunk) = chunk else { break };
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    // Whatever its type is called, what reads like JSON is that, unless it is too deep for others to read.
    let data = serde_json::from_slice(&bytes).ok().filter(|data| !is_too_deep(data));
    let data = data.unwrap_or_else(|| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
    let status_text = status.canonical_reason().unwrap_or_default().to_owned();
    Ok(HttpReply { status: status.as_u16(), status_text, data })
}
