//! Two values that differ: where they do, and what of them fits a place so that the difference is seen.

use unicode_segmentation::UnicodeSegmentation;

use crate::toolbar::theme::Role;
use crate::toolbar::widgets::canvas::{Piece, piece, total};
use crate::toolbar::widgets::text::{fit, head, width};
use crate::wire::text::visible;

/// How many bytes are looked at from shortly before the first difference on.
const LONGEST: usize = 2_000;
/// How many bytes before it are kept of a long value.
const BEFORE: usize = 200;
/// What stands for what was cut off.
const CUT: &str = "…";

/// One of two values, in three parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Side {
    /// Whether something stood before `head` that is the same too.
    is_cut: bool,
    /// What both begin with.
    head: String,
    /// What is only here.
    own: String,
    /// What both end with.
    tail: String,
}

/// Two values, each cut into what both have and what only one has. Whole clusters differ, never halves of them.
pub(super) fn apart(left: &str, right: &str) -> [Side; 2] {
    let same = left.bytes().zip(right.bytes()).take_while(|(a, b)| a == b).count();
    let start = match same > LONGEST / 2 {
        true => left.floor_char_boundary(same - BEFORE),
        false => 0,
    };
    // What both begin with has the same boundaries in both.
    let texts = [left, right].map(|text| &text[start..]);
    let is_whole = texts.iter().all(|text| text.len() <= LONGEST);
    let texts = texts.map(|text| visible(head(text, LONGEST)));
    let [left, right] = [&texts[0], &texts[1]].map(|text| text.graphemes(true).collect::<Vec<_>>());
    let same = |a: &mut dyn Iterator<Item = &&str>, b: &mut dyn Iterator<Item = &&str>| {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let before = same(&mut left.iter(), &mut right.iter());
    let after = match is_whole {
        true => same(&mut left[before..].iter().rev(), &mut right[before..].iter().rev()),
        false => 0,
    };
    [left, right].map(|all| {
        let end = all.len() - after;
        Side {
            is_cut: start > 0,
            head: all[..before].concat(),
            own: all[before..end].concat(),
            tail: all[end..].concat(),
        }
    })
}

impl Side {
    fn width(&self) -> u16 {
        [&self.head, &self.own, &self.tail].iter().fold(0, |sum: u16, text| sum.saturating_add(width(text)))
    }
}

/// Both in at most `room` columns: where one does not fit, as much is left out of what both begin with, so that
/// what follows still stands one below or beside the other.
pub(super) fn shown(sides: &[Side; 2], room: u16) -> [Vec<Piece<'static>>; 2] {
    let opening = if sides[0].head.starts_with('"') { "\"…" } else { CUT };
    let widest = sides.iter().map(Side::width).max().unwrap_or(0);
    let too_many = widest.saturating_sub(room);
    let is_cut = sides[0].is_cut || too_many > 0;
    let wanted = if too_many > 0 { too_many.saturating_add(width(opening)) } else { 0 };
    let head = match is_cut {
        true => without(&sides[0].head, wanted, opening),
        false => sides[0].head.clone(),
    };
    [0, 1].map(|at| {
        let side = &sides[at];
        let parts = [
            piece(Role::Text, head.clone()),
            piece(Role::Accent, side.own.clone()),
            piece(Role::Text, side.tail.clone()),
        ];
        within(&parts, room)
    })
}

/// The same as plain text.
pub(in crate::toolbar) fn in_words(left: &str, right: &str, room: u16) -> [String; 2] {
    shown(&apart(left, right), room).map(|pieces| pieces.into_iter().map(|Piece(_, text)| text).collect())
}

/// The text without its first columns; as it is, where what stands for them would be no shorter.
fn without(text: &str, columns: u16, opening: &str) -> String {
    let mut gone = 0;
    let rest: String = text
        .graphemes(true)
        .skip_while(|cluster| {
            let is_gone = gone < columns;
            gone += if is_gone { width(cluster) } else { 0 };
            is_gone
        })
        .collect();
    match gone > width(opening) || columns == 0 {
        true => format!("{opening}{rest}"),
        false => text.to_owned(),
    }
}

/// Pieces in at most `room` columns, with `…` where they were cut.
fn within(parts: &[Piece<'static>], room: u16) -> Vec<Piece<'static>> {
    let mut left = room;
    let mut shown = Vec::new();
    for (at, Piece(role, text)) in parts.iter().enumerate() {
        let wide = width(text);
        let more = total(&parts[at + 1..]) > 0;
        if wide + u16::from(more) <= left {
            left -= wide;
            shown.push(piece(*role, text.clone()));
            continue;
        }
        // What just fits yields its last column too, where more follows.
        let cut = match left.min(wide.saturating_sub(1)) {
            0 if left > 0 => CUT.to_owned(),
            most => fit(text, most).into_owned(),
        };
        shown.push(piece(*role, cut));
        break;
    }
    shown
}

/// Pieces in rows of `room` columns, broken wherever a row is full.
pub(super) fn rows(parts: &[Piece<'static>], room: u16) -> Vec<Vec<Piece<'static>>> {
    let mut rows = vec![Vec::new()];
    let mut used = 0;
    for Piece(role, text) in parts {
        let mut part = String::new();
        for cluster in text.graphemes(true) {
            let wide = width(cluster);
            if used + wide > room && used > 0 {
                rows.last_mut().into_iter().for_each(|row| row.push(piece(*role, std::mem::take(&mut part))));
                rows.push(Vec::new());
                used = 0;
            }
            part.push_str(cluster);
            used += wide;
        }
        rows.last_mut().into_iter().for_each(|row| row.push(piece(*role, std::mem::take(&mut part))));
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::wire::text::is_safe;

    fn text(pieces: &[Piece<'_>]) -> String {
        pieces.iter().map(|Piece(_, text)| &**text).collect()
    }

    #[rstest]
    #[case(r#""d279-vce-1""#, r#""d279-vce-2""#, 12, r#""d279-vce-1""#, r#""d279-vce-2""#)]
    #[case(r#""d279-vce-1""#, r#""d279-vce-2""#, 8, r#""…vce-1""#, r#""…vce-2""#)]
    #[case(r#""d279-vce-1""#, r#""d279-vce-2""#, 3, r#""……"#, r#""……"#)]
    #[case("735076692678909", "735076692678910", 9, "…92678909", "…92678910")]
    #[case(r#""one""#, r#""another""#, 5, r#""one""#, r#""ano…"#)]
    #[case("日本語日本語1", "日本語日本語2", 6, "…本語1", "…本語2")]
    #[case("a", "a", 1, "a", "a")]
    #[case("", "abc", 2, "", "a…")]
    fn what_differs_is_seen(
        #[case] left: &str,
        #[case] right: &str,
        #[case] room: u16,
        #[case] is_left: &str,
        #[case] is_right: &str,
    ) {
        let [a, b] = shown(&apart(left, right), room);
        assert_eq!((text(&a).as_str(), text(&b).as_str()), (is_left, is_right));
    }

    #[test]
    fn only_what_differs_is_marked() {
        let [a, _] = apart(r#""vcall-1-x""#, r#""vcall-20-x""#);
        assert_eq!((&*a.head, &*a.own, &*a.tail), (r#""vcall-"#, "1", r#"-x""#));
        let [a, b] = apart("11", "1");
        assert_eq!((&*a.head, &*a.own, &*a.tail, &*b.own), ("1", "1", "", ""), "nothing counts twice");
    }

    #[test]
    fn a_difference_far_behind_is_seen_too() {
        let long = "é".repeat(9_000);
        let [a, b] = shown(&apart(&format!("{long}1"), &format!("{long}2")), 10);
        assert_eq!((text(&a).as_str(), text(&b).as_str()), ("…éééééééé1", "…éééééééé2"));
    }

    proptest! {
        #[test]
        fn nothing_unsafe_and_nothing_too_wide(
            same in any::<String>(), left in any::<String>(), right in any::<String>(), room in 0u16..60,
        ) {
            let sides = apart(&format!("{same}{left}"), &format!("{same}{right}"));
            for pieces in shown(&sides, room) {
                prop_assert!(total(&pieces) <= room);
                for row in rows(&pieces, room.max(2)) {
                    prop_assert!(total(&row) <= room.max(2) && text(&row).chars().all(is_safe));
                }
            }
        }
    }
}
