//! Two frames side by side.

use ratatui::layout::Rect;

use super::apart::{apart, rows, shown};
use super::reading::Reading;
use super::rows::{short, tail};
use super::text::{Fold, head, key, pieces};
use crate::inspect::Row;
use crate::inspect::diff::{Pair, Same, diff};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::list::{Hidden, first_seen, mark, moved};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::width;

/// The rows that a page goes on.
const PAGE: isize = 10;

/// The column in which the mark of the present line stands.
const MARK: u16 = 1;

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
        let (line, area) = bottom(area, 2 + 2 * rows_of_line(area.height));
        let title = match self.left.0.name == self.right.0.name {
            true => format!("Compare › {}", self.left.0.name),
            false => "Compare".to_owned(),
        };
        let inside = canvas.panel(area, &title, &[piece(Role::Muted, says)], true);
        let (heads, lines) = top(left(inside, MARK).1, 2);
        self.draw_heads(app, canvas, row(heads, 0));
        let first = first_seen(self.at, self.pairs.len(), lines.height);
        for (place, at) in (0..lines.height).zip(first..self.pairs.len()) {
            let line = row(lines, place);
            self.draw_pair(self.pairs[at], canvas, line);
            if at == self.at {
                mark(canvas, line);
            }
        }
        Hidden::of(self.pairs.len(), first, lines.height).in_line(canvas, lines);
        self.draw_line(canvas, line);
    }

    /// When each was, and what else tells the one from the other.
    fn draw_heads(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let (one, _, other) = halves(area);
        let frames = [&self.left.0, &self.right.0];
        let time = |frame: &Row| format!("{}  ", span::exact_time(frame.at, app.zone));
        let same = frames[0].name == frames[1].name;
        let fits = |frame: &&Row| width(&time(frame)) + width(&frame.name) <= one.width;
        let whole = frames.iter().all(fits);
        for (place, frame) in [one, other].into_iter().zip(frames) {
            let rest = match (same, &frame.interaction) {
                (false, _) if whole => piece(Role::Strong, &*frame.name),
                (false, _) => piece(Role::Strong, short(&frame.name)),
                (true, Some(id)) => piece(Role::Muted, tail(id)),
                (true, None) => piece(Role::Muted, ""),
            };
            canvas.left(place, &[piece(Role::Strong, time(frame)), rest]);
        }
    }

    /// The value of a line of either side.
    fn value(&self, at: Option<usize>, is_right: bool) -> &str {
        let doc = if is_right { &self.right.1.doc } else { &self.left.1.doc };
        at.and_then(|at| doc.lines().get(at)).map_or("", |line| doc.value(line))
    }

    fn draw_pair(&self, pair: Pair, canvas: &mut Canvas<'_>, area: Rect) {
        let (one, middle, other) = halves(area);
        let sides = [(&self.left.1.doc, pair.left, one), (&self.right.1.doc, pair.right, other)];
        let (role, sign) = match pair.same {
            Same::Same => (Role::Muted, ""),
            Same::Differs => (Role::Text, "≠"),
            Same::Left => (Role::Accent, "‹"),
            Same::Right => (Role::Accent, "›"),
        };
        canvas.centre(middle, &[piece(Role::Accent, sign)]);
        if pair.same == Same::Differs {
            let values = apart(self.value(pair.left, false), self.value(pair.right, true));
            let keys = sides
                .map(|(doc, at, _)| at.map(|at| key(doc, &doc.lines()[at], Fold::Never)).unwrap_or_default());
            let room = keys.iter().map(|key| one.width.saturating_sub(total(key))).min().unwrap_or(0);
            for (((_, _, place), mut pieces), value) in sides.into_iter().zip(keys).zip(shown(&values, room))
            {
                pieces.extend(value);
                canvas.left(place, &pieces);
            }
            return;
        }
        for (doc, at, place) in sides {
            let Some(line) = at.and_then(|at| doc.lines().get(at)) else { continue };
            let pieces: Vec<Piece<'_>> = pieces(doc, line, Fold::Never, false)
                .into_iter()
                .map(|Piece(was, text)| piece(if was == Role::Text { role } else { was }, text))
                .collect();
            canvas.left(place, &pieces);
        }
    }

    /// The line that one is at, below the others and in as much of its length as there is room for.
    fn draw_line(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(pair) = self.pairs.get(self.at).copied() else {
            canvas.panel(area, "Line", &[], false);
            return;
        };
        let (doc, at) = match (pair.left, pair.right) {
            (Some(at), _) => (&self.left.1.doc, at),
            (None, at) => (&self.right.1.doc, at.unwrap_or_default()),
        };
        let path = doc.path(at);
        let inside = canvas.panel(area, if path.is_empty() { "Line" } else { head(&path) }, &[], false);
        let (names, values) = left(inside, 7);
        let each = (inside.height / 2).max(1);
        let sides = apart(self.value(pair.left, false), self.value(pair.right, true));
        let room = values.width.saturating_mul(each);
        let [one, other] = shown(&sides, room);
        let shown = match pair.same {
            Same::Same => vec![("both", one)],
            Same::Left => vec![("left", one)],
            Same::Right => vec![("right", other)],
            Same::Differs => vec![("left", one), ("right", other)],
        };
        let mut used = 0;
        for (name, pieces) in shown {
            canvas.left(row(names, used), &[piece(Role::Muted, name)]);
            for line in rows(&pieces, values.width) {
                canvas.left(row(values, used), &line);
                used += 1;
            }
        }
    }
}

/// How many rows each side of the line that one is at gets, by the height of all.
fn rows_of_line(height: u16) -> u16 {
    (height / 10).clamp(1, 3)
}

/// Left, what stands between, and right.
fn halves(area: Rect) -> (Rect, Rect, Rect) {
    let (one, rest) = left(area, area.width.saturating_sub(3) / 2);
    let (middle, other) = left(rest, 3);
    (one, middle, Rect { width: one.width, ..other }.intersection(other))
}
