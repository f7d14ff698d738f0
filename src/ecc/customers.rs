//! Customers: who they are, their custom attributes, and what was with them before.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Ecc;
use super::attributes::check_attribute;
use super::calls::no_interaction;
use super::dispatch::{Answer, Call, not_there, ok};
use super::inbound::MAX_NAME;
use super::interaction::Interaction;
use super::params::{Params, bounded};
use crate::contract::SdkError;
use crate::contract::ids::{CampaignId, CustomerId, DeskId, InteractionId};
use crate::contract::payload::CustomerDetails;
use crate::desk::conversation::masked;
use crate::desk::{Change, Contact};
use crate::workspace::{AttributeModel, Customer, PastContact};

/// The most interactions that a site remembers for its customers; the oldest go.
const MAX_HISTORY: usize = 5_000;
/// The most that all of them take, in bytes of JSON; the oldest go.
const MAX_HISTORY_BYTES: usize = 1 << 20;
/// The most that changed attributes of contacts take, in bytes of JSON; more is refused.
const MAX_ATTRIBUTES: usize = 1 << 20;
/// The most that names of customers made by dialling take, in bytes; further ones are not kept.
const MAX_NAMES: usize = 1 << 20;
/// The most notes that are remembered of an interaction, in characters; the rest is cut off.
const MAX_NOTES: usize = 500;
/// The most earlier interactions that an answer holds, newest first.
const MAX_ANSWER: usize = 50;
/// The most customers that a search finds.
const MAX_FOUND: usize = 100;
/// The longest text that is searched for, in characters.
const MAX_SEARCH: usize = 200;

/// What the engine knows of customers beyond the workspace. Those made by dialling are in `State::added`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Customers {
    /// All attributes of those of whom one was changed.
    attributes: BTreeMap<CustomerId, BTreeMap<String, Value>>,
    attribute_bytes: usize,
    /// What those are called who were made by dialling, where somebody said so.
    names: BTreeMap<CustomerId, String>,
    name_bytes: usize,
    /// What was, newest last.
    history: VecDeque<(CustomerId, PastContact)>,
    history_bytes: usize,
}

/// A customer as an agent asks about them.
struct Asked {
    customer: CustomerDetails,
    /// For whose campaign they are looked at; `None` for all of the agent's.
    campaign: Option<CampaignId>,
}

impl Ecc {
    /// A method of this room.
    pub(super) fn on_customers(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        match name {
            "setAttribute" => self.set_attribute(desk, params),
            "getCustomer" => self.get_customer(desk, params),
            "searchCustomers" => self.search_customers(desk, params),
            "saveRecord" => self.save_record(desk, params),
            _ => Err(not_there()),
        }
    }

    fn set_attribute(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.meant_interaction(desk, params)?;
        let (key, value) = (params.text("key"), params.0.get("value").cloned().unwrap_or_default());
        match params.text("model") {
            "contact" => self.set_contact_attribute(&id, key, &value)?,
            _ => self.set_conversation_attribute(&id, key, &value)?,
        }
        ok()
    }

    /// What is to be kept of an attribute; null takes it away. 4000 for a key that there is not, 2001 for a value
    /// that is none of the attribute's.
    pub(super) fn attribute_value(
        &self,
        model: AttributeModel,
        key: &str,
        value: &Value,
    ) -> Result<Option<Value>, SdkError> {
        let def = self.attribute(model, key);
        match value {
            // One that the workspace has lost since can be taken away.
            Value::Null if model == AttributeModel::Conversation => Ok(None),
            Value::Null => def.map(|_| None),
            value => check_attribute(def?, value).map(Some),
        }
    }

