//! Customers who chat: they open chats, type at their own speed, answer when they are answered, read what was
//! written to them, and lose patience.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::{SHORTEST_PAUSE, between};
use crate::contract::ids::InteractionId;
use crate::contract::payload::ChannelType;
use crate::ecc::{CustomerDoing, CustomerSees};
use crate::wire::{Micros, Moment};
use crate::workspace::channels::{Capabilities, EMAIL};
use crate::workspace::{Customer, Script, Workspace};

/// Their own stream of chance, so that who calls does not change with who chats.
const STREAM: u64 = 2;
/// What somebody writes whom the workspace gives no script.
const NO_SCRIPT: &str = "Hello?";
/// How long it takes until a line is on the customer's device, in s.
const DELIVERY: [u64; 2] = [0, 1];
/// How long after that it is read, in s.
const READING: [u64; 2] = [1, 4];
/// How long somebody thinks before typing, in s.
const THINKING: [u64; 2] = [1, 3];
/// How long after the last line somebody leaves who has nothing more to say, in s.
const GOODBYE: [u64; 2] = [4, 10];

/// How often somebody who types says so.
const TYPES_ON: Micros = Micros::from_secs(4);

/// How a customer came to be in a chat; it decides what they do by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    /// Opened it by themselves.
    Own,
    /// Was made to open it by a test or a person, who decides everything.
    Puppet,
    /// An agent wrote to them.
    Written,
}

/// What they do next; several may be ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Intent {
    Receive,
    Read,
    Type,
    Write,
    Leave,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Chatter {
    phone: String,
    part: Part,
    can: Capabilities,
    /// What is still to be said, next line last.
    lines: Vec<String>,
    /// When the line that is being typed is done.
    done: Option<Moment>,
}

/// The chats of a site's public.
#[derive(Debug)]
pub(super) struct Chats {
    workspace: Arc<Workspace>,
    rng: ChaCha8Rng,
    next_chat: Option<Moment>,
    /// Who is opening a chat just now, until the engine says which interaction that is.
    opening: Option<String>,
    /// Everyone in a chat; the engine ends each of them.
    chatters: BTreeMap<InteractionId, Chatter>,
    timers: BTreeSet<(Moment, InteractionId, Intent)>,
}

/// The chats as they are kept on a disk.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KeptChats {
    rng: ChaCha8Rng,
    next_chat: Option<Moment>,
    opening: Option<String>,
    chatters: BTreeMap<InteractionId, Chatter>,
    timers: BTreeSet<(Moment, InteractionId, Intent)>,
}

impl Chats {
    /// All of them but their workspace.
    pub(super) fn kept(&self) -> KeptChats {
        let Chats { rng, next_chat, opening, chatters, timers, .. } = self;
        let (rng, opening, next_chat) = (rng.clone(), opening.clone(), *next_chat);
        KeptChats { rng, next_chat, opening, chatters: chatters.clone(), timers: timers.clone() }
    }

    /// The chats as [`Chats::kept`] kept them.
    pub(super) fn again(workspace: Arc<Workspace>, kept: KeptChats) -> Chats {
        let KeptChats { rng, next_chat, opening, chatters, timers } = kept;
        Chats { workspace, rng, next_chat, opening, chatters, timers }
    }

    /// From `at` on this is what they are configured with, and whether somebody opens a chat by themselves.
    pub(super) fn take_workspace(&mut self, workspace: Arc<Workspace>, by_themselves: bool, at: Moment) {
        let every = workspace.public.chat_every;
        let goes_on = self.next_chat.is_some() == by_themselves && self.workspace.public.chat_every == every;
        self.workspace = workspace;
        if !goes_on {
            self.go_on(by_themselves, at);
        }
    }

    /// Nobody opens a chat for now.
    pub(super) fn hold_off(&mut self) {
        self.next_chat = None;
    }

    /// From `at` on customers open chats by themselves, or they do not.
    pub(super) fn go_on(&mut self, by_themselves: bool, at: Moment) {
        self.next_chat = by_themselves.then(|| at + self.pause());
    }

