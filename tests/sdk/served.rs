//! The files in `sdk/`, those that the hub serves, and the contract are one.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use offhook::hub::{HubHandle, HubOptions};
use offhook::sdk::{self, Form};
use rstest::rstest;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{PAGE, TOKEN, site, start, start_with, within};

const FILE: &str = "/omniapp/sdk/ameyo.sdk.js";
/// The largest that the file may be, as it is and packed.
// 40 KB, counted as browsers and `ls -h` do.
const MAX_SIZE: usize = 40 * 1024;
const MAX_PACKED: usize = 12_000;

/// An answer taken apart.
struct Answer {
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Vec<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }

    fn text(&self) -> String {
        if self.header("content-encoding") == ["gzip"] {
            let mut text = String::new();
            GzDecoder::new(self.body.as_slice()).read_to_string(&mut text).unwrap();
            return text;
        }
        String::from_utf8(self.body.clone()).unwrap()
    }
}

async fn get(hub: &HubHandle, path: &str, headers: &[&str]) -> Answer {
    let mut stream = TcpStream::connect(hub.addr).await.unwrap();
    let mut request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|header| header.starts_with("Host: ")) {
        request.push_str(&format!("Host: {}\r\n", hub.addr));
    }
    headers.iter().for_each(|header| request.push_str(&format!("{header}\r\n")));
    stream.write_all(format!("{request}\r\n").as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    within(stream.read_to_end(&mut bytes)).await.unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    Answer { head: String::from_utf8(bytes[..end].to_vec()).unwrap(), body: bytes[end + 4..].to_vec() }
}

#[rstest]
#[case("ameyo.sdk.js", sdk::file(Form::Module, None))]
#[case("ameyo.sdk.d.ts", sdk::types())]
fn the_files_of_the_package_are_fresh(#[case] name: &str, #[case] fresh: String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sdk").join(name);
    if std::env::var_os("OFFHOOK_UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == fresh, "sdk/{name} is not what the contract makes: run with OFFHOOK_UPDATE=1");
}

#[test]
fn the_package_is_whole_and_of_this_version() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sdk");
    let read = |name: &str| -> Value {
        serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap()
    };
    let (package, lock) = (read("package.json"), read("package-lock.json"));
    for version in [&package["version"], &lock["version"], &lock["packages"][""]["version"]] {
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
    }
    let listed = package["files"].as_array().unwrap();
    assert!(listed.iter().all(|name| folder.join(name.as_str().unwrap()).is_file()), "{listed:?}");
    // Whatever the package's files import of each other goes with it.
    for name in listed.iter().filter_map(Value::as_str).filter(|name| name.ends_with("js")) {
        let code = std::fs::read_to_string(folder.join(name)).unwrap();
        for (at, _) in code.match_indices("\"./") {
            let other = code[at + 3..].split('"').next().unwrap();
            assert!(listed.iter().any(|known| known == other), "{name} needs {other}");
        }
    }
    assert!(!lock.to_string().contains("resolved"), "the lock file names a registry");
}

#[tokio::test]
async fn what_is_served_is_the_package_s_file_but_for_the_base() {
    let hub = start(site()).await;
    let plain = sdk::file(Form::Module, None);
    for prefix in
        [String::new(), "/s/default".to_owned(), format!("/t/{TOKEN}"), format!("/t/{TOKEN}/s/default")]
    {
        let answer = get(&hub, &format!("{prefix}{FILE}"), &[]).await;
        assert!(answer.head.starts_with("HTTP/1.1 200"), "{prefix}: {}", answer.head);
        let base = format!("const SERVED_FROM = \"http://{}{prefix}\";", hub.addr);
        assert_eq!(answer.text(), plain.replace("const SERVED_FROM = null;", &base));
    }
    let types = get(&hub, "/omniapp/sdk/ameyo.sdk.d.ts", &[]).await;
    assert_eq!(types.text(), sdk::types());
}

