//! The methods that the hub answers itself: the clock, a desk's state, the site at a glance.

use serde::Serialize;
use serde_json::{Map, Value};

use super::site::{Pending, Site};
use crate::contract::SdkError;
use crate::contract::ids::{DeskId, InteractionId, UserId};
use crate::desk::{Phase, Stage};
use crate::wire::{MAX_MESSAGE, Micros, Role};

/// The furthest that time is moved at once, in ms: 30 days.
const MAX_ADVANCE: u64 = 30 * 24 * 60 * 60 * 1_000;
/// The most that stands around a desk's state in an answer, in bytes.
const AROUND: usize = 1 << 10;

/// Whether the hub answers this method itself.
pub(super) fn is_own(method: &str) -> bool {
    matches!(method, "control.advanceTime" | "control.getDesk" | "control.getSite")
        || matches!(method, "sdk.register" | "sdk.unRegister")
}

/// Does a call of such a method.
pub(super) fn call(site: &mut Site, call: Pending, params: &Map<String, Value>) {
    match call.method.as_str() {
        "control.advanceTime" => match span(site, params) {
            Ok(by) => site.advance_by(call, by),
            Err(error) => site.answer(call, Err::<(), _>(error)),
        },
        "control.getDesk" => {
            let snapshot = site.desk(&call.desk).snapshot(MAX_MESSAGE - AROUND);
            let missing = || SdkError::http(413, "the desk holds more than can be told at once");
            site.answer(call, snapshot.ok_or_else(missing));
        }
        // What a peer listens for is its own affair; its call stands in the trace.
        "sdk.register" | "sdk.unRegister" => site.answer(call, Ok("ok")),
        _ => {
            let glance = glance(site);
            site.answer(call, Ok(glance));
        }
    }
}

/// How far time is to be moved, where it may.
fn span(site: &Site, params: &Map<String, Value>) -> Result<Micros, SdkError> {
    let expected = || SdkError::field("ms", format!("a whole number from 0 to {MAX_ADVANCE}"));
    let ms = params.get("ms").and_then(Value::as_u64).filter(|ms| *ms <= MAX_ADVANCE).ok_or_else(expected)?;
    if !site.clock.is_virtual() {
        return Err(SdkError::conflict("the clock is the machine's and can't be moved")
            .hint("start the hub with a virtual clock"));
    }
    Ok(Micros::from_millis(ms))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Glance {
    site: String,
    epoch: String,
    now: String,
    virtual_clock: bool,
    desks: Vec<DeskGlance>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeskGlance {
    desk: DeskId,
    seq: u64,
    peers: Vec<PeerGlance>,
    user: Option<UserId>,
    stage: &'static str,
    interactions: Vec<InteractionGlance>,
}

#[derive(Serialize)]
struct PeerGlance {
    peer: String,
    role: Role,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InteractionGlance {
    interaction_id: InteractionId,
    phase: Phase,
}

fn glance(site: &Site) -> Glance {
    let desks = site.desks.iter().map(|(id, desk)| DeskGlance {
        desk: id.clone(),
        seq: desk.seq(),
        peers: desk
            .peers
            .values()
            .map(|peer| PeerGlance { peer: peer.name.as_ref().to_owned(), role: peer.role })
            .collect(),
        user: desk.state.session.as_ref().map(|session| session.user_id.clone()),
        stage: match desk.state.stage() {
            Stage::SignedOut => "signedOut",
            Stage::Campaigns => "campaigns",
            Stage::Extension => "extension",
            Stage::Working => "working",
        },
        interactions: desk
            .state
            .interactions
            .iter()
            .map(|one| InteractionGlance { interaction_id: one.id.clone(), phase: one.phase })
            .collect(),
    });
    Glance {
        site: site.name.clone(),
        epoch: site.epoch.clone(),
        now: site.now.iso_zulu(),
        virtual_clock: site.clock.is_virtual(),
        desks: desks.collect(),
    }
}
