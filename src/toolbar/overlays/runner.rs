//! The method runner: any method chosen from a list, its parameters in a form with values that make
//! sense, run as an integration, and what it answered.

mod params;
mod sample;

use ratatui::layout::Rect;

use self::params::ParamForm;
use super::Outcome;
use crate::contract::Contract;
use crate::contract::spec::Method;
use crate::desk::DeskState;
use crate::inspect::Row;
use crate::inspect::said::duration;
use crate::toolbar::action::{Action, Context};
use crate::toolbar::app::App;
use crate::toolbar::inspector::{Reading, draw_text};
use crate::toolbar::keymap::Key;
use crate::toolbar::runs::{Ran, Run, Runs};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::text::wrap;
use crate::toolbar::widgets::{list, span};
use crate::wire::Micros;

/// The rows that a page goes on in a list.
const PAGE: isize = 10;
/// The most rows of an error's message.
const MESSAGE_ROWS: usize = 6;
/// From this width on, what is known of a method stands beside the list.
const SIDE_BY_SIDE: u16 = 130;
/// From this width on, a form has what will be sent and the answer beside it.
const ANSWER_BESIDE: u16 = 100;
/// What the form leaves to that of its half of the width, so that the id of an interaction is whole.
const FOR_IDS: u16 = 2;
/// What the SDK file answers by itself: it never comes to a hub.
const IN_THE_PAGE: [&str; 3] = ["initialize", "setBaseUrl", "getBaseUrl"];

/// Where the agent is: at the list, in a form, before an answer. Each lies over the one before.
#[derive(Debug)]
pub struct Runner {
    filter: Field,
    at: usize,
    /// Whether the list is that of what was run before.
    history: bool,
    form: Option<ParamForm>,
    /// The run's number, and its answer as it is read.
    answer: Option<(u64, Option<Reading>)>,
    /// Whether it is for one call only, and closed when one goes back.
    passes: bool,
}

impl Runner {
    /// At the list of all methods.
    pub fn new() -> Runner {
        let filter = Field::text("Method", "").hinted("type to narrow: login, crm., toolbar. …");
        Runner { filter, at: 0, history: false, form: None, answer: None, passes: false }
    }

    /// In the form of a call that was made before; `None` where the frame is no call of the contract.
    pub fn with_call(row: &Row, desk: &DeskState) -> Option<Runner> {
        let form = ParamForm::of_call(row, desk)?;
        Some(Runner { form: Some(form), ..Runner::passing() })
    }

    /// For one call, and then back to where it was called from.
    pub fn passing() -> Runner {
        Runner { passes: true, ..Runner::new() }
    }

    /// The run that the form stands for; `None` where something in it can't be read.
    pub(in crate::toolbar) fn run(&mut self) -> Option<Run> {
        match self.form.as_mut()?.submit() {
            Outcome::Run(run) => Some(*run),
            _ => None,
        }
    }

    /// What keys mean in it.
    pub fn context(&self) -> Context {
        match (&self.answer, &self.form) {
            (Some(_), _) => Context::Answer,
            (None, Some(_)) => Context::Runner,
            (None, None) => Context::Methods,
        }
    }

    /// Shows what came of a run, or that it is under way.
    pub(in crate::toolbar) fn show(&mut self, number: u64) {
        self.answer = Some((number, None));
    }

    /// Gives a key to what is typed into.
    pub(in crate::toolbar) fn key(&mut self, key: Key) {
        match (&self.answer, &mut self.form) {
            (Some(_), _) => {}
            (None, Some(form)) => drop(form.form.key(key)),
            (None, None) => {
                if !self.history && self.filter.key(key) {
                    self.at = 0;
                }
            }
        }
    }

    /// Pastes into it.
    pub(in crate::toolbar) fn paste(&mut self, text: &str) {
        match (&self.answer, &mut self.form) {
            (Some(_), _) => {}
            (None, Some(form)) => form.paste(text),
            (None, None) => {
                if !self.history && self.filter.paste(text) {
                    self.at = 0;
                }
            }
        }
    }

