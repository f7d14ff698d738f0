//! Which rows of the log are seen: all, or those that a filter wants, asked as they come.

use std::collections::VecDeque;

use crate::inspect::{Filter, Log, Row};

/// The rows that are seen, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Shown {
    filter: Option<Filter>,
    numbers: VecDeque<u64>,
    /// The first and the last number that were asked.
    asked: Option<(u64, u64)>,
}

impl Shown {
    pub(super) fn new(filter: Option<Filter>, log: &Log) -> Shown {
        let mut shown = Shown { filter: filter.filter(|filter| !filter.is_empty()), ..Shown::default() };
        shown.follow(log);
        shown
    }

    pub(super) fn is_filtered(&self) -> bool {
        self.filter.is_some()
    }

    /// The filter, to be asked again of other rows.
    pub(super) fn filter(&self) -> Option<&Filter> {
        self.filter.as_ref()
    }

    /// Goes along with a log: what has left it goes, what is new is asked.
    pub(super) fn follow(&mut self, log: &Log) {
        let Some(filter) = &self.filter else { return };
        let (Some(first), Some(last)) = (log.at(0), log.iter().next_back()) else {
            (self.numbers, self.asked) = (VecDeque::new(), None);
            return;
        };
        let (first, last) = (first.number, last.number);
        let asked = self.asked.filter(|(from, to)| *from <= last && *to >= first);
        let wanted = |row: &&Row| filter.wants(row);
        match asked {
            None => self.numbers = log.iter().filter(wanted).map(|row| row.number).collect(),
            Some((from, to)) => {
                while self.numbers.front().is_some_and(|number| *number < first) {
                    self.numbers.pop_front();
                }
                while self.numbers.back().is_some_and(|number| *number > last) {
                    self.numbers.pop_back();
                }
                let older = log.iter().take_while(|row| row.number < from).filter(wanted);
                let older: Vec<u64> = older.map(|row| row.number).collect();
                older.into_iter().rev().for_each(|number| self.numbers.push_front(number));
                self.numbers.extend(log.after(to).filter(wanted).map(|row| row.number));
            }
        }
        self.asked = Some((first, last));
    }

    pub(super) fn len(&self, log: &Log) -> usize {
        if self.filter.is_some() { self.numbers.len() } else { log.len() }
    }

    /// The row at a place.
    pub(super) fn row<'a>(&self, log: &'a Log, place: usize) -> Option<&'a Row> {
        match self.filter {
            Some(_) => log.get(*self.numbers.get(place)?),
            None => log.at(place),
        }
    }

    /// The place of a number, else that of the next before it.
    pub(super) fn place(&self, log: &Log, number: u64) -> usize {
        let after = match self.filter {
            Some(_) => self.numbers.partition_point(|one| *one <= number),
            None => log.len() - log.after(number).len(),
        };
        after.saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::{Dir, Frame, Moment};

    fn frame(seq: u64) -> Frame {
        let name = if seq.is_multiple_of(3) { "third" } else { "other" };
        let text = json!({"method": "event", "params": {"seq": seq, "name": name}}).to_string();
        Frame { at: Moment(seq), seq: Some(seq), peer: "*".into(), dir: Dir::Out, text: text.into() }
    }

    fn seen(shown: &Shown, log: &Log) -> Vec<u64> {
        (0..shown.len(log)).filter_map(|at| shown.row(log, at)?.seq).collect()
    }

    fn thirds(log: &Log) -> Shown {
        Shown::new(Some(Filter::parse("event:third", 0).unwrap()), log)
    }

    #[test]
    fn what_comes_is_asked_and_what_goes_is_gone() {
        let mut log = Log::bounded(10, usize::MAX);
        (1..=7).for_each(|seq| log.push(frame(seq)));
        let mut shown = thirds(&log);
        assert_eq!(seen(&shown, &log), [3, 6]);
        (8..=15).for_each(|seq| log.push(frame(seq)));
        shown.follow(&log);
        assert_eq!(seen(&shown, &log), [6, 9, 12, 15]);
        (16..=60).for_each(|seq| log.push(frame(seq)));
        shown.follow(&log);
        assert_eq!(seen(&shown, &log), [51, 54, 57, 60], "more came than there is room for");
        log.clear();
        shown.follow(&log);
        assert_eq!(seen(&shown, &log), Vec::<u64>::new());
    }

    #[test]
    fn a_log_that_goes_back_and_forth_is_followed() {
        let all: Vec<(u64, Frame)> = (1..=40).map(|seq| (seq * 10, frame(seq))).collect();
        let mut log = Log::default();
        log.show(&all[10..20]);
        let mut shown = thirds(&log);
        assert_eq!(seen(&shown, &log), [12, 15, 18]);
        for (range, wanted) in [
            (10..14, vec![12]),
            (12..25, vec![12, 15, 18, 21, 24]),
            (30..36, vec![33, 36]),
            (0..6, vec![3, 6]),
        ] {
            log.show(&all[range]);
            shown.follow(&log);
            assert_eq!(seen(&shown, &log), wanted);
        }
        log.prepend(all[..1].to_vec());
        shown.follow(&log);
        assert_eq!(seen(&shown, &log), [3, 6]);
        assert_eq!((shown.place(&log, 35), shown.place(&log, 60), shown.place(&log, 1)), (0, 1, 0));
        let every = Shown::new(None, &log);
        assert_eq!(every.place(&log, log.at(2).unwrap().number), 2);
    }
}
