//! An agent's seat: a hub in this process, a client of it, and a toolbar that takes in what the client tells.

use std::sync::Arc;

use crossterm::event::KeyCode;
use offhook::client::{Client, ClientConfig, ClientEvent};
use offhook::hub::{Hub, HubHandle, HubOptions, SiteOptions};
use offhook::toolbar::keymap::Key;
use offhook::toolbar::theme::Theme;
use offhook::toolbar::{App, Effect, Message, Setup};
use offhook::wire::{Body, Hello, Moment, Role};
use offhook::workspace::{Channel, Workspace};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;

/// A toolbar's settings, all as they are by default.
pub fn setup(now: Moment) -> Setup {
    let (theme, warnings) = Theme::load("dark", None);
    Setup { warnings, ..Setup::plain(theme, now) }
}

/// The demonstration's workspace, where an agent may have so many chats at once.
pub fn workspace_of_chats(limit: u32) -> Workspace {
    let mut workspace = Workspace::demo();
    let channel = json!({"type": "chat", "subType": "webchat", "name": "Web chat", "limit": limit});
    let channel: Channel = serde_json::from_value(channel).expect("a channel");
    match workspace.channels.iter_mut().find(|one| one.sub_type == channel.sub_type) {
        Some(one) => *one = channel,
        None => workspace.channels.push(channel),
    }
    workspace
}

/// A toolbar's client at a hub's default desk, over a real socket, and the toolbar; where nothing else is said, the
/// hub is in this process.
pub struct Seat {
    pub runtime: Runtime,
    pub app: App,
    hub: Option<HubHandle>,
    client: Client,
    events: Receiver<ClientEvent>,
    tag: u64,
}

impl Seat {
    /// Nobody is signed in.
    pub fn at(site: SiteOptions) -> Seat {
        let runtime = Runtime::new().expect("a runtime");
        let now = site.clock.now();
        let hub = runtime.block_on(Hub::start(HubOptions::new(site))).expect("a hub");
        let seat = Seat::on(runtime, &hub.ws_url, &hub.token, now);
        Seat { hub: Some(hub), ..seat }
    }

    /// At a hub anywhere.
    pub fn on(runtime: Runtime, ws: &str, token: &str, now: Moment) -> Seat {
        let (client, events) = runtime.block_on(async { connect(ws, token) });
        Seat { runtime, app: App::live(setup(now)), hub: None, client, events, tag: 1 << 40 }
    }

    /// The hub.
    ///
    /// # Panics
    /// Where it is not in this process.
    pub fn hub(&self) -> &HubHandle {
        self.hub.as_ref().expect("a hub in this process")
    }

    /// `executive` comes to work.
    pub fn sign_in(&mut self) {
        self.call("session.login", json!({"username": "executive", "password": "executive"}));
        self.call("toolbar.selectCampaigns", json!({"campaignIds": [172]}));
        self.call("toolbar.selectExtension", json!({"phone": "1234567890"}));
        self.call("toolbar.setAvailability", json!({"status": "Available"}));
    }

    /// `executive` is available, in one campaign.
    pub fn available(site: SiteOptions) -> Seat {
        let mut seat = Seat::at(site);
        seat.sign_in();
        seat
    }

    /// `executive` has so many chats, all of them begun; gives their ids.
    pub fn with_chats(chats: u32) -> (Seat, Vec<String>) {
        let mut seat = Seat::available(SiteOptions::new(Arc::new(workspace_of_chats(chats))));
        let ids = (0..chats).map(|at| {
            let params = json!({"campaignId": 172, "name": format!("Customer number {at}")});
            let id = seat.call("control.customerChat", params)["interactionId"]
                .as_str()
                .expect("an id")
                .to_owned();
            seat.call("toolbar.answer", json!({"interactionId": id}));
            id
        });
        let ids = ids.collect();
        (seat, ids)
    }

    /// Tells the toolbar something, and sends what it wants sent.
    pub fn tell(&mut self, message: Message) {
        for effect in self.app.update(message) {
            if let Effect::Send { tag, method, params } = effect {
                self.client.send(tag, method, params).expect("room for a call");
            }
        }
    }

    /// Presses a key.
    pub fn press(&mut self, code: KeyCode) {
        self.tell(Message::Key(Key::of(code)));
    }

    /// Calls and waits for the answer; what comes before it reaches the model too.
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        let tag = self.send(method, params);
        loop {
            let event = self.next();
            let answer = match &event {
                ClientEvent::Answer { tag: answered, result } if *answered == tag => {
                    let answer = result.as_ref().unwrap_or_else(|error| panic!("{method}: {error:?}"));
                    Some(serde_json::from_str(answer.get()).expect("JSON"))
                }
                _ => None,
            };
            self.tell(Message::Hub(event));
            if let Some(answer) = answer {
                return answer;
            }
        }
    }

    /// Takes in all that the hub has told by now.
    pub fn settle(&mut self) {
        self.call("toolbar.getWaiting", json!({}));
    }

    /// Calls and waits until the model has the change with this in it.
    pub fn frame_after(&mut self, method: &str, params: Value, holds: &str) {
        self.send(method, params);
        loop {
            let event = self.next();
            let done = matches!(&event, ClientEvent::Push(push)
                if matches!(&push.body, Body::Change(change) if change.get().contains(holds)));
            self.tell(Message::Hub(event));
            if done {
                return;
            }
        }
    }

    fn send(&mut self, method: &str, params: Value) -> u64 {
        self.tag += 1;
        self.client.send(self.tag, method, params).expect("room for a call");
        self.tag
    }

    fn next(&mut self) -> ClientEvent {
        self.runtime.block_on(self.events.recv()).expect("the hub is there")
    }
}

/// A toolbar's client at the default desk.
pub fn connect(ws: &str, token: &str) -> (Client, Receiver<ClientEvent>) {
    let mut hello = Hello::new(Role::Toolbar);
    hello.token = Some(token.to_owned());
    Client::start(ClientConfig::new(ws, hello))
}
