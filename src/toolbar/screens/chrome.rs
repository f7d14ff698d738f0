//! What surrounds every screen: the header, the banner of a lost connection, the footer with the
//! keys, and a recording's time bar.

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use crate::contract::ids::DeskId;
use crate::desk::{Interaction, Stage};
use crate::toolbar::action::{Action, Context, Row, rows};
use crate::toolbar::app::{App, Mode};
use crate::toolbar::connection::Connection;
use crate::toolbar::keymap::Key;
use crate::toolbar::overlays::Overlay;
use crate::toolbar::replay::ReplayView;
use crate::toolbar::theme::{Role, state};
use crate::toolbar::widgets::area::{inset, left, row};
use crate::toolbar::widgets::bar::{bar, filled_columns};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::fit;
use crate::toolbar::widgets::zone::Target;
use crate::wire::{self, Micros};

/// The most columns of a customer's name beside a key.
const NAME: u16 = 16;

/// Brand, who, where; at the right what is connected, and the clock.
pub(in crate::toolbar) fn header(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let area = inset(area, 1, 0);
    let mut right = connections(app);
    right.push(piece(Role::Muted, clock(app)));
    let taken = canvas.right(area, &right);
    let (place, _) = left(area, area.width.saturating_sub(taken + 2));
    let mut ways = Words::ALL.into_iter().map(|way| who_and_where(app, way));
    let fits = |pieces: &Vec<Piece<'_>>| total(pieces) <= place.width;
    let pieces = ways.find(fits).unwrap_or_else(|| who_and_where(app, Words::Who));
    canvas.left(place, &pieces);
}

/// How much the header says, by the room that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    /// Campaigns by their names.
    Names,
    /// Several campaigns by their number.
    Few,
    /// No campaigns.
    Place,
    /// Nothing but who.
    Who,
}

impl Words {
    /// The most first.
    const ALL: [Words; 4] = [Words::Names, Words::Few, Words::Place, Words::Who];
}

fn who_and_where(app: &App, words: Words) -> Vec<Piece<'_>> {
    let mut pieces = vec![piece(Role::Brand, "◗ offhook")];
    if app.desk.desk != DeskId::default_desk() {
        pieces.push(piece(Role::Muted, "  desk "));
        pieces.push(piece(Role::Text, app.desk.desk.as_str()));
    }
    let Some(session) = &app.desk.session else { return pieces };
    pieces.push(piece(Role::Muted, "   "));
    pieces.push(piece(Role::Strong, session.user_name.as_str()));
    if let Some(extension) = session.extension.as_ref().filter(|_| words != Words::Who) {
        pieces.push(piece(Role::Muted, "  ext "));
        pieces.push(piece(Role::Text, extension.phone.as_str()));
    }
    let names: Vec<String> = session.selected.iter().map(|id| session.campaign_name(*id)).collect();
    if !names.is_empty() && !matches!(words, Words::Place | Words::Who) {
        let campaigns = match words {
            Words::Few if names.len() > 1 => format!("{} campaigns", names.len()),
            _ => names.join(" · "),
        };
        pieces.push(piece(Role::Muted, format!("  {campaigns}")));
    }
    pieces
}

/// The hub, and the integrations that it says are connected: while it is not there, nobody knows of them.
fn connections(app: &App) -> Vec<Piece<'static>> {
    let state = match &app.mode {
        Mode::Replay(_) => state::RECORDING,
        Mode::Live(Connection::Connecting) => state::CONNECTING,
        Mode::Live(Connection::Up) if app.looks_on() => state::LOOKING_ON,
        Mode::Live(Connection::Up) => state::UP,
        Mode::Live(Connection::Lost { .. }) => state::RECONNECTING,
        Mode::Live(Connection::Refused { .. }) => state::REFUSED,
    };
    let mut pieces = vec![piece(state.role, format!("{} {}  ", app.moving(state.shape), state.word))];
    if !matches!(app.mode, Mode::Live(Connection::Up) | Mode::Replay(_)) {
        return pieces;
    }
    for (role, word) in [(wire::Role::Crm, "crm"), (wire::Role::App, "app")] {
        let text = match app.desk.integrations.iter().filter(|one| one.role == role).count() {
            0 => continue,
            1 => format!("{} {word}  ", state::UP.shape),
            many => format!("{} {many} {word}s  ", state::UP.shape),
        };
        pieces.push(piece(state::UP.role, text));
    }
    pieces
}

/// Seconds only where others run beside them: an idle login screen changes once a minute. What stands
/// left of the clock does not move when the seconds come and go.
fn clock(app: &App) -> String {
    let seconds = app.desk.stage() == Stage::Working || app.is_replay() || app.stands_at.is_some();
    match seconds {
        true => span::time(app.now(), app.zone),
        false => format!("{:>8}", span::short_time(app.now(), app.zone)),
    }
}

