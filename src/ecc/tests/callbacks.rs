//! The list of promised callbacks: who sees which, who may call, move and take them back.

use rstest::rstest;
use serde_json::{Value, json};

use super::laws;
use super::lifecycle::{BEGIN_OUT, KNOWN};
use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::desk::{Change, Phase, PromisedCallback};
use crate::ecc::{Ecc, What};
use crate::wire::Micros;
use crate::workspace::Workspace;

/// Agents at a and b; a promised a callback in so many seconds.
fn promised_with(change: impl FnOnce(&mut Workspace), seconds: u64, own: bool) -> Site {
    let mut site = Site::with(change);
    site.agent("a", "executive", "1234567890");
    site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.hangup", json!([]));
    site.agent("b", "moh5", "1234567891");
    promise(&mut site, seconds, own);
    site
}

fn promise(site: &mut Site, seconds: u64, own: bool) {
    let id = site.desk("a").interactions[0].id.clone();
    let callback = json!({"callbackTime": at(site, seconds), "phone": "5550100", "isSelfCallback": own});
    site.ok("a", "interaction.disposeInteraction", json!(["voice", id, 820, "", callback]));
}

fn promised(own: bool) -> Site {
    promised_with(|_| {}, 60, own)
}

fn at(site: &Site, seconds: u64) -> String {
    (site.now + Micros::from_secs(seconds)).iso_zulu()
}

fn list(site: &Site, desk: &str) -> Vec<PromisedCallback> {
    site.desk(desk).callbacks.clone()
}

fn reminders(site: &Site, desk: &str) -> usize {
    let told = site.log.iter().filter(|output| {
        matches!(&output.what, What::Change { desk: at, change: Change::Notice { notice, .. } }
            if at.as_str() == desk && notice == "callbackDue")
    });
    told.count()
}

#[test]
fn the_desks_concerned_are_told_of_the_list_when_it_changes() {
    let mut site = promised(false);
    let [one] = &list(&site, "a")[..] else { panic!("one callback") };
    assert_eq!((one.id, one.campaign_id.0, one.phone.as_str(), one.due), (1, 172, "5550100", false));
    assert_eq!((one.name.as_deref(), one.own.as_ref()), (Some("Anshika"), None));
    assert_eq!(list(&site, "b"), list(&site, "a"), "it is the campaign's");
    assert_eq!(site.ok("b", "toolbar.getCallbacks", json!([])), json!(list(&site, "b")));
    site.wait(60);
    assert!(list(&site, "b")[0].due, "it stays until somebody calls");
    assert_eq!(reminders(&site, "a") + reminders(&site, "b"), 1);
    site.wait(3_600);
    assert_eq!(reminders(&site, "a") + reminders(&site, "b"), 1, "told once");
    laws::hold(&site);
}

#[test]
fn a_desk_gets_the_list_at_sign_in_and_with_its_campaigns() {
    let mut site = promised(true);
    site.ok("a", "session.logout", json!([]));
    assert_eq!(list(&site, "a"), []);
    site.ok("c", "session.login", json!(["executive", ""]));
    assert_eq!(list(&site, "c").len(), 1, "one's own needs no campaign");
    site.ok("d", "session.login", json!(["anshika_agent", ""]));
    assert_eq!(list(&site, "d").len(), 1, "the only campaign is chosen by itself");
    site.ok("c", "toolbar.selectCampaigns", json!([[47]]));
    assert_eq!(list(&site, "c").len(), 1);
    laws::hold(&site);
    let mut site = promised(false);
    site.ok("a", "toolbar.selectCampaigns", json!([[47]]));
    assert_eq!(list(&site, "a"), [], "it is that of a campaign which is not chosen any more");
    laws::hold(&site);
}

#[test]
fn a_callback_is_called_and_struck_off() {
    let mut site = promised(false);
    site.wait(60);
    site.ok("b", "toolbar.startCallback", json!([1]));
    assert_eq!((list(&site, "a"), list(&site, "b")), (vec![], vec![]));
    let one = &site.desk("b").interactions[0];
    assert_eq!((one.customer.phone.as_str(), one.customer.name.as_deref()), ("5550100", Some("Anshika")));
    assert_eq!((one.phase, one.campaign_id.0), (Phase::Ringing, 172));
    assert!(site.story("b").ends_with(&BEGIN_OUT));
    laws::hold(&site);
}

#[test]
fn a_callback_that_is_taken_back_is_told_to_nobody() {
    let mut site = promised(false);
    site.ok("b", "toolbar.cancelCallback", json!([1]));
    assert_eq!(list(&site, "a"), []);
    site.wait(600);
    assert_eq!(reminders(&site, "a") + reminders(&site, "b"), 0);
    assert_eq!(site.ecc.next_deadline(), None);
}

