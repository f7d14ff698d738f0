//! A text of several lines that is typed into.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

use super::area::row;
use super::canvas::{Canvas, piece};
use super::field::edit;
use super::text::width;
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;

/// The text, and where in it one types.
#[derive(Debug, Clone)]
pub struct TextBox {
    input: Input,
    most: usize,
    hint: &'static str,
}

/// A row on the screen: which characters of the text stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    first: usize,
    text: String,
}

impl Row {
    /// Takes away what stands behind its last space, for the next row; nothing where it has none.
    fn split(&mut self) -> Row {
        let end = self.text.rfind(' ').map_or(self.text.len(), |space| space + 1);
        let text = self.text.split_off(end);
        Row { first: self.first + self.text.chars().count(), text }
    }
}

impl TextBox {
    /// An empty one of at most so many characters; `hint` stands in it while it is empty.
    pub fn new(most: usize, hint: &'static str) -> TextBox {
        TextBox { input: Input::default(), most, hint }
    }

    /// The text.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Puts another text in, as far as there is room.
    pub fn set(&mut self, text: &str) {
        self.input = Input::new(clean(text).take(self.most).collect());
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.input.reset();
    }

    /// Begins another line.
    pub fn newline(&mut self) {
        self.insert("\n");
    }

    /// Takes a key; says whether the text changed.
    pub fn key(&mut self, key: Key) -> bool {
        match (key.code, key.modifiers) {
            (KeyCode::Up, KeyModifiers::NONE) => self.up(),
            (KeyCode::Down, KeyModifiers::NONE) => self.down(),
            (KeyCode::Home, _) => self.go(self.line().0),
            (KeyCode::End, _) => self.go(self.line().1),
            _ => return edit(&mut self.input, self.most, key),
        }
        false
    }

    /// Takes pasted text, its lines kept; says whether there was room for all of it.
    pub fn paste(&mut self, text: &str) -> bool {
        self.insert(text.trim_end())
    }

    fn insert(&mut self, text: &str) -> bool {
        let room = self.most.saturating_sub(self.input.value().chars().count());
        let mut typed = clean(text);
        for c in typed.by_ref().take(room) {
            self.input.handle(InputRequest::InsertChar(c));
        }
        typed.next().is_none()
    }

    fn go(&mut self, to: usize) {
        self.input.handle(InputRequest::SetCursor(to));
    }

    /// Where the line begins and ends that is typed in, in characters.
    fn line(&self) -> (usize, usize) {
        let at = self.input.cursor();
        let text: Vec<char> = self.input.value().chars().collect();
        let first =
            text[..at.min(text.len())].iter().rposition(|c| *c == '\n').map_or(0, |newline| newline + 1);
        let last = text.iter().skip(at).position(|c| *c == '\n').map_or(text.len(), |ahead| at + ahead);
        (first, last)
    }

    fn up(&mut self) {
        let (first, _) = self.line();
        let column = self.input.cursor() - first;
        if first == 0 {
            return self.go(0);
        }
        self.go(first - 1);
        let (above, end) = self.line();
        self.go((above + column).min(end));
    }

    fn down(&mut self) {
        let (first, last) = self.line();
        let column = self.input.cursor() - first;
        if last == self.input.value().chars().count() {
            return self.go(last);
        }
        self.go(last + 1);
        let (below, end) = self.line();
        self.go((below + column).min(end));
    }

    /// The rows at a width, at least one. They end behind spaces where they can; spaces at the end of a row may stand
    /// out of the width, where they are not seen.
    fn rows(&self, wide: u16) -> Vec<Row> {
        let wide = wide.max(1);
        let mut rows = Vec::new();
        let mut row = Row { first: 0, text: String::new() };
        let mut at = 0;
        for cluster in self.input.value().graphemes(true) {
            if cluster == "\n" {
                let next = Row { first: at + 1, text: String::new() };
                rows.push(std::mem::replace(&mut row, next));
            } else {
                let fits = |row: &Row| row.text.is_empty() || width(&row.text) + width(cluster) <= wide;
                // What goes along into the next row may leave no room there either.
                while cluster != " " && !fits(&row) {
                    let next = row.split();
                    rows.push(std::mem::replace(&mut row, next));
                }
                row.text.push_str(cluster);
            }
            at += cluster.chars().count();
        }
        rows.push(row);
        rows
    }

    /// How many rows it takes at a width, with the room that drawing leaves at its sides.
    pub fn height(&self, wide: u16) -> u16 {
        u16::try_from(self.rows(inside(wide)).len()).unwrap_or(u16::MAX)
    }

