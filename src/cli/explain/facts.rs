//! What there is to say of a method, an event or an error, in the order in which one wants to know it.

use serde_json::Value;

use super::page::Page;
use crate::contract::spec::{ErrorSpec, Evidence, Kind, Method, Payload};
use crate::contract::{Contract, EventSpec, Param};
use crate::schema;

/// A method's page.
pub(super) fn method(page: &mut Page, method: &Method) {
    page.title(&method.id, "method");
    page.line(0, &method.summary);
    page.heading("How it is called");
    if !method.contexts.is_empty() || method.namespace == "sdk" {
        page.code(&in_javascript(method));
    }
    page.code(&in_a_shell(method));
    page.heading("Parameters");
    if method.params.is_empty() {
        page.line(2, "none");
    }
    method.params.iter().for_each(|one| param(page, "", one));
    page.heading("Answer");
    payload(page, &method.answer);
    page.heading("Errors");
    if method.errors.is_empty() {
        page.line(2, "none of its own");
    }
    for error in Contract::get().errors().iter().filter(|error| method.errors.contains(&error.code)) {
        page.item(&error.code.to_string(), &format!("{}: {}", error.kind, error.description));
    }
    let fires: Vec<&EventSpec> =
        Contract::get().events().iter().filter(|event| event.provoked_by.contains(&method.id)).collect();
    if !method.effects.is_empty() || !fires.is_empty() {
        page.heading("What it causes");
        method.effects.iter().for_each(|effect| page.line(2, effect));
        fires.iter().for_each(|event| page.item(&event.id, &event.summary));
    }
    said(page, &[&method.rules, &method.quirks]);
    page.heading("Who may call it");
    page.line(2, &callers(method));
    other_names(page, &method.aliases());
    sure(page, method.evidence.as_ref(), &method.answer);
}

/// An event's page.
pub(super) fn event(page: &mut Page, event: &EventSpec) {
    page.title(&event.id, "event");
    page.line(0, &event.summary);
    page.heading("How it is heard");
    page.code(&format!("sdk.{}.register(\"{}\", (payload) => {{ … }});", event.namespace, event.name));
    page.code(&format!("offhook tail event={}", event.id));
    page.heading("When it fires");
    page.line(2, "After these, where there is something to tell:");
    for id in &event.provoked_by {
        let about = Contract::get().method(id).map(|method| method.summary.as_str()).unwrap_or_default();
        page.item(id, about);
    }
    page.heading("Payload");
    payload(page, &event.payload);
    said(page, &[&event.quirks]);
    page.heading("Who gets it");
    page.line(2, &format!("{}; toolbars, observers and control too", contexts(&event.contexts)));
    other_names(page, &event.aliases());
    sure(page, event.evidence.as_ref(), &event.payload);
}

/// An error's page.
pub(super) fn error(page: &mut Page, error: &ErrorSpec) {
    page.title(&format!("{} {}", error.code, error.key), "error");
    page.line(0, &format!("{}: {}", error.kind, error.description));
    page.heading("What it carries");
    page.line(
        2,
        "A promise rejects with an Error that has code, type, message and data: {type, method, field?, \
         expected?, http?, hint?}. From a shell it is exit code 4.",
    );
    page.heading("Which methods answer with it");
    let answering = Contract::get().methods().iter().filter(|method| method.errors.contains(&error.code));
    page.line(2, &answering.map(|method| method.id.as_str()).collect::<Vec<_>>().join(", "));
    if let Some(evidence) = &error.evidence {
        page.heading("How sure we are");
        page.line(2, evidence);
        for (key, source) in sources_in(evidence) {
            page.item(key, &source);
        }
    }
}

fn in_javascript(method: &Method) -> String {
    let names: Vec<&str> = method.params.iter().map(|param| param.name.as_str()).collect();
    if method.namespace == "sdk" {
        return format!("sdk.NAMESPACE.{}({}, callback)", method.name, names.join(", "));
    }
    let path = if method.namespace.is_empty() { &method.name } else { &method.id };
    format!("await sdk.{path}({});", names.join(", "))
}

