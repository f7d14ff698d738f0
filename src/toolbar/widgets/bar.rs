//! A thin bar that shows how much of a span is gone by.

use ratatui::layout::Rect;

use super::canvas::{Canvas, piece};
use crate::toolbar::theme::Role;

/// Draws a bar across the area's first row, `part` of `whole` of it filled.
pub fn bar(canvas: &mut Canvas<'_>, area: Rect, part: u64, whole: u64, filled: Role) {
    let columns = filled_columns(area.width, part, whole);
    canvas.strokes(
        area,
        &[
            piece(filled, "━".repeat(columns)),
            piece(Role::BarEmpty, "─".repeat(usize::from(area.width).saturating_sub(columns))),
        ],
    );
}

/// The column of a moment on a bar of `width` columns, the nearest one.
pub fn filled_columns(width: u16, part: u64, whole: u64) -> usize {
    let (part, whole) = (u128::from(part.min(whole)), u128::from(whole.max(1)));
    usize::try_from((part * u128::from(width) * 2 / whole).div_ceil(2)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_never_fuller_than_full() {
        assert_eq!(filled_columns(10, 5, 10), 5);
        assert_eq!((filled_columns(10, 54, 100), filled_columns(10, 55, 100)), (5, 6));
        assert_eq!(filled_columns(10, 50, 10), 10);
        assert_eq!(filled_columns(10, 0, 0), 0);
        assert_eq!(filled_columns(u16::MAX, u64::MAX, u64::MAX), usize::from(u16::MAX));
    }
}
