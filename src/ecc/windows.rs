//! Until when free text may be written to a customer, where a channel's owner has such a rule (WhatsApp's 24
//! hours): from the customer's last line on, in whichever interaction it came.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Ecc;
use super::interaction::Interaction;
use crate::contract::ids::InteractionId;
use crate::wire::Moment;

/// The most customers whose window is known beyond an interaction; the first to close goes.
const MAX_WINDOWS: usize = 10_000;

/// By sub channel and number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Windows(BTreeMap<String, Moment>);

impl Windows {
    fn open(&mut self, key: String, until: Moment, now: Moment) {
        if self.0.len() >= MAX_WINDOWS && !self.0.contains_key(&key) {
            self.0.retain(|_, until| *until > now);
            let first = self.0.iter().min_by_key(|(_, until)| **until).map(|(key, _)| key.clone());
            if let Some(first) = first.filter(|_| self.0.len() >= MAX_WINDOWS) {
                self.0.remove(&first);
            }
        }
        self.0.insert(key, until);
    }
}

/// By what a customer is known on a channel; nobody without a number is.
fn key(one: &Interaction) -> Option<String> {
    let phone = &one.customer.phone;
    (!phone.is_empty()).then(|| format!("{}/{phone}", one.conversation.sub_channel))
}

impl Ecc {
    /// The customer wrote, or opened the chat: free text may be written for a while from now on.
    pub(super) fn opens_window(&mut self, id: &InteractionId) {
        let now = self.state.now;
        let Some(one) = self.state.interactions.get(id) else { return };
        let Some(window) = self.channel_of(one).and_then(|channel| channel.window()) else { return };
        let until = now + window;
        if let Some(key) = key(one) {
            self.state.windows.open(key, until, now);
        }
        if let Some(one) = self.state.interactions.get_mut(id) {
            one.conversation.window_until = Some(until);
        }
    }

    /// A chat begins with a customer who may have written in another one.
    pub(super) fn knows_window(&mut self, id: &InteractionId) {
        let now = self.state.now;
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let until = key(one).and_then(|key| self.state.windows.0.get(&key)).filter(|until| **until > now);
        one.conversation.window_until = until.copied();
    }
}
