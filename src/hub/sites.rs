//! The sites of a hub: those that it was started with, and those that are made when they are first used.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info};

use super::current::Current;
use super::kept::{Restored, restore};
use super::public::ByThemselves;
use super::site::{Site, SiteHandle, SiteOptions};
use super::{DEFAULT_SITE, HubError, hex, random};
use crate::clock::Clock;
use crate::contract::SdkError;
use crate::journal::Shelf;
use crate::wire::Moment;
use crate::wire::text::visible;
use crate::workspace::Workspace;

/// The most sites that are made on first use. For one more, the one ends that nobody is connected to and that
/// was entered the longest ago; where there is none it is refused with 503.
const MAX_MADE: usize = 64;
/// The longest name of such a site, in bytes; there is none of a longer name.
const MAX_NAME: usize = 64;

/// The sites of a hub.
pub(super) struct Sites {
    rooms: Mutex<Rooms>,
    /// What a site is made like on its first use; `None` where the sites are fixed.
    pattern: Option<Pattern>,
    /// The default site's, by which strangers are judged who name a site that is none.
    workspace: Current,
    /// Where they are kept.
    data: Option<Arc<dyn Shelf>>,
    keeper: Keeper,
}

impl fmt::Debug for Sites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sites").field("rooms", &self.rooms).finish_non_exhaustive()
    }
}

#[derive(Debug, Default)]
struct Rooms {
    handles: HashMap<String, SiteHandle>,
    /// Those of them that were made on first use, each with the number of its last entrance.
    made: HashMap<String, u64>,
    /// How often such a site was entered.
    entrances: u64,
}

impl Rooms {
    /// The site with this name, where it runs.
    fn enter(&mut self, name: &str) -> Option<SiteHandle> {
        let site = self.handles.get(name)?.clone();
        if let Some(last) = self.made.get_mut(name) {
            self.entrances += 1;
            *last = self.entrances;
        }
        Some(site)
    }

    /// Ends a site that nobody uses; its name, where there was one. Each connection holds a handle, and all
    /// handles come from here, so one of which ours is the only one has nobody, and nobody can come meanwhile.
    fn end_unused(&mut self) -> Option<String> {
        let unused = |name: &str| self.handles.get(name).is_some_and(SiteHandle::is_the_only_one);
        let (name, _) = self.made.iter().filter(|(name, _)| unused(name)).min_by_key(|(_, last)| **last)?;
        let name = name.clone();
        self.made.remove(&name);
        self.handles.remove(&name);
        Some(name)
    }
}

/// What the default site was started with, but for its name and its recording.
#[derive(Debug)]
struct Pattern {
    workspace: Current,
    /// Where a virtual clock stands at first.
    virtual_at: Option<Moment>,
    seed: u64,
    public: ByThemselves,
    greeting: Option<String>,
}

/// What watches the sites' tasks.
#[derive(Debug, Clone)]
pub(super) struct Keeper {
    pub(super) tracker: TaskTracker,
    pub(super) stop: CancellationToken,
    /// Cancelled, before `stop` is, when a site ended unasked.
    pub(super) failed: CancellationToken,
}

impl Sites {
    /// Starts these sites, as they were where they are kept. With `on_use` others are made like the default one
    /// when they are first used; those that are kept are there from the start.
    pub(super) fn start(
        mut list: Vec<SiteOptions>,
        on_use: bool,
        data: Option<Arc<dyn Shelf>>,
        keeper: Keeper,
    ) -> Result<(Sites, Vec<Restored>), HubError> {
        let is_default = |options: &&SiteOptions| options.name == DEFAULT_SITE;
        let pattern = list.iter().find(is_default).map(Pattern::of);
        let pattern = pattern.ok_or_else(|| HubError::Site(String::new()))?;
        let mut rooms = Rooms::default();
        if let Some(data) = data.as_ref().filter(|_| on_use) {
            let of_journal = |source| HubError::Journal { site: DEFAULT_SITE.to_owned(), source };
            let kept = data.sites().map_err(of_journal)?;
            let others =
                kept.iter().filter(|name| is_name(name) && list.iter().all(|one| &one.name != *name));
            // Further ones are there again when they are used.
            let others: Vec<SiteOptions> = others.take(MAX_MADE).map(|name| pattern.options(name)).collect();
            rooms.made = others.iter().map(|one| (one.name.clone(), 0)).collect();
            list.extend(others);
        }
        let (mut ready, mut restored) = (Vec::new(), Vec::new());
        for options in list {
            let name = options.name.clone();
            if !is_name(&name) || rooms.handles.contains_key(&name) {
                return Err(HubError::Site(name));
            }
            let (site, from) = begin(options, data.as_deref())?;
            restored.extend(from);
            let (handle, posts) = site.mailbox();
            rooms.handles.insert(name, handle);
            ready.push((site, posts));
        }
        for (site, posts) in ready {
            let name = site.name.clone();
            let ends = if rooms.made.contains_key(&name) { Ends::WhenUnused } else { Ends::WithTheHub };
            keeper.watch(keeper.tracker.spawn(site.run(posts, keeper.stop.clone())), name, ends);
        }
        let workspace = rooms
            .handles
            .get(DEFAULT_SITE)
            .map_or_else(|| pattern.workspace.clone(), |site: &SiteHandle| site.workspace.clone());
        let rooms = Mutex::new(rooms);
        let sites = Sites { rooms, pattern: Some(pattern).filter(|_| on_use), workspace, data, keeper };
        Ok((sites, restored))
    }

