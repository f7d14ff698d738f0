//! Signing in and out, campaigns, extension, availability.

use serde_json::json;

use super::Ecc;
use super::agent::{Agent, Line, Presence};
use super::dispatch::{Answer, ok};
use super::interaction::Phase;
use super::params::Params;
use super::setup::Fit;
use crate::contract::ids::{CampaignId, DeskId};
use crate::contract::payload::{Availability, ExtensionSelected, StateChangeCause};
use crate::contract::session::SelectedExtension;
use crate::contract::{Event, SdkError, nearest};
use crate::desk::interaction::Cleared;
use crate::desk::{self, AssignedCampaign, Change, SignOutReason};
use crate::wire::Credential;
use crate::workspace::User;

const SIGNED_IN: &str = "Successfully logged in";
const SIGNED_OUT: &str = "Logout Successful";
/// The most that the campaigns which a session offers take, and its extensions, in bytes of JSON; what comes after
/// is left out, with a toast, and can be chosen by its id only.
const MAX_CHOICES: usize = 384 << 10;

impl Ecc {
    pub(super) fn login(
        &mut self,
        desk: &DeskId,
        name: &str,
        credential: Option<Credential>,
        force: bool,
    ) -> Answer {
        let workspace = self.workspace.clone();
        let user = match (workspace.user(name), credential) {
            (Some(user), Some(Credential::Ok)) => user,
            _ => {
                return Err(SdkError::unauthorized("the user or the password is wrong")
                    .hint("the workspace lists the users: [[users]]"));
            }
        };
        if let Some(agent) = self.state.agents.get(desk) {
            if agent.user == user.id {
                // A page that was loaded anew waits for the event as it did the first time.
                self.out.event(desk, Event::LoginStatus(SIGNED_IN.to_owned()));
                return Ok(json!(SIGNED_IN));
            }
            let message = format!("{} is signed in at this desk", agent.user);
            return Err(SdkError::conflict(message).hint("call session.logout first"));
        }
        let elsewhere = self.state.agents.iter().find(|(_, agent)| agent.user == user.id);
        if let Some((other, _)) = elsewhere {
            if !force {
                let message = format!("{} is signed in elsewhere, at desk {other}", user.id);
                return Err(SdkError::conflict(message).hint("session.forceLogin signs the other desk out"));
            }
            let other = other.clone();
            self.sign_out(&other, SignOutReason::ElsewhereByForce);
        }
        self.sign_in(desk, user);
        Ok(json!(SIGNED_IN))
    }

    fn sign_in(&mut self, desk: &DeskId, user: &User) {
        let session = self.state.ids.session(&self.workspace.site, &user.id);
        self.state.agents.insert(desk.clone(), Agent::new(user.id.clone(), session, self.state.now));
        // A suggestion of whom to sign in has done its work; the others are for the screens that follow.
        if let Some(memory) = self.state.memories.get_mut(desk) {
            memory.login = None;
        }
        self.out.event(desk, Event::LoginStatus(SIGNED_IN.to_owned()));
        // First what the user may do, so that nothing else is ever shown.
        let left_out = self.set_up(desk);
        let (session, more) = self.desk_session(user);
        self.out.change(desk, Change::SignedIn { session: Box::new(session) });
        self.tell_left_out_of_setup(desk, left_out + more);
        self.tell_callbacks_to(desk, &[]);
        if let ([only], true) =
            (&user.campaigns[..], self.workspace.session.auto_select_single_assigned_campaign)
        {
            self.campaigns_chosen(desk, vec![*only]);
        }
    }

    /// The session as a desk is told it, and how many campaigns and extensions had no room in it.
    pub(super) fn desk_session(&self, user: &User) -> (desk::Session, usize) {
        let settings = &self.workspace.session;
        let (available, status) = Presence::Unready.told();
        let campaigns = user.campaigns.iter().filter_map(|id| self.workspace.campaign(*id));
        let extensions = self.workspace.extensions.iter().filter(|one| may_use(user, &one.phone));
        let (mut room_of_campaigns, mut room_of_extensions) = (Fit::new(MAX_CHOICES), Fit::new(MAX_CHOICES));
        let session = desk::Session {
            user_id: user.id.clone(),
            user_name: user.name().to_owned(),
            user_type: user.user_type.clone(),
            since: self.state.now,
            campaigns: room_of_campaigns.all(campaigns.map(|one| AssignedCampaign {
                about: one.about(),
                dispositions: one.dispositions.clone(),
                default_code: one.default_code,
            })),
            extensions: room_of_extensions.all(extensions.map(|one| desk::Extension {
                phone: one.phone.clone(),
                name: one.name.clone(),
                call_context_id: one.call_context_id,
            })),
            ready_statuses: settings.read_statuses.clone(),
            break_statuses: settings.break_statuses.clone(),
            max_phone_length: settings.max_phone_length_allowed,
            max_campaign_name: settings.max_number_of_characters_to_display_in_campaign,
            longest_break: settings.longest_break(),
            may_dial: settings.dial_phone_enable,
            selected: Vec::new(),
            extension: None,
            presence: desk::Presence { available, status, since: self.state.now },
        };
        (session, room_of_campaigns.left_out + room_of_extensions.left_out)
    }

