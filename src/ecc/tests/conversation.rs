//! A chat beside its order of events: who types, what was seen, delivered and read, WhatsApp's window and
//! templates, files, transcripts.

use rstest::rstest;
use serde_json::{Value, json};

use super::channels::{all_channels, on_all_channels};
use super::chat::{chat, dispose};
use super::lifecycle::KNOWN;
use super::site::Site;
use crate::contract::ErrorCode::{self, DataNotFound, HttpError, RequiredFieldMissing};
use crate::contract::ids::InteractionId;
use crate::desk::Interaction;
use crate::desk::interaction::{ChatSide, Tick};
use crate::ecc::chat::MAX_SUBJECT;
use crate::ecc::conversation::TYPING_LASTS;
use crate::ecc::lines::{MAX_FILE, MAX_LETTER, MAX_LINE};
use crate::ecc::transcript::{MAX_SENT, MAX_SENT_BYTES};
use crate::ecc::{CustomerSees, What};
use crate::wire::Micros;

const SEND: &str = "toolbar.sendMessage";
const WRITE: &str = "control.customerMessage";
const TEMPLATE: &str = "toolbar.sendTemplate";
const DAY: u64 = 86_400;

/// An accepted chat by a sub channel, with Anshika.
fn accepted(sub_channel: &str) -> (Site, InteractionId) {
    let mut site = on_all_channels();
    let id = chat(&mut site, json!([null, KNOWN, null, sub_channel]));
    site.ok("a", "toolbar.answer", json!([id]));
    (site, id)
}

fn shown(site: &Site) -> &Interaction {
    &site.desk("a").interactions[0]
}

/// What the customer has seen of typing and of their lines.
fn sees(site: &Site) -> Vec<CustomerSees> {
    use CustomerSees::{AgentStops, AgentTypes, Seen, Written};
    site.customers_see()
        .into_iter()
        .filter(|one| matches!(one, AgentStops | AgentTypes | Seen | Written))
        .collect()
}

#[test]
fn lines_are_numbered_and_say_who_wrote_them() {
    let (mut site, _) = accepted("webchat");
    site.ok("x", WRITE, json!(["Hello?"]));
    site.ok("a", SEND, json!(["Good\nmorning"]));
    let lines: Vec<_> =
        shown(&site).chat.iter().map(|line| (line.number, line.from, line.author.as_deref())).collect();
    assert_eq!(lines, [(1, ChatSide::Customer, None), (2, ChatSide::Agent, Some("executive"))]);
    assert_eq!(shown(&site).chat[1].text, "Good\nmorning", "more than one line");
    assert_eq!(shown(&site).chat[1].tick, None, "web chat tells no ticks");
}

#[test]
fn a_customer_waits_from_opening_until_the_answer_and_from_their_next_line_on() {
    let mut site = on_all_channels();
    let opened = site.now;
    chat(&mut site, json!([]));
    site.wait(5);
    site.ok("x", WRITE, json!(["Hello?"]));
    assert_eq!(shown(&site).conversation.waits_since, Some(opened));
    site.ok("a", "toolbar.answer", json!([]));
    assert_eq!(shown(&site).conversation.waits_since, Some(opened), "accepting is no answer");
    site.ok("a", SEND, json!(["Hello"]));
    assert_eq!(shown(&site).conversation.waits_since, None);
    site.wait(5);
    site.ok("x", WRITE, json!(["I have a question"]));
    let since = site.now;
    site.wait(5);
    site.ok("x", WRITE, json!(["Are you there?"]));
    assert_eq!(shown(&site).conversation.waits_since, Some(since));
}

