//! What a desk remembers, whoever is signed in there: the store, what integrations filled in, who they are.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};
use crate::contract::ids::DeskId;
use crate::contract::payload::CrmRecordInfo;
use crate::contract::session::SelectedExtension;
use crate::desk::{Integration, NewInteraction};
use crate::wire::Credential;

/// A desk's memory. It ends with the desk.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Memory {
    /// What integrations keep there (contract: `store`).
    pub store: BTreeMap<String, String>,
    /// Who is connected, in the order in which they came.
    pub integrations: Vec<Integration>,
    /// Whose connection dropped, by name, and whether they were loaded: they may come back. Oldest first.
    pub away: VecDeque<(String, bool)>,
    /// Whether the toolbar's window is in sight, and its apps with it.
    pub window_visible: bool,
    /// The user whom the login screen suggests, and what came of their token.
    pub login: Option<(String, Credential)>,
    /// What the extension screen suggests.
    pub extension: Option<SelectedExtension>,
    /// What stands on the start-interaction screen.
    pub new_interaction: NewInteraction,
    /// The record that the CRM said it shows.
    pub current_record: Option<CrmRecordInfo>,
    /// As set by `setBaseUrl`.
    pub base_url: Option<String>,
}

impl Ecc {
    /// A desk's memory; empty where it has none yet.
    pub(super) fn memory(&mut self, desk: &DeskId) -> &mut Memory {
        self.state.memories.entry(desk.clone()).or_default()
    }

    pub(super) fn on_desk_over(&mut self, desk: &DeskId) {
        self.state.memories.remove(desk);
    }

    pub(super) fn on_store(&mut self, _name: &str, _call: &Call) -> Answer {
        Err(not_there())
    }
}
