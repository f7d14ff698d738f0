//! Transfers and conferences: the order of events at each desk, who goes and who goes on.

use serde_json::{Value, json};

use super::laws;
use super::lifecycle::{BEGIN_IN, BEGIN_OUT, END, KNOWN, same_keys, story};
use super::site::Site;
use crate::contract::ids::{DeskId, InteractionId};
use crate::contract::payload::{AssociationType, Conferred, Transferred};
use crate::contract::{Contract, Event};
use crate::desk::interaction::{Cleared, Member};
use crate::desk::{Change, Phase};
use crate::ecc::CustomerSees::{self, MemberCleared, MemberConnected, MemberDialled};
use crate::ecc::{Ecc, What};
use crate::wire::Micros;
use crate::workspace::{Extension, Workspace};

const TALK: [&str; 2] = ["interactionConnected", "interactionDisconnected"];
const MISSED: [&str; 1] = ["notification"];
pub const FRIEND: &str = "8368941654";

/// Agents at a, b and c; a talks to a known customer.
pub fn talking() -> (Site, InteractionId) {
    talking_with(|_| {})
}

pub fn talking_with(change: impl FnOnce(&mut Workspace)) -> (Site, InteractionId) {
    let mut site = Site::with(|workspace| {
        let more = Extension { phone: "555".to_owned(), ..workspace.extensions[0].clone() };
        workspace.extensions.push(more);
        change(workspace);
    });
    site.agent("a", "executive", "1234567890");
    let id = site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    site.agent("b", "moh5", "1234567891");
    site.wait(1);
    site.agent("c", "anshika_agent", "555");
    (site, id)
}

fn transfer(site: &mut Site, desk: &str, user: &str) {
    site.ok(desk, "toolbar.transfer", json!(["transferToUser", user]));
}

fn confer(site: &mut Site, user: &str) {
    site.ok("a", "toolbar.confer", json!(["conferToUser", user]));
}

pub fn call_friend(site: &mut Site) {
    site.ok("a", "toolbar.confer", json!(["conferToPhone", FRIEND]));
}

/// b is in the call that is a's.
pub fn conferred() -> (Site, InteractionId) {
    let (mut site, id) = talking();
    confer(&mut site, "moh5");
    site.ok("b", "toolbar.answer", json!([]));
    (site, id)
}

fn phase(site: &Site, desk: &str) -> Phase {
    site.desk(desk).interactions[0].phase
}

fn members(site: &Site, desk: &str) -> Vec<(String, bool, bool)> {
    let members = &site.desk(desk).interactions[0].members;
    members.iter().map(|Member { who, is_user, joined, .. }| (who.clone(), *is_user, *joined)).collect()
}

fn user(who: &str, joined: bool) -> (String, bool, bool) {
    (who.to_owned(), true, joined)
}

fn number(who: &str, joined: bool) -> (String, bool, bool) {
    (who.to_owned(), false, joined)
}

fn last<'a, T>(site: &'a Site, desk: &'a str, pick: impl Fn(&'a Event) -> Option<&'a T>) -> &'a T {
    site.events(desk).filter_map(pick).last().expect("told of it")
}

fn transferred(event: &Event) -> Option<&Transferred> {
    if let Event::InteractionTransferred(event) = event { Some(event) } else { None }
}

fn conferred_event(event: &Event) -> Option<&Conferred> {
    if let Event::InteractionConferred(event) = event { Some(event) } else { None }
}

fn member_numbers_see(site: &Site) -> Vec<CustomerSees> {
    let members = [MemberDialled, MemberConnected, MemberCleared];
    site.customers_see().into_iter().filter(|sees| members.contains(sees)).collect()
}

#[test]
fn a_transfer_ends_the_givers_part_and_begins_the_takers() {
    let (mut site, id) = talking();
    site.wait(10);
    let told = site.log.len();
    transfer(&mut site, "a", "moh5");
    assert!(matches!(site.log[told].what, What::Answer { .. }), "the answer comes first");
    let given = ["interactionConnected", "interactionTransferred", "interactionDisconnected"];
    assert_eq!(site.story("a"), story(BEGIN_IN, &given, &[]));
    assert_eq!((phase(&site, "a"), phase(&site, "b")), (Phase::WrapUp, Phase::Ringing));
    assert_eq!(site.desk("a").interactions[0].cleared, Some(Cleared::Transferred));
    assert_eq!(site.desk("b").interactions[0].association, AssociationType::Transfer);
    site.ok("b", "toolbar.answer", json!([]));
    site.dispose("a", &id);
    assert_eq!(phase(&site, "b"), Phase::Connected, "the giver's wrap-up ends nothing");
    site.ok("b", "toolbar.hangup", json!([]));
    site.dispose("b", &id);
    assert_eq!(site.story("a"), story(BEGIN_IN, &given, &END));
    assert_eq!(site.story("b"), story(BEGIN_IN, &TALK, &END));
    use CustomerSees::{Cleared as Gone, Connected, Queued};
    assert_eq!(site.customers_see(), [Queued, Connected, Connected, Gone]);
    assert!(site.ecc.state.interactions.is_empty());
}

