//! What waits for an agent: looked at, and taken out of its turn.

use ratatui::layout::Rect;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::{Heard, Outcome, telling};
use crate::contract::ids::{CampaignId, InteractionId};
use crate::desk::DeskState;
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::error_height;
use crate::wire::Moment;

/// The dialog's width, in columns.
const WIDTH: u16 = 70;
/// The most rows that are seen at once.
const MOST: u16 = 14;

/// An interaction that waits.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::toolbar) struct Waits {
    pub interaction_id: InteractionId,
    campaign_id: CampaignId,
    channel_type: String,
    #[serde(default)]
    sub_channel: String,
    #[serde(default)]
    pub customer: String,
    #[serde(default)]
    team: Option<String>,
    pub since: Moment,
}

impl Waits {
    /// By which channel.
    pub fn channel(&self) -> &str {
        if self.sub_channel.is_empty() { &self.channel_type } else { &self.sub_channel }
    }

    /// For which team, else for which campaign.
    pub fn whose(&self, desk: &DeskState) -> String {
        let campaign = || desk.session.as_ref().map(|session| session.campaign_name(self.campaign_id));
        self.team.clone().or_else(campaign).unwrap_or_default()
    }
}

/// The list; `None` until the hub has told it.
#[derive(Debug, Clone, Default)]
pub struct WaitingList {
    rows: Option<Vec<Waits>>,
    at: usize,
    /// What the hub said against the last choice.
    pub error: Option<String>,
}

/// The call that takes one out of its turn.
pub(in crate::toolbar) fn take(id: &InteractionId) -> Call {
    Call { method: "toolbar.take", params: json!({"interactionId": id}), place: Place::Waiting }
}

impl WaitingList {
    /// The call that asks for it.
    pub fn ask() -> Call {
        Call { method: "toolbar.getWaiting", params: json!({}), place: Place::Waiting }
    }

    pub(super) fn act(&mut self, action: Action) -> Outcome {
        let rows = self.rows.as_deref().unwrap_or_default();
        self.error = None;
        match action {
            Action::Previous => self.at = list::moved(self.at, rows.len(), -1),
            Action::Next => self.at = list::moved(self.at, rows.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confirm => {
                let Some(one) = rows.get(self.at) else { return Outcome::Stay };
                return Outcome::Call(take(&one.interaction_id));
            }
            _ => {}
        }
        Outcome::Stay
    }

    /// The hub told the list, or that one was taken.
    pub(super) fn answered(&mut self, answer: &RawValue) -> Heard {
        match serde_json::from_str(answer.get()) {
            Ok(rows) => {
                self.rows = Some(rows);
                Heard::Stay
            }
            Err(_) => Heard::Close,
        }
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let rows = self.rows.as_deref().unwrap_or_default();
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).clamp(1, MOST);
        let said = error_height(self.error.as_deref(), WIDTH - 6);
        let inside = telling(canvas, area, WIDTH, height + 4, said, "Waiting");
        let (error, rest) = bottom(inside, said);
        if rows.is_empty() {
            let words = if self.rows.is_some() { "Nobody waits for you." } else { "Asking …" };
            canvas.left(row(rest, 0), &[piece(Role::Muted, words)]);
        }
        let at = self.at.min(rows.len().saturating_sub(1));
        list::choices(canvas, rest, rows.len(), at, |canvas, at, place| {
            let one = &rows[at];
            let channel = one.channel();
            let waits = span::lasted(app.now().since(one.since));
            let whose = one.whose(&app.desk);
            let left =
                [piece(Role::Accent, format!("{channel:<9} ")), piece(Role::Text, one.customer.as_str())];
            canvas.both(place, &left, &[piece(Role::Muted, format!("{whose}  ")), piece(Role::Text, waits)]);
        });
        if let Some(text) = &self.error {
            canvas.wrapped(top(error, 1).1, &piece(Role::Error, text.as_str()));
        }
    }
}
