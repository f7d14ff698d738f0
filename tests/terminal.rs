//! The built program in a pty: keys in, screens out.

mod common;
#[path = "terminal/drawing.rs"]
mod drawing;
#[path = "terminal/going.rs"]
mod going;
#[path = "terminal/inspector.rs"]
mod inspector;
#[path = "terminal/looks.rs"]
mod looks;
#[path = "terminal/outside.rs"]
mod outside;
#[path = "terminal/palette.rs"]
mod palette;
#[path = "terminal/pointing.rs"]
mod pointing;
#[path = "terminal/together.rs"]
mod together;

use common::program::{Home, PATH, Running, Server};
use common::terminal::{Mouse, Terminal};

const ENTER: &str = "\r";
const TAB: &str = "\t";
const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";
const RIGHT: &str = "\x1b[C";
const HOME: &str = "\x1b[H";
const END: &str = "\x1b[F";
const ESC: &str = "\x1b";
const CTRL_P: &str = "\x10";

/// Signs `executive` in and goes to work.
fn to_work(terminal: &mut Terminal) {
    sign_in(terminal, "executive");
    choose(terminal);
}

/// Signs a user in whose password is their name.
fn sign_in(terminal: &mut Terminal, user: &str) {
    terminal.wait_for("Password").keys(user).keys(TAB).keys(user).keys(ENTER);
}

/// Chooses campaign 172 and the first extension, and becomes available.
fn choose(terminal: &mut Terminal) {
    choose_campaign(terminal);
    become_available(terminal, "");
}

/// Chooses campaign 172.
fn choose_campaign(terminal: &mut Terminal) {
    terminal.wait_for("Which campaigns").keys(DOWN).keys(" ").wait_for("1 campaign is chosen").keys(ENTER);
}

/// Signs `executive` in, as far as to where the work begins.
fn to_the_desk(terminal: &mut Terminal) {
    sign_in(terminal, "executive");
    choose_campaign(terminal);
    terminal.wait_for("Softphone").keys(ENTER);
}

/// Writes a file of the user's own.
fn config(home: &Home, name: &str, text: &str) {
    let folder = home.path().join("config");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(name), text).expect("a file");
}

/// Chooses the extension that these keys lead to and becomes available.
fn become_available(terminal: &mut Terminal, extension: &str) {
    terminal.wait_for("Softphone").keys(extension).keys(ENTER);
    terminal.wait_for("No calls are offered to you").keys("s").wait_for("Lunch Break").keys(ENTER);
    terminal.wait_for("You are available");
}

/// Disposes what is in wrap-up as "Closed" with notes, and waits for what comes.
fn dispose(terminal: &mut Terminal, notes: &str) {
    send_disposition(terminal, notes);
    terminal.wait_for("You are available");
}

/// Disposes what is in wrap-up as "Closed" with notes.
fn send_disposition(terminal: &mut Terminal, notes: &str) {
    terminal.wait_for("WRAP-UP").keys("d").wait_for("• 3 New");
    // Class, then code, then notes.
    terminal.keys(ENTER).keys(UP).wait_for("› 2 Closed").keys(ENTER).keys(notes).wait_for(notes).keys(ENTER);
}

