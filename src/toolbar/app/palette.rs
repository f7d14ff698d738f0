//! The palette: opened, and what is chosen from it done.

use serde_json::json;

use super::App;
use super::act::why_not;
use crate::desk::ToastVariant;
use crate::toolbar::action::{Action, Context};
use crate::toolbar::calls::{Call, NOT_CONNECTED, Place};
use crate::toolbar::effect::Effect;
use crate::toolbar::keymap::GO;
use crate::toolbar::overlays::palette::{Kind, Palette, Thing};
use crate::toolbar::overlays::{FindCustomers, Overlay};

/// How many things that were chosen lately are shown first.
const MAX_RECENT: usize = 8;

impl App {
    /// Lays the palette over what there is.
    pub(super) fn open_palette(&mut self, only: Option<Kind>) -> Vec<Effect> {
        self.overlays.push(Overlay::Palette(Palette::new(only)));
        match only {
            // Among the settings are the user's themes, of which there may be others by now.
            None | Some(Kind::Setting) => vec![Effect::Themes],
            Some(_) => Vec::new(),
        }
    }

    /// A key's action on the palette.
    pub(super) fn act_on_palette(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Palette(palette)) = self.overlays.last() else { return Vec::new() };
        if action == Action::Confirm {
            let Some(item) = palette.chosen(self) else { return Vec::new() };
            if let Some(why) = item.why_not {
                self.say(ToastVariant::Info, why);
                return Vec::new();
            }
            self.overlays.pop();
            return self.choose_thing(item.then);
        }
        // A second press of its key closes it.
        let action = if action == Action::Palette { Action::Cancel } else { action };
        let len = palette.found(self).len();
        let Some(Overlay::Palette(palette)) = self.overlays.last_mut() else { return Vec::new() };
        let outcome = palette.act(action, len);
        self.after(outcome)
    }

    fn choose_thing(&mut self, thing: Thing) -> Vec<Effect> {
        if !thing.is_what_is_typed() {
            self.recent.retain(|one| *one != thing);
            self.recent.push_front(thing.clone());
            self.recent.truncate(MAX_RECENT);
        }
        match thing {
            Thing::Do(row) => self.perform(row, GO),
            Thing::Look(id) => {
                let mut effects = self.go_home();
                effects.extend(self.look_at(id));
                effects
            }
            Thing::Customer(id) => {
                self.overlays.push(Overlay::Find(FindCustomers::new()));
                let params = json!({"customerId": id});
                self.call(Call { method: "toolbar.getCustomer", params, place: Place::Find })
            }
            Thing::Known(text) | Thing::Typed(text) => {
                let (find, call) = FindCustomers::asking(&text);
                self.overlays.push(Overlay::Find(find));
                self.call(call)
            }
            Thing::Set(setting, word) => {
                let effects = self.change(setting, &word);
                self.say(ToastVariant::Success, format!("{} is set", setting.about()));
                effects
            }
        }
    }

    /// Where the agent is below the palette.
    pub(in crate::toolbar) fn context_below(&self) -> Context {
        let below = self.overlays.iter().rev().find(|one| !matches!(one, Overlay::Palette(_)));
        below.map_or_else(|| self.context_of_screen(), Overlay::context)
    }

    /// Why an action of the screen, or of the dialog that lies below, can't be done now.
    pub(in crate::toolbar) fn why_not(&self, action: Action) -> Option<String> {
        if self.is_read_only() && action.acts_on_desk() {
            return Some("nothing is done here, only looked at".to_owned());
        }
        if !self.reaches(action) {
            return Some(NOT_CONNECTED.to_owned());
        }
        match self.is_enabled(action) {
            true => None,
            false => Some(why_not(action, self).unwrap_or("there is nothing to do it with").to_owned()),
        }
    }
}
