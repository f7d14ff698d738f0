//! What lies over the screens: forms, lists, questions, things to read.

use crossterm::event::KeyCode;

use super::{Action as A, BACK_TAB, BACKSPACE, Context as C, DOWN, ENTER, ESC, Row, TAB, UP, row};
use crate::toolbar::keymap::{Key, ctrl, key};

/// Where a form is filled in.
const FORMS: &[C] = &[C::Login, C::Form, C::Dial];
/// Where a row of a list is chosen; with letters too.
const LISTS: &[C] = &[C::Campaigns, C::Extension, C::Menu, C::Records, C::Desks, C::Members, C::Callbacks];
/// Where it closes what does.
const CLOSES: &[C] = &[C::Menu, C::Reader, C::Records, C::Answer, C::Desks, C::Members, C::Callbacks];

/// Where there is more than a page.
const PAGES: &[C] = &[C::Reader, C::Methods, C::Answer];

/// Their rows.
pub(super) static ROWS: &[Row] = &[
    row(
        A::Toggle,
        "list.toggle",
        &[C::Campaigns, C::Menu],
        &[key(' ')],
        "Choose",
        "Choose the campaign, or don't",
    ),
    row(A::Confirm, "tour.next", &[C::Tour], &[ENTER], "Go on", "The next step"),
    row(A::Previous, "tour.back", &[C::Tour], &[BACKSPACE], "", "The step before"),
    row(A::Cancel, "tour.leave", &[C::Tour], &[ESC], "Close", "Close the tour; it does not come again"),
    row(A::Yes, "question.yes", &[C::Question], &[key('y')], "Yes", "Yes"),
    // Enter and Escape never do what was asked about.
    row(A::No, "question.no", &[C::Question], &[key('n'), ESC, ENTER, key('q')], "No", "No"),
    row(A::Confirm, "form.confirm", FORMS, &[ENTER], "Confirm", "Go on; on the last field: send"),
    row(
        A::Confirm,
        "list.confirm",
        &[C::Campaigns, C::Extension, C::Menu],
        &[ENTER],
        "Confirm",
        "Take what is chosen",
    ),
    row(A::Confirm, "pick.confirm", &[C::Pick, C::Palette], &[ENTER], "Choose", "Take what is chosen"),
    row(A::Previous, "pick.up", &[C::Pick, C::Palette], &[UP], "Move", "To the row above"),
    row(A::Next, "pick.down", &[C::Pick, C::Palette], &[DOWN], "", "To the one below"),
    row(A::Cancel, "pick.close", &[C::Pick, C::Palette], &[ESC], "Close", "Close"),
    row(A::Confirm, "desks.listen", &[C::Desks], &[ENTER], "Watch", "Watch the desk's toolbar"),
    row(A::Status, "desks.status", &[C::Desks], &[key('s')], "Their status", "Set the agent's status"),
    row(A::SignOut, "desks.signout", &[C::Desks], &[key('o')], "Sign them out", "Sign the agent out"),
    row(
        A::Confirm,
        "disposition.confirm",
        &[C::Disposition],
        &[ENTER],
        "Next",
        "Go on; in the notes: send. In a list a number does both",
    ),
    row(A::Submit, "disposition.send", &[C::Disposition], &[ctrl('s')], "Send", "Send it from any field"),
    row(A::Submit, "form.send", FORMS, &[ctrl('s')], "", "Send it from any field"),
    row(A::Preview, "dial.preview", &[C::Dial], &[ctrl('l')], "Look up", "Ask the CRM whose number it is"),
    row(
        A::Confirm,
        "records.attach",
        &[C::Records],
        &[ENTER],
        "Attach",
        "Link the interaction with the record",
    ),
    row(A::OpenRecord, "records.open", &[C::Records], &[key('o')], "Open", "Have the CRM open the record"),
    row(A::Confirm, "target.confirm", &[C::Target], &[ENTER], "Transfer", "Go on; on the last field: do it"),
    row(A::Submit, "target.send", &[C::Target], &[ctrl('s')], "", "Do it from any field"),
    row(A::Previous, "target.up", &[C::Target], &[UP], "Move", "Up in the list"),
    row(A::Next, "target.down", &[C::Target], &[DOWN], "", "Down in the list"),
    row(A::Cancel, "keypad.close", &[C::Target, C::Keypad], &[ESC], "Close", "Close"),
    row(A::Drop, "members.drop", &[C::Members], &[key('x')], "Drop", "Take them out of the call again"),
    row(
        A::HoldAll,
        "members.hold",
        &[C::Members],
        &[key('h'), key('H')],
        "Hold all",
        "Hold everybody, or take them off",
    ),
    row(A::Confer, "members.ask", &[C::Members], &[key('v')], "Ask in", "Ask someone else in"),
    row(A::Leave, "members.leave", &[C::Members], &[key('L')], "Leave", "Leave the call to the others"),
    row(A::Confirm, "callbacks.start", &[C::Callbacks], &[ENTER], "Call now", "Call the customer now"),
    row(A::Move, "callbacks.move", &[C::Callbacks], &[key('m')], "Move", "To another time, or another owner"),
    row(
        A::Drop,
        "callbacks.drop",
        &[C::Callbacks],
        &[key('x')],
        "Take back",
        "Take it back; asks for the key once more",
    ),
    row(A::Confirm, "methods.choose", &[C::Methods], &[ENTER], "Choose", "Fill in the method's parameters"),
    row(A::History, "methods.history", &[C::Methods], &[TAB], "History", "To what was run before, or back"),
    row(
        A::Run,
        "methods.again",
        &[C::Methods],
        &[ctrl('r')],
        "Run again",
        "Run what was run before, as it was",
    ),
    row(A::Run, "runner.run", &[C::Runner], &[ctrl('r')], "Run", "Run the method"),
    row(A::Run, "answer.again", &[C::Answer], &[ctrl('r'), key('r')], "Run again", "Run it once more"),
    row(
        A::EditRun,
        "answer.edit",
        &[C::Answer],
        &[key('e')],
        "Edit",
        "Back to the form, to be edited and run again",
    ),
    row(
        A::Fold,
        "answer.fold",
        &[C::Answer],
        &[ENTER, key(' ')],
        "Fold",
        "Fold an object or a list, or unfold it",
    ),
    row(A::Confirm, "runner.confirm", &[C::Runner], &[ENTER], "Next", "Go on; on the last field: run"),
    row(
        A::NextField,
        "form.next",
        &[C::Login, C::Form, C::Dial, C::Target, C::Disposition, C::Runner],
        &[TAB],
        "Next field",
        "To the next field",
    ),
    row(
        A::PreviousField,
        "form.previous",
        &[C::Login, C::Form, C::Dial, C::Target, C::Disposition, C::Runner],
        &[BACK_TAB],
        "",
        "To the field before",
    ),
    row(
        A::NextField,
        "form.down",
        &[C::Login, C::Form, C::Dial, C::Runner],
        &[DOWN],
        "",
        "To the next field",
    ),
    row(
        A::PreviousField,
        "form.up",
        &[C::Login, C::Form, C::Dial, C::Runner],
        &[UP],
        "",
        "To the field before",
    ),
    row(A::Previous, "disposition.up", &[C::Disposition], &[UP], "Move", "Up in the list"),
    row(A::Next, "disposition.down", &[C::Disposition], &[DOWN], "", "Down in the list"),
    row(A::Previous, "methods.up", &[C::Methods], &[UP], "Move", "To the row above"),
    row(A::Next, "methods.down", &[C::Methods], &[DOWN], "", "To the one below"),
    row(A::Previous, "list.up", LISTS, &[UP, key('k')], "Move", "To the row above"),
    row(A::Next, "list.down", LISTS, &[DOWN, key('j')], "", "To the one below"),
    row(A::Previous, "read.up", &[C::Reader, C::Answer], &[UP, key('k')], "Scroll", "Up"),
    row(A::Next, "read.down", &[C::Reader, C::Answer], &[DOWN, key('j')], "", "Down"),
    row(
        A::Cancel,
        "close",
        &[C::Form, C::Dial, C::Disposition],
        &[ESC],
        "Close",
        "Close; the draft of a disposition is kept",
    ),
    row(A::Cancel, "methods.close", &[C::Methods, C::Runner], &[ESC], "Back", "Back; from the list: close"),
    row(A::Cancel, "close.any", CLOSES, &[ESC, key('q'), BACKSPACE], "Close", "Close"),
    row(A::ToStart, "read.first", &[C::Reader], &[Key::of(KeyCode::Home)], "", "To the beginning"),
    row(A::ToEnd, "read.last", &[C::Reader], &[Key::of(KeyCode::End)], "", "To the end"),
    row(A::PageUp, "page.up", PAGES, &[Key::of(KeyCode::PageUp)], "Page", "A page up"),
    row(A::PageDown, "page.down", PAGES, &[Key::of(KeyCode::PageDown)], "", "A page down"),
];
