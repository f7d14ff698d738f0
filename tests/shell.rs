//! A whole session without a screen, from a shell: each step a command of its own.

mod common;

use common::program::{Home, Running, Server};
use common::terminal::Terminal;
use serde_json::{Value, json};

/// The exit code and what stands on stderr.
fn fails(home: &Home, args: &[&str]) -> (i32, String) {
    let output = home.run(args);
    assert!(output.stdout.is_empty(), "{args:?} printed {:?}", String::from_utf8_lossy(&output.stdout));
    (output.status.code().expect("an exit code"), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The desk as `control.getDesk` tells it.
fn desk(home: &Home, url: &str) -> Value {
    home.json(&["call", "control.getDesk", "--url", url])
}

#[test]
fn an_agent_works_a_call_from_the_shell() {
    let home = Home::new();
    let server = Server::start(&home, &["--virtual-clock"]);
    let url = server.url.as_str();
    let call = |words: &[&str]| home.json(&[&["call", "--url", url], words].concat());

    assert_eq!(call(&["session.login", "executive", "executive"]), json!("Successfully logged in"));
    assert_eq!(call(&["toolbar.selectCampaigns", "[172]"]), json!("ok"));
    assert_eq!(call(&["toolbar.selectExtension", "1234567890"]), json!("ok"));
    assert_eq!(call(&["toolbar.setAvailability", "Available"]), json!("ok"));
    let made = home.json(&["trigger", "--url", url, "call", "--phone", "1234567890"]);
    let id = made["interactionId"].as_str().expect("an id");
    assert_eq!(desk(&home, url)["interactions"][0]["phase"], "ringing");
    assert_eq!(call(&["toolbar.answer"]), json!("ok"));
    assert_eq!(call(&["toolbar.hold"]), json!("ok"));
    call(&["control.advanceTime", "5000"]);
    assert_eq!(call(&["toolbar.unhold"]), json!("ok"));
    assert_eq!(desk(&home, url)["interactions"][0]["held"], 5_000_000);
    assert_eq!(call(&["toolbar.hangup"]), json!("ok"));
    assert_eq!(call(&["interaction.disposeInteraction", "voice", id, "1345", "all fine"]), json!("ok"));
    let state = desk(&home, url);
    assert_eq!(state["interactions"], json!([]));
    assert_eq!(state["past"][0]["disposition"]["callNotes"], "all fine");

    // An outbound call that nobody answers: the dialled customer lets it ring.
    let dial = &["interaction.initiateInteraction", "voice", r#"{"phone":"5124576870"}"#, "172"];
    assert_eq!(call(dial), json!({"result": "success", "reason": "success"}));
    call(&["control.advanceTime", "30000"]);
    assert_eq!(desk(&home, url)["interactions"][0]["cleared"], "noAnswer");
    assert_eq!(call(&["session.logout"]), json!("Logout Successful"));
}

#[test]
fn a_test_run_takes_a_site_for_each_test() {
    let home = Home::new();
    let server = Server::start(&home, &["--sites", "auto"]);
    let mut epochs = Vec::new();
    for name in ["one", "two", "one"] {
        let url = format!("{}/s/{name}", server.url);
        let site = home.json(&["call", "control.getSite", "--url", &url]);
        assert_eq!(site["site"], name);
        epochs.push(site["epoch"].clone());
    }
    assert_ne!(epochs[0], epochs[1]);
    assert_eq!(epochs[0], epochs[2], "it stays");
    let fixed = Server::start(&home, &[]);
    let url = format!("{}/s/one", fixed.url);
    let (code, _) = fails(&home, &["call", "control.getSite", "--url", &url]);
    assert_ne!(code, 0, "sites are fixed where nothing else is said");
}

#[test]
fn a_token_comes_from_the_flag_then_the_hubs_file_then_the_environment() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let call = |words: &[&str], variable: &str| {
        let all = [&["call", "control.getSite", "--url", &server.url], words].concat();
        let mut command = home.command(&all);
        command.env("OFFHOOK_TOKEN", variable).output().expect("the program runs").status.code()
    };
    assert_eq!(call(&[], "of-another-hub"), Some(0));
    assert_eq!(call(&["--token", "wrong"], &server.token), Some(3));
    std::fs::remove_dir_all(home.path().join("runtime/hubs")).expect("the hub's file");
    assert_eq!(call(&[], "of-another-hub"), Some(3));
    assert_eq!(call(&[], &server.token), Some(0));
}

#[test]
fn errors_have_exit_codes_and_say_what_to_do() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let url = server.url.as_str();

    let (code, text) = fails(&home, &["call", "--url", url, "session.login", "executive", "wrong"]);
    assert_eq!((code, text.contains("3000, HTTP 401")), (4, true), "{text}");
    assert!(!text.contains("wrong\""), "a password is not repeated: {text}");
    let (code, text) = fails(&home, &["call", "--url", url, "session.logon"]);
    assert_eq!((code, text.contains("did you mean session.login?")), (2, true), "{text}");
    let (code, text) = fails(&home, &["call", "--url", url, "toolbar.selectCampaigns"]);
    assert_eq!((code, text.contains("campaignIds")), (4, true), "{text}");
    let (code, text) = fails(&home, &["call", "--url", "http://127.0.0.1:1", "session.logout"]);
    assert_eq!((code, text.contains("offhook serve")), (3, true), "{text}");
    let (code, text) = fails(&home, &["call", "--url", url, "--token", "guessed", "session.getCurrentUser"]);
    assert_eq!((code, text.contains("--token")), (3, true), "{text}");
    for (at, part) in [("/s/nosuch", "there is no such site"), ("/nope", "404 Not Found")] {
        let (code, text) = fails(&home, &["call", "--url", &format!("{url}{at}"), "session.logout"]);
        assert_eq!((code, text.contains(part), text.contains("--token")), (3, true, false), "{text}");
    }
    let (code, text) = fails(&home, &["call", "--url", url, "--desk", "", "session.logout"]);
    assert_eq!((code, text.contains("1 to 128 bytes"), text.contains("--token")), (3, true, false), "{text}");
    let (code, text) = fails(&home, &["serve", "--listen", &format!("127.0.0.1:{}", server.port())]);
    assert_eq!((code, text.contains("choose another port")), (6, true), "{text}");
    let (code, text) = fails(&home, &["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!((code, text.contains("token")), (2, true), "{text}");
}

#[test]
fn more_on_stdin_than_a_message_may_have_is_said_to_be_too_much() {
    let home = Home::new();
    std::fs::write(home.path().join("big.json"), format!("[\"{}\"]", "x".repeat(1 << 20))).expect("a file");
    let stdin = std::fs::File::open(home.path().join("big.json")).expect("the file");
    let output =
        home.command(&["call", "store.get", "--json", "-"]).stdin(stdin).output().expect("the program runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), text.contains("too much")), (Some(2), true), "{text}");
}

#[test]
fn bad_files_are_refused_before_anything_starts() {
    let home = Home::new();
    let write = |name: &str, text: &[u8]| std::fs::write(home.path().join(name), text).expect("a file");
    write("broken.toml", b"[site]\nname = 5\n");
    write("noise.toml", b"\xff\xfe");
    write("notes.txt", b"hello\n");

    let (code, text) = fails(&home, &["serve", "--workspace", "broken.toml"]);
    assert_eq!(
        (code, text.contains("broken.toml:2:8: site.name: the number 5 does not fit, expected a text")),
        (2, true),
        "{text}"
    );
    let (code, text) = fails(&home, &["serve", "--workspace", "noise.toml"]);
    assert_eq!((code, text.contains("byte 0 is not UTF-8")), (2, true), "{text}");
    let (code, text) = fails(&home, &["--workspace", "gone.toml"]);
    assert_eq!((code, text.contains("can't read the workspace file gone.toml")), (6, true), "{text}");
    let (code, text) = fails(&home, &["replay", "notes.txt"]);
    assert_eq!((code, text.contains("not a recording")), (2, true), "{text}");
    let (code, text) = fails(&home, &["replay", "gone.jsonl"]);
    assert_eq!((code, text.contains("gone.jsonl")), (6, true), "{text}");
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_not_waited_for() {
    let home = Home::new();
    let made = std::process::Command::new("mkfifo").arg(home.path().join("fifo")).status().expect("mkfifo");
    assert!(made.success());
    std::fs::write(home.path().join("huge.toml"), vec![b' '; (4 << 20) + 1]).expect("a file");
    for args in
        [["replay", "fifo"], ["replay", "/dev/zero"], ["--workspace", "fifo"], ["--workspace", "/dev/zero"]]
    {
        let (code, text) = fails(&home, &args);
        assert_eq!((code, text.contains("is not a regular file")), (2, true), "{text}");
    }
    let (code, text) = fails(&home, &["serve", "--workspace", "huge.toml"]);
    assert_eq!((code, text.contains("too large")), (2, true), "{text}");
}

#[test]
fn help_the_man_page_and_completions_are_made() {
    let home = Home::new();
    for (args, part) in [
        (&["--help"][..], "Exit codes:"),
        (&["call", "--help"], "Examples:"),
        (&["tail", "--help"], "Examples:"),
        (&["explain", "--help"], "Examples:"),
        (&["schema", "--help"], "Examples:"),
        (&["trigger", "chat", "--help"], "Example:"),
        (&["workspace", "--help"], "Examples:"),
        (&["workspace", "init", "--help"], "Examples:"),
        (&["workspace", "check", "--help"], "Exit codes:"),
        (&["workspace", "show", "--help"], "Examples:"),
        (&["workspace", "schema", "--help"], "Example:"),
        (&["man"], "offhook\\-tail"),
        (&["man"], ".TH offhook"),
        (&["completions", "bash"], "_offhook()"),
        (&["completions", "fish"], "complete -c offhook"),
    ] {
        let output = home.run(args);
        assert!(output.status.success(), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains(part), "{args:?} lacks {part}");
    }
}

#[cfg(unix)]
fn kill(child: &std::process::Child, signal: &str) {
    let pid = child.id().to_string();
    let status = std::process::Command::new("kill").args([signal, &pid]).status().expect("kill runs");
    assert!(status.success());
}

#[cfg(unix)]
#[rstest::rstest]
#[case("-TERM")]
#[case("-HUP")]
fn a_server_stops_cleanly_on_a_signal(#[case] signal: &str) {
    let home = Home::new();
    let mut server = Server::start(&home, &[]);
    kill(&server.child, signal);
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
    let (code, _) = fails(&home, &["call", "--url", &server.url, "session.logout"]);
    assert_eq!(code, 3);
    let files = std::fs::read_dir(home.path().join("runtime/hubs")).expect("the hubs' folder");
    assert_eq!(files.count(), 0, "its file is gone");
}

/// A pipe that is full: whoever writes into it waits for ever. Its two ends must be kept.
#[cfg(unix)]
fn full_pipe() -> (std::io::PipeReader, std::io::PipeWriter) {
    use std::io::Write;
    let (reader, writer) = std::io::pipe().expect("a pipe");
    let mut filler = writer.try_clone().expect("its end");
    // Fills it until it waits; it ends when the reader goes.
    let (told, filled) = std::sync::mpsc::channel();
    std::thread::spawn(move || while filler.write_all(b"x").is_ok() && told.send(()).is_ok() {});
    while filled.recv_timeout(std::time::Duration::from_millis(500)).is_ok() {}
    (reader, writer)
}

#[cfg(unix)]
#[test]
fn a_server_whose_stderr_nobody_reads_goes_on() {
    let home = Home::new();
    let (reader, writer) = full_pipe();
    let mut server = Server::start_with(&home, &[], writer.into());
    for _ in 0..3 {
        let site = home.json(&["call", "--url", &server.url, "--timeout", "10", "control.getSite"]);
        assert!(site.is_object(), "{site}");
    }
    kill(&server.child, "-TERM");
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
    drop(reader);
}

#[cfg(unix)]
#[test]
fn a_server_whose_stderr_is_closed_goes_on() {
    let home = Home::new();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut server = Server::start_with(&home, &[], writer.into());
    for _ in 0..3 {
        home.json(&["call", "--url", &server.url, "control.getSite"]);
    }
    kill(&server.child, "-TERM");
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_recording_that_can_not_be_written_is_told_on_the_screen_and_at_the_end() {
    let home = Home::new();
    let mut terminal = Terminal::shell(&home, 100, 30);
    // Room for the header and a little: the signal is ignored, so that writing fails as on a full disk.
    std::fs::write(home.path().join("small.toml"), offhook::workspace::MINIMAL).expect("a file");
    let session = format!("{} --quiet --workspace small.toml --record full.jsonl", common::program::PATH);
    terminal.wait_for("$ ").keys(&format!("trap '' XFSZ; ulimit -f 9; {session}; echo code $?\r"));
    terminal.wait_for("Password").keys("agent\tagent\r");
    terminal.wait_for("The recording can't be written");
    // It may be told before the next screen is there, whose key this is: the one campaign is chosen already.
    terminal
        .wait_for("Where do calls reach you")
        .keys("q")
        .wait_for("but its end is missing")
        .wait_for("code 0")
        .keys("exit\r")
        .exit_code();
}

#[cfg(unix)]
#[test]
fn a_replay_at_the_end_goes_along_with_its_file() {
    let home = Home::new();
    let whole = std::fs::read("recordings/inbound.jsonl").expect("a recording");
    let path = home.path().join("growing.jsonl");
    // The header and the first snapshot.
    let start = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).expect("two lines").0 + 1;
    std::fs::write(&path, &whole[..start]).expect("a file");
    let mut terminal = Terminal::start(&home, &["replay", "growing.jsonl"], 100, 30);
    // When the help is there the key before it has been taken in.
    terminal.wait_for("paused  0:00.0").keys("\x1b[F").keys("?").wait_for("Replay").keys("\x1b");
    std::fs::write(&path, &whole).expect("a file");
    terminal.wait_gone("0:00.0").keys("q");
    assert_eq!(terminal.exit_code(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_can_not_be_written_is_no_panic() {
    let home = Home::new();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let output =
        home.command(&["serve", "--listen", "127.0.0.1:0"]).stdout(full()).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), text.contains("ready line")), (Some(6), true), "{text}");
    let status = home.command(&["call", "nosuch"]).stderr(full()).status().expect("it runs");
    assert_eq!(status.code(), Some(2));
}

/// How long a `tail` of these tests may wait, in s: far longer than it ever does.
const PATIENCE: &str = "60";

/// A `tail` that follows the desk already.
fn tail(home: &Home, server: &Server, args: &[&str]) -> Running {
    let mut all = vec!["tail", "--url", &server.url, "--timeout", PATIENCE];
    all.extend(args);
    let mut tail = Running::start(home, &all);
    tail.says("following the desk default");
    tail
}

/// Signs an agent in and makes them available.
fn available(home: &Home, url: &str) {
    let call = |words: &[&str]| home.json(&[&["call", "--url", url], words].concat());
    call(&["session.login", "executive", "executive"]);
    call(&["toolbar.selectCampaigns", "[172]"]);
    call(&["toolbar.selectExtension", "1234567890"]);
    call(&["toolbar.setAvailability", "Available"]);
}

#[test]
fn a_name_that_no_frame_has_is_doubted_while_it_is_followed() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let of = |filter: &str| fails(&home, &["tail", "--url", &server.url, "--timeout", "0", filter]);
    for (filter, doubt) in [
        ("event=callRining", "no event like \"callRining\"; did you mean interaction.callRinging?"),
        ("method=logn", "no method like \"logn\"; did you mean session.login?"),
    ] {
        let (code, text) = of(filter);
        assert!(code == 5 && text.contains(doubt), "{code} {text}");
    }
    // A part of a name is none to be doubted: it is found by it.
    assert!(!of("event=callRingin").1.contains("did you mean"));
}

#[test]
fn a_desk_is_followed_as_things_happen() {
    let home = Home::new();
    let server = Server::start(&home, &["--virtual-clock"]);
    let mut all = tail(&home, &server, &[]);
    let mut ringing = tail(&home, &server, &["--count", "1", "event=callRinging", "event=nothing*"]);
    let mut calls = tail(&home, &server, &["method=session.*", "--count", "1"]);
    let mut lines = tail(&home, &server, &["--text", "event=*.login*"]);
    available(&home, &server.url);
    home.json(&["trigger", "call", "--url", &server.url, "--set", "phone=5550100"]);

    let frame = ringing.json();
    assert_eq!((&frame["kind"], &frame["name"]), (&json!("event"), &json!("interaction.callRinging")));
    assert_eq!(frame["payload"]["customerDetails"]["phone"], "5550100");
    assert!(frame["at"].is_u64() && frame["seq"].is_u64());
    assert_eq!((ringing.line().as_str(), ringing.exit_code()), ("", Some(0)), "one was enough");

    let frame = calls.json();
    assert_eq!((&frame["kind"], &frame["name"]), (&json!("trace"), &json!("session.login")));
    assert_eq!(frame["payload"]["answer"], "Successfully logged in");
    assert_eq!(frame["payload"]["peer"], frame["peer"]);
    assert_ne!(frame["payload"]["params"][1], "executive", "a password is not shown");
    assert_eq!(calls.exit_code(), Some(0));

    let line = lines.line();
    assert!(line.contains("-> *    session.loginStatus \"Successfully logged in\""), "{line}");

    let mut seq = 0;
    let mut kinds = std::collections::BTreeSet::new();
    loop {
        let frame = all.json();
        assert!(frame["seq"].as_u64() > Some(seq), "in order");
        seq = frame["seq"].as_u64().expect("a number");
        kinds.insert(frame["kind"].as_str().expect("a text").to_owned());
        if frame["name"] == "interaction.callRinging" {
            break;
        }
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["change", "event", "trace"]);
}

#[test]
fn following_a_desk_ends_when_it_should() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let (code, text) = fails(&home, &["tail", "--url", &server.url, "--timeout", "0", "event=callRining"]);
    assert_eq!((code, text.contains("did you mean interaction.callRinging?")), (5, true), "{text}");
    let (code, text) = fails(&home, &["tail", "--url", &server.url, "events=x"]);
    assert_eq!((code, text.contains("did you mean event:?")), (2, true), "{text}");
    let (code, text) = fails(&home, &["tail", "--url", "http://127.0.0.1:1"]);
    assert_eq!((code, text.contains("offhook serve")), (3, true), "{text}");
    let (code, text) = fails(&home, &["tail", "--url", &server.url, "--token", "guessed"]);
    assert_eq!((code, text.contains("--token")), (3, true), "{text}");

    let mut unread = tail(&home, &server, &[]);
    unread.hang_up();
    available(&home, &server.url);
    assert_eq!(unread.exit_code(), Some(0), "nobody reads it");
}

#[cfg(unix)]
#[rstest::rstest]
#[case("-INT", 130)]
#[case("-TERM", 0)]
fn following_a_desk_ends_by_a_signal(#[case] signal: &str, #[case] code: i32) {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let mut tail = tail(&home, &server, &[]);
    kill(&tail.child, signal);
    assert_eq!(tail.exit_code(), Some(code));
}

#[cfg(unix)]
#[test]
fn following_a_desk_outlives_its_hub() {
    let home = Home::new();
    let mut server = Server::start(&home, &[]);
    let mut tail = tail(&home, &server, &["event=loginStatus"]);
    server.kill();
    tail.says("the connection is lost");
    let again = Server::start(&home, &["--listen", &format!("127.0.0.1:{}", server.port())]);
    tail.says("the hub was started anew");
    home.json(&["call", "--url", &again.url, "session.login", "executive", "executive"]);
    assert_eq!(tail.json()["payload"], "Successfully logged in");
}

#[cfg(unix)]
#[test]
fn following_a_desk_ends_by_a_signal_also_while_its_reader_does_not_read() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let (reader, writer) = full_pipe();
    let args = ["tail", "--url", &server.url, "--timeout", PATIENCE];
    let mut tail = Running::start_to(&home, &args, writer.into());
    tail.says("following the desk default");
    available(&home, &server.url);
    kill(&tail.child, "-INT");
    assert_eq!(tail.exit_code(), Some(130));
    drop(reader);
}

#[test]
fn a_call_is_made_as_an_integration_would() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let url = server.url.as_str();
    let mut traces = tail(&home, &server, &["method=session.*", "--count", "3"]);
    home.json(&["call", "session.login", "executive", "executive", "--as", "crm", "--url", url]);
    let user = home.json(&["call", "session.getCurrentUser", "--as", "app", "--app", "notes", "--url", url]);
    assert_eq!(user["userId"], "executive");
    let user = home.json(&["call", "sdk.session.getCurrentUser", "--url", url, "--as", "control"]);
    assert_eq!(user["userId"], "executive");
    let roles: Vec<Value> = (0..3).map(|_| traces.json()["payload"]["role"].clone()).collect();
    assert_eq!(roles, ["crm", "app", "control"]);

    let (code, text) = fails(&home, &["call", "toolbar.answer", "--as", "crm", "--url", url]);
    assert_eq!((code, text.contains("3000, HTTP 403")), (4, true), "{text}");
    let evil = ["call", "session.logout", "--as", "crm", "--origin", "https://evil.example", "--url", url];
    let (code, text) = fails(&home, &evil);
    assert_eq!((code, text.contains("allowedOrigins")), (3, true), "{text}");
    let (code, text) =
        fails(&home, &["call", "session.logout", "--origin", "https://a.example", "--url", url]);
    assert_eq!((code, text.contains("--as crm")), (2, true), "{text}");
}

#[test]
fn a_page_may_call_a_hub_that_is_open_to_other_machines() {
    let home = Home::new();
    let token = "0123456789abcdef0123456789abcdef";
    let server = Server::start(&home, &["--listen", "0.0.0.0:0", "--token", token]);
    let url = format!("http://127.0.0.1:{}", server.port());
    let login = ["call", "session.login", "executive", "executive", "--as", "crm", "--url", &url];
    assert_eq!(home.json(&login), json!("Successfully logged in"));
}

#[test]
fn another_spelling_of_a_method_is_taken_and_the_documented_one_named() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let args = ["call", "http.invokeEccApi", "cms", "campaigns", "GET", "--url", &server.url];
    let text = String::from_utf8_lossy(&home.run(&args).stderr).into_owned();
    assert!(text.starts_with("offhook: http.invokeEccApi is taken for http.invokeECCApi"), "{text}");
    assert_eq!(fails(&home, &["call", "login", "--url", &server.url]).0, 2);
}

