//! What is left of a snapshot that another version of the engine made.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::emit::Out;
use super::{Ecc, SNAPSHOT_VERSION, State};
use crate::wire::Moment;
use crate::workspace::Workspace;

/// Parts of the state that mean something without the others; whatever else there is belongs to what is
/// live, and is of use only as a whole.
const APART: [(&str, &str); 6] = [
    ("crm", "the CRM's records"),
    ("memories", "what desks remembered"),
    ("added", "customers who were added by dialling"),
    ("customers", "what is known of customers"),
    ("preferences", "what users chose to be told of"),
    ("ids", "the numbers of ids"),
];

impl Ecc {
    /// What [`Ecc::salvage`] calls all that is live.
    pub const LIVE: &str = "sessions, calls, chats, queues and callbacks";

    /// As much of a snapshot of another version as can be read and fits together, and what is missing. Time and
    /// ids never go back: `at` is when the site goes on, and `seed` makes new ids where the old are not known.
    pub fn salvage(
        workspace: Arc<Workspace>,
        snapshot: &str,
        seed: u64,
        at: Moment,
    ) -> (Ecc, Vec<&'static str>) {
        // Another seed than that of the first life, or the same ids would be given again.
        let mut ecc = Ecc::new(workspace, seed ^ at.0, at);
        let old: Map<String, Value> = serde_json::from_str(snapshot).unwrap_or_default();
        let Ok(Value::Object(mut kept)) = serde_json::to_value(&ecc.state) else { return (ecc, Vec::new()) };
        let is_apart = |name: &str| APART.iter().any(|(apart, _)| *apart == name);
        let live: Vec<&str> =
            kept.keys().map(String::as_str).filter(|name| !is_apart(name) && *name != "version").collect();
        let live: Vec<String> = live.into_iter().map(str::to_owned).collect();
        let groups =
            std::iter::once((live, Ecc::LIVE)).chain(APART.map(|(name, what)| (vec![name.to_owned()], what)));
        let mut lost = Vec::new();
        for (names, what) in groups {
            let mut with = kept.clone();
            let given = names.iter().filter_map(|name| Some((name.clone(), old.get(name)?.clone())));
            let given: Vec<(String, Value)> = given.collect();
            // Nothing of it was there: it is new, and nothing is lost.
            let is_there = !given.is_empty();
            with.extend(given);
            match serde_json::from_value::<State>(Value::Object(with.clone())) {
                Ok(state) if is_there && ecc.fits(&state) => kept = with,
                _ => lost.push(what),
            }
        }
        if let Ok(state) = serde_json::from_value::<State>(Value::Object(kept)) {
            ecc.state = State { version: SNAPSHOT_VERSION, now: state.now.max(at), ..state };
            ecc.state.crm.fill(&ecc.workspace.crm, at);
            ecc.out = Out::new(ecc.state.now);
            ecc.fill_lanes();
        }
        (ecc, lost)
    }

    /// Whether the workspace has what a state refers to.
    fn fits(&self, state: &State) -> bool {
        state.lacks(&self.workspace).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CustomerDoing, Input};
    use super::*;

    fn some_state() -> (Arc<Workspace>, Ecc) {
        let workspace = Arc::new(Workspace::demo());
        let mut ecc = Ecc::new(Arc::clone(&workspace), 7, Moment(1_000));
        let call = CustomerDoing::Call { phone: "1234567890".to_owned(), name: None, campaign_id: None };
        ecc.handle(Moment(2_000), Input::Customer(call));
        assert_eq!(ecc.state.interactions.len(), 1);
        (workspace, ecc)
    }

    fn salvaged(change: impl FnOnce(&mut Map<String, Value>)) -> (Ecc, Ecc, Vec<&'static str>) {
        let (workspace, ecc) = some_state();
        let Value::Object(mut snapshot) = serde_json::from_str(&ecc.snapshot()).unwrap() else { panic!() };
        snapshot["version"] = Value::from(99);
        change(&mut snapshot);
        let snapshot = serde_json::to_string(&snapshot).unwrap();
        assert!(Ecc::restore(Arc::clone(&workspace), &snapshot).is_err());
        let (salvaged, lost) = Ecc::salvage(workspace, &snapshot, 7, Moment(9_000));
        (ecc, salvaged, lost)
    }

    #[test]
    fn what_has_the_same_shape_is_all_there() {
        let (before, after, lost) = salvaged(|_| {});
        assert_eq!((lost, after.state.now), (vec![], Moment(9_000)));
        assert_eq!(after.state, State { now: Moment(9_000), ..before.state });
    }

    #[test]
    fn what_cant_be_read_is_named_and_the_rest_is_there() {
        let (before, after, lost) = salvaged(|snapshot| snapshot["queues"] = Value::from("changed"));
        assert_eq!(lost, [Ecc::LIVE]);
        assert!(after.state.interactions.is_empty() && after.next_deadline().is_none());
        assert_eq!((after.state.ids.clone(), after.state.crm), (before.state.ids, before.state.crm));
        let (before, after, lost) = salvaged(|snapshot| snapshot["ids"] = Value::Null);
        assert_eq!(lost, ["the numbers of ids"]);
        assert_eq!(after.state.interactions, before.state.interactions);
        assert_ne!(after.state.ids, before.state.ids, "the same ids would be given again");
        let (_, after, lost) = salvaged(Map::clear);
        assert_eq!(lost.len(), 7);
        assert!(after.state.interactions.is_empty());
    }
}
