//! Calls given to a number, a campaign, a queue, an IVR: what the giver's desk is told, and where the customer is
//! then.

use rstest::rstest;
use serde_json::{Value, json};

use super::company::{FRIEND, conferred, talking, talking_with};
use super::laws;
use super::lifecycle::{BEGIN_IN, END, KNOWN, same_keys, story};
use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::ids::{CampaignId, InteractionId};
use crate::contract::payload::{AssociationType, Transferred};
use crate::contract::{Contract, Event};
use crate::desk::Phase;
use crate::desk::interaction::Cleared;
use crate::ecc::CustomerSees::{
    self, Cleared as Gone, MemberCleared, MemberConnected, MemberDialled, PutThrough,
};
use crate::ecc::Ecc;
use crate::ecc::interaction::Line;
use crate::workspace::{Ivr, Workspace};

pub const GIVEN: [&str; 3] = ["interactionConnected", "interactionTransferred", "interactionDisconnected"];

fn with_ivrs(workspace: &mut Workspace) {
    workspace.campaigns[1].ivrs = vec![
        Ivr { name: "Balance".to_owned(), seconds: 15, then: Some(CampaignId(47)) },
        Ivr { name: "Goodbye".to_owned(), seconds: 15, then: None },
    ];
    workspace.users[2].campaigns.push(CampaignId(47));
}

fn given(site: &mut Site, kind: &str, target: &str) -> Transferred {
    site.ok("a", "toolbar.transfer", json!([kind, target]));
    let told = site.events("a").filter_map(|event| match event {
        Event::InteractionTransferred(event) => Some(event.clone()),
        _ => None,
    });
    told.last().expect("told of it")
}

fn line(site: &Site, id: &InteractionId) -> Option<Line> {
    site.ecc.state.interactions.get(id).map(|one| one.line)
}

fn seen_since(site: &Site, from: usize) -> Vec<CustomerSees> {
    site.customers_see().split_off(from)
}

#[test]
fn every_transfer_ends_the_givers_part_in_the_same_order() {
    for (kind, target, whom) in [
        ("transferToUser", "moh5", "moh5"),
        ("transferToPhone", FRIEND, FRIEND),
        ("transferToCampaign", "47", "47"),
        ("transferToAQ", "Care Queue", "131"),
        ("transferToAQ", "131", "131"),
        ("transferToIVR", "Balance", "Balance"),
    ] {
        let (mut site, id) = talking_with(with_ivrs);
        let told = given(&mut site, kind, target);
        assert_eq!((told.transfer_type.as_str(), told.transfer_context_id.as_str()), (kind, whom));
        assert_eq!(told.campaign_id, CampaignId(172), "{kind}: the giver's");
        let sample = &Contract::get().event("interaction.interactionTransferred").unwrap().payload.sample;
        same_keys(kind, &serde_json::to_value(&told).unwrap(), sample);
        laws::hold(&site);
        site.dispose("a", &id);
        assert_eq!(site.story("a"), story(BEGIN_IN, &GIVEN, &END), "{kind}");
        assert_eq!(site.desk("a").past[0].cleared, Some(Cleared::Transferred), "{kind}");
        laws::hold(&site);
        site.wait(86_400);
        laws::hold_at_the_end(&site);
    }
}

#[test]
fn a_number_that_answers_talks_with_the_customer_and_no_agent() {
    for who_ends in ["customer", "number", "limit"] {
        let (mut site, id) = talking();
        let before = site.customers_see().len();
        given(&mut site, "transferToPhone", FRIEND);
        site.dispose("a", &id);
        assert_eq!(line(&site, &id), Some(Line::Through));
        assert_eq!(site.desk("a").interactions.len(), 0, "the agent is free again");
        site.ok("x", "control.memberAnswer", json!([]));
        site.wait(3_000);
        assert_eq!(line(&site, &id), Some(Line::Through), "the talk goes on");
        match who_ends {
            "customer" => drop(site.ok("x", "control.customerHangup", json!([]))),
            "number" => drop(site.ok("x", "control.memberHangup", json!([]))),
            _ => site.wait(600),
        }
        assert_eq!(line(&site, &id), None, "{who_ends}");
        assert_eq!(
            seen_since(&site, before),
            [MemberDialled, MemberConnected, PutThrough, MemberCleared, Gone],
            "{who_ends}"
        );
        laws::hold(&site);
    }
}