    /// The methods that fit what is typed: each word is somewhere in the name.
    fn methods(&self) -> Vec<&'static Method> {
        let typed = self.filter.value().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let fits = |method: &&Method| {
            let id = method.id.to_lowercase();
            !IN_THE_PAGE.contains(&method.id.as_str()) && words.iter().all(|word| id.contains(word))
        };
        Contract::get().methods().iter().filter(fits).collect()
    }

    pub(in crate::toolbar) fn act(&mut self, action: Action, desk: &DeskState, runs: &Runs) -> Outcome {
        if let Some((number, reading)) = &mut self.answer {
            let ran = runs.get(*number);
            match (action, ran) {
                (Action::Run, Some(ran)) => return Outcome::Run(Box::new(ran.run.clone())),
                (Action::EditRun, Some(ran)) => {
                    self.form = Some(ParamForm::again(&ran.run, desk));
                    self.answer = None;
                }
                (Action::Cancel, _) if self.passes && self.form.is_none() => return Outcome::Close,
                (Action::Cancel, _) => self.answer = None,
                (action, Some(ran)) => {
                    if reading.is_none() {
                        *reading = read(ran);
                    }
                    if let Some(reading) = reading {
                        reading.act(action);
                    }
                }
                _ => {}
            }
            return Outcome::Stay;
        }
        if let Some(form) = &mut self.form {
            match action {
                Action::Cancel if self.passes => return Outcome::Close,
                Action::Cancel => self.form = None,
                Action::Confirm if !form.is_last() => form.form.run(Action::NextField),
                Action::Confirm | Action::Run => return form.submit(),
                other => form.form.run(other),
            }
            return Outcome::Stay;
        }
        self.act_on_list(action, desk, runs)
    }

    fn act_on_list(&mut self, action: Action, desk: &DeskState, runs: &Runs) -> Outcome {
        let methods = self.methods();
        let len = if self.history { runs.len() } else { methods.len() };
        self.at = self.at.min(len.saturating_sub(1));
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Previous => self.at = list::moved(self.at, len, -1),
            Action::Next => self.at = list::moved(self.at, len, 1),
            Action::PageUp => self.at = list::moved(self.at, len, -PAGE),
            Action::PageDown => self.at = list::moved(self.at, len, PAGE),
            Action::History => {
                self.history = !self.history;
                self.at = 0;
            }
            Action::Confirm if self.history => {
                let ran = runs.newest_first().nth(self.at);
                self.form = ran.map(|ran| ParamForm::again(&ran.run, desk));
            }
            Action::Run if self.history => {
                if let Some(ran) = runs.newest_first().nth(self.at) {
                    return Outcome::Run(Box::new(ran.run.clone()));
                }
            }
            Action::Confirm => self.form = methods.get(self.at).map(|method| ParamForm::new(method, desk)),
            _ => {}
        }
        Outcome::Stay
    }

    /// What Enter and the other keys do here and now, for the footer; empty: nothing.
    pub(in crate::toolbar) fn label(&self, action: Action, label: &'static str) -> &'static str {
        match (action, &self.form, self.history) {
            (Action::Confirm, Some(form), _) if form.is_last() => "Run",
            (Action::Confirm, Some(_), _) => "Next",
            (Action::Run, None, false) if self.answer.is_none() => "",
            (Action::History, None, true) => "All methods",
            _ => label,
        }
    }

    /// The parameters, while they are typed.
    pub(super) fn form(&self) -> Option<&Form> {
        self.form.as_ref().filter(|_| self.answer.is_none()).map(|params| &params.form)
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        canvas.cover(area, Role::Surface);
        match (&self.form, &self.answer) {
            (Some(form), _) if area.width >= ANSWER_BESIDE => {
                let (request, rest) = left(area, area.width / 2 - FOR_IDS);
                form.draw(app, self.answer.is_none(), canvas, request);
                let (call, answer) = top(rest, rest.height / 2);
                form.draw_call(String::new(), canvas, call);
                self.draw_answer_beside(app, canvas, answer);
            }
            (_, Some((number, reading))) => draw_answer(app, *number, reading.as_ref(), canvas, area),
            (Some(form), None) => {
                let (request, call) = top(area, form.height(area.width));
                // Without room for a line of it the form has all.
                let (request, call) = if call.height > 4 { (request, call) } else { (area, Rect::ZERO) };
                form.draw(app, true, canvas, request);
                form.draw_call(app.worded("{runner.run} shows the answer"), canvas, call);
            }
            (None, None) if self.history => self.draw_history(app, canvas, area),
            (None, None) => self.draw_methods(canvas, area),
        }
    }

    /// The answer's place beside the form, whether there is one or not.
    fn draw_answer_beside(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        match &self.answer {
            Some((number, reading)) => draw_answer(app, *number, reading.as_ref(), canvas, area),
            None => {
                let inside = canvas.panel(area, "Answer", &[], false);
                let says = app.worded("{runner.run} runs it; the answer appears here");
                canvas.wrapped(inside, &piece(Role::Muted, says));
            }
        }
    }

    fn draw_methods(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let methods = self.methods();
        let at = self.at.min(methods.len().saturating_sub(1));
        let chosen = methods.get(at);
        let (names, about) = match area.width >= SIDE_BY_SIDE {
            true => left(area, 66),
            false => {
                let (about, names) = bottom(area, 5);
                (names, about)
            }
        };
        let count = match methods.len() {
            1 => "1 method".to_owned(),
            many => format!("{many} methods"),
        };
        let inside = canvas.panel(names, "Methods", &[piece(Role::Muted, count)], true);
        self.filter.draw(canvas, row(inside, 0), true);
        let (_, places) = top(inside, 2);
        if methods.is_empty() {
            canvas.left(row(places, 0), &[piece(Role::Muted, "No method has such a name.")]);
        }
        list::choices(canvas, places, methods.len(), at, |canvas, at, place| {
            let method = methods[at];
            let who = params::callers(method).join(" ");
            canvas.both(place, &[piece(Role::Text, method.id.as_str())], &[piece(Role::Muted, who)]);
        });
        let inside = canvas.panel(about, chosen.map_or("", |method| method.name.as_str()), &[], false);
        if let Some(method) = chosen {
            let lines = params::about(method, inside.width);
            for (at, (role, line)) in (0..inside.height).zip(lines) {
                canvas.left(row(inside, at), &[piece(role, line)]);
            }
        }
    }

    fn draw_history(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let inside = canvas.panel(area, "What was run before", &[piece(Role::Muted, "newest first")], true);
        let len = app.runs.len();
        if len == 0 {
            canvas.left(
                row(inside, 0),
                &[piece(Role::Muted, app.worded("Nothing yet; {methods.history} goes to the methods"))],
            );
            return;
        }
        let ran: Vec<&Ran> = app.runs.newest_first().collect();
        list::choices(canvas, inside, len, self.at.min(len - 1), |canvas, at, place| {
            let one = ran[at];
            let (role, outcome) = outcome(one);
            let name = [
                piece(Role::Muted, format!("{} ", span::time(one.at, app.zone))),
                piece(Role::Muted, format!("{:<8}", one.run.role.as_str())),
                piece(Role::Text, one.run.method.id.as_str()),
            ];
            canvas.both(place, &name, &[piece(role, outcome)]);
        });
    }
}

