//! Scripts that Node runs against a hub in this process.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::thread::JoinHandle;

use offhook::contract::Contract;
use offhook::desk::Change;
use offhook::hub::HubHandle;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::proxy::Proxy;
use crate::silent::{Reply, Silent, greeting};
use crate::support::{Peer, TOKEN, hello, site, start, start_with, within};
use offhook::wire::Role;
use offhook::wire::push::Body;

/// The npm package.
pub fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sdk")
}

/// Whether Node and what the scripts need are there. Says plainly what is skipped; where everything must
/// run it fails.
pub fn is_there(what: &str) -> bool {
    static MISSING: LazyLock<Option<&str>> = LazyLock::new(|| {
        let probe = "process.exit(typeof WebSocket === 'undefined' && !require('fs').existsSync('node_modules/ws') ? 3 : 0)";
        let node = Command::new("node").args(["-e", probe]).current_dir(package()).status();
        match node.map(|status| status.code()) {
            Ok(Some(0)) => None,
            Ok(Some(3)) => {
                Some("this Node has no WebSocket and sdk/node_modules is not there: run `npm ci` in sdk/")
            }
            _ => Some("there is no `node`"),
        }
    });
    match *MISSING {
        None => true,
        Some(why) => skip(what, why),
    }
}

/// Says that a test is skipped, or fails where none may be.
pub fn skip(what: &str, why: &str) -> bool {
    assert!(std::env::var("OFFHOOK_TESTS").is_err(), "{what}: {why}");
    // Not by a macro, whose words the test harness keeps to itself.
    let _ = writeln!(std::io::stderr(), "skipped a test: {what}: {why}");
    false
}

/// A script that runs.
pub struct Script {
    child: Child,
    stdin: ChildStdin,
    lines: mpsc::UnboundedReceiver<String>,
    stderr: Option<JoinHandle<String>>,
}

impl Script {
    /// Starts `tests/sdk/NAME` with the package's loader, and what it should know of its surroundings.
    pub fn start(name: &str, environment: &[(&str, &str)]) -> Script {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdk").join(name);
        Script::node(&["--import", "offhook-sdk/register", path.to_str().unwrap()], environment)
    }

