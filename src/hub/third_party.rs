//! Requests to third parties, made for integrations: how many, how long, and what becomes of them.

mod address;
mod body;
mod send;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::{debug, error};

use super::gate::Gate;
use super::kept::{Entry, Log, Owed};
use super::site::Site;
use crate::ecc::{HttpAnswer, HttpFailure, HttpRequest, Input, Ticket};
use crate::wire::Micros;
use crate::workspace::Workspace;
use address::Policy;

/// The most requests of a site that are under way; one more is refused with 429.
const MAX_UNDER_WAY: usize = 32;
/// The largest body, either way, in bytes.
const MAX_BODY: usize = 512 << 10;

/// A site's requests to third parties. They end with it.
#[derive(Debug)]
pub(super) struct ThirdParties {
    policy: Arc<Policy>,
    patience: Duration,
    under_way: JoinSet<HttpAnswer>,
    /// The calls that wait for an answer of a third party.
    pub(super) open: BTreeSet<Ticket>,
}

impl ThirdParties {
    pub(super) fn new(workspace: &Workspace) -> ThirdParties {
        let timeout = Micros::from_millis(workspace.session.command_timeout);
        ThirdParties {
            policy: Arc::new(Policy::new(&workspace.security)),
            // A little less than the caller waits, so that they hear who was too slow.
            patience: Duration::from(timeout) / 10 * 9,
            under_way: JoinSet::new(),
            open: BTreeSet::new(),
        }
    }

    /// Goes by another workspace; what is under way ends as it began.
    pub(super) fn take_workspace(&mut self, workspace: &Workspace) {
        let ThirdParties { policy, patience, .. } = ThirdParties::new(workspace);
        (self.policy, self.patience) = (policy, patience);
    }

    /// Begins a request; behind a gate it goes out when the call that wants it is safe.
    fn begin(
        &mut self,
        ticket: Ticket,
        request: HttpRequest,
        gate: Option<Arc<Gate>>,
    ) -> Result<(), HttpFailure> {
        if self.under_way.len() >= MAX_UNDER_WAY {
            return Err(HttpFailure {
                hint: Some("wait for answers before you call again".to_owned()),
                ..failure(429, "too many requests to third parties are under way")
            });
        }
        let (policy, patience) = (Arc::clone(&self.policy), self.patience);
        let gate = gate.map(|gate| (gate.logged(), gate));
        self.under_way.spawn(async move {
            if let Some((call, gate)) = gate {
                gate.passed(call).await;
            }
            let result = timeout(patience, send::send(&policy, &request)).await;
            let too_slow = || failure(504, format!("no answer within {} ms", patience.as_millis()));
            HttpAnswer { ticket, result: result.unwrap_or_else(|_| Err(too_slow())) }
        });
        Ok(())
    }

    /// The next answer; waits for ever where nothing is under way.
    pub(super) async fn answer(&mut self) -> HttpAnswer {
        loop {
            match self.under_way.join_next().await {
                Some(Ok(answer)) => return answer,
                // Whoever called hears of the timeout.
                Some(Err(broken)) => error!(%broken, "a request to a third party broke"),
                None => std::future::pending().await,
            }
        }
    }
}

impl Site {
    /// The engine wants a request made. What comes of it is yet to be told.
    pub(super) fn ask_third_party(&mut self, ticket: Ticket, request: HttpRequest) {
        self.third_parties.open.insert(ticket);
        if self.is_rerun {
            return;
        }
        let gate = self.log.as_ref().map(Log::gate);
        if let Err(failure) = self.third_parties.begin(ticket, request, gate) {
            self.owed.push_back(Owed::Http(HttpAnswer { ticket, result: Err(failure) }));
        }
    }

    /// A third party answered, or did not.
    pub(super) fn on_http(&mut self, answer: HttpAnswer) {
        self.settle();
        self.take(Entry::Http(answer));
    }

    /// Tells the engine of it.
    pub(super) fn feed_http(&mut self, answer: HttpAnswer) {
        self.third_parties.open.remove(&answer.ticket);
        // What happened before is told before.
        let behind = !self.untold.is_empty();
        let Some(call) = self.pending.get(&answer.ticket) else {
            return debug!(ticket = ?answer.ticket, "a third party's answer that nobody waits for");
        };
        let (desk, input) = (call.desk.clone(), Input::Http(answer));
        if let Some(tape) = self.tape.as_mut().filter(|tape| tape.desk() == &desk) {
            tape.input(self.now, &input);
        }
        self.feed(input);
        if !behind {
            self.tell_all();
        }
    }
}

pub(super) fn failure(status: u16, message: impl Into<String>) -> HttpFailure {
    HttpFailure { status, message: message.into(), hint: None }
}
