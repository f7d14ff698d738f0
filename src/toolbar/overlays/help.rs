//! All keys, made from the table of actions: first those of the place where help was asked for.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::layout::Rect;

use super::dialog;
use super::reader::Reader;
use crate::desk::DeskState;
use crate::toolbar::action::{Action, Context, Row, Subject, rows, table};
use crate::toolbar::app::App;
use crate::toolbar::keymap::Keymap;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list::Hidden;
use crate::toolbar::widgets::text::wrap;
use crate::toolbar::widgets::zone::Extent;

/// A column of the help, in columns of the screen: where there are several; the most of one alone.
const COLUMN: u16 = 50;
const ALONE: u16 = 70;
/// The least, where the screen is far too small.
const LEAST: u16 = 30;
/// Between two of them.
const GAP: u16 = 4;
/// What the dialog's frame takes of its width.
const FRAME: u16 = 6;
/// The most of them beside each other.
const MOST: u16 = 3;
/// The width of the part of a column where keys stand, with the gap behind them: the same everywhere, so that what
/// they do stands in one line.
const KEYS: u16 = 11;
/// Before the keys.
const INDENT: u16 = 2;
/// Between a name and what it means.
const APART: &str = "  ";
/// How many rows an entry may take.
const MOST_ROWS: usize = 5;

