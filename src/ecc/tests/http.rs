//! HTTP for integrations: stubs matched and rendered, slow ones, requests to third parties.

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use crate::contract::check::{Args, check};
use crate::contract::{Contract, ErrorCode, SdkError};
use crate::ecc::{
    Ecc, HttpAnswer, HttpFailure, HttpReply, HttpRequest, Input, Output, Request, Ticket, What,
};
use crate::wire::Role;
use crate::workspace::Stub;

const ECC: &str = "http.invokeECCApi";
const OTHERS: &str = "http.invokeThirdPartyApi";

fn stub(method: &str, path: &str, body: &str) -> Stub {
    Stub {
        microservice: "cms".to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        status: 200,
        body: body.to_owned(),
        delay: 0,
    }
}

/// A site with these stubs and `executive` at desk `a`.
fn with_stubs(stubs: impl IntoIterator<Item = Stub>) -> Site {
    let mut site = Site::with(|workspace| workspace.stubs = stubs.into_iter().collect());
    site.agent("a", "executive", "1234567890");
    site
}

/// What a GET of one template says.
fn rendered(body: &str) -> Result<Value, SdkError> {
    with_stubs([stub("GET", "/x", body)]).call("a", ECC, json!(["cms", "/x", "GET"]))
}

/// Sends a request whose answer may come later.
fn send(site: &mut Site, ticket: u64, method: &str, params: Value) -> Vec<Output> {
    let spec = Contract::get().require_method(method).unwrap();
    let params = check(spec, Args::from_json(Some(params)).unwrap()).unwrap();
    site.input(Input::Request(Request {
        ticket: Ticket(ticket),
        desk: "a".into(),
        peer: "p1".into(),
        role: Role::Crm,
        method: method.to_owned(),
        params,
        credential: None,
    }))
}

/// The answers among all that has gone out, by their tickets.
fn answers(site: &Site) -> Vec<(u64, Result<Value, SdkError>)> {
    let answers = site.log.iter().filter_map(|output| match &output.what {
        What::Answer { ticket, result } if ticket.0 >= 1_000 => Some((ticket.0, result.clone())),
        _ => None,
    });
    answers.collect()
}

