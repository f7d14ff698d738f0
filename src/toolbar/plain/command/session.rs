//! Signing in and out, campaigns, extension, status; and what is the same everywhere.

use super::{Given, Spec, Tell, Todo, Where, choose, row, split};
use crate::desk::{DeskState, Session};
use crate::toolbar::action::Action as A;
use crate::toolbar::overlays::status::{set, statuses};
use crate::toolbar::overlays::{Question, Subject, notifications};
use crate::toolbar::plain::tell;
use crate::toolbar::plain::words::{all, any};
use crate::toolbar::screens::{campaigns, extension, login};

/// How long `wait` waits where it is not told, in seconds.
const WAIT: u64 = 30;
/// The longest that it waits.
const LONGEST: u64 = 24 * 60 * 60;

/// Its commands.
pub(super) static COMMANDS: &[Spec] = &[
    row("help", "[COMMAND]", "The commands, or how one is used", &[A::Help], help)
        .at(Where::Anywhere)
        .completing(|_| super::table().map(|spec| spec.name.to_owned()).collect()),
    row("status", "", "Where you are: session, status, what is on, who waits", &[], |given| {
        Ok(Todo::Say(tell::status(given.app)))
    })
    .at(Where::Anywhere),
    row(
        "login",
        "[USER] [force]",
        "Sign in; the password is asked for. With force the user is signed out elsewhere. Without a user whom the CRM filled in",
        &[],
        sign_in,
    ),
    row("logout", "", "Sign out", &[A::SignOut], sign_out),
    row(
        "campaigns",
        "[NAME, …]",
        "Choose campaigns, by name or id; all for all of them",
        &[A::ChangeCampaigns],
        choose_campaigns,
    )
    .completing(|desk| session_names(desk, campaign_names)),
    row("extension", "[NUMBER]", "Choose where calls reach you", &[A::ChangeExtension], choose_extension)
        .completing(|desk| {
            session_names(desk, |session| {
                extension::rows(session, desk.filled.extension.as_ref())
                    .into_iter()
                    .map(|one| one.phone)
                    .collect()
            })
        }),
    row("ready", "[STATUS]", "Become available", &[A::Status], ready)
        .completing(|desk| named_statuses(desk, true)),
    row(
        "break",
        "STATUS",
        "Take a break; with a call on the line it begins after it",
        &[A::Status],
        take_break,
    )
    .completing(|desk| named_statuses(desk, false)),
    row(
        "figures",
        "",
        "What you have done since you signed in: calls, times, how busy, by the hour",
        &[A::Figures],
        |given| Ok(Todo::Say(tell::figures(given.app))),
    )
    .at(Where::Anywhere),
    row("notices", "", "What is behind the bell: missed calls", &[A::Bell], notices).at(Where::Anywhere),
    row(
        "notify",
        "[NUMBER]",
        "What you are told of, and how; a number switches one",
        &[A::Preferences],
        notify,
    ),
    row(
        "wait",
        "[SECONDS] TEXT",
        "Go on only when something was said with this text in it; for scripts",
        &[],
        wait,
    ),
    row("quit", "", "End; asks first while something is on", &[A::Quit, A::QuitNow], quit)
        .at(Where::Anywhere),
];

fn session<'a>(given: &Given<'a>) -> Result<&'a Session, String> {
    given.desk().session.as_ref().ok_or_else(|| "nobody is signed in: type login and a user".to_owned())
}

fn session_names(desk: &DeskState, names: impl Fn(&Session) -> Vec<String>) -> Vec<String> {
    desk.session.as_ref().map(names).unwrap_or_default()
}

fn help(given: &Given<'_>) -> Result<Todo, String> {
    let is_recording = given.app.replayed().is_some();
    match given.text {
        "" => Ok(Todo::Say(tell::help(is_recording))),
        word => {
            let spec = super::find(word, is_recording)?;
            Ok(Todo::Say(vec![format!("{}: {}.", spec.usage(), spec.about)]))
        }
    }
}

fn sign_in(given: &Given<'_>) -> Result<Todo, String> {
    let desk = given.desk();
    if let Some(session) = &desk.session {
        return Err(format!("{} is signed in: type logout first", session.user_name));
    }
    let (user, rest) = split(given.text);
    let force = match rest {
        "" => false,
        "force" => true,
        other => return Err(format!("{other:?} is too much: login takes a user, and the word force")),
    };
    match (user, &desk.filled.username) {
        ("", None) => Err("a user is missing: login USER".to_owned()),
        ("", Some(_)) => Ok(Todo::Call(login::suggested(), Tell::Nothing)),
        (user, _) => Ok(Todo::SignIn { user: user.to_owned(), force }),
    }
}

