//! A site: one task that owns the engine, the desks, the clock and the recording, and takes
//! everything that happens one after the other.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tracing::debug;

use super::advance::Advances;
use super::answers::Asked;
use super::call::{Arrival, Arrived, Call, Checked, Traced, traced_answer};
use super::current::Current;
use super::desk::{Desk, Pushed};
use super::kept::{Entry, Log, Owed};
use super::keys::Keys;
use super::outbox::{Closing, Outbox};
use super::own;
use super::public::{ByThemselves, Public};
use super::reload::Edited;
use super::tape::{Recording, Tape};
use super::third_party::ThirdParties;
use crate::clock::Clock;
use crate::contract::SdkError;
use crate::contract::ids::DeskId;
use crate::desk::Change;
use crate::desk::change::TracedCall;
use crate::ecc::{Ecc, Input, Output, Request, Ticket, What};
use crate::recording::redact::secrets;
use crate::wire::{Hello, MAX_MESSAGE, Micros, Moment, RequestId, Role, RpcError, close, rpc};
use crate::workspace::Workspace;

/// How much may wait for a site. At the bound the connections stop reading, so that peers are
/// slowed down by their own sockets.
const MAILBOX: usize = 1_024;
/// A peer is closed after more broken messages than this.
const MAX_BROKEN: u32 = 20;

/// The number of a connection at its site; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct PeerNo(pub(super) u64);

/// What reaches a site.
#[derive(Debug)]
pub(super) enum Post {
    /// A peer says hello, and may.
    Join(Box<Join>),
    /// A peer sent a message.
    Message(PeerNo, Arrival),
    /// A peer's connection is over.
    Left(PeerNo, String),
    /// The host page asks how a desk is.
    Glance(DeskId, oneshot::Sender<Glance>),
    /// The workspace file was edited.
    Edited(Edited),
}

/// What the host page may show of a desk: nothing of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Glance {
    /// Whether a toolbar is connected.
    pub(super) toolbar: bool,
    /// Whether someone is signed in.
    pub(super) signed_in: bool,
    /// How many CRM pages and apps are connected.
    pub(super) integrations: usize,
}

/// A peer that says hello.
#[derive(Debug)]
pub(super) struct Join {
    pub(super) hello: Hello,
    /// Where its page comes from.
    pub(super) origin: Option<String>,
    /// Whether it knows the hub's token.
    pub(super) trusted: bool,
    /// The request's id.
    pub(super) id: RequestId,
    /// The request, secrets blanked.
    pub(super) text: Arc<str>,
    pub(super) outbox: Arc<Outbox>,
    /// Told the connection's number, once the answer is in the outbox, or why it is refused.
    pub(super) reply: oneshot::Sender<Result<PeerNo, RpcError>>,
}

/// The way to a site.
#[derive(Debug, Clone)]
pub(super) struct SiteHandle {
    pub(super) workspace: Current,
    pub(super) mailbox: mpsc::Sender<Post>,
}

impl SiteHandle {
    /// Whether there is no other way to the site than this one; the site ends with the last.
    pub(super) fn is_the_only_one(&self) -> bool {
        self.mailbox.strong_count() == 1
    }
}

/// What a site is started with.
#[derive(Debug)]
pub struct SiteOptions {
    /// Its name in paths; `default` for the one without a prefix. Letters, digits, `-` and `_`.
    pub name: String,
    /// What it is configured with.
    pub workspace: Arc<Workspace>,
    /// Real, or virtual for tests.
    pub clock: Clock,
    /// Of the engine and of the simulated public.
    pub seed: u64,
    /// Which customers come by themselves.
    pub public: ByThemselves,
    /// A recording of the desk `default`.
    pub recording: Option<Recording>,
    /// What a login screen says.
    pub greeting: Option<String>,
}

