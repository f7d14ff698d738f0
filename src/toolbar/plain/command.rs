//! What can be typed: one table of commands, by subject. A line is read against it, completed from it, and the
//! help and the documentation are made of it.

mod calls;
mod chats;
mod customers;
mod frames;
mod people;
mod records;
mod replay;
mod session;
mod site;

use serde_json::value::RawValue;

use crate::contract::ids::{DeskId, InteractionId};
use crate::contract::nearest;
use crate::desk::{DeskState, Interaction};
use crate::inspect::Row;
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::Call;
use crate::toolbar::plain::words::the;
use crate::toolbar::replay::PlayerCommand;
use crate::toolbar::runs::Run;

/// Where a command means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// At a desk and in a recording.
    Anywhere,
    /// At a desk only.
    Desk,
    /// In a recording only.
    Recording,
}

/// A command.
pub struct Spec {
    /// Its word.
    pub name: &'static str,
    /// What it takes, as the help shows it. `[N]`, at its begin, is the number of an interaction.
    pub takes: &'static str,
    /// What it does, in a sentence without its stop.
    pub about: &'static str,
    /// The toolbar's actions that it stands for.
    pub does: &'static [Action],
    /// Where it means something.
    pub at: Where,
    /// What can stand behind it, for the completion.
    pub completes: fn(&DeskState) -> Vec<String>,
    /// What is to be done; the error says what is wrong, and what would be right.
    pub run: fn(&Given<'_>) -> Result<Todo, String>,
}

/// What a command is given.
pub struct Given<'a> {
    /// The toolbar.
    pub app: &'a App,
    /// What stands behind the command's word, as it was typed.
    pub text: &'a str,
    /// The interaction that it is for, where one was named; the agent looks at it already.
    pub on: Option<InteractionId>,
}

/// What is to be done.
#[derive(Debug)]
pub enum Todo {
    /// This is said.
    Say(Vec<String>),
    /// What the toolbar's key does.
    Act(Action),
    /// A call is made.
    Call(Call, Tell),
    /// A method is run as somebody.
    Run(Box<Run>),
    /// A frame is pinned, or let go.
    Pin(Box<Row>),
    /// A password is asked for, then the user signs in.
    SignIn {
        /// Who.
        user: String,
        /// Whether they are signed out elsewhere.
        force: bool,
    },
    /// One after the other.
    Both(Vec<Todo>),
    /// A question is asked; yes does it.
    Sure(String, Box<Todo>),
    /// Nothing is read until something was said that has this in it.
    Wait {
        /// What.
        text: String,
        /// For so long at most.
        seconds: u64,
    },
    /// The player is told.
    Player(PlayerCommand, u32),
    /// The recording is told from here to its end.
    Rest,
    /// It is over.
    Quit,
}

/// How the answer of a call is told.
#[derive(Debug, Clone)]
pub enum Tell {
    /// By what happens then.
    Nothing,
    /// By what happens then; where the user is signed in elsewhere, by what signs them in here.
    SignIn(String),
    /// In these words.
    Words(&'static str),
    /// In words made of it.
    Made(fn(&App, &RawValue) -> Vec<String>),
    /// It is a quick reply's text, which is then written in this chat.
    Write(InteractionId),
    /// The other desk is looked into.
    Listen(DeskId),
}

/// All commands by subject.
static TABLES: [&[Spec]; 9] = [
    session::COMMANDS,
    calls::COMMANDS,
    people::COMMANDS,
    chats::COMMANDS,
    customers::COMMANDS,
    records::COMMANDS,
    site::COMMANDS,
    frames::COMMANDS,
    replay::COMMANDS,
];

/// What the tables are about.
const SUBJECTS: [&str; 9] = [
    "Session",
    "Calls",
    "Others in a call",
    "Chats and conversations",
    "Customers",
    "Records",
    "The site",
    "The wire",
    "The recording",
];

/// All commands by subject.
pub fn all_subjects() -> impl Iterator<Item = (&'static str, &'static [Spec])> {
    SUBJECTS.into_iter().zip(TABLES)
}

/// The commands that mean something here, by subject.
pub fn subjects(is_recording: bool) -> Vec<(&'static str, Vec<&'static Spec>)> {
    let here = all_subjects().map(|(subject, table)| {
        (subject, table.iter().filter(|spec| spec.is_here(is_recording)).collect::<Vec<_>>())
    });
    here.filter(|(_, specs)| !specs.is_empty()).collect()
}

/// All commands.
pub fn table() -> impl Iterator<Item = &'static Spec> {
    TABLES.into_iter().flatten()
}

