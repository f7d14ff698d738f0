//! The loop between the toolbar and the world: it feeds [`App`] with keys, frames and time, carries
//! its effects out, and draws when something has changed, at most sixty times a second.
//!
//! Nothing in it is global or local: cells go to a [`Screen`], keys come from a stream, calls leave
//! through a function. A session over the network is another set of these.

mod screen;

use std::future::pending;
use std::io;
use std::path::Path;
use std::time::Duration;

use crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};
use futures_util::{Stream, StreamExt};
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

pub use screen::Screen;

use super::app::App;
use super::effect::Effect;
use super::inspector::PAGE;
use super::keymap::Key;
use super::message::{Gesture, Message};
use super::replay::Playback;
use super::runs::Answered;
use super::widgets::zone::Zones;
use crate::contract::ids::DeskId;
use crate::recording::player::{Page, Player, Wanted};
use crate::wire::{ClientEvent, Micros, Moment, Role, RpcError};

/// The shortest time between two drawings.
const FRAME: Duration = Duration::from_micros(16_667);
/// How often a playing recording moves on.
pub(super) const PLAYER_TICK: Duration = Duration::from_millis(33);
/// How often a recording is looked at for more, while its end is shown.
pub(super) const FOLLOW_TICK: Duration = Duration::from_secs(1);
/// How often the theme's file is looked at; nothing is drawn for that.
const WATCH_TICK: Duration = Duration::from_millis(500);
/// How many frames of the hub are taken in before keys are looked at again.
const MAX_BATCH: usize = 256;

/// Why the toolbar ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exit {
    /// The agent quit.
    Quit,
    /// It was told to stop.
    Stopped,
    /// There is no more input: the terminal is gone.
    InputClosed,
    /// The agent wants to look into another desk's toolbar, and come back.
    Listen {
        /// Which desk.
        desk: DeskId,
    },
    /// A command of a script did not do what it should.
    Failed(Failed),
    /// It was interrupted: Ctrl-C.
    Interrupted,
    /// The hub did not want this toolbar, and the agent quit.
    Refused {
        /// Why.
        reason: String,
    },
}

/// What went wrong with a command of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// It is no command, or can't be done now.
    Usage,
    /// The hub said no.
    Refused,
    /// What was waited for did not happen in time.
    TimedOut,
    /// The hub could not be reached.
    NoHub,
}

/// The hub's time, carried on by the machine's clock between greetings.
#[derive(Debug, Clone, Copy)]
pub(super) struct HubTime {
    base: Moment,
    at: Instant,
}

impl HubTime {
    pub(super) fn new(base: Moment) -> HubTime {
        HubTime { base, at: Instant::now() }
    }

    pub(super) fn now(&self) -> Moment {
        self.base + self.at.elapsed().into()
    }

    fn instant(&self, moment: Moment) -> Instant {
        self.at + moment.since(self.base).into()
    }
}

/// A call to be made as another peer than the toolbar.
#[derive(Debug)]
pub struct OtherCall {
    /// Comes back with the answer.
    pub number: u64,
    /// As whom.
    pub role: Role,
    /// The wire name.
    pub method: &'static str,
    /// By name.
    pub params: Value,
}

/// What came of it.
#[derive(Debug)]
pub struct OtherAnswer {
    /// As given with the call.
    pub number: u64,
    /// The answer, or the error; also where there was no connection.
    pub result: Result<Box<RawValue>, RpcError>,
    /// From the request to its answer.
    pub took: Micros,
}

/// Makes calls as an integration would, each on a connection of its own. Whoever has the hub's address
/// gives one to the toolbar.
pub struct AsOthers {
    /// Starts a call; an error says that it can't take more now.
    pub call: Box<dyn Fn(OtherCall) -> Result<(), String> + Send>,
    /// What comes of them.
    pub answers: mpsc::Receiver<OtherAnswer>,
}

/// What the desk's state comes from.
pub enum Source<S> {
    /// A hub: what its client tells, and how calls are sent to it.
    Hub {
        /// Bounded by the client; while it is full, the client reads no further.
        events: mpsc::Receiver<ClientEvent>,
        /// Takes a tag, a method and its parameters; an error says that it can't take more now.
        send: S,
        /// Makes calls as other peers; without it, none are made.
        others: Option<AsOthers>,
    },
    /// A recording.
    Recording(Playback),
}

