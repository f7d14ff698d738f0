//! One websocket: the hello, then messages in, messages out, and signs of life.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::{self, error::ProtocolError};
use tokio_util::sync::CancellationToken;
use tracing::debug;

use super::call::{self, Arrival, Arrived, Caller};
use super::listener::Visitor;
use super::outbox::{Closing, Next, Outbox};
use super::server::{Entry, wrong_origin};
use super::site::{Join, PeerNo, Post, SiteHandle};
use crate::contract::SdkError;
use crate::recording::redact::secrets;
use crate::wire::hello::METHOD;
use crate::wire::text::visible;
use crate::wire::{Hello, RequestId, Role, RpcError, close, rpc};

/// How long a peer may take to say hello.
const HELLO_TIME: Duration = Duration::from_secs(10);
/// How long a peer that is being closed may take to read what is left, and to close too.
const CLOSE_TIME: Duration = Duration::from_secs(1);
/// The shortest time between pings, and the shortest silence that counts, whatever the workspace says.
const SHORTEST: Duration = Duration::from_millis(10);
/// The longest reason that a close frame carries, in bytes (RFC 6455, section 5.5).
const MAX_REASON: usize = 123;

/// Serves a connection until it ends.
pub(super) async fn serve(mut socket: WebSocket, entry: Entry, visitor: Visitor, stop: CancellationToken) {
    let greeted = tokio::select! {
        () = stop.cancelled() => Err(Refusal::close(close::STOPPING, "the hub stops")),
        greeted = timeout(HELLO_TIME, Box::pin(greeting(&mut socket, &entry, &visitor))) => match greeted {
            Ok(greeted) => greeted,
            Err(_) => Err(Refusal::close(close::REFUSED, "no hello in time")),
        },
    };
    match greeted {
        // In a box: until here the task needs less room, and what it needed for the greeting goes.
        Ok(greeted) => Box::pin(talk(socket, entry, visitor, greeted)).await,
        Err(refusal) => Box::pin(refuse(socket, refusal)).await,
    }
}

/// Answers the hello of a peer whose origin is not allowed, whatever it says there, and closes.
pub(super) async fn turn_away(mut socket: WebSocket, visitor: Visitor, stop: CancellationToken) {
    let refusal = tokio::select! {
        () = stop.cancelled() => Refusal::close(close::STOPPING, "the hub stops"),
        first = timeout(HELLO_TIME, first_text(&mut socket, &visitor)) => match first {
            Ok(Ok(text)) => {
                let id = match rpc::parse(&text) {
                    Ok(rpc::Message::Request { id, .. }) => Some(id),
                    Ok(_) => None,
                    Err(broken) => broken.id,
                };
                Refusal::answer(id.as_ref(), &RpcError::from_sdk(wrong_origin(), METHOD))
            }
            Ok(Err(refusal)) => refusal,
            Err(_) => Refusal::close(close::REFUSED, "no hello in time"),
        },
    };
    refuse(socket, refusal).await;
}

/// A peer that was greeted.
struct Greeted {
    site: SiteHandle,
    no: PeerNo,
    role: Role,
    outbox: Arc<Outbox>,
}

/// Why a peer is not let in.
struct Refusal {
    answer: Option<String>,
    closing: Option<Closing>,
}

impl Refusal {
    fn close(code: u16, reason: &str) -> Refusal {
        Refusal { answer: None, closing: Some(Closing::new(code, reason)) }
    }

    fn answer(id: Option<&RequestId>, error: &RpcError) -> Refusal {
        let closing = Some(Closing::new(close::REFUSED, error.message.clone()));
        Refusal { answer: Some(rpc::refusal(id, error)), closing }
    }

    /// The connection is gone already.
    fn gone() -> Refusal {
        Refusal { answer: None, closing: None }
    }
}

async fn refuse(mut socket: WebSocket, refusal: Refusal) {
    let Some(closing) = refusal.closing else { return };
    debug!(reason = %visible(&closing.reason), "refused a peer");
    let last = async {
        if let Some(answer) = refusal.answer {
            socket.send(Message::text(answer)).await?;
        }
        socket.send(close_frame(&closing)).await?;
        // What the peer said in the meantime is read, or the kernel would discard our answer.
        while let Some(message) = socket.recv().await {
            message?;
        }
        Ok::<(), axum::Error>(())
    };
    let _ = timeout(CLOSE_TIME, last).await;
}

