//! How far something long is scrolled.

use super::Outcome;
use crate::toolbar::action::Action;

/// The rows that a page goes on.
const PAGE: usize = 10;
/// Nothing that is read is longer, in rows.
const LONGEST: usize = 1_000;

/// A place in something long. Drawing stops at the end of what there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reader {
    /// The first row that is seen.
    pub first: usize,
}

impl Reader {
    pub(super) fn act(&mut self, action: Action) -> Outcome {
        let to = match action {
            Action::Cancel => return Outcome::Close,
            Action::Previous => self.first.saturating_sub(1),
            Action::Next => self.first + 1,
            Action::PageUp => self.first.saturating_sub(PAGE),
            Action::PageDown => self.first + PAGE,
            _ => self.first,
        };
        self.first = to.min(LONGEST);
        Outcome::Stay
    }

    /// The first row that is seen of `len` in `height` rows.
    pub fn first_of(self, len: usize, height: u16) -> usize {
        self.first.min(len.saturating_sub(usize::from(height)))
    }

    /// Goes no further than `len` rows allow, so that the way back begins at once.
    pub(super) fn clamp(&mut self, len: usize) {
        self.first = self.first.min(len.saturating_sub(1));
    }
}
