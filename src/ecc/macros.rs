//! Macros: an agent's lists of actions, and what each action of a macro or an automation does.

use serde_json::{Value, json};

use super::Ecc;
use super::dispatch::Answer;
use super::inbound::no_call;
use super::interaction::{Line, Phase};
use super::params::Params;
use super::sorting::{By, unknown};
use crate::contract::SdkError;
use crate::contract::ids::{DeskId, InteractionId, UserId};
use crate::desk::conversation::Status;
use crate::desk::interaction::{Attachment, ChatSide};
use crate::workspace::conversation::Visibility;
use crate::workspace::{Action, AttributeModel, Macro};

impl Macro {
    /// Whether a user sees it.
    fn is_for(&self, user: &UserId) -> bool {
        self.visibility == Visibility::Global || self.owner.as_ref() == Some(user)
    }
}

impl Ecc {
    /// Runs a macro's actions in order. One that can't be done stops it: what was done before stays, and the
    /// error says which action it was.
    pub(super) fn run_macro(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.sorted_leg(desk, params)?;
        let (name, actions) = self.macro_for(desk, &id, params.text("macro"))?;
        for (at, action) in actions.iter().enumerate() {
            self.act(&id, By::Agent(desk), action)
                .map_err(|error| stopped(error, &name, action, at, actions.len()))?;
        }
        Ok(json!({"done": actions.len(), "of": actions.len()}))
    }

    fn macro_for(
        &self,
        desk: &DeskId,
        id: &InteractionId,
        name: &str,
    ) -> Result<(String, Vec<Action>), SdkError> {
        let user = &self.agent(desk)?.user;
        let theirs = || self.workspace.macros.iter().filter(|one| one.is_for(user));
        let Some(found) = theirs().find(|one| one.name == name) else {
            return Err(unknown("macro", name, theirs().map(|one| one.name.as_str()), "[[macros]]"));
        };
        let campaign = self.state.interactions.get(id).map(|one| one.campaign);
        let fits = |list: &Vec<_>| campaign.is_some_and(|campaign| list.contains(&campaign));
        if !found.campaigns.as_ref().is_none_or(fits) {
            return Err(SdkError::conflict(format!("the macro {name:?} is not for this campaign"))
                .hint("the workspace says for which: [[macros]], campaigns"));
        }
        Ok((found.name.clone(), found.actions.clone()))
    }

    /// Does one action.
    pub(super) fn act(&mut self, id: &InteractionId, by: By, action: &Action) -> Result<(), SdkError> {
        match action {
            Action::SendMessage { text } => {
                let text = self.fill_in(id, by.desk(), text, &[])?;
                self.says(id, by, text)
            }
            Action::AddLabel { label } => self.add_label(id, label),
            Action::RemoveLabel { label } => self.remove_label(id, label),
            Action::AssignTeam { team } => self.assign_team(id, Some(team)),
            Action::AssignBestAgent => {
                self.still_theirs(id, by)?;
                self.assign_best_agent(id)
            }
            Action::MuteConversation => {
                self.sort(id, |conversation| conversation.muted = true);
                Ok(())
            }
            Action::ChangeStatus { status } => self.change_status(id, *status, 60, by),
            Action::ChangePriority { priority } => {
                self.set_priority(id, Some(*priority));
                Ok(())
            }
            Action::ResolveConversation => self.change_status(id, Status::Resolved, 0, by),
            Action::SnoozeConversation { minutes } => self.change_status(id, Status::Snoozed, *minutes, by),
            Action::SetAttribute { model: AttributeModel::Conversation, key, value } => {
                self.set_conversation_attribute(id, key, value)
            }
            Action::SetAttribute { model: AttributeModel::Contact, key, value } => {
                self.set_contact_attribute(id, key, value)
            }
            Action::SendEmailTranscript { to } => {
                self.live_chat(id)?;
                self.transcript_to(id, to.as_deref(), by).map(drop)
            }
            Action::SendAttachment { name, media_type, size } => {
                let (name, media_type) = (name.clone(), media_type.clone());
                let file = Attachment { name, media_type, size: *size };
                self.still_theirs(id, by)?;
                let (side, author) = self.side_of(by);
                self.send_file(id, side, author, file).map(drop)
            }
        }
    }

    /// Sets a custom attribute of a conversation; null takes it away. 4000 for a key that there is not, 2001 for
    /// a value that is none of the attribute's.
    pub(super) fn set_conversation_attribute(
        &mut self,
        id: &InteractionId,
        key: &str,
        value: &Value,
    ) -> Result<(), SdkError> {
        let value = self.attribute_value(AttributeModel::Conversation, key, value)?;
        self.sort(id, |conversation| match value {
            Some(value) => drop(conversation.attributes.insert(key.to_owned(), value)),
            None => drop(conversation.attributes.remove(key)),
        });
        Ok(())
    }

    /// Writes to the customer.
    fn says(&mut self, id: &InteractionId, by: By, text: String) -> Result<(), SdkError> {
        match by {
            By::Agent(desk) => {
                self.still_theirs(id, by)?;
                let author = self.name_at(desk);
                self.say(id, ChatSide::Agent, author, text)?;
                self.has_written(id, desk);
                Ok(())
            }
            By::Automation(name) => self.says_by_itself(id, name, text),
        }
    }

    pub(super) fn side_of(&self, by: By) -> (ChatSide, Option<String>) {
        match by {
            By::Agent(desk) => (ChatSide::Agent, self.name_at(desk)),
            By::Automation(name) => (ChatSide::Bot, Some(name.to_owned())),
        }
    }

    /// Gives an interaction to who of its team, else of its campaign, would be offered the next one. What nobody
    /// has yet is offered by itself.
    fn assign_best_agent(&mut self, id: &InteractionId) -> Result<(), SdkError> {
        let one = self.state.interactions.get(id).ok_or_else(|| no_call(id))?;
        let has_it = one.legs.iter().find(|leg| leg.phase == Phase::Connected && leg.owner);
        let Some(giver) = has_it.map(|leg| leg.desk.clone()) else {
            return match one.line {
                Line::WithBot | Line::Queued | Line::Offered => {
                    self.bot_is_done(id);
                    Ok(())
                }
                _ => Err(SdkError::conflict("nobody has it who could give it away")),
            };
        };
        let Some(best) = self.best_agent(one, &giver).cloned() else {
            return Err(SdkError::conflict("nobody else is free for it"));
        };
        let params = json!({"transferType": "transferToUser", "target": best, "interactionId": id});
        self.transfer(&giver, &Params(params.as_object().cloned().unwrap_or_default())).map(drop)
    }
}

/// What an action is called in the workspace file.
pub(super) fn name_of(action: &Action) -> String {
    let tagged = serde_json::to_value(action).unwrap_or_default();
    tagged["action"].as_str().unwrap_or_default().to_owned()
}

/// The error of an action, with its place in the macro.
fn stopped(mut error: SdkError, name: &str, action: &Action, at: usize, of: usize) -> SdkError {
    let why = &error.message;
    error.message =
        format!("the macro {name:?} stopped at action {} of {of}, {}: {why}", at + 1, name_of(action));
    let done = match at {
        0 => "nothing was done".to_owned(),
        1 => "the action before it was done and stays".to_owned(),
        more => format!("the {more} actions before it were done and stay"),
    };
    let hint = error.data.hint.take().map(|hint| format!("; {hint}")).unwrap_or_default();
    error.hint(format!("{done}{hint}"))
}