/// Those that mean something here.
pub fn here(is_recording: bool) -> impl Iterator<Item = &'static Spec> {
    table().filter(move |spec| spec.is_here(is_recording))
}

/// A line, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// The number of the interaction that it is for.
    pub on: Option<usize>,
    /// The command's word.
    pub name: &'static str,
    /// What stands behind it.
    pub text: &'a str,
}

/// Reads a line: `COMMAND …`, `N COMMAND …`, `COMMAND N`, or a number alone. `None` for an empty one.
pub fn parse(line: &str, is_recording: bool) -> Result<Option<Line<'_>>, String> {
    let line = line.trim();
    let (on, rest) = match split(line) {
        (first, rest) if first.parse::<usize>().is_ok() => (first.parse().ok(), rest),
        _ => (None, line),
    };
    let (word, text) = split(rest);
    if word.is_empty() {
        return Ok(on.map(|on| Line { on: Some(on), name: "look", text: "" }));
    }
    let spec = find(word, is_recording)?;
    let number = text.parse::<usize>().ok().filter(|_| spec.takes.starts_with("[N]") && on.is_none());
    let text = if number.is_some() { "" } else { text };
    Ok(Some(Line { on: on.or(number), name: spec.name, text }))
}

/// The command of a word: its name, or the begin of just one.
pub fn find(word: &str, is_recording: bool) -> Result<&'static Spec, String> {
    let lower = word.to_lowercase();
    if let Some(spec) = here(is_recording).find(|spec| spec.name == lower) {
        return Ok(spec);
    }
    let fits: Vec<&Spec> = here(is_recording).filter(|spec| spec.name.starts_with(&lower)).collect();
    match fits.as_slice() {
        [only] => Ok(only),
        [] => {
            let near = nearest(&lower, here(is_recording).map(|spec| spec.name));
            Err(match (near, table().any(|spec| spec.name == lower)) {
                (_, true) if is_recording => format!("{word} is for a desk, and this is a recording"),
                (_, true) => format!("{word} is for a recording, and this is a desk"),
                (Some(near), _) => format!("there is no command {word:?}: did you mean {near}?"),
                (None, _) => format!("there is no command {word:?}: help lists them"),
            })
        }
        many => {
            let names: Vec<&str> = many.iter().map(|spec| spec.name).collect();
            Err(format!("{word:?} can be {}", super::words::any(&names)))
        }
    }
}

/// The first word and the rest.
pub fn split(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    match text.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (text, ""),
    }
}

/// The rest of a text that begins with a name, in any case.
pub fn behind<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let end = match text.char_indices().nth(name.chars().count()) {
        Some((at, _)) => at,
        None => text.len(),
    };
    let (start, rest) = text.split_at(end);
    let whole = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (whole && !name.is_empty() && start.to_lowercase() == name.to_lowercase()).then(|| rest.trim())
}

/// The thing that a text means: by its whole name, else by the begin of just one, else by a part of just one.
/// Each has its names, the first of which is told.
pub fn choose<T>(what: &str, text: &str, all: Vec<(Vec<String>, T)>) -> Result<T, String> {
    let lower = text.trim().to_lowercase();
    let lowered: Vec<Vec<String>> =
        all.iter().map(|(names, _)| names.iter().map(|name| name.to_lowercase()).collect()).collect();
    let tests: [fn(&str, &str) -> bool; 3] =
        [|name, text| name == text, |name, text| name.starts_with(text), |name, text| name.contains(text)];
    for test in tests {
        let fits = |names: &Vec<String>| !lower.is_empty() && names.iter().any(|name| test(name, &lower));
        let places: Vec<usize> = (0..all.len()).filter(|at| fits(&lowered[*at])).collect();
        match places.as_slice() {
            [] => {}
            [only] => {
                let found = all.into_iter().nth(*only).map(|(_, found)| found);
                return found.ok_or_else(String::new);
            }
            many => {
                let names: Vec<&str> =
                    many.iter().filter_map(|at| all[*at].0.first()).map(String::as_str).collect();
                return Err(format!("{text:?} can be {}", super::words::any(&names)));
            }
        }
    }
    let names: Vec<&str> = all.iter().filter_map(|(names, _)| names.first()).map(String::as_str).collect();
    let near = nearest(&lower, names.iter().copied());
    Err(match (near, names.is_empty()) {
        (Some(near), _) => format!("there is no {what} {text:?}: did you mean {near}?"),
        (None, true) => format!("there is no {what}"),
        (None, false) => format!("there is no {what} {text:?}: there is {}", super::words::all(&names)),
    })
}

