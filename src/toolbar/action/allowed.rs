//! What the user's role and the site's channels allow: what they don't is shown nowhere.

use super::Action;
use crate::contract::payload::ChannelType;
use crate::desk::DeskState;
use crate::desk::setup::Permission;

impl Action {
    /// Whether somebody at this desk may do it at all. Where nobody is signed in, everything is told.
    pub fn is_allowed(self, desk: &DeskState) -> bool {
        let Some(session) = &desk.session else { return true };
        let setup = &desk.setup;
        let has =
            |kind| setup.channels.is_empty() || setup.channels.iter().any(|one| one.channel_type == kind);
        let (voice, chat) = (has(ChannelType::Voice), has(ChannelType::Chat));
        match self {
            Action::Transfer => setup.may(Permission::Transfer),
            Action::Confer => voice && setup.may(Permission::Confer),
            Action::Dial => {
                let calls = voice && setup.may(Permission::Dial);
                session.may_dial && (calls || chat && setup.may(Permission::OpenChat))
            }
            Action::Colleagues => {
                let calls = voice && setup.may(Permission::Dial);
                session.may_dial && (calls || chat && setup.may(Permission::OpenChat))
            }
            Action::Redial => session.may_dial && voice && setup.may(Permission::Dial),
            Action::Callbacks | Action::Move => setup.may(Permission::Callbacks),
            Action::Hold
            | Action::Mute
            | Action::Keypad
            | Action::Members
            | Action::Swap
            | Action::StopAsking
            | Action::HoldAll
            | Action::Leave => voice,
            Action::Write => chat,
            Action::Record => setup.may(Permission::EditRecords),
            Action::Find => setup.may(Permission::ViewCustomers),
            // Nobody watches where nothing is said of permissions.
            Action::Desks => setup.permissions.is_some() && setup.may(Permission::Supervise),
            _ => true,
        }
    }
}
