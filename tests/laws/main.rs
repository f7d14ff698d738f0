//! Whatever six agents, their customers and their supervisor do, on whatever channel: the laws hold.

mod driver;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use driver::reached::Reached;
use driver::{INPUTS, live};
use offhook::contract::Contract;

/// How many inputs both tests are about.
const ALL: u64 = 10_000;

/// What ten thousand inputs have reached; the first broken law ends it.
static REACHED: LazyLock<Result<Reached, String>> = LazyLock::new(|| {
    let mut all = Reached::default();
    for seed in 0..ALL / INPUTS {
        let one = live(seed).map_err(|broken| {
            format!("life {seed}: {}\nafter these inputs:\n{}", broken.law, broken.inputs.join("\n"))
        })?;
        all.add(one);
    }
    Ok(all)
});

fn reached() -> &'static Reached {
    REACHED.as_ref().unwrap_or_else(|broken| panic!("{broken}"))
}

#[test]
fn ten_thousand_inputs_break_no_law() {
    assert_eq!(reached().inputs, ALL);
}

/// Chance must reach what the laws are about, or they hold of nothing.
#[test]
fn chance_reaches_every_event_method_and_refusal() {
    let reached = reached();
    // The hub answers these itself.
    let hubs = ["control.advanceTime", "control.getDesk", "control.getSite"];
    let ours = |id: &&str| id.starts_with("toolbar.") || id.starts_with("control.");
    let methods = Contract::get().methods().iter().map(|method| method.id.as_str()).filter(ours);
    let methods = methods.filter(|id| !hubs.contains(id) && !reached.methods.contains_key(*id));
    assert_eq!(methods.collect::<Vec<_>>(), Vec::<&str>::new(), "never did what was asked");
    let events = Contract::get().events().iter().map(|event| event.id.as_str());
    let events = events.filter(|id| !reached.events.contains_key(id));
    assert_eq!(events.collect::<Vec<_>>(), Vec::<&str>::new(), "never came");
    let missing = |wanted: &[&'static str], counts: &BTreeMap<String, u64>| {
        wanted.iter().copied().filter(|name| !counts.contains_key(*name)).collect::<Vec<_>>()
    };
    assert_eq!(missing(&REFUSALS, &reached.refusals), Vec::<&str>::new(), "never refused so");
    assert_eq!(missing(&TOLD, &reached.others), Vec::<&str>::new(), "never told");
}

/// Codes and statuses with which the engine refuses what is wrong, not allowed, not possible now, not there.
const REFUSALS: [&str; 5] = ["2001", "3000 401", "3000 403", "3000 409", "4000"];

/// What desks, customers and numbers are told besides events; the hub itself tells `Clock`, `Trace`, `Snapshot`.
const TOLD: [&str; 53] = [
    "Callbacks",
    "ChatLine",
    "Cleared",
    "Consult",
    "Contact",
    "Conversation",
    "CurrentRecord",
    "CustomerTypes",
    "Deadline",
    "DeskSeen",
    "DesktopNotification",
    "Draft",
    "Extension",
    "ExtensionInfo",
    "Focus",
    "Hold",
    "Integrations",
    "LoginInfo",
    "Members",
    "Mute",
    "NewInteraction",
    "Notice",
    "NotificationsRead",
    "Owner",
    "Preferences",
    "PreviewRecords",
    "Record",
    "Records",
    "Seen",
    "Setup",
    "SignedIn",
    "SignedOut",
    "Tick",
    "Toast",
    "Tones",
    "Waiting",
    "Watching",
    "customer cleared",
    "customer connected",
    "customer dialled",
    "customer is written to",
    "customer put through",
    "customer queued",
    "customer sees it was read",
    "customer sees no typing",
    "customer sees typing",
    "number cleared",
    "number connected",
    "number dialled",
    "status Open",
    "status Pending",
    "status Resolved",
    "status Snoozed",
];
