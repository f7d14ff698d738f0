//! The hub's listening socket: how many connections there may be, and how they end with the hub.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;
use tracing::warn;

/// How many connections the hub has at once; one more is answered 503.
const MAX_CONNECTIONS: usize = 10_000;

/// How many connections there are that have not become websockets; one more, and the oldest goes.
const MAX_WAITING: usize = 256;

/// How long such a connection may take to ask for something, from its beginning or the last answer:
/// bytes alone gain no time. Websockets keep to their own rules.
const REQUEST_TIME: Duration = Duration::from_secs(10);

/// How often the log is told that connections can't be taken.
const COMPLAIN_EVERY: Duration = Duration::from_secs(1);

/// How long, and how much, is read and thrown away after a peer was closed in the middle of its
/// message: closing at once would make the kernel discard what was said to it.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 64 << 20;

const BUSY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n";

/// The connections that have not become websockets, oldest first, each with what ends it.
#[derive(Debug, Default)]
struct Lobby(Mutex<BTreeMap<u64, CancellationToken>>);

impl Lobby {
    fn waiting(&self) -> MutexGuard<'_, BTreeMap<u64, CancellationToken>> {
        // Nothing that holds the lock can leave it half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection comes in; the oldest goes where there are too many.
    fn enter(&self, number: u64) -> CancellationToken {
        let gone = CancellationToken::new();
        let mut waiting = self.waiting();
        waiting.insert(number, gone.clone());
        if waiting.len() > MAX_WAITING
            && let Some((_, oldest)) = waiting.pop_first()
        {
            oldest.cancel();
        }
        gone
    }

    fn leave(&self, number: u64) {
        self.waiting().remove(&number);
    }

    /// Makes room for another.
    fn drop_oldest(&self) {
        if let Some((_, oldest)) = self.waiting().pop_first() {
            oldest.cancel();
        }
    }
}

/// What went wrong again and again, said now and then.
#[derive(Debug, Default)]
struct Complaints {
    last: Option<Instant>,
    /// How often it went wrong since it was said.
    unsaid: u64,
}

impl Complaints {
    /// It went wrong once more: how often it did, where that is to be said now.
    fn count(&mut self) -> Option<u64> {
        self.unsaid += 1;
        let now = Instant::now();
        if self.last.is_some_and(|last| now.duration_since(last) < COMPLAIN_EVERY) {
            return None;
        }
        self.last = Some(now);
        Some(std::mem::take(&mut self.unsaid))
    }
}

/// The listening socket.
pub(super) struct Door {
    listener: TcpListener,
    lobby: Arc<Lobby>,
    so_far: u64,
    failed: Complaints,
    full: Complaints,
    slots: Arc<Semaphore>,
    tracker: TaskTracker,
    cut: CancellationToken,
}

impl Door {
    /// `tracker` counts every connection; `cut` ends those that are left when the hub stops.
    pub(super) fn new(listener: TcpListener, tracker: TaskTracker, cut: CancellationToken) -> Door {
        Door {
            listener,
            lobby: Arc::default(),
            so_far: 0,
            failed: Complaints::default(),
            full: Complaints::default(),
            slots: Arc::new(Semaphore::new(MAX_CONNECTIONS)),
            tracker,
            cut,
        }
    }
}

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            let (stream, remote) = match self.listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file handles, or a peer that went before it was accepted.
                    if let Some(times) = self.failed.count() {
                        warn!(%error, times, "connections could not be accepted");
                    }
                    self.lobby.drop_oldest();
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else {
                if let Some(times) = self.full.count() {
                    warn!(times, "turned connections away: {MAX_CONNECTIONS} are open");
                }
                turn_away(stream);
                continue;
            };
            let Ok(local) = stream.local_addr() else { continue };
            // Frames are small and each matters at once.
            let _ = stream.set_nodelay(true);
            self.so_far += 1;
            let (number, lobby) = (self.so_far, Arc::clone(&self.lobby));
            let gone = lobby.enter(number);
            let visitor =
                Visitor { local, number, lobby, linger: Arc::default(), is_websocket: Arc::default() };
            let line = Line {
                stream: Some(stream),
                visitor,
                cut: Box::pin(self.cut.clone().cancelled_owned()),
                gone: Box::pin(gone.cancelled_owned()),
                patience: Box::pin(sleep(REQUEST_TIME)),
                tracker: self.tracker.clone(),
                _slot: slot,
                _token: self.tracker.token(),
            };
            return (line, remote);
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Says that the hub is full, as far as that can be done without waiting.
fn turn_away(stream: TcpStream) {
    if let Ok(stream) = stream.into_std() {
        let _ = io::Write::write(&mut &stream, BUSY);
    }
}

/// What is known of a connection before it says anything.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    /// The address of ours that it came to.
    pub(super) local: SocketAddr,
    number: u64,
    lobby: Arc<Lobby>,
    linger: Arc<AtomicBool>,
    is_websocket: Arc<AtomicBool>,
}

impl Visitor {
    /// From here on the connection may be silent for as long as it likes.
    pub(super) fn becomes_websocket(&self) {
        self.is_websocket.store(true, Ordering::Release);
        self.lobby.leave(self.number);
    }

