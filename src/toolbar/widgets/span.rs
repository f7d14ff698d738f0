//! Spans and points of time as people read them.

use crate::wire::{Micros, Moment};

/// `0:05`, `12:34`, `1:02:03`: how long something has lasted, in whole seconds.
pub fn lasted(span: Micros) -> String {
    clock(span.secs())
}

/// The same for what is left: a started second counts as a whole one, so that `0:00` means over.
pub fn left(span: Micros) -> String {
    clock(span.0.div_ceil(1_000_000))
}

/// `4 s`: what is left of a short wait.
pub fn seconds_left(span: Micros) -> String {
    format!("{} s", span.0.div_ceil(1_000_000))
}

/// `23 h`, `59 min`, `42 s`: what is left of a long time, in whole ones, never more than there is.
pub fn roughly(span: Micros) -> String {
    match span.secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3_600),
    }
}

fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// `14:02:11` at an offset from UTC in minutes.
pub fn time(at: Moment, zone: i32) -> String {
    at.at_offset(zone, "%H:%M:%S")
}

/// `14:02` at an offset from UTC in minutes.
pub fn short_time(at: Moment, zone: i32) -> String {
    at.at_offset(zone, "%H:%M")
}

/// `14:02:11.123` at an offset from UTC in minutes.
pub fn exact_time(at: Moment, zone: i32) -> String {
    at.at_offset(zone, "%H:%M:%S.%3f")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_like_a_clock() {
        assert_eq!(lasted(Micros(5_999_999)), "0:05");
        assert_eq!(lasted(Micros::from_secs(754)), "12:34");
        assert_eq!(lasted(Micros::from_secs(3723)), "1:02:03");
        assert_eq!(left(Micros(1)), "0:01");
        assert_eq!(left(Micros(0)), "0:00");
        let rough = [119, 120, 7_199, 7_200, 86_399].map(|secs| roughly(Micros::from_secs(secs)));
        assert_eq!(rough, ["119 s", "2 min", "119 min", "2 h", "23 h"]);
        assert_eq!(seconds_left(Micros(3_000_001)), "4 s");
    }
}
