//! Asking someone before giving them a call: who hears whom, and what comes of whoever goes meanwhile.

use rstest::rstest;
use serde_json::{Value, json};

use super::company::{FRIEND, conferred, talking, talking_with};
use super::given::GIVEN;
use super::laws;
use super::lifecycle::{BEGIN_IN, END, KNOWN, story};
use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::Event;
use crate::contract::ids::InteractionId;
use crate::desk::Phase;
use crate::desk::interaction::Cleared;
use crate::ecc::CustomerSees::{MemberCleared, MemberConnected, MemberDialled, PutThrough};
use crate::ecc::Ecc;
use crate::ecc::interaction::Line;

const JOINED: [&str; 2] = ["interactionConnected", "getIsInteractionOwnedByUser"];

/// a asks b, who has answered.
fn asking() -> (Site, InteractionId) {
    let (mut site, id) = rings_at_b();
    site.ok("b", "toolbar.answer", json!([]));
    (site, id)
}

/// It rings at b, whom a asks.
fn rings_at_b() -> (Site, InteractionId) {
    let (mut site, id) = talking();
    site.ok("a", "toolbar.consult", json!(["user", "moh5"]));
    (site, id)
}

/// a asks a number, which has answered.
fn asking_a_number() -> (Site, InteractionId) {
    let (mut site, id) = talking();
    site.ok("a", "toolbar.consult", json!(["phone", FRIEND]));
    site.ok("x", "control.memberAnswer", json!([]));
    (site, id)
}

/// Whether the one who is asked has answered, whether the agent talks with them, and whether the customer is on
/// hold.
fn shown(site: &Site) -> (Option<(String, bool, bool, bool)>, bool) {
    let one = &site.desk("a").interactions[0];
    let consult = one.consult.as_ref();
    let consult = consult.map(|one| (one.with.clone(), one.is_user, one.joined, one.talks));
    (consult, one.held_since.is_some())
}

fn held(site: &Site, desk: &str) -> bool {
    site.desk(desk).interactions[0].held_since.is_some()
}

fn phase(site: &Site, desk: &str) -> Phase {
    site.desk(desk).interactions[0].phase
}

#[test]
fn the_customer_waits_while_a_colleague_is_asked() {
    let (mut site, _) = rings_at_b();
    assert_eq!(shown(&site), (Some(("moh5".to_owned(), true, false, false)), true), "it rings");
    assert_eq!(site.story("b"), BEGIN_IN, "as if asked into the call");
    assert!(site.desk("b").interactions[0].is_guest);
    site.ok("b", "toolbar.answer", json!([]));
    assert_eq!(shown(&site), (Some(("moh5".to_owned(), true, true, true)), true), "they talk");
    assert_eq!(site.story("b"), story(BEGIN_IN, &JOINED, &[]));
    assert_eq!(site.desk("a").interactions[0].members, [], "they are not in the call");
    assert_eq!(site.story("a"), story(BEGIN_IN, &["interactionConnected"], &[]), "nothing is conferred");
    for talks in [false, true] {
        site.ok("a", "toolbar.swap", json!([]));
        assert_eq!(shown(&site), (Some(("moh5".to_owned(), true, true, talks)), talks));
        assert_eq!(held(&site, "b"), !talks, "who is not talked with is on hold");
        laws::hold(&site);
    }
}

#[test]
fn the_one_who_was_asked_is_given_the_call() {
    let (mut site, id) = asking();
    site.ok("a", "toolbar.swap", json!([]));
    site.ok("a", "toolbar.completeTransfer", json!([]));
    assert_eq!((phase(&site, "a"), phase(&site, "b")), (Phase::WrapUp, Phase::Connected));
    assert!(!held(&site, "b") && !site.desk("b").interactions[0].is_guest);
    assert_eq!(site.ok("b", "interaction.getIsInteractionOwnedByUser", json!([])), json!(true));
    site.dispose("a", &id);
    assert_eq!(site.story("a"), story(BEGIN_IN, &GIVEN, &END));
    site.ok("x", "control.customerHangup", json!([]));
    site.dispose("b", &id);
    let owns = [&JOINED[..], &["getIsInteractionOwnedByUser", "interactionDisconnected"]].concat();
    assert_eq!(site.story("b"), story(BEGIN_IN, &owns, &END));
    let owned: Vec<bool> = site
        .events("b")
        .filter_map(|event| if let Event::InteractionOwned(owned) = event { Some(*owned) } else { None })
        .collect();
    assert_eq!(owned, [false, true]);
    laws::hold(&site);
}

