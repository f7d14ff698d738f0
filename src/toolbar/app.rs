//! The toolbar's state. It changes in [`App::update`] only, which returns what is to be done as
//! values; [`App::paint`] reads it and draws.

mod act;
mod copy;
mod go;
mod hub;
mod inspect;
mod integrations;
mod keys;
mod look;
mod motion;
mod mouse;
mod palette;
mod plain;
mod themes;
mod time;
mod title;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use super::action::{Action, Context};
use super::calls::{Call, Calls, Hand, Place};
use super::chat::ChatWriter;
use super::connection::Connection;
use super::effect::Effect;
use super::inspector::{Filters, Kept};
use super::keymap::{Key, Keymap};
use super::message::Message;
use super::overlays::palette::Thing;
use super::overlays::{Desks, Overlay, Tour};
use super::replay::ReplayView;
use super::runs::Runs;
use super::screens::{CampaignChoice, ExtensionChoice, Login};
use super::settings::{Setting, Settings};
use super::theme::{BUILT_IN, Theme, Warning};
use super::when::Clock;
use super::widgets::zone::{Divider, Extent, Zones};
use super::widths::Widths;
use crate::contract::ids::{DeskId, InteractionId};
use crate::desk::{DeskState, Masks, Stage, Toast, ToastVariant};
use crate::inspect::Log;
use crate::wire::{Dir, Frame, Moment, Role};

pub use time::TOAST_SPAN;

/// How many toasts of its own the toolbar keeps; the oldest go first.
const MAX_OWN_TOASTS: usize = 4;

/// Our name at the hub before there is one.
const NOBODY: &str = "toolbar";

/// What a toolbar is started with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// How things look.
    pub theme: Theme,
    /// What the user has set.
    pub settings: Settings,
    /// Which keys do what.
    pub keymap: Keymap,
    /// How wide columns were made.
    pub widths: Widths,
    /// Whether the user is shown around when they begin to work.
    pub tour: bool,
    /// What was wrong with the user's files; shown as toasts.
    pub warnings: Vec<Warning>,
    /// The folder in which all of that can be read.
    pub logs: Option<String>,
    /// The offset of the times on screen from UTC, in minutes.
    pub zone: i32,
    /// What time it is.
    pub now: Moment,
}

impl Setup {
    /// Everything as it is unless the user says otherwise, in a zone of UTC.
    pub fn plain(theme: Theme, now: Moment) -> Setup {
        let (settings, keymap) = (Settings::default(), Keymap::default());
        let widths = Widths::default();
        Setup { theme, settings, keymap, widths, tour: false, warnings: Vec::new(), logs: None, zone: 0, now }
    }
}

/// Where the desk's state comes from.
#[derive(Debug)]
pub(super) enum Mode {
    /// From a hub.
    Live(Connection),
    /// From a recording; `None` until the player has shown something.
    Replay(Option<Box<ReplayView>>),
}

/// The toolbar.
#[derive(Debug)]
pub struct App {
    /// The desk, folded from what was pushed.
    pub(super) desk: DeskState,
    pub(super) mode: Mode,
    /// What time it is by the machine's clock, carried over to the hub's.
    pub(super) tick: Moment,
    /// Where the hub's time stands still until it is advanced: when it was at the greeting.
    pub(super) stands_at: Option<Moment>,
    /// Our name at the hub, for frames.
    pub(super) me: Arc<str>,
    /// What the login screen of an embedded session says.
    pub(super) greeting: Option<String>,
    /// Every frame, newest last.
    pub(super) frames: Log,
    /// What of frames and calls is masked before it is kept to be shown.
    pub(super) masks: Masks,
    /// Where they are recorded, if they are.
    recording: Option<PathBuf>,
    /// How they were filtered.
    pub(super) filters: Filters,
    /// Those that are kept.
    pub(super) kept: Kept,
    /// What was run by hand.
    pub(super) runs: Runs,
    /// What is being written in chats.
    pub(super) chat: ChatWriter,
    /// Whether the terminal has the focus, as far as it says.
    focused: Option<bool>,
    pub(super) calls: Calls,
    /// Toasts that the toolbar makes itself, by the machine's clock.
    pub(super) own_toasts: VecDeque<Toast>,
    pub(super) login: Login,
    pub(super) campaigns: CampaignChoice,
    pub(super) extension: ExtensionChoice,
    /// What lies over the screen; the last one gets the keys.
    pub(super) overlays: Vec<Overlay>,
    /// The names of all themes, the user's own among them, as they were when somebody asked for them last.
    pub(super) theme_names: Vec<String>,
    /// What was chosen from the palette lately, the last one first.
    pub(super) recent: VecDeque<Thing>,
    /// The interaction that the agent has just chosen, until the hub says so too.
    pub(super) selected: Option<InteractionId>,
    /// The chat, and its newest line, that the desk was last told to be seen.
    told_seen: Option<(InteractionId, u64)>,
    pub(super) theme: Theme,
    pub(super) settings: Settings,
    pub(super) keymap: Keymap,
    /// How wide the workbench's columns were made.
    pub(super) widths: Widths,
    /// The line between two of them that is dragged.
    dragged: Option<Divider>,
    /// How far what is read on top can be scrolled, as it was drawn last.
    read: Option<Extent>,
    /// Keys that were pressed of several in a row; fewer than [`MAX_KEYS`](super::keymap::MAX_KEYS).
    pressed: Vec<Key>,
    pub(super) zone: i32,
    /// The step with which the user is shown around as soon as they work and nothing lies over that.
    tour: Option<Tour>,
    /// Whether the desk is another one's, which is only looked at.
    looks_on: bool,
    /// The desk that was looked into until now: the list of desks opens at it, unless a key is pressed before.
    back_from: Option<DeskId>,
    /// Whether it was said that nothing can be acted upon.
    told_read_only: bool,
    /// The folder of what is logged.
    logs: Option<String>,
    /// Keys, or commands that are typed while nothing is drawn.
    hand: Hand,
}

