//! A site that is there again: from the last snapshot in its journal and the inputs after it.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tracing::{info, warn};

use super::snapshot::{KeptDesk, KeptSite, Part};
use super::{Entry, Log};
use crate::clock::Clock;
use crate::desk::{Change, ToastVariant};
use crate::ecc::{Ecc, HttpAnswer, RestoreError, SNAPSHOT_VERSION, Ticket};
use crate::hub::HubError;
use crate::hub::public::{ByThemselves, Public};
use crate::hub::site::{PeerNo, Site, SiteOptions};
use crate::hub::third_party::failure;
use crate::journal::{Disk, Found, JournalError, Line, read};
use crate::wire::text::visible;
use crate::workspace::Workspace;

/// What a site was restored from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Restored {
    /// Which.
    pub site: String,
    /// How many inputs there are in it, of all time.
    pub inputs: u64,
    /// How many of them were done again, after the last snapshot.
    pub replayed: u64,
    /// When the last one came.
    pub at: String,
    /// Whether the journal's end was torn; nothing that was acknowledged stood there.
    pub torn: bool,
    /// What could not be restored, for a person.
    pub missing: Vec<String>,
}

/// What is read of an input's line.
#[derive(Deserialize)]
struct Input {
    frames: u64,
    entry: Entry,
}

/// A site as its journal keeps it, or a new one where there is none; from here on it is kept there.
pub(in crate::hub) fn restore(
    mut options: SiteOptions,
    epoch: String,
    mut disk: Box<dyn Disk>,
) -> Result<(Site, Option<Restored>), HubError> {
    let name = options.name.clone();
    let of_journal = |source: JournalError| HubError::Journal { site: name.clone(), source };
    let found = read(disk.as_mut()).map_err(of_journal)?;
    let (seed, n) = (options.seed, found.as_ref().map_or(0, last_input));
    let recording = options.recording.take();
    let (mut site, restored) = match found {
        None => (Site::new(options, epoch), None),
        Some(found) => {
            let (site, restored) = again(options, epoch, found)?;
            (site, Some(restored))
        }
    };
    site.log = Some(Log::start(disk, n, seed).map_err(of_journal)?);
    site.begin_file();
    if let Some(recording) = recording {
        site.record(recording);
    }
    Ok((site, restored))
}

fn last_input(found: &Found) -> u64 {
    found.header.n + found.inputs.len() as u64
}

/// The site as it was when the hub ended, then at the present time without its peers.
fn again(options: SiteOptions, epoch: String, found: Found) -> Result<(Site, Restored), HubError> {
    let name = options.name.clone();
    if found.header.virtual_clock != options.clock.is_virtual() {
        let kept = if found.header.virtual_clock { "a virtual clock" } else { "the machine's clock" };
        return Err(HubError::KeptClock { site: name, kept });
    }
    let comes = options.public;
    let workspace = Arc::clone(&options.workspace);
    let was = workspace_of(&found, &workspace);
    let options = SiteOptions { workspace: Arc::clone(&was), ..options };
    let (mut site, restored) = as_it_was(options, epoch, &found)?;
    site.move_to(workspace)?;
    site.come_back(comes, &restored.missing);
    site.is_rerun = false;
    let Restored { inputs, replayed, torn, missing, .. } = &restored;
    info!(site = %visible(&name), inputs, replayed, torn, "restored a site");
    for missing in missing {
        warn!(site = %visible(&name), missing = %visible(missing), "this could not be restored");
    }
    Ok((site, restored))
}

/// The site as it was when the hub ended; `options` with the workspace of then.
pub(super) fn as_it_was(
    options: SiteOptions,
    epoch: String,
    found: &Found,
) -> Result<(Site, Restored), HubError> {
    let last = found.inputs.last().map_or(found.header.at, |line| line.at);
    let mut restored = Restored {
        site: options.name.clone(),
        inputs: last_input(found),
        replayed: 0,
        at: last.iso_zulu(),
        torn: found.torn.is_some(),
        missing: Vec::new(),
    };
    let mut site = snapshot_again(options, &epoch, found, &mut restored)?;
    site.is_rerun = true;
    if restored.missing.is_empty() {
        site.run_again(&found.inputs, &mut restored);
    } else if !found.inputs.is_empty() {
        restored.missing.push(format!("the last {} inputs", found.inputs.len()));
        site.now = site.now.max(last);
    }
    if !restored.missing.is_empty() {
        // What peers have seen may be another past than this: none of them goes on from there.
        site.epoch = epoch;
    }
    Ok((site, restored))
}

/// The workspace under which the inputs came, the one that is now where it is the same or can't be read.
pub(super) fn workspace_of(found: &Found, now: &Arc<Workspace>) -> Arc<Workspace> {
    let value = |json: &str| serde_json::from_str::<Value>(json).ok();
    let was = value(found.header.workspace.get());
    let is = serde_json::to_value(now.without_secrets()).ok();
    if was == is {
        return Arc::clone(now);
    }
    was.and_then(|was| serde_json::from_value(was).ok()).map_or_else(|| Arc::clone(now), Arc::new)
}