#[test]
fn a_number_that_does_not_answer_leaves_the_customer_to_the_queue() {
    for how in ["no answer", "busy"] {
        let (mut site, id) = talking();
        given(&mut site, "transferToPhone", FRIEND);
        match how {
            "busy" => drop(site.ok("x", "control.memberHangup", json!([]))),
            _ => {
                site.wait(29);
                assert_eq!(line(&site, &id), Some(Line::Through));
                site.wait(1);
            }
        }
        let rings = &site.desk("b").interactions[0];
        assert_eq!((&rings.id, rings.association), (&id, AssociationType::InboundDial), "{how}");
        assert!(rings.queue_id.is_some());
        laws::hold(&site);
    }
}

#[test]
fn a_customer_who_hangs_up_while_it_rings_is_gone() {
    let (mut site, id) = talking();
    given(&mut site, "transferToPhone", FRIEND);
    site.ok("x", "control.customerHangup", json!([]));
    site.dispose("a", &id);
    assert!(site.ecc.state.interactions.is_empty());
    laws::hold(&site);
}

#[test]
fn a_campaigns_agents_get_it_behind_those_who_wait() {
    let (mut site, id) = talking_with(with_ivrs);
    site.ok("b", "toolbar.setAvailability", json!(["Lunch Break"]));
    site.ok("c", "toolbar.selectCampaigns", json!([[47]]));
    site.ok("c", "toolbar.setAvailability", json!(["Lunch Break"]));
    let first = site.ok("x", "control.customerCall", json!(["5550101", null, 47]));
    given(&mut site, "transferToCampaign", "47");
    assert_eq!(site.desk("c").waiting[&CampaignId(47)], 2);
    site.ok("c", "toolbar.setAvailability", json!(["Available"]));
    assert_eq!(
        json!(site.desk("c").interactions[0].id),
        first["interactionId"],
        "who came before goes first"
    );
    site.ok("x", "control.customerHangup", json!([first["interactionId"]]));
    let came = &site.desk("c").interactions[0];
    assert_eq!((&came.id, came.association), (&id, AssociationType::TransferToCampaign));
    assert_eq!((came.campaign_id, came.queue_id.map(|id| id.0)), (CampaignId(47), Some(131)));
    site.ok("c", "toolbar.reject", json!([]));
    site.wait(5);
    let again = &site.desk("c").interactions[0];
    assert_eq!(again.association, AssociationType::TransferToCampaign, "offered again, it is the same");
    site.ok("c", "toolbar.answer", json!([]));
    // Each disposes with the codes of the campaign for which they had it.
    assert_eq!(site.desk("a").interactions[0].campaign_id, CampaignId(172));
    site.ok("a", "interaction.disposeInteraction", json!(["voice", id, 1401, ""]));
    site.ok("c", "toolbar.hangup", json!([]));
    let of_172 =
        site.call("c", "interaction.disposeInteraction", json!(["voice", id, 1401, ""])).unwrap_err();
    assert_eq!(of_172.code, DataNotFound);
    site.dispose("c", &id);
    laws::hold(&site);
}

#[test]
fn a_queue_that_nobody_serves_ends_the_wait_at_its_own_limit() {
    let (mut site, id) = talking_with(|workspace| workspace.campaigns[0].queue.max_wait = 50);
    given(&mut site, "transferToAQ", "Care Queue");
    site.wait(49);
    assert_eq!(line(&site, &id), Some(Line::Queued));
    site.wait(1);
    assert_eq!(line(&site, &id), Some(Line::Cleared), "the giver wraps up still");
}

#[test]
fn an_ivr_is_listened_to_and_then_the_customer_waits_or_goes() {
    for (ivr, then) in [("Balance", Some(Line::Queued)), ("Goodbye", None)] {
        let (mut site, id) = talking_with(with_ivrs);
        given(&mut site, "transferToIVR", ivr);
        site.dispose("a", &id);
        site.wait(14);
        assert_eq!(line(&site, &id), Some(Line::Listening), "{ivr}");
        site.wait(1);
        assert_eq!(line(&site, &id), then, "{ivr}");
        laws::hold(&site);
        if then.is_some() {
            site.ok("c", "toolbar.selectCampaigns", json!([[47]]));
            let came = &site.desk("c").interactions[0];
            assert_eq!(came.association, AssociationType::TransferToCampaign);
        }
    }
    let (mut site, id) = talking_with(with_ivrs);
    given(&mut site, "transferToIVR", "Balance");
    site.ok("x", "control.customerHangup", json!([id]));
    assert_eq!(line(&site, &id), Some(Line::Cleared), "who hangs up listens no more");
    laws::hold(&site);
}

