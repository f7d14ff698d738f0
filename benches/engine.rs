//! The engine: inputs a second, through whole calls with one agent, and with fifty whom a supervisor watches or
//! does not.
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

/// How many agents are watched.
const WATCHED: usize = 50;

struct Site {
    ecc: Ecc,
    now: Moment,
    tickets: u64,
}

impl Site {
    fn with(workspace: Workspace) -> Site {
        let now = Moment(1_752_477_796_000_000);
        Site { ecc: Ecc::new(Arc::new(workspace), 1, now), now, tickets: 0 }
    }

    /// One agent of the demonstration.
    fn of_one() -> Site {
        let mut site = Site::with(Workspace::demo());
        site.at_work("a", "executive", "1234567890");
        site
    }

    /// So many agents, and a supervisor at a desk of their own.
    fn of_many(agents: usize) -> Site {
        let mut text = offhook::workspace::DEMO.to_owned();
        text.push_str(
            "\n[[users]]\nid = \"boss\"\npassword = \"b\"\ntype = \"Supervisor\"\ncampaigns = [172]\n",
        );
        for at in 0..agents {
            text.push_str(&format!("\n[[users]]\nid = \"agent{at}\"\npassword = \"b\"\ncampaigns = [172]\n"));
            text.push_str(&format!("\n[[extensions]]\nphone = \"9{at:09}\"\nname = \"Softphone {at}\"\n"));
        }
        let mut site = Site::with(Workspace::parse(&text, "bench").expect("a workspace"));
        for at in 0..agents {
            site.at_work(&format!("desk{at}"), &format!("agent{at}"), &format!("9{at:09}"));
        }
        site.call("office", "session.login", json!({"username": "boss"}));
        site
    }

    fn at_work(&mut self, desk: &str, user: &str, extension: &str) {
        self.call(desk, "session.login", json!({"username": user}));
        self.call(desk, "toolbar.selectCampaigns", json!({"campaignIds": [172]}));
        self.call(desk, "toolbar.selectExtension", json!({"phone": extension}));
        self.call(desk, "toolbar.setAvailability", json!({"status": "Available"}));
    }

    fn call(&mut self, desk: &str, method: &str, params: Value) -> Vec<offhook::ecc::Output> {
        let params = match params {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        self.tickets += 1;
        self.ecc.handle(
            self.now,
            Input::Request(Request {
                ticket: Ticket(self.tickets),
                desk: DeskId::from(desk),
                peer: "p1".into(),
                role: Role::Toolbar,
                method: method.to_owned(),
                params,
                credential: (method == "session.login").then_some(Credential::Ok),
            }),
        )
    }

    /// One call from ringing to ended, at the desk that is offered it: seven inputs.
    fn whole_call(&mut self) {
        self.now = self.now + Micros::from_secs(1);
        let doing = CustomerDoing::Call { phone: "1234567890".to_owned(), name: None, campaign_id: None };
        let outputs = self.ecc.handle(self.now, Input::Customer(doing));
        let offered = |output: &offhook::ecc::Output| match &output.what {
            What::Event { desk, event, .. } => match &**event {
                Event::InteractionInitiated(event) => Some((desk.clone(), event.interaction_id.clone())),
                _ => None,
            },
            _ => None,
        };
        let (desk, id): (DeskId, InteractionId) = outputs.iter().find_map(offered).expect("it is offered");
        for method in ["toolbar.answer", "toolbar.hold", "toolbar.unhold", "toolbar.mute", "toolbar.hangup"] {
            divan::black_box(self.call(desk.as_str(), method, Value::Null));
        }
        let params =
            json!({"channelType": "voice", "interactionId": id, "dispositionCodeId": 820, "notes": ""});
        divan::black_box(self.call(desk.as_str(), "interaction.disposeInteraction", params));
    }
}

#[divan::bench]
fn inputs(bencher: Bencher<'_, '_>) {
    let mut site = Site::of_one();
    bencher.counter(ItemsCount::new(700usize)).bench_local(|| {
        for _ in 0..100 {
            site.whole_call();
        }
    });
}

/// The calls go round all desks; `true`: a supervisor watches them.
#[divan::bench(args = [false, true])]
fn inputs_of_fifty_desks(bencher: Bencher<'_, '_>, watched: bool) {
    let mut site = Site::of_many(WATCHED);
    if watched {
        let told = site.call("office", "toolbar.watchDesks", json!({"on": true}));
        assert!(told.len() > WATCHED, "each desk is told");
    }
    bencher.counter(ItemsCount::new(700usize)).bench_local(|| {
        for _ in 0..100 {
            site.whole_call();
        }
    });
}

/// What a supervisor who begins to watch costs: a summary of each desk.
#[divan::bench]
fn begin_to_watch_fifty_desks(bencher: Bencher<'_, '_>) {
    let mut site = Site::of_many(WATCHED);
    bencher.bench_local(|| site.call("office", "toolbar.watchDesks", json!({"on": true})));
}

#[divan::bench]
fn yardstick_one_payload_as_json(bencher: Bencher<'_, '_>) {
    let mut site = Site::of_one();
    let doing = CustomerDoing::Call { phone: "1234567890".to_owned(), name: None, campaign_id: None };
    let outputs = site.ecc.handle(site.now, Input::Customer(doing));
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
