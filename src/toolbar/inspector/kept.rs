//! Frames that the user keeps: pinned ones, and the one that others are compared with. They stay when the
//! inspector is closed, and when they leave memory.

use crate::inspect::Row;

/// How many rows are pinned at most; the oldest pin goes.
const MAX_PINS: usize = 5;

/// Frames that are kept.
#[derive(Debug, Default)]
pub struct Kept {
    pins: Vec<Row>,
    mark: Option<Row>,
}

impl Kept {
    /// The pinned ones, in the order in which they were pinned.
    pub fn pins(&self) -> &[Row] {
        &self.pins
    }

    /// The one that another is compared with.
    pub fn mark(&self) -> Option<&Row> {
        self.mark.as_ref()
    }

    /// Whether a frame is pinned.
    pub fn is_pinned(&self, number: u64) -> bool {
        self.pins.iter().any(|pin| pin.number == number)
    }

    /// Whether it is marked.
    pub fn is_marked(&self, number: u64) -> bool {
        self.mark.as_ref().is_some_and(|mark| mark.number == number)
    }

    /// A kept frame, by its number.
    pub fn get(&self, number: u64) -> Option<&Row> {
        self.pins.iter().chain(&self.mark).find(|row| row.number == number)
    }

    /// Pins a frame, or lets it go.
    pub fn pin(&mut self, row: Row) {
        if self.is_pinned(row.number) {
            self.pins.retain(|pin| pin.number != row.number);
            return;
        }
        if self.pins.len() >= MAX_PINS {
            self.pins.remove(0);
        }
        self.pins.push(row);
    }

    /// Marks a frame instead of another, or takes its mark away.
    pub fn set_mark(&mut self, row: Row) {
        self.mark = if self.is_marked(row.number) { None } else { Some(row) };
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::inspect::Log;
    use crate::wire::{Dir, Frame, Moment};

    fn rows(count: u64) -> Vec<Row> {
        let mut log = Log::default();
        for at in 0..count {
            let text = json!({"id": at, "method": "store.get"}).to_string().into();
            log.push(Frame { at: Moment(at), seq: None, peer: "p1".into(), dir: Dir::In, text });
        }
        log.iter().cloned().collect()
    }

    #[test]
    fn the_oldest_pin_goes_and_one_that_is_pinned_again() {
        let rows = rows(8);
        let mut kept = Kept::default();
        rows.iter().cloned().for_each(|row| kept.pin(row));
        let numbers = |kept: &Kept| kept.pins().iter().map(|row| row.number).collect::<Vec<_>>();
        let newest: Vec<u64> = rows[3..].iter().map(|row| row.number).collect();
        assert_eq!(numbers(&kept), newest);
        kept.pin(rows[5].clone());
        assert_eq!(numbers(&kept).len(), 4);
        assert!(!kept.is_pinned(rows[5].number) && kept.get(rows[5].number).is_none());
        assert!(kept.get(rows[3].number).is_some_and(|row| row.text == rows[3].text));
    }

    #[test]
    fn one_frame_is_marked() {
        let rows = rows(2);
        let mut kept = Kept::default();
        kept.set_mark(rows[0].clone());
        kept.set_mark(rows[1].clone());
        assert!(!kept.is_marked(rows[0].number) && kept.is_marked(rows[1].number));
        assert!(kept.get(rows[1].number).is_some());
        kept.set_mark(rows[1].clone());
        assert!(kept.mark().is_none());
    }
}
