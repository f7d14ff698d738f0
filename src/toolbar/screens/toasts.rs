//! Toasts: shown at the lower right for a few seconds, the newest lowest, all of one width.

use ratatui::layout::Rect;

use crate::desk::ToastVariant;
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::theme::state::{self, State};
use crate::toolbar::widgets::area::{inset, left, row};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::text::{width, wrap};

/// How many are shown at once; of more, the newest.
pub(in crate::toolbar) const MOST: usize = 3;
/// The widest, in columns.
const WIDEST: u16 = 46;
/// The narrowest text, in columns.
const LEAST: u16 = 20;

pub(in crate::toolbar) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let toasts = app.toasts();
    let texts: Vec<_> = toasts
        .iter()
        .rev()
        .take(MOST)
        .map(|toast| (state_of(toast.variant), wrap(&toast.text, WIDEST - 6, 3)))
        .collect();
    let widest = texts.iter().flat_map(|(_, lines)| lines).map(|line| width(line)).max().unwrap_or(0);
    let wide = widest.max(LEAST) + 6;
    // Inside the panels below, whose corner stays whole.
    let mut floor = inset(area, 2, 1);
    for (State { role, shape, .. }, lines) in texts {
        let high = u16::try_from(lines.len()).unwrap_or(3) + 2;
        if high > floor.height || wide > floor.width {
            return;
        }
        let place = Rect { x: floor.right() - wide, y: floor.bottom() - high, width: wide, height: high };
        canvas.cover(place, Role::Surface);
        let inside = canvas.panel(place, "", &[], false);
        let (marks, words) = left(inside, 2);
        canvas.left(marks, &[piece(role, shape)]);
        for (at, line) in (0u16..).zip(lines) {
            canvas.left(row(words, at), &[piece(role, line)]);
        }
        floor.height -= high;
    }
}

fn state_of(variant: ToastVariant) -> State {
    match variant {
        ToastVariant::Success => state::SUCCESS,
        ToastVariant::Error => state::ERROR,
        ToastVariant::Warning => state::WARNING,
        ToastVariant::Info => state::INFO,
    }
}
