//! A program that writes JSON lines, and what to do where it is not on the machine.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use offhook::hub::HubHandle;
use serde_json::Value;
use tokio::sync::mpsc;

use crate::support::within;

/// Set where every test must run: CI.
const ALL: &str = "OFFHOOK_TESTS";

/// Whether a program is there. Where it is not, the test that needs it says so and is passed over; where all
/// tests must run it fails.
pub fn is_there(program: &str) -> bool {
    let runs = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if runs.is_ok_and(|status| status.success()) {
        return true;
    }
    assert!(std::env::var(ALL).is_err(), "{program} is not there, and {ALL} asks for all tests");
    // Not by a macro, whose words the test harness keeps to itself.
    let _ = writeln!(std::io::stderr(), "skipped a test: {program} is not on this machine");
    false
}

/// A running program.
pub struct Program {
    child: Child,
    lines: mpsc::UnboundedReceiver<String>,
}

impl Program {
    /// Runs a script under Node, in an environment in which the SDK can be loaded by its address.
    pub fn node(script: &Path, environment: &[(&str, &str)]) -> Program {
        let register = Path::new(env!("CARGO_MANIFEST_DIR")).join("sdk/register.mjs");
        Program::start(
            "node",
            &[OsStr::new("--import"), register.as_os_str(), script.as_os_str()],
            environment,
        )
    }

    fn start(program: &str, args: &[&OsStr], environment: &[(&str, &str)]) -> Program {
        let mut command = Command::new(program);
        command.args(args).envs(environment.iter().copied()).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let stdout = child.stdout.take().expect("a pipe");
        let (sender, lines) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Program { child, lines }
    }

    /// The next line.
    pub async fn next(&mut self) -> Value {
        let line = within(self.lines.recv()).await.expect("the program is still running");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}"))
    }

    /// Checks the next line.
    #[track_caller]
    pub fn says(&mut self, expected: Value) -> impl Future<Output = ()> + use<'_> {
        let place = std::panic::Location::caller();
        async move {
            let line = self.next().await;
            assert_eq!(line, expected, "at {place}");
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A hub's address as an integration is given it.
pub fn base(hub: &HubHandle) -> &str {
    &hub.http_url
}
