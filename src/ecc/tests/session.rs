//! Signing in and out, campaigns, extension, availability.

use serde_json::{Value, json};

use super::site::Site;
use crate::contract::Event;
use crate::contract::ids::CampaignId;
use crate::contract::session::SessionSettings;
use crate::desk::interaction::Cleared;
use crate::desk::{SignOutReason, Stage};
use crate::ecc::{Ecc, RestoreError};

fn session_events(site: &Site, desk: &str) -> Vec<&'static str> {
    site.events(desk).map(Event::id).filter(|id| id.starts_with("session.")).collect()
}

#[test]
fn an_agent_comes_to_work_and_leaves() {
    let mut site = Site::new();
    assert_eq!(site.ok("a", "session.login", json!(["executive", ""])), json!("Successfully logged in"));
    assert_eq!(site.desk("a").stage(), Stage::Campaigns);
    site.ok("a", "toolbar.selectCampaigns", json!([[172, 47, 172]]));
    assert_eq!(site.desk("a").stage(), Stage::Extension);
    site.ok("a", "toolbar.selectExtension", json!(["1234567890"]));
    assert_eq!(site.desk("a").stage(), Stage::Working);
    assert!(!site.desk("a").session.as_ref().unwrap().presence.available, "defaultReady is false");
    site.ok("a", "toolbar.setAvailability", json!(["Available"]));
    site.ok("a", "toolbar.setAvailability", json!(["Available"]));
    site.ok("a", "toolbar.setAvailability", json!(["Dinner Break"]));
    assert_eq!(site.ok("a", "session.logout", json!([])), json!("Logout Successful"));
    assert_eq!(site.desk("a").signed_out, Some(SignOutReason::Logout));
    assert_eq!(
        session_events(&site, "a"),
        [
            "session.loginStatus",
            "session.campaignSelected",
            "session.extensionSelected",
            "session.userAvailabilityStatusChanged",
            "session.userAvailabilityStatusChanged",
            "session.loginStatus",
        ]
    );
}

#[test]
fn a_page_that_signs_in_again_hears_that_it_is_signed_in() {
    let mut site = Site::with_agent();
    let before = site.desk("a").session.clone();
    let heard =
        |site: &Site| session_events(site, "a").iter().filter(|id| **id == "session.loginStatus").count();
    assert_eq!(heard(&site), 1);
    site.ok("a", "session.login", json!(["executive", ""]));
    assert_eq!(heard(&site), 2);
    assert_eq!(site.desk("a").session, before);
}

#[test]
fn answers_are_the_samples() {
    // The sample's wrap-up is too short to type notes in, so the demo has a longer one.
    let mut site = Site::with(|w| w.campaigns[0].wrap_timeout = 10);
    site.ok("a", "session.login", json!(["executive", ""]));
    site.ok("a", "toolbar.selectCampaigns", json!([[47]]));
    site.ok("a", "toolbar.selectExtension", json!(["1234567890"]));
    let sample = |method: &str| -> Value {
        crate::contract::Contract::get().method(method).unwrap().answer.sample.clone()
    };
    for method in ["session.getCurrentUser", "session.getSelectedCampaigns", "session.getSelectedExtension"] {
        assert_eq!(site.ok("a", method, json!([])), sample(method), "{method}");
    }
    let got = site.ok("a", "session.getAgentSession", json!([]));
    let wanted = sample("session.getAgentSession");
    let keys = |value: &Value| {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&got), keys(&wanted));
    assert_eq!(got["campaignInfos"][0], wanted["campaignInfos"][0], "campaign 47 is the sample's");
    let codes = site.ok("a", "configuration.getDispositionCodesWithDispositionClass", json!([47]));
    assert_eq!(codes, sample("configuration.getDispositionCodesWithDispositionClass"));
}

#[test]
fn the_demo_settings_are_the_samples() {
    assert_eq!(Site::new().workspace.session, SessionSettings::default());
}

#[test]
fn a_single_campaign_is_selected_at_login_where_the_site_says_so() {
    for auto in [true, false] {
        let mut site = Site::with(|w| w.session.auto_select_single_assigned_campaign = auto);
        site.ok("a", "session.login", json!(["moh5", ""]));
        let stage = if auto { Stage::Extension } else { Stage::Campaigns };
        assert_eq!(site.desk("a").stage(), stage);
    }
}

#[test]
fn default_ready_makes_available_once() {
    let mut site = Site::with(|w| w.session.default_ready = true);
    site.ok("a", "session.login", json!(["moh5", ""]));
    site.ok("a", "toolbar.selectExtension", json!(["1234567890"]));
    assert!(site.desk("a").session.as_ref().unwrap().presence.available);
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    site.ok("a", "toolbar.selectExtension", json!(["1234567891"]));
    assert!(!site.desk("a").session.as_ref().unwrap().presence.available);
}

#[test]
fn a_second_ready_status_keeps_its_name_and_the_agents_turn() {
    let mut site = Site::with(|w| w.session.read_statuses.push("Back office".to_owned()));
    site.agent("a", "executive", "1234567890");
    site.wait(1);
    site.agent("b", "moh5", "1234567891");
    site.ok("a", "toolbar.setAvailability", json!(["Back office"]));
    let presence = &site.desk("a").session.as_ref().unwrap().presence;
    assert_eq!((presence.available, presence.status.as_str()), (true, "Back office"));
    site.customer_calls("1234567890");
    assert_eq!(site.desk("a").interactions.len(), 1, "who was available all the time has waited longest");
}

