//! What a well-formed workspace file can still have wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use serde_json::{Map, Value};

use super::crm::{MAX_CRM, MAX_FIELDS, MAX_OBJECT_RECORDS, MAX_OBJECTS, MAX_RECORD, MAX_VALUE, text_size};
use super::stubs::{MAX_DELAY, MAX_STUBS};
use super::{Campaign, CrmObject, ListedHost, Stub, StubPath, User, Workspace, hosts};
use crate::contract::{Contract, nearest};

/// The user types that the contract knows (contract: enum UserType).
const USER_TYPES: [&str; 3] = ["Executive", "Supervisor", "Administrator"];

/// The campaign types that the contract knows (contract: enum CampaignType).
const CAMPAIGN_TYPES: [&str; 6] = [
    "Omni Campaign",
    "Interaction Campaign",
    "Chat Campaign",
    "Interactive Voice Application",
    "Outbound Voice Campaign",
    "Voice Blast Campaign",
];

/// The field types that the contract knows (contract: enum CrmFieldType).
const FIELD_TYPES: [&str; 4] = ["id", "string", "phone", "textarea"];

/// The longest name of an object or a field, and the longest id of a record, in characters.
const LONGEST_NAME: usize = 255;

/// The longest time that a setting may give, in s.
const LONGEST: u64 = 30 * 86_400;

/// Problems found, each with the path of its place.
#[derive(Default)]
struct Findings(Vec<(String, String)>);

impl Findings {
    fn add(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.0.push((path.into(), message.into()));
    }

    fn within(&mut self, path: String, seconds: u64, least: u64) {
        if !(least..=LONGEST).contains(&seconds) {
            self.add(path, format!("{seconds} is out of range, expected {least} to {LONGEST} seconds"));
        }
    }

    fn unique<T: Ord + Display>(&mut self, list: &str, field: &str, values: impl Iterator<Item = T>) {
        let mut seen = BTreeSet::new();
        for (at, value) in values.enumerate() {
            let text = value.to_string();
            if !seen.insert(value) {
                self.add(format!("{list}[{at}].{field}"), format!("{text} stands twice, expected a new one"));
            }
        }
    }

    fn one_of(&mut self, path: String, what: &str, value: &str, known: &[&str]) {
        if !known.contains(&value) {
            let near = nearest(value, known.iter().copied());
            let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            self.add(path, format!("{value:?} is no {what}, expected one of {}{hint}", known.join(", ")));
        }
    }

    fn at_most(&mut self, path: String, what: &str, count: usize, most: usize) {
        if count > most {
            self.add(path, format!("{count} {what} are too many, expected at most {most}"));
        }
    }

    fn not_empty(&mut self, path: String, text: &str) {
        if text.trim().is_empty() {
            self.add(path, "is empty, expected a text");
        }
    }
}

/// The path and the message of everything that is wrong.
pub(super) fn check(workspace: &Workspace) -> Vec<(String, String)> {
    let mut found = Findings::default();
    let parts = [
        ("users", workspace.users.is_empty()),
        ("campaigns", workspace.campaigns.is_empty()),
        ("extensions", workspace.extensions.is_empty()),
    ];
    for (part, empty) in parts {
        if empty {
            found.add(part, "is empty, expected at least one: without it nobody can work");
        }
    }
    found.unique("users", "id", workspace.users.iter().map(|one| one.id.as_str()));
    found.unique("campaigns", "id", workspace.campaigns.iter().map(|one| one.id));
    found.unique("extensions", "phone", workspace.extensions.iter().map(|one| one.phone.as_str()));
    found.unique("customers", "id", workspace.customers.iter().map(|one| one.id));
    found.unique("customers", "phone", workspace.customers.iter().map(|one| one.phone.as_str()));
    for (at, user) in workspace.users.iter().enumerate() {
        check_user(workspace, user, at, &mut found);
    }
    for (at, campaign) in workspace.campaigns.iter().enumerate() {
        check_campaign(campaign, at, &mut found);
    }
    for (at, extension) in workspace.extensions.iter().enumerate() {
        found.not_empty(format!("extensions[{at}].phone"), &extension.phone);
    }
    for (at, customer) in workspace.customers.iter().enumerate() {
        found.not_empty(format!("customers[{at}].phone"), &customer.phone);
    }
    check_site(workspace, &mut found);
    check_stubs(&workspace.stubs, &mut found);
    check_public(workspace, &mut found);
    check_crm(workspace, &mut found);
    found.0
}

