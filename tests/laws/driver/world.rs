//! A site as the hub would drive it, held to the laws after every input.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use offhook::contract::check::{Args, check};
use offhook::contract::ids::{DeskId, InteractionId};
use offhook::contract::payload::{CallEvent, ChannelType};
use offhook::contract::{Contract, Event, SdkError};
use offhook::desk::conversation::Status;
use offhook::desk::{Change, DeskState, Interaction, Phase};
use offhook::ecc::whole::Law;
use offhook::ecc::{Ecc, Input, Output, Request, Ticket, What};
use offhook::wire::{Credential, Micros, Moment, Role};
use offhook::workspace::{Channel, Permission, Workspace};
use serde_json::Value;

use super::chance::Chance;
use super::order::Order;
use super::reached::Reached;

/// The six desks.
pub const DESKS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// 2025-07-14T07:23:16Z, when the vendor's sample server started.
const START: Moment = Moment(1_752_477_796_000_000);

static WORKSPACE: LazyLock<Arc<Workspace>> = LazyLock::new(|| Arc::new(parse()));

fn parse() -> Workspace {
    Workspace::parse(include_str!("site.toml"), "site.toml").unwrap_or_else(|error| panic!("{error}"))
}

/// What the site is edited to: back to what it was, with other limits, rights and words, without a campaign that
/// is worked for, and to something that can't be read.
static EDITS: LazyLock<[Result<Arc<Workspace>, String>; 4]> = LazyLock::new(|| {
    let mut other = parse();
    other.channels.iter_mut().for_each(|channel| channel.limit += 1);
    other.bots.clear();
    other.automations.truncate(3);
    other.labels.retain(|label| label.title != "billing");
    other.campaigns.iter_mut().for_each(|campaign| campaign.ring_timeout = 5);
    other.roles.iter_mut().for_each(|role| role.permissions.retain(|one| *one != Permission::Transfer));
    other.session.should_hold_before_confer = false;
    let mut fewer = parse();
    fewer.campaigns.truncate(1);
    [
        Ok(Arc::clone(&WORKSPACE)),
        Ok(Arc::new(other)),
        Ok(Arc::new(fewer)),
        Err("line 1: unreadable".to_owned()),
    ]
});

/// One of the edits of the site's file.
pub fn edit(chance: &mut Chance) -> Result<Arc<Workspace>, String> {
    let edit = chance.one_of(&*EDITS).cloned();
    edit.unwrap_or_else(|| Err("nothing was edited".to_owned()))
}

/// A site, and what is known of it from outside.
pub struct World {
    pub ecc: Ecc,
    pub now: Moment,
    pub desks: BTreeMap<DeskId, DeskState>,
    pub reached: Reached,
    /// Every input, as JSON, where it is kept.
    pub inputs: Vec<String>,
    keeps: bool,
    order: Order,
    /// An engine restored from a snapshot, and for how many inputs more it must say the same.
    twin: Option<(Ecc, u32)>,
    /// A leg that began just now, until its channel is told.
    begun: Option<(DeskId, InteractionId)>,
    tickets: u64,
    /// Requests to third parties that wait for an answer.
    pub asked: Vec<Ticket>,
}

impl World {
    /// A site at which nobody is yet; `keeps` what goes in, for whoever has to find out.
    pub fn new(seed: u64, keeps: bool) -> World {
        let ecc = Ecc::new(Arc::clone(&WORKSPACE), seed, START);
        let desks = DESKS.map(|desk| (DeskId::from(desk), DeskState::new(desk.into())));
        World {
            ecc,
            now: START,
            desks: desks.into(),
            reached: Reached::default(),
            inputs: Vec::new(),
            keeps,
            order: Order::default(),
            twin: None,
            begun: None,
            tickets: 0,
            asked: Vec::new(),
        }
    }

    pub fn desk(&self, desk: &str) -> &DeskState {
        &self.desks[desk]
    }