impl SiteOptions {
    /// The site `default` on the machine's time, with nothing else chosen.
    pub fn new(workspace: Arc<Workspace>) -> SiteOptions {
        SiteOptions {
            name: super::DEFAULT_SITE.to_owned(),
            workspace,
            clock: Clock::Real,
            seed: 0,
            public: ByThemselves::Nobody,
            recording: None,
            greeting: None,
        }
    }
}

/// A call that waits for its answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) key: Arc<str>,
    pub(super) peer: Arc<str>,
    pub(super) role: Role,
    pub(super) desk: DeskId,
    pub(super) id: RequestId,
    pub(super) method: String,
    pub(super) traced: Option<Traced>,
    pub(super) arrived: Moment,
}

/// A site.
pub(super) struct Site {
    pub(super) name: String,
    pub(super) epoch: String,
    pub(super) workspace: Arc<Workspace>,
    /// The same for its connections.
    pub(super) current: Current,
    /// Whether the workspace file was left with an error.
    pub(super) broken_file: bool,
    pub(super) greeting: Option<String>,
    pub(super) clock: Clock,
    /// The latest time that anything happened at; never falls, also where the clock does.
    pub(super) now: Moment,
    pub(super) ecc: Ecc,
    pub(super) public: Public,
    pub(super) desks: BTreeMap<DeskId, Desk>,
    /// The desk of each connection.
    pub(super) seats: HashMap<PeerNo, DeskId>,
    pub(super) keys: Keys,
    /// Calls that move a virtual clock.
    pub(super) advances: Advances,
    pub(super) tape: Option<Tape>,
    pub(super) peers_so_far: u64,
    /// When the next desk has been idle for too long.
    pub(super) next_idle: Option<Moment>,
    /// What has happened and was not told yet. Empty but while a virtual clock is on its way: then it
    /// holds what came of one moment, and of the calls that are under way since.
    pub(super) untold: VecDeque<What>,
    /// What is to be done when what is under way has been done.
    pub(super) owed: VecDeque<Owed>,
    /// How many frames have been pushed, at all desks.
    pub(super) frames: u64,
    pub(super) tickets: u64,
    /// Calls that the engine has not answered; as many as [`super::answers::MAX_UNDER_WAY`] a peer.
    pub(super) pending: BTreeMap<Ticket, Pending>,
    pub(super) third_parties: ThirdParties,
    /// What keeps the site, where something does.
    pub(super) log: Option<Log>,
    /// Whether what happens is what has happened before, and nobody is to hear of it.
    pub(super) is_rerun: bool,
}

impl Site {
    /// A site with the engine's first state. `epoch` names this life of it.
    pub(super) fn new(options: SiteOptions, epoch: String) -> Site {
        let SiteOptions { name, workspace, clock, seed, public, recording, greeting } = options;
        let now = clock.now();
        let ecc = Ecc::new(Arc::new(workspace.without_secrets()), seed, now);
        let third_parties = ThirdParties::new(&workspace);
        let public = Public::new(Arc::clone(&workspace), seed, public, now);
        let mut site = Site {
            name,
            epoch,
            current: Current::new(Arc::clone(&workspace)),
            workspace,
            broken_file: false,
            greeting,
            clock,
            now,
            ecc,
            public,
            desks: BTreeMap::new(),
            seats: HashMap::new(),
            keys: Keys::default(),
            advances: Advances::default(),
            tape: None,
            peers_so_far: 0,
            next_idle: None,
            untold: VecDeque::new(),
            owed: VecDeque::new(),
            frames: 0,
            tickets: 0,
            pending: BTreeMap::new(),
            third_parties,
            log: None,
            is_rerun: false,
        };
        if let Some(recording) = recording {
            site.record(recording);
        }
        site
    }

    /// Records the default desk from here on.
    pub(super) fn record(&mut self, recording: Recording) {
        // A recorded desk lasts as long as its recording, so that its frames' numbers do.
        let desk = self.desks.entry(DeskId::default_desk()).or_insert_with_key(|id| Desk::new(id.clone()));
        self.tape = Some(Tape::begin(recording, self.now, &desk.state, &self.ecc));
    }

