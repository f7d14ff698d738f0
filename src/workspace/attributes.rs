//! Custom attributes of conversations and contacts: what they are, and which values they take.

use regex_lite::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

/// The longest text of a custom attribute, in characters.
pub const MAX_ATTRIBUTE_TEXT: usize = 1_000;
/// The longest pattern of one, in characters.
pub const MAX_PATTERN: usize = 1_000;

/// What a custom attribute is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum AttributeModel {
    /// Of one conversation.
    Conversation,
    /// Of the customer.
    Contact,
}

/// The eight types of custom attributes (platform: §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum AttributeType {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// An amount of money.
    Currency,
    /// A share, in percent.
    Percent,
    /// An address on the web.
    Link,
    /// A day: `2025-07-18`.
    Date,
    /// One of some values.
    List,
    /// Yes or no.
    Checkbox,
}

/// A custom attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attribute {
    /// By which it is kept; unique for its model.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: AttributeType,
    /// What it is of.
    pub model: AttributeModel,
    /// Of a list: its values.
    #[serde(default)]
    pub values: Vec<String>,
    /// Of a text: a regular expression that it must match.
    #[serde(default)]
    pub pattern: Option<String>,
}

impl Attribute {
    /// Whether a value fits; `Err` says what was expected instead.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        let ok = |fits: bool, expected: &str| if fits { Ok(()) } else { Err(expected.to_owned()) };
        let text = value.as_str().filter(|text| text.chars().count() <= MAX_ATTRIBUTE_TEXT);
        match self.kind {
            AttributeType::Text => match (text, &self.pattern) {
                (None, _) => Err(format!("a text of at most {MAX_ATTRIBUTE_TEXT} characters")),
                (Some(text), Some(pattern)) => {
                    let fits = Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text));
                    ok(fits, &format!("a text that matches {pattern}"))
                }
                (Some(_), None) => Ok(()),
            },
            AttributeType::Number => ok(value.is_number(), "a number"),
            AttributeType::Currency => ok(value.is_number(), "an amount, as a number"),
            AttributeType::Percent => {
                let fits = value.as_f64().is_some_and(|share| (0.0..=100.0).contains(&share));
                ok(fits, "a number from 0 to 100")
            }
            AttributeType::Link => {
                let url = text.and_then(|text| Url::parse(text).ok());
                let fits = url.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
                ok(fits, "an address that begins with https:// or http://")
            }
            AttributeType::Date => {
                // jiff also takes a day with a time behind it.
                let fits =
                    text.is_some_and(|text| text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok());
                ok(fits, "a day as 2025-07-18")
            }
            AttributeType::List => {
                let fits = text.is_some_and(|text| self.values.iter().any(|one| one == text));
                ok(fits, &format!("one of {}", self.values.join(", ")))
            }
            AttributeType::Checkbox => ok(value.is_boolean(), "true or false"),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn attribute(kind: AttributeType) -> Attribute {
        let (key, name) = ("key".to_owned(), "Name".to_owned());
        let (values, pattern) = (vec!["gold".to_owned(), "silver".to_owned()], None);
        Attribute { key, name, kind, model: AttributeModel::Contact, values, pattern }
    }

    #[rstest]
    #[case(AttributeType::Text, json!("anything"), json!(5), "a text of at most 1000 characters")]
    #[case(AttributeType::Text, json!("x".repeat(1000)), json!("x".repeat(1001)), "a text of at most 1000")]
    #[case(AttributeType::Number, json!(-1.5), json!("5"), "a number")]
    #[case(AttributeType::Currency, json!(19.99), json!("19.99"), "an amount, as a number")]
    #[case(AttributeType::Percent, json!(100), json!(100.5), "a number from 0 to 100")]
    #[case(AttributeType::Percent, json!(0), json!(-1), "a number from 0 to 100")]
    #[case(AttributeType::Link, json!("https://example.com/x"), json!("javascript:alert(1)"), "an address")]
    #[case(AttributeType::Link, json!("http://example.com"), json!("example.com"), "an address")]
    #[case(AttributeType::Date, json!("2024-02-29"), json!("2025-02-29"), "a day as 2025-07-18")]
    #[case(AttributeType::Date, json!("2025-07-18"), json!("2025-07-18T10:00"), "a day as 2025-07-18")]
    #[case(AttributeType::List, json!("gold"), json!("Gold"), "one of gold, silver")]
    #[case(AttributeType::Checkbox, json!(false), json!("false"), "true or false")]
    fn a_value_fits_its_type_or_it_is_said_what_was_expected(
        #[case] kind: AttributeType,
        #[case] right: Value,
        #[case] wrong: Value,
        #[case] expected: &str,
    ) {
        assert_eq!(attribute(kind).check(&right), Ok(()));
        let error = attribute(kind).check(&wrong).unwrap_err();
        assert!(error.starts_with(expected), "{error}");
        assert!(attribute(kind).check(&Value::Null).is_err());
    }

    #[test]
    fn a_text_matches_its_pattern() {
        let mut one = attribute(AttributeType::Text);
        one.pattern = Some("^[A-Z]{2}[0-9]+$".to_owned());
        assert_eq!(one.check(&json!("AB12")), Ok(()));
        assert_eq!(one.check(&json!("ab12")), Err("a text that matches ^[A-Z]{2}[0-9]+$".to_owned()));
    }
}
