//! The desk's newest pushed frames, kept for peers whose connection dropped.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::contract::Contract;
use crate::wire::push::{Body, Push};
use crate::wire::{Moment, Role};

/// The most frames that are kept; older ones are dropped, and a peer that missed them is told so.
pub(super) const MAX_FRAMES: usize = 4_096;
/// The most bytes that are kept, as for [`MAX_FRAMES`].
pub(super) const MAX_BYTES: usize = 2 << 20;

/// Of so many integrations it is known when a frame for them alone was dropped last. Past that, the
/// one whose frame is the oldest counts as every integration.
const MAX_NAMED: usize = 256;

/// A pushed frame and whom it goes to.
#[derive(Debug)]
pub(super) struct Entry {
    push: Push,
    to_crm: bool,
    to_app: bool,
    is_event: bool,
    /// The one integration that it goes to.
    only: Option<Arc<str>>,
}

impl Entry {
    /// A frame that follows directly on the desk's last one.
    pub(super) fn new(seq: u64, at: Moment, body: Body) -> Entry {
        let (is_event, contexts, only) = match &body {
            Body::Event { name, to, .. } => {
                (true, Contract::get().event(name).map_or(&[][..], |event| &event.contexts), to.clone())
            }
            Body::Change(_) => (false, &[][..], None),
        };
        let has = |context: &str| contexts.iter().any(|one| one == context);
        let (to_crm, to_app) = (has("crm"), has("app"));
        Entry { push: Push { seq, prev: seq.saturating_sub(1), at, body }, to_crm, to_app, is_event, only }
    }

    /// Its number.
    pub(super) fn seq(&self) -> u64 {
        self.push.seq
    }

    /// Whether the peer of this name and role is sent it.
    pub(super) fn goes_to(&self, peer: &str, role: Role) -> bool {
        let is_meant = self.only.as_deref().is_none_or(|only| only == peer);
        match role {
            Role::Crm | Role::App if !is_meant => false,
            Role::Toolbar | Role::Observer => true,
            Role::Control => self.is_event,
            Role::Crm => self.to_crm,
            Role::App => self.to_app,
        }
    }

    /// The notification for a peer that was sent `prev` before it.
    pub(super) fn text(&mut self, prev: u64) -> String {
        self.push.prev = prev;
        self.push.to_text()
    }

    fn bytes(&self) -> usize {
        let body = match &self.push.body {
            Body::Event { name, payload, .. } => name.len() + payload.get().len(),
            Body::Change(change) => change.get().len(),
        };
        body + size_of::<Entry>()
    }
}

/// The newest frames that were dropped, by whom they went to. A frame that a peer was never to see is
/// no loss to it, however many of them push others out.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Dropped {
    any: u64,
    event: u64,
    to_crm: u64,
    to_app: u64,
    /// Those for one integration alone, by its name.
    only: BTreeMap<Arc<str>, u64>,
}

impl Dropped {
    fn note(&mut self, entry: &Entry) {
        let seq = entry.seq();
        self.any = seq;
        if entry.is_event {
            self.event = seq;
        }
        if let Some(only) = &entry.only {
            self.only.insert(Arc::clone(only), seq);
            self.keep_bound();
            return;
        }
        if entry.to_crm {
            self.to_crm = seq;
        }
        if entry.to_app {
            self.to_app = seq;
        }
    }

    fn keep_bound(&mut self) {
        while self.only.len() > MAX_NAMED {
            let oldest = self.only.iter().min_by_key(|(_, seq)| **seq).map(|(name, _)| Arc::clone(name));
            let Some(seq) = oldest.and_then(|name| self.only.remove(&name)) else { break };
            self.to_crm = self.to_crm.max(seq);
            self.to_app = self.to_app.max(seq);
        }
    }

    /// The newest one that went to the peer of this name and role, or 0.
    fn newest_for(&self, peer: &str, role: Role) -> u64 {
        let alone = || self.only.get(peer).copied().unwrap_or(0);
        match role {
            Role::Toolbar | Role::Observer => self.any,
            Role::Control => self.event,
            Role::Crm => self.to_crm.max(alone()),
            Role::App => self.to_app.max(alone()),
        }
    }
}

/// The newest frames, oldest first, without a gap.
#[derive(Debug, Default)]
pub(super) struct Ring {
    entries: VecDeque<Entry>,
    bytes: usize,
    dropped: Dropped,
}

