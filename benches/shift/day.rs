//! An agent's shift: customers who call and write, and an integration that goes along with each of them.

use std::net::SocketAddr;

use crossterm::event::KeyCode;
use offhook::wire::Role;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::common::peer::{Socket, answer, ask, join_at};

/// How long it is.
pub const HOURS: usize = 8;
/// Interactions an hour: an agent of a busy site has fewer.
const AN_HOUR: usize = 100;
/// How often the agent looks into the inspector.
const LOOKS: usize = 20;
/// `Closed`, in the demonstration's campaign.
const CODE: u64 = 1345;

/// Where the agent works.
pub trait Workplace {
    /// So many seconds go by.
    fn pass(&mut self, secs: u64, peers: &mut Peers);
    /// The agent types.
    fn type_keys(&mut self, keys: &[KeyCode]);
    /// Sees a text on the screen, or panics.
    fn sees(&mut self, text: &str);
}

/// The agent's hands and the customers' doings; and an integration.
pub struct Peers {
    runtime: Runtime,
    control: Socket,
    crm: Socket,
    id: i64,
}

impl Peers {
    /// At a hub's default desk.
    pub fn join(ws: &str, token: &str) -> Peers {
        let addr = ws.trim_start_matches("ws://").trim_end_matches("/ws");
        let addr: SocketAddr = addr.parse().expect("an address");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (control, crm) = runtime.block_on(async {
            (join_at(addr, Role::Control, token).await, join_at(addr, Role::Crm, token).await)
        });
        Peers { runtime, control, crm, id: 0 }
    }

    /// A call of the agent's or of a customer.
    pub fn agent(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        said(&self.runtime, &mut self.control, self.id, method, &params)
    }

    /// A call of the integration.
    pub fn integration(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        said(&self.runtime, &mut self.crm, self.id, method, &params)
    }

    /// What an integration asks whenever anything happens.
    fn look(&mut self, number: usize) {
        for _ in 0..3 {
            self.integration("session.getAgentSession", json!([]));
            self.integration("interaction.getCurrentInteraction", json!([]));
            self.integration("interaction.getAllLiveInteractionsForAgent", json!([]));
            self.integration("configuration.getDispositionCodesWithDispositionClass", json!([172]));
            self.integration("store.set", json!([format!("seen-{}", number % 50), format!("{number}")]));
        }
    }
}

fn said(runtime: &Runtime, socket: &mut Socket, id: i64, method: &str, params: &Value) -> Value {
    let text = runtime.block_on(async {
        ask(socket, id, method, params).await;
        answer(socket).await
    });
    let mut answer: Value = serde_json::from_str(&text).expect("JSON");
    assert!(answer.get("result").is_some(), "{method}: {text}");
    answer["result"].take()
}

/// An hour of it.
pub fn hour(number: usize, peers: &mut Peers, at: &mut impl Workplace) {
    for one in 0..AN_HOUR {
        let number = number * AN_HOUR + one;
        match number % 10 {
            0..6 => call(number, peers, at),
            6 => missed(number, peers, at),
            _ => chat(number, peers, at),
        }
        if number.is_multiple_of(LOOKS) {
            inspect(at);
        }
    }
    at.pass(1, peers);
    at.sees("You are available");
}

/// 36 seconds: it rings, is talked, held and talked again, and wrapped up.
fn call(number: usize, peers: &mut Peers, at: &mut impl Workplace) {
    let id =
        &peers.agent("control.customerCall", json!([format!("98{number:08}"), null, 172]))["interactionId"]
            .clone();
    peers.look(number);
    at.pass(4, peers);
    peers.agent("toolbar.answer", json!([id]));
    peers.look(number);
    at.pass(6, peers);
    peers.agent("toolbar.hold", json!([id]));
    at.pass(4, peers);
    peers.agent("toolbar.unhold", json!([id]));
    let record = json!([id, format!("003dL{number}"), "Contact", format!("Customer number {number}")]);
    peers.integration("crm.setRecordInfoForInteraction", record);
    peers.look(number);
    at.pass(8, peers);
    peers.agent("control.customerHangup", json!([id]));
    peers.look(number);
    at.pass(8, peers);
    dispose("voice", id, number, peers);
    peers.integration("ui.triggerToastNotification", json!([format!("Case {number} was saved"), "success"]));
    at.pass(6, peers);
}

/// A caller who gives up.
fn missed(number: usize, peers: &mut Peers, at: &mut impl Workplace) {
    let id =
        &peers.agent("control.customerCall", json!([format!("98{number:08}"), null, 172]))["interactionId"]
            .clone();
    peers.look(number);
    at.pass(10, peers);
    peers.agent("control.customerHangup", json!([id]));
    at.pass(26, peers);
}

/// 36 seconds: a few lines, there and back.
fn chat(number: usize, peers: &mut Peers, at: &mut impl Workplace) {
    let params = json!([format!("Customer number {number}"), format!("97{number:08}"), 172]);
    let id = &peers.agent("control.customerChat", params)["interactionId"].clone();
    peers.look(number);
    at.pass(4, peers);
    peers.agent("toolbar.answer", json!([id]));
    peers.look(number);
    for line in 0..6 {
        let text =
            format!("Line {line} of {number}: when does my order come, and who brings it up the stairs?");
        peers.agent("control.customerMessage", json!([text, id]));
        at.pass(2, peers);
        let text = format!("Line {line} to {number}: it is on its way, and the driver calls you before.");
        peers.agent("toolbar.sendMessage", json!([text, id]));
        at.pass(2, peers);
    }
    peers.look(number);
    peers.agent("toolbar.hangup", json!([id]));
    peers.look(number);
    dispose("chat", id, number, peers);
    at.pass(8, peers);
}

fn dispose(channel: &str, id: &Value, number: usize, peers: &mut Peers) {
    let notes = format!("Asked for order {number}; it is on its way, and they are called before it comes.");
    peers.integration("interaction.disposeInteraction", json!([channel, id, CODE, notes]));
}

/// Into the inspector, up a few frames, into one of them, and back.
fn inspect(at: &mut impl Workplace) {
    let keys =
        [KeyCode::Char('g'), KeyCode::Char('f'), KeyCode::Up, KeyCode::Up, KeyCode::Up, KeyCode::Enter];
    at.type_keys(&keys);
    // From the text to the list, and out of the list.
    at.type_keys(&[KeyCode::Backspace, KeyCode::Backspace]);
}
