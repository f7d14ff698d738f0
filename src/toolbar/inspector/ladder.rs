//! An interaction as a ladder: a line for each who takes part, an arrow for each frame.

use ratatui::layout::Rect;

use super::rows::{role, short};
use crate::inspect::ladder::{Arrow, Life, arrow, furthest, taking_part};
use crate::inspect::said::duration;
use crate::inspect::{Log, Row};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list::{Hidden, first_seen, mark};
use crate::toolbar::widgets::span;

/// The columns of a time before the arrows.
const TIME: u16 = 9;
/// The columns of how long after the row before it a row is.
const GAP: u16 = 9;
/// From this width on, rows say that.
const WITH_GAP: u16 = 90;
/// How far two lines stand from each other: as far as names have their room.
const STEPS: [u16; 3] = [14, 9, 6];
/// The columns of the longest name, `showMultipleRecordsForInteraction`.
const NAME: u16 = 33;
/// The columns between the last line and a name.
const BESIDE: u16 = 4;
/// How many rows are looked through to both sides, where only what is near is shown.
const NEAR: usize = 5_000;

/// What of an interaction is drawn.
pub(super) struct Rungs<'a> {
    /// The rows, the oldest first.
    pub rows: Vec<&'a Row>,
    /// The place among them of the one that is in sight.
    pub at: usize,
    /// Whether these are all that there are.
    pub all: bool,
}

/// Rows as arrows.
pub(super) fn draw(rungs: &Rungs<'_>, zone: i32, canvas: &mut Canvas<'_>, area: Rect) {
    let Rungs { rows, at, all } = rungs;
    let at = *at;
    // The mark has a column of its own.
    let (_, area) = left(area, 1);
    let furthest = furthest(rows.iter().copied());
    let arrows: Vec<Arrow> = rows.iter().map(|row| arrow(row, furthest)).collect();
    let (times, rest) = left(area, TIME);
    let (gaps, rest) = left(rest, if area.width >= WITH_GAP { GAP } else { 0 });
    let lines = Lines::of(taking_part(&arrows), rest.width);
    // Nothing else stands in the row of the heads: the last one goes on over the names.
    lines.draw_heads(canvas, row(rest, 0));
    let (middle, labels) = left(rest, lines.wide() + BESIDE);
    let below = |area: Rect| top(area, 1).1;
    let body = below(area);
    let first = first_seen(at, rows.len(), body.height);
    let mut second = String::new();
    for (place, index) in (0..body.height).zip(first..rows.len()) {
        let one = rows[index];
        let now = span::time(one.at, zone);
        // The same second is not said again and again.
        if now != second {
            canvas.left(row(below(times), place), &[piece(Role::Muted, now.as_str())]);
            second = now;
        }
        let before = index.checked_sub(1).map(|before| rows[before]);
        // What comes at the same moment belongs together.
        if let Some(gap) = before.map(|before| one.at.since(before.at)).filter(|gap| gap.0 > 0) {
            canvas.right(row(below(gaps), place), &[piece(Role::Muted, format!("+{} ", duration(gap)))]);
        }
        lines.draw_rung(canvas, row(below(middle), place), &arrows[index], role(one));
        label(canvas, row(below(labels), place), one);
        if index == at {
            mark(canvas, row(body, place));
        }
    }
    let hidden = Hidden::of(rows.len(), first, body.height);
    if *all { hidden } else { hidden.uncounted() }.in_line(canvas, body);
}

/// The rows near one that are about the same interaction, to each side more than there is height for.
pub(super) fn near<'a>(log: &'a Log, of: &Row, height: u16) -> Rungs<'a> {
    let at = log.len() - log.after(of.number).len();
    let most = usize::from(height) + 1;
    let about = |row: &&Row| row.interaction == of.interaction;
    let before = (at.saturating_sub(NEAR)..at).rev().filter_map(|at| log.at(at)).filter(about);
    let mut rows: Vec<&Row> = before.take(most).collect();
    rows.reverse();
    let place = rows.len().saturating_sub(1);
    let after = (at..log.len().min(at + NEAR)).filter_map(|at| log.at(at)).filter(about);
    rows.extend(after.take(most));
    let is_near = at <= NEAR && log.len() - at <= NEAR;
    let all = is_near && place + 1 < most && rows.len() - place <= most;
    Rungs { rows, at: place, all }
}

fn label(canvas: &mut Canvas<'_>, area: Rect, row: &Row) {
    let name = short(&row.name);
    let mut pieces = vec![piece(role(row), name.to_owned())];
    if let Some(fault) = &row.fault {
        pieces.push(piece(Role::FrameError, format!(" {}", fault.code)));
    } else if row.took.is_some() && name.is_empty() {
        pieces.push(piece(role(row), "answer"));
    }
    if let Some(took) = row.lasted() {
        pieces.push(piece(Role::Muted, format!(" {}", duration(took))));
    }
    canvas.left(area, &pieces);
}

/// The lines of those who take part.
struct Lines {
    lives: Vec<Life>,
    /// How far they stand from each other.
    step: u16,
}

