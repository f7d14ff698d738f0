//! The parts that a whole workspace has: six of them are mandatory (platform: §4).

use serde::Serialize;

use super::Workspace;

/// A mandatory part of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// Who can sign in.
    UsersAndAgents,
    /// How customers and agents reach each other.
    Channels,
    /// What agents write with and sort by; quick replies count as macros.
    LabelsAndMacros,
    /// Who works together, and what comes to whom.
    TeamsAndAssignmentRules,
    /// What answers or happens by itself: one of both is enough.
    BotsAndAutomations,
    /// What users may do.
    PermissionsAndRoles,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 6] = [
        Part::UsersAndAgents,
        Part::Channels,
        Part::LabelsAndMacros,
        Part::TeamsAndAssignmentRules,
        Part::BotsAndAutomations,
        Part::PermissionsAndRoles,
    ];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Part::UsersAndAgents => "users and agents",
            Part::Channels => "channels",
            Part::LabelsAndMacros => "labels and macros",
            Part::TeamsAndAssignmentRules => "teams and assignment rules",
            Part::BotsAndAutomations => "bots and automations",
            Part::PermissionsAndRoles => "permissions and roles",
        }
    }

    /// What in the file makes it.
    pub fn made_by(self) -> &'static str {
        match self {
            Part::UsersAndAgents => "[[users]]",
            Part::Channels => "[[channels]] with one that is active",
            Part::LabelsAndMacros => "[[labels]], and [[macros]] or [[replies]]",
            Part::TeamsAndAssignmentRules => "[[teams]] and [[assignmentRules]]",
            Part::BotsAndAutomations => "[[bots]] or [[automations]]",
            Part::PermissionsAndRoles => "[[roles]]",
        }
    }

    fn is_in(self, workspace: &Workspace) -> bool {
        let some = |empty: bool| !empty;
        match self {
            Part::UsersAndAgents => some(workspace.users.is_empty()),
            Part::Channels => workspace.channels.iter().any(|one| one.active),
            Part::LabelsAndMacros => {
                let writes = some(workspace.macros.is_empty()) || some(workspace.replies.is_empty());
                some(workspace.labels.is_empty()) && writes
            }
            Part::TeamsAndAssignmentRules => {
                some(workspace.teams.is_empty()) && some(workspace.assignment_rules.is_empty())
            }
            Part::BotsAndAutomations => {
                some(workspace.bots.is_empty()) || some(workspace.automations.is_empty())
            }
            Part::PermissionsAndRoles => some(workspace.roles.is_empty()),
        }
    }
}

impl Workspace {
    /// The mandatory parts that the file does not have. A site works without them, by what stands in the
    /// documentation as default, but it is no whole one.
    pub fn missing_parts(&self) -> Vec<Part> {
        Part::ALL.into_iter().filter(|part| !part.is_in(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_missed_where_it_is_not_there() {
        let whole = Workspace::demo();
        assert_eq!(whole.missing_parts(), []);
        type Take = fn(&mut Workspace);
        let without: [(Part, Take); 8] = [
            (Part::UsersAndAgents, |one| one.users.clear()),
            (Part::Channels, |one| one.channels.iter_mut().for_each(|channel| channel.active = false)),
            (Part::LabelsAndMacros, |one| one.labels.clear()),
            (Part::LabelsAndMacros, |one| (one.macros.clear(), one.replies.clear()).0),
            (Part::TeamsAndAssignmentRules, |one| one.assignment_rules.clear()),
            (Part::TeamsAndAssignmentRules, |one| one.teams.clear()),
            (Part::BotsAndAutomations, |one| (one.bots.clear(), one.automations.clear()).0),
            (Part::PermissionsAndRoles, |one| one.roles.clear()),
        ];
        for (part, take) in without {
            let mut workspace = whole.clone();
            take(&mut workspace);
            assert_eq!(workspace.missing_parts(), [part]);
        }
    }
}
