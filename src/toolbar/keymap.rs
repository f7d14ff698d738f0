//! Keys: one key press in its plainest form, what it is called on screen, and which action it
//! stands for.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::action::{Action, Context, table};

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
        for (modifier, name) in [(KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-")] {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("space"),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::BackTab => f.write_str("shift-tab"),
            other => write!(f, "{}", other.to_string().to_lowercase()),
        }
    }
}

/// What a key stands for where the agent is.
pub fn lookup(context: Context, key: Key) -> Option<Action> {
    table().find(|row| row.contexts.contains(&context) && row.keys.contains(&key)).map(|row| row.action)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use rstest::rstest;

    use super::*;

    #[test]
    fn no_two_actions_share_a_key_in_one_context() {
        for context in Context::ALL {
            let mut taken = HashMap::new();
            for row in table().filter(|row| row.contexts.contains(context)) {
                assert!(!row.keys.is_empty(), "{:?} has no key", row.action);
                for key in row.keys {
                    let other = taken.insert(*key, row.action);
                    assert_eq!(other, None, "{key} is also {:?} in {context:?}", row.action);
                }
            }
        }
    }

    /// While a recording is shown, the workbench's own keys are still looked up, after the player's.
    #[test]
    fn the_players_keys_hide_no_key_of_the_workbench() {
        for row in table().filter(|row| row.contexts.contains(&Context::Replay)) {
            for key in row.keys {
                let other = lookup(Context::Workbench, *key);
                assert!(other.is_none() || other == Some(row.action), "{key}: {other:?}");
            }
        }
    }

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
}
