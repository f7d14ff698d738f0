//! The loop between the toolbar, what is typed and what is said: one command after the other.

mod carry;
mod live;
mod recording;
mod script;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::announce::{Told as Due, due};
use super::command::{self, Given, Tell, Todo};
use super::input::{Asked, Ear, Ends, Known, Typed};
use super::output::Mouth;
use super::words::sentence;
use crate::desk::{DeskState, Toast, ToastVariant};
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::event_loop::{Exit, Failed, HubTime, News, OtherAnswer, Pace, Source, at};
use crate::toolbar::message::{Intent, Message};
use crate::toolbar::runs::Answered;
use crate::toolbar::theme::Warning;
use crate::wire::{Micros, Moment};
pub use script::Script;

/// How long somebody at a terminal waits for an answer before they can type on.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long what a call caused may be on its way behind the answer, before the next line is read.
const REST: Duration = Duration::from_millis(30);
/// How long a script waits for one: longer than a call may take.
const LIMIT: Duration = Duration::from_secs(90);
/// How often it is looked what time alone has brought.
const SECOND: Duration = Duration::from_secs(1);
/// How many sentences a script's `wait` looks back upon.
const MAX_HEARD: usize = 1_000;

/// How plain mode is used.
#[derive(Clone)]
pub struct Manner {
    /// What is at the other ends.
    pub ends: Ends,
    /// Whether a script goes on behind a command that failed.
    pub keep_going: bool,
    /// The password of scripts, where the environment has one.
    pub password: Option<String>,
    /// What is said first.
    pub note: Option<String>,
    /// What is wrong in the user's files; said next.
    pub warnings: Vec<Warning>,
    /// Whether a recording is told from its start to its end, without commands.
    pub tell_all: bool,
    /// How far a script has come; it goes on at other desks.
    pub script: Script,
}

impl std::fmt::Debug for Manner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Manner")
            .field("ends", &self.ends)
            .field("keep_going", &self.keep_going)
            .finish_non_exhaustive()
    }
}

/// What a line that comes is for.
#[derive(Debug)]
enum Doing {
    /// A command is typed.
    Nothing,
    /// Calls are under way, until then at most.
    Calls(Instant),
    /// What a call caused follows its answer at once, until then: several lines may have been pasted.
    Heeds(Instant),
    /// All that a script's call caused is heard once this call is answered.
    Settles(u64),
    /// Something is waited for.
    Waits { text: String, until: Instant },
    /// A password is typed.
    Password { user: String, force: bool },
    /// A question is answered.
    Sure(Box<Todo>),
    /// The rest of a recording is told.
    Rest,
}

/// Plain mode under way.
struct Plain<S> {
    app: App,
    source: Source<S>,
    time: HubTime,
    manner: Manner,
    ear: Ear,
    mouth: Mouth,
    /// The desk as it was when something was said last; the completion has it too.
    told: Arc<DeskState>,
    known: Known,
    doing: Doing,
    /// What time alone has brought, as far as it is said.
    due: Due,
    /// Whether a line is asked for.
    asked: bool,
    /// Calls that are under way, and how their answers are told.
    calls: BTreeMap<u64, Tell>,
    /// Methods that are run by hand.
    runs: Vec<u64>,
    /// What was said since the last command, for `wait`.
    heard: Vec<String>,
    /// Whether a command has been read.
    used: bool,
    /// Whether there was a connection.
    met: bool,
    /// Whether it is said that there is none.
    lost: bool,
    /// Whether the client has ended.
    ended: bool,
    exit: Option<Exit>,
}

/// Runs plain mode until it is quit, stopped, or a script is at its end.
pub async fn run<S, E>(
    app: App,
    manner: Manner,
    source: Source<S>,
    stop: CancellationToken,
) -> io::Result<Exit>
where
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    let known: Known = Arc::new(std::sync::Mutex::new(Arc::new(app.desk.clone())));
    let is_recording = matches!(source, Source::Recording(_));
    let (ear, mouth) = Ear::open(manner.ends, Arc::clone(&known), is_recording)?;
    let mut plain = Plain::new(app, manner, source, ear, mouth, known);
    let exit = plain.run(stop).await;
    if plain.asked {
        // A terminal that is gone takes no more.
        let _ = plain.mouth.leave_line();
    }
    // Somebody who reads nothing any more has ended it.
    match exit {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Quit),
        other => other,
    }
}

