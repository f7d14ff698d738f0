//! The CRM behind the site: its objects and records, searched, created and changed.

mod configuration;
mod data;
mod salesforce;
mod save;
mod store;

use std::sync::Arc;

use serde_json::Value;

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};
use super::params::Params;
use crate::contract::ids::DeskId;
use crate::contract::{SdkError, nearest};
use crate::workspace::crm::{MAX_CRM, MAX_OBJECT_RECORDS};
use crate::workspace::{Crm, CrmField, CrmObject};
use store::Record;
pub(super) use store::Store;

/// The most records that an answer holds; the list ends there, and `searchCase` has an offset.
const MAX_ANSWER: usize = 1_000;

/// The most bytes of records in an answer, which must fit into a message; the list ends before them.
const MAX_ANSWER_BYTES: usize = 768 << 10;

impl Ecc {
    pub(super) fn on_crm(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        match name {
            "getAllContacts" => self.all_records(desk, params, |_| true),
            "getAllCases" => self.all_records(desk, params, |object| object.object_type != "Contact"),
            "searchCase" => self.search_records(desk, params),
            "createCase" => self.new_record(desk, params),
            "updateObject" => self.change_record(desk, params),
            "setRecordInfoForInteraction" => self.set_record(desk, params),
            "showMultipleRecordsForInteraction" => self.show_records(desk, params),
            "showMultipleRecordsForPreview" => self.show_preview(desk, params),
            "sendCurrentCRMRecordOpened" => self.current_record(desk, params),
            "sendDataToCRM" => self.send_data_to_crm(call),
            "sendDataToApp" => self.send_data_to_app(call),
            _ => Err(not_there()),
        }
    }

    /// The first records of an object, as many as an answer holds.
    fn all_records(&self, desk: &DeskId, params: &Params, fits: fn(&CrmObject) -> bool) -> Answer {
        self.agent(desk)?;
        self.check_connector(params)?;
        let object = by_id_or_type(&self.workspace.crm, params.text("objectId"))?;
        if !fits(object) {
            let message = format!("object {} holds {}", object.id, object.object_type);
            return Err(SdkError::not_found(message).hint("crm.getAllContacts lists them"));
        }
        Ok(list(object, self.state.crm.records(object).iter().take(MAX_ANSWER)))
    }

    fn search_records(&self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        self.check_connector(params)?;
        let object = by_type(&self.workspace.crm, params.text("objectType"))?;
        let field = searchable(object, params.text("searchField"))?;
        let whole = |name: &str| params.0.get(name).and_then(Value::as_u64).and_then(|n| n.try_into().ok());
        let limit = whole("limit").filter(|limit| (1..=MAX_ANSWER).contains(limit));
        let limit =
            limit.ok_or_else(|| SdkError::field("limit", format!("a whole number, 1 to {MAX_ANSWER}")))?;
        let offset: Option<usize> = whole("offset");
        let offset = offset.ok_or_else(|| SdkError::field("offset", "a whole number from 0"))?;
        let search = params.text("search").to_lowercase();
        let found =
            self.state.crm.records(object).iter().filter(|record| {
                record.get(&field.name).unwrap_or_default().to_lowercase().contains(&search)
            });
        Ok(list(object, found.skip(offset).take(limit)))
    }

    fn new_record(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        self.check_connector(params)?;
        let workspace = Arc::clone(&self.workspace);
        let object = by_type(&workspace.crm, params.text("objectType"))?;
        Ok(self.make_record(object, params.0.get("data"))?.answer(object))
    }

    /// Adds a record of `data`, with an id of its own.
    fn make_record(&mut self, object: &CrmObject, data: Option<&Value>) -> Result<Record, SdkError> {
        let mut record = data::new_record(object, data)?;
        if self.state.crm.records(object).len() >= MAX_OBJECT_RECORDS {
            let message = format!("{} has {MAX_OBJECT_RECORDS} records, which is all", object.object_type);
            return Err(SdkError::http(507, message).hint("change one by crm.updateObject"));
        }
        self.check_room(record.size())?;
        if let Some(field) = object.id_field() {
            record.set(&field.name, Some(self.free_id(object)));
        }
        self.state.crm.add(object, record.clone());
        Ok(record)
    }

    /// An id that no record of the object has.
    fn free_id(&mut self, object: &CrmObject) -> String {
        loop {
            let id = salesforce::record_id(&object.object_type, object.id, self.state.ids.record());
            if self.state.crm.find(object, &id).is_none() {
                return id;
            }
        }
    }

    fn change_record(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        self.check_connector(params)?;
        let workspace = Arc::clone(&self.workspace);
        let object = by_type(&workspace.crm, params.text("objectType"))?;
        let record = self.write_record(object, params.text("objectId"), params.0.get("data"))?;
        Ok(record.answer(object))
    }

