//! The custom app: notes for a call and a chat, kept in the store, sent to the CRM.

use offhook::wire::Role;
use serde_json::json;

use crate::folder;
use crate::program::{Program, base, is_there};
use crate::support::{Peer, site, start};

#[tokio::test]
async fn an_app_keeps_notes_from_call_to_chat() {
    if !is_there("node") {
        return;
    }
    let hub = start(site()).await;
    let mut agent = Peer::join(&hub, Role::Control).await;
    let mut crm = Peer::join(&hub, Role::Crm).await;
    let url = format!("https://apps.example.com/?sdkBaseUrl={}/&origin=https://crm.example.com", base(&hub));
    let script = folder("call-notes").join("headless.mjs");
    let mut app = Program::node(&script, &[("APP_URL", &url)]);
    app.says(json!({"started": true})).await;

    agent.ok("session.login", json!(["executive", "executive"])).await;
    agent.ok("toolbar.selectCampaigns", json!([[172]])).await;
    app.says(json!({"campaigns": ["Mohit Omni Camp"]})).await;
    agent.ok("toolbar.selectExtension", json!(["1234567890"])).await;
    agent.ok("toolbar.setAvailability", json!(["Available"])).await;
    app.says(json!({"status": "Available"})).await;

    agent.ok("control.customerCall", json!(["3362227000", null, 172])).await;
    agent.ok("toolbar.answer", json!([])).await;
    app.says(json!({"talking": "voice", "with": "3362227000", "as": "executive"})).await;
    agent.ok("toolbar.hangup", json!([])).await;
    app.says(json!({"kept": "spoke 172;"})).await;
    let (mut name, mut payload) = crm.event().await;
    while name != "interaction.receiveDataFromApp" {
        (name, payload) = crm.event().await;
    }
    assert_eq!(payload, json!({"phone": "3362227000", "notes": "spoke 172;"}));
    let desk = agent.desk().await;
    assert!(desk.toasts.iter().any(|toast| toast.text == "Notes kept"));
    let id = &desk.interactions[0].id;
    agent.ok("interaction.disposeInteraction", json!(["voice", id, 1345])).await;
    app.says(json!({"idle": true})).await;

    // The same customer chats, and the notes are there again; the page was loaded anew meanwhile.
    drop(app);
    let mut app = Program::node(&script, &[("APP_URL", &url)]);
    app.says(json!({"started": true})).await;
    agent.ok("control.customerChat", json!({"phone": "3362227000", "campaignId": 172})).await;
    agent.ok("toolbar.answer", json!([])).await;
    app.says(json!({"talking": "chat", "with": "3362227000", "as": "executive"})).await;
    app.says(json!({"before": "spoke 172;"})).await;
    crm.ok("crm.sendDataToApp", json!([{"tier": "gold"}])).await;
    app.says(json!({"fromCrm": {"tier": "gold"}})).await;
    hub.stop().await;
}
