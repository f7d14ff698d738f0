//! The event loop on a paused clock: when it draws, and how it ends.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use futures_util::stream::unfold;
use ratatui::layout::Rect;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::harness::{hello, text};
use super::memory::Memory;
use super::session::{NOW, Script};
use crate::toolbar::event_loop::{AsOthers, Exit, OtherAnswer, OtherCall, Screen, Source, run};
use crate::toolbar::replay::Playback;
use crate::toolbar::widgets::zone::Zones;
use crate::toolbar::{App, Setup, Theme, render};
use crate::wire::{ClientEvent, Joined, Micros, Role};

/// What was drawn, and how often.
#[derive(Clone, Default)]
struct Seen {
    drawn: Arc<Mutex<Vec<String>>>,
    /// What the terminal was told beside that.
    told: Arc<Mutex<Vec<String>>>,
}

impl Seen {
    fn count(&self) -> usize {
        self.drawn.lock().unwrap().len()
    }

    fn last(&self) -> String {
        self.drawn.lock().unwrap().last().cloned().unwrap_or_default()
    }
}

impl Screen for Seen {
    fn draw(&mut self, app: &App) -> io::Result<Zones> {
        self.drawn.lock().unwrap().push(text(&render(app, 80, 24)));
        Ok(app.zones(Rect::new(0, 0, 80, 24)))
    }

    fn title(&mut self, title: &str) -> io::Result<()> {
        self.told.lock().unwrap().push(format!("title {title}"));
        Ok(())
    }

    fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.told.lock().unwrap().push(format!("mouse {on}"));
        Ok(())
    }
}

type Sent = Arc<Mutex<Vec<(String, Value)>>>;

struct Running {
    seen: Seen,
    sent: Sent,
    hub: mpsc::Sender<ClientEvent>,
    input: mpsc::Sender<io::Result<Event>>,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<io::Result<Exit>>,
}

fn setup() -> Setup {
    Setup::plain(Theme::load("dark", None).0, NOW)
}

fn start() -> Running {
    let (hub, events) = mpsc::channel(10_000);
    let sent = Sent::default();
    let log = Arc::clone(&sent);
    let send = move |_: u64, method: &str, params: Value| {
        log.lock().unwrap().push((method.to_owned(), params));
        Ok::<(), ()>(())
    };
    start_with(App::live(setup()), Source::Hub { events, send, others: None }, hub, sent)
}

fn start_with<S>(app: App, source: Source<S>, hub: mpsc::Sender<ClientEvent>, sent: Sent) -> Running
where
    S: Fn(u64, &str, Value) -> Result<(), ()> + Send + 'static,
{
    let (input, keys) = mpsc::channel(64);
    let (seen, stop) = (Seen::default(), CancellationToken::new());
    let (mut screen, token) = (seen.clone(), stop.clone());
    let task = tokio::spawn(async move {
        let keys = Box::pin(unfold(keys, |mut keys| async move {
            let event = keys.recv().await?;
            Some((event, keys))
        }));
        run(app, &mut screen, keys, source, token).await
    });
    Running { seen, sent, hub, input, stop, task }
}

impl Running {
    async fn key(&self, code: KeyCode) {
        let event = Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
        self.input.send(Ok(event)).await.unwrap();
    }

    async fn connect(&self) {
        self.hub.send(ClientEvent::Connected { answer: hello(json!({})), how: Joined::First }).await.unwrap();
    }

    async fn working(&self) {
        self.connect().await;
        let mut script = Script::new();
        script.working();
        for push in script.pushes {
            self.hub.send(ClientEvent::Push(push)).await.unwrap();
        }
        sleep(Duration::from_millis(100)).await;
    }
}

// The clock of these tests is paused: `sleep` takes no time, it moves the clock on.

#[tokio::test(start_paused = true)]
async fn a_flood_of_frames_is_not_drawn_frame_by_frame() {
    let running = start();
    running.connect().await;
    let mut script = Script::new();
    script.working();
    for number in 0..1_000 {
        script.toast(crate::desk::ToastVariant::Info, &format!("number {number}"));
    }
    for push in script.pushes {
        running.hub.send(ClientEvent::Push(push)).await.unwrap();
    }
    sleep(Duration::from_millis(100)).await;
    assert!(running.seen.last().contains("number 999"), "{}", running.seen.last());
    assert!(running.seen.count() <= 7, "{} drawings in a tenth of a second", running.seen.count());
}

