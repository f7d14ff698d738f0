//! Macros and quick replies: what is run and filled in, for whom, and what is refused.

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use super::sorting::{furnish, in_call, in_chat, shown};
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::desk::Phase;
use crate::desk::conversation::{Priority, Status};
use crate::desk::interaction::ChatSide;
use crate::ecc::Ecc;
use crate::workspace::{Reply, Workspace};

fn site(macros: Value) -> Site {
    let mut site = Site::with(|workspace| {
        furnish(workspace);
        workspace.macros = serde_json::from_value(macros).unwrap();
        let reply = |code: &str, content: &str| Reply { short_code: code.into(), content: content.into() };
        workspace.replies = vec![
            reply("hello", "Hello {{ customer.name }}, this is {{ agent.name }}"),
            reply("order", "Order {{ args[0] }} comes {{ args[1] }}"),
            reply("broken", "{{ customer.name.x.y }}"),
        ];
    });
    site.agent("a", "executive", "1234567890");
    site.agent("b", "moh5", "1234567891");
    site
}

fn close() -> Value {
    json!([{
        "name": "Close politely",
        "actions": [
            {"action": "send_message", "text": "Good bye, {{ customer.name }}"},
            {"action": "add_label", "label": "vip"},
            {"action": "change_priority", "priority": "low"},
            {"action": "resolve_conversation"},
        ],
    }])
}

#[test]
fn a_macros_actions_are_done_in_order() {
    let mut site = site(close());
    let id = in_chat(&mut site);
    let answer = site.ok("a", "toolbar.runMacro", json!(["Close politely"]));
    assert_eq!(answer, json!({"done": 4, "of": 4}));
    let one = &site.desk("a").interactions[0];
    let line = &one.chat[0];
    assert_eq!((line.from, line.text.as_str()), (ChatSide::Agent, "Good bye, Test"));
    assert_eq!((one.phase, one.conversation.status), (Phase::WrapUp, Status::Resolved));
    let sorted = shown(&site, "a", &id);
    assert_eq!((&sorted.labels[..], sorted.priority), (&["vip".to_owned()][..], Some(Priority::Low)));
}

/// A macro that was made when the workspace had what it names.
#[rstest]
#[case::label(json!({"action": "add_label", "label": "billing"}), |one: &mut Workspace| one.labels.truncate(1), "add_label: there is no label \"billing\"")]
#[case::team(json!({"action": "assign_team", "team": "sales"}), |one: &mut Workspace| one.teams.truncate(1), "assign_team: there is no team \"sales\"")]
#[case::attribute(json!({"action": "set_attribute", "key": "plan", "value": "gold"}), |one: &mut Workspace| one.attributes.clear(), "set_attribute: conversations have no attribute \"plan\"")]
#[case::value_of_a_list(json!({"action": "set_attribute", "key": "plan", "value": "gold"}), |one: &mut Workspace| drop(one.attributes[0].values.remove(0)), "set_attribute: value: expected one of silver")]
fn a_macro_that_names_what_is_gone_stops_there(
    #[case] action: Value,
    #[case] lose: fn(&mut Workspace),
    #[case] message: &str,
) {
    let first = json!({"action": "add_label", "label": "vip"});
    let last = json!({"action": "change_priority", "priority": "high"});
    let mut site = site(json!([{"name": "Tidy", "actions": [first, action, last]}]));
    let id = in_chat(&mut site);
    let mut workspace = (*site.workspace).clone();
    lose(&mut workspace);
    site.ecc = Ecc::restore(workspace.into(), &site.ecc.snapshot()).unwrap();
    let error = site.call("a", "toolbar.runMacro", json!(["Tidy"])).unwrap_err();
    assert_eq!(error.message, format!("the macro \"Tidy\" stopped at action 2 of 3, {message}"));
    let hint = error.data.hint.unwrap();
    assert!(hint.starts_with("the action before it was done and stays"), "{hint}");
    let sorted = shown(&site, "a", &id);
    assert_eq!((&sorted.labels[..], sorted.priority), (&["vip".to_owned()][..], None));
    assert_eq!(site.desk("a").interactions[0].phase, Phase::Connected, "nobody is disturbed");
}

#[test]
fn what_a_macro_does_after_the_end_stops_it() {
    let mut macros = close();
    macros[0]["actions"].as_array_mut().unwrap().reverse();
    let mut site = site(macros);
    in_chat(&mut site);
    let error = site.call("a", "toolbar.runMacro", json!(["Close politely"])).unwrap_err();
    assert_eq!(error.data.http, Some(409));
    assert!(error.message.contains("action 4 of 4, send_message: the customer is gone"), "{error}");
    assert!(error.data.hint.unwrap().starts_with("the 3 actions before it were done and stay"));
}

#[test]
fn a_macro_that_writes_is_not_for_calls() {
    let mut site = site(close());
    in_call(&mut site);
    let error = site.call("a", "toolbar.runMacro", json!(["Close politely"])).unwrap_err();
    assert!(error.message.contains("action 1 of 4, send_message"), "{error}");
    assert!(error.data.hint.unwrap().starts_with("nothing was done"));
}

