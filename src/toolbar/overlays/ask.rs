//! A small form that makes one call: fields by the names of the method's parameters, and what is always
//! sent along.

use std::borrow::Cow;

use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use super::dial::FORM_WIDTH;
use super::{Outcome, telling};
use crate::contract::ids::InteractionId;
use crate::desk::{DeskState, Interaction, Phase};
use crate::toolbar::action::Action;
use crate::toolbar::calls::{Call, Place, blamed};
use crate::toolbar::placeholders;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::bottom;
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::text::wrap;
use crate::wire::RpcError;

/// The most rows of what is to be known about its fields.
const NOTE_ROWS: usize = 5;

/// The form, and the call that it makes.
#[derive(Debug, Clone)]
pub struct AskForm {
    title: Cow<'static, str>,
    /// What it does, for the footer.
    verb: &'static str,
    /// What is to be known about its fields.
    note: Cow<'static, str>,
    method: &'static str,
    fixed: Map<String, Value>,
    params: Vec<Param>,
    /// The parameter of which the fields are parts; they are parameters themselves where there is none.
    group: Option<&'static str>,
    /// The interaction that it is about.
    about: Option<InteractionId>,
    /// The fields.
    pub form: Form,
}

/// What a field is sent as.
#[derive(Debug, Clone)]
struct Param {
    name: Cow<'static, str>,
    /// What is said where nothing is typed; `None` where nothing need be.
    missing: Option<&'static str>,
    /// What a typed text is.
    typed: Typed,
    /// What the options of a choice stand for.
    values: Vec<Value>,
}

/// What a typed text is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// As it is.
    Text,
    /// A number; as it is where it is none, so that the hub says what is wrong with it.
    Number,
    /// A list of what stands between spaces, at least so many.
    Words(usize),
}

impl Typed {
    /// What a typed text lacks, if anything.
    fn lacks(self, text: &str) -> Option<String> {
        match self {
            Typed::Words(least) if text.split_whitespace().count() < least => {
                Some(format!("it takes {}", placeholders::counted(least)))
            }
            _ => None,
        }
    }

    fn value(self, text: &str) -> Value {
        match self {
            Typed::Text => Value::from(text),
            Typed::Number => {
                serde_json::from_str(text).ok().filter(Value::is_number).unwrap_or_else(|| text.into())
            }
            Typed::Words(_) => text.split_whitespace().collect(),
        }
    }
}

impl AskForm {
    /// A form without fields; `verb` is what it does, in a word or two.
    pub fn new(title: impl Into<Cow<'static, str>>, method: &'static str, verb: &'static str) -> AskForm {
        let form = Form::new(Vec::new());
        AskForm {
            title: title.into(),
            verb,
            note: Cow::Borrowed(""),
            method,
            fixed: Map::new(),
            params: Vec::new(),
            group: None,
            about: None,
            form,
        }
    }

    /// The same with a text below the fields about them.
    pub fn noted(self, note: impl Into<Cow<'static, str>>) -> AskForm {
        AskForm { note: note.into(), ..self }
    }

