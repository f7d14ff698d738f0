//! A call that an agent makes: dialled, answered, busy, not answered.

use serde_json::json;

use super::Ecc;
use super::agent::{Dialled, Presence};
use super::channels::counts;
use super::dispatch::{Answer, ok};
use super::inbound::no_call;
use super::interaction::{Leg, Line, Phase};
use super::output::CustomerSees;
use super::params::Params;
use super::timers::Timer;
use crate::contract::SdkError;
use crate::contract::ids::{CampaignId, CustomerId, DeskId, InteractionId};
use crate::contract::payload::{AssociationType, ChannelType, CustomerDetails};
use crate::desk::interaction::Cleared;

/// The most customers that dialling makes; further unknown numbers stay unknown.
const MAX_ADDED: usize = 10_000;

impl Ecc {
    pub(super) fn initiate(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let campaign = asked_campaign(params)?;
        let is_chat = params.text("channelType") == ChannelType::Chat.as_str();
        let colleague = params.in_object("channelDetails", "userId");
        if !colleague.is_empty() {
            let channel = if is_chat { ChannelType::Chat } else { ChannelType::Voice };
            self.reach_user(desk, campaign, colleague, channel)?;
            return began();
        }
        if is_chat {
            return self.open_chat(desk, params);
        }
        let phone = params.in_object("channelDetails", "phone");
        let phone = self.meant_number(params.customer()?, phone);
        let called = self.may_call(desk, campaign, "channelDetails.phone", &phone, None)?;
        let named = params.customer()?.map(|id| self.known_customer(id)).transpose()?;
        let name = params.in_object("channelDetails", "name").to_owned();
        self.call(desk, campaign, called, Some(name), named);
        began()
    }

    /// Whether the agent may call a number for a campaign, `disposed` being out of the way by then.
    pub(super) fn may_call(
        &self,
        desk: &DeskId,
        campaign: CampaignId,
        field: &str,
        phone: &str,
        disposed: Option<&InteractionId>,
    ) -> Result<Called, SdkError> {
        self.may_begin(desk, campaign, ChannelType::Voice, "", disposed)?;
        let phone = self.phone_number(field, phone)?;
        let colleague = self.colleague_at(desk, &phone)?;
        if colleague.is_none() && !self.workspace.session.dial_phone_enable {
            return Err(SdkError::forbidden("agents of this site may not dial (dialPhoneEnable)")
                .hint("a colleague's extension can be called"));
        }
        Ok(Called { phone, colleague })
    }

    /// A call begins: to a customer, or to a colleague.
    pub(super) fn call(
        &mut self,
        desk: &DeskId,
        campaign: CampaignId,
        Called { phone, colleague }: Called,
        name: Option<String>,
        named: Option<(CustomerId, Option<String>)>,
    ) {
        if let Some(agent) = self.state.agents.get_mut(desk) {
            agent.last_dialled = Some(Dialled::Phone(campaign, phone.clone()));
        }
        if let Some(other) = colleague {
            return self.reach_colleague(desk, campaign, &other, ChannelType::Voice);
        }
        let customer = self.dialled_customer(phone, name);
        self.dial(desk, campaign, called(customer, named));
    }

    /// The number, or the colleague, that was dialled last at this desk, once more.
    pub(super) fn redial(&mut self, desk: &DeskId) -> Answer {
        match self.agent(desk)?.last_dialled.clone() {
            None => Err(SdkError::conflict("nothing was dialled at this desk yet")
                .hint("interaction.initiateInteraction dials a number")),
            Some(Dialled::User(campaign, user)) => {
                self.reach_user(desk, campaign, user.as_str(), ChannelType::Voice)
            }
            Some(Dialled::Phone(campaign, phone)) => {
                let called = self.may_call(desk, campaign, "phone", &phone, None)?;
                self.call(desk, campaign, called, None, None);
                ok()
            }
        }
    }

    /// A call begins: it rings at the customer's.
    fn dial(&mut self, desk: &DeskId, campaign: CampaignId, customer: CustomerDetails) {
        let id = self.new_interaction(campaign, customer, Line::Dialling);
        let seconds = self.workspace.campaign(campaign).map_or(0, |one| one.dial_timeout);
        self.begin_leg(&id, desk, AssociationType::ManualDial, Phase::Dialling);
        self.pop_screen(&id, desk);
        self.ring(&id, desk, Timer::Dial(id.clone()), seconds);
        self.tell_customer(&id, CustomerSees::Dialled);
    }

