//! What is refused, with which error (behaviour: errors).

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::SdkError;

/// Something that happens before the refused call.
type Before = fn(&mut Site);

fn nothing(_: &mut Site) {}

fn signed_in(site: &mut Site) {
    site.ok("a", "session.login", json!(["executive", ""]));
}

fn working(site: &mut Site) {
    site.agent("a", "executive", "1234567890");
}

fn other_signed_in(site: &mut Site) {
    site.agent("b", "executive", "1234567890");
}

fn other_works(site: &mut Site) {
    site.agent("b", "moh5", "1234567890");
    signed_in(site);
    site.ok("a", "toolbar.selectCampaigns", json!([[172]]));
}

fn ringing(site: &mut Site) {
    working(site);
    site.customer_calls("1234567890");
}

fn connected(site: &mut Site) {
    ringing(site);
    site.ok("a", "toolbar.answer", json!([]));
}

fn wrap_up(site: &mut Site) {
    connected(site);
    site.ok("a", "toolbar.hangup", json!([]));
}

fn on_break(site: &mut Site) {
    working(site);
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
}

const DIAL: &str = "interaction.initiateInteraction";
const DISPOSE: &str = "interaction.disposeInteraction";

#[rstest]
#[case::wrong_password(nothing, "session.login", json!(["executive", "bad"]), HttpError, Some(401))]
#[case::unknown_user(nothing, "session.login", json!(["nobody", ""]), HttpError, Some(401))]
#[case::wrong_password_by_force(other_signed_in, "session.forceLogin", json!(["executive", "bad"]), HttpError, Some(401))]
#[case::elsewhere(other_signed_in, "session.login", json!(["executive", ""]), HttpError, Some(409))]
#[case::desk_taken(signed_in, "session.login", json!(["moh5", ""]), HttpError, Some(409))]
#[case::not_signed_in(nothing, "session.getCurrentUser", json!([]), HttpError, Some(403))]
#[case::not_signed_in_dial(nothing, DIAL, json!(["voice", {"phone": "1"}, 172]), HttpError, Some(403))]
#[case::not_signed_in_logout(nothing, "session.logout", json!([]), HttpError, Some(403))]
#[case::logout_in_talk(connected, "session.logout", json!([]), HttpError, Some(409))]
#[case::unknown_campaign(signed_in, "toolbar.selectCampaigns", json!([[9]]), DataNotFound, None)]
#[case::no_campaign(signed_in, "toolbar.selectCampaigns", json!([[]]), RequiredFieldMissing, None)]
#[case::half_a_campaign(signed_in, "toolbar.selectCampaigns", json!([[172.5]]), DataNotFound, None)]
#[case::unknown_extension(working, "toolbar.selectExtension", json!(["99"]), DataNotFound, None)]
#[case::extension_before_campaigns(signed_in, "toolbar.selectExtension", json!(["1234567890"]), HttpError, Some(409))]
#[case::owner_not_signed_in(nothing, "interaction.getIsInteractionOwnedByUser", json!([]), HttpError, Some(403))]
#[case::draft_not_signed_in(nothing, "toolbar.setDraft", json!(["x"]), HttpError, Some(403))]
#[case::codes_not_signed_in(nothing, "configuration.getDispositionCodesWithDispositionClass", json!([47]), HttpError, Some(403))]
#[case::extension_taken(other_works, "toolbar.selectExtension", json!(["1234567890"]), HttpError, Some(409))]
#[case::extension_in_talk(connected, "toolbar.selectExtension", json!(["1234567891"]), HttpError, Some(409))]
#[case::unknown_status(working, "toolbar.setAvailability", json!(["Lunch"]), DataNotFound, None)]
#[case::not_ready_yet(signed_in, "toolbar.setAvailability", json!(["Available"]), HttpError, Some(409))]
#[case::no_extension_selected(signed_in, "session.getSelectedExtension", json!([]), DataNotFound, None)]
#[case::no_interaction(working, "interaction.getCurrentInteraction", json!([]), DataNotFound, None)]
#[case::dial_on_break(on_break, DIAL, json!(["voice", {"phone": "1"}, 172]), HttpError, Some(409))]
#[case::dial_in_talk(connected, DIAL, json!(["voice", {"phone": "1"}, 172]), HttpError, Some(409))]
#[case::dial_for_unknown_campaign(working, DIAL, json!(["voice", {"phone": "1"}, 9]), DataNotFound, None)]
#[case::dial_for_unselected_campaign(working, DIAL, json!(["voice", {"phone": "1"}, 47]), HttpError, Some(409))]
#[case::dial_unknown_customer(working, DIAL, json!(["voice", {"phone": "1"}, 172, 5]), DataNotFound, None)]
#[case::dial_half_a_customer(working, DIAL, json!(["voice", {"phone": "1"}, 172, 0.5]), DataNotFound, None)]
#[case::dial_too_long(working, DIAL, json!(["voice", {"phone": "123456789012345678901"}, 172]), RequiredFieldMissing, None)]
#[case::dial_no_number(working, DIAL, json!(["voice", {"phone": "Anshika"}, 172]), RequiredFieldMissing, None)]
#[case::dial_escape(working, DIAL, json!(["voice", {"phone": "12\u{1b}[31m"}, 172]), RequiredFieldMissing, None)]
#[case::dial_nothing(working, DIAL, json!(["voice", {"phone": " + "}, 172]), RequiredFieldMissing, None)]
#[case::chat_with_nobody(working, DIAL, json!(["chat", {}, 172]), RequiredFieldMissing, None)]
#[case::answer_nothing(working, "toolbar.answer", json!([]), HttpError, Some(409))]
#[case::answer_twice(connected, "toolbar.answer", json!([]), HttpError, Some(409))]
#[case::answer_unknown(ringing, "toolbar.answer", json!(["nope"]), DataNotFound, None)]
#[case::hold_while_ringing(ringing, "toolbar.hold", json!([]), HttpError, Some(409))]
#[case::mute_in_wrap_up(wrap_up, "toolbar.mute", json!([]), HttpError, Some(409))]
#[case::hangup_while_ringing(ringing, "toolbar.hangup", json!([]), HttpError, Some(409))]
#[case::hangup_twice(wrap_up, "toolbar.hangup", json!([]), HttpError, Some(409))]
#[case::focus_unknown(working, "toolbar.focus", json!(["nope"]), DataNotFound, None)]
#[case::draft_unknown(working, "toolbar.setDraft", json!(["nope"]), DataNotFound, None)]
#[case::dispose_unknown(working, DISPOSE, json!(["voice", "nope", 820]), DataNotFound, None)]
#[case::codes_of_unknown_campaign(working, "configuration.getDispositionCodesWithDispositionClass", json!([9]), DataNotFound, None)]
#[case::customer_answers_nothing(working, "control.customerAnswer", json!([]), HttpError, Some(409))]
#[case::customer_answers_own_call(ringing, "control.customerAnswer", json!([]), HttpError, Some(409))]
#[case::customer_hangs_up_nothing(working, "control.customerHangup", json!([]), HttpError, Some(409))]
#[case::customer_hangs_up_twice(wrap_up, "control.customerHangup", json!([]), HttpError, Some(409))]
#[case::customer_unknown(working, "control.customerHangup", json!(["nope"]), DataNotFound, None)]
#[case::customer_calls_unknown_campaign(working, "control.customerCall", json!(["1", null, 9]), DataNotFound, None)]
#[case::customer_calls_from_nowhere(working, "control.customerCall", json!([""]), RequiredFieldMissing, None)]
fn is_refused(
    #[case] before: Before,
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] http: Option<u16>,
) {
    let mut site = Site::new();
    before(&mut site);
    site.refuses("a", method, params, code, http);
}

