//! The contract as data, read in once: what the SDK's methods, events and errors are called,
//! what they take and what they carry.
//!
//! Two files in `contract/` hold it: `omni-sdk.json` (the vendor's SDK) and `offhook.json` (what we
//! add on our wire). Everything that names a method or checks a parameter reads them from here.

pub mod check;
pub mod error;
pub mod event;
pub mod ids;
pub mod payload;
pub mod session;
pub mod spec;
mod typed;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

pub use error::{ErrorCode, SdkError};
pub use event::Event;
pub use spec::{EventSpec, Method, Param};
pub use typed::positional;

const SDK: &str = include_str!("../contract/omni-sdk.json");
const OWN: &str = include_str!("../contract/offhook.json");

/// The methods and events that this program knows, by their wire names.
#[derive(Debug)]
pub struct Contract {
    methods: Vec<Method>,
    events: Vec<EventSpec>,
    by_id: HashMap<String, usize>,
    events_by_id: HashMap<String, usize>,
    errors: Vec<spec::ErrorSpec>,
    evidence_levels: BTreeMap<String, String>,
    sources: BTreeMap<String, spec::Source>,
}

impl Contract {
    /// The contract, read on first use.
    pub fn get() -> &'static Contract {
        static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
            let sdk: spec::File =
                serde_json::from_str(SDK).expect("contract/omni-sdk.json is part of the program");
            let own: spec::File =
                serde_json::from_str(OWN).expect("contract/offhook.json is part of the program");
            Contract::new(sdk, own)
        });
        &CONTRACT
    }

    fn new(sdk: spec::File, own: spec::File) -> Contract {
        let spec::File { methods, events, errors, evidence_levels, sources } = sdk;
        let methods: Vec<Method> = methods.into_iter().chain(own.methods).collect();
        let events: Vec<EventSpec> = events.into_iter().chain(own.events).collect();
        let by_id = places(methods.iter().map(|method| (method.id.clone(), method.aliases())));
        let events_by_id = places(events.iter().map(|event| (event.id.clone(), event.aliases())));
        Contract { methods, events, by_id, events_by_id, errors, evidence_levels, sources }
    }

    /// All methods: the SDK's in the order of the vendor's page, then ours.
    pub fn methods(&self) -> &[Method] {
        &self.methods
    }

    /// All events, in the order of the vendor's page.
    pub fn events(&self) -> &[EventSpec] {
        &self.events
    }

    /// The five errors, in the order of the vendor's page.
    pub fn errors(&self) -> &[spec::ErrorSpec] {
        &self.errors
    }

    /// What a judgement of a spelling (`page`, `verbatim`, …) means, in words.
    pub fn evidence_level(&self, level: &str) -> Option<&str> {
        self.evidence_levels.get(level).map(String::as_str)
    }

    /// The page or program that a fact is from, by its key (`page002`).
    pub fn source(&self, key: &str) -> Option<&spec::Source> {
        self.sources.get(key)
    }

    /// The method with this wire name, e.g. `session.login`, or with an alias of it: its `id` says which
    /// is the documented name.
    pub fn method(&self, id: &str) -> Option<&Method> {
        self.by_id.get(id).map(|&at| &self.methods[at])
    }

    /// The event with this wire name, e.g. `interaction.callRinging`, or with an alias of it.
    pub fn event(&self, id: &str) -> Option<&EventSpec> {
        self.events_by_id.get(id).map(|&at| &self.events[at])
    }

    /// As [`Contract::event`], with the error that a caller gets for a name that is none.
    pub fn require_event(&self, id: &str) -> Result<&EventSpec, SdkError> {
        self.event(id).ok_or_else(|| {
            let error = SdkError::not_found(format!("there is no event {id:?}"));
            match nearest(id, self.events.iter().map(|event| event.id.as_str())) {
                Some(name) => error.hint(format!("did you mean {name}?")),
                None => error.hint("docs/events.md lists the events"),
            }
        })
    }

    /// As [`Contract::method`], with the error that a caller gets for a name that is none: 4000 with
    /// the nearest name as a hint (behaviour: errors).
    pub fn require_method(&self, id: &str) -> Result<&Method, SdkError> {
        self.method(id).ok_or_else(|| {
            let error = SdkError::not_found(format!("there is no method {id:?}"));
            match nearest(id, self.methods.iter().map(|method| method.id.as_str())) {
                Some(name) => error.hint(format!("did you mean {name}?")),
                None => error.hint("docs/methods.md lists the methods"),
            }
        })
    }
}

