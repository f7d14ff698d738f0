//! A desk's session as frames: what a hub would push, made of the contract's own types.

use serde_json::value::RawValue;

use crate::contract::Event;
use crate::contract::ids::{CallContextId, CampaignId, ClassId, CodeId, ProcessId, QueueId};
use crate::contract::payload::{
    AssociationType, Availability, CallEvent, CampaignRef, ChannelDetails, ChannelType, CustomerDetails,
    Disposed, DispositionDetails, Ended, EndedChannel, HandleDisposed, MissedCall, MissedCallParams,
    Notification, PhoneInfo, StateChangeCause,
};
use crate::contract::session::{DispositionClass, DispositionCode, SelectedExtension};
use crate::desk::interaction::Cleared;
use crate::desk::{AssignedCampaign, Change, Extension, Presence, Session, ToastVariant};
use crate::wire::push::Body;
use crate::wire::{Micros, Moment, Push};

/// When all sessions of tests begin: 2025-07-18, 11:12:34 UTC.
pub const NOW: Moment = Moment(1_752_837_154_000_000);

/// Writes a session down, frame by frame.
pub struct Script {
    pub at: Moment,
    pub(super) seq: u64,
    pub pushes: Vec<Push>,
}

/// A campaign of the demonstration.
pub fn campaign(id: u32, name: &str) -> AssignedCampaign {
    let code = |id: u32, name: &str| DispositionCode { id: CodeId(id), name: name.to_owned() };
    let class = |id: u32, name: &str, codes: Vec<DispositionCode>| DispositionClass {
        class_id: ClassId(id),
        class_name: name.to_owned(),
        codes,
    };
    AssignedCampaign {
        about: CampaignRef {
            campaign_id: CampaignId(id),
            campaign_name: name.to_owned(),
            campaign_type: "Omni Campaign".to_owned(),
            process_id: ProcessId(5),
        },
        dispositions: vec![
            class(588, "Status", vec![code(1344, "Open"), code(1345, "Closed"), code(820, "New")]),
            class(590, "Sale", vec![code(1401, "Order placed"), code(1402, "Not interested")]),
        ],
        default_code: CodeId(820),
    }
}

/// Agent `executive`, with nothing chosen yet.
pub fn agent(since: Moment) -> Session {
    let extension = |phone: &str, name: &str, id: Option<u32>| Extension {
        phone: phone.to_owned(),
        name: name.to_owned(),
        call_context_id: id.map(CallContextId),
    };
    Session {
        user_id: "executive".into(),
        user_name: "executive".to_owned(),
        user_type: "Executive".to_owned(),
        since,
        campaigns: vec![campaign(47, "WhatsApp Chat"), campaign(172, "Mohit Omni Camp")],
        extensions: vec![
            extension("1234567890", "Softphone", None),
            extension("1234567891", "Desk phone", Some(16)),
        ],
        ready_statuses: vec!["Available".to_owned()],
        break_statuses: vec!["Lunch".to_owned(), "Tea".to_owned(), "Meeting".to_owned()],
        max_phone_length: 20,
        max_campaign_name: 999,
        longest_break: None,
        may_dial: true,
        selected: Vec::new(),
        extension: None,
        presence: Presence { available: false, status: "Not ready".to_owned(), since },
    }
}

impl Script {
    pub fn new() -> Script {
        Script { at: NOW, seq: 0, pushes: Vec::new() }
    }

    /// Time goes by.
    pub fn wait(&mut self, seconds: u64) -> &mut Self {
        self.at = self.at + Micros::from_secs(seconds);
        self
    }

    fn body(&mut self, body: Body) -> &mut Self {
        let prev = self.seq;
        self.seq += 1;
        // Frames of one moment are a millisecond apart, as they are from a hub.
        self.at = self.at + Micros::from_millis(1);
        self.pushes.push(Push { seq: self.seq, prev, at: self.at, body });
        self
    }

    pub fn event(&mut self, event: &Event) -> &mut Self {
        let payload = RawValue::from_string(event.payload_json()).unwrap();
        self.body(Body::Event { name: event.id().to_owned(), payload, to: None })
    }

    pub fn change(&mut self, change: &Change) -> &mut Self {
        self.body(Body::Change(RawValue::from_string(change.to_json()).unwrap()))
    }

    pub fn signed_in(&mut self) -> &mut Self {
        let session = Box::new(agent(self.at));
        self.event(&Event::LoginStatus("User executive logged in".to_owned()));
        self.change(&Change::SignedIn { session })
    }

    pub fn campaigns(&mut self, ids: &[u32]) -> &mut Self {
        let known = agent(self.at).campaigns.into_iter().map(|one| one.about);
        let chosen = known.filter(|one| ids.contains(&one.campaign_id.0)).collect();
        self.event(&Event::CampaignSelected(chosen))
    }

    pub fn extension(&mut self) -> &mut Self {
        let extension = SelectedExtension { call_context_id: None, phone: "1234567890".to_owned() };
        self.change(&Change::Extension { extension })
    }

    pub fn status(&mut self, available: bool, status: &str) -> &mut Self {
        self.event(&Event::UserAvailabilityStatusChanged(Availability {
            is_available: available,
            auto_call_status: available,
            status_description: status.to_owned(),
            auto_call_state_change_cause: match available {
                true => StateChangeCause::AgentSetReady,
                false => StateChangeCause::AgentSetNotReady,
            },
        }))
    }

    /// Signed in with both campaigns and an extension, waiting for calls.
    pub fn working(&mut self) -> &mut Self {
        self.signed_in().wait(5).campaigns(&[47, 172]).wait(3).extension().status(true, "Available").wait(61)
    }

