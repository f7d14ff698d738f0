//! Calls worked: answered, held, ended, disposed, begun.

use serde_json::{Value, json};

use super::{Given, Spec, Tell, Todo, Where, behind, row, split};
use crate::contract::ids::{CampaignId, CodeId};
use crate::contract::nearest;
use crate::desk::{DeskState, Interaction, Phase, Session};
use crate::toolbar::action::Action as A;
use crate::toolbar::overlays::disposition::{dispose as send, draft, promised};
use crate::toolbar::overlays::{dial, keypad};
use crate::toolbar::plain::tell;
use crate::toolbar::plain::words::{all, sentence, the};

/// Its commands.
pub(super) static COMMANDS: &[Spec] = &[
    row(
        "interactions",
        "",
        "What is on, with the numbers by which it is named",
        &[A::Previous, A::Next],
        |given| Ok(Todo::Say(tell::interactions(given.app))),
    )
    .at(Where::Anywhere),
    row("look", "[N]", "Look at an interaction: commands are for it then", &[A::Jump], look),
    row("need", "", "Look at the interaction that needs you most", &[A::NextNeed], |given| {
        given.act_anywhere(A::NextNeed)
    }),
    row("answer", "[N]", "Take the call that rings, or the chat that is offered", &[A::Answer], |given| {
        given.act(A::Answer)
    }),
    row(
        "reject",
        "[N]",
        "Refuse it; the next agent is offered it, or you again later",
        &[A::Reject],
        |given| given.act(A::Reject),
    ),
    row("hold", "[N]", "Put the call on hold", &[A::Hold], |given| switch(given, A::Hold, true)),
    row("unhold", "[N]", "Take it off hold", &[A::Hold], |given| switch(given, A::Hold, false)),
    row("mute", "[N]", "Switch your microphone off", &[A::Mute], |given| switch(given, A::Mute, true)),
    row("unmute", "[N]", "Switch it on", &[A::Mute], |given| switch(given, A::Mute, false)),
    row("hangup", "[N]", "End the call or chat, or stop dialling", &[A::Hangup], |given| {
        given.act(A::Hangup)
    }),
    row("keys", "DIGITS", "Send key tones: 0 to 9, *, #, A to D", &[A::Keypad], tones),
    row(
        "dispose",
        "[CODE] [NOTES]",
        "Dispose it: a code by its name, its class and name or its id, then notes. Alone it tells the codes",
        &[A::Dispose],
        dispose,
    )
    .completing(code_names),
    row("notes", "TEXT", "Keep notes for the disposition", &[A::Dispose], notes),
    row(
        "promise",
        "WHEN [for anyone]",
        "Promise a callback with the next disposition: 14:30, tomorrow 9:00, mon 10:00, +2h; none takes it back",
        &[A::Dispose],
        promise,
    ),
    row(
        "dial",
        "[NUMBER] [NAME] [on CAMPAIGN]",
        "Call a customer; alone what the CRM filled in",
        &[A::Dial],
        |given| begin(given, "voice"),
    ),
    row(
        "write",
        "[NUMBER or NAME] [on CAMPAIGN]",
        "Open a chat with a customer; alone what the CRM filled in",
        &[A::Dial],
        |given| begin(given, "chat"),
    ),
    row("preview", "NUMBER", "Ask the CRM whose number it is", &[A::Preview], |given| {
        Ok(Todo::Call(dial::preview(given.needed("a number")?), Tell::Words("The CRM is asked")))
    }),
    row("redial", "", "Call the number that was called last", &[A::Redial], |given| {
        given.act_anywhere(A::Redial)
    }),
    row("recent", "", "What has ended, the newest first", &[], |given| {
        Ok(Todo::Say(tell::recent(given.app)))
    })
    .at(Where::Anywhere),
];

