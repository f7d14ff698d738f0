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
use crate::toolbar::widgets::text::width;

/// The dialog's width, in columns.
const WIDTH: u16 = 84;
/// The most rows that are seen at once.
const MOST: u16 = 16;
/// The column that says what kind of thing it is.
const KINDS: u16 = 10;
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
        let inside = dialog(canvas, area, WIDTH, MOST + 7, title);
        self.typed.draw(canvas, row(inside, 0), true);
        let (hint, rest) = bottom(top(inside, 2).1, 1);
        let (_, rest) = bottom(rest, 1);
        if found.is_empty() {
            canvas.left(row(rest, 0), &[piece(Role::Muted, "Nothing fits.")]);
        }
        let at = self.at.min(found.len().saturating_sub(1));
        list::choices(canvas, rest, found.len(), at, |canvas, at, place| {
            let (item, letters) = &found[at];
            draw_one(item, letters, canvas, place);
        });
        let count = piece(Role::Muted, format!("{}", found.len()));
        let words = match found.get(at).and_then(|(item, _)| item.why_not.as_deref()) {
            Some(why) => piece(Role::Muted, format!("not now: {why}")),
            None => piece(Role::Muted, app.worded("{pick.confirm} does it, {pick.close} closes")),
        };
        canvas.both(hint, &[words], &[count]);
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

fn draw_one(item: &Item, letters: &[usize], canvas: &mut Canvas<'_>, area: Rect) {
    let role = if item.why_not.is_some() { Role::Muted } else { Role::Text };
    let note = if item.why_not.is_some() { Role::Muted } else { Role::Key };
    let taken = canvas.right(area, &[piece(note, item.note.as_str())]);
    let (kind, rest) = left(area, KINDS);
    canvas.left(kind, &[piece(Role::Muted, item.kind.word())]);
    let gap = taken + u16::from(taken > 0);
    let rest = Rect { width: rest.width.saturating_sub(gap), ..rest };
    let mut pieces = named(&item.name, letters, role);
    if total(&pieces) + 8 < rest.width && !item.about.is_empty() {
        pieces.push(piece(Role::Muted, format!("  {}", item.about)));
    }
    if total(&pieces) > rest.width {
        pieces = vec![piece(role, item.name.as_str())];
        let left = rest.width.saturating_sub(width(&item.name) + 2);
        if left > 8 && !item.about.is_empty() {
            pieces.push(piece(Role::Muted, format!("  {}", item.about)));
        }
    }
    canvas.left(rest, &pieces);
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
