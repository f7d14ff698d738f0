//! Templates: the bodies of stubs, and what agents, bots and automations write. One language for all.

use minijinja::value::ValueKind;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, escape_formatter,
};

/// How many steps a template may take; one that takes more fails.
const FUEL: u64 = 100_000;
/// How deep a template may nest its own calls.
const MAX_DEPTH: usize = 64;
/// What a template of a message sees: quick replies, approved messages, what macros, bots and automations
/// write.
pub const OF_MESSAGES: [&str; 4] = ["customer", "agent", "interaction", "args"];
/// The longest template of a message, in characters.
pub const MAX_MESSAGE_TEMPLATE: usize = 4_096;

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// The line of the body, from 1, where it is known.
    pub line: Option<usize>,
    /// What, for a person.
    pub message: String,
}

impl From<minijinja::Error> for TemplateProblem {
    fn from(error: minijinja::Error) -> TemplateProblem {
        let kind = error.kind();
        let message = error.detail().map_or_else(|| kind.to_string(), |detail| format!("{kind}: {detail}"));
        TemplateProblem { line: error.line(), message }
    }
}

impl std::fmt::Display for TemplateProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// What templates are read and run with: nothing is loaded from elsewhere, what is not there is an error,
/// what is no text is printed as JSON, and a template takes so many steps and no more.
pub fn templates<'a>() -> Environment<'a> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    // Bodies are no HTML.
    templates.set_auto_escape_callback(|_| AutoEscape::None);
    templates.set_formatter(print);
    templates.set_fuel(Some(FUEL));
    templates.set_recursion_limit(MAX_DEPTH);
    templates
}

fn print(out: &mut Output, state: &mut State, value: &minijinja::Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::None | ValueKind::Bool | ValueKind::Seq | ValueKind::Map | ValueKind::Iterable => {
            let json = serde_json::to_string(value);
            let json = json.map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))?;
            out.write_str(&json).map_err(Error::from)
        }
        _ => escape_formatter(out, state, value),
    }
}

/// Whether a text is a template that can be run, as far as reading it tells; it sees `names` and no others.
pub fn check(text: &str, names: &[&str]) -> Result<(), TemplateProblem> {
    let templates = templates();
    let template = templates.template_from_str(text)?;
    let known: Vec<&str> = templates.globals().map(|(name, _)| name).collect();
    let mut strange: Vec<String> = template.undeclared_variables(false).into_iter().collect();
    strange.retain(|name| !names.contains(&name.as_str()) && !known.contains(&&**name));
    strange.sort();
    match strange.first() {
        None => Ok(()),
        Some(name) => {
            let (last, before) = names.split_last().expect("a template sees something");
            let list = if before.is_empty() {
                (*last).to_owned()
            } else {
                format!("{} and {last}", before.join(", "))
            };
            Err(TemplateProblem {
                line: None,
                message: format!("there is no {name:?}, a template has {list}"),
            })
        }
    }
}
