//! What can be called, where it is likely to work, and with what.

use offhook::contract::payload::ChannelType;
use offhook::desk::{DeskState, Interaction, Phase, Stage};
use offhook::wire::Micros;
use serde_json::{Value, json};

use super::chance::Chance;
use super::world::{DESKS, World};

/// At which desks a method is likely to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Any,
    SignedOut,
    /// Signed in, and without campaigns.
    Choosing,
    SignedIn,
    /// At work, not available.
    Idle,
    Working,
    Ringing,
    /// It rings at somebody's whom the agent has dialled.
    Dialling,
    /// On a call.
    Talking,
    /// On one's own call, nobody being asked.
    Owning,
    /// On a call with others in it.
    InCompany,
    /// Asking somebody, who has answered or not.
    Asking,
    /// Asking somebody who has answered.
    Heard,
    Chatting,
    Live,
    WrapUp,
    Promised,
    Supervising,
}

pub fn fits(fold: &DeskState, at: At) -> bool {
    let any = |fits: fn(&Interaction) -> bool| fold.interactions.iter().any(fits);
    let available = || fold.session.as_ref().is_some_and(|session| session.presence.available);
    match at {
        At::Any => true,
        At::SignedOut => fold.session.is_none(),
        At::Choosing => matches!(fold.stage(), Stage::Campaigns | Stage::Extension),
        At::SignedIn => fold.session.is_some(),
        At::Idle => fold.stage() == Stage::Working && !available(),
        At::Working => fold.stage() == Stage::Working,
        At::Ringing => {
            any(|one| matches!(one.phase, Phase::Initiated | Phase::Ringing) && !one.is_outbound())
        }
        At::Dialling => any(|one| one.phase == Phase::Ringing && one.is_outbound()),
        At::Talking => any(talks),
        At::Owning => any(|one| talks(one) && !one.is_guest && one.consult.is_none()),
        At::InCompany => any(|one| talks(one) && !one.members.is_empty() && one.consult.is_none()),
        At::Asking => any(|one| one.consult.is_some()),
        At::Heard => any(|one| one.consult.as_ref().is_some_and(|consult| consult.joined)),
        At::Chatting => any(|one| one.phase == Phase::Connected && one.is_chat()),
        At::Live => any(|one| one.phase != Phase::WrapUp),
        At::WrapUp => any(|one| one.phase == Phase::WrapUp),
        At::Promised => fold.stage() == Stage::Working && !fold.callbacks.is_empty(),
        At::Supervising => fold.session.as_ref().is_some_and(|session| session.user_id.as_str() == "fay"),
    }
}

fn talks(one: &Interaction) -> bool {
    one.phase == Phase::Connected && !one.is_chat()
}

/// What parameters are drawn from.
pub struct Draw<'a> {
    pub world: &'a World,
    pub fold: &'a DeskState,
    pub chance: Chance,
}

type Params = fn(&mut Draw) -> Value;

