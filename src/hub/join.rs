//! How peers come to a site and go from it.

use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use serde::{Deserialize, Serialize};
use tracing::{debug, error, info, warn};

use super::desk::Peer;
use super::kept::{Entry, Owed};
use super::keys::fingerprint;
use super::outbox::{Closing, Outbox};
use super::site::{Join, PeerNo, Site};
use crate::clock;
use crate::contract::SdkError;
use crate::contract::ids::DeskId;
use crate::desk::Integration;
use crate::ecc::{Input, PeerInput};
use crate::recording::redact::secrets;
use crate::wire::hello::METHOD;
use crate::wire::text::visible;
use crate::wire::{Hello, HelloAnswer, MAX_SNAPSHOT, RequestId, Resume, Role, RpcError, close, rpc};

/// The most desks of a site; one more is refused. Each has a peer or a user, or had one lately.
const MAX_DESKS: usize = 4_096;
/// The most of them that were made by peers without a token, who can be anyone on this machine.
const MAX_GUEST_DESKS: usize = 256;
/// The longest name of a desk, in bytes.
pub(super) const MAX_DESK_NAME: usize = 128;
/// The longest name of an app or its instance, in bytes.
const MAX_NAME: usize = 256;

/// How a peer follows on what it saw before.
enum Follows {
    /// It is new here.
    Fresh,
    /// The frames after this one follow.
    From(u64),
    /// So many frames are gone.
    Lost(u64),
}

/// A peer that has said hello and may come in. Its keys are told by their fingerprints.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Coming {
    desk: DeskId,
    role: Role,
    trusted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instance_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    app_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
    /// The key that is issued where it can't resume.
    key: Arc<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resume: Option<Resume>,
}

/// A peer that sits at its desk.
pub(super) struct Seated {
    pub(super) no: PeerNo,
    follows: Follows,
    /// Whether it goes by its old key.
    is_known: bool,
    /// Answers that it may have missed, each with the frame that it follows.
    missed: Vec<(u64, Utf8Bytes)>,
}

impl Site {
    /// A peer says hello. Its right to come in has been checked.
    pub(super) fn join(&mut self, join: Join) {
        let Join { hello, origin, trusted, id, text, outbox, reply } = join;
        let desk = hello.desk.clone().unwrap_or_else(DeskId::default_desk);
        let may = names(&hello).and_then(|()| self.may_sit(&desk, trusted));
        let may = may.and_then(|()| self.refusal().map_or(Ok(()), Err));
        if let Err(error) = may {
            let _ = reply.send(Err(RpcError::from_sdk(error, METHOD)));
            return;
        }
        let key = match clock::random_bytes::<16>() {
            Ok(bytes) => super::hex(&bytes),
            Err(error) => {
                error!(%error, "the machine gives no random bytes");
                let error = SdkError::http(503, "the hub has no random numbers");
                let _ = reply.send(Err(RpcError::from_sdk(error, METHOD)));
                return;
            }
        };
        let Hello { role, instance_id, app_id, resume, .. } = hello;
        let old_key = resume.as_ref().map(|resume| resume.key.clone());
        let known_by =
            |resume: Resume| Resume { key: fingerprint(&resume.key).as_ref().to_owned(), ..resume };
        let (resume, known) = (resume.map(known_by), fingerprint(&key));
        let coming = Coming { desk, role, trusted, instance_id, app_id, origin, key: known, resume };
        let entry = Entry::Join(Box::new(coming));
        self.write_down(&entry);
        let Entry::Join(coming) = entry else { return };
        if let Some(log) = &self.log {
            outbox.put_behind(&log.gate());
        }
        let seated = self.seat(&coming, outbox);
        let no = seated.no;
        let key = old_key.filter(|_| seated.is_known).unwrap_or(key);
        self.greet(seated, &coming.desk, &id, text, key);
        let _ = reply.send(Ok(no));
        self.came(no, *coming);
    }

    /// Gives a peer its place.
    pub(super) fn seat(&mut self, coming: &Coming, outbox: Arc<Outbox>) -> Seated {
        self.peers_so_far += 1;
        let no = PeerNo(self.peers_so_far);
        let is_new = !self.desks.contains_key(&coming.desk);
        let seat = self.desk(&coming.desk);
        // A desk is a guest's until someone comes who knows the token.
        seat.by_guest = !coming.trusted && (is_new || seat.by_guest);
        self.sit_down(no, coming, outbox)
    }

