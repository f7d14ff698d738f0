//! Channels with their templates, windows and thresholds.

use super::super::channels::{SUB_CHANNELS, WHATSAPP};
use super::super::limits::{LONGEST_TIME, MAX_AT_ONCE, MAX_TEMPLATES};
use super::super::{Channel, Workspace};
use super::{Findings, out_of_range};
use crate::contract::payload::ChannelType;

pub(super) fn check(workspace: &Workspace, found: &mut Findings) {
    let mut seen = std::collections::BTreeSet::new();
    for (at, channel) in workspace.channels.iter().enumerate() {
        let path = format!("channels[{at}]");
        check_channel(channel, &path, found);
        if !seen.insert(what(channel)) {
            found.add(path, format!("{} stands twice", what(channel)), "each channel once");
        }
    }
    let none_active = workspace.channels.iter().all(|one| !one.active);
    if none_active && !workspace.channels.is_empty() && !found.broken.contains("channels") {
        found.add("channels", "no channel is active", "at least one: without it nobody can work");
    }
}

fn what(channel: &Channel) -> &str {
    match channel.channel_type {
        ChannelType::Voice => "voice",
        _ => &channel.sub_type,
    }
}

fn check_channel(channel: &Channel, path: &str, found: &mut Findings) {
    let at = |field: &str| format!("{path}.{field}");
    found.name(at("name"), &channel.name);
    let is_voice = channel.channel_type == ChannelType::Voice;
    if is_voice && !channel.sub_type.is_empty() {
        found.add(at("subType"), "voice has no sub channels", "no such key");
    } else if !is_voice {
        found.one_of(at("subType"), "sub channel", &channel.sub_type, &SUB_CHANNELS);
    }
    let most = if is_voice { 1 } else { MAX_AT_ONCE };
    if !(1..=most).contains(&channel.limit) {
        let expected = if is_voice { "1: an agent has one line".to_owned() } else { format!("1 to {most}") };
        found.add(at("limit"), out_of_range(channel.limit), expected);
    }
    let window = channel.window.unwrap_or_default();
    if window > LONGEST_TIME {
        found.add(at("window"), out_of_range(window), format!("at most {LONGEST_TIME} seconds"));
    }
    if is_voice && window > 0 {
        found.add(at("window"), "voice has no window for text", "no such key");
    }
    let wait = channel.max_wait.unwrap_or_default();
    if wait > LONGEST_TIME {
        found.add(at("maxWait"), out_of_range(wait), format!("at most {LONGEST_TIME} seconds"));
    }
    if let Some(thresholds) = channel.thresholds {
        found.within(at("thresholds.warn"), thresholds.warn, 1);
        found.within(at("thresholds.late"), thresholds.late, 1);
        if thresholds.warn >= thresholds.late {
            let message = format!("late ({} s) is not after warn ({} s)", thresholds.late, thresholds.warn);
            found.add(at("thresholds.late"), message, "more seconds than warn");
        }
    }
    if !channel.templates.is_empty() && !channel.capabilities().templates {
        let message = format!("{} has no approved messages", what(channel));
        found.add(at("templates"), message, format!("them on {WHATSAPP} only"));
    }
    found.at_most(at("templates"), "templates", channel.templates.len(), MAX_TEMPLATES);
    found.unique(&at("templates"), "name", channel.templates.iter().map(|one| one.name.as_str()));
    for (place, template) in channel.templates.iter().enumerate() {
        found.name(at(&format!("templates[{place}].name")), &template.name);
        found.template(at(&format!("templates[{place}].content")), &template.content);
    }
}
