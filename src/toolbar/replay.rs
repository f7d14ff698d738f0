//! A recording on the screen: what a player must offer, and how it is driven at a speed.

mod recorded;

use std::io;
use std::sync::Arc;

use crate::desk::DeskState;
use crate::wire::{Frame, Micros, Moment};

/// How far a jump goes.
const JUMP: Micros = Micros::from_secs(10);
/// How many frames are stepped through before a seek is cheaper.
const MAX_STEPS: u32 = 400;

/// A named moment of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// When, in µs since the start.
    pub at: Micros,
    /// Its name.
    pub label: String,
}

/// What the toolbar needs of a player. Positions are in µs since the recording's start.
pub trait ReplaySource: Send {
    /// Where it stands: the time of the last frame that was stepped to, or what was sought.
    fn at(&self) -> Micros;
    /// The time of the last record.
    fn end(&self) -> Micros;
    /// The point in time that positions count from.
    fn started(&self) -> Moment;
    /// The desk after all frames up to here.
    fn state(&self) -> &DeskState;
    /// The last frames up to here, oldest first, as many as a list shows; each with a number of its own that
    /// grows.
    fn frames(&mut self) -> io::Result<Vec<(u64, Frame)>>;
    /// When the next frame comes; `None` at the end.
    fn next_at(&self) -> Option<Micros>;
    /// The last frame up to here.
    fn last(&mut self) -> io::Result<Option<Frame>> {
        Ok(self.frames()?.pop().map(|(_, frame)| frame))
    }
    /// One frame forward; `false` at the end.
    fn step(&mut self) -> io::Result<bool>;
    /// One frame back; `false` at the start.
    fn step_back(&mut self) -> io::Result<bool>;
    /// To the state after all frames up to `to`.
    fn seek(&mut self, to: Micros) -> io::Result<()>;
    /// Looks whether the recording has grown; `true` where it has.
    fn refresh(&mut self) -> io::Result<bool> {
        Ok(false)
    }
    /// Named moments, where they are known; the time bar shows them.
    fn marks(&self) -> Vec<Mark> {
        Vec::new()
    }
    /// What the user should know about the file: a torn end, frames that were dropped.
    fn note(&self) -> Option<String> {
        None
    }
}

/// What the player is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlayerCommand {
    /// Play, or stand still.
    Toggle,
    /// One frame forward.
    Step,
    /// One frame back.
    StepBack,
    /// Ten seconds forward.
    Jump,
    /// Ten seconds back.
    JumpBack,
    /// To the start.
    ToStart,
    /// To the end.
    ToEnd,
    /// To a moment, in µs since the start.
    To(Micros),
    /// Twice the speed.
    Faster,
    /// Half of it.
    Slower,
}

/// How fast a recording is played: from half to 64 times the time that it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(i8);

impl Speed {
    /// As fast as it was.
    pub const NORMAL: Speed = Speed(0);

    /// Twice as fast, up to 64 times.
    pub fn faster(self) -> Speed {
        Speed((self.0 + 1).min(6))
    }

    /// Half as fast, down to half.
    pub fn slower(self) -> Speed {
        Speed((self.0 - 1).max(-1))
    }

    /// How far the recording goes in a span of real time.
    pub fn of(self, span: Micros) -> Micros {
        match u32::try_from(self.0) {
            Ok(doublings) => Micros(span.0.saturating_mul(1 << doublings)),
            Err(_) => Micros(span.0 / 2),
        }
    }

    /// `½×` to `64×`.
    pub fn label(self) -> String {
        match u32::try_from(self.0) {
            Ok(doublings) => format!("{}×", 1u64 << doublings),
            Err(_) => "½×".to_owned(),
        }
    }
}

/// What the toolbar shows of a player.
#[derive(Debug, Clone)]
pub struct ReplayView {
    /// The desk.
    pub state: DeskState,
    /// The last frames up to here; the same `Arc` as before where nothing came.
    pub frames: Arc<[(u64, Frame)]>,
    /// Where it stands.
    pub at: Micros,
    /// Where the recording ends.
    pub end: Micros,
    /// The point in time that positions count from.
    pub started: Moment,
    /// Whether it plays.
    pub playing: bool,
    /// How fast.
    pub speed: Speed,
    /// Named moments.
    pub marks: Arc<[Mark]>,
    /// What the user should know about the file.
    pub note: Option<String>,
}

/// What is told of frames that are gone through: when, which, and the desk after it.
pub type Seen<'a> = dyn FnMut(Micros, &Frame, &DeskState) + 'a;

/// A player with a position that moves at a speed.
pub struct Playback {
    source: Box<dyn ReplaySource>,
    position: Micros,
    playing: bool,
    speed: Speed,
    frames: Arc<[(u64, Frame)]>,
    marks: Arc<[Mark]>,
    /// Whether a look at the recording's growth failed: the next look is the user's.
    lost: bool,
}

