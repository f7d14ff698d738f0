//! When the screen is drawn: sixty times a second at most, and what somebody typed at once.

use std::time::Duration;

use tokio::time::Instant;

/// The shortest time between two drawings, from one second to the next.
const FRAME: Duration = Duration::from_micros(16_667);

/// How soon the screen must be drawn again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Haste {
    /// It shows what there is.
    None,
    /// When it is its turn.
    Turn,
    /// Somebody waits for it who has just typed, or who sees nothing of the desk yet.
    Now,
}

/// The pace of drawing.
#[derive(Debug)]
pub(super) struct Frames {
    /// From when on what was typed may be drawn; it is the turn of all else a frame later.
    typed: Instant,
}

impl Frames {
    /// The first one may be drawn at once.
    pub(super) fn new() -> Frames {
        let now = Instant::now();
        Frames { typed: now.checked_sub(FRAME).unwrap_or(now) }
    }

    /// When the next one is due. What is typed takes the next turn before its time, so that a flood from the hub does
    /// not hold it up; the turn after that is as much later.
    pub(super) fn due(&self, haste: Haste) -> Option<Instant> {
        match haste {
            Haste::None => None,
            Haste::Turn => Some(self.typed + FRAME),
            Haste::Now => Some(self.typed),
        }
    }

    /// One is drawn now.
    pub(super) fn drawn(&mut self) {
        self.typed = (self.typed + FRAME).max(Instant::now());
    }
}
