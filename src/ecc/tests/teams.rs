//! Teams: which one an interaction goes to, who is offered it, what is taken, and in which order.

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use super::sorting::{begin_chat, furnish, shown, team};
use crate::contract::ids::{CampaignId, InteractionId};
use crate::contract::payload::ChannelType;
use crate::workspace::{AssignmentRule, Extension, Strategy, Workspace};

const THREE: [(&str, &str, &str); 3] =
    [("a", "executive", "1234567890"), ("b", "moh5", "1234567891"), ("c", "anshika_agent", "555")];

fn rule(team: &str) -> AssignmentRule {
    AssignmentRule { channel_type: None, channel_sub_type: None, campaign_id: None, team: team.to_owned() }
}

/// Three agents, who came one second after the other; all are in the team `all`, to which everything goes.
fn three(strategy: Strategy, change: impl FnOnce(&mut Workspace)) -> Site {
    let mut site = Site::with(|workspace| {
        furnish(workspace);
        let more = Extension { phone: "555".to_owned(), ..workspace.extensions[0].clone() };
        workspace.extensions.push(more);
        let mut all = team("all", &["executive", "moh5", "anshika_agent"]);
        all.strategy = strategy;
        workspace.teams.push(all);
        workspace.assignment_rules = vec![rule("all")];
        change(workspace);
    });
    for (desk, user, extension) in THREE {
        site.agent(desk, user, extension);
        site.wait(1);
    }
    site
}

/// The desk at which an interaction is.
fn at(site: &Site, id: &InteractionId) -> Option<String> {
    let has = |desk: &&str| site.desk(desk).interactions.iter().any(|one| &one.id == id);
    ["a", "b", "c"]
        .iter()
        .filter(|desk| site.desks.contains_key(**desk))
        .find(|desk| has(desk))
        .map(|desk| (*desk).to_owned())
}

/// Calls, each taken, ended and disposed before the next one comes; who had them.
fn one_after_the_other(site: &mut Site, calls: usize) -> String {
    let mut had = String::new();
    for _ in 0..calls {
        let id = site.customer_calls("555000");
        let desk = at(site, &id).expect("somebody is free");
        site.ok(&desk, "toolbar.answer", json!([]));
        site.wait(1);
        site.ok(&desk, "toolbar.hangup", json!([]));
        site.dispose(&desk, &id);
        had.push_str(&desk);
    }
    had
}

#[test]
fn the_longest_idle_is_next() {
    let mut site = three(Strategy::LongestIdle, |_| {});
    assert_eq!(one_after_the_other(&mut site, 4), "abca");
    site.ok("b", "toolbar.setAvailability", json!(["Lunch Break"]));
    site.wait(60);
    site.ok("b", "toolbar.setAvailability", json!(["Available"]));
    assert_eq!(one_after_the_other(&mut site, 3), "cab", "who was on a break has waited for less long");
}

#[test]
fn a_round_goes_by_the_list_of_members() {
    let mut site = three(Strategy::RoundRobin, |workspace| {
        workspace.teams.last_mut().unwrap().members.reverse();
    });
    assert_eq!(one_after_the_other(&mut site, 4), "cbac");
    site.ok("b", "toolbar.setAvailability", json!(["Lunch Break"]));
    assert_eq!(one_after_the_other(&mut site, 2), "ac", "who is not there is passed over");
    site.ok("b", "toolbar.setAvailability", json!(["Available"]));
    assert_eq!(one_after_the_other(&mut site, 2), "ba");
    let restored = crate::ecc::Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    site.ecc = restored;
    assert_eq!(one_after_the_other(&mut site, 1), "c", "the round goes on after a restart");
}

#[test]
fn a_round_goes_on_within_one_moment() {
    let mut site = three(Strategy::RoundRobin, |_| {});
    for desk in ["a", "b", "c"] {
        site.ok(desk, "toolbar.setAvailability", json!(["Lunch Break"]));
    }
    let calls: Vec<_> = (0..3).map(|at| site.customer_calls(&format!("5550{at}"))).collect();
    for desk in ["c", "b", "a"] {
        site.ok(desk, "toolbar.setAvailability", json!(["Available"]));
    }
    let had: Vec<_> = calls.iter().map(|id| at(&site, id).unwrap()).collect();
    assert_eq!(had, ["c", "b", "a"], "each as they came back: nobody else was free");
}