    /// Sets a custom attribute of an interaction's customer. 3000 with 409 where nobody knows who that is.
    pub(super) fn set_contact_attribute(
        &mut self,
        id: &InteractionId,
        key: &str,
        value: &Value,
    ) -> Result<(), SdkError> {
        let one = self.state.interactions.get(id).ok_or_else(|| no_interaction(id))?;
        let value = self.attribute_value(AttributeModel::Contact, key, value)?;
        let customer = one.customer.customer_id.ok_or_else(|| {
            SdkError::conflict("nobody knows who this customer is, so nothing can be kept of them")
                .hint("toolbar.attachRecord makes them a known one")
        })?;
        let mut attributes = self.contact_attributes(customer);
        match value {
            Some(value) => drop(attributes.insert(key.to_owned(), value)),
            None => drop(attributes.remove(key)),
        }
        let before = self.contact_of(id);
        self.state.customers.keep(customer, attributes)?;
        let theirs = |one: &&Interaction| one.customer.customer_id == Some(customer);
        let ids: Vec<_> = self.state.interactions.values().filter(theirs).map(|one| one.id.clone()).collect();
        ids.iter().for_each(|id| self.tell_contacts(id, &before));
        Ok(())
    }

    pub(super) fn contact_attributes(&self, id: CustomerId) -> BTreeMap<String, Value> {
        let changed = self.state.customers.attributes.get(&id);
        let listed = || self.listed(id).map(|one| &one.attributes);
        changed.or_else(listed).cloned().unwrap_or_default()
    }

    /// What a customer is called, as far as the site knows.
    pub(super) fn name_of(&self, id: CustomerId) -> Option<&str> {
        let given = || self.state.customers.names.get(&id).map(String::as_str);
        self.listed(id).map(|one| one.name.as_str()).or_else(given)
    }

    /// Keeps what somebody who was made by dialling is called; what the workspace says of others stays.
    pub(super) fn keep_name(&mut self, phone: &str, name: Option<&str>) {
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        if let (Some(id), Some(name)) = (self.state.added.get(phone).copied(), name) {
            self.state.customers.keep_name(id, name.chars().take(MAX_NAME).collect());
        }
    }

    fn listed(&self, id: CustomerId) -> Option<&Customer> {
        self.workspace.customers.iter().find(|one| one.id == id)
    }

    /// What a desk is told of an interaction's customer beside its events.
    fn contact(&self, one: &Interaction) -> Contact {
        let masked = self.is_masked(one.campaign);
        let Some(id) = one.customer.customer_id else { return Contact { masked, ..Contact::default() } };
        Contact { email: self.shown_email(id, masked), attributes: self.contact_attributes(id), masked }
    }

    pub(super) fn shown_email(&self, id: CustomerId, masked: bool) -> String {
        let listed = self.listed(id).filter(|_| !masked);
        listed.map(|one| one.email.clone()).unwrap_or_default()
    }

    /// Tells a desk to which an interaction comes who its customer is, where there is anything to tell.
    pub(super) fn tell_contact(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some(one) = self.state.interactions.get(id) else { return };
        let contact = self.contact(one);
        if contact != Contact::default() {
            self.out.change(desk, Change::Contact { interaction_id: id.clone(), contact: Box::new(contact) });
        }
    }

    /// What desks are told of an interaction's customer beside its events, to be compared later.
    pub(super) fn contact_of(&self, id: &InteractionId) -> Contact {
        self.state.interactions.get(id).map(|one| self.contact(one)).unwrap_or_default()
    }

    /// Tells all desks of an interaction that its customer is another one, or is described otherwise, where
    /// that shows.
    pub(super) fn tell_contacts(&mut self, id: &InteractionId, before: &Contact) {
        let Some(one) = self.state.interactions.get(id) else { return };
        let contact = self.contact(one);
        if contact == *before {
            return;
        }
        for leg in &one.legs {
            let contact = Box::new(contact.clone());
            self.out.change(&leg.desk, Change::Contact { interaction_id: id.clone(), contact });
        }
    }

    fn get_customer(&self, desk: &DeskId, params: &Params) -> Answer {
        let Asked { customer, campaign } = self.asked_customer(desk, params)?;
        let masked = self.is_masked_at(desk, campaign);
        let (email, attributes, history) = match customer.customer_id {
            Some(id) => (self.shown_email(id, masked), self.contact_attributes(id), self.history(id)),
            None => Default::default(),
        };
        let records = self.records_with_number(&customer.phone);
        Ok(json!({
            "customerId": customer.customer_id,
            "name": customer.name,
            "phone": shown(&customer.phone, masked),
            "masked": masked,
            "email": email,
            "attributes": attributes,
            "records": records,
            "history": history,
        }))
    }

