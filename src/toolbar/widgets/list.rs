//! A list of rows with one chosen: which part of it is seen, and where the choice goes.

use ratatui::layout::Rect;

use super::area::{inset, left, row};
use super::canvas::{Canvas, piece};
use super::zone::Target;
use crate::toolbar::theme::Role;

/// The columns of the mark before the present row, with a gap.
const MARK: u16 = 2;

/// The first row that is seen when row `at` of `len` must be, in `height` rows.
pub fn first_seen(at: usize, len: usize, height: u16) -> usize {
    let height = usize::from(height);
    if len <= height {
        return 0;
    }
    at.saturating_sub(height / 2).min(len - height)
}

/// The choice moved by `by` rows; it stops at both ends.
pub fn moved(at: usize, len: usize, by: isize) -> usize {
    at.saturating_add_signed(by).min(len.saturating_sub(1))
}

/// Whether texts fit what is typed to narrow a list down: each word stands somewhere in them.
pub fn fits(typed: &str, texts: &[&str]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    let words = typed.to_lowercase();
    words.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}

/// Draws the rows that are seen when row `at` must be; `draw` gets each row's number and place.
pub fn seen(
    canvas: &mut Canvas<'_>,
    area: Rect,
    len: usize,
    at: usize,
    mut draw: impl FnMut(&mut Canvas<'_>, usize, Rect),
) {
    let first = first_seen(at, len, area.height);
    for (line, at) in (first..len).take(usize::from(area.height)).enumerate() {
        draw(canvas, at, row(area, u16::try_from(line).unwrap_or(u16::MAX)));
    }
}

/// The same; the chosen one is tinted.
pub fn rows(
    canvas: &mut Canvas<'_>,
    area: Rect,
    len: usize,
    chosen: Option<usize>,
    mut draw: impl FnMut(&mut Canvas<'_>, usize, Rect),
) {
    seen(canvas, area, len, chosen.unwrap_or(0), |canvas, at, place| {
        draw(canvas, at, place);
        if let Some(chosen) = chosen {
            canvas.zone(place, Target::Choose(at.cast_signed() - chosen.cast_signed()));
        }
        if chosen == Some(at) {
            canvas.choose(place);
        }
    });
}

/// Marks a row of a panel as the one that keys go to, with a sign in the free column before it: it is known without
/// colours too.
pub fn mark(canvas: &mut Canvas<'_>, place: Rect) {
    sign(canvas, place, "›");
    canvas.tint(with_free_column(place), Role::Selection);
}

/// Marks a row as chosen in a panel that keys do not go to.
pub fn point_at(canvas: &mut Canvas<'_>, place: Rect) {
    sign(canvas, place, "•");
}

fn sign(canvas: &mut Canvas<'_>, place: Rect, sign: &'static str) {
    canvas.left(left(with_free_column(place), 1).0, &[piece(Role::Accent, sign)]);
}

/// A panel's row with the column of air before it.
fn with_free_column(place: Rect) -> Rect {
    let x = place.x.saturating_sub(1);
    Rect { x, width: place.width.saturating_add(place.x - x), ..place }
}

/// The same for rows of which one is to be chosen: a mark stands before the present one, so that it
/// is known without colours too. `draw` gets what is right of the marks.
pub fn choices(
    canvas: &mut Canvas<'_>,
    area: Rect,
    len: usize,
    at: usize,
    mut draw: impl FnMut(&mut Canvas<'_>, usize, Rect),
) {
    rows(canvas, area, len, Some(at), |canvas, row, place| {
        let (mark, rest) = left(inset(place, 1, 0), MARK);
        if row == at {
            canvas.left(mark, &[piece(Role::Accent, "›")]);
        }
        draw(canvas, row, rest);
    });
}

/// What of a row above such a list lies over what is right of the marks: a place for the columns' names.
pub fn beside(row: Rect) -> Rect {
    left(inset(row, 1, 0), MARK).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_always_seen() {
        for len in 0..30 {
            for height in 1..12 {
                for at in 0..len {
                    let first = first_seen(at, len, height);
                    assert!(first <= at && at < first + usize::from(height));
                }
            }
        }
        assert!(fits("", &[]) && fits("rao ASH", &["Asha Rao", "x"]) && !fits("rao mo", &["Asha Rao"]));
        assert_eq!((moved(0, 3, -1), moved(2, 3, 1), moved(1, 3, 1), moved(0, 0, 1)), (0, 2, 2, 0));
    }
}
