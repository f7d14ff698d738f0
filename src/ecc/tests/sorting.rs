//! How conversations are sorted: labels, priority, what each status does, what is refused.

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::ids::InteractionId;
use crate::desk::Phase;
use crate::desk::conversation::{Conversation, Priority, Status};
use crate::ecc::sorting::{LONGEST_SNOOZE, MAX_LABELS, MAX_SNOOZED};
use crate::wire::Micros;
use crate::workspace::{Attribute, AttributeModel, AttributeType, Label, Team, Workspace};

pub fn label(title: &str) -> Label {
    Label { title: title.to_owned(), color: "#1f93ff".to_owned(), description: String::new() }
}

pub fn team(name: &str, members: &[&str]) -> Team {
    Team {
        name: name.to_owned(),
        description: String::new(),
        members: members.iter().map(|one| (*one).into()).collect(),
        allow_auto_assign: true,
        strategy: Default::default(),
    }
}

/// Labels, teams and attributes to sort with.
pub fn furnish(workspace: &mut Workspace) {
    workspace.labels = vec![label("vip"), label("billing"), label("spam")];
    workspace.teams = vec![team("support", &["executive"]), team("sales", &["moh5"])];
    let plan = Attribute {
        key: "plan".to_owned(),
        name: "Plan".to_owned(),
        kind: AttributeType::List,
        model: AttributeModel::Conversation,
        values: vec!["gold".to_owned(), "silver".to_owned()],
        pattern: None,
    };
    workspace.attributes = vec![plan];
    workspace.bots.clear();
    workspace.automations.clear();
    workspace.assignment_rules.clear();
}

/// A site with one agent at desk `a`.
pub fn site(change: impl FnOnce(&mut Workspace)) -> Site {
    let mut site = Site::with(|workspace| {
        furnish(workspace);
        change(workspace);
    });
    site.agent("a", "executive", "1234567890");
    site
}

pub fn begin_chat(site: &mut Site, params: Value) -> InteractionId {
    let answer = site.ok("x", "control.customerChat", params);
    InteractionId::from(answer["interactionId"].as_str().unwrap())
}

pub fn in_chat(site: &mut Site) -> InteractionId {
    let id = begin_chat(site, json!(["Test"]));
    site.ok("a", "toolbar.answer", json!([]));
    id
}

pub fn in_call(site: &mut Site) -> InteractionId {
    let id = site.customer_calls("1234567890");
    site.ok("a", "toolbar.answer", json!([]));
    id
}

#[track_caller]
pub fn shown<'a>(site: &'a Site, desk: &str, id: &InteractionId) -> &'a Conversation {
    &site.desk(desk).interactions.iter().find(|one| &one.id == id).expect("it is at the desk").conversation
}

#[test]
fn what_an_agent_sorts_is_shown_and_kept() {
    let mut site = site(|_| {});
    let id = in_call(&mut site);
    for label in ["vip", "billing", "vip"] {
        site.ok("a", "toolbar.addLabel", json!([label]));
    }
    site.ok("a", "toolbar.setPriority", json!(["urgent"]));
    site.ok("a", "toolbar.assignTeam", json!(["sales"]));
    let sorted = shown(&site, "a", &id);
    assert_eq!(sorted.labels, ["vip", "billing"]);
    assert_eq!((sorted.priority, sorted.team.as_deref()), (Some(Priority::Urgent), Some("sales")));
    let told = site.log.len();
    site.ok("a", "toolbar.addLabel", json!(["vip"]));
    assert_eq!(site.log.len(), told + 1, "nothing has changed: only the answer");
    site.ok("a", "toolbar.hangup", json!([]));
    site.ok("a", "toolbar.removeLabel", json!(["vip", id]));
    site.ok("a", "toolbar.setPriority", json!([]));
    site.ok("a", "toolbar.assignTeam", json!([]));
    let sorted = shown(&site, "a", &id);
    assert_eq!(
        (&sorted.labels[..], sorted.priority, &sorted.team),
        (&["billing".to_owned()][..], None, &None)
    );
    assert_eq!(site.desk("a").interactions[0].phase, Phase::WrapUp, "in wrap-up too");
}

#[test]
fn a_conversation_is_muted_and_heard_again() {
    let mut site = site(|_| {});
    let id = in_chat(&mut site);
    for on in [true, false] {
        site.ok("a", "toolbar.muteConversation", json!([on]));
        assert_eq!(shown(&site, "a", &id).muted, on);
    }
}

