//! The filter language as a table, and by chance.

use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::*;
use crate::inspect::log::Log;
use crate::inspect::log::tests::{call, change, event, frame, log};
use crate::wire::Dir;

/// A desk at which a bit of everything happened.
fn desk() -> Log {
    let traced = |method: &str, error: Option<(i64, &str)>, took: u64| {
        let call = json!({"peer": "p2", "role": "crm", "method": method, "params": ["voice", "d1-c7", 820],
            "error": error, "took": took});
        json!({"kind": "trace", "call": call})
    };
    log([
        call(0, "p1", 1, "toolbar.answer", json!({"interactionId": "d1-c7"})),
        frame(250, "p1", Dir::Out, &json!({"jsonrpc": "2.0", "id": 1, "result": "ok"})),
        event(300, "interaction.callRinging", json!({"interactionId": "d1-c7", "campaignId": 172})),
        event(301, "interaction.showCrm", json!({"phone": "12 34", "to": "nobody"})),
        change(302, json!({"kind": "hold", "interactionId": "d1-c7"})),
        change(303, traced("interaction.disposeInteraction", Some((3000, "the call is on")), 1_200)),
        change(304, traced("httpRequest.invokeEccApi", None, 400_000)),
        frame(400, "p9", Dir::In, &json!("rubbish")),
    ])
}

fn found(filter: &str) -> Vec<u64> {
    let filter = Filter::parse(filter, 0).unwrap();
    desk().iter().filter(|row| filter.wants(row)).map(|row| row.number).collect()
}

#[rstest]
#[case("", &[0, 1, 2, 3, 4, 5, 6, 7])]
#[case("event:callRinging", &[2])]
#[case("event=callRinging", &[2])]
#[case("event:callringing,showCRM", &[2, 3])]
#[case("event:crm.showCRM", &[3])]
#[case("event:*", &[2, 3])]
#[case("method:toolbar.*", &[0, 1])]
#[case("method:http.invokeECCApi", &[6])]
#[case("method:invokeEccApi", &[6])]
#[case("change:hold", &[4])]
#[case("name:dispos", &[5])]
#[case("is:trace,call", &[0, 5, 6])]
#[case("kind:RAW", &[7])]
#[case("peer:crm", &[5, 6])]
#[case("peer:p", &[])]
#[case("peer:p?", &[0, 1, 5, 6, 7])]
#[case("-peer:p? -is:event", &[4])]
#[case("dir:in", &[0, 5, 6, 7])]
#[case("error:*", &[5])]
#[case("error:3000", &[5])]
#[case("error:>=4000", &[])]
#[case("error:\"call is\"", &[5])]
#[case("dur:>200ms", &[1, 6])]
#[case("dur:1ms..300ms", &[1, 5])]
#[case("campaign:172", &[2])]
#[case("campaign:*", &[2])]
#[case("interaction:c7", &[0, 1, 2, 4, 5])]
#[case("interaction:*", &[0, 1, 2, 4, 5])]
#[case("seq:>302", &[5, 6])]
#[case("size:>1kb", &[])]
#[case("at:00:00:00.3", &[2, 3, 4, 5, 6])]
#[case("at:>00:00:00.35", &[7])]
#[case("rubbish", &[7])]
#[case("RUBB", &[7])]
#[case("\"12 34\"", &[3])]
#[case("/\\d\\d \\d/", &[3])]
#[case("/RUB+ISH/i", &[7])]
#[case("/RUB+ISH/", &[])]
#[case("event:* -event:showCrm | error:*", &[2, 5])]
#[case("(event:* | error:*) interaction:c7", &[2, 5])]
#[case("-(event:* | is:change,trace)", &[0, 1, 7])]
#[case("event:callRinging campaign:172 interaction:d1 /Ring/ ring", &[2])]
#[case("12:30", &[])]
fn what_a_filter_finds(#[case] filter: &str, #[case] numbers: &[u64]) {
    assert_eq!(found(filter), numbers);
}

