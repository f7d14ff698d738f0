//! The parameters of a method as a form, and the form as parameters.

use ratatui::layout::Rect;
use serde_json::{Map, Number, Value, json};

use super::super::Outcome;
use super::sample::sample;
use crate::contract::Contract;
use crate::contract::spec::{Kind, Method, Param};
use crate::desk::DeskState;
use crate::inspect::copy::params;
use crate::inspect::{Doc, Row, Word};
use crate::toolbar::app::App;
use crate::toolbar::inspector::{Reading, draw_text};
use crate::toolbar::runs::Run;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::text::{fit, width, wrap};
use crate::wire;

/// The longest JSON text of a parameter, in characters.
const MAX_JSON: usize = 8_192;
/// How wide the form is at most, in columns.
const WIDEST: u16 = 100;
/// The rows for what is known of the field that is typed into.
const ABOUT_ROWS: u16 = 2;
/// The most rows of what a method does.
const MOST_SUMMARY: usize = 8;
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

/// What a value stands for at this desk, where that is known.
fn meaning(param: &str, value: &str, desk: &DeskState) -> Option<String> {
    let session = desk.session.as_ref()?;
    match param {
        "dispositionCodeId" => {
            let classes = session.campaigns.iter().flat_map(|campaign| &campaign.dispositions);
            let mut codes = classes.flat_map(|class| &class.codes);
            codes.find(|code| code.id.to_string() == value).map(|code| code.name.clone())
        }
        "campaignId" => {
            let campaign = session.campaigns.iter().find(|one| one.about.campaign_id.to_string() == value);
            campaign.map(|campaign| campaign.about.campaign_name.clone())
        }
        _ => None,
    }
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

    /// The parameters as they are filled in, and what is wrong with the fields that can't be read.
    fn given(&self) -> (Map<String, Value>, Vec<(usize, &'static str)>) {
        let (mut given, mut wrong) = (Map::new(), Vec::new());
        for (at, param) in (1..).zip(&self.method.params) {
            match value(param, self.form.field(at).value()) {
                Ok(Some(value)) => drop(given.insert(param.name.clone(), value)),
                Ok(None) => {}
                Err(why) => wrong.push((at, why)),
            }
        }
        (given, wrong)
    }

    /// The call, if each field can be read. What is required and left out is sent so: the answer says
    /// what an integration would be told.
    pub fn submit(&mut self) -> Outcome {
        self.form.forgive();
        let (params, wrong) = self.given();
        // The first of them is gone to.
        for (at, why) in wrong.iter().rev() {
            self.form.blame(*at, *why);
        }
        let typed: Vec<String> =
            (0..self.form.len()).map(|at| self.form.field(at).value().to_owned()).collect();
        let role = self.roles.get(self.form.field(ROLE).chosen()).copied();
        match role.filter(|_| wrong.is_empty()) {
            Some(role) => Outcome::Run(Box::new(Run {
                role,
                method: self.method,
                params: Value::Object(params),
                typed,
            })),
            None => Outcome::Stay,
        }
    }

    /// The call as it would go out now, without what is not shown.
    fn call(&self) -> Value {
        let (mut params, _) = self.given();
        for secret in SECRETS {
            params.get_mut(secret).into_iter().for_each(|value| *value = Value::from("***"));
        }
        json!({"method": self.method.id, "params": params})
    }

    /// How many rows the form takes with all that belongs to it.
    pub(super) fn height(&self, width: u16) -> u16 {
        let inside = width.saturating_sub(4).min(WIDEST);
        let summary = u16::try_from(self.summary(inside, MOST_SUMMARY).len()).unwrap_or(2);
        summary + 1 + self.form.height(inside) + 1 + ABOUT_ROWS + 2
    }

    fn summary(&self, width: u16, rows: usize) -> Vec<String> {
        wrap(&self.method.summary, width, rows)
    }

    /// Draws it; what is known of the field that is typed into stands below the fields.
    pub(super) fn draw(&self, app: &App, has_keys: bool, canvas: &mut Canvas<'_>, area: Rect) {
        let inside = canvas.panel(area, &format!("Methods › {}", self.method.id), &[], has_keys);
        let (inside, _) = left(inside, WIDEST);
        // What the fields leave free it may have; two rows it has anyway.
        let others = 1 + self.form.height(inside.width) + 1 + ABOUT_ROWS;
        let free = usize::from(inside.height.saturating_sub(others)).clamp(2, MOST_SUMMARY);
        let summary = self.summary(inside.width, free);
        let rows = u16::try_from(summary.len()).unwrap_or(2);
        for (at, line) in (0u16..).zip(summary) {
            canvas.left(row(inside, at), &[piece(Role::Muted, line)]);
        }
        let (_, rest) = top(inside, rows + 1);
        let wanted = self.form.height(rest.width);
        let (fields, rest) = top(rest, wanted.min(rest.height.saturating_sub(ABOUT_ROWS + 1)));
        self.form.draw_as(canvas, fields, has_keys).in_line(canvas, fields);
        if fields.height == wanted {
            self.draw_meanings(&app.desk, canvas, fields);
        }
        let said = match self.form.wrong() {
            Some(error) => piece(Role::Error, format!("! {error}")),
            None => piece(Role::Muted, self.says(app)),
        };
        canvas.wrapped(top(rest, 1).1, &said);
    }

    /// Numbers and ids that the desk has a name for have it beside them.
    fn draw_meanings(&self, desk: &DeskState, canvas: &mut Canvas<'_>, fields: Rect) {
        for (at, param) in (1..).zip(&self.method.params) {
            let value = self.form.field(at).value();
            let Some(name) = meaning(&param.name, value, desk) else { continue };
            // Behind the value and the column where one types on.
            let (_, beside) = left(row(self.form.place(fields, at), 0), width(value) + 4);
            canvas.left(beside, &[piece(Role::Muted, fit(&name, beside.width.saturating_sub(1)))]);
        }
    }

    /// Draws the call that the form comes to.
    pub(super) fn draw_call(&self, note: String, canvas: &mut Canvas<'_>, area: Rect) {
        let inside = canvas.panel(area, "Will be sent", &[piece(Role::Muted, note)], false);
        draw_text(&Reading::of_text("call", &self.call().to_string()), false, canvas, inside);
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