#[test]
fn a_transfer_and_a_conference_are_told_as_the_vendor_does() {
    let (mut site, _) = talking();
    call_friend(&mut site);
    site.ok("x", "control.memberHangup", json!([]));
    confer(&mut site, "anshika_agent");
    site.ok("c", "toolbar.answer", json!([]));
    site.ok("c", "toolbar.hangup", json!([]));
    transfer(&mut site, "a", "moh5");
    let crt = |desk: &str| site.ecc.state.agents[&DeskId::from(desk)].line.as_ref().unwrap().crt.clone();
    let given = last(&site, "a", transferred);
    assert_eq!(given.channel_details.crt_object_id, crt("b"));
    assert_eq!(given.channel_details.member_crt_object_id, crt("a"));
    assert_eq!(
        (given.transfer_type.as_str(), given.transfer_context_id.as_str()),
        ("transferToUser", "moh5")
    );
    let asked: Vec<&Conferred> = site.events("a").filter_map(conferred_event).collect();
    let told: Vec<_> = asked
        .iter()
        .map(|one| (one.confered_type.as_str(), one.confered_context_id.as_str(), one.status.as_str()))
        .collect();
    let expected = [
        ("conferToPhone", FRIEND, "initialized"),
        ("conferToUser", "anshika_agent", "initialized"),
        ("conferToUser", "anshika_agent", "connected"),
    ];
    assert_eq!(told, expected);
    assert_eq!(asked[1].channel_details.crt_object_id, crt("c"));
    assert!(asked[0].channel_details.crt_object_id.as_str().starts_with("d279-6874b064-vce-"));
    assert!(asked.iter().all(|one| one.channel_details.member_crt_object_id == crt("a")));
    for event in site.events("a").chain(site.events("c")) {
        let spec = Contract::get().event(event.id()).unwrap();
        let payload: Value = serde_json::from_str(&event.payload_json()).unwrap();
        same_keys(event.id(), &payload, &spec.payload.sample);
    }
}

#[test]
fn a_transfer_that_is_missed_waits_for_the_next_agent() {
    for how in ["missed", "refused", "gone"] {
        let (mut site, id) = talking();
        transfer(&mut site, "a", "moh5");
        match how {
            "missed" => site.wait(20),
            "refused" => drop(site.ok("b", "toolbar.reject", json!([]))),
            _ => drop(site.ok("b", "session.logout", json!([]))),
        }
        assert_eq!(site.story("b"), story(BEGIN_IN, &MISSED, &["interactionEnded"]), "{how}");
        assert_eq!(site.story("c"), BEGIN_IN, "{how}: the next agent");
        let taken = &site.desk("c").interactions[0];
        assert_eq!((&taken.id, taken.association), (&id, AssociationType::InboundDial));
        site.ok("c", "toolbar.answer", json!([]));
        laws::hold(&site);
    }
}

#[test]
fn a_giver_who_is_done_can_get_the_call_back() {
    let (mut site, id) = talking();
    site.ok("c", "toolbar.setAvailability", json!(["Lunch Break"]));
    transfer(&mut site, "a", "moh5");
    site.ok("b", "toolbar.reject", json!([]));
    assert_eq!(site.desk("a").waiting.values().sum::<u32>(), 1, "b rests, a is in wrap-up");
    assert_eq!(phase(&site, "a"), Phase::WrapUp);
    site.dispose("a", &id);
    assert_eq!((phase(&site, "a"), site.desk("a").past.len()), (Phase::Ringing, 1));
    site.ok("a", "toolbar.answer", json!([]));
    laws::hold(&site);
}