    /// Starts Node in the package's folder.
    pub fn node(args: &[&str], environment: &[(&str, &str)]) -> Script {
        let mut child = Command::new("node")
            .args(args)
            .current_dir(package())
            .env_remove("OFFHOOK_URL")
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut stderr = child.stderr.take().unwrap();
        let (sender, lines) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        let stderr = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = stderr.read_to_string(&mut text);
            text
        });
        Script { child, stdin, lines, stderr: Some(stderr) }
    }

    /// The next line that it prints.
    pub async fn line(&mut self) -> Option<String> {
        within(self.lines.recv()).await
    }

    /// Tells it to go on.
    pub fn go_on(&mut self) {
        self.stdin.write_all(b"go on\n").unwrap();
    }

    /// What it printed up to its end, which must be a good one.
    pub async fn finished(self) -> String {
        let (status, stdout, stderr) = self.ended().await;
        assert!(status.success(), "{status}\n{stdout}\n{stderr}");
        stdout
    }

    /// How it ended, what it printed and what it complained of.
    pub async fn ended(mut self) -> (ExitStatus, String, String) {
        let mut printed = String::new();
        while let Some(line) = self.line().await {
            printed.push_str(&line);
            printed.push('\n');
        }
        let status = self.child.wait().unwrap();
        let stderr = self.stderr.take().unwrap().join().unwrap();
        (status, printed, stderr)
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn surroundings(hub: &HubHandle) -> [(&str, &str); 2] {
    [("BASE", hub.http_url.as_str()), ("TOKEN", TOKEN)]
}

/// Runs a script against a hub of its own.
async fn run(name: &str) {
    if is_there(name) {
        let hub = start(site()).await;
        Script::start(name, &surroundings(&hub)).finished().await;
    }
}

#[tokio::test]
async fn an_integration_lives_through_a_call() {
    run("session.mjs").await;
}

#[tokio::test]
async fn nothing_needs_to_be_awaited() {
    run("early.mjs").await;
}

#[tokio::test]
async fn callbacks_come_and_go() {
    run("register.mjs").await;
}

#[tokio::test]
async fn an_app_that_awaits_its_beginning_hears_of_it() {
    run("beginning.mjs").await;
}

#[tokio::test]
async fn errors_have_their_codes() {
    run("errors.mjs").await;
}

#[tokio::test]
async fn a_classic_script_sets_the_global() {
    run("classic.mjs").await;
}

#[tokio::test]
async fn the_base_is_found_where_it_stands() {
    run("base.mjs").await;
}

#[tokio::test]
async fn the_loader_takes_the_sdk_and_nothing_else() {
    run("loader.mjs").await;
}

#[tokio::test]
async fn the_package_is_imported_by_its_name() {
    if is_there("direct.mjs") {
        let hub = start(site()).await;
        let environment = [("OFFHOOK_URL", hub.http_url.as_str())];
        Script::node(&["tests/direct.mjs"], &environment).finished().await;
    }
}

#[tokio::test]
async fn a_program_that_only_listens_stays_alive() {
    if is_there("alive.mjs") {
        let hub = start(site()).await;
        let mut script = Script::start("alive.mjs", &surroundings(&hub));
        assert_eq!(script.line().await.as_deref(), Some("ready"));
        let mut control = Peer::join(&hub, Role::Control).await;
        control.ok("session.login", json!(["executive", "executive"])).await;
        assert_eq!(script.line().await.as_deref(), Some("Successfully logged in"));
        script.finished().await;
    }
}

/// The methods and events of each namespace, as the contract has them.
fn surface() -> Value {
    let contract = Contract::get();
    let mut methods: Vec<String> = Vec::new();
    let mut events: Vec<String> = Vec::new();
    for method in contract.methods().iter().filter(|method| !method.contexts.is_empty()) {
        methods.push(method.id.clone());
        methods.extend(method.aliases());
    }
    for event in contract.events() {
        events.push(event.id.clone());
        events.extend(event.aliases());
    }
    for event in &events {
        let namespace = event.split_once('.').unwrap().0;
        methods.extend([format!("{namespace}.register"), format!("{namespace}.unRegister")]);
    }
    for names in [&mut methods, &mut events] {
        names.sort();
        names.dedup();
    }
    json!({"methods": methods, "events": events})
}

#[tokio::test]
async fn the_object_has_the_contract_s_methods_and_events_and_no_others() {
    if !is_there("surface.mjs") {
        return;
    }
    let hub = start(site()).await;
    let surface = surface();
    let events = surface["events"].to_string();
    let environment = [("BASE", hub.http_url.as_str()), ("TOKEN", TOKEN), ("EVENTS", events.as_str())];
    let printed = Script::start("surface.mjs", &environment).finished().await;
    assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), surface["methods"]);
}

/// A hub behind a way that can be cut.
async fn behind_a_proxy() -> (HubHandle, Proxy) {
    let hub = start_with(site(), |options| options.allowed_hosts = vec!["127.0.0.1".to_owned()]).await;
    let proxy = Proxy::start(hub.addr).await;
    (hub, proxy)
}

#[tokio::test]
async fn a_connection_that_drops_loses_and_repeats_nothing() {
    const CUTS: u16 = 12;
    if !is_there("reconnect.mjs") {
        return;
    }
    let (hub, proxy) = behind_a_proxy().await;
    let base = format!("http://{}", proxy.addr);
    let rounds = CUTS.to_string();
    let mut script = Script::start("reconnect.mjs", &[("BASE", base.as_str()), ("ROUNDS", rounds.as_str())]);
    let mut observer = Peer::with(&hub, &hello(Role::Observer)).await;
    assert_eq!(script.line().await.as_deref(), Some("ready"));
    let mut control = Peer::join(&hub, Role::Control).await;
    control.sign_in().await;
    for round in 0..CUTS {
        // Each time in another place: in an answer, in an event, between them.
        proxy.cut_after(round * 1_397);
        script.go_on();
        control.ok("control.customerCall", json!(["1234567890"])).await;
        control.ok("toolbar.answer", json!([])).await;
        control.ok("toolbar.hangup", json!([])).await;
        assert_eq!(script.line().await.as_deref(), Some("ended"), "round {round}");
    }
    script.go_on();
    let printed = script.finished().await;
    assert!(proxy.cuts() >= u64::from(CUTS) / 2, "{} cuts", proxy.cuts());
    let pages: Vec<Vec<String>> = serde_json::from_str(&printed).unwrap();
    let mut happened = Vec::new();
    while happened.len() < pages[0].len() {
        let (name, payload) = observer.event().await;
        happened.push(format!("{name} {payload}"));
    }
    for heard in &pages {
        assert_eq!(heard, &happened);
    }
    let ends = happened.iter().filter(|one| one.starts_with("interaction.interactionEnded")).count();
    assert_eq!(ends, usize::from(CUTS));
}

