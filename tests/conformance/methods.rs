//! Each method of the SDK, called as it should be.

use offhook::contract::Contract;
use serde_json::{Value, json};

use crate::shapes::differences;
use crate::world::{APP, Stage, Who, World};

/// A right call.
struct Right {
    method: &'static str,
    who: Who,
    at: Stage,
    /// What is called first, and by whom.
    first: Vec<(Who, &'static str, Value)>,
    params: Value,
}

fn right(method: &'static str, at: Stage, params: Value) -> Right {
    Right { method, who: Who::Crm, at, first: Vec::new(), params }
}

impl Right {
    fn by(self, who: Who) -> Right {
        Right { who, ..self }
    }

    fn after(mut self, who: Who, method: &'static str, params: Value) -> Right {
        self.first.push((who, method, params));
        self
    }
}

fn record() -> Value {
    json!({"recordId": "003dL000000Pun1QAC", "recordType": "Contact", "recordName": "Jack Rogers"})
}

fn all() -> Vec<Right> {
    use Stage::{Chatting, Free, Out, Talking, WrapUp};
    let fill = "ui.populateChannelDetailsForNewInteraction";
    let details = json!({"campaignId": "172", "appName": "app", "phone": "1234567890", "name": "Anshika"});
    vec![
        right("initialize", Out, json!([{"context": "crm", "origin": "https://crm.example.com"}])),
        right("setBaseUrl", Out, json!(["https://ecc.example.com/"])),
        right("getBaseUrl", Out, json!([])).after(Who::Crm, "setBaseUrl", json!(["https://a.example"])),
        right("onLoadHandler", Out, json!([true])),
        right("session.login", Out, json!(["executive", "executive"])),
        right("session.forceLogin", Out, json!(["executive", "executive", "auth.type.passwd"])),
        right("session.getSelectedExtension", Free, json!([])),
        right("session.logout", Free, json!([])),
        right("session.getCurrentUser", Free, json!([])),
        right("session.getSelectedCampaigns", Free, json!([])),
        right("session.getAgentSession", Free, json!([])),
        right("interaction.initiateInteraction", Free, json!(["voice", {"phone": "5550100"}, 172])),
        right("interaction.disposeInteraction", WrapUp, json!(["voice", "$id", 1345, "all well"])),
        right("interaction.disposeAndInitiateNewInteraction", WrapUp, json!(["$id", 1345, "5550101"])),
        right("interaction.getAllLiveInteractionsForAgent", Chatting, json!([])),
        right("interaction.getCurrentInteraction", Talking, json!([])),
        right("interaction.getIsInteractionOwnedByUser", Talking, json!([])),
        right("crm.setRecordInfoForInteraction", Talking, json!(["$id", "1", "contact", "recordName"])),
        right("crm.showMultipleRecordsForInteraction", Talking, json!(["$id", [record()]])),
        right("crm.showMultipleRecordsForPreview", Free, json!(["1234567890", [record()]])),
        right("crm.sendCurrentCRMRecordOpened", Free, json!([record()])),
        right("crm.getAllContacts", Free, json!(["23", "Contact"])),
        right("crm.getAllCases", Free, json!(["23", "Case"])),
        right("crm.createCase", Free, json!(["Case", {"Subject": "No dial tone"}, "23"])),
        right("crm.updateObject", Free, json!(["Case", {"Subject": "Solved"}, "23", "500dL000001oNEhQAM"])),
        right("crm.searchCase", Free, json!(["23", "Case", "perf", "Subject", 10, 0])),
        right("crm.sendDataToCRM", Out, json!([{"note": 1}])).by(Who::App),
        right("crm.sendDataToApp", Out, json!(["text"])),
        right("configuration.getDispositionCodesWithDispositionClass", Free, json!([172])),
        right("configuration.getOmniCRMObjectConfiguration", Free, json!([])),
        right("configuration.getOmniCRMConfiguration", Free, json!([])),
        right("configuration.getPhoneNumberForSearch", Free, json!([])).after(
            Who::Control,
            "toolbar.setNewInteraction",
            json!({"phone": "1234567890"}),
        ),
        right("configuration.getPrimaryColumnName", Free, json!([])),
        right("http.invokeECCApi", Free, json!(["appserver", "/searchables", "GET"])),
        right("http.invokeThirdPartyApi", Free, json!(["$upstream", "GET", {"Accept": "application/json"}])),
        right("ui.setLoginInfo", Out, json!(["executive", "executive"])),
        right(fill, Free, json!(["voice", "", details])),
        right("ui.setExtensionInfo", Out, json!([16, "1234567891"])),
        right("ui.triggerToastNotification", Out, json!(["Saved", "success"])),
        right("ui.triggerDesktopNotification", Out, json!(["info", "saved", "Saved", "The record is saved"])),
        right("store.get", Out, json!(["key"])).after(Who::Crm, "store.set", json!(["key", "qwerty"])),
        right("store.set", Out, json!(["key", "qwerty"])),
        right("store.delete", Out, json!(["key"])).after(Who::Crm, "store.set", json!(["key", "qwerty"])),
        right("appInstance.getAllInfo", Out, json!(["notes"])).by(Who::App),
        right("appInstance.getInfo", Out, json!([APP])).by(Who::App),
        right("appInstance.sendDataToApp", Out, json!([APP, {"note": 1}])).by(Who::App),
    ]
}

#[tokio::test]
async fn every_method_answers_as_its_sample() {
    let mut wrong = Vec::new();
    for Right { method, who, at, first, params } in all() {
        let mut world = World::at(at).await;
        for (who, method, params) in first {
            world.ok(who, method, &params).await;
        }
        let answer = match world.call(who, method, &params).await {
            Ok(answer) => answer,
            Err(error) => {
                wrong.push(format!("{method}: {error:?}"));
                continue;
            }
        };
        let spec = Contract::get().method(method).expect("a method of the contract");
        let mut found = differences(&spec.answer.sample, &answer);
        if spec.answer.kind == "ui-effect" && !answer.is_null() {
            found.push(format!("answers {answer}, and should nothing"));
        }
        // One JSON text inside another: its shape counts too.
        if method == "crm.setRecordInfoForInteraction" {
            let inner = |value: &Value| -> Value {
                serde_json::from_str(value["data"].as_str().unwrap_or_default()).unwrap_or_default()
            };
            found.extend(differences(&inner(&spec.answer.sample), &inner(&answer)));
            assert!(!inner(&answer).is_null());
        }
        wrong.extend(found.into_iter().map(|what| format!("{method}: {what}")));
        world.hub.stop().await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_method_is_called_once() {
    let mut called: Vec<&str> = all().iter().map(|one| one.method).collect();
    let vendors = Contract::get().methods().iter().filter(|one| one.roles.is_empty());
    let mut known: Vec<&str> = vendors.map(|one| one.id.as_str()).collect();
    called.sort_unstable();
    known.sort_unstable();
    assert_eq!(called, known);
}