fn check_user(workspace: &Workspace, user: &User, at: usize, found: &mut Findings) {
    found.not_empty(format!("users[{at}].id"), user.id.as_str());
    found.one_of(format!("users[{at}].type"), "user type", &user.user_type, &USER_TYPES);
    found.unique(&format!("users[{at}].campaigns"), "id", user.campaigns.iter());
    if user.campaigns.is_empty() {
        found.add(format!("users[{at}].campaigns"), "is empty, expected at least one campaign id");
    }
    for (place, id) in user.campaigns.iter().enumerate() {
        if workspace.campaign(*id).is_none() {
            let known: Vec<String> = workspace.campaigns.iter().map(|one| one.id.to_string()).collect();
            found.add(
                format!("users[{at}].campaigns[{place}]"),
                format!("there is no campaign {id}, expected one of {}", known.join(", ")),
            );
        }
    }
    for (place, phone) in user.extensions.iter().flatten().enumerate() {
        if workspace.extension(phone).is_none() {
            let known = workspace.extensions.iter().map(|one| one.phone.as_str());
            let hint =
                nearest(phone, known).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            found.add(
                format!("users[{at}].extensions[{place}]"),
                format!("there is no extension {phone:?}, expected one of [[extensions]]{hint}"),
            );
        }
    }
}

fn check_campaign(campaign: &Campaign, at: usize, found: &mut Findings) {
    let path = |field: &str| format!("campaigns[{at}].{field}");
    found.not_empty(path("name"), &campaign.name);
    found.one_of(path("type"), "campaign type", &campaign.campaign_type, &CAMPAIGN_TYPES);
    found.within(path("dialTimeout"), campaign.dial_timeout, 1);
    found.within(path("ringTimeout"), campaign.ring_timeout, 1);
    found.within(path("wrapTimeout"), campaign.wrap_timeout, 1);
    found.within(path("acwConnected"), campaign.acw_connected, 1);
    found.within(path("acwNotConnected"), campaign.acw_not_connected, 1);
    found.within(path("queue.maxWait"), campaign.queue.max_wait, 1);
    found.within(path("queue.retryAfter"), campaign.queue.retry_after, 1);
    let codes = campaign.dispositions.iter().flat_map(|class| &class.codes);
    found.unique(&path("dispositions"), "dispositionCodeId", codes.map(|code| code.id));
    if campaign.disposition(campaign.default_code).is_none() {
        found.add(
            path("defaultCode"),
            format!(
                "{} is no code of this campaign, expected a dispositionCodeId of its dispositions",
                campaign.default_code
            ),
        );
    }
}

