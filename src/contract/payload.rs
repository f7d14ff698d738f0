//! What events carry, typed. Names are the vendor's, to the letter; the quirks of the vendor's
//! samples are kept (contract: quirks).

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::ids::{
    CallId, CampaignId, ClassId, CrtId, CustomerId, InteractionId, NotificationId, ProcessId, QueueId, UserId,
};

/// `session.userAvailabilityStatusChanged`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Availability {
    /// Whether calls are offered.
    pub is_available: bool,
    /// The same, in the vendor's older word.
    pub auto_call_status: bool,
    /// `Available`, or the break's name.
    pub status_description: String,
    /// Who or what changed it.
    pub auto_call_state_change_cause: StateChangeCause,
}

/// Why availability changed (contract: enum AutoCallStateChangeCause).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StateChangeCause {
    /// The agent became available.
    AgentSetReady,
    /// The agent went on a break.
    AgentSetNotReady,
}

/// One entry of `session.campaignSelected` and of the answer of `session.getSelectedCampaigns`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CampaignRef {
    /// The campaign's id.
    pub campaign_id: CampaignId,
    /// Its name.
    pub campaign_name: String,
    /// Its type, e.g. `Omni Campaign` (contract: enum CampaignType).
    pub campaign_type: String,
    /// The process it belongs to.
    pub process_id: ProcessId,
}

/// `session.extensionSelected`. The vendor's text promises the extension; the sample has only this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExtensionSelected {
    /// The agent's session on the telephony side.
    #[serde(rename = "userCRTObjectId")]
    pub user_crt_object_id: CrtId,
}

/// What most interaction events carry: `interactionInitiated`, `callRinging`, `interactionConnected`,
/// `interactionDisconnected`, `customerLinkedToInteraction`, `customerUnlinkedToInteraction`, `showCrm`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallEvent {
    /// The interaction.
    pub interaction_id: InteractionId,
    /// Only in `showCrm`: the agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// In some events only, and null for a call that came through no queue.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub queue_id: Option<Option<QueueId>>,
    /// The agent's side of the call.
    #[serde(rename = "userCRTObjectId")]
    pub user_crt_object_id: CrtId,
    /// Channel, association and call id.
    pub channel_details: ChannelDetails,
    /// The customer's side of the call.
    #[serde(rename = "customerCRTObjectId")]
    pub customer_crt_object_id: CrtId,
    /// Who the customer is.
    pub customer_details: CustomerDetails,
}

/// Tells a `null` from an absent field.
fn present<'de, D, T>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(from).map(Some)
}

/// `channelDetails` of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChannelDetails {
    /// `voice` or `chat`.
    pub channel_type: ChannelType,
    /// How the agent came to it.
    pub association_type: AssociationType,
    /// The call.
    pub call_id: CallId,
}

/// contract: enum ChannelType.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChannelType {
    /// A call.
    Voice,
    /// A conversation in text, of any sub channel.
    Chat,
}

impl ChannelType {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            ChannelType::Voice => "voice",
            ChannelType::Chat => "chat",
        }
    }
}

/// contract: enum AssociationType.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssociationType {
    /// The agent dialled.
    #[serde(rename = "manualdial.association")]
    ManualDial,
    /// The customer called.
    #[serde(rename = "inbound.dial.association")]
    InboundDial,
    /// Another agent transferred it.
    #[serde(rename = "transfer.association")]
    Transfer,
    /// It was transferred to the campaign.
    #[serde(rename = "transfer.to.campaign.association")]
    TransferToCampaign,
    /// The agent joined a conference.
    #[serde(rename = "confer.association")]
    Confer,
}

/// `customerDetails` of an event: id and name are null for a caller whom the CRM does not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerDetails {
    /// The CRM's id.
    pub customer_id: Option<CustomerId>,
    /// The name.
    pub name: Option<String>,
    /// The number on the line; empty for a chat of someone whose number is not known.
    pub phone: String,
}

impl CustomerDetails {
    /// What to call the customer: the name, else the number, else that nothing is known.
    pub fn label(&self) -> &str {
        let known = self.name.iter().chain([&self.phone]).find(|text| !text.is_empty());
        known.map_or("unknown customer", String::as_str)
    }
}

/// `interaction.interactionDisposed`: no customer in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Disposed {
    /// The interaction.
    pub interaction_id: InteractionId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The agent's side of the call.
    #[serde(rename = "userCRTObjectId")]
    pub user_crt_object_id: CrtId,
    /// Channel, association and call id.
    pub channel_details: ChannelDetails,
    /// How it was disposed.
    pub disposition_details: DispositionDetails,
}

/// The vendor's sample has the code's name as class and the class's id as code; kept so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DispositionDetails {
    /// The name of the disposition code.
    pub disposition_class: String,
    /// The id of the disposition class.
    pub disposition_code: ClassId,
    /// The agent's notes.
    pub call_notes: String,
}

