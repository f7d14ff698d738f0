//! What a desk remembers, whoever is signed in there: the store, what integrations filled in, who they are.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use serde_json::json;

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};
use crate::contract::ids::DeskId;
use crate::contract::payload::CrmRecordInfo;
use crate::contract::session::SelectedExtension;
use crate::contract::{SdkError, nearest};
use crate::desk::{Integration, NewInteraction};
use crate::wire::Credential;

/// The most keys of a desk's store.
pub(super) const MAX_KEYS: usize = 1_000;
/// The longest key, in bytes.
pub(super) const MAX_KEY: usize = 256;
/// The longest value, in bytes.
pub(super) const MAX_VALUE: usize = 64 << 10;
/// All keys and values of a desk's store, in bytes.
pub(super) const MAX_STORE: usize = 1 << 20;

/// A desk's memory. It ends with the desk, so that there are no more of them than the hub has desks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Memory {
    /// What integrations keep there (contract: `store`).
    pub store: BTreeMap<String, String>,
    /// Who is connected, in the order in which they came.
    pub integrations: Vec<Integration>,
    /// Whose connection dropped, by name, and whether they were loaded: they may come back. Oldest first.
    pub away: VecDeque<(String, bool)>,
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
    /// Whether the toolbar's window is in sight; `None` until it said so.
    pub window_visible: Option<bool>,
}

impl Ecc {
    /// A desk's memory; empty where it has none yet.
    pub(super) fn memory(&mut self, desk: &DeskId) -> &mut Memory {
        self.state.memories.entry(desk.clone()).or_default()
    }

    pub(super) fn on_desk_over(&mut self, desk: &DeskId) {
        self.state.memories.remove(desk);
    }

    /// What integrations filled in during a session is not for the next one; its desk forgets it too.
    pub(super) fn forget_filled(&mut self, desk: &DeskId) {
        if let Some(memory) = self.state.memories.get_mut(desk) {
            memory.login = None;
            memory.extension = None;
            memory.new_interaction = NewInteraction::default();
            memory.current_record = None;
        }
    }

    pub(super) fn on_store(&mut self, name: &str, call: &Call) -> Answer {
        let (desk, key) = (&call.desk, call.params.text("key"));
        match name {
            "get" => match self.state.memories.get(desk).and_then(|memory| memory.store.get(key)) {
                Some(value) => Ok(json!(value)),
                None => Err(self.no_key(desk, key)),
            },
            "set" => self.store_set(desk, key, call.params.text("value")),
            "delete" => {
                let memory = self.state.memories.get_mut(desk);
                match memory.and_then(|memory| memory.store.remove(key)) {
                    Some(_) => Ok(json!("Successfully deleted store item")),
                    None => Err(self.no_key(desk, key)),
                }
            }
            _ => Err(not_there()),
        }
    }

    /// Past a bound nothing is kept: the integration decides what can go.
    fn store_set(&mut self, desk: &DeskId, key: &str, value: &str) -> Answer {
        if key.len() > MAX_KEY {
            return Err(too_large(format!("a key has at most {MAX_KEY} bytes"), "use a shorter key"));
        }
        if value.len() > MAX_VALUE {
            let hint = "keep it in parts, or elsewhere";
            return Err(too_large(format!("a value has at most {MAX_VALUE} bytes"), hint));
        }
        let nothing = BTreeMap::new();
        let store = self.state.memories.get(desk).map_or(&nothing, |memory| &memory.store);
        if store.len() >= MAX_KEYS && !store.contains_key(key) {
            return Err(too_large(format!("the store has at most {MAX_KEYS} keys"), FREE));
        }
        let others = store.iter().filter(|(other, _)| *other != key);
        let size: usize = others.map(|(key, value)| key.len() + value.len()).sum();
        if size + key.len() + value.len() > MAX_STORE {
            return Err(too_large(format!("the store has at most {MAX_STORE} bytes in all"), FREE));
        }
        self.memory(desk).store.insert(key.to_owned(), value.to_owned());
        Ok(json!("Successfully set store item"))
    }

    fn no_key(&self, desk: &DeskId, key: &str) -> SdkError {
        let shown: String = key.chars().take(MAX_KEY).collect();
        let error = SdkError::not_found(format!("the store has no key {shown:?}"));
        let store = self.state.memories.get(desk).map(|memory| &memory.store);
        let keys = store.into_iter().flat_map(|store| store.keys());
        match nearest(key, keys.map(String::as_str)) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint("store.set makes it"),
        }
    }
}

/// What to do where a store is full.
const FREE: &str = "store.delete what is not needed";

fn too_large(message: String, hint: &str) -> SdkError {
    SdkError::http(413, message).hint(hint)
}
