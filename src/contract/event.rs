//! The events, each with its typed payload.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use serde_json::Value;

use super::payload::{
    Availability, CallEvent, CampaignRef, Conferred, CreateClick, CrmRecordInfo, Disposed, Ended,
    ExtensionSelected, HandleDisposed, Notification, Preview, RecordClick, Transferred, WindowVisibility,
};

macro_rules! events {
    ($( $(#[$doc:meta])* $variant:ident($payload:ty) = $id:literal, )*) => {
        /// An event of the SDK.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Event {
            $( $(#[$doc])* $variant($payload), )*
        }

        impl Event {
            /// The wire name, as in the contract.
            pub fn id(&self) -> &'static str {
                match self {
                    $( Event::$variant(_) => $id, )*
                }
            }

            /// From the wire: `None` for an event without a typed payload here.
            pub fn parse(id: &str, payload: &RawValue) -> Option<Result<Event, serde_json::Error>> {
                Some(match id {
                    $( $id => read(payload).map(Event::$variant), )*
                    _ => return None,
                })
            }

            /// The payload as JSON text.
            pub fn payload_json(&self) -> String {
                match self {
                    $( Event::$variant(payload) => write(payload), )*
                }
            }
        }
    };
}

events! {
    /// A user signed in or out.
    LoginStatus(String) = "session.loginStatus",
    /// The agent became available or went on a break.
    UserAvailabilityStatusChanged(Availability) = "session.userAvailabilityStatusChanged",
    /// The agent chose campaigns.
    CampaignSelected(Vec<CampaignRef>) = "session.campaignSelected",
    /// The agent chose an extension.
    ExtensionSelected(ExtensionSelected) = "session.extensionSelected",
    /// A leg begins.
    InteractionInitiated(CallEvent) = "interaction.interactionInitiated",
    /// It rings: here for an inbound call, at the customer's for an outbound one.
    CallRinging(CallEvent) = "interaction.callRinging",
    /// Both sides can talk.
    InteractionConnected(CallEvent) = "interaction.interactionConnected",
    /// The talk, or the try, is over.
    InteractionDisconnected(CallEvent) = "interaction.interactionDisconnected",
    /// The agent, or the wrap-up timer, disposed it.
    InteractionDisposed(Disposed) = "interaction.interactionDisposed",
    /// The leg is over.
    InteractionEnded(Ended) = "interaction.interactionEnded",
    /// A known customer belongs to it.
    CustomerLinkedToInteraction(CallEvent) = "interaction.customerLinkedToInteraction",
    /// No longer.
    CustomerUnlinkedToInteraction(CallEvent) = "interaction.customerUnlinkedToInteraction",
    /// It went to someone else.
    InteractionTransferred(Transferred) = "interaction.interactionTransferred",
    /// Someone is asked into it, or joined.
    InteractionConferred(Conferred) = "interaction.interactionConferred",
    /// The screen pop.
    ShowCrm(CallEvent) = "interaction.showCrm",
    /// For the CRM's activity log.
    HandleInteractionDisposed(HandleDisposed) = "interaction.handleInteractionDisposed",
    /// The bell.
    Notification(Notification) = "notification.notification",
    /// The agent looks at an interaction: whether it is theirs.
    InteractionOwned(bool) = "interaction.getIsInteractionOwnedByUser",
    /// The CRM is to show a record.
    OpenRecord(CrmRecordInfo) = "interaction.openRecord",
    /// The agent links the interaction with a record.
    AttachClicked(RecordClick) = "interaction.onAttachButtonClick",
    /// The agent undoes that.
    UnattachClicked(RecordClick) = "interaction.onUnattachButtonClick",
    /// The agent wants a record made.
    CreateClicked(CreateClick) = "interaction.onCreateButtonClick",
    /// The CRM is asked which record it shows.
    CurrentRecordAsked(()) = "interaction.getCurrentCRMRecordOpened",
    /// The CRM is asked who a number belongs to.
    HandlePreview(Preview) = "interaction.handlePreview",
    /// An app sends the CRM something.
    DataFromApp(Value) = "interaction.receiveDataFromApp",
    /// The CRM sends its apps something.
    DataFromCrm(Value) = "interaction.receiveDataFromCRM",
    /// The toolbar's window came into sight or went out of it.
    WindowVisibilityChanged(WindowVisibility) = "ui.windowVisibilityChanged",
    /// What became of an app: `registered`, `loaded`, `focused`, `blurred`, `unloaded`.
    Lifecycle(String) = "ui.sendLifecycleEvent",
    /// Another app sends an app something.
    UiData(Value) = "ui.receiveData",
    /// The same, under the other namespace that the vendor lists it in.
    AppData(Value) = "appInstance.receiveData",
}

fn read<T: DeserializeOwned>(payload: &RawValue) -> Result<T, serde_json::Error> {
    serde_json::from_str(payload.get())
}

fn write<T: Serialize>(payload: &T) -> String {
    serde_json::to_string(payload).expect("payloads are plain data with text keys")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::contract::Contract;

    #[test]
    fn every_sample_payload_survives_its_type() {
        let mut typed = 0;
        for spec in Contract::get().events() {
            let raw = RawValue::from_string(spec.payload.sample.to_string()).unwrap();
            let Some(event) = Event::parse(&spec.id, &raw) else { continue };
            let event = event.unwrap_or_else(|error| panic!("{}: {error}", spec.id));
            let back: Value = serde_json::from_str(&event.payload_json()).unwrap();
            assert_eq!(back, spec.payload.sample, "{}", spec.id);
            // Also the order of the keys is the vendor's.
            assert_eq!(event.payload_json(), spec.payload.sample.to_string(), "{}", spec.id);
            assert_eq!(event.id(), spec.id);
            typed += 1;
        }
        assert_eq!(typed, Contract::get().events().len(), "an event's name is not the contract's");
    }
}
