//! The CRM's objects, their fields and records.

use serde_json::{Map, Value};

use super::super::crm::{
    FIELD_TYPES, MAX_CRM, MAX_FIELDS, MAX_OBJECT_RECORDS, MAX_OBJECTS, MAX_RECORD, MAX_VALUE, text_size,
};
use super::super::{CrmObject, Workspace};
use super::{Findings, did_you_mean};

pub(super) fn check(workspace: &Workspace, found: &mut Findings) {
    let objects = &workspace.crm.objects;
    found.at_most("crm.objects", "objects", objects.len(), MAX_OBJECTS);
    found.unique("crm.objects", "id", objects.iter().map(|one| one.id));
    found.unique("crm.objects", "objectType", objects.iter().map(|one| one.object_type.to_lowercase()));
    for (at, object) in objects.iter().enumerate() {
        check_object(object, &format!("crm.objects[{at}]"), found);
    }
    let records = objects.iter().flat_map(|object| &object.records);
    let size = records.map(record_size).sum();
    found.at_most("crm.objects", "bytes of records", size, MAX_CRM);
}

fn check_object(object: &CrmObject, path: &str, found: &mut Findings) {
    found.name(format!("{path}.objectType"), &object.object_type);
    found.at_most(format!("{path}.fields"), "fields", object.fields.len(), MAX_FIELDS);
    found.at_most(format!("{path}.records"), "records", object.records.len(), MAX_OBJECT_RECORDS);
    found.unique(&format!("{path}.fields"), "name", object.fields.iter().map(|one| one.name.as_str()));
    for (place, field) in object.fields.iter().enumerate() {
        found.name(format!("{path}.fields[{place}].name"), &field.name);
        found.one_of(format!("{path}.fields[{place}].type"), "field type", &field.kind, &FIELD_TYPES);
    }
    let ids = object.fields.iter().filter(|field| field.kind == "id").count();
    if ids != 1 {
        let message = format!("{ids} fields have the type \"id\"");
        return found.add(format!("{path}.fields"), message, "one: records are told apart by it");
    }
    for (place, record) in object.records.iter().enumerate() {
        check_record(object, record, &format!("{path}.records[{place}]"), found);
    }
    let Some(id) = object.id_field().map(|field| field.name.as_str()) else { return };
    let ids = object.records.iter().filter_map(|record| record.get(id).and_then(Value::as_str));
    found.unique(&format!("{path}.records"), id, ids);
}

fn check_record(object: &CrmObject, record: &Map<String, Value>, path: &str, found: &mut Findings) {
    for (name, value) in record {
        let names = || object.fields.iter().map(|field| field.name.as_str());
        let path = format!("{path}.{name}");
        if !names().any(|known| known == name) {
            let message = format!("is no field of {}", object.object_type);
            found.suggest(path.clone(), message, super::one_of(names()), did_you_mean(name, names()));
        }
        match value.as_str() {
            None => found.add(path, format!("{value} is no text"), "one in quotes"),
            Some(text) => found.at_most(path, "bytes", text.len(), MAX_VALUE),
        }
    }
    for field in object.fields.iter().filter(|field| field.required || field.kind == "id") {
        let path = format!("{path}.{}", field.name);
        let text = record.get(&field.name).and_then(Value::as_str).unwrap_or_default();
        if text.is_empty() {
            found.add(path, "is missing", "a text");
        } else if field.kind == "id" {
            found.name(path, text);
        }
    }
    found.at_most(path, "bytes", record_size(record), MAX_RECORD);
}

fn record_size(record: &Map<String, Value>) -> usize {
    record.iter().map(|(name, value)| text_size(name) + text_size(value.as_str().unwrap_or_default())).sum()
}
