//! The hub: a server that owns sites and lets peers talk to them by websocket.

mod advance;
mod answers;
mod call;
mod connection;
mod current;
mod desk;
mod gate;
mod guard;
mod join;
mod kept;
mod keys;
mod listener;
mod outbox;
mod own;
mod page;
pub mod public;
mod refused;
mod reload;
mod ring;
mod sdk_file;
mod server;
mod site;
mod sites;
mod tape;
mod third_party;
mod time;
mod upkeep;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info, warn};

pub use kept::Restored;
pub use public::ByThemselves;
pub use reload::{LOOK_EVERY, WorkspaceFile};
pub use site::SiteOptions;
pub use tape::{FrameSink, Recording};

use crate::clock;
use crate::journal::{JournalError, Shelf};
use crate::wire::text::visible;
use crate::workspace::Workspace;

/// The site without a prefix in its path.
pub const DEFAULT_SITE: &str = "default";

/// How long peers may take to read what is left when the hub stops; then they are cut off.
const GRACE: Duration = Duration::from_millis(1_500);
/// How long is waited for what was cut off.
const LAST_GRACE: Duration = Duration::from_millis(400);

/// Where the hub listens.
#[derive(Debug)]
pub enum Listen {
    /// At an address; port 0 takes a free one.
    At(SocketAddr),
    /// At a socket that the caller has bound.
    On(TcpListener),
}

/// What a hub is started with.
pub struct HubOptions {
    /// Where it listens. Anything but loopback needs a token that was chosen.
    pub listen: Listen,
    /// At least the site `default`.
    pub sites: Vec<SiteOptions>,
    /// Whether a site that is none yet is made like `default` when it is first used, so that each of
    /// many tests can have its own.
    pub sites_on_use: bool,
    /// What toolbars, control and observers must know: letters, digits, `-`, `_`, `.`, `~`. A random one
    /// where none is given.
    pub token: Option<String>,
    /// Other names under which it is reached, with or without a port.
    pub allowed_hosts: Vec<String>,
    /// The file of the sites' workspace, which is read again when it changes.
    pub workspace_file: Option<WorkspaceFile>,
    /// Where its sites are kept; they are there again with all that was acknowledged when a hub is started with
    /// the same place. `None`: each start is a fresh one.
    pub data: Option<Arc<dyn Shelf>>,
    /// Stops the hub when cancelled.
    pub stop: CancellationToken,
}

impl HubOptions {
    /// One site on a free loopback port, with a random token.
    pub fn new(site: SiteOptions) -> HubOptions {
        HubOptions {
            listen: Listen::At(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
            sites: vec![site],
            sites_on_use: false,
            token: None,
            allowed_hosts: Vec::new(),
            workspace_file: None,
            data: None,
            stop: CancellationToken::new(),
        }
    }

    /// As [`HubOptions::new`] for the site `default` with nothing else chosen.
    pub fn for_workspace(workspace: Workspace) -> HubOptions {
        HubOptions::new(SiteOptions::new(Arc::new(workspace)))
    }
}

/// Why a hub did not start.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// The address can't be had.
    #[error("can't listen on {addr}: {source}; choose another port, or 0 for a free one")]
    Bind {
        /// Which.
        addr: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The bound socket has no address.
    #[error("the listening socket has no address: {0}")]
    Address(io::Error),
    /// Others than this machine could come, and no token was chosen.
    #[error("{0} can be reached from other machines, so a token is needed; give one, or listen on 127.0.0.1")]
    NeedsToken(SocketAddr),
    /// The token can't stand in a path.
    #[error("a token is made of letters, digits, '-', '_', '.' and '~', and is not empty")]
    Token,
    /// A site's name can't stand in a path, stands twice, or there is no site `default`.
    #[error(
        "{0:?} can't be a site's name here; names are unique, of letters, digits, '-' and '_', and one is \"default\""
    )]
    Site(String),
    /// A host name that is none.
    #[error("{0:?} is no host name; give it as NAME or NAME:PORT")]
    Host(String),
    /// A site's journal can't be used.
    #[error("the site {site:?} can't be restored: {source}")]
    Journal {
        /// Which.
        site: String,
        /// Why.
        source: JournalError,
    },
    /// A kept site needs what the workspace does not have.
    #[error(
        "the site {site:?} can't be restored with this workspace: {}; put it back, or choose another folder for --data",
        visible(what)
    )]
    KeptWorkspace {
        /// Which.
        site: String,
        /// What is missing.
        what: String,
    },
    /// A kept site's time goes on in another way.
    #[error("the site {site:?} was kept on {kept}; start the hub on the same")]
    KeptClock {
        /// Which.
        site: String,
        /// On what.
        kept: &'static str,
    },
    /// The machine gives no random bytes.
    #[error("the machine gives no random bytes: {0}")]
    Random(String),
}

/// The way to start a hub.
#[derive(Debug)]
pub struct Hub;

/// A hub that has its address and is not up yet.
pub struct BoundHub {
    /// The websocket of the site `default`: `ws://127.0.0.1:4650/ws`.
    pub ws_url: String,
    /// What toolbars, control and observers must know.
    pub token: String,
    addr: SocketAddr,
    /// Whether others than this machine can come.
    is_open: bool,
    listener: TcpListener,
    hosts: Vec<guard::Host>,
    sites: Vec<SiteOptions>,
    sites_on_use: bool,
    workspace_file: Option<WorkspaceFile>,
    data: Option<Arc<dyn Shelf>>,
    stop: CancellationToken,
}

