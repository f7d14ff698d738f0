//! The order of events (docs/lifecycles.md), watched as they come.

use std::collections::BTreeMap;

use offhook::contract::Event;
use offhook::contract::ids::{CrtId, DeskId, InteractionId};
use offhook::contract::payload::{AssociationType, ChannelType};
use offhook::ecc::whole::Law;
use offhook::ecc::{CustomerSees, What};

/// How far the events of a leg have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Initiated,
    /// `callRinging` or `showCrm`, whichever comes first here.
    First,
    Second,
    Connected,
    Transferred,
    Disconnected,
    Disposed,
    Handled,
}

#[derive(Debug)]
struct Leg {
    id: InteractionId,
    is_chat: bool,
    dialled: bool,
    told: Told,
    /// Whether `callRinging`, `showCrm`, `interactionConnected` came.
    rang: bool,
    shown: bool,
    answered: bool,
}

/// What every desk, customer and number was told of what is under way.
#[derive(Debug, Default)]
pub struct Order {
    legs: BTreeMap<(DeskId, InteractionId), Leg>,
    /// By the customer's side of the call, which is all that `interactionEnded` names.
    sides: BTreeMap<(DeskId, CrtId), InteractionId>,
    /// The event before, of each desk.
    last: BTreeMap<DeskId, &'static str>,
    customers: BTreeMap<InteractionId, bool>,
    numbers: BTreeMap<(InteractionId, String), bool>,
}

fn wrong(event: &Event, leg: &Leg) -> Law {
    Err(format!("{} of {} after {:?}", event.id(), leg.id, leg.told))
}

impl Order {
    /// Takes an output in.
    pub fn hear(&mut self, what: &What) -> Law {
        match what {
            What::Event { desk, event, .. } => {
                self.event(desk, event).map_err(|why| format!("desk {desk}: {why}"))?;
                self.last.insert(desk.clone(), event.id());
                Ok(())
            }
            What::Customer { interaction_id, phone, sees, .. } => self.customer(interaction_id, phone, *sees),
            What::Answer { .. } | What::Change { .. } | What::Http { .. } => Ok(()),
        }
    }

    /// Everything that was begun has ended.
    pub fn over(&self) -> Law {
        if let Some((key, leg)) = self.legs.first_key_value() {
            return Err(format!("the leg {key:?} never ended: {leg:?}"));
        }
        if let Some((id, _)) = self.customers.iter().find(|(_, cleared)| !**cleared) {
            return Err(format!("the customer of {id} was never let go"));
        }
        match self.numbers.first_key_value() {
            Some((number, _)) => Err(format!("the number {number:?} was never let go")),
            None => Ok(()),
        }
    }

    fn event(&mut self, desk: &DeskId, event: &Event) -> Law {
        match event {
            Event::InteractionInitiated(one) => {
                let leg = Leg {
                    id: one.interaction_id.clone(),
                    is_chat: one.channel_details.channel_type == ChannelType::Chat,
                    dialled: one.channel_details.association_type == AssociationType::ManualDial,
                    told: Told::Initiated,
                    rang: false,
                    shown: false,
                    answered: false,
                };
                self.sides.insert((desk.clone(), one.customer_crt_object_id.clone()), leg.id.clone());
                match self.legs.insert((desk.clone(), leg.id.clone()), leg) {
                    Some(leg) => Err(format!("{} began twice", leg.id)),
                    None => Ok(()),
                }
            }
            Event::InteractionEnded(one) => {
                let side = (desk.clone(), one.customer_crt_object_id.clone());
                let id = self.sides.remove(&side).ok_or("interactionEnded of nothing that began")?;
                let leg = self.legs.remove(&(desk.clone(), id)).ok_or("a leg ended twice")?;
                let before = self.last.get(desk).copied().unwrap_or_default();
                match leg.told {
                    Told::Handled if before == "interaction.handleInteractionDisposed" => Ok(()),
                    // One that only rang, and what colleagues had with each other.
                    Told::First | Told::Second if before == "notification.notification" => Ok(()),
                    Told::Initiated if leg.is_chat && before == "notification.notification" => Ok(()),
                    Told::Disconnected if before == "notification.notification" => Ok(()),
                    Told::Disconnected if before == "interaction.interactionDisconnected" => Ok(()),
                    _ => wrong(event, &leg),
                }
            }
            other => self.in_leg(desk, other),
        }
    }

