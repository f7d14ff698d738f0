//! Who may do what, and who works with whom: roles, teams, the rules by which interactions come to teams.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::channels::SUB_CHANNELS;
use crate::contract::ids::{CampaignId, UserId};
use crate::contract::payload::ChannelType;

/// What a role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// Take calls.
    Voice,
    /// Take chats.
    Chat,
    /// Start calls, redial, call back.
    Dial,
    /// Start chats.
    OpenChat,
    /// Give an interaction to somebody else.
    Transfer,
    /// Ask others into a call.
    Confer,
    /// Run macros.
    Macros,
    /// Set labels, priority and status of a conversation.
    Organize,
    /// Change custom attributes.
    EditAttributes,
    /// Search customers and look at their history.
    ViewCustomers,
    /// Attach, unattach, create and change records.
    EditRecords,
    /// See the callbacks of the campaigns, and cancel them.
    Callbacks,
    /// See all desks live.
    Supervise,
    /// Look into another desk's toolbar.
    Listen,
    /// Set another agent's status, and sign them out.
    ManageAgents,
}

impl Permission {
    /// All of them.
    pub const ALL: [Permission; 15] = [
        Permission::Voice,
        Permission::Chat,
        Permission::Dial,
        Permission::OpenChat,
        Permission::Transfer,
        Permission::Confer,
        Permission::Macros,
        Permission::Organize,
        Permission::EditAttributes,
        Permission::ViewCustomers,
        Permission::EditRecords,
        Permission::Callbacks,
        Permission::Supervise,
        Permission::Listen,
        Permission::ManageAgents,
    ];

    /// The name in the workspace file and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Permission::Voice => "voice",
            Permission::Chat => "chat",
            Permission::Dial => "dial",
            Permission::OpenChat => "openChat",
            Permission::Transfer => "transfer",
            Permission::Confer => "confer",
            Permission::Macros => "macros",
            Permission::Organize => "organize",
            Permission::EditAttributes => "editAttributes",
            Permission::ViewCustomers => "viewCustomers",
            Permission::EditRecords => "editRecords",
            Permission::Callbacks => "callbacks",
            Permission::Supervise => "supervise",
            Permission::Listen => "listen",
            Permission::ManageAgents => "manageAgents",
        }
    }

    /// Whether it is of the supervisor's work, not of the agent's.
    pub fn is_of_supervisors(self) -> bool {
        matches!(self, Permission::Supervise | Permission::Listen | Permission::ManageAgents)
    }
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Role {
    /// By which users name it.
    pub id: String,
    /// What people call it; the id where absent.
    #[serde(default)]
    pub name: Option<String>,
    /// What it allows.
    pub permissions: Vec<Permission>,
}

/// The role of a user of this type who names none: `agent`, `supervisor` or `administrator` (platform: seed
/// 000 names the three).
pub fn role_of_type(user_type: &str) -> &'static str {
    match user_type {
        "Supervisor" => "supervisor",
        "Administrator" => "administrator",
        _ => "agent",
    }
}

/// What a role allows that the workspace does not describe: an agent works, a supervisor also watches, an
/// administrator may do everything.
pub fn usual_permissions(role: &str) -> Option<Vec<Permission>> {
    match role {
        "agent" => Some(Permission::ALL.into_iter().filter(|one| !one.is_of_supervisors()).collect()),
        "supervisor" | "administrator" => Some(Permission::ALL.to_vec()),
        _ => None,
    }
}

/// Agents who work together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Team {
    /// The name, in lower case.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Who is in it.
    pub members: Vec<UserId>,
    /// Whether its interactions are offered by themselves; else its members take them.
    #[serde(default = "yes")]
    pub allow_auto_assign: bool,
    /// Who of them is offered the next one.
    #[serde(default)]
    pub strategy: Strategy,
}

fn yes() -> bool {
    true
}

/// Who of several free agents is offered an interaction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Strategy {
    /// Who has waited longest.
    #[default]
    LongestIdle,
    /// One after the other.
    RoundRobin,
    /// Who has the fewest interactions.
    LeastBusy,
}

/// Which team an interaction goes to. The first rule that fits decides; what is absent fits all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssignmentRule {
    /// Of this channel.
    #[serde(default)]
    pub channel_type: Option<ChannelType>,
    /// Of this sub channel.
    #[serde(default)]
    #[schemars(extend("enum" = SUB_CHANNELS))]
    pub channel_sub_type: Option<String>,
    /// Of this campaign.
    #[serde(default)]
    pub campaign_id: Option<CampaignId>,
    /// The team.
    pub team: String,
}
