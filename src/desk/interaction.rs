//! An interaction as its desk sees it: one leg.

use std::borrow::Cow;
use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::conversation::{Consult, Contact, Conversation, masked};
use crate::contract::ids::{CallId, CampaignId, CodeId, CrtId, InteractionId, QueueId};
use crate::contract::payload::{
    AssociationType, CallEvent, ChannelType, CrmRecordInfo, CustomerDetails, DispositionDetails,
};
use crate::wire::{Micros, Moment};

/// One leg of an interaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Interaction {
    /// The interaction.
    pub id: InteractionId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The queue that it came through.
    pub queue_id: Option<QueueId>,
    /// Voice or chat.
    pub channel: ChannelType,
    /// How the agent came to it.
    pub association: AssociationType,
    /// The call.
    pub call_id: CallId,
    /// The customer's side; `interactionEnded` is matched by it.
    pub customer_crt: CrtId,
    /// Who the customer is.
    pub customer: CustomerDetails,
    /// Where it stands.
    pub phase: Phase,
    /// Since when.
    pub phase_since: Moment,
    /// When it came to this desk.
    pub since: Moment,
    /// When the talk began.
    pub connected_at: Option<Moment>,
    /// When the talk, or the try, was over.
    pub disconnected_at: Option<Moment>,
    /// Why it was over.
    pub cleared: Option<Cleared>,
    /// When the present phase runs out: ringing, dialling or wrap-up.
    pub deadline: Option<Moment>,
    /// Since when it is on hold.
    pub held_since: Option<Moment>,
    /// How long it was on hold before.
    pub held: Micros,
    /// Whether the agent's microphone is off.
    pub muted: bool,
    /// Chosen and typed for the disposition, not sent yet.
    pub draft: Draft,
    /// How it was disposed.
    pub disposition: Option<DispositionDetails>,
    /// What was written, newest last; kept by [`keep_line`].
    #[serde(default, skip_serializing_if = "VecDeque::is_empty")]
    pub chat: VecDeque<ChatLine>,
    /// The record that it is linked with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<CrmRecordInfo>,
    /// The records that the CRM offers to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<CrmRecordInfo>,
    /// Who else was asked into the call, or is in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
    /// Whether it came from another agent who asked this one in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_guest: bool,
    /// The key tones sent so far; at most [`MAX_TONES`], the oldest go.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tones: String,
    /// Whom the agent asks before giving them the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consult: Option<Consult>,
    /// How it is sorted.
    #[serde(default)]
    pub conversation: Conversation,
    /// Who the customer is, beyond what events carry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// Whether the customer types.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub customer_types: bool,
    /// The newest line that the agent has seen, by its number.
    #[serde(default)]
    pub seen: u64,
}

/// How many key tones of a call are remembered.
pub const MAX_TONES: usize = 64;

/// How many lines of a chat are kept; the oldest go.
pub const MAX_CHAT_LINES: usize = 200;
/// How much text of a chat is kept, in bytes; the oldest lines go. A desk's whole state must fit into
/// one message of the wire.
pub const MAX_CHAT_BYTES: usize = 64 << 10;

/// A line of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatLine {
    /// Who wrote it.
    pub from: ChatSide,
    /// When.
    pub at: Moment,
    /// What. Of a file: its name.
    pub text: String,
    /// Its number in the chat, from 1; 0 where it has none.
    #[serde(default)]
    pub number: u64,
    /// Who wrote it, by name, where that is an agent, a bot or the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The file that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
    /// The template that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// How far it has come, where the channel tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tick: Option<Tick>,
}

/// A file in a chat: nothing of its content is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size, in bytes.
    pub size: u64,
}

/// How far a line has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Tick {
    /// It left.
    Sent,
    /// It is on the customer's device.
    Delivered,
    /// The customer has looked at it.
    Read,
}

impl ChatLine {
    /// A line with nothing but its text.
    pub fn new(from: ChatSide, at: Moment, text: String) -> ChatLine {
        ChatLine { from, at, text, number: 0, author: None, attachment: None, template: None, tick: None }
    }

    /// Whether the customer wrote it.
    pub fn is_customers(&self) -> bool {
        self.from == ChatSide::Customer
    }
}

