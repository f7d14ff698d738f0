//! The site's channels: which are in use, what each can do, how many interactions an agent has on each.

use super::Ecc;
use super::agent::Agent;
use super::interaction::Interaction;
use crate::contract::ids::{DeskId, InteractionId, UserId};
use crate::contract::payload::ChannelType;
use crate::contract::{SdkError, nearest};
use crate::desk::conversation::Status;
use crate::workspace::Workspace;
use crate::workspace::channels::{Capabilities, Channel, WEB_CHAT};

/// How many calls, and how many web chats, an agent has at once at a site that lists no channels.
const USUAL: (usize, usize) = (1, 3);

/// What can be done on an interaction's channel.
pub(super) fn capabilities(one: &Interaction) -> Capabilities {
    Capabilities::of(one.channel, &one.conversation.sub_channel)
}

impl Ecc {
    /// Whether a channel is in use; `sub` is empty for voice. 4000 where it is not.
    pub(super) fn channel_in_use(&self, kind: ChannelType, sub: &str) -> Result<(), SdkError> {
        if self.limit(kind, sub) > 0 {
            return Ok(());
        }
        let active = self.workspace.active_channels();
        if kind == ChannelType::Voice {
            return Err(
                SdkError::not_found("channel voice is not in use").hint("the workspace lists [[channels]]")
            );
        }
        let known: Vec<&str> = active
            .iter()
            .filter(|channel| channel.channel_type == kind)
            .map(|channel| channel.sub_type.as_str())
            .collect();
        let error = SdkError::not_found(format!("there is no channel {sub:?} in use"));
        Err(match nearest(sub, known.iter().copied()) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None if known.is_empty() => error.hint("the workspace lists [[channels]]: no chats are in use"),
            None => error.hint(format!("the channels in use are: {}", known.join(", "))),
        })
    }

    /// The channel of an interaction as the workspace lists it, in use or not.
    pub(super) fn channel_of(&self, one: &Interaction) -> Option<&Channel> {
        let sub = &one.conversation.sub_channel;
        self.workspace
            .channels
            .iter()
            .find(|channel| channel.channel_type == one.channel && channel.sub_type == *sub)
    }

    /// How many interactions of a channel an agent has at once; 0 where it is not in use.
    pub(super) fn limit(&self, kind: ChannelType, sub: &str) -> usize {
        limit(&self.workspace, kind, sub)
    }

    /// Whether an agent could be offered so many interactions of a channel and one more; those under way count,
    /// in wrap-up too, but not those that are put off.
    pub(super) fn has_seats(&self, agent: &Agent, kind: ChannelType, sub: &str, more: usize) -> bool {
        let mine = agent.legs.iter().filter_map(|id| self.state.interactions.get(id));
        let load = mine.filter(|one| one.is_of(kind, sub) && counts(one)).count();
        load + more < self.limit(kind, sub) && self.takers.may_take(&agent.user, kind)
    }

    /// 3000 with 409 where an agent has no room for an interaction beside those that they have, or has it.
    pub(super) fn has_room(&self, desk: &DeskId, one: &Interaction) -> Result<(), SdkError> {
        let agent = self.agent(desk)?;
        let (kind, sub) = (one.channel, one.conversation.sub_channel.as_str());
        if one.leg(desk).is_some() {
            return Err(SdkError::conflict(format!("{} has it already, or still wraps it up", agent.user))
                .hint("dispose it first, or choose somebody else"));
        }
        if self.has_seats(agent, kind, sub, 0) {
            return Ok(());
        }
        Err(self.full(&agent.user, kind, sub))
    }

    /// 3000 with 409: somebody has as many interactions of a channel as the site allows.
    pub(super) fn full(&self, user: &UserId, kind: ChannelType, sub: &str) -> SdkError {
        let limit = self.limit(kind, sub);
        let s = if limit == 1 { "" } else { "s" };
        let what = match kind {
            ChannelType::Voice => format!("{limit} call{s}"),
            ChannelType::Chat => format!("{limit} {sub} conversation{s}"),
        };
        SdkError::conflict(format!("{user} is busy: {what} already, as many as the site allows at once"))
            .hint("end and dispose one first, or choose somebody else")
    }

    /// How long an interaction may last, in s: longer where the customer of a chat need not be there.
    pub(super) fn longest(&self, id: &InteractionId) -> u64 {
        let site = &self.workspace.site;
        match self.state.interactions.get(id) {
            Some(one) if one.is_chat() && one.conversation.sub_channel != WEB_CHAT => site.max_chat,
            _ => site.max_call,
        }
    }
}

/// How many interactions of a channel an agent has at once at a site; 0 where it is not in use.
pub(super) fn limit(workspace: &Workspace, kind: ChannelType, sub: &str) -> usize {
    let channels = &workspace.channels;
    if channels.is_empty() {
        return match (kind, sub) {
            (ChannelType::Voice, _) => USUAL.0,
            (ChannelType::Chat, WEB_CHAT) => USUAL.1,
            (ChannelType::Chat, _) => 0,
        };
    }
    let listed = channels.iter().find(|one| one.active && one.channel_type == kind && one.sub_type == sub);
    listed.map_or(0, |channel| usize::try_from(channel.limit).unwrap_or(usize::MAX))
}

/// Whether an interaction counts against the limit of its channel.
pub(super) fn counts(one: &Interaction) -> bool {
    one.conversation.status != Status::Snoozed
}
