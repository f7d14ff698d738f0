//! Whether the engine's state is whole: what must be true of it between inputs. Nothing here is needed to work;
//! tests, and whoever drives the engine by chance, ask after each input.

use std::fmt::Debug;

use super::Ecc;
use super::agent::Agent;
use super::conference::MAX_MEMBERS;
use super::interaction::{Interaction, Leg, Line, Phase};
use super::timers::Timer;
use crate::contract::ids::{DeskId, InteractionId};
use crate::desk::conversation::Status;
use crate::desk::{self, DeskState};

/// A law that holds, or what breaks it, in words.
pub type Law = Result<(), String>;

/// Breaks the law with these words unless it holds.
macro_rules! law {
    ($holds:expr, $($words:tt)+) => {
        if !$holds {
            return Err(format!($($words)+));
        }
    };
}

fn same<T: PartialEq + Debug + ?Sized>(what: &str, told: &T, is: &T) -> Law {
    law!(told == is, "{what}: told {told:?}, is {is:?}");
    Ok(())
}

impl Ecc {
    /// Whether the state is whole: lines, legs, queues and timers agree, nobody waits who could be served,
    /// nobody is owed a word. For tests.
    pub fn check(&self) -> Law {
        self.check_queues()?;
        for one in self.state.interactions.values() {
            self.check_interaction(one).map_err(|why| format!("{}: {why}", one.id))?;
        }
        for (desk, agent) in &self.state.agents {
            self.check_agent(desk, agent).map_err(|why| format!("desk {desk}: {why}"))?;
        }
        for timer in self.state.timers.all() {
            law!(self.has_subject(timer), "{timer:?} is set for nothing");
        }
        law!(self.told_of().is_empty(), "somebody was not told of a callback that is due");
        law!(self.state.timers.next().is_none_or(|at| at > self.state.now), "a deadline is past");
        Ok(())
    }

    /// Whether nothing is left of anything that was begun: no interaction, no deadline. For tests.
    pub fn check_over(&self) -> Law {
        let left: Vec<_> = self.state.interactions.values().map(|one| (&one.id, one.line)).collect();
        law!(left.is_empty(), "interactions are left: {left:?}");
        law!(self.state.queues.is_empty(), "somebody is left in a queue");
        let timers: Vec<_> = self.state.timers.all().collect();
        law!(timers.is_empty(), "deadlines are left: {timers:?}");
        Ok(())
    }

    /// Whether the fold of what a desk was told is what the engine holds of that desk. For tests.
    pub fn check_desk(&self, fold: &DeskState) -> Law {
        let agent = self.state.agents.get(&fold.desk);
        same("somebody is signed in", &fold.session.is_some(), &agent.is_some())?;
        let folded: Vec<&InteractionId> = fold.interactions.iter().map(|one| &one.id).collect();
        let legs: Vec<&InteractionId> = agent.map(|agent| agent.legs.iter().collect()).unwrap_or_default();
        same("the legs", &folded, &legs)?;
        for shown in &fold.interactions {
            let (one, leg) = self.leg(&shown.id, &fold.desk).ok_or("a leg that the engine lacks")?;
            self.check_shown(shown, one, leg).map_err(|why| format!("{}: {why}", one.id))?;
        }
        let (Some(agent), Some(session)) = (agent, &fold.session) else { return Ok(()) };
        same("the focus", &fold.focus, &agent.focus)?;
        same("the campaigns", &session.selected, &agent.selected)?;
        let extension = agent.line.as_ref().map(|line| &line.extension);
        same("the extension", &session.extension.as_ref(), &extension)?;
        let (available, status) = agent.presence.told();
        same("whether available", &session.presence.available, &available)?;
        law!(!available || session.presence.status == status, "another status than {status:?} is told");
        same("the callbacks", &fold.callbacks, &self.shown_callbacks(agent))?;
        same("whether the desks are watched", &fold.watched.is_some(), &agent.watches)?;
        for (id, draft) in &agent.drafts {
            same("a draft", &fold.interaction(id).map(|shown| &shown.draft), &Some(draft))?;
        }
        for campaign in &agent.selected {
            let told = fold.waiting.get(campaign).copied().unwrap_or(0);
            same("how many wait", &told, &self.state.queues.waiting(*campaign))?;
        }
        Ok(())
    }