#[rstest]
#[case("evnt:x", 1, "there is no field evnt:", "did you mean event:?")]
#[case("a http://x", 3, "there is no field http:", "\"http:…\"")]
#[case("event:", 7, "event: needs a value", "event:callRinging")]
#[case("event:a,", 9, "event: needs a value", "")]
#[case("is:evnt", 1, "is: can't be \"evnt\"", "did you mean is:event?")]
#[case("dir:up", 1, "dir: can't be \"up\"", "in, out")]
#[case("x dur:5", 3, "dur: can't be \"5\"", "dur:>5ms")]
#[case("dur:fast", 1, "dur: can't be \"fast\"", "dur:>200ms")]
#[case("campaign:x", 1, "campaign: can't be", "an id")]
#[case("is:calls", 1, "is: can't be \"calls\"", "did you mean is:call?")]
#[case("kind:xyz", 1, "is: can't be \"xyz\"", "call, ok, error, event")]
#[case("at:25:00", 1, "at: can't be \"25:00\"", "a time of the day, compared or as a range, as in at:")]
#[case("a at:14:02..x", 3, "at: can't be \"14:02..x\"", "a time of the day")]
#[case("seq:>x", 1, "seq: can't be \">x\"", "seq:>=100")]
#[case("size:5xb", 1, "size: can't be \"5xb\"", "size:>10kb")]
#[case("dur:200sec", 1, "dur: can't be \"200sec\"", "us, ms, s or min")]
#[case("eror:*", 1, "there is no field eror:", "did you mean error:?")]
#[case("interction:7", 1, "there is no field interction:", "did you mean interaction:?")]
#[case("\"a\" b)", 6, "never opened", "quotes")]
#[case("(a", 1, "never closed", "add )")]
#[case("a)", 2, "never opened", "quotes")]
#[case("a |", 4, "missing", "")]
#[case("| a", 1, "missing", "")]
#[case("a | | b", 5, "missing", "")]
#[case("()", 2, "missing", "")]
#[case("- a", 2, "- needs", "-peer:toolbar")]
#[case("\"a", 1, "quote is never closed", "add \"")]
#[case("/a", 1, "no end", "add /")]
#[case("//", 1, "empty pattern", "quotes")]
#[case("/a/x", 4, "can't follow a pattern", "only i")]
#[case("b /(/", 3, "the pattern can't be read: unclosed group", "quotes")]
#[case("/(a{900}){900}/", 1, "too large", "")]
#[case("a,b", 2, "comma", "|")]
fn what_is_wrong_is_said_with_its_column(
    #[case] filter: &str,
    #[case] column: usize,
    #[case] what: &str,
    #[case] hint: &str,
) {
    let error = Filter::parse(filter, 0).unwrap_err();
    assert_eq!(error.column, column, "{error}");
    assert!(error.what.contains(what), "{error}");
    assert!(error.hint.as_deref().unwrap_or_default().contains(hint), "{error}");
}

#[rstest]
#[case("/^.{4}$/", ["abcd", "日本語x"])]
#[case("/\\w+-\\d/i", ["id-7", "é-7"])]
#[case("/É|ABC/i", ["abc", "é"])]
#[case("/[à-ü]|d/", ["d", "é"])]
#[case("/\\p{L}{3}/", ["abc", "日本語"])]
#[case("ABC", ["xabc", "éabc"])]
fn a_pattern_finds_in_any_text(#[case] filter: &str, #[case] texts: [&str; 2]) {
    let filter = Filter::parse(filter, 0).unwrap();
    for text in texts {
        let mut row = desk().at(7).unwrap().clone();
        row.text = text.into();
        assert!(filter.wants(&row), "{text}");
        row.text = "?".into();
        assert!(!filter.wants(&row));
    }
}

