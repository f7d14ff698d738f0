//! Automations: actions that are run when something happens, where conditions hold. What they do sets off no
//! other one.

use serde_json::{Value, json};

use super::Ecc;
use super::interaction::Interaction;
use super::macros::name_of;
use super::sorting::By;
use crate::contract::ids::InteractionId;
use crate::desk::interaction::{ChatLine, ChatSide};
use crate::workspace::automatic::{Condition, Match, Operator};
use crate::workspace::{Automation, AutomationEvent};

/// The most actions that automations do for one input; the rest is left out, and said so.
pub(super) const MAX_ACTIONS: usize = 1_000;
/// The most happenings of one input that automations look at.
const MAX_HAPPENINGS: usize = 1_000;

/// What has happened since the last input, for automations to look at.
#[derive(Debug, Default)]
pub(super) struct Happenings {
    list: Vec<Happening>,
    /// Whether automations are at work: what they do is not looked at.
    is_deaf: bool,
}

#[derive(Debug)]
struct Happening {
    id: InteractionId,
    event: AutomationEvent,
    /// The line that somebody wrote.
    line: Option<ChatLine>,
}

impl Ecc {
    /// Notes that something happened to a conversation.
    pub(super) fn happened(&mut self, id: &InteractionId, event: AutomationEvent) {
        self.note_happening(id, event, None);
    }

    /// Notes that somebody wrote.
    pub(super) fn line_came(&mut self, id: &InteractionId, line: &ChatLine) {
        // What the site itself says is no message.
        if line.from != ChatSide::System {
            self.note_happening(id, AutomationEvent::MessageCreated, Some(line));
        }
    }

    fn note_happening(&mut self, id: &InteractionId, event: AutomationEvent, line: Option<&ChatLine>) {
        let wanted = |one: &Automation| one.active && one.event == event;
        let happenings = &mut self.happenings;
        if happenings.is_deaf || happenings.list.len() >= MAX_HAPPENINGS {
            return;
        }
        if self.workspace.automations.iter().any(wanted) {
            happenings.list.push(Happening { id: id.clone(), event, line: line.cloned() });
        }
    }

    /// Runs the automations that wait for what has happened.
    pub(super) fn run_automations(&mut self) {
        let happenings = std::mem::take(&mut self.happenings.list);
        if happenings.is_empty() {
            return;
        }
        self.happenings.is_deaf = true;
        let workspace = self.workspace.clone();
        let mut room = MAX_ACTIONS;
        'all: for happening in &happenings {
            let waiting =
                workspace.automations.iter().filter(|one| one.active && one.event == happening.event);
            for automation in waiting {
                if self.holds(automation, happening)
                    && !self.run_automation(automation, &happening.id, &mut room)
                {
                    break 'all;
                }
            }
        }
        self.happenings.is_deaf = false;
    }

    /// Does an automation's actions in order. One that can't be done stops it, and whoever has the conversation
    /// is told. Says whether there was room for all of them.
    fn run_automation(&mut self, automation: &Automation, id: &InteractionId, room: &mut usize) -> bool {
        let (name, of) = (automation.name.as_str(), automation.actions.len());
        for (at, action) in automation.actions.iter().enumerate() {
            let Some(left) = room.checked_sub(1) else {
                self.note(id, format!("{name} and what follows stopped: too much happens at once"));
                return false;
            };
            *room = left;
            if let Err(error) = self.act(id, By::Automation(name), action) {
                let (place, action, why) = (at + 1, name_of(action), error.message);
                self.note(id, format!("{name} stopped at action {place} of {of}, {action}: {why}"));
                break;
            }
        }
        true
    }

    /// Whether an automation's conditions hold for what has happened, as the conversation is now.
    fn holds(&self, automation: &Automation, happening: &Happening) -> bool {
        // What colleagues say to each other is nobody's conversation.
        let Some(one) = self.state.interactions.get(&happening.id).filter(|one| !one.internal) else {
            return false;
        };
        let mut conditions = automation.conditions.iter();
        let holds = |condition: &Condition| {
            condition.holds(&self.looked_at(&condition.attribute, one, happening.line.as_ref()))
        };
        match automation.matching {
            Match::All => conditions.all(holds),
            Match::Any => automation.conditions.is_empty() || conditions.any(holds),
        }
    }

    /// The values of what a condition looks at; none where there are none.
    fn looked_at(&self, attribute: &str, one: &Interaction, line: Option<&ChatLine>) -> Vec<Value> {
        let sorted = &one.conversation;
        let text = |text: &str| if text.is_empty() { Vec::new() } else { vec![json!(text)] };
        match attribute {
            "status" => vec![json!(sorted.status)],
            "priority" => sorted.priority.iter().map(|one| json!(one)).collect(),
            "labels" => sorted.labels.iter().map(|one| json!(one)).collect(),
            "team" => text(sorted.team.as_deref().unwrap_or_default()),
            "channel_type" => vec![json!(one.channel)],
            "channel_sub_type" => text(&sorted.sub_channel),
            "campaign_id" => vec![json!(one.campaign)],
            "message" => line.map(|line| text(&line.text)).unwrap_or_default(),
            "message_from" => line.map(|line| vec![json!(line.from)]).unwrap_or_default(),
            "phone" => text(&one.customer.phone),
            "name" => text(one.customer.name.as_deref().unwrap_or_default()),
            key => {
                let of_contact = || self.contact_of(&one.id).attributes.get(key).cloned();
                sorted.attributes.get(key).cloned().or_else(of_contact).into_iter().collect()
            }
        }
    }
}

impl Condition {
    /// Whether it holds for these values.
    fn holds(&self, found: &[Value]) -> bool {
        let any = |fits: fn(&Value, &Value) -> bool| {
            found.iter().any(|found| self.values.iter().any(|value| fits(found, value)))
        };
        match self.operator {
            Operator::EqualTo => any(is_equal),
            Operator::NotEqualTo => !any(is_equal),
            Operator::Contains => any(contains),
            Operator::DoesNotContain => !any(contains),
            Operator::IsPresent => !found.is_empty(),
            Operator::IsNotPresent => found.is_empty(),
        }
    }
}

/// Numbers by what they are worth, so that `12` is `12.0`; everything else as text.
fn is_equal(found: &Value, value: &Value) -> bool {
    match (found.as_f64(), value.as_f64()) {
        (Some(found), Some(value)) => found == value,
        _ => text(found) == text(value),
    }
}

fn contains(found: &Value, value: &Value) -> bool {
    text(found).to_lowercase().contains(&text(value).to_lowercase())
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
