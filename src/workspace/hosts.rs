//! Hosts that `http.invokeThirdPartyApi` may talk to, as `security.thirdPartyHosts` lists them.

use std::net::IpAddr;

use url::{Host, Url};

/// What is expected of an entry.
pub(super) const EXPECTED: &str =
    "a host, without scheme and path: api.example.com, api.example.com:8443, 127.0.0.1:9000";

/// A host as it is compared: in small letters, in ASCII, without a dot at the end; an address in the one
/// form that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetHost {
    /// A name.
    Name(String),
    /// An address.
    Addr(IpAddr),
}

impl NetHost {
    /// A URL's host.
    pub fn of(url: &Url) -> Option<NetHost> {
        Some(match url.host()? {
            Host::Domain(name) => NetHost::Name(name.trim_end_matches('.').to_ascii_lowercase()),
            Host::Ipv4(addr) => NetHost::Addr(IpAddr::V4(addr)),
            Host::Ipv6(addr) => NetHost::Addr(IpAddr::V6(addr).to_canonical()),
        })
    }

    /// Whether it is this machine by its name.
    pub fn is_localhost(&self) -> bool {
        matches!(self, NetHost::Name(name) if name == "localhost")
    }
}

impl std::fmt::Display for NetHost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NetHost::Name(name) => f.write_str(name),
            NetHost::Addr(IpAddr::V4(addr)) => addr.fmt(f),
            NetHost::Addr(IpAddr::V6(addr)) => write!(f, "[{addr}]"),
        }
    }
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedHost {
    /// Which host.
    pub host: NetHost,
    /// At which port; the scheme's own where there is none.
    pub port: Option<u16>,
}

impl ListedHost {
    /// Reads an entry: a name or an address, with or without a port.
    pub fn parse(text: &str) -> Option<ListedHost> {
        if let Ok(addr) = text.parse::<IpAddr>() {
            return Some(ListedHost { host: NetHost::Addr(addr.to_canonical()), port: None });
        }
        let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
        if text.is_empty() || !text.chars().all(part) {
            return None;
        }
        let host = NetHost::of(&Url::parse(&format!("http://{text}/")).ok()?)?;
        // A URL forgets a port that is its scheme's own.
        let port = match text.rsplit_once(':') {
            Some((_, port)) if !text.ends_with(']') => Some(port.parse().ok().filter(|port| *port > 0)?),
            _ => None,
        };
        Some(ListedHost { host, port })
    }

    /// Whether it means this host at this port; `default` is the port of the URL's scheme.
    pub fn is(&self, host: &NetHost, port: u16, default: u16) -> bool {
        &self.host == host && self.port.unwrap_or(default) == port
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("api.example.com", "https://API.example.com/x?y", true)]
    #[case("api.example.com", "http://api.example.com./", true)]
    #[case("Api.Example.com", "https://api.example.com", true)]
    #[case("api.example.com", "https://api.example.com:8443", false)]
    #[case("api.example.com", "https://api.example.com:80", false)]
    #[case("api.example.com:8443", "https://api.example.com:8443", true)]
    #[case("api.example.com:8443", "https://api.example.com", false)]
    #[case("api.example.com:443", "https://api.example.com", true)]
    #[case("api.example.com:80", "http://api.example.com", true)]
    #[case("api.example.com", "https://sub.api.example.com", false)]
    #[case("api.example.com", "https://api.example.com.evil.net", false)]
    #[case("127.0.0.1:9000", "http://127.0.0.1:9000", true)]
    #[case("127.0.0.1:9000", "http://2130706433:9000", true)]
    #[case("127.0.0.1:9000", "http://[::ffff:127.0.0.1]:9000", true)]
    #[case("127.0.0.1:9000", "http://localhost:9000", false)]
    #[case("localhost:9000", "http://127.0.0.1:9000", false)]
    #[case("[::1]:9000", "http://[0:0::1]:9000", true)]
    #[case("::1", "http://[::1]/", true)]
    #[case("bücher.example", "https://xn--bcher-kva.example", true)]
    fn an_entry_means_one_host_at_one_port(#[case] entry: &str, #[case] url: &str, #[case] same: bool) {
        let url = Url::parse(url).unwrap();
        let default = if url.scheme() == "https" { 443 } else { 80 };
        let (host, port) = (NetHost::of(&url).unwrap(), url.port().unwrap_or(default));
        assert_eq!(ListedHost::parse(entry).unwrap().is(&host, port, default), same);
    }

    #[rstest]
    #[case("")]
    #[case("https://api.example.com")]
    #[case("api.example.com/")]
    #[case("api.example.com:")]
    #[case("api.example.com:0")]
    #[case("api.example.com:99999")]
    #[case("*.example.com")]
    #[case("user@api.example.com")]
    #[case("a b")]
    #[case("[::1")]
    fn what_is_no_host_is_no_entry(#[case] entry: &str) {
        assert_eq!(ListedHost::parse(entry), None);
    }
}
