//! The CRM page: its screen pop, under Node and in a browser on a page of another origin.

use offhook::desk::DeskState;
use offhook::wire::Role;
use serde_json::{Value, json};

use crate::crm_page::CrmPage;
use crate::folder;
use crate::program::{Program, base, is_there};
use crate::support::{Peer, site, start, within};

/// Where the integration's activity log is read.
enum Log {
    Node(Program),
    Browser(CrmPage),
}

impl Log {
    async fn next(&mut self) -> Value {
        match self {
            Log::Node(program) => program.next().await,
            Log::Browser(page) => page.next().await,
        }
    }
}

/// The agent's side until the desk is as it should be.
async fn desk_until(agent: &mut Peer, fits: impl Fn(&DeskState) -> bool) -> DeskState {
    within(async {
        loop {
            let desk = agent.desk().await;
            if fits(&desk) {
                return desk;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
}

/// What happens at the desk, and what the CRM writes down of it.
async fn play(agent: &mut Peer, log: &mut Log) {
    assert_eq!(log.next().await, json!({"ready": true}));
    agent.sign_in().await;

    // A caller whom the CRM knows: the record is linked by itself.
    agent.ok("control.customerCall", json!(["3362227000", null, 172])).await;
    assert_eq!(log.next().await, json!({"screenPop": "3362227000", "records": ["003dL000000Pun1QAC"]}));
    assert_eq!(log.next().await, json!({"linked": "003dL000000Pun1QAC"}));
    let desk = desk_until(agent, |desk| desk.interactions[0].record.is_some()).await;
    assert_eq!(desk.interactions[0].record.as_ref().unwrap().record_name, "Jack Rogers");
    agent.ok("toolbar.answer", json!([])).await;
    agent.ok("toolbar.askCurrentRecord", json!([])).await;
    assert_eq!(log.next().await, json!({"told": "003dL000000Pun1QAC"}));
    desk_until(agent, |desk| desk.filled.current_record.is_some()).await;
    agent.ok("control.customerHangup", json!([])).await;
    let id = &desk.interactions[0].id;
    agent.ok("interaction.disposeInteraction", json!(["voice", id, 1345, "likes tea"])).await;
    assert_eq!(log.next().await, json!({"activity": true, "notes": "likes tea"}));
    assert_eq!(log.next().await, json!({"ended": true}));

    // Two have the same number: the agent chooses in the toolbar.
    agent.ok("control.customerCall", json!(["7852416200", null, 172])).await;
    let found = ["003dL000000Pun3QAC", "003dL000000Pun4QAC"];
    assert_eq!(log.next().await, json!({"screenPop": "7852416200", "records": found}));
    assert_eq!(log.next().await, json!({"offered": 2}));
    let desk = desk_until(agent, |desk| desk.interactions[0].records.len() == 2).await;
    let record = &desk.interactions[0].records[1];
    let chosen = json!([record.record_id, record.record_type, record.record_name]);
    agent.ok("toolbar.attachRecord", chosen.clone()).await;
    assert_eq!(log.next().await, json!({"attached": "003dL000000Pun4QAC"}));
    agent.ok("toolbar.openRecord", chosen).await;
    assert_eq!(log.next().await, json!({"opened": "003dL000000Pun4QAC"}));

    // The agent asks about a number before dialling it.
    agent.ok("toolbar.preview", json!(["5550199"])).await;
    assert_eq!(log.next().await, json!({"previewed": "5550199", "records": 0}));
    let desk = desk_until(agent, |desk| desk.filled.preview.is_some()).await;
    assert_eq!(desk.filled.preview.unwrap().phone, "5550199");
}

#[tokio::test]
async fn a_crm_page_pops_its_screens_under_node() {
    if !is_there("node") {
        return;
    }
    let hub = start(site()).await;
    let script = folder("screen-pop").join("server.mjs");
    let mut log = Log::Node(Program::node(&script, &[("ECC_BASE", base(&hub))]));
    let mut agent = Peer::join(&hub, Role::Control).await;
    play(&mut agent, &mut log).await;
    hub.stop().await;
}

#[tokio::test]
async fn a_crm_page_of_another_origin_pops_its_screens_in_a_browser() {
    if !is_there("chromium") {
        return;
    }
    let hub = start(site()).await;
    let page = CrmPage::open(&folder("screen-pop"), base(&hub)).await;
    let mut agent = Peer::join(&hub, Role::Control).await;
    play(&mut agent, &mut Log::Browser(page)).await;
    hub.stop().await;
}
