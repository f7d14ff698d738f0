//! `FormData` as it crosses the wire: `{"$form": [[name, value], …]}`, a value being a text or a file
//! `{filename, type, base64}`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::contract::SdkError;

/// The key that says that an object is a form.
const KEY: &str = "$form";

/// A form's fields, in order. A name can stand more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form(pub Vec<(String, Field)>);

/// A field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A text.
    Text(String),
    /// A file.
    File {
        /// Its name.
        filename: String,
        /// Its media type; empty where it has none.
        kind: String,
        /// What it holds.
        bytes: Vec<u8>,
    },
}

impl Form {
    /// The form in the parameter `param`; `None` where it is another object, and 2001 with the place of
    /// what is wrong.
    pub fn read(param: &str, data: &Value) -> Result<Option<Form>, SdkError> {
        let Some(fields) = data.get(KEY) else { return Ok(None) };
        let place = format!("{param}.{KEY}");
        if data.as_object().is_some_and(|object| object.len() > 1) {
            return Err(SdkError::field(place, "nothing beside the form's fields"));
        }
        let Some(fields) = fields.as_array() else {
            return Err(SdkError::field(place, "array of [name, value]"));
        };
        let fields =
            fields.iter().enumerate().map(|(at, field)| read_field(&format!("{place}[{at}]"), field));
        Ok(Some(Form(fields.collect::<Result<_, _>>()?)))
    }
}

fn read_field(place: &str, field: &Value) -> Result<(String, Field), SdkError> {
    let Some([Value::String(name), value]) = field.as_array().map(Vec::as_slice) else {
        return Err(SdkError::field(place, "[name, value]"));
    };
    let value = match value {
        Value::String(text) => Field::Text(text.clone()),
        Value::Object(file) => read_file(&format!("{place}[1]"), file)?,
        _ => return Err(SdkError::field(format!("{place}[1]"), "string, or {filename, type, base64}")),
    };
    Ok((name.clone(), value))
}

fn read_file(place: &str, file: &Map<String, Value>) -> Result<Field, SdkError> {
    let text = |name: &str| match file.get(name) {
        None => Ok(""),
        Some(Value::String(text)) => Ok(text.as_str()),
        Some(_) => Err(SdkError::field(format!("{place}.{name}"), "string")),
    };
    if !file.contains_key("base64") {
        return Err(SdkError::field(format!("{place}.base64"), "string"));
    }
    let bytes = STANDARD
        .decode(text("base64")?)
        .map_err(|_| SdkError::field(format!("{place}.base64"), "a file in base64"))?;
    Ok(Field::File { filename: text("filename")?.to_owned(), kind: text("type")?.to_owned(), bytes })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_form_has_texts_and_files() {
        let data = json!({"$form": [
            ["a", "1"],
            ["f", {"filename": "x.txt", "type": "text/plain", "base64": "aGk="}],
            ["a", ""],
            ["g", {"base64": ""}],
        ]});
        let file = |filename: &str, kind: &str, bytes: &[u8]| Field::File {
            filename: filename.to_owned(),
            kind: kind.to_owned(),
            bytes: bytes.to_owned(),
        };
        let fields = [
            ("a".to_owned(), Field::Text("1".to_owned())),
            ("f".to_owned(), file("x.txt", "text/plain", b"hi")),
            ("a".to_owned(), Field::Text(String::new())),
            ("g".to_owned(), file("", "", b"")),
        ];
        assert_eq!(Form::read("data", &data).unwrap().unwrap().0, fields);
        assert_eq!(Form::read("data", &json!({"form": []})).unwrap(), None);
    }

    #[rstest]
    #[case(json!({"$form": {}}), "data.$form")]
    #[case(json!({"$form": [], "a": 1}), "data.$form")]
    #[case(json!({"$form": ["a"]}), "data.$form[0]")]
    #[case(json!({"$form": [["a", "1"], ["a"]]}), "data.$form[1]")]
    #[case(json!({"$form": [[1, "a"]]}), "data.$form[0]")]
    #[case(json!({"$form": [["a", 1]]}), "data.$form[0][1]")]
    #[case(json!({"$form": [["a", {"filename": "x"}]]}), "data.$form[0][1].base64")]
    #[case(json!({"$form": [["a", {"base64": "a"}]]}), "data.$form[0][1].base64")]
    #[case(json!({"$form": [["a", {"base64": "aGk=\n"}]]}), "data.$form[0][1].base64")]
    #[case(json!({"$form": [["a", {"base64": 5}]]}), "data.$form[0][1].base64")]
    #[case(json!({"$form": [["a", {"base64": "", "type": []}]]}), "data.$form[0][1].type")]
    fn what_is_wrong_is_named(#[case] data: Value, #[case] field: &str) {
        let error = Form::read("data", &data).unwrap_err();
        assert_eq!(error.data.field.as_deref(), Some(field));
    }
}
