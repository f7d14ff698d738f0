//! All keys, made from the table of actions: first those of the place where help was asked for.

use ratatui::layout::Rect;

use super::dialog;
use super::reader::Reader;
use crate::desk::DeskState;
use crate::toolbar::action::{Context, Row, rows, table};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::text::width;

/// The least width of a column of keys.
const LEAST: u16 = 6;

enum Line {
    Title(&'static str),
    /// Keys, the width of the column of keys, what they do.
    Row(String, u16, &'static str),
    Gap,
}

pub(super) fn draw(of: Context, reader: &Reader, desk: &DeskState, canvas: &mut Canvas<'_>, area: Rect) {
    let lines = lines(of, desk);
    let height = area.height.saturating_sub(2);
    let inside = dialog(canvas, area, 76, height, "Keys");
    let first = reader.first_of(lines.len(), inside.height);
    for (at, line) in lines.iter().skip(first).take(usize::from(inside.height)).enumerate() {
        let place = row(inside, u16::try_from(at).unwrap_or(u16::MAX));
        match line {
            Line::Title(title) => {
                canvas.left(place, &[piece(Role::TitleFocused, *title)]);
            }
            Line::Row(keys, wide, about) => {
                let (names, what) = left(place, *wide);
                canvas.left(names, &[piece(Role::Key, format!("  {keys}"))]);
                canvas.left(what, &[piece(Role::Text, *about)]);
            }
            Line::Gap => {}
        }
    }
    if first + usize::from(inside.height) < lines.len() {
        let last = Rect { y: inside.bottom(), height: u16::from(inside.bottom() < area.bottom()), ..inside };
        canvas.right(last, &[piece(Role::Muted, " ↓ more ")]);
    }
}

/// How many rows the help has.
pub(super) fn len(of: Context, desk: &DeskState) -> usize {
    lines(of, desk).len()
}

/// The place itself, what works everywhere, then the other places.
fn lines(of: Context, desk: &DeskState) -> Vec<Line> {
    let mut lines = Vec::new();
    let rows_of = |context| rows(context).filter(|row| !row.is_global() && row.action.is_allowed(desk));
    section(&mut lines, of.title(), rows_of(of));
    let mut seen = Vec::new();
    let everywhere = table().filter(|row| row.is_global()).filter(|row| {
        let first = !seen.contains(&row.action);
        seen.push(row.action);
        first
    });
    section(&mut lines, "Everywhere", everywhere);
    for other in Context::ALL.iter().copied().filter(|context| *context != of) {
        section(&mut lines, other.title(), rows_of(other));
    }
    lines
}

fn section(lines: &mut Vec<Line>, title: &'static str, rows: impl Iterator<Item = &'static Row>) {
    if !lines.is_empty() {
        lines.push(Line::Gap);
    }
    lines.push(Line::Title(title));
    let keys = |row: &Row| row.all_keys().join(" ");
    let rows: Vec<_> = rows.map(|row| (keys(row), row.about)).collect();
    let widest = rows.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0).max(LEAST) + 4;
    lines.extend(rows.into_iter().map(|(keys, about)| Line::Row(keys, widest, about)));
}
