//! Who is let in, and who is not.

use futures_util::{SinkExt, StreamExt};
use offhook::hub::{Hub, HubError, HubHandle, HubOptions, Listen, SiteOptions};
use offhook::wire::{Hello, Role, close};
use offhook::workspace::Workspace;
use rstest::rstest;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::support::{PAGE, Peer, TOKEN, hello, http, open, site, site_with, start, start_with, within};

const UPGRADE: [&str; 4] = [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

async fn status(port: u16, addr: std::net::SocketAddr, path: &str, headers: &[String]) -> String {
    let first = format!("GET {path} HTTP/1.1");
    let headers: Vec<String> = headers.iter().map(|one| one.replace("PORT", &port.to_string())).collect();
    let mut lines = vec![first.as_str()];
    lines.extend(headers.iter().map(String::as_str));
    if path.ends_with("/ws") {
        lines.extend(UPGRADE);
    } else {
        lines.push("Connection: close");
    }
    http(addr, &lines).await
}

#[rstest]
#[case(&["Host: 127.0.0.1:PORT"], true)]
#[case(&["Host: localhost:PORT"], true)]
#[case(&["Host: [::1]:PORT"], true)]
#[case(&["Host: mock.team.example"], true)]
#[case(&["Host: evil.example:PORT"], false)]
#[case(&["Host: evil.example"], false)]
#[case(&["Host: 127.0.0.1:1"], false)]
#[case(&["Host: 127.0.0.1"], false)]
#[case(&["Host: 10.1.2.3:PORT"], false)]
#[case(&["Host: "], false)]
#[case(&["X-None: x"], false)]
#[case(&["Host: 127.0.0.1:PORT", "Origin: https://crm.example.com"], true)]
#[case(&["Host: 127.0.0.1:PORT", "Origin: http://127.0.0.1:PORT"], true)]
#[case(&["Host: 127.0.0.1:PORT", "Origin: http://localhost:PORT"], false)]
#[case(&["Host: 127.0.0.1:PORT", "Origin: http://127.0.0.1:1"], false)]
#[case(&["Host: 127.0.0.1:PORT", "Origin: https://127.0.0.1:PORT"], false)]
#[case(&["Host: 127.0.0.1:PORT", "Origin: https://evil.example"], false)]
#[case(&["Host: 127.0.0.1:PORT", "Origin: http://crm.example.com"], false)]
#[case(&["Host: 127.0.0.1:PORT", "Origin: null"], false)]
#[case(&["Host: 127.0.0.1:PORT", "Origin: "], false)]
#[case(&["Host: 127.0.0.1:PORT", "Origin: https://crm.example.com", "Origin: https://evil.example"], false)]
#[case(&["Host: evil.example:PORT", "Origin: http://evil.example:PORT"], false)]
#[tokio::test]
async fn host_and_origin_are_checked_on_every_request(#[case] headers: &[&str], #[case] good: bool) {
    let allow = |options: &mut HubOptions| options.allowed_hosts = vec!["mock.team.example".to_owned()];
    let hub = start_with(for_one_page(), allow).await;
    let headers: Vec<String> = headers.iter().map(|one| (*one).to_owned()).collect();
    let stranger = !good && headers.len() > 1 && headers[0].starts_with("Host: 127");
    for (path, success) in
        [("/healthz", "http/1.1 200"), ("/ws", "http/1.1 101"), ("/nothing", "http/1.1 404")]
    {
        let answer = status(hub.addr.port(), hub.addr, path, &headers).await;
        if stranger && path == "/ws" {
            // It is told there that it may not.
            assert!(answer.starts_with(success) && !answer.contains("access-control"), "{answer}");
            continue;
        }
        assert_eq!(answer.starts_with(success), good, "{path}: {answer}");
        let page = headers.iter().find(|one| one.starts_with("Origin: https")).filter(|_| good);
        assert_eq!(
            answer.contains("access-control-allow-origin"),
            page.is_some() || answer.contains("origin: http://127")
        );
        assert!(good || answer.starts_with("http/1.1 40"), "{answer}");
    }
}

/// A site whose workspace allows one origin only.
fn for_one_page() -> SiteOptions {
    site_with(|workspace| workspace.security.allowed_origins = vec![PAGE.to_owned()])
}

/// A websocket of a page of this origin.
async fn open_from(hub: &HubHandle, path: &str, origin: &str) -> WebSocketStream<TcpStream> {
    let mut request = format!("ws://{}{path}", hub.addr).into_client_request().unwrap();
    request.headers_mut().insert("origin", origin.parse().unwrap());
    let stream = TcpStream::connect(hub.addr).await.unwrap();
    tokio_tungstenite::client_async(request, stream).await.unwrap().0
}

/// What a page is told that is not let in: the answer, and the code with which it is closed.
async fn told_to(hub: &HubHandle, path: &str, origin: &str, first: &str) -> (Value, u16) {
    let mut socket = open_from(hub, path, origin).await;
    socket.send(Message::text(first)).await.unwrap();
    let answer = within(socket.next()).await.unwrap().unwrap();
    let answer = serde_json::from_str(answer.to_text().unwrap()).unwrap();
    let Some(Ok(Message::Close(Some(frame)))) = within(socket.next()).await else { panic!("not closed") };
    (answer, frame.code.into())
}

#[tokio::test]
async fn a_page_that_is_not_allowed_learns_nothing_but_1003() {
    let hub = start_with(for_one_page(), |options| {
        options.sites.push(SiteOptions { name: "other".to_owned(), ..site() });
    })
    .await;
    let hello =
        |params: Value| json!({"jsonrpc": "2.0", "id": 7, "method": "hello", "params": params}).to_string();
    let allowed = hello(json!({"role": "crm", "origin": PAGE, "desk": "default"}));
    let trusted = hello(json!({"role": "toolbar", "token": TOKEN}));
    let wrong = hello(json!({"role": "king", "token": "wrong"}));
    let mut answers = Vec::new();
    for path in ["/ws", "/s/none/ws", &format!("/t/{TOKEN}/ws"), "/t/wrong/ws", "/t/wrong/s/none/ws"] {
        for origin in ["https://evil.example", "null", "http://localhost:1"] {
            for hello in [&allowed, &trusted, &wrong] {
                answers.push(told_to(&hub, path, origin, hello).await);
            }
        }
    }
    answers.dedup();
    let [(answer, code)] = answers.as_slice() else { panic!("{answers:?}") };
    assert_eq!((&answer["id"], &answer["error"]["code"], *code), (&json!(7), &json!(1003), close::REFUSED));
    assert_eq!(answer["error"]["data"]["type"], "Invalid origin");
    // What is no hello gets no further, and all that is no websocket is forbidden alike.
    let (answer, _) = told_to(&hub, "/ws", "https://evil.example", "rubbish").await;
    assert_eq!(answer["error"]["code"], 1003);
    let origin = ["Host: 127.0.0.1:PORT".to_owned(), "Origin: https://evil.example".to_owned()];
    let mut answers = Vec::new();
    for path in ["/healthz", "/nothing", "/s/none/healthz", "/t/wrong/healthz", "/omniapp/toolbar/index.html"]
    {
        answers.push(status(hub.addr.port(), hub.addr, path, &origin).await);
        assert!(
            answers
                .last()
                .is_some_and(|one| one.starts_with("http/1.1 403") && !one.contains("access-control"))
        );
    }
    // Each site judges by its own workspace.
    let local = open_from(&hub, "/s/other/ws", "http://localhost:5173").await;
    assert!(Peer::on(local, &Hello::new(Role::Crm)).await.is_ok());
    let mut control = Peer::join(&hub, Role::Control).await;
    assert_eq!(control.peers("default").await, ["control"], "no one else has got in");
}

/// What a page may load without asking as itself: by a script tag, in a frame, as a picture.
#[rstest]
#[case("/omniapp/sdk/ameyo.sdk.js")]
#[case("/omniapp/sdk/ameyo.sdk.classic.js")]
#[case("/omniapp/toolbar/index.html")]
#[case("/omniapp/toolbar/state.json")]
#[case("/healthz")]
#[case("/ws")]
#[case("/nothing")]
#[tokio::test]
async fn a_page_does_not_learn_which_sites_there_are(#[case] path: &str) {
    let hub = start_with(site(), |options| {
        options.sites.push(SiteOptions { name: "other".to_owned(), ..site() });
    })
    .await;
    let tell = async |name: &str, from: &str| {
        let headers = [
            "Host: 127.0.0.1:PORT".to_owned(),
            format!("Sec-Fetch-Site: {from}"),
            "Sec-Fetch-Mode: no-cors".to_owned(),
            "Connection: close".to_owned(),
        ];
        let first = format!("GET /s/{name}{path} HTTP/1.1");
        let port = hub.addr.port().to_string();
        let mut lines = vec![first.clone()];
        lines.extend(headers.iter().map(|one| one.replace("PORT", &port)));
        let answer = http(hub.addr, &lines.iter().map(String::as_str).collect::<Vec<_>>()).await;
        answer.lines().next().unwrap_or_default().to_owned()
    };
    for from in ["cross-site", "same-site"] {
        assert_eq!(tell("other", from).await, tell("none", from).await, "{from}");
    }
    // A person who mistyped the name is told so.
    assert!(tell("none", "none").await.starts_with("http/1.1 404"));
}

#[rstest]
#[case("mock.team.example", "https", "https://mock.team.example")]
#[case("mock.team.example", "http", "http://mock.team.example")]
#[case("localhost:PORT", "https", "http://localhost:PORT")]
#[tokio::test]
async fn behind_a_proxy_the_base_is_the_proxy_s(
    #[case] host: &str,
    #[case] forwarded: &str,
    #[case] base: &str,
) {
    let allow = |options: &mut HubOptions| options.allowed_hosts = vec!["mock.team.example".to_owned()];
    let hub = start_with(site(), allow).await;
    let here = |text: &str| text.replace("PORT", &hub.addr.port().to_string());
    let (host, base) = (here(host), here(base));
    let mut request = format!("ws://{}/ws", hub.addr).into_client_request().unwrap();
    request.headers_mut().insert("host", host.parse().unwrap());
    request.headers_mut().insert("x-forwarded-proto", forwarded.parse().unwrap());
    // The page of the proxy's own origin is one of ours.
    request.headers_mut().insert("origin", base.parse().unwrap());
    let stream = TcpStream::connect(hub.addr).await.unwrap();
    let socket = tokio_tungstenite::client_async(request, stream).await.unwrap().0;
    let mut page = Peer::on(socket, &Hello::new(Role::Crm)).await.unwrap();
    assert_eq!(page.ok("getBaseUrl", json!([])).await, json!(base));
}

#[rstest]
#[case("/s/default/healthz", "200")]
#[case("/s/other/healthz", "200")]
#[case("/s/none/healthz", "404")]
#[case("/t/token-of-the-tests/healthz", "200")]
#[case("/t/token-of-the-tests/s/other/healthz", "200")]
#[case("/t/wrong/healthz", "401")]
#[case("/t//healthz", "401")]
#[case("/", "404")]
#[case("/ws", "400")]
#[tokio::test]
async fn paths_lead_to_sites(#[case] path: &str, #[case] code: &str) {
    let hub = start_with(site(), |options| {
        options.sites.push(offhook::hub::SiteOptions { name: "other".to_owned(), ..site() });
    })
    .await;
    let first = format!("GET {path} HTTP/1.1");
    let host = format!("Host: {}", hub.addr);
    let answer = http(hub.addr, &[&first, &host, "Connection: close"]).await;
    assert!(answer.starts_with(&format!("http/1.1 {code}")), "{answer}");
}

#[rstest]
#[case(Role::Toolbar)]
#[case(Role::Control)]
#[case(Role::Observer)]
#[tokio::test]
async fn the_token_is_needed(#[case] role: Role) {
    let hub = start(site()).await;
    for token in [None, Some(""), Some("wrong"), Some("token-of-the-test"), Some("token-of-the-testS")] {
        let wrong =
            Hello { token: token.map(str::to_owned), origin: Some(PAGE.to_owned()), ..Hello::new(role) };
        let socket = open(hub.addr, "/ws", false).await.unwrap();
        let (error, code) = Peer::say_hello(socket, &wrong).await.err().unwrap();
        assert_eq!((error.code, error.http(), code), (3000, Some(401), close::REFUSED));
        assert!(error.hint().is_some());
    }
    assert_eq!(Peer::join(&hub, role).await.answer.desk.as_str(), "default");
    let by_path = open(hub.addr, &format!("/t/{TOKEN}/ws"), false).await.unwrap();
    assert!(Peer::on(by_path, &Hello::new(role)).await.is_ok());
}

#[rstest]
#[case(Role::Crm)]
#[case(Role::App)]
#[tokio::test]
async fn a_page_needs_an_allowed_origin(#[case] role: Role) {
    let hub = start(site()).await;
    for (origin, hint) in [
        (None, "give config.origin"),
        (Some("null"), "give config.origin"),
        (Some("https://undefined"), "give config.origin"),
        (Some(""), "give config.origin"),
        (Some("https://evil.example"), "list it"),
        (Some("rubbish"), "list it"),
    ] {
        let wrong =
            Hello { origin: origin.map(str::to_owned), token: Some(TOKEN.to_owned()), ..Hello::new(role) };
        let socket = open(hub.addr, "/ws", false).await.unwrap();
        let (error, code) = Peer::say_hello(socket, &wrong).await.err().unwrap();
        assert_eq!((error.code, code), (1003, close::REFUSED));
        assert!(error.hint().is_some_and(|text| text.starts_with(hint)), "{origin:?}: {error:?}");
    }
    Peer::join(&hub, role).await;
    let own = Hello { origin: Some(hub.http_url.clone()), ..Hello::new(role) };
    Peer::with(&hub, &own).await;
}

#[tokio::test]
async fn a_page_is_no_toolbar_even_if_it_knew_the_token() {
    let hub = start(site()).await;
    for (origin, role, code) in [
        (PAGE, Role::Toolbar, Some(3000)),
        (PAGE, Role::Control, Some(3000)),
        (PAGE, Role::Observer, Some(3000)),
        (PAGE, Role::Crm, None),
        (hub.http_url.as_str(), Role::Toolbar, None),
    ] {
        let socket = open_from(&hub, "/ws", origin).await;
        let mut knows = hello(role);
        knows.origin = None;
        let refused = Peer::on(socket, &knows).await.err().map(|error| error.code);
        assert_eq!(refused, code, "{role} from {origin}");
    }
}

#[tokio::test]
async fn an_open_hub_needs_a_chosen_token_and_pages_carry_it_in_the_path() {
    let open_to_all = || Listen::At("0.0.0.0:0".parse().unwrap());
    let mut options = HubOptions::for_workspace(Workspace::demo());
    options.listen = open_to_all();
    assert!(matches!(Hub::start(options).await, Err(HubError::NeedsToken(_))));
    let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.unwrap();
    let mut options = HubOptions::for_workspace(Workspace::demo());
    options.listen = Listen::On(listener);
    assert!(matches!(Hub::start(options).await, Err(HubError::NeedsToken(_))));

    let hub = start_with(site(), |options| options.listen = open_to_all()).await;
    let local = std::net::SocketAddr::from(([127, 0, 0, 1], hub.addr.port()));
    assert_eq!(hub.ws_url, format!("ws://{local}/ws"));
    let bare = open(local, "/ws", false).await.unwrap();
    let (error, _) = Peer::say_hello(bare, &hello(Role::Crm)).await.err().unwrap();
    assert_eq!((error.code, error.http()), (3000, Some(401)));
    let with_token = open(local, &format!("/t/{TOKEN}/ws"), false).await.unwrap();
    Peer::on(with_token, &hello(Role::Crm)).await.unwrap();
    let Err(refused) = open(local, "/t/wrong/ws", false).await else { panic!("let in") };
    assert!(matches!(*refused, Error::Http(answer) if answer.status() == 401));
}

#[tokio::test]
async fn a_hub_that_cant_start_says_why() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut options = HubOptions::for_workspace(Workspace::demo());
    options.listen = Listen::At(taken.local_addr().unwrap());
    let error = Hub::start(options).await.unwrap_err();
    assert!(matches!(error, HubError::Bind { .. }) && error.to_string().contains("another port"), "{error}");
    for token in ["", "a/b", "a b", "ä"] {
        let mut options = HubOptions::for_workspace(Workspace::demo());
        options.token = Some(token.to_owned());
        assert!(matches!(Hub::start(options).await, Err(HubError::Token)));
    }
    for name in ["", "a/b", "a b", "default"] {
        let mut options = HubOptions::for_workspace(Workspace::demo());
        options.sites.push(offhook::hub::SiteOptions { name: name.to_owned(), ..site() });
        assert!(matches!(Hub::start(options).await, Err(HubError::Site(_))), "{name:?}");
    }
    let mut options = HubOptions::for_workspace(Workspace::demo());
    options.sites.clear();
    assert!(matches!(Hub::start(options).await, Err(HubError::Site(_))));
}