#[test]
fn that_the_customer_types_shows_until_they_write_stop_or_do_nothing() {
    let (mut site, id) = accepted("whatsapp");
    let types = |site: &mut Site, on: bool| drop(site.ok("x", "control.customerTyping", json!([on])));
    types(&mut site, true);
    assert!(shown(&site).customer_types);
    let told = site.log.len();
    site.wait(5);
    types(&mut site, true);
    assert_eq!(site.log.len(), told + 1, "told once: only the answer");
    site.wait(5);
    assert!(shown(&site).customer_types, "it goes on from the last word of it");
    site.wait(1);
    assert!(!shown(&site).customer_types, "it ends by itself after {TYPING_LASTS:?}");
    types(&mut site, true);
    types(&mut site, false);
    assert!(!shown(&site).customer_types);
    types(&mut site, true);
    site.ok("x", WRITE, json!(["Hello?"]));
    assert!(!shown(&site).customer_types);
    types(&mut site, true);
    site.ok("x", "control.customerHangup", json!([id]));
    assert!(!shown(&site).customer_types);
}

#[test]
fn that_the_agent_types_is_told_the_customer_once_and_taken_back() {
    let (mut site, _) = accepted("webchat");
    use CustomerSees::{AgentStops, AgentTypes, Written};
    let types = |site: &mut Site, on: bool| drop(site.ok("a", "toolbar.typing", json!([on])));
    types(&mut site, true);
    types(&mut site, true);
    assert_eq!(sees(&site), [AgentTypes]);
    types(&mut site, false);
    types(&mut site, true);
    site.wait(6);
    assert_eq!(sees(&site), [AgentTypes, AgentStops, AgentTypes, AgentStops]);
    types(&mut site, true);
    site.ok("a", SEND, json!(["Hello"]));
    site.wait(6);
    assert_eq!(sees(&site)[4..], [AgentTypes, Written], "the line ends it");
}

#[test]
fn who_comes_to_a_chat_sees_that_the_customer_types() {
    let mut site = on_all_channels();
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    chat(&mut site, json!([]));
    site.ok("x", "control.customerTyping", json!([true]));
    site.ok("a", "toolbar.setAvailability", json!(["Available"]));
    assert!(shown(&site).customer_types);
}

#[test]
fn our_lines_are_sent_then_delivered_then_read_where_the_channel_tells() {
    let (mut site, _) = accepted("whatsapp");
    let ticks = |site: &Site| shown(site).chat.iter().map(|line| line.tick).collect::<Vec<_>>();
    site.ok("a", SEND, json!(["One"]));
    assert_eq!(ticks(&site), [Some(Tick::Sent)]);
    site.ok("x", "control.customerReads", json!([false]));
    site.ok("a", SEND, json!(["Two"]));
    site.ok("x", WRITE, json!(["Three"]));
    assert_eq!(ticks(&site), [Some(Tick::Delivered), Some(Tick::Sent), None], "the customer's own has none");
    site.ok("x", "control.customerReads", json!([]));
    assert_eq!(ticks(&site), [Some(Tick::Read), Some(Tick::Read), None]);
    let told = site.log.len();
    site.ok("x", "control.customerReads", json!([false]));
    assert_eq!(site.log.len(), told + 1, "what was read stays read");
}

#[test]
fn what_the_agent_has_not_seen_is_counted_and_the_customer_learns_that_it_was_read() {
    let (mut site, id) = accepted("whatsapp");
    for text in ["One", "Two"] {
        site.ok("x", WRITE, json!([text]));
    }
    assert_eq!(shown(&site).unread(), 2);
    site.ok("a", "toolbar.seen", json!([]));
    assert_eq!((shown(&site).unread(), sees(&site)), (0, vec![CustomerSees::Seen]));
    let told = site.log.len();
    site.ok("a", "toolbar.seen", json!([id]));
    assert_eq!(site.log.len(), told + 1, "there is nothing new to see");
    site.ok("x", WRITE, json!(["Three"]));
    site.ok("a", "toolbar.focus", json!([id]));
    assert_eq!(shown(&site).unread(), 0, "who looks at it has seen it");
    site.ok("x", WRITE, json!(["Four"]));
    site.ok("a", SEND, json!(["Five"]));
    assert_eq!(shown(&site).unread(), 0, "who answers has read");
    assert_eq!(sees(&site).iter().filter(|one| **one == CustomerSees::Seen).count(), 3);
}