#[test]
fn what_customers_can_do_is_listed_and_checked() {
    let home = Home::new();
    let output = home.run(&["trigger"]);
    let list = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && output.stderr.is_empty());
    for name in ["call", "chat", "message", "answer", "refuse", "hangup", "member-answer", "member-hangup"] {
        assert!(
            list.lines().any(|line| line.starts_with(name) && line.contains("offhook trigger")),
            "{list}"
        );
        let (code, text) = fails(&home, &["trigger", name, "--set", "nonsense.path=1"]);
        assert_eq!((code, text.contains("there is ")), (2, true), "{text}");
    }
    let (code, text) = fails(&home, &["trigger", "call", "--set", "campaignId=many"]);
    assert_eq!((code, text.contains("expected a number")), (2, true), "{text}");
    let server = Server::start(&home, &[]);
    for (doing, missing) in
        [(&["message", "Hello"][..], "there is no such chat"), (&["answer"], "there is no such call")]
    {
        let (code, text) = fails(&home, &[&["trigger", "--url", &server.url], doing].concat());
        assert_eq!((code, text.contains(missing)), (4, true), "{text}");
    }
}

#[test]
fn the_log_says_what_an_edited_workspace_lacks() {
    let home = Home::new();
    let file = home.path().join("site.toml");
    std::fs::write(&file, offhook::workspace::MINIMAL).expect("a file");
    let mut server = Running::start(&home, &["serve", "--listen", "127.0.0.1:0", "--workspace", "site.toml"]);
    let ready = server.json();
    let url = ready["url"].as_str().expect("an address");
    home.json(&["call", "session.login", "agent", "agent", "--url", url]);
    let edited = offhook::workspace::MINIMAL.replace("\"agent\"", "\"another\"");
    std::fs::write(&file, edited).expect("a file");
    let said = server.says("the edited workspace lacks what is in use");
    assert!(said.contains("agent"), "{said}");
}

