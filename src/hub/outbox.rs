//! What is on its way to one peer: a bounded queue between the site and the peer's connection.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::gate::Gate;

/// The most messages that wait for a peer.
pub(super) const MAX_MESSAGES: usize = 8_192;
/// The most bytes that wait for a peer; one message alone may be more.
pub(super) const MAX_BYTES: usize = 4 << 20;
/// How much the connection takes out at once; what it has taken can no longer collapse.
const CHUNK: usize = 64 << 10;
/// For how long a frame that nobody waits for is held back for the company of others: less than the time
/// between two drawings of a screen.
const COMPANY: Duration = Duration::from_millis(5);

/// How soon a pushed frame must go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Haste {
    /// At once.
    Now,
    /// With the next that must, or after [`COMPANY`]: waking a connection for each one would cost more than
    /// the calls that they tell of.
    Soon,
}

/// Why a connection is closed, and what is said to the peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Closing {
    /// One of [`crate::wire::close`].
    pub(super) code: u16,
    /// For a person.
    pub(super) reason: String,
}

impl Closing {
    pub(super) fn new(code: u16, reason: impl Into<String>) -> Closing {
        Closing { code, reason: reason.into() }
    }
}

/// The queue was full; the message was not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Full;

/// What the connection sends next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Messages, at least one.
    Messages(Vec<Utf8Bytes>),
    /// Nothing at the moment.
    Nothing,
    /// Nothing more: close.
    Close(Closing),
}

#[derive(Debug)]
struct Waiting {
    text: Utf8Bytes,
    /// For a pushed frame: the frame that went to this peer before it.
    prev: Option<u64>,
    /// What must be safe before the peer hears of it, as the gate counts; 0 where nothing is kept.
    after: u64,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: VecDeque<Waiting>,
    bytes: usize,
    /// Whether one of them must go at once.
    hurries: bool,
    /// What the peer is told at once, whatever waits to be safe: that a call was not done.
    at_once: VecDeque<Utf8Bytes>,
    /// Whether the gate knows that something is held back.
    is_held: bool,
    /// How many messages the connection has taken, of all time.
    taken: u64,
    closing: Option<Closing>,
}

impl Queue {
    fn has_room(&self, more: usize) -> bool {
        self.waiting.is_empty() || (self.waiting.len() < MAX_MESSAGES && self.bytes + more <= MAX_BYTES)
    }

    fn is_half_full(&self) -> bool {
        self.closing.is_none() && (self.waiting.len() > MAX_MESSAGES / 2 || self.bytes > MAX_BYTES / 2)
    }

    /// Whether the connection is to send without waiting for more.
    fn is_due(&self) -> bool {
        self.hurries || self.closing.is_some() || self.is_half_full()
    }

    fn put(&mut self, text: Utf8Bytes, prev: Option<u64>, haste: Haste, after: u64) {
        self.bytes += text.len();
        self.hurries |= haste == Haste::Now;
        self.waiting.push_back(Waiting { text, prev, after });
    }
}

/// The queue to one peer. At its bound the site decides: a toolbar's pushes collapse into a
/// snapshot, any other peer is closed with 1013.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    queue: Mutex<Queue>,
    ready: Notify,
    /// Told whenever something was taken.
    eased: Notify,
    closing: CancellationToken,
    /// Of a site that is kept.
    gate: OnceLock<Arc<Gate>>,
}

