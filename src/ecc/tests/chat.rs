//! Chats: the order of events of each case, what is written when, and what is refused.

use rstest::rstest;
use serde_json::{Value, json};

use super::lifecycle::same_keys;
use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::ids::{CustomerId, InteractionId};
use crate::contract::payload::{AssociationType, ChannelType};
use crate::contract::{Contract, Event};
use crate::desk::interaction::{ChatLine, ChatSide, Cleared, MAX_CHAT_BYTES, MAX_CHAT_LINES};
use crate::desk::{Activity, Change, Phase};
use crate::ecc::lines::{MAX_LETTER, MAX_LINE};
use crate::ecc::{CustomerSees, What};
use crate::wire::Micros;

const BEGIN: [&str; 2] = ["interactionInitiated", "showCrm"];
const LINKED: [&str; 3] = ["interactionInitiated", "showCrm", "customerLinkedToInteraction"];
const END: [&str; 3] = ["interactionDisposed", "handleInteractionDisposed", "interactionEnded"];

const KNOWN: &str = "1234567890";

fn story(parts: &[&[&'static str]]) -> Vec<&'static str> {
    parts.concat()
}

pub fn chat(site: &mut Site, params: Value) -> InteractionId {
    let answer = site.ok("x", "control.customerChat", params);
    assert_eq!(answer.as_object().unwrap().keys().collect::<Vec<_>>(), ["interactionId", "mediaId"]);
    InteractionId::from(answer["interactionId"].as_str().unwrap())
}

/// A chat that an agent has accepted.
fn accepted() -> (Site, InteractionId) {
    let mut site = Site::with_agent();
    let id = chat(&mut site, json!(["Test"]));
    site.ok("a", "toolbar.answer", json!([]));
    (site, id)
}

pub fn dispose(site: &mut Site, desk: &str, id: &InteractionId) {
    site.ok(desk, "interaction.disposeInteraction", json!(["chat", id, 1345, "fine"]));
}

fn open(site: &mut Site, rest: Value) -> InteractionId {
    let mut params = vec![json!("chat")];
    params.extend(rest.as_array().unwrap().iter().cloned());
    let answer = site.ok("a", "interaction.initiateInteraction", json!(params));
    assert_eq!(answer, json!({"result": "success", "reason": "success"}));
    site.desk("a").interactions.last().unwrap().id.clone()
}

fn texts<'a>(lines: impl IntoIterator<Item = &'a ChatLine>) -> Vec<(ChatSide, &'a str)> {
    lines.into_iter().map(|line| (line.from, line.text.as_str())).collect()
}

/// What a desk shows of its first interaction's chat.
fn shown(site: &Site, desk: &str) -> Vec<(ChatSide, String)> {
    let lines = texts(&site.desk(desk).interactions[0].chat);
    lines.into_iter().map(|(from, text)| (from, text.to_owned())).collect()
}

#[rstest]
#[case::the_customer_leaves("x", "control.customerHangup", Cleared::Customer)]
#[case::the_agent_ends("a", "toolbar.hangup", Cleared::Agent)]
fn accepted_and_ended(#[case] desk: &str, #[case] method: &str, #[case] by: Cleared) {
    let mut site = Site::with_agent();
    let id = chat(&mut site, json!(["Test"]));
    let offered = &site.desk("a").interactions[0];
    assert_eq!(
        (offered.phase, offered.channel, offered.is_chat()),
        (Phase::Initiated, ChannelType::Chat, true)
    );
    assert_eq!(offered.association, AssociationType::InboundDial);
    assert_eq!(offered.deadline, Some(site.now + Micros::from_secs(20)), "the campaign's ringTimeout");
    assert_eq!(site.desk("a").activity().unwrap().0, Activity::Ringing);
    assert_eq!(site.story("a"), BEGIN);
    site.ok("a", "toolbar.answer", json!([]));
    assert_eq!(site.desk("a").activity().unwrap().0, Activity::OnCall);
    site.wait(30);
    site.ok(desk, method, json!([id]));
    assert_eq!(site.desk("a").activity().unwrap().0, Activity::WrapUp);
    assert_eq!(site.desk("a").interactions[0].deadline, Some(site.now + Micros::from_secs(120)));
    dispose(&mut site, "a", &id);
    let middle: &[&str] = &["interactionConnected", "interactionDisconnected"];
    assert_eq!(site.story("a"), story(&[&BEGIN, middle, &END]));
    let past = &site.desk("a").past[0];
    assert_eq!((past.talk, past.cleared), (Some(Micros::from_secs(30)), Some(by)));
    use CustomerSees::{Cleared as Gone, Connected, Queued};
    assert_eq!(site.customers_see(), [Queued, Connected, Gone]);
    assert_eq!(site.desk("a").activity().unwrap().0, Activity::Available);
}

#[test]
fn a_known_customer_is_linked_after_the_screen_pop() {
    let mut site = Site::with_agent();
    chat(&mut site, json!([null, KNOWN]));
    assert_eq!(site.story("a"), LINKED);
    assert_eq!(site.desk("a").interactions[0].customer_label(), "Anshika");
}

#[test]
fn somebody_of_whom_nothing_is_known_can_chat() {
    let mut site = Site::with_agent();
    chat(&mut site, json!([]));
    let one = &site.desk("a").interactions[0];
    assert_eq!((one.customer.phone.as_str(), &one.customer.name), ("", &None));
    assert_eq!(one.customer_label(), "unknown customer");
    site.wait(20);
    let text = &site.desk("a").toasts.back().unwrap().text;
    assert_eq!(text, "You missed a chat from unknown customer");
    let bell = &site.desk("a").notifications[0].display_message;
    assert!(bell.starts_with("Chat Missed!! Customer Name:  Contact Number:  Missed Chat Time:"), "{bell}");
}

#[test]
fn missed_and_refused_goes_to_the_next_agent_with_what_was_written() {
    let mut site = Site::with_agent();
    site.wait(1);
    site.agent("b", "moh5", "1234567891");
    let id = chat(&mut site, json!(["Test"]));
    site.ok("x", "control.customerMessage", json!(["Hello?"]));
    let missed = story(&[&BEGIN, &["notification", "interactionEnded"]]);
    site.wait(20);
    assert_eq!(site.story("a"), missed);
    assert_eq!((site.desk("a").unread, site.desk("a").past[0].cleared), (1, Some(Cleared::Missed)));
    assert_eq!(site.story("b"), BEGIN);
    assert_eq!(shown(&site, "b"), [(ChatSide::Customer, "Hello?".to_owned())]);
    site.ok("b", "toolbar.reject", json!([id]));
    assert_eq!(site.story("b"), missed);
    assert_eq!(site.desk("a").interactions.len(), 0, "not at once to who missed it");
    site.wait(5);
    assert_eq!(site.desk("a").interactions[0].id, id, "rested, it is offered again");
    assert_eq!(shown(&site, "a").len(), 1);
}

#[test]
fn the_customer_leaves_while_it_is_offered() {
    let mut site = Site::with_agent();
    chat(&mut site, json!([]));
    site.ok("x", "control.customerHangup", json!([]));
    let end: &[&str] = &["interactionDisconnected", "notification", "interactionEnded"];
    assert_eq!(site.story("a"), story(&[&BEGIN, end]));
    assert_eq!(site.ecc.next_deadline(), None);
}

#[test]
fn the_customer_leaves_the_queue() {
    let mut site = Site::with_agent();
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    chat(&mut site, json!([]));
    assert_eq!(site.desk("a").waiting.values().sum::<u32>(), 1);
    site.ok("x", "control.customerHangup", json!([]));
    assert_eq!((site.desk("a").waiting.len(), site.story("a").len()), (0, 0));
    assert_eq!(site.ecc.next_deadline(), None);
}

#[test]
fn a_chat_opened_by_an_agent_is_connected_at_once() {
    let mut site = Site::with_agent();
    let id = open(&mut site, json!([{"phone": KNOWN, "appId": "web"}, 172]));
    assert_eq!(site.story("a"), story(&[&LINKED, &["interactionConnected"]]));
    let one = &site.desk("a").interactions[0];
    assert_eq!((one.phase, one.association), (Phase::Connected, AssociationType::ManualDial));
    site.ok("a", "toolbar.sendMessage", json!(["Good morning"]));
    site.ok("a", "toolbar.hangup", json!([]));
    dispose(&mut site, "a", &id);
    assert!(site.story("a").ends_with(&END));
    use CustomerSees::{Cleared as Gone, Connected, Dialled, Written};
    assert_eq!(site.customers_see(), [Dialled, Connected, Written, Gone]);
}

#[test]
fn whom_a_chat_is_opened_with_is_found_by_number_and_by_id() {
    for (details, id, expected) in [
        (json!({"phone": KNOWN}), None, ("Anshika", KNOWN)),
        (json!({"phone": KNOWN, "name": "Ann"}), None, ("Ann", KNOWN)),
        (json!({}), Some(735076692678910u64), ("Jack Rogers", "3362227000")),
        (json!({"phone": "5550100"}), Some(735076692678910), ("Jack Rogers", "5550100")),
    ] {
        let mut site = Site::with_agent();
        open(&mut site, json!([details, 172, id]));
        let customer = &site.desk("a").interactions[0].customer;
        assert_eq!((customer.label(), customer.phone.as_str()), expected, "{details} {id:?}");
        assert!(customer.customer_id.is_some());
        assert!(id.is_none_or(|id| customer.customer_id == Some(CustomerId(id))));
    }
}

#[test]
fn a_customer_made_by_dialling_can_be_written_to_by_id() {
    let mut site = Site::with_agent();
    let call = site.dial("a", "5550100");
    let id = site.desk("a").interactions[0].customer.customer_id;
    site.ok("a", "toolbar.hangup", json!([]));
    site.dispose("a", &call);
    open(&mut site, json!([{}, 172, id.unwrap().0]));
    let customer = &site.desk("a").interactions[0].customer;
    assert_eq!((customer.customer_id, customer.phone.as_str()), (id, "5550100"));
}

#[test]
fn both_sides_write_and_the_customer_from_the_moment_the_chat_is_there() {
    let mut site = Site::with_agent();
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    let id = chat(&mut site, json!(["Test"]));
    site.ok("x", "control.customerMessage", json!(["in the queue"]));
    site.wait(3);
    site.ok("a", "toolbar.setAvailability", json!(["Available"]));
    site.ok("x", "control.customerMessage", json!(["while offered"]));
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.sendMessage", json!(["Hello", id]));
    let written = [
        (ChatSide::Customer, "in the queue"),
        (ChatSide::Customer, "while offered"),
        (ChatSide::Agent, "Hello"),
    ];
    let one = &site.desk("a").interactions[0];
    assert_eq!(texts(&one.chat), written);
    assert_eq!(one.since.since(one.chat[0].at), Micros::from_secs(3), "a line keeps its own time");
    site.ok("a", "toolbar.hangup", json!([]));
    assert_eq!(texts(&site.desk("a").interactions[0].chat), written, "also in wrap-up");
}

#[test]
fn what_is_kept_of_a_chat_is_bounded_in_lines_and_bytes() {
    let (mut site, id) = accepted();
    for n in 0..MAX_CHAT_LINES + 5 {
        site.ok("x", "control.customerMessage", json!([n.to_string()]));
    }
    let kept = |site: &Site| {
        let lines = &site.ecc.state.interactions[&id].lines;
        assert_eq!(lines, &site.desk("a").interactions[0].chat, "the desk keeps the same");
        (lines.len(), lines.iter().map(|line| line.text.len()).sum::<usize>())
    };
    assert_eq!(kept(&site).0, MAX_CHAT_LINES);
    assert_eq!(site.desk("a").interactions[0].chat[0].text, "5", "the oldest go");
    let long = "\u{1f600}".repeat(MAX_LINE);
    for _ in 0..MAX_CHAT_BYTES / long.len() + 2 {
        site.ok("a", "toolbar.sendMessage", json!([long]));
    }
    assert_eq!(kept(&site), (MAX_CHAT_BYTES / long.len(), MAX_CHAT_BYTES));
}

#[test]
fn a_chat_lasts_no_longer_than_the_site_allows_and_waits_no_longer_than_the_queue() {
    let (mut site, _) = accepted();
    chat(&mut site, json!([]));
    site.wait(600);
    assert_eq!(site.desk("a").waiting.len(), 0);
    site.wait(3000);
    assert_eq!(site.desk("a").interactions[0].cleared, Some(Cleared::TooLong));
    let text = &site.desk("a").toasts.back().unwrap().text;
    assert_eq!(text, "The chat with Test reached the site's limit");
}

#[test]
fn wrap_up_of_a_chat_runs_out() {
    let (mut site, _) = accepted();
    site.ok("a", "toolbar.hangup", json!([]));
    site.wait(120);
    assert!(site.story("a").ends_with(&END));
}

/// Something that happens before the refused call.
type Before = fn(&mut Site);

fn nobody(_: &mut Site) {}

fn working(site: &mut Site) {
    site.agent("a", "executive", "1234567890");
}

fn offered(site: &mut Site) {
    working(site);
    chat(site, json!([]));
}

fn connected(site: &mut Site) {
    offered(site);
    site.ok("a", "toolbar.answer", json!([]));
}

fn wrap_up(site: &mut Site) {
    connected(site);
    site.ok("a", "toolbar.hangup", json!([]));
}

fn on_call(site: &mut Site) {
    working(site);
    site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
}

const OPEN: &str = "interaction.initiateInteraction";
const SEND: &str = "toolbar.sendMessage";
const WRITE: &str = "control.customerMessage";
const CHAT: &str = "control.customerChat";

#[rstest]
#[case::nobody_to_write_to(working, OPEN, json!(["chat", {"name": "Ann"}, 172]), RequiredFieldMissing, None)]
#[case::blank_number(working, OPEN, json!(["chat", {"phone": " "}, 172]), RequiredFieldMissing, None)]
#[case::no_number(working, OPEN, json!(["chat", {"phone": "Ann"}, 172]), RequiredFieldMissing, None)]
#[case::unknown_customer(working, OPEN, json!(["chat", {}, 172, 5]), DataNotFound, None)]
#[case::unknown_campaign(working, OPEN, json!(["chat", {"phone": "1"}, 9]), DataNotFound, None)]
#[case::campaign_not_chosen(working, OPEN, json!(["chat", {"phone": "1"}, 47]), HttpError, Some(409))]
#[case::long_sub_channel(working, OPEN, json!(["chat", {"phone": "1"}, 172, null, null, null, "x".repeat(65)]), RequiredFieldMissing, None)]
#[case::logout_in_chat(connected, "session.logout", json!([]), HttpError, Some(409))]
#[case::hold(connected, "toolbar.hold", json!([]), HttpError, Some(409))]
#[case::unhold(connected, "toolbar.unhold", json!([]), HttpError, Some(409))]
#[case::mute(connected, "toolbar.mute", json!([]), HttpError, Some(409))]
#[case::unmute(connected, "toolbar.unmute", json!([]), HttpError, Some(409))]
#[case::write_not_signed_in(nobody, SEND, json!(["Hello"]), HttpError, Some(403))]
#[case::write_before_accepting(offered, SEND, json!(["Hello"]), HttpError, Some(409))]
#[case::write_in_wrap_up(wrap_up, SEND, json!(["Hello"]), HttpError, Some(409))]
#[case::write_in_a_call(on_call, SEND, json!(["Hello"]), HttpError, Some(409))]
#[case::write_to_unknown(connected, SEND, json!(["Hello", "nope"]), DataNotFound, None)]
#[case::write_nothing(connected, SEND, json!([""]), RequiredFieldMissing, None)]
#[case::write_too_much(connected, SEND, json!(["x".repeat(MAX_LINE + 1)]), RequiredFieldMissing, None)]
#[case::write_far_too_much(connected, SEND, json!(["x".repeat(MAX_LETTER + 1)]), RequiredFieldMissing, None)]
#[case::customer_writes_without_a_chat(on_call, WRITE, json!(["Hello"]), HttpError, Some(409))]
#[case::customer_writes_when_gone(wrap_up, WRITE, json!(["Hello"]), HttpError, Some(409))]
#[case::customer_writes_to_unknown(connected, WRITE, json!(["Hello", "nope"]), DataNotFound, None)]
#[case::customer_writes_nothing(connected, WRITE, json!([""]), RequiredFieldMissing, None)]
#[case::customer_writes_too_much(connected, WRITE, json!(["x".repeat(MAX_LINE + 1)]), RequiredFieldMissing, None)]
#[case::chat_for_unknown_campaign(working, CHAT, json!([null, null, 9]), DataNotFound, None)]
#[case::chat_with_long_number(working, CHAT, json!([null, "1".repeat(65)]), RequiredFieldMissing, None)]
#[case::chat_of_long_type(working, CHAT, json!([null, null, null, "x".repeat(65)]), RequiredFieldMissing, None)]
fn is_refused(
    #[case] before: Before,
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] http: Option<u16>,
) {
    let mut site = Site::new();
    before(&mut site);
    site.refuses("a", method, params, code, http);
}

#[test]
fn what_is_named_and_of_the_wrong_channel_is_refused() {
    let (mut site, id) = accepted();
    site.ok("a", "toolbar.hangup", json!([]));
    let wrong = site.call("a", "interaction.disposeInteraction", json!(["voice", id, 1345])).unwrap_err();
    assert_eq!(wrong.code, DataNotFound);
    assert!(wrong.data.hint.unwrap().contains("chat"));
    dispose(&mut site, "a", &id);
    let call = site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    for method in [SEND, WRITE] {
        let wrong = site.call("a", method, json!(["Hello", call])).unwrap_err();
        assert_eq!(wrong.data.http, Some(409), "{method}: {wrong:?}");
    }
    site.ok("a", "toolbar.hangup", json!([]));
    let wrong = site.call("a", "interaction.disposeInteraction", json!(["chat", call, 1345])).unwrap_err();
    assert_eq!(wrong.code, DataNotFound);
    assert!(wrong.data.hint.unwrap().contains("voice"));
}

#[test]
fn chats_may_be_opened_where_dialling_is_off() {
    let mut site = Site::with(|w| w.session.dial_phone_enable = false);
    working(&mut site);
    open(&mut site, json!([{"phone": KNOWN}, 172]));
}

#[test]
fn a_chats_record_is_told_as_the_vendor_does() {
    let (mut site, id) = accepted();
    let sample = &Contract::get().method("interaction.getAllLiveInteractionsForAgent").unwrap().answer.sample;
    let got = site.ok("a", "interaction.getAllLiveInteractionsForAgent", json!([]));
    same_keys("live", &got, sample);
    let data = &got[0]["data"];
    assert_eq!((&data["channel_name"], &data["sub_channel"]), (&json!("chat"), &json!("webchat")));
    assert_eq!((&data["direction"], &data["id"]), (&json!("incoming"), &json!(id)));
    assert_eq!(data["interaction_media_id"], "d279-6874b064-vchat-1");
    let info = &data["additional_info"];
    assert_eq!(info["chat_customer_crt_object_id"], "d279-6874b064-dccf-1");
    assert_eq!(info["xmpp_metadata"]["customer"]["name"], "Test");
    assert_eq!(info["xmpp_metadata"]["users"][0]["id"], "executive");
    site.wait(5);
    site.ok("x", "control.customerMessage", json!(["Hello?"]));
    let later = &site.ok("a", "interaction.getCurrentInteraction", json!([]))["data"];
    assert_eq!(later["additional_info"], *info, "the addresses stay");
    assert_ne!(later["date_modified"], data["date_modified"]);
    site.ok("a", "toolbar.hangup", json!([]));
    dispose(&mut site, "a", &id);
    open(&mut site, json!([{"phone": KNOWN}, 172]));
    let opened = &site.ok("a", "interaction.getCurrentInteraction", json!([]))["data"];
    assert_eq!((&opened["direction"], &opened["sub_channel"]), (&json!("outgoing"), &json!("webchat")));
}

#[test]
fn payloads_of_chats_are_the_contracts() {
    let mut site = Site::with_agent();
    let id = chat(&mut site, json!([null, KNOWN]));
    site.wait(25);
    site.ok("a", "toolbar.answer", json!([id]));
    site.ok("a", "toolbar.hangup", json!([id]));
    dispose(&mut site, "a", &id);
    let mut seen = std::collections::BTreeSet::new();
    for event in site.events("a") {
        let spec = Contract::get().event(event.id()).unwrap();
        let payload: Value = serde_json::from_str(&event.payload_json()).unwrap();
        same_keys(event.id(), &payload, &spec.payload.sample);
        if let Some(details) = payload.get("channelDetails") {
            assert_eq!(details["channelType"], "chat", "{}", event.id());
        }
        if let Event::InteractionConnected(event) = event {
            assert_eq!(event.channel_details.call_id.as_str(), "d279-6874b064-vchat-1");
            assert_eq!(event.customer_crt_object_id.as_str(), "d279-6874b064-dccf-1");
        }
        seen.insert(event.id());
    }
    assert_eq!(seen.len(), 13, "{seen:?}");
    assert!(!seen.contains("interaction.callRinging"));
}

#[test]
fn a_line_is_told_to_who_has_the_chat_only() {
    let (mut site, id) = accepted();
    site.agent("b", "moh5", "1234567891");
    let before = site.log.len();
    site.ok("x", "control.customerMessage", json!(["Hello?", id]));
    let told: Vec<&str> = site.log[before..]
        .iter()
        .filter_map(|output| match &output.what {
            What::Change { desk, change: Change::ChatLine { .. } } => Some(desk.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(told, ["a"]);
}

#[test]
fn a_site_has_so_many_chats_and_no_more() {
    let mut site = Site::new();
    for _ in 0..crate::ecc::MAX_CALLS {
        site.ok("x", "control.customerChat", json!([]));
    }
    assert_eq!(site.call("a", "control.customerChat", json!([])).unwrap_err().data.http, Some(503));
}

#[test]
fn who_takes_a_transferred_chat_sees_what_was_written() {
    let (mut site, id) = accepted();
    site.agent("b", "moh5", "1234567891");
    site.ok("x", "control.customerMessage", json!(["Hello?"]));
    site.ok("a", "toolbar.sendMessage", json!(["One moment"]));
    let params = json!({"interactionId": id, "transferType": "transferToUser", "target": "moh5"});
    site.ok("a", "toolbar.transfer", params);
    let said = [(ChatSide::Customer, "Hello?".to_owned()), (ChatSide::Agent, "One moment".to_owned())];
    assert_eq!(shown(&site, "b"), said);
    assert_eq!(site.story("b"), BEGIN);
    site.ok("b", "toolbar.answer", json!([]));
    site.ok("x", "control.customerMessage", json!(["And you are?"]));
    assert_eq!((shown(&site, "a").len(), shown(&site, "b").len()), (2, 3), "it goes on at the taker's");
    assert!(site.call("a", "toolbar.sendMessage", json!(["Bye", id])).is_err());
}
