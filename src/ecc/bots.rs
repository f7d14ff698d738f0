//! Bots: they answer a customer's chat before it waits for an agent, and hand it over.

use serde::{Deserialize, Serialize};

use super::Ecc;
use super::interaction::{Interaction, Line};
use super::output::CustomerSees;
use super::timers::Timer;
use crate::contract::ids::InteractionId;
use crate::desk::conversation::Status;
use crate::wire::Micros;
use crate::workspace::Bot;

/// A bot that has a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Answering {
    /// The bot's name.
    bot: String,
    /// How many lines of the customer's it has heard.
    heard: u32,
}

impl Ecc {
    /// A customer's new chat: a bot answers it where one is for it, else it waits for an agent.
    pub(super) fn answer_or_queue(&mut self, id: &InteractionId) {
        self.assign_by_rule(id);
        let workspace = self.workspace.clone();
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let Some(bot) = workspace.bots.iter().find(|bot| bot.is_for(one)) else {
            return self.queue_up(id);
        };
        one.line = Line::WithBot;
        one.conversation.status = Status::Pending;
        one.bot = Some(Answering { bot: bot.name.clone(), heard: 0 });
        let patience = Micros::from_secs(bot.hand_over.timeout);
        self.state.timers.set(Timer::Bot(id.clone()), self.state.now + patience);
        self.tell_customer(id, CustomerSees::Queued);
        if let Some(greeting) = &bot.greeting {
            self.bot_says(id, bot, greeting);
        }
        if bot.hand_over.after == 0 {
            self.hand_over(id, Some(bot));
        }
    }

    /// The customer wrote to a bot: it answers by the first rule that fits, and hands over where it was asked
    /// to or has heard enough.
    pub(super) fn bot_hears(&mut self, id: &InteractionId, text: &str) {
        let workspace = self.workspace.clone();
        let answering = self.state.interactions.get_mut(id).and_then(|one| one.bot.as_mut());
        let Some(answering) = answering else { return };
        answering.heard = answering.heard.saturating_add(1);
        let heard = answering.heard;
        // One that the workspace has lost since can't answer.
        let Some(bot) = workspace.bots.iter().find(|bot| bot.name == answering.bot) else {
            return self.hand_over(id, None);
        };
        let said = text.to_lowercase();
        if speaks_of(&said, &bot.hand_over.words) {
            return self.hand_over(id, Some(bot));
        }
        let enough = heard >= bot.hand_over.after;
        let rule = bot.rules.iter().find(|rule| speaks_of(&said, &rule.words));
        let answer = match rule {
            Some(rule) => Some(&rule.reply),
            None if enough => None,
            None => bot.fallback.as_ref(),
        };
        let went_on = answer.is_none_or(|answer| self.bot_says(id, bot, answer));
        if enough || !went_on {
            self.hand_over(id, Some(bot));
        }
    }

    /// Writes a line; whether the bot may go on: not where it can't, or has written too much lately.
    fn bot_says(&mut self, id: &InteractionId, bot: &Bot, template: &str) -> bool {
        let text = self.fill_in(id, None, template, &[]);
        let said = text.and_then(|text| self.says_by_itself(id, &bot.name, text));
        if let Err(error) = &said {
            self.note(id, format!("{} says nothing: {}", bot.name, error.message));
        }
        said.is_ok()
    }

    /// The chat waits for an agent from now on, as any other. `None` for a bot that is no more.
    fn hand_over(&mut self, id: &InteractionId, bot: Option<&Bot>) {
        if let Some((bot, message)) = bot.and_then(|bot| Some((bot, bot.hand_over.message.as_ref()?)))
            && self.state.interactions.get(id).is_some_and(|one| one.bot.is_some())
        {
            self.bot_says(id, bot, message);
        }
        self.state.timers.cancel(&Timer::Bot(id.clone()));
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        if one.line != Line::WithBot {
            return;
        }
        one.bot = None;
        one.line = Line::Queued;
        self.sort(id, |conversation| conversation.status = Status::Open);
        self.begin_to_wait(id);
    }

    /// The bot has had the chat for as long as it may.
    pub(super) fn bot_took_too_long(&mut self, id: &InteractionId) {
        let workspace = self.workspace.clone();
        let name = self.state.interactions.get(id).and_then(|one| one.bot.as_ref()).map(|one| &one.bot);
        let bot = name.and_then(|name| workspace.bots.iter().find(|bot| bot.name == *name));
        self.hand_over(id, bot);
    }

    /// Somebody opened a chat that a bot has: it is the agents'.
    pub(super) fn bot_is_done(&mut self, id: &InteractionId) {
        self.hand_over(id, None);
    }
}

impl Bot {
    /// Whether it answers this chat.
    fn is_for(&self, one: &Interaction) -> bool {
        let channel = &one.conversation.sub_channel;
        let on_channel = self.channels.as_ref().is_none_or(|list| list.contains(channel));
        on_channel && self.campaigns.as_ref().is_none_or(|list| list.contains(&one.campaign))
    }
}

/// Whether one of the words or phrases stands in a line, as words of their own.
fn speaks_of(line: &str, words: &[String]) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    words.iter().map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()).any(|word| {
        line.match_indices(&word).any(|(at, found)| {
            let before = line[..at].chars().next_back();
            let after = line[at + found.len()..].chars().next();
            let (first, last) = (word.chars().next(), word.chars().next_back());
            // A mark like `?` may stand anywhere.
            let is_part = is_word(first) && is_word(before) || is_word(last) && is_word(after);
            !is_part
        })
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("i want an agent", true)]
    #[case("agents?", false)]
    #[case("agent!", true)]
    #[case("urgent reagents", false)]
    #[case("please, a real   person", false)]
    #[case("a real person, please", true)]
    #[case("ünagent", false)]
    #[case("why??", true)]
    #[case("", false)]
    fn a_word_is_heard_as_a_word(#[case] line: &str, #[case] heard: bool) {
        let words = ["Agent".to_owned(), " real person".to_owned(), "?".to_owned(), String::new()];
        let words = if line == "agents?" { &words[..2] } else { &words[..] };
        assert_eq!(speaks_of(line, words), heard, "{line}");
    }
}
