//! The agent's own figures of the shift: how many, how long, how busy, and by the hour.

use ratatui::layout::Rect;

use super::{Overlay, dialog};
use crate::desk::Shift;
use crate::desk::shift::{Figures, Hour, percent};
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::bar::bar;
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::clauses;
use crate::wire::{Micros, Moment};

/// The dialog's width.
const WIDTH: u16 = 72;
/// The rows of the dialog without the hours: its frame and the air in it, since when, counts, times.
const FRAME: u16 = 4;
const ABOVE: u16 = 2;
const TIMES: u16 = 6;
/// The most hours that the dialog shows: a shift.
const MOST_HOURS: u16 = 10;
/// The columns of a time's name, of its length, of its share.
const NAMES: u16 = 10;
const LENGTHS: u16 = 10;
const SHARES: u16 = 7;
/// The columns between two counts.
const APART: u16 = 4;
/// What of the time counts as busy.
const BUSY: &str = "busy: talk, hold and wrap-up, as a share of the time not away";
/// The columns of an hour, and of what is said of it.
const HOUR: u16 = 7;
const OF_HOUR: u16 = 25;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let hours = u16::try_from(app.shift().hours.len()).unwrap_or(u16::MAX).min(MOST_HOURS);
    let counts = 3 + u16::from(area.width < WIDTH);
    let wanted = FRAME + ABOVE + counts + TIMES + if hours > 1 { hours + 2 } else { 0 };
    // The row of the agent's own state stays in sight.
    let height = wanted.min(area.height.saturating_sub(2));
    let inside = dialog(canvas, area, WIDTH, height, "Figures");
    body(app, canvas, inside);
}

/// The figures in an area of any size. Counts and times go before all else: what there is no room for is the hours, what
/// `busy` is a share of, the empty rows, and since when it is counted, in this order.
pub(in crate::toolbar) fn body(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let shift = app.shift();
    if shift.since == Moment(0) {
        canvas.left(row(area, 0), &[piece(Role::Muted, "Nothing is counted yet: sign in and take a call.")]);
        return;
    }
    let groups = counts(&shift.whole);
    let places = places(&groups, area.width);
    let rows = places.last().map_or(0, |(row, _)| row + 1);
    let spare = area.height.saturating_sub(rows + TIMES);
    let [has_since, gap_below, gap_above, has_busy] = [spare > 0, spare > 1, spare > 2, spare > 3];
    if has_since {
        let since = format!("since {}", span::short_time(shift.since, app.zone));
        let long = format!("signed in for {}", span::lasted(shift.until.since(shift.since)));
        canvas.both(row(area, 0), &[piece(Role::Muted, since)], &[piece(Role::Muted, long)]);
    }
    let (_, rest) = top(area, u16::from(has_since) + u16::from(gap_above));
    for (group, (line, column)) in groups.iter().zip(&places) {
        canvas.left(left(row(rest, *line), *column).1, group);
    }
    let (_, rest) = top(rest, rows);
    if has_busy {
        canvas.left(row(rest, 0), &[piece(Role::Muted, clauses(BUSY, area.width))]);
    }
    let (_, rest) = top(rest, u16::from(has_busy) + u16::from(gap_below));
    let rest = times(&shift.whole, canvas, rest);
    let (_, rest) = top(rest, 1);
    hours(&shift, app.zone, canvas, rest);
}

/// How many, how long one took, how busy it was.
fn counts(figures: &Figures) -> [[Piece<'static>; 2]; 4] {
    let missed = if figures.missed > 0 { Role::TimerWarn } else { Role::Strong };
    let average = figures.average().map_or_else(|| "–".to_owned(), span::lasted);
    let busy = figures.occupancy().map_or_else(|| "–".to_owned(), |share| format!("{share} %"));
    [
        [piece(Role::Strong, figures.handled.to_string()), piece(Role::Muted, " handled")],
        [piece(Role::Strong, average), piece(Role::Muted, " each on average")],
        [piece(missed, figures.missed.to_string()), piece(Role::Muted, " missed")],
        [piece(Role::Strong, busy), piece(Role::Muted, " busy")],
    ]
}

/// In which row, and from which column on, each of some groups stands, where a row may be so wide.
fn places(groups: &[[Piece<'_>; 2]], width: u16) -> Vec<(u16, u16)> {
    let (mut line, mut used) = (0, 0);
    let place = |group: &[Piece<'_>; 2]| {
        if used > 0 && used + total(group) > width {
            (line, used) = (line + 1, 0);
        }
        let place = (line, used);
        used += total(group) + APART;
        place
    };
    groups.iter().map(place).collect()
}

/// Where the time went; gives what is below.
fn times(figures: &Figures, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let roles = [
        Role::InteractionConnected,
        Role::InteractionHeld,
        Role::InteractionWrapUp,
        Role::InteractionRinging,
        Role::AgentAvailable,
        Role::AgentAway,
    ];
    let all = figures.times();
    let whole: u64 = all.iter().map(|(_, span)| span.0).sum();
    let mut rest = area;
    for ((name, span), role) in all.into_iter().zip(roles) {
        let (place, below) = top(rest, 1);
        let (names, place) = left(place, NAMES);
        let (lengths, place) = left(place, LENGTHS);
        let (bars, shares) = left(place, place.width.saturating_sub(SHARES));
        canvas.left(names, &[piece(Role::Muted, name)]);
        canvas.left(lengths, &[piece(Role::Text, format!("{:>8}", span::lasted(span)))]);
        bar(canvas, bars, span.0, whole, role);
        let share = percent(span, Micros(whole));
        canvas.right(shares, &[piece(Role::Muted, format!("{share} %"))]);
        rest = below;
    }
    rest
}

/// How many were handled in each of the last hours, and how busy they were; nothing where all was in one.
fn hours(shift: &Shift, zone: i32, canvas: &mut Canvas<'_>, area: Rect) {
    if area.height < 3 || shift.hours.len() < 2 {
        return;
    }
    canvas.left(row(area, 0), &[piece(Role::Muted, "By the hour")]);
    let (_, area) = top(area, 1);
    let seen = usize::from(area.height.min(MOST_HOURS));
    let shown: Vec<&Hour> = shift.hours.iter().skip(shift.hours.len().saturating_sub(seen)).collect();
    let most = shown.iter().map(|hour| hour.figures.handled).max().unwrap_or(0).max(1);
    for (at, hour) in (0u16..).zip(shown) {
        let (times, rest) = left(row(area, at), HOUR);
        let (bars, said) = left(rest, rest.width.saturating_sub(OF_HOUR));
        let handled = hour.figures.handled;
        canvas.left(times, &[piece(Role::Muted, span::short_time(hour.start, zone))]);
        bar(canvas, bars, u64::from(handled), u64::from(most), Role::BarFilled);
        let busy = hour.figures.occupancy().map_or_else(|| "–".to_owned(), |share| format!("{share} %"));
        canvas.right(
            said,
            &[
                piece(Role::Strong, handled.to_string()),
                piece(Role::Muted, " handled"),
                piece(Role::Strong, format!("{busy:>7}")),
                piece(Role::Muted, " busy"),
            ],
        );
    }
}

impl App {
    /// Whether they lie over the screen.
    pub(in crate::toolbar) fn shows_figures(&self) -> bool {
        self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Figures))
    }

    /// The shift as it is by now.
    pub(in crate::toolbar) fn shift(&self) -> Shift {
        let doing = self.desk.activity().map(|(activity, _)| activity);
        // A recording stands still between two frames.
        let now = if self.is_replay() { self.desk.at } else { self.now() };
        self.desk.shift.by(doing, self.desk.at, now)
    }
}
