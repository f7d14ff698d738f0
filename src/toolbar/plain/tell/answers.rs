//! What the hub answers to questions: customers, and what waits.

use serde_json::value::RawValue;

use crate::toolbar::app::App;
use crate::toolbar::overlays::Card;
use crate::toolbar::overlays::find::Found;
use crate::toolbar::overlays::waiting::Waits;
use crate::toolbar::plain::words::{sentence, span};

fn unreadable(error: &serde_json::Error) -> Vec<String> {
    vec![format!("The answer can't be read: {error}.")]
}

/// Customers who were found.
pub fn found(_: &App, answer: &RawValue) -> Vec<String> {
    let found: Vec<Found> = match serde_json::from_str(answer.get()) {
        Ok(found) => found,
        Err(error) => return unreadable(&error),
    };
    if found.is_empty() {
        return vec!["Nobody was found.".to_owned()];
    }
    let one = |one: Found| {
        let name = one.name.filter(|name| !name.is_empty()).unwrap_or_else(|| "without a name".to_owned());
        sentence(&format!("{}: {name}, {}", one.customer_id, one.phone))
    };
    let end = "Type customer and the number in front to hear more.".to_owned();
    found.into_iter().map(one).chain([end]).collect()
}

/// Who a customer is.
pub fn customer(app: &App, answer: &RawValue) -> Vec<String> {
    Card::read(answer).map_or_else(|error| unreadable(&error), |card| card.texts(&app.desk, app.zone))
}

/// What waits.
pub fn waiting(app: &App, answer: &RawValue) -> Vec<String> {
    let rows: Vec<Waits> = match serde_json::from_str(answer.get()) {
        Ok(rows) => rows,
        Err(error) => return unreadable(&error),
    };
    if rows.is_empty() {
        return vec!["Nobody waits for you.".to_owned()];
    }
    let one = |one: &Waits| {
        let since = span(app.now().since(one.since));
        let whose = one.whose(&app.desk);
        format!(
            "{}, by {}, for {whose}, waits for {since}; take {}.",
            one.customer,
            one.channel(),
            one.interaction_id
        )
    };
    rows.iter().map(one).collect()
}