impl App {
    /// A toolbar that waits for its hub.
    pub fn live(setup: Setup) -> App {
        App::new(setup, Mode::Live(Connection::Connecting))
    }

    /// A toolbar that waits for another desk's hub, and does nothing there.
    pub fn looking_on(setup: Setup) -> App {
        App { looks_on: true, ..App::live(setup) }
    }

    /// A toolbar that shows a recording.
    pub fn replay(setup: Setup) -> App {
        App::new(setup, Mode::Replay(None))
    }

    /// The same, whose desk's frames are recorded in a file: what has left memory is read back from it.
    pub fn recorded_in(self, file: Option<PathBuf>) -> App {
        App { recording: file, ..self }
    }

    /// The same, of somebody who comes back from another desk.
    pub fn back_from(self, desk: Option<DeskId>) -> App {
        App { back_from: desk, ..self }
    }

    fn new(setup: Setup, mode: Mode) -> App {
        let mut app = App {
            desk: DeskState::new(DeskId::default_desk()),
            mode,
            tick: setup.now,
            stands_at: None,
            me: NOBODY.into(),
            greeting: None,
            frames: Log::default(),
            masks: Masks::default(),
            recording: None,
            filters: Filters::default(),
            kept: Kept::default(),
            runs: Runs::default(),
            chat: ChatWriter::default(),
            focused: None,
            calls: Calls::default(),
            own_toasts: VecDeque::new(),
            login: Login::default(),
            campaigns: CampaignChoice::default(),
            extension: ExtensionChoice::default(),
            overlays: Vec::new(),
            theme_names: BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect(),
            recent: VecDeque::new(),
            selected: None,
            told_seen: None,
            theme: setup.theme,
            settings: setup.settings,
            keymap: setup.keymap,
            widths: setup.widths,
            dragged: None,
            read: None,
            pressed: Vec::new(),
            zone: setup.zone,
            tour: setup.tour.then(Tour::default),
            looks_on: false,
            back_from: None,
            told_read_only: false,
            logs: setup.logs,
            hand: Hand::Keys,
        };
        app.warn(setup.warnings);
        app
    }

