//! What several places have in common; the last of the footer.

use crossterm::event::KeyCode;

use super::{Action as A, Context as C, ESC, Row, row};
use crate::toolbar::keymap::{Key, ctrl, key};

/// Where an agent is before the work begins.
const EARLY: &[C] = &[C::Login, C::Campaigns, C::Extension];
/// Where letters are no text.
const NO_TEXT: &[C] = &[
    C::Campaigns,
    C::Extension,
    C::Workbench,
    C::Replay,
    C::LookingOn,
    C::Menu,
    C::Desks,
    C::Question,
    C::Reader,
    C::Frames,
    C::FrameText,
    C::CopyAs,
    C::Ladder,
    C::Compare,
    C::Records,
    C::Answer,
    C::Refused,
    C::Members,
    C::Callbacks,
];
/// The screens that letters are no text on.
const BASES: &[C] = &[C::Workbench, C::Replay, C::LookingOn, C::Campaigns, C::Extension];
/// Where letters are no text, and nothing must be answered first.
const FREE: &[C] = &[
    C::Campaigns,
    C::Extension,
    C::Workbench,
    C::Replay,
    C::LookingOn,
    C::Menu,
    C::Desks,
    C::Reader,
    C::Frames,
    C::Records,
    C::FrameText,
    C::Ladder,
    C::Compare,
    C::Answer,
    C::Members,
    C::Callbacks,
];
/// Where quitting at once is one of two ways, and not the only one.
const NOT_LOGIN: &[C] = &[
    C::Campaigns,
    C::Extension,
    C::Workbench,
    C::Replay,
    C::LookingOn,
    C::Form,
    C::Dial,
    C::Disposition,
    C::Chat,
    C::Menu,
    C::Pick,
    C::Palette,
    C::Tour,
    C::Desks,
    C::Question,
    C::Reader,
    C::Frames,
    C::FrameText,
    C::CopyAs,
    C::Ladder,
    C::Compare,
    C::Records,
    C::InspectorLine,
    C::Methods,
    C::Runner,
    C::Answer,
    C::Refused,
    C::Members,
    C::Callbacks,
    C::Target,
    C::Keypad,
];
/// Where `q` quits: nothing lies on top that it would close.
const QUITS: &[C] = &[C::Campaigns, C::Extension, C::Workbench, C::Replay, C::Refused];

/// Its rows.
pub(super) static ROWS: &[Row] = &[
    row(
        A::SignOut,
        "session.signout",
        &[C::Campaigns, C::Extension, C::Workbench],
        &[key('o')],
        "Sign out",
        "Sign out",
    ),
    row(
        A::Frames,
        "frames.early",
        EARLY,
        &[Key::of(KeyCode::F(3))],
        "Frames",
        "Every frame, and what is in it",
    )
    .go('f'),
    row(
        A::Methods,
        "methods.early",
        EARLY,
        &[Key::of(KeyCode::F(2))],
        "Methods",
        "Run a method as an integration would",
    )
    .go('m'),
    row(
        A::Home,
        "home",
        BASES,
        &[],
        "Home",
        "Back to where you work: everything that lies over it is closed",
    )
    .go('h'),
    row(
        A::Interactions,
        "interactions",
        &[C::Workbench],
        &[],
        "Interactions",
        "Choose a call or chat by its customer",
    )
    .go('i'),
    row(
        A::Settings,
        "settings",
        BASES,
        &[],
        "Settings",
        "Colours, keys, mouse, notices: how the toolbar is set",
    )
    .go(','),
    row(
        A::Palette,
        "palette",
        FREE,
        &[key(':'), ctrl('p')],
        "Palette",
        "Everything that can be done, opened or set, found by a few letters",
    ),
    row(
        A::Palette,
        "palette.typed",
        C::TYPED,
        &[ctrl('p')],
        "",
        "Everything that can be done, opened or set, found by a few letters",
    ),
    row(A::Tour, "tour", &[C::Workbench], &[], "Tour", "Be shown around, in three steps"),
    row(A::Help, "help", NO_TEXT, &[key('?'), Key::of(KeyCode::F(1))], "Help", "All keys"),
    row(A::Help, "help.f1", C::TYPED, &[Key::of(KeyCode::F(1))], "Help", "All keys"),
    row(A::Quit, "quit", QUITS, &[key('q')], "Quit", "Quit; asks first while there is a call"),
    row(
        A::Quit,
        "watch.back",
        &[C::LookingOn],
        &[key('q'), ESC],
        "Back",
        "Leave this desk, back to where you came from",
    ),
    row(A::QuitNow, "quit.login", &[C::Login], &[ctrl('c')], "Quit", "Quit at once"),
    row(A::QuitNow, "quit.now", NOT_LOGIN, &[ctrl('c')], "", "Quit at once").named("Quit at once"),
    row(A::Suspend, "suspend", C::ALL, &[ctrl('z')], "", "Back to the shell; fg returns")
        .named("To the shell"),
];
