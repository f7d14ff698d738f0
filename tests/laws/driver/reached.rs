//! What chance has reached: each event, change, method and refusal, counted.

use std::collections::BTreeMap;
use std::fmt::Write;

use offhook::contract::SdkError;
use offhook::desk::Change;
use offhook::ecc::{CustomerSees, What};

/// How many times each thing came.
#[derive(Debug, Default, Clone)]
pub struct Reached {
    /// Inputs so far.
    pub inputs: u64,
    /// Events of the SDK by name.
    pub events: BTreeMap<&'static str, u64>,
    /// What desks and customers were told besides.
    pub others: BTreeMap<String, u64>,
    /// Methods that did what was asked.
    pub methods: BTreeMap<String, u64>,
    /// Refusals by code and HTTP status.
    pub refusals: BTreeMap<String, u64>,
}

impl Reached {
    pub fn count(&mut self, what: &str) {
        // The names are few, and most are there already.
        match self.others.get_mut(what) {
            Some(times) => *times += 1,
            None => drop(self.others.insert(what.to_owned(), 1)),
        }
    }

    pub fn done(&mut self, method: &str) {
        match self.methods.get_mut(method) {
            Some(times) => *times += 1,
            None => drop(self.methods.insert(method.to_owned(), 1)),
        }
    }

    pub fn refused(&mut self, error: &SdkError) {
        let http = error.data.http.map(|http| format!(" {http}")).unwrap_or_default();
        *self.refusals.entry(format!("{}{http}", error.code.number())).or_default() += 1;
    }

    pub fn output(&mut self, what: &What) {
        match what {
            What::Event { event, .. } => *self.events.entry(event.id()).or_default() += 1,
            What::Change { change, .. } => self.count(&kind(change)),
            What::Customer { sees, .. } => self.count(saw(*sees)),
            What::Http { .. } => self.count("http"),
            What::Answer { .. } => {}
        }
    }

    pub fn add(&mut self, other: Reached) {
        self.inputs += other.inputs;
        let sum = |into: &mut BTreeMap<String, u64>, from: BTreeMap<String, u64>| {
            from.into_iter().for_each(|(name, times)| *into.entry(name).or_default() += times);
        };
        other.events.into_iter().for_each(|(name, times)| *self.events.entry(name).or_default() += times);
        sum(&mut self.others, other.others);
        sum(&mut self.methods, other.methods);
        sum(&mut self.refusals, other.refusals);
    }
}

/// A change's name: that of its variant, which is all of its text that is made.
fn kind(change: &Change) -> String {
    struct Name(String);
    impl Write for Name {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            let name = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            self.0.push_str(name);
            if name.len() == text.len() { Ok(()) } else { Err(std::fmt::Error) }
        }
    }
    let mut name = Name(String::new());
    // The error is how it stops.
    let _ = write!(name, "{change:?}");
    name.0
}

fn saw(sees: CustomerSees) -> &'static str {
    match sees {
        CustomerSees::Dialled => "customer dialled",
        CustomerSees::Queued => "customer queued",
        CustomerSees::Connected => "customer connected",
        CustomerSees::Cleared => "customer cleared",
        CustomerSees::PutThrough => "customer put through",
        CustomerSees::Written => "customer is written to",
        CustomerSees::AgentTypes => "customer sees typing",
        CustomerSees::AgentStops => "customer sees no typing",
        CustomerSees::Seen => "customer sees it was read",
        CustomerSees::MemberDialled => "number dialled",
        CustomerSees::MemberConnected => "number connected",
        CustomerSees::MemberCleared => "number cleared",
    }
}
