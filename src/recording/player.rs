//! Any moment of a recording, forward and back, without an index and without a pass over the file.
//!
//! A position is the byte at which the next frame's line begins. The desk's state there is what the last
//! snapshot before it says, with the pushed frames between the two folded in; so it depends on the
//! position alone, whichever way one came to it.

mod fold;
mod pages;

use std::collections::VecDeque;
use std::path::Path;

use super::damage::Damage;
use super::error::{ReadError, Trouble};
use super::format::{FrameLine, Glance, Kind, glance};
use super::lines::Line;
use super::reader::Reader;
use super::record::{Header, SnapshotOf};
use crate::desk::DeskState;
use crate::wire::{Frame, Micros};
use fold::Fold;
pub use pages::{Edge, Page, Wanted};

/// How many states are kept for files whose snapshots lie far apart.
const MAX_CHECKPOINTS: usize = 8;

/// After how many folded frames without a snapshot a state is kept.
const CHECKPOINT_FRAMES: u64 = 2_000;

/// How many lines without a time may follow one another, and how many bytes of them: with more, what is
/// behind them counts as not there, or a file of blank lines would be read for minutes.
const MAX_TIMELESS: (u32, u64) = (1 << 16, 16 << 20);

/// The most bytes of frames that are read at once.
const MAX_FRAMES_BYTES: usize = 8 << 20;

/// Plays a recording: holds the desk's state at one moment of it and goes to any other.
///
/// Needs a snapshot now and then in the file to be quick ([`super::SnapshotPace`]), and comes to the same
/// states without. What is wrong in the file and can be passed over is told by [`Player::troubles`].
#[derive(Debug)]
pub struct Player {
    reader: Reader,
    fold: Fold,
    /// The position. All lines before it are folded in.
    position: u64,
    /// The frame that begins there.
    next: Option<Next>,
    /// The moment that is shown: of the last frame, or a later one before the next.
    at: Micros,
    /// States at earlier positions, oldest first by use; at most [`MAX_CHECKPOINTS`].
    checkpoints: VecDeque<(u64, DeskState)>,
    /// Where more lines without a time begin than are read; nothing goes on from there.
    wall: Option<u64>,
    /// What was found when it was looked through.
    damage: Option<Damage>,
}

#[derive(Debug, Clone, Copy)]
struct Next {
    end: u64,
    at: Micros,
}

/// Counts lines without a time that follow one another.
#[derive(Debug, Default)]
struct Timeless {
    lines: u32,
    bytes: u64,
    /// Where the first of them begins, read forwards.
    run: u64,
}

impl Timeless {
    /// Counts a line; `true` where they are too many.
    fn is_too_much(&mut self, line: &Line<'_>, seen: Option<&Glance>) -> bool {
        if seen.is_some_and(|seen| seen.at.is_some()) {
            *self = Timeless::default();
            return false;
        }
        if self.lines == 0 {
            self.run = line.start;
        }
        self.lines += 1;
        self.bytes += line.end - line.start;
        self.lines > MAX_TIMELESS.0 || self.bytes > MAX_TIMELESS.1
    }
}

impl Player {
    /// Opens a recording, at its start.
    pub fn open(path: &Path) -> Result<Player, ReadError> {
        let reader = Reader::open(path)?;
        let fold = Fold::new(reader.header().desk.clone());
        let (position, checkpoints) = (reader.body(), VecDeque::new());
        let (next, at, wall, damage) = (None, Micros(0), None, None);
        let mut player = Player { reader, fold, position, next, at, checkpoints, wall, damage };
        player.settle()?;
        Ok(player)
    }

    /// The recording's first line.
    pub fn header(&self) -> &Header {
        self.reader.header()
    }

    /// The moment that is shown, in µs since the start.
    pub fn at(&self) -> Micros {
        self.at
    }

    /// The recording's last moment, in µs since the start.
    pub fn end(&self) -> Micros {
        self.reader.end()
    }

    /// The desk's state at [`Player::at`].
    pub fn state(&self) -> &DeskState {
        &self.fold.state
    }

    /// The byte at which the next frame begins. Many frames can share one moment; this tells them apart.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// When the next frame is; `None` at the end.
    pub fn next_at(&self) -> Option<Micros> {
        self.next.map(|next| next.at)
    }

    /// Whether the recording's last line is not whole.
    pub fn torn(&self) -> bool {
        self.reader.torn()
    }

