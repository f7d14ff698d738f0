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

use std::collections::HashMap;
use std::sync::LazyLock;

pub use error::{ErrorCode, SdkError};
pub use event::Event;
pub use spec::{EventSpec, Method, Param};

const SDK: &str = include_str!("../contract/omni-sdk.json");
const OWN: &str = include_str!("../contract/offhook.json");

/// The methods and events that this program knows, by their wire names.
#[derive(Debug)]
pub struct Contract {
    methods: Vec<Method>,
    events: Vec<EventSpec>,
    by_id: HashMap<String, usize>,
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
        let methods: Vec<Method> = sdk.methods.into_iter().chain(own.methods).collect();
        let events = sdk.events.into_iter().chain(own.events).collect();
        let by_id = methods.iter().enumerate().map(|(at, method)| (method.id.clone(), at)).collect();
        Contract { methods, events, by_id }
    }

    /// All methods: the SDK's in the order of the vendor's page, then ours.
    pub fn methods(&self) -> &[Method] {
        &self.methods
    }

    /// All events, in the order of the vendor's page.
    pub fn events(&self) -> &[EventSpec] {
        &self.events
    }

    /// The method with this wire name, e.g. `session.login`.
    pub fn method(&self, id: &str) -> Option<&Method> {
        self.by_id.get(id).map(|&at| &self.methods[at])
    }

    /// The event with this wire name, e.g. `interaction.callRinging`.
    pub fn event(&self, id: &str) -> Option<&EventSpec> {
        self.events.iter().find(|event| event.id == id)
    }

    /// As [`Contract::method`], with the error that a caller gets for a name that is none: 4000 with
    /// the nearest name as a hint (behaviour: errors).
    pub fn require_method(&self, id: &str) -> Result<&Method, SdkError> {
        self.method(id).ok_or_else(|| {
            let error = SdkError::not_found(format!("there is no method {id:?}"));
            match nearest(id, self.methods.iter().map(|method| method.id.as_str())) {
                Some(name) => error.hint(format!("did you mean {name}?")),
                None => {
                    error.hint("the methods are listed in contract/omni-sdk.json and contract/offhook.json")
                }
            }
        })
    }
}

/// The candidate that is most like `word`, if any is like it at all.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Names are short; a hostile word of a megabyte is not worth comparing.
    if word.len() > 200 {
        return None;
    }
    let lower = word.to_lowercase();
    candidates
        .map(|name| (strsim::jaro_winkler(&lower, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_methods_and_events_of_the_vendor_are_there() {
        let contract = Contract::get();
        let ours = |id: &str| id.starts_with("toolbar.") || id.starts_with("control.");
        assert_eq!(contract.methods().iter().filter(|m| !ours(&m.id)).count(), 46);
        assert_eq!(contract.events().len(), 30);
        assert_eq!(contract.by_id.len(), contract.methods().len(), "an id stands twice");
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
