//! The client's one task: connects, resumes, passes calls and frames on, waits and tries again.

use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc::OwnedPermit;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use super::calls::Calls;
use super::link::{Broken, Link};
use super::{ClientConfig, ClientEvent, Joined, TokenSource, backoff};
use crate::wire::text::visible;
use crate::wire::{HelloAnswer, Push, Resume, rpc};

/// How long a call may take before the hub has said how long.
const COMMAND_TIME: Duration = Duration::from_secs(20);
/// A connection that has lasted so long counts as good: the next pause is a short one again.
const STEADY: Duration = Duration::from_secs(5);
/// The shortest silence that counts, whatever the hub says.
const SHORTEST: Duration = Duration::from_millis(10);
/// How often in a row a token that was asked for anew may be wrong: a hub that starts again takes
/// connections a moment before its token can be read.
const WRONG_TOKENS: u32 = 4;

/// A call to be made.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) tag: u64,
    pub(super) method: String,
    pub(super) params: Value,
    /// Its place among the calls under way.
    pub(super) room: OwnedSemaphorePermit,
}

/// Why the task's work is over.
enum End {
    /// Its owner has had enough.
    Stopped,
    /// The connection is over.
    Broken(Broken),
}

impl From<Broken> for End {
    fn from(broken: Broken) -> End {
        End::Broken(broken)
    }
}

struct Runner {
    config: ClientConfig,
    commands: mpsc::Receiver<Command>,
    events: mpsc::Sender<ClientEvent>,
    stop: CancellationToken,
    calls: Calls,
    command_time: Duration,
    /// What to resume with; `seq` is the last frame seen.
    seen: Option<Resume>,
}

/// Runs until it is stopped, refused, or its owner is gone.
pub(super) async fn run(
    config: ClientConfig,
    commands: mpsc::Receiver<Command>,
    events: mpsc::Sender<ClientEvent>,
    stop: CancellationToken,
) {
    let (calls, command_time) = (Calls::default(), COMMAND_TIME);
    let mut runner = Runner { config, commands, events, stop, calls, command_time, seen: None };
    if let End::Broken(broken) = runner.run().await {
        let (Broken::Refused(reason) | Broken::WrongToken(reason) | Broken::Passing(reason)) = broken;
        warn!(reason = %visible(&reason), "the hub refused this client");
        // What was asked for and not looked at yet is owed an answer too.
        runner.commands.close();
        while let Ok(command) = runner.commands.try_recv() {
            let _ = runner.accept(Some(command)).await;
        }
        for lost in runner.calls.lose_all() {
            let _ = runner.emit(lost).await;
        }
        let _ = runner.emit(ClientEvent::Refused { reason }).await;
    }
}

impl Runner {
    /// Ends only for good.
    async fn run(&mut self) -> End {
        let mut attempt = 0;
        let mut wrong_tokens = 0;
        loop {
            let since = Instant::now();
            let reason = match self.connection().await {
                End::Broken(Broken::Passing(reason)) => {
                    wrong_tokens = 0;
                    reason
                }
                End::Broken(Broken::WrongToken(reason))
                    if self.may_learn() && wrong_tokens < WRONG_TOKENS =>
                {
                    wrong_tokens += 1;
                    reason
                }
                end => return end,
            };
            attempt = if since.elapsed() >= STEADY { 1 } else { attempt + 1 };
            let retry_in = backoff::pause(attempt);
            debug!(reason = %visible(&reason), attempt, "the connection is lost");
            if self.emit(ClientEvent::Lost { reason, retry_in, attempt }).await.is_err() {
                return End::Stopped;
            }
            if self.meanwhile(sleep(retry_in)).await.is_err() {
                return End::Stopped;
            }
        }
    }

    /// Whether a wrong token may be one of before the hub was started again.
    fn may_learn(&self) -> bool {
        self.seen.is_some() && self.config.token.is_some()
    }

    /// One connection, from its beginning to its end.
    async fn connection(&mut self) -> End {
        let url = self.config.url.clone();
        let mut hello = self.config.hello.clone();
        hello.resume = self.seen.clone();
        if let Some(token) = self.config.token.as_ref().and_then(TokenSource::ask) {
            hello.token = Some(token);
        }
        let (mut link, answer) = match self.meanwhile(async move { Link::open(&url, &hello).await }).await {
            Err(end) => return end,
            Ok(Err(broken)) => return broken.into(),
            Ok(Ok(opened)) => opened,
        };
        let silence = Duration::from_millis(answer.ping_notification_timeout).max(SHORTEST);
        let end = match self.joined(&mut link, answer).await {
            Ok(()) => self.talk(&mut link, silence).await,
            Err(end) => Err(end),
        };
        let Err(end) = end;
        if matches!(end, End::Stopped) {
            link.close().await;
        }
        end
    }

