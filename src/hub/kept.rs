//! A site that is kept on a disk: its inputs are written down before anybody hears what came of them.
//!
//! Everything that changes a site, but for time, is an [`Entry`]. To be there again it is given the same ones.

mod restore;
mod snapshot;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tracing::{error, info};

use super::call::{Call, Checked};
use super::gate::{Ear, Gate};
use super::join::Coming;
use super::outbox::{Closing, Outbox};
use super::reload::Edited;
use super::site::{PeerNo, Site};
use crate::contract::SdkError;
use crate::contract::ids::DeskId;
use crate::desk::change::TracedCall;
use crate::desk::{Change, ToastVariant};
use crate::ecc::{HttpAnswer, THIRD_PARTY};
use crate::journal::{Disk, Journal, JournalError};
use crate::wire::text::visible;
use crate::wire::{Moment, Role, RpcError, close, rpc};

pub use restore::Restored;
pub(super) use restore::restore;

/// A new file is begun after so many bytes of inputs, and not before four times the last snapshot's size.
const FILE: usize = 4 << 20;

/// Where requests to third parties went, as the journal has it.
const NOT_KEPT: &str = "https://not-kept.invalid/";

/// One input of a site.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Entry {
    /// A peer came.
    Join(Box<Coming>),
    /// A peer went.
    Left {
        /// Its connection.
        peer: PeerNo,
        /// Why.
        reason: String,
    },
    /// A peer called a method.
    Call {
        /// Its connection.
        peer: PeerNo,
        /// What, read and checked.
        call: Box<Call>,
    },
    /// An integration told of a call that the SDK had refused.
    Traced {
        /// At which desk.
        desk: DeskId,
        /// As toolbars are shown it.
        call: Box<TracedCall>,
    },
    /// A third party answered, or did not.
    Http(HttpAnswer),
    /// The workspace file was edited: to this, without secrets, or why it can't be used.
    Edited(Edited),
    /// A virtual clock went on for a turn.
    Turn,
    /// The hub says something at every desk with a toolbar.
    Toast {
        /// How it looks.
        variant: ToastVariant,
        /// What.
        text: String,
    },
}

impl Entry {
    /// As it is written down. Of a request to a third party no more than that there was one: it may hold
    /// secrets, was checked before, and is never sent again.
    fn kept(&self) -> Cow<'_, Entry> {
        let Entry::Call { peer, call } = self else { return Cow::Borrowed(self) };
        let Ok(checked) = call.checked.as_ref() else { return Cow::Borrowed(self) };
        if checked.method != THIRD_PARTY {
            return Cow::Borrowed(self);
        }
        let params = [("url", NOT_KEPT), ("method", "GET")];
        let params = params.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
        let checked = Ok(Checked { params, ..checked.clone() });
        let Call { id, method, traced, .. } = (**call).clone();
        Cow::Owned(Entry::Call { peer: *peer, call: Box::new(Call { id, method, traced, checked }) })
    }
}

/// What a site does when what is under way has been done, so that one input comes after the other.
#[derive(Debug)]
pub(super) enum Owed {
    /// A peer has been closed because it reads too slowly.
    TooSlow(PeerNo),
    /// A request to a third party could not be made.
    Http(HttpAnswer),
}

/// An entry as its line in the journal.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InputLine<'a> {
    kind: &'static str,
    n: u64,
    at: Moment,
    /// How many frames the site had pushed before: whether it comes to the same again is seen by it.
    frames: u64,
    entry: &'a Entry,
}

/// A site's way to its journal.
#[derive(Debug)]
pub(super) struct Log {
    journal: Journal,
    gate: Arc<Gate>,
    seed: u64,
    /// Of inputs since the last snapshot, in bytes.
    bytes: usize,
    /// Of that snapshot.
    snapshot: usize,
    /// Why nothing can be kept at present, as agents were told.
    trouble: Option<String>,
}

impl Log {
    /// Begins behind `n` inputs. A file must be begun before anything is written down.
    fn start(disk: Box<dyn Disk>, n: u64, seed: u64) -> Result<Log, JournalError> {
        let (gate, label) = (Gate::new(n), disk.label());
        let journal = Journal::start(disk, n, Ear(Arc::clone(&gate)))
            .map_err(|source| JournalError::Io { path: label.into(), source })?;
        Ok(Log { journal, gate, seed, bytes: 0, snapshot: 0, trouble: None })
    }

    /// What keeps peers from hearing of what is not safe.
    pub(super) fn gate(&self) -> Arc<Gate> {
        Arc::clone(&self.gate)
    }

    fn write(&mut self, at: Moment, frames: u64, entry: &Entry) {
        let n = self.gate.log();
        let line = InputLine { kind: "input", n, at, frames, entry: &entry.kept() };
        let json = serde_json::to_string(&line).expect("an entry is plain data with text keys");
        self.bytes += json.len();
        self.journal.input(n, json);
    }

    fn begin(&mut self, lines: Vec<String>) {
        self.snapshot = lines.iter().map(String::len).sum();
        self.bytes = 0;
        self.journal.begin(lines);
    }

    /// Waits until all is safe, or the disk refuses.
    pub(super) async fn finish(self, site: &str) {
        let finished = tokio::task::spawn_blocking(move || self.journal.finish()).await;
        if let Ok(Err(error)) = finished {
            error!(site = %visible(site), %error, "the end of the journal could not be written; it was not acknowledged");
        }
    }
}