#[tokio::test]
async fn tokens_are_random_where_none_is_given() {
    let one = Hub::start(HubOptions::for_workspace(Workspace::demo())).await.unwrap();
    let other = Hub::start(HubOptions::for_workspace(Workspace::demo())).await.unwrap();
    assert_eq!(one.token.len(), 64);
    assert_ne!(one.token, other.token);
}

#[rstest]
#[case(Message::text(r#"{"jsonrpc":"2.0","id":1,"method":"session.logout"}"#), Some(-32600))]
#[case(Message::text("rubbish"), Some(-32700))]
#[case(Message::text(r#"{"jsonrpc":"2.0","id":1,"method":"hello","params":{"role":"king"}}"#), Some(-32602))]
#[case(Message::text(r#"{"jsonrpc":"2.0","id":1,"method":"hello"}"#), Some(-32602))]
#[case(Message::text(r#"{"jsonrpc":"2.0","id":1,"method":"hello","params":["control",null,null,null,"token-of-the-tests"]}"#), Some(-32602))]
#[case(Message::text(r#"{"jsonrpc":"2.0","id":1,"method":"hello","params":"control"}"#), Some(-32602))]
#[case(Message::text(r#"{"jsonrpc":"2.0","id":1,"method":"hello","params":{"role":"control","token":"token-of-the-tests","resume":["e",1,"k"]}}"#), Some(-32602))]
#[case(Message::text(r#"["2.0",1,"hello",{"role":"control","token":"token-of-the-tests"}]"#), Some(-32600))]
#[case(Message::text(r#"{"jsonrpc":"2.0","method":"hello","params":{"role":"crm"}}"#), None)]
#[case(Message::binary(vec![1, 2, 3]), None)]
#[tokio::test]
async fn the_first_message_must_be_hello(#[case] first: Message, #[case] complaint: Option<i64>) {
    let hub = start(site()).await;
    let mut socket = open(hub.addr, "/ws", false).await.unwrap();
    socket.send(first).await.unwrap();
    let mut next = crate::support::within(socket.next()).await.unwrap().unwrap();
    if let Some(code) = complaint {
        let error: serde_json::Value = serde_json::from_str(next.to_text().unwrap()).unwrap();
        assert_eq!(error["error"]["code"], json!(code));
        next = crate::support::within(socket.next()).await.unwrap().unwrap();
    }
    let Message::Close(Some(frame)) = next else { panic!("not closed: {next:?}") };
    assert_eq!(u16::from(frame.code), close::REFUSED);
}