impl Ring {
    /// Keeps a frame; drops the oldest past the bounds.
    pub(super) fn keep(&mut self, entry: Entry) {
        self.bytes += entry.bytes();
        self.entries.push_back(entry);
        while self.entries.len() > MAX_FRAMES || self.bytes > MAX_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.bytes();
            self.dropped.note(&oldest);
        }
    }

    /// Whether all frames after `seq` that go to this peer are still there.
    pub(super) fn has_all_after(&self, seq: u64, peer: &str, role: Role) -> bool {
        seq >= self.dropped.newest_for(peer, role)
    }

    /// The frames after `seq` that are there and go to this peer, oldest first.
    pub(super) fn after(&mut self, seq: u64, peer: &str, role: Role) -> impl Iterator<Item = &mut Entry> {
        self.entries.iter_mut().filter(move |entry| entry.seq() > seq && entry.goes_to(peer, role))
    }
}

/// A ring as it is kept on a disk.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptRing {
    dropped: Dropped,
    frames: Vec<KeptFrame>,
}

/// A frame: an event with its name, or a change.
#[derive(Serialize, Deserialize)]
struct KeptFrame {
    seq: u64,
    at: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Arc<str>>,
    body: Box<RawValue>,
}

impl Ring {
    /// What a disk keeps of it: the newest frames, of at most so many bytes.
    pub(super) fn kept(&self, most: usize) -> KeptRing {
        let mut room = most;
        let fits = |entry: &&Entry| {
            room = room.saturating_sub(entry.bytes());
            room > 0
        };
        let newest = self.entries.iter().rev().take_while(fits).count();
        let (older, newer) = (self.entries.len() - newest, self.entries.iter());
        let mut dropped = self.dropped.clone();
        newer.clone().take(older).for_each(|entry| dropped.note(entry));
        let frames = newer.skip(older).map(|entry| {
            let Push { seq, at, body, .. } = &entry.push;
            let (name, to, body) = match body {
                Body::Event { name, payload, to } => (Some(name.clone()), to.clone(), payload.clone()),
                Body::Change(change) => (None, None, change.clone()),
            };
            KeptFrame { seq: *seq, at: *at, name, to, body }
        });
        KeptRing { dropped, frames: frames.collect() }
    }
}

