//! What a supervisor sees of the other desks of a site.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::contract::ids::{CampaignId, DeskId, InteractionId, UserId};
use crate::contract::payload::ChannelType;
use crate::wire::Moment;

/// The most desks that a supervisor's state holds; further ones are not shown. With the bounds below all of
/// them take less than 512 KiB of a desk's snapshot.
pub const MAX_WATCHED: usize = 200;
/// The most interactions of a desk that its summary lists.
pub const MAX_SUMMARY: usize = 6;
/// The most characters of a name in a summary, and the most campaigns of a desk.
pub const MAX_NAMED: usize = 32;

/// A desk at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeskSummary {
    /// Who is signed in.
    pub user_id: UserId,
    /// Their name.
    pub user_name: String,
    /// Their type.
    pub user_type: String,
    /// `Available`, a break's name, `Not ready`.
    pub status: String,
    /// Whether interactions are offered.
    pub available: bool,
    /// Since when.
    pub since: Moment,
    /// The chosen campaigns; at most [`MAX_NAMED`].
    pub campaigns: Vec<CampaignId>,
    /// What they are on; at most [`MAX_SUMMARY`].
    pub interactions: Vec<InteractionSummary>,
}

/// An interaction at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InteractionSummary {
    /// Which.
    pub interaction_id: InteractionId,
    /// Voice or chat.
    pub channel_type: ChannelType,
    /// Of a chat: which.
    #[serde(default)]
    pub sub_channel: String,
    /// `ringing`, `dialling`, `connected`, `held` or `wrapUp`.
    pub phase: String,
    /// Since when it is at this desk.
    pub since: Moment,
    /// The customer's name or number, masked where it is.
    pub customer: String,
}

/// All desks that a supervisor watches.
pub type Watched = BTreeMap<DeskId, DeskSummary>;
