//! What people outside write, with an ending of our own: every text that comes to the toolbar gets it, wherever
//! the wire allows a text of any kind there. So each state can be had with hostile names, or with long ones.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::contract::Event;
use crate::desk::Change;
use crate::wire::push::Body;
use crate::wire::{ClientEvent, Push};

/// What is a word of ours although the wire takes any there: a choice of a few, a parameter's name, a time, the
/// id by which a frame is about an interaction.
const OURS: [&str; 7] = ["kind", "channelType", "subType", "subChannel", "field", "at", "interactionId"];

/// The ending, and what was learnt of the wire.
pub struct Words {
    ending: String,
    /// Whether any text may stand at a place: the frame's name, and the path in it.
    free: RefCell<HashMap<String, bool>>,
}

impl Words {
    pub fn ending_in(ending: &str) -> Words {
        Words { ending: ending.to_owned(), free: RefCell::default() }
    }

    /// An event of the hub's with this ending at every text.
    pub fn event(&self, event: ClientEvent) -> ClientEvent {
        match event {
            ClientEvent::Connected { mut answer, how } => {
                if let Some(greeting) = &mut answer.greeting {
                    greeting.push_str(&self.ending);
                }
                answer.peer.push_str(&self.ending);
                ClientEvent::Connected { answer, how }
            }
            ClientEvent::Push(push) => ClientEvent::Push(self.push(push)),
            ClientEvent::Answer { tag, result: Ok(answer) } => {
                let mut value = serde_json::from_str(answer.get()).unwrap();
                self.all(&mut value);
                ClientEvent::Answer { tag, result: Ok(raw(&value)) }
            }
            ClientEvent::Answer { tag, result: Err(mut error) } => {
                error.message.push_str(&self.ending);
                if let Some(data) = &mut error.data {
                    self.all(data);
                }
                ClientEvent::Answer { tag, result: Err(error) }
            }
            ClientEvent::Lost { reason, retry_in, attempt } => {
                ClientEvent::Lost { reason: reason + &self.ending, retry_in, attempt }
            }
            ClientEvent::Refused { reason } => ClientEvent::Refused { reason: reason + &self.ending },
        }
    }

    /// The same of a frame. What of it is an id is the same id with the same ending in all of them.
    pub fn push(&self, push: Push) -> Push {
        let body = match push.body {
            Body::Event { name, payload, to } => {
                let reads = |text: &RawValue| Event::parse(&name, text).is_some_and(|event| event.is_ok());
                let payload = self.wherever(&name, &payload, &reads);
                Body::Event { name, payload, to }
            }
            Body::Change(change) => {
                let value: Value = serde_json::from_str(change.get()).unwrap();
                let kind = value["kind"].as_str().unwrap().to_owned();
                let reads = |text: &RawValue| serde_json::from_str::<Change>(text.get()).is_ok();
                Body::Change(self.wherever(&kind, &change, &reads))
            }
        };
        Push { body, ..push }
    }

    /// Gives the ending to every text of a frame that still reads with it.
    fn wherever(&self, name: &str, text: &RawValue, reads: &dyn Fn(&RawValue) -> bool) -> Box<RawValue> {
        let mut value: Value = serde_json::from_str(text.get()).unwrap();
        let mut places = Vec::new();
        texts(&value, String::new(), &mut places);
        let ours = |place: &&String| place.rsplit('/').next().is_some_and(|name| OURS.contains(&name));
        for place in places.iter().filter(|place| !ours(place)) {
            // Items of a list are alike.
            let kind = format!("{name}{}", place.replace(|c: char| c.is_ascii_digit(), ""));
            let mut longer = value.clone();
            self.lengthen(longer.pointer_mut(place).unwrap());
            let mut free = self.free.borrow_mut();
            if *free.entry(kind).or_insert_with(|| reads(&raw(&longer))) {
                value = longer;
            }
        }
        raw(&value)
    }

    /// Gives it to every text but those that are words of ours.
    fn all(&self, value: &mut Value) {
        match value {
            Value::String(_) => self.lengthen(value),
            Value::Array(items) => items.iter_mut().for_each(|item| self.all(item)),
            Value::Object(fields) => {
                fields.iter_mut().filter(|(name, _)| !OURS.contains(&name.as_str())).for_each(
                    |(_, field)| {
                        self.all(field);
                    },
                );
            }
            _ => {}
        }
    }

    fn lengthen(&self, value: &mut Value) {
        if let Value::String(text) = value {
            text.push_str(&self.ending);
        }
    }
}

fn raw(value: &Value) -> Box<RawValue> {
    RawValue::from_string(value.to_string()).unwrap()
}

/// Where texts stand in a value, as JSON pointers.
fn texts(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::String(_) => places.push(at),
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                texts(item, format!("{at}/{number}"), places);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                texts(field, format!("{at}/{name}"), places);
            }
        }
        _ => {}
    }
}
