//! A form: fields one below the other, each with what is wrong with it, and which one is typed into.

use ratatui::layout::Rect;

use super::area::{left, row, top};
use super::canvas::{Canvas, piece};
use super::field::Field;
use super::list::Hidden;
use super::text::{fit, width, wrap};
use super::zone::Target;
use crate::toolbar::action::Action;
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;

/// How many rows the message that belongs to no field may take.
const MESSAGE_ROWS: usize = 3;
/// The most columns of a label; what is longer is cut.
const MAX_LABEL: u16 = 24;
/// How many rows what is wrong with a field may take.
const ERROR_ROWS: usize = 2;

/// Fields, and where the agent is in them.
#[derive(Debug, Clone)]
pub struct Form {
    fields: Vec<Field>,
    at: usize,
    /// The empty rows below each field.
    gap: usize,
    /// What is wrong with the whole.
    pub error: Option<String>,
}

impl Form {
    /// A form; the first field is typed into.
    pub fn new(fields: Vec<Field>) -> Form {
        Form { fields, at: 0, gap: 1, error: None }
    }

    /// The same without empty rows between the fields; whoever has it finds a place for [`Form::wrong`].
    pub fn tight(mut self) -> Form {
        self.gap = 0;
        self
    }

    /// Adds a field.
    pub fn add(&mut self, field: Field) {
        self.fields.push(field);
    }

    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// The field at a place. The form must have it: places are constants of the form's owner.
    pub fn field(&self, at: usize) -> &Field {
        &self.fields[at]
    }

    /// The same to be changed.
    pub fn field_mut(&mut self, at: usize) -> &mut Field {
        &mut self.fields[at]
    }

    /// Which field is typed into.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether one of several things is chosen in the field that has the keys.
    pub fn is_on_choice(&self) -> bool {
        self.fields.get(self.at).is_some_and(|field| field.options().len() > 1)
    }

    /// Goes to a field.
    pub fn go(&mut self, at: usize) {
        self.at = at.min(self.fields.len().saturating_sub(1));
    }

    /// Goes on or back; around at the ends.
    pub fn run(&mut self, action: Action) {
        let len = self.fields.len().max(1);
        match action {
            Action::NextField => self.at = (self.at + 1) % len,
            Action::PreviousField => self.at = (self.at + len - 1) % len,
            _ => {}
        }
    }

    /// Gives a key to the field that is typed into; says whether its value changed.
    pub fn key(&mut self, key: Key) -> bool {
        let changed = self.fields.get_mut(self.at).is_some_and(|field| field.key(key));
        if changed {
            self.error = None;
        }
        changed
    }

    /// Gives pasted text to it.
    pub fn paste(&mut self, text: &str) -> bool {
        self.fields.get_mut(self.at).is_some_and(|field| field.paste(text))
    }

    /// Says what is wrong with a field, and goes there.
    pub fn blame(&mut self, at: usize, error: impl Into<String>) {
        if let Some(field) = self.fields.get_mut(at) {
            field.error = Some(error.into());
            self.at = at;
        }
    }

    /// Forgets all errors.
    pub fn forgive(&mut self) {
        self.error = None;
        for field in &mut self.fields {
            field.error = None;
        }
    }

    /// What is wrong where the agent is, else with the whole.
    pub fn wrong(&self) -> Option<&str> {
        let here = self.fields.get(self.at).and_then(|field| field.error.as_deref());
        here.or(self.error.as_deref())
    }

    /// How many rows it takes at a width.
    pub fn height(&self, width: u16) -> u16 {
        let fields: usize = self.fields.iter().map(|field| self.rows(field, width)).sum();
        let message = self.message(width).len();
        // What is below it keeps its distance from the message too.
        let message = message + usize::from(message > 0);
        u16::try_from(fields + message).unwrap_or(u16::MAX)
    }

    /// How many of these are there for what is wrong.
    pub fn said(&self, width: u16) -> u16 {
        self.height(width) - self.calm_height()
    }

    /// The same where nothing stands below the last field, and so no empty row either.
    pub fn said_last(&self, width: u16) -> u16 {
        let last = self.fields.last().is_some_and(|field| !self.below(field, width).is_empty());
        let message = !self.message(width).is_empty();
        self.said(width) + u16::from(last && !message)
    }