fn check_site(workspace: &Workspace, found: &mut Findings) {
    let session = &workspace.session;
    found.within("site.maxCall".to_owned(), workspace.site.max_call, 1);
    found.within("site.maxChat".to_owned(), workspace.site.max_chat, 1);
    if workspace.site.utc_offset_minutes.abs() > 14 * 60 {
        found.add("site.utcOffsetMinutes", "is out of range, expected -840 to 840 minutes");
    }
    if session.read_statuses.is_empty() {
        found.add("session.readStatuses", "is empty, expected at least one status, e.g. \"Available\"");
    }
    let statuses = session.read_statuses.iter().chain(&session.break_statuses);
    found.unique("session.readStatuses and breakStatuses", "name", statuses.clone());
    for status in statuses {
        found.not_empty("session.readStatuses and breakStatuses".to_owned(), status);
    }
    if session.max_phone_length_allowed == 0 {
        found.add("session.maxPhoneLengthAllowed", "0 is out of range, expected at least 1 character");
    }
    let threshold = session.agent_break_time_threshold.trim();
    if !threshold.is_empty() && session.longest_break().is_none_or(|minutes| minutes == 0) {
        let message = format!("{threshold:?} is no number, expected minutes from 1 as text, or nothing");
        found.add("session.agentBreakTimeThreshold", message);
    }
    let times = [
        ("sessoinTimeout", session.session_timeout),
        ("pingInterval", session.ping_interval),
        ("pingNotificationTimeout", session.ping_notification_timeout),
        ("commandTimeout", session.command_timeout),
    ];
    for (name, millis) in times {
        if millis == 0 || millis > LONGEST * 1000 {
            found.add(
                format!("session.{name}"),
                format!("{millis} is out of range, expected milliseconds from 1"),
            );
        }
    }
    if session.ping_notification_timeout <= session.ping_interval {
        found.add(
            "session.pingNotificationTimeout",
            "is not longer than pingInterval, expected more milliseconds",
        );
    }
    for (at, host) in workspace.security.third_party_hosts.iter().enumerate() {
        if ListedHost::parse(host).is_none() {
            let message = format!("{host:?} is no host, {}", hosts::EXPECTED);
            found.add(format!("security.thirdPartyHosts[{at}]"), message);
        }
    }
    for (at, origin) in workspace.security.allowed_origins.iter().enumerate() {
        let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        if rest.is_none_or(|host| host.is_empty() || host.contains('/')) {
            found.add(
                format!("security.allowedOrigins[{at}]"),
                format!(
                    "{origin:?} is no origin, expected https://host or https://host:port, without a path"
                ),
            );
        }
    }
}

/// The values that a parameter of `http.invokeECCApi` may have.
fn allowed(param: &str) -> Vec<&'static str> {
    let method = Contract::get().method("http.invokeECCApi");
    let param = method.and_then(|method| method.params.iter().find(|one| one.name == param));
    param.and_then(|param| param.allowed.as_ref()).into_iter().flatten().map(String::as_str).collect()
}

fn check_stubs(stubs: &[Stub], found: &mut Findings) {
    if stubs.len() > MAX_STUBS {
        found.add("stubs", format!("{} are too many, expected at most {MAX_STUBS}", stubs.len()));
        return;
    }
    let (microservices, methods) = (allowed("microservice"), allowed("method"));
    let mut seen = BTreeMap::new();
    for (at, stub) in stubs.iter().enumerate() {
        let place = |field: &str| format!("stubs[{at}].{field}");
        found.one_of(place("microservice"), "microservice", &stub.microservice, &microservices);
        found.one_of(place("method"), "method", &stub.method, &methods);
        match StubPath::parse(&stub.path) {
            Err(message) => found.add(place("path"), message),
            Ok(path) => {
                let first = *seen.entry((&stub.microservice, &stub.method, path.rank())).or_insert(at);
                if first != at {
                    let message = format!(
                        "{} {} of {} is what stubs[{first}] answers, expected a new path",
                        stub.method, stub.path, stub.microservice
                    );
                    found.add(place("path"), message);
                }
            }
        }
        if !(100..=599).contains(&stub.status) {
            found.add(place("status"), format!("{} is out of range, expected 100 to 599", stub.status));
        }
        if stub.delay > MAX_DELAY {
            let message =
                format!("{} is out of range, expected at most {MAX_DELAY} milliseconds", stub.delay);
            found.add(place("delay"), message);
        }
        if let Err(problem) = stub.check_body() {
            found.add(place("body"), problem.to_string());
        }
    }
}

