//! What is being written in chats: a line for each, which stays when the agent looks elsewhere.

use serde_json::json;

use super::calls::{Call, Place};
use super::keymap::Key;
use super::placeholders;
use super::widgets::textbox::TextBox;
use crate::contract::ids::InteractionId;
use crate::desk::setup::Reply;
use crate::desk::{DeskState, Interaction, Phase};
use crate::wire::{Micros, Moment};

/// The longest message, in characters (contract: toolbar.sendMessage).
pub const MAX_CHAT_TEXT: usize = 4_096;

/// The rows that a page of a chat goes back or on: no more than are seen of a small one.
const PAGE: usize = 4;
/// The rows that a kept line of a chat has in the mean: how far back it makes sense to go.
const ROWS_OF_LINE: usize = 4;
/// How long the customer is told at a time that the agent types.
const TYPING: Micros = Micros::from_secs(4);
/// How many quick replies are offered at once.
pub const MAX_OFFERED: usize = 6;

/// What came of filling in a quick reply.
#[derive(Debug, Clone, PartialEq)]
pub enum Filling {
    /// None is typed.
    NoReply,
    /// Its code is; its words are to be typed.
    Completed,
    /// Words are missing; this says so.
    Lacks(String),
    /// The hub fills it in.
    Call(Call),
}

/// The lines being written, and which one gets the keys.
#[derive(Debug, Default)]
pub struct ChatWriter {
    /// One for each chat that is on; others go.
    lines: Vec<(InteractionId, TextBox)>,
    typing: Option<InteractionId>,
    /// What was sent and not answered yet.
    sending: Option<(InteractionId, String)>,
    /// By how many rows the newest is out of sight.
    back: usize,
    /// When the customer of which chat was told last that the agent types.
    told_typing: Option<(InteractionId, Moment)>,
    /// The quick reply that is chosen among those that fit.
    chosen: usize,
    /// The chat for which a quick reply's text was asked.
    expanding: Option<InteractionId>,
}

fn field() -> TextBox {
    TextBox::new(MAX_CHAT_TEXT, "Write a message; / for a quick reply")
}

/// Whether something can be written in it.
pub fn is_open(one: &Interaction) -> bool {
    one.is_chat() && one.phase == Phase::Connected
}

/// The call that writes to the customer of a chat.
pub fn write(id: &InteractionId, text: &str) -> Call {
    let params = json!({"text": text, "interactionId": id});
    Call { method: "toolbar.sendMessage", params, place: Place::Chat }
}

/// The call that fills a quick reply in.
pub fn expand(id: &InteractionId, code: &str, args: &[String]) -> Call {
    let params = json!({"shortCode": code, "args": args, "interactionId": id});
    Call { method: "toolbar.expandReply", params, place: Place::Reply }
}

impl ChatWriter {
    /// The chat that gets the keys.
    pub fn typing(&self) -> Option<&InteractionId> {
        self.typing.as_ref()
    }

    /// What is written for a chat.
    pub fn line(&self, id: &InteractionId) -> Option<&TextBox> {
        self.lines.iter().find(|(of, _)| of == id).map(|(_, field)| field)
    }

    /// By how many rows the newest is out of sight.
    pub fn back(&self) -> usize {
        self.back
    }

    fn line_mut(&mut self, id: &InteractionId) -> &mut TextBox {
        let at = self.lines.iter().position(|(of, _)| of == id).unwrap_or_else(|| {
            self.lines.push((id.clone(), field()));
            self.lines.len() - 1
        });
        &mut self.lines[at].1
    }

    /// Keys go to this chat from now on.
    pub fn start(&mut self, id: &InteractionId) {
        self.line_mut(id);
        self.typing = Some(id.clone());
        self.back = 0;
    }

    /// Keys are keys again; what is written stays.
    pub fn leave(&mut self) {
        self.typing = None;
    }

    /// Gives a key to the line; the call that tells the customer that the agent types, where it is due.
    pub fn key(&mut self, key: Key, now: Moment) -> Option<Call> {
        let id = self.typing.clone()?;
        if !self.line_mut(&id).key(key) {
            return None;
        }
        self.chosen = 0;
        self.tell_typing(&id, now)
    }

    /// Begins another line of the message.
    pub fn newline(&mut self) {
        if let Some(id) = self.typing.clone() {
            self.line_mut(&id).newline();
        }
    }

    /// Pastes into the line, as it is; says whether there was room for all of it.
    pub fn paste(&mut self, text: &str) -> bool {
        self.typing.clone().is_none_or(|id| self.line_mut(&id).paste(text))
    }

    /// What is typed for the customer to see is told when it begins, again while it goes on, and when nothing
    /// is left of it.
    fn tell_typing(&mut self, id: &InteractionId, now: Moment) -> Option<Call> {
        let text = self.line(id)?.value();
        let on = !text.is_empty() && !text.starts_with('/');
        let told = self.told_typing.as_ref().filter(|(of, _)| of == id).map(|(_, at)| *at);
        let is_due = match (on, told) {
            (true, told) => told.is_none_or(|at| now.since(at) >= TYPING),
            (false, told) => told.is_some(),
        };
        if !is_due {
            return None;
        }
        self.told_typing = on.then(|| (id.clone(), now));
        let params = json!({"on": on, "interactionId": id});
        Some(Call { method: "toolbar.typing", params, place: Place::Quiet })
    }

