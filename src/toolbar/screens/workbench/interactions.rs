//! The live interactions, two rows each: who and how long; where it stands.

use ratatui::layout::Rect;

use super::looks;
use crate::desk::{Interaction, Phase};
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list::first_seen;
use crate::toolbar::widgets::span;

/// Rows for each.
const EACH: u16 = 2;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let all = &app.desk.interactions;
    let count = if all.is_empty() { String::new() } else { all.len().to_string() };
    let inside = canvas.panel(area, "Interactions", &[piece(Role::Muted, count)], false);
    if all.is_empty() {
        canvas.left(row(inside, 0), &[piece(Role::Muted, "None now.")]);
        return;
    }
    let current = app.current_id();
    let at = all.iter().position(|one| Some(&one.id) == current);
    let mut rest = inside;
    for (place, one) in
        all.iter().enumerate().skip(first_seen(at.unwrap_or(0), all.len(), inside.height / EACH))
    {
        let (rows, below) = top(rest, EACH);
        if rows.height < EACH {
            break;
        }
        draw_one(app, one, canvas, rows);
        if at == Some(place) && all.len() > 1 {
            // The tint goes a column further than the text, at both sides.
            let place = Rect { x: rows.x.saturating_sub(1), width: rows.width + 2, ..rows };
            canvas.tint(place, Role::Selection);
        }
        rest = below;
    }
}

fn draw_one(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    let look = looks::interaction(one);
    let now = app.now();
    let time = match (one.phase, one.deadline) {
        (Phase::WrapUp, Some(until)) => format!("{} left", span::left(until.since(now))),
        (Phase::Initiated | Phase::Ringing, Some(until)) if !one.is_outbound() => {
            format!("{} left", span::left(until.since(now)))
        }
        (Phase::Connected, _) => one.talk(now).map(span::lasted).unwrap_or_default(),
        _ => span::lasted(now.since(one.phase_since)),
    };
    let who = [piece(look.role, format!("{} ", look.shape)), piece(Role::Strong, one.customer_label())];
    canvas.both(row(area, 0), &who, &[piece(look.role, time)]);
    let way = match one.is_outbound() {
        _ if one.is_chat() => "chat",
        true => "out",
        false => "in",
    };
    let mut state = vec![piece(look.role, format!("  {}", look.word))];
    if one.muted && one.phase == Phase::Connected {
        state.push(piece(Role::InteractionHeld, " ⊘ muted"));
    }
    let session = app.desk.session.as_ref();
    let name = session.map(|session| session.campaign_name(one.campaign_id)).unwrap_or_default();
    state.push(piece(Role::Muted, format!("  {way} · {name}")));
    canvas.left(row(area, 1), &state);
}
