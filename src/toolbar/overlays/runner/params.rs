//! The parameters of a method as a form, and the form as parameters.

use ratatui::layout::Rect;
use serde_json::{Map, Number, Value};

use super::super::Outcome;
use super::sample::sample;
use crate::contract::Contract;
use crate::contract::spec::{Kind, Method, Param};
use crate::desk::DeskState;
use crate::inspect::copy::params;
use crate::inspect::{Doc, Row, Word};
use crate::toolbar::app::App;
use crate::toolbar::runs::Run;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::text::wrap;
use crate::wire;

/// The longest JSON text of a parameter, in characters.
const MAX_JSON: usize = 8_192;
/// How wide the form is at most, in columns.
const WIDEST: u16 = 100;
/// What an optional choice says that is not made.
const NOT_GIVEN: &str = "not given";
/// Parameters that are not shown.
const SECRETS: [&str; 2] = ["password", "token"];

/// The first field: as whom it is run. The parameters follow.
const ROLE: usize = 0;

/// A method's parameters being filled in.
#[derive(Debug)]
pub(super) struct ParamForm {
    method: &'static Method,
    roles: Vec<wire::Role>,
    pub form: Form,
}

/// Who calls a method, as the contract says.
pub(super) fn callers(method: &Method) -> Vec<&str> {
    let of = if method.contexts.is_empty() { &method.roles } else { &method.contexts };
    of.iter().map(String::as_str).collect()
}

/// As whom it can be run here: an integration may try what is not for it, and learns so.
fn roles(method: &Method) -> Vec<wire::Role> {
    use wire::Role::{App, Control, Crm, Toolbar};
    let named = |role: &wire::Role| callers(method).contains(&role.as_str());
    if method.contexts.is_empty() {
        return [Toolbar, Control, Crm, App].into_iter().filter(named).collect();
    }
    let mut both = vec![Crm, App];
    both.sort_by_key(|role| !named(role));
    both
}

/// What is known of a method, in lines.
pub(super) fn about(method: &Method, width: u16) -> Vec<(Role, String)> {
    let text = |role, text: &str| wrap(text, width, 8).into_iter().map(move |line| (role, line));
    let mut lines: Vec<(Role, String)> = text(Role::Text, &method.summary).collect();
    lines.push((Role::Muted, format!("for {}", callers(method).join(", "))));
    for param in &method.params {
        lines.push((Role::Text, String::new()));
        lines.extend(text(Role::Muted, &described(param)));
    }
    if !method.answer.sample.is_null() {
        lines.push((Role::Text, String::new()));
        lines.push((Role::Title, "Answer, for example".to_owned()));
        let sample = Doc::new(&method.answer.sample.to_string().into()).to_lines();
        lines.extend(sample.into_iter().map(|line| (Role::Text, line)));
    }
    lines
}

/// A parameter in words.
fn described(param: &Param) -> String {
    let needed = if param.required { "required" } else { "optional" };
    let mut says = format!("{}: {}, {needed}", param.name, param.kind.name());
    if let Some(default) = &param.default {
        says += &format!(", default {default}");
    }
    if let Some(about) = &param.description {
        says += &format!("; {about}");
    }
    if !param.known.is_empty() {
        says += &format!("; known: {}", param.known.join(", "));
    }
    says
}

/// The options of a parameter that has some.
fn options(param: &Param) -> Option<Vec<String>> {
    let mut options = match (&param.allowed, param.kind) {
        (Some(allowed), _) => allowed.clone(),
        (None, Kind::Boolean) => vec!["true".to_owned(), "false".to_owned()],
        (None, _) => return None,
    };
    if !param.required {
        options.insert(0, NOT_GIVEN.to_owned());
    }
    Some(options)
}

fn field(param: &'static Param, desk: &DeskState) -> Field {
    let sample = sample(param, desk).filter(|_| param.required);
    let text = match &sample {
        None => String::new(),
        Some(Value::String(text)) if param.kind != Kind::Any => text.clone(),
        Some(other) => other.to_string(),
    };
    let hint = match (&param.default, param.required) {
        (Some(Value::String(default)), _) => format!("default: {default}"),
        (Some(default), _) => format!("default: {default}"),
        (None, true) => param.kind.name().to_owned(),
        (None, false) => "optional".to_owned(),
    };
    if let Some(options) = options(param) {
        let mut field = Field::choice(&param.name, options, 0);
        field.set(&text);
        return field;
    }
    let field = match param.kind {
        _ if SECRETS.contains(&param.name.as_str()) => Field::masked(&param.name),
        Kind::String | Kind::Number => Field::text(&param.name, &text),
        Kind::Boolean | Kind::Object | Kind::Array | Kind::Map | Kind::Any => {
            Field::text(&param.name, &text).at_most(MAX_JSON)
        }
    };
    field.hinted(hint)
}

/// What a text stands for; `None` where nothing is given. An error says what was expected.
fn value(param: &Param, text: &str) -> Result<Option<Value>, &'static str> {
    let given = if param.kind == Kind::String { text } else { text.trim() };
    if given.is_empty() || (options(param).is_some() && given == NOT_GIVEN) {
        return Ok(None);
    }
    let json = serde_json::from_str::<Value>(given);
    let value = match (param.kind, json) {
        (Kind::String, _) => Value::from(given),
        (Kind::Number, _) => {
            Value::Number(serde_json::from_str::<Number>(given).map_err(|_| "this is no number")?)
        }
        (Kind::Any, json) => json.unwrap_or_else(|_| Value::from(given)),
        (Kind::Boolean, Ok(value @ Value::Bool(_))) => value,
        (Kind::Object | Kind::Map, Ok(value @ Value::Object(_))) => value,
        (Kind::Array, Ok(value @ Value::Array(_))) => value,
        (Kind::Boolean, _) => return Err("true or false is needed"),
        (Kind::Object | Kind::Map, _) => return Err("a JSON object is needed: {\"name\": \"value\"}"),
        (Kind::Array, _) => return Err("a JSON array is needed: [\"one\", \"two\"]"),
    };
    Ok(Some(value))
}