    /// The quick replies that fit what is typed, and which of them is chosen; none where no `/` begins the
    /// line. Behind a code it is the one with that code, as long as it takes words.
    pub fn offered<'a>(&self, replies: &'a [Reply]) -> (Vec<&'a Reply>, usize) {
        let text = self.typing.as_ref().and_then(|id| self.line(id)).map_or("", TextBox::value);
        let Some(code) = text.strip_prefix('/') else { return (Vec::new(), 0) };
        if let Some((code, _)) = code.split_once(char::is_whitespace) {
            let is_it = |reply: &&Reply| reply.short_code.eq_ignore_ascii_case(code);
            let it = replies.iter().find(is_it).filter(|reply| placeholders::words(&reply.content) > 0);
            return (it.into_iter().collect(), 0);
        }
        let code = code.to_lowercase();
        let fits = |reply: &&Reply| reply.short_code.to_lowercase().contains(&code);
        let mut all: Vec<&Reply> = replies.iter().filter(fits).collect();
        all.sort_by_key(|reply| !reply.short_code.to_lowercase().starts_with(&code));
        all.truncate(MAX_OFFERED);
        let chosen = self.chosen.min(all.len().saturating_sub(1));
        (all, chosen)
    }

    /// Goes up or down among the replies that are offered; false where none is.
    pub fn choose(&mut self, by: isize, replies: &[Reply]) -> bool {
        let (all, chosen) = self.offered(replies);
        if all.is_empty() {
            return false;
        }
        self.chosen = super::widgets::list::moved(chosen, all.len(), by);
        true
    }

    /// Fills in the reply that is typed, with what stands behind it as its words. One that takes words has its code
    /// completed first.
    pub fn expand(&mut self, replies: &[Reply]) -> Filling {
        let Some(id) = self.typing.clone() else { return Filling::NoReply };
        let text = self.line(&id).map_or("", TextBox::value);
        let Some(typed) = text.strip_prefix('/').filter(|rest| !rest.starts_with('/')) else {
            return Filling::NoReply;
        };
        let mut words = typed.split_whitespace().map(str::to_owned);
        let typed_code = words.next().unwrap_or_default();
        let args: Vec<String> = words.collect();
        let (all, chosen) = self.offered(replies);
        let reply = all.get(chosen);
        let code = reply.map_or(typed_code, |reply| reply.short_code.clone());
        let needed = reply.map_or(0, |reply| placeholders::words(&reply.content));
        if args.len() < needed && !typed.contains(char::is_whitespace) {
            self.line_mut(&id).set(&format!("/{code} "));
            return Filling::Completed;
        }
        if args.len() < needed {
            return Filling::Lacks(format!("/{code} takes {}", placeholders::counted(needed)));
        }
        self.expanding = Some(id.clone());
        Filling::Call(expand(&id, &code, &args))
    }

    /// The hub filled a reply in: it stands in the line, to be sent or changed.
    pub fn expanded(&mut self, text: &str) {
        if let Some(id) = self.expanding.take() {
            self.line_mut(&id).set(text);
        }
    }

    /// Scrolls a chat of so many lines by a page, back or on.
    pub fn page(&mut self, back: bool, lines: usize) {
        self.back = match back {
            true => (self.back + PAGE).min(lines * ROWS_OF_LINE),
            false => self.back.saturating_sub(PAGE),
        };
    }

    /// The line as a call. What is empty is not sent, nor a second line before the first is answered.
    pub fn send(&mut self) -> Option<Call> {
        let id = self.typing.clone()?;
        let text = self.line(&id)?.value().trim();
        // What begins with two of them is meant to begin with one.
        let text = text.strip_prefix('/').filter(|rest| rest.starts_with('/')).unwrap_or(text).to_owned();
        if text.is_empty() || self.sending.is_some() {
            return None;
        }
        self.told_typing = None;
        self.line_mut(&id).clear();
        self.back = 0;
        let call = write(&id, &text);
        self.sending = Some((id, text));
        Some(call)
    }

    /// What was sent is answered. What was refused stands in the line again, unless another one is being
    /// written there.
    pub fn answered(&mut self, well: bool) {
        let Some((id, text)) = self.sending.take() else { return };
        if !well && self.line(&id).is_some_and(|line| line.value().is_empty()) {
            self.line_mut(&id).set(&text);
        }
    }

    /// Forgets the lines of chats that are gone. Whoever writes in one that the other side has left stays
    /// there until they leave it: what they type is no command.
    pub fn follow(&mut self, desk: &DeskState) {
        self.lines.retain(|(id, _)| desk.interaction(id).is_some());
        if self.typing.as_ref().is_some_and(|id| desk.interaction(id).is_none()) {
            self.typing = None;
        }
        if self.lines.is_empty() {
            self.back = 0;
        }
    }
}
