//! The channels of a site: how customers and agents reach each other. Only active ones are offered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::contract::payload::ChannelType;
use crate::wire::Micros;

/// What a chat is called whose sub channel nobody named.
pub const WEB_CHAT: &str = "webchat";
/// The sub channel with ticks, templates and a window.
pub const WHATSAPP: &str = "whatsapp";
/// The sub channel of a page's inbox.
pub const FACEBOOK: &str = "facebook";
/// The sub channel that is written in long and slowly.
pub const EMAIL: &str = "email";

/// WhatsApp's window (its owner's rule), in s.
const A_DAY: u64 = 86_400;

/// The sub channels of chats that a site can have.
pub const SUB_CHANNELS: [&str; 4] = [WEB_CHAT, WHATSAPP, FACEBOOK, EMAIL];

/// The same, and the empty one of voice.
const SUB_TYPES: [&str; 5] = ["", WEB_CHAT, WHATSAPP, FACEBOOK, EMAIL];

/// A channel of the site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Channel {
    /// `voice` or `chat` (contract: enum ChannelType).
    #[serde(rename = "type")]
    pub channel_type: ChannelType,
    /// Of a chat: one of [`SUB_CHANNELS`]. Empty for voice.
    #[serde(default)]
    #[schemars(extend("enum" = SUB_TYPES))]
    pub sub_type: String,
    /// What people call it.
    pub name: String,
    /// Whether it is in use. One that is not is shown nowhere and takes nothing.
    #[serde(default = "yes")]
    pub active: bool,
    /// How many interactions of it an agent has at once.
    #[serde(default = "one")]
    pub limit: u32,
    /// How long after the customer's last line free text may be written, in s; 0 for no such window. A day for
    /// WhatsApp, and none elsewhere, where absent.
    #[serde(default)]
    pub window: Option<u64>,
    /// How long a customer waits here for an agent, in s; 0 for as long as it takes. Where absent, an e-mail waits
    /// as long as it takes, everything else as long as the queue of its campaign lets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_wait: Option<u64>,
    /// What may be written outside of the window.
    #[serde(default)]
    pub templates: Vec<Template>,
    /// When an agent's timer warns, and when it is late.
    #[serde(default)]
    pub thresholds: Option<Thresholds>,
}

fn yes() -> bool {
    true
}

fn one() -> u32 {
    1
}

/// A message that the channel's owner has approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Template {
    /// By which it is chosen.
    pub name: String,
    /// What it says: a template of the project's one language, as a quick reply's content is.
    pub content: String,
}

/// When a timer changes its look: of a call its length, of a chat how long the customer waits for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Thresholds {
    /// When it warns, in s.
    pub warn: u64,
    /// When it is late, in s.
    pub late: u64,
}

/// What can be done on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Capabilities {
    /// Hold, mute, key tones, conferences.
    pub talk: bool,
    /// Lines of text.
    pub text: bool,
    /// That somebody types is told.
    pub typing: bool,
    /// That a line was delivered and read is told.
    pub ticks: bool,
    /// Files go both ways.
    pub attachments: bool,
    /// Approved messages are written outside of the window.
    pub templates: bool,
}

impl Channel {
    /// Voice as a site has it that names no channels.
    pub fn voice() -> Channel {
        Channel::of(ChannelType::Voice, "", "Voice", 1)
    }

    /// Web chat as a site has it that names no channels.
    pub fn web_chat() -> Channel {
        Channel::of(ChannelType::Chat, WEB_CHAT, "Web chat", 3)
    }

    fn of(channel_type: ChannelType, sub_type: &str, name: &str, limit: u32) -> Channel {
        Channel {
            channel_type,
            sub_type: sub_type.to_owned(),
            name: name.to_owned(),
            active: true,
            limit,
            window: None,
            max_wait: None,
            templates: Vec::new(),
            thresholds: None,
        }
    }

    /// What can be done on it.
    pub fn capabilities(&self) -> Capabilities {
        Capabilities::of(self.channel_type, &self.sub_type)
    }

    /// How long after the customer's last line free text may be written; `None` where that may be at any time.
    pub fn window(&self) -> Option<Micros> {
        let usual = if self.sub_type == WHATSAPP { A_DAY } else { 0 };
        let seconds = self.window.unwrap_or(usual);
        (seconds > 0).then(|| Micros::from_secs(seconds))
    }

    /// How long a customer waits here for an agent whose queue says `of_queue` s; `None` for as long as it takes.
    pub fn max_wait(&self, of_queue: u64) -> Option<Micros> {
        let usual = if self.sub_type == EMAIL { 0 } else { of_queue };
        let seconds = self.max_wait.unwrap_or(usual);
        (seconds > 0).then(|| Micros::from_secs(seconds))
    }

    /// The approved message with this name.
    pub fn template(&self, name: &str) -> Option<&Template> {
        self.templates.iter().find(|one| one.name == name)
    }
}

impl Capabilities {
    /// What can be done on a channel of this kind (platform: seed 003 names the channels; what each can do is
    /// ours).
    pub fn of(channel_type: ChannelType, sub_type: &str) -> Capabilities {
        let chat = channel_type == ChannelType::Chat;
        Capabilities {
            talk: !chat,
            text: chat,
            typing: chat && matches!(sub_type, WEB_CHAT | FACEBOOK | WHATSAPP),
            ticks: chat && matches!(sub_type, WHATSAPP | FACEBOOK),
            attachments: chat,
            templates: chat && sub_type == WHATSAPP,
        }
    }
}
