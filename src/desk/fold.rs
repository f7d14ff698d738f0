//! The fold: one pushed frame applied to a desk's state.

use std::collections::VecDeque;

use super::change::{Change, Toast, ToastVariant};
use super::conversation::Contact;
use super::integration::{DesktopNotification, Filled, PreviewRecords};
use super::interaction::{Interaction, MAX_TONES, Phase, keep_line, raise_ticks};
use super::session::Session;
use super::setup::{NotificationPreferences, Setup};
use super::watch::{MAX_WATCHED, Watched};
use super::{DeskState, MAX_NOTIFICATIONS, MAX_PAST, MAX_TOASTS};
use crate::contract::Event;
use crate::contract::ids::{CrtId, InteractionId};
use crate::contract::payload::{Availability, CallEvent, CampaignRef};
use crate::wire::Moment;
use crate::wire::push::{Body, Push};

impl DeskState {
    /// Folds in a frame from the wire or a recording. A payload that can't be read changes nothing
    /// but `seq` and `at`, and is returned as an error; one of an unknown name is passed over.
    pub fn apply(&mut self, push: &Push) -> Result<(), serde_json::Error> {
        self.advance(push.seq, push.at);
        match &push.body {
            Body::Event { name, payload, .. } => {
                if let Some(event) = Event::parse(name, payload) {
                    self.on_event(&event?);
                }
            }
            Body::Change(change) => self.on_change(serde_json::from_str(change.get())?),
        }
        Ok(())
    }

    /// Folds in an event that the engine has just emitted.
    pub fn apply_event(&mut self, seq: u64, at: Moment, event: &Event) {
        self.advance(seq, at);
        self.on_event(event);
    }

    /// Folds in a change that the engine has just emitted.
    pub fn apply_change(&mut self, seq: u64, at: Moment, change: Change) {
        self.advance(seq, at);
        self.on_change(change);
    }

    fn advance(&mut self, seq: u64, at: Moment) {
        if at > self.at {
            let doing = self.activity().map(|(activity, _)| activity);
            self.shift.goes_on(doing, self.at, at);
        }
        self.seq = seq;
        self.at = self.at.max(at);
    }

    fn on_event(&mut self, event: &Event) {
        let at = self.at;
        match event {
            Event::LoginStatus(_) | Event::ExtensionSelected(_) => {}
            Event::UserAvailabilityStatusChanged(change) => self.on_availability(change),
            Event::CampaignSelected(campaigns) => self.on_campaigns(campaigns),
            Event::InteractionInitiated(event) => self.on_initiated(event),
            Event::CallRinging(event) => self.with(&event.interaction_id, |one| {
                one.queue_id = event.queue_id.flatten().or(one.queue_id);
                one.enter(Phase::Ringing, at);
            }),
            Event::InteractionConnected(event) => self.with(&event.interaction_id, |one| {
                one.enter(Phase::Connected, at);
                one.connected_at = Some(at);
            }),
            Event::InteractionDisconnected(event) => self.with(&event.interaction_id, |one| {
                one.unhold(at);
                one.enter(Phase::WrapUp, at);
                one.muted = false;
                one.members.clear();
                one.customer_types = false;
                one.consult = None;
                one.disconnected_at = Some(at);
            }),
            Event::InteractionDisposed(event) => self.with(&event.interaction_id, |one| {
                one.enter(Phase::Disposed, at);
                one.disposition = Some(event.disposition_details.clone());
            }),
            Event::InteractionEnded(event) => self.on_ended(&event.customer_crt_object_id),
            Event::CustomerLinkedToInteraction(event) | Event::CustomerUnlinkedToInteraction(event) => self
                .with(&event.interaction_id, |one| {
                    one.customer = event.customer_details.clone();
                }),
            Event::Notification(notification) => {
                push_bounded(&mut self.notifications, notification.clone(), MAX_NOTIFICATIONS);
                self.unread = (self.unread + 1).min(MAX_NOTIFICATIONS);
            }
            // A chat's only event that names its queue.
            Event::ShowCrm(event) => self.with(&event.interaction_id, |one| {
                one.queue_id = event.queue_id.flatten().or(one.queue_id);
            }),
            // What they mean for the screen comes as changes.
            Event::HandleInteractionDisposed(_)
            | Event::InteractionTransferred(_)
            | Event::InteractionConferred(_)
            | Event::InteractionOwned(_)
            | Event::OpenRecord(_)
            | Event::AttachClicked(_)
            | Event::UnattachClicked(_)
            | Event::CreateClicked(_)
            | Event::CurrentRecordAsked(())
            | Event::HandlePreview(_)
            | Event::DataFromApp(_)
            | Event::DataFromCrm(_)
            | Event::WindowVisibilityChanged(_)
            | Event::Lifecycle(_)
            | Event::UiData(_)
            | Event::AppData(_) => {}
        }
    }

