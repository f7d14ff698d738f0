//! What is told when it is asked for: where the agent is, what is on, and the lists that the screens show.

mod answers;
mod figures;
mod inspected;
mod lists;
mod wire;

pub use answers::{customer, found, waiting};
pub use figures::figures;
pub use inspected::{compared, interaction_of, ladder};
pub use lists::{
    callbacks, campaigns, chat, choices, codes, desks, members, notices, recent, records, replies, templates,
};
pub use wire::{answer, frame, frame_as, frames, named, pins, row};

use crate::desk::{DeskState, Interaction, Phase};
use crate::toolbar::app::App;
use crate::toolbar::attention::{self, Counts, Level};
use crate::toolbar::overlays::members::name;
use crate::toolbar::overlays::question;
use crate::toolbar::plain::announce::to_do;
use crate::toolbar::plain::command;
use crate::toolbar::plain::words::{all, channel, count, kind, left, sentence, source, span, state, who};
use crate::toolbar::screens::workbench::looks;
use crate::toolbar::widgets::span as clock;
use crate::wire::Role;

/// The commands by subject.
pub fn help(is_recording: bool) -> Vec<String> {
    let mut said = Vec::new();
    for (subject, specs) in command::subjects(is_recording) {
        let names: Vec<&str> = specs.iter().map(|spec| spec.name).collect();
        said.push(format!("{subject}: {}.", names.join(", ")));
    }
    said.push("Type help and a command to hear how it is used. The begin of a command is enough.".to_owned());
    if !is_recording {
        said.push("A number before a command, as in 2 hold, says for which interaction it is.".to_owned());
    }
    said
}

/// Where the agent is.
pub fn status(app: &App) -> Vec<String> {
    let desk = &app.desk;
    let mut said = Vec::new();
    if let Some(view) = app.replayed() {
        let plays = if view.playing { "It plays" } else { "It stands still" };
        let (at, end) = (clock::lasted(view.at), clock::lasted(view.end));
        said.push(format!("{plays} at {at} of {end}, {} speed.", view.speed.label()));
    } else if !app.is_up() {
        said.push("There is no connection to the hub now.".to_owned());
    }
    let Some(session) = &desk.session else {
        said.extend(to_do(desk).map(|text| sentence(&text)));
        return said;
    };
    let names: Vec<String> = session.selected.iter().map(|id| session.campaign_name(*id)).collect();
    let reach = session.extension.as_ref().map(|one| format!(", on {}", one.phone)).unwrap_or_default();
    let works = if names.is_empty() { String::new() } else { format!(", for {}", all(&names)) };
    said.push(format!("You are {}{reach}{works}.", session.user_name));
    if let Some((activity, since)) = desk.activity() {
        let (_, word) = looks::activity(activity);
        let word = word.unwrap_or(session.presence.status.as_str());
        let since = span(app.now().since(since));
        let late = if desk.is_break_overdue(app.now()) { ", which is too long" } else { "" };
        said.push(format!("{word} for {since}{late}; it is {}.", clock::time(app.now(), app.zone)));
    }
    said.extend(to_do(desk).map(|text| sentence(&text)));
    if !desk.interactions.is_empty() {
        said.extend(interactions(app));
    }
    for (campaign, many) in &desk.waiting {
        let many = usize::try_from(*many).unwrap_or(usize::MAX);
        said.push(format!("{} for {}.", waits(many), desk.campaign_name(*campaign)));
    }
    if desk.unread > 0 {
        said.push(format!("{} behind the bell: type notices.", count(desk.unread, "new notice")));
    }
    said.extend(connected(desk));
    said
}

fn waits(many: usize) -> String {
    if many == 1 { "1 customer waits".to_owned() } else { format!("{many} customers wait") }
}

fn connected(desk: &DeskState) -> Option<String> {
    let of = |role| desk.integrations.iter().filter(|one| one.role == role).count();
    let (crms, apps) = (of(Role::Crm), of(Role::App));
    let parts: Vec<String> = [(crms, "CRM"), (apps, "app")]
        .into_iter()
        .filter(|(many, _)| *many > 0)
        .map(|(many, what)| count(many, what))
        .collect();
    let verb = if crms + apps == 1 { "is" } else { "are" };
    (!parts.is_empty()).then(|| format!("{} {verb} connected.", all(&parts)))
}

/// What is on, with the numbers by which commands name it.
pub fn interactions(app: &App) -> Vec<String> {
    let desk = &app.desk;
    if desk.interactions.is_empty() {
        return vec!["Nothing is on.".to_owned()];
    }
    let current = app.current_id();
    let several = desk.interactions.len() > 1;
    let of = |(at, one): (usize, &Interaction)| {
        let here = if several && current == Some(&one.id) { "; commands are for it" } else { "" };
        let number = if several { format!("{}: ", at + 1) } else { String::new() };
        sentence(&format!("{number}{}{here}", brief(app, one)))
    };
    desk.interactions.iter().enumerate().map(of).collect()
}

/// An interaction in a line.
fn brief(app: &App, one: &Interaction) -> String {
    let desk = &app.desk;
    let by = if one.is_chat() { channel(desk, one) } else { source(one) };
    let mut text = format!(
        "{} with {}, {}, {by}, {}",
        kind(one),
        who(one),
        state(one),
        desk.campaign_name(one.campaign_id)
    );
    let timer = attention::timer(desk, one, app.now());
    let time = if timer.counts == Counts::Left { left(timer.span) } else { span(timer.span) };
    let late = if timer.level == Level::Late { ", late" } else { "" };
    text += &match timer.counts {
        Counts::Left => format!(", {time} left{late}"),
        Counts::Waits => format!(", the customer waits for {time}{late}"),
        Counts::Lasted => format!(", for {time}{late}"),
    };
    if one.muted && one.phase == Phase::Connected {
        text += ", your microphone is off";
    }
    match one.unread() {
        0 => {}
        many => text += &format!(", {}", count(many, "new line")),
    }
    text
}

/// An interaction in all that there is to say of it.
pub fn interaction(app: &App, one: &Interaction) -> Vec<String> {
    let desk = &app.desk;
    let mut said = vec![sentence(&brief(app, one))];
    if let Some(consult) = &one.consult {
        let whom = name(desk, &consult.with, consult.is_user);
        let state = match (consult.joined, consult.talks) {
            (false, _) => "it rings there",
            (true, true) => "you talk with them",
            (true, false) => "they wait on hold",
        };
        said.push(format!("You ask {whom}: {state}."));
    }
    if one.is_guest {
        said.push("Another agent asked you in; the call is theirs.".to_owned());
    }
    if !one.members.is_empty() {
        said.extend(members(app, one));
    }
    if let Some(record) = &one.record {
        said.push(format!("It is linked with the record {}, {}.", record.record_name, record.record_type));
    }
    if !one.records.is_empty() {
        said.push(format!("The CRM offers {}: type record.", count(one.records.len(), "record")));
    }
    let sorted = &one.conversation;
    if !sorted.labels.is_empty() {
        said.push(format!("Labels: {}.", all(&sorted.labels)));
    }
    if !one.draft.notes.is_empty() {
        said.push(format!("Notes so far: {}", one.draft.notes));
    }
    if !one.tones.is_empty() {
        said.push(format!("Key tones sent: {}.", one.tones));
    }
    said
}

/// What would be lost by leaving now; `None` where nothing is on.
pub fn going_on(desk: &DeskState) -> Option<String> {
    let on = desk.interactions.iter().any(|one| one.phase != Phase::Disposed);
    on.then(|| question::going_on(desk))
}
