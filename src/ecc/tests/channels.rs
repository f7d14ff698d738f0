//! Channels: which are in use, how many interactions an agent has on each, who is offered the next one.

use rstest::rstest;
use serde_json::{Value, json};

use super::chat::{chat, dispose};
use super::lifecycle::KNOWN;
use super::site::Site;
use crate::contract::ErrorCode::DataNotFound;
use crate::contract::payload::ChannelType::{Chat, Voice};
use crate::workspace::{Channel, Workspace};

const OPEN: &str = "interaction.initiateInteraction";

/// A site with all channels; WhatsApp takes two at a time and has a template with an argument.
pub fn all_channels(workspace: &mut Workspace) {
    let channels = json!([
        {"type": "voice", "name": "Voice"},
        {"type": "chat", "subType": "webchat", "name": "Web chat", "limit": 3},
        {"type": "chat", "subType": "whatsapp", "name": "WhatsApp", "limit": 2, "templates": [
            {"name": "hello", "content": "Hello {{ customer.name }}, {{ agent.name }} here about {{ args[0] }}"},
        ]},
        {"type": "chat", "subType": "facebook", "name": "Facebook", "active": false},
        {"type": "chat", "subType": "email", "name": "E-mail", "limit": 5},
    ]);
    workspace.channels = serde_json::from_value(channels).unwrap();
}

/// A site with all channels and an agent at work.
pub fn on_all_channels() -> Site {
    let mut site = Site::with(all_channels);
    site.agent("a", "executive", "1234567890");
    site
}

/// How many interactions a desk has, by channel.
fn has(site: &Site, desk: &str) -> Vec<String> {
    let channel = |one: &crate::desk::Interaction| match one.conversation.sub_channel.as_str() {
        "" => "voice".to_owned(),
        sub => sub.to_owned(),
    };
    site.desk(desk).interactions.iter().map(channel).collect()
}

#[test]
fn channels_stand_beside_each_other_and_each_has_its_limit() {
    let mut site = on_all_channels();
    let call = site.customer_calls(KNOWN);
    site.customer_calls("5550100");
    for sub in ["webchat", "webchat", "webchat", "webchat", "whatsapp", "email"] {
        chat(&mut site, json!([null, null, 172, sub]));
    }
    assert_eq!(has(&site, "a"), ["voice", "webchat", "webchat", "webchat", "whatsapp", "email"]);
    assert_eq!(site.desk("a").waiting.values().sum::<u32>(), 2, "a call and a web chat wait");
    site.ok("a", "toolbar.answer", json!([call]));
    site.ok("a", "toolbar.hangup", json!([call]));
    assert_eq!(has(&site, "a").len(), 6, "wrap-up counts");
    site.dispose("a", &call);
    assert_eq!(has(&site, "a").last().unwrap(), "voice", "the next call");
}

#[test]
fn where_no_channels_are_listed_there_are_voice_and_three_web_chats() {
    let mut site = Site::with_agent();
    site.customer_calls(KNOWN);
    for _ in 0..4 {
        chat(&mut site, json!([]));
    }
    assert_eq!(has(&site, "a"), ["voice", "webchat", "webchat", "webchat"]);
}

#[rstest]
#[case::a_chat_of_none(as_it_is, "control.customerChat", json!([null, null, null, "whatsap"]), "the channels in use are: webchat")]
#[case::near_by(all_channels, "control.customerChat", json!([null, null, null, "whatsap"]), "did you mean whatsapp?")]
#[case::not_active(all_channels, "control.customerChat", json!([null, null, null, "facebook"]), "webchat, whatsapp, email")]
#[case::opened(all_channels, OPEN, json!(["chat", {"phone": KNOWN}, 172, null, null, null, "facebook"]), "webchat, whatsapp, email")]
#[case::a_call(no_voice, "control.customerCall", json!([KNOWN]), "[[channels]]")]
#[case::dialled(no_voice, OPEN, json!(["voice", {"phone": KNOWN}, 172]), "[[channels]]")]
#[case::no_chats(no_chats, "control.customerChat", json!([]), "no chats are in use")]
fn a_channel_that_is_not_in_use_takes_nothing(
    #[case] change: fn(&mut Workspace),
    #[case] method: &str,
    #[case] params: Value,
    #[case] hint: &str,
) {
    let mut site = Site::with(change);
    site.agent("a", "executive", "1234567890");
    let before = site.log.len();
    let error = site.call("a", method, params).unwrap_err();
    assert_eq!(error.code, DataNotFound, "{error:?}");
    assert!(error.data.hint.as_ref().unwrap().contains(hint), "{error:?}");
    assert_eq!(site.log.len(), before + 1);
}

