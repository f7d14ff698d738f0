//! What is drawn and when: at any size, each frame as a whole, moving only where it may.

use super::*;

const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

#[test]
fn a_terminal_that_shrinks_to_one_cell_and_grows_shows_what_was_there() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    for (keys, sign, back) in [
        ("", "● CONNECTED", ""),
        (":", "─ Palette ─", ESC),
        ("d", "• 3 New", ESC),
        ("f", "following", ESC),
        ("g", "esc Close", ESC),
        ("?", "─ Help ─", ESC),
        ("A", "0 handled", ESC),
        ("M", "─ Methods ─", ESC),
        ("n", "enter Call", ESC),
        ("\x1bOS", "› dark", ESC),
        ("q", "Quit all the same?", ESC),
    ] {
        terminal.keys(keys).wait_for(sign);
        for (columns, rows) in [(1, 1), (59, 18), (60, 17), (160, 50)] {
            terminal.resize(columns, rows);
        }
        terminal.wait_for(sign).keys(back);
        if !back.is_empty() {
            terminal.wait_gone(sign);
        }
    }
    terminal.wait_for("● CONNECTED").keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
}

/// What bytes show: sequences left out.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    let mut chars = text.chars();
    while let Some(one) = chars.next() {
        if one != '\u{1b}' {
            shown.extend((!one.is_control()).then_some(one));
            continue;
        }
        match chars.next() {
            Some('[') => drop(chars.by_ref().find(|end| ('@'..='~').contains(end))),
            Some(']') => drop(chars.by_ref().find(|end| *end == '\u{7}')),
            _ => {}
        }
    }
    shown
}

#[test]
fn each_frame_is_sent_inside_a_synchronized_update_and_nothing_is_drawn_outside() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal.keys("f").wait_for("following").keys(ESC).wait_gone("following").keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
    terminal.wait_for("Recorded to");
    let raw = terminal.raw();
    let text = String::from_utf8_lossy(&raw);
    let (drawn, after) = text.split_once("\x1b[?1049l").expect("the screen is given back");
    let mut outside = String::new();
    for (number, part) in drawn.split(BEGIN).enumerate() {
        let (inside, rest) = match number {
            0 => ("", part),
            _ => part.split_once(END).unwrap_or_else(|| panic!("a frame has no end: {part:?}")),
        };
        assert!(!inside.contains(END));
        outside.push_str(&rest.replace(END, ""));
    }
    assert!(drawn.matches(BEGIN).count() > 5);
    assert_eq!(shown(&outside), "", "{outside:?}");
    assert!(!after.contains(BEGIN) && shown(after).contains("Recorded to"));
}

#[test]
fn a_ringing_call_pulses_unless_nothing_is_to_move() {
    let home = Home::new();
    for (args, moves) in [(&["--quiet"][..], true), (&["--quiet", "--no-motion"], false)] {
        let mut terminal = Terminal::start(&home, args, 80, 24);
        to_work(&mut terminal);
        terminal.keys("c").wait_for("A customer calls").keys(ENTER).wait_for("RINGING");
        // Four seconds by its own clock, each of them drawn.
        for second in 1..=4 {
            let sign = format!("Ringing  0:0{second}");
            terminal.wait_for(&sign);
        }
        let pulsed = String::from_utf8_lossy(&terminal.raw()).contains('◎');
        assert_eq!(pulsed, moves, "{args:?}");
        terminal.keys("\x03");
        assert_eq!(terminal.exit_code(), 0);
    }
}

#[test]
fn the_figures_of_the_shift_count_what_was_done() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal.keys("A").wait_for("─ Figures ─").wait_for("0 handled").wait_for("0 missed");
    terminal.wait_for("signed in").keys(ESC).wait_gone("0 handled").keys("h").wait_for("ON HOLD");
    terminal.keys("e");
    dispose(&mut terminal, "well");
    // One that nobody takes is missed.
    terminal
        .keys("c")
        .wait_for("A customer calls")
        .keys(ENTER)
        .wait_for("RINGING")
        .keys("r")
        .wait_for("1 notice");
    terminal.keys("gg").keys("A").wait_for("1 handled").wait_for("1 missed").wait_for("% busy");
}
