//! The one table of actions: what can be done, where, with which key, and what it is called. The
//! keymap, the footer, the help, the palette and the page of keys are made from it.

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
mod subject;
mod workbench;

use crossterm::event::KeyCode;

pub use context::Context;
pub use subject::Subject;

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
    AllFrames,
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
    ResetWidths,
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
    Home,
    Palette,
    Interactions,
    Settings,
    Copy,
    Figures,
    Tour,
}

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// What.
    pub action: Action,
    /// Its stable name.
    pub id: &'static str,
    /// Where.
    pub contexts: &'static [Context],
    /// With which keys, unless a keymap says otherwise; the first is the one that is shown.
    pub keys: &'static [Key],
    /// In the footer, in a word or two; empty: only in the help.
    pub label: &'static str,
    /// In the palette, where the footer does not show it.
    named: &'static str,
    /// In the help, in a sentence.
    pub about: &'static str,
    /// The letter that leads here from anywhere, behind [`GO`](super::keymap::GO).
    pub letter: Option<char>,
}

impl Row {
    /// Whether it is done in a place.
    pub fn is_of(&self, context: Context) -> bool {
        self.contexts.contains(&context)
    }

    /// What a list of actions calls it.
    pub fn name(&self) -> &'static str {
        [self.named, self.label, self.about].into_iter().find(|name| !name.is_empty()).unwrap_or_default()
    }

    /// The name that it has besides the sentence; often none.
    pub fn short_name(&self) -> &'static str {
        if self.named.is_empty() { self.label } else { self.named }
    }

    /// The same with a name of its own.
    const fn named(self, named: &'static str) -> Row {
        Row { named, ..self }
    }

    /// The same, led to from anywhere by a letter.
    const fn go(self, letter: char) -> Row {
        Row { letter: Some(letter), ..self }
    }

    /// Whether it means the same everywhere.
    pub fn is_global(&self) -> bool {
        matches!(self.action, Action::Help | Action::QuitNow | Action::Suspend | Action::Palette)
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
    Row { action, id, contexts, keys, label, named: "", about, letter: None }
}

const UP: Key = Key::of(KeyCode::Up);
const DOWN: Key = Key::of(KeyCode::Down);
const ENTER: Key = Key::of(KeyCode::Enter);
const ESC: Key = Key::of(KeyCode::Esc);
const TAB: Key = Key::of(KeyCode::Tab);
const BACK_TAB: Key = Key::of(KeyCode::BackTab);
const BACKSPACE: Key = Key::of(KeyCode::Backspace);

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
    table().filter(move |row| row.is_of(context))
}

impl Action {
    /// Whether it only moves about where one is, so that nobody looks for it by its name.
    pub fn is_a_move(self) -> bool {
        use Action::*;
        matches!(
            self,
            Previous
                | Next
                | NextField
                | PreviousField
                | PageUp
                | PageDown
                | Jump
                | Confirm
                | Cancel
                | Toggle
                | Yes
                | No
                | Newline
                | Complete
                | Palette
        )
    }

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
}
