//! A talk given to someone else, and someone else asked into it.

use serde_json::json;

use super::ask::AskForm;
use crate::desk::Interaction;

/// The form that gives a talk to another user.
pub fn transfer(one: &Interaction) -> AskForm {
    let kinds = vec![("user".to_owned(), json!("transferToUser"))];
    AskForm::new("Transfer", "toolbar.transfer", "enter on the last field transfers; esc closes")
        .about_talk(one)
        .choice("To a", "transferType", kinds)
        .text("User", "target", "", "enter the id of a user")
        .from(1)
}

/// The form that asks a user or a number into a call.
pub fn confer(one: &Interaction) -> AskForm {
    let kinds =
        vec![("user".to_owned(), json!("conferToUser")), ("phone number".to_owned(), json!("conferToPhone"))];
    AskForm::new("Confer", "toolbar.confer", "enter on the last field asks them in; esc closes")
        .about_talk(one)
        .choice("Ask in a", "conferedType", kinds)
        .text("Id or number", "target", "", "enter the id of a user, or a number")
}
