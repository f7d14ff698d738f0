//! What goes to a terminal: for one row that has changed, beside a bare ratatui list; and in a minute in which nothing
//! happens but that the clock goes on.

mod common;

use std::cell::RefCell;
use std::io::{self, Write};
use std::num::NonZeroU16;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use common::list;
use common::seat::Seat;
use crossterm::event::{Event, KeyCode};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use futures_util::stream::pending;
use offhook::hub::SiteOptions;
use offhook::toolbar::event_loop::{Screen, Source, Zones, run};
use offhook::toolbar::keymap::Key;
use offhook::toolbar::{App, Message};
use offhook::wire::Micros;
use offhook::workspace::Workspace;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

const SIZES: [(u16, u16); 2] = [(80, 24), (200, 60)];
const CHATS: u32 = 10;
const MINUTE: Duration = Duration::from_secs(60);

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    println!("{:<44}{:>8}{:>8}", "bytes of a frame, with ten chats", "80×24", "200×60");
    frames();
    println!(
        "\n{:<36}{:>6}{:>16}{:>8}{:>16}",
        "an idle minute", "drawn", "for no change", "bytes", "not the clock's"
    );
    for (what, at) in [
        ("nobody is signed in", nobody as fn() -> App),
        ("available", available),
        ("a call on hold", on_hold),
        ("available, in the inspector", inspecting),
    ] {
        for size in SIZES {
            idle(what, size, at());
        }
    }
}

/// What a frame costs that differs from the one before.
fn frames() {
    fn line(what: &str, bytes: impl Fn((u16, u16)) -> usize) {
        println!("{what:<44}{:>8}{:>8}", bytes(SIZES[0]), bytes(SIZES[1]));
    }
    let nothing = |_: &mut Seat, _: &[String]| {};
    line("all of the workbench", |size| changed(size, nothing, nothing).0);
    line("nothing has changed", |size| changed(size, nothing, nothing).1);
    let write = |seat: &mut Seat, _: &[String]| "ix".chars().for_each(|c| seat.press(KeyCode::Char(c)));
    line("a letter typed into a line", |size| {
        changed(size, write, |seat, _| seat.press(KeyCode::Char('y'))).1
    });
    for (what, chat) in [("first", 0), ("last", CHATS as usize - 1)] {
        line(&format!("the customer of the {what} chat writes"), |size| {
            let say = |seat: &mut Seat, chats: &[String]| {
                seat.frame_after("control.customerMessage", json!(["Hello?", chats[chat]]), "Hello?");
            };
            changed(size, nothing, say).1
        });
    }
    line("a second later", |size| changed(size, nothing, |seat, _| later(seat, 1)).1);
    let bare = |to: &'static str| {
        move |(width, height)| {
            let out = Sent::default();
            let mut terminal = list::terminal(out.clone(), width, height);
            for text in ["Customer number 3", to] {
                out.take();
                list::draw(&mut terminal, usize::from(height) - 2, Some(0), |row| match row {
                    3 => text.to_owned(),
                    row => format!("Customer number {row}"),
                });
            }
            out.take().len()
        }
    };
    line("a bare list: a letter more in a row", bare("Customer number 3x"));
    line("a bare list: another text in a row", bare("Do you deliver on Saturdays?"));
}

/// The bytes of a first frame, and of the next one after something.
fn changed(
    (width, height): (u16, u16),
    before: impl Fn(&mut Seat, &[String]),
    then: impl Fn(&mut Seat, &[String]),
) -> (usize, usize) {
    let (mut seat, chats) = Seat::with_chats(CHATS);
    seat.settle();
    // What was told of the chats' coming is gone by then.
    later(&mut seat, 10);
    before(&mut seat, &chats);
    let out = Sent::default();
    let mut terminal = list::terminal(out.clone(), width, height);
    let mut draw = |seat: &Seat| {
        terminal.draw(|frame| drop(seat.app.view(frame))).expect("drawn");
        out.take().len()
    };
    let whole = draw(&seat);
    then(&mut seat, &chats);
    (whole, draw(&seat))
}

fn later(seat: &mut Seat, secs: u64) {
    let now = seat.app.now() + Micros::from_secs(secs);
    seat.tell(Message::Tick(now));
}

fn demo() -> SiteOptions {
    SiteOptions::new(Arc::new(Workspace::demo()))
}

fn nobody() -> App {
    let mut seat = Seat::at(demo());
    seat.call("toolbar.setWindowVisible", json!({"visible": true}));
    seat.app
}

fn available() -> App {
    Seat::available(demo()).app
}

