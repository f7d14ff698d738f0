//! What a desk knows of a conversation beside its events: how it is sorted, who is asked about it, who the
//! customer is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::ids::{CampaignId, UserId};
use crate::wire::Moment;
pub use crate::workspace::conversation::{Priority, Status};

/// How a conversation is sorted, and how long the customer waits in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Conversation {
    /// Of a chat: `webchat`, `whatsapp`, … Empty for voice.
    pub sub_channel: String,
    /// What an e-mail is about; empty for everything else.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// Its labels, in the order in which they were put on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// How pressing it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// How far it is.
    pub status: Status,
    /// Until when it is put off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<Moment>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Its custom attributes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Value>,
    /// Whether the customer's lines call for no attention.
    pub muted: bool,
    /// Since when the customer waits for an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_since: Option<Moment>,
    /// Until when free text may be written; absent where the channel has no window, or the customer has not
    /// written yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_until: Option<Moment>,
}

/// Someone whom the agent asks before giving them a call, while the customer is on hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consult {
    /// A user's id, or a number.
    pub with: String,
    /// Whether it is a user.
    pub is_user: bool,
    /// Whether they have answered; else it rings there.
    pub joined: bool,
    /// Whether the agent talks with them; else with the customer, and they are on hold.
    pub talks: bool,
}

/// The customer of an interaction, beyond what events carry.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Contact {
    /// The address for letters; empty where none is known, or it is masked.
    pub email: String,
    /// Custom attributes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Value>,
    /// Whether the number is not for this agent to see.
    pub masked: bool,
}

/// A number of which only the end is to be seen: `******7890`. One of four characters or fewer is hidden whole.
pub fn masked(phone: &str) -> String {
    let hidden = match phone.chars().count() {
        few @ ..=SHOWN_OF_MASKED => few,
        many => many - SHOWN_OF_MASKED,
    };
    phone.chars().enumerate().map(|(at, c)| if at < hidden { '*' } else { c }).collect()
}

/// How many characters of a masked number are seen.
const SHOWN_OF_MASKED: usize = 4;

/// A callback that was promised, as its agents see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PromisedCallback {
    /// Its number at the site.
    pub id: u64,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The number to call.
    pub phone: String,
    /// The customer's name, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// For when it was promised.
    pub at: Moment,
    /// Whose it is; absent for any agent of the campaign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<UserId>,
    /// Whether its time has come.
    #[serde(default)]
    pub due: bool,
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("1234567890", "******7890")]
    #[case("12345", "*2345")]
    #[case("1234", "****")]
    #[case("", "")]
    #[case("\u{661}\u{662}345", "*\u{662}345")]
    fn a_masked_number_shows_its_end(#[case] phone: &str, #[case] shown: &str) {
        assert_eq!(masked(phone), shown);
    }
}
