//! A hub under test, and a peer that speaks to it by hand.

use std::collections::VecDeque;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use offhook::clock::Clock;
use offhook::contract::ids::CampaignId;
use offhook::desk::DeskState;
use offhook::hub::{FrameSink, Hub, HubHandle, HubOptions, SiteOptions};
use offhook::recording::Record;
use offhook::wire::rpc::{self, Message as Rpc};
use offhook::wire::{Hello, HelloAnswer, Moment, Push, RequestId, Role, RpcError, SUBPROTOCOL};
use offhook::workspace::Workspace;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// 2025-07-14T07:23:16Z.
pub const START: Moment = Moment(1_752_477_796_000_000);
/// The origin that the demo workspace allows.
pub const PAGE: &str = "https://crm.example.com";
/// What all tests' hubs know.
pub const TOKEN: &str = "token-of-the-tests";

/// Nothing may take for ever.
pub async fn within<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), what).await.expect("it took too long")
}

/// A site of the demo workspace on a virtual clock.
pub fn site() -> SiteOptions {
    site_with(|_| {})
}

/// The demo's first campaigns and people, without what a site does by itself.
pub fn plain() -> Workspace {
    let mut workspace = Workspace::demo();
    workspace.campaigns.truncate(2);
    for user in &mut workspace.users {
        let known = |id: &CampaignId| workspace.campaigns.iter().any(|campaign| campaign.id == *id);
        user.campaigns.retain(known);
    }
    workspace.channels.clear();
    workspace.teams.clear();
    workspace.assignment_rules.clear();
    workspace.bots.clear();
    workspace.automations.clear();
    workspace.public.scripts.clear();
    workspace
}

pub fn site_with(change: impl FnOnce(&mut Workspace)) -> SiteOptions {
    let mut workspace = plain();
    change(&mut workspace);
    SiteOptions { clock: Clock::virtual_at(START), seed: 7, ..SiteOptions::new(Arc::new(workspace)) }
}

pub async fn start(site: SiteOptions) -> HubHandle {
    start_with(site, |_| {}).await
}

pub async fn start_with(site: SiteOptions, change: impl FnOnce(&mut HubOptions)) -> HubHandle {
    let mut options = HubOptions { token: Some(TOKEN.to_owned()), ..HubOptions::new(site) };
    change(&mut options);
    Hub::start(options).await.unwrap()
}

/// A hello that is let in.
pub fn hello(role: Role) -> Hello {
    let mut hello = Hello::new(role);
    if role.needs_token() {
        hello.token = Some(TOKEN.to_owned());
    } else {
        hello.origin = Some(PAGE.to_owned());
    }
    hello
}

/// The status line and the headers of the answer to a request of these lines.
pub async fn http(addr: SocketAddr, lines: &[&str]) -> String {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let request = format!("{}\r\n\r\n", lines.join("\r\n"));
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    within(async {
        let mut byte = [0];
        while !answer.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.unwrap() == 1 {
            answer.push(byte[0]);
        }
    })
    .await;
    String::from_utf8(answer).unwrap().to_lowercase()
}

/// A peer that speaks by hand.
pub struct Peer {
    socket: WebSocketStream<TcpStream>,
    last_id: i64,
    /// Pushed frames that came while something else was waited for.
    pushes: VecDeque<Push>,
    /// What the hub answered to hello.
    pub answer: HelloAnswer,
    /// The last frame that was handed out, as the wire's `prev` counts.
    pub seq: u64,
}

/// A websocket to this path, or the error. `small` keeps the kernel from reading ahead.
pub async fn open(
    addr: SocketAddr,
    path: &str,
    small: bool,
) -> Result<WebSocketStream<TcpStream>, Box<Error>> {
    let socket = TcpSocket::new_v4().unwrap();
    if small {
        socket.set_recv_buffer_size(4096).unwrap();
    }
    let stream = socket.connect(addr).await.unwrap();
    let mut request = format!("ws://{addr}{path}").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static(SUBPROTOCOL));
    client_async(request, stream).await.map(|(socket, _)| socket).map_err(Box::new)
}