    /// Calls a method, as a peer of the desk; `bad` as password or token is a wrong one.
    pub fn call(
        &mut self,
        desk: &str,
        method: &str,
        params: Value,
    ) -> Result<Result<Value, SdkError>, String> {
        let spec = Contract::get().require_method(method).map_err(|error| error.message)?;
        let args = Args::from_json(Some(params)).and_then(|args| check(spec, args));
        let mut params = match args {
            Ok(params) => params,
            Err(error) => {
                self.reached.refused(&error);
                return Ok(Err(error));
            }
        };
        let credential = ["password", "token"].iter().find_map(|name| params.remove(*name)).map(|secret| {
            match secret.as_str() {
                Some("bad") => Credential::Bad,
                _ => Credential::Ok,
            }
        });
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        let role = Role::Control;
        let outputs = self.input(Input::Request(Request {
            ticket,
            desk: DeskId::from(desk),
            peer: "p1".into(),
            role,
            method: method.to_owned(),
            params,
            credential,
        }))?;
        let mut answers = outputs.into_iter().filter_map(|output| match output.what {
            What::Answer { ticket: answered, result } if answered == ticket => Some(result),
            _ => None,
        });
        let answer = answers.next();
        if answers.next().is_some() {
            return Err(format!("{method} was answered twice"));
        }
        match answer {
            Some(Ok(value)) => {
                self.reached.done(method);
                Ok(Ok(value))
            }
            Some(Err(error)) => {
                let code = error.code.number();
                // The vendor's own lists are not complete; ours are.
                let is_ours = method.starts_with("toolbar.") || method.starts_with("control.");
                if is_ours && !spec.errors.contains(&code) {
                    return Err(format!("{method} does not list {code}: {error:?}"));
                }
                self.reached.refused(&error);
                Ok(Err(error))
            }
            None if method.starts_with("http.") => {
                self.reached.done(method);
                Ok(Ok(Value::Null))
            }
            None => Err(format!("{method} was not answered")),
        }
    }

    /// Hands an input in, and holds the laws.
    pub fn input(&mut self, input: Input) -> Result<Vec<Output>, String> {
        if self.keeps {
            let json = serde_json::to_string(&input).unwrap_or_else(|error| error.to_string());
            self.inputs.push(format!("{} {json}", self.now.iso_zulu()));
        }
        let twins = self.twin.as_mut().map(|(twin, _)| twin.handle(self.now, input.clone()));
        let outputs = self.ecc.handle(self.now, input);
        self.take_in(outputs, twins)
    }

    /// Lets time go by.
    pub fn wait(&mut self, time: Micros) -> Result<Vec<Output>, String> {
        self.now = self.now + time;
        if self.keeps {
            self.inputs.push(format!("{} (time goes by)", self.now.iso_zulu()));
        }
        let twins = self.twin.as_mut().map(|(twin, _)| twin.advance(self.now));
        let outputs = self.ecc.advance(self.now);
        self.take_in(outputs, twins)
    }

    /// The engine is another one from here on, restored from its snapshot; the one before says the same for
    /// some inputs more.
    pub fn restore(&mut self) -> Law {
        let snapshot = self.ecc.snapshot();
        let restored = Ecc::restore(Arc::clone(&WORKSPACE), &snapshot).map_err(|error| error.to_string())?;
        if restored.snapshot() != snapshot {
            return Err("the restored engine's snapshot is another one".to_owned());
        }
        self.twin = Some((std::mem::replace(&mut self.ecc, restored), 20));
        Ok(())
    }

