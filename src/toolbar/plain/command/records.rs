//! The customer's record in the CRM.

use super::{Given, Spec, Tell, Todo, choose, quoted, row, split};
use crate::contract::nearest;
use crate::desk::{DeskState, Interaction};
use crate::toolbar::action::Action as A;
use crate::toolbar::calls::Place;
use crate::toolbar::overlays::record_form;
use crate::toolbar::overlays::records::{ask_shown, attach, create, open, typed, unattach};
use crate::toolbar::plain::tell;

/// Its command.
pub(super) static COMMANDS: &[Spec] = &[row(
    "record",
    "[attach N, attach shown, attach ID TYPE NAME, unattach, open [N], ask, create TYPE, new OBJECT FIELD=VALUE …]",
    "The records that are linked, offered and shown; link, unlink, open or make one in the CRM",
    &[A::Record, A::OpenRecord],
    record,
)
.completing(completions)];

/// What can be done.
const DOINGS: [&str; 6] = ["attach", "unattach", "open", "ask", "create", "new"];

fn completions(desk: &DeskState) -> Vec<String> {
    let new = desk.setup.objects.iter().map(|one| format!("new {}", one.object_type));
    DOINGS.iter().map(|doing| (*doing).to_owned()).chain(["attach shown".to_owned()]).chain(new).collect()
}

fn record(given: &Given<'_>) -> Result<Todo, String> {
    let one = given.target(A::Record)?;
    let (doing, rest) = split(given.text);
    let desk = given.desk();
    let call = match (doing, rest) {
        ("", _) => return Ok(Todo::Say(tell::records(desk, one))),
        ("attach", "") => {
            return Err(
                "which? Type record attach and a number, shown, or an id, a type and a name".to_owned()
            );
        }
        ("attach", "shown") => {
            let shown = desk.filled.current_record.as_ref();
            attach(
                &one.id,
                shown.ok_or("what the CRM shows is not known: type record ask first")?,
                Place::Workbench,
            )
        }
        ("attach", rest) => match offered(one, rest) {
            Some(record) => attach(&one.id, record?, Place::Workbench),
            None => typed(one).fill(&quoted(rest))?,
        },
        ("unattach", _) => unattach(&one.id),
        ("open", "") => {
            open(one.record.as_ref().ok_or("no record is linked: record open N opens one that is offered")?)
        }
        ("open", rest) => open(offered(one, rest).ok_or_else(|| format!("{rest:?} is no number"))??),
        ("ask", _) => ask_shown(),
        ("create", rest) => create(one).fill(&quoted(rest))?,
        ("new", rest) => {
            let (object, fields) = split(rest);
            let named = desk.setup.objects.iter().map(|one| (vec![one.object_type.clone()], one)).collect();
            let object = choose("object of the CRM", object, named)?;
            let form = record_form::new(one, object);
            let names = form.names().join(", ");
            form.fill(&quoted(fields)).map_err(|error| format!("{error}; the fields are {names}"))?
        }
        (other, _) => {
            let near = nearest(other, DOINGS.into_iter());
            let near = near.map(|near| format!(": did you mean {near}?")).unwrap_or_default();
            return Err(format!("a record can't be {other:?}{near}"));
        }
    };
    Ok(Todo::Call(call, Tell::Nothing))
}

/// The record that is offered by a number; `None` for a text that is none.
fn offered<'a>(
    one: &'a Interaction,
    text: &str,
) -> Option<Result<&'a crate::contract::payload::CrmRecordInfo, String>> {
    let number: usize = text.parse().ok()?;
    let found = number.checked_sub(1).and_then(|at| one.records.get(at));
    Some(found.ok_or_else(|| format!("the CRM offers {} records", one.records.len())))
}
