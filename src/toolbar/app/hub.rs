//! What the hub tells: connections made and lost, pushed frames, answers.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::{App, Mode};
use crate::desk::setup::{Capabilities, Ways};
use crate::desk::{Change, DeskState, Interaction, Phase, Stage, ToastVariant};
use crate::toolbar::attention::is_offered;
use crate::toolbar::calls::frame::number;
use crate::toolbar::calls::{Call, Place, explain, told};
use crate::toolbar::chat::ChatWriter;
use crate::toolbar::connection::Connection;
use crate::toolbar::effect::Effect;
use crate::toolbar::overlays::{Heard, Overlay, Question};
use crate::toolbar::runs::Answered;
use crate::wire::push::Body;
use crate::wire::{ClientEvent, Joined};
use crate::wire::{Dir, Frame, HelloAnswer, Micros, Push, Role, RpcError};

/// What the desk has said so shortly before is about the same thing.
const JUST_NOW: Micros = Micros::from_millis(500);

/// The answer of `toolbar.expandReply`.
#[derive(Deserialize)]
struct Expanded {
    text: String,
}

impl App {
    pub(super) fn on_hub(&mut self, event: ClientEvent) -> Vec<Effect> {
        match event {
            ClientEvent::Connected { answer, how } => {
                self.on_connected(*answer, how);
                return self.tell_focus();
            }
            ClientEvent::Push(push) => return self.on_push(&push),
            ClientEvent::Answer { tag, result } => return self.on_answer(tag, result),
            ClientEvent::Lost { reason, retry_in, attempt } => {
                self.mode = Mode::Live(Connection::lost(reason, self.tick, retry_in, attempt));
            }
            ClientEvent::Refused { reason } => {
                self.overlays.clear();
                self.mode = Mode::Live(Connection::Refused { reason });
            }
        }
        Vec::new()
    }

    fn on_connected(&mut self, answer: HelloAnswer, how: Joined) {
        self.mode = Mode::Live(Connection::Up);
        self.stands_at = answer.virtual_clock.then_some(answer.now);
        self.me = answer.peer.as_str().into();
        self.frames.know(&answer.peer, if self.looks_on { Role::Observer } else { Role::Toolbar });
        self.greeting = answer.greeting;
        let (stage, desk) = (self.desk.stage(), answer.desk.clone());
        match how {
            Joined::First => {}
            Joined::Resumed => self.say(ToastVariant::Success, "Connected again"),
            Joined::Lost { frames } => {
                let text = format!("Connected again; {frames} frames were missed, the state is the newest");
                self.say(ToastVariant::Warning, text);
            }
            Joined::NewEpoch => {
                self.desk = DeskState::new(answer.desk.clone());
                self.overlays.clear();
                self.calls.clear();
                self.chat = ChatWriter::default();
                self.selected = None;
                self.login.notice = Some("The hub has started afresh; please sign in again".to_owned());
            }
        }
        if let Some(snapshot) = answer.snapshot {
            match serde_json::from_str::<DeskState>(snapshot.get()) {
                Ok(state) => self.desk = state,
                Err(error) => {
                    self.say(ToastVariant::Error, format!("the hub's snapshot can't be read: {error}"))
                }
            }
        }
        self.desk.desk = desk;
        self.masks.follow(&self.desk);
        self.after_desk_changed(stage);
    }

    fn on_push(&mut self, push: &Push) -> Vec<Effect> {
        let text = push.to_text().into();
        self.take_frame(Frame { at: push.at, seq: Some(push.seq), peer: "*".into(), dir: Dir::Out, text });
        let stage = self.desk.stage();
        let (rang, begun) = (self.ringing(), self.own_calls());
        let focus = self.desk.focus.clone();
        let filled = self.desk.filled.clone();
        if let Err(error) = self.desk.apply(push) {
            self.say(ToastVariant::Error, format!("frame {} can't be read: {error}", push.seq));
        }
        self.masks.follow(&self.desk);
        if self.desk.focus != focus {
            // Whoever writes in a chat goes on looking at it.
            self.selected = self.chat.typing().cloned();
        }
        self.after_desk_changed(stage);
        self.follow_integrations(push, &filled);
        let mut effects = self.follow_own_call(begun);
        if self.is_read_only() {
            return effects;
        }
        let notice = notice(push);
        let rings = self.ringing() > rang && self.desk.preferences.conversation_assignment.sound;
        if rings || notice.as_ref().is_some_and(|(_, ways)| ways.sound) {
            effects.push(Effect::Bell);
        }
        if let Some((text, Ways { desktop: true, .. })) = notice {
            effects.push(Effect::Notify { text });
        }
        effects
    }