fn check_public(workspace: &Workspace, found: &mut Findings) {
    let public = &workspace.public;
    let spans = [
        ("callEvery", public.call_every),
        ("patience", public.patience),
        ("talk", public.talk),
        ("answerAfter", public.answer_after),
    ];
    for (name, [shortest, longest]) in spans {
        if shortest == 0 || shortest > longest || longest > LONGEST {
            found.add(
                format!("public.{name}"),
                format!("[{shortest}, {longest}] is no span, expected the shortest (from 1) and the longest time in seconds"),
            );
        }
    }
}

fn check_crm(workspace: &Workspace, found: &mut Findings) {
    let objects = &workspace.crm.objects;
    found.at_most("crm.objects".to_owned(), "objects", objects.len(), MAX_OBJECTS);
    found.unique("crm.objects", "id", objects.iter().map(|one| one.id));
    found.unique("crm.objects", "objectType", objects.iter().map(|one| one.object_type.to_lowercase()));
    for (at, object) in objects.iter().enumerate() {
        check_object(object, &format!("crm.objects[{at}]"), found);
    }
    let records = objects.iter().flat_map(|object| &object.records);
    let size = records.map(record_size).sum();
    found.at_most("crm.objects".to_owned(), "bytes of records", size, MAX_CRM);
}

fn check_object(object: &CrmObject, path: &str, found: &mut Findings) {
    check_name(format!("{path}.objectType"), &object.object_type, found);
    found.at_most(format!("{path}.fields"), "fields", object.fields.len(), MAX_FIELDS);
    found.at_most(format!("{path}.records"), "records", object.records.len(), MAX_OBJECT_RECORDS);
    found.unique(&format!("{path}.fields"), "name", object.fields.iter().map(|one| one.name.as_str()));
    for (place, field) in object.fields.iter().enumerate() {
        check_name(format!("{path}.fields[{place}].name"), &field.name, found);
        found.one_of(format!("{path}.fields[{place}].type"), "field type", &field.kind, &FIELD_TYPES);
    }
    let ids = object.fields.iter().filter(|field| field.kind == "id").count();
    if ids != 1 {
        let message =
            format!("{ids} fields have the type \"id\", expected one: records are told apart by it");
        return found.add(format!("{path}.fields"), message);
    }
    for (place, record) in object.records.iter().enumerate() {
        check_record(object, record, &format!("{path}.records[{place}]"), found);
    }
    let Some(id) = object.id_field().map(|field| field.name.as_str()) else { return };
    let ids = object.records.iter().filter_map(|record| record.get(id).and_then(Value::as_str));
    found.unique(&format!("{path}.records"), id, ids);
}

fn check_record(object: &CrmObject, record: &Map<String, Value>, path: &str, found: &mut Findings) {
    for (name, value) in record {
        let names = || object.fields.iter().map(|field| field.name.as_str());
        if !names().any(|known| known == name) {
            let near = nearest(name, names());
            let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            let message = format!("is no field of {}, expected one of its fields{hint}", object.object_type);
            found.add(format!("{path}.{name}"), message);
        }
        match value.as_str() {
            None => {
                found.add(format!("{path}.{name}"), format!("{value} is no text, expected one in quotes"))
            }
            Some(text) => found.at_most(format!("{path}.{name}"), "bytes", text.len(), MAX_VALUE),
        }
    }
    for field in object.fields.iter().filter(|field| field.required || field.kind == "id") {
        let text = record.get(&field.name).and_then(Value::as_str).unwrap_or_default();
        if text.is_empty() {
            found.add(format!("{path}.{}", field.name), "is missing, expected a text");
        } else if field.kind == "id" {
            check_name(format!("{path}.{}", field.name), text, found);
        }
    }
    found.at_most(path.to_owned(), "bytes", record_size(record), MAX_RECORD);
}

fn check_name(path: String, name: &str, found: &mut Findings) {
    found.not_empty(path.clone(), name);
    found.at_most(path, "characters", name.chars().count(), LONGEST_NAME);
}

fn record_size(record: &Map<String, Value>) -> usize {
    record.iter().map(|(name, value)| text_size(name) + text_size(value.as_str().unwrap_or_default())).sum()
}