#[test]
fn a_number_that_was_asked_is_given_the_call() {
    let (mut site, id) = asking_a_number();
    assert_eq!(shown(&site), (Some((FRIEND.to_owned(), false, true, true)), true));
    site.ok("a", "toolbar.completeTransfer", json!([]));
    site.dispose("a", &id);
    assert_eq!(site.story("a"), story(BEGIN_IN, &GIVEN, &END));
    assert_eq!(site.ecc.state.interactions[&id].line, Line::Through);
    assert!(site.customers_see().ends_with(&[MemberDialled, MemberConnected, PutThrough]));
    site.ok("x", "control.memberHangup", json!([]));
    assert!(site.ecc.state.interactions.is_empty());
}

#[test]
fn who_is_asked_is_sent_away_and_the_customer_talks_again() {
    for answered in [true, false] {
        let (mut site, _) = if answered { asking() } else { rings_at_b() };
        site.ok("a", "toolbar.cancelConsult", json!([]));
        assert_eq!(shown(&site), (None, false), "{answered}");
        if answered {
            assert_eq!(site.desk("b").interactions[0].cleared, Some(Cleared::Owner));
            assert_eq!(phase(&site, "b"), Phase::WrapUp);
        } else {
            let end = ["interactionDisconnected", "notification", "interactionEnded"];
            assert_eq!(site.story("b"), story(BEGIN_IN, &end, &[]));
        }
        laws::hold(&site);
    }
    let (mut site, _) = asking_a_number();
    site.ok("a", "toolbar.cancelConsult", json!([]));
    assert_eq!(shown(&site), (None, false));
    assert!(site.customers_see().ends_with(&[MemberDialled, MemberConnected, MemberCleared]));
}

#[test]
fn both_are_brought_together() {
    for (mut site, who, kind) in
        [(asking().0, "moh5", "conferToUser"), (asking_a_number().0, FRIEND, "conferToPhone")]
    {
        site.ok("a", "toolbar.mergeConsult", json!([]));
        assert_eq!(shown(&site), (None, false));
        let members = &site.desk("a").interactions[0].members;
        assert_eq!((members.len(), members[0].who.as_str(), members[0].joined), (1, who, true));
        let told: Vec<_> = site
            .events("a")
            .filter_map(|event| match event {
                Event::InteractionConferred(one) => Some((one.confered_type.clone(), one.status.clone())),
                _ => None,
            })
            .collect();
        assert_eq!(told, [(kind.to_owned(), "connected".to_owned())]);
        laws::hold(&site);
    }
}

#[test]
fn who_is_asked_and_does_not_come_or_goes_leaves_the_customer_to_the_agent() {
    for how in
        ["missed", "refused", "signed out", "left", "by force", "number busy", "number silent", "number left"]
    {
        let (mut site, _) = match how {
            "missed" | "refused" | "signed out" => rings_at_b(),
            "left" | "by force" => asking(),
            "number left" => asking_a_number(),
            _ => {
                let (mut site, id) = talking();
                site.ok("a", "toolbar.consult", json!(["phone", FRIEND]));
                (site, id)
            }
        };
        match how {
            "missed" => site.wait(20),
            "refused" => drop(site.ok("b", "toolbar.reject", json!([]))),
            "signed out" => drop(site.ok("b", "session.logout", json!([]))),
            "left" => drop(site.ok("b", "toolbar.hangup", json!([]))),
            "by force" => drop(site.ok("d", "session.forceLogin", json!(["moh5", ""]))),
            "number silent" => site.wait(30),
            _ => drop(site.ok("x", "control.memberHangup", json!([]))),
        }
        assert_eq!(shown(&site), (None, false), "{how}: the customer is off hold");
        assert_eq!(phase(&site, "a"), Phase::Connected, "{how}");
        laws::hold(&site);
    }
}

#[test]
fn a_customer_or_an_agent_who_goes_meanwhile_ends_it_for_all() {
    for how in ["customer", "owner", "owner by force", "limit"] {
        let (mut site, id) = asking();
        match how {
            "customer" => drop(site.ok("x", "control.customerHangup", json!([]))),
            "owner" => drop(site.ok("a", "toolbar.hangup", json!([]))),
            "owner by force" => drop(site.ok("d", "session.forceLogin", json!(["executive", ""]))),
            _ => site.wait(3_600),
        }
        let why = match how {
            "customer" => Cleared::Customer,
            "limit" => Cleared::TooLong,
            _ => Cleared::Owner,
        };
        assert_eq!(site.desk("b").interactions[0].cleared, Some(why), "{how}");
        if how != "owner by force" {
            assert_eq!(shown(&site), (None, false), "{how}");
            site.dispose("a", &id);
        }
        site.dispose("b", &id);
        assert!(site.ecc.state.interactions.is_empty(), "{how}");
        laws::hold(&site);
    }
}

