//! The calls under way, each answered exactly once.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::value::RawValue;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::ClientEvent;
use super::run::Command;
use crate::contract::SdkError;
use crate::wire::{MAX_MESSAGE, RequestId, RpcError, rpc};

#[derive(Debug)]
struct Call {
    tag: u64,
    method: String,
    text: String,
    deadline: Instant,
    /// Whether it was sent on some connection, so that the hub may have done it.
    sent: bool,
    _room: OwnedSemaphorePermit,
}

impl Call {
    fn fail(self, error: SdkError) -> ClientEvent {
        ClientEvent::Answer { tag: self.tag, result: Err(RpcError::from_sdk(error, &self.method)) }
    }
}

/// All of them, by id: as many as there is room for.
#[derive(Debug, Default)]
pub(super) struct Calls {
    calls: BTreeMap<i64, Call>,
    last_id: i64,
}

impl Calls {
    /// A new call. An error is its answer.
    pub(super) fn add(&mut self, command: Command, time: Duration) -> Result<(), ClientEvent> {
        let Command { tag, method, params, room } = command;
        let id = self.last_id + 1;
        let text = rpc::request(&RequestId::Number(id), &method, &params);
        if text.len() > MAX_MESSAGE {
            let error = RpcError::new(rpc::INVALID_REQUEST, format!("a call is at most {MAX_MESSAGE} bytes"));
            return Err(ClientEvent::Answer { tag, result: Err(error) });
        }
        self.last_id = id;
        let deadline = Instant::now() + time;
        self.calls.insert(id, Call { tag, method, text, deadline, sent: false, _room: room });
        Ok(())
    }

    /// The texts to be sent on a connection, oldest first: with `again` also those that were sent on
    /// an earlier one.
    pub(super) fn unsent(&mut self, again: bool) -> Vec<String> {
        let unsent = self.calls.values_mut().filter(|call| again || !call.sent);
        unsent
            .map(|call| {
                call.sent = true;
                call.text.clone()
            })
            .collect()
    }

    /// An answer came. `None` where nobody waits for it.
    pub(super) fn finish(
        &mut self,
        id: &RequestId,
        result: Result<Box<RawValue>, RpcError>,
    ) -> Option<ClientEvent> {
        let RequestId::Number(id) = id else { return None };
        self.calls.remove(id).map(|call| ClientEvent::Answer { tag: call.tag, result })
    }

    /// When the next one has waited for too long.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.calls.values().map(|call| call.deadline).min()
    }

    /// Those that have waited for too long.
    pub(super) fn expire(&mut self) -> Vec<ClientEvent> {
        let now = Instant::now();
        self.fail(|call| call.deadline <= now, "no answer in time")
    }

    /// Those that may or may not have been done, now that nobody can say.
    pub(super) fn lose_sent(&mut self) -> Vec<ClientEvent> {
        self.fail(|call| call.sent, "the connection dropped before the answer came")
    }

    /// All of them.
    pub(super) fn lose_all(&mut self) -> Vec<ClientEvent> {
        self.fail(|_| true, "there is no connection")
    }

    fn fail(&mut self, which: impl Fn(&Call) -> bool, why: &str) -> Vec<ClientEvent> {
        let failed: Vec<i64> = self.calls.iter().filter(|(_, call)| which(call)).map(|(id, _)| *id).collect();
        let calls = failed.iter().filter_map(|id| self.calls.remove(id));
        calls.map(|call| call.fail(SdkError::timeout(why))).collect()
    }
}
