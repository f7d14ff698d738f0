//! The host page: who may see it, what it may do, and what it says of a desk.

use std::net::SocketAddr;

use offhook::hub::Listen;
use offhook::wire::Role;
use rstest::rstest;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{PAGE, Peer, TOKEN, site, start, start_with, within};

const STATE: &str = "/omniapp/toolbar/state.json";
const INDEX: &str = "/omniapp/toolbar/index.html";

/// The head, in lower case, and the body of the answer to a GET with these headers.
async fn get(addr: SocketAddr, path: &str, headers: &[&str]) -> (String, String) {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let mut lines =
        vec![format!("GET {path} HTTP/1.1"), format!("Host: {addr}"), "Connection: close".to_owned()];
    lines.extend(headers.iter().map(|one| (*one).to_owned()));
    stream.write_all(format!("{}\r\n\r\n", lines.join("\r\n")).as_bytes()).await.unwrap();
    let mut answer = String::new();
    within(stream.read_to_string(&mut answer)).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_lowercase(), body.to_owned())
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

async fn state(addr: SocketAddr, path: &str) -> Value {
    let (head, body) = get(addr, path, &[]).await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    serde_json::from_str(&body).unwrap()
}

#[rstest]
#[case("")]
#[case("/s/default")]
#[case("/t/token-of-the-tests")]
#[case("/t/token-of-the-tests/s/default")]
#[tokio::test]
async fn a_page_that_embeds_the_toolbar_finds_a_page(#[case] base: &str) {
    let hub = start(site()).await;
    let (head, body) = get(hub.addr, &format!("{base}{INDEX}?desk=second"), &[]).await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(header(&head, "content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(header(&head, "referrer-policy"), Some("no-referrer"));
    let policy = header(&head, "content-security-policy").unwrap();
    let nonce = policy.split_once("script-src 'nonce-").unwrap().1.split_once('\'').unwrap().0;
    assert_eq!((nonce.len(), body.matches(nonce).count()), (32, 2), "one style and one script may run");
    assert!(policy.starts_with("default-src 'none'"));
    assert!(
        policy.ends_with(
            "frame-ancestors 'self' https://crm.example.com http://localhost:* http://127.0.0.1:*"
        )
    );
    assert!(!body.contains("http://") && !body.contains("https://"), "nothing comes from elsewhere");
    assert!(!body.contains("token-of-the-tests"));
    let (again, _) = get(hub.addr, &format!("{base}{INDEX}"), &[]).await;
    assert_ne!(header(&again, "content-security-policy"), Some(policy), "a nonce is used once");
}

#[tokio::test]
async fn it_says_how_a_desk_is_and_of_whom_not() {
    let hub = start(site()).await;
    let at = |toolbar: bool, signed_in: bool, integrations: u64| json!({"desk": "default", "toolbar": toolbar, "signedIn": signed_in, "integrations": integrations});
    assert_eq!(state(hub.addr, STATE).await, at(false, false, 0));
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    assert_eq!(state(hub.addr, STATE).await, at(true, false, 0));
    toolbar.sign_in().await;
    let _crm = Peer::join(&hub, Role::Crm).await;
    let _app = Peer::join(&hub, Role::App).await;
    assert_eq!(state(hub.addr, &format!("{STATE}?desk=default")).await, at(true, true, 2));
    let other = json!({"desk": "ä b", "toolbar": false, "signedIn": false, "integrations": 0});
    assert_eq!(state(hub.addr, &format!("{STATE}?desk=%C3%A4+b")).await, other);
    let mut control = Peer::join(&hub, Role::Control).await;
    let desks = control.ok("control.getSite", json!([])).await["desks"].clone();
    assert_eq!(desks.as_array().map(Vec::len), Some(1), "no desk is made for a question");
    let (head, _) = get(hub.addr, &format!("{STATE}?desk="), &[]).await;
    assert!(head.starts_with("http/1.1 400"), "{head}");
}

#[tokio::test]
async fn only_the_page_itself_reads_how_a_desk_is() {
    let hub = start(site()).await;
    let own = format!("Origin: {}", hub.http_url);
    let page = format!("Origin: {PAGE}");
    for (headers, may) in [
        (vec![], true),
        (vec![own.as_str()], true),
        (vec!["Sec-Fetch-Site: same-origin"], true),
        (vec!["Sec-Fetch-Site: none"], true),
        (vec![page.as_str()], false),
        (vec!["Sec-Fetch-Site: cross-site"], false),
        (vec!["Sec-Fetch-Site: same-site"], false),
        (vec!["Origin: https://evil.example"], false),
    ] {
        let (head, body) = get(hub.addr, STATE, &headers).await;
        assert_eq!(head.starts_with("http/1.1 200"), may, "{headers:?}: {head}");
        assert!(may || head.starts_with("http/1.1 403") && !body.contains("integrations"), "{body}");
        let policy = header(&head, "cross-origin-resource-policy");
        assert_eq!(policy, may.then_some("same-origin"));
        assert_eq!(header(&head, "cache-control"), may.then_some("no-store"));
    }
}

#[tokio::test]
async fn an_open_hub_shows_it_only_below_its_token() {
    let hub = start_with(site(), |options| options.listen = Listen::At("0.0.0.0:0".parse().unwrap())).await;
    let local = SocketAddr::from(([127, 0, 0, 1], hub.addr.port()));
    for path in [STATE, INDEX] {
        let (head, body) = get(local, path, &[]).await;
        assert!(head.starts_with("http/1.1 401") && body.contains("/t/TOKEN"), "{head}");
        let (head, _) = get(local, &format!("/t/{TOKEN}{path}"), &[]).await;
        assert!(head.starts_with("http/1.1 200"), "{head}");
        let (head, _) = get(local, &format!("/t/wrong{path}"), &[]).await;
        assert!(head.starts_with("http/1.1 401"), "{head}");
    }
}
