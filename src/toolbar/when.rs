//! Points of time as a person types them: `14:30`, `tomorrow 9:00`, `mon 10:00`, `+2h`, `2026-11-30 14:30`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::Offset;
use jiff::{Span, ToSpan};

use crate::wire::{Micros, Moment};

/// What is said of a text that is no time.
pub const EXPECTED: &str = "a time, like 14:30, tomorrow 9:00, mon 10:00, +2h or 2026-11-30 14:30";

/// The clock at which somebody types: what time it is, and the offset from UTC in minutes.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// By the machine's clock: for what rests.
    pub tick: Moment,
    /// At the desk.
    pub now: Moment,
    /// The offset of times on the screen from UTC, in minutes.
    pub zone: i32,
}

impl Clock {
    fn offset(self) -> Offset {
        Offset::from_seconds(self.zone.saturating_mul(60)).unwrap_or(Offset::UTC)
    }

    fn local(self) -> Option<DateTime> {
        let micros = i64::try_from(self.now.0).ok()?;
        Some(self.offset().to_datetime(Timestamp::from_microsecond(micros).ok()?))
    }

    fn moment(self, at: DateTime) -> Option<Moment> {
        let at = self.offset().to_timestamp(at).ok()?;
        u64::try_from(at.as_microsecond()).ok().map(Moment)
    }

    /// The time that a text means, to come. The error says what was expected.
    pub fn read(self, text: &str) -> Result<Moment, String> {
        let text = text.trim().to_lowercase();
        let at = self.meant(&text).ok_or_else(|| format!("enter {EXPECTED}"))?;
        if at <= self.now { Err("that time is past".to_owned()) } else { Ok(at) }
    }

    fn meant(self, text: &str) -> Option<Moment> {
        if let Some(span) = text.strip_prefix('+') {
            return Some(self.now + span_of(span)?);
        }
        let now = self.local()?;
        let (day, time) = match text.rsplit_once([' ', 't']) {
            Some((day, time)) if text.contains(':') => (day.trim(), time_of(time)?),
            _ => ("", time_of(text)?),
        };
        let at = match day {
            "" => next_of(now, now.date(), time, 1.day())?,
            "today" => DateTime::from_parts(now.date(), time),
            "tomorrow" | "tom" => DateTime::from_parts(now.date().tomorrow().ok()?, time),
            day => match weekday(day) {
                Some(weekday) => {
                    let ahead = now.date().weekday().until(weekday);
                    next_of(now, now.date().checked_add(i64::from(ahead).days()).ok()?, time, 7.days())?
                }
                None => DateTime::from_parts(date_of(day, now.date())?, time),
            },
        };
        self.moment(at)
    }

    /// A time to come in words: `Mon 30 Nov 14:30, in 2 h 5 min`.
    pub fn words(self, at: Moment) -> String {
        format!("{}, {}", self.day_and_time(at), ahead(at.since(self.now)))
    }

    /// The same without how far ahead it is; of today the time only.
    pub fn day_and_time(self, at: Moment) -> String {
        let today = at.at_offset(self.zone, "%F") == self.now.at_offset(self.zone, "%F");
        at.at_offset(self.zone, if today { "today %H:%M" } else { "%a %-d %b %H:%M" })
    }

    /// In the form of the contract's `callbackTime`: `2025-07-06T09:56:40+0530`.
    pub fn iso(self, at: Moment) -> String {
        let (sign, minutes) = (if self.zone < 0 { '-' } else { '+' }, self.zone.unsigned_abs());
        let time = at.at_offset(self.zone, "%Y-%m-%dT%H:%M:%S");
        format!("{time}{sign}{:02}{:02}", minutes / 60, minutes % 60)
    }

    /// As it is typed: what a field begins with.
    pub fn typed(self, at: Moment) -> String {
        at.at_offset(self.zone, "%Y-%m-%d %H:%M")
    }
}

/// At this time on the day, or as much later as the step says where that is past.
fn next_of(now: DateTime, day: Date, time: Time, step: Span) -> Option<DateTime> {
    let at = DateTime::from_parts(day, time);
    if at > now { Some(at) } else { at.checked_add(step).ok() }
}

/// `2h`, `90m`, `1h30`, `3d`.
fn span_of(text: &str) -> Option<Micros> {
    let mut minutes = 0_u64;
    let mut number = String::new();
    let mut last = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let factor = match c {
            '0'..='9' => {
                number.push(c);
                continue;
            }
            'd' => 24 * 60,
            'h' => 60,
            'm' => 1,
            _ => return None,
        };
        minutes = minutes.checked_add(number.parse::<u64>().ok()?.checked_mul(factor)?)?;
        number.clear();
        last = factor;
    }
    // What stands behind the hours is minutes.
    if !number.is_empty() {
        minutes = minutes.checked_add(number.parse().ok().filter(|_| last == 60)?)?;
    }
    let micros = minutes.checked_mul(60_000_000).filter(|_| last > 0)?;
    (micros < u64::MAX / 4).then_some(Micros(micros))
}