impl Outbox {
    pub(super) fn new() -> Arc<Outbox> {
        Arc::default()
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        // Nothing that holds the lock can leave the queue half changed.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From here on everything waits until what it depends on is safe.
    pub(super) fn put_behind(&self, gate: &Arc<Gate>) {
        // Nobody puts one outbox behind two gates.
        let _ = self.gate.set(Arc::clone(gate));
    }

    fn after(&self) -> u64 {
        self.gate.get().map_or(0, |gate| gate.logged())
    }

    /// Something that was held back may be safe now.
    pub(super) fn release(&self) {
        self.queue().is_held = false;
        self.ready.notify_one();
    }

    /// Queues an answer that depends on nothing, before all that waits.
    pub(super) fn answer_at_once(&self, text: Utf8Bytes) -> Result<(), Full> {
        let mut queue = self.queue();
        if queue.closing.is_some() {
            return Ok(());
        }
        if !queue.has_room(text.len()) || queue.at_once.len() >= MAX_MESSAGES {
            return Err(Full);
        }
        queue.bytes += text.len();
        queue.hurries = true;
        queue.at_once.push_back(text);
        drop(queue);
        self.ready.notify_one();
        Ok(())
    }

    /// Queues an answer.
    pub(super) fn answer(&self, text: Utf8Bytes) -> Result<(), Full> {
        self.add(text, None, Haste::Now)
    }

    /// Queues a pushed frame that follows `prev` at this peer.
    pub(super) fn push(&self, text: Utf8Bytes, prev: u64, haste: Haste) -> Result<(), Full> {
        self.add(text, Some(prev), haste)
    }

    fn add(&self, text: Utf8Bytes, prev: Option<u64>, haste: Haste) -> Result<(), Full> {
        let mut queue = self.queue();
        if queue.closing.is_some() {
            return Ok(());
        }
        if !queue.has_room(text.len()) {
            return Err(Full);
        }
        let is_first = queue.waiting.is_empty();
        queue.put(text, prev, haste, self.after());
        // One that waits for company was told of before; of one that is held back the gate will tell.
        let wakes = !queue.is_held && (is_first || queue.is_due());
        drop(queue);
        if wakes {
            self.ready.notify_one();
        }
        Ok(())
    }

    /// Drops all pushed frames that wait and puts one in their place; answers stay. `prev` is the
    /// frame that went to this peer last, the dropped ones included; `snapshot` makes the text from
    /// the one that really did. Full where the answers alone are too many.
    pub(super) fn collapse(&self, prev: u64, snapshot: impl FnOnce(u64) -> Utf8Bytes) -> Result<(), Full> {
        let mut queue = self.queue();
        if queue.closing.is_some() {
            return Ok(());
        }
        let sent = queue.waiting.iter().find_map(|one| one.prev).unwrap_or(prev);
        queue.waiting.retain(|one| one.prev.is_none());
        queue.bytes =
            queue.waiting.iter().map(|one| &one.text).chain(&queue.at_once).map(|one| one.len()).sum();
        // Half of the bound, so that a peer that reads nothing is not snapshotted at every push.
        if queue.waiting.len() > MAX_MESSAGES / 2 || queue.bytes > MAX_BYTES / 2 {
            return Err(Full);
        }
        queue.put(snapshot(sent), Some(sent), Haste::Now, self.after());
        drop(queue);
        self.ready.notify_one();
        Ok(())
    }

    /// Takes nothing more; what waits is still sent, then the connection is closed. The first
    /// closing stands.
    pub(super) fn close(&self, closing: Closing) {
        self.queue().closing.get_or_insert(closing);
        self.closing.cancel();
        self.ready.notify_one();
        self.eased.notify_one();
    }

    /// As [`Outbox::close`], but what waits is thrown away: the peer does not read it anyway.
    pub(super) fn give_up(&self, closing: Closing) {
        let mut queue = self.queue();
        queue.waiting.clear();
        queue.at_once.clear();
        queue.bytes = 0;
        queue.hurries = false;
        drop(queue);
        self.close(closing);
    }

    /// Done once it takes nothing more.
    pub(super) async fn closing(&self) {
        self.closing.cancelled().await;
    }

    /// Done when [`Outbox::take`] has something to send, or may have. For one task at a time.
    pub(super) async fn ready(&self) {
        self.ready.notified().await;
        let due = async {
            while !self.queue().is_due() {
                self.ready.notified().await;
            }
        };
        // Whether others came or none did, it goes now.
        let _ = timeout(COMPANY, due).await;
    }

    /// Whether more than half of the bound waits for a peer that is not being closed.
    pub(super) fn is_half_full(&self) -> bool {
        self.queue().is_half_full()
    }

    /// How many messages have been taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.queue().taken
    }

    /// Done when it is not, or no longer, half full. For one task at a time.
    pub(super) async fn eased(&self) {
        while self.is_half_full() {
            self.eased.notified().await;
        }
    }

    /// Takes what is to be sent next.
    pub(super) fn take(self: &Arc<Outbox>) -> Next {
        let mut queue = self.queue();
        if queue.waiting.is_empty() && queue.at_once.is_empty() {
            return match &queue.closing {
                Some(closing) => Next::Close(closing.clone()),
                None => Next::Nothing,
            };
        }
        let mut texts: Vec<Utf8Bytes> = queue.at_once.drain(..).collect();
        let mut taken: usize = texts.iter().map(|text| text.len()).sum();
        while taken < CHUNK {
            if self.holds_back(&mut queue) {
                break;
            }
            let Some(one) = queue.waiting.pop_front() else { break };
            taken += one.text.len();
            texts.push(one.text);
        }
        if texts.is_empty() {
            return Next::Nothing;
        }
        queue.taken += texts.len() as u64;
        queue.bytes -= taken;
        queue.hurries &= !queue.waiting.is_empty();
        drop(queue);
        self.eased.notify_one();
        Next::Messages(texts)
    }