    pub(super) fn logout(&mut self, desk: &DeskId) -> Answer {
        let agent = self.agent(desk)?;
        let in_talk = agent.legs.iter().any(|id| {
            self.leg(id, desk).is_some_and(|(_, leg)| matches!(leg.phase, Phase::Connected | Phase::Dialling))
        });
        if in_talk {
            return Err(
                SdkError::conflict("there is a call on the line").hint("end it first: toolbar.hangup")
            );
        }
        self.sign_out(desk, SignOutReason::Logout);
        Ok(json!(SIGNED_OUT))
    }

    /// Ends a session: what still lives at the desk ends first.
    pub(super) fn sign_out(&mut self, desk: &DeskId, reason: SignOutReason) {
        let legs = self.state.agents.get(desk).map(|agent| agent.legs.clone()).unwrap_or_default();
        for id in legs {
            match self.leg(&id, desk).map(|(_, leg)| leg.phase) {
                Some(Phase::Ringing) => self.miss(&id, desk, Cleared::SignedOut),
                Some(Phase::Dialling | Phase::Connected) => {
                    self.end_part(&id, desk, Cleared::SignedOut);
                    self.dispose_by_default(&id, desk);
                }
                Some(Phase::WrapUp) => self.dispose_by_default(&id, desk),
                None => {}
            }
        }
        self.end_watching(desk);
        self.state.agents.remove(desk);
        self.forget_filled(desk);
        self.out.event(desk, Event::LoginStatus(SIGNED_OUT.to_owned()));
        self.out.change(desk, Change::SignedOut { reason });
    }

    pub(super) fn select_campaigns(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let assigned = &self.user(desk)?.campaigns;
        let mut chosen: Vec<CampaignId> = Vec::new();
        for id in params.ids("campaignIds")?.into_iter().map(CampaignId) {
            if !assigned.contains(&id) {
                let list = assigned.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                return Err(SdkError::not_found(format!("campaign {id} is not assigned to this user"))
                    .hint(format!("assigned: {list}")));
            }
            if !chosen.contains(&id) {
                chosen.push(id);
            }
        }
        if chosen.is_empty() {
            return Err(SdkError::field("campaignIds", "at least one campaign"));
        }
        self.campaigns_chosen(desk, chosen);
        ok()
    }

    fn campaigns_chosen(&mut self, desk: &DeskId, chosen: Vec<CampaignId>) {
        let about =
            chosen.iter().filter_map(|id| self.workspace.campaign(*id)).map(|one| one.about()).collect();
        self.out.event(desk, Event::CampaignSelected(about));
        for id in &chosen {
            let count = self.state.queues.waiting(*id);
            if count > 0 {
                self.out.change(desk, Change::Waiting { campaign_id: *id, count });
            }
        }
        let Some(agent) = self.state.agents.get(desk) else { return };
        let callbacks = self.shown_callbacks(agent);
        if let Some(agent) = self.state.agents.get_mut(desk) {
            agent.selected = chosen;
        }
        self.tell_callbacks_to(desk, &callbacks);
    }

    pub(super) fn select_extension(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let phone = params.text("phone");
        let user = self.user(desk)?;
        if self.agent(desk)?.selected.is_empty() {
            return Err(
                SdkError::conflict("campaigns are not chosen yet").hint("call toolbar.selectCampaigns first")
            );
        }
        let extension = match self.workspace.extension(phone) {
            Some(extension) if may_use(user, phone) => extension,
            _ => {
                let known = self.workspace.extensions.iter().map(|one| one.phone.as_str());
                let error = SdkError::not_found(format!("there is no extension {phone:?} for this user"));
                return Err(match nearest(phone, known.filter(|phone| may_use(user, phone))) {
                    Some(near) => error.hint(format!("did you mean {near}?")),
                    None => error,
                });
            }
        };
        let uses = |agent: &Agent| agent.line.as_ref().is_some_and(|line| line.extension.phone == phone);
        if let Some((other, agent)) =
            self.state.agents.iter().find(|(other, agent)| *other != desk && uses(agent))
        {
            let message = format!("extension {phone} is used by {} at desk {other}", agent.user);
            return Err(SdkError::conflict(message).hint("choose another one"));
        }
        if self.on_the_line(desk) {
            return Err(
                SdkError::conflict("there is a call on the line").hint("end it first: toolbar.hangup")
            );
        }
        let selected =
            SelectedExtension { call_context_id: extension.call_context_id, phone: extension.phone.clone() };
        self.extension_chosen(desk, selected);
        ok()
    }