#[test]
fn a_chat_goes_to_campaigns_and_queues_too() {
    let mut site = Site::with(with_ivrs);
    site.agent("a", "executive", "1234567890");
    site.ok("x", "control.customerChat", json!({"phone": KNOWN, "campaignId": 172}));
    site.ok("a", "toolbar.answer", json!([]));
    let told = given(&mut site, "transferToAQ", "Care Queue");
    assert_eq!(told.channel_type.as_str(), "chat");
    assert!(told.channel_details.call_id.as_str().contains("vchat"));
    laws::hold(&site);
}

#[test]
fn a_snapshot_keeps_customers_without_agents() {
    for (kind, target) in
        [("transferToPhone", FRIEND), ("transferToIVR", "Balance"), ("transferToCampaign", "47")]
    {
        let (mut site, _) = talking_with(with_ivrs);
        given(&mut site, kind, target);
        let snapshot = site.ecc.snapshot();
        site.ecc = Ecc::restore(site.workspace.clone(), &snapshot).unwrap();
        assert_eq!(site.ecc.snapshot(), snapshot);
        laws::hold(&site);
        site.wait(86_400);
        laws::hold_at_the_end(&site);
    }
}

fn alone() -> Site {
    talking_with(with_ivrs).0
}

fn with_guest() -> Site {
    conferred().0
}

fn no_dialling() -> Site {
    talking_with(|workspace| workspace.session.dial_phone_enable = false).0
}

fn no_ivrs() -> Site {
    talking().0
}

fn chatting() -> Site {
    let mut site = Site::with(with_ivrs);
    site.agent("a", "executive", "1234567890");
    site.ok("x", "control.customerChat", json!({"phone": KNOWN, "campaignId": 172}));
    site.ok("a", "toolbar.answer", json!([]));
    site
}

#[rstest]
#[case::no_number(alone, json!(["transferToPhone", "moh5"]), RequiredFieldMissing, None)]
#[case::too_long(alone, json!(["transferToPhone", "123456789012345678901"]), RequiredFieldMissing, None)]
#[case::to_the_customer(alone, json!(["transferToPhone", KNOWN]), HttpError, Some(409))]
#[case::no_dialling(no_dialling, json!(["transferToPhone", FRIEND]), HttpError, Some(403))]
#[case::no_campaign(alone, json!(["transferToCampaign", "9"]), DataNotFound, None)]
#[case::no_campaigns_number(alone, json!(["transferToCampaign", "sales"]), DataNotFound, None)]
#[case::no_queue(alone, json!(["transferToAQ", "Car Queue"]), DataNotFound, None)]
#[case::no_ivr(alone, json!(["transferToIVR", "Balances"]), DataNotFound, None)]
#[case::no_ivr_at_all(no_ivrs, json!(["transferToIVR", "Balance"]), DataNotFound, None)]
#[case::company(with_guest, json!(["transferToPhone", FRIEND]), HttpError, Some(409))]
#[case::company_to_campaign(with_guest, json!(["transferToCampaign", "47"]), HttpError, Some(409))]
#[case::chat_to_number(chatting, json!(["transferToPhone", FRIEND]), HttpError, Some(409))]
#[case::chat_to_ivr(chatting, json!(["transferToIVR", "Balance"]), HttpError, Some(409))]
#[case::unknown_type(alone, json!(["transferToMoon", "Balance"]), RequiredFieldMissing, None)]
fn is_refused(
    #[case] before: fn() -> Site,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] http: Option<u16>,
) {
    let mut site = before();
    let told = site.log.len();
    let error = site.call("a", "toolbar.transfer", params).expect_err("must be refused");
    assert_eq!((error.code, error.data.http), (code, http), "{error:?}");
    assert!(error.data.hint.is_some() || code == RequiredFieldMissing, "{error:?}");
    assert!(site.log.len() - told <= 1, "a refusal changes nothing: only the answer goes out");
    assert_eq!(site.desk("a").interactions[0].phase, Phase::Connected);
}

#[test]
fn the_nearest_name_is_named() {
    for (kind, target, hint) in [
        ("transferToAQ", "Car Queue", "did you mean Care Queue?"),
        ("transferToIVR", "Balances", "did you mean Balance?"),
        ("transferToCampaign", "9", "the campaigns are: 47, 172"),
    ] {
        let error = alone().call("a", "toolbar.transfer", json!([kind, target])).unwrap_err();
        assert_eq!(error.data.hint.as_deref(), Some(hint));
    }
}
