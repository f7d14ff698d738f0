//! Who is signed in at a desk, and what they may choose from.

use serde::{Deserialize, Serialize};

use crate::contract::ids::{CallContextId, CampaignId, CodeId, UserId};
use crate::contract::payload::CampaignRef;
use crate::contract::session::{DispositionClass, SelectedExtension};
use crate::wire::Moment;

/// A signed-in user. Sent as a whole when they sign in; the rest follows by events and changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The id.
    pub user_id: UserId,
    /// The name.
    pub user_name: String,
    /// `Executive`, `Supervisor` or `Administrator`.
    pub user_type: String,
    /// When they signed in.
    pub since: Moment,
    /// The campaigns that they may choose.
    pub campaigns: Vec<AssignedCampaign>,
    /// The extensions that they may choose.
    pub extensions: Vec<Extension>,
    /// What an available agent's status is called; the first is taken.
    pub ready_statuses: Vec<String>,
    /// The breaks that they can take.
    pub break_statuses: Vec<String>,
    /// The longest number that can be dialled, in characters.
    pub max_phone_length: usize,
    /// How many characters of a campaign's name are shown.
    pub max_campaign_name: u32,
    /// When a break is too long, in minutes; `None` for never.
    pub longest_break: Option<u64>,
    /// Whether they may dial.
    pub may_dial: bool,
    /// Chosen campaigns; none yet while empty.
    pub selected: Vec<CampaignId>,
    /// The chosen extension.
    pub extension: Option<SelectedExtension>,
    /// Whether calls are offered.
    pub presence: Presence,
}

impl Session {
    /// What to call a campaign, no longer than the site wants names to be.
    pub fn campaign_name(&self, id: CampaignId) -> String {
        let most = usize::try_from(self.max_campaign_name).unwrap_or(usize::MAX);
        match self.campaign(id) {
            Some(campaign) => campaign.about.campaign_name.chars().take(most).collect(),
            None => id.to_string(),
        }
    }

    /// The assigned campaign with this id.
    pub fn campaign(&self, id: CampaignId) -> Option<&AssignedCampaign> {
        self.campaigns.iter().find(|one| one.about.campaign_id == id)
    }
}

/// A campaign with what its dispositions offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssignedCampaign {
    /// Id, name, type, process.
    #[serde(flatten)]
    pub about: CampaignRef,
    /// Class, then code.
    pub dispositions: Vec<DispositionClass>,
    /// What is taken when wrap-up runs out.
    pub default_code: CodeId,
}

/// An extension on which calls can reach an agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Extension {
    /// Its number.
    pub phone: String,
    /// What it is called.
    pub name: String,
    /// Its place in the telephony system.
    pub call_context_id: Option<CallContextId>,
}

/// Whether calls are offered to an agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Presence {
    /// Whether calls are offered.
    pub available: bool,
    /// `Available`, the break's name, or `Not ready` before the first choice.
    pub status: String,
    /// Since when.
    pub since: Moment,
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SignOutReason {
    /// The agent, or an integration, signed out.
    Logout,
    /// The user signed in at another desk by force.
    ElsewhereByForce,
    /// A supervisor signed the user out.
    BySupervisor,
}
