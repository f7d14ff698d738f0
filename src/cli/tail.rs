//! `offhook tail`: a desk's frames as they happen.

mod filter;
mod seen;

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{mpsc, oneshot};

use super::args::TailArgs;
use super::failure::{Failure, code};
use super::{call, find, out};
use crate::client::{Client, ClientEvent, Joined};
use crate::inspect::{Filter, Log};
use crate::wire::Role;
use seen::Seen;

/// How many lines wait for stdout. Then nothing more is read: the hub drops a peer that stays behind,
/// and what was missed is said on stderr.
const LINES: usize = 64;
/// How long what is printed already may take to reach a slow reader, when the work is over.
const LAST_LINES: Duration = Duration::from_secs(1);

pub(super) fn run(args: &TailArgs) -> Result<u8, Failure> {
    let filter = filter::parse(&args.filters)?;
    filter.doubts().iter().for_each(|doubt| out::note(doubt));
    let as_json = args.json || !args.text && !io::stdout().is_terminal();
    super::runtime()?.block_on(follow(args, &filter, as_json))
}

async fn follow(args: &TailArgs, filter: &Filter, as_json: bool) -> Result<u8, Failure> {
    let mut stop = Stop::new()?;
    let folders = find::folders()?;
    let config = find::lasting(&args.hub, Role::Observer, &folders).await?;
    let mut tail = Tail {
        filter,
        as_json,
        left: args.count,
        log: Log::bounded(1, 0),
        shown: 0,
        url: config.url.clone(),
        met: false,
    };
    let (client, mut events) = Client::start(config);
    let (lines, mut printed) = printer()?;
    let mut lines = Some(lines);
    let over = until(args.timeout);
    tokio::pin!(over);
    let mut line: Option<String> = None;
    let mut is_printed = false;
    let end = loop {
        let is_enough = tail.left == Some(0) && line.is_none();
        if is_enough {
            lines = None;
        }
        tokio::select! {
            biased;
            code = stop.asked() => break Ok(code),
            done = &mut printed => {
                is_printed = true;
                break ended(done);
            }
            () = &mut over => break Err(tail.too_late(args.timeout.unwrap_or_default())),
            room = room(lines.as_ref()), if line.is_some() => match room {
                Some(room) => room.send(line.take().unwrap_or_default()),
                // The reader is gone; why is told by `printed`.
                None => line = None,
            },
            event = events.recv(), if line.is_none() && !is_enough => match event {
                Some(event) => match tail.take(event) {
                    Ok(shown) => line = shown,
                    Err(failure) => break Err(failure),
                },
                None => break Err(Failure::new(code::NO_HUB, "the connection to the hub is over")),
            },
        }
    };
    drop(lines);
    if !is_printed {
        let _ = tokio::time::timeout(LAST_LINES, printed).await;
    }
    client.stop().await;
    end
}

async fn until(seconds: Option<u64>) {
    match seconds {
        Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
        None => std::future::pending().await,
    }
}

/// What is followed, and how much of it was seen.
struct Tail<'a> {
    filter: &'a Filter,
    as_json: bool,
    /// How many frames are still wanted; `None` for all that come.
    left: Option<u64>,
    /// The newest frame, and what is known from those before.
    log: Log,
    shown: u64,
    url: String,
    /// Whether there was a connection.
    met: bool,
}

