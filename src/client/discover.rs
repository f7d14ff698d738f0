//! Which hub a command talks to: the one that was named, the one at the default port, or that of a
//! running toolbar.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::http::Uri;

use crate::config::{DEFAULT_PORT, Folders, HubFile, HubKind};

/// How long a hub on this machine may take to accept a connection.
const PROBE: Duration = Duration::from_millis(500);

/// A hub to talk to.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// Its websocket.
    pub ws: String,
    /// Its token, where a file of ours holds it.
    pub token: Option<String>,
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Found").field("ws", &self.ws).finish_non_exhaustive()
    }
}

impl From<HubFile> for Found {
    fn from(file: HubFile) -> Found {
        Found { ws: file.ws, token: Some(file.token) }
    }
}

/// Why there is no hub to talk to.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// The address is none.
    #[error("{url:?} is no hub's address: {why}; it looks like http://127.0.0.1:{DEFAULT_PORT}")]
    BadUrl {
        /// As given.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// No hub runs.
    #[error("no hub is running at 127.0.0.1:{DEFAULT_PORT} nor in a toolbar; start one with: offhook serve")]
    NoHub,
}

/// Finds a hub. `url` is what `--url` or `OFFHOOK_URL` says; it is believed without a look. Files of
/// hubs that are no more are removed on the way.
pub async fn find(folders: &Folders, url: Option<&str>) -> Result<Found, DiscoverError> {
    find_at(folders, url, DEFAULT_PORT).await
}

async fn find_at(folders: &Folders, url: Option<&str>, default_port: u16) -> Result<Found, DiscoverError> {
    if let Some(url) = url {
        let ws = websocket(url)?;
        let token = token_of(folders, &ws);
        return Ok(Found { ws, token });
    }
    let at_default = HubFile::at(folders, Ipv4Addr::LOCALHOST.into(), default_port);
    let default_runs = probe(folders, default_port, at_default.as_ref()).await;
    if let Some(file) = at_default.filter(|_| default_runs) {
        return Ok(file.into());
    }
    for (port, file) in HubFile::all(folders) {
        if file.kind == HubKind::Embedded && probe(folders, port, Some(&file)).await {
            return Ok(file.into());
        }
    }
    // Somebody else's hub, perhaps: it may say so itself.
    let found = Found { ws: format!("ws://127.0.0.1:{default_port}/ws"), token: None };
    default_runs.then_some(found).ok_or(DiscoverError::NoHub)
}

/// The token of the hub at a websocket, where a file of ours holds it now.
pub fn token_of(folders: &Folders, ws: &str) -> Option<String> {
    let uri: Uri = ws.parse().ok()?;
    let authority = uri.authority()?;
    let port = authority.port_u16().unwrap_or(80);
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    let hosts = match host.parse::<IpAddr>() {
        // What such a hub is reached under stands in its file.
        Ok(ip) if ip.is_unspecified() => loopback.to_vec(),
        Ok(ip) => vec![ip],
        Err(_) if host.eq_ignore_ascii_case("localhost") => loopback.to_vec(),
        Err(_) => Vec::new(),
    };
    hosts.into_iter().find_map(|host| HubFile::at(folders, host, port)).map(|file| file.token)
}

/// Whether something listens at a port of this machine.
async fn probe(folders: &Folders, port: u16, file: Option<&HubFile>) -> bool {
    let listed = file.and_then(|file| file.url.strip_prefix("http://")?.parse::<SocketAddr>().ok());
    let addr = listed.unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    match timeout(PROBE, TcpStream::connect(addr)).await {
        Ok(Ok(_)) => true,
        Ok(Err(error)) if error.kind() == io::ErrorKind::ConnectionRefused => {
            if let Some(file) = file {
                file.forget(folders, port);
            }
            false
        }
        Ok(Err(_)) | Err(_) => false,
    }
}

