//! Deadlines, fired in order of their time and, at the same time, of their setting.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::input::Ticket;
use crate::contract::ids::{CrtId, DeskId, InteractionId};
use crate::wire::Moment;

/// What a deadline is for. Setting one again moves it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Timer {
    /// An offered call has rung long enough.
    Ring(InteractionId, DeskId),
    /// A dialled customer has had time enough.
    Dial(InteractionId),
    /// Wrap-up is over.
    WrapUp(InteractionId, DeskId),
    /// The longest talk is over.
    TooLong(InteractionId),
    /// The longest wait in a queue is over.
    Wait(InteractionId),
    /// A call may be offered again to an agent who missed it.
    Retry(InteractionId, DeskId),
    /// A slow stub has taken its time.
    Stub(Ticket),
    /// A number that was asked into a call, its side of it, has rung long enough.
    Member(InteractionId, CrtId),
    /// A promised callback is due.
    Callback(u64),
    /// The customer has not typed for a while.
    CustomerTypes(InteractionId),
    /// The agent has not typed for a while.
    AgentTypes(InteractionId),
    /// A conversation was put off until now.
    Snooze(InteractionId),
    /// A bot has had a chat for as long as it may.
    Bot(InteractionId),
    /// A caller has listened to an IVR.
    Ivr(InteractionId),
}

/// All deadlines of a site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<(Moment, u64, Timer)>", into = "Vec<(Moment, u64, Timer)>")]
pub(super) struct Timers {
    due: BTreeMap<(Moment, u64), Timer>,
    places: BTreeMap<Timer, (Moment, u64)>,
    set: u64,
}

impl Timers {
    pub(super) fn set(&mut self, timer: Timer, at: Moment) {
        self.cancel(&timer);
        self.set += 1;
        self.due.insert((at, self.set), timer.clone());
        self.places.insert(timer, (at, self.set));
    }

    pub(super) fn cancel(&mut self, timer: &Timer) {
        if let Some(place) = self.places.remove(timer) {
            self.due.remove(&place);
        }
    }

    pub(super) fn is_set(&self, timer: &Timer) -> bool {
        self.places.contains_key(timer)
    }

    /// When a deadline is due, where it is set.
    pub(super) fn at(&self, timer: &Timer) -> Option<Moment> {
        self.places.get(timer).map(|(at, _)| *at)
    }

    /// What deadlines are set for, the first one first.
    pub(super) fn all(&self) -> impl Iterator<Item = &Timer> {
        self.due.values()
    }

    pub(super) fn next(&self) -> Option<Moment> {
        self.due.keys().next().map(|(at, _)| *at)
    }

    /// Takes the first deadline that is due by `now`.
    pub(super) fn pop(&mut self, now: Moment) -> Option<(Moment, Timer)> {
        let (place, _) = self.due.first_key_value()?;
        if place.0 > now {
            return None;
        }
        let ((at, _), timer) = self.due.pop_first()?;
        self.places.remove(&timer);
        Some((at, timer))
    }
}

impl From<Vec<(Moment, u64, Timer)>> for Timers {
    fn from(list: Vec<(Moment, u64, Timer)>) -> Timers {
        let mut timers = Timers::default();
        for (at, order, timer) in list {
            timers.set = timers.set.max(order);
            timers.places.insert(timer.clone(), (at, order));
            timers.due.insert((at, order), timer);
        }
        timers
    }
}

impl From<Timers> for Vec<(Moment, u64, Timer)> {
    fn from(timers: Timers) -> Self {
        timers.due.into_iter().map(|((at, order), timer)| (at, order, timer)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dial(id: &str) -> Timer {
        Timer::Dial(InteractionId::from(id))
    }

    #[test]
    fn deadlines_come_in_order_and_once() {
        let mut timers = Timers::default();
        timers.set(dial("b"), Moment(5));
        timers.set(dial("a"), Moment(5));
        timers.set(dial("c"), Moment(3));
        timers.set(dial("d"), Moment(4));
        timers.set(dial("d"), Moment(9));
        timers.cancel(&dial("x"));
        assert_eq!(timers.next(), Some(Moment(3)));
        let restored = Timers::from(Vec::from(timers.clone()));
        assert_eq!(restored.due, timers.due);
        let fired: Vec<_> = std::iter::from_fn(|| timers.pop(Moment(5))).collect();
        let expected = [(Moment(3), dial("c")), (Moment(5), dial("b")), (Moment(5), dial("a"))];
        assert_eq!(fired, expected);
        timers.cancel(&dial("d"));
        assert_eq!((timers.next(), timers.places.len()), (None, 0));
    }
}
