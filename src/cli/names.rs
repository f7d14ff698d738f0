//! Names as people type them: with a namespace or without, in any spelling that the contract takes.

use super::failure::{Failure, code};
use super::out;
pub(super) use crate::contract::alike as like;
use crate::contract::spec::{ErrorSpec, Method};
use crate::contract::{Contract, EventSpec};

/// What has a name.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub methods: Vec<&'static Method>,
    pub events: Vec<&'static EventSpec>,
    pub errors: Vec<&'static ErrorSpec>,
}

impl Found {
    pub(super) fn is_empty(&self) -> bool {
        self.methods.is_empty() && self.events.is_empty() && self.errors.is_empty()
    }
}

/// All that a word may mean. What has the very name goes before what has it in other spellings.
pub(super) fn find(word: &str) -> Found {
    let found = as_it_stands(word);
    match word.strip_prefix("sdk.") {
        // In a page's code the module stands before the namespace.
        Some(rest) if found.is_empty() => as_it_stands(rest),
        _ => found,
    }
}

fn as_it_stands(word: &str) -> Found {
    let contract = Contract::get();
    let (method, event) = (contract.method(word), contract.event(word));
    let found = Found {
        methods: method.into_iter().collect(),
        events: event.into_iter().collect(),
        ..Found::default()
    };
    if found.is_empty() { loosely(word) } else { found }
}

fn loosely(word: &str) -> Found {
    let contract = Contract::get();
    let is_it = |name: &str| name.eq_ignore_ascii_case(word);
    let named = |id: &str, name: &str, others: &[String], aliases: &[String]| {
        is_it(id) || is_it(name) || others.iter().chain(aliases).any(|one| is_it(one))
    };
    let is_method = |one: &&Method| named(&one.id, &one.name, &one.also_named, &one.aliases());
    let is_event = |one: &&EventSpec| named(&one.id, &one.name, &one.also_named, &one.aliases());
    let is_error = |one: &&ErrorSpec| is_it(&one.code.to_string()) || is_it(&one.kind) || is_it(&one.key);
    Found {
        methods: contract.methods().iter().filter(is_method).collect(),
        events: contract.events().iter().filter(is_event).collect(),
        errors: contract.errors().iter().filter(is_error).collect(),
    }
}

/// The method of a name that was typed; another spelling is told of on stderr.
pub(super) fn method(word: &str) -> Result<&'static Method, Failure> {
    let contract = Contract::get();
    let in_code = || contract.method(word.strip_prefix("sdk.")?);
    if let Some(method) = contract.method(word).or_else(in_code) {
        if method.id != word {
            out::note(&format!("{word} is taken for {}, which is the documented name", method.id));
        }
        return Ok(method);
    }
    let failure = Failure::new(code::USAGE, format!("there is no method {word:?}"));
    let found = find(word).methods;
    let near: Vec<&str> = match found.is_empty() {
        true => {
            let all = contract.methods().iter().map(|method| method.id.as_str());
            like(word, all).into_iter().take(1).collect()
        }
        false => found.iter().map(|method| method.id.as_str()).collect(),
    };
    Err(failure.hint(match near.as_slice() {
        [] => "the methods are those of docs/methods.md; offhook explain NAME describes one".to_owned(),
        near => format!("did you mean {}?", near.join(" or ")),
    }))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("session.login", &["session.login"], &[], &[])]
    #[case("sdk.session.login", &["session.login"], &[], &[])]
    #[case("sdk.register", &["sdk.register"], &[], &[])]
    #[case("LOGIN", &["session.login"], &[], &[])]
    #[case("callRinging", &[], &["interaction.callRinging"], &[])]
    #[case("crm.showCRM", &[], &["interaction.showCrm"], &[])]
    #[case("receiveData", &[], &["ui.receiveData", "appInstance.receiveData"], &[])]
    #[case("sendDataToApp", &["crm.sendDataToApp", "appInstance.sendDataToApp"], &[], &[])]
    #[case("getIsInteractionOwnedByUser", &["interaction.getIsInteractionOwnedByUser"], &["interaction.getIsInteractionOwnedByUser"], &[])]
    #[case("2001", &[], &[], &[2001])]
    #[case("TIMEOUT", &[], &[], &[1000])]
    #[case("invalid origin", &[], &[], &[1003])]
    #[case("sdk.sdk.sdk.", &[], &[], &[])]
    #[case("", &[], &[], &[])]
    fn a_word_means(
        #[case] word: &str,
        #[case] methods: &[&str],
        #[case] events: &[&str],
        #[case] errors: &[i64],
    ) {
        let found = find(word);
        assert_eq!(found.methods.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), methods);
        assert_eq!(found.events.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), events);
        assert_eq!(found.errors.iter().map(|one| one.code).collect::<Vec<_>>(), errors);
    }

    #[rstest]
    #[case("session.logon", "session.login")]
    #[case("login", "session.login")]
    #[case("initateInteraction", "interaction.initiateInteraction")]
    #[case("qqqq", "docs/methods.md")]
    fn an_unknown_method_names_the_nearest(#[case] word: &str, #[case] near: &str) {
        let failure = method(word).unwrap_err();
        let hint = failure.hint.unwrap();
        assert_eq!((failure.code, hint.contains(near)), (code::USAGE, true), "{hint}");
    }
}
