//! What an agent has done in a shift: how many interactions, and where the time went. It is counted while
//! frames are folded in, so a snapshot has it and a connection that comes back goes on with it.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::{Activity, PastInteraction};
use crate::desk::interaction::Cleared;
use crate::wire::{Micros, Moment};

/// How many hours are remembered by themselves; the oldest go, and count in the whole.
pub const MAX_HOURS: usize = 24;
/// Whoever was signed out for so long begins another shift.
const REST: Micros = Micros::from_secs(4 * 3600);
const HOUR: u64 = 3_600_000_000;

/// The figures of a span of time. The times of an agent who does several things at once are those of the most
/// pressing one, so that they add up to the time that they were signed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Figures {
    /// Interactions that ended after a talk.
    pub handled: u32,
    /// Interactions that were offered, and missed or refused.
    pub missed: u32,
    /// In a talk, µs as all times here.
    pub talk: Micros,
    /// In a talk that is on hold.
    pub hold: Micros,
    /// In after-call work.
    pub wrap_up: Micros,
    /// While something rang, or was dialled.
    pub ringing: Micros,
    /// Waiting for the next one.
    pub ready: Micros,
    /// On a break, or not ready.
    pub away: Micros,
    /// Of talk, hold and wrap-up what had gone by when the last of the handled ones ended.
    pub worked: Micros,
}

impl Figures {
    /// How much of the time for work was work, in percent: talk, hold and wrap-up of these with ringing and
    /// waiting. `None` before there was any.
    pub fn occupancy(&self) -> Option<u8> {
        let work = self.work();
        let whole = Micros(work.0 + self.ringing.0 + self.ready.0);
        (whole.0 > 0).then(|| percent(work, whole))
    }

    /// What a handled interaction took on average: talk, hold and wrap-up. `None` before the first.
    pub fn average(&self) -> Option<Micros> {
        self.worked.0.checked_div(u64::from(self.handled)).map(Micros)
    }

    /// Where the time went, each part by its name.
    pub fn times(&self) -> [(&'static str, Micros); 6] {
        [
            ("Talk", self.talk),
            ("Hold", self.hold),
            ("Wrap-up", self.wrap_up),
            ("Ringing", self.ringing),
            ("Ready", self.ready),
            ("Away", self.away),
        ]
    }

    /// Talk, hold and wrap-up.
    fn work(&self) -> Micros {
        Micros(self.talk.0 + self.hold.0 + self.wrap_up.0)
    }

    fn add(&mut self, activity: Activity, span: Micros) {
        let sum = match activity {
            Activity::OnCall => &mut self.talk,
            Activity::OnHold => &mut self.hold,
            Activity::WrapUp => &mut self.wrap_up,
            Activity::Ringing | Activity::Dialling => &mut self.ringing,
            Activity::Available => &mut self.ready,
            Activity::Away => &mut self.away,
        };
        *sum = Micros(sum.0.saturating_add(span.0));
    }

    fn count(&mut self, past: &PastInteraction) {
        let turned_away = matches!(past.cleared, Some(Cleared::Missed | Cleared::Rejected));
        match past.talk {
            Some(_) => {
                self.handled = self.handled.saturating_add(1);
                self.worked = self.work();
            }
            None if turned_away => self.missed = self.missed.saturating_add(1),
            None => {}
        }
    }
}

/// A part of a whole in percent, to the nearest.
pub fn percent(part: Micros, whole: Micros) -> u8 {
    let doubled = u128::from(part.0) * 200 / u128::from(whole.0.max(1));
    u8::try_from(doubled.div_ceil(2)).unwrap_or(100)
}

/// The figures of one hour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Hour {
    /// When it began: a whole hour of UTC.
    pub start: Moment,
    /// Its figures.
    pub figures: Figures,
}

/// A shift, from the first sign-in on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Shift {
    /// When it began.
    pub since: Moment,
    /// Until when the agent was signed in, as far as is known.
    pub until: Moment,
    /// All of it.
    pub whole: Figures,
    /// The last hours in which something was counted, oldest first; at most [`MAX_HOURS`].
    #[serde(skip_serializing_if = "VecDeque::is_empty")]
    pub hours: VecDeque<Hour>,
}

impl Shift {
    /// Somebody signs in: another user begins a shift, and so does who was away for long.
    pub(super) fn sign_in(&mut self, at: Moment, same_user: bool) {
        if !same_user || at.since(self.until) > REST {
            *self = Shift { since: at, until: at, ..Shift::default() };
        }
        self.until = self.until.max(at);
    }

    /// Time goes by in which the agent does one thing. Nothing is counted while nobody works.
    pub(super) fn goes_on(&mut self, activity: Option<Activity>, from: Moment, to: Moment) {
        let Some(activity) = activity.filter(|_| to > from) else { return };
        self.until = self.until.max(to);
        self.whole.add(activity, to.since(from));
        // What is older than what is remembered needs no hours of its own.
        let oldest = Moment(to.0.saturating_sub(HOUR * MAX_HOURS as u64));
        let mut from = from.max(oldest);
        while from < to {
            let end = Moment((from.0 / HOUR + 1).saturating_mul(HOUR)).min(to);
            self.hour(from).add(activity, end.since(from));
            from = end;
        }
    }