#[tokio::test]
async fn a_call_that_is_not_answered_runs_out() {
    if !is_there("timeout.mjs") {
        return;
    }
    let hub = Silent::start(|asked| match asked.method.as_str() {
        "hello" => vec![greeting("e", 0, 300, asked.params.get("resume").is_some())],
        _ => Vec::new(),
    })
    .await;
    Script::start("timeout.mjs", &[("OFFHOOK_URL", &hub.base())]).finished().await;
    // What is not heard of is not known to be there: the second greeting resumes.
    assert!(hub.greetings().len() > 1 && hub.greetings()[1]["resume"]["epoch"] == "e");
    // A call that ran out is not sent again.
    let sent: Vec<_> = hub.calls().into_iter().filter(|call| call.method == "session.login").collect();
    assert_eq!(sent.len(), 1, "{sent:?}");
}

#[tokio::test]
async fn a_hub_that_begins_afresh_is_told_what_the_old_one_knew() {
    if !is_there("afresh.mjs") {
        return;
    }
    let hub = Silent::start(|asked| match (asked.method.as_str(), asked.connection) {
        ("hello", 1) => vec![greeting("first", 7, 20_000, false)],
        ("hello", _) => vec![greeting("second", 2, 20_000, false)],
        // The old hub dies over it, the new one has other frames.
        ("session.logout", 1) => vec![Reply::Close(1001)],
        ("session.logout", _) => vec![
            Reply::Answer(json!("Logout Successful")),
            Reply::Event(3, 2, "session.loginStatus", json!("out")),
            Reply::Event(3, 2, "session.loginStatus", json!("repeated")),
        ],
        _ => vec![Reply::Answer(json!("ok"))],
    })
    .await;
    Script::start("afresh.mjs", &[("OFFHOOK_URL", &hub.base())]).finished().await;
    let told = |connection| {
        let calls = hub.calls().into_iter().filter(move |call| call.connection == connection);
        calls.map(|call| format!("{} {}", call.method, call.params)).collect::<Vec<_>>()
    };
    assert_eq!(
        told(1),
        [
            r#"sdk.register ["session.loginStatus"]"#,
            r#"sdk.register ["crm.showCRM"]"#,
            "onLoadHandler [true]",
            "session.logout []"
        ]
    );
    assert_eq!(
        told(2),
        [
            r#"sdk.register ["session.loginStatus"]"#,
            r#"sdk.register ["interaction.showCrm"]"#,
            "onLoadHandler [true]",
            "session.logout []",
            r#"store.get ["k"]"#
        ]
    );
}

#[tokio::test]
async fn what_is_missing_is_asked_for_and_what_is_lost_is_said() {
    if !is_there("gaps.mjs") {
        return;
    }
    let event = |seq, prev, text| Reply::Event(seq, prev, "session.loginStatus", json!(text));
    let lost = |answer| match answer {
        Reply::Answer(mut hello) => {
            hello["lost"] = json!(5);
            Reply::Answer(hello)
        }
        other => other,
    };
    let hub = Silent::start(move |asked| match (asked.method.as_str(), asked.connection) {
        ("hello", 1) => vec![greeting("e", 7, 20_000, false)],
        // Frame 9 never came: the SDK has to come back and say that it saw 8.
        ("session.logout", 1) => vec![event(8, 7, "eight"), event(10, 9, "ten")],
        ("hello", 2) => vec![greeting("e", 10, 20_000, true), event(9, 8, "nine"), event(10, 9, "ten")],
        ("session.logout", 2) => vec![Reply::Answer(json!("done"))],
        ("session.getCurrentUser", 2) => vec![Reply::Close(1013)],
        // No hub would say that to a first greeting; a hub that stops does.
        ("hello", 3) => {
            let data = json!({"type": "HTTP error", "method": "hello", "http": 503});
            vec![Reply::Refuse(json!({"code": 3000, "message": "the hub stops", "data": data}))]
        }
        ("hello", _) => vec![lost(greeting("e", 20, 20_000, false)), event(21, 20, "twenty-one")],
        _ => vec![Reply::Answer(json!("ok"))],
    })
    .await;
    Script::start("gaps.mjs", &[("OFFHOOK_URL", &hub.base())]).finished().await;
    let resumed: Vec<Value> = hub.greetings().iter().map(|hello| hello["resume"].clone()).collect();
    let from = |seq: u64| json!({"epoch": "e", "key": "k", "seq": seq});
    assert_eq!(resumed, [Value::Null, from(8), from(10), from(10)]);
    // The same call, not another one like it.
    let calls: Vec<_> = hub.calls().into_iter().filter(|call| call.method == "session.logout").collect();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].id, calls[1].id);
}

