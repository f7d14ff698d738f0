//! `offhook serve`: a hub without a toolbar.

use std::io::{self, Write};
use std::sync::Arc;

use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::args::{ServeArgs, SitesArg};
use super::failure::{Failure, code};
use super::{find, load};
use crate::clock::{Clock, real_now};
use crate::config::{Folders, HubFile, HubKind, Published};
use crate::hub::{ByThemselves, Hub, HubError, HubHandle, HubOptions, Listen, SiteOptions, WorkspaceFile};
use crate::journal::Shelf;
use crate::observe;

pub(super) fn run(args: &ServeArgs) -> Result<u8, Failure> {
    let workspace_file = args.workspace.as_deref().map(WorkspaceFile::at);
    let workspace = load::workspace(args.workspace.as_deref())?;
    let mut site = SiteOptions::new(workspace);
    site.seed = load::seed(args.seed)?;
    site.public = if args.public { ByThemselves::Callers } else { ByThemselves::Nobody };
    if args.virtual_clock {
        site.clock = Clock::virtual_at(real_now());
    }
    let options = HubOptions {
        listen: Listen::At(args.listen),
        sites: vec![site],
        sites_on_use: args.sites == SitesArg::Auto,
        token: args.token.clone(),
        allowed_hosts: args.allow_host.clone(),
        workspace_file,
        data: args.data.clone().map(|folder| Arc::new(folder) as Arc<dyn Shelf>),
        stop: CancellationToken::new(),
    };
    let folders = find::folders()?;
    let _logs = observe::to_stderr();
    super::runtime()?.block_on(serve(options, &folders))
}

async fn serve(options: HubOptions, folders: &Folders) -> Result<u8, Failure> {
    // Both are set before anyone learns that the hub is ready.
    let mut interrupted = signal(SignalKind::interrupt()).map_err(no_signals)?;
    let mut terminated = signal(SignalKind::terminate()).map_err(no_signals)?;
    // A terminal that closes is no reason to leave peers without a goodbye.
    let mut hung_up = signal(SignalKind::hangup()).map_err(no_signals)?;
    let is_kept = options.data.is_some();
    let hub = Hub::start(options).await.map_err(|error| not_started(&error))?;
    let file = publish(&hub, folders, HubKind::Serve)?;
    let mut ready = json!({"ready": true, "url": hub.http_url, "ws": hub.ws_url, "token": hub.token});
    if is_kept {
        ready["restored"] = json!(hub.restored);
    }
    let code = match writeln!(io::stdout(), "{ready}") {
        Ok(()) => Ok(tokio::select! {
            _ = interrupted.recv() => code::INTERRUPTED,
            _ = terminated.recv() => code::DONE,
            _ = hung_up.recv() => code::DONE,
            // Why stands in the log.
            () = hub.failed() => code::IO,
        }),
        // Whoever started it would wait for this line for ever.
        Err(error) => Err(Failure::new(code::IO, format!("can't write the ready line to stdout: {error}"))),
    };
    drop(file);
    hub.stop().await;
    code
}

fn no_signals(error: std::io::Error) -> Failure {
    Failure::new(code::IO, format!("can't listen for signals: {error}"))
}

/// Why a hub did not start, as exit code and hint.
pub(super) fn not_started(error: &HubError) -> Failure {
    let code = match error {
        HubError::Bind { .. } | HubError::Address(_) | HubError::Journal { .. } | HubError::Random(_) => {
            code::IO
        }
        HubError::NeedsToken(_)
        | HubError::Token
        | HubError::Site(_)
        | HubError::Host(_)
        | HubError::KeptWorkspace { .. }
        | HubError::KeptClock { .. } => code::USAGE,
    };
    Failure::new(code, error.to_string())
}

/// Writes the file by which commands of the same user find the hub; it goes when this is dropped.
pub(super) fn publish(hub: &HubHandle, folders: &Folders, kind: HubKind) -> Result<Published, Failure> {
    let file = HubFile {
        url: hub.http_url.clone(),
        ws: hub.ws_url.clone(),
        token: hub.token.clone(),
        pid: std::process::id(),
        kind,
        started: real_now(),
    };
    file.publish(folders, hub.addr.port()).map_err(|error| Failure::new(code::IO, error.to_string()))
}
