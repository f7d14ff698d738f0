//! The one table of actions: what can be done, where, with which key, and what it is called. The
//! keymap, the footer and the help are made from it.

use crossterm::event::KeyCode;

use super::keymap::{Key, ctrl, key};

/// Where the agent is; decides what keys mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// The login screen.
    Login,
    /// The choice of campaigns.
    Campaigns,
    /// The choice of the extension.
    Extension,
    /// The workbench.
    Workbench,
    /// A recording is shown.
    Replay,
    /// A dialog with fields.
    Form,
    /// The disposition dialog.
    Disposition,
    /// A dialog with a list to choose from.
    Menu,
    /// A question.
    Question,
    /// Something to be read: help, notifications.
    Reader,
    /// The list of frames.
    Frames,
    /// The hub does not want this toolbar.
    Refused,
}

impl Context {
    /// All of them, in the help's order.
    pub const ALL: &'static [Context] = &[
        Context::Workbench,
        Context::Login,
        Context::Campaigns,
        Context::Extension,
        Context::Disposition,
        Context::Form,
        Context::Menu,
        Context::Question,
        Context::Frames,
        Context::Reader,
        Context::Refused,
        Context::Replay,
    ];

    /// What the help calls it.
    pub fn title(self) -> &'static str {
        match self {
            Context::Login => "Login",
            Context::Campaigns => "Campaigns",
            Context::Extension => "Extension",
            Context::Workbench => "Workbench",
            Context::Replay => "Replay",
            Context::Form => "Forms",
            Context::Disposition => "Disposition",
            Context::Menu => "Menus",
            Context::Question => "Questions",
            Context::Reader => "Reading",
            Context::Frames => "Frames",
            Context::Refused => "Refused by the hub",
        }
    }

    /// Whether letters are typed here, and so can't be keys of actions.
    pub fn takes_text(self) -> bool {
        matches!(self, Context::Login | Context::Form | Context::Disposition)
    }
}

/// What can be done.
#[allow(missing_docs, reason = "the table below says of each what it does")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    Answer,
    Reject,
    Hold,
    Mute,
    Hangup,
    Dispose,
    Dial,
    Status,
    CustomerCall,
    CustomerMenu,
    Previous,
    Next,
    Bell,
    Frames,
    ChangeCampaigns,
    ChangeExtension,
    SignOut,
    PlayPause,
    StepBack,
    StepForward,
    JumpBack,
    JumpForward,
    ToStart,
    ToEnd,
    Slower,
    Faster,
    Toggle,
    Confirm,
    Submit,
    NextField,
    PreviousField,
    Yes,
    No,
    Cancel,
    PageUp,
    PageDown,
    Help,
    Quit,
    QuitNow,
    Suspend,
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// What.
    pub action: Action,
    /// Its stable name.
    pub id: &'static str,
    /// Where.
    pub contexts: &'static [Context],
    /// With which keys; the first is the one that is shown.
    pub keys: &'static [Key],
    /// In the footer, in a word or two; empty: only in the help.
    pub label: &'static str,
    /// In the help, in a sentence.
    pub about: &'static str,
}

impl Row {
    /// The key that is shown.
    pub fn key(&self) -> String {
        self.keys.first().map(Key::to_string).unwrap_or_default()
    }

    /// What stands in the footer: of keys that come in pairs both, beside the label of the first.
    pub fn hint(&self) -> String {
        let pair = match self.action {
            Action::Previous => "↑/↓",
            Action::PageUp => "pgup/pgdn",
            Action::ToStart => "home/end",
            Action::StepBack => "←/→",
            Action::Slower => "-/+",
            _ => return self.key(),
        };
        pair.to_owned()
    }

    /// Whether it means the same everywhere.
    pub fn is_global(&self) -> bool {
        matches!(self.action, Action::Help | Action::QuitNow | Action::Suspend)
    }
}

const fn row(
    action: Action,
    id: &'static str,
    contexts: &'static [Context],
    keys: &'static [Key],
    label: &'static str,
    about: &'static str,
) -> Row {
    Row { action, id, contexts, keys, label, about }
}

const UP: Key = Key::of(KeyCode::Up);
const DOWN: Key = Key::of(KeyCode::Down);
const ENTER: Key = Key::of(KeyCode::Enter);
const ESC: Key = Key::of(KeyCode::Esc);
const TAB: Key = Key::of(KeyCode::Tab);
const BACK_TAB: Key = Key::of(KeyCode::BackTab);

use Action as A;
use Context as C;