fn of_somebody() -> Value {
    let actions = json!([{"action": "add_label", "label": "vip"}]);
    json!([
        {"name": "Everybody's", "actions": actions},
        {"name": "Mohit's own", "visibility": "personal", "owner": "moh5", "actions": actions},
        {"name": "Of another campaign", "campaigns": [47], "actions": actions},
        {"name": "Of this campaign", "campaigns": [47, 172], "actions": actions},
    ])
}

#[rstest]
#[case("Everybody's", None)]
#[case("Of this campaign", None)]
#[case("Mohit's own", Some((DataNotFound, "there is no macro \"Mohit's own\"")))]
#[case("Of another campaign", Some((HttpError, "the macro \"Of another campaign\" is not for this campaign")))]
#[case("Everibody's", Some((DataNotFound, "there is no macro \"Everibody's\"")))]
fn who_may_run_a_macro_and_where(#[case] name: &str, #[case] refused: Option<(ErrorCode, &str)>) {
    let mut site = site(of_somebody());
    let id = in_chat(&mut site);
    let answer = site.call("a", "toolbar.runMacro", json!([name]));
    assert_eq!(
        answer.map_err(|error| (error.code, error.message)).err(),
        refused.map(|(code, text)| (code, text.to_owned()))
    );
    assert_eq!(shown(&site, "a", &id).labels.is_empty(), refused.is_some());
}

#[test]
fn its_owner_runs_a_personal_macro() {
    let mut site = site(of_somebody());
    in_chat(&mut site);
    let id = site.customer_calls("555000");
    site.ok("b", "toolbar.answer", json!([]));
    site.ok("b", "toolbar.runMacro", json!(["Mohit's own"]));
    assert_eq!(shown(&site, "b", &id).labels, ["vip"]);
    let error = site.call("a", "toolbar.runMacro", json!(["Mohit's oven"])).unwrap_err();
    assert_ne!(
        error.data.hint.as_deref(),
        Some("did you mean \"Mohit's own\"?"),
        "it is nobody else's business"
    );
}

#[test]
fn the_best_agent_is_who_would_be_next() {
    let mut site = site(json!([{"name": "Away", "actions": [{"action": "assign_best_agent"}]}]));
    let id = in_chat(&mut site);
    site.ok("a", "toolbar.runMacro", json!(["Away"]));
    assert!(site.story("a").ends_with(&["interactionTransferred", "interactionDisconnected"]));
    assert_eq!(site.desk("b").interactions[0].id, id);
    site.ok("b", "toolbar.answer", json!([]));
    let error = site.call("b", "toolbar.runMacro", json!(["Away"])).unwrap_err();
    assert!(error.message.ends_with("assign_best_agent: nobody else is free for it"), "{error}");
}

#[test]
fn the_best_agent_is_one_of_the_team() {
    let mut site = site(json!([{"name": "Team", "actions": [
        {"action": "assign_team", "team": "support"}, {"action": "assign_best_agent"},
    ]}]));
    in_chat(&mut site);
    let error = site.call("a", "toolbar.runMacro", json!(["Team"])).unwrap_err();
    assert!(error.message.ends_with("nobody else is free for it"), "b is free, but not in the team: {error}");
}

#[test]
fn a_quick_reply_is_filled_in_for_the_customer() {
    let mut site = site(json!([]));
    in_chat(&mut site);
    let text = |site: &mut Site, params: Value| site.ok("a", "toolbar.expandReply", params)["text"].clone();
    assert_eq!(text(&mut site, json!(["hello"])), json!("Hello Test, this is executive"));
    assert_eq!(text(&mut site, json!(["order", ["17", "today"]])), json!("Order 17 comes today"));
    assert_eq!(text(&mut site, json!(["order", ["17", "today", "more"]])), json!("Order 17 comes today"));
    assert_eq!(site.desk("a").interactions[0].chat.len(), 0, "it is to be edited, nothing is sent");
}

#[rstest]
#[case(json!(["helo"]), DataNotFound, "there is no quick reply \"helo\"", "did you mean \"hello\"?")]
#[case(json!(["order", ["17"]]), RequiredFieldMissing, "args: expected at least 2 arguments", "")]
#[case(json!(["order"]), RequiredFieldMissing, "args: expected at least 2 arguments", "")]
#[case(json!(["broken"]), HttpError, "the text can't be filled in: ", "the workspace has it")]
#[case(json!(["order", [1]]), RequiredFieldMissing, "args", "")]
fn a_quick_reply_that_can_not_be_filled_in_says_why(
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] message: &str,
    #[case] hint: &str,
) {
    let mut site = site(json!([]));
    in_chat(&mut site);
    let error = site.call("a", "toolbar.expandReply", params).unwrap_err();
    assert_eq!(error.code, code, "{error:?}");
    assert!(error.message.starts_with(message), "{error:?}");
    assert!(error.data.hint.as_deref().unwrap_or_default().starts_with(hint), "{error:?}");
}
