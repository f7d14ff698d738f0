//! The memory that a shift of eight hours takes: of the program as a user runs it, of a hub, a toolbar and a recording
//! on a clock that is moved on, and of a toolbar alone.
//!
//! A hundred interactions an hour, an integration that calls sixty times in each, and somebody who looks into the
//! inspector. What is counted is what the system gave the process.

#[path = "../tests/common/mod.rs"]
mod built;
mod common;
#[path = "shift/day.rs"]
mod day;

use std::io::{Sink, sink};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use built::program::{Home, Server};
use built::terminal::Terminal as Pty;
use common::memory::resident;
use common::seat::Seat;
use common::{list, recorded};
use crossterm::event::KeyCode;
use day::{HOURS, Peers, Workplace, hour};
use offhook::clock::{Clock, real_now};
use offhook::config::{Folders, HubFile};
use offhook::hub::SiteOptions;
use offhook::toolbar::{Message, render};
use offhook::wire::Micros;
use offhook::workspace::Workspace;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use serde_json::json;
use tokio::runtime::Runtime;

/// The parts, each measured in a process of its own.
const PARTS: [&str; 3] = ["program", "whole", "toolbar"];

/// How many seconds of the desk's time go by from one drawing to the next.
const STEP: usize = 4;

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    match std::env::args().skip(1).find(|arg| !arg.starts_with('-')).as_deref() {
        None => {
            println!(
                "{:<44}{:>10}{:>10}{:>10}{:>10}",
                "resident memory after, in MB", "0 hours", "1 hour", "8 hours", "most"
            );
            let here = std::env::current_exe().expect("this program");
            for part in PARTS {
                let status = Command::new(&here).arg(part).status().expect("it runs");
                assert!(status.success(), "{part}");
            }
        }
        Some("program") => program(),
        Some("whole") => whole(),
        Some("toolbar") => toolbar(),
        Some(other) => panic!("the parts are {PARTS:?}, not {other}"),
    }
}

/// The shift, and the memory of a process on the way.
fn measured(what: &str, pid: u32, peers: &mut Peers, at: &mut impl Workplace) {
    let mut after = vec![resident(pid)];
    for number in 0..HOURS {
        hour(number, peers, at);
        after.push(resident(pid));
    }
    let [begun, first, last, most] =
        [after[0].0, after[1].0, after[HOURS].0, after[HOURS].1].map(|kb| kb as f64 / 1e3);
    println!("{what:<44}{begun:>10.1}{first:>10.1}{last:>10.1}{most:>10.1}");
}

/// `offhook` in a pty, as fast as it goes.
fn program() {
    let home = Home::new();
    let mut terminal = Pty::start(&home, &["--quiet"], 200, 60);
    terminal
        .wait_for("Password")
        .keys("executive\texecutive\r")
        .wait_for("Which campaigns")
        .keys("\x1b[B \r");
    terminal.wait_for("Softphone").keys("\r").wait_for("You are not available");
    let (_, file) = HubFile::all(&Folders::under(home.path())).pop().expect("its hub is published");
    let mut peers = Peers::join(&file.ws, &file.token);
    peers.agent("toolbar.setAvailability", json!(["Available"]));
    terminal.wait_for("You are available");
    let pid = terminal.pid();
    measured("offhook, in a terminal", pid, &mut peers, &mut InPty(&mut terminal));
    terminal.keys("q");
    assert_eq!(terminal.exit_code(), 0);
}

/// The same parts in this process, on a clock that is moved on: eight hours of the desk's time.
fn whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shift.jsonl");
    let mut site = SiteOptions::new(Arc::new(Workspace::demo()));
    site.clock = Clock::virtual_at(real_now());
    site.recording = Some(recorded::to(&path, site.clock.now()));
    let mut seat = Seat::at(site);
    let mut peers = Peers::join(&seat.hub().ws_url.clone(), &seat.hub().token.clone());
    seat.sign_in();
    let mut desk = Desk { seat, screen: list::terminal(sink(), 200, 60) };
    measured("hub, toolbar, recording: eight hours", std::process::id(), &mut peers, &mut desk);
}

/// A toolbar in this process, its hub in another.
fn toolbar() {
    let home = Home::new();
    let hub = Server::start(&home, &["--virtual-clock"]);
    let mut seat = Seat::on(Runtime::new().expect("a runtime"), &hub.ws, &hub.token, real_now());
    let mut peers = Peers::join(&hub.ws, &hub.token);
    seat.sign_in();
    let mut desk = Desk { seat, screen: list::terminal(sink(), 200, 60) };
    measured("a toolbar alone: eight hours", std::process::id(), &mut peers, &mut desk);
}

/// A toolbar in this process.
struct Desk {
    seat: Seat,
    screen: Terminal<CrosstermBackend<Sink>>,
}

impl Desk {
    fn draw(&mut self) {
        self.screen.draw(|frame| drop(self.seat.app.view(frame))).expect("drawn");
    }
}

impl Workplace for Desk {
    fn pass(&mut self, secs: u64, peers: &mut Peers) {
        for from in (0..secs).step_by(STEP) {
            let step = (secs - from).min(STEP as u64);
            peers.agent("control.advanceTime", json!([step * 1_000]));
            self.seat.settle();
            self.seat.tell(Message::Tick(self.seat.app.now() + Micros(1)));
            self.draw();
        }
    }

    fn type_keys(&mut self, keys: &[KeyCode]) {
        for key in keys {
            self.seat.press(*key);
            self.draw();
        }
    }

    fn sees(&mut self, text: &str) {
        let buffer = render(&self.seat.app, 200, 60);
        let screen: String = buffer.content().iter().map(|cell| cell.symbol()).collect();
        assert!(screen.contains(text), "{screen}");
    }
}

/// The program.
struct InPty<'a>(&'a mut Pty);

impl Workplace for InPty<'_> {
    /// Real time is not waited for: only that the screen keeps up.
    fn pass(&mut self, _: u64, _: &mut Peers) {}

    fn type_keys(&mut self, keys: &[KeyCode]) {
        for key in keys {
            match key {
                KeyCode::Char(c) => self.0.keys(&c.to_string()),
                KeyCode::Enter => self.0.keys("\r"),
                KeyCode::Up => self.0.keys("\x1b[A"),
                KeyCode::Backspace => self.0.keys("\x7f"),
                other => panic!("{other:?} is not typed here"),
            };
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn sees(&mut self, text: &str) {
        self.0.wait_for(text);
    }
}