#[tokio::test(start_paused = true)]
async fn what_is_typed_is_drawn_at_once_also_in_a_flood() {
    let running = start();
    running.connect().await;
    let mut script = Script::new();
    script.working();
    for number in 0..1_000 {
        script.toast(crate::desk::ToastVariant::Info, &format!("number {number}"));
    }
    let hub = running.hub.clone();
    tokio::spawn(async move {
        for push in script.pushes {
            hub.send(ClientEvent::Push(push)).await.unwrap();
            sleep(Duration::from_millis(1)).await;
        }
    });
    sleep(Duration::from_millis(100)).await;
    let before = running.seen.count();
    for turn in 0..10 {
        sleep(Duration::from_millis(30 + turn)).await;
        running.key(if turn % 2 == 0 { KeyCode::Char('s') } else { KeyCode::Esc }).await;
        // The clock counts in milliseconds.
        sleep(Duration::from_millis(2)).await;
        assert_eq!(running.seen.last().contains("─ Status"), turn % 2 == 0, "{turn}");
    }
    let drawn = running.seen.count() - before;
    assert!((20..=24).contains(&drawn), "{drawn} drawings in 365 ms");
}

#[tokio::test(start_paused = true)]
async fn keys_that_come_faster_than_frames_are_drawn_together() {
    let running = start();
    running.working().await;
    let before = running.seen.count();
    for _ in 0..100 {
        running.key(KeyCode::Char('s')).await;
        running.key(KeyCode::Esc).await;
        sleep(Duration::from_millis(5)).await;
    }
    let drawn = running.seen.count() - before;
    assert!((28..=32).contains(&drawn), "{drawn} drawings in half a second");
}

#[tokio::test(start_paused = true)]
async fn an_idle_minute_draws_only_what_the_clock_changes() {
    let running = start();
    running.connect().await;
    sleep(Duration::from_millis(100)).await;
    let before = running.seen.count();
    sleep(Duration::from_secs(60)).await;
    assert_eq!(running.seen.count() - before, 1, "the login screen's clock has no seconds");
    running.working().await;
    sleep(Duration::from_secs(10)).await;
    let before = running.seen.count();
    sleep(Duration::from_secs(60)).await;
    assert_eq!(running.seen.count() - before, 60, "the workbench's has");
}

#[tokio::test(start_paused = true)]
async fn keys_become_calls() {
    let running = start();
    running.working().await;
    for code in [KeyCode::Char('s'), KeyCode::Down, KeyCode::Enter] {
        running.key(code).await;
    }
    sleep(Duration::from_millis(50)).await;
    let sent = running.sent.lock().unwrap().clone();
    assert_eq!(sent, [("toolbar.setAvailability".to_owned(), json!({"status": "Tea"}))]);
}

#[tokio::test(start_paused = true)]
async fn the_focus_of_the_terminal_is_told() {
    let running = start();
    running.connect().await;
    for event in [Event::FocusLost, Event::FocusGained] {
        sleep(Duration::from_millis(50)).await;
        running.input.send(Ok(event)).await.unwrap();
    }
    sleep(Duration::from_millis(50)).await;
    let sent = running.sent.lock().unwrap().clone();
    let told = |visible: bool| ("toolbar.setWindowVisible".to_owned(), json!({"visible": visible}));
    assert_eq!(sent, [told(false), told(true)]);
}