impl ParamForm {
    /// With values that make sense at this desk.
    pub fn new(method: &'static Method, desk: &DeskState) -> ParamForm {
        let roles = roles(method);
        let names = roles.iter().map(|role| role.as_str().to_owned()).collect();
        let mut fields = vec![Field::choice("Run as", names, 0)];
        fields.extend(method.params.iter().map(|param| field(param, desk)));
        let mut form = Form::new(fields).tight();
        form.go(usize::from(!method.params.is_empty()));
        ParamForm { method, roles, form }
    }

    /// As it was filled in before.
    pub fn again(run: &Run, desk: &DeskState) -> ParamForm {
        let mut form = ParamForm::new(run.method, desk);
        for (at, text) in run.typed.iter().enumerate().take(form.form.len()) {
            form.form.field_mut(at).set(text);
        }
        form
    }

    /// As a call was made that a frame shows; `None` where it is none of the contract.
    pub fn of_call(row: &Row, desk: &DeskState) -> Option<ParamForm> {
        let method = Contract::get().method(&row.name)?;
        let given = params(row).map(serde_json::from_str::<Value>);
        let given = match given {
            Some(Ok(given)) => given,
            Some(Err(_)) => return None,
            None if row.word == Word::Call => Value::Null,
            None => return None,
        };
        let mut form = ParamForm::new(method, desk);
        for (at, param) in method.params.iter().enumerate() {
            let text = match given.get(at).or_else(|| given.get(&param.name)) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) if param.kind != Kind::Any => text.clone(),
                Some(other) => other.to_string(),
            };
            // What was blanked is to be typed again.
            let is_secret = SECRETS.contains(&param.name.as_str());
            form.form.field_mut(at + 1).set(if is_secret { "" } else { &text });
        }
        if let Some(at) = form.roles.iter().position(|role| Some(*role) == row.role) {
            form.form.field_mut(ROLE).choose(at);
        }
        Some(form)
    }

    /// Whether the agent is on the last field.
    pub fn is_last(&self) -> bool {
        self.form.at() + 1 >= self.form.len()
    }

    /// Pastes into the field; JSON of several lines becomes one.
    pub fn paste(&mut self, text: &str) {
        let at = self.form.at();
        let param = at.checked_sub(1).and_then(|at| self.method.params.get(at));
        let json = param.is_some_and(|param| !matches!(param.kind, Kind::String | Kind::Number));
        match serde_json::from_str::<Value>(text) {
            Ok(value) if json => self.form.field_mut(at).paste(&value.to_string()),
            _ => self.form.paste(text),
        };
    }

    /// The call, if each field can be read. What is required and left out is sent so: the answer says
    /// what an integration would be told.
    pub fn submit(&mut self) -> Outcome {
        self.form.forgive();
        let mut params = Map::new();
        for (at, param) in self.method.params.iter().enumerate().rev() {
            match value(param, self.form.field(at + 1).value()) {
                Ok(Some(value)) => drop(params.insert(param.name.clone(), value)),
                Ok(None) => {}
                Err(why) => self.form.blame(at + 1, why),
            }
        }
        let typed: Vec<String> =
            (0..self.form.len()).map(|at| self.form.field(at).value().to_owned()).collect();
        let wrong = (0..self.form.len()).any(|at| self.form.field(at).error.is_some());
        let role = self.roles.get(self.form.field(ROLE).chosen()).copied();
        match role.filter(|_| !wrong) {
            Some(role) => Outcome::Run(Box::new(Run {
                role,
                method: self.method,
                params: Value::Object(params),
                typed,
            })),
            None => Outcome::Stay,
        }
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let inside = canvas.panel(area, &self.method.id, &[], true);
        let (inside, _) = left(inside, WIDEST);
        let summary = wrap(&self.method.summary, inside.width, 2);
        let rows = u16::try_from(summary.len()).unwrap_or(2);
        for (at, line) in (0u16..).zip(summary) {
            canvas.left(row(inside, at), &[piece(Role::Muted, line)]);
        }
        let (says, fields) = bottom(top(inside, rows + 1).1, 2);
        let height = self.form.height(fields.width).min(fields.height.saturating_sub(1));
        let (fields, _) = top(fields, height);
        self.form.draw(canvas, fields);
        canvas.wrapped(says, &piece(Role::Muted, self.says(app)));
    }

    /// What there is to know where the agent is.
    fn says(&self, app: &App) -> String {
        match self.form.at().checked_sub(1).and_then(|at| self.method.params.get(at)) {
            Some(param) => described(param),
            None => {
                let role = self.form.field(ROLE).value();
                let who = callers(self.method);
                match who.contains(&role) {
                    true if self.method.params.is_empty() => {
                        app.worded("It takes no parameters; {runner.confirm} runs it")
                    }
                    true => format!("On a connection of its own, as any {role} would make it."),
                    false => format!("The SDK offers it to {} only: it will be refused.", who.join(", ")),
                }
            }
        }
    }
}