    /// An interaction is over.
    pub(super) fn count(&mut self, past: &PastInteraction) {
        self.whole.count(past);
        self.hour(past.ended).count(past);
    }

    /// The shift as it is by now, when the agent has done one thing since the last frame.
    pub fn by(&self, activity: Option<Activity>, from: Moment, now: Moment) -> Shift {
        let mut shift = self.clone();
        shift.goes_on(activity, from, now);
        shift
    }

    /// The hour of a moment, at the end of those that are remembered.
    fn hour(&mut self, at: Moment) -> &mut Figures {
        let start = Moment(at.0 / HOUR * HOUR);
        if self.hours.back().is_none_or(|hour| hour.start < start) {
            while self.hours.len() >= MAX_HOURS {
                self.hours.pop_front();
            }
            self.hours.push_back(Hour { start, figures: Figures::default() });
        }
        let last = self.hours.len() - 1;
        &mut self.hours[last].figures
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Moment = Moment(HOUR * 500_000 + HOUR / 2);

    fn secs(seconds: u64) -> Micros {
        Micros::from_secs(seconds)
    }

    #[test]
    fn time_is_counted_by_what_the_agent_does_and_by_the_hour() {
        let mut shift = Shift::default();
        shift.sign_in(START, false);
        shift.goes_on(Some(Activity::Available), START, START + secs(900));
        shift.goes_on(Some(Activity::OnCall), START + secs(900), START + secs(2_700));
        shift.goes_on(None, START + secs(2_700), START + secs(3_000));
        let whole = shift.whole;
        assert_eq!((whole.ready, whole.talk, whole.occupancy()), (secs(900), secs(1_800), Some(67)));
        let talks: Vec<u64> = shift.hours.iter().map(|hour| hour.figures.talk.secs()).collect();
        assert_eq!(talks, [900, 900], "half of it before the full hour");
        assert_eq!(shift.until, START + secs(2_700));
    }

    #[test]
    fn another_user_or_a_long_rest_begins_another_shift() {
        let mut shift = Shift::default();
        shift.sign_in(START, false);
        shift.goes_on(Some(Activity::OnCall), START, START + secs(60));
        let mut back = shift.clone();
        back.sign_in(START + secs(3_600), true);
        assert_eq!((back.since, back.whole), (START, shift.whole));
        back.sign_in(START + secs(9 * 3_600), true);
        assert_eq!((back.since, back.whole), (START + secs(9 * 3_600), Figures::default()));
        shift.sign_in(START + secs(61), false);
        assert_eq!(shift.whole, Figures::default());
    }

    #[test]
    fn averages_are_of_what_is_handled() {
        let mut figures = Figures::default();
        assert_eq!((figures.average(), figures.occupancy()), (None, None));
        let talked: PastInteraction = serde_json::from_value(serde_json::json!({
            "id": "i", "campaignId": 1, "association": "inbound.dial.association", "customer": {"phone": "1"},
            "since": 0, "ended": 0, "talk": 1, "cleared": null, "disposition": null
        }))
        .unwrap();
        for seconds in [90, 50] {
            figures.add(Activity::OnCall, secs(seconds));
            figures.add(Activity::WrapUp, secs(30));
            figures.count(&talked);
        }
        assert_eq!((figures.average(), figures.occupancy()), (Some(secs(100)), Some(100)));
        figures.add(Activity::OnCall, secs(1_000));
        assert_eq!(figures.average(), Some(secs(100)), "what is not over yet counts when it is");
    }

    #[test]
    fn shares_are_rounded_to_the_nearest() {
        let shares =
            [(0, 0), (1, 200), (2, 3), (1, 3), (3, 3)].map(|(part, whole)| percent(secs(part), secs(whole)));
        assert_eq!(shares, [0, 1, 67, 33, 100]);
    }

    proptest! {
        /// However long and in however many pieces: the sums are the time that went by, in a bounded list.
        #[test]
        fn nothing_is_lost_and_nothing_counted_twice(
            spans in prop::collection::vec((0u64..100 * HOUR, 0usize..7), 0..40)
        ) {
            use Activity::*;
            let all = [Ringing, Dialling, OnCall, OnHold, WrapUp, Available, Away];
            let mut shift = Shift::default();
            let mut at = START;
            shift.sign_in(at, false);
            for (span, activity) in &spans {
                shift.goes_on(Some(all[*activity]), at, at + Micros(*span));
                at = at + Micros(*span);
            }
            let sum = |one: &Figures| {
                one.talk.0 + one.hold.0 + one.wrap_up.0 + one.ringing.0 + one.ready.0 + one.away.0
            };
            prop_assert_eq!(sum(&shift.whole), at.since(START).0);
            prop_assert!(shift.hours.len() <= MAX_HOURS);
            prop_assert!(shift.hours.iter().all(|hour| sum(&hour.figures) <= HOUR));
            prop_assert!(shift.hours.iter().is_sorted_by_key(|hour| hour.start));
        }
    }
}
