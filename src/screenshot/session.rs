//! A session played without a terminal: a hub on a clock that stands still, a toolbar on it, and the peers
//! that the screen needs. What is on screen came through the socket, as it always does.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::screens::{Screen, Step};
use super::{START, ScreenshotError};
use crate::client::{Client, ClientConfig, ClientEvent};
use crate::clock::Clock;
use crate::contract::ids::DeskId;
use crate::hub::{Hub, HubHandle, HubOptions, SiteOptions};
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::message::Intent;
use crate::toolbar::{App, Effect, Message, Setup};
use crate::wire::{Body, Hello, Micros, Moment, Push, Role, RpcError};
use crate::workspace::Workspace;

/// No answer takes so long, on a slow machine either.
const TIME: Duration = Duration::from_secs(30);
/// The tag of the call after whose answer everything has come that was told before: no tag of a toolbar's.
const FENCE: u64 = u64::MAX;
/// Where the pages of integrations come from: the demo workspace allows it.
const ORIGIN: &str = "https://crm.example.com";

/// Plays a screen's session; gives the toolbar as it is then. Must run inside a tokio runtime.
pub async fn play(screen: &Screen, setup: Setup) -> Result<App, ScreenshotError> {
    let failed = |why| ScreenshotError::Session { screen: screen.name, why };
    let mut session = Session::start(setup).await.map_err(failed)?;
    let mut played = session.joined().await;
    for step in screen.steps.iter().copied().flatten() {
        if played.is_ok() {
            played = session.step(step).await.map_err(|why| format!("{step}: {why}"));
        }
    }
    let app = session.end().await;
    played.map(|()| app).map_err(failed)
}

/// The answer to a call that begins an interaction.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Began {
    interaction_id: String,
}

/// A connection, and what it tells.
struct Line {
    client: Client,
    events: mpsc::Receiver<ClientEvent>,
}

struct Session {
    hub: HubHandle,
    app: App,
    toolbar: Line,
    /// The others, by desk and role.
    others: BTreeMap<(&'static str, &'static str), Line>,
    /// The interaction that a customer began last: `$id` in parameters.
    newest: String,
    /// What time it is for the toolbar.
    at: Moment,
    /// How far the hub's clock is; it goes on when something is to happen there.
    hub_at: Moment,
    /// What the next moments are made of.
    moments: u64,
    /// Whether the toolbar makes a call that must be done.
    must_succeed: bool,
    quit: bool,
}

impl Session {
    async fn start(setup: Setup) -> Result<Session, String> {
        let workspace = Arc::new(Workspace::demo());
        let mut site =
            SiteOptions { clock: Clock::virtual_at(START), seed: 1, ..SiteOptions::new(workspace) };
        site.greeting.clone_from(&site.workspace.site.greeting);
        let hub = Hub::start(HubOptions::new(site)).await.map_err(|error| error.to_string())?;
        let toolbar = line(&hub, Role::Toolbar, DeskId::default_desk());
        Ok(Session {
            hub,
            app: App::live(setup),
            toolbar,
            others: BTreeMap::new(),
            newest: String::new(),
            at: START,
            hub_at: START,
            moments: 0,
            must_succeed: false,
            quit: false,
        })
    }

    async fn end(self) -> App {
        self.toolbar.client.stop().await;
        for (_, line) in self.others {
            line.client.stop().await;
        }
        self.hub.stop().await;
        self.app
    }

    /// Waits for the hub's greeting.
    async fn joined(&mut self) -> Result<(), String> {
        match next(&mut self.toolbar).await? {
            ClientEvent::Connected { mut answer, how } => {
                // The toolbar is shown as it is at a site that goes by the machine's clock.
                answer.virtual_clock = false;
                self.tell(Message::Tick(self.at)).await?;
                self.tell(Message::Hub(ClientEvent::Connected { answer, how })).await
            }
            event => Err(format!("the toolbar did not get in: {event:?}")),
        }
    }

    async fn step(&mut self, step: &Step) -> Result<(), String> {
        match *step {
            Step::Keys(keys) => {
                for key in keys.split_whitespace().flat_map(super::screens::keys_of) {
                    self.tell(Message::Key(key)).await?;
                    self.moment_passes().await?;
                    self.settle().await?;
                }
            }
            Step::Call { role: Role::Toolbar, desk: "default", method, params } => {
                self.own_call(method, self.filled_in(params)?).await?;
            }
            Step::Call { role, desk, method, params } => {
                self.moment_passes().await?;
                self.catch_up().await?;
                let answer = self.call(role, desk, method, self.filled_in(params)?).await?;
                if let Ok(Began { interaction_id }) = serde_json::from_str(answer.get()) {
                    self.newest = interaction_id;
                }
            }
            Step::Wait(seconds) => {
                self.at = self.at + Micros::from_secs(seconds);
                self.moment_passes().await?;
                self.catch_up().await?;
            }
        }
        self.settle().await
    }

