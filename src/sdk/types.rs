//! The SDK's types for TypeScript: parameters, answers and payloads as the contract has them.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::is_vendors;
use super::shape::{Shape, key};
use crate::contract::Contract;
use crate::contract::spec::{EventSpec, Kind, Method, Param, Payload};

const HEAD: &str = r#"// The types of the Omni SDK, made by offhook from its contract. Answers and payloads are typed after the
// vendor's samples: what no sample shows may still come.

/** A form that is sent as multipart, as browsers and Node have it. */
export interface FormLike {
  append(name: string, value: any, fileName?: string): void;
  getAll(name: string): any[];
}

/** What the SDK's promises reject with. */
export interface SdkError extends Error {
"#;

const ERROR_DATA: &str = r#"  /** The vendor's name of the code. */
  type: string;
  data: {
    type: string;
    method?: string;
    /** The parameter's path: `channelDetails.phone`. */
    field?: string;
    /** What it should have been. */
    expected?: string;
    /** The HTTP status that this would be. */
    http?: number;
    /** What to do next. */
    hint?: string;
  };
}

"#;

const TAIL: &str = r#"export declare const sdk: SdkInstance;
export declare const initialize: SdkInstance["initialize"];
export default sdk;
"#;

/// The text of `ameyo.sdk.d.ts`.
pub fn types() -> String {
    let contract = Contract::get();
    let methods: Vec<&Method> = contract.methods().iter().filter(is_vendors).collect();
    let mut out = HEAD.to_owned();
    let codes: Vec<String> = contract.errors().iter().map(|error| error.code.to_string()).collect();
    for error in contract.errors() {
        let _ = writeln!(out, "  // {}: {}. {}", error.code, error.kind, error.description);
    }
    let _ = writeln!(out, "  code: {};", codes.join(" | "));
    out.push_str(ERROR_DATA);
    for method in &methods {
        payload(&mut out, &method.answer, &answer_name(method), &format!("What {} answers.", method.id));
    }
    for event in contract.events() {
        payload(&mut out, &event.payload, &event_name(event), &format!("What {} carries.", event.id));
    }
    let spaces = Spaces::of(&methods, contract.events());
    for (namespace, events) in &spaces.events {
        let lines = events.iter().map(|(name, text)| format!("{text}  {}: ", key(name)));
        let _ = writeln!(out, "/** What can be registered for on `sdk.{namespace}`. */");
        let _ = writeln!(out, "export interface {} {{", events_name(namespace));
        for (line, (name, _)) in lines.zip(events) {
            let _ = writeln!(out, "{line}{};", spaces.carries[&(namespace.clone(), name.clone())]);
        }
        out.push_str("}\n\n");
    }
    for (namespace, methods) in spaces.methods.iter().filter(|(namespace, _)| !namespace.is_empty()) {
        let _ = writeln!(out, "export interface {} {{", api_name(namespace));
        methods.iter().for_each(|(_, text)| out.push_str(text));
        if spaces.events.contains_key(namespace) {
            out.push_str(&registering(namespace));
        }
        out.push_str("}\n\n");
    }
    out.push_str("/** The SDK: before `initialize` every call rejects with 2001. */\n");
    out.push_str("export interface SdkInstance {\n");
    spaces.methods.get("").into_iter().flatten().for_each(|(_, text)| out.push_str(text));
    for namespace in spaces.methods.keys().filter(|namespace| !namespace.is_empty()) {
        let _ = writeln!(out, "  {namespace}: {};", api_name(namespace));
    }
    out.push_str("}\n\n");
    out.push_str(TAIL);
    out
}

/// A namespace's members: name and text, in the contract's order, documented names first.
type Members = Vec<(String, String)>;

#[derive(Default)]
struct Spaces {
    methods: BTreeMap<String, Members>,
    events: BTreeMap<String, Members>,
    /// What an event of a namespace carries.
    carries: BTreeMap<(String, String), String>,
}

impl Spaces {
    fn of(methods: &[&Method], events: &[EventSpec]) -> Spaces {
        let mut spaces = Spaces::default();
        for method in methods {
            spaces.add_method(method, &method.id);
        }
        for event in events {
            spaces.add_event(event, &event.id);
        }
        for method in methods {
            method.aliases().iter().for_each(|alias| spaces.add_method(method, alias));
        }
        for event in events {
            event.aliases().iter().for_each(|alias| spaces.add_event(event, alias));
        }
        spaces
    }

    fn add_method(&mut self, method: &Method, id: &str) {
        let (namespace, name) = id.rsplit_once('.').unwrap_or(("", id));
        let members = self.methods.entry(namespace.to_owned()).or_default();
        if members.iter().all(|(known, _)| known != name) {
            let codes: Vec<String> = method.errors.iter().map(i64::to_string).collect();
            let rejects = match codes.as_slice() {
                [] => String::new(),
                codes => format!(" Rejects with {}.", codes.join(", ")),
            };
            let about = format!("{}{rejects}", said(&method.summary, &method.contexts));
            let text = format!("{}  {}\n", comment(&about, &method.id, id), signature(method, name));
            members.push((name.to_owned(), text));
        }
    }

