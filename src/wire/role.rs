//! What a peer may be.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A peer's role; it decides what it may call and what it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The agent's interface.
    Toolbar,
    /// The page that embeds the toolbar.
    Crm,
    /// A custom app inside the toolbar.
    App,
    /// Tests and demonstrations: may call everything.
    Control,
    /// Sees a desk and changes nothing.
    Observer,
}

impl Role {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Toolbar => "toolbar",
            Role::Crm => "crm",
            Role::App => "app",
            Role::Control => "control",
            Role::Observer => "observer",
        }
    }

    /// Whether it needs the hub's token wherever it comes from.
    pub fn needs_token(self) -> bool {
        matches!(self, Role::Toolbar | Role::Control | Role::Observer)
    }

    /// Whether it is sent the desk's changes, which the SDK does not know.
    pub fn sees_changes(self) -> bool {
        matches!(self, Role::Toolbar | Role::Observer)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
