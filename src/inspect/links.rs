//! Which request an answer belongs to, and what a peer is.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::wire::{Moment, Role};

/// How many requests are remembered until they are answered; the oldest are forgotten.
const MOST: usize = 256;
/// Of how many peers the role is remembered.
const MOST_PEERS: usize = 256;

/// A request that waits for its answer.
#[derive(Debug)]
pub(super) struct Asked {
    pub peer: Arc<str>,
    /// The id as it is written.
    pub id: Box<str>,
    pub number: u64,
    pub at: Moment,
    pub name: Arc<str>,
    pub interaction: Option<Arc<str>>,
    pub campaign: Option<u64>,
}

/// What is known of the frames before.
#[derive(Debug, Default)]
pub(super) struct Links {
    asked: VecDeque<Asked>,
    roles: HashMap<Arc<str>, Role>,
}

impl Links {
    pub(super) fn ask(&mut self, asked: Asked) {
        if self.asked.len() >= MOST {
            self.asked.pop_front();
        }
        self.asked.push_back(asked);
    }

    /// The newest request of a peer with this id; it is answered by now.
    pub(super) fn answered(&mut self, peer: &str, id: &str) -> Option<Asked> {
        let at = self.asked.iter().rposition(|one| &*one.peer == peer && &*one.id == id)?;
        self.asked.remove(at)
    }

    pub(super) fn role(&self, peer: &str) -> Option<Role> {
        self.roles.get(peer).copied()
    }

    pub(super) fn know(&mut self, peer: &Arc<str>, role: Role) {
        if self.roles.len() < MOST_PEERS || self.roles.contains_key(peer) {
            self.roles.insert(Arc::clone(peer), role);
        }
    }
}
