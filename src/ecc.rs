//! `Ecc`, the engine: all state of one site, pure. Time comes in with each input, what must happen
//! goes out as values; the same seed and inputs give the same outputs.

mod agent;
mod apps;
mod attributes;
mod automations;
mod bots;
mod by_itself;
mod callbacks;
mod calls;
mod channels;
mod chat;
mod conference;
mod consult;
mod controls;
mod conversation;
mod crm;
mod customers;
mod dispatch;
mod emit;
mod http;
mod ids;
mod inbound;
pub mod input;
mod interaction;
mod internal;
mod lines;
mod macros;
mod masks;
mod memory;
mod notices;
mod outbound;
pub mod output;
mod params;
pub mod privileges;
mod put_through;
mod queries;
mod queues;
mod records;
mod reload;
mod replies;
mod routing;
mod salvage;
mod session;
mod setup;
mod sorting;
mod supervision;
mod teams;
mod text;
mod timers;
mod transcript;
mod transfer;
mod ui;
mod watching;
pub mod whole;
mod windows;
mod wrap_up;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use agent::Agent;
use automations::Happenings;
use callbacks::Callbacks;
use customers::Customers;
use emit::Out;
pub use http::{THIRD_PARTY, check_third_party};
use ids::Ids;
pub use input::{
    CustomerDoing, HttpAnswer, HttpFailure, HttpReply, Input, PeerInput, Request, Ticket, WorkspaceEdit,
};
use interaction::Interaction;
use memory::Memory;
pub use output::{CustomerSees, HttpRequest, Output, What};
use privileges::Takers;
use queues::{Order, Queues};
use teams::Rounds;
use timers::{Timer, Timers};
use transcript::Outbox;
use windows::Windows;

use crate::contract::ids::{CustomerId, DeskId, InteractionId, UserId};
use crate::desk::NotificationPreferences;
use crate::desk::interaction::Cleared;
use crate::desk::watch::Watched;
use crate::wire::Moment;
use crate::workspace::Workspace;

/// The version of the snapshot's shape.
pub const SNAPSHOT_VERSION: u32 = 1;

/// The most calls that a site carries at once; further customers get a busy tone.
pub const MAX_CALLS: usize = 10_000;

/// All state of one site.
#[derive(Debug)]
pub struct Ecc {
    workspace: Arc<Workspace>,
    state: State,
    out: Out,
    /// Goes by the workspace.
    takers: Takers,
    /// What automations have not looked at yet; empty between inputs.
    happenings: Happenings,
}

/// What a snapshot holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct State {
    version: u32,
    now: Moment,
    ids: Ids,
    timers: Timers,
    agents: BTreeMap<DeskId, Agent>,
    interactions: BTreeMap<InteractionId, Interaction>,
    queues: Queues,
    /// The order of the newest call.
    calls: Order,
    /// Customers who were made by dialling their numbers, by number.
    added: BTreeMap<String, CustomerId>,
    /// What desks remember, whoever is signed in.
    #[serde(default)]
    memories: BTreeMap<DeskId, Memory>,
    /// Answers of slow stubs, made when they were asked for.
    #[serde(default)]
    slow_answers: BTreeMap<Ticket, http::Waiting>,
    /// The CRM's records.
    #[serde(default)]
    crm: crm::Store,
    /// What agents promised customers.
    #[serde(default)]
    callbacks: Callbacks,
    /// What users chose to be told of; of those who never chose, the workspace says.
    #[serde(default)]
    preferences: BTreeMap<UserId, NotificationPreferences>,
    /// What is known of customers beyond the workspace.
    #[serde(default)]
    customers: Customers,
    /// What those who watch the desks were told of them; empty while nobody does.
    #[serde(default)]
    seen: Watched,
    /// Until when free text may be written to customers, beyond the interactions in which they wrote.
    #[serde(default)]
    windows: Windows,
    /// Transcripts that were sent.
    #[serde(default)]
    sent: Outbox,
    /// Whom teams' interactions were offered to last.
    #[serde(default)]
    rounds: Rounds,
    /// The workspace as it was edited while the site ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edited: Option<Arc<Workspace>>,
}

/// A snapshot that can't be restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// It is no snapshot.
    #[error("the engine's snapshot can't be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It is of another version of the engine.
    #[error("the engine's snapshot has version {found}, this program reads {SNAPSHOT_VERSION}")]
    Version {
        /// The snapshot's version.
        found: u32,
    },
    /// The workspace lacks what live calls and signed-in users need.
    #[error("the engine's snapshot can't be restored: the workspace has no {0}")]
    Missing(String),
}