fn on_live_call(before: Before, method: &str, rest: Value) -> Result<Value, SdkError> {
    let mut site = Site::new();
    before(&mut site);
    let id = site.desk("a").interactions[0].id.clone();
    let mut params = rest.as_array().unwrap().clone();
    params.insert(params.len().min(1), json!(id));
    site.call("a", method, json!(params))
}

#[test]
fn dispose_is_refused_while_on_call() {
    for before in [ringing as Before, connected] {
        let error = on_live_call(before, DISPOSE, json!(["voice", 820])).unwrap_err();
        assert_eq!((error.code, error.data.http), (HttpError, Some(409)));
    }
}

#[test]
fn dispose_is_refused_for_what_does_not_fit() {
    let long = "x".repeat(10_001);
    let callback = json!({"callbackTime": "2025-07-06T09:56:40+0530", "phone": "1", "isSelfCallback": true});
    for (params, code) in [
        (json!(["voice", 9]), DataNotFound),
        (json!(["chat", 820]), DataNotFound),
        (json!(["voice", 820, long]), RequiredFieldMissing),
        (json!(["voice", 820, "", callback]), RequiredFieldMissing),
    ] {
        assert_eq!(on_live_call(wrap_up, DISPOSE, params.clone()).unwrap_err().code, code, "{params}");
    }
    assert_eq!(on_live_call(wrap_up, DISPOSE, json!(["voice", 820])).unwrap(), json!("ok"));
}

#[test]
fn settings_forbid_dialling() {
    let mut site = Site::with(|w| w.session.dial_phone_enable = false);
    working(&mut site);
    let error = site.call("a", DIAL, json!(["voice", {"phone": "1"}, 172])).unwrap_err();
    assert_eq!(error.data.http, Some(403));
    for allowed in [true, false] {
        let mut site = Site::with(|w| w.session.allow_successive_calls = allowed);
        wrap_up(&mut site);
        let result = site.call("a", DIAL, json!(["voice", {"phone": "1"}, 172]));
        assert_eq!(result.is_ok(), allowed, "allowSuccessiveCalls");
    }
}

#[test]
fn a_site_has_so_many_lines_and_no_more() {
    let mut site = Site::new();
    for n in 0..crate::ecc::MAX_CALLS {
        site.customer_calls(&n.to_string());
    }
    let error = site.call("a", "control.customerCall", json!(["1"])).unwrap_err();
    assert_eq!(error.data.http, Some(503));
}