/// The websocket of the site at a base address.
fn websocket(url: &str) -> Result<String, DiscoverError> {
    let bad = |why| DiscoverError::BadUrl { url: url.to_owned(), why };
    let uri: Uri = url.trim().parse().map_err(|_| bad("it can't be read"))?;
    match uri.scheme_str() {
        Some("http" | "ws") => {}
        Some("https" | "wss") => return Err(bad("connections with TLS are not there yet")),
        _ => return Err(bad("it does not begin with http://")),
    }
    let authority = uri.authority().ok_or_else(|| bad("it names no host"))?;
    let base = uri.path().trim_end_matches('/');
    let path = if base.ends_with("/ws") { base.to_owned() } else { format!("{base}/ws") };
    Ok(format!("ws://{authority}{path}"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use tokio::net::TcpListener;

    use super::*;
    use crate::wire::Moment;

    #[rstest]
    #[case("http://127.0.0.1:4650", "ws://127.0.0.1:4650/ws")]
    #[case("http://localhost:4650/", "ws://localhost:4650/ws")]
    #[case("ws://[::1]:4650/ws", "ws://[::1]:4650/ws")]
    #[case("http://hub.example:8080/t/abc/s/one", "ws://hub.example:8080/t/abc/s/one/ws")]
    #[case("http://localhost", "ws://localhost/ws")]
    fn an_address_leads_to_a_websocket(#[case] url: &str, #[case] ws: &str) {
        assert_eq!(websocket(url).unwrap(), ws);
    }

    #[rstest]
    #[case("localhost:4650")]
    #[case("https://hub.example")]
    #[case("ftp://hub.example")]
    #[case("/ws")]
    #[case("")]
    fn an_address_that_is_none_is_refused(#[case] url: &str) {
        assert!(matches!(websocket(url), Err(DiscoverError::BadUrl { .. })));
    }

    fn file(port: u16, kind: HubKind) -> HubFile {
        HubFile {
            url: format!("http://127.0.0.1:{port}"),
            ws: format!("ws://127.0.0.1:{port}/ws"),
            token: format!("token-{port}"),
            pid: 7,
            kind,
            started: Moment(5),
        }
    }

    #[test]
    fn a_token_goes_to_the_hub_that_it_is_of() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        let at = |host: &str, token: &str| {
            let url = format!("http://{host}:4650");
            HubFile { url, token: token.to_owned(), ..file(4650, HubKind::Serve) }
                .publish(&folders, 4650)
                .unwrap()
        };
        let _published = [at("127.0.0.1", "one"), at("127.0.0.2", "two"), at("[::1]", "six")];
        for (ws, token) in [
            ("ws://127.0.0.1:4650/ws", Some("one")),
            ("ws://localhost:4650/s/two/ws", Some("one")),
            ("ws://0.0.0.0:4650/ws", Some("one")),
            ("ws://127.0.0.2:4650/ws", Some("two")),
            ("ws://[::1]:4650/ws", Some("six")),
            ("ws://127.0.0.3:4650/ws", None),
            ("ws://localhost:4651/ws", None),
            ("ws://hub.example:4650/ws", None),
        ] {
            assert_eq!(token_of(&folders, ws).as_deref(), token, "{ws}");
        }
    }

    async fn listening() -> (TcpListener, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        (listener, port)
    }

    #[tokio::test]
    async fn hubs_are_looked_for_in_order() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        let (default, default_port) = listening().await;
        let (_embedded, embedded_port) = listening().await;
        let found = |token: Option<String>| move |found: Found| assert_eq!(found.token, token);
        let find = |url| find_at(&folders, url, default_port);

        find(None).await.map(found(None)).expect("something listens at the default port");
        let _embedded_file = file(embedded_port, HubKind::Embedded).publish(&folders, embedded_port).unwrap();
        find(None).await.map(found(Some(format!("token-{embedded_port}")))).unwrap();
        let _default_file = file(default_port, HubKind::Serve).publish(&folders, default_port).unwrap();
        find(None).await.map(found(Some(format!("token-{default_port}")))).unwrap();
        let named = format!("http://localhost:{embedded_port}");
        find(Some(&named)).await.map(found(Some(format!("token-{embedded_port}")))).unwrap();

        drop(default);
        find(None).await.map(found(Some(format!("token-{embedded_port}")))).unwrap();
        assert_eq!(
            HubFile::at(&folders, Ipv4Addr::LOCALHOST.into(), default_port),
            None,
            "a stale file is removed"
        );
    }

    #[tokio::test]
    async fn where_nothing_runs_it_says_what_to_do() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        let (listener, port) = listening().await;
        drop(listener);
        let _stale = file(port, HubKind::Embedded).publish(&folders, port).unwrap();
        let error = find_at(&folders, None, port).await.unwrap_err();
        assert!(error.to_string().contains("offhook serve"));
        assert!(HubFile::all(&folders).is_empty());
    }
}