/// Where a row of a list is chosen; with letters too.
const LISTS: &[Context] = &[C::Campaigns, C::Extension, C::Menu, C::Frames];
/// Where letters are no text.
const NO_TEXT: &[Context] = &[
    C::Campaigns,
    C::Extension,
    C::Workbench,
    C::Replay,
    C::Menu,
    C::Question,
    C::Reader,
    C::Frames,
    C::Refused,
];
/// Where quitting at once is one of two ways, and not the only one.
const NOT_LOGIN: &[Context] = &[
    C::Campaigns,
    C::Extension,
    C::Workbench,
    C::Replay,
    C::Form,
    C::Disposition,
    C::Menu,
    C::Question,
    C::Reader,
    C::Frames,
    C::Refused,
];
/// Where `q` quits: nothing lies on top that it would close.
const QUITS: &[Context] = &[C::Campaigns, C::Extension, C::Workbench, C::Replay, C::Refused];
/// Where it closes what does.
const CLOSES: &[Context] = &[C::Menu, C::Reader, C::Frames];

/// All actions, the most wanted first: that is the footer's order.
pub static TABLE: &[Row] = &[
    row(A::Answer, "call.answer", &[C::Workbench], &[key('a')], "Answer", "Answer the ringing call"),
    row(
        A::Reject,
        "call.reject",
        &[C::Workbench],
        &[key('r')],
        "Reject",
        "Refuse it; the next agent is offered it, or you again later",
    ),
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
    row(A::PlayPause, "replay.play", &[C::Replay], &[key(' ')], "Play", "Play, or stand still"),
    row(
        A::StepBack,
        "replay.step-back",
        &[C::Replay],
        &[key(','), Key::of(KeyCode::Left)],
        "Step",
        "One frame back",
    ),
    row(
        A::StepForward,
        "replay.step",
        &[C::Replay],
        &[key('.'), Key::of(KeyCode::Right)],
        "",
        "One frame forward",
    ),
    row(A::JumpBack, "replay.jump-back", &[C::Replay], &[key('[')], "Back 10 s", "Ten seconds back"),
    row(A::JumpForward, "replay.jump", &[C::Replay], &[key(']')], "On 10 s", "Ten seconds on"),
    row(A::Frames, "replay.frames", &[C::Replay], &[key('f')], "Frames", "All frames, and what is in them"),
    row(A::Slower, "replay.slower", &[C::Replay], &[key('-')], "Speed", "Half the speed, down to ½×"),
    row(A::Faster, "replay.faster", &[C::Replay], &[key('+'), key('=')], "", "Twice the speed, up to 64×"),
    row(A::ToStart, "replay.start", &[C::Replay], &[Key::of(KeyCode::Home)], "Start/end", "To the start"),
    row(A::ToEnd, "replay.end", &[C::Replay], &[Key::of(KeyCode::End)], "", "To the end"),
    row(
        A::Status,
        "agent.status",
        &[C::Workbench],
        &[key('s')],
        "Status",
        "Become available, or take a break",
    ),
    row(A::Dial, "call.dial", &[C::Workbench], &[key('n')], "Dial", "Call a customer"),
    row(
        A::CustomerCall,
        "customer.call",
        &[C::Workbench],
        &[key('c')],
        "Customer calls",
        "Have a customer call now",
    ),
    row(
        A::CustomerMenu,
        "customer.menu",
        &[C::Workbench],
        &[key('C')],
        "Customer",
        "Have the customer answer, hang up or refuse",
    ),
    row(A::Bell, "notifications", &[C::Workbench], &[key('b')], "Bell", "Look behind the bell"),
    row(A::Frames, "frames", &[C::Workbench], &[key('f')], "Frames", "All frames, and what is in them"),
    row(A::ChangeCampaigns, "campaigns.change", &[C::Workbench], &[key('g')], "", "Change campaigns"),
    row(A::ChangeExtension, "extension.change", &[C::Workbench], &[key('x')], "", "Change the extension"),
    row(
        A::Toggle,
        "list.toggle",
        &[C::Campaigns, C::Menu],
        &[key(' ')],
        "Choose",
        "Choose the campaign, or don't",
    ),
    row(A::Yes, "question.yes", &[C::Question], &[key('y')], "Yes", "Yes"),
    // Enter and Escape never do what was asked about.
    row(A::No, "question.no", &[C::Question], &[key('n'), ESC, ENTER, key('q')], "No", "No"),
    row(
        A::Confirm,
        "form.confirm",
        &[C::Login, C::Form],
        &[ENTER],
        "Confirm",
        "Go on; on the last field: send",
    ),
    row(
        A::Confirm,
        "list.confirm",
        &[C::Campaigns, C::Extension, C::Menu],
        &[ENTER],
        "Confirm",
        "Take what is chosen",
    ),
    row(A::Confirm, "disposition.confirm", &[C::Disposition], &[ENTER], "Next", "Go on; in the notes: send"),
    row(A::Submit, "disposition.send", &[C::Disposition], &[ctrl('s')], "Send", "Send it from any field"),
    row(A::Submit, "form.send", &[C::Login, C::Form], &[ctrl('s')], "", "Send it from any field"),
    row(
        A::NextField,
        "form.next",
        &[C::Login, C::Form, C::Disposition],
        &[TAB],
        "Next field",
        "To the next field",
    ),
    row(
        A::PreviousField,
        "form.previous",
        &[C::Login, C::Form, C::Disposition],
        &[BACK_TAB],
        "",
        "To the field before",
    ),
    row(A::NextField, "form.down", &[C::Login, C::Form], &[DOWN], "", "To the next field"),
    row(A::PreviousField, "form.up", &[C::Login, C::Form], &[UP], "", "To the field before"),
    row(A::Previous, "disposition.up", &[C::Disposition], &[UP], "", "Up in the list"),
    row(A::Next, "disposition.down", &[C::Disposition], &[DOWN], "", "Down in the list"),
    row(A::Previous, "list.up", LISTS, &[UP, key('k')], "Move", "To the row or frame above"),
    row(A::Next, "list.down", LISTS, &[DOWN, key('j')], "", "To the one below"),
    row(A::Previous, "read.up", &[C::Reader], &[UP, key('k')], "Scroll", "Up"),
    row(A::Next, "read.down", &[C::Reader], &[DOWN, key('j')], "", "Down"),
    row(
        A::Cancel,
        "close",
        &[C::Form, C::Disposition],
        &[ESC],
        "Close",
        "Close; the draft of a disposition is kept",
    ),
    row(A::Cancel, "close.any", CLOSES, &[ESC, key('q')], "Close", "Close"),
    row(
        A::PageUp,
        "page.up",
        &[C::Frames, C::Reader],
        &[Key::of(KeyCode::PageUp)],
        "Page",
        "A page up; of a frame: in its message",
    ),
    row(A::PageDown, "page.down", &[C::Frames, C::Reader], &[Key::of(KeyCode::PageDown)], "", "A page down"),
    row(
        A::ToStart,
        "frames.first",
        &[C::Frames],
        &[Key::of(KeyCode::Home)],
        "First/last",
        "To the oldest frame",
    ),
    row(A::ToEnd, "frames.last", &[C::Frames], &[Key::of(KeyCode::End)], "", "To the newest, and on with it"),
    row(
        A::SignOut,
        "session.signout",
        &[C::Campaigns, C::Extension, C::Workbench],
        &[key('o')],
        "Sign out",
        "Sign out",
    ),
    row(
        A::Previous,
        "interaction.previous",
        &[C::Workbench],
        &[UP, key('k')],
        "Other call",
        "To the interaction above",
    ),
    row(A::Next, "interaction.next", &[C::Workbench], &[DOWN, key('j')], "", "To the one below"),
    row(A::Help, "help", NO_TEXT, &[key('?'), Key::of(KeyCode::F(1))], "Help", "All keys"),
    row(
        A::Help,
        "help.f1",
        &[C::Login, C::Form, C::Disposition],
        &[Key::of(KeyCode::F(1))],
        "Help",
        "All keys",
    ),
    row(A::Quit, "quit", QUITS, &[key('q')], "Quit", "Quit; asks first while there is a call"),
    row(A::QuitNow, "quit.login", &[C::Login], &[ctrl('c')], "Quit", "Quit at once"),
    row(A::QuitNow, "quit.now", NOT_LOGIN, &[ctrl('c')], "", "Quit at once"),
    row(A::Suspend, "suspend", Context::ALL, &[ctrl('z')], "", "Back to the shell; fg returns"),
];

