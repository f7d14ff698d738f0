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
use super::terminal::LocalTerminal;
use super::theme::{Depth, Theme};
use crate::clock::real_now;
use crate::wire::ClientEvent;

/// How the toolbar looks.
#[derive(Debug, Clone)]
pub struct Options {
    /// The theme's name: a file of the user's folder, else one that is built in.
    pub theme: String,
    /// The user's folder of themes.
    pub themes_dir: Option<PathBuf>,
    /// How many colours the terminal has.
    pub depth: Depth,
    /// Whether the desk is another one's, which is only looked at.
    pub looks_on: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { theme: "dark".to_owned(), themes_dir: None, depth: Depth::Full, looks_on: false }
    }
}

impl Depth {
    /// What the environment says: `NO_COLOR` (set and not empty), then `COLORTERM`. `TERM` tells of
    /// terminals that can do it and set nothing else.
    pub fn from_env(var: impl Fn(&str) -> Option<String>) -> Depth {
        if var("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            return Depth::None;
        }
        let term = var("TERM").unwrap_or_default();
        if term == "dumb" {
            return Depth::None;
        }
        let full = var("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
        let known =
            ["-direct", "kitty", "alacritty", "ghostty", "foot"].iter().any(|name| term.contains(name));
        if full || known { Depth::Full } else { Depth::Palette }
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
    run(app(setup(&options)), Source::Hub { events, send, others }, stop).await
}

/// The toolbar with a recording.
pub async fn run_replay(
    options: Options,
    source: Box<dyn ReplaySource>,
    stop: CancellationToken,
) -> io::Result<Exit> {
    type NoHub = fn(u64, &str, Value) -> Result<(), ()>;
    let source: Source<NoHub> = Source::Recording(Playback::new(source)?);
    run(App::replay(setup(&options)), source, stop).await
}

async fn run<S, E>(app: App, source: Source<S>, stop: CancellationToken) -> io::Result<Exit>
where
    S: Fn(u64, &str, Value) -> Result<(), E>,
{
    let mut terminal = LocalTerminal::take(&stop)?;
    event_loop::run(app, &mut terminal, EventStream::new(), source, stop).await
}

fn setup(options: &Options) -> Setup {
    let (theme, warnings) = Theme::load(&options.theme, options.themes_dir.as_deref());
    Setup { theme: theme.at_depth(options.depth), warnings, zone: local_zone(), now: real_now() }
}

/// The machine's offset from UTC now, in minutes.
fn local_zone() -> i32 {
    let now = i64::try_from(real_now().unix_secs()).ok().and_then(|now| Timestamp::from_second(now).ok());
    now.map_or(0, |now| TimeZone::system().to_offset(now).seconds() / 60)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], Depth::None)]
    #[case(&[("NO_COLOR", ""), ("COLORTERM", "truecolor")], Depth::Full)]
    #[case(&[("COLORTERM", "24bit")], Depth::Full)]
    #[case(&[("TERM", "xterm-256color")], Depth::Palette)]
    #[case(&[("TERM", "xterm-kitty")], Depth::Full)]
    #[case(&[("TERM", "dumb"), ("COLORTERM", "truecolor")], Depth::None)]
    fn the_environment_says_how_many_colours(#[case] vars: &[(&str, &str)], #[case] depth: Depth) {
        let var = |name: &str| vars.iter().find(|(known, _)| *known == name).map(|(_, v)| (*v).to_owned());
        assert_eq!(Depth::from_env(var), depth);
    }
}