fn as_it_is(_: &mut Workspace) {}

fn no_voice(workspace: &mut Workspace) {
    workspace.channels = vec![Channel { active: false, ..Channel::voice() }, Channel::web_chat()];
}

fn no_chats(workspace: &mut Workspace) {
    workspace.channels = vec![Channel::voice()];
}

#[test]
fn who_has_the_fewest_is_offered_the_next_and_among_those_who_has_waited_longest() {
    let mut site = on_all_channels();
    site.wait(1);
    site.agent("b", "moh5", "1234567891");
    let ids: Vec<_> = (0..4).map(|_| chat(&mut site, json!([]))).collect();
    let at = |site: &Site, desk: &str| {
        let place = |one: &crate::desk::Interaction| ids.iter().position(|id| id == &one.id).unwrap();
        site.desk(desk).interactions.iter().map(place).collect::<Vec<_>>()
    };
    assert_eq!((at(&site, "a"), at(&site, "b")), (vec![0, 2], vec![1, 3]));
}

#[test]
fn a_chat_that_is_put_off_leaves_room_for_another() {
    let mut site = on_all_channels();
    for _ in 0..3 {
        chat(&mut site, json!([null, null, null, "whatsapp"]));
    }
    assert_eq!(has(&site, "a").len(), 2);
    let first = site.desk("a").interactions[0].id.clone();
    site.ok("a", "toolbar.answer", json!([first]));
    site.ok("a", "toolbar.setStatus", json!(["snoozed", 60, first]));
    assert_eq!(has(&site, "a").len(), 3);
}

#[test]
fn who_may_not_chat_is_offered_calls_only() {
    let mut site = Site::with(|workspace| {
        let roles = json!([{"id": "caller", "permissions": ["voice", "dial"]}]);
        workspace.roles = serde_json::from_value(roles).unwrap();
        workspace.users[0].role = Some("caller".to_owned());
    });
    site.agent("a", "executive", "1234567890");
    chat(&mut site, json!([]));
    assert_eq!(has(&site, "a"), [""; 0]);
    site.customer_calls(KNOWN);
    assert_eq!(has(&site, "a"), ["voice"]);
}

#[test]
fn a_chat_that_names_no_campaign_goes_to_who_has_room_for_it() {
    let mut site = Site::with(|workspace| {
        all_channels(workspace);
        workspace.channels[1].limit = 1;
    });
    site.agent("a", "executive", "1234567890");
    site.ok("a", "toolbar.selectCampaigns", json!([[47]]));
    site.wait(1);
    site.agent("b", "moh5", "1234567891");
    chat(&mut site, json!([null, null, 47]));
    let second = chat(&mut site, json!([]));
    assert_eq!(site.desk("b").interactions[0].id, second, "the first agent has as many as may be");
}

#[rstest]
#[case::allowed(true)]
#[case::not_allowed(false)]
fn what_is_not_disposed_keeps_from_beginning_more_where_the_site_says_so(#[case] allowed: bool) {
    let mut site = Site::with(|workspace| {
        all_channels(workspace);
        workspace.session.allow_successive_calls = allowed;
    });
    site.agent("a", "executive", "1234567890");
    let id = chat(&mut site, json!([]));
    site.ok("a", "toolbar.answer", json!([]));
    let begin = |site: &mut Site| {
        [json!(["chat", {"phone": KNOWN}, 172]), json!(["voice", {"phone": KNOWN}, 172])]
            .map(|params| site.call("a", OPEN, params).is_ok())
    };
    assert_eq!(begin(&mut site), [true, true], "beside a chat that goes on");
    site.ok("a", "toolbar.hangup", json!([id]));
    site.ok("x", "control.customerHangup", json!([]));
    let owed = [json!(["chat", {"phone": KNOWN}, 172]), json!(["voice", {"phone": KNOWN}, 172])];
    for params in owed {
        let answer = site.call("a", OPEN, params);
        assert_eq!(answer.is_ok(), allowed, "{answer:?}");
        if let Err(error) = answer {
            assert!(error.message.contains("allowSuccessiveCalls"), "{error:?}");
        }
    }
}

