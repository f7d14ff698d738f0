//! Forms for what is sent in a chat that is no typed line: a file, a template, a transcript.

use super::ask::{AskForm, Typed};
use crate::desk::Interaction;
use crate::desk::setup::Template;
use crate::toolbar::placeholders;

/// The longest name of a file and media type, in characters.
const MAX_NAME: usize = 200;

/// A file, by name, type and size.
pub fn attachment(one: &Interaction) -> AskForm {
    AskForm::new("Send a file", "toolbar.sendAttachment", "Send")
        .about(one)
        .text("Name", "name", "", "enter the file's name")
        .at_most(MAX_NAME)
        .optional("Type", "mediaType", "application/pdf")
        .at_most(MAX_NAME)
        .optional("Size in bytes", "size", "")
        .typed(Typed::Number)
}

/// A template of the channel, with what it is to be filled in with.
pub fn template(one: &Interaction, template: &Template) -> AskForm {
    let form = AskForm::new(template.name.clone(), "toolbar.sendTemplate", "Send")
        .about(one)
        .with("template", template.name.as_str())
        .noted(placeholders::readable(&template.content));
    match placeholders::words(&template.content) {
        0 => form,
        1 => form.text("Word to fill in", "args", "", "type the word").typed(Typed::Words(1)),
        many => form
            .text(format!("{many} words to fill in"), "args", "", "type the words, with spaces between")
            .typed(Typed::Words(many)),
    }
}

/// The conversation so far, by e-mail.
pub fn transcript(one: &Interaction) -> AskForm {
    let known = one.contact.as_ref().map(|contact| contact.email.as_str()).unwrap_or_default();
    AskForm::new("Send a transcript", "toolbar.sendTranscript", "Send").about(one).optional("To", "to", known)
}
