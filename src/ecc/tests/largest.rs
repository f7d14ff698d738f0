//! The largest desk that the limits allow, all of them reached together: it is told in one message all the same.

use serde_json::{Value, json};

use super::site::Site;
use super::sorting::label;
use crate::contract::ids::{CampaignId, DeskId, InteractionId};
use crate::contract::payload::ChannelType;
use crate::desk::integration::{MAX_INTEGRATIONS, MAX_RECORDS};
use crate::desk::watch::{DeskSummary, InteractionSummary, MAX_NAMED, MAX_SUMMARY, MAX_WATCHED};
use crate::desk::{Change, DeskState, Integration, MAX_PAST};
use crate::ecc::lines::MAX_LINE;
use crate::ecc::{CustomerDoing, Input, PeerInput};
use crate::wire::{MAX_SNAPSHOT, Role};
use crate::workspace::{
    Attribute, AttributeModel, AttributeType, Channel, Extension, Reply, User, Workspace,
};

const SUBS: [&str; 4] = ["webchat", "whatsapp", "facebook", "email"];
/// Interactions of a channel at once.
const EACH: u32 = 50;
const CALLER: &str = "1234567890";

/// The longest name, in characters that take four bytes each.
fn name() -> String {
    "\u{1f3a7}".repeat(255)
}

fn everything(workspace: &mut Workspace) {
    let channel = |sub: &str| -> Channel {
        serde_json::from_value(json!({"type": "chat", "subType": sub, "name": name(), "limit": EACH}))
            .unwrap()
    };
    workspace.channels = SUBS.map(channel).to_vec();
    workspace.labels = (0..20).map(|at| label(&format!("{at}{}", name()))).collect();
    let reply = |at: u32| Reply { short_code: format!("r{at}"), content: "x".repeat(4_000) };
    workspace.replies = (0..500).map(reply).collect();
    let attribute = |at: u32| Attribute {
        key: format!("contact{at}"),
        name: "Attribute".to_owned(),
        kind: AttributeType::Text,
        model: AttributeModel::Contact,
        values: Vec::new(),
        pattern: None,
    };
    workspace.attributes = (0..50).map(attribute).collect();
    let caller = workspace.customers.iter_mut().find(|one| one.phone == CALLER).unwrap();
    let text = |one: &Attribute| (one.key.clone(), json!("\u{1f3a7}".repeat(1_000)));
    caller.attributes = workspace.attributes.iter().map(text).collect();
    caller.name = name();
    let of_172 = workspace.campaigns.iter().position(|one| one.id == CampaignId(172)).unwrap();
    for at in 0..400 {
        let mut more = workspace.campaigns[of_172].clone();
        (more.id, more.name) = (CampaignId(10_000 + at), name());
        workspace.campaigns.push(more);
    }
    let extension = |at: usize| Extension { phone: format!("9{at:09}"), name: name(), call_context_id: None };
    workspace.extensions = (0..2_000).map(extension).collect();
    let demo = workspace.users[0].clone();
    let user = |id: String, user_type: &str, campaigns: Vec<CampaignId>| User {
        id: id.as_str().into(),
        user_type: user_type.to_owned(),
        name: Some(name()),
        campaigns,
        ..demo.clone()
    };
    let all = workspace.campaigns.iter().map(|one| one.id).filter(|id| id.0 >= 172).collect();
    workspace.users.push(user("boss".to_owned(), "Supervisor", all));
    // Colleagues fill the setup.
    for at in 0..MAX_WATCHED {
        workspace.users.push(user(format!("u{at}"), "Executive", vec![CampaignId(172)]));
    }
}

fn opens(site: &mut Site, sub: &str) -> InteractionId {
    let chat = json!({"phone": CALLER, "campaignId": 172, "channelSubType": sub});
    let answer = site.ok("x", "control.customerChat", chat);
    InteractionId::from(answer["interactionId"].as_str().unwrap())
}

/// Chats that are over, with the longest notes and a promise.
fn past(site: &mut Site) {
    let callback =
        json!({"callbackTime": "2025-07-15T09:56:40+0530", "phone": CALLER, "isSelfCallback": true});
    for _ in 0..MAX_PAST {
        let id = opens(site, "webchat");
        site.ok("s", "toolbar.answer", json!([id]));
        site.ok("s", "toolbar.hangup", json!([id]));
        let notes = "\u{1f3a7}".repeat(10_000);
        site.ok("s", "interaction.disposeInteraction", json!(["chat", id, 1345, notes, callback]));
    }
}

fn records() -> Vec<Value> {
    let record =
        |at| json!({"recordId": format!("{at}"), "recordType": "Contact", "recordName": "x".repeat(255)});
    (0..MAX_RECORDS).map(record).collect()
}

/// As many chats as an agent can have, each as full as it can be. Says how many drafts had no room.
fn chats(site: &mut Site) -> usize {
    let mut refused = 0;
    for sub in SUBS.iter().cycle().take(SUBS.len() * EACH as usize) {
        let id = opens(site, sub);
        site.ok("s", "toolbar.answer", json!([id]));
        for _ in 0..4 {
            let text = "\u{1f3a7}".repeat(MAX_LINE);
            site.customer(CustomerDoing::Write { interaction_id: id.clone(), text });
        }
        for at in 0..3 {
            site.ok("s", "toolbar.addLabel", json!([format!("{at}{}", name()), id]));
        }
        site.ok("s", "crm.showMultipleRecordsForInteraction", json!([id, records()]));
        let draft = json!({"interactionId": id, "notes": "\u{1f3a7}".repeat(10_000)});
        if let Err(error) = site.call("s", "toolbar.setDraft", draft) {
            assert_eq!(error.data.http, Some(413), "{error:?}");
            refused += 1;
        }
        // What was told is folded; the log of it would grow to gigabytes.
        site.log.clear();
    }
    refused
}

