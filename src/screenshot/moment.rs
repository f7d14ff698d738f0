//! A moment of a recording.

use std::path::Path;
use std::str::FromStr;

use super::ScreenshotError;
use crate::recording::Player;
use crate::toolbar::replay::Playback;
use crate::toolbar::{App, Message, Setup};
use crate::wire::Micros;

/// Where in a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// So long after its start.
    Time(Micros),
    /// At its end.
    End,
}

impl FromStr for At {
    type Err = String;

    /// `12`, `12.5`, `12.5s`, `1:02`, `1:02:03.25`, or `end`.
    fn from_str(text: &str) -> Result<At, String> {
        if text == "end" {
            return Ok(At::End);
        }
        let wrong = || format!("{text:?} is no moment: expected 12.5s, 1:02 or end");
        let parts: Vec<&str> = text.strip_suffix('s').unwrap_or(text).split(':').collect();
        let (seconds, whole) = parts.split_last().ok_or_else(wrong)?;
        if whole.len() > 2 {
            return Err(wrong());
        }
        let digits =
            |part: &str| !part.is_empty() && part.len() <= 9 && part.bytes().all(|c| c.is_ascii_digit());
        let (secs, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
        if !digits(secs) || !digits(fraction) || !whole.iter().all(|part| digits(part)) {
            return Err(wrong());
        }
        let number = |part: &str| part.parse::<u64>().map_err(|_| wrong());
        let mut total = 0;
        for part in whole {
            total = (total + number(part)?) * 60;
        }
        let micros = number(&format!("{fraction:0<6}")[..6])?;
        Ok(At::Time(Micros((total + number(secs)?) * 1_000_000 + micros)))
    }
}

/// The toolbar with a recording at a moment; past its end it stands at the end.
pub fn replay(
    file: &Path,
    at: At,
    setup: impl FnOnce(crate::wire::Moment) -> Setup,
) -> Result<App, ScreenshotError> {
    let player = Player::open(file)?;
    let io = |source| ScreenshotError::Io { path: file.into(), source };
    let mut app = App::replay(setup(player.header().started));
    let mut playback = Playback::new(Box::new(player)).map_err(io)?;
    playback
        .seek(match at {
            At::Time(at) => at,
            At::End => Micros(u64::MAX),
        })
        .map_err(io)?;
    app.update(Message::Replay(Box::new(playback.view())));
    Ok(app)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("0", 0)]
    #[case("12.5s", 12_500_000)]
    #[case("1:02", 62_000_000)]
    #[case("1:00:03.25", 3_603_250_000)]
    #[case("3.1234567", 3_123_456)]
    fn moments_are_read(#[case] text: &str, #[case] micros: u64) {
        assert_eq!(text.parse(), Ok(At::Time(Micros(micros))));
    }

    #[rstest]
    #[case("")]
    #[case("s")]
    #[case("-1")]
    #[case("1:2:3:4")]
    #[case("99999999999999999999")]
    #[case("1.")]
    #[case("now")]
    fn what_is_no_moment_is_refused(#[case] text: &str) {
        assert!(text.parse::<At>().is_err());
    }
}
