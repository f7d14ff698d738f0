//! What the hub tells in plain mode.

use std::io;
use std::sync::Arc;

use serde_json::Value;
use serde_json::value::RawValue;

use super::{Doing, Plain};
use crate::toolbar::chat;
use crate::toolbar::event_loop::{Exit, Failed, HubTime, closed_for_good};
use crate::toolbar::message::{Intent, Message};
use crate::toolbar::plain::announce::{Heard, announce, to_do};
use crate::toolbar::plain::command::Tell;
use crate::toolbar::plain::tell;
use crate::toolbar::plain::words::sentence;
use crate::toolbar::runs::Answered;
use crate::wire::{ClientEvent, Joined, Push, RpcError};

/// The HTTP status of a sign-in of somebody who is signed in elsewhere.
const CONFLICT: u64 = 409;

/// The answer of `toolbar.expandReply`.
#[derive(serde::Deserialize)]
struct Expanded {
    text: String,
}

impl<S, E> Plain<S>
where
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    pub(super) fn on_hub(&mut self, event: Option<ClientEvent>) -> io::Result<()> {
        self.tick()?;
        let mut event = Some(event.unwrap_or_else(|| {
            self.ended = true;
            closed_for_good()
        }));
        let mut taken = 0;
        while let Some(one) = event {
            self.on_event(one)?;
            taken += 1;
            event = if self.exit.is_none() { self.source.more(taken) } else { None };
        }
        self.share();
        Ok(())
    }

    fn on_event(&mut self, event: ClientEvent) -> io::Result<()> {
        match event {
            ClientEvent::Connected { answer, how } => {
                self.time = HubTime::new(answer.now);
                self.tick()?;
                self.tell(Message::Hub(ClientEvent::Connected { answer, how }))?;
                self.connected(how)
            }
            ClientEvent::Push(push) => self.on_push(push),
            ClientEvent::Answer { tag, result } => self.on_answer(tag, result),
            ClientEvent::Lost { reason, retry_in, attempt } => {
                let says =
                    format!("there is no connection to the hub ({reason}); it is tried again by itself");
                self.tell(Message::Hub(ClientEvent::Lost { reason: reason.clone(), retry_in, attempt }))?;
                if self.is_script() && !self.met {
                    self.exit = Some(Exit::Unreached { reason });
                } else if !std::mem::replace(&mut self.lost, true) {
                    self.announce(&sentence(&says))?;
                }
                Ok(())
            }
            ClientEvent::Refused { reason } => {
                self.tell(Message::Hub(ClientEvent::Refused { reason: reason.clone() }))?;
                self.exit = Some(Exit::Refused { reason });
                Ok(())
            }
        }
    }

    fn connected(&mut self, how: Joined) -> io::Result<()> {
        self.lost = false;
        self.told = Arc::new(self.app.desk.clone());
        if !std::mem::replace(&mut self.met, true) {
            let desk = &self.app.desk.desk;
            let whose = if self.app.looks_on() { "You look at" } else { "This is" };
            let how = if self.is_script() { "" } else { " Type help to hear the commands." };
            let hello = format!("{whose} the desk {desk}.{how}");
            self.mouth.say(&hello)?;
            if let Some(greeting) = self.app.greeting.clone() {
                self.mouth.say(&sentence(&greeting))?;
            }
            return self.say_all(tell::status(&self.app));
        }
        if how == Joined::NewEpoch {
            self.mouth.say("The hub has started afresh.")?;
            if let Some(says) = to_do(&self.app.desk) {
                self.mouth.say(&sentence(&says))?;
            }
        }
        Ok(())
    }

    fn on_push(&mut self, push: Push) -> io::Result<()> {
        let heard = Heard::of(&push);
        if heard.is_some() && self.told.seq != self.app.desk.seq {
            self.told = Arc::new(self.app.desk.clone());
        }
        self.tell(Message::Hub(ClientEvent::Push(push)))?;
        let Some(heard) = heard else { return Ok(()) };
        for sentence in announce(&self.told, &self.app.desk, &heard) {
            self.announce(&sentence)?;
        }
        Ok(())
    }

    fn on_answer(&mut self, tag: u64, result: Result<Box<RawValue>, RpcError>) -> io::Result<()> {
        let told = self.calls.remove(&tag);
        let settles = matches!(self.doing, Doing::Settles(wanted) if wanted == tag);
        let (answer, status) = match &result {
            Ok(answer) => (Some(answer.clone()), None),
            Err(error) => (None, error.http()),
        };
        self.tell(Message::Hub(ClientEvent::Answer { tag, result }))?;
        if settles {
            self.doing = Doing::Nothing;
        }
        match (told, answer) {
            (Some(told), Some(answer)) => self.answered(told, &answer),
            (Some(Tell::SignIn(user)), None) if status == Some(CONFLICT) && !self.is_script() => {
                self.mouth.say(&format!("Type login {user} force to sign in here; that signs out there."))
            }
            _ => Ok(()),
        }
    }

    fn answered(&mut self, told: Tell, answer: &RawValue) -> io::Result<()> {
        match told {
            Tell::Nothing | Tell::SignIn(_) => Ok(()),
            Tell::Words(words) => self.mouth.say(&sentence(words)),
            Tell::Made(make) => {
                let said = make(&self.app, answer);
                self.say_all(said)
            }
            Tell::Write(id) => match serde_json::from_str::<Expanded>(answer.get()) {
                Ok(reply) => self.intent(Intent::Call(chat::write(&id, &reply.text)), Tell::Nothing),
                Err(error) => self.fail(Failed::Refused, &format!("the answer can't be read: {error}")),
            },
            Tell::Listen(desk) => {
                self.exit = Some(Exit::Listen { desk });
                Ok(())
            }
        }
    }

    /// A method that was run by hand is answered.
    pub(super) fn on_ran(&mut self, number: u64, answered: Answered) -> io::Result<()> {
        self.tick()?;
        self.tell(Message::Ran { number, answered })?;
        self.tell_run(number)
    }

    /// Tells what came of a run, once it is answered.
    pub(super) fn tell_run(&mut self, number: u64) -> io::Result<()> {
        let Some(answered) = self.app.runs.get(number).and_then(|ran| ran.answered.as_ref()) else {
            return Ok(());
        };
        let (said, well) = (tell::answer(answered), answered.result.is_ok());
        self.runs.retain(|one| *one != number);
        match well {
            true => self.say_all(said),
            false => self.fail(Failed::Refused, &said.join("\n")),
        }
    }

    pub(super) fn say_all(&mut self, said: Vec<String>) -> io::Result<()> {
        if said.is_empty() { Ok(()) } else { self.mouth.say(&said.join("\n")) }
    }
}
