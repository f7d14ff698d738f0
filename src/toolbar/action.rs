//! The one table of actions: what can be done, where, with which key, and what it is called. The
//! keymap, the footer and the help are made from it.

mod allowed;
mod chats;
mod context;
mod customers;
mod dialogs;
mod everywhere;
mod inspector;
mod looking_on;
mod looks;
mod replay;
mod workbench;

use crossterm::event::KeyCode;

pub use context::Context;

use super::keymap::Key;

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
    Swap,
    StopAsking,
    HoldAll,
    Members,
    Drop,
    Leave,
    Keypad,
    Redial,
    Colleagues,
    Callbacks,
    Move,
    Record,
    OpenRecord,
    Newline,
    Complete,
    Conversation,
    Find,
    Waiting,
    Desks,
    Preferences,
    Dial,
    Preview,
    Status,
    CustomerCall,
    CustomerMenu,
    Previous,
    Next,
    NextNeed,
    Jump,
    Bell,
    Frames,
    Trace,
    Methods,
    History,
    Run,
    EditRun,
    Filter,
    Search,
    NextHit,
    PreviousHit,
    Fold,
    FoldAll,
    Whole,
    Pin,
    Mark,
    CompareMarked,
    Ladder,
    OnlyThis,
    CopyAs,
    CopyJson,
    CopyCommand,
    CopyJavaScript,
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
    Themes,
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

    /// All its keys, as the help lists them.
    pub fn all_keys(&self) -> Vec<String> {
        match self.action {
            Action::Jump => vec![self.hint()],
            _ => self.keys.iter().map(Key::to_string).collect(),
        }
    }

    /// What stands in the footer: of keys that come in pairs both, beside the label of the first.
    pub fn hint(&self) -> String {
        let pair = match self.action {
            Action::Previous => "↑/↓",
            Action::PageUp => "pgup/pgdn",
            Action::ToStart => "home/end",
            Action::StepBack => "←/→",
            Action::Slower => "-/+",
            Action::Jump => "1-9",
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

/// All actions by subject, the most wanted of a place first: that is the footer's order.
static TABLES: [&[Row]; 9] = [
    workbench::ROWS,
    chats::ROWS,
    customers::ROWS,
    replay::ROWS,
    looking_on::ROWS,
    looks::ROWS,
    inspector::ROWS,
    dialogs::ROWS,
    everywhere::ROWS,
];

/// All rows.
pub fn table() -> impl Iterator<Item = &'static Row> {
    TABLES.into_iter().flatten()
}

/// The rows of a context, in order.
pub fn rows(context: Context) -> impl Iterator<Item = &'static Row> {
    table().filter(move |row| row.contexts.contains(&context))
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
                | Swap
                | StopAsking
                | HoldAll
                | Members
                | Leave
                | Keypad
                | Redial
                | Colleagues
                | Callbacks
                | Record
                | Conversation
                | Find
                | Waiting
                | Desks
                | Preferences
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
        for row in table() {
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
