//! Random inputs: whatever happens, the laws hold.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::laws;
use super::site::{START, Site};
use crate::contract::ids::{CampaignId, DeskId, InteractionId};
use crate::contract::payload::ChannelType;
use crate::desk::DeskState;
use crate::ecc::{CustomerDoing, Ecc, Input, What};
use crate::wire::Micros;
use crate::workspace::{Channel, Extension, Ivr, Workspace};

/// One random step.
#[derive(Debug, Clone)]
pub enum Step {
    Call {
        desk: u8,
        method: &'static str,
        params: Value,
    },
    OnLeg {
        desk: u8,
        method: &'static str,
        pick: u8,
    },
    /// Somebody is asked in or about a call, and answers at once.
    Gather {
        desk: u8,
        method: &'static str,
        kind: &'static str,
    },
    Dispose {
        desk: u8,
        pick: u8,
        code: u32,
        callback: Option<bool>,
    },
    DisposeAndInitiate {
        desk: u8,
        pick: u8,
        phone: &'static str,
    },
    Customer {
        doing: u8,
        pick: u8,
    },
    Wait {
        millis: u64,
    },
    Restore,
}

pub fn desk() -> impl Strategy<Value = u8> {
    0..3u8
}

fn session_step() -> impl Strategy<Value = (&'static str, Value)> {
    let user = prop_oneof![Just("executive"), Just("moh5"), Just("anshika_agent"), Just("nobody")];
    let password = prop_oneof![9 => Just("ok"), 1 => Just("bad")];
    let status = prop_oneof![4 => Just("Available"), 1 => Just("Lunch Break"), 1 => Just("Nonsense")];
    let campaigns =
        prop_oneof![4 => Just(json!([[172]])), 2 => Just(json!([[47, 172]])), 1 => Just(json!([[9]]))];
    let extension = prop_oneof![Just("1234567890"), Just("1234567891"), Just("555"), Just("556")];
    prop_oneof![
        3 => (user.clone(), password.clone()).prop_map(|(u, p)| ("session.login", json!([u, p]))),
        1 => (user, password).prop_map(|(u, p)| ("session.forceLogin", json!([u, p]))),
        1 => Just(("session.logout", json!([]))),
        3 => campaigns.prop_map(|c| ("toolbar.selectCampaigns", c)),
        3 => extension.prop_map(|e| ("toolbar.selectExtension", json!([e]))),
        4 => status.prop_map(|s| ("toolbar.setAvailability", json!([s]))),
        1 => Just(("interaction.getCurrentInteraction", json!([]))),
        1 => Just(("interaction.getAllLiveInteractionsForAgent", json!([]))),
        1 => Just(("session.getAgentSession", json!([]))),
    ]
}

fn call_step() -> impl Strategy<Value = (&'static str, Value)> {
    let phone = prop_oneof![Just("1234567890"), Just("5550100"), Just("no number")];
    let campaign =
        prop_oneof![6 => Just(json!(172)), 2 => Just(json!(47)), 1 => Just(json!(9)), 1 => Just(json!(0.5))];
    prop_oneof![
        3 => phone.clone().prop_map(|p| ("control.customerCall", json!([p, null, 172]))),
        1 => phone.clone().prop_map(|p| ("control.customerCall", json!([p]))),
        2 => (phone.clone(), channel()).prop_map(|(p, sub)| ("control.customerChat", json!([null, p, null, sub]))),
        1 => (phone.clone(), campaign.clone(), channel()).prop_map(|(p, c, sub)| {
            ("interaction.initiateInteraction", json!(["chat", {"phone": p}, c, null, null, null, sub]))
        }),
        3 => (phone, campaign).prop_map(|(p, c)| ("interaction.initiateInteraction", json!(["voice", {"phone": p}, c]))),
        8 => Just(("toolbar.answer", json!([]))),
        1 => Just(("toolbar.reject", json!([]))),
        2 => Just(("toolbar.hangup", json!([]))),
        1 => Just(("toolbar.hold", json!([]))),
        1 => Just(("toolbar.unhold", json!([]))),
        1 => Just(("toolbar.mute", json!([]))),
        2 => Just(("control.customerAnswer", json!([]))),
        1 => Just(("control.customerRefuse", json!([]))),
        1 => Just(("control.customerHangup", json!([]))),
    ]
}