/// Waits for the first message that is a text.
async fn first_text(socket: &mut WebSocket, visitor: &Visitor) -> Result<Utf8Bytes, Refusal> {
    loop {
        match socket.recv().await {
            Some(Ok(Message::Text(text))) => return Ok(text),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Binary(_))) => {
                return Err(Refusal::close(close::REFUSED, "the first message must be hello"));
            }
            Some(Err(error)) => {
                let Some(closing) = fault(&error) else { return Err(Refusal::gone()) };
                visitor.linger();
                return Err(Refusal { answer: None, closing: Some(closing) });
            }
            Some(Ok(Message::Close(_))) | None => return Err(Refusal::gone()),
        }
    }
}

/// Waits for the first message, which must be a hello, and takes it to the site.
async fn greeting(socket: &mut WebSocket, entry: &Entry, visitor: &Visitor) -> Result<Greeted, Refusal> {
    let text = first_text(socket, visitor).await?;
    let (id, params) = match rpc::parse(&text) {
        Ok(rpc::Message::Request { id, method, params }) if method == METHOD => (id, params),
        Ok(rpc::Message::Request { id, .. }) => {
            let error = RpcError::new(rpc::INVALID_REQUEST, "the first message must be hello");
            return Err(Refusal::answer(Some(&id), &error));
        }
        Ok(_) => return Err(Refusal::close(close::REFUSED, "the first message must be hello")),
        Err(broken) => return Err(Refusal::answer(broken.id.as_ref(), &broken.error)),
    };
    let hello = params.as_deref().map_or("{}", |params| params.get());
    let hello: Hello = rpc::object(hello).map_err(|error| {
        let error = RpcError::new(rpc::INVALID_PARAMS, format!("hello can't be read: {error}"));
        Refusal::answer(Some(&id), &error)
    })?;
    let refused = |error| Refusal::answer(Some(&id), &error);
    entry.may_join(&hello).map_err(|error| refused(RpcError::from_sdk(error, METHOD)))?;
    let site = entry.site().map_err(|error| refused(RpcError::from_sdk(error, METHOD)))?;
    let (role, outbox) = (hello.role, Outbox::new());
    let origin = entry.origin_of(&hello).map(|origin| origin.to_string());
    let (reply, joined) = oneshot::channel();
    let text = Arc::from(secrets(&text));
    let trusted = entry.trusts(&hello);
    let join = Join { hello, origin, trusted, id: id.clone(), text, outbox: Arc::clone(&outbox), reply };
    let stopping = |_| refused(RpcError::from_sdk(SdkError::http(503, "the hub stops"), METHOD));
    site.mailbox.send(Post::Join(Box::new(join))).await.map_err(|_| stopping(()))?;
    let no = joined.await.map_err(|_| stopping(()))?.map_err(refused)?;
    Ok(Greeted { site, no, role, outbox })
}

/// Passes messages on, both ways, until one side has enough.
async fn talk(socket: WebSocket, entry: Entry, visitor: Visitor, greeted: Greeted) {
    let Greeted { site, no, role, outbox } = greeted;
    let base = entry.base();
    let workspace = site.workspace.get();
    let caller = Caller { workspace: &workspace, role, own: &entry.own, base: &base };
    let (sink, mut stream) = socket.split();
    let settings = &workspace.session;
    let ping = Duration::from_millis(settings.ping_interval).max(SHORTEST);
    let silence = Duration::from_millis(settings.ping_notification_timeout).max(SHORTEST);
    let mut writing = std::pin::pin!(write_all(sink, &outbox, ping));
    let closing = tokio::select! {
        closing = listen(&mut stream, &site, no, &caller, silence) => {
            if matches!(closing.code, close::TOO_LARGE | close::NOT_TEXT) {
                visitor.linger();
            }
            Some(closing)
        }
        () = &mut writing => None,
    };
    match closing {
        Some(closing) => {
            // The site hears of it first: it must not queue for a peer that is gone.
            let _ = site.mailbox.send(Post::Left(no, closing.reason.clone())).await;
            outbox.close(closing);
            let _ = timeout(CLOSE_TIME, &mut writing).await;
        }
        // The site closed it, or the socket broke.
        None => {
            let reason = "the connection dropped".to_owned();
            let _ = site.mailbox.send(Post::Left(no, reason)).await;
        }
    }
    let farewell = async { while let Some(Ok(_)) = stream.next().await {} };
    let _ = timeout(CLOSE_TIME, farewell).await;
}

