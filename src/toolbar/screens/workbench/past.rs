//! Interactions that have ended, newest first.

use ratatui::layout::Rect;

use super::looks;
use crate::contract::payload::AssociationType;
use crate::desk::PastInteraction;
use crate::toolbar::action::Context;
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::row;
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::list::Hidden;
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::fit;

/// The least rows that are worth a panel.
pub(super) const LEAST: u16 = 6;

/// From this width on, a row has room for the talk's length.
const WIDE: u16 = 44;
/// The least columns between who and how it ended.
const GAP: u16 = 2;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    if area.height < 3 {
        return;
    }
    let inside = canvas.panel(area, "Recent", &[], false);
    if app.desk.past.is_empty() {
        let says = "Nothing is over yet. A call or chat appears here once it is disposed ({call.dispose}).";
        let says = app.keymap.worded(Context::Workbench, says);
        canvas.wrapped(inside, &piece(Role::Muted, says));
    }
    let seen = || app.desk.past.iter().rev().take(usize::from(inside.height));
    // In all rows or in none.
    let ways = seen()
        .all(|one| total(&who(app, one, true)) + total(&result(one, inside.width)) + GAP <= inside.width);
    for (at, one) in (0u16..).zip(seen()) {
        let (left, mut right) = (who(app, one, ways), result(one, inside.width));
        if total(&left) + total(&right) + GAP > inside.width {
            let Piece(role, text) = &right[0];
            right[0] = piece(*role, fit(text, inside.width / 3).into_owned());
        }
        canvas.both(row(inside, at), &left, &right);
    }
    Hidden::of(app.desk.past.len(), 0, inside.height).in_line(canvas, inside);
}

/// When it began, where there is room which way it went or that it was a chat, and with whom.
fn who<'a>(app: &App, one: &'a PastInteraction, way: bool) -> [Piece<'a>; 2] {
    let time = span::short_time(one.since, app.zone);
    let way = match way {
        true if one.is_chat() => format!("{:<8}  ", "chat"),
        true => format!("{:<8}  ", looks::direction(one.association == AssociationType::ManualDial)),
        false => String::new(),
    };
    [piece(Role::Muted, format!("{time}  {way}")), piece(Role::Text, one.customer_label())]
}

/// How it ended, and where there is room how long it took.
fn result(one: &PastInteraction, width: u16) -> Vec<Piece<'_>> {
    let (role, result) = match (&one.disposition, one.cleared) {
        // The vendor's sample has the code's name where the class should be; so it is here.
        (Some(disposition), _) => (Role::Muted, disposition.disposition_class.as_str()),
        (None, Some(by)) => (Role::ToastWarning, looks::cleared(by, one.is_chat())),
        (None, None) => (Role::Muted, "ended"),
    };
    let mut right = vec![piece(role, result)];
    if width >= WIDE {
        let talk = one.talk.map_or_else(|| "–".to_owned(), span::lasted);
        right.push(piece(Role::Muted, format!("  {talk:>6}")));
    }
    right
}
