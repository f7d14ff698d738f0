//! What the screen needs and the SDK does not say: the `change` of a `desk` notification.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::DeskState;
use super::conversation::{Consult, Contact, Conversation, PromisedCallback};
use super::integration::{DesktopNotification, Integration, NewInteraction};
use super::interaction::{ChatLine, Cleared, Draft, Member, Tick};
use super::session::{Session, SignOutReason};
use super::setup::{NotificationPreferences, Setup, Ways};
use super::watch::DeskSummary;
use crate::contract::ids::{CampaignId, DeskId, InteractionId};
use crate::contract::payload::CrmRecordInfo;
use crate::contract::session::SelectedExtension;
use crate::wire::{Micros, Moment, Role};

/// A change of a desk.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Change {
    /// A user signed in.
    SignedIn {
        /// Who, and what they may choose from.
        session: Box<Session>,
    },
    /// The workspace is another: what the signed-in user may choose from. What they have chosen stays.
    Session {
        /// As if they had signed in now.
        session: Box<Session>,
    },
    /// The user is signed out.
    SignedOut {
        /// Why.
        reason: SignOutReason,
    },
    /// An extension was chosen (the event does not name it).
    Extension {
        /// Which.
        extension: SelectedExtension,
    },
    /// The present phase of an interaction runs out at `until`.
    Deadline {
        /// Which.
        interaction_id: InteractionId,
        /// When.
        until: Moment,
    },
    /// A call went on hold or off it.
    Hold {
        /// Which.
        interaction_id: InteractionId,
        /// Whether it is on hold now.
        on: bool,
    },
    /// The agent's microphone was switched.
    Mute {
        /// On which call.
        interaction_id: InteractionId,
        /// Whether it is off now.
        on: bool,
    },
    /// Why a talk, or a try, is over; comes before the event that says that it is.
    Cleared {
        /// Which.
        interaction_id: InteractionId,
        /// Why.
        by: Cleared,
    },
    /// The agent looks at another interaction.
    Focus {
        /// Which; absent for none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        interaction_id: Option<InteractionId>,
    },
    /// Chosen and typed for a disposition, not sent yet.
    Draft {
        /// For which.
        interaction_id: InteractionId,
        /// What.
        draft: Draft,
    },
    /// Shown for a few seconds.
    Toast {
        /// How it is meant.
        variant: ToastVariant,
        /// What it says.
        text: String,
    },
    /// The agent looked behind the bell.
    NotificationsRead,
    /// Callers waiting in a campaign's queue.
    Waiting {
        /// Which campaign.
        campaign_id: CampaignId,
        /// How many.
        count: u32,
    },
    /// An integration filled in the login screen. Its token is not in here.
    LoginInfo {
        /// The user's id.
        username: String,
    },
    /// An integration filled in the extension screen.
    ExtensionInfo {
        /// What it filled in.
        extension: SelectedExtension,
    },
    /// What stands on the start-interaction screen: filled in by an integration, or typed.
    NewInteraction {
        /// All of it.
        form: NewInteraction,
        /// Whether an integration did it, so that the screen is to be shown.
        by_integration: bool,
    },
    /// A notice for the desktop.
    DesktopNotification {
        /// As the integration gave it.
        notification: DesktopNotification,
    },
    /// A line of a chat.
    ChatLine {
        /// Of which.
        interaction_id: InteractionId,
        /// Who wrote what.
        line: ChatLine,
    },
    /// The records that the CRM offers for an interaction, to choose from.
    Records {
        /// Which interaction.
        interaction_id: InteractionId,
        /// What the CRM found.
        records: Vec<CrmRecordInfo>,
    },
    /// The records that the CRM found for a number that the agent asked about.
    PreviewRecords {
        /// The number.
        phone: String,
        /// What the CRM found.
        records: Vec<CrmRecordInfo>,
    },
    /// The record that an interaction is linked with.
    Record {
        /// Which interaction.
        interaction_id: InteractionId,
        /// Absent when it is linked with none any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        record: Option<CrmRecordInfo>,
    },
    /// The record that the CRM shows just now.
    CurrentRecord {
        /// Which.
        record: CrmRecordInfo,
    },
    /// Who else was asked into a call, or is in it.
    Members {
        /// Which call.
        interaction_id: InteractionId,
        /// All of them, without this desk's agent and the customer.
        members: Vec<Member>,
    },
    /// Whether the interaction is this desk's agent's own.
    Owner {
        /// Which.
        interaction_id: InteractionId,
        /// Whether it is.
        is_owner: bool,
    },
    /// The integrations that are connected to the desk.
    Integrations {
        /// All of them, in the order in which they came.
        list: Vec<Integration>,
    },
    /// What the site offers the signed-in user.
    Setup {
        /// All of it.
        setup: Box<Setup>,
    },
    /// What the signed-in user wants to be told of.
    Preferences {
        /// All of it.
        preferences: Box<NotificationPreferences>,
    },
    /// Something that the user may want to be told of, and the ways that they chose.
    Notice {
        /// Of which kind ([`NotificationPreferences::KINDS`]).
        notice: String,
        /// What it says.
        text: String,
        /// How they are told.
        ways: Ways,
    },
    /// The callbacks that are promised to customers, as far as they are this user's or their campaigns'.
    Callbacks {
        /// All of them, the next one first.
        list: Vec<PromisedCallback>,
    },
    /// Key tones were sent to the other side of a call.
    Tones {
        /// Of which.
        interaction_id: InteractionId,
        /// Which.
        digits: String,
    },
    /// Whom the agent asks before giving them a call.
    Consult {
        /// About which.
        interaction_id: InteractionId,
        /// Absent when nobody is asked any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        consult: Option<Consult>,
    },
    /// How a conversation is sorted.
    Conversation {
        /// Which.
        interaction_id: InteractionId,
        /// All of it.
        conversation: Box<Conversation>,
    },
    /// Who the customer of an interaction is, beyond what events carry.
    Contact {
        /// Of which.
        interaction_id: InteractionId,
        /// All of it.
        contact: Box<Contact>,
    },
    /// The customer of a chat types, or has stopped.
    CustomerTypes {
        /// In which.
        interaction_id: InteractionId,
        /// Whether they type.
        on: bool,
    },
    /// How far the lines of this side have come.
    Tick {
        /// In which chat.
        interaction_id: InteractionId,
        /// All lines up to this number.
        number: u64,
        /// So far at least.
        tick: Tick,
    },
    /// The agent has seen the lines of a chat.
    Seen {
        /// Of which.
        interaction_id: InteractionId,
        /// Up to this number.
        number: u64,
    },
    /// The user watches the desks of the site, or does not any more.
    Watching {
        /// Whether they do.
        on: bool,
    },
    /// Another desk of the site, for those who watch.
    DeskSeen {
        /// Which.
        desk: DeskId,
        /// How it is; absent where nobody is signed in any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        summary: Option<Box<DeskSummary>>,
    },
    /// The virtual clock moved to this frame's `at`.
    Clock,
    /// A call that another peer of the desk made, and its answer.
    Trace {
        /// What was called, and what came of it.
        call: Box<TracedCall>,
    },
    /// A whole state, for a toolbar that could not keep up.
    Snapshot {
        /// The state after all frames up to this one.
        state: Box<DeskState>,
    },
    /// A change of a later version; passed over.
    #[serde(other)]
    Unknown,
}