/// The rows of a context, in order.
pub fn rows(context: Context) -> impl Iterator<Item = &'static Row> {
    TABLE.iter().filter(move |row| row.contexts.contains(&context))
}

impl Action {
    /// Whether it would do something to the desk: never while a recording is shown.
    pub fn acts_on_desk(self) -> bool {
        use Action::*;
        matches!(
            self,
            Answer
                | Reject
                | Hold
                | Mute
                | Hangup
                | Dispose
                | Dial
                | Status
                | CustomerCall
                | CustomerMenu
                | ChangeCampaigns
                | ChangeExtension
                | SignOut
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_unique_and_every_row_says_what_it_does() {
        let mut seen = HashSet::new();
        for row in TABLE {
            assert!(seen.insert(row.id), "{} stands twice", row.id);
            assert!(!row.about.is_empty() && !row.contexts.is_empty(), "{}", row.id);
        }
    }

    #[test]
    fn letters_are_keys_only_where_no_text_is_typed() {
        for context in Context::ALL.iter().filter(|context| context.takes_text()) {
            for row in rows(*context) {
                for key in row.keys {
                    let letter = matches!(key.code, KeyCode::Char(_)) && key.modifiers.is_empty();
                    assert!(!letter, "{} in {context:?}", row.id);
                }
            }
        }
    }
}