#[test]
fn an_agent_begins_as_many_chats_as_the_limit_and_no_more() {
    let mut site = on_all_channels();
    let open = |site: &mut Site| {
        site.call("a", OPEN, json!(["chat", {"phone": KNOWN}, 172, null, null, null, "whatsapp"]))
    };
    assert!(open(&mut site).is_ok() && open(&mut site).is_ok());
    let error = open(&mut site).unwrap_err();
    assert_eq!(error.data.http, Some(409));
    assert!(error.message.contains("2 whatsapp conversations already"), "{error:?}");
    let id = site.desk("a").interactions[0].id.clone();
    site.ok("a", "toolbar.hangup", json!([id]));
    dispose(&mut site, "a", &id);
    assert!(open(&mut site).is_ok());
}

#[test]
fn a_chat_goes_to_a_colleague_who_is_on_a_call_and_not_to_one_who_has_as_many() {
    let mut site = on_all_channels();
    site.agent("b", "moh5", "1234567891");
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    site.customer_calls("5550100");
    site.ok("b", "toolbar.answer", json!([]));
    site.ok("b", "toolbar.setAvailability", json!(["Lunch Break"]));
    site.ok("a", "toolbar.setAvailability", json!(["Available"]));
    let ids: Vec<_> = (0..2).map(|_| chat(&mut site, json!([null, null, null, "whatsapp"]))).collect();
    for id in &ids {
        site.ok("a", "toolbar.answer", json!([id]));
    }
    let give = |id: &crate::contract::ids::InteractionId| json!({"transferType": "transferToUser", "target": "moh5", "interactionId": id});
    site.ok("b", "toolbar.setAvailability", json!(["Available"]));
    site.ok("a", "toolbar.transfer", give(&ids[0]));
    assert_eq!(has(&site, "b"), ["voice", "whatsapp"]);
    assert_eq!(
        (Voice, Chat),
        (site.desk("b").interactions[0].channel, site.desk("b").interactions[1].channel)
    );
    dispose(&mut site, "a", &ids[0]);
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    chat(&mut site, json!([null, null, null, "whatsapp"]));
    assert_eq!(has(&site, "b").len(), 3);
    let error = site.call("a", "toolbar.transfer", give(&ids[1])).unwrap_err();
    assert!(error.message.contains("moh5 is busy: 2 whatsapp conversations already"), "{error:?}");
}

#[test]
fn who_still_wraps_a_chat_up_is_not_offered_it_again() {
    let mut site = on_all_channels();
    site.agent("b", "moh5", "1234567891");
    let id = chat(&mut site, json!([]));
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.transfer", json!({"transferType": "transferToUser", "target": "moh5"}));
    site.ok("b", "toolbar.reject", json!([id]));
    let story = site.story("a").len();
    site.wait(1);
    assert_eq!(site.story("a").len(), story);
    dispose(&mut site, "a", &id);
    assert_eq!(site.desk("a").interactions[0].id, id, "disposed, it comes to who has room");
    site.ok("a", "toolbar.answer", json!([id]));
    site.ok("a", "toolbar.transfer", json!({"transferType": "transferToUser", "target": "moh5"}));
    site.ok("b", "toolbar.answer", json!([id]));
    let back = json!({"transferType": "transferToUser", "target": "executive"});
    let error = site.call("b", "toolbar.transfer", back).unwrap_err();
    assert!(error.message.contains("still wraps it up"), "{error:?}");
}

#[test]
fn gestures_without_a_name_find_what_they_are_for() {
    let mut site = on_all_channels();
    let id = chat(&mut site, json!([]));
    let call = site.customer_calls(KNOWN);
    site.ok("a", "toolbar.answer", json!([id]));
    site.ok("a", "toolbar.answer", json!([call]));
    site.ok("a", "toolbar.hold", json!([]));
    assert!(site.desk("a").interaction(&call).unwrap().held_since.is_some(), "the call, not the chat");
    site.ok("a", "toolbar.focus", json!([call]));
    site.ok("a", "toolbar.sendMessage", json!(["Hello"]));
    assert_eq!(site.desk("a").interaction(&id).unwrap().chat.len(), 1, "the chat, not the call");
}