    /// From `at` on. Where not `by_themselves`, nobody opens a chat, and who is written to only reads.
    pub(super) fn new(workspace: Arc<Workspace>, seed: u64, by_themselves: bool, at: Moment) -> Chats {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(STREAM);
        let (chatters, timers) = (BTreeMap::new(), BTreeSet::new());
        let mut chats = Chats { workspace, rng, next_chat: None, opening: None, chatters, timers };
        chats.next_chat = by_themselves.then(|| at + chats.pause());
        chats
    }

    /// When somebody does something next.
    pub(super) fn next(&self) -> Option<Moment> {
        let timer = self.timers.first().map(|(at, ..)| *at);
        timer.into_iter().chain(self.next_chat).min()
    }

    /// What is done up to `now`.
    pub(super) fn due(&mut self, now: Moment) -> Vec<CustomerDoing> {
        self.opening = None;
        let mut doings = Vec::new();
        while let Some((at, id, intent)) = self.timers.first().cloned().filter(|(at, ..)| *at <= now) {
            self.timers.remove(&(at, id.clone(), intent));
            doings.extend(self.act(now, id, intent));
        }
        if self.next_chat.is_some_and(|at| at <= now) {
            self.next_chat = Some(now + self.pause());
            doings.extend(self.open());
        }
        doings
    }

    fn act(&mut self, now: Moment, interaction_id: InteractionId, intent: Intent) -> Option<CustomerDoing> {
        let patience = self.workspace.public.chat_patience;
        let chatter = self.chatters.get_mut(&interaction_id)?;
        Some(match intent {
            Intent::Receive => CustomerDoing::Read { interaction_id, read: false },
            Intent::Read => CustomerDoing::Read { interaction_id, read: true },
            Intent::Type => {
                // It shows for a while only, so it is told again and again.
                let again = now + TYPES_ON;
                if chatter.done.is_some_and(|done| again < done) {
                    self.timers.insert((again, interaction_id.clone(), Intent::Type));
                }
                CustomerDoing::Type { interaction_id, on: true }
            }
            Intent::Write => {
                chatter.done = None;
                let text = chatter.lines.pop()?;
                let until = now + between(&mut self.rng, patience);
                self.timers.insert((until, interaction_id.clone(), Intent::Leave));
                CustomerDoing::Write { interaction_id, text }
            }
            Intent::Leave => CustomerDoing::Hangup { interaction_id },
        })
    }

    /// Somebody who is in no chat opens one, by any channel in use.
    fn open(&mut self) -> Option<CustomerDoing> {
        let workspace = Arc::clone(&self.workspace);
        let talks = |one: &&Customer| self.chatters.values().all(|chatter| chatter.phone != one.phone);
        let free: Vec<&Customer> = workspace.customers.iter().filter(talks).collect();
        let channels = workspace.active_channels();
        let chats: Vec<&str> = channels
            .iter()
            .filter(|channel| channel.channel_type == ChannelType::Chat)
            .map(|channel| channel.sub_type.as_str())
            .collect();
        let phone = self.one_of(&free)?.phone.clone();
        let channel_sub_type = self.one_of(&chats)?.to_string();
        self.opening = Some(phone.clone());
        let subject = self.subject(&channel_sub_type);
        Some(CustomerDoing::Chat {
            phone: Some(phone),
            name: None,
            campaign_id: None,
            channel_sub_type,
            subject,
        })
    }

    /// Tells what a customer sees of a chat.
    pub(super) fn on_seen(
        &mut self,
        at: Moment,
        id: &InteractionId,
        phone: &str,
        sub_channel: &str,
        sees: CustomerSees,
    ) {
        match sees {
            // A chat that nobody took waits again.
            CustomerSees::Queued if self.chatters.contains_key(id) => {}
            CustomerSees::Queued => {
                let by_itself = self.opening.take_if(|opening| opening == phone).is_some();
                self.come(id, phone, sub_channel, if by_itself { Part::Own } else { Part::Puppet });
                if by_itself {
                    self.says_something(at, id);
                }
            }
            CustomerSees::Dialled => self.come(id, phone, sub_channel, Part::Written),
            CustomerSees::Written => self.on_line(at, id),
            CustomerSees::Cleared => {
                self.chatters.remove(id);
                self.timers.retain(|(_, other, _)| other != id);
            }
            CustomerSees::Connected
            | CustomerSees::PutThrough
            | CustomerSees::AgentTypes
            | CustomerSees::AgentStops
            | CustomerSees::Seen
            | CustomerSees::MemberDialled
            | CustomerSees::MemberConnected
            | CustomerSees::MemberCleared => {}
        }
    }