    /// The way to a site that is about to run, and its end of it.
    pub(super) fn mailbox(&self) -> (SiteHandle, mpsc::Receiver<Post>) {
        let (mailbox, posts) = mpsc::channel(MAILBOX);
        (SiteHandle { workspace: self.current.clone(), mailbox }, posts)
    }

    /// Runs until it is stopped, then says goodbye to all peers.
    pub(super) async fn run(mut self, mut posts: mpsc::Receiver<Post>, stop: CancellationToken) {
        loop {
            let (due, news, takes_mail) = (self.due(), self.journal_news(), self.takes_mail());
            // Mail goes before sleep: every message lets the deadlines before it fire, so none starves.
            let too_patient = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                // There are few of these, and each lets mail pass.
                answer = self.third_parties.answer() => {
                    self.on_http(answer);
                    None
                }
                () = news => {
                    self.on_journal_news();
                    None
                }
                post = posts.recv(), if takes_mail => match post {
                    Some(post) => {
                        self.on_post(post);
                        None
                    }
                    None => break,
                },
                waited_for = due => waited_for,
            };
            if let Some(no) = too_patient {
                self.stop_waiting_for(no);
            }
            self.settle_owed();
            if !self.advances.under_way() {
                self.settle();
            } else if !self.refuses() {
                self.advance_turn();
            }
            self.settle_owed();
            self.pace();
        }
        let log = self.last_snapshot();
        self.goodbye();
        if let Some(log) = log {
            log.finish(&self.name).await;
        }
    }

    pub(super) fn on_post(&mut self, post: Post) {
        self.settle();
        match post {
            Post::Join(join) => self.join(*join),
            Post::Message(peer, arrival) => self.on_message(peer, arrival),
            Post::Left(peer, reason) => self.leave(peer, &reason),
            Post::Edited(edit) => self.on_edit(edit),
            Post::Glance(desk, reply) => {
                // Whoever asked may have gone.
                let _ = reply.send(self.desks.get(&desk).map(Desk::glance).unwrap_or_default());
            }
        }
    }

    fn goodbye(&mut self) {
        let closing = Closing::new(close::STOPPING, "the hub stops");
        let peers: Vec<PeerNo> = self.seats.keys().copied().collect();
        for no in peers {
            if let Some(peer) = self.seats.get(&no).and_then(|desk| self.desks.get(desk)?.peers.get(&no)) {
                peer.outbox.close(closing.clone());
            }
            self.unseat(no, &closing.reason);
        }
    }

    pub(super) fn command_timeout(&self) -> Micros {
        Micros::from_millis(self.workspace.session.command_timeout)
    }

    /// How long a desk, and what a peer resumes with, is kept when nobody is there.
    pub(super) fn session_timeout(&self) -> Micros {
        Micros::from_millis(self.workspace.session.session_timeout)
    }

    /// Tells the engine of something at a desk that no peer asked for.
    pub(super) fn feed_at(&mut self, desk: &DeskId, input: Input) {
        if let Some(tape) = self.tape.as_mut().filter(|tape| tape.desk() == desk) {
            tape.input(self.now, &input);
        }
        // Told at the time at which it is recorded, and after what happened before.
        let behind = !self.untold.is_empty();
        self.feed(input);
        if !behind {
            self.tell_all();
        }
    }

    /// Hands an input to the engine. What comes of it is yet to be told.
    pub(super) fn feed(&mut self, input: Input) {
        let outputs = self.ecc.handle(self.now, input);
        if let Some(tape) = &mut self.tape {
            tape.count_input();
        }
        self.take_in(outputs);
    }

    pub(super) fn take_in(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            self.now = self.now.max(output.at);
            self.public.on_output(self.now, &output.what);
            self.untold.push_back(output.what);
        }
    }

    /// Tells peers all that has happened.
    pub(super) fn tell_all(&mut self) {
        self.tell(usize::MAX);
    }

    /// Tells peers of so many things that have happened; says how many there were.
    pub(super) fn tell(&mut self, most: usize) -> usize {
        for told in 0..most {
            let Some(what) = self.untold.pop_front() else { return told };
            match what {
                What::Answer { ticket, result } => match self.pending.remove(&ticket) {
                    Some(call) => self.answer(call, result),
                    None => debug!(?ticket, "an answer that nobody waits for"),
                },
                What::Event { desk, event, to } => {
                    let at = self.now;
                    let pushed = self.desk(&desk).push_event(at, &event, to);
                    self.pushed(&desk, pushed);
                }
                What::Change { desk, change } => self.push_change(&desk, change),
                What::Customer { .. } => {}
                What::Http { ticket, request } => self.ask_third_party(ticket, *request),
            }
        }
        most
    }

    /// The desk with this id; born now where there is none.
    pub(super) fn desk(&mut self, id: &DeskId) -> &mut Desk {
        self.desks.entry(id.clone()).or_insert_with(|| Desk::new(id.clone()))
    }

    /// Pushes a change at a desk.
    pub(super) fn push_change(&mut self, desk: &DeskId, change: Change) {
        let at = self.now;
        let signs_out = matches!(change, Change::SignedOut { .. });
        let pushed = self.desk(desk).push_change(at, change);
        self.pushed(desk, pushed);
        if signs_out {
            self.watch_idle(desk);
        }
    }

    fn pushed(&mut self, desk: &DeskId, pushed: Option<Pushed>) {
        let Some(Pushed { seq, text, too_slow }) = pushed else { return };
        if let Some(tape) = self.tape.as_mut().filter(|tape| tape.desk() == desk) {
            tape.push(self.now, seq, &text);
        }
        self.frames += 1;
        self.owed.extend(too_slow.into_iter().map(Owed::TooSlow));
    }

    fn on_message(&mut self, no: PeerNo, arrival: Arrival) {
        let Some(desk_id) = self.seats.get(&no).cloned() else { return };
        let Some(peer) = self.desks.get_mut(&desk_id).and_then(|desk| desk.peers.get_mut(&no)) else {
            return;
        };
        if let Some(tape) = self.tape.as_mut().filter(|tape| tape.desk() == &desk_id) {
            tape.incoming(self.now, &peer.name, arrival.text, arrival.auth);
        }
        match arrival.what {
            Arrived::Ignored => {}
            Arrived::Refused(refused) => {
                let call = Box::new(refused.trace(peer.name.as_ref().to_owned(), peer.role));
                if !self.refuses() {
                    self.take(Entry::Traced { desk: desk_id, call });
                }
            }
            Arrived::Broken { id, error } => {
                peer.broken += 1;
                let broken = peer.broken;
                self.send(no, &Utf8Bytes::from(rpc::refusal(id.as_ref(), &error)));
                if broken > MAX_BROKEN {
                    self.shut_out(no, "too many broken messages");
                }
            }
            Arrived::Call(call) => match self.refusal() {
                Some(error) => self.refuse(no, &call, error),
                None => self.take(Entry::Call { peer: no, call }),
            },
        }
    }

    /// A peer calls a method.
    pub(super) fn on_call(&mut self, no: PeerNo, call: Call) {
        let Some(desk) = self.seats.get(&no).cloned() else { return };
        let Some(peer) = self.desks.get(&desk).and_then(|desk| desk.peers.get(&no)) else { return };
        let mut pending = Pending {
            key: Arc::clone(&peer.key),
            peer: Arc::clone(&peer.name),
            role: peer.role,
            desk,
            id: call.id,
            method: call.method,
            traced: None,
            arrived: self.now,
        };
        match self.keys.ask(&pending.key, &pending.id, no) {
            Asked::New => {}
            Asked::Patience => return,
            Asked::Again(text) => return self.send(no, &text),
            Asked::TooMany => {
                let error = SdkError::http(429, "too many calls are under way")
                    .hint("wait for answers before you call again");
                let error = RpcError::from_sdk(error, &pending.method);
                return self.send(no, &Utf8Bytes::from(rpc::refusal(Some(&pending.id), &error)));
            }
        }
        pending.traced = call.traced;
        let Checked { method, params, credential } = match call.checked {
            Ok(checked) => checked,
            Err(error) => return self.answer(pending, Err::<(), _>(error)),
        };
        pending.method = method.to_owned();
        if own::is_own(method) {
            return own::call(self, pending, &params);
        }
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        let (desk, peer, role) = (pending.desk.clone(), Arc::clone(&pending.peer), pending.role);
        self.pending.insert(ticket, pending);
        // What happened before is told before.
        let behind = !self.untold.is_empty();
        let method = method.to_owned();
        self.feed(Input::Request(Request { ticket, desk, peer, role, method, params, credential }));
        if !behind {
            self.tell_all();
        }
    }

    /// Answers a call, keeps the answer for a resumed connection, and mirrors the call to the
    /// toolbar.
    pub(super) fn answer(&mut self, call: Pending, result: Result<impl Serialize, SdkError>) {
        let error = result.as_ref().err().map(|error| (error.code.number(), error.message.clone()));
        let mut text = match result {
            Ok(result) => rpc::answer(&call.id, &result),
            Err(error) => rpc::refusal(Some(&call.id), &RpcError::from_sdk(error, &call.method)),
        };
        if text.len() > MAX_MESSAGE {
            let error = SdkError::http(502, "the answer is larger than a message may be");
            text = rpc::refusal(Some(&call.id), &RpcError::from_sdk(error, &call.method));
        }
        let text = Utf8Bytes::from(text);
        let seq = self.desks.get(&call.desk).map_or(0, Desk::seq);
        match self.keys.finish(&call.key, &call.id, &text, seq) {
            Some(no) => self.send(no, &text),
            // Nobody is connected: it waits for the peer to resume.
            None => self.tape_answer(&call.desk, &call.peer, &text),
        }
        if let Some(Traced { method, params, note }) = call.traced {
            // On a virtual clock nothing takes time; on the machine's, time went on since the call came.
            let stands = self.clock.is_virtual() || self.is_rerun;
            let ended = if stands { self.now } else { self.clock.now() };
            let took = ended.since(call.arrived);
            let peer = call.peer.as_ref().to_owned();
            let answer = if error.is_none() { traced_answer(&text) } else { None };
            let traced = TracedCall { peer, role: call.role, method, params, error, answer, note, took };
            self.push_change(&call.desk, Change::Trace { call: Box::new(traced) });
        }
    }

    /// Sends an answer to a connection.
    pub(super) fn send(&mut self, no: PeerNo, text: &Utf8Bytes) {
        let Some(desk_id) = self.seats.get(&no).cloned() else { return };
        let Some(desk) = self.desks.get_mut(&desk_id) else { return };
        let Some(peer) = desk.peers.get_mut(&no) else { return };
        let sent = peer.answer(text, &desk.state);
        let name = Arc::clone(&peer.name);
        self.tape_answer(&desk_id, &name, text);
        if sent.is_err() {
            self.owed.push_back(Owed::TooSlow(no));
        }
    }

    pub(super) fn tape_answer(&mut self, desk: &DeskId, peer: &Arc<str>, text: &str) {
        if let Some(tape) = self.tape.as_mut().filter(|tape| tape.desk() == desk) {
            tape.answer(self.now, peer, &secrets(text));
        }
    }

    /// Closes a peer that does what it may not.
    fn shut_out(&mut self, no: PeerNo, why: &str) {
        let peer = self.seats.get(&no).and_then(|desk| self.desks.get(desk)?.peers.get(&no));
        if let Some(peer) = peer {
            peer.outbox.close(Closing::new(close::REFUSED, why));
        }
        self.leave(no, why);
    }
}