impl Peer {
    /// Joins with a hello that is let in.
    pub async fn join(hub: &HubHandle, role: Role) -> Peer {
        Peer::with(hub, &hello(role)).await
    }

    pub async fn with(hub: &HubHandle, hello: &Hello) -> Peer {
        Peer::on(open(hub.addr, "/ws", false).await.unwrap(), hello).await.unwrap()
    }

    /// Says hello on a websocket.
    pub async fn on(socket: WebSocketStream<TcpStream>, hello: &Hello) -> Result<Peer, RpcError> {
        Peer::say_hello(socket, hello).await.map_err(|(error, _)| error)
    }

    /// As [`Peer::on`]; with a refusal comes the code with which the connection was closed.
    pub async fn say_hello(
        mut socket: WebSocketStream<TcpStream>,
        hello: &Hello,
    ) -> Result<Peer, (RpcError, u16)> {
        let request =
            rpc::request(&RequestId::Text("h".into()), "hello", &serde_json::to_value(hello).unwrap());
        socket.send(Message::text(request)).await.unwrap();
        let text = within(next_text(&mut socket)).await.unwrap();
        let Ok(Rpc::Response { result, .. }) = rpc::parse(&text) else { panic!("no answer: {text}") };
        match result {
            Ok(answer) => {
                let answer: HelloAnswer = serde_json::from_str(answer.get()).unwrap();
                let seen = hello.resume.as_ref().filter(|_| answer.resumed).map(|resume| resume.seq);
                let seq = seen.unwrap_or(answer.seq);
                Ok(Peer { socket, last_id: 0, pushes: VecDeque::new(), answer, seq })
            }
            Err(error) => Err((error, within(close_code(&mut socket)).await)),
        }
    }

    pub async fn send_text(&mut self, text: impl Into<String>) {
        self.socket.send(Message::text(text.into())).await.unwrap();
    }

    /// The connection itself, for bytes that are no message.
    pub fn stream(&mut self) -> &mut TcpStream {
        self.socket.get_mut()
    }

    pub async fn send(&mut self, message: Message) -> Result<(), Error> {
        self.socket.send(message).await
    }

