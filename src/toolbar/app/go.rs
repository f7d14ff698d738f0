//! From anywhere to anywhere: what lies below what is on top, and the ways there and back.

use super::{App, Mode};
use crate::desk::Stage;
use crate::toolbar::action::{Action, Context};
use crate::toolbar::connection::Connection;
use crate::toolbar::effect::Effect;
use crate::toolbar::keymap::Key;
use crate::toolbar::overlays::Overlay;

/// How many dialogs lie over each other; the lowest ones are closed.
const MAX_OVERLAYS: usize = 8;

impl App {
    /// Where the agent is when nothing lies over the screen: what can be asked for from there. The workbench
    /// can be looked at where nothing can be done.
    pub(in crate::toolbar) fn base(&self) -> &'static [Context] {
        match (&self.mode, self.desk.stage()) {
            (Mode::Replay(_), _) => &[Context::Replay, Context::Workbench],
            (Mode::Live(Connection::Refused { .. }), _) => &[Context::Refused],
            _ if self.looks_on => &[Context::LookingOn, Context::Workbench],
            (_, Stage::SignedOut) => &[Context::Login],
            (_, Stage::Campaigns) => &[Context::Campaigns],
            (_, Stage::Extension) => &[Context::Extension],
            (_, Stage::Working) => &[Context::Workbench],
        }
    }

    /// The places whose keys are looked up, in turn.
    pub(in crate::toolbar) fn contexts(&self) -> &'static [Context] {
        match self.context() {
            Context::Replay | Context::LookingOn => self.base(),
            other => {
                Context::ALL.iter().position(|one| *one == other).map_or(&[], |at| &Context::ALL[at..=at])
            }
        }
    }

    /// The keys that were pressed of several in a row.
    pub(in crate::toolbar) fn pressed(&self) -> &[Key] {
        &self.pressed
    }

    /// The key that is shown for an action of the workbench; what to call it where it has none.
    pub(in crate::toolbar) fn key(&self, action: Action) -> String {
        self.key_in(Context::Workbench, action)
    }

    /// The same in another place.
    pub(in crate::toolbar) fn key_in(&self, context: Context, action: Action) -> String {
        self.keymap.key(context, action)
    }

    /// A text with the keys of the actions that it names, as they are in the place on top.
    pub(in crate::toolbar) fn worded(&self, text: &str) -> String {
        self.keymap.worded(self.context(), text)
    }

    /// Goes to a place that belongs to what is below: it lies over what is on top, and closing it leads
    /// back. What needs the screen itself closes everything first.
    pub(super) fn go(&mut self, action: Action) -> Vec<Effect> {
        if matches!(action, Action::Home | Action::Write | Action::NextNeed) {
            let mut effects = self.go_home();
            effects.extend(self.act(action));
            return effects;
        }
        let mut below = std::mem::take(&mut self.overlays);
        let mut effects = self.act(action);
        let opened = std::mem::take(&mut self.overlays);
        // The same place is not visited twice.
        let same =
            |one: &Overlay, other: &Overlay| std::mem::discriminant(one) == std::mem::discriminant(other);
        below.retain(|one| !opened.iter().any(|other| same(one, other)));
        let too_many = (below.len() + opened.len()).saturating_sub(MAX_OVERLAYS).min(below.len());
        let rest = below.split_off(too_many);
        self.overlays = below;
        effects.splice(0..0, self.go_home());
        self.overlays = rest;
        self.overlays.extend(opened);
        effects
    }

    /// Closes everything that lies over the screen, each as by its own key.
    pub(super) fn go_home(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(before) = self.overlays.len().checked_sub(1) {
            // Some are left in two steps, such as a method's parameters.
            for _ in 0..2 {
                if self.overlays.len() > before {
                    effects.extend(self.act(Action::Cancel));
                }
            }
            self.overlays.truncate(before);
        }
        effects
    }
}