    fn come(&mut self, id: &InteractionId, phone: &str, sub_channel: &str, part: Part) {
        let lines = match part {
            Part::Own => self.script(sub_channel),
            Part::Written if self.next_chat.is_some() => self.script(sub_channel),
            Part::Written | Part::Puppet => Vec::new(),
        };
        let can = Capabilities::of(ChannelType::Chat, sub_channel);
        let chatter = Chatter { phone: phone.to_owned(), part, can, lines, done: None };
        self.chatters.insert(id.clone(), chatter);
    }

    /// Somebody wrote to the customer: they read it, and answer.
    fn on_line(&mut self, at: Moment, id: &InteractionId) {
        let Some(chatter) = self.chatters.get(id).filter(|chatter| chatter.part != Part::Puppet) else {
            return;
        };
        let (ticks, writes) = (chatter.can.ticks, chatter.done.is_some());
        let is_here = at + between(&mut self.rng, DELIVERY);
        let is_read = is_here + between(&mut self.rng, READING);
        if ticks {
            self.timers.insert((is_here, id.clone(), Intent::Receive));
            self.timers.insert((is_read, id.clone(), Intent::Read));
        }
        self.timers.retain(|(_, other, intent)| other != id || *intent != Intent::Leave);
        if !writes {
            self.says_something(is_read, id);
        }
    }

    /// The customer writes the next line of the script, or leaves where there is none.
    fn says_something(&mut self, at: Moment, id: &InteractionId) {
        let Some(chatter) = self.chatters.get_mut(id) else { return };
        let Some(line) = chatter.lines.last() else {
            let leaves = chatter.part == Part::Own || self.next_chat.is_some();
            if leaves {
                self.timers.insert((at + between(&mut self.rng, GOODBYE), id.clone(), Intent::Leave));
            }
            return;
        };
        let characters = u64::try_from(line.chars().count()).unwrap_or(u64::MAX);
        let [slow, fast] = self.workspace.public.typing.map(|speed| speed.max(1));
        let speed = slow + self.rng.next_u64() % (fast.saturating_sub(slow) + 1);
        let begins = at + between(&mut self.rng, THINKING);
        let done = begins + Micros::from_millis(characters.saturating_mul(1_000) / speed);
        chatter.done = Some(done);
        if chatter.can.typing {
            self.timers.insert((begins, id.clone(), Intent::Type));
        }
        self.timers.insert((done, id.clone(), Intent::Write));
    }

    /// What somebody writes an e-mail about: what one of the scripts that fit is called.
    fn subject(&mut self, sub_channel: &str) -> String {
        if sub_channel != EMAIL {
            return String::new();
        }
        let workspace = Arc::clone(&self.workspace);
        let scripts = fitting(&workspace, sub_channel);
        self.one_of(&scripts).map(|script| script.name.clone()).unwrap_or_default()
    }

    /// What a customer is going to say by a channel, next line last.
    fn script(&mut self, sub_channel: &str) -> Vec<String> {
        let workspace = Arc::clone(&self.workspace);
        let scripts = fitting(&workspace, sub_channel);
        match self.one_of(&scripts) {
            Some(script) => script.lines.iter().rev().cloned().collect(),
            None => vec![NO_SCRIPT.to_owned()],
        }
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let among = u64::try_from(list.len()).ok().filter(|among| *among > 0)?;
        let chosen = usize::try_from(self.rng.next_u64() % among).ok()?;
        list.get(chosen)
    }

    fn pause(&mut self) -> Micros {
        between(&mut self.rng, self.workspace.public.chat_every).max(SHORTEST_PAUSE)
    }
}

