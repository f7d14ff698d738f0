//! Customers' numbers that are not for agents to see (contract: `maskedPrivileges`). Integrations get them all
//! the same: a CRM finds its customer by the number. What a toolbar is told in words is masked here; what it
//! folds out of events it masks itself, by what the setup and the contact say.

use super::Ecc;
use super::interaction::Interaction;
use crate::contract::ids::{CampaignId, CustomerId, DeskId};
use crate::desk::conversation::masked;

/// The privilege that masks numbers; the vendor's page names none, its samples are empty.
const PHONE: &str = "phone";

impl Ecc {
    /// Whether numbers are masked from the agents of a campaign: for it, or at the whole site.
    pub(super) fn is_masked(&self, campaign: CampaignId) -> bool {
        let campaign = self.workspace.campaign(campaign);
        self.masks_all() || campaign.is_some_and(|one| one.masked_privileges.iter().any(|one| one == PHONE))
    }

    fn masks_all(&self) -> bool {
        self.workspace.session.masked_privileges.iter().any(|one| one == PHONE)
    }

    /// Whether who is signed in at a desk may not see the number of a customer whom they look up: for one
    /// campaign, else where any of theirs masks it.
    pub(super) fn is_masked_at(&self, desk: &DeskId, campaign: Option<CampaignId>) -> bool {
        let of_user = || self.user(desk).map(|user| user.campaigns.as_slice()).unwrap_or_default();
        let campaigns = campaign.as_ref().map_or_else(of_user, std::slice::from_ref);
        self.masks_all() || campaigns.iter().any(|one| self.is_masked(*one))
    }

    /// The number that an agent means who was shown no more of a customer's than its end.
    pub(super) fn meant_number(&self, customer: Option<CustomerId>, given: &str) -> String {
        let theirs = customer.map(|id| self.phone_of(id)).filter(|phone| !phone.is_empty());
        theirs.filter(|phone| masked(phone) == given.trim()).unwrap_or_else(|| given.to_owned())
    }

    /// A number as the agents of a campaign may see it.
    pub(super) fn shown_phone(&self, campaign: CampaignId, phone: &str) -> String {
        if self.is_masked(campaign) { masked(phone) } else { phone.to_owned() }
    }

    /// What to call the other end of an interaction at a desk: the customer, or the other agent.
    pub(super) fn shown_party(&self, one: &Interaction, desk: &DeskId) -> String {
        match one.leg(desk).and_then(|leg| leg.party.as_ref()) {
            Some(colleague) => colleague.label().to_owned(),
            None => self.shown_customer(one),
        }
    }

    /// What to call a customer to an agent: the name, else the number as they may see it.
    pub(super) fn shown_customer(&self, one: &Interaction) -> String {
        let customer = &one.customer;
        let label = customer.label();
        if label == customer.phone { self.shown_phone(one.campaign, label) } else { label.to_owned() }
    }
}
