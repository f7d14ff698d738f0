//! What agents write with and how they sort it: labels, quick replies, macros.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::attributes::AttributeModel;
use crate::contract::ids::{CampaignId, UserId};

/// How far a conversation is (platform: §4, the field's four).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Somebody works on it (contract: enum InteractionStatus).
    #[default]
    Open,
    /// A bot has it, or it waits for somebody else.
    Pending,
    /// It is put off until a moment.
    Snoozed,
    /// It is done.
    Resolved,
}

/// How pressing a conversation is (platform: §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// Before all others.
    Urgent,
    /// Soon.
    High,
    /// In its turn.
    Medium,
    /// When there is time.
    Low,
}

/// A label for conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Label {
    /// The title, in lower case.
    pub title: String,
    /// Its colour, `#rrggbb`.
    #[serde(default = "blue")]
    pub color: String,
    /// When to use it.
    #[serde(default)]
    pub description: String,
}

fn blue() -> String {
    "#1f93ff".to_owned()
}

/// A quick reply: written by `/` and its short code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reply {
    /// By which it is found, without the `/`.
    pub short_code: String,
    /// What is written: a template of the project's one language, which sees `customer`, `agent`,
    /// `interaction` and `args`.
    pub content: String,
}

/// Who may run a macro.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Visibility {
    /// Everybody who may run macros.
    #[default]
    Global,
    /// Its owner.
    Personal,
}

/// Actions that are run in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Macro {
    /// By which it is chosen.
    pub name: String,
    /// Who may run it.
    #[serde(default)]
    pub visibility: Visibility,
    /// Whose it is, where it is personal.
    #[serde(default)]
    pub owner: Option<UserId>,
    /// For which campaigns; all where absent.
    #[serde(default)]
    pub campaigns: Option<Vec<CampaignId>>,
    /// What is done.
    pub actions: Vec<Action>,
}

/// One step of a macro or an automation. Names are the field's (platform: §4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "action", rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Action {
    /// A line is written to the customer; a template as a quick reply's content is.
    SendMessage {
        /// What.
        text: String,
    },
    /// A label is put on.
    AddLabel {
        /// Which.
        label: String,
    },
    /// A label is taken off.
    RemoveLabel {
        /// Which.
        label: String,
    },
    /// The conversation goes to a team: what waits is offered to its members, what somebody has is marked.
    AssignTeam {
        /// Which.
        team: String,
    },
    /// It is transferred to who of its team, else of its campaign, would be offered the next one.
    AssignBestAgent,
    /// The customer's lines no longer call for attention.
    MuteConversation,
    /// Its status changes.
    ChangeStatus {
        /// To what.
        status: Status,
    },
    /// Its priority changes.
    ChangePriority {
        /// To what.
        priority: Priority,
    },
    /// The same as `change_status` with `resolved`.
    ResolveConversation,
    /// It is put off.
    SnoozeConversation {
        /// For so long.
        minutes: u64,
    },
    /// A custom attribute is set.
    SetAttribute {
        /// Of the conversation, or of its customer.
        #[serde(default = "of_conversation")]
        model: AttributeModel,
        /// Which.
        key: String,
        /// To what; null takes it away.
        value: Value,
    },
    /// The conversation so far is sent somewhere.
    SendEmailTranscript {
        /// To which address; the customer's where absent.
        #[serde(default)]
        to: Option<String>,
    },
    /// A file is sent, by name, type and size.
    SendAttachment {
        /// Its name.
        name: String,
        /// Its media type.
        #[serde(default = "binary")]
        media_type: String,
        /// Its size, in bytes.
        #[serde(default)]
        size: u64,
    },
}

fn of_conversation() -> AttributeModel {
    AttributeModel::Conversation
}

fn binary() -> String {
    "application/octet-stream".to_owned()
}