#[test]
fn a_web_chat_tells_the_customer_nothing_of_reading_and_an_offered_one_neither() {
    let (mut site, _) = accepted("webchat");
    site.ok("x", WRITE, json!(["One"]));
    site.ok("a", "toolbar.seen", json!([]));
    assert_eq!((shown(&site).unread(), sees(&site).len()), (0, 0));
    let mut site = on_all_channels();
    chat(&mut site, json!([null, KNOWN, null, "whatsapp"]));
    site.ok("x", WRITE, json!(["One"]));
    site.ok("a", "toolbar.seen", json!([]));
    assert_eq!((shown(&site).unread(), sees(&site).len()), (0, 0), "it may come to somebody else");
}

#[test]
fn who_takes_a_transferred_chat_has_not_seen_its_lines() {
    let (mut site, _) = accepted("whatsapp");
    site.agent("b", "moh5", "1234567891");
    site.ok("x", WRITE, json!(["One"]));
    site.ok("a", SEND, json!(["Two"]));
    site.ok("a", "toolbar.transfer", json!({"transferType": "transferToUser", "target": "moh5"}));
    let taken = &site.desk("b").interactions[0];
    assert_eq!((taken.unread(), &taken.chat), (1, &shown(&site).chat));
    assert_eq!(taken.conversation.sub_channel, "whatsapp");
    assert_eq!(taken.conversation.window_until, shown(&site).conversation.window_until);
}

/// Opens a WhatsApp chat with Anshika, who has not written.
fn opened() -> (Site, InteractionId) {
    let mut site = on_all_channels();
    let params = json!(["chat", {"phone": KNOWN}, 172, null, null, null, "whatsapp"]);
    site.ok("a", "interaction.initiateInteraction", params);
    let id = shown(&site).id.clone();
    (site, id)
}

#[test]
fn free_text_by_whatsapp_needs_a_line_of_the_customers_within_a_day() {
    let (mut site, id) = opened();
    let refused = |site: &mut Site| {
        let file = site.call("a", "toolbar.sendAttachment", json!(["a.pdf"])).unwrap_err();
        let text = site.call("a", SEND, json!(["Hello"])).unwrap_err();
        assert_eq!((file.data.http, &file.message), (Some(409), &text.message));
        assert_eq!(text.data.hint.as_deref(), Some("toolbar.sendTemplate writes an approved message: hello"));
        text.message
    };
    assert_eq!(refused(&mut site), "WhatsApp takes no free text: the customer has not written yet");
    site.ok("a", TEMPLATE, json!(["hello", ["order 5"]]));
    assert_eq!(refused(&mut site), "WhatsApp takes no free text: the customer has not written yet");
    site.ok("x", WRITE, json!(["Yes?"]));
    let until = site.now + Micros::from_secs(DAY);
    assert_eq!(shown(&site).conversation.window_until, Some(until));
    site.wait(DAY - 1);
    site.ok("a", SEND, json!(["Hello"]));
    assert_eq!(shown(&site).conversation.window_until, Some(until), "ours does not make it longer");
    site.wait(1);
    assert_eq!(refused(&mut site), "WhatsApp takes no free text: the customer last wrote too long ago");
    site.ok("a", TEMPLATE, json!(["hello", ["order 5"], id]));
    site.ok("x", WRITE, json!(["Yes?"]));
    site.ok("a", SEND, json!(["Hello"]));
}

#[test]
fn a_window_is_the_customers_and_outlives_the_chat() {
    let (mut site, id) = accepted("whatsapp");
    site.ok("a", SEND, json!(["Hello"]));
    site.ok("a", "toolbar.hangup", json!([]));
    dispose(&mut site, "a", &id);
    let open = |site: &mut Site, phone: &str| {
        let params = json!(["chat", {"phone": phone}, 172, null, null, null, "whatsapp"]);
        site.ok("a", "interaction.initiateInteraction", params);
        let id = site.desk("a").interactions.last().unwrap().id.clone();
        site.call("a", SEND, json!(["Hello", id])).is_ok()
    };
    assert_eq!((open(&mut site, KNOWN), open(&mut site, "3362227000")), (true, false));
}

