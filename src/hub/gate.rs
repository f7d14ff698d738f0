//! What keeps peers from hearing of things that are not safe on the disk yet.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};

use super::outbox::Outbox;
use crate::journal::Heard;

/// The gate of a site that is kept: it opens for what an input caused when the input is safe.
#[derive(Debug)]
pub(super) struct Gate {
    /// How many inputs there are, and one for the file that they are in: what happens depends on both.
    logged: AtomicU64,
    /// How much of that is safe.
    safe: watch::Sender<u64>,
    /// Outboxes that hold something back.
    waiting: Mutex<Vec<Arc<Outbox>>>,
    news: Notify,
    has_news: AtomicBool,
}

impl Gate {
    /// A gate that opens first when a file is there in which `n` inputs are safe.
    pub(super) fn new(n: u64) -> Arc<Gate> {
        Arc::new(Gate {
            logged: AtomicU64::new(n + 1),
            safe: watch::Sender::new(n),
            waiting: Mutex::default(),
            news: Notify::new(),
            has_news: AtomicBool::new(false),
        })
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Arc<Outbox>>> {
        // Nothing that holds the lock can leave the list half changed.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What everything depends on that happens now.
    pub(super) fn logged(&self) -> u64 {
        self.logged.load(Ordering::Acquire)
    }

    /// An input is given to the journal: its number.
    pub(super) fn log(&self) -> u64 {
        self.logged.fetch_add(1, Ordering::AcqRel)
    }

    /// The number of the last input.
    pub(super) fn last(&self) -> u64 {
        self.logged() - 1
    }

    /// How much is safe, as [`Gate::logged`] counts.
    pub(super) fn safe(&self) -> u64 {
        *self.safe.borrow()
    }

    /// Done when so much is safe.
    pub(super) async fn passed(&self, n: u64) {
        // The sender is ours, so it is there.
        let _ = self.safe.subscribe().wait_for(|safe| *safe >= n).await;
    }

    /// An outbox holds back what depends on this, and will be told when it is safe; `false` where it has become
    /// so by now.
    pub(super) fn hold(&self, n: u64, outbox: Arc<Outbox>) -> bool {
        let mut waiting = self.waiting();
        let holds = self.safe() < n;
        if holds {
            waiting.push(outbox);
        }
        holds
    }

    /// Done when the journal has news.
    pub(super) async fn news(&self) {
        while !self.has_news.swap(false, Ordering::AcqRel) {
            self.news.notified().await;
        }
    }
}

/// The writer's ear.
#[derive(Debug)]
pub(super) struct Ear(pub(super) Arc<Gate>);

impl Heard for Ear {
    fn safe(&self, n: u64) {
        let mut waiting = self.0.waiting();
        self.0.safe.send_replace(n + 1);
        let released = std::mem::take(&mut *waiting);
        drop(waiting);
        for outbox in released {
            outbox.release();
        }
    }

    fn news(&self) {
        self.0.has_news.store(true, Ordering::Release);
        self.0.news.notify_one();
    }
}
