//! The loop between the toolbar and the world: it feeds [`App`] with keys, frames and time, carries
//! its effects out, and draws when something has changed, at most sixty times a second: what is typed at once,
//! what the hub tells when it is its turn.
//!
//! Nothing in it is global or local: cells go to a [`Screen`], keys come from a stream, calls leave
//! through a function. A session over the network is another set of these.

mod frames;
mod pace;
mod screen;
mod source;

use std::future::pending;
use std::io;
use std::path::Path;
use std::time::Duration;

use crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};
use futures_util::{Stream, StreamExt};
use serde_json::Value;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

pub use super::widgets::zone::Zones;
use frames::{Frames, Haste};
pub(super) use pace::Pace;
pub use screen::Screen;
pub use source::{AsOthers, OtherAnswer, OtherCall, Source};
pub(super) use source::{News, closed_for_good};

use super::app::App;
use super::effect::Effect;
use super::inspector::PAGE;
use super::keymap::Key;
use super::message::{Gesture, Message};
use super::runs::Answered;
use crate::contract::ids::DeskId;
use crate::recording::player::{Page, Player, Wanted};
use crate::wire::{ClientEvent, Moment};

/// How often the theme's file is looked at; nothing is drawn for that.
const WATCH_TICK: Duration = Duration::from_millis(500);

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
    /// There was no connection to the hub from the start, and a script does not wait for one.
    Unreached {
        /// Why.
        reason: String,
    },
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
        haste: Haste::Now,
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
    /// How soon it is to be drawn again.
    haste: Haste,
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
        let mut frames = Frames::new();
        let mut pace = Pace::new();
        let mut watched = Instant::now();
        loop {
            if let Some(exit) = self.exit.take() {
                return Ok(exit);
            }
            let due = frames.due(self.haste);
            // What is due is not left to a timer, which rings when another thread has time for it.
            if due.is_some_and(|due| due <= Instant::now()) && !stop.is_cancelled() {
                frames.drawn();
                self.draw()?;
                continue;
            }
            let wake = self.app.wake_at().map(|at| self.time.instant(at));
            let (play, look) = (pace.play(&self.source), pace.look(&self.source));
            let watch = self.screen.watches().then(|| watched + WATCH_TICK);
            tokio::select! {
                biased;
                () = stop.cancelled() => return Ok(Exit::Stopped),
                () = at(due) => {}
                event = input.next() => match event {
                    Some(event) => self.on_input(event?)?,
                    None => return Ok(Exit::InputClosed),
                },
                news = self.source.next(self.ended, &mut self.reading) => match news {
                    News::Hub(event) => self.on_hub(event)?,
                    News::Page(page) => {
                        self.reading = None;
                        self.tell(Message::ReadBack(page))?;
                    }
                    News::Other(OtherAnswer { number, result, took }) => {
                        self.tick()?;
                        self.tell(Message::Ran { number, answered: Answered { result, took } })?;
                    }
                },
                () = at(play) => self.on_play(pace.played())?,
                () = at(look) => {
                    self.on_follow()?;
                    pace.looked();
                }
                () = at(watch) => {
                    watched = Instant::now();
                    if let Some(loaded) = self.screen.look() {
                        self.tell(Message::Theme(Box::new(loaded)))?;
                    }
                }
                () = at(wake) => self.stale(Haste::Turn),
            }
            pace.rested(play, look);
        }
    }

    /// Everything on one screen is of one moment.
    fn draw(&mut self) -> io::Result<()> {
        self.tick()?;
        self.zones = self.screen.draw(&self.app)?;
        self.app.drawn(&self.zones);
        self.tell_terminal()?;
        self.haste = Haste::None;
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

    /// What is on the screen is old.
    fn stale(&mut self, haste: Haste) {
        self.haste = self.haste.max(haste);
    }

    fn on_input(&mut self, event: Event) -> io::Result<()> {
        self.tick()?;
        self.stale(Haste::Now);
        match event {
            Event::Key(event) => match Key::from_event(event) {
                Some(key) => self.tell(Message::Key(key)),
                None => Ok(()),
            },
            Event::Paste(text) => self.tell(Message::Paste(text)),
            Event::Resize(..) => Ok(()),
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
            return self.tell(Message::Hub(closed_for_good()));
        };
        self.tick()?;
        let mut next = Some(event);
        let mut taken = 0;
        while let Some(event) = next {
            if let ClientEvent::Connected { answer, .. } = &event {
                self.time = HubTime::new(answer.now);
                self.stale(Haste::Now);
                self.tell(Message::Tick(answer.now))?;
            }
            self.tell(Message::Hub(event))?;
            taken += 1;
            next = self.source.more(taken);
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

    /// Gives the toolbar a message and carries out what it wants done, and what comes of that.
    fn tell(&mut self, message: Message) -> io::Result<()> {
        let mut messages = vec![message];
        while let Some(message) = messages.pop() {
            self.stale(Haste::Turn);
            for effect in self.app.update(message) {
                messages.extend(self.carry_out(effect)?);
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<Option<Message>> {
        match (effect, &mut self.source) {
            (Effect::Send { tag, method, params }, source) => Ok(source.send(tag, method, params)),
            (Effect::Run { number, role, method, params }, source) => {
                Ok(source.call_as(OtherCall { number, role, method, params }))
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
            (Effect::KeepWidths(widths), _) => {
                self.screen.keep_widths(widths);
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
            (Effect::Player(_) | Effect::Say(_), _) => Ok(None),
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

/// Reads a page of a recording.
fn read_back(path: &Path, wanted: Wanted) -> Result<Page, String> {
    let read = Player::open(path).and_then(|mut player| player.page(wanted, PAGE));
    read.map_err(|error| error.to_string())
}

/// What a terminal was told.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    title: String,
    mouse: bool,
}
