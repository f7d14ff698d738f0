//! Plain mode of the built program: through pipes, on a terminal that knows nothing, and on one that can edit.

mod common;

use std::io::Write;
use std::process::{Output, Stdio};

use common::program::{Home, Server};
use common::terminal::Terminal;

/// Signs `executive` in and goes to work.
const TO_WORK: &str = "login executive\nexecutive\ncampaigns mohit\nextension softphone\nready\n";

/// Runs `offhook ARGS` with commands on its stdin.
fn script(home: &Home, args: &[&str], commands: &str, env: &[(&str, &str)]) -> Output {
    let mut command = home.command(args);
    command.envs(env.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(commands.as_bytes()).expect("it reads");
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

/// What it says when all goes well.
#[track_caller]
fn said(home: &Home, args: &[&str], commands: &str) -> String {
    let output = script(home, args, commands, &[]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}\n{}", text(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    said
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The sentences stand in the text, in this order.
#[track_caller]
fn in_order(all: &str, sentences: &[&str]) {
    let mut rest = all;
    for sentence in sentences {
        let Some(at) = rest.find(sentence) else {
            panic!("{sentence:?} does not come here:\n{rest}\nof\n{all}")
        };
        rest = &rest[at + sentence.len()..];
    }
}

#[test]
fn a_call_is_worked_through_a_pipe_without_one_escape_sequence() {
    // Nor is anything between the commands and the toolbar when it is used for the first time.
    let home = Home::of_a_newcomer();
    let commands = format!(
        "{TO_WORK}# a customer calls\ntrigger call 3362227000\nwait calls on the campaign\nanswer\nwait connected\n\
         hold\nunhold\nkeys 1#\nhangup\npromise +2h\ndispose Closed he was glad\ncallbacks\nrecent\nlogout\n"
    );
    let said = said(&home, &["--plain", "--quiet"], &commands);
    in_order(
        &said,
        &[
            "This is the desk default.\n",
            "Demo session: user executive, password executive.\n",
            "Nobody is signed in; type login and a user.\n",
            "You are signed in as executive.\n",
            "Which campaigns do you work for?",
            "You work for Mohit Omni Camp.\n",
            "Where do calls reach you?",
            "Calls reach you on 1234567890.\n",
            "You are available.\n",
            "Jack Rogers calls on the campaign Mohit Omni Camp, 3362227000. Type answer or reject.\n",
            "You are connected with Jack Rogers.\n",
            "The call with Jack Rogers is on hold.\n",
            "The call with Jack Rogers is off hold.\n",
            "Key tones sent: 1 #.\n",
            "The call with Jack Rogers is over: you hung up.\n",
            "Dispose it within",
            "You promise a callback for today",
            "The call with Jack Rogers is disposed as Closed; notes: he was glad.\n",
            "1 callback is promised; type callbacks to hear of them.\n",
            "Jack Rogers, 3362227000, yours.\n",
            "Jack Rogers, Closed, talk",
            "You are signed out.\n",
            "Recorded to ",
        ],
    );
    let odd: Vec<char> = said.chars().filter(|c| c.is_control() && *c != '\n').collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn frames_are_told_as_a_ladder_compared_and_kept() {
    let home = Home::new();
    let replay = |commands: &str| script(&home, &["replay", "--plain", &recording()], commands, &[]);
    // In a recording frames have the same numbers each time.
    let told = text(&replay("end\nframes 2 change:hold\nframes 1 event:campaignSelected\n").stdout);
    let numbers: Vec<&str> =
        told.lines().filter_map(|line| line.split_once(": ")).map(|(number, _)| number).collect();
    let [held, unheld, campaigns] = numbers[numbers.len() - 3..] else { panic!("{told}") };
    let commands =
        format!("end\npin {held}\npin\ncompare {held} {unheld}\nladder of {held}\nladder of {campaigns}\n");
    let output = replay(&commands);
    assert_eq!(output.status.code(), Some(2));
    let error = format!("offhook: line 6: Frame {campaigns} is about no interaction.\n");
    assert_eq!(text(&output.stderr), error);
    in_order(
        &text(&output.stdout),
        &[
            &format!("Frame {held}, change hold is kept.\n"),
            " to all, change hold: {",
            &format!(
                "There is 1 difference between frame {held}, change hold, and frame {unheld}, change hold:\n"
            ),
            &format!("on is true in {held} and false in {unheld}\n"),
            "frames are about interaction ",
            ", customer to ECC and toolbar, event interaction.interactionInitiated\n",
            ", toolbar to ECC, call toolbar.hold\n",
            ", ECC to toolbar, change hold\n",
        ],
    );
}

#[test]
fn a_chat_is_worked_through_a_pipe() {
    let home = Home::new();
    let commands = format!(
        "{TO_WORK}trigger chat Rose 99887766\nwait wants to chat\nanswer\nwait in the chat\nsay Hello Rose\n\
         trigger message Where is my order?\nwait where is my order\nread\nlabel\nhangup\ndispose new\n"
    );
    let said = said(&home, &["--plain", "--quiet"], &commands);
    in_order(
        &said,
        &[
            "Rose, 99887766 wants to chat by",
            "Type answer or reject.\n",
            "You are in the chat with Rose",
            "You: Hello Rose.\n",
            "Rose: Where is my order?\n",
            "you: Hello Rose",
            "Rose: Where is my order?\n",
            "The chat with Rose is over: you ended it.\n",
            "The chat with Rose is disposed as New.\n",
        ],
    );
}

#[test]
fn a_script_stops_at_what_fails_and_says_where() {
    let home = Home::new();
    let cases: [(&str, i32, &str); 6] = [
        (
            "status\nanser\nstatus\n",
            2,
            "offhook: line 2: There is no command \"anser\": did you mean answer?",
        ),
        ("\nanswer\n", 2, "offhook: line 2: No call to answer."),
        ("login executive\nwrong\n", 4, "offhook: line 2: "),
        ("login nobody\nx\n", 4, "offhook: line 2: "),
        ("wait 1 what never comes\n", 5, "offhook: line 1: Nothing was said"),
        ("call session.getCurrentUser nonsense\n", 2, "takes no parameters"),
    ];
    for (commands, code, says) in cases {
        let output = script(&home, &["--plain", "--quiet"], commands, &[]);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{commands:?}: {error}");
        assert!(error.contains(says), "{commands:?}: {error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    let output = script(&home, &["--plain", "--keep-going", "--quiet"], "anser\nhold\nhelp answer\n", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr).lines().count(), 2, "{}", text(&output.stderr));
    in_order(&text(&output.stdout), &["answer [N]: Take the call that rings"]);
}

#[test]
fn all_that_is_wrong_in_the_users_files_is_said_and_logged() {
    let home = Home::new();
    let config = home.path().join("config");
    std::fs::create_dir_all(&config).expect("a folder");
    let settings = "theme = \"drak\"\nmouse = 3\ntitel = false\nicons = \"x\"\n";
    std::fs::write(config.join("settings.toml"), settings).expect("a file");
    std::fs::write(config.join("keymap.toml"), "[login]\nctrl-y = \"quit.lgoin\"\n").expect("a file");
    let said = said(&home, &["--plain", "--quiet"], "status\n");
    let wrong =
        ["settings.toml, line 2", "settings.toml, line 3", "settings.toml, line 4", "keymap.toml, line 2"];
    for wrong in wrong {
        assert_eq!(said.matches(&format!("Warning: {wrong}")).count(), 1, "{wrong}: {said}");
    }
    assert!(said.contains("drak"), "{said}");
    let logs = std::fs::read_dir(home.path().join("state/logs")).expect("logs").flatten();
    let logged: String = logs.map(|file| std::fs::read_to_string(file.path()).expect("text")).collect();
    for wrong in wrong {
        assert!(logged.contains(wrong), "{wrong}: {logged}");
    }
}

#[test]
fn the_password_comes_from_the_environment_too() {
    let home = Home::new();
    let env = [("OFFHOOK_PASSWORD", "executive")];
    let output = script(&home, &["--plain", "--quiet"], "login executive\ncampaigns all\n", &env);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    in_order(&text(&output.stdout), &["You are signed in as executive.", "You work for"]);
}

#[test]
fn without_a_terminal_the_toolbar_names_plain_mode() {
    let home = Home::new();
    for args in [&[][..], &["attach"], &["replay", "x.jsonl"]] {
        let output = home.run(args);
        assert_eq!(output.status.code(), Some(if args == ["replay", "x.jsonl"] { 6 } else { 2 }), "{args:?}");
    }
    let error = text(&home.run(&[]).stderr);
    assert!(error.contains("the toolbar needs a terminal") && error.contains("--plain"), "{error}");
}

#[test]
fn a_script_without_a_hub_is_told_so() {
    let home = Home::new();
    let output = script(&home, &["attach", "--plain", "--url", "http://127.0.0.1:1"], "status\n", &[]);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{error}");
    assert!(error.contains("no connection to the hub: ") && error.contains("offhook serve"), "{error}");
    assert!(!error.contains("tried again") && !error.contains("refused:"), "{error}");
}

#[test]
fn another_desk_is_attached_to_and_looked_at() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let (url, token) = (server.url.clone(), server.token.clone());
    let attach = ["attach", url.as_str(), "--token", token.as_str(), "--plain"];
    in_order(&said(&home, &attach, TO_WORK), &["This is the desk default.\n", "You are available.\n"]);
    let observe = [&attach[..], &["--observe"]].concat();
    let output = script(&home, &observe, "status\nhold\n", &[]);
    assert_ne!(output.status.code(), Some(0), "nothing is done at a desk that is looked at");
    in_order(&text(&output.stdout), &["You look at the desk default.", "You are executive"]);
    // The user is signed in at the first desk.
    let second = [&attach[..], &["--desk", "second"]].concat();
    let output = script(&home, &second, "login executive\nexecutive\n", &[]);
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    in_order(
        &said(&home, &second, "login executive force\nexecutive\n"),
        &["This is the desk second.", "You are signed in as executive."],
    );
    drop(server);
    let output = script(&home, &attach, "status\n", &[]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
}

#[test]
fn a_supervisor_watches_and_looks_into_another_desk() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let (url, token) = (server.url.clone(), server.token.clone());
    let attach = ["attach", url.as_str(), "--token", token.as_str(), "--plain"];
    said(&home, &attach, TO_WORK);
    let commands = "login supervisor\nsupervisor\ncampaigns all\nextension 4901\ndesks\ndesks\nagent executive lunch\n\
                    listen executive\nstatus\nquit\nstatus\n";
    let said = said(&home, &[&attach[..], &["--desk", "second"]].concat(), commands);
    in_order(
        &said,
        &[
            "This is the desk second.",
            "You watch the other desks",
            "Executive (executive), desk default: Available for",
            "Their status was set.",
            "You look at the desk default.",
            "You are executive",
            "Lunch",
            "This is the desk second.",
            "You are Kavita Rao",
        ],
    );
}

#[test]
fn a_script_that_keeps_going_comes_back_from_another_desk_and_counts_on() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let (url, token) = (server.url.clone(), server.token.clone());
    let attach = ["attach", url.as_str(), "--token", token.as_str(), "--plain", "--keep-going"];
    said(&home, &attach, TO_WORK);
    let args = [&attach[..], &["--desk", "second"]].concat();
    let commands = "login supervisor\nsupervisor\ncampaigns all\nextension 4901\ndesks\nnonsense\nlisten executive\nhold\n\
                    quit\nstatus\nfoo\n";
    let output = script(&home, &args, commands, &[]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stdout);
    in_order(
        &said,
        &[
            "You look at the desk default.",
            "This is the desk second.",
            "You are Kavita Rao",
            "You are Kavita Rao",
        ],
    );
    let error = text(&output.stderr);
    in_order(
        &error,
        &["line 6: There is no command \"nonsense\"", "line 8: ", "line 11: There is no command \"foo\""],
    );
    assert_eq!(error.lines().count(), 3, "{error}");
}

fn recording() -> String {
    format!("{}/recordings/inbound.jsonl", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_recording_is_told_with_times() {
    let home = Home::new();
    let said = said(&home, &["replay", "--plain", &recording()], "");
    assert!(said.starts_with("A recording of "), "{said}");
    in_order(
        &said,
        &[
            "  You are signed in as",
            "  You work for",
            " calls on the campaign",
            "  You are connected with",
            " is disposed as",
            "The recording ends at",
        ],
    );
    let told = said.lines().filter(|line| line.contains("  ")).count();
    assert!(told > 8, "only {told} lines with a time:\n{said}");
    assert!(said.chars().all(|c| !c.is_control() || c == '\n'));
}

#[test]
fn what_of_a_recording_cannot_be_read_is_told_first() {
    let home = Home::new();
    let whole = std::fs::read_to_string(recording()).expect("a recording");
    let mut lines: Vec<&str> = whole.lines().collect();
    (lines[5], lines[8]) = ("{\"kind\":\"frame\",", "{\"kind\":\"hologram\",\"at\":1}");
    let file = home.path().join("damaged.jsonl");
    std::fs::write(&file, lines.join("\n")).expect("a file");
    let said = said(&home, &["replay", "--plain", &file.to_string_lossy()], "");
    let warning = "Warning: 2 lines can't be read and are left out, the first is line 6";
    in_order(&said, &[warning, "A recording of ", "The recording ends at"]);
    assert_eq!(said.matches(warning).count(), 1, "{said}");
}

#[test]
fn a_recording_is_gone_through_by_commands() {
    let home = Home::new();
    let commands = "next 3\nprevious\nend\nrecent\nstart\nseek 0:01\njump\nback\nfaster\nframes 2\nanswer\n";
    let output = script(&home, &["replay", "--plain", &recording()], commands, &[]);
    let (said, error) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{said}\n{error}");
    assert!(error.contains("Answer is for a desk, and this is a recording"), "{error}");
    in_order(
        &said,
        &["which is its end.", "At 0:00.0 of", "At 0:01.0 of", "It stands still at 0:01.0, 2× speed."],
    );
}

#[test]
fn a_dumb_terminal_gets_lines_by_itself_and_shows_no_password() {
    let home = Home::new();
    let mut terminal = Terminal::start_with(&home, &["--quiet"], 120, 40, &[("TERM", "dumb")]);
    terminal.wait_for("This terminal can't be drawn on (TERM=dumb)").wait_for("type login and a user");
    terminal.keys("login executive\n").wait_for("Password:").keys("executive\n");
    terminal.wait_for("You are signed in as executive.").keys("campaigns mohit\n");
    terminal.wait_for("You work for Mohit Omni Camp.").keys("quit\n");
    assert_eq!(terminal.exit_code(), 0);
    let raw = text(&terminal.raw());
    assert!(!raw.contains('\u{1b}'), "{raw:?}");
    assert_eq!(
        raw.matches("executive").count(),
        4,
        "the greeting twice, the line, and who is signed in: {raw}"
    );
}

#[test]
fn on_a_terminal_lines_are_edited_completed_and_never_torn() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--plain", "--quiet"], 120, 40);
    terminal.wait_for("type login and a user").keys("log\t").wait_for("> log");
    terminal.keys("in executive\r").wait_for("Password:").keys("executive\r");
    terminal
        .wait_for("Which campaigns do you work for?")
        .keys("campaigns moh\t")
        .wait_for("> campaigns Mohit Omni Camp");
    terminal.keys("\r").wait_for("Where do calls reach you?").keys("extension 1234567890\r");
    terminal.wait_for("type ready to become available").keys("ready\r").wait_for("You are available.");
    // Something happens while something is typed.
    terminal.keys("note").wait_for("> note");
    let called = home.run(&["trigger", "call", "--phone", "3362227000"]);
    assert!(called.status.success(), "{}", text(&called.stderr));
    terminal
        .wait_for("Jack Rogers calls on the campaign Mohit Omni Camp, 3362227000. Type answer or reject.");
    terminal.wait_until("what was typed stands below it", |screen| {
        screen.trim_end().lines().last().is_some_and(|line| line.trim_end() == "> note")
    });
    // Ctrl-U takes it away.
    terminal.keys("\u{15}answer\r").wait_for("You are connected with Jack Rogers.");
    terminal
        .keys("hangup\r")
        .wait_for("Dispose it within")
        .keys("dispose clo\t")
        .wait_for("> dispose Closed");
    terminal.keys(" well done\r").wait_for("is disposed as Closed; notes: well done.");
    terminal.keys("dial 3362227000\r").wait_for("It rings at Jack Rogers");
    terminal.keys("quit\r").wait_for("Quit all the same? Type yes or no.").keys("no\r").wait_for("Not done.");
    terminal
        .keys("hangup\r")
        .wait_for("is over: you hung up")
        .keys("dispose new\r")
        .wait_for("is disposed as New");
    let at_prompt = |screen: &str| screen.trim_end().ends_with("\n>");
    terminal.wait_until("the next line is asked for", at_prompt).keys("\u{4}");
    assert_eq!(terminal.exit_code(), 0);
    assert!(!terminal.alternate());
    let raw = text(&terminal.raw());
    let typed = raw.split("Password: ").nth(1).and_then(|rest| rest.split("You are signed").next());
    assert!(typed.is_some_and(|typed| !typed.contains("exec")), "{typed:?}");
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let home = Home::new();
    let mut shell = Terminal::shell(&home, 100, 30);
    let program = common::program::PATH;
    shell
        .wait_for("$ ")
        .keys(&format!("{program} --plain --quiet\r"))
        .wait_for("type login and a user")
        .wait_for("> ");
    shell.keys("stat").wait_for("> stat");
    let pid = std::fs::read_dir("/proc").expect("processes").filter_map(|entry| {
        let path = entry.ok()?.path();
        let line = std::fs::read(path.join("cmdline")).ok()?;
        let home_of = std::fs::read(path.join("environ")).ok()?;
        let ours = lossy(&home_of).contains(home.path().to_str()?) && lossy(&line).contains("--plain");
        ours.then(|| path.file_name()?.to_str()?.parse::<i32>().ok()).flatten()
    });
    for pid in pid {
        let _ = std::process::Command::new("kill").arg(pid.to_string()).status();
    }
    shell.wait_until("the shell is back", |screen| {
        screen.contains("\nRecorded to") && screen.trim_end().ends_with("\n$")
    });
    // What is typed is shown again, and a line ends as the shell wants it.
    shell.keys("echo a''b\r").wait_for("\nab");
    shell.keys("exit\r");
    assert_eq!(shell.exit_code(), 0);
}