    /// The customer with an id, with a number, of an interaction, or of the one that the agent is on.
    fn asked_customer(&self, desk: &DeskId, params: &Params) -> Result<Asked, SdkError> {
        self.agent(desk)?;
        if let Some(id) = params.customer()? {
            let (id, name) = self.known_customer(id)?;
            let customer = CustomerDetails { customer_id: Some(id), name, phone: self.phone_of(id) };
            return Ok(Asked { customer, campaign: None });
        }
        if let Some(phone) = params.optional_text("phone") {
            bounded("phone", phone, MAX_SEARCH)?;
            let customer = self.customer_details(phone.to_owned(), None);
            return match customer.customer_id {
                Some(_) => Ok(Asked { customer, campaign: None }),
                None => Err(SdkError::not_found("no customer has this number")
                    .hint("toolbar.searchCustomers finds them by a part of their name")),
            };
        }
        let id = self.meant_interaction(desk, params)?;
        let one = self.state.interactions.get(&id).ok_or_else(|| no_interaction(&id))?;
        Ok(Asked { customer: one.customer.clone(), campaign: Some(one.campaign) })
    }

    fn search_customers(&self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let text = params.short_text("text", MAX_SEARCH)?.trim().to_lowercase();
        if text.is_empty() {
            return Err(SdkError::field("text", "a part of a name, a number or an address"));
        }
        let limit = params.0.get("limit").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let limit = limit.filter(|limit| (1..=MAX_FOUND).contains(limit));
        let limit =
            limit.ok_or_else(|| SdkError::field("limit", format!("a whole number, 1 to {MAX_FOUND}")))?;
        let masked = self.is_masked_at(desk, None);
        // Of a masked number only the whole finds: else it could be guessed digit by digit.
        let has_number = |phone: &str| if masked { phone == text } else { phone.contains(&text) };
        let listed = self.workspace.customers.iter().filter(|one| {
            let has_address = !masked && one.email.to_lowercase().contains(&text);
            one.name.to_lowercase().contains(&text) || has_number(&one.phone) || has_address
        });
        let listed = listed.map(|one| (one.id, one.name.as_str(), one.phone.as_str()));
        let called = |id: &CustomerId| self.state.customers.names.get(id).map_or("", String::as_str);
        let added = self.state.added.iter();
        let added =
            added.filter(|(phone, id)| has_number(phone) || called(id).to_lowercase().contains(&text));
        let added = added.map(|(phone, id)| (*id, called(id), phone.as_str()));
        let found = listed
            .chain(added)
            .take(limit)
            .map(|(id, name, phone)| json!({"customerId": id, "name": name, "phone": shown(phone, masked)}));
        Ok(Value::Array(found.collect()))
    }

    /// What was with a customer, newest first: what happened here, then what the workspace tells.
    fn history(&self, id: CustomerId) -> Vec<&PastContact> {
        let here =
            self.state.customers.history.iter().rev().filter(|(of, _)| *of == id).map(|(_, past)| past);
        let before = self.listed(id).into_iter().flat_map(|one| one.history.iter().rev());
        here.chain(before).take(MAX_ANSWER).collect()
    }

    /// An agent's part of an interaction is disposed: it is remembered for its customer.
    pub(super) fn remember_disposed(
        &mut self,
        id: &InteractionId,
        desk: &DeskId,
        disposition: &str,
        notes: &str,
    ) {
        let agent = self.user(desk).map(|user| user.name().to_owned()).unwrap_or_default();
        let past = self
            .leg(id, desk)
            .and_then(|(one, leg)| self.past(one, leg.campaign(one), agent, disposition, notes));
        if let Some(one) = self.state.interactions.get_mut(id) {
            one.remembered = true;
        }
        self.state.customers.add(past);
    }

    /// An interaction is over: one of which nobody has disposed was with nobody.
    pub(super) fn remember_over(&mut self, one: &Interaction) {
        if !one.remembered {
            let past = self.past(one, one.campaign, String::new(), "", "");
            self.state.customers.add(past);
        }
    }