    /// Takes in what happened; returns what is to be done.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let begun = (!self.pressed.is_empty()).then(|| self.context());
        let mut effects = self.on_message(message);
        // Half of several keys means nothing in another place.
        if begun.is_some_and(|context| context != self.context()) {
            self.pressed.clear();
        }
        effects.extend(self.list_desks_again());
        effects.extend(self.show_around());
        effects.extend(self.tell_seen());
        effects.extend(self.say_plainly());
        effects
    }

    /// Who comes back from another desk finds the list in which they chose it.
    fn list_desks_again(&mut self) -> Vec<Effect> {
        let is_there = self.desk.session.is_some() && self.overlays.is_empty();
        let can = is_there && self.is_enabled(Action::Desks);
        let Some(desk) = self.back_from.take_if(|_| can) else { return Vec::new() };
        self.overlays.push(Overlay::Desks(Desks::at(desk)));
        self.call(Desks::watch(true))
    }

    /// Begins the tour when the work begins and nothing else is on, or goes on with it; that it was begun is kept
    /// once.
    fn show_around(&mut self) -> Option<Effect> {
        let is_idle =
            self.overlays.is_empty() && self.pressed.is_empty() && self.desk.interactions.is_empty();
        let is_free = is_idle && self.context() == Context::Workbench;
        let tour = self.tour.take_if(|_| is_free)?;
        self.overlays.push(Overlay::Tour(tour));
        (tour == Tour::default()).then_some(Effect::TourSeen)
    }

    fn on_message(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(key) => self.on_key(key),
            Message::Mouse(gesture, target) => self.on_mouse(gesture, target),
            Message::Intent(intent) => self.on_intent(intent),
            Message::Paste(text) => self.on_paste(&text),
            Message::Tick(now) => self.on_tick(now),
            Message::Hub(event) => self.on_hub(event),
            Message::NotSent { tag } => self.on_not_sent(tag),
            Message::Ran { number, answered } => {
                self.runs.answered(number, answered);
                Vec::new()
            }
            Message::NotKept(why) => {
                self.say(ToastVariant::Warning, format!("That holds until you quit: {why}"));
                Vec::new()
            }
            Message::Theme(loaded) => self.on_theme(*loaded),
            Message::Themes(names) => self.on_themes(names),
            Message::Focus(focused) => self.on_focus(focused),
            Message::ReadBack(page) => self.on_page(page),
            Message::Copied { what, characters, copied } => {
                match copied {
                    true => {
                        self.say(ToastVariant::Success, format!("Copied {what}: {characters} characters"))
                    }
                    false => {
                        self.say(ToastVariant::Warning, "Nothing was copied: it is too long for a terminal")
                    }
                }
                Vec::new()
            }
            Message::Replay(view) => self.on_replay(*view),
            Message::ReplayFailed(why) => {
                self.say(ToastVariant::Error, format!("the recording can't be read on: {why}"));
                Vec::new()
            }
        }
    }

    /// How the toolbar is set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Gives a setting another word, from now on and at the next start.
    pub fn change(&mut self, setting: Setting, word: &str) -> Vec<Effect> {
        match self.settings.set(setting, word) {
            Ok(()) => {
                if setting == Setting::Keymap {
                    self.keymap = self.keymap.with_layout(self.settings.keymap);
                }
                let mut effects = vec![Effect::Keep { setting, word: word.to_owned() }];
                if matches!(setting, Setting::Theme | Setting::Color) {
                    effects.push(self.wear());
                }
                effects
            }
            Err(why) => {
                self.say(ToastVariant::Warning, why);
                Vec::new()
            }
        }
    }

    /// Where the agent is.
    pub fn context(&self) -> Context {
        self.overlays.last().map_or_else(|| self.context_of_screen(), Overlay::context)
    }

    /// Where they would be if nothing lay over the screen.
    pub(super) fn context_of_screen(&self) -> Context {
        match (&self.mode, self.desk.stage()) {
            (Mode::Replay(_), _) => Context::Replay,
            (Mode::Live(Connection::Refused { .. }), _) => Context::Refused,
            _ if self.looks_on => Context::LookingOn,
            (_, Stage::SignedOut) => Context::Login,
            (_, Stage::Campaigns) => Context::Campaigns,
            (_, Stage::Extension) => Context::Extension,
            (_, Stage::Working) if self.writes() => Context::Chat,
            (_, Stage::Working) => Context::Workbench,
        }
    }

    /// Whether it waits for no answer of the hub.
    pub fn is_settled(&self) -> bool {
        self.calls.is_empty()
    }

    /// Why the hub does not want this toolbar, where that is so.
    pub fn refused(&self) -> Option<&str> {
        match &self.mode {
            Mode::Live(Connection::Refused { reason }) => Some(reason),
            _ => None,
        }
    }

    /// What time it is at the desk.
    pub fn now(&self) -> Moment {
        match &self.mode {
            Mode::Replay(Some(view)) => view.started + view.at,
            _ => self.stands_at.unwrap_or(self.tick).max(self.desk.at),
        }
    }

    /// The clock at which the agent types.
    pub(super) fn clock(&self) -> Clock {
        Clock { tick: self.tick, now: self.now(), zone: self.zone }
    }

    /// Whether keys go to the line of a chat.
    fn writes(&self) -> bool {
        let typing = self.chat.typing();
        typing.is_some() && typing == self.current_id()
    }

    pub(super) fn is_replay(&self) -> bool {
        matches!(self.mode, Mode::Replay(_))
    }

    /// Whether another desk is looked at.
    pub(super) fn looks_on(&self) -> bool {
        self.looks_on
    }

    /// Whether the desk is shown and nothing can be done at it.
    pub(super) fn is_read_only(&self) -> bool {
        self.looks_on || self.is_replay()
    }

    /// Whether the hub is gone and nothing gets there. What is asked for while the first connection is
    /// being made waits for it.
    pub(super) fn is_cut_off(&self) -> bool {
        matches!(self.mode, Mode::Live(Connection::Lost { .. } | Connection::Refused { .. }))
    }

    /// Whether an action that is for the hub would get there.
    pub(super) fn reaches(&self, action: Action) -> bool {
        !action.acts_on_desk() || !self.is_cut_off()
    }

    /// Shows a toast of the toolbar's own; one that says the same already is shown for longer.
    pub(super) fn say(&mut self, variant: ToastVariant, text: impl Into<String>) {
        let text = text.into();
        self.own_toasts.retain(|toast| toast.text != text);
        while self.own_toasts.len() >= MAX_OWN_TOASTS {
            self.own_toasts.pop_front();
        }
        self.own_toasts.push_back(Toast { at: self.tick, variant, text });
    }

    /// Makes a call: an effect, and a frame in the log.
    fn call(&mut self, call: Call) -> Vec<Effect> {
        let (method, place) = (call.method, call.place);
        if self.is_read_only() {
            return Vec::new();
        }
        if self.is_cut_off() && place != Place::Quiet {
            self.on_error(method, place, &super::calls::not_connected());
            return Vec::new();
        }
        let Some(tag) = self.calls.begin(&call) else {
            self.say(ToastVariant::Error, super::calls::TOO_MANY);
            if place == Place::Chat {
                self.chat.answered(false);
            }
            return Vec::new();
        };
        let (at, me, params) = (self.now(), Arc::clone(&self.me), call.params);
        self.take_frame(super::calls::frame::request(at, me, tag, method, &params));
        vec![Effect::Send { tag, method, params }]
    }

    fn on_not_sent(&mut self, tag: u64) -> Vec<Effect> {
        let Some((method, place)) = self.calls.end(tag) else { return Vec::new() };
        match place {
            Place::Quiet => {}
            Place::Runner => self.on_ran(tag, Err(super::calls::not_connected())),
            Place::Chat => self.on_error(method, place, &super::calls::not_connected()),
            _ => self.say(ToastVariant::Error, "That was not sent: the hub can't be reached now"),
        }
        Vec::new()
    }

    fn on_replay(&mut self, view: ReplayView) -> Vec<Effect> {
        let before = match &self.mode {
            Mode::Replay(Some(before)) => Some(Arc::clone(&before.frames)),
            _ => None,
        };
        let same = before.as_ref().is_some_and(|before| Arc::ptr_eq(before, &view.frames));
        if before.is_none()
            && let Some(note) = &view.note
        {
            self.say(ToastVariant::Warning, note.clone());
        }
        if !same {
            self.masks.follow(&view.state);
            let masked = |(place, frame): &(u64, Frame)| (*place, self.masks.frame(frame.clone()));
            let frames: Vec<(u64, Frame)> = view.frames.iter().map(masked).collect();
            self.frames.show(&frames);
            // Whose desk it is calls first; who comes to it later is told apart.
            let is_ours = |row: &&crate::inspect::Row| row.role == Some(Role::Toolbar) && row.dir == Dir::In;
            if &*self.me == NOBODY
                && let Some(row) = self.frames.iter().find(is_ours)
            {
                self.me = Arc::clone(&row.peer);
            }
            self.follow_frames();
        }
        let stage = self.desk.stage();
        self.desk = view.state.clone();
        self.mode = Mode::Replay(Some(Box::new(view)));
        self.after_desk_changed(stage);
        Vec::new()
    }

    /// Takes in what lies where on the screen since it was drawn.
    pub fn drawn(&mut self, zones: &Zones) {
        self.read = zones.read();
    }

    /// Whether an action can be done now: the footer shows only those, and other keys say why not.
    pub fn is_enabled(&self, action: Action) -> bool {
        act::is_enabled(self, action)
    }
}
