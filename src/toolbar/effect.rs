//! What `update` wants done outside of the toolbar's state.

use serde_json::Value;

use super::replay::PlayerCommand;
use super::settings::{Colors, Setting};
use super::widths::Widths;
use crate::contract::ids::DeskId;
use crate::desk::Toast;
use crate::recording::player::Wanted;
use crate::wire::Role;

/// Something to be done by the event loop.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Call a method of the hub; the answer comes back with the tag.
    Send {
        /// To tell answers apart.
        tag: u64,
        /// The wire name.
        method: &'static str,
        /// By name.
        params: Value,
    },
    /// Call a method as another peer than the toolbar; the answer comes back with the number.
    Run {
        /// To tell answers apart.
        number: u64,
        /// As whom.
        role: Role,
        /// The wire name.
        method: &'static str,
        /// By name.
        params: Value,
    },
    /// Tell the player what to do.
    Player(PlayerCommand),
    /// Show another desk's toolbar, to be looked at only.
    Listen {
        /// Which.
        desk: DeskId,
    },
    /// Ring the terminal's bell.
    Bell,
    /// Show a notice of the desktop.
    Notify {
        /// What it says; from outside, as it came.
        text: String,
    },
    /// Remember that the user was shown around.
    TourSeen,
    /// Remember how wide columns were made.
    KeepWidths(Widths),
    /// Write a setting that was changed into the user's file.
    Keep {
        /// Which.
        setting: Setting,
        /// Its new word.
        word: String,
    },
    /// Load a theme, for a number of colours.
    Theme {
        /// Its name.
        name: String,
        /// How many.
        colors: Colors,
    },
    /// List all themes.
    Themes,
    /// Put a text where the terminal's user can paste it from.
    Copy {
        /// Which text.
        text: String,
        /// What it is, in a word or two.
        what: &'static str,
    },
    /// Read frames back from the recording.
    ReadBack {
        /// Which.
        wanted: Wanted,
    },
    /// Say something of the toolbar's own: in plain mode, where no toast is drawn.
    Say(Toast),
    /// Give the terminal back to the shell until the user returns.
    Suspend,
    /// End the toolbar.
    Quit,
}
