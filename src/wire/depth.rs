//! How deep JSON from outside may be nested.

use serde_json::Value;

/// The most levels. Readers of JSON give up at 128, and what comes in is read again inside of more: an
/// event, a desk's state, an engine's snapshot, a recording.
pub const MAX_DEPTH: usize = 64;

/// Whether a value has more levels than [`MAX_DEPTH`].
pub fn is_too_deep(value: &Value) -> bool {
    is_deeper(value, MAX_DEPTH)
}

fn is_deeper(value: &Value, most: usize) -> bool {
    let inside = |one: &Value| is_deeper(one, most.saturating_sub(1));
    match value {
        Value::Array(items) => most == 0 || items.iter().any(inside),
        Value::Object(fields) => most == 0 || fields.values().any(inside),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_and_objects_are_levels() {
        let nested = |levels: usize| {
            (0..levels).fold(json!(1), |inner, at| match at % 2 {
                0 => json!([0, inner]),
                _ => json!({"a": 0, "b": inner}),
            })
        };
        assert!(!is_too_deep(&nested(0)));
        assert!(!is_too_deep(&nested(MAX_DEPTH)));
        assert!(is_too_deep(&nested(MAX_DEPTH + 1)));
    }
}
