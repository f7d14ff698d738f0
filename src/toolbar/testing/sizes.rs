//! No size of terminal is a panic in any state, nothing is drawn outside of it, and one that shrinks to a single
//! cell comes back whole.

use std::rc::Rc;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::harness::{Harness, text};
use super::states;
use super::words::Words;
use crate::toolbar::{App, render};

/// One for each layout and its edges, and what is far too small or too large.
const SIZES: [(u16, u16); 14] = [
    (0, 0),
    (1, 1),
    (1, 70),
    (59, 24),
    (60, 17),
    (60, 18),
    (71, 18),
    (72, 18),
    (80, 1),
    (99, 27),
    (100, 28),
    (159, 20),
    (160, 50),
    (250, 18),
];

/// Each text is longer than any column is wide, with characters of two columns.
fn long() -> Rc<Words> {
    Rc::new(Words::ending_in(&format!(" {}{}", "日本語".repeat(14), " word".repeat(20))))
}

/// Draws into a part of something larger, and looks at what is around it.
#[track_caller]
fn is_drawn_inside(name: &str, app: &App, width: u16, height: u16) {
    let place = Rect::new(3, 2, width, height);
    let mut buffer = Buffer::empty(Rect::new(0, 0, width + 7, height + 5));
    let cursor = app.paint(place, &mut buffer);
    assert!(
        cursor.is_none_or(|at| place.contains(at)),
        "{name} {width}x{height}: the cursor is at {cursor:?}"
    );
    let (above, below) =
        (Rect { y: 0, height: 2, ..buffer.area }, Rect { y: place.bottom(), height: 3, ..buffer.area });
    let (left, right) = (Rect { x: 0, width: 3, ..place }, Rect { x: place.right(), width: 4, ..place });
    for at in [above, below, left, right].into_iter().flat_map(Rect::positions) {
        assert_eq!(buffer[at], Cell::EMPTY, "{name} {width}x{height}, drawn at {at}:\n{}", text(&buffer));
    }
}

#[test]
fn every_state_is_drawn_at_every_size_and_nowhere_else() {
    let long = long();
    for state in states::all() {
        let at = state.in_words(Some(&long));
        for (width, height) in SIZES {
            is_drawn_inside(state.name, &at.app, width, height);
        }
    }
}

/// As a terminal is told it: what is left of one size is not seen in the next.
#[test]
fn a_terminal_that_shrinks_to_a_cell_comes_back_whole_in_every_state() {
    for state in states::all() {
        let at = state.at();
        let mut terminal = Terminal::new(TestBackend::new(100, 30)).unwrap();
        for (width, height) in [(100, 30), (1, 1), (60, 18), (1, 24), (100, 30)] {
            terminal.backend_mut().resize(width, height);
            terminal.draw(|frame| drop(at.app.view(frame))).unwrap();
            let fresh = render(&at.app, width, height);
            assert_eq!(terminal.backend().buffer(), &fresh, "{} at {width}x{height}", state.name);
        }
    }
}

#[test]
fn a_terminal_that_is_too_small_says_so() {
    let at = Harness::connected(80, 24);
    assert!(text(&render(&at.app, 59, 24)).contains("too small: needs 60x18, is 59x24"));
    assert!(text(&render(&at.app, 80, 17)).contains("too small: needs 60x18, is 80x17"));
    assert!(!text(&render(&at.app, 60, 18)).contains("too small"));
}
