//! When a recording moves on, and when it is looked at for more.

use std::time::Duration;

use tokio::time::Instant;

use super::source::Source;

/// How often a playing recording moves on.
const PLAYER_TICK: Duration = Duration::from_millis(33);
/// How often a recording is looked at for more, while its end is shown.
const FOLLOW_TICK: Duration = Duration::from_secs(1);

/// When it moved on, and was looked at, last.
#[derive(Debug)]
pub(in crate::toolbar) struct Pace {
    played: Instant,
    looked: Instant,
}

impl Pace {
    /// From now on.
    pub(in crate::toolbar) fn new() -> Pace {
        Pace { played: Instant::now(), looked: Instant::now() }
    }

    /// When it is to move on, where it plays.
    pub(in crate::toolbar) fn play<S>(&self, source: &Source<S>) -> Option<Instant> {
        source.is_playing().then(|| self.played + PLAYER_TICK)
    }

    /// When it is to be looked at, where it may grow.
    pub(in crate::toolbar) fn look<S>(&self, source: &Source<S>) -> Option<Instant> {
        source.is_following().then(|| self.looked + FOLLOW_TICK)
    }

    /// It moves on now; gives by how much.
    pub(in crate::toolbar) fn played(&mut self) -> Duration {
        let now = Instant::now();
        let span = now - self.played;
        self.played = now;
        span
    }

    /// It was looked at.
    pub(in crate::toolbar) fn looked(&mut self) {
        self.looked = Instant::now();
    }

    /// Time that went by while it did not play, or could not grow, does not count.
    pub(in crate::toolbar) fn rested(&mut self, play: Option<Instant>, look: Option<Instant>) {
        if play.is_none() {
            self.played = Instant::now();
        }
        if look.is_none() {
            self.looked = Instant::now();
        }
    }
}
