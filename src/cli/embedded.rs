//! Plain `offhook`: a hub of its own, a toolbar on it, and a recording of both.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::args::SessionArgs;
use super::failure::{Failure, code};
use super::{find, load, screen, serve};
use crate::clock::{self, real_now};
use crate::config::{self, Folders, HubKind};
use crate::contract::ids::DeskId;
use crate::hub::{ByThemselves, Hub, HubOptions, Recording, SiteOptions, WorkspaceFile};
use crate::recording::{Header, Recorder, keep};
use crate::toolbar::Options;
use crate::wire::{Hello, Moment, Role};
use crate::workspace::Workspace;

pub(super) fn run(args: &SessionArgs) -> Result<u8, Failure> {
    let workspace_file = args.workspace.as_deref().map(WorkspaceFile::at);
    let workspace = load::workspace(args.workspace.as_deref())?;
    let plain = screen::face(&args.plain, "offhook serve runs a contact centre without one")?;
    let seed = load::seed(args.seed)?;
    let folders = find::folders()?;
    let mut options = Options { plain, ..screen::options(&args.look, &folders) };
    let _logs = screen::log_to_file(&folders)?;
    let started = real_now();
    let path = recording_path(args.record.as_deref(), &folders, started)?;
    let header = header(&workspace, seed, started)?;
    let recorder = Recorder::create(&path, &header).map_err(|error| {
        Failure::new(code::IO, format!("can't record to {}: {error}", path.display()))
            .hint("--record FILE names another file")
    })?;
    let recorder = Arc::new(recorder);
    options.recording = Some(path.clone());
    let mut site = SiteOptions::new(workspace);
    site.seed = seed;
    site.greeting.clone_from(&site.workspace.site.greeting);
    site.public = if args.quiet { ByThemselves::Nobody } else { ByThemselves::AsConfigured };
    site.recording = Some(Recording { sink: Box::new(Arc::clone(&recorder)), started });
    let code = super::runtime()?.block_on(session(site, workspace_file, &folders, options));
    let kept = kept(recorder);
    if let Err(missing) = &kept {
        warn!(%missing, "the recording is not whole");
    }
    // A terminal that is gone takes no more words; the log has them.
    let _ = match kept {
        Ok(()) if code.is_err() => Ok(()),
        Ok(()) => writeln!(io::stdout(), "Recorded to {}", path.display()),
        Err(missing) => writeln!(io::stderr(), "offhook: recorded to {}, but {missing}", path.display()),
    };
    code
}

/// Ends a recording, or says what it misses.
fn kept(recorder: Arc<Recorder>) -> Result<(), String> {
    let dropped = recorder.dropped();
    // The hub has stopped and holds it no longer; a task of it that hangs might.
    let Some(recorder) = Arc::into_inner(recorder) else {
        return Err("its end may be missing: the hub still writes".to_owned());
    };
    match recorder.finish() {
        Ok(0) => Ok(()),
        Ok(lost) => Err(format!("{lost} of its records are missing: the disk was too slow or full")),
        Err(error) if dropped == 0 => Err(format!("its end is missing: {error}")),
        Err(error) => Err(format!("its end and {dropped} records before it are missing: {error}")),
    }
}

async fn session(
    site: SiteOptions,
    workspace_file: Option<WorkspaceFile>,
    folders: &Folders,
    options: Options,
) -> Result<u8, Failure> {
    let stop = screen::stop_on_signals()?;
    let mut hub_options = HubOptions::new(site);
    hub_options.workspace_file = workspace_file;
    // The hub outlives the toolbar, which ends first when a signal comes.
    hub_options.stop = CancellationToken::new();
    let bound = Hub::bind(hub_options).await.map_err(|error| serve::not_started(&error))?;
    let mut hello = Hello::new(Role::Toolbar);
    hello.token = Some(bound.token.clone());
    let toolbar = screen::on_hub(bound.ws_url.clone(), hello, options, stop.clone());
    let hub = async {
        let hub = bound.start().map_err(|error| serve::not_started(&error));
        let published = hub.and_then(|hub| Ok((serve::publish(&hub, folders, HubKind::Embedded)?, hub)));
        // A toolbar is nothing without its hub.
        published.inspect_err(|_| stop.cancel())
    };
    // The screen is drawn before the hub is up: the toolbar waits at its door meanwhile.
    let (code, hub) = tokio::join!(biased; toolbar, hub);
    let (file, hub) = hub?;
    drop(file);
    hub.stop().await;
    code
}

/// Where a session is recorded: the named file, else one of the last in the state folder.
fn recording_path(named: Option<&Path>, folders: &Folders, at: Moment) -> Result<PathBuf, Failure> {
    if let Some(path) = named {
        return Ok(path.to_owned());
    }
    let folder = folders.state.join(keep::FOLDER);
    config::create(&folder).map_err(|error| Failure::new(code::IO, error.to_string()))?;
    // The newest of those that are there and the one to come make twenty.
    keep::newest(&folder, keep::KEPT - 1)
        .map_err(|error| Failure::new(code::IO, format!("can't tidy {}: {error}", folder.display())))?;
    let name = at.at_offset(0, "%Y-%m-%dT%H-%M-%S");
    Ok(folder.join(format!("{name}-{:03}.jsonl", at.0 / 1000 % 1000)))
}

fn header(workspace: &Workspace, seed: u64, started: Moment) -> Result<Header, Failure> {
    let broken =
        |error: &dyn std::fmt::Display| Failure::new(code::IO, format!("can't begin a recording: {error}"));
    let id = clock::random_bytes::<8>().map_err(|error| broken(&error))?;
    let whole = serde_json::value::to_raw_value(workspace).map_err(|error| broken(&error))?;
    Ok(Header {
        kind: crate::recording::record::KIND.to_owned(),
        version: crate::recording::record::FORMAT,
        id: format!("{:016x}", u64::from_be_bytes(id)),
        started,
        site: workspace.site.name.clone(),
        desk: DeskId::default_desk(),
        source: "offhook".to_owned(),
        redaction: "secrets".to_owned(),
        seed,
        workspace: Some(whole),
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        runnable: true,
    })
}
