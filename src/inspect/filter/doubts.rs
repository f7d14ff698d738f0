//! What looks like a slip in a filter that can be read: names of events and methods that the contract does not have.

use super::pattern::Pattern;
use super::{Field, Filter};
use crate::contract::{Contract, alike};

impl Filter {
    /// Names that nothing in the contract is like, each in a sentence with the nearest that there is.
    pub fn doubts(&self) -> Vec<String> {
        let contract = Contract::get();
        let events: Vec<&str> = contract.events().iter().map(|event| event.id.as_str()).collect();
        let methods: Vec<&str> = contract.methods().iter().map(|method| method.id.as_str()).collect();
        let known_event = |name: &str| contract.event(name).is_some();
        let known_method = |name: &str| contract.method(name).is_some();
        let others = contract.events().iter().flat_map(|event| event.aliases());
        let others: Vec<String> =
            others.chain(contract.methods().iter().flat_map(|one| one.aliases())).collect();
        let mut doubts = Vec::new();
        let mut doubt = |field, names: Vec<&str>, known: &dyn Fn(&str) -> bool, what: &str| {
            let is_like = |typed: &str| {
                let pattern = Pattern::part(typed);
                let mut all = names.iter().copied().chain(others.iter().map(String::as_str));
                all.any(|name| pattern.matches(name))
            };
            for one in self.must_have(field).iter().filter(|one| !known(one) && !is_like(one)) {
                let near = alike(one, names.iter().copied());
                let near = near.first().map(|name| format!("; did you mean {name}?")).unwrap_or_default();
                doubts.push(format!("the contract has no {what} like {one:?}{near}"));
            }
        };
        doubt(Field::Event, events, &known_event, "event");
        doubt(Field::Method, methods, &known_method, "method");
        doubts
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("event:callRining", &["the contract has no event like \"callRining\"; did you mean interaction.callRinging?"])]
    #[case("peer:crm method:logn", &["the contract has no method like \"logn\"; did you mean session.login?"])]
    #[case("method:qqqqqq", &["the contract has no method like \"qqqqqq\""])]
    #[case("event:callRinging,showCRM,crm.* peer:nobody", &[])]
    #[case("event:call* method:http.invokeECCApi,log", &[])]
    #[case("event:callRining | error:*", &[])]
    fn a_name_that_is_none_is_doubted_with_the_nearest(#[case] filter: &str, #[case] doubts: &[&str]) {
        assert_eq!(Filter::parse(filter, 0).unwrap().doubts(), doubts);
    }
}
