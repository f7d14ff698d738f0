//! What has left memory, as it is read back from the recording: a part of it at a time.

use crate::inspect::Log;
use crate::recording::player::{Edge, Page, Wanted};

/// How many frames are read at once.
pub const PAGE: usize = 2_000;
/// How many rows that were read back are kept; those at the other end go.
const MAX_ROWS: usize = 20_000;
/// How many bytes of them.
const MAX_BYTES: usize = 16 << 20;

/// A part of the recording.
#[derive(Debug)]
pub(super) struct Past {
    pub log: Log,
    /// Where memory begins.
    edge: Edge,
    /// Whether the recording's start is in it.
    pub is_first: bool,
    /// What was asked for and has not come.
    pub waits: Option<Wanted>,
    /// How many frames were read since something was found.
    pub searched: usize,
}

impl Past {
    /// Nothing yet: what stands before memory is asked for.
    pub(super) fn new(edge: Edge) -> Past {
        let waits = Some(Wanted::Before(edge));
        Past { log: Log::bounded(MAX_ROWS, MAX_BYTES), edge, is_first: false, waits, searched: 0 }
    }

    /// What stands before the oldest row.
    pub(super) fn back(&mut self) -> Option<Wanted> {
        if self.is_first || self.waits.is_some() {
            return None;
        }
        let edge = self.log.at(0).map_or(self.edge, |row| Edge::Place(row.number));
        self.waits = Some(Wanted::Before(edge));
        self.waits
    }

    /// What stands after the newest row.
    pub(super) fn on(&mut self) -> Option<Wanted> {
        if self.waits.is_some() {
            return None;
        }
        let place = self.log.iter().next_back()?.number;
        self.waits = Some(Wanted::After { place, until: self.edge });
        self.waits
    }

    /// Takes a page in; `true` where it goes on in memory from here.
    pub(super) fn take(&mut self, page: Page) -> bool {
        self.searched += page.frames.len();
        match self.waits.take() {
            Some(Wanted::Before(_)) => {
                self.is_first = page.is_last;
                self.log.prepend(page.frames);
                false
            }
            Some(Wanted::After { .. }) => {
                let is_over = page.is_last && page.frames.is_empty();
                for (place, frame) in page.frames {
                    self.log.append(place, frame);
                }
                // What was at the start may have made room.
                self.is_first = false;
                is_over
            }
            None => false,
        }
    }
}
