//! How it looks.

use crossterm::event::KeyCode;

use super::{Action as A, Context as C, Row, row};
use crate::toolbar::keymap::{Key, key};

/// Where nothing lies over the screen.
const SCREENS: &[C] =
    &[C::Login, C::Campaigns, C::Extension, C::Workbench, C::Chat, C::Replay, C::LookingOn, C::Refused];
/// Where columns stand beside each other.
const BENCHES: &[C] = &[C::Workbench, C::Replay, C::LookingOn];

/// Its rows.
pub(super) static ROWS: &[Row] = &[
    row(
        A::Themes,
        "theme.pick",
        SCREENS,
        &[Key::of(KeyCode::F(4))],
        "",
        "Choose a theme; the screen wears each one that you move to",
    )
    .named("Themes")
    .go('t'),
    row(
        A::ResetWidths,
        "widths.reset",
        BENCHES,
        &[key('W')],
        "",
        "Columns as wide as they were before you dragged the lines between them",
    )
    .named("Usual column widths"),
];
