//! The message of one row, as it is read: folded, gone through, searched.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::inspect::doc::Part;
use crate::inspect::{Doc, Row, core};
use crate::toolbar::action::Action;
use crate::toolbar::widgets::list::moved;

/// The rows that a page goes on.
const PAGE: isize = 10;

/// What is read of a row.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The row's number.
    of: u64,
    /// Which part of a message it is: payload, arguments, answer.
    pub part: &'static str,
    pub doc: Doc,
    folded: BTreeSet<usize>,
    /// The line that one is at.
    line: usize,
    /// The lines that have what is looked for.
    hits: Vec<usize>,
}

impl Reading {
    /// What a row carries, or all of its message.
    pub(in crate::toolbar) fn new(row: &Row, whole: bool) -> Reading {
        let core = if whole { None } else { core(row) };
        let (part, doc) = match core {
            Some((part, text)) => (part, Doc::new(&Arc::from(text))),
            None => ("all of it", Doc::new(&row.text)),
        };
        Reading { of: row.number, part, doc, folded: BTreeSet::new(), line: 0, hits: Vec::new() }
    }

    /// Any other text.
    pub(in crate::toolbar) fn of_text(part: &'static str, text: &str) -> Reading {
        let doc = Doc::new(&Arc::from(text));
        Reading { of: u64::MAX, part, doc, folded: BTreeSet::new(), line: 0, hits: Vec::new() }
    }

    pub(super) fn is_of(&self, row: &Row) -> bool {
        self.of == row.number
    }

    /// The lines that are seen, and the place among them where one is.
    pub(super) fn seen(&self) -> (Vec<usize>, usize) {
        let seen = self.doc.unfolded(&self.folded);
        let at = seen.partition_point(|line| *line <= self.line).saturating_sub(1);
        (seen, at)
    }

    pub(super) fn is_folded(&self, line: usize) -> bool {
        self.folded.contains(&line)
    }

    pub(super) fn is_hit(&self, line: usize) -> bool {
        self.hits.binary_search(&line).is_ok()
    }

    /// How many lines have what is looked for, and which of them one is at, from 1.
    pub(super) fn hits(&self) -> (usize, usize) {
        (self.hits.partition_point(|line| *line <= self.line), self.hits.len())
    }

    /// What is on the line that one is at, with all inside of it.
    pub(super) fn value(&self) -> &str {
        self.doc.whole(self.line)
    }

    /// Looks for a text; goes to the first place at or after the line that one is at.
    pub(super) fn look_for(&mut self, text: &str) {
        self.hits = self.doc.find(text);
        let next = self.hits.iter().copied().find(|line| *line >= self.line);
        if let Some(line) = next.or(self.hits.first().copied()) {
            self.go(line);
        }
    }

    /// Goes to a line, and unfolds what it stands in.
    fn go(&mut self, line: usize) {
        for around in self.doc.around(line).collect::<Vec<_>>() {
            self.folded.remove(&around);
        }
        self.line = line;
    }

    pub(in crate::toolbar) fn act(&mut self, action: Action) {
        let (seen, at) = self.seen();
        let by = |by: isize| seen.get(moved(at, seen.len(), by)).copied();
        let to = match action {
            Action::Previous => by(-1),
            Action::Next => by(1),
            Action::PageUp => by(-PAGE),
            Action::PageDown => by(PAGE),
            Action::ToStart => seen.first().copied(),
            Action::ToEnd => seen.last().copied(),
            Action::NextHit => {
                self.hits.iter().copied().find(|line| *line > self.line).or(self.hits.first().copied())
            }
            Action::PreviousHit => {
                self.hits.iter().rev().copied().find(|line| *line < self.line).or(self.hits.last().copied())
            }
            Action::Fold => {
                self.fold();
                return;
            }
            Action::FoldAll => {
                self.fold_all();
                return;
            }
            _ => return,
        };
        if let Some(line) = to {
            self.go(line);
        }
    }

    /// Folds what begins on the line, or what the line stands in; or unfolds it again.
    fn fold(&mut self) {
        let begins =
            |at: usize| matches!(self.doc.lines().get(at).map(|line| line.part), Some(Part::Open { .. }));
        let at = match begins(self.line) {
            true => Some(self.line),
            false => self.doc.around(self.line).last(),
        };
        if let Some(at) = at {
            self.line = at;
            if !self.folded.remove(&at) {
                self.folded.insert(at);
            }
        }
    }

    /// Folds everything inside of the outermost, or unfolds all.
    fn fold_all(&mut self) {
        if !self.folded.is_empty() {
            self.folded.clear();
            return;
        }
        let lines = self.doc.lines().iter().enumerate();
        let begins = lines.filter(|(_, line)| line.depth == 1 && matches!(line.part, Part::Open { .. }));
        self.folded = begins.map(|(at, _)| at).collect();
        let outer = self.doc.around(self.line).find(|at| self.folded.contains(at));
        self.line = outer.unwrap_or(self.line);
    }
}
