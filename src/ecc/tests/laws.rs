//! What holds after every input, and at the end of everything.

use std::collections::BTreeMap;

use super::site::Site;
use crate::contract::Event;
use crate::contract::ids::{DeskId, InteractionId};
use crate::contract::payload::AssociationType;
use crate::desk::conversation::Status;
use crate::desk::{self, Change, DeskState};
use crate::ecc::interaction::{Interaction, Line, Phase};
use crate::ecc::timers::Timer;
use crate::ecc::{CustomerSees, What};

/// What chance must reach.
pub const ALL: [&str; 47] = [
    "interaction.interactionInitiated",
    "interaction.callRinging",
    "interaction.showCrm",
    "interaction.customerLinkedToInteraction",
    "interaction.customerUnlinkedToInteraction",
    "interaction.interactionConnected",
    "interaction.interactionDisconnected",
    "interaction.interactionDisposed",
    "interaction.handleInteractionDisposed",
    "interaction.interactionEnded",
    "interaction.interactionTransferred",
    "interaction.interactionConferred",
    "interaction.getIsInteractionOwnedByUser",
    "notification.notification",
    "session.loginStatus",
    "session.userAvailabilityStatusChanged",
    "record",
    "unlinked",
    "hold",
    "mute",
    "draft",
    "focus",
    "waiting",
    "chatLine",
    "conversation",
    "customer types",
    "customer stops",
    "tick",
    "seen",
    "written",
    "agent types",
    "agent stops",
    "lines seen",
    "members",
    "owner",
    "guest",
    "callback",
    "member dialled",
    "member connected",
    "member cleared",
    "put through",
    "tones",
    "consult",
    "asked no more",
    "callbacks",
    "becomes owner",
    "to a campaign",
];

/// What an output is called in [`ALL`].
pub fn name(what: &What) -> &'static str {
    match what {
        What::Http { .. } => "http",
        What::Event { event, .. } => match &**event {
            Event::InteractionOwned(false) => "guest",
            Event::InteractionInitiated(event)
                if event.channel_details.association_type == AssociationType::TransferToCampaign =>
            {
                "to a campaign"
            }
            event => event.id(),
        },
        What::Change { change, .. } => match change {
            Change::Record { record: Some(_), .. } => "record",
            Change::Record { record: None, .. } => "unlinked",
            Change::Hold { .. } => "hold",
            Change::Mute { .. } => "mute",
            Change::Draft { .. } => "draft",
            Change::Focus { .. } => "focus",
            Change::Waiting { .. } => "waiting",
            Change::ChatLine { .. } => "chatLine",
            Change::Conversation { .. } => "conversation",
            Change::CustomerTypes { on: true, .. } => "customer types",
            Change::CustomerTypes { on: false, .. } => "customer stops",
            Change::Tick { .. } => "tick",
            Change::Seen { .. } => "seen",
            Change::Members { .. } => "members",
            Change::Owner { is_owner: true, .. } => "becomes owner",
            Change::Owner { .. } => "owner",
            Change::Tones { .. } => "tones",
            Change::Consult { consult: Some(_), .. } => "consult",
            Change::Consult { .. } => "asked no more",
            Change::Callbacks { .. } => "callbacks",
            Change::Notice { notice, .. } if notice == "callbackDue" => "callback",
            _ => "change",
        },
        What::Answer { .. } => "answer",
        What::Customer { sees: CustomerSees::MemberDialled, .. } => "member dialled",
        What::Customer { sees: CustomerSees::MemberConnected, .. } => "member connected",
        What::Customer { sees: CustomerSees::MemberCleared, .. } => "member cleared",
        What::Customer { sees: CustomerSees::Written, .. } => "written",
        What::Customer { sees: CustomerSees::AgentTypes, .. } => "agent types",
        What::Customer { sees: CustomerSees::AgentStops, .. } => "agent stops",
        What::Customer { sees: CustomerSees::Seen, .. } => "lines seen",
        What::Customer { sees: CustomerSees::PutThrough, .. } => "put through",
        What::Customer { .. } => "customer",
    }
}

/// The engine's own state is whole, and every desk's fold agrees with it.
pub fn hold(site: &Site) {
    for (desk, fold) in &site.desks {
        agrees(site, desk, fold);
    }
    queues_and_lines_agree(site);
    nobody_waits_for_nothing(site);
    nobody_forgets_a_promise(site);
}