    fn in_leg(&mut self, desk: &DeskId, event: &Event) -> Law {
        let Some(id) = interaction_of(event) else { return Ok(()) };
        let before = self.last.get(desk).copied().unwrap_or_default();
        let Some(leg) = self.legs.get_mut(&(desk.clone(), id.clone())) else {
            return Err(format!("{} of {id} outside of a leg", event.id()));
        };
        let internal = !self.customers.contains_key(id);
        let next = match (event, leg.told) {
            (Event::CallRinging(_), told) if !leg.rang && !leg.is_chat && told < Told::Second => {
                leg.rang = true;
                if leg.shown { Told::Second } else { Told::First }
            }
            (Event::ShowCrm(_), told) if !leg.shown && told < Told::Second => {
                // A dialled call pops first, one that comes rings first.
                let in_order = leg.is_chat || leg.rang != leg.dialled;
                if !in_order {
                    return wrong(event, leg);
                }
                leg.shown = true;
                if leg.rang || leg.is_chat { Told::Second } else { Told::First }
            }
            // Colleagues' calls and chats pop no screen.
            (Event::InteractionConnected(_), Told::Initiated) if internal && leg.is_chat => Told::Connected,
            (Event::InteractionConnected(_), Told::First) if internal && leg.rang => Told::Connected,
            (Event::InteractionConnected(_), Told::Second) => Told::Connected,
            (Event::InteractionTransferred(_), Told::Connected) => Told::Transferred,
            (Event::InteractionDisconnected(_), told) if told < Told::Transferred => Told::Disconnected,
            (Event::InteractionDisconnected(_), Told::Transferred)
                if before == "interaction.interactionTransferred" =>
            {
                Told::Disconnected
            }
            // What only rang ends without.
            (Event::InteractionDisposed(_), Told::Disconnected) if leg.dialled || leg.answered => {
                Told::Disposed
            }
            (Event::HandleInteractionDisposed(_), Told::Disposed)
                if before == "interaction.interactionDisposed" =>
            {
                Told::Handled
            }
            (Event::InteractionConferred(_), Told::Connected) => Told::Connected,
            (Event::CustomerLinkedToInteraction(_) | Event::CustomerUnlinkedToInteraction(_), told)
                if (Told::First..=Told::Disconnected).contains(&told) || internal =>
            {
                told
            }
            _ => return wrong(event, leg),
        };
        leg.answered |= next == Told::Connected;
        leg.told = next;
        Ok(())
    }

    fn customer(&mut self, id: &InteractionId, phone: &str, sees: CustomerSees) -> Law {
        let number = || (id.clone(), phone.to_owned());
        let fits = match sees {
            CustomerSees::Queued | CustomerSees::Dialled => {
                self.customers.insert(id.clone(), false).is_none()
            }
            CustomerSees::Cleared => self.customers.insert(id.clone(), true) == Some(false),
            CustomerSees::MemberDialled => self.numbers.insert(number(), false).is_none(),
            CustomerSees::MemberConnected => self.numbers.insert(number(), true) == Some(false),
            CustomerSees::MemberCleared => self.numbers.remove(&number()).is_some(),
            CustomerSees::Connected
            | CustomerSees::PutThrough
            | CustomerSees::Written
            | CustomerSees::AgentTypes
            | CustomerSees::AgentStops
            | CustomerSees::Seen => self.customers.get(id) == Some(&false),
        };
        match fits {
            true => Ok(()),
            false => Err(format!("{id}: {phone} sees {sees:?} out of order")),
        }
    }
}

/// The interaction of an event that belongs to a leg.
fn interaction_of(event: &Event) -> Option<&InteractionId> {
    match event {
        Event::CallRinging(one)
        | Event::InteractionConnected(one)
        | Event::InteractionDisconnected(one)
        | Event::ShowCrm(one)
        | Event::CustomerLinkedToInteraction(one)
        | Event::CustomerUnlinkedToInteraction(one) => Some(&one.interaction_id),
        Event::InteractionTransferred(one) => Some(&one.interaction_id),
        Event::InteractionConferred(one) => Some(&one.interaction_id),
        Event::InteractionDisposed(one) => Some(&one.interaction_id),
        Event::HandleInteractionDisposed(one) => Some(&one.interaction_id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use offhook::contract::ids::CampaignId;
    use serde_json::json;
    use serde_json::value::to_raw_value;

    use super::*;

    const INBOUND: [&str; 8] = [
        "interactionInitiated",
        "callRinging",
        "showCrm",
        "interactionConnected",
        "interactionDisconnected",
        "interactionDisposed",
        "handleInteractionDisposed",
        "interactionEnded",
    ];

    /// Whether a call of these events is in order.
    fn hears(names: &[&str]) -> Law {
        let payload = json!({
            "interactionId": "i", "campaignId": 1, "userCRTObjectId": "u", "customerCRTObjectId": "c",
            "channelDetails": {"channelType": "voice", "associationType": "inbound.dial.association", "callId": "1"},
            "customerDetails": {"customerId": null, "name": null, "phone": "5550100"},
            "dispositionDetails": {"dispositionClass": "Sold", "dispositionCode": 1, "callNotes": ""},
        });
        let payload = to_raw_value(&payload).unwrap();
        let sees = |sees| What::Customer {
            interaction_id: "i".into(),
            phone: "5550100".to_owned(),
            campaign_id: CampaignId(1),
            sub_channel: String::new(),
            sees,
        };
        let mut order = Order::default();
        order.hear(&sees(CustomerSees::Queued))?;
        for name in names {
            let event = Event::parse(&format!("interaction.{name}"), &payload).unwrap().unwrap();
            order.hear(&What::Event { desk: "a".into(), event: Box::new(event), to: None })?;
        }
        order.hear(&sees(CustomerSees::Cleared))?;
        order.over()
    }

    #[test]
    fn the_order_of_a_call_is_known() {
        assert_eq!(hears(&INBOUND), Ok(()));
    }

    #[test]
    fn every_event_that_is_missing_doubled_or_in_anothers_place_is_noticed() {
        for (at, name) in INBOUND.iter().enumerate() {
            let mut fewer = INBOUND.to_vec();
            fewer.remove(at);
            assert!(hears(&fewer).is_err(), "without {name}");
            let mut more = INBOUND.to_vec();
            more.insert(at, name);
            assert!(hears(&more).is_err(), "{name} twice");
            for (other, with) in INBOUND.iter().enumerate().skip(at + 1) {
                let mut swapped = INBOUND.to_vec();
                swapped.swap(at, other);
                assert!(hears(&swapped).is_err(), "{name} and {with} swapped");
            }
        }
    }
}
