//! Ids and numbers of the contact centre, a type each so that they can't be mixed up.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// From its text, unchecked: ids from outside are only ever looked up.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                $name(text.into())
            }

            /// Its text, as on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name::new(text)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

text_id! {
    /// A v4-like UUID whose last group is six hex digits and the year and month (contract: ids).
    InteractionId
}
text_id! {
    /// A CRT object id: `d279-6874b064-vce-6` for a customer, much longer for an agent's session.
    CrtId
}
text_id! {
    /// The id of a call, `d279-6874b064-vcall-20`, or of a chat, `d764-6879fb2e-vchat-70`.
    CallId
}
text_id! {
    /// A notification's id: `d279-6874b064-notify-2441`.
    NotificationId
}
text_id! {
    /// The id with which a user signs in.
    UserId
}
text_id! {
    /// One agent's seat at a site; `default` where a peer names none.
    DeskId
}

number_id! {
    /// A campaign.
    CampaignId(u32)
}
number_id! {
    /// A queue of a campaign.
    QueueId(u32)
}
number_id! {
    /// A process, the group that campaigns belong to.
    ProcessId(u32)
}
number_id! {
    /// A customer that the CRM knows.
    CustomerId(u64)
}
number_id! {
    /// A disposition code.
    CodeId(u32)
}
number_id! {
    /// A disposition class.
    ClassId(u32)
}
number_id! {
    /// An extension's place in the telephony system.
    CallContextId(u32)
}

impl DeskId {
    /// The desk of a peer that names none (behaviour: desks and sites).
    pub fn default_desk() -> DeskId {
        DeskId::new("default")
    }
}
