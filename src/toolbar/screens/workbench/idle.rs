//! Where the call stands while there is none: since when the agent is free or away, what will come, and who waits.

use ratatui::layout::Rect;

use super::{call, head, looks};
use crate::desk::{Activity, Session};
use crate::toolbar::action::{Action, Context};
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::text::wrap;

/// The columns of a campaign's name, with a gap, before how many wait for it.
const CAMPAIGNS: u16 = 26;
/// The most columns of what is said.
const SAID: u16 = 48;
/// The most rows of it.
const MOST_SAID: usize = 3;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(session) = &app.desk.session else { return };
    let (keys, above) = bottom(area, u16::from(!app.is_read_only()));
    let available = session.presence.available;
    call::draw_keys(app, canvas, keys, None, |action| match action {
        _ if session.campaigns.is_empty() => action == Action::Desks,
        Action::CustomerCall => available,
        Action::Status => !available,
        other => other == Action::Dial,
    });
    let says = says(app, session);
    let said = u16::try_from(wrap(&says, above.width.min(SAID), MOST_SAID).len()).unwrap_or(0);
    let waiting = u16::try_from(session.selected.len()).unwrap_or(0);
    // What the words take with a row between, and who waits.
    let wanted = 2 + said + if waiting > 0 { 1 + waiting } else { 0 };
    let large = head::LARGE + wanted <= above.height;
    let (place, rest) = top(above, if large { head::LARGE } else { 1 });
    draw_head(app, session, canvas, place);
    let (below, _) = left(top(rest, 1).1, SAID);
    canvas.wrapped(below, &piece(Role::Muted, says));
    if waiting > 0 {
        draw_waiting(app, session, canvas, top(below, said + 1).1);
    }
}

/// What there is not, and since when the agent waits for it, or is away.
fn draw_head(app: &App, session: &Session, canvas: &mut Canvas<'_>, area: Rect) {
    let says = match (app.is_read_only(), session.presence.available) {
        (true, _) => "No call at this moment.",
        _ if session.campaigns.is_empty() => "You work for no campaign.",
        (false, false) => "No calls are offered to you.",
        (false, true) if app.desk.past.is_empty() => "No call yet.",
        (false, true) => "No call now.",
    };
    let since =
        app.desk.activity().filter(|(doing, _)| matches!(doing, Activity::Available | Activity::Away));
    let mut place = area;
    if let Some((doing, since)) = since {
        let (state, _) = looks::activity(doing);
        let wide = head::draw_time(canvas, area, state.role, app.now().since(since));
        place.width = area.width.saturating_sub(wide + 2);
        if area.height >= head::LARGE {
            canvas.right(row(place, head::LARGE - 1), &[piece(Role::Muted, format!("{} for", state.word))]);
        }
    }
    canvas.left(row(place, 0), &[piece(Role::Strong, says)]);
}

/// What will come, and what one does for it.
fn says(app: &App, session: &Session) -> String {
    let waiting: u32 = app.desk.waiting.values().sum();
    match (app.is_read_only(), session.presence.available) {
        (true, _) if app.looks_on() => "What comes to this desk is shown here.".to_owned(),
        (true, _) => {
            let key = |action| app.key_in(Context::Replay, action);
            format!("{} plays, {} goes to the next frame.", key(Action::PlayPause), key(Action::StepForward))
        }
        _ if session.campaigns.is_empty() => "You can look at the other desks.".to_owned(),
        (false, true) if waiting > 0 => soon(app, waiting),
        (false, true) => "You are available: calls ring here.".to_owned(),
        (false, false) => "You are not available. Once you are, calls ring here.".to_owned(),
    }
}

/// How many wait for each campaign that the agent works for; those that have no room are left out.
fn draw_waiting(app: &App, session: &Session, canvas: &mut Canvas<'_>, area: Rect) {
    if area.height < 2 {
        return;
    }
    canvas.left(row(area, 0), &[piece(Role::Muted, "Waiting now")]);
    for (at, id) in (1..area.height).zip(&session.selected) {
        let (names, counts) = left(row(area, at), area.width.min(CAMPAIGNS));
        canvas.left(
            left(names, names.width.saturating_sub(2)).0,
            &[piece(Role::Text, session.campaign_name(*id))],
        );
        canvas.left(
            counts,
            &[match app.desk.waiting.get(id) {
                Some(1) => piece(Role::Waiting, "1 waits"),
                Some(many) => piece(Role::Waiting, format!("{many} wait")),
                None => piece(Role::Muted, "nobody"),
            }],
        );
    }
}

/// How many wait although nothing rings, and the key that takes them: some are offered by themselves, others, such as
/// those of a team that assigns nothing, are not, and the desk does not hear which.
fn soon(app: &App, waiting: u32) -> String {
    let who = if waiting == 1 { "1 waits".to_owned() } else { format!("{waiting} wait") };
    app.keymap.worded(Context::Workbench, &format!("You are available: {who}; {{queue.waiting}} takes one."))
}
