//! The rows of ARCHITECTURE.md's state tables that are no other test's subject.

use rstest::rstest;
use serde_json::{Value, json};

use super::channels::all_channels;
use super::company::{FRIEND, talking};
use super::lifecycle::{BEGIN_IN, KNOWN, story};
use super::site::Site;
use super::sorting::{begin_chat, furnish, shown};
use crate::contract::Event;
use crate::contract::ids::InteractionId;
use crate::contract::payload::StateChangeCause;
use crate::desk::conversation::Status;
use crate::desk::interaction::ChatSide;
use crate::desk::{Change, Stage};
use crate::ecc::interaction::Line;
use crate::ecc::lines::{MAX_LETTER, MAX_LINE};
use crate::ecc::{CustomerDoing, What};
use crate::workspace::Workspace;

const SEND: &str = "toolbar.sendMessage";
const DAY: u64 = 86_400;

#[test]
fn nobody_is_available_before_they_have_an_extension() {
    let mut site = Site::new();
    site.ok("a", "session.login", json!(["executive", ""]));
    site.ok("a", "toolbar.selectCampaigns", json!([[172]]));
    let told = site.log.len();
    let error = site.call("a", "toolbar.setAvailability", json!(["Available"])).unwrap_err();
    assert_eq!((error.data.http, site.desk("a").stage()), (Some(409), Stage::Extension));
    assert_eq!(site.log.len(), told + 1, "only the answer goes out");
}

#[test]
fn who_becomes_available_or_takes_a_break_is_told_by_the_vendors_word() {
    let mut site = Site::with_agent();
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    let told: Vec<_> = site
        .events("a")
        .filter_map(|event| match event {
            Event::UserAvailabilityStatusChanged(one) => Some(one.auto_call_state_change_cause),
            _ => None,
        })
        .collect();
    assert_eq!(told, [StateChangeCause::AgentSetReady, StateChangeCause::AgentSetNotReady]);
}

#[test]
fn who_signs_out_while_it_rings_leaves_the_call_to_the_next_agent() {
    let mut site = Site::with_agent();
    site.wait(1);
    site.agent("b", "moh5", "1234567891");
    let id = site.customer_calls(KNOWN);
    site.ok("a", "session.logout", json!([]));
    assert_eq!(site.story("a"), story(BEGIN_IN, &["notification"], &["interactionEnded"]));
    assert_eq!((site.desk("a").stage(), &site.desk("b").interactions[0].id), (Stage::SignedOut, &id));
}

#[test]
fn nobody_signs_out_while_they_dial() {
    let mut site = Site::with_agent();
    site.dial("a", KNOWN);
    assert_eq!(site.call("a", "session.logout", json!([])).unwrap_err().data.http, Some(409));
    assert_eq!(site.desk("a").interactions.len(), 1);
}

/// A call that came first goes to the next agent first, however it came back into the queue.
#[rstest]
#[case::missed("missed")]
#[case::refused("refused")]
#[case::signed_out("signed out")]
#[case::transfer_refused("transfer refused")]
#[case::number_busy("number busy")]
fn it_is_queued_at_its_old_place(#[case] how: &str) {
    let (mut site, mut first) = talking();
    match how {
        "transfer refused" => drop(site.ok("a", "toolbar.transfer", json!(["transferToUser", "moh5"]))),
        "number busy" => drop(site.ok("a", "toolbar.transfer", json!(["transferToPhone", FRIEND]))),
        _ => {
            // b alone is there when it comes.
            site.customer(CustomerDoing::Hangup { interaction_id: first.clone() });
            for desk in ["a", "c"] {
                site.ok(desk, "toolbar.setAvailability", json!(["Lunch Break"]));
            }
            first = site.customer_calls("5550101");
        }
    }
    for desk in ["a", "b", "c"] {
        site.ok(desk, "toolbar.setAvailability", json!(["Lunch Break"]));
    }
    let second = site.customer_calls("5550102");
    match how {
        "missed" => site.wait(20),
        "signed out" => drop(site.ok("b", "session.logout", json!([]))),
        "number busy" => drop(site.ok("x", "control.memberHangup", json!([]))),
        _ => drop(site.ok("b", "toolbar.reject", json!([]))),
    }
    assert_eq!(site.desk("c").waiting.values().sum::<u32>(), 2, "{how}");
    site.ok("c", "toolbar.setAvailability", json!(["Available"]));
    let rings = &site.desk("c").interactions[0].id;
    assert_eq!((rings == &first, rings == &second), (true, false), "{how}");
}

#[test]
fn a_bot_gives_a_chat_up_that_is_opened() {
    let mut site = Site::with(|workspace| {
        furnish(workspace);
        let bot =
            json!({"name": "Robby", "fallback": "I don't know", "handOver": {"after": 9, "timeout": 300}});
        workspace.bots = vec![serde_json::from_value(bot).unwrap()];
        workspace.automations = serde_json::from_value(json!([{
            "name": "Urgent", "event": "message_created",
            "conditions": [{"attribute": "message", "operator": "contains", "values": ["fire"]}],
            "actions": [{"action": "change_status", "status": "open"}],
        }]))
        .unwrap();
    });
    site.agent("a", "executive", "1234567890");
    let id = begin_chat(&mut site, json!(["Test"]));
    let says = |site: &mut Site, text: &str| {
        site.customer(CustomerDoing::Write { interaction_id: id.clone(), text: text.to_owned() });
        site.ecc.state.interactions[&id].line
    };
    assert_eq!(says(&mut site, "hello"), Line::WithBot);
    assert_eq!(says(&mut site, "fire!"), Line::Offered);
    assert_eq!(shown(&site, "a", &id).status, Status::Open);
}

