//! A hub that is killed in the midst of its work, again and again: everything that it acknowledged must be
//! there when it is started anew, and what is sent again must not be done twice.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use offhook::wire::rpc::{self, Message as Rpc};
use offhook::wire::{Hello, HelloAnswer, Push, RequestId, Resume, Role, SUBPROTOCOL};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

/// How often a hub is killed for a seed.
const KILLS: u64 = 2;
/// How many calls are under way at once, at most.
const UNDER_WAY: u64 = 12;
/// Between how many acknowledged calls a kill comes.
const ACKNOWLEDGED: std::ops::Range<u64> = 5..120;
/// Nothing takes longer.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came of a seed.
#[derive(Debug, Default, Clone)]
pub struct Figures {
    /// Kills.
    pub kills: u64,
    /// Calls that had been acknowledged by then.
    pub acknowledged: u64,
    /// Those of them whose doing was not there again.
    pub missing: u64,
    /// Calls that were under way, and sent again.
    pub again: u64,
    /// Those of them that had been done, and were answered from the journal.
    pub done_before: u64,
    /// Things that were done twice.
    pub twice: u64,
    /// From the start of the program to its ready line.
    pub slowest_start: Duration,
}

impl Figures {
    /// Adds another seed's.
    pub fn add(&mut self, other: &Figures) {
        self.kills += other.kills;
        self.acknowledged += other.acknowledged;
        self.missing += other.missing;
        self.again += other.again;
        self.done_before += other.done_before;
        self.twice += other.twice;
        self.slowest_start = self.slowest_start.max(other.slowest_start);
    }
}

