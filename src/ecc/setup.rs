//! What the site offers a signed-in user, as their desk is told when they sign in and when the workspace
//! changes: what their role allows, and only that.

use serde::Serialize;

use super::Ecc;
use crate::contract::ids::DeskId;
use crate::contract::payload::ChannelType;
use crate::desk::setup::{Colleague, Destination, FormField, MacroName, RecordForm};
use crate::desk::{Change, Setup, ToastVariant};
use crate::workspace::conversation::Visibility;
use crate::workspace::{Campaign, CrmObject, Macro, Permission, User};

/// The most that a setup takes, in bytes of JSON: it stands in the desk's state, which must fit into one
/// message. What comes after is left out, with a toast.
const MAX_SETUP: usize = 256 << 10;

impl Ecc {
    /// Tells a desk anew what the site offers who is signed in there: for every desk of somebody signed in
    /// when the workspace has changed. `more` had no room in their session.
    pub(super) fn tell_setup(&mut self, desk: &DeskId, more: usize) {
        let left_out = self.set_up(desk) + more;
        self.tell_left_out_of_setup(desk, left_out);
        if !self.may(desk, Permission::Supervise) {
            self.end_watching(desk);
        }
    }

    /// Tells the setup, and how the user is told of things; how many entries had no room in it.
    pub(super) fn set_up(&mut self, desk: &DeskId) -> usize {
        let Ok(user) = self.user(desk) else { return 0 };
        let (setup, left_out) = self.setup(user);
        self.out.change(desk, Change::Setup { setup: Box::new(setup) });
        self.tell_preferences(desk);
        left_out
    }

    pub(super) fn tell_left_out_of_setup(&mut self, desk: &DeskId, left_out: usize) {
        if left_out > 0 {
            let text = format!("The site offers more than a toolbar holds: {left_out} entries are left out");
            self.out.change(desk, Change::Toast { variant: ToastVariant::Warning, text });
        }
    }

    /// The setup, and how many entries had no room in it.
    fn setup(&self, user: &User) -> (Setup, usize) {
        let workspace = &self.workspace;
        let may = |what: Permission| workspace.may(user, what);
        let gives = may(Permission::Transfer) || may(Permission::Confer) || may(Permission::ManageAgents);
        let mut fit = Fit::new(MAX_SETUP);
        let setup = Setup {
            permissions: Some(workspace.permissions(user.role())),
            masked: user.campaigns.iter().copied().filter(|id| self.is_masked(*id)).collect(),
            channels: fit.all(workspace.active_channels().into_iter().filter(|one| match one.channel_type {
                ChannelType::Chat => may(Permission::Chat) || may(Permission::OpenChat),
                _ => may(Permission::Voice) || may(Permission::Dial),
            })),
            statuses: fit.all(workspace.statuses.iter().cloned()),
            teams: fit.all(workspace.teams.iter().map(|team| team.name.clone())),
            labels: fit.all(workspace.labels.iter().cloned()),
            destinations: fit.all(self.destinations(user)),
            colleagues: fit.all(
                workspace
                    .users
                    .iter()
                    .filter(|other| gives && other.id != user.id)
                    .map(|other| Colleague { user_id: other.id.clone(), name: other.name().to_owned() }),
            ),
            attributes: fit.all(workspace.attributes.iter().cloned()),
            macros: fit.all(
                workspace
                    .macros
                    .iter()
                    .filter(|one| may(Permission::Macros) && is_for(one, user))
                    .map(|one| MacroName { name: one.name.clone(), campaigns: one.campaigns.clone() }),
            ),
            objects: fit
                .all(workspace.crm.objects.iter().filter(|_| may(Permission::EditRecords)).map(record_form)),
            replies: fit.all(workspace.replies.iter().cloned()),
        };
        (setup, fit.left_out)
    }

    /// The campaigns to which the user can give an interaction, with the IVRs that the site lets them use.
    fn destinations(&self, user: &User) -> impl Iterator<Item = Destination> {
        let settings = &self.workspace.session;
        let gives = self.workspace.may(user, Permission::Transfer);
        let only_own = settings.should_allow_transfer_to_assigned_campaigns_only;
        let is_open = move |one: &&Campaign| gives && (!only_own || user.campaigns.contains(&one.id));
        self.workspace.campaigns.iter().filter(is_open).map(|one| Destination {
            campaign_id: one.id,
            name: one.name.clone(),
            queue: one.queue.name.clone(),
            ivrs: one.ivrs.iter().filter(|_| settings.allow_local_ivr).map(|ivr| ivr.name.clone()).collect(),
        })
    }
}

/// What of a setup, or of a session, has found room.
pub(super) struct Fit {
    room: usize,
    pub(super) left_out: usize,
}

impl Fit {
    pub(super) fn new(room: usize) -> Fit {
        Fit { room, left_out: 0 }
    }

    /// The first entries of a list, as many as there is room for.
    pub(super) fn all<T: Serialize>(&mut self, list: impl Iterator<Item = T>) -> Vec<T> {
        let mut all = Vec::new();
        for one in list {
            // After the first that has no room, all are left out.
            if self.left_out > 0 {
                self.left_out += 1;
                continue;
            }
            let size = serde_json::to_string(&one).map_or(usize::MAX, |text| text.len() + 1);
            match self.room.checked_sub(size) {
                Some(room) => {
                    self.room = room;
                    all.push(one);
                }
                None => self.left_out += 1,
            }
        }
        all
    }
}

/// Whether a user sees a macro: everybody's, or their own, of one of their campaigns.
fn is_for(one: &Macro, user: &User) -> bool {
    let is_theirs = one.visibility == Visibility::Global || one.owner.as_ref() == Some(&user.id);
    let works_there = |list: &Vec<_>| list.iter().any(|id| user.campaigns.contains(id));
    is_theirs && one.campaigns.as_ref().is_none_or(works_there)
}

fn record_form(object: &CrmObject) -> RecordForm {
    let fields = object.fields.iter().filter(|field| field.kind != "id");
    RecordForm {
        object_type: object.object_type.clone(),
        fields: fields
            .map(|field| FormField {
                name: field.name.clone(),
                label: field.label.clone().unwrap_or_else(|| field.name.clone()),
                kind: field.kind.clone(),
                required: field.required,
            })
            .collect(),
    }
}