    /// Reads on for a moment once the connection is dropped, so that a close frame arrives.
    pub(super) fn linger(&self) {
        self.linger.store(true, Ordering::Release);
    }
}

impl Connected<IncomingStream<'_, Door>> for Visitor {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Visitor {
        stream.io().visitor.clone()
    }
}

/// A connection. It holds its slot and is counted until it is dropped.
pub(super) struct Line {
    stream: Option<TcpStream>,
    visitor: Visitor,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
    gone: Pin<Box<WaitForCancellationFutureOwned>>,
    patience: Pin<Box<Sleep>>,
    tracker: TaskTracker,
    _slot: OwnedSemaphorePermit,
    _token: TaskTrackerToken,
}

impl Line {
    fn stream(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        self.stream.as_mut().map(Pin::new).ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    fn is_websocket(&self) -> bool {
        self.visitor.is_websocket.load(Ordering::Acquire)
    }

    /// Why the connection should wait no longer.
    fn poll_enough(&mut self, cx: &mut Context<'_>) -> Poll<io::ErrorKind> {
        if self.cut.as_mut().poll(cx).is_ready() {
            return Poll::Ready(io::ErrorKind::ConnectionAborted);
        }
        if self.is_websocket() {
            return Poll::Pending;
        }
        if self.gone.as_mut().poll(cx).is_ready() {
            return Poll::Ready(io::ErrorKind::ConnectionAborted);
        }
        self.patience.as_mut().poll(cx).map(|()| io::ErrorKind::TimedOut)
    }
}

impl Line {
    /// An answer goes out, or does not, because the peer does not read it.
    fn answered(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if written.is_pending() {
            return self.poll_enough(cx).map(|kind| Err(kind.into()));
        }
        if !self.is_websocket() {
            self.patience.as_mut().reset(Instant::now() + REQUEST_TIME);
        }
        written
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        // Looked at first: a peer that always has a byte more is as slow as a silent one.
        if let Poll::Ready(kind) = self.poll_enough(cx) {
            return Poll::Ready(Err(kind.into()));
        }
        self.stream()?.poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = self.stream()?.poll_write(cx, buf);
        self.answered(cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = self.stream()?.poll_write_vectored(cx, bufs);
        self.answered(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.as_ref().is_some_and(AsyncWrite::is_write_vectored)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.visitor.lobby.leave(self.visitor.number);
        let Some(stream) = self.stream.take() else { return };
        if self.visitor.linger.load(Ordering::Acquire) && tokio::runtime::Handle::try_current().is_ok() {
            self.tracker.spawn(tokio::time::timeout(LINGER, discard(stream)));
        }
    }
}

async fn discard(mut stream: TcpStream) {
    let mut waste = vec![0; 64 << 10];
    let mut read = 0;
    while read < LINGER_BYTES {
        match stream.read(&mut waste).await {
            Ok(0) | Err(_) => return,
            Ok(more) => read += more,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn complaints_are_counted_and_said_once_a_second() {
        let mut complaints = Complaints::default();
        assert_eq!([complaints.count(), complaints.count(), complaints.count()], [Some(1), None, None]);
        tokio::time::advance(COMPLAIN_EVERY).await;
        assert_eq!([complaints.count(), complaints.count()], [Some(3), None]);
    }

    #[tokio::test(start_paused = true)]
    async fn bytes_alone_gain_no_time_and_an_answer_does() {
        use tokio::io::AsyncWriteExt;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let mut door = Door::new(listener, TaskTracker::new(), CancellationToken::new());
        let mut peer = TcpStream::connect(addr).await.unwrap();
        let (mut line, _) = door.accept().await;
        let mut byte = [0];
        peer.write_all(b"abc").await.unwrap();
        line.read_exact(&mut byte).await.unwrap();
        line.write_all(b"answer").await.unwrap();
        tokio::time::advance(REQUEST_TIME * 2 / 3).await;
        line.read_exact(&mut byte).await.unwrap();
        tokio::time::advance(REQUEST_TIME * 2 / 3).await;
        let late = line.read_exact(&mut byte).await.unwrap_err();
        assert_eq!(late.kind(), io::ErrorKind::TimedOut, "a byte was there to be read");
        line.visitor.becomes_websocket();
        line.read_exact(&mut byte).await.unwrap();
        assert!(door.lobby.waiting().is_empty());
    }

    #[test]
    fn the_oldest_that_is_no_websocket_goes() {
        let lobby = Lobby::default();
        let first: Vec<CancellationToken> =
            (0..MAX_WAITING as u64).map(|number| lobby.enter(number)).collect();
        lobby.leave(0);
        lobby.enter(1_000);
        assert!(first.iter().all(|gone| !gone.is_cancelled()));
        lobby.enter(1_001);
        let gone: Vec<bool> = first.iter().map(CancellationToken::is_cancelled).collect();
        assert_eq!(gone.iter().position(|gone| *gone), Some(1));
        assert_eq!(lobby.waiting().len(), MAX_WAITING);
    }
}
