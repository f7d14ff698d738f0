//! The order of events in each lifecycle, as docs/lifecycles.md promises it.

use std::collections::BTreeMap;

use offhook::contract::ids::DeskId;
use offhook::wire::Role;
use serde_json::{Value, json};

use crate::support::{Peer, hello};
use crate::world::{Stage, Who, World};

const PAGE: &str = include_str!("../../docs/lifecycles.md");

/// The cases of the page with their events' bare names.
fn promised() -> BTreeMap<&'static str, Vec<&'static str>> {
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    let rows = rows.filter(|(case, _)| *case != "case");
    rows.map(|(case, events)| (case, events.split(", ").collect())).collect()
}

/// What is done in a case.
struct Case {
    name: &'static str,
    steps: Vec<(Who, &'static str, Value)>,
    /// Whether the colleague's desk is listened at.
    at_colleague: bool,
}

fn case(name: &'static str, steps: Vec<(Who, &'static str, Value)>) -> Case {
    Case { name, steps, at_colleague: false }
}

fn all() -> Vec<Case> {
    use Who::{Colleague, Control};
    let step = |method, params| (Control, method, params);
    let theirs = |method, params| (Colleague, method, params);
    let dial = || step("interaction.initiateInteraction", json!(["voice", {"phone": "3362227000"}, 172]));
    // A customer of the workspace who lets it ring.
    let dial_the_deaf =
        || step("interaction.initiateInteraction", json!(["voice", {"phone": "5124576870"}, 172]));
    let call = || step("control.customerCall", json!(["3362227000", null, 172]));
    let chat = || step("control.customerChat", json!({"phone": "3362227000", "campaignId": 172}));
    let picks_up = || step("control.customerAnswer", json!([]));
    let leaves = || step("control.customerHangup", json!([]));
    let answer = || step("toolbar.answer", json!([]));
    let hang_up = || step("toolbar.hangup", json!([]));
    let time = |seconds: u64| step("control.advanceTime", json!([seconds * 1000]));
    let dispose = || step("interaction.disposeInteraction", json!(["voice", "$id", 1345, ""]));
    let chat_done = || step("interaction.disposeInteraction", json!(["chat", "$id", 1345, ""]));
    let transfer = || step("toolbar.transfer", json!({"transferType": "transferToUser", "target": "moh5"}));
    let confer = |kind: &str, target: &str| step("toolbar.confer", json!([kind, target]));
    let open = || step("interaction.initiateInteraction", json!(["chat", {"phone": "3362227000"}, 172]));
    let by_whatsapp = || {
        let params = json!(["chat", {"phone": "3362227000"}, 172, null, null, null, "whatsapp"]);
        step("interaction.initiateInteraction", params)
    };
    let template = || step("toolbar.sendTemplate", json!(["hello"]));
    let they_write = || step("control.customerMessage", json!(["Hello?"]));
    let they_chat = || {
        let customer = json!({"phone": "3362227000", "campaignId": 172, "channelSubType": "whatsapp"});
        step("control.customerChat", customer)
    };
    let write = || step("toolbar.sendMessage", json!(["Good morning"]));
    let again = || step("interaction.disposeAndInitiateNewInteraction", json!(["$id", 1345, "3362227000"]));
    let record = || json!({"recordId": "1", "recordType": "Contact", "recordName": "Jack"});
    let ask = || step("toolbar.consult", json!(["user", "moh5"]));
    let gesture = |method: &'static str| step(method, json!([]));
    let call_colleague =
        || step("interaction.initiateInteraction", json!(["voice", {"phone": "1234567891"}, 172]));
    let at_colleague = |one: Case| Case { at_colleague: true, ..one };
    let they_answer = || theirs("toolbar.answer", json!([]));
    let they_refuse = || theirs("toolbar.reject", json!([]));
    let they_hang_up = || theirs("toolbar.hangup", json!([]));
    let by_force = || theirs("session.forceLogin", json!(["executive", "executive"]));
    let they_end_the_chat = || theirs("interaction.disposeInteraction", json!(["chat", "$id", 1345, ""]));
    let they_dispose = || theirs("interaction.disposeInteraction", json!(["voice", "$id", 1345, ""]));
    vec![
        case("outbound, answered", vec![dial(), picks_up(), hang_up(), dispose()]),
        case("outbound, busy", vec![dial(), step("control.customerRefuse", json!([])), dispose()]),
        case("outbound, no answer", vec![dial_the_deaf(), time(30), dispose()]),
        case("inbound, answered", vec![call(), answer(), leaves(), dispose()]),
        case("inbound, missed", vec![call(), time(20)]),
        case("inbound, refused", vec![call(), step("toolbar.reject", json!([]))]),
        case("inbound, the caller gives up", vec![call(), leaves()]),
        case("wrap-up runs out", vec![call(), answer(), leaves(), time(120)]),
        case("disposed and dialled again", vec![dial(), picks_up(), hang_up(), again()]),
        case("chat, the customer leaves", vec![chat(), answer(), leaves(), chat_done()]),
        case("chat, the agent ends it", vec![chat(), answer(), hang_up(), chat_done()]),
        case("chat, missed", vec![chat(), time(20)]),
        case("chat, the customer gives up", vec![chat(), leaves()]),
        case("chat, opened by the agent", vec![open(), hang_up(), chat_done()]),
        case("WhatsApp, opened by the agent", vec![by_whatsapp(), template(), hang_up(), chat_done()]),
        case(
            "WhatsApp, opened by the customer",
            vec![they_chat(), they_write(), answer(), write(), leaves(), chat_done()],
        ),
        case("WhatsApp, the window closes", vec![they_chat(), answer(), time(86_400), template()]),
        case("transfer, at the giver", vec![dial(), picks_up(), transfer(), dispose()]),
        at_colleague(case(
            "transfer, at the taker",
            vec![dial(), picks_up(), transfer(), they_answer(), leaves(), they_dispose()],
        )),
        at_colleague(case("transfer, missed by the taker", vec![dial(), picks_up(), transfer(), time(20)])),
        case(
            "chat transferred, at the giver",
            vec![chat(), answer(), transfer(), they_answer(), chat_done()],
        ),
        at_colleague(case(
            "chat transferred, at the taker",
            vec![chat(), answer(), transfer(), they_answer(), leaves(), they_end_the_chat()],
        )),
        case(
            "conference, nobody comes",
            vec![dial(), picks_up(), confer("conferToUser", "moh5"), they_refuse(), hang_up(), dispose()],
        ),
        at_colleague(case(
            "conference, refused or missed by the one asked",
            vec![dial(), picks_up(), confer("conferToUser", "moh5"), they_refuse()],
        )),
        at_colleague(case(
            "conference, the call ends while it rings",
            vec![dial(), picks_up(), confer("conferToUser", "moh5"), leaves()],
        )),
        at_colleague(case(
            "conference, the joined desk leaves",
            vec![
                dial(),
                picks_up(),
                confer("conferToUser", "moh5"),
                they_answer(),
                they_hang_up(),
                they_dispose(),
            ],
        )),
        case(
            "the agent is signed out by force",
            vec![dial(), picks_up(), theirs("session.logout", json!([])), by_force()],
        ),
        case(
            "conference with a number",
            vec![
                dial(),
                picks_up(),
                confer("conferToPhone", "8368941654"),
                step("control.memberAnswer", json!([])),
                hang_up(),
                dispose(),
            ],
        ),
        case(
            "conference, at the asking desk",
            vec![dial(), picks_up(), confer("conferToUser", "moh5"), they_answer(), hang_up(), dispose()],
        ),
        at_colleague(case(
            "conference, at the joined desk",
            vec![
                dial(),
                picks_up(),
                confer("conferToUser", "moh5"),
                they_answer(),
                hang_up(),
                they_dispose(),
            ],
        )),
        case(
            "consulted and given away, at the giver",
            vec![dial(), picks_up(), ask(), they_answer(), gesture("toolbar.completeTransfer"), dispose()],
        ),
        at_colleague(case(
            "consulted and given away, at the one asked",
            vec![
                dial(),
                picks_up(),
                ask(),
                they_answer(),
                gesture("toolbar.completeTransfer"),
                they_hang_up(),
                they_dispose(),
            ],
        )),
        case(
            "consulted and merged",
            vec![
                dial(),
                picks_up(),
                ask(),
                they_answer(),
                gesture("toolbar.mergeConsult"),
                hang_up(),
                dispose(),
            ],
        ),
        at_colleague(case(
            "consulted and sent away, at the one asked",
            vec![dial(), picks_up(), ask(), they_answer(), gesture("toolbar.cancelConsult"), they_dispose()],
        )),
        case(
            "put through to a number",
            vec![
                dial(),
                picks_up(),
                step("toolbar.transfer", json!(["transferToPhone", "8368941654"])),
                step("control.memberAnswer", json!([])),
                dispose(),
            ],
        ),
        at_colleague(case(
            "given to a campaign, at the taker",
            vec![
                dial(),
                picks_up(),
                step("toolbar.transfer", json!(["transferToCampaign", "172"])),
                they_answer(),
                they_hang_up(),
                they_dispose(),
            ],
        )),
        at_colleague(case(
            "conference, the owner leaves, at the joined desk",
            vec![
                dial(),
                picks_up(),
                confer("conferToUser", "moh5"),
                they_answer(),
                gesture("toolbar.leave"),
                they_hang_up(),
                they_dispose(),
            ],
        )),
        case("a colleague is called, at the caller", vec![call_colleague(), they_answer(), they_hang_up()]),
        at_colleague(case(
            "a colleague is called, at the one called",
            vec![call_colleague(), they_answer(), hang_up()],
        )),
        at_colleague(case(
            "a colleague does not answer, at the one called",
            vec![call_colleague(), time(20)],
        )),
        at_colleague(case(
            "colleagues chat, at the one asked",
            vec![
                step("interaction.initiateInteraction", json!(["chat", {"userId": "moh5"}, 172])),
                they_answer(),
                they_hang_up(),
            ],
        )),
        case(
            "a record is attached and unattached",
            vec![step("toolbar.attachRecord", record()), step("toolbar.unattachRecord", json!([]))],
        ),
    ]
}