fn sign_out(given: &Given<'_>) -> Result<Todo, String> {
    session(given)?;
    let out = Todo::Call(Question::sign_out(), Tell::Nothing);
    Ok(match tell::going_on(given.desk()) {
        None => out,
        Some(on) => Todo::Sure(format!("{on} Sign out all the same?"), Box::new(out)),
    })
}

fn campaign_names(session: &Session) -> Vec<String> {
    session.campaigns.iter().map(|one| session.campaign_name(one.about.campaign_id)).collect()
}

fn choose_campaigns(given: &Given<'_>) -> Result<Todo, String> {
    let session = session(given)?;
    if given.text.is_empty() {
        return Ok(Todo::Say(tell::campaigns(session)));
    }
    if given.text.eq_ignore_ascii_case("all") {
        let ids: Vec<_> = session.campaigns.iter().map(|one| one.about.campaign_id).collect();
        return Ok(Todo::Call(campaigns::select(&ids), Tell::Nothing));
    }
    let mut ids = Vec::new();
    for text in given.text.split(',').map(str::trim).filter(|text| !text.is_empty()) {
        ids.push(super::site::campaign(given.desk(), text)?);
    }
    Ok(Todo::Call(campaigns::select(&ids), Tell::Nothing))
}

fn choose_extension(given: &Given<'_>) -> Result<Todo, String> {
    let session = session(given)?;
    let rows = extension::rows(session, given.desk().filled.extension.as_ref());
    if given.text.is_empty() {
        let names: Vec<String> = rows.iter().map(|one| format!("{} ({})", one.phone, one.name)).collect();
        let now = match &session.extension {
            Some(now) => format!("Calls reach you on {}.", now.phone),
            None => "No extension is chosen.".to_owned(),
        };
        return Ok(Todo::Say(vec![now, format!("There is {}.", all(&names))]));
    }
    let named = rows.into_iter().map(|one| (vec![one.phone.clone(), one.name.clone()], one)).collect();
    let one = choose("extension", given.text, named)?;
    Ok(Todo::Call(extension::select(&one), Tell::Nothing))
}

/// The names of the statuses of session and site in which interactions are offered, or those of the others.
fn named_statuses(desk: &DeskState, available: bool) -> Vec<String> {
    let all = desk.session.as_ref().map(|session| statuses(session, &desk.setup)).unwrap_or_default();
    all.into_iter().filter(|(_, offers, _)| *offers == available).map(|(name, ..)| name).collect()
}

fn ready(given: &Given<'_>) -> Result<Todo, String> {
    session(given)?;
    let all = named_statuses(given.desk(), true);
    let status = match given.text {
        "" => all.first().ok_or("the site has no status for those who are ready")?.clone(),
        text => named_status(text, &all)?,
    };
    Ok(Todo::Call(set(&status), Tell::Nothing))
}

fn take_break(given: &Given<'_>) -> Result<Todo, String> {
    session(given)?;
    let all = named_statuses(given.desk(), false);
    if given.text.is_empty() {
        return Err(format!("which break? Type break and {}", any(&all)));
    }
    Ok(Todo::Call(set(&named_status(given.text, &all)?), Tell::Nothing))
}

fn named_status(text: &str, all: &[String]) -> Result<String, String> {
    choose("status", text, all.iter().map(|name| (vec![name.clone()], name.clone())).collect())
}

fn notices(given: &Given<'_>) -> Result<Todo, String> {
    let said = Todo::Say(tell::notices(given.app));
    Ok(match given.desk().unread {
        0 => said,
        _ => Todo::Both(vec![said, Todo::Call(notifications::read(), Tell::Nothing)]),
    })
}

fn notify(given: &Given<'_>) -> Result<Todo, String> {
    session(given)?;
    let rows = Subject::Preferences.rows(given.desk());
    super::site::pick(rows, given.text, "which is switched? Type notify and its number")
}

fn wait(given: &Given<'_>) -> Result<Todo, String> {
    let (first, rest) = split(given.text);
    let (seconds, text) = match first.parse::<u64>() {
        Ok(seconds) if !rest.is_empty() => (seconds.min(LONGEST), rest),
        _ => (WAIT, given.needed("a text to wait for")?),
    };
    Ok(Todo::Wait { text: text.to_owned(), seconds })
}

fn quit(given: &Given<'_>) -> Result<Todo, String> {
    match tell::going_on(given.desk()).filter(|_| !given.app.is_read_only()) {
        None => Ok(Todo::Quit),
        Some(on) => Ok(Todo::Sure(format!("{on} Quit all the same?"), Box::new(Todo::Quit))),
    }
}
