//! The mouse: a click does what the key does that is shown there, the wheel scrolls what is under it, a line between
//! columns is dragged; nothing of it where the user wants none.

use super::*;

#[test]
fn rows_fields_and_interactions_are_clicked() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet"], 120, 40);
    // From the login on: a field, a campaign, an extension.
    terminal.wait_for("Demo session").keys("executive").mouse(Mouse::Click, "Password").keys("executive");
    terminal.wait_for("•••••••••").mouse(Mouse::Click, "enter Sign in").wait_for("Which campaigns");
    terminal
        .mouse(Mouse::Click, "Mohit Omni Camp")
        .wait_for("1 campaign is chosen")
        .mouse(Mouse::Click, "enter Confirm");
    terminal.wait_for("Softphone").mouse(Mouse::Click, "1234567890").wait_for("No calls are offered to you");
    // A row that is chosen is taken by another click.
    terminal.mouse(Mouse::Click, "s Status").wait_for("Training").mouse(Mouse::Click, "Training");
    terminal.wait_for("›   Training").mouse(Mouse::Click, "Training").wait_for("◇ Training");
    terminal.mouse(Mouse::Click, "s Status").wait_for("›   Available  ").mouse(Mouse::Click, "Available  ");
    terminal.wait_for("You are available").mouse(Mouse::Click, "c New caller").wait_for("A customer calls");
    terminal.keys(ENTER).wait_for("RINGING").mouse(Mouse::Click, "a Answer").wait_for("CONNECTED");
    // A field of a form, and the line of keys below it.
    terminal.keys("n").wait_for("─ Dial ─").wait_for("voice").mouse(Mouse::Click, "‹ ›").wait_gone("voice  ");
    terminal
        .mouse(Mouse::Click, "‹ ›")
        .wait_for("voice")
        .mouse(Mouse::Click, "Name      ▏")
        .keys("Rose")
        .wait_for("Rose");
    terminal.mouse(Mouse::Click, "Phone     ▏").keys("4711").wait_for("4711");
    terminal
        .mouse(Mouse::Click, "esc Close")
        .wait_gone("─ Dial ─")
        .mouse(Mouse::Click, "q Quit")
        .wait_for("Quit all the same?")
        .keys(ESC)
        .wait_gone("Quit all the same?");
    // A frame of the workbench, and the list of them.
    terminal.mouse(Mouse::Click, "event  callRinging").wait_for("row ").wait_for("─ Message ");
    terminal.keys(ESC).wait_gone("─ Message ").mouse(Mouse::Click, "f read").wait_for("following");
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    // The help, by rows.
    terminal.keys("?").wait_for("─ Help ─").wait_for("Answer the ringing call");
    for _ in 0..2 {
        terminal.mouse(Mouse::WheelDown, "─ Help ─");
    }
    terminal.wait_gone("Answer the ringing call").mouse(Mouse::WheelUp, "─ Help ─");
    terminal
        .mouse(Mouse::WheelUp, "─ Help ─")
        .wait_for("Answer the ringing call")
        .keys(ESC)
        .wait_gone("─ Help ─");
    // The list of frames: who goes up stops following, who comes down to the end follows again.
    terminal
        .keys("f")
        .wait_for("following")
        .mouse(Mouse::WheelUp, "← call   toolbar.answer")
        .wait_for("─ row ");
    terminal.mouse(Mouse::WheelDown, "← call   toolbar.answer").wait_gone("1 more ─");
    terminal
        .mouse(Mouse::WheelDown, "← call   toolbar.answer")
        .wait_for("following")
        .keys(ESC)
        .wait_gone("following");
    // A menu.
    terminal
        .keys("s")
        .wait_for("›   Coffee Break")
        .mouse(Mouse::WheelDown, "Training")
        .wait_gone("›   Coffee Break");
    terminal.mouse(Mouse::WheelUp, "Training").wait_for("›   Coffee Break");
}

#[test]
fn the_line_between_two_columns_is_dragged() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    let divider = "╮╭─ Current call";
    let (before, _) = terminal.place(divider);
    terminal.mouse(Mouse::Drag(12), divider).wait_until("a wider column", move |screen| {
        let line = screen.lines().find(|line| line.contains(divider)).unwrap_or_default();
        let column = line.find(divider).map(|at| line[..at].chars().count() + 1);
        column.is_some_and(|column| column > usize::from(before) + 8)
    });
    // It stays so, whatever comes.
    let (dragged, _) = terminal.place(divider);
    terminal.keys("h").wait_for("ON HOLD").keys("h").wait_for("● CONNECTED");
    assert_eq!(terminal.place(divider).0, dragged);
    // Until they are to be as they were, at the next start too.
    terminal.keys(":").wait_for("What do you want to do?").keys("usual").wait_for("› do        Usual column");
    terminal.keys(ENTER).wait_until("the usual columns", move |screen| {
        let line = screen.lines().find(|line| line.contains(divider)).unwrap_or_default();
        let column = line.find(divider).map(|at| line[..at].chars().count() + 1);
        column == Some(usize::from(before))
    });
    let kept = std::fs::read_to_string(home.path().join("state/columns.json")).unwrap();
    assert_eq!(kept, r#"{"of_two":null,"first":null,"second":null}"#);
}

#[test]
fn without_the_mouse_the_terminal_keeps_it_and_a_click_is_nothing() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet", "--no-mouse"], 120, 40);
    to_work(&mut terminal);
    terminal.mouse(Mouse::Click, "s Status").keys("?").wait_for("─ Help ─").keys(ESC).wait_gone("─ Help ─");
    assert!(!terminal.screen().contains("Lunch Break"), "{}", terminal.screen());
    terminal.keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
    for on in ["\x1b[?1000h", "\x1b[?1002h", "\x1b[?1003h", "\x1b[?1006h"] {
        assert!(!String::from_utf8_lossy(&terminal.raw()).contains(on), "{on:?}");
    }
}

#[test]
fn the_mouse_is_given_back_when_it_is_set_off_and_taken_when_it_is_set_on() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet"], 120, 40);
    terminal.wait_for("Password").wait_for_bytes(0, "\x1b[?1000h\x1b[?1002h\x1b[?1006h");
    let set = |terminal: &mut Terminal, word: &str, bytes: &str| {
        let from = terminal.raw().len();
        terminal.keys(CTRL_P).wait_for("What do you want to do?").keys("mouse").wait_for(word).keys(ENTER);
        terminal.wait_for_bytes(from, bytes);
    };
    set(&mut terminal, "› set       Mouse: off", "\x1b[?1006l\x1b[?1002l\x1b[?1000l");
    terminal.wait_gone("─ Palette ─").mouse(Mouse::Click, "F1 Help").keys("exec").wait_for("exec");
    assert!(!terminal.screen().contains("─ Help ─"), "{}", terminal.screen());
    set(&mut terminal, "› set       Mouse: on", "\x1b[?1000h\x1b[?1002h\x1b[?1006h");
    terminal.wait_gone("─ Palette ─").mouse(Mouse::Click, "F1 Help").wait_for("─ Help ─").keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
}
