//! What things are called in plain mode's sentences.

use crate::contract::payload::{AssociationType, CrmRecordInfo};
use crate::desk::{DeskState, Interaction};
use crate::toolbar::screens::workbench::looks;
use crate::wire::Micros;

/// `a call` or `a chat`.
pub fn kind(one: &Interaction) -> &'static str {
    if one.is_chat() { "chat" } else { "call" }
}

/// `the call with Anshika`.
pub fn the(one: &Interaction) -> String {
    format!("the {} with {}", kind(one), one.customer_label())
}

/// The customer with the number: `Anshika, 1234567890`.
pub fn who(one: &Interaction) -> String {
    let (label, phone) = (one.customer_label(), one.shown_phone());
    match phone.is_empty() || label == phone {
        true => label.into_owned(),
        false => format!("{label}, {phone}"),
    }
}

/// The name of the channel that a chat comes by, else `chat`.
pub fn channel<'a>(desk: &'a DeskState, one: &Interaction) -> &'a str {
    match looks::way(desk, one) {
        _ if !one.is_chat() => "voice",
        "chat" => "the web",
        way => way,
    }
}

/// Where it stands, in a word or two.
pub fn state(one: &Interaction) -> &'static str {
    looks::interaction(one).word
}

/// How the agent came to it.
pub fn source(one: &Interaction) -> &'static str {
    match one.association {
        AssociationType::ManualDial => "outbound",
        AssociationType::InboundDial => "inbound",
        AssociationType::Transfer | AssociationType::TransferToCampaign => "transferred",
        AssociationType::Confer => "conference",
    }
}

/// `Jack Rogers, Contact`.
pub fn record(record: &CrmRecordInfo) -> String {
    format!("{}, {}", record.record_name, record.record_type)
}

/// The number by which commands name an interaction; `None` where there is only one.
pub fn number(desk: &DeskState, one: &Interaction) -> Option<usize> {
    let place = desk.interactions.iter().position(|other| other.id == one.id)?;
    (desk.interactions.len() > 1).then_some(place + 1)
}

/// A command for an interaction: `answer`, or `answer 2` where there are several.
pub fn command(desk: &DeskState, one: &Interaction, word: &str) -> String {
    match number(desk, one) {
        Some(number) => format!("{word} {number}"),
        None => word.to_owned(),
    }
}

/// A command that takes more, for an interaction: `dispose`, or `2 dispose` where there are several.
pub fn prefixed(desk: &DeskState, one: &Interaction, word: &str) -> String {
    match number(desk, one) {
        Some(number) => format!("{number} {word}"),
        None => word.to_owned(),
    }
}

/// `a, b and c`.
pub fn all<S: AsRef<str>>(names: &[S]) -> String {
    joined(names, "and")
}

/// `a, b or c`.
pub fn any<S: AsRef<str>>(names: &[S]) -> String {
    joined(names, "or")
}

fn joined<S: AsRef<str>>(names: &[S], last: &str) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => "none".to_owned(),
        [only] => (*only).to_owned(),
        [before @ .., end] => format!("{} {last} {end}", before.join(", ")),
    }
}

/// `1 caller`, `3 callers`.
pub fn count(many: usize, what: &str) -> String {
    if many == 1 { format!("1 {what}") } else { format!("{many} {what}s") }
}

/// A span as it is read out: `2 h 5 min`, `1 min 20 s`, `8 s`.
pub fn span(span: Micros) -> String {
    let seconds = span.secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes, seconds) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, 0) => format!("{minutes} min"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, 0, _) => format!("{hours} h"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

/// The same of what is left: a begun second counts as a whole one.
pub fn left(left: Micros) -> String {
    span(Micros(left.0.div_ceil(1_000_000).saturating_mul(1_000_000)))
}

/// A text as a sentence: it begins with a capital and ends with a stop.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let end = if text.ends_with(['.', '!', '?', ':', '…']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(8, "8 s")]
    #[case(60, "1 min")]
    #[case(80, "1 min 20 s")]
    #[case(3_600, "1 h")]
    #[case(7_512, "2 h 5 min")]
    fn spans_are_read_out(#[case] seconds: u64, #[case] says: &str) {
        assert_eq!(span(Micros::from_secs(seconds)), says);
    }

    #[rstest]
    #[case("the call is on", "The call is on.")]
    #[case("Done!", "Done!")]
    #[case("élan", "Élan.")]
    #[case("  ", "")]
    fn a_text_becomes_a_sentence(#[case] text: &str, #[case] says: &str) {
        assert_eq!(sentence(text), says);
    }

    #[test]
    fn lists_are_joined_by_a_word() {
        assert_eq!(all(&["a", "b", "c"]), "a, b and c");
        assert_eq!(any(&["a", "b"]), "a or b");
        assert_eq!(all::<&str>(&[]), "none");
        assert_eq!((count(1, "caller"), count(2, "caller")), ("1 caller".to_owned(), "2 callers".to_owned()));
    }
}
