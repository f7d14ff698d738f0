//! Requests to third parties: what is sent, what comes back, and where no request goes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use offhook::hub::{HubHandle, Recording, SiteOptions};
use offhook::recording::Record;
use offhook::wire::{Role, RpcError};
use rstest::rstest;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::support::{Peer, Records, START, site, site_with, start};

const METHOD: &str = "http.invokeThirdPartyApi";

/// A server that answers each request with what a function makes of it, and keeps what it was sent.
struct Server {
    addr: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Server {
        let (_, open) = watch::channel(true);
        Server::gated(open, answer).await
    }

    /// One that answers when its gate is open.
    async fn gated(
        gate: watch::Receiver<bool>,
        answer: impl Fn(&str) -> String + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (Arc::clone(&requests), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (kept, answer, mut gate) = (Arc::clone(&kept), Arc::clone(&answer), gate.clone());
                tokio::spawn(async move {
                    let request = read_request(&mut stream).await;
                    let text = answer(&request);
                    kept.lock().unwrap().push(request);
                    let _ = gate.wait_for(|open| *open).await;
                    let _ = stream.write_all(text.as_bytes()).await;
                });
            }
        });
        Server { addr, requests }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// A request as it came, with its body.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_lowercase().lines().find_map(|line| {
                line.strip_prefix("content-length:").map(|length| length.trim().parse::<usize>().unwrap())
            });
            if body.len() >= length.unwrap_or_default() {
                return text;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return text,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

fn ok(content_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn redirect(status: u16, to: &str) -> String {
    format!("HTTP/1.1 {status} There\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

/// A hub that may talk to these hosts, and an integration at it. Nobody is signed in.
async fn allowed(hosts: &[String]) -> (HubHandle, Peer) {
    let hub = start(site_with(|workspace| workspace.security.third_party_hosts = hosts.to_vec())).await;
    let crm = Peer::join(&hub, Role::Crm).await;
    (hub, crm)
}

fn status_of(result: Result<Value, RpcError>) -> Option<u64> {
    let error = result.unwrap_err();
    assert_eq!(error.code, 3000, "{error:?}");
    error.http()
}

#[tokio::test]
async fn an_answer_comes_as_the_vendors_page_has_it() {
    let server = Server::start(|_| ok("application/json", r#"{"page":2,"data":[1]}"#)).await;
    let (_hub, mut crm) = allowed(&[server.addr.to_string()]).await;
    let headers = json!({"Authorization": "Bearer S3", "X-Own": "1", "Connection": "upgrade"});
    let query = json!({"page": 2, "of": ["a", "b c"]});
    let answer = crm.ok(METHOD, json!([server.url("/api?x=1#y"), "GET", headers, query])).await;
    assert_eq!(answer, json!({"status": 200, "data": {"page": 2, "data": [1]}, "statusText": "OK"}));
    let request = server.requests().remove(0).to_lowercase();
    assert!(request.starts_with("get /api?x=1&page=2&of=a&of=b+c http/1.1\r\n"), "{request}");
    for line in ["authorization: bearer s3\r\n", "x-own: 1\r\n", "user-agent: offhook/", "accept: */*\r\n"] {
        assert!(request.contains(line), "{line:?} in {request}");
    }
    assert!(!request.contains("upgrade"), "{request}");
    assert!(request.contains(&format!("host: {}\r\n", server.addr)), "{request}");
}

#[rstest]
#[case("POST", json!({"a": 1}), false, "content-type: application/json", "\r\n\r\n{\"a\":1}")]
#[case("PATCH", json!({}), false, "content-type: application/json", "\r\n\r\n{}")]
#[case("DELETE", Value::Null, false, "delete /x http/1.1", "\r\n\r\n")]
#[case("PUT", json!({"$form": [["a", "1 2"]]}), false, "content-type: application/x-www-form-urlencoded", "\r\n\r\na=1+2")]
#[case("POST", json!({"$form": [["f", {"filename": "x.txt", "type": "text/plain", "base64": "aGk="}]]}), false,
    "content-type: multipart/form-data; boundary=", "filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\nhi\r\n--offhook-form-000000--\r\n")]
#[tokio::test]
async fn a_body_is_sent_as_what_it_is(
    #[case] method: &str,
    #[case] data: Value,
    #[case] is_multipart: bool,
    #[case] head: &str,
    #[case] end: &str,
) {
    let server = Server::start(|_| ok("text/plain", "done")).await;
    let (_hub, mut crm) = allowed(&[server.addr.to_string()]).await;
    let params = json!([server.url("/x"), method, null, null, data, is_multipart]);
    assert_eq!(crm.ok(METHOD, params).await["data"], "done");
    let request = server.requests().remove(0);
    assert!(request.to_lowercase().contains(head), "{request}");
    assert!(request.ends_with(end), "{request}");
}

#[rstest]
#[case(ok("application/json", "{\"a\":"), json!({"status": 200, "data": "{\"a\":", "statusText": "OK"}))]
#[case(ok("text/plain", "{\"a\":1}"), json!({"status": 200, "data": {"a": 1}, "statusText": "OK"}))]
#[case(ok("text/plain", ""), json!({"status": 200, "data": "", "statusText": "OK"}))]
#[case("HTTP/1.1 204 No Content\r\n\r\n".to_owned(), json!({"status": 204, "data": "", "statusText": "No Content"}))]
#[case("HTTP/1.1 302 Found\r\nContent-Length: 5\r\n\r\nwhere".to_owned(), json!({"status": 302, "data": "where", "statusText": "Found"}))]
#[case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n".to_owned(), json!({"status": 200, "data": [1], "statusText": "OK"}))]
#[tokio::test]
async fn what_comes_back_is_read(#[case] response: String, #[case] expected: Value) {
    let server = Server::start(move |_| response.clone()).await;
    let (_hub, mut crm) = allowed(&[server.addr.to_string()]).await;
    assert_eq!(crm.ok(METHOD, json!([server.url("/"), "GET"])).await, expected);
}

#[rstest]
#[case::not_found("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone".to_owned(), 404, "404: Not Found: gone")]
#[case::broken("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n".to_owned(), 500, "500: Internal Server Error")]
#[case::no_http("rubbish\r\n\r\n".to_owned(), 502, "did not answer")]
#[case::nothing(String::new(), 502, "did not answer")]
#[case::half("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf".to_owned(), 502, "broke off")]
#[case::large("HTTP/1.1 200 OK\r\nContent-Length: 524289\r\n\r\n".to_owned(), 502, "larger than 512 KiB")]
#[case::endless(format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(600_000)), 502, "larger than 512 KiB")]
#[case::nowhere(redirect(302, "http://[::"), 502, "redirected to what is no http")]
#[case::other_scheme(redirect(302, "file:///etc/passwd"), 502, "redirected to what is no http")]
#[case::with_user(redirect(302, "http://a:b@127.0.0.1/"), 502, "redirected to what is no http")]
#[case::forbidden_host(redirect(302, "http://other.example.com/"), 403, "other.example.com is no host")]
#[case::metadata(
    redirect(307, "http://169.254.169.254/latest/meta-data"),
    403,
    "to which no request is ever made"
)]
#[case::round_and_round(redirect(302, "/again"), 502, "redirected more than 5 times")]
#[tokio::test]
async fn a_failure_says_what_it_is(#[case] response: String, #[case] status: u64, #[case] message: &str) {
    let server = Server::start(move |_| response.clone()).await;
    // A listed metadata address is not reached either.
    let (_hub, mut crm) = allowed(&[server.addr.to_string(), "169.254.169.254".to_owned()]).await;
    let error = crm.call(METHOD, json!([server.url("/"), "GET"])).await.unwrap_err();
    assert_eq!((error.code, error.http()), (3000, Some(status)), "{error:?}");
    assert!(error.message.contains(message), "{error:?}");
}

#[tokio::test]
async fn nothing_is_sent_where_no_request_may_go() {
    let server = Server::start(|_| ok("text/plain", "inside")).await;
    let port = server.addr.port();
    let (_hub, mut crm) = allowed(&["api.example.com".to_owned(), format!("127.0.0.1:{}", port ^ 1)]).await;
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0", "0"] {
        let error = crm.call(METHOD, json!([format!("http://{host}:{port}/"), "GET"])).await.unwrap_err();
        assert_eq!((error.code, error.http()), (3000, Some(403)), "{host}: {error:?}");
        assert!(error.hint().unwrap().contains("security.thirdPartyHosts"), "{error:?}");
    }
    assert_eq!(server.requests(), [""; 0]);
}

#[tokio::test]
async fn localhost_is_reached_where_it_is_listed_and_not_by_way_of_another_name() {
    let server = Server::start(|_| ok("text/plain", "inside")).await;
    let port = server.addr.port();
    let url = format!("http://localhost:{port}/");
    let (_hub, mut crm) = allowed(&[format!("127.0.0.1:{port}")]).await;
    assert_eq!(status_of(crm.call(METHOD, json!([url, "GET"])).await), Some(403));
    let (_hub, mut crm) = allowed(&[format!("localhost:{port}")]).await;
    assert_eq!(crm.ok(METHOD, json!([url, "GET"])).await["data"], "inside");
    let dot = format!("http://LocalHost.:{port}/");
    assert_eq!(crm.ok(METHOD, json!([dot, "GET"])).await["data"], "inside");
    let numbers = server.url("/");
    assert_eq!(status_of(crm.call(METHOD, json!([numbers, "GET"])).await), Some(403));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_redirect_is_checked_before_it_is_followed() {
    let inside = Server::start(|_| ok("text/plain", "inside")).await;
    let to = inside.url("/secret");
    let outside = Server::start(move |_| redirect(302, &to)).await;
    let (_hub, mut crm) = allowed(&[outside.addr.to_string()]).await;
    assert_eq!(status_of(crm.call(METHOD, json!([outside.url("/"), "GET"])).await), Some(403));
    assert_eq!((outside.requests().len(), inside.requests().len()), (1, 0));
}

#[tokio::test]
async fn five_redirects_are_followed() {
    let server = Server::start(|request| match request.split_whitespace().nth(1).unwrap() {
        "/5" => ok("text/plain", "there"),
        path => redirect(302, &format!("/{}", path[1..].parse::<u32>().unwrap() + 1)),
    })
    .await;
    let (_hub, mut crm) = allowed(&[server.addr.to_string()]).await;
    assert_eq!(crm.ok(METHOD, json!([server.url("/0"), "GET"])).await["data"], "there");
    assert_eq!(server.requests().len(), 6);
}

#[rstest]
#[case(301, "POST", "GET /there", false)]
#[case(302, "POST", "GET /there", false)]
#[case(303, "POST", "GET /there", false)]
#[case(303, "DELETE", "GET /there", false)]
#[case(302, "PUT", "PUT /there", true)]
#[case(307, "POST", "POST /there", true)]
#[case(308, "PATCH", "PATCH /there", true)]
#[tokio::test]
async fn a_redirect_keeps_method_and_body_or_becomes_a_get(
    #[case] status: u16,
    #[case] method: &str,
    #[case] second: &str,
    #[case] keeps: bool,
) {
    let server = Server::start(move |request| match request.contains(" /there ") {
        true => ok("text/plain", "there"),
        false => redirect(status, "/there"),
    })
    .await;
    let (_hub, mut crm) = allowed(&[server.addr.to_string()]).await;
    let params = json!([server.url("/here"), method, {"Authorization": "S3"}, null, {"a": 1}]);
    assert_eq!(crm.ok(METHOD, params).await["data"], "there");
    let request = server.requests().remove(1);
    assert!(request.starts_with(second), "{request}");
    assert_eq!(request.ends_with("{\"a\":1}"), keeps, "{request}");
    assert_eq!(request.to_lowercase().contains("content-type"), keeps, "{request}");
    assert!(request.contains("S3"), "the host is the same: {request}");
}

#[tokio::test]
async fn credentials_do_not_follow_to_another_host() {
    let other = Server::start(|_| ok("text/plain", "there")).await;
    let to = other.url("/");
    let first = Server::start(move |_| redirect(307, &to)).await;
    let (_hub, mut crm) = allowed(&[first.addr.to_string(), other.addr.to_string()]).await;
    let headers = json!({"Authorization": "S3", "Cookie": "S3", "X-Api-Key": "S3", "X-Own": "1"});
    assert_eq!(crm.ok(METHOD, json!([first.url("/"), "GET", headers])).await["data"], "there");
    assert_eq!(first.requests()[0].matches("S3").count(), 3);
    let request = other.requests().remove(0);
    assert!(!request.contains("S3") && request.contains("x-own: 1"), "{request}");
}

#[tokio::test]
async fn who_is_too_slow_is_504_and_nobody_else_waits() {
    let (gate, closed) = watch::channel(false);
    let server = Server::gated(closed, |_| ok("text/plain", "late")).await;
    let hosts = vec![server.addr.to_string()];
    let hub = start(site_with(|workspace| {
        workspace.security.third_party_hosts = hosts;
        workspace.session.command_timeout = 500;
    }))
    .await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let slow = crm.ask(METHOD, json!([server.url("/"), "GET"])).await;
    control.ok("session.login", json!(["executive", "executive"])).await;
    assert_eq!(status_of(crm.answered(slow).await), Some(504));
    drop(gate);
    // Where the caller's own patience ends first, by a virtual clock, the answer is nobody's.
    let (gate, closed) = watch::channel(false);
    let server = Server::gated(closed, |_| ok("text/plain", "late")).await;
    let (hub, mut crm) = allowed(&[server.addr.to_string()]).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let slow = crm.ask(METHOD, json!([server.url("/"), "GET"])).await;
    while server.requests().is_empty() {
        control.ok("control.getSite", json!([])).await;
    }
    control.ok("control.advanceTime", json!([20_000])).await;
    assert_eq!(crm.answered(slow).await.unwrap_err().code, 1000);
    gate.send(true).unwrap();
    assert_eq!(crm.ok(METHOD, json!([server.url("/"), "GET"])).await["data"], "late");
}

#[tokio::test]
async fn so_many_requests_are_under_way_and_no_more() {
    let (gate, closed) = watch::channel(false);
    let server = Server::gated(closed, |_| ok("text/plain", "done")).await;
    let (_hub, mut crm) = allowed(&[server.addr.to_string()]).await;
    let mut asked = Vec::new();
    for _ in 0..32 {
        asked.push(crm.ask(METHOD, json!([server.url("/"), "GET"])).await);
    }
    assert_eq!(status_of(crm.call(METHOD, json!([server.url("/"), "GET"])).await), Some(429));
    gate.send(true).unwrap();
    let mut answered = 0;
    while answered < asked.len() {
        if let offhook::wire::Message::Response { result, .. } = crm.next().await {
            result.unwrap();
            answered += 1;
        }
    }
    assert_eq!(crm.ok(METHOD, json!([server.url("/"), "GET"])).await["data"], "done");
}

#[tokio::test]
async fn nobody_there_is_502() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"no TLS here").await;
        }
    });
    let name = "nothing.invalid".to_owned();
    let (_hub, mut crm) = allowed(&[gone.to_string(), plain.to_string(), name]).await;
    for url in [format!("http://{gone}/"), format!("https://{plain}/"), "http://nothing.invalid/".to_owned()]
    {
        assert_eq!(status_of(crm.call(METHOD, json!([url, "GET"])).await), Some(502), "{url}");
    }
}

