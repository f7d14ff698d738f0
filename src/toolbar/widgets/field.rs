//! One field of a form: a text, or a choice of several things.

use std::borrow::Cow;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use super::area::inset;
use super::canvas::{Canvas, piece};
use super::text::{thousands, width, window};
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;

/// The longest draft of a field, in characters; more is not taken.
pub const MAX_TEXT: usize = 256;

/// The columns of a choice's arrows.
const ARROWS: u16 = 3;

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// What stands beside it.
    pub label: Cow<'static, str>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What stands in a text while it is empty.
    pub hint: Option<String>,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Text { input: Input, most: usize, masked: bool },
    Choice { options: Vec<String>, at: usize },
}

impl Field {
    /// A text of at most [`MAX_TEXT`] characters.
    pub fn text(label: impl Into<Cow<'static, str>>, text: &str) -> Field {
        let kind = Kind::Text { input: Input::new(text.to_owned()), most: MAX_TEXT, masked: false };
        Field { label: label.into(), error: None, hint: None, kind }
    }

    /// A text that is not shown.
    pub fn masked(label: impl Into<Cow<'static, str>>) -> Field {
        let kind = Kind::Text { input: Input::default(), most: MAX_TEXT, masked: true };
        Field { label: label.into(), error: None, hint: None, kind }
    }

    /// A choice; with no options it shows that there are none.
    pub fn choice(label: impl Into<Cow<'static, str>>, options: Vec<String>, at: usize) -> Field {
        Field { label: label.into(), error: None, hint: None, kind: Kind::Choice { options, at } }
    }

    /// The same with another bound, in characters.
    pub fn at_most(mut self, characters: usize) -> Field {
        if let Kind::Text { most, .. } = &mut self.kind {
            *most = characters;
        }
        self
    }

    /// The same with what stands in it while it is empty.
    pub fn hinted(mut self, hint: impl Into<String>) -> Field {
        self.hint = Some(hint.into());
        self
    }

    /// The text; of a choice what is chosen.
    pub fn value(&self) -> &str {
        match &self.kind {
            Kind::Text { input, .. } => input.value(),
            Kind::Choice { options, at } => options.get(*at).map_or("", String::as_str),
        }
    }

    /// Where one types, in characters.
    pub fn cursor(&self) -> usize {
        match &self.kind {
            Kind::Text { input, .. } => input.cursor(),
            Kind::Choice { .. } => 0,
        }
    }

    /// Goes to a place in a text, in characters.
    pub fn go(&mut self, to: usize) {
        if let Kind::Text { input, .. } = &mut self.kind {
            input.handle(InputRequest::SetCursor(to));
        }
    }

    /// The place of what is chosen; 0 for a text.
    pub fn chosen(&self) -> usize {
        match &self.kind {
            Kind::Text { .. } => 0,
            Kind::Choice { at, .. } => *at,
        }
    }

    /// What can be chosen; nothing for a text.
    pub fn options(&self) -> &[String] {
        match &self.kind {
            Kind::Text { .. } => &[],
            Kind::Choice { options, .. } => options,
        }
    }

    /// Empties a text.
    pub fn clear(&mut self) {
        if let Kind::Text { input, .. } = &mut self.kind {
            input.reset();
        }
    }

    /// Puts another text in, as far as there is room; of a choice takes the option of that name.
    pub fn set(&mut self, text: &str) {
        match &mut self.kind {
            Kind::Text { input, most, .. } => *input = Input::new(text.chars().take(*most).collect()),
            Kind::Choice { options, at } => {
                *at = options.iter().position(|option| option == text).unwrap_or(*at);
            }
        }
        self.error = None;
    }

    /// Takes the option at a place.
    pub fn choose(&mut self, to: usize) {
        if let Kind::Choice { options, at } = &mut self.kind
            && to < options.len()
        {
            *at = to;
        }
    }

    /// Takes a key; says whether the value changed.
    pub fn key(&mut self, key: Key) -> bool {
        let changed = match &mut self.kind {
            Kind::Text { input, most, .. } => edit(input, *most, key),
            Kind::Choice { options, at } => choose(at, options.len(), key),
        };
        if changed {
            self.error = None;
        }
        changed
    }

    /// Takes pasted text: its first line, without controls, as far as there is room; where there is not enough, that
    /// is said.
    pub fn paste(&mut self, text: &str) -> bool {
        let Kind::Text { input, most, .. } = &mut self.kind else { return false };
        let room = most.saturating_sub(input.value().chars().count());
        let line = text.trim_start().split(['\n', '\r']).next().unwrap_or_default().trim_end();
        let mut changed = false;
        let mut typed = line.chars().filter(|c| !c.is_control());
        for c in typed.by_ref().take(room) {
            changed |= input.handle(InputRequest::InsertChar(c)).is_some();
        }
        if typed.next().is_some() {
            self.error = Some(cut_short(*most));
        } else if changed {
            self.error = None;
        }
        changed
    }

