//! A customer's record and the interaction: offered, linked, opened, created.

mod info;
mod link;

pub(super) use info::MAX_TEXT;

use serde_json::json;

use super::Ecc;
use super::calls::no_interaction;
use super::crm;
use super::dispatch::{Answer, nothing, ok};
use super::params::Params;
use crate::contract::ids::{DeskId, InteractionId};
use crate::contract::payload::{CreateClick, CrmRecordInfo, Preview, RecordClick};
use crate::contract::{Event, SdkError};
use crate::desk::{Change, ToastVariant};

/// The longest number that is asked about, in characters.
const MAX_PHONE: usize = 64;

impl Ecc {
    pub(super) fn preview(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let phone = phone(params)?;
        self.out.event(desk, Event::HandlePreview(Preview { phone }));
        ok()
    }

    pub(super) fn attach_record(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let interaction_id = self.meant_interaction(desk, params)?;
        let record = info::read(&params.0, "")?;
        self.attach(&interaction_id, desk, record);
        ok()
    }

    /// The agent links an interaction with a record.
    pub(super) fn attach(&mut self, id: &InteractionId, desk: &DeskId, record: CrmRecordInfo) {
        let click = RecordClick { interaction_id: id.clone(), record: record.clone() };
        self.out.event(desk, Event::AttachClicked(click));
        self.link(id, record);
    }

    pub(super) fn unattach_record(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let interaction_id = self.meant_interaction(desk, params)?;
        let record = self.linked(&interaction_id).ok_or_else(|| {
            SdkError::conflict(format!("interaction {interaction_id} is linked with no record"))
                .hint("toolbar.attachRecord links it")
        })?;
        let click = RecordClick { interaction_id: interaction_id.clone(), record };
        self.out.event(desk, Event::UnattachClicked(click));
        self.unlink(&interaction_id);
        ok()
    }

    pub(super) fn open_record(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let record = info::read(&params.0, "")?;
        self.out.event(desk, Event::OpenRecord(record));
        ok()
    }

    pub(super) fn create_record(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let interaction_id = self.meant_interaction(desk, params)?;
        let object_type = params.short_text("objectType", info::MAX_TEXT)?;
        if object_type.is_empty() {
            return Err(SdkError::field("objectType", "a type of the CRM's objects"));
        }
        // A site without a CRM of its own works with one that only the integration knows.
        let objects = &self.workspace.crm.objects;
        let object_type = match objects.is_empty() {
            true => object_type.to_owned(),
            false => crm::by_type(&self.workspace.crm, object_type)?.object_type.clone(),
        };
        let customer = self.state.interactions.get(&interaction_id).map(|one| one.customer.phone.clone());
        let click = CreateClick { interaction_id, object_type, phone: customer.unwrap_or_default() };
        self.out.event(desk, Event::CreateClicked(click));
        ok()
    }

    pub(super) fn ask_current_record(&mut self, desk: &DeskId) -> Answer {
        self.agent(desk)?;
        self.out.event(desk, Event::CurrentRecordAsked(()));
        ok()
    }

    /// An integration knows who the customer is (contract: `crm.setRecordInfoForInteraction`).
    pub(super) fn set_record(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.meant_interaction(desk, params)?;
        let record = info::read(&params.0, "")?;
        let (one, _) = self.leg(&id, desk).ok_or_else(|| no_interaction(&id))?;
        let mut info = json!({
            "recordId": record.record_id,
            "recordName": record.record_name,
            "recordType": record.record_type,
        });
        if let Some(additional) = &record.additional_info {
            info["additionalInfo"] = additional.clone();
        }
        let data = json!({
            "crtObjectId": one.customer_crt,
            "info": info,
            "campaignContextId": one.campaign,
            "actionType": "ADD_OR_UPDATE",
        });
        self.link(&id, record);
        // The vendor's answer carries JSON as a text.
        Ok(json!({"data": data.to_string()}))
    }

    pub(super) fn show_records(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let interaction_id = self.meant_interaction(desk, params)?;
        let (records, left_out) = info::read_list(params)?;
        self.tell_left_out(desk, left_out);
        self.out.change(desk, Change::Records { interaction_id, records });
        nothing()
    }

    pub(super) fn show_preview(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let phone = phone(params)?;
        let (records, left_out) = info::read_list(params)?;
        self.tell_left_out(desk, left_out);
        self.out.change(desk, Change::PreviewRecords { phone, records });
        nothing()
    }

    fn tell_left_out(&mut self, desk: &DeskId, left_out: usize) {
        if left_out > 0 {
            let text = format!("The CRM found more records than a list holds: {left_out} are left out");
            self.out.change(desk, Change::Toast { variant: ToastVariant::Warning, text });
        }
    }

    /// The CRM says what it shows; also before anyone is signed in.
    pub(super) fn current_record(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let record = info::read_in(params, "crmRecordInfo")?;
        self.memory(desk).current_record = Some(record.clone());
        self.out.change(desk, Change::CurrentRecord { record });
        nothing()
    }

    /// The interaction that is named, else the one that the agent is on; 4000 for one of another desk.
    pub(super) fn meant_interaction(
        &self,
        desk: &DeskId,
        params: &Params,
    ) -> Result<InteractionId, SdkError> {
        self.agent(desk)?;
        match params.interaction() {
            Some(id) => match self.leg(&id, desk) {
                Some(_) => Ok(id),
                None => Err(no_interaction(&id)),
            },
            None => self.current_leg(desk).map(|(one, _)| one.id.clone()),
        }
    }

    /// The record that an interaction is linked with. A customer who is known and nothing else counts as
    /// a contact.
    fn linked(&self, id: &InteractionId) -> Option<CrmRecordInfo> {
        let one = self.state.interactions.get(id)?;
        one.record.clone().or_else(|| {
            Some(CrmRecordInfo {
                record_id: one.customer.customer_id?.to_string(),
                record_type: "Contact".to_owned(),
                record_name: one.customer.name.clone().unwrap_or_default(),
                additional_info: None,
            })
        })
    }
}

fn phone(params: &Params) -> Result<String, SdkError> {
    match params.short_text("phone", MAX_PHONE)? {
        "" => Err(SdkError::field("phone", "a phone number")),
        phone => Ok(phone.to_owned()),
    }
}
