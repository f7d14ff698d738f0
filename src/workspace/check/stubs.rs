//! Stubs of microservices.

use std::collections::BTreeSet;

use super::super::stubs::{MAX_DELAY, MAX_STUBS};
use super::super::{Stub, StubPath};
use super::{Findings, out_of_range};
use crate::contract::Contract;

/// The values that a parameter of `http.invokeECCApi` may have.
fn allowed(param: &str) -> Vec<&'static str> {
    let method = Contract::get().method("http.invokeECCApi");
    let param = method.and_then(|method| method.params.iter().find(|one| one.name == param));
    param.and_then(|param| param.allowed.as_ref()).into_iter().flatten().map(String::as_str).collect()
}

pub(super) fn check(stubs: &[Stub], found: &mut Findings) {
    found.at_most("stubs", "stubs", stubs.len(), MAX_STUBS);
    if stubs.len() > MAX_STUBS {
        return;
    }
    let (microservices, methods) = (allowed("microservice"), allowed("method"));
    let mut seen = BTreeSet::new();
    for (at, stub) in stubs.iter().enumerate() {
        let place = |field: &str| format!("stubs[{at}].{field}");
        found.one_of(place("microservice"), "microservice", &stub.microservice, &microservices);
        found.one_of(place("method"), "method", &stub.method, &methods);
        match StubPath::parse(&stub.path) {
            Err(message) => {
                let (what, expected) = message.split_once(", expected ").unwrap_or((&message, ""));
                found.add(place("path"), what, expected);
            }
            Ok(path) => {
                if !seen.insert((&stub.microservice, &stub.method, path.rank())) {
                    let Stub { method, path, microservice, .. } = stub;
                    let message = format!("{method} {path} of {microservice} is answered by a stub above");
                    found.add(place("path"), message, "a new path");
                }
            }
        }
        if !(100..=599).contains(&stub.status) {
            found.add(place("status"), out_of_range(stub.status), "100 to 599");
        }
        if stub.delay > MAX_DELAY {
            found.add(place("delay"), out_of_range(stub.delay), format!("at most {MAX_DELAY} milliseconds"));
        }
        if let Err(problem) = stub.check_body() {
            found.add(place("body"), problem.to_string(), "");
        }
    }
}