/// A method: how often it is tried, where, and with what. `interactionId` is added where a method has it.
pub type Gesture = (u64, &'static str, At, Params);

const USERS: [&str; 7] = ["ann", "ben", "cho", "dee", "eve", "fay", "nobody"];
const PHONES: [&str; 6] = ["3362227000", "5124576870", "7852416200", "5550100", "5550101", "no number"];
const CHANNELS: [&str; 6] = ["webchat", "webchat", "whatsapp", "facebook", "email", "fax"];

fn record() -> Value {
    json!({"recordId": "003A", "recordType": "Contact", "recordName": "Jack"})
}

fn none(_: &mut Draw) -> Value {
    json!({})
}

impl Draw<'_> {
    fn word(&mut self, all: &[&'static str]) -> &'static str {
        self.chance.word(all)
    }

    fn yes(&mut self) -> bool {
        self.chance.in_100(50)
    }

    fn seat(&self) -> usize {
        DESKS.iter().position(|desk| *desk == self.fold.desk.as_str()).unwrap_or_default()
    }

    /// An interaction: mostly this desk's, now and then another's, or none at all.
    pub fn interaction(&mut self) -> String {
        let own: Vec<&Interaction> = self.fold.interactions.iter().collect();
        let elsewhere = self.chance.in_100(10) || own.is_empty();
        let all = match elsewhere {
            true => self.world.desks.values().flat_map(|fold| &fold.interactions).collect(),
            false => own,
        };
        match self.chance.one_of(&all) {
            Some(one) if !self.chance.in_100(4) => one.id.to_string(),
            _ => "none".to_owned(),
        }
    }

    fn campaign(&mut self) -> i64 {
        match self.chance.below(20) {
            0 => 9,
            number if number % 2 == 0 => 2,
            _ => 1,
        }
    }

    fn login(&mut self) -> Value {
        let user = if self.chance.in_100(90) { USERS[self.seat()] } else { self.word(&USERS) };
        json!({"username": user, "password": if self.chance.in_100(95) { "ok" } else { "bad" }})
    }

    fn target(&mut self) -> Value {
        match self.chance.below(12) {
            0..=4 => json!({"transferType": "transferToUser", "target": self.word(&USERS)}),
            5..=7 => json!({"transferType": "transferToPhone", "target": self.word(&PHONES)}),
            8 => json!({"transferType": "transferToCampaign", "target": self.word(&["1", "2", "9"])}),
            9 => json!({"transferType": "transferToAQ", "target": self.word(&["Sales", "Care", "Lost"])}),
            _ => {
                json!({"transferType": "transferToIVR", "target": self.word(&["Prices", "Goodbye", "Lost"])})
            }
        }
    }

    fn disposition(&mut self) -> Value {
        let wraps: Vec<&Interaction> =
            self.fold.interactions.iter().filter(|one| one.phase == Phase::WrapUp).collect();
        let one = self.chance.one_of(&wraps).copied().or(self.fold.interactions.first());
        let (id, channel, campaign) = match one {
            Some(one) => (one.id.to_string(), one.channel, one.campaign_id.0),
            None => ("none".to_owned(), ChannelType::Voice, 1),
        };
        let code = if self.chance.in_100(95) { campaign * 10 + 1 } else { 9 };
        let seconds = 1 + self.chance.below(300);
        let at = (self.world.now + Micros::from_secs(seconds)).iso_zulu();
        let callback = json!({"callbackTime": at, "phone": "5550100", "isSelfCallback": self.yes()});
        let callback = if self.chance.in_100(40) { callback } else { Value::Null };
        json!({"channelType": channel.as_str(), "interactionId": id, "dispositionCodeId": code, "notes": "n",
            "additionalParams": callback})
    }

    fn callback(&mut self) -> Value {
        let list: Vec<u64> = self.fold.callbacks.iter().map(|one| one.id).collect();
        let id = self.chance.one_of(&list).copied().unwrap_or(999);
        json!({"callbackId": id})
    }
}

/// The agent's own doings.
pub const AGENT: &[Gesture] = &[
    (6, "session.login", At::SignedOut, |d| d.login()),
    (1, "session.forceLogin", At::Any, |d| d.login()),
    (2, "session.logout", At::SignedIn, none),
    (4, "toolbar.signIn", At::SignedOut, none),
    (12, "toolbar.selectCampaigns", At::Choosing, |d| match d.chance.below(8) {
        0 => json!({"campaignIds": [2]}),
        1 => json!({"campaignIds": [9]}),
        _ if d.fold.desk.as_str() == "c" => json!({"campaignIds": [2]}),
        _ => json!({"campaignIds": [1, 2]}),
    }),
    (12, "toolbar.selectExtension", At::Choosing, |d| {
        let usual = format!("20{}", d.seat() + 1);
        json!({"phone": if d.chance.in_100(95) { usual } else { "207".to_owned() }})
    }),
    (
        12,
        "toolbar.setAvailability",
        At::Idle,
        |d| json!({"status": d.word(&["Available", "Available", "Available", "Lunch", "Back office", "Nonsense"])}),
    ),
    (1, "toolbar.setAvailability", At::Working, |d| json!({"status": d.word(&["Lunch", "Back office"])})),
    (30, "toolbar.answer", At::Ringing, none),
    (3, "toolbar.reject", At::Ringing, none),
    (4, "toolbar.hold", At::Talking, none),
    (3, "toolbar.unhold", At::Talking, none),
    (2, "toolbar.mute", At::Talking, none),
    (2, "toolbar.unmute", At::Talking, none),
    (8, "toolbar.hangup", At::Live, none),
    (2, "toolbar.focus", At::Live, none),
    (2, "toolbar.setDraft", At::WrapUp, |d| json!({"interactionId": d.interaction(), "notes": "so far"})),
    (1, "toolbar.readNotifications", At::SignedIn, none),
    (8, "toolbar.transfer", At::Owning, |d| d.target()),
    (3, "toolbar.transfer", At::Chatting, |d| d.target()),
    (7, "toolbar.confer", At::Owning, |d| match d.yes() {
        true => json!({"conferedType": "conferToUser", "target": d.word(&USERS)}),
        false => json!({"conferedType": "conferToPhone", "target": d.word(&PHONES)}),
    }),
    (3, "toolbar.dtmf", At::Talking, |d| json!({"digits": d.word(&["12#", "*", "x"])})),
    (3, "toolbar.holdAll", At::InCompany, none),
    (3, "toolbar.unholdAll", At::InCompany, none),
    (3, "toolbar.dropMember", At::InCompany, |d| {
        let who: Vec<String> =
            d.fold.interactions.iter().flat_map(|one| &one.members).map(|one| one.who.clone()).collect();
        json!({"who": d.chance.one_of(&who).cloned().unwrap_or_else(|| "nobody".to_owned())})
    }),
    (5, "toolbar.leave", At::InCompany, none),
    (12, "toolbar.consult", At::Owning, |d| match d.yes() {
        true => json!({"consultType": "user", "target": d.word(&USERS)}),
        false => json!({"consultType": "phone", "target": d.word(&PHONES)}),
    }),
    (9, "toolbar.swap", At::Heard, none),
    (8, "toolbar.completeTransfer", At::Heard, none),
    (3, "toolbar.cancelConsult", At::Asking, none),
    (6, "toolbar.mergeConsult", At::Heard, none),
    (2, "toolbar.redial", At::Working, none),
    (2, "toolbar.getCallbacks", At::Working, none),
    (1, "toolbar.cancelCallback", At::Promised, |d| d.callback()),
    (2, "toolbar.startCallback", At::Promised, |d| d.callback()),
    (2, "toolbar.moveCallback", At::Promised, |d| {
        let mut params = d.callback();
        params["isSelfCallback"] = json!(d.yes());
        params["callbackTime"] = json!((d.world.now + Micros::from_secs(100)).iso_zulu());
        params
    }),
    (12, "interaction.disposeInteraction", At::WrapUp, |d| d.disposition()),
    (2, "interaction.disposeAndInitiateNewInteraction", At::WrapUp, |d| {
        let mut params = d.disposition();
        params["phone"] = json!(d.word(&PHONES));
        json!({"interactionId": params["interactionId"], "dispositionCodeId": params["dispositionCodeId"], "phone": params["phone"]})
    }),
    (10, "interaction.initiateInteraction", At::Working, |d| {
        let to = match d.chance.below(8) {
            0 => json!({"userId": d.word(&USERS)}),
            1 => json!({"phone": d.word(&["201", "202", "206", "207"])}),
            _ => json!({"phone": d.word(&PHONES)}),
        };
        json!({"channelType": "voice", "channelDetails": to, "campaignId": d.campaign()})
    }),
    (4, "interaction.initiateInteraction", At::Working, |d| {
        let to = if d.chance.in_100(20) {
            json!({"userId": d.word(&USERS)})
        } else {
            json!({"phone": d.word(&PHONES)})
        };
        json!({"channelType": "chat", "channelDetails": to, "campaignId": d.campaign(), "channelSubType": d.word(&CHANNELS)})
    }),
    (1, "interaction.getAllLiveInteractionsForAgent", At::Working, none),
    (1, "interaction.getCurrentInteraction", At::Live, none),
    (1, "interaction.getIsInteractionOwnedByUser", At::Live, none),
    (1, "session.getAgentSession", At::SignedIn, none),
];

/// What an agent does with chats, with how they are sorted, and with the customer.
pub const CHAT: &[Gesture] = &[
    (
        9,
        "toolbar.sendMessage",
        At::Chatting,
        |d| json!({"text": d.word(&["Good morning", "One moment", ""])}),
    ),
    (5, "toolbar.typing", At::Chatting, |d| json!({"on": d.yes()})),
    (3, "toolbar.seen", At::Chatting, none),
    (3, "toolbar.expandReply", At::Chatting, |d| json!({"shortCode": d.word(&["hi", "hi", "lost"])})),
    (4, "toolbar.runMacro", At::Chatting, |d| json!({"macro": d.word(&["Away", "Later", "Done", "Lost"])})),
    (4, "toolbar.sendTemplate", At::Chatting, |d| json!({"template": d.word(&["hello", "hello", "lost"])})),
    (
        2,
        "toolbar.sendAttachment",
        At::Chatting,
        |_| json!({"name": "a.pdf", "mediaType": "application/pdf", "size": 5}),
    ),
    (2, "toolbar.sendTranscript", At::Chatting, |_| json!({"to": "ann@example.com"})),
    (2, "toolbar.getTranscript", At::Chatting, none),
    (
        3,
        "toolbar.addLabel",
        At::Live,
        |d| json!({"label": d.word(&["vip", "billing", "billing", "spam", "lost"])}),
    ),
    (2, "toolbar.removeLabel", At::Live, |d| json!({"label": d.word(&["vip", "billing", "lost"])})),
    (2, "toolbar.muteConversation", At::Chatting, |d| json!({"on": d.yes()})),
    (2, "toolbar.setPriority", At::Live, |d| match d.word(&["urgent", "low", "medium", ""]) {
        "" => json!({}),
        priority => json!({"priority": priority}),
    }),
    (4, "toolbar.setStatus", At::Chatting, |d| match d.chance.below(7) {
        0 => json!({"status": "resolved"}),
        1 => json!({"status": "pending"}),
        2 => json!({"status": "open"}),
        _ => json!({"status": "snoozed", "minutes": 1}),
    }),
    (2, "toolbar.assignTeam", At::Live, |d| match d.word(&["round", "busy", "manual", "lost", ""]) {
        "" => json!({}),
        team => json!({"team": team}),
    }),
    (2, "toolbar.getWaiting", At::Working, none),
    (2, "toolbar.setAttribute", At::Live, |d| match d.chance.below(4) {
        0 => json!({"model": "contact", "key": "age", "value": 40}),
        1 => json!({"model": "conversation", "key": "plan", "value": "tin"}),
        2 => json!({"model": "conversation", "key": "plan"}),
        _ => json!({"model": "conversation", "key": "plan", "value": "silver"}),
    }),
    (1, "toolbar.getCustomer", At::Working, |d| json!({"phone": d.word(&PHONES)})),
    (1, "toolbar.searchCustomers", At::Working, |d| json!({"text": d.word(&["jack", "55", " "])})),
    (
        2,
        "toolbar.saveRecord",
        At::Live,
        |d| json!({"objectType": d.word(&["Contact", "Contact", "Lost"]), "data": {"LastName": "Moss"}, "attach": d.yes()}),
    ),
    (2, "toolbar.attachRecord", At::Live, |_| record()),
    (2, "toolbar.unattachRecord", At::Live, none),
    (1, "toolbar.openRecord", At::SignedIn, |_| record()),
    (1, "toolbar.createRecord", At::Live, |_| json!({"objectType": "Contact"})),
    (1, "toolbar.askCurrentRecord", At::SignedIn, none),
    (1, "toolbar.setWindowVisible", At::Any, |d| json!({"visible": d.yes()})),
    (1, "toolbar.setNewInteraction", At::SignedIn, |_| json!({"phone": "5550100"})),
    (1, "toolbar.preview", At::SignedIn, |d| json!({"phone": d.word(&PHONES)})),
    (1, "toolbar.setPreference", At::SignedIn, |d| json!({"notice": "missed", "toast": d.yes()})),
    (2, "toolbar.watchDesks", At::Supervising, |d| json!({"on": d.yes()})),
    (1, "toolbar.listen", At::Supervising, |d| json!({"desk": d.word(&["a", "b", "z"])})),
    (
        2,
        "toolbar.setAgentStatus",
        At::Supervising,
        |d| json!({"userId": d.word(&USERS), "status": d.word(&["Available", "Lunch", "Lost"])}),
    ),
    (1, "toolbar.signOutAgent", At::Supervising, |d| json!({"userId": d.word(&USERS)})),
];

/// What the public and integrations do.
pub const OTHERS: &[Gesture] = &[
    (10, "control.customerCall", At::Any, |d| match d.chance.below(6) {
        0 => json!({"phone": d.word(&PHONES)}),
        _ => json!({"phone": d.word(&PHONES), "campaignId": d.campaign()}),
    }),
    (14, "control.customerChat", At::Any, |d| {
        let phone = d.word(&PHONES);
        let (campaign, channel) = (d.campaign(), d.word(&CHANNELS));
        match d.chance.below(5) {
            0 => json!({"name": "Ann", "channelSubType": channel}),
            _ => json!({"phone": phone, "campaignId": campaign, "channelSubType": channel}),
        }
    }),
    (14, "control.customerAnswer", At::Dialling, none),
    (2, "control.customerRefuse", At::Dialling, none),
    (3, "control.customerHangup", At::Live, none),
    (
        12,
        "control.customerMessage",
        At::Chatting,
        |d| json!({"text": d.word(&["Hello?", "What are your hours", "I want an agent"])}),
    ),
    (3, "control.customerTyping", At::Chatting, |d| json!({"on": d.yes()})),
    (1, "control.customerAttachment", At::Chatting, |_| json!({"name": "a.jpg"})),
    (4, "control.customerReads", At::Chatting, |d| json!({"read": d.yes()})),
    (12, "control.memberAnswer", At::InCompany, none),
    (8, "control.memberAnswer", At::Asking, none),
    (3, "control.memberHangup", At::InCompany, none),
    (1, "control.getTranscripts", At::Any, none),
    (4, "ui.setLoginInfo", At::SignedOut, |d| json!({"username": USERS[d.seat()], "token": "t"})),
    (
        1,
        "ui.populateChannelDetailsForNewInteraction",
        At::Any,
        |_| json!({"channelType": "voice", "channelSubType": "voice", "channelDetails": {"campaignId": "1", "appName": "x", "phone": "5550100", "name": "Ann"}}),
    ),
    (1, "ui.triggerToastNotification", At::Any, |_| json!({"message": "x", "variant": "info"})),
    (
        1,
        "crm.setRecordInfoForInteraction",
        At::Live,
        |d| json!({"interactionId": d.interaction(), "recordId": "003B", "recordType": "Contact", "recordName": "Rose"}),
    ),
    (
        1,
        "crm.showMultipleRecordsForInteraction",
        At::Live,
        |d| json!({"interactionId": d.interaction(), "recordsInfo": [record()]}),
    ),
    (
        1,
        "crm.showMultipleRecordsForPreview",
        At::SignedIn,
        |_| json!({"phone": "5550100", "recordsInfo": [record()]}),
    ),
    (1, "crm.sendCurrentCRMRecordOpened", At::SignedIn, |_| json!({"crmRecordInfo": record()})),
    (1, "ui.setExtensionInfo", At::Any, |_| json!({"callContextId": 1, "phone": "201"})),
    (
        1,
        "ui.triggerDesktopNotification",
        At::Any,
        |_| json!({"notificationType": "t", "notificationSubType": "s", "subject": "x", "message": "y"}),
    ),
    (
        1,
        "crm.createCase",
        At::SignedIn,
        |_| json!({"objectType": "Case", "data": {"Subject": "x"}, "connectorId": "23"}),
    ),
    (
        1,
        "crm.updateObject",
        At::SignedIn,
        |d| json!({"objectType": "Contact", "data": {"LastName": d.word(&["Rogers", "Moss"])}, "connectorId": "23", "objectId": "003A"}),
    ),
    (1, "crm.sendDataToCRM", At::Any, |_| json!({"contextData": {"x": 1}})),
    (1, "crm.sendDataToApp", At::Any, |_| json!({"contextData": {"x": 1}})),
    (
        3,
        "appInstance.sendDataToApp",
        At::Any,
        |d| json!({"instanceId": d.word(&["ameyoIframe", "lost"]), "contextData": 1}),
    ),
    (1, "onLoadHandler", At::Any, |d| json!({"isLoaded": d.yes()})),
    (1, "store.set", At::Any, |_| json!({"key": "k", "value": "v"})),
    (
        1,
        "http.invokeECCApi",
        At::SignedIn,
        |d| json!({"microservice": d.word(&["data-engine", "appserver", "lost"]), "url": "/x", "method": "GET"}),
    ),
    (
        1,
        "http.invokeThirdPartyApi",
        At::SignedIn,
        |_| json!({"url": "https://example.com/x", "method": "GET"}),
    ),
];
