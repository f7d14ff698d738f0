//! Outputs collected, and the payloads of events made from the state.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::Ecc;
use super::input::Ticket;
use super::interaction::{Interaction, Leg};
use super::output::{CustomerSees, HttpRequest, Output, What};
use crate::contract::ids::{CrtId, DeskId, InteractionId, QueueId};
use crate::contract::payload::{
    CallEvent, ChannelDetails, Ended, EndedChannel, MemberDetails, MissedCall, MissedCallParams,
    Notification, PhoneInfo,
};
use crate::contract::{Event, SdkError};
use crate::desk::{Change, ToastVariant};
use crate::wire::Moment;

/// The outputs of the input at hand.
#[derive(Debug)]
pub(super) struct Out {
    pub at: Moment,
    list: Vec<Output>,
    /// Up to where those who watch the desks were told of them.
    told: usize,
}

impl Out {
    pub(super) fn new(at: Moment) -> Out {
        Out { at, list: Vec::new(), told: 0 }
    }

    pub(super) fn take(&mut self) -> Vec<Output> {
        self.told = 0;
        std::mem::take(&mut self.list)
    }

    /// The desks that were told something since this was last asked.
    pub(super) fn untold(&mut self) -> impl Iterator<Item = &DeskId> {
        let from = std::mem::replace(&mut self.told, self.list.len());
        self.list.iter().skip(from).filter_map(|output| match &output.what {
            What::Event { desk, .. } | What::Change { desk, .. } => Some(desk),
            What::Answer { .. } | What::Http { .. } | What::Customer { .. } => None,
        })
    }

    /// Where the next output will stand.
    pub(super) fn place(&self) -> usize {
        self.list.len()
    }

    /// Puts an output before those that have come since `place`.
    pub(super) fn insert(&mut self, place: usize, what: What) {
        self.list.insert(place, Output { at: self.at, what });
    }

    pub(super) fn event(&mut self, desk: &DeskId, event: Event) {
        self.push(What::Event { desk: desk.clone(), event: Box::new(event), to: None });
    }

    /// An event for one integration.
    pub(super) fn event_to(&mut self, desk: &DeskId, peer: &Arc<str>, event: Event) {
        self.push(What::Event { desk: desk.clone(), event: Box::new(event), to: Some(Arc::clone(peer)) });
    }

    /// An answer to a call that was left open.
    pub(super) fn late_answer(&mut self, ticket: Ticket, result: Result<Value, SdkError>) {
        self.push(What::Answer { ticket, result });
    }

    /// An HTTP request for a call that is left open.
    pub(super) fn http(&mut self, ticket: Ticket, request: HttpRequest) {
        self.push(What::Http { ticket, request: Box::new(request) });
    }

    pub(super) fn change(&mut self, desk: &DeskId, change: Change) {
        self.push(What::Change { desk: desk.clone(), change });
    }

    pub(super) fn customer(&mut self, one: &Interaction, sees: CustomerSees) {
        self.push(What::Customer {
            interaction_id: one.id.clone(),
            phone: one.customer.phone.clone(),
            campaign_id: one.campaign,
            sub_channel: one.conversation.sub_channel.clone(),
            sees,
        });
    }

    /// What a number that was asked into a call sees.
    pub(super) fn member(&mut self, one: &Interaction, phone: String, sees: CustomerSees) {
        self.push(What::Customer {
            interaction_id: one.id.clone(),
            phone,
            campaign_id: one.campaign,
            sub_channel: String::new(),
            sees,
        });
    }

    fn push(&mut self, what: What) {
        self.list.push(Output { at: self.at, what });
    }
}

/// What most interaction events carry. Each event has the fields of its sample: the queue and the
/// user stand in some only.
pub(super) fn call_event(one: &Interaction, leg: &Leg) -> CallEvent {
    CallEvent {
        interaction_id: one.id.clone(),
        user_id: None,
        campaign_id: leg.campaign(one),
        queue_id: None,
        user_crt_object_id: leg.crt.clone(),
        channel_details: channel_details(one, leg),
        customer_crt_object_id: one.customer_crt.clone(),
        customer_details: leg.party(one).clone(),
    }
}

/// The same with the queue, null for a call that came through none.
pub(super) fn call_event_with_queue(one: &Interaction, leg: &Leg) -> CallEvent {
    CallEvent { queue_id: Some(one.queue), ..call_event(one, leg) }
}

pub(super) fn channel_details(one: &Interaction, leg: &Leg) -> ChannelDetails {
    ChannelDetails {
        channel_type: one.channel,
        association_type: leg.association,
        call_id: one.call_id.clone(),
    }
}

