//! Every state of the toolbar that a user can meet, by name, with what leads there. What holds for every screen
//! is tested over this table: pictures, sizes, themes, texts from outside. An overlay, a screen or a list that
//! is added without a state of its own does not compile here, or fails.

mod calls;
mod conversations;
mod dialogs;
mod frames;
mod screens;

use std::collections::BTreeSet;
use std::rc::Rc;

pub use calls::busy;

use super::harness::Harness;
use super::memory::Memory;
use super::session::Script;
use super::words::Words;
use crate::desk::Stage;
use crate::desk::interaction::Cleared;
use crate::toolbar::action::Context;
use crate::toolbar::app::Mode;
use crate::toolbar::connection::Connection;
use crate::toolbar::overlays::palette::Kind;
use crate::toolbar::overlays::{Overlay, Question, Subject};
use crate::toolbar::replay::{Playback, PlayerCommand};
use crate::toolbar::theme::state;
use crate::toolbar::{App, Message, render};

/// A state.
pub struct State {
    /// What its pictures are called.
    pub name: &'static str,
    begin: Begin,
    go: Go,
}

/// How it begins.
#[derive(Clone, Copy)]
enum Begin {
    /// Before the hub has greeted.
    Waiting,
    /// At the login screen.
    Greeted,
    /// After all of this has happened at the desk.
    After(fn(&mut Script)),
    /// The same for somebody who begins.
    Newcomer(fn(&mut Script)),
    /// The same at another desk, which is only looked at.
    LookingOn(fn(&mut Script)),
    /// A recording, with commands to its player; none of it is there without any.
    Replay(&'static [PlayerCommand]),
}

/// What a person does then, and the hub.
#[derive(Clone, Copy)]
enum Go {
    Keys(&'static str),
    By(fn(&mut Harness)),
}

/// A state that keys lead to.
const fn keys(name: &'static str, write: fn(&mut Script), keys: &'static str) -> State {
    State { name, begin: Begin::After(write), go: Go::Keys(keys) }
}

/// A state in which something was said back.
const fn by(name: &'static str, write: fn(&mut Script), go: fn(&mut Harness)) -> State {
    State { name, begin: Begin::After(write), go: Go::By(go) }
}

const fn begun(name: &'static str, begin: Begin, keys: &'static str) -> State {
    State { name, begin, go: Go::Keys(keys) }
}

/// All of them.
pub fn all() -> impl Iterator<Item = State> {
    let tables =
        [screens::states(), calls::states(), conversations::states(), dialogs::states(), frames::states()];
    tables.into_iter().flatten()
}

impl State {
    /// A toolbar in it.
    pub fn at(&self) -> Harness {
        self.in_words(None)
    }

