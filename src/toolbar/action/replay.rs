//! A recording that is shown.

use crossterm::event::KeyCode;

use super::{Action as A, Context as C, Row, row};
use crate::toolbar::keymap::{Key, key};

/// Its rows.
pub(super) static ROWS: &[Row] = &[
    row(A::PlayPause, "replay.play", &[C::Replay], &[key(' ')], "Play", "Play, or stand still"),
    row(
        A::StepBack,
        "replay.step-back",
        &[C::Replay],
        &[Key::of(KeyCode::Left), key(',')],
        "Step",
        "One frame back",
    ),
    row(
        A::StepForward,
        "replay.step",
        &[C::Replay],
        &[Key::of(KeyCode::Right), key('.')],
        "",
        "One frame forward",
    ),
    row(A::JumpBack, "replay.jump-back", &[C::Replay], &[key('[')], "Back 10 s", "Ten seconds back"),
    row(A::JumpForward, "replay.jump", &[C::Replay], &[key(']')], "Ahead 10 s", "Ten seconds ahead"),
    row(
        A::Frames,
        "replay.frames",
        &[C::Replay],
        &[key('f'), Key::of(KeyCode::F(3))],
        "Frames",
        "Every frame, and what is in it",
    )
    .go('f'),
    row(A::Slower, "replay.slower", &[C::Replay], &[key('-')], "Speed", "Half the speed, down to ½×"),
    row(A::Faster, "replay.faster", &[C::Replay], &[key('+'), key('=')], "", "Twice the speed, up to 64×"),
    row(A::ToStart, "replay.start", &[C::Replay], &[Key::of(KeyCode::Home)], "Start/end", "To the start"),
    row(A::ToEnd, "replay.end", &[C::Replay], &[Key::of(KeyCode::End)], "", "To the end"),
];
