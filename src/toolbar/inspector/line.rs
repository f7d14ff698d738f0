//! The line that is typed drawn: in a frame of its own above what it narrows, with what it may go on with.

use ratatui::layout::Rect;

use super::typing::{For, Typing};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::text::{fit, width};

/// How many offers are seen at once.
const OFFERS: u16 = 6;
/// How wide the names of offers are at most.
const NAME: u16 = 40;
/// From this width on, each offer says what it is, below only the chosen one.
const WITH_ABOUT: u16 = 90;

/// How many rows it takes of so many: as many for one text as for another, so that nothing moves while one types.
pub(super) fn height(typing: &Typing, of: u16) -> u16 {
    match typing.what {
        For::Filter => 3 + (of / 5).clamp(2, OFFERS),
        For::Search => 3,
    }
}

/// Draws it; `finds` says how much it finds.
pub(super) fn draw(typing: &Typing, finds: &str, canvas: &mut Canvas<'_>, area: Rect) {
    let title = match typing.what {
        For::Filter => "Filter",
        For::Search => "Find",
    };
    let inside = canvas.panel(area, title, &[piece(Role::Muted, finds)], true);
    let (field, below) = top(inside, 1);
    typing.field.draw(canvas, field, true);
    let offers = &typing.offers.offers;
    // What is not typed to its end is no error while there is something to go on with.
    if let Some(error) = typing.error.as_ref().filter(|_| offers.is_empty()) {
        let column = u16::try_from(error.column).unwrap_or(0).min(below.width / 2);
        let hint = error.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
        let says = format!("{}^ {}{hint}", " ".repeat(usize::from(column)), error.what);
        canvas.left(row(below, 0), &[piece(Role::Error, says)]);
        return;
    }
    if offers.is_empty() {
        return;
    }
    let all = area.width >= WITH_ABOUT;
    let widest = offers.iter().map(|offer| width(&offer.text)).max().unwrap_or(0).min(NAME);
    list::choices(canvas, below, offers.len(), typing.chosen, |canvas, at, place| {
        let offer = &offers[at];
        let short_by = if all { widest.saturating_sub(width(&offer.text)) } else { 0 };
        let gap = " ".repeat(usize::from(short_by) + 2);
        let about = if all || at == typing.chosen { offer.about.as_str() } else { "" };
        let pieces =
            [piece(Role::Text, fit(&offer.text, NAME)), piece(Role::Muted, gap), piece(Role::Muted, about)];
        canvas.left(place, &pieces);
    });
}
