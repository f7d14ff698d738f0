//! The simulated public and its scripts.

use super::super::Workspace;
use super::super::limits::{LONGEST_TIME, MAX_LINES, MAX_SCRIPTS};
use super::super::templates::MAX_MESSAGE_TEMPLATE;
use super::Findings;

/// The fastest that a customer types, in characters a second.
const FASTEST: u64 = 1_000;

pub(super) fn check(workspace: &Workspace, found: &mut Findings) {
    let public = &workspace.public;
    let spans = [
        ("callEvery", public.call_every, LONGEST_TIME, "time in seconds"),
        ("patience", public.patience, LONGEST_TIME, "time in seconds"),
        ("talk", public.talk, LONGEST_TIME, "time in seconds"),
        ("answerAfter", public.answer_after, LONGEST_TIME, "time in seconds"),
        ("chatEvery", public.chat_every, LONGEST_TIME, "time in seconds"),
        ("chatPatience", public.chat_patience, LONGEST_TIME, "time in seconds"),
        ("typing", public.typing, FASTEST, "characters a second"),
    ];
    for (name, [least, most], limit, what) in spans {
        if least == 0 || least > most || most > limit {
            let expected = format!("the least (from 1) and the most {what}, up to {limit}");
            found.add(format!("public.{name}"), format!("[{least}, {most}] is no span"), expected);
        }
    }
    found.at_most("public.scripts", "scripts", public.scripts.len(), MAX_SCRIPTS);
    found.unique("public.scripts", "name", public.scripts.iter().map(|one| one.name.as_str()));
    for (at, script) in public.scripts.iter().enumerate() {
        let path = format!("public.scripts[{at}]");
        found.name(format!("{path}.name"), &script.name);
        found.sub_channels(&format!("{path}.channels"), script.channels.as_ref());
        if script.lines.is_empty() {
            found.add(format!("{path}.lines"), "is empty", "what the customer writes");
        }
        found.at_most(format!("{path}.lines"), "lines", script.lines.len(), MAX_LINES);
        for (place, line) in script.lines.iter().enumerate() {
            let path = format!("{path}.lines[{place}]");
            found.not_empty(path.clone(), line);
            found.at_most(path, "characters", line.chars().count(), MAX_MESSAGE_TEMPLATE);
        }
    }
}