#[tokio::test]
async fn typescript_accepts_a_sample_and_refuses_its_mistakes() {
    let compiler = package().join("node_modules/typescript/bin/tsc");
    if !is_there("sample.ts") || !compiler.exists() && !skip("sample.ts", "run `npm ci` in sdk/") {
        return;
    }
    Script::node(&[compiler.to_str().unwrap(), "--project", "tests"], &[]).finished().await;
}

#[tokio::test]
async fn a_refusal_ends_everything_and_is_told_to_all() {
    if !is_there("refused.mjs") {
        return;
    }
    let hub = Silent::start(|asked| match (asked.method.as_str(), asked.connection) {
        // The first is refused with 1008 after a while, the second at once, the third is welcome.
        ("hello", 1 | 3) => vec![greeting("e", 0, 20_000, false)],
        ("hello", _) => {
            let data = json!({"type": "HTTP error", "method": "hello", "http": 401, "hint": "use the token"});
            let error = json!({"code": 3000, "message": "no token", "data": data});
            vec![Reply::Refuse(error), Reply::Close(1008)]
        }
        ("session.logout", 1) => vec![Reply::Close(1008)],
        _ => vec![Reply::Answer(json!("ok"))],
    })
    .await;
    Script::start("refused.mjs", &[("OFFHOOK_URL", &hub.base())]).finished().await;
    assert_eq!(hub.greetings().len(), 3);
}

#[tokio::test]
async fn a_toolbar_sees_what_the_sdk_refuses() {
    if !is_there("told.mjs") {
        return;
    }
    let hub = start(site()).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    Script::start("told.mjs", &surroundings(&hub)).finished().await;
    let mut traced = Vec::new();
    loop {
        let Body::Change(change) = toolbar.push().await.body else { continue };
        let Change::Trace { call } = serde_json::from_str(change.get()).unwrap() else { continue };
        if call.method == "onLoadHandler" {
            break;
        }
        let (code, message) = call.error.unwrap();
        assert_eq!(call.note.as_deref(), Some("refused by the SDK before it was sent"), "{message}");
        let params = call.params.map_or_else(|| "none".to_owned(), |raw| raw.get().to_owned());
        traced.push(format!("{} {params} {code} {message}", call.method));
    }
    let voice = r#"interaction.initiateInteraction ["voice",{},172] 2001"#;
    assert_eq!(
        traced,
        [
            format!("{voice} channelDetails.phone: expected string").as_str(),
            "session.login none 2001 password: expected string",
            "ui.setLoginInfo none 2001 token: expected string",
            r#"sdk.register ["session.loginStats"] 4000 there is no event "session.loginStats""#,
            r#"sdk.register ["session.loginStatus"] 2001 callback: expected function"#,
            "sdk.unRegister [7] 2001 event: expected string",
            "store.set none 2001 value: expected string",
            "store.set none 2001 value: expected string",
            "crm.sendDataToApp none 2001 params: expected at most 1048576 bytes as JSON",
        ]
    );
}

