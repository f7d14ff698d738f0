//! The status menu: available, one of the breaks, or one of the site's own statuses.

use ratatui::layout::Rect;
use serde_json::json;

use super::{Outcome, telling};
use crate::desk::{Session, Setup};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::top;
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::text::error_height;

/// How wide the menu is, in columns.
const WIDTH: u16 = 50;

/// Statuses to choose from: the ready ones, the breaks, then the site's own.
#[derive(Debug, Clone)]
pub struct StatusMenu {
    /// What each is called, whether interactions are offered in it, and what is said beside it.
    statuses: Vec<(String, bool, &'static str)>,
    at: usize,
    /// What the hub said against it.
    pub error: Option<String>,
}

/// The statuses of session and site: what each is called, whether interactions are offered in it, and what is
/// said beside it.
pub(in crate::toolbar) fn statuses(session: &Session, setup: &Setup) -> Vec<(String, bool, &'static str)> {
    let ready = session.ready_statuses.iter().map(|name| (name.clone(), true, ""));
    let breaks = session.break_statuses.iter().map(|name| (name.clone(), false, "break"));
    let own = setup
        .statuses
        .iter()
        .map(|one| (one.name.clone(), one.available, if one.available { "" } else { "away" }));
    ready.chain(breaks).chain(own).collect()
}

/// The call that takes a status: a ready one, or a break.
pub(in crate::toolbar) fn set(status: &str) -> Call {
    Call { method: "toolbar.setAvailability", params: json!({"status": status}), place: Place::Status }
}

impl StatusMenu {
    /// The statuses of session and site; the first that is not the present one is chosen.
    pub fn new(session: &Session, setup: &Setup) -> StatusMenu {
        let statuses = statuses(session, setup);
        let at = statuses.iter().position(|(name, ..)| *name != session.presence.status).unwrap_or(0);
        StatusMenu { statuses, at, error: None }
    }

    pub(super) fn act(&mut self, action: Action) -> Outcome {
        match action {
            Action::Previous => self.at = list::moved(self.at, self.statuses.len(), -1),
            Action::Next => self.at = list::moved(self.at, self.statuses.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confirm => {
                let Some((status, ..)) = self.statuses.get(self.at) else { return Outcome::Close };
                return Outcome::Call(set(status));
            }
            _ => {}
        }
        self.error = None;
        Outcome::Stay
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let rows = u16::try_from(self.statuses.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(6));
        let said = error_height(self.error.as_deref(), WIDTH - 6);
        let inside = telling(canvas, area, WIDTH, rows + 4, said, "Status");
        let (places, below) = top(inside, rows);
        let present = app.desk.session.as_ref().map(|session| session.presence.status.as_str());
        list::choices(canvas, places, self.statuses.len(), self.at, |canvas, at, place| {
            let (name, ready, about) = &self.statuses[at];
            let role = if *ready { Role::AgentAvailable } else { Role::Text };
            let (mark, note) = match present == Some(name.as_str()) {
                true => ("✓ ", "now"),
                false => ("  ", *about),
            };
            let name = [piece(Role::Accent, mark), piece(role, name.as_str())];
            canvas.both(place, &name, &[piece(Role::Muted, note)]);
        });
        if let Some(error) = &self.error {
            canvas.wrapped(top(below, 1).1, &piece(Role::Error, error.as_str()));
        }
    }
}