fn agrees(site: &Site, desk: &DeskId, fold: &DeskState) {
    let state = &site.ecc.state;
    let agent = state.agents.get(desk);
    assert_eq!(agent.is_some(), fold.session.is_some(), "who sits at {desk}");
    let legs: &[InteractionId] = agent.map(|agent| agent.legs.as_slice()).unwrap_or_default();
    let folded: Vec<InteractionId> = fold.interactions.iter().map(|one| one.id.clone()).collect();
    assert_eq!(legs, folded, "legs at {desk}");
    for shown in &fold.interactions {
        let (one, leg) = site.ecc.leg(&shown.id, desk).expect("a leg of the engine");
        let (phase, timer) = match leg.phase {
            // A chat is offered without ringing.
            Phase::Ringing if one.is_chat() => {
                (desk::Phase::Initiated, Some(Timer::Ring(shown.id.clone(), desk.clone())))
            }
            Phase::Dialling if one.is_chat() => (desk::Phase::Initiated, Some(Timer::Dial(shown.id.clone()))),
            Phase::Ringing => (desk::Phase::Ringing, Some(Timer::Ring(shown.id.clone(), desk.clone()))),
            Phase::Dialling => (desk::Phase::Ringing, Some(Timer::Dial(shown.id.clone()))),
            Phase::Connected => (desk::Phase::Connected, None),
            Phase::WrapUp => (desk::Phase::WrapUp, Some(Timer::WrapUp(shown.id.clone(), desk.clone()))),
        };
        assert_eq!(shown.phase, phase);
        let due = timer.map(|timer| state.timers.at(&timer).expect("a timer of the phase"));
        assert_eq!(shown.deadline, due, "the shown deadline is the timer's");
        assert_eq!((shown.held_since.is_some(), shown.muted), (leg.held, leg.muted));
        assert_eq!(&shown.customer, leg.party(one));
        assert_eq!(shown.record, one.record);
        assert_eq!(shown.conversation, one.conversation);
        assert_eq!(shown.is_chat(), one.is_chat());
        // A chat can go on elsewhere while it is wrapped up here.
        if leg.phase != Phase::WrapUp {
            assert_eq!(shown.chat, one.lines);
            assert_eq!(shown.customer_types, one.customer_types);
        }
        assert_eq!(shown.conversation, one.conversation);
        let unseen = one.lines.iter().filter(|line| line.is_customers() && line.number > leg.seen);
        assert!(leg.phase == Phase::WrapUp || shown.unread() == unseen.count(), "unread at {desk}");
        assert_eq!(shown.is_guest, leg.is_guest());
        let members = if leg.phase == Phase::WrapUp { Vec::new() } else { site.ecc.members(one, desk) };
        assert_eq!(shown.members, members, "who is in {} for {desk}", one.id);
        let asks = leg.owner && leg.phase == Phase::Connected;
        assert_eq!(
            shown.consult,
            asks.then(|| site.ecc.shown_consult(one)).flatten(),
            "who is asked by {desk}"
        );
    }
    let (Some(agent), Some(session)) = (agent, &fold.session) else { return };
    assert_eq!(agent.focus, fold.focus);
    assert_eq!(agent.selected, session.selected);
    assert_eq!(agent.line.as_ref().map(|line| &line.extension), session.extension.as_ref());
    assert_eq!(agent.is_available(), session.presence.available);
    assert_eq!(fold.callbacks, site.ecc.shown_callbacks(agent), "the callbacks of {desk}");
    for (id, draft) in &agent.drafts {
        assert_eq!(&fold.interaction(id).expect("a live leg").draft, draft);
    }
    for campaign in &agent.selected {
        let told = fold.waiting.get(campaign).copied().unwrap_or(0);
        assert_eq!(told, state.queues.waiting(*campaign), "callers who wait for {campaign}");
    }
}