#[tokio::test]
async fn silent_connections_keep_nobody_out() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let hub = start(site()).await;
    let mut early = Peer::join(&hub, Role::Control).await;
    let mut silent = Vec::new();
    for number in 0..300 {
        let mut stream = tokio::net::TcpStream::connect(hub.addr).await.unwrap();
        if number % 2 == 0 {
            stream.write_all(b"GET /healthz HTTP/1.1\r\nX-Never").await.unwrap();
        }
        silent.push(stream);
    }
    let ended = within(silent[0].read(&mut [0; 8])).await;
    assert!(matches!(ended, Ok(0) | Err(_)), "the oldest goes: {ended:?}");
    Peer::join(&hub, Role::Control).await;
    early.ok("control.getSite", json!([])).await;
    drop(silent);
}

#[tokio::test]
async fn sites_are_apart_from_one_another() {
    let hub = start_with(site(), |options| {
        options.sites.push(offhook::hub::SiteOptions { name: "other".to_owned(), ..site() });
    })
    .await;
    let mut here = Peer::join(&hub, Role::Control).await;
    let there = open(hub.addr, "/s/other/ws", false).await.unwrap();
    let mut there = Peer::on(there, &hello(Role::Control)).await.unwrap();
    assert_ne!(here.answer.epoch, there.answer.epoch);
    here.sign_in().await;
    here.ok("control.advanceTime", json!([60_000])).await;
    let site = there.ok("control.getSite", json!([])).await;
    assert_eq!(site["site"], "other");
    assert_eq!(site["now"], START_TEXT);
    assert_eq!(site["desks"][0]["user"], json!(null));
    there.sign_in().await;
}

const START_TEXT: &str = "2025-07-14T07:23:16.000Z";
