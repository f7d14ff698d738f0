//! A site under test: calls methods as the hub would, keeps what each desk was told.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::contract::check::{Args, check};
use crate::contract::ids::{DeskId, InteractionId};
use crate::contract::{Contract, ErrorCode, Event, SdkError};
use crate::desk::DeskState;
use crate::ecc::{CustomerDoing, CustomerSees, Ecc, Input, Output, Request, Ticket, What};
use crate::wire::{Credential, Micros, Moment, Role};
use crate::workspace::Workspace;

/// 2025-07-14T07:23:16Z, when the vendor's sample server started.
pub const START: Moment = Moment(1_752_477_796_000_000);

pub struct Site {
    pub ecc: Ecc,
    pub now: Moment,
    pub workspace: Arc<Workspace>,
    /// Everything that went out, in order.
    pub log: Vec<Output>,
    /// The fold of what each desk was told.
    pub desks: BTreeMap<DeskId, DeskState>,
    tickets: u64,
}

/// The demo's users, campaigns, extensions, first customers and CRM, without what it has beside: each test says
/// what else it needs.
pub fn plain() -> Workspace {
    let mut workspace = Workspace::demo();
    workspace.campaigns.truncate(2);
    workspace.customers.truncate(4);
    for customer in &mut workspace.customers {
        customer.email.clear();
        customer.attributes.clear();
        customer.history.clear();
    }
    workspace.roles.clear();
    workspace.teams.clear();
    workspace.assignment_rules.clear();
    workspace.channels.clear();
    workspace.labels.clear();
    workspace.replies.clear();
    workspace.macros.clear();
    workspace.attributes.clear();
    workspace.statuses.clear();
    workspace.bots.clear();
    workspace.automations.clear();
    workspace
}

impl Site {
    pub fn new() -> Site {
        Site::with(|_| {})
    }

    /// A site of a plain workspace with changes.
    pub fn with(change: impl FnOnce(&mut Workspace)) -> Site {
        let mut workspace = plain();
        change(&mut workspace);
        let workspace = Arc::new(workspace);
        let ecc = Ecc::new(workspace.clone(), 7, START);
        Site { ecc, now: START, workspace, log: Vec::new(), desks: BTreeMap::new(), tickets: 0 }
    }

    /// An agent of campaign 172 who waits for calls.
    pub fn with_agent() -> Site {
        let mut site = Site::new();
        site.agent("a", "executive", "1234567890");
        site
    }

    pub fn agent(&mut self, desk: &str, user: &str, extension: &str) {
        self.ok(desk, "session.login", json!([user, ""]));
        self.ok(desk, "toolbar.selectCampaigns", json!([[172]]));
        self.ok(desk, "toolbar.selectExtension", json!([extension]));
        self.ok(desk, "toolbar.setAvailability", json!(["Available"]));
    }

    pub fn input(&mut self, input: Input) -> Vec<Output> {
        let outputs = self.ecc.handle(self.now, input);
        self.keep(outputs)
    }

    fn keep(&mut self, outputs: Vec<Output>) -> Vec<Output> {
        for Output { at, what } in &outputs {
            assert!(*at <= self.now, "an output of the future");
            match what {
                What::Event { desk, event, .. } => {
                    let state = self.desk_state(desk);
                    state.apply_event(state.seq + 1, *at, event);
                }
                What::Change { desk, change } => {
                    let state = self.desk_state(desk);
                    state.apply_change(state.seq + 1, *at, change.clone());
                }
                What::Answer { .. } | What::Customer { .. } | What::Http { .. } => {}
            }
        }
        self.log.extend(outputs.iter().cloned());
        outputs
    }

    fn desk_state(&mut self, desk: &DeskId) -> &mut DeskState {
        self.desks.entry(desk.clone()).or_insert_with(|| DeskState::new(desk.clone()))
    }

    pub fn desk(&self, desk: &str) -> &DeskState {
        &self.desks[desk]
    }