    /// Sends a request and does not wait.
    pub async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let id = RequestId::Number(self.last_id);
        self.send_text(rpc::request(&id, method, &params)).await;
        self.last_id
    }

    pub async fn call(&mut self, method: &str, params: Value) -> Result<Value, RpcError> {
        let id = self.ask(method, params).await;
        self.answered(id).await
    }

    /// A call that must go well.
    pub async fn ok(&mut self, method: &str, params: Value) -> Value {
        self.call(method, params).await.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    /// The answer to the request with this id.
    pub async fn answered(&mut self, id: i64) -> Result<Value, RpcError> {
        loop {
            match self.next().await {
                Rpc::Response { id: Some(answered), result } if answered == RequestId::Number(id) => {
                    return result.map(|raw| serde_json::from_str(raw.get()).unwrap());
                }
                Rpc::Response { id, result } => panic!("an answer to {id:?}: {result:?}"),
                other => self.keep(&other),
            }
        }
    }

    /// The next message that is an error without an id.
    pub async fn complaint(&mut self) -> (Option<RequestId>, RpcError) {
        loop {
            match self.next().await {
                Rpc::Response { id, result: Err(error) } => return (id, error),
                other => self.keep(&other),
            }
        }
    }

    fn keep(&mut self, message: &Rpc) {
        self.pushes.push_back(Push::from_message(message).expect("a push").unwrap());
    }

    pub async fn next(&mut self) -> Rpc {
        let text = within(next_text(&mut self.socket)).await.expect("the connection is closed");
        rpc::parse(&text).unwrap()
    }

    /// The next pushed frame; checks that none is missing.
    pub async fn push(&mut self) -> Push {
        let push = match self.pushes.pop_front() {
            Some(push) => push,
            None => Push::from_message(&self.next().await).expect("a push").unwrap(),
        };
        assert_eq!(push.prev, self.seq, "a frame is missing or comes twice");
        assert!(push.seq > push.prev || matches!(push.body, offhook::wire::Body::Change(_)));
        self.seq = push.seq;
        push
    }

    /// Hands out what came while something else was waited for.
    pub async fn take_kept(&mut self) {
        while !self.pushes.is_empty() {
            self.push().await;
        }
    }

    /// The name of the next event, and its payload.
    pub async fn event(&mut self) -> (String, Value) {
        loop {
            if let offhook::wire::Body::Event { name, payload, .. } = self.push().await.body {
                return (name, serde_json::from_str(payload.get()).unwrap());
            }
        }
    }

    /// The names of the pushed frames up to and with this event.
    pub async fn events_until(&mut self, last: &str) -> Vec<String> {
        let mut names = Vec::new();
        while names.last().is_none_or(|name| name != last) {
            names.push(self.event().await.0);
        }
        names
    }

    /// Folds what comes into a state until that has seen frame `seq`.
    pub async fn fold_until(&mut self, state: &mut DeskState, seq: u64) {
        while state.seq < seq {
            let push = self.push().await;
            state.apply(&push).unwrap();
        }
    }

    /// The desk as the hub has it.
    pub async fn desk(&mut self) -> DeskState {
        serde_json::from_value(self.ok("control.getDesk", json!([])).await).unwrap()
    }

    /// The peers of a desk by their roles.
    pub async fn peers(&mut self, desk: &str) -> Vec<String> {
        let site = self.ok("control.getSite", json!([])).await;
        let desks = site["desks"].as_array().unwrap();
        let peers = desks.iter().find(|one| one["desk"] == desk).map(|one| one["peers"].as_array().unwrap());
        peers.into_iter().flatten().map(|peer| peer["role"].as_str().unwrap().to_owned()).collect()
    }

    /// With which code the hub closes; what comes before is passed over.
    pub async fn closed(&mut self) -> u16 {
        within(close_code(&mut self.socket)).await
    }

    /// The same, or `None` where the hub has stopped waiting for this peer to read the code.
    pub async fn closed_or_cut_off(&mut self) -> Option<u16> {
        within(async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                    Some(Err(_)) | None => return None,
                    Some(Ok(_)) => {}
                }
            }
        })
        .await
    }

    /// The next websocket message of any kind.
    pub async fn message(&mut self) -> Message {
        within(self.socket.next()).await.unwrap().unwrap()
    }

    /// Numbers its requests from here: a peer that resumes must not use an id for two calls.
    pub fn go_on_after(&mut self, id: i64) {
        self.last_id = id;
    }

    /// Drops the connection without a word.
    pub fn abort(self) -> offhook::wire::Resume {
        let (epoch, key) = (self.answer.epoch.clone(), self.answer.key.clone());
        offhook::wire::Resume { epoch, key, seq: self.seq }
    }

    /// Works up to waiting for calls, for campaign 172.
    pub async fn sign_in(&mut self) {
        self.ok("session.login", json!(["executive", "executive"])).await;
        self.ok("toolbar.selectCampaigns", json!([[172]])).await;
        self.ok("toolbar.selectExtension", json!(["1234567890"])).await;
        self.ok("toolbar.setAvailability", json!(["Available"])).await;
    }
}

async fn next_text(socket: &mut WebSocketStream<TcpStream>) -> Option<String> {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => return Some(text.as_str().to_owned()),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
            Some(Ok(_)) => {}
        }
    }
}

async fn close_code(socket: &mut WebSocketStream<TcpStream>) -> u16 {
    loop {
        match socket.next().await {
            Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
            Some(Ok(Message::Close(None))) => panic!("closed without a code"),
            Some(Err(error)) => panic!("broken, not closed: {error}"),
            None => panic!("gone, not closed"),
            Some(Ok(_)) => {}
        }
    }
}

/// Keeps records for a look at them.
#[derive(Debug, Clone, Default)]
pub struct Records(Arc<Mutex<Vec<Record>>>);

impl FrameSink for Records {
    fn record(&self, record: Record) -> bool {
        self.0.lock().unwrap().push(record);
        true
    }
}

impl Records {
    pub fn all(&self) -> Vec<Record> {
        self.0.lock().unwrap().clone()
    }
}
