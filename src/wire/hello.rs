//! The greeting: who a peer is, and where it goes on after a dropped connection.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::moment::Moment;
use super::role::Role;
use super::rpc;
use crate::contract::ids::DeskId;

/// The name of the first request.
pub const METHOD: &str = "hello";

/// `params` of `hello`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hello {
    /// What the peer is.
    pub role: Role,
    /// Its desk; `default` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskId>,
    /// The app's instance, or the id of the CRM page's iframe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// The app that it is an instance of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// The page's origin as the integration gave it; an HTTP `Origin` header goes before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The hub's token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "resume")]
    pub resume: Option<Resume>,
}

impl Hello {
    /// A greeting with nothing but a role.
    pub fn new(role: Role) -> Hello {
        Hello { role, desk: None, instance_id: None, app_id: None, origin: None, token: None, resume: None }
    }
}

/// Where a peer goes on after its connection dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resume {
    /// The epoch that it saw.
    pub epoch: String,
    /// The last frame that it saw.
    pub seq: u64,
    /// The key that its first `hello` was answered with.
    pub key: String,
}

/// `resume` as an object or `null`; nothing else stands for one.
fn resume<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Resume>, D::Error> {
    let resume = Option::<Box<RawValue>>::deserialize(from)?;
    resume.map(|resume| rpc::object(resume.get()).map_err(D::Error::custom)).transpose()
}

/// The answer to `hello`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelloAnswer {
    /// The peer's name in frames and recordings.
    pub peer: String,
    /// What to resume with; a secret between this peer and the hub.
    pub key: String,
    /// The desk.
    pub desk: DeskId,
    /// The id of this life of the site's engine.
    pub epoch: String,
    /// The desk's newest frame.
    pub seq: u64,
    /// The hub's time, in µs since the Unix epoch.
    pub now: Moment,
    /// Whether time stands still until it is advanced.
    pub virtual_clock: bool,
    /// How often the hub pings, in ms.
    pub ping_interval: u64,
    /// How long it waits for a sign of life, in ms.
    pub ping_notification_timeout: u64,
    /// How long a call may take, in ms.
    pub command_timeout: u64,
    /// Whether the frames since `resume.seq` follow.
    pub resumed: bool,
    /// Where they do not: how many frames are lost to this peer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<u64>,
    /// For toolbars, observers and control that did not resume: the desk's state at `seq`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<Box<RawValue>>,
    /// What the login screen of an embedded session says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeting: Option<String>,
}
