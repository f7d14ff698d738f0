//! Getting around by keys: from anywhere to anywhere and back, keys in a row with their hint, hands that know vi,
//! keys of one's own.

use super::*;

/// Letters behind `g`, what the screen shows there, and a key that leads back.
const PLACES: [(&str, &str); 14] = [
    (",", "What is to be set?"),
    ("a", "0 handled"),
    ("b", "─ Callbacks ─"),
    ("d", "─ Desks ─"),
    ("f", "following"),
    ("i", "Which call or chat?"),
    ("m", "─ Methods ─"),
    ("n", "─ Notices ─"),
    ("p", "─ Colleagues ─"),
    ("r", "is:trace"),
    ("s", "Lunch Break"),
    ("t", "› dark"),
    ("u", "─ Find a customer ─"),
    ("w", "─ Waiting ─"),
];

#[test]
fn a_letter_leads_from_a_dialog_to_each_place_and_escape_leads_back() {
    let home = Home::new();
    with_boss(&home);
    let mut terminal = Terminal::start(&home, &["--quiet", "--workspace", "site.toml"], 120, 40);
    sign_in(&mut terminal, "boss");
    become_available(&mut terminal, "");
    terminal.keys("c").wait_for("A customer calls").keys(ENTER).wait_for("RINGING").keys("a");
    terminal.wait_for("CONNECTED");
    for (letter, sign) in PLACES {
        let (below, back) = match letter {
            // Not to where one is already.
            "f" | "r" => ("b", "─ Callbacks ─"),
            _ => ("f", "following"),
        };
        terminal.keys("g").wait_for("esc Close").keys(below).wait_for(back);
        terminal.keys("g").wait_for("esc Close").keys(letter).wait_for(sign).keys(ESC);
        terminal.wait_gone(sign).wait_for(back);
        terminal.keys("g").wait_for("h Home").keys("h").wait_gone(back).wait_for("CONNECTED");
    }
}

#[test]
fn what_may_follow_is_shown_and_what_leads_nowhere_is_said() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet"], 80, 24);
    to_work(&mut terminal);
    terminal.keys("g").wait_for("─ Go to ─").wait_for("esc Close").wait_for("f Frames").keys(ESC);
    terminal.wait_gone("─ Go to ─").keys("g").wait_for("─ Go to ─").keys("~").wait_for("g ~ leads nowhere");
    terminal.wait_gone("─ Go to ─").keys("g").wait_for("─ Go to ─").keys("\x7f").wait_gone("─ Go to ─");
    // Half of it is nothing: the next key has its own meaning.
    terminal.keys("s").wait_for("Lunch Break");
}

#[test]
fn hands_that_know_vi_find_their_keys() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet", "--keymap", "vi"], 120, 40);
    to_work(&mut terminal);
    terminal.keys("/").wait_for("─ Find a customer ─").keys(ESC).wait_gone("─ Find a customer ─");
    terminal.keys("s").wait_for("›   Coffee Break").keys("k").wait_for("› ✓ Available").keys("j");
    terminal.wait_for("›   Coffee Break").keys("h").wait_gone("Lunch Break");
    // In the inspector: to the first, half a page down, to the newest, back.
    terminal.keys("f").wait_for("following").keys("gg").wait_for("row 1 of ").keys("\x04");
    terminal.keys("G").wait_for("following").keys("h").wait_gone("following");
    // A menu is taken as by enter.
    terminal.keys("s").wait_for("›   Coffee Break").keys("l").wait_for("No calls are offered to you");
    terminal.keys("Z").wait_for("─ Z … ─").wait_for("Z Quit").keys("Z");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn keys_of_ones_own_stand_in_a_file_alone_and_in_a_row() {
    let home = Home::new();
    let keymap = "[workbench]\n\"z z\" = \"call.hold\"\nctrl-t = \"call.mute\"\nm = \"none\"\n";
    config(&home, "keymap.toml", keymap);
    let mut terminal = on_call(&home);
    terminal.wait_for("z z Hold").wait_for("ctrl-t Mute").keys("z").wait_for("─ z … ─").wait_for("z Hold");
    terminal
        .keys("z")
        .wait_for("ON HOLD")
        .keys("zz")
        .wait_for("● CONNECTED")
        .keys("\x14")
        .wait_for("⊘ MUTED");
    // The key that was taken away does nothing: what is pressed after it is done, and it is muted still.
    terminal.keys("m").keys("?").wait_for("─ Help ─").keys(ESC).wait_gone("─ Help ─").wait_for("⊘ MUTED");
}

#[test]
fn a_tour_is_left_at_each_step_and_comes_no_more() {
    for step in 1..=3 {
        let home = Home::of_a_newcomer();
        let mut terminal = Terminal::start(&home, &["--quiet"], 80, 24);
        to_the_desk(&mut terminal);
        for at in 1..step {
            terminal.wait_for(&format!("{at} of 3")).keys(ENTER);
        }
        let sign = format!("{step} of 3");
        // By its own key, or by one that does what it always does.
        match step {
            2 => terminal.wait_for(&sign).keys("f").wait_for("following").keys(ESC).wait_gone("following"),
            _ => terminal.wait_for(&sign).keys(ESC).wait_gone(&sign),
        };
        terminal.wait_for("No calls are offered to you").keys("\x03");
        assert_eq!(terminal.exit_code(), 0);
        let mut again = Terminal::start(&home, &["--quiet"], 80, 24);
        to_the_desk(&mut again);
        again.wait_for("No calls are offered to you");
        assert!(!again.screen().contains("of 3"), "{}", again.screen());
        // It is shown again to whoever asks for it, to its end.
        again
            .keys(":")
            .wait_for("What do you want to do?")
            .keys("tour")
            .wait_for("› do        Tour")
            .keys(ENTER);
        again.wait_for("1 of 3").keys(ENTER).wait_for("2 of 3").keys("\x7f").wait_for("1 of 3");
        again.keys(ENTER).wait_for("2 of 3").keys(ENTER).wait_for("3 of 3").keys(ENTER).wait_gone("of 3");
    }
}
