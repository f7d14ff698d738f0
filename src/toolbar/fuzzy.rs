//! How well a few typed letters fit a name: they stand in it in that order, best at the beginnings of words
//! and side by side.

/// The most letters that are compared; what is behind them fits nothing.
const MAX_TYPED: usize = 64;
const MAX_NAME: usize = 200;

/// For each letter that is found.
const FOUND: i32 = 10;
/// More where a word begins with it.
const BEGINS: i32 = 9;
/// More where it stands beside the one before.
const BESIDE: i32 = 7;
/// Less where something stands between the two.
const GAP: i32 = 4;
/// Less for what stands before the first, each letter of it, up to so many.
const LATE: i32 = 1;
const LATEST: i32 = 8;

/// How well something fits: the more the better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// How well.
    pub score: i32,
    /// Which letters of the name were meant, in order, counted in characters.
    pub at: Vec<usize>,
}

/// How well what is typed fits a name; `None` where it does not. Each word that is typed must be found by
/// itself, in any order; case does not matter.
pub fn fit(typed: &str, name: &str) -> Option<Fit> {
    let name: Vec<char> = name.chars().take(MAX_NAME).collect();
    let lower: Vec<char> = name.iter().map(|c| lowered(*c)).collect();
    let mut sum = Fit { score: 0, at: Vec::new() };
    let typed: String = typed.chars().take(MAX_TYPED).collect();
    for word in typed.split_whitespace() {
        let word: Vec<char> = word.chars().map(lowered).collect();
        let one = fit_word(&word, &name, &lower).or_else(|| inside(&word, &lower))?;
        sum.score += one.score;
        sum.at.extend(one.at);
    }
    // Of two names that have it all, the shorter one was meant.
    sum.score -= i32::try_from(name.len() / 8).unwrap_or(0);
    sum.at.sort_unstable();
    sum.at.dedup();
    Some(sum)
}

/// A letter's small form, where that is one letter.
fn lowered(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn begins_word(name: &[char], at: usize) -> bool {
    at == 0 || !name[at - 1].is_alphanumeric() || (name[at].is_uppercase() && name[at - 1].is_lowercase())
}

/// A word that stands in the midst of another one, as it is.
fn inside(word: &[char], lower: &[char]) -> Option<Fit> {
    let at = lower.windows(word.len().max(1)).position(|part| part == word)?;
    let score = i32::try_from(word.len()).unwrap_or(0) * FOUND - LATEST * LATE;
    Some(Fit { score, at: (at..at + word.len()).collect() })
}

/// The best way to find a word's letters in a name: for each of them, and each place, how well all up to it
/// fit when it stands there.
fn fit_word(word: &[char], name: &[char], lower: &[char]) -> Option<Fit> {
    let mut rows: Vec<Vec<Option<(i32, usize)>>> = Vec::with_capacity(word.len());
    for (letter, c) in word.iter().enumerate() {
        // The best of the places before that do not touch this one.
        let mut apart: Option<(i32, usize)> = None;
        let row = (0..lower.len()).map(|at| {
            let before = letter.checked_sub(1).map(|before| &rows[before]);
            if let (Some(before), Some(two)) = (before, at.checked_sub(2))
                && let Some((score, _)) = before[two]
                && apart.is_none_or(|(best, _)| score > best)
            {
                apart = Some((score, two));
            }
            if lower[at] != *c {
                return None;
            }
            let own = FOUND + if begins_word(name, at) { BEGINS } else { 0 };
            let Some(before) = before else {
                // Scattered letters stand in nearly every sentence: the first one begins a word.
                if !begins_word(name, at) {
                    return None;
                }
                let late = i32::try_from(at).unwrap_or(LATEST).min(LATEST) * LATE;
                return Some((own - late, at));
            };
            let beside = at.checked_sub(1).and_then(|one| Some((before[one]?.0 + BESIDE, one)));
            let apart = apart.map(|(score, from)| (score - GAP, from));
            beside.max(apart).map(|(score, from)| (score + own, from))
        });
        rows.push(row.collect());
    }
    let last = rows.last()?;
    let (mut at, score) = last
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some((at, one.as_ref()?.0)))
        .max_by_key(|(at, score)| (*score, std::cmp::Reverse(*at)))?;
    let mut found = Vec::with_capacity(word.len());
    for row in rows.iter().rev() {
        found.push(at);
        at = row[at].map_or(at, |(_, from)| from);
    }
    Some(Fit { score, at: found })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    /// The names in the order in which they fit, without those that do not.
    fn best<'a>(typed: &str, names: &[&'a str]) -> Vec<&'a str> {
        let mut fits: Vec<_> =
            names.iter().filter_map(|name| Some((fit(typed, name)?.score, *name))).collect();
        fits.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        fits.into_iter().map(|(_, name)| name).collect()
    }

    #[rstest]
    #[case("ho", &["Hold", "Who is in a call", "Mute"], &["Hold", "Who is in a call"])]
    #[case("ha", &["What has", "Hold all"], &["Hold all", "What has"])]
    #[case("hold all", &["Hold", "Hold all"], &["Hold all"])]
    #[case("all hold", &["Hold all"], &["Hold all"])]
    #[case("cc", &["Customer calls", "Accept", "Call"], &["Customer calls", "Accept"])]
    #[case("tr", &["Transfer", "Trace", "Later"], &["Trace", "Transfer"])]
    #[case("hold", &["What you are told of", "Hold"], &["Hold"])]
    #[case("ld", &["Hold"], &["Hold"])]
    #[case("hld", &["Hold"], &["Hold"])]
    #[case("ÄRGER", &["ärger"], &["ärger"])]
    #[case("x", &["Hold"], &[])]
    fn the_best_comes_first(#[case] typed: &str, #[case] names: &[&str], #[case] expected: &[&str]) {
        assert_eq!(best(typed, names), expected);
    }

    #[test]
    fn beginnings_of_words_and_neighbours_are_what_is_meant() {
        assert_eq!(fit("cc", "Customer calls").unwrap().at, [0, 9]);
        assert_eq!(fit("call", "a cold call").unwrap().at, [7, 8, 9, 10]);
        assert_eq!(fit("", "anything").unwrap().at, [0; 0]);
    }

    proptest! {
        #[test]
        fn what_is_found_stands_there(typed in "\\PC{0,12}", name in "\\PC{0,40}") {
            if let Some(found) = fit(&typed, &name) {
                let chars: Vec<char> = name.chars().collect();
                let mut wanted: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).map(lowered).collect();
                wanted.sort_unstable();
                wanted.dedup();
                let mut seen: Vec<char> = found.at.iter().map(|at| lowered(chars[*at])).collect();
                seen.sort_unstable();
                seen.dedup();
                prop_assert_eq!(seen, wanted);
            }
        }

        #[test]
        fn a_name_fits_itself_and_its_parts(name in "[a-zA-Z ]{1,40}", from in 0usize..40, len in 1usize..12) {
            let part: String = name.chars().skip(from).take(len).collect();
            prop_assert!(fit(&part, &name).is_some());
        }
    }
}
