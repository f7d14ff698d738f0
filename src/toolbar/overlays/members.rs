//! Who is in a call: the others with what can be done about them.

use ratatui::layout::Rect;
use serde_json::json;

use super::{Outcome, Overlay, TargetForm, telling};
use crate::contract::ids::InteractionId;
use crate::desk::interaction::Member;
use crate::desk::{DeskState, Interaction, Phase};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece};
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::text::error_height;

const WIDTH: u16 = 60;
/// The most others that are seen at once: more can't be asked in.
const MOST: u16 = 9;

/// Those who are in one call.
#[derive(Debug, Clone)]
pub struct Members {
    id: InteractionId,
    at: usize,
    /// What the hub said against it.
    pub error: Option<String>,
}

impl Members {
    /// Of a call.
    pub fn new(one: &Interaction) -> Members {
        Members { id: one.id.clone(), at: 0, error: None }
    }

    /// Whether the talk is over.
    pub fn is_over(&self, desk: &DeskState) -> bool {
        desk.interaction(&self.id).is_none_or(|one| one.phase != Phase::Connected)
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        let Some(one) = desk.interaction(&self.id) else { return Outcome::Close };
        self.at = self.at.min(one.members.len().saturating_sub(1));
        self.error = None;
        match action {
            Action::Previous => self.at = list::moved(self.at, one.members.len(), -1),
            Action::Next => self.at = list::moved(self.at, one.members.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confer => return Outcome::Open(Box::new(Overlay::Target(TargetForm::confer(one, desk)))),
            Action::Drop if !one.is_guest => {
                let Some(member) = one.members.get(self.at) else { return Outcome::Stay };
                return Outcome::Call(drop_member(&one.id, member));
            }
            Action::HoldAll => {
                return call(hold_all(one), json!({"interactionId": one.id}));
            }
            Action::Leave => return call("toolbar.leave", json!({"interactionId": one.id})),
            _ => {}
        }
        Outcome::Stay
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(one) = app.desk.interaction(&self.id) else { return };
        let rows = u16::try_from(one.members.len()).unwrap_or(u16::MAX).clamp(1, MOST);
        let said = error_height(self.error.as_deref(), WIDTH - 6);
        let inside = telling(canvas, area, WIDTH, rows + 7, said, "In the call");
        let own = if one.is_guest { "asked in by another agent" } else { "the call is yours" };
        canvas.both(row(inside, 0), &[piece(Role::Text, "you")], &[piece(Role::Muted, own)]);
        let customer = [piece(Role::Strong, one.customer_label())];
        let (role, state) = match one.held_since {
            Some(_) => (Role::InteractionHeld, "customer, on hold"),
            None => (Role::InteractionConnected, "customer"),
        };
        canvas.both(row(inside, 1), &customer, &[piece(role, state)]);
        let (places, below) = top(top(inside, 3).1, rows);
        if one.members.is_empty() {
            let says = app.worded("Nobody else. {members.ask} asks someone in.");
            canvas.left(places, &[piece(Role::Muted, says)]);
        }
        let at = self.at.min(one.members.len().saturating_sub(1));
        list::choices(canvas, places, one.members.len(), at, |canvas, at, place| {
            let member = &one.members[at];
            let kind = if member.is_user { "agent, " } else { "number, " };
            let who = [piece(Role::Text, name(&app.desk, &member.who, member.is_user))];
            canvas.both(place, &who, &[piece(Role::Muted, kind), state_of(member)]);
        });
        if let Some(text) = &self.error {
            canvas.wrapped(top(below, 1).1, &piece(Role::Error, text.as_str()));
        }
    }
}

/// The call that takes somebody out of a call again.
pub(in crate::toolbar) fn drop_member(id: &InteractionId, member: &Member) -> Call {
    let params = json!({"who": member.who, "interactionId": id});
    Call { method: "toolbar.dropMember", params, place: Place::Members }
}

fn call(method: &'static str, params: serde_json::Value) -> Outcome {
    Outcome::Call(Call { method, params, place: Place::Members })
}

/// What holds everybody, or takes them off hold where the customer is on it.
pub(in crate::toolbar) fn hold_all(one: &Interaction) -> &'static str {
    if one.held_since.is_some() { "toolbar.unholdAll" } else { "toolbar.holdAll" }
}

/// What to call somebody: a colleague's name where it is known.
pub(in crate::toolbar) fn name<'a>(desk: &'a DeskState, who: &'a str, is_user: bool) -> &'a str {
    let known = desk.setup.colleagues.iter().find(|one| is_user && one.user_id.as_str() == who);
    known.map_or(who, |one| one.name.as_str())
}

/// Whether somebody is in the call, on hold, or still being rung.
pub(in crate::toolbar) fn state_of(member: &Member) -> Piece<'static> {
    match member {
        Member { joined: false, .. } => piece(Role::InteractionRinging, "ringing"),
        Member { held: true, .. } => piece(Role::InteractionHeld, "on hold"),
        _ => piece(Role::InteractionConnected, "in"),
    }
}
