//! A peer of a hub on a bare websocket.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use offhook::hub::HubHandle;
use offhook::wire::rpc;
use offhook::wire::{Hello, RequestId, Role, SUBPROTOCOL};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

/// A websocket to a server on this machine.
pub type Socket = WebSocketStream<TcpStream>;

/// Connects, and says nothing yet.
pub async fn open(addr: SocketAddr) -> Socket {
    let stream = TcpStream::connect(addr).await.expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    let mut request = format!("ws://{addr}/ws").into_client_request().expect("a request");
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static(SUBPROTOCOL));
    client_async(request, stream).await.expect("a websocket").0
}

/// A greeted peer of a hub.
pub async fn join(hub: &HubHandle, role: Role) -> Socket {
    join_at(hub.addr, role, &hub.token).await
}

/// The same, of a hub that is known by address and token.
pub async fn join_at(addr: SocketAddr, role: Role, token: &str) -> Socket {
    let mut hello = Hello::new(role);
    hello.token = role.needs_token().then(|| token.to_owned());
    hello.origin = Some("https://crm.example.com".to_owned());
    say_hello(addr, &hello).await
}

/// A peer that greets in its own words.
pub async fn say_hello(addr: SocketAddr, hello: &Hello) -> Socket {
    let mut socket = open(addr).await;
    ask(&mut socket, 0, "hello", &serde_json::to_value(hello).expect("JSON")).await;
    answer(&mut socket).await;
    socket
}

/// Sends a request.
pub async fn ask(socket: &mut Socket, id: i64, method: &str, params: &Value) {
    let text = rpc::request(&RequestId::Number(id), method, params);
    socket.send(Message::text(text)).await.expect("sent");
}

/// Reads on to the next answer.
pub async fn answer(socket: &mut Socket) -> String {
    loop {
        let message = socket.next().await.expect("a message").expect("a message");
        let Message::Text(text) = message else { continue };
        if matches!(rpc::parse(&text), Ok(rpc::Message::Response { .. })) {
            return text.as_str().to_owned();
        }
    }
}
