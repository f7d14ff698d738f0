//! A desk with everyone at it: a controller, a CRM page, an app, and a colleague at another desk.

use offhook::contract::ids::DeskId;
use offhook::hub::HubHandle;
use offhook::wire::{Role, RpcError};
use offhook::workspace::Channel;
use serde_json::{Value, json};

use crate::support::{Peer, hello, site_with, start};
use crate::upstream;

/// How far the agent has come before something is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody is signed in.
    Out,
    /// Waiting for calls.
    Free,
    /// A known customer's call rings.
    Ringing,
    /// The agent dialled a known customer who answered.
    Talking,
    /// That talk is over and not disposed.
    WrapUp,
    /// A chat was accepted.
    Chatting,
    /// That chat is over and not disposed.
    ChatOver,
}

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A controller at the desk.
    Control,
    /// The CRM page.
    Crm,
    /// The app.
    App,
    /// A controller at the colleague's desk.
    Colleague,
}

/// The desk and its peers.
pub struct World {
    pub hub: HubHandle,
    control: Peer,
    pub crm: Peer,
    pub app: Peer,
    colleague: Option<Peer>,
    /// Where third-party calls may go.
    upstream: String,
}

/// The app's instance.
pub const APP: &str = "notes-1";

impl World {
    pub async fn at(stage: Stage) -> World {
        let addr = upstream::serve().await;
        let hosts = vec![addr.to_string()];
        let hub = start(site_with(|workspace| {
            workspace.security.third_party_hosts = hosts;
            let whatsapp = json!({"type": "chat", "subType": "whatsapp", "name": "WhatsApp",
                "templates": [{"name": "hello", "content": "Hello {{ customer.name }}"}]});
            let whatsapp = serde_json::from_value(whatsapp).expect("a channel");
            workspace.channels = vec![Channel::voice(), Channel::web_chat(), whatsapp];
        }))
        .await;
        let control = Peer::join(&hub, Role::Control).await;
        let mut crm_hello = hello(Role::Crm);
        crm_hello.instance_id = Some("ameyoIframe".to_owned());
        let mut app_hello = hello(Role::App);
        app_hello.instance_id = Some(APP.to_owned());
        app_hello.app_id = Some("notes".to_owned());
        let crm = Peer::with(&hub, &crm_hello).await;
        let app = Peer::with(&hub, &app_hello).await;
        let upstream = format!("http://{addr}/api/users");
        let mut world = World { hub, control, crm, app, colleague: None, upstream };
        world.come_to(stage).await;
        world
    }

    async fn come_to(&mut self, stage: Stage) {
        if stage == Stage::Out {
            return;
        }
        self.control.sign_in().await;
        match stage {
            Stage::Out | Stage::Free => {}
            Stage::Ringing => {
                self.control.ok("control.customerCall", json!(["3362227000", null, 172])).await;
            }
            Stage::Talking | Stage::WrapUp => {
                let params = json!(["voice", {"phone": "3362227000"}, 172]);
                self.control.ok("interaction.initiateInteraction", params).await;
                self.control.ok("control.customerAnswer", json!([])).await;
                if stage == Stage::WrapUp {
                    self.control.ok("toolbar.hangup", json!([])).await;
                }
            }
            Stage::Chatting | Stage::ChatOver => {
                let customer = json!({"name": "Test", "phone": "3362227000", "campaignId": 172});
                self.control.ok("control.customerChat", customer).await;
                self.control.ok("toolbar.answer", json!([])).await;
                if stage == Stage::ChatOver {
                    self.control.ok("toolbar.hangup", json!([])).await;
                }
            }
        }
    }

    /// A colleague signs in at another desk, ready for calls.
    pub async fn with_colleague(mut self) -> World {
        let mut greeting = hello(Role::Control);
        greeting.desk = Some(DeskId::from("second"));
        let mut peer = Peer::with(&self.hub, &greeting).await;
        peer.ok("session.login", json!(["moh5", "moh5"])).await;
        peer.ok("toolbar.selectCampaigns", json!([[172]])).await;
        peer.ok("toolbar.selectExtension", json!(["1234567891"])).await;
        peer.ok("toolbar.setAvailability", json!(["Available"])).await;
        self.colleague = Some(peer);
        self
    }

    pub fn peer(&mut self, who: Who) -> &mut Peer {
        match who {
            Who::Control => &mut self.control,
            Who::Crm => &mut self.crm,
            Who::App => &mut self.app,
            Who::Colleague => self.colleague.as_mut().expect("a colleague"),
        }
    }

    /// A call in which `$id` stands for the desk's interaction and `$upstream` for the allowed server.
    pub async fn call(&mut self, who: Who, method: &str, params: &Value) -> Result<Value, RpcError> {
        let desk = self.control.desk().await;
        let id = desk.interactions.first().map(|one| one.id.to_string()).unwrap_or_default();
        let text = params.to_string().replace("$id", &id).replace("$upstream", &self.upstream);
        self.peer(who).call(method, serde_json::from_str(&text).expect("JSON")).await
    }

    /// Everyone leaves, then the hub stops: it waits for nobody.
    pub async fn end(self) {
        let World { hub, control, crm, app, colleague, .. } = self;
        drop((control, crm, app, colleague));
        hub.stop().await;
    }

    /// A call that must go well.
    pub async fn ok(&mut self, who: Who, method: &str, params: &Value) -> Value {
        self.call(who, method, params).await.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }
}
