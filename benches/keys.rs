//! From a key to the bytes of its frame, while ten thousand frames a second arrive and fifty chats are open; on the
//! workbench, in the inspector, and for a bare ratatui list that is drawn for each key, in turns in the same run.
//!
//! Keys, frames and cells go the way that they go in the program: keys come from another thread, frames from a hub
//! by a real socket, cells leave through a pipe.

mod common;

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::pin::Pin;
use std::rc::Rc;
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use common::flood::Flood;
use common::peer::{answer, ask, join};
use common::seat::{Seat, connect, setup};
use common::times::{Times, millis, now};
use common::{list, pipe};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use futures_util::stream::unfold;
use futures_util::{Stream, StreamExt};
use offhook::client::ClientEvent;
use offhook::clock::real_now;
use offhook::toolbar::App;
use offhook::toolbar::event_loop::{Screen, Source, Zones, run};
use offhook::wire::Role;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

const CHATS: u32 = 50;
const FRAMES_A_SECOND: u64 = 10_000;
/// Turns of each kind.
const TURNS: usize = 3;
/// Keys of a turn that count.
const KEYS: usize = 200;
const SIZE: (u16, u16) = (200, 60);
/// How long somebody looks before they type, and in the end.
const LOOK: Duration = Duration::from_millis(500);

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let (seat, chats) = Seat::with_chats(CHATS);
    let _flood = Flood::start(seat.hub(), FRAMES_A_SECOND, chats);
    let started = (now(), seq(&seat));
    let mut times: [Times; 3] = Default::default();
    for _ in 0..TURNS {
        times[0].extend(toolbar(&seat, &[]));
        times[1].extend(toolbar(&seat, &[KeyCode::Char('g'), KeyCode::Char('f')]));
        times[2].extend(bare_list(&seat));
    }
    let frames = (seq(&seat) - started.1) as f64 / started.0.elapsed().as_secs_f64();
    let (width, height) = SIZE;
    println!("{CHATS} chats at {width}×{height}, {frames:.0} frames a second, {} keys each", TURNS * KEYS);
    println!("{:<34}{:>9}{:>9}{:>9}", "from a key to its frame, in ms", "middle", "99 %", "most");
    for (what, times) in ["workbench", "inspector", "a bare ratatui list"].into_iter().zip(&times) {
        let [middle, most_of_all, longest] =
            [times.middle(), times.permille(990), times.longest()].map(millis);
        println!("{what:<34}{middle:>9.2}{most_of_all:>9.2}{longest:>9.2}");
    }
}

/// How many frames the desk has had.
fn seq(seat: &Seat) -> u64 {
    let answer = seat.runtime.block_on(async {
        let mut control = join(seat.hub(), Role::Control).await;
        ask(&mut control, 1, "control.getDesk", &json!([])).await;
        answer(&mut control).await
    });
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    answer["result"]["seq"].as_u64().unwrap_or_else(|| panic!("{answer}"))
}

/// A turn of the toolbar, after these keys.
fn toolbar(seat: &Seat, opened_by: &'static [KeyCode]) -> Vec<Duration> {
    seat.runtime.block_on(async {
        let (client, events) = connect(&seat.hub().ws_url, &seat.hub().token);
        let send = |tag, method: &str, params| client.send(tag, method, params);
        let stop = CancellationToken::new();
        let clocked = Clocked::default();
        let keys = clocked.keys(opened_by, stop.clone());
        let mut screen = Drawn { terminal: list::terminal(pipe::terminal(), SIZE.0, SIZE.1), clocked };
        let app = App::live(setup(real_now()));
        let source = Source::Hub { events, send, others: None };
        run(app, &mut screen, keys, source, stop).await.expect("a pipe can be written");
        client.stop().await;
        screen.clocked.times()
    })
}

/// A turn of the yardstick: it reads what comes and keeps nothing of it.
fn bare_list(seat: &Seat) -> Vec<Duration> {
    seat.runtime.block_on(async {
        let (client, mut events) = connect(&seat.hub().ws_url, &seat.hub().token);
        let stop = CancellationToken::new();
        let clocked = Clocked::default();
        let mut keys = clocked.keys(&[], stop.clone());
        let mut terminal = list::terminal(pipe::terminal(), SIZE.0, SIZE.1);
        let mut chosen = 0;
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                _ = keys.next() => {
                    chosen = (chosen + 1) % usize::from(SIZE.1 - 2);
                    let text = |row| format!("{row:>4} Customer number {row}, choice {chosen}");
                    list::draw(&mut terminal, CHATS as usize, Some(chosen), text);
                    terminal.backend_mut().flush().expect("a pipe can be written");
                    clocked.drawn();
                }
                event = events.recv() => drop::<Option<ClientEvent>>(event),
            }
        }
        client.stop().await;
        clocked.times()
    })
}

/// Keys that are under way, since when, and how long the others took to be drawn.
#[derive(Clone, Default)]
struct Clocked(Rc<RefCell<(Vec<Instant>, Vec<Duration>)>>);

type Keys = Pin<Box<dyn Stream<Item = io::Result<Event>>>>;

impl Clocked {
    /// What somebody types: these keys, and then up and down at the pace of a key that is held. It cancels `stop`
    /// at the end.
    fn keys(&self, first: &'static [KeyCode], stop: CancellationToken) -> Keys {
        let (typed, keys) = mpsc::channel::<(Instant, KeyCode, bool)>(16);
        spawn(move || {
            sleep(LOOK);
            for code in first {
                let _ = typed.blocking_send((now(), *code, false));
                sleep(LOOK);
            }
            for at in 0..KEYS {
                // 26 to 40 ms, so that they keep no step with anything.
                sleep(Duration::from_micros(26_000 + at as u64 * 7_919 % 14_000));
                let code = if at % 5 < 3 { KeyCode::Down } else { KeyCode::Up };
                let _ = typed.blocking_send((now(), code, true));
            }
            sleep(LOOK);
            stop.cancel();
        });
        let clocked = self.clone();
        Box::pin(unfold(keys, move |mut keys| {
            let clocked = clocked.clone();
            async move {
                let (since, code, counts) = keys.recv().await?;
                if counts {
                    clocked.0.borrow_mut().0.push(since);
                }
                Some((Ok(Event::Key(KeyEvent::new(code, KeyModifiers::NONE))), keys))
            }
        }))
    }

    /// What was typed so far is on the screen.
    fn drawn(&self) {
        let (under_way, took) = &mut *self.0.borrow_mut();
        let now = now();
        took.extend(under_way.drain(..).map(|since| now - since));
    }

    fn times(&self) -> Vec<Duration> {
        std::mem::take(&mut self.0.borrow_mut().1)
    }
}

/// A screen that notes down when it has written a frame.
struct Drawn {
    terminal: Terminal<CrosstermBackend<BufWriter<File>>>,
    clocked: Clocked,
}

impl Screen for Drawn {
    fn draw(&mut self, app: &App) -> io::Result<Zones> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let zones = Screen::draw(&mut self.terminal, app)?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        self.clocked.drawn();
        Ok(zones)
    }
}
