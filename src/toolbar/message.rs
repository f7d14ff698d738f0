//! What can happen to the toolbar: facts from the hub, the terminal, the clock and the player. What
//! the agent wants comes as a key and becomes an [`super::action::Action`]; in plain mode it comes as a
//! [`Intent`].

use super::action::Action;
use super::calls::Call;
use super::keymap::Key;
use super::replay::ReplayView;
use super::runs::{Answered, Run};
use super::theme::Loaded;
use super::widgets::zone::Target;
use crate::contract::ids::InteractionId;
use crate::inspect::Row;
use crate::recording::player::Page;
use crate::wire::ClientEvent;
use crate::wire::Moment;

/// What the mouse does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// The left button went down.
    Click,
    /// The wheel turned away from the hand.
    Up,
    /// It turned towards it.
    Down,
    /// It moves with the button down, and is in this column.
    Drag(u16),
    /// The button went up.
    Release,
}

/// A message to [`super::App::update`].
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// A command was typed, and comes to this.
    Intent(Intent),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something where this lies; `None`: where nothing does.
    Mouse(Gesture, Option<Target>),
    /// It is this late at the hub, as far as the machine's clock can tell.
    Tick(Moment),
    /// The client tells something.
    Hub(ClientEvent),
    /// A call could not be sent: too many are under way.
    NotSent {
        /// Which.
        tag: u64,
    },
    /// A method that was run as somebody else is answered.
    Ran {
        /// The run's number.
        number: u64,
        /// What came of it.
        answered: Answered,
    },
    /// A setting could not be written into the user's file.
    NotKept(String),
    /// A theme was loaded, or its file was edited.
    Theme(Box<Loaded>),
    /// The names of all themes.
    Themes(Vec<String>),
    /// The terminal got the focus, or lost it.
    Focus(bool),
    /// The player stands somewhere else, or plays at another speed.
    Replay(Box<ReplayView>),
    /// A text was copied, or the terminal can't.
    Copied {
        /// What it is.
        what: &'static str,
        /// How long it is.
        characters: usize,
        /// Whether it was.
        copied: bool,
    },
    /// Frames were read back from the recording, or can't be.
    ReadBack(Result<Page, String>),
    /// The player could not read on.
    ReplayFailed(String),
}

/// What a typed command comes to.
#[derive(Debug)]
pub enum Intent {
    /// What the action's key does.
    Act(Action),
    /// The agent looks at an interaction.
    Look(InteractionId),
    /// A call is made; what is said against it is told.
    Call(Call),
    /// A call is made of whose answer nobody is told.
    Ask(Call),
    /// A method is run as somebody.
    Run(Box<Run>),
    /// A frame is pinned, or let go.
    Pin(Box<Row>),
}