    /// Parameters with the newest interaction.
    fn filled_in(&self, params: &str) -> Result<Value, String> {
        serde_json::from_str(&params.replace("$id", &self.newest)).map_err(|error| error.to_string())
    }

    /// Nothing comes at the very moment of what it follows: a few milliseconds pass, as many each time the screen is
    /// played.
    async fn moment_passes(&mut self) -> Result<(), String> {
        self.moments += 1;
        // Steps of a golden section: far from each other, and the same each time.
        self.at = self.at + Micros::from_millis(2 + self.moments * 610 % 987 % 17);
        self.tell(Message::Tick(self.at)).await
    }

    /// The hub's clock comes to where the toolbar's is.
    async fn catch_up(&mut self) -> Result<(), String> {
        let by = self.at.since(self.hub_at);
        self.hub_at = self.at;
        self.call(Role::Control, "default", "control.advanceTime", json!({"ms": by.0 / 1_000})).await?;
        self.settle().await
    }

    /// A call of the toolbar's own, as a key would make it.
    async fn own_call(&mut self, method: &'static str, params: Value) -> Result<(), String> {
        self.moment_passes().await?;
        self.catch_up().await?;
        self.tell(Message::Intent(Intent::Call(Call { method, params, place: Place::Workbench }))).await?;
        self.moment_passes().await?;
        self.must_succeed = true;
        let settled = self.settle().await;
        self.must_succeed = false;
        settled
    }

    /// Tells the toolbar what happened, and does what it wants done.
    async fn tell(&mut self, message: Message) -> Result<(), String> {
        for effect in self.app.update(message) {
            match effect {
                Effect::Send { tag, method, params } => {
                    self.toolbar.client.send(tag, method, params).map_err(|busy| busy.to_string())?;
                }
                Effect::Quit => self.quit = true,
                // No one hears a bell, and nothing else shows on a picture.
                _ => {}
            }
        }
        if self.quit { Err("the toolbar quit".to_owned()) } else { Ok(()) }
    }

    /// Takes in all that was told so far: the hub keeps the order, so what comes after it is the answer to a call
    /// that is made now. As often as the toolbar then wants something itself.
    async fn settle(&mut self) -> Result<(), String> {
        loop {
            self.toolbar
                .client
                .send(FENCE, "toolbar.getCallbacks", json!({}))
                .map_err(|busy| busy.to_string())?;
            loop {
                match next(&mut self.toolbar).await? {
                    ClientEvent::Answer { tag: FENCE, .. } => break,
                    // The machine's clock does not say that it goes on.
                    ClientEvent::Push(push) if is_clock(&push) => {}
                    ClientEvent::Answer { result: Err(error), .. } if self.must_succeed => {
                        return Err(told(error));
                    }
                    event => self.tell(Message::Hub(event)).await?,
                }
            }
            if self.app.is_settled() {
                break;
            }
        }
        // Theirs are not looked at, and must not stand in their way.
        for line in self.others.values_mut() {
            while line.events.try_recv().is_ok() {}
        }
        Ok(())
    }

    /// A call by another peer, which stays.
    async fn call(
        &mut self,
        role: Role,
        desk: &'static str,
        method: &str,
        params: Value,
    ) -> Result<Box<RawValue>, String> {
        let hub = &self.hub;
        let line = match self.others.entry((desk, role.as_str())) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(line(hub, role, DeskId::new(desk)))
            }
        };
        line.client.send(FENCE, method, params).map_err(|busy| busy.to_string())?;
        loop {
            match next(line).await? {
                ClientEvent::Answer { result, .. } => return result.map_err(told),
                ClientEvent::Refused { reason } => return Err(reason),
                _ => {}
            }
        }
    }
}

/// Whether it tells only that time went on.
fn is_clock(push: &Push) -> bool {
    matches!(&push.body, Body::Change(change) if change.get() == r#"{"kind":"clock"}"#)
}

fn told(error: RpcError) -> String {
    format!("{} {}", error.code, error.message)
}

fn line(hub: &HubHandle, role: Role, desk: DeskId) -> Line {
    let mut hello = Hello::new(role);
    hello.desk = Some(desk);
    if role.needs_token() {
        hello.token = Some(hub.token.clone());
    } else {
        hello.origin = Some(ORIGIN.to_owned());
    }
    let (client, events) = Client::start(ClientConfig::new(hub.ws_url.clone(), hello));
    Line { client, events }
}

async fn next(line: &mut Line) -> Result<ClientEvent, String> {
    match timeout(TIME, line.events.recv()).await {
        Ok(Some(event)) => Ok(event),
        Ok(None) => Err("the connection to the hub ended".to_owned()),
        Err(_) => Err(format!("nothing came within {} s", TIME.as_secs())),
    }
}
