//! Random inputs at a site that sorts, assigns and answers by itself: the laws hold there too.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::chance::{Step, at_work_with, desk, step, take};
use super::laws;
use super::site::Site;
use super::sorting::{furnish, team};
use crate::desk::Change;
use crate::desk::conversation::Status;
use crate::desk::interaction::ChatSide;
use crate::ecc::What;
use crate::workspace::{Strategy as Turn, Workspace};

/// Teams of every kind, a bot, and automations that do much.
fn by_itself(workspace: &mut Workspace) {
    furnish(workspace);
    let mut round = team("round", &["executive", "moh5", "anshika_agent"]);
    round.strategy = Turn::RoundRobin;
    let mut busy = team("busy", &["moh5", "executive"]);
    busy.strategy = Turn::LeastBusy;
    let mut manual = team("manual", &["anshika_agent"]);
    manual.allow_auto_assign = false;
    workspace.teams.extend([round, busy, manual]);
    let read = |value: Value| serde_json::from_value(value).unwrap();
    workspace.assignment_rules = serde_json::from_value(json!([
        {"channelType": "voice", "campaignId": 47, "team": "manual"},
        {"channelSubType": "whatsapp", "team": "round"},
    ]))
    .unwrap();
    workspace.bots = vec![
        serde_json::from_value(json!({
            "name": "Robby", "channels": ["webchat"], "greeting": "Hello", "fallback": "I don't know",
            "handOver": {"after": 2, "timeout": 20, "message": "One moment"},
        }))
        .unwrap(),
    ];
    let says = |text: &str| json!({"action": "send_message", "text": text});
    workspace.automations = [
        json!({"name": "New", "event": "conversation_created", "actions": [{"action": "add_label", "label": "vip"}]}),
        json!({"name": "Echo", "event": "message_created", "actions": [says("we heard you")],
            "conditions": [{"attribute": "message_from", "operator": "equal_to", "values": ["customer"]}]}),
        json!({"name": "Urgent", "event": "conversation_updated", "actions": [{"action": "assign_best_agent"}],
            "conditions": [{"attribute": "priority", "operator": "equal_to", "values": ["urgent"]}]}),
        json!({"name": "Opened", "event": "conversation_opened", "actions": [
            {"action": "assign_team", "team": "busy"}, {"action": "snooze_conversation", "minutes": 1}]}),
        json!({"name": "Over", "event": "conversation_resolved", "actions": [{"action": "remove_label", "label": "vip"}]}),
        json!({"name": "Low", "event": "conversation_updated", "actions": [{"action": "resolve_conversation"}],
            "conditions": [{"attribute": "labels", "operator": "contains", "values": ["spam"]}]}),
    ]
    .map(read)
    .into();
    workspace.macros = serde_json::from_value(json!([
        {"name": "Away", "actions": [{"action": "assign_best_agent"}]},
        {"name": "Later", "actions": [says("later"), {"action": "snooze_conversation", "minutes": 1}]},
        {"name": "Done", "actions": [{"action": "mute_conversation"}, {"action": "resolve_conversation"}, says("gone")]},
    ]))
    .unwrap();
}

/// One random step.
#[derive(Debug, Clone)]
enum Doing {
    Common(Step),
    /// Takes what waits first for somebody's campaigns.
    TakeFirst(u8),
}

