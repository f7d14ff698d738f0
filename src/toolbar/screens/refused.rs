//! What is shown when the hub does not want this toolbar.

use ratatui::layout::Rect;

use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{middle, row};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::text::wrap;

pub(in crate::toolbar) fn draw(app: &App, reason: &str, canvas: &mut Canvas<'_>, area: Rect) {
    let lines = wrap(reason, 68, 6);
    let height = u16::try_from(lines.len()).unwrap_or(6);
    let place = middle(area, 74, height + 8);
    let inside = canvas.panel(place, "The hub refused this toolbar", &[], true);
    for (at, line) in (1u16..).zip(lines) {
        canvas.left(row(inside, at), &[piece(Role::Error, line)]);
    }
    let advice = [
        "Is it the right hub, and is its token the one of your runtime folder?".to_owned(),
        app.worded("offhook attach URL connects to another one; {quit} quits."),
    ];
    for (at, line) in (height + 2..).zip(advice) {
        canvas.left(row(inside, at), &[piece(Role::Muted, line)]);
    }
}
