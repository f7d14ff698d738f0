//! What is said of the changes that the SDK does not tell.

use super::compared::compared;
use crate::contract::ids::{CampaignId, InteractionId};
use crate::contract::payload::CrmRecordInfo;
use crate::desk::integration::NewInteraction;
use crate::desk::interaction::{ChatLine, ChatSide};
use crate::desk::{Change, Consult, DeskState, Interaction, Phase, ToastVariant};
use crate::toolbar::attention::is_offered;
use crate::toolbar::overlays::members::name;
use crate::toolbar::plain::words::{all, channel, command, count, left, prefixed, record, the, who};
use crate::toolbar::screens::login::signed_out;
use crate::toolbar::screens::workbench::looks;
use crate::wire::Moment;

/// How much of the line that a chat begins with is said when it is offered, in characters.
const FIRST_LINE: usize = 120;

/// What is said of a change; nothing of the quiet ones.
pub(super) fn said(before: &DeskState, after: &DeskState, change: &Change) -> Vec<String> {
    let of = |id: &InteractionId| after.interaction(id);
    let said = match change {
        Change::SignedIn { session } => Some(format!("you are signed in as {}", session.user_name)),
        Change::Session { .. } => Some("the site's settings are other ones now".to_owned()),
        Change::SignedOut { reason } => Some(signed_out(*reason).to_owned()),
        Change::Extension { extension } => Some(format!("calls reach you on {}", extension.phone)),
        Change::Deadline { interaction_id, until } => {
            of(interaction_id).and_then(|one| deadline(after, one, *until))
        }
        Change::Hold { interaction_id, on } => of(interaction_id).map(|one| {
            let state = if *on { "on hold" } else { "off hold" };
            format!("{} is {state}", the(one))
        }),
        Change::Mute { on, .. } => Some(format!("your microphone is {}", if *on { "off" } else { "on" })),
        Change::Focus { interaction_id } => {
            interaction_id.as_ref().and_then(of).and_then(|one| focus(before, after, one))
        }
        Change::Toast { variant, text } => Some(toast(*variant, text)),
        Change::DesktopNotification { notification } => {
            Some(format!("{}: {}", notification.subject, notification.message))
        }
        Change::Waiting { campaign_id, count } => {
            let known = before.waiting.get(campaign_id).copied().unwrap_or(0);
            // Who is free and waits for calls hears at once who it is.
            let is_free = after.interactions.is_empty()
                && after.session.as_ref().is_some_and(|session| session.presence.available);
            let is_news = *count > known && (*count > 1 || !is_free);
            is_news.then(|| waits(*count, &after.campaign_name(*campaign_id)))
        }
        Change::ChatLine { interaction_id, line } => {
            of(interaction_id).and_then(|one| chat_line(after, one, line))
        }
        Change::Notice { notice, text, .. } => is_news(notice).then(|| text.clone()),
        Change::Tones { digits, .. } => Some(format!("key tones sent: {}", spelt(digits))),
        Change::Owner { interaction_id, is_owner } => of(interaction_id).map(|one| match is_owner {
            true => format!("{} is yours now", the(one)),
            false => format!("{} is another agent's", the(one)),
        }),
        Change::Snapshot { .. } => {
            Some("some of what happened was missed; type status to hear where you are".to_owned())
        }
        Change::Consult { interaction_id, consult } => {
            let was = before.interaction(interaction_id).and_then(|one| one.consult.as_ref());
            of(interaction_id).and_then(|one| asked(after, one, was, consult.as_ref()))
        }
        Change::LoginInfo { .. }
        | Change::ExtensionInfo { .. }
        | Change::NewInteraction { .. }
        | Change::Records { .. }
        | Change::PreviewRecords { .. }
        | Change::Record { .. }
        | Change::CurrentRecord { .. } => filled(before, after, change),
        Change::Members { .. }
        | Change::Integrations { .. }
        | Change::Preferences { .. }
        | Change::Callbacks { .. }
        | Change::Conversation { .. } => return compared(before, after, change),
        Change::Cleared { .. }
        | Change::Draft { .. }
        | Change::NotificationsRead
        | Change::Setup { .. }
        | Change::CustomerTypes { .. }
        | Change::Tick { .. }
        | Change::Seen { .. }
        | Change::Contact { .. }
        | Change::Watching { .. }
        | Change::DeskSeen { .. }
        | Change::Clock
        | Change::Trace { .. }
        | Change::Unknown => None,
    };
    said.into_iter().collect()
}