    /// The same where all texts from outside have another ending.
    pub fn in_words(&self, words: Option<&Rc<Words>>) -> Harness {
        const SIZE: (u16, u16) = (80, 24);
        let at = match self.begin {
            Begin::Newcomer(_) => Harness::waiting_newcomer(SIZE.0, SIZE.1),
            Begin::LookingOn(_) => Harness::waiting_onlooker(SIZE.0, SIZE.1),
            Begin::Replay(_) => Harness::replay(SIZE.0, SIZE.1),
            _ => Harness::new(SIZE.0, SIZE.1),
        };
        let mut at = at.with_words(words);
        match self.begin {
            Begin::Waiting | Begin::Replay([]) => {}
            Begin::Greeted => at = at.greeted(),
            Begin::After(write) | Begin::Newcomer(write) | Begin::LookingOn(write) => {
                let mut script = Script::new();
                write(&mut script);
                at = at.greeted();
                at.play(script);
            }
            Begin::Replay(commands) => {
                let recording = match words {
                    Some(words) => Memory::session().in_words(words),
                    None => Memory::session(),
                };
                let mut player = Playback::new(Box::new(recording)).unwrap();
                for command in commands {
                    player.command(*command).unwrap();
                }
                at.tell(Message::Replay(Box::new(player.view())));
            }
        }
        match self.go {
            Go::Keys(keys) => {
                at.keys(keys);
            }
            Go::By(go) => go(&mut at),
        }
        at
    }
}

/// The kinds of something, each with a name: a match that must be whole, and the list of all names.
macro_rules! kinds {
    ($name:ident, $all:ident: $of:ty { $( $pattern:pat => $word:literal, )* }) => {
        const $all: &[&str] = &[$( $word ),*];

        fn $name(of: &$of) -> &'static str {
            match of { $( $pattern => $word, )* }
        }
    };
}

kinds!(overlay, OVERLAYS: Overlay {
    Overlay::Question(Question::ForceLogin) => "question: sign in by force",
    Overlay::Question(Question::Quit) => "question: quit",
    Overlay::Question(Question::SignOut) => "question: sign out",
    Overlay::Help { .. } => "help",
    Overlay::Status(_) => "status",
    Overlay::Campaigns(_) => "other campaigns",
    Overlay::Extension(_) => "another extension",
    Overlay::Disposition(_) => "disposition",
    Overlay::Dial(_) => "dial",
    Overlay::Customer(_) => "a customer calls",
    Overlay::CustomerMenu(_) => "what a customer does",
    Overlay::Notifications(_) => "notifications",
    Overlay::Inspector(_) => "inspector",
    Overlay::Ask(_) => "form",
    Overlay::Target(_) => "to whom",
    Overlay::Keypad(_) => "keypad",
    Overlay::Members(_) => "members",
    Overlay::Callbacks(_) => "callbacks",
    Overlay::MoveCallback(_) => "a callback moved",
    Overlay::Records(_) => "records",
    Overlay::RecordMenu(_) => "record menu",
    Overlay::Runner(_) => "runner",
    Overlay::Pick(_) => "pick",
    Overlay::Find(_) => "find",
    Overlay::Card(_) => "card",
    Overlay::Waiting(_) => "waiting",
    Overlay::Desks(_) => "desks",
    Overlay::Themes(_) => "themes",
    Overlay::Figures => "figures",
    Overlay::Tour(_) => "tour",
    Overlay::Palette(_) => "palette",
});

kinds!(subject, SUBJECTS: Subject {
    Subject::Conversation(_) => "pick: conversation",
    Subject::Labels(_) => "pick: labels",
    Subject::Priority(_) => "pick: priority",
    Subject::Status(_) => "pick: status",
    Subject::Team(_) => "pick: team",
    Subject::Macros(_) => "pick: macros",
    Subject::Templates(_) => "pick: templates",
    Subject::Attributes(_) => "pick: attributes",
    Subject::Objects(_) => "pick: objects",
    Subject::Copy(_) => "pick: copy",
    Subject::Preferences => "pick: preferences",
    Subject::Colleagues => "pick: colleagues",
    Subject::StatusOf(_) => "pick: status of another",
    Subject::SignOut(_) => "pick: sign another out",
});

kinds!(found, FOUND: Kind {
    Kind::Action => "palette: an action",
    Kind::Place => "palette: a place",
    Kind::Interaction => "palette: an interaction",
    Kind::Customer => "palette: a customer",
    Kind::Setting => "palette: a setting",
});

kinds!(screen, SCREENS: (&Mode, Stage) {
    (Mode::Replay(None), _) => "a recording that is read",
    (Mode::Replay(Some(_)), _) => "a recording",
    (Mode::Live(Connection::Connecting), _) => "connecting",
    (Mode::Live(Connection::Refused { .. }), _) => "refused",
    (Mode::Live(Connection::Lost { .. }), _) => "connection lost",
    (Mode::Live(Connection::Up), Stage::SignedOut) => "login",
    (Mode::Live(Connection::Up), Stage::Campaigns) => "campaigns",
    (Mode::Live(Connection::Up), Stage::Extension) => "extension",
    (Mode::Live(Connection::Up), Stage::Working) => "workbench",
});

kinds!(cleared, CLEARED: Cleared {
    Cleared::Agent => "ended by the agent",
    Cleared::Customer => "ended by the customer",
    Cleared::Busy => "busy",
    Cleared::NoAnswer => "no answer",
    Cleared::Missed => "missed",
    Cleared::Rejected => "rejected",
    Cleared::TooLong => "too long",
    Cleared::WaitedTooLong => "waited too long",
    Cleared::SignedOut => "signed out",
    Cleared::Transferred => "transferred",
    Cleared::Resolved => "resolved",
    Cleared::Owner => "ended by the owner",
    Cleared::Left => "left to the others",
});

/// What a toolbar shows, by its kinds.
pub fn shown(app: &App) -> Vec<&'static str> {
    let mut shown = vec![screen(&(&app.mode, app.desk.stage()))];
    for over in &app.overlays {
        shown.push(overlay(over));
        match over {
            Overlay::Pick(pick) => shown.push(subject(pick.subject())),
            Overlay::Palette(palette) => {
                shown.extend(palette.found(app).iter().map(|(item, _)| found(&item.kind)))
            }
            _ => {}
        }
    }
    shown.extend(app.desk.past.iter().filter_map(|one| one.cleared.as_ref()).map(cleared));
    shown.push(app.context().name());
    shown
}

