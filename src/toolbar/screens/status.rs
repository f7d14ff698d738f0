//! The row below the header, on every screen of the work and whatever lies over it: what the agent does and for
//! how long, with whom where time is short, callers who wait, and how many notices nobody has looked at.

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

/// The most columns of the name of whom a time is about: the rest of the row stays seen.
const NAME: u16 = 24;

/// What there is to say, the most important first.
type Groups<'a> = Vec<Vec<Piece<'a>>>;

pub(in crate::toolbar) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let mut groups = doing(app);
    groups.extend(waiting(app));
    let right = notices(app);
    let room = area.width.saturating_sub(total(&right) + 2 * u16::from(!right.is_empty()));
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for group in groups {
        // Whole ones go where there is no room, and with one all that is less important.
        if total(&pieces) + total(&group) > room {
            break;
        }
        pieces.extend(group);
    }
    canvas.both(area, &pieces, &right);
    if let Some(row) = rows(Context::Workbench).find(|row| row.action == Action::Bell) {
        let (_, place) = left(area, area.width.saturating_sub(total(&right)));
        canvas.zone(place, Target::Row(row));
    }
}

/// What the agent does, how long they still or already do, with whom, and what is odd about it.
fn doing(app: &App) -> Groups<'_> {
    let (Some(session), Some((activity, since))) = (&app.desk.session, app.desk.activity()) else {
        return Vec::new();
    };
    let (state, word) = looks::activity(activity);
    let status = session.presence.status.as_str();
    let busiest = app.desk.interactions.iter().min_by_key(|one| one.phase.urgency());
    let of_chat = looks::of_chat(activity).filter(|_| busiest.is_some_and(|one| one.is_chat()));
    let word = of_chat.or(word).unwrap_or(status);
    let mut groups = vec![vec![piece(state.role, format!("{} {word}", app.moving(state.shape)))]];
    let pressing = match activity {
        Activity::Ringing => app.offered(),
        Activity::WrapUp => busiest,
        _ => None,
    };
    groups.push(vec![match pressing.and_then(|one| one.deadline) {
        Some(until) => piece(state.role, format!("  {} left", span::left(until.since(app.now())))),
        None => piece(Role::Text, format!("  {}", span::lasted(app.now().since(since)))),
    }]);
    groups.extend(pressing.map(|one| vec![name(one)]));
    if app.desk.is_break_overdue(app.now()) {
        groups.push(vec![piece(Role::ToastWarning, "  too long")]);
    }
    // A break that is taken during a call begins after it.
    if !matches!(activity, Activity::Available | Activity::Away) && !session.presence.available {
        groups.push(vec![piece(Role::Muted, "   then "), piece(Role::AgentAway, status)]);
    }
    groups
}

/// Whom the time is about.
fn name(one: &Interaction) -> Piece<'_> {
    piece(Role::Strong, format!("  {}", fit(&one.customer_label(), NAME)))
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

/// How many wait, then for which campaigns.
fn waiting(app: &App) -> Groups<'_> {
    let total: u32 = app.desk.waiting.values().sum();
    if total == 0 {
        return Vec::new();
    }
    let mut groups = vec![vec![piece(Role::Waiting, format!("    {total} waiting"))]];
    let Some(session) = app.desk.session.as_ref().filter(|session| session.selected.len() > 1) else {
        return groups;
    };
    let several = app.desk.waiting.len() > 1;
    let mut campaigns = Vec::new();
    for (id, count) in &app.desk.waiting {
        let figure = if several { format!(" {count}") } else { String::new() };
        campaigns.push(piece(Role::Muted, format!("  {}{figure}", session.campaign_name(*id))));
    }
    groups.push(campaigns);
    groups
}
