//! What plain mode asks of the toolbar's state: the same gestures without keys and dialogs.

use super::act::why_not;
use super::{App, Effect, Mode};
use crate::desk::{Interaction, ToastVariant};
use crate::toolbar::action::Action;
use crate::toolbar::calls::{Call, Hand, NOT_CONNECTED, Place};
use crate::toolbar::connection::Connection;
use crate::toolbar::message::Intent;
use crate::toolbar::replay::ReplayView;

impl App {
    /// The same toolbar with commands instead of keys: nothing lies over the screen by itself, and what would be a
    /// toast is an effect. A tour, which shows keys, would take the commands.
    pub fn plainly(self) -> App {
        App { hand: Hand::Words, tour: None, ..self }
    }

    /// The toasts of the toolbar's own, where nobody sees them.
    pub(super) fn say_plainly(&mut self) -> Vec<Effect> {
        match self.hand {
            Hand::Keys => Vec::new(),
            Hand::Words => self.own_toasts.drain(..).map(Effect::Say).collect(),
        }
    }

    pub(super) fn on_intent(&mut self, intent: Intent) -> Vec<Effect> {
        match intent {
            Intent::Act(action) => match self.can(action) {
                Ok(()) => self.act(action),
                Err(why) => {
                    self.say(ToastVariant::Error, why);
                    Vec::new()
                }
            },
            Intent::Look(id) if self.current_id() == Some(&id) => Vec::new(),
            Intent::Look(id) => self.look_at(id),
            // No dialog hears of the answer: an error becomes a toast.
            Intent::Call(call) => self.call(Call { place: Place::Workbench, ..call }),
            Intent::Ask(call) => self.call(Call { place: Place::Quiet, ..call }),
            Intent::Run(run) => self.run(*run),
            Intent::Pin(row) => {
                self.kept.pin(*row);
                Vec::new()
            }
        }
    }

    /// Whether there is a connection.
    pub(in crate::toolbar) fn is_up(&self) -> bool {
        matches!(self.mode, Mode::Live(Connection::Up))
    }

    /// What a player shows, where a recording is shown.
    pub(in crate::toolbar) fn replayed(&self) -> Option<&ReplayView> {
        match &self.mode {
            Mode::Replay(view) => view.as_deref(),
            Mode::Live(_) => None,
        }
    }

    /// The interaction that an action would be done to.
    pub(in crate::toolbar) fn target(&self, action: Action) -> Option<&Interaction> {
        match action {
            Action::Answer | Action::Reject => self.offered(),
            Action::Hold | Action::Mute | Action::Keypad | Action::Members => self.talking(),
            Action::Transfer if self.consulting().is_some() => self.consulted(),
            Action::Confer if self.consulting().is_some() => self.consulted(),
            Action::Transfer => self.transferable(),
            Action::Confer => self.conferable(),
            Action::Swap => self.consulted(),
            Action::StopAsking => self.consulting(),
            Action::HoldAll | Action::Leave => self.company(),
            Action::Hangup => self.on_line(),
            Action::Dispose => self.disposable(),
            Action::Write => self.writable(),
            Action::Record | Action::Conversation => self.recordable(),
            _ => self.current(),
        }
    }

    /// Why an action can't be done now; `Ok` where it can.
    pub(in crate::toolbar) fn can(&self, action: Action) -> Result<(), &'static str> {
        match (self.reaches(action), self.is_enabled(action)) {
            (false, _) => Err(NOT_CONNECTED),
            (true, true) => Ok(()),
            (true, false) => Err(why_not(action, self).unwrap_or("That can't be done now")),
        }
    }
}
