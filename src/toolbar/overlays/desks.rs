//! The other desks of the site, live, for those who supervise.

use ratatui::layout::Rect;
use serde_json::json;

use super::pick::{Pick, Subject};
use super::{Heard, Outcome, Overlay};
use crate::contract::ids::DeskId;
use crate::desk::watch::InteractionSummary;
use crate::desk::{DeskState, DeskSummary};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::theme::Role;
use crate::toolbar::theme::state::{self, State};
use crate::toolbar::widgets::area::{bottom, inset, left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::{error_height, fit};

/// The rows of one desk: who, and what they are on.
const EACH: u16 = 2;
/// The widest that the list is, in columns.
const WIDEST: u16 = 120;

/// The list, and which desk is chosen.
#[derive(Debug, Clone, Default)]
pub struct Desks {
    chosen: Option<DeskId>,
    /// What the hub said against the last gesture.
    pub error: Option<String>,
}

/// The call that asks to look into another desk.
pub(in crate::toolbar) fn listen(id: &DeskId) -> Call {
    Call { method: "toolbar.listen", params: json!({"desk": id}), place: Place::Desks }
}

impl Desks {
    /// The call that begins or ends the watching.
    pub fn watch(on: bool) -> Call {
        Call { method: "toolbar.watchDesks", params: json!({"on": on}), place: Place::Desks }
    }

    /// The chosen desk, else the first.
    fn chosen<'a>(&self, desk: &'a DeskState) -> Option<(&'a DeskId, &'a DeskSummary)> {
        let watched = desk.watched.as_ref()?;
        let chosen = self.chosen.as_ref().and_then(|id| watched.get_key_value(id));
        chosen.or_else(|| watched.first_key_value())
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        self.error = None;
        match action {
            Action::Previous | Action::Next => self.go(action == Action::Next, desk),
            Action::Cancel => return Outcome::CallAndClose(Desks::watch(false)),
            Action::Confirm => {
                let Some((id, _)) = self.chosen(desk) else { return Outcome::Stay };
                return Outcome::Call(listen(id));
            }
            Action::Status => {
                let Some((_, one)) = self.chosen(desk) else { return Outcome::Stay };
                let pick = Pick::new(Subject::StatusOf(one.user_id.clone()));
                return Outcome::Over(Box::new(Overlay::Pick(pick)));
            }
            Action::SignOut => {
                let Some((_, one)) = self.chosen(desk) else { return Outcome::Stay };
                let pick = Pick::new(Subject::SignOut(one.user_id.clone()));
                return Outcome::Over(Box::new(Overlay::Pick(pick)));
            }
            _ => {}
        }
        Outcome::Stay
    }

    fn go(&mut self, on: bool, desk: &DeskState) {
        let Some((now, _)) = self.chosen(desk) else { return };
        let ids = desk.watched.iter().flat_map(|watched| watched.keys());
        let next = match on {
            true => ids.clone().find(|id| *id > now),
            false => ids.clone().rev().find(|id| *id < now),
        };
        self.chosen = Some(next.unwrap_or(now).clone());
    }

    /// The hub agreed.
    pub(super) fn answered(&mut self, method: &str) -> Heard {
        match method {
            "toolbar.listen" => Heard::Listen,
            _ => Heard::Stay,
        }
    }

    /// The desk that is to be looked into.
    pub fn listened(&self, desk: &DeskState) -> Option<DeskId> {
        self.chosen(desk).map(|(id, _)| id.clone())
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let wide = area.width.min(WIDEST);
        let place = inset(area, (area.width - wide) / 2, 0);
        canvas.cover(place, Role::Surface);
        let count = app.desk.watched.as_ref().map_or(0, |watched| watched.len());
        let note = [piece(Role::Muted, format!("{count} signed in"))];
        let inside = canvas.panel(place, "Desks", &note, true);
        let said = error_height(self.error.as_deref(), inside.width);
        let (hint, rest) = bottom(inside, 1);
        let (error, rest) = bottom(rest, said + 1);
        let Some(watched) = app.desk.watched.as_ref().filter(|watched| !watched.is_empty()) else {
            let words = match app.desk.watched {
                Some(_) => "Nobody else is signed in.",
                None => "Asking …",
            };
            canvas.left(row(rest, 0), &[piece(Role::Muted, words)]);
            return;
        };
        let chosen = self.chosen(&app.desk).map(|(id, _)| id);
        let at = watched.keys().position(|id| Some(id) == chosen).unwrap_or(0);
        let room = usize::from((rest.height / EACH).max(1));
        let first = at.saturating_sub(room.saturating_sub(1));
        let mut below = rest;
        for (id, one) in watched.iter().skip(first).take(room) {
            let (place, next) = top(below, EACH);
            draw_one(app, id, one, canvas, place, Some(id) == chosen);
            below = next;
        }
        if let Some(text) = &self.error {
            canvas.wrapped(top(error, 1).1, &piece(Role::Error, text.as_str()));
        }
        let words = app.worded(
            "{desks.listen} listens, {desks.status} sets status, {desks.signout} signs out, {close.any} closes",
        );
        canvas.left(hint, &[piece(Role::Muted, words)]);
    }
}

fn draw_one(app: &App, id: &DeskId, one: &DeskSummary, canvas: &mut Canvas<'_>, area: Rect, chosen: bool) {
    let (mark, rest) = left(area, 2);
    if chosen {
        canvas.left(mark, &[piece(Role::Accent, "›")]);
    }
    let State { shape, role, .. } = if one.available { state::AVAILABLE } else { state::AWAY };
    let since = span::lasted(app.now().since(one.since));
    let who = [
        piece(role, format!("{shape} ")),
        piece(Role::Strong, one.user_name.as_str()),
        piece(Role::Muted, format!("  desk {id}")),
    ];
    canvas.both(row(rest, 0), &who, &[piece(Role::Text, format!("{} {since}", one.status))]);
    let on = match one.interactions.is_empty() {
        true => "no interaction".to_owned(),
        false => one.interactions.iter().map(|one| about(app, one)).collect::<Vec<_>>().join(" · "),
    };
    canvas.left(left(row(rest, 1), 2).1, &[piece(Role::Muted, fit(&on, rest.width.saturating_sub(2)))]);
    if chosen {
        canvas.choose(row(area, 0));
    }
}

/// What somebody is on, in a few words.
pub(in crate::toolbar) fn about(app: &App, one: &InteractionSummary) -> String {
    let channel = if one.sub_channel.is_empty() { one.channel_type.as_str() } else { &one.sub_channel };
    let since = span::lasted(app.now().since(one.since));
    format!("{channel} {} {} {since}", one.phase, one.customer)
}