    /// Draws it, so that the place is seen where one types.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
        let role = if focused { Role::FieldFocused } else { Role::Field };
        let place = canvas.field(area, focused);
        let wide = place.width;
        if self.input.value().is_empty() {
            canvas.left(row(place, 0), &[piece(Role::Muted, self.hint)]);
        }
        let rows = self.rows(wide);
        let cursor = self.input.cursor();
        let at = rows.iter().rposition(|row| row.first <= cursor).unwrap_or(0);
        let skip = (at + 1).saturating_sub(usize::from(area.height));
        for (line, one) in (0u16..area.height).zip(rows.iter().skip(skip)) {
            canvas.left(row(place, line), &[piece(role, one.text.trim_end_matches(' '))]);
        }
        if focused && wide > 0 && area.height > 0 {
            let before: String = rows[at].text.chars().take(cursor - rows[at].first).collect();
            let x = place.x + width(&before).min(wide.saturating_sub(1));
            let y = place.y + u16::try_from(at - skip).unwrap_or(0);
            canvas.set_cursor(Some(Position { x, y }));
        }
    }
}

/// The columns for text: one stays free at each side.
fn inside(wide: u16) -> u16 {
    wide.saturating_sub(2)
}

/// Text as it may be typed: lines end in one way, and nothing else is a control.
///
/// Terminals paste the end of a line as a return.
fn clean(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut before = ' ';
    text.chars().filter_map(move |c| {
        let is_second = c == '\n' && before == '\r';
        before = c;
        let c = if c == '\r' { '\n' } else { c };
        (!is_second && (c == '\n' || !c.is_control())).then_some(c)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::toolbar::keymap::{ctrl, key};

    fn typed(text: &str) -> TextBox {
        let mut all = TextBox::new(40, "");
        all.paste(text);
        all
    }

    #[test]
    fn lines_are_kept_however_a_terminal_ends_them() {
        for text in ["one\ntwo\n\nfour", "one\rtwo\r\rfour", "one\r\ntwo\r\n\r\nfour"] {
            assert_eq!(typed(text).value(), "one\ntwo\n\nfour", "{text:?}");
        }
    }

    #[test]
    fn lines_are_kept_and_controls_are_not() {
        let mut all = typed("one\r\ntwo\u{7}\u{1b}[31m\n\n");
        assert_eq!(all.value(), "one\ntwo[31m");
        all.newline();
        all.key(key('x'));
        assert_eq!(all.value(), "one\ntwo[31m\nx");
        assert!(TextBox::new(2, "").paste("") && !TextBox::new(2, "").paste("abc"));
        assert_eq!(typed(&"x".repeat(50)).value().len(), 40, "its bound holds");
    }

    #[test]
    fn keys_move_by_lines() {
        let mut all = typed("long line\nab\nlonger still");
        all.key(Key::of(KeyCode::Up));
        all.key(key('!'));
        assert_eq!(all.value(), "long line\nab!\nlonger still", "a short line ends sooner");
        all.key(Key::of(KeyCode::Up));
        all.key(Key::of(KeyCode::Up));
        all.key(key('>'));
        assert_eq!(all.value(), ">long line\nab!\nlonger still");
        all.key(Key::of(KeyCode::End));
        all.key(key('.'));
        assert_eq!(all.value(), ">long line.\nab!\nlonger still");
        all.key(Key::of(KeyCode::Down));
        all.key(Key::of(KeyCode::Down));
        all.key(Key::of(KeyCode::Down));
        all.key(Key::of(KeyCode::Home));
        all.key(ctrl('k'));
        assert_eq!(all.value(), ">long line.\nab!\n");
    }

    #[test]
    fn rows_break_where_the_width_ends() {
        let rows =
            |text: &str, wide| typed(text).rows(wide).into_iter().map(|row| row.text).collect::<Vec<_>>();
        assert_eq!(rows("", 5), [""]);
        assert_eq!(rows("abcdef\ngh", 4), ["abcd", "ef", "gh"]);
        assert_eq!(rows("日本語", 4), ["日本", "語"]);
        assert_eq!(rows("ab", 0), ["a", "b"]);
        assert_eq!(typed("abcdef\ngh").height(6), 3);
        assert_eq!(rows("The driver calls", 10), ["The driver ", "calls"], "words are kept whole");
        assert_eq!(rows("one  two", 3), ["one  ", "two"], "spaces stand out of the width");
        assert_eq!(rows("a verylongword b", 6), ["a ", "verylo", "ngword ", "b"]);
    }

    proptest! {
        #[test]
        fn rows_hold_all_of_a_text_and_keep_words_whole(text in "[ab é日\n]{0,40}", wide in 2u16..12) {
            let all = typed(&text);
            let rows = all.rows(wide);
            let value: Vec<char> = all.value().chars().collect();
            let mut at = 0;
            for row in &rows {
                // A newline between two rows belongs to neither.
                at += usize::from(row.first > at);
                prop_assert_eq!(row.first, at);
                let chars: Vec<char> = row.text.chars().collect();
                prop_assert_eq!(&chars[..], &value[at..at + chars.len()]);
                prop_assert!(width(row.text.trim_end_matches(' ')) <= wide);
                at += chars.len();
                let broken = at < value.len() && value[at] != '\n' && !row.text.ends_with(' ');
                prop_assert!(!broken || !row.text.contains(' '), "{rows:?}");
            }
            prop_assert_eq!(at, value.len());
        }
    }
}