/// Runs the toolbar until the agent quits, `stop` is cancelled or the input ends.
pub async fn run<S, E>(
    app: App,
    screen: &mut impl Screen,
    input: impl Stream<Item = io::Result<Event>> + Unpin,
    source: Source<S>,
    stop: CancellationToken,
) -> io::Result<Exit>
where
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    let time = HubTime::new(app.now());
    let mut running = Running {
        app,
        screen,
        source,
        time,
        dirty: true,
        zones: Zones::default(),
        told: Told::default(),
        ended: false,
        exit: None,
        reading: None,
    };
    running.start()?;
    running.run(input, stop).await
}

struct Running<'a, W, S> {
    app: App,
    screen: &'a mut W,
    source: Source<S>,
    time: HubTime,
    dirty: bool,
    /// What the mouse finds where, as it was drawn last.
    zones: Zones,
    /// What the terminal was told beside that.
    told: Told,
    /// Whether the client has ended and nothing more will come.
    ended: bool,
    exit: Option<Exit>,
    /// Frames that are being read back from the recording.
    reading: Option<JoinHandle<Result<Page, String>>>,
}

impl<W, S, E> Running<'_, W, S>
where
    W: Screen,
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    fn start(&mut self) -> io::Result<()> {
        if let Source::Recording(playback) = &self.source {
            let view = Box::new(playback.view());
            self.tell(Message::Replay(view))?;
        }
        Ok(())
    }

    async fn run(
        mut self,
        mut input: impl Stream<Item = io::Result<Event>> + Unpin,
        stop: CancellationToken,
    ) -> io::Result<Exit> {
        let mut drawn = Instant::now() - FRAME;
        let mut played = Instant::now();
        let mut looked = Instant::now();
        let mut watched = Instant::now();
        loop {
            if let Some(exit) = self.exit.take() {
                return Ok(exit);
            }
            let due = self.dirty.then(|| drawn + FRAME);
            let wake = self.app.wake_at().map(|at| self.time.instant(at));
            let play = self.is_playing().then(|| played + PLAYER_TICK);
            let look = self.is_following().then(|| looked + FOLLOW_TICK);
            let watch = self.screen.watches().then(|| watched + WATCH_TICK);
            tokio::select! {
                biased;
                () = stop.cancelled() => return Ok(Exit::Stopped),
                () = at(due) => {
                    drawn = Instant::now();
                    self.draw()?;
                }
                event = input.next() => match event {
                    Some(event) => self.on_input(event?)?,
                    None => return Ok(Exit::InputClosed),
                },
                told = next(&mut self.source, self.ended, &mut self.reading) => match told {
                    Heard::Hub(event) => self.on_hub(event)?,
                    Heard::Page(page) => {
                        self.reading = None;
                        self.tell(Message::ReadBack(page))?;
                    }
                    Heard::Other(OtherAnswer { number, result, took }) => {
                        self.tick()?;
                        self.tell(Message::Ran { number, answered: Answered { result, took } })?;
                    }
                },
                () = at(play) => {
                    let now = Instant::now();
                    self.on_play(now - played)?;
                    played = now;
                }
                () = at(look) => {
                    self.on_follow()?;
                    looked = Instant::now();
                }
                () = at(watch) => {
                    watched = Instant::now();
                    if let Some(loaded) = self.screen.look() {
                        self.tell(Message::Theme(Box::new(loaded)))?;
                    }
                }
                () = at(wake) => self.dirty = true,
            }
            if play.is_none() {
                played = Instant::now();
            }
            if look.is_none() {
                looked = Instant::now();
            }
        }
    }

    /// Everything on one screen is of one moment.
    fn draw(&mut self) -> io::Result<()> {
        self.tick()?;
        self.zones = self.screen.draw(&self.app)?;
        self.tell_terminal()?;
        self.dirty = false;
        Ok(())
    }

    /// What is not drawn, where it has changed.
    fn tell_terminal(&mut self) -> io::Result<()> {
        let told = Told { title: self.app.title(), mouse: self.app.settings().mouse };
        if told.title != self.told.title {
            self.screen.title(&told.title)?;
        }
        if told.mouse != self.told.mouse {
            self.screen.mouse(told.mouse)?;
        }
        self.told = told;
        Ok(())
    }

    /// Tells the toolbar what time it is, so that what it notes down next has its own time.
    fn tick(&mut self) -> io::Result<()> {
        let now = self.time.now();
        self.tell(Message::Tick(now))
    }

    fn on_input(&mut self, event: Event) -> io::Result<()> {
        self.tick()?;
        match event {
            Event::Key(event) => match Key::from_event(event) {
                Some(key) => self.tell(Message::Key(key)),
                None => Ok(()),
            },
            Event::Paste(text) => self.tell(Message::Paste(text)),
            Event::Resize(..) => {
                self.dirty = true;
                Ok(())
            }
            Event::FocusGained => self.tell(Message::Focus(true)),
            Event::FocusLost => self.tell(Message::Focus(false)),
            Event::Mouse(event) => match gesture(event) {
                Some(gesture) => {
                    let (x, y) = (event.column, event.row);
                    let target = match gesture {
                        Gesture::Up | Gesture::Down => self.zones.scrolled(x, y),
                        _ => self.zones.clicked(x, y),
                    };
                    self.tell(Message::Mouse(gesture, target))
                }
                None => Ok(()),
            },
        }
    }

    /// Takes in one event of the client and what has piled up behind it.
    fn on_hub(&mut self, event: Option<ClientEvent>) -> io::Result<()> {
        let Some(event) = event else {
            self.ended = true;
            if self.app.refused().is_some() {
                return Ok(());
            }
            let reason = "the connection to the hub was closed for good".to_owned();
            return self.tell(Message::Hub(ClientEvent::Refused { reason }));
        };
        self.tick()?;
        let mut next = Some(event);
        let mut taken = 0;
        while let Some(event) = next {
            if let ClientEvent::Connected { answer, .. } = &event {
                self.time = HubTime::new(answer.now);
                self.tell(Message::Tick(answer.now))?;
            }
            self.tell(Message::Hub(event))?;
            taken += 1;
            next = match &mut self.source {
                Source::Hub { events, .. } if taken < MAX_BATCH => events.try_recv().ok(),
                _ => None,
            };
        }
        Ok(())
    }

    fn on_play(&mut self, elapsed: Duration) -> io::Result<()> {
        let Source::Recording(playback) = &mut self.source else { return Ok(()) };
        let message = match playback.advance(elapsed.into()) {
            Ok(()) => Message::Replay(Box::new(playback.view())),
            Err(error) => Message::ReplayFailed(error.to_string()),
        };
        self.tell(message)
    }

    /// Draws only where something came: a recording that is finished costs a look a second.
    fn on_follow(&mut self) -> io::Result<()> {
        let Source::Recording(playback) = &mut self.source else { return Ok(()) };
        let message = match playback.follow() {
            Ok(false) => return Ok(()),
            Ok(true) => Message::Replay(Box::new(playback.view())),
            Err(error) => Message::ReplayFailed(error.to_string()),
        };
        self.tell(message)
    }

    fn is_following(&self) -> bool {
        matches!(&self.source, Source::Recording(playback) if playback.is_following())
    }

    fn is_playing(&self) -> bool {
        matches!(&self.source, Source::Recording(playback) if playback.is_playing())
    }

    /// Gives the toolbar a message and carries out what it wants done, and what comes of that.
    fn tell(&mut self, message: Message) -> io::Result<()> {
        let mut messages = vec![message];
        while let Some(message) = messages.pop() {
            self.dirty = true;
            for effect in self.app.update(message) {
                messages.extend(self.carry_out(effect)?);
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<Option<Message>> {
        match (effect, &mut self.source) {
            (Effect::Send { tag, method, params }, Source::Hub { send, .. }) => {
                Ok(send(tag, method, params).err().map(|_| Message::NotSent { tag }))
            }
            (Effect::Run { number, role, method, params }, Source::Hub { others, .. }) => {
                let call = OtherCall { number, role, method, params };
                let started = match others {
                    Some(others) => (others.call)(call),
                    None => Err("this toolbar has no other connection to make the call on".to_owned()),
                };
                Ok(started.err().map(|why| {
                    let answered = Answered { result: Err(RpcError::new(0, why)), took: Micros(0) };
                    Message::Ran { number, answered }
                }))
            }
            (Effect::Player(command), Source::Recording(playback)) => {
                Ok(Some(match playback.command(command) {
                    Ok(()) => Message::Replay(Box::new(playback.view())),
                    Err(error) => Message::ReplayFailed(error.to_string()),
                }))
            }
            (Effect::Bell, _) => self.screen.bell().map(|()| None),
            (Effect::Notify { text }, _) => {
                self.screen.notify(self.app.settings().notify, &text).map(|()| None)
            }
            (Effect::Listen { desk }, _) => {
                self.exit = Some(Exit::Listen { desk });
                Ok(None)
            }
            (Effect::TourSeen, _) => {
                self.screen.tour_seen();
                Ok(None)
            }
            (Effect::Keep { setting, word }, _) => {
                Ok(self.screen.keep(setting, &word).err().map(Message::NotKept))
            }
            (Effect::Theme { name, colors }, _) => {
                Ok(Some(Message::Theme(Box::new(self.screen.theme(&name, colors)))))
            }
            (Effect::Themes, _) => Ok(Some(Message::Themes(self.screen.themes()))),
            (Effect::Copy { text, what }, _) => {
                let copied = self.screen.copy(&text)?;
                Ok(Some(Message::Copied { what, characters: text.chars().count(), copied }))
            }
            (Effect::ReadBack { wanted }, _) => {
                let path = self.app.recording().map(ToOwned::to_owned);
                // One at a time: what was asked for before is not waited for any more.
                self.reading = path.map(|path| spawn_blocking(move || read_back(&path, wanted)));
                Ok(None)
            }
            (Effect::Suspend, _) => {
                self.told = Told::default();
                self.screen.suspend().map(|()| None)
            }
            (Effect::Quit, _) => {
                let refused = self.app.refused().map(|reason| Exit::Refused { reason: reason.to_owned() });
                self.exit = Some(refused.unwrap_or(Exit::Quit));
                Ok(None)
            }
            (Effect::Send { .. } | Effect::Run { .. } | Effect::Player(_) | Effect::Say(_), _) => Ok(None),
        }
    }
}

/// What the toolbar knows of what a mouse can do.
fn gesture(event: MouseEvent) -> Option<Gesture> {
    Some(match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Gesture::Click,
        MouseEventKind::Drag(MouseButton::Left) => Gesture::Drag(event.column),
        MouseEventKind::Up(MouseButton::Left) => Gesture::Release,
        MouseEventKind::ScrollUp => Gesture::Up,
        MouseEventKind::ScrollDown => Gesture::Down,
        _ => return None,
    })
}

/// Waits until then; without a time, for ever.
pub(super) async fn at(when: Option<Instant>) {
    match when {
        Some(when) => sleep_until(when).await,
        None => pending().await,
    }
}

/// What a terminal was told.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    title: String,
    mouse: bool,
}