/// What an integration, or the CRM, put on the agent's screens.
fn filled(before: &DeskState, after: &DeskState, change: &Change) -> Option<String> {
    match change {
        Change::LoginInfo { username } if after.session.is_none() => {
            Some(format!("the CRM filled in {username}: type login to sign in"))
        }
        Change::ExtensionInfo { extension } => {
            Some(format!("the CRM filled in the extension {0}: type extension {0}", extension.phone))
        }
        Change::NewInteraction { form, by_integration: true } => Some(new_interaction(after, form)),
        Change::Records { interaction_id, records } => {
            after.interaction(interaction_id).map(|one| offered(after, one, records))
        }
        Change::PreviewRecords { phone, records } => Some(match records.as_slice() {
            [] => format!("the CRM knows nobody with the number {phone}"),
            records => format!("the CRM knows {phone} as {}", listed(records)),
        }),
        Change::Record { interaction_id, record: linked } => {
            let was = before.interaction(interaction_id).and_then(|one| one.record.as_ref());
            let one = after.interaction(interaction_id).filter(|_| was != linked.as_ref())?;
            Some(match linked {
                Some(linked) => format!("{} is linked with the record {}", the(one), record(linked)),
                None => format!("{} is linked with no record any more", the(one)),
            })
        }
        Change::CurrentRecord { record: shown } => Some(format!("the CRM shows {}", record(shown))),
        _ => None,
    }
}

/// A time begins to run: a chat is offered, or a disposition is owed. That a call rings is an event.
fn deadline(desk: &DeskState, one: &Interaction, until: Moment) -> Option<String> {
    if one.phase == Phase::WrapUp {
        let left = left(until.since(desk.at));
        return Some(format!("dispose it within {left}: type {} and a code", prefixed(desk, one, "dispose")));
    }
    if !one.is_chat() || !is_offered(one) {
        return None;
    }
    let (campaign, by) = (desk.campaign_name(one.campaign_id), channel(desk, one));
    let (answer, reject) = (command(desk, one, "answer"), command(desk, one, "reject"));
    let line = one.chat.iter().rev().find(|line| line.is_customers());
    let writes = line.map(|line| format!(", and writes: {}", cut(&line.text))).unwrap_or_default();
    let who = who(one);
    Some(format!("{who} wants to chat by {by} on the campaign {campaign}{writes}\nType {answer} or {reject}"))
}

