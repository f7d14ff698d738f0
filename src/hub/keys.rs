//! What peers resume with: each key belongs to one peer of one desk, and holds the answers that it
//! is owed. It outlives the connection for a while.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use serde::{Deserialize, Serialize};

use super::answers::{Answers, Asked};
use super::site::PeerNo;
use crate::contract::ids::DeskId;
use crate::wire::{Micros, Moment, RequestId, Role};

/// The most keys that are kept without a connection; the oldest are forgotten first, and their
/// peers begin afresh.
const MAX_DROPPED: usize = 4_096;
/// The most bytes of answers that they hold together, as for [`MAX_DROPPED`].
const MAX_DROPPED_BYTES: usize = 64 << 20;

/// A peer, connected or not.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Holder {
    name: Arc<str>,
    role: Role,
    desk: DeskId,
    on: Option<PeerNo>,
    dropped: Option<Moment>,
    answers: Answers,
}

/// All keys of a site; not themselves, but what [`fingerprint`] makes of them, since they are secrets and a
/// site may be kept on a disk.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "KeptKeys")]
pub(super) struct Keys {
    #[serde(serialize_with = "in_order")]
    holders: HashMap<Arc<str>, Holder>,
    /// When connections dropped, oldest first. A key may since have come back.
    dropped: VecDeque<(Moment, Arc<str>)>,
    /// The answers of those without a connection, in bytes.
    #[serde(skip)]
    dropped_bytes: usize,
}

#[derive(Deserialize)]
struct KeptKeys {
    holders: HashMap<Arc<str>, Holder>,
    dropped: VecDeque<(Moment, Arc<str>)>,
}

impl From<KeptKeys> for Keys {
    fn from(KeptKeys { holders, dropped }: KeptKeys) -> Keys {
        let without = holders.values().filter(|one| one.dropped.is_some());
        let dropped_bytes = without.map(|one| one.answers.bytes()).sum();
        Keys { holders, dropped, dropped_bytes }
    }
}

fn in_order<S: serde::Serializer>(holders: &HashMap<Arc<str>, Holder>, into: S) -> Result<S::Ok, S::Error> {
    holders.iter().collect::<BTreeMap<_, _>>().serialize(into)
}

/// What a key is known by: enough to tell it, and nobody can resume with it.
pub(super) fn fingerprint(key: &str) -> Arc<str> {
    let digest = ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
    super::hex(&digest.as_ref()[..16]).into()
}

impl Keys {
    /// A new key for a peer on connection `on`.
    pub(super) fn issue(&mut self, key: &Arc<str>, name: &Arc<str>, role: Role, desk: &DeskId, on: PeerNo) {
        let (name, desk) = (Arc::clone(name), desk.clone());
        let holder = Holder { name, role, desk, on: Some(on), dropped: None, answers: Answers::default() };
        self.holders.insert(Arc::clone(key), holder);
    }

    /// The peer comes back on connection `on`: its key, its name, and the connection that it still
    /// has, if any. `None` where no such peer is known.
    pub(super) fn resume(
        &mut self,
        key: &str,
        role: Role,
        desk: &DeskId,
        on: PeerNo,
    ) -> Option<(Arc<str>, Arc<str>, Option<PeerNo>)> {
        let (key, _) = self.holders.get_key_value(key)?;
        let key = Arc::clone(key);
        let holder = self.holders.get_mut(&key).filter(|one| one.role == role && &one.desk == desk)?;
        if holder.dropped.take().is_some() {
            self.dropped_bytes -= holder.answers.bytes();
        }
        Some((key, Arc::clone(&holder.name), holder.on.replace(on)))
    }

    /// The connection `on` dropped.
    pub(super) fn drop_connection(&mut self, key: &Arc<str>, on: PeerNo, at: Moment) {
        let Some(holder) = self.holders.get_mut(key).filter(|one| one.on == Some(on)) else { return };
        holder.on = None;
        holder.dropped = Some(at);
        self.dropped_bytes += holder.answers.bytes();
        self.dropped.push_back((at, Arc::clone(key)));
        self.keep_bounds();
    }

    fn keep_bounds(&mut self) {
        let too_much =
            |keys: &Keys| keys.dropped.len() > MAX_DROPPED || keys.dropped_bytes > MAX_DROPPED_BYTES;
        while !self.dropped.is_empty() && too_much(self) {
            self.forget_oldest();
        }
    }

    /// When the next key is forgotten.
    pub(super) fn next_expiry(&self, kept: Micros) -> Option<Moment> {
        self.dropped.front().map(|(at, _)| *at + kept)
    }

