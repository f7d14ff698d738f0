//! Each setting of the agent session has an effect; docs/settings.md names the test that shows it.

use serde_json::json;

use super::company::{FRIEND, talking_with};
use super::lifecycle::KNOWN;
use super::site::Site;
use crate::contract::ids::{CampaignId, CustomerId};
use crate::desk::{Change, Phase};
use crate::ecc::{Ecc, What};
use crate::wire::Micros;
use crate::workspace::{Ivr, Workspace};

fn held(site: &Site, desk: &str) -> bool {
    site.desk(desk).interactions[0].held_since.is_some()
}

fn refusal(site: &mut Site, desk: &str, method: &str, params: serde_json::Value) -> Option<u16> {
    site.call(desk, method, params).err().and_then(|error| error.data.http)
}

#[test]
fn should_hold_before_confer_holds_the_customer_until_they_come_or_do_not() {
    for (wanted, comes) in [(true, true), (true, false), (false, true)] {
        let (mut site, _) = talking_with(|workspace| workspace.session.should_hold_before_confer = wanted);
        site.ok("a", "toolbar.confer", json!(["conferToUser", "moh5"]));
        assert_eq!(held(&site, "a"), wanted);
        site.ok("b", if comes { "toolbar.answer" } else { "toolbar.reject" }, json!([]));
        assert!(!held(&site, "a"), "a conference in which the customer hears nothing is none");
    }
}

#[test]
fn what_the_agent_holds_stays_held_when_somebody_comes() {
    let (mut site, _) = talking_with(|workspace| workspace.session.should_hold_before_confer = true);
    site.ok("a", "toolbar.hold", json!([]));
    site.ok("a", "toolbar.confer", json!(["conferToPhone", FRIEND]));
    site.ok("x", "control.memberAnswer", json!([]));
    assert!(held(&site, "a"));
    site.ok("a", "toolbar.unhold", json!([]));
    site.ok("a", "toolbar.confer", json!(["conferToUser", "moh5"]));
    site.ok("a", "toolbar.unhold", json!([]));
    assert!(!held(&site, "a"), "the agent decides");
}

#[test]
fn hold_all_on_confer_enable_holds_all_until_they_come_or_do_not() {
    for wanted in [true, false] {
        let (mut site, _) = talking_with(|workspace| workspace.session.hold_all_on_confer_enable = wanted);
        site.ok("a", "toolbar.confer", json!(["conferToUser", "moh5"]));
        site.ok("b", "toolbar.answer", json!([]));
        site.ok("a", "toolbar.confer", json!(["conferToPhone", FRIEND]));
        assert_eq!((held(&site, "a"), held(&site, "b")), (wanted, wanted));
        site.wait(30);
        assert_eq!((held(&site, "a"), held(&site, "b")), (false, false), "the number does not answer");
    }
}

