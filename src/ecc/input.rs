//! What reaches the engine.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::contract::ids::{CampaignId, DeskId, InteractionId};
use crate::wire::{Credential, Role};

/// One input. Its time comes beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Input {
    /// A peer calls a method.
    Request(Request),
    /// A customer does something.
    Customer(CustomerDoing),
}

/// Which request an answer belongs to; the hub's number, opaque here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ticket(pub u64);

/// A call of a method, its parameters checked against the contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// To be given back with the answer.
    pub ticket: Ticket,
    /// At which desk.
    pub desk: DeskId,
    /// By what kind of peer.
    pub role: Role,
    /// The wire name.
    pub method: String,
    /// By name, as `contract::check` gives them; never with a password.
    pub params: Map<String, Value>,
    /// What came of the password, for the methods that take one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<Credential>,
}

/// What a customer does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CustomerDoing {
    /// Calls.
    Call {
        /// The caller's number.
        phone: String,
        /// The caller's name, where one is given; else the workspace may know it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The campaign that was called; else calls are routed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        campaign_id: Option<CampaignId>,
    },
    /// Picks up.
    Answer {
        /// The dialled call.
        interaction_id: InteractionId,
    },
    /// Is busy or refuses.
    Refuse {
        /// The dialled call.
        interaction_id: InteractionId,
    },
    /// Hangs up: in the queue, while it rings, or in the talk.
    Hangup {
        /// The call.
        interaction_id: InteractionId,
    },
}
