//! A virtual clock on its way: a site moves it in turns, so that peers are heard meanwhile and can
//! read what comes of it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::task::yield_now;
use tokio::time::{Instant, timeout_at};
use tracing::{debug, error};

use super::kept::Entry;
use super::outbox::Outbox;
use super::site::{PeerNo, Pending, Site};
use super::time::MAX_STEPS;
use crate::contract::SdkError;
use crate::contract::ids::DeskId;
use crate::desk::Change;
use crate::wire::text::visible;
use crate::wire::{Micros, Moment};

/// How much happens in a turn: deadlines, and what peers are told of them, a small part of an outbox.
const TURN_STEPS: u32 = 64;
const TURN_OUTPUTS: usize = 256;
/// How long the clock waits, in real time, for a peer whose outbox is half full. One that has read
/// nothing by then is not waited for again before it reads, and slow peers' rules hold for it.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many calls may wait for the clock; one more is refused.
const MAX_ADVANCES: usize = 256;

/// A call that moves the clock.
#[derive(Debug)]
struct Advance {
    by: Micros,
    /// Where to; known once those before it are done.
    to: Option<Moment>,
    /// How many deadlines have fired.
    steps: u32,
    call: Pending,
}

/// The calls that move the clock, one after the other.
#[derive(Debug, Default)]
pub(super) struct Advances {
    queue: VecDeque<Advance>,
    waits_for: Option<Waiting>,
}

/// A peer that must read before the next turn.
#[derive(Debug, Clone)]
struct Waiting {
    no: PeerNo,
    outbox: Arc<Outbox>,
    /// How many messages it had read when the waiting began.
    taken: u64,
    /// The end of the clock's patience.
    until: Instant,
}

impl Advances {
    /// Whether time is moving.
    pub(super) fn under_way(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Done when the next turn may be taken: the peer that had patience used up, if one had.
    pub(super) fn ready(&self) -> impl Future<Output = Option<PeerNo>> + use<> {
        let waits_for = self.waits_for.clone();
        async move {
            let Some(Waiting { no, outbox, until, .. }) = waits_for else {
                yield_now().await;
                return None;
            };
            timeout_at(until, outbox.eased()).await.is_err().then_some(no)
        }
    }
}

impl Site {
    /// Moves the clock for a call, which is answered when all has happened that is due by then. A short
    /// way is gone at once.
    pub(super) fn advance_by(&mut self, call: Pending, by: Micros) {
        if self.advances.queue.len() >= MAX_ADVANCES {
            let error = SdkError::http(429, "too many calls wait for the clock")
                .hint("wait for answers before you call again");
            return self.answer(call, Err::<(), _>(error));
        }
        self.advances.queue.push_back(Advance { by, to: None, steps: 0, call });
        // What has happened before is known to have taken its turns.
        if self.advances.queue.len() == 1 && !self.is_rerun {
            self.advance_turn();
        }
    }

    /// The clock has waited long enough for a peer.
    pub(super) fn stop_waiting_for(&mut self, no: PeerNo) {
        debug!(peer = no.0, "the clock waits no longer for a peer that does not read");
        if let Some(peer) = self.seats.get(&no).and_then(|desk| self.desks.get_mut(desk)?.peers.get_mut(&no))
        {
            peer.deaf_since = Some(peer.outbox.taken());
        }
        self.advances.waits_for = None;
    }

    /// Goes on with the first call that moves the clock, as far as a turn goes.
    pub(super) fn advance_turn(&mut self) {
        let before = self.advances.waits_for.take();
        self.advances.waits_for = self.behind().map(|(no, outbox)| {
            let taken = outbox.taken();
            // Mail in between does not make the clock more patient.
            before.filter(|before| before.no == no && before.taken == taken).unwrap_or_else(|| Waiting {
                no,
                outbox,
                taken,
                until: Instant::now() + PATIENCE,
            })
        });
        if self.advances.waits_for.is_none() {
            self.take(Entry::Turn);
        }
    }

    /// One turn of the clock.
    pub(super) fn take_turn(&mut self) {
        let Some(first) = self.advances.queue.front_mut() else { return };
        let to = *first.to.get_or_insert(self.now + first.by);
        let (mut steps, mut told) = (first.steps, 0);
        let last = (steps + TURN_STEPS).min(MAX_STEPS);
        let done = loop {
            told += self.tell(TURN_OUTPUTS - told);
            if !self.untold.is_empty() || steps == last {
                break false;
            }
            if !self.fire_next(to) {
                break true;
            }
            steps += 1;
        };
        let endless = !done && steps == MAX_STEPS && self.untold.is_empty();
        if endless {
            error!(site = %visible(&self.name), at = ?self.now, "deadlines do not end");
        }
        if !done && !endless {
            if let Some(first) = self.advances.queue.front_mut() {
                first.steps = steps;
            }
            // What peers ask for meanwhile happens at the time reached.
            self.clock.advance(self.now.since(self.clock.now()));
            return;
        }
        self.arrive(to);
        self.clock.advance(to.since(self.clock.now()));
        let desks: Vec<DeskId> = self.desks.keys().cloned().collect();
        for desk in desks {
            self.push_change(&desk, Change::Clock);
        }
        // Answered when all has happened, so that whoever waits for the answer may look.
        if let Some(Advance { call, .. }) = self.advances.queue.pop_front() {
            let now = self.now.iso_zulu();
            self.answer(call, Ok(json!({"now": now})));
        }
    }

    /// A peer that reads, and has half an outbox to read still.
    fn behind(&self) -> Option<(PeerNo, Arc<Outbox>)> {
        let mut peers = self.desks.values().flat_map(|desk| &desk.peers);
        let behind = peers.find(|(_, peer)| {
            peer.outbox.is_half_full() && peer.deaf_since.is_none_or(|taken| taken != peer.outbox.taken())
        });
        behind.map(|(no, peer)| (*no, Arc::clone(&peer.outbox)))
    }
}
