//! Who the customer of the current interaction is, and the ids that an integration sees.

use ratatui::layout::Rect;

use crate::contract::payload::CrmRecordInfo;
use crate::toolbar::app::App;
use crate::toolbar::inspector::tail;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::text::{head, width as columns, wrap};

/// The rows where there is no room for more: name, phone and record.
pub(super) const FEW_ROWS: u16 = 5;
/// The columns inside the panel from which on each thing has one row.
pub(super) const WHOLE: u16 = LABELS + ID;
/// How many things it lists.
const FIELDS: u16 = 7;
/// The columns of the labels with a gap.
const LABELS: u16 = 13;
/// The columns of an interaction's id, and of a call's.
const ID: u16 = 36;
const CALL_ID: u16 = 24;
/// The most bytes of an id that are looked at.
const MAX_ID: usize = 256;
/// What one thing takes at most, in rows.
const MOST_ROWS: usize = 3;

/// The rows that a panel of this width would like, its frame among them; the same whoever the customer is.
pub(super) fn rows(width: u16) -> u16 {
    let room = width.saturating_sub(LABELS + 4).max(1);
    let more = |columns: u16| (columns.div_ceil(room) - 1).min(2);
    FIELDS + 2 + more(ID) + more(CALL_ID)
}

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let inside = canvas.panel(area, "Customer", &[], false);
    let Some(one) = app.current() else {
        canvas
            .wrapped(inside, &piece(Role::Muted, "Nobody is on the line. Who calls or writes appears here."));
        return;
    };
    let customer = &one.customer;
    let known = match customer.customer_id {
        Some(id) => piece(Role::Text, id.to_string()),
        None => piece(Role::Muted, "not in the CRM"),
    };
    let name = match customer.name.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => piece(Role::Strong, name),
        None => piece(Role::Muted, "unknown"),
    };
    let queue =
        one.queue_id.map_or_else(|| piece(Role::Muted, "none"), |id| piece(Role::Text, id.to_string()));
    let room = inside.width.saturating_sub(LABELS);
    let record = match &one.record {
        Some(record) => piece(Role::Text, named(record, room)),
        None => piece(Role::Muted, "none linked"),
    };
    let mut fields = [
        ("Name", name),
        ("Phone", piece(Role::Text, one.shown_phone())),
        ("Record", record),
        ("Customer id", known),
        ("Interaction", piece(Role::Text, one.id.as_str())),
        (if one.is_chat() { "Chat id" } else { "Call id" }, piece(Role::Text, one.call_id.as_str())),
        ("Queue", queue),
    ];
    let wanted: usize = fields.iter().map(|(_, value)| lines(&value.1, room).len()).sum();
    // Where not all would be seen, the ends of ids are enough; lists of frames have the same.
    if wanted > usize::from(inside.height) && inside.height >= FIELDS {
        fields[4].1.1 = tail(one.id.as_str()).into();
        fields[5].1.1 = tail(one.call_id.as_str()).into();
    }
    let mut rest = inside;
    for (label, value) in fields {
        let (labels, values) = left(rest, LABELS);
        let lines = lines(&value.1, values.width);
        // What has no room for all of its rows is left out, and so is what comes behind it.
        if lines.len() > usize::from(rest.height) {
            break;
        }
        canvas.left(row(labels, 0), &[piece(Role::Muted, label)]);
        for (at, line) in (0u16..).zip(&lines) {
            canvas.left(row(values, at), &[piece(value.0, line.as_str())]);
        }
        rest = top(rest, u16::try_from(lines.len()).unwrap_or(u16::MAX)).1;
    }
}

/// A record by its name, and its type where both have room in a row.
fn named(record: &CrmRecordInfo, room: u16) -> String {
    let whole = format!("{}, {}", record.record_name, record.record_type);
    if columns(&whole) <= room { whole } else { record.record_name.clone() }
}

/// A value in rows of so many columns, broken at spaces, and an id behind one of its hyphens.
fn lines(value: &str, width: u16) -> Vec<String> {
    if value.contains(' ') || !value.contains('-') {
        return wrap(value, width, MOST_ROWS);
    }
    let mut lines = vec![String::new()];
    for part in head(value, MAX_ID).split_inclusive('-') {
        let line = lines.last_mut().filter(|line| columns(line) + columns(part) <= width);
        match line {
            Some(line) => line.push_str(part),
            None => lines.push(part.to_owned()),
        }
    }
    lines.retain(|line| !line.is_empty());
    match lines.len() {
        0..=MOST_ROWS => lines,
        _ => wrap(value, width, MOST_ROWS),
    }
}