    /// What is remembered of an interaction, and of whom; nothing of a customer whom nobody knows.
    fn past(
        &self,
        one: &Interaction,
        campaign: CampaignId,
        agent: String,
        disposition: &str,
        notes: &str,
    ) -> Option<(CustomerId, PastContact)> {
        let campaign = self.workspace.campaign(campaign);
        let past = PastContact {
            at: self.state.now.iso_at(self.workspace.site.utc_offset_minutes),
            channel_type: one.channel,
            channel_sub_type: one.conversation.sub_channel.clone(),
            agent,
            campaign: campaign.map(|campaign| campaign.name.clone()).unwrap_or_default(),
            disposition: disposition.to_owned(),
            notes: notes.chars().take(MAX_NOTES).collect(),
        };
        Some((one.customer.customer_id?, past))
    }
}

impl Customers {
    /// Keeps all attributes of a contact, where there is room.
    fn keep(&mut self, id: CustomerId, attributes: BTreeMap<String, Value>) -> Result<(), SdkError> {
        let freed = self.attributes.get(&id).map_or(0, size);
        let bytes = self.attribute_bytes - freed + size(&attributes);
        if bytes > MAX_ATTRIBUTES {
            let message = format!("the site keeps {MAX_ATTRIBUTES} bytes of attributes, no more");
            return Err(
                SdkError::http(507, message).hint("take some away: toolbar.setAttribute without a value")
            );
        }
        self.attribute_bytes = bytes;
        self.attributes.insert(id, attributes);
        Ok(())
    }

    /// Keeps a name, where there is room; else the customer stays without.
    fn keep_name(&mut self, id: CustomerId, name: String) {
        let freed = self.names.get(&id).map_or(0, String::len);
        let bytes = self.name_bytes - freed + name.len();
        if bytes <= MAX_NAMES {
            self.name_bytes = bytes;
            self.names.insert(id, name);
        }
    }

    fn add(&mut self, past: Option<(CustomerId, PastContact)>) {
        let Some((id, past)) = past else { return };
        self.history_bytes += size(&past);
        self.history.push_back((id, past));
        while self.history.len() > MAX_HISTORY || self.history_bytes > MAX_HISTORY_BYTES {
            let oldest = self.history.pop_front();
            self.history_bytes -= oldest.map_or(0, |(_, past)| size(&past));
        }
    }
}

/// How much room something takes, in bytes of JSON.
fn size(one: &impl Serialize) -> usize {
    serde_json::to_string(one).map_or(0, |text| text.len())
}

fn shown(phone: &str, is_masked: bool) -> String {
    if is_masked { masked(phone) } else { phone.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(characters: usize) -> BTreeMap<String, Value> {
        BTreeMap::from([("a".to_owned(), json!("x".repeat(characters)))])
    }

    #[test]
    fn so_much_is_kept_of_contacts_and_one_more_byte_is_refused_with_507() {
        let mut customers = Customers::default();
        let half = MAX_ATTRIBUTES / 2 - size(&attributes(0));
        customers.keep(CustomerId(1), attributes(half)).unwrap();
        customers.keep(CustomerId(2), attributes(half)).unwrap();
        let before = customers.clone();
        let error = customers.keep(CustomerId(3), attributes(1)).unwrap_err();
        assert_eq!(error.data.http, Some(507));
        assert!(error.data.hint.unwrap().contains("toolbar.setAttribute"));
        assert_eq!(customers.keep(CustomerId(2), attributes(half + 1)).unwrap_err().data.http, Some(507));
        assert_eq!(customers, before, "nothing of it is kept");
        customers.keep(CustomerId(2), attributes(half - 20)).unwrap();
        customers.keep(CustomerId(3), attributes(1)).unwrap();
    }

    #[test]
    fn names_beyond_their_room_are_not_kept_and_the_others_stay() {
        let mut customers = Customers::default();
        customers.keep_name(CustomerId(1), "x".repeat(MAX_NAMES - 3));
        customers.keep_name(CustomerId(2), "Ann".to_owned());
        customers.keep_name(CustomerId(3), "B".to_owned());
        customers.keep_name(CustomerId(2), "Anna".to_owned());
        assert_eq!(customers.names.get(&CustomerId(2)).map(String::as_str), Some("Ann"));
        assert_eq!((customers.names.len(), customers.name_bytes), (2, MAX_NAMES));
    }
}
