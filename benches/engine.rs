//! The engine: inputs a second, through whole calls with one agent.
//!
//! Yardstick in the same run: serialising one `interactionConnected` payload, which every input of a
//! call costs the hub several times over.

use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use offhook::contract::Event;
use offhook::contract::ids::{DeskId, InteractionId};
use offhook::ecc::{CustomerDoing, Ecc, Input, Request, Ticket, What};
use offhook::wire::{Credential, Micros, Moment, Role};
use offhook::workspace::Workspace;
use serde_json::{Map, Value, json};

fn main() {
    divan::main();
}

struct Desk {
    ecc: Ecc,
    now: Moment,
    tickets: u64,
}

impl Desk {
    fn at_work() -> Desk {
        let now = Moment(1_752_477_796_000_000);
        let mut desk = Desk { ecc: Ecc::new(Arc::new(Workspace::demo()), 1, now), now, tickets: 0 };
        desk.call("session.login", json!({"username": "executive"}));
        desk.call("toolbar.selectCampaigns", json!({"campaignIds": [172]}));
        desk.call("toolbar.selectExtension", json!({"phone": "1234567890"}));
        desk.call("toolbar.setAvailability", json!({"status": "Available"}));
        desk
    }

    fn call(&mut self, method: &str, params: Value) -> Vec<offhook::ecc::Output> {
        let params = match params {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        self.tickets += 1;
        self.ecc.handle(
            self.now,
            Input::Request(Request {
                ticket: Ticket(self.tickets),
                desk: DeskId::from("a"),
                peer: "p1".into(),
                role: Role::Toolbar,
                method: method.to_owned(),
                params,
                credential: (method == "session.login").then_some(Credential::Ok),
            }),
        )
    }

    /// One call from ringing to ended: seven inputs.
    fn whole_call(&mut self) {
        self.now = self.now + Micros::from_secs(1);
        let doing = CustomerDoing::Call { phone: "1234567890".to_owned(), name: None, campaign_id: None };
        let outputs = self.ecc.handle(self.now, Input::Customer(doing));
        let id: InteractionId = outputs
            .iter()
            .find_map(|output| match &output.what {
                What::Customer { interaction_id, .. } => Some(interaction_id.clone()),
                _ => None,
            })
            .expect("the call is taken");
        for method in ["toolbar.answer", "toolbar.hold", "toolbar.unhold", "toolbar.mute", "toolbar.hangup"] {
            divan::black_box(self.call(method, Value::Null));
        }
        let params =
            json!({"channelType": "voice", "interactionId": id, "dispositionCodeId": 820, "notes": ""});
        divan::black_box(self.call("interaction.disposeInteraction", params));
    }
}

#[divan::bench]
fn inputs(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::at_work();
    bencher.counter(ItemsCount::new(700usize)).bench_local(|| {
        for _ in 0..100 {
            desk.whole_call();
        }
    });
}

#[divan::bench]
fn yardstick_one_payload_as_json(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::at_work();
    let doing = CustomerDoing::Call { phone: "1234567890".to_owned(), name: None, campaign_id: None };
    let outputs = desk.ecc.handle(desk.now, Input::Customer(doing));
    let event = outputs
        .into_iter()
        .find_map(|output| match output.what {
            What::Event { event, .. } => match *event {
                Event::CallRinging(_) => Some(event),
                _ => None,
            },
            _ => None,
        })
        .expect("the call rings");
    bencher.counter(ItemsCount::new(1usize)).bench_local(|| divan::black_box(&event).payload_json());
}