/// Reads until the peer goes, breaks a rule or is silent for too long.
async fn listen(
    stream: &mut SplitStream<WebSocket>,
    site: &SiteHandle,
    no: PeerNo,
    caller: &Caller<'_>,
    silence: Duration,
) -> Closing {
    loop {
        let message = match timeout(silence, stream.next()).await {
            Err(_) => return Closing::new(close::TOO_SLOW, "no sign of life in time"),
            Ok(None) => return Closing::new(close::STOPPING, "the peer went"),
            Ok(Some(Err(error))) => {
                let gone = || Closing::new(close::STOPPING, error.to_string());
                return fault(&error).unwrap_or_else(gone);
            }
            Ok(Some(Ok(message))) => message,
        };
        let arrival = match message {
            Message::Text(text) => {
                // The file may have been edited since the last message.
                let workspace = site.workspace.get();
                call::read(&Caller { workspace: &workspace, ..*caller }, &text)
            }
            Message::Binary(bytes) => Arrival {
                text: format!("binary, {} bytes", bytes.len()).into(),
                auth: None,
                what: Arrived::Broken {
                    id: None,
                    error: RpcError::new(rpc::INVALID_REQUEST, "messages are text"),
                },
            },
            Message::Ping(_) | Message::Pong(_) => continue,
            Message::Close(_) => return Closing::new(close::STOPPING, "the peer closed"),
        };
        if site.mailbox.send(Post::Message(no, arrival)).await.is_err() {
            // The site has stopped and has said so; what still comes has no one to go to.
            while let Some(Ok(_)) = stream.next().await {}
            return Closing::new(close::STOPPING, "the hub stops");
        }
    }
}

/// Sends what is in the outbox, and pings, until it is closed or the socket breaks. A peer that is
/// being closed and does not read is not waited for.
async fn write_all(mut sink: SplitSink<WebSocket, Message>, outbox: &Arc<Outbox>, ping: Duration) {
    let patience = async {
        outbox.closing().await;
        sleep(CLOSE_TIME).await;
    };
    tokio::select! {
        result = write(&mut sink, outbox, ping) => if let Err(error) = result {
            debug!(error = %visible(&error.to_string()), "a connection broke");
        },
        () = patience => debug!("a closed peer did not read on"),
    }
}

async fn write(
    sink: &mut SplitSink<WebSocket, Message>,
    outbox: &Arc<Outbox>,
    ping: Duration,
) -> Result<(), axum::Error> {
    let mut pings = tokio::time::interval(ping);
    pings.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        match outbox.take() {
            Next::Messages(texts) => {
                for text in texts {
                    sink.feed(Message::Text(text)).await?;
                }
                continue;
            }
            Next::Close(closing) => return sink.send(close_frame(&closing)).await,
            Next::Nothing => sink.flush().await?,
        }
        tokio::select! {
            () = outbox.ready() => {}
            _ = pings.tick() => sink.feed(Message::Ping(Default::default())).await?,
        }
    }
}

fn close_frame(closing: &Closing) -> Message {
    let mut reason = visible(&closing.reason).into_owned();
    while reason.len() > MAX_REASON {
        reason.pop();
    }
    Message::Close(Some(CloseFrame { code: closing.code, reason: reason.into() }))
}

/// What a peer has sent that ends its connection; `None` where the connection itself broke.
fn fault(error: &axum::Error) -> Option<Closing> {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        match error.downcast_ref() {
            Some(tungstenite::Error::Capacity(_)) => {
                return Some(Closing::new(close::TOO_LARGE, "the message is too large"));
            }
            // Gone without a goodbye; nobody is there to be told.
            Some(tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => return None,
            Some(error @ (tungstenite::Error::Utf8(_) | tungstenite::Error::Protocol(_))) => {
                return Some(Closing::new(close::NOT_TEXT, error.to_string()));
            }
            _ => source = error.source(),
        }
    }
    None
}
