//! What can be done with a conversation, and how it is sorted.

use serde_json::{Value, json};

use super::{Choice, Pick, Subject, Then};
use crate::contract::payload::ChannelType;
use crate::desk::conversation::{Priority, Status};
use crate::desk::setup::{Attribute, AttributeModel, Permission};
use crate::desk::{DeskState, Interaction, Phase};
use crate::toolbar::overlays::{AskForm, Overlay, attribute, files, record_form};

fn choice(text: impl Into<String>, note: impl Into<String>, then: Result<Then, &'static str>) -> Choice {
    Choice { text: text.into(), note: note.into(), is_set: false, then }
}

fn call(method: &'static str, params: Value) -> Result<Then, &'static str> {
    Ok(Then::Call { method, params })
}

fn pick(subject: Subject) -> Then {
    Then::Open(Box::new(Overlay::Pick(Pick::new(subject))))
}

fn ask(form: AskForm) -> Then {
    Then::Open(Box::new(Overlay::Ask(form)))
}

/// What can be done: what the role does not allow, or the channel can't, is not there.
pub(super) fn doings(one: &Interaction, desk: &DeskState) -> Vec<Choice> {
    let (setup, sorted, id) = (&desk.setup, &one.conversation, &one.id);
    let mut rows = Vec::new();
    let chat = one.is_chat();
    let open = if one.phase == Phase::Connected { Ok(()) } else { Err("the chat is not open") };
    let channel = setup.channel(one.channel, &sorted.sub_channel);
    let can = channel.map(|channel| channel.capabilities());
    if setup.may(Permission::Organize) {
        let priority = sorted.priority.map(priority_word).unwrap_or("none");
        rows.push(choice("Labels …", sorted.labels.join(", "), Ok(pick(Subject::Labels(id.clone())))));
        rows.push(choice("Priority …", priority, Ok(pick(Subject::Priority(id.clone())))));
        rows.push(choice("Status …", status_word(sorted.status), Ok(pick(Subject::Status(id.clone())))));
        let team = sorted.team.as_deref().unwrap_or("none");
        rows.push(choice("Team …", team, Ok(pick(Subject::Team(id.clone())))));
    }
    if setup.may(Permission::EditAttributes) {
        let count = format!("{} defined", setup.attributes.len());
        rows.push(choice("Attributes …", count, Ok(pick(Subject::Attributes(id.clone())))));
    }
    if setup.may(Permission::Macros) {
        rows.push(choice("Run a macro …", "", Ok(pick(Subject::Macros(id.clone())))));
    }
    if chat && can.is_some_and(|can| can.templates) {
        rows.push(choice("Write a template …", "", open.map(|()| pick(Subject::Templates(id.clone())))));
    }
    if chat && can.is_none_or(|can| can.attachments) {
        rows.push(choice("Send a file …", "name, type, size", open.map(|()| ask(files::attachment(one)))));
    }
    if chat {
        rows.push(choice("Send a transcript …", "by e-mail", Ok(ask(files::transcript(one)))));
    }
    if setup.may(Permission::EditRecords) {
        rows.push(choice("New record …", "in the CRM", Ok(pick(Subject::Objects(id.clone())))));
    }
    rows
}

pub(super) fn labels(one: &Interaction, desk: &DeskState) -> Vec<Choice> {
    let all = desk.setup.labels.iter().map(|label| {
        let is_set = one.conversation.labels.contains(&label.title);
        let method = if is_set { "toolbar.removeLabel" } else { "toolbar.addLabel" };
        let then = call(method, json!({"label": label.title, "interactionId": one.id}));
        Choice { is_set, ..choice(label.title.as_str(), label.description.as_str(), then) }
    });
    all.collect()
}

pub(in crate::toolbar) fn priority_word(priority: Priority) -> &'static str {
    match priority {
        Priority::Urgent => "urgent",
        Priority::High => "high",
        Priority::Medium => "medium",
        Priority::Low => "low",
    }
}

pub(super) fn priorities(one: &Interaction) -> Vec<Choice> {
    let present = one.conversation.priority;
    let all = [Priority::Urgent, Priority::High, Priority::Medium, Priority::Low].map(|priority| {
        let then = call("toolbar.setPriority", json!({"priority": priority, "interactionId": one.id}));
        Choice { is_set: present == Some(priority), ..choice(priority_word(priority), "", then) }
    });
    let none = call("toolbar.setPriority", json!({"interactionId": one.id}));
    all.into_iter().chain([Choice { is_set: present.is_none(), ..choice("none", "", none) }]).collect()
}