    /// Forgets the keys that were not used for as long as they are kept.
    pub(super) fn forget(&mut self, now: Moment, kept: Micros) {
        while self.next_expiry(kept).is_some_and(|at| at <= now) {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((at, key)) = self.dropped.pop_front()
            && self.holders.get(&key).is_some_and(|one| one.dropped == Some(at))
        {
            let holder = self.holders.remove(&key);
            self.dropped_bytes -= holder.map_or(0, |holder| holder.answers.bytes());
        }
    }

    /// A call by the holder of a key, on connection `on`.
    pub(super) fn ask(&mut self, key: &Arc<str>, id: &RequestId, on: PeerNo) -> Asked {
        match self.holders.get_mut(key) {
            Some(holder) => holder.answers.ask(id, on),
            None => Asked::New,
        }
    }

    /// What a peer missed that is back on connection `on`, as [`Answers::missed`] says.
    pub(super) fn missed(&mut self, key: &Arc<str>, seq: u64, on: PeerNo) -> Vec<(u64, Utf8Bytes)> {
        self.holders.get_mut(key).map(|holder| holder.answers.missed(seq, on)).unwrap_or_default()
    }

    /// A call was answered after the desk's frame `seq`: keeps the answer, and says which connection it
    /// goes to.
    pub(super) fn finish(
        &mut self,
        key: &Arc<str>,
        id: &RequestId,
        text: &Utf8Bytes,
        seq: u64,
    ) -> Option<PeerNo> {
        let holder = self.holders.get_mut(key)?;
        let (on, before) = (holder.on, holder.answers.bytes());
        holder.answers.finish(id, text, seq, on);
        if holder.dropped.is_some() {
            self.dropped_bytes = self.dropped_bytes - before + holder.answers.bytes();
            self.keep_bounds();
        }
        on
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(keys: &mut Keys, key: &str, no: u64) -> Arc<str> {
        let key: Arc<str> = key.into();
        keys.issue(&key, &"p1".into(), Role::Crm, &DeskId::default_desk(), PeerNo(no));
        key
    }

    fn resume(keys: &mut Keys, key: &str, no: u64) -> bool {
        keys.resume(key, Role::Crm, &DeskId::default_desk(), PeerNo(no)).is_some()
    }

    #[test]
    fn a_key_is_kept_for_a_while_and_only_for_its_peer() {
        let mut keys = Keys::default();
        let key = issue(&mut keys, "a", 1);
        assert!(keys.resume("a", Role::App, &DeskId::default_desk(), PeerNo(2)).is_none());
        assert!(keys.resume("a", Role::Crm, &DeskId::new("other"), PeerNo(2)).is_none());
        assert!(resume(&mut keys, "a", 2));
        keys.drop_connection(&key, PeerNo(1), Moment(5));
        assert_eq!(keys.next_expiry(Micros(10)), None, "that was the older connection");
        keys.drop_connection(&key, PeerNo(2), Moment(5));
        assert_eq!(keys.next_expiry(Micros(10)), Some(Moment(15)));
        keys.forget(Moment(14), Micros(10));
        assert!(resume(&mut keys, "a", 3));
        keys.forget(Moment(15), Micros(10));
        assert!(resume(&mut keys, "a", 4), "it was in use again");
        keys.drop_connection(&key, PeerNo(4), Moment(20));
        keys.forget(Moment(30), Micros(10));
        assert!(!resume(&mut keys, "a", 5));
    }

    #[test]
    fn answers_without_a_connection_are_bounded_together() {
        let mut keys = Keys::default();
        let large = Utf8Bytes::from("x".repeat(1 << 19));
        let answer = |keys: &mut Keys, key: &Arc<str>, id: i64, on| {
            keys.ask(key, &RequestId::Number(id), PeerNo(on));
            keys.finish(key, &RequestId::Number(id), &large, 0);
        };
        // One answer while connected, one after that.
        for number in 0..100 {
            let key = issue(&mut keys, &number.to_string(), number);
            answer(&mut keys, &key, 1, number);
            keys.ask(&key, &RequestId::Number(2), PeerNo(number));
            keys.drop_connection(&key, PeerNo(number), Moment(number));
            keys.finish(&key, &RequestId::Number(2), &large, 0);
        }
        assert_eq!((keys.holders.len(), keys.dropped_bytes), (64, MAX_DROPPED_BYTES));
        assert!(!resume(&mut keys, "35", 99_999));
        assert!(resume(&mut keys, "36", 99_999));
        assert_eq!(keys.dropped_bytes, MAX_DROPPED_BYTES - (1 << 20));
        keys.forget(Moment(200), Micros(1));
        assert_eq!((keys.holders.len(), keys.dropped_bytes), (1, 0));
    }

    #[test]
    fn keys_without_a_connection_are_bounded() {
        let mut keys = Keys::default();
        for number in 0..MAX_DROPPED as u64 + 10 {
            let key = issue(&mut keys, &number.to_string(), number);
            keys.drop_connection(&key, PeerNo(number), Moment(number));
        }
        assert_eq!(keys.holders.len(), MAX_DROPPED);
        assert!(!resume(&mut keys, "9", 99_999));
        assert!(resume(&mut keys, "10", 99_999));
    }
}
