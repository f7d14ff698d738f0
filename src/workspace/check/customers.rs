//! Customers with their attributes and history.

use jiff::Timestamp;

use super::super::channels::SUB_CHANNELS;
use super::super::limits::{MAX_CUSTOMERS, MAX_HISTORY};
use super::super::{AttributeModel, Customer, Workspace};
use super::{Findings, did_you_mean, one_of};
use crate::contract::payload::ChannelType;

pub(super) fn check(workspace: &Workspace, found: &mut Findings) {
    found.at_most("customers", "customers", workspace.customers.len(), MAX_CUSTOMERS);
    found.unique("customers", "id", workspace.customers.iter().map(|one| one.id));
    found.unique("customers", "phone", workspace.customers.iter().map(|one| one.phone.as_str()));
    for (at, customer) in workspace.customers.iter().enumerate() {
        let path = format!("customers[{at}]");
        found.name(format!("{path}.phone"), &customer.phone);
        found.name(format!("{path}.name"), &customer.name);
        if !customer.email.is_empty() && !customer.email.contains('@') {
            let message = format!("{:?} is no address", customer.email);
            found.add(format!("{path}.email"), message, "one with an @, or nothing");
        }
        check_attributes(workspace, customer, &path, found);
        check_history(customer, &path, found);
    }
}

fn check_attributes(workspace: &Workspace, customer: &Customer, path: &str, found: &mut Findings) {
    if found.broken.contains("attributes") {
        return;
    }
    let of_contacts = || workspace.attributes.iter().filter(|one| one.model == AttributeModel::Contact);
    for (key, value) in &customer.attributes {
        let path = format!("{path}.attributes.{key}");
        match of_contacts().find(|one| one.key == *key) {
            None => {
                let keys = || of_contacts().map(|one| one.key.as_str());
                let near = did_you_mean(key, keys());
                let expected = match keys().next() {
                    Some(_) => one_of(keys()),
                    None => {
                        "one of [[attributes]] with model \"contact\", of which there are none".to_owned()
                    }
                };
                found.suggest(path, format!("there is no attribute {key:?} of contacts"), expected, near);
            }
            Some(attribute) => {
                if let Err(expected) = attribute.check(value) {
                    found.add(path, format!("{value} does not fit"), expected);
                }
            }
        }
    }
}

fn check_history(customer: &Customer, path: &str, found: &mut Findings) {
    found.at_most(format!("{path}.history"), "interactions", customer.history.len(), MAX_HISTORY);
    let mut before = None;
    for (at, past) in customer.history.iter().enumerate() {
        let path = |field: &str| format!("{path}.history[{at}].{field}");
        match past.at.parse::<Timestamp>() {
            Err(_) => {
                let message = format!("{:?} is no time", past.at);
                found.add(path("at"), message, "one with its offset: 2025-07-18T10:30:00+05:30");
            }
            Ok(moment) if before.is_some_and(|before| before > moment) => {
                found.add(path("at"), format!("{:?} is before the one above", past.at), "the oldest first");
            }
            Ok(moment) => before = Some(moment),
        }
        match (past.channel_type, past.channel_sub_type.as_str()) {
            (_, "") => {}
            (ChannelType::Voice, _) => {
                found.add(path("channelSubType"), "voice has no sub channels", "no such key")
            }
            (_, name) => found.one_of(path("channelSubType"), "sub channel", name, &SUB_CHANNELS),
        }
    }
}
