//! What is refused of transfers and conferences, with which error (behaviour: errors).

use rstest::rstest;
use serde_json::{Value, json};

use super::company::{FRIEND, call_friend, conferred, talking, talking_with};
use super::lifecycle::KNOWN;
use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::ecc::Ecc;

/// Something that happens before the refused call.
type Before = fn() -> Site;

fn alone() -> Site {
    talking().0
}

fn with_guest() -> Site {
    conferred().0
}

fn with_number() -> Site {
    let mut site = alone();
    call_friend(&mut site);
    site
}

fn busy() -> Site {
    let mut site = alone();
    site.customer_calls("5550100");
    site
}

fn at_lunch() -> Site {
    let mut site = alone();
    site.ok("b", "toolbar.setAvailability", json!(["Lunch Break"]));
    site
}

fn signed_out() -> Site {
    let mut site = alone();
    site.ok("b", "session.logout", json!([]));
    site
}

fn no_extension() -> Site {
    let mut site = signed_out();
    site.ok("b", "session.login", json!(["moh5", ""]));
    site
}

fn not_ready() -> Site {
    let mut site = no_extension();
    site.ok("b", "toolbar.selectCampaigns", json!([[172]]));
    site.ok("b", "toolbar.selectExtension", json!(["1234567891"]));
    site
}

fn in_wrap_up() -> Site {
    let mut site = alone();
    site.ok("a", "toolbar.hangup", json!([]));
    site
}

const TRANSFER: &str = "toolbar.transfer";
const CONFER: &str = "toolbar.confer";

#[rstest]
#[case::unknown_user(alone, "a", TRANSFER, json!(["transferToUser", "moh6"]), DataNotFound, None)]
#[case::oneself(alone, "a", TRANSFER, json!(["transferToUser", "executive"]), HttpError, Some(409))]
#[case::not_signed_in(signed_out, "a", TRANSFER, json!(["transferToUser", "moh5"]), HttpError, Some(409))]
#[case::no_extension(no_extension, "a", TRANSFER, json!(["transferToUser", "moh5"]), HttpError, Some(409))]
#[case::not_ready(not_ready, "a", TRANSFER, json!(["transferToUser", "moh5"]), HttpError, Some(409))]
#[case::on_a_break(at_lunch, "a", TRANSFER, json!(["transferToUser", "moh5"]), HttpError, Some(409))]
#[case::busy(busy, "a", TRANSFER, json!(["transferToUser", "moh5"]), HttpError, Some(409))]
#[case::nothing_to_give(alone, "b", TRANSFER, json!(["transferToUser", "anshika_agent"]), HttpError, Some(409))]
#[case::wrap_up(in_wrap_up, "a", TRANSFER, json!(["transferToUser", "moh5"]), HttpError, Some(409))]
#[case::unknown_call(alone, "a", TRANSFER, json!(["transferToUser", "moh5", "nope"]), DataNotFound, None)]
#[case::guest(with_guest, "b", TRANSFER, json!(["transferToUser", "anshika_agent"]), HttpError, Some(403))]
#[case::company(with_guest, "a", TRANSFER, json!(["transferToUser", "anshika_agent"]), HttpError, Some(409))]
#[case::number(with_number, "a", TRANSFER, json!(["transferToUser", "moh5"]), HttpError, Some(409))]
#[case::nobody(alone, "d", TRANSFER, json!(["transferToUser", "moh5"]), HttpError, Some(403))]
#[case::confer_unknown(alone, "a", CONFER, json!(["conferToUser", "moh6"]), DataNotFound, None)]
#[case::confer_oneself(alone, "a", CONFER, json!(["conferToUser", "executive"]), HttpError, Some(409))]
#[case::confer_busy(busy, "a", CONFER, json!(["conferToUser", "moh5"]), HttpError, Some(409))]
#[case::confer_twice(with_guest, "a", CONFER, json!(["conferToUser", "moh5"]), HttpError, Some(409))]
#[case::confer_by_guest(with_guest, "b", CONFER, json!(["conferToUser", "anshika_agent"]), HttpError, Some(403))]
#[case::confer_number_by_guest(with_guest, "b", CONFER, json!(["conferToPhone", FRIEND]), HttpError, Some(403))]
#[case::confer_no_number(alone, "a", CONFER, json!(["conferToPhone", "moh5"]), RequiredFieldMissing, None)]
#[case::confer_number_twice(with_number, "a", CONFER, json!(["conferToPhone", FRIEND]), HttpError, Some(409))]
#[case::confer_while_it_rings(with_number, "a", CONFER, json!(["conferToPhone", "1"]), HttpError, Some(409))]
#[case::confer_customer(alone, "a", CONFER, json!(["conferToPhone", KNOWN]), HttpError, Some(409))]
#[case::confer_nothing(alone, "b", CONFER, json!(["conferToPhone", FRIEND]), HttpError, Some(409))]
#[case::nobody_answers(alone, "a", "control.memberAnswer", json!([]), HttpError, Some(409))]
#[case::nobody_hangs_up(alone, "a", "control.memberHangup", json!([]), HttpError, Some(409))]
#[case::unknown_member(alone, "a", "control.memberAnswer", json!(["nope"]), DataNotFound, None)]
fn is_refused(
    #[case] before: Before,
    #[case] desk: &str,
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] http: Option<u16>,
) {
    let error = before().refuses(desk, method, params, code, http);
    assert!(error.data.hint.is_some() || code == RequiredFieldMissing, "{error:?}");
}

#[test]
fn the_nearest_user_is_named() {
    let (mut site, _) = talking();
    let error = site.call("a", TRANSFER, json!(["transferToUser", "anshika"])).unwrap_err();
    assert_eq!(error.data.hint.as_deref(), Some("did you mean anshika_agent?"));
}

#[test]
fn a_call_goes_to_users_of_its_campaign_where_the_site_wants_that() {
    for only_assigned in [true, false] {
        let (mut site, _) = talking_with(|workspace| {
            workspace.session.should_allow_transfer_to_assigned_campaigns_only = only_assigned;
        });
        site.ok("b", "session.logout", json!([]));
        // They have been assigned elsewhere since they chose it.
        let mut workspace = (*site.workspace).clone();
        workspace.users[2].campaigns = vec![workspace.campaigns[0].id];
        site.workspace = std::sync::Arc::new(workspace);
        site.ecc = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
        let result = site.call("a", TRANSFER, json!(["transferToUser", "anshika_agent"]));
        assert_eq!(result.map_err(|error| error.data.http).err(), only_assigned.then_some(Some(403)));
    }
}

#[test]
fn numbers_are_not_asked_in_where_agents_may_not_dial() {
    let (mut site, _) = talking_with(|workspace| workspace.session.dial_phone_enable = false);
    let error = site.call("a", CONFER, json!(["conferToPhone", FRIEND])).unwrap_err();
    assert_eq!(error.data.http, Some(403));
}