fn look(given: &Given<'_>) -> Result<Todo, String> {
    if given.on.is_none() && !given.text.is_empty() {
        return Err(format!("{:?} is no number of an interaction", given.text));
    }
    Ok(Todo::Say(tell::interaction(given.app, given.current()?)))
}

/// What a key switches to and fro has two commands: the one that would change nothing says so.
fn switch(given: &Given<'_>, action: A, on: bool) -> Result<Todo, String> {
    let one = given.target(action)?;
    let is_on = match action {
        A::Mute => one.muted,
        _ => one.held_since.is_some(),
    };
    if is_on != on {
        return Ok(Todo::Act(action));
    }
    Err(match (action, on) {
        (A::Mute, true) => "your microphone is off already".to_owned(),
        (A::Mute, false) => "your microphone is on already".to_owned(),
        (_, true) => format!("{} is on hold already", the(one)),
        (_, false) => format!("{} is not on hold", the(one)),
    })
}

fn tones(given: &Given<'_>) -> Result<Todo, String> {
    let one = given.target(A::Keypad)?;
    let call = keypad::send(&one.id, given.needed("the keys")?);
    let call = call.ok_or("keys are 0 to 9, *, #, and A to D")?;
    Ok(Todo::Call(call, Tell::Nothing))
}

/// The disposition codes of an interaction's campaign: class, name, id.
fn codes<'a>(session: &'a Session, one: &Interaction) -> Vec<(&'a str, &'a str, CodeId)> {
    let classes = session.campaign(one.campaign_id).map(|campaign| campaign.dispositions.as_slice());
    let classes = classes.unwrap_or_default().iter();
    classes
        .flat_map(|class| {
            class.codes.iter().map(|code| (class.class_name.as_str(), code.name.as_str(), code.id))
        })
        .collect()
}

fn code_names(desk: &DeskState) -> Vec<String> {
    let Some(session) = &desk.session else { return Vec::new() };
    let owed = desk.interactions.iter().filter(|one| matches!(one.phase, Phase::WrapUp | Phase::Connected));
    owed.flat_map(|one| codes(session, one)).map(|(_, name, _)| name.to_owned()).collect()
}

/// The code with which a text begins, and what stands behind it.
fn code<'a>(text: &'a str, codes: &[(&str, &str, CodeId)]) -> Result<(CodeId, &'a str), String> {
    let named = codes.iter().flat_map(|(class, name, id)| {
        [(format!("{class} {name}"), *id), ((*name).to_owned(), *id), (id.to_string(), *id)]
    });
    let fits = named.filter_map(|(name, id)| Some((name.chars().count(), id, behind(text, &name)?)));
    // The longest name is meant: `New customer` before `New`.
    if let Some((_, id, rest)) = fits.max_by_key(|(long, ..)| *long) {
        return Ok((id, rest));
    }
    let names = codes.iter().map(|(_, name, _)| *name);
    let near = (1..=4).rev().find_map(|words| {
        let start: Vec<&str> = text.split_whitespace().take(words).collect();
        nearest(&start.join(" "), names.clone())
    });
    Err(match near {
        Some(near) => format!("there is no code {text:?}: did you mean {near}?"),
        None => format!("there is no code {text:?}: there is {}", all(&names.collect::<Vec<_>>())),
    })
}

fn dispose(given: &Given<'_>) -> Result<Todo, String> {
    let one = given.target(A::Dispose)?;
    let session = given.desk().session.as_ref().ok_or("nobody is signed in")?;
    let codes = codes(session, one);
    if codes.is_empty() {
        return Err("the campaign has no disposition codes".to_owned());
    }
    if given.text.is_empty() {
        return Ok(Todo::Say(tell::codes(session, one)));
    }
    let (code, notes) = code(given.text, &codes)?;
    let notes = if notes.is_empty() { one.draft.notes.as_str() } else { notes };
    if one.phase != Phase::WrapUp {
        return Ok(Todo::Call(draft(&one.id, Some(code), notes, callback(one)), Tell::Words(KEPT)));
    }
    let clock = given.app.clock();
    let promise = match &one.draft.callback {
        None => None,
        Some(callback) => {
            let at =
                clock.read(&callback.when).map_err(|error| format!("the callback: {error}; type promise"))?;
            let phone = if callback.phone.is_empty() { &one.customer.phone } else { &callback.phone };
            Some(promised(clock, at, phone, callback.own))
        }
    };
    Ok(Todo::Call(send(&one.id, one.channel, code, notes, promise), Tell::Nothing))
}

