//! What leaves the terminal's cells: the clipboard, notices of the desktop, the window's title, and whether the
//! window is in sight, as other peers at the desk hear it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;

/// What was put into the clipboard last.
pub fn copied(terminal: &Terminal) -> String {
    let coded = terminal.callbacks(|seen| seen.clipboard.last().cloned()).expect("something was copied");
    String::from_utf8(STANDARD.decode(coded).expect("base64")).expect("UTF-8")
}

#[test]
fn what_is_copied_goes_out_as_it_is_and_only_by_its_key() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal.callbacks(|seen| assert!(seen.clipboard.is_empty(), "nothing is copied by itself"));
    let desk = home.json(&["call", "control.getDesk"]);
    let id = desk["interactions"][0]["id"].as_str().expect("an id").to_owned();
    let from = terminal.raw().len();
    terminal.keys("y").wait_for("›   Interaction id").keys(ENTER).wait_for("Copied the interaction id");
    terminal.wait_for_bytes(from, &format!("\x1b]52;c;{}\x07", STANDARD.encode(&id)));
    assert_eq!(copied(&terminal), id);
    terminal.keys("y").wait_for("›   Interaction id").keys("number").wait_for("›   Number").keys(ENTER);
    terminal.wait_for("Copied the number");
    assert_eq!(copied(&terminal), "1234567890");
    terminal.callbacks(|seen| assert_eq!(seen.clipboard.len(), 2));
}

#[test]
fn the_desktop_is_told_in_the_way_that_the_terminal_knows() {
    const OSC_9: &str = "\x1b]9;offhook: ";
    const OSC_777: &str = "\x1b]777;notify;offhook;";
    let known = [
        (None, OSC_9, OSC_777),
        (Some(("VTE_VERSION", "7600")), OSC_777, OSC_9),
        (Some(("TERM", "foot")), OSC_777, OSC_9),
    ];
    for (env, sign, other) in known {
        let home = Home::new();
        let mut terminal = Terminal::start_with(&home, &["--quiet"], 80, 24, env.as_slice());
        to_work(&mut terminal);
        // Nothing goes to the desktop unless it is wanted.
        terminal.keys("N").wait_for("─ What you are told of ─").keys("offered desktop");
        terminal
            .wait_for("›   Something is offered to me")
            .keys(ENTER)
            .wait_for("› ✓ Something is offered to me");
        terminal.keys(ESC).wait_gone("─ What you are told of ─");
        // Nobody looks: the call is told.
        terminal.keys("\x1b[O");
        home.json(&["trigger", "call", "--phone", "3362227000"]);
        terminal.wait_for("RINGING").wait_for_bytes(0, &format!("{sign}A call from Jack Rogers"));
        terminal.wait_for_bytes(0, "\x07").keys("\x03");
        assert_eq!(terminal.exit_code(), 0);
        assert!(!String::from_utf8_lossy(&terminal.raw()).contains(other), "{env:?}");
    }
    let home = Home::new();
    config(&home, "settings.toml", "notify = \"off\"\n");
    let mut terminal = Terminal::start(&home, &["--quiet"], 80, 24);
    to_work(&mut terminal);
    home.json(&["trigger", "call", "--phone", "3362227000"]);
    // The bell is another matter.
    terminal.wait_for("RINGING").wait_for_bytes(0, "\x07").keys("a").wait_for("CONNECTED").keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
    let raw = terminal.raw();
    let text = String::from_utf8_lossy(&raw);
    assert!(!text.contains("\x1b]9;") && !text.contains("\x1b]777;"));
}

#[test]
fn the_windows_title_says_what_the_agent_does_and_never_with_whom() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal.keys("h").wait_for("ON HOLD").keys("h").wait_for("● CONNECTED").keys("e");
    dispose(&mut terminal, "well");
    terminal.keys("q");
    assert_eq!(terminal.exit_code(), 0);
    let titles: Vec<String> = terminal.callbacks(|seen| {
        seen.titles.iter().map(|title| String::from_utf8_lossy(title).into_owned()).collect()
    });
    let says: Vec<&str> = titles.iter().filter_map(|title| title.strip_prefix("offhook: ")).collect();
    let mut rest = says.iter();
    for wanted in [
        "not signed in",
        "signing in",
        "available",
        "ringing",
        "on a call",
        "on hold",
        "wrap-up",
        "available",
    ] {
        assert!(rest.any(|said| *said == wanted), "{wanted} does not come in its turn: {titles:?}");
    }
    assert_eq!(says.len(), titles.len(), "{titles:?}");
    // The one that the window had is put by, and comes back.
    let raw = terminal.raw();
    let text = String::from_utf8_lossy(&raw);
    let (kept, back) = (text.find("\x1b[22;2t"), text.rfind("\x1b[23;2t"));
    assert!(kept.is_some() && kept < text.find("\x1b]2;offhook") && back > text.rfind("\x1b]2;"));
}

#[test]
fn other_peers_at_the_desk_hear_whether_the_window_is_in_sight() {
    let home = Home::new();
    let hub = Server::start(&home, &[]);
    let mut terminal = seat(&home, &hub, "one");
    to_work(&mut terminal);
    let args = ["tail", "--url", &hub.url, "--desk", "one", "--timeout", "60", "--count", "2"];
    let mut peer = Running::start(&home, &[&args[..], &["event=windowVisibilityChanged"]].concat());
    peer.says("following the desk one");
    for (keys, visible) in [("\x1b[O", false), ("\x1b[I", true)] {
        terminal.keys(keys);
        let heard = peer.json();
        assert_eq!(heard["name"], "ui.windowVisibilityChanged");
        assert_eq!(heard["payload"]["isWindowVisible"], visible, "{heard}");
    }
    assert_eq!(peer.exit_code(), Some(0));
}