#[test]
fn who_inherits_a_conference_that_is_held_for_somebody_gets_it_back_as_they_come_or_do_not() {
    let (mut site, _) = talking_with(|workspace| workspace.session.hold_all_on_confer_enable = true);
    site.ok("a", "toolbar.confer", json!(["conferToUser", "moh5"]));
    site.ok("b", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.confer", json!(["conferToPhone", FRIEND]));
    site.ok("a", "toolbar.leave", json!([]));
    assert!(held(&site, "b"), "the number still rings");
    site.wait(30);
    assert!(!held(&site, "b"), "the number does not answer");
}

#[test]
fn should_unhold_before_transfer_ends_the_hold_at_the_giver() {
    for wanted in [true, false] {
        let (mut site, _) =
            talking_with(|workspace| workspace.session.should_unhold_before_transfer = wanted);
        site.ok("a", "toolbar.hold", json!([]));
        let told = site.log.len();
        site.ok("a", "toolbar.transfer", json!(["transferToUser", "moh5"]));
        let first = site.log[told..].iter().find_map(|output| match &output.what {
            What::Change { change: Change::Hold { on, .. }, .. } => Some(format!("hold: {on}")),
            What::Event { event, .. } => Some(event.id().to_owned()),
            _ => None,
        });
        let expected = if wanted { "hold: false" } else { "interaction.interactionTransferred" };
        assert_eq!(first.as_deref(), Some(expected));
    }
}

#[test]
fn should_allow_transfer_to_assigned_campaigns_only_keeps_transfers_there() {
    for only in [true, false] {
        let (mut site, _) = talking_with(|workspace| {
            workspace.session.should_allow_transfer_to_assigned_campaigns_only = only;
        });
        // moh5 is assigned to 172 alone, executive to 47 too.
        site.ok("a", "toolbar.transfer", json!(["transferToUser", "moh5"]));
        site.ok("b", "toolbar.answer", json!([]));
        let snapshot = site.ecc.snapshot();
        for (kind, target) in [("transferToCampaign", "47"), ("transferToAQ", "Care Queue")] {
            site.ecc = Ecc::restore(site.workspace.clone(), &snapshot).unwrap();
            let refused = refusal(&mut site, "b", "toolbar.transfer", json!([kind, target]));
            assert_eq!(refused, only.then_some(403), "{kind}");
        }
        site.ecc = Ecc::restore(site.workspace.clone(), &snapshot).unwrap();
        assert_eq!(refusal(&mut site, "b", "toolbar.transfer", json!(["transferToCampaign", "172"])), None);
    }
}

#[test]
fn max_phone_length_allowed_bounds_every_number_that_is_dialled() {
    let ten = |workspace: &mut Workspace| workspace.session.max_phone_length_allowed = 10;
    let (mut site, _) = talking_with(ten);
    for (method, params) in [
        ("toolbar.transfer", json!(["transferToPhone", "12345678901"])),
        ("toolbar.confer", json!(["conferToPhone", "12345678901"])),
        ("toolbar.consult", json!(["phone", "12345678901"])),
    ] {
        let error = site.call("a", method, params).unwrap_err();
        assert_eq!(error.data.expected.as_deref(), Some("at most 10 characters"), "{method}");
    }
    let error =
        site.call("b", "interaction.initiateInteraction", json!(["voice", {"phone": "12345678901"}, 172]));
    assert_eq!(error.unwrap_err().data.expected.as_deref(), Some("at most 10 characters"));
    site.dial("b", "1234567899");
}

#[test]
fn dial_phone_enable_forbids_every_way_to_a_number() {
    for may in [true, false] {
        let refused = (!may).then_some(403);
        let (mut site, _) = talking_with(|workspace| workspace.session.dial_phone_enable = may);
        assert_eq!(site.desk("b").session.as_ref().unwrap().may_dial, may);
        let dial = json!(["voice", {"phone": "5550100"}, 172]);
        assert_eq!(refusal(&mut site, "b", "interaction.initiateInteraction", dial), refused);
        assert_eq!(refusal(&mut site, "a", "toolbar.consult", json!(["phone", FRIEND])), refused);
        drop(site.call("a", "toolbar.cancelConsult", json!([])));
        assert_eq!(refusal(&mut site, "a", "toolbar.confer", json!(["conferToPhone", FRIEND])), refused);
        drop(site.call("a", "toolbar.dropMember", json!([FRIEND])));
        assert_eq!(refusal(&mut site, "a", "toolbar.transfer", json!(["transferToPhone", FRIEND])), refused);
    }
}

#[test]
fn add_customer_to_dial_makes_a_customer_of_an_unknown_number() {
    for wanted in [true, false] {
        let mut site = Site::with(|workspace| workspace.session.add_customer_to_dial = wanted);
        site.agent("a", "executive", "1234567890");
        site.dial("a", "5550100");
        let made = site.desk("a").interactions[0].customer.customer_id;
        assert_eq!(made, wanted.then_some(CustomerId(735076692678913)));
    }
}

#[test]
fn allow_internal_chat_lets_agents_write_to_each_other() {
    for allowed in [true, false] {
        let mut site = Site::with(|workspace| workspace.session.allow_internal_chat = allowed);
        site.agent("a", "executive", "1234567890");
        site.agent("b", "moh5", "1234567891");
        let chat = json!(["chat", {"userId": "moh5"}, 172]);
        let refused = refusal(&mut site, "a", "interaction.initiateInteraction", chat);
        assert_eq!(refused, (!allowed).then_some(403));
        assert_eq!(site.desk("b").interactions.len(), usize::from(allowed));
    }
}

#[test]
fn allow_local_ivr_lets_agents_transfer_to_ivrs_and_lists_them() {
    for allowed in [true, false] {
        let (mut site, _) = talking_with(|workspace| {
            workspace.session.allow_local_ivr = allowed;
            workspace.campaigns[1].ivrs = vec![Ivr { name: "Balance".to_owned(), seconds: 5, then: None }];
        });
        let session = site.ok("a", "session.getAgentSession", json!([]));
        let listed = session["campaignInfos"][1]["localIVRInfos"].as_array().unwrap().len();
        assert_eq!(listed, usize::from(allowed));
        let refused = refusal(&mut site, "a", "toolbar.transfer", json!(["transferToIVR", "Balance"]));
        assert_eq!(refused, (!allowed).then_some(403));
    }
}

#[test]
fn allow_successive_calls_lets_agents_dial_in_wrap_up() {
    for allowed in [true, false] {
        let (mut site, _) = talking_with(|workspace| workspace.session.allow_successive_calls = allowed);
        site.ok("a", "toolbar.hangup", json!([]));
        let dial = json!(["voice", {"phone": "5550100"}, 172]);
        let refused = refusal(&mut site, "a", "interaction.initiateInteraction", dial);
        assert_eq!(refused, (!allowed).then_some(409));
    }
}

#[test]
fn override_self_callback_shows_and_gives_an_agents_own_callbacks_to_others() {
    for allowed in [true, false] {
        let (mut site, id) = talking_with(|workspace| workspace.session.override_self_callback = allowed);
        site.ok("a", "toolbar.hangup", json!([]));
        let at = (site.now + Micros::from_secs(60)).iso_zulu();
        let callback = json!({"callbackTime": at, "phone": KNOWN, "isSelfCallback": true});
        site.ok("a", "interaction.disposeInteraction", json!(["voice", id, 820, "", callback]));
        assert_eq!(site.desk("b").callbacks.len(), usize::from(allowed));
        let taken =
            refusal(&mut site, "b", "toolbar.moveCallback", json!({"callbackId": 1, "isSelfCallback": true}));
        assert_eq!(taken, (!allowed).then_some(403));
        let owner = if allowed { "moh5" } else { "executive" };
        let own = site.ok("a", "toolbar.getCallbacks", json!([]));
        assert_eq!(own[0]["own"], json!(owner));
    }
}

#[test]
fn default_ready_makes_available_with_the_extension() {
    for wanted in [true, false] {
        let mut site = Site::with(|workspace| workspace.session.default_ready = wanted);
        site.ok("a", "session.login", json!(["moh5", ""]));
        site.ok("a", "toolbar.selectExtension", json!(["1234567890"]));
        assert_eq!(site.desk("a").session.as_ref().unwrap().presence.available, wanted);
        site.customer_calls(KNOWN);
        assert_eq!(site.desk("a").interactions.len(), usize::from(wanted));
    }
}

#[test]
fn auto_select_single_assigned_campaign_chooses_it_at_sign_in() {
    for wanted in [true, false] {
        let mut site =
            Site::with(|workspace| workspace.session.auto_select_single_assigned_campaign = wanted);
        site.ok("a", "session.login", json!(["moh5", ""]));
        let chosen = &site.desk("a").session.as_ref().unwrap().selected;
        assert_eq!(chosen, &if wanted { vec![CampaignId(172)] } else { vec![] });
        site.ok("b", "session.login", json!(["executive", ""]));
        assert_eq!(site.desk("b").session.as_ref().unwrap().selected, [], "of two none is chosen");
    }
}

#[test]
fn statuses_are_those_of_the_settings() {
    let mut site = Site::with(|workspace| {
        workspace.session.read_statuses = vec!["On duty".to_owned()];
        workspace.session.break_statuses = vec!["Tea".to_owned()];
    });
    site.ok("a", "session.login", json!(["moh5", ""]));
    site.ok("a", "toolbar.selectExtension", json!(["1234567890"]));
    for (status, available) in [("On duty", true), ("Tea", false)] {
        site.ok("a", "toolbar.setAvailability", json!([status]));
        assert_eq!(site.desk("a").session.as_ref().unwrap().presence.available, available);
    }
    assert!(site.call("a", "toolbar.setAvailability", json!(["Available"])).is_err());
}

#[test]
fn agent_break_time_threshold_says_when_a_break_is_too_long() {
    for (minutes, overdue) in [("15", true), ("16", false), ("", false), ("soon", false)] {
        let mut site =
            Site::with(|workspace| workspace.session.agent_break_time_threshold = minutes.to_owned());
        site.agent("a", "executive", "1234567890");
        site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
        site.wait(15 * 60 + 1);
        assert_eq!(site.desk("a").is_break_overdue(site.now), overdue, "{minutes:?}");
    }
}

#[test]
fn max_number_of_characters_to_display_in_campaign_cuts_names() {
    let mut site =
        Site::with(|workspace| workspace.session.max_number_of_characters_to_display_in_campaign = 5);
    site.agent("a", "executive", "1234567890");
    assert_eq!(site.desk("a").session.as_ref().unwrap().campaign_name(CampaignId(172)), "Mohit");
}

#[test]
fn what_has_no_effect_is_answered_as_it_stands() {
    let mut site = Site::with(|workspace| {
        workspace.session.web_url = "http://elsewhere".to_owned();
        workspace.session.allow_screen_record = true;
        workspace.session.srs_port = "1".to_owned();
        workspace.session.should_disable_on_vr_down = false;
        workspace.session.transfer_configuration = Some(json!({"a": 1}));
    });
    site.agent("a", "executive", "1234567890");
    let session = site.ok("a", "session.getAgentSession", json!([]));
    assert_eq!(session["webUrl"], "http://elsewhere");
    assert_eq!((&session["allowScreenRecord"], &session["srsPort"]), (&json!(true), &json!("1")));
    assert_eq!(session["shouldDisableOnVRDown"], json!(false));
    assert_eq!(session["transferConfiguration"], json!({"a": 1}));
    site.customer_calls(KNOWN);
    assert_eq!(site.desk("a").interactions[0].phase, Phase::Ringing);
}
