//! The fields with which a callback is promised: whose it is, when, and which number.

use ratatui::layout::Rect;
use serde_json::{Value, json};

use crate::desk::interaction::DraftCallback;
use crate::toolbar::action::Action;
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;
use crate::toolbar::when::Clock;
use crate::toolbar::widgets::area::{inset, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::wire::Moment;

const WHOSE: usize = 0;
const WHEN: usize = 1;
const PHONE: usize = 2;

/// Nobody calls back.
const NONE: usize = 0;
/// Any agent of the campaign does.
const ANY: usize = 1;
/// The agent who promises it does.
const OWN: usize = 2;

/// What stands in the field of the time while it is empty.
const HINT: &str = "14:30, tomorrow 9:00, mon 10:00, +2h";

/// A callback as it is being promised.
#[derive(Debug, Clone)]
pub struct Promise {
    form: Form,
    /// The number that is called, where it is not for the agent to see.
    hidden: Option<String>,
}

/// A callback as a disposition promises it; `own`: the agent who promises it calls.
pub(in crate::toolbar) fn promised(clock: Clock, at: Moment, phone: &str, own: bool) -> Value {
    json!({"callbackTime": clock.iso(at), "phone": phone, "isSelfCallback": own})
}

impl Promise {
    /// As it was typed before, else none; `hidden`: the number is called and not shown.
    pub fn begun(phone: &str, hidden: bool, drafted: Option<&DraftCallback>) -> Promise {
        let mut promise = Promise::none(phone, hidden);
        if let Some(drafted) = drafted {
            promise.form.field_mut(WHOSE).choose(if drafted.own { OWN } else { ANY });
            promise.form.field_mut(WHEN).set(&drafted.when);
            if !hidden && !drafted.phone.is_empty() {
                promise.form.field_mut(PHONE).set(&drafted.phone);
            }
        }
        promise
    }

    /// As it is typed now, to be kept as a draft; a number that is not shown is not told.
    pub fn typed(&self) -> Option<Value> {
        let phone = if self.hidden.is_some() { "" } else { self.form.field(PHONE).value().trim() };
        let own = self.form.field(WHOSE).chosen() == OWN;
        let when = self.form.field(WHEN).value();
        self.is_on().then(|| json!({"own": own, "when": when, "phone": phone}))
    }

    fn none(phone: &str, hidden: bool) -> Promise {
        let whose = vec!["none".to_owned(), "by any agent".to_owned(), "by me".to_owned()];
        let mut fields = vec![
            Field::choice("Callback", whose, NONE),
            Field::text("When", "").at_most(MAX_WHEN).hinted(HINT),
        ];
        if !hidden {
            fields.push(Field::text("Number", phone).at_most(MAX_PHONE));
        }
        Promise { form: Form::new(fields).tight(), hidden: hidden.then(|| phone.to_owned()) }
    }

    /// Whether one is promised.
    pub fn is_on(&self) -> bool {
        self.form.field(WHOSE).chosen() != NONE
    }

    /// How many rows it takes.
    pub fn height(&self) -> u16 {
        if self.is_on() { self.form.calm_height() } else { 1 }
    }

    /// Whether a field comes next.
    pub fn has_next(&self) -> bool {
        self.is_on() && self.form.at() + 1 < self.form.len()
    }

    /// To the field that comes next; `false` where there is none.
    pub fn next(&mut self) -> bool {
        let more = self.has_next();
        if more {
            self.form.run(Action::NextField);
        }
        more
    }

    /// To the field before; `false` where there is none.
    pub fn previous(&mut self) -> bool {
        let more = self.form.at() > 0;
        if more {
            self.form.run(Action::PreviousField);
        }
        more
    }

    /// To its first field, or to its last.
    pub fn enter(&mut self, last: bool) {
        self.form.go(if last && self.is_on() { self.form.len() } else { 0 });
    }

    /// Gives a key to the field; says whether that changed it.
    pub fn key(&mut self, key: Key) -> bool {
        self.form.key(key)
    }

    /// Pastes into the field; says whether that changed it.
    pub fn paste(&mut self, text: &str) -> bool {
        self.form.paste(text)
    }

    /// What the hub is told: nothing where none is promised. An error stands at its field.
    pub fn read(&mut self, clock: Clock) -> Result<Option<Value>, ()> {
        self.form.forgive();
        if !self.is_on() {
            return Ok(None);
        }
        let phone = match &self.hidden {
            Some(phone) => phone.clone(),
            None => self.form.field(PHONE).value().trim().to_owned(),
        };
        if phone.is_empty() {
            self.form.blame(PHONE, "enter a number");
        }
        let at = clock.read(self.form.field(WHEN).value()).map_err(|error| self.form.blame(WHEN, error))?;
        if phone.is_empty() {
            return Err(());
        }
        let own = self.form.field(WHOSE).chosen() == OWN;
        Ok(Some(promised(clock, at, &phone, own)))
    }

    /// The hub has something against a parameter; says whether it is one of these.
    pub fn refused(&mut self, field: &str, text: &str) -> bool {
        let at = match field {
            "additionalParams.callbackTime" | "callbackTime" => WHEN,
            "additionalParams.phone" if self.hidden.is_none() => PHONE,
            _ => return false,
        };
        self.form.blame(at, text);
        true
    }

    /// What is wrong with it, if anything; whoever draws it says it.
    pub fn wrong(&self) -> Option<&str> {
        self.form.wrong().filter(|_| self.is_on())
    }

    /// Its fields.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// How wide its labels are, with the gap behind them.
    pub fn labels(&self) -> u16 {
        self.form.labels()
    }

    /// Draws it; what has no promise takes one row.
    pub fn draw(&self, clock: Clock, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
        let (fields, _) = top(area, self.height());
        let hidden = self.form.draw_as(canvas, fields, focused);
        if self.is_on() {
            hidden.in_line(canvas, fields);
            words(clock, &self.form, WHEN, canvas, fields);
        }
    }
}

/// The longest number that the field takes, in characters; the site may take less.
const MAX_PHONE: usize = 32;
/// The longest words for a time, in characters.
const MAX_WHEN: usize = 64;

/// What the typed time means, at the right end of its field.
pub(super) fn words(clock: Clock, form: &Form, at: usize, canvas: &mut Canvas<'_>, area: Rect) {
    let field = form.field(at);
    if field.value().trim().is_empty() || field.error.is_some() {
        return;
    }
    if let Ok(when) = clock.read(field.value()) {
        let place = inset(form.place(area, at), 1, 0);
        canvas.right(place, &[piece(Role::Accent, clock.words(when))]);
    }
}

/// A time in the form in which it is typed.
pub(super) fn field(clock: Clock, at: Moment) -> Field {
    Field::text("When", &clock.typed(at)).hinted(HINT)
}
