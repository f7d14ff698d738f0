//! Chats written, and conversations sorted.

use super::{Given, Spec, Tell, Todo, Where, choose, quoted, row, split};
use crate::contract::ids::InteractionId;
use crate::contract::payload::ChannelType;
use crate::desk::setup::{Attribute, AttributeType};
use crate::desk::{DeskState, Interaction};
use crate::toolbar::action::Action as A;
use crate::toolbar::chat;
use crate::toolbar::overlays::{Subject, attribute, files};
use crate::toolbar::plain::tell;

/// How many lines of a chat are read where it is not told.
const LINES: usize = 10;

/// Its commands.
pub(super) static COMMANDS: &[Spec] = &[
    row(
        "say",
        "TEXT",
        "Write a line to the customer of a chat; \\n in it begins another one",
        &[A::Write],
        |given| {
            let one = given.target(A::Write)?;
            let text = given.needed("the text")?.replace("\\n", "\n");
            Ok(Todo::Call(chat::write(&one.id, &text), Tell::Nothing))
        },
    ),
    row(
        "read",
        "[N] [all]",
        "What was written in a chat: the last ten lines, or all that is kept",
        &[A::PageUp, A::PageDown],
        read,
    )
    .at(Where::Anywhere),
    row("reply", "[CODE] [WORDS]", "Write a quick reply; alone it tells them", &[A::Complete], reply)
        .completing(|desk| desk.setup.replies.iter().map(|one| one.short_code.clone()).collect()),
    row(
        "template",
        "[NAME] [WORDS]",
        "Send a template of the channel, filled in with words; alone it tells them",
        &[A::Conversation],
        template,
    )
    .completing(template_names),
    row(
        "file",
        "NAME [TYPE] [BYTES]",
        "Send a file of that name, type and size",
        &[A::Conversation],
        |given| {
            let one = given.target(A::Write)?;
            Ok(Todo::Call(files::attachment(one).fill(&given.words())?, Tell::Nothing))
        },
    ),
    row("transcript", "[ADDRESS]", "Send the conversation so far by e-mail", &[A::Conversation], |given| {
        let one = given.target(A::Conversation)?;
        Ok(Todo::Call(files::transcript(one).fill(&given.words())?, Tell::Nothing))
    }),
    row(
        "label",
        "[LABEL]",
        "Put a label on, or take it off; alone it tells them",
        &[A::Conversation],
        |given| sort(given, Subject::Labels),
    )
    .completing(|desk| picked(desk, Subject::Labels)),
    row("priority", "[PRIORITY]", "Say how pressing it is, or none", &[A::Conversation], |given| {
        sort(given, Subject::Priority)
    })
    .completing(|desk| picked(desk, Subject::Priority)),
    row(
        "mark",
        "[STATUS]",
        "Say how far the conversation is: open, pending, snoozed for an hour, resolved",
        &[A::Conversation],
        |given| sort(given, Subject::Status),
    )
    .completing(|desk| picked(desk, Subject::Status)),
    row("team", "[TEAM]", "Say whose it is, or none", &[A::Conversation], |given| sort(given, Subject::Team))
        .completing(|desk| picked(desk, Subject::Team)),
    row("macro", "[NAME]", "Run a macro; alone it tells them", &[A::Conversation], |given| {
        sort(given, Subject::Macros)
    })
    .completing(|desk| picked(desk, Subject::Macros)),
    row(
        "attribute",
        "[NAME] [VALUE]",
        "Set a custom attribute; without a value it is taken away; alone it tells them",
        &[A::Conversation],
        set_attribute,
    )
    .completing(|desk| desk.setup.attributes.iter().map(|one| one.name.clone()).collect()),
];

fn chat_of<'a>(given: &Given<'a>) -> Result<&'a Interaction, String> {
    let one = given.current()?;
    if one.is_chat() { Ok(one) } else { Err("that is a call: nothing is written in it".to_owned()) }
}

fn read(given: &Given<'_>) -> Result<Todo, String> {
    let one = chat_of(given)?;
    let count = match given.text {
        "" => LINES,
        "all" => usize::MAX,
        other => return Err(format!("{other:?} is too much: read takes nothing, or the word all")),
    };
    Ok(Todo::Say(tell::chat(given.app, one, count)))
}

