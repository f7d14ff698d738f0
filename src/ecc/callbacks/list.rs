//! The list of promised callbacks as its agents see it: shown, called, moved, taken back.

use serde_json::json;

use super::Callback;
use crate::contract::SdkError;
use crate::contract::ids::{DeskId, UserId};
use crate::desk::{Change, PromisedCallback};
use crate::ecc::Ecc;
use crate::ecc::agent::Agent;
use crate::ecc::dispatch::{Answer, ok};
use crate::ecc::params::Params;
use crate::ecc::timers::Timer;

/// The most callbacks that a desk is told of, the next ones; `toolbar.getCallbacks` answers all.
const MAX_SHOWN: usize = 100;

impl Ecc {
    pub(in crate::ecc) fn get_callbacks(&self, desk: &DeskId) -> Answer {
        Ok(json!(self.callbacks_of(self.agent(desk)?)))
    }

    pub(in crate::ecc) fn cancel_callback(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let (number, _) = self.callback_for(desk, params)?;
        self.strike_off(number);
        ok()
    }

    /// Dials the customer now. The promise is kept by that, however the call goes.
    pub(in crate::ecc) fn start_callback(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let (number, callback) = self.callback_for(desk, params)?;
        let Callback { campaign, phone, name, .. } = callback;
        let called = self.may_call(desk, campaign, "phone", &phone, None)?;
        self.strike_off(number);
        self.call(desk, campaign, called, name, None);
        ok()
    }

    /// Another time, or another owner.
    pub(in crate::ecc) fn move_callback(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let (number, before) = self.callback_for(desk, params)?;
        let mut after = before.clone();
        if let Some(text) = params.optional_text("callbackTime") {
            after.at = self.callback_time("callbackTime", text)?;
        }
        match params.choice("isSelfCallback") {
            Some(true) => after.own = Some(self.agent(desk)?.user.clone()),
            Some(false) => after.own = None,
            None => {}
        }
        let callbacks = &mut self.state.callbacks;
        if after.at != before.at {
            callbacks.due.remove(&number);
            callbacks.told.remove(&number);
            self.state.timers.set(Timer::Callback(number), after.at);
        }
        callbacks.promised.insert(number, after.clone());
        self.tell_lists(&[&before, &after]);
        ok()
    }

    /// The callback that a gesture is for. Another agent's own is out of reach, unless the site lets it be
    /// overridden (contract: `overrideSelfCallback`).
    fn callback_for(&self, desk: &DeskId, params: &Params) -> Result<(u64, Callback), SdkError> {
        let agent = self.agent(desk)?;
        let number = params.number("callbackId");
        let unknown = || {
            SdkError::not_found("there is no such callback of this user or of the chosen campaigns")
                .hint("toolbar.getCallbacks lists them")
        };
        let number = number.ok_or_else(unknown)?;
        let callback = self.state.callbacks.promised.get(&number).ok_or_else(unknown)?;
        if self.is_for(callback, agent) {
            return Ok((number, callback.clone()));
        }
        match &callback.own {
            Some(user) if agent.selected.contains(&callback.campaign) => {
                Err(SdkError::forbidden(format!("the callback is {user}'s own (overrideSelfCallback)"))
                    .hint("let them do it"))
            }
            _ => Err(unknown()),
        }
    }

    /// Whether an agent sees a callback and may do something with it.
    fn is_for(&self, callback: &Callback, agent: &Agent) -> bool {
        let is_own = |user: &UserId| user == &agent.user;
        match &callback.own {
            Some(user) if is_own(user) => true,
            Some(_) => {
                self.workspace.session.override_self_callback && agent.selected.contains(&callback.campaign)
            }
            None => agent.selected.contains(&callback.campaign),
        }
    }

    /// All that an agent sees, the next one first.
    pub(in crate::ecc) fn callbacks_of(&self, agent: &Agent) -> Vec<PromisedCallback> {
        let callbacks = &self.state.callbacks;
        let own = callbacks.promised.iter().filter(|(_, callback)| self.is_for(callback, agent));
        let mut list: Vec<PromisedCallback> = own
            .map(|(number, callback)| PromisedCallback {
                id: *number,
                campaign_id: callback.campaign,
                phone: self.shown_phone(callback.campaign, &callback.phone),
                name: callback.name.clone(),
                at: callback.at,
                own: callback.own.clone(),
                due: callbacks.has_come(*number),
            })
            .collect();
        list.sort_by_key(|one| (one.at, one.id));
        list
    }

    /// What a desk is told of them.
    pub(in crate::ecc) fn shown_callbacks(&self, agent: &Agent) -> Vec<PromisedCallback> {
        let mut list = self.callbacks_of(agent);
        list.truncate(MAX_SHOWN);
        list
    }

    /// Tells the desks whose lists hold some callbacks, or held them.
    pub(super) fn tell_lists(&mut self, changed: &[&Callback]) {
        for (desk, agent) in &self.state.agents {
            if changed.iter().any(|callback| self.is_for(callback, agent)) {
                let list = self.shown_callbacks(agent);
                self.out.change(desk, Change::Callbacks { list });
            }
        }
    }

    /// Tells a desk of its list, where that is another one than before: at sign-in, and when other campaigns are
    /// chosen.
    pub(in crate::ecc) fn tell_callbacks_to(&mut self, desk: &DeskId, before: &[PromisedCallback]) {
        let Some(agent) = self.state.agents.get(desk) else { return };
        let list = self.shown_callbacks(agent);
        if list != before {
            self.out.change(desk, Change::Callbacks { list });
        }
    }
}