#[rstest]
#[case::voice(json!({"channelType": "voice"}), true, false)]
#[case::chat(json!({"channelType": "chat"}), false, true)]
#[case::sub_channel(json!({"channelType": "chat", "channelSubType": "webchat"}), false, true)]
#[case::other_sub_channel(json!({"channelSubType": "email"}), false, false)]
#[case::campaign(json!({"campaignId": 172}), true, true)]
#[case::other_campaign(json!({"campaignId": 47}), false, false)]
#[case::everything(json!({}), true, true)]
fn the_first_rule_that_fits_names_the_team(#[case] when: Value, #[case] calls: bool, #[case] chats: bool) {
    let mut when = when;
    when["team"] = json!("sales");
    let begun = |begin: fn(&mut Site) -> InteractionId| {
        let rules = vec![serde_json::from_value(when.clone()).unwrap(), rule("all")];
        let mut site = three(Strategy::LongestIdle, |workspace| workspace.assignment_rules = rules);
        let id = begin(&mut site);
        let desk = at(&site, &id).unwrap();
        (shown(&site, &desk, &id).team.clone().unwrap(), desk)
    };
    let expected = |first: bool| {
        let (team, desk) = if first { ("sales", "b") } else { ("all", "a") };
        (team.to_owned(), desk.to_owned())
    };
    assert_eq!(begun(|site| site.customer_calls("555000")), expected(calls));
    assert_eq!(begun(|site| begin_chat(site, json!(["Test", null, 172]))), expected(chats));
}

#[test]
fn nobody_else_is_offered_what_a_team_waits_for() {
    let mut site = three(Strategy::LongestIdle, |workspace| workspace.assignment_rules = vec![rule("sales")]);
    let first = site.customer_calls("555000");
    let second = site.customer_calls("555001");
    assert_eq!((at(&site, &first).as_deref(), at(&site, &second)), (Some("b"), None));
    assert_eq!(site.desk("a").waiting.values().sum::<u32>(), 1, "it stays, visible");
    let error = site.call("a", "toolbar.take", json!([second])).unwrap_err();
    assert_eq!(error.data.http, Some(403), "{error:?}");
    assert!(error.message.ends_with("waits for team sales"), "{error}");
}

#[test]
fn what_waits_for_a_team_that_is_not_there_may_be_taken_by_others() {
    let mut site = three(Strategy::LongestIdle, |workspace| workspace.assignment_rules = vec![rule("sales")]);
    site.ok("b", "session.logout", json!([]));
    let id = site.customer_calls("555000");
    assert_eq!(at(&site, &id), None, "it is offered to nobody");
    let waiting = site.ok("a", "toolbar.getWaiting", json!([]));
    assert_eq!(waiting[0]["team"], json!("sales"));
    site.ok("a", "toolbar.take", json!([id]));
    assert_eq!(at(&site, &id).as_deref(), Some("a"));
}

#[test]
fn what_no_member_is_offered_by_itself_is_taken() {
    let mut site = three(Strategy::LongestIdle, |workspace| {
        workspace.teams.last_mut().unwrap().allow_auto_assign = false;
    });
    let (first, second) = (site.customer_calls("555000"), begin_chat(&mut site, json!(["Test"])));
    assert_eq!((at(&site, &first), at(&site, &second)), (None, None));
    let waiting = site.ok("c", "toolbar.getWaiting", json!([]));
    let one = |at: usize| (waiting[at]["interactionId"].as_str(), waiting[at]["subChannel"].as_str());
    assert_eq!(one(0), (Some(first.as_str()), Some("")));
    assert_eq!(one(1), (Some(second.as_str()), Some("webchat")));
    assert_eq!(waiting[0]["since"], json!(site.now));
    site.ok("c", "toolbar.take", json!([second]));
    assert_eq!(at(&site, &second).as_deref(), Some("c"), "out of its turn");
    assert_eq!(site.story("c"), ["interactionInitiated", "showCrm"], "it is offered as any other");
    assert_eq!(site.desk("a").waiting.values().sum::<u32>(), 1);
}

