//! An interaction as a ladder: a line for each who takes part, an arrow for each frame.

use ratatui::layout::Rect;

use super::rows::role;
use crate::inspect::ladder::{Arrow, Life, arrow, furthest};
use crate::inspect::said::duration;
use crate::inspect::{Log, Row};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list::first_seen;
use crate::toolbar::widgets::span;

/// The columns of a time before the arrows.
const TIME: u16 = 9;
/// How far two lines stand from each other, by the width from which on there is so much room.
const STEPS: [(u16, u16); 3] = [(110, 14), (70, 9), (0, 6)];
/// How many rows are looked through to both sides, where only what is near is shown.
const NEAR: usize = 5_000;
/// How many are shown of them, to each side.
const MOST_NEAR: usize = 60;

/// Rows as arrows, with the one at a place in sight.
pub(super) fn draw(rows: &[&Row], at: usize, zone: i32, canvas: &mut Canvas<'_>, area: Rect) {
    let step = STEPS.iter().find(|(from, _)| area.width >= *from).map_or(STEPS[2].1, |(_, step)| *step);
    let (time, lines) = left(area, TIME);
    let (lines, labels) = left(lines, step * 4 + 4);
    let (head, body) = top(lines, 1);
    for (at, life) in (0u16..).zip(Life::ALL) {
        let (_, place) = left(head, at * step);
        let name = if step > STEPS[2].1 { life.name() } else { life.short() };
        canvas.left(place, &[piece(Role::Strong, name)]);
    }
    let below = |area: Rect| top(area, 1).1;
    let (times, labels) = (below(time), below(labels));
    let first = first_seen(at, rows.len(), body.height);
    let furthest = furthest(rows.iter().copied());
    let none = rung(&Arrow { from: Life::Ecc, to: Life::Ecc, to_all: false }, step);
    let mut second = String::new();
    let seen = rows.iter().skip(first).take(usize::from(body.height));
    let drawn = u16::try_from(seen.len()).unwrap_or(u16::MAX);
    for (place, one) in (0u16..).zip(seen) {
        let now = span::time(one.at, zone);
        // The same second is not said again and again.
        if now != second {
            canvas.left(row(times, place), &[piece(Role::Muted, now.as_str())]);
            second = now;
        }
        canvas.left(row(body, place), &[piece(Role::Muted, none.as_str())]);
        let arrow = arrow(one, furthest);
        let ends = [arrow.from, arrow.to].map(|life| usize::from(step) * life as usize);
        let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        let drawn: String = rung(&arrow, step).chars().skip(low).take(high + 1 - low).collect();
        let (_, beside) = left(row(body, place), u16::try_from(low).unwrap_or(u16::MAX));
        canvas.left(beside, &[piece(role(one), drawn)]);
        label(canvas, row(labels, place), one);
        if first + usize::from(place) == at {
            canvas.tint(row(below(area), place), Role::Selection);
        }
    }
    for place in drawn..body.height {
        canvas.left(row(body, place), &[piece(Role::Muted, none.as_str())]);
    }
}

/// The rows near a place that are about the same interaction, and the place of it among them.
pub(super) fn near<'a>(log: &'a Log, of: &Row) -> (Vec<&'a Row>, usize) {
    let at = log.len() - log.after(of.number).len();
    let about = |row: &&Row| row.interaction == of.interaction;
    let mut rows: Vec<&Row> = (at.saturating_sub(NEAR)..at)
        .rev()
        .filter_map(|at| log.at(at))
        .filter(about)
        .take(MOST_NEAR)
        .collect();
    rows.reverse();
    let place = rows.len().saturating_sub(1);
    let after = (at..log.len().min(at + NEAR)).filter_map(|at| log.at(at)).filter(about);
    rows.extend(after.take(MOST_NEAR));
    (rows, place)
}

fn label(canvas: &mut Canvas<'_>, area: Rect, row: &Row) {
    let name = row.name.rsplit('.').next().unwrap_or_default();
    let mut pieces = vec![piece(role(row), name.to_owned())];
    if let Some(fault) = &row.fault {
        pieces.push(piece(Role::FrameError, format!(" {}", fault.code)));
    } else if row.took.is_some() && name.is_empty() {
        pieces.push(piece(role(row), "answer"));
    }
    if let Some(took) = row.took {
        pieces.push(piece(Role::Muted, format!(" {}", duration(took))));
    }
    canvas.left(area, &pieces);
}

/// Five lines with an arrow between two of them.
fn rung(arrow: &Arrow, step: u16) -> String {
    let column = |life: Life| usize::from(step) * life as usize;
    let (from, to) = (column(arrow.from), column(arrow.to));
    let (low, high) = (from.min(to), from.max(to));
    let width = column(Life::App) + 1;
    let mut cells = vec![' '; width];
    for life in Life::ALL {
        cells[column(life)] = '│';
    }
    for (at, cell) in cells.iter_mut().enumerate().take(high).skip(low + 1) {
        *cell = if at % usize::from(step) == 0 { '┼' } else { '─' };
    }
    if low != high {
        cells[from] = if to > from { '├' } else { '┤' };
        let head = if to > from { (to - 1, '▶') } else { (to + 1, '◀') };
        cells[head.0] = head.1;
        if arrow.to_all {
            for life in Life::ALL.into_iter().filter(|life| column(*life) > low && column(*life) < high) {
                cells[column(life) - 1] = '▶';
            }
        }
    }
    cells.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_goes_from_line_to_line() {
        let rung = |from, to, to_all| rung(&Arrow { from, to, to_all }, 6);
        assert_eq!(rung(Life::Customer, Life::Ecc, false), "├────▶│     │     │     │");
        assert_eq!(rung(Life::Crm, Life::Ecc, false), "│     │◀────┼─────┤     │");
        assert_eq!(rung(Life::Ecc, Life::App, true), "│     ├────▶┼────▶┼────▶│");
        assert_eq!(rung(Life::Ecc, Life::Ecc, false), "│     │     │     │     │");
    }
}