/// A running hub. It goes on when this is dropped, until its token is cancelled.
#[derive(Debug)]
pub struct HubHandle {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Its base: `http://127.0.0.1:4650`.
    pub http_url: String,
    /// The websocket of the site `default`: `ws://127.0.0.1:4650/ws`.
    pub ws_url: String,
    /// What toolbars, control and observers must know.
    pub token: String,
    /// The sites that were there before.
    pub restored: Vec<Restored>,
    stop: CancellationToken,
    /// Cancelled, before `stop` is, when a part of the hub ended unasked.
    failed: CancellationToken,
    cut: CancellationToken,
    tracker: TaskTracker,
}

impl Hub {
    /// Starts a hub. When this returns it can be connected to.
    pub async fn start(options: HubOptions) -> Result<HubHandle, HubError> {
        Hub::bind(options).await?.start()
    }

    /// Gives a hub its address and its token. Who connects before it is up waits for it.
    pub async fn bind(options: HubOptions) -> Result<BoundHub, HubError> {
        let HubOptions { listen, sites, sites_on_use, token, allowed_hosts, workspace_file, data, stop } =
            options;
        let chosen = token.is_some();
        let token = match token {
            Some(token) => token,
            None => hex(&random::<32>()?),
        };
        if token.is_empty() || !token.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_.~".contains(&c)) {
            return Err(HubError::Token);
        }
        let hosts = allowed_hosts
            .iter()
            .map(|host| guard::Host::parse(host).ok_or_else(|| HubError::Host(host.clone())))
            .collect::<Result<Vec<_>, _>>()?;
        if let Listen::At(addr) = &listen
            && !addr.ip().is_loopback()
            && !chosen
        {
            return Err(HubError::NeedsToken(*addr));
        }
        let listener = match listen {
            Listen::At(addr) => {
                TcpListener::bind(addr).await.map_err(|source| HubError::Bind { addr, source })?
            }
            Listen::On(listener) => listener,
        };
        let addr = listener.local_addr().map_err(HubError::Address)?;
        let is_open = !addr.ip().to_canonical().is_loopback();
        if is_open && !chosen {
            return Err(HubError::NeedsToken(addr));
        }
        let ws_url = format!("ws://{}/ws", reachable(addr));
        Ok(BoundHub {
            ws_url,
            token,
            addr,
            is_open,
            listener,
            hosts,
            sites,
            sites_on_use,
            workspace_file,
            data,
            stop,
        })
    }
}

impl BoundHub {
    /// Lets in who has connected. Must run inside a tokio runtime.
    pub fn start(self) -> Result<HubHandle, HubError> {
        let BoundHub {
            ws_url,
            token,
            addr,
            is_open,
            listener,
            hosts,
            sites,
            sites_on_use,
            workspace_file,
            data,
            stop,
        } = self;
        let tracker = TaskTracker::new();
        let failed = CancellationToken::new();
        let keeper = sites::Keeper { tracker: tracker.clone(), stop: stop.clone(), failed: failed.clone() };
        let (sites, restored) = sites::Sites::start(sites, sites_on_use, data, keeper)?;
        let house = server::House {
            sites,
            sdk_files: sdk_file::Shelf::default(),
            token: token.clone(),
            hosts,
            is_open,
            stop: stop.clone(),
            tracker: tracker.clone(),
        };
        let cut = CancellationToken::new();
        let door = listener::Door::new(listener, tracker.clone(), cut.clone());
        let house = Arc::new(house);
        if let Some(file) = workspace_file {
            tracker.spawn(reload::watch(Arc::clone(&house), file, stop.clone()));
        }
        let app = server::router(house).into_make_service_with_connect_info::<listener::Visitor>();
        let served = axum::serve(door, app).with_graceful_shutdown(stop.clone().cancelled_owned());
        let (stopped, broke) = (stop.clone(), failed.clone());
        tracker.spawn(async move {
            let served = served.await;
            if !stopped.is_cancelled() {
                error!(?served, "the hub's server ended unasked; the hub stops");
                broke.cancel();
                stopped.cancel();
            }
        });
        info!(%addr, "the hub is ready");
        Ok(HubHandle {
            addr,
            http_url: format!("http://{}", reachable(addr)),
            ws_url,
            token,
            restored,
            stop,
            failed,
            cut,
            tracker,
        })
    }
}

impl HubHandle {
    /// Stops the hub: it takes no new connections, tells its peers (1001), and is done within two
    /// seconds, also where they do not read.
    pub async fn stop(self) {
        self.stop.cancel();
        self.finished().await;
    }

    /// Done when the hub stops by itself, which it does only when a part of it failed: then it is no hub
    /// any more, and [`HubHandle::finished`] follows. Waits for ever where nothing fails.
    pub async fn failed(&self) {
        self.failed.cancelled().await;
    }

    /// Whether a part of the hub failed, so that it stopped by itself.
    pub fn has_failed(&self) -> bool {
        self.failed.is_cancelled()
    }

    /// Done when the hub has stopped, after its token was cancelled.
    pub async fn finished(self) {
        self.stop.cancelled().await;
        self.tracker.close();
        if timeout(GRACE, self.tracker.wait()).await.is_err() {
            self.cut.cancel();
            if timeout(LAST_GRACE, self.tracker.wait()).await.is_err() {
                warn!(left = self.tracker.len(), "the hub stopped with tasks left");
            }
        }
        info!("the hub has stopped");
    }
}

/// The address under which this machine reaches a hub that listens there.
fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}

fn random<const N: usize>() -> Result<[u8; N], HubError> {
    clock::random_bytes().map_err(|error| HubError::Random(error.to_string()))
}

/// Bytes as lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