#[test]
fn every_name_of_the_contract_is_explained() {
    let home = Home::new();
    let contract = offhook::contract::Contract::get();
    let methods = contract.methods().iter().map(|one| one.id.clone());
    let events = contract.events().iter().map(|one| one.id.clone());
    let errors = contract.errors().iter().flat_map(|one| [one.code.to_string(), one.key.clone()]);
    for name in methods.chain(events).chain(errors) {
        let output = home.run(&["explain", &name]);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && output.stderr.is_empty(), "{name}");
        assert!(text.contains(&name) && !text.contains('\u{1b}'), "{name}:\n{text}");
    }
    let both = home.json(&["explain", "--json", "getIsInteractionOwnedByUser"]);
    let id = "interaction.getIsInteractionOwnedByUser";
    assert_eq!((&both["methods"][0]["id"], &both["events"][0]["id"]), (&json!(id), &json!(id)));
    assert_eq!(both["events"][0]["evidence"]["namespace"]["sources"][0]["key"], "page001");
    let (code, text) = fails(&home, &["explain", "callRining"]);
    assert_eq!((code, text.contains("did you mean interaction.callRinging")), (2, true), "{text}");
}

#[test]
fn the_contract_is_printed_for_other_tools() {
    let home = Home::new();
    let openrpc = home.json(&["schema", "openrpc"]);
    assert!(openrpc["methods"].as_array().is_some_and(|methods| methods.len() > 80));
    assert_eq!(home.json(&["schema", "asyncapi"])["asyncapi"], "3.0.0");
    let schemas = home.json(&["schema", "json-schema"]);
    assert_eq!(schemas["$defs"]["session.login.params"]["required"], json!(["username", "password"]));
    assert_eq!(fails(&home, &["schema", "wsdl"]).0, 2);
}

