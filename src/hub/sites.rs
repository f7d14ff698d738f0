//! The sites of a hub: those that it was started with, and those that are made when they are first used.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info};

use super::current::Current;
use super::site::{Site, SiteHandle, SiteOptions};
use super::{DEFAULT_SITE, HubError, hex, random};
use crate::clock::Clock;
use crate::contract::SdkError;
use crate::wire::Moment;
use crate::wire::text::visible;
use crate::workspace::Workspace;

/// The most sites that are made on first use. For one more, the one ends that nobody is connected to and that
/// was entered the longest ago; where there is none it is refused with 503.
const MAX_MADE: usize = 64;
/// The longest name of such a site, in bytes; there is none of a longer name.
const MAX_NAME: usize = 64;

/// The sites of a hub.
#[derive(Debug)]
pub(super) struct Sites {
    rooms: Mutex<Rooms>,
    /// What a site is made like on its first use; `None` where the sites are fixed.
    pattern: Option<Pattern>,
    /// The default site's, by which strangers are judged who name a site that is none.
    workspace: Current,
    keeper: Keeper,
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
    public_calls: bool,
    public_chats: bool,
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
    /// Starts these sites. With `on_use` others are made like the default one when they are first used.
    pub(super) fn start(list: Vec<SiteOptions>, on_use: bool, keeper: Keeper) -> Result<Sites, HubError> {
        let mut handles = HashMap::new();
        let mut ready = Vec::new();
        let mut pattern = None;
        for options in list {
            let name = options.name.clone();
            if !is_name(&name) || handles.contains_key(&name) {
                return Err(HubError::Site(name));
            }
            if name == DEFAULT_SITE {
                pattern = Some(Pattern::of(&options));
            }
            let site = Site::new(options, hex(&random::<8>()?));
            let (handle, posts) = site.mailbox();
            handles.insert(name, handle);
            ready.push((site, posts));
        }
        let pattern = pattern.ok_or_else(|| HubError::Site(String::new()))?;
        for (site, posts) in ready {
            let name = site.name.clone();
            keeper.watch(keeper.tracker.spawn(site.run(posts, keeper.stop.clone())), name, Ends::WithTheHub);
        }
        let workspace = handles
            .get(DEFAULT_SITE)
            .map_or_else(|| pattern.workspace.clone(), |site: &SiteHandle| site.workspace.clone());
        let rooms = Mutex::new(Rooms { handles, ..Rooms::default() });
        Ok(Sites { rooms, pattern: Some(pattern).filter(|_| on_use), workspace, keeper })
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
        let epoch = random::<8>().map_err(|error| SdkError::http(503, error.to_string()))?;
        if rooms.made.len() >= MAX_MADE {
            let Some(ended) = rooms.end_unused() else {
                let error = format!("{MAX_MADE} sites that were made on first use are in use");
                return Err(SdkError::http(503, error).hint("close the connections to one of them"));
            };
            info!(site = %visible(&ended), "ended a site that nobody uses, to make room");
        }
        let site = Site::new(pattern.options(name), hex(&epoch));
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
            public_calls: options.public_calls,
            public_chats: options.public_chats,
            greeting: options.greeting.clone(),
        }
    }

    fn options(&self, name: &str) -> SiteOptions {
        SiteOptions {
            name: name.to_owned(),
            workspace: self.workspace.get(),
            clock: self.virtual_at.map_or(Clock::Real, Clock::virtual_at),
            seed: self.seed,
            public_calls: self.public_calls,
            public_chats: self.public_chats,
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

/// Whether a site can go by this name in a path.
fn is_name(name: &str) -> bool {
    let good = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
    !name.is_empty() && name.bytes().all(good)
}
