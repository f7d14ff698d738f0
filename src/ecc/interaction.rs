//! An interaction: the customer's line, and a leg for each desk that has a part in it.

use std::collections::{BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::bots::Answering;
use super::by_itself::AutomaticLines;
use super::queues::{Lane, Order, Pressing};
use crate::contract::ids::{CallId, CampaignId, CrtId, DeskId, InteractionId, QueueId};
use crate::contract::payload::{AssociationType, ChannelType, CrmRecordInfo, CustomerDetails};
use crate::desk::Conversation;
use crate::desk::interaction::ChatLine;
use crate::wire::Moment;

/// One call or chat (ARCHITECTURE.md: the interaction's states).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Interaction {
    pub id: InteractionId,
    #[serde(default = "voice")]
    pub channel: ChannelType,
    /// Its place among all calls of the site; the last one since it was given to a campaign.
    pub order: Order,
    pub call_id: CallId,
    pub customer_crt: CrtId,
    pub campaign: CampaignId,
    /// `None` for a call that came through no queue.
    pub queue: Option<QueueId>,
    pub customer: CustomerDetails,
    pub line: Line,
    pub legs: Vec<Leg>,
    pub added: Moment,
    pub modified: Moment,
    pub first_assigned: Option<Moment>,
    /// Desks that missed or refused it and must not be offered it again yet.
    pub resting: BTreeSet<DeskId>,
    /// The CRM's record that it is linked with.
    #[serde(default)]
    pub record: Option<CrmRecordInfo>,
    /// Numbers that were asked into the call, ringing or in it.
    #[serde(default)]
    pub members: Vec<PhoneMember>,
    /// Someone whom the owner asks before giving them the call.
    #[serde(default)]
    pub consult: Option<Consulting>,
    /// Whether it is on hold only until those who were asked in have come, or have not.
    #[serde(default)]
    pub held_to_confer: bool,
    /// The campaign whose queue comes after the IVR.
    #[serde(default)]
    pub then: Option<CampaignId>,
    /// How it comes to whoever is offered it from the queue.
    #[serde(default = "inbound")]
    pub comes_as: AssociationType,
    /// Whether it is between two agents: there is no customer, and nobody is told as one.
    #[serde(default)]
    pub internal: bool,
    /// Whether an agent dialled, or wrote first: it stays outgoing whoever has it later.
    #[serde(default)]
    pub dialled: bool,
    /// What was written in a chat, newest last; kept by `keep_line`, so that a desk to which the chat
    /// comes later sees it too.
    #[serde(default)]
    pub lines: VecDeque<ChatLine>,
    /// Whether it stands in its customer's history already.
    #[serde(default)]
    pub remembered: bool,
    /// How many lines were written in it so far; the newest one's number.
    #[serde(default)]
    pub written: u64,
    /// Whether the customer types; in a chat between agents, whoever was written to.
    #[serde(default)]
    pub customer_types: bool,
    /// Whether the customer sees that the agent types; in a chat between agents, whether the one who began it does.
    #[serde(default)]
    pub agent_types: bool,
    /// The bot that has it.
    #[serde(default)]
    pub bot: Option<Answering>,
    /// How much bots and automations write in it.
    #[serde(default)]
    pub automatic: AutomaticLines,
    /// How it is sorted, and its sub channel; told by `tell_conversation`.
    #[serde(default)]
    pub conversation: Conversation,
}

fn voice() -> ChannelType {
    ChannelType::Voice
}

fn inbound() -> AssociationType {
    AssociationType::InboundDial
}

/// Someone who is asked about a call, by its owner and while the customer is on hold, or they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Consulting {
    pub with: Consulted,
    /// Whether the owner talks with them; else with the customer.
    pub talks: bool,
}

/// Who is asked; they have a leg or are a [`PhoneMember`], as if they had been asked in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Consulted {
    /// The agent at this desk.
    User(DeskId),
    /// The number with this side of the call.
    Phone(CrtId),
}

/// A number that was asked into a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PhoneMember {
    pub phone: String,
    /// The number's side of the call.
    pub crt: CrtId,
    /// Who asked it in.
    pub by: DeskId,
    pub joined: bool,
    #[serde(default)]
    pub held: bool,
}

