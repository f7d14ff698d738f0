//! A recording in memory, for tests of the player's side of the toolbar.

use std::io;

use super::session::{NOW, Script};
use super::words::Words;
use crate::contract::ids::DeskId;
use crate::desk::DeskState;
use crate::desk::interaction::Cleared;
use crate::toolbar::replay::{Mark, ReplaySource};
use crate::wire::{Dir, Frame, Micros, Moment, Push};

/// Pushed frames, and how many of them were stepped through.
pub struct Memory {
    pushes: Vec<Push>,
    done: usize,
    at: Micros,
    state: DeskState,
    marks: Vec<Mark>,
}

impl Memory {
    /// A short session: one call from ringing to its end.
    pub fn session() -> Memory {
        let mut script = Script::new();
        let call = Script::anshika();
        script.wait(2).working().rings(&call).wait(4).connects(&call).wait(20).hold(&call, true).wait(6);
        script.hold(&call, false).wait(9).hangs_up(&call, Cleared::Customer).wait(12).disposes(&call);
        Memory::new(script.pushes)
    }

    /// The same where all texts have another ending.
    pub fn in_words(self, words: &Words) -> Memory {
        Memory::new(self.pushes.into_iter().map(|push| words.push(push)).collect())
    }

    pub fn new(pushes: Vec<Push>) -> Memory {
        let marks = vec![Mark { at: Micros::from_secs(71), label: "Anshika calls".to_owned() }];
        Memory { pushes, done: 0, at: Micros(0), state: DeskState::new(DeskId::default_desk()), marks }
    }

    fn time(push: &Push) -> Micros {
        push.at.since(NOW)
    }

    fn fold(&mut self, done: usize) {
        self.state = DeskState::new(DeskId::default_desk());
        for push in &self.pushes[..done] {
            self.state.apply(push).unwrap();
        }
        self.done = done;
    }
}

impl ReplaySource for Memory {
    fn at(&self) -> Micros {
        self.at
    }

    fn end(&self) -> Micros {
        self.pushes.last().map(Memory::time).unwrap_or_default()
    }

    fn started(&self) -> Moment {
        NOW
    }

    fn state(&self) -> &DeskState {
        &self.state
    }

    fn frames(&mut self) -> io::Result<Vec<(u64, Frame)>> {
        let frame = |push: &Push| Frame {
            at: push.at,
            seq: Some(push.seq),
            peer: "*".into(),
            dir: Dir::Out,
            text: push.to_text().into(),
        };
        Ok(self.pushes[..self.done].iter().map(|push| (push.seq, frame(push))).collect())
    }

    fn next_at(&self) -> Option<Micros> {
        self.pushes.get(self.done).map(Memory::time)
    }

    fn step(&mut self) -> io::Result<bool> {
        let Some(at) = self.next_at() else { return Ok(false) };
        self.fold(self.done + 1);
        self.at = at;
        Ok(true)
    }

    fn step_back(&mut self) -> io::Result<bool> {
        let Some(done) = self.done.checked_sub(1) else { return Ok(false) };
        self.fold(done);
        self.at = done.checked_sub(1).map(|last| Memory::time(&self.pushes[last])).unwrap_or_default();
        Ok(true)
    }

    fn seek(&mut self, to: Micros) -> io::Result<()> {
        let done = self.pushes.iter().take_while(|push| Memory::time(push) <= to).count();
        self.fold(done);
        self.at = to;
        Ok(())
    }

    fn marks(&self) -> Vec<Mark> {
        self.marks.clone()
    }
}
