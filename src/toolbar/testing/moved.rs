//! Keys that a user has moved: nothing on the screen names those that were there before.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::harness::Harness;
use super::session::Script;
use crate::toolbar::action::{Context, rows};
use crate::toolbar::keymap::Keymap;
use crate::toolbar::settings::Layout;

/// Names of keys that stand on a screen only where they are meant as keys.
const NAMES: [&str; 12] = [
    "enter",
    "esc",
    "tab",
    "space",
    "backspace",
    "ctrl-s",
    "ctrl-l",
    "ctrl-r",
    "ctrl-p",
    "ctrl-n",
    "ctrl-z",
    "F1",
];

/// A file that takes all keys of the table away but those that can't be, and gives each action another one.
fn moved() -> Keymap {
    let mut file = String::new();
    for context in Context::ALL {
        let _ = writeln!(file, "[{}]", context.name());
        let keys = rows(*context).flat_map(|row| row.keys).filter(|key| key.digit().is_none());
        let names: BTreeSet<String> = keys.map(ToString::to_string).filter(|name| name != "ctrl-c").collect();
        for name in names {
            let _ = writeln!(file, "{name:?} = \"none\"");
        }
        let letters = ('a'..='z').chain('A'..='Z');
        let others = rows(*context).filter(|row| row.keys.iter().any(|key| key.digit().is_none()));
        for (row, letter) in others.zip(letters) {
            let _ = writeln!(file, "alt-{letter} = {:?}", row.id);
        }
    }
    let (keymap, warnings) = Keymap::new(Layout::Default, file);
    assert_eq!(warnings, []);
    keymap
}

/// Nothing that can be seen names a key of the table once all of them are moved.
#[track_caller]
pub fn names_no_old_key(state: &str, mut at: Harness) {
    thread_local!(static MOVED: Keymap = moved());
    at.app.keymap = MOVED.with(Keymap::clone);
    // A field that is wrong says what to enter; what was begun of several keys is left by esc, whatever is moved.
    let screen = at.screen().replace("enter a ", "").replace("esc Close", "");
    let words = screen.split(|c: char| !c.is_alphanumeric() && c != '-');
    let old: Vec<&str> = words.filter(|word| NAMES.contains(word)).collect();
    let is_raw = screen.split('{').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    assert!(old.is_empty() && !is_raw, "{state}: {old:?} on\n{screen}");
}

fn on_call(keys: &str) -> Harness {
    let mut at = Harness::after(80, 24, |script| {
        let call = Script::anshika();
        script.working().rings(&call).wait(4).connects(&call);
    });
    at.keys(keys);
    at
}

#[test]
fn the_letters_of_a_box_are_those_of_the_keymap() {
    let mut at = on_call("f y");
    at.shows("j    JSON").shows("esc  nothing");
    let own = "[copy-as]\nj = \"none\"\nJ = \"copy.json\"\nctrl-x = \"inspector.close\"\n";
    let (keymap, warnings) = Keymap::new(Layout::Default, own.to_owned());
    assert_eq!(warnings, []);
    at.app.keymap = keymap;
    at.shows("J       JSON").shows("c       a command").shows("ctrl-x  nothing");
    let mut at = on_call("q");
    at.shows("y yes    n no (enter)");
    let own = "[question]\ny = \"none\"\nctrl-y = \"question.yes\"\nenter = \"none\"\n";
    at.app.keymap = Keymap::new(Layout::Default, own.to_owned()).0;
    at.shows("ctrl-y yes    n no").shows_no("(enter)");
}