#[test]
fn what_can_not_be_taken_says_why() {
    let mut site = three(Strategy::LongestIdle, |workspace| {
        workspace.teams.last_mut().unwrap().allow_auto_assign = false;
    });
    let why = |site: &mut Site, desk: &str, id: &InteractionId| {
        let error = site.call(desk, "toolbar.take", json!([id])).unwrap_err();
        assert!(error.data.hint.is_some(), "{error:?}");
        let code = error.data.http.map_or(4000, i64::from);
        (code, error.message.replace(id.as_str(), "ID"))
    };
    let gone = InteractionId::from("no-such-id");
    assert_eq!(
        why(&mut site, "a", &gone),
        (4000, "no interaction ID waits: it was taken, or the customer left".into())
    );
    let id = site.customer_calls("555000");
    site.ok("b", "toolbar.setAvailability", json!(["Lunch Break"]));
    assert_eq!(why(&mut site, "b", &id), (409, "the agent is not available".into()));
    site.ok("a", "toolbar.take", json!([id]));
    assert_eq!(
        why(&mut site, "c", &id),
        (409, "interaction ID does not wait: it is offered to somebody".into())
    );
    site.ok("a", "toolbar.answer", json!([]));
    assert_eq!(why(&mut site, "c", &id), (409, "interaction ID does not wait: somebody has it".into()));
    let second = site.customer_calls("555001");
    let full = (409, "executive is busy: 1 call already, as many as the site allows at once".into());
    assert_eq!(why(&mut site, "a", &second), full);
    site.ok("a", "toolbar.hangup", json!([]));
    assert_eq!(why(&mut site, "c", &id), (409, "interaction ID does not wait: the customer left".into()));
    site.ok("c", "toolbar.selectCampaigns", json!([[172]]));
    let other = site.ok("x", "control.customerCall", json!(["555002", null, 47]));
    let other = InteractionId::from(other["interactionId"].as_str().unwrap());
    assert_eq!(why(&mut site, "c", &other), (409, "campaign 47 is not selected".into()));
}

#[test]
fn who_missed_it_may_take_it_at_once() {
    let mut site =
        three(Strategy::LongestIdle, |workspace| workspace.assignment_rules = vec![rule("support")]);
    let id = site.customer_calls("555000");
    site.ok("a", "toolbar.reject", json!([]));
    assert_eq!(at(&site, &id), None, "they rest");
    site.ok("a", "toolbar.take", json!([id]));
    assert_eq!(at(&site, &id).as_deref(), Some("a"));
    assert_eq!(site.ecc.check(), Ok(()), "nothing of the rest is left");
}

#[test]
fn what_is_pressing_is_offered_first() {
    let mut site = three(Strategy::LongestIdle, |workspace| {
        workspace.campaigns[0].id = CampaignId(47);
        for (name, priority) in [("low", "low"), ("medium", "medium"), ("high", "high"), ("urgent", "urgent")]
        {
            let rule = json!({
                "name": name, "event": "conversation_created",
                "conditions": [{"attribute": "name", "operator": "equal_to", "values": [name]}],
                "actions": [{"action": "change_priority", "priority": priority}],
            });
            workspace.automations.push(serde_json::from_value(rule).unwrap());
        }
    });
    for desk in ["a", "b", "c"] {
        site.ok(desk, "toolbar.setAvailability", json!(["Lunch Break"]));
    }
    let names = ["low", "none", "high", "medium", "urgent", "high", "low"];
    for (at, name) in names.iter().enumerate() {
        site.ok("x", "control.customerCall", json!([format!("5550{at}"), name]));
    }
    site.ok("a", "toolbar.setAvailability", json!(["Available"]));
    let mut order = Vec::new();
    for _ in names {
        let one = site.desk("a").interactions[0].clone();
        assert_eq!(one.channel, ChannelType::Voice);
        order.push((one.customer_label().into_owned(), one.customer.phone.clone()));
        site.ok("a", "toolbar.answer", json!([]));
        site.ok("a", "toolbar.hangup", json!([]));
        site.dispose("a", &one.id);
    }
    let order: Vec<(&str, &str)> =
        order.iter().map(|(name, phone)| (name.as_str(), phone.as_str())).collect();
    let expected = [
        ("urgent", "55504"),
        ("high", "55502"),
        ("high", "55505"),
        ("none", "55501"),
        ("medium", "55503"),
        ("low", "55500"),
        ("low", "55506"),
    ];
    assert_eq!(order, expected);
}
