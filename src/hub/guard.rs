//! Who may come in: the token, and the `Host` and `Origin` of a request. A page in a browser on the
//! same machine must get nothing.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use subtle::ConstantTimeEq;

/// Whether two secrets are the same, in a time that does not tell how much of them is.
pub(super) fn same_secret(given: &str, right: &str) -> bool {
    given.as_bytes().ct_eq(right.as_bytes()).into()
}

/// A host and its port, as in a `Host` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Host {
    name: String,
    port: Option<u16>,
}

impl Host {
    /// `name`, `name:port`, `1.2.3.4:port` or `[::1]:port`; the name in lower case.
    pub(super) fn parse(text: &str) -> Option<Host> {
        let (name, port) = match text.rfind(':') {
            Some(colon) if !text[colon..].contains(']') => {
                (&text[..colon], Some(text[colon + 1..].parse().ok()?))
            }
            _ => (text, None),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        let in_brackets = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        let good = match in_brackets {
            Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
            None => !name.is_empty() && name.chars().all(plain),
        };
        good.then(|| Host { name: name.to_ascii_lowercase(), port })
    }

    fn ip(&self) -> Option<IpAddr> {
        self.name.trim_start_matches('[').trim_end_matches(']').parse().ok()
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// Whether this host is among the names that the hub was given.
fn is_named(host: &Host, allowed: &[Host]) -> bool {
    let port = host.port.unwrap_or(80);
    let is =
        |one: &Host| one.name == host.name && one.port.is_none_or(|one| one == port || host.port.is_none());
    allowed.iter().any(is)
}

/// The scheme by which the hub was asked for under this host. A proxy in front of it that ends TLS says so
/// (`X-Forwarded-Proto`, of which the first word is what the client used); it is believed only where the hub
/// was given the host's name, as one behind a proxy is. Nobody but the asker would be told a wrong one.
pub(super) fn scheme(host: &Host, allowed: &[Host], forwarded: Option<&str>) -> &'static str {
    let first = forwarded.and_then(|list| list.split(',').next()).map(str::trim);
    match first {
        Some(proto) if proto.eq_ignore_ascii_case("https") && is_named(host, allowed) => "https",
        _ => "http",
    }
}

/// Whether a request that came to our address `local` may name this host. Any other name means that
/// someone else's name was made to point here (DNS rebinding). An allowed name without a port stands
/// for any port.
pub(super) fn host_is_ours(host: &Host, local: SocketAddr, allowed: &[Host]) -> bool {
    let port = host.port.unwrap_or(80);
    if is_named(host, allowed) {
        return true;
    }
    let here = match host.ip() {
        Some(ip) => ip.is_loopback() || ip.to_canonical() == local.ip().to_canonical(),
        None => host.name == "localhost",
    };
    here && port == local.port()
}

/// Where a page comes from: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
}

impl Origin {
    /// From an `Origin` header or a page's address; what follows the port is passed over.
    pub(super) fn parse(text: &str) -> Option<Origin> {
        let (scheme, rest) = text.trim().split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = Host::parse(authority)?;
        let port = host.port.or(default_port(&scheme));
        Some(Origin { scheme, host: host.name, port })
    }

    /// The origin of the hub's own pages, asked for by this scheme under this host.
    pub(super) fn own(scheme: &str, host: &Host) -> Origin {
        let port = host.port.or(default_port(scheme));
        Origin { scheme: scheme.to_owned(), host: host.name.clone(), port }
    }

    /// What a page said of its origin: `null`, and what ends in `undefined`, was never filled in.
    pub(super) fn given(text: Option<&str>) -> Option<&str> {
        text.map(str::trim).filter(|text| !text.is_empty() && *text != "null" && !text.ends_with("undefined"))
    }

    /// A pattern of [`Origin::is_allowed`] as a source of a content security policy; `None` where that
    /// has no word for it.
    pub(super) fn source(pattern: &str) -> Option<String> {
        let (text, any_port) = match pattern.strip_suffix(":*") {
            Some(text) => (text, ":*"),
            None => (pattern, ""),
        };
        let origin = Origin::parse(text).filter(|origin| !origin.host.starts_with('['))?;
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        origin.scheme.chars().all(is_word).then(|| match any_port {
            "" => origin.to_string(),
            _ => format!("{}://{}:*", origin.scheme, origin.host),
        })
    }