/// A hub that refuses the first two greetings of each of its two lives, as one whose disk is full does.
#[tokio::test]
async fn a_hub_that_has_no_room_now_is_asked_again() {
    if !is_there("full.mjs") {
        return;
    }
    let refusal = |http: u16| {
        let data = json!({"type": "HTTP error", "method": "hello", "http": http, "hint": "make room"});
        let error = json!({"code": 3000, "message": "this can't be kept", "data": data});
        vec![Reply::Refuse(error), Reply::Close(1008)]
    };
    let hub = Silent::start(move |asked| match (asked.method.as_str(), asked.connection) {
        ("hello", 1 | 4) => refusal(507),
        ("hello", 2 | 5) => refusal(503),
        ("hello", 3) => vec![greeting("e", 0, 20_000, false)],
        ("hello", _) => {
            vec![greeting("e", 1, 20_000, true), Reply::Event(1, 0, "session.loginStatus", json!("out"))]
        }
        ("session.login", _) => vec![Reply::Answer(json!("Successfully logged in"))],
        ("session.logout", 3) => vec![Reply::Close(1013)],
        ("session.logout", _) => vec![Reply::Answer(json!("Logout Successful"))],
        _ => vec![Reply::Answer(json!("ok"))],
    })
    .await;
    Script::start("full.mjs", &[("OFFHOOK_URL", &hub.base())]).finished().await;
    let resumes: Vec<bool> = hub.greetings().iter().map(|hello| hello.get("resume").is_some()).collect();
    assert_eq!(resumes, [false, false, false, true, true, true]);
}

/// The contract's promises reject, and whoever awaits none of them has what the place gives: a page goes on, Node
/// ends with the error, unless it is told to do as a page does.
#[rstest::rstest]
#[case("register", "there is no event \"interaction.callRining\"")]
#[case("call", "channelDetails.phone: expected string")]
#[case("state", "nobody is signed in")]
#[tokio::test]
async fn what_is_wrong_and_not_awaited_ends_node_by_its_own_rule(#[case] wrong: &str, #[case] says: &str) {
    if !is_there("unawaited.mjs") {
        return;
    }
    let hub = start(site()).await;
    let environment = [("BASE", hub.http_url.as_str()), ("TOKEN", TOKEN), ("WRONG", wrong)];
    let (status, printed, complaint) = Script::start("unawaited.mjs", &environment).ended().await;
    assert_eq!((status.code(), printed.as_str()), (Some(1), "begun\n"), "{complaint}");
    // What the SDK itself refuses names the line that was wrong, too.
    assert!(complaint.contains(says), "{complaint}");
    assert_eq!(complaint.contains("unawaited.mjs:"), wrong != "state", "{complaint}");
    let warned = [&environment[..], &[("NODE_OPTIONS", "--unhandled-rejections=warn")]].concat();
    let (status, printed, complaint) = Script::start("unawaited.mjs", &warned).ended().await;
    assert_eq!((status.code(), printed.as_str()), (Some(0), "begun\nwent on\n"), "{complaint}");
    assert!(complaint.contains(says), "{complaint}");
}

#[tokio::test]
async fn what_is_wrong_and_caught_ends_nothing() {
    if is_there("unawaited.mjs") {
        let hub = start(site()).await;
        let environment = [("BASE", hub.http_url.as_str()), ("TOKEN", TOKEN), ("WRONG", "caught")];
        let printed = Script::start("unawaited.mjs", &environment).finished().await;
        assert_eq!(printed, "begun\n4000\n3000\nwent on\n");
    }
}

#[tokio::test]
async fn a_form_crosses_with_its_files() {
    if !is_there("form.mjs") {
        return;
    }
    let hub = Silent::start(|asked| match asked.method.as_str() {
        "hello" => vec![greeting("e", 0, 20_000, false)],
        _ => vec![Reply::Answer(json!("ok"))],
    })
    .await;
    Script::start("form.mjs", &[("OFFHOOK_URL", &hub.base())]).finished().await;
    let calls = hub.calls();
    assert_eq!(calls.len(), 2, "{calls:?}");
    let form = json!({"$form": [
        ["note", "hello"],
        ["file", {"filename": "a.bin", "type": "image/png", "base64": "AAEC/v8="}],
        ["note", "again"],
    ]});
    assert_eq!(calls[0].params, json!(["https://api.example.com", "POST", {"a": "b"}, null, form, true]));
    assert_eq!(calls[1].params, json!(["cms", "/records", "POST", null, form]));
}