/// The scripts that fit a channel.
fn fitting<'a>(workspace: &'a Workspace, sub_channel: &str) -> Vec<&'a Script> {
    let fits =
        |one: &&Script| one.channels.as_ref().is_none_or(|list| list.iter().any(|one| one == sub_channel));
    workspace.public.scripts.iter().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const START: Moment = Moment(1_000_000_000);

    fn workspace(channel: &str, lines: &[&str]) -> Workspace {
        let mut workspace = Workspace::demo();
        let channels = json!([{"type": "voice", "name": "Voice"},
            {"type": "chat", "subType": channel, "name": channel}]);
        workspace.channels = serde_json::from_value(channels).unwrap();
        let scripts = json!([{"name": "other", "channels": ["fax"], "lines": ["no"]},
            {"name": "talk", "lines": lines}]);
        workspace.public.scripts = serde_json::from_value(scripts).unwrap();
        workspace
    }

    fn chats(channel: &str, lines: &[&str], by_themselves: bool) -> Chats {
        Chats::new(Arc::new(workspace(channel, lines)), 7, by_themselves, START)
    }

    fn id() -> InteractionId {
        InteractionId::new("chat")
    }

    /// The next thing that is done, and when; nobody new comes meanwhile.
    fn next(chats: &mut Chats) -> Option<(Moment, CustomerDoing)> {
        let at = chats.timers.first().map(|(at, ..)| *at)?;
        let mut doings = chats.due(at);
        assert_eq!(doings.len(), 1, "{doings:?}");
        Some((at, doings.remove(0)))
    }

    /// Opens the first chat; the engine puts it into the queue.
    fn opened(channel: &str, lines: &[&str]) -> (Chats, Moment) {
        let mut chats = chats(channel, lines, true);
        let at = chats.next().unwrap();
        let doings = chats.due(at);
        let [CustomerDoing::Chat { phone: Some(phone), name: None, channel_sub_type, .. }] = &doings[..]
        else {
            panic!("{doings:?}")
        };
        assert_eq!(channel_sub_type, channel);
        chats.next_chat = Some(Moment(u64::MAX));
        chats.on_seen(at, &id(), phone, channel, CustomerSees::Queued);
        (chats, at)
    }

    fn see(chats: &mut Chats, at: Moment, sees: CustomerSees) {
        chats.on_seen(at, &id(), "any", "whatsapp", sees);
    }

    #[test]
    fn a_customer_types_as_long_as_a_line_takes_and_writes_it() {
        let line = "x".repeat(80);
        let (mut chats, opened) = opened("whatsapp", &[&line, "Second"]);
        let (begins, doing) = next(&mut chats).unwrap();
        assert_eq!(doing, CustomerDoing::Type { interaction_id: id(), on: true });
        assert!((1..=3).contains(&(begins.since(opened).0 / 1_000_000)), "thinks first");
        let mut typed = 1;
        let (done, wrote) = loop {
            match next(&mut chats).unwrap() {
                (_, CustomerDoing::Type { on: true, .. }) => typed += 1,
                other => break other,
            }
        };
        assert_eq!(wrote, CustomerDoing::Write { interaction_id: id(), text: line });
        let took = done.since(begins).0 / 1_000_000;
        assert!((8..=20).contains(&took), "80 characters at 4 to 9 a second took {took} s");
        assert_eq!(typed, 1 + (done.since(begins).0 - 1) / TYPES_ON.0, "and says so all the while");
    }

    #[test]
    fn each_line_waits_for_an_answer_and_who_has_said_all_leaves() {
        let (mut chats, _) = opened("email", &["One", "Two"]);
        for text in ["One", "Two"] {
            let (at, doing) = next(&mut chats).unwrap();
            assert_eq!(doing, CustomerDoing::Write { interaction_id: id(), text: text.to_owned() });
            let gives_up = chats.timers.first().unwrap().clone();
            assert_eq!(gives_up.2, Intent::Leave, "nothing more until an answer");
            assert!((90..=240).contains(&(gives_up.0.since(at).0 / 1_000_000)));
            see(&mut chats, at, CustomerSees::Written);
        }
        let (_, doing) = next(&mut chats).unwrap();
        assert_eq!(doing, CustomerDoing::Hangup { interaction_id: id() });
        see(&mut chats, START, CustomerSees::Cleared);
        assert!(chats.chatters.is_empty() && chats.timers.is_empty());
    }

    #[test]
    fn who_gets_no_answer_loses_patience() {
        let (mut chats, _) = opened("email", &["One", "Two"]);
        let (wrote, _) = next(&mut chats).unwrap();
        see(&mut chats, wrote, CustomerSees::Queued);
        see(&mut chats, wrote, CustomerSees::Connected);
        let (left, doing) = next(&mut chats).unwrap();
        assert_eq!(doing, CustomerDoing::Hangup { interaction_id: id() });
        assert!(left.since(wrote) >= Micros::from_secs(90));
    }

    #[test]
    fn an_answer_while_somebody_types_is_read_and_changes_nothing_else() {
        let (mut chats, _) = opened("whatsapp", &["One", "Two"]);
        let (at, _) = next(&mut chats).unwrap();
        see(&mut chats, at, CustomerSees::Written);
        let mut texts = Vec::new();
        let mut ticks = Vec::new();
        for (_, doing) in std::iter::from_fn(|| next(&mut chats)) {
            match doing {
                CustomerDoing::Write { text, .. } => texts.push(text),
                CustomerDoing::Read { read, .. } => ticks.push(read),
                CustomerDoing::Hangup { .. } => break,
                _ => {}
            }
        }
        assert_eq!((texts, ticks), (vec!["One".to_owned()], vec![false, true]));
    }

    #[test]
    fn who_is_written_to_reads_and_says_something_only_where_customers_chat_by_themselves() {
        for (by_themselves, answers) in [(false, false), (true, true)] {
            let mut chats = chats("whatsapp", &["One"], by_themselves);
            chats.next_chat = chats.next_chat.map(|_| Moment(u64::MAX));
            see(&mut chats, START, CustomerSees::Dialled);
            see(&mut chats, START, CustomerSees::Connected);
            assert!(chats.timers.is_empty(), "waits to be written to");
            see(&mut chats, START, CustomerSees::Written);
            let all: Vec<CustomerDoing> =
                std::iter::from_fn(|| next(&mut chats)).map(|(_, doing)| doing).collect();
            assert_eq!(all[0], CustomerDoing::Read { interaction_id: id(), read: false });
            assert_eq!(all[1], CustomerDoing::Read { interaction_id: id(), read: true });
            let wrote = all.iter().any(|doing| matches!(doing, CustomerDoing::Write { .. }));
            assert_eq!(wrote, answers, "{all:?}");
        }
    }

    #[test]
    fn who_was_made_to_chat_does_nothing_by_themselves() {
        let mut chats = chats("whatsapp", &["One"], false);
        assert_eq!(chats.next(), None);
        for sees in [CustomerSees::Queued, CustomerSees::Connected, CustomerSees::Written] {
            see(&mut chats, START, sees);
        }
        assert_eq!(chats.next(), None);
    }

    #[test]
    fn nobody_chats_twice_at_once_and_a_careless_workspace_does_not_stop_time() {
        let mut workspace = workspace("webchat", &["One"]);
        workspace.public.chat_every = [0, 0];
        workspace.public.typing = [0, 0];
        let people = workspace.customers.len();
        let mut chats = Chats::new(Arc::new(workspace), 7, true, START);
        let mut phones = BTreeSet::new();
        let mut opened = 0;
        while let Some(at) = chats.next_chat.filter(|_| opened < people + 3) {
            let before = at;
            let doings = chats.due(at);
            opened += 1;
            assert!(chats.next_chat.unwrap() > before, "time goes on");
            for doing in doings {
                let CustomerDoing::Chat { phone: Some(phone), .. } = doing else { continue };
                assert!(phones.insert(phone.clone()), "{phone} chats twice");
                let id = InteractionId::new(phone.clone());
                chats.on_seen(at, &id, &phone, "webchat", CustomerSees::Queued);
            }
        }
        assert_eq!(phones.len(), people, "everybody chats");
    }

    #[test]
    fn the_same_seed_gives_the_same_chats() {
        let all = |seed| {
            let workspace = Arc::new(workspace("webchat", &["One"]));
            let mut chats = Chats::new(workspace, seed, true, START);
            let times = (0..20).map(|_| {
                let at = chats.next().unwrap();
                format!("{at:?} {:?}", chats.due(at))
            });
            times.collect::<Vec<_>>()
        };
        assert_eq!(all(1), all(1));
        assert_ne!(all(1), all(2));
    }
}
