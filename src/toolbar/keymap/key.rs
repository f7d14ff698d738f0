//! One key press in its plainest form, several in a row, and what they are called: on the screen and in
//! a file.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::contract::nearest;

/// The most keys in a row.
pub const MAX_KEYS: usize = 3;

/// The names of keys that are no letters or signs, the one that is shown first.
const NAMES: [(&str, KeyCode); 23] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("↑", KeyCode::Up),
    ("↓", KeyCode::Down),
    ("←", KeyCode::Left),
    ("→", KeyCode::Right),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("return", KeyCode::Enter),
    ("escape", KeyCode::Esc),
    ("minus", KeyCode::Char('-')),
];
/// The last of the function keys.
const LAST_F: u8 = 24;

/// A key press: what was pressed, without Shift where that is part of it (`C`, `?`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// What was held down.
    pub modifiers: KeyModifiers,
}

/// A letter or sign.
pub const fn key(c: char) -> Key {
    Key::of(KeyCode::Char(c))
}

/// A letter with Control held down.
pub const fn ctrl(c: char) -> Key {
    Key { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
}

/// A key with Alt held down.
pub const fn alt(code: KeyCode) -> Key {
    Key { code, modifiers: KeyModifiers::ALT }
}

impl Key {
    /// A key by itself.
    pub const fn of(code: KeyCode) -> Key {
        Key { code, modifiers: KeyModifiers::NONE }
    }

    /// The letter or sign that it is, pressed by itself.
    pub fn char(&self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }

    /// The digit that it is.
    pub fn digit(&self) -> Option<usize> {
        self.char()?.to_digit(10).and_then(|digit| usize::try_from(digit).ok())
    }

    /// From the terminal; `None` for the release of a key.
    pub fn from_event(event: KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let mut modifiers =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        if matches!(code, KeyCode::Char(_) | KeyCode::BackTab) {
            modifiers.remove(KeyModifiers::SHIFT);
        }
        // AltGr comes as Control and Alt where a sign is typed with it.
        if matches!(code, KeyCode::Char(c) if !c.is_ascii_alphanumeric())
            && modifiers == KeyModifiers::CONTROL | KeyModifiers::ALT
        {
            modifiers = KeyModifiers::NONE;
        }
        Some(Key { code, modifiers })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in
            [(KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-"), (KeyModifiers::SHIFT, "shift-")]
        {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            // A minus by itself needs no name.
            (_, KeyCode::Char('-')) => f.write_str("-"),
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, KeyCode::F(number)) => write!(f, "F{number}"),
            (None, other) => write!(f, "{}", other.to_string().to_lowercase()),
        }
    }
}

impl FromStr for Key {
    type Err = String;

    /// `x`, `?`, `ctrl-x`, `alt-enter`, `F5`, `space`, `pgup`, …: what is shown, and the names of arrows.
    fn from_str(text: &str) -> Result<Key, String> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        loop {
            let (modifier, after) = match rest.split_once('-') {
                Some(("ctrl", after)) if !after.is_empty() => (KeyModifiers::CONTROL, after),
                Some(("alt", after)) if !after.is_empty() => (KeyModifiers::ALT, after),
                Some(("shift", after)) if !after.is_empty() && after != "tab" => (KeyModifiers::SHIFT, after),
                _ => break,
            };
            modifiers |= modifier;
            rest = after;
        }
        let code = code(rest).ok_or_else(|| {
            let names = NAMES.iter().map(|(name, _)| *name).chain(["F1"]);
            let near = nearest(rest, names).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            let shown: String = text.chars().take(40).collect();
            format!("there is no key {shown:?}{near}")
        })?;
        // What terminals say of it: the same as for a press.
        Key::from_event(KeyEvent::new(code, modifiers)).ok_or_else(|| format!("there is no key {text:?}"))
    }
}

fn code(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        let arrow = NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code);
        let sign = (!c.is_control() && !c.is_whitespace()).then_some(KeyCode::Char(c));
        return arrow.or(sign);
    }
    let lower = name.to_lowercase();
    let number = lower.strip_prefix('f').and_then(|number| number.parse::<u8>().ok());
    match number {
        Some(number) => (1..=LAST_F).contains(&number).then_some(KeyCode::F(number)),
        None => NAMES.iter().find(|(known, _)| *known == lower).map(|(_, code)| *code),
    }
}

