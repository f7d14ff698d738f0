//! Automations: the five events, the conditions, what is done, and that it ends.

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use super::sorting::{begin_chat, furnish, in_call, in_chat, shown};
use crate::contract::ids::InteractionId;
use crate::desk::Change;
use crate::desk::Phase;
use crate::desk::conversation::{Conversation, Status};
use crate::desk::interaction::{ChatSide, Cleared};
use crate::ecc::automations::MAX_ACTIONS;
use crate::ecc::by_itself::MAX_AUTOMATIC_LINES;
use crate::ecc::interaction::Line;
use crate::ecc::{CustomerDoing, Output, What};
use crate::workspace::AttributeModel;

/// A site with these automations, and an agent at desk `a`.
fn site(automations: Value) -> Site {
    let mut site = Site::with(|workspace| {
        furnish(workspace);
        workspace.automations = serde_json::from_value(automations).unwrap();
    });
    site.agent("a", "executive", "1234567890");
    site
}

/// One automation that puts the label `vip` on.
fn marks(event: &str, conditions: Value) -> Value {
    json!([{
        "name": "Mark", "event": event, "conditions": conditions,
        "actions": [{"action": "add_label", "label": "vip"}],
    }])
}

fn sorted<'a>(site: &'a Site, id: &InteractionId) -> &'a Conversation {
    &site.ecc.state.interactions[id].conversation
}

fn is_marked(site: &Site, id: &InteractionId) -> bool {
    sorted(site, id).labels == ["vip"]
}

fn says(site: &mut Site, id: &InteractionId, text: &str) {
    site.customer(CustomerDoing::Write { interaction_id: id.clone(), text: text.to_owned() });
}

#[rstest]
#[case::a_chat_begins("conversation_created", "control.customerChat", json!(["Test"]), "")]
#[case::a_call_begins("conversation_created", "control.customerCall", json!(["555000"]), "")]
#[case::an_agent_calls("conversation_created", "interaction.initiateInteraction", json!(["voice", {"phone": "555000"}, 172]), "")]
#[case::labels_change("conversation_updated", "toolbar.addLabel", json!(["billing"]), "in chat")]
#[case::the_priority_changes("conversation_updated", "toolbar.setPriority", json!(["low"]), "in chat")]
#[case::the_team_changes("conversation_updated", "toolbar.assignTeam", json!(["sales"]), "in chat")]
#[case::the_status_changes("conversation_updated", "toolbar.setStatus", json!(["pending"]), "in chat")]
#[case::it_opens("conversation_opened", "toolbar.setStatus", json!(["open"]), "pending")]
#[case::it_is_resolved("conversation_resolved", "toolbar.setStatus", json!(["resolved"]), "in chat")]
#[case::the_agent_writes("message_created", "toolbar.sendMessage", json!(["Hello"]), "in chat")]
#[case::the_customer_writes("message_created", "control.customerMessage", json!(["Hello"]), "in chat")]
fn each_event_sets_off_its_automations(
    #[case] event: &str,
    #[case] method: &str,
    #[case] params: Value,
    #[case] before: &str,
) {
    for (waits_for, expected) in [(event, true), ("none of them", false)] {
        let others: Vec<&str> = [
            "conversation_created",
            "conversation_updated",
            "conversation_opened",
            "conversation_resolved",
            "message_created",
        ]
        .into_iter()
        // What changes the status changes the conversation too.
        .filter(|other| {
            *other != event && !(*other == "conversation_updated" && method == "toolbar.setStatus")
        })
        .collect();
        let events = if expected { vec![waits_for] } else { others };
        let all = events.iter().flat_map(|event| marks(event, json!([])).as_array().unwrap().clone());
        let mut site = site(Value::Array(all.collect()));
        if !before.is_empty() {
            let id = in_chat(&mut site);
            if before == "pending" {
                site.ok("a", "toolbar.setStatus", json!(["pending"]));
            }
            site.ecc.state.interactions.get_mut(&id).unwrap().conversation.labels.clear();
        }
        site.ok("a", method, params.clone());
        let (_, one) = site.ecc.state.interactions.first_key_value().unwrap();
        assert_eq!(one.conversation.labels.contains(&"vip".to_owned()), expected, "{events:?}");
    }
}

