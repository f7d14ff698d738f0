//! What users are told of, and how they chose it.

use rstest::rstest;
use serde_json::{Value, json};

use super::people::CALLER;
use super::site::Site;
use crate::desk::setup::Ways;
use crate::desk::{Change, ToastVariant};
use crate::ecc::{Ecc, What};
use crate::workspace::NotificationPreferences;

/// The notices that a desk was told: kind, text, ways.
pub fn notices(site: &Site, desk: &str) -> Vec<(String, String, Ways)> {
    let told = site.log.iter().filter_map(|output| match &output.what {
        What::Change { desk: at, change: Change::Notice { notice, text, ways } } if at.as_str() == desk => {
            Some((notice.clone(), text.clone(), *ways))
        }
        _ => None,
    });
    told.collect()
}

fn kinds(site: &Site) -> Vec<String> {
    notices(site, "a").into_iter().map(|(kind, ..)| kind).collect()
}

/// A site whose agent at `a` wants to hear of everything.
fn all_ears() -> Site {
    let mut site = Site::with_agent();
    for kind in NotificationPreferences::KINDS {
        site.ok("a", "toolbar.setPreference", json!([kind, true, true, true]));
    }
    site
}

#[test]
fn each_kind_is_told_when_it_happens() {
    let mut site = all_ears();
    site.customer_calls(CALLER);
    assert_eq!(kinds(&site), ["conversationCreation", "conversationAssignment"]);
    site.wait(21);
    assert_eq!(kinds(&site).last().unwrap(), "missed");
    site.ok("x", "control.customerHangup", json!([]));
    let told = kinds(&site).len();
    site.ok("x", "control.customerChat", json!({"phone": CALLER, "name": "Anshika"}));
    assert_eq!(kinds(&site)[told..], ["conversationCreation", "conversationAssignment"]);
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("x", "control.customerMessage", json!(["hello"]));
    let last = notices(&site, "a").pop().unwrap();
    let all = Ways { toast: true, desktop: true, sound: true };
    assert_eq!(
        last,
        ("assignedConversationNewMessage".to_owned(), "Anshika wrote in a chat".to_owned(), all)
    );
}

#[test]
fn a_chat_that_the_agent_looks_at_tells_nothing_of_its_lines() {
    let mut site = all_ears();
    let answer = site.ok("x", "control.customerChat", json!([CALLER, "Anshika"]));
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.focus", json!([answer["interactionId"]]));
    let told = kinds(&site).len();
    site.ok("x", "control.customerMessage", json!(["hello"]));
    assert_eq!(kinds(&site).len(), told);
}

#[test]
fn a_refused_call_is_no_missed_one() {
    let mut site = all_ears();
    site.customer_calls(CALLER);
    site.ok("a", "toolbar.reject", json!([]));
    assert!(!kinds(&site).contains(&"missed".to_owned()));
}

#[test]
fn nothing_is_told_in_no_way() {
    let mut site = Site::with_agent();
    site.ok("a", "toolbar.setPreference", json!(["missed", false, false, false]));
    let told = site.desk("a").toasts.len();
    site.customer_calls(CALLER);
    site.wait(21);
    assert!(!kinds(&site).contains(&"missed".to_owned()));
    assert_eq!(site.desk("a").toasts.len(), told);
    assert_eq!(site.desk("a").notifications.len(), 1, "what the SDK says stays as it is");
}

#[test]
fn only_a_notice_by_toast_is_one() {
    let mut site = Site::with_agent();
    site.customer_calls(CALLER);
    assert!(site.desk("a").toasts.is_empty(), "that a call is offered makes a sound");
    site.wait(21);
    let toast = site.desk("a").toasts.back().unwrap();
    assert_eq!(
        (toast.variant, toast.text.as_str()),
        (ToastVariant::Warning, "You missed a call from 5551237890")
    );
}

#[test]
fn what_is_left_out_stays_as_it_was() {
    let mut site = Site::with_agent();
    let before = site.desk("a").preferences;
    assert_eq!(before, NotificationPreferences::default());
    site.ok("a", "toolbar.setPreference", json!({"notice": "missed", "sound": true}));
    let missed = Ways { toast: true, desktop: false, sound: true };
    assert_eq!(site.desk("a").preferences, NotificationPreferences { missed, ..before });
}

#[test]
fn a_choice_is_the_users_and_outlives_session_and_engine() {
    let mut site = Site::with(|workspace| workspace.notifications.missed = Ways::NONE);
    site.agent("a", "executive", "1234567890");
    assert_eq!(site.desk("a").preferences.missed, Ways::NONE, "the workspace's own until another is chosen");
    site.ok("a", "toolbar.setPreference", json!({"notice": "missed", "desktop": true}));
    site.ok("a", "session.logout", json!([]));
    site.ecc = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    site.agent("b", "executive", "1234567890");
    let chosen = Ways { toast: false, desktop: true, sound: false };
    assert_eq!(site.desk("b").preferences.missed, chosen);
    site.agent("c", "moh5", "1234567891");
    assert_eq!(site.desk("c").preferences.missed, Ways::NONE, "it is nobody else's");
}

#[rstest]
#[case(json!({"notice": "missing", "toast": true}), "notice")]
#[case(json!({"notice": "missed"}), "toast")]
#[case(json!({"notice": "missed", "toast": "yes"}), "toast")]
fn what_is_no_choice_is_refused(#[case] params: Value, #[case] field: &str) {
    let mut site = Site::with_agent();
    let error = site.call("a", "toolbar.setPreference", params).unwrap_err();
    assert_eq!((error.code.number(), error.data.field.as_deref()), (2001, Some(field)));
}