    /// Where the arrows of a choice stand, back and forwards, in the area that it is drawn into.
    pub(super) fn arrows(&self, area: Rect) -> Option<[Rect; 2]> {
        if self.options().is_empty() || area.width < ARROWS + 2 {
            return None;
        }
        let inside = inset(Rect { height: area.height.min(1), ..area }, 1, 0);
        let at = |x: u16| Rect { x: inside.right() - x, width: 1, ..inside };
        Some([at(ARROWS), at(1)])
    }

    /// Draws the value into the area's first row, with the cursor where it is typed into.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
        let role = if focused { Role::FieldFocused } else { Role::Field };
        let inside = canvas.field(Rect { height: area.height.min(1), ..area }, focused);
        let room = inside.width;
        match &self.kind {
            Kind::Text { input, masked, .. } => {
                if let Some(hint) = self.hint.as_deref().filter(|_| input.value().is_empty()) {
                    canvas.left(inside, &[piece(Role::Muted, hint)]);
                }
                let shown = |text: &str| match masked {
                    true => "•".repeat(text.chars().count()),
                    false => text.to_owned(),
                };
                let before: String = input.value().chars().take(input.cursor()).collect();
                let column = width(&shown(&before));
                let skip = (column + 1).saturating_sub(room);
                canvas.left(inside, &[piece(role, window(&shown(input.value()), skip, room))]);
                if focused && room > 0 && area.height > 0 {
                    canvas.set_cursor(Some(Position { x: inside.x + (column - skip), y: inside.y }));
                }
            }
            Kind::Choice { options, .. } if options.is_empty() => {
                canvas.left(inside, &[piece(Role::Muted, "none")]);
            }
            Kind::Choice { .. } => {
                canvas.both(inside, &[piece(role, self.value())], &[piece(role, "‹ ›")]);
            }
        }
    }
}

/// What is said where not all that was pasted had room.
pub fn cut_short(most: usize) -> String {
    format!("not all of it was taken: {} characters at most", thousands(most))
}

fn choose(at: &mut usize, len: usize, key: Key) -> bool {
    let before = *at;
    match key.code {
        KeyCode::Left => *at = at.checked_sub(1).unwrap_or(len.saturating_sub(1)),
        KeyCode::Right | KeyCode::Char(' ') if len > 0 => *at = (*at + 1) % len,
        _ => {}
    }
    *at != before
}

/// The editing keys that shells have, as far as they do no harm.
pub(super) fn edit(input: &mut Input, most: usize, key: Key) -> bool {
    let request = match (key.code, key.modifiers) {
        (KeyCode::Char(c), KeyModifiers::NONE) => {
            if input.value().chars().count() >= most || c.is_control() {
                return false;
            }
            InputRequest::InsertChar(c)
        }
        (KeyCode::Backspace, KeyModifiers::NONE) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, KeyModifiers::NONE) => InputRequest::DeleteNextChar,
        (KeyCode::Left, KeyModifiers::NONE) => InputRequest::GoToPrevChar,
        (KeyCode::Right, KeyModifiers::NONE) => InputRequest::GoToNextChar,
        (KeyCode::Left, KeyModifiers::CONTROL) => InputRequest::GoToPrevWord,
        (KeyCode::Right, KeyModifiers::CONTROL) => InputRequest::GoToNextWord,
        (KeyCode::Home, _) | (KeyCode::Char('a'), KeyModifiers::CONTROL) => InputRequest::GoToStart,
        (KeyCode::End, _) | (KeyCode::Char('e'), KeyModifiers::CONTROL) => InputRequest::GoToEnd,
        (KeyCode::Char('w'), KeyModifiers::CONTROL) => InputRequest::DeletePrevWord,
        (KeyCode::Char('u'), KeyModifiers::CONTROL) => InputRequest::DeleteFromStart,
        (KeyCode::Char('k'), KeyModifiers::CONTROL) => InputRequest::DeleteTillEnd,
        _ => return false,
    };
    input.handle(request).is_some_and(|change| change.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolbar::keymap::key;

    #[test]
    fn a_field_takes_no_more_than_its_bound_and_no_controls() {
        let mut field = Field::text("Phone", "").at_most(4);
        assert!(field.paste("\n 12\u{7}3456\r\nrm -rf /"));
        assert_eq!(field.value(), "1234");
        assert!(!field.key(key('5')));
        assert!(field.key(Key::of(KeyCode::Backspace)));
        assert_eq!(field.value(), "123");
    }

    #[test]
    fn a_choice_goes_round() {
        let mut field = Field::choice("Campaign", vec!["one".into(), "two".into()], 0);
        assert!(field.key(Key::of(KeyCode::Left)));
        assert_eq!(field.value(), "two");
        assert!(field.key(Key::of(KeyCode::Right)));
        assert_eq!(field.value(), "one");
        let mut empty = Field::choice("Campaign", vec![], 0);
        assert!(!empty.key(Key::of(KeyCode::Right)) && !empty.key(Key::of(KeyCode::Left)));
    }
}
