//! The desk's newest pushed frames, kept for peers whose connection dropped.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::contract::Contract;
use crate::wire::push::{Body, Push};
use crate::wire::{Moment, Role};

/// The most frames that are kept; older ones are dropped, and a peer that missed them is told so.
pub(super) const MAX_FRAMES: usize = 4_096;
/// The most bytes that are kept, as for [`MAX_FRAMES`].
pub(super) const MAX_BYTES: usize = 2 << 20;

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

/// The newest frames, oldest first, without a gap.
#[derive(Debug, Default)]
pub(super) struct Ring {
    entries: VecDeque<Entry>,
    bytes: usize,
}

impl Ring {
    /// Keeps a frame; drops the oldest past the bounds.
    pub(super) fn keep(&mut self, entry: Entry) {
        self.bytes += entry.bytes();
        self.entries.push_back(entry);
        while self.entries.len() > MAX_FRAMES || self.bytes > MAX_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.bytes();
        }
    }

    /// All frames after `seq`; `None` where some of them are no longer there. `newest` is the
    /// desk's last frame.
    pub(super) fn after(&mut self, seq: u64, newest: u64) -> Option<impl Iterator<Item = &mut Entry>> {
        let oldest = self.entries.front().map_or(newest + 1, Entry::seq);
        let complete = seq <= newest && seq + 1 >= oldest;
        complete.then(|| self.entries.iter_mut().filter(move |entry| entry.seq() > seq))
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

    fn after(ring: &mut Ring, seq: u64, newest: u64) -> Option<Vec<u64>> {
        ring.after(seq, newest).map(|entries| entries.map(|entry| entry.seq()).collect())
    }

    #[test]
    fn what_is_there_is_found_and_what_is_not_is_owned_up_to() {
        let mut ring = Ring::default();
        assert_eq!(after(&mut ring, 0, 0), Some(vec![]));
        assert_eq!(after(&mut ring, 1, 0), None, "never seen by anyone");
        for seq in 1..=MAX_FRAMES as u64 + 10 {
            ring.keep(change(seq, "x"));
        }
        let newest = MAX_FRAMES as u64 + 10;
        assert_eq!(after(&mut ring, newest, newest), Some(vec![]));
        assert_eq!(after(&mut ring, newest - 2, newest), Some(vec![newest - 1, newest]));
        assert_eq!(after(&mut ring, 10, newest).unwrap().len(), MAX_FRAMES);
        assert_eq!(after(&mut ring, 9, newest), None);
    }

    #[test]
    fn bytes_are_bounded() {
        let mut ring = Ring::default();
        for seq in 1..=5 {
            ring.keep(change(seq, &"x".repeat(MAX_BYTES / 3)));
        }
        assert!(ring.bytes <= MAX_BYTES);
        assert_eq!(after(&mut ring, 3, 5), Some(vec![4, 5]));
        assert_eq!(after(&mut ring, 2, 5), None);
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