impl<S, E> Plain<S>
where
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    fn new(app: App, manner: Manner, source: Source<S>, ear: Ear, mouth: Mouth, known: Known) -> Plain<S> {
        let told = Arc::new(app.desk.clone());
        Plain {
            time: HubTime::new(app.now()),
            app,
            source,
            manner,
            ear,
            mouth,
            told,
            known,
            doing: Doing::Nothing,
            due: Due::default(),
            asked: false,
            calls: BTreeMap::new(),
            runs: Vec::new(),
            heard: Vec::new(),
            used: false,
            met: false,
            lost: false,
            ended: false,
            exit: None,
        }
    }

    async fn run(&mut self, stop: CancellationToken) -> io::Result<Exit> {
        self.begin()?;
        let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
        let mut pace = Pace::new();
        let (mut nothing_read, mut timed) = (None, Instant::now());
        loop {
            self.settle()?;
            if let Some(exit) = self.exit.take() {
                return Ok(exit);
            }
            self.ask();
            let (play, look) = (pace.play(&self.source), pace.look(&self.source));
            let limit = self.limit();
            let second = (!self.is_recording() && self.app.desk.session.is_some()).then(|| timed + SECOND);
            tokio::select! {
                biased;
                () = stop.cancelled() => return Ok(Exit::Stopped),
                _ = &mut interrupted => return Ok(Exit::Interrupted),
                () = std::future::ready(()), if matches!(self.doing, Doing::Rest) => self.tell_rest()?,
                news = self.source.next(self.ended, &mut nothing_read) => match news {
                    // Nothing is read back here.
                    News::Page(_) => {}
                    News::Hub(event) => self.on_hub(event)?,
                    News::Other(OtherAnswer { number, result, took }) => {
                        self.on_ran(number, Answered { result, took })?;
                    }
                },
                typed = self.ear.heard(), if self.asked => self.on_typed(typed)?,
                () = at(limit) => self.on_limit()?,
                () = at(play) => self.on_play(pace.played())?,
                () = at(look) => {
                    self.on_follow()?;
                    pace.looked();
                }
                () = at(second) => {
                    self.say_due()?;
                    timed = Instant::now();
                }
            }
            pace.rested(play, look);
        }
    }

    fn begin(&mut self) -> io::Result<()> {
        // Who comes back from another desk has heard it.
        if self.manner.script.line() == 0 {
            if let Some(note) = self.manner.note.take() {
                self.mouth.say(&note)?;
            }
            for Warning(text) in std::mem::take(&mut self.manner.warnings) {
                self.mouth.say(&sentence(&format!("warning: {text}")))?;
            }
        }
        if self.is_recording() {
            self.open_recording()?;
            if self.manner.tell_all {
                self.doing = Doing::Rest;
            }
        }
        self.tick()
    }

    fn is_recording(&self) -> bool {
        matches!(self.source, Source::Recording(_))
    }

    fn is_script(&self) -> bool {
        self.manner.ends == Ends::Script
    }

    /// Asks for a line where one is wanted now.
    fn ask(&mut self) {
        if self.asked {
            return;
        }
        let what = match &self.doing {
            Doing::Nothing if !self.is_recording() && !self.met => return,
            Doing::Nothing | Doing::Sure(_) => Asked::Line,
            Doing::Password { .. } => Asked::Secret("Password: ".to_owned()),
            Doing::Calls(_) | Doing::Heeds(_) | Doing::Settles(_) | Doing::Waits { .. } | Doing::Rest => {
                return;
            }
        };
        self.ear.ask(what);
        self.mouth.typing(true);
        self.asked = true;
    }

    /// A command whose calls are all answered is over.
    fn settle(&mut self) -> io::Result<()> {
        if !matches!(self.doing, Doing::Calls(_)) || !self.calls.is_empty() || !self.runs.is_empty() {
            return Ok(());
        }
        self.doing = Doing::Nothing;
        if !self.app.is_up() {
            return Ok(());
        }
        if !self.is_script() {
            self.doing = Doing::Heeds(Instant::now() + REST);
            return Ok(());
        }
        // An answer comes before the events that its call causes: those of this call come behind all of them.
        let ask = Intent::Ask(Call {
            method: "session.getCurrentUser",
            params: Value::Object(serde_json::Map::new()),
            place: Place::Quiet,
        });
        let effects = self.app.update(Message::Intent(ask));
        if let Some(tag) = self.carry_out(effects, Tell::Nothing)? {
            self.calls.remove(&tag);
            self.doing = Doing::Settles(tag);
        }
        Ok(())
    }

    fn limit(&self) -> Option<Instant> {
        match &self.doing {
            Doing::Calls(until) | Doing::Heeds(until) | Doing::Waits { until, .. } => Some(*until),
            _ => None,
        }
    }

    fn on_limit(&mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.doing, Doing::Nothing) {
            Doing::Waits { text, .. } => self.fail(
                Failed::TimedOut,
                &format!("nothing was said with {text:?} in it, for as long as was waited"),
            ),
            Doing::Calls(_) if self.is_script() => {
                self.calls.clear();
                self.runs.clear();
                self.fail(Failed::TimedOut, "the hub does not answer")
            }
            _ => Ok(()),
        }
    }

    fn on_typed(&mut self, typed: Typed) -> io::Result<()> {
        self.asked = false;
        self.mouth.typing(false);
        self.tick()?;
        let text = match typed {
            Typed::Line(text) => text,
            Typed::GivenUp => {
                if !matches!(std::mem::replace(&mut self.doing, Doing::Nothing), Doing::Nothing) {
                    self.mouth.say("Not done.")?;
                }
                return Ok(());
            }
            Typed::Ended => return self.on_end(),
            Typed::Failed(error) => return Err(error),
        };
        self.manner.script.went_on();
        match std::mem::replace(&mut self.doing, Doing::Nothing) {
            Doing::Password { user, force } => self.sign_in(&user, &text, force),
            Doing::Sure(todo) => match text.trim().to_lowercase().as_str() {
                "y" | "yes" => self.carry(*todo),
                "" | "n" | "no" => self.mouth.say("Not done."),
                _ => {
                    self.doing = Doing::Sure(todo);
                    self.mouth.say("Type yes or no.")
                }
            },
            _ => self.command(&text),
        }
    }

    /// There are no more lines.
    fn on_end(&mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.doing, Doing::Nothing) {
            // A recording of which nothing was asked is told.
            Doing::Nothing if self.is_recording() && self.is_script() && !self.used => {
                self.used = true;
                self.manner.tell_all = true;
                self.doing = Doing::Rest;
            }
            Doing::Nothing if !self.is_script() => return self.command("quit"),
            _ => self.exit = Some(self.manner.script.end()),
        }
        Ok(())
    }

    fn command(&mut self, text: &str) -> io::Result<()> {
        // What begins with # is for those who read a script.
        if text.trim().is_empty() || text.trim_start().starts_with('#') {
            return Ok(());
        }
        self.used = true;
        let line = match command::parse(text, self.is_recording()) {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(()),
            Err(error) => return self.fail(Failed::Usage, &error),
        };
        if line.name != "wait" {
            self.heard.clear();
        }
        let mut on = None;
        if let Some(number) = line.on {
            let Some(one) = number.checked_sub(1).and_then(|at| self.app.desk.interactions.get(at)) else {
                return self.fail(
                    Failed::Usage,
                    &format!("there is no interaction {number}: interactions tells them"),
                );
            };
            let id = one.id.clone();
            let effects = self.app.update(Message::Intent(Intent::Look(id.clone())));
            self.carry_out(effects, Tell::Nothing)?;
            self.calls.clear();
            on = Some(id);
        }
        let spec = match command::find(line.name, self.is_recording()) {
            Ok(spec) => spec,
            Err(error) => return self.fail(Failed::Usage, &error),
        };
        let given = Given { app: &self.app, text: line.text, on };
        match (spec.run)(&given) {
            Ok(todo) => self.carry(todo),
            Err(error) => self.fail(Failed::Usage, &error),
        }
    }

    /// Something did not work: a script ends with it, unless it goes on.
    fn fail(&mut self, why: Failed, text: &str) -> io::Result<()> {
        if !self.is_script() {
            return self.mouth.say(&sentence(text));
        }
        self.manner.script.failed(why);
        self.mouth.complain(self.manner.script.line(), &sentence(text))?;
        if !self.manner.keep_going {
            self.exit = Some(Exit::Failed(why));
        }
        Ok(())
    }

    /// Says something that happened.
    fn announce(&mut self, text: &str) -> io::Result<()> {
        self.mouth.say(text)?;
        if let Doing::Waits { text: wanted, .. } = &self.doing {
            if contains(text, wanted) {
                self.doing = Doing::Nothing;
                self.heard.clear();
            }
        } else if self.heard.len() < MAX_HEARD {
            self.heard.push(text.to_owned());
        }
        Ok(())
    }

    /// Says what the toolbar says itself. An error is a command that did not work.
    fn say_own(&mut self, toast: &Toast) -> io::Result<()> {
        match toast.variant {
            ToastVariant::Error if self.met && !self.app.is_up() && !self.is_recording() => {
                self.fail(Failed::NoHub, &toast.text)
            }
            ToastVariant::Error => self.fail(Failed::Refused, &toast.text),
            ToastVariant::Warning => self.announce(&sentence(&format!("warning: {}", toast.text))),
            ToastVariant::Success | ToastVariant::Info => self.announce(&sentence(&toast.text)),
        }
    }

    /// Tells the toolbar something, and carries out what it wants done.
    fn tell(&mut self, message: Message) -> io::Result<()> {
        let effects = self.app.update(message);
        self.carry_out(effects, Tell::Nothing).map(drop)
    }

    fn tick(&mut self) -> io::Result<()> {
        let now: Moment = self.time.now();
        let effects = self.app.update(Message::Tick(now));
        self.carry_out(effects, Tell::Nothing).map(drop)
    }

    /// Says what time alone has brought.
    fn say_due(&mut self) -> io::Result<()> {
        self.tick()?;
        for text in due(&self.app.desk, self.app.now(), &mut self.due) {
            self.announce(&text)?;
        }
        Ok(())
    }

    /// The completion knows the desk as it is.
    fn share(&mut self) {
        if self.told.seq != self.app.desk.seq {
            self.told = Arc::new(self.app.desk.clone());
        }
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&self.told);
    }
}

/// Whether a text has another in it, in any case.
fn contains(text: &str, wanted: &str) -> bool {
    text.to_lowercase().contains(&wanted.to_lowercase())
}

/// A position in a recording: `1:02.3`.
fn position(at: Micros) -> String {
    format!("{}.{}", crate::toolbar::widgets::span::lasted(at), at.0 / 100_000 % 10)
}