impl Ecc {
    /// A site that starts at `at`. The same `seed` and inputs give the same outputs.
    pub fn new(workspace: Arc<Workspace>, seed: u64, at: Moment) -> Ecc {
        let mut state = State {
            version: SNAPSHOT_VERSION,
            now: at,
            ids: Ids::new(&workspace.site, seed, at),
            timers: Timers::default(),
            agents: BTreeMap::new(),
            interactions: BTreeMap::new(),
            queues: Queues::default(),
            calls: Order(0),
            added: BTreeMap::new(),
            memories: BTreeMap::new(),
            slow_answers: BTreeMap::new(),
            crm: crm::Store::default(),
            callbacks: Callbacks::default(),
            preferences: BTreeMap::new(),
            customers: Customers::default(),
            seen: Watched::new(),
            windows: Windows::default(),
            sent: Outbox::default(),
            rounds: Rounds::new(),
            edited: None,
        };
        state.crm.fill(&workspace.crm, at);
        let (takers, out) = (Takers::of(&workspace), Out::new(at));
        Ecc { workspace, state, out, takers, happenings: Happenings::default() }
    }

    /// The site as [`Ecc::snapshot`] kept it.
    pub fn restore(workspace: Arc<Workspace>, snapshot: &str) -> Result<Ecc, RestoreError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let Versioned { version: found } = serde_json::from_str(snapshot)?;
        if found != SNAPSHOT_VERSION {
            return Err(RestoreError::Version { found });
        }
        let mut state: State = serde_json::from_str(snapshot)?;
        // What it was edited to since the site began goes before what it began with.
        let workspace = state.edited.clone().unwrap_or(workspace);
        state.crm.fill(&workspace.crm, state.now);
        let (takers, out) = (Takers::of(&workspace), Out::new(state.now));
        let mut ecc = Ecc { workspace, state, out, takers, happenings: Happenings::default() };
        ecc.fill_lanes();
        match ecc.state.lacks(&ecc.workspace) {
            Some(what) => Err(RestoreError::Missing(what)),
            None => Ok(ecc),
        }
    }

    /// What waits is put into the queues by its channel, which the snapshot's queues do not say.
    fn fill_lanes(&mut self) {
        let waits = self.state.interactions.values().filter(|one| one.line == interaction::Line::Queued);
        for (lane, order, id) in waits.map(|one| (one.lane(), one.order, one.id.clone())).collect::<Vec<_>>()
        {
            self.state.queues.put(lane, order, id);
        }
    }

    /// The whole state as JSON text, with its version.
    pub fn snapshot(&self) -> String {
        serde_json::to_string(&self.state).expect("the state is plain data with text keys")
    }

    /// Fires the deadlines up to `to`, each at its own time, in order. Time never goes back.
    pub fn advance(&mut self, to: Moment) -> Vec<Output> {
        while let Some((at, timer)) = self.state.timers.pop(to) {
            self.set_now(at);
            self.fire(timer);
            self.run_automations();
            self.offer_calls();
            self.tell_callbacks();
            self.tell_watchers();
        }
        self.set_now(to);
        self.out.take()
    }

    /// Advances to `at`, then handles an input.
    pub fn handle(&mut self, at: Moment, input: Input) -> Vec<Output> {
        let mut outputs = self.advance(at);
        match input {
            Input::Request(request) => self.on_request(request),
            // A customer who does what is not possible any more is not heard: the call is gone.
            Input::Customer(doing) => drop(self.on_customer(doing)),
            Input::Peer(peer) => self.on_peer(peer),
            Input::Http(answer) => self.on_http_answer(answer),
            Input::DeskOver { desk } => self.on_desk_over(&desk),
            Input::Workspace(edit) => self.on_workspace(edit),
        }
        self.run_automations();
        self.offer_calls();
        self.tell_callbacks();
        self.tell_watchers();
        outputs.append(&mut self.advance(self.state.now));
        outputs
    }

    /// When [`Ecc::advance`] must be called next; always later than the last input.
    pub fn next_deadline(&self) -> Option<Moment> {
        self.state.timers.next()
    }

    fn set_now(&mut self, at: Moment) {
        self.state.now = self.state.now.max(at);
        self.out.at = self.state.now;
    }

    fn fire(&mut self, timer: Timer) {
        match timer {
            Timer::Ring(id, desk) => self.miss(&id, &desk, Cleared::Missed),
            Timer::Dial(id) => self.clear_line(&id, Cleared::NoAnswer),
            Timer::WrapUp(id, desk) => self.wrap_up_ran_out(&id, &desk),
            Timer::TooLong(id) => self.clear_line(&id, Cleared::TooLong),
            Timer::Wait(id) => self.clear_line(&id, Cleared::WaitedTooLong),
            Timer::Retry(id, desk) => {
                if let Some(one) = self.state.interactions.get_mut(&id) {
                    one.resting.remove(&desk);
                }
            }
            Timer::Stub(ticket) => self.stub_answers(ticket),
            Timer::Member(id, crt) => self.member_does_not_answer(&id, &crt),
            Timer::Callback(number) => self.callback_is_due(number),
            Timer::CustomerTypes(id) => self.set_customer_types(&id, false),
            Timer::AgentTypes(id) => self.set_agent_types(&id, false),
            Timer::Snooze(id) => self.snooze_is_over(&id),
            Timer::Bot(id) => self.bot_took_too_long(&id),
            Timer::Ivr(id) => self.ivr_is_over(&id),
        }
    }
}
