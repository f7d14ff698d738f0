//! Labels, quick replies, macros with their actions, custom attributes.

use std::collections::BTreeSet;

use regex_lite::Regex;
use serde_json::Value;

use super::super::attributes::MAX_PATTERN;
use super::super::conversation::Visibility;
use super::super::limits::{
    LONGEST_TIME, MAX_ACTIONS, MAX_ATTACHMENT, MAX_ATTRIBUTES, MAX_LABELS, MAX_MACROS, MAX_REPLIES,
    MAX_VALUES,
};
use super::super::{Action, Attribute, AttributeModel, AttributeType, Macro, Workspace};
use super::automatic::LOOKED_AT;
use super::{Findings, out_of_range};

/// What conversations and contacts have by themselves, beside [`LOOKED_AT`]; a custom attribute is called otherwise.
const NOT_LOOKED_AT: [&str; 3] = ["email", "id", "assignee"];

pub(super) fn check(workspace: &Workspace, found: &mut Findings) {
    let counts = [
        ("labels", workspace.labels.len(), MAX_LABELS),
        ("replies", workspace.replies.len(), MAX_REPLIES),
        ("macros", workspace.macros.len(), MAX_MACROS),
    ];
    for (section, count, most) in counts {
        found.at_most(section, section, count, most);
    }
    check_labels(workspace, found);
    found.unique("replies", "shortCode", workspace.replies.iter().map(|one| one.short_code.as_str()));
    for (at, reply) in workspace.replies.iter().enumerate() {
        let path = format!("replies[{at}].shortCode");
        found.name(path.clone(), &reply.short_code);
        if reply.short_code.contains(|c: char| c.is_whitespace() || c == '/') {
            found.add(path, format!("{:?} can't be written", reply.short_code), "no blank and no / in it");
        }
        found.template(format!("replies[{at}].content"), &reply.content);
    }
    found.unique("macros", "name", workspace.macros.iter().map(|one| one.name.as_str()));
    for (at, one) in workspace.macros.iter().enumerate() {
        check_macro(workspace, one, &format!("macros[{at}]"), found);
    }
    check_attributes(workspace, found);
}

fn check_labels(workspace: &Workspace, found: &mut Findings) {
    found.unique("labels", "title", workspace.labels.iter().map(|one| one.title.as_str()));
    for (at, label) in workspace.labels.iter().enumerate() {
        found.lower_case(format!("labels[{at}].title"), &label.title);
        let digits = label.color.strip_prefix('#').unwrap_or_default();
        if digits.len() != 6 || !digits.bytes().all(|c| c.is_ascii_hexdigit()) {
            let message = format!("{:?} is no colour", label.color);
            found.add(format!("labels[{at}].color"), message, "one as #1f93ff");
        }
    }
}

fn check_macro(workspace: &Workspace, one: &Macro, path: &str, found: &mut Findings) {
    found.name(format!("{path}.name"), &one.name);
    match (&one.owner, one.visibility) {
        (None, Visibility::Personal) => {
            found.add(format!("{path}.owner"), "is missing", "the user whose personal macro it is");
        }
        (Some(owner), _) => {
            let known = workspace.users.iter().map(|one| one.id.as_str());
            found.refers("users", format!("{path}.owner"), "user", owner.as_str(), known);
        }
        (None, Visibility::Global) => {}
    }
    if let Some(campaigns) = &one.campaigns {
        found.campaigns(workspace, &format!("{path}.campaigns"), campaigns);
    }
    check_actions(workspace, &one.actions, &format!("{path}.actions"), found);
}

/// The actions of a macro or an automation.
pub(super) fn check_actions(workspace: &Workspace, actions: &[Action], path: &str, found: &mut Findings) {
    if actions.is_empty() {
        found.add(path, "is empty", "at least one action");
    }
    found.at_most(path, "actions", actions.len(), MAX_ACTIONS);
    for (at, action) in actions.iter().enumerate() {
        check_action(workspace, action, &format!("{path}[{at}]"), found);
    }
}