    /// Whether the agent may start an interaction of a channel for a campaign. What they have on other channels
    /// is beside it.
    pub(super) fn may_begin(
        &self,
        desk: &DeskId,
        campaign: CampaignId,
        kind: ChannelType,
        sub: &str,
        disposed: Option<&InteractionId>,
    ) -> Result<(), SdkError> {
        let agent = self.agent(desk)?;
        self.campaign(campaign)?;
        if !agent.selected.contains(&campaign) {
            return Err(SdkError::conflict(format!("campaign {campaign} is not selected"))
                .hint("call toolbar.selectCampaigns with it"));
        }
        if agent.line.is_none() {
            return Err(SdkError::conflict("no extension is selected").hint("call toolbar.selectExtension"));
        }
        if let Presence::Away(status) = &agent.presence {
            return Err(SdkError::conflict(format!("the agent is on a break: {status}"))
                .hint("call toolbar.setAvailability with \"Available\""));
        }
        self.channel_in_use(kind, sub)?;
        let live = |id: &&InteractionId| {
            let leg = self.leg(id, desk).filter(|(_, leg)| leg.phase != Phase::WrapUp);
            leg.is_some_and(|(one, _)| one.is_of(kind, sub) && counts(one))
        };
        if agent.legs.iter().filter(live).count() >= self.limit(kind, sub) {
            return Err(match kind {
                ChannelType::Voice => {
                    SdkError::conflict("there is a call on the line").hint("end it first: toolbar.hangup")
                }
                ChannelType::Chat => self.full(&agent.user, kind, sub),
            });
        }
        let mut others = agent.legs.iter().filter(|id| Some(*id) != disposed);
        let owed = |id: &InteractionId| self.leg(id, desk).is_some_and(|(_, leg)| leg.phase == Phase::WrapUp);
        if !self.workspace.session.allow_successive_calls && others.any(owed) {
            return Err(SdkError::conflict("the last call is not disposed (allowSuccessiveCalls)")
                .hint("call interaction.disposeInteraction first"));
        }
        self.free_line()
    }

    /// A number to dial: digits, with the marks that people write between them.
    pub(super) fn phone_number(&self, field: &str, phone: &str) -> Result<String, SdkError> {
        let phone = phone.trim();
        let most = self.workspace.session.max_phone_length_allowed;
        if phone.chars().nth(most).is_some() {
            return Err(SdkError::field(field, format!("at most {most} characters")));
        }
        let written = |c: char| c.is_ascii_digit() || " +-()*#.".contains(c);
        if !phone.contains(|c: char| c.is_ascii_digit()) || !phone.chars().all(written) {
            return Err(SdkError::field(field, "a phone number"));
        }
        Ok(phone.to_owned())
    }

    /// The customer with this id, and their name where it is known; 4000 where there is none.
    pub(super) fn known_customer(&self, id: CustomerId) -> Result<(CustomerId, Option<String>), SdkError> {
        let is_listed = self.workspace.customers.iter().any(|one| one.id == id);
        if !is_listed && !self.state.added.values().any(|added| *added == id) {
            return Err(SdkError::not_found(format!("there is no customer {id}")));
        }
        Ok((id, self.name_of(id).map(str::to_owned)))
    }

    /// Whom a number that is dialled belongs to.
    fn dialled_customer(&mut self, phone: String, name: Option<String>) -> CustomerDetails {
        if self.workspace.session.add_customer_to_dial {
            self.add_customer(&phone);
        }
        self.keep_name(&phone, name.as_deref());
        self.customer_details(phone, name)
    }

    /// Dialling a number that the CRM does not know makes a customer (`addCustomerToDial`).
    pub(super) fn add_customer(&mut self, phone: &str) {
        let known = self.workspace.customer(phone).is_some() || self.state.added.contains_key(phone);
        if known || self.state.added.len() >= MAX_ADDED {
            return;
        }
        let listed = self.workspace.customers.iter().map(|one| one.id.0);
        let newest = listed.chain(self.state.added.values().map(|id| id.0)).max().unwrap_or(0);
        self.state.added.insert(phone.to_owned(), CustomerId(newest.saturating_add(1)));
    }

    pub(super) fn customer_answers(&mut self, id: &InteractionId) -> Answer {
        let desk = self.dialled_by(id)?;
        self.state.timers.cancel(&Timer::Dial(id.clone()));
        self.connect(id, &desk);
        ok()
    }

    pub(super) fn customer_refuses(&mut self, id: &InteractionId) -> Answer {
        self.dialled_by(id)?;
        self.clear_line(id, Cleared::Busy);
        ok()
    }

    /// The desk that dials a customer just now.
    fn dialled_by(&self, id: &InteractionId) -> Result<DeskId, SdkError> {
        let one = self.state.interactions.get(id).ok_or_else(|| no_call(id))?;
        let dialled =
            |leg: &&Leg| leg.phase == Phase::Dialling && one.line == Line::Dialling && !one.internal;
        let leg = one.legs.iter().find(dialled);
        leg.map(|leg| leg.desk.clone()).ok_or_else(|| SdkError::conflict("the customer is not being dialled"))
    }
}

/// A number that an agent may call.
pub(super) struct Called {
    phone: String,
    /// The desk at which it rings, where it is a colleague's extension.
    colleague: Option<DeskId>,
}

/// The answer where a call or a chat has begun.
pub(super) fn began() -> Answer {
    Ok(json!({"result": "success", "reason": "success"}))
}

/// The campaign for which a call or a chat is to be made.
pub(super) fn asked_campaign(params: &Params) -> Result<CampaignId, SdkError> {
    Ok(CampaignId(params.id("campaignId")?.unwrap_or_default()))
}

/// The customer whom a number belongs to, but for an id that was named.
pub(super) fn called(
    customer: CustomerDetails,
    named: Option<(CustomerId, Option<String>)>,
) -> CustomerDetails {
    let Some((id, name)) = named else { return customer };
    CustomerDetails { customer_id: Some(id), name: customer.name.or(name), ..customer }
}
