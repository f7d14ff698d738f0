//! What the hub says against a call, in the agent's words. Codes and advice for programmers stay in
//! the list of frames.

use super::blamed;
use crate::desk::{DeskState, Interaction, Phase};
use crate::wire::RpcError;

/// What the agent works with: advice is given in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Keys.
    Keys,
    /// Commands that are typed.
    Words,
}

/// What is advised.
#[derive(Debug, Clone, Copy)]
enum Hint {
    Ready,
    Dispose,
}

impl Hand {
    fn does(self, hint: Hint) -> &'static str {
        match (self, hint) {
            (Hand::Keys, Hint::Ready) => "become available first",
            (Hand::Keys, Hint::Dispose) => "do that first",
            (Hand::Words, Hint::Ready) => "type ready to become available",
            (Hand::Words, Hint::Dispose) => "type dispose and a code",
        }
    }
}

/// An error as a sentence: what is the matter, and which key or command helps.
pub fn explain(method: &str, error: &RpcError, desk: &DeskState, hand: Hand) -> String {
    let known = match (method, error.http(), blamed(error)) {
        ("interaction.initiateInteraction", _, Some("channelDetails.phone")) => Some(phone(error)),
        ("control.customerCall", _, Some("phone")) => Some(phone(error)),
        ("interaction.initiateInteraction", Some(409), _) => cannot_dial(desk, hand),
        ("interaction.initiateInteraction", Some(403), _) => Some("you may not dial".to_owned()),
        ("interaction.disposeInteraction", Some(409), _) => {
            talks(desk).then(|| "the call is still on: end it first".to_owned())
        }
        ("toolbar.selectExtension" | "session.logout", Some(409), _) => {
            talks(desk).then(|| "there is a call on the line: end it first".to_owned())
        }
        _ => None,
    };
    known.unwrap_or_else(|| plain(error))
}

/// The hub's own words, without the parameter's name that stands before some.
fn plain(error: &RpcError) -> String {
    let field = blamed(error).and_then(|field| error.message.strip_prefix(field));
    field.and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&error.message).to_owned()
}

fn phone(error: &RpcError) -> String {
    let expected = error.data.as_ref().and_then(|data| data.get("expected")).and_then(|text| text.as_str());
    match expected {
        Some(bound) if bound.starts_with("at most") => format!("too long: {bound}"),
        _ => "not a phone number".to_owned(),
    }
}

/// Why nobody can be dialled, as far as the desk shows it.
fn cannot_dial(desk: &DeskState, hand: Hand) -> Option<String> {
    let session = desk.session.as_ref()?;
    let status = &session.presence.status;
    let own = desk.setup.statuses.iter().any(|one| one.name == *status);
    if (own || session.break_statuses.contains(status)) && !session.presence.available {
        return Some(format!("you are on {status}: {}", hand.does(Hint::Ready)));
    }
    // A chat beside it keeps nobody from calling.
    if desk.interactions.iter().any(|one| !one.is_chat() && is_on(one)) {
        return Some("there is a call on the line: end it first".to_owned());
    }
    let owed = desk.interactions.iter().any(|one| !one.is_chat() && one.phase == Phase::WrapUp);
    owed.then(|| format!("the last call is not disposed: {}", hand.does(Hint::Dispose)))
}

/// Whether a call or chat is on, or on its way.
fn talks(desk: &DeskState) -> bool {
    desk.interactions.iter().any(is_on)
}

fn is_on(one: &Interaction) -> bool {
    !matches!(one.phase, Phase::WrapUp | Phase::Disposed)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;
    use crate::desk::setup::Availability;
    use crate::desk::{Change, Setup};
    use crate::toolbar::testing::session::Script;

    fn desk(write: impl FnOnce(&mut Script)) -> DeskState {
        let mut script = Script::new();
        write(script.working());
        let mut desk = DeskState::new(crate::contract::ids::DeskId::default_desk());
        script.pushes.iter().for_each(|push| desk.apply(push).unwrap());
        desk
    }

    fn error(message: &str, data: Value) -> RpcError {
        RpcError { code: 3000, message: message.to_owned(), data: Some(data) }
    }

    #[rstest]
    #[case("at most 20 characters", "too long: at most 20 characters")]
    #[case("a phone number", "not a phone number")]
    fn a_number_that_is_none_is_told_without_its_parameter(#[case] expected: &str, #[case] says: &str) {
        let data = json!({"field": "channelDetails.phone", "expected": expected});
        let error = error("channelDetails.phone: expected something", data);
        assert_eq!(explain("interaction.initiateInteraction", &error, &desk(|_| {}), Hand::Keys), says);
    }

    #[test]
    fn what_keeps_from_dialling_is_told_with_the_key_that_helps() {
        let error = error("no", json!({"http": 409, "hint": "call toolbar.setAvailability"}));
        let told = |desk: &DeskState, hand| explain("interaction.initiateInteraction", &error, desk, hand);
        let says = |desk: DeskState| told(&desk, Hand::Keys);
        let lunch = desk(|script| {
            script.status(false, "Lunch");
        });
        let typed = told(&lunch, Hand::Words);
        assert_eq!(typed, "you are on Lunch: type ready to become available");
        assert_eq!(says(lunch), "you are on Lunch: become available first");
        let own = desk(|script| {
            let office =
                Availability { name: "Back office".to_owned(), available: false, description: String::new() };
            let setup = Setup { statuses: vec![office], ..Setup::default() };
            script.change(&Change::Setup { setup: Box::new(setup) }).status(false, "Back office");
        });
        assert_eq!(says(own), "you are on Back office: become available first");
        let call = Script::anshika();
        let talk = desk(|script| {
            script.rings(&call).connects(&call);
        });
        assert_eq!(says(talk), "there is a call on the line: end it first");
        let owed = desk(|script| {
            script.rings(&call).connects(&call);
            script.hangs_up(&call, crate::desk::interaction::Cleared::Customer);
        });
        assert_eq!(says(owed), "the last call is not disposed: do that first");
        assert_eq!(says(desk(|_| {})), "no", "the hub's own words, without what programmers should do");
    }
}
