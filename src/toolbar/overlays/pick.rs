//! A list to choose from that narrows down while one types: what it lists is its subject's affair.

pub(super) mod agents;
pub(in crate::toolbar) mod conversation;
mod copy;
mod preferences;
mod subject;

use ratatui::layout::Rect;

pub use subject::Subject;

use super::{Outcome, Overlay, telling};
use crate::desk::DeskState;
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::text::{error_height, fit};

/// The dialog's width, in columns.
const WIDTH: u16 = 62;
/// The most rows that are seen at once.
const MOST: u16 = 14;
/// The longest text that narrows the list down, in characters.
const MAX_FILTER: usize = 64;

/// One thing to choose.
#[derive(Debug)]
pub struct Choice {
    /// What it is called.
    pub text: String,
    /// What there is to say of it, at the right.
    pub note: String,
    /// Whether it is so already.
    pub is_set: bool,
    /// What choosing it comes to; why it can't be chosen now.
    pub then: Result<Then, &'static str>,
}

/// What choosing comes to.
#[derive(Debug)]
pub enum Then {
    /// A call.
    Call {
        /// The wire name.
        method: &'static str,
        /// By name.
        params: serde_json::Value,
    },
    /// A text goes into the clipboard.
    Copy {
        /// What it is, in a few words.
        what: &'static str,
        /// The text.
        text: String,
    },
    /// Another dialog in this one's place.
    Open(Box<Overlay>),
}

/// The list, what is typed, and which row is chosen.
#[derive(Debug, Clone)]
pub struct Pick {
    subject: Subject,
    filter: Field,
    at: usize,
    /// What the hub said against the last choice.
    pub error: Option<String>,
}

impl Pick {
    /// On the first row.
    pub fn new(subject: Subject) -> Pick {
        let filter = Field::text("", "").at_most(MAX_FILTER).hinted("Type to narrow down");
        Pick { subject, filter, at: 0, error: None }
    }

    /// What it is a list of.
    #[cfg(test)]
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Whether what it is about is over.
    pub fn is_over(&self, desk: &DeskState) -> bool {
        self.subject.is_over(desk)
    }

    /// Whether it goes on after a choice: several things are chosen from it.
    pub fn stays(&self) -> bool {
        self.subject.stays()
    }

    /// The rows that fit what is typed.
    fn rows(&self, desk: &DeskState) -> Vec<Choice> {
        let fits = |one: &Choice| list::fits(self.filter.value(), &[&one.text, &one.note]);
        self.subject.rows(desk).into_iter().filter(fits).collect()
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        let rows = self.rows(desk);
        self.at = self.at.min(rows.len().saturating_sub(1));
        self.error = None;
        match action {
            Action::Previous => self.at = list::moved(self.at, rows.len(), -1),
            Action::Next => self.at = list::moved(self.at, rows.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confirm => match rows.into_iter().nth(self.at).map(|one| one.then) {
                Some(Ok(Then::Call { method, params })) => {
                    return Outcome::Call(Call { method, params, place: Place::Pick });
                }
                Some(Ok(Then::Copy { what, text })) => return Outcome::Copy { what, text },
                Some(Ok(Then::Open(overlay))) => return Outcome::Open(overlay),
                Some(Err(why)) => self.error = Some(why.to_owned()),
                None => {}
            },
            _ => {}
        }
        Outcome::Stay
    }

    /// What the key that confirms does, for the footer.
    pub(super) fn verb(&self) -> &'static str {
        self.subject.verb()
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.filter.value().is_empty()
    }

    /// Narrows the list down by a key.
    pub fn key(&mut self, key: Key) {
        if self.filter.key(key) {
            self.at = 0;
            self.error = None;
        }
    }

    /// Narrows it down by pasted text.
    pub fn paste(&mut self, text: &str) {
        if self.filter.paste(text) {
            self.at = 0;
        }
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let rows = self.rows(&app.desk);
        let shown = u16::try_from(rows.len()).unwrap_or(u16::MAX).clamp(1, MOST);
        let said = error_height(self.error.as_deref(), WIDTH - 6);
        let inside = telling(canvas, area, WIDTH, shown + 6, said, self.subject.title());
        self.filter.draw(canvas, row(inside, 0), true);
        let (error, rest) = bottom(top(inside, 2).1, said);
        if rows.is_empty() {
            let nothing = if self.filter.value().is_empty() { self.subject.empty() } else { "Nothing fits." };
            canvas.left(row(rest, 0), &[piece(Role::Muted, nothing)]);
        }
        let at = self.at.min(rows.len().saturating_sub(1));
        list::choices(canvas, rest, rows.len(), at, |canvas, at, place| {
            let one = &rows[at];
            let role = if one.then.is_ok() { Role::Text } else { Role::Muted };
            let mark = piece(Role::Accent, if one.is_set { "✓ " } else { "  " });
            let note = piece(Role::Muted, fit(&one.note, place.width / 2));
            canvas.both(place, &[mark, piece(role, one.text.as_str())], &[note]);
        });
        if let Some(text) = &self.error {
            canvas.wrapped(top(error, 1).1, &piece(Role::Error, text.as_str()));
        }
    }
}
