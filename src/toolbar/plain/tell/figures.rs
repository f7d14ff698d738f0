//! The agent's figures of the shift, as the dialog has them.

use crate::desk::shift::{Figures, Hour, percent};
use crate::toolbar::app::App;
use crate::toolbar::plain::words::{sentence, span};
use crate::toolbar::widgets::span as clock;
use crate::wire::{Micros, Moment};

/// How many, how long, how busy, where the time went, and by the hour where there is more than one.
pub fn figures(app: &App) -> Vec<String> {
    let shift = app.shift();
    if shift.since == Moment(0) {
        return vec!["Nothing is counted yet: sign in and take a call.".to_owned()];
    }
    let since = clock::short_time(shift.since, app.zone);
    let long = span(shift.until.since(shift.since));
    let mut said = vec![format!("Since {since}, signed in for {long}."), counts(&shift.whole)];
    said.extend(times(&shift.whole));
    if shift.hours.len() > 1 {
        said.extend(shift.hours.iter().map(|one| hour(one, app.zone)));
    }
    said
}

fn counts(figures: &Figures) -> String {
    let average =
        figures.average().map(|average| format!(", {} on average", span(average))).unwrap_or_default();
    format!("{} handled{average}; {} missed{}.", figures.handled, figures.missed, busy(figures))
}

fn busy(figures: &Figures) -> String {
    figures.occupancy().map(|share| format!("; {share} % busy")).unwrap_or_default()
}

fn times(figures: &Figures) -> Vec<String> {
    let all = figures.times();
    let whole = Micros(all.iter().map(|(_, span)| span.0).sum());
    let one = |(name, time): (&str, Micros)| {
        sentence(&format!("{name}: {}, {} %", span(time), percent(time, whole)))
    };
    all.into_iter().map(one).collect()
}

fn hour(hour: &Hour, zone: i32) -> String {
    let start = clock::short_time(hour.start, zone);
    format!("From {start}: {} handled{}.", hour.figures.handled, busy(&hour.figures))
}