/// Where things stand by their names. A documented name goes before any alias that is spelt like it, and
/// an alias that two have is the first one's.
fn places(names: impl Iterator<Item = (String, Vec<String>)>) -> HashMap<String, usize> {
    let mut places = HashMap::new();
    let mut aliases = Vec::new();
    for (at, (id, others)) in names.enumerate() {
        places.insert(id, at);
        aliases.extend(others.into_iter().map(|alias| (alias, at)));
    }
    for (alias, at) in aliases {
        places.entry(alias).or_insert(at);
    }
    places
}

/// How alike a name must be to be given as a hint.
const ALIKE: f64 = 0.8;
/// How many names a hint gives.
const HINTS: usize = 3;
/// The longest word that is compared with names, in bytes. Names are short; a hostile word of a megabyte is not worth
/// comparing.
const MAX_WORD: usize = 200;

/// The candidate that is most like `word`, if any is like it at all.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > MAX_WORD {
        return None;
    }
    let lower = word.to_lowercase();
    candidates
        .map(|name| (strsim::jaro_winkler(&lower, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// The names that are most like a word, best first.
pub fn alike<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    if word.len() > MAX_WORD {
        return Vec::new();
    }
    let lower = word.to_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&lower, &name.to_lowercase());
    // `callRining` is like `callRinging`, whatever namespace stands before that.
    let score = |name: &str| likeness(name).max(name.rsplit('.').next().map_or(0.0, likeness));
    let mut scored: Vec<(f64, &str)> =
        names.map(|name| (score(name), name)).filter(|(score, _)| *score > ALIKE).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.dedup_by_key(|(_, name)| *name);
    scored.into_iter().take(HINTS).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_methods_and_events_of_the_vendor_are_there() {
        let contract = Contract::get();
        let ours = |id: &str| ["toolbar.", "control.", "sdk."].iter().any(|ns| id.starts_with(ns));
        assert_eq!(contract.methods().iter().filter(|m| !ours(&m.id)).count(), 46);
        assert_eq!(contract.events().len(), 30);
        assert_eq!(contract.errors().len(), 5);
        for (at, method) in contract.methods().iter().enumerate() {
            assert_eq!(contract.by_id[&method.id], at, "{} stands twice", method.id);
        }
        for event in contract.events() {
            assert!(!event.provoked_by.is_empty(), "{}", event.id);
            for method in &event.provoked_by {
                assert!(contract.method(method).is_some_and(|one| &one.id == method), "{method}");
            }
        }
    }

    #[test]
    fn other_spellings_are_taken_for_the_documented_ones() {
        let contract = Contract::get();
        let method = |id| contract.method(id).map(|method| method.id.as_str());
        assert_eq!(method("httpRequest.invokeEccApi"), Some("http.invokeECCApi"));
        assert_eq!(method("crm.sendDataToCrm"), Some("crm.sendDataToCRM"));
        assert_eq!(method("crm.sendDataToApp"), Some("crm.sendDataToApp"));
        assert_eq!(method(".initialize"), None);
        assert!(contract.method("initialize").is_some_and(|method| method.aliases().is_empty()));
        assert_eq!(method("instance.sendData"), Some("appInstance.sendDataToApp"));
        assert_eq!(contract.event("crm.showCRM").map(|event| event.id.as_str()), Some("interaction.showCrm"));
        assert_eq!(method("onLoadHandler"), Some("onLoadHandler"));
        assert_eq!(method(".onLoadHandler"), None);
        let error = contract.require_event("interaction.callRining").unwrap_err();
        assert_eq!(error.data.hint.as_deref(), Some("did you mean interaction.callRinging?"));
    }

    #[test]
    fn an_unknown_method_names_the_nearest_one() {
        let error = Contract::get().require_method("session.logon").unwrap_err();
        assert_eq!(error.code, ErrorCode::DataNotFound);
        assert_eq!(error.data.hint.as_deref(), Some("did you mean session.login?"));
    }

    #[test]
    fn every_error_code_that_a_method_names_is_one_of_the_five() {
        for method in Contract::get().methods() {
            for code in &method.errors {
                assert!(ErrorCode::from_number(*code).is_some(), "{} names {code}", method.id);
            }
        }
    }
}