fn channel() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just("webchat"), 4 => Just("whatsapp"), 1 => Just("email"), 1 => Just("fax")]
}

/// What both sides do in a chat.
fn chat_step() -> impl Strategy<Value = (&'static str, Value)> {
    prop_oneof![
        4 => Just(("control.customerMessage", json!(["Hello?"]))),
        4 => Just(("toolbar.sendMessage", json!(["Good morning"]))),
        4 => any::<bool>().prop_map(|on| ("toolbar.typing", json!([on]))),
        2 => any::<bool>().prop_map(|on| ("control.customerTyping", json!([on]))),
        3 => any::<bool>().prop_map(|read| ("control.customerReads", json!([read]))),
        2 => Just(("toolbar.seen", json!([]))),
        2 => Just(("toolbar.sendTemplate", json!(["hello"]))),
        1 => Just(("toolbar.sendAttachment", json!(["a.pdf", "application/pdf", 5]))),
        1 => Just(("control.customerAttachment", json!(["a.jpg"]))),
        1 => Just(("toolbar.sendTranscript", json!(["ann@example.com"]))),
    ]
}

/// The CRM's part of a call; the record is renamed now and then.
fn record_step() -> impl Strategy<Value = (&'static str, Value)> {
    let record = prop_oneof![Just("003dL000000Pun1QAC"), Just("003dL000000Pun3QAC")];
    let name = prop_oneof![Just("Jack Rogers"), Just("Moss"), Just("")];
    prop_oneof![
        4 => (record.clone(), name.clone()).prop_map(|(r, n)| ("toolbar.attachRecord", json!([r, "Contact", n]))),
        2 => Just(("toolbar.unattachRecord", json!([]))),
        1 => (record, name).prop_map(|(r, n)| ("crm.updateObject", json!(["Contact", {"LastName": n}, "23", r]))),
        1 => Just(("crm.createCase", json!(["Case", {"Subject": "x"}, "23"]))),
    ]
}

/// Gestures that bring others into a call.
fn company_step() -> impl Strategy<Value = (&'static str, Value)> {
    let user = || prop_oneof![2 => Just("executive"), 2 => Just("moh5"), 6 => Just("anshika_agent"), 1 => Just("nobody")];
    let phone = prop_oneof![4 => Just("3362227000"), 4 => Just("5124576870"), 1 => Just("no number")];
    prop_oneof![
        2 => user().prop_map(|u| ("toolbar.transfer", json!(["transferToUser", u]))),
        5 => user().prop_map(|u| ("toolbar.confer", json!(["conferToUser", u]))),
        3 => phone.prop_map(|p| ("toolbar.confer", json!(["conferToPhone", p]))),
        5 => Just(("control.memberAnswer", json!([]))),
        1 => Just(("control.memberHangup", json!([]))),
    ]
}