#[test]
fn a_window_of_zero_is_none_and_other_channels_can_have_one() {
    let mut site = Site::with(|workspace| {
        all_channels(workspace);
        workspace.channels[2].window = Some(0);
        workspace.channels[4].window = Some(60);
    });
    site.agent("a", "executive", "1234567890");
    let params = |sub: &str| json!(["chat", {"phone": KNOWN}, 172, null, null, null, sub]);
    site.ok("a", "interaction.initiateInteraction", params("whatsapp"));
    site.ok("a", SEND, json!(["Hello"]));
    assert_eq!(shown(&site).conversation.window_until, None);
    site.ok("a", "interaction.initiateInteraction", params("email"));
    let id = site.desk("a").interactions[1].id.clone();
    let error = site.call("a", SEND, json!(["Hello", id])).unwrap_err();
    assert!(error.data.hint.unwrap().contains("lists no templates"));
}

#[test]
fn a_template_is_filled_in_from_customer_agent_and_arguments() {
    let (mut site, _) = opened();
    site.ok("a", TEMPLATE, json!(["hello", ["order 5"]]));
    let line = shown(&site).chat.back().unwrap();
    assert_eq!(line.text, "Hello Anshika, executive here about order 5");
    assert_eq!((line.template.as_deref(), line.tick), (Some("hello"), Some(Tick::Sent)));
}

#[test]
fn files_go_both_ways_by_name_type_and_size() {
    let (mut site, id) = accepted("email");
    site.ok("a", "toolbar.sendAttachment", json!(["invoice.pdf", "application/pdf", 52100]));
    site.ok("x", "control.customerAttachment", json!(["photo.jpg", "image/jpeg", 7, id]));
    site.ok("x", "control.customerAttachment", json!(["notes"]));
    let files: Vec<_> = shown(&site)
        .chat
        .iter()
        .map(|line| {
            let file = line.attachment.as_ref().unwrap();
            (line.from, line.text.as_str(), file.media_type.as_str(), file.size)
        })
        .collect();
    let expected = [
        (ChatSide::Agent, "invoice.pdf", "application/pdf", 52100),
        (ChatSide::Customer, "photo.jpg", "image/jpeg", 7),
        (ChatSide::Customer, "notes", "application/octet-stream", 0),
    ];
    assert_eq!(files, expected);
}

#[test]
fn an_email_may_be_long() {
    let (mut site, _) = accepted("email");
    site.ok("a", SEND, json!(["x".repeat(MAX_LETTER)]));
    site.ok("x", WRITE, json!(["\u{1f600}".repeat(MAX_LETTER)]));
    assert_eq!(shown(&site).chat.len(), 1, "64 KiB are kept, and the newest always is");
}

#[test]
fn a_chat_whose_customer_need_not_be_there_lasts_for_days() {
    let (mut site, _) = accepted("whatsapp");
    site.wait(3 * DAY - 1);
    assert_eq!(shown(&site).cleared, None);
    site.wait(1);
    assert!(shown(&site).cleared.is_some());
}

#[rstest]
#[case::without_end(None, 10 * DAY, true)]
#[case::as_the_channel_says(Some(60), 60, false)]
fn an_email_waits_as_long_as_its_channel_lets_it(
    #[case] most: Option<u64>,
    #[case] after: u64,
    #[case] waits: bool,
) {
    let mut site = Site::with(|workspace| {
        all_channels(workspace);
        let email = workspace.channels.iter_mut().find(|one| one.sub_type == "email").unwrap();
        email.max_wait = most;
    });
    let id = chat(&mut site, json!([null, KNOWN, null, "email"]));
    site.wait(after - 1);
    assert!(site.ecc.state.interactions.contains_key(&id));
    site.wait(1);
    assert_eq!(site.ecc.state.interactions.contains_key(&id), waits);
    let other = chat(&mut site, json!([null, KNOWN, null, "webchat"]));
    site.wait(DAY);
    assert!(!site.ecc.state.interactions.contains_key(&other), "the queue's maxWait is over for others");
    super::laws::hold(&site);
}

