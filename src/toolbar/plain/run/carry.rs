//! What commands want done in plain mode.

use std::io;

use serde_json::Value;
use tokio::time::Instant;

use super::{Doing, LIMIT, PATIENCE, Plain, contains};
use crate::toolbar::effect::Effect;
use crate::toolbar::event_loop::{Exit, OtherCall, Source};
use crate::toolbar::message::{Intent, Message};
use crate::toolbar::plain::command::{Tell, Todo};
use crate::toolbar::plain::words::sentence;
use crate::toolbar::screens::login;

impl<S, E> Plain<S>
where
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    /// Does what a command comes to.
    pub(super) fn carry(&mut self, todo: Todo) -> io::Result<()> {
        match todo {
            Todo::Say(said) => self.say_all(said),
            Todo::Act(action) => self.intent(Intent::Act(action), Tell::Nothing),
            Todo::Call(call, told) => self.intent(Intent::Call(call), told),
            Todo::Run(run) => {
                let effects = self.app.update(Message::Intent(Intent::Run(run)));
                let number = self.app.runs.newest_first().next().map_or(0, |ran| ran.number);
                self.runs.push(number);
                self.call_out(effects, Tell::Nothing)?;
                self.tell_run(number)
            }
            Todo::Pin(row) => self.intent(Intent::Pin(row), Tell::Nothing),
            Todo::SignIn { user, force } => match self.manner.password.clone().filter(|_| self.is_script()) {
                Some(password) => self.sign_in(&user, &password, force),
                None => {
                    self.doing = Doing::Password { user, force };
                    Ok(())
                }
            },
            // A script says what it means.
            Todo::Sure(_, todo) if self.is_script() => self.carry(*todo),
            Todo::Sure(question, todo) => {
                self.mouth.say(&format!("{} Type yes or no.", sentence(&question)))?;
                self.doing = Doing::Sure(todo);
                Ok(())
            }
            Todo::Both(all) => all.into_iter().try_for_each(|todo| self.carry(todo)),
            Todo::Wait { text, seconds } => self.wait(text, seconds),
            Todo::Player(command, count) => self.play(command, count),
            Todo::Rest => {
                self.doing = Doing::Rest;
                Ok(())
            }
            Todo::Quit => {
                self.exit = Some(self.manner.script.end());
                Ok(())
            }
        }
    }

    pub(super) fn sign_in(&mut self, user: &str, password: &str, force: bool) -> io::Result<()> {
        let method = if force { "session.forceLogin" } else { "session.login" };
        let told = if force { Tell::Nothing } else { Tell::SignIn(user.to_owned()) };
        self.intent(Intent::Call(login::sign_in(method, user, password)), told)
    }

    pub(super) fn intent(&mut self, intent: Intent, told: Tell) -> io::Result<()> {
        let effects = self.app.update(Message::Intent(intent));
        self.call_out(effects, told)
    }

    /// What was said since the last command counts; what was waited for is used up.
    fn wait(&mut self, text: String, seconds: u64) -> io::Result<()> {
        if let Some(at) = self.heard.iter().position(|said| contains(said, &text)) {
            self.heard.drain(..=at);
            return Ok(());
        }
        let until = Instant::now() + std::time::Duration::from_secs(seconds);
        self.doing = Doing::Waits { text, until };
        Ok(())
    }

    /// Carries out what a command comes to: nothing is typed until it is answered.
    fn call_out(&mut self, effects: Vec<Effect>, told: Tell) -> io::Result<()> {
        self.carry_out(effects, told)?;
        let waits = !self.calls.is_empty() || !self.runs.is_empty();
        if waits && self.exit.is_none() {
            let patience = if self.is_script() { LIMIT } else { PATIENCE };
            self.doing = Doing::Calls(Instant::now() + patience);
        }
        Ok(())
    }

    /// Carries effects out; gives the tag of the first call.
    pub(super) fn carry_out(&mut self, effects: Vec<Effect>, told: Tell) -> io::Result<Option<u64>> {
        let (mut first, mut told) = (None, Some(told));
        for effect in effects {
            match effect {
                Effect::Send { tag, method, params } => {
                    if matches!(self.source, Source::Recording(_)) {
                        continue;
                    }
                    if let Some(not_sent) = self.source.send(tag, method, params) {
                        self.tell(not_sent)?;
                        continue;
                    }
                    first = first.or(Some(tag));
                    if let Some(told) = told.take() {
                        self.calls.insert(tag, told);
                    }
                }
                Effect::Run { number, role, method, params } => {
                    let call = OtherCall { number, role, method, params };
                    if let Some(answer) = self.source.call_as(call) {
                        self.tell(answer)?;
                    }
                }
                Effect::Say(toast) => self.say_own(&toast)?,
                Effect::Bell => self.mouth.ring()?,
                Effect::Listen { desk } => self.exit = Some(Exit::Listen { desk }),
                Effect::Quit => self.exit = Some(Exit::Quit),
                // What is drawn, kept or shown by a terminal is nothing here.
                _ => {}
            }
        }
        Ok(first)
    }
}
