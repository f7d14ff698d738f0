//! The toolbar on the local terminal, live or with a recording.

use std::io;
use std::path::PathBuf;

use crossterm::event::EventStream;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::app::{App, Setup};
use super::event_loop::{self, AsOthers, Exit, Source};
use super::replay::{Playback, ReplaySource};
use super::settings::Settings;
use super::terminal::LocalTerminal;
use super::theme::{Depth, Theme, Warning};
use crate::clock::real_now;
use crate::wire::ClientEvent;

/// How the toolbar looks.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the user has set, in their file or on the command line.
    pub settings: Settings,
    /// What was wrong in the file.
    pub warnings: Vec<Warning>,
    /// The user's folder of settings and themes.
    pub folder: Option<PathBuf>,
    /// How many colours the terminal has.
    pub depth: Depth,
    /// Whether the desk is another one's, which is only looked at.
    pub looks_on: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            settings: Settings::default(),
            warnings: Vec::new(),
            folder: None,
            depth: Depth::Full,
            looks_on: false,
        }
    }
}

/// The toolbar at a hub. `events` come from a client and `send` gives it calls; an error of `send`
/// means that the client can take no more now; `others` makes calls as other peers. `stop` ends the toolbar, for a signal; it is cancelled
/// when anything in the program panics. Must run inside a tokio runtime.
pub async fn run_live<S, E>(
    options: Options,
    events: mpsc::Receiver<ClientEvent>,
    send: S,
    others: Option<AsOthers>,
    stop: CancellationToken,
) -> io::Result<Exit>
where
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    let app = if options.looks_on { App::looking_on } else { App::live };
    run(app(setup(&options)), options.folder, Source::Hub { events, send, others }, stop).await
}

/// The toolbar with a recording.
pub async fn run_replay(
    options: Options,
    source: Box<dyn ReplaySource>,
    stop: CancellationToken,
) -> io::Result<Exit> {
    type NoHub = fn(u64, &str, Value) -> Result<(), ()>;
    let source: Source<NoHub> = Source::Recording(Playback::new(source)?);
    run(App::replay(setup(&options)), options.folder, source, stop).await
}

async fn run<S, E>(
    app: App,
    folder: Option<PathBuf>,
    source: Source<S>,
    stop: CancellationToken,
) -> io::Result<Exit>
where
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    let mut terminal = LocalTerminal::take(&stop, folder)?;
    event_loop::run(app, &mut terminal, EventStream::new(), source, stop).await
}

fn setup(options: &Options) -> Setup {
    let themes = options.folder.as_ref().map(|folder| folder.join("themes"));
    let (theme, wrong) = Theme::load(&options.settings.theme, themes.as_deref());
    let warnings = options.warnings.iter().cloned().chain(wrong).collect();
    Setup {
        theme: theme.at_depth(options.depth),
        settings: options.settings.clone(),
        warnings,
        zone: local_zone(),
        now: real_now(),
    }
}

/// The machine's offset from UTC now, in minutes.
fn local_zone() -> i32 {
    let now = i64::try_from(real_now().unix_secs()).ok().and_then(|now| Timestamp::from_second(now).ok());
    now.map_or(0, |now| TimeZone::system().to_offset(now).seconds() / 60)
}
