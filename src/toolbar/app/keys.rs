//! Keys and pasted text: to an action, else to the field that is typed into.

use crossterm::event::KeyCode;

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
        // Where nothing can be done, the workbench can still be looked at.
        if matches!(context, Context::Replay | Context::LookingOn) && action.is_none() {
            action = lookup(Context::Workbench, key);
            if action.is_some_and(Action::acts_on_desk) {
                return self.say_read_only();
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
            Some(Overlay::Inspector(_)) => {
                self.with_inspector(|inspector, place| inspector.paste(text, place));
            }
            Some(Overlay::Pick(pick)) => pick.paste(text),
            Some(Overlay::Find(find)) => find.paste(text),
            Some(Overlay::Target(form)) => form.paste(text),
            Some(Overlay::Keypad(keypad)) => {
                return keypad.paste(text).map(|call| self.call(call)).unwrap_or_default();
            }
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
            Some(Overlay::Inspector(_)) => {
                self.with_inspector(|inspector, place| inspector.key(key, place));
            }
            Some(Overlay::Pick(pick)) => pick.key(key),
            Some(Overlay::Find(find)) => find.key(key),
            Some(Overlay::Target(form)) => form.key(key),
            Some(Overlay::Keypad(keypad)) => {
                return keypad.key(key).map(|call| self.call(call)).unwrap_or_default();
            }
            None if context == Context::Chat => return self.type_in_chat(key),
            None if login => self.login.key(key),
            _ => drop(self.form().map(|form| form.key(key))),
        }
        Vec::new()
    }

    /// A key for the line of a chat: it chooses among quick replies while they are offered.
    fn type_in_chat(&mut self, key: Key) -> Vec<Effect> {
        let by = match key.code {
            KeyCode::Up => -1,
            KeyCode::Down => 1,
            _ => 0,
        };
        if by != 0 && key.modifiers.is_empty() && self.chat.choose(by, &self.desk.setup.replies) {
            return Vec::new();
        }
        let tells = self.current().is_none_or(|one| self.capabilities(one).is_none_or(|can| can.typing));
        let call = self.chat.key(key, self.tick).filter(|_| tells);
        call.map(|call| self.call(call)).unwrap_or_default()
    }

    /// The plain form that is typed into.
    fn form(&mut self) -> Option<&mut Form> {
        match self.overlays.last_mut() {
            Some(Overlay::Customer(customer)) => Some(&mut customer.form),
            Some(Overlay::Ask(ask)) => Some(&mut ask.form),
            Some(Overlay::MoveCallback(form)) => Some(&mut form.form),
            _ => None,
        }
    }

    fn say_read_only(&mut self) -> Vec<Effect> {
        if !self.told_read_only {
            self.told_read_only = true;
            let what = if self.looks_on { "another desk" } else { "a recording" };
            self.say(ToastVariant::Info, format!("This is {what}: it can be watched, not worked at"));
        }
        Vec::new()
    }
}
