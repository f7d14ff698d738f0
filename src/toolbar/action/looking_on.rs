//! Another desk's toolbar that is only looked at.

use super::{Action as A, Context as C, Row, row};
use crate::toolbar::keymap::key;

/// Its rows.
pub(super) static ROWS: &[Row] = &[
    row(A::Frames, "watch.frames", &[C::LookingOn], &[key('f')], "Frames", "All frames, and what is in them"),
    row(
        A::Trace,
        "watch.trace",
        &[C::LookingOn],
        &[key('T')],
        "Trace",
        "What integrations called, and what came of it",
    ),
];