    fn check_shown(&self, shown: &desk::Interaction, one: &Interaction, leg: &Leg) -> Law {
        let (id, desk) = (one.id.clone(), leg.desk.clone());
        let (phase, timer) = match leg.phase {
            // A chat is offered without ringing.
            Phase::Ringing if one.is_chat() => (desk::Phase::Initiated, Some(Timer::Ring(id, desk))),
            Phase::Ringing => (desk::Phase::Ringing, Some(Timer::Ring(id, desk))),
            Phase::Dialling if one.is_chat() => (desk::Phase::Initiated, Some(Timer::Dial(id))),
            Phase::Dialling => (desk::Phase::Ringing, Some(Timer::Dial(id))),
            Phase::Connected => (desk::Phase::Connected, None),
            Phase::WrapUp => (desk::Phase::WrapUp, Some(Timer::WrapUp(id, desk))),
        };
        same("the phase", &shown.phase, &phase)?;
        let due = timer.as_ref().and_then(|timer| self.state.timers.at(timer));
        law!(timer.is_none() || due.is_some(), "{phase:?} without an end");
        same("the deadline", &shown.deadline, &due)?;
        same("held and muted", &(shown.held_since.is_some(), shown.muted), &(leg.held, leg.muted))?;
        same("the customer", &shown.customer, leg.party(one))?;
        same("the record", &shown.record, &one.record)?;
        same("how it is sorted", &shown.conversation, &one.conversation)?;
        same("whether a chat", &shown.is_chat(), &one.is_chat())?;
        same("whether a guest", &shown.is_guest, &leg.is_guest())?;
        let asks = leg.owner && leg.phase == Phase::Connected;
        let consult = asks.then(|| self.shown_consult(one)).flatten();
        same("who is asked", &shown.consult, &consult)?;
        // It can go on elsewhere while it is wrapped up here.
        if leg.phase == Phase::WrapUp {
            return same("who is in it", &shown.members, &Vec::new());
        }
        same("who is in it", &shown.members, &self.members(one, &leg.desk))?;
        same("the lines", &shown.chat, &one.lines)?;
        same("whether the customer types", &shown.customer_types, &one.other_types(&leg.desk))?;
        let unseen = one.lines.iter().filter(|line| line.is_customers() && line.number > leg.seen);
        same("how many lines are unread", &shown.unread(), &unseen.count())
    }

    fn check_queues(&self) -> Law {
        let mut queued: Vec<&InteractionId> =
            self.state.queues.in_order(|_| true).map(|(_, id)| id).collect();
        queued.sort();
        let waits = self.state.interactions.values().filter(|one| one.line == Line::Queued);
        same("who is in the queues", &queued, &waits.map(|one| &one.id).collect())
    }

    fn check_interaction(&self, one: &Interaction) -> Law {
        law!(!one.is_over(), "it is over and kept");
        one.check_legs()?;
        one.check_consult()?;
        for leg in &one.legs {
            let agent = self.state.agents.get(&leg.desk);
            law!(agent.is_some_and(|agent| agent.legs.contains(&one.id)), "{} has no such leg", leg.desk);
        }
        let is_set = |timer: fn(InteractionId) -> Timer| self.state.timers.is_set(&timer(one.id.clone()));
        let line = one.line;
        let may_last = self.longest_wait(one).is_none();
        law!(line != Line::Queued || is_set(Timer::Wait) || may_last, "a wait without an end");
        let talks = matches!(line, Line::Talking | Line::Through | Line::Listening);
        law!(!talks || is_set(Timer::TooLong), "a talk without an end");
        same("an IVR's end", &is_set(Timer::Ivr), &(line == Line::Listening))?;
        same("the end of a try", &is_set(Timer::Dial), &(line == Line::Dialling))?;
        same("the end of the agent's typing", &is_set(Timer::AgentTypes), &one.agent_types)?;
        same("the end of the customer's typing", &is_set(Timer::CustomerTypes), &one.customer_types)?;
        let with_bot = line == Line::WithBot;
        same("a bot and its end", &(one.bot.is_some(), is_set(Timer::Bot)), &(with_bot, with_bot))?;
        let status = one.conversation.status;
        law!(!with_bot || status == Status::Pending, "{status:?} with a bot");
        let snoozed = status == Status::Snoozed;
        same("the end of being put off", &is_set(Timer::Snooze), &snoozed)?;
        same("until when it is put off", &one.conversation.snoozed_until.is_some(), &snoozed)?;
        law!(!snoozed || one.is_chat() && !line.is_cleared(), "{line:?} put off");
        for member in &one.members {
            let timer = Timer::Member(one.id.clone(), member.crt.clone());
            same("a number's ringing", &self.state.timers.is_set(&timer), &!member.joined)?;
        }
        Ok(())
    }

    fn check_agent(&self, desk: &DeskId, agent: &Agent) -> Law {
        for id in &agent.legs {
            law!(self.leg(id, desk).is_some(), "the agent's leg {id} is none");
        }
        for (_, id) in self.state.queues.in_order(|lane| agent.takes(lane.campaign)) {
            let Some(one) = self.state.interactions.get(id) else { continue };
            let room = self.has_room(desk, one).is_ok() && !one.resting.contains(desk);
            let is_for = self.team_of(one).is_none_or(|team| team.offers_to(&agent.user));
            law!(!room || !is_for, "has room for {id}, which waits");
        }
        Ok(())
    }

