//! The site, the session settings, who may connect.

use super::super::limits::{LONGEST_TIME, MAX_LISTED};
use super::super::{ListedHost, Workspace, hosts};
use super::{Findings, out_of_range};
use crate::contract::session::SessionSettings;

pub(super) fn check(workspace: &Workspace, found: &mut Findings) {
    found.within("site.maxCall", workspace.site.max_call, 1);
    found.within("site.maxChat", workspace.site.max_chat, 1);
    if workspace.site.utc_offset_minutes.abs() > 14 * 60 {
        let minutes = workspace.site.utc_offset_minutes;
        found.add("site.utcOffsetMinutes", out_of_range(minutes), "-840 to 840 minutes");
    }
    check_statuses(&workspace.session, found);
    check_times(&workspace.session, found);
    check_security(workspace, found);
}

fn check_statuses(session: &SessionSettings, found: &mut Findings) {
    if session.read_statuses.is_empty() {
        found.add("session.readStatuses", "is empty", "at least one status, e.g. \"Available\"");
    }
    let mut seen = std::collections::BTreeSet::new();
    for (list, names) in
        [("readStatuses", &session.read_statuses), ("breakStatuses", &session.break_statuses)]
    {
        for (at, name) in names.iter().enumerate() {
            let path = format!("session.{list}[{at}]");
            found.name(path.clone(), name);
            if !seen.insert(name) {
                found.add(path, format!("{name} stands twice"), "a new one");
            }
        }
    }
}

fn check_times(session: &SessionSettings, found: &mut Findings) {
    if session.max_phone_length_allowed == 0 {
        found.add("session.maxPhoneLengthAllowed", out_of_range(0), "at least 1 character");
    }
    let threshold = session.agent_break_time_threshold.trim();
    if !threshold.is_empty() && session.longest_break().is_none_or(|minutes| minutes == 0) {
        let message = format!("{threshold:?} is no number");
        found.add("session.agentBreakTimeThreshold", message, "minutes from 1 as text, or nothing");
    }
    let times = [
        ("sessoinTimeout", session.session_timeout),
        ("pingInterval", session.ping_interval),
        ("pingNotificationTimeout", session.ping_notification_timeout),
        ("commandTimeout", session.command_timeout),
    ];
    for (name, millis) in times {
        if millis == 0 || millis > LONGEST_TIME * 1000 {
            let expected = format!("1 to {} milliseconds", LONGEST_TIME * 1000);
            found.add(format!("session.{name}"), out_of_range(millis), expected);
        }
    }
    if session.ping_notification_timeout <= session.ping_interval {
        let message = format!("{} is not longer than pingInterval", session.ping_notification_timeout);
        found.add("session.pingNotificationTimeout", message, "more milliseconds");
    }
}

fn check_security(workspace: &Workspace, found: &mut Findings) {
    let security = &workspace.security;
    found.at_most("security.thirdPartyHosts", "hosts", security.third_party_hosts.len(), MAX_LISTED);
    found.at_most("security.allowedOrigins", "origins", security.allowed_origins.len(), MAX_LISTED);
    for (at, host) in security.third_party_hosts.iter().enumerate() {
        if ListedHost::parse(host).is_none() {
            let path = format!("security.thirdPartyHosts[{at}]");
            found.add(path, format!("{host:?} is no host"), hosts::EXPECTED);
        }
    }
    for (at, origin) in security.allowed_origins.iter().enumerate() {
        let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        if rest.is_none_or(|host| host.is_empty() || host.contains('/')) {
            let expected = "https://host or https://host:port, without a path";
            found.add(format!("security.allowedOrigins[{at}]"), format!("{origin:?} is no origin"), expected);
        }
    }
}