/// Says that the connection is lost and when it is tried again; why is in the log. `true` when it
/// said something.
pub(in crate::toolbar) fn banner(app: &App, canvas: &mut Canvas<'_>, area: Rect) -> bool {
    let Mode::Live(Connection::Lost { retry_at, .. }) = &app.mode else { return false };
    canvas.tint(area, Role::ConnectionLost);
    let wait = retry_at.since(app.tick);
    let next = match wait.0 {
        0 => "trying again now".to_owned(),
        _ => format!("trying again in {}", span::seconds_left(wait)),
    };
    let says = format!("connection lost: the hub can't be reached; {next}");
    canvas.left(inset(area, 1, 0), &[piece(Role::ConnectionLost, says)]);
    true
}

/// The keys that do something here and now, and the way to the others.
pub(in crate::toolbar) fn footer(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let area = inset(area, 1, 0);
    if !app.pressed().is_empty() {
        // Until the next key, none means what it does elsewhere.
        canvas.left(area, &hint(Key::of(KeyCode::Esc).to_string(), "Close", true));
        return;
    }
    let context = match app.context() {
        // The tour speaks of what stands here.
        Context::Tour => app.context_of_screen(),
        context => context,
    };
    let mut last: Vec<Piece<'_>> = Vec::new();
    let mut last_targets = Vec::new();
    for row in rows(context).filter(|row| is_last(row) && !row.label.is_empty()) {
        let key = app.keymap.hint(context, row);
        if !key.is_empty() {
            last_targets.push((last.len(), Target::Row(row)));
            last.extend(hint(key, row.label, true));
        }
    }
    if let Some(Piece(_, label)) = last.last_mut() {
        *label = label.trim_end().to_owned().into();
    }
    let room = area.width.saturating_sub(total(&last) + 1);
    let mut hints = Vec::new();
    for row in rows(context).filter(|row| !is_last(row) && !row.label.is_empty()) {
        let looked_at = app.is_read_only() && row.action.acts_on_desk();
        if looked_at || !app.is_enabled(row.action) {
            continue;
        }
        let label = label(app, row.action, row.label);
        let key = app.keymap.hint(context, row);
        if label.is_empty() || key.is_empty() {
            continue;
        }
        let mut next = hint(key, label, app.reaches(row.action));
        match elsewhere(app, row) {
            // Who is not looked at is taken by this row, or looked at first.
            Some(_) if row.action == Action::Reject => continue,
            Some(name) if row.action == Action::Confer && row.is_of(Context::Members) => {
                next[1].1 = format!(" Ask someone into the call with {name}  ").into();
            }
            Some(name) => next[1].1 = format!(" {label} {name}  ").into(),
            None => {}
        }
        hints.push((Some(row), next));
    }
    if let Some(typed) = typed_keys(app) {
        hints.insert(hints.len().min(1), (None, typed));
    }
    // The way back has its place before all else, behind the others.
    let is_back = |row: &Option<&Row>| row.is_some_and(|row| row.action == Action::Cancel);
    hints.sort_by_key(|(row, _)| is_back(row));
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut targets = Vec::new();
    let back: u16 = hints.iter().filter(|(row, _)| is_back(row)).map(|(_, next)| total(next)).sum();
    let mut full = false;
    for (row, next) in hints {
        let kept = if is_back(&row) { 0 } else { back };
        full |= !is_back(&row) && total(&pieces) + total(&next) + kept > room;
        if full && !is_back(&row) {
            continue;
        }
        targets.extend(row.map(|row| (pieces.len(), Target::Row(row))));
        pieces.extend(next);
    }
    canvas.both(area, &pieces, &last);
    canvas.zone_pieces(area, &pieces, &targets);
    let (_, place) = left(area, area.width.saturating_sub(total(&last)));
    canvas.zone_pieces(place, &last, &last_targets);
}

/// The keys of what is typed into that are no rows of the table, since they do the same wherever one types.
fn typed_keys(app: &App) -> Option<[Piece<'static>; 2]> {
    let pair = |first, second| format!("{}/{}", Key::of(first), Key::of(second));
    if app.overlays.last().and_then(Overlay::form).is_some_and(Form::is_on_choice) {
        return Some(hint(pair(KeyCode::Left, KeyCode::Right), "Change", true));
    }
    let is_offered = app.context() == Context::Chat && app.chat.offered(&app.desk.setup.replies).0.len() > 1;
    is_offered.then(|| hint(pair(KeyCode::Up, KeyCode::Down), "Choose", true))
}

/// Whose call or chat a key is for, where that is not the one that is looked at.
fn elsewhere(app: &App, row: &Row) -> Option<String> {
    let one = app.target(row.action).filter(|one| app.current_id() != Some(&one.id))?;
    Some(fit(&one.customer_label(), NAME).into_owned())
}

/// Whether its place is at the right end.
fn is_last(row: &Row) -> bool {
    matches!(row.action, Action::Palette | Action::Help | Action::Quit | Action::QuitNow)
}

