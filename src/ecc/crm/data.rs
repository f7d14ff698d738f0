//! The `data` of a call that writes a record: field names with values, or a list as answers have it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::store::Record;
use super::{hint, quoted};
use crate::contract::SdkError;
use crate::workspace::crm::{MAX_FIELDS, MAX_RECORD, MAX_VALUE};
use crate::workspace::{CrmField, CrmObject};

/// What is to be written: a text, or nothing to make a field empty.
type Data<'a> = BTreeMap<&'a str, Option<String>>;

/// A new record of `data`, without its id yet.
pub(super) fn new_record(object: &CrmObject, data: Option<&Value>) -> Result<Record, SdkError> {
    let mut record = Record::default();
    for (field, text) in read(object, data)? {
        if is_id(object, field) && text.is_some() {
            return Err(SdkError::field(path(field), "no value: the CRM gives the id"));
        }
        record.set(field, text);
    }
    whole(object, record)
}

/// A record with `data` written into it.
pub(super) fn changed(object: &CrmObject, old: &Record, data: Option<&Value>) -> Result<Record, SdkError> {
    let mut record = old.clone();
    for (field, text) in read(object, data)? {
        // The answer of another call may come back whole; only another id is none of the caller's.
        if is_id(object, field) {
            if text.is_some() && text.as_deref() != old.get(field) {
                return Err(SdkError::field(path(field), "the record's own id, or no value"));
            }
            continue;
        }
        record.set(field, text);
    }
    whole(object, record)
}

/// The record, where nothing that it needs is missing and it is not too large.
fn whole(object: &CrmObject, record: Record) -> Result<Record, SdkError> {
    let missing =
        |field: &&CrmField| field.required && field.kind != "id" && record.get(&field.name).is_none();
    if let Some(field) = object.fields.iter().find(missing) {
        return Err(SdkError::field(path(&field.name), "string"));
    }
    if record.size() > MAX_RECORD {
        return Err(SdkError::field("data", format!("at most {MAX_RECORD} bytes in all fields of a record")));
    }
    Ok(record)
}

fn read<'a>(object: &'a CrmObject, data: Option<&Value>) -> Result<Data<'a>, SdkError> {
    let entries: Vec<(&str, &Value)> = match data {
        Some(Value::Object(map)) => map.iter().map(|(name, value)| (name.as_str(), value)).collect(),
        Some(Value::Array(list)) => list.iter().enumerate().map(entry).collect::<Result<_, _>>()?,
        _ => {
            return Err(SdkError::field(
                "data",
                "an object of field names and values, or a list of {field, value}",
            ));
        }
    };
    if entries.len() > MAX_FIELDS {
        return Err(SdkError::field("data", format!("at most {MAX_FIELDS} fields")));
    }
    let mut data = Data::new();
    for (name, value) in entries {
        let field = known(object, name)?;
        data.insert(field, text(field, value)?);
    }
    Ok(data)
}

fn entry((at, entry): (usize, &Value)) -> Result<(&str, &Value), SdkError> {
    let name = entry.get("field").and_then(Value::as_str);
    let name = name.ok_or_else(|| SdkError::field(format!("data[{at}].field"), "string"))?;
    Ok((name, entry.get("value").unwrap_or(&Value::Null)))
}

fn known<'a>(object: &'a CrmObject, name: &str) -> Result<&'a str, SdkError> {
    let names = || object.fields.iter().map(|field| field.name.as_str());
    names().find(|known| *known == name).ok_or_else(|| {
        let error = SdkError::not_found(format!("{} has no field {}", object.object_type, quoted(name)));
        error.hint(hint(name, "the fields are", names()))
    })
}

/// The text of a field; what is empty counts as no text.
fn text(field: &str, value: &Value) -> Result<Option<String>, SdkError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.len() > MAX_VALUE => {
            Err(SdkError::field(path(field), format!("at most {MAX_VALUE} bytes")))
        }
        Value::String(text) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
        _ => Err(SdkError::field(path(field), "string or null")),
    }
}

fn is_id(object: &CrmObject, field: &str) -> bool {
    object.id_field().is_some_and(|id| id.name == field)
}

fn path(field: &str) -> String {
    format!("data.{field}")
}
