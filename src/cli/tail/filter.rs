//! Which frames are wanted, from the words of the command line.

use crate::cli::failure::{Failure, code};
use crate::inspect::Filter;
use crate::inspect::filter::Field;

/// What is wanted. Nothing at all wants everything.
pub(super) fn parse(words: &[String]) -> Result<Filter, Failure> {
    let filter = Filter::of_words(words, 0).map_err(|error| {
        let failure = Failure::new(code::USAGE, format!("the filter can't be read: {}", error.what));
        failure.hint(
            error.hint.unwrap_or_else(|| "event=NAME, method=NAME and peer=NAME are filters".to_owned()),
        )
    })?;
    if !filter.must_have(Field::Event).is_empty() && !filter.must_have(Field::Method).is_empty() {
        let failure = Failure::new(code::USAGE, "no frame is both an event and the call of a method");
        return Err(failure.hint("follow both by two commands, or by 'event:NAME | method:NAME'"));
    }
    Ok(filter)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::seen::tests::{event, trace};
    use super::*;

    fn filter(words: &[&str]) -> Result<Filter, Failure> {
        parse(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
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
    #[case(&["event:callRinging | method:session.*"], [true, false, true])]
    #[case(&["-peer:crm", "-event:showCrm"], [true, false, false])]
    #[case(&["login"], [false, false, true])]
    fn several_of_a_kind_widen_and_kinds_narrow(#[case] words: &[&str], #[case] wanted: [bool; 3]) {
        let filter = filter(words).unwrap();
        let seen = [
            event("interaction.callRinging", None),
            event("interaction.showCrm", Some("p3")),
            trace("session.login", "p3"),
        ];
        assert_eq!(seen.each_ref().map(|one| filter.wants(&one.row)), wanted);
    }

    #[test]
    fn a_call_in_another_spelling_is_found_under_the_documented_name() {
        let seen = trace("httpRequest.invokeEccApi", "p3");
        for words in [["method=http.invokeECCApi"], ["method=invokeEccApi"], ["method=httpRequest.*"]] {
            assert!(filter(&words).unwrap().wants(&seen.row), "{words:?}");
        }
    }

    #[rstest]
    #[case(&["events=x"], "did you mean event:?")]
    #[case(&["qqqq=x"], "quotes make a text of it")]
    #[case(&["event="], "event:callRinging")]
    #[case(&["event=a", "method=b"], "two commands")]
    #[case(&["dur:5"], "dur:>5ms")]
    fn what_is_no_filter_is_a_usage_error(#[case] words: &[&str], #[case] hint: &str) {
        let failure = filter(words).unwrap_err();
        assert_eq!(failure.code, code::USAGE);
        assert!(failure.hint.as_deref().unwrap_or_default().contains(hint), "{failure:?}");
    }
}
