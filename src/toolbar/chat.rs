//! What is being written in chats: a line for each, which stays when the agent looks elsewhere.

use serde_json::json;

use super::calls::{Call, Place};
use super::keymap::Key;
use super::widgets::field::Field;
use crate::contract::ids::InteractionId;
use crate::desk::{DeskState, Interaction, Phase};

/// The longest message, in characters (contract: toolbar.sendMessage).
pub const MAX_CHAT_TEXT: usize = 4_096;

/// The rows that a page of a chat goes back or on.
const PAGE: usize = 5;
/// The rows that a kept line of a chat has in the mean: how far back it makes sense to go.
const ROWS_OF_LINE: usize = 4;

/// The lines being written, and which one gets the keys.
#[derive(Debug, Default)]
pub struct ChatWriter {
    /// One for each chat that is on; others go.
    lines: Vec<(InteractionId, Field)>,
    typing: Option<InteractionId>,
    /// What was sent and not answered yet.
    sending: Option<(InteractionId, String)>,
    /// By how many rows the newest is out of sight.
    back: usize,
}

fn field() -> Field {
    Field::text("Message", "").at_most(MAX_CHAT_TEXT).hinted("Write a message")
}

/// Whether something can be written in it.
pub fn is_open(one: &Interaction) -> bool {
    one.is_chat() && one.phase == Phase::Connected
}

impl ChatWriter {
    /// The chat that gets the keys.
    pub fn typing(&self) -> Option<&InteractionId> {
        self.typing.as_ref()
    }

    /// What is written for a chat.
    pub fn line(&self, id: &InteractionId) -> Option<&Field> {
        self.lines.iter().find(|(of, _)| of == id).map(|(_, field)| field)
    }

    /// By how many rows the newest is out of sight.
    pub fn back(&self) -> usize {
        self.back
    }

    fn line_mut(&mut self, id: &InteractionId) -> &mut Field {
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

    /// Gives a key to the line.
    pub fn key(&mut self, key: Key) {
        if let Some(id) = self.typing.clone() {
            self.line_mut(&id).key(key);
        }
    }

    /// Pastes into the line; several lines become one.
    pub fn paste(&mut self, text: &str) {
        if let Some(id) = self.typing.clone() {
            let words: Vec<&str> = text.split_whitespace().collect();
            self.line_mut(&id).paste(&words.join(" "));
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
        let text = self.line(&id)?.value().trim().to_owned();
        if text.is_empty() || self.sending.is_some() {
            return None;
        }
        self.line_mut(&id).clear();
        self.back = 0;
        let params = json!({"text": text, "interactionId": id});
        self.sending = Some((id, text));
        Some(Call { method: "toolbar.sendMessage", params, place: Place::Chat })
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
