//! Customers: who one is, found, and promised callbacks.

use serde_json::{Map, Value, json};

use super::{Given, Spec, Tell, Todo, row, split};
use crate::desk::PromisedCallback;
use crate::toolbar::action::Action as A;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::overlays::callbacks::{call, may_start, moved};
use crate::toolbar::overlays::find;
use crate::toolbar::plain::tell;

/// Its commands.
pub(super) static COMMANDS: &[Spec] = &[
    row("customer", "[ID]", "Who the customer is, and what was before; by an id any one", &[], customer),
    row(
        "find",
        "TEXT",
        "Find customers by a part of the name, the number or the address",
        &[A::Find],
        |given| {
            given.app.can(A::Find)?;
            Ok(Todo::Call(
                find::search(given.needed("a part of the name, the number or the address")?),
                Tell::Made(tell::found),
            ))
        },
    ),
    row(
        "callbacks",
        "[call N, move N WHEN, give N to anyone or me, cancel N]",
        "Promised callbacks; call one now, move one, say whose it is, take one back",
        &[A::Callbacks, A::Move],
        callbacks,
    )
    .completing(|_| ["call ", "move ", "give ", "cancel "].map(str::to_owned).to_vec()),
];

fn customer(given: &Given<'_>) -> Result<Todo, String> {
    given.app.can(A::Find)?;
    if given.text.is_empty() {
        let one = given.current()?;
        let params = json!({"interactionId": one.id});
        let ask = Call { method: "toolbar.getCustomer", params, place: Place::Workbench };
        return Ok(Todo::Call(ask, Tell::Made(tell::customer)));
    }
    let id =
        given.text.parse().map_err(|_| format!("{:?} is no customer's id: find tells them", given.text))?;
    Ok(Todo::Call(find::get(id), Tell::Made(tell::customer)))
}

fn callbacks(given: &Given<'_>) -> Result<Todo, String> {
    given.app.can(A::Callbacks)?;
    let all = &given.desk().callbacks;
    let (doing, rest) = split(given.text);
    let (number, rest) = split(rest);
    if doing.is_empty() {
        return Ok(Todo::Say(tell::callbacks(given.app)));
    }
    let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let one: &PromisedCallback = at.and_then(|at| all.get(at)).ok_or_else(|| match number {
        "" => format!("which callback? Type callbacks {doing} and its number"),
        number => format!("there is no callback {number}: callbacks tells them"),
    })?;
    let call = match doing {
        "call" if !may_start(given.desk()) => return Err("you may not dial".to_owned()),
        "call" => call("toolbar.startCallback", one),
        "cancel" => call("toolbar.cancelCallback", one),
        "move" => {
            let clock = given.app.clock();
            let at = clock.read(rest)?;
            moved(one.id, Map::from_iter([("callbackTime".to_owned(), clock.iso(at).into())]))
        }
        "give" => {
            let own = match rest.strip_prefix("to ").unwrap_or(rest) {
                "me" => true,
                "anyone" => false,
                other => return Err(format!("{other:?} is neither me nor anyone")),
            };
            moved(one.id, Map::from_iter([("isSelfCallback".to_owned(), Value::from(own))]))
        }
        other => return Err(format!("callbacks can be called, moved, given or cancelled, not {other:?}")),
    };
    Ok(Todo::Call(call, Tell::Nothing))
}