    /// Calls a method that must be refused so, and holds that nothing comes of it but the answer.
    #[track_caller]
    pub fn refuses(
        &mut self,
        desk: &str,
        method: &str,
        params: Value,
        code: ErrorCode,
        http: Option<u16>,
    ) -> SdkError {
        let told = self.log.len();
        let error = self.call(desk, method, params).expect_err("must be refused");
        assert_eq!((error.code, error.data.http), (code, http), "{error:?}");
        assert_eq!(self.log.len(), told + 1, "a refusal changes nothing: only the answer goes out");
        error
    }

    /// Calls a method; `bad` as password is a wrong one.
    pub fn call(&mut self, desk: &str, method: &str, params: Value) -> Result<Value, SdkError> {
        let spec = Contract::get().require_method(method)?;
        let mut params = check(spec, Args::from_json(Some(params))?)?;
        let credential = params.remove("password").map(|password| match password.as_str() {
            Some("bad") => Credential::Bad,
            _ => Credential::Ok,
        });
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        let outputs = self.input(Input::Request(Request {
            ticket,
            desk: DeskId::from(desk),
            peer: "p1".into(),
            role: Role::Control,
            method: method.to_owned(),
            params,
            credential,
        }));
        let mut answers = outputs.into_iter().filter_map(|output| match output.what {
            What::Answer { ticket: answered, result } => {
                assert_eq!(answered, ticket);
                Some(result)
            }
            _ => None,
        });
        let answer = answers.next().expect("every request is answered");
        assert!(answers.next().is_none(), "answered twice");
        if let Err(error) = &answer
            && error.data.http != Some(501)
        {
            // The vendor's own lists are not complete; ours are.
            let listed = !spec.id.starts_with("toolbar.") && !spec.id.starts_with("control.");
            let code = error.code.number();
            assert!(listed || spec.errors.contains(&code), "{method} does not list {code}: {error:?}");
        }
        answer
    }

    #[track_caller]
    pub fn ok(&mut self, desk: &str, method: &str, params: Value) -> Value {
        self.call(desk, method, params).unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    #[track_caller]
    pub fn customer_calls(&mut self, phone: &str) -> InteractionId {
        let answer = self.ok("x", "control.customerCall", json!([phone]));
        InteractionId::from(answer["interactionId"].as_str().unwrap())
    }

    pub fn customer(&mut self, doing: CustomerDoing) {
        self.input(Input::Customer(doing));
    }

    #[track_caller]
    pub fn dial(&mut self, desk: &str, phone: &str) -> InteractionId {
        let answer =
            self.ok(desk, "interaction.initiateInteraction", json!(["voice", {"phone": phone}, 172]));
        assert_eq!(answer, json!({"result": "success", "reason": "success"}));
        self.desk(desk).interactions.last().unwrap().id.clone()
    }

    #[track_caller]
    pub fn dispose(&mut self, desk: &str, id: &InteractionId) {
        self.ok(desk, "interaction.disposeInteraction", json!(["voice", id, 1345, "fine"]));
    }

    /// Lets time go by.
    pub fn wait(&mut self, seconds: u64) {
        self.now = self.now + Micros::from_secs(seconds);
        let outputs = self.ecc.advance(self.now);
        self.keep(outputs);
    }

    /// The bare names of the interaction and notification events that a desk was told.
    pub fn story(&self, desk: &str) -> Vec<&'static str> {
        self.events(desk)
            .map(Event::id)
            .filter(|id| !id.starts_with("session."))
            .map(|id| id.rsplit('.').next().unwrap_or(id))
            .collect()
    }

    pub fn events<'a>(&'a self, desk: &'a str) -> impl Iterator<Item = &'a Event> + 'a {
        self.log.iter().filter_map(move |output| match &output.what {
            What::Event { desk: at, event, .. } if at.as_str() == desk => Some(&**event),
            _ => None,
        })
    }

    pub fn customers_see(&self) -> Vec<CustomerSees> {
        self.log
            .iter()
            .filter_map(|output| match output.what {
                What::Customer { sees, .. } => Some(sees),
                _ => None,
            })
            .collect()
    }
}
