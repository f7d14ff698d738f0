//! What is written in a chat: whether it may be, who is told, and what is kept.

use serde_json::Value;

use super::Ecc;
use super::channels::capabilities;
use super::dispatch::{Answer, ok};
use super::inbound::no_call;
use super::interaction::{Interaction, Phase};
use super::output::CustomerSees;
use super::params::{Params, bounded};
use super::timers::Timer;
use crate::contract::ids::{DeskId, InteractionId};
use crate::contract::{SdkError, nearest};
use crate::desk::Change;
use crate::desk::interaction::{Attachment, ChatLine, ChatSide, Tick, keep_line};
use crate::workspace::channels::EMAIL;

/// The longest line of a chat, in characters.
pub(super) const MAX_LINE: usize = 4_096;
/// The longest e-mail, in characters.
pub(super) const MAX_LETTER: usize = 16_384;
/// The longest name of a file, in characters.
const MAX_FILE_NAME: usize = 255;
/// The longest media type, in characters.
const MAX_MEDIA_TYPE: usize = 127;
/// The largest file, in bytes.
pub(super) const MAX_FILE: u64 = 100 << 20;

impl Ecc {
    /// An agent writes.
    pub(super) fn agent_writes(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let text = params.text("text");
        fits(text, MAX_LETTER)?;
        let id = self.connected_chat(desk, params)?;
        let author = self.name_at(desk);
        self.say(&id, ChatSide::Agent, author, text.to_owned())?;
        self.has_written(&id, desk);
        ok()
    }

    /// An agent writes one of the channel's approved messages.
    pub(super) fn send_template(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.connected_chat(desk, params)?;
        let Some(one) = self.state.interactions.get(&id) else { return Err(no_call(&id)) };
        if !capabilities(one).templates {
            return Err(can_not(one, "has no approved messages").hint("toolbar.sendMessage writes free text"));
        }
        let name = params.text("template");
        let templates = self.channel_of(one).map(|channel| channel.templates.as_slice()).unwrap_or_default();
        let Some(template) = templates.iter().find(|template| template.name == name) else {
            let known = templates.iter().map(|one| one.name.as_str());
            let all = known.clone().collect::<Vec<_>>().join(", ");
            let error = SdkError::not_found(format!("there is no template {name:?}"));
            return Err(match nearest(name, known) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error.hint(format!("the channel's templates are: {all}")),
            });
        };
        let (name, content) = (template.name.clone(), template.content.clone());
        let text = self.fill_in(&id, Some(desk), &content, &texts(params.list("args")))?;
        fits(&text, MAX_LINE)
            .map_err(|_| SdkError::field("args", format!("a text of 1 to {MAX_LINE} characters")))?;
        let author = self.name_at(desk);
        let line = ChatLine { author, template: Some(name), ..self.line(ChatSide::Agent, text) };
        self.add_line(&id, line);
        self.has_written(&id, desk);
        ok()
    }

    /// An agent sends a file.
    pub(super) fn send_attachment(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let file = attachment(params)?;
        let id = self.connected_chat(desk, params)?;
        let author = self.name_at(desk);
        self.send_file(&id, ChatSide::Agent, author, file)?;
        self.has_written(&id, desk);
        ok()
    }

    /// A customer writes.
    pub(super) fn customer_writes(&mut self, id: &InteractionId, text: String) -> Answer {
        fits(&text, MAX_LETTER)?;
        self.say(id, ChatSide::Customer, None, text.clone())?;
        self.customer_wrote(id, &text);
        ok()
    }

    /// A customer sends a file.
    pub(super) fn customer_sends(&mut self, id: &InteractionId, file: Attachment) -> Answer {
        let name = file.name.clone();
        self.send_file(id, ChatSide::Customer, None, file)?;
        self.customer_wrote(id, &name);
        ok()
    }

    /// A line comes into a chat from one of its sides; `author` is its name. 2001 where it is empty or too long,
    /// 3000 with 409 where the chat is none, is over, or the channel takes no free text now.
    pub(super) fn say(
        &mut self,
        id: &InteractionId,
        from: ChatSide,
        author: Option<String>,
        text: String,
    ) -> Answer {
        let one = self.live_chat(id)?;
        fits(&text, if one.conversation.sub_channel == EMAIL { MAX_LETTER } else { MAX_LINE })?;
        self.may_write(one, from)?;
        let line = ChatLine { author, ..self.line(from, text) };
        self.add_line(id, line);
        ok()
    }

    /// A file comes into a chat.
    pub(super) fn send_file(
        &mut self,
        id: &InteractionId,
        from: ChatSide,
        author: Option<String>,
        file: Attachment,
    ) -> Answer {
        let one = self.live_chat(id)?;
        if !capabilities(one).attachments {
            return Err(can_not(one, "takes no files"));
        }
        self.may_write(one, from)?;
        let text = file.name.clone();
        let line = ChatLine { author, attachment: Some(file), ..self.line(from, text) };
        self.add_line(id, line);
        ok()
    }

    fn line(&self, from: ChatSide, text: String) -> ChatLine {
        ChatLine::new(from, self.state.now, text)
    }

    /// A chat that has a customer.
    pub(super) fn live_chat(&self, id: &InteractionId) -> Result<&Interaction, SdkError> {
        let Some(one) = self.state.interactions.get(id) else { return Err(no_call(id)) };
        if !one.is_chat() {
            return Err(no_chat(id));
        }
        if one.line.is_cleared() {
            return Err(SdkError::conflict("the customer is gone already"));
        }
        Ok(one)
    }

    /// The connected chat that a gesture is for.
    pub(super) fn connected_chat(&self, desk: &DeskId, params: &Params) -> Result<InteractionId, SdkError> {
        self.chosen_chat(desk, params, "is connected", |leg| leg.phase == Phase::Connected)
    }

    /// Whether free text may be written from a side now: from ours only while the channel's window is open.
    fn may_write(&self, one: &Interaction, from: ChatSide) -> Result<(), SdkError> {
        let ours = matches!(from, ChatSide::Agent | ChatSide::Bot);
        let Some(channel) = self.channel_of(one).filter(|channel| ours && channel.window().is_some()) else {
            return Ok(());
        };
        let until = one.conversation.window_until;
        if until.is_some_and(|until| self.state.now < until) {
            return Ok(());
        }
        let hint = match channel.templates.as_slice() {
            [] => {
                "the customer has to write first: the workspace lists no templates for the channel".to_owned()
            }
            list => {
                let names: Vec<&str> = list.iter().map(|one| one.name.as_str()).collect();
                format!("toolbar.sendTemplate writes an approved message: {}", names.join(", "))
            }
        };
        let why = if until.is_some() { "last wrote too long ago" } else { "has not written yet" };
        Err(SdkError::conflict(format!("{} takes no free text: the customer {why}", channel.name)).hint(hint))
    }

    /// A line comes into a chat: the one way for all of them. It is numbered, kept, and told to every desk that
    /// has a live leg.
    pub(super) fn add_line(&mut self, id: &InteractionId, line: ChatLine) {
        let now = self.state.now;
        self.types_no_more(id, line.from);
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let ours = matches!(line.from, ChatSide::Agent | ChatSide::Bot);
        one.written += 1;
        let tick = (ours && capabilities(one).ticks).then_some(Tick::Sent);
        let line = ChatLine { number: one.written, tick, ..line };
        keep_line(&mut one.lines, line.clone());
        one.modified = now;
        let before = one.conversation.clone();
        match line.from {
            ChatSide::Customer => drop(one.conversation.waits_since.get_or_insert(now)),
            ChatSide::Agent | ChatSide::Bot => one.conversation.waits_since = None,
            ChatSide::System => {}
        }
        let live = || one.legs.iter().filter(|leg| leg.phase != Phase::WrapUp);
        for leg in live() {
            let change = Change::ChatLine { interaction_id: id.clone(), line: line.clone() };
            self.out.change(&leg.desk, change);
        }
        if line.from == ChatSide::Customer {
            self.notify_new_message(id);
            self.opens_window(id);
        }
        self.line_came(id, &line);
        let changed = self.state.interactions.get(id).is_some_and(|one| one.conversation != before);
        if changed {
            self.tell_conversation(id);
        }
        if ours {
            self.tell_customer(id, CustomerSees::Written);
        }
    }

    /// What a customer calls who sits at a desk.
    pub(super) fn name_at(&self, desk: &DeskId) -> Option<String> {
        self.user(desk).ok().map(|user| user.name().to_owned())
    }

    /// Somebody has written what they typed.
    fn types_no_more(&mut self, id: &InteractionId, from: ChatSide) {
        match from {
            ChatSide::Customer => self.set_customer_types(id, false),
            // Which of two agents it was is known where they wrote.
            ChatSide::Agent if self.is_internal(id) => {}
            ChatSide::Agent => {
                self.state.timers.cancel(&Timer::AgentTypes(id.clone()));
                if let Some(one) = self.state.interactions.get_mut(id) {
                    one.agent_types = false;
                }
            }
            ChatSide::Bot | ChatSide::System => {}
        }
    }
}

