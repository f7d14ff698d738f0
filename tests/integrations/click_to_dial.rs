//! The dialler: signs in, dials a list, disposes with its own names for the codes.

use offhook::wire::Role;
use serde_json::json;

use crate::folder;
use crate::program::{Program, base, is_there};
use crate::support::{Peer, site, start};

#[tokio::test]
async fn a_call_list_is_dialled_and_disposed() {
    if !is_there("node") {
        return;
    }
    let hub = start(site()).await;
    let mut desk = Peer::join(&hub, Role::Control).await;
    let script = folder("click-to-dial").join("dialer.mjs");
    let mut dialler = Program::node(&script, &[("ECC_BASE", base(&hub))]);
    dialler.says(json!({"refused": 3000, "type": "HTTP error"})).await;
    dialler.says(json!({"login": "Successfully logged in"})).await;
    dialler.says(json!({"user": "executive"})).await;
    dialler.says(json!({"waiting": "campaign"})).await;
    // The agent chooses in the toolbar.
    desk.ok("toolbar.selectCampaigns", json!([[172]])).await;
    desk.ok("toolbar.selectExtension", json!(["1234567890"])).await;
    desk.ok("toolbar.setAvailability", json!(["Available"])).await;
    dialler.says(json!({"campaign": 172})).await;
    for phone in ["5550100", "5550101"] {
        dialler.says(json!({"dialling": phone, "result": "success"})).await;
        desk.ok("control.customerAnswer", json!([])).await;
        desk.ok("control.customerHangup", json!([])).await;
        let notes = format!("Called {phone}");
        dialler.says(json!({"disposed": phone, "as": "Closed", "notes": notes})).await;
    }
    dialler.says(json!({"refused": 2001, "field": "channelDetails.phone"})).await;
    dialler.says(json!({"logout": "Logout Successful"})).await;
    hub.stop().await;
}