/// Reads a page of a recording.
fn read_back(path: &Path, wanted: Wanted) -> Result<Page, String> {
    let read = Player::open(path).and_then(|mut player| player.page(wanted, PAGE));
    read.map_err(|error| error.to_string())
}

/// What a source tells.
pub(super) enum Heard {
    Page(Result<Page, String>),
    Hub(Option<ClientEvent>),
    Other(OtherAnswer),
}

/// The next event of the client, or what came of a call made as somebody else. A recording has none, and
/// neither has a client that ended.
pub(super) async fn next<S>(
    source: &mut Source<S>,
    ended: bool,
    reading: &mut Option<JoinHandle<Result<Page, String>>>,
) -> Heard {
    let Source::Hub { events, others, .. } = source else { return Heard::Page(page(reading).await) };
    tokio::select! {
        biased;
        page = page(reading) => Heard::Page(page),
        event = events.recv(), if !ended => Heard::Hub(event),
        answer = other(others) => Heard::Other(answer),
    }
}

async fn page(reading: &mut Option<JoinHandle<Result<Page, String>>>) -> Result<Page, String> {
    match reading {
        Some(reading) => reading.await.unwrap_or_else(|error| Err(error.to_string())),
        None => pending().await,
    }
}

async fn other(others: &mut Option<AsOthers>) -> OtherAnswer {
    let answer = match others {
        Some(others) => others.answers.recv().await,
        None => None,
    };
    match answer {
        Some(answer) => answer,
        None => pending().await,
    }
}
