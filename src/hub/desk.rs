//! A desk at the hub: its state, its newest frames, and the peers that sit at it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use serde_json::value::RawValue;
use tracing::{error, warn};

use super::outbox::{Closing, Full, Haste, Outbox};
use super::ring::{Entry, Ring};
use super::site::{Glance, PeerNo};
use crate::contract::Event;
use crate::contract::ids::DeskId;
use crate::desk::{Change, DeskState};
use crate::wire::push::{Body, Push};
use crate::wire::{MAX_SNAPSHOT, Moment, Role, close};

/// A peer that is connected.
#[derive(Debug)]
pub(super) struct Peer {
    /// Its name in frames and recordings.
    pub(super) name: Arc<str>,
    pub(super) role: Role,
    /// What it resumes with.
    pub(super) key: Arc<str>,
    pub(super) outbox: Arc<Outbox>,
    /// The last pushed frame that went to it, or where it began.
    pub(super) last: u64,
    /// How many of its messages could not be read.
    pub(super) broken: u32,
    /// Where the clock has waited for it in vain: how many messages it had read by then.
    pub(super) deaf_since: Option<u64>,
}

/// A frame that has been pushed.
pub(super) struct Pushed {
    /// Its number.
    pub(super) seq: u64,
    /// As sent to a peer that gets every frame.
    pub(super) text: Utf8Bytes,
    /// Peers that read too slowly and were closed; the site forgets them.
    pub(super) too_slow: Vec<PeerNo>,
}

/// A desk.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) state: DeskState,
    pub(super) peers: BTreeMap<PeerNo, Peer>,
    /// Since when nobody has been connected or signed in.
    pub(super) idle_since: Option<Moment>,
    /// Whether only peers without a token have been here.
    pub(super) by_guest: bool,
    pub(super) ring: Ring,
}

impl Desk {
    pub(super) fn new(id: DeskId) -> Desk {
        Desk {
            state: DeskState::new(id),
            peers: BTreeMap::new(),
            idle_since: None,
            by_guest: false,
            ring: Ring::default(),
        }
    }

    /// The desk's newest frame.
    pub(super) fn seq(&self) -> u64 {
        self.state.seq
    }

    /// What the host page shows of it.
    pub(super) fn glance(&self) -> Glance {
        let is = |role: Role| self.peers.values().filter(move |peer| peer.role == role).count();
        Glance {
            toolbar: is(Role::Toolbar) > 0,
            signed_in: self.state.session.is_some(),
            integrations: is(Role::Crm) + is(Role::App),
        }
    }

    /// The state as JSON of at most so many bytes, with the least needed left out where it is more; `None` where
    /// that is not enough.
    pub(super) fn snapshot(&self, most: usize) -> Option<Box<RawValue>> {
        let thinned = self.state.thinned(most);
        serde_json::value::to_raw_value(thinned.as_deref().unwrap_or(&self.state))
            .inspect_err(|error| error!(%error, "a desk's state could not be written"))
            .ok()
            .filter(|json| json.get().len() <= most)
    }

    /// Folds an event in and sends it to whom it concerns.
    pub(super) fn push_event(&mut self, at: Moment, event: &Event, to: Option<Arc<str>>) -> Option<Pushed> {
        let payload = raw(event.payload_json())?;
        let seq = self.seq() + 1;
        self.state.apply_event(seq, at, event);
        let body = Body::Event { name: event.id().to_owned(), payload, to };
        Some(self.push(seq, at, body, Haste::Now))
    }

    /// Folds a change in and sends it to whom it concerns.
    pub(super) fn push_change(&mut self, at: Moment, change: Change) -> Option<Pushed> {
        let body = Body::Change(raw(change.to_json())?);
        // What was called is looked at by people; all else, integrations and the screen wait for.
        let haste = if matches!(change, Change::Trace { .. }) { Haste::Soon } else { Haste::Now };
        let seq = self.seq() + 1;
        self.state.apply_change(seq, at, change);
        Some(self.push(seq, at, body, haste))
    }