    /// The hub has greeted back: says how this follows on what was before, and sends what waits.
    async fn joined(&mut self, link: &mut Link, answer: HelloAnswer) -> Result<(), End> {
        let how = match &self.seen {
            None => Joined::First,
            Some(seen) if seen.epoch != answer.epoch => Joined::NewEpoch,
            Some(_) if answer.resumed => Joined::Resumed,
            Some(_) => Joined::Lost { frames: answer.lost.unwrap_or(0) },
        };
        let resumed = how == Joined::Resumed;
        let seq = self.seen.as_ref().filter(|_| resumed).map_or(answer.seq, |seen| seen.seq);
        self.seen = Some(Resume { epoch: answer.epoch.clone(), seq, key: answer.key.clone() });
        self.command_time = Duration::from_millis(answer.command_timeout).max(SHORTEST);
        let lost = if resumed { Vec::new() } else { self.calls.lose_sent() };
        self.emit(ClientEvent::Connected { answer: Box::new(answer), how }).await?;
        for call in lost {
            self.emit(call).await?;
        }
        for text in self.calls.unsent(resumed) {
            link.send(text).await?;
        }
        Ok(())
    }

    /// Passes calls and frames on until the connection is over.
    async fn talk(&mut self, link: &mut Link, silence: Duration) -> Result<std::convert::Infallible, End> {
        // Nothing is read before there is room to tell of it: a slow owner slows the hub.
        let mut room: Option<OwnedPermit<ClientEvent>> = None;
        let mut heard = Instant::now();
        loop {
            let deadline = self.calls.deadline();
            tokio::select! {
                biased;
                () = self.stop.cancelled() => return Err(End::Stopped),
                command = self.commands.recv() => {
                    self.accept(command).await?;
                    for text in self.calls.unsent(false) {
                        link.send(text).await?;
                    }
                }
                permit = self.events.clone().reserve_owned(), if room.is_none() => {
                    room = Some(permit.map_err(|_| End::Stopped)?);
                    heard = Instant::now();
                }
                message = link.next(), if room.is_some() => {
                    heard = Instant::now();
                    if let Some(event) = self.on_message(message?)?
                        && let Some(permit) = room.take()
                    {
                        permit.send(event);
                    }
                }
                () = until(deadline) => self.expire().await?,
                () = sleep_until(heard + silence), if room.is_some() => {
                    return Err(Broken::Passing("the hub gives no sign of life".to_owned()).into());
                }
            }
        }
    }

    fn on_message(&mut self, message: Option<rpc::Message>) -> Result<Option<ClientEvent>, End> {
        match message {
            Some(rpc::Message::Response { id: Some(id), result }) => Ok(self.calls.finish(&id, result)),
            Some(rpc::Message::Notification { method, params: Some(params) }) => {
                match Push::from_params(&method, params.get()) {
                    Some(Ok(push)) => self.on_push(push).map(Some),
                    Some(Err(error)) => {
                        Err(Broken::Passing(format!("a frame can't be read: {error}")).into())
                    }
                    None => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }

    /// A frame that does not follow on the last one shows that some are missing: resuming brings
    /// them.
    fn on_push(&mut self, push: Push) -> Result<ClientEvent, End> {
        if let Some(seen) = &mut self.seen {
            if push.prev != seen.seq {
                let reason = format!("frames are missing: {} follows on {}", push.prev, seen.seq);
                return Err(Broken::Passing(reason).into());
            }
            seen.seq = push.seq;
        }
        Ok(ClientEvent::Push(push))
    }

    /// Does something that takes time while calls come in and run out.
    async fn meanwhile<T>(&mut self, what: impl Future<Output = T>) -> Result<T, End> {
        let mut what = std::pin::pin!(what);
        loop {
            let deadline = self.calls.deadline();
            tokio::select! {
                biased;
                () = self.stop.cancelled() => return Err(End::Stopped),
                done = &mut what => return Ok(done),
                command = self.commands.recv() => self.accept(command).await?,
                () = until(deadline) => self.expire().await?,
            }
        }
    }

    async fn accept(&mut self, command: Option<Command>) -> Result<(), End> {
        match self.calls.add(command.ok_or(End::Stopped)?, self.command_time) {
            Ok(()) => Ok(()),
            Err(refused) => self.emit(refused).await,
        }
    }

    async fn expire(&mut self) -> Result<(), End> {
        for expired in self.calls.expire() {
            self.emit(expired).await?;
        }
        Ok(())
    }

    /// Tells the owner, waiting for room.
    async fn emit(&self, event: ClientEvent) -> Result<(), End> {
        tokio::select! {
            () = self.stop.cancelled() => Err(End::Stopped),
            sent = self.events.send(event) => sent.map_err(|_| End::Stopped),
        }
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