#[test]
fn the_next_user_of_a_desk_does_not_see_what_the_last_one_was_told() {
    let mut site = Site::with_agent();
    site.customer_calls("1234567890");
    site.ok("a", "session.logout", json!([]));
    assert_eq!((site.desk("a").past.len(), site.desk("a").unread), (1, 1));
    site.ok("a", "session.login", json!(["executive", ""]));
    assert_eq!(site.desk("a").past.len(), 1, "the same user does");
    site.ok("a", "session.logout", json!([]));
    site.ok("a", "session.login", json!(["moh5", ""]));
    let desk = site.desk("a");
    assert_eq!((desk.past.len(), desk.notifications.len(), desk.toasts.len(), desk.unread), (0, 0, 0, 0));
}

#[test]
fn a_break_is_overdue_after_the_sites_threshold() {
    let mut site = Site::with(|w| w.session.agent_break_time_threshold = "10".to_owned());
    site.agent("a", "executive", "1234567890");
    site.customer_calls("1234567890");
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    site.wait(900);
    site.ok("a", "toolbar.hangup", json!([]));
    site.wait(120);
    assert!(site.desk("a").interactions.is_empty(), "wrap-up is over, the break begins");
    site.wait(600);
    assert!(!site.desk("a").is_break_overdue(site.now), "ten minutes are no longer than ten minutes");
    site.wait(1);
    assert!(site.desk("a").is_break_overdue(site.now));
    site.ok("a", "toolbar.setAvailability", json!(["Available"]));
    assert!(!site.desk("a").is_break_overdue(site.now));
}

#[test]
fn names_of_campaigns_are_as_long_as_the_site_wants() {
    let mut site = Site::with(|w| w.session.max_number_of_characters_to_display_in_campaign = 5);
    site.ok("a", "session.login", json!(["executive", ""]));
    assert_eq!(site.desk("a").session.as_ref().unwrap().campaign_name(CampaignId(172)), "Mohit");
}

#[test]
fn a_snapshot_needs_the_campaigns_and_users_that_it_speaks_of() {
    let mut site = Site::with_agent();
    site.customer_calls("1234567890");
    for change in [0, 1] {
        let mut workspace = (*site.workspace).clone();
        match change {
            0 => workspace.campaigns.retain(|one| one.id != CampaignId(172)),
            _ => workspace.users.retain(|one| one.id.as_str() != "executive"),
        }
        let error = Ecc::restore(workspace.into(), &site.ecc.snapshot()).unwrap_err();
        assert!(matches!(error, RestoreError::Missing(_)), "{error}");
    }
}

#[test]
fn force_login_signs_the_other_desk_out_and_ends_its_call() {
    let mut site = Site::with_agent();
    let id = site.customer_calls("1234567890");
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("b", "session.forceLogin", json!(["executive", ""]));
    assert_eq!(site.desk("a").signed_out, Some(SignOutReason::ElsewhereByForce));
    assert_eq!(site.desk("a").stage(), Stage::SignedOut);
    let past = &site.desk("a").past[0];
    assert_eq!((&past.id, past.cleared), (&id, Some(Cleared::SignedOut)));
    assert_eq!(site.story("a").last(), Some(&"interactionEnded"));
    assert_eq!(site.desk("b").stage(), Stage::Campaigns);
    assert_eq!(site.ecc.next_deadline(), None, "nothing of the old session is left");
}

#[test]
fn force_login_hands_a_ringing_call_on() {
    let mut site = Site::with_agent();
    site.wait(1);
    site.agent("b", "moh5", "1234567891");
    let id = site.customer_calls("1234567890");
    site.ok("c", "session.forceLogin", json!(["executive", ""]));
    assert_eq!(site.desk("b").interactions[0].id, id);
}

#[test]
fn logout_disposes_what_is_in_wrap_up() {
    let mut site = Site::with_agent();
    site.customer_calls("1234567890");
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.hangup", json!([]));
    site.ok("a", "session.logout", json!([]));
    assert_eq!(site.story("a").last(), Some(&"interactionEnded"));
    assert_eq!(site.ecc.next_deadline(), None);
}

#[test]
fn campaigns_and_extension_can_be_changed_while_signed_in() {
    let mut site = Site::with_agent();
    site.ok("a", "toolbar.selectCampaigns", json!([[47]]));
    site.ok("a", "toolbar.selectExtension", json!(["1234567891"]));
    let session = site.desk("a").session.as_ref().unwrap();
    assert_eq!(session.selected, [CampaignId(47)]);
    assert_eq!(session.extension.as_ref().unwrap().phone, "1234567891");
    site.ok("x", "control.customerCall", json!(["5550100", null, 172]));
    assert_eq!(site.desk("a").interactions.len(), 0, "172 is no longer theirs");
    site.ok("x", "control.customerCall", json!(["5550101"]));
    assert_eq!(site.desk("a").interactions.len(), 1, "a call to the site goes where someone waits");
}