    /// Writes `data` into a record; interactions that are linked with it are named as it is.
    fn write_record(
        &mut self,
        object: &CrmObject,
        id: &str,
        data: Option<&Value>,
    ) -> Result<Record, SdkError> {
        let (place, old) = self.record_at(object, id)?;
        let record = data::changed(object, &old, data)?;
        self.check_room(record.size().saturating_sub(old.size()))?;
        let (was, is) = (old.name(object), record.name(object));
        let id = object.id_field().and_then(|field| record.get(&field.name)).map(str::to_owned);
        self.state.crm.replace(object, place, record.clone());
        if let Some(id) = id.filter(|_| was != is) {
            self.rename_linked(&id, &object.object_type, &is);
        }
        Ok(record)
    }

    /// The record with this id, and where it stands; 4000 where there is none.
    fn record_at(&self, object: &CrmObject, id: &str) -> Result<(usize, Record), SdkError> {
        let found = self.state.crm.find(object, id);
        found.map(|(place, record)| (place, record.clone())).ok_or_else(|| {
            let records = self.state.crm.records(object);
            let ids = object
                .id_field()
                .into_iter()
                .flat_map(|field| records.iter().filter_map(|record| record.get(&field.name)));
            let error = SdkError::not_found(format!("there is no {} {}", object.object_type, quoted(id)));
            match nearest(id, ids) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error.hint("crm.searchCase finds records"),
            }
        })
    }

    /// The vendor types the connector's id as a text, although it is a number.
    fn check_connector(&self, params: &Params) -> Result<(), SdkError> {
        let (given, own) = (params.text("connectorId"), self.workspace.site.connector_id);
        if given == own.to_string() {
            return Ok(());
        }
        Err(SdkError::not_found(format!("there is no CRM connector {}", quoted(given)))
            .hint(format!("this site's connector is \"{own}\"")))
    }

    /// Whether the CRM has room for this much more.
    fn check_room(&self, more: usize) -> Result<(), SdkError> {
        if more > 0 && self.state.crm.size() + more > MAX_CRM {
            let message = format!("the CRM holds {MAX_CRM} bytes of records, which is all");
            return Err(SdkError::http(507, message).hint("make texts shorter by crm.updateObject"));
        }
        Ok(())
    }
}

/// Records as an answer, in order, as many as fit into a message.
fn list<'a>(object: &CrmObject, records: impl Iterator<Item = &'a Record>) -> Value {
    let mut room = MAX_ANSWER_BYTES;
    let mut answer = Vec::new();
    for record in records {
        let record = record.answer(object);
        let size = record.to_string().len() + 1;
        if size > room {
            break;
        }
        room -= size;
        answer.push(record);
    }
    Value::Array(answer)
}

fn by_id_or_type<'a>(crm: &'a Crm, text: &str) -> Result<&'a CrmObject, SdkError> {
    let by_id = crm.objects.iter().find(|object| object.id.to_string() == text);
    by_id.map_or_else(|| by_type(crm, text), Ok)
}

pub(super) fn by_type<'a>(crm: &'a Crm, text: &str) -> Result<&'a CrmObject, SdkError> {
    // The page has lost the case of types: `contact` stands in one of its samples.
    let known = crm.objects.iter().find(|object| object.object_type.eq_ignore_ascii_case(text));
    known.ok_or_else(|| {
        if crm.objects.is_empty() {
            return no_objects();
        }
        let types = crm.objects.iter().map(|object| object.object_type.as_str());
        SdkError::not_found(format!("the CRM has no object {}", quoted(text))).hint(hint(
            text,
            "the objects are",
            types,
        ))
    })
}

fn searchable<'a>(object: &'a CrmObject, name: &str) -> Result<&'a CrmField, SdkError> {
    let fields = || object.fields.iter().filter(|field| field.searchable);
    fields().find(|field| field.name == name).ok_or_else(|| {
        SdkError::not_found(format!("{} can't be searched by {}", object.object_type, quoted(name)))
            .hint(hint(name, "it can be by", fields().map(|field| field.name.as_str())))
    })
}

fn no_objects() -> SdkError {
    SdkError::not_found("the CRM of this site has no objects")
        .hint("add [[crm.objects]] to the workspace file")
}

/// The name that was probably meant, else the first few of those that there are.
fn hint<'a>(word: &str, are: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(word, names.clone()) {
        Some(near) => format!("did you mean {near}?"),
        None if names.clone().next().is_none() => format!("{are} none"),
        None => format!("{are}: {}", names.take(20).collect::<Vec<_>>().join(", ")),
    }
}

/// A word from outside as an error names it: the error must fit into a message, however long it is.
fn quoted(word: &str) -> String {
    match word.char_indices().nth(80) {
        Some((end, _)) => format!("{:?}…", &word[..end]),
        None => format!("{word:?}"),
    }
}
