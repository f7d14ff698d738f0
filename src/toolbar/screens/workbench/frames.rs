//! The live list of frames: the newest lowest, with direction, time and name.

use ratatui::layout::Rect;

use crate::toolbar::app::App;
use crate::toolbar::frames::Entry;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row};
use crate::toolbar::widgets::canvas::{Canvas, piece, total};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::{fit, width};
use crate::wire::Dir;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    if area.height < 3 {
        return;
    }
    let inside = canvas.panel(area, "Frames", &[piece(Role::Key, "f"), piece(Role::Muted, " read")], false);
    if app.frames.is_empty() {
        canvas.left(row(inside, 0), &[piece(Role::Muted, "Every message at this desk will stand here.")]);
        return;
    }
    let first = app.frames.len().saturating_sub(usize::from(inside.height));
    for (at, entry) in (0u16..).zip(app.frames.iter().skip(first)) {
        frame_row(canvas, row(inside, at), entry, &app.me, app.zone);
    }
}

/// How many columns the word of a frame takes.
const WORD: usize = 6;

/// One frame: when, which way, of what kind, who if it was somebody else, what.
pub(in crate::toolbar) fn frame_row(canvas: &mut Canvas<'_>, area: Rect, entry: &Entry, me: &str, zone: i32) {
    let frame = &entry.frame;
    let arrow = match frame.dir {
        Dir::In => "→",
        Dir::Out => "←",
    };
    let before = [
        piece(Role::Muted, format!("{} ", span::exact_time(frame.at, zone))),
        piece(entry.role, format!("{arrow} ")),
        piece(Role::Muted, format!("{:<WORD$}", entry.word)),
    ];
    let used = canvas.left(area, &before);
    let (_, rest) = left(area, used);
    let mut what = Vec::new();
    // A push goes to the whole desk, and what has no name beside it is our own.
    if &*frame.peer != "*" && &*frame.peer != me {
        what.push(piece(Role::Muted, format!("{} ", fit(&frame.peer, 12))));
    }
    let room = rest.width.saturating_sub(total(&what));
    // Where there is no room, what comes before the last point says least.
    let name = match entry.name.rsplit_once('.') {
        Some((_, last)) if width(&entry.name) > room && !entry.name.contains(' ') => last,
        _ => &entry.name,
    };
    what.push(piece(entry.role, name));
    canvas.left(rest, &what);
}

/// What the newest frame says, laid out.
pub(super) fn newest(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let inside = canvas.panel(area, "Message", &[piece(Role::Muted, "newest")], false);
    let Some(last) = app.frames.iter().next_back() else { return };
    for (at, line) in (0..inside.height).zip(last.laid_out()) {
        canvas.left(row(inside, at), &[piece(Role::Text, line)]);
    }
}
