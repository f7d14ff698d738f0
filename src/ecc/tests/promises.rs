//! What comes after a disposal: the next call at once, or a callback later.

use rstest::rstest;
use serde_json::{Value, json};

use super::laws;
use super::lifecycle::{BEGIN_IN, BEGIN_OUT, END, KNOWN, story};
use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::ids::InteractionId;
use crate::desk::{Change, Phase};
use crate::ecc::{Ecc, What};
use crate::wire::{Micros, Moment};

const DISPOSE: &str = "interaction.disposeInteraction";
const NEXT: &str = "interaction.disposeAndInitiateNewInteraction";

/// An agent at a in wrap-up.
fn wrap_up() -> (Site, InteractionId) {
    let mut site = Site::with_agent();
    let id = site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.hangup", json!([]));
    (site, id)
}

fn callback(site: &mut Site, id: &InteractionId, at: &str, own: bool) -> Value {
    let callback = json!({"callbackTime": at, "phone": "5550100", "isSelfCallback": own});
    site.ok("a", DISPOSE, json!(["voice", id, 820, "", callback]))
}

fn reminders(site: &Site) -> Vec<(Moment, String, &str)> {
    let told = site.log.iter().filter_map(|output| match &output.what {
        What::Change { desk, change: Change::Notice { notice, text, .. } } if notice == "callbackDue" => {
            Some((output.at, desk.to_string(), text.as_str()))
        }
        _ => None,
    });
    told.collect()
}

fn in_seconds(site: &Site, seconds: u64) -> String {
    (site.now + Micros::from_secs(seconds)).iso_zulu()
}

#[test]
fn a_disposal_goes_over_into_the_next_call() {
    let (mut site, id) = wrap_up();
    let told = site.log.len();
    let answer = site.ok("a", NEXT, json!([id, 1345, "5550100", "go on"]));
    assert_eq!(answer, json!("ok"));
    assert!(matches!(site.log[told].what, What::Answer { .. }), "the answer comes first");
    let first = story(BEGIN_IN, &["interactionConnected", "interactionDisconnected"], &END);
    assert_eq!(site.story("a"), [&first[..], &BEGIN_OUT].concat());
    let [next] = &site.desk("a").interactions[..] else { panic!("one call") };
    assert_eq!((next.customer.phone.as_str(), next.phase), ("5550100", Phase::Ringing));
    assert_eq!(next.campaign_id, site.desk("a").past[0].campaign_id);
    let disposed = site.desk("a").past[0].disposition.as_ref().unwrap();
    assert_eq!((disposed.disposition_class.as_str(), disposed.call_notes.as_str()), ("Closed", "go on"));
    laws::hold(&site);
}

#[test]
fn the_disposed_call_does_not_stand_in_the_way_of_the_next() {
    let mut site = Site::with(|workspace| workspace.session.allow_successive_calls = false);
    site.agent("a", "executive", "1234567890");
    let id = site.dial("a", KNOWN);
    site.ok("a", "toolbar.hangup", json!([]));
    site.ok("a", NEXT, json!([id, 820, "5550100"]));
    assert_eq!(site.desk("a").interactions.len(), 1);
}

type Before = fn(&mut Site, &InteractionId);

fn nothing(_: &mut Site, _: &InteractionId) {}

fn on_break(site: &mut Site, _: &InteractionId) {
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
}

fn other_campaign(site: &mut Site, _: &InteractionId) {
    site.ok("a", "toolbar.selectCampaigns", json!([[47]]));
}

fn dialling(site: &mut Site, _: &InteractionId) {
    site.dial("a", "5550101");
}

fn disposed(site: &mut Site, id: &InteractionId) {
    site.dispose("a", id);
}

fn talks(site: &mut Site, id: &InteractionId) {
    site.ok("a", NEXT, json!([id, 820, "5550100"]));
    site.ok("a", "control.customerAnswer", json!([]));
}

#[rstest]
#[case::unknown_code(nothing, json!([9, "1"]), DataNotFound, None)]
#[case::no_number(nothing, json!([820, "nobody"]), RequiredFieldMissing, None)]
#[case::long_number(nothing, json!([820, "123456789012345678901"]), RequiredFieldMissing, None)]
#[case::long_notes(nothing, json!([820, "1", "x".repeat(10_001)]), RequiredFieldMissing, None)]
#[case::on_break(on_break, json!([820, "1"]), HttpError, Some(409))]
#[case::campaign_left(other_campaign, json!([820, "1"]), HttpError, Some(409))]
#[case::on_the_line(dialling, json!([820, "1"]), HttpError, Some(409))]
#[case::gone(disposed, json!([820, "1"]), DataNotFound, None)]
fn nothing_is_disposed_where_the_next_call_is_refused(
    #[case] before: Before,
    #[case] rest: Value,
    #[case] code: ErrorCode,
    #[case] http: Option<u16>,
) {
    let (mut site, id) = wrap_up();
    before(&mut site, &id);
    let params: Vec<Value> = std::iter::once(json!(id)).chain(rest.as_array().unwrap().clone()).collect();
    site.refuses("a", NEXT, json!(params), code, http);
}

#[test]
fn a_call_is_not_disposed_in_the_middle_of_a_talk() {
    let (mut site, id) = wrap_up();
    talks(&mut site, &id);
    let talk = site.desk("a").interactions[0].id.clone();
    assert_eq!(site.call("a", NEXT, json!([talk, 820, "1"])).unwrap_err().data.http, Some(409));
}