/// The site as of the snapshot. Where this version can't read all of it, `missing` says what is left out.
fn snapshot_again(
    options: SiteOptions,
    epoch: &str,
    found: &Found,
    restored: &mut Restored,
) -> Result<Site, HubError> {
    let (name, seed, at) = (options.name.clone(), options.seed, found.header.at);
    let clock = if options.clock.is_virtual() { Clock::virtual_at(at) } else { Clock::Real };
    let workspace = Arc::new(options.workspace.without_secrets());
    let mut site = Site::new(SiteOptions { clock, ..options }, epoch.to_owned());
    site.now = at;
    let parts: Vec<Part> =
        found.snapshots.iter().filter_map(|line| serde_json::from_str(&line.json).ok()).collect();
    let of = |of: &'static str| parts.iter().filter(move |part| part.of == of).map(|part| part.state.get());
    let ecc = of("ecc").next().unwrap_or_default();
    let was_read = match Ecc::restore(Arc::clone(&workspace), ecc) {
        Ok(ecc) => {
            site.ecc = ecc;
            true
        }
        Err(RestoreError::Missing(what)) => return Err(HubError::KeptWorkspace { site: name, what }),
        Err(error) => {
            let (ecc, lost) = Ecc::salvage(workspace, ecc, seed, at);
            let (was, is) = (found.header.engine, SNAPSHOT_VERSION);
            restored.missing.push(match was == is {
                true => error.to_string(),
                false => format!("what the engine of version {was} kept and version {is} does not know"),
            });
            restored.missing.extend(lost.iter().map(|what| (*what).to_owned()));
            site.ecc = ecc;
            !lost.contains(&Ecc::LIVE)
        }
    };
    match of("site").next().map(serde_json::from_str::<KeptSite>) {
        Some(Ok(kept)) => site.remember(kept),
        _ => restored.missing.push("what the hub knew of connections and customers".to_owned()),
    }
    for desk in of("desk") {
        match serde_json::from_str::<KeptDesk>(desk) {
            Ok(mut desk) => {
                if !was_read {
                    desk.state.end_of_session();
                }
                site.put_back(desk);
            }
            Err(_) => restored.missing.push("a desk's screen".to_owned()),
        }
    }
    site.refresh_idle();
    Ok(site)
}

impl Site {
    fn remember(&mut self, kept: KeptSite) {
        let KeptSite { epoch, peers_so_far, tickets, frames, pending, http, public, keys } = kept;
        self.epoch = epoch;
        self.peers_so_far = peers_so_far;
        self.tickets = tickets;
        self.frames = frames;
        self.pending = pending;
        self.third_parties.open = http;
        self.public = Public::again(Arc::clone(&self.workspace), public);
        self.keys = keys;
    }

    /// Does again what was done after the snapshot.
    fn run_again(&mut self, inputs: &[Line], restored: &mut Restored) {
        for line in inputs {
            let Ok(Input { frames, entry }) = serde_json::from_str(&line.json) else {
                let lost = inputs.len() as u64 - restored.replayed;
                restored.missing.push(format!("the last {lost} inputs, which this version can't read"));
                return;
            };
            // A turn goes on from where the clock stands; everything else comes after what was due before.
            if !matches!(entry, Entry::Turn) {
                self.advance_to(self.now.max(line.at));
            }
            if frames != self.frames && restored.missing.is_empty() {
                restored.missing.push(format!(
                    "what peers saw from input {} on: this version comes to something else",
                    line.n
                ));
            }
            self.apply(entry);
            restored.replayed += 1;
        }
    }

    /// From here on the site is configured with `to`.
    fn move_to(&mut self, to: Arc<Workspace>) -> Result<(), HubError> {
        let safe = to.without_secrets();
        if **self.ecc.workspace() != safe {
            if let Some(what) = self.ecc.lacks(&safe) {
                let what = format!("the workspace has no {what}");
                return Err(HubError::KeptWorkspace { site: self.name.clone(), what });
            }
            self.edited(Ok(Arc::new(safe)), None);
        }
        self.go_by(to);
        Ok(())
    }

    /// The hub is there again, and these customers come: what was due meanwhile happens at its own time, then all
    /// connections are gone, and nobody waits for a third party any more.
    pub(super) fn come_back(&mut self, comes: ByThemselves, missing: &[String]) {
        while self.advances.under_way() {
            self.take_turn();
        }
        self.public.hold_off();
        self.settle();
        let seated: BTreeSet<PeerNo> = self.seats.keys().copied().collect();
        for peer in seated {
            self.go(peer, "the hub was restarted");
        }
        let asked: BTreeSet<Ticket> = std::mem::take(&mut self.third_parties.open);
        for ticket in asked {
            let failure = failure(503, "the hub was restarted before the answer came");
            self.feed_http(HttpAnswer { ticket, result: Err(failure) });
        }
        self.public.go_on(comes, self.now);
        if missing.is_empty() {
            return;
        }
        let text = format!("The hub was restarted, and not all is there again: {}", missing.join("; "));
        let desks: Vec<_> = self.desks.keys().cloned().collect();
        for desk in desks {
            self.push_change(&desk, Change::Toast { variant: ToastVariant::Warning, text: text.clone() });
        }
    }
}
