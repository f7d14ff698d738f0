//! The built program, its files in a folder of their own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The built binary.
pub const PATH: &str = env!("CARGO_BIN_EXE_offhook");

/// A folder that holds all files of a test's programs.
pub struct Home(TempDir);

impl Home {
    /// Of somebody who was shown around.
    pub fn new() -> Home {
        let home = Home::of_a_newcomer();
        std::fs::create_dir_all(home.path().join("state")).expect("a folder");
        std::fs::write(home.path().join("state/tour-seen"), "").expect("a file");
        home
    }

    /// Of somebody who begins.
    pub fn of_a_newcomer() -> Home {
        Home(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn environment(&self) -> Vec<(String, String)> {
        let path = self.path().to_string_lossy().into_owned();
        vec![("OFFHOOK_HOME".to_owned(), path.clone()), ("HOME".to_owned(), path)]
    }

    /// `offhook ARGS` with this folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PATH);
        command.args(args).env_clear().envs(self.environment()).current_dir(self.path());
        command
    }

    /// Runs `offhook ARGS` to its end.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).stdin(Stdio::null()).output().expect("the program runs")
    }

    /// Runs a command that must succeed, and reads its answer.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "offhook {args:?}: {stderr}");
        serde_json::from_slice(&output.stdout).expect("JSON on stdout")
    }
}

/// A running `offhook serve`.
pub struct Server {
    pub child: Child,
    pub url: String,
    pub ws: String,
    pub token: String,
}

impl Server {
    /// `offhook serve ARGS`, once it is ready.
    pub fn start(home: &Home, args: &[&str]) -> Server {
        Server::start_with(home, args, Stdio::null())
    }

    /// As [`Server::start`], with its logs to somewhere.
    pub fn start_with(home: &Home, args: &[&str], stderr: Stdio) -> Server {
        let mut all = vec!["serve"];
        all.extend(args);
        if !args.contains(&"--listen") {
            all.extend(["--listen", "127.0.0.1:0"]);
        }
        let mut child = home
            .command(&all)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("the ready line");
        let ready: Value = serde_json::from_str(&line).expect("the ready line is JSON");
        assert_eq!(ready["ready"], Value::Bool(true));
        let text = |key: &str| ready[key].as_str().expect("a text").to_owned();
        Server { child, url: text("url"), ws: text("ws"), token: text("token") }
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port")
    }

    /// Kills it without a word.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A command that goes on, its output read line by line.
pub struct Running {
    pub child: Child,
    stdout: Option<BufReader<std::process::ChildStdout>>,
    stderr: BufReader<std::process::ChildStderr>,
}

impl Running {
    /// `offhook ARGS`, piped.
    pub fn start(home: &Home, args: &[&str]) -> Running {
        Running::start_to(home, args, Stdio::piped())
    }

    /// The same, with its stdout to somewhere.
    pub fn start_to(home: &Home, args: &[&str], stdout: Stdio) -> Running {
        let mut command = home.command(args);
        let piped = command.stdin(Stdio::null()).stdout(stdout).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the program runs");
        let stdout = child.stdout.take().map(BufReader::new);
        let stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        Running { child, stdout, stderr }
    }

    /// The next line of stdout; empty at its end.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.as_mut().expect("it is read").read_line(&mut line).expect("stdout is UTF-8");
        line
    }

    /// The next line of stdout, as JSON.
    #[track_caller]
    pub fn json(&mut self) -> Value {
        let line = self.line();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line:?} is no JSON: {error}"))
    }

    /// Reads stderr up to a line that has this in it.
    #[track_caller]
    pub fn says(&mut self, part: &str) -> String {
        let mut all = String::new();
        loop {
            let start = all.len();
            let read = self.stderr.read_line(&mut all).expect("stderr is UTF-8");
            assert!(read > 0, "stderr ended without {part:?}:\n{all}");
            if all[start..].contains(part) {
                return all[start..].to_owned();
            }
        }
    }

    /// Nobody reads its stdout any more.
    pub fn hang_up(&mut self) {
        self.stdout = None;
    }

    /// Waits for its end; the exit code.
    pub fn exit_code(&mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
