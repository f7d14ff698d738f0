//! How a site's time goes on: what is due happens at its own time, in order.

use tracing::error;

use super::site::{PeerNo, Site};
use super::tape::Tape;
use crate::ecc::Input;
use crate::wire::text::visible;
use crate::wire::{Micros, Moment};

/// The most deadlines that fire in one go; more can only be an engine that does not get on.
pub(super) const MAX_STEPS: u32 = 10_000_000;

impl Site {
    /// Done when something happens by itself; a peer that the clock has waited for in vain, if one.
    pub(super) fn due(&self) -> impl Future<Output = Option<PeerNo>> + use<> {
        // A turn is an input: none is taken where none can be kept.
        let turn = (self.advances.under_way() && !self.refuses()).then(|| self.advances.ready());
        let span = self.sleep_for();
        async move {
            match (turn, span) {
                (Some(turn), _) => return turn.await,
                (None, Some(span)) => tokio::time::sleep(span.into()).await,
                (None, None) => std::future::pending().await,
            }
            None
        }
    }

    /// How long nothing happens by itself; `None` for ever. Never longer than a minute, since the
    /// machine's clock may be set.
    fn sleep_for(&self) -> Option<Micros> {
        if self.clock.is_virtual() {
            return None;
        }
        let next = self.next_deadline()?;
        Some(next.since(self.clock.now()).min(Micros::from_secs(60)))
    }

    fn next_deadline(&self) -> Option<Moment> {
        let look = self.tape.as_ref().and_then(Tape::next_look);
        [self.ecc.next_deadline(), self.public.next(), self.next_upkeep(), look].into_iter().flatten().min()
    }

    /// Lets everything happen that is due by now.
    pub(super) fn settle(&mut self) {
        self.advance_to(self.now.max(self.clock.now()));
    }

    /// Lets everything happen that is due by `to`, each at its own time, in order.
    pub(super) fn advance_to(&mut self, to: Moment) {
        let mut steps = 0;
        while self.fire_next(to) {
            self.tell_all();
            steps += 1;
            if steps == MAX_STEPS {
                error!(site = %visible(&self.name), at = ?self.now, "deadlines do not end");
                break;
            }
        }
        self.arrive(to);
    }

    /// Lets the next thing happen that is due by `to`; false where nothing is. What comes of it is yet
    /// to be told.
    pub(super) fn fire_next(&mut self, to: Moment) -> bool {
        let next = [self.ecc.next_deadline(), self.public.next()].into_iter().flatten().min();
        let next = next.filter(|at| *at <= to);
        // At its own time too, so that it comes to the same whenever a site looks at its clock.
        if let Some(at) = self.next_upkeep().filter(|at| *at <= to && next.is_none_or(|next| *at < next)) {
            self.now = self.now.max(at);
            self.keep_house();
            return true;
        }
        let Some(at) = next else { return false };
        self.now = self.now.max(at);
        let outputs = self.ecc.advance(self.now);
        self.take_in(outputs);
        for doing in self.public.due(self.now) {
            let input = Input::Customer(doing);
            if let Some(tape) = &mut self.tape {
                tape.input(self.now, &input);
            }
            self.feed(input);
        }
        true
    }

    /// Comes to `to`, after what is due by then.
    pub(super) fn arrive(&mut self, to: Moment) {
        self.now = self.now.max(to);
        let outputs = self.ecc.advance(self.now);
        self.take_in(outputs);
        // The clock on its way tells them in its turns.
        if !self.advances.under_way() {
            self.tell_all();
        }
    }
}
