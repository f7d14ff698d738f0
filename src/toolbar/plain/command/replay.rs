//! A recording: gone through, and told.

use super::{Given, Spec, Todo, Where, row};
use crate::toolbar::action::Action as A;
use crate::toolbar::replay::PlayerCommand;
use crate::wire::Micros;

/// The most frames that one command goes.
const MOST: u32 = 10_000;

/// Its commands.
pub(super) static COMMANDS: &[Spec] = &[
    row("next", "[COUNT]", "One frame on, or several", &[A::StepForward], |given| {
        steps(given, PlayerCommand::Step)
    })
    .at(Where::Recording),
    row("previous", "[COUNT]", "One frame back, or several", &[A::StepBack], |given| {
        steps(given, PlayerCommand::StepBack)
    })
    .at(Where::Recording),
    row("play", "", "Play from here, at its speed", &[A::PlayPause], |given| play(given, true))
        .at(Where::Recording),
    row("pause", "", "Stand still", &[A::PlayPause], |given| play(given, false)).at(Where::Recording),
    row("faster", "", "Twice the speed, up to 64 times", &[A::Faster], |_| player(PlayerCommand::Faster))
        .at(Where::Recording),
    row("slower", "", "Half the speed, down to half", &[A::Slower], |_| player(PlayerCommand::Slower))
        .at(Where::Recording),
    row("jump", "", "Ten seconds on", &[A::JumpForward], |_| player(PlayerCommand::Jump))
        .at(Where::Recording),
    row("back", "", "Ten seconds back", &[A::JumpBack], |_| player(PlayerCommand::JumpBack))
        .at(Where::Recording),
    row("start", "", "To the start", &[A::ToStart], |_| player(PlayerCommand::ToStart)).at(Where::Recording),
    row("end", "", "To the end", &[A::ToEnd], |_| player(PlayerCommand::ToEnd)).at(Where::Recording),
    row("seek", "TIME", "To a moment since the start: 1:23, 1:02:03, 45", &[], seek).at(Where::Recording),
    row("tell", "", "Tell all that happens from here to the end, without waiting", &[], |_| Ok(Todo::Rest))
        .at(Where::Recording),
];

fn player(command: PlayerCommand) -> Result<Todo, String> {
    Ok(Todo::Player(command, 1))
}

fn steps(given: &Given<'_>, command: PlayerCommand) -> Result<Todo, String> {
    let count = match given.text {
        "" => 1,
        text => text.parse::<u32>().map_err(|_| format!("{text:?} is no count of frames"))?,
    };
    Ok(Todo::Player(command, count.min(MOST)))
}

fn play(given: &Given<'_>, on: bool) -> Result<Todo, String> {
    let plays = given.app.replayed().is_some_and(|view| view.playing);
    match (plays, on) {
        (true, true) => Err("it plays already".to_owned()),
        (false, false) => Err("it stands still already".to_owned()),
        _ => player(PlayerCommand::Toggle),
    }
}

fn seek(given: &Given<'_>) -> Result<Todo, String> {
    let text = given.needed("a time")?;
    let mut seconds: u64 = 0;
    for part in text.split(':') {
        let part: u64 = part.parse().map_err(|_| format!("{text:?} is no time: 1:23, 1:02:03 or 45"))?;
        seconds = seconds.saturating_mul(60).saturating_add(part);
    }
    player(PlayerCommand::To(Micros::from_secs(seconds)))
}
