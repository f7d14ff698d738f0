//! Integrations of a desk: who is there, and what they send each other.

use serde_json::{Value, json};

use super::Ecc;
use super::dispatch::{Answer, Call, not_there, nothing};
use super::input::PeerInput;
use super::memory::Memory;
use crate::contract::ids::DeskId;
use crate::contract::{Event, SdkError, nearest};
use crate::desk::integration::MAX_INTEGRATIONS;
use crate::desk::{Change, Integration};
use crate::wire::Role;

/// The instance of an integration that names none (contract: `initialize`, `config.instanceId`).
const DEFAULT_INSTANCE: &str = "ameyoIframe";
/// The most that integrations send each other at once, in bytes of JSON; more is refused.
const MAX_CONTEXT_DATA: usize = 256 << 10;
/// The longest name of an instance that `initialize` takes, in bytes, as of `hello`: all of them stand in
/// the desk's state.
const MAX_INSTANCE: usize = 256;
/// The longest base that `setBaseUrl` takes, in bytes.
const MAX_BASE: usize = 2_048;
/// The most dropped connections that a desk remembers; one that comes back after more than so many others
/// dropped is taken for a new one.
const MAX_AWAY: usize = 256;

impl Ecc {
    pub(super) fn on_module(&mut self, name: &str, call: &Call) -> Answer {
        match name {
            "initialize" => self.initialize(call),
            "setBaseUrl" => self.set_base_url(call),
            "getBaseUrl" => self.base_url(call),
            "onLoadHandler" => self.on_load(call),
            _ => Err(not_there()),
        }
    }

    pub(super) fn on_app_instance(&mut self, name: &str, call: &Call) -> Answer {
        match name {
            "getAllInfo" => self.all_info(call),
            "getInfo" => self.info(call),
            "sendDataToApp" => self.send_data_to_instance(call),
            _ => Err(not_there()),
        }
    }

    /// An integration came or went. Who stays unlisted works all the same; only no one finds it by its
    /// instance.
    pub(super) fn on_peer(&mut self, input: PeerInput) {
        match input {
            PeerInput::Came { desk, integration } => self.came(&desk, integration),
            PeerInput::Gone { desk, name } => {
                let Some(memory) = self.state.memories.get_mut(&desk) else { return };
                if memory.forget_peer(&name) {
                    self.tell_integrations(&desk);
                }
            }
        }
    }

    fn came(&mut self, desk: &DeskId, integration: Integration) {
        let (peer, role) = (integration.peer.as_str().into(), integration.role);
        let came = self.memory(desk).remember_peer(integration);
        if came.listed {
            self.tell_integrations(desk);
        }
        if role == Role::App && came.is_new {
            self.out.event_to(desk, &peer, Event::Lifecycle("registered".to_owned()));
        }
    }

    fn tell_integrations(&mut self, desk: &DeskId) {
        let list = self.memory(desk).integrations.clone();
        self.out.change(desk, Change::Integrations { list });
    }

    /// Says who calls; what `hello` left open of it is known from now on.
    fn initialize(&mut self, call: &Call) -> Answer {
        let context = call.params.in_object("config", "context");
        let origin = call.params.in_object("config", "origin");
        let instance = match call.params.in_object("config", "instanceId") {
            "" => DEFAULT_INSTANCE,
            given => given,
        };
        if instance.len() > MAX_INSTANCE {
            return Err(SdkError::field("config.instanceId", format!("at most {MAX_INSTANCE} bytes")));
        }
        let memory = self.memory(&call.desk);
        let caller = memory.integrations.iter_mut().find(|one| one.peer == *call.peer);
        if let Some(caller) = caller.filter(|one| one.instance() != instance) {
            caller.instance_id = Some(instance.to_owned());
            self.tell_integrations(&call.desk);
        }
        Ok(json!({"context": context, "origin": origin, "instanceId": instance}))
    }

    fn set_base_url(&mut self, call: &Call) -> Answer {
        let base = call.params.text("url").trim_end_matches('/');
        if !is_http(base) {
            let expected = format!("an http:// or https:// URL of at most {MAX_BASE} bytes");
            return Err(SdkError::field("url", expected));
        }
        self.memory(&call.desk).base_url = Some(base.to_owned());
        nothing()
    }

    /// The base that was set, else the one under which the hub is reached, which the hub adds to the call.
    fn base_url(&mut self, call: &Call) -> Answer {
        let set = self.state.memories.get(&call.desk).and_then(|memory| memory.base_url.as_deref());
        let base = set.or_else(|| call.params.optional_text("base"));
        base.map(|base| json!(base)).ok_or_else(|| {
            SdkError::not_found("no base URL is known").hint("call setBaseUrl, or load the SDK from the hub")
        })
    }

    fn on_load(&mut self, call: &Call) -> Answer {
        let loaded = call.params.0.get("isLoaded").and_then(Value::as_bool).unwrap_or_default();
        let caller = self.memory(&call.desk).integrations.iter_mut().find(|one| one.peer == *call.peer);
        if let Some(caller) = caller.filter(|one| one.loaded != loaded) {
            caller.loaded = loaded;
            self.tell_integrations(&call.desk);
        }
        if call.role == Role::App {
            let what = if loaded { "loaded" } else { "unloaded" };
            self.out.event_to(&call.desk, &call.peer, Event::Lifecycle(what.to_owned()));
        }
        nothing()
    }

    /// The connected instances of an app; an app that names no id goes by its instance's.
    fn all_info(&self, call: &Call) -> Answer {
        let id = call.params.text("appId");
        let focused = self.is_focused(&call.desk);
        let named = |app: &&Integration| app.app() == id || app.instance() == id;
        let infos: Vec<Value> = self.apps(&call.desk).filter(named).map(|app| info(app, focused)).collect();
        if infos.is_empty() {
            return Err(self.unknown_app(&call.desk, "app", id, Integration::app));
        }
        Ok(Value::Array(infos))
    }