#[test]
fn every_change_of_a_status_is_told_to_the_desk() {
    let mut site = super::sorting::site(|_| {});
    let id = super::sorting::in_chat(&mut site);
    for (status, is) in [("pending", Status::Pending), ("open", Status::Open)] {
        let told = site.log.len();
        site.ok("a", "toolbar.setStatus", json!([status]));
        let is_told = site.log[told..].iter().any(|output| {
            matches!(&output.what, What::Change { change: Change::Conversation { conversation, .. }, .. }
                if conversation.status == is)
        });
        assert!(is_told, "{status}");
        assert_eq!(shown(&site, "a", &id).status, is);
    }
}

/// Opens a chat by WhatsApp with a customer who has not written.
fn in_a_closed_window(change: impl FnOnce(&mut Workspace)) -> (Site, InteractionId) {
    let mut site = Site::with(|workspace| {
        furnish(workspace);
        all_channels(workspace);
        change(workspace);
    });
    site.agent("a", "executive", "1234567890");
    let params = json!(["chat", {"phone": KNOWN}, 172, null, null, null, "whatsapp"]);
    site.ok("a", "interaction.initiateInteraction", params);
    let id = site.desk("a").interactions[0].id.clone();
    (site, id)
}

#[test]
fn a_macro_and_an_automation_write_no_free_text_into_a_closed_window() {
    let says = json!([{"action": "send_message", "text": "Hello"}]);
    let (mut site, _) = in_a_closed_window(|workspace| {
        let hello = json!([{"name": "Hello", "actions": says}]);
        workspace.macros = serde_json::from_value(hello).unwrap();
        let labelled = json!([{"name": "Labelled", "event": "conversation_updated", "actions": says}]);
        workspace.automations = serde_json::from_value(labelled).unwrap();
    });
    let error = site.call("a", "toolbar.runMacro", json!(["Hello"])).unwrap_err();
    assert_eq!(error.data.http, Some(409));
    assert!(error.message.contains("WhatsApp takes no free text"), "{error}");
    site.ok("a", "toolbar.addLabel", json!(["vip"]));
    let line = site.desk("a").interactions[0].chat.back().unwrap();
    assert_eq!(line.from, ChatSide::System);
    assert!(line.text.contains("WhatsApp takes no free text"), "{}", line.text);
    site.ok("a", "toolbar.sendTemplate", json!(["hello", ["order 5"]]));
    site.customer(CustomerDoing::Write {
        interaction_id: site.desk("a").interactions[0].id.clone(),
        text: "Yes?".to_owned(),
    });
    site.ok("a", "toolbar.runMacro", json!(["Hello"]));
}

/// Every row of ARCHITECTURE.md's table of sub channels.
#[rstest]
#[case::webchat("webchat", [true, false, true, false], None, MAX_LINE, 3_600)]
#[case::whatsapp("whatsapp", [true, true, true, true], Some(DAY), MAX_LINE, 3 * DAY)]
#[case::facebook("facebook", [true, true, true, false], None, MAX_LINE, 3 * DAY)]
#[case::email("email", [false, false, true, false], None, MAX_LETTER, 3 * DAY)]
fn a_sub_channel_can_do(
    #[case] sub_channel: &str,
    #[case] can: [bool; 4],
    #[case] window: Option<u64>,
    #[case] longest: usize,
    #[case] lasts: u64,
) {
    let accepted = |said_so: Option<u64>| {
        let mut site = Site::with(|workspace| {
            all_channels(workspace);
            for channel in &mut workspace.channels {
                channel.active = true;
                channel.window = said_so.or(channel.window);
            }
        });
        site.agent("a", "executive", "1234567890");
        begin_chat(&mut site, json!([null, KNOWN, null, sub_channel]));
        site.ok("a", "toolbar.answer", json!([]));
        site
    };
    let mut site = accepted(None);
    let opens = |site: &Site| site.desk("a").interactions[0].conversation.window_until;
    let of_a_day = |site: &Site, seconds: u64| Some(site.now + crate::wire::Micros::from_secs(seconds));
    assert_eq!(opens(&site), window.and_then(|seconds| of_a_day(&site, seconds)));
    let said_so = accepted(Some(60));
    assert_eq!(opens(&said_so), of_a_day(&said_so, 60), "where the workspace says so");
    let ways: [(&str, Value); 4] = [
        ("toolbar.typing", json!([true])),
        ("control.customerReads", json!([])),
        ("toolbar.sendAttachment", json!(["a.pdf"])),
        ("toolbar.sendTemplate", json!(["hello", ["order 5"]])),
    ];
    for ((method, params), can) in ways.into_iter().zip(can) {
        let http = site.call("a", method, params).map_err(|error| error.data.http);
        assert_eq!(http.err(), (!can).then_some(Some(409)), "{method}");
    }
    site.ok("a", SEND, json!(["x".repeat(longest)]));
    site.call("a", SEND, json!(["x".repeat(longest + 1)])).expect_err("one more is too long");
    site.wait(lasts - 1);
    assert_eq!(site.desk("a").interactions[0].cleared, None);
    site.wait(1);
    assert!(site.desk("a").interactions[0].cleared.is_some());
}
