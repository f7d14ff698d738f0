//! Bots and automations.

use serde_json::Value;

use super::super::automatic::{Automation, AutomationEvent, BotRule, Condition, Operator};
use super::super::channels::SUB_CHANNELS;
use super::super::limits::{MAX_AUTOMATIONS, MAX_BOT_RULES, MAX_BOTS, MAX_CONDITIONS, MAX_WORDS};
use super::super::{Bot, Workspace};
use super::conversation::check_actions;
use super::{Findings, did_you_mean, one_of, out_of_range};

/// The longest that a bot may have a chat, in s.
const MAX_TIMEOUT: u64 = 86_400;

/// What an automation can look at beside custom attributes.
pub(super) const LOOKED_AT: [&str; 11] = [
    "status",
    "priority",
    "labels",
    "team",
    "channel_type",
    "channel_sub_type",
    "campaign_id",
    "message",
    "message_from",
    "phone",
    "name",
];

pub(super) fn check(workspace: &Workspace, found: &mut Findings) {
    found.at_most("bots", "bots", workspace.bots.len(), MAX_BOTS);
    found.at_most("automations", "automations", workspace.automations.len(), MAX_AUTOMATIONS);
    found.unique("bots", "name", workspace.bots.iter().map(|one| one.name.as_str()));
    found.unique("automations", "name", workspace.automations.iter().map(|one| one.name.as_str()));
    for (at, bot) in workspace.bots.iter().enumerate() {
        check_bot(workspace, bot, &format!("bots[{at}]"), found);
    }
    for (at, automation) in workspace.automations.iter().enumerate() {
        check_automation(workspace, automation, &format!("automations[{at}]"), found);
    }
}

fn check_bot(workspace: &Workspace, bot: &Bot, path: &str, found: &mut Findings) {
    let at = |field: &str| format!("{path}.{field}");
    found.name(at("name"), &bot.name);
    found.sub_channels(&at("channels"), bot.channels.as_ref());
    if let Some(campaigns) = &bot.campaigns {
        found.campaigns(workspace, &at("campaigns"), campaigns);
    }
    let says = [
        ("greeting", &bot.greeting),
        ("fallback", &bot.fallback),
        ("handOver.message", &bot.hand_over.message),
    ];
    for (field, text) in says {
        if let Some(text) = text {
            found.template(at(field), text);
        }
    }
    found.at_most(at("rules"), "rules", bot.rules.len(), MAX_BOT_RULES);
    for (place, BotRule { words, reply }) in bot.rules.iter().enumerate() {
        check_words(&at(&format!("rules[{place}].words")), words, found);
        if words.is_empty() {
            found.add(at(&format!("rules[{place}].words")), "is empty", "at least one word");
        }
        found.template(at(&format!("rules[{place}].reply")), reply);
    }
    check_words(&at("handOver.words"), &bot.hand_over.words, found);
    if bot.hand_over.after > 100 {
        let expected = "0 to 100 lines of the customer's";
        found.add(at("handOver.after"), out_of_range(bot.hand_over.after), expected);
    }
    if !(1..=MAX_TIMEOUT).contains(&bot.hand_over.timeout) {
        let expected = format!("1 to {MAX_TIMEOUT} seconds");
        found.add(at("handOver.timeout"), out_of_range(bot.hand_over.timeout), expected);
    }
}

fn check_words(path: &str, words: &[String], found: &mut Findings) {
    found.at_most(path, "words", words.len(), MAX_WORDS);
    for (at, word) in words.iter().enumerate() {
        found.name(format!("{path}[{at}]"), word);
    }
}

fn check_automation(workspace: &Workspace, one: &Automation, path: &str, found: &mut Findings) {
    found.name(format!("{path}.name"), &one.name);
    found.at_most(format!("{path}.conditions"), "conditions", one.conditions.len(), MAX_CONDITIONS);
    for (at, condition) in one.conditions.iter().enumerate() {
        check_condition(workspace, one.event, condition, &format!("{path}.conditions[{at}]"), found);
    }
    check_actions(workspace, &one.actions, &format!("{path}.actions"), found);
}

fn check_condition(
    workspace: &Workspace,
    event: AutomationEvent,
    condition: &Condition,
    path: &str,
    found: &mut Findings,
) {
    let Condition { attribute, operator, values } = condition;
    let is_custom = workspace.attributes.iter().any(|one| one.key == *attribute);
    if !is_custom && !LOOKED_AT.contains(&attribute.as_str()) && !found.broken.contains("attributes") {
        let keys = || LOOKED_AT.into_iter().chain(workspace.attributes.iter().map(|one| one.key.as_str()));
        let message = format!("there is no attribute {attribute:?}");
        found.suggest(format!("{path}.attribute"), message, one_of(keys()), did_you_mean(attribute, keys()));
    }
    let is_of_a_line = matches!(attribute.as_str(), "message" | "message_from");
    if is_of_a_line && event != AutomationEvent::MessageCreated {
        let message = format!("{attribute} is only there when somebody writes");
        found.add(format!("{path}.attribute"), message, "the event \"message_created\" with it");
    }
    let wants_values = !matches!(operator, Operator::IsPresent | Operator::IsNotPresent);
    if wants_values == values.is_empty() {
        let (message, expected) = match wants_values {
            true => ("is empty", "at least one value to compare with"),
            false => ("is compared with nothing", "no such key with is_present and is_not_present"),
        };
        found.add(format!("{path}.values"), message, expected);
    }
    found.at_most(format!("{path}.values"), "values", values.len(), MAX_CONDITIONS);
    if matches!(operator, Operator::EqualTo | Operator::NotEqualTo) {
        for (at, value) in values.iter().enumerate() {
            check_value(workspace, attribute, value, &format!("{path}.values[{at}]"), found);
        }
    }
}

/// A value that something is compared with must be one that it can have, or the condition means nothing.
fn check_value(workspace: &Workspace, attribute: &str, value: &Value, path: &str, found: &mut Findings) {
    let known: &[&str] = match attribute {
        "status" => &["open", "pending", "snoozed", "resolved"],
        "priority" => &["urgent", "high", "medium", "low"],
        "channel_type" => &["voice", "chat"],
        "channel_sub_type" => &SUB_CHANNELS,
        "message_from" => &["customer", "agent", "bot"],
        "labels" | "team" => return check_name(workspace, attribute, value, path, found),
        "campaign_id" => {
            let id = value.as_u64().and_then(|id| u32::try_from(id).ok());
            return match id {
                Some(id) => found.campaign(workspace, path, crate::contract::ids::CampaignId(id)),
                None => found.add(path, format!("{value} does not fit"), "a campaign's id, a whole number"),
            };
        }
        _ => {
            let custom = || workspace.attributes.iter().filter(|one| one.key == attribute);
            if let Some(Err(expected)) = custom().map(|one| one.check(value)).find(Result::is_err)
                && !custom().any(|one| one.check(value).is_ok())
            {
                found.add(path, format!("{value} does not fit {attribute}"), expected);
            }
            return;
        }
    };
    match value.as_str() {
        Some(text) => found.one_of(path, attribute, text, known),
        None => found.add(path, format!("{value} does not fit"), one_of(known.iter().copied())),
    }
}

fn check_name(workspace: &Workspace, attribute: &str, value: &Value, path: &str, found: &mut Findings) {
    let name = value.as_str().unwrap_or_default();
    if attribute == "team" {
        let known = workspace.teams.iter().map(|one| one.name.as_str());
        found.refers("teams", path, "team", name, known);
    } else {
        let known = workspace.labels.iter().map(|one| one.title.as_str());
        found.refers("labels", path, "label", name, known);
    }
}
