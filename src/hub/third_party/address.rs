//! Which hosts and addresses a request to a third party may reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::Url;

use super::failure;
use crate::ecc::HttpFailure;
use crate::workspace::{ListedHost, NetHost, Security};

/// What a workspace allows (`security.thirdPartyHosts`).
#[derive(Debug)]
pub(super) struct Policy(Vec<ListedHost>);

/// Who may be reached at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Anyone whose host is listed.
    Open,
    /// Only where the address itself is listed, or `localhost` for this machine.
    Inner,
    /// Nobody: it means no one host, or is where a cloud keeps its machines' secrets.
    Never,
}

/// Addresses where clouds tell their machines who they are, beside the link-local ones.
const METADATA: [IpAddr; 5] = [
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
    IpAddr::V6(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)),
];

impl Policy {
    pub(super) fn new(security: &Security) -> Policy {
        // Entries that are none were refused when the workspace was read.
        Policy(security.third_party_hosts.iter().filter_map(|host| ListedHost::parse(host)).collect())
    }

    /// The host and the port of a URL, where they are listed.
    pub(super) fn host(&self, url: &Url) -> Result<(NetHost, u16), HttpFailure> {
        let (Some(host), Some(port)) = (NetHost::of(url), url.port_or_known_default()) else {
            return Err(failure(502, "the URL has no host"));
        };
        if self.lists(&host, port, scheme_port(url)) {
            return Ok((host, port));
        }
        let entry = if port == scheme_port(url) { host.to_string() } else { format!("{host}:{port}") };
        Err(HttpFailure {
            hint: Some(format!("add {entry:?} to security.thirdPartyHosts of the workspace")),
            ..failure(403, format!("{entry} is no host that this site may talk to"))
        })
    }

    fn lists(&self, host: &NetHost, port: u16, default: u16) -> bool {
        self.0.iter().any(|one| one.is(host, port, default))
    }

    /// Those of a host's addresses that may be connected to; at least one.
    pub(super) fn reachable(
        &self,
        url: &Url,
        host: &NetHost,
        found: impl Iterator<Item = SocketAddr>,
    ) -> Result<Vec<SocketAddr>, HttpFailure> {
        let mut addresses = Vec::new();
        let mut refused = None;
        for at in found {
            let (addr, reach) = judge(at.ip());
            let is_loopback = addr.is_loopback();
            let fine = match reach {
                Reach::Open => true,
                Reach::Inner => {
                    host.is_localhost() && is_loopback
                        || self.lists(&NetHost::Addr(addr), at.port(), scheme_port(url))
                }
                Reach::Never => false,
            };
            if fine {
                addresses.push(at);
            } else {
                refused.get_or_insert((addr, reach));
            }
        }
        match refused {
            _ if !addresses.is_empty() => Ok(addresses),
            None => Err(failure(502, format!("{host} has no address"))),
            Some((addr, Reach::Never)) => {
                Err(failure(403, format!("{host} is at {addr}, to which no request is ever made")))
            }
            Some((addr, _)) => Err(HttpFailure {
                hint: Some(format!(
                    "add {addr} with the port to security.thirdPartyHosts of the workspace if that is meant"
                )),
                ..failure(403, format!("{host} is at {addr}, on this machine or in a private network"))
            }),
        }
    }
}

fn scheme_port(url: &Url) -> u16 {
    if url.scheme() == "https" { 443 } else { 80 }
}

/// The address that one really means, and who may be reached there.
fn judge(addr: IpAddr) -> (IpAddr, Reach) {
    let addr = addr.to_canonical();
    if METADATA.contains(&addr) {
        return (addr, Reach::Never);
    }
    match addr {
        IpAddr::V4(v4) => (addr, judge_v4(v4)),
        IpAddr::V6(v6) => match embedded(v6) {
            Some(v4) => judge(IpAddr::V4(v4)),
            None => (addr, judge_v6(v6)),
        },
    }
}

fn judge_v4(addr: Ipv4Addr) -> Reach {
    match addr.octets() {
        // "This network", link-local, multicast, reserved and broadcast.
        [0, ..] | [169, 254, ..] | [224..=255, ..] => Reach::Never,
        [127 | 10, ..] | [192, 168, ..] | [192, 0, 0, _] => Reach::Inner,
        [172, 16..=31, ..] | [100, 64..=127, ..] | [198, 18 | 19, ..] => Reach::Inner,
        _ => Reach::Open,
    }
}

fn judge_v6(addr: Ipv6Addr) -> Reach {
    match addr.segments() {
        // Unspecified; Teredo and a local network's translator, behind which can be anything.
        [0, 0, 0, 0, 0, 0, 0, 0] | [0x2001, 0, ..] | [0x64, 0xff9b, 1, ..] => Reach::Never,
        [0, 0, 0, 0, 0, 0, 0, 1] => Reach::Inner,
        // Link-local, multicast.
        [0xfe80..=0xfebf, ..] | [0xff00..=0xffff, ..] => Reach::Never,
        // Unique and site-local.
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Reach::Inner,
        _ => Reach::Open,
    }
}