impl Playback {
    /// A player that stands where its source does.
    pub fn new(mut source: Box<dyn ReplaySource>) -> io::Result<Playback> {
        let (position, frames, marks) = (source.at(), source.frames()?.into(), source.marks().into());
        Ok(Playback { source, position, playing: false, speed: Speed::NORMAL, frames, marks, lost: false })
    }

    /// Whether time moves it.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Does what it is told.
    pub fn command(&mut self, command: PlayerCommand) -> io::Result<()> {
        match command {
            PlayerCommand::Toggle if !self.playing && self.position >= self.source.end() => {
                self.seek(Micros(0))?;
                self.playing = true;
            }
            PlayerCommand::Toggle => self.playing = !self.playing,
            PlayerCommand::Step => {
                self.playing = false;
                self.source.step()?;
                self.arrive()?;
            }
            PlayerCommand::StepBack => {
                self.playing = false;
                self.source.step_back()?;
                self.arrive()?;
            }
            PlayerCommand::Jump => self.seek(Micros(self.position.0.saturating_add(JUMP.0)))?,
            PlayerCommand::JumpBack => self.seek(Micros(self.position.0.saturating_sub(JUMP.0)))?,
            PlayerCommand::ToStart => self.seek(Micros(0))?,
            PlayerCommand::To(at) => self.seek(at)?,
            PlayerCommand::ToEnd => {
                self.lost = false;
                self.refresh()?;
                self.seek(self.source.end())?;
            }
            PlayerCommand::Faster => self.speed = self.speed.faster(),
            PlayerCommand::Slower => self.speed = self.speed.slower(),
        }
        Ok(())
    }

    /// One frame forward, and which it is: told to `seen` with the desk after it. `false` at the end.
    pub fn step_seen(&mut self, seen: &mut Seen<'_>) -> io::Result<bool> {
        if !self.source.step()? {
            return Ok(false);
        }
        self.position = self.source.at();
        if let Some(frame) = self.source.last()? {
            seen(self.position, &frame, self.source.state());
        }
        Ok(true)
    }

    /// The same for all frames of a span of real time while it plays; stops at the end.
    pub fn advance_seen(&mut self, elapsed: Micros, seen: &mut Seen<'_>) -> io::Result<()> {
        if !self.playing {
            return Ok(());
        }
        let end = self.source.end();
        let to = Micros(self.position.0.saturating_add(self.speed.of(elapsed).0)).min(end);
        while self.source.next_at().is_some_and(|next| next <= to) && self.step_seen(seen)? {}
        self.position = to;
        self.playing = to < end;
        Ok(())
    }

    /// What is shown of the frames is as far as the position.
    pub fn catch_up(&mut self) -> io::Result<()> {
        self.frames = self.source.frames()?.into();
        Ok(())
    }

    /// Goes on by a span of real time; stops at the end.
    pub fn advance(&mut self, elapsed: Micros) -> io::Result<()> {
        if !self.playing {
            return Ok(());
        }
        let end = self.source.end();
        let to = Micros(self.position.0.saturating_add(self.speed.of(elapsed).0)).min(end);
        let mut steps = 0;
        while self.source.next_at().is_some_and(|next| next <= to) {
            steps += 1;
            if steps > MAX_STEPS {
                self.source.seek(to)?;
                break;
            }
            if !self.source.step()? {
                break;
            }
        }
        if steps > 0 {
            self.frames = self.source.frames()?.into();
        }
        self.position = to;
        self.playing = to < end;
        Ok(())
    }

    /// Whether it stands at the end, where more may come while the recording is written.
    pub fn is_following(&self) -> bool {
        !self.playing && !self.lost && self.position >= self.source.end()
    }

    /// Goes along with a recording that has grown; `true` where it has.
    pub fn follow(&mut self) -> io::Result<bool> {
        if !self.is_following() || !self.refresh()? {
            return Ok(false);
        }
        self.seek(self.source.end())?;
        Ok(true)
    }

    /// The same, with what came told to `seen`.
    pub fn follow_seen(&mut self, seen: &mut Seen<'_>) -> io::Result<bool> {
        if !self.is_following() || !self.refresh()? {
            return Ok(false);
        }
        while self.step_seen(seen)? {}
        self.position = self.source.end();
        Ok(true)
    }

    /// What is to be shown now.
    pub fn view(&self) -> ReplayView {
        ReplayView {
            state: self.source.state().clone(),
            frames: Arc::clone(&self.frames),
            at: self.position,
            end: self.source.end(),
            started: self.source.started(),
            playing: self.playing,
            speed: self.speed,
            marks: Arc::clone(&self.marks),
            note: self.source.note(),
        }
    }