#[test]
fn an_email_has_a_subject_and_nothing_else_has() {
    let mut site = on_all_channels();
    let opens = json!({"phone": KNOWN, "channelSubType": "email", "subject": " Order LH-20418 "});
    let id = chat(&mut site, opens);
    site.ok("a", "toolbar.answer", json!([id]));
    assert_eq!(shown(&site).conversation.subject, "Order LH-20418");
    let text = site.ok("a", "toolbar.getTranscript", json!([]))["text"].clone();
    assert_eq!(text, json!("Subject: Order LH-20418\n"));
    let written =
        json!(["chat", {"phone": "5550100", "subject": "Your question"}, 172, null, null, null, "email"]);
    site.ok("a", "interaction.initiateInteraction", written);
    assert_eq!(site.desk("a").interactions[1].conversation.subject, "Your question");
    for (sub_channel, subject, code) in
        [("webchat", "x".to_owned(), 3000), ("email", "x".repeat(MAX_SUBJECT + 1), 2001)]
    {
        let params = json!({"channelSubType": sub_channel, "subject": subject});
        assert_eq!(site.call("x", "control.customerChat", params).unwrap_err().code.number(), code);
    }
}

#[test]
fn a_transcript_says_who_wrote_what_when() {
    let (mut site, _) = accepted("email");
    site.ok("x", WRITE, json!(["Hello?\nIs anybody there?"]));
    site.wait(60);
    site.ok("a", SEND, json!(["Good morning"]));
    site.ok("a", "toolbar.sendAttachment", json!(["a.pdf", "application/pdf", 5]));
    let text = "[12:53] Anshika: Hello?\n    Is anybody there?\n[12:54] executive: Good morning\n\
                [12:54] executive: <a.pdf, application/pdf, 5 bytes>\n";
    assert_eq!(site.ok("a", "toolbar.getTranscript", json!([])), json!({"text": text}));
    site.ok("a", "toolbar.sendTranscript", json!([" ann@example.com "]));
    let sent = site.ok("x", "control.getTranscripts", json!([]));
    let id = &shown(&site).id;
    assert_eq!(sent, json!([{"at": site.now, "to": "ann@example.com", "interactionId": id, "text": text}]));
    let line = shown(&site).chat.back().unwrap();
    assert_eq!(line.from, ChatSide::System);
    assert_eq!(line.text, "The conversation so far was sent to ann@example.com");
    site.ok("a", "toolbar.hangup", json!([]));
    let text = site.ok("a", "toolbar.getTranscript", json!([]))["text"].as_str().unwrap().to_owned();
    assert!(text.ends_with("[12:54] *: The conversation so far was sent to ann@example.com\n"), "{text}");
}

#[test]
fn who_gave_a_chat_away_has_the_transcript_of_their_part() {
    let (mut site, _) = accepted("webchat");
    site.agent("b", "moh5", "1234567891");
    let id = site.desk("a").interactions[0].id.clone();
    site.ok("a", "toolbar.sendMessage", json!(["I give you to a colleague"]));
    site.ok("a", "toolbar.transfer", json!(["transferToUser", "moh5"]));
    site.ok("b", "toolbar.answer", json!([]));
    site.ok("b", "toolbar.sendMessage", json!(["Hello, this is moh5"]));
    let text = |site: &mut Site, desk: &str| {
        let answer = site.ok(desk, "toolbar.getTranscript", json!([id]));
        answer["text"].as_str().unwrap().to_owned()
    };
    let (first, second) = (text(&mut site, "a"), text(&mut site, "b"));
    assert!(first.contains("to a colleague") && !first.contains("this is moh5"), "{first}");
    assert!(second.starts_with(&first) && second.contains("this is moh5"), "{second}");
    site.ok("a", "toolbar.sendTranscript", json!(["a@example.com", id]));
    let sent = site.ok("x", "control.getTranscripts", json!([]))[0]["text"].clone();
    assert_eq!(sent, json!(first));
}

