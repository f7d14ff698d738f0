//! A record filled in by the agent: made or changed, and attached to the interaction.

use std::sync::Arc;

use serde_json::{Value, json};

use super::by_type;
use super::store::Record;
use crate::contract::SdkError;
use crate::contract::ids::DeskId;
use crate::contract::payload::CrmRecordInfo;
use crate::ecc::Ecc;
use crate::ecc::dispatch::Answer;
use crate::ecc::params::Params;
use crate::workspace::CrmObject;

/// The most records of a customer that are told of.
const MAX_OF_CUSTOMER: usize = 20;

impl Ecc {
    /// Nothing is saved where it could not be attached. An agent who is on nothing saves without attaching.
    pub(in crate::ecc) fn save_record(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let attach = params.0.get("attach").and_then(Value::as_bool).unwrap_or(true);
        let interaction = match params.interaction() {
            Some(_) if attach => Some(self.meant_interaction(desk, params)?),
            None if attach => self.meant_interaction(desk, params).ok(),
            _ => None,
        };
        let workspace = Arc::clone(&self.workspace);
        let object = by_type(&workspace.crm, params.text("objectType"))?;
        self.check_numbers(object, params.0.get("data"))?;
        let record = match params.optional_text("recordId") {
            Some(id) => self.write_record(object, id, params.0.get("data"))?,
            None => self.make_record(object, params.0.get("data"))?,
        };
        let info = record.info(object);
        let attached = interaction.is_some();
        if let Some(id) = interaction {
            self.attach(&id, desk, info.clone());
        }
        Ok(json!({
            "recordId": info.record_id,
            "recordType": info.record_type,
            "recordName": info.record_name,
            "attached": attached,
        }))
    }

    /// What a form calls a number is one. What integrations write is taken as it is.
    fn check_numbers(&self, object: &CrmObject, data: Option<&Value>) -> Result<(), SdkError> {
        for field in object.fields.iter().filter(|field| field.kind == "phone") {
            let text = data.and_then(|data| data.get(&field.name)).and_then(Value::as_str);
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                self.phone_number(&format!("data.{}", field.name), text)?;
            }
        }
        Ok(())
    }

    /// The records in which a number stands, however it is written there.
    pub(in crate::ecc) fn records_with_number(&self, phone: &str) -> Vec<CrmRecordInfo> {
        let wanted = digits(phone);
        let objects = self.workspace.crm.objects.iter().filter(|_| !wanted.is_empty());
        let found = objects.flat_map(|object| {
            let numbers = || object.fields.iter().filter(|field| field.kind == "phone");
            let has_it = |record: &&Record| {
                numbers().any(|field| record.get(&field.name).is_some_and(|text| digits(text) == wanted))
            };
            let fitting = self.state.crm.records(object).iter().filter(has_it);
            fitting.map(|record| record.info(object)).collect::<Vec<_>>()
        });
        found.take(MAX_OF_CUSTOMER).collect()
    }
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}