#[tokio::test]
async fn behind_a_proxy_that_ends_tls_the_base_is_the_proxy_s() {
    let allow = |options: &mut HubOptions| options.allowed_hosts = vec!["mock.team.example".to_owned()];
    let hub = start_with(site(), allow).await;
    let plain = sdk::file(Form::Module, None);
    for (host, forwarded, base) in [
        ("mock.team.example", "https", "https://mock.team.example"),
        ("mock.team.example", "http", "http://mock.team.example"),
        (hub.addr.to_string().as_str(), "https", hub.http_url.as_str()),
    ] {
        let headers = [format!("Host: {host}"), format!("X-Forwarded-Proto: {forwarded}")];
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let answer = get(&hub, &format!("/s/default{FILE}"), &headers).await;
        let base = format!("const SERVED_FROM = \"{base}/s/default\";");
        assert_eq!(answer.text(), plain.replace("const SERVED_FROM = null;", &base));
        assert!(answer.header("vary").join(", ").contains("x-forwarded-proto"));
    }
}

#[tokio::test]
async fn a_classic_script_gets_the_classic_form() {
    let hub = start(site()).await;
    let base = format!("http://{}", hub.addr);
    let classic = sdk::file(Form::Classic, Some(&base));
    let module = sdk::file(Form::Module, Some(&base));
    assert_eq!(get(&hub, "/omniapp/sdk/ameyo.sdk.classic.js", &[]).await.text(), classic);
    for (mode, text) in [("no-cors", &classic), ("cors", &module)] {
        let answer = get(&hub, FILE, &[&format!("Sec-Fetch-Mode: {mode}")]).await;
        assert_eq!(&answer.text(), text, "{mode}");
        let vary = answer.header("vary").join(", ").to_lowercase();
        for name in ["sec-fetch-mode", "accept-encoding", "origin"] {
            assert!(vary.split(", ").any(|one| one == name), "{vary}");
        }
    }
}

#[tokio::test]
async fn the_file_is_small_packed_and_known_again() {
    let hub = start(site()).await;
    let plain = get(&hub, FILE, &[]).await;
    assert!(plain.body.len() <= MAX_SIZE, "{} bytes", plain.body.len());
    assert_eq!(plain.header("content-type"), ["text/javascript; charset=utf-8"]);
    assert_eq!(plain.header("cache-control"), ["no-cache"]);
    let packed = get(&hub, FILE, &["Accept-Encoding: br, gzip"]).await;
    assert_eq!(packed.header("content-encoding"), ["gzip"]);
    assert!(packed.body.len() <= MAX_PACKED, "{} bytes packed", packed.body.len());
    assert_eq!(packed.text(), plain.text());
    let tag = plain.header("etag")[0];
    let again = get(&hub, FILE, &[&format!("If-None-Match: {tag}")]).await;
    assert!(again.head.starts_with("HTTP/1.1 304") && again.body.is_empty(), "{}", again.head);
    assert_eq!(again.header("etag"), [tag]);
    let elsewhere = get(&hub, &format!("/s/default{FILE}"), &[&format!("If-None-Match: {tag}")]).await;
    assert!(elsewhere.head.starts_with("HTTP/1.1 200"), "another base is another file");
}

#[tokio::test]
async fn pages_of_allowed_origins_only_get_it() {
    let hub = start(site()).await;
    let allowed = get(&hub, FILE, &[&format!("Origin: {PAGE}")]).await;
    assert_eq!(allowed.header("access-control-allow-origin"), [PAGE]);
    let refused = get(&hub, FILE, &["Origin: https://evil.example"]).await;
    assert!(refused.head.starts_with("HTTP/1.1 403"), "{}", refused.head);
    let token = get(&hub, &format!("/t/wrong{FILE}"), &[]).await;
    assert!(token.head.starts_with("HTTP/1.1 401"), "{}", token.head);
}