#[cfg(unix)]
#[test]
fn on_a_terminal_there_are_lines_for_people() {
    let home = Home::new();
    let server = Server::start(&home, &[]);
    let mut terminal = Terminal::start(&home, &["tail", "--url", &server.url], 60, 10);
    terminal.wait_for("following the desk default");
    home.json(&["call", "--url", &server.url, "session.login", "executive", "executive"]);
    terminal.wait_for("-> *    session.loginStatus").keys("\x03");
    assert_eq!(terminal.exit_code(), 130);
    let mut terminal = Terminal::start(&home, &["explain", "callRinging"], 60, 80);
    terminal.wait_for("interaction.callRinging (event)").wait_for("How sure we are");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_workspace_is_begun_checked_and_shown() {
    let home = Home::new();
    for (template, users) in [("demo", 9), ("minimal", 1), ("support", 4), ("sales", 4)] {
        let file = format!("{template}.toml");
        let output = home.run(&["workspace", "init", "--template", template, &file]);
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{file}\n"));
        let output = home.run(&["workspace", "check", "--strict", &file]);
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{file} is well\n"));
        assert_eq!(output.status.code(), Some(0));
        let shown = home.json(&["workspace", "show", &file]);
        assert_eq!(shown["users"].as_array().expect("users").len(), users);
        assert!(!shown.to_string().contains("password"), "{shown}");
    }
    let output = home.run(&["workspace", "init"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "workspace.toml\n");
    let before = std::fs::read(home.path().join("workspace.toml")).expect("the file");
    let (code, text) = fails(&home, &["workspace", "init", "--template", "demo"]);
    assert_eq!((code, text.contains("is there already and stays as it is")), (6, true), "{text}");
    assert_eq!(std::fs::read(home.path().join("workspace.toml")).expect("the file"), before);
    let schema = home.json(&["workspace", "schema"]);
    assert_eq!(schema, home.json(&["schema", "workspace"]));
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn a_workspace_with_errors_is_told_all_of_them_at_once() {
    let home = Home::new();
    let broken = offhook::workspace::MINIMAL
        .replace("campaigns = [1]", "campaigns = [2]")
        .replace("strategy", "stratgy")
        .replace("limit = 3", "limit = \"3\"");
    std::fs::write(home.path().join("broken.toml"), broken).expect("a file");
    let (code, text) = fails(&home, &["workspace", "check", "broken.toml"]);
    assert_eq!(code, 2, "{text}");
    for part in [
        "users[0].campaigns[0]: there is no campaign 2, expected one of 1",
        "channels[1].limit: the text \"3\" does not fit, expected a whole number from 0",
        "hint: 2 problems in all",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let output = home.run(&["workspace", "check", "--json", "broken.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let verdict: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&verdict["ok"], verdict["problems"].as_array().map(Vec::len)), (&json!(false), Some(2)));
    let first = &verdict["problems"][0];
    assert_eq!(first["expected"], "one of 1");
    assert_eq!(first["place"], format!("broken.toml:{}:{}", first["line"], first["column"]));
    let (code, text) = fails(&home, &["workspace", "check", "nowhere.toml"]);
    assert_eq!((code, text.contains("can't read the workspace file nowhere.toml")), (6, true), "{text}");
}

#[test]
fn a_mandatory_part_that_is_missing_is_named_and_counts_when_strict() {
    let home = Home::new();
    let text = offhook::workspace::MINIMAL.replace("[[labels]]\ntitle = \"urgent\"\n", "").replace(
        "actions = [{ action = \"add_label\", label = \"urgent\" }]",
        "actions = [{ action = \"mute_conversation\" }]",
    );
    std::fs::write(home.path().join("site.toml"), text).expect("a file");
    let missing =
        "site.toml is well\nmissing: labels and macros, made by [[labels]], and [[macros]] or [[replies]]\n";
    for (args, code) in
        [(&["workspace", "check", "site.toml"][..], 0), (&["workspace", "check", "--strict", "site.toml"], 1)]
    {
        let output = home.run(args);
        assert_eq!(String::from_utf8_lossy(&output.stdout), missing);
        assert_eq!(output.status.code(), Some(code));
    }
    let verdict = home.json(&["workspace", "check", "--json", "site.toml"]);
    assert_eq!(verdict["missingParts"][0]["part"], "labelsAndMacros");
}

#[test]
fn a_screen_is_a_picture_in_four_formats() {
    let home = Home::new();
    let drawn = |args: &[&str]| {
        let output = home.run(&[&["screenshot"], args].concat());
        assert!(output.status.success() && output.stderr.is_empty(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).expect("text")
    };
    assert!(drawn(&[]).lines().any(|line| line.starts_with("login ")));
    let recording = concat!(env!("CARGO_MANIFEST_DIR"), "/recordings/inbound.jsonl@0:09");
    for (of, word) in [("login", "Password"), (recording, "Anshika")] {
        let of = |format: &str| drawn(&[of, "--size", "80x24", "--theme", "light", "--format", format]);
        let text = of("text");
        assert!(text.lines().count() == 24 && text.contains(word) && !text.contains('\u{1b}'), "{text}");
        let (ansi, html, svg) = (of("ansi"), of("html"), of("svg"));
        assert!(ansi.contains("\u{1b}[") && ansi.contains(word) && ansi.lines().count() >= 24, "{ansi}");
        assert!(
            html.starts_with("<!doctype html>") && html.contains(word) && html.contains("#fbfaf7"),
            "{html}"
        );
        assert!(svg.starts_with("<svg") && svg.contains(word) && svg.contains("#fbfaf7"), "{svg}");
        // The ground of the theme behind every cell, and nothing that a page would run.
        assert!(!html.contains("<script") && !svg.contains("<script"));
    }
    let piped = drawn(&["login", "--size", "80x24"]);
    assert!(!piped.contains('\u{1b}'), "a pipe is given plain text: {piped}");

    // What the docs show is what the program draws.
    let all = home.path().join("all");
    let made = home.run(&["screenshot", "--all", all.to_str().expect("a path"), "--size", "120x36"]);
    assert!(made.status.success(), "{made:?}");
    let shown = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens");
    for one in std::fs::read_dir(&all).expect("the pictures").map(|one| one.expect("a file").path()) {
        let name = one.file_name().expect("a name");
        let (drawn, shown) = (std::fs::read(&one), std::fs::read(shown.join(name)));
        assert!(drawn.expect("a picture") == shown.expect("a picture in the docs"), "{name:?} differs");
    }

    let file = home.path().join("login.svg");
    assert_eq!(drawn(&["login", "--out", file.to_str().expect("a path")]), "");
    assert!(std::fs::read_to_string(file).expect("the picture").starts_with("<svg"));
    let text = home.path().join("login.TXT");
    assert_eq!(drawn(&["login", "--out", text.to_str().expect("a path")]), "");
    assert!(std::fs::read_to_string(text).expect("the picture").contains("Password"));
    let other = home.path().join("login.png");
    assert_eq!(drawn(&["login", "--format", "ansi", "--out", other.to_str().expect("a path")]), "");
    let cases: [(&[&str], i32, &str); 7] = [
        (&["login", "--out", "a.png"], 2, "end the name in .svg, .html, .ansi or .txt"),
        (&["logni"], 2, "did you mean login?"),
        (&["nowhere.jsonl"], 6, "nowhere.jsonl"),
        (&["Cargo.toml@5"], 6, "Cargo.toml"),
        (&["some.jsonl@noon"], 2, "expected 12.5s, 1:02 or end"),
        (&["login", "--size", "0x5"], 2, "expected COLUMNSxROWS"),
        (&["login", "--out", "/nowhere/x.svg"], 6, "can't write"),
    ];
    for (args, code, says) in cases {
        let (found, stderr) = fails(&home, &[&["screenshot"], args].concat());
        assert!(found == code && stderr.contains(says), "{args:?}: {found} {stderr}");
    }
}
