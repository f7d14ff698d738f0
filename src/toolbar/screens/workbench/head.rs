//! The head of what the agent looks at: who, and the time that matters most.

use ratatui::layout::Rect;

use super::looks;
use crate::desk::{Interaction, Phase};
use crate::toolbar::app::App;
use crate::toolbar::attention::{self, Counts, Level};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row};
use crate::toolbar::widgets::big::digits;
use crate::toolbar::widgets::canvas::{Canvas, piece, total};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::width;
use crate::wire::Micros;

/// The rows of a large time.
pub(super) const LARGE: u16 = 3;

/// Who, and the time that matters most, large where three rows are free for it.
pub(super) fn draw(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    let (time, role, caption) = time(app, one);
    let large = area.height >= LARGE;
    let wide = draw_text(canvas, area, role, &time);
    let names = Rect { width: area.width.saturating_sub(wide + 2), ..area };
    let caption = [piece(Role::Muted, caption)];
    let taken = canvas.right(row(names, if large { 2 } else { 0 }), &caption);
    let name = Rect { width: names.width.saturating_sub(if large { 0 } else { taken + 1 }), ..names };
    canvas.left(row(name, 0), &[piece(Role::Strong, one.customer_label())]);
    if one.customer.name.as_deref().is_some_and(|name| !name.is_empty()) {
        canvas.left(row(names, 1), &[piece(Role::Text, one.shown_phone())]);
    }
}

/// The same in one row: who with their number, the time at the right.
pub(super) fn draw_line(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    let (time, role, caption) = time(app, one);
    let mut who = vec![piece(Role::Strong, one.customer_label())];
    if one.customer.name.as_deref().is_some_and(|name| !name.is_empty()) {
        who.push(piece(Role::Muted, format!("  {}", one.shown_phone())));
    }
    let mut right = vec![piece(Role::Muted, caption), piece(Role::Text, " "), piece(role, time)];
    if total(&who) + total(&right) > area.width {
        right.drain(..2);
    }
    canvas.both(row(area, 0), &who, &right);
}

/// The time that matters most, its look, and what it says.
fn time(app: &App, one: &Interaction) -> (String, Role, &'static str) {
    let timer = attention::timer(&app.desk, one, app.now());
    let (role, _) = looks::level(timer.level, looks::interaction(one).role);
    let caption = match (timer.counts, one.phase) {
        (Counts::Left, Phase::WrapUp) => "dispose within",
        (Counts::Left, _) if one.is_chat() => "accept within",
        (Counts::Left, _) => "answer within",
        (Counts::Waits, _) if timer.level == Level::Late => "late: waits for an answer",
        (Counts::Waits, _) => "waits for an answer",
        (Counts::Lasted, _) if timer.level == Level::Late => "longer than it should last",
        (Counts::Lasted, _) => "",
    };
    let time = match timer.counts {
        Counts::Left => span::left(timer.span),
        Counts::Waits | Counts::Lasted => span::lasted(timer.span),
    };
    (time, role, caption)
}

/// A span at the right, large where three rows are free for it; gives the columns that it takes.
pub(super) fn draw_time(canvas: &mut Canvas<'_>, area: Rect, role: Role, lasted: Micros) -> u16 {
    draw_text(canvas, area, role, &span::lasted(lasted))
}

fn draw_text(canvas: &mut Canvas<'_>, area: Rect, role: Role, time: &str) -> u16 {
    match area.height >= LARGE {
        true => draw_large(canvas, area, role, time),
        false => canvas.right(row(area, 0), &[piece(role, time)]),
    }
}

fn draw_large(canvas: &mut Canvas<'_>, area: Rect, role: Role, time: &str) -> u16 {
    let lines = digits(time);
    let wide = width(&lines[0]);
    let (_, place) = left(area, area.width.saturating_sub(wide));
    for (at, line) in (0u16..).zip(lines) {
        canvas.strokes(row(place, at), &[piece(role, line)]);
    }
    wide
}
