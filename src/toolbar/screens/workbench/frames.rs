//! The live list of frames: the newest lowest, and what the newest says.

use ratatui::layout::Rect;

use crate::toolbar::action::{Action, Context, rows};
use crate::toolbar::app::App;
use crate::toolbar::inspector::{Look, Reading, draw_row, draw_text};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{inset, row};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::zone::Target;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    if area.height < 3 {
        return;
    }
    let key = app.key(Action::Frames);
    let note = [piece(Role::Muted, if key.is_empty() { "" } else { " read" })];
    let note = [&[piece(Role::Key, key)], &note[..]].concat();
    let inside = canvas.panel(area, "Frames", &note, false);
    // The lines at its sides are dragged.
    if let Some(row) = rows(Context::Workbench).find(|row| row.action == Action::Frames) {
        canvas.zone(inset(area, 1, 0), Target::Row(row));
    }
    if app.frames.is_empty() {
        canvas.left(row(inside, 0), &[piece(Role::Muted, "Every message at this desk appears here.")]);
        return;
    }
    let first = app.frames.len().saturating_sub(usize::from(inside.height));
    let look = Look { me: &app.me, zone: app.zone, sign: "", heads: false };
    for (at, one) in (0u16..).zip(app.frames.iter().skip(first)) {
        draw_row(canvas, row(inside, at), one, look);
        canvas.zone(row(inside, at), Target::Frame(one.number));
    }
    if first > 0 {
        list::older(canvas, inside);
    }
}

/// What the newest frame says, laid out.
pub(super) fn newest(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(last) = app.frames.iter().next_back() else {
        canvas.panel(area, "Message", &[], false);
        return;
    };
    let reading = Reading::new(last, false);
    let inside = canvas.panel(area, "Message", &[piece(Role::Muted, "newest")], false);
    draw_text(&reading, false, canvas, inside);
}
