//! Areas cut up. Whatever is asked for, parts never leave the whole, so that no size of terminal is
//! a panic.

use ratatui::layout::Rect;

/// The `height` rows on top, and the rest.
pub fn top(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    let rest = Rect { y: area.y + height, height: area.height - height, ..area };
    (Rect { height, ..area }, rest)
}

/// The `height` rows at the bottom, and the rest above.
pub fn bottom(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    let (rest, part) = top(area, area.height - height);
    (part, rest)
}

/// The `width` columns at the left, and the rest.
pub fn left(area: Rect, width: u16) -> (Rect, Rect) {
    let width = width.min(area.width);
    let rest = Rect { x: area.x + width, width: area.width - width, ..area };
    (Rect { width, ..area }, rest)
}

/// The area without `x` columns at each side and `y` rows above and below.
pub fn inset(area: Rect, x: u16, y: u16) -> Rect {
    let (x, y) = (x.min(area.width / 2), y.min(area.height / 2));
    Rect { x: area.x + x, y: area.y + y, width: area.width - 2 * x, height: area.height - 2 * y }
}

/// One row of the area, counted from its top; empty where there is none.
pub fn row(area: Rect, at: u16) -> Rect {
    let inside = at < area.height;
    Rect { y: area.y.saturating_add(at.min(area.height)), height: u16::from(inside), ..area }
}

/// A place of this size in the middle, as much of it as there is room for.
pub fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// The same for something to which `more` rows come: it stays where it is without them, and grows downwards as far
/// as there is room.
pub fn growing(area: Rect, width: u16, height: u16, more: u16) -> Rect {
    let at = middle(area, width, height);
    let height = height.saturating_add(more).min(area.height);
    Rect { y: at.y.min(area.y.saturating_add(area.height - height)), height, ..at }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_lie_inside(w in 0u16..300, h in 0u16..100, a in 0u16..400, b in 0u16..400) {
            let whole = Rect::new(0, 0, w, h);
            let (p1, p2) = top(whole, a);
            let (p3, p4) = bottom(whole, a);
            let (p5, p6) = left(whole, a);
            let others = [inset(whole, a, b), row(whole, a), middle(whole, a, b), growing(whole, a, b, a)];
            for part in [p1, p2, p3, p4, p5, p6].into_iter().chain(others) {
                prop_assert!(part.right() <= w && part.bottom() <= h);
            }
            prop_assert_eq!(p1.height + p2.height, h);
            prop_assert_eq!(p5.width + p6.width, w);
        }
    }
}