/// The callback of the draft, to be kept with what is new in it.
fn callback(one: &Interaction) -> Option<Value> {
    let callback = one.draft.callback.as_ref()?;
    Some(json!({"own": callback.own, "when": callback.when, "phone": callback.phone}))
}

/// What is said of a draft.
const KEPT: &str = "It is kept, and sent when you dispose it after the talk";

fn notes(given: &Given<'_>) -> Result<Todo, String> {
    let one = given.target(A::Dispose)?;
    let notes = given.needed("the text")?;
    Ok(Todo::Call(draft(&one.id, one.draft.code, notes, callback(one)), Tell::Words("The notes are kept")))
}

fn promise(given: &Given<'_>) -> Result<Todo, String> {
    let one = given.target(A::Dispose)?;
    let text = given.needed("a time")?;
    let (code, notes) = (one.draft.code, one.draft.notes.as_str());
    if text == "none" {
        let none = draft(&one.id, code, notes, None);
        return Ok(Todo::Call(none, Tell::Words("No callback goes with the disposition")));
    }
    let (when, own) = match text.strip_suffix("for anyone") {
        Some(when) => (when.trim(), false),
        None => (text, true),
    };
    let clock = given.app.clock();
    let at = clock.read(when)?;
    let callback = json!({"own": own, "when": when, "phone": ""});
    let says = format!("You promise a callback for {}; it goes with the disposition", clock.words(at));
    let keep = Todo::Call(draft(&one.id, code, notes, Some(callback)), Tell::Nothing);
    Ok(Todo::Both(vec![keep, Todo::Say(vec![sentence(&says)])]))
}

/// Dials a customer, or opens a chat with one.
fn begin(given: &Given<'_>, channel: &str) -> Result<Todo, String> {
    given.app.can(A::Dial)?;
    let desk = given.desk();
    let filled = desk.filled.new_interaction.as_ref();
    let (who, campaign) = match given.text.rsplit_once(" on ") {
        Some((who, campaign)) => (who.trim(), Some(super::site::campaign(desk, campaign)?)),
        None => (given.text, None),
    };
    let (first, rest) = split(who);
    let is_number = first.chars().any(|c| c.is_ascii_digit());
    let (phone, name, sub_type) = match (first, is_number, filled) {
        ("", _, None) => return Err(format!("a number is missing: {} NUMBER", given_name(channel))),
        ("", _, Some(filled)) => {
            (filled.phone.as_str(), filled.name.as_str(), filled.channel_sub_type.as_str())
        }
        (_, true, _) => (first, rest, ""),
        (_, false, _) if channel == "chat" => ("", who, ""),
        (_, false, _) => return Err(format!("{first:?} is no number: dial NUMBER, then the name")),
    };
    let filled = filled.filter(|_| first.is_empty());
    let filled_campaign = || filled?.campaign_id.parse().ok().map(CampaignId);
    let first_chosen = || desk.session.as_ref().and_then(|session| session.selected.first()).copied();
    let campaign = campaign.or_else(filled_campaign).or_else(first_chosen).ok_or("choose campaigns first")?;
    Ok(Todo::Call(dial::begin(channel, phone, name, campaign, sub_type), Tell::Nothing))
}

fn given_name(channel: &str) -> &'static str {
    if channel == "chat" { "write" } else { "dial" }
}
