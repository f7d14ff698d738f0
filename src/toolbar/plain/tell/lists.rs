//! The lists of the desk, as the screens and dialogs have them.

use jiff::Timestamp;

use crate::desk::interaction::{ChatLine, Tick};
use crate::desk::setup::{Reply, Template};
use crate::desk::{DeskState, Interaction, PastInteraction, Session};
use crate::toolbar::app::App;
use crate::toolbar::overlays::callbacks::whose;
use crate::toolbar::overlays::desks::about;
use crate::toolbar::overlays::members::name;
use crate::toolbar::overlays::pick::Choice;
use crate::toolbar::plain::announce::{line_of, listed};
use crate::toolbar::plain::words::{all, record, sentence, span, the, who};
use crate::toolbar::screens::workbench::looks;
use crate::toolbar::widgets::span as clock;
use crate::wire::Moment;

/// The campaigns that the agent may choose, and those that are chosen.
pub fn campaigns(session: &Session) -> Vec<String> {
    if session.campaigns.is_empty() {
        return vec!["No campaign is assigned to you; the workspace file says who gets which.".to_owned()];
    }
    let mut said: Vec<String> = Vec::new();
    for one in &session.campaigns {
        let about = &one.about;
        let chosen = if session.selected.contains(&about.campaign_id) { ", chosen" } else { "" };
        let name = session.campaign_name(about.campaign_id);
        said.push(format!("{name}: {}, {}{chosen}.", about.campaign_id, about.campaign_type));
    }
    said
}

/// The disposition codes of an interaction's campaign, by class.
pub fn codes(session: &Session, one: &Interaction) -> Vec<String> {
    let Some(campaign) = session.campaign(one.campaign_id) else { return Vec::new() };
    let classes = campaign.dispositions.iter().map(|class| {
        let names: Vec<&str> = class.codes.iter().map(|code| code.name.as_str()).collect();
        format!("{}: {}.", class.class_name, names.join(", "))
    });
    classes.chain([format!("Type dispose, a code, and notes, to dispose {}.", the(one))]).collect()
}

/// What is behind the bell, the newest first.
pub fn notices(app: &App) -> Vec<String> {
    let all = &app.desk.notifications;
    if all.is_empty() {
        return vec!["Nothing yet. Missed calls and chats are noted here.".to_owned()];
    }
    let time = |added: &str| {
        let at = added.parse::<Timestamp>().ok().and_then(|at| u64::try_from(at.as_microsecond()).ok());
        at.map(|at| format!("{}: ", clock::short_time(Moment(at), app.zone))).unwrap_or_default()
    };
    let said =
        all.iter().rev().map(|one| format!("{}{}", time(&one.date_added), sentence(&one.display_message)));
    said.collect()
}

/// What has ended, the newest first.
pub fn recent(app: &App) -> Vec<String> {
    if app.desk.past.is_empty() {
        return vec!["Nothing has ended yet.".to_owned()];
    }
    app.desk.past.iter().rev().map(|one| past(app, one)).collect()
}

fn past(app: &App, one: &PastInteraction) -> String {
    let result = match (&one.disposition, one.cleared) {
        (Some(disposition), _) => disposition.disposition_class.as_str(),
        (None, Some(by)) => looks::cleared(by, one.is_chat()),
        (None, None) => "ended",
    };
    let talk = one.talk.map(|talk| format!(", talk {}", span(talk))).unwrap_or_default();
    let at = clock::short_time(one.since, app.zone);
    let what = if one.is_chat() { "chat with " } else { "" };
    sentence(&format!("{at}: {what}{}, {result}{talk}", one.customer_label()))
}

/// Who is in a call.
pub fn members(app: &App, one: &Interaction) -> Vec<String> {
    let held = if one.held_since.is_some() { ", on hold" } else { "" };
    let mut said = vec![format!("You and {}{held}.", who(one))];
    for member in &one.members {
        let state = match (member.joined, member.held) {
            (false, _) => "it rings there",
            (true, true) => "on hold",
            (true, false) => "in the call",
        };
        let kind = if member.is_user { "agent" } else { "number" };
        said.push(format!("{}, {kind}: {state}.", name(&app.desk, &member.who, member.is_user)));
    }
    if one.members.is_empty() {
        said.push("Nobody else. Type confer and a colleague or a number to ask someone in.".to_owned());
    }
    said
}

