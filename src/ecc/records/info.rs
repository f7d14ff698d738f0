//! Records as integrations name them (contract: type CrmRecordInfo), read within bounds.

use serde_json::{Map, Value};

use crate::contract::SdkError;
use crate::contract::payload::CrmRecordInfo;
use crate::desk::integration::MAX_RECORDS;
use crate::ecc::params::Params;

/// The longest id, type or name of a record, in characters; a longer one is refused.
pub(in crate::ecc) const MAX_TEXT: usize = 255;

/// The most that an integration may add to a record, in bytes of JSON; more is refused.
const MAX_INFO: usize = 4 << 10;

/// The most that a list of records takes, in bytes of JSON, so that a desk's state stays small enough
/// to be sent. Those that come after it are left out.
const MAX_LIST: usize = 64 << 10;

/// A record from the fields of `map`; `path` is what stands before them in an error.
pub(super) fn read(map: &Map<String, Value>, path: &str) -> Result<CrmRecordInfo, SdkError> {
    let text = |name: &str, may_be_empty: bool| {
        let text = map.get(name).and_then(Value::as_str).unwrap_or_default();
        if text.is_empty() && !may_be_empty {
            return Err(SdkError::field(format!("{path}{name}"), "a text that is not empty"));
        }
        if text.chars().nth(MAX_TEXT).is_some() {
            return Err(SdkError::field(format!("{path}{name}"), format!("at most {MAX_TEXT} characters")));
        }
        Ok(text.to_owned())
    };
    let additional_info = map.get("additionalInfo").filter(|info| !info.is_null()).cloned();
    if additional_info.as_ref().is_some_and(|info| info.to_string().len() > MAX_INFO) {
        let expected = format!("at most {MAX_INFO} bytes as JSON");
        return Err(SdkError::field(format!("{path}additionalInfo"), expected));
    }
    Ok(CrmRecordInfo {
        record_id: text("recordId", false)?,
        record_type: text("recordType", false)?,
        record_name: text("recordName", true)?,
        additional_info,
    })
}

/// A record from an object among the parameters.
pub(super) fn read_in(params: &Params, name: &str) -> Result<CrmRecordInfo, SdkError> {
    let map = params.0.get(name).and_then(Value::as_object);
    let map = map.ok_or_else(|| SdkError::field(name, "object"))?;
    read(map, &format!("{name}."))
}

/// The records of `recordsInfo` that a desk keeps, and how many it does not.
pub(super) fn read_list(params: &Params) -> Result<(Vec<CrmRecordInfo>, usize), SdkError> {
    let list = params.0.get("recordsInfo").and_then(Value::as_array);
    let list = list.map(Vec::as_slice).unwrap_or_default();
    let mut room = MAX_LIST;
    let mut records = Vec::new();
    for (at, one) in list.iter().enumerate().take(MAX_RECORDS) {
        let path = format!("recordsInfo[{at}]");
        let map = one.as_object().ok_or_else(|| SdkError::field(&path, "object"))?;
        let record = read(map, &format!("{path}."))?;
        let size = serde_json::to_string(&record).map_or(MAX_LIST + 1, |text| text.len());
        if size > room {
            break;
        }
        room -= size;
        records.push(record);
    }
    let left_out = list.len() - records.len();
    Ok((records, left_out))
}