impl From<KeptRing> for Ring {
    fn from(KeptRing { dropped, frames }: KeptRing) -> Ring {
        let mut ring = Ring { dropped, ..Ring::default() };
        for KeptFrame { seq, at, name, to, body } in frames {
            let body = match name {
                Some(name) => Body::Event { name, payload: body, to },
                None => Body::Change(body),
            };
            ring.keep(Entry::new(seq, at, body));
        }
        ring
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn change(seq: u64, text: &str) -> Entry {
        let raw = RawValue::from_string(format!("{text:?}")).unwrap();
        Entry::new(seq, Moment(0), Body::Change(raw))
    }

    fn event(seq: u64, name: &str, size: usize, to: Option<&str>) -> Entry {
        let payload = RawValue::from_string(format!("{:?}", "x".repeat(size))).unwrap();
        Entry::new(seq, Moment(0), Body::Event { name: name.to_owned(), payload, to: to.map(Arc::from) })
    }

    fn after(ring: &mut Ring, seq: u64) -> Option<Vec<u64>> {
        let all = ring.has_all_after(seq, "p1", Role::Toolbar);
        all.then(|| ring.after(seq, "p1", Role::Toolbar).map(|entry| entry.seq()).collect())
    }

    #[test]
    fn what_is_there_is_found_and_what_is_not_is_owned_up_to() {
        let mut ring = Ring::default();
        assert_eq!(after(&mut ring, 0), Some(vec![]));
        for seq in 1..=MAX_FRAMES as u64 + 10 {
            ring.keep(change(seq, "x"));
        }
        let newest = MAX_FRAMES as u64 + 10;
        assert_eq!(after(&mut ring, newest), Some(vec![]));
        assert_eq!(after(&mut ring, newest - 2), Some(vec![newest - 1, newest]));
        assert_eq!(after(&mut ring, 10).unwrap().len(), MAX_FRAMES);
        assert_eq!(after(&mut ring, 9), None);
    }

    #[test]
    fn bytes_are_bounded() {
        let mut ring = Ring::default();
        for seq in 1..=5 {
            ring.keep(change(seq, &"x".repeat(MAX_BYTES / 3)));
        }
        assert!(ring.bytes <= MAX_BYTES);
        assert_eq!(after(&mut ring, 3), Some(vec![4, 5]));
        assert_eq!(after(&mut ring, 2), None);
    }

    #[test]
    fn only_a_frame_that_goes_to_a_peer_is_a_loss_to_it() {
        const FOR_CRM: &str = "interaction.handleInteractionDisposed";
        const FOR_APPS: &str = "appInstance.receiveData";
        let mut ring = Ring::default();
        ring.keep(event(1, FOR_CRM, 1, None));
        ring.keep(event(2, FOR_APPS, 1, Some("p7")));
        ring.keep(event(3, FOR_APPS, 1, None));
        ring.keep(change(4, "x"));
        ring.keep(event(5, FOR_APPS, MAX_BYTES, Some("p8")));
        // The last one is too large by itself.
        assert!(ring.entries.is_empty());
        let lowest = |peer: &str, role| (0..9).find(|seq| ring.has_all_after(*seq, peer, role));
        assert_eq!(lowest("p1", Role::Toolbar), Some(5));
        assert_eq!(lowest("p1", Role::Observer), Some(5));
        assert_eq!(lowest("p1", Role::Control), Some(5));
        assert_eq!(lowest("p6", Role::Crm), Some(1));
        assert_eq!(lowest("p6", Role::App), Some(3));
        assert_eq!(lowest("p7", Role::App), Some(3));
        assert_eq!(lowest("p8", Role::App), Some(5));
    }

    #[test]
    fn what_is_kept_on_a_disk_is_the_end_of_it_and_what_is_left_out_is_owned_up_to() {
        let mut ring = Ring::default();
        ring.keep(event(1, "appInstance.receiveData", 10, Some("p7")));
        (2..=9).for_each(|seq| ring.keep(change(seq, "x")));
        for (most, first) in [(0, 10), (3 * size_of::<Entry>(), 8), (1 << 20, 1)] {
            let text = serde_json::to_string(&ring.kept(most)).unwrap();
            let mut again = Ring::from(serde_json::from_str::<KeptRing>(&text).unwrap());
            let frames: Vec<u64> = again.entries.iter().map(Entry::seq).collect();
            assert_eq!(frames, (first..=9).collect::<Vec<_>>());
            let texts = |ring: &mut Ring| {
                ring.after(first - 1, "p7", Role::App).map(|entry| entry.text(0)).collect::<Vec<_>>()
            };
            assert_eq!(texts(&mut again), texts(&mut ring));
            let knows = |seq: u64| again.has_all_after(seq, "p1", Role::Toolbar);
            assert_eq!((0..=9).find(|seq| knows(*seq)), Some(first - 1));
            assert_eq!(again.has_all_after(0, "p7", Role::App), first == 1);
        }
    }

    #[test]
    fn past_the_bound_a_frame_for_one_integration_counts_for_all() {
        let mut dropped = Dropped::default();
        let of = |seq: u64| event(seq, "appInstance.receiveData", 1, Some(&format!("p{seq}")));
        let most = MAX_NAMED as u64;
        (1..=most).for_each(|seq| dropped.note(&of(seq)));
        assert_eq!(dropped.newest_for("p1", Role::App), 1);
        assert_eq!(dropped.newest_for("new", Role::App), 0);
        dropped.note(&of(most + 1));
        assert_eq!(dropped.only.len(), MAX_NAMED);
        assert_eq!(dropped.newest_for("p1", Role::App), 1, "it is not forgotten");
        assert_eq!(dropped.newest_for("new", Role::App), 1);
        assert_eq!(dropped.newest_for("new", Role::Crm), 1);
        assert_eq!(dropped.newest_for("p2", Role::App), 2);
    }

    #[test]
    fn an_event_goes_to_the_contexts_of_the_contract() {
        let event = |name: &str| {
            let payload = RawValue::from_string("{}".to_owned()).unwrap();
            Entry::new(1, Moment(0), Body::Event { name: name.to_owned(), payload, to: None })
        };
        let roles = |entry: Entry| {
            [Role::Toolbar, Role::Crm, Role::App, Role::Control, Role::Observer]
                .map(|role| entry.goes_to("p1", role))
        };
        assert_eq!(roles(event("interaction.callRinging")), [true, true, true, true, true]);
        assert_eq!(roles(event("interaction.handleInteractionDisposed")), [true, true, false, true, true]);
        assert_eq!(roles(event("appInstance.receiveData")), [true, false, true, true, true]);
        assert_eq!(roles(change(1, "x")), [true, false, false, false, true]);
    }
}
