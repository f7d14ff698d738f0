//! Others in a call: to whom it is given, who is asked first, who is asked in; and colleagues.

use super::{Given, Spec, Tell, Todo, choose, row, split};
use crate::desk::{DeskState, Interaction};
use crate::toolbar::action::Action as A;
use crate::toolbar::overlays::Subject;
use crate::toolbar::overlays::members::{drop_member, hold_all, name};
use crate::toolbar::overlays::target::{Kind, Way, bring};
use crate::toolbar::plain::tell;
use crate::toolbar::plain::words::any;

/// Its commands.
pub(super) static COMMANDS: &[Spec] = &[
    row(
        "transfer",
        "[KIND] WHO",
        "Give the call or chat to a colleague, a number, a campaign, a queue or an IVR",
        &[A::Transfer],
        |given| target(given, Way::Transfer),
    )
    .completing(transfers),
    row(
        "consult",
        "[KIND] WHO",
        "Ask a colleague, or a number, before giving them the call",
        &[A::Transfer],
        |given| target(given, Way::Consult),
    )
    .completing(askable),
    row("complete", "[N]", "Hand the call to the person you asked", &[A::Transfer], |given| {
        asked(given, A::Transfer)
    }),
    row("merge", "[N]", "Join the customer and the person you asked", &[A::Confer], |given| {
        asked(given, A::Confer)
    }),
    row("swap", "[N]", "Switch between the customer and the person you asked", &[A::Swap], |given| {
        given.act(A::Swap)
    }),
    row(
        "cancel",
        "[N]",
        "Let go of the person you asked, and talk with the customer again",
        &[A::StopAsking],
        |given| given.act(A::StopAsking),
    ),
    row("confer", "[KIND] WHO", "Ask a colleague, or a number, into the call", &[A::Confer], |given| {
        target(given, Way::Confer)
    })
    .completing(askable),
    row("members", "[N]", "Who is in the call", &[A::Members], |given| {
        Ok(Todo::Say(tell::members(given.app, given.target(A::Members)?)))
    }),
    row("drop", "WHO", "Take somebody out of the call again", &[A::Drop], drop_one).completing(members),
    row("hold-all", "[N]", "Put everybody in a conference on hold", &[A::HoldAll], |given| {
        everybody(given, "toolbar.holdAll")
    }),
    row("unhold-all", "[N]", "Take them off hold", &[A::HoldAll], |given| {
        everybody(given, "toolbar.unholdAll")
    }),
    row("leave", "[N]", "Leave a conference to the others in it", &[A::Leave], |given| given.act(A::Leave)),
    row(
        "colleagues",
        "[call NAME or write to NAME]",
        "The colleagues; call one, or write to one",
        &[A::Colleagues],
        colleagues,
    )
    .completing(|desk| Subject::Colleagues.rows(desk).into_iter().map(|one| one.text).collect()),
];

/// The kinds of targets, with the words by which they are typed.
const KINDS: [Kind; 5] = [Kind::User, Kind::Phone, Kind::Campaign, Kind::Queue, Kind::Ivr];

fn possible(one: &Interaction, desk: &DeskState, way: Way) -> Vec<Kind> {
    match way {
        Way::Transfer => Kind::of_transfers(one, desk),
        Way::Consult | Way::Confer => vec![Kind::User, Kind::Phone],
    }
}

