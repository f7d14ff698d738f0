//! The workspace file watched: when it has changed, it is read again and the sites are told.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::kept::Entry;
use super::server::House;
use super::site::{Post, Site};
use crate::config::watched::{Stamp, Watched};
use crate::desk::Stage;
use crate::ecc::{Input, WorkspaceEdit};
use crate::wire::Role;
use crate::wire::text::visible;
use crate::workspace::Workspace;
use crate::workspace::file::FileError;

/// How often a workspace file is looked at.
pub const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The file that a hub's sites are configured with.
#[derive(Debug, Clone)]
pub struct WorkspaceFile {
    path: PathBuf,
    look_every: Duration,
    watched: Watched,
}

impl WorkspaceFile {
    /// The file as it is now; to be made before the file is read, so that no edit is missed.
    pub fn at(path: &Path) -> WorkspaceFile {
        WorkspaceFile {
            path: path.to_owned(),
            look_every: LOOK_EVERY,
            watched: Watched::read(Stamp::of(path)),
        }
    }

    /// The same, looked at so often.
    pub fn looked_at_every(self, look_every: Duration) -> WorkspaceFile {
        WorkspaceFile { look_every, ..self }
    }
}

/// What an edit came to: the workspace, or why it can't be used.
pub(super) type Edited = Result<Arc<Workspace>, String>;

/// Looks at the file until the hub stops.
pub(super) async fn watch(house: Arc<House>, file: WorkspaceFile, stop: CancellationToken) {
    let WorkspaceFile { path, look_every, mut watched } = file;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(look_every) => {}
        }
        let look = path.clone();
        let Ok(now) = spawn_blocking(move || Stamp::of(&look)).await else { continue };
        if !watched.look(now) {
            continue;
        }
        let read = path.clone();
        let Ok(result) = spawn_blocking(move || Workspace::read(&read)).await else { continue };
        house.sites.edited(told(&path, result)).await;
    }
}

fn told(path: &Path, result: Result<Workspace, FileError>) -> Edited {
    let name = path.display().to_string();
    match result {
        Ok(workspace) => Ok(Arc::new(workspace)),
        Err(error) => {
            warn!(file = %visible(&name), error = %visible(&error.to_string()), "the edited workspace can't be used; the old one stays");
            Err(match error {
                FileError::Wrong(error) => error.in_short(),
                error => error.to_string(),
            })
        }
    }
}

impl Site {
    /// The workspace file was edited: the engine decides, and everybody at the site goes by what it took.
    pub(super) fn on_edit(&mut self, edit: Edited) {
        let was_broken = std::mem::replace(&mut self.broken_file, edit.is_err());
        if edit.as_ref().is_ok_and(|edited| *edited == self.workspace) && !was_broken {
            return;
        }
        let safe = edit.as_ref().map(|edited| Arc::new(edited.without_secrets())).map_err(Clone::clone);
        let entry = Entry::Edited(safe);
        self.write_down(&entry);
        if let Entry::Edited(safe) = entry {
            self.edited(safe, edit.ok());
        }
    }

    /// The engine is given the edit without secrets; where it takes it, all else goes by it with them.
    pub(super) fn edited(&mut self, safe: Edited, whole: Option<Arc<Workspace>>) {
        let desks = self.desks.iter().filter(|(_, desk)| {
            let is_watched = desk.peers.values().any(|peer| peer.role == Role::Toolbar);
            is_watched || desk.state.stage() != Stage::SignedOut
        });
        let desks = desks.map(|(id, _)| id.clone()).collect();
        let given = safe.as_ref().ok().cloned();
        let input = Input::Workspace(WorkspaceEdit { desks, result: safe });
        if let Some(tape) = &mut self.tape {
            tape.input(self.now, &input);
        }
        let behind = !self.untold.is_empty();
        self.feed(input);
        if let Some(given) = given {
            if Arc::ptr_eq(self.ecc.workspace(), &given) {
                self.go_by(whole.unwrap_or(given));
                info!(site = %visible(&self.name), "the edited workspace is in use");
            } else {
                let lacks = self.ecc.lacks(&given).unwrap_or_default();
                warn!(site = %visible(&self.name), lacks = %visible(&lacks), "the edited workspace lacks what is in use; the old one stays");
            }
        }
        if !behind {
            self.tell_all();
        }
    }

    /// Everybody at the site goes by this workspace.
    pub(super) fn go_by(&mut self, workspace: Arc<Workspace>) {
        self.third_parties.take_workspace(&workspace);
        self.public.take_workspace(Arc::clone(&workspace), self.now);
        self.current.set(Arc::clone(&workspace));
        self.workspace = workspace;
    }
}

impl super::sites::Sites {
    /// Tells all sites of an edit, and those that are made from now on have it.
    pub(super) async fn edited(&self, edit: Edited) {
        if let Ok(workspace) = &edit {
            self.pattern_is(workspace);
        }
        for site in self.all() {
            // A site that has stopped needs no workspace.
            let _ = site.mailbox.send(Post::Edited(edit.clone())).await;
        }
    }
}
