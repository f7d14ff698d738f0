//! What a filter may go on with: fields, and the values that were seen.

use super::field::{FIELDS, Field};
use super::term::ends_value;
use crate::contract::Contract;
use crate::inspect::log::Seen;
use crate::inspect::row::Word;

/// How many are offered at once.
const MOST: usize = 50;

/// What can be written in the place of what is typed last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is written.
    pub text: String,
    /// What it means.
    pub about: String,
}

/// Where offers go, and what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The characters before stay.
    pub from: usize,
    /// In the order in which they are offered.
    pub offers: Vec<Offer>,
}

/// What the last term of a filter's text may be made of, up to a place in characters.
pub fn complete(text: &str, place: usize, seen: &Seen) -> Completion {
    let before: Vec<char> = text.chars().take(place).collect();
    let from = start_of_term(&before);
    let term: String = before[from..].iter().collect();
    let Some((name, value)) = term.split_once([':', '=']) else {
        return Completion { from, offers: fields(&term) };
    };
    let Some(field) = Field::named(name) else { return Completion { from, offers: Vec::new() } };
    let last = value.rsplit(',').next().unwrap_or_default();
    let from = before.len() - last.chars().count();
    let typed = last.to_lowercase();
    let mut offers: Vec<Offer> =
        values(field, seen).into_iter().filter(|offer| fits(&offer.text, &typed)).collect();
    offers.sort_by_key(|offer| !offer.text.to_lowercase().starts_with(&typed));
    offers.truncate(MOST);
    Completion { from, offers }
}

/// Where the term begins that ends the text: behind the last space, bracket or bar that stands in no
/// quotes; `-` stays.
fn start_of_term(before: &[char]) -> usize {
    let (mut from, mut quotes) = (0, false);
    for (at, c) in before.iter().enumerate() {
        match c {
            '"' => quotes = !quotes,
            ',' => {}
            c if !quotes && ends_value(*c) => from = at + 1,
            '-' if at == from => from = at + 1,
            _ => {}
        }
    }
    from
}

fn fits(text: &str, typed: &str) -> bool {
    let text = text.to_lowercase();
    text.contains(typed) && text != typed
}

fn fields(typed: &str) -> Vec<Offer> {
    let typed = typed.to_lowercase();
    let names = FIELDS.iter().filter(|row| row.names.iter().any(|name| name.starts_with(&typed)));
    names.map(|row| offer(format!("{}:", row.names[0]), row.about.replace('`', ""))).collect()
}

fn offer(text: impl Into<String>, about: impl Into<String>) -> Offer {
    let text = text.into();
    let text = match text.contains(ends_value) {
        true => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        false => text,
    };
    Offer { text, about: about.into() }
}

fn values(field: Field, seen: &Seen) -> Vec<Offer> {
    let contract = Contract::get();
    let mut offers: Vec<Offer> = match field {
        Field::Event => {
            let known = contract.events().iter();
            let known = known.map(|event| offer(event.id.as_str(), event.summary.as_str()));
            let (came, other): (Vec<Offer>, Vec<Offer>) =
                known.partition(|offer| seen.events.contains(offer.text.as_str()));
            came.into_iter().chain(other).collect()
        }
        Field::Method => {
            let about = |name: &str| contract.method(name).map_or("", |method| method.summary.as_str());
            seen.methods.iter().map(|name| offer(&**name, about(name))).collect()
        }
        Field::Change => seen.changes.iter().map(|name| offer(&**name, "")).collect(),
        Field::Name => {
            let names = seen.events.iter().chain(&seen.methods).chain(&seen.changes);
            names.map(|name| offer(&**name, "")).collect()
        }
        Field::Is => Word::ALL.iter().map(|word| offer(word.as_str(), "")).collect(),
        Field::Peer => {
            let roles = ["toolbar", "crm", "app", "control"].map(|role| offer(role, "all of this role"));
            let peers = seen.peers.iter().filter(|peer| &***peer != "*");
            roles.into_iter().chain(peers.map(|peer| offer(&**peer, ""))).collect()
        }
        Field::Dir => vec![offer("in", "to the ECC"), offer("out", "from the ECC")],
        Field::Error => {
            let known = |code: &i64| {
                let error = contract.errors().iter().find(|error| error.code == *code);
                error.map_or("", |error| error.key.as_str())
            };
            let codes = seen.errors.iter().map(|code| offer(code.to_string(), known(code)));
            [offer("*", "any error")].into_iter().chain(codes).collect()
        }
        Field::Campaign => seen.campaigns.iter().map(|id| offer(id.to_string(), "")).collect(),
        Field::Interaction => seen.interactions.iter().rev().map(|id| offer(&**id, "")).collect(),
        Field::Dur => [">100ms", ">1s", "<1ms"].map(|span| offer(span, "")).into(),
        Field::Size => [">10kb", ">100kb"].map(|size| offer(size, "")).into(),
        Field::At | Field::Seq => Vec::new(),
    };
    offers.dedup_by(|a, b| a.text == b.text);
    offers
}