    fn on_change(&mut self, change: Change) {
        let at = self.at;
        match change {
            Change::SignedIn { session } => self.on_signed_in(*session),
            Change::SignedOut { reason } => {
                self.session = None;
                self.signed_out = Some(reason);
                self.waiting.clear();
                self.focus = None;
                self.filled = Filled::default();
                self.setup = Setup::default();
                self.preferences = NotificationPreferences::default();
                self.callbacks.clear();
                self.watched = None;
            }
            Change::Extension { extension } => self.in_session(|session| session.extension = Some(extension)),
            Change::Deadline { interaction_id, until } => {
                self.with(&interaction_id, |one| one.deadline = Some(until));
            }
            Change::Hold { interaction_id, on: true } => {
                self.with(&interaction_id, |one| one.held_since = one.held_since.or(Some(at)));
            }
            Change::Hold { interaction_id, on: false } => self.with(&interaction_id, |one| one.unhold(at)),
            Change::Mute { interaction_id, on } => self.with(&interaction_id, |one| one.muted = on),
            Change::Cleared { interaction_id, by } => {
                self.with(&interaction_id, |one| one.cleared = Some(by))
            }
            Change::Focus { interaction_id } => self.focus = interaction_id,
            Change::Draft { interaction_id, draft } => self.with(&interaction_id, |one| one.draft = draft),
            Change::Toast { variant, text } => {
                push_bounded(&mut self.toasts, Toast { at, variant, text }, MAX_TOASTS);
            }
            Change::NotificationsRead => self.unread = 0,
            Change::Waiting { campaign_id, count } => {
                if count == 0 {
                    self.waiting.remove(&campaign_id);
                } else {
                    self.waiting.insert(campaign_id, count);
                }
            }
            Change::Snapshot { state } => {
                let (seq, at) = (self.seq, self.at);
                *self = *state;
                self.advance(seq, at);
            }
            Change::ChatLine { interaction_id, line } => {
                self.with(&interaction_id, |one| keep_line(&mut one.chat, line));
            }
            Change::Records { interaction_id, records } => {
                self.with(&interaction_id, |one| one.records = records);
            }
            Change::Record { interaction_id, record } => {
                self.with(&interaction_id, |one| one.record = record);
            }
            Change::Members { interaction_id, members } => {
                self.with(&interaction_id, |one| one.members = members);
            }
            Change::Owner { interaction_id, is_owner } => {
                self.with(&interaction_id, |one| one.is_guest = !is_owner);
            }
            Change::DesktopNotification { notification } => {
                let DesktopNotification { subject, message, .. } = notification;
                let text = format!("{subject}: {message}");
                push_bounded(&mut self.toasts, Toast { at, variant: ToastVariant::Info, text }, MAX_TOASTS);
            }
            Change::Integrations { list } => self.integrations = list,
            Change::Session { .. }
            | Change::Setup { .. }
            | Change::Preferences { .. }
            | Change::Notice { .. }
            | Change::Callbacks { .. }
            | Change::Watching { .. }
            | Change::DeskSeen { .. } => self.on_site(change),
            Change::Tones { .. }
            | Change::Consult { .. }
            | Change::Conversation { .. }
            | Change::Contact { .. }
            | Change::CustomerTypes { .. }
            | Change::Tick { .. }
            | Change::Seen { .. } => self.on_conversation(change),
            Change::LoginInfo { .. }
            | Change::ExtensionInfo { .. }
            | Change::NewInteraction { .. }
            | Change::PreviewRecords { .. }
            | Change::CurrentRecord { .. } => self.on_filled(change),
            Change::Clock | Change::Trace { .. } | Change::Unknown => {}
        }
    }

    fn on_signed_in(&mut self, session: Session) {
        let before = self.last_user.as_ref();
        let (same_user, other_user) =
            (before == Some(&session.user_id), before.is_some_and(|user| *user != session.user_id));
        self.shift.sign_in(self.at, same_user);
        // What one user was told is not for the next one; what was told to nobody yet is.
        if other_user {
            self.past.clear();
            self.notifications.clear();
            self.toasts.clear();
            self.unread = 0;
        }
        self.last_user = Some(session.user_id.clone());
        self.filled.username = None;
        self.session = Some(session);
        self.signed_out = None;
    }

