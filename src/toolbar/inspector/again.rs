//! What can be done with the frame that is looked at: the call that it is, or answers, is made again.

use super::{Inspector, Place, say};
use crate::inspect::{Row, Word};
use crate::toolbar::action::{Action, Context};
use crate::toolbar::overlays::{Outcome, Overlay, Runner};

/// Said where an interaction is asked for.
pub(super) const NO_INTERACTION: &str = "This frame is about no interaction";

impl Inspector {
    /// Runs a call again, or fills it in; of an answer, the call that it answers.
    pub(super) fn run(&self, row: &Row, action: Action, place: Place<'_>) -> Outcome {
        let call = match self.call_of(row, place) {
            Ok(call) => call,
            Err(why) => return say(why),
        };
        let Some(mut runner) = Runner::with_call(call, place.desk) else {
            return say(format!("{} is no method that can be run", call.name));
        };
        if action == Action::EditRun {
            return Outcome::Over(Box::new(Overlay::Runner(Box::new(runner))));
        }
        match runner.run() {
            Some(run) => Outcome::Run(Box::new(run)),
            None => {
                let says = "This can't be run again as it is; {inspector.edit} fills it in to be edited";
                say(place.keymap.worded(Context::Frames, says))
            }
        }
    }

    /// The call that a frame is, or answers; else why nothing of it can be run again.
    fn call_of<'a>(&'a self, row: &'a Row, place: Place<'a>) -> Result<&'a Row, &'static str> {
        if place.read_only {
            return Err("Here calls can be looked at, not made");
        }
        match row.word {
            Word::Call | Word::Trace => Ok(row),
            Word::Ok | Word::Error => {
                let asked = row.asked.and_then(|number| self.log(&place).get(number));
                asked.ok_or("The call it answers has left memory")
            }
            _ => Err("Only a call or its answer can be run again"),
        }
    }

    /// Why something can't be done with the frame that is looked at, if it can't.
    pub(in crate::toolbar) fn why_not(&self, action: Action, place: Place<'_>) -> Option<&'static str> {
        if self.over.is_some() {
            return None;
        }
        let row = self.row(self.log(&place))?;
        match action {
            Action::Run | Action::EditRun => self.call_of(row, place).err(),
            Action::Ladder | Action::OnlyThis => row.interaction.is_none().then_some(NO_INTERACTION),
            _ => None,
        }
    }
}