/// A hub in a process of its own.
struct Hub {
    child: Child,
    addr: String,
    token: String,
    restored: Value,
    took: Duration,
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Hub {
    fn start(program: &Path, home: &Path) -> Hub {
        let started = Instant::now();
        let data = home.join("data");
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--virtual-clock", "--seed", "7", "--data"])
            .arg(&data)
            .env_clear()
            .env("OFFHOOK_HOME", home)
            .env("OFFHOOK_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("the ready line");
        let ready: Value = serde_json::from_str(&line).expect("the ready line is JSON");
        let text = |key: &str| ready[key].as_str().expect("a text").to_owned();
        let addr = text("url").trim_start_matches("http://").to_owned();
        let (token, restored, took) = (text("token"), ready["restored"].clone(), started.elapsed());
        Hub { child, addr, token, restored, took }
    }

    /// SIGKILL: no destructor runs, nothing is flushed.
    fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

/// What a call did, to be looked for later.
#[derive(Debug, Clone)]
enum Deed {
    /// A key was set in the desk's store.
    Stored(String, String),
    /// A customer called; the interaction's id once it is known.
    Called(Option<String>),
    /// A record was made.
    Noted,
}

/// A peer of the tests, that comes back.
struct Peer {
    socket: WebSocketStream<TcpStream>,
    role: Role,
    resume: Resume,
    last_id: i64,
    /// Calls without an answer, as they were sent.
    under_way: BTreeMap<i64, (String, Deed)>,
    acknowledged: Vec<Deed>,
}

impl Peer {
    async fn open(
        hub: &Hub,
        role: Role,
        resume: Option<Resume>,
    ) -> (WebSocketStream<TcpStream>, HelloAnswer) {
        let stream = TcpStream::connect(&hub.addr).await.expect("it listens");
        let mut request = format!("ws://{}/ws", hub.addr).into_client_request().expect("an address");
        request.headers_mut().insert("sec-websocket-protocol", SUBPROTOCOL.parse().expect("a value"));
        let (mut socket, _) = client_async(request, stream).await.expect("a websocket");
        let hello = Hello { token: Some(hub.token.clone()), resume, ..Hello::new(role) };
        let hello = serde_json::to_value(&hello).expect("JSON");
        let greeting = rpc::request(&RequestId::Text("hello".into()), "hello", &hello);
        socket.send(Message::text(greeting)).await.expect("it reads");
        loop {
            let text = text(&mut socket).await.expect("a greeting");
            if let Ok(Rpc::Response { result, .. }) = rpc::parse(&text) {
                let answer = result.expect("it lets us in");
                return (socket, serde_json::from_str(answer.get()).expect("a greeting"));
            }
        }
    }

    async fn join(hub: &Hub, role: Role) -> Peer {
        let (socket, HelloAnswer { epoch, key, seq, .. }) = Peer::open(hub, role, None).await;
        let resume = Resume { epoch, key, seq };
        Peer { socket, role, resume, last_id: 0, under_way: BTreeMap::new(), acknowledged: Vec::new() }
    }

    /// Comes back to a hub that was killed, and sends again what has no answer; says how many had one.
    async fn come_back(&mut self, hub: &Hub) -> u64 {
        let (socket, answer) = Peer::open(hub, self.role, Some(self.resume.clone())).await;
        assert!(answer.resumed, "a peer that was there can't resume: {answer:?}");
        self.socket = socket;
        let sent: Vec<(i64, String)> =
            self.under_way.iter().map(|(id, (text, _))| (*id, text.clone())).collect();
        let last = self.last_id;
        // What the hub answers before it can have read this was answered from its memory.
        let mut before = 0;
        let marker = self.send("control.getSite", json!([]), Deed::Noted).await;
        while self.under_way.contains_key(&marker) {
            let id = self.hear().await;
            before += u64::from(id.is_some_and(|id| id <= last));
        }
        for (id, text) in sent {
            if self.under_way.contains_key(&id) {
                self.socket.send(Message::text(text)).await.expect("it reads");
            }
        }
        before
    }

    async fn send(&mut self, method: &str, params: Value, deed: Deed) -> i64 {
        self.last_id += 1;
        let text = rpc::request(&RequestId::Number(self.last_id), method, &params);
        self.under_way.insert(self.last_id, (text.clone(), deed));
        self.socket.send(Message::text(text)).await.expect("it reads");
        self.last_id
    }

    /// Reads a message; the id of the answered call, if it is an answer.
    async fn hear(&mut self) -> Option<i64> {
        let text = text(&mut self.socket).await.expect("it is there");
        match rpc::parse(&text).expect("JSON-RPC") {
            Rpc::Response { id: Some(RequestId::Number(id)), result } => {
                let result = result.unwrap_or_else(|error| panic!("call {id}: {error:?}"));
                // The hub does not know which answers were heard before it was killed, and gives those again.
                let (_, deed) = self.under_way.remove(&id)?;
                self.acknowledged.push(match deed {
                    Deed::Called(_) => Deed::Called(Some(id_of(result.get()))),
                    deed => deed,
                });
                Some(id)
            }
            message => {
                let push = Push::from_message(&message).expect("a push").expect("a known one");
                assert_eq!(push.prev, self.resume.seq, "a frame is missing or comes twice");
                self.resume.seq = push.seq;
                None
            }
        }
    }

    async fn ask(&mut self, method: &str, params: Value) -> Result<Value, rpc::RpcError> {
        self.last_id += 1;
        let id = self.last_id;
        let request = rpc::request(&RequestId::Number(id), method, &params);
        self.socket.send(Message::text(request)).await.expect("it reads");
        loop {
            let text = text(&mut self.socket).await.expect("it is there");
            match rpc::parse(&text).expect("JSON-RPC") {
                Rpc::Response { result, .. } => {
                    return result.map(|raw| serde_json::from_str(raw.get()).expect("JSON"));
                }
                message => {
                    self.resume.seq = Push::from_message(&message).expect("a push").expect("a known one").seq;
                }
            }
        }
    }
}

fn id_of(result: &str) -> String {
    let result: Value = serde_json::from_str(result).expect("JSON");
    result["interactionId"].as_str().unwrap_or_else(|| panic!("no id: {result}")).to_owned()
}

async fn text(socket: &mut WebSocketStream<TcpStream>) -> Option<String> {
    loop {
        let message = tokio::time::timeout(PATIENCE, socket.next()).await.expect("in time")?;
        match message.ok()? {
            Message::Text(text) => return Some(text.as_str().to_owned()),
            Message::Close(_) => return None,
            _ => {}
        }
    }
}

/// Works, kills, and looks for everything, as the seed has it.
pub async fn run(program: &Path, home: &Path, seed: u64) -> Figures {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut figures = Figures::default();
    let mut hub = Hub::start(program, home);
    assert_eq!(hub.restored, json!([]), "there was nothing before");
    let mut control = Peer::join(&hub, Role::Control).await;
    for (method, params) in [
        ("session.login", json!(["executive", "executive"])),
        ("toolbar.selectCampaigns", json!([[172]])),
        ("toolbar.selectExtension", json!(["1234567890"])),
    ] {
        control.ask(method, params).await.expect("it is done");
    }
    let mut made = 0;
    for _ in 0..KILLS {
        work(&mut control, &mut chance, &mut made).await;
        figures.kills += 1;
        figures.again += control.under_way.len() as u64;
        hub.kill();
        hub = Hub::start(program, home);
        figures.slowest_start = figures.slowest_start.max(hub.took);
        assert_eq!(hub.restored[0]["missing"], json!([]), "{}", hub.restored);
        figures.done_before += control.come_back(&hub).await;
        while !control.under_way.is_empty() {
            control.hear().await;
        }
    }
    look(&mut control, &mut figures, made).await;
    figures
}

/// Calls until a random number of calls are acknowledged, with others under way.
async fn work(control: &mut Peer, chance: &mut ChaCha8Rng, made: &mut u64) {
    let pick = |chance: &mut ChaCha8Rng, from: u64, to: u64| from + chance.next_u64() % (to - from);
    let until = control.acknowledged.len() as u64 + pick(chance, ACKNOWLEDGED.start, ACKNOWLEDGED.end);
    let under_way = pick(chance, 1, UNDER_WAY + 1) as usize;
    while (control.acknowledged.len() as u64) < until {
        while control.under_way.len() < under_way {
            let number = control.last_id + 1;
            if pick(chance, 0, 2) == 0 {
                let (key, value) = (format!("key-{}", number % 500), format!("value-{number}"));
                let params = json!([key, value]);
                control.send("store.set", params, Deed::Stored(key, value)).await;
            } else {
                *made += 1;
                let params = json!([format!("555{number:07}"), null, 172]);
                control.send("control.customerCall", params, Deed::Called(None)).await;
            }
        }
        control.hear().await;
    }
}

/// Looks whether everything that was acknowledged is there, and once.
async fn look(control: &mut Peer, figures: &mut Figures, made: u64) {
    let deeds = std::mem::take(&mut control.acknowledged);
    figures.acknowledged += deeds.len() as u64;
    let site = control.ask("control.getDesk", json!([])).await.expect("a desk");
    let waiting = site["waiting"]["172"].as_u64().unwrap_or_default();
    figures.twice += waiting.saturating_sub(made);
    let mut stored = BTreeMap::new();
    for deed in deeds {
        match deed {
            Deed::Stored(key, value) => drop(stored.insert(key, value)),
            Deed::Called(Some(id)) => {
                // Only a call that is there can be hung up, and only once.
                let gone = control.ask("control.customerHangup", json!([id])).await.is_err();
                figures.missing += u64::from(gone);
            }
            Deed::Called(None) | Deed::Noted => {}
        }
    }
    for (key, value) in stored {
        let found = control.ask("store.get", json!([key])).await;
        figures.missing += u64::from(found != Ok(json!(value)));
    }
    let desk = control.ask("control.getDesk", json!([])).await.expect("a desk");
    figures.twice += desk["waiting"]["172"].as_u64().unwrap_or_default();
}
