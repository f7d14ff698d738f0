//! The one place that asks the machine for the time and for chance.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::wire::{Micros, Moment};

/// A site's time: the machine's, or one that stands still until it is advanced.
#[derive(Debug)]
pub enum Clock {
    /// The machine's.
    Real,
    /// Stands at this moment, in µs since the Unix epoch.
    Virtual(AtomicU64),
}

impl Clock {
    /// One that stands at `at`.
    pub fn virtual_at(at: Moment) -> Clock {
        Clock::Virtual(AtomicU64::new(at.0))
    }

    /// What time it is.
    pub fn now(&self) -> Moment {
        match self {
            Clock::Real => real_now(),
            Clock::Virtual(at) => Moment(at.load(Ordering::Acquire)),
        }
    }

    /// Whether it stands still until it is advanced.
    pub fn is_virtual(&self) -> bool {
        matches!(self, Clock::Virtual(_))
    }

    /// Moves a virtual clock on, and says what time it is then. A real one goes its own way.
    pub fn advance(&self, by: Micros) -> Moment {
        match self {
            Clock::Real => real_now(),
            Clock::Virtual(at) => {
                let before =
                    at.fetch_update(Ordering::AcqRel, Ordering::Acquire, |at| Some(at.saturating_add(by.0)));
                Moment(before.unwrap_or_else(|at| at).saturating_add(by.0))
            }
        }
    }
}

/// The machine's time.
#[allow(clippy::disallowed_methods)]
pub fn real_now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(u64::try_from(since.as_micros()).unwrap_or(u64::MAX))
}

/// Bytes that nobody can guess, for tokens and seeds.
#[allow(clippy::disallowed_methods)]
pub fn random_bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
