//! What is sent to a third party and how: JSON, a form, or a form with files.

use std::collections::BTreeSet;

use reqwest::header::HeaderValue;
use serde_json::Value;
use url::form_urlencoded;

use super::{MAX_BODY, failure};
use crate::ecc::{HttpFailure, HttpRequest};
use crate::wire::form::{Field, Form};

/// What the line between a form's parts begins with, and how many digits follow.
const MARK: &str = "offhook-form-";
const DIGITS: usize = 6;

/// A request's body, ready to be sent as often as redirects want it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) content_type: String,
    /// Whether another `Content-Type` may say what it is.
    pub(super) is_plain: bool,
}

/// The body of a request, where it has one.
pub(super) fn body(request: &HttpRequest) -> Result<Option<Body>, HttpFailure> {
    let Some(data) = &request.data else { return Ok(None) };
    let form = Form::read("data", data).map_err(|error| failure(400, error.message))?;
    let body = match form {
        None if request.is_multipart => multipart(&fields(data)),
        None if says_urlencoded(request) => urlencoded(&fields(data)),
        None => {
            let content_type = "application/json".to_owned();
            Body { bytes: data.to_string().into_bytes(), content_type, is_plain: true }
        }
        Some(form) if request.is_multipart || form.0.iter().any(is_file) => multipart(&form.0),
        Some(form) => urlencoded(&form.0),
    };
    if body.bytes.len() > MAX_BODY {
        return Err(failure(413, format!("the request's body is larger than {} KiB", MAX_BODY >> 10)));
    }
    Ok(Some(body))
}

fn is_file((_, field): &(String, Field)) -> bool {
    matches!(field, Field::File { .. })
}

fn says_urlencoded(request: &HttpRequest) -> bool {
    let mut types = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    types.any(|(_, value)| {
        value.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
    })
}

/// An object as a form.
fn fields(data: &Value) -> Vec<(String, Field)> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    };
    let fields = data.as_object().into_iter().flatten();
    fields.filter_map(|(name, value)| Some((name.clone(), Field::Text(text(value)?)))).collect()
}

fn urlencoded(fields: &[(String, Field)]) -> Body {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (name, field) in fields {
        match field {
            Field::Text(text) => out.append_pair(name, text),
            // As a browser does.
            Field::File { filename, .. } => out.append_pair(name, filename),
        };
    }
    let content_type = "application/x-www-form-urlencoded".to_owned();
    Body { bytes: out.finish().into_bytes(), content_type, is_plain: true }
}

fn multipart(fields: &[(String, Field)]) -> Body {
    let boundary = boundary(fields);
    let mut bytes = Vec::new();
    for (name, field) in fields {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name));
        let content: &[u8] = match field {
            Field::Text(text) => text.as_bytes(),
            Field::File { filename, kind, bytes } => {
                let is_type = kind.contains('/') && HeaderValue::from_str(kind).is_ok();
                let kind = if is_type { kind.as_str() } else { "application/octet-stream" };
                head = format!("{head}; filename=\"{}\"\r\nContent-Type: {kind}", quoted(filename));
                bytes
            }
        };
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Body { bytes, content_type: format!("multipart/form-data; boundary={boundary}"), is_plain: false }
}

/// A line that stands nowhere in what it divides: the mark and the first number that never follows it
/// there. Found in one pass, since the content is a stranger's; there are more numbers than marks find room
/// in a message.
fn boundary(fields: &[(String, Field)]) -> String {
    let mut taken = BTreeSet::new();
    for (_, field) in fields {
        let content: &[u8] = match field {
            Field::Text(text) => text.as_bytes(),
            Field::File { bytes, .. } => bytes,
        };
        let parts = content.windows(MARK.len() + DIGITS);
        taken.extend(parts.filter(|part| part.starts_with(MARK.as_bytes())).map(|part| &part[MARK.len()..]));
    }
    let numbered = |number: u32| format!("{number:0DIGITS$}");
    let free = (0..).map(numbered).find(|number| !taken.contains(number.as_bytes()));
    format!("{MARK}{}", free.unwrap_or_default())
}