#[test]
fn the_demo_answers_as_the_vendors_page_says() {
    let mut site = Site::with_agent();
    let sample = &Contract::get().method(ECC).unwrap().answer.sample;
    assert_eq!(&site.ok("a", ECC, json!(["appserver", "searchables", "GET"])), sample);
    let found = site.ok("a", ECC, json!(["customer-manager", "/customers/3362227000", "GET"]));
    let jack = json!({"id": 735_076_692_678_910_u64, "name": "Jack Rogers", "phone": "3362227000"});
    assert_eq!(found, json!({"customers": [jack]}));
    let nobody = site.ok("a", ECC, json!(["customer-manager", "/customers/1", "GET"]));
    assert_eq!(nobody, json!({"customers": []}));
    let error = site.call("a", ECC, json!(["cms", "/articles/7", "GET"])).unwrap_err();
    assert_eq!((error.code, error.data.http), (ErrorCode::HttpError, Some(404)));
    assert!(error.message.ends_with(r#"answered 404: {"error":"there is no article 7"}"#), "{error}");
    let params =
        json!(["interaction-service", "/echo?a=1", "POST", {"b": [2, "x"], "c": null}, {"d": {"e": 5}}]);
    let echo = site.ok("a", ECC, params);
    assert_eq!(echo["query"], json!({"a": "1", "b": ["2", "x"]}));
    assert_eq!((&echo["data"], &echo["from"]), (&json!({"d": {"e": 5}}), &json!("executive")));
    assert_eq!(echo["at"], site.now.iso_zulu());
}

#[rstest]
#[case("/users/5", "GET", "number")]
#[case("users/5", "GET", "number")]
#[case("/users/5/?a=1#x", "GET", "number")]
#[case("//users//5", "GET", "number")]
#[case("/users/me", "GET", "me")]
#[case("/users/m%65", "GET", "me")]
#[case("/users/6", "GET", "id=6")]
#[case("/users/a%20b%2Fc", "GET", "id=a b/c")]
#[case("/users/%zz%ff", "GET", "id=%zz\u{fffd}")]
#[case("/users/5/calls", "GET", "calls of 5")]
#[case("/users/5/mails", "GET", "mails of 5")]
#[case("/users", "GET", "all")]
#[case("/users", "POST", "new")]
fn the_most_literal_stub_answers(#[case] url: &str, #[case] method: &str, #[case] answer: &str) {
    let mut site = with_stubs([
        stub("GET", "/users/{id}", "id={{ request.params.id }}"),
        stub("GET", "/users/{id}/{what}", "{{ request.params.what }} of {{ request.params.id }}"),
        stub("GET", "/users/{id}/calls", "calls of {{ request.params.id }}"),
        stub("GET", "/users/5", "number"),
        stub("GET", "/users/me", "me"),
        stub("GET", "/users", "all"),
        stub("POST", "/users", "new"),
    ]);
    assert_eq!(site.ok("a", ECC, json!(["cms", url, method])), json!(answer));
}

#[rstest]
#[case("cms", "/user/5", "GET", "the nearest is GET /users/{id}; or add one")]
#[case("cms", "/users/5", "POST", "the nearest is GET /users/{id}; or add one")]
#[case("cms", "/completely/else/where", "GET", "add one to [[stubs]]")]
#[case("cfs", "/users/5", "GET", "cfs has none; add one to [[stubs]]")]
fn a_call_without_a_stub_names_the_nearest(
    #[case] microservice: &str,
    #[case] url: &str,
    #[case] method: &str,
    #[case] hint: &str,
) {
    let mut site = with_stubs([stub("GET", "/users/{id}", ""), stub("PUT", "/files", "")]);
    let error = site.call("a", ECC, json!([microservice, url, method])).unwrap_err();
    assert_eq!((error.code, error.data.http), (ErrorCode::HttpError, Some(404)));
    assert!(error.data.hint.as_deref().unwrap().starts_with(hint), "{error:?}");
}

#[rstest]
#[case("", json!(""))]
#[case("done", json!("done"))]
#[case("[1, 2.5, null]", json!([1, 2.5, null]))]
#[case(" {\"a\": true}\n", json!({"a": true}))]
#[case("{{ state.user.name }} {{ state.user.type }}", json!("executive Executive"))]
#[case("{{ state.site.name }}, {{ state.campaigns[0].campaignId }}", json!("Demo, 172"))]
#[case("{{ state.interactions | length }}", json!(0))]
#[case("{{ state.customers[:4] | map(attribute='name') | join(',') }}", json!("Anshika,Jack Rogers,Andy Young,Rose Gonzalez"))]
#[case("{{ state | list | join(' ') }}", json!("now site user campaigns interactions customers store"))]
#[case("{{ (state | tojson) is string }}", json!("true"))]
#[case("{{ request.data is none }} {{ request.form }}", json!("true {}"))]
#[case("{{ request.microservice }} {{ request.method }} {{ request.path }}", json!("cms GET /x"))]
#[case("{{ '<b>' }}", json!("<b>"))]
#[case("[{{ true }}, {{ none }}, {{ [1, 'x'] }}, {{ state.user }}]", json!([true, null, [1, "x"], {"id": "executive", "name": "executive", "type": "Executive"}]))]
fn a_body_is_json_where_it_is_that(#[case] body: &str, #[case] answer: Value) {
    let answer = match answer {
        // A template prints text; what reads like JSON is that.
        Value::String(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        other => other,
    };
    assert_eq!(rendered(body).unwrap(), answer);
}

#[rstest]
#[case("{{ state.nothing }}", "stubs[0].body, line 1: undefined value")]
#[case("\n\n{{ request.params.id + 1 }}", "stubs[0].body, line 3: invalid operation")]
#[case("{{ 1 | nofilter }}", "stubs[0].body, line 1: unknown filter")]
#[case("{% for i in range(100000) %}{{ i }}{% endfor %}", "engine ran out of fuel")]
#[case("{{ 'x' * 300000 }}", "the text is larger than 256 KiB")]
#[case("{% for i in range(300) %}{{ 'x' * 1000 }}{% endfor %}", "the text is larger than 256 KiB")]
#[case("{% include 'x' %}", "line 1")]
fn a_template_that_fails_is_502_with_its_place(#[case] body: &str, #[case] message: &str) {
    let error = rendered(body).unwrap_err();
    assert_eq!((error.code, error.data.http), (ErrorCode::HttpError, Some(502)));
    assert!(error.message.contains(message), "{error}");
    assert!(error.message.starts_with("the template of GET /x of cms failed"), "{error}");
}

#[test]
fn a_body_may_be_as_large_as_the_bound() {
    let body = "{{ 'x' * 262144 }}";
    assert_eq!(rendered(body).unwrap().as_str().unwrap().len(), 256 << 10);
    assert!(rendered(&format!("{body}.")).is_err());
}

#[test]
fn a_template_sees_the_desks_calls_and_store() {
    let body = "{{ state.interactions[0].phase }} {{ state.interactions[0].customer.phone }}";
    let mut site = with_stubs([stub("GET", "/x", body)]);
    site.customer_calls("1234567890");
    assert_eq!(site.ok("a", ECC, json!(["cms", "/x", "GET"])), json!("ringing 1234567890"));
    site.ok("a", "toolbar.answer", json!([]));
    assert_eq!(site.ok("a", ECC, json!(["cms", "/x", "GET"])), json!("connected 1234567890"));
}

#[test]
fn a_form_is_seen_by_its_fields() {
    let form = "{{ request.form.a }} {{ request.form.f.filename }} {{ request.form.f.type }} \
                {{ request.form.f.size }} {{ request.form.b | join('+') }} {{ request.data }}";
    let mut site = with_stubs([stub("POST", "/x", form)]);
    let file = json!({"filename": "x.txt", "type": "text/plain", "base64": "aGVsbG8="});
    let data = json!({"$form": [["a", "1"], ["f", file], ["b", "2"], ["b", "3"]]});
    let answer = site.ok("a", ECC, json!(["cms", "/x", "POST", null, data, true]));
    assert_eq!(answer, json!("1 x.txt text/plain 5 2+3 null"));
    let broken = json!({"$form": [["f", {"base64": "?"}]]});
    let error = site.call("a", ECC, json!(["cms", "/x", "POST", null, broken])).unwrap_err();
    assert_eq!(error.data.field.as_deref(), Some("data.$form[0][1].base64"));
}

#[test]
fn stubs_are_for_agents_and_paths() {
    let mut site = Site::new();
    let error = site.call("a", ECC, json!(["appserver", "/searchables", "GET"])).unwrap_err();
    assert_eq!(error.data.http, Some(403));
    site.agent("a", "executive", "1234567890");
    let error = site.call("a", ECC, json!(["appserver", "https://host/searchables", "GET"])).unwrap_err();
    assert_eq!((error.code, error.data.field.as_deref()), (ErrorCode::RequiredFieldMissing, Some("url")));
    let error = site.call("a", ECC, json!(["appserver", "x".repeat(100_000), "GET"])).unwrap_err();
    assert!(error.message.len() < 300, "a long path is shortened");
    let mut site = with_stubs([Stub { status: 500, ..stub("GET", "/x", &"y".repeat(5_000)) }]);
    let error = site.call("a", ECC, json!(["cms", "/x", "GET"])).unwrap_err();
    assert_eq!(error.data.http, Some(500));
    assert!(error.message.len() < 300, "a long body is shortened");
}

fn slow(delay: u64) -> Stub {
    Stub { delay, ..stub("GET", "/slow", "{{ state.now | tojson }}") }
}

#[test]
fn a_slow_stub_answers_later_with_what_was_then() {
    let mut site = with_stubs([slow(5_000), Stub { status: 503, ..slow(0) }]);
    site.ecc.workspace = {
        let mut workspace = (*site.ecc.workspace).clone();
        workspace.stubs[1] = Stub { status: 503, delay: 2_000, ..stub("GET", "/refuse", "no") };
        workspace.into()
    };
    let asked_at = site.now;
    send(&mut site, 1_000, ECC, json!(["cms", "/slow", "GET"]));
    send(&mut site, 1_001, ECC, json!(["cms", "/refuse", "GET"]));
    site.wait(4);
    let refused = answers(&site);
    assert_eq!((refused.len(), refused[0].0), (1, 1_001));
    assert_eq!(refused[0].1.as_ref().unwrap_err().data.http, Some(503));
    // An engine that is restored meanwhile answers the same.
    site.ecc = Ecc::restore(site.ecc.workspace.clone(), &site.ecc.snapshot()).unwrap();
    site.wait(1);
    assert_eq!(answers(&site)[1..], [(1_000, Ok(json!(asked_at.iso_zulu())))]);
    assert_eq!(site.log.last().unwrap().at, site.now);
    site.wait(60);
    assert_eq!(answers(&site).len(), 2);
}

#[test]
fn a_stub_slower_than_the_timeout_is_not_answered_by_the_engine() {
    // commandTimeout is 20 s.
    let mut site = with_stubs([slow(20_000), stub("GET", "/other", "")]);
    send(&mut site, 1_000, ECC, json!(["cms", "/slow", "GET"]));
    site.wait(60);
    assert_eq!(answers(&site).len(), 1);
    let mut site = with_stubs([slow(20_001)]);
    send(&mut site, 1_000, ECC, json!(["cms", "/slow", "GET"]));
    site.wait(60);
    assert_eq!(answers(&site), []);
    assert!(site.ecc.state.slow_answers.is_empty());
}

#[test]
fn so_many_slow_answers_wait_and_no_more() {
    let mut site = with_stubs([slow(5_000)]);
    for ticket in 0..257 {
        send(&mut site, 1_000 + ticket, ECC, json!(["cms", "/slow", "GET"]));
    }
    let refused = answers(&site);
    assert_eq!((refused.len(), refused[0].0), (1, 1_256));
    assert_eq!(refused[0].1.as_ref().unwrap_err().data.http, Some(429));
    site.wait(5);
    assert_eq!(answers(&site).len(), 257);
    send(&mut site, 2_000, ECC, json!(["cms", "/slow", "GET"]));
    assert_eq!(answers(&site).len(), 257, "there is room again");
    let mut site = with_stubs([Stub { body: "{{ 'x' * 262000 }}".to_owned(), ..slow(5_000) }]);
    for ticket in 0..20 {
        send(&mut site, 1_000 + ticket, ECC, json!(["cms", "/slow", "GET"]));
    }
    assert_eq!(answers(&site).len(), 4, "16 of 256 KiB wait at most");
}

/// The request that the hub is to make.
fn wanted(params: Value) -> HttpRequest {
    let mut site = Site::new();
    match send(&mut site, 1_000, OTHERS, params).pop().map(|output| output.what) {
        Some(What::Http { ticket: Ticket(1_000), request }) => *request,
        other => panic!("no request: {other:?}"),
    }
}

#[test]
fn a_request_to_others_is_handed_to_the_hub() {
    let headers = json!({"X-A": "1", "Accept-Encoding": "gzip", "Connection": "close"});
    let query = json!({"a": [1, true], "b": null, "c": {"d": 1}, "e": "x y"});
    let request = wanted(json!(["HTTPS://Example.com", "POST", headers, query, {}, true]));
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        request,
        HttpRequest {
            url: "https://example.com/".to_owned(),
            method: "POST".to_owned(),
            headers: vec![pair("X-A", "1")],
            query: vec![pair("a", "1"), pair("a", "true"), pair("c", r#"{"d":1}"#), pair("e", "x y")],
            data: Some(json!({})),
            is_multipart: true,
        }
    );
    assert_eq!(wanted(json!(["http://h/", "GET", {}, {}, {}])).data, None);
    assert_eq!(wanted(json!(["http://h/", "GET", {}, {}, {"a": 1}])).data, Some(json!({"a": 1})));
}

#[rstest]
#[case(json!(["/path", "GET"]), "url")]
#[case(json!(["", "GET"]), "url")]
#[case(json!(["https://", "GET"]), "url")]
#[case(json!(["file:///etc/passwd", "GET"]), "url")]
#[case(json!(["javascript:alert(1)", "GET"]), "url")]
#[case(json!(["https://user:pass@host/", "GET"]), "url")]
#[case(json!(["https://user@host/", "GET"]), "url")]
#[case(json!([format!("https://host/{}", "x".repeat(17_000)), "GET"]), "url")]
#[case(json!(["https://host/", "GET", {}, {"a": "x".repeat(17_000)}]), "url")]
#[case(json!(["https://host/", "GET", {"X-A": "1\r\nHost: other"}]), "headers.X-A")]
#[case(json!(["https://host/", "GET", {"X-A": "1\u{0}"}]), "headers.X-A")]
#[case(json!(["https://host/", "GET", {"X A": "1"}]), "headers.X A")]
#[case(json!(["https://host/", "GET", {"": "1"}]), "headers.")]
#[case(json!(["https://host/", "GET", {"X-A\r\nB": "1"}]), "headers.X-A\r\nB")]
#[case(json!(["https://host/", "GET", {"Host": "other"}]), "headers.Host")]
#[case(json!(["https://host/", "GET", {"content-length": "5"}]), "headers.content-length")]
#[case(json!(["https://host/", "GET", {"Transfer-Encoding": "chunked"}]), "headers.Transfer-Encoding")]
#[case(json!(["https://host/", "GET", {"Cookie2": "x"}]), "headers.Cookie2")]
#[case(json!(["https://host/", "GET", {"X": "x".repeat(33_000)}]), "headers")]
#[case(json!(["https://host/", "POST", {}, {}, {"$form": 5}]), "data.$form")]
#[case(json!(["https://host/", "POST", {}, {}, {"$form": [["f", {"base64": "%"}]]}]), "data.$form[0][1].base64")]
fn a_request_that_can_not_be_made_is_2001(#[case] params: Value, #[case] field: &str) {
    let error = Site::new().call("a", OTHERS, params).unwrap_err();
    assert_eq!(error.code, ErrorCode::RequiredFieldMissing);
    assert_eq!(error.data.field.as_deref(), Some(field));
}

#[test]
fn what_others_answer_becomes_the_answer() {
    let reply = |status: u16, data: Value| Ok(HttpReply { status, status_text: "Text".to_owned(), data });
    let failure = HttpFailure { status: 403, message: "no".to_owned(), hint: Some("do".to_owned()) };
    let mut site = Site::new();
    let results =
        [reply(200, json!({"a": 1})), reply(399, json!("")), reply(404, json!("gone")), Err(failure)];
    for (ticket, result) in (1_000..).zip(results) {
        let answer = HttpAnswer { ticket: Ticket(ticket), result };
        let input = serde_json::to_string(&Input::Http(answer)).unwrap();
        site.input(serde_json::from_str(&input).unwrap());
    }
    let mut answers = answers(&site).into_iter().map(|(_, answer)| answer);
    assert_eq!(answers.next().unwrap(), Ok(json!({"status": 200, "data": {"a": 1}, "statusText": "Text"})));
    assert_eq!(answers.next().unwrap(), Ok(json!({"status": 399, "data": "", "statusText": "Text"})));
    let error = answers.next().unwrap().unwrap_err();
    assert_eq!(
        (error.data.http, error.message.as_str()),
        (Some(404), "the other side answered 404: Text: gone")
    );
    let error = answers.next().unwrap().unwrap_err();
    assert_eq!((error.data.http, error.data.hint.as_deref()), (Some(403), Some("do")));
}