#[test]
fn from_login_to_ended_and_seen_again() {
    let home = Home::new();
    let mut live = Terminal::start(&home, &["--quiet", "--record", "session.jsonl"], 120, 40);
    live.wait_for("user executive, password executive");
    to_work(&mut live);

    live.keys("c").wait_for("A customer calls").keys(ENTER);
    live.wait_for("RINGING").wait_for("735076692678909").keys("a");
    live.wait_for("CONNECTED").keys("h").wait_for("ON HOLD").keys("h").wait_for("CONNECTED");
    live.keys("m").wait_for("muted").keys("e");
    dispose(&mut live, "said hello");

    live.keys("n").wait_for("enter Call").keys("3362227000").keys(ENTER);
    live.wait_for("DIALLING").wait_for("Jack Rogers").keys("C").wait_for("The customer answers").keys(ENTER);
    live.wait_for("CONNECTED").keys("q").wait_for("call");
    live.keys("n").wait_for("CONNECTED").keys("e");
    dispose(&mut live, "sold nothing");
    live.keys("q");
    assert_eq!(live.exit_code(), 0);
    assert!(!live.alternate(), "the terminal is given back");
    live.wait_for("Recorded to session.jsonl");

    let text = std::fs::read_to_string(home.path().join("session.jsonl")).expect("the recording");
    assert!(!text.contains(r#""password":"executive""#), "a password was recorded");
    let mut again = Terminal::start(&home, &["replay", "session.jsonl"], 120, 40);
    again.wait_for("0:00").keys("\x1b[F");
    again.wait_for("Jack Rogers").wait_for("Anshika");
    // Back to where the second call was in its talk.
    for _ in 0..200 {
        if again.screen().contains("CONNECTED") {
            break;
        }
        let before = again.screen();
        again.keys(",").wait_until("a step back", |screen| screen != before);
    }
    again.wait_for("CONNECTED").wait_for("Jack Rogers").keys("a").wait_for("recording");
    again.keys("\x1b[H").wait_for("Nobody is signed in").keys("q");
    assert_eq!(again.exit_code(), 0);
}

#[test]
fn it_reconnects_when_the_hub_was_killed_and_started_again() {
    let home = Home::new();
    let mut hub = Server::start(&home, &[]);
    let address = format!("127.0.0.1:{}", hub.port());
    let mut terminal = Terminal::start(&home, &["attach", &hub.url], 100, 30);
    to_work(&mut terminal);
    hub.kill();
    terminal.wait_for("connection lost");
    let _hub = Server::start(&home, &["--listen", &address]);
    // The user is there still; the password was forgotten.
    terminal.wait_for("started afresh").wait_for("executive").keys("executive").keys(ENTER);
    choose(&mut terminal);
    terminal.keys("q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_recording_of_ours_is_replayed() {
    let home = Home::new();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/recordings/inbound.jsonl");
    let mut terminal = Terminal::start(&home, &["replay", file], 80, 24);
    terminal.wait_for("Nobody is signed in").keys("++++++").wait_for("64×").keys(" ");
    // It plays to the end by itself, and can be sent back and forth.
    terminal.wait_for("Closed").wait_for("paused").keys("\x1b[H").wait_for("Nobody is signed in");
    terminal.keys("]").wait_for("Anshika").keys("[").wait_for("Nobody is signed in");
    terminal.keys("q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_second_seat_may_take_over_by_force() {
    let home = Home::new();
    let hub = Server::start(&home, &[]);
    let mut first = Terminal::start(&home, &["attach", &hub.url, "--desk", "one"], 80, 24);
    to_work(&mut first);
    let mut second = Terminal::start(&home, &["attach", &hub.url, "--desk", "two"], 80, 24);
    second.wait_for("Password").keys("executive").keys(TAB).keys("wrong").keys(ENTER);
    second.wait_for("wrong").keys("\x15executive").keys(ENTER);
    second.wait_for("elsewhere").keys("y").wait_for("Which campaigns");
    first.wait_for("another desk").wait_for("Password");
}

#[test]
fn the_terminal_is_given_back_on_sigterm() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet"], 80, 24);
    terminal.wait_for("Password");
    assert!(terminal.alternate());
    let pid = terminal.pid().to_string();
    let sent = std::process::Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
    assert!(sent.success());
    assert_eq!(terminal.exit_code(), 0);
    assert!(!terminal.alternate());
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_returns() {
    let home = Home::new();
    let mut shell = Terminal::shell(&home, 80, 24);
    // Whatever is typed before the shell asks for it may be read by the program that ends.
    let prompt = |screen: &str| screen.trim_end().ends_with('$');
    shell.wait_until("a prompt", prompt).keys(PATH).keys(" --quiet").keys(ENTER);
    shell.wait_for("Password").keys("exec").wait_for("exec");
    shell.keys("\x1a").wait_for("Stopped").wait_until("a prompt", prompt);
    assert!(!shell.alternate());
    shell.keys("fg").keys(ENTER).wait_for("Password").wait_for("exec");
    assert!(shell.alternate());
    shell.keys("\x03").wait_for("Recorded to").wait_until("a prompt", prompt);
    shell.keys("echo back-$?").keys(ENTER).wait_for("back-0");
    shell.keys("exit").keys(ENTER);
    shell.exit_code();
}

#[test]
fn hostile_names_never_reach_the_terminal() {
    let home = Home::new();
    let hub = Server::start(&home, &[]);
    let mut terminal = Terminal::start(&home, &["attach", &hub.url], 120, 40);
    to_work(&mut terminal);
    let before = terminal.raw().len();
    let name = "Eve\x1b]0;owned\x07\x1b[2J\u{9b}31m\u{202e}\u{200b}\u{feff}\r\nMallory\u{2028}";
    home.json(&["trigger", "--url", &hub.url, "call", "--phone", "5550100", "--name", name]);
    terminal.wait_for("RINGING").wait_for("Eve").wait_for("Mallory");
    terminal.keys("f").wait_for("following").wait_for("callRinging").keys(ENTER).keys("\x1b[5~").keys("qq");
    terminal
        .wait_until("the frames closed", |screen| !screen.contains("  seq "))
        .wait_for("RINGING")
        .keys("r")
        .wait_for("1 notice")
        .keys("b")
        .wait_for("Missed")
        .wait_for("Mallory");
    let raw = terminal.raw();
    let text = String::from_utf8_lossy(&raw[before..]);
    for bad in
        ["\x1b]0;", "\u{9b}", "\u{202e}", "\u{200b}", "\u{feff}", "\u{2028}", "\x07owned", "\x1b[2J\u{fffd}"]
    {
        assert!(!text.contains(bad), "{bad:?} reached the terminal");
    }
    terminal.callbacks(|seen| {
        let ours = |title: &Vec<u8>| title.starts_with(b"offhook: ") && title.iter().all(u8::is_ascii);
        assert!(seen.titles.iter().all(ours) && seen.clipboard.is_empty(), "{:?}", seen.titles);
        assert!(!String::from_utf8_lossy(&seen.titles.concat()).contains("Eve"));
    });
}

#[test]
fn a_newcomer_is_shown_around_once_and_points_copies_and_looks_away() {
    let home = Home::of_a_newcomer();
    let mut live = Terminal::start(&home, &["--quiet", "--record", "session.jsonl"], 120, 40);
    sign_in(&mut live, "executive");
    choose_campaign(&mut live);
    live.wait_for("Softphone").keys(ENTER);
    live.wait_for("1 of 3").keys(ENTER).wait_for("2 of 3").keys(ESC).wait_gone("2 of 3");
    live.keys("s").wait_for("Lunch Break").keys(ENTER).wait_for("You are available");
    live.keys("c").wait_for("A customer calls").keys(ENTER).wait_for("RINGING");
    // The key that answers, in the line at the bottom.
    let is_shown = |screen: &str| screen.lines().last().is_some_and(|line| line.contains("a Answer"));
    live.wait_until("the key that answers", is_shown);
    live.mouse(Mouse::Click, "a Answer").wait_for("CONNECTED");
    live.keys("y").wait_for("Interaction id").keys(ENTER).wait_for("Copied the interaction id");
    live.callbacks(|seen| assert_eq!(seen.clipboard.len(), 1));
    live.keys("\x1b[O").keys("\x1b[I").keys("m").wait_for("muted");
    live.callbacks(|seen| {
        let titles = seen.titles.iter().map(|title| String::from_utf8_lossy(title).into_owned());
        let titles: Vec<String> = titles.collect();
        assert_eq!(titles.first().map(String::as_str), Some("offhook: not signed in"));
        assert_eq!(titles.last().map(String::as_str), Some("offhook: on a call"));
    });
    let before = live.raw().len();
    live.keys("q").wait_for("Quit all the same?").keys("y");
    assert_eq!(live.exit_code(), 0);
    live.wait_for_bytes(before, "\x1b[?1000l").wait_for_bytes(before, "\x1b[23;2t");

    let text = std::fs::read_to_string(home.path().join("session.jsonl")).expect("the recording");
    assert_eq!(text.matches(r#""ui.windowVisibilityChanged""#).count(), 2, "away and back");
    let mut again = Terminal::start(&home, &["--quiet", "--no-mouse"], 120, 40);
    to_work(&mut again);
    assert!(!again.screen().contains("1 of 3"), "{}", again.screen());
    assert!(!String::from_utf8_lossy(&again.raw()).contains("\x1b[?1000h"));
}

#[test]
fn files_with_errors_are_told_and_what_is_right_in_them_holds() {
    let home = Home::new();
    config(&home, "settings.toml", "titel = false\nmouse = 3\ntitle = false\n");
    config(&home, "keymap.toml", "[login]\nctrl-t = \"quit.login\"\nctrl-y = \"quit.lgoin\"\n");
    let mut terminal = Terminal::start(&home, &["--quiet"], 120, 40);
    terminal.wait_for("Password").wait_for("settings.toml, line 1").wait_for("did you mean title?");
    terminal.wait_for("settings.toml, line 2: mouse is true or");
    terminal.wait_for("keymap.toml, line 3").wait_for("did you mean quit.login?");
    terminal.wait_for("ctrl-t Quit").keys("\x14");
    assert_eq!(terminal.exit_code(), 0);
    terminal.callbacks(|seen| assert!(seen.titles.is_empty()));
    // Files that are no TOML at all: the line, and everything as it is without them.
    config(&home, "settings.toml", "title = false\nmouse =\n");
    config(&home, "keymap.toml", "[login\nctrl-t = \"quit.login\"\n");
    let mut terminal = Terminal::start(&home, &["--quiet"], 120, 40);
    terminal.wait_for("Password").wait_for("settings.toml, line 2").wait_for("keymap.toml, line 1");
    terminal.wait_for("ctrl-c Quit").keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
}

/// A toolbar with a call that is on.
fn on_call(home: &Home) -> Terminal {
    let mut terminal = Terminal::start(home, &["--quiet"], 160, 50);
    to_work(&mut terminal);
    terminal.keys("c").wait_for("A customer calls").keys(ENTER);
    terminal.wait_for("RINGING").keys("a").wait_for("CONNECTED");
    terminal
}

#[test]
fn a_method_is_run_as_the_crm_and_stands_in_the_trace() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal.keys("M").wait_for("Methods").keys("getcurrentinteraction").wait_for("1 method ");
    terminal.keys(ENTER).wait_for("takes no parameters").keys(ENTER);
    terminal.wait_for("as crm").wait_for("ok  ").wait_for("customer_name").wait_for("Anshika");
    terminal.keys("q").wait_for("takes no parameters").keys(ESC).wait_for("1 method ");
    terminal.keys(ESC).wait_for("CONNECTED").keys("T").wait_for("following");
    terminal.wait_for("interaction.getCurrentInteraction").keys(ENTER).wait_for("call and answer");
    terminal.wait_for("customer_name: \"Anshika\"").keys("q").wait_for("enter Read").keys("q");
    terminal.wait_for("CONNECTED");
}

#[test]
fn the_inspector_finds_copies_and_reads_back() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal.keys("\x1bOR").wait_for("following").keys("/").wait_for("Filter").keys("event:callR");
    terminal.wait_for("interaction.callRinging").keys(TAB).keys(ENTER).wait_for("1 of");
    terminal
        .keys(ENTER)
        .wait_for("phone: ")
        .keys("/")
        .wait_for("Find")
        .keys("voice")
        .keys(ENTER)
        .wait_for("1 of 1");
    terminal.keys("l").wait_for("Ladder").wait_for("Customer").keys("q").wait_gone("─ Ladder ─");
    terminal.wait_for("channelType").keys("q");
    terminal.callbacks(|seen| assert!(seen.clipboard.is_empty()));
    terminal.keys("y").wait_for("Copy as").keys("c").wait_for("Copied as a command");
    terminal.callbacks(|seen| assert_eq!(seen.clipboard.len(), 1));
    // What was before the first pushed frame stands in the recording only.
    terminal.keys("/").keys("\x15").keys(ENTER).wait_for("session.loginStatus").keys("\x1b[H");
    terminal
        .keys("\x1b[A")
        .wait_for("from the recording")
        .wait_for("hello")
        .keys("\x1b[F")
        .wait_for("following");
    terminal.keys("q").wait_for("CONNECTED");
}

#[test]
fn an_integration_may_sign_the_agent_in() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet"], 80, 24);
    terminal.wait_for("Password").keys("\x1bOQ").wait_for("Methods").keys("session.login");
    terminal.wait_for("1 method ").keys(ENTER).wait_for("authPolicy");
    terminal.keys("\x15executive").keys(TAB).keys("executive").wait_for("•••••••••");
    terminal.keys(TAB).keys("auth.type.passwd").wait_for("auth.type.passwd").keys("\x12");
    terminal.wait_for("Successfully logged in").keys("q").wait_for("authPolicy");
    assert!(!terminal.screen().contains("executive  executive"));
    terminal.keys(ESC).wait_for("1 method ").keys(ESC).wait_for("Which campaigns");
}

#[test]
fn a_chat_from_its_offer_to_its_end() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet"], 120, 40);
    to_work(&mut terminal);
    terminal.keys("C").wait_for("› A customer opens a chat").keys(ENTER).wait_for("Name").keys("\x13");
    terminal.wait_for("OFFERED").keys("a").wait_for("writes to the customer");
    terminal.keys("i").wait_for("esc Back").keys("How can I help?").keys(ENTER).wait_for("you  ");
    terminal.keys("quiet, please").keys(ESC).wait_for("R CRM record").wait_for("quiet, please");
    terminal.keys("C").wait_for("What the customer does").keys(DOWN).keys(DOWN).keys(DOWN);
    terminal.wait_for("› The customer writes").keys(ENTER).wait_for("─ The customer writes ─");
    terminal.keys("My order has not come").keys(ENTER).wait_gone("─ The customer writes ─");
    terminal.wait_for("My order has not come").keys("e");
    dispose(&mut terminal, "looked it up");
    terminal.keys("f").wait_for("handleInteractionDisposed").keys("q").wait_for("q Quit").keys("q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn records_that_the_crm_offers_are_attached() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal.keys("M").wait_for("Methods").keys("MultipleRecordsForInteraction").wait_for("1 method ");
    terminal.keys(ENTER).wait_for("recordsInfo").keys("\x12").wait_for("as crm").wait_for("press R");
    terminal
        .keys("q")
        .wait_for("recordsInfo")
        .keys(ESC)
        .wait_for("1 method ")
        .keys(ESC)
        .wait_for("CONNECTED");
    terminal
        .keys("R")
        .wait_for("› Attach one that the CRM offers")
        .keys(ENTER)
        .wait_for("The CRM offers 1 record for");
    terminal.keys("o").wait_for("nobody heard it").keys(ENTER).wait_for("Jack Rogers, Contact");
}

/// Each screen from which an event comes, as far as the call that causes it.
#[test]
fn what_the_agent_does_with_others_and_records_is_called() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal.keys("\x1b[O").wait_for("toolbar.setWindowVisible").keys("\x1b[I");
    terminal.keys("t").wait_for("enter Transfer").keys("moh5").keys(ENTER);
    terminal.wait_for("toolbar.transfer").keys(ESC);
    terminal.wait_until("the form is closed", |screen| !screen.contains("To a  "));
    terminal.keys("v").wait_for("Ask someone into the call").keys("8368941654").wait_for("as a number");
    // It closes by itself: an escape that comes then would make one key of itself and the next.
    terminal.keys(ENTER).wait_for("toolbar.confer");
    terminal.wait_until("the form is closed", |screen| !screen.contains("Ask someone into"));
    terminal.keys("R").wait_for("Attach one by its id").keys(ENTER).wait_for("Record id");
    terminal.keys("003").keys("\x13").wait_for("toolbar.attachRecord");
    terminal.wait_until("the form is closed", |screen| !screen.contains("Record id"));
    terminal.keys("n").wait_for("ctrl-l Look up").keys("3362227000").wait_for("toolbar.setNewInteraction");
    terminal.keys("\x0c").wait_for("toolbar.preview").keys(ESC);
    terminal
        .wait_until("the form is closed", |screen| !screen.contains("ctrl-l Look up"))
        .wait_for("CONNECTED");
}

/// A toolbar at a desk of the hub.
fn seat(home: &Home, hub: &Server, desk: &str) -> Terminal {
    Terminal::start(home, &["attach", &hub.url, "--desk", desk], 120, 40)
}

/// `executive` talks with Anshika at the first desk, `moh5` waits at the second.
fn on_call_beside(first: &mut Terminal, second: &mut Terminal) {
    to_work(first);
    first.keys("c").wait_for("A customer calls").keys(ENTER).wait_for("RINGING").keys("a");
    first.wait_for("CONNECTED").wait_for("Anshika");
    wait_as_moh5(second);
}

/// There is one campaign for this user, and so none to choose.
fn wait_as_moh5(terminal: &mut Terminal) {
    sign_in(terminal, "moh5");
    become_available(terminal, DOWN);
}

#[test]
fn a_call_is_given_to_another_desk_and_its_giver_asked_in_again() {
    let home = Home::new();
    let hub = Server::start(&home, &[]);
    let (mut first, mut second) = (seat(&home, &hub, "one"), seat(&home, &hub, "two"));
    on_call_beside(&mut first, &mut second);

    first.keys("t").wait_for("enter Transfer").keys("moh5").keys(ENTER);
    second.wait_for("RINGING").wait_for("Anshika").keys("a").wait_for("CONNECTED").wait_for("transferred");
    dispose(&mut first, "not for me");

    second.keys("v").wait_for("Ask someone into the call").keys("executive").keys(ENTER);
    first.wait_for("RINGING").wait_for("Anshika").keys("a").wait_for("CONNECTED");
    first.wait_for("with moh5 in").wait_for("asked in by another agent");
    second.wait_for("with executive in");
    // Whoever was asked in can leave; the call goes on at its owner's desk.
    first.keys("e").wait_for("WRAP-UP");
    second.wait_gone("with executive in").wait_for("CONNECTED");
    dispose(&mut first, "helped out");
    second.keys("e");
    dispose(&mut second, "settled");
    for terminal in [&mut first, &mut second] {
        terminal.keys("f").wait_for("handleInteractionDisposed").keys("q").wait_for("q Quit").keys("q");
        assert_eq!(terminal.exit_code(), 0);
    }
}

/// Writes `site.toml`: the demonstration with a supervisor.
fn with_boss(home: &Home) {
    let boss = "\n[[users]]\nid = \"boss\"\npassword = \"boss\"\ntype = \"Supervisor\"\ncampaigns = [172]\n";
    let site = format!("{}{boss}", offhook::workspace::DEMO);
    std::fs::write(home.path().join("site.toml"), site).expect("a file");
}

#[test]
fn a_supervisor_looks_into_another_desk_and_comes_back() {
    let home = Home::new();
    with_boss(&home);
    let hub = Server::start(&home, &["--workspace", "site.toml"]);
    let seat =
        |more: &[&str]| Terminal::start(&home, &[&["attach", hub.url.as_str()], more].concat(), 120, 40);
    let mut agent = seat(&[]);
    to_work(&mut agent);
    let mut boss = seat(&["--desk", "office"]);
    sign_in(&mut boss, "boss");
    boss.wait_for("Softphone").keys("S").wait_for("executive  default").wait_for("Available");
    agent
        .keys("c")
        .wait_for("A customer calls")
        .keys(ENTER)
        .wait_for("RINGING")
        .keys("a")
        .wait_for("CONNECTED");
    boss.wait_for("Anshika  voice").keys(ENTER).wait_for("looking on").wait_for("CONNECTED");
    // What is pressed there is not done, and what the agent does is seen.
    boss.keys("e").wait_for("This is another desk");
    agent.keys("h").wait_for("ON HOLD");
    boss.wait_for("ON HOLD").keys("q").wait_for("1 signed in").keys(ESC).wait_gone("signed in ─");

    let mut eyes = seat(&["--observe"]);
    eyes.wait_for("looking on").wait_for("ON HOLD").keys("q");
    assert_eq!(eyes.exit_code(), 0);
    boss.keys("q");
    assert_eq!(boss.exit_code(), 0);
    agent.wait_for("ON HOLD");
}

#[test]
fn a_colleague_is_asked_before_they_are_given_the_call_and_a_conference_is_left() {
    let home = Home::new();
    let hub = Server::start(&home, &[]);
    let (mut first, mut second) = (seat(&home, &hub, "one"), seat(&home, &hub, "two"));
    on_call_beside(&mut first, &mut second);

    let ask = |giver: &mut Terminal, whom: &str| {
        giver.keys("t").wait_for("enter Transfer").keys(TAB).keys(TAB).keys(RIGHT).keys(TAB).keys(whom);
        giver.wait_for("the customer waits on hold").keys(ENTER).wait_for("ringing; customer waits");
    };
    ask(&mut first, "moh5");
    second.wait_for("RINGING").keys("a").wait_for("CONNECTED").wait_for("asked in by another agent");
    first.wait_for("talking; customer waits").keys("z").wait_for("waiting; customer talks");
    first.keys("v").wait_for("with moh5 in").wait_gone("asking moh5");
    first
        .keys("p")
        .wait_for("In the call")
        .wait_for("the call is yours")
        .keys("h")
        .wait_for("customer, on hold");
    first.keys("h").wait_gone("customer, on hold").keys("L").wait_for("WRAP-UP");
    second.wait_gone("asked in by another agent").wait_for("CONNECTED");
    dispose(&mut first, "left to moh5");

    ask(&mut second, "executive");
    first.wait_for("RINGING").keys("a").wait_for("CONNECTED");
    second.wait_for("talking; customer waits").keys("t").wait_for("WRAP-UP").wait_for("you transferred it");
    first
        .wait_gone("asked in by another agent")
        .wait_for("CONNECTED")
        .keys("K")
        .wait_for("Keypad")
        .keys("1#");
    first.wait_for("Sent  1#").keys(ESC).wait_gone("Sent  1#").keys("e").wait_for("WRAP-UP");
    dispose(&mut second, "given back");
    dispose(&mut first, "done");
    for terminal in [&mut first, &mut second] {
        terminal.keys("q");
        assert_eq!(terminal.exit_code(), 0);
    }
}

#[test]
fn a_terminal_that_is_too_small_says_so_and_grows() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet"], 50, 12);
    terminal.wait_for("60").wait_for("50");
    terminal.resize(80, 24);
    terminal.wait_for("Password");
    terminal.resize(1, 1);
    terminal.resize(200, 60);
    terminal.wait_for("Password").keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn no_color_is_honoured() {
    let home = Home::new();
    let mut terminal = Terminal::start_with(&home, &["--quiet"], 80, 24, &[("NO_COLOR", "1")]);
    terminal.wait_for("Password").keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
    let raw = terminal.raw();
    let text = String::from_utf8_lossy(&raw);
    for colour in ["\x1b[38;", "\x1b[48;", "\x1b[3", "\x1b[4"] {
        let coloured = text.match_indices(colour).any(|(at, _)| {
            // 39 and 49 are the terminal's own colours.
            let code: String = text[at + 2..].chars().take_while(char::is_ascii_digit).collect();
            !matches!(code.as_str(), "39" | "49" | "3" | "4")
        });
        assert!(!coloured, "{colour:?} stands in the output");
    }
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let home = Home::new();
    let output = home.run(&["--quiet"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("offhook serve"));
}
