//! Which frames are wanted: `event=`, `method=` and `peer=`.

use super::seen::{Kind, Seen};
use crate::cli::failure::{Failure, code};
use crate::cli::names::like;
use crate::contract::Contract;

/// The keys, in the order in which they are told.
const KEYS: [&str; 3] = ["event", "method", "peer"];

/// What is wanted. Nothing at all wants everything.
#[derive(Debug, Default)]
pub(super) struct Filter {
    events: Vec<Pattern>,
    methods: Vec<Pattern>,
    peers: Vec<Pattern>,
}

/// What a name must be like.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    text: String,
    by: By,
}

/// How a pattern is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// It stands somewhere in the name.
    Part,
    /// It is the name: `p1` is not in `p12`.
    Whole,
    /// It has `*` and `?`.
    Glob,
}

impl Filter {
    /// From the words of the command line.
    pub(super) fn parse(words: &[String]) -> Result<Filter, Failure> {
        let mut filter = Filter::default();
        for word in words {
            let (key, value) = word.split_once('=').ok_or_else(|| no_filter(word))?;
            if value.is_empty() {
                let failure = Failure::new(code::USAGE, format!("the filter {word} has no value"));
                return Err(failure.hint(format!("{key}=NAME, as in event=callRinging")));
            }
            match key {
                "event" => filter.events.push(Pattern::new(documented_event(value), By::Part)),
                "method" => filter.methods.push(Pattern::new(value, By::Part)),
                "peer" => filter.peers.push(Pattern::new(value, By::Whole)),
                _ => return Err(unknown_key(key)),
            }
        }
        if !filter.events.is_empty() && !filter.methods.is_empty() {
            let failure = Failure::new(code::USAGE, "no frame is both an event and the call of a method");
            return Err(failure.hint("follow both by two commands, or narrow by peer="));
        }
        Ok(filter)
    }

    /// Whether everything is wanted.
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.methods.is_empty() && self.peers.is_empty()
    }

    /// What looks like a slip: names that the contract does not have.
    pub(super) fn doubts(&self) -> Vec<String> {
        let contract = Contract::get();
        let events: Vec<&str> = contract.events().iter().map(|event| event.id.as_str()).collect();
        let methods: Vec<&str> = contract.methods().iter().map(|method| method.id.as_str()).collect();
        let mut doubts = Vec::new();
        for (patterns, names, what) in [(&self.events, events, "event"), (&self.methods, methods, "method")] {
            for pattern in patterns.iter().filter(|one| !names.iter().any(|name| one.matches(name))) {
                let near = like(&pattern.text, names.iter().copied());
                let near = near.first().map(|name| format!("; did you mean {name}?")).unwrap_or_default();
                doubts.push(format!("the contract has no {what} like {:?}{near}", pattern.text));
            }
        }
        doubts
    }

    /// Whether a frame is wanted.
    pub(super) fn wants(&self, seen: &Seen) -> bool {
        let any = |patterns: &[Pattern], name: Option<&str>| {
            patterns.is_empty() || name.is_some_and(|name| patterns.iter().any(|one| one.matches(name)))
        };
        // What was called in another spelling is found under both.
        let called = (seen.kind == Kind::Trace).then_some(seen.name.as_str());
        let documented =
            called.and_then(|name| Contract::get().method(name)).map(|method| method.id.as_str());
        any(&self.events, (seen.kind == Kind::Event).then_some(seen.name.as_str()))
            && (any(&self.methods, called) || any(&self.methods, documented))
            && any(&self.peers, seen.peer.as_deref())
    }
}

/// Another spelling of an event stands for the documented one, which is the one that comes.
fn documented_event(name: &str) -> &str {
    Contract::get().event(name).map_or(name, |event| event.id.as_str())
}

fn no_filter(word: &str) -> Failure {
    let failure = Failure::new(code::USAGE, format!("{word:?} is no filter"));
    failure.hint(format!("a filter is KEY=NAME: event={word}, method={word} or peer={word}"))
}

fn unknown_key(key: &str) -> Failure {
    let failure = Failure::new(code::USAGE, format!("there is no filter {key}="));
    failure.hint(match like(key, KEYS.into_iter()).first() {
        Some(near) => format!("did you mean {near}=?"),
        None => format!("there is {}=", KEYS.join("=, ")),
    })
}