#[test]
fn the_next_desk_sees_how_a_conversation_is_sorted() {
    let mut site = site(|_| {});
    site.agent("b", "moh5", "1234567891");
    let id = in_chat(&mut site);
    site.ok("a", "toolbar.addLabel", json!(["vip"]));
    site.ok("a", "toolbar.setPriority", json!(["high"]));
    site.ok("a", "toolbar.transfer", json!(["transferToUser", "moh5"]));
    assert_eq!(shown(&site, "b", &id).labels, ["vip"]);
    site.ok("b", "toolbar.answer", json!([]));
    site.ok("b", "toolbar.removeLabel", json!(["vip"]));
    assert_eq!(shown(&site, "b", &id).labels, [""; 0]);
    assert_eq!(shown(&site, "a", &id).labels, [""; 0], "who gave it away and wraps it up sees it too");
}

#[rstest]
#[case::no_such_label("toolbar.addLabel", json!(["biling"]), DataNotFound, "there is no label \"biling\"", "did you mean \"billing\"?")]
#[case::nothing_near("toolbar.addLabel", json!(["zzzzzz"]), DataNotFound, "there is no label", "the workspace lists them: [[labels]]")]
#[case::label_to_take_off("toolbar.removeLabel", json!(["biling"]), DataNotFound, "there is no label", "did you mean \"billing\"?")]
#[case::no_such_team("toolbar.assignTeam", json!(["suport"]), DataNotFound, "there is no team \"suport\"", "did you mean \"support\"?")]
#[case::no_priority("toolbar.setPriority", json!(["asap"]), RequiredFieldMissing, "priority", "")]
#[case::no_status("toolbar.setStatus", json!(["done"]), RequiredFieldMissing, "status", "")]
#[case::no_time("toolbar.setStatus", json!(["snoozed", 0]), RequiredFieldMissing, "minutes: expected 1 to", "")]
#[case::too_long("toolbar.setStatus", json!(["snoozed", LONGEST_SNOOZE + 1]), RequiredFieldMissing, "minutes: expected 1 to", "")]
#[case::no_number_of_minutes("toolbar.setStatus", json!(["snoozed", 1.5]), DataNotFound, "minutes 1.5 is no", "")]
#[case::elsewhere("toolbar.addLabel", json!(["vip", "no-such-id"]), DataNotFound, "there is no interaction no-such-id at this desk", "interaction.getAll")]
fn what_there_is_not_is_refused(
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] message: &str,
    #[case] hint: &str,
) {
    let mut site = site(|_| {});
    let id = in_chat(&mut site);
    let before = shown(&site, "a", &id).clone();
    let error = site.call("a", method, params).unwrap_err();
    assert_eq!(error.code, code, "{error:?}");
    assert!(error.message.contains(message), "{error:?}");
    assert!(error.data.hint.as_deref().unwrap_or_default().contains(hint), "{error:?}");
    assert_eq!(shown(&site, "a", &id), &before);
}

#[test]
fn sorting_needs_an_interaction_that_was_taken() {
    let mut site = site(|_| {});
    let nobody = site.call("b", "toolbar.addLabel", json!(["vip"])).unwrap_err();
    assert_eq!((nobody.code, nobody.data.http), (HttpError, Some(403)));
    let nothing = site.call("a", "toolbar.addLabel", json!(["vip"])).unwrap_err();
    assert_eq!((nothing.code, nothing.data.http), (HttpError, Some(409)));
    begin_chat(&mut site, json!([]));
    let only_offered = site.call("a", "toolbar.addLabel", json!(["vip"])).unwrap_err();
    assert_eq!(only_offered.data.http, Some(409));
}

#[test]
fn so_many_labels_and_no_more() {
    let mut site = site(|workspace| {
        workspace.labels = (0..=MAX_LABELS).map(|at| label(&format!("l{at}"))).collect();
    });
    let id = in_chat(&mut site);
    for at in 0..MAX_LABELS {
        site.ok("a", "toolbar.addLabel", json!([format!("l{at}")]));
    }
    site.ok("a", "toolbar.addLabel", json!(["l0"]));
    let error = site.call("a", "toolbar.addLabel", json!([format!("l{MAX_LABELS}")])).unwrap_err();
    assert_eq!(
        (error.data.http, error.message.as_str()),
        (Some(409), "a conversation has at most 20 labels")
    );
    assert_eq!(shown(&site, "a", &id).labels.len(), MAX_LABELS);
}

