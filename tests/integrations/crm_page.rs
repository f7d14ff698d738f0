//! A CRM's web server and a browser that shows its page.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::IntoResponse;
use axum::routing::post;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::support::within;

/// The page, open in a headless browser.
pub struct CrmPage {
    browser: Child,
    log: mpsc::UnboundedReceiver<String>,
    /// The browser's profile; gone with it.
    _profile: TempDir,
}

#[derive(Clone)]
struct Server {
    folder: PathBuf,
    log: mpsc::UnboundedSender<String>,
}

impl CrmPage {
    /// Serves a folder at an origin of its own and opens its page, told where the contact centre is.
    pub async fn open(folder: &Path, ecc: &str) -> CrmPage {
        let (sender, log) = mpsc::unbounded_channel();
        let server = Server { folder: folder.to_owned(), log: sender };
        let app = Router::new().route("/log", post(write)).fallback(file).with_state(server);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        let profile = tempfile::tempdir().unwrap();
        let browser = Command::new("chromium")
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            // Stays open until it is killed.
            .arg("--remote-debugging-port=0")
            .arg(format!("http://{address}/index.html?ecc={ecc}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser starts");
        CrmPage { browser, log, _profile: profile }
    }

    /// The next line of the CRM's activity log.
    pub async fn next(&mut self) -> Value {
        let line = within(self.log.recv()).await.expect("a line");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}"))
    }
}

impl Drop for CrmPage {
    fn drop(&mut self) {
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}

async fn write(State(server): State<Server>, line: String) -> StatusCode {
    let _ = server.log.send(line);
    StatusCode::NO_CONTENT
}

async fn file(State(server): State<Server>, uri: Uri) -> impl IntoResponse {
    let name = uri.path().trim_start_matches('/');
    let kind = if name.ends_with(".html") { "text/html" } else { "text/javascript" };
    match std::fs::read(server.folder.join(name)) {
        Ok(bytes) if !name.contains("..") => (StatusCode::OK, [(header::CONTENT_TYPE, kind)], bytes),
        _ => (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain")], Vec::new()),
    }
}