#[rstest]
#[case(false, "The conversation so far was sent to anshika@example.com")]
#[case::masked(true, "The conversation so far was sent to the customer")]
fn a_transcript_goes_to_the_customers_address_where_none_is_named(#[case] masks: bool, #[case] told: &str) {
    let mut site = Site::with(|workspace| {
        if masks {
            workspace.session.masked_privileges = vec!["phone".to_owned()];
        }
        let anshika = workspace.customers.iter_mut().find(|one| one.phone == KNOWN).unwrap();
        anshika.email = "anshika@example.com".to_owned();
    });
    site.agent("a", "executive", "1234567890");
    chat(&mut site, json!([null, KNOWN]));
    site.ok("a", "toolbar.sendTranscript", json!([]));
    assert_eq!(site.ok("x", "control.getTranscripts", json!([]))[0]["to"], "anshika@example.com");
    assert_eq!(shown(&site).chat.back().unwrap().text, told);
}

#[test]
fn so_many_transcripts_are_kept_and_no_more() {
    let (mut site, _) = accepted("email");
    let kept = |site: &mut Site| {
        let sent = site.ok("x", "control.getTranscripts", json!([]));
        let texts = sent.as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap().len());
        (texts.clone().count(), texts.sum::<usize>())
    };
    for _ in 0..MAX_SENT + 1 {
        site.ok("a", "toolbar.sendTranscript", json!(["ann@example.com"]));
    }
    assert_eq!(kept(&mut site).0, MAX_SENT);
    site.ok("x", WRITE, json!(["\u{1f600}".repeat(MAX_LETTER)]));
    for _ in 0..5 {
        site.ok("a", "toolbar.sendTranscript", json!(["ann@example.com"]));
        // What is told of sending pushes the long line out.
        site.ok("x", WRITE, json!(["\u{1f600}".repeat(MAX_LETTER)]));
    }
    let (count, bytes) = kept(&mut site);
    assert!(count < MAX_SENT && bytes <= MAX_SENT_BYTES, "{count} of {bytes} bytes");
}

