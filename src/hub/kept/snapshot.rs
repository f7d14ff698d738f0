//! A whole site as lines of its journal: the engine, the hub's own memory, and each desk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::contract::ids::DeskId;
use crate::desk::DeskState;
use crate::ecc::{SNAPSHOT_VERSION, Ticket};
use crate::hub::desk::{Desk, Peer};
use crate::hub::keys::Keys;
use crate::hub::outbox::{Closing, Outbox};
use crate::hub::public::KeptPublic;
use crate::hub::ring::{KeptRing, Ring};
use crate::hub::site::{PeerNo, Pending, Site};
use crate::journal::{Header, KIND, VERSION};
use crate::wire::{Moment, Role, close};

/// The most bytes of a desk's newest frames that a snapshot holds.
const RING: usize = 128 << 10;

/// A snapshot as its line.
#[derive(Serialize)]
struct SnapshotLine<'a> {
    kind: &'static str,
    n: u64,
    at: Moment,
    of: &'static str,
    state: &'a RawValue,
}

/// What is read of such a line.
#[derive(Deserialize)]
pub(super) struct Part {
    pub(super) of: String,
    pub(super) state: Box<RawValue>,
}

/// The hub's own memory of a site.
#[derive(Deserialize)]
pub(super) struct KeptSite {
    pub(super) epoch: String,
    pub(super) peers_so_far: u64,
    pub(super) tickets: u64,
    pub(super) frames: u64,
    pub(super) pending: BTreeMap<Ticket, Pending>,
    pub(super) http: BTreeSet<Ticket>,
    pub(super) public: KeptPublic,
    pub(super) keys: Keys,
}

#[derive(Serialize)]
struct SiteNow<'a> {
    epoch: &'a str,
    peers_so_far: u64,
    tickets: u64,
    frames: u64,
    pending: &'a BTreeMap<Ticket, Pending>,
    http: &'a BTreeSet<Ticket>,
    public: KeptPublic,
    keys: &'a Keys,
}

/// A desk.
#[derive(Deserialize)]
pub(super) struct KeptDesk {
    pub(super) state: DeskState,
    pub(super) idle_since: Option<Moment>,
    pub(super) by_guest: bool,
    pub(super) ring: KeptRing,
    pub(super) peers: Vec<KeptPeer>,
}

#[derive(Serialize)]
struct DeskNow<'a> {
    state: &'a DeskState,
    idle_since: Option<Moment>,
    by_guest: bool,
    ring: KeptRing,
    peers: Vec<KeptPeer>,
}

/// Who was connected.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptPeer {
    no: PeerNo,
    name: Arc<str>,
    role: Role,
    key: Arc<str>,
}

fn raw(state: &impl Serialize) -> Box<RawValue> {
    to_raw_value(state).expect("a site is plain data with text keys")
}

impl Site {
    /// The beginning of a file of the journal: header and snapshots. `n` inputs are in them.
    pub(super) fn snapshot_lines(&self, n: u64, seed: u64) -> Vec<String> {
        let ecc = RawValue::from_string(self.ecc.snapshot()).expect("the engine's snapshot is JSON");
        let site = SiteNow {
            epoch: &self.epoch,
            peers_so_far: self.peers_so_far,
            tickets: self.tickets,
            frames: self.frames,
            pending: &self.pending,
            http: &self.third_parties.open,
            public: self.public.kept(),
            keys: &self.keys,
        };
        let mut parts = vec![("ecc", ecc), ("site", raw(&site))];
        parts.extend(self.desks.values().map(|desk| ("desk", raw(&DeskNow::of(desk)))));
        let header = Header {
            kind: KIND.to_owned(),
            version: VERSION,
            n,
            at: self.now,
            snapshots: parts.len(),
            site: self.name.clone(),
            seed,
            engine: SNAPSHOT_VERSION,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            virtual_clock: self.clock.is_virtual(),
            workspace: raw(&self.workspace.without_secrets()),
        };
        let line = |(of, state): &(&'static str, Box<RawValue>)| {
            let line = SnapshotLine { kind: "snapshot", n, at: self.now, of, state };
            serde_json::to_string(&line).expect("JSON in JSON")
        };
        let header = serde_json::to_string(&header).expect("a header is plain data");
        std::iter::once(header).chain(parts.iter().map(line)).collect()
    }

    /// Puts a desk back, with the peers that sat there; nothing reaches them.
    pub(super) fn put_back(&mut self, kept: KeptDesk) {
        let KeptDesk { state, idle_since, by_guest, ring, peers } = kept;
        let id: DeskId = state.desk.clone();
        let mut desk = Desk { state, idle_since, by_guest, ring: Ring::from(ring), ..Desk::new(id.clone()) };
        for KeptPeer { no, name, role, key } in peers {
            let outbox = Outbox::new();
            outbox.close(Closing::new(close::STOPPING, ""));
            desk.peers.insert(no, Peer { name, role, key, outbox, last: 0, broken: 0, deaf_since: None });
            self.seats.insert(no, id.clone());
        }
        self.desks.insert(id, desk);
    }
}

impl<'a> DeskNow<'a> {
    fn of(desk: &'a Desk) -> DeskNow<'a> {
        let peers = desk.peers.iter().map(|(no, peer)| KeptPeer {
            no: *no,
            name: Arc::clone(&peer.name),
            role: peer.role,
            key: Arc::clone(&peer.key),
        });
        DeskNow {
            state: &desk.state,
            idle_since: desk.idle_since,
            by_guest: desk.by_guest,
            ring: desk.ring.kept(RING),
            peers: peers.collect(),
        }
    }
}