impl Lines {
    /// As far apart as there is room for beside the longest name.
    fn of(lives: Vec<Life>, width: u16) -> Lines {
        let fits = |step: &u16| Lines { lives: lives.clone(), step: *step }.wide() + BESIDE + NAME <= width;
        let step = STEPS.into_iter().find(fits).unwrap_or(STEPS[2]);
        Lines { lives, step }
    }

    /// The columns from the first line to the last.
    fn wide(&self) -> u16 {
        self.step * u16::try_from(self.lives.len().saturating_sub(1)).unwrap_or(1)
    }

    fn draw_heads(&self, canvas: &mut Canvas<'_>, area: Rect) {
        for (at, life) in (0u16..).zip(&self.lives) {
            let (_, place) = left(area, at * self.step);
            let is_last = usize::from(at) + 1 == self.lives.len();
            let short = self.step == STEPS[2] && !is_last;
            canvas.left(place, &[piece(Role::Strong, if short { life.short() } else { life.name() })]);
        }
    }

    /// The lines, and between two of them an arrow. A line has one colour from end to end.
    fn draw_rung(&self, canvas: &mut Canvas<'_>, area: Rect, arrow: &Arrow, role: Role) {
        let rung = self.rung(arrow);
        for (at, cell) in (0u16..).zip(rung.chars()).filter(|(_, cell)| *cell != ' ') {
            let is_line = at % self.step == 0;
            let (_, place) = left(area, at);
            canvas.left(place, &[piece(if is_line { Role::Border } else { role }, cell.to_string())]);
        }
    }

    /// The lines with an arrow between two of them, as text.
    fn rung(&self, arrow: &Arrow) -> String {
        let step = usize::from(self.step);
        let column = |life: Life| self.lives.iter().position(|one| *one == life).unwrap_or(0) * step;
        let (from, to) = (column(arrow.from), column(arrow.to));
        let (low, high) = (from.min(to), from.max(to));
        let mut cells = vec![' '; self.lives.len().saturating_sub(1) * step + 1];
        for life in &self.lives {
            cells[column(*life)] = '│';
        }
        for (at, cell) in cells.iter_mut().enumerate().take(high).skip(low + 1) {
            *cell = if at % step == 0 { '┼' } else { '─' };
        }
        if low != high {
            cells[from] = if to > from { '├' } else { '┤' };
            let head = if to > from { (to - 1, '▶') } else { (to + 1, '◀') };
            cells[head.0] = head.1;
            if arrow.to_all {
                for at in (low + step..high).step_by(step) {
                    cells[at - 1] = '▶';
                }
            }
        }
        cells.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::wire::{Dir, Frame, Moment};

    #[rstest]
    #[case(3, 78, 14)]
    #[case(3, 55, 9)]
    #[case(3, 54, 6)]
    #[case(5, 61, 6)]
    #[case(5, 30, 6)]
    fn lines_stand_as_far_apart_as_names_have_their_room(
        #[case] many: usize,
        #[case] width: u16,
        #[case] step: u16,
    ) {
        assert_eq!(Lines::of(Life::ALL[..many].to_vec(), width).step, step);
    }

    #[test]
    fn of_many_rows_those_near_one_are_drawn_and_not_counted() {
        let mut log = Log::default();
        for seq in 0..50 {
            let params = json!({"seq": seq, "name": "chat", "payload": {"interactionId": "one"}});
            let text = json!({"method": "event", "params": params}).to_string().into();
            log.push(Frame { at: Moment(seq), seq: Some(seq), peer: "*".into(), dir: Dir::Out, text });
        }
        for (at, height, len, place, all) in
            [(0, 60, 50, 0, true), (49, 60, 50, 49, true), (20, 5, 12, 5, false), (0, 5, 7, 0, false)]
        {
            let near = near(&log, log.at(at).unwrap(), height);
            assert_eq!((near.rows.len(), near.at, near.all), (len, place, all), "{at} in {height}");
            assert_eq!(near.rows[near.at].number, log.at(at).unwrap().number);
        }
    }

    #[test]
    fn an_arrow_goes_from_line_to_line() {
        let lines = Lines { lives: Life::ALL.to_vec(), step: 6 };
        let rung = |from, to, to_all| lines.rung(&Arrow { from, to, to_all });
        assert_eq!(rung(Life::Customer, Life::Ecc, false), "├────▶│     │     │     │");
        assert_eq!(rung(Life::Crm, Life::Ecc, false), "│     │◀────┼─────┤     │");
        assert_eq!(rung(Life::Ecc, Life::App, true), "│     ├────▶┼────▶┼────▶│");
        assert_eq!(rung(Life::Ecc, Life::Ecc, false), "│     │     │     │     │");
    }

    #[test]
    fn who_takes_no_part_has_no_line() {
        let arrow = |from, to| Arrow { from, to, to_all: false };
        let all = [arrow(Life::Crm, Life::Ecc), arrow(Life::Customer, Life::Toolbar)];
        let lines = Lines { lives: taking_part(&all), step: 6 };
        assert_eq!(lines.rung(&all[0]), "│     │◀────┼─────┤");
        assert_eq!(lines.rung(&all[1]), "├─────┼────▶│     │");
    }
}
