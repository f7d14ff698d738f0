//! What a text has to be filled in with, as it can be told before the hub does so: it alone runs the language.

/// How many words it takes from whoever sends it: `args[1]` is the second of two.
pub fn words(text: &str) -> usize {
    parts(text).filter_map(|part| part.ok().and_then(place)).map(|place| place + 1).max().unwrap_or(0)
}

/// So many words, in words.
pub fn counted(words: usize) -> String {
    if words == 1 { "1 word".to_owned() } else { format!("{words} words") }
}

/// The text with its placeholders as one reads them: `{{ args[0] }}` is `[word 1]`, `{{ agent.name }}` `[agent.name]`.
pub fn readable(text: &str) -> String {
    let readable = |part: Result<&str, &str>| match part {
        Ok(inside) => match place(inside) {
            Some(place) => format!("[word {}]", place + 1),
            None => format!("[{inside}]"),
        },
        Err(text) => text.to_owned(),
    };
    parts(text).map(readable).collect()
}

/// The insides of the placeholders, and as errors the texts between them.
fn parts(text: &str) -> impl Iterator<Item = Result<&str, &str>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((inside, after)) = rest.strip_prefix("{{").and_then(|rest| rest.split_once("}}")) {
            rest = after;
            return Some(Ok(inside.trim()));
        }
        let end = rest.match_indices("{{").map(|(at, _)| at).find(|at| *at > 0).unwrap_or(rest.len());
        let (before, after) = rest.split_at(end);
        rest = after;
        Some(Err(before))
    })
}

/// Which word a placeholder stands for, from 0 on; `None` where it is filled in by itself.
fn place(inside: &str) -> Option<usize> {
    let (number, _) = inside.split_once("args[")?.1.split_once(']')?;
    number.parse().ok().filter(|place| *place < MOST)
}

/// The most words of a text (contract: toolbar.expandReply).
const MOST: usize = 20;

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", 0, "")]
    #[case("Thank you", 0, "Thank you")]
    #[case("Hello {{ customer.name }}!", 0, "Hello [customer.name]!")]
    #[case("{{args[1]}} of {{ args[0] | upper }}", 2, "[word 2] of [word 1]")]
    #[case("{{ args[7000] }}", 0, "[args[7000]]")]
    #[case("a {{ b", 0, "a {{ b")]
    #[case("{{ {{ args[0] }}", 1, "[word 1]")]
    fn a_text_says_what_it_takes(#[case] text: &str, #[case] takes: usize, #[case] shown: &str) {
        assert_eq!((words(text), readable(text)), (takes, shown.to_owned()));
    }
}
