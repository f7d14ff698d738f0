//! From the start of the program to its first frame, in a pty; beside htop, mitmproxy, lazygit and k9s as far as they
//! are installed, in turns in the same run.
//!
//! All are measured alike: until a word of their first whole screen can be read on it. What a shell takes to say a word
//! is what a pty costs by itself.

#[path = "../tests/common/mod.rs"]
mod built;
mod common;

use std::io::Read;
use std::num::NonZeroU16;
use std::path::Path;
use std::time::Duration;

use built::program::{Home, PATH};
use common::times::{Times, millis, now};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// Turns; each program is started once in each.
const TURNS: usize = 20;
/// Those that take long are started less often.
const FEW: usize = 4;
const SIZE: (u16, u16) = (120, 40);

/// A program, what its first screen says, and in how many turns it is started.
struct Candidate {
    name: &'static str,
    args: &'static [&'static str],
    says: &'static str,
    turns: usize,
}

const fn candidate(
    name: &'static str,
    args: &'static [&'static str],
    says: &'static str,
    turns: usize,
) -> Candidate {
    Candidate { name, args, says, turns }
}

const CANDIDATES: [Candidate; 7] = [
    candidate(PATH, &[], "Password", TURNS),
    candidate(PATH, &["replay", RECORDING], "Nobody is signed in", TURNS),
    candidate("sh", &["-c", "echo here; read x"], "here", TURNS),
    candidate("htop", &[], "F10", TURNS),
    candidate("mitmproxy", &["--listen-port", "0"], "Flows", FEW),
    candidate("lazygit", &[], "Status", FEW),
    candidate("k9s", &[], "Context", FEW),
];
const RECORDING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/recordings/inbound.jsonl");

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let home = Home::new();
    let (here, missing): (Vec<_>, Vec<_>) = CANDIDATES.iter().partition(|one| is_there(one.name));
    let mut times: Vec<(Times, Times)> = here.iter().map(|_| Default::default()).collect();
    for turn in 0..TURNS {
        for (one, (first, whole)) in here.iter().zip(&mut times).filter(|(one, _)| turn < one.turns) {
            if let Some((began, shown)) = start(&home, one) {
                first.extend([began]);
                whole.extend([shown]);
            }
        }
    }
    println!(
        "{:<34}{:>12}{:>12}{:>9}{:>9}{:>7}",
        "from the start, in ms", "first byte", "all, middle", "90 %", "most", "times"
    );
    for (one, (first, whole)) in here.iter().zip(&times) {
        let name = match one.name {
            PATH => "offhook",
            name => name,
        };
        let what = format!("{name} {}", one.args.first().filter(|arg| !arg.starts_with('-')).unwrap_or(&""));
        if whole.len() == 0 {
            println!("{what:<34} never said {:?}", one.says);
            continue;
        }
        let [began, middle, most_of_all, longest] =
            [first.middle(), whole.middle(), whole.permille(900), whole.longest()].map(millis);
        println!("{what:<34}{began:>12.1}{middle:>12.1}{most_of_all:>9.1}{longest:>9.1}{:>7}", whole.len());
    }
    for one in missing {
        println!("{:<34} is not installed here", one.name);
    }
}

/// Whether a program can be found.
fn is_there(name: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    Path::new(name).is_absolute() || std::env::split_paths(&folders).any(|folder| folder.join(name).is_file())
}

/// Starts it: the times until its first byte, and until it says its word. `None`: it ended before.
#[allow(clippy::disallowed_methods, reason = "a bench looks at the machine's clock")]
fn start(home: &Home, one: &Candidate) -> Option<(Duration, Duration)> {
    let (columns, rows) = SIZE;
    let pty = native_pty_system()
        .openpty(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
        .expect("a pty");
    let mut command = CommandBuilder::new(one.name);
    command.args(one.args);
    for (name, value) in home.environment() {
        command.env(name, value);
    }
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    command.cwd(home.path());
    let cells = |count| NonZeroU16::new(count).expect("a terminal has cells");
    let mut screen = vt100::Parser::new(cells(rows), cells(columns), 0);
    let mut reader = pty.master.try_clone_reader().expect("a reader");
    let mut buffer = vec![0; 64 << 10];
    let begun = now();
    let mut child = pty.slave.spawn_command(command).expect("the program starts");
    drop(pty.slave);
    let mut first = None;
    let found = loop {
        let read = reader.read(&mut buffer).unwrap_or(0);
        let since = begun.elapsed();
        if read == 0 {
            break None;
        }
        screen.process(&buffer[..read]);
        let first = *first.get_or_insert(since);
        if screen.screen().contents().contains(one.says) {
            break Some((first, since));
        }
    };
    // One that went on writing into a full pty would not hear that it is to end.
    drop(reader);
    drop(pty.master);
    let _ = child.kill();
    let _ = child.wait();
    found
}
