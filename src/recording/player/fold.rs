//! Lines of a recording folded into a desk's state, and what is wrong with them noted.

use std::fmt::Display;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::contract::ids::DeskId;
use crate::desk::DeskState;
use crate::recording::error::{Trouble, said};
use crate::recording::format::{FrameLine, Kind, glance};
use crate::recording::lines::Line;
use crate::recording::record::SnapshotOf;
use crate::wire::{Dir, Micros, Push};

/// The peer of a frame that went to all peers of the desk.
const EVERYONE: &str = "*";

/// A desk's state after the lines that it was given.
#[derive(Debug)]
pub(super) struct Fold {
    pub(super) state: DeskState,
    /// The last line's time, since the state was taken.
    last: Option<Micros>,
    frames: u64,
    /// In the order of the file; at most [`Trouble::MAX`].
    troubles: Vec<Trouble>,
}

#[derive(Deserialize)]
struct Notification<'a> {
    #[serde(borrow)]
    method: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    params: &'a RawValue,
}

#[derive(Deserialize)]
struct Snapshot {
    state: DeskState,
}

impl Fold {
    pub(super) fn new(desk: DeskId) -> Fold {
        Fold { state: DeskState::new(desk), last: None, frames: 0, troubles: Vec::new() }
    }

    /// Goes on from another state.
    pub(super) fn begin(&mut self, state: DeskState) {
        self.state = state;
        self.last = None;
        self.frames = 0;
    }

    /// How many frames were folded in since the last snapshot, or since they were counted anew.
    pub(super) fn since_snapshot(&self) -> u64 {
        self.frames
    }

    pub(super) fn restart_count(&mut self) {
        self.frames = 0;
    }

    pub(super) fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// Folds in a line.
    pub(super) fn line(&mut self, line: &Line<'_>) {
        let seen = match glance(line.bytes) {
            Ok(seen) => seen,
            Err(error) => return self.trouble(line, format!("this line can't be read: {}", said(error))),
        };
        if let Some(at) = seen.at {
            self.time(line, at);
        }
        match seen.kind {
            Kind::Frame => {
                self.frames += 1;
                self.frame(line);
            }
            Kind::Snapshot(SnapshotOf::Desk) => {
                if let Some(state) = self.read_snapshot(line) {
                    self.state = state;
                    self.frames = 0;
                }
            }
            Kind::Gap => self.trouble(line, "records are missing here: the disk was too slow".to_owned()),
            _ => {}
        }
    }

    /// The state that a snapshot's line holds.
    pub(super) fn read_snapshot(&mut self, line: &Line<'_>) -> Option<DeskState> {
        match serde_json::from_slice::<Snapshot>(line.bytes) {
            Ok(snapshot) => Some(snapshot.state),
            Err(error) => {
                self.trouble(line, format!("this snapshot can't be read: {}", said(error)));
                None
            }
        }
    }

    fn time(&mut self, line: &Line<'_>, at: Micros) {
        if let Some(last) = self.last.filter(|last| *last > at) {
            self.trouble(line, format!("time goes back here, from {} to {} µs", last.0, at.0));
        }
        self.last = Some(at);
    }

    fn frame(&mut self, line: &Line<'_>) {
        let unreadable = |error: &dyn Display| format!("this frame can't be read: {}", said(error));
        let text = match std::str::from_utf8(line.bytes) {
            Ok(text) => text,
            Err(error) => return self.trouble(line, unreadable(&error)),
        };
        let frame: FrameLine<'_> = match serde_json::from_str(text) {
            Ok(frame) => frame,
            Err(error) => return self.trouble(line, unreadable(&error)),
        };
        if frame.dir != Dir::Out || frame.peer != EVERYONE {
            return;
        }
        let Some(message) = frame.msg else { return };
        let Ok(message) = serde_json::from_str::<Notification<'_>>(message.get()) else { return };
        let applied = match Push::from_params(&message.method, message.params.get()) {
            Some(Ok(push)) => self.state.apply(&push),
            Some(Err(error)) => Err(error),
            None => Ok(()),
        };
        if let Err(error) = applied {
            self.trouble(line, unreadable(&error));
        }
    }

    fn trouble(&mut self, line: &Line<'_>, what: String) {
        self.note(line.start, what);
    }

    /// Notes something once; the same lines are read again and again.
    pub(super) fn note(&mut self, offset: u64, what: String) {
        let place = self.troubles.partition_point(|known| known.offset < offset);
        let known = self.troubles[place..].iter().take_while(|known| known.offset == offset);
        if known.into_iter().any(|known| known.what == what) {
            return;
        }
        self.troubles.insert(place, Trouble { offset, what });
        self.troubles.truncate(Trouble::MAX);
    }
}