impl Tail<'_> {
    /// The line to print for what the client tells, if any.
    fn take(&mut self, event: ClientEvent) -> Result<Option<String>, Failure> {
        match event {
            ClientEvent::Push(push) => {
                let seen = Seen::new(push, &mut self.log).filter(|seen| self.filter.wants(&seen.row));
                let Some(seen) = seen else { return Ok(None) };
                self.shown += 1;
                self.left = self.left.map(|left| left.saturating_sub(1));
                return Ok(Some(if self.as_json { seen.to_json() } else { seen.to_line(width()) }));
            }
            ClientEvent::Connected { answer, how } => {
                self.met = true;
                out::note(&match how {
                    Joined::First => format!("following the desk {} at {}", answer.desk.as_str(), self.url),
                    Joined::Resumed => "connected again; nothing was missed".to_owned(),
                    Joined::Lost { frames } => format!("connected again; {frames} frames were missed"),
                    Joined::NewEpoch => "connected again; the hub was started anew".to_owned(),
                });
            }
            ClientEvent::Lost { reason, .. } if !self.met => {
                return Err(call::unreached(&reason));
            }
            ClientEvent::Lost { reason, retry_in, .. } => {
                let seconds = retry_in.as_secs_f64();
                out::note(&format!("the connection is lost ({reason}); trying again in {seconds:.1} s"));
            }
            ClientEvent::Refused { reason } => return Err(refused(&reason)),
            ClientEvent::Answer { .. } => {}
        }
        Ok(None)
    }

    fn too_late(&self, seconds: u64) -> Failure {
        let of = self.left.map(|left| format!(" of {}", self.shown + left)).unwrap_or_default();
        let message = format!("{seconds} s are over; {}{of} frames came", self.shown);
        let failure = Failure::new(code::TIMED_OUT, message);
        match self.filter.is_empty() {
            true => failure,
            false => failure.hint("without filters every frame is shown; --timeout SECONDS waits longer"),
        }
    }
}

fn refused(reason: &str) -> Failure {
    let failure = Failure::new(code::NO_HUB, format!("the hub refused: {reason}"));
    match call::refusal_hint(reason) {
        Some(hint) => failure.hint(hint),
        None if reason.contains("token") => {
            failure.hint("--token, or OFFHOOK_TOKEN, gives the token of a hub of another user or machine")
        }
        None => failure,
    }
}

/// How wide a line for people may be now; a terminal can be resized.
fn width() -> usize {
    let terminal = crossterm::terminal::size().ok().filter(|_| io::stdout().is_terminal());
    terminal.map_or(seen::WIDEST, |(columns, _)| usize::from(columns).clamp(20, seen::WIDEST))
}

/// How the printing ended.
fn ended(done: Result<io::Result<()>, oneshot::error::RecvError>) -> Result<u8, Failure> {
    match done {
        Ok(Err(error)) if error.kind() != io::ErrorKind::BrokenPipe => Err(out::unwritable(&error)),
        // Nobody reads any more, or all was said.
        _ => Ok(code::DONE),
    }
}

/// The signals that end it.
struct Stop {
    interrupted: Signal,
    terminated: Signal,
    hung_up: Signal,
}

impl Stop {
    fn new() -> Result<Stop, Failure> {
        let on = |kind| {
            signal(kind).map_err(|error| Failure::new(code::IO, format!("can't listen for signals: {error}")))
        };
        let (interrupted, terminated) = (on(SignalKind::interrupt())?, on(SignalKind::terminate())?);
        Ok(Stop { interrupted, terminated, hung_up: on(SignalKind::hangup())? })
    }

    /// The exit code of the first that comes.
    async fn asked(&mut self) -> u8 {
        tokio::select! {
            _ = self.interrupted.recv() => code::INTERRUPTED,
            _ = self.terminated.recv() => code::DONE,
            _ = self.hung_up.recv() => code::DONE,
        }
    }
}

/// Stdout on a thread of its own, so that a reader who reads nothing does not keep Ctrl-C waiting. It
/// tells when all lines are printed, or no more can be.
fn printer() -> Result<(mpsc::Sender<String>, oneshot::Receiver<io::Result<()>>), Failure> {
    let (lines, waiting) = mpsc::channel(LINES);
    let (tell, printed) = oneshot::channel();
    let work = move || {
        let _ = tell.send(print(waiting));
    };
    let thread = std::thread::Builder::new().name("stdout".to_owned()).spawn(work);
    thread.map_err(|error| Failure::new(code::IO, format!("can't start a thread: {error}")))?;
    Ok((lines, printed))
}

/// Room for one line, as soon as there is some; `None` where nothing is printed any more.
async fn room(lines: Option<&mpsc::Sender<String>>) -> Option<mpsc::Permit<'_, String>> {
    lines?.reserve().await.ok()
}

/// Prints line by line, each as soon as it is there.
fn print(mut lines: mpsc::Receiver<String>) -> io::Result<()> {
    let mut stdout = io::stdout();
    while let Some(line) = lines.blocking_recv() {
        writeln!(stdout, "{line}")?;
        stdout.flush()?;
    }
    Ok(())
}
