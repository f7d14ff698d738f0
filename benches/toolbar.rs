//! The toolbar: drawing one frame at 200×60, and a frame's way from the socket to the updated model.
//!
//! Yardsticks in the same run: a bare ratatui list of the same size, and a bare websocket echo.

use std::io::{Sink, sink};
use std::sync::Arc;

use divan::Bencher;
use futures_util::{SinkExt, StreamExt};
use offhook::client::{Client, ClientConfig, ClientEvent};
use offhook::hub::{Hub, HubHandle, HubOptions, SiteOptions};
use offhook::toolbar::theme::Theme;
use offhook::toolbar::{App, Message, Setup};
use offhook::wire::{Body, Hello, Moment, Role};
use offhook::workspace::Workspace;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, List};
use ratatui::{TerminalOptions, Viewport};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;
use tokio_tungstenite::tungstenite::Message as Text;

fn main() {
    divan::main();
}

/// An embedded session at a connected call: hub, client and toolbar over a real socket.
struct Session {
    runtime: Runtime,
    client: Client,
    events: Receiver<ClientEvent>,
    app: App,
    tag: u64,
    _hub: HubHandle,
}

impl Session {
    fn on_call() -> Session {
        let runtime = Runtime::new().expect("a runtime");
        let (hub, client, events) = runtime.block_on(async {
            let site = SiteOptions::new(Arc::new(Workspace::demo()));
            let hub = Hub::start(HubOptions::new(site)).await.expect("a hub");
            let mut hello = Hello::new(Role::Toolbar);
            hello.token = Some(hub.token.clone());
            let (client, events) = Client::start(ClientConfig::new(hub.ws_url.clone(), hello));
            (hub, client, events)
        });
        let (theme, warnings) = Theme::load("dark", None);
        let app = App::live(Setup { warnings, ..Setup::plain(theme, Moment(1_752_477_796_000_000)) });
        let mut session = Session { runtime, client, events, app, tag: 1 << 40, _hub: hub };
        session.call("session.login", json!({"username": "executive", "password": "executive"}));
        session.call("toolbar.selectCampaigns", json!({"campaignIds": [172]}));
        session.call("toolbar.selectExtension", json!({"phone": "1234567890"}));
        session.call("toolbar.setAvailability", json!({"status": "Available"}));
        session.call("control.customerCall", json!({"phone": "1234567890"}));
        session.call("toolbar.answer", json!({}));
        session.call("toolbar.hold", json!({}));
        session.frame_after("toolbar.unhold", "hold");
        session
    }

    /// Calls and waits for the answer; what comes before it reaches the model too.
    fn call(&mut self, method: &str, params: Value) {
        self.tag += 1;
        let tag = self.tag;
        self.runtime.block_on(async {
            self.client.send(tag, method, params).expect("room for a call");
            while let Some(event) = self.events.recv().await {
                let done = matches!(&event, ClientEvent::Answer { tag: answered, .. } if *answered == tag);
                self.app.update(Message::Hub(event));
                if done {
                    return;
                }
            }
        });
    }

    /// Calls and waits until the model has the change that it causes.
    fn frame_after(&mut self, method: &str, kind: &str) {
        self.tag += 1;
        let tag = self.tag;
        self.runtime.block_on(async {
            self.client.send(tag, method, json!({})).expect("room for a call");
            while let Some(event) = self.events.recv().await {
                let done = matches!(&event, ClientEvent::Push(push)
                    if matches!(&push.body, Body::Change(change) if change.get().contains(kind)));
                self.app.update(Message::Hub(event));
                if done {
                    return;
                }
            }
        });
    }
}

fn screen(width: u16, height: u16) -> Terminal<CrosstermBackend<Sink>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
    Terminal::with_options(CrosstermBackend::new(sink()), TerminalOptions { viewport }).expect("a screen")
}

/// From the agent's key to the model: request, engine, pushed frame, fold.
#[divan::bench(sample_count = 500, sample_size = 2)]
fn request_to_updated_model(bencher: Bencher<'_, '_>) {
    let mut session = Session::on_call();
    let mut held = false;
    bencher.bench_local(|| {
        session.frame_after(if held { "toolbar.unhold" } else { "toolbar.hold" }, "hold");
        held = !held;
    });
}

#[divan::bench(sample_count = 500, sample_size = 2)]
fn yardstick_websocket_echo(bencher: Bencher<'_, '_>) {
    let runtime = Runtime::new().expect("a runtime");
    let mut socket = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("a peer");
            let mut socket = tokio_tungstenite::accept_async(stream).await.expect("a websocket");
            while let Some(Ok(message)) = socket.next().await {
                socket.send(message).await.expect("an echo");
            }
        });
        let stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
        let (socket, _) =
            tokio_tungstenite::client_async("ws://127.0.0.1/", stream).await.expect("a websocket");
        socket
    });
    let text = "x".repeat(100);
    bencher.bench_local(|| {
        runtime.block_on(async {
            socket.send(Text::text(text.as_str())).await.expect("sent");
            socket.next().await.expect("an echo").expect("an echo")
        })
    });
}

/// One frame at 200×60 with a call on the line; the clock has moved since the last one.
#[divan::bench]
fn draw_200x60(bencher: Bencher<'_, '_>) {
    let mut session = Session::on_call();
    let mut screen = screen(200, 60);
    let mut now = session.app.now();
    bencher.bench_local(|| {
        now = now + offhook::wire::Micros::from_secs(1);
        session.app.update(Message::Tick(now));
        screen.draw(|frame| drop(session.app.view(frame))).expect("drawn");
    });
}

#[divan::bench]
fn yardstick_bare_list_200x60(bencher: Bencher<'_, '_>) {
    let mut screen = screen(200, 60);
    let mut turn = 0usize;
    bencher.bench_local(|| {
        turn += 1;
        let rows = (0..58).map(|row| format!("{row:>4} a frame of turn {turn} with some text behind it"));
        let list = List::new(rows).block(Block::bordered().title("frames"));
        screen.draw(|frame| frame.render_widget(list, frame.area())).expect("drawn");
    });
}