    fn push(&mut self, seq: u64, at: Moment, body: Body, haste: Haste) -> Pushed {
        let mut entry = Entry::new(seq, at, body);
        let follows = seq.saturating_sub(1);
        let text = Utf8Bytes::from(entry.text(follows));
        let mut too_slow = Vec::new();
        // Most peers of a role have seen the same frames: each text is written once.
        let mut texts = vec![(follows, text.clone())];
        for (no, peer) in &mut self.peers {
            if !entry.goes_to(&peer.name, peer.role) {
                continue;
            }
            let text = match texts.iter().find(|(prev, _)| *prev == peer.last) {
                Some((_, text)) => text.clone(),
                None => {
                    let text = Utf8Bytes::from(entry.text(peer.last));
                    texts.push((peer.last, text.clone()));
                    text
                }
            };
            if peer.push(text, seq, haste, &self.state).is_err() {
                too_slow.push(*no);
            }
        }
        self.ring.keep(entry);
        Pushed { seq, text, too_slow }
    }

    /// Whether a peer that saw the frames up to `seq` can still be sent all that it missed.
    pub(super) fn has_all_after(&self, seq: u64, peer: &str, role: Role) -> bool {
        // Nobody has seen a frame that is yet to come.
        seq <= self.seq() && self.ring.has_all_after(seq, peer, role)
    }

    /// Sends a peer what it missed: the frames after its last one, and these answers, each before the
    /// frames that came after it.
    pub(super) fn send_missed(&mut self, no: PeerNo, answers: Vec<(u64, Utf8Bytes)>) -> Result<(), Full> {
        let Some(peer) = self.peers.get_mut(&no) else { return Ok(()) };
        let mut answers = answers.into_iter().peekable();
        for entry in self.ring.after(peer.last, &peer.name.clone(), peer.role) {
            while let Some((_, answer)) = answers.next_if(|(after, _)| *after < entry.seq()) {
                peer.answer(&answer, &self.state)?;
            }
            let text = Utf8Bytes::from(entry.text(peer.last));
            peer.push(text, entry.seq(), Haste::Now, &self.state)?;
            // A collapse has put the whole state there, the frames that would follow included.
            if peer.last > entry.seq() {
                break;
            }
        }
        answers.try_for_each(|(_, answer)| peer.answer(&answer, &self.state))
    }
}

impl Peer {
    /// Queues a pushed frame; `state` is the desk's after it. Full where the peer was closed.
    fn push(&mut self, text: Utf8Bytes, seq: u64, haste: Haste, state: &DeskState) -> Result<(), Full> {
        if self.outbox.push(text, self.last, haste).is_ok() {
            self.last = seq;
            return Ok(());
        }
        self.collapse(state)
    }

    /// Queues an answer; makes room for it where pushed frames take it.
    pub(super) fn answer(&mut self, text: &Utf8Bytes, state: &DeskState) -> Result<(), Full> {
        if self.outbox.answer(text.clone()).is_ok() {
            return Ok(());
        }
        self.collapse(state)?;
        self.outbox.answer(text.clone()).inspect_err(|Full| self.shut_out())
    }

    /// The peer reads too slowly: a toolbar's waiting frames become a snapshot, any other peer is
    /// closed.
    fn collapse(&mut self, state: &DeskState) -> Result<(), Full> {
        if !self.role.sees_changes() {
            self.shut_out();
            return Err(Full);
        }
        let snapshot = |prev| {
            let thinned = state.thinned(MAX_SNAPSHOT);
            let change = Change::Snapshot { state: thinned.unwrap_or_else(|| Box::new(state.clone())) };
            let raw = raw(change.to_json()).unwrap_or_default();
            Utf8Bytes::from(Push { seq: state.seq, prev, at: state.at, body: Body::Change(raw) }.to_text())
        };
        self.outbox.collapse(self.last, snapshot).inspect_err(|Full| self.shut_out())?;
        self.last = state.seq;
        Ok(())
    }

    fn shut_out(&self) {
        warn!(peer = %self.name, role = %self.role, "closed a peer that reads too slowly");
        self.outbox.give_up(Closing::new(close::TOO_SLOW, "too slow: messages were waiting for too long"));
    }
}

