//! What the engine wants to happen.

use std::sync::Arc;

use serde_json::Value;

use super::input::Ticket;
use crate::contract::ids::{CampaignId, DeskId, InteractionId};
use crate::contract::{Event, SdkError};
use crate::desk::Change;
use crate::wire::Moment;

/// One output. They are in the order in which the desk's peers must see them.
#[derive(Debug, Clone)]
pub struct Output {
    /// When: the input's time, or the deadline's own.
    pub at: Moment,
    /// What.
    pub what: What,
}

/// What must happen.
#[derive(Debug, Clone)]
pub enum What {
    /// A request is answered.
    Answer {
        /// Which.
        ticket: Ticket,
        /// With what.
        result: Result<Value, SdkError>,
    },
    /// An event of the SDK at a desk.
    Event {
        /// Which desk.
        desk: DeskId,
        /// What.
        event: Box<Event>,
        /// The one integration that it is for; `None` for all whom it concerns.
        to: Option<Arc<str>>,
    },
    /// An HTTP request is to be made for a call; its answer comes back as an input.
    Http {
        /// Which call.
        ticket: Ticket,
        /// What.
        request: Box<HttpRequest>,
    },
    /// What a desk's screen needs and the SDK does not say.
    Change {
        /// Which desk.
        desk: DeskId,
        /// What.
        change: Change,
    },
    /// What a customer sees of a call; the simulated public acts on it.
    Customer {
        /// The call.
        interaction_id: InteractionId,
        /// The customer's number.
        phone: String,
        /// The call's campaign.
        campaign_id: CampaignId,
        /// Of a chat: `webchat`, …; empty for a call.
        sub_channel: String,
        /// What.
        sees: CustomerSees,
    },
}

/// An HTTP request that an integration wants made (contract: `http.invokeThirdPartyApi`).
#[derive(Debug, Clone, PartialEq)]
pub struct HttpRequest {
    /// Where to.
    pub url: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// Header by header.
    pub headers: Vec<(String, String)>,
    /// Added to the URL.
    pub query: Vec<(String, String)>,
    /// The body: JSON, or a form as `{"$form": …}` (behaviour: errors).
    pub data: Option<Value>,
    /// Whether a form goes as `multipart/form-data`.
    pub is_multipart: bool,
}

/// What a customer sees of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerSees {
    /// The phone rings: an agent is calling, or has opened a chat.
    Dialled,
    /// The call was taken and waits for an agent.
    Queued,
    /// An agent is on the line.
    Connected,
    /// A number that the call was given to is on the line, and no agent any more.
    PutThrough,
    /// The call is over.
    Cleared,
    /// Somebody of the site wrote a line of the chat, or sent a file.
    Written,
    /// An agent types in the chat.
    AgentTypes,
    /// They have stopped, without a line.
    AgentStops,
    /// The customer's lines were read.
    Seen,
    /// Another number, the output's `phone`, is asked into the call and rings.
    MemberDialled,
    /// That number is in the call.
    MemberConnected,
    /// That number is out of it, or does not ring any more.
    MemberCleared,
}