    /// Tells the engine of an integration. What comes of it follows the answer to its hello.
    pub(super) fn came(&mut self, no: PeerNo, coming: Coming) {
        let Coming { desk, instance_id, app_id, origin, .. } = coming;
        let Some(peer) = self.desks.get(&desk).and_then(|desk| desk.peers.get(&no)) else { return };
        if !is_integration(peer.role) {
            return;
        }
        let (peer, role) = (peer.name.as_ref().to_owned(), peer.role);
        let integration = Integration { peer, role, instance_id, app_id, origin, loaded: false };
        let came = PeerInput::Came { desk: desk.clone(), integration };
        self.feed_at(&desk, Input::Peer(came));
    }

    fn may_sit(&self, desk: &DeskId, trusted: bool) -> Result<(), SdkError> {
        let name = desk.as_str();
        if name.is_empty() || name.len() > MAX_DESK_NAME {
            return Err(SdkError::field("desk", format!("a name of 1 to {MAX_DESK_NAME} bytes")));
        }
        if self.desks.len() >= MAX_DESKS && !self.desks.contains_key(desk) {
            return Err(SdkError::http(503, format!("the site has {MAX_DESKS} desks already")));
        }
        let guests = || self.desks.values().filter(|desk| desk.by_guest).count();
        if !trusted && !self.desks.contains_key(desk) && guests() >= MAX_GUEST_DESKS {
            let error = format!("the site has {MAX_GUEST_DESKS} desks already of peers without a token");
            return Err(SdkError::http(503, error)
                .hint("use a base path with the token, /t/TOKEN, or a desk that is there"));
        }
        Ok(())
    }

    /// Puts a peer at its desk, under its old name where it has one.
    fn sit_down(&mut self, no: PeerNo, coming: &Coming, outbox: Arc<Outbox>) -> Seated {
        let (role, desk_id) = (coming.role, &coming.desk);
        let resume = coming.resume.as_ref().filter(|resume| resume.epoch == self.epoch);
        let back = resume.and_then(|Resume { key, .. }| self.keys.resume(key, role, desk_id, no));
        let is_known = back.is_some();
        let (key, name, older) = back.unwrap_or_else(|| {
            let name: Arc<str> = format!("p{}", no.0).into();
            self.keys.issue(&coming.key, &name, role, desk_id, no);
            (Arc::clone(&coming.key), name, None)
        });
        if let Some(older) = older {
            self.replace(older);
        }
        let desk = self.desk(desk_id);
        desk.idle_since = None;
        let follows = match resume {
            None => Follows::Fresh,
            Some(resume) if is_known && desk.has_all_after(resume.seq, &name, role) => {
                Follows::From(resume.seq)
            }
            Some(resume) => Follows::Lost(desk.seq().saturating_sub(resume.seq)),
        };
        let last = match follows {
            Follows::From(seq) => seq,
            Follows::Fresh | Follows::Lost(_) => desk.seq(),
        };
        let missed = match follows {
            Follows::From(seq) => self.keys.missed(&key, seq, no),
            Follows::Fresh | Follows::Lost(_) => Vec::new(),
        };
        let desk = self.desk(desk_id);
        desk.peers.insert(no, Peer { name, role, key, outbox, last, broken: 0, deaf_since: None });
        self.seats.insert(no, desk_id.clone());
        self.refresh_idle();
        Seated { no, follows, is_known, missed }
    }

    /// A peer has come back while its older connection still stood.
    fn replace(&mut self, older: PeerNo) {
        let peer = self.seats.get(&older).and_then(|desk| self.desks.get(desk)?.peers.get(&older));
        if let Some(peer) = peer {
            let reason = "another connection has taken the place of this one";
            peer.outbox.give_up(Closing::new(close::REFUSED, reason));
        }
        // Its name goes on, so for the engine nobody has left.
        self.unseat(older, "replaced");
    }