    /// What the site offers and tells the signed-in user.
    fn on_site(&mut self, change: Change) {
        let at = self.at;
        match change {
            Change::Session { session } => self.in_session(|old| {
                *old = Session {
                    since: old.since,
                    selected: std::mem::take(&mut old.selected),
                    extension: old.extension.take(),
                    presence: old.presence.clone(),
                    ..*session
                };
            }),
            Change::Setup { setup } => self.setup = *setup,
            Change::Preferences { preferences } => self.preferences = *preferences,
            Change::Notice { notice, text, ways } if ways.toast => {
                let variant = if notice == "missed" { ToastVariant::Warning } else { ToastVariant::Info };
                push_bounded(&mut self.toasts, Toast { at, variant, text }, MAX_TOASTS);
            }
            Change::Callbacks { list } => self.callbacks = list,
            Change::Watching { on } => self.watched = on.then(Watched::new),
            Change::DeskSeen { desk, summary } => {
                let Some(watched) = &mut self.watched else { return };
                match summary {
                    Some(summary) if watched.len() < MAX_WATCHED || watched.contains_key(&desk) => {
                        watched.insert(desk, *summary);
                    }
                    Some(_) => {}
                    None => drop(watched.remove(&desk)),
                }
            }
            _ => {}
        }
    }

    /// What comes of a conversation, beside its events.
    fn on_conversation(&mut self, change: Change) {
        match change {
            Change::Tones { interaction_id, digits } => self.with(&interaction_id, |one| {
                one.tones.push_str(&digits);
                let too_many = one.tones.chars().count().saturating_sub(MAX_TONES);
                one.tones = one.tones.chars().skip(too_many).collect();
            }),
            Change::Consult { interaction_id, consult } => {
                self.with(&interaction_id, |one| one.consult = consult);
            }
            Change::Conversation { interaction_id, conversation } => {
                self.with(&interaction_id, |one| one.conversation = *conversation);
            }
            Change::Contact { interaction_id, contact } => {
                self.with(&interaction_id, |one| one.contact = Some(*contact));
            }
            Change::CustomerTypes { interaction_id, on } => {
                self.with(&interaction_id, |one| one.customer_types = on);
            }
            Change::Tick { interaction_id, number, tick } => self.with(&interaction_id, |one| {
                raise_ticks(&mut one.chat, number, tick);
            }),
            Change::Seen { interaction_id, number } => {
                self.with(&interaction_id, |one| one.seen = one.seen.max(number));
            }
            _ => {}
        }
    }

    /// An integration put something on a screen.
    fn on_filled(&mut self, change: Change) {
        let filled = &mut self.filled;
        match change {
            Change::LoginInfo { username } => filled.username = Some(username),
            Change::ExtensionInfo { extension } => filled.extension = Some(extension),
            Change::NewInteraction { form, .. } => filled.new_interaction = Some(form),
            Change::PreviewRecords { phone, records } => {
                filled.preview = Some(PreviewRecords { phone, records });
            }
            Change::CurrentRecord { record } => filled.current_record = Some(record),
            _ => {}
        }
    }

    fn on_availability(&mut self, change: &Availability) {
        let at = self.at;
        self.in_session(|session| {
            session.presence.available = change.is_available;
            session.presence.status.clone_from(&change.status_description);
            session.presence.since = at;
        });
    }

    fn on_campaigns(&mut self, campaigns: &[CampaignRef]) {
        self.in_session(|session| session.selected = campaigns.iter().map(|one| one.campaign_id).collect());
        if let Some(session) = &self.session {
            let selected = &session.selected;
            self.waiting.retain(|campaign, _| selected.contains(campaign));
        }
    }

    /// A leg begins. The same call can come to a desk again: the earlier leg has ended by then.
    fn on_initiated(&mut self, event: &CallEvent) {
        self.interactions.retain(|one| one.id != event.interaction_id);
        let mut one = Interaction::begin(self.at, event);
        if self.setup.masked.contains(&event.campaign_id) {
            one.contact = Some(Contact { masked: true, ..Contact::default() });
        }
        self.interactions.push(one);
    }

    /// The event names no interaction; the customer's side tells which it was.
    fn on_ended(&mut self, customer_crt: &CrtId) {
        let Some(place) = self.interactions.iter().position(|one| &one.customer_crt == customer_crt) else {
            return;
        };
        let one = self.interactions.remove(place);
        if self.focus.as_ref() == Some(&one.id) {
            self.focus = None;
        }
        let past = one.past(self.at);
        self.shift.count(&past);
        push_bounded(&mut self.past, past, MAX_PAST);
    }

    fn with(&mut self, id: &InteractionId, change: impl FnOnce(&mut Interaction)) {
        if let Some(one) = self.interactions.iter_mut().find(|one| &one.id == id) {
            change(one);
        }
    }

    fn in_session(&mut self, change: impl FnOnce(&mut Session)) {
        if let Some(session) = &mut self.session {
            change(session);
        }
    }
}

fn push_bounded<T>(list: &mut VecDeque<T>, item: T, most: usize) {
    while list.len() >= most {
        list.pop_front();
    }
    list.push_back(item);
}