fn check_action(workspace: &Workspace, action: &Action, path: &str, found: &mut Findings) {
    match action {
        Action::SendMessage { text } => found.template(format!("{path}.text"), text),
        Action::AddLabel { label } | Action::RemoveLabel { label } => {
            let known = workspace.labels.iter().map(|one| one.title.as_str());
            found.refers("labels", format!("{path}.label"), "label", label, known);
        }
        Action::AssignTeam { team } => {
            let known = workspace.teams.iter().map(|one| one.name.as_str());
            found.refers("teams", format!("{path}.team"), "team", team, known);
        }
        Action::SnoozeConversation { minutes } => {
            let most = LONGEST_TIME / 60;
            if !(1..=most).contains(minutes) {
                found.add(format!("{path}.minutes"), out_of_range(minutes), format!("1 to {most} minutes"));
            }
        }
        Action::SetAttribute { model, key, value } => {
            let of_model = || workspace.attributes.iter().filter(|one| one.model == *model);
            let known = of_model().map(|one| one.key.as_str());
            found.refers("attributes", format!("{path}.key"), "attribute", key, known);
            let attribute = of_model().find(|one| one.key == *key);
            check_value(attribute, value, &format!("{path}.value"), found);
        }
        Action::SendEmailTranscript { to } => {
            if let Some(to) = to.as_ref().filter(|to| !to.contains('@')) {
                let message = format!("{to:?} is no address");
                found.add(format!("{path}.to"), message, "one with an @, or no such key for the customer's");
            }
        }
        Action::SendAttachment { name, size, .. } => {
            found.name(format!("{path}.name"), name);
            if *size > MAX_ATTACHMENT {
                let expected = format!("at most {MAX_ATTACHMENT} bytes");
                found.add(format!("{path}.size"), out_of_range(size), expected);
            }
        }
        Action::AssignBestAgent
        | Action::MuteConversation
        | Action::ChangeStatus { .. }
        | Action::ChangePriority { .. }
        | Action::ResolveConversation => {}
    }
}

/// A value of a custom attribute, where there is such a one; null takes it away.
fn check_value(attribute: Option<&Attribute>, value: &Value, path: &str, found: &mut Findings) {
    let Some(attribute) = attribute.filter(|_| !value.is_null()) else { return };
    if let Err(expected) = attribute.check(value) {
        found.add(path, format!("{value} does not fit {}", attribute.key), expected);
    }
}

fn check_attributes(workspace: &Workspace, found: &mut Findings) {
    let mut seen = BTreeSet::new();
    for (at, one) in workspace.attributes.iter().enumerate() {
        let path = format!("attributes[{at}]");
        if !seen.insert((one.model == AttributeModel::Contact, one.key.as_str())) {
            found.add(format!("{path}.key"), format!("{} stands twice for its model", one.key), "a new one");
        }
        check_attribute(one, &path, found);
    }
    for (model, what) in
        [(AttributeModel::Conversation, "conversations"), (AttributeModel::Contact, "contacts")]
    {
        let count = workspace.attributes.iter().filter(|one| one.model == model).count();
        found.at_most("attributes", &format!("attributes of {what}"), count, MAX_ATTRIBUTES);
    }
}

fn check_attribute(one: &Attribute, path: &str, found: &mut Findings) {
    let at = |field: &str| format!("{path}.{field}");
    found.name(at("key"), &one.key);
    found.name(at("name"), &one.name);
    if one.key.contains(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')) {
        let message = format!("{:?} is no key", one.key);
        found.add(at("key"), message, "small letters, digits and _");
    }
    if LOOKED_AT.iter().chain(&NOT_LOOKED_AT).any(|standard| *standard == one.key) {
        found.add(at("key"), format!("{} is there by itself", one.key), "the key of something else");
    }
    let is_list = one.kind == AttributeType::List;
    if is_list && one.values.is_empty() {
        found.add(at("values"), "is empty", "the values of the list");
    } else if !is_list && !one.values.is_empty() {
        found.add(at("values"), "only a list has values", "no such key, or type \"list\"");
    }
    found.at_most(at("values"), "values", one.values.len(), MAX_VALUES);
    found.unique(&at("values"), "", one.values.iter());
    let Some(pattern) = &one.pattern else { return };
    if one.kind != AttributeType::Text {
        found.add(at("pattern"), "only a text has a pattern", "no such key, or type \"text\"");
    }
    found.at_most(at("pattern"), "characters", pattern.chars().count(), MAX_PATTERN);
    if let Err(error) = Regex::new(pattern) {
        found.add(at("pattern"), format!("{pattern:?} is no regular expression: {error}"), "");
    }
}
