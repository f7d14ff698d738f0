//! Callbacks: calls that agents promised customers, and who is told when one is due.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Ecc;
use super::params::Params;
use super::timers::Timer;
use crate::contract::SdkError;
use crate::contract::ids::{CampaignId, DeskId, InteractionId, UserId};
use crate::contract::payload::ChannelType;
use crate::desk::{Change, DesktopNotification};
use crate::wire::{Micros, Moment};

/// The most callbacks that a site keeps; one more is refused.
const MAX_CALLBACKS: usize = 1_000;
/// How far ahead one may be.
const FARTHEST: Micros = Micros::from_secs(366 * 86_400);

/// What agents promised and nobody has been told of yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Callbacks {
    /// The number of the newest one.
    newest: u64,
    promised: BTreeMap<u64, Callback>,
    /// Those whose time has come and for whom nobody was there.
    due: BTreeSet<u64>,
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
    /// A callback's time has come.
    pub(super) fn is_due(&mut self, number: u64) {
        self.due.insert(number);
    }

    fn take(&mut self, number: u64) -> Option<Callback> {
        self.due.remove(&number);
        self.promised.remove(&number)
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
        let (Some(wanted), Some((one, _))) = (params.object("additionalParams"), self.leg(id, desk)) else {
            return Ok(None);
        };
        let at = self.callback_time(text(wanted, "callbackTime"))?;
        let phone = self.phone_number("additionalParams.phone", text(wanted, "phone"))?;
        if self.state.callbacks.promised.len() >= MAX_CALLBACKS {
            return Err(SdkError::http(503, format!("the site keeps {MAX_CALLBACKS} callbacks, no more"))
                .hint("leave additionalParams out"));
        }
        let is_own = wanted.get("isSelfCallback").and_then(Value::as_bool).unwrap_or_default();
        let own = if is_own { Some(self.agent(desk)?.user.clone()) } else { None };
        let (campaign, name) = (one.campaign, one.customer.name.clone());
        Ok(Some(Callback { campaign, phone, name, at, own }))
    }

    fn callback_time(&self, text: &str) -> Result<Moment, SdkError> {
        let wrong = |expected: &str| SdkError::field("additionalParams.callbackTime", expected);
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
        let callbacks = &mut self.state.callbacks;
        callbacks.newest += 1;
        self.state.timers.set(Timer::Callback(callbacks.newest), callback.at);
        callbacks.promised.insert(callbacks.newest, callback);
    }

    /// Tells of the callbacks that are due: the agent whose it is wherever they are signed in, else the
    /// agent of the campaign who has waited longest for a call. Others wait until somebody is there.
    pub(super) fn tell_callbacks(&mut self) {
        if self.state.callbacks.due.is_empty() {
            return;
        }
        for (number, desk) in self.told_of() {
            let Some(callback) = self.state.callbacks.take(number) else { continue };
            let notification = self.reminder(&callback);
            self.out.change(&desk, Change::DesktopNotification { notification });
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

    fn reminder(&self, callback: &Callback) -> DesktopNotification {
        let site = &self.workspace.site;
        let at = callback.at.at_offset(site.utc_offset_minutes, "%Y-%m-%d %H:%M");
        let name = callback.name.as_ref().map(|name| format!("{name}, ")).unwrap_or_default();
        DesktopNotification {
            notification_type: "callback".to_owned(),
            notification_sub_type: if callback.own.is_some() { "self" } else { "campaign" }.to_owned(),
            subject: "Callback due".to_owned(),
            message: format!("{name}{}, promised for {at} {}", callback.phone, site.time_zone),
        }
    }
}

fn text<'a>(object: &'a Map<String, Value>, field: &str) -> &'a str {
    object.get(field).and_then(Value::as_str).unwrap_or_default()
}