pub(in crate::toolbar) fn status_word(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Pending => "pending",
        Status::Snoozed => "snoozed",
        Status::Resolved => "resolved",
    }
}

pub(super) fn statuses(one: &Interaction) -> Vec<Choice> {
    let present = one.conversation.status;
    let row = |text: &str, note: &str, status: Status, minutes: Option<u32>| {
        let mut params = json!({"status": status, "interactionId": one.id});
        if let Some(minutes) = minutes {
            params["minutes"] = json!(minutes);
        }
        let is_set = present == status && minutes.is_none_or(|minutes| minutes == 60);
        Choice { is_set, ..choice(text, note, call("toolbar.setStatus", params)) }
    };
    vec![
        row("open", "somebody works on it", Status::Open, None),
        row("pending", "it waits for somebody else", Status::Pending, None),
        row("snoozed for 10 minutes", "", Status::Snoozed, Some(10)),
        row("snoozed for an hour", "", Status::Snoozed, Some(60)),
        row("snoozed for a day", "", Status::Snoozed, Some(24 * 60)),
        row("resolved", "a chat ends with it", Status::Resolved, None),
    ]
}

pub(super) fn teams(one: &Interaction, desk: &DeskState) -> Vec<Choice> {
    let present = one.conversation.team.as_deref();
    let all = desk.setup.teams.iter().map(|team| {
        let then = call("toolbar.assignTeam", json!({"team": team, "interactionId": one.id}));
        Choice { is_set: present == Some(team), ..choice(team.as_str(), "", then) }
    });
    let mut rows: Vec<Choice> = all.collect();
    if !rows.is_empty() {
        let then = call("toolbar.assignTeam", json!({"interactionId": one.id}));
        rows.push(Choice { is_set: present.is_none(), ..choice("none", "", then) });
    }
    rows
}

pub(super) fn macros(one: &Interaction, desk: &DeskState) -> Vec<Choice> {
    let fits =
        |campaigns: &Option<Vec<_>>| campaigns.as_ref().is_none_or(|all| all.contains(&one.campaign_id));
    let all = desk.setup.macros.iter().filter(|one| fits(&one.campaigns));
    all.map(|found| {
        let then = call("toolbar.runMacro", json!({"macro": found.name, "interactionId": one.id}));
        choice(found.name.as_str(), "", then)
    })
    .collect()
}

pub(super) fn templates(one: &Interaction, desk: &DeskState) -> Vec<Choice> {
    let channel = desk.setup.channel(ChannelType::Chat, &one.conversation.sub_channel);
    let all = channel.map(|channel| channel.templates.as_slice()).unwrap_or_default();
    all.iter()
        .map(|template| {
            choice(template.name.as_str(), template.content.as_str(), Ok(ask(files::template(one, template))))
        })
        .collect()
}

pub(super) fn attributes(one: &Interaction, desk: &DeskState) -> Vec<Choice> {
    let row = |attribute: &Attribute| {
        let value = value_of(one, attribute);
        let shown = value.map(attribute::shown).unwrap_or_else(|| "–".to_owned());
        let whose = match attribute.model {
            AttributeModel::Conversation => "",
            AttributeModel::Contact => " (customer)",
        };
        choice(format!("{}{whose}", attribute.name), shown, Ok(ask(attribute::form(one, attribute, value))))
    };
    desk.setup.attributes.iter().map(row).collect()
}

fn value_of<'a>(one: &'a Interaction, attribute: &Attribute) -> Option<&'a Value> {
    match attribute.model {
        AttributeModel::Conversation => one.conversation.attributes.get(&attribute.key),
        AttributeModel::Contact => one.contact.as_ref()?.attributes.get(&attribute.key),
    }
}

pub(super) fn objects(one: &Interaction, desk: &DeskState) -> Vec<Choice> {
    let all = desk.setup.objects.iter().map(|object| {
        let required = object.fields.iter().filter(|field| field.required).count();
        let note = format!("{} fields, {required} required", object.fields.len());
        choice(object.object_type.as_str(), note, Ok(ask(record_form::new(one, object))))
    });
    all.collect()
}