/// JSON text as a raw value; always one, as we wrote it ourselves.
fn raw(json: String) -> Option<Box<RawValue>> {
    RawValue::from_string(json).inspect_err(|error| error!(%error, "a frame is not JSON")).ok()
}

#[cfg(test)]
mod tests {
    use super::super::outbox::Next;
    use super::*;
    use crate::desk::ToastVariant;
    use crate::wire::rpc;

    fn peer(role: Role, last: u64) -> Peer {
        let (name, key) = ("p1".into(), "k".into());
        Peer { name, role, key, outbox: Outbox::new(), last, broken: 0, deaf_since: None }
    }

    fn toast(desk: &mut Desk, text: &str) -> Pushed {
        let change = Change::Toast { variant: ToastVariant::Info, text: text.to_owned() };
        desk.push_change(Moment(desk.seq()), change).unwrap()
    }

    fn pushes(peer: &Peer) -> Vec<Push> {
        let mut all = Vec::new();
        while let Next::Messages(texts) = peer.outbox.take() {
            for text in texts {
                if let Some(push) = Push::from_message(&rpc::parse(&text).unwrap()) {
                    all.push(push.unwrap());
                }
            }
        }
        all
    }

    #[test]
    fn a_slow_toolbars_frames_collapse_into_what_they_add_up_to() {
        let mut desk = Desk::new(DeskId::default_desk());
        desk.peers.insert(PeerNo(1), peer(Role::Toolbar, 0));
        for number in 0..20_000 {
            let pushed = toast(&mut desk, &number.to_string());
            assert!(pushed.too_slow.is_empty());
        }
        let mut folded = DeskState::new(DeskId::default_desk());
        for push in pushes(&desk.peers[&PeerNo(1)]) {
            assert_eq!(push.prev, folded.seq, "a gap");
            folded.apply(&push).unwrap();
        }
        assert_eq!(folded, desk.state);
    }

    #[test]
    fn another_slow_peer_is_closed() {
        let mut desk = Desk::new(DeskId::default_desk());
        desk.peers.insert(PeerNo(1), peer(Role::Crm, 0));
        let event = || Event::LoginStatus("User logged in".to_owned());
        let closed = (0..20_000)
            .find_map(|_| desk.push_event(Moment(1), &event(), None).unwrap().too_slow.first().copied());
        assert_eq!(closed, Some(PeerNo(1)));
        let Next::Close(closing) = desk.peers[&PeerNo(1)].outbox.take() else { panic!("not closed") };
        assert_eq!(closing.code, close::TOO_SLOW);
    }

    #[test]
    fn each_peer_gets_its_own_chain_of_frames() {
        let mut desk = Desk::new(DeskId::default_desk());
        desk.peers.insert(PeerNo(1), peer(Role::Toolbar, 0));
        desk.peers.insert(PeerNo(2), peer(Role::Crm, 0));
        toast(&mut desk, "one");
        desk.push_event(Moment(1), &Event::LoginStatus("two".to_owned()), None).unwrap();
        toast(&mut desk, "three");
        desk.push_event(Moment(1), &Event::LoginStatus("four".to_owned()), None).unwrap();
        let chain =
            |no| pushes(&desk.peers[&PeerNo(no)]).iter().map(|one| (one.prev, one.seq)).collect::<Vec<_>>();
        assert_eq!(chain(1), [(0, 1), (1, 2), (2, 3), (3, 4)]);
        assert_eq!(chain(2), [(0, 2), (2, 4)]);
        desk.peers.insert(PeerNo(3), peer(Role::Crm, 1));
        assert!(desk.has_all_after(1, "p1", Role::Crm) && desk.has_all_after(4, "p1", Role::Crm));
        assert!(!desk.has_all_after(5, "p1", Role::Crm), "never seen by anyone");
        desk.send_missed(PeerNo(3), Vec::new()).unwrap();
        let missed = pushes(&desk.peers[&PeerNo(3)]);
        assert_eq!(missed.iter().map(|one| (one.prev, one.seq)).collect::<Vec<_>>(), [(1, 2), (2, 4)]);
    }
}
