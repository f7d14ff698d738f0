//! The choice of the extension on which calls reach the agent.

use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use crate::contract::session::SelectedExtension;
use crate::desk::{DeskState, Extension, Session};
use crate::toolbar::action::Action;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::overlays::Outcome;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::text::{error_height, width};

/// How wide it is inside its panel, in columns.
const INSIDE: u16 = 54;

/// On which row the agent is.
#[derive(Debug, Clone, Default)]
pub struct ExtensionChoice {
    at: usize,
    /// What an integration filled in.
    filled: Option<SelectedExtension>,
    /// What is wrong with the choice.
    pub error: Option<String>,
}

/// The agent's extensions, and the one that was filled in where it is none of them.
pub(in crate::toolbar) fn rows(session: &Session, filled: Option<&SelectedExtension>) -> Vec<Extension> {
    let mut rows = session.extensions.clone();
    if let Some(filled) = filled
        && rows.iter().all(|one| one.phone != filled.phone)
    {
        let (phone, call_context_id) = (filled.phone.clone(), filled.call_context_id);
        rows.push(Extension { phone, name: "not in your list".to_owned(), call_context_id });
    }
    rows
}

/// The call that chooses an extension.
pub(in crate::toolbar) fn select(extension: &Extension) -> Call {
    let mut params = Map::new();
    params.insert("phone".to_owned(), extension.phone.as_str().into());
    if let Some(id) = extension.call_context_id {
        params.insert("callContextId".to_owned(), json!(id));
    }
    Call { method: "toolbar.selectExtension", params: Value::Object(params), place: Place::Extension }
}

impl ExtensionChoice {
    /// Begins with what an integration filled in, else with what is selected now.
    pub fn start(&mut self, session: &Session, filled: Option<&SelectedExtension>) {
        self.filled = filled.cloned();
        let now = filled.or(session.extension.as_ref());
        let at = self.rows(session).iter().position(|one| now.is_some_and(|now| now.phone == one.phone));
        self.at = at.unwrap_or(0);
        self.error = None;
    }

    fn rows(&self, session: &Session) -> Vec<Extension> {
        rows(session, self.filled.as_ref())
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        let Some(session) = &desk.session else { return Outcome::Close };
        let rows = self.rows(session);
        match action {
            Action::Previous => self.at = list::moved(self.at, rows.len(), -1),
            Action::Next => self.at = list::moved(self.at, rows.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confirm => {
                let Some(extension) = rows.get(self.at) else { return Outcome::Stay };
                return Outcome::Call(select(extension));
            }
            _ => {}
        }
        self.error = None;
        Outcome::Stay
    }

    /// How many rows it would like.
    pub(in crate::toolbar) fn height(&self, desk: &DeskState) -> u16 {
        let rows = desk.session.as_ref().map_or(0, |session| self.rows(session).len());
        u16::try_from(rows).unwrap_or(u16::MAX).clamp(1, 20) + 2
    }

    /// How many more for what is wrong.
    pub(in crate::toolbar) fn said(&self) -> u16 {
        error_height(self.error.as_deref(), INSIDE)
    }

    pub(in crate::toolbar) fn draw(&self, desk: &DeskState, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(session) = &desk.session else { return };
        canvas.left(row(area, 0), &[piece(Role::Muted, "Where do calls reach you?")]);
        let (_, rest) = top(area, 2);
        let said = error_height(self.error.as_deref(), area.width);
        let (places, below) = top(rest, rest.height.saturating_sub(said));
        let rows = self.rows(session);
        if rows.is_empty() {
            let text = "You have no extension; the workspace file lists them.";
            canvas.wrapped(places, &piece(Role::Muted, text));
        }
        let wide = rows.iter().map(|one| width(&one.phone)).max().unwrap_or(0).min(INSIDE / 2);
        list::choices(canvas, places, rows.len(), self.at, |canvas, at, place| {
            let one = &rows[at];
            let phone = format!(
                "{}{:gap$}",
                one.phone,
                "",
                gap = usize::from(wide.saturating_sub(width(&one.phone)) + 3)
            );
            let filled = self.filled.as_ref().is_some_and(|filled| filled.phone == one.phone);
            let by = if filled { "  from the CRM" } else { "" };
            let name = piece(Role::Muted, one.name.as_str());
            canvas.left(place, &[piece(Role::Text, phone), name, piece(Role::Accent, by)]);
        });
        if let Some(error) = &self.error {
            canvas.wrapped(top(below, 1).1, &piece(Role::Error, error.as_str()));
        }
    }
}
