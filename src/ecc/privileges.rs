//! What a user's role allows: which methods need which permission. Asked in one place, before a method is done.

use std::collections::BTreeMap;

use super::Ecc;
use super::dispatch::Call;
use crate::contract::SdkError;
use crate::contract::ids::{DeskId, UserId};
use crate::contract::payload::ChannelType;
use crate::workspace::{Permission, User, Workspace};

/// What a method needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// This permission.
    Always(Permission),
    /// The one of the channel that its `channelType` names.
    ByChannel {
        /// For a call.
        voice: Permission,
        /// For a chat.
        chat: Permission,
    },
}

/// What a method needs of who is signed in; nothing where it is not listed. Methods by which a CRM page
/// answers for itself (`crm.setRecordInfoForInteraction`, `ui.*`) are not the agent's doing and need none;
/// nor do `control.*`, which are the public's.
pub fn needs(method: &str) -> Option<Needs> {
    let permission = match method {
        "interaction.initiateInteraction" => {
            return Some(Needs::ByChannel { voice: Permission::Dial, chat: Permission::OpenChat });
        }
        "interaction.disposeAndInitiateNewInteraction" | "toolbar.redial" | "toolbar.startCallback" => {
            Permission::Dial
        }
        "toolbar.transfer" | "toolbar.consult" | "toolbar.completeTransfer" => Permission::Transfer,
        "toolbar.confer" | "toolbar.mergeConsult" => Permission::Confer,
        "toolbar.runMacro" => Permission::Macros,
        "toolbar.addLabel"
        | "toolbar.removeLabel"
        | "toolbar.setPriority"
        | "toolbar.setStatus"
        | "toolbar.assignTeam"
        | "toolbar.muteConversation" => Permission::Organize,
        "toolbar.setAttribute" => Permission::EditAttributes,
        "toolbar.getCustomer" | "toolbar.searchCustomers" | "toolbar.preview" => Permission::ViewCustomers,
        "toolbar.attachRecord"
        | "toolbar.unattachRecord"
        | "toolbar.createRecord"
        | "toolbar.saveRecord"
        | "crm.createCase"
        | "crm.updateObject" => Permission::EditRecords,
        "toolbar.getCallbacks" | "toolbar.cancelCallback" | "toolbar.moveCallback" => Permission::Callbacks,
        "toolbar.watchDesks" => Permission::Supervise,
        "toolbar.listen" => Permission::Listen,
        "toolbar.setAgentStatus" | "toolbar.signOutAgent" => Permission::ManageAgents,
        _ => return None,
    };
    Some(Needs::Always(permission))
}

impl Ecc {
    /// Refuses what the role of who is signed in does not allow: 3000 with 403. Where nobody is, the method
    /// itself says so.
    pub(super) fn check_role(&self, method: &str, call: &Call) -> Result<(), SdkError> {
        let Some(needed) = needs(method) else { return Ok(()) };
        let Ok(user) = self.user(&call.desk) else { return Ok(()) };
        let is_chat = call.params.text("channelType") == ChannelType::Chat.as_str();
        let (permission, what) = match needed {
            Needs::Always(permission) => (permission, ""),
            Needs::ByChannel { chat, .. } if is_chat => (chat, " of a chat"),
            Needs::ByChannel { voice, .. } => (voice, " of a call"),
        };
        if self.workspace.may(user, permission) {
            return Ok(());
        }
        let role = user.role();
        Err(SdkError::forbidden(format!("{method}{what} is not allowed to role {role}")).hint(format!(
            "a role with the permission {:?} may: [[roles]] in the workspace file",
            permission.as_str()
        )))
    }

    /// Whether who is signed in at a desk may do something; nobody may nothing.
    pub(super) fn may(&self, desk: &DeskId, what: Permission) -> bool {
        self.user(desk).is_ok_and(|user| self.workspace.may(user, what))
    }
}

/// To whom interactions of a channel can come. This is asked of everybody for all that waits, so it is not looked
/// up in the workspace each time.
#[derive(Debug, Default)]
pub(super) struct Takers {
    /// Who takes calls, and who chats. Nobody stands here where a site has no roles of its own: the usual ones may
    /// both.
    listed: BTreeMap<UserId, (bool, bool)>,
    is_all: bool,
}

impl Takers {
    pub(super) fn of(workspace: &Workspace) -> Takers {
        let is_all = workspace.roles.is_empty();
        let users = workspace.users.iter().filter(|_| !is_all);
        let may =
            |user: &User| (workspace.may(user, Permission::Voice), workspace.may(user, Permission::Chat));
        Takers { listed: users.map(|user| (user.id.clone(), may(user))).collect(), is_all }
    }

    pub(super) fn may_take(&self, user: &UserId, channel: ChannelType) -> bool {
        let (calls, chats) = self.listed.get(user).copied().unwrap_or((self.is_all, self.is_all));
        if channel == ChannelType::Chat { chats } else { calls }
    }
}
