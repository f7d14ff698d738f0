//! What integrations put on the toolbar's screens, and what is typed there.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Ecc;
use super::dispatch::{Answer, Call, not_there, nothing, ok};
use super::params::{Params, bounded};
use crate::contract::ids::{CallContextId, DeskId};
use crate::contract::payload::{ChannelType, WindowVisibility};
use crate::contract::session::SelectedExtension;
use crate::contract::{Event, SdkError};
use crate::desk::{Change, DesktopNotification, NewInteraction, ToastVariant};
use crate::wire::{Credential, Role};

/// The longest number, campaign id and type, in characters.
const MAX_SHORT: usize = 64;
/// The longest name, in characters.
const MAX_NAME: usize = 200;
/// The longest message, in characters.
const MAX_MESSAGE: usize = 1_000;

impl Ecc {
    pub(super) fn on_ui(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        match name {
            "setLoginInfo" => self.fill_login(desk, params, call.credential),
            "setExtensionInfo" => self.fill_extension(desk, params),
            "populateChannelDetailsForNewInteraction" => self.fill_new_interaction(desk, params),
            "triggerToastNotification" => self.show_toast(desk, params),
            "triggerDesktopNotification" => self.show_notification(desk, params),
            _ => Err(not_there()),
        }
    }

    fn fill_login(&mut self, desk: &DeskId, params: &Params, credential: Option<Credential>) -> Answer {
        let username = params.short_text("username", MAX_NAME)?.to_owned();
        self.memory(desk).login = Some((username.clone(), credential.unwrap_or(Credential::Bad)));
        self.out.change(desk, Change::LoginInfo { username });
        nothing()
    }

    /// Signs in with what was filled in. A try that fails keeps it: the agent may try again.
    pub(super) fn sign_in_as_filled(&mut self, desk: &DeskId) -> Answer {
        let filled = self.state.memories.get(desk).and_then(|memory| memory.login.clone());
        let (username, credential) = filled.ok_or_else(|| {
            SdkError::not_found("nothing is filled in at this desk").hint("ui.setLoginInfo fills it in")
        })?;
        self.login(desk, &username, Some(credential), false)?;
        self.memory(desk).login = None;
        ok()
    }

    fn fill_extension(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let phone = params.short_text("phone", MAX_SHORT)?.to_owned();
        let call_context_id = params.id("callContextId")?.map(CallContextId);
        let extension = SelectedExtension { call_context_id, phone };
        self.memory(desk).extension = Some(extension.clone());
        self.out.change(desk, Change::ExtensionInfo { extension });
        nothing()
    }

    fn fill_new_interaction(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let detail = |field: &str, most| {
            let text = params.in_object("channelDetails", field);
            bounded(&format!("channelDetails.{field}"), text, most).map(str::to_owned)
        };
        let form = NewInteraction {
            channel_type: params.text("channelType").to_owned(),
            channel_sub_type: params.short_text("channelSubType", MAX_SHORT)?.to_owned(),
            campaign_id: detail("campaignId", MAX_SHORT)?,
            app_name: detail("appName", MAX_NAME)?,
            phone: detail("phone", MAX_SHORT)?,
            name: detail("name", MAX_NAME)?,
        };
        self.memory(desk).new_interaction = form.clone();
        self.out.change(desk, Change::NewInteraction { form, by_integration: true });
        nothing()
    }

    /// The agent types on the start-interaction screen. Sub channel and app have no field there: they
    /// stay as an integration filled them in, as long as the channel is the one that they are for.
    pub(super) fn set_new_interaction(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let mut form = NewInteraction {
            channel_type: match params.text("channelType") {
                "" => ChannelType::Voice.as_str().to_owned(),
                given => given.to_owned(),
            },
            campaign_id: params.id("campaignId")?.map(|id| id.to_string()).unwrap_or_default(),
            phone: params.short_text("phone", MAX_SHORT)?.to_owned(),
            name: params.short_text("name", MAX_NAME)?.to_owned(),
            ..NewInteraction::default()
        };
        let stands = &mut self.memory(desk).new_interaction;
        if stands.channel_type == form.channel_type {
            form.channel_sub_type.clone_from(&stands.channel_sub_type);
            form.app_name.clone_from(&stands.app_name);
        }
        if *stands != form {
            stands.clone_from(&form);
            self.out.change(desk, Change::NewInteraction { form, by_integration: false });
        }
        ok()
    }

    pub(super) fn phone_for_search(&mut self, desk: &DeskId) -> Answer {
        let memory = self.state.memories.get(desk);
        match memory.map(|memory| &memory.new_interaction.phone).filter(|phone| !phone.is_empty()) {
            Some(phone) => Ok(json!(phone)),
            None => Err(SdkError::not_found("no number stands on the start-interaction screen")
                .hint("ui.populateChannelDetailsForNewInteraction fills one in")),
        }
    }

    fn show_toast(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let text = params.short_text("message", MAX_MESSAGE)?.to_owned();
        let variant: ToastVariant = serde_json::from_value(Value::from(params.text("variant")))
            .map_err(|_| SdkError::field("variant", "success, error, warning or info"))?;
        self.out.change(desk, Change::Toast { variant, text });
        nothing()
    }

    fn show_notification(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let notification = DesktopNotification {
            notification_type: params.short_text("notificationType", MAX_NAME)?.to_owned(),
            notification_sub_type: params.short_text("notificationSubType", MAX_NAME)?.to_owned(),
            subject: params.short_text("subject", MAX_NAME)?.to_owned(),
            message: params.short_text("message", MAX_MESSAGE)?.to_owned(),
        };
        self.out.change(desk, Change::DesktopNotification { notification });
        nothing()
    }

    /// The toolbar came into sight or went out of it: its apps are inside.
    pub(super) fn set_window_visible(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let visible = params.0.get("visible").and_then(Value::as_bool).unwrap_or_default();
        let memory = self.memory(desk);
        if memory.window_visible.replace(visible) == Some(visible) {
            return ok();
        }
        let apps = memory.integrations.iter().filter(|one| one.role == Role::App);
        let apps: Vec<Arc<str>> = apps.map(|one| Arc::from(one.peer.as_str())).collect();
        let became = if visible { "focused" } else { "blurred" };
        self.out.event(desk, Event::WindowVisibilityChanged(WindowVisibility { is_window_visible: visible }));
        for app in apps {
            self.out.event_to(desk, &app, Event::Lifecycle(became.to_owned()));
        }
        ok()
    }
}