enum Line {
    Title(Cow<'static, str>),
    /// Keys, the footer's name for what they do, what that is; each goes on in the next line.
    Row(String, String, String),
    Gap,
}

pub(super) fn draw(of: Context, reader: &Reader, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let height = area.height.saturating_sub(2);
    let columns = ((area.width.saturating_sub(FRAME) + GAP) / (COLUMN + GAP)).clamp(1, MOST);
    let wide = match columns {
        1 => area.width.saturating_sub(FRAME).clamp(LEAST, ALONE),
        _ => COLUMN,
    };
    let inside = dialog(canvas, area, columns * (wide + GAP) - GAP + FRAME, height, "Help");
    let lines = lines(of, &app.desk, &app.keymap, wide);
    let (first, seen) = seen(&lines, reader, columns, inside.height, canvas);
    for (column, part) in (0..).zip(&seen) {
        let (_, place) = left(inside, column * (wide + GAP));
        draw_column(part, &lines, canvas, left(place, wide).0);
    }
    let end = seen.last().map_or(first, |part| part.rows.end);
    let hidden = Hidden::of(lines.len(), first, end - first);
    // Of several columns a row is not one of the panel's.
    if columns > 1 { hidden.uncounted() } else { hidden }.in_line(canvas, inside);
}

/// A part of the help that stands in one column, below its title where that stands in another one.
struct Part {
    continues: Option<String>,
    rows: Range<usize>,
}

/// The first line that is seen, and what of all stands in each column.
fn seen(
    lines: &[Line],
    reader: &Reader,
    columns: u16,
    height: u16,
    canvas: &mut Canvas<'_>,
) -> (usize, Vec<Part>) {
    let parts = |first| in_columns(lines, first, columns, usize::from(height));
    let end = |parts: &[Part]| parts.last().map_or(0, |part| part.rows.end);
    let most = usize::from(height.saturating_mul(columns));
    let all_is_seen = |first: &usize| end(&parts(*first)) == lines.len();
    let last = (lines.len().saturating_sub(most)..lines.len()).find(all_is_seen).unwrap_or_default();
    let first = reader.first.min(last);
    let seen = parts(first);
    // A page goes on with what is not seen yet, and back to where that ends which is seen now.
    let before = (first.saturating_sub(most)..first).find(|from| end(&parts(*from)) >= first);
    let extent = Extent { last, page: (end(&seen) - first).max(1), back: first - before.unwrap_or(first) };
    (reader.first_of(extent, canvas), seen)
}

/// As many lines from one on as there is room for.
fn in_columns(lines: &[Line], first: usize, columns: u16, height: usize) -> Vec<Part> {
    let mut from = first;
    let next = |_| {
        let part = in_column(lines, from, height, columns > 1);
        from = part.rows.end;
        part
    };
    (0..columns).map(next).collect()
}

/// The same in one column: it begins with a title, and ends behind a group where little is left empty by that.
fn in_column(lines: &[Line], from: usize, height: usize, by_groups: bool) -> Part {
    let is_title = |line: &Line| matches!(line, Line::Title(_));
    let from = from + usize::from(matches!(lines.get(from), Some(Line::Gap)));
    let continues = lines.get(from).filter(|line| !is_title(line)).and_then(|_| {
        lines[..from].iter().rev().find_map(|line| match line {
            Line::Title(title) => Some(format!("{title} (continued)")),
            _ => None,
        })
    });
    let room = height.saturating_sub(usize::from(continues.is_some())).max(1);
    let mut end = lines.len().min(from + room);
    // No column ends with a title, with nothing, or within an entry.
    let goes_on = |line: &Line| matches!(line, Line::Row(keys, ..) if keys.is_empty());
    while end > from + 1
        && end < lines.len()
        && (goes_on(&lines[end]) || matches!(lines[end - 1], Line::Title(_) | Line::Gap))
    {
        end -= 1;
    }
    let title = lines.get(from..end).and_then(|part| part.iter().rposition(is_title));
    if let Some(title) = title.filter(|title| by_groups && end < lines.len() && *title > height * 3 / 4) {
        let title = from + title;
        let group = lines[title..].iter().position(|line| matches!(line, Line::Gap));
        let is_cut = group.is_some_and(|group| title + group > end);
        if is_cut && group.is_some_and(|group| group <= height) {
            end = title - 1;
        }
    }
    Part { continues, rows: from.min(end)..end }
}

fn draw_column(part: &Part, lines: &[Line], canvas: &mut Canvas<'_>, area: Rect) {
    let area = match &part.continues {
        Some(title) => {
            canvas.left(row(area, 0), &[piece(Role::TitleFocused, title.as_str())]);
            top(area, 1).1
        }
        None => area,
    };
    for (at, line) in (0u16..).zip(&lines[part.rows.clone()]) {
        let place = row(area, at);
        match line {
            Line::Title(title) => {
                canvas.left(place, &[piece(Role::TitleFocused, title.as_ref())]);
            }
            Line::Row(keys, name, about) => {
                let (names, what) = left(left(place, INDENT).1, KEYS);
                canvas.left(names, &[piece(Role::Key, keys.as_str())]);
                canvas.left(what, &[piece(Role::Strong, name.as_str()), piece(Role::Text, about.as_str())]);
            }
            Line::Gap => {}
        }
    }
}

/// The place itself, what works everywhere, where one can go, then the other places.
fn lines(of: Context, desk: &DeskState, keymap: &Keymap, wide: u16) -> Vec<Line> {
    let mut lines = Lines { all: Vec::new(), wide };
    place(&mut lines, of, of, desk, keymap);
    lines.section("Everywhere".into(), everywhere(of, keymap));
    let places = places(keymap).filter(|(_, row)| row.action.is_allowed(desk));
    lines.section("From anywhere to".into(), places);
    for other in Context::ALL.iter().copied().filter(|context| *context != of) {
        place(&mut lines, of, other, desk, keymap);
    }
    lines.all
}

/// Whether it is told once, and not in each place: it means the same everywhere, or in all that lies over the screen.
fn is_everywhere(row: &Row) -> bool {
    row.is_global() || row.action == Action::Answer && !row.is_of(Context::Workbench)
}

/// Each of these actions once, as it is done where one is.
fn everywhere(of: Context, keymap: &Keymap) -> impl Iterator<Item = (Vec<String>, &'static Row)> {
    let mut seen = Vec::new();
    let here = rows(of).filter(|row| is_everywhere(row)).collect::<Vec<_>>();
    table().filter(|row| is_everywhere(row)).filter_map(move |row| {
        let first = !seen.contains(&row.action);
        seen.push(row.action);
        let row = here.iter().find(|here| here.action == row.action).copied().unwrap_or(row);
        let context = if row.is_of(of) { of } else { *row.contexts.first()? };
        first.then(|| (keymap.names_of(context, row), row))
    })
}

/// The keys of a place; those of the workbench by what they are about.
fn place(lines: &mut Lines, of: Context, context: Context, desk: &DeskState, keymap: &Keymap) {
    let rows_of = || {
        rows(context)
            .filter(|row| !is_everywhere(row) && row.action.is_allowed(desk))
            .map(|row| (keymap.names_of(context, row), row))
            // What one only goes to is told with the other places to go to.
            .filter(|(names, row)| !names.is_empty() || !row.keys.is_empty())
    };
    if context != Context::Workbench {
        return lines.section(context.title().into(), rows_of());
    }
    for subject in Subject::ALL {
        let title: Cow<'static, str> = match context == of {
            true => subject.title().into(),
            false => format!("{}: {}", context.title(), subject.title().to_lowercase()).into(),
        };
        lines.section(title, rows_of().filter(|(_, row)| row.subject() == subject));
    }
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

/// The help's lines, and how wide they may be.
struct Lines {
    all: Vec<Line>,
    wide: u16,
}

impl Lines {
    fn section(&mut self, title: Cow<'static, str>, rows: impl Iterator<Item = (Vec<String>, &'static Row)>) {
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            return;
        }
        if !self.all.is_empty() {
            self.all.push(Line::Gap);
        }
        self.all.push(Line::Title(title));
        for (names, row) in rows {
            // Keys in a row have a space between them, keys of which one will do a stroke.
            let mut keys = wrap(&names.join(" / "), KEYS - 2, MOST_ROWS).into_iter();
            let (name, said) = told(row);
            let mut lines = wrap(&said, self.wide - INDENT - KEYS, MOST_ROWS).into_iter();
            let mut name = name.len();
            loop {
                let (names, said) = (keys.next(), lines.next());
                if names.is_none() && said.is_none() {
                    break;
                }
                let mut said = said.unwrap_or_default();
                let about = said.split_off(name.min(said.len()));
                name -= said.len();
                self.all.push(Line::Row(names.unwrap_or_default(), said, about));
            }
        }
    }
}