#[test]
fn a_condition_sees_what_an_agent_changed_of_the_contact() {
    let mut site = Site::with(|workspace| {
        furnish(workspace);
        workspace.attributes[0].model = AttributeModel::Contact;
        let gold = json!([{"attribute": "plan", "operator": "equal_to", "values": ["gold"]}]);
        workspace.automations = serde_json::from_value(marks("message_created", gold)).unwrap();
    });
    site.agent("a", "executive", "1234567890");
    let id = begin_chat(&mut site, json!([null, "1234567890"]));
    site.ok("a", "toolbar.answer", json!([]));
    says(&mut site, &id, "Hello");
    assert!(!is_marked(&site, &id));
    site.ok("a", "toolbar.setAttribute", json!(["contact", "plan", "gold"]));
    says(&mut site, &id, "Hello again");
    assert!(is_marked(&site, &id));
}

#[rstest]
#[case(json!([null, "1234567890"]), None)]
#[case(json!(["Test"]), Some("Upgrade stopped at action 1 of 1, set_attribute: nobody knows who this customer is, so nothing can be kept of them"))]
fn an_attribute_of_the_contact_is_set_where_the_customer_is_known(
    #[case] chat: Value,
    #[case] note: Option<&str>,
) {
    let mut site = Site::with(|workspace| {
        furnish(workspace);
        workspace.attributes[0].model = AttributeModel::Contact;
        workspace.automations = serde_json::from_value(json!([{
            "name": "Upgrade", "event": "message_created",
            "actions": [{"action": "set_attribute", "model": "contact", "key": "plan", "value": "gold"}],
        }]))
        .unwrap();
    });
    site.agent("a", "executive", "1234567890");
    let id = begin_chat(&mut site, chat);
    site.ok("a", "toolbar.answer", json!([]));
    says(&mut site, &id, "Hello");
    let one = &site.desk("a").interactions[0];
    let plan = one.contact.as_ref().and_then(|contact| contact.attributes.get("plan"));
    assert_eq!(plan, note.is_none().then(|| json!("gold")).as_ref());
    let said = one.chat.iter().find(|line| line.from == ChatSide::System);
    assert_eq!(said.map(|line| line.text.as_str()), note);
}

const NAMED: &str = r#"["Jack", "3362227000", 172]"#;

#[rstest]
#[case(json!([{"attribute": "name", "operator": "equal_to", "values": ["Ann", "Jack"]}]), true)]
#[case(json!([{"attribute": "name", "operator": "equal_to", "values": ["jack"]}]), false)]
#[case(json!([{"attribute": "name", "operator": "not_equal_to", "values": ["Ann"]}]), true)]
#[case(json!([{"attribute": "name", "operator": "not_equal_to", "values": ["Ann", "Jack"]}]), false)]
#[case(json!([{"attribute": "name", "operator": "contains", "values": ["JA"]}]), true)]
#[case(json!([{"attribute": "name", "operator": "does_not_contain", "values": ["JA"]}]), false)]
#[case(json!([{"attribute": "name", "operator": "does_not_contain", "values": ["x", "y"]}]), true)]
#[case(json!([{"attribute": "team", "operator": "is_present"}]), false)]
#[case(json!([{"attribute": "team", "operator": "is_not_present"}]), true)]
#[case(json!([{"attribute": "labels", "operator": "is_not_present"}]), true)]
#[case(json!([{"attribute": "phone", "operator": "contains", "values": ["336"]}]), true)]
#[case(json!([{"attribute": "campaign_id", "operator": "equal_to", "values": [172]}]), true)]
#[case(json!([{"attribute": "campaign_id", "operator": "equal_to", "values": ["172"]}]), true)]
#[case(json!([{"attribute": "campaign_id", "operator": "equal_to", "values": [47]}]), false)]
#[case(json!([{"attribute": "channel_type", "operator": "equal_to", "values": ["chat"]}]), true)]
#[case(json!([{"attribute": "channel_sub_type", "operator": "equal_to", "values": ["webchat"]}]), true)]
#[case(json!([{"attribute": "status", "operator": "equal_to", "values": ["open"]}]), true)]
#[case(json!([{"attribute": "priority", "operator": "is_present"}]), false)]
#[case(json!([{"attribute": "message", "operator": "is_present"}]), false)]
#[case::of_the_contact(json!([{"attribute": "tier", "operator": "equal_to", "values": ["gold"]}]), true)]
#[case::of_the_contact_a_number(json!([{"attribute": "visits", "operator": "equal_to", "values": [12.0]}]), true)]
#[case::of_nobody(json!([{"attribute": "plan", "operator": "is_present"}]), false)]
fn a_condition_holds_or_not(#[case] conditions: Value, #[case] holds: bool) {
    let mut site = Site::with(|workspace| {
        furnish(workspace);
        workspace.automations =
            serde_json::from_value(marks("conversation_created", conditions.clone())).unwrap();
        let jack = workspace.customers.iter_mut().find(|one| one.phone == "3362227000").unwrap();
        jack.attributes = serde_json::from_value(json!({"tier": "gold", "visits": 12})).unwrap();
    });
    let id = begin_chat(&mut site, serde_json::from_str(NAMED).unwrap());
    assert_eq!(is_marked(&site, &id), holds, "{conditions}");
}

