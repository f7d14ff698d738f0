//! Pages of frames before or after a place, as a list reads them that one scrolls.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{MAX_FRAMES_BYTES, Player, Timeless, read_frame};
use crate::recording::error::ReadError;
use crate::recording::format::{FrameLine, glance};
use crate::wire::{Frame, Micros, Moment};

/// How much later than a push its frame may stand in a recording.
const LATE: Micros = Micros::from_secs(2);

/// A place between two frames of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The byte at which a frame's line begins.
    Place(u64),
    /// Before the pushed frame with this number, of this moment.
    Push {
        /// When it was.
        at: Moment,
        /// Its number at the desk.
        seq: u64,
    },
}

/// Which frames are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The last ones before an edge.
    Before(Edge),
    /// The first ones after a frame, up to an edge.
    After {
        /// Where its line begins.
        place: u64,
        /// Where to stop.
        until: Edge,
    },
}

/// Frames in their order, each with the byte at which its line begins.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The frames.
    pub frames: Vec<(u64, Frame)>,
    /// Whether there are no more in that direction: the start, or the edge, is reached.
    pub is_last: bool,
}

impl Player {
    /// At most `count` frames and 8 MiB of those that are wanted.
    pub fn page(&mut self, wanted: Wanted, count: usize) -> Result<Page, ReadError> {
        match wanted {
            Wanted::Before(edge) => {
                let end = self.offset_of(edge)?;
                self.page_before(end, count)
            }
            Wanted::After { place, until } => {
                let end = self.offset_of(until)?;
                self.page_after(place, end, count)
            }
        }
    }

    /// The last `count` frames before a line's start, and where they begin.
    pub(super) fn page_before(&mut self, end: u64, count: usize) -> Result<Page, ReadError> {
        let started = self.header().started;
        let mut frames = VecDeque::new();
        let mut bytes = 0;
        let (mut offset, mut timeless) = (end, Timeless::default());
        while frames.len() < count && offset > self.reader.body() {
            let Some(line) = self.reader.lines.ending(offset)? else { break };
            if timeless.is_too_much(&line, glance(line.bytes).ok().as_ref()) {
                break;
            }
            let Some(frame) = read_frame(&line) else {
                offset = line.start;
                continue;
            };
            bytes += line.bytes.len();
            if bytes > MAX_FRAMES_BYTES && !frames.is_empty() {
                break;
            }
            offset = line.start;
            frames.push_front((offset, placed(started, &frame)));
        }
        Ok(Page { frames: frames.into(), is_last: offset <= self.reader.body() })
    }

    fn page_after(&mut self, place: u64, end: u64, count: usize) -> Result<Page, ReadError> {
        let started = self.header().started;
        let mut page = Page::default();
        let (mut offset, mut bytes, mut timeless) = (place, 0, Timeless::default());
        while page.frames.len() < count && bytes <= MAX_FRAMES_BYTES {
            let line = match offset < end {
                true => self.reader.lines.starting(offset)?,
                false => None,
            };
            let Some(line) = line else {
                page.is_last = true;
                break;
            };
            if timeless.is_too_much(&line, glance(line.bytes).ok().as_ref()) {
                page.is_last = true;
                break;
            }
            let start = line.start;
            offset = line.end;
            if let Some(frame) = read_frame(&line).filter(|_| start > place) {
                bytes += line.bytes.len();
                page.frames.push((start, placed(started, &frame)));
            }
        }
        Ok(page)
    }

    fn offset_of(&mut self, edge: Edge) -> Result<u64, ReadError> {
        let (at, seq) = match edge {
            Edge::Place(place) => return Ok(place.clamp(self.reader.body(), self.reader.lines.len())),
            Edge::Push { at, seq } => (at, seq),
        };
        self.reader.refresh()?;
        let late = Micros(at.since(self.header().started).0.saturating_add(LATE.0));
        let mut offset = self.first_after(late)?;
        while offset > self.reader.body() {
            let Some(line) = self.reader.lines.ending(offset)? else { break };
            let (start, end) = (line.start, line.end);
            match read_frame(&line).and_then(|frame| frame.seq) {
                Some(of) if of == seq => return Ok(start),
                Some(of) if of < seq => return Ok(end),
                _ => offset = start,
            }
        }
        Ok(offset)
    }
}

fn placed(started: Moment, frame: &FrameLine<'_>) -> Frame {
    Frame {
        at: started + frame.at,
        seq: frame.seq,
        peer: Arc::from(&*frame.peer),
        dir: frame.dir,
        text: Arc::from(frame.text()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn player() -> Player {
        Player::open(Path::new("recordings/screen-pop.jsonl")).unwrap()
    }

    fn all() -> Vec<(u64, Frame)> {
        let page = player().page(Wanted::Before(Edge::Place(u64::MAX)), 10_000).unwrap();
        let lines = std::fs::read_to_string("recordings/screen-pop.jsonl").unwrap();
        let frames = lines.lines().filter(|line| line.starts_with("{\"kind\":\"frame\"")).count();
        assert!(page.is_last && page.frames.len() == frames, "{} of {frames}", page.frames.len());
        page.frames
    }

    fn places(frames: &[(u64, Frame)]) -> Vec<u64> {
        frames.iter().map(|(place, _)| *place).collect()
    }

    #[test]
    fn pages_back_and_on_are_the_same_frames() {
        let all = places(&all());
        let mut player = player();
        let mut back = Vec::new();
        let mut edge = u64::MAX;
        loop {
            let page = player.page(Wanted::Before(Edge::Place(edge)), 10).unwrap();
            back.splice(0..0, places(&page.frames));
            if page.is_last {
                break;
            }
            edge = back[0];
        }
        assert_eq!(back, all);
        let (mut on, until) = (vec![all[0]], Edge::Place(all[60]));
        loop {
            let page = player.page(Wanted::After { place: on[on.len() - 1], until }, 10).unwrap();
            on.extend(places(&page.frames));
            if page.is_last {
                break;
            }
        }
        assert_eq!(on, all[..60]);
    }

    #[test]
    fn a_pushed_frame_is_found_by_its_number() {
        let all = all();
        let mut player = player();
        for (at, (place, frame)) in all.iter().enumerate() {
            let Some(seq) = frame.seq else { continue };
            let page = player.page(Wanted::Before(Edge::Push { at: frame.at, seq }), 3).unwrap();
            assert_eq!(places(&page.frames), places(&all[at.saturating_sub(3)..at]), "{place}");
        }
        let unknown = Edge::Push { at: Moment(u64::MAX), seq: u64::MAX };
        let page = player.page(Wanted::Before(unknown), 1).unwrap();
        let last_pushed = all.iter().rposition(|(_, frame)| frame.seq.is_some()).unwrap();
        assert_eq!(places(&page.frames), places(&all[last_pushed..=last_pushed]));
    }
}
