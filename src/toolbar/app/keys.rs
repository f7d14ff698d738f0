//! Keys and pasted text: to an action, else to the field that is typed into.

use super::App;
use super::act::why_not;
use crate::desk::ToastVariant;
use crate::toolbar::action::{Action, Context};
use crate::toolbar::calls::NOT_CONNECTED;
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
            Some(Action::Jump) => self.jump(key),
            Some(action) if self.is_enabled(action) => self.act(action),
            Some(action) => {
                if let Some(why) = why_not(action, &self.desk) {
                    self.say(ToastVariant::Info, why);
                }
                Vec::new()
            }
            None => self.type_key(key),
        }
    }

    pub(super) fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        let (tick, context) = (self.tick, self.context());
        let login = context == Context::Login;
        match self.overlays.last_mut() {
            Some(Overlay::Disposition(dialog)) => dialog.paste(text, tick),
            Some(Overlay::Dial(dial)) => dial.paste(text, tick),
            Some(Overlay::Runner(runner)) => runner.paste(text),
            None if context == Context::Chat => self.chat.paste(text),
            None if login => self.login.paste(text),
            _ => drop(self.form().map(|form| form.paste(text))),
        }
        Vec::new()
    }

    fn type_key(&mut self, key: Key) -> Vec<Effect> {
        let (tick, context) = (self.tick, self.context());
        let login = context == Context::Login;
        match self.overlays.last_mut() {
            Some(Overlay::Disposition(dialog)) => dialog.key(key, tick),
            Some(Overlay::Dial(dial)) => dial.key(key, tick),
            Some(Overlay::Runner(runner)) => runner.key(key),
            None if context == Context::Chat => self.chat.key(key),
            None if login => self.login.key(key),
            _ => drop(self.form().map(|form| form.key(key))),
        }
        Vec::new()
    }

    /// The plain form that is typed into.
    fn form(&mut self) -> Option<&mut Form> {
        match self.overlays.last_mut() {
            Some(Overlay::Customer(customer)) => Some(&mut customer.form),
            Some(Overlay::Ask(ask)) => Some(&mut ask.form),
            _ => None,
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
