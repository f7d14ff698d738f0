//! Each event, provoked by what the contract says provokes it, at a real socket.

use std::collections::BTreeSet;

use offhook::contract::Contract;
use serde_json::{Value, json};

use crate::shapes::differences;
use crate::world::{APP, Stage, Who, World};

/// What makes an event fire.
struct Cause {
    event: &'static str,
    at: Stage,
    first: Vec<(Who, &'static str, Value)>,
    /// The call that provokes it.
    by: (Who, &'static str, Value),
    /// Whether somebody is at the other desk.
    with_colleague: bool,
}

fn cause(event: &'static str, at: Stage, who: Who, method: &'static str, params: Value) -> Cause {
    Cause { event, at, first: Vec::new(), by: (who, method, params), with_colleague: false }
}

impl Cause {
    fn after(mut self, who: Who, method: &'static str, params: Value) -> Cause {
        self.first.push((who, method, params));
        self
    }

    fn with_colleague(self) -> Cause {
        Cause { with_colleague: true, ..self }
    }
}

fn record() -> Value {
    json!({"recordId": "003dL000000Pun1QAC", "recordType": "Contact", "recordName": "Jack Rogers"})
}

fn all() -> Vec<Cause> {
    use Stage::{Free, Out, Ringing, Talking, WrapUp};
    use Who::{App, Control, Crm};
    let dial = || json!(["voice", {"phone": "3362227000"}, 172]);
    let dialled = "interaction.initiateInteraction";
    let call = || json!(["3362227000", null, 172]);
    let chat = || json!({"name": "Test", "phone": "3362227000", "campaignId": 172});
    let whatsapp = || json!(["chat", {"phone": "3362227000"}, 172, null, null, null, "whatsapp"]);
    let dispose = || json!(["voice", "$id", 1345, ""]);
    let transfer = json!({"transferType": "transferToUser", "target": "moh5"});
    let confer = || json!({"conferedType": "conferToPhone", "target": "8368941654"});
    let sent = || json!([APP, {"note": 1}]);
    vec![
        cause("session.loginStatus", Out, Crm, "session.login", json!(["executive", "executive"])),
        cause("session.loginStatus", Free, Crm, "session.logout", json!([])),
        cause("session.loginStatus", Out, Control, "toolbar.signIn", json!([])).after(
            Crm,
            "ui.setLoginInfo",
            json!(["executive", "executive"]),
        ),
        cause(
            "session.userAvailabilityStatusChanged",
            Free,
            Control,
            "toolbar.setAvailability",
            json!(["Lunch Break"]),
        ),
        cause("session.campaignSelected", Free, Control, "toolbar.selectCampaigns", json!([[172]])),
        cause("session.extensionSelected", Free, Control, "toolbar.selectExtension", json!(["1234567890"])),
        cause("interaction.interactionInitiated", Free, Crm, dialled, dial()),
        cause("interaction.interactionInitiated", Free, Control, "control.customerCall", call()),
        cause("interaction.interactionInitiated", Free, Control, "control.customerChat", chat()),
        cause("interaction.interactionInitiated", Free, Crm, dialled, whatsapp()),
        cause("interaction.showCrm", Free, Crm, dialled, whatsapp()),
        cause("interaction.callRinging", Free, Crm, dialled, dial()),
        cause("interaction.callRinging", Free, Control, "control.customerCall", call()),
        cause("interaction.showCrm", Free, Crm, dialled, dial()),
        cause("interaction.showCrm", Free, Control, "control.customerCall", call()),
        cause("interaction.showCrm", Free, Control, "control.customerChat", chat()),
        cause("interaction.interactionConnected", Ringing, Control, "toolbar.answer", json!([])),
        cause("interaction.interactionConnected", Free, Control, "control.customerAnswer", json!([])).after(
            Crm,
            dialled,
            dial(),
        ),
        cause("interaction.interactionDisconnected", Talking, Control, "control.customerHangup", json!([])),
        cause("interaction.interactionDisconnected", Talking, Control, "toolbar.hangup", json!([])),
        cause("interaction.interactionDisposed", WrapUp, Crm, "interaction.disposeInteraction", dispose()),
        cause(
            "interaction.handleInteractionDisposed",
            WrapUp,
            Crm,
            "interaction.disposeInteraction",
            dispose(),
        ),
        cause("interaction.interactionEnded", WrapUp, Crm, "interaction.disposeInteraction", dispose()),
        cause("interaction.interactionEnded", Ringing, Control, "toolbar.reject", json!([])),
        cause("interaction.customerLinkedToInteraction", Talking, Control, "toolbar.attachRecord", record()),
        cause(
            "interaction.customerLinkedToInteraction",
            Talking,
            Crm,
            "crm.setRecordInfoForInteraction",
            json!(["$id", "1", "contact", "Jack Rogers"]),
        ),
        cause(
            "interaction.customerUnlinkedToInteraction",
            Talking,
            Control,
            "toolbar.unattachRecord",
            json!([]),
        )
        .after(Control, "toolbar.attachRecord", record()),
        cause("interaction.interactionTransferred", Talking, Control, "toolbar.transfer", transfer)
            .with_colleague(),
        cause("interaction.interactionConferred", Talking, Control, "toolbar.confer", confer()),
        cause("interaction.interactionConferred", Talking, Control, "control.memberAnswer", json!([])).after(
            Control,
            "toolbar.confer",
            confer(),
        ),
        cause("interaction.getIsInteractionOwnedByUser", Talking, Control, "toolbar.focus", json!(["$id"])),
        cause("interaction.openRecord", Free, Control, "toolbar.openRecord", record()),
        cause("interaction.onAttachButtonClick", Talking, Control, "toolbar.attachRecord", record()),
        cause("interaction.onUnattachButtonClick", Talking, Control, "toolbar.unattachRecord", json!([]))
            .after(Control, "toolbar.attachRecord", record()),
        cause(
            "interaction.onCreateButtonClick",
            Talking,
            Control,
            "toolbar.createRecord",
            json!(["Contact"]),
        ),
        cause("interaction.getCurrentCRMRecordOpened", Free, Control, "toolbar.askCurrentRecord", json!([])),
        cause("interaction.handlePreview", Free, Control, "toolbar.preview", json!(["1234567890"])),
        cause("interaction.receiveDataFromApp", Out, App, "crm.sendDataToCRM", json!([{"note": 1}])),
        cause("interaction.receiveDataFromCRM", Out, Crm, "crm.sendDataToApp", json!(["text"])),
        cause("ui.windowVisibilityChanged", Out, Control, "toolbar.setWindowVisible", json!([false])).after(
            Control,
            "toolbar.setWindowVisible",
            json!([true]),
        ),
        cause("ui.sendLifecycleEvent", Out, App, "onLoadHandler", json!([true])),
        cause("ui.sendLifecycleEvent", Out, Control, "toolbar.setWindowVisible", json!([true])),
        cause("ui.receiveData", Out, App, "appInstance.sendDataToApp", sent()),
        cause("appInstance.receiveData", Out, App, "appInstance.sendDataToApp", sent()),
        cause("notification.notification", Ringing, Control, "toolbar.reject", json!([])),
    ]
}

#[tokio::test]
async fn every_event_fires_with_its_samples_shape() {
    let mut wrong = Vec::new();
    for Cause { event, at, first, by: (who, method, params), with_colleague } in all() {
        let spec = Contract::get().event(event).expect("an event of the contract");
        assert!(spec.provoked_by.iter().any(|one| one == method), "{event}: {method} is not in the contract");
        let mut world = World::at(at).await;
        if with_colleague {
            world = world.with_colleague().await;
        }
        for (who, method, params) in first {
            world.ok(who, method, &params).await;
        }
        // What happened so far is passed over; a desk's frames come in order.
        let seq = world.peer(Who::Control).desk().await.seq;
        if let Err(error) = world.call(who, method, &params).await {
            wrong.push(format!("{event}: {method}: {error:?}"));
            continue;
        }
        for context in &spec.contexts {
            let peer = if context == "crm" { Who::Crm } else { Who::App };
            let payload = heard(&mut world, peer, event, seq).await;
            let mut found = differences(&spec.payload.sample, &payload);
            // What integrations send each other has no sample: it comes as it was sent.
            let sent =
                params.as_array().and_then(|params| params.last()).filter(|_| spec.payload.kind == "any");
            if sent.is_some_and(|sent| *sent != payload) {
                found.push(format!("{payload} came, not what was sent"));
            }
            wrong.extend(found.into_iter().map(|what| format!("{event} at {context}: {what}")));
        }
        world.end().await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The payload of the first such event after frame `seq`.
async fn heard(world: &mut World, who: Who, event: &str, seq: u64) -> Value {
    let peer = world.peer(who);
    loop {
        let (name, payload) = peer.event().await;
        if name == event && peer.seq > seq {
            return payload;
        }
    }
}

/// An app is told by its greeting, before anyone calls anything (tests/hub, tests/sdk).
const BY_GREETING: (&str, &str) = ("ui.sendLifecycleEvent", "initialize");

#[test]
fn every_cause_of_the_contract_is_tried() {
    let causes = all();
    let tried: BTreeSet<(&str, &str)> = causes.iter().map(|one| (one.event, one.by.1)).collect();
    let events = Contract::get().events().iter();
    let known: BTreeSet<(&str, &str)> = events
        .flat_map(|event| event.provoked_by.iter().map(|method| (event.id.as_str(), method.as_str())))
        .filter(|cause| *cause != BY_GREETING)
        .collect();
    assert_eq!(tried, known);
    // One cause may stand for several channels, but no case twice.
    let different: BTreeSet<_> =
        causes.iter().map(|one| (one.event, one.by.1, one.by.2.to_string())).collect();
    assert_eq!(different.len(), causes.len());
    assert!(Contract::get().events().iter().all(|event| !event.provoked_by.is_empty()));
}