fn reply(given: &Given<'_>) -> Result<Todo, String> {
    let replies = &given.desk().setup.replies;
    if given.text.is_empty() {
        return Ok(Todo::Say(tell::replies(replies)));
    }
    let one = given.target(A::Write)?;
    let (code, rest) = split(given.text);
    let named = replies.iter().map(|one| (vec![one.short_code.clone()], one.short_code.clone())).collect();
    let code = choose("quick reply", code.trim_start_matches('/'), named)?;
    Ok(Todo::Call(chat::expand(&one.id, &code, &quoted(rest)), Tell::Write(one.id.clone())))
}

fn template_names(desk: &DeskState) -> Vec<String> {
    let chat = desk.current().filter(|one| one.is_chat());
    let channel = chat.and_then(|one| desk.setup.channel(ChannelType::Chat, &one.conversation.sub_channel));
    channel.iter().flat_map(|channel| &channel.templates).map(|one| one.name.clone()).collect()
}

fn template(given: &Given<'_>) -> Result<Todo, String> {
    let one = chat_of(given)?;
    let desk = given.desk();
    let channel = desk.setup.channel(ChannelType::Chat, &one.conversation.sub_channel);
    let templates = channel.map(|channel| channel.templates.as_slice()).unwrap_or_default();
    if given.text.is_empty() {
        return Ok(Todo::Say(tell::templates(templates)));
    }
    let one = given.target(A::Write)?;
    let (name, rest) = split(given.text);
    let named = templates.iter().map(|template| (vec![template.name.clone()], template)).collect();
    let template = choose("template", name, named)?;
    let words = if rest.is_empty() { Vec::new() } else { vec![rest.to_owned()] };
    Ok(Todo::Call(files::template(one, template).fill(&words)?, Tell::Nothing))
}

/// One of the toolbar's lists that sort a conversation.
fn sort(given: &Given<'_>, subject: fn(InteractionId) -> Subject) -> Result<Todo, String> {
    let one = given.target(A::Conversation)?;
    let subject = subject(one.id.clone());
    let rows = subject.rows(given.desk());
    if rows.is_empty() {
        return Err(subject.empty().trim_end_matches('.').to_owned());
    }
    super::site::pick(rows, given.text, "type the command and one of these")
}

fn picked(desk: &DeskState, subject: fn(InteractionId) -> Subject) -> Vec<String> {
    let Some(one) = desk.current() else { return Vec::new() };
    subject(one.id.clone()).rows(desk).into_iter().map(|row| row.text).collect()
}

fn set_attribute(given: &Given<'_>) -> Result<Todo, String> {
    let one = given.target(A::Conversation)?;
    let attributes = &given.desk().setup.attributes;
    if given.text.is_empty() {
        let rows = Subject::Attributes(one.id.clone()).rows(given.desk());
        return Ok(Todo::Say(tell::choices(&rows, "there are no custom attributes")));
    }
    let named = |one: &Attribute| {
        let found = [&one.name, &one.key]
            .into_iter()
            .filter_map(|name| super::behind(given.text, name).map(|rest| (name.len(), rest)));
        found.max_by_key(|(long, _)| *long)
    };
    let found =
        attributes.iter().filter_map(|one| Some((one, named(one)?))).max_by_key(|(_, (long, _))| *long);
    let (attribute, value) = match found {
        Some((one, (_, value))) => (one, value),
        None => {
            let all = attributes.iter().map(|one| (vec![one.name.clone(), one.key.clone()], one)).collect();
            let (name, value) = split(given.text);
            (choose("attribute", name, all)?, value)
        }
    };
    let is_choice = matches!(attribute.kind, AttributeType::List | AttributeType::Checkbox);
    if value.is_empty() && is_choice {
        return Err(format!("a value for {} is missing", attribute.name));
    }
    let values: Vec<String> = if value.is_empty() { Vec::new() } else { vec![value.to_owned()] };
    Ok(Todo::Call(attribute::form(one, attribute, None).fill(&values)?, Tell::Nothing))
}
