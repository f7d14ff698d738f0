//! The palette: everything that can be done, opened or set, found by a few letters.

mod things;

use ratatui::layout::Rect;

pub use things::{Kind, Thing};

use super::{Outcome, dialog};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::fuzzy::fit;
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::text::{clauses, width, wrap};

/// The dialog's least and most width, in columns, and what it leaves of a wide screen.
const WIDTHS: (u16, u16) = (84, 136);
const BESIDE: u16 = 12;
/// The most rows that are seen at once.
const MOST: u16 = 16;
/// What the list itself takes of a row: the mark before the chosen one, and a column at each end.
const MARKS: u16 = 4;
/// The column that says what kind of thing it is.
const KINDS: u16 = 10;
/// The least and the most width of the column of keys, with the gap behind it.
const KEYS: (u16, u16) = (4, 14);
/// The most of a row that names take, one of so many parts.
const NAMES: u16 = 3;
/// The least room in which something is said of a thing.
const LEAST_ABOUT: u16 = 24;
/// From this width on one row has room for whatever is said of a thing; below it takes two.
const ONE_ROW: u16 = 100;
/// The longest text that is looked for, in characters.
const MAX_TYPED: usize = 64;
/// How well something fits that is found in other words than its name.
const IN_OTHER_WORDS: i32 = 10;

/// One thing to choose.
#[derive(Debug)]
pub struct Item {
    /// What kind of thing.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// What there is to say of it.
    pub about: String,
    /// Its key, or how it is set.
    pub note: String,
    /// Why it can't be chosen now.
    pub why_not: Option<String>,
    /// What choosing it comes to.
    pub then: Thing,
}

/// What is typed, and which row is chosen.
#[derive(Debug, Clone)]
pub struct Palette {
    /// Only things of this kind.
    only: Option<Kind>,
    typed: Field,
    at: usize,
}

impl Palette {
    /// Nothing is typed yet.
    pub fn new(only: Option<Kind>) -> Palette {
        let hint = match only {
            None => "What do you want to do?",
            Some(kind) => kind.hint(),
        };
        Palette { only, typed: Field::text("", "").at_most(MAX_TYPED).hinted(hint), at: 0 }
    }

    /// What fits, the best first; what can't be chosen now stands last.
    pub fn found(&self, app: &App) -> Vec<(Item, Vec<usize>)> {
        let typed = self.typed.value();
        let mut found: Vec<(u8, i32, Item, Vec<usize>)> = things::all(app, typed)
            .into_iter()
            .filter(|item| self.only.is_none_or(|kind| item.kind == kind))
            .filter_map(|item| {
                let (score, at) = score(typed, &item)?;
                let rank = match item.then.is_what_is_typed() {
                    true => 2,
                    false => u8::from(item.why_not.is_some()),
                };
                Some((rank, -score, item, at))
            })
            .collect();
        // Stable: of equals, and where nothing is typed, the order is that of the things themselves.
        found.sort_by_key(|(rank, score, ..)| (*rank, *score));
        found.into_iter().map(|(_, _, item, at)| (item, at)).collect()
    }

    /// What is chosen, if anything fits.
    pub fn chosen(&self, app: &App) -> Option<Item> {
        let mut found = self.found(app);
        let at = self.at.min(found.len().saturating_sub(1));
        (at < found.len()).then(|| found.swap_remove(at).0)
    }

    /// Moves, or closes. What is chosen is done by the whole.
    pub(in crate::toolbar) fn act(&mut self, action: Action, len: usize) -> Outcome {
        self.at = self.at.min(len.saturating_sub(1));
        match action {
            Action::Previous => self.at = list::moved(self.at, len, -1),
            Action::Next => self.at = list::moved(self.at, len, 1),
            Action::Cancel => return Outcome::Close,
            _ => {}
        }
        Outcome::Stay
    }

    /// A key for what is typed.
    pub fn key(&mut self, key: Key) {
        if self.typed.key(key) {
            self.at = 0;
        }
    }

    /// Pasted text for it.
    pub fn paste(&mut self, text: &str) {
        if self.typed.paste(text) {
            self.at = 0;
        }
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.typed.value().is_empty()
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let found = self.found(app);
        let title = self.only.map_or("Palette", Kind::title);
        let wide = area.width.saturating_sub(BESIDE).clamp(WIDTHS.0, WIDTHS.1);
        let inside = dialog(canvas, area, wide, MOST + 8, title);
        self.typed.draw(canvas, row(inside, 0), true);
        let (hint, rest) = bottom(top(inside, 2).1, if inside.width < ONE_ROW { 2 } else { 1 });
        let (_, rest) = bottom(rest, 1);
        if found.is_empty() {
            canvas.left(row(rest, 0), &[piece(Role::Muted, "Nothing fits.")]);
        }
        let at = self.at.min(found.len().saturating_sub(1));
        let columns = Columns::of(&found, rest.width);
        list::choices(canvas, rest, found.len(), at, |canvas, at, place| {
            let (item, letters) = &found[at];
            columns.draw(item, letters, &words_of(self.typed.value(), item, letters), canvas, place);
        });
        let count = piece(Role::Muted, format!("{} found", found.len()));
        let taken = canvas.right(row(hint, 0), std::slice::from_ref(&count)) + 2;
        let place = Rect { width: hint.width.saturating_sub(taken), ..hint };
        let Some((item, letters)) = found.get(at) else { return };
        let words = match &item.why_not {
            Some(why) => format!("not now: {why}"),
            // What its row has no room for.
            None if clauses(&item.about, columns.about) != item.about => item.about.clone(),
            None => return,
        };
        let typed = words_of(self.typed.value(), item, letters);
        for (at, line) in (0u16..).zip(wrap(&words, place.width, usize::from(place.height))) {
            canvas.left(row(place, at), &list::marked(&line, &list::marks(&typed, &line), Role::Muted));
        }
    }
}

