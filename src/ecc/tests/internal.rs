//! Agents who call and write to each other: the second leg is at the other desk, nobody outside hears of it.

use rstest::rstest;
use serde_json::{Value, json};

use super::laws;
use super::lifecycle::KNOWN;
use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError};
use crate::contract::payload::{AssociationType, ChannelType};
use crate::desk::Phase;
use crate::desk::interaction::Cleared;
use crate::ecc::Ecc;

const DIAL: &str = "interaction.initiateInteraction";
const RINGS_OUT: [&str; 2] = ["interactionInitiated", "callRinging"];

/// Agents at a and b; b's extension is no customer's number.
fn two() -> Site {
    let mut site = Site::with_agent();
    site.agent("b", "moh5", "1234567891");
    site
}

fn calls(site: &mut Site) {
    site.ok("a", DIAL, json!(["voice", {"phone": "1234567891"}, 172]));
}

fn ringing() -> Site {
    let mut site = two();
    calls(&mut site);
    site
}

fn talking() -> Site {
    let mut site = ringing();
    site.ok("b", "toolbar.answer", json!([]));
    site
}

fn writing() -> Site {
    let mut site = two();
    site.ok("a", DIAL, json!(["chat", {"userId": "moh5"}, 172]));
    site.ok("b", "toolbar.answer", json!([]));
    site
}

#[test]
fn it_rings_at_the_colleagues_desk_and_each_sees_the_other() {
    let mut site = ringing();
    let (at_a, at_b) = (&site.desk("a").interactions[0], &site.desk("b").interactions[0]);
    assert_eq!(at_a.id, at_b.id, "one call");
    assert_eq!(
        (at_a.association, at_b.association),
        (AssociationType::ManualDial, AssociationType::InboundDial)
    );
    let who = |one: &crate::desk::Interaction| (one.customer.name.clone(), one.customer.phone.clone());
    assert_eq!(who(at_a), (Some("moh5".to_owned()), "1234567891".to_owned()));
    assert_eq!(who(at_b), (Some("executive".to_owned()), "1234567890".to_owned()));
    assert_eq!(at_a.customer.customer_id, None, "a colleague is no customer");
    for desk in ["a", "b"] {
        assert_eq!(site.story(desk), RINGS_OUT, "no screen is popped");
    }
    laws::hold(&site);
    site.ok("b", "toolbar.answer", json!([]));
    site.wait(10);
    site.ok("a", "toolbar.hold", json!([]));
    site.ok("a", "toolbar.dtmf", json!(["1"]));
    laws::hold(&site);
    let owned = |site: &mut Site, desk| site.ok(desk, "interaction.getIsInteractionOwnedByUser", json!([]));
    assert_eq!((owned(&mut site, "a"), owned(&mut site, "b")), (json!(true), json!(true)));
    assert_eq!(site.customers_see(), [], "the public hears nothing of it");
}

#[test]
fn either_of_them_ends_it_and_nothing_is_disposed() {
    for who in ["a", "b"] {
        let mut site = talking();
        site.ok(who, "toolbar.hangup", json!([]));
        for desk in ["a", "b"] {
            let talk = ["interactionConnected", "interactionDisconnected", "interactionEnded"];
            assert_eq!(site.story(desk), [&RINGS_OUT[..], &talk].concat(), "{desk}");
            let why = if desk == who { Cleared::Agent } else { Cleared::Customer };
            assert_eq!(site.desk(desk).past[0].cleared, Some(why), "{desk} as {who} hangs up");
        }
        assert!(site.ecc.state.interactions.is_empty());
        laws::hold(&site);
    }
}

#[rstest]
#[case::refused("refused", Cleared::Busy)]
#[case::missed("missed", Cleared::NoAnswer)]
#[case::signed_out("signed out", Cleared::NoAnswer)]
#[case::given_up("given up", Cleared::Agent)]
#[case::caller_forced_out("caller forced out", Cleared::SignedOut)]
fn a_colleague_who_does_not_answer_ends_it(#[case] how: &str, #[case] why: Cleared) {
    let mut site = ringing();
    match how {
        "refused" => drop(site.ok("b", "toolbar.reject", json!([]))),
        "missed" => site.wait(20),
        "signed out" => drop(site.ok("b", "session.logout", json!([]))),
        "given up" => drop(site.ok("a", "toolbar.hangup", json!([]))),
        _ => drop(site.ok("d", "session.forceLogin", json!(["executive", ""]))),
    }
    assert!(site.ecc.state.interactions.is_empty(), "no queue has it");
    assert_eq!(site.desk("a").past[0].cleared, Some(why));
    assert!(site.story("b").contains(&"notification"), "a missed call");
    assert!(site.story("b").ends_with(&["interactionEnded"]));
    laws::hold(&site);
}

