//! Which test does which action: by its key, a click or the palette. A test that is said to show an action must do it.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::process::Command;
use std::sync::OnceLock;

use crate::toolbar::action::table;

#[path = "../../../tests/docs/shown.rs"]
mod shown;

/// Where what is done is noted down, while that is asked for.
const NOTES: &str = "OFFHOOK_TALLY";

/// What is seen in a terminal only: their tests are those of the built program.
const IN_A_TERMINAL: [&str; 3] = ["quit.login", "quit.now", "suspend"];

/// An action is done by the test that runs.
pub fn note(action: &str) {
    static FILE: OnceLock<Option<File>> = OnceLock::new();
    let open = |path| OpenOptions::new().append(true).create(true).open(path).unwrap();
    let Some(mut file) = FILE.get_or_init(|| std::env::var_os(NOTES).map(open)).as_ref() else { return };
    // Each test has a thread of its own, which is called after it.
    let thread = std::thread::current();
    let line = format!("{} {action}\n", thread.name().unwrap_or_default());
    file.write_all(line.as_bytes()).unwrap();
}

/// The tests that show something are run once more, in a process of their own.
#[test]
fn each_action_is_done_by_the_test_that_shows_it() {
    let named: Vec<(&str, &str)> = table()
        .filter(|row| !IN_A_TERMINAL.contains(&row.id))
        .map(|row| (row.id, shown::shown_by(row.id).unwrap_or_else(|| panic!("no test shows {}", row.id))))
        .collect();
    let tests: BTreeSet<&str> = named.iter().map(|(_, test)| *test).collect();
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes");
    let mut again = Command::new(std::env::current_exe().unwrap());
    // Whether they hold is theirs to say.
    again.args(tests).args(["--test-threads", "2"]).env(NOTES, &notes).output().unwrap();
    let notes = std::fs::read_to_string(notes).unwrap();
    let done: BTreeSet<(&str, &str)> = notes
        .lines()
        .filter_map(|line| line.split_once(' '))
        .flat_map(|(thread, action)| thread.split("::").map(move |test| (action, test)))
        .collect();
    let missing: Vec<_> = named.iter().filter(|(action, test)| !done.contains(&(*action, *test))).collect();
    assert!(missing.is_empty(), "these are not done by the tests that are to show them: {missing:#?}");
}
