//! The palette: everything that can be done, opened or set, found by a few letters from wherever one is.

use super::*;

/// Types into the palette until it offers what is wanted first, and takes it.
fn choose_from(terminal: &mut Terminal, typed: &str, first: &str) {
    terminal.keys(":").wait_for("What do you want to do?").keys(typed).wait_for(first).keys(ENTER);
    terminal.wait_gone("─ Palette ─");
}

#[test]
fn an_action_is_done_and_one_that_can_not_be_done_says_why() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    choose_from(&mut terminal, "mut", "› do        Mute");
    terminal.wait_for("⊘ MUTED");
    terminal.keys(":").wait_for("What do you want to do?").keys("redial");
    terminal.wait_for("› do        Redial").wait_for("not now: End the call on the line first").keys(ENTER);
    terminal
        .wait_for("i End the call on the line first")
        .wait_for("─ Palette ─")
        .keys(ESC)
        .wait_gone("─ Palette ─");
    // Where letters are text, it has a key of its own, and what was typed stays.
    terminal.keys("n").wait_for("enter Call").keys("4711").wait_for("4711").keys(CTRL_P);
    terminal.wait_for("What do you want to do?").keys("notices").wait_for("› go to     Notices").keys(ENTER);
    terminal
        .wait_for("Missed calls and chats are noted here")
        .keys(ESC)
        .wait_gone("Missed calls and chats are noted here");
    terminal.wait_for("4711");
}

#[test]
fn screens_are_opened_and_left_again() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    for (typed, first, sign) in [
        ("frames", "› go to     Frames", "following"),
        ("callb", "› go to     Callbacks", "─ Callbacks ─"),
        ("figur", "› go to     Figures", "0 handled"),
        ("method", "› go to     Methods", "─ Methods ─"),
    ] {
        choose_from(&mut terminal, typed, first);
        terminal.wait_for(sign).keys(ESC).wait_gone(sign).wait_for("CONNECTED");
    }
}

#[test]
fn customers_and_interactions_are_found_by_their_names() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    // One who never called, among all that the site knows.
    choose_from(&mut terminal, "jack", "› customer  Find: jack");
    terminal.wait_for("─ Find a customer ─").wait_for("› Jack Rogers").keys(ENTER).wait_for("3362227000");
    terminal.wait_for("─ Jack Rogers ─").keys(ESC).wait_gone("─ Jack Rogers ─").wait_for("CONNECTED");
    // One of two that are on the line.
    terminal.keys("C").wait_for("What the customer does").wait_for("A customer opens a chat");
    terminal.keys(DOWN).keys(DOWN).wait_for("› A customer opens a chat");
    terminal.keys(ENTER).wait_for("Name").keys("\x15Rose\x13").wait_for("OFFERED").keys("a");
    terminal.wait_for("writes to the customer");
    choose_from(&mut terminal, "ansh", "› look at   Anshika");
    terminal.wait_for("● CONNECTED").wait_gone("writes to the customer");
    // And one who was here before.
    terminal.keys("e");
    send_disposition(&mut terminal, "well");
    terminal.wait_gone("WRAP-UP").wait_for("Closed");
    choose_from(&mut terminal, "ansh", "› customer  Anshika");
    terminal.wait_for("─ Anshika ─").wait_for("anshika@example.com");
}

#[test]
fn themes_and_settings_are_set_at_once_and_kept() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet"], 120, 40);
    to_work(&mut terminal);
    let from = terminal.raw().len();
    choose_from(&mut terminal, "theme light", "› set       Theme: light");
    terminal.wait_for("Theme is set").wait_for_bytes(from, &looks::ground(looks::LIGHT));
    choose_from(&mut terminal, "window title", "› set       Window title: off");
    terminal.wait_for("Window title is set").wait_for_bytes(from, "\x1b[23;2t");
    choose_from(&mut terminal, "keys vi", "› set       Keys: vi");
    terminal.wait_for("Z Z Quit").keys("ZZ");
    assert_eq!(terminal.exit_code(), 0);
    let kept = std::fs::read_to_string(home.path().join("config/settings.toml")).expect("they are kept");
    assert_eq!(kept, "theme = \"light\"\ntitle = false\nkeymap = \"vi\"\n");
    // What was chosen last stands first the next time, in the same session only.
    let mut again = Terminal::start(&home, &["--quiet"], 120, 40);
    again.wait_for("Password").wait_for_bytes(0, &looks::ground(looks::LIGHT)).keys("\x03");
    assert_eq!(again.exit_code(), 0);
    again.callbacks(|seen| assert!(seen.titles.is_empty(), "the title is left alone"));
}