/// Every row of ARCHITECTURE.md's table of statuses.
mod status {
    use super::*;

    #[test]
    fn a_resolved_chat_is_over() {
        let mut site = site(|_| {});
        let id = in_chat(&mut site);
        site.ok("a", "toolbar.setStatus", json!(["resolved"]));
        assert_eq!(shown(&site, "a", &id).status, Status::Resolved);
        assert_eq!(site.desk("a").interactions[0].phase, Phase::WrapUp);
        assert!(site.story("a").ends_with(&["interactionConnected", "interactionDisconnected"]));
    }

    #[test]
    fn a_resolved_call_goes_on() {
        let mut site = site(|_| {});
        let id = in_call(&mut site);
        site.ok("a", "toolbar.setStatus", json!(["resolved"]));
        assert_eq!(shown(&site, "a", &id).status, Status::Resolved);
        assert_eq!(site.desk("a").interactions[0].phase, Phase::Connected);
    }

    #[test]
    fn a_chat_in_wrap_up_is_resolved_without_more() {
        let mut site = site(|_| {});
        let id = in_chat(&mut site);
        site.ok("a", "toolbar.hangup", json!([]));
        let told = site.story("a").len();
        site.ok("a", "toolbar.setStatus", json!(["resolved"]));
        assert_eq!((shown(&site, "a", &id).status, site.story("a").len()), (Status::Resolved, told));
    }

    /// Each makes room for another one, so that a desk would hold any number of them.
    #[test]
    fn so_many_chats_are_put_off_and_no_more() {
        let mut site = site(|_| {});
        for _ in 0..MAX_SNOOZED {
            let id = in_chat(&mut site);
            site.ok("a", "toolbar.setStatus", json!({"status": "snoozed", "interactionId": id}));
        }
        let first = site.desk("a").interactions[0].id.clone();
        let id = in_chat(&mut site);
        let error = site
            .call("a", "toolbar.setStatus", json!({"status": "snoozed", "interactionId": id}))
            .unwrap_err();
        assert_eq!(error.data.http, Some(409));
        assert!(error.message.starts_with("100 chats are put off"), "{error}");
        let again = json!({"status": "snoozed", "minutes": 5, "interactionId": first});
        site.ok("a", "toolbar.setStatus", again);
        site.ok("a", "toolbar.setStatus", json!({"status": "resolved", "interactionId": first}));
        site.ok("a", "toolbar.setStatus", json!({"status": "snoozed", "interactionId": id}));
    }

    #[test]
    fn a_snoozed_chat_calls_for_attention_at_its_time() {
        let mut site = site(|_| {});
        let id = in_chat(&mut site);
        site.ok("a", "toolbar.setStatus", json!(["snoozed", 10]));
        let sorted = shown(&site, "a", &id);
        let until = site.now + Micros::from_secs(600);
        assert_eq!((sorted.status, sorted.snoozed_until), (Status::Snoozed, Some(until)));
        site.wait(599);
        assert_eq!(shown(&site, "a", &id).status, Status::Snoozed);
        site.wait(1);
        let sorted = shown(&site, "a", &id);
        assert_eq!((sorted.status, sorted.snoozed_until), (Status::Open, None));
        let toast = &site.desk("a").toasts.back().unwrap().text;
        assert_eq!(toast, "The chat with Test was put off until now");
    }

    #[rstest]
    #[case::snoozed("snoozed")]
    #[case::pending("pending")]
    fn the_customers_line_opens_it(#[case] status: &str) {
        let mut site = site(|_| {});
        let id = in_chat(&mut site);
        site.ok("a", "toolbar.setStatus", json!([status]));
        site.ok("a", "toolbar.sendMessage", json!(["I shall ask"]));
        assert_ne!(shown(&site, "a", &id).status, Status::Open, "the agent's own line does not");
        site.ok("x", "control.customerMessage", json!(["Hello?"]));
        let sorted = shown(&site, "a", &id);
        assert_eq!((sorted.status, sorted.snoozed_until), (Status::Open, None));
        let toasts = site.desk("a").toasts.len();
        site.wait(3 * 3_600);
        assert_eq!(site.desk("a").toasts.iter().filter(|one| one.text.contains("put off")).count(), 0);
        assert!(site.desk("a").toasts.len() >= toasts);
    }