#[test]
fn it_lasts_no_longer_than_the_site_allows() {
    let mut site = talking();
    site.wait(3_600);
    assert_eq!(site.desk("b").past[0].cleared, Some(Cleared::TooLong));
    laws::hold(&site);
}

#[test]
fn a_number_that_is_a_customers_is_not_an_extension() {
    let mut site = two();
    site.ok("b", DIAL, json!(["voice", {"phone": KNOWN}, 172]));
    assert_eq!(site.desk("a").interactions.len(), 0, "a's extension has the customer's number");
    assert_eq!(site.desk("b").interactions[0].customer.name.as_deref(), Some("Anshika"));
}

#[test]
fn an_internal_call_needs_no_right_to_dial() {
    let mut site = Site::with(|workspace| workspace.session.dial_phone_enable = false);
    site.agent("a", "executive", "1234567890");
    site.agent("b", "moh5", "1234567891");
    calls(&mut site);
    assert_eq!(site.desk("b").interactions.len(), 1);
}

#[test]
fn an_internal_call_can_be_redialled_and_follow_a_disposal() {
    let mut site = talking();
    site.ok("a", "toolbar.hangup", json!([]));
    site.ok("a", "toolbar.redial", json!([]));
    assert_eq!(site.desk("b").interactions[0].phase, Phase::Ringing);
    site.ok("a", "toolbar.hangup", json!([]));
    site.ok("b", "toolbar.setAvailability", json!(["Lunch Break"]));
    site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.hangup", json!([]));
    let id = site.desk("a").interactions[0].id.clone();
    let next = json!([id, 1345, "1234567891"]);
    let error = site.call("a", "interaction.disposeAndInitiateNewInteraction", next.clone()).unwrap_err();
    assert_eq!(error.data.http, Some(409), "b is on a break, and nothing is disposed");
    site.ok("b", "toolbar.setAvailability", json!(["Available"]));
    site.ok("a", "interaction.disposeAndInitiateNewInteraction", next);
    assert_eq!(site.desk("b").interactions[0].phase, Phase::Ringing);
    laws::hold(&site);
}

#[test]
fn a_colleague_is_called_by_their_user_id_whatever_their_extension() {
    let mut site = two();
    // a's extension has a customer's number, so that only the id reaches a.
    site.ok("b", DIAL, json!(["voice", {"phone": "", "userId": "executive"}, 172]));
    assert_eq!(site.desk("a").interactions[0].customer.name.as_deref(), Some("moh5"));
    site.ok("a", "toolbar.reject", json!([]));
    site.ok("b", "toolbar.redial", json!([]));
    assert_eq!(site.desk("a").interactions[0].phase, Phase::Ringing);
    laws::hold(&site);
}

#[test]
fn colleagues_write_to_each_other() {
    let mut site = writing();
    let at_b = &site.desk("b").interactions[0];
    assert_eq!((at_b.channel, at_b.phase), (ChannelType::Chat, Phase::Connected));
    site.ok("a", "toolbar.sendMessage", json!(["Can you take the next one?"]));
    site.ok("b", "toolbar.sendMessage", json!(["Yes"]));
    for desk in ["a", "b"] {
        let lines: Vec<&str> =
            site.desk(desk).interactions[0].chat.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["Can you take the next one?", "Yes"], "{desk}");
    }
    laws::hold(&site);
    site.ok("b", "toolbar.hangup", json!([]));
    assert!(site.ecc.state.interactions.is_empty(), "nothing is disposed");
    assert!(site.story("a").ends_with(&[
        "interactionConnected",
        "interactionDisconnected",
        "interactionEnded"
    ]));
    assert_eq!(site.customers_see(), []);
}