    /// Whether what a deadline is for is there.
    fn has_subject(&self, timer: &Timer) -> bool {
        let one = |id: &InteractionId| self.state.interactions.get(id);
        let line = |id: &InteractionId| one(id).map(|one| one.line);
        let leg = |id: &InteractionId, desk: &DeskId| self.leg(id, desk).map(|(_, leg)| leg.phase);
        match timer {
            Timer::Ring(id, desk) => leg(id, desk) == Some(Phase::Ringing),
            Timer::Dial(id) => line(id) == Some(Line::Dialling),
            Timer::WrapUp(id, desk) => leg(id, desk) == Some(Phase::WrapUp),
            Timer::TooLong(id) | Timer::Wait(id) => line(id).is_some_and(|line| !line.is_cleared()),
            Timer::Retry(id, desk) => one(id).is_some_and(|one| one.resting.contains(desk)),
            Timer::Stub(ticket) => self.state.slow_answers.contains_key(ticket),
            Timer::Member(id, crt) => one(id).is_some_and(|one| one.members.iter().any(|it| &it.crt == crt)),
            Timer::Callback(number) => self.state.callbacks.is_promised(*number),
            Timer::CustomerTypes(id) | Timer::AgentTypes(id) | Timer::Snooze(id) | Timer::Bot(id) => {
                line(id).is_some_and(|line| !line.is_cleared())
            }
            Timer::Ivr(id) => line(id) == Some(Line::Listening),
        }
    }
}

impl Interaction {
    /// Whose legs there are for where the line stands.
    fn check_legs(&self) -> Law {
        // Who gave the call away or left it may be in wrap-up at any time.
        let live = || self.legs.iter().filter(|leg| leg.phase != Phase::WrapUp);
        let owners: Vec<Phase> = live().filter(|leg| leg.owner).map(|leg| leg.phase).collect();
        let guests: Vec<Phase> = live().filter(|leg| leg.is_guest()).map(|leg| leg.phase).collect();
        let line = self.line;
        let expected: &[Phase] = match line {
            Line::WithBot | Line::Queued | Line::Cleared | Line::Through | Line::Listening => &[],
            Line::Offered => &[Phase::Ringing],
            Line::Dialling if self.internal => &[Phase::Dialling, Phase::Ringing],
            Line::Dialling => &[Phase::Dialling],
            Line::Talking if self.internal => &[Phase::Connected, Phase::Connected],
            Line::Talking => &[Phase::Connected],
        };
        law!(owners == expected, "{line:?} with owners {owners:?}");
        let company = guests.len() + self.members.len();
        match line {
            Line::Talking => {}
            Line::Through => law!(guests.is_empty() && company > 0, "put through to nobody"),
            Line::WithBot
            | Line::Queued
            | Line::Cleared
            | Line::Listening
            | Line::Offered
            | Line::Dialling => law!(company == 0, "{line:?} with company"),
        }
        law!(company <= MAX_MEMBERS && !guests.contains(&Phase::Dialling), "guests {guests:?}");
        let ringing = self.members.iter().filter(|member| !member.joined).count();
        law!(ringing <= 1, "it rings at {ringing} numbers");
        Ok(())
    }

    /// Who is asked about a call is so alone, and one of the two others is on hold; what is held to make a
    /// conference is so for somebody who rings.
    fn check_consult(&self) -> Law {
        let owner = self.owner();
        if let Some(consult) = &self.consult {
            let owner = owner.ok_or("asked by nobody")?;
            let guest = self.legs.iter().find(|leg| leg.is_guest() && leg.phase != Phase::WrapUp);
            let (joined, held) = match (guest, &self.members[..]) {
                (Some(leg), []) => (leg.phase == Phase::Connected, leg.held),
                (None, [member]) => (member.joined, member.held),
                other => return Err(format!("asked beside others: {other:?}")),
            };
            law!(joined || !consult.talks, "talks with somebody who has not answered");
            same("whether the customer waits", &owner.held, &(consult.talks || !joined))?;
            law!(!consult.talks || guest.is_some() || !held, "talks with a number that is on hold");
        }
        if self.held_to_confer {
            let rings = self.legs.iter().any(|leg| leg.phase == Phase::Ringing)
                || self.members.iter().any(|member| !member.joined);
            law!(rings && owner.is_some_and(|leg| leg.held), "on hold for nobody who rings");
        }
        Ok(())
    }
}
