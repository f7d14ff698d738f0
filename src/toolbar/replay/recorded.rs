//! A recording's player as what the toolbar shows.

use std::io;

use super::ReplaySource;
use crate::desk::DeskState;
use crate::recording::{Player, ReadError};
use crate::wire::{Frame, Micros, Moment};

/// How many frames the list of frames gets: more than any screen has rows.
const FRAMES: usize = 200;

impl ReplaySource for Player {
    fn at(&self) -> Micros {
        Player::at(self)
    }

    fn end(&self) -> Micros {
        Player::end(self)
    }

    fn started(&self) -> Moment {
        self.header().started
    }

    fn state(&self) -> &DeskState {
        Player::state(self)
    }

    fn frames(&mut self) -> io::Result<Vec<(u64, Frame)>> {
        Player::frames(self, FRAMES).map_err(failed)
    }

    fn last(&mut self) -> io::Result<Option<Frame>> {
        Ok(Player::frames(self, 1).map_err(failed)?.pop().map(|(_, frame)| frame))
    }

    fn next_at(&self) -> Option<Micros> {
        Player::next_at(self)
    }

    fn step(&mut self) -> io::Result<bool> {
        Player::step(self).map_err(failed)
    }

    fn step_back(&mut self) -> io::Result<bool> {
        Player::step_back(self).map_err(failed)
    }

    fn seek(&mut self, to: Micros) -> io::Result<()> {
        Player::seek(self, to).map_err(failed)
    }

    fn refresh(&mut self) -> io::Result<bool> {
        Player::refresh(self).map_err(failed)
    }

    fn note(&self) -> Option<String> {
        let torn = self.torn().then(|| "the last line is torn and left out".to_owned());
        let damage = self.damage().map(ToString::to_string);
        let trouble = || self.troubles().first().map(ToString::to_string);
        let said: Vec<String> = damage.or_else(trouble).into_iter().chain(torn).collect();
        (!said.is_empty()).then(|| said.join("; "))
    }
}

fn failed(error: ReadError) -> io::Error {
    io::Error::other(error)
}