/// Adds a line to what is kept of a chat: the engine and every desk keep the same.
pub fn keep_line(chat: &mut VecDeque<ChatLine>, line: ChatLine) {
    chat.push_back(line);
    let mut bytes: usize = chat.iter().map(|line| line.text.len()).sum();
    while chat.len() > MAX_CHAT_LINES || (bytes > MAX_CHAT_BYTES && chat.len() > 1) {
        bytes -= chat.pop_front().map_or(0, |oldest| oldest.text.len());
    }
}

/// The lines up to a number that went to the customer have come so far at least.
pub fn raise_ticks(chat: &mut VecDeque<ChatLine>, number: u64, tick: Tick) {
    for line in chat.iter_mut().filter(|line| line.number <= number) {
        line.tick = line.tick.map(|before| before.max(tick));
    }
}

/// A side of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChatSide {
    /// The customer.
    Customer,
    /// An agent.
    Agent,
    /// A bot.
    Bot,
    /// The site itself: what happened, for the agent.
    System,
}

/// Someone who was asked into a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// A user's id, or a number.
    pub who: String,
    /// Whether it is a user.
    pub is_user: bool,
    /// Whether they are in it; else it rings there.
    pub joined: bool,
    /// Whether they are on hold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
}

/// Where a leg stands (ARCHITECTURE.md: state tables).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// It has begun.
    Initiated,
    /// It rings, here or at the customer's.
    Ringing,
    /// Both sides can talk.
    Connected,
    /// The talk is over and the disposition is owed.
    WrapUp,
    /// The disposition is given; the end follows at once.
    Disposed,
}

impl Phase {
    /// Order of how much it needs the agent, 0 most.
    pub fn urgency(self) -> u8 {
        match self {
            Phase::Ringing => 0,
            Phase::Initiated => 1,
            Phase::Connected => 2,
            Phase::WrapUp => 3,
            Phase::Disposed => 4,
        }
    }
}

/// Why a talk, or a try, was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cleared {
    /// The agent hung up.
    Agent,
    /// The customer hung up.
    Customer,
    /// The dialled customer was busy or refused.
    Busy,
    /// The dialled customer did not answer within the campaign's dial time-out.
    NoAnswer,
    /// The agent did not answer within the ring time.
    Missed,
    /// The agent refused it.
    Rejected,
    /// The longest time that a call may last was reached.
    TooLong,
    /// The longest time that a caller may wait was reached.
    WaitedTooLong,
    /// The agent's session ended.
    SignedOut,
    /// The agent gave the call to another one.
    Transferred,
    /// The site resolved it: an automation did.
    Resolved,
    /// The agent whose call it is ended it for those who were asked in.
    Owner,
    /// The agent left the call to the others in it.
    Left,
}

/// What the agent has chosen and typed for a disposition and not sent yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The chosen code.
    pub code: Option<CodeId>,
    /// The notes so far.
    pub notes: String,
    /// The callback that is about to be promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback: Option<DraftCallback>,
}

/// A callback as it is typed into a disposition; nothing is promised yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DraftCallback {
    /// By this agent, else by any.
    pub own: bool,
    /// For when, in the words that were typed.
    pub when: String,
    /// Which number; empty for the customer's.
    pub phone: String,
}

/// What is remembered of an interaction that has ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PastInteraction {
    /// The interaction.
    pub id: InteractionId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Voice, or a kind of chat; older recordings do not say it.
    #[serde(default = "voice", skip_serializing_if = "is_voice")]
    pub channel: ChannelType,
    /// How the agent came to it.
    pub association: AssociationType,
    /// Who the customer was.
    pub customer: CustomerDetails,
    /// When it came to this desk.
    pub since: Moment,
    /// When it ended.
    pub ended: Moment,
    /// How long the talk lasted; `None` where there was none.
    pub talk: Option<Micros>,
    /// Why it was over.
    pub cleared: Option<Cleared>,
    /// How it was disposed; `None` for a missed call.
    pub disposition: Option<DispositionDetails>,
    /// Whether the customer's number was not for this agent to see.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub masked: bool,
}

