//! A message's lines drawn: what folds, keys and values, what was found.

use ratatui::layout::Rect;

use super::reading::Reading;
use crate::inspect::Doc;
use crate::inspect::doc::{Line, MAX_INDENT, Part};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::row;
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::list::{self, Hidden};
use crate::toolbar::widgets::text::{fit_ends, width};

/// How many bytes of a text are shown at most.
const LONGEST: usize = 2_000;

/// Draws what is read; the line that one is at is tinted where keys go there.
pub fn draw(reading: &Reading, has_keys: bool, canvas: &mut Canvas<'_>, area: Rect) {
    let (seen, at) = reading.seen();
    let rest = reading.doc.rest();
    let (area, below) = match rest > 0 && area.height > 2 {
        true => {
            let (below, area) = crate::toolbar::widgets::area::bottom(area, 1);
            (area, Some(below))
        }
        false => (area, None),
    };
    if let Some(below) = below {
        canvas.left(below, &[piece(Role::ToastWarning, format!("… {rest} bytes more, too many to lay out"))]);
    }
    if seen.len() == 1 && reading.doc.lines().len() == 1 && area.height > 1 {
        // One long text has all the room.
        let line = &reading.doc.lines()[0];
        let text = head(reading.doc.value(line));
        canvas.wrapped(area, &piece(Role::Text, text));
        return;
    }
    let chosen = has_keys.then_some(at);
    let first = list::first_seen(at, seen.len(), area.height);
    for (place, index) in (0..area.height).zip(first..seen.len()) {
        let line = seen[index];
        let fold = if reading.is_folded(line) { Fold::Closed } else { Fold::Open };
        let mut pieces = pieces(&reading.doc, &reading.doc.lines()[line], fold, reading.is_hit(line));
        shorten(&mut pieces, area.width);
        let at = row(area, place);
        canvas.left(at, &pieces);
        if chosen == Some(index) {
            list::mark(canvas, at);
        }
    }
    Hidden::of(seen.len(), first, area.height).in_line(canvas, area);
}

/// Cuts a last word that there is no room for in its middle: an id is known by its end too.
fn shorten(pieces: &mut [Piece<'_>], room: u16) {
    let Some((Piece(_, last), before)) = pieces.split_last_mut() else { return };
    let room = room.saturating_sub(total(before));
    if width(last) > room && !last.contains(' ') {
        let short = fit_ends(last, room).into_owned();
        *last = short.into();
    }
}

pub(super) fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// Whether an object or a list is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    Open,
    Closed,
    /// Nothing can be folded there.
    Never,
}

/// What stands before a line's value: how far in it is, what folds, its key.
pub(super) fn key(doc: &Doc, line: &Line, fold: Fold) -> Vec<Piece<'static>> {
    let indent = "  ".repeat(line.depth.min(MAX_INDENT));
    let mut pieces = vec![piece(Role::Muted, indent)];
    let sign = match (line.part, fold) {
        (Part::Plain, _) | (_, Fold::Never) => "",
        (Part::Open { .. }, Fold::Closed) => "▸ ",
        (Part::Open { .. }, Fold::Open) => "▾ ",
        _ => "  ",
    };
    pieces.push(piece(Role::Accent, sign));
    let key = doc.key(line);
    if !key.is_empty() {
        pieces.push(piece(Role::Muted, format!("{}: ", head(key.trim_matches('"')))));
    }
    pieces
}

/// A line in pieces.
pub(super) fn pieces<'a>(doc: &'a Doc, line: &Line, fold: Fold, is_hit: bool) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = key(doc, line, fold);
    if let Some(Piece(role, _)) = pieces.get_mut(2).filter(|_| is_hit) {
        *role = Role::Accent;
    }
    let role = match line.part {
        _ if is_hit => Role::Accent,
        Part::Open { .. } | Part::Close => Role::Muted,
        _ => Role::Text,
    };
    let value = doc.value(line);
    match line.part {
        Part::Open { items, is_list, .. } if fold == Fold::Closed => {
            let (open, what, close) = if is_list { ("[", "item", "]") } else { ("{", "field", "}") };
            let many = if items == 1 { "" } else { "s" };
            pieces.push(piece(role, format!("{open} {items} {what}{many} {close}")));
        }
        _ => pieces.push(piece(role, head(value))),
    }
    if value.len() > LONGEST {
        pieces.push(piece(Role::ToastWarning, format!("… {} bytes", value.len())));
    }
    pieces
}