    /// What can be done on an interaction's channel; `None` where the desk knows nothing of its channels.
    pub(super) fn capabilities(&self, one: &Interaction) -> Option<Capabilities> {
        let channel = self.desk.setup.channel(one.channel, &one.conversation.sub_channel);
        channel.map(|channel| channel.capabilities())
    }

    fn ringing(&self) -> usize {
        self.desk.interactions.iter().filter(|one| is_offered(one)).count()
    }

    /// Tells the desk whether the window is in sight, while there is somebody to tell.
    pub(super) fn on_focus(&mut self, focused: bool) -> Vec<Effect> {
        self.focused = Some(focused);
        self.tell_focus()
    }

    fn tell_focus(&mut self) -> Vec<Effect> {
        let Some(visible) = self.focused.filter(|_| matches!(self.mode, Mode::Live(Connection::Up))) else {
            return Vec::new();
        };
        let params = json!({"visible": visible});
        self.call(Call { method: "toolbar.setWindowVisible", params, place: Place::Quiet })
    }

    /// What hangs on the desk's state follows it: screens start anew, and dialogs whose subject is
    /// gone are closed.
    pub(super) fn after_desk_changed(&mut self, before: Stage) {
        let stage = self.desk.stage();
        if let Some(id) = &self.selected
            && self.desk.interaction(id).is_none()
        {
            self.selected = None;
        }
        if stage != before {
            self.overlays.retain(|overlay| !overlay.belongs_to(before));
            match (stage, &self.desk.session) {
                (Stage::SignedOut, _) => {
                    self.login.start(self.desk.signed_out);
                    self.login.suggest(self.desk.filled.username.as_deref());
                }
                (Stage::Campaigns, Some(session)) => self.campaigns.start(session),
                (Stage::Extension, Some(session)) => {
                    self.extension.start(session, self.desk.filled.extension.as_ref());
                }
                _ => {}
            }
            if stage != Stage::SignedOut {
                self.login.done();
            }
        }
        self.chat.follow(&self.desk);
        self.close_disposition();
        let desk = &self.desk;
        let over = self.overlays.extract_if(.., |overlay| overlay.is_over(desk)).count();
        if over > 0 {
            self.say(ToastVariant::Info, "The interaction is over; its dialog was closed");
        }
    }

    /// The dialog of an interaction that is disposed by now has nothing to do any more; says what
    /// became of it, unless the desk has just said so itself.
    fn close_disposition(&mut self) {
        let desk = &self.desk;
        let closed = self.overlays.extract_if(.., |overlay| {
            let Overlay::Disposition(dialog) = overlay else { return false };
            desk.interaction(dialog.id()).is_none_or(|one| one.phase == Phase::Disposed)
        });
        let Some(Overlay::Disposition(dialog)) = closed.last() else { return };
        if dialog.sent {
            self.say(ToastVariant::Success, dialog.told());
            return;
        }
        let live = self.desk.interaction(dialog.id()).and_then(|one| one.disposition.as_ref());
        let past = self.desk.past.iter().rev().find(|one| &one.id == dialog.id());
        let disposed = live.or_else(|| past.and_then(|one| one.disposition.as_ref()));
        let kept = disposed.is_some_and(|one| !one.call_notes.is_empty());
        let told = self.desk.toasts.back().is_some_and(|toast| self.desk.at.since(toast.at) < JUST_NOW);
        match (told, kept) {
            (true, true) => self.say(ToastVariant::Info, "Your notes were kept"),
            (true, false) => {}
            (false, _) => self.say(ToastVariant::Info, "The interaction is over; its dialog was closed"),
        }
    }

