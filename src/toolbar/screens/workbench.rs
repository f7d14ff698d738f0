//! The workbench: where an agent works. This file lays out its panels; each has its own.

mod call;
mod chat;
mod customer;
mod frames;
mod head;
mod interactions;
mod looks;
mod past;
mod status;

use ratatui::layout::Rect;

use crate::desk::Interaction;
use crate::toolbar::app::App;
use crate::toolbar::widgets::area::{inset, left, top};
use crate::toolbar::widgets::canvas::Canvas;

pub(in crate::toolbar) use frames::frame_row;

/// From this width on, the list of frames has a place beside the call.
const TWO_COLUMNS: u16 = 100;
/// From this width on, it has a column of its own.
const THREE_COLUMNS: u16 = 160;

/// The rows of the current call, where there is room.
const CALL: u16 = 15;

pub(in crate::toolbar) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let (line, body) = top(area, 1);
    status::draw(app, canvas, inset(line, 1, 0));
    match body.width {
        0..TWO_COLUMNS => narrow(app, canvas, body),
        TWO_COLUMNS..THREE_COLUMNS => two_columns(app, canvas, body),
        _ => three_columns(app, canvas, body),
    }
}

fn narrow(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let (first, second) = left(area, area.width * 3 / 5);
    let below = if is_chat(app) { customer::FEW_ROWS } else { customer::ROWS };
    let (upper, lower) = top(first, first.height.saturating_sub(below).max(9));
    call::draw(app, canvas, upper);
    customer::draw(app, canvas, lower);
    let (upper, lower) = top(second, rows_of_list(app, second));
    interactions::draw(app, canvas, upper);
    past::draw(app, canvas, lower);
}

fn two_columns(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let (first, second) = left(area, area.width * 9 / 20);
    // With little height, the call yields rows before the list of what has ended goes.
    let spare = first.height.saturating_sub(customer::ROWS + past::LEAST);
    let most = if is_chat(app) { u16::MAX } else { CALL };
    let (upper, rest) = top(first, spare.clamp(12, most).min(first.height));
    call::draw(app, canvas, upper);
    let (middle, lower) = top(rest, customer::ROWS);
    customer::draw(app, canvas, middle);
    past::draw(app, canvas, lower);
    let (upper, lower) = top(second, rows_of_list(app, second).min(10));
    interactions::draw(app, canvas, upper);
    frames::draw(app, canvas, lower);
}

/// The work in one column, the frames in the next, and what the newest says in the third.
fn three_columns(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let (first, rest) = left(area, 54);
    let (second, third) = left(rest, 66);
    let spare = first.height.saturating_sub(customer::ROWS + rows_of_list(app, first) + past::LEAST);
    let (upper, rest) = top(first, if is_chat(app) { spare.max(CALL) } else { CALL });
    call::draw(app, canvas, upper);
    let (upper, rest) = top(rest, customer::ROWS);
    customer::draw(app, canvas, upper);
    let (upper, lower) = top(rest, rows_of_list(app, rest));
    interactions::draw(app, canvas, upper);
    past::draw(app, canvas, lower);
    frames::draw(app, canvas, second);
    frames::newest(app, canvas, third);
}

/// Whether what the agent looks at is written.
fn is_chat(app: &App) -> bool {
    app.current().is_some_and(Interaction::is_chat)
}

/// Room for the live interactions, two rows each, and for what is said when there are none.
fn rows_of_list(app: &App, area: Rect) -> u16 {
    let wanted = u16::try_from(app.desk.interactions.len()).unwrap_or(u16::MAX).saturating_mul(2);
    wanted.saturating_add(3).max(7).min((area.height / 2).max(5))
}