/// Keys that are pressed one after the other; mostly there is one. Never empty, at most [`MAX_KEYS`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Keys(Vec<Key>);

impl Keys {
    /// A single one.
    pub fn one(key: Key) -> Keys {
        Keys(vec![key])
    }

    /// Two in a row.
    pub fn two(first: Key, second: Key) -> Keys {
        Keys(vec![first, second])
    }

    /// All of them, in order.
    pub fn all(&self) -> &[Key] {
        &self.0
    }

    /// The first one.
    pub fn first(&self) -> Option<Key> {
        self.0.first().copied()
    }

    /// Whether one of two begins with the other, so that both can't be had.
    pub fn hides(&self, other: &Keys) -> bool {
        self.0.starts_with(&other.0) || other.0.starts_with(&self.0)
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, key) in self.0.iter().enumerate() {
            let gap = if at > 0 { " " } else { "" };
            write!(f, "{gap}{key}")?;
        }
        Ok(())
    }
}

impl FromStr for Keys {
    type Err = String;

    /// Keys with spaces between them: `g f`.
    fn from_str(text: &str) -> Result<Keys, String> {
        let keys: Vec<Key> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        match keys.len() {
            0 => Err("a key is expected".to_owned()),
            1..=MAX_KEYS => Ok(Keys(keys)),
            _ => Err(format!("at most {MAX_KEYS} keys in a row")),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(KeyCode::Char('?'), KeyModifiers::SHIFT, key('?'))]
    #[case(KeyCode::Char('C'), KeyModifiers::SHIFT, key('C'))]
    #[case(KeyCode::BackTab, KeyModifiers::SHIFT, Key::of(KeyCode::BackTab))]
    #[case(KeyCode::Tab, KeyModifiers::SHIFT, Key::of(KeyCode::BackTab))]
    #[case(KeyCode::Char('C'), KeyModifiers::CONTROL, ctrl('c'))]
    #[case(KeyCode::Char('@'), KeyModifiers::CONTROL.union(KeyModifiers::ALT), key('@'))]
    fn terminals_say_the_same_in_several_ways(
        #[case] code: KeyCode,
        #[case] modifiers: KeyModifiers,
        #[case] plain: Key,
    ) {
        assert_eq!(Key::from_event(KeyEvent::new(code, modifiers)), Some(plain));
    }

    #[rstest]
    #[case("x", key('x'))]
    #[case("X", key('X'))]
    #[case("ctrl-x", ctrl('x'))]
    #[case("ctrl-X", ctrl('x'))]
    #[case("alt-enter", alt(KeyCode::Enter))]
    #[case("up", Key::of(KeyCode::Up))]
    #[case("F5", Key::of(KeyCode::F(5)))]
    #[case("f", key('f'))]
    #[case("-", key('-'))]
    #[case("ctrl--", ctrl('-'))]
    #[case("Space", key(' '))]
    #[case("shift-tab", Key::of(KeyCode::BackTab))]
    #[case("é", key('é'))]
    fn keys_have_names(#[case] name: &str, #[case] expected: Key) {
        assert_eq!(name.parse(), Ok(expected));
        assert_eq!(expected.to_string().parse(), Ok(expected), "as it is shown");
    }

    #[rstest]
    #[case("entr", "there is no key \"entr\"; did you mean enter?")]
    #[case("ctrl-", "there is no key \"ctrl-\"")]
    #[case("f99", "there is no key \"f99\"")]
    #[case("", "a key is expected")]
    #[case("\u{7}", "there is no key \"\\u{7}\"")]
    #[case("a b c d", "at most 3 keys in a row")]
    fn what_is_no_key_is_refused(#[case] name: &str, #[case] expected: &str) {
        let error = name.parse::<Keys>().unwrap_err();
        assert!(error.starts_with(expected), "{error}");
    }
}