/// A name in quotes, as browsers write it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn request(data: Value, is_multipart: bool) -> HttpRequest {
        HttpRequest {
            url: "http://h/".to_owned(),
            method: "POST".to_owned(),
            headers: Vec::new(),
            query: Vec::new(),
            data: Some(data),
            is_multipart,
        }
    }

    #[rstest]
    #[case(json!({"a": [1, "x"]}), "application/json", r#"{"a":[1,"x"]}"#)]
    #[case(json!({}), "application/json", "{}")]
    #[case(json!({"$form": [["a b", "1&2"], ["c", "ü"]]}), "application/x-www-form-urlencoded", "a+b=1%262&c=%C3%BC")]
    fn data_is_json_or_a_form(#[case] data: Value, #[case] content_type: &str, #[case] text: &str) {
        let body = body(&request(data, false)).unwrap().unwrap();
        assert_eq!(body.content_type, content_type);
        assert_eq!(String::from_utf8(body.bytes).unwrap(), text);
    }

    #[test]
    fn data_is_a_form_where_the_integration_says_so() {
        let content_type =
            ("content-TYPE".to_owned(), "Application/x-www-form-urlencoded; charset=utf-8".to_owned());
        let data = json!({"a": 1, "b": null, "c": "x y", "d": [1]});
        let request = HttpRequest { headers: vec![content_type], ..request(data, false) };
        assert_eq!(body(&request).unwrap().unwrap().bytes, b"a=1&c=x+y&d=%5B1%5D");
    }

    #[test]
    fn a_form_with_files_has_parts() {
        let file = json!({"filename": "a\"\r\nb.txt", "type": "text/plain\r\nX: y", "base64": "b2ZmaG9vay1mb3JtLTAwMDAwMQ=="});
        let data = json!({"$form": [["n", "offhook-form-offhook-form-000000"], ["f\"\n", file]]});
        for is_multipart in [true, false] {
            let body = body(&request(data.clone(), is_multipart)).unwrap().unwrap();
            assert_eq!(body.content_type, "multipart/form-data; boundary=offhook-form-000002");
            assert_eq!(
                String::from_utf8(body.bytes).unwrap(),
                "--offhook-form-000002\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n\
                 offhook-form-offhook-form-000000\r\n--offhook-form-000002\r\nContent-Disposition: form-data; name=\"f%22%0A\"; \
                 filename=\"a%22%0D%0Ab.txt\"\r\nContent-Type: application/octet-stream\r\n\r\n\
                 offhook-form-000001\r\n--offhook-form-000002--\r\n"
            );
        }
        let body = body(&request(json!({"a": 5}), true)).unwrap().unwrap();
        assert!(String::from_utf8(body.bytes).unwrap().contains("name=\"a\"\r\n\r\n5\r\n"));
    }

    #[test]
    fn no_content_makes_the_line_between_parts_long_or_slow_to_find() {
        let text = |text: String| [("a".to_owned(), Field::Text(text))];
        let row = format!("{}{MARK}{}", "x".repeat(300_000), "-".repeat(200_000));
        assert_eq!(boundary(&text(row)), "offhook-form-000000");
        let all: String = (0..26_000).map(|number| format!("{MARK}{number:06}")).collect();
        assert_eq!(boundary(&text(all)), "offhook-form-026000");
        assert_eq!(boundary(&text("offhook-form-00000".to_owned())), "offhook-form-000000");
    }

    #[test]
    fn a_body_may_be_as_large_as_the_bound() {
        // {"a":"…"} is eight characters more.
        let data = |length: usize| json!({"a": "x".repeat(length - 8)});
        assert!(body(&request(data(MAX_BODY), false)).is_ok());
        assert_eq!(body(&request(data(MAX_BODY + 1), false)).unwrap_err().status, 413);
    }
}
