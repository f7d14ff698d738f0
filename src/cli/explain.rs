//! `offhook explain`: what a method, an event or an error is, and how sure we are of it.

mod data;
mod facts;
mod page;

use std::io::{self, IsTerminal};

use super::args::ExplainArgs;
use super::failure::{Failure, code};
use super::names::{self, Found};
use super::out;
use crate::contract::Contract;
use page::Page;

/// How wide a page is where there is no terminal, in columns.
const WIDTH: usize = 80;

pub(super) fn run(args: &ExplainArgs) -> Result<u8, Failure> {
    let found = names::find(args.name.trim());
    if found.is_empty() {
        return Err(unknown(&args.name));
    }
    if args.json {
        return out::json(&data::of(&found));
    }
    let on_terminal = io::stdout().is_terminal();
    let is_plain = !on_terminal || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let terminal = crossterm::terminal::size().ok().filter(|_| on_terminal);
    let width = terminal.map_or(WIDTH, |(columns, _)| usize::from(columns).clamp(40, 110));
    out::text(pages(&found, width, !is_plain).as_bytes())
}

/// All that was found, one page after the other.
fn pages(found: &Found, width: usize, bold: bool) -> String {
    let mut page = Page::new(width, bold);
    found.methods.iter().for_each(|method| facts::method(&mut page, method));
    found.events.iter().for_each(|event| facts::event(&mut page, event));
    found.errors.iter().for_each(|error| facts::error(&mut page, error));
    page.into_text()
}

fn unknown(name: &str) -> Failure {
    let contract = Contract::get();
    let methods = contract.methods().iter().map(|method| method.id.as_str());
    let events = contract.events().iter().map(|event| event.id.as_str());
    let errors = contract.errors().iter().map(|error| error.key.as_str());
    let near = names::like(name, methods.chain(events).chain(errors));
    let failure = Failure::new(code::USAGE, format!("there is no method, event or error {name:?}"));
    failure.hint(match near.as_slice() {
        [] => {
            let codes: Vec<String> = contract.errors().iter().map(|error| error.code.to_string()).collect();
            format!(
                "names look like session.login or callRinging, and errors are {}; docs/methods.md and \
                 docs/events.md list the names",
                codes.join(", ")
            )
        }
        near => format!("did you mean {}?", near.join(" or ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_in_the_contract_is_explained() {
        let contract = Contract::get();
        let methods = contract.methods().iter().map(|one| (one.id.clone(), one.summary.clone()));
        let events = contract.events().iter().map(|one| (one.id.clone(), one.summary.clone()));
        let errors = contract.errors().iter().map(|one| (one.code.to_string(), one.key.clone()));
        for (name, part) in methods.chain(events).chain(errors) {
            let found = names::find(&name);
            for width in [40, 80] {
                let text = pages(&found, width, false);
                let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(text.contains(&name) && words(&text).contains(&words(&part)), "{name}:\n{text}");
                assert!(!text.contains('\u{1b}'));
            }
            let data = data::of(&found);
            assert!(data.to_string().contains(&name));
        }
    }

    #[test]
    fn a_page_says_what_one_needs() {
        let text = pages(&names::find("interaction.initiateInteraction"), 100, false);
        for part in [
            "sdk.interaction.initiateInteraction(channelType, channelDetails, campaignId",
            "offhook call interaction.initiateInteraction voice",
            "channelType",
            "voice, chat",
            "channelDetails.phone",
            "\"result\": \"success\"",
            "2001",
            "interaction.callRinging",
            "How sure we are",
            "docs.exotel.com",
        ] {
            assert!(text.contains(part), "{part} is missing:\n{text}");
        }
        let text = pages(&names::find("showCrm"), 100, true);
        for part in [
            "\u{1b}[1m",
            "sdk.interaction.register(\"showCrm\"",
            "control.customerCall",
            "crm.showCRM",
            "crm",
        ] {
            assert!(text.contains(part), "{part} is missing:\n{text}");
        }
        let text = pages(&names::find("3000"), 100, false);
        assert!(text.contains("HTTP error") && text.contains("session.login"), "{text}");
    }

    #[test]
    fn an_unknown_name_is_told_the_nearest() {
        let hint = |name| unknown(name).hint.unwrap();
        assert!(hint("callRining").contains("interaction.callRinging"));
        assert!(hint("qqqqqq").contains("2001"));
        assert!(hint(&"x".repeat(10_000)).contains("docs/events.md"));
    }
}
