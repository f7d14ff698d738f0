//! What supervisors do about others: their desks watched live, looked into, their agents' status set, signed out.

use serde_json::json;

use super::Ecc;
use super::dispatch::{Answer, Call, not_there, ok};
use super::notices::Notice;
use super::params::Params;
use crate::contract::ids::DeskId;
use crate::contract::{SdkError, nearest};
use crate::desk::SignOutReason;

impl Ecc {
    /// A method of this room.
    pub(super) fn on_supervision(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        match name {
            "setPreference" => self.set_preference(desk, params),
            "watchDesks" => self.watch_desks(desk, params),
            "listen" => self.listen(desk, params),
            "setAgentStatus" => self.set_agent_status(desk, params),
            "signOutAgent" => self.sign_out_agent(desk, params),
            _ => Err(not_there()),
        }
    }

    /// Whether a desk may be looked into. The looking is a connection of role observer, which knows the
    /// hub's token; agents are not told of it.
    fn listen(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let wanted = DeskId::from(params.text("desk"));
        if &wanted == desk {
            return Err(SdkError::conflict("this is the desk itself").hint("name the desk of another agent"));
        }
        if self.state.agents.contains_key(&wanted) {
            return Ok(json!({"desk": wanted}));
        }
        let others = self.state.agents.keys().filter(|other| *other != desk).map(DeskId::as_str);
        let error = SdkError::not_found(format!("nobody is signed in at a desk {:?}", wanted.as_str()));
        Err(match nearest(wanted.as_str(), others) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint("toolbar.watchDesks shows the desks"),
        })
    }

    fn set_agent_status(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let (by, theirs) = self.managed(desk, params)?;
        let status = params.text("status");
        if self.set_status(&theirs, status)? {
            self.notify(&theirs, Notice::Supervision, format!("{by} set your status to {status}"));
        }
        ok()
    }

    fn sign_out_agent(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let (by, theirs) = self.managed(desk, params)?;
        self.notify(&theirs, Notice::Supervision, format!("{by} signed you out"));
        self.sign_out(&theirs, SignOutReason::BySupervisor);
        ok()
    }

    /// Who does it, by name, and the desk of whom it is done to.
    fn managed(&self, desk: &DeskId, params: &Params) -> Result<(String, DeskId), SdkError> {
        let by = self.user(desk)?;
        let wanted = params.text("userId");
        if by.id.as_str() == wanted {
            return Err(SdkError::conflict("this is the user's own desk")
                .hint("toolbar.setAvailability and session.logout are for oneself"));
        }
        let user = self.workspace.user(wanted).ok_or_else(|| {
            let error = SdkError::not_found(format!("there is no user {wanted:?}"));
            let users = self.workspace.users.iter().map(|user| user.id.as_str());
            match nearest(wanted, users) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error.hint("toolbar.watchDesks shows who is signed in"),
            }
        })?;
        let theirs = self.state.agents.iter().find(|(_, agent)| agent.user == user.id);
        let theirs = theirs.map(|(theirs, _)| theirs.clone()).ok_or_else(|| {
            SdkError::conflict(format!("{} is not signed in", user.id))
                .hint("toolbar.watchDesks shows who is")
        })?;
        Ok((by.name().to_owned(), theirs))
    }
}
