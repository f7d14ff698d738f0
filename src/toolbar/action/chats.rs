//! What is written in a chat, and what was.

use crossterm::event::KeyCode;

use super::{Action as A, Context as C, ENTER, ESC, Row, TAB, row};
use crate::toolbar::keymap::{Key, alt, ctrl};

/// Its rows.
pub(super) static ROWS: &[Row] = &[
    row(A::Submit, "chat.send", &[C::Chat], &[ENTER], "Send", "Send what is written"),
    row(
        A::Newline,
        "chat.newline",
        &[C::Chat],
        &[alt(KeyCode::Enter), ctrl('j')],
        "New line",
        "Go on in another line of the message",
    ),
    row(
        A::Complete,
        "chat.reply",
        &[C::Chat],
        &[TAB],
        "Fill in",
        "Fill in the quick reply that is typed with /",
    ),
    row(A::Cancel, "chat.leave", &[C::Chat], &[ESC], "Back", "Back to the keys; what is written stays"),
    row(
        A::NextNeed,
        "interaction.need.chat",
        &[C::Chat],
        &[ctrl('n')],
        "Needs you",
        "To the interaction that needs you most; what is written stays",
    ),
    row(
        A::PageUp,
        "chat.back",
        &[C::Workbench, C::Chat],
        &[Key::of(KeyCode::PageUp)],
        "Earlier",
        "What was written earlier in a chat",
    ),
    row(
        A::PageDown,
        "chat.on",
        &[C::Workbench, C::Chat],
        &[Key::of(KeyCode::PageDown)],
        "",
        "What was written later in a chat",
    )
    .named("Later"),
];
