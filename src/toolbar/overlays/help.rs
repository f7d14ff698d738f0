//! All keys, made from the table of actions: first those of the place where help was asked for.

use ratatui::layout::Rect;

use super::dialog;
use super::reader::Reader;
use crate::desk::DeskState;
use crate::toolbar::action::{Context, Row, rows, table};
use crate::toolbar::app::App;
use crate::toolbar::keymap::Keymap;
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

pub(super) fn draw(of: Context, reader: &Reader, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let lines = lines(of, &app.desk, &app.keymap);
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

/// How many rows the help has at most.
pub(super) fn len(of: Context, desk: &DeskState) -> usize {
    lines(of, desk, &Keymap::default()).len()
}

/// The place itself, what works everywhere, where one can go, then the other places.
fn lines(of: Context, desk: &DeskState, keymap: &Keymap) -> Vec<Line> {
    let mut lines = Vec::new();
    let rows_of = |context| {
        rows(context)
            .filter(|row| !row.is_global() && row.action.is_allowed(desk))
            .map(move |row| (keymap.names_of(context, row), row))
            // What one only goes to is told with the other places to go to.
            .filter(|(names, row)| !names.is_empty() || !row.keys.is_empty())
    };
    section(&mut lines, of.title(), rows_of(of));
    let mut seen = Vec::new();
    let everywhere = table().filter(|row| row.is_global()).filter_map(|row| {
        let first = !seen.contains(&row.action);
        seen.push(row.action);
        let context = row.contexts.iter().find(|context| **context == of).or(row.contexts.first())?;
        first.then(|| (keymap.names_of(*context, row), row))
    });
    section(&mut lines, "Everywhere", everywhere);
    section(&mut lines, "From anywhere to", places(keymap).filter(|(_, row)| row.action.is_allowed(desk)));
    for other in Context::ALL.iter().copied().filter(|context| *context != of) {
        section(&mut lines, other.title(), rows_of(other));
    }
    lines
}

/// Where one can go from anywhere that is no text, each place once, with its keys.
fn places(keymap: &Keymap) -> impl Iterator<Item = (Vec<String>, &'static Row)> {
    let mut seen = Vec::new();
    table().filter(|row| row.letter.is_some()).filter_map(move |row| {
        let keys: Vec<String> = keymap
            .keys_of(Context::Reader, row)
            .iter()
            .map(|keys| keys.to_string())
            .filter(|keys| !seen.contains(keys))
            .collect();
        seen.extend(keys.iter().cloned());
        (!keys.is_empty()).then_some((keys, row))
    })
}

fn section(
    lines: &mut Vec<Line>,
    title: &'static str,
    rows: impl Iterator<Item = (Vec<String>, &'static Row)>,
) {
    let rows: Vec<_> = rows.map(|(names, row)| (names.join(" "), row.about)).collect();
    if rows.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(Line::Gap);
    }
    lines.push(Line::Title(title));
    let widest = rows.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0).max(LEAST) + 4;
    lines.extend(rows.into_iter().map(|(keys, about)| Line::Row(keys, widest, about)));
}
