//! The agent's own figures of the shift: how many, how long, how busy, and by the hour.

use ratatui::layout::Rect;

use super::dialog;
use crate::desk::Shift;
use crate::desk::shift::{Figures, Hour};
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::bar::bar;
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::span;
use crate::wire::Moment;

/// The dialog's size.
const WIDTH: u16 = 72;
const HEIGHT: u16 = 22;
/// Narrower than this, the counts take two rows.
const ONE_ROW: u16 = 60;
/// The columns of a time's name, of its length, of an hour.
const NAMES: u16 = 10;
const LENGTHS: u16 = 10;
const HOUR: u16 = 9;
/// Heights of a column, an eighth each.
const STEPS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// How many rows high the columns of the hours are.
const ROWS: u16 = 3;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let inside = dialog(canvas, area, WIDTH, HEIGHT, "Figures");
    body(app, canvas, inside);
}

/// The figures in an area of any size; what there is no room for is left out, the last first.
pub(in crate::toolbar) fn body(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let shift = app.shift();
    if shift.since == Moment(0) {
        canvas.left(row(area, 0), &[piece(Role::Muted, "Nothing is counted yet: sign in and take a call.")]);
        return;
    }
    let since = format!("since {}", span::short_time(shift.since, app.zone));
    let long = span::lasted(shift.until.since(shift.since));
    canvas.both(row(area, 0), &[piece(Role::Muted, since)], &[piece(Role::Muted, long)]);
    let (_, rest) = top(area, 2);
    let rest = counts(&shift.whole, canvas, rest);
    let rest = times(&shift.whole, canvas, rest);
    let (_, rest) = top(rest, 1);
    hours(&shift, app.zone, canvas, rest);
}

/// How many, how long one took, how busy it was; gives what is below.
fn counts(figures: &Figures, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let percent = |share: Option<u8>| share.map_or_else(|| "–".to_owned(), |share| format!("{share} %"));
    let missed = if figures.missed > 0 { Role::TimerWarn } else { Role::Strong };
    let average = figures.average().map_or_else(|| "–".to_owned(), span::lasted);
    let pieces = [
        piece(Role::Strong, figures.handled.to_string()),
        piece(Role::Muted, " handled    "),
        piece(missed, figures.missed.to_string()),
        piece(Role::Muted, " missed    "),
    ];
    let others = [
        piece(Role::Strong, average),
        piece(Role::Muted, " each    "),
        piece(Role::Strong, percent(figures.occupancy())),
        piece(Role::Muted, " occupied"),
    ];
    let used = canvas.left(row(area, 0), &pieces);
    if area.width >= ONE_ROW {
        canvas.left(left(row(area, 0), used).1, &others);
        return top(area, 2).1;
    }
    canvas.left(row(area, 1), &others);
    top(area, 3).1
}

/// Where the time went; gives what is below.
fn times(figures: &Figures, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let all = [
        ("Talk", figures.talk, Role::InteractionConnected),
        ("Hold", figures.hold, Role::InteractionHeld),
        ("Wrap-up", figures.wrap_up, Role::InteractionWrapUp),
        ("Ringing", figures.ringing, Role::InteractionRinging),
        ("Ready", figures.ready, Role::AgentAvailable),
        ("Away", figures.away, Role::AgentAway),
    ];
    let whole: u64 = all.iter().map(|(_, span, _)| span.0).sum();
    let mut rest = area;
    for (name, span, role) in all {
        let (place, below) = top(rest, 1);
        let (names, place) = left(place, NAMES);
        let (lengths, place) = left(place, LENGTHS);
        canvas.left(names, &[piece(Role::Muted, name)]);
        canvas.left(lengths, &[piece(Role::Text, format!("{:>8}", span::lasted(span)))]);
        bar(canvas, place, span.0, whole, role);
        rest = below;
    }
    rest
}

/// How many were handled in each of the last hours, and how busy they were.
fn hours(shift: &Shift, zone: i32, canvas: &mut Canvas<'_>, area: Rect) {
    if area.height < ROWS + 3 {
        return;
    }
    canvas.left(row(area, 0), &[piece(Role::Muted, "Handled by the hour, and how much was work")]);
    let seen = usize::from(area.width / HOUR);
    let shown: Vec<&Hour> = shift.hours.iter().skip(shift.hours.len().saturating_sub(seen)).collect();
    let most = shown.iter().map(|hour| hour.figures.handled).max().unwrap_or(0).max(1);
    for (at, hour) in (0u16..).zip(shown) {
        let place = Rect { x: area.x + at * HOUR, width: HOUR.min(area.width), ..area };
        let eighths = u64::from(hour.figures.handled) * 8 * u64::from(ROWS) / u64::from(most);
        for line in 0..ROWS {
            let below = u64::from(ROWS - 1 - line) * 8;
            let step = usize::try_from(eighths.saturating_sub(below).min(8)).unwrap_or(8);
            let column = STEPS[step].repeat(usize::from(HOUR) - 3);
            canvas.left(row(place, 1 + line), &[piece(Role::Accent, column)]);
        }
        let busy = hour.figures.occupancy().map_or_else(String::new, |share| format!("{share}%"));
        let count = format!("{} {busy}", hour.figures.handled);
        canvas.left(row(place, 1 + ROWS), &[piece(Role::Text, count)]);
        canvas.left(row(place, 2 + ROWS), &[piece(Role::Muted, span::short_time(hour.start, zone))]);
    }
}

impl App {
    /// The shift as it is by now.
    pub(in crate::toolbar) fn shift(&self) -> Shift {
        let doing = self.desk.activity().map(|(activity, _)| activity);
        // A recording stands still between two frames.
        let now = if self.is_replay() { self.desk.at } else { self.now() };
        self.desk.shift.by(doing, self.desk.at, now)
    }
}
