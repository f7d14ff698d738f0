//! The one table of actions: what can be done, where, with which key, and what it is called. The
//! keymap, the footer and the help are made from it.

mod context;

use crossterm::event::KeyCode;

pub use context::Context;

use super::keymap::{Key, ctrl, key};

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
    Write,
    Transfer,
    Confer,
    Record,
    OpenRecord,
    Dial,
    Preview,
    Status,
    CustomerCall,
    CustomerMenu,
    Previous,
    Next,
    Bell,
    Frames,
    Trace,
    Methods,
    History,
    Run,
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

/// Where an agent is before the work begins.
const EARLY: &[Context] = &[C::Login, C::Campaigns, C::Extension];
/// Where a form is filled in.
const FORMS: &[Context] = &[C::Login, C::Form, C::Dial];
/// Where a row of a list is chosen; with letters too.
const LISTS: &[Context] = &[C::Campaigns, C::Extension, C::Menu, C::Frames, C::Records, C::Trace];
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
    C::Records,
    C::Trace,
    C::Answer,
    C::Refused,
];
/// Where quitting at once is one of two ways, and not the only one.
const NOT_LOGIN: &[Context] = &[
    C::Campaigns,
    C::Extension,
    C::Workbench,
    C::Replay,
    C::Form,
    C::Dial,
    C::Disposition,
    C::Chat,
    C::Menu,
    C::Question,
    C::Reader,
    C::Frames,
    C::Records,
    C::Trace,
    C::Methods,
    C::Runner,
    C::Answer,
    C::Refused,
];
/// Where `q` quits: nothing lies on top that it would close.
const QUITS: &[Context] = &[C::Campaigns, C::Extension, C::Workbench, C::Replay, C::Refused];
/// Where it closes what does.
const CLOSES: &[Context] = &[C::Menu, C::Reader, C::Frames, C::Records, C::Trace, C::Answer];

/// Where there is more than a page.
const PAGES: &[Context] = &[C::Frames, C::Reader, C::Trace, C::Methods, C::Answer];

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
    row(
        A::Write,
        "chat.write",
        &[C::Workbench],
        &[key('i'), ENTER],
        "Write",
        "Write to the customer of a chat",
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
    row(
        A::Transfer,
        "call.transfer",
        &[C::Workbench],
        &[key('t')],
        "Transfer",
        "Give the call to someone else",
    ),
    row(A::Confer, "call.confer", &[C::Workbench], &[key('v')], "Confer", "Ask someone into the call"),
    row(
        A::Record,
        "record.menu",
        &[C::Workbench],
        &[key('R')],
        "Record",
        "Attach, unattach, open or create the customer's record in the CRM",
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
        "Have a customer answer, hang up, refuse, or open a chat and write",
    ),
    row(A::Bell, "notifications", &[C::Workbench], &[key('b')], "Bell", "Look behind the bell"),
    row(A::Frames, "frames", &[C::Workbench], &[key('f')], "Frames", "All frames, and what is in them"),
    row(
        A::Trace,
        "trace",
        &[C::Workbench],
        &[key('T')],
        "Trace",
        "What integrations called, and what came of it",
    ),
    row(
        A::Methods,
        "methods",
        &[C::Workbench],
        &[key('M')],
        "Methods",
        "Run a method as an integration would",
    ),
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
    row(A::Confirm, "form.confirm", FORMS, &[ENTER], "Confirm", "Go on; on the last field: send"),
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
    row(A::Submit, "form.send", FORMS, &[ctrl('s')], "", "Send it from any field"),
    row(A::Preview, "dial.preview", &[C::Dial], &[ctrl('p')], "Preview", "Ask the CRM whose number it is"),
    row(A::Submit, "chat.send", &[C::Chat], &[ENTER], "Send", "Send what is written"),
    row(A::Cancel, "chat.leave", &[C::Chat], &[ESC], "Leave", "Leave the line; what is written stays"),
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
        "What was written later",
    ),
    row(
        A::Confirm,
        "records.attach",
        &[C::Records],
        &[ENTER],
        "Attach",
        "Link the interaction with the record",
    ),
    row(A::OpenRecord, "records.open", &[C::Records], &[key('o')], "Open", "Have the CRM open the record"),
    row(A::Confirm, "trace.open", &[C::Trace], &[ENTER], "Open", "Arguments and answer of the call"),
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
    row(A::Confirm, "runner.confirm", &[C::Runner], &[ENTER], "Next", "Go on; on the last field: run"),
    row(
        A::NextField,
        "form.next",
        &[C::Login, C::Form, C::Dial, C::Disposition, C::Runner],
        &[TAB],
        "Next field",
        "To the next field",
    ),
    row(
        A::PreviousField,
        "form.previous",
        &[C::Login, C::Form, C::Dial, C::Disposition, C::Runner],
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
    row(A::Previous, "disposition.up", &[C::Disposition], &[UP], "", "Up in the list"),
    row(A::Next, "disposition.down", &[C::Disposition], &[DOWN], "", "Down in the list"),
    row(A::Previous, "methods.up", &[C::Methods], &[UP], "Move", "To the row above"),
    row(A::Next, "methods.down", &[C::Methods], &[DOWN], "", "To the one below"),
    row(A::Previous, "list.up", LISTS, &[UP, key('k')], "Move", "To the row or frame above"),
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
    row(A::Cancel, "close.any", CLOSES, &[ESC, key('q')], "Close", "Close"),
    row(
        A::PageUp,
        "page.up",
        PAGES,
        &[Key::of(KeyCode::PageUp)],
        "Page",
        "A page up; of a frame: in its message",
    ),
    row(A::PageDown, "page.down", PAGES, &[Key::of(KeyCode::PageDown)], "", "A page down"),
    row(
        A::ToStart,
        "frames.first",
        &[C::Frames, C::Trace],
        &[Key::of(KeyCode::Home)],
        "First/last",
        "To the oldest",
    ),
    row(
        A::ToEnd,
        "frames.last",
        &[C::Frames, C::Trace],
        &[Key::of(KeyCode::End)],
        "",
        "To the newest, and on with it",
    ),
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
    row(
        A::Trace,
        "trace.early",
        EARLY,
        &[Key::of(KeyCode::F(3))],
        "",
        "What integrations called, and what came of it",
    ),
    row(
        A::Methods,
        "methods.early",
        EARLY,
        &[Key::of(KeyCode::F(2))],
        "Methods",
        "Run a method as an integration would",
    ),
    row(A::Help, "help", NO_TEXT, &[key('?'), Key::of(KeyCode::F(1))], "Help", "All keys"),
    row(A::Help, "help.f1", Context::TYPED, &[Key::of(KeyCode::F(1))], "Help", "All keys"),
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
                | Write
                | Transfer
                | Confer
                | Record
                | Methods
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