fn sorting_step() -> impl Strategy<Value = Doing> {
    let label = prop_oneof![4 => Just("vip"), 4 => Just("billing"), 1 => Just("spam"), 1 => Just("lost")];
    let team = prop_oneof![Just("round"), Just("busy"), Just("manual"), Just("support"), Just("lost")];
    let status = prop_oneof![
        1 => Just(json!(["open"])),
        1 => Just(json!(["pending"])),
        4 => Just(json!(["snoozed", 1])),
        1 => Just(json!(["resolved"])),
    ];
    let priority = prop_oneof![Just(json!(["urgent"])), Just(json!(["low"])), Just(json!([]))];
    let name = prop_oneof![2 => Just("Away"), 2 => Just("Later"), 1 => Just("Done"), 1 => Just("Lost")];
    let call = prop_oneof![
        2 => label.clone().prop_map(|one| ("toolbar.addLabel", json!([one]))),
        1 => label.prop_map(|one| ("toolbar.removeLabel", json!([one]))),
        1 => team.prop_map(|one| ("toolbar.assignTeam", json!([one]))),
        3 => status.prop_map(|params| ("toolbar.setStatus", params)),
        1 => priority.prop_map(|params| ("toolbar.setPriority", params)),
        2 => name.prop_map(|one| ("toolbar.runMacro", json!([one]))),
        1 => Just(("toolbar.getWaiting", json!([]))),
        4 => Just(("control.customerMessage", json!(["I want an agent"]))),
        4 => Just(("control.customerMessage", json!(["Hello?"]))),
        2 => Just(("control.customerChat", json!(["Ann", null, 172]))),
    ];
    prop_oneof![
        8 => (desk(), call).prop_map(|(desk, (method, params))| Doing::Common(Step::Call { desk, method, params })),
        3 => desk().prop_map(Doing::TakeFirst),
    ]
}

fn any_step() -> impl Strategy<Value = Doing> {
    prop_oneof![2 => step().prop_map(Doing::Common), 1 => sorting_step()]
}

/// Whether it was something else, or worked.
fn work(site: &mut Site, doing: &Doing) -> bool {
    match doing {
        Doing::Common(step) => take(site, step),
        Doing::TakeFirst(desk) => {
            let desk = ["a", "b", "c"][usize::from(*desk)];
            let Ok(waiting) = site.call(desk, "toolbar.getWaiting", json!([])) else { return false };
            return site.call(desk, "toolbar.take", json!([waiting[0]["interactionId"]])).is_ok();
        }
    }
    true
}

fn run(steps: &[Doing]) -> (Site, usize) {
    let mut site = at_work_with(by_itself);
    for step in steps {
        work(&mut site, step);
        laws::hold(&site);
    }
    let at_end = site.log.len();
    site.wait(86_400);
    laws::hold_at_the_end(&site);
    (site, at_end)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_sorted_the_laws_hold(steps in prop::collection::vec(any_step(), 1..120)) {
        let (site, at_end) = run(&steps);
        let mut again = at_work_with(by_itself);
        for step in steps.iter().filter(|step| !matches!(step, Doing::Common(Step::Restore))) {
            work(&mut again, step);
        }
        let text = |log: &[crate::ecc::Output]| format!("{log:?}");
        prop_assert_eq!(text(&again.log), text(&site.log[..at_end]));
    }
}

/// Chance must reach what the laws are about, or they hold of nothing.
#[test]
fn chance_reaches_what_a_site_does_by_itself() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for _ in 0..100 {
        let tree = prop::collection::vec(any_step(), 100..120).new_tree(&mut runner).expect("steps");
        let mut site = at_work_with(by_itself);
        for step in &tree.current() {
            let took = work(&mut site, step) && matches!(step, Doing::TakeFirst(_));
            *seen.entry("taken").or_default() += u32::from(took);
        }
        for output in &site.log {
            let What::Change { change, .. } = &output.what else { continue };
            let what = match change {
                Change::Conversation { conversation, .. } => match conversation.status {
                    Status::Open => "open",
                    Status::Pending => "pending",
                    Status::Snoozed => "snoozed",
                    Status::Resolved => "resolved",
                },
                Change::ChatLine { line, .. } if line.from == ChatSide::Bot => match line.author.as_deref() {
                    Some("Robby") => "bot",
                    _ => "automation",
                },
                Change::ChatLine { line, .. } if line.from == ChatSide::System => "note",
                Change::Toast { text, .. } if text.contains("put off until now") => "woken",
                _ => continue,
            };
            *seen.entry(what).or_default() += 1;
        }
    }
    for what in ["open", "pending", "snoozed", "resolved", "bot", "automation", "note", "woken", "taken"] {
        let times = seen.get(what).copied().unwrap_or(0);
        assert!(times >= 5, "{what} came {times} times: {seen:?}");
    }
}