#[test]
fn a_transferred_call_waits_and_lasts_no_longer_than_any_other() {
    let (mut site, _) = talking();
    site.ok("c", "toolbar.setAvailability", json!(["Lunch Break"]));
    transfer(&mut site, "a", "moh5");
    for desk in ["a", "b"] {
        site.ok(desk, "toolbar.setAvailability", json!(["Lunch Break"]));
    }
    site.ok("b", "toolbar.reject", json!([]));
    site.wait(599);
    assert_eq!(site.desk("b").waiting.values().sum::<u32>(), 1);
    site.wait(1);
    assert_eq!(site.ecc.state.interactions.len(), 0, "the queue's longest wait begins with the miss");

    let (mut site, _) = talking();
    site.wait(3_000);
    transfer(&mut site, "a", "moh5");
    site.ok("b", "toolbar.answer", json!([]));
    site.wait(598);
    assert_eq!(phase(&site, "b"), Phase::Connected);
    site.wait(1);
    assert_eq!(site.desk("b").interactions[0].cleared, Some(Cleared::TooLong), "an hour in all");
}

#[test]
fn a_customer_who_hangs_up_during_a_transfer_is_missed_by_the_taker_alone() {
    let (mut site, id) = talking();
    transfer(&mut site, "a", "moh5");
    site.ok("x", "control.customerHangup", json!([]));
    let end = ["interactionDisconnected", "notification", "interactionEnded"];
    assert_eq!(site.story("b"), story(BEGIN_IN, &end, &[]));
    site.dispose("a", &id);
    assert!(site.story("a").ends_with(&END));
    assert!(site.ecc.state.interactions.is_empty());
}

#[test]
fn a_dialled_call_can_be_transferred_and_missed_too() {
    let (mut site, id) = talking();
    site.ok("a", "toolbar.hangup", json!([]));
    site.dispose("a", &id);
    let id = site.dial("a", "5550100");
    site.ok("a", "control.customerAnswer", json!([]));
    transfer(&mut site, "a", "moh5");
    let direction = |site: &mut Site, desk: &str| {
        site.ok(desk, "interaction.getCurrentInteraction", json!([]))["data"]["direction"].clone()
    };
    assert_eq!(direction(&mut site, "b"), "outgoing");
    assert_eq!(site.desk("b").interactions[0].queue_id, None);
    site.ok("b", "toolbar.reject", json!([]));
    assert_eq!(site.desk("c").interactions[0].id, id);
    assert!(site.desk("c").interactions[0].queue_id.is_some(), "it came through the queue of its campaign");
    assert_eq!(direction(&mut site, "c"), "outgoing", "and was dialled all the same");
    assert!(site.story("a").ends_with(&["interactionTransferred", "interactionDisconnected"]));
    assert!(site.story("a").windows(4).any(|told| told == BEGIN_OUT));
}

#[test]
fn a_user_is_asked_in_joins_and_leaves_alone() {
    let (mut site, id) = talking();
    confer(&mut site, "moh5");
    assert_eq!(site.story("b"), BEGIN_IN);
    let shown = &site.desk("b").interactions[0];
    assert_eq!((shown.association, shown.is_guest), (AssociationType::Confer, true));
    assert_eq!(members(&site, "a"), [user("moh5", false)]);
    assert_eq!(members(&site, "b"), [user("executive", true)]);
    site.ok("b", "toolbar.answer", json!([]));
    let owned =
        |site: &mut Site, desk: &str| site.ok(desk, "interaction.getIsInteractionOwnedByUser", json!([]));
    assert_eq!((owned(&mut site, "a"), owned(&mut site, "b")), (json!(true), json!(false)));
    assert_eq!(members(&site, "a"), [user("moh5", true)]);
    let asked = ["interactionConnected", "interactionConferred", "interactionConferred"];
    assert_eq!(site.story("a"), story(BEGIN_IN, &asked, &[]));
    let joined = ["interactionConnected", "getIsInteractionOwnedByUser", "interactionDisconnected"];
    site.ok("b", "toolbar.hangup", json!([]));
    assert_eq!((phase(&site, "a"), phase(&site, "b")), (Phase::Connected, Phase::WrapUp));
    assert_eq!((members(&site, "a"), members(&site, "b")), (vec![], vec![]));
    site.dispose("b", &id);
    assert_eq!(site.story("b"), story(BEGIN_IN, &joined, &END));
    assert_eq!(site.story("a"), story(BEGIN_IN, &asked, &[]), "a goes on");
    confer(&mut site, "moh5");
    site.ok("b", "toolbar.answer", json!([]));
    assert_eq!(members(&site, "a"), [user("moh5", true)], "and can come again");
}

