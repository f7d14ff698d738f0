//! The workbench: the calls and chats that are on, and what else an agent begins there.

use crossterm::event::KeyCode;

use super::{Action as A, Context as C, DOWN, ENTER, Row, TAB, UP, row};
use crate::toolbar::keymap::{Key, ctrl, key};

/// The key that answers wherever one is.
const F5: Key = Key::of(KeyCode::F(5));
/// What lies over the screen and takes no letters.
const OVER: &[C] = &[
    C::Menu,
    C::Desks,
    C::Reader,
    C::Frames,
    C::FrameText,
    C::CopyAs,
    C::Ladder,
    C::Compare,
    C::Records,
    C::Answer,
    C::Members,
    C::Callbacks,
];
/// Where letters are typed while one works.
const TYPED_OVER: &[C] = &[
    C::Chat,
    C::Form,
    C::Dial,
    C::Target,
    C::Keypad,
    C::Disposition,
    C::Pick,
    C::Palette,
    C::Methods,
    C::Runner,
    C::InspectorLine,
];

/// One key for each of the first interactions.
const DIGITS: &[Key] =
    &[key('1'), key('2'), key('3'), key('4'), key('5'), key('6'), key('7'), key('8'), key('9')];

/// Its rows, the most wanted first: that is the footer's order.
pub(super) static ROWS: &[Row] = &[
    row(A::Answer, "call.answer", &[C::Workbench], &[key('a'), F5], "Answer", "Answer the ringing call"),
    row(
        A::Answer,
        "call.answer.over",
        OVER,
        &[key('a'), F5],
        "Answer",
        "Answer the ringing call; what lies over the screen stays",
    ),
    row(
        A::Answer,
        "call.answer.typed",
        TYPED_OVER,
        &[F5],
        "Answer",
        "Answer the ringing call; what is typed stays",
    ),
    row(
        A::Reject,
        "call.reject",
        &[C::Workbench],
        &[key('r')],
        "Reject",
        "Refuse it; the next agent is offered it, or you again later",
    ),
    row(
        A::NextNeed,
        "interaction.need",
        &[C::Workbench],
        &[TAB, ctrl('n')],
        "Needs you",
        "To the interaction that needs you most: ringing, late, unread, wrap-up",
    ),
    row(
        A::Jump,
        "interaction.jump",
        &[C::Workbench],
        DIGITS,
        "Switch",
        "To the interaction with that number",
    ),
    row(
        A::Previous,
        "interaction.previous",
        &[C::Workbench],
        &[UP, key('k')],
        "",
        "To the interaction above",
    ),
    row(A::Next, "interaction.next", &[C::Workbench], &[DOWN, key('j')], "", "To the one below"),
    row(
        A::Write,
        "chat.write",
        &[C::Workbench],
        &[key('i'), ENTER],
        "Write",
        "Write to the customer of a chat",
    )
    .go('c'),
    row(A::Hold, "call.hold", &[C::Workbench], &[key('h')], "Hold", "Put the call on hold, or take it off"),
    row(A::Mute, "call.mute", &[C::Workbench], &[key('m')], "Mute", "Switch your microphone off or on"),
    row(A::Hangup, "call.hangup", &[C::Workbench], &[key('e')], "End", "End the call, or stop dialling"),
    row(
        A::Dispose,
        "call.dispose",
        &[C::Workbench],
        &[key('d')],
        "Dispose",
        "Choose the disposition and write notes",
    ),
    row(
        A::Transfer,
        "call.transfer",
        &[C::Workbench],
        &[key('t')],
        "Transfer",
        "Hand the call to someone else, at once or after speaking to them first",
    ),
    row(
        A::Confer,
        "call.confer",
        &[C::Workbench],
        &[key('v')],
        "Confer",
        "Add someone to the call; join the customer and the person you asked",
    ),
    row(
        A::Swap,
        "consult.swap",
        &[C::Workbench],
        &[key('z')],
        "Swap",
        "Switch between the customer and the person you asked",
    ),
    row(
        A::StopAsking,
        "consult.cancel",
        &[C::Workbench],
        &[key('u')],
        "Cancel",
        "Let go of the person you asked, and talk with the customer again",
    ),
    row(
        A::HoldAll,
        "conference.hold",
        &[C::Workbench],
        &[key('H')],
        "Hold all",
        "Put everybody in a conference on hold, or take them off",
    ),
    row(
        A::Leave,
        "conference.leave",
        &[C::Workbench],
        &[key('L')],
        "Leave",
        "Leave a conference to the others in it",
    ),
    row(
        A::Members,
        "conference.members",
        &[C::Workbench],
        &[key('p')],
        "People",
        "Who is in the call; ask someone in, or drop one",
    ),
    row(A::Keypad, "call.keypad", &[C::Workbench], &[key('K')], "Keypad", "Send key tones"),
    row(
        A::Record,
        "record.menu",
        &[C::Workbench],
        &[key('R')],
        "CRM record",
        "Attach, unattach, open or create the customer's record in the CRM",
    ),
    row(
        A::Status,
        "agent.status",
        &[C::Workbench],
        &[key('s')],
        "Status",
        "Become available, or take a break",
    )
    .go('s'),
    row(A::Dial, "call.dial", &[C::Workbench], &[key('n')], "Dial", "Call a customer"),
    row(
        A::Redial,
        "call.redial",
        &[C::Workbench],
        &[key('D')],
        "Redial",
        "Call the number that was called last",
    ),
    row(
        A::Colleagues,
        "colleagues",
        &[C::Workbench],
        &[key('I')],
        "Colleagues",
        "Call a colleague, or write to one",
    )
    .go('p'),
    row(
        A::Callbacks,
        "callbacks",
        &[C::Workbench],
        &[key('B')],
        "Callbacks",
        "Promised callbacks: call now, move, take back",
    )
    .go('b'),
    row(
        A::CustomerCall,
        "customer.call",
        &[C::Workbench],
        &[key('c')],
        "New caller",
        "Have a customer call now",
    ),
    row(
        A::CustomerMenu,
        "customer.menu",
        &[C::Workbench],
        &[key('C')],
        "Play customer",
        "Have a customer answer, hang up, refuse, or open a chat and write",
    ),
    row(
        A::Bell,
        "notifications",
        &[C::Workbench],
        &[key('b')],
        "Notices",
        "Look at what you were told, and what you missed",
    )
    .go('n'),
    row(
        A::Frames,
        "frames",
        &[C::Workbench],
        &[key('f'), Key::of(KeyCode::F(3))],
        "Frames",
        "Every frame, and what is in it",
    )
    .go('f'),
    row(
        A::Trace,
        "trace",
        &[C::Workbench],
        &[key('T')],
        "Trace",
        "What integrations called, and what came of it",
    )
    .go('r'),
    row(
        A::Methods,
        "methods",
        &[C::Workbench],
        &[key('M')],
        "Methods",
        "Run a method as an integration would",
    )
    .go('m'),
    row(A::ChangeCampaigns, "campaigns.change", &[C::Workbench], &[key('G')], "", "Work for other campaigns")
        .named("Change campaigns"),
    row(
        A::ChangeExtension,
        "extension.change",
        &[C::Workbench],
        &[key('x')],
        "",
        "Have calls ring elsewhere",
    )
    .named("Change extension"),
    row(
        A::Figures,
        "figures",
        &[C::Workbench],
        &[key('A')],
        "Figures",
        "What you have done since you signed in: calls, times, occupancy, by the hour",
    )
    .go('a'),
    row(
        A::Copy,
        "copy",
        &[C::Workbench],
        &[key('y')],
        "Copy",
        "Copy an id, a number, a name, a line of the chat",
    ),
];
