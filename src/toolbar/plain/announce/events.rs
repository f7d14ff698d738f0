//! What is said of the events of the SDK.

use crate::contract::Event;
use crate::contract::payload::{AssociationType, Availability, CallEvent, Notification};
use crate::desk::interaction::Cleared;
use crate::desk::{DeskState, Interaction, Phase};
use crate::toolbar::plain::words::{all, command, kind, the, who};
use crate::toolbar::screens::workbench::looks;

/// What is said of an event. Nothing is said of those that are for the CRM or apps, nor of those that come
/// together with a change which says more.
pub(super) fn said(before: &DeskState, after: &DeskState, event: &Event) -> Option<String> {
    match event {
        Event::UserAvailabilityStatusChanged(status) => Some(availability(status)),
        Event::CampaignSelected(campaigns) => {
            let names: Vec<String> =
                campaigns.iter().map(|one| after.campaign_name(one.campaign_id)).collect();
            Some(format!("you work for {}", all(&names)))
        }
        Event::CallRinging(event) => after.interaction(&event.interaction_id).map(|one| rings(after, one)),
        Event::InteractionConnected(event) => {
            after.interaction(&event.interaction_id).map(|one| connected(after, one))
        }
        Event::InteractionDisconnected(event) => after.interaction(&event.interaction_id).map(over),
        Event::InteractionDisposed(event) => before.interaction(&event.interaction_id).map(|one| {
            let disposition = &event.disposition_details;
            let notes = match disposition.call_notes.as_str() {
                "" => String::new(),
                notes => format!("; notes: {notes}"),
            };
            format!("{} is disposed as {}{notes}", the(one), disposition.disposition_class)
        }),
        Event::InteractionEnded(event) => {
            let all = &before.interactions;
            all.iter().find(|one| one.customer_crt == event.customer_crt_object_id).and_then(ended)
        }
        Event::CustomerLinkedToInteraction(event) | Event::CustomerUnlinkedToInteraction(event) => {
            linked(before, event)
        }
        Event::Notification(notice) => bell(notice),
        Event::LoginStatus(_)
        | Event::ExtensionSelected(_)
        | Event::InteractionInitiated(_)
        | Event::InteractionTransferred(_)
        | Event::InteractionConferred(_)
        | Event::ShowCrm(_)
        | Event::HandleInteractionDisposed(_)
        | Event::InteractionOwned(_)
        | Event::OpenRecord(_)
        | Event::AttachClicked(_)
        | Event::UnattachClicked(_)
        | Event::CreateClicked(_)
        | Event::CurrentRecordAsked(())
        | Event::HandlePreview(_)
        | Event::DataFromApp(_)
        | Event::DataFromCrm(_)
        | Event::WindowVisibilityChanged(_)
        | Event::Lifecycle(_)
        | Event::UiData(_)
        | Event::AppData(_) => None,
    }
}

fn availability(status: &Availability) -> String {
    match (status.is_available, status.status_description.as_str()) {
        (true, "Available") => "you are available".to_owned(),
        (true, other) => format!("you are available, as {other}"),
        (false, status) => format!("you are on {status}; nothing is offered to you"),
    }
}

/// A call rings here, or at the customer who is dialled.
fn rings(desk: &DeskState, one: &Interaction) -> String {
    let campaign = desk.campaign_name(one.campaign_id);
    if one.is_outbound() {
        return format!(
            "it rings at {}, dialled for {campaign}; {} stops it",
            who(one),
            command(desk, one, "hangup")
        );
    }
    let (name, phone) = (one.customer_label(), one.shown_phone());
    let phone = if name == phone { String::new() } else { format!(", {phone}") };
    let says = match one.association {
        AssociationType::Transfer => format!("the call with {name} is given to you, {campaign}{phone}"),
        AssociationType::TransferToCampaign => {
            format!("the call with {name} was given to the campaign {campaign} and comes to you{phone}")
        }
        AssociationType::Confer => format!("you are asked into the call with {name}, {campaign}{phone}"),
        AssociationType::InboundDial | AssociationType::ManualDial => {
            format!("{name} calls on the campaign {campaign}{phone}")
        }
    };
    let (answer, reject) = (command(desk, one, "answer"), command(desk, one, "reject"));
    format!("{says}. Type {answer} or {reject}")
}

fn connected(desk: &DeskState, one: &Interaction) -> String {
    if !one.is_chat() {
        return format!("you are connected with {}", one.customer_label());
    }
    let read = command(desk, one, "read");
    let lines = match one.chat.len() {
        0 => String::new(),
        1 => format!("; 1 line is written, type {read}"),
        many => format!("; {many} lines are written, type {read}"),
    };
    format!("you are in the chat with {}{lines}", one.customer_label())
}

/// The talk is over; the wrap-up begins.
fn over(one: &Interaction) -> String {
    match one.cleared {
        Some(by) => format!("{} is over: {}", the(one), looks::cleared(by, one.is_chat())),
        None => format!("{} is over", the(one)),
    }
}

/// What ended without a disposition: one that was given has been said.
fn ended(one: &Interaction) -> Option<String> {
    match (one.phase, one.cleared) {
        // That the talk is over, or how it is disposed, was said.
        (Phase::Disposed | Phase::WrapUp, _) => None,
        (_, Some(Cleared::Missed)) => Some(format!("you missed the {} from {}", kind(one), who(one))),
        (_, Some(Cleared::Rejected)) => Some(format!("you refused the {} from {}", kind(one), who(one))),
        _ => Some(over(one)),
    }
}

/// Who the customer is, where that is another one than before.
fn linked(before: &DeskState, event: &CallEvent) -> Option<String> {
    let one = before.interaction(&event.interaction_id)?;
    let (old, new) = (&one.customer, &event.customer_details);
    if old == new {
        return None;
    }
    Some(match (&new.name, new.customer_id) {
        (Some(name), Some(id)) => format!("the customer of {} is {name}, customer {id}", the(one)),
        (None, Some(id)) => format!("the customer of {} is customer {id}", the(one)),
        (_, None) => format!("{} is linked with no customer any more", the(one)),
    })
}

/// A missed call is said when it ends.
fn bell(notice: &Notification) -> Option<String> {
    let missed = notice.specific_info.context == "missed.call";
    (!missed).then(|| notice.display_message.clone())
}