#[tokio::test]
async fn a_peer_that_comes_back_gets_its_answer() {
    let (gate, closed) = watch::channel(false);
    let server = Server::gated(closed, |_| ok("text/plain", "kept")).await;
    let (hub, mut crm) = allowed(&[server.addr.to_string()]).await;
    let id = crm.ask(METHOD, json!([server.url("/"), "GET"])).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    while server.requests().is_empty() {
        control.ok("control.getSite", json!([])).await;
    }
    let resume = crm.abort();
    while control.peers("default").await.contains(&"crm".to_owned()) {}
    gate.send(true).unwrap();
    let mut crm =
        Peer::with(&hub, &offhook::wire::Hello { resume: Some(resume), ..crate::support::hello(Role::Crm) })
            .await;
    assert_eq!(crm.answered(id).await.unwrap()["data"], "kept");
}

#[tokio::test]
async fn a_recording_holds_the_answer_and_no_secret() {
    let server = Server::start(|_| ok("application/json", r#"{"access_token":"S3CRET","name":"Ann"}"#)).await;
    let records = Records::default();
    let recording = Recording { sink: Box::new(records.clone()), started: START };
    let options = SiteOptions { recording: Some(recording), ..site() };
    let mut workspace = (*options.workspace).clone();
    workspace.security.third_party_hosts = vec![server.addr.to_string()];
    let hub = start(SiteOptions { workspace: Arc::new(workspace), ..options }).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let headers = json!({"Authorization": "Basic S3CRET", "X-Pin": "S3CRET"});
    let url = server.url("/token?api_key=S3CRET");
    let params = json!([url, "POST", headers, {"key": "S3CRET"}, {"password": "S3CRET", "a": 1}]);
    assert_eq!(crm.ok(METHOD, params).await["data"]["access_token"], "S3CRET");
    let mut other = crate::support::hello(Role::Crm);
    other.desk = Some("other".into());
    let mut other = Peer::with(&hub, &other).await;
    other.ok(METHOD, json!([server.url("/other"), "GET"])).await;
    // Before that it is told of the page itself.
    toolbar.push().await;
    let push = toolbar.push().await;
    let offhook::wire::Body::Change(trace) = push.body else { panic!("an event") };
    assert!(trace.get().contains("Ann") && !trace.get().contains("S3CRET"), "{trace}");
    hub.stop().await;
    let clean: Vec<Record> = records.all().into_iter().map(offhook::recording::redact::record).collect();
    assert!(!format!("{clean:?}").contains("S3CRET"), "{clean:?}");
    let inputs: Vec<_> = clean
        .iter()
        .filter_map(|record| match record {
            Record::Input { input, .. } => Some(serde_json::from_str::<offhook::ecc::Input>(input).unwrap()),
            _ => None,
        })
        .filter(|input| !matches!(input, offhook::ecc::Input::Peer(_)))
        .collect();
    let [offhook::ecc::Input::Http(answer)] = &inputs[..] else { panic!("one, of this desk: {inputs:?}") };
    assert_eq!(answer.result.as_ref().unwrap().data["name"], "Ann");
    assert_eq!(server.requests()[0].matches("S3CRET").count(), 5, "the other side was told all");
}

#[tokio::test]
async fn a_slow_stub_answers_in_its_time_or_the_hub_does() {
    let hub = start(site_with(|workspace| {
        let mut slower = workspace.stubs.iter().find(|stub| stub.delay > 0).unwrap().clone();
        slower.path = "/slower".to_owned();
        slower.delay = workspace.session.command_timeout + 1;
        workspace.stubs.push(slower);
    }))
    .await;
    let mut control = Peer::join(&hub, Role::Control).await;
    control.sign_in().await;
    let slow = control.ask("http.invokeECCApi", json!(["data-engine", "/reports/calls", "GET"])).await;
    let slower = control.ask("http.invokeECCApi", json!(["data-engine", "/slower", "GET"])).await;
    let advance = control.ask("control.advanceTime", json!([60_000])).await;
    let report = control.answered(slow).await.unwrap();
    assert_eq!(report, json!({"report": "calls", "interactions": 0}));
    assert_eq!(control.answered(slower).await.unwrap_err().code, 1000);
    control.answered(advance).await.unwrap();
}