    fn add_event(&mut self, event: &EventSpec, id: &str) {
        let Some((namespace, name)) = id.rsplit_once('.') else { return };
        self.methods.entry(namespace.to_owned()).or_default();
        let members = self.events.entry(namespace.to_owned()).or_default();
        if members.iter().all(|(known, _)| known != name) {
            let about = said(&event.summary, &event.contexts);
            members.push((name.to_owned(), comment(&about, &event.id, id)));
            let carries = carried(&event.payload, &event_name(event));
            self.carries.insert((namespace.to_owned(), name.to_owned()), carries);
        }
    }
}

fn said(summary: &str, contexts: &[String]) -> String {
    match contexts {
        [one] => format!("{summary} For context {one} only."),
        _ => summary.to_owned(),
    }
}

/// A doc comment; one of another spelling sends the reader to the documented one.
fn comment(about: &str, documented: &str, id: &str) -> String {
    let about = about.replace("*/", "* /");
    if documented == id {
        return format!("  /** {about} */\n");
    }
    format!("  /**\n   * {about}\n   * @deprecated The documented name is `{documented}`.\n   */\n")
}

fn signature(method: &Method, name: &str) -> String {
    let params: Vec<String> = method
        .params
        .iter()
        .enumerate()
        .map(|(at, param)| {
            // An optional one before one that must be given can't be left out, but be null.
            let is_last = method.params[at..].iter().all(|later| !later.required);
            match (param.required, is_last) {
                (true, _) => format!("{}: {}", param.name, param_type(param)),
                (false, true) => format!("{}?: {} | null", param.name, param_type(param)),
                (false, false) => format!("{}: {} | null | undefined", param.name, param_type(param)),
            }
        })
        .collect();
    let params = params.join(", ");
    if method.id == "initialize" {
        // Our two fields: which app it is, and which desk it sits at.
        let params = params.replace(" }", "; appId?: string; desk?: string }");
        return format!("{name}({params}): Promise<SdkInstance> & SdkInstance;");
    }
    format!("{name}({params}): Promise<{}>;", carried(&method.answer, &answer_name(method)))
}

fn param_type(param: &Param) -> String {
    if let Some(allowed) = &param.allowed {
        let allowed: Vec<String> = allowed.iter().map(|one| format!("{one:?}")).collect();
        return allowed.join(" | ");
    }
    match param.kind {
        Kind::String => "string".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Any => "any".to_owned(),
        Kind::Array => match &param.items {
            Some(items) => format!("Array<{}>", param_type(items)),
            None => "any[]".to_owned(),
        },
        Kind::Map => {
            let items = param.items.as_ref().map_or("any".to_owned(), |items| param_type(items));
            let form = if param.items.is_none() { " | FormLike" } else { "" };
            format!("{{ [name: string]: {items} }}{form}")
        }
        Kind::Object => {
            let field = |field: &Param| {
                let mark = if field.required { "" } else { "?" };
                format!("{}{mark}: {}", key(&field.name), param_type(field))
            };
            let mut fields: Vec<String> = param.fields.iter().map(field).collect();
            if param.open || fields.is_empty() {
                fields.push("[other: string]: any".to_owned());
            }
            format!("{{ {} }}", fields.join("; "))
        }
    }
}

/// The two ways to listen to a namespace's events.
fn registering(namespace: &str) -> String {
    let events = events_name(namespace);
    format!(
        "  /** Calls `callback` with each such event. */\n  \
         register<E extends keyof {events}>(event: E, callback: (payload: {events}[E]) => unknown): Promise<string>;\n  \
         /** Stops that; without a callback, for all of them. */\n  \
         unRegister<E extends keyof {events}>(event: E, callback?: ((payload: {events}[E]) => unknown) | null): Promise<string>;\n"
    )
}

/// Declares what is worth a name of its own.
fn payload(out: &mut String, payload: &Payload, name: &str, about: &str) {
    let shape = Shape::of(&payload.sample);
    if shape.is_object() {
        let _ = writeln!(out, "/** {about} */\nexport interface {name} {}\n", shape.to_typescript(0));
    } else if payload.sample.is_array() {
        let _ = writeln!(out, "/** {about} */\nexport type {name} = {};\n", shape.to_typescript(0));
    }
}

/// The type of an answer or a payload, by its name where it has one.
fn carried(payload: &Payload, name: &str) -> String {
    match payload.kind.as_str() {
        "ui-effect" => "void".to_owned(),
        "any" => "any".to_owned(),
        "text" => "string".to_owned(),
        _ if payload.sample.is_object() || payload.sample.is_array() => name.to_owned(),
        _ if payload.sample.is_null() => "null".to_owned(),
        _ => Shape::of(&payload.sample).to_typescript(0),
    }
}

fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn answer_name(method: &Method) -> String {
    format!("{}{}Answer", capital(&method.namespace), capital(&method.name))
}

fn event_name(event: &EventSpec) -> String {
    format!("{}{}Event", capital(&event.namespace), capital(&event.name))
}

fn events_name(namespace: &str) -> String {
    format!("{}Events", capital(namespace))
}

fn api_name(namespace: &str) -> String {
    format!("{}Api", capital(namespace))
}
