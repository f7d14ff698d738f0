//! A chat's conversation as text: for the agent, and sent to somebody. No mail leaves the program: what was sent
//! is kept for whoever drives the site.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Ecc;
use super::dispatch::{Answer, ok};
use super::inbound::no_call;
use super::interaction::Interaction;
use super::params::{Params, bounded};
use super::sorting::By;
use crate::contract::SdkError;
use crate::contract::ids::{DeskId, InteractionId};
use crate::desk::interaction::{ChatLine, ChatSide};
use crate::wire::Moment;

/// The most transcripts that are kept of those that were sent.
pub(super) const MAX_SENT: usize = 20;
/// How much text of them is kept, in bytes; the newest always is.
pub(super) const MAX_SENT_BYTES: usize = 256 << 10;
/// The longest address, in characters (RFC 5321).
const MAX_ADDRESS: usize = 254;

/// A transcript that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    at: Moment,
    to: String,
    interaction_id: InteractionId,
    text: String,
}

/// The transcripts that were sent, newest last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Outbox(VecDeque<Sent>);

impl Outbox {
    fn keep(&mut self, sent: Sent) {
        self.0.push_back(sent);
        let mut bytes: usize = self.0.iter().map(|one| one.text.len()).sum();
        while self.0.len() > MAX_SENT || (bytes > MAX_SENT_BYTES && self.0.len() > 1) {
            bytes -= self.0.pop_front().map_or(0, |oldest| oldest.text.len());
        }
    }
}

impl Ecc {
    /// The agent reads what was written.
    pub(super) fn transcript_request(&self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.chosen_chat(desk, params, "is here", |_| true)?;
        Ok(json!({"text": self.transcript(&id, Some(desk))}))
    }

    /// The agent sends it to somebody; to the customer where nobody is named.
    pub(super) fn send_transcript(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.chosen_chat(desk, params, "is here", |_| true)?;
        self.transcript_to(&id, params.optional_text("to"), By::Agent(desk))
    }

    /// Sends the conversation so far to an address, else to the customer's. 2001 where it is none, or none is
    /// known.
    pub(super) fn transcript_to(&mut self, id: &InteractionId, to: Option<&str>, by: By) -> Answer {
        let Some(one) = self.state.interactions.get(id) else { return Err(no_call(id)) };
        let known = || self.workspace.customer(&one.customer.phone).map_or("", |one| one.email.as_str());
        // Where the number is not for agents to see, the address is not either.
        let is_hidden = to.is_none() && self.is_masked(one.campaign);
        let to = bounded("to", to.unwrap_or_else(known).trim(), MAX_ADDRESS)?.to_owned();
        if !is_address(&to) {
            return Err(SdkError::field("to", "an e-mail address: none is known of the customer"));
        }
        let sent =
            Sent { at: self.state.now, interaction_id: id.clone(), text: self.transcript(id, by.desk()), to };
        let whom = if is_hidden { "the customer" } else { sent.to.as_str() };
        let text = format!("The conversation so far was sent to {whom}");
        self.state.sent.keep(sent);
        let (_, author) = self.side_of(by);
        let line = ChatLine { author, ..ChatLine::new(ChatSide::System, self.state.now, text) };
        self.add_line(id, line);
        ok()
    }

    /// What was sent, for whoever drives the site; the newest last.
    pub(super) fn sent_transcripts(&self) -> Answer {
        Ok(json!(self.state.sent))
    }

    /// What was written in a chat: a line for each, at the site's local time. For somebody at a desk who gave it
    /// away or left it: up to then.
    fn transcript(&self, id: &InteractionId, desk: Option<&DeskId>) -> String {
        let Some(one) = self.state.interactions.get(id) else { return String::new() };
        let left_at = desk.and_then(|desk| one.leg(desk)).and_then(|leg| leg.left_at);
        let theirs = |line: &&ChatLine| left_at.is_none_or(|last| line.number <= last);
        let subject = match one.conversation.subject.as_str() {
            "" => String::new(),
            subject => format!("Subject: {subject}\n"),
        };
        let lines = one.lines.iter().filter(theirs).map(|line| self.in_words(one, line));
        subject + &lines.collect::<String>()
    }

    fn in_words(&self, one: &Interaction, line: &ChatLine) -> String {
        let at = line.at.at_offset(self.workspace.site.utc_offset_minutes, "%H:%M");
        let who = match (line.from, &line.author) {
            (ChatSide::Customer, _) => self.shown_customer(one),
            (ChatSide::System, _) => "*".to_owned(),
            (ChatSide::Agent, author) => author.clone().unwrap_or_else(|| "agent".to_owned()),
            (ChatSide::Bot, author) => author.clone().unwrap_or_else(|| "bot".to_owned()),
        };
        let text = match &line.attachment {
            Some(file) => format!("<{}, {}, {} bytes>", file.name, file.media_type, file.size),
            // Further lines of a text stand below its first.
            None => line.text.replace('\n', "\n    "),
        };
        format!("[{at}] {who}: {text}\n")
    }
}

/// Whether a text can be somebody's address for e-mail, as far as its shape tells.
fn is_address(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@')
    };
    text.split_once('@').is_some_and(|(name, host)| {
        part(name) && part(host) && !host.starts_with('.') && !host.ends_with('.')
    })
}