    fn refresh(&mut self) -> io::Result<bool> {
        let grown = self.source.refresh();
        self.lost = grown.is_err();
        if matches!(grown, Ok(true)) {
            self.marks = self.source.marks().into();
        }
        grown
    }

    /// To a moment; past the end, to the end.
    pub fn seek(&mut self, to: Micros) -> io::Result<()> {
        let to = to.min(self.source.end());
        self.source.seek(to)?;
        self.position = to;
        self.playing &= to < self.source.end();
        self.frames = self.source.frames()?.into();
        Ok(())
    }

    fn arrive(&mut self) -> io::Result<()> {
        self.position = self.source.at();
        self.frames = self.source.frames()?.into();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolbar::testing::Memory;

    fn playback() -> Playback {
        Playback::new(Box::new(Memory::session())).unwrap()
    }

    #[test]
    fn it_plays_at_its_speed_and_stops_at_the_end() {
        let mut playback = playback();
        let end = playback.view().end;
        playback.command(PlayerCommand::Toggle).unwrap();
        playback.advance(Micros::from_secs(1)).unwrap();
        assert_eq!(playback.view().at, Micros::from_secs(1));
        playback.command(PlayerCommand::Faster).unwrap();
        playback.command(PlayerCommand::Faster).unwrap();
        playback.advance(Micros::from_secs(2)).unwrap();
        assert_eq!(playback.view().at, Micros::from_secs(9));
        playback.advance(end).unwrap();
        let view = playback.view();
        assert_eq!((view.at, view.playing), (end, false));
        playback.command(PlayerCommand::Toggle).unwrap();
        assert_eq!((playback.view().at, playback.is_playing()), (Micros(0), true));
    }

    #[test]
    fn steps_go_both_ways_and_come_back_to_the_same_state() {
        let mut playback = playback();
        let first = playback.view().state;
        let mut forward = vec![first];
        while playback.source.next_at().is_some() {
            playback.command(PlayerCommand::Step).unwrap();
            forward.push(playback.view().state);
        }
        assert!(forward.len() > 10);
        while let Some(state) = forward.pop() {
            assert_eq!(playback.view().state, state);
            playback.command(PlayerCommand::StepBack).unwrap();
        }
    }

    #[test]
    fn at_the_end_it_goes_along_with_a_recording_that_grows() {
        let whole = std::fs::read("recordings/inbound.jsonl").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("growing.jsonl");
        let half = whole.len() / 2;
        std::fs::write(&path, &whole[..half]).unwrap();
        let player = crate::recording::Player::open(&path).unwrap();
        let mut playback = Playback::new(Box::new(player)).unwrap();
        assert!(!playback.is_following(), "it stands at the start");
        playback.command(PlayerCommand::ToEnd).unwrap();
        let before = playback.view();
        assert!(playback.is_following() && !playback.follow().unwrap());

        std::fs::write(&path, &whole).unwrap();
        assert!(playback.follow().unwrap());
        let after = playback.view();
        assert!(after.end > before.end && after.at == after.end);
        assert!(after.state.seq > before.state.seq);

        // Whoever looks at something else stays there, and the end is the new one when it is asked for.
        std::fs::write(&path, &whole[..half]).unwrap();
        let player = crate::recording::Player::open(&path).unwrap();
        let mut playback = Playback::new(Box::new(player)).unwrap();
        std::fs::write(&path, &whole).unwrap();
        assert!(!playback.follow().unwrap());
        assert_eq!(playback.view().at, Micros(0));
        playback.command(PlayerCommand::ToEnd).unwrap();
        assert_eq!(playback.view().at, after.at);

        std::fs::write(&path, "").unwrap();
        assert!(playback.follow().is_err(), "it was cut off");
        assert!(!playback.is_following(), "and is not looked at again and again");
    }

    #[test]
    fn jumps_stay_inside() {
        let mut playback = playback();
        playback.command(PlayerCommand::JumpBack).unwrap();
        assert_eq!(playback.view().at, Micros(0));
        playback.command(PlayerCommand::Jump).unwrap();
        assert_eq!(playback.view().at, Micros::from_secs(10));
        playback.command(PlayerCommand::ToEnd).unwrap();
        playback.command(PlayerCommand::Jump).unwrap();
        assert_eq!(playback.view().at, playback.view().end);
    }

    #[test]
    fn speeds_go_from_half_to_64() {
        let mut speed = Speed::NORMAL;
        for _ in 0..20 {
            speed = speed.slower();
        }
        assert_eq!((speed.label().as_str(), speed.of(Micros(10))), ("½×", Micros(5)));
        for _ in 0..20 {
            speed = speed.faster();
        }
        assert_eq!((speed.label().as_str(), speed.of(Micros(10))), ("64×", Micros(640)));
    }
}