/// The command, with what is needed filled in.
pub(super) fn in_a_shell(method: &Method) -> String {
    let mut command = format!("offhook call {}", method.id);
    let needed = method.params.iter().rposition(|param| param.required).map_or(0, |last| last + 1);
    for param in &method.params[..needed] {
        let word = match schema::example(param) {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@+".contains(c);
        let word = if !word.is_empty() && word.chars().all(is_plain) {
            word
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        };
        command.push_str(&format!(" {word}"));
    }
    command
}

fn param(page: &mut Page, before: &str, param: &Param) {
    let name = match (before, param.name.as_str()) {
        (before, "") => before.to_owned(),
        ("", name) => name.to_owned(),
        (before, name) => format!("{before}.{name}"),
    };
    let mut parts = vec![kind(param)];
    if let Some(when) = &param.required_when {
        parts.push(format!("required where {} is {}", when.param, when.is));
    } else {
        parts.push(if param.required { "required" } else { "may be left out" }.to_owned());
    }
    if let Some(allowed) = &param.allowed {
        parts.push(format!("one of {}", allowed.join(", ")));
    }
    if !param.known.is_empty() {
        parts.push(format!("known values {}", param.known.join(", ")));
    }
    if let Some(default) = &param.default {
        parts.push(format!("default {default}"));
    }
    if let Some(example) = &param.example {
        parts.push(format!("for example {example}"));
    }
    if let Some(format) = &param.format {
        parts.push(format!("format {format}"));
    }
    if param.form_data {
        parts.push("FormData is taken too".to_owned());
    }
    parts.extend(param.description.iter().chain(&param.note).cloned());
    page.item(&name, &parts.join("; "));
    param.fields.iter().for_each(|field| self::param(page, &name, field));
    if let Some(items) = &param.items {
        let place = if param.kind == Kind::Array { format!("{name}[]") } else { format!("{name}.*") };
        items.fields.iter().for_each(|field| self::param(page, &place, field));
    }
}

fn kind(param: &Param) -> String {
    match (&param.items, param.kind) {
        (Some(items), Kind::Array) => format!("array of {}", items.kind.name()),
        (Some(items), Kind::Map) => format!("object with {} values", items.kind.name()),
        _ => param.kind.name().to_owned(),
    }
}

fn payload(page: &mut Page, payload: &Payload) {
    match payload.kind.as_str() {
        "ui-effect" => page.line(2, "null: it only does something on the screen"),
        "instance" => page.line(2, "the SDK itself"),
        "any" => page.line(2, "whatever the sender gave"),
        _ if payload.sample.is_null() && payload.type_name != "null" => page.line(2, &payload.type_name),
        _ => page.json(&payload.sample),
    }
    if !payload.known_values.is_empty() {
        page.item("Values that the vendor shows:", &payload.known_values.join(", "));
    }
    if !payload.suggested_values.is_empty() {
        page.item("Values that are likely:", &payload.suggested_values.join(", "));
    }
    if let Some(note) = &payload.note {
        page.line(2, note);
    }
}

fn said(page: &mut Page, lists: &[&Vec<String>]) {
    if lists.iter().any(|list| !list.is_empty()) {
        page.heading("Good to know");
        lists.iter().flat_map(|list| list.iter()).for_each(|text| page.item(text, ""));
    }
}

fn contexts(contexts: &[String]) -> String {
    let named = |context: &String| match context.as_str() {
        "crm" => "CRM pages (crm)".to_owned(),
        "app" => "custom apps (app)".to_owned(),
        other => other.to_owned(),
    };
    contexts.iter().map(named).collect::<Vec<_>>().join(", ")
}

fn callers(method: &Method) -> String {
    if method.contexts.is_empty() {
        return format!("peers of role {}", method.roles.join(", "));
    }
    format!("{}; toolbars and control too", contexts(&method.contexts))
}

fn other_names(page: &mut Page, aliases: &[String]) {
    if !aliases.is_empty() {
        page.heading("Other spellings that are taken for it");
        aliases.iter().for_each(|alias| page.item(alias, ""));
    }
}

fn sure(page: &mut Page, evidence: Option<&Evidence>, payload: &Payload) {
    page.heading("How sure we are");
    let mut levels: Vec<&str> = Vec::new();
    let mut keys: Vec<&String> = Vec::new();
    match evidence {
        Some(Evidence { name, namespace }) => {
            for (what, level) in [("Name:", name), ("Namespace:", namespace)] {
                let note = level.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
                page.item(what, &format!("{}{note}", level.level));
                levels.push(&level.level);
                keys.extend(&level.sources);
            }
        }
        None => page.line(2, "It is offhook's own, and its name is what this program says."),
    }
    page.item("What it carries:", &payload.evidence);
    levels.push(&payload.evidence);
    for (path, doubt) in &payload.uncertain {
        page.item(&format!("Not sure of {path}:"), doubt);
    }
    for level in distinct(levels) {
        page.item(&format!("\"{level}\" means:"), meaning(level));
    }
    for key in distinct(keys) {
        page.item(&format!("{key} is"), &source(key));
    }
}

fn distinct<T: PartialEq>(list: Vec<T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::with_capacity(list.len());
    for one in list {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

/// What a judgement means.
pub(super) fn meaning(level: &str) -> &str {
    match Contract::get().evidence_level(level) {
        Some(meaning) => meaning,
        None if level == "ours" => "offhook has decided it; the vendor has no such thing.",
        None => "it is not said.",
    }
}

fn source(key: &str) -> String {
    match Contract::get().source(key) {
        Some(source) => match &source.address {
            Some(address) => format!("{}, {address}", source.what),
            None => source.what.clone(),
        },
        None => String::new(),
    }
}

/// The sources that a sentence names by their keys.
fn sources_in(text: &str) -> Vec<(&str, String)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| Contract::get().source(word).is_some())
        .map(|word| (word, source(word)))
        .collect()
}