    fn take_in(&mut self, outputs: Vec<Output>, twins: Option<Vec<Output>>) -> Result<Vec<Output>, String> {
        if let Some(twins) = twins {
            let (here, there) = (format!("{outputs:?}"), format!("{twins:?}"));
            if here != there {
                return Err(format!("restored, the engine says other things:\n{here}\n{there}"));
            }
            self.twin = self.twin.take().filter(|(_, left)| *left > 0).map(|(twin, left)| (twin, left - 1));
        }
        for Output { at, what } in &outputs {
            if *at > self.now {
                return Err("an output of the future".to_owned());
            }
            self.reached.output(what);
            self.order.hear(what)?;
            match what {
                What::Event { desk, event, .. } => {
                    if let Event::InteractionInitiated(one) = &**event {
                        self.may_begin(desk, one)?;
                        self.begun = Some((desk.clone(), one.interaction_id.clone()));
                    }
                    let state = self.fold(desk);
                    state.apply_event(state.seq + 1, *at, event);
                }
                What::Change { desk, change } => {
                    if let Change::Conversation { conversation, .. } = change {
                        self.reached.count(&format!("status {:?}", conversation.status));
                    }
                    let state = self.fold(desk);
                    state.apply_change(state.seq + 1, *at, change.clone());
                }
                What::Http { ticket, .. } => self.asked.push(*ticket),
                What::Answer { .. } | What::Customer { .. } => {}
            }
            self.check_room()?;
        }
        if let Some((desk, id)) = &self.begun {
            return Err(format!("desk {desk} was not told the channel of {id}"));
        }
        self.ecc.check()?;
        for (desk, fold) in &self.desks {
            self.ecc.check_desk(fold).map_err(|why| format!("desk {desk}: {why}"))?;
        }
        Ok(outputs)
    }

    fn fold(&mut self, desk: &DeskId) -> &mut DeskState {
        self.desks.entry(desk.clone()).or_insert_with(|| DeskState::new(desk.clone()))
    }

    /// A leg begins at a desk: somebody is there, and their role allows the channel.
    fn may_begin(&self, desk: &DeskId, one: &CallEvent) -> Law {
        let fold = self.desks.get(desk).ok_or("a desk without a fold")?;
        let session = fold.session.as_ref().ok_or_else(|| format!("a leg at {desk}, where nobody is"))?;
        let user = self.ecc.workspace().user(session.user_id.as_str()).ok_or("a user whom nobody knows")?;
        let kind = one.channel_details.channel_type;
        let needed = if kind == ChannelType::Chat { Permission::Chat } else { Permission::Voice };
        if !self.ecc.workspace().may(user, needed) {
            return Err(format!("{} has a leg of {kind:?}, which the role {} forbids", user.id, user.role()));
        }
        Ok(())
    }

    /// A leg has begun, and its channel is known by now: the agent has no more of that channel than the site
    /// allows at once, those that are put off aside.
    fn check_room(&mut self) -> Law {
        let Some((desk, id)) = &self.begun else { return Ok(()) };
        let Some(fold) = self.desks.get(desk) else { return Ok(()) };
        let Some(one) = fold.interaction(id) else { return Err(format!("{id} is not shown at {desk}")) };
        let sub = &one.conversation.sub_channel;
        if one.is_chat() && sub.is_empty() {
            return Ok(());
        }
        let same =
            |other: &&Interaction| other.channel == one.channel && other.conversation.sub_channel == *sub;
        // Who begins one need not have disposed of the one before (contract: `allowSuccessiveCalls`).
        let beside = one.is_outbound();
        let counts = |other: &&Interaction| {
            other.conversation.status != Status::Snoozed && !(beside && other.phase == Phase::WrapUp)
        };
        let load = fold.interactions.iter().filter(same).filter(counts).count();
        let listed = |channel: &&Channel| channel.channel_type == one.channel && channel.sub_type == *sub;
        let limit = self.ecc.workspace().channels.iter().find(listed).map_or(0, |channel| channel.limit);
        if load > limit as usize {
            return Err(format!("desk {desk} has {load} of {:?} {sub}, the limit is {limit}", one.channel));
        }
        self.begun = None;
        Ok(())
    }

    /// A day later everything that was begun is over.
    pub fn end(&mut self) -> Law {
        self.twin = None;
        self.wait(Micros::from_secs(400 * 86_400))?;
        self.order.over()?;
        self.ecc.check_over()?;
        match self.desks.values().find(|fold| !fold.interactions.is_empty()) {
            Some(fold) => Err(format!("desk {} shows interactions that are over", fold.desk)),
            None => Ok(()),
        }
    }
}