fn voice() -> ChannelType {
    ChannelType::Voice
}

fn is_voice(channel: &ChannelType) -> bool {
    *channel == ChannelType::Voice
}

impl PastInteraction {
    /// Whether it was a chat.
    pub fn is_chat(&self) -> bool {
        self.channel == ChannelType::Chat
    }

    /// What to call the customer: the name, else the number as this agent may see it.
    pub fn customer_label(&self) -> Cow<'_, str> {
        label(&self.customer, self.masked)
    }
}

fn shown(phone: &str, is_masked: bool) -> Cow<'_, str> {
    if is_masked { masked(phone).into() } else { phone.into() }
}

fn label(customer: &CustomerDetails, is_masked: bool) -> Cow<'_, str> {
    let named = customer.name.as_deref().is_some_and(|name| !name.is_empty());
    let unknown = customer.phone.is_empty();
    if named || unknown { customer.label().into() } else { shown(&customer.phone, is_masked) }
}

impl Interaction {
    /// A leg that begins at `at`.
    pub(super) fn begin(at: Moment, event: &CallEvent) -> Interaction {
        Interaction {
            id: event.interaction_id.clone(),
            campaign_id: event.campaign_id,
            queue_id: event.queue_id.flatten(),
            channel: event.channel_details.channel_type,
            association: event.channel_details.association_type,
            call_id: event.channel_details.call_id.clone(),
            customer_crt: event.customer_crt_object_id.clone(),
            customer: event.customer_details.clone(),
            phase: Phase::Initiated,
            phase_since: at,
            since: at,
            connected_at: None,
            disconnected_at: None,
            cleared: None,
            deadline: None,
            held_since: None,
            held: Micros(0),
            muted: false,
            draft: Draft::default(),
            disposition: None,
            chat: VecDeque::new(),
            record: None,
            records: Vec::new(),
            members: Vec::new(),
            is_guest: false,
            tones: String::new(),
            consult: None,
            conversation: Conversation::default(),
            contact: None,
            customer_types: false,
            seen: 0,
        }
    }

    /// How many of the customer's lines the agent has not seen.
    pub fn unread(&self) -> usize {
        let unseen = |line: &&ChatLine| line.from == ChatSide::Customer && line.number > self.seen;
        self.chat.iter().filter(unseen).count()
    }

    /// Whether it is written, not spoken.
    pub fn is_chat(&self) -> bool {
        self.channel == ChannelType::Chat
    }

    /// Whether the agent dialled it.
    pub fn is_outbound(&self) -> bool {
        self.association == AssociationType::ManualDial
    }

    /// Whether the customer's number is not for this agent to see.
    pub fn is_masked(&self) -> bool {
        self.contact.as_ref().is_some_and(|contact| contact.masked)
    }

    /// The customer's number as this agent may see it. Wherever a number is shown, it is this one.
    pub fn shown_phone(&self) -> Cow<'_, str> {
        shown(&self.customer.phone, self.is_masked())
    }

    /// What to call the customer: the name, else the number as this agent may see it.
    pub fn customer_label(&self) -> Cow<'_, str> {
        label(&self.customer, self.is_masked())
    }

    /// How long the talk has lasted by `now`, or lasted.
    pub fn talk(&self, now: Moment) -> Option<Micros> {
        Some(self.disconnected_at.unwrap_or(now).since(self.connected_at?))
    }

    pub(super) fn enter(&mut self, phase: Phase, at: Moment) {
        self.phase = phase;
        self.phase_since = at;
        self.deadline = None;
    }

    pub(super) fn unhold(&mut self, at: Moment) {
        if let Some(since) = self.held_since.take() {
            self.held.0 = self.held.0.saturating_add(at.since(since).0);
        }
    }

    pub(super) fn past(self, at: Moment) -> PastInteraction {
        PastInteraction {
            masked: self.is_masked(),
            talk: self.talk(at),
            id: self.id,
            campaign_id: self.campaign_id,
            channel: self.channel,
            association: self.association,
            customer: self.customer,
            since: self.since,
            ended: at,
            cleared: self.cleared,
            disposition: self.disposition,
        }
    }
}
