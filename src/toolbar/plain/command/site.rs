//! The site: what waits, the other desks, and what customers do, for tests and demonstrations.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{Given, Spec, Tell, Todo, choose, quoted, row, split};
use crate::contract::ids::CampaignId;
use crate::desk::{DeskState, DeskSummary};
use crate::toolbar::action::Action as A;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::overlays::customer::{ANSHIKA, calls, chat, message};
use crate::toolbar::overlays::desks::listen;
use crate::toolbar::overlays::pick::{Choice, Then};
use crate::toolbar::overlays::{Desks, Subject, WaitingList, waiting};
use crate::toolbar::plain::tell;
use crate::toolbar::plain::words::{all, any, sentence};

/// Its commands.
pub(super) static COMMANDS: &[Spec] = &[
    row("waiting", "", "What waits for your campaigns and teams", &[A::Waiting], |given| {
        given.app.can(A::Waiting)?;
        Ok(Todo::Call(WaitingList::ask(), Tell::Made(tell::waiting)))
    }),
    row("take", "ID", "Take what waits out of its turn; waiting tells the ids", &[A::Waiting], |given| {
        Ok(Todo::Call(waiting::take(&given.needed("the id")?.into()), Tell::Nothing))
    }),
    row("desks", "[off]", "Watch the other desks of the site, and tell how they are", &[A::Desks], desks),
    row("agent", "USER [STATUS or signout]", "Set another agent's status, or sign them out", &[A::Desks], agent)
        .completing(|desk| watched(desk).map(|one| one.user_id.to_string()).collect()),
    row("listen", "USER", "Look into another agent's desk; quit comes back", &[A::Desks], look_into)
        .completing(|desk| watched(desk).map(|one| one.user_id.to_string()).collect()),
    row(
        "trigger",
        "call [NUMBER] [NAME], chat [NAME] [NUMBER], message TEXT, answer, hangup, refuse, member-answer, member-hangup",
        "Have a customer do something, for tests and demonstrations",
        &[A::CustomerCall, A::CustomerMenu],
        trigger,
    )
    .completing(|_| DOINGS.map(|(doing, _)| doing.to_owned()).to_vec()),
];

/// What customers do, with the methods of those that take nothing.
const DOINGS: [(&str, Option<&str>); 8] = [
    ("call", None),
    ("chat", None),
    ("message", None),
    ("answer", Some("control.customerAnswer")),
    ("hangup", Some("control.customerHangup")),
    ("refuse", Some("control.customerRefuse")),
    ("member-answer", Some("control.memberAnswer")),
    ("member-hangup", Some("control.memberHangup")),
];

/// The campaign that a text means: of those of the user, by name or id.
pub(super) fn campaign(desk: &DeskState, text: &str) -> Result<CampaignId, String> {
    let campaigns = desk.session.iter().flat_map(|session| &session.campaigns);
    let named = campaigns.map(|one| {
        let id = one.about.campaign_id;
        (vec![desk.campaign_name(id), id.to_string()], id)
    });
    choose("campaign", text, named.collect())
}

/// One of the toolbar's lists: alone it is told; a number or a name chooses a row.
pub(super) fn pick(rows: Vec<Choice>, text: &str, how: &str) -> Result<Todo, String> {
    if text.is_empty() {
        let mut said = tell::choices(&rows, "there is nothing to choose");
        if !rows.is_empty() {
            said.push(sentence(how));
        }
        return Ok(Todo::Say(said));
    }
    let number = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let at = match number.filter(|at| *at < rows.len()) {
        Some(at) => at,
        None => by_name(&rows, text)?,
    };
    let row = rows.into_iter().nth(at).ok_or("there is nothing to choose")?;
    match row.then? {
        Then::Call { method, params } => {
            Ok(Todo::Call(Call { method, params, place: Place::Pick }, Tell::Nothing))
        }
        // There is no need to copy what stands there as text.
        Then::Copy { what, text } => Ok(Todo::Say(vec![format!("{what}: {text}")])),
        Then::Open(_) => Err(format!("{} has a command of its own: help lists them", row.text)),
    }
}

