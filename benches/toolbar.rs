//! The toolbar: drawing one frame at 200×60, and a frame's way from the socket to the updated model.
//!
//! Yardsticks in the same run: a bare ratatui list of the same size, and a bare websocket echo.

mod common;

use std::io::sink;
use std::sync::Arc;

use common::list;
use common::seat::Seat;
use divan::Bencher;
use futures_util::{SinkExt, StreamExt};
use offhook::hub::SiteOptions;
use offhook::toolbar::Message;
use offhook::workspace::Workspace;
use serde_json::json;
use tokio::runtime::Runtime;
use tokio_tungstenite::tungstenite::Message as Text;

fn main() {
    divan::main();
}

/// A call that is on the line.
fn on_call() -> Seat {
    let mut seat = Seat::available(SiteOptions::new(Arc::new(Workspace::demo())));
    seat.call("control.customerCall", json!({"phone": "1234567890"}));
    seat.call("toolbar.answer", json!({}));
    seat.call("toolbar.hold", json!({}));
    seat.frame_after("toolbar.unhold", json!({}), "hold");
    seat
}

/// From the agent's key to the model: request, engine, pushed frame, fold.
#[divan::bench(sample_count = 500, sample_size = 2)]
fn request_to_updated_model(bencher: Bencher<'_, '_>) {
    let mut seat = on_call();
    let mut held = false;
    bencher.bench_local(|| {
        seat.frame_after(if held { "toolbar.unhold" } else { "toolbar.hold" }, json!({}), "hold");
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
    let mut seat = on_call();
    let mut screen = list::terminal(sink(), 200, 60);
    let mut now = seat.app.now();
    bencher.bench_local(|| {
        now = now + offhook::wire::Micros::from_secs(1);
        seat.app.update(Message::Tick(now));
        screen.draw(|frame| drop(seat.app.view(frame))).expect("drawn");
    });
}

#[divan::bench]
fn yardstick_bare_list_200x60(bencher: Bencher<'_, '_>) {
    let mut screen = list::terminal(sink(), 200, 60);
    let mut turn = 0usize;
    bencher.bench_local(|| {
        turn += 1;
        list::draw(&mut screen, 58, None, |row| {
            format!("{row:>4} a frame of turn {turn} with some text behind it")
        });
    });
}
