//! What serde says of a value that does not fit, in the words of this file.

use crate::contract::nearest;

/// What was found, what was expected, and what to write instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub found: String,
    pub expected: String,
    pub suggestion: Option<String>,
    /// The key that it is about, where it stands nowhere.
    pub missing: Option<String>,
}

/// Takes a message of serde's apart.
pub(super) fn words(message: &str) -> Words {
    let plain = |found: &str, expected: &str| Words {
        found: found.to_owned(),
        expected: expected.to_owned(),
        suggestion: None,
        missing: None,
    };
    if let Some(name) = message.strip_prefix("missing field ") {
        return Words { missing: Some(ticked(name).join("")), ..plain("is missing", "a value") };
    }
    let (found, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    if let Some(name) = found.strip_prefix("unknown field ") {
        return one_of(&ticked(name).join(""), "key", "of these", &ticked(expected));
    }
    if let Some(name) = found.strip_prefix("unknown variant ") {
        return one_of(&ticked(name).join(""), "value", "here", &ticked(expected));
    }
    if let Some(found) =
        found.strip_prefix("invalid type: ").or_else(|| found.strip_prefix("invalid value: "))
    {
        return plain(&format!("{} does not fit", thing(found)), &kind(expected));
    }
    if let Some(length) = found.strip_prefix("invalid length ") {
        return plain(&format!("a list of {length} does not fit"), &kind(expected));
    }
    plain(found, expected)
}

fn one_of(name: &str, what: &str, of: &str, known: &[&str]) -> Words {
    let near = nearest(name, known.iter().copied());
    Words {
        found: format!("{name:?} is no {what} {of}"),
        expected: format!("one of {}", known.join(", ")),
        suggestion: near.map(|near| format!("did you mean {near}?")),
        missing: None,
    }
}

/// What stands between backticks.
fn ticked(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn thing(found: &str) -> String {
    let (what, rest) = found.split_once(' ').unwrap_or((found, ""));
    match what {
        "string" => format!("the text {rest}"),
        "integer" => format!("the number {}", rest.trim_matches('`')),
        "floating" => format!("the number {}", rest.trim_start_matches("point ").trim_matches('`')),
        "boolean" => rest.trim_matches('`').to_owned(),
        "sequence" => "a list".to_owned(),
        "map" => "a table".to_owned(),
        _ => found.to_owned(),
    }
}

fn kind(expected: &str) -> String {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0".to_owned(),
        "i32" | "i64" => "a whole number".to_owned(),
        "a string" => "a text in quotes".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "a table".to_owned(),
        _ if expected.starts_with("struct ") || expected.contains("tagged enum") => "a table".to_owned(),
        _ if expected.starts_with("enum ") => "a text in quotes".to_owned(),
        _ => expected.replace("an array of length", "a list of"),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "invalid type: string \"47\", expected u32",
        "the text \"47\" does not fit",
        "a whole number from 0"
    )]
    #[case(
        "invalid value: integer `-1`, expected u64",
        "the number -1 does not fit",
        "a whole number from 0"
    )]
    #[case(
        "invalid type: floating point `1.5`, expected i32",
        "the number 1.5 does not fit",
        "a whole number"
    )]
    #[case("invalid type: boolean `true`, expected a string", "true does not fit", "a text in quotes")]
    #[case("invalid type: sequence, expected struct Queue", "a list does not fit", "a table")]
    #[case("invalid type: map, expected a sequence", "a table does not fit", "a list")]
    #[case("invalid length 3, expected an array of length 2", "a list of 3 does not fit", "a list of 2")]
    #[case("something else", "something else", "")]
    fn a_value_that_does_not_fit_is_told_in_plain_words(
        #[case] message: &str,
        #[case] found: &str,
        #[case] expected: &str,
    ) {
        let words = words(message);
        assert_eq!((&words.found[..], &words.expected[..]), (found, expected));
    }

    #[test]
    fn a_name_that_is_none_gets_the_nearest() {
        let words = words("unknown field `nam`, expected one of `id`, `name`");
        assert_eq!(words.found, "\"nam\" is no key of these");
        assert_eq!(words.expected, "one of id, name");
        assert_eq!(words.suggestion.as_deref(), Some("did you mean name?"));
        let variant = super::words("unknown variant `audio`, expected `voice` or `chat`");
        assert_eq!(variant.found, "\"audio\" is no value here");
        assert_eq!(variant.expected, "one of voice, chat");
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(words("missing field `password`").missing.as_deref(), Some("password"));
    }
}
