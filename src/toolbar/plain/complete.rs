//! What can stand where the cursor is: commands, and what the desk knows that one of them takes.

use super::command::{find, here, split};
use crate::desk::DeskState;

/// The most that are offered at once.
const MOST: usize = 200;

/// Where what is completed begins, in bytes, and what can stand there.
pub fn complete(line: &str, desk: &DeskState, is_recording: bool) -> (usize, Vec<String>) {
    let begin = line.len() - line.trim_start().len();
    let (first, rest) = split(line);
    // A number in front says for which interaction the command is.
    let begin = match first.parse::<usize>() {
        Ok(_) if !rest.is_empty() || line.ends_with(' ') => begin + first.len() + 1,
        _ => begin,
    };
    let text = line.get(begin..).unwrap_or_default().trim_start();
    let begin = line.len() - text.len();
    let Some((word, typed)) = text.split_once(char::is_whitespace) else {
        let names =
            here(is_recording).map(|spec| spec.name).filter(|name| name.starts_with(&text.to_lowercase()));
        return (begin, names.map(|name| format!("{name} ")).collect());
    };
    let Ok(spec) = find(word, is_recording) else { return (line.len(), Vec::new()) };
    // Of several between commas the last one is typed.
    let typed = match spec.name {
        "campaigns" => typed.rsplit(',').next().unwrap_or_default(),
        _ => typed,
    };
    let typed = typed.trim_start();
    let lower = typed.to_lowercase();
    let mut fits = (spec.completes)(desk);
    fits.retain(|one| one.to_lowercase().starts_with(&lower));
    fits.dedup();
    fits.truncate(MOST);
    // What is offered is put into the line that is typed, which a terminal shows.
    let fits = fits.into_iter().map(|one| crate::wire::text::visible(&one).into_owned());
    (line.len() - typed.len(), fits.collect())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::contract::ids::DeskId;
    use crate::toolbar::testing::session::Script;

    fn desk() -> DeskState {
        let mut script = Script::new();
        let call = Script::anshika();
        script.working().rings(&call).connects(&call);
        let mut desk = DeskState::new(DeskId::default_desk());
        script.pushes.iter().for_each(|push| desk.apply(push).unwrap());
        desk
    }

    #[rstest]
    #[case("ans", 0, &["answer "])]
    #[case("  ans", 2, &["answer "])]
    #[case("2 ans", 2, &["answer "])]
    #[case("campaigns wh", 10, &["WhatsApp Chat"])]
    #[case("campaigns WhatsApp Chat, mo", 25, &["Mohit Omni Camp"])]
    #[case("break te", 6, &["Tea"])]
    #[case("dispose order p", 8, &["Order placed"])]
    #[case("2 dispose order p", 10, &["Order placed"])]
    #[case("ext 1234567890", 4, &["1234567890"])]
    #[case("record att", 7, &["attach", "attach shown"])]
    #[case("call store.g", 5, &["store.get"])]
    #[case("nonsense x", 10, &[])]
    #[case("hold ", 5, &[])]
    fn a_line_is_completed(#[case] line: &str, #[case] begin: usize, #[case] offered: &[&str]) {
        let (at, all) = complete(line, &desk(), false);
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!((at, all.as_slice()), (begin, offered));
    }

    #[test]
    fn a_recording_has_commands_of_its_own() {
        assert_eq!(complete("ne", &desk(), true).1, ["next "]);
        assert_eq!(complete("ans", &desk(), true).1, [""; 0]);
        assert_eq!(complete("ne", &desk(), false).1, ["need "]);
    }
}
