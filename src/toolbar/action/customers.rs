//! Conversations sorted, customers found, other desks watched.

use super::{Action as A, Context as C, Row, row};
use crate::toolbar::keymap::key;

/// Its rows.
pub(super) static ROWS: &[Row] = &[
    row(
        A::Conversation,
        "conversation.menu",
        &[C::Workbench],
        &[key('l')],
        "Organise",
        "Labels, priority, status, team, attributes, macros, files of the conversation",
    ),
    row(
        A::Find,
        "customers.find",
        &[C::Workbench],
        &[key('F')],
        "Find customer",
        "By a part of the name or number; what was before",
    )
    .go('u'),
    row(
        A::Waiting,
        "queue.waiting",
        &[C::Workbench],
        &[key('w')],
        "Waiting",
        "What waits for your campaigns and teams; take one out of its turn",
    )
    .go('w'),
    row(
        A::Desks,
        "desks.watch",
        &[C::Workbench, C::Campaigns, C::Extension],
        &[key('S')],
        "Desks",
        "See the other desks of the site live",
    )
    .go('d'),
    row(
        A::Preferences,
        "notifications.preferences",
        &[C::Workbench],
        &[key('N')],
        "",
        "Choose what you are told of, and how",
    )
    .named("What you are told of"),
];