    /// Answers a peer's hello, then sends it what it missed.
    fn greet(&mut self, seated: Seated, desk_id: &DeskId, id: &RequestId, text: Arc<str>, key: String) {
        let Seated { no, follows, missed: answers, .. } = seated;
        let (resumed, lost) = match follows {
            Follows::Fresh => (false, None),
            Follows::From(_) => (true, None),
            Follows::Lost(frames) => (false, Some(frames)),
        };
        let session = &self.workspace.session;
        let (ping_interval, timeout) = (session.ping_interval, session.ping_notification_timeout);
        let command_timeout = session.command_timeout;
        let Some(desk) = self.desks.get_mut(desk_id) else { return };
        let Some(peer) = desk.peers.get(&no) else { return };
        let (name, role) = (Arc::clone(&peer.name), peer.role);
        let sees_state = role.sees_changes() || role == Role::Control;
        let mut answer = HelloAnswer {
            peer: name.as_ref().to_owned(),
            key,
            desk: desk_id.clone(),
            epoch: self.epoch.clone(),
            seq: desk.seq(),
            now: self.now,
            virtual_clock: self.clock.is_virtual(),
            ping_interval,
            ping_notification_timeout: timeout,
            command_timeout,
            resumed,
            lost,
            snapshot: None,
            greeting: self.greeting.clone(),
        };
        if let Some(tape) = self.tape.as_mut().filter(|tape| tape.desk() == desk_id) {
            let hidden = HelloAnswer { key: "***".to_owned(), ..answer.clone() };
            tape.peer(self.now, &name, role, None);
            tape.incoming(self.now, &name, text, None);
            // The state stands in the recording by itself.
            tape.answer(self.now, &name, &rpc::answer(id, &hidden));
        }
        if sees_state && !resumed {
            answer.snapshot = desk.snapshot(MAX_SNAPSHOT);
            if answer.snapshot.is_none() {
                warn!(desk = %visible(desk_id.as_str()), peer = %name, "a desk is too large to be told");
                let reason = "this desk holds more than can be told at once: end some of its interactions";
                peer.outbox.close(Closing::new(close::TOO_LARGE, reason));
                return;
            }
        }
        // The queue is empty, and an empty one takes anything.
        let _ = peer.outbox.answer(Utf8Bytes::from(rpc::answer(id, &answer)));
        if let Some(tape) = self.tape.as_mut().filter(|tape| tape.desk() == desk_id) {
            for (_, answer) in &answers {
                tape.answer(self.now, &name, &secrets(answer));
            }
        }
        let sent = desk.send_missed(no, answers);
        info!(site = %visible(&self.name), desk = %visible(desk_id.as_str()), peer = %name, %role, resumed, "joined");
        if sent.is_err() {
            self.owed.push_back(Owed::TooSlow(no));
        }
    }

    /// A connection is over.
    pub(super) fn leave(&mut self, no: PeerNo, reason: &str) {
        if self.seats.contains_key(&no) {
            self.take(Entry::Left { peer: no, reason: reason.to_owned() });
        }
    }

    /// Takes a peer from its desk; the engine is told where it was an integration's.
    pub(super) fn go(&mut self, no: PeerNo, reason: &str) {
        if let Some((desk, name, role)) = self.unseat(no, reason)
            && is_integration(role)
        {
            let gone = PeerInput::Gone { desk: desk.clone(), name };
            self.feed_at(&desk, Input::Peer(gone));
        }
    }

    /// Takes a connection from its desk: where it sat, its name and its role.
    pub(super) fn unseat(&mut self, no: PeerNo, reason: &str) -> Option<(DeskId, Arc<str>, Role)> {
        let desk_id = self.seats.remove(&no)?;
        let peer = self.desks.get_mut(&desk_id).and_then(|desk| desk.peers.remove(&no))?;
        self.keys.drop_connection(&peer.key, no, self.now);
        if let Some(tape) = self.tape.as_mut().filter(|tape| tape.desk() == &desk_id) {
            tape.peer(self.now, &peer.name, peer.role, Some(reason));
        }
        debug!(peer = %peer.name, reason = %visible(reason), "left");
        self.watch_idle(&desk_id);
        Some((desk_id, peer.name, peer.role))
    }

    /// A desk may have become idle.
    pub(super) fn watch_idle(&mut self, id: &DeskId) {
        let recorded = self.tape.as_ref().is_some_and(|tape| tape.desk() == id);
        let now = self.now;
        let Some(desk) = self.desks.get_mut(id) else { return };
        let idle = desk.peers.is_empty() && desk.state.session.is_none() && !recorded;
        desk.idle_since = if idle { desk.idle_since.or(Some(now)) } else { None };
        self.refresh_idle();
    }

    /// Finds out when the next desk has been idle for too long.
    pub(super) fn refresh_idle(&mut self) {
        let since = self.desks.values().filter_map(|desk| desk.idle_since).min();
        self.next_idle = since.map(|since| since + self.session_timeout());
    }
}

fn is_integration(role: Role) -> bool {
    matches!(role, Role::Crm | Role::App)
}

/// Whether the names that a peer goes by are of a sane length.
fn names(hello: &Hello) -> Result<(), SdkError> {
    for (field, name) in [("instanceId", &hello.instance_id), ("appId", &hello.app_id)] {
        if name.as_ref().is_some_and(|name| name.len() > MAX_NAME) {
            return Err(SdkError::field(field, format!("at most {MAX_NAME} bytes")));
        }
    }
    Ok(())
}