fn queues_and_lines_agree(site: &Site) {
    let state = &site.ecc.state;
    let mut queued: Vec<&InteractionId> = state.queues.in_order(|_| true).map(|(_, id)| id).collect();
    queued.sort();
    let waits = state.interactions.values().filter(|one| one.line == Line::Queued);
    assert_eq!(queued, waits.map(|one| &one.id).collect::<Vec<_>>());
    for one in state.interactions.values() {
        assert!(!one.is_over(), "an interaction that is over is kept");
        // Who gave the call away or left it may be in wrap-up at any time.
        let live = || one.legs.iter().filter(|leg| leg.phase != Phase::WrapUp);
        let owners: Vec<Phase> = live().filter(|leg| leg.owner).map(|leg| leg.phase).collect();
        let guests: Vec<Phase> = live().filter(|leg| leg.is_guest()).map(|leg| leg.phase).collect();
        let owner: &[Phase] = match one.line {
            Line::WithBot | Line::Queued | Line::Cleared | Line::Through | Line::Listening => &[],
            Line::Offered => &[Phase::Ringing],
            Line::Dialling if one.internal => &[Phase::Dialling, Phase::Ringing],
            Line::Dialling => &[Phase::Dialling],
            Line::Talking if one.internal => &[Phase::Connected, Phase::Connected],
            Line::Talking => &[Phase::Connected],
        };
        assert_eq!(owners, owner, "{:?}", one.line);
        let company = guests.len() + one.members.len();
        match one.line {
            Line::Talking => {}
            Line::Through => assert!(guests.is_empty() && company > 0, "put through to nobody"),
            line => assert_eq!(company, 0, "{line:?} with company"),
        }
        assert!(company <= 8 && !guests.contains(&Phase::Dialling));
        let ringing: Vec<_> = one.members.iter().filter(|member| !member.joined).collect();
        assert!(ringing.len() <= 1, "it rings at two numbers");
        for member in &one.members {
            let timer = Timer::Member(one.id.clone(), member.crt.clone());
            assert_eq!(state.timers.is_set(&timer), !member.joined);
        }
        let wait = Timer::Wait(one.id.clone());
        assert!(one.line != Line::Queued || state.timers.is_set(&wait), "a wait without an end");
        let too_long = Timer::TooLong(one.id.clone());
        assert_eq!(one.line == Line::Listening, state.timers.is_set(&Timer::Ivr(one.id.clone())));
        asked_alone_and_held(one);
        let talks = matches!(one.line, Line::Talking | Line::Through | Line::Listening);
        assert!(!talks || state.timers.is_set(&too_long), "a talk without an end");
        for (timer, types) in [
            (Timer::AgentTypes(one.id.clone()), one.agent_types),
            (Timer::CustomerTypes(one.id.clone()), one.customer_types),
        ] {
            assert_eq!(state.timers.is_set(&timer), types, "typing without an end");
        }
        let with_bot = one.line == Line::WithBot;
        assert_eq!(
            (one.bot.is_some(), state.timers.is_set(&Timer::Bot(one.id.clone()))),
            (with_bot, with_bot)
        );
        let status = one.conversation.status;
        assert!(!with_bot || status == Status::Pending, "{status:?} with a bot");
        let snoozed = status == Status::Snoozed;
        assert_eq!(state.timers.is_set(&Timer::Snooze(one.id.clone())), snoozed, "put off without an end");
        assert_eq!(one.conversation.snoozed_until.is_some(), snoozed);
        assert!(!snoozed || one.is_chat() && !one.line.is_cleared(), "{:?} put off", one.line);
        for leg in &one.legs {
            assert!(state.agents[&leg.desk].legs.contains(&one.id), "a leg without its agent");
        }
    }
}

/// Who is asked about a call is so alone, and one of the two others is on hold; what is held to make a
/// conference is so for somebody who rings.
fn asked_alone_and_held(one: &Interaction) {
    if let Some(consult) = &one.consult {
        let owner = one.owner().expect("asked by somebody who talks");
        let guest = one.legs.iter().find(|leg| leg.is_guest() && leg.phase != Phase::WrapUp);
        let (joined, held) = match (guest, &one.members[..]) {
            (Some(leg), []) => (leg.phase == Phase::Connected, leg.held),
            (None, [member]) => (member.joined, member.held),
            other => panic!("asked beside others: {other:?}"),
        };
        assert!(joined || !consult.talks);
        assert_eq!(owner.held, consult.talks || !joined, "the customer waits while the agent asks");
        assert!(!consult.talks || guest.is_some() || !held);
    }
    if one.held_to_confer {
        let rings = one.legs.iter().any(|leg| leg.phase == Phase::Ringing)
            || one.members.iter().any(|member| !member.joined);
        assert!(rings && one.owner().is_some_and(|leg| leg.held));
    }
}

