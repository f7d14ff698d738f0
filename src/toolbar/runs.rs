//! Methods that the agent runs by hand: as whom, with which parameters, and what came of the last ones.

use std::collections::VecDeque;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::contract::spec::Method;
use crate::wire::{Micros, Moment, Role, RpcError};

/// How many runs are remembered; the oldest go first.
pub const MAX_RUNS: usize = 20;

/// A method to be run.
#[derive(Debug, Clone)]
pub struct Run {
    /// As whom.
    pub role: Role,
    /// What.
    pub method: &'static Method,
    /// By name.
    pub params: Value,
    /// What stood in the form.
    pub typed: Vec<String>,
}

/// What a method answered.
#[derive(Debug)]
pub struct Answered {
    /// The answer, or the error.
    pub result: Result<Box<RawValue>, RpcError>,
    /// How long that took.
    pub took: Micros,
}

/// A run, and what came of it.
#[derive(Debug)]
pub struct Ran {
    /// Its running number.
    pub number: u64,
    /// When it was sent.
    pub at: Moment,
    /// What was run.
    pub run: Run,
    /// `None` while nobody has answered.
    pub answered: Option<Answered>,
}

/// The last runs, newest last.
#[derive(Debug, Default)]
pub struct Runs {
    ran: VecDeque<Ran>,
    last: u64,
    /// Those on the toolbar's own connection: the call's tag and the run's number.
    own: Vec<(u64, u64)>,
}

impl Runs {
    /// Takes a run in and numbers it.
    pub fn begin(&mut self, run: Run, at: Moment) -> u64 {
        while self.ran.len() >= MAX_RUNS {
            self.ran.pop_front();
        }
        self.last += 1;
        self.ran.push_back(Ran { number: self.last, at, run, answered: None });
        let oldest = self.ran.front().map_or(0, |ran| ran.number);
        self.own.retain(|(_, number)| *number >= oldest);
        self.last
    }

    /// The run goes over the toolbar's own connection, with this tag.
    pub fn sent(&mut self, number: u64, tag: u64) {
        self.own.push((tag, number));
    }

    /// The run that went out with a tag.
    pub fn take_own(&mut self, tag: u64) -> Option<u64> {
        let at = self.own.iter().position(|(own, _)| *own == tag)?;
        Some(self.own.swap_remove(at).1)
    }

    /// A run has its answer; one that is forgotten by now has not.
    pub fn answered(&mut self, number: u64, answered: Answered) {
        if let Some(ran) = self.ran.iter_mut().find(|ran| ran.number == number) {
            ran.answered = Some(answered);
        }
    }

    /// The run of a number.
    pub fn get(&self, number: u64) -> Option<&Ran> {
        self.ran.iter().find(|ran| ran.number == number)
    }

    /// All of them, newest first.
    pub fn newest_first(&self) -> impl ExactSizeIterator<Item = &Ran> {
        self.ran.iter().rev()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ran.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;

    #[test]
    fn the_oldest_runs_go_and_their_answers_find_nobody() {
        let mut runs = Runs::default();
        let run = Run {
            role: Role::Crm,
            method: Contract::get().method("store.get").unwrap(),
            params: Value::Null,
            typed: Vec::new(),
        };
        for tag in 0..30 {
            let number = runs.begin(run.clone(), Moment(0));
            runs.sent(number, tag);
        }
        assert_eq!((runs.len(), runs.own.len()), (MAX_RUNS, MAX_RUNS));
        assert_eq!((runs.take_own(3), runs.take_own(29), runs.take_own(29)), (None, Some(30), None));
        let result = Ok(RawValue::from_string("1".to_owned()).unwrap());
        runs.answered(2, Answered { result, took: Micros(1) });
        assert!(runs.get(2).is_none() && runs.newest_first().all(|ran| ran.answered.is_none()));
    }
}
