//! Two frames side by side.

use ratatui::layout::Rect;

use super::reading::Reading;
use super::text::pieces;
use crate::inspect::Row;
use crate::inspect::diff::{Pair, Same, diff};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list::{first_seen, moved};
use crate::toolbar::widgets::span;

/// The rows that a page goes on.
const PAGE: isize = 10;

/// Two frames, line by line.
#[derive(Debug)]
pub(super) struct Compare {
    left: (Row, Reading),
    right: (Row, Reading),
    pairs: Vec<Pair>,
    at: usize,
}

impl Compare {
    pub(super) fn new(left: &Row, right: &Row, whole: bool) -> Compare {
        let (a, b) = (Reading::new(left, whole), Reading::new(right, whole));
        let pairs = diff(&a.doc, &b.doc);
        let at = pairs.iter().position(|pair| pair.same != Same::Same).unwrap_or(0);
        Compare { left: (left.clone(), a), right: (right.clone(), b), pairs, at }
    }

    fn differences(&self) -> usize {
        self.pairs.iter().filter(|pair| pair.same != Same::Same).count()
    }

    /// Does an action; `false` where it is closed.
    pub(super) fn act(&mut self, action: Action) -> bool {
        let len = self.pairs.len();
        let differs = |at: &usize| self.pairs[*at].same != Same::Same;
        self.at = match action {
            Action::Cancel => return false,
            Action::Previous => moved(self.at, len, -1),
            Action::Next => moved(self.at, len, 1),
            Action::PageUp => moved(self.at, len, -PAGE),
            Action::PageDown => moved(self.at, len, PAGE),
            Action::ToStart => 0,
            Action::ToEnd => len.saturating_sub(1),
            Action::NextHit => (self.at + 1..len).find(differs).unwrap_or(self.at),
            Action::PreviousHit => (0..self.at).rev().find(differs).unwrap_or(self.at),
            _ => self.at,
        };
        true
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let says = match self.differences() {
            0 => "no difference".to_owned(),
            1 => "1 line differs".to_owned(),
            many => format!("{many} lines differ"),
        };
        let inside = canvas.panel(area, "Compare", &[piece(Role::Muted, says)], true);
        let half = inside.width.saturating_sub(3) / 2;
        let (heads, lines) = top(inside, 2);
        let sides = |area: Rect| {
            let (one, rest) = left(area, half);
            let (middle, other) = left(rest, 3);
            (one, middle, other)
        };
        let (one, _, other) = sides(heads);
        for (place, (frame, _)) in [(one, &self.left), (other, &self.right)] {
            let time = span::exact_time(frame.at, app.zone);
            canvas.left(place, &[piece(Role::Muted, format!("{time}  ")), piece(Role::Strong, &*frame.name)]);
        }
        let first = first_seen(self.at, self.pairs.len(), lines.height);
        for (place, at) in (0..lines.height).zip(first..self.pairs.len()) {
            let pair = self.pairs[at];
            let line = row(lines, place);
            let (one, middle, other) = sides(line);
            let differs = pair.same != Same::Same;
            let part = |reading: &Reading, at: Option<usize>| {
                let line = at.map(|at| pieces(&reading.doc, &reading.doc.lines()[at], false, differs));
                line.unwrap_or_default()
                    .into_iter()
                    .map(|one| piece(one.0, one.1.into_owned()))
                    .collect::<Vec<_>>()
            };
            canvas.left(one, &part(&self.left.1, pair.left));
            canvas.left(other, &part(&self.right.1, pair.right));
            let sign = match pair.same {
                Same::Same => "",
                Same::Differs => "×",
                Same::Left => "‹",
                Same::Right => "›",
            };
            canvas.centre(middle, &[piece(Role::Error, sign)]);
            if at == self.at {
                canvas.tint(line, Role::Selection);
            }
        }
    }
}
