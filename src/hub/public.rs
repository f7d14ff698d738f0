//! The simulated public: customers who call, and who act when they are called. It stands outside
//! the engine; what it does reaches that as inputs.

mod chats;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use chats::{Chats, KeptChats};

use crate::contract::ids::InteractionId;
use crate::ecc::{CustomerDoing, CustomerSees, What};
use crate::wire::{Micros, Moment};
use crate::workspace::{Customer, WhenCalled, Workspace};

/// Its own stream of chance, so that the engine's is not disturbed.
const STREAM: u64 = 1;
/// The shortest pause between two calls, so that a careless workspace can't stop time.
const SHORTEST_PAUSE: Micros = Micros::from_secs(1);

/// How a customer came to be in a call; it decides what they do by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    /// Called by themselves: gives up, and hangs up when the talk has lasted.
    Caller,
    /// Was made to call by a test or a person, who decides everything.
    Puppet,
    /// Was dialled.
    Dialled,
    /// Was asked into another customer's call.
    Member,
}

/// What they do next, unless something else happens before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Intent {
    Answer,
    Refuse,
    Hangup,
}

/// Which customers come by themselves. Those who are called or written to always act.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ByThemselves {
    /// None.
    #[default]
    Nobody,
    /// They call, and open chats where the workspace says so.
    Callers,
    /// Whom the workspace says.
    AsConfigured,
}

impl ByThemselves {
    fn calls(self, workspace: &Workspace) -> bool {
        self == ByThemselves::Callers || self == ByThemselves::AsConfigured && workspace.public.calls
    }

    fn chats(self, workspace: &Workspace) -> bool {
        self != ByThemselves::Nobody && workspace.public.chats
    }
}

/// A phone in a call.
type PartyId = (InteractionId, String);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Party {
    part: Part,
    next: Option<(Moment, Intent)>,
}

/// The public of one site. The same seed and outputs give the same doings.
#[derive(Debug)]
pub struct Public {
    workspace: Arc<Workspace>,
    comes: ByThemselves,
    rng: ChaCha8Rng,
    next_call: Option<Moment>,
    /// Who is calling just now, until the engine says which interaction that is.
    placing: Option<String>,
    /// Everyone in a call, or asked into it; the engine ends each of them.
    parties: BTreeMap<PartyId, Party>,
    /// When each of those with a `next` acts.
    timers: BTreeSet<(Moment, PartyId)>,
    chats: Chats,
}

/// The public as it is kept on a disk.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KeptPublic {
    #[serde(default)]
    comes: ByThemselves,
    rng: ChaCha8Rng,
    next_call: Option<Moment>,
    placing: Option<String>,
    parties: Vec<(PartyId, Party)>,
    chats: KeptChats,
}

impl Public {
    /// All of it but its workspace.
    pub(super) fn kept(&self) -> KeptPublic {
        let (rng, placing) = (self.rng.clone(), self.placing.clone());
        let parties = self.parties.iter().map(|(id, party)| (id.clone(), party.clone())).collect();
        let (comes, next_call) = (self.comes, self.next_call);
        KeptPublic { comes, rng, next_call, placing, parties, chats: self.chats.kept() }
    }

    /// The public as [`Public::kept`] kept it.
    pub(super) fn again(workspace: Arc<Workspace>, kept: KeptPublic) -> Public {
        let KeptPublic { comes, rng, next_call, placing, parties, chats } = kept;
        let timers = parties.iter().filter_map(|(id, party)| Some((party.next?.0, id.clone()))).collect();
        let (parties, chats) = (parties.into_iter().collect(), Chats::again(Arc::clone(&workspace), chats));
        Public { workspace, comes, rng, next_call, placing, parties, timers, chats }
    }

    /// While a hub is down nobody comes. Those who are in calls and chats do what they were about to do.
    pub(super) fn hold_off(&mut self) {
        self.next_call = None;
        self.chats.hold_off();
    }

    /// From `at` on these customers come.
    pub(super) fn go_on(&mut self, comes: ByThemselves, at: Moment) {
        self.comes = comes;
        self.next_call = comes.calls(&self.workspace).then(|| at + self.pause());
        self.chats.go_on(comes.chats(&self.workspace), at);
    }
}