#[rstest]
#[case("all", "Jack", "gone", false)]
#[case("all", "Jack", "Jack", true)]
#[case("any", "Jack", "gone", true)]
#[case("any", "gone", "gone", false)]
fn all_conditions_must_hold_or_any(
    #[case] matching: &str,
    #[case] first: &str,
    #[case] second: &str,
    #[case] holds: bool,
) {
    let is = |name: &str| json!({"attribute": "name", "operator": "equal_to", "values": [name]});
    let mut automations = marks("conversation_created", json!([is(first), is(second)]));
    automations[0]["match"] = json!(matching);
    let mut site = site(automations);
    let id = begin_chat(&mut site, json!(["Jack"]));
    assert_eq!(is_marked(&site, &id), holds);
}

#[test]
fn any_of_no_conditions_holds_and_what_is_not_active_does_nothing() {
    let mut automations = marks("conversation_created", json!([]));
    automations[0]["match"] = json!("any");
    let mut on = site(automations.clone());
    let id = begin_chat(&mut on, json!([]));
    assert!(is_marked(&on, &id));
    automations[0]["active"] = json!(false);
    let mut off = site(automations);
    let id = begin_chat(&mut off, json!([]));
    assert!(!is_marked(&off, &id));
}

#[rstest]
#[case("customer", "refund, please", true)]
#[case("customer", "good morning", false)]
#[case("agent", "refund, please", false)]
fn a_lines_text_and_side_are_looked_at(#[case] from: &str, #[case] text: &str, #[case] holds: bool) {
    let mut site = site(marks(
        "message_created",
        json!([
            {"attribute": "message", "operator": "contains", "values": ["REFUND"]},
            {"attribute": "message_from", "operator": "equal_to", "values": [from]},
        ]),
    ));
    let id = in_chat(&mut site);
    says(&mut site, &id, text);
    assert_eq!(is_marked(&site, &id), holds);
}

#[test]
fn every_action_is_done_in_order() {
    let mut site = site(json!([{
        "name": "All", "event": "message_created",
        "conditions": [{"attribute": "message", "operator": "equal_to", "values": ["go"]}],
        "actions": [
            {"action": "add_label", "label": "vip"},
            {"action": "add_label", "label": "spam"},
            {"action": "remove_label", "label": "spam"},
            {"action": "change_priority", "priority": "urgent"},
            {"action": "assign_team", "team": "sales"},
            {"action": "mute_conversation"},
            {"action": "set_attribute", "key": "plan", "value": "gold"},
            {"action": "send_message", "text": "Thank you, {{ customer.name }}: {{ interaction.priority }}"},
            {"action": "send_attachment", "name": "terms.pdf", "mediaType": "application/pdf", "size": 5},
            {"action": "snooze_conversation", "minutes": 30},
        ],
    }]));
    let id = in_chat(&mut site);
    says(&mut site, &id, "go");
    let seen = shown(&site, "a", &id).clone();
    assert_eq!((&seen.labels[..], seen.status), (&["vip".to_owned()][..], Status::Snoozed));
    assert_eq!((seen.team.as_deref(), seen.muted), (Some("sales"), true));
    assert_eq!(seen.attributes["plan"], json!("gold"));
    let lines = &site.desk("a").interactions[0].chat;
    assert_eq!((lines[1].from, lines[1].author.as_deref()), (ChatSide::Bot, Some("All")));
    assert_eq!((lines[1].text.as_str(), lines[2].text.as_str()), ("Thank you, Test: urgent", "terms.pdf"));
}

