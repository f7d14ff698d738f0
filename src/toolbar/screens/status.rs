//! The row below the header, on every screen of the work and whatever lies over it: what the agent does and for
//! how long, who rings meanwhile, callers who wait, and what is behind the bell.

use ratatui::layout::Rect;

use super::workbench::looks;
use crate::desk::{Activity, Interaction};
use crate::toolbar::action::{Action, Context, rows};
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::left;
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::fit;
use crate::toolbar::widgets::zone::Target;

/// The most columns of the name of who rings: the countdown before it and the rest of the row stay seen.
const NAME: u16 = 24;

pub(in crate::toolbar) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    if let (Some(session), Some((activity, since))) = (&app.desk.session, app.desk.activity()) {
        let (state, word) = looks::activity(activity);
        let status = session.presence.status.as_str();
        let busiest = app.desk.interactions.iter().min_by_key(|one| one.phase.urgency());
        let of_chat = looks::of_chat(activity).filter(|_| busiest.is_some_and(|one| one.is_chat()));
        let word = of_chat.or(word).unwrap_or(status);
        pieces.push(piece(state.role, format!("{} {word}", app.moving(state.shape))));
        match unseen(app) {
            Some(one) => pieces.extend(who(app, one)),
            None => pieces.push(piece(Role::Text, format!("  {}", span::lasted(app.now().since(since))))),
        }
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
    let right = notices(app);
    canvas.both(area, &pieces, &right);
    if let Some(row) = rows(Context::Workbench).find(|row| row.action == Action::Bell) {
        let (_, place) = left(area, area.width.saturating_sub(total(&right)));
        canvas.zone(place, Target::Row(row));
    }
}

/// What is offered and does not stand on the screen by itself: a dialog lies over it, or another interaction is
/// looked at.
fn unseen(app: &App) -> Option<&Interaction> {
    let offered = app.offered()?;
    (!app.overlays.is_empty() || app.current_id() != Some(&offered.id)).then_some(offered)
}

/// How long it can still be taken, and whose it is.
fn who<'a>(app: &App, one: &'a Interaction) -> [Piece<'a>; 2] {
    let left = one.deadline.map(|until| format!("  {} left", span::left(until.since(app.now()))));
    let name = format!("  {}", fit(&one.customer_label(), NAME));
    [piece(Role::InteractionRinging, left.unwrap_or_default()), piece(Role::Strong, name)]
}

/// How many notices nobody has looked at, with the key that shows them where it does; nothing where there are none.
fn notices(app: &App) -> Vec<Piece<'static>> {
    let words = match app.desk.unread {
        0 => return Vec::new(),
        1 => "▲ 1 notice".to_owned(),
        many => format!("▲ {many} notices"),
    };
    let mut pieces = vec![piece(Role::BellUnread, words)];
    let key = app.key(Action::Bell);
    if app.base().contains(&app.context()) && !key.is_empty() {
        pieces.push(piece(Role::Key, format!("  {key}")));
    }
    pieces
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
