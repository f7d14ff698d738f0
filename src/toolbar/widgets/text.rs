//! Text as it may stand in cells: the one place of the toolbar where text from outside is made
//! harmless and cut to its width.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::wire::text::visible;

/// What stands for what was cut off.
const CUT: &str = "…";

/// The most rows that an error of a list takes.
const ERROR_ROWS: usize = 3;

/// How many columns a text takes, made harmless.
pub fn width(text: &str) -> u16 {
    u16::try_from(visible(text).width()).unwrap_or(u16::MAX)
}

/// The text made harmless, in at most `most` columns, with `…` where it was cut.
pub fn fit(text: &str, most: u16) -> Cow<'_, str> {
    // Nothing of a text far longer than its place needs cleaning: a cluster of one column seldom
    // has more than a few bytes, and what lies behind the cut can't be seen.
    let bound = usize::from(most).saturating_mul(64).max(256);
    let text = head(text, bound);
    let shown = visible(text);
    let most = usize::from(most);
    if shown.width() <= most {
        return shown;
    }
    let mut cut = String::new();
    let mut used = 0;
    for cluster in shown.graphemes(true) {
        let wide = cluster.width();
        if used + wide + 1 > most {
            break;
        }
        used += wide;
        cut.push_str(cluster);
    }
    if most > 0 {
        cut.push_str(CUT);
    }
    Cow::Owned(cut)
}

/// The same for an id, which is known by both its ends: it is cut in the middle.
pub fn fit_ends(text: &str, most: u16) -> Cow<'_, str> {
    let clusters: Vec<&str> = text.graphemes(true).collect();
    // What takes more than a column a character is no id.
    let plain = clusters.len() < 256 && usize::from(width(text)) == clusters.len();
    let room = usize::from(most);
    if !plain || clusters.len() <= room || room < 5 {
        return fit(text, most);
    }
    let (head, tail) = (room / 2, room - room / 2 - 1);
    let shown = [&clusters[..head], &[CUT], &clusters[clusters.len() - tail..]].concat().concat();
    Cow::Owned(visible(&shown).into_owned())
}

/// As many of a sentence's clauses as there is room for, whole; none where the first is too long.
pub fn clauses(text: &str, most: u16) -> &str {
    let ends = text.match_indices([';', ':', ',']).map(|(at, _)| at).chain([text.len()]);
    ends.map(|end| &text[..end]).take_while(|part| width(part) <= most).last().unwrap_or_default()
}

/// A count, with a comma before each three digits.
pub fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// How many rows an error takes below what it is about, with a gap above it; none without one.
pub fn error_height(error: Option<&str>, width: u16) -> u16 {
    error.map_or(0, |text| u16::try_from(wrap(text, width, ERROR_ROWS).len()).unwrap_or(0) + 1)
}

/// The text's first bytes, at most `most` of them and no half character.
pub fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// The part of a text from column `skip` on, in at most `most` columns: what a field shows of a long
/// draft. A wide character that is cut in two is left out.
pub fn window(text: &str, skip: u16, most: u16) -> String {
    let (skip, most) = (usize::from(skip), usize::from(most));
    let mut at = 0;
    let mut shown = String::new();
    for cluster in visible(text).graphemes(true) {
        let wide = cluster.width();
        if at >= skip && at + wide <= skip + most {
            shown.push_str(cluster);
        }
        at += wide;
    }
    shown
}

/// The text in lines of at most `most` columns, broken at spaces where it can be, else behind slashes; at most `lines` of
/// them, the last one cut.
pub fn wrap(text: &str, most: u16, lines: usize) -> Vec<String> {
    let most_columns = usize::from(most.max(1));
    let mut done: Vec<String> = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in visible(paragraph).split(' ') {
            // What is too long for a line, such as a path, is broken behind slashes.
            let end = if word.width() > most_columns { '/' } else { ' ' };
            let parts = word.split_inclusive(end).chain(word.is_empty().then_some(""));
            for (at, part) in parts.enumerate() {
                let joint = usize::from(at == 0 && !line.is_empty());
                if line.width() + joint + part.width() > most_columns && !line.is_empty() {
                    done.push(std::mem::take(&mut line));
                }
                if at == 0 && !line.is_empty() {
                    line.push(' ');
                }
                for cluster in part.graphemes(true) {
                    if line.width() + cluster.width() > most_columns {
                        done.push(std::mem::take(&mut line));
                    }
                    line.push_str(cluster);
                }
            }
        }
        done.push(line);
    }
    if done.len() > lines {
        done.truncate(lines);
        if let Some(last) = done.last_mut() {
            *last = fit(&format!("{last}  {CUT}"), most).into_owned();
            if !last.ends_with(CUT) {
                last.push_str(CUT);
            }
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::wire::text::is_safe;

    #[rstest]
    #[case("Anshika", 7, "Anshika")]
    #[case("Anshika", 6, "Anshi…")]
    #[case("Anshika", 1, "…")]
    #[case("Anshika", 0, "")]
    #[case("日本語", 5, "日本…")]
    #[case("日本語", 4, "日…")]
    #[case("a\u{1b}[2Jb", 9, "a␛[2Jb")]
    fn text_fits_its_place(#[case] text: &str, #[case] most: u16, #[case] shown: &str) {
        assert_eq!(fit(text, most), shown);
    }

    #[rstest]
    #[case("cd787e9a-fac0-4f1e", 18, "cd787e9a-fac0-4f1e")]
    #[case("cd787e9a-fac0-4f1e", 12, "cd787e…-4f1e")]
    #[case("cd787e9a-fac0-4f1e", 4, "cd7…")]
    #[case("日本語日本語", 5, "日本…")]
    fn an_id_is_cut_in_the_middle(#[case] text: &str, #[case] most: u16, #[case] shown: &str) {
        assert_eq!(fit_ends(text, most), shown);
    }

    #[test]
    fn a_sentence_without_room_loses_whole_clauses() {
        let text = "Give it away, at once or later; to whom you asked";
        for (most, shown) in
            [(80, text), (48, "Give it away, at once or later"), (20, "Give it away"), (9, "")]
        {
            assert_eq!(clauses(text, most), shown);
        }
        assert_eq!(clauses("", 5), "");
    }

    #[test]
    fn wrapping_breaks_at_spaces_and_cuts_the_last_line() {
        assert_eq!(wrap("a call from Jack", 8, 9), ["a call", "from", "Jack"]);
        assert_eq!(wrap("abcdefghij", 4, 9), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("see a/bc/defgh/i", 6, 9), ["see a/", "bc/", "defgh/", "i"]);
        assert_eq!(wrap("one two three", 5, 2), ["one", "two …"]);
    }

    proptest! {
        #[test]
        fn nothing_unsafe_and_nothing_too_wide(text in any::<String>(), most in 0u16..40, skip in 0u16..9) {
            for shown in [fit(&text, most).into_owned(), window(&text, skip, most)] {
                prop_assert!(shown.chars().all(is_safe));
                prop_assert!(shown.width() <= usize::from(most));
            }
            prop_assert!(wrap(&text, most.max(2), 3).iter().all(|line| line.chars().all(is_safe)));
        }
    }
}