impl Public {
    /// The public from `at` on.
    pub fn new(workspace: Arc<Workspace>, seed: u64, comes: ByThemselves, at: Moment) -> Public {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(STREAM);
        let mut public = Public {
            chats: Chats::new(Arc::clone(&workspace), seed, comes.chats(&workspace), at),
            workspace,
            comes,
            rng,
            next_call: None,
            placing: None,
            parties: BTreeMap::new(),
            timers: BTreeSet::new(),
        };
        public.next_call = comes.calls(&public.workspace).then(|| at + public.pause());
        public
    }

    /// Goes by another workspace from `at` on; who is in a call stays in it. Where customers call at another pace,
    /// or did not before, the next one is a pause away.
    pub fn take_workspace(&mut self, workspace: Arc<Workspace>, at: Moment) {
        self.chats.take_workspace(Arc::clone(&workspace), self.comes.chats(&workspace), at);
        let (calls, every) = (self.comes.calls(&workspace), workspace.public.call_every);
        let goes_on = self.next_call.is_some() == calls && self.workspace.public.call_every == every;
        self.workspace = workspace;
        if !goes_on {
            self.next_call = calls.then(|| at + self.pause());
        }
    }

    /// When somebody does something next.
    pub fn next(&self) -> Option<Moment> {
        let timer = self.timers.first().map(|(at, _)| *at);
        [timer, self.next_call, self.chats.next()].into_iter().flatten().min()
    }

    /// What is done up to `now`. Each is to be handed to the engine, and its outputs to
    /// [`Public::on_output`], before the next is asked for.
    pub fn due(&mut self, now: Moment) -> Vec<CustomerDoing> {
        self.placing = None;
        let mut doings = Vec::new();
        while let Some((at, id)) = self.timers.pop_first() {
            if at > now {
                self.timers.insert((at, id));
                break;
            }
            let Some(party) = self.parties.get_mut(&id) else { continue };
            let Some((_, intent)) = party.next.take() else { continue };
            let interaction_id = id.0;
            doings.push(match (party.part, intent) {
                (Part::Member, Intent::Answer) => CustomerDoing::MemberAnswer { interaction_id },
                (Part::Member, _) => CustomerDoing::MemberHangup { interaction_id },
                (_, Intent::Answer) => CustomerDoing::Answer { interaction_id },
                (_, Intent::Refuse) => CustomerDoing::Refuse { interaction_id },
                (_, Intent::Hangup) => CustomerDoing::Hangup { interaction_id },
            });
        }
        if self.next_call.is_some_and(|at| at <= now) {
            self.next_call = Some(now + self.pause());
            if let Some(phone) = self.someone_free() {
                self.placing = Some(phone.clone());
                doings.push(CustomerDoing::Call { phone, name: None, campaign_id: None });
            }
        }
        doings.extend(self.chats.due(now));
        doings
    }

    /// Tells what the engine put out at `at`.
    pub fn on_output(&mut self, at: Moment, what: &What) {
        let What::Customer { interaction_id, phone, sub_channel, sees, .. } = what else { return };
        if !sub_channel.is_empty() {
            return self.chats.on_seen(at, interaction_id, phone, sub_channel, *sees);
        }
        let id: PartyId = (interaction_id.clone(), phone.clone());
        match sees {
            CustomerSees::Dialled => {
                let next = self.when_it_rings(at, phone);
                self.come(id, Part::Dialled, next);
            }
            CustomerSees::MemberDialled => {
                let next = self.when_it_rings(at, phone);
                self.come(id, Part::Member, next);
            }
            // They stay until the call is over, or until somebody makes them leave.
            CustomerSees::MemberConnected => self.come(id, Part::Member, None),
            // A call that nobody took waits again; the caller's patience is the old one.
            CustomerSees::Queued if self.parties.contains_key(&id) => {}
            CustomerSees::Queued => {
                let by_itself = self.placing.take_if(|placing| placing == phone).is_some();
                let part = if by_itself { Part::Caller } else { Part::Puppet };
                let next =
                    by_itself.then(|| (at + self.between(self.workspace.public.patience), Intent::Hangup));
                self.come(id, part, next);
            }
            CustomerSees::Connected | CustomerSees::PutThrough => {
                let talk = self.between(self.workspace.public.talk);
                // Whom an agent dialled waits for the agent where customers don't act by themselves, as long as
                // there is one.
                let calls = self.next_call.is_some() || *sees == CustomerSees::PutThrough;
                let Some(Party { part, .. }) = self.go(&id) else { return };
                let hangs_up = match part {
                    Part::Caller => true,
                    Part::Puppet | Part::Member => false,
                    Part::Dialled => calls,
                };
                let next = hangs_up.then(|| (at + talk, Intent::Hangup));
                self.come(id, part, next);
            }
            CustomerSees::Cleared | CustomerSees::MemberCleared => {
                self.go(&id);
            }
            // Of chats only.
            CustomerSees::Written
            | CustomerSees::AgentTypes
            | CustomerSees::AgentStops
            | CustomerSees::Seen => {}
        }
    }

