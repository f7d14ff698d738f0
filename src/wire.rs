//! What goes over the websocket: the JSON-RPC envelope, the greeting, roles, pushed frames.

pub mod depth;
pub mod form;
pub mod frame;
pub mod hello;
pub mod link;
pub mod moment;
pub mod push;
pub mod role;
pub mod rpc;
pub mod text;

pub use form::Form;
pub use frame::{Credential, Dir, Frame};
pub use hello::{Hello, HelloAnswer, Resume};
pub use link::{ClientEvent, Joined};
pub use moment::{Micros, Moment};
pub use push::{Body, Push};
pub use role::Role;
pub use rpc::{Message, RequestId, RpcError};

/// The websocket subprotocol.
pub const SUBPROTOCOL: &str = "offhook.v1";

/// The largest message that either side takes, in bytes.
pub const MAX_MESSAGE: usize = 1 << 20;
/// The largest snapshot of a desk that a toolbar is told, in bytes: the one thing that may be more than
/// [`MAX_MESSAGE`].
pub const MAX_SNAPSHOT: usize = 3 * MAX_MESSAGE;

/// Close codes that the hub uses (RFC 6455, section 7.4.1).
pub mod close {
    /// The hub stops.
    pub const STOPPING: u16 = 1001;
    /// What the peer sends is no websocket frame, or a text message that is not UTF-8.
    pub const NOT_TEXT: u16 = 1007;
    /// The peer may not connect, or broke the protocol too often.
    pub const REFUSED: u16 = 1008;
    /// A message was larger than [`super::MAX_MESSAGE`], or a desk than [`super::MAX_SNAPSHOT`].
    pub const TOO_LARGE: u16 = 1009;
    /// The peer reads too slowly, or was silent for too long.
    pub const TOO_SLOW: u16 = 1013;
}