    /// The site with this name, where it runs.
    pub(super) fn get(&self, name: &str) -> Option<SiteHandle> {
        self.rooms().handles.get(name).cloned()
    }

    /// What the site with this name is configured with, or would be on its first use; `None` where there
    /// can be none.
    pub(super) fn workspace(&self, name: &str) -> Option<Arc<Workspace>> {
        let here = self.get(name).map(|site| site.workspace.get());
        let pattern = self.pattern.as_ref().filter(|_| is_name(name) && name.len() <= MAX_NAME);
        here.or_else(|| pattern.map(|pattern| pattern.workspace.get()))
    }

    /// The default site's workspace.
    pub(super) fn default_workspace(&self) -> Arc<Workspace> {
        self.workspace.get()
    }

    /// All sites that run.
    pub(super) fn all(&self) -> Vec<SiteHandle> {
        self.rooms().handles.values().cloned().collect()
    }

    /// Sites that are made from now on have this workspace.
    pub(super) fn pattern_is(&self, workspace: &Arc<Workspace>) {
        if let Some(pattern) = &self.pattern {
            pattern.workspace.set(Arc::clone(workspace));
        }
    }

    /// The site with this name, made now where it has not been used before.
    pub(super) fn enter(&self, name: &str) -> Result<SiteHandle, SdkError> {
        let mut rooms = self.rooms();
        if let Some(site) = rooms.enter(name) {
            return Ok(site);
        }
        let pattern = self.pattern.as_ref().filter(|_| is_name(name) && name.len() <= MAX_NAME);
        let pattern = pattern.ok_or_else(|| SdkError::not_found("there is no such site"))?;
        if rooms.made.len() >= MAX_MADE {
            let Some(ended) = rooms.end_unused() else {
                let error = format!("{MAX_MADE} sites that were made on first use are in use");
                return Err(SdkError::http(503, error).hint("close the connections to one of them"));
            };
            info!(site = %visible(&ended), "ended a site that nobody uses, to make room");
        }
        // A disk that can't take it now may do so soon, as after a site of that name has ended.
        let (site, _) = begin(pattern.options(name), self.data.as_deref())
            .map_err(|error| SdkError::http(507, error.to_string()).hint("try again in a moment"))?;
        let (handle, posts) = site.mailbox();
        rooms.handles.insert(name.to_owned(), handle.clone());
        rooms.entrances += 1;
        let entrance = rooms.entrances;
        rooms.made.insert(name.to_owned(), entrance);
        drop(rooms);
        info!(site = %visible(name), "made a site on its first use");
        let task = self.keeper.tracker.spawn(site.run(posts, self.keeper.stop.clone()));
        self.keeper.watch(task, name.to_owned(), Ends::WhenUnused);
        Ok(handle)
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        // Nothing that holds the lock can leave it half changed.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pattern {
    fn of(options: &SiteOptions) -> Pattern {
        Pattern {
            workspace: Current::new(Arc::clone(&options.workspace)),
            virtual_at: options.clock.is_virtual().then(|| options.clock.now()),
            seed: options.seed,
            public: options.public,
            greeting: options.greeting.clone(),
        }
    }

    fn options(&self, name: &str) -> SiteOptions {
        SiteOptions {
            name: name.to_owned(),
            workspace: self.workspace.get(),
            clock: self.virtual_at.map_or(Clock::Real, Clock::virtual_at),
            seed: self.seed,
            public: self.public,
            recording: None,
            greeting: self.greeting.clone(),
        }
    }
}

/// When a site's task may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    WithTheHub,
    /// Also when the last handle to it is gone.
    WhenUnused,
}

impl Keeper {
    /// A site whose task ends unasked leaves a hub that answers nothing: the hub stops too, and whoever
    /// runs it is told.
    fn watch(&self, site: JoinHandle<()>, name: String, ends: Ends) {
        let Keeper { tracker, stop, failed } = self.clone();
        tracker.spawn(async move {
            let ended = site.await;
            if ended.is_ok() && (stop.is_cancelled() || ends == Ends::WhenUnused) {
                return;
            }
            let why = ended.err().map_or_else(|| "it ended unasked".to_owned(), |error| error.to_string());
            error!(site = %visible(&name), why = %visible(&why), "a site failed; the hub stops");
            failed.cancel();
            stop.cancel();
        });
    }
}

/// A site that is about to run: as it is kept, else a new one.
fn begin(options: SiteOptions, data: Option<&dyn Shelf>) -> Result<(Site, Option<Restored>), HubError> {
    let (name, epoch) = (options.name.clone(), hex(&random::<8>()?));
    let Some(data) = data else { return Ok((Site::new(options, epoch), None)) };
    let disk = data.disk(&name).map_err(|source| HubError::Journal { site: name, source })?;
    restore(options, epoch, disk)
}

/// Whether a site can go by this name in a path.
fn is_name(name: &str) -> bool {
    let good = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
    !name.is_empty() && name.bytes().all(good)
}