impl<'a> Given<'a> {
    /// The desk.
    pub fn desk(&self) -> &'a DeskState {
        &self.app.desk
    }

    /// What stands behind the command, word by word; what stands in quotes is one.
    pub fn words(&self) -> Vec<String> {
        quoted(self.text)
    }

    /// The interaction to which an action is done: the one that was named, else the one that is looked at, else
    /// the first to which it can be done.
    pub fn target(&self, action: Action) -> Result<&'a Interaction, String> {
        self.app.can(action)?;
        let found = self.app.target(action);
        match (&self.on, found) {
            (Some(on), found) if found.is_none_or(|found| &found.id != on) => {
                let named = self.desk().interaction(on);
                let about = named.map_or_else(|| "it".to_owned(), the);
                Err(format!("that can't be done with {about} now"))
            }
            (_, Some(found)) => Ok(found),
            (_, None) => Err("there is no interaction to do that with".to_owned()),
        }
    }

    /// The interaction that is looked at.
    pub fn current(&self) -> Result<&'a Interaction, String> {
        self.app.current().ok_or_else(|| "there is no interaction now".to_owned())
    }

    /// The action, where it can be done and is for no interaction.
    pub fn act_anywhere(&self, action: Action) -> Result<Todo, String> {
        self.app.can(action)?;
        Ok(Todo::Act(action))
    }

    /// The action, where it can be done.
    pub fn act(&self, action: Action) -> Result<Todo, String> {
        self.target(action).map(|_| Todo::Act(action))
    }

    /// What stands behind the command; the error says what is missing.
    pub fn needed(&self, what: &str) -> Result<&'a str, String> {
        if self.text.is_empty() { Err(format!("{what} is missing")) } else { Ok(self.text) }
    }
}

/// Words between spaces; what stands in double quotes is one.
pub fn quoted(text: &str) -> Vec<String> {
    let (mut words, mut word, mut inside, mut any) = (Vec::new(), String::new(), false, false);
    for c in text.chars() {
        match c {
            '"' => (inside, any) = (!inside, true),
            c if c.is_whitespace() && !inside => {
                if any {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => {
                word.push(c);
                any = true;
            }
        }
    }
    if any {
        words.push(word);
    }
    words
}

/// Nothing can be completed.
fn nothing(_: &DeskState) -> Vec<String> {
    Vec::new()
}

/// A row of the table.
const fn row(
    name: &'static str,
    takes: &'static str,
    about: &'static str,
    does: &'static [Action],
    run: fn(&Given<'_>) -> Result<Todo, String>,
) -> Spec {
    Spec { name, takes, about, does, at: Where::Desk, completes: nothing, run }
}

impl Spec {
    /// The same, in another place.
    const fn at(mut self, at: Where) -> Spec {
        self.at = at;
        self
    }

    /// The same, with what can be completed behind it.
    const fn completing(mut self, completes: fn(&DeskState) -> Vec<String>) -> Spec {
        self.completes = completes;
        self
    }

    fn is_here(&self, is_recording: bool) -> bool {
        match self.at {
            Where::Anywhere => true,
            Where::Desk => !is_recording,
            Where::Recording => is_recording,
        }
    }

    /// `dispose CODE [NOTES]`.
    pub fn usage(&self) -> String {
        if self.takes.is_empty() { self.name.to_owned() } else { format!("{} {}", self.name, self.takes) }
    }
}