fn on_hold() -> App {
    let mut seat = Seat::available(demo());
    seat.call("control.customerCall", json!({"phone": "1234567890"}));
    seat.call("toolbar.answer", json!({}));
    seat.call("toolbar.hold", json!({}));
    seat.app
}

fn inspecting() -> App {
    let mut app = available();
    for c in "gf".chars() {
        app.update(Message::Key(Key::of(KeyCode::Char(c))));
    }
    app
}

/// A minute of the event loop, on a clock that takes no time.
fn idle(what: &str, (width, height): (u16, u16), mut app: App) {
    // Toasts of what came before are gone.
    let now = app.now() + Micros::from_secs(10);
    app.update(Message::Tick(now));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let mut screen = Watched::new(width, height);
    runtime.expect("a runtime").block_on(async {
        let (_hub, events) = mpsc::channel(1);
        let send = |_: u64, _: &str, _: Value| Ok::<(), ()>(());
        let stop = CancellationToken::new();
        let minute = stop.clone();
        tokio::spawn(async move {
            tokio::time::sleep(MINUTE).await;
            minute.cancel();
        });
        let keys = pending::<io::Result<Event>>();
        run(app, &mut screen, keys, Source::Hub { events, send, others: None }, stop).await.expect("memory");
    });
    let Watched { drawn, same, bytes, others, .. } = screen;
    let what = format!("{what}, {width}×{height}");
    println!("{what:<36}{drawn:>6}{same:>16}{bytes:>8}{others:>16}");
}

/// Bytes on their way to a terminal.
#[derive(Clone, Default)]
struct Sent(Rc<RefCell<Vec<u8>>>);

impl Sent {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.borrow_mut())
    }
}

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A screen, what a terminal makes of its bytes, and what they were for since the first frame.
struct Watched {
    terminal: Terminal<CrosstermBackend<Sent>>,
    sent: Sent,
    shown: vt100::Parser,
    begun: bool,
    drawn: usize,
    /// Frames that changed nothing.
    same: usize,
    bytes: usize,
    /// Bytes of frames that changed anything but a time.
    others: usize,
}

impl Watched {
    fn new(width: u16, height: u16) -> Watched {
        let sent = Sent::default();
        let cells = |count| NonZeroU16::new(count).expect("a terminal has cells");
        Watched {
            terminal: list::terminal(sent.clone(), width, height),
            sent,
            shown: vt100::Parser::new(cells(height), cells(width), 0),
            begun: false,
            drawn: 0,
            same: 0,
            bytes: 0,
            others: 0,
        }
    }
}

impl Screen for Watched {
    fn draw(&mut self, app: &App) -> io::Result<Zones> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let zones = Screen::draw(&mut self.terminal, app)?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        let bytes = self.sent.take();
        let before = self.shown.screen().clone();
        self.shown.process(&bytes);
        if std::mem::replace(&mut self.begun, true) {
            let (changes, others) = differences(&before, self.shown.screen());
            self.drawn += 1;
            self.same += usize::from(changes == 0);
            self.bytes += bytes.len();
            self.others += if others > 0 { bytes.len() } else { 0 };
        }
        Ok(zones)
    }
}

/// How many cells differ, and how many of them are of no time.
fn differences(before: &vt100::Screen, after: &vt100::Screen) -> (usize, usize) {
    let (rows, columns) = (after.size().0.get(), after.size().1.get());
    let (mut changes, mut others) = (0, 0);
    for row in 0..rows {
        for column in 0..columns {
            if before.cell(row, column) != after.cell(row, column) {
                changes += 1;
                others += usize::from(!is_time(before, row, column) && !is_time(after, row, column));
            }
        }
    }
    (changes, others)
}

/// Whether a cell is of a word that says a time, `9:23:16` or `0:45`, or of a figure that is drawn of lines.
fn is_time(screen: &vt100::Screen, row: u16, column: u16) -> bool {
    let text =
        |column: u16| screen.cell(row, column).map(|cell| cell.contents().to_owned()).unwrap_or_default();
    if "╭╮╰╯─│├┤╶╴╵╷".contains(text(column).trim()) && !text(column).trim().is_empty()
    {
        return true;
    }
    let is_in = |column: &u16| !text(*column).trim().is_empty();
    let left = (0..=column).rev().take_while(is_in).last();
    let Some(left) = left else { return false };
    let word: String = (left..screen.size().1.get()).take_while(is_in).map(text).collect();
    word.contains(':') && word.chars().all(|c| c.is_ascii_digit() || c == ':')
}
