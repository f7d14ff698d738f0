//! A list of rows with one chosen: which part of it is seen, and where the choice goes.

use std::ops::Range;

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use super::area::{inset, left, row};
use super::canvas::{Canvas, Piece, piece};
use super::text::head;
use super::zone::Target;
use crate::toolbar::theme::Role;

/// The columns of the mark before the present row, with a gap.
const MARK: u16 = 2;
/// The most of a text that is looked through for what is typed, in bytes.
const MARKED: usize = 256;

/// The first row that is seen when row `at` of `len` must be, in `height` rows.
pub fn first_seen(at: usize, len: usize, height: u16) -> usize {
    let height = usize::from(height);
    if len <= height {
        return 0;
    }
    at.saturating_sub(height / 2).min(len - height)
}

/// The choice moved by `by` rows; it stops at both ends.
pub fn moved(at: usize, len: usize, by: isize) -> usize {
    at.saturating_add_signed(by).min(len.saturating_sub(1))
}

/// Whether texts fit what is typed to narrow a list down: each word stands somewhere in them.
pub fn fits(typed: &str, texts: &[&str]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    let words = typed.to_lowercase();
    words.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}

/// How many rows of something long are out of sight, to both sides of those that are seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[must_use]
pub struct Hidden {
    above: usize,
    below: usize,
    /// Whether nobody has counted what is further away.
    uncounted: bool,
}

impl Hidden {
    /// All of `len` but for those from `first` on that have room in `seen` rows.
    pub fn of(len: usize, first: usize, seen: impl Into<usize>) -> Hidden {
        let first = first.min(len);
        Hidden { above: first, below: (len - first).saturating_sub(seen.into()), uncounted: false }
    }

    /// The same where these are only some of them: it says where there are more, and not how many.
    pub fn uncounted(self) -> Hidden {
        Hidden { uncounted: true, ..self }
    }

    /// Says so in the lower line of the panel in which they were drawn, the one that was drawn last.
    pub fn in_line(self, canvas: &mut Canvas<'_>, area: Rect) {
        let says = self.says();
        if !says.is_empty() {
            canvas.foot(area, &[piece(Role::Muted, says)]);
        }
    }

    /// The same at the right end of a row, where the panel has other parts too.
    pub fn in_row(self, canvas: &mut Canvas<'_>, row: Rect) {
        canvas.right(row, &[piece(Role::Muted, self.says())]);
    }

    fn says(self) -> String {
        match (self.above, self.below) {
            (0, 0) => String::new(),
            (0, _) if self.uncounted => "↓ more".to_owned(),
            (_, 0) if self.uncounted => "↑ more".to_owned(),
            _ if self.uncounted => "↑ ↓ more".to_owned(),
            (0, below) => format!("↓ {below} more"),
            (above, 0) => format!("↑ {above} more"),
            (above, below) => format!("↑ {above}  ↓ {below} more"),
        }
    }
}

/// Says of a list that goes along with what comes that there are older rows above; how many changes all the time.
pub fn older(canvas: &mut Canvas<'_>, area: Rect) {
    canvas.foot(area, &[piece(Role::Muted, "↑ older")]);
}

/// Where in a text the words stand that are typed to narrow a list down: of each the first place, in order.
pub fn marks(typed: &str, text: &str) -> Vec<Range<usize>> {
    let text = head(text, MARKED);
    let letters: Vec<(usize, String)> =
        text.grapheme_indices(true).map(|(at, letter)| (at, letter.to_lowercase())).collect();
    let end_of = |from: usize, word: &str| -> Option<usize> {
        let mut rest = word;
        for (at, letter) in &letters[from..] {
            if rest.is_empty() {
                return Some(*at);
            }
            rest = rest.strip_prefix(letter.as_str())?;
        }
        rest.is_empty().then_some(text.len())
    };
    let typed = typed.to_lowercase();
    let place =
        |word: &str| (0..letters.len()).find_map(|from| end_of(from, word).map(|end| letters[from].0..end));
    let mut found: Vec<Range<usize>> = typed.split_whitespace().filter_map(place).collect();
    found.sort_by_key(|place| place.start);
    found
}

/// A text with what was meant in it, in pieces.
pub fn marked<'a>(text: &'a str, marks: &[Range<usize>], role: Role) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for mark in marks {
        let from = mark.start.max(at);
        if let (Some(before), Some(meant)) = (text.get(at..from), text.get(from..mark.end)) {
            pieces.push(piece(role, before));
            pieces.push(piece(Role::Accent, meant));
            at = mark.end;
        }
    }
    pieces.push(piece(role, &text[at..]));
    pieces.retain(|Piece(_, text)| !text.is_empty());
    pieces
}

