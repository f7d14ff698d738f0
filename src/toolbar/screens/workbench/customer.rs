//! Who the customer of the current interaction is, and the ids that an integration sees.

use ratatui::layout::Rect;

use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row};
use crate::toolbar::widgets::canvas::{Canvas, piece};

/// The rows of the panel: what it lists, and its frame.
pub(super) const ROWS: u16 = 9;
/// The rows where a chat needs the room: name, phone and record.
pub(super) const FEW_ROWS: u16 = 5;
/// The columns of the labels with a gap; and where that leaves too little for an id.
const LABELS: u16 = 13;
const SHORT: u16 = 8;
/// The columns of an interaction's id.
const ID: u16 = 36;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let inside = canvas.panel(area, "Customer", &[], false);
    let Some(one) = app.current() else {
        canvas.wrapped(inside, &piece(Role::Muted, "Nobody is on the line. Who calls is shown here."));
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
    let (wide, id, interaction) = match inside.width >= LABELS + ID {
        true => (LABELS, "Customer id", "Interaction"),
        false => (SHORT, "CRM id", "Int. id"),
    };
    let record = match &one.record {
        Some(record) => piece(Role::Text, format!("{}, {}", record.record_name, record.record_type)),
        None => piece(Role::Muted, "none linked"),
    };
    let fields = [
        ("Name", name),
        ("Phone", piece(Role::Text, one.shown_phone())),
        ("Record", record),
        (id, known),
        (interaction, piece(Role::Text, one.id.as_str())),
        ("Call id", piece(Role::Text, one.call_id.as_str())),
        ("Queue", queue),
    ];
    for (at, (label, value)) in (0u16..).zip(fields) {
        let (labels, values) = left(row(inside, at), wide);
        canvas.left(labels, &[piece(Role::Muted, label)]);
        canvas.left(values, &[value]);
    }
}
