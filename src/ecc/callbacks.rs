//! Callbacks: calls that agents promised customers, and who is told when one is due.

mod list;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Ecc;
use super::notices::Notice;
use super::params::Params;
use super::timers::Timer;
use crate::contract::SdkError;
use crate::contract::ids::{CampaignId, DeskId, InteractionId, UserId};
use crate::contract::payload::ChannelType;
use crate::wire::{Micros, Moment};

/// The most callbacks that a site keeps: those that agents were told of make room, else one more is refused.
const MAX_CALLBACKS: usize = 1_000;
/// How far ahead one may be.
const FARTHEST: Micros = Micros::from_secs(366 * 86_400);

/// What agents promised and have not called yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Callbacks {
    /// The number of the newest one.
    newest: u64,
    promised: BTreeMap<u64, Callback>,
    /// Those whose time has come and for whom nobody was there.
    due: BTreeSet<u64>,
    /// Those that somebody was told of.
    told: BTreeSet<u64>,
}

/// A promise to call a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Callback {
    campaign: CampaignId,
    phone: String,
    name: Option<String>,
    at: Moment,
    /// Whose it is; `None` for any agent of the campaign.
    own: Option<UserId>,
}

impl Callbacks {
    /// Whether a callback is promised still.
    pub(super) fn is_promised(&self, number: u64) -> bool {
        self.promised.contains_key(&number)
    }

    /// Somebody is told of a callback that is due.
    fn tell(&mut self, number: u64) -> Option<Callback> {
        self.due.remove(&number);
        let callback = self.promised.get(&number).cloned()?;
        self.told.insert(number);
        Some(callback)
    }

    /// Its time has come, whether somebody was told or not.
    fn has_come(&self, number: u64) -> bool {
        self.due.contains(&number) || self.told.contains(&number)
    }

    fn take(&mut self, number: u64) -> Option<Callback> {
        self.due.remove(&number);
        self.told.remove(&number);
        self.promised.remove(&number)
    }

    /// The oldest of those that somebody was told of.
    fn oldest_told(&self) -> Option<u64> {
        self.told.iter().copied().min_by_key(|number| self.promised.get(number).map(|one| one.at))
    }
}

impl Ecc {
    /// The callback that comes with a disposal, if one does.
    pub(super) fn promised(
        &self,
        id: &InteractionId,
        desk: &DeskId,
        params: &Params,
    ) -> Result<Option<Callback>, SdkError> {
        let (Some(wanted), Some((one, leg))) = (params.object("additionalParams"), self.leg(id, desk)) else {
            return Ok(None);
        };
        let at = self.callback_time("additionalParams.callbackTime", text(wanted, "callbackTime"))?;
        let phone = self.phone_number("additionalParams.phone", text(wanted, "phone"))?;
        let callbacks = &self.state.callbacks;
        if callbacks.promised.len() >= MAX_CALLBACKS && callbacks.told.is_empty() {
            return Err(SdkError::http(503, format!("the site keeps {MAX_CALLBACKS} callbacks, no more"))
                .hint("leave additionalParams out, or call toolbar.cancelCallback"));
        }
        let is_own = wanted.get("isSelfCallback").and_then(Value::as_bool).unwrap_or_default();
        let own = if is_own { Some(self.agent(desk)?.user.clone()) } else { None };
        let (campaign, name) = (leg.campaign(one), one.customer.name.clone());
        Ok(Some(Callback { campaign, phone, name, at, own }))
    }

    fn callback_time(&self, field: &str, text: &str) -> Result<Moment, SdkError> {
        let wrong = |expected: &str| SdkError::field(field, expected);
        let at = Moment::from_iso(text)
            .ok_or_else(|| wrong("a time with its offset from UTC, like 2025-07-06T09:56:40+0530"))?;
        if at <= self.state.now {
            return Err(wrong("a time to come"));
        }
        if at.since(self.state.now) > FARTHEST {
            return Err(wrong("a time within a year from now"));
        }
        Ok(at)
    }

    pub(super) fn promise(&mut self, callback: Callback) {
        if self.state.callbacks.promised.len() >= MAX_CALLBACKS
            && let Some(oldest) = self.state.callbacks.oldest_told()
        {
            self.strike_off(oldest);
        }
        let callbacks = &mut self.state.callbacks;
        callbacks.newest += 1;
        let number = callbacks.newest;
        self.state.timers.set(Timer::Callback(number), callback.at);
        callbacks.promised.insert(number, callback.clone());
        self.tell_lists(&[&callback]);
    }

    /// A callback's time has come.
    pub(super) fn callback_is_due(&mut self, number: u64) {
        let callbacks = &mut self.state.callbacks;
        let Some(callback) = callbacks.promised.get(&number).cloned() else { return };
        callbacks.due.insert(number);
        self.tell_lists(&[&callback]);
    }

    /// A callback is no more.
    fn strike_off(&mut self, number: u64) -> Option<Callback> {
        let callback = self.state.callbacks.take(number)?;
        self.state.timers.cancel(&Timer::Callback(number));
        self.tell_lists(&[&callback]);
        Some(callback)
    }

    /// Tells of the callbacks that are due: the agent whose it is wherever they are signed in, else the
    /// agent of the campaign who has waited longest for a call. Others wait until somebody is there.
    pub(super) fn tell_callbacks(&mut self) {
        if self.state.callbacks.due.is_empty() {
            return;
        }
        for (number, desk) in self.told_of() {
            let Some(callback) = self.state.callbacks.tell(number) else { continue };
            let text = self.reminder(&callback);
            self.notify(&desk, Notice::CallbackDue, text);
        }
    }

    /// Who is to be told of what.
    pub(super) fn told_of(&self) -> Vec<(u64, DeskId)> {
        let users: BTreeMap<&UserId, &DeskId> =
            self.state.agents.iter().map(|(desk, agent)| (&agent.user, desk)).collect();
        let mut free: Vec<_> = self.free_agents(ChannelType::Voice, "").collect();
        free.sort_by_key(|(desk, agent)| (agent.free_since, *desk));
        let mut first: BTreeMap<CampaignId, &DeskId> = BTreeMap::new();
        for (desk, agent) in free {
            for campaign in agent.selected.iter().filter(|id| agent.takes(**id)) {
                first.entry(*campaign).or_insert(desk);
            }
        }
        let callbacks = &self.state.callbacks;
        let due = callbacks.due.iter().filter_map(|number| Some((*number, callbacks.promised.get(number)?)));
        let there = due.filter_map(|(number, callback)| {
            let desk = match &callback.own {
                Some(user) => users.get(user),
                None => first.get(&callback.campaign),
            };
            desk.map(|desk| (number, (*desk).clone()))
        });
        there.collect()
    }

    fn reminder(&self, callback: &Callback) -> String {
        let site = &self.workspace.site;
        let at = callback.at.at_offset(site.utc_offset_minutes, "%Y-%m-%d %H:%M");
        let name = callback.name.as_ref().map(|name| format!("{name}, ")).unwrap_or_default();
        let whose = if callback.own.is_some() { "Your callback" } else { "A callback" };
        let phone = self.shown_phone(callback.campaign, &callback.phone);
        format!("{whose} is due: {name}{phone}, promised for {at} {}", site.time_zone)
    }
}

fn text<'a>(object: &'a Map<String, Value>, field: &str) -> &'a str {
    object.get(field).and_then(Value::as_str).unwrap_or_default()
}