/// 3000 with 409: a channel can't do it.
pub(super) fn can_not(one: &Interaction, what: &str) -> SdkError {
    let channel = match one.conversation.sub_channel.as_str() {
        "" => one.channel.as_str(),
        sub_channel => sub_channel,
    };
    SdkError::conflict(format!("channel {channel} {what}"))
}

pub(super) fn no_chat(id: &InteractionId) -> SdkError {
    SdkError::conflict(format!("interaction {id} is a call, not a chat"))
        .hint("interactionId names another one; without it the one in focus is taken")
}

/// The file that a method names.
pub(super) fn attachment(params: &Params) -> Result<Attachment, SdkError> {
    let name = bounded("name", params.text("name").trim(), MAX_FILE_NAME)?;
    if name.is_empty() {
        return Err(SdkError::field("name", "the file's name"));
    }
    let media_type = match params.text("mediaType") {
        "" => "application/octet-stream",
        given => bounded("mediaType", given, MAX_MEDIA_TYPE)?,
    };
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && c != '/');
    if !media_type.split_once('/').is_some_and(|(kind, sub)| is_part(kind) && is_part(sub)) {
        return Err(SdkError::field("mediaType", "a media type, such as application/pdf"));
    }
    let size = params.0.get("size").map_or(Some(0), Value::as_u64).filter(|size| *size <= MAX_FILE);
    let Some(size) = size else {
        return Err(SdkError::field("size", format!("a whole number of bytes, at most {MAX_FILE}")));
    };
    Ok(Attachment { name: name.to_owned(), media_type: media_type.to_owned(), size })
}

fn texts(list: &[Value]) -> Vec<String> {
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn fits(text: &str, most: usize) -> Result<(), SdkError> {
    let fits = !text.is_empty() && text.chars().nth(most).is_none();
    if fits { Ok(()) } else { Err(SdkError::field("text", format!("1 to {most} characters"))) }
}
