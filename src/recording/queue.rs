//! The bounded queue between the hub and the thread that writes.

use std::collections::VecDeque;

use super::record::Record;

/// How much may wait to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// In records.
    pub(super) records: usize,
    /// In bytes ([`Record::weight`]).
    pub(super) bytes: usize,
}

/// Some seconds of the busiest desk, and no more memory than a disk that hangs may cost.
pub(super) const LIMITS: Limits = Limits { records: 16 << 10, bytes: 16 << 20 };

/// Records that wait. At the limit a record is dropped, and a gap stands at the place where it was; more
/// that are dropped there count into the same gap.
#[derive(Debug)]
pub(super) struct Queue {
    limits: Limits,
    waiting: VecDeque<Record>,
    bytes: usize,
}

impl Queue {
    pub(super) fn new(limits: Limits) -> Queue {
        Queue { limits, waiting: VecDeque::new(), bytes: 0 }
    }

    /// Takes a record, or counts it as dropped and says `false`.
    pub(super) fn push(&mut self, record: Record) -> bool {
        let weight = record.weight();
        // One that alone is over the limit is taken when nothing else waits: the bound is then its size.
        let room = self.waiting.is_empty()
            || self.waiting.len() < self.limits.records && self.bytes + weight <= self.limits.bytes;
        if room {
            self.bytes += weight;
            self.waiting.push_back(record);
            return true;
        }
        // A gap that is itself dropped stands for as many as it counted.
        let (at, lost) = match record {
            Record::Gap { at, records } => (at, records),
            other => (other.at(), 1),
        };
        if let Some(Record::Gap { records, .. }) = self.waiting.back_mut() {
            *records += lost;
        } else {
            self.waiting.push_back(Record::Gap { at, records: lost });
        }
        false
    }

    /// Everything that waits, oldest first.
    pub(super) fn take(&mut self) -> VecDeque<Record> {
        self.bytes = 0;
        std::mem::take(&mut self.waiting)
    }

    /// Whether more than half of the limit waits.
    pub(super) fn is_half_full(&self) -> bool {
        self.waiting.len() > self.limits.records / 2 || self.bytes > self.limits.bytes / 2
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Micros;

    fn marker(at: u64, label: &str) -> Record {
        Record::Marker { at: Micros(at), label: label.to_owned(), note: None }
    }

    #[test]
    fn what_is_dropped_leaves_one_gap_at_its_place() {
        let mut queue = Queue::new(Limits { records: 2, bytes: 1 << 20 });
        let taken: Vec<bool> = (0..6).map(|at| queue.push(marker(at, "m"))).collect();
        assert_eq!(taken, [true, true, false, false, false, false]);
        let gap = Record::Gap { at: Micros(2), records: 4 };
        assert_eq!(queue.take(), [marker(0, "m"), marker(1, "m"), gap]);
        assert!(queue.push(marker(6, "m")));
        assert_eq!(queue.take().len(), 1);
        assert!(queue.is_empty());
    }

    #[test]
    fn bytes_are_bounded_too() {
        let mut queue = Queue::new(Limits { records: 100, bytes: 1000 });
        let long = "x".repeat(2000);
        assert!(queue.push(marker(0, &long)), "the only one");
        assert!(!queue.push(marker(1, "m")));
        queue.take();
        assert!(queue.push(marker(2, "m")));
        assert!(!queue.push(marker(3, &long)));
        queue.push(marker(4, &long));
        assert_eq!(queue.take(), [marker(2, "m"), Record::Gap { at: Micros(3), records: 2 }]);
    }

    #[test]
    fn a_dropped_gap_counts_for_all_that_it_stood_for() {
        let mut queue = Queue::new(Limits { records: 1, bytes: 1 << 20 });
        queue.push(marker(0, "m"));
        assert!(!queue.push(Record::Gap { at: Micros(1), records: 7 }));
        assert!(!queue.push(marker(2, "m")));
        assert_eq!(queue.take()[1], Record::Gap { at: Micros(1), records: 8 });
    }
}
