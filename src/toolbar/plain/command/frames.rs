//! What goes over the wire: frames, what integrations called, and any method run by hand.

use serde_json::{Map, Value};

use super::{Given, Spec, Todo, Where, quoted, row, split};
use crate::contract::positional;
use crate::contract::{Contract, nearest};
use crate::inspect::Filter;
use crate::inspect::copy::As;
use crate::toolbar::action::Action as A;
use crate::toolbar::inspector::TRACE;
use crate::toolbar::plain::tell;
use crate::toolbar::plain::words::sentence;
use crate::toolbar::runs::Run;
use crate::wire::Role;

/// How many are told where it is not said.
const FEW: usize = 10;

/// Its commands.
pub(super) static COMMANDS: &[Spec] = &[
    row("frames", "[COUNT] [FILTER]", "The newest frames that a filter wants, the last one last", &[A::Frames], |given| {
        frames(given, "")
    })
    .at(Where::Anywhere),
    row("frame", "NUMBER [as json, command or javascript]", "What is in a frame, or what runs it again", &[A::Frames], frame)
        .at(Where::Anywhere),
    row("ladder", "[N] [of FRAME]", "Who said what to whom about an interaction; with a frame's number, about that frame's", &[A::Ladder], ladder)
        .at(Where::Anywhere),
    row("compare", "FRAME FRAME", "Where two frames differ, field by field", &[A::Mark, A::CompareMarked], compare)
        .at(Where::Anywhere),
    row("pin", "[FRAME]", "Keep a frame, also when it leaves memory, or let it go; alone it tells those that are kept", &[A::Pin], pin)
        .at(Where::Anywhere),
    row("trace", "[COUNT] [FILTER]", "What integrations called, and what came of it", &[A::Trace], |given| {
        frames(given, TRACE)
    })
    .at(Where::Anywhere),
    row(
        "call",
        "[as ROLE] METHOD [PARAMETERS]",
        "Run a method, as crm, app, control or toolbar; texts need no quotes, everything else is JSON; or one JSON object of all",
        &[A::Methods],
        call,
    )
    .completing(|_| Contract::get().methods().iter().map(|method| method.id.clone()).collect()),
];

/// A count, then a filter; `of` is wanted too.
fn frames(given: &Given<'_>, of: &str) -> Result<Todo, String> {
    let (first, rest) = split(given.text);
    let (count, filter) = match first.parse::<usize>() {
        Ok(count) => (count, rest),
        Err(_) => (FEW, given.text),
    };
    let filter =
        Filter::parse(format!("{of} {filter}").trim(), given.app.zone).map_err(|error| error.to_string())?;
    Ok(Todo::Say(tell::frames(given.app, &filter, count)))
}

fn frame(given: &Given<'_>) -> Result<Todo, String> {
    let (number, how) = split(given.needed("its number")?);
    let number = frame_number(number)?;
    let said = match how {
        "" => tell::frame(given.app, number),
        "as json" => tell::frame_as(given.app, number, As::Json),
        "as command" => tell::frame_as(given.app, number, As::Command),
        "as javascript" => tell::frame_as(given.app, number, As::JavaScript),
        other => return Err(format!("{other:?} is none of as json, as command, as javascript")),
    };
    said.map(Todo::Say)
}

fn frame_number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("{text:?} is no number: frames tells them"))
}

fn ladder(given: &Given<'_>) -> Result<Todo, String> {
    let id = match split(given.text) {
        ("", _) => match given.current() {
            Ok(current) => current.id.as_str(),
            Err(why) => {
                return Err(format!("{why}: ladder of and a frame's number tells of one that is over"));
            }
        },
        ("of", "") => return Err("the number of a frame is missing: frames tells them".to_owned()),
        ("of", number) => tell::interaction_of(given.app, frame_number(number)?)?,
        (other, _) => {
            return Err(format!("{other:?} is neither an interaction's number nor of and a frame's"));
        }
    };
    Ok(Todo::Say(tell::ladder(given.app, id)))
}

fn compare(given: &Given<'_>) -> Result<Todo, String> {
    let (left, right) = split(given.needed("the number of a frame")?);
    if right.is_empty() {
        return Err(format!("the number of the frame that {left} is compared with is missing"));
    }
    tell::compared(given.app, frame_number(left)?, frame_number(right)?).map(Todo::Say)
}

fn pin(given: &Given<'_>) -> Result<Todo, String> {
    if given.text.is_empty() {
        return Ok(Todo::Say(tell::pins(given.app)));
    }
    let number = frame_number(given.text)?;
    let row = tell::row(given.app, number)?;
    let says = match given.app.kept.is_pinned(number) {
        true => format!("Frame {number} is not kept any more."),
        false => sentence(&format!("{} is kept", tell::named(row))),
    };
    Ok(Todo::Both(vec![Todo::Pin(Box::new(row.clone())), Todo::Say(vec![says])]))
}

const ROLES: [Role; 4] = [Role::Crm, Role::App, Role::Control, Role::Toolbar];

fn call(given: &Given<'_>) -> Result<Todo, String> {
    given.app.can(A::Methods)?;
    let (first, rest) = split(given.needed("a method")?);
    let (role, text) = match first {
        "as" => {
            let (role, text) = split(rest);
            let role = ROLES.into_iter().find(|one| one.as_str() == role);
            (role.ok_or("one calls as crm, app, control or toolbar")?, text)
        }
        _ => (Role::Control, given.text),
    };
    let (name, rest) = split(text);
    let contract = Contract::get();
    let method = contract.method(name).ok_or_else(|| {
        match nearest(name, contract.methods().iter().map(|method| method.id.as_str())) {
            Some(near) => format!("there is no method {name:?}: did you mean {near}?"),
            None => format!("there is no method {name:?}"),
        }
    })?;
    let params = match serde_json::from_str::<Value>(rest) {
        Ok(Value::Object(all)) if rest.starts_with('{') => all,
        _ => {
            let values = positional(method, &words(rest))?;
            let named = method.params.iter().zip(values).map(|(param, value)| (param.name.clone(), value));
            named.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>()
        }
    };
    let typed = Vec::new();
    Ok(Todo::Run(Box::new(Run { role, method, params: Value::Object(params), typed })))
}

/// Words as a shell would give them: JSON with spaces in it stands in quotes or has none.
fn words(text: &str) -> Vec<String> {
    if text.contains(['{', '[']) {
        text.split_whitespace().map(str::to_owned).collect()
    } else {
        quoted(text)
    }
}