    /// What somebody does whose phone rings from `at` on.
    fn when_it_rings(&mut self, at: Moment, phone: &str) -> Option<(Moment, Intent)> {
        let after = self.between(self.workspace.public.answer_after);
        let intent = match self.workspace.when_called(phone) {
            WhenCalled::Answer => Intent::Answer,
            WhenCalled::Busy => Intent::Refuse,
            WhenCalled::NoAnswer => return None,
        };
        Some((at + after, intent))
    }

    fn come(&mut self, id: PartyId, part: Part, next: Option<(Moment, Intent)>) {
        self.go(&id);
        if let Some((at, _)) = next {
            self.timers.insert((at, id.clone()));
        }
        self.parties.insert(id, Party { part, next });
    }

    fn go(&mut self, id: &PartyId) -> Option<Party> {
        let party = self.parties.remove(id)?;
        if let Some((at, _)) = party.next {
            self.timers.remove(&(at, id.clone()));
        }
        Some(party)
    }

    fn pause(&mut self) -> Micros {
        self.between(self.workspace.public.call_every).max(SHORTEST_PAUSE)
    }

    fn someone_free(&mut self) -> Option<String> {
        let in_call = |one: &&Customer| self.parties.keys().all(|(_, phone)| phone != &one.phone);
        let free: Vec<&Customer> = self.workspace.customers.iter().filter(in_call).collect();
        let among = u64::try_from(free.len()).ok().filter(|among| *among > 0)?;
        let chosen = usize::try_from(self.rng.next_u64() % among).ok()?;
        free.get(chosen).map(|one| one.phone.clone())
    }

    fn between(&mut self, span: [u64; 2]) -> Micros {
        between(&mut self.rng, span)
    }
}

