//! What the session and interaction methods answer, typed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ids::{
    CallContextId, CampaignId, ClassId, CodeId, CustomerId, InteractionId, ProcessId, QueueId, UserId,
};

/// `session.getCurrentUser`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CurrentUser {
    /// The id.
    pub user_id: UserId,
    /// `Executive`, `Supervisor` or `Administrator` (contract: enum UserType).
    pub user_type: String,
    /// The name.
    pub user_name: String,
}

/// `session.getSelectedExtension`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SelectedExtension {
    /// Null where the workspace gives none.
    pub call_context_id: Option<CallContextId>,
    /// The extension's number.
    pub phone: String,
}

/// `configuration.getDispositionCodesWithDispositionClass`, one entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DispositionClass {
    /// The class.
    pub class_id: ClassId,
    /// Its name.
    pub class_name: String,
    /// Its codes.
    #[serde(rename = "dispositionCodeBean")]
    pub codes: Vec<DispositionCode>,
}

/// A disposition code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DispositionCode {
    /// The code.
    #[serde(rename = "dispositionCodeId")]
    pub id: CodeId,
    /// Its name.
    #[serde(rename = "dispositionCodeName")]
    pub name: String,
}

/// `session.getAgentSession`: who, the campaigns, and the site's settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentSession {
    /// The user's id.
    pub user_id: UserId,
    /// The user's type.
    pub user_type: String,
    /// Unknown use; null in the sample.
    pub terminal_info: Option<Value>,
    /// The user's name.
    pub user_name: String,
    /// The assigned campaigns.
    pub campaign_infos: Vec<CampaignInfo>,
    /// The campaigns' privileges to mask, by `campaignId-N`.
    pub campaign_masked_privilege_map: Map<String, Value>,
    /// The settings, as the workspace file has them.
    #[serde(flatten)]
    pub settings: SessionSettings,
}

/// The agent-session settings of a site (contract: sample of `session.getAgentSession`). Times are in
/// milliseconds. The vendor's spellings are kept: `readStatuses`, `sessoinTimeout`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SessionSettings {
    /// The breaks that an agent can take.
    pub break_statuses: Vec<String>,
    /// What an available agent's status is called.
    pub read_statuses: Vec<String>,
    /// Unused here; null in the sample.
    pub telephony_channel: Option<Value>,
    /// Shown to agents.
    pub knowledge_base_url: String,
    /// How often the hub pings a peer, in ms.
    pub ping_interval: u64,
    /// How long a peer may be silent before the hub closes it, in ms.
    pub ping_notification_timeout: u64,
    /// How long a desk without peers is kept, in ms. The vendor's spelling.
    #[serde(rename = "sessoinTimeout")]
    pub session_timeout: u64,
    /// How long a call to the SDK may take, in ms.
    pub command_timeout: u64,
    /// The longest number that can be dialled, in characters.
    pub max_phone_length_allowed: usize,
    /// Unused here; null in the sample.
    pub transfer_configuration: Option<Value>,
    /// Unused here; null in the sample.
    pub confer_configuration: Option<Value>,
    /// How much of a campaign's name a toolbar shows.
    pub max_number_of_characters_to_display_in_campaign: u32,
    /// Unused here; null in the sample.
    pub pre_context_id: Option<Value>,
    /// Unused here; null in the sample.
    pub pre_phone: Option<Value>,
    /// What is masked for every agent.
    pub masked_privileges: Vec<String>,
    /// Whether an agent is available as soon as the extension is chosen.
    pub default_ready: bool,
    /// Whether dialling an unknown number makes a customer.
    pub add_customer_to_dial: bool,
    /// Whether agents may dial.
    pub dial_phone_enable: bool,
    /// Whether agents may chat with each other.
    pub allow_internal_chat: bool,
    /// Whether agents may use local IVRs.
    #[serde(rename = "allowLocalIVR")]
    pub allow_local_ivr: bool,
    /// Whether an agent may dial again during wrap-up.
    pub allow_successive_calls: bool,
    /// Whether an agent's own callbacks may be overridden.
    pub override_self_callback: bool,
    /// Whether a call is held before a conference.
    pub should_hold_before_confer: bool,
    /// Whether a call is taken off hold before a transfer.
    pub should_unhold_before_transfer: bool,
    /// Whether all are held while a conference is made.
    pub hold_all_on_confer_enable: bool,
    /// Whether transfers stay within the assigned campaigns.
    pub should_allow_transfer_to_assigned_campaigns_only: bool,
    /// Whether agents are blocked when the voice resource is down.
    #[serde(rename = "shouldDisableOnVRDown")]
    pub should_disable_on_vr_down: bool,
    /// Whether screens may be recorded.
    pub allow_screen_record: bool,
    /// Whether a single assigned campaign is selected at login.
    pub auto_select_single_assigned_campaign: bool,
    /// Shown to agents.
    pub web_url: String,
    /// Unused here; null in the sample.
    pub view_privileges: Option<Value>,
    /// Free for integrations.
    pub login_properties: Map<String, Value>,
    /// Free for integrations.
    pub preferences: Map<String, Value>,
    /// Address of the screen recorder.
    pub srs_ip: String,
    /// Port of the screen recorder; text in the sample.
    pub srs_port: String,
    /// When a break is too long, in minutes; empty for never.
    pub agent_break_time_threshold: String,
}