/// Where the customer's line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Line {
    /// A bot answers the customer; no agent is offered it.
    WithBot,
    /// The customer waits for an agent.
    Queued,
    /// The customer waits while it rings at an agent.
    Offered,
    /// It rings at the customer's.
    Dialling,
    /// The customer talks, or is on hold.
    Talking,
    /// The customer was put through to a number: it rings there, or they talk, without any agent.
    Through,
    /// The customer listens to an IVR, without any agent.
    Listening,
    /// The customer is gone; legs may still be in wrap-up.
    Cleared,
}

/// One desk's part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Leg {
    pub desk: DeskId,
    /// The agent's side of the call.
    pub crt: CrtId,
    pub association: AssociationType,
    pub phase: Phase,
    pub assigned: Moment,
    pub held: bool,
    pub muted: bool,
    /// Whether the call is this agent's; false for one who was asked in.
    pub owner: bool,
    /// The newest line of a chat that the agent has seen, by its number.
    #[serde(default)]
    pub seen: u64,
    /// The campaign for which the agent has it, where the interaction may be another one's by now.
    #[serde(default)]
    pub campaign: Option<CampaignId>,
    /// Who is at the other end where that is not the customer: the other agent of an internal call.
    #[serde(default)]
    pub party: Option<CustomerDetails>,
    /// The newest line of a chat when this part of it ended: what came later is not theirs.
    #[serde(default)]
    pub left_at: Option<u64>,
}

/// Where a leg stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Phase {
    /// An inbound call rings at the desk; a chat is offered without ringing.
    Ringing,
    /// The agent has dialled; it rings at the customer's.
    Dialling,
    /// The agent talks, or writes.
    Connected,
    /// The disposition is owed.
    WrapUp,
}

impl Leg {
    /// Whether another agent asked this one in: their going ends nothing for the others.
    pub(super) fn is_guest(&self) -> bool {
        !self.owner
    }

    /// For which campaign the agent has it.
    pub(super) fn campaign(&self, one: &Interaction) -> CampaignId {
        self.campaign.unwrap_or(one.campaign)
    }

    /// Who is at the other end.
    pub(super) fn party<'a>(&'a self, one: &'a Interaction) -> &'a CustomerDetails {
        self.party.as_ref().unwrap_or(&one.customer)
    }
}

impl Line {
    pub(super) fn is_dialled(self) -> bool {
        self == Line::Dialling
    }

    pub(super) fn is_cleared(self) -> bool {
        self == Line::Cleared
    }
}

impl Interaction {
    pub(super) fn is_chat(&self) -> bool {
        self.channel == ChannelType::Chat
    }

    /// Whether it is of this channel; `sub` is empty for voice.
    pub(super) fn is_of(&self, kind: ChannelType, sub: &str) -> bool {
        self.channel == kind && self.conversation.sub_channel == sub
    }

    /// Where it waits.
    pub(super) fn lane(&self) -> Lane {
        Lane {
            campaign: self.campaign,
            channel: self.channel,
            sub_channel: self.conversation.sub_channel.clone(),
            team: self.conversation.team.clone(),
            pressing: Pressing::of(self.conversation.priority),
        }
    }

    pub(super) fn leg(&self, desk: &DeskId) -> Option<&Leg> {
        self.legs.iter().find(|leg| &leg.desk == desk)
    }

    pub(super) fn leg_mut(&mut self, desk: &DeskId) -> Option<&mut Leg> {
        self.legs.iter_mut().find(|leg| &leg.desk == desk)
    }

    /// Whether the agent at a desk called the colleague, or wrote to them; else they were called.
    pub(super) fn is_begun_by(&self, desk: &DeskId) -> bool {
        self.legs.first().is_some_and(|leg| &leg.desk == desk)
    }

    /// Whether the other side of a chat types, as it is seen at a desk: the customer, or the colleague.
    pub(super) fn other_types(&self, desk: &DeskId) -> bool {
        if self.internal && !self.is_begun_by(desk) { self.agent_types } else { self.customer_types }
    }

    /// Whether nothing can happen to it any more.
    pub(super) fn is_over(&self) -> bool {
        self.line == Line::Cleared && self.legs.is_empty()
    }
}