/// contract: enum ToastVariant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ToastVariant {
    /// It worked.
    Success,
    /// It did not.
    Error,
    /// It may not.
    Warning,
    /// For your information.
    Info,
}

/// A toast at a desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Toast {
    /// When it came.
    pub at: Moment,
    /// How it is meant.
    pub variant: ToastVariant,
    /// What it says.
    pub text: String,
}

/// A call of another peer at the desk, mirrored to the toolbar.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TracedCall {
    /// Who called.
    pub peer: String,
    /// Its role.
    pub role: Role,
    /// The wire name.
    pub method: String,
    /// The parameters, passwords blanked; absent where they were large.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "by_way_of_a_value")]
    pub params: Option<Box<RawValue>>,
    /// The error's code and message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<(i64, String)>,
    /// The answer; absent where it was large.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "by_way_of_a_value")]
    pub answer: Option<Box<RawValue>>,
    /// What there is to say of the call: a name that is not the documented one, that it was never sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// From the request's arrival to its answer, in µs.
    pub took: Micros,
}

/// What stands in an enum with a tag has been taken apart once already and is no raw text any more.
fn by_way_of_a_value<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Box<RawValue>>, D::Error> {
    let value = Option::<Value>::deserialize(from)?;
    value.map(|value| to_raw_value(&value).map_err(D::Error::custom)).transpose()
}

impl Change {
    /// As JSON text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a change is plain data with text keys")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirrored_call_survives_the_wire() {
        for params in [Some(r#"["a",{"b":1,"a":[null]}]"#), None] {
            let call = TracedCall {
                peer: "p1".to_owned(),
                role: Role::Crm,
                method: "store.set".to_owned(),
                params: params.map(|text| RawValue::from_string(text.to_owned()).unwrap()),
                error: Some((4000, "gone".to_owned())),
                answer: params.map(|text| RawValue::from_string(text.to_owned()).unwrap()),
                note: None,
                took: Micros(5),
            };
            let json = Change::Trace { call: Box::new(call) }.to_json();
            let back: Change = serde_json::from_str(&json).unwrap();
            assert_eq!(back.to_json(), json);
        }
    }
}