impl SessionSettings {
    /// When a break is too long: `agentBreakTimeThreshold`, minutes as text; `None` for never.
    pub fn longest_break(&self) -> Option<u64> {
        self.agent_break_time_threshold.trim().parse().ok()
    }
}

impl Default for SessionSettings {
    /// The vendor's sample.
    fn default() -> Self {
        let text = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
        SessionSettings {
            break_statuses: text(&["Coffee Break", "Dinner Break", "Lunch Break"]),
            read_statuses: text(&["Available"]),
            telephony_channel: None,
            knowledge_base_url: "https://www.ameyo.com/".to_owned(),
            ping_interval: 20_000,
            ping_notification_timeout: 60_000,
            session_timeout: 180_000,
            command_timeout: 20_000,
            max_phone_length_allowed: 20,
            transfer_configuration: None,
            confer_configuration: None,
            max_number_of_characters_to_display_in_campaign: 999,
            pre_context_id: None,
            pre_phone: None,
            masked_privileges: Vec::new(),
            default_ready: false,
            add_customer_to_dial: true,
            dial_phone_enable: true,
            allow_internal_chat: true,
            allow_local_ivr: true,
            allow_successive_calls: true,
            override_self_callback: true,
            should_hold_before_confer: false,
            should_unhold_before_transfer: false,
            hold_all_on_confer_enable: false,
            should_allow_transfer_to_assigned_campaigns_only: false,
            should_disable_on_vr_down: true,
            allow_screen_record: false,
            auto_select_single_assigned_campaign: true,
            web_url: "http://www.ameyosuite.com".to_owned(),
            view_privileges: None,
            login_properties: Map::new(),
            preferences: Map::new(),
            srs_ip: "localhost".to_owned(),
            srs_port: "8889".to_owned(),
            agent_break_time_threshold: String::new(),
        }
    }
}

/// A campaign in the answer of `session.getAgentSession`. Times are in seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CampaignInfo {
    /// The name.
    pub campaign_name: String,
    /// The id.
    pub campaign_id: CampaignId,
    /// The type (contract: enum CampaignType).
    pub campaign_type: String,
    /// How long an outbound call rings, in s.
    pub dial_timeout: u64,
    /// Unused here; null in the sample.
    pub blend_group_id: Option<Value>,
    /// Unused here.
    pub default_working: bool,
    /// Unused here.
    pub primary_campaign: bool,
    /// The process it belongs to.
    pub process_id: ProcessId,
    /// Wrap-up where `isACWConnectedEnabled` is false, in s.
    pub wrap_timeout: u64,
    /// Wrap-up after a call that was answered, in s.
    pub acw_connected: u64,
    /// Wrap-up after one that was not, in s.
    pub acw_not_connected: u64,
    /// Whether the two above are used.
    #[serde(rename = "isACWConnectedEnabled")]
    pub is_acw_connected_enabled: bool,
    /// The IVRs that its calls can be transferred to. Their shape is ours: the sample lists none.
    #[serde(rename = "localIVRInfos")]
    pub local_ivr_infos: Vec<Value>,
    /// Third-party verification.
    #[serde(rename = "campaignTPVBean")]
    pub campaign_tpv_bean: CampaignTpv,
    /// `isACWConnectedEnabled` again.
    pub acw_connected_enabled: bool,
}

