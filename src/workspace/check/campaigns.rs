//! Campaigns with their dispositions and IVRs.

use super::super::limits::{MAX_CAMPAIGNS, MAX_CODES, MAX_IVRS};
use super::super::model::CAMPAIGN_TYPES;
use super::super::{Campaign, Workspace};
use super::Findings;

pub(super) fn check(workspace: &Workspace, found: &mut Findings) {
    found.at_least_one("campaigns", workspace.campaigns.len());
    found.at_most("campaigns", "campaigns", workspace.campaigns.len(), MAX_CAMPAIGNS);
    found.unique("campaigns", "id", workspace.campaigns.iter().map(|one| one.id));
    for (at, campaign) in workspace.campaigns.iter().enumerate() {
        check_campaign(workspace, campaign, at, found);
    }
}

fn check_campaign(workspace: &Workspace, campaign: &Campaign, at: usize, found: &mut Findings) {
    let path = |field: &str| format!("campaigns[{at}].{field}");
    found.name(path("name"), &campaign.name);
    found.one_of(path("type"), "campaign type", &campaign.campaign_type, &CAMPAIGN_TYPES);
    let times = [
        ("dialTimeout", campaign.dial_timeout),
        ("ringTimeout", campaign.ring_timeout),
        ("wrapTimeout", campaign.wrap_timeout),
        ("acwConnected", campaign.acw_connected),
        ("acwNotConnected", campaign.acw_not_connected),
        ("queue.maxWait", campaign.queue.max_wait),
        ("queue.retryAfter", campaign.queue.retry_after),
    ];
    for (field, seconds) in times {
        found.within(path(field), seconds, 1);
    }
    found.name(path("queue.name"), &campaign.queue.name);
    let codes = || campaign.dispositions.iter().flat_map(|class| &class.codes);
    found.at_most(path("dispositions"), "codes", codes().count(), MAX_CODES);
    let mut seen = std::collections::BTreeSet::new();
    for (class, one) in campaign.dispositions.iter().enumerate() {
        for (place, code) in one.codes.iter().enumerate() {
            if !seen.insert(code.id) {
                let place = format!("dispositions[{class}].dispositionCodeBean[{place}].dispositionCodeId");
                found.add(path(&place), format!("{} stands twice", code.id), "a new one");
            }
        }
    }
    if campaign.disposition(campaign.default_code).is_none() {
        let known: Vec<String> = codes().map(|code| code.id.to_string()).collect();
        let message = format!("{} is no code of this campaign", campaign.default_code);
        let expected = format!(
            "a dispositionCodeId of its dispositions, {}",
            super::one_of(known.iter().map(String::as_str))
        );
        found.add(path("defaultCode"), message, expected);
    }
    found.at_most(path("ivrs"), "IVRs", campaign.ivrs.len(), MAX_IVRS);
    found.unique(&path("ivrs"), "name", campaign.ivrs.iter().map(|ivr| ivr.name.as_str()));
    for (place, ivr) in campaign.ivrs.iter().enumerate() {
        found.name(path(&format!("ivrs[{place}].name")), &ivr.name);
        found.within(path(&format!("ivrs[{place}].seconds")), ivr.seconds, 1);
        if let Some(then) = ivr.then {
            found.campaign(workspace, path(&format!("ivrs[{place}].then")), then);
        }
    }
}