/// How well a thing fits: by its name, else by what is said of it.
fn score(typed: &str, item: &Item) -> Option<(i32, Vec<usize>)> {
    if typed.trim().is_empty() || item.then.is_what_is_typed() {
        return Some((0, Vec::new()));
    }
    let name = fit(typed, &item.name).map(|found| (found.score, found.at));
    // In a sentence, a few letters in that order stand nearly always: there, whole words are looked for.
    let others = || {
        let fits = list::fits(typed, &[item.kind.word(), &item.name, &item.about]);
        fits.then(|| (IN_OTHER_WORDS, Vec::new()))
    };
    name.or_else(others)
}

/// The words by which a thing is found that is not found by its name, and which are marked wherever they stand.
fn words_of(typed: &str, item: &Item, letters: &[usize]) -> String {
    match letters.is_empty() && !item.then.is_what_is_typed() {
        true => typed.to_owned(),
        false => String::new(),
    }
}

/// The columns of the list, so that all of one kind begin at one place.
struct Columns {
    names: u16,
    keys: u16,
    about: u16,
}

impl Columns {
    /// As wide as what is found needs, and no wider than leaves room for what is said of it.
    fn of(found: &[(Item, Vec<usize>)], wide: u16) -> Columns {
        let widest = |of: fn(&Item) -> &str| found.iter().map(|(item, _)| width(of(item))).max().unwrap_or(0);
        let keys = (widest(|item| &item.note) + 2).clamp(KEYS.0, KEYS.1);
        let room = wide.saturating_sub(MARKS + KINDS);
        let names = widest(|item| &item.name).min(room / NAMES) + 2;
        let about = room.saturating_sub(names + keys);
        match about < LEAST_ABOUT {
            true => Columns { names: room.saturating_sub(keys), keys, about: 0 },
            false => Columns { names, keys, about },
        }
    }

    /// Draws one, with the letters of its name that were meant, else `words` wherever they stand.
    fn draw(&self, item: &Item, letters: &[usize], words: &str, canvas: &mut Canvas<'_>, area: Rect) {
        let (role, key) = match item.why_not {
            Some(_) => (Role::Muted, Role::Muted),
            None => (Role::Text, Role::Key),
        };
        let (kind, rest) = left(area, KINDS);
        let marked = |text| list::marked(text, &list::marks(words, text), Role::Muted);
        canvas.left(kind, &marked(item.kind.word()));
        // What has no key takes that one's room where its name is long.
        let taken = if item.note.is_empty() { self.names + self.keys } else { self.names };
        let name = left(rest, taken.saturating_sub(2)).0;
        let pieces = match letters.is_empty() && role != Role::Muted {
            true => list::marked(&item.name, &list::marks(words, &item.name), role),
            false => named(&item.name, letters, role),
        };
        let whole = total(&pieces) <= name.width;
        canvas.left(name, &if whole { pieces } else { vec![piece(role, item.name.as_str())] });
        let (keys, about) = left(left(rest, self.names).1, self.keys);
        canvas.left(keys, &[piece(key, item.note.as_str())]);
        canvas.left(about, &marked(said_of(&item.about, words, about.width)));
    }
}

/// As many clauses as there is room for: those from the first on in which one of the words stands.
fn said_of<'a>(about: &'a str, words: &str, room: u16) -> &'a str {
    let shown = clauses(about, room);
    let Some(first) = list::marks(words, about).first().map(|mark| mark.start) else { return shown };
    if first < shown.len() {
        return shown;
    }
    let begins = about[..first].rfind([';', ':', ',']).map_or(0, |at| at + 1);
    clauses(about[begins..].trim_start(), room)
}

/// A name with the letters that were meant. Only of plain letters: others belong together.
fn named<'a>(name: &'a str, letters: &[usize], role: Role) -> Vec<Piece<'a>> {
    if letters.is_empty() || !name.is_ascii() || role == Role::Muted {
        return vec![piece(role, name)];
    }
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let mut from = 0;
    for at in 1..=name.len() {
        let ends = at == name.len() || letters.contains(&at) != letters.contains(&(at - 1));
        if ends {
            let role = if letters.contains(&from) { Role::Accent } else { role };
            pieces.push(piece(role, &name[from..at]));
            from = at;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_seen_of_what_is_said() {
        let about = "Put the call on hold, or take it off";
        for (words, room, shown) in [
            ("", 24, "Put the call on hold"),
            ("call", 24, "Put the call on hold"),
            ("take", 24, "or take it off"),
            ("take", 40, about),
            ("take", 8, ""),
            ("none", 24, "Put the call on hold"),
        ] {
            assert_eq!(said_of(about, words, room), shown, "{words} in {room}");
        }
    }
}