fn nobody_waits_for_nothing(site: &Site) {
    let state = &site.ecc.state;
    for (desk, agent) in &state.agents {
        for (_, id) in state.queues.in_order(|lane| agent.takes(lane.campaign)) {
            let one = &state.interactions[id];
            let room = site.ecc.has_room(desk, one).is_ok();
            let is_for = site.ecc.team_of(one).is_none_or(|team| team.offers_to(&agent.user));
            assert!(!room || !is_for || one.resting.contains(desk), "an agent with room for what waits");
        }
    }
}

/// Whoever is there was told of every callback that is due.
fn nobody_forgets_a_promise(site: &Site) {
    assert_eq!(site.ecc.told_of(), []);
}

/// Everything that was begun is over: each leg ended once and nothing of it came outside, each call
/// was cleared once, nothing is left of any, and time never went back.
pub fn hold_at_the_end(site: &Site) {
    let state = &site.ecc.state;
    assert!(state.interactions.is_empty() && state.queues.is_empty(), "calls are left");
    assert!(state.agents.values().all(|agent| agent.legs.is_empty() && agent.drafts.is_empty()));
    assert_eq!(site.ecc.next_deadline(), None);
    assert!(site.desks.values().all(|desk| desk.interactions.is_empty()));
    assert!(site.log.windows(2).all(|pair| pair[0].at <= pair[1].at), "time went back");
    let mut calls: BTreeMap<&InteractionId, (u32, u32)> = BTreeMap::new();
    let mut members: BTreeMap<(&InteractionId, &str), u32> = BTreeMap::new();
    let mut open: BTreeMap<(&DeskId, &InteractionId), bool> = BTreeMap::new();
    let mut by_customer = BTreeMap::new();
    for output in &site.log {
        match &output.what {
            What::Http { .. } => {}
            What::Customer { interaction_id, phone, sees, .. } => {
                let member = members.entry((interaction_id, phone));
                let (begun, cleared) = calls.entry(interaction_id).or_default();
                match sees {
                    CustomerSees::Queued | CustomerSees::Dialled => *begun += 1,
                    CustomerSees::Cleared => *cleared += 1,
                    CustomerSees::MemberDialled => assert_eq!(std::mem::replace(member.or_default(), 1), 0),
                    CustomerSees::MemberConnected => assert_eq!(std::mem::replace(member.or_default(), 2), 1),
                    CustomerSees::MemberCleared => assert!(std::mem::take(member.or_default()) > 0),
                    CustomerSees::Connected
                    | CustomerSees::PutThrough
                    | CustomerSees::Written
                    | CustomerSees::AgentTypes
                    | CustomerSees::AgentStops
                    | CustomerSees::Seen => assert_eq!((*begun, *cleared), (1, 0)),
                }
            }
            What::Event { desk, event, .. } => match &**event {
                Event::InteractionInitiated(event) => {
                    by_customer.insert(&event.customer_crt_object_id, &event.interaction_id);
                    let was = open.insert((desk, &event.interaction_id), true);
                    assert_ne!(was, Some(true), "a leg began twice");
                }
                Event::InteractionEnded(event) => {
                    let id = by_customer[&event.customer_crt_object_id];
                    let was = open.insert((desk, id), false);
                    assert_eq!(was, Some(true), "a leg ended twice, or before it began");
                }
                other => {
                    let leg = leg_of(other).map(|id| open.get(&(desk, id)).copied());
                    assert!(leg.is_none_or(|open| open == Some(true)), "{} outside of a leg", other.id());
                }
            },
            What::Answer { .. } | What::Change { .. } => {}
        }
    }
    assert!(open.values().all(|open| !open), "a leg never ended");
    assert!(members.values().all(|state| *state == 0), "a number was not let go");
    assert!(calls.values().all(|counts| *counts == (1, 1)), "a call was not cleared once: {calls:?}");
}

/// The interaction of an event that belongs to a leg.
fn leg_of(event: &Event) -> Option<&InteractionId> {
    match event {
        Event::CallRinging(event)
        | Event::InteractionConnected(event)
        | Event::InteractionDisconnected(event)
        | Event::ShowCrm(event)
        | Event::CustomerLinkedToInteraction(event)
        | Event::CustomerUnlinkedToInteraction(event) => Some(&event.interaction_id),
        Event::InteractionTransferred(event) => Some(&event.interaction_id),
        Event::InteractionConferred(event) => Some(&event.interaction_id),
        Event::InteractionDisposed(event) => Some(&event.interaction_id),
        Event::HandleInteractionDisposed(event) => Some(&event.interaction_id),
        _ => None,
    }
}
