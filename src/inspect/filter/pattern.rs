//! What a name must be like: a part of it, all of it, or a pattern with `*` and `?`.

/// What a name must be like. Small and capital letters of ASCII are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    text: String,
    by: By,
}

/// How a pattern is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
enum By {
    /// It stands somewhere in the name.
    Part,
    /// It is the name: `p1` is not in `p12`.
    Whole,
    /// It has `*` and `?`.
    Glob(Vec<char>),
}

impl Pattern {
    /// A part of a name, unless it has `*` or `?`.
    pub(super) fn part(text: &str) -> Pattern {
        Pattern::new(text, By::Part)
    }

    /// All of a name, unless it has `*` or `?`.
    pub(super) fn whole(text: &str) -> Pattern {
        Pattern::new(text, By::Whole)
    }

    fn new(text: &str, by: By) -> Pattern {
        let text = text.to_ascii_lowercase();
        let by = if text.contains(['*', '?']) { By::Glob(text.chars().collect()) } else { by };
        Pattern { text, by }
    }

    /// Whether a name is like it; of a pattern with `*` also where it is like what stands behind the point.
    pub(super) fn matches(&self, name: &str) -> bool {
        match &self.by {
            By::Part => contains(name, &self.text),
            By::Whole => name.eq_ignore_ascii_case(&self.text),
            By::Glob(pattern) => {
                glob(pattern, name) || name.split_once('.').is_some_and(|(_, bare)| glob(pattern, bare))
            }
        }
    }
}

/// Whether a text has a part, given in small letters.
fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    part.is_empty() || text.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
}

/// Whether a pattern with `*` and `?` is the whole of a name. Goes back to the last `*` only, so its
/// time is at most the product of both lengths.
fn glob(pattern: &[char], name: &str) -> bool {
    let name: Vec<char> = name.chars().map(|c| c.to_ascii_lowercase()).collect();
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some('?') => (p, n) = (p + 1, n + 1),
            Some(c) if *c == name[n] => (p, n) = (p + 1, n + 1),
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    (p, n) = (at + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("callRinging", "interaction.callRinging", true)]
    #[case("CALLRINGING", "interaction.callRinging", true)]
    #[case("ring", "interaction.callRinging", true)]
    #[case("call*", "interaction.callRinging", true)]
    #[case("interaction.*", "interaction.callRinging", true)]
    #[case("*.call?inging", "interaction.callRinging", true)]
    #[case("call", "interaction.showCrm", false)]
    #[case("call?", "interaction.callRinging", false)]
    #[case("*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaa", false)]
    #[case("*", "", true)]
    #[case("?", "", false)]
    #[case("?", "é", true)]
    fn a_pattern_matches_a_part_or_as_a_glob_the_whole(
        #[case] pattern: &str,
        #[case] name: &str,
        #[case] matches: bool,
    ) {
        assert_eq!(Pattern::part(pattern).matches(name), matches);
    }

    #[rstest]
    #[case("p1", "p1", true)]
    #[case("P1", "p1", true)]
    #[case("p1", "p12", false)]
    #[case("p?2", "p12", true)]
    fn a_peers_name_is_matched_whole(#[case] pattern: &str, #[case] name: &str, #[case] matches: bool) {
        assert_eq!(Pattern::whole(pattern).matches(name), matches);
    }
}