fn time_of(text: &str) -> Option<Time> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |text: &str| !text.is_empty() && text.len() <= 2 && text.bytes().all(|c| c.is_ascii_digit());
    if !digits(hours) || !digits(minutes) || minutes.len() != 2 {
        return None;
    }
    Time::new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()
}

/// `2026-11-30`, or `30.11.` of this year, of the next where that is past.
fn date_of(text: &str, today: Date) -> Option<Date> {
    if text.len() == 10 && text.contains('-') {
        return text.parse().ok();
    }
    let (day, month) = text.trim_end_matches('.').split_once('.')?;
    let (day, month) = (day.parse().ok()?, month.parse().ok()?);
    let date = Date::new(today.year(), month, day).ok()?;
    if date < today { Date::new(today.year() + 1, month, day).ok() } else { Some(date) }
}

fn weekday(text: &str) -> Option<Weekday> {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = names.iter().position(|name| text.len() >= 3 && name.starts_with(text))?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

/// `in 2 h 5 min`.
fn ahead(span: Micros) -> String {
    let minutes = span.0.div_ceil(60_000_000);
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours, minutes) {
        (0, 0, minutes) => format!("in {minutes} min"),
        (0, hours, 0) => format!("in {hours} h"),
        (0, hours, minutes) => format!("in {hours} h {minutes} min"),
        (1, _, _) => "in a day".to_owned(),
        (days, _, _) => format!("in {days} days"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    /// Friday, 2025-07-18, 16:42:34 at +05:30.
    fn clock() -> Clock {
        let now = Moment(1_752_837_154_000_000);
        Clock { tick: now, now, zone: 330 }
    }

    #[rstest]
    #[case("17:00", "2025-07-18T17:00:00+0530")]
    #[case("9:05", "2025-07-19T09:05:00+0530")]
    #[case("today 23:59", "2025-07-18T23:59:00+0530")]
    #[case("Tomorrow 9:00", "2025-07-19T09:00:00+0530")]
    #[case("mon 10:00", "2025-07-21T10:00:00+0530")]
    #[case("friday 18:00", "2025-07-18T18:00:00+0530")]
    #[case("fri 10:00", "2025-07-25T10:00:00+0530")]
    #[case("2025-12-31 08:00", "2025-12-31T08:00:00+0530")]
    #[case("2025-12-31T08:00", "2025-12-31T08:00:00+0530")]
    #[case("24.12. 8:00", "2025-12-24T08:00:00+0530")]
    #[case("1.1. 8:00", "2026-01-01T08:00:00+0530")]
    #[case(" +90m", "2025-07-18T18:12:34+0530")]
    #[case("+1h30", "2025-07-18T18:12:34+0530")]
    #[case("+2 h", "2025-07-18T18:42:34+0530")]
    #[case("+3d", "2025-07-21T16:42:34+0530")]
    fn what_is_typed_is_a_time(#[case] text: &str, #[case] means: &str) {
        let at = clock().read(text).unwrap();
        assert_eq!(clock().iso(at), means);
        assert_eq!(Moment::from_iso(means), Some(at), "the hub reads it the same way");
    }

    #[rstest]
    #[case("", EXPECTED)]
    #[case("soon", EXPECTED)]
    #[case("25:00", EXPECTED)]
    #[case("9:5", EXPECTED)]
    #[case("+", EXPECTED)]
    #[case("+5", EXPECTED)]
    #[case("+99999999999999999999h", EXPECTED)]
    #[case("2025-02-30 10:00", EXPECTED)]
    #[case("m 10:00", EXPECTED)]
    #[case("today 9:00", "past")]
    #[case("2024-01-01 10:00", "past")]
    #[case("+0m", "past")]
    fn what_is_none_is_said(#[case] text: &str, #[case] says: &str) {
        let error = clock().read(text).unwrap_err();
        assert!(error.contains(says), "{error}");
    }

    #[test]
    fn a_time_to_come_is_told_in_words() {
        let words = |text| clock().words(clock().read(text).unwrap());
        assert_eq!(words("17:00"), "today 17:00, in 18 min");
        assert_eq!(words("today 18:43"), "today 18:43, in 2 h 1 min");
        assert_eq!(words("mon 10:00"), "Mon 21 Jul 10:00, in 2 days");
        assert_eq!(clock().typed(clock().read("mon 10:00").unwrap()), "2025-07-21 10:00");
        let west = Clock { zone: -210, ..clock() };
        assert!(west.iso(west.now).ends_with("-0330"));
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(text in "[+a-z0-9:. -]{0,24}", zone in -1_600i32..1_600) {
            let clock = Clock { zone, ..clock() };
            if let Ok(at) = clock.read(&text) {
                prop_assert!(at > clock.now);
                prop_assert!(!clock.words(at).is_empty());
            }
        }
    }
}
