//! Which interaction the agent looks at, and which one a gesture is for.

use serde_json::json;

use super::{App, Mode};
use crate::contract::ids::InteractionId;
use crate::desk::{Interaction, Phase, Stage, ToastVariant};
use crate::toolbar::action::Context;
use crate::toolbar::attention::{self, is_offered};
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::chat::is_open;
use crate::toolbar::connection::Connection;
use crate::toolbar::effect::Effect;
use crate::toolbar::keymap::Key;
use crate::toolbar::widgets::list;

impl App {
    /// The interaction that the agent looks at, else the one that needs them most.
    pub(in crate::toolbar) fn current(&self) -> Option<&Interaction> {
        let selected = self.selected.as_ref().and_then(|id| self.desk.interaction(id));
        selected.or_else(|| self.desk.current())
    }

    /// The same by its id.
    pub(in crate::toolbar) fn current_id(&self) -> Option<&InteractionId> {
        self.current().map(|one| &one.id)
    }

    /// The agent looks at the interaction above or below.
    pub(super) fn choose(&mut self, by: isize) -> Vec<Effect> {
        let all = &self.desk.interactions;
        let now = self.current().and_then(|current| all.iter().position(|one| one.id == current.id));
        self.look_at_place(list::moved(now.unwrap_or(0), all.len(), by))
    }

    /// The agent looks at the interaction whose number was pressed.
    pub(super) fn jump(&mut self, key: Key) -> Vec<Effect> {
        let number = key.digit().unwrap_or(0);
        if number == 0 || number > self.desk.interactions.len() {
            self.say(ToastVariant::Info, format!("There is no interaction {number}"));
            return Vec::new();
        }
        self.look_at_place(number - 1)
    }

    pub(super) fn look_at_place(&mut self, at: usize) -> Vec<Effect> {
        let Some(id) = self.desk.interactions.get(at).map(|one| one.id.clone()) else { return Vec::new() };
        self.look_at(id)
    }

    /// The interaction that needs the agent next, other than the one that they look at.
    pub(super) fn next_need(&self) -> Option<&Interaction> {
        attention::next(&self.desk, self.current(), self.now())
    }

    pub(super) fn look_at_next_need(&mut self) -> Vec<Effect> {
        let Some(id) = self.next_need().map(|one| one.id.clone()) else { return Vec::new() };
        self.look_at(id)
    }

    /// The agent looks at an interaction, and whoever wrote in a chat leaves its line; the desk is told.
    pub(super) fn look_at(&mut self, id: InteractionId) -> Vec<Effect> {
        self.chat.leave();
        self.selected = Some(id.clone());
        self.tell_focus_on(&id)
    }

    /// Keys go to the chat's line from now on. The desk is told that the agent looks at it, so that
    /// nothing else takes its place while they write.
    pub(super) fn write(&mut self) -> Vec<Effect> {
        let Some(id) = self.writable().map(|one| one.id.clone()) else { return Vec::new() };
        self.chat.start(&id);
        self.selected = Some(id.clone());
        if self.desk.focus.as_ref() == Some(&id) {
            return Vec::new();
        }
        self.tell_focus_on(&id)
    }

    fn tell_focus_on(&mut self, id: &InteractionId) -> Vec<Effect> {
        let params = json!({"interactionId": id});
        self.call(Call { method: "toolbar.focus", params, place: Place::Quiet })
    }

    /// Takes what is offered, and looks at it.
    pub(super) fn answer(&mut self) -> Vec<Effect> {
        let Some(id) = self.offered().map(|one| one.id.clone()) else { return Vec::new() };
        let params = json!({"interactionId": id});
        let mut effects = self.call(Call { method: "toolbar.answer", params, place: Place::Workbench });
        // Once it is taken it presses no more, and what the agent looked at before would come back.
        let alone = self.desk.interactions.len() == 1;
        if self.current_id() != Some(&id) || !alone && self.desk.focus.as_ref() != Some(&id) {
            effects.extend(self.look_at(id));
        }
        effects
    }

    /// The agent looks at a call that they have begun, unless they write in a chat. `before` is how many
    /// such calls there were.
    pub(super) fn follow_own_call(&mut self, before: usize) -> Vec<Effect> {
        let newest = self.desk.interactions.iter().rev().find(|one| one.is_outbound());
        let (true, Some(id)) = (self.own_calls() > before, newest.map(|one| one.id.clone())) else {
            return Vec::new();
        };
        if self.is_read_only() || self.chat.typing().is_some() || self.current_id() == Some(&id) {
            return Vec::new();
        }
        self.look_at(id)
    }

    /// How many of the interactions the agent has begun.
    pub(super) fn own_calls(&self) -> usize {
        self.desk.interactions.iter().filter(|one| one.is_outbound()).count()
    }

