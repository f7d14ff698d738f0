//! The workbench: where an agent works. This file lays out its panels; each has its own.

mod call;
mod chat;
mod customer;
mod frames;
mod head;
mod interactions;
pub(in crate::toolbar) mod looks;
mod past;
mod status;

use ratatui::layout::Rect;

use crate::desk::Interaction;
use crate::toolbar::app::App;
use crate::toolbar::overlays::figures;
use crate::toolbar::widgets::area::{bottom, inset, left, top};
use crate::toolbar::widgets::canvas::Canvas;
use crate::toolbar::widgets::zone::{Column, Divider, Target};

/// Below this width, panels lie below one another.
const BESIDE: u16 = 72;
/// From this width on, the list of frames has a place beside the call.
const TWO_COLUMNS: u16 = 100;
/// From this width on, it has a column of its own.
const THREE_COLUMNS: u16 = 160;

/// The rows of the current call, where there is room.
const CALL: u16 = 15;
/// The least rows of it.
const LEAST_CALL: u16 = 9;
/// The rows of the agent's figures, and from which height on they have a place beside the work.
const FIGURES: u16 = 20;
const WITH_FIGURES: u16 = 50;
/// From this height on, a chat leaves room for who the customer is; its own head says the most of it.
const CHAT_AND_CUSTOMER: u16 = 28;

pub(in crate::toolbar) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let (line, body) = top(area, 1);
    status::draw(app, canvas, inset(line, 1, 0));
    match body.width {
        0..BESIDE => one_column(app, canvas, body),
        BESIDE..TWO_COLUMNS => narrow(app, canvas, body),
        TWO_COLUMNS..THREE_COLUMNS => two_columns(app, canvas, body),
        _ => three_columns(app, canvas, body),
    }
}

/// The call, and below it what matters next: the other interactions where there are any, else the customer.
fn one_column(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let several = app.desk.interactions.len() > 1;
    let below = match (several, is_chat(app)) {
        (true, _) => list_rows(app).min(area.height.saturating_sub(LEAST_CALL)),
        (false, true) => 0,
        (false, false) => customer::FEW_ROWS,
    };
    let (upper, lower) = top(area, area.height.saturating_sub(below));
    call::draw(app, canvas, upper);
    match several {
        true => interactions::draw(app, canvas, lower),
        false => customer::draw(app, canvas, lower),
    }
}

/// The call and its customer, large; the lists beside them.
fn narrow(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let wide = app.widths.of(Column::OfTwo, area.width * 3 / 5, area.width);
    let (first, second) = left(area, wide);
    let below = match is_chat(app) {
        true if first.height < CHAT_AND_CUSTOMER => 0,
        true => customer::FEW_ROWS,
        false => customer::ROWS,
    };
    let (upper, lower) = top(first, first.height.saturating_sub(below).max(LEAST_CALL));
    call::draw(app, canvas, upper);
    customer::draw(app, canvas, lower);
    let (upper, lower) = top(second, rows_of_list(app, second));
    interactions::draw(app, canvas, upper);
    past::draw(app, canvas, lower);
    divider(canvas, Column::OfTwo, area, second);
}

fn two_columns(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let wide = app.widths.of(Column::OfTwo, area.width * 9 / 20, area.width);
    let (first, second) = left(area, wide);
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
    divider(canvas, Column::OfTwo, area, second);
}

/// What there is to do at the left, what is being done in the middle, whom it is for and what goes over the wire
/// at the right. The frames lie below the call, and beside a chat, which takes its whole column.
fn three_columns(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let (first, rest) = left(area, app.widths.of(Column::First, area.width / 4, area.width));
    let (second, third) = left(rest, app.widths.of(Column::Second, rest.width / 2, rest.width));
    let (upper, lower) = top(first, rows_of_list(app, first).max(first.height / 3));
    interactions::draw(app, canvas, upper);
    let (below, lower) = bottom(lower, if first.height >= WITH_FIGURES { FIGURES } else { 0 });
    past::draw(app, canvas, lower);
    if !below.is_empty() {
        let inside = canvas.panel(below, "Figures", &[], false);
        figures::body(app, canvas, inside);
    }
    let (upper, below) = top(second, if is_chat(app) { second.height } else { CALL });
    call::draw(app, canvas, upper);
    frames::draw(app, canvas, below);
    let (upper, below) = top(third, customer::ROWS);
    customer::draw(app, canvas, upper);
    let (upper, lower) = top(below, if is_chat(app) { below.height / 2 } else { 0 });
    frames::draw(app, canvas, upper);
    frames::newest(app, canvas, lower);
    divider(canvas, Column::First, area, rest);
    divider(canvas, Column::Second, rest, third);
}

/// The two lines at which columns of a whole meet can be dragged; the second of them begins at `next`.
fn divider(canvas: &mut Canvas<'_>, which: Column, whole: Rect, next: Rect) {
    let line = Rect { x: next.x.saturating_sub(1), width: 2.min(next.width), ..whole };
    canvas.zone(line, Target::Divider(Divider { which, from: whole.x, whole: whole.width }));
}

/// Where an interaction stands, in a word.
pub(in crate::toolbar) fn state_word(one: &Interaction) -> &'static str {
    looks::interaction(one).word
}

/// Whether what the agent looks at is written.
fn is_chat(app: &App) -> bool {
    app.current().is_some_and(Interaction::is_chat)
}

/// The rows of all live interactions, two each, with their frame.
fn list_rows(app: &App) -> u16 {
    let wanted = u16::try_from(app.desk.interactions.len()).unwrap_or(u16::MAX).saturating_mul(2);
    wanted.saturating_add(2)
}

/// Room for them, and for what is said when there are none.
fn rows_of_list(app: &App, area: Rect) -> u16 {
    list_rows(app).saturating_add(1).max(7).min((area.height / 2).max(5))
}