#[test]
fn a_user_who_does_not_come_leaves_the_others_in_the_call() {
    for how in ["missed", "refused", "gone"] {
        let (mut site, _) = talking();
        confer(&mut site, "moh5");
        match how {
            "missed" => site.wait(20),
            "refused" => drop(site.ok("b", "toolbar.reject", json!([]))),
            _ => drop(site.ok("b", "session.logout", json!([]))),
        }
        assert_eq!(site.story("b"), story(BEGIN_IN, &MISSED, &["interactionEnded"]), "{how}");
        assert_eq!((phase(&site, "a"), members(&site, "a")), (Phase::Connected, vec![]), "{how}");
        assert_eq!(site.desk("a").toasts.back().unwrap().text, "moh5 did not join the call");
        assert_eq!(site.desk("c").interactions.len(), 0, "{how}: the call waits for nobody");
        laws::hold(&site);
    }
}

#[test]
fn the_owner_and_the_customer_end_it_for_all() {
    for how in ["owner", "customer", "force", "limit"] {
        let (mut site, id) = conferred();
        confer(&mut site, "anshika_agent");
        call_friend(&mut site);
        match how {
            "owner" => drop(site.ok("a", "toolbar.hangup", json!([]))),
            "customer" => drop(site.ok("x", "control.customerHangup", json!([]))),
            "force" => drop(site.ok("d", "session.forceLogin", json!(["executive", ""]))),
            _ => {
                site.ok("c", "toolbar.answer", json!([]));
                site.wait(3_600);
            }
        }
        let why = match how {
            "customer" => Cleared::Customer,
            "limit" => Cleared::TooLong,
            _ => Cleared::Owner,
        };
        let joined = ["interactionConnected", "getIsInteractionOwnedByUser", "interactionDisconnected"];
        assert_eq!(site.desk("b").interactions[0].cleared, Some(why), "{how}");
        assert_eq!((phase(&site, "b"), members(&site, "b")), (Phase::WrapUp, vec![]));
        site.dispose("b", &id);
        assert_eq!(site.story("b"), story(BEGIN_IN, &joined, &END), "{how}");
        if how != "limit" {
            let end = ["interactionDisconnected", "notification", "interactionEnded"];
            assert_eq!(site.story("c"), story(BEGIN_IN, &end, &[]), "{how}");
        }
        assert_eq!(member_numbers_see(&site), [MemberDialled, MemberCleared], "{how}");
        laws::hold(&site);
    }
}

#[test]
fn a_guest_who_is_signed_out_by_force_leaves_alone() {
    let (mut site, _) = conferred();
    assert_eq!(site.call("b", "session.logout", json!([])).unwrap_err().data.http, Some(409), "in a talk");
    site.ok("d", "session.forceLogin", json!(["moh5", ""]));
    assert_eq!(site.desk("b").past[0].cleared, Some(Cleared::SignedOut));
    assert_eq!((phase(&site, "a"), members(&site, "a")), (Phase::Connected, vec![]));
}

#[test]
fn a_number_is_asked_in_joins_and_leaves() {
    let (mut site, _) = talking();
    call_friend(&mut site);
    assert_eq!(members(&site, "a"), [number(FRIEND, false)]);
    let rings = site.log.iter().find_map(|output| match &output.what {
        What::Customer { phone, sees: MemberDialled, .. } => Some(phone.clone()),
        _ => None,
    });
    assert_eq!(rings.as_deref(), Some(FRIEND));
    confer(&mut site, "moh5");
    site.ok("b", "toolbar.answer", json!([]));
    site.ok("x", "control.memberAnswer", json!([]));
    assert_eq!(members(&site, "b"), [user("executive", true), number(FRIEND, true)]);
    assert_eq!(last(&site, "a", conferred_event).status, "connected");
    site.wait(60);
    assert_eq!(members(&site, "a").len(), 2, "who has joined is not timed out");
    site.ok("b", "toolbar.hold", json!([]));
    site.ok("x", "control.memberHangup", json!([]));
    assert_eq!(
        (members(&site, "a"), members(&site, "b")),
        (vec![user("moh5", true)], vec![user("executive", true)])
    );
    assert_eq!(member_numbers_see(&site), [MemberDialled, MemberConnected, MemberCleared]);
    assert_eq!((phase(&site, "a"), phase(&site, "b")), (Phase::Connected, Phase::Connected));
}

