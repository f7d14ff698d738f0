//! A recording in plain mode: gone through frame by frame, each told with its time.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::{Doing, Plain, position};
use crate::desk::DeskState;
use crate::toolbar::event_loop::{Failed, Source};
use crate::toolbar::message::Message;
use crate::toolbar::plain::announce::{Heard, announce};
use crate::toolbar::plain::words::sentence;
use crate::toolbar::replay::{Playback, PlayerCommand};
use crate::wire::frame::Kind;
use crate::wire::{Frame, Micros, Push, rpc};

/// How many frames are told before something else has its turn.
const TURN: u32 = 64;

/// What is said of frames that are gone through.
struct Teller {
    /// The desk before the next one.
    before: Arc<DeskState>,
    said: Vec<String>,
    /// Whether frames of which there is nothing to say are named.
    all: bool,
}

impl Teller {
    fn see(&mut self, at: Micros, frame: &Frame, after: &DeskState) {
        let push = rpc::parse(&frame.text).ok().and_then(|message| Push::from_message(&message)?.ok());
        let heard = frame.seq.and(push).and_then(|push| Heard::of(&push));
        let mut sentences = match &heard {
            Some(heard) => announce(&self.before, after, heard),
            None => Vec::new(),
        };
        if sentences.is_empty() && self.all {
            sentences.push(named(frame));
        }
        self.said.extend(sentences.into_iter().map(|text| format!("{}  {text}", position(at))));
        self.before = Arc::new(after.clone());
    }
}

/// A frame of which there is nothing to say, by its kind and name.
fn named(frame: &Frame) -> String {
    let peer = &frame.peer;
    sentence(&match frame.kind() {
        Kind::Call(name) => format!("{peer} calls {name}"),
        Kind::Answer => format!("{peer} is answered"),
        Kind::Error(code, message) => format!("{peer} is answered with error {code}: {message}"),
        Kind::Event(name) => format!("event {name}"),
        Kind::Change(name) => format!("change {name}"),
        Kind::Raw => "a message that can't be read".to_owned(),
    })
}

impl<S, E> Plain<S>
where
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    pub(super) fn open_recording(&mut self) -> io::Result<()> {
        self.show()?;
        let Some(view) = self.app.replayed() else { return Ok(()) };
        let at = view.started.at_offset(self.app.zone, "%a %-d %b %Y %H:%M:%S");
        let long = position(view.end);
        let says = format!("A recording of {long}, begun {at}.");
        self.mouth.say(&says)?;
        if !self.is_script() {
            self.mouth.say("Type next, play, tell or help.")?;
        }
        Ok(())
    }

    /// The toolbar's state is that of the player.
    fn show(&mut self) -> io::Result<()> {
        let Source::Recording(playback) = &self.source else { return Ok(()) };
        let view = Box::new(playback.view());
        self.tell(Message::Replay(view))?;
        self.share();
        Ok(())
    }

    fn teller(&self, all: bool) -> Teller {
        Teller { before: Arc::new(self.app.desk.clone()), said: Vec::new(), all }
    }

    /// Goes through frames and says what they come to; an error is said too, and nothing goes on.
    fn go(
        &mut self,
        all: bool,
        go: impl FnOnce(&mut Playback, &mut Teller) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut teller = self.teller(all);
        let Source::Recording(playback) = &mut self.source else { return Ok(()) };
        let gone = go(playback, &mut teller).and_then(|()| playback.catch_up());
        for text in teller.said {
            self.announce(&text)?;
        }
        self.show()?;
        match gone {
            Ok(()) => Ok(()),
            Err(error) => {
                self.doing = Doing::Nothing;
                self.fail(Failed::Refused, &format!("the recording can't be read on: {error}"))
            }
        }
    }

    pub(super) fn play(&mut self, command: PlayerCommand, count: u32) -> io::Result<()> {
        if command == PlayerCommand::Step {
            let mut steps = 0;
            self.go(count == 1, |playback, teller| {
                while steps < count
                    && playback.step_seen(&mut |at, frame, desk| teller.see(at, frame, desk))?
                {
                    steps += 1;
                }
                Ok(())
            })?;
            return if steps < count { self.say_place() } else { Ok(()) };
        }
        self.go(false, |playback, _| (0..count).try_for_each(|_| playback.command(command)))?;
        match command {
            PlayerCommand::Faster | PlayerCommand::Slower | PlayerCommand::Toggle => self.say_speed(),
            _ => self.say_place(),
        }
    }

    fn say_place(&mut self) -> io::Result<()> {
        let Some(view) = self.app.replayed() else { return Ok(()) };
        let end = if view.at >= view.end { ", which is its end" } else { "" };
        let says = format!("At {} of {}{end}.", position(view.at), position(view.end));
        self.mouth.say(&says)
    }

    fn say_speed(&mut self) -> io::Result<()> {
        let Some(view) = self.app.replayed() else { return Ok(()) };
        let plays = if view.playing { "It plays" } else { "It stands still" };
        let says = format!("{plays} at {}, {} speed.", position(view.at), view.speed.label());
        self.mouth.say(&says)
    }

    /// Some more of what is left of the recording.
    pub(super) fn tell_rest(&mut self) -> io::Result<()> {
        let mut more = true;
        self.go(false, |playback, teller| {
            for _ in 0..TURN {
                more = playback.step_seen(&mut |at, frame, desk| teller.see(at, frame, desk))?;
                if !more {
                    return playback.command(PlayerCommand::ToEnd);
                }
            }
            Ok(())
        })?;
        if more && matches!(self.doing, Doing::Rest) {
            return Ok(());
        }
        self.doing = Doing::Nothing;
        let end = self.app.replayed().map(|view| position(view.end)).unwrap_or_default();
        self.mouth.say(&format!("The recording ends at {end}."))?;
        if self.manner.tell_all {
            self.exit = Some(self.manner.script.end());
        }
        Ok(())
    }

    pub(super) fn on_play(&mut self, elapsed: Duration) -> io::Result<()> {
        self.go(false, |playback, teller| {
            playback.advance_seen(elapsed.into(), &mut |at, frame, desk| teller.see(at, frame, desk))
        })?;
        if self.source.is_playing() { Ok(()) } else { self.say_place() }
    }

    /// A recording that is still written has grown: what is new is told.
    pub(super) fn on_follow(&mut self) -> io::Result<()> {
        let mut grown = false;
        self.go(false, |playback, teller| {
            grown = playback.follow_seen(&mut |at, frame, desk| teller.see(at, frame, desk))?;
            Ok(())
        })
    }
}
