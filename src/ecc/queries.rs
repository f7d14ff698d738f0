//! What the SDK asks and what changes nothing.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Ecc;
use super::dispatch::Answer;
use super::emit::queue_or_zero;
use super::interaction::{Interaction, Leg};
use super::params::Params;
use crate::contract::SdkError;
use crate::contract::ids::{CampaignId, DeskId};
use crate::contract::payload::{AssociationType, CrmRecordInfo};
use crate::contract::session::{
    AgentSession, CampaignInfo, CampaignTpv, CurrentUser, InteractionAnswer, InteractionRecord,
};
use crate::workspace::Campaign;

impl Ecc {
    pub(super) fn current_user(&self, desk: &DeskId) -> Answer {
        let user = self.user(desk)?;
        json(&CurrentUser {
            user_id: user.id.clone(),
            user_type: user.user_type.clone(),
            user_name: user.name().to_owned(),
        })
    }

    pub(super) fn selected_campaigns(&self, desk: &DeskId) -> Answer {
        let selected = &self.agent(desk)?.selected;
        let campaigns = selected.iter().filter_map(|id| self.workspace.campaign(*id));
        json(&campaigns.map(Campaign::about).collect::<Vec<_>>())
    }

    pub(super) fn selected_extension(&self, desk: &DeskId) -> Answer {
        let line = self.agent(desk)?.line.as_ref();
        let line = line.ok_or_else(|| {
            SdkError::not_found("no extension is selected").hint("call toolbar.selectExtension")
        })?;
        json(&line.extension)
    }

    pub(super) fn agent_session(&self, desk: &DeskId) -> Answer {
        let user = self.user(desk)?;
        let campaigns = || user.campaigns.iter().filter_map(|id| self.workspace.campaign(*id));
        let masked = campaigns().map(|one| (format!("campaignId-{}", one.id), json!(one.masked_privileges)));
        json(&AgentSession {
            user_id: user.id.clone(),
            user_type: user.user_type.clone(),
            terminal_info: None,
            user_name: user.name().to_owned(),
            campaign_infos: campaigns().map(|one| self.campaign_info(one)).collect(),
            campaign_masked_privilege_map: masked.collect(),
            settings: self.workspace.session.clone(),
        })
    }

    /// The campaign with this id; 4000 where there is none.
    pub(super) fn campaign(&self, id: CampaignId) -> Result<&Campaign, SdkError> {
        self.workspace.campaign(id).ok_or_else(|| {
            let known: Vec<String> = self.workspace.campaigns.iter().map(|one| one.id.to_string()).collect();
            SdkError::not_found(format!("there is no campaign {id}"))
                .hint(format!("the campaigns are: {}", known.join(", ")))
        })
    }

    pub(super) fn dispositions(&self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let id = CampaignId(params.id("campaignId")?.unwrap_or_default());
        json(&self.campaign(id)?.dispositions)
    }

    pub(super) fn live_interactions(&self, desk: &DeskId) -> Answer {
        let legs = self.agent(desk)?.legs.iter().filter_map(|id| self.leg(id, desk));
        json(&legs.map(|(one, leg)| self.record(one, leg)).collect::<Result<Vec<_>, _>>()?)
    }

    pub(super) fn current_interaction(&self, desk: &DeskId) -> Answer {
        let (one, leg) = self.current_leg(desk)?;
        json(&self.record(one, leg)?)
    }

    /// Whether the interaction that the agent is on is theirs (contract: after a confer, the joined
    /// agent's is not).
    pub(super) fn is_owner(&self, desk: &DeskId) -> Answer {
        self.agent(desk)?;
        Ok(json!(self.current_leg(desk).is_ok_and(|(_, leg)| leg.owner)))
    }

    /// The one that the agent looks at, else the one that needs them most.
    pub(super) fn current_leg(&self, desk: &DeskId) -> Result<(&Interaction, &Leg), SdkError> {
        let agent = self.agent(desk)?;
        let focused = agent.focus.as_ref().and_then(|id| self.leg(id, desk));
        focused
            .or_else(|| {
                agent.legs.iter().filter_map(|id| self.leg(id, desk)).min_by_key(|(_, leg)| leg.phase)
            })
            .ok_or_else(|| SdkError::not_found("there is no interaction at this desk"))
    }

