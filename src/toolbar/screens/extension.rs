//! The choice of the extension on which calls reach the agent.

use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use crate::desk::{DeskState, Session};
use crate::toolbar::action::Action;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::overlays::Outcome;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::text::error_height;

/// How wide it is inside its panel, in columns.
const INSIDE: u16 = 54;

/// On which row the agent is.
#[derive(Debug, Clone, Default)]
pub struct ExtensionChoice {
    at: usize,
    /// What is wrong with the choice.
    pub error: Option<String>,
}

impl ExtensionChoice {
    /// Begins with what is selected now.
    pub fn start(&mut self, session: &Session) {
        let now = session.extension.as_ref();
        let at = session.extensions.iter().position(|one| now.is_some_and(|now| now.phone == one.phone));
        self.at = at.unwrap_or(0);
        self.error = None;
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        let Some(session) = &desk.session else { return Outcome::Close };
        match action {
            Action::Previous => self.at = list::moved(self.at, session.extensions.len(), -1),
            Action::Next => self.at = list::moved(self.at, session.extensions.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confirm => {
                let Some(extension) = session.extensions.get(self.at) else { return Outcome::Stay };
                let mut params = Map::new();
                params.insert("phone".to_owned(), extension.phone.as_str().into());
                if let Some(id) = extension.call_context_id {
                    params.insert("callContextId".to_owned(), json!(id));
                }
                let params = Value::Object(params);
                return Outcome::Call(Call {
                    method: "toolbar.selectExtension",
                    params,
                    place: Place::Extension,
                });
            }
            _ => {}
        }
        self.error = None;
        Outcome::Stay
    }

    /// How many rows it would like.
    pub(in crate::toolbar) fn height(&self, desk: &DeskState) -> u16 {
        let rows = desk.session.as_ref().map_or(0, |session| session.extensions.len());
        let said = error_height(self.error.as_deref(), INSIDE);
        u16::try_from(rows).unwrap_or(u16::MAX).clamp(1, 20) + 2 + said
    }

    pub(in crate::toolbar) fn draw(&self, desk: &DeskState, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(session) = &desk.session else { return };
        canvas.left(row(area, 0), &[piece(Role::Muted, "Where do calls reach you?")]);
        let (_, rest) = top(area, 2);
        let said = error_height(self.error.as_deref(), area.width);
        let (places, below) = top(rest, rest.height.saturating_sub(said));
        if session.extensions.is_empty() {
            let text = "You have no extension; the workspace file lists them.";
            canvas.wrapped(places, &piece(Role::Muted, text));
        }
        list::choices(canvas, places, session.extensions.len(), self.at, |canvas, at, place| {
            let one = &session.extensions[at];
            let phone = piece(Role::Text, one.phone.as_str());
            canvas.both(place, &[phone], &[piece(Role::Muted, one.name.as_str())]);
        });
        if let Some(error) = &self.error {
            canvas.wrapped(top(below, 1).1, &piece(Role::Error, error.as_str()));
        }
    }
}
