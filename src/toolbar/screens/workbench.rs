//! The workbench: where an agent works. This file lays out its panels; each has its own.

mod call;
mod chat;
mod customer;
mod frames;
mod head;
mod idle;
mod interactions;
pub(in crate::toolbar) mod looks;
mod past;

use ratatui::layout::Rect;

use crate::desk::Interaction;
use crate::toolbar::app::App;
use crate::toolbar::overlays::figures;
use crate::toolbar::widgets::area::{bottom, left, top};
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
/// The columns of a panel in which the customer's ids stand whole.
const WHOLE_IDS: u16 = customer::WHOLE + 4;
/// The rows of the agent's figures, and from which height on they have a place beside the work.
const FIGURES: u16 = 20;
const WITH_FIGURES: u16 = 50;
/// The least rows of a call, and of a chat, below which what has ended keeps its place.
const CALL_AND_PAST: u16 = 12;
const CHAT_AND_PAST: u16 = 30;
/// The least rows of a chat that lies over the frames.
const CHAT_AND_FRAMES: u16 = 24;

pub(in crate::toolbar) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    match area.width {
        0..BESIDE => one_column(app, canvas, area),
        BESIDE..TWO_COLUMNS => narrow(app, canvas, area),
        TWO_COLUMNS..THREE_COLUMNS => two_columns(app, canvas, area),
        _ => three_columns(app, canvas, area),
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

/// What is worked on at the left, over what has ended; what there is to do at the right, over who the customer is.
fn narrow(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let wide = app.widths.of(Column::OfTwo, area.width * 3 / 5, area.width);
    let (first, second) = left(area, wide);
    work(app, canvas, first);
    let (lower, upper) = bottom(second, customer::rows(second.width).min(second.height.div_ceil(2)));
    interactions::draw(app, canvas, upper);
    customer::draw(app, canvas, lower);
    divider(canvas, Column::OfTwo, area, second);
}

/// The call over what has ended; a chat takes that place too, unless it has rows enough.
fn work(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let rest = area.height.saturating_sub(past::LEAST);
    let wanted = match is_chat(app) {
        true if rest < CHAT_AND_PAST => area.height,
        true => rest,
        // With little height, the call yields rows before the list of what has ended goes.
        false if rest < CALL_AND_PAST => area.height,
        false => rest.min(CALL),
    };
    let (upper, lower) = top(area, wanted);
    call::draw(app, canvas, upper);
    past::draw(app, canvas, lower);
}

/// The same at the left, over who the customer is, whose place is the same in a call and in a chat; what there is to
/// do at the right, over what goes over the wire.
fn two_columns(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let usual = (area.width * 9 / 20).max(WHOLE_IDS);
    let (first, second) = left(area, app.widths.of(Column::OfTwo, usual, area.width));
    let least = first.height.saturating_sub(CALL_AND_PAST);
    let (lower, upper) = bottom(first, customer::rows(first.width).min(least));
    work(app, canvas, upper);
    customer::draw(app, canvas, lower);
    let (upper, lower) = top(second, rows_of_list(app, second).min(10));
    interactions::draw(app, canvas, upper);
    frames::draw(app, canvas, lower);
    divider(canvas, Column::OfTwo, area, second);
}

/// What there is to do at the left, what is being done in the middle over what goes over the wire, whom it is for at
/// the right over what was said there last.
fn three_columns(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let (first, rest) = left(area, app.widths.of(Column::First, area.width / 4, area.width));
    let (second, third) = left(rest, app.widths.of(Column::Second, rest.width / 2, rest.width));
    let (upper, lower) = top(first, rows_of_list(app, first).max(first.height / 3));
    interactions::draw(app, canvas, upper);
    // They are not shown twice.
    let figured = first.height >= WITH_FIGURES && !app.shows_figures();
    let (below, lower) = bottom(lower, if figured { FIGURES } else { 0 });
    past::draw(app, canvas, lower);
    if !below.is_empty() {
        let inside = canvas.panel(below, "Figures", &[], false);
        figures::body(app, canvas, inside);
    }
    let chat = (second.height * 2 / 3).max(CHAT_AND_FRAMES);
    let (upper, below) = top(second, if is_chat(app) { chat } else { CALL });
    call::draw(app, canvas, upper);
    frames::draw(app, canvas, below);
    let (upper, below) = top(third, customer::rows(third.width));
    customer::draw(app, canvas, upper);
    frames::newest(app, canvas, below);
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
