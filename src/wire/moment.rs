//! Points in time and spans, in whole microseconds.

use std::fmt;
use std::ops::{Add, Sub};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// A point in time: microseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub u64);

/// A span of time in microseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micros(pub u64);

impl Micros {
    /// From seconds, as campaigns' settings have them.
    pub const fn from_secs(seconds: u64) -> Micros {
        Micros(seconds.saturating_mul(1_000_000))
    }

    /// From milliseconds, as session settings have them.
    pub const fn from_millis(millis: u64) -> Micros {
        Micros(millis.saturating_mul(1_000))
    }

    /// Whole seconds, rounded down.
    pub const fn secs(self) -> u64 {
        self.0 / 1_000_000
    }
}

impl From<Micros> for Duration {
    fn from(span: Micros) -> Duration {
        Duration::from_micros(span.0)
    }
}

impl From<Duration> for Micros {
    fn from(span: Duration) -> Micros {
        Micros(u64::try_from(span.as_micros()).unwrap_or(u64::MAX))
    }
}

impl Moment {
    /// The span since `earlier`; zero when that is later.
    pub const fn since(self, earlier: Moment) -> Micros {
        Micros(self.0.saturating_sub(earlier.0))
    }

    /// Whole seconds since the Unix epoch.
    pub const fn unix_secs(self) -> u64 {
        self.0 / 1_000_000
    }

    fn timestamp(self) -> Timestamp {
        let micros = i64::try_from(self.0).unwrap_or(i64::MAX);
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
    }

    /// From ISO 8601 with an offset from UTC: `+0530`, `+05:30` or `Z`. `None` for anything else, a time
    /// before 1970 too.
    pub fn from_iso(text: &str) -> Option<Moment> {
        // Names of time zones stand in brackets and are not ISO 8601.
        if text.contains('[') {
            return None;
        }
        let at = text.parse::<Timestamp>().ok()?;
        u64::try_from(at.as_microsecond()).ok().map(Moment)
    }

    /// `2025-07-18T11:12:34.898+00:00`, as in the vendor's interaction records.
    pub fn iso_offset(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:%S.%3f+00:00").to_string()
    }

    /// `2025-07-14T08:31:48.925Z`, as in the vendor's notifications.
    pub fn iso_zulu(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
    }

    /// `2025-07-18T16:42:34+05:30`, at an offset from UTC in minutes.
    pub fn iso_at(self, minutes: i32) -> String {
        let offset = Offset::from_seconds(minutes.saturating_mul(60)).unwrap_or(Offset::UTC);
        self.timestamp().to_zoned(offset.to_time_zone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// Formatted by `strftime` rules at an offset from UTC in minutes.
    pub fn at_offset(self, minutes: i32, format: &str) -> String {
        let offset = Offset::from_seconds(minutes.saturating_mul(60)).unwrap_or(Offset::UTC);
        offset.to_datetime(self.timestamp()).strftime(format).to_string()
    }
}

impl Add<Micros> for Moment {
    type Output = Moment;

    fn add(self, span: Micros) -> Moment {
        Moment(self.0.saturating_add(span.0))
    }
}

impl Sub<Micros> for Moment {
    type Output = Moment;

    fn sub(self, span: Micros) -> Moment {
        Moment(self.0.saturating_sub(span.0))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso_zulu())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Moment = Moment(1_752_481_908_925_000);

    #[test]
    fn formats_are_the_vendors() {
        assert_eq!(AT.iso_zulu(), "2025-07-14T08:31:48.925Z");
        assert_eq!(AT.iso_offset(), "2025-07-14T08:31:48.925+00:00");
        assert_eq!(AT.at_offset(330, "%a %b %d %H:%M:%S"), "Mon Jul 14 14:01:48");
        assert_eq!(AT.at_offset(330, "%Y-%m-%d %H:%M:%S.%3f"), "2025-07-14 14:01:48.925");
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let _ = Moment(u64::MAX).iso_zulu();
        let _ = Moment(u64::MAX).at_offset(i32::MAX, "%Y");
        assert_eq!(Moment(5).since(Moment(9)), Micros(0));
        assert_eq!(Moment(u64::MAX) + Micros(5), Moment(u64::MAX));
    }
}