/// Draws the rows that are seen when row `at` must be; `draw` gets each row's number and place.
pub fn seen(
    canvas: &mut Canvas<'_>,
    area: Rect,
    len: usize,
    at: usize,
    mut draw: impl FnMut(&mut Canvas<'_>, usize, Rect),
) -> Hidden {
    let first = first_seen(at, len, area.height);
    for (line, at) in (first..len).take(usize::from(area.height)).enumerate() {
        draw(canvas, at, row(area, u16::try_from(line).unwrap_or(u16::MAX)));
    }
    Hidden::of(len, first, area.height)
}

/// Marks a row of a panel as the one that keys go to, with a sign in the free column before it: it is known without
/// colours too.
pub fn mark(canvas: &mut Canvas<'_>, place: Rect) {
    sign(canvas, place, "›");
    canvas.tint(with_free_column(place), Role::Selection);
}

/// Marks a row as chosen in a panel that keys do not go to.
pub fn point_at(canvas: &mut Canvas<'_>, place: Rect) {
    sign(canvas, place, "•");
}

fn sign(canvas: &mut Canvas<'_>, place: Rect, sign: &'static str) {
    canvas.left(left(with_free_column(place), 1).0, &[piece(Role::Accent, sign)]);
}

/// A panel's row with the column of air before it.
fn with_free_column(place: Rect) -> Rect {
    let x = place.x.saturating_sub(1);
    Rect { x, width: place.width.saturating_add(place.x - x), ..place }
}

/// The same for rows of which one is to be chosen: the present one is tinted and has a mark before it, so that it is
/// known without colours too. `draw` gets what is right of the marks. The panel's lower line says what is out of sight.
pub fn choices(
    canvas: &mut Canvas<'_>,
    area: Rect,
    len: usize,
    at: usize,
    draw: impl FnMut(&mut Canvas<'_>, usize, Rect),
) {
    choices_among(canvas, area, len, at, draw).in_line(canvas, area);
}

/// The same in a panel that has other parts too.
pub fn choices_among(
    canvas: &mut Canvas<'_>,
    area: Rect,
    len: usize,
    at: usize,
    mut draw: impl FnMut(&mut Canvas<'_>, usize, Rect),
) -> Hidden {
    seen(canvas, area, len, at, |canvas, row, place| {
        let (mark, rest) = left(inset(place, 1, 0), MARK);
        if row == at {
            canvas.left(mark, &[piece(Role::Accent, "›")]);
        }
        draw(canvas, row, rest);
        canvas.zone(place, Target::Choose(row.cast_signed() - at.cast_signed()));
        if row == at {
            canvas.choose(place);
        }
    })
}

/// What of a row above such a list lies over what is right of the marks: a place for the columns' names.
pub fn beside(row: Rect) -> Rect {
    left(inset(row, 1, 0), MARK).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_always_seen() {
        for len in 0..30 {
            for height in 1..12 {
                for at in 0..len {
                    let first = first_seen(at, len, height);
                    assert!(first <= at && at < first + usize::from(height));
                }
            }
        }
        let says = |len, first, seen: usize| Hidden::of(len, first, seen).says();
        let texts = [says(9, 0, 9), says(9, 0, 4), says(9, 2, 7), says(9, 2, 4), says(0, 3, 1)];
        assert_eq!(texts, ["", "↓ 5 more", "↑ 2 more", "↑ 2  ↓ 3 more", ""]);
        let some = |first, seen: usize| Hidden::of(9, first, seen).uncounted().says();
        assert_eq!([some(0, 9), some(0, 4), some(2, 7), some(2, 4)], ["", "↓ more", "↑ more", "↑ ↓ more"]);
        assert!(marks("", "Hold").is_empty());
        assert_eq!(marks("rao ash", "Asha Rao"), [0..3, 5..8]);
        assert_eq!(marks("ö li", "Köln, Link"), [1..3, 7..9]);
        assert_eq!(marks("caf e", "Cafe\u{301} E"), [0..3, 7..8], "a letter is all that belongs to it");
        let pieces = marked("Asha Rao", &marks("rao sh", "Asha Rao"), Role::Muted);
        let shown: Vec<&str> = pieces.iter().map(|Piece(_, text)| text.as_ref()).collect();
        assert_eq!(shown, ["A", "sh", "a ", "Rao"]);
        assert!(fits("", &[]) && fits("rao ASH", &["Asha Rao", "x"]) && !fits("rao mo", &["Asha Rao"]));
        assert_eq!((moved(0, 3, -1), moved(2, 3, 1), moved(1, 3, 1), moved(0, 0, 1)), (0, 2, 2, 0));
    }
}
