//! What happens at the desk, in whole sentences: one pushed frame comes to some, or to none.

mod changes;
mod compared;
mod due;
mod events;
mod quiet;

use crate::contract::Event;
use crate::desk::{Change, DeskState, Stage};
use crate::wire::Push;
use crate::wire::push::Body;

use super::words::{all, any, sentence};

pub use changes::{line_of, listed};
pub use due::{Told, due};
pub use quiet::why_quiet;

/// A pushed frame, read.
#[derive(Debug)]
pub enum Heard {
    /// An event of the SDK.
    Event(Box<Event>),
    /// What the SDK does not say.
    Change(Box<Change>),
}

/// How a change begins that is large, comes often and is never said.
const TRACE: &str = r#"{"kind":"trace""#;

impl Heard {
    /// Reads a frame; `None` for one that is never said, or can't be read: the fold tells of that.
    pub fn of(push: &Push) -> Option<Heard> {
        match &push.body {
            Body::Event { name, payload, .. } => {
                Event::parse(name, payload)?.ok().map(|event| Heard::Event(Box::new(event)))
            }
            Body::Change(raw) if raw.get().starts_with(TRACE) => None,
            Body::Change(raw) => {
                let change: Change = serde_json::from_str(raw.get()).ok()?;
                why_quiet(&change).is_none().then(|| Heard::Change(Box::new(change)))
            }
        }
    }
}

/// What is said of a frame, given the desk before and after it.
pub fn announce(before: &DeskState, after: &DeskState, heard: &Heard) -> Vec<String> {
    let mut said = match heard {
        Heard::Event(event) => events::said(before, after, event).into_iter().collect(),
        Heard::Change(change) => changes::said(before, after, change),
    };
    if before.stage() != after.stage() {
        said.extend(to_do(after));
    }
    said.into_iter().map(|text| sentence(&text)).filter(|text| !text.is_empty()).collect()
}

/// What is to be done at the desk before the work begins, or when it does.
pub fn to_do(desk: &DeskState) -> Option<String> {
    let session = desk.session.as_ref();
    let names = |desk: &DeskState| -> Vec<String> {
        let campaigns = desk.session.iter().flat_map(|session| &session.campaigns);
        campaigns.map(|one| desk.campaign_name(one.about.campaign_id)).collect()
    };
    Some(match (desk.stage(), session) {
        (Stage::SignedOut, _) => match &desk.filled.username {
            Some(user) => {
                format!("the CRM filled in {user}: type login to sign in, or login and another user")
            }
            None => "nobody is signed in; type login and a user".to_owned(),
        },
        (Stage::Campaigns, _) => {
            let names = names(desk);
            format!("which campaigns do you work for? Type campaigns and one or several of {}", all(&names))
        }
        (Stage::Extension, Some(session)) => {
            let extensions: Vec<String> =
                session.extensions.iter().map(|one| format!("{} ({})", one.phone, one.name)).collect();
            match extensions.is_empty() {
                true => "you have no extension; the workspace file lists them".to_owned(),
                false => format!("where do calls reach you? Type extension and {}", any(&extensions)),
            }
        }
        (Stage::Working, Some(session)) if session.campaigns.is_empty() => {
            "you work for no campaign; type desks to see the other desks".to_owned()
        }
        (Stage::Working, Some(session)) if !session.presence.available => {
            match session.presence.status.as_str() {
                "Not ready" => "you are not ready; type ready to become available".to_owned(),
                status => format!("you are on {status}; type ready to become available"),
            }
        }
        _ => return None,
    })
}