#[test]
fn neither_agent_can_sign_out_of_it() {
    let (mut site, _) = asking();
    for desk in ["a", "b"] {
        assert_eq!(site.call(desk, "session.logout", json!([])).unwrap_err().data.http, Some(409));
    }
}

#[test]
fn a_snapshot_keeps_who_is_asked() {
    for (mut site, _) in [asking(), rings_at_b(), asking_a_number()] {
        let snapshot = site.ecc.snapshot();
        site.ecc = Ecc::restore(site.workspace.clone(), &snapshot).unwrap();
        assert_eq!(site.ecc.snapshot(), snapshot);
        laws::hold(&site);
        site.wait(86_400);
        laws::hold_at_the_end(&site);
    }
}

fn alone() -> Site {
    talking().0
}

fn answered() -> Site {
    asking().0
}

fn ringing() -> Site {
    rings_at_b().0
}

fn in_conference() -> Site {
    conferred().0
}

fn no_dialling() -> Site {
    talking_with(|workspace| workspace.session.dial_phone_enable = false).0
}

fn wrap_up() -> Site {
    let mut site = alone();
    site.ok("a", "toolbar.hangup", json!([]));
    site
}

fn chatting() -> Site {
    let mut site = Site::with_agent();
    site.agent("b", "moh5", "1234567891");
    site.ok("x", "control.customerChat", json!({"phone": KNOWN, "campaignId": 172}));
    site.ok("a", "toolbar.answer", json!([]));
    site
}

const ASK: &str = "toolbar.consult";

#[rstest]
#[case::unknown_user(alone, "a", ASK, json!(["user", "moh6"]), DataNotFound, None)]
#[case::oneself(alone, "a", ASK, json!(["user", "executive"]), HttpError, Some(409))]
#[case::no_number(alone, "a", ASK, json!(["phone", "moh5"]), RequiredFieldMissing, None)]
#[case::customers_number(alone, "a", ASK, json!(["phone", KNOWN]), HttpError, Some(409))]
#[case::no_dialling(no_dialling, "a", ASK, json!(["phone", FRIEND]), HttpError, Some(403))]
#[case::nothing_to_ask_about(alone, "b", ASK, json!(["user", "executive"]), HttpError, Some(409))]
#[case::in_wrap_up(wrap_up, "a", ASK, json!(["user", "moh5"]), HttpError, Some(409))]
#[case::in_a_conference(in_conference, "a", ASK, json!(["user", "anshika_agent"]), HttpError, Some(409))]
#[case::as_a_guest(in_conference, "b", ASK, json!(["user", "anshika_agent"]), HttpError, Some(403))]
#[case::twice(answered, "a", ASK, json!(["user", "anshika_agent"]), HttpError, Some(409))]
#[case::about_a_chat(chatting, "a", ASK, json!(["user", "moh5"]), HttpError, Some(409))]
#[case::swap_with_nobody(alone, "a", "toolbar.swap", json!([]), HttpError, Some(409))]
#[case::swap_too_early(ringing, "a", "toolbar.swap", json!([]), HttpError, Some(409))]
#[case::complete_too_early(ringing, "a", "toolbar.completeTransfer", json!([]), HttpError, Some(409))]
#[case::merge_too_early(ringing, "a", "toolbar.mergeConsult", json!([]), HttpError, Some(409))]
#[case::complete_nothing(alone, "a", "toolbar.completeTransfer", json!([]), HttpError, Some(409))]
#[case::cancel_nothing(alone, "a", "toolbar.cancelConsult", json!([]), HttpError, Some(409))]
#[case::complete_by_the_asked(answered, "b", "toolbar.completeTransfer", json!([]), HttpError, Some(403))]
#[case::hold(answered, "a", "toolbar.hold", json!([]), HttpError, Some(409))]
#[case::unhold(answered, "a", "toolbar.unhold", json!([]), HttpError, Some(409))]
#[case::hold_all(answered, "a", "toolbar.holdAll", json!([]), HttpError, Some(409))]
#[case::transfer(answered, "a", "toolbar.transfer", json!(["transferToUser", "anshika_agent"]), HttpError, Some(409))]
#[case::confer(answered, "a", "toolbar.confer", json!(["conferToUser", "anshika_agent"]), HttpError, Some(409))]
#[case::leave(answered, "a", "toolbar.leave", json!([]), HttpError, Some(409))]
#[case::drop_them(answered, "a", "toolbar.dropMember", json!(["moh5"]), HttpError, Some(409))]
#[case::nobody_there(alone, "d", ASK, json!(["user", "moh5"]), HttpError, Some(403))]
fn is_refused(
    #[case] before: fn() -> Site,
    #[case] desk: &str,
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] http: Option<u16>,
) {
    let error = before().refuses(desk, method, params, code, http);
    assert!(error.data.hint.is_some() || code == RequiredFieldMissing, "{error:?}");
}