#[test]
fn a_number_that_is_busy_or_does_not_answer_is_told() {
    for (answers, text) in [(false, "8368941654 does not answer"), (true, "8368941654 is busy")] {
        let (mut site, _) = talking();
        call_friend(&mut site);
        if answers {
            site.ok("x", "control.memberHangup", json!([]));
        } else {
            site.wait(29);
            assert_eq!(members(&site, "a"), [number(FRIEND, false)]);
            site.wait(1);
        }
        assert_eq!(members(&site, "a"), []);
        assert_eq!(site.desk("a").toasts.back().unwrap().text, text);
        assert_eq!(member_numbers_see(&site), [MemberDialled, MemberCleared]);
        call_friend(&mut site);
        assert_eq!(members(&site, "a"), [number(FRIEND, false)], "it can be tried again");
    }
}

#[test]
fn the_number_that_rings_is_the_one_that_refuses() {
    let (mut site, _) = talking();
    call_friend(&mut site);
    site.ok("x", "control.memberAnswer", json!([]));
    site.ok("a", "toolbar.confer", json!(["conferToPhone", "5550100"]));
    site.ok("x", "control.memberHangup", json!([]));
    assert_eq!(members(&site, "a"), [number(FRIEND, true)]);
}

#[test]
fn a_call_takes_eight_more_and_no_ninth() {
    let (mut site, _) = talking();
    for n in 0..7 {
        site.ok("a", "toolbar.confer", json!(["conferToPhone", format!("555010{n}")]));
        site.ok("x", "control.memberAnswer", json!([]));
    }
    confer(&mut site, "moh5");
    for ninth in [json!(["conferToPhone", FRIEND]), json!(["conferToUser", "anshika_agent"])] {
        assert_eq!(site.call("a", "toolbar.confer", ninth).unwrap_err().data.http, Some(409));
    }
    site.ok("b", "toolbar.reject", json!([]));
    call_friend(&mut site);
}

#[test]
fn ownership_is_told_when_the_agent_looks_at_an_interaction() {
    let (mut site, id) = conferred();
    let owned = |site: &Site, desk: &str| {
        site.events(desk)
            .filter_map(|event| if let Event::InteractionOwned(owned) = event { Some(*owned) } else { None })
            .collect::<Vec<_>>()
    };
    assert_eq!((owned(&site, "a"), owned(&site, "b")), (vec![], vec![false]));
    for desk in ["a", "b"] {
        for focus in [json!([id]), json!([id]), json!([])] {
            site.ok(desk, "toolbar.focus", focus);
        }
    }
    assert_eq!((owned(&site, "a"), owned(&site, "b")), (vec![true], vec![false, false]));
}

#[test]
fn a_desk_is_told_of_the_owner_before_it_rings() {
    let (mut site, id) = talking();
    let told = site.log.len();
    confer(&mut site, "moh5");
    let at_b: Vec<String> = site.log[told..]
        .iter()
        .filter_map(|output| match &output.what {
            What::Event { desk, event, .. } if desk.as_str() == "b" => Some(event.id().to_owned()),
            What::Change { desk, change: Change::Owner { interaction_id, is_owner } }
                if desk.as_str() == "b" =>
            {
                assert_eq!(interaction_id, &id);
                Some(format!("owner: {is_owner}"))
            }
            _ => None,
        })
        .collect();
    assert_eq!(at_b[..3], ["interaction.interactionInitiated", "owner: false", "interaction.callRinging"]);
}

#[test]
fn a_snapshot_keeps_transfers_and_conferences() {
    let (mut site, _) = conferred();
    call_friend(&mut site);
    let restore = |site: &mut Site| {
        let snapshot = site.ecc.snapshot();
        site.ecc = Ecc::restore(site.workspace.clone(), &snapshot).unwrap();
        assert_eq!(site.ecc.snapshot(), snapshot);
        laws::hold(site);
    };
    restore(&mut site);
    site.wait(30);
    assert_eq!(members(&site, "a"), [user("moh5", true)], "the number's time is kept");
    site.ok("b", "toolbar.hangup", json!([]));
    transfer(&mut site, "a", "anshika_agent");
    restore(&mut site);
    site.wait(20);
    assert_eq!(site.desk("c").past[0].cleared, Some(Cleared::Missed));
    laws::hold(&site);
    site.now = site.now + Micros::from_secs(86_400);
    site.wait(0);
    laws::hold_at_the_end(&site);
}