/// The newest lines of a chat, the newest last.
pub fn chat(app: &App, one: &Interaction, count: usize) -> Vec<String> {
    if one.chat.is_empty() {
        return vec!["Nothing is written yet.".to_owned()];
    }
    let line = |line: &ChatLine| {
        let tick = match line.tick {
            None => "",
            Some(Tick::Sent) => " (sent)",
            Some(Tick::Delivered) => " (delivered)",
            Some(Tick::Read) => " (read)",
        };
        format!("{} {}{tick}", clock::short_time(line.at, app.zone), line_of(one, line, false))
    };
    let skip = one.chat.len().saturating_sub(count);
    let mut said: Vec<String> = one.chat.iter().skip(skip).map(line).collect();
    if one.customer_types {
        said.push(format!("{} is typing.", one.customer_label()));
    }
    said
}

/// The quick replies.
pub fn replies(replies: &[Reply]) -> Vec<String> {
    let said: Vec<String> =
        replies.iter().map(|one| format!("{}: {}", one.short_code, one.content)).collect();
    if said.is_empty() { vec!["The site has no quick replies.".to_owned()] } else { said }
}

/// The templates of a channel.
pub fn templates(templates: &[Template]) -> Vec<String> {
    let said: Vec<String> = templates.iter().map(|one| format!("{}: {}", one.name, one.content)).collect();
    if said.is_empty() { vec!["This channel has no templates.".to_owned()] } else { said }
}

/// The rows of one of the toolbar's lists, numbered.
pub fn choices(rows: &[Choice], empty: &str) -> Vec<String> {
    if rows.is_empty() {
        return vec![sentence(empty)];
    }
    let row = |(at, one): (usize, &Choice)| {
        let note = if one.note.is_empty() { String::new() } else { format!(", {}", one.note) };
        let set = if one.is_set { ", now" } else { "" };
        sentence(&format!("{}: {}{note}{set}", at + 1, one.text))
    };
    rows.iter().enumerate().map(row).collect()
}

/// The other desks of the site.
pub fn desks(app: &App) -> Vec<String> {
    let Some(watched) = app.desk.watched.as_ref().filter(|watched| !watched.is_empty()) else {
        return vec!["Nobody else is signed in.".to_owned()];
    };
    let one = |(id, one): (&crate::contract::ids::DeskId, &crate::desk::DeskSummary)| {
        let since = span(app.now().since(one.since));
        let on: Vec<String> = one.interactions.iter().map(|one| about(app, one)).collect();
        let on = if on.is_empty() { "no interaction".to_owned() } else { all(&on) };
        sentence(&format!("{} ({}), desk {id}: {} for {since}; {on}", one.user_name, one.user_id, one.status))
    };
    watched.iter().map(one).collect()
}

/// Promised callbacks, with the numbers by which they are named.
pub fn callbacks(app: &App) -> Vec<String> {
    let all = &app.desk.callbacks;
    if all.is_empty() {
        return vec!["Nobody was promised a call. Type promise and a time before dispose.".to_owned()];
    }
    let one = |(at, one): (usize, &crate::desk::PromisedCallback)| {
        let due = if one.due { ", due" } else { "" };
        let name = one.name.as_deref().filter(|name| !name.is_empty());
        let who = name.map_or_else(|| one.phone.clone(), |name| format!("{name}, {}", one.phone));
        let when = app.clock().day_and_time(one.at);
        sentence(&format!("{}: {when}{due}, {who}, {}", at + 1, whose(&app.desk, one)))
    };
    all.iter().enumerate().map(one).collect()
}

/// The records of an interaction: linked, offered, and what the CRM shows.
pub fn records(desk: &DeskState, one: &Interaction) -> Vec<String> {
    let mut said = vec![match &one.record {
        Some(linked) => format!("Linked with {}.", record(linked)),
        None => "No record is linked.".to_owned(),
    }];
    if !one.records.is_empty() {
        said.push(format!("The CRM offers {}.", listed(&one.records)));
    }
    if let Some(shown) = &desk.filled.current_record {
        said.push(format!("The CRM shows {}.", record(shown)));
    }
    said
}
