//! Calls and chats between two agents: the second leg is at the other one's desk, and no customer is told.

use super::Ecc;
use super::agent::Dialled;
use super::dispatch::{Answer, ok};
use super::emit::call_event;
use super::interaction::{Line, Phase};
use super::timers::Timer;
use crate::contract::ids::{CampaignId, DeskId, InteractionId, UserId};
use crate::contract::payload::{AssociationType, ChannelType, CustomerDetails};
use crate::contract::{Event, SdkError};
use crate::workspace::channels::WEB_CHAT;

impl Ecc {
    /// The desk of the colleague whom a number reaches: an extension, where it is no customer's number too
    /// (behaviour: extensions are not numbers that a customer dials). `None` for any other number.
    pub(super) fn colleague_at(&self, desk: &DeskId, phone: &str) -> Result<Option<DeskId>, SdkError> {
        if self.workspace.extension(phone).is_none() || self.workspace.customer(phone).is_some() {
            return Ok(None);
        }
        let uses = |line: &super::agent::Line| line.extension.phone == phone;
        let found = self.state.agents.iter().find(|(_, agent)| agent.line.as_ref().is_some_and(uses));
        match found {
            None => Err(SdkError::conflict(format!("nobody has chosen extension {phone}"))
                .hint("dial the extension of a colleague who is signed in")),
            Some((other, _)) if other == desk => {
                Err(SdkError::conflict(format!("extension {phone} is this desk's own"))
                    .hint("dial another one"))
            }
            Some((_, agent)) => self
                .free_colleague(desk, agent.user.as_str(), ChannelType::Voice)
                .map(|(_, other)| Some(other)),
        }
    }

    /// An agent calls a colleague by their user id, or opens a chat with them (contract: `allowInternalChat`).
    pub(super) fn reach_user(
        &mut self,
        desk: &DeskId,
        campaign: CampaignId,
        user: &str,
        channel: ChannelType,
    ) -> Answer {
        self.may_begin(desk, campaign, channel, sub_channel(channel), None)?;
        if channel == ChannelType::Chat && !self.workspace.session.allow_internal_chat {
            return Err(SdkError::forbidden(
                "agents of this site may not chat with each other (allowInternalChat)",
            )
            .hint("leave channelDetails.userId out to write to a customer"));
        }
        let (user, other) = self.free_colleague(desk, user, channel)?;
        if let Some(agent) = self.state.agents.get_mut(desk).filter(|_| channel == ChannelType::Voice) {
            agent.last_dialled = Some(Dialled::User(campaign, user));
        }
        self.reach_colleague(desk, campaign, &other, channel);
        ok()
    }

    /// Another user, who has room for a call or a chat with a colleague, and their desk.
    fn free_colleague(
        &self,
        desk: &DeskId,
        name: &str,
        channel: ChannelType,
    ) -> Result<(UserId, DeskId), SdkError> {
        let (user, other) = self.colleague_at_work(desk, name)?;
        let sub = sub_channel(channel);
        if !self.has_seats(self.agent(&other)?, channel, sub, 0) {
            return Err(self.full(&user, channel, sub));
        }
        Ok((user, other))
    }

    /// It rings at a colleague's desk, or a chat is offered there.
    pub(super) fn reach_colleague(
        &mut self,
        desk: &DeskId,
        campaign: CampaignId,
        other: &DeskId,
        channel: ChannelType,
    ) {
        let customer = self.as_party(other);
        let ids = match channel {
            ChannelType::Voice => self.state.ids.call(),
            ChannelType::Chat => self.state.ids.chat(),
        };
        let id = self.insert_interaction(campaign, customer, Line::Dialling, ids);
        if let Some(one) = self.state.interactions.get_mut(&id) {
            (one.internal, one.channel) = (true, channel);
            one.conversation.sub_channel = sub_channel(channel).to_owned();
        }
        let seconds = self.workspace.campaign(campaign).map_or(0, |one| one.dial_timeout);
        self.begin_leg(&id, desk, AssociationType::ManualDial, Phase::Dialling);
        self.ring(&id, desk, Timer::Dial(id.clone()), seconds);
        self.ring_at(&id, other, AssociationType::InboundDial);
    }

    /// The colleague takes it: both talk, or write.
    pub(super) fn colleague_answers(&mut self, id: &InteractionId, desk: &DeskId) {
        self.state.timers.cancel(&Timer::Dial(id.clone()));
        self.connect(id, desk);
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let Some(leg) = one.legs.iter_mut().find(|leg| leg.phase == Phase::Dialling) else { return };
        leg.phase = Phase::Connected;
        let caller = leg.desk.clone();
        let Some((one, leg)) = self.leg(id, &caller) else { return };
        let event = Event::InteractionConnected(call_event(one, leg));
        self.out.event(&caller, event);
    }

    pub(super) fn is_internal(&self, id: &InteractionId) -> bool {
        self.state.interactions.get(id).is_some_and(|one| one.internal)
    }

    /// Who is at the other end for the second desk of an internal interaction: the one who began it.
    pub(super) fn caller(&self, id: &InteractionId) -> Option<CustomerDetails> {
        let one = self.state.interactions.get(id).filter(|one| one.internal)?;
        one.legs.first().map(|leg| self.as_party(&leg.desk))
    }

    /// An agent as the other end of a call or chat.
    fn as_party(&self, desk: &DeskId) -> CustomerDetails {
        let agent = self.state.agents.get(desk);
        let name = agent.map(|agent| {
            let user = self.workspace.user(agent.user.as_str());
            user.map_or(agent.user.as_str(), |user| user.name()).to_owned()
        });
        let line = agent.and_then(|agent| agent.line.as_ref());
        let phone = line.map(|line| line.extension.phone.clone()).unwrap_or_default();
        CustomerDetails { customer_id: None, name, phone }
    }
}

/// The sub channel of what is between colleagues: chats are of the usual kind.
fn sub_channel(channel: ChannelType) -> &'static str {
    match channel {
        ChannelType::Voice => "",
        ChannelType::Chat => WEB_CHAT,
    }
}