/// Gestures about a call that is there: asking about it, giving it away, key tones, what was promised.
fn control_step() -> impl Strategy<Value = (&'static str, Value)> {
    let asked = prop_oneof![
        3 => Just(json!(["user", "anshika_agent"])),
        1 => Just(json!(["user", "moh5"])),
        3 => Just(json!(["phone", "3362227000"])),
        1 => Just(json!(["phone", "no number"])),
    ];
    let given = prop_oneof![
        6 => Just(json!(["transferToPhone", "3362227000"])),
        2 => Just(json!(["transferToCampaign", "47"])),
        1 => Just(json!(["transferToCampaign", "172"])),
        1 => Just(json!(["transferToAQ", "Dev Queue"])),
        1 => Just(json!(["transferToIVR", "Balance"])),
        1 => Just(json!(["transferToIVR", "Goodbye"])),
        1 => Just(json!(["transferToAQ", "no queue"])),
    ];
    let who = prop_oneof![Just("anshika_agent"), Just("moh5"), Just("3362227000"), Just("nobody")];
    let extension = prop_oneof![Just("555"), Just("1234567891"), Just("556")];
    let number = 0..30u32;
    prop_oneof![
        2 => Just(("toolbar.dtmf", json!(["12#"]))),
        1 => Just(("toolbar.holdAll", json!([]))),
        1 => Just(("toolbar.unholdAll", json!([]))),
        1 => who.prop_map(|who| ("toolbar.dropMember", json!([who]))),
        5 => Just(("toolbar.leave", json!([]))),
        5 => asked.prop_map(|asked| ("toolbar.consult", asked)),
        2 => Just(("toolbar.swap", json!([]))),
        2 => Just(("toolbar.completeTransfer", json!([]))),
        1 => Just(("toolbar.cancelConsult", json!([]))),
        1 => Just(("toolbar.mergeConsult", json!([]))),
        6 => given.prop_map(|given| ("toolbar.transfer", given)),
        1 => Just(("toolbar.redial", json!([]))),
        1 => number.clone().prop_map(|n| ("toolbar.cancelCallback", json!([n]))),
        1 => number.clone().prop_map(|n| ("toolbar.startCallback", json!([n]))),
        1 => number.prop_map(|n| ("toolbar.moveCallback", json!({"callbackId": n, "isSelfCallback": n % 2 == 0}))),
        2 => extension.prop_map(|e| ("interaction.initiateInteraction", json!(["voice", {"phone": e}, 172]))),
        1 => Just(("interaction.initiateInteraction", json!(["chat", {"userId": "anshika_agent"}, 172]))),
    ]
}

pub fn step() -> impl Strategy<Value = Step> {
    let named = prop_oneof![
        Just("toolbar.answer"),
        Just("toolbar.hangup"),
        Just("toolbar.focus"),
        Just("toolbar.setDraft"),
        Just("toolbar.unmute"),
    ];
    let call = |(desk, (method, params))| Step::Call { desk, method, params };
    prop_oneof![
        2 => (desk(), session_step()).prop_map(call),
        16 => (desk(), call_step()).prop_map(call),
        16 => (desk(), chat_step()).prop_map(call),
        1 => (desk(), record_step()).prop_map(call),
        2 => (desk(), named, any::<u8>()).prop_map(|(desk, method, pick)| Step::OnLeg { desk, method, pick }),
        14 => (desk(), company_step()).prop_map(call),
        3 => (desk(), any::<u8>(), prop_oneof![Just(820u32), Just(1345), Just(9)], any::<Option<bool>>())
            .prop_map(|(desk, pick, code, callback)| Step::Dispose { desk, pick, code, callback }),
        2 => (desk(), any::<u8>(), prop_oneof![9 => Just("5550100"), 1 => Just("no number")])
            .prop_map(|(desk, pick, phone)| Step::DisposeAndInitiate { desk, pick, phone }),
        2 => (0..5u8, any::<u8>()).prop_map(|(doing, pick)| Step::Customer { doing, pick }),
        4 => prop_oneof![4 => 0..50u64, 4 => 0..40_000u64, 3 => 0..90_000u64, 1 => 0..4_000_000u64].prop_map(|millis| Step::Wait { millis }),
        1 => Just(Step::Restore),
    ]
}

