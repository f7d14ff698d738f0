//! The inspector: every frame of the desk as it happens, one of them read, two compared, all of an
//! interaction as a ladder.

mod again;
mod apart;
mod compare;
mod draw;
mod filters;
mod kept;
mod ladder;
mod line;
mod past;
mod reading;
mod rows;
mod shown;
mod text;
mod typing;

pub use filters::Filters;
pub use kept::Kept;
pub use past::PAGE;
pub use reading::Reading;
pub use rows::{Look, draw_row, tail};
pub use text::draw as draw_text;

pub(in crate::toolbar) use apart::in_words as apart_in_words;

use self::again::NO_INTERACTION;
use self::compare::Compare;
use self::past::Past;
use self::shown::Shown;
use self::typing::{For, Typing, about, last};
use super::action::{Action, Context};
use super::effect::Effect;
use super::keymap::{Key, Keymap};
use super::overlays::Outcome;
use super::widgets::list::moved;
use crate::desk::{DeskState, ToastVariant};
use crate::inspect::copy::{As, copy};
use crate::inspect::{Filter, Log, Row};
use crate::recording::player::{Edge, Page};

/// The filter for what integrations called.
pub const TRACE: &str = "is:trace";
/// The rows that a page goes on.
const ROWS: isize = 10;
/// How many rows stay below the chosen one while one goes up, so that nothing that comes moves them.
const BELOW: usize = 8;

/// Which part has the keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Pane {
    #[default]
    List,
    Text,
}

/// What lies over list and text.
#[derive(Debug)]
enum Over {
    Ladder { id: String, shown: Box<Shown>, at: Option<u64> },
    Compare(Box<Compare>),
}

/// What the inspector knows of where it is.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The newest frames.
    pub log: &'a Log,
    /// The desk.
    pub desk: &'a DeskState,
    /// The offset of times from UTC, in minutes.
    pub zone: i32,
    /// Where memory begins in the recording, where there is one.
    pub edge: Option<Edge>,
    /// The filters of the session.
    pub filters: &'a Filters,
    /// The frames that are kept.
    pub kept: &'a Kept,
    /// Which keys do what.
    pub keymap: &'a Keymap,
    /// Whether nothing can be done at the desk.
    pub read_only: bool,
}

/// The inspector's state.
#[derive(Debug, Default)]
pub struct Inspector {
    shown: Shown,
    filter: String,
    /// The filter as it was opened with, or last told: another one is the user's own.
    told: String,
    /// The number of the row that is chosen; `None` follows the newest.
    at: Option<u64>,
    /// How many rows are seen below it.
    below: usize,
    pane: Pane,
    /// Whether all of the message is read, and not only what it carries.
    whole: bool,
    reading: Option<Reading>,
    search: String,
    typing: Option<Typing>,
    copies: bool,
    over: Option<Over>,
    past: Option<Past>,
}

impl Inspector {
    /// With a filter.
    pub fn new(filter: &str, place: Place<'_>) -> Inspector {
        let mut inspector = Inspector::default();
        inspector.set_filter(filter, place);
        filter.clone_into(&mut inspector.told);
        inspector
    }

    /// The filter, where the user has set another one since the last time.
    pub fn set_by_user(&mut self) -> Option<String> {
        let is_set = self.typing.is_none() && self.filter != self.told;
        is_set.then(|| {
            self.filter.clone_into(&mut self.told);
            self.told.clone()
        })
    }

    /// Whether there is a filter, and nothing lies over what it leaves.
    pub fn is_filtered(&self) -> bool {
        !self.filter.is_empty() && self.over.is_none()
    }

    /// What keys mean in it.
    pub fn context(&self) -> Context {
        match (&self.typing, self.copies, &self.over, self.pane) {
            (Some(_), ..) => Context::InspectorLine,
            (None, true, ..) => Context::CopyAs,
            (None, false, Some(Over::Ladder { .. }), _) => Context::Ladder,
            (None, false, Some(Over::Compare(_)), _) => Context::Compare,
            (None, false, None, Pane::List) => Context::Frames,
            (None, false, None, Pane::Text) => Context::FrameText,
        }
    }

    /// Goes along with the log.
    pub(super) fn follow(&mut self, log: &Log) {
        let log = source(&self.past, log);
        self.shown.follow(log);
        if let Some(Over::Ladder { shown, .. }) = &mut self.over {
            shown.follow(log);
        }
    }

    fn log<'a>(&'a self, place: &Place<'a>) -> &'a Log {
        source(&self.past, place.log)
    }

    fn at(&self, log: &Log) -> usize {
        place_of(&self.shown, self.at, log)
    }

