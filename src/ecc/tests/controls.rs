//! Key tones, holding everybody, conferences whose members are dropped or left to each other, redialling.

use rstest::rstest;
use serde_json::{Value, json};

use super::company::{FRIEND, call_friend, conferred, talking};
use super::laws;
use super::lifecycle::{BEGIN_IN, BEGIN_OUT, END, KNOWN, story};
use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::ids::InteractionId;
use crate::desk::interaction::{Cleared, MAX_TONES};
use crate::desk::{Change, Phase};
use crate::ecc::CustomerSees::{MemberCleared, PutThrough};
use crate::ecc::What;
use crate::ecc::interaction::Line;

fn phase(site: &Site, desk: &str) -> Phase {
    site.desk(desk).interactions[0].phase
}

/// The members that a desk shows: who, in it, on hold.
fn members(site: &Site, desk: &str) -> Vec<(String, bool, bool)> {
    let members = &site.desk(desk).interactions[0].members;
    members.iter().map(|one| (one.who.clone(), one.joined, one.held)).collect()
}

fn held(site: &Site, desk: &str) -> bool {
    site.desk(desk).interactions[0].held_since.is_some()
}

/// b and a number are in a's call.
fn three() -> (Site, InteractionId) {
    let (mut site, id) = conferred();
    call_friend(&mut site);
    site.ok("x", "control.memberAnswer", json!([]));
    (site, id)
}

#[test]
fn key_tones_are_shown_at_the_desk_that_sent_them() {
    let (mut site, id) = conferred();
    for digits in ["12*#", "ABCD", "0"] {
        site.ok("a", "toolbar.dtmf", json!([digits]));
    }
    assert_eq!(site.desk("a").interactions[0].tones, "12*#ABCD0");
    assert_eq!(site.desk("b").interactions[0].tones, "");
    site.ok("b", "toolbar.dtmf", json!(["7", id]));
    assert_eq!(site.desk("b").interactions[0].tones, "7");
    for _ in 0..3 {
        site.ok("a", "toolbar.dtmf", json!(["9".repeat(32)]));
    }
    assert_eq!(site.desk("a").interactions[0].tones, "9".repeat(MAX_TONES));
}

#[test]
fn everybody_is_held_and_taken_off_hold() {
    let (mut site, _) = three();
    for on in [true, false] {
        let told = site.log.len();
        site.ok("a", if on { "toolbar.holdAll" } else { "toolbar.unholdAll" }, json!([]));
        assert_eq!((held(&site, "a"), held(&site, "b")), (on, on));
        assert_eq!(members(&site, "a"), [("moh5".to_owned(), true, on), (FRIEND.to_owned(), true, on)]);
        let holds = site.log[told..].iter().filter(|output| {
            matches!(&output.what, What::Change { change: Change::Hold { on: is, .. }, .. } if *is == on)
        });
        assert_eq!(holds.count(), 2);
        laws::hold(&site);
    }
    site.ok("b", "toolbar.hold", json!([]));
    assert_eq!(
        members(&site, "a")[0],
        ("moh5".to_owned(), true, true),
        "who holds it is shown to the others"
    );
    laws::hold(&site);
}

#[test]
fn one_is_dropped_and_the_others_go_on() {
    let (mut site, id) = three();
    site.ok("a", "toolbar.dropMember", json!(["moh5"]));
    assert_eq!(site.desk("b").interactions[0].cleared, Some(Cleared::Owner));
    let joined = ["interactionConnected", "getIsInteractionOwnedByUser", "interactionDisconnected"];
    site.dispose("b", &id);
    assert_eq!(site.story("b"), story(BEGIN_IN, &joined, &END));
    assert_eq!(members(&site, "a"), [(FRIEND.to_owned(), true, false)]);
    site.ok("a", "toolbar.dropMember", json!([FRIEND]));
    assert_eq!(members(&site, "a"), []);
    assert!(site.customers_see().ends_with(&[MemberCleared]));
    site.ok("a", "toolbar.confer", json!(["conferToUser", "moh5"]));
    site.ok("a", "toolbar.dropMember", json!(["moh5"]));
    assert_eq!(site.desk("b").interactions.len(), 0, "who has not answered need not");
    assert_eq!(phase(&site, "a"), Phase::Connected);
    laws::hold(&site);
}