impl Site {
    /// An input: written down where the site is kept, then done.
    pub(super) fn take(&mut self, entry: Entry) {
        self.write_down(&entry);
        self.apply(entry);
    }

    /// Writes an input down that is about to be done.
    pub(super) fn write_down(&mut self, entry: &Entry) {
        if let Some(log) = &mut self.log {
            log.write(self.now, self.frames, entry);
        }
    }

    fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Join(coming) => {
                // Those who come by a connection are seated where their answer is written.
                let nobody = Outbox::new();
                nobody.close(Closing::new(close::STOPPING, ""));
                let seated = self.seat(&coming, nobody);
                self.came(seated.no, *coming);
            }
            Entry::Left { peer, reason } => self.go(peer, &reason),
            Entry::Call { peer, call } => self.on_call(peer, *call),
            Entry::Traced { desk, call } => self.push_change(&desk, Change::Trace { call }),
            Entry::Http(answer) => self.feed_http(answer),
            Entry::Edited(edit) => self.edited(edit, None),
            Entry::Turn => self.take_turn(),
            Entry::Toast { variant, text } => self.toast(variant, &text),
        }
    }

    fn toast(&mut self, variant: ToastVariant, text: &str) {
        let has_toolbar =
            |id: &&DeskId| self.desks[*id].peers.values().any(|peer| peer.role == Role::Toolbar);
        let desks: Vec<DeskId> = self.desks.keys().filter(has_toolbar).cloned().collect();
        for desk in desks {
            self.push_change(&desk, Change::Toast { variant, text: text.to_owned() });
        }
    }

    /// Does what is owed, each as an input of its own.
    pub(super) fn settle_owed(&mut self) {
        while let Some(owed) = self.owed.pop_front() {
            match owed {
                Owed::TooSlow(peer) => {
                    self.settle();
                    self.leave(peer, "too slow");
                }
                Owed::Http(answer) => self.on_http(answer),
            }
        }
    }

    /// Whether inputs are refused because they could not be kept.
    pub(super) fn refuses(&self) -> bool {
        self.log.as_ref().is_some_and(|log| log.trouble.is_some())
    }

    /// Why inputs are refused, where they are.
    pub(super) fn refusal(&self) -> Option<SdkError> {
        let why = self.log.as_ref()?.trouble.as_ref()?;
        let error = SdkError::http(507, format!("this can't be kept: {why}"));
        Some(error.hint("make room where the hub's --data is, and call again; the hub goes on by itself"))
    }

    /// Answers a call that is not done.
    pub(super) fn refuse(&mut self, no: PeerNo, call: &Call, error: SdkError) {
        let text = rpc::refusal(Some(&call.id), &RpcError::from_sdk(error, &call.method));
        let peer = self.seats.get(&no).and_then(|desk| self.desks.get(desk)?.peers.get(&no));
        if peer.is_some_and(|peer| peer.outbox.answer_at_once(Utf8Bytes::from(text)).is_err()) {
            self.owed.push_back(Owed::TooSlow(no));
        }
    }

    /// Whether more mail can be taken; where it can't, connections stop reading until the disk is at it again.
    pub(super) fn takes_mail(&self) -> bool {
        self.log.as_ref().is_none_or(|log| log.trouble.is_some() || log.journal.has_room())
    }

    /// Done when the journal has news.
    pub(super) fn journal_news(&self) -> impl Future<Output = ()> + use<> {
        let gate = self.log.as_ref().map(Log::gate);
        async move {
            match gate {
                Some(gate) => gate.news().await,
                None => std::future::pending().await,
            }
        }
    }

    /// Agents are told that nothing can be kept, and when it can be again.
    pub(super) fn on_journal_news(&mut self) {
        self.settle();
        let Some(log) = &mut self.log else { return };
        let before = std::mem::replace(&mut log.trouble, log.journal.trouble());
        let (variant, text) = match (&before, &log.trouble) {
            (None, Some(why)) => {
                error!(site = %visible(&self.name), why, "the journal can't be written; calls are refused");
                (
                    ToastVariant::Error,
                    format!("The hub's disk refuses ({why}): nothing is done until it does not"),
                )
            }
            (Some(_), None) => {
                info!(site = %visible(&self.name), "the journal goes on");
                (
                    ToastVariant::Info,
                    "The hub's disk takes everything again, and nothing is missing".to_owned(),
                )
            }
            _ => return,
        };
        self.take(Entry::Toast { variant, text });
    }

    /// Begins a new file of the journal where the last has grown enough.
    pub(super) fn begin_file_when_due(&mut self) {
        let is_due = |log: &Log| log.bytes >= FILE.max(4 * log.snapshot) && log.trouble.is_none();
        if self.log.as_ref().is_some_and(is_due) {
            self.begin_file();
        }
    }

    /// Begins a new file with the site as it is; not while something is half done.
    fn begin_file(&mut self) {
        if !self.untold.is_empty() || !self.owed.is_empty() || self.advances.under_way() {
            return;
        }
        let Some((n, seed)) = self.log.as_ref().map(|log| (log.gate.last(), log.seed)) else { return };
        let lines = self.snapshot_lines(n, seed);
        if let Some(log) = &mut self.log {
            log.begin(lines);
        }
    }

    /// The site stops: the journal's last file holds all of it, so that a later version can go on from there.
    pub(super) fn last_snapshot(&mut self) -> Option<Log> {
        self.begin_file();
        self.owed = VecDeque::new();
        self.log.take()
    }
}