    #[rstest]
    #[case::the_customer_leaves("x", "control.customerHangup")]
    #[case::the_agent_ends("a", "toolbar.hangup")]
    fn a_snoozed_chat_that_ends_is_open_in_wrap_up(#[case] desk: &str, #[case] method: &str) {
        let mut site = site(|_| {});
        let id = in_chat(&mut site);
        site.ok("a", "toolbar.setStatus", json!(["snoozed"]));
        site.ok(desk, method, json!([id]));
        assert_eq!(shown(&site, "a", &id).status, Status::Open);
        site.wait(86_400);
        assert_eq!(site.ecc.next_deadline(), None);
    }

    #[test]
    fn a_snoozed_chat_is_open_where_it_is_transferred_to() {
        let mut site = site(|_| {});
        site.agent("b", "moh5", "1234567891");
        let id = in_chat(&mut site);
        site.ok("a", "toolbar.setStatus", json!(["snoozed"]));
        site.ok("a", "toolbar.transfer", json!(["transferToUser", "moh5"]));
        assert_eq!(shown(&site, "b", &id).status, Status::Open);
        site.wait(3_600);
        let toasts =
            |desk: &str| site.desk(desk).toasts.iter().filter(|one| one.text.contains("put off")).count();
        assert_eq!((toasts("a"), toasts("b")), (0, 0));
    }

    /// Found by chance: it stood in the queue twice.
    #[test]
    fn a_snoozed_chat_waits_once_where_it_is_given_to_a_campaign() {
        let mut site = site(|_| {});
        let id = in_chat(&mut site);
        site.ok("a", "toolbar.setStatus", json!(["snoozed"]));
        site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
        site.ok("a", "toolbar.transfer", json!(["transferToCampaign", "172"]));
        assert_eq!(site.desk("a").waiting.values().sum::<u32>(), 1);
        assert_eq!(site.ecc.state.interactions[&id].conversation.status, Status::Open);
    }

    #[test]
    fn a_call_is_not_snoozed() {
        let mut site = site(|_| {});
        in_call(&mut site);
        let error = site.call("a", "toolbar.setStatus", json!(["snoozed"])).unwrap_err();
        assert_eq!(error.data.http, Some(409));
        assert!(error.message.ends_with("is a call: it can't be put off"), "{error}");
    }

    #[test]
    fn what_is_over_is_not_snoozed() {
        let mut site = site(|_| {});
        in_chat(&mut site);
        site.ok("a", "toolbar.hangup", json!([]));
        let error = site.call("a", "toolbar.setStatus", json!(["snoozed"])).unwrap_err();
        assert_eq!((error.data.http, error.message.as_str()), (Some(409), "the customer is gone already"));
    }
}

/// Who gave a chat away still wraps it up, and sorts it; what goes on in it is somebody else's.
#[rstest]
#[case::resolved("toolbar.setStatus", json!({"status": "resolved"}))]
#[case::snoozed("toolbar.setStatus", json!({"status": "snoozed"}))]
#[case::written("toolbar.runMacro", json!(["Write"]))]
#[case::file("toolbar.runMacro", json!(["Send"]))]
#[case::given_on("toolbar.runMacro", json!(["Give"]))]
fn who_gave_a_chat_away_does_nothing_in_it_any_more(#[case] method: &str, #[case] mut params: Value) {
    let mut site = site(|workspace| {
        workspace.macros = serde_json::from_value(json!([
            {"name": "Write", "actions": [{"action": "send_message", "text": "Still here"}]},
            {"name": "Send", "actions": [{"action": "send_attachment", "name": "a.pdf"}]},
            {"name": "Give", "actions": [{"action": "assign_best_agent"}]},
        ]))
        .unwrap();
    });
    site.agent("b", "moh5", "1234567891");
    let id = in_chat(&mut site);
    site.ok("a", "toolbar.transfer", json!(["transferToUser", "moh5"]));
    site.ok("b", "toolbar.answer", json!([]));
    let before = site.desk("b").interactions[0].clone();
    if let Some(named) = params.as_object_mut() {
        named.insert("interactionId".to_owned(), json!(id));
    }
    let error = site.call("a", method, params).unwrap_err();
    assert_eq!(error.data.http, Some(409));
    assert!(error.message.contains("was given away"), "{error}");
    assert_eq!(site.desk("b").interactions[0], before, "nobody is disturbed");
    site.ok("a", "toolbar.addLabel", json!({"label": "vip", "interactionId": id}));
    assert_eq!(shown(&site, "b", &id).labels, ["vip"]);
}