fn target(given: &Given<'_>, way: Way) -> Result<Todo, String> {
    let action = if way == Way::Confer { A::Confer } else { A::Transfer };
    let one = given.target(action)?;
    if one.consult.is_some() {
        return Err("somebody is asked already: type complete, merge, swap or cancel".to_owned());
    }
    let desk = given.desk();
    let kinds = possible(one, desk, way);
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let (first, rest) = split(given.needed(&format!("a {}", any(&words)))?);
    let kind = KINDS.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(first) && !rest.is_empty());
    if let Some(kind) = kind {
        if !kinds.contains(&kind) {
            return Err(format!("that goes to a {}, not to a {}", any(&words), kind.word()));
        }
        let value = resolve(kind, rest, one, desk)?;
        return Ok(Todo::Call(bring(&one.id, way, kind, &value), Tell::Nothing));
    }
    let is_number = given.text.len() >= 3 && given.text.chars().all(|c| c.is_ascii_digit() || c == '+');
    let known = kinds.iter().filter(|kind| **kind != Kind::Phone);
    let named: Vec<_> = known
        .flat_map(|kind| {
            kind.candidates(one.campaign_id, desk).into_iter().map(|candidate| (*kind, candidate))
        })
        .map(|(kind, found)| (vec![found.name.to_owned(), found.value.clone()], (kind, found.value)))
        .collect();
    let (kind, value) = match choose("such target", given.text, named) {
        Err(_) if is_number && kinds.contains(&Kind::Phone) => (Kind::Phone, given.text.to_owned()),
        found => found?,
    };
    Ok(Todo::Call(bring(&one.id, way, kind, &value), Tell::Nothing))
}

/// What the hub is told of a target of a known kind; one that the desk does not know is sent as it was typed.
fn resolve(kind: Kind, text: &str, one: &Interaction, desk: &DeskState) -> Result<String, String> {
    let known = kind.candidates(one.campaign_id, desk);
    if known.is_empty() {
        return Ok(text.to_owned());
    }
    let named = known.into_iter().map(|one| (vec![one.name.to_owned(), one.value.clone()], one.value));
    choose(kind.word(), text, named.collect())
}

fn completions(desk: &DeskState, way: Way) -> Vec<String> {
    let Some(one) = desk.current() else { return Vec::new() };
    let of = |kind: &Kind| {
        let all = kind.candidates(one.campaign_id, desk);
        all.into_iter().map(|found| format!("{} {}", kind.word(), found.name)).collect::<Vec<_>>()
    };
    possible(one, desk, way).iter().flat_map(of).collect()
}

fn transfers(desk: &DeskState) -> Vec<String> {
    completions(desk, Way::Transfer)
}

fn askable(desk: &DeskState) -> Vec<String> {
    completions(desk, Way::Consult)
}

/// Only while somebody is asked: else the action is another one.
fn asked(given: &Given<'_>, action: A) -> Result<Todo, String> {
    if given.app.consulting().is_none() {
        return Err("nobody is asked: type consult and a colleague or number first".to_owned());
    }
    given.act(action)
}

fn everybody(given: &Given<'_>, method: &str) -> Result<Todo, String> {
    let one = given.target(A::HoldAll)?;
    match hold_all(one) == method {
        true => Ok(Todo::Act(A::HoldAll)),
        false if method == "toolbar.holdAll" => Err("everybody is on hold already".to_owned()),
        false => Err("nobody is on hold".to_owned()),
    }
}

fn members(desk: &DeskState) -> Vec<String> {
    let all = desk.interactions.iter().flat_map(|one| &one.members);
    all.map(|one| name(desk, &one.who, one.is_user).to_owned()).collect()
}

fn drop_one(given: &Given<'_>) -> Result<Todo, String> {
    let one = given.target(A::Members)?;
    if one.is_guest {
        return Err("the call is another agent's: only they take somebody out of it".to_owned());
    }
    let named = one.members.iter().map(|member| {
        let known = name(given.desk(), &member.who, member.is_user).to_owned();
        (vec![known, member.who.clone()], member)
    });
    let member = choose("one in the call", given.needed("who")?, named.collect())?;
    Ok(Todo::Call(drop_member(&one.id, member), Tell::Nothing))
}

fn colleagues(given: &Given<'_>) -> Result<Todo, String> {
    given.app.can(A::Colleagues)?;
    let rows = Subject::Colleagues.rows(given.desk());
    super::site::pick(rows, given.text, "type colleagues and one of these")
}
