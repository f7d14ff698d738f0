//! Single fields found in JSON text without reading all of it.

/// The longest value that is of use, in bytes: ids and numbers.
const LONGEST: usize = 128;

/// The first text or number that stands under a key anywhere in the JSON, as it is written there without
/// its quotes. Inside of a text a quote has a backslash before it, so no text can pass for a key. A value
/// with escapes in it is no id, and is not found.
pub fn scalar<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    let bytes = json.as_bytes();
    let mut from = 0;
    while let Some(at) = json[from..].find(key).map(|at| from + at) {
        from = at + key.len();
        if at == 0 || bytes[at - 1] != b'"' || bytes.get(from) != Some(&b'"') {
            continue;
        }
        let rest = json[from + 1..].trim_start();
        let Some(value) = rest.strip_prefix(':').map(str::trim_start) else { continue };
        if let Some(value) = value_of(value) {
            return Some(value);
        }
    }
    None
}

fn value_of(text: &str) -> Option<&str> {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST + 1)];
    let value = match text.strip_prefix('"') {
        Some(inside) => {
            let end = bytes.iter().skip(1).position(|byte| matches!(byte, b'"' | b'\\'))?;
            if bytes[end + 1] == b'\\' {
                return None;
            }
            &inside[..end]
        }
        None => {
            let digit = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
            let end = bytes.iter().position(|byte| !digit(byte)).unwrap_or(bytes.len());
            &text[..end]
        }
    };
    Some(value).filter(|value| !value.is_empty() && value.len() <= LONGEST)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(r#"{"interactionId":"d1-c2","x":1}"#, Some("d1-c2"))]
    #[case(r#"{"a":{"interactionId" : "d1"}}"#, Some("d1"))]
    #[case(r#"{"interactionId":172}"#, Some("172"))]
    #[case(r#"{"interactionId":null,"b":{"interactionId":"later"}}"#, Some("later"))]
    #[case(r#"{"text":"\"interactionId\":\"false\""}"#, None)]
    #[case(r#"{"interactionId":"d\u0031"}"#, None)]
    #[case(r#"{"interactionId":"#, None)]
    #[case(r#"{"interactionId":"open"#, None)]
    #[case(r#"{"xinteractionId":"a","interactionIds":"b"}"#, None)]
    #[case(r#"{"kind":"interactionId"}"#, None)]
    #[case("interactionId", None)]
    fn a_value_is_found_under_its_key_only(#[case] json: &str, #[case] value: Option<&str>) {
        assert_eq!(scalar(json, "interactionId"), value);
    }

    #[test]
    fn what_is_too_long_for_an_id_is_none() {
        let json = format!("{{\"interactionId\":\"{}\"}}", "é".repeat(LONGEST));
        assert_eq!(scalar(&json, "interactionId"), None);
    }
}