#[test]
fn it_comes_after_the_answer_and_the_events_of_what_set_it_off() {
    let mut site = site(marks("conversation_created", json!([])));
    site.ok("a", "interaction.initiateInteraction", json!(["voice", {"phone": "555000"}, 172]));
    let last = format!("{:?}", site.log.last().unwrap().what);
    assert!(last.contains("Conversation") && last.contains("vip"), "{last}");
}

#[test]
fn what_it_decides_about_a_new_conversation_is_known_before_it_is_offered() {
    let mut site = site(json!([{
        "name": "Sales first", "event": "conversation_created",
        "actions": [{"action": "assign_team", "team": "sales"}],
    }]));
    let id = begin_chat(&mut site, json!(["Test"]));
    assert_eq!(
        (site.ecc.state.interactions[&id].line, site.story("a").len()),
        (Line::Queued, 0),
        "a is not in sales"
    );
}

#[test]
fn a_resolved_conversation_is_cleared_wherever_it_is() {
    let resolves = json!([{
        "name": "Closed", "event": "conversation_created",
        "actions": [{"action": "send_message", "text": "We are closed"}, {"action": "resolve_conversation"}],
    }]);
    let mut site = site(resolves);
    let id = begin_chat(&mut site, json!(["Test"]));
    assert!(!site.ecc.state.interactions.contains_key(&id), "it waits no more");
    assert_eq!((site.ecc.next_deadline(), site.desk("a").waiting.len(), site.story("a").len()), (None, 0, 0));
}

#[test]
fn who_has_what_an_automation_resolves_wraps_it_up() {
    let mut site = site(json!([{
        "name": "Bye", "event": "message_created",
        "conditions": [{"attribute": "message", "operator": "contains", "values": ["bye"]}],
        "actions": [{"action": "change_status", "status": "resolved"}],
    }]));
    let id = in_chat(&mut site);
    says(&mut site, &id, "good bye");
    let one = &site.desk("a").interactions[0];
    assert_eq!(
        (one.phase, one.cleared, one.conversation.status),
        (Phase::WrapUp, Some(Cleared::Resolved), Status::Resolved)
    );
}

#[rstest]
#[case("add_label", json!({"label": "lost"}), "there is no label \"lost\"")]
#[case("assign_team", json!({"team": "lost"}), "there is no team \"lost\"")]
#[case("set_attribute", json!({"key": "lost", "value": 1}), "conversations have no attribute \"lost\"")]
#[case("set_attribute", json!({"key": "plan", "value": "bronze"}), "value: expected one of gold, silver")]
#[case("send_message", json!({"text": "{{ args[0] }}"}), "args: expected at least 1 arguments")]
fn what_can_not_be_done_stops_it_and_is_said(#[case] action: &str, #[case] rest: Value, #[case] why: &str) {
    let mut broken = rest;
    broken["action"] = json!(action);
    let automations = json!([{
        "name": "Broken", "event": "message_created",
        "actions": [{"action": "add_label", "label": "vip"}, broken, {"action": "add_label", "label": "spam"}],
    }]);
    let mut site = site(automations);
    let id = in_chat(&mut site);
    says(&mut site, &id, "Hello");
    assert_eq!(sorted(&site, &id).labels, ["vip"], "what was done before stays, what follows is not done");
    let note = site.desk("a").interactions[0].chat.back().unwrap().clone();
    assert_eq!(
        (note.from, note.text),
        (ChatSide::System, format!("Broken stopped at action 2 of 3, {action}: {why}"))
    );
}