#[test]
fn each_of_two_who_write_to_each_other_sees_whether_the_other_types() {
    let mut site = writing();
    let seen = |site: &Site| ["a", "b"].map(|desk| site.desk(desk).interactions[0].customer_types);
    for (desk, sees) in [("a", [false, true]), ("b", [true, false])] {
        site.ok(desk, "toolbar.typing", json!([true]));
        assert_eq!(seen(&site), sees, "{desk} types");
        laws::hold(&site);
        site.ok(desk, "toolbar.typing", json!([false]));
        assert_eq!(seen(&site), [false, false]);
        site.ok(desk, "toolbar.typing", json!([true]));
        site.ok(desk, "toolbar.sendMessage", json!(["Hello"]));
        assert_eq!(seen(&site), [false, false], "{desk} has written");
        site.ok(desk, "toolbar.typing", json!([true]));
        site.wait(7);
        assert_eq!(seen(&site), [false, false], "off by itself");
    }
    site.ok("a", "toolbar.typing", json!([true]));
    site.ok("b", "toolbar.typing", json!([true]));
    assert_eq!(seen(&site), [true, true]);
    site.ok("b", "toolbar.sendMessage", json!(["You first"]));
    assert_eq!(seen(&site), [false, true], "the other one still types");
    laws::hold(&site);
    site.ok("b", "toolbar.hangup", json!([]));
    assert_eq!(site.customers_see(), []);
    laws::hold_at_the_end(&site);
}

#[test]
fn a_snapshot_keeps_them() {
    for mut site in [ringing(), talking(), writing()] {
        let snapshot = site.ecc.snapshot();
        site.ecc = Ecc::restore(site.workspace.clone(), &snapshot).unwrap();
        assert_eq!(site.ecc.snapshot(), snapshot);
        laws::hold(&site);
        site.wait(86_400);
        if site.ecc.next_deadline().is_none() {
            laws::hold_at_the_end(&site);
        }
    }
}

fn on_a_break() -> Site {
    let mut site = two();
    site.ok("b", "toolbar.setAvailability", json!(["Lunch Break"]));
    site
}

fn busy() -> Site {
    let mut site = two();
    site.ok("b", DIAL, json!(["voice", {"phone": "5550100"}, 172]));
    site
}

fn no_chats() -> Site {
    let mut site = Site::with(|workspace| workspace.session.allow_internal_chat = false);
    site.agent("a", "executive", "1234567890");
    site.agent("b", "moh5", "1234567891");
    site
}

fn alone() -> Site {
    Site::with_agent()
}

#[rstest]
#[case::own_extension(two, "b", DIAL, json!(["voice", {"phone": "1234567891"}, 172]), HttpError, Some(409))]
#[case::nobody_there(alone, "a", DIAL, json!(["voice", {"phone": "1234567891"}, 172]), HttpError, Some(409))]
#[case::on_a_break(on_a_break, "a", DIAL, json!(["voice", {"phone": "1234567891"}, 172]), HttpError, Some(409))]
#[case::busy(busy, "a", DIAL, json!(["voice", {"phone": "1234567891"}, 172]), HttpError, Some(409))]
#[case::call_nobody(two, "a", DIAL, json!(["voice", {"phone": "", "userId": "moh6"}, 172]), DataNotFound, None)]
#[case::chat_with_nobody(two, "a", DIAL, json!(["chat", {"userId": "moh6"}, 172]), DataNotFound, None)]
#[case::chat_with_oneself(two, "a", DIAL, json!(["chat", {"userId": "executive"}, 172]), HttpError, Some(409))]
#[case::no_chats(no_chats, "a", DIAL, json!(["chat", {"userId": "moh5"}, 172]), HttpError, Some(403))]
#[case::transfer(talking, "a", "toolbar.transfer", json!(["transferToCampaign", "47"]), HttpError, Some(409))]
#[case::confer(talking, "b", "toolbar.confer", json!(["conferToPhone", "5550100"]), HttpError, Some(409))]
#[case::consult(talking, "a", "toolbar.consult", json!(["phone", "5550100"]), HttpError, Some(409))]
#[case::leave(talking, "a", "toolbar.leave", json!([]), HttpError, Some(409))]
#[case::no_customer_answers(ringing, "x", "control.customerAnswer", json!([]), HttpError, Some(409))]
#[case::no_customer_hangs_up(talking, "x", "control.customerHangup", json!([]), HttpError, Some(409))]
#[case::no_customer_writes(writing, "x", "control.customerMessage", json!(["x"]), HttpError, Some(409))]
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

#[test]
fn a_customers_doing_that_names_it_is_refused() {
    let mut site = talking();
    let id = site.desk("a").interactions[0].id.clone();
    let error = site.call("x", "control.customerHangup", json!([id])).unwrap_err();
    assert!(error.message.contains("between two agents"), "{error:?}");
}
