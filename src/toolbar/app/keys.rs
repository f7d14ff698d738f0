//! Keys and pasted text: to an action, else to the field that is typed into.

use crossterm::event::KeyCode;

use super::App;
use super::act::why_not;
use crate::desk::ToastVariant;
use crate::toolbar::action::{Action, Context, Row};
use crate::toolbar::calls::NOT_CONNECTED;
use crate::toolbar::chat::MAX_CHAT_TEXT;
use crate::toolbar::effect::Effect;
use crate::toolbar::keymap::{Key, MAX_KEYS, Meaning};
use crate::toolbar::overlays::Overlay;
use crate::toolbar::widgets::field::cut_short;
use crate::toolbar::widgets::form::Form;

impl App {
    pub(super) fn on_key(&mut self, key: Key) -> Vec<Effect> {
        self.back_from = None;
        self.pressed.push(key);
        let (contexts, base) = (self.contexts(), self.base());
        let meanings = contexts.iter().map(|context| self.keymap.meaning(*context, base, &self.pressed));
        let meaning = meanings.into_iter().find(|one| *one != Meaning::Nothing).unwrap_or(Meaning::Nothing);
        if meaning == Meaning::Begins && self.pressed.len() < MAX_KEYS {
            return Vec::new();
        }
        let pressed = std::mem::take(&mut self.pressed);
        match (meaning, pressed.as_slice()) {
            (Meaning::Does(row), _) => self.perform(row, key),
            (_, [key]) if self.context() == Context::Tour => self.beyond_tour(|app| app.on_key(*key)),
            (_, [key]) => self.type_key(*key),
            _ => {
                if !matches!(key.code, KeyCode::Esc | KeyCode::Backspace) {
                    let names: Vec<String> = pressed.iter().map(Key::to_string).collect();
                    self.say(ToastVariant::Info, format!("{} leads nowhere", names.join(" ")));
                }
                Vec::new()
            }
        }
    }

    /// Does what a row of the table says, where it can be done; else says why not.
    pub(super) fn perform(&mut self, row: &'static Row, key: Key) -> Vec<Effect> {
        if !row.is_of(Context::Tour) {
            return self.beyond_tour(|app| app.do_row(row, key));
        }
        self.do_row(row, key)
    }

    /// Does something that is no step of the tour, which goes for it: what lies over the screen then, or is begun,
    /// puts it aside; who works on the screen itself needs it no more.
    fn beyond_tour(&mut self, act: impl FnOnce(&mut App) -> Vec<Effect>) -> Vec<Effect> {
        let Some(Overlay::Tour(tour)) = self.overlays.last() else { return act(self) };
        let next = tour.next();
        self.overlays.pop();
        let effects = act(self);
        if !self.overlays.is_empty() || !self.pressed.is_empty() {
            self.tour = next;
        }
        effects
    }

    fn do_row(&mut self, row: &'static Row, key: Key) -> Vec<Effect> {
        let action = row.action;
        let leads_away = !self.overlays.is_empty() && !row.is_of(self.context());
        let on_desk = leads_away || self.overlays.is_empty() || action == Action::Answer;
        if on_desk && self.is_read_only() && action.acts_on_desk() {
            return self.say_read_only();
        }
        if on_desk && !self.reaches(action) {
            self.say(ToastVariant::Warning, NOT_CONNECTED);
            return Vec::new();
        }
        if !self.is_enabled(action) {
            if let Some(why) = why_not(action, self) {
                self.say(ToastVariant::Info, why);
            }
            return Vec::new();
        }
        #[cfg(test)]
        crate::toolbar::testing::tally::note(row.id);
        if action == Action::Jump {
            return self.jump(key);
        }
        if leads_away { self.go(action) } else { self.act(action) }
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
            Some(Overlay::Palette(palette)) => palette.paste(text),
            Some(Overlay::Target(form)) => form.paste(text),
            Some(Overlay::Keypad(keypad)) => {
                return keypad.paste(text).map(|call| self.call(call)).unwrap_or_default();
            }
            None if context == Context::Chat => {
                if !self.chat.paste(text) {
                    self.say(ToastVariant::Warning, format!("Pasted, but {}", cut_short(MAX_CHAT_TEXT)));
                }
            }
            None if login => self.login.paste(text),
            _ => drop(self.form().map(|form| form.paste(text))),
        }
        Vec::new()
    }

    pub(super) fn type_key(&mut self, key: Key) -> Vec<Effect> {
        // Where there is nothing to take away any more, the key goes back as it does elsewhere.
        let is_empty = match self.overlays.last() {
            Some(Overlay::Pick(pick)) => pick.is_empty(),
            Some(Overlay::Find(find)) => find.is_empty(),
            Some(Overlay::Palette(palette)) => palette.is_empty(),
            _ => false,
        };
        if is_empty && key == Key::of(KeyCode::Backspace) {
            return self.act(Action::Cancel);
        }
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
            Some(Overlay::Palette(palette)) => palette.key(key),
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
