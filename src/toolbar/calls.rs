//! Calls under way: which answer belongs to what.

mod explain;
pub mod frame;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use crate::desk::DeskState;
use crate::wire::{Role, RpcError};

pub use explain::{Hand, explain};

/// The most calls that may be under way; another one is refused and the agent is told.
pub const MAX_PENDING: usize = 64;

/// What is said of one more.
pub const TOO_MANY: &str = "That was not sent: too many calls wait for an answer; try again in a moment";

/// What is said while the hub is away.
pub const NOT_CONNECTED: &str = "not connected to the hub: try again when it is back";

/// Which part of the screen a call was made from: it hears of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The login screen.
    Login,
    /// The choice of campaigns.
    Campaigns,
    /// The choice of the extension.
    Extension,
    /// The status menu.
    Status,
    /// The disposition dialog.
    Disposition,
    /// The dial form.
    Dial,
    /// The dial form, of a number that the CRM was asked about: the form stays.
    Preview,
    /// The form with which a customer calls.
    Customer,
    /// A small form: a transfer, a record, what a customer does.
    Ask,
    /// To whom a call is given, or who is asked in.
    Target,
    /// The keypad: it stays.
    Keypad,
    /// Who is in a call: it stays.
    Members,
    /// Promised callbacks: they stay.
    Callbacks,
    /// Another time for one.
    MoveCallback,
    /// The records of the CRM.
    Records,
    /// A list to choose from.
    Pick,
    /// The search for customers.
    Find,
    /// The list of what waits.
    Waiting,
    /// The other desks.
    Desks,
    /// A quick reply for the line of a chat.
    Reply,
    /// The line of a chat.
    Chat,
    /// The method runner.
    Runner,
    /// None: an error becomes a toast.
    Workbench,
    /// None, and nobody minds an error: focus and drafts, whose interaction may be gone by now.
    Quiet,
}

/// A call to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The wire name.
    pub method: &'static str,
    /// By name.
    pub params: Value,
    /// Who hears of the answer.
    pub place: Place,
}

impl Call {
    /// A number that calls with other parameters do not share.
    fn sum(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.params.to_string().hash(&mut hasher);
        hasher.finish()
    }
}

/// Calls that wait for their answers.
#[derive(Debug, Default)]
pub struct Calls {
    last: u64,
    /// By their tags, with what tells one from another. The parameters themselves may be secret.
    pending: BTreeMap<u64, (&'static str, Place, u64)>,
}

impl Calls {
    /// Takes a call in and gives its tag; `None` when too many are under way.
    pub fn begin(&mut self, call: &Call) -> Option<u64> {
        if self.pending.len() >= MAX_PENDING {
            return None;
        }
        self.last += 1;
        self.pending.insert(self.last, (call.method, call.place, call.sum()));
        Some(self.last)
    }

    /// The call of this tag has its answer.
    pub fn end(&mut self, tag: u64) -> Option<(&'static str, Place)> {
        self.pending.remove(&tag).map(|(method, place, _)| (method, place))
    }

    /// Whether a call of this place is under way.
    pub fn busy(&self, place: Place) -> bool {
        self.pending.values().any(|(_, of, _)| *of == place)
    }

    /// Whether the same call is under way: of this method, with these parameters.
    pub fn awaits(&self, call: &Call) -> bool {
        let sum = call.sum();
        self.pending.values().any(|(method, _, of)| *method == call.method && *of == sum)
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// Forgets all: their hub is gone.
    pub fn clear(&mut self) {
        self.pending.clear();
    }
}

/// What is said of a call that did well, where nothing on the screen shows it.
pub fn told(method: &str, desk: &DeskState) -> Option<&'static str> {
    let crm = desk.integrations.iter().any(|one| one.role == Role::Crm);
    Some(match method {
        "toolbar.openRecord" | "toolbar.createRecord" | "toolbar.askCurrentRecord" if !crm => {
            "No CRM is connected: nobody heard it"
        }
        "toolbar.openRecord" => "The CRM was asked to open the record",
        "toolbar.createRecord" => "The CRM was asked to create a record",
        "toolbar.askCurrentRecord" => "The CRM was asked what it shows",
        "toolbar.confer" => "Asked into the call",
        "toolbar.saveRecord" => "The record was saved",
        "toolbar.sendTranscript" => "The transcript was sent",
        "toolbar.runMacro" => "The macro was run",
        "toolbar.setAgentStatus" => "Their status was set",
        "toolbar.signOutAgent" => "They were signed out",
        "toolbar.transfer" | "toolbar.completeTransfer" => "The call was given away",
        "toolbar.consult" => "It rings there; the customer waits on hold",
        "toolbar.mergeConsult" => "All three hear each other now",
        "toolbar.moveCallback" => "The callback was moved",
        "toolbar.cancelCallback" => "The callback was taken back",
        _ => return None,
    })
}

/// What is said of a call that can't be made because the hub is away.
pub fn not_connected() -> RpcError {
    RpcError { code: 0, message: NOT_CONNECTED.to_owned(), data: None }
}

/// The parameter that an error names: `channelDetails.phone`.
pub fn blamed(error: &RpcError) -> Option<&str> {
    error.data.as_ref()?.get("field")?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_same_call_is_under_way() {
        let hold = |id: &str| {
            let params = json!({"interactionId": id});
            Call { method: "toolbar.hold", params, place: Place::Workbench }
        };
        let mut calls = Calls::default();
        let tag = calls.begin(&hold("one")).expect("room");
        assert!(calls.awaits(&hold("one")) && !calls.awaits(&hold("two")));
        assert!(!calls.awaits(&Call { method: "toolbar.unhold", ..hold("one") }));
        assert_eq!(calls.end(tag), Some(("toolbar.hold", Place::Workbench)));
        assert!(!calls.awaits(&hold("one")));
    }
}