    /// What was found wrong in the parts that were read, in the order of the file: lines that can't be read,
    /// time that goes back, gaps. At most the first [`Trouble::MAX`].
    pub fn troubles(&self) -> &[Trouble] {
        self.fold.troubles()
    }

    /// The same recording, looked through for what can't be read in it. What stops that stops the player too, when
    /// it comes there.
    pub fn looked_through(self) -> Player {
        let damage = Damage::of(self.reader.path()).unwrap_or_default();
        Player { damage, ..self }
    }

    /// What can't be read, where it was looked through.
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.as_ref()
    }

    /// Looks whether the recording has grown; `true` where it has.
    pub fn refresh(&mut self) -> Result<bool, ReadError> {
        let grown = self.reader.refresh()?;
        if self.next.is_none() {
            self.settle()?;
        }
        Ok(grown)
    }

    /// Goes one frame forward; `false` at the end.
    pub fn step(&mut self) -> Result<bool, ReadError> {
        let Some(next) = self.next else { return Ok(false) };
        self.advance(next.end)?;
        self.at = self.at.max(next.at);
        self.settle()?;
        Ok(true)
    }

    /// Goes one frame back; `false` at the start. The moment is then that of the frame before.
    pub fn step_back(&mut self) -> Result<bool, ReadError> {
        let Some((start, _)) = self.frame_before(self.position)? else { return Ok(false) };
        let at = self.frame_before(start)?.map_or(Micros(0), |(_, at)| at);
        self.go(start)?;
        self.at = at;
        Ok(true)
    }

    /// Goes to a moment: all frames up to it, and none after it. One past the end is the end.
    pub fn seek(&mut self, to: Micros) -> Result<(), ReadError> {
        let to = to.min(self.end());
        let stays = to >= self.at && self.next.is_none_or(|next| next.at > to);
        if !stays {
            let line = self.first_after(to)?;
            self.go(line)?;
        }
        self.at = to;
        Ok(())
    }

    /// Goes to the end.
    pub fn seek_end(&mut self) -> Result<(), ReadError> {
        self.go(self.reader.lines.len())?;
        self.at = self.end();
        Ok(())
    }

    /// The last `count` frames up to the position, oldest first, each with the byte at which its line
    /// begins; fewer where they are more than 8 MiB together.
    pub fn frames(&mut self, count: usize) -> Result<Vec<(u64, Frame)>, ReadError> {
        Ok(self.page_before(self.position, count)?.frames)
    }

    /// Folds in everything up to a line's start or end ahead.
    fn advance(&mut self, to: u64) -> Result<(), ReadError> {
        let mut timeless = Timeless::default();
        while self.position < to && self.wall != Some(self.position) {
            let Some(line) = self.reader.lines.starting(self.position)? else { break };
            if timeless.is_too_much(&line, glance(line.bytes).ok().as_ref()) {
                self.give_up(timeless.run);
                return Ok(());
            }
            self.fold.line(&line);
            self.position = line.end;
            if self.fold.since_snapshot() >= CHECKPOINT_FRAMES {
                self.keep_checkpoint();
            }
        }
        Ok(())
    }

    /// Folds in the lines before the next frame, and looks at that.
    fn settle(&mut self) -> Result<(), ReadError> {
        self.next = None;
        let mut timeless = Timeless::default();
        while self.wall != Some(self.position)
            && let Some(line) = self.reader.lines.starting(self.position)?
        {
            let seen = glance(line.bytes).ok();
            if let Some(Glance { kind: Kind::Frame, at: Some(at) }) = seen {
                self.next = Some(Next { end: line.end, at });
                break;
            }
            if timeless.is_too_much(&line, seen.as_ref()) {
                self.give_up(timeless.run);
                return Ok(());
            }
            self.fold.line(&line);
            self.position = line.end;
        }
        Ok(())
    }

    /// Stands before the lines without a time that begin at `run`, for good.
    fn give_up(&mut self, run: u64) {
        self.position = run;
        self.wall = Some(run);
        self.fold.note(run, "too many lines without a time follow: not read on from here".to_owned());
    }

    /// Goes to the first frame that begins at a line's start or after it.
    fn go(&mut self, to: u64) -> Result<(), ReadError> {
        self.rebase(to)?;
        self.advance(to)?;
        self.settle()
    }

    /// Takes the nearest state at or before a line's start: a snapshot in the file, one that was kept, the
    /// present one, or the empty desk at the start.
    fn rebase(&mut self, to: u64) -> Result<(), ReadError> {
        let body = self.reader.body();
        let kept = self.checkpoints.iter().filter(|(at, _)| *at <= to).max_by_key(|(at, _)| *at);
        let floor = kept.map_or(body, |(at, _)| *at);
        let present = self.position <= to && self.position >= floor;
        let floor = if present { self.position } else { floor };
        if let Some((end, state)) = self.snapshot_between(floor, to)? {
            self.fold.begin(state);
            self.position = end;
        } else if !present {
            let kept = self.checkpoints.iter().find(|(at, _)| *at == floor);
            let state = kept.map(|(_, state)| state.clone());
            self.fold.begin(state.unwrap_or_else(|| DeskState::new(self.header().desk.clone())));
            self.position = floor;
        }
        Ok(())
    }

    /// The last readable snapshot of the desk whose line stands between two line starts, and where it ends.
    fn snapshot_between(&mut self, from: u64, to: u64) -> Result<Option<(u64, DeskState)>, ReadError> {
        let (mut offset, mut timeless) = (to, Timeless::default());
        while offset > from {
            let Some(line) = self.reader.lines.ending(offset)? else { break };
            let seen = glance(line.bytes).ok();
            if timeless.is_too_much(&line, seen.as_ref()) {
                break;
            }
            let is_snapshot = matches!(seen, Some(Glance { kind: Kind::Snapshot(SnapshotOf::Desk), .. }));
            if is_snapshot && let Some(state) = self.fold.read_snapshot(&line) {
                return Ok(Some((line.end, state)));
            }
            offset = line.start;
        }
        Ok(None)
    }

    fn keep_checkpoint(&mut self) {
        self.fold.restart_count();
        self.checkpoints.retain(|(at, _)| *at != self.position);
        while self.checkpoints.len() >= MAX_CHECKPOINTS {
            self.checkpoints.pop_front();
        }
        self.checkpoints.push_back((self.position, self.fold.state.clone()));
    }

    /// The last frame that ends at a line's start or before it: where it begins, and when it was.
    fn frame_before(&mut self, end: u64) -> Result<Option<(u64, Micros)>, ReadError> {
        let (mut offset, mut timeless) = (end, Timeless::default());
        while offset > self.reader.body() {
            let Some(line) = self.reader.lines.ending(offset)? else { break };
            let seen = glance(line.bytes).ok();
            if let Some(Glance { kind: Kind::Frame, at: Some(at) }) = seen {
                return Ok(Some((line.start, at)));
            }
            if timeless.is_too_much(&line, seen.as_ref()) {
                break;
            }
            offset = line.start;
        }
        Ok(None)
    }

    /// Where the first line after a moment begins; found by halving, so it needs `at` never to fall. In a
    /// file where it does, some line is found all the same.
    fn first_after(&mut self, to: Micros) -> Result<u64, ReadError> {
        let body = self.reader.body();
        let lines = &mut self.reader.lines;
        // All lines that begin before `low` are up to the moment, those from `found` on are after it. Of
        // the lines between, those that begin at `high` or later are after it too.
        let (mut low, mut high, mut found) = (body, lines.len(), lines.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = lines.next_start(middle)?;
            let mut offset = start;
            let (mut seen, mut timeless) = (None, Timeless::default());
            // Lines without a time are passed over; after too many it is as if nothing came any more.
            while offset < found
                && let Some(line) = lines.starting(offset)?
            {
                offset = line.end;
                let glance = glance(line.bytes).ok();
                seen = glance.as_ref().and_then(|glance| glance.at);
                if seen.is_some() || timeless.is_too_much(&line, glance.as_ref()) {
                    break;
                }
            }
            match seen {
                Some(at) if at <= to => low = offset,
                Some(_) => (high, found) = (middle, start),
                None => high = middle,
            }
        }
        Ok(found)
    }
}

/// A frame's line taken apart; `None` for another line, or one that can't be read.
fn read_frame<'a>(line: &Line<'a>) -> Option<FrameLine<'a>> {
    if glance(line.bytes).ok()?.kind != Kind::Frame {
        return None;
    }
    serde_json::from_str(std::str::from_utf8(line.bytes).ok()?).ok()
}

#[cfg(test)]
mod tests;
