//! Users, roles, teams, assignment rules, extensions.

use std::collections::BTreeSet;

use super::super::channels::SUB_CHANNELS;
use super::super::limits::{MAX_EXTENSIONS, MAX_ROLES, MAX_RULES, MAX_STATUSES, MAX_TEAMS, MAX_USERS};
use super::super::model::USER_TYPES;
use super::super::{AssignmentRule, Role, Team, User, Workspace};
use super::Findings;
use crate::contract::payload::ChannelType;

/// The roles that are there where none is listed.
const USUAL_ROLES: [&str; 3] = ["agent", "supervisor", "administrator"];

pub(super) fn check(workspace: &Workspace, found: &mut Findings) {
    found.at_least_one("users", workspace.users.len());
    found.at_least_one("extensions", workspace.extensions.len());
    let counts = [
        ("users", workspace.users.len(), MAX_USERS),
        ("extensions", workspace.extensions.len(), MAX_EXTENSIONS),
        ("roles", workspace.roles.len(), MAX_ROLES),
        ("teams", workspace.teams.len(), MAX_TEAMS),
        ("assignmentRules", workspace.assignment_rules.len(), MAX_RULES),
        ("statuses", workspace.statuses.len(), MAX_STATUSES),
    ];
    for (section, count, most) in counts {
        found.at_most(section, section, count, most);
    }
    found.unique("users", "id", workspace.users.iter().map(|one| one.id.as_str()));
    found.unique("extensions", "phone", workspace.extensions.iter().map(|one| one.phone.as_str()));
    found.unique("roles", "id", workspace.roles.iter().map(|one| one.id.as_str()));
    found.unique("teams", "name", workspace.teams.iter().map(|one| one.name.as_str()));
    found.unique("statuses", "name", workspace.statuses.iter().map(|one| one.name.as_str()));
    for (at, user) in workspace.users.iter().enumerate() {
        check_user(workspace, user, at, found);
    }
    for (at, extension) in workspace.extensions.iter().enumerate() {
        found.name(format!("extensions[{at}].phone"), &extension.phone);
    }
    for (at, role) in workspace.roles.iter().enumerate() {
        check_role(role, at, found);
    }
    for (at, team) in workspace.teams.iter().enumerate() {
        check_team(workspace, team, at, found);
    }
    for (at, rule) in workspace.assignment_rules.iter().enumerate() {
        check_rule(workspace, rule, at, found);
    }
    let session = &workspace.session;
    for (at, status) in workspace.statuses.iter().enumerate() {
        let path = format!("statuses[{at}].name");
        found.name(path.clone(), &status.name);
        if session.read_statuses.iter().chain(&session.break_statuses).any(|one| *one == status.name) {
            let message = format!("{:?} is a status of [session] already", status.name);
            found.add(path, message, "a new name");
        }
    }
}

fn check_user(workspace: &Workspace, user: &User, at: usize, found: &mut Findings) {
    let path = |field: &str| format!("users[{at}].{field}");
    found.name(path("id"), user.id.as_str());
    found.one_of(path("type"), "user type", &user.user_type, &USER_TYPES);
    if user.campaigns.is_empty() {
        found.add(path("campaigns"), "is empty", "at least one campaign id");
    }
    found.campaigns(workspace, &path("campaigns"), &user.campaigns);
    for (place, phone) in user.extensions.iter().flatten().enumerate() {
        let known = workspace.extensions.iter().map(|one| one.phone.as_str());
        found.refers("extensions", path(&format!("extensions[{place}]")), "extension", phone, known);
    }
    if let Some(role) = &user.role {
        let listed = workspace.roles.iter().map(|one| one.id.as_str());
        let is_listed = |name: &str| workspace.roles.iter().any(|one| one.id == name);
        let usual = USUAL_ROLES.into_iter().filter(|one| !is_listed(one));
        found.refers("roles", path("role"), "role", role, listed.chain(usual));
    }
}

fn check_role(role: &Role, at: usize, found: &mut Findings) {
    found.name(format!("roles[{at}].id"), &role.id);
    let mut seen = BTreeSet::new();
    for (place, permission) in role.permissions.iter().enumerate() {
        if !seen.insert(permission) {
            let path = format!("roles[{at}].permissions[{place}]");
            found.add(path, format!("{} stands twice", permission.as_str()), "a new one");
        }
    }
}

fn check_team(workspace: &Workspace, team: &Team, at: usize, found: &mut Findings) {
    let path = |field: &str| format!("teams[{at}].{field}");
    found.lower_case(path("name"), &team.name);
    found.unique(&path("members"), "", team.members.iter());
    if team.members.is_empty() {
        found.add(path("members"), "is empty", "at least one user's id");
    }
    for (place, member) in team.members.iter().enumerate() {
        let known = workspace.users.iter().map(|one| one.id.as_str());
        found.refers("users", path(&format!("members[{place}]")), "user", member.as_str(), known);
    }
}

fn check_rule(workspace: &Workspace, rule: &AssignmentRule, at: usize, found: &mut Findings) {
    let path = |field: &str| format!("assignmentRules[{at}].{field}");
    let teams = workspace.teams.iter().map(|one| one.name.as_str());
    found.refers("teams", path("team"), "team", &rule.team, teams);
    if let Some(id) = rule.campaign_id {
        found.campaign(workspace, path("campaignId"), id);
    }
    if let Some(sub_type) = &rule.channel_sub_type {
        found.one_of(path("channelSubType"), "sub channel", sub_type, &SUB_CHANNELS);
        if rule.channel_type == Some(ChannelType::Voice) {
            found.add(
                path("channelSubType"),
                "voice has no sub channels",
                "no such key, or channelType \"chat\"",
            );
        }
    }
}
