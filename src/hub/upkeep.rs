//! What a site does between the things that happen: what is owed to nobody in particular, and the snapshots
//! of a recording.

use super::desk::Desk;
use super::site::Site;
use crate::contract::SdkError;
use crate::contract::ids::DeskId;
use crate::ecc::Input;
use crate::wire::Moment;

impl Site {
    /// When something is owed to nobody in particular.
    pub(super) fn next_upkeep(&self) -> Option<Moment> {
        let answer = self.pending.values().next().map(|call| call.arrived + self.command_timeout());
        let forget = self.keys.next_expiry(self.session_timeout());
        [answer, forget, self.next_idle].into_iter().flatten().min()
    }

    /// What is owed to nobody in particular: calls that were never answered, desks and keys that
    /// nobody came back for.
    pub(super) fn keep_house(&mut self) {
        let timeout = self.command_timeout();
        while let Some(first) =
            self.pending.first_entry().filter(|call| call.get().arrived + timeout <= self.now)
        {
            let call = first.remove();
            let error = SdkError::timeout(format!("{} was not answered in time", call.method));
            self.answer(call, Err::<(), _>(error));
        }
        self.keys.forget(self.now, self.session_timeout());
        if self.next_idle.is_some_and(|at| at <= self.now) {
            let (now, timeout) = (self.now, self.session_timeout());
            let is_over = |desk: &Desk| desk.idle_since.is_some_and(|since| since + timeout <= now);
            let over: Vec<DeskId> =
                self.desks.iter().filter(|(_, desk)| is_over(desk)).map(|(id, _)| id.clone()).collect();
            for desk in over {
                self.desks.remove(&desk);
                self.feed_at(&desk, Input::DeskOver { desk: desk.clone() });
            }
            self.refresh_idle();
        }
    }

    /// Writes the snapshots that are due, and says what the agent must know of the recording.
    pub(super) fn pace(&mut self) {
        // A snapshot is of a moment of which all frames stand before it.
        if !self.untold.is_empty() {
            return;
        }
        self.begin_file_when_due();
        if let Some(tape) = &mut self.tape
            && let Some(desk) = self.desks.get(tape.desk())
        {
            tape.pace(self.now, &desk.state, &self.ecc);
        }
        let news = self.tape.as_mut().and_then(|tape| Some((tape.news(self.now)?, tape.desk().clone())));
        if let Some((change, desk)) = news {
            self.push_change(&desk, change);
        }
    }
}
