//! Which interaction needs the agent next, and the time that matters of each.

use crate::desk::setup::Thresholds;
use crate::desk::{DeskState, Interaction, Phase};
use crate::wire::{Micros, Moment};

/// From when on a wrap-up that runs out is pressing.
const RUNS_OUT: Micros = Micros::from_secs(30);
/// From when on it is very pressing.
const NEARLY_OUT: Micros = Micros::from_secs(10);

/// How a timer stands with the thresholds of its channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// There is time.
    Calm,
    /// It will soon be too late.
    Warn,
    /// It is too late, or nearly.
    Late,
}

/// What a timer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Since the phase, or the talk, began.
    Lasted,
    /// Since the customer waits for an answer.
    Waits,
    /// Until the phase runs out.
    Left,
}

/// The time of an interaction that matters most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timer {
    /// How long.
    pub span: Micros,
    /// Of what.
    pub counts: Counts,
    /// How pressing that is.
    pub level: Level,
}

/// Why an interaction needs the agent, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It waits to be taken.
    Offered,
    /// The customer of a chat waits for too long.
    Late,
    /// The customer wrote, and nobody has looked at it.
    Unread,
    /// Its wrap-up is nearly over.
    RunsOut,
    /// Its disposition is owed.
    WrapUp,
}

/// Whether it waits for the agent to take it: a call that rings here, or a chat.
pub fn is_offered(one: &Interaction) -> bool {
    let waits = match one.is_chat() {
        true => matches!(one.phase, Phase::Initiated | Phase::Ringing),
        false => one.phase == Phase::Ringing,
    };
    waits && !one.is_outbound()
}

/// The timer of an interaction.
pub fn timer(desk: &DeskState, one: &Interaction, now: Moment) -> Timer {
    let of = |span, counts, level| Timer { span, counts, level };
    let in_phase = of(now.since(one.phase_since), Counts::Lasted, Level::Calm);
    match (one.phase, one.deadline) {
        (Phase::Connected, _) => {
            let limits = thresholds(desk, one);
            match one.conversation.waits_since.filter(|_| one.is_chat()) {
                Some(since) => {
                    let span = now.since(since);
                    of(span, Counts::Waits, level(span, limits))
                }
                None => {
                    let span = one.talk(now).unwrap_or(in_phase.span);
                    // The length of a chat is no matter: how long the customer waits in it is.
                    let limits = limits.filter(|_| !one.is_chat());
                    of(span, Counts::Lasted, level(span, limits))
                }
            }
        }
        (Phase::WrapUp, Some(until)) => {
            let left = until.since(now);
            let level = match left {
                left if left <= NEARLY_OUT => Level::Late,
                left if left <= RUNS_OUT => Level::Warn,
                _ => Level::Calm,
            };
            of(left, Counts::Left, level)
        }
        (Phase::Initiated | Phase::Ringing, Some(until)) if !one.is_outbound() => {
            of(until.since(now), Counts::Left, Level::Calm)
        }
        _ => in_phase,
    }
}

fn thresholds(desk: &DeskState, one: &Interaction) -> Option<Thresholds> {
    desk.setup.channel(one.channel, &one.conversation.sub_channel)?.thresholds
}

fn level(span: Micros, limits: Option<Thresholds>) -> Level {
    match limits {
        Some(limits) if span >= Micros::from_secs(limits.late) => Level::Late,
        Some(limits) if span >= Micros::from_secs(limits.warn) => Level::Warn,
        _ => Level::Calm,
    }
}

/// Why an interaction needs the agent. `None` when it does not.
pub fn need(desk: &DeskState, one: &Interaction, now: Moment) -> Option<Need> {
    if is_offered(one) {
        return Some(Need::Offered);
    }
    let level = timer(desk, one, now).level;
    match one.phase {
        Phase::Connected if one.is_chat() && !one.conversation.muted => match (level, one.unread()) {
            (Level::Late, _) => Some(Need::Late),
            (_, 0) => None,
            _ => Some(Need::Unread),
        },
        Phase::WrapUp if level > Level::Calm => Some(Need::RunsOut),
        Phase::WrapUp => Some(Need::WrapUp),
        _ => None,
    }
}

/// The interaction that the agent should look at next, when they look at `current` now: one that is
/// offered before all others, else the next in order of need, and around.
pub fn next<'a>(desk: &'a DeskState, current: Option<&Interaction>, now: Moment) -> Option<&'a Interaction> {
    let mut needing: Vec<_> =
        desk.interactions.iter().filter_map(|one| Some((need(desk, one, now)?, one))).collect();
    // Of equal need the one first that runs out first, or has waited longest.
    needing.sort_by_key(|(need, one)| (*need, one.deadline, one.conversation.waits_since, one.since));
    let at = current.and_then(|current| needing.iter().position(|(_, one)| one.id == current.id));
    let offered_elsewhere = needing.first().is_some_and(|(need, _)| *need == Need::Offered)
        && at.is_none_or(|at| needing[at].0 != Need::Offered);
    let to = match at {
        Some(at) if !offered_elsewhere => (at + 1) % needing.len(),
        _ => 0,
    };
    needing.get(to).map(|(_, one)| *one).filter(|one| current.is_none_or(|current| current.id != one.id))
}