/// The same with gestures about calls that are there.
fn any_step() -> impl Strategy<Value = Step> {
    let gather = prop_oneof![Just(("toolbar.confer", "conferToUser")), Just(("toolbar.consult", "user"))];
    prop_oneof![
        46 => step(),
        14 => (desk(), control_step()).prop_map(|(desk, (method, params))| Step::Call { desk, method, params }),
        5 => (desk(), any::<u8>(), any::<bool>()).prop_map(|(desk, pick, own)| Step::Dispose { desk, pick, code: 1345, callback: Some(own) }),
        4 => (0..2u8, gather).prop_map(|(desk, (method, kind))| Step::Gather { desk, method, kind }),
    ]
}

/// Interactions to pick from: mostly live ones, the desk's own where it has some, now and then one
/// that has ended.
fn known(site: &Site, desk: Option<u8>, pick: u8) -> InteractionId {
    let at = |desk: &DeskState| desk.interactions.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    let own = desk.and_then(|desk| site.desks.get(&DeskId::from(name(desk)))).map(at).unwrap_or_default();
    let anywhere = || site.desks.values().flat_map(at).collect();
    let live: Vec<InteractionId> = if own.is_empty() || pick % 5 == 1 { anywhere() } else { own };
    let ever = || {
        site.log.iter().filter_map(|output| match &output.what {
            What::Customer { interaction_id, .. } => Some(interaction_id.clone()),
            _ => None,
        })
    };
    let all: Vec<InteractionId> =
        if live.is_empty() || pick.is_multiple_of(5) { ever().collect() } else { live };
    all.get(usize::from(pick / 5) % all.len().max(1)).cloned().unwrap_or_else(|| "none".into())
}

fn name(desk: u8) -> &'static str {
    ["a", "b", "c"][usize::from(desk)]
}

pub fn take(site: &mut Site, step: &Step) {
    match step {
        // A refusal is as good as an answer here.
        Step::Call { desk, method, params } => drop(site.call(name(*desk), method, params.clone())),
        Step::OnLeg { desk, method, pick } => {
            let id = known(site, Some(*desk), *pick);
            drop(site.call(name(*desk), method, json!([id])));
        }
        Step::Gather { desk, method, kind } => {
            drop(site.call(name(*desk), method, json!([kind, "anshika_agent"])));
            drop(site.call("c", "toolbar.answer", json!([])));
        }
        Step::Dispose { desk, pick, code, callback } => {
            let at = (site.now + Micros::from_secs(60)).iso_zulu();
            let callback =
                callback.map(|own| json!({"callbackTime": at, "phone": "5550100", "isSelfCallback": own}));
            let id = known(site, Some(*desk), *pick);
            let one = site.ecc.state.interactions.get(&id);
            let channel = one.map_or(ChannelType::Voice, |one| one.channel).as_str();
            let params = json!([channel, id, code, "n", callback]);
            drop(site.call(name(*desk), "interaction.disposeInteraction", params));
        }
        Step::DisposeAndInitiate { desk, pick, phone } => {
            let params = json!([known(site, Some(*desk), *pick), 820, phone]);
            drop(site.call(name(*desk), "interaction.disposeAndInitiateNewInteraction", params));
        }
        Step::Customer { doing, pick } => {
            let interaction_id = known(site, None, *pick);
            site.customer(match doing {
                0 => CustomerDoing::Answer { interaction_id },
                1 => CustomerDoing::Refuse { interaction_id },
                2 => CustomerDoing::MemberAnswer { interaction_id },
                3 => CustomerDoing::MemberHangup { interaction_id },
                _ => CustomerDoing::Hangup { interaction_id },
            });
        }
        Step::Wait { millis } => {
            site.now = site.now + Micros::from_millis(*millis);
            site.wait(0);
        }
        Step::Restore => {
            let restored = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
            assert_eq!(restored.snapshot(), site.ecc.snapshot());
            site.ecc = restored;
        }
    }
    assert!(site.ecc.next_deadline().is_none_or(|at| at > site.now), "a deadline in the past");
}