#[test]
fn the_owner_leaves_and_the_first_who_was_asked_owns_the_call() {
    let (mut site, id) = three();
    site.ok("a", "toolbar.confer", json!(["conferToUser", "anshika_agent"]));
    site.ok("c", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.leave", json!([]));
    assert_eq!(site.desk("a").interactions[0].cleared, Some(Cleared::Left));
    let owned = |site: &mut Site, desk: &str| {
        let id = site.desk(desk).interactions[0].id.clone();
        site.ok(desk, "toolbar.focus", json!([id]));
        site.ok(desk, "interaction.getIsInteractionOwnedByUser", json!([])) == json!(true)
    };
    assert_eq!((owned(&mut site, "b"), owned(&mut site, "c")), (true, false));
    assert!(!site.desk("b").interactions[0].is_guest);
    assert_eq!(members(&site, "b").len(), 2);
    laws::hold(&site);
    site.ok("b", "toolbar.dropMember", json!([FRIEND]));
    site.dispose("a", &id);
    assert!(site.story("a").ends_with(&END));
    site.ok("b", "toolbar.hangup", json!([]));
    assert_eq!(site.desk("c").interactions[0].cleared, Some(Cleared::Owner), "the new owner ends it for all");
    laws::hold(&site);
}

#[test]
fn the_owner_can_leave_the_call_to_a_number() {
    let (mut site, id) = talking();
    call_friend(&mut site);
    site.ok("x", "control.memberAnswer", json!([]));
    site.ok("a", "toolbar.confer", json!(["conferToUser", "moh5"]));
    site.ok("a", "toolbar.leave", json!([]));
    assert_eq!(site.desk("b").interactions.len(), 0, "who has not answered need not");
    assert_eq!(site.ecc.state.interactions[&id].line, Line::Through);
    assert!(site.customers_see().ends_with(&[PutThrough]));
    laws::hold(&site);
    site.wait(3_600);
    assert!(site.ecc.state.interactions.is_empty());
}

#[test]
fn a_guest_leaves_as_by_hanging_up() {
    let (mut site, _) = conferred();
    site.ok("b", "toolbar.leave", json!([]));
    assert_eq!(site.desk("b").interactions[0].cleared, Some(Cleared::Left));
    assert_eq!((phase(&site, "a"), members(&site, "a")), (Phase::Connected, vec![]));
}

#[test]
fn the_last_number_is_dialled_again_for_its_campaign() {
    let mut site = Site::with_agent();
    let nothing = site.call("a", "toolbar.redial", json!([])).unwrap_err();
    assert_eq!(nothing.data.http, Some(409));
    for phone in [KNOWN, "5550100"] {
        let id = site.dial("a", phone);
        site.ok("a", "toolbar.hangup", json!([]));
        site.dispose("a", &id);
    }
    site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    assert_eq!(site.call("a", "toolbar.redial", json!([])).unwrap_err().data.http, Some(409), "in a talk");
    site.ok("a", "toolbar.hangup", json!([]));
    let id = site.desk("a").interactions[0].id.clone();
    site.dispose("a", &id);
    assert_eq!(site.ok("a", "toolbar.redial", json!([])), json!("ok"));
    let one = &site.desk("a").interactions[0];
    assert_eq!((one.customer.phone.as_str(), one.campaign_id.0), ("5550100", 172));
    assert!(site.story("a").ends_with(&BEGIN_OUT));
}

fn alone() -> Site {
    talking().0
}

fn in_conference() -> Site {
    conferred().0
}

fn ringing() -> Site {
    let mut site = Site::with_agent();
    site.customer_calls(KNOWN);
    site
}

fn wrap_up() -> Site {
    let mut site = alone();
    site.ok("a", "toolbar.hangup", json!([]));
    site
}

fn chatting() -> Site {
    let mut site = Site::with_agent();
    site.ok("x", "control.customerChat", json!({"phone": KNOWN, "campaignId": 172}));
    site.ok("a", "toolbar.answer", json!([]));
    site
}

const TONES: &str = "toolbar.dtmf";

#[rstest]
#[case::no_tones(alone, "a", TONES, json!([""]), RequiredFieldMissing, None)]
#[case::too_many_tones(alone, "a", TONES, json!(["1".repeat(33)]), RequiredFieldMissing, None)]
#[case::bad_tones(alone, "a", TONES, json!(["12x"]), RequiredFieldMissing, None)]
#[case::small_letters(alone, "a", TONES, json!(["abc"]), RequiredFieldMissing, None)]
#[case::escape(alone, "a", TONES, json!(["1\u{1b}[31m"]), RequiredFieldMissing, None)]
#[case::tones_while_ringing(ringing, "a", TONES, json!(["1"]), HttpError, Some(409))]
#[case::tones_in_wrap_up(wrap_up, "a", TONES, json!(["1"]), HttpError, Some(409))]
#[case::tones_in_a_chat(chatting, "a", TONES, json!(["1"]), HttpError, Some(409))]
#[case::tones_of_nobody(alone, "d", TONES, json!(["1"]), HttpError, Some(403))]
#[case::tones_to_an_unknown_call(alone, "a", TONES, json!(["1", "nope"]), DataNotFound, None)]
#[case::hold_all_by_guest(in_conference, "b", "toolbar.holdAll", json!([]), HttpError, Some(403))]
#[case::hold_all_of_a_chat(chatting, "a", "toolbar.holdAll", json!([]), HttpError, Some(409))]
#[case::drop_by_guest(in_conference, "b", "toolbar.dropMember", json!(["executive"]), HttpError, Some(403))]
#[case::drop_nobody(in_conference, "a", "toolbar.dropMember", json!(["moh"]), DataNotFound, None)]
#[case::drop_oneself(in_conference, "a", "toolbar.dropMember", json!(["executive"]), DataNotFound, None)]
#[case::drop_when_alone(alone, "a", "toolbar.dropMember", json!(["moh5"]), DataNotFound, None)]
#[case::leave_alone(alone, "a", "toolbar.leave", json!([]), HttpError, Some(409))]
#[case::leave_a_chat(chatting, "a", "toolbar.leave", json!([]), HttpError, Some(409))]
fn is_refused(
    #[case] before: fn() -> Site,
    #[case] desk: &str,
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] http: Option<u16>,
) {
    before().refuses(desk, method, params, code, http);
}
