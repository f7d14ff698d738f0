//! The agent's status with the time in it, callers who wait, and the bell.

use ratatui::layout::Rect;

use super::looks;
use crate::desk::Activity;
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece};
use crate::toolbar::widgets::span;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    if let (Some(session), Some((activity, since))) = (&app.desk.session, app.desk.activity()) {
        let (state, word) = looks::activity(activity);
        let status = session.presence.status.as_str();
        let busiest = app.desk.interactions.iter().min_by_key(|one| one.phase.urgency());
        let of_chat = looks::of_chat(activity).filter(|_| busiest.is_some_and(|one| one.is_chat()));
        let word = of_chat.or(word).unwrap_or(status);
        pieces.push(piece(state.role, format!("{} {word}", app.moving(state.shape))));
        pieces.push(piece(Role::Text, format!("  {}", span::lasted(app.now().since(since)))));
        if app.desk.is_break_overdue(app.now()) {
            pieces.push(piece(Role::ToastWarning, "  too long"));
        }
        // A break that is taken during a call begins after it.
        if !matches!(activity, Activity::Available | Activity::Away) && !session.presence.available {
            pieces.push(piece(Role::Muted, "   then "));
            pieces.push(piece(Role::AgentAway, status));
        }
    }
    pieces.extend(waiting(app));
    let unread = app.desk.unread;
    let bell = match unread {
        0 => piece(Role::Muted, "bell 0"),
        _ => piece(Role::BellUnread, format!("▲ bell {unread}")),
    };
    let mut right = integrations(app);
    right.push(bell);
    canvas.both(area, &pieces, &right);
}

/// The integrations that are connected, by word and count; none: nothing.
fn integrations(app: &App) -> Vec<Piece<'_>> {
    let count = |role| app.desk.integrations.iter().filter(|one| one.role == role).count();
    let (crms, apps) = (count(crate::wire::Role::Crm), count(crate::wire::Role::App));
    let crms = match crms {
        0 => None,
        1 => Some("crm connected".to_owned()),
        many => Some(format!("{many} crms connected")),
    };
    let apps = match apps {
        0 => None,
        1 => Some("1 app".to_owned()),
        many => Some(format!("{many} apps")),
    };
    let words = [crms, apps].into_iter().flatten();
    words.flat_map(|text| [piece(Role::ConnectionUp, text), piece(Role::Text, "   ")]).collect()
}

fn waiting(app: &App) -> Vec<Piece<'_>> {
    let total: u32 = app.desk.waiting.values().sum();
    if total == 0 {
        return Vec::new();
    }
    let mut pieces = vec![piece(Role::Waiting, format!("    {total} waiting"))];
    let Some(session) = app.desk.session.as_ref().filter(|session| session.selected.len() > 1) else {
        return pieces;
    };
    let several = app.desk.waiting.len() > 1;
    for (id, count) in &app.desk.waiting {
        let figure = if several { format!(" {count}") } else { String::new() };
        pieces.push(piece(Role::Muted, format!("  {}{figure}", session.campaign_name(*id))));
    }
    pieces
}
