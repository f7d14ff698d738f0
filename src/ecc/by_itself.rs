//! What the site writes by itself: lines of bots and automations, and notes for whoever has a conversation.

use serde::{Deserialize, Serialize};

use super::Ecc;
use super::interaction::Phase;
use crate::contract::SdkError;
use crate::contract::ids::InteractionId;
use crate::desk::interaction::{ChatLine, ChatSide};
use crate::desk::{Change, ToastVariant};
use crate::wire::{Micros, Moment};

/// The most lines that bots and automations write in a chat within [`WINDOW`]: where two programs answer each
/// other, it ends here.
pub(super) const MAX_AUTOMATIC_LINES: u32 = 20;
/// Over how long their lines are counted.
const WINDOW: Micros = Micros::from_secs(60);

/// How much bots and automations write in a chat.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AutomaticLines {
    /// Since when they are counted.
    since: Moment,
    lines: u32,
}

impl AutomaticLines {
    /// Whether one more may be written, which counts it.
    fn one_more(&mut self, now: Moment) -> bool {
        if now.since(self.since) >= WINDOW {
            *self = AutomaticLines { since: now, lines: 0 };
        }
        self.lines = self.lines.saturating_add(1);
        self.lines <= MAX_AUTOMATIC_LINES
    }
}

impl Ecc {
    /// A line that a bot or an automation writes to the customer; 3000 with 429 where they have written too much
    /// lately.
    pub(super) fn says_by_itself(
        &mut self,
        id: &InteractionId,
        name: &str,
        text: String,
    ) -> Result<(), SdkError> {
        let now = self.state.now;
        let may = self.state.interactions.get_mut(id).is_some_and(|one| one.automatic.one_more(now));
        if !may {
            return Err(SdkError::http(429, format!("{MAX_AUTOMATIC_LINES} lines in a minute are enough")));
        }
        self.say(id, ChatSide::Bot, Some(name.to_owned()), text).map(drop)
    }

    /// Tells whoever has a conversation what the site did, or could not do, by itself: in a chat between its
    /// lines, else by a toast.
    pub(super) fn note(&mut self, id: &InteractionId, text: String) {
        let Some(one) = self.state.interactions.get(id) else { return };
        if one.is_chat() && !one.line.is_cleared() {
            let line = ChatLine::new(ChatSide::System, self.state.now, text);
            return self.add_line(id, line);
        }
        let live = one.legs.iter().filter(|leg| leg.phase != Phase::Ringing);
        for desk in live.map(|leg| leg.desk.clone()).collect::<Vec<_>>() {
            let (variant, text) = (ToastVariant::Warning, text.clone());
            self.out.change(&desk, Change::Toast { variant, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_lines_in_a_minute_and_no_more() {
        let mut automatic = AutomaticLines::default();
        let start = Moment(1_752_477_796_000_000);
        assert!((0..MAX_AUTOMATIC_LINES).all(|_| automatic.one_more(start)));
        assert!(!automatic.one_more(start + Micros::from_secs(59)));
        assert!(automatic.one_more(start + Micros::from_secs(60)));
    }
}