/// The old address inside a new one, where one leads to the other: a translator's, 6to4's, and the
/// deprecated form with zeros before it.
fn embedded(addr: Ipv6Addr) -> Option<Ipv4Addr> {
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match addr.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => Some(v4(high, low)),
        [0, 0, 0, 0, 0, 0, high, low] if high > 0 => Some(v4(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Reach::Open, &["8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "192.167.0.1", "198.17.0.1", "126.0.0.1", "223.255.255.255"])]
    #[case(Reach::Open, &["2606:4700::1111", "2001:4860::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "::8.8.8.8", "fbff::1"])]
    #[case(Reach::Inner, &["127.0.0.1", "127.255.255.254", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "100.127.255.255", "198.18.0.1", "192.0.0.1"])]
    #[case(Reach::Inner, &["::1", "fc00::1", "fdff::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::192.168.0.1", "2002:7f00:1::", "::127.0.0.1", "::ffff:100.64.0.1"])]
    #[case(Reach::Never, &["0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.0.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "100.100.100.200", "168.63.129.16", "192.0.0.192"])]
    #[case(Reach::Never, &["::", "fe80::1", "febf::1", "ff02::1", "::ffff:169.254.169.254", "::ffff:0.0.0.0", "::ffff:255.255.255.255", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::", "::169.254.169.254", "2001::1", "64:ff9b:1::1", "fd00:ec2::254"])]
    fn an_address_is_judged_by_where_it_leads(#[case] reach: Reach, #[case] addresses: &[&str]) {
        for addr in addresses {
            assert_eq!(judge(addr.parse().unwrap()).1, reach, "{addr}");
        }
    }

    fn policy(hosts: &[&str]) -> Policy {
        let third_party_hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        Policy::new(&Security { third_party_hosts, ..Security::default() })
    }

    /// The addresses that are left of those that a name has, and the status where none is.
    #[rstest]
    #[case(&["api.example.com"], "https://api.example.com/", &["8.8.8.8:443"], Ok(&["8.8.8.8:443"][..]))]
    #[case(&["api.example.com"], "https://other.example.com/", &["8.8.8.8:443"], Err(403))]
    #[case(&["api.example.com"], "https://api.example.com/", &["127.0.0.1:443"], Err(403))]
    #[case(&["api.example.com"], "https://api.example.com/", &["10.0.0.1:443", "8.8.8.8:443", "[::1]:443"], Ok(&["8.8.8.8:443"][..]))]
    #[case(&["api.example.com", "10.0.0.1"], "https://api.example.com/", &["10.0.0.1:443"], Ok(&["10.0.0.1:443"][..]))]
    #[case(&["api.example.com", "10.0.0.1:8443"], "https://api.example.com/", &["10.0.0.1:443"], Err(403))]
    #[case(&["api.example.com", "169.254.169.254"], "http://api.example.com/", &["169.254.169.254:80"], Err(403))]
    #[case(&["169.254.169.254"], "http://169.254.169.254/", &["169.254.169.254:80"], Err(403))]
    #[case(&["100.100.100.200"], "http://100.100.100.200/", &["100.100.100.200:80"], Err(403))]
    #[case(&["localhost:9000"], "http://localhost:9000/", &["[::1]:9000", "127.0.0.1:9000"], Ok(&["[::1]:9000", "127.0.0.1:9000"][..]))]
    #[case(&["localhost:9000"], "http://localhost:9000/", &["10.0.0.1:9000"], Err(403))]
    #[case(&["localhost:9000", "api.example.com:9000"], "http://api.example.com:9000/", &["127.0.0.1:9000"], Err(403))]
    #[case(&["127.0.0.1:9000"], "http://localhost:9000/", &["127.0.0.1:9000"], Err(403))]
    #[case(&["127.0.0.1:9000"], "http://127.0.0.1:9000/", &["127.0.0.1:9000"], Ok(&["127.0.0.1:9000"][..]))]
    #[case(&["127.0.0.1:9000"], "http://[::ffff:7f00:1]:9000/", &["[::ffff:7f00:1]:9000"], Ok(&["[::ffff:127.0.0.1]:9000"][..]))]
    #[case(&["api.example.com"], "https://api.example.com/", &[], Err(502))]
    fn only_checked_addresses_are_left(
        #[case] listed: &[&str],
        #[case] url: &str,
        #[case] found: &[&str],
        #[case] left: Result<&[&str], u16>,
    ) {
        let (policy, url) = (policy(listed), Url::parse(url).unwrap());
        let found = found.iter().map(|addr| addr.parse().unwrap());
        let result = policy.host(&url).and_then(|(host, _)| policy.reachable(&url, &host, found));
        let result = result.map(|left| left.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(
            result.map_err(|failure| failure.status),
            left.map(|left| left.iter().map(|addr| (*addr).to_owned()).collect())
        );
    }

    #[test]
    fn a_refusal_names_the_key_and_the_entry() {
        let hint = |url: &str| policy(&[]).host(&Url::parse(url).unwrap()).unwrap_err().hint.unwrap();
        assert_eq!(
            hint("https://a.example/"),
            "add \"a.example\" to security.thirdPartyHosts of the workspace"
        );
        assert!(hint("http://[::1]:81/").starts_with("add \"[::1]:81\" to security.thirdPartyHosts"));
    }
}