/// What the footer or the palette calls an action, and with that name in front what it does; a sentence that begins with the name
/// says it once.
fn told(row: &Row) -> (&'static str, Cow<'static, str>) {
    let name = row.short_name();
    let rest = row.about.strip_prefix(name);
    match name.is_empty() || rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)) {
        true => (name, row.about.into()),
        false => (name, format!("{name}{APART}{}", row.about).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::ids::DeskId;
    use crate::toolbar::widgets::text::width;

    fn desk() -> DeskState {
        DeskState::new(DeskId::default_desk())
    }

    #[test]
    fn nothing_that_a_key_does_is_cut() {
        let desk = desk();
        for of in [Context::Workbench, Context::Frames] {
            let lines = lines(of, &desk, &Keymap::default(), COLUMN);
            let said = lines.iter().fold(String::new(), |said, line| match line {
                Line::Row(keys, name, about) => {
                    let wide = INDENT + KEYS + width(name) + width(about);
                    assert!(width(keys) < KEYS && wide <= COLUMN, "{keys} {name}{about}");
                    format!("{said} {name}{about}")
                }
                _ => said,
            });
            for row in rows(of).filter(|row| !row.keys.is_empty() && row.action.is_allowed(&desk)) {
                assert!(said.contains(row.about), "{} is not told in {of:?}", row.id);
            }
        }
    }

    #[test]
    fn every_column_begins_with_a_title_and_all_is_read_page_by_page() {
        let lines = lines(Context::Workbench, &desk(), &Keymap::default(), COLUMN);
        let is_title = |at: usize| matches!(lines[at], Line::Title(_));
        for (columns, height) in [(1, 14), (2, 28), (2, 32), (3, 52)] {
            let mut from = 0;
            while from < lines.len() {
                for part in in_columns(&lines, from, columns, height) {
                    let Range { start, end } = part.rows;
                    let skipped = (from..start).all(|at| matches!(lines[at], Line::Gap));
                    assert!(skipped && end - start + usize::from(part.continues.is_some()) <= height);
                    assert!(start == end || is_title(start) != part.continues.is_some(), "{height} {start}");
                    assert!(
                        end == lines.len() || !is_title(end - 1),
                        "a title ends a column: {height} {end}"
                    );
                    from = end;
                }
            }
        }
        let parts = in_columns(&lines, 0, 2, 28);
        assert_eq!(parts[1].continues.as_deref(), Some("Call (continued)"), "it is longer than a column");
    }

    #[test]
    fn an_action_has_the_footers_name_once() {
        let told = |id| {
            let row = table().find(|row| row.id == id).unwrap();
            let (name, said) = told(row);
            (name, said.into_owned())
        };
        assert_eq!(told("call.answer"), ("Answer", "Answer the ringing call".to_owned()));
        assert_eq!(told("call.hangup"), ("End", "End the call, or stop dialling".to_owned()));
        assert_eq!(told("call.dial"), ("Dial", "Dial  Call a customer".to_owned()));
        assert_eq!(told("pick.close"), ("Close", "Close".to_owned()));
        assert_eq!(told("pick.down"), ("", "To the one below".to_owned()));
        assert_eq!(told("chat.on"), ("Later", "Later  What was written later in a chat".to_owned()));
    }

    #[test]
    fn what_is_done_everywhere_is_told_once() {
        for (of, keys) in [(Context::Workbench, "a / F5"), (Context::Frames, "a / F5"), (Context::Chat, "F5")]
        {
            let lines = lines(of, &desk(), &Keymap::default(), COLUMN);
            let title = |line: &Line| matches!(line, Line::Title(title) if title == "Everywhere");
            let everywhere = lines.iter().position(title).unwrap();
            let answers = |line: &&Line| matches!(line, Line::Row(_, name, _) if name == "Answer");
            let of_answer = lines[everywhere..].iter().take_while(|line| !matches!(line, Line::Gap));
            let told: Vec<&Line> = of_answer.filter(answers).collect();
            assert!(matches!(told[..], [Line::Row(shown, ..)] if shown == keys), "{of:?}");
            let elsewhere = lines.iter().filter(answers).count() - 1;
            assert_eq!(elsewhere, 1, "only the workbench tells of it by itself: {of:?}");
        }
    }

    #[test]
    fn the_workbenchs_keys_stand_by_what_they_are_about() {
        let titles = |of| {
            let lines = lines(of, &desk(), &Keymap::default(), COLUMN);
            let titles = lines.into_iter().filter_map(|line| match line {
                Line::Title(title) => Some(title.into_owned()),
                _ => None,
            });
            titles.collect::<Vec<_>>()
        };
        assert_eq!(titles(Context::Workbench)[..5], ["Call", "Chat", "Customer", "Desk", "Look inside"]);
        assert_eq!(titles(Context::Frames)[0], "Inspector");
        assert!(titles(Context::Frames).contains(&"Workbench: call".to_owned()));
    }
}
