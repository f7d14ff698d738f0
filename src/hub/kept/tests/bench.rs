//! A site without sockets, and peers that read their outboxes.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::super::{Restored, restore};
use crate::clock::Clock;
use crate::hub::HubError;
use crate::hub::call::{Arrival, Caller, read};
use crate::hub::guard::Origin;
use crate::hub::outbox::{Next, Outbox};
use crate::hub::site::{Join, PeerNo, Post, Site, SiteOptions};
use crate::journal::testing::MemoryDisk;
use crate::wire::rpc::{self, Message};
use crate::wire::{Hello, HelloAnswer, Moment, Push, RequestId, Resume, Role, RpcError};
use crate::workspace::Workspace;

/// 2025-07-14T07:23:16Z.
pub(super) const START: Moment = Moment(1_752_477_796_000_000);

pub(super) fn options(workspace: Workspace) -> SiteOptions {
    SiteOptions { clock: Clock::virtual_at(START), seed: 7, ..SiteOptions::new(Arc::new(workspace)) }
}

/// The site that is kept on a disk.
pub(super) fn site(disk: &MemoryDisk) -> (Site, Option<Restored>) {
    restored(disk, Workspace::demo()).unwrap()
}

pub(super) fn restored(
    disk: &MemoryDisk,
    workspace: Workspace,
) -> Result<(Site, Option<Restored>), HubError> {
    static LIVES: AtomicU64 = AtomicU64::new(0);
    let epoch = format!("epoch-{}", LIVES.fetch_add(1, Ordering::Relaxed));
    restore(options(workspace), epoch, Box::new(disk.clone()))
}

pub(super) fn arrival(role: Role, id: i64, method: &str, params: &Value) -> Arrival {
    let text = rpc::request(&RequestId::Number(id), method, params);
    let base = "http://127.0.0.1:4650";
    let own = Origin::parse(base).unwrap();
    read(&Caller { workspace: &Workspace::demo(), role, own: &own, base }, &text)
}

pub(super) fn join(role: Role, resume: Option<Resume>) -> (Join, Arc<Outbox>, oneshot::Receiver<Joined>) {
    let (reply, joined) = oneshot::channel();
    let outbox = Outbox::new();
    let hello = Hello { resume, ..Hello::new(role) };
    let (id, text) = (RequestId::Number(0), Arc::from("{}"));
    let join = Join { hello, origin: None, trusted: true, id, text, outbox: Arc::clone(&outbox), reply };
    (join, outbox, joined)
}

pub(super) type Joined = Result<PeerNo, RpcError>;

/// A site that runs.
pub(super) struct Running {
    mailbox: mpsc::Sender<Post>,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    pub(super) fn start(site: Site) -> Running {
        let (handle, posts) = site.mailbox();
        let stop = CancellationToken::new();
        let task = tokio::spawn(site.run(posts, stop.clone()));
        Running { mailbox: handle.mailbox, stop, task }
    }

    /// Stops it as a hub does that is asked to.
    pub(super) async fn stop(self) {
        self.stop.cancel();
        within(self.task).await.unwrap();
    }

    /// The workspace file is edited.
    pub(super) async fn edit(&self, workspace: Workspace) {
        self.mailbox.send(Post::Edited(Ok(Arc::new(workspace)))).await.unwrap();
    }

    pub(super) async fn join(&self, role: Role, resume: Option<Resume>) -> Result<Peer, RpcError> {
        let seen = resume.as_ref().map(|resume| resume.seq);
        let (join, outbox, joined) = join(role, resume);
        self.mailbox.send(Post::Join(Box::new(join))).await.unwrap();
        let no = within(joined).await.unwrap()?;
        let mut peer = Peer {
            no,
            role,
            outbox,
            mailbox: self.mailbox.clone(),
            waiting: VecDeque::new(),
            answer: None,
            seq: 0,
            pushes: Vec::new(),
            last_id: 0,
        };
        let answer = peer.answered(0).await?;
        let answer: HelloAnswer = serde_json::from_value(answer).unwrap();
        peer.seq = if answer.resumed { seen.unwrap() } else { answer.seq };
        peer.answer = Some(answer);
        Ok(peer)
    }
}

pub(super) async fn within<T>(what: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(30), what).await.expect("it took too long")
}

/// A peer.
pub(super) struct Peer {
    no: PeerNo,
    role: Role,
    outbox: Arc<Outbox>,
    mailbox: mpsc::Sender<Post>,
    waiting: VecDeque<Utf8Bytes>,
    pub(super) answer: Option<HelloAnswer>,
    seq: u64,
    pub(super) pushes: Vec<Push>,
    pub(super) last_id: i64,
}

impl Peer {
    pub(super) fn hello(&self) -> &HelloAnswer {
        self.answer.as_ref().unwrap()
    }

    /// What it resumes with.
    pub(super) fn resume(&self) -> Resume {
        let HelloAnswer { epoch, key, .. } = self.hello().clone();
        Resume { epoch, key, seq: self.seq }
    }

    pub(super) async fn ask_as(&mut self, id: i64, method: &str, params: Value) {
        let arrival = arrival(self.role, id, method, &params);
        self.mailbox.send(Post::Message(self.no, arrival)).await.unwrap();
    }

    pub(super) async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        self.ask_as(self.last_id, method, params).await;
        self.last_id
    }

    pub(super) async fn call(&mut self, method: &str, params: Value) -> Result<Value, RpcError> {
        let id = self.ask(method, params).await;
        self.answered(id).await
    }

    pub(super) async fn ok(&mut self, method: &str, params: Value) -> Value {
        self.call(method, params).await.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    async fn text(&mut self) -> Utf8Bytes {
        loop {
            if let Some(text) = self.waiting.pop_front() {
                return text;
            }
            match self.outbox.take() {
                Next::Messages(texts) => self.waiting.extend(texts),
                Next::Nothing => within(self.outbox.ready()).await,
                Next::Close(closing) => panic!("closed: {closing:?}"),
            }
        }
    }

    /// Whether there is nothing that it may hear at present.
    pub(super) fn hears_nothing(&mut self) -> bool {
        self.waiting.is_empty() && self.outbox.take() == Next::Nothing
    }

    /// The answer to a request; pushed frames before it are kept, and none may be missing.
    pub(super) async fn answered(&mut self, id: i64) -> Result<Value, RpcError> {
        loop {
            let text = self.text().await;
            match rpc::parse(&text).unwrap() {
                Message::Response { id: Some(RequestId::Number(answered)), result } if answered == id => {
                    return result.map(|raw| serde_json::from_str(raw.get()).unwrap());
                }
                Message::Response { id, .. } => panic!("an answer to {id:?}: {text}"),
                message => self.keep(&message),
            }
        }
    }

    fn keep(&mut self, message: &Message) {
        let push = Push::from_message(message).expect("a push").unwrap();
        assert_eq!(push.prev, self.seq, "a frame is missing or comes twice");
        self.seq = push.seq;
        self.pushes.push(push);
    }

    /// Reads pushed frames until one has this in it.
    pub(super) async fn push_with(&mut self, part: &str) -> Push {
        loop {
            let text = self.text().await;
            self.keep(&rpc::parse(&text).unwrap());
            if text.contains(part) {
                return self.pushes.last().unwrap().clone();
            }
        }
    }

    pub(super) async fn sign_in(&mut self) {
        self.ok("session.login", json!(["executive", "executive"])).await;
        self.ok("toolbar.selectCampaigns", json!([[172]])).await;
        self.ok("toolbar.selectExtension", json!(["1234567890"])).await;
    }
}