    /// How many rows it takes while nothing is wrong.
    pub fn calm_height(&self) -> u16 {
        u16::try_from(self.fields.len() * (1 + self.gap)).unwrap_or(u16::MAX)
    }

    /// The rows of one field with what stands below it, which takes the empty row first.
    fn rows(&self, field: &Field, width: u16) -> usize {
        1 + self.below(field, width).len().max(self.gap)
    }

    /// The first field that is drawn, so that the one that is typed into is seen in `height` rows.
    fn first_seen(&self, area: Rect) -> usize {
        let room = usize::from(area.height);
        let mut used = self.message(area.width).len();
        let mut first = self.at.min(self.fields.len());
        for (at, field) in self.fields.iter().enumerate().take(self.at + 1).rev() {
            used += self.rows(field, area.width);
            if used > room && at != self.at {
                break;
            }
            first = at;
        }
        first
    }

    /// How wide the labels are, with the gap behind them.
    pub fn labels(&self) -> u16 {
        let widest = self.fields.iter().map(|field| width(&field.label)).max().unwrap_or(0);
        widest.min(MAX_LABEL) + 2
    }

    /// What stands below a field: what is wrong with it.
    fn below(&self, field: &Field, width: u16) -> Vec<String> {
        if self.gap == 0 {
            return Vec::new();
        }
        let room = width.saturating_sub(self.labels() + 1);
        field.error.as_ref().map(|error| wrap(&format!("! {error}"), room, ERROR_ROWS)).unwrap_or_default()
    }

    fn message(&self, width: u16) -> Vec<String> {
        if self.gap == 0 {
            return Vec::new();
        }
        self.error.as_ref().map(|error| wrap(&format!("! {error}"), width, MESSAGE_ROWS)).unwrap_or_default()
    }

    /// Where the value of a field stands, in an area that the whole form fits into.
    pub fn place(&self, area: Rect, at: usize) -> Rect {
        let before: usize = self.fields.iter().take(at).map(|field| self.rows(field, area.width)).sum();
        left(row(area, u16::try_from(before).unwrap_or(u16::MAX)), self.labels()).1
    }

    /// Draws it: label, value, and below each field what is wrong with it. The panel's lower line says what is out of
    /// sight.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw_as(canvas, area, true).in_line(canvas, area);
    }

    /// The same as a part of a whole; not `focused`: nothing of it is typed into. Says which fields are out of sight.
    pub fn draw_as(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool) -> Hidden {
        let mut rest = area;
        let first = self.first_seen(area);
        let mut seen = 0;
        for (at, field) in self.fields.iter().enumerate().skip(first) {
            let below = self.below(field, area.width);
            let height = u16::try_from(self.rows(field, area.width)).unwrap_or(u16::MAX);
            let (place, next) = top(rest, height);
            seen += usize::from(!place.is_empty());
            let (names, values) = left(place, self.labels());
            if focused {
                let by = at.cast_signed() - self.at.cast_signed();
                canvas.zone(row(place, 0), Target::Field(by));
                for (arrow, on) in field.arrows(row(values, 0)).into_iter().flatten().zip([false, true]) {
                    canvas.zone(arrow, Target::Turn(by, on));
                }
            }
            let focused = focused && at == self.at;
            let role = match (&field.error, focused) {
                (Some(_), _) if self.gap == 0 => Role::Error,
                (_, true) => Role::Accent,
                (_, false) => Role::Muted,
            };
            let label = fit(&field.label, self.labels().saturating_sub(2));
            canvas.left(names, &[piece(role, label)]);
            field.draw(canvas, row(values, 0), focused);
            for (line, text) in (1u16..).zip(below) {
                // Under the first character of the value, which has a column of room before it.
                canvas.left(left(row(values, line), 1).1, &[piece(Role::Error, text)]);
            }
            rest = next;
        }
        for (line, text) in (0u16..).zip(self.message(area.width)) {
            canvas.left(row(rest, line), &[piece(Role::Error, text)]);
        }
        Hidden::of(self.fields.len(), first, seen)
    }
}