fn cut(text: &str) -> String {
    let text = text.replace('\n', " ");
    match text.char_indices().nth(FIRST_LINE) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// The agent looks at another interaction, where there is one.
fn focus(before: &DeskState, after: &DeskState, one: &Interaction) -> Option<String> {
    let was = before.current().map(|one| &one.id);
    let other = after.interactions.len() > 1 && was != Some(&one.id);
    other.then(|| format!("commands are for {} now", the(one)))
}

fn toast(variant: ToastVariant, text: &str) -> String {
    match variant {
        ToastVariant::Error => format!("error: {text}"),
        ToastVariant::Warning => format!("warning: {text}"),
        ToastVariant::Success | ToastVariant::Info => text.to_owned(),
    }
}

fn waits(many: u32, campaign: &str) -> String {
    match many {
        1 => format!("1 customer waits for {campaign}"),
        many => format!("{many} customers wait for {campaign}"),
    }
}

/// Whether a notice says what no event has said: that something is offered, missed or written has been.
fn is_news(notice: &str) -> bool {
    !matches!(notice, "conversationAssignment" | "assignedConversationNewMessage" | "missed")
}

/// What was written. What was written before a chat is taken is told when it is offered, and by `read`.
fn chat_line(desk: &DeskState, one: &Interaction, line: &ChatLine) -> Option<String> {
    let several = desk.interactions.iter().filter(|one| one.is_chat()).count() > 1;
    (!is_offered(one)).then(|| line_of(one, line, several))
}

/// A line of a chat as it is said: `Anshika: hello`.
pub fn line_of(one: &Interaction, line: &ChatLine, several: bool) -> String {
    let customer = one.customer_label();
    let author = line.author.as_deref();
    let who = match line.from {
        ChatSide::Customer => customer.into_owned(),
        ChatSide::Agent if several => format!("you to {customer}"),
        ChatSide::Agent => "you".to_owned(),
        ChatSide::Bot => author.unwrap_or("the bot").to_owned(),
        ChatSide::System => author.unwrap_or("the site").to_owned(),
    };
    match &line.attachment {
        Some(file) => {
            let size = looks::size(file.size);
            format!("{who}: the file {}, {}, {size}", file.name, file.media_type)
        }
        None => format!("{who}: {}", line.text),
    }
}

fn spelt(digits: &str) -> String {
    digits.chars().map(String::from).collect::<Vec<_>>().join(" ")
}

/// Who is asked about a call, and who of them and the customer waits.
fn asked(desk: &DeskState, one: &Interaction, was: Option<&Consult>, is: Option<&Consult>) -> Option<String> {
    let customer = one.customer_label();
    let name = |consult: &Consult| name(desk, &consult.with, consult.is_user).to_owned();
    Some(match (is, was) {
        (Some(asked), _) if !asked.joined => {
            format!("it rings at {}; {customer} waits on hold. Type cancel to take it back", name(asked))
        }
        (Some(asked), was) if asked.talks => {
            let answered = was.is_none_or(|was| !was.joined);
            let then = if answered { ". Type complete, merge, swap or cancel" } else { "" };
            format!("you talk with {}; {customer} waits on hold{then}", name(asked))
        }
        (Some(asked), _) => format!("you talk with {customer}; {} waits on hold", name(asked)),
        (None, was) => format!("{} is not asked any more", name(was?)),
    })
}

fn new_interaction(desk: &DeskState, form: &NewInteraction) -> String {
    let campaign = form.campaign_id.parse().ok().map(CampaignId);
    let campaign = campaign.map(|id| format!(" for {}", desk.campaign_name(id))).unwrap_or_default();
    let who = [form.name.as_str(), form.phone.as_str()];
    let who: Vec<&str> = who.into_iter().filter(|text| !text.is_empty()).collect();
    match form.channel_type.as_str() {
        "chat" => {
            format!("the CRM filled in a chat with {}{campaign}: type write to open it", who.join(", "))
        }
        _ => format!("the CRM filled in a call to {}{campaign}: type dial to call", who.join(", ")),
    }
}

/// Records with the numbers by which they are chosen.
pub fn listed(records: &[CrmRecordInfo]) -> String {
    let numbered = records.iter().enumerate().map(|(at, one)| format!("{}: {}", at + 1, record(one)));
    all(&numbered.collect::<Vec<_>>())
}

fn offered(desk: &DeskState, one: &Interaction, records: &[CrmRecordInfo]) -> String {
    let attach = prefixed(desk, one, "record attach");
    let about = the(one);
    match records {
        [] => format!("the CRM has no record for {about}"),
        [only] => format!("the CRM offers the record {} for {about}: type {attach} 1", record(only)),
        many => {
            let count = count(many.len(), "record");
            format!("the CRM offers {count} for {about}: {}. Type {attach} and a number", listed(many))
        }
    }
}