/// Third-party verification of a campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CampaignTpv {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Names.
    pub tpv_name: Vec<String>,
    /// Phones.
    pub tpv_phone: Vec<String>,
}

/// `interaction.getCurrentInteraction`, and one entry of `getAllLiveInteractionsForAgent`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InteractionAnswer {
    /// The interaction.
    pub data: InteractionRecord,
    /// 200.
    pub http_code: u16,
    /// Null.
    pub error_data: Option<Value>,
}

/// An interaction as the vendor's interaction service tells it. Dates are ISO 8601 with `+00:00`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InteractionRecord {
    /// The interaction.
    pub id: InteractionId,
    /// Null.
    pub title: Option<String>,
    /// The CRM's id of the customer.
    pub customer_id: Option<CustomerId>,
    /// Absent where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<String>,
    /// The agent.
    pub last_assigned_user_id: UserId,
    /// The agent's name.
    pub last_assigned_user_name: String,
    /// The contact centre.
    pub contact_center_id: u32,
    /// The process.
    pub process_id: ProcessId,
    /// The campaign.
    pub last_campaign_id: CampaignId,
    /// The campaign's name.
    pub last_campaign_name: String,
    /// The queue, 0 for none.
    pub last_queue_id: QueueId,
    /// Absent where the queue is 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_queue_name: Option<String>,
    /// Null until disposed.
    pub last_disposition: Option<String>,
    /// The call's or chat's id.
    pub interaction_media_id: String,
    /// `voice` or `chat`.
    pub channel_name: String,
    /// `webchat`, …; null for voice.
    pub sub_channel: Option<String>,
    /// `incoming` or `outgoing`.
    pub direction: String,
    /// When it began.
    pub date_added: String,
    /// When it last changed.
    pub date_modified: String,
    /// When it was disposed.
    pub date_disposed: Option<String>,
    /// The interaction that it belongs to; its own id.
    pub interaction_relation_id: String,
    /// `open`.
    pub status: String,
    /// How often it was opened again.
    pub reopen_count: u32,
    /// When it was last opened again.
    pub last_reopen_time: Option<String>,
    /// When it first came to an agent.
    pub first_assigned_date: String,
    /// When it came to this agent.
    pub last_assigned_date: String,
    /// Attached CRM records.
    pub linked_objects: Vec<Value>,
    /// Null.
    pub channel_data: Option<Value>,
    /// Null.
    pub related_interactions: Option<Value>,
    /// The CRM connector.
    pub linked_connector_id: u32,
    /// The application server.
    pub last_application_instance_id: String,
    /// More, by channel.
    pub additional_info: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;

    use super::*;
    use crate::contract::Contract;

    fn survives<T: DeserializeOwned + Serialize + Debug>(method: &str) {
        let sample = &Contract::get().method(method).unwrap().answer.sample;
        let typed: T = serde_json::from_value(sample.clone()).unwrap_or_else(|e| panic!("{method}: {e}"));
        assert_eq!(&serde_json::to_value(typed).unwrap(), sample, "{method}");
    }

    #[test]
    fn every_sample_answer_survives_its_type() {
        survives::<CurrentUser>("session.getCurrentUser");
        survives::<SelectedExtension>("session.getSelectedExtension");
        survives::<Vec<super::super::payload::CampaignRef>>("session.getSelectedCampaigns");
        survives::<AgentSession>("session.getAgentSession");
        survives::<Vec<DispositionClass>>("configuration.getDispositionCodesWithDispositionClass");
        survives::<InteractionAnswer>("interaction.getCurrentInteraction");
        survives::<Vec<InteractionAnswer>>("interaction.getAllLiveInteractionsForAgent");
        survives::<bool>("interaction.getIsInteractionOwnedByUser");
    }

    #[test]
    fn the_default_settings_are_the_sample() {
        let sample = &Contract::get().method("session.getAgentSession").unwrap().answer.sample;
        let session: AgentSession = serde_json::from_value(sample.clone()).unwrap();
        assert_eq!(session.settings, SessionSettings::default());
    }
}