    /// Tells the desk that the agent has seen the lines of the chat that they look at.
    pub(super) fn tell_seen(&mut self) -> Vec<Effect> {
        let looks = self.overlays.is_empty() && self.focused != Some(false) && self.chat.back() == 0;
        let up = matches!(self.mode, Mode::Live(Connection::Up)) && self.desk.stage() == Stage::Working;
        let Some(one) = self.current().filter(|one| looks && up && one.is_chat() && !is_offered(one)) else {
            return Vec::new();
        };
        let Some(newest) = one.chat.back().map(|line| line.number).filter(|_| one.unread() > 0) else {
            return Vec::new();
        };
        let told = (one.id.clone(), newest);
        if self.told_seen.as_ref() == Some(&told) {
            return Vec::new();
        }
        let params = json!({"interactionId": one.id});
        self.told_seen = Some(told);
        self.call(Call { method: "toolbar.seen", params, place: Place::Quiet })
    }

    /// Whether quitting would drop a call, or leave a disposition owed.
    pub(super) fn has_call(&self) -> bool {
        self.desk.interactions.iter().any(|one| one.phase != Phase::Disposed)
    }

    /// The call or chat that can be answered: the one looked at, else any.
    pub(in crate::toolbar) fn offered(&self) -> Option<&Interaction> {
        self.best(is_offered)
    }

    /// The call in which the agent talks, whatever they look at: their microphone is on there.
    pub(in crate::toolbar) fn talking(&self) -> Option<&Interaction> {
        self.best(|one| one.phase == Phase::Connected && !one.is_chat())
    }

    /// The talk that is looked at, or that the dialog of who is in a call is about. What ends it or
    /// gives it away is done to no other one.
    fn looked_at_talk(&self) -> Option<&Interaction> {
        self.talking().filter(|one| self.is_in_members() || self.current_id() == Some(&one.id))
    }

    /// What can be given to somebody else: the call or chat that is looked at. Not one of another agent, nor one that
    /// others are in.
    pub(in crate::toolbar) fn transferable(&self) -> Option<&Interaction> {
        let one = self.current().filter(|one| one.phase == Phase::Connected);
        one.filter(|one| !one.is_guest && one.members.is_empty())
    }

    /// The call into which somebody can be asked: the agent's own, which is the one that is held and muted too, also
    /// while a chat is looked at.
    pub(in crate::toolbar) fn conferable(&self) -> Option<&Interaction> {
        self.talking().filter(|one| !one.is_guest && one.consult.is_none())
    }

    /// The call about which somebody is asked.
    pub(in crate::toolbar) fn consulting(&self) -> Option<&Interaction> {
        self.current().filter(|one| one.phase == Phase::Connected && one.consult.is_some())
    }

    /// The same once they have answered.
    pub(in crate::toolbar) fn consulted(&self) -> Option<&Interaction> {
        self.consulting().filter(|one| one.consult.as_ref().is_some_and(|consult| consult.joined))
    }

    /// The call in which others are, or into which they were asked.
    pub(in crate::toolbar) fn company(&self) -> Option<&Interaction> {
        self.looked_at_talk().filter(|one| one.consult.is_none() && (one.is_guest || !one.members.is_empty()))
    }

    /// Whether the dialog on top is that of who is in a call.
    pub(in crate::toolbar) fn is_in_members(&self) -> bool {
        self.context() == Context::Members
    }

    /// The chat in which the agent can write.
    pub(super) fn writable(&self) -> Option<&Interaction> {
        self.current().filter(|one| is_open(one))
    }

    /// The interaction whose record can be changed.
    pub(super) fn recordable(&self) -> Option<&Interaction> {
        self.current().filter(|one| one.phase != Phase::Disposed)
    }

    /// What can be ended, where it is looked at: a talk, a chat, or a customer being dialled.
    pub(super) fn on_line(&self) -> Option<&Interaction> {
        self.current().filter(|one| match one.phase {
            Phase::Connected => true,
            Phase::Initiated | Phase::Ringing => one.is_outbound(),
            Phase::WrapUp | Phase::Disposed => false,
        })
    }

    /// The interaction whose disposition can be chosen: that which is looked at, owed or drafted while the talk goes
    /// on; else one that is owed.
    pub(super) fn disposable(&self) -> Option<&Interaction> {
        let current = self.current().filter(|one| matches!(one.phase, Phase::WrapUp | Phase::Connected));
        current.or_else(|| self.best(|one| one.phase == Phase::WrapUp))
    }

    /// Whether another interaction than the one that is looked at may be what a gesture was meant for.
    pub(super) fn is_on_elsewhere(&self) -> bool {
        let is_on = |one: &Interaction| matches!(one.phase, Phase::Connected | Phase::WrapUp);
        let here = self.current_id();
        !self.current().is_some_and(is_on)
            && self.desk.interactions.iter().any(|one| Some(&one.id) != here && is_on(one))
    }

    fn best(&self, fits: impl Fn(&Interaction) -> bool) -> Option<&Interaction> {
        self.current().filter(|one| fits(one)).or_else(|| self.desk.interactions.iter().find(|one| fits(one)))
    }
}
