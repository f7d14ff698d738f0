//! Customers found by a part of their name, number or address.

use ratatui::layout::Rect;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::card::Card;
use super::{Heard, Outcome, Overlay, telling};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::text::error_height;

/// The dialog's width, in columns.
const WIDTH: u16 = 66;
/// The most rows that are seen at once.
const MOST: u16 = 12;
/// How many customers are asked for.
const LIMIT: u32 = 50;

/// A customer in the list.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::toolbar) struct Found {
    pub customer_id: u64,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub phone: String,
}

/// What is typed, and who was found by it.
#[derive(Debug, Clone)]
pub struct FindCustomers {
    text: Field,
    /// What was asked for last.
    asked: Option<String>,
    found: Vec<Found>,
    at: usize,
    /// What the hub said against it.
    pub error: Option<String>,
}

/// The call that asks who a customer is.
pub(in crate::toolbar) fn get(customer_id: u64) -> Call {
    let params = json!({"customerId": customer_id});
    Call { method: "toolbar.getCustomer", params, place: Place::Find }
}

/// The call that looks for customers.
pub(in crate::toolbar) fn search(text: &str) -> Call {
    let params = json!({"text": text, "limit": LIMIT});
    Call { method: "toolbar.searchCustomers", params, place: Place::Find }
}

impl FindCustomers {
    /// Nothing is typed yet.
    pub fn new() -> FindCustomers {
        let text = Field::text("", "").hinted("A name, a number or an address");
        FindCustomers { text, asked: None, found: Vec::new(), at: 0, error: None }
    }

    /// A text is looked for at once.
    pub fn asking(text: &str) -> (FindCustomers, Call) {
        let mut find = FindCustomers::new();
        find.text.set(text);
        let asked = find.text.value().trim().to_owned();
        let params = json!({"text": asked, "limit": LIMIT});
        find.asked = Some(asked);
        (find, Call { method: "toolbar.searchCustomers", params, place: Place::Find })
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text.value().is_empty()
    }

    pub(super) fn act(&mut self, action: Action) -> Outcome {
        self.error = None;
        match action {
            Action::Previous => self.at = list::moved(self.at, self.found.len(), -1),
            Action::Next => self.at = list::moved(self.at, self.found.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confirm => return self.confirm(),
            _ => {}
        }
        Outcome::Stay
    }

    fn confirm(&mut self) -> Outcome {
        let text = self.text.value().trim();
        if self.asked.as_deref() == Some(text) {
            let Some(one) = self.found.get(self.at) else { return Outcome::Stay };
            return Outcome::Call(get(one.customer_id));
        }
        if text.is_empty() {
            self.error = Some("type a part of the name, the number or the address".to_owned());
            return Outcome::Stay;
        }
        self.asked = Some(text.to_owned());
        Outcome::Call(search(text))
    }

    /// The hub found somebody, or tells who somebody is.
    pub(super) fn answered(&mut self, answer: &RawValue) -> Heard {
        if let Ok(found) = serde_json::from_str::<Vec<Found>>(answer.get()) {
            self.found = found;
            self.at = 0;
            return Heard::Stay;
        }
        match Card::read(answer) {
            Ok(card) => Heard::Open(Box::new(Overlay::Card(card))),
            Err(error) => {
                self.error = Some(format!("the answer can't be read: {error}"));
                Heard::Stay
            }
        }
    }

    /// The hub refused the search: it can be asked for again.
    pub(super) fn refused(&mut self, text: String) {
        self.asked = None;
        self.error = Some(text);
    }

    /// A key for what is typed.
    pub fn key(&mut self, key: Key) {
        self.text.key(key);
    }

    /// Pasted text for it.
    pub fn paste(&mut self, text: &str) {
        self.text.paste(text);
    }

    /// Whether what is found is what is typed.
    fn is_fresh(&self) -> bool {
        self.asked.as_deref() == Some(self.text.value().trim())
    }

    /// What the key that confirms does now, for the footer.
    pub(super) fn verb(&self) -> &'static str {
        if self.is_fresh() && !self.found.is_empty() { "Show" } else { "Search" }
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let rows = u16::try_from(self.found.len()).unwrap_or(u16::MAX).clamp(1, MOST);
        let said = error_height(self.error.as_deref(), WIDTH - 6);
        let inside = telling(canvas, area, WIDTH, rows + 6, said, "Find a customer");
        self.text.draw(canvas, row(inside, 0), true);
        let (error, rest) = bottom(top(inside, 2).1, said);
        let fresh = self.is_fresh();
        if self.found.is_empty() && fresh && !app.calls.busy(Place::Find) && self.error.is_none() {
            canvas.left(row(rest, 0), &[piece(Role::Muted, "Nobody is known by that.")]);
        }
        list::choices(canvas, rest, self.found.len(), self.at, |canvas, at, place| {
            let one = &self.found[at];
            let name = one.name.as_deref().filter(|name| !name.is_empty()).unwrap_or("unknown");
            canvas.both(place, &[piece(Role::Text, name)], &[piece(Role::Muted, one.phone.as_str())]);
        });
        if let Some(text) = &self.error {
            canvas.wrapped(top(error, 1).1, &piece(Role::Error, text.as_str()));
        }
    }
}