fn integrations(site: &mut Site) {
    for at in 0..MAX_INTEGRATIONS {
        let long = |what: &str| Some(format!("{what}{at:0>250}"));
        let integration = Integration {
            peer: format!("p{at}"),
            role: Role::App,
            instance_id: long("i"),
            app_id: long("a"),
            origin: Some(format!("https://{at:0>200}.example.com")),
            loaded: true,
        };
        site.input(Input::Peer(PeerInput::Came { desk: "s".into(), integration }));
    }
    site.ok("s", "crm.showMultipleRecordsForPreview", json!([CALLER, records()]));
}

/// The other desks, each with the longest summary, as `supervision` tests that they are told.
fn others(site: &mut Site) {
    let short = "\u{1f3a7}".repeat(MAX_NAMED);
    let on = |at: usize| InteractionSummary {
        interaction_id: format!("{at:0>36}").as_str().into(),
        channel_type: ChannelType::Chat,
        sub_channel: "whatsapp".to_owned(),
        phase: "connected".to_owned(),
        since: site.now,
        customer: short.clone(),
    };
    let summary = DeskSummary {
        user_id: format!("{:0>64}", "u").as_str().into(),
        user_name: short.clone(),
        user_type: "Administrator".to_owned(),
        status: short.clone(),
        available: true,
        since: site.now,
        campaigns: vec![CampaignId(u32::MAX); MAX_NAMED],
        interactions: (0..MAX_SUMMARY).map(on).collect(),
    };
    let state = site.desks.get_mut(&DeskId::from("s")).unwrap();
    for at in 0..MAX_WATCHED {
        let (desk, summary) = (format!("{at:0>128}").as_str().into(), Some(Box::new(summary.clone())));
        state.apply_change(state.seq + 1, state.at, Change::DeskSeen { desk, summary });
    }
}

fn size(state: &DeskState) -> usize {
    serde_json::to_string(state).unwrap().len()
}

#[test]
fn the_largest_desk_is_told_in_one_message() {
    let mut site = Site::with(everything);
    site.ok("s", "session.login", json!(["boss", ""]));
    let toast = &site.desk("s").toasts.back().unwrap().text;
    assert!(toast.contains("entries are left out"), "{toast}");
    site.ok("s", "toolbar.watchDesks", json!([true]));
    site.ok("s", "toolbar.selectCampaigns", json!([[172]]));
    site.ok("s", "toolbar.selectExtension", json!(["9000001999"]));
    site.ok("s", "toolbar.setAvailability", json!(["Available"]));
    past(&mut site);
    assert!(chats(&mut site) > 100, "drafts have a bound of their own");
    integrations(&mut site);
    others(&mut site);

    let desk = site.desk("s");
    assert_eq!(desk.interactions.len(), SUBS.len() * EACH as usize);
    assert_eq!(desk.watched.as_ref().unwrap().len(), MAX_WATCHED);
    let session = desk.session.as_ref().unwrap();
    assert!(session.campaigns.len() < 400 && session.extensions.len() < 1_000, "they are bounded");
    assert!(size(desk) > 10 * MAX_SNAPSHOT, "it is large: {}", size(desk));

    let told = desk.thinned(MAX_SNAPSHOT).expect("it does not fit as it is");
    assert!(size(&told) <= MAX_SNAPSHOT, "{}", size(&told));
    assert!(told.toasts.back().unwrap().text.starts_with("This desk holds more"));
    // Everybody is there, with what the agent has typed, and the one that they look at is the fullest.
    let ids = |desk: &DeskState| desk.interactions.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&told), ids(desk));
    let drafts = |desk: &DeskState| desk.interactions.iter().map(|one| one.draft.clone()).collect::<Vec<_>>();
    assert_eq!(drafts(&told), drafts(desk));
    assert_eq!((&told.session, &told.setup, &told.watched), (&desk.session, &desk.setup, &desk.watched));
    assert!(!told.current().unwrap().chat.is_empty());
}

#[test]
fn a_desk_that_fits_is_told_as_it_is_and_one_that_hardly_does_not_loses_little() {
    let mut site = Site::with_agent();
    assert!(site.desk("a").thinned(MAX_SNAPSHOT).is_none());
    let id = InteractionId::from(
        site.ok("x", "control.customerChat", json!({"phone": CALLER}))["interactionId"].as_str().unwrap(),
    );
    site.ok("a", "toolbar.answer", json!([id]));
    site.ok("a", "crm.showMultipleRecordsForPreview", json!([CALLER, records()]));
    for at in 0..60 {
        let text = format!("{at}");
        site.customer(CustomerDoing::Write { interaction_id: id.clone(), text });
    }
    let desk = site.desk("a");
    assert!(desk.thinned(size(desk)).is_none(), "to the byte");
    let told = desk.thinned(size(desk) - 1).unwrap();
    assert_eq!((&told.filled.preview, told.interactions[0].chat.len()), (&None, 60));
    let least = desk.thinned(0).unwrap();
    assert_eq!(least.interactions[0].chat.len(), 10, "the newest of the one that is looked at stay");
    assert_eq!(least.interactions[0].chat.back().unwrap().text, "59");
}
