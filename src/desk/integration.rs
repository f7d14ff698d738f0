//! What integrations do at a desk: who is connected, and what they fill in and show.

use serde::{Deserialize, Serialize};

use crate::contract::payload::CrmRecordInfo;
use crate::contract::session::SelectedExtension;
use crate::wire::Role;

/// The most integrations of a desk that its state lists; further ones work and are not listed.
pub const MAX_INTEGRATIONS: usize = 64;
/// The most records that a list keeps; further ones are left out.
pub const MAX_RECORDS: usize = 100;

/// A CRM page or an app that is connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Integration {
    /// Its name in frames.
    pub peer: String,
    /// `crm` or `app`.
    pub role: Role,
    /// As given to `initialize`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// The app that it is an instance of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// Where its page comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Whether it said so by `onLoadHandler`.
    pub loaded: bool,
}

/// What stands on the start-interaction screen (contract:
/// `ui.populateChannelDetailsForNewInteraction`). Texts are empty where nothing stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NewInteraction {
    /// `voice` or `chat`.
    pub channel_type: String,
    /// `webchat`, …
    pub channel_sub_type: String,
    /// The campaign's id, a text in the vendor's method.
    pub campaign_id: String,
    /// The app that it goes through.
    pub app_name: String,
    /// The number.
    pub phone: String,
    /// The customer's name.
    pub name: String,
}

/// A notice for the desktop (contract: `ui.triggerDesktopNotification`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DesktopNotification {
    /// As given.
    pub notification_type: String,
    /// As given.
    pub notification_sub_type: String,
    /// Its first line.
    pub subject: String,
    /// The rest.
    pub message: String,
}

/// What integrations have put on a desk's screens.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Filled {
    /// The user whom the login screen suggests; their token is known to the hub.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The extension that the extension screen suggests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<SelectedExtension>,
    /// What stands on the start-interaction screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_interaction: Option<NewInteraction>,
    /// What the CRM found for a number that the agent asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<PreviewRecords>,
    /// The record that the CRM said it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_record: Option<CrmRecordInfo>,
}

impl Filled {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self == &Filled::default()
    }
}

/// What the CRM found for a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewRecords {
    /// The number.
    pub phone: String,
    /// What it found.
    pub records: Vec<CrmRecordInfo>,
}