    /// Whether the next message depends on what is not safe yet; then the gate tells when it is.
    fn holds_back(self: &Arc<Outbox>, queue: &mut Queue) -> bool {
        let Some((gate, first)) = self.gate.get().zip(queue.waiting.front()) else { return false };
        if gate.safe() >= first.after {
            return false;
        }
        queue.is_held = queue.is_held || gate.hold(first.after, Arc::clone(self));
        queue.is_held
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    fn texts(outbox: &Arc<Outbox>) -> Vec<String> {
        let mut all = Vec::new();
        while let Next::Messages(texts) = outbox.take() {
            all.extend(texts.iter().map(|text| text.as_str().to_owned()));
        }
        all
    }

    #[test]
    fn a_full_queue_collapses_to_its_answers_and_one_snapshot() {
        let outbox = Outbox::new();
        outbox.push("1".into(), 0, Haste::Now).unwrap();
        assert_eq!(texts(&outbox), ["1"], "this one went out");
        let mut last = 1;
        outbox.answer("a".into()).unwrap();
        while outbox.push(format!("{}", last + 1).into(), last, Haste::Soon).is_ok() {
            last += 1;
        }
        assert_eq!(last, MAX_MESSAGES as u64);
        outbox.answer("b".into()).unwrap_err();
        outbox.collapse(last, |prev| format!("snapshot after {prev}").into()).unwrap();
        outbox.answer("b".into()).unwrap();
        outbox.push("next".into(), last + 1, Haste::Now).unwrap();
        assert_eq!(texts(&outbox), ["a", "snapshot after 1", "b", "next"]);
    }

    #[test]
    fn bytes_are_bounded_too_and_one_large_message_passes() {
        let outbox = Outbox::new();
        let large = || Utf8Bytes::from("x".repeat(MAX_BYTES + 1));
        outbox.answer(large()).unwrap();
        assert_eq!(outbox.answer("a".into()), Err(Full));
        assert_eq!(outbox.collapse(0, |_| "s".into()), Err(Full), "the answers alone are too much");
        assert_eq!(texts(&outbox).len(), 1);
        outbox.answer("a".into()).unwrap();
    }

    #[test]
    fn what_is_not_safe_is_held_back_in_its_order_and_a_refusal_is_not() {
        use crate::hub::gate::Ear;
        use crate::journal::Heard;

        let (outbox, gate) = (Outbox::new(), Gate::new(3));
        outbox.put_behind(&gate);
        outbox.answer("safe".into()).unwrap();
        assert_eq!(texts(&outbox), [""; 0], "there is no file yet");
        Ear(Arc::clone(&gate)).safe(3);
        assert_eq!(gate.log(), 4);
        outbox.answer("four".into()).unwrap();
        assert_eq!(gate.log(), 5);
        outbox.push("five".into(), 0, Haste::Now).unwrap();
        assert_eq!(texts(&outbox), ["safe"]);
        outbox.answer_at_once("refused".into()).unwrap();
        assert_eq!(texts(&outbox), ["refused"]);
        outbox.close(Closing::new(1001, "stop"));
        assert_eq!(outbox.take(), Next::Nothing, "it is closed when all is told");
        Ear(Arc::clone(&gate)).safe(4);
        assert_eq!(texts(&outbox), ["four"]);
        Ear(Arc::clone(&gate)).safe(5);
        assert_eq!(texts(&outbox), ["five"]);
        assert_eq!(outbox.take(), Next::Close(Closing::new(1001, "stop")));
    }

    #[test]
    fn closing_sends_what_waits_and_giving_up_does_not() {
        let closing = Closing::new(1001, "stop");
        let outbox = Outbox::new();
        outbox.answer("a".into()).unwrap();
        outbox.close(closing.clone());
        outbox.close(Closing::new(1008, "late"));
        outbox.answer("b".into()).unwrap();
        assert_eq!(texts(&outbox), ["a"]);
        assert_eq!(outbox.take(), Next::Close(closing.clone()), "the first closing stands");

        let outbox = Outbox::new();
        outbox.answer("a".into()).unwrap();
        outbox.give_up(closing.clone());
        assert_eq!(outbox.take(), Next::Close(closing));
    }

    #[tokio::test(start_paused = true)]
    async fn what_can_wait_goes_with_company_or_a_little_later() {
        let outbox = Outbox::new();
        let waited = async |outbox: &Outbox| {
            let start = Instant::now();
            outbox.ready().await;
            start.elapsed()
        };
        outbox.push("1".into(), 0, Haste::Soon).unwrap();
        outbox.push("2".into(), 1, Haste::Soon).unwrap();
        assert!(waited(&outbox).await >= COMPANY, "nobody else came");
        assert_eq!(texts(&outbox), ["1", "2"]);
        outbox.push("3".into(), 2, Haste::Soon).unwrap();
        let other = Arc::clone(&outbox);
        let waiting = tokio::spawn(async move { waited(&other).await });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        outbox.answer("a".into()).unwrap();
        assert_eq!(waiting.await.unwrap(), Duration::ZERO, "an answer hurries");
        assert_eq!(texts(&outbox), ["3", "a"]);
        outbox.push("4".into(), 3, Haste::Soon).unwrap();
        outbox.close(Closing::new(1001, "stop"));
        assert_eq!(waited(&outbox).await, Duration::ZERO, "nothing more can come");
    }

    #[tokio::test(start_paused = true)]
    async fn a_queue_that_fills_does_not_wait_for_company() {
        let outbox = Outbox::new();
        for number in 0..=MAX_MESSAGES as u64 / 2 {
            outbox.push("x".into(), number, Haste::Soon).unwrap();
        }
        let start = Instant::now();
        outbox.ready().await;
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}
