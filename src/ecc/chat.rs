//! A chat: opened by a customer or an agent. It is queued, offered, ended and disposed as a call is.

use serde_json::{Value, json};

use super::Ecc;
use super::dispatch::Answer;
use super::interaction::{Interaction, Line, Phase};
use super::outbound::{asked_campaign, called};
use super::output::CustomerSees;
use super::params::{Params, bounded};
use crate::contract::SdkError;
use crate::contract::ids::{CampaignId, CustomerId, DeskId, InteractionId};
use crate::contract::payload::{AssociationType, ChannelType, CustomerDetails};
use crate::workspace::channels::{EMAIL, WEB_CHAT};

/// The longest number, in characters; as of a caller.
const MAX_PHONE: usize = 64;
/// The longest subject of an e-mail, in characters.
pub(super) const MAX_SUBJECT: usize = 200;
/// The longest name of a sub channel, in characters.
const MAX_SUB_CHANNEL: usize = 64;

impl Ecc {
    /// A customer opens a chat: it waits for an agent.
    pub(super) fn customer_chats(
        &mut self,
        phone: Option<String>,
        name: Option<String>,
        campaign: Option<CampaignId>,
        sub_channel: String,
        subject: &str,
    ) -> Answer {
        let phone = phone.unwrap_or_default();
        bounded("phone", &phone, MAX_PHONE)?;
        let sub_channel = sub_channel_or_web(&sub_channel)?;
        self.channel_in_use(ChannelType::Chat, sub_channel)?;
        let subject = subject_of(sub_channel, "subject", subject)?;
        self.free_line()?;
        let campaign = self.route(campaign, ChannelType::Chat, sub_channel)?;
        let customer = self.customer_details(phone, name);
        let id = self.new_chat(campaign, customer, Line::Queued, sub_channel, subject);
        // Who opens a chat waits for an answer from then on.
        if let Some(one) = self.state.interactions.get_mut(&id) {
            one.conversation.waits_since = Some(one.added);
        }
        self.opens_window(&id);
        self.answer_or_queue(&id);
        let media = self.state.interactions.get(&id).map(|one| one.call_id.clone());
        Ok(json!({"interactionId": id, "mediaId": media}))
    }

    /// An agent opens a chat. The customer need not accept it.
    pub(super) fn open_chat(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let campaign = asked_campaign(params)?;
        let sub_channel = sub_channel_or_web(params.text("channelSubType"))?;
        self.may_begin(desk, campaign, ChannelType::Chat, sub_channel, None)?;
        let given = params.in_object("channelDetails", "subject");
        let subject = subject_of(sub_channel, "channelDetails.subject", given)?;
        let customer = self.customer_to_write_to(params)?;
        let id = self.new_chat(campaign, customer, Line::Dialling, sub_channel, subject);
        self.begin_leg(&id, desk, AssociationType::ManualDial, Phase::Dialling);
        self.pop_screen(&id, desk);
        self.tell_customer(&id, CustomerSees::Dialled);
        self.connect(&id, desk);
        Ok(json!({"result": "success", "reason": "success"}))
    }

    /// Whom a chat is opened with: a number or an id must say it.
    fn customer_to_write_to(&self, params: &Params) -> Result<CustomerDetails, SdkError> {
        let named = params.customer()?.map(|id| self.known_customer(id)).transpose()?;
        let given = params.in_object("channelDetails", "phone");
        let phone = match &named {
            _ if !given.trim().is_empty() => {
                let meant = self.meant_number(params.customer()?, given);
                self.phone_number("channelDetails.phone", &meant)?
            }
            Some((id, _)) => self.phone_of(*id),
            None => return Err(SdkError::field("channelDetails.phone", "a phone number, or a customerId")),
        };
        let name = params.in_object("channelDetails", "name").to_owned();
        Ok(called(self.customer_details(phone, Some(name)), named))
    }

    /// A customer's number; empty where none is known.
    pub(super) fn phone_of(&self, id: CustomerId) -> String {
        let listed = self.workspace.customers.iter().find(|one| one.id == id).map(|one| &one.phone);
        let added = || self.state.added.iter().find(|(_, added)| **added == id).map(|(phone, _)| phone);
        listed.or_else(added).cloned().unwrap_or_default()
    }

    fn new_chat(
        &mut self,
        campaign: CampaignId,
        customer: CustomerDetails,
        line: Line,
        sub_channel: &str,
        subject: &str,
    ) -> InteractionId {
        let ids = self.state.ids.chat();
        let id = self.insert_interaction(campaign, customer, line, ids);
        if let Some(one) = self.state.interactions.get_mut(&id) {
            one.channel = ChannelType::Chat;
            one.conversation.sub_channel = sub_channel.to_owned();
            one.conversation.subject = subject.to_owned();
        }
        self.knows_window(&id);
        id
    }

    /// The chat's addresses, in the shape of the vendor's sample; made from its ids, so that they stay
    /// the same as long as it lives.
    pub(super) fn xmpp_metadata(&self, one: &Interaction) -> Value {
        let server = &self.workspace.site.application_server;
        let service = format!("chat-service-{}", server.rsplit('-').next().unwrap_or(server));
        let users = one.legs.iter().filter_map(|leg| self.state.agents.get(&leg.desk)).map(|agent| {
            let name =
                self.workspace.user(agent.user.as_str()).map_or(agent.user.as_str(), |user| user.name());
            let token = agent.session.get(agent.session.len().saturating_sub(10)..).unwrap_or_default();
            json!({"id": agent.user, "name": name, "xmppId": format!("xmpp-user-{token}@{service}")})
        });
        let token: String = one.id.as_str().chars().filter(|c| *c != '-').collect();
        let (room, customer) = token.split_at_checked(10).unwrap_or((&token, ""));
        let customer: String = customer.chars().take(10).collect();
        json!({
            "users": users.collect::<Vec<_>>(),
            "customer": {"name": one.customer.name, "xmppId": format!("xmpp-customer-conference-{customer}")},
            "xmppChatRoomId": format!("xmpp-chatroom-conference-{room}@conference.{service}"),
        })
    }
}

/// What an e-mail is about. 2001 where it is too long, 3000 with 409 on a channel where nothing has a subject.
fn subject_of<'a>(sub_channel: &str, field: &str, given: &'a str) -> Result<&'a str, SdkError> {
    let subject = bounded(field, given.trim(), MAX_SUBJECT)?;
    if !subject.is_empty() && sub_channel != EMAIL {
        return Err(SdkError::conflict(format!("channel {sub_channel} has no subjects"))
            .hint(format!("leave {field} out, or name the channel {EMAIL}")));
    }
    Ok(subject)
}

/// The sub channel that is named, else that of the site's own pages.
fn sub_channel_or_web(named: &str) -> Result<&str, SdkError> {
    let named = bounded("channelSubType", named, MAX_SUB_CHANNEL)?;
    Ok(if named.is_empty() { WEB_CHAT } else { named })
}
