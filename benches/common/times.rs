//! Times taken on the machine's clock, and what is told of many of them.

use std::time::{Duration, Instant};

/// Now, by the machine.
#[allow(clippy::disallowed_methods, reason = "a bench looks at the machine's clock")]
pub fn now() -> Instant {
    Instant::now()
}

/// Times of one thing that was done over and over.
#[derive(Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Takes in more of them.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Duration>) {
        self.0.extend(more);
        self.0.sort_unstable();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The one that so many of a thousand do not exceed.
    ///
    /// # Panics
    /// Where there are none.
    pub fn permille(&self, of: usize) -> Duration {
        assert!(!self.0.is_empty(), "nothing was measured");
        let at = (self.0.len() * of).div_ceil(1_000).max(1) - 1;
        self.0[at]
    }

    /// The one in the middle.
    pub fn middle(&self) -> Duration {
        self.permille(500)
    }

    /// The longest.
    pub fn longest(&self) -> Duration {
        self.permille(1_000)
    }
}

/// In milliseconds.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