#[tokio::test(start_paused = true)]
async fn the_window_says_what_the_agent_does_and_nothing_more_often_than_it_changes() {
    let running = start();
    running.working().await;
    sleep(Duration::from_secs(30)).await;
    let told = running.seen.told.lock().unwrap().clone();
    let titles: Vec<&String> = told.iter().filter(|one| one.starts_with("title")).collect();
    assert_eq!(titles, ["title offhook: not signed in", "title offhook: available"]);
    assert_eq!(told.iter().filter(|one| *one == "mouse true").count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_click_on_a_key_in_the_footer_presses_it() {
    let running = start();
    running.working().await;
    sleep(Duration::from_millis(100)).await;
    let screen = running.seen.last();
    let row = screen.lines().count() - 1;
    let column = screen.lines().last().unwrap().chars().collect::<String>().find("s Status").unwrap();
    let event = MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: u16::try_from(column).unwrap(),
        row: u16::try_from(row).unwrap(),
        modifiers: KeyModifiers::NONE,
    };
    running.input.send(Ok(Event::Mouse(event))).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    assert!(running.seen.last().contains("─ Status"), "{}", running.seen.last());
}

#[tokio::test(start_paused = true)]
async fn a_method_is_run_as_somebody_else_and_answered() {
    let (hub, events) = mpsc::channel(10_000);
    let (done, answers) = mpsc::channel(4);
    let asked: Arc<Mutex<Vec<OtherCall>>> = Arc::default();
    let log = Arc::clone(&asked);
    let call = move |call: OtherCall| {
        let number = call.number;
        log.lock().unwrap().push(call);
        let result = Ok(RawValue::from_string("\"as asked\"".to_owned()).unwrap());
        done.try_send(OtherAnswer { number, result, took: Micros(1_500) }).map_err(|error| error.to_string())
    };
    let others = Some(AsOthers { call: Box::new(call), answers });
    let send = |_: u64, _: &str, _: Value| Ok::<(), ()>(());
    let source = Source::Hub { events, send, others };
    let running = start_with(App::live(setup()), source, hub, Sent::default());
    running.working().await;
    for c in "Msession.logout".chars() {
        running.key(KeyCode::Char(c)).await;
    }
    for _ in 0..2 {
        running.key(KeyCode::Enter).await;
    }
    sleep(Duration::from_millis(100)).await;
    assert!(running.seen.last().contains("\"as asked\""), "{}", running.seen.last());
    assert!(running.seen.last().contains("ok  1.5 ms"), "{}", running.seen.last());
    let asked = asked.lock().unwrap();
    assert_eq!((asked.len(), asked[0].method, asked[0].role), (1, "session.logout", Role::Crm));
}

#[tokio::test(start_paused = true)]
async fn it_ends_when_the_agent_quits() {
    let running = start();
    running.working().await;
    running.key(KeyCode::Char('q')).await;
    assert_eq!(running.task.await.unwrap().unwrap(), Exit::Quit);
}

#[tokio::test(start_paused = true)]
async fn it_ends_when_it_is_told_to_and_when_the_terminal_is_gone() {
    let running = start();
    running.stop.cancel();
    assert_eq!(running.task.await.unwrap().unwrap(), Exit::Stopped);
    let running = start();
    drop(running.input);
    assert_eq!(running.task.await.unwrap().unwrap(), Exit::InputClosed);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_ends_is_a_hub_that_is_gone() {
    let running = start();
    running.connect().await;
    let Running { seen, hub, input, task, .. } = running;
    drop(hub);
    sleep(Duration::from_millis(50)).await;
    assert!(seen.last().contains("closed for good"), "{}", seen.last());
    let quit = Event::Key(KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE));
    input.send(Ok(quit)).await.unwrap();
    assert!(matches!(task.await.unwrap().unwrap(), Exit::Refused { .. }));
}

#[tokio::test(start_paused = true)]
async fn a_recording_plays_and_stops_at_its_end() {
    type NoHub = fn(u64, &str, Value) -> Result<(), ()>;
    let source: Source<NoHub> = Source::Recording(Playback::new(Box::new(Memory::session())).unwrap());
    let (hub, _events) = mpsc::channel(1);
    let running = start_with(App::replay(setup()), source, hub, Sent::default());
    sleep(Duration::from_millis(100)).await;
    assert!(running.seen.last().contains("Nobody is signed in"), "{}", running.seen.last());
    running.key(KeyCode::Char(' ')).await;
    sleep(Duration::from_secs(80)).await;
    assert!(running.seen.last().contains("CONNECTED"), "{}", running.seen.last());
    sleep(Duration::from_secs(60)).await;
    assert!(running.seen.last().contains("paused"), "{}", running.seen.last());
    let drawn = running.seen.count();
    sleep(Duration::from_secs(600)).await;
    assert_eq!(running.seen.count(), drawn, "nothing moves any more");
    running.key(KeyCode::Char('q')).await;
    assert_eq!(running.task.await.unwrap().unwrap(), Exit::Quit);
}
