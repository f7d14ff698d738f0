//! How far a script has come: one for all desks that it goes to.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use crate::toolbar::event_loop::{Exit, Failed};

/// How far a script has come, and what failed in it first. Clones are of the same script.
#[derive(Debug, Clone, Default)]
pub struct Script(Arc<Progress>);

#[derive(Debug, Default)]
struct Progress {
    line: AtomicU64,
    failed: OnceLock<Failed>,
}

impl Script {
    /// A line was read.
    pub(super) fn went_on(&self) {
        self.0.line.fetch_add(1, Ordering::Relaxed);
    }

    /// The number of the last line that was read.
    pub(super) fn line(&self) -> u64 {
        self.0.line.load(Ordering::Relaxed)
    }

    /// Something failed; the first counts.
    pub(super) fn failed(&self, why: Failed) {
        let _ = self.0.failed.set(why);
    }

    /// How it ends when it is over.
    pub(super) fn end(&self) -> Exit {
        self.0.failed.get().map_or(Exit::Quit, |why| Exit::Failed(*why))
    }
}