#[rstest]
#[case::typing_by_email("email", "toolbar.typing", json!([true]), HttpError, "channel email does not tell who types")]
#[case::customer_types_by_email("email", "control.customerTyping", json!([true]), HttpError, "channel email does not tell who types")]
#[case::web_chat_has_no_ticks("webchat", "control.customerReads", json!([]), HttpError, "channel webchat does not tell what was delivered or read")]
#[case::web_chat_has_no_templates("webchat", TEMPLATE, json!(["hello"]), HttpError, "channel webchat has no approved messages")]
#[case::unknown_template("whatsapp", TEMPLATE, json!(["helo"]), DataNotFound, "there is no template \"helo\"")]
#[case::too_few_arguments("whatsapp", TEMPLATE, json!(["hello"]), RequiredFieldMissing, "args")]
#[case::too_many_arguments("whatsapp", TEMPLATE, json!(["hello", vec!["x"; 21]]), RequiredFieldMissing, "args")]
#[case::long_argument("whatsapp", TEMPLATE, json!(["hello", ["x".repeat(1_025)]]), RequiredFieldMissing, "args[0]")]
#[case::file_without_a_name("email", "toolbar.sendAttachment", json!([" "]), RequiredFieldMissing, "name")]
#[case::file_of_long_name("email", "toolbar.sendAttachment", json!(["x".repeat(256)]), RequiredFieldMissing, "name")]
#[case::file_of_no_type("email", "toolbar.sendAttachment", json!(["a", "pdf"]), RequiredFieldMissing, "mediaType")]
#[case::file_of_half_a_size("email", "control.customerAttachment", json!(["a", null, 0.5]), RequiredFieldMissing, "size")]
#[case::large_file("email", "control.customerAttachment", json!(["a", null, MAX_FILE + 1]), RequiredFieldMissing, "size")]
#[case::long_line("whatsapp", SEND, json!(["x".repeat(MAX_LINE + 1)]), RequiredFieldMissing, "text")]
#[case::megabyte("whatsapp", WRITE, json!(["x".repeat(1_000_000)]), RequiredFieldMissing, "text")]
#[case::long_email("email", SEND, json!(["x".repeat(MAX_LETTER + 1)]), RequiredFieldMissing, "text")]
#[case::no_address("email", "toolbar.sendTranscript", json!(["ann"]), RequiredFieldMissing, "to")]
#[case::no_known_address("email", "toolbar.sendTranscript", json!([]), RequiredFieldMissing, "to")]
#[case::typing_in_nothing("whatsapp", "toolbar.typing", json!([true, "nope"]), DataNotFound, "there is no interaction nope")]
#[case::hold("whatsapp", "toolbar.hold", json!([]), HttpError, "there is no call that is connected")]
fn what_a_channel_can_not_do_and_what_is_none_is_refused(
    #[case] sub_channel: &str,
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: ErrorCode,
    #[case] says: &str,
) {
    let (mut site, _) = accepted(sub_channel);
    let told = site.log.len();
    let error = site.call("a", method, params).unwrap_err();
    assert_eq!(error.code, code, "{error:?}");
    let said = error.data.field.as_deref().unwrap_or(&error.message);
    assert!(said.starts_with(says), "{error:?}");
    assert_eq!(site.log.len(), told + 1, "a refusal changes nothing: only the answer goes out");
}

#[test]
fn what_is_of_chats_is_refused_in_calls_and_when_the_customer_is_gone() {
    let methods = [
        ("toolbar.typing", json!([true])),
        ("toolbar.seen", json!([])),
        (TEMPLATE, json!(["hello"])),
        ("toolbar.sendAttachment", json!(["a"])),
        ("toolbar.getTranscript", json!([])),
        ("toolbar.sendTranscript", json!(["ann@example.com"])),
        ("control.customerTyping", json!([true])),
        ("control.customerReads", json!([])),
        ("control.customerAttachment", json!(["a"])),
    ];
    let mut site = on_all_channels();
    let call = site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([]));
    for (method, params) in &methods {
        let unnamed = site.call("a", method, params.clone()).unwrap_err();
        assert_eq!(unnamed.data.http, Some(409), "{method}: {unnamed:?}");
        let mut named = match params {
            Value::Array(list) => list.clone(),
            _ => unreachable!(),
        };
        let spec = crate::contract::Contract::get().method(method).unwrap();
        named.resize(spec.params.len() - 1, Value::Null);
        named.push(json!(call));
        let error = site.call("a", method, Value::Array(named)).unwrap_err();
        assert!(error.message.ends_with("is a call, not a chat"), "{method}: {error:?}");
    }
    let (mut site, _) = accepted("whatsapp");
    site.ok("a", "toolbar.hangup", json!([]));
    for (method, params) in
        methods.iter().filter(|(method, _)| !method.contains("ranscript") && !method.ends_with("seen"))
    {
        let error = site.call("a", method, params.clone()).unwrap_err();
        assert_eq!(error.data.http, Some(409), "{method}: {error:?}");
    }
}

#[test]
fn what_a_customer_sees_names_the_channel() {
    let (site, _) = accepted("whatsapp");
    let channels: Vec<&str> = site
        .log
        .iter()
        .filter_map(|output| match &output.what {
            What::Customer { sub_channel, .. } => Some(sub_channel.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(channels, ["whatsapp", "whatsapp"]);
}