    fn info(&self, call: &Call) -> Answer {
        let id = call.params.text("instanceId");
        // Of several that go by one name, the newest is the one that is still there after a reload.
        let app = self.apps(&call.desk).filter(|app| app.instance() == id).last();
        app.map(|app| info(app, self.is_focused(&call.desk)))
            .ok_or_else(|| self.unknown_app(&call.desk, "app instance", id, Integration::instance))
    }

    fn send_data_to_instance(&mut self, call: &Call) -> Answer {
        let id = call.params.text("instanceId");
        let data = context_data(call)?;
        let peers: Vec<_> = self
            .apps(&call.desk)
            .filter(|app| app.instance() == id)
            .map(|app| app.peer.as_str().into())
            .collect();
        if peers.is_empty() {
            return Err(self.unknown_app(&call.desk, "app instance", id, Integration::instance));
        }
        for peer in &peers {
            self.out.event_to(&call.desk, peer, Event::UiData(data.clone()));
            self.out.event_to(&call.desk, peer, Event::AppData(data.clone()));
        }
        nothing()
    }

    /// An app sends the CRM something (contract: `crm.sendDataToCRM`).
    pub(super) fn send_data_to_crm(&mut self, call: &Call) -> Answer {
        let data = context_data(call)?;
        self.out.event(&call.desk, Event::DataFromApp(data));
        nothing()
    }

    /// The CRM sends its apps something (contract: `crm.sendDataToApp`).
    pub(super) fn send_data_to_app(&mut self, call: &Call) -> Answer {
        let data = context_data(call)?;
        self.out.event(&call.desk, Event::DataFromCrm(data));
        nothing()
    }

    fn apps(&self, desk: &DeskId) -> impl Iterator<Item = &Integration> {
        let here = self.state.memories.get(desk).map_or(&[][..], |memory| &memory.integrations);
        here.iter().filter(|one| one.role == Role::App)
    }

    /// The toolbar has no tabs for its apps: they are in sight when it is.
    fn is_focused(&self, desk: &DeskId) -> bool {
        self.state.memories.get(desk).is_some_and(|memory| memory.window_visible == Some(true))
    }

    fn unknown_app(
        &self,
        desk: &DeskId,
        what: &str,
        id: &str,
        name: impl Fn(&Integration) -> &str,
    ) -> SdkError {
        let mut names: Vec<&str> = self.apps(desk).map(name).collect();
        names.sort_unstable();
        names.dedup();
        let error = SdkError::not_found(format!("no {what} {id:?} is connected to this desk"));
        match (nearest(id, names.iter().copied()), names.as_slice()) {
            (Some(near), _) => error.hint(format!("did you mean {near}?")),
            (None, []) => error.hint("no app is connected; one connects by initialize with context \"app\""),
            (None, [first, ..]) => error.hint(format!("{} are connected, {first} among them", names.len())),
        }
    }
}

/// What came of an integration that came.
struct Came {
    /// Whether it stands in the list.
    listed: bool,
    /// Whether the desk sees it for the first time, not after a dropped connection.
    is_new: bool,
}

impl Memory {
    fn remember_peer(&mut self, mut integration: Integration) -> Came {
        let back = self.away.iter().position(|(peer, _)| *peer == integration.peer);
        let back = back.and_then(|at| self.away.remove(at));
        if let Some(here) = self.integrations.iter_mut().find(|one| one.peer == integration.peer) {
            integration.loaded = here.loaded;
            *here = integration;
            return Came { listed: true, is_new: false };
        }
        // A page whose connection dropped has not been loaded again.
        integration.loaded = back.as_ref().is_some_and(|(_, loaded)| *loaded);
        let listed = self.integrations.len() < MAX_INTEGRATIONS;
        if listed {
            self.integrations.push(integration);
        }
        Came { listed, is_new: back.is_none() }
    }

    /// Whether the list is another now.
    fn forget_peer(&mut self, name: &str) -> bool {
        let at = self.integrations.iter().position(|one| one.peer == name);
        let gone = at.map(|at| self.integrations.remove(at));
        self.away.push_back((name.to_owned(), gone.as_ref().is_some_and(|one| one.loaded)));
        if self.away.len() > MAX_AWAY {
            self.away.pop_front();
        }
        gone.is_some()
    }
}

impl Integration {
    /// Its instance's id.
    fn instance(&self) -> &str {
        self.instance_id.as_deref().unwrap_or(DEFAULT_INSTANCE)
    }

    /// Its app's id.
    fn app(&self) -> &str {
        self.app_id.as_deref().unwrap_or_else(|| self.instance())
    }
}

fn info(app: &Integration, focused: bool) -> Value {
    json!({
        "appId": app.app(),
        "instanceId": app.instance(),
        "origin": app.origin,
        "isLoaded": app.loaded,
        "isFocused": focused,
    })
}

/// What is to be sent, where it is not too much.
fn context_data(call: &Call) -> Result<Value, SdkError> {
    let data = call.params.0.get("contextData").cloned().unwrap_or_default();
    if data.to_string().len() > MAX_CONTEXT_DATA {
        let expected = format!("at most {} KiB of JSON", MAX_CONTEXT_DATA >> 10);
        return Err(SdkError::field("contextData", expected));
    }
    Ok(data)
}

/// Whether this is an HTTP address with a host, of a sane length and without spaces.
fn is_http(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = url.chars().all(|c| !c.is_whitespace() && !c.is_control());
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    is_web && plain && !host.is_empty() && !host.starts_with(':') && url.len() <= MAX_BASE
}
