//! No size of terminal is a panic, on no screen.

use serde_json::json;

use super::harness::{Harness, text};
use super::session::Script;
use crate::desk::interaction::Cleared;
use crate::toolbar::render;

fn screens() -> Vec<Harness> {
    let mut screens = vec![Harness::new(80, 24), Harness::connected(80, 24)];
    let mut failed = Harness::connected(80, 24);
    failed.keys("executive enter x enter").refuses(3000, &"wrong ".repeat(90), json!({"http": 500}));
    screens.push(failed);
    screens.push(Harness::after(80, 24, |script| {
        script.signed_in();
    }));
    screens.push(Harness::after(80, 24, |script| {
        script.signed_in().campaigns(&[47]);
    }));
    for keys in [
        "",
        "d",
        "n",
        "s",
        "G",
        "g",
        "x",
        "?",
        "? pgdn pgdn",
        "q",
        "b",
        "c",
        "C",
        "f",
        "f home pgdn",
        "t",
        "t tab right right",
        "K",
        "p",
        "B",
        "B m",
        "d tab tab tab right tab +2h",
        "v",
        "R",
        "R enter",
        "T",
        "M",
        "M up",
        "n 1 ctrl-l",
        ": a",
        "g",
    ] {
        let mut at = Harness::after(80, 24, |script| {
            script.working();
            for number in 0..7 {
                let call =
                    Script::call(number, Some(&"name ".repeat(30)), &"12345".repeat(20), number % 2 == 0);
                script.rings(&call).wait(1).connects(&call);
            }
            super::voice::everything(script);
            script.hangs_up(&Script::call(6, None, "1", true), Cleared::Customer);
            script.missed(&Script::call(5, None, "1", false));
        });
        at.keys(keys).lost(70_000, u32::MAX);
        screens.push(at);
    }
    for keys in ["", "i line", "pgup", "T", "T enter", "M initiate enter", "M toolbar.hold enter ctrl-r"] {
        let mut at = Harness::after(80, 24, |script| {
            super::chat::chatting(script);
            let long = "word ".repeat(800);
            super::chat::says(script, crate::desk::interaction::ChatSide::Customer, &long);
            script.change(&super::integrations::traced("store.get", Some((3000, &long))));
        });
        at.keys(keys);
        screens.push(at);
    }
    screens
}

#[test]
fn every_screen_is_drawn_at_every_size() {
    let widths = [1, 2, 3, 59, 60, 61, 79, 99, 100, 101, 159, 160, 250];
    let heights = [1, 2, 3, 17, 18, 19, 24, 40, 70];
    for harness in screens() {
        for width in widths {
            for height in heights {
                render(&harness.app, width, height);
            }
        }
        render(&harness.app, 0, 0);
    }
}

#[test]
fn a_terminal_that_is_too_small_says_so() {
    let at = Harness::connected(80, 24);
    assert!(text(&render(&at.app, 59, 24)).contains("too small: needs 60x18, is 59x24"));
    assert!(text(&render(&at.app, 80, 17)).contains("too small: needs 60x18, is 80x17"));
    assert!(!text(&render(&at.app, 60, 18)).contains("too small"));
}
