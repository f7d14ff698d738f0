//! What a site does by itself: bots that answer first, automations that act when something happens.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::conversation::Action;
use crate::contract::ids::CampaignId;

/// A bot: it answers chats before they are offered to agents, and hands over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bot {
    /// What it is called, in the conversation too.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// The sub channels that it answers; all of them where absent.
    #[serde(default)]
    pub channels: Option<Vec<String>>,
    /// The campaigns whose chats it answers; all of them where absent.
    #[serde(default)]
    pub campaigns: Option<Vec<CampaignId>>,
    /// What it says first: a template as a quick reply's content is.
    #[serde(default)]
    pub greeting: Option<String>,
    /// What it answers: the first rule of which a word stands in the customer's line.
    #[serde(default)]
    pub rules: Vec<BotRule>,
    /// What it says where no rule fits.
    #[serde(default)]
    pub fallback: Option<String>,
    /// When it hands over by itself.
    #[serde(default)]
    pub hand_over: HandOver,
}

/// What a bot answers to some words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BotRule {
    /// Words or phrases, whatever their case.
    pub words: Vec<String>,
    /// What is answered: a template as a quick reply's content is.
    pub reply: String,
}

/// When a bot hands over to agents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct HandOver {
    /// After so many of the customer's lines; 0 for at once, after the greeting.
    pub after: u32,
    /// At these words of the customer's.
    pub words: Vec<String>,
    /// When it has had the chat for so long, in s.
    pub timeout: u64,
    /// What it says then.
    pub message: Option<String>,
}

impl Default for HandOver {
    fn default() -> Self {
        HandOver {
            after: 3,
            words: vec!["agent".to_owned(), "human".to_owned()],
            timeout: 300,
            message: None,
        }
    }
}

/// What an automation waits for (platform: §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AutomationEvent {
    /// A conversation has begun.
    ConversationCreated,
    /// Labels, priority, status, team or attributes have changed.
    ConversationUpdated,
    /// Its status became `open`.
    ConversationOpened,
    /// Its status became `resolved`.
    ConversationResolved,
    /// Somebody wrote a line.
    MessageCreated,
}

/// How a condition compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// It is one of the values.
    EqualTo,
    /// It is none of the values.
    NotEqualTo,
    /// One of the values stands in it, whatever its case.
    Contains,
    /// None of the values stands in it.
    DoesNotContain,
    /// There is one.
    IsPresent,
    /// There is none.
    IsNotPresent,
}

/// A condition of an automation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Condition {
    /// What is looked at: `status`, `priority`, `labels`, `team`, `channel_type`, `channel_sub_type`,
    /// `campaign_id`, `message` (the line's text), `message_from` (`customer`, `agent` or `bot`), `phone`,
    /// `name`, or a custom attribute's key.
    pub attribute: String,
    /// How it is compared.
    pub operator: Operator,
    /// With what.
    #[serde(default)]
    pub values: Vec<Value>,
}

/// Whether all conditions must hold, or one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Match {
    /// All of them.
    #[default]
    All,
    /// Any of them.
    Any,
}

/// Actions that are run when something happens. What an automation does sets off no other one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Automation {
    /// What it is called.
    pub name: String,
    /// What it waits for.
    pub event: AutomationEvent,
    /// Under which conditions; always where there are none.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// Whether all of them must hold.
    #[serde(default, rename = "match")]
    pub matching: Match,
    /// What is done.
    pub actions: Vec<Action>,
    /// Whether it is in use.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}
