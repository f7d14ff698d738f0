//! What a site offers a signed-in user: sent as a whole when they sign in, and when the workspace is another.

use serde::{Deserialize, Serialize};

use crate::contract::ids::{CampaignId, UserId};
use crate::contract::payload::ChannelType;
pub use crate::workspace::{
    Attribute, AttributeModel, AttributeType, Availability, Capabilities, Channel, Label,
    NotificationPreferences, Permission, Reply, Template, Thresholds, Ways,
};

/// What a site offers a user.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Setup {
    /// What they may do; absent in older recordings, where nothing is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<Permission>>,
    /// The campaigns whose customers' numbers are not for them to see.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<CampaignId>,
    /// The channels in use.
    pub channels: Vec<Channel>,
    /// Labels for conversations.
    pub labels: Vec<Label>,
    /// Quick replies.
    pub replies: Vec<Reply>,
    /// The macros that they may run.
    pub macros: Vec<MacroName>,
    /// Custom attributes.
    pub attributes: Vec<Attribute>,
    /// The teams.
    pub teams: Vec<String>,
    /// Statuses beside those of the session.
    pub statuses: Vec<Availability>,
    /// The other users, to whom interactions can be given.
    pub colleagues: Vec<Colleague>,
    /// The campaigns to which interactions can be given, with their IVRs.
    pub destinations: Vec<Destination>,
    /// The objects of the CRM, of which records can be made.
    pub objects: Vec<RecordForm>,
}

/// A macro.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MacroName {
    /// By which it is run.
    pub name: String,
    /// For which campaigns; all where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaigns: Option<Vec<CampaignId>>,
}

/// Another user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Colleague {
    /// Their id.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
}

/// A campaign to which interactions can be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Destination {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Its name.
    pub name: String,
    /// Its queue's name.
    pub queue: String,
    /// Its IVRs.
    pub ivrs: Vec<String>,
}

/// What a new record of an object has to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordForm {
    /// The object.
    pub object_type: String,
    /// Its fields, in order, without the id.
    pub fields: Vec<FormField>,
}

/// A field of such a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FormField {
    /// Its name.
    pub name: String,
    /// What a person reads.
    pub label: String,
    /// `string`, `phone` or `textarea` (contract: enum CrmFieldType).
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether a record can't be without it.
    pub required: bool,
}

impl Setup {
    /// Whether the user may do something. A setup of which nothing is known (an older recording) allows all.
    pub fn may(&self, what: Permission) -> bool {
        self.permissions.as_ref().is_none_or(|all| all.contains(&what))
    }

    /// The channel in use of this kind; `sub_type` is empty for voice.
    pub fn channel(&self, channel_type: ChannelType, sub_type: &str) -> Option<&Channel> {
        self.channels.iter().find(|one| one.channel_type == channel_type && one.sub_type == sub_type)
    }
}
