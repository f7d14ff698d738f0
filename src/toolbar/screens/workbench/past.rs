//! Interactions that have ended, newest first.

use ratatui::layout::Rect;

use super::looks;
use crate::contract::payload::AssociationType;
use crate::desk::PastInteraction;
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::row;
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::fit;

/// The least rows that are worth a panel.
pub(super) const LEAST: u16 = 6;

/// From this width on, a row has room for the talk's length.
const WIDE: u16 = 44;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    if area.height < 3 {
        return;
    }
    let inside = canvas.panel(area, "Recent", &[], false);
    if app.desk.past.is_empty() {
        let says = "Nothing has ended yet. How each call and chat ended will stand here.";
        canvas.wrapped(inside, &piece(Role::Muted, says));
    }
    for (at, one) in (0..inside.height).zip(app.desk.past.iter().rev()) {
        draw_one(app, one, canvas, row(inside, at));
    }
}

fn draw_one(app: &App, one: &PastInteraction, canvas: &mut Canvas<'_>, area: Rect) {
    let way = if one.association == AssociationType::ManualDial { "out" } else { "in " };
    let time = span::short_time(one.since, app.zone);
    let name = piece(Role::Text, one.customer_label());
    let mut left = vec![piece(Role::Muted, format!("{time} {way} ")), name];
    let (role, result) = match (&one.disposition, one.cleared) {
        // The vendor's sample has the code's name where the class should be; so it is here.
        (Some(disposition), _) => (Role::Muted, disposition.disposition_class.as_str()),
        (None, Some(by)) => (Role::ToastWarning, looks::cleared(by, false)),
        (None, None) => (Role::Muted, "ended"),
    };
    let mut right: Vec<Piece<'_>> = vec![piece(role, result)];
    if area.width >= WIDE {
        let talk = one.talk.map_or_else(|| "–".to_owned(), span::lasted);
        right.push(piece(Role::Muted, format!("  {talk:>6}")));
    }
    // Where there is no room for all, which way it went goes first; then the result is cut.
    let fits = |left: &[Piece<'_>]| total(left) + total(&right) < area.width;
    if !fits(&left) {
        left[0] = piece(Role::Muted, format!("{time} "));
    }
    if !fits(&left) {
        right[0] = piece(role, fit(result, area.width / 3));
    }
    canvas.both(area, &left, &right);
}