/// `interaction.handleInteractionDisposed` (reconstruction: the facts of `interactionDisposed`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandleDisposed {
    /// The interaction.
    pub interaction_id: InteractionId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// How it was disposed.
    pub disposition_details: DispositionDetails,
}

/// `interaction.interactionEnded`: no interaction id and an empty customer; one finds the
/// interaction by `customerCRTObjectId`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The agent's side of the call.
    #[serde(rename = "userCRTObjectId")]
    pub user_crt_object_id: CrtId,
    /// Only the channel.
    pub channel_details: EndedChannel,
    /// The customer's side of the call.
    #[serde(rename = "customerCRTObjectId")]
    pub customer_crt_object_id: CrtId,
    /// Always empty.
    pub customer_details: Map<String, Value>,
}

/// `channelDetails` of `interactionEnded`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndedChannel {
    /// `voice` or `chat`.
    pub channel_type: ChannelType,
}

/// `interaction.interactionTransferred`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transferred {
    /// The interaction.
    pub interaction_id: InteractionId,
    /// `transferToUser`, … (contract: enum TransferType).
    pub transfer_type: String,
    /// The user, phone, … it went to.
    pub transfer_context_id: String,
    /// At the top level here, beside `channelDetails`.
    pub channel_type: ChannelType,
    /// Both sides of the call.
    pub channel_details: MemberDetails,
    /// The campaign.
    pub campaign_id: CampaignId,
}

/// `interaction.interactionConferred`; the keys have one r, the event's name two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conferred {
    /// The interaction.
    pub interaction_id: InteractionId,
    /// `conferToPhone`, … (contract: enum ConferedType).
    pub confered_type: String,
    /// `initialized`, then `connected`.
    pub status: String,
    /// The user or phone that is asked in.
    pub confered_context_id: String,
    /// At the top level here, beside `channelDetails`.
    pub channel_type: ChannelType,
    /// Both sides of the call.
    pub channel_details: MemberDetails,
    /// The campaign.
    pub campaign_id: CampaignId,
}

/// `channelDetails` of a transfer or a conference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberDetails {
    /// The call.
    pub call_id: CallId,
    /// The new party's side.
    pub crt_object_id: CrtId,
    /// The side of the agent who did it.
    #[serde(rename = "memberCRTObjectId")]
    pub member_crt_object_id: CrtId,
}

/// `notification.notification`: what the bell shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// Its id.
    pub notification_id: NotificationId,
    /// What a person reads.
    pub display_message: String,
    /// 2 in the vendor's missed call.
    pub severity: u8,
    /// `application.notification.type`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `notification.missed.call.type`.
    pub sub_type: String,
    /// The facts.
    pub specific_info: MissedCall,
    /// How many were folded into this one.
    pub consolidation_count: u32,
    /// When, in UTC with milliseconds.
    pub date_added: String,
}

/// `specificInfo` of a missed call's notification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MissedCall {
    /// A running number.
    pub context_id: u64,
    /// `missed.call`.
    pub context: String,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The CRM's id, where the caller is known.
    pub customer_id: Option<CustomerId>,
    /// The caller's name, where known.
    pub name: Option<String>,
    /// The caller's number.
    pub contact: String,
    /// When, in the site's own time.
    pub date_added: String,
    /// The caller's number, twice.
    pub phone_info: PhoneInfo,
    /// The notification's id and context again.
    pub additional_params: MissedCallParams,
}

/// `phoneInfo` of a missed call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneInfo {
    /// The number.
    pub phone: String,
    /// The number as shown.
    pub display_phone: String,
}

/// `additionalParams` of a missed call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MissedCallParams {
    /// The notification's id.
    pub notification_id: NotificationId,
    /// `missed.call`.
    pub context: String,
}

/// A record of the CRM, as integrations name it (contract: type CrmRecordInfo).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CrmRecordInfo {
    /// The CRM's id of it.
    pub record_id: String,
    /// The object's type, e.g. `Contact`.
    pub record_type: String,
    /// What a person calls it.
    pub record_name: String,
    /// What the integration adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_info: Option<Value>,
}

/// `interaction.onAttachButtonClick` and `interaction.onUnattachButtonClick` (reconstruction).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordClick {
    /// The interaction.
    pub interaction_id: InteractionId,
    /// The record.
    #[serde(flatten)]
    pub record: CrmRecordInfo,
}

/// `interaction.onCreateButtonClick` (reconstruction).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateClick {
    /// The interaction.
    pub interaction_id: InteractionId,
    /// What is to be made, e.g. `Contact`.
    pub object_type: String,
    /// The customer's number.
    pub phone: String,
}

/// `interaction.handlePreview` (reconstruction).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// The number that is asked about.
    pub phone: String,
}

/// `ui.windowVisibilityChanged`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WindowVisibility {
    /// Whether the toolbar is in sight.
    pub is_window_visible: bool,
}
