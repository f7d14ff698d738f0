//! What every command with a toolbar does around it: looks, logs, signals, how it ended.

use std::io::{self, IsTerminal};

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tracing_appender::non_blocking::WorkerGuard;

use super::args::{LookArgs, PlainArgs};
use super::failure::{Failure, code};
use super::{call, others};
use crate::client::{Client, ClientConfig, ClientEvent};
use crate::config::{self, Folders};
use crate::observe;
use crate::toolbar::event_loop::Failed;
use crate::toolbar::plain::{Ends, Manner, Script};
use crate::toolbar::theme::Warning;
use crate::toolbar::{self, Exit, Options, Settings};
use crate::wire::{Hello, Role};

/// Where a script of plain mode has its password from, beside its own lines.
const PASSWORD: &str = "OFFHOOK_PASSWORD";

/// How the toolbar is shown: drawn on a terminal at both ends (`None`), else line by line where that was asked
/// for, or where the terminal can't be drawn on.
pub(super) fn face(args: &PlainArgs, instead: &str) -> Result<Option<Manner>, Failure> {
    let variable = |name| std::env::var(name).ok();
    let term = variable("TERM");
    let (typed, read) = (io::stdin().is_terminal(), io::stdout().is_terminal());
    let is_dumb = term.as_deref() == Some("dumb");
    let is_terminal = typed && read;
    if !args.plain && !is_terminal {
        let hint = format!("--plain works line by line, also in pipes; {instead}");
        return Err(Failure::new(code::USAGE, "the toolbar needs a terminal, and this is none").hint(hint));
    }
    if !args.plain && !is_dumb {
        return Ok(None);
    }
    let note =
        "This terminal can't be drawn on (TERM=dumb), so the toolbar works line by line, as with --plain.";
    Ok(Some(Manner {
        ends: Ends::of_this_process(term.as_deref()),
        keep_going: args.keep_going,
        password: variable(PASSWORD).filter(|password| !password.is_empty()),
        note: (!args.plain).then(|| note.to_owned()),
        warnings: Vec::new(),
        // What is typed would not be seen.
        tell_all: typed && !read,
        script: Script::default(),
    }))
}

/// Logs go to a file from here on, never to the screen.
pub(super) fn log_to_file(folders: &Folders) -> Result<WorkerGuard, Failure> {
    let folder = folders.state.join(LOGS);
    config::create(&folder).map_err(|error| Failure::new(code::IO, error.to_string()))?;
    observe::to_file(&folder)
        .map_err(|error| Failure::new(code::IO, format!("can't write logs to {}: {error}", folder.display())))
}

/// The folder of logs, in the state folder.
const LOGS: &str = "logs";
/// What remembers, in the state folder, that the user was shown around.
const TOUR: &str = "tour-seen";
/// What keeps there how wide columns were made.
const COLUMNS: &str = "columns.json";

/// How the toolbar is to be: the file of settings, and what the command line says before it.
pub(super) fn options(look: &LookArgs, folders: &Folders) -> Options {
    let term = std::env::var("TERM").ok();
    let (mut settings, mut warnings) = Settings::on(term.as_deref()).load(&folders.config);
    for (setting, word) in look.words() {
        warnings.extend(settings.set(setting, word).err().map(Warning));
    }
    let (folder, tour) = (Some(folders.config.clone()), Some(folders.state.join(TOUR)));
    let (columns, logs) = (Some(folders.state.join(COLUMNS)), Some(folders.state.join(LOGS)));
    Options { settings, warnings, folder, tour, columns, logs, ..Options::default() }
}

/// Cancelled by SIGTERM and SIGHUP, so that the terminal is given back before the program ends.
pub(super) fn stop_on_signals() -> Result<CancellationToken, Failure> {
    let stop = CancellationToken::new();
    for kind in [SignalKind::terminate(), SignalKind::hangup()] {
        let mut signals = signal(kind)
            .map_err(|error| Failure::new(code::IO, format!("can't listen for signals: {error}")))?;
        let stop = stop.clone();
        tokio::spawn(async move {
            signals.recv().await;
            stop.cancel();
        });
    }
    Ok(stop)
}

/// The toolbar on a hub until it ends.
pub(super) async fn on_hub(
    ws: String,
    hello: Hello,
    options: Options,
    stop: CancellationToken,
) -> Result<u8, Failure> {
    with_client(ClientConfig::new(ws, hello), options, stop).await
}

/// As [`on_hub`], with a client of one's own making. Who looks into another desk comes back afterwards, to the list
/// of desks.
pub(super) async fn with_client(
    config: ClientConfig,
    mut options: Options,
    stop: CancellationToken,
) -> Result<u8, Failure> {
    loop {
        let exit = at_desk(config.clone(), options.clone(), stop.clone()).await;
        let Ok(Exit::Listen { desk }) = exit else { return ended(exit) };
        let mut other = config.clone();
        (other.hello.role, other.hello.desk) = (Role::Observer, Some(desk.clone()));
        let looking_on = Options { looks_on: true, recording: None, ..options.clone() };
        match at_desk(other, looking_on, stop.clone()).await {
            // Their own toolbar says so too where the hub is gone.
            Ok(Exit::Quit | Exit::Refused { .. } | Exit::Unreached { .. } | Exit::Listen { .. }) => {}
            // What failed is told at the end.
            Ok(Exit::Failed(_)) if options.plain.as_ref().is_some_and(|manner| manner.keep_going) => {}
            over => return ended(over),
        }
        options.back_from = Some(desk);
    }
}

/// A toolbar at one desk until it ends.
async fn at_desk(config: ClientConfig, options: Options, stop: CancellationToken) -> io::Result<Exit> {
    let others = others::on(&config);
    let (client, events): (Client, mpsc::Receiver<ClientEvent>) = Client::start(config);
    let send = |tag, method: &str, params| client.send(tag, method, params);
    let exit = toolbar::run_live(options, events, send, Some(others), stop).await;
    client.stop().await;
    exit
}

/// How a toolbar ended, as an exit code.
pub(super) fn ended(exit: io::Result<Exit>) -> Result<u8, Failure> {
    match exit {
        Ok(Exit::Quit | Exit::Stopped | Exit::InputClosed | Exit::Listen { .. }) => Ok(code::DONE),
        Ok(Exit::Interrupted) => Ok(code::INTERRUPTED),
        // What failed is said already.
        Ok(Exit::Failed(failed)) => Ok(match failed {
            Failed::Usage => code::USAGE,
            Failed::Refused => code::SDK_ERROR,
            Failed::TimedOut => code::TIMED_OUT,
            Failed::NoHub => code::NO_HUB,
        }),
        Ok(Exit::Unreached { reason }) => Err(call::unreached(&reason)),
        Ok(Exit::Refused { reason }) => Err(Failure::new(code::NO_HUB, format!("the hub refused: {reason}"))),
        Err(error) => Err(Failure::new(code::IO, format!("the terminal failed: {error}"))),
    }
}