    fn record(&self, one: &Interaction, leg: &Leg) -> Result<InteractionAnswer, SdkError> {
        let user = self.user(&leg.desk)?;
        let site = &self.workspace.site;
        let campaign = self.campaign(leg.campaign(one))?;
        let mut additional_info = Map::new();
        if one.is_chat() {
            additional_info.insert("xmpp_metadata".to_owned(), self.xmpp_metadata(one));
        }
        let crt_key = format!("{}_customer_crt_object_id", one.channel.as_str());
        additional_info.insert(crt_key, json!(one.customer_crt));
        // What was dialled stays so for everybody who has it later; between agents, for the one who called.
        let outgoing = leg.association == AssociationType::ManualDial || one.dialled && !one.internal;
        let data = InteractionRecord {
            id: one.id.clone(),
            title: None,
            customer_id: leg.party(one).customer_id,
            // A chat's sample has none: there the name stands with the chat's own addresses.
            customer_name: leg.party(one).name.clone().filter(|_| !one.is_chat()),
            last_assigned_user_id: user.id.clone(),
            last_assigned_user_name: user.name().to_owned(),
            contact_center_id: site.contact_center_id,
            process_id: campaign.process_id,
            last_campaign_id: campaign.id,
            last_campaign_name: campaign.name.clone(),
            last_queue_id: queue_or_zero(one.queue),
            last_queue_name: one.queue.map(|_| campaign.queue.name.clone()),
            last_disposition: None,
            interaction_media_id: one.call_id.to_string(),
            channel_name: one.channel.as_str().to_owned(),
            sub_channel: one.is_chat().then(|| one.conversation.sub_channel.clone()),
            direction: if outgoing { "outgoing" } else { "incoming" }.to_owned(),
            date_added: one.added.iso_offset(),
            date_modified: one.modified.iso_offset(),
            date_disposed: None,
            interaction_relation_id: one.id.to_string(),
            status: "open".to_owned(),
            reopen_count: 0,
            last_reopen_time: None,
            first_assigned_date: one.first_assigned.unwrap_or(leg.assigned).iso_offset(),
            last_assigned_date: leg.assigned.iso_offset(),
            linked_objects: one.record.iter().map(linked_object).collect(),
            channel_data: None,
            related_interactions: None,
            linked_connector_id: site.connector_id,
            last_application_instance_id: site.application_server.clone(),
            additional_info,
        };
        Ok(InteractionAnswer { data, http_code: 200, error_data: None })
    }

    fn campaign_info(&self, campaign: &Campaign) -> CampaignInfo {
        // Agents who may not use them are not told of them. The shape of an entry is ours: the sample has none.
        let ivrs = campaign.ivrs.iter().filter(|_| self.workspace.session.allow_local_ivr);
        CampaignInfo {
            campaign_name: campaign.name.clone(),
            campaign_id: campaign.id,
            campaign_type: campaign.campaign_type.clone(),
            dial_timeout: campaign.dial_timeout,
            blend_group_id: None,
            default_working: false,
            primary_campaign: false,
            process_id: campaign.process_id,
            wrap_timeout: campaign.wrap_timeout,
            acw_connected: campaign.acw_connected,
            acw_not_connected: campaign.acw_not_connected,
            is_acw_connected_enabled: campaign.is_acw_connected_enabled,
            local_ivr_infos: ivrs.map(|ivr| json!({"name": ivr.name})).collect(),
            campaign_tpv_bean: CampaignTpv {
                campaign_id: campaign.id,
                tpv_name: Vec::new(),
                tpv_phone: Vec::new(),
            },
            acw_connected_enabled: campaign.is_acw_connected_enabled,
        }
    }
}

/// A linked record, in the keys of its surroundings.
fn linked_object(record: &CrmRecordInfo) -> Value {
    json!({
        "record_id": record.record_id,
        "record_type": record.record_type,
        "record_name": record.record_name,
    })
}

fn json(answer: &impl Serialize) -> Result<Value, SdkError> {
    serde_json::to_value(answer)
        .map_err(|error| SdkError::http(500, format!("the answer can't be written: {error}")))
}