#[test]
fn every_screen_overlay_and_list_has_a_state() {
    let seen: BTreeSet<&str> = all().flat_map(|state| shown(&state.at().app)).collect();
    let contexts = Context::ALL.iter().map(|context| context.name());
    let lists = [OVERLAYS, SUBJECTS, FOUND, SCREENS, CLEARED].concat();
    let missing: Vec<&str> = lists.into_iter().chain(contexts).filter(|one| !seen.contains(one)).collect();
    assert!(missing.is_empty(), "no state shows {missing:?}");
}

#[test]
fn every_form_has_a_state() {
    let titles: BTreeSet<String> = all()
        .filter_map(|state| match state.at().app.overlays.last() {
            Some(Overlay::Ask(form)) => Some(form.method().to_owned()),
            _ => None,
        })
        .collect();
    let overlays = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/toolbar/overlays");
    let mut forms = 0;
    for file in
        std::fs::read_dir(overlays).unwrap().map(|entry| entry.unwrap().path()).filter(|at| at.is_file())
    {
        let text = std::fs::read_to_string(&file).unwrap();
        for made in text.split("AskForm::new(").skip(1) {
            let method =
                made.split('"').find(|word| word.starts_with("toolbar.") || word.starts_with("control."));
            let method = method.unwrap_or_else(|| panic!("{}: what does this form call?", file.display()));
            assert!(titles.contains(method), "no state shows the form of {method}");
            forms += 1;
        }
    }
    assert!(forms > 5, "{forms} forms were found");
}

#[test]
fn names_are_told_apart_and_fit_into_file_names() {
    let mut names = BTreeSet::new();
    for State { name, .. } in all() {
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{name}");
        assert!(names.insert(name), "{name} is there twice");
    }
}

/// Also by words, and not only by colour.
#[test]
fn every_state_of_agents_calls_and_connections_is_drawn_with_its_shape_and_word() {
    let screens: Vec<String> = all()
        .map(|state| {
            let screen = super::harness::text(&render(&state.at().app, 120, 40));
            // What moves is drawn in any of its turns.
            let still = [("◎", "◉"), ("◳", "◰"), ("◱", "◲")];
            still.iter().fold(screen.to_lowercase(), |screen, (turn, shape)| screen.replace(turn, shape))
        })
        .collect();
    for one in state::ALL {
        let word = match (one.of, one.word) {
            // The site has its own; what a toast says stands for its word.
            ("an agent", "away") => "lunch",
            ("a toast", _) => "",
            (_, word) => word,
        };
        let frame = if one.of == "a toast" { "│ " } else { "" };
        let ways = [one.shape, state::moving(one.shape, 2)].map(|shape| format!("{frame}{shape} {word}"));
        let drawn = screens.iter().any(|screen| ways.iter().any(|way| screen.contains(way)));
        assert!(drawn, "no state shows {one:?}");
    }
}