#[test]
fn a_self_callback_is_told_to_the_agent_who_promised_it() {
    let (mut site, id) = wrap_up();
    site.agent("b", "moh5", "1234567891");
    // START is 2025-07-14T07:23:16Z; the page's own form of an offset.
    callback(&mut site, &id, "2025-07-14T13:00:00+0530", true);
    site.wait(403);
    assert_eq!(reminders(&site), []);
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    site.wait(1);
    let [(at, desk, told)] = &reminders(&site)[..] else { panic!("told once") };
    assert_eq!((at.iso_zulu().as_str(), desk.as_str()), ("2025-07-14T07:30:00.000Z", "a"), "on a break too");
    assert_eq!(*told, "Your callback is due: Anshika, 5550100, promised for 2025-07-14 13:00 IST");
    assert!(site.desk("a").toasts.back().unwrap().text.contains("5550100"));
}

#[test]
fn a_callback_waits_for_the_one_who_is_to_be_told() {
    let (mut site, id) = wrap_up();
    let at = in_seconds(&site, 60);
    callback(&mut site, &id, &at, true);
    site.ok("a", "session.logout", json!([]));
    site.agent("b", "moh5", "1234567891");
    site.wait(600);
    assert_eq!(reminders(&site), [], "it is not b's");
    site.ok("c", "session.login", json!(["executive", ""]));
    assert_eq!(reminders(&site).iter().map(|one| one.1.as_str()).collect::<Vec<_>>(), ["c"]);
    site.ok("c", "session.logout", json!([]));
    site.ok("c", "session.login", json!(["executive", ""]));
    assert_eq!(reminders(&site).len(), 1, "once");
}

#[test]
fn a_campaigns_callback_goes_to_an_agent_who_is_free() {
    let (mut site, id) = wrap_up();
    site.agent("b", "moh5", "1234567891");
    let at = in_seconds(&site, 60);
    callback(&mut site, &id, &at, false);
    site.customer_calls("5550101");
    site.customer_calls("5550102");
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("b", "toolbar.answer", json!([]));
    site.wait(100);
    assert_eq!(reminders(&site), [], "both are in a talk");
    site.ok("b", "toolbar.hangup", json!([]));
    let id = site.desk("b").interactions[0].id.clone();
    site.dispose("b", &id);
    let [(_, desk, told)] = &reminders(&site)[..] else { panic!("told once") };
    assert_eq!((desk.as_str(), told.starts_with("A callback is due: ")), ("b", true));
    laws::hold(&site);
}

#[test]
fn promises_survive_a_snapshot() {
    let (mut site, id) = wrap_up();
    let at = in_seconds(&site, 60);
    callback(&mut site, &id, &at, true);
    site.ecc = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    site.wait(60);
    assert_eq!(reminders(&site).len(), 1);
}

#[rstest]
#[case::colon("2025-07-14T13:00:00+05:30", None)]
#[case::no_colon("2025-07-14T13:00:00+0530", None)]
#[case::zulu("2025-07-14T07:30:00.250Z", None)]
#[case::now("2025-07-14T07:23:16Z", Some("a time to come"))]
#[case::past("2025-07-06T09:56:40+0530", Some("a time to come"))]
#[case::far("2026-08-01T00:00:00Z", Some("a time within a year from now"))]
#[case::no_offset("2025-07-14T13:00:00", Some("with its offset"))]
#[case::zone("2025-07-14T13:00:00+05:30[Asia/Kolkata]", Some("with its offset"))]
#[case::no_such_day("2025-07-34T13:00:00Z", Some("with its offset"))]
#[case::before_time("1869-07-14T13:00:00Z", Some("with its offset"))]
#[case::words("tomorrow", Some("with its offset"))]
#[case::nothing("", Some("with its offset"))]
fn a_callbacks_time_is_a_moment_to_come(#[case] at: &str, #[case] wrong: Option<&str>) {
    let (mut site, id) = wrap_up();
    let callback = json!({"callbackTime": at, "phone": "5550100", "isSelfCallback": true});
    let result = site.call("a", DISPOSE, json!(["voice", id, 820, "", callback]));
    match wrong {
        None => assert_eq!(result.unwrap(), json!("ok")),
        Some(wrong) => {
            let error = result.unwrap_err();
            assert_eq!(error.code, RequiredFieldMissing);
            assert_eq!(error.data.field.as_deref(), Some("additionalParams.callbackTime"));
            assert!(error.data.expected.as_ref().unwrap().contains(wrong), "{error:?}");
            assert_eq!(site.desk("a").interactions[0].phase, Phase::WrapUp, "nothing is disposed");
        }
    }
}

#[test]
fn a_callback_needs_a_number() {
    let (mut site, id) = wrap_up();
    let at = in_seconds(&site, 60);
    let callback = json!({"callbackTime": at, "phone": "nobody", "isSelfCallback": true});
    let error = site.call("a", DISPOSE, json!(["voice", id, 820, "", callback])).unwrap_err();
    assert_eq!(error.data.field.as_deref(), Some("additionalParams.phone"));
}

#[test]
fn a_site_keeps_so_many_callbacks_and_no_more() {
    let (mut site, mut id) = wrap_up();
    let at = in_seconds(&site, 60);
    for _ in 0..1_000 {
        callback(&mut site, &id, &at, true);
        id = site.dial("a", KNOWN);
        site.ok("a", "toolbar.hangup", json!([]));
    }
    let one_more = json!({"callbackTime": at, "phone": "1", "isSelfCallback": true});
    let error = site.call("a", DISPOSE, json!(["voice", id, 820, "", one_more])).unwrap_err();
    assert_eq!(error.data.http, Some(503));
    site.wait(60);
    assert_eq!(reminders(&site).len(), 1_000);
    let id = site.dial("a", KNOWN);
    site.ok("a", "toolbar.hangup", json!([]));
    let at = in_seconds(&site, 60);
    callback(&mut site, &id, &at, true);
}