#[test]
fn a_callback_is_moved_in_time_and_to_another_owner() {
    let mut site = promised(false);
    let later = at(&site, 120);
    site.ok("b", "toolbar.moveCallback", json!({"callbackId": 1, "callbackTime": later}));
    site.wait(60);
    assert_eq!(reminders(&site, "a") + reminders(&site, "b"), 0);
    site.ok("b", "toolbar.moveCallback", json!({"callbackId": 1, "isSelfCallback": true}));
    assert_eq!(list(&site, "a")[0].own.as_ref().map(|user| user.as_str()), Some("moh5"));
    site.wait(60);
    assert_eq!((reminders(&site, "a"), reminders(&site, "b")), (0, 1), "it is b's now");
    let again = at(&site, 30);
    site.ok(
        "b",
        "toolbar.moveCallback",
        json!({"callbackId": 1, "callbackTime": again, "isSelfCallback": false}),
    );
    assert!(!list(&site, "a")[0].due);
    site.wait(30);
    assert_eq!(reminders(&site, "a") + reminders(&site, "b"), 2, "told again at the new time");
    laws::hold(&site);
}

#[test]
fn told_ones_make_room_for_new_ones() {
    let mut site = promised(true);
    for _ in 1..1_000 {
        site.dial("a", KNOWN);
        site.ok("a", "toolbar.hangup", json!([]));
        promise(&mut site, 60, true);
    }
    assert_eq!(list(&site, "a").len(), 100, "a desk is shown the next hundred");
    assert_eq!(site.ok("a", "toolbar.getCallbacks", json!([])).as_array().unwrap().len(), 1_000);
    site.wait(60);
    site.dial("a", KNOWN);
    site.ok("a", "toolbar.hangup", json!([]));
    promise(&mut site, 60, true);
    let all = site.ok("a", "toolbar.getCallbacks", json!([]));
    assert_eq!(all.as_array().unwrap().len(), 1_000);
    assert_eq!(all[0]["id"], json!(2), "the oldest that was told of went");
    laws::hold(&site);
}

#[test]
fn an_older_snapshot_knows_only_promises() {
    let site = promised(true);
    let mut snapshot: Value = serde_json::from_str(&site.ecc.snapshot()).unwrap();
    snapshot["callbacks"].as_object_mut().unwrap().remove("told").expect("the new field");
    let ecc = Ecc::restore(site.workspace.clone(), &snapshot.to_string()).unwrap();
    assert_eq!(ecc.snapshot(), site.ecc.snapshot());
}

fn of_all() -> Site {
    promised(false)
}

fn of_a() -> Site {
    promised_with(|workspace| workspace.session.override_self_callback = false, 60, true)
}

fn elsewhere() -> Site {
    let mut site = promised(false);
    site.ok("a", "toolbar.selectCampaigns", json!([[47]]));
    site
}

fn no_dialling() -> Site {
    promised_with(|workspace| workspace.session.dial_phone_enable = false, 60, false)
}

#[rstest]
#[case::unknown(of_all, "a", "toolbar.cancelCallback", json!([9]), DataNotFound, None)]
#[case::no_number(of_all, "a", "toolbar.startCallback", json!([0.5]), DataNotFound, None)]
#[case::missing(of_all, "a", "toolbar.startCallback", json!([]), RequiredFieldMissing, None)]
#[case::of_another_campaign(elsewhere, "a", "toolbar.startCallback", json!([1]), DataNotFound, None)]
#[case::anothers_own(of_a, "b", "toolbar.startCallback", json!([1]), HttpError, Some(403))]
#[case::anothers_own_moved(of_a, "b", "toolbar.moveCallback", json!({"callbackId": 1, "isSelfCallback": true}), HttpError, Some(403))]
#[case::anothers_own_cancelled(of_a, "b", "toolbar.cancelCallback", json!([1]), HttpError, Some(403))]
#[case::to_the_past(of_all, "a", "toolbar.moveCallback", json!({"callbackId": 1, "callbackTime": "2025-07-06T09:56:40+0530"}), RequiredFieldMissing, None)]
#[case::no_time(of_all, "a", "toolbar.moveCallback", json!({"callbackId": 1, "callbackTime": "soon"}), RequiredFieldMissing, None)]
#[case::no_dialling(no_dialling, "b", "toolbar.startCallback", json!([1]), HttpError, Some(403))]
#[case::nobody(of_all, "d", "toolbar.getCallbacks", json!([]), HttpError, Some(403))]
fn is_refused(
    #[case] before: fn() -> Site,
    #[case] desk: &str,
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] http: Option<u16>,
) {
    let mut site = before();
    let error = site.call(desk, method, params).expect_err("must be refused");
    assert_eq!((error.code, error.data.http), (code, http), "{error:?}");
    assert_eq!(site.ecc.snapshot(), {
        site.wait(0);
        site.ecc.snapshot()
    });
    assert_eq!(site.ecc.state.callbacks, before().ecc.state.callbacks, "nothing is struck off");
}