    /// The same with something that is always sent along.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> AskForm {
        self.fixed.insert(name.to_owned(), value.into());
        self
    }

    /// The same of which the fields are parts of one parameter.
    pub fn grouped(mut self, group: &'static str) -> AskForm {
        self.group = Some(group);
        self
    }

    /// The same with another kind of text in the field that was added last.
    pub fn typed(mut self, typed: Typed) -> AskForm {
        if let Some(param) = self.params.last_mut() {
            param.typed = typed;
        }
        self
    }

    /// About an interaction: it is named in the call, and the form closes when it is over.
    pub fn about(mut self, one: &Interaction) -> AskForm {
        self.fixed.insert("interactionId".to_owned(), json!(one.id));
        self.about = Some(one.id.clone());
        self
    }

    /// A text that may stay empty.
    pub fn optional(
        self,
        label: impl Into<Cow<'static, str>>,
        name: impl Into<Cow<'static, str>>,
        text: &str,
    ) -> AskForm {
        self.field(Field::text(label, text), name.into(), None, Vec::new())
    }

    fn field(
        mut self,
        field: Field,
        name: Cow<'static, str>,
        missing: Option<&'static str>,
        values: Vec<Value>,
    ) -> AskForm {
        self.form.add(field);
        self.params.push(Param { name, missing, typed: Typed::Text, values });
        self
    }

    /// A text that must be typed; `missing` is said where it is not.
    pub fn text(
        self,
        label: impl Into<Cow<'static, str>>,
        name: impl Into<Cow<'static, str>>,
        text: &str,
        missing: &'static str,
    ) -> AskForm {
        self.field(Field::text(label, text), name.into(), Some(missing), Vec::new())
    }

    /// A choice: words, and what each stands for.
    pub fn choice(
        self,
        label: impl Into<Cow<'static, str>>,
        name: impl Into<Cow<'static, str>>,
        options: Vec<(String, Value)>,
    ) -> AskForm {
        let (words, values) = options.into_iter().unzip();
        self.field(Field::choice(label, words, 0), name.into(), None, values)
    }

    /// The same with another option chosen in the field that was added last.
    pub fn chosen(mut self, at: usize) -> AskForm {
        if let Some(last) = self.form.len().checked_sub(1) {
            self.form.field_mut(last).choose(at);
        }
        self
    }

    /// The same with another bound for the field that was added last, in characters.
    pub fn at_most(mut self, characters: usize) -> AskForm {
        if let Some(last) = self.form.len().checked_sub(1) {
            let field = self.form.field(last).clone().at_most(characters);
            *self.form.field_mut(last) = field;
        }
        self
    }

    /// The method that it calls.
    #[cfg(test)]
    pub fn method(&self) -> &'static str {
        self.method
    }

    /// Whether what it is about is over.
    pub fn is_over(&self, desk: &DeskState) -> bool {
        self.about
            .as_ref()
            .is_some_and(|about| desk.interaction(about).is_none_or(|one| one.phase == Phase::Disposed))
    }

    /// What the key that confirms does now, for the footer.
    pub(super) fn verb(&self) -> &'static str {
        if self.form.at() + 1 < self.form.len() { "Next" } else { self.verb }
    }

    pub(super) fn act(&mut self, action: Action) -> Outcome {
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Confirm if self.form.at() + 1 < self.form.len() => self.form.run(Action::NextField),
            Action::Confirm | Action::Submit => return self.submit(),
            other => self.form.run(other),
        }
        Outcome::Stay
    }

    /// The parameters that are typed or chosen, by name.
    pub fn names(&self) -> Vec<&str> {
        self.params.iter().map(|param| &*param.name).collect()
    }

    /// Fills fields in, in order or by the parameter's name (`name=text`), and makes the call. The error says
    /// what is wrong with which.
    pub fn fill(mut self, texts: &[String]) -> Result<Call, String> {
        let mut place = 0;
        for text in texts {
            let named = text.split_once('=').and_then(|(name, text)| {
                let at = self.params.iter().position(|param| param.name.eq_ignore_ascii_case(name))?;
                Some((at, text))
            });
            let (at, text) = named.unwrap_or((place, text));
            if named.is_none() {
                place += 1;
            }
            let Some(param) = self.params.get(at) else {
                return Err(format!("{text:?} is too much: it takes {}", self.names().join(", ")));
            };
            let name = &param.name;
            let field = self.form.field_mut(at);
            let option =
                field.options().iter().position(|option| option.to_lowercase() == text.to_lowercase());
            match (param.values.is_empty(), option) {
                (false, Some(option)) => field.choose(option),
                (false, None) => {
                    let options = field.options().join(", ");
                    return Err(format!("{name} can be {options}, not {text:?}"));
                }
                (true, _) => field.set(text),
            }
            if param.values.is_empty() && field.value() != text {
                return Err(format!(
                    "{name} is too long: at most {} characters",
                    field.value().chars().count()
                ));
            }
        }
        match self.submit() {
            Outcome::Call(call) => Ok(call),
            _ => {
                let wrong = (0..self.params.len()).filter_map(|at| self.form.field(at).error.clone());
                Err(wrong.collect::<Vec<_>>().join("; "))
            }
        }
    }

    fn submit(&mut self) -> Outcome {
        self.form.forgive();
        let mut params = Map::new();
        for at in (0..self.params.len()).rev() {
            let (param, field) = (&self.params[at], self.form.field(at));
            let text = field.value().trim();
            if let Some(lacks) = param.typed.lacks(text).filter(|_| !text.is_empty()) {
                self.form.blame(at, lacks);
                continue;
            }
            let value = match param.values.is_empty() {
                true if text.is_empty() => None,
                true => Some(param.typed.value(text)),
                false => param.values.get(field.chosen()).cloned(),
            };
            match (value, param.missing) {
                (Some(value), _) => drop(params.insert(param.name.clone().into_owned(), value)),
                (None, Some(missing)) => self.form.blame(at, missing),
                (None, None) => {}
            }
        }
        if (0..self.params.len()).any(|at| self.form.field(at).error.is_some()) {
            return Outcome::Stay;
        }
        let mut all = self.fixed.clone();
        match self.group {
            Some(group) => drop(all.insert(group.to_owned(), Value::Object(params))),
            None => all.extend(params),
        }
        Outcome::Call(Call { method: self.method, params: Value::Object(all), place: Place::Ask })
    }

    /// At the field that the hub names; a thing that is unknown is what was typed last.
    pub(super) fn refused(&mut self, text: String, error: &RpcError) {
        let bare = |name: &str| match (self.group, name.split_once('.')) {
            (Some(group), Some((of, part))) if of == group => part.to_owned(),
            _ => name.to_owned(),
        };
        let named = blamed(error).map(bare);
        let named = named.and_then(|name| self.params.iter().position(|param| param.name == name));
        let typed = self.params.iter().rposition(|param| param.values.is_empty());
        let unknown = typed.filter(|_| error.code == 4000 && blamed(error).is_none());
        match named.or(unknown) {
            Some(at) => self.form.blame(at, text),
            None => self.form.error = Some(text),
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let height = self.form.calm_height();
        let note = match self.note.is_empty() {
            true => 0,
            false => u16::try_from(wrap(&self.note, FORM_WIDTH, NOTE_ROWS).len()).unwrap_or(1),
        };
        let said = if note > 0 { self.form.said(FORM_WIDTH) } else { self.form.said_last(FORM_WIDTH) };
        let gap = u16::from(note > 0);
        let inside = telling(canvas, area, FORM_WIDTH + 6, height + 3 + gap + note, said, &self.title);
        let (below, fields) = bottom(inside, note);
        self.form.draw(canvas, fields);
        canvas.wrapped(below, &piece(Role::Muted, self.note.as_ref()));
    }
}
