//! The link between an interaction and a record, told to every desk that has a part in it.

use super::info::MAX_TEXT;
use crate::contract::Event;
use crate::contract::ids::{CustomerId, InteractionId};
use crate::contract::payload::{CrmRecordInfo, CustomerDetails};
use crate::desk::Change;
use crate::ecc::Ecc;
use crate::ecc::emit::{call_event, call_event_with_queue};

impl Ecc {
    /// Links an interaction with a record: the customer is called like it from now on. The record that
    /// it is linked with already is no news.
    pub(super) fn link(&mut self, id: &InteractionId, record: CrmRecordInfo) {
        let Some(one) = self.state.interactions.get(id) else { return };
        if one.record.as_ref() == Some(&record) {
            return;
        }
        let (known, phone, crt) =
            (one.customer.customer_id, one.customer.phone.clone(), one.customer_crt.clone());
        // Who writes in a chat may have no number; their side of it tells them apart then.
        let number = if phone.is_empty() { crt.to_string() } else { phone.clone() };
        let customer_id = known.or_else(|| self.customer_of(&number));
        let (before, now) = (self.contact_of(id), self.state.now);
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let name = Some(record.record_name.clone()).filter(|name| !name.is_empty());
        let customer = CustomerDetails { customer_id, name, phone };
        let is_same = |old: &CrmRecordInfo| {
            (&old.record_id, &old.record_type) == (&record.record_id, &record.record_type)
        };
        let is_news = !one.record.as_ref().is_some_and(is_same) || one.customer != customer;
        one.customer = customer;
        one.record = Some(record);
        one.modified = now;
        for leg in &one.legs {
            if is_news {
                self.out.event(&leg.desk, Event::CustomerLinkedToInteraction(call_event(one, leg)));
            }
            let record = one.record.clone();
            self.out.change(&leg.desk, Change::Record { interaction_id: id.clone(), record });
        }
        self.tell_contacts(id, &before);
    }

    /// Undoes the link with the record and the customer; the number stays.
    pub(super) fn unlink(&mut self, id: &InteractionId) {
        let (before, now) = (self.contact_of(id), self.state.now);
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        one.customer.customer_id = None;
        one.customer.name = None;
        one.record = None;
        one.modified = now;
        for leg in &one.legs {
            let event = Event::CustomerUnlinkedToInteraction(call_event_with_queue(one, leg));
            self.out.event(&leg.desk, event);
            self.out.change(&leg.desk, Change::Record { interaction_id: id.clone(), record: None });
        }
        self.tell_contacts(id, &before);
    }

    /// A record has another name: so have the interactions that are linked with it.
    pub(in crate::ecc) fn rename_linked(&mut self, record_id: &str, record_type: &str, name: &str) {
        let is_meant = |record: &CrmRecordInfo| {
            record.record_id == record_id && record.record_type.eq_ignore_ascii_case(record_type)
        };
        let linked: Vec<(InteractionId, CrmRecordInfo)> = self
            .state
            .interactions
            .values()
            .filter_map(|one| Some((one.id.clone(), one.record.clone().filter(is_meant)?)))
            .collect();
        // A record's text may be much longer than what a name may be.
        let record_name: String = name.chars().take(MAX_TEXT).collect();
        for (id, record) in linked {
            self.link(&id, CrmRecordInfo { record_name: record_name.clone(), ..record });
        }
    }

    /// The customer with this number: the known one, else a new one as long as there is room for more.
    fn customer_of(&mut self, number: &str) -> Option<CustomerId> {
        self.add_customer(number);
        let known = self.workspace.customer(number).map(|one| one.id);
        known.or_else(|| self.state.added.get(number).copied())
    }
}
