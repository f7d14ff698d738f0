//! A hub that does what a test tells it, for what a real one does not do when asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use offhook::wire::SUBPROTOCOL;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

/// What it does on a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Answers it.
    Answer(Value),
    /// Refuses it.
    Refuse(Value),
    /// Pushes an event.
    Event(u64, u64, &'static str, Value),
    /// Closes the connection.
    Close(u16),
}

/// A request as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// On which connection, from 1.
    pub connection: usize,
    pub id: Value,
    pub method: String,
    pub params: Value,
}

/// The hub.
pub struct Silent {
    pub addr: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// The answer to hello.
pub fn greeting(epoch: &str, seq: u64, command_timeout: u64, resumed: bool) -> Reply {
    Reply::Answer(json!({
        "peer": "p1", "key": "k", "desk": "default", "epoch": epoch, "seq": seq, "now": 0,
        "virtualClock": false, "pingInterval": 10_000, "pingNotificationTimeout": 30_000,
        "commandTimeout": command_timeout, "resumed": resumed
    }))
}

impl Silent {
    /// Starts it; `script` says what it does on each request.
    pub async fn start(script: impl Fn(&Asked) -> Vec<Reply> + Send + Sync + 'static) -> Silent {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (script, all) = (Arc::new(script), Arc::clone(&asked));
        tokio::spawn(async move {
            let mut connection = 0;
            while let Ok((stream, _)) = listener.accept().await {
                connection += 1;
                let (script, all) = (Arc::clone(&script), Arc::clone(&all));
                tokio::spawn(async move { serve(stream, connection, &*script, &all).await });
            }
        });
        Silent { addr, asked }
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// What was asked, but for greetings.
    pub fn calls(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().iter().filter(|one| one.method != "hello").cloned().collect()
    }

    /// What the greetings said.
    pub fn greetings(&self) -> Vec<Value> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|one| one.method == "hello").map(|one| one.params.clone()).collect()
    }
}

async fn serve(
    stream: TcpStream,
    connection: usize,
    script: &(dyn Fn(&Asked) -> Vec<Reply> + Send + Sync),
    all: &Mutex<Vec<Asked>>,
) {
    #[allow(clippy::result_large_err)] // The library's own type.
    let subprotocol = |_: &Request, mut response: Response| {
        response.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static(SUBPROTOCOL));
        Ok(response)
    };
    let Ok(mut socket) = accept_hdr_async(stream, subprotocol).await else { return };
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else { continue };
        let request: Value = serde_json::from_str(&text).unwrap();
        // A notification is no call.
        if request.get("id").is_none() {
            continue;
        }
        let method = request["method"].as_str().unwrap().to_owned();
        let (id, params) = (request["id"].clone(), request["params"].clone());
        let asked = Asked { connection, id: id.clone(), method, params };
        let replies = script(&asked);
        all.lock().unwrap().push(asked);
        for reply in replies {
            let message = match reply {
                Reply::Answer(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
                Reply::Refuse(error) => json!({"jsonrpc": "2.0", "id": id, "error": error}),
                Reply::Event(seq, prev, name, payload) => {
                    let params = json!({"seq": seq, "prev": prev, "at": 0, "name": name, "payload": payload});
                    json!({"jsonrpc": "2.0", "method": "event", "params": params})
                }
                Reply::Close(code) => {
                    let frame = CloseFrame { code: code.into(), reason: "as the test says".into() };
                    let _ = socket.close(Some(frame)).await;
                    continue;
                }
            };
            // All of them in one piece, so that the other side has them at once.
            let _ = socket.feed(Message::text(message.to_string())).await;
        }
        let _ = socket.flush().await;
    }
}