/// The sides of someone who comes to a call and of the agent who had it.
pub(super) fn both_sides(one: &Interaction, comes: &CrtId, had: &CrtId) -> MemberDetails {
    MemberDetails {
        call_id: one.call_id.clone(),
        crt_object_id: comes.clone(),
        member_crt_object_id: had.clone(),
    }
}

pub(super) fn ended(one: &Interaction, leg: &Leg) -> Ended {
    Ended {
        campaign_id: leg.campaign(one),
        user_crt_object_id: leg.crt.clone(),
        channel_details: EndedChannel { channel_type: one.channel },
        customer_crt_object_id: one.customer_crt.clone(),
        customer_details: Map::new(),
    }
}

impl Ecc {
    /// Emits the screen pop, and the link to the customer where the CRM knows them
    /// (behaviour: right after `showCrm`).
    pub(super) fn pop_screen(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some((one, leg)) = self.leg(id, desk) else { return };
        // A colleague is no customer of whom a CRM knows anything.
        if one.internal {
            return;
        }
        let user = self.state.agents.get(desk).map(|agent| agent.user.clone());
        let show = CallEvent { user_id: user, ..call_event_with_queue(one, leg) };
        let linked = one.customer.customer_id.map(|_| call_event(one, leg));
        self.out.event(desk, Event::ShowCrm(show));
        if let Some(linked) = linked {
            self.out.event(desk, Event::CustomerLinkedToInteraction(linked));
        }
    }

    /// A toast in which `{}` stands for the customer and `{what}` for call or chat.
    pub(super) fn toast_about(
        &mut self,
        id: &InteractionId,
        desk: &DeskId,
        variant: ToastVariant,
        text: &str,
    ) {
        if let Some(text) = self.words_about(id, desk, text) {
            self.out.change(desk, Change::Toast { variant, text });
        }
    }

    /// A text with the customer and the channel put in.
    pub(super) fn words_about(&self, id: &InteractionId, desk: &DeskId, text: &str) -> Option<String> {
        let one = self.state.interactions.get(id)?;
        let what = if one.is_chat() { "chat" } else { "call" };
        let who = self.shown_party(one, desk);
        Some(text.replace("{what}", what).replace("{}", &who))
    }

    /// Tells the bell of a missed call or chat; the vendor's page has one type for such.
    pub(super) fn notify_missed(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some((one, leg)) = self.leg(id, desk) else { return };
        let (who, campaign_id) = (leg.party(one).clone(), leg.campaign(one));
        let is_internal = one.internal;
        let what = if one.is_chat() { "Chat" } else { "Call" };
        let (notification_id, context_id) = self.state.ids.notification();
        let (site, at) = (&self.workspace.site, self.state.now);
        let local = |format: &str| at.at_offset(site.utc_offset_minutes, format);
        let phone = who.phone.clone();
        // What is for people to read is masked, what programs take is not.
        let display_phone = if is_internal { phone.clone() } else { self.shown_phone(campaign_id, &phone) };
        let event = Notification {
            display_message: format!(
                "{what} Missed!! Customer Name: {} Contact Number: {display_phone} Missed {what} Time: {} {} {}",
                who.name.as_deref().unwrap_or_default(),
                local("%a %b %d %H:%M:%S"),
                site.time_zone,
                local("%Y"),
            ),
            severity: 2,
            kind: "application.notification.type".to_owned(),
            sub_type: "notification.missed.call.type".to_owned(),
            specific_info: MissedCall {
                context_id,
                context: "missed.call".to_owned(),
                campaign_id,
                customer_id: who.customer_id,
                name: who.name.clone(),
                contact: phone.clone(),
                date_added: local("%Y-%m-%d %H:%M:%S.%3f"),
                phone_info: PhoneInfo { phone, display_phone },
                additional_params: MissedCallParams {
                    notification_id: notification_id.clone(),
                    context: "missed.call".to_owned(),
                },
            },
            notification_id,
            consolidation_count: 0,
            date_added: at.iso_zulu(),
        };
        self.out.event(desk, Event::Notification(event));
    }

    /// An interaction and a desk's leg of it.
    pub(super) fn leg(&self, id: &InteractionId, desk: &DeskId) -> Option<(&Interaction, &Leg)> {
        let one = self.state.interactions.get(id)?;
        one.leg(desk).map(|leg| (one, leg))
    }

    /// Tells the desks of a campaign how many callers wait.
    pub(super) fn tell_waiting(&mut self, campaign: crate::contract::ids::CampaignId) {
        let count = self.state.queues.waiting(campaign);
        for (desk, agent) in &self.state.agents {
            if agent.selected.contains(&campaign) {
                self.out.change(desk, Change::Waiting { campaign_id: campaign, count });
            }
        }
    }
}

/// The queue's id as an interaction record has it: 0 for none.
pub(super) fn queue_or_zero(queue: Option<QueueId>) -> QueueId {
    queue.unwrap_or(QueueId(0))
}