    fn on_answer(&mut self, tag: u64, result: Result<Box<RawValue>, RpcError>) -> Vec<Effect> {
        let text = match &result {
            Ok(answer) => json!({"jsonrpc": "2.0", "id": number(tag), "result": answer}).to_string(),
            Err(error) => json!({"jsonrpc": "2.0", "id": number(tag), "error": error}).to_string(),
        };
        let (at, peer) = (self.now(), Arc::clone(&self.me));
        self.take_frame(Frame { at, seq: None, peer, dir: Dir::Out, text: text.into() });
        let Some((method, place)) = self.calls.end(tag) else { return Vec::new() };
        if place == Place::Runner {
            self.on_ran(tag, result);
            return Vec::new();
        }
        let mut effects = Vec::new();
        match result {
            Ok(answer) => {
                if place == Place::Chat {
                    self.chat.answered(true);
                }
                if place == Place::Reply
                    && let Ok(reply) = serde_json::from_str::<Expanded>(answer.get())
                {
                    self.chat.expanded(&reply.text);
                }
                let asked = self.overlays.iter().find(|overlay| overlay.place() == Some(place));
                match asked {
                    Some(Overlay::Disposition(dialog)) => {
                        let told = dialog.told();
                        self.say(ToastVariant::Success, told);
                    }
                    // What was typed has been used: nobody is to find it on the screen any more.
                    Some(Overlay::Dial(dial)) => {
                        let emptied = dial.emptied();
                        effects = emptied.map(|call| self.call(call)).unwrap_or_default();
                    }
                    _ => {}
                }
                if let Some(told) = told(method, &self.desk) {
                    self.say(ToastVariant::Info, told);
                }
                effects.extend(self.hear(method, place, &answer));
            }
            Err(error) => self.on_error(method, place, &error),
        }
        effects
    }

    /// The dialogs that asked hear the answer.
    fn hear(&mut self, method: &str, place: Place, answer: &RawValue) -> Vec<Effect> {
        let Some(at) = self.overlays.iter().rposition(|overlay| overlay.place() == Some(place)) else {
            return Vec::new();
        };
        match self.overlays[at].answered(method, answer) {
            Heard::Stay => Vec::new(),
            Heard::Close => {
                self.overlays.remove(at);
                Vec::new()
            }
            Heard::Open(overlay) => {
                self.overlays[at] = *overlay;
                Vec::new()
            }
            Heard::Listen => {
                let Overlay::Desks(desks) = &self.overlays[at] else { return Vec::new() };
                desks.listened(&self.desk).map(|desk| Effect::Listen { desk }).into_iter().collect()
            }
        }
    }

    /// A method that was run over the toolbar's own connection is answered.
    pub(super) fn on_ran(&mut self, tag: u64, result: Result<Box<RawValue>, RpcError>) {
        let Some(number) = self.runs.take_own(tag) else { return };
        let now = self.now();
        let took = self.runs.get(number).map(|ran| now.since(ran.at)).unwrap_or_default();
        self.runs.answered(number, Answered { result, took });
    }

    /// An error goes where it belongs: to the field that it names, to the dialog that asked, else into
    /// a toast.
    pub(super) fn on_error(&mut self, method: &'static str, place: Place, error: &RpcError) {
        if place == Place::Quiet {
            return;
        }
        if place == Place::Chat {
            self.chat.answered(false);
        }
        let text = explain(method, error, &self.desk, self.hand);
        if place == Place::Login && self.desk.stage() == Stage::SignedOut {
            if self.login.refused(method, text, error) {
                self.overlays.push(Overlay::Question(Question::ForceLogin));
            }
            return;
        }
        let stage = self.desk.stage();
        let asked = self.overlays.iter_mut().find(|overlay| overlay.hears(place));
        match (asked, place, stage) {
            (Some(overlay), _, _) => overlay.refused(text, error),
            (None, Place::Campaigns, Stage::Campaigns) => self.campaigns.error = Some(text),
            (None, Place::Extension, Stage::Extension) => self.extension.error = Some(text),
            _ => self.say(ToastVariant::Error, text),
        }
    }
}

/// What the user wants to be told of, and how.
fn notice(push: &Push) -> Option<(String, Ways)> {
    let Body::Change(change) = &push.body else { return None };
    // Most changes are none: what is no notice is not read a second time.
    if !change.get().contains("\"notice\"") {
        return None;
    }
    match serde_json::from_str(change.get()) {
        Ok(Change::Notice { text, ways, .. }) => Some((text, ways)),
        _ => None,
    }
}
