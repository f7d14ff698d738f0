//! Another desk's toolbar that is only looked at.

use crossterm::event::KeyCode;

use super::{Action as A, Context as C, Row, row};
use crate::toolbar::keymap::{Key, key};

/// Its rows.
pub(super) static ROWS: &[Row] = &[
    row(
        A::Frames,
        "watch.frames",
        &[C::LookingOn],
        &[key('f'), Key::of(KeyCode::F(3))],
        "Frames",
        "Every frame, and what is in it",
    )
    .go('f'),
    row(
        A::Trace,
        "watch.trace",
        &[C::LookingOn],
        &[key('T')],
        "Trace",
        "What integrations called, and what came of it",
    )
    .go('r'),
];