/// Keys that switch something say what they would do now.
fn label(app: &App, action: Action, label: &'static str) -> &'static str {
    let on_top = app.overlays.last();
    let of_a_desk = matches!(action, Action::Confirm | Action::Status | Action::SignOut | Action::Previous);
    let nobody = app.desk.watched.iter().all(|watched| watched.is_empty());
    if matches!(on_top, Some(Overlay::Desks(_))) && of_a_desk && nobody {
        return "";
    }
    if action == Action::Confirm && on_top.and_then(Overlay::place).is_some_and(|place| app.calls.busy(place))
    {
        return "Waiting …";
    }
    // There another key moves what is chosen.
    if action == Action::Previous && app.context() == Context::Callbacks {
        return "Choose";
    }
    if action == Action::NextField && on_top.and_then(Overlay::form).is_some_and(|form| form.len() < 2) {
        return "";
    }
    // While a quick reply is offered the line is not sent.
    let in_chat = app.context() == Context::Chat && matches!(action, Action::Complete | Action::Submit);
    if in_chat && app.chat.offered(&app.desk.setup.replies).0.is_empty() == (action == Action::Complete) {
        return "";
    }
    // Where both do the same, one of them is enough.
    if action == Action::NextField && self::label(app, Action::Confirm, "") == "Next" {
        return "";
    }
    // What rings has its word on all screens, whatever lies over them.
    if let Some(label) = call_label(app, action).filter(|_| action == Action::Answer) {
        return label;
    }
    if let (Some(Overlay::Disposition(dialog)), Action::Confirm | Action::Submit | Action::Cancel) =
        (on_top, action)
    {
        return dialog.label(action, &app.desk);
    }
    if let Some(Overlay::Runner(runner)) = on_top {
        return runner.label(action, label);
    }
    if let Some(verb) = on_top.and_then(Overlay::verb).filter(|_| action == Action::Confirm) {
        return verb;
    }
    if let Some(label) = call_label(app, action) {
        return label;
    }
    match (action, &app.mode) {
        (Action::Confirm, _) if app.context() == Context::Login => "Sign in",
        (Action::PageUp, _) if app.context() == Context::Workbench => "Earlier",
        (Action::PlayPause, Mode::Replay(Some(view))) if view.playing => "Pause",
        _ => label,
    }
}

/// The same of a call's keys, for the footer and the call's own panel.
pub(in crate::toolbar) fn call_label(app: &App, action: Action) -> Option<&'static str> {
    let asking = app.consulting().is_some();
    Some(match action {
        Action::Hold if app.talking().is_some_and(|one| one.held_since.is_some()) => "Unhold",
        Action::Mute if app.talking().is_some_and(|one| one.muted) => "Unmute",
        Action::Answer if app.offered().is_some_and(Interaction::is_chat) => "Accept",
        Action::Transfer if asking => "Complete",
        Action::Confer if asking => "Merge",
        Action::HoldAll if app.company().is_some_and(|one| one.held_since.is_some()) => "Unhold all",
        _ => return None,
    })
}

/// Dim where the key would do nothing now.
fn hint(key: String, label: &'static str, live: bool) -> [Piece<'static>; 2] {
    let role = if live { Role::Key } else { Role::Muted };
    [piece(role, key), piece(Role::Muted, format!(" {label}  "))]
}

/// Where a recording stands: position, bar with markers, length, speed.
pub(in crate::toolbar) fn time_bar(view: &ReplayView, canvas: &mut Canvas<'_>, area: Rect) {
    let area = inset(area, 1, 0);
    let state = match view.playing {
        true => piece(Role::Accent, "▶ playing "),
        false => piece(Role::Muted, "‖ paused  "),
    };
    let before = [state, piece(Role::Strong, tenths(view.at)), piece(Role::Text, " ")];
    let after = [
        piece(Role::Text, " "),
        piece(Role::Muted, tenths(view.end)),
        piece(Role::Accent, format!("  {:>3}", view.speed.label())),
    ];
    let line = row(area, 0);
    let used = canvas.left(line, &before);
    let taken = canvas.right(line, &after);
    let (_, rest) = left(line, used);
    let place = Rect { width: rest.width.saturating_sub(taken), ..rest };
    bar(canvas, place, view.at.0, view.end.0, Role::BarFilled);
    for mark in view.marks.iter() {
        let column = filled_columns(place.width.saturating_sub(1), mark.at.0, view.end.0);
        let (_, spot) = left(place, u16::try_from(column).unwrap_or(u16::MAX));
        canvas.left(Rect { width: spot.width.min(1), ..spot }, &[piece(Role::Accent, "◆")]);
    }
    let last = view.marks.iter().rev().find(|mark| mark.at <= view.at);
    if let Some(mark) = last {
        canvas.left(row(area, 1), &[piece(Role::Accent, "◆ "), piece(Role::Muted, mark.label.as_str())]);
    }
}

/// `1:02.3`: a position to a tenth of a second.
fn tenths(at: Micros) -> String {
    format!("{}.{}", span::lasted(at), at.0 / 100_000 % 10)
}