#[tokio::test]
async fn events_come_in_the_promised_order() {
    let promised = promised();
    let mut wrong = Vec::new();
    for Case { name, steps, at_colleague } in all() {
        let stage = if name.starts_with("a record") { Stage::Talking } else { Stage::Free };
        // Alone on the site where nobody else is asked: no other agent is offered what was missed.
        let others = steps.iter().any(|(who, ..)| *who == Who::Colleague) || at_colleague;
        let others = others || name.starts_with("transfer");
        let mut world = World::at(stage).await;
        if others {
            world = world.with_colleague().await;
        }
        let mut listener = hello(Role::Crm);
        listener.desk = Some(DeskId::from(if at_colleague { "second" } else { "default" }));
        let mut listener = Peer::with(&world.hub, &listener).await;
        for (who, method, params) in steps {
            // `$id` is the interaction of the desk that the step is made at.
            let desk = world.peer(who).desk().await;
            let id = desk.interactions.first().map(|one| one.id.to_string()).unwrap_or_default();
            let params = serde_json::from_str(&params.to_string().replace("$id", &id)).unwrap();
            if let Err(error) = world.call(who, method, &params).await {
                wrong.push(format!("{name}: {method}: {}", error.message));
            }
        }
        let expected = &promised[name];
        // What is said last of all ends the listening; it needs nobody to be signed in.
        let at = if at_colleague { Who::Colleague } else { Who::Control };
        world.ok(at, "toolbar.setWindowVisible", &json!([true])).await;
        let heard = listener.events_until("ui.windowVisibilityChanged").await;
        let heard: Vec<&str> = heard.iter().filter_map(|name| name.split('.').nth(1)).collect();
        let heard = &heard[..heard.len() - 1];
        if heard != expected {
            wrong.push(format!(
                "{name}:\n  promised {}\n  heard    {}",
                expected.join(", "),
                heard.join(", ")
            ));
        }
        drop(listener);
        world.end().await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_promise_is_kept_by_a_case() {
    let played: Vec<&str> = all().iter().map(|one| one.name).collect();
    assert_eq!(promised().len(), played.len());
    assert!(promised().keys().all(|case| played.contains(case)));
}