#[test]
fn in_a_call_what_could_not_be_done_is_a_toast() {
    let mut site = site(json!([{
        "name": "Broken", "event": "conversation_updated",
        "actions": [{"action": "send_message", "text": "Hello"}],
    }]));
    in_call(&mut site);
    site.ok("a", "toolbar.addLabel", json!(["vip"]));
    let toast = &site.desk("a").toasts.back().unwrap().text;
    assert!(toast.starts_with("Broken stopped at action 1 of 1, send_message: interaction"), "{toast}");
}

/// Two automations, each of which does what the other waits for.
#[test]
fn automations_do_not_set_each_other_off() {
    let mut site = site(json!([
        {"name": "Ping", "event": "conversation_updated", "actions": [{"action": "add_label", "label": "vip"}, {"action": "send_message", "text": "ping"}]},
        {"name": "Pong", "event": "message_created", "actions": [{"action": "remove_label", "label": "vip"}, {"action": "send_message", "text": "pong"}]},
        {"name": "Self", "event": "message_created", "actions": [{"action": "send_message", "text": "again"}]},
    ]));
    let id = in_chat(&mut site);
    says(&mut site, &id, "Hello");
    let lines: Vec<&str> =
        site.desk("a").interactions[0].chat.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["Hello", "pong", "again"]);
    site.ok("a", "toolbar.setPriority", json!(["low"]));
    let lines: Vec<&str> =
        site.desk("a").interactions[0].chat.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["Hello", "pong", "again", "ping"]);
}

/// The customer is a program that answers each line.
#[test]
fn an_automation_and_a_bot_at_the_other_end_do_not_talk_for_ever() {
    let mut site = site(json!([{
        "name": "Echo", "event": "message_created",
        "conditions": [{"attribute": "message_from", "operator": "equal_to", "values": ["customer"]}],
        "actions": [{"action": "send_message", "text": "we heard you"}],
    }]));
    let id = in_chat(&mut site);
    for _ in 0..50 {
        says(&mut site, &id, "and we you");
    }
    let count = |site: &Site, from: ChatSide| {
        site.desk("a").interactions[0].chat.iter().filter(|line| line.from == from).count()
    };
    assert_eq!(count(&site, ChatSide::Bot), MAX_AUTOMATIC_LINES as usize);
    assert_eq!(count(&site, ChatSide::Customer), 50);
    site.wait(60);
    says(&mut site, &id, "hello?");
    assert_eq!(
        count(&site, ChatSide::Bot),
        MAX_AUTOMATIC_LINES as usize + 1,
        "a minute later it works again"
    );
}

/// Sixty automations of so many actions: the thousand ends in the middle of one, or just behind one.
#[rstest]
#[case::eighteen(9)]
#[case::twenty(10)]
fn so_many_actions_an_input_and_no_more(#[case] pairs: usize) {
    let relabel =
        json!([{"action": "add_label", "label": "vip"}, {"action": "remove_label", "label": "vip"}]);
    let actions: Vec<Value> = (0..pairs).flat_map(|_| relabel.as_array().unwrap().clone()).collect();
    let busy = json!({"name": "Busy", "event": "message_created", "actions": actions});
    let mut site = site(Value::Array(vec![busy; 60]));
    let id = in_chat(&mut site);
    let before = site.log.len();
    says(&mut site, &id, "Hello");
    let relabelled =
        |output: &&Output| matches!(output.what, What::Change { change: Change::Conversation { .. }, .. });
    assert_eq!(site.log[before..].iter().filter(relabelled).count(), MAX_ACTIONS);
    let notes = site.desk("a").interactions[0].chat.iter().filter(|line| line.from == ChatSide::System);
    let notes: Vec<&str> = notes.map(|line| line.text.as_str()).collect();
    assert_eq!(notes, ["Busy and what follows stopped: too much happens at once"], "said once");
    says(&mut site, &id, "Hello again");
    assert!(!is_marked(&site, &id), "the next input is looked at as any other");
}
