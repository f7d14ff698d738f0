//! `offhook workspace show`: who and what is in a workspace.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::Path;

use serde_json::{Value, json};

use super::super::failure::Failure;
use super::super::{load, out};
use crate::contract::ids::CampaignId;
use crate::contract::payload::ChannelType;
use crate::wire::text::visible;
use crate::workspace::{AttributeModel, Channel, Workspace};

pub(super) fn run(file: Option<&Path>, as_json: bool) -> Result<u8, Failure> {
    let workspace = load::workspace(file)?;
    if as_json || !io::stdout().is_terminal() {
        return out::json(&as_data(&workspace));
    }
    out::text(as_text(&workspace).as_bytes())
}

/// What a workspace holds, as data. Secrets stay out.
fn as_data(workspace: &Workspace) -> Value {
    let user = |user: &crate::workspace::User| {
        json!({
            "id": user.id, "name": user.name(), "type": user.user_type, "role": user.role(),
            "campaigns": user.campaigns, "permissions": workspace.permissions(user.role()),
        })
    };
    let campaign = |one: &crate::workspace::Campaign| {
        let codes: usize = one.dispositions.iter().map(|class| class.codes.len()).sum();
        let ivrs: Vec<&str> = one.ivrs.iter().map(|ivr| ivr.name.as_str()).collect();
        json!({
            "id": one.id, "name": one.name, "type": one.campaign_type, "queue": one.queue.name,
            "codes": codes, "ivrs": ivrs,
        })
    };
    let channel = |one: &Channel| {
        json!({
            "type": one.channel_type, "subType": one.sub_type, "name": one.name, "limit": one.limit,
            "capabilities": one.capabilities(),
        })
    };
    let object = |one: &crate::workspace::CrmObject| json!({"objectType": one.object_type, "fields": one.fields.len(), "records": one.records.len()});
    let missing = workspace.missing_parts();
    json!({
        "site": workspace.site.name,
        "users": workspace.users.iter().map(user).collect::<Vec<_>>(),
        "campaigns": workspace.campaigns.iter().map(campaign).collect::<Vec<_>>(),
        "channels": workspace.active_channels().iter().map(channel).collect::<Vec<_>>(),
        "teams": workspace.teams,
        "assignmentRules": workspace.assignment_rules,
        "labels": workspace.labels.iter().map(|one| &one.title).collect::<Vec<_>>(),
        "replies": workspace.replies.iter().map(|one| &one.short_code).collect::<Vec<_>>(),
        "macros": workspace.macros.iter().map(|one| &one.name).collect::<Vec<_>>(),
        "attributes": workspace.attributes,
        "statuses": workspace.statuses.iter().map(|one| &one.name).collect::<Vec<_>>(),
        "bots": workspace.bots.iter().map(|one| &one.name).collect::<Vec<_>>(),
        "automations": workspace.automations.iter().map(|one| &one.name).collect::<Vec<_>>(),
        "crm": workspace.crm.objects.iter().map(object).collect::<Vec<_>>(),
        "counts": {
            "extensions": workspace.extensions.len(),
            "customers": workspace.customers.len(),
            "stubs": workspace.stubs.len(),
            "scripts": workspace.public.scripts.len(),
        },
        "missingParts": missing.iter().map(|part| part.name()).collect::<Vec<_>>(),
    })
}

/// The same for people.
fn as_text(workspace: &Workspace) -> String {
    let mut text = String::new();
    let mut line = |label: &str, what: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{label:<14}{}", visible(what));
    };
    let campaign =
        |id: &CampaignId| workspace.campaign(*id).map_or_else(|| id.to_string(), |one| one.name.clone());
    line("site", &workspace.site.name);
    for (at, user) in workspace.users.iter().enumerate() {
        let campaigns: Vec<String> = user.campaigns.iter().map(campaign).collect();
        let what = format!("{} ({}, {}): {}", user.id, user.name(), user.role(), campaigns.join(", "));
        line(if at == 0 { "users" } else { "" }, &what);
    }
    for (at, one) in workspace.campaigns.iter().enumerate() {
        let codes: usize = one.dispositions.iter().map(|class| class.codes.len()).sum();
        let what = format!(
            "{} {} ({}): queue {}, {codes} codes",
            one.id, one.name, one.campaign_type, one.queue.name
        );
        line(if at == 0 { "campaigns" } else { "" }, &what);
    }
    let channels = workspace.active_channels();
    line("channels", &list(channels.iter().map(channel_name)));
    line("teams", &list(workspace.teams.iter().map(|one| format!("{} ({})", one.name, one.members.len()))));
    line("rules", &format!("{}", workspace.assignment_rules.len()));
    line("roles", &list(workspace.roles.iter().map(|one| format!("{} ({})", one.id, one.permissions.len()))));
    line("labels", &list(workspace.labels.iter().map(|one| one.title.clone())));
    line("replies", &list(workspace.replies.iter().map(|one| format!("/{}", one.short_code))));
    line("macros", &list(workspace.macros.iter().map(|one| one.name.clone())));
    for (model, label) in
        [(AttributeModel::Contact, "of contacts"), (AttributeModel::Conversation, "of chats")]
    {
        let of_model = workspace.attributes.iter().filter(|one| one.model == model);
        line(label, &list(of_model.map(|one| one.key.clone())));
    }
    line("statuses", &list(workspace.statuses.iter().map(|one| one.name.clone())));
    line("bots", &list(workspace.bots.iter().map(|one| one.name.clone())));
    line("automations", &list(workspace.automations.iter().map(|one| one.name.clone())));
    line("extensions", &list(workspace.extensions.iter().map(|one| one.phone.clone())));
    line("customers", &format!("{}", workspace.customers.len()));
    let object =
        |one: &crate::workspace::CrmObject| format!("{} ({} records)", one.object_type, one.records.len());
    line("CRM", &list(workspace.crm.objects.iter().map(object)));
    line("stubs", &format!("{}", workspace.stubs.len()));
    for part in workspace.missing_parts() {
        line("missing", &format!("{}, made by {}", part.name(), part.made_by()));
    }
    text
}

fn channel_name(one: &Channel) -> String {
    match one.channel_type {
        ChannelType::Voice => one.name.clone(),
        _ => format!("{} ({}, {} at once)", one.name, one.sub_type, one.limit),
    }
}

/// The first of some names, and how many there are besides.
fn list(names: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<String> = names.collect();
    match names.len() {
        0 => "none".to_owned(),
        count if count > SHOWN => format!("{}, and {} more", names[..SHOWN].join(", "), count - SHOWN),
        _ => names.join(", "),
    }
}
