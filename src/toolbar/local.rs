//! The toolbar on the local terminal, live or with a recording.

use std::io;
use std::path::{Path, PathBuf};

use crossterm::event::EventStream;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::app::{App, Setup};
use super::event_loop::{self, AsOthers, Exit, Source};
use super::keymap::Keymap;
use super::plain::{self, Manner};
use super::replay::{Playback, ReplaySource};
use super::settings::Settings;
use super::terminal::{Files, LocalTerminal};
use super::theme::{Loaded, UserThemes, Warning};
use super::typed::Typed;
use super::user_file;
use super::widths::Widths;
use crate::clock::real_now;
use crate::contract::ids::DeskId;
use crate::wire::ClientEvent;
use crate::wire::text::visible;

/// How the toolbar looks.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the user has set, in their file or on the command line.
    pub settings: Settings,
    /// What was wrong in the file.
    pub warnings: Vec<Warning>,
    /// The user's folder of settings and themes.
    pub folder: Option<PathBuf>,
    /// The file that is there once the user was shown around; without a place for it, they are not.
    pub tour: Option<PathBuf>,
    /// The file of the widths of columns.
    pub columns: Option<PathBuf>,
    /// Whether the desk is another one's, which is only looked at.
    pub looks_on: bool,
    /// The desk that was looked into until now.
    pub back_from: Option<DeskId>,
    /// The file that the desk's frames are recorded in, where it can be read here.
    pub recording: Option<PathBuf>,
    /// The folder of what is logged.
    pub logs: Option<PathBuf>,
    /// Line by line instead of drawn.
    pub plain: Option<Manner>,
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
    run(app, options, Source::Hub { events, send, others }, stop).await
}

/// The toolbar with a recording.
pub async fn run_replay(
    options: Options,
    source: Box<dyn ReplaySource>,
    stop: CancellationToken,
) -> io::Result<Exit> {
    type NoHub = fn(u64, &str, Value) -> Result<(), ()>;
    let source: Source<NoHub> = Source::Recording(Playback::new(source)?);
    run(App::replay, options, source, stop).await
}

async fn run<S, E>(
    app: impl FnOnce(Setup) -> App,
    options: Options,
    source: Source<S>,
    stop: CancellationToken,
) -> io::Result<Exit>
where
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    let mut themes = UserThemes::of(options.folder.as_deref());
    let mut setup = setup(&options, &mut themes);
    user_file::log(&setup.warnings);
    if let Some(mut manner) = options.plain {
        // Where sentences follow one another there is room for all of them.
        manner.warnings = std::mem::take(&mut setup.warnings);
        let app = app(setup).recorded_in(options.recording);
        return plain::run(app.plainly(), manner, source, stop).await;
    }
    let app = app(setup).recorded_in(options.recording);
    let files = Files { folder: options.folder, tour: options.tour, columns: options.columns };
    let mut terminal = LocalTerminal::take(&stop, files, themes)?;
    let typed = Typed::new(EventStream::new(), std::io::stdin());
    event_loop::run(app.back_from(options.back_from), &mut terminal, typed, source, stop).await
}

fn setup(options: &Options, themes: &mut UserThemes) -> Setup {
    let settings = options.settings.clone();
    let Loaded { theme, warnings, .. } = themes.load(&settings.theme, settings.color);
    let (keymap, wrong_keys) = match &options.folder {
        Some(folder) => Keymap::load(settings.keymap, folder),
        None => Keymap::new(settings.keymap, String::new()),
    };
    let warnings = options.warnings.iter().cloned().chain(warnings).chain(wrong_keys).collect();
    let tour = settings.tour && options.tour.as_ref().is_some_and(|file| !file.exists());
    let widths = options.columns.as_deref().map(Widths::load).unwrap_or_default();
    let logs = options.logs.as_deref().map(at_home);
    Setup { theme, settings, keymap, widths, tour, warnings, logs, zone: local_zone(), now: real_now() }
}

/// A path as one writes it: from `~`, where it lies there.
fn at_home(path: &Path) -> String {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    let below = home.and_then(|home| path.strip_prefix(home).ok());
    let shown = below.map_or_else(|| path.to_owned(), |below| Path::new("~").join(below));
    visible(&shown.to_string_lossy()).into_owned()
}

/// The machine's offset from UTC now, in minutes.
fn local_zone() -> i32 {
    let now = i64::try_from(real_now().unix_secs()).ok().and_then(|now| Timestamp::from_second(now).ok());
    now.map_or(0, |now| TimeZone::system().to_offset(now).seconds() / 60)
}
