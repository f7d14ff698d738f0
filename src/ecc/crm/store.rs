//! The records of the CRM as they are now.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::salesforce::BARE;
use crate::contract::payload::CrmRecordInfo;
use crate::ecc::records::MAX_TEXT;
use crate::wire::Moment;
use crate::workspace::crm::text_size;
use crate::workspace::{Crm, CrmField, CrmObject};

/// All records, by the ids of their objects, in the order in which they were made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::ecc) struct Store {
    /// Since when it is there.
    pub(super) since: Moment,
    objects: BTreeMap<u32, Vec<Record>>,
}

/// A record: the texts of its fields by name. What is empty is not in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Record(BTreeMap<String, String>);

impl Store {
    /// Puts in the workspace's records of the objects that are not here yet: all of them at first, and
    /// those of new objects after a snapshot of an older workspace.
    pub(in crate::ecc) fn fill(&mut self, crm: &Crm, now: Moment) {
        if self.since == Moment::default() {
            self.since = now;
        }
        for object in &crm.objects {
            let records = || object.records.iter().map(Record::of).collect();
            self.objects.entry(object.id).or_insert_with(records);
        }
    }

    pub(super) fn records(&self, object: &CrmObject) -> &[Record] {
        self.objects.get(&object.id).map(Vec::as_slice).unwrap_or_default()
    }

    /// A record and its place. Its id may come without the suffix, as a CRM's addresses have it.
    pub(super) fn find(&self, object: &CrmObject, id: &str) -> Option<(usize, &Record)> {
        let field = object.id_field()?;
        self.records(object).iter().enumerate().find(|(_, record)| {
            let own = record.get(&field.name).unwrap_or_default();
            own == id || (id.len() == BARE && own.len() == BARE + 3 && own.starts_with(id))
        })
    }

    pub(super) fn add(&mut self, object: &CrmObject, record: Record) {
        self.objects.entry(object.id).or_default().push(record);
    }

    pub(super) fn replace(&mut self, object: &CrmObject, place: usize, record: Record) {
        let records = self.objects.get_mut(&object.id);
        if let Some(old) = records.and_then(|records| records.get_mut(place)) {
            *old = record;
        }
    }

    /// How much room all records take, in bytes of JSON.
    pub(super) fn size(&self) -> usize {
        self.objects.values().flatten().map(Record::size).sum()
    }
}

impl Record {
    fn of(fields: &Map<String, Value>) -> Record {
        let mut record = Record::default();
        for (name, value) in fields {
            record.set(name, value.as_str().filter(|text| !text.is_empty()).map(str::to_owned));
        }
        record
    }

    pub(super) fn get(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }

    pub(super) fn set(&mut self, field: &str, text: Option<String>) {
        match text {
            Some(text) => self.0.insert(field.to_owned(), text),
            None => self.0.remove(field),
        };
    }

    pub(super) fn size(&self) -> usize {
        self.0.iter().map(|(name, text)| text_size(name) + text_size(text)).sum()
    }

    /// As the SDK answers it: the object's fields in order, null where one is empty.
    pub(super) fn answer(&self, object: &CrmObject) -> Value {
        let field =
            |one: &CrmField| json!({"field": one.name, "value": self.get(&one.name), "type": one.kind});
        Value::Array(object.fields.iter().map(field).collect())
    }

    /// As interactions are linked with it.
    pub(super) fn info(&self, object: &CrmObject) -> CrmRecordInfo {
        let id = object.id_field().and_then(|field| self.get(&field.name)).unwrap_or_default();
        CrmRecordInfo {
            record_id: id.to_owned(),
            record_type: object.object_type.clone(),
            // A record's text may be much longer than what a name may be.
            record_name: self.name(object).chars().take(MAX_TEXT).collect(),
            additional_info: None,
        }
    }

    /// What a person calls it: its `Name`, first and last name, or its first text that is no id.
    pub(super) fn name(&self, object: &CrmObject) -> String {
        if let Some(name) = self.get("Name") {
            return name.to_owned();
        }
        let parts: Vec<&str> = ["FirstName", "LastName"].iter().filter_map(|name| self.get(name)).collect();
        if !parts.is_empty() {
            return parts.join(" ");
        }
        let mut texts = object.fields.iter().filter(|field| field.kind != "id");
        texts.find_map(|field| self.get(&field.name)).unwrap_or_default().to_owned()
    }
}