    pub fn call(number: u32, name: Option<&str>, phone: &str, outbound: bool) -> CallEvent {
        let association = match outbound {
            true => AssociationType::ManualDial,
            false => AssociationType::InboundDial,
        };
        CallEvent {
            interaction_id: format!("cd787e9a-fac0-4f1e-b823-a99853{number:04}").as_str().into(),
            user_id: None,
            campaign_id: CampaignId(172),
            queue_id: Some((!outbound).then_some(QueueId(134))),
            user_crt_object_id: "d279-6874b064-uce-1".into(),
            channel_details: ChannelDetails {
                channel_type: ChannelType::Voice,
                association_type: association,
                call_id: format!("d279-6874b064-vcall-{number}").as_str().into(),
            },
            customer_crt_object_id: format!("d279-6874b064-vce-{number}").as_str().into(),
            customer_details: CustomerDetails {
                customer_id: name.map(|_| crate::contract::ids::CustomerId(735_076_692_678_909)),
                name: name.map(str::to_owned),
                phone: phone.to_owned(),
            },
        }
    }

    fn until(&mut self, call: &CallEvent, seconds: u64) -> &mut Self {
        let until = self.at + Micros::from_secs(seconds);
        self.change(&Change::Deadline { interaction_id: call.interaction_id.clone(), until })
    }

    /// A call that rings here.
    pub fn rings(&mut self, call: &CallEvent) -> &mut Self {
        self.event(&Event::InteractionInitiated(call.clone()));
        self.event(&Event::CallRinging(call.clone()));
        self.until(call, 20);
        self.event(&Event::ShowCrm(call.clone()))
    }

    /// A customer who is dialled.
    pub fn dials(&mut self, call: &CallEvent) -> &mut Self {
        self.event(&Event::InteractionInitiated(call.clone()));
        self.event(&Event::ShowCrm(call.clone()));
        self.event(&Event::CallRinging(call.clone()));
        self.until(call, 30)
    }

    pub fn connects(&mut self, call: &CallEvent) -> &mut Self {
        self.event(&Event::InteractionConnected(call.clone()))
    }

    pub fn hold(&mut self, call: &CallEvent, on: bool) -> &mut Self {
        self.change(&Change::Hold { interaction_id: call.interaction_id.clone(), on })
    }

    pub fn mute(&mut self, call: &CallEvent, on: bool) -> &mut Self {
        self.change(&Change::Mute { interaction_id: call.interaction_id.clone(), on })
    }

    pub fn hangs_up(&mut self, call: &CallEvent, by: Cleared) -> &mut Self {
        self.change(&Change::Cleared { interaction_id: call.interaction_id.clone(), by });
        self.event(&Event::InteractionDisconnected(call.clone()));
        self.until(call, 120)
    }

    pub fn disposes(&mut self, call: &CallEvent) -> &mut Self {
        let details = DispositionDetails {
            disposition_class: "Closed".to_owned(),
            disposition_code: ClassId(588),
            call_notes: "all well".to_owned(),
        };
        self.event(&Event::InteractionDisposed(Disposed {
            interaction_id: call.interaction_id.clone(),
            campaign_id: call.campaign_id,
            user_crt_object_id: call.user_crt_object_id.clone(),
            channel_details: call.channel_details.clone(),
            disposition_details: details.clone(),
        }));
        self.event(&Event::HandleInteractionDisposed(HandleDisposed {
            interaction_id: call.interaction_id.clone(),
            campaign_id: call.campaign_id,
            disposition_details: details,
        }));
        self.ends(call)
    }

    pub fn ends(&mut self, call: &CallEvent) -> &mut Self {
        self.event(&Event::InteractionEnded(Ended {
            campaign_id: call.campaign_id,
            user_crt_object_id: call.user_crt_object_id.clone(),
            channel_details: EndedChannel { channel_type: ChannelType::Voice },
            customer_crt_object_id: call.customer_crt_object_id.clone(),
            customer_details: serde_json::Map::new(),
        }))
    }

    /// The call was not answered: the bell, then the end.
    pub fn missed(&mut self, call: &CallEvent) -> &mut Self {
        self.change(&Change::Cleared { interaction_id: call.interaction_id.clone(), by: Cleared::Missed });
        let notice = Script::missed_notice(call, self.at);
        self.event(&notice);
        self.ends(call)
    }

    pub fn missed_notice(call: &CallEvent, at: Moment) -> Event {
        let phone = call.customer_details.phone.clone();
        let id = "d279-6874b064-notify-2441";
        Event::Notification(Notification {
            notification_id: id.into(),
            display_message: format!("Missed call from {phone}"),
            severity: 2,
            kind: "application.notification.type".to_owned(),
            sub_type: "notification.missed.call.type".to_owned(),
            specific_info: MissedCall {
                context_id: 1,
                context: "missed.call".to_owned(),
                campaign_id: call.campaign_id,
                customer_id: call.customer_details.customer_id,
                name: call.customer_details.name.clone(),
                contact: phone.clone(),
                date_added: at.iso_zulu(),
                phone_info: PhoneInfo { phone: phone.clone(), display_phone: phone },
                additional_params: MissedCallParams {
                    notification_id: id.into(),
                    context: "missed.call".to_owned(),
                },
            },
            consolidation_count: 1,
            date_added: at.iso_zulu(),
        })
    }

    pub fn waiting(&mut self, campaign: u32, count: u32) -> &mut Self {
        self.change(&Change::Waiting { campaign_id: CampaignId(campaign), count })
    }

    pub fn toast(&mut self, variant: ToastVariant, text: &str) -> &mut Self {
        self.change(&Change::Toast { variant, text: text.to_owned() })
    }

    /// The customer of the vendor's pages, calling.
    pub fn anshika() -> CallEvent {
        Script::call(20, Some("Anshika"), "1234567890", false)
    }
}
