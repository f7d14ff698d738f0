//! A stub's body made from its template: over what was asked, and what the site knows.

use std::sync::Arc;

use minijinja::context;
use minijinja::value::{Enumerator, Object, Serde, Value as Any};
use serde_json::{Map, Value, json};

use super::super::Ecc;
use super::super::interaction::Phase;
use super::super::text;
use super::asked::Asked;
use crate::contract::ids::{CustomerId, DeskId};
use crate::wire::form::Field;
use crate::workspace::stubs::TemplateProblem;
use crate::workspace::{Stub, Workspace};

/// The longest body, in bytes.
const MAX_BODY: usize = 256 << 10;

impl Ecc {
    /// The body of a stub's answer.
    pub(super) fn render(
        &self,
        desk: &DeskId,
        stub: &Stub,
        asked: &Asked,
        named: Vec<(&str, String)>,
    ) -> Result<String, TemplateProblem> {
        let context = context! { request => request(asked, named), state => self.state_of(desk) };
        text::render(&stub.body, context, MAX_BODY)
    }

    fn state_of(&self, desk: &DeskId) -> Any {
        let agent = self.state.agents.get(desk);
        let user = agent.and_then(|agent| self.workspace.user(agent.user.as_str()));
        let selected = agent.into_iter().flat_map(|agent| &agent.selected);
        let campaigns = selected.filter_map(|id| self.workspace.campaign(*id)).map(|one| one.about());
        let legs = agent.into_iter().flat_map(|agent| &agent.legs).filter_map(|id| self.leg(id, desk));
        let interactions = legs.map(|(one, leg)| {
            json!({
                "id": one.id,
                "campaignId": one.campaign,
                "channel": one.channel,
                "phase": phase(leg.phase),
                "customer": one.customer,
            })
        });
        let site = &self.workspace.site;
        let rest = json!({
            "now": self.state.now.iso_zulu(),
            "site": {"name": site.name, "contactCenterId": site.contact_center_id, "timeZone": site.time_zone},
            "user": user.map(|user| json!({"id": user.id, "name": user.name(), "type": user.user_type})),
            "campaigns": campaigns.map(|one| json!(one)).collect::<Vec<_>>(),
            "interactions": interactions.collect::<Vec<_>>(),
            "store": self.state.memories.get(desk).map(|memory| json!(memory.store)).unwrap_or_else(|| json!({})),
        });
        let added = self.state.added.iter().map(|(phone, id)| (phone.clone(), *id)).collect();
        Any::from_object(SiteState { rest: Any::from(Serde(rest)), workspace: self.workspace.clone(), added })
    }
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Ringing => "ringing",
        Phase::Dialling => "dialling",
        Phase::Connected => "connected",
        Phase::WrapUp => "wrapUp",
    }
}

/// `request` of a template.
fn request(asked: &Asked, named: Vec<(&str, String)>) -> Any {
    let params: Map<String, Value> =
        named.into_iter().map(|(name, text)| (name.to_owned(), json!(text))).collect();
    let query = gathered(asked.query.iter().map(|(name, text)| (name, json!(text))));
    let fields = asked.form.iter().flat_map(|form| &form.0).map(|(name, field)| match field {
        Field::Text(text) => (name, json!(text)),
        Field::File { filename, kind, bytes } => {
            (name, json!({"filename": filename, "type": kind, "size": bytes.len()}))
        }
    });
    Any::from(Serde(json!({
        "microservice": asked.microservice,
        "method": asked.method,
        "path": asked.path,
        "params": params,
        "query": query,
        "data": asked.data,
        "form": gathered(fields),
    })))
}

/// Values by their names; a name that stands more than once has a list of its values.
fn gathered<'a>(pairs: impl Iterator<Item = (&'a String, Value)>) -> Map<String, Value> {
    let mut lists: Map<String, Value> = Map::new();
    for (name, value) in pairs {
        if let Some(list) = lists.entry(name.clone()).or_insert_with(|| json!([])).as_array_mut() {
            list.push(value);
        }
    }
    for value in lists.values_mut() {
        if let Some(list) = value.as_array_mut()
            && list.len() == 1
        {
            *value = list.remove(0);
        }
    }
    lists
}

/// `state` of a template. Customers can be many, so they are only listed when they are asked for.
#[derive(Debug)]
struct SiteState {
    rest: Any,
    workspace: Arc<Workspace>,
    /// Those who are known by their numbers alone.
    added: Vec<(String, CustomerId)>,
}

impl SiteState {
    fn customers(&self) -> Any {
        let known = self
            .workspace
            .customers
            .iter()
            .map(|one| json!({"id": one.id, "name": one.name, "phone": one.phone}));
        let added = self.added.iter().map(|(phone, id)| json!({"id": id, "name": null, "phone": phone}));
        known.chain(added).map(|one| Any::from(Serde(one))).collect()
    }
}

impl Object for SiteState {
    fn get_value(self: &Arc<Self>, key: &Any) -> Option<Any> {
        match key.as_str()? {
            "customers" => Some(self.customers()),
            _ => self.rest.get_item(key).ok().filter(|value| !value.is_undefined()),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["now", "site", "user", "campaigns", "interactions", "customers", "store"])
    }
}