    /// Whether the workspace allows it. `http://localhost:*` takes any port.
    pub(super) fn is_allowed(&self, patterns: &[String]) -> bool {
        patterns.iter().any(|pattern| match pattern.strip_suffix(":*") {
            Some(any_port) => {
                Origin::parse(any_port).is_some_and(|one| one.scheme == self.scheme && one.host == self.host)
            }
            None => Origin::parse(pattern).is_some_and(|one| &one == self),
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Origin { scheme, host, port } = self;
        match port {
            Some(port) if default_port(scheme) != Some(*port) => write!(f, "{scheme}://{host}:{port}"),
            _ => write!(f, "{scheme}://{host}"),
        }
    }
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const LOCAL: &str = "127.0.0.1:4650";

    #[rstest]
    #[case("localhost:4650", LOCAL, true)]
    #[case("LocalHost:4650", LOCAL, true)]
    #[case("127.0.0.1:4650", LOCAL, true)]
    #[case("[::1]:4650", LOCAL, true)]
    #[case("localhost", LOCAL, false)]
    #[case("localhost:4651", LOCAL, false)]
    #[case("evil.example:4650", LOCAL, false)]
    #[case("localhost.evil.example:4650", LOCAL, false)]
    #[case("192.168.1.5:4650", LOCAL, false)]
    #[case("192.168.1.5:4650", "192.168.1.5:4650", true)]
    #[case("[::ffff:192.168.1.5]:4650", "192.168.1.5:4650", true)]
    #[case("mock.team.example:8080", LOCAL, true)]
    #[case("fixed.example:81", LOCAL, true)]
    #[case("fixed.example:82", LOCAL, false)]
    fn a_host_is_ours_or_not(#[case] host: &str, #[case] local: &str, #[case] ours: bool) {
        let allowed = [Host::parse("mock.team.example").unwrap(), Host::parse("fixed.example:81").unwrap()];
        assert_eq!(host_is_ours(&Host::parse(host).unwrap(), local.parse().unwrap(), &allowed), ours);
    }

    #[rstest]
    #[case("mock.team.example", Some("https"), "https://mock.team.example")]
    #[case("mock.team.example", Some("HTTPS, http"), "https://mock.team.example")]
    #[case("mock.team.example:8443", Some("https"), "https://mock.team.example:8443")]
    #[case("mock.team.example", Some("http"), "http://mock.team.example")]
    #[case("mock.team.example", Some("http, https"), "http://mock.team.example")]
    #[case("mock.team.example", Some("javascript"), "http://mock.team.example")]
    #[case("mock.team.example", None, "http://mock.team.example")]
    #[case("127.0.0.1:4650", Some("https"), "http://127.0.0.1:4650")]
    #[case("localhost:4650", Some("https"), "http://localhost:4650")]
    fn a_proxy_is_believed_where_the_hub_has_a_name(
        #[case] host: &str,
        #[case] forwarded: Option<&str>,
        #[case] own: &str,
    ) {
        let (host, allowed) = (Host::parse(host).unwrap(), [Host::parse("mock.team.example").unwrap()]);
        assert_eq!(Origin::own(scheme(&host, &allowed, forwarded), &host).to_string(), own);
    }

    #[rstest]
    #[case("")]
    #[case(":80")]
    #[case("localhost:")]
    #[case("localhost:4650:1")]
    #[case("a@localhost:4650")]
    #[case("local host")]
    #[case("[::1")]
    #[case("localhost:99999")]
    fn a_host_that_is_none_is_refused(#[case] text: &str) {
        assert_eq!(Host::parse(text), None);
    }

    #[rstest]
    #[case("https://crm.example.com", true)]
    #[case("https://CRM.example.com:443", true)]
    #[case("https://crm.example.com/page?x", true)]
    #[case("http://crm.example.com", false)]
    #[case("https://crm.example.com:8443", false)]
    #[case("https://crm.example.com.evil.example", false)]
    #[case("https://crm.example.com@evil.example", false)]
    #[case("http://localhost:5173", true)]
    #[case("http://localhost", true)]
    #[case("https://localhost:5173", false)]
    #[case("http://localhost.evil.example:80", false)]
    fn an_origin_is_allowed_or_not(#[case] origin: &str, #[case] allowed: bool) {
        let patterns = ["https://crm.example.com".to_owned(), "http://localhost:*".to_owned()];
        assert_eq!(Origin::parse(origin).is_some_and(|one| one.is_allowed(&patterns)), allowed);
    }

    #[test]
    fn null_and_rubbish_are_no_origins() {
        assert_eq!(Origin::parse("null"), None);
        assert_eq!(Origin::parse("http://"), None);
        assert_eq!(
            Origin::parse("http://localhost:4650"),
            Some(Origin::own("http", &Host::parse("localhost:4650").unwrap()))
        );
    }

    #[rstest]
    #[case(Some("https://crm.example.com"), Some("https://crm.example.com"))]
    #[case(Some(" https://crm.example.com"), Some("https://crm.example.com"))]
    #[case(Some("null"), None)]
    #[case(Some("undefined"), None)]
    #[case(Some("https://undefined"), None)]
    #[case(Some(""), None)]
    #[case(None, None)]
    fn an_origin_that_was_never_filled_in_is_none(#[case] text: Option<&str>, #[case] given: Option<&str>) {
        assert_eq!(Origin::given(text), given);
    }

    #[rstest]
    #[case("https://CRM.example.com", Some("https://crm.example.com"))]
    #[case("https://crm.example.com:443", Some("https://crm.example.com"))]
    #[case("https://crm.example.com:8443", Some("https://crm.example.com:8443"))]
    #[case("http://localhost:*", Some("http://localhost:*"))]
    #[case("http://[::1]:*", None)]
    #[case("https://crm.example.com; script-src *", None)]
    #[case("*;://crm.example.com", None)]
    #[case("https://*", None)]
    #[case("crm.example.com", None)]
    fn a_pattern_is_a_source_of_a_policy(#[case] pattern: &str, #[case] source: Option<&str>) {
        assert_eq!(Origin::source(pattern).as_deref(), source);
    }

    #[test]
    fn secrets_are_compared_whole() {
        assert!(same_secret("abc", "abc"));
        assert!(!same_secret("ab", "abc"));
        assert!(!same_secret("abd", "abc"));
        assert!(!same_secret("", "abc"));
    }
}