/// A span between two numbers of seconds, to the millisecond.
fn between(rng: &mut ChaCha8Rng, [shortest, longest]: [u64; 2]) -> Micros {
    let from = shortest.saturating_mul(1_000);
    let spread = longest.saturating_mul(1_000).saturating_sub(from);
    Micros::from_millis(from.saturating_add(rng.next_u64() % spread.saturating_add(1).max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::ids::CampaignId;

    const START: Moment = Moment(1_000_000_000);

    fn public(calls: bool) -> Public {
        let mut workspace = Workspace::demo();
        workspace.customers.truncate(4);
        workspace.public.chats = false;
        let comes = if calls { ByThemselves::Callers } else { ByThemselves::Nobody };
        Public::new(Arc::new(workspace), 7, comes, START)
    }

    fn sees(id: &str, phone: &str, sees: CustomerSees) -> What {
        What::Customer {
            interaction_id: InteractionId::new(id),
            phone: phone.to_owned(),
            campaign_id: CampaignId(47),
            sub_channel: String::new(),
            sees,
        }
    }

    fn within(from: Moment, at: Moment, [shortest, longest]: [u64; 2]) {
        let span = at.since(from);
        assert!(span >= Micros::from_secs(shortest) && span <= Micros::from_secs(longest), "{span:?}");
    }

    #[test]
    fn customers_call_at_the_workspaces_pace_and_each_has_one_phone() {
        let mut public = public(true);
        let mut now = START;
        let mut phones = Vec::new();
        for call in 0..4 {
            let next = public.next().unwrap();
            within(now, next, [40, 90]);
            now = next;
            let doings = public.due(now);
            let [CustomerDoing::Call { phone, campaign_id: None, .. }] = &doings[..] else {
                panic!("{doings:?}")
            };
            assert!(!phones.contains(phone));
            phones.push(phone.clone());
            public.on_output(now, &sees(&format!("i{call}"), phone, CustomerSees::Queued));
            public.on_output(now, &sees(&format!("i{call}"), phone, CustomerSees::Connected));
        }
        let next_call = public.next_call.unwrap();
        assert!(
            !public.due(next_call).iter().any(|one| matches!(one, CustomerDoing::Call { .. })),
            "everybody is in a call"
        );
        assert!(public.next_call.unwrap() > next_call);
    }

    #[test]
    fn a_caller_gives_up_or_hangs_up_and_a_puppet_does_neither() {
        let mut public = public(true);
        let at = public.next().unwrap();
        let [CustomerDoing::Call { phone, .. }] = &public.due(at)[..] else { panic!() };
        let phone = phone.clone();
        public.next_call = Some(Moment(u64::MAX));
        public.on_output(at, &sees("own", &phone, CustomerSees::Queued));
        let gives_up = public.next().unwrap();
        within(at, gives_up, [60, 120]);
        public.on_output(at + Micros(5), &sees("own", &phone, CustomerSees::Queued));
        assert_eq!(public.next(), Some(gives_up), "patience is not renewed");
        public.on_output(at, &sees("puppet", "999", CustomerSees::Queued));
        public.on_output(at, &sees("puppet", "999", CustomerSees::Connected));
        assert_eq!(public.next(), Some(gives_up));
        public.on_output(at, &sees("own", &phone, CustomerSees::Connected));
        let hangs_up = public.next().unwrap();
        within(at, hangs_up, [90, 240]);
        let own = InteractionId::new("own");
        assert_eq!(public.due(hangs_up), [CustomerDoing::Hangup { interaction_id: own }]);
        public.on_output(hangs_up, &sees("own", &phone, CustomerSees::Cleared));
        public.on_output(hangs_up, &sees("puppet", "999", CustomerSees::Cleared));
        assert!(public.parties.is_empty() && public.timers.is_empty());
    }

    #[test]
    fn who_is_dialled_does_what_the_workspace_says() {
        let mut public = public(false);
        assert_eq!(public.next(), None);
        let dial = |public: &mut Public, phone: &str| {
            public.on_output(START, &sees(phone, phone, CustomerSees::Dialled));
            let due = public.next().map(|at| (at, public.due(at)));
            due.map(|(at, doings)| {
                within(START, at, [3, 6]);
                doings
            })
        };
        let id = |phone: &str| InteractionId::new(phone);
        assert_eq!(dial(&mut public, "5124576870"), None, "lets it ring");
        let answer = CustomerDoing::Answer { interaction_id: id("3362227000") };
        assert_eq!(dial(&mut public, "3362227000"), Some(vec![answer]));
        let refuse = CustomerDoing::Refuse { interaction_id: id("7852416200") };
        assert_eq!(dial(&mut public, "7852416200"), Some(vec![refuse]));
        public.on_output(START, &sees("3362227000", "3362227000", CustomerSees::Connected));
        assert_eq!(public.next(), None, "stays on the line until the agent is done");
    }

    #[test]
    fn a_number_that_is_asked_in_does_what_the_workspace_says_beside_the_customer() {
        let mut public = public(true);
        public.next_call = Some(Moment(u64::MAX));
        let id = InteractionId::new("call");
        let see = |public: &mut Public, at: Moment, phone: &str, what: CustomerSees| {
            public.on_output(at, &sees("call", phone, what));
        };
        see(&mut public, START, "1234567890", CustomerSees::Dialled);
        see(&mut public, START, "1234567890", CustomerSees::Connected);
        let customer = public.next().unwrap();
        within(START, customer, [90, 240]);
        let asked = |public: &mut Public, phone: &str| {
            see(public, START, phone, CustomerSees::MemberDialled);
            let at = public.next().unwrap();
            (at < customer).then(|| (at, public.due(at)))
        };
        assert_eq!(asked(&mut public, "5124576870"), None, "lets it ring");
        see(&mut public, START, "5124576870", CustomerSees::MemberCleared);
        let refuses = CustomerDoing::MemberHangup { interaction_id: id.clone() };
        let (at, doings) = asked(&mut public, "7852416200").unwrap();
        within(START, at, [3, 6]);
        assert_eq!(doings, [refuses]);
        see(&mut public, at, "7852416200", CustomerSees::MemberCleared);
        let answers = CustomerDoing::MemberAnswer { interaction_id: id.clone() };
        assert_eq!(asked(&mut public, "3362227000").unwrap().1, [answers]);
        see(&mut public, at, "3362227000", CustomerSees::MemberConnected);
        assert_eq!(public.next(), Some(customer), "stays, and the customer's talk is as long as before");
        let free: BTreeSet<String> = (0..100).filter_map(|_| public.someone_free()).collect();
        assert!(!free.contains("3362227000") && !free.contains("1234567890") && !free.is_empty());
        assert_eq!(public.due(customer), [CustomerDoing::Hangup { interaction_id: id }]);
        see(&mut public, customer, "3362227000", CustomerSees::MemberCleared);
        see(&mut public, customer, "1234567890", CustomerSees::Cleared);
        assert!(public.parties.is_empty() && public.timers.is_empty());
    }

    #[test]
    fn who_answers_by_hand_does_not_refuse_later() {
        let mut public = public(false);
        public.on_output(START, &sees("call", "7852416200", CustomerSees::MemberDialled));
        assert!(public.next().is_some(), "is about to refuse");
        public.on_output(START, &sees("call", "7852416200", CustomerSees::MemberConnected));
        assert_eq!(public.next(), None);
    }

    #[test]
    fn the_same_seed_gives_the_same_calls() {
        let calls = |seed| {
            let mut public = Public::new(Arc::new(Workspace::demo()), seed, ByThemselves::Callers, START);
            (0..20)
                .map(|_| {
                    let at = public.next().unwrap();
                    format!("{at:?} {:?}", public.due(at))
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(calls(1), calls(1));
        assert_ne!(calls(1), calls(2));
    }

    #[test]
    fn who_comes_and_how_often_follows_the_workspace() {
        let workspace = |calls: bool, chats: bool, every: [u64; 2]| {
            let mut workspace = Workspace::demo();
            workspace.public.calls = calls;
            workspace.public.chats = chats;
            workspace.public.call_every = every;
            workspace.public.chat_every = every;
            Arc::new(workspace)
        };
        let mut public = Public::new(workspace(false, false, [60, 60]), 7, ByThemselves::AsConfigured, START);
        assert_eq!(public.next(), None);
        let at = START + Micros::from_secs(10);
        public.take_workspace(workspace(true, true, [60, 60]), at);
        let next = Some(at + Micros::from_secs(60));
        assert_eq!((public.next_call, public.chats.next()), (next, next));
        // What is not about their pace leaves the next one where it is.
        public.take_workspace(workspace(true, true, [60, 60]), at + Micros::from_secs(5));
        assert_eq!((public.next_call, public.chats.next()), (next, next));
        public.take_workspace(workspace(true, true, [5, 5]), at);
        let next = Some(at + Micros::from_secs(5));
        assert_eq!((public.next_call, public.chats.next()), (next, next));
        public.take_workspace(workspace(false, false, [5, 5]), at);
        assert_eq!(public.next(), None);
        // Where a hub was told to have none, or calls in any case, the file does not change that.
        let mut none = Public::new(workspace(false, false, [60, 60]), 7, ByThemselves::Nobody, START);
        none.take_workspace(workspace(true, true, [60, 60]), at);
        assert_eq!(none.next(), None);
        let mut callers = Public::new(workspace(false, false, [60, 60]), 7, ByThemselves::Callers, START);
        callers.take_workspace(workspace(false, true, [60, 60]), at);
        assert!(callers.next_call.is_some() && callers.chats.next().is_some());
    }

    #[test]
    fn a_careless_workspace_does_not_stop_time() {
        let mut workspace = Workspace::demo();
        workspace.public.call_every = [0, 0];
        workspace.public.talk = [u64::MAX, 0];
        workspace.public.chats = false;
        let mut public = Public::new(Arc::new(workspace), 1, ByThemselves::Callers, START);
        let first = public.next().unwrap();
        public.due(first);
        assert!(public.next().unwrap() > first);
    }
}
