//! Keys and pasted text: to an action, else to the field that is typed into.

use super::act::why_not;
use super::{App, Mode};
use crate::desk::{Stage, ToastVariant};
use crate::toolbar::action::{Action, Context};
use crate::toolbar::calls::NOT_CONNECTED;
use crate::toolbar::connection::Connection;
use crate::toolbar::effect::Effect;
use crate::toolbar::keymap::{Key, lookup};
use crate::toolbar::overlays::Overlay;
use crate::toolbar::widgets::form::Form;

impl App {
    pub(super) fn on_key(&mut self, key: Key) -> Vec<Effect> {
        let context = self.context();
        let mut action = lookup(context, key);
        // Below a player, the workbench can still be looked at.
        if context == Context::Replay && action.is_none() {
            action = lookup(Context::Workbench, key);
            if action.is_some_and(Action::acts_on_desk) {
                return self.say_replay();
            }
        }
        match action {
            Some(action) if self.overlays.is_empty() && !self.reaches(action) => {
                self.say(ToastVariant::Warning, NOT_CONNECTED);
                Vec::new()
            }
            Some(action) if self.is_enabled(action) => self.act(action),
            Some(action) => {
                if let Some(why) = why_not(action) {
                    self.say(ToastVariant::Info, why);
                }
                Vec::new()
            }
            None => self.type_key(key),
        }
    }

    pub(super) fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(Overlay::Disposition(dialog)) = self.overlays.last_mut() {
            dialog.paste(text, self.tick);
        } else if let Some(form) = self.form() {
            form.paste(text);
        }
        Vec::new()
    }

    fn type_key(&mut self, key: Key) -> Vec<Effect> {
        if let Some(Overlay::Disposition(dialog)) = self.overlays.last_mut() {
            dialog.key(key, self.tick);
        } else if let Some(form) = self.form() {
            form.key(key);
        }
        Vec::new()
    }

    /// The form that is typed into.
    fn form(&mut self) -> Option<&mut Form> {
        let login = self.desk.stage() == Stage::SignedOut
            && matches!(&self.mode, Mode::Live(connection) if !matches!(connection, Connection::Refused { .. }));
        match self.overlays.last_mut() {
            Some(Overlay::Dial(dial)) => Some(&mut dial.form),
            Some(Overlay::Customer(customer)) => Some(&mut customer.form),
            Some(_) => None,
            None if login => Some(&mut self.login.form),
            None => None,
        }
    }

    fn say_replay(&mut self) -> Vec<Effect> {
        if !self.told_replay {
            self.told_replay = true;
            self.say(ToastVariant::Info, "This is a recording: it can be watched, not worked at");
        }
        Vec::new()
    }
}