impl Default for Runner {
    fn default() -> Runner {
        Runner::new()
    }
}

/// What came of a run, in a few words.
fn outcome(ran: &Ran) -> (Role, String) {
    match &ran.answered {
        None => (Role::Accent, "Waiting for the answer …".to_owned()),
        Some(answered) => {
            let took = Some(answered.took).filter(|took| *took > Micros(0));
            let took = took.map(|took| format!("  {}", duration(took))).unwrap_or_default();
            match &answered.result {
                Ok(_) => (Role::FrameAnswer, format!("ok{took}")),
                Err(error) => (Role::FrameError, format!("error {}{took}", error.code)),
            }
        }
    }
}

fn draw_answer(app: &App, number: u64, reading: Option<&Reading>, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(ran) = app.runs.get(number) else {
        let inside = canvas.panel(area, "Answer", &[], true);
        canvas.left(row(inside, 0), &[piece(Role::Muted, "This run is forgotten by now.")]);
        return;
    };
    let note = format!("as {}  {}", ran.run.role, span::time(ran.at, app.zone));
    let inside =
        canvas.panel(area, &format!("Answer › {}", ran.run.method.id), &[piece(Role::Muted, note)], true);
    let (role, outcome) = outcome(ran);
    canvas.left(row(inside, 0), &[piece(role, outcome)]);
    let (_, mut rest) = top(inside, 1);
    if let Some(Err(error)) = ran.answered.as_ref().map(|answered| &answered.result) {
        let lines = wrap(&error.message, rest.width, MESSAGE_ROWS);
        for (at, line) in (0u16..).zip(&lines) {
            canvas.left(row(rest, at), &[piece(Role::Error, line.as_str())]);
        }
        rest = top(rest, u16::try_from(lines.len()).unwrap_or(1)).1;
    }
    let (_, rest) = top(rest, 1);
    let made;
    let reading = match reading {
        Some(reading) => Some(reading),
        None => {
            made = read(ran);
            made.as_ref()
        }
    };
    if let Some(reading) = reading {
        draw_text(reading, true, canvas, rest);
    }
}

/// What was answered, as it is read: of an error what it says for a program.
fn read(ran: &Ran) -> Option<Reading> {
    match &ran.answered.as_ref()?.result {
        Ok(answer) => Some(Reading::of_text("answer", answer.get())),
        Err(error) => error.data.as_ref().map(|data| Reading::of_text("error", &data.to_string())),
    }
}
