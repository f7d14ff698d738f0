//! A line that is typed: a filter, with what it may go on with, or what is looked for in a message.

use crossterm::event::KeyCode;

use super::Filters;
use crate::inspect::filter::{Completion, FilterError, MAX_LENGTH, complete};
use crate::inspect::log::Seen;
use crate::inspect::{Filter, Log};
use crate::toolbar::keymap::Key;
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::list::moved;

/// What the line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Which rows are seen.
    Filter,
    /// What is looked for in the message.
    Search,
}

/// A line being typed.
#[derive(Debug)]
pub(super) struct Typing {
    pub what: For,
    pub field: Field,
    /// What stood there before.
    before: String,
    pub error: Option<FilterError>,
    pub offers: Completion,
    /// The offer that is chosen.
    pub chosen: usize,
    /// Which of the filters before is shown, from 0, and what was typed when the first of them was asked for.
    recalled: Option<(usize, String)>,
}

impl Typing {
    pub(super) fn new(what: For, text: &str) -> Typing {
        let hint = match what {
            For::Filter => "event:callRinging peer:crm error:* dur:>200ms /pattern/ -peer:toolbar",
            For::Search => "what to look for in the message",
        };
        let field = Field::text("", text).at_most(MAX_LENGTH).hinted(hint);
        let offers = Completion { from: 0, offers: Vec::new() };
        Typing { what, field, before: text.to_owned(), error: None, offers, chosen: 0, recalled: None }
    }

    /// What stood there before it was typed into.
    pub(super) fn before(&self) -> &str {
        &self.before
    }

    /// Takes a key; says whether the text is another one.
    pub(super) fn key(&mut self, key: Key, seen: &Seen) -> bool {
        let changed = self.field.key(key);
        if changed {
            self.recalled = None;
        }
        if changed || matches!(key.code, KeyCode::Left | KeyCode::Right | KeyCode::Home | KeyCode::End) {
            self.offer(seen);
        }
        changed
    }

    pub(super) fn paste(&mut self, text: &str, seen: &Seen) -> bool {
        let changed = self.field.paste(text);
        self.recalled = None;
        self.offer(seen);
        changed
    }

    pub(super) fn offer(&mut self, seen: &Seen) {
        self.chosen = 0;
        if self.what == For::Filter {
            self.offers = complete(self.field.value(), self.field.cursor(), seen);
        }
    }

    /// Shows an earlier filter, or a later one again; `false` where that is not meant: going up means it on the
    /// first offer, going down once one is shown.
    pub(super) fn recall(&mut self, by: isize, filters: &Filters) -> bool {
        if self.what != For::Filter || (self.recalled.is_none() && (by < 0 || self.chosen > 0)) {
            return false;
        }
        let (at, typed) = match self.recalled.take() {
            Some((at, typed)) => (at.checked_add_signed(by), typed),
            None => (Some(0), self.field.value().to_owned()),
        };
        let before: Vec<&str> = filters.but(&typed).collect();
        let at = at.map(|at| at.min(before.len().saturating_sub(1)));
        match at.and_then(|at| Some((at, *before.get(at)?))) {
            Some((at, text)) => {
                self.field.set(text);
                self.recalled = Some((at, typed));
            }
            None => self.field.set(&typed),
        }
        self.offers.offers.clear();
        self.chosen = 0;
        true
    }

    pub(super) fn choose(&mut self, by: isize) {
        self.chosen = moved(self.chosen, self.offers.offers.len(), by);
    }

    /// Puts the chosen offer in; says whether there was one.
    pub(super) fn take(&mut self, seen: &Seen) -> bool {
        let Some(offer) = self.offers.offers.get(self.chosen) else { return false };
        let text = self.field.value();
        let kept: String = text.chars().take(self.offers.from).collect();
        let rest: String = text.chars().skip(self.field.cursor()).collect();
        // A whole value is followed by the next term.
        let gap = if offer.text.ends_with(':') || rest.starts_with(' ') { "" } else { " " };
        let before = format!("{kept}{}{gap}", offer.text);
        let cursor = before.chars().count();
        self.field.set(&format!("{before}{rest}"));
        self.field.go(cursor);
        self.offer(seen);
        true
    }

    /// The filter that it is, or what is wrong with it.
    pub(super) fn filter(&mut self, zone: i32) -> Option<Filter> {
        match Filter::parse(self.field.value(), zone) {
            Ok(filter) => {
                self.error = None;
                Some(filter)
            }
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }
}

/// The text of the filter that asks for one interaction only.
pub(super) fn about(id: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match id.chars().all(plain) {
        true => format!("interaction:{id}"),
        false => format!("interaction:\"{}\"", id.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// Where the newest row of a log is.
pub(super) fn last(log: &Log) -> Option<u64> {
    log.iter().next_back().map(|row| row.number)
}
