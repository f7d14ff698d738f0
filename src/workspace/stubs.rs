//! Stubs of the ECC's microservices: what `http.invokeECCApi` is answered with.

mod path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::templates;
pub use super::templates::{TemplateProblem, templates};
pub use path::StubPath;

/// The most stubs of a workspace.
pub const MAX_STUBS: usize = 1_000;
/// The longest that a stub's answer may take, in ms.
pub const MAX_DELAY: u64 = 3_600_000;

/// A stub: one answer for a method and a path of a microservice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stub {
    /// Which microservice (contract: enum Microservices).
    pub microservice: String,
    /// `GET`, `POST`, `PUT` or `DELETE`.
    #[serde(default = "get")]
    pub method: String,
    /// The path: `/users/{id}`. A part in braces takes anything, and the template knows it by that name.
    pub path: String,
    /// The HTTP status; from 400 on, the call is refused with it.
    #[serde(default = "fine")]
    pub status: u16,
    /// The body, a minijinja template over `request` and `state`; JSON where it is that.
    #[serde(default)]
    pub body: String,
    /// How long the answer takes, in ms.
    #[serde(default)]
    pub delay: u64,
}

fn get() -> String {
    "GET".to_owned()
}

fn fine() -> u16 {
    200
}

impl Stub {
    /// Whether the body is a template that can be run, as far as reading it tells.
    pub fn check_body(&self) -> Result<(), TemplateProblem> {
        templates::check(&self.body, &["request", "state"])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rstest::rstest;

    use super::*;
    use crate::workspace::Workspace;
    use crate::workspace::check::check;

    fn stub() -> Stub {
        let (microservice, path) = ("cms".to_owned(), "/x/{id}".to_owned());
        Stub { microservice, method: get(), path, status: 200, body: String::new(), delay: 0 }
    }

    fn messages(workspace: &Workspace) -> Vec<String> {
        let found = check(workspace, BTreeSet::new()).into_iter();
        found.map(|one| one.to_string()).collect()
    }

    fn problems(stubs: Vec<Stub>) -> Vec<String> {
        let workspace = Workspace { stubs, ..Workspace::demo() };
        messages(&workspace)
    }

    #[rstest]
    #[case(Stub { microservice: "cmd".to_owned(), ..stub() }, "stubs[0].microservice: \"cmd\" is no microservice, expected one of appserver, ")]
    #[case(Stub { method: "get".to_owned(), ..stub() }, "stubs[0].method: \"get\" is no method, expected one of GET, POST, PUT, DELETE; did you mean GET?")]
    #[case(Stub { path: "x".to_owned(), ..stub() }, "stubs[0].path: \"x\" is no path, expected one that begins with /")]
    #[case(Stub { status: 99, ..stub() }, "stubs[0].status: 99 is out of range, expected 100 to 599")]
    #[case(Stub { status: 600, ..stub() }, "stubs[0].status: 600 is out of range, expected 100 to 599")]
    #[case(Stub { delay: 3_600_001, ..stub() }, "stubs[0].delay: 3600001 is out of range, expected at most 3600000 milliseconds")]
    #[case(Stub { body: "\n{{ request.".to_owned(), ..stub() }, "stubs[0].body: line 2: syntax error")]
    #[case(Stub { body: "{% if true %}".to_owned(), ..stub() }, "stubs[0].body: line 1: syntax error")]
    #[case(Stub { body: "{{ requst.path }}".to_owned(), ..stub() }, "stubs[0].body: there is no \"requst\", a template has request and state")]
    fn what_is_wrong_with_a_stub_is_said_with_its_place(#[case] stub: Stub, #[case] message: &str) {
        let found = problems(vec![stub]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(message), "{found:?}");
    }

    #[test]
    fn a_stub_stands_once() {
        let same = Stub { path: "/x/{other}/".to_owned(), ..stub() };
        let found = problems(vec![stub(), same]);
        let expected =
            "stubs[1].path: GET /x/{other}/ of cms is answered by a stub above, expected a new path";
        assert_eq!(found, [expected]);
        let post = Stub { method: "POST".to_owned(), ..stub() };
        let cfs = Stub { microservice: "cfs".to_owned(), ..stub() };
        let literal = Stub { path: "/x/id".to_owned(), ..stub() };
        assert_eq!(problems(vec![stub(), post, cfs, literal]), [""; 0]);
    }

    #[test]
    fn so_many_stubs_and_no_more() {
        let many = |count: usize| (0..count).map(|n| Stub { path: format!("/{n}"), ..stub() }).collect();
        assert_eq!(problems(many(MAX_STUBS)), [""; 0]);
        assert_eq!(problems(many(MAX_STUBS + 1)), ["stubs: 1001 stubs are too many, expected at most 1000"]);
    }

    #[test]
    fn what_a_template_makes_itself_is_known() {
        let body = "{% set x = request.path %}{% for c in state.customers %}{{ c.name ~ x ~ loop.index }}{% endfor %}{{ range(3) }}";
        assert_eq!(Stub { body: body.to_owned(), ..stub() }.check_body(), Ok(()));
    }

    #[test]
    fn a_listed_host_that_is_none_is_a_problem() {
        let mut workspace = Workspace::demo();
        workspace.security.third_party_hosts = vec!["api.example.com:8443".into(), "https://x/".into()];
        let found = messages(&workspace);
        assert_eq!(found.len(), 1);
        let expected = "security.thirdPartyHosts[1]: \"https://x/\" is no host, expected a host, without scheme and path";
        assert!(found[0].starts_with(expected), "{found:?}");
    }
}
