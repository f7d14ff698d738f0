//! What reaches the engine.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::contract::ids::{CampaignId, DeskId, InteractionId};
use crate::desk::Integration;
use crate::desk::interaction::Attachment;
use crate::wire::{Credential, Role};
use crate::workspace::Workspace;

/// One input. Its time comes beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Input {
    /// A peer calls a method.
    Request(Request),
    /// A customer does something.
    Customer(CustomerDoing),
    /// An integration connected or went.
    Peer(PeerInput),
    /// What came of an HTTP request that the engine asked for.
    Http(HttpAnswer),
    /// Nobody has been at a desk for so long that it is over: what it remembered is forgotten.
    DeskOver {
        /// Which.
        desk: DeskId,
    },
    /// The workspace file was edited.
    Workspace(WorkspaceEdit),
}

/// An edit of the workspace file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceEdit {
    /// The desks that are told what came of it: those with a toolbar, or with somebody signed in.
    pub desks: Vec<DeskId>,
    /// The whole workspace, without secrets, or why the file can't be used.
    pub result: Result<Arc<Workspace>, String>,
}

/// An integration connected or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "peer", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PeerInput {
    /// It said hello, for the first time or again.
    Came {
        /// At which desk.
        desk: DeskId,
        /// What it is.
        integration: Integration,
    },
    /// Its connection is over.
    Gone {
        /// At which desk.
        desk: DeskId,
        /// Its name.
        name: Arc<str>,
    },
}

/// What came of an HTTP request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpAnswer {
    /// Of the request that wanted it.
    pub ticket: Ticket,
    /// What the other side answered, or why it did not.
    pub result: Result<HttpReply, HttpFailure>,
}

/// An HTTP answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpReply {
    /// The status.
    pub status: u16,
    /// The status in words; empty where the other side gave none.
    pub status_text: String,
    /// The body: JSON where it is that, else a text.
    pub data: Value,
}

/// Why an HTTP request has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpFailure {
    /// The status that stands for it: 403 not allowed, 413 too large, 429 too many, 502
    /// failed, 504 too slow.
    pub status: u16,
    /// What happened, for a person.
    pub message: String,
    /// What to do next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
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
    /// By whom: the peer's name in frames.
    #[serde(default = "nobody")]
    pub peer: Arc<str>,
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

fn nobody() -> Arc<str> {
    "".into()
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
    /// Hangs up or leaves the chat: in the queue, while it rings, or in the talk.
    Hangup {
        /// The call.
        interaction_id: InteractionId,
    },
    /// Opens a chat.
    Chat {
        /// The customer's number, where one is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
        /// The name, where one is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The campaign that was asked for; else chats are routed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        campaign_id: Option<CampaignId>,
        /// `webchat`, …
        channel_sub_type: String,
        /// What an e-mail is about; empty for every other chat.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        subject: String,
    },
    /// Writes in the chat.
    Write {
        /// The chat.
        interaction_id: InteractionId,
        /// What.
        text: String,
    },
    /// Types in the chat, or has stopped.
    Type {
        /// The chat.
        interaction_id: InteractionId,
        /// Whether they type.
        on: bool,
    },
    /// Sends a file in the chat.
    Attach {
        /// The chat.
        interaction_id: InteractionId,
        /// Which.
        file: Attachment,
    },
    /// Has the lines so far on their device, or has read them.
    Read {
        /// The chat.
        interaction_id: InteractionId,
        /// Whether they have read them.
        read: bool,
    },
    /// The number that was asked into a call picks up.
    MemberAnswer {
        /// The call.
        interaction_id: InteractionId,
    },
    /// A number that was asked into a call refuses, or leaves.
    MemberHangup {
        /// The call.
        interaction_id: InteractionId,
    },
}