/// The row that a name means. Rows of one name follow one another and differ in their notes: only numbers tell them
/// apart.
fn by_name(rows: &[Choice], text: &str) -> Result<usize, String> {
    let mut named: Vec<(&str, Range<usize>)> = Vec::new();
    for same in rows.chunk_by(|one, next| one.text == next.text) {
        let start = named.last().map_or(0, |(_, places)| places.end);
        named.push((&same[0].text, start..start + same.len()));
    }
    let all_names = named.iter().map(|(name, places)| (vec![(*name).to_owned()], places.clone())).collect();
    let places = choose("such choice", text, all_names).map_err(|error| match text.parse::<usize>() {
        Ok(_) => {
            let known: Vec<String> = named.iter().map(|(name, places)| numbered(name, places)).collect();
            format!("there is no number {text}: there is {}", all(&known))
        }
        Err(_) => error,
    })?;
    if places.len() == 1 {
        return Ok(places.start);
    }
    let each: Vec<String> = places.map(|at| format!("{} for {}", at + 1, rows[at].note)).collect();
    Err(format!("type its number: {}", any(&each)))
}

/// `1 to 3 for A conversation waits`.
fn numbered(name: &str, places: &Range<usize>) -> String {
    match places.len() {
        1 => format!("{} for {name}", places.end),
        _ => format!("{} to {} for {name}", places.start + 1, places.end),
    }
}

fn watched(desk: &DeskState) -> impl Iterator<Item = &DeskSummary> {
    desk.watched.iter().flat_map(|watched| watched.values())
}

fn desks(given: &Given<'_>) -> Result<Todo, String> {
    given.app.can(A::Desks)?;
    match (given.text, &given.desk().watched) {
        ("off", _) => {
            Ok(Todo::Call(Desks::watch(false), Tell::Words("The other desks are not watched any more")))
        }
        ("", Some(_)) => Ok(Todo::Say(tell::desks(given.app))),
        ("", None) => Ok(Todo::Call(
            Desks::watch(true),
            Tell::Words("You watch the other desks; type desks once more to hear of them"),
        )),
        (other, _) => Err(format!("{other:?} is too much: desks takes nothing, or the word off")),
    }
}

fn agent(given: &Given<'_>) -> Result<Todo, String> {
    given.app.can(A::Desks)?;
    let (user, doing) = split(given.needed("a user")?);
    let all = watched(given.desk())
        .map(|one| (vec![one.user_id.to_string(), one.user_name.clone()], one.user_id.clone()));
    let user = choose("agent who is signed in and watched", user, all.collect())?;
    match doing {
        "signout" => {
            let rows = Subject::SignOut(user.clone()).rows(given.desk());
            let todo = pick(rows, "1", "")?;
            Ok(Todo::Sure(format!("What {user} is on ends. Sign them out?"), Box::new(todo)))
        }
        status => {
            pick(Subject::StatusOf(user).rows(given.desk()), status, "type agent, the user, and one of these")
        }
    }
}

fn look_into(given: &Given<'_>) -> Result<Todo, String> {
    given.app.can(A::Desks)?;
    let all = given.desk().watched.iter().flatten();
    let named = all
        .map(|(id, one)| (vec![one.user_id.to_string(), one.user_name.clone(), id.to_string()], id.clone()));
    let id = choose("desk that is watched", given.needed("a user")?, named.collect())?;
    Ok(Todo::Call(listen(&id), Tell::Listen(id)))
}

fn trigger(given: &Given<'_>) -> Result<Todo, String> {
    given.app.can(A::CustomerMenu)?;
    let (doing, rest) = split(given.text);
    let words = quoted(rest);
    let word = |at: usize| words.get(at).map(String::as_str);
    let desk = given.desk();
    let call = match doing {
        "call" => {
            let phone = word(0).unwrap_or(ANSHIKA.0);
            let name = if words.is_empty() { ANSHIKA.1.to_owned() } else { words[1..].join(" ") };
            let campaign = desk.session.as_ref().and_then(|session| session.selected.first()).copied();
            calls(phone, &name, campaign)
        }
        "chat" => {
            let session = desk.session.as_ref().ok_or("nobody is signed in")?;
            chat(session, desk).fill(&words)?
        }
        "message" => message(desk).fill(&[rest.to_owned()])?,
        other => {
            let known = DOINGS.iter().find(|(name, _)| *name == other).and_then(|(_, method)| *method);
            let names: Vec<&str> = DOINGS.iter().map(|(name, _)| *name).collect();
            let method = known.ok_or_else(|| format!("type trigger and {}", any(&names)))?;
            Call { method, params: Value::Object(Map::new()), place: Place::Workbench }
        }
    };
    Ok(Todo::Call(call, Tell::Nothing))
}