/// Voice, and three kinds of chats.
fn channels() -> Vec<Channel> {
    let whatsapp = json!({"type": "chat", "subType": "whatsapp", "name": "WhatsApp", "limit": 2, "window": 600,
        "templates": [{"name": "hello", "content": "Hello {{ customer.name }}, this is {{ agent.name }}"}]});
    let email = json!({"type": "chat", "subType": "email", "name": "E-mail"});
    let listed = [whatsapp, email].map(|one| serde_json::from_value(one).unwrap());
    [Channel::voice(), Channel::web_chat()].into_iter().chain(listed).collect()
}

/// Two agents at work, and a third who waits for calls of another campaign and so is mostly free to be
/// asked into theirs.
fn at_work() -> Site {
    at_work_with(|_| {})
}

/// The same at a site with changes.
pub fn at_work_with(change: impl FnOnce(&mut Workspace)) -> Site {
    let mut site = Site::with(|workspace| {
        let more = Extension { phone: "555".to_owned(), ..workspace.extensions[0].clone() };
        workspace.extensions.push(more);
        workspace.users[2].campaigns.push(CampaignId(47));
        workspace.campaigns[1].ivrs = vec![
            Ivr { name: "Balance".to_owned(), seconds: 5, then: Some(CampaignId(47)) },
            Ivr { name: "Goodbye".to_owned(), seconds: 5, then: None },
        ];
        workspace.channels = channels();
        workspace.site.max_chat = 7_200;
        change(workspace);
    });
    site.agent("a", "executive", "1234567890");
    site.agent("b", "moh5", "1234567891");
    site.agent("c", "anshika_agent", "555");
    site.ok("c", "toolbar.selectCampaigns", json!([[47]]));
    site
}

/// Runs the steps, holding the laws after each; a day later everything that was begun is over.
fn run(steps: &[Step]) -> (Site, usize) {
    let mut site = at_work();
    for step in steps {
        take(&mut site, step);
        laws::hold(&site);
    }
    let at_end = site.log.len();
    site.wait(86_400);
    laws::hold_at_the_end(&site);
    (site, at_end)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_laws_hold(steps in prop::collection::vec(any_step(), 1..120)) {
        let (site, at_end) = run(&steps);
        // The same inputs again, without the restores: the same outputs to the letter.
        let mut again = at_work();
        for step in steps.iter().filter(|step| !matches!(step, Step::Restore)) {
            take(&mut again, step);
        }
        let text = |log: &[crate::ecc::Output]| format!("{log:?}");
        prop_assert_eq!(text(&again.log), text(&site.log[..at_end]));
    }
}

/// Chance must reach what the laws are about, or they hold of nothing.
#[test]
fn chance_reaches_every_part_of_a_call() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&'static str, u32> = BTreeMap::new();
    let mut two_legs = 0;
    for _ in 0..250 {
        let tree = prop::collection::vec(any_step(), 100..120).new_tree(&mut runner).expect("steps");
        let mut site = at_work();
        for step in &tree.current() {
            take(&mut site, step);
            two_legs += u32::from(site.desks.values().any(|desk| desk.interactions.len() > 1));
        }
        for output in &site.log {
            *seen.entry(laws::name(&output.what)).or_default() += 1;
        }
    }
    for what in laws::ALL {
        let times = seen.get(what).copied().unwrap_or(0);
        assert!(times >= 5, "{what} came {times} times: {seen:?}");
    }
    assert!(two_legs >= 5, "two legs at one desk came {two_legs} times");
}

#[test]
fn time_that_goes_back_is_time_that_stands() {
    let mut site = Site::with_agent();
    site.wait(10);
    assert!(site.ecc.advance(START).is_empty());
    let doing = CustomerDoing::Call { phone: "2".to_owned(), name: None, campaign_id: None };
    let outputs = site.ecc.handle(START + Micros::from_secs(5), Input::Customer(doing));
    assert!(!outputs.is_empty(), "the customer is heard");
    assert!(outputs.iter().all(|output| output.at == START + Micros::from_secs(10)));
}