impl Pattern {
    fn new(text: &str, by: By) -> Pattern {
        Pattern { text: text.to_lowercase(), by: if text.contains(['*', '?']) { By::Glob } else { by } }
    }

    fn matches(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        match self.by {
            By::Part => name.contains(&self.text),
            By::Whole => name == self.text,
            By::Glob => {
                let bare = name.split_once('.').map(|(_, bare)| bare);
                glob(&self.text, &name) || bare.is_some_and(|bare| glob(&self.text, bare))
            }
        }
    }
}

/// Whether a pattern with `*` and `?` is the whole of a name. Goes back to the last `*` only, so its
/// time is at most the product of both lengths.
fn glob(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some('?') => (p, n) = (p + 1, n + 1),
            Some(c) if *c == name[n] => (p, n) = (p + 1, n + 1),
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    (p, n) = (at + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::seen::tests::{event, trace};
    use super::*;

    fn filter(words: &[&str]) -> Result<Filter, Failure> {
        Filter::parse(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[rstest]
    #[case("callRinging", "interaction.callRinging", true)]
    #[case("CALLRINGING", "interaction.callRinging", true)]
    #[case("ring", "interaction.callRinging", true)]
    #[case("call*", "interaction.callRinging", true)]
    #[case("interaction.*", "interaction.callRinging", true)]
    #[case("*.call?inging", "interaction.callRinging", true)]
    #[case("call", "interaction.showCrm", false)]
    #[case("call?", "interaction.callRinging", false)]
    #[case("*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaa", false)]
    #[case("*", "", true)]
    #[case("?", "", false)]
    fn a_pattern_matches_a_part_or_as_a_glob_the_whole(
        #[case] pattern: &str,
        #[case] name: &str,
        #[case] matches: bool,
    ) {
        assert_eq!(Pattern::new(pattern, By::Part).matches(name), matches);
    }

    #[rstest]
    #[case(&[], [true, true, true])]
    #[case(&["event=callRinging"], [true, false, false])]
    #[case(&["event=callRinging", "event=showCRM"], [true, true, false])]
    #[case(&["event=crm.showCRM"], [false, true, false])]
    #[case(&["method=session.*"], [false, false, true])]
    #[case(&["method=http.invokeECCApi"], [false, false, false])]
    #[case(&["peer=p3"], [false, true, true])]
    #[case(&["peer=P?"], [false, true, true])]
    #[case(&["peer=p"], [false, false, false])]
    #[case(&["peer=p3", "event=*"], [false, true, false])]
    #[case(&["peer=p4", "method=login"], [false, false, false])]
    fn several_of_a_kind_widen_and_kinds_narrow(#[case] words: &[&str], #[case] wanted: [bool; 3]) {
        let filter = filter(words).unwrap();
        let seen = [
            event("interaction.callRinging", None),
            event("interaction.showCrm", Some("p3")),
            trace("session.login", "p3"),
        ];
        assert_eq!(seen.each_ref().map(|one| filter.wants(one)), wanted);
    }

    #[test]
    fn a_call_in_another_spelling_is_found_under_the_documented_name() {
        let seen = trace("httpRequest.invokeEccApi", "p3");
        for words in [["method=http.invokeECCApi"], ["method=invokeEccApi"], ["method=httpRequest.*"]] {
            assert!(filter(&words).unwrap().wants(&seen), "{words:?}");
        }
    }

    #[rstest]
    #[case(&["events=x"], "did you mean event=?")]
    #[case(&["q=x"], "there is event=, method=, peer=")]
    #[case(&["callRinging"], "event=callRinging")]
    #[case(&["event="], "event=NAME")]
    #[case(&["event=a", "method=b"], "two commands")]
    fn what_is_no_filter_is_a_usage_error(#[case] words: &[&str], #[case] hint: &str) {
        let failure = filter(words).unwrap_err();
        assert_eq!(failure.code, code::USAGE);
        assert!(failure.hint.as_deref().unwrap_or_default().contains(hint), "{failure:?}");
    }

    #[test]
    fn a_name_that_is_none_is_doubted() {
        assert_eq!(filter(&["event=callRinging", "peer=nobody"]).unwrap().doubts(), Vec::<String>::new());
        let doubts = filter(&["event=callRining"]).unwrap().doubts();
        assert!(doubts[0].contains("did you mean interaction.callRinging?"), "{doubts:?}");
    }
}