#[test]
fn a_filter_has_its_bounds() {
    let wrong = |text: &str| Filter::parse(text, 0).unwrap_err().what;
    assert!(wrong(&"x".repeat(MAX_LENGTH + 1)).contains("at most 500 characters"));
    assert!(wrong(&"a ".repeat(MAX_TERMS + 1)).contains("at most 64 terms"));
    assert!(wrong(&format!("{}a{}", "(".repeat(17), ")".repeat(17))).contains("at most 16 deep"));
    assert!(wrong(&"-".repeat(400)).contains("at most 16 deep"));
}

#[test]
fn every_field_has_an_example_that_can_be_read() {
    for row in FIELDS {
        let filter = Filter::parse(row.example, 0);
        assert!(filter.is_ok(), "{}: {filter:?}", row.example);
        assert!(row.names.iter().all(|name| Field::named(name) == Some(row.field)));
    }
}

#[rstest]
#[case(
    "",
    0,
    "event: method: change: name: is: peer: dir: error: dur: campaign: interaction: at: seq: size:"
)]
#[case("ev", 0, "event:")]
#[case("a -ev", 3, "event:")]
#[case("a (to", 3, "dur:")]
#[case("event:callR", 6, "interaction.callRinging")]
#[case("change:", 7, "hold")]
#[case("method:ecc", 7, "httpRequest.invokeEccApi")]
#[case("is:tr", 3, "trace")]
#[case("is:call,tr", 8, "trace")]
#[case("dir:", 4, "in out")]
#[case("peer:", 5, "toolbar crm app control p1 p2 p9")]
#[case("error:", 6, "* 3000")]
#[case("campaign:", 9, "172")]
#[case("interaction:", 12, "d1-c7")]
#[case("nothing:", 0, "")]
fn what_may_follow_is_offered(#[case] text: &str, #[case] from: usize, #[case] offers: &str) {
    let log = desk();
    let completion = complete(text, text.chars().count(), log.seen());
    let texts: Vec<&str> = completion.offers.iter().map(|offer| offer.text.as_str()).collect();
    assert_eq!((completion.from, texts.join(" ").as_str()), (from, offers));
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z*?.0-9]{1,6}", "[ ,|()\"\\\\:/=a-]{1,5}"]
}

fn term() -> impl Strategy<Value = Term> {
    let named = [Field::Event, Field::Method, Field::Name, Field::Peer, Field::Interaction, Field::Error];
    prop_oneof![
        (prop::sample::select(named.to_vec()), prop::collection::vec(value(), 1..4))
            .prop_map(|(field, values)| Term::Field(field, values)),
        value().prop_map(Term::Word),
        ("[a-z/ ]{1,6}", any::<bool>()).prop_map(|(pattern, no_case)| Term::Regex { pattern, no_case }),
    ]
}

fn expr() -> impl Strategy<Value = Expr> {
    term().prop_map(Expr::Term).prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Any),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::All),
            inner.prop_map(|one| Expr::Not(Box::new(one))),
        ]
    })
}

proptest! {
    #[test]
    fn no_text_is_a_panic(text in ".{0,60}") {
        let _ = Filter::parse(&text, 0);
        complete(&text, text.chars().count() / 2, desk().seen());
    }

    #[test]
    fn no_text_of_the_languages_own_signs_is_a_panic(text in "[-a-e:=,|()/\"\\\\ .*>0-9i]{0,40}") {
        if let Ok(filter) = Filter::parse(&text, 330) {
            let _ = desk().iter().filter(|row| filter.wants(row)).count();
            let again = Filter::parse(&filter.expr().to_string(), 330).unwrap();
            prop_assert_eq!(again.expr(), filter.expr());
        }
    }

    #[test]
    fn what_is_written_down_reads_the_same(expr in expr()) {
        let text = expr.to_string();
        if let Ok((again, _)) = parse::parse(&text) {
            prop_assert_eq!(again, expr, "{}", text);
        } else {
            prop_assert!(text.chars().count() > MAX_LENGTH || text.contains("((((((("), "{}", text);
        }
    }
}