    /// The row that is looked at.
    fn row<'a>(&self, log: &'a Log) -> Option<&'a Row> {
        self.shown.row(log, self.at(log))
    }

    /// Gives a key to the line that is typed.
    pub(super) fn key(&mut self, key: Key, place: Place<'_>) {
        let Some(mut typing) = self.typing.take() else { return };
        if typing.key(key, place.log.seen()) {
            self.typed(&mut typing, place);
        }
        self.typing = Some(typing);
    }

    /// Pastes into it.
    pub(super) fn paste(&mut self, text: &str, place: Place<'_>) {
        let Some(mut typing) = self.typing.take() else { return };
        if typing.paste(text, place.log.seen()) {
            self.typed(&mut typing, place);
        }
        self.typing = Some(typing);
    }

    /// What is typed counts at once, as far as it can be read.
    fn typed(&mut self, typing: &mut Typing, place: Place<'_>) {
        match typing.what {
            For::Filter => {
                if let Some(filter) = typing.filter(place.zone) {
                    self.filter = typing.field.value().trim().to_owned();
                    self.show(Some(filter), place);
                }
            }
            For::Search => {
                self.search = typing.field.value().to_owned();
                self.read(place);
                if let Some(reading) = &mut self.reading {
                    reading.look_for(&self.search);
                }
            }
        }
    }

    fn set_filter(&mut self, text: &str, place: Place<'_>) {
        let filter = Filter::parse(text, place.zone).ok();
        text.clone_into(&mut self.filter);
        self.show(filter, place);
    }

    fn show(&mut self, filter: Option<Filter>, place: Place<'_>) {
        self.shown = Shown::new(filter, self.log(&place));
    }

    /// Makes what is read that of the row that is looked at.
    fn read(&mut self, place: Place<'_>) {
        let log = source(&self.past, place.log);
        let Some(row) = self.shown.row(log, self.at(log)) else {
            self.reading = None;
            return;
        };
        if !self.reading.as_ref().is_some_and(|reading| reading.is_of(row)) {
            let mut reading = Reading::new(row, self.whole);
            if !self.search.is_empty() {
                reading.look_for(&self.search);
            }
            self.reading = Some(reading);
        }
    }

    pub(super) fn act(&mut self, action: Action, place: Place<'_>) -> Outcome {
        match self.context() {
            Context::InspectorLine => self.act_on_line(action, place),
            Context::CopyAs => self.copy(action, place),
            Context::Ladder => self.act_on_ladder(action, place),
            Context::Compare => {
                if let Some(Over::Compare(compare)) = &mut self.over
                    && !compare.act(action)
                {
                    self.over = None;
                }
                Outcome::Stay
            }
            Context::FrameText => self.act_on_text(action, place),
            _ => self.act_on_list(action, place),
        }
    }

    fn act_on_line(&mut self, action: Action, place: Place<'_>) -> Outcome {
        let Some(mut typing) = self.typing.take() else { return Outcome::Stay };
        match action {
            // What can't be read is not left standing.
            Action::Confirm if typing.error.is_none() => return Outcome::Stay,
            Action::Cancel => {
                let before = typing.before().to_owned();
                match typing.what {
                    For::Filter => self.set_filter(&before, place),
                    For::Search => self.search = before,
                }
                return Outcome::Stay;
            }
            Action::Complete => {
                let taken = typing.take(place.log.seen());
                if taken {
                    self.typed(&mut typing, place);
                }
            }
            Action::Previous if typing.recall(1, place.filters) => self.typed(&mut typing, place),
            Action::Next if typing.recall(-1, place.filters) => self.typed(&mut typing, place),
            Action::Previous => typing.choose(-1),
            Action::Next => typing.choose(1),
            _ => {}
        }
        self.typing = Some(typing);
        Outcome::Stay
    }

    fn act_on_list(&mut self, action: Action, place: Place<'_>) -> Outcome {
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Previous => return self.go(-1, place),
            Action::Next => return self.go(1, place),
            Action::PageUp => return self.go(-ROWS, place),
            Action::PageDown => return self.go(ROWS, place),
            Action::ToStart => return self.go(isize::MIN, place),
            Action::ToEnd => {
                if self.past.take().is_some() {
                    self.show(self.shown.filter().cloned(), place);
                }
                (self.at, self.below) = (None, 0);
            }
            Action::Confirm | Action::NextField => {
                self.hold(place);
                self.pane = Pane::Text;
                self.read(place);
            }
            other => return self.act_on_row(other, place),
        }
        Outcome::Stay
    }

    fn act_on_text(&mut self, action: Action, place: Place<'_>) -> Outcome {
        self.read(place);
        match action {
            Action::Cancel | Action::NextField => self.pane = Pane::List,
            Action::Search => self.typing = Some(Typing::new(For::Search, &self.search)),
            Action::Whole => {
                self.whole = !self.whole;
                self.reading = None;
                self.read(place);
            }
            Action::Filter
            | Action::AllFrames
            | Action::Pin
            | Action::Mark
            | Action::CompareMarked
            | Action::Ladder
            | Action::OnlyThis
            | Action::CopyAs
            | Action::Run
            | Action::EditRun => {
                return self.act_on_row(action, place);
            }
            other => {
                if let Some(reading) = &mut self.reading {
                    reading.act(other);
                }
            }
        }
        Outcome::Stay
    }

    /// What is done with the row that is looked at, wherever one looks at it.
    fn act_on_row(&mut self, action: Action, place: Place<'_>) -> Outcome {
        if action == Action::Filter {
            let mut typing = Typing::new(For::Filter, &self.filter);
            typing.offer(place.log.seen());
            self.typing = Some(typing);
            return Outcome::Stay;
        }
        if action == Action::AllFrames {
            self.set_filter("", place);
            return Outcome::Stay;
        }
        let Some(row) = self.row(self.log(&place)).cloned() else { return Outcome::Stay };
        self.hold(place);
        match action {
            Action::Pin => return Outcome::Pin(Box::new(row)),
            Action::Mark => return Outcome::Mark(Box::new(row)),
            Action::CompareMarked => match place.kept.mark() {
                Some(mark) if mark.number != row.number => {
                    self.over = Some(Over::Compare(Box::new(Compare::new(mark, &row, self.whole))));
                }
                _ => {
                    let says = "Mark one frame with {inspector.mark}; then go to another and compare";
                    return say(place.keymap.worded(Context::Frames, says));
                }
            },
            Action::Ladder | Action::OnlyThis => {
                let Some(id) = row.interaction.as_deref() else {
                    return say(NO_INTERACTION);
                };
                match action {
                    Action::OnlyThis if self.filter == about(id) => self.set_filter("", place),
                    Action::OnlyThis => self.set_filter(&about(id), place),
                    _ => self.open_ladder(id, row.number, place),
                }
            }
            Action::CopyAs => self.copies = true,
            Action::EditRun | Action::Run => return self.run(&row, action, place),
            _ => {}
        }
        Outcome::Stay
    }

    /// Goes to a frame, without the filter where that would hide it.
    pub(super) fn look_at(&mut self, number: u64, place: Place<'_>) {
        let log = self.log(&place);
        let at = self.shown.place(log, number);
        if self.shown.row(log, at).is_none_or(|row| row.number != number) {
            self.set_filter("", place);
        }
        (self.at, self.below) = (Some(number), BELOW);
    }

    /// From here on the row that is looked at stays, whatever comes.
    fn hold(&mut self, place: Place<'_>) {
        if self.at.is_none() {
            self.at = self.row(self.log(&place)).map(|row| row.number);
        }
    }

    /// Goes up or down; beyond what is there, the recording is asked.
    fn go(&mut self, by: isize, place: Place<'_>) -> Outcome {
        let log = source(&self.past, place.log);
        let (len, at) = (self.shown.len(log), self.at(log));
        let to = moved(at, len, by);
        if to == at || len == 0 {
            let wanted = match (by < 0, &mut self.past, place.edge) {
                (true, Some(past), _) => past.back(),
                (true, None, Some(edge)) => {
                    self.past = Some(Past::new(edge));
                    // Until something comes there is nothing to be seen but what there was.
                    self.past.as_ref().and_then(|past| past.waits)
                }
                (false, Some(past), _) => past.on(),
                (false, None, _) => {
                    (self.at, self.below) = (None, 0);
                    None
                }
                (true, None, None) => None,
            };
            if let Some(past) = &mut self.past {
                past.searched = 0;
            }
            return wanted.map_or(Outcome::Stay, |wanted| Outcome::Do(Effect::ReadBack { wanted }));
        }
        let went = to.abs_diff(at);
        self.below = if by < 0 { (self.below + went).min(BELOW) } else { self.below.saturating_sub(went) };
        self.at = self.shown.row(log, to).map(|row| row.number);
        Outcome::Stay
    }

    /// What was read back comes; where nothing of it is wanted, more is asked for.
    pub(super) fn take_page(&mut self, page: Result<Page, String>, place: Place<'_>) -> Outcome {
        let Some(past) = &mut self.past else { return Outcome::Stay };
        let goes_back = !matches!(past.waits, Some(crate::recording::player::Wanted::After { .. }));
        let page = match page {
            Ok(page) => page,
            Err(why) => {
                past.waits = None;
                if past.log.is_empty() {
                    self.past = None;
                }
                return Outcome::Say(ToastVariant::Error, format!("The recording can't be read back: {why}"));
            }
        };
        let first = past.log.is_empty();
        let newest = page.frames.last().map(|(place, _)| *place);
        if past.take(page) {
            self.past = None;
            self.show(self.shown.filter().cloned(), place);
            self.at = place.log.at(0).map(|row| row.number);
            self.below = BELOW;
            return Outcome::Stay;
        }
        let is_start = past.is_first;
        if past.log.is_empty() {
            self.past = None;
            return say("This is the first frame of the recording");
        }
        if first {
            self.shown = Shown::new(self.shown.filter().cloned(), &past.log);
            self.at = last(&past.log);
            self.below = 0;
        } else {
            self.shown.follow(&past.log);
        }
        // The list goes on by one row from where it was.
        let log = &past.log;
        let found = match (goes_back, newest) {
            (true, Some(newest)) => {
                let to = self.shown.place(log, newest);
                self.shown.row(log, to).filter(|row| row.number <= newest).map(|row| row.number)
            }
            (false, _) => {
                let to = moved(place_of(&self.shown, self.at, log), self.shown.len(log), 1);
                self.shown.row(log, to).map(|row| row.number).filter(|number| Some(*number) != self.at)
            }
            (true, None) => None,
        };
        if found.is_some() {
            self.at = found;
            self.below = if goes_back { BELOW } else { 0 };
            return Outcome::Stay;
        }
        if is_start && goes_back {
            return say("Nothing further back fits the filter");
        }
        let wanted = self.past.as_mut().and_then(|past| if goes_back { past.back() } else { past.on() });
        wanted.map_or(Outcome::Stay, |wanted| Outcome::Do(Effect::ReadBack { wanted }))
    }

    fn open_ladder(&mut self, id: &str, number: u64, place: Place<'_>) {
        let filter = Filter::parse(&about(id), place.zone).ok();
        let shown = Shown::new(filter, self.log(&place));
        self.over = Some(Over::Ladder { id: id.to_owned(), shown: Box::new(shown), at: Some(number) });
    }

    fn act_on_ladder(&mut self, action: Action, place: Place<'_>) -> Outcome {
        let log = source(&self.past, place.log);
        let Some(Over::Ladder { shown, at, .. }) = &mut self.over else { return Outcome::Stay };
        let len = shown.len(log);
        let here = place_of(shown, *at, log);
        let by = match action {
            Action::Previous => -1,
            Action::Next => 1,
            Action::PageUp => -ROWS,
            Action::PageDown => ROWS,
            Action::ToStart => isize::MIN,
            Action::ToEnd => {
                *at = None;
                return Outcome::Stay;
            }
            Action::Confirm => {
                let number = shown.row(log, here).map(|row| row.number);
                self.over = None;
                if let Some(number) = number {
                    self.look_at(number, place);
                    self.pane = Pane::Text;
                    self.read(place);
                }
                return Outcome::Stay;
            }
            Action::Cancel | Action::Ladder => {
                self.over = None;
                return Outcome::Stay;
            }
            _ => return Outcome::Stay,
        };
        *at = shown.row(log, moved(here, len, by)).map(|row| row.number);
        Outcome::Stay
    }

    fn copy(&mut self, action: Action, place: Place<'_>) -> Outcome {
        self.copies = false;
        let (how, what) = match action {
            Action::CopyJson => (As::Json, "as JSON"),
            Action::CopyCommand => (As::Command, "as a command"),
            Action::CopyJavaScript => (As::JavaScript, "as JavaScript"),
            _ => return Outcome::Stay,
        };
        let Some(row) = self.row(self.log(&place)) else { return Outcome::Stay };
        let text = match (&self.reading, self.pane, how) {
            (Some(reading), Pane::Text, As::Json) if reading.is_of(row) => Ok(reading.value().to_owned()),
            _ => copy(row, how),
        };
        match text {
            Ok(text) => Outcome::Do(Effect::Copy { text, what }),
            Err(why) => Outcome::Say(ToastVariant::Warning, format!("Not copied: {why}")),
        }
    }
}

/// The place of the chosen row: without one, of the newest.
fn place_of(shown: &Shown, at: Option<u64>, log: &Log) -> usize {
    at.map_or(shown.len(log).saturating_sub(1), |number| shown.place(log, number))
}

/// What is seen: what was read back, as soon as something was, else what is in memory.
fn source<'a>(past: &'a Option<Past>, live: &'a Log) -> &'a Log {
    past.as_ref().map(|past| &past.log).filter(|log| !log.is_empty()).unwrap_or(live)
}

fn say(text: impl Into<String>) -> Outcome {
    Outcome::Say(ToastVariant::Info, text.into())
}