    fn extension_chosen(&mut self, desk: &DeskId, extension: SelectedExtension) {
        let workspace = self.workspace.clone();
        let Some(agent) = self.state.agents.get_mut(desk) else { return };
        let context = extension.call_context_id.map(|id| id.0);
        let (selected, crt) =
            self.state.ids.user_side(&workspace.site, &agent.session, context, &extension.phone);
        let first = agent.line.is_none();
        agent.line = Some(Line { extension: extension.clone(), crt });
        self.out.event(desk, Event::ExtensionSelected(ExtensionSelected { user_crt_object_id: selected }));
        self.out.change(desk, Change::Extension { extension });
        if first && workspace.session.default_ready {
            self.presence_changed(desk, Presence::Available(workspace.ready_status().to_owned()));
        }
    }

    pub(super) fn set_availability(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.set_status(desk, params.text("status"))?;
        ok()
    }

    /// Puts an agent into a status of the session settings, or into one of the site's own; whether they were
    /// in another one.
    pub(super) fn set_status(&mut self, desk: &DeskId, status: &str) -> Result<bool, SdkError> {
        let agent = self.agent(desk)?;
        if agent.selected.is_empty() || agent.line.is_none() {
            return Err(SdkError::conflict("campaigns and extension are not chosen yet")
                .hint("call toolbar.selectCampaigns and toolbar.selectExtension first"));
        }
        let settings = &self.workspace.session;
        let ready = settings.read_statuses.iter().map(|name| (name.as_str(), true));
        let breaks = settings.break_statuses.iter().map(|name| (name.as_str(), false));
        let own = self.workspace.statuses.iter().map(|one| (one.name.as_str(), one.available));
        let mut known = ready.chain(breaks).chain(own);
        let presence = match known.clone().find(|(name, _)| *name == status) {
            Some((name, true)) => Presence::Available(name.to_owned()),
            Some((name, false)) => Presence::Away(name.to_owned()),
            None => {
                let error = SdkError::not_found(format!("there is no status {status:?}"));
                return Err(match nearest(status, known.clone().map(|(name, _)| name)) {
                    Some(near) => error.hint(format!("did you mean {near}?")),
                    None => {
                        let all: Vec<&str> = known.by_ref().map(|(name, _)| name).collect();
                        error.hint(format!("the statuses are: {}", all.join(", ")))
                    }
                });
            }
        };
        Ok(self.presence_changed(desk, presence))
    }

    fn presence_changed(&mut self, desk: &DeskId, presence: Presence) -> bool {
        let now = self.state.now;
        let Some(agent) = self.state.agents.get_mut(desk) else { return false };
        if agent.presence == presence {
            return false;
        }
        if !agent.is_available() {
            agent.free_since = now;
        }
        agent.presence = presence;
        agent.status_since = now;
        let (available, status) = agent.presence.told();
        let event = Availability {
            is_available: available,
            auto_call_status: available,
            status_description: status,
            auto_call_state_change_cause: if available {
                StateChangeCause::AgentSetReady
            } else {
                StateChangeCause::AgentSetNotReady
            },
        };
        self.out.event(desk, Event::UserAvailabilityStatusChanged(event));
        true
    }

    /// Who sits at a desk.
    pub(super) fn agent(&self, desk: &DeskId) -> Result<&Agent, SdkError> {
        self.state.agents.get(desk).ok_or_else(|| {
            SdkError::forbidden(format!("nobody is signed in at desk {desk}"))
                .hint("call session.login first")
        })
    }

    /// The workspace's entry of who sits at a desk.
    pub(super) fn user(&self, desk: &DeskId) -> Result<&User, SdkError> {
        let agent = self.agent(desk)?;
        self.workspace
            .user(agent.user.as_str())
            .ok_or_else(|| SdkError::forbidden(format!("{} is no longer a user of this site", agent.user)))
    }
}

fn may_use(user: &User, phone: &str) -> bool {
    user.extensions.as_ref().is_none_or(|list| list.iter().any(|one| one == phone))
}
